//! A memory store: a named container of memories, and the directory name it is mounted under.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Time;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemoryStore {
    pub id: String,
    pub name: String,
    pub description: String,
    pub metadata: Map<String, Value>,
    pub created_at: Time,
    pub updated_at: Time,
    pub archived_at: Option<Time>,
    /// Rises when the store itself, or the redaction of one of its versions, changes. See [`MemoryStore`]'s revision in
    /// ARCHITECTURE.md.
    pub generation: u64,
    /// The dream that writes its result into this store, until it has fully stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<String>,
}

/// The directory under `/mnt/memory/` that a store's name gives: lowercased, every run of characters other than ASCII
/// letters and digits becomes one hyphen. A name without any gives `store`.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let trimmed = slug.trim_matches('-');
    if trimmed.is_empty() { "store".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_lowercase_letters_digits_and_single_hyphens() {
        assert_eq!(slug("cwc_memory"), "cwc-memory");
        assert_eq!(slug("User Preferences (v2)!"), "user-preferences-v2");
        assert_eq!(slug("Żółw 3"), "w-3");
        assert_eq!(slug("日本"), "store");
    }
}
