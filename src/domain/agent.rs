//! An agent: a model, a system prompt and tools, kept in numbered versions.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Time;

/// One version of an agent. Its key is `[id, version]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agent {
    pub id: String,
    pub version: u64,
    pub name: String,
    pub description: Option<String>,
    /// The hosted `model_config`, resolved.
    pub model: Value,
    pub system: Option<String>,
    /// The hosted toolsets, resolved.
    pub tools: Vec<Value>,
    pub metadata: Map<String, Value>,
    pub created_at: Time,
    pub updated_at: Time,
    pub archived_at: Option<Time>,
    /// Rises with each change, that there is a newer version included.
    pub revision: u64,
}

/// The tools of `agent_toolset_20260401` that exist here.
pub const LOCAL_TOOLS: [&str; 6] = ["bash", "read", "write", "edit", "glob", "grep"];

/// The names of the tools that an agent's toolsets enable, in the toolset's order.
pub fn enabled_tools(tools: &[Value]) -> Vec<String> {
    tools
        .iter()
        .filter_map(|set| set.get("configs")?.as_array())
        .flatten()
        .filter(|config| config.get("enabled").and_then(Value::as_bool) == Some(true))
        .filter_map(|config| config.get("name")?.as_str())
        .map(str::to_owned)
        .collect()
}
