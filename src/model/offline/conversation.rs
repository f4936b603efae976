//! A Messages API request as the rules see it: the mounts, the day, the tools, what the user said before and says now, and what
//! the tools gave in this turn.

use serde_json::Value;

use crate::model::message::{blocks_of, text_of, tools_of};
use crate::model::mount_note::{self, Mount, Today};

/// At most this many earlier user messages are read again; older ones are out of this model's sight.
const MAX_EARLIER: usize = 200;
/// At most this much of one message is read, in bytes.
const MAX_MESSAGE_BYTES: usize = 20_000;

/// A tool call of this turn with what it gave.
#[derive(Debug, Clone)]
pub struct Call {
    pub name: String,
    pub input: Value,
    pub output: String,
    pub failed: bool,
}

/// A request, read.
#[derive(Debug, Clone)]
pub struct Conversation {
    pub mounts: Vec<Mount>,
    pub today: Option<Today>,
    pub tools: Vec<String>,
    /// The user's messages before this turn, oldest first.
    pub earlier: Vec<String>,
    /// What the user says in this turn.
    pub current: String,
    /// The calls made in this turn, in order, those with results only.
    pub calls: Vec<Call>,
    /// How many messages the request has.
    pub length: usize,
}

impl Conversation {
    /// Reads a request. Whatever is missing or misshapen in it is read as absent.
    pub fn of(request: &Value) -> Conversation {
        let system = text_of(&request["system"]);
        let empty = Vec::new();
        let messages = request["messages"].as_array().unwrap_or(&empty);
        let start = turn_start(messages);
        let texts = |range: &[Value]| -> Vec<String> {
            range
                .iter()
                .filter(|message| says_something(message))
                .map(|message| clipped(&text_of(&message["content"])))
                .collect()
        };
        let end = (start..messages.len()).find(|at| !says_something(&messages[*at])).unwrap_or(messages.len());
        let mut earlier = texts(&messages[..start]);
        let surplus = earlier.len().saturating_sub(MAX_EARLIER);
        earlier.drain(..surplus);
        Conversation {
            mounts: mount_note::parse(&system),
            today: mount_note::today(&system),
            tools: tools_of(request).into_iter().map(str::to_owned).collect(),
            earlier,
            current: texts(&messages[start..end]).join("\n"),
            calls: calls(&messages[start..]),
            length: messages.len(),
        }
    }
}

/// Where the turn begins: the last user message with words, and those with words right before it.
fn turn_start(messages: &[Value]) -> usize {
    let Some(mut start) = messages.iter().rposition(says_something) else { return messages.len() };
    while start > 0 && says_something(&messages[start - 1]) {
        start -= 1;
    }
    start
}

fn says_something(message: &Value) -> bool {
    message["role"] == "user" && !text_of(&message["content"]).trim().is_empty()
}

fn clipped(text: &str) -> String {
    let mut end = text.len().min(MAX_MESSAGE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

fn calls(messages: &[Value]) -> Vec<Call> {
    let mut found = Vec::new();
    for (at, message) in messages.iter().enumerate() {
        for call in blocks_of(&message["content"], "tool_use") {
            let result = messages[at..]
                .iter()
                .flat_map(|later| blocks_of(&later["content"], "tool_result"))
                .find(|result| result["tool_use_id"] == call["id"]);
            if let (Some(result), Some(name)) = (result, call["name"].as_str()) {
                found.push(Call {
                    name: name.to_owned(),
                    input: call["input"].clone(),
                    output: text_of(&result["content"]),
                    failed: result["is_error"] == true,
                });
            }
        }
    }
    found
}
