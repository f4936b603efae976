//! A message that names one of the client's own tools and nothing else: "Use the get_weather tool with {"city": "Bonn"}". The
//! rules call it as asked and say what it gave. They never choose such a tool by themselves, nor make up its input.

use serde_json::{Value, json};

use super::conversation::Conversation;
use super::hands::Stop;
use super::say::one_line;
use crate::domain::agent::LOCAL_TOOLS;

/// What the rules say to such a message, or the call to make first; `None` for any other message.
pub fn answer(conversation: &Conversation) -> Option<Result<String, Stop>> {
    let (name, input) = wanted(&conversation.current, &conversation.tools)?;
    let Some(call) = conversation.calls.iter().find(|call| call.name == name && call.input == input) else {
        return Some(Err(Stop::Named(name.to_owned(), input)));
    };
    let gave = one_line(&call.output);
    Some(Ok(match (call.failed, gave.is_empty()) {
        (true, _) => format!("`{name}` failed: {gave}"),
        (_, true) => format!("`{name}` gave nothing."),
        _ => format!("`{name}` gave: {gave}"),
    }))
}

fn wanted<'a>(message: &str, tools: &'a [String]) -> Option<(&'a str, Value)> {
    let rest = after(message.trim(), &["please"]);
    let verbless = after(rest, &["use", "call", "run"]);
    if verbless.len() == rest.len() {
        return None;
    }
    let rest = after(after(verbless, &["the", "my"]), &["tool"]).trim_start_matches(['`', '"']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
    let name = tools.iter().find(|tool| **tool == rest[..end] && !LOCAL_TOOLS.contains(&tool.as_str()))?;
    let rest = after(rest[end..].trim_start_matches(['`', '"']).trim_start(), &["tool"]);
    let rest = after(rest, &["with", "on"]).trim_start_matches(':').trim();
    let rest = rest.trim_end_matches(['.', '!']).trim_end();
    let input = if rest.is_empty() { json!({}) } else { serde_json::from_str(rest).ok()? };
    input.is_object().then_some((name, input))
}

/// The text behind one of these words, if it begins with one, whatever its case.
fn after<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let begins = words.iter().any(|word| word.eq_ignore_ascii_case(&text[..end]));
    if begins { text[end..].trim_start_matches([' ', ',']) } else { text }
}

#[cfg(test)]
mod tests {
    use super::wanted;
    use serde_json::json;

    #[test]
    fn a_message_that_names_a_tool_and_its_input_is_a_call_of_it() {
        let tools = ["read", "get_weather", "ping"].map(str::to_owned);
        let asked = |message: &str| wanted(message, &tools).map(|(name, input)| (name.to_owned(), input));
        let bonn = Some(("get_weather".to_owned(), json!({ "city": "Bonn" })));
        for message in [
            "Use the get_weather tool with {\"city\": \"Bonn\"}",
            "please call `get_weather` with {\"city\": \"Bonn\"}.",
            "Run the tool get_weather: {\"city\":\"Bonn\"}",
        ] {
            assert_eq!(asked(message), bonn, "{message}");
        }
        assert_eq!(asked("Use ping!"), Some(("ping".to_owned(), json!({}))));
        for message in [
            "Use the read tool with {\"file_path\": \"/a\"}",
            "Use get_weather for Bonn",
            "I use ping",
            "We use the ping tool every day",
            "Use ping with [1]",
            "Use pingpong",
            "",
        ] {
            assert_eq!(asked(message), None, "{message}");
        }
    }
}
