//! What dreamfs adds to the hosted API, under `/dreamfs/v1/`. Shapes: the declarations in the README, "Beyond the hosted API".

use serde_json::{Value, json};

use super::{
    Answer, Call, agents, environments, events, hunks::hunk_value, resources, sessions::NewSession, versions, wire,
};
use crate::{
    domain::{Error, Memory, Result, Table, agent::Agent, sort},
    engine::{Pace, decode},
    model::prices,
    text::diff,
};

/// Lines shown around a change.
pub(super) const DIFF_CONTEXT: usize = 3;
/// Slowest and quickest that the engine's clock may run.
const MAX_RATE: f64 = 1_000_000.0;

pub(super) async fn status(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let storage = call.engine.storage_status().await;
    let default = call.engine.default_served();
    let mut model = json!({ "default": default, "ready": default != "none" });
    if let Some(endpoint) = call.engine.endpoint() {
        model["endpoint"] = endpoint.base_url.as_str().into();
    }
    Ok(json!({
        "storage": {
            "kind": storage.kind, "persisted": storage.persisted, "usage_bytes": storage.usage_bytes,
            "quota_bytes": storage.quota_bytes, "reason": storage.reason,
        },
        "model": model,
        "version": env!("CARGO_PKG_VERSION"),
    })
    .into())
}

/// `POST /dreamfs/v1/model/test` `{ model? }`: the smallest real request to the endpoint, and what came back.
pub(super) async fn test_model(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let model = fields.short_text("model", 1, 256)?.value();
    fields.finish()?;
    Ok(call.engine.test_model(model.as_deref()).await?.into())
}

/// `GET /dreamfs/v1/prices`: the price table, by model, and what it counts in.
pub(super) async fn prices(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(json!({
        "currency": prices::CURRENCY, "per_tokens": 1_000_000, "table_date": prices::TABLE_DATE,
        "batch_rate": prices::BATCH_RATE, "models": prices::TABLE,
    })
    .into())
}

pub(super) async fn get_pace(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(call.engine.pace_status().into())
}

pub(super) async fn set_pace(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let pace = fields.text("pace")?;
    let pace = fields.required("pace", pace)?;
    let pace = Pace::parse(&pace).ok_or_else(|| fields.broken("pace", "must be full, slow or step"))?;
    fields.finish()?;
    call.engine.set_pace(pace);
    Ok(call.engine.pace_status().into())
}

pub(super) async fn step(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    let stepped = call.engine.step();
    let mut status = call.engine.pace_status();
    status["stepped"] = stepped.into();
    Ok(status.into())
}

pub(super) async fn clock(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let now = fields.time("now")?;
    let advance_ms = match fields.take("advance_ms").value() {
        None => None,
        Some(value) => Some(
            value
                .as_i64()
                .filter(|ms| *ms >= 0)
                .ok_or_else(|| fields.broken("advance_ms", "must be a whole number of at least 0"))?,
        ),
    };
    let rate =
        match fields.take("rate").value() {
            None => None,
            Some(value) => Some(value.as_f64().filter(|rate| (0.0..=MAX_RATE).contains(rate)).ok_or_else(|| {
                fields.broken("rate", format!("must be a number from 0 (stands still) to {MAX_RATE}"))
            })?),
        };
    fields.finish()?;
    let (now, rate) = call.engine.set_clock(now, advance_ms, rate);
    Ok(json!({ "now": now, "rate": rate }).into())
}

/// `POST /dreamfs/v1/sessions`: a past session with its own times, kept as it was; nothing runs.
pub(super) async fn import_session(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let created_at = fields.time("created_at")?;
    let created_at = created_at.ok_or_else(|| fields.broken("created_at", "is required"))?;
    let time_zone = match fields.short_text("time_zone", 1, 64)?.value() {
        Some(zone) if call.engine.knows_zone(&zone) => zone,
        Some(_) => return Err(fields.broken("time_zone", "is not a known IANA zone, such as Europe/London")),
        None => call.engine.time_zone(),
    };
    let title = fields.short_text("title", 0, 1_024)?.value();
    let (agent_id, environment_id) = (fields.text("agent")?.value(), fields.text("environment_id")?.value());
    let resources = resources::read(&mut fields, call.engine.limits().mounts_per_session)?;
    let raw = fields.list("events")?;
    let raw = fields.required("events", raw)?;
    let limit = call.engine.limits().imported_events;
    if raw.len() > limit {
        return Err(fields.broken("events", format!("must hold at most {limit} events; this has {}", raw.len())));
    }
    let mut imported = Vec::with_capacity(raw.len());
    let mut earliest = created_at;
    for (index, event) in raw.into_iter().enumerate() {
        let (event, at) = events::imported(&format!("events[{index}]"), event, earliest)?;
        earliest = at;
        imported.push((event, at));
    }
    fields.finish()?;
    check_calls(&imported.iter().map(|(event, _)| event).collect::<Vec<_>>())?;
    resources::check(call, &resources).await?;
    let (agent, environment_id) = agent_and_environment(call, agent_id, environment_id).await?;
    let new = NewSession {
        title,
        agent,
        environment_id,
        resources,
        metadata: Default::default(),
        time_zone,
        budget_cents: None,
        created_at: Some(created_at),
    };
    let session = call.engine.commit(new.need(), move |working, env| {
        let mut draft = new.create(working, env)?;
        for (event, at) in &imported {
            draft.emit_at(event.clone(), *at, env.ids);
        }
        draft.session.updated_at = imported.last().map_or(draft.session.created_at, |(_, at)| *at);
        let session = draft.session.clone();
        working.sessions.insert(session.id.clone(), draft);
        Ok(session)
    });
    Ok(wire::session(&session.await?, call.engine.now()).into())
}

/// What an import names, or the ones that stand in for it: those are made last, so that a refused import makes nothing.
async fn agent_and_environment(
    call: &Call<'_>,
    agent: Option<String>,
    environment: Option<String>,
) -> Result<(Value, String)> {
    let agent = match agent {
        Some(id) => Some(wire::session_agent(&agents::at_version(call, &id, None).await?)),
        None => None,
    };
    let environment = match environment {
        Some(id) => environments::found(call, &id).await?.id,
        None => default_environment(call).await?,
    };
    match agent {
        Some(agent) => Ok((agent, environment)),
        None => Ok((default_agent(call).await?, environment)),
    }
}

/// Every tool result answers a call above it that has no other answer, and ids are given once.
fn check_calls(events: &[&crate::domain::event::NewEvent]) -> Result<()> {
    let mut open = std::collections::BTreeSet::new();
    let mut ids = std::collections::BTreeSet::new();
    for (index, event) in events.iter().enumerate() {
        if let Some(id) = &event.id {
            if !ids.insert(id.as_str()) {
                return Err(Error::invalid(format!("events[{index}].id"), "is the id of an event above it too"));
            }
            if event.body["type"] == "agent.tool_use" {
                open.insert(id.as_str());
            }
        }
        if event.body["type"] == "agent.tool_result" {
            let answers = event.body["tool_use_id"].as_str().unwrap_or_default();
            if !open.remove(answers) {
                return Err(Error::invalid(
                    format!("events[{index}].tool_use_id"),
                    "must be the id of an agent.tool_use event above it that has no result yet",
                ));
            }
        }
    }
    Ok(())
}

/// The newest agent named `dreamfs`, made when there is none.
pub(super) async fn default_agent(call: &Call<'_>) -> Result<Value> {
    let agents = call.engine.read_one(crate::domain::Query::all(Table::Agents, Vec::new())).await?;
    let mut seen = std::collections::BTreeSet::new();
    for row in agents.into_iter().rev() {
        let agent: Agent = decode(row)?;
        // The newest version comes first; that it is archived stands in it alone.
        if !seen.insert(agent.id.clone()) {
            continue;
        }
        if agent.name == DEFAULT_NAME && agent.archived_at.is_none() {
            return Ok(wire::session_agent(&agent));
        }
    }
    let body = json!({ "name": DEFAULT_NAME, "model": crate::model::offline::MODEL, "tools": [{ "type": "agent_toolset_20260401" }] });
    let Answer::Json(made) = agents::create(&inner(call, &body.to_string())).await? else {
        return Err(Error::internal("an agent was made but not shown"));
    };
    let id = made["id"].as_str().unwrap_or_default();
    Ok(wire::session_agent(&agents::at_version(call, id, None).await?))
}

pub(super) async fn default_environment(call: &Call<'_>) -> Result<String> {
    let environments = call.engine.read_one(crate::domain::Query::all(Table::Environments, Vec::new())).await?;
    let known = environments.iter().rev().find(|row| row["name"] == DEFAULT_NAME && row["archived_at"].is_null());
    if let Some(id) = known.and_then(|row| row["id"].as_str()) {
        return Ok(id.to_owned());
    }
    let Answer::Json(made) = environments::create(&inner(call, &json!({ "name": DEFAULT_NAME }).to_string())).await?
    else {
        return Err(Error::internal("an environment was made but not shown"));
    };
    Ok(made["id"].as_str().unwrap_or_default().to_owned())
}

/// Name of the agent and the environment that an import makes when it names none.
const DEFAULT_NAME: &str = "dreamfs";

/// A call of another handler, with a body of ours.
fn inner<'a>(call: &'a Call<'_>, body: &'a str) -> Call<'a> {
    Call { engine: call.engine, path: Vec::new(), query: Vec::new(), headers: &[], body: body.as_bytes() }
}

/// `GET /dreamfs/v1/diff`: between two stores, or between two versions.
pub(super) async fn diff(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let (from, to) = (params.text("from")?, params.text("to")?);
    let (from_version, to_version) = (params.text("from_version")?, params.text("to_version")?);
    params.finish()?;
    let files = match (from, to, from_version, to_version) {
        (Some(from), Some(to), None, None) => store_diff(call, &from, &to).await?,
        (None, None, Some(from), Some(to)) => version_diff(call, &from, &to).await?,
        _ => {
            return Err(Error::invalid(
                "from, to",
                "give both `from` and `to` (stores), or both `from_version` and `to_version`",
            ));
        }
    };
    Ok(json!({ "type": "diff", "files": files }).into())
}

async fn version_diff(call: &Call<'_>, from: &str, to: &str) -> Result<Vec<Value>> {
    let mut sides = Vec::new();
    for (name, id) in [("from_version", from), ("to_version", to)] {
        let version = versions::find(call, id).await?.ok_or_else(|| Error::not_found("memory version", id))?;
        if version.redacted_at.is_some() {
            return Err(Error::invalid(name, "was redacted, so there is nothing to compare"));
        }
        sides.push((version.path.unwrap_or_default(), version.content));
    }
    let ((to_path, to), (from_path, from)) = (sides.pop().unwrap_or_default(), sides.pop().unwrap_or_default());
    let change = match (&from, &to) {
        (None, Some(_)) => "added",
        (Some(_), None) => "removed",
        _ if from_path != to_path => "renamed",
        _ => "changed",
    };
    if from == to && from_path == to_path {
        return Ok(Vec::new());
    }
    Ok(vec![file_diff(&from_path, &to_path, change, &from.unwrap_or_default(), &to.unwrap_or_default())])
}

pub(super) async fn store_diff(call: &Call<'_>, from: &str, to: &str) -> Result<Vec<Value>> {
    let (from, to) = (call.engine.snapshot(from).await?, call.engine.snapshot(to).await?);
    let removed: Vec<&std::rc::Rc<Memory>> = from.memories().filter(|memory| to.at(&memory.path).is_none()).collect();
    let mut renamed_from = std::collections::BTreeSet::new();
    let mut files = Vec::new();
    for memory in to.memories() {
        match from.at(&memory.path) {
            Some(before) if before.content == memory.content => {}
            Some(before) => {
                files.push(file_diff(&memory.path, &memory.path, "changed", &before.content, &memory.content))
            }
            None => {
                let same = |before: &&&std::rc::Rc<Memory>| {
                    before.content_sha256 == memory.content_sha256 && !renamed_from.contains(&before.path)
                };
                let before = removed.iter().find(same).map(|before| before.path.clone());
                match before {
                    Some(before) => {
                        files.push(file_diff(&before, &memory.path, "renamed", &memory.content, &memory.content));
                        renamed_from.insert(before);
                    }
                    None => files.push(file_diff(&memory.path, &memory.path, "added", "", &memory.content)),
                }
            }
        }
    }
    for memory in removed.into_iter().filter(|memory| !renamed_from.contains(&memory.path)) {
        files.push(file_diff(&memory.path, &memory.path, "removed", &memory.content, ""));
    }
    sort::sort_by(&mut files, |left, right| left["path"].as_str().cmp(&right["path"].as_str()));
    Ok(files)
}

fn file_diff(from_path: &str, path: &str, change: &str, from: &str, to: &str) -> Value {
    let hunks = diff::hunks(from, to, DIFF_CONTEXT);
    let hunks: Vec<Value> = hunks.iter().map(|hunk| hunk_value(path, hunk)).collect();
    let mut file = json!({ "path": path, "change": change, "hunks": hunks });
    if change == "renamed" {
        file["from_path"] = from_path.into();
    }
    file
}
