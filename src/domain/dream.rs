//! A dream: an asynchronous job that reads a store and past sessions and writes a cleaner store. Its record holds where it
//! stands, so that another tab can go on from there; what its agents did stands in the events of its session.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Time, session::Usage};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dream {
    pub id: String,
    pub created_at: Time,
    pub ended_at: Option<Time>,
    pub archived_at: Option<Time>,
    pub status: DreamStatus,
    pub error: Option<DreamError>,
    /// The store that the dream reads.
    pub memory_store_id: String,
    /// The sessions that the dream reads, sorted.
    pub session_ids: Vec<String>,
    pub instructions: Option<String>,
    /// `{ id, speed }`.
    pub model: Value,
    /// Whether the result is written into the input store, in place of a new one.
    pub updates_existing: bool,
    /// Most tokens that the dream may use, of all kinds together.
    pub token_budget: Option<u64>,
    /// The agent and the environment that the dream's session is made with.
    pub agent: Value,
    pub environment_id: String,
    pub output_store_id: Option<String>,
    /// The dream's own session.
    pub session_id: Option<String>,
    pub usage: Usage,
    /// What the input was when the dream began.
    pub input: Option<DreamInput>,
    /// Versions that the dream has added to the output store since.
    pub written: u64,
    /// Work and waiting so far, by stage, in order.
    pub stages: Vec<Stage>,
    /// Ids of the output's hunks that the reader accepted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub accepted: BTreeSet<String>,
    /// The runner has made its last write.
    pub stopped: bool,
    /// Rises with each change.
    pub revision: u64,
}

/// The input at the beginning, and where a copy of it stands: in the versions of `base_store_id` up to `base_seq`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DreamInput {
    pub revision: u64,
    pub sha256: String,
    pub base_store_id: String,
    pub base_seq: u64,
    /// Until the copy is whole: the `seq` of the input that it is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_from: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DreamError {
    #[serde(rename = "type")]
    pub kind: String,
    pub message: String,
}

impl DreamError {
    pub fn new(kind: &str, message: impl Into<String>) -> Self {
        Self { kind: kind.to_owned(), message: message.into() }
    }
}

/// What a stage of a dream took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    pub name: String,
    pub worked_ms: f64,
    pub waited_ms: f64,
    pub usage: Usage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DreamStatus {
    Pending,
    Running,
    Completed,
    Failed,
    Canceled,
}

impl DreamStatus {
    pub const ALL: [DreamStatus; 5] = [
        DreamStatus::Pending,
        DreamStatus::Running,
        DreamStatus::Completed,
        DreamStatus::Failed,
        DreamStatus::Canceled,
    ];

    pub fn text(self) -> &'static str {
        match self {
            DreamStatus::Pending => "pending",
            DreamStatus::Running => "running",
            DreamStatus::Completed => "completed",
            DreamStatus::Failed => "failed",
            DreamStatus::Canceled => "canceled",
        }
    }

    /// A status that does not change again.
    pub fn is_final(self) -> bool {
        !matches!(self, DreamStatus::Pending | DreamStatus::Running)
    }
}

impl Dream {
    /// Ends the dream, unless it has ended.
    pub fn end(&mut self, status: DreamStatus, error: Option<DreamError>, now: Time) {
        if !self.status.is_final() {
            self.status = status;
            self.error = error;
            self.ended_at = Some(now);
        }
    }

    /// Counts what a stage took, and adds the stage if it is new.
    pub fn count(&mut self, stage: &str, worked_ms: f64, waited_ms: f64, usage: Usage) {
        let at = self.stages.iter().position(|known| known.name == stage).unwrap_or_else(|| {
            self.stages.push(Stage { name: stage.to_owned(), worked_ms: 0.0, waited_ms: 0.0, usage: Usage::default() });
            self.stages.len() - 1
        });
        let counted = &mut self.stages[at];
        counted.worked_ms += worked_ms.max(0.0);
        counted.waited_ms += waited_ms.max(0.0);
        counted.usage.add(usage);
        self.usage.add(usage);
    }

    /// Tokens used so far, of all kinds.
    pub fn tokens(&self) -> u64 {
        let Usage { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens } = self.usage;
        [output_tokens, cache_read_input_tokens, cache_creation_input_tokens]
            .into_iter()
            .fold(input_tokens, u64::saturating_add)
    }
}

/// A dream's report, kept beside it. `revision` guards it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRecord {
    pub id: String,
    pub report: Value,
    pub revision: u64,
}
