//! An agent: a model, a system prompt and tools, kept in numbered versions.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

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
    names(enabled(tools))
}

/// Those of them whose calls wait for the client's leave.
pub fn asking_tools(tools: &[Value]) -> Vec<String> {
    let asks = |config: &&Value| config.pointer("/permission_policy/type").is_some_and(|kind| kind == "always_ask");
    names(enabled(tools).filter(asks))
}

/// The Messages API definitions of the tools that the client runs.
pub fn custom_tools(tools: &[Value]) -> Vec<Value> {
    let custom = tools.iter().filter(|tool| tool["type"] == "custom");
    custom
        .map(|tool| {
            json!({ "name": tool["name"], "description": tool["description"], "input_schema": tool["input_schema"] })
        })
        .collect()
}

fn enabled(tools: &[Value]) -> impl Iterator<Item = &Value> {
    let configs = tools.iter().filter_map(|set| set.get("configs")?.as_array()).flatten();
    configs.filter(|config| config.get("enabled").and_then(Value::as_bool) == Some(true))
}

/// The `name` of each.
pub fn names<'a>(tools: impl Iterator<Item = &'a Value>) -> Vec<String> {
    tools.filter_map(|tool| tool.get("name")?.as_str()).map(str::to_owned).collect()
}
