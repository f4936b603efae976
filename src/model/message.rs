//! The Messages API's request and reply, read and built as JSON values: only what the engine and the offline model need.

use serde_json::{Value, json};

/// A reply's content block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Words.
    Text(String),
    /// A call of a tool: id, name, input.
    ToolUse(String, String, Value),
}

/// Builds the message that a model replies with. Its stop reason follows from its blocks; `id` is `msg_…`.
pub fn reply(id: &str, model: &str, blocks: &[Block], input_tokens: u32, output_tokens: u32) -> Value {
    let calls = blocks.iter().any(|block| matches!(block, Block::ToolUse(..)));
    let content: Vec<Value> = blocks
        .iter()
        .map(|block| match block {
            Block::Text(text) => json!({"type": "text", "text": text}),
            Block::ToolUse(id, name, input) => json!({"type": "tool_use", "id": id, "name": name, "input": input}),
        })
        .collect();
    json!({
        "id": id,
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": content,
        "stop_reason": if calls { "tool_use" } else { "end_turn" },
        "stop_sequence": null,
        "usage": {
            "input_tokens": input_tokens,
            "output_tokens": output_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
        },
    })
}

/// The text of a content value: a string as it is, or the text blocks of a list joined by line breaks.
pub fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(blocks) => {
            let texts: Vec<&str> = blocks
                .iter()
                .filter(|block| block["type"] == "text")
                .filter_map(|block| block["text"].as_str())
                .collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

/// The tool calls and results in a content value.
pub fn blocks_of<'a>(content: &'a Value, kind: &str) -> Vec<&'a Value> {
    content.as_array().map_or_else(Vec::new, |blocks| blocks.iter().filter(|block| block["type"] == kind).collect())
}

/// The names of the tools that a request offers.
pub fn tools_of(request: &Value) -> Vec<&str> {
    request["tools"]
        .as_array()
        .map_or_else(Vec::new, |tools| tools.iter().filter_map(|tool| tool["name"].as_str()).collect())
}
