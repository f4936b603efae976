//! A request as an endpoint takes it: what stands empty is left out, and its stable prefix is marked for the prompt cache.

use serde_json::{Value, json};

/// Marks where a request's prefix is stable: after its tools, after its system blocks (unless one is marked already), and at its
/// end. Those are the API's rules for `cache_control`; it takes four marks at most.
pub fn with_breakpoints(mut request: Value) -> Value {
    let mark = json!({ "type": "ephemeral" });
    if let Some(last) = request["tools"].as_array_mut().and_then(|tools| tools.last_mut()) {
        last["cache_control"] = mark.clone();
    }
    if let Some(blocks) = request["system"].as_array_mut()
        && !blocks.iter().any(|block| block["cache_control"].is_object())
        && let Some(last) = blocks.last_mut()
    {
        last["cache_control"] = mark.clone();
    }
    let last = request["messages"].as_array_mut().and_then(|messages| messages.last_mut());
    if let Some(block) = last.and_then(|message| message["content"].as_array_mut()?.last_mut()) {
        block["cache_control"] = mark;
    }
    request
}

/// The request as it goes over the wire, for a model that the endpoint knows by this name.
pub fn for_endpoint(request: Value, model: &str) -> Value {
    let mut request = with_breakpoints(request);
    request["model"] = model.into();
    request["stream"] = true.into();
    if let Some(fields) = request.as_object_mut() {
        for name in ["tools", "system"] {
            if fields.get(name).and_then(Value::as_array).is_some_and(Vec::is_empty) {
                fields.remove(name);
            }
        }
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_is_marked_where_it_is_stable_and_at_most_four_times() {
        let request = json!({
            "tools": [{ "name": "a" }, { "name": "b" }],
            "system": [{ "type": "text", "text": "s" }, { "type": "text", "text": "day" }],
            "messages": [{ "role": "user", "content": [{ "type": "text", "text": "x" }, { "type": "text", "text": "y" }] }],
        });
        let marked = with_breakpoints(with_breakpoints(request));
        assert_eq!(marked.to_string().matches("cache_control").count(), 3);
        for place in ["/tools/1", "/system/1", "/messages/0/content/1"] {
            assert!(
                marked.pointer(place).is_some_and(|block| block["cache_control"]["type"] == "ephemeral"),
                "{place}"
            );
        }
    }

    #[test]
    fn what_stands_empty_is_left_out() {
        let sent = for_endpoint(json!({ "model": "a", "system": [], "tools": [], "messages": [] }), "b");
        assert_eq!(sent, json!({ "model": "b", "messages": [], "stream": true }));
    }
}
