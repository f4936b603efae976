//! How a conversation that is too long for its model is shortened. The rule, in this order, until half of its bytes are left:
//!
//! 1. the results of older tool calls, oldest first, are replaced by a line that says how long they were;
//! 2. the oldest messages go; a note that says how many, and what the user asked last, stands in their place;
//! 3. the results in the last message are cut to half.
//!
//! What is said in `system` messages stays. It depends on nothing but the messages, so a conversation that is built again from
//! its events, of which `agent.thread_context_compacted` is one, comes out the same.

use serde_json::{Value, json};

/// A result up to this length stays.
const SHORT_BYTES: usize = 200;

/// Shortens the messages; false when nothing more can go.
pub fn compact(messages: &mut Vec<Value>) -> bool {
    let before = size(messages);
    let wanted = before / 2;
    empty_old_results(messages, wanted);
    drop_oldest(messages, wanted);
    cut_last_results(messages, wanted);
    size(messages) < before
}

fn size(messages: &[Value]) -> usize {
    messages.iter().map(|message| message.to_string().len()).sum()
}

fn results(message: &mut Value) -> impl Iterator<Item = &mut Value> {
    let blocks = message["content"].as_array_mut().into_iter().flatten();
    blocks.filter(|block| block["type"] == "tool_result")
}

fn empty_old_results(messages: &mut [Value], wanted: usize) {
    let mut left = size(messages);
    let older = messages.len().saturating_sub(1);
    for message in &mut messages[..older] {
        for result in results(message) {
            if left <= wanted {
                return;
            }
            let bytes = result["content"].to_string().len();
            if bytes > SHORT_BYTES {
                let note = format!(
                    "[left out to make room: {bytes} bytes of an older result; call the tool again if you need it]"
                );
                left = left.saturating_sub(bytes - note.len().min(bytes));
                result["content"] = json!([{ "type": "text", "text": note }]);
            }
        }
    }
}

/// Drops messages from the front, up to one of the model's own: so no result stays without its call.
fn drop_oldest(messages: &mut Vec<Value>, wanted: usize) {
    let mut left = size(messages);
    let (mut end, mut gone) = (0, 0);
    while left > wanted && end < messages.len() {
        gone += messages[end].to_string().len();
        end += 1;
        left -= messages[end - 1].to_string().len();
    }
    // Not the last exchange: the model's last message with a call in it, and what answers it.
    let keep_from = messages.iter().rposition(|message| message["role"] == "assistant").unwrap_or(0);
    let at = |from: usize| (from..=keep_from).find(|at| messages[*at]["role"] == "assistant");
    let Some(end) = at(end.min(keep_from)).filter(|end| *end > 1 && gone > 0) else { return };
    let dropped: Vec<Value> = messages.drain(..end).collect();
    let asked = if messages.iter().any(|message| words_of_user(message).is_some()) {
        None
    } else {
        dropped.iter().rev().find_map(words_of_user)
    };
    let note = format!(
        "{NOTE}: {end} of its first messages. What was written to memory is still there.{}]",
        if asked.is_some() { " The user asked last:" } else { "" }
    );
    let mut content = vec![json!({ "type": "text", "text": note })];
    content.extend(asked.unwrap_or_default());
    let system = dropped.into_iter().filter(|message| message["role"] == "system");
    let front = std::iter::once(json!({ "role": "user", "content": content })).chain(system);
    messages.splice(..0, front);
}

/// What a user said in a message, the notes of earlier compactions apart.
fn words_of_user(message: &Value) -> Option<Vec<Value>> {
    let blocks = message["content"].as_array().filter(|_| message["role"] == "user")?;
    let said: Vec<Value> = blocks.iter().filter(|block| block["type"] == "text" && !is_note(block)).cloned().collect();
    (!said.is_empty()).then_some(said)
}

const NOTE: &str = "[a part of this conversation was left out to make room";

fn is_note(block: &Value) -> bool {
    block["text"].as_str().is_some_and(|text| text.starts_with(NOTE))
}

fn cut_last_results(messages: &mut [Value], wanted: usize) {
    if size(messages) <= wanted {
        return;
    }
    let Some(last) = messages.last_mut() else { return };
    for result in results(last) {
        for block in result["content"].as_array_mut().into_iter().flatten() {
            let Some(text) = block["text"].as_str().filter(|text| text.len() > SHORT_BYTES) else { continue };
            let half = text.floor_char_boundary(text.len() / 2);
            block["text"] = format!("{}\n[cut to make room: {} bytes more]", &text[..half], text.len() - half).into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(text: &str) -> Value {
        json!({ "role": "user", "content": [{ "type": "text", "text": text }] })
    }

    fn call(id: usize) -> Value {
        json!({ "role": "assistant", "content": [{ "type": "tool_use", "id": id.to_string(), "name": "read", "input": {} }] })
    }

    fn result(id: usize, bytes: usize) -> Value {
        let content = json!([{ "type": "text", "text": "x".repeat(bytes) }]);
        json!({ "role": "user", "content": [{ "type": "tool_result", "tool_use_id": id.to_string(), "content": content }] })
    }

    /// Roles alternate from the user's, and each result follows its call.
    fn is_sound(messages: &[Value]) {
        assert_eq!(messages[0]["role"], "user");
        for pair in messages.windows(2) {
            assert_ne!(pair[0]["role"], pair[1]["role"], "{messages:?}");
            if let Some(answered) = pair[1].pointer("/content/0/tool_use_id") {
                assert_eq!(Some(answered), pair[0].pointer("/content/0/id"));
            }
        }
    }

    #[test]
    fn old_results_go_first() {
        let mut messages = vec![user("question")];
        for id in 0..6 {
            messages.extend([call(id), result(id, 4_000)]);
        }
        let before = size(&messages);
        assert!(compact(&mut messages));
        assert!(size(&messages) <= before / 2 + 400);
        assert_eq!(messages.len(), 13);
        assert_eq!(messages[12], result(5, 4_000), "what came last stays whole");
        is_sound(&messages);
    }

    #[test]
    fn the_oldest_messages_go_next_and_the_question_stays() {
        let mut messages = Vec::new();
        for turn in 0..20 {
            messages.push(user(&format!("question {turn} {}", "q".repeat(500))));
            messages.push(json!({ "role": "assistant", "content": [{ "type": "text", "text": "a".repeat(500) }] }));
        }
        messages.push(user("the last question"));
        for _ in 0..3 {
            let before = size(&messages);
            assert!(compact(&mut messages), "{} messages", messages.len());
            assert!(size(&messages) < before);
            is_sound(&messages);
            assert!(messages.iter().any(|message| message.to_string().contains("the last question")));
        }
        assert!(messages[0].to_string().contains("left out to make room"));
    }

    #[test]
    fn a_question_at_the_head_of_a_long_turn_is_repeated_in_the_note() {
        let mut messages = vec![user("the question")];
        for id in 0..40 {
            messages.extend([call(id), result(id, 150)]);
        }
        assert!(compact(&mut messages));
        is_sound(&messages);
        assert!(messages[0].to_string().contains("the question"), "{}", messages[0]);
        assert!(compact(&mut messages));
        assert!(messages[0].to_string().contains("the question"), "{}", messages[0]);
    }

    #[test]
    fn a_single_result_that_fills_everything_is_cut() {
        let mut messages = vec![user("question"), call(0), result(0, 100_000)];
        assert!(compact(&mut messages));
        assert!(size(&messages) < 60_000);
        is_sound(&messages);
    }

    #[test]
    fn a_question_that_is_too_long_alone_is_not_shortened() {
        let mut messages = vec![user(&"q".repeat(100_000))];
        assert!(!compact(&mut messages));
        assert_eq!(messages, [user(&"q".repeat(100_000))]);
    }
}
