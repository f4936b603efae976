//! What a consolidation decides: the whole output store, and an account of every claim, in the shapes of `DreamReport`. Plain data.

use serde::{Deserialize, Serialize};

use super::finding::Source;
use super::material::NoteFile;

/// What became of a claim of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Kept,
    Moved,
    Merged,
    Dated,
    Corrected,
    Superseded,
    Dropped,
}

/// What a reader of the report should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// No transcript bears on the claim.
    Unsupported,
}

/// A line of the output store, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    pub path: String,
    pub line: u32,
}

/// What became of a claim of the input, why, and where it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    pub text: String,
    pub source: Source,
    pub verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub flagged: Option<Flag>,
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub into: Option<Place>,
    pub evidence: Vec<Source>,
}

/// A claim that the transcripts added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddedRow {
    pub text: String,
    pub into: Place,
    pub evidence: Vec<Source>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    pub path: String,
    pub change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Added,
    Changed,
    Unchanged,
    Removed,
}

/// A clause of the instructions, and how it was followed or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    pub text: String,
    pub followed: bool,
    pub how: String,
}

/// A check of the output, and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub name: String,
    pub passed: bool,
    pub detail: String,
}

/// The output of a consolidation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The whole output store, ordered by path.
    pub files: Vec<NoteFile>,
    pub claims: Vec<ClaimRow>,
    pub added: Vec<AddedRow>,
    pub changes: Vec<FileChange>,
    pub followed: Vec<Followed>,
}
