//! `/v1/agents`.

use serde_json::{Map, Value, json};

use super::{
    Answer, Call,
    fields::{Fields, Patch},
    pages::{Page, Scan},
    query::TimeRange,
    toolset, wire,
};
use crate::{
    domain::{Code, Error, Part, Prefix, Query, Result, Table, Time, agent::Agent},
    engine::{Need, decode},
    store::decide::{merge_metadata, record},
};

/// Times that an update looks again when another writer came first.
const ATTEMPTS: usize = 16;

/// What a create or an update asks for.
#[derive(Clone)]
struct AgentPatch {
    name: Option<String>,
    /// As it was sent: what it leaves out depends on what the agent has.
    model: Option<Value>,
    description: Patch<String>,
    system: Patch<String>,
    tools: Patch<Vec<Value>>,
    metadata: Map<String, Value>,
}

impl AgentPatch {
    fn read(fields: &mut Fields, updating: bool) -> Result<Self> {
        let patch = Self {
            name: present(fields, "name", |fields| fields.short_text("name", 1, 256))?,
            model: present(fields, "model", |fields| Ok(fields.take("model")))?,
            description: fields.short_text("description", 0, 2_048)?,
            system: fields.short_text("system", 0, 100_000)?,
            tools: match fields.list("tools")? {
                Patch::Set(sets) => Patch::Set(toolset::tools("tools", sets)?),
                Patch::Null => Patch::Null,
                Patch::Absent => Patch::Absent,
            },
            metadata: fields.metadata("metadata", updating)?.value().unwrap_or_default(),
        };
        if let Some(model) = &patch.model {
            toolset::model("model", model.clone(), toolset::DEFAULT_EFFORT)?;
        }
        fields.unsupported_list("mcp_servers", "MCP servers cannot be reached from here")?;
        fields.unsupported_list("skills", "there are no skills to load")?;
        fields.unsupported("multiagent", "a session runs one agent here")?;
        if let Some(mut identity) = fields.object("execution_identity")?.value() {
            let kind = identity.text("type")?;
            if identity.required("type", kind)? != "service_account" {
                return Err(identity.broken("type", "must be service_account"));
            }
            identity.finish()?;
        }
        Ok(patch)
    }

    fn apply(&self, agent: &mut Agent) -> Result<()> {
        if let Some(name) = &self.name {
            agent.name.clone_from(name);
        }
        if let Some(model) = &self.model {
            let kept = agent.model.pointer("/effort/type").and_then(Value::as_str).unwrap_or(toolset::DEFAULT_EFFORT);
            agent.model = toolset::model("model", model.clone(), kept)?;
        }
        cleared(&mut agent.description, &self.description);
        cleared(&mut agent.system, &self.system);
        match &self.tools {
            Patch::Set(tools) => agent.tools.clone_from(tools),
            Patch::Null => agent.tools.clear(),
            Patch::Absent => {}
        }
        agent.metadata = merge_metadata(std::mem::take(&mut agent.metadata), self.metadata.clone())?;
        Ok(())
    }
}

/// A field that cannot be cleared: null is refused.
fn present<T>(
    fields: &mut Fields,
    field: &'static str,
    read: impl FnOnce(&mut Fields) -> Result<Patch<T>>,
) -> Result<Option<T>> {
    let value = read(fields)?;
    fields.not_null(field, value)
}

/// An empty text or null clears; absence keeps.
fn cleared(kept: &mut Option<String>, patch: &Patch<String>) {
    match patch {
        Patch::Set(text) => *kept = Some(text.clone()).filter(|text| !text.is_empty()),
        Patch::Null => *kept = None,
        Patch::Absent => {}
    }
}

pub(super) async fn create(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let patch = AgentPatch::read(&mut fields, false)?;
    if patch.name.is_none() {
        return Err(fields.broken("name", "is required"));
    }
    if patch.model.is_none() {
        return Err(fields.broken("model", "is required; dreamfs-offline is the built-in one"));
    }
    fields.finish()?;
    let agent = call.engine.commit(Need::nothing(), move |working, env| {
        let mut agent = Agent {
            id: env.ids.next(Prefix::Agent, env.now),
            version: 1,
            name: String::new(),
            description: None,
            model: Value::Null,
            system: None,
            tools: Vec::new(),
            metadata: Map::new(),
            created_at: env.now,
            updated_at: env.now,
            archived_at: None,
            revision: 1,
        };
        patch.apply(&mut agent)?;
        working.put_record(Table::Agents, key(&agent), record(&agent), None);
        Ok(agent)
    });
    Ok(wire::agent(&agent.await?).into())
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let version = params.number("version", 1, u64::MAX)?;
    params.finish()?;
    Ok(wire::agent(&at_version(call, &call.path[2], version).await?).into())
}

/// An agent at a version, or at its newest.
pub(super) async fn at_version(call: &Call<'_>, id: &str, version: Option<u64>) -> Result<Agent> {
    let newest = newest(call, id).await?;
    match version {
        Some(version) if version != newest.version => {
            let agent: Option<Agent> = call.engine.get(Table::Agents, crate::domain::key![id, version]).await?;
            let agent = agent.map(|agent| Agent { archived_at: newest.archived_at, ..agent });
            agent.ok_or_else(|| {
                Error::new(
                    Code::NotFound,
                    format!("The agent {id} has no version {version}; its newest is {}.", newest.version),
                )
            })
        }
        _ => Ok(newest),
    }
}

async fn newest(call: &Call<'_>, id: &str) -> Result<Agent> {
    let query = Query::Under {
        table: Table::Agents,
        index: None,
        prefix: crate::domain::key![id],
        bound: None,
        limit: Some(1),
        reverse: true,
    };
    let row = call.engine.read_one(query).await?.pop();
    row.map(decode).transpose()?.ok_or_else(|| Error::not_found("agent", id))
}

pub(super) async fn update(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let expected = fields.number("version", 1)?;
    let patch = AgentPatch::read(&mut fields, true)?;
    fields.finish()?;
    change(call, move |agent, now| {
        if let Some(expected) = expected.filter(|expected| *expected != agent.version) {
            let message = format!(
                "The agent is at version {}, not {expected}. Retrieve it, and update that version.",
                agent.version
            );
            return Err(Error::conflict(message));
        }
        if agent.archived_at.is_some() {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("The agent {} is archived, so it cannot be updated.", agent.id),
            ));
        }
        let before = agent.clone();
        patch.apply(agent)?;
        if *agent != before {
            agent.version += 1;
            agent.updated_at = now;
        }
        Ok(())
    })
    .await
}

pub(super) async fn archive(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    change(call, |agent, now| {
        if agent.archived_at.is_none() {
            agent.archived_at = Some(now);
            agent.updated_at = now;
        }
        Ok(())
    })
    .await
}

/// Changes an agent's newest version, in place or by a newer one.
async fn change(call: &Call<'_>, change: impl Fn(&mut Agent, Time) -> Result<()> + Clone + 'static) -> Result<Answer> {
    for _ in 0..ATTEMPTS {
        let seen = newest(call, &call.path[2]).await?;
        let (at, revision, change) = (key(&seen), seen.revision, change.clone());
        let changed = call.engine.commit(Need::nothing().and_record(Table::Agents, at.clone()), move |working, env| {
            let Some(before) = working.record::<Agent>(Table::Agents, &at)?.filter(|agent| agent.revision == revision)
            else {
                return Ok(None);
            };
            let mut agent = before.clone();
            change(&mut agent, env.now)?;
            if agent == before {
                return Ok(Some(agent));
            }
            // The version before is marked as changed too, so that two writers who saw it cannot both go on.
            let mut touched = if agent.version == before.version { agent.clone() } else { before };
            touched.revision += 1;
            working.put_record(Table::Agents, at.clone(), record(&touched), Some(revision));
            if agent.version != touched.version {
                working.put_record(Table::Agents, key(&agent), record(&agent), None);
            }
            Ok(Some(agent))
        });
        if let Some(agent) = changed.await? {
            return Ok(wire::agent(&agent).into());
        }
    }
    Err(Error::new(Code::Overloaded, "Other writers keep changing this agent. Try again."))
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    let created = TimeRange::inclusive(&mut params)?;
    let archived = params.flag("include_archived")?;
    params.finish()?;
    let mut newest: Vec<Agent> = Vec::new();
    for row in call.engine.read_one(Query::all(Table::Agents, Vec::new())).await? {
        let agent: Agent = decode(row)?;
        match newest.last_mut() {
            Some(last) if last.id == agent.id => *last = agent,
            _ => newest.push(agent),
        }
    }
    let kept: Vec<Agent> = newest
        .into_iter()
        .rev()
        .filter(|agent| page.after.as_ref().is_none_or(|after| Part::from(agent.id.as_str()) < *after))
        .filter(|agent| (archived || agent.archived_at.is_none()) && created.holds(agent.created_at))
        .collect();
    let shown = &kept[..kept.len().min(page.limit)];
    let next = shown
        .last()
        .filter(|_| kept.len() > shown.len())
        .map(|agent| page.cursor(&Part::from(agent.id.as_str()), false));
    Ok(json!({ "data": shown.iter().map(wire::agent).collect::<Vec<_>>(), "next_page": next }).into())
}

pub(super) async fn versions(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    params.finish()?;
    let id = call.path[2].as_str();
    let archived_at = newest(call, id).await?.archived_at;
    let scan =
        Scan { table: Table::Agents, index: None, prefix: crate::domain::key![id], field: "version", reverse: true };
    let rows = scan.page(call, &page, |_| true).await?;
    let agents = rows
        .rows
        .into_iter()
        .map(|row| Ok(wire::agent(&Agent { archived_at, ..decode(row)? })))
        .collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "data": agents, "next_page": rows.next }).into())
}

fn key(agent: &Agent) -> crate::domain::Key {
    crate::domain::key![agent.id.as_str(), agent.version]
}
