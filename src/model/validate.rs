//! Checks a reply that a model supplied by the user gives, and says in words what is wrong with it.

use serde_json::Value;

/// Whether a value is a Messages API message that the engine can run on: `content` a list of text and tool_use blocks with their
/// fields, ids that differ, and a stop reason that fits them. The error says what is wrong, for the author of the function.
pub fn check_reply(reply: &Value) -> Result<(), String> {
    let Some(fields) = reply.as_object() else {
        return Err(format!("the reply must be a Messages API message (an object), but it is {}", sort(reply)));
    };
    if let Some(other) = fields.get("type").filter(|kind| *kind != "message") {
        return Err(format!("`type` must be \"message\", but it is {other}"));
    }
    if let Some(other) = fields.get("role").filter(|role| *role != "assistant") {
        return Err(format!("`role` must be \"assistant\", but it is {other}"));
    }
    let Some(content) = fields.get("content").and_then(Value::as_array) else {
        return Err(format!("`content` must be a list of blocks, but it is {}", sort(&reply["content"])));
    };
    let mut ids: Vec<&str> = Vec::new();
    for (at, block) in content.iter().enumerate() {
        check_block(at, block, &mut ids)?;
    }
    match fields.get("stop_reason").and_then(Value::as_str) {
        Some("tool_use") if ids.is_empty() => {
            Err("`stop_reason` is \"tool_use\", but `content` has no tool_use block".to_owned())
        }
        Some("end_turn" | "max_tokens" | "stop_sequence" | "refusal" | "pause_turn") if ids.is_empty() => Ok(()),
        Some("tool_use" | "max_tokens") => Ok(()),
        Some(other) if !ids.is_empty() => {
            Err(format!("`content` has tool_use blocks, so `stop_reason` must be \"tool_use\", but it is {other:?}"))
        }
        Some(other) => Err(format!(
            "`stop_reason` must be \"end_turn\", \"tool_use\", \"max_tokens\", \"stop_sequence\", \"pause_turn\" or \"refusal\", but it is {other:?}"
        )),
        None => Err(format!(
            "`stop_reason` must be \"end_turn\" or \"tool_use\", but it is {}",
            sort(&reply["stop_reason"])
        )),
    }?;
    check_usage(&reply["usage"])
}

fn check_block<'a>(at: usize, block: &'a Value, ids: &mut Vec<&'a str>) -> Result<(), String> {
    let text = |field: &str| {
        block[field]
            .as_str()
            .ok_or_else(|| format!("`content[{at}].{field}` must be a string, but it is {}", sort(&block[field])))
    };
    match text("type")? {
        "text" => text("text").map(|_| ()),
        "thinking" | "redacted_thinking" => Ok(()),
        "tool_use" => {
            let id = text("id")?;
            if id.is_empty() || ids.contains(&id) {
                return Err(format!("`content[{at}].id` must be set and differ from the other ids, but it is {id:?}"));
            }
            ids.push(id);
            if text("name")?.is_empty() {
                return Err(format!("`content[{at}].name` must not be empty"));
            }
            if !block["input"].is_object() {
                return Err(format!("`content[{at}].input` must be an object, but it is {}", sort(&block["input"])));
            }
            Ok(())
        }
        other => Err(format!("`content[{at}].type` must be \"text\" or \"tool_use\", but it is {other:?}")),
    }
}

fn check_usage(usage: &Value) -> Result<(), String> {
    if usage.is_null() {
        return Ok(());
    }
    if !usage.is_object() {
        return Err(format!("`usage` must be an object of token counts, but it is {}", sort(usage)));
    }
    for field in ["input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"] {
        let count = &usage[field];
        if !count.is_null() && count.as_u64().is_none() {
            return Err(format!("`usage.{field}` must be a whole number that is not negative, but it is {count}"));
        }
    }
    Ok(())
}

fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "missing or null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::check_reply;
    use serde_json::json;

    #[test]
    fn a_good_reply_passes_and_a_bad_one_is_told_why() {
        let text = json!({"type": "text", "text": "hi"});
        let tool = json!({"type": "tool_use", "id": "t1", "name": "read", "input": {}});
        assert_eq!(check_reply(&json!({"content": [text], "stop_reason": "end_turn"})), Ok(()));
        assert_eq!(
            check_reply(&json!({"content": [text, tool], "stop_reason": "tool_use", "usage": {"input_tokens": 3}})),
            Ok(())
        );
        for (reply, part) in [
            (json!("hi"), "an object"),
            (json!({"content": "hi"}), "`content` must be a list"),
            (json!({"content": [{"type": "text"}], "stop_reason": "end_turn"}), "content[0].text"),
            (json!({"content": [tool], "stop_reason": "end_turn"}), "must be \"tool_use\""),
            (json!({"content": [text], "stop_reason": "tool_use"}), "no tool_use block"),
            (json!({"content": [tool, tool], "stop_reason": "tool_use"}), "differ"),
            (json!({"content": [text]}), "stop_reason"),
            (
                json!({"content": [text], "stop_reason": "end_turn", "usage": {"input_tokens": -1}}),
                "usage.input_tokens",
            ),
        ] {
            let told = check_reply(&reply);
            assert!(told.as_ref().is_err_and(|error| error.contains(part)), "{told:?}");
        }
    }
}
