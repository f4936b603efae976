//! Resolving what an agent asks for: its model and its tools. What cannot exist in a browser tab is refused by name.

use serde_json::{Value, json};

use super::fields::{Fields, Patch};
use crate::domain::{Error, Result, agent::LOCAL_TOOLS};

const ALL_TOOLS: [&str; 8] = ["bash", "read", "write", "edit", "glob", "grep", "web_fetch", "web_search"];
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

/// Toolsets, resolved: each says of every tool whether it is enabled.
pub(super) fn tools(at: &str, sets: Vec<Value>) -> Result<Vec<Value>> {
    if sets.len() > 1 {
        return Err(Error::invalid(at, "must hold at most one agent_toolset_20260401"));
    }
    sets.into_iter().enumerate().map(|(index, set)| toolset(&format!("{at}[{index}]"), set)).collect()
}

fn toolset(at: &str, set: Value) -> Result<Value> {
    let mut fields = Fields::new(at, set)?;
    let kind = fields.text("type")?;
    match fields.required("type", kind)?.as_str() {
        "agent_toolset_20260401" => {}
        "custom" => {
            return Err(fields.broken("type", "custom tools are not supported here yet; use agent_toolset_20260401"));
        }
        "mcp_toolset" => {
            return Err(fields.broken("type", "MCP servers cannot be reached from here; use agent_toolset_20260401"));
        }
        _ => return Err(fields.broken("type", "must be agent_toolset_20260401")),
    }
    let default_enabled = match fields.object("default_config")?.value() {
        None => true,
        Some(mut config) => {
            let enabled = config.flag("enabled")?.unwrap_or(true);
            always_allow(&mut config)?;
            config.finish()?;
            enabled
        }
    };
    let mut enabled = ALL_TOOLS.map(|name| default_enabled && LOCAL_TOOLS.contains(&name));
    for (index, config) in fields.list("configs")?.value().unwrap_or_default().into_iter().enumerate() {
        let (tool, asked) = tool_config(&format!("{at}.configs[{index}]"), config, default_enabled)?;
        enabled[tool] = asked;
    }
    fields.finish()?;
    let policy = json!({ "type": "always_allow" });
    let configs: Vec<Value> = ALL_TOOLS
        .iter()
        .zip(enabled)
        .map(|(name, enabled)| {
            let mut config = json!({ "type": name, "name": name, "enabled": enabled, "permission_policy": policy });
            if *name == "web_fetch" {
                config["url_sources"] = Value::Null;
            }
            config
        })
        .collect();
    Ok(json!({
        "type": "agent_toolset_20260401", "configs": configs,
        "default_config": { "enabled": default_enabled, "permission_policy": policy },
    }))
}

/// Which tool a configuration is for, and whether it enables it.
fn tool_config(at: &str, config: Value, default_enabled: bool) -> Result<(usize, bool)> {
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
    always_allow(&mut fields)?;
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
    Ok((tool, asked.unwrap_or(default_enabled) && local))
}

fn always_allow(fields: &mut Fields) -> Result<()> {
    let Some(mut policy) = fields.object("permission_policy")?.value() else { return Ok(()) };
    let kind = policy.text("type")?;
    if policy.required("type", kind)? != "always_allow" {
        return Err(policy.broken("type", "must be always_allow; other policies are not supported here yet"));
    }
    policy.finish()
}
