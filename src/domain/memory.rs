//! A memory, and the versions that record each change to it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Time;

/// A text at a path inside a store: the head of its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub memory_store_id: String,
    pub id: String,
    pub path: String,
    pub content: String,
    pub content_sha256: String,
    pub content_size_bytes: u64,
    pub memory_version_id: String,
    pub created_at: Time,
    pub updated_at: Time,
}

/// One change to a memory. Its key is `[memory_store_id, seq]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemoryVersion {
    pub memory_store_id: String,
    /// The place of this change in the store's line of changes, from 1.
    pub seq: u64,
    pub id: String,
    pub memory_id: String,
    pub operation: Operation,
    /// Null only when redacted.
    pub path: Option<String>,
    /// Null when redacted or when the operation is `deleted`.
    pub content: Option<String>,
    pub content_sha256: Option<String>,
    pub content_size_bytes: Option<u64>,
    pub created_at: Time,
    pub created_by: Actor,
    pub redacted_at: Option<Time>,
    pub redacted_by: Option<Actor>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    Created,
    Modified,
    Deleted,
}

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Actor {
    /// An agent, through a mount.
    SessionActor { session_id: String },
    /// A caller of the API. There are no keys here: the id is always [`Actor::LOCAL_KEY`].
    ApiActor { api_key_id: String },
    /// A person, by hand in the viewer.
    UserActor { user_id: String },
}

impl Actor {
    pub const LOCAL_KEY: &'static str = "apikey_local";
    pub const LOCAL_USER: &'static str = "user_local";

    pub fn api() -> Self {
        Actor::ApiActor { api_key_id: Self::LOCAL_KEY.to_owned() }
    }

    pub fn user() -> Self {
        Actor::UserActor { user_id: Self::LOCAL_USER.to_owned() }
    }

    pub fn session(id: &str) -> Self {
        Actor::SessionActor { session_id: id.to_owned() }
    }
}

/// Lowercase hexadecimal SHA-256 of the UTF-8 bytes.
pub fn sha256_hex(content: &str) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(content.as_bytes());
    let mut hex = String::with_capacity(64);
    for byte in digest.as_slice() {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_of_nothing_is_the_published_one() {
        assert_eq!(super::sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
