//! Records as the hosted API writes them.

use serde_json::{Value, json};

use super::budget;
use crate::{
    domain::{
        Memory, MemoryStore, MemoryVersion, Time,
        agent::Agent,
        dream::Dream,
        environment::Environment,
        session::{Mounted, Session, Thread, Usage},
    },
    store::list::Item,
};

pub(super) fn store(store: &MemoryStore) -> Value {
    json!({
        "id": store.id, "type": "memory_store", "name": store.name, "description": store.description,
        "metadata": store.metadata, "created_at": store.created_at, "updated_at": store.updated_at,
        "archived_at": store.archived_at,
    })
}

pub(super) fn memory(memory: &Memory, full: bool) -> Value {
    json!({
        "id": memory.id, "type": "memory", "memory_store_id": memory.memory_store_id, "path": memory.path,
        "content": full.then_some(&memory.content), "content_sha256": memory.content_sha256,
        "content_size_bytes": memory.content_size_bytes, "memory_version_id": memory.memory_version_id,
        "created_at": memory.created_at, "updated_at": memory.updated_at,
    })
}

pub(super) fn item(item: &Item, full: bool) -> Value {
    match item {
        Item::Memory(found) => memory(found, full),
        Item::Prefix(path) => json!({ "type": "memory_prefix", "path": path }),
    }
}

pub(super) fn version(version: &MemoryVersion, full: bool) -> Value {
    json!({
        "id": version.id, "type": "memory_version", "memory_store_id": version.memory_store_id, "memory_id": version.memory_id,
        "operation": version.operation, "path": version.path, "content": version.content.as_ref().filter(|_| full),
        "content_sha256": version.content_sha256, "content_size_bytes": version.content_size_bytes,
        "created_at": version.created_at, "created_by": version.created_by, "redacted_at": version.redacted_at,
        "redacted_by": version.redacted_by,
    })
}

pub(super) fn agent(agent: &Agent) -> Value {
    json!({
        "id": agent.id, "type": "agent", "version": agent.version, "name": agent.name, "description": agent.description,
        "model": agent.model, "system": agent.system, "tools": agent.tools, "mcp_servers": [], "skills": [],
        "multiagent": null, "metadata": agent.metadata, "execution_identity": { "type": "service_account" },
        "created_at": agent.created_at, "updated_at": agent.updated_at, "archived_at": agent.archived_at,
    })
}

/// The agent as a session keeps it.
pub(super) fn session_agent(agent: &Agent) -> Value {
    json!({
        "id": agent.id, "type": "agent", "version": agent.version, "name": agent.name, "description": agent.description,
        "model": agent.model, "system": agent.system, "tools": agent.tools, "mcp_servers": [], "skills": [],
        "multiagent": null, "execution_identity": { "type": "service_account" },
    })
}

pub(super) fn environment(environment: &Environment) -> Value {
    json!({
        "id": environment.id, "type": "environment", "name": environment.name, "description": environment.description,
        "config": environment.config, "metadata": environment.metadata, "scope": "organization",
        "created_at": environment.created_at, "updated_at": environment.updated_at, "archived_at": environment.archived_at,
    })
}

pub(super) fn dream(dream: &Dream) -> Value {
    let behavior = if dream.updates_existing {
        json!({ "type": "update_existing", "memory_store_id": dream.memory_store_id })
    } else {
        json!({ "type": "create_new" })
    };
    let outputs: Vec<Value> =
        dream.output_store_id.iter().map(|id| json!({ "type": "memory_store", "memory_store_id": id })).collect();
    json!({
        "id": dream.id, "type": "dream", "status": dream.status.text(), "error": dream.error,
        "inputs": [
            { "type": "memory_store", "memory_store_id": dream.memory_store_id },
            { "type": "sessions", "session_ids": dream.session_ids },
        ],
        "outputs": outputs, "output_behavior": behavior, "instructions": dream.instructions, "model": dream.model,
        "session_id": dream.session_id, "usage": dream.usage, "created_at": dream.created_at, "ended_at": dream.ended_at,
        "archived_at": dream.archived_at,
    })
}

pub(super) fn session(session: &Session, now: Time) -> Value {
    let active = active_seconds(session, now);
    let mut usage = usage(&session.usage, active);
    if session.budget_cents.is_some() {
        usage["list_cost"] = budget::money(session.list_cost_cents().ceil() as u64);
    }
    json!({
        "id": session.id, "type": "session", "title": session.title, "status": session.status.text(),
        "agent": session.agent, "environment_id": session.environment_id,
        "resources": session.resources.iter().map(mounted).collect::<Vec<_>>(), "metadata": session.metadata,
        "vault_ids": [], "budget": budget::wire(session.budget_cents), "outcome_evaluations": [], "deployment_id": null,
        "stats": { "active_seconds": active, "duration_seconds": seconds(now.ms() - session.created_at.ms()) },
        "usage": usage, "created_at": session.created_at, "updated_at": session.updated_at,
        "archived_at": session.archived_at,
    })
}

pub(super) fn mounted(resource: &Mounted) -> Value {
    json!({
        "type": "memory_store", "memory_store_id": resource.memory_store_id, "access": resource.access,
        "instructions": resource.instructions, "name": resource.name, "description": resource.description,
        "mount_path": resource.mount_path,
    })
}

pub(super) fn thread(thread: &Thread, session: &Session, now: Time) -> Value {
    let mut agent = session.agent.clone();
    if let Some(agent) = agent.as_object_mut() {
        agent.shift_remove("multiagent");
    }
    let since = |since: Option<Time>| since.map_or(0, |since| (now.ms() - since.ms()).max(0));
    let (status, used, active, begun, ended, updated_at) = match &thread.run {
        None => {
            let ended = session.turns > u64::from(session.status.is_active());
            let active = active_seconds(session, now);
            (session.status, session.usage, active, session.turns > 0, ended, session.updated_at)
        }
        Some(run) => {
            agent["name"] = run.agent_name.as_str().into();
            let active = seconds(since(run.running_since)) + run.active_ms as f64 / 1_000.0;
            (run.status, run.usage, active, true, !run.status.is_active(), run.updated_at)
        }
    };
    json!({
        "id": thread.id, "type": "session_thread", "session_id": thread.session_id, "parent_thread_id": thread.parent_thread_id,
        "agent": agent, "status": status.text(), "workflow_run_id": null,
        "stats": begun.then(|| json!({
            "active_seconds": active, "duration_seconds": seconds(now.ms() - thread.created_at.ms()), "startup_seconds": 0,
        })),
        "usage": ended.then(|| usage(&used, active)),
        "created_at": thread.created_at, "updated_at": updated_at, "archived_at": thread.archived_at,
    })
}

fn usage(usage: &Usage, active_seconds: f64) -> Value {
    json!({
        "input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens,
        "cache_read_input_tokens": usage.cache_read_input_tokens,
        "cache_creation": { "ephemeral_5m_input_tokens": usage.cache_creation_input_tokens, "ephemeral_1h_input_tokens": 0 },
        "active_seconds": active_seconds,
    })
}

fn active_seconds(session: &Session, now: Time) -> f64 {
    let running = session.running_since.map_or(0, |since| (now.ms() - since.ms()).max(0));
    seconds(running) + session.active_ms as f64 / 1_000.0
}

fn seconds(ms: i64) -> f64 {
    ms.max(0) as f64 / 1_000.0
}
