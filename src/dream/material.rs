//! What a dream reads: the files of a store, and transcripts, an utterance at a time.

use serde::{Deserialize, Serialize};

/// A memory store as the dream found it, ordered by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    pub memory_store_id: String,
    pub files: Vec<NoteFile>,
}

/// One memory. A line of the same shape tells a reader what the store holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteFile {
    pub path: String,
    pub content: String,
}

/// The text of one event of a past session. A page of a transcript is such objects, one a line, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    pub event_id: String,
    pub speaker: Speaker,
    /// Civil date and time in the session's own time zone: `2026-05-06T09:12`.
    pub said: String,
    pub text: String,
}

/// Who an utterance comes from. What tools gave is recalled memory, which is no evidence for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    User,
    Agent,
    ToolUse,
    ToolResult,
}
