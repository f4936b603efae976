//! `/v1/dreams`, and what dreamfs adds to it: a dream's report, and a quote before it runs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Answer, Call, extensions,
    fields::{Fields, Patch},
    pages::{Page, Scan},
    query::TimeRange,
    wire,
};
use crate::{
    domain::{
        Code, Error, Prefix, Query, Result, Table, Time,
        dream::{Dream, DreamStatus, ReportRecord},
        event::NewEvent,
        key,
        session::{Session, Usage},
        sort,
    },
    engine::{Need, decode},
    store::decide::record,
};

/// Sessions that one dream reads at most (hosted API: 1 to 100).
const SESSIONS_MAX: usize = 100;
/// Characters of the instructions (hosted API: 1 to 4,096).
const INSTRUCTIONS_MAX: usize = 4_096;

/// A dream that is asked for.
struct Asked {
    memory_store_id: String,
    session_ids: Vec<String>,
    instructions: Option<String>,
    model: Value,
    updates_existing: bool,
    token_budget: Option<u64>,
}

pub(super) async fn create(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let asked = read(call.fields()?)?;
    let served = call.engine.served(asked.model["id"].as_str().unwrap_or_default())?;
    check_inputs(call, &asked).await?;
    let agent = extensions::default_agent(call).await?;
    let environment_id = extensions::default_environment(call).await?;
    let store_id = asked.memory_store_id.clone();
    let need = if asked.updates_existing { Need::store(&store_id) } else { Need::nothing() };
    let dream = call.engine.commit(need, move |working, env| {
        let dream = Dream {
            id: env.ids.next(Prefix::Dream, env.now),
            created_at: env.now,
            ended_at: None,
            archived_at: None,
            status: DreamStatus::Pending,
            error: None,
            memory_store_id: asked.memory_store_id.clone(),
            session_ids: asked.session_ids.clone(),
            instructions: asked.instructions.clone(),
            model: asked.model.clone(),
            updates_existing: asked.updates_existing,
            token_budget: asked.token_budget,
            agent: agent.clone(),
            environment_id: environment_id.clone(),
            output_store_id: None,
            session_id: None,
            usage: Usage::default(),
            input: None,
            written: 0,
            stages: Vec::new(),
            accepted: BTreeSet::new(),
            stopped: false,
            revision: 1,
        };
        if asked.updates_existing {
            let draft = working.store(&asked.memory_store_id)?;
            if let Some(holder) = &draft.snapshot.store.held_by {
                return Err(Error::conflict(format!(
                    "The dream {holder} writes into this memory store and has not fully stopped. Wait until it ends, or cancel it; then try again."
                )));
            }
            draft.hold(Some(dream.id.clone()));
        }
        working.put_record(Table::Dreams, key![dream.id.as_str()], record(&dream), None);
        Ok(dream)
    });
    let dream = dream.await?;
    call.engine.wake_dream(&dream.id);
    Ok(Answer::ServedJson(wire::dream(&dream), served))
}

fn read(mut fields: Fields) -> Result<Asked> {
    let inputs = fields.list("inputs")?;
    let inputs = fields.required("inputs", inputs)?;
    let (mut store, mut ids) = (None, None);
    for (index, input) in inputs.into_iter().enumerate() {
        let at = format!("inputs[{index}]");
        let mut input = Fields::new(&at, input)?;
        let kind = input.text("type")?;
        match input.required("type", kind)?.as_str() {
            "memory_store" => {
                let id = input.text("memory_store_id")?;
                let id = input.required("memory_store_id", id)?;
                if store.replace(id).is_some() {
                    return Err(Error::invalid("inputs", "must hold exactly one memory_store entry; this has two"));
                }
            }
            "sessions" => {
                let given = session_ids(&mut input)?;
                if ids.replace(given).is_some() {
                    return Err(Error::invalid("inputs", "must hold exactly one sessions entry; this has two"));
                }
            }
            _ => return Err(input.broken("type", "must be memory_store or sessions")),
        }
        input.finish()?;
    }
    let memory_store_id =
        store.ok_or_else(|| Error::invalid("inputs", "must hold exactly one memory_store entry; this has none"))?;
    let session_ids =
        ids.ok_or_else(|| Error::invalid("inputs", "must hold exactly one sessions entry; this has none"))?;
    let model = fields.take("model");
    let model = model_of(fields.required("model", model)?)?;
    let instructions = fields.short_text("instructions", 1, INSTRUCTIONS_MAX)?.value();
    let updates_existing = output_behavior(&mut fields, &memory_store_id)?;
    let token_budget = fields.number("token_budget", 1)?;
    fields.finish()?;
    Ok(Asked { memory_store_id, session_ids, instructions, model, updates_existing, token_budget })
}

/// 1 to 100 ids without duplicates, sorted.
fn session_ids(input: &mut Fields) -> Result<Vec<String>> {
    let given = input.list("session_ids")?;
    let given = input.required("session_ids", given)?;
    let texts: Option<Vec<String>> = given.iter().map(|id| id.as_str().map(str::to_owned)).collect();
    let mut ids = texts.ok_or_else(|| input.broken("session_ids", "must be an array of session IDs"))?;
    if ids.is_empty() || ids.len() > SESSIONS_MAX {
        return Err(input.broken("session_ids", format!("must hold 1 to {SESSIONS_MAX} IDs; this has {}", ids.len())));
    }
    sort::sort_by(&mut ids, Ord::cmp);
    if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(input.broken("session_ids", format!("must hold no duplicates; {} stands in it twice", twice[0])));
    }
    Ok(ids)
}

/// An id, or `{ id, speed }`.
fn model_of(asked: Value) -> Result<Value> {
    let mut fields = match asked {
        Value::String(id) => Fields::new("model", json!({ "id": id }))?,
        other => Fields::new("model", other).map_err(|_| Error::invalid("model", "must be a model ID or an object"))?,
    };
    let id = fields.short_text("id", 1, 256)?;
    let id = fields.required("id", id)?;
    match fields.text("speed")? {
        Patch::Set(speed) if speed != "standard" => {
            return Err(fields.broken("speed", "must be standard; dreams run at no other speed"));
        }
        _ => {}
    }
    fields.finish()?;
    Ok(json!({ "id": id, "speed": "standard" }))
}

/// Whether the input store is written into.
fn output_behavior(fields: &mut Fields, memory_store_id: &str) -> Result<bool> {
    let behavior = fields.object("output_behavior")?;
    let Some(mut behavior) = fields.not_null("output_behavior", behavior)? else { return Ok(false) };
    let kind = behavior.text("type")?;
    let updates = match behavior.required("type", kind)?.as_str() {
        "create_new" => false,
        "update_existing" => {
            let id = behavior.text("memory_store_id")?;
            if behavior.required("memory_store_id", id)? != memory_store_id {
                return Err(behavior.broken("memory_store_id", "must be the memory store of the memory_store input"));
            }
            true
        }
        _ => return Err(behavior.broken("type", "must be create_new or update_existing")),
    };
    behavior.finish()?;
    Ok(updates)
}

/// The store exists and is not archived, and every session exists.
async fn check_inputs(call: &Call<'_>, asked: &Asked) -> Result<Vec<Session>> {
    let mut queries = vec![Query::Get(Table::Stores, key![asked.memory_store_id.as_str()])];
    queries.extend(asked.session_ids.iter().map(|id| Query::Get(Table::Sessions, key![id.as_str()])));
    let mut rows = call.engine.read(queries).await?.into_iter().map(|rows| rows.into_iter().next());
    let Some(store) = rows.next().flatten() else {
        return Err(Error::not_found("memory store", &asked.memory_store_id));
    };
    if !store["archived_at"].is_null() {
        let message = format!("{} is archived; a dream reads a store that is not", asked.memory_store_id);
        return Err(Error::invalid("inputs", message));
    }
    let found = asked.session_ids.iter().zip(rows);
    found.map(|(id, row)| decode(row.ok_or_else(|| Error::not_found("session", id))?)).collect()
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(wire::dream(&found(call).await?).into())
}

pub(super) async fn found(call: &Call<'_>) -> Result<Dream> {
    // `/v1/dreams/{id}` or `/dreamfs/v1/dreams/{id}`.
    let id = &call.path[if call.path[0] == "dreamfs" { 3 } else { 2 }];
    call.engine.get(Table::Dreams, key![id.as_str()]).await?.ok_or_else(|| Error::not_found("dream", id))
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    let created = TimeRange::any(&mut params)?;
    let archived = params.flag("include_archived")?;
    let statuses = params.list("statuses");
    params.finish()?;
    if statuses.iter().any(|text| !DreamStatus::ALL.iter().any(|status| status.text() == text)) {
        let known = DreamStatus::ALL.map(DreamStatus::text).join(", ");
        return Err(Error::invalid("statuses", format!("must be of {known}")));
    }
    let scan = Scan { table: Table::Dreams, index: None, prefix: Vec::new(), field: "id", reverse: true };
    let rows = scan.page(call, &page, |row| {
        (archived || row["archived_at"].is_null())
            && (statuses.is_empty() || statuses.iter().any(|status| row["status"] == status.as_str()))
            && row["created_at"].as_str().and_then(Time::parse).is_some_and(|at| created.holds(at))
    });
    let rows = rows.await?;
    let dreams = rows.rows.into_iter().map(|row| Ok(wire::dream(&decode(row)?))).collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "data": dreams, "next_page": rows.next }).into())
}

pub(super) async fn archive(call: &Call<'_>) -> Result<Answer> {
    change(call, |dream, now| {
        if !dream.status.is_final() {
            let status = dream.status.text();
            return Err(Error::new(
                Code::InvalidRequest,
                format!("The dream {} is {status}, so it cannot be archived. Cancel it first.", dream.id),
            ));
        }
        dream.archived_at.get_or_insert(now);
        Ok(())
    })
    .await
}

pub(super) async fn cancel(call: &Call<'_>) -> Result<Answer> {
    let answer = change(call, |dream, now| match dream.status {
        DreamStatus::Completed | DreamStatus::Failed => {
            let status = dream.status.text();
            Err(Error::new(
                Code::InvalidRequest,
                format!("The dream {} is {status} already, so it cannot be canceled.", dream.id),
            ))
        }
        _ => {
            dream.end(DreamStatus::Canceled, None, now);
            Ok(())
        }
    });
    let answer = answer.await?;
    call.engine.signal_dream(&call.path[2]);
    // Whoever runs it closes it; where nobody does, this engine.
    call.engine.wake_dream(&call.path[2]);
    Ok(answer)
}

/// Changes a dream's record. A cancel shows on the dream's session too, so that other tabs hear of it.
async fn change(call: &Call<'_>, mut change: impl FnMut(&mut Dream, Time) -> Result<()> + 'static) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    let before = found(call).await?;
    let dream_key = key![before.id.as_str()];
    let mut need = Need::nothing().and_record(Table::Dreams, dream_key.clone());
    need.session = before.session_id.clone();
    let changed = call.engine.commit(need, move |working, env| {
        let dream: Option<Dream> = working.record(Table::Dreams, &dream_key)?;
        let before = dream.ok_or_else(|| Error::internal("a dream's record is gone"))?;
        let mut dream = before.clone();
        change(&mut dream, env.now)?;
        if dream != before {
            if dream.status != before.status
                && let Some(draft) = dream.session_id.as_ref().and_then(|id| working.session(id).ok())
            {
                draft.emit(NewEvent::interrupt(), env.now, env.ids);
            }
            dream.revision += 1;
            working.put_record(Table::Dreams, dream_key.clone(), record(&dream), Some(before.revision));
        }
        Ok(dream)
    });
    Ok(wire::dream(&changed.await?).into())
}

/// `GET /dreamfs/v1/dreams/{id}/report`.
pub(super) async fn report(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let dream = found(call).await?;
    let kept: Option<ReportRecord> = call.engine.get(Table::Reports, key![dream.id.as_str()]).await?;
    match kept {
        Some(kept) => Ok(kept.report.into()),
        None => {
            let status = dream.status.text();
            Err(Error::new(
                Code::NotFound,
                format!(
                    "The dream {} is {status} and has no report: one is written when its output is verified.",
                    dream.id
                ),
            ))
        }
    }
}

/// `POST /dreamfs/v1/dreams/quote`: what a dream would take, counted on the requests that it would make.
pub(super) async fn quote(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let asked = read(call.fields()?)?;
    let served = call.engine.served(asked.model["id"].as_str().unwrap_or_default())?;
    check_inputs(call, &asked).await?;
    let model = asked.model["id"].as_str().unwrap_or_default();
    let quote = call
        .engine
        .quote_dream(&asked.memory_store_id, &asked.session_ids, asked.instructions.as_deref(), model)
        .await?;
    Ok(Answer::ServedJson(quote, served))
}

/// Refuses what a user may not do to a dream's own session while the dream is at work.
pub(super) fn refuse_when_dreaming(session: &Session) -> Result<()> {
    match &session.dream_id {
        Some(id) => Err(Error::new(
            Code::InvalidRequest,
            format!(
                "The session {} is the work of the dream {id}, which alone adds to it. To stop it, cancel the dream.",
                session.id
            ),
        )),
        None => Ok(()),
    }
}
