//! The conversation that a model sees, made of a session's events: Messages API `messages`, roles alternating.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::compact::compact;

/// Messages in the making.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    messages: Vec<Value>,
}

impl History {
    /// Of events in order. What a model has no part in (statuses, spans, errors) is left out, and so is a call that never got
    /// a result, as an imported session may hold one: no Messages API takes it. Calls of `open` are kept: their results come.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Value>, open: &[&str]) -> Self {
        let events: Vec<&Value> = events.into_iter().collect();
        let mut answered: BTreeSet<&str> = events.iter().filter_map(|event| answers(event)).collect();
        answered.extend(open);
        let mut history = Self::default();
        for event in events {
            let id = event.get("id").and_then(Value::as_str).unwrap_or_default();
            let kept = match event["type"].as_str().unwrap_or_default() {
                "agent.tool_use" | "agent.custom_tool_use" => answered.contains(id),
                // The first result of a call is the one that the model saw.
                _ => answers(event).is_none_or(|call| answered.remove(call)),
            };
            if kept {
                history.push(event);
            }
        }
        history
    }

    /// Adds what an event says, if it says something.
    pub fn push(&mut self, event: &Value) {
        let text = |field: &str| event.get(field).cloned().unwrap_or(Value::Null);
        match event.get("type").and_then(Value::as_str).unwrap_or_default() {
            // To a sub-agent, the orchestrator is its user.
            "user.message" | "agent.thread_message_received" => self.say("user", blocks(event)),
            "system.message" => self.say("system", blocks(event)),
            "agent.message" => self.say("assistant", blocks(event)),
            "agent.tool_use" | "agent.custom_tool_use" => {
                let block =
                    json!({ "type": "tool_use", "id": text("id"), "name": text("name"), "input": text("input") });
                self.say("assistant", vec![block]);
            }
            "agent.tool_result" | "user.custom_tool_result" => {
                let block = json!({
                    "type": "tool_result", "tool_use_id": answers(event), "content": blocks(event),
                    "is_error": event.get("is_error").and_then(Value::as_bool).unwrap_or(false),
                });
                self.say("user", vec![block]);
            }
            // What was left out then is left out for good.
            "agent.thread_context_compacted" => drop(self.compact()),
            _ => {}
        }
    }

    /// Thinking goes back as it came, while the turn lasts: a model may ask for it between its tool calls. It is kept nowhere.
    pub fn keep_thinking(&mut self, block: &Value) {
        let signed = |field: &str| block[field].as_str().is_some_and(|text| !text.is_empty());
        match block["type"].as_str() {
            Some("thinking") if signed("signature") => self.say("assistant", vec![block.clone()]),
            Some("redacted_thinking") if signed("data") => self.say("assistant", vec![block.clone()]),
            _ => {}
        }
    }

    /// Shortens the conversation by [`super::compact`]'s rule; false when nothing more can go.
    pub fn compact(&mut self) -> bool {
        compact(&mut self.messages)
    }

    pub fn messages(&self) -> &[Value] {
        &self.messages
    }

    /// Adds blocks to the last message when it has the same role, since roles alternate.
    fn say(&mut self, role: &str, blocks: Vec<Value>) {
        if blocks.is_empty() {
            return;
        }
        if let Some(last) = self.messages.last_mut()
            && last["role"] == role
            && let Some(content) = last["content"].as_array_mut()
        {
            content.extend(blocks);
            return;
        }
        self.messages.push(json!({ "role": role, "content": blocks }));
    }
}

/// The call that an event is the result of.
pub(super) fn answers(event: &Value) -> Option<&str> {
    match event.get("type")?.as_str()? {
        "agent.tool_result" => event.get("tool_use_id")?.as_str(),
        "user.custom_tool_result" => event.get("custom_tool_use_id")?.as_str(),
        _ => None,
    }
}

fn blocks(event: &Value) -> Vec<Value> {
    event.get("content").and_then(Value::as_array).cloned().unwrap_or_default()
}
