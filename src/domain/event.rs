//! Session events: what was said and done, in order. A record holds the hosted event as it goes over the wire.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Time, session::Usage};

/// An event's record. Its key is `[session_id, seq]`; `seq` is the order of a session's events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    pub session_id: String,
    pub seq: u64,
    pub thread_id: String,
    /// The hosted event: `id`, `type`, `processed_at` (null while it waits) and the fields of its type.
    pub event: Value,
}

impl EventRecord {
    pub fn kind(&self) -> &str {
        self.event.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    pub fn id(&self) -> &str {
        self.event.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    pub fn processed_at(&self) -> Option<Time> {
        self.event.get("processed_at")?.as_str().and_then(Time::parse)
    }
}

/// Why a turn ended, or stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopReason {
    EndTurn,
    /// The calls with these event ids wait for the client.
    RequiresAction(Vec<String>),
    RetriesExhausted,
    BudgetReached,
    Refusal,
}

/// An event that a turn makes, before it has an id and a time.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// Made beforehand where something refers to it; otherwise given at the commit.
    pub id: Option<String>,
    /// Type and fields, without `id` and `processed_at`.
    pub body: Value,
}

impl NewEvent {
    fn of(body: Value) -> Self {
        Self { id: None, body }
    }

    #[must_use]
    pub fn with_id(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }

    pub fn running() -> Self {
        Self::of(json!({ "type": "session.status_running" }))
    }

    pub fn idle(reason: StopReason) -> Self {
        let mut details = Value::Null;
        let reason = match reason {
            StopReason::EndTurn => json!({ "type": "end_turn" }),
            StopReason::RequiresAction(ids) => json!({ "type": "requires_action", "event_ids": ids }),
            StopReason::RetriesExhausted => json!({ "type": "retries_exhausted" }),
            StopReason::BudgetReached => json!({ "type": "budget_reached" }),
            StopReason::Refusal => {
                details = json!({ "type": "refusal", "category": null, "explanation": null });
                json!({ "type": "refusal" })
            }
        };
        Self::of(json!({ "type": "session.status_idle", "stop_reason": reason, "stop_details": details }))
    }

    pub fn request_start() -> Self {
        Self::of(json!({ "type": "span.model_request_start" }))
    }

    pub fn request_end(start_id: &str, usage: Usage, is_error: bool) -> Self {
        Self::of(json!({
            "type": "span.model_request_end", "model_request_start_id": start_id, "is_error": is_error, "model_usage": usage,
        }))
    }

    pub fn rescheduled() -> Self {
        Self::of(json!({ "type": "session.status_rescheduled" }))
    }

    /// The conversation was shortened, since it had grown too long for the model.
    pub fn compacted() -> Self {
        Self::of(json!({ "type": "agent.thread_context_compacted" }))
    }

    /// What a failed request leaves when it is made again.
    pub fn failed_try(start_id: &str, usage: Usage, kind: &str, message: &str) -> [Self; 2] {
        [Self::request_end(start_id, usage, true), Self::error(kind, message, "retrying")]
    }

    pub fn message(text: &str) -> Self {
        Self::of(json!({ "type": "agent.message", "content": [{ "type": "text", "text": text }] }))
    }

    /// What the user asks for, on a thread that the engine begins.
    pub fn user_message(text: &str) -> Self {
        Self::of(json!({ "type": "user.message", "content": [{ "type": "text", "text": text }] }))
    }

    pub fn interrupt() -> Self {
        Self::of(json!({ "type": "user.interrupt", "session_thread_id": null }))
    }

    pub fn thread_created(thread_id: &str, agent_name: &str) -> Self {
        Self::of(json!({
            "type": "session.thread_created", "session_thread_id": thread_id, "agent_name": agent_name, "workflow_run_id": null,
        }))
    }

    pub fn thread_running(thread_id: &str, agent_name: &str) -> Self {
        Self::of(
            json!({ "type": "session.thread_status_running", "session_thread_id": thread_id, "agent_name": agent_name }),
        )
    }

    pub fn thread_rescheduled(thread_id: &str, agent_name: &str) -> Self {
        let mut event = Self::thread_running(thread_id, agent_name);
        event.body["type"] = "session.thread_status_rescheduled".into();
        event
    }

    pub fn thread_idle(thread_id: &str, agent_name: &str, reason: StopReason) -> Self {
        let mut body = Self::idle(reason).body;
        body["type"] = "session.thread_status_idle".into();
        body["session_thread_id"] = thread_id.into();
        body["agent_name"] = agent_name.into();
        Self::of(body)
    }

    /// An agent's message to another thread; the name is that of the agent it goes to, `None` for the primary one.
    pub fn thread_message_sent(to: &str, name: Option<&str>, text: &str) -> Self {
        Self::of(json!({
            "type": "agent.thread_message_sent", "to_session_thread_id": to, "to_agent_name": name,
            "content": [{ "type": "text", "text": text }],
        }))
    }

    /// The same as it arrives; the name is that of the agent it comes from, `None` for the primary one.
    pub fn thread_message_received(from: &str, name: Option<&str>, text: &str) -> Self {
        Self::of(json!({
            "type": "agent.thread_message_received", "from_session_thread_id": from, "from_agent_name": name,
            "content": [{ "type": "text", "text": text }],
        }))
    }

    pub fn thinking() -> Self {
        Self::of(json!({ "type": "agent.thinking" }))
    }

    pub fn tool_use(name: &str, input: &Value, allowed: bool) -> Self {
        let mut body = json!({
            "type": "agent.tool_use", "name": name, "input": input,
            "evaluated_permission": if allowed { "allow" } else { "deny" },
        });
        if allowed {
            body["evaluation"] = json!({ "type": "always_allow" });
        }
        Self::of(body)
    }

    /// A call that waits until the client allows or denies it.
    pub fn asking_tool_use(name: &str, input: &Value) -> Self {
        Self::of(json!({
            "type": "agent.tool_use", "name": name, "input": input, "evaluated_permission": "ask",
            "evaluation": { "type": "always_ask" },
        }))
    }

    /// A call of a tool that the client runs.
    pub fn custom_tool_use(name: &str, input: &Value) -> Self {
        Self::of(json!({ "type": "agent.custom_tool_use", "name": name, "input": input }))
    }

    pub fn tool_result(tool_use_id: &str, text: &str, is_error: bool) -> Self {
        Self::of(json!({
            "type": "agent.tool_result", "tool_use_id": tool_use_id, "is_error": is_error,
            "content": [{ "type": "text", "text": text }],
        }))
    }

    /// `kind` is one of the hosted error types, `retry` one of `retrying`, `exhausted`, `terminal`.
    pub fn error(kind: &str, message: &str, retry: &str) -> Self {
        Self::of(json!({
            "type": "session.error", "error": { "type": kind, "message": message, "retry_status": { "type": retry } },
        }))
    }

    /// `changes` holds only the fields that the update changed.
    pub fn updated(changes: serde_json::Map<String, Value>) -> Self {
        let mut body = changes;
        body.insert("type".into(), "session.updated".into());
        Self::of(Value::Object(body))
    }

    pub fn deleted() -> Self {
        Self::of(json!({ "type": "session.deleted" }))
    }

    /// The hosted event: `id` first, then type and fields, then `processed_at`.
    pub fn finish(self, id: String, processed_at: Option<Time>) -> Value {
        let mut event = serde_json::Map::new();
        event.insert("id".into(), self.id.unwrap_or(id).into());
        if let Value::Object(body) = self.body {
            event.extend(body);
        }
        event.insert("processed_at".into(), processed_at.map_or(Value::Null, |time| time.to_string().into()));
        Value::Object(event)
    }
}
