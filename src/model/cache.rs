//! Prompt-cache accounting: which part of a request's input would have been read from the cache, written to it, or neither.
//! The rule is the Messages API's: a prefix that ends at a `cache_control` mark and has a model's fewest tokens is kept for five
//! minutes from its last use; a request reads the longest kept prefix, and writes from there to its last mark. Token counts are
//! the estimates of [`super::tokens`]. It is counted on the real requests; nothing is guessed.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
};

use serde_json::Value;

use super::tokens;
use crate::domain::{Time, session::Usage};

/// Milliseconds that a prefix is kept from its last use.
const KEPT_MS: i64 = 5 * 60 * 1_000;
/// Blocks before a mark at which a kept prefix is looked for.
const LOOK_BACK: usize = 20;

/// The prefixes that are kept.
#[derive(Debug, Default)]
pub struct PromptCache {
    kept: HashMap<u64, Time>,
    /// Tokens of a block, by its hash: the same block comes again with every request.
    counted: HashMap<u64, u32>,
}

/// A request's prefix up to and with one of its blocks.
struct Prefix {
    hash: u64,
    tokens: u64,
    marked: bool,
}

impl PromptCache {
    /// The input usage of a request made at `now`, and what it leaves in the cache. `output_tokens` are those of its reply.
    pub fn account(&mut self, request: &Value, output_tokens: u64, min_tokens: u32, now: Time) -> Usage {
        let prefixes = self.prefixes(request);
        let all = prefixes.last().map_or(0, |prefix| prefix.tokens);
        self.kept.retain(|_, used| now.ms() - used.ms() < KEPT_MS);
        let long_enough = |prefix: &Prefix| prefix.tokens >= u64::from(min_tokens);
        let last_mark = prefixes.iter().rposition(|prefix| prefix.marked).filter(|at| long_enough(&prefixes[*at]));
        let marks = prefixes.iter().enumerate().filter(|(_, prefix)| prefix.marked).map(|(at, _)| at);
        let read = marks
            .flat_map(|mark| mark.saturating_sub(LOOK_BACK)..=mark)
            .filter(|at| self.kept.contains_key(&prefixes[*at].hash))
            .max();
        let read_tokens = read.map_or(0, |at| prefixes[at].tokens);
        let written_to = last_mark.map_or(read_tokens, |at| prefixes[at].tokens.max(read_tokens));
        for (at, prefix) in prefixes.iter().enumerate() {
            if prefix.marked && long_enough(prefix) || Some(at) == read {
                self.kept.insert(prefix.hash, now);
            }
        }
        Usage {
            input_tokens: all - written_to,
            output_tokens,
            cache_read_input_tokens: read_tokens,
            cache_creation_input_tokens: written_to - read_tokens,
        }
    }

    /// The request's blocks in the order of its prefix: tools, system, messages.
    fn prefixes(&mut self, request: &Value) -> Vec<Prefix> {
        let mut prefixes = Vec::new();
        let (mut hash, mut tokens) = (0_u64, 0_u64);
        let mut add = |role: &str, block: &Value, cache: &mut Self| {
            let marked = block.get("cache_control").is_some_and(Value::is_object);
            let mut hasher = std::collections::hash_map::DefaultHasher::new();
            role.hash(&mut hasher);
            hash_value(block, &mut hasher);
            let own = hasher.finish();
            let count = *cache.counted.entry(own).or_insert_with(|| tokens::estimate_block(block));
            tokens += u64::from(count);
            let mut chained = std::collections::hash_map::DefaultHasher::new();
            (hash, own).hash(&mut chained);
            hash = chained.finish();
            prefixes.push(Prefix { hash, tokens, marked });
        };
        for part in ["tools", "system"] {
            for block in list(&request[part]) {
                add(part, block, self);
            }
        }
        for message in list(&request["messages"]) {
            let role = message["role"].as_str().unwrap_or_default();
            for block in list(&message["content"]) {
                add(role, block, self);
            }
        }
        prefixes
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Hashes a block without its mark: a mark moves from request to request, and what it marks stays the same.
fn hash_value(value: &Value, hasher: &mut impl Hasher) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields.iter().filter(|(key, _)| *key != "cache_control") {
                key.hash(hasher);
                hash_value(field, hasher);
            }
            0xFF_u8.hash(hasher);
        }
        Value::Array(items) => {
            items.len().hash(hasher);
            items.iter().for_each(|item| hash_value(item, hasher));
        }
        Value::String(text) => text.hash(hasher),
        other => other.to_string().hash(hasher),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(turns: &[&str]) -> Value {
        let long = "word ".repeat(2_000);
        let mut messages: Vec<Value> = turns
            .iter()
            .enumerate()
            .map(|(at, text)| json!({ "role": if at % 2 == 0 { "user" } else { "assistant" }, "content": [{ "type": "text", "text": text }] }))
            .collect();
        if let Some(last) = messages.last_mut() {
            last["content"][0]["cache_control"] = json!({ "type": "ephemeral" });
        }
        json!({
            "system": [{ "type": "text", "text": long, "cache_control": { "type": "ephemeral" } }],
            "messages": messages,
        })
    }

    fn at(ms: i64) -> Time {
        Time::from_ms(1_000_000_000_000 + ms)
    }

    #[test]
    fn the_second_request_reads_what_the_first_wrote() {
        let mut cache = PromptCache::default();
        let first = cache.account(&request(&["a question"]), 5, 1_024, at(0));
        assert_eq!(first.cache_read_input_tokens, 0);
        assert!(first.cache_creation_input_tokens >= 2_000 && first.input_tokens == 0, "{first:?}");
        let second = cache.account(&request(&["a question", "an answer", "another question"]), 5, 1_024, at(1_000));
        assert_eq!(second.cache_read_input_tokens, first.cache_creation_input_tokens);
        assert!(second.cache_creation_input_tokens > 0 && second.cache_creation_input_tokens < 20);
        let other = cache.account(&request(&["something else"]), 5, 1_024, at(2_000));
        assert!(other.cache_read_input_tokens >= 2_000, "the system text is shared: {other:?}");
    }

    #[test]
    fn a_prefix_is_forgotten_five_minutes_after_its_last_use() {
        let mut cache = PromptCache::default();
        cache.account(&request(&["q"]), 5, 1_024, at(0));
        assert!(cache.account(&request(&["q"]), 5, 1_024, at(KEPT_MS - 1)).cache_read_input_tokens > 0);
        assert!(cache.account(&request(&["q"]), 5, 1_024, at(2 * KEPT_MS - 2)).cache_read_input_tokens > 0);
        assert_eq!(cache.account(&request(&["q"]), 5, 1_024, at(4 * KEPT_MS)).cache_read_input_tokens, 0);
    }

    #[test]
    fn a_prefix_that_is_too_short_is_not_kept() {
        let mut cache = PromptCache::default();
        let small = json!({ "messages": [{ "role": "user", "content": [{ "type": "text", "text": "hi", "cache_control": {} }] }] });
        for _ in 0..2 {
            let usage = cache.account(&small, 1, 1_024, at(0));
            assert_eq!((usage.cache_read_input_tokens, usage.cache_creation_input_tokens), (0, 0));
            assert!(usage.input_tokens > 0);
        }
    }

    #[test]
    fn every_input_token_is_counted_once() {
        let mut cache = PromptCache::default();
        let mut turns = vec!["one"];
        let mut before = 0;
        for text in ["two", "three", "four", "five"] {
            let usage = cache.account(&request(&turns), 0, 1_024, at(0));
            let all = usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens;
            assert!(all > before);
            before = all;
            turns.push(text);
        }
    }
}
