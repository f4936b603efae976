//! Resolving what an agent asks for: its model and its tools. What cannot exist in a browser tab is refused by name.

use serde_json::{Value, json};

use super::fields::{Fields, Patch};
use crate::domain::{Error, Result, agent::LOCAL_TOOLS};

const ALL_TOOLS: [&str; 8] = ["bash", "read", "write", "edit", "glob", "grep", "web_fetch", "web_search"];
const TOOLSET: &str = "agent_toolset_20260401";
const ALLOW: &str = "always_allow";
/// Tools of one agent, over all toolsets (hosted API).
const MAX_TOOLS: usize = 256;
/// Characters of a custom tool's description, and bytes of its schema.
const MAX_DESCRIPTION: usize = 16_384;
const MAX_SCHEMA_BYTES: usize = 64 << 10;
/// The effort of a model that was never asked for one.
pub(super) const DEFAULT_EFFORT: &str = "high";
const EFFORTS: [&str; 5] = ["low", "medium", "high", "xhigh", "max"];

/// A model id, or a `model_config` object, resolved. `effort` is what stands when none is asked for.
pub(super) fn model(at: &str, value: Value, effort: &str) -> Result<Value> {
    let mut fields = match value {
        Value::String(id) => Fields::new(at, json!({ "id": id }))?,
        other => {
            Fields::new(at, other).map_err(|_| Error::invalid(at, "must be a model id or a model_config object"))?
        }
    };
    let id = fields.short_text("id", 1, 256)?;
    let id = fields.required("id", id)?;
    let effort = match fields.take("effort") {
        Patch::Set(Value::String(level)) => level,
        Patch::Set(effort @ Value::Object(_)) => {
            let mut effort = Fields::new(&fields.name("effort"), effort)?;
            let level = effort.text("type")?;
            let level = effort.required("type", level)?;
            effort.finish()?;
            level
        }
        Patch::Set(_) => String::new(),
        _ => effort.to_owned(),
    };
    if !EFFORTS.contains(&effort.as_str()) {
        return Err(fields.broken("effort", format!("must be one of {}", EFFORTS.join(", "))));
    }
    if fields.text("speed")?.value().is_some_and(|speed| speed != "standard") {
        return Err(fields.broken("speed", "must be standard; other speeds cannot be had here"));
    }
    fields.unsupported("inference_geo", "nothing here runs in a region")?;
    fields.finish()?;
    Ok(json!({ "id": id, "effort": { "type": effort }, "speed": "standard" }))
}

/// Toolsets and custom tools, resolved: a toolset says of every tool whether it is enabled, and under which policy.
pub(super) fn tools(at: &str, sets: Vec<Value>) -> Result<Vec<Value>> {
    let toolsets = sets.iter().filter(|set| set["type"] == TOOLSET).count();
    if toolsets > 1 {
        return Err(Error::invalid(at, format!("must hold at most one {TOOLSET}")));
    }
    let count = sets.len() - toolsets + toolsets * ALL_TOOLS.len();
    if count > MAX_TOOLS {
        return Err(Error::invalid(at, format!("must hold at most {MAX_TOOLS} tools; this has {count}")));
    }
    let mut names: Vec<String> = if toolsets == 1 { ALL_TOOLS.map(str::to_owned).to_vec() } else { Vec::new() };
    let mut resolved = Vec::with_capacity(sets.len());
    for (index, set) in sets.into_iter().enumerate() {
        let mut fields = Fields::new(&format!("{at}[{index}]"), set)?;
        let kind = fields.text("type")?;
        resolved.push(match fields.required("type", kind)?.as_str() {
            TOOLSET => toolset(fields)?,
            "custom" => custom_tool(fields, &mut names)?,
            "mcp_toolset" => {
                return Err(fields.broken("type", format!("MCP servers cannot be reached from here; use {TOOLSET}")));
            }
            _ => return Err(fields.broken("type", format!("must be {TOOLSET} or custom"))),
        });
    }
    Ok(resolved)
}

/// A tool that the client runs. `names` are those that are taken.
fn custom_tool(mut fields: Fields, names: &mut Vec<String>) -> Result<Value> {
    let name = fields.short_text("name", 1, 128)?;
    let name = fields.required("name", name)?;
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        return Err(fields.broken("name", "must be letters, digits, underscores and hyphens"));
    }
    if names.contains(&name) {
        return Err(fields.broken("name", format!("{name} is the name of another tool of this agent")));
    }
    let description = fields.short_text("description", 1, MAX_DESCRIPTION)?;
    let description = fields.required("description", description)?;
    let schema = fields.take("input_schema");
    let schema = fields.required("input_schema", schema)?;
    let strings = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
    if schema["type"] != "object" {
        return Err(fields.broken("input_schema", "must be a JSON Schema whose type is object"));
    }
    if !(schema["properties"].is_null() || schema["properties"].is_object()) {
        return Err(fields.broken("input_schema.properties", "must be an object"));
    }
    if !(schema["required"].is_null() || strings(&schema["required"])) {
        return Err(fields.broken("input_schema.required", "must be an array of strings"));
    }
    if schema.to_string().len() > MAX_SCHEMA_BYTES {
        return Err(fields.broken("input_schema", format!("must be at most {MAX_SCHEMA_BYTES} bytes long")));
    }
    fields.finish()?;
    names.push(name.clone());
    Ok(json!({ "type": "custom", "name": name, "description": description, "input_schema": schema }))
}

fn toolset(mut fields: Fields) -> Result<Value> {
    let (mut default_enabled, mut default_policy) = (true, ALLOW);
    if let Some(mut config) = fields.object("default_config")?.value() {
        default_enabled = config.flag("enabled")?.unwrap_or(true);
        default_policy = policy(&mut config)?.unwrap_or(ALLOW);
        config.finish()?;
    }
    let mut tools = ALL_TOOLS.map(|name| (default_enabled && LOCAL_TOOLS.contains(&name), default_policy));
    let at = fields.name("configs");
    for (index, config) in fields.list("configs")?.value().unwrap_or_default().into_iter().enumerate() {
        let (tool, enabled, asked) = tool_config(&format!("{at}[{index}]"), config, default_enabled)?;
        tools[tool] = (enabled, asked.unwrap_or(default_policy));
    }
    fields.finish()?;
    let configs: Vec<Value> = ALL_TOOLS
        .iter()
        .zip(tools)
        .map(|(name, (enabled, policy))| {
            let mut config =
                json!({ "type": name, "name": name, "enabled": enabled, "permission_policy": { "type": policy } });
            if *name == "web_fetch" {
                config["url_sources"] = Value::Null;
            }
            config
        })
        .collect();
    Ok(json!({
        "type": TOOLSET, "configs": configs,
        "default_config": { "enabled": default_enabled, "permission_policy": { "type": default_policy } },
    }))
}

/// Which tool a configuration is for, whether it enables it, and the policy that it asks for.
fn tool_config(at: &str, config: Value, default_enabled: bool) -> Result<(usize, bool, Option<&'static str>)> {
    let mut fields = Fields::new(at, config)?;
    let name = fields.text("name")?;
    let name = fields.required("name", name)?;
    let Some(tool) = ALL_TOOLS.iter().position(|known| *known == name) else {
        return Err(fields.broken("name", format!("must be one of {}", ALL_TOOLS.join(", "))));
    };
    if fields.text("type")?.value().is_some_and(|kind| kind != name) {
        return Err(fields.broken("type", "must be the tool's name"));
    }
    let asked = fields.flag("enabled")?;
    let policy = policy(&mut fields)?;
    if name == "web_fetch" {
        // As a resolved toolset gives it, so that one that was read can be sent back.
        fields.unsupported("url_sources", "web_fetch does not exist here")?;
    }
    fields.finish()?;
    let local = LOCAL_TOOLS.contains(&ALL_TOOLS[tool]);
    if !local && asked.unwrap_or(default_enabled) {
        return Err(Error::invalid(
            format!("{at}.name"),
            format!("the tool {name} does not exist here; there are {}", LOCAL_TOOLS.join(", ")),
        ));
    }
    Ok((tool, asked.unwrap_or(default_enabled) && local, policy))
}

fn policy(fields: &mut Fields) -> Result<Option<&'static str>> {
    let Some(mut policy) = fields.object("permission_policy")?.value() else { return Ok(None) };
    let kind = policy.text("type")?;
    let found = match policy.required("type", kind)?.as_str() {
        "always_allow" => ALLOW,
        "always_ask" => "always_ask",
        "auto" => {
            return Err(policy.broken("type", "nothing here can judge a call; must be always_allow or always_ask"));
        }
        _ => return Err(policy.broken("type", "must be always_allow or always_ask")),
    };
    policy.finish()?;
    Ok(Some(found))
}
