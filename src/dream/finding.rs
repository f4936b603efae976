//! What a reader reports, in the shapes of `Finding` and `Source` of the extensions.

use serde::{Deserialize, Serialize};

/// Where a claim comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Source {
    /// `line` counts from 1.
    Memory { memory_store_id: String, path: String, line: u32 },
    /// `start` and `end` count UTF-16 units within the event's text.
    Session { session_id: String, event_id: String, start: u32, end: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    Claim,
    Support,
    Contradiction,
    Extension,
    Date,
    Link,
    Identifier,
}

/// What one reader reports: a claim of the transcript, what it means for a line of the store (`about`), a date made
/// absolute, a link or an identifier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub kind: FindingKind,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub about: Option<Source>,
    pub sources: Vec<Source>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<FoundDate>,
}

/// A date as it was worded, and the days that it means: `start` and `end` are ISO dates (with a time where the grain is one).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundDate {
    pub text: String,
    pub start: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end: Option<String>,
    /// `time`, `day`, `week`, `weekend`, `month`, `season` or `year`.
    pub grain: String,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub approximate: bool,
}
