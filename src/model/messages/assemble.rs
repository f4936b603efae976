//! A message put together from the events of its stream, as `RawMessageStreamEvent` of the SDK's declarations states them. A stream
//! that breaks their order is refused in words; an event or a delta that is not known is read over, as the API asks of clients.

use serde_json::{Value, json};

use super::Frame;
use crate::domain::session::Usage;

/// What an event told that a screen may show at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    Nothing,
    /// A block began: its number and its type.
    BlockStart(usize, String),
    /// Words of a text block.
    Text(usize, String),
    /// The message is whole.
    Done,
    /// The stream says that it failed: the API's error object.
    Failed(Value),
}

/// A message in the making.
#[derive(Debug, Default)]
pub struct Assembler {
    message: Option<Value>,
    /// JSON of the open blocks' inputs, so far, by block.
    inputs: Vec<String>,
    open: Option<usize>,
    /// The tool call whose input is no JSON, and why: it may be one that was cut off.
    broken: Option<String>,
    done: bool,
}

impl Assembler {
    /// What the stream has said so far of the tokens used.
    pub fn usage(&self) -> Usage {
        self.message.as_ref().map(Usage::of_reply).unwrap_or_default()
    }

    /// Takes an event in. The error says how the stream is broken.
    pub fn take(&mut self, frame: &Frame) -> Result<Progress, String> {
        if self.done {
            return Ok(Progress::Nothing);
        }
        let event: Value = serde_json::from_str(&frame.data)
            .map_err(|error| format!("an event of the stream is not JSON: {error}"))?;
        match event.get("type").and_then(Value::as_str).unwrap_or(&frame.event) {
            "message_start" => self.start(&event),
            "content_block_start" => self.start_block(&event),
            "content_block_delta" => self.delta(&event),
            "content_block_stop" => self.stop_block(&event),
            "message_delta" => self.message_delta(&event),
            "message_stop" => {
                if self.message.is_none() || self.open.is_some() {
                    return Err("the stream ended a message that it had not finished".into());
                }
                self.end()?;
                Ok(Progress::Done)
            }
            "error" => Ok(Progress::Failed(event.get("error").cloned().unwrap_or_else(|| json!({})))),
            _ => Ok(Progress::Nothing),
        }
    }

    /// The message, once it is whole.
    pub fn into_message(self) -> Option<Value> {
        self.message.filter(|_| self.done)
    }

    /// A reply that ran out of tokens may end in the middle of a call; any other may not.
    fn end(&mut self) -> Result<(), String> {
        let cut = self.message.as_ref().is_some_and(|message| is_cut(&message["stop_reason"]));
        if let Some(why) = self.broken.take().filter(|_| !cut) {
            return Err(why);
        }
        self.done = true;
        Ok(())
    }

    fn start(&mut self, event: &Value) -> Result<Progress, String> {
        if self.message.is_some() {
            return Err("the stream began a second message".into());
        }
        let mut message = event.get("message").filter(|message| message.is_object()).cloned();
        let message = message.as_mut().ok_or("message_start holds no message")?;
        message["content"] = json!([]);
        self.message = Some(message.take());
        Ok(Progress::Nothing)
    }

    fn content(&mut self) -> Result<&mut Vec<Value>, String> {
        let content = self.message.as_mut().and_then(|message| message["content"].as_array_mut());
        content.ok_or_else(|| "the stream gave content before message_start".to_owned())
    }

    fn start_block(&mut self, event: &Value) -> Result<Progress, String> {
        let index = index_of(event)?;
        if self.open.is_some() || self.content()?.len() != index {
            return Err(format!("the stream began block {index} out of its order"));
        }
        let mut block = event.get("content_block").filter(|block| block.is_object()).cloned();
        let block = block.as_mut().ok_or("content_block_start holds no content_block")?;
        let kind = block["type"].as_str().unwrap_or_default().to_owned();
        if kind == "tool_use" {
            block["input"] = json!({});
        }
        let block = block.take();
        self.content()?.push(block);
        self.inputs.push(String::new());
        self.open = Some(index);
        Ok(Progress::BlockStart(index, kind))
    }

    fn delta(&mut self, event: &Value) -> Result<Progress, String> {
        let index = index_of(event)?;
        if self.open != Some(index) {
            return Err(format!("the stream went on with block {index}, which is not open"));
        }
        let delta = &event["delta"];
        let text = |field: &str| delta[field].as_str().unwrap_or_default().to_owned();
        let (field, more) = match delta["type"].as_str().unwrap_or_default() {
            "text_delta" => ("text", text("text")),
            "thinking_delta" => ("thinking", text("thinking")),
            "signature_delta" => ("signature", text("signature")),
            "input_json_delta" => {
                self.inputs[index].push_str(delta["partial_json"].as_str().unwrap_or_default());
                return Ok(Progress::Nothing);
            }
            "citations_delta" => {
                let citation = delta["citation"].clone();
                match self.content()?[index]["citations"].as_array_mut() {
                    Some(citations) => citations.push(citation),
                    None => self.content()?[index]["citations"] = json!([citation]),
                }
                return Ok(Progress::Nothing);
            }
            _ => return Ok(Progress::Nothing),
        };
        let block = &mut self.content()?[index];
        let so_far = block[field].as_str().unwrap_or_default().to_owned();
        block[field] = (so_far + &more).into();
        Ok(if field == "text" { Progress::Text(index, more) } else { Progress::Nothing })
    }

    fn stop_block(&mut self, event: &Value) -> Result<Progress, String> {
        let index = index_of(event)?;
        if self.open.take() != Some(index) {
            return Err(format!("the stream ended block {index}, which is not open"));
        }
        let json = std::mem::take(&mut self.inputs[index]);
        if !json.trim().is_empty() {
            match serde_json::from_str::<Value>(&json) {
                Ok(input) => self.content()?[index]["input"] = input,
                Err(error) => {
                    self.broken = Some(format!("the input of the tool call in block {index} is not JSON: {error}"));
                    self.content()?[index]["cut"] = true.into();
                }
            }
        }
        Ok(Progress::Nothing)
    }

    fn message_delta(&mut self, event: &Value) -> Result<Progress, String> {
        let message = self.message.as_mut().ok_or("the stream gave message_delta before message_start")?;
        for (field, value) in event["delta"].as_object().into_iter().flatten() {
            message[field] = value.clone();
        }
        // Counts are those of the whole message so far; what is null or left out stands as it was.
        for (field, value) in event["usage"].as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            if !message["usage"].is_object() {
                message["usage"] = json!({});
            }
            message["usage"][field] = value.clone();
        }
        Ok(Progress::Nothing)
    }
}

/// Whether a stop reason says that the reply was cut off.
pub fn is_cut(stop_reason: &Value) -> bool {
    matches!(stop_reason.as_str(), Some("max_tokens" | "model_context_window_exceeded"))
}

fn index_of(event: &Value) -> Result<usize, String> {
    let index = event.get("index").and_then(Value::as_u64).and_then(|index| usize::try_from(index).ok());
    index.ok_or_else(|| "an event of the stream names no block".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn play(events: &[Value]) -> Result<(Option<Value>, String), String> {
        let mut assembler = Assembler::default();
        let mut shown = String::new();
        for event in events {
            let frame = Frame { event: event["type"].as_str().unwrap_or_default().into(), data: event.to_string() };
            if let Progress::Text(_, text) = assembler.take(&frame)? {
                shown.push_str(&text);
            }
        }
        Ok((assembler.into_message(), shown))
    }

    fn whole() -> Vec<Value> {
        vec![
            json!({ "type": "message_start", "message": { "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": null, "usage": { "input_tokens": 12, "output_tokens": 1 } } }),
            json!({ "type": "ping" }),
            json!({ "type": "content_block_start", "index": 0, "content_block": { "type": "thinking", "thinking": "", "signature": "" } }),
            json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "thinking_delta", "thinking": "hm" } }),
            json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "signature_delta", "signature": "abc" } }),
            json!({ "type": "content_block_stop", "index": 0 }),
            json!({ "type": "content_block_start", "index": 1, "content_block": { "type": "text", "text": "" } }),
            json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "text_delta", "text": "Hel" } }),
            json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "a_delta_of_tomorrow" } }),
            json!({ "type": "content_block_delta", "index": 1, "delta": { "type": "text_delta", "text": "lo" } }),
            json!({ "type": "content_block_stop", "index": 1 }),
            json!({ "type": "an_event_of_tomorrow" }),
            json!({ "type": "content_block_start", "index": 2, "content_block": { "type": "tool_use", "id": "toolu_1", "name": "read", "input": {} } }),
            json!({ "type": "content_block_delta", "index": 2, "delta": { "type": "input_json_delta", "partial_json": "" } }),
            json!({ "type": "content_block_delta", "index": 2, "delta": { "type": "input_json_delta", "partial_json": "{\"file_pa" } }),
            json!({ "type": "content_block_delta", "index": 2, "delta": { "type": "input_json_delta", "partial_json": "th\":\"/a\"}" } }),
            json!({ "type": "content_block_stop", "index": 2 }),
            json!({ "type": "message_delta", "delta": { "stop_reason": "tool_use", "stop_sequence": null }, "usage": { "output_tokens": 9, "input_tokens": null } }),
            json!({ "type": "message_stop" }),
        ]
    }

    #[test]
    fn a_stream_gives_the_message_that_it_tells() {
        let (message, shown) = play(&whole()).expect("a good stream");
        let message = message.expect("a whole message");
        assert_eq!(shown, "Hello");
        assert_eq!(message["content"][0], json!({ "type": "thinking", "thinking": "hm", "signature": "abc" }));
        assert_eq!(message["content"][2]["input"], json!({ "file_path": "/a" }));
        assert_eq!(message["usage"], json!({ "input_tokens": 12, "output_tokens": 9 }));
        assert_eq!(message["stop_reason"], "tool_use");
    }

    #[test]
    fn a_stream_that_is_cut_gives_no_message() {
        let events = whole();
        for length in 0..events.len() {
            assert_eq!(play(&events[..length]).expect("a beginning").0, None);
        }
    }

    #[test]
    fn a_call_that_was_cut_off_is_marked_and_only_where_the_reply_says_so() {
        let mut events = whole();
        events.remove(15);
        assert!(play(&events).expect_err("half a call").contains("block 2 is not JSON"));
        events[16]["delta"]["stop_reason"] = "max_tokens".into();
        let message = play(&events).expect("a reply that ran out of tokens").0.expect("a whole message");
        assert_eq!((&message["content"][2]["cut"], &message["content"][2]["input"]), (&json!(true), &json!({})));
    }

    #[test]
    fn a_stream_out_of_order_is_refused_in_words() {
        let events = whole();
        for gone in [0, 2, 5, 6, 10, 12, 16] {
            let mut broken = events.clone();
            broken.remove(gone);
            let error = play(&broken).expect_err("broken");
            assert!(error.contains("stream"), "{gone}: {error}");
        }
    }
}
