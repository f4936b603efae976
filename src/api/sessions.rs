//! `/v1/sessions`, and importing a past session.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    Answer, Call, agents, budget, environments, events,
    fields::{Fields, Patch},
    pages::{Page, Scan},
    query::TimeRange,
    resources, toolset, wire,
};
use crate::{
    agent::SessionDraft,
    domain::{
        Code, Error, MemoryStore, Prefix, Result, Table, Time,
        agent::Agent,
        event::NewEvent,
        session::{Mounted, Session, Status, Usage},
    },
    engine::{Env, Need, Served, Working, decode},
    store::decide::merge_metadata,
};

/// Characters of a title.
const TITLE_MAX: usize = 1_024;

/// A session to be made.
#[derive(Clone)]
pub(super) struct NewSession {
    pub title: Option<String>,
    pub agent: Value,
    pub environment_id: String,
    pub resources: Vec<resources::Attach>,
    pub metadata: Map<String, Value>,
    pub time_zone: String,
    pub budget_cents: Option<u64>,
    pub created_at: Option<Time>,
}

impl NewSession {
    /// Makes the session in the working copy, which holds the records of the stores that it mounts.
    pub fn create(&self, working: &Working, env: &mut Env<'_>) -> Result<SessionDraft> {
        let created_at = self.created_at.unwrap_or(env.now);
        let stores = self.resources.iter().map(|attach| {
            let key = crate::domain::key![attach.memory_store_id.as_str()];
            let store: Option<MemoryStore> = working.record(Table::Stores, &key)?;
            store.ok_or_else(|| Error::not_found("memory store", &attach.memory_store_id))
        });
        let stores = stores.collect::<Result<Vec<_>>>()?;
        let resources: Vec<Mounted> = resources::mount(&self.resources, &stores)?;
        Ok(SessionDraft::create(Session {
            id: env.ids.next(Prefix::Session, created_at),
            title: self.title.clone(),
            agent: self.agent.clone(),
            environment_id: self.environment_id.clone(),
            resources,
            metadata: self.metadata.clone(),
            status: Status::Idle,
            usage: Usage::default(),
            time_zone: self.time_zone.clone(),
            created_at,
            updated_at: created_at,
            archived_at: None,
            thread_id: env.ids.next(Prefix::Thread, created_at),
            last_seq: 0,
            last_processed_at: None,
            queue: Vec::new(),
            active_ms: 0,
            running_since: None,
            turns: 0,
            dream_id: None,
            budget_cents: self.budget_cents,
            scratch: BTreeMap::new(),
            shell: None,
            revision: 1,
        }))
    }

    /// What its making reads: the stores it mounts.
    pub fn need(&self) -> Need {
        self.resources.iter().fold(Need::nothing(), |need, attach| {
            need.and_record(Table::Stores, crate::domain::key![attach.memory_store_id.as_str()])
        })
    }
}

pub(super) async fn create(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let agent = fields.take("agent");
    let agent = session_agent(call, fields.required("agent", agent)?).await?;
    let environment_id = fields.text("environment_id")?;
    let environment_id = fields.required("environment_id", environment_id)?;
    let new = NewSession {
        title: fields.short_text("title", 0, TITLE_MAX)?.value(),
        agent,
        environment_id,
        resources: resources::read(&mut fields, call.engine.limits().mounts_per_session)?,
        metadata: fields.metadata("metadata", false)?.value().unwrap_or_default(),
        time_zone: call.engine.time_zone(),
        budget_cents: budget::read(&mut fields)?.value(),
        created_at: None,
    };
    let initial = fields.list("initial_events")?.value().unwrap_or_default();
    let initial = events::read("initial_events", initial, call.engine.limits().events_per_request)?;
    if let Some(event) = initial.iter().find(|event| event.body["type"] != "user.message") {
        let kind = event.body["type"].as_str().unwrap_or_default();
        return Err(fields.broken("initial_events", format!("supports user.message only; this has {kind}")));
    }
    fields.unsupported_list("vault_ids", "there are no vaults")?;
    fields.finish()?;
    let environment = environments::found(call, &new.environment_id).await?;
    if environment.archived_at.is_some() {
        return Err(Error::invalid(
            "environment_id",
            format!("{} is archived; sessions cannot be created in it", environment.id),
        ));
    }
    if new.budget_cents.is_some() {
        budget::check_model(&new.agent)?;
    }
    let served = served(call, &new.agent)?;
    let waits = !initial.is_empty();
    let session = call.engine.commit(new.need(), move |working, env| {
        let mut draft = new.create(working, env)?;
        for event in &initial {
            draft.queue(event.clone(), env.now, env.ids);
        }
        let session = draft.session.clone();
        working.sessions.insert(session.id.clone(), draft);
        Ok(session)
    });
    let session = session.await?;
    if waits {
        call.engine.wake(&session.id);
    }
    Ok(answer(call, &session, served))
}

/// What serves a session's model.
pub(super) fn served(call: &Call<'_>, agent: &Value) -> Result<Served> {
    call.engine.served(agent.pointer("/model/id").and_then(Value::as_str).unwrap_or_default())
}

fn answer(call: &Call<'_>, session: &Session, served: Served) -> Answer {
    Answer::ServedJson(wire::session(session, call.engine.now()), served)
}

/// The same for a session whose model may have become unservable since it was made.
fn shown(call: &Call<'_>, session: &Session) -> Answer {
    match served(call, &session.agent) {
        Ok(served) => answer(call, session, served),
        Err(_) => wire::session(session, call.engine.now()).into(),
    }
}

/// An agent id, a reference to a version, or a reference with overrides, resolved.
async fn session_agent(call: &Call<'_>, asked: Value) -> Result<Value> {
    let mut fields = match asked {
        Value::String(id) => Fields::new("agent", json!({ "type": "agent", "id": id }))?,
        other => {
            Fields::new("agent", other).map_err(|_| Error::invalid("agent", "must be an agent id or an object"))?
        }
    };
    let kind = fields.text("type")?;
    let overrides = match fields.required("type", kind)?.as_str() {
        "agent" => false,
        "agent_with_overrides" => true,
        _ => return Err(fields.broken("type", "must be agent or agent_with_overrides")),
    };
    let id = fields.text("id")?;
    let id = fields.required("id", id)?;
    let version = fields.number("version", 1)?;
    let mut agent = agents::at_version(call, &id, version).await?;
    if agents::at_version(call, &id, None).await?.archived_at.is_some() {
        return Err(Error::invalid("agent", format!("{id} is archived; sessions cannot be created with it")));
    }
    if overrides {
        override_agent(&mut fields, &mut agent)?;
    }
    fields.finish()?;
    Ok(wire::session_agent(&agent))
}

fn override_agent(fields: &mut Fields, agent: &mut Agent) -> Result<()> {
    let model = fields.take("model");
    if let Some(model) = fields.not_null("model", model)? {
        agent.model = toolset::model("agent.model", model, toolset::DEFAULT_EFFORT)?;
    }
    match fields.short_text("system", 0, 100_000)? {
        Patch::Set(system) => agent.system = Some(system),
        Patch::Null => agent.system = None,
        Patch::Absent => {}
    }
    let tools = fields.list("tools")?;
    if let Some(tools) = fields.not_null("tools", tools)? {
        agent.tools = toolset::tools("agent.tools", tools)?;
    }
    fields.unsupported_list("mcp_servers", "MCP servers cannot be reached from here")?;
    fields.unsupported_list("skills", "there are no skills to load")
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(shown(call, &found(call, &call.path[2]).await?))
}

/// A session, or a 404.
pub(super) async fn found(call: &Call<'_>, id: &str) -> Result<Session> {
    call.engine.get(Table::Sessions, crate::domain::key![id]).await?.ok_or_else(|| Error::not_found("session", id))
}

pub(super) async fn update(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let title = fields.short_text("title", 0, TITLE_MAX)?;
    let metadata = fields.metadata("metadata", true)?.value().unwrap_or_default();
    let tools = match fields.object("agent")?.value() {
        None => None,
        Some(mut agent) => {
            let tools = agent.list("tools")?;
            let tools = agent.not_null("tools", tools)?;
            let tools = tools.map(|tools| toolset::tools("agent.tools", tools)).transpose()?;
            agent.unsupported_list("mcp_servers", "MCP servers cannot be reached from here")?;
            agent.finish()?;
            tools
        }
    };
    fields.unsupported("vault_ids", "the hosted API does not support it either")?;
    let budget = budget::read(&mut fields)?;
    fields.finish()?;
    let id = call.path[2].clone();
    let session = call.engine.commit(Need::session(&id), move |working, env| {
        let draft = working.session(&id)?;
        refuse_when_archived(&draft.session, "updated")?;
        let mut after = draft.session.clone();
        match &title {
            Patch::Set(title) => after.title = Some(title.clone()),
            Patch::Null => after.title = None,
            Patch::Absent => {}
        }
        after.budget_cents = budget::updated(&after, &budget)?;
        after.metadata = merge_metadata(after.metadata, metadata.clone())?;
        if let Some(tools) = &tools {
            refuse_when_running(&after, "its agent cannot be changed")?;
            after.agent["tools"] = Value::Array(tools.clone());
        }
        if draft.session != after {
            let changes = changes(&draft.session, &after);
            draft.session = after;
            draft.emit(NewEvent::updated(changes), env.now, env.ids);
        }
        Ok(draft.session.clone())
    });
    Ok(shown(call, &session.await?))
}

/// The changed fields, as `session.updated` gives them: metadata that was cleared is left out.
fn changes(before: &Session, after: &Session) -> Map<String, Value> {
    let mut changes = Map::new();
    if before.title != after.title {
        changes.insert("title".into(), json!(after.title));
    }
    if before.metadata != after.metadata && !after.metadata.is_empty() {
        changes.insert("metadata".into(), json!(after.metadata));
    }
    if before.budget_cents != after.budget_cents {
        changes.insert("budget".into(), budget::wire(after.budget_cents));
    }
    if before.agent != after.agent {
        changes.insert("agent".into(), after.agent.clone());
    }
    changes
}

pub(super) async fn archive(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    let id = call.path[2].clone();
    let session = call.engine.commit(Need::session(&id), move |working, env| {
        let draft = working.session(&id)?;
        refuse_when_running(&draft.session, "it cannot be archived")?;
        if !draft.session.queue.is_empty() {
            return Err(Error::conflict(format!(
                "The session {id} has events waiting to be taken up. Wait until it is idle."
            )));
        }
        if draft.session.archived_at.is_none() {
            draft.session.archived_at = Some(env.now);
            draft.touch(env.now);
        }
        Ok(draft.session.clone())
    });
    Ok(shown(call, &session.await?))
}

pub(super) async fn delete(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    let id = call.path[2].clone();
    call.engine
        .commit(Need::session(&id), move |working, env| {
            let draft = working.session(&id)?;
            refuse_when_running(&draft.session, "it cannot be deleted")?;
            draft.delete(env.now, env.ids);
            Ok(())
        })
        .await?;
    Ok(json!({ "id": call.path[2], "type": "session_deleted" }).into())
}

pub(super) fn refuse_when_archived(session: &Session, what: &str) -> Result<()> {
    match session.archived_at {
        Some(_) => Err(Error::new(
            Code::InvalidRequest,
            format!("The session {} is archived, so it cannot be {what}.", session.id),
        )),
        None => Ok(()),
    }
}

fn refuse_when_running(session: &Session, what: &str) -> Result<()> {
    if session.status.is_active() {
        let message =
            format!("The session {} is running, so {what}. Send user.interrupt, or wait until it is idle.", session.id);
        return Err(Error::conflict(message));
    }
    Ok(())
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    let created = TimeRange::any(&mut params)?;
    let archived = params.flag("include_archived")?;
    let ascending = params.choice("order", &["asc", "desc"])? == Some("asc");
    let agent_id = params.text("agent_id")?;
    let agent_version = params.number("agent_version", 1, u64::MAX)?.filter(|_| agent_id.is_some());
    let store_id = params.text("memory_store_id")?;
    let deployment = params.text("deployment_id")?;
    let statuses = statuses(params.list("statuses"))?;
    params.finish()?;
    let mounts = |row: &Value, id: &str| {
        row["resources"]
            .as_array()
            .is_some_and(|resources| resources.iter().any(|resource| resource["memory_store_id"] == id))
    };
    let scan = Scan { table: Table::Sessions, index: None, prefix: Vec::new(), field: "id", reverse: !ascending };
    let rows = scan.page(call, &page, |row| {
        (archived || row["archived_at"].is_null())
            && deployment.is_none()
            && agent_id.as_ref().is_none_or(|id| row["agent"]["id"] == id.as_str())
            && agent_version.is_none_or(|version| row["agent"]["version"] == version)
            && store_id.as_ref().is_none_or(|id| mounts(row, id))
            && (statuses.is_empty() || statuses.iter().any(|status| row["status"] == status.as_str()))
            && row["created_at"].as_str().and_then(Time::parse).is_some_and(|at| created.holds(at))
    });
    let rows = rows.await?;
    let now = call.engine.now();
    let sessions =
        rows.rows.into_iter().map(|row| Ok(wire::session(&decode(row)?, now))).collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "data": sessions, "next_page": rows.next, "prev_page": rows.previous }).into())
}

/// Checks a `statuses` filter.
pub(super) fn statuses(asked: Vec<String>) -> Result<Vec<String>> {
    match asked.iter().find(|text| !Status::ALL.iter().any(|status| status.text() == text.as_str())) {
        Some(_) => Err(Error::invalid("statuses", format!("must be of {}", Status::ALL.map(Status::text).join(", ")))),
        None => Ok(asked),
    }
}
