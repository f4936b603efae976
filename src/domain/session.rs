//! A session: an agent, the stores mounted into it, and the state of its turns. Its events are records of their own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Time;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: String,
    pub title: Option<String>,
    /// The agent as it was at creation (hosted `BetaManagedAgentsSessionAgent`).
    pub agent: Value,
    pub environment_id: String,
    pub resources: Vec<Mounted>,
    pub metadata: Map<String, Value>,
    pub status: Status,
    pub usage: Usage,
    /// IANA name of the zone that the session's dates are meant in.
    pub time_zone: String,
    pub created_at: Time,
    pub updated_at: Time,
    pub archived_at: Option<Time>,
    pub thread_id: String,
    /// Number of the session's newest event record.
    pub last_seq: u64,
    /// `processed_at` of the newest processed event: the next one's is never earlier.
    pub last_processed_at: Option<Time>,
    /// Event records that wait to be processed, oldest first.
    pub queue: Vec<Queued>,
    /// Milliseconds spent running, up to the start of the turn under way.
    pub active_ms: u64,
    /// When the turn under way began.
    pub running_since: Option<Time>,
    /// Turns begun.
    pub turns: u64,
    /// The dream that this session is the work of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dream_id: Option<String>,
    /// Most that the session's tokens may cost by the price table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_cents: Option<u64>,
    /// Files outside the mounts that the session's tools wrote.
    pub scratch: BTreeMap<String, String>,
    /// Where the session's shell stands; `None` until it first ran, and after a restart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shell: Option<ShellState>,
    /// Rises with each change.
    pub revision: u64,
}

/// What a shell keeps between two commands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShellState {
    /// The working directory, absolute.
    pub cwd: String,
    /// Exported variables.
    pub env: BTreeMap<String, String>,
    /// Directories without a file in them, absolute: a store keeps files only.
    pub directories: Vec<String>,
}

/// An event that waits: the number of its record, and its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    pub seq: u64,
    #[serde(rename = "type")]
    pub kind: String,
}

/// A memory store as it is attached to a session; name and description as they were then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mounted {
    pub memory_store_id: String,
    pub access: Access,
    pub instructions: Option<String>,
    pub name: String,
    pub description: String,
    pub mount_path: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    ReadWrite,
    ReadOnly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Idle,
    Running,
    Rescheduling,
    Terminated,
}

impl Status {
    pub const ALL: [Status; 4] = [Status::Rescheduling, Status::Running, Status::Idle, Status::Terminated];

    /// At work, or about to try again.
    pub fn is_active(self) -> bool {
        matches!(self, Status::Running | Status::Rescheduling)
    }

    pub fn text(self) -> &'static str {
        match self {
            Status::Idle => "idle",
            Status::Running => "running",
            Status::Rescheduling => "rescheduling",
            Status::Terminated => "terminated",
        }
    }
}

/// Tokens, by kind. For the offline model they are estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    pub input_tokens: u64,
    pub output_tokens: u64,
    pub cache_read_input_tokens: u64,
    pub cache_creation_input_tokens: u64,
}

impl Usage {
    /// Reads the `usage` of a Messages API reply; what is missing counts as nothing.
    pub fn of_reply(reply: &Value) -> Self {
        let count = |field: &str| reply.pointer(&format!("/usage/{field}")).and_then(Value::as_u64).unwrap_or(0);
        Self {
            input_tokens: count("input_tokens"),
            output_tokens: count("output_tokens"),
            cache_read_input_tokens: count("cache_read_input_tokens"),
            cache_creation_input_tokens: count("cache_creation_input_tokens"),
        }
    }

    pub fn add(&mut self, other: Usage) {
        for (sum, more) in [
            (&mut self.input_tokens, other.input_tokens),
            (&mut self.output_tokens, other.output_tokens),
            (&mut self.cache_read_input_tokens, other.cache_read_input_tokens),
            (&mut self.cache_creation_input_tokens, other.cache_creation_input_tokens),
        ] {
            // A model says what it likes: a sum that has no room stays at its end.
            *sum = sum.saturating_add(more);
        }
    }
}

/// A line of execution in a session. The primary thread's state is the session's; a sub-agent's stands in `run`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    pub session_id: String,
    pub id: String,
    pub parent_thread_id: Option<String>,
    pub created_at: Time,
    pub archived_at: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<ThreadRun>,
}

/// The state of a sub-agent's thread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadRun {
    pub agent_name: String,
    /// The session whose transcript it reads.
    pub reads: String,
    pub status: Status,
    pub usage: Usage,
    pub updated_at: Time,
    /// Milliseconds spent running, up to the last change of status.
    pub active_ms: u64,
    pub running_since: Option<Time>,
}
