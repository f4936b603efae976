//! Token counts for the offline model: an ESTIMATE, and to be shown as one. No tokenizer is bundled; words cost about a token for
//! each four ASCII letters, other letters about one each, marks and line breaks one each.

use serde_json::Value;

/// Tokens that a message costs beside its text.
const PER_MESSAGE: u32 = 4;

/// An estimate of the tokens of a text: each run of ASCII letters and digits costs a token for every four bytes begun, every other
/// visible character one, white space nothing but line breaks one.
pub fn estimate(text: &str) -> u32 {
    let mut tokens: u32 = 0;
    let mut run: u32 = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_alphanumeric() {
            run = run.saturating_add(1);
            continue;
        }
        tokens = tokens.saturating_add(word(run));
        run = 0;
        let visible = match byte {
            b'\n' => true,
            // Of a character of several bytes the first counts.
            0x80..=0xbf => false,
            0xc0.. => !text[at..].chars().next().is_some_and(char::is_whitespace),
            ascii => !ascii.is_ascii_whitespace() && *ascii != 0x0b,
        };
        tokens = tokens.saturating_add(u32::from(visible));
    }
    tokens.saturating_add(word(run))
}

fn word(letters: u32) -> u32 {
    // A common word of up to seven letters is one token or a little more; longer ones are cut.
    if letters <= 6 { u32::from(letters > 0) } else { letters.div_ceil(4) }
}

/// An estimate of the input tokens of a Messages API request: its system text, messages and tool declarations.
pub fn estimate_request(request: &Value) -> u32 {
    let messages = request["messages"].as_array().map_or(&[][..], Vec::as_slice);
    let overhead = PER_MESSAGE.saturating_mul(messages.len() as u32);
    estimate_value(&request["system"])
        .saturating_add(estimate_value(&request["messages"]))
        .saturating_add(estimate_value(&request["tools"]))
        .saturating_add(overhead)
}

/// An estimate of the tokens of one content block, or of a tool's declaration.
pub fn estimate_block(block: &Value) -> u32 {
    estimate_value(block)
}

fn estimate_value(value: &Value) -> u32 {
    match value {
        Value::Null | Value::Bool(_) => 0,
        Value::Number(_) => 1,
        Value::String(text) => estimate(text),
        Value::Array(items) => items.iter().fold(0, |sum: u32, item| sum.saturating_add(estimate_value(item))),
        Value::Object(fields) => fields.iter().fold(0, |sum: u32, (key, item)| {
            let name = if matches!(key.as_str(), "type" | "role" | "id" | "tool_use_id" | "cache_control") {
                return sum;
            } else {
                estimate(key)
            };
            sum.saturating_add(name).saturating_add(estimate_value(item))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn estimates_grow_with_the_text() {
        assert_eq!(estimate(""), 0);
        assert_eq!(estimate("My dog is called Rex."), 6);
        assert_eq!(estimate("internationalisation"), 5);
        let small = estimate_request(&json!({"messages": [{"role": "user", "content": "hi"}]}));
        let large = estimate_request(
            &json!({"messages": [{"role": "user", "content": "hi there, my friend"}], "tools": [{"name": "read"}]}),
        );
        assert!(small < large);
        assert_eq!(estimate_request(&json!(null)), 0);
    }
}
