//! The system prompt: the agent's own, then what is mounted, then the day.

use serde_json::{Value, json};

use crate::{
    domain::session::{Access, Session},
    model::mount_note::{self, Mount},
};

/// The `system` blocks of a Messages API request. The agent's prompt and the mount note change rarely and come first; the
/// day comes last.
pub fn system(session: &Session, weekday: &str, date: &str) -> Value {
    let mut blocks = Vec::new();
    let mut push = |text: String| {
        if !text.is_empty() {
            blocks.push(json!({ "type": "text", "text": text }));
        }
    };
    push(session.agent.get("system").and_then(Value::as_str).unwrap_or_default().to_owned());
    let mounts: Vec<Mount> = session
        .resources
        .iter()
        .map(|resource| Mount {
            path: resource.mount_path.clone(),
            name: resource.name.clone(),
            read_only: resource.access == Access::ReadOnly,
            description: resource.description.clone(),
            instructions: resource.instructions.clone(),
        })
        .collect();
    if !mounts.is_empty() {
        push(mount_note::write(&mounts));
    }
    push(mount_note::write_today(weekday, date, &session.time_zone));
    Value::Array(blocks)
}
