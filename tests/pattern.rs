//! Patterns match what the `regex` crate, the reference, matches: over random patterns and texts, with hard cases planted.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, reason = "a test")]

use std::rc::Rc;

use dreamfs::{
    domain::{Memory, Time},
    sandbox::search::Pattern,
    store::Arena,
    text::pattern::Regex,
};
use proptest::prelude::*;

fn atom() -> impl Strategy<Value = String> {
    let atoms = [
        "a",
        "b",
        "ing",
        "k",
        "s",
        "S",
        "é",
        "ß",
        "Σ",
        "日",
        "7",
        "-",
        "@",
        " ",
        ".",
        r"\d",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        r"\b",
        r"\B",
        "^",
        "$",
        r"\A",
        r"\z",
        "[a-c]",
        "[^a]",
        r"[\w-]",
        "[é-ü]",
        "(?i:k)",
        "(?i:sing)",
        r"(?-u:\b)",
        r"\n",
        r"(?-u:\w)",
        "(?s:.)",
        r"[^\W\d]",
        "foo",
        "user",
        "",
    ];
    prop::sample::select(atoms.to_vec()).prop_map(str::to_owned)
}

fn pattern() -> impl Strategy<Value = String> {
    let tree = atom().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 1..5).prop_map(|parts| parts.concat()),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(?:{a}|{b})")),
            1 => inner.clone().prop_map(|a| format!("({a})")),
            2 => (inner, prop::sample::select(vec!["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?"]))
                .prop_map(|(a, times)| format!("(?:{a}){times}")),
        ]
    });
    (prop::bool::ANY, tree).prop_map(|(any_case, tree)| if any_case { format!("(?i){tree}") } else { tree })
}

fn text() -> impl Strategy<Value = String> {
    let parts = [
        "a", "b", "A", "ing", "sing", "K", "k", "\u{212A}", "ſ", "s", "é", "É", "ß", "σ", "ς", "日", "7", "-", "@",
        " ", " ", ".", "\n", "\n", "\r\n", "foo", "FOO", "user", "_", "\u{a0}",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..14).prop_map(|parts| parts.concat())
}

/// Each text in a file of its own.
fn arena(texts: &[String]) -> Arena {
    Arena::new(texts.iter().enumerate().map(|(at, text)| {
        Rc::new(Memory {
            memory_store_id: String::new(),
            id: String::new(),
            path: format!("/{at:03}"),
            content: text.clone(),
            content_sha256: String::new(),
            content_size_bytes: text.len() as u64,
            memory_version_id: String::new(),
            created_at: Time::default(),
            updated_at: Time::default(),
        })
    }))
}

/// Path, line number and text of each line that matches, by trying every line on its own.
fn expected(pattern: &str, texts: &[String]) -> Option<Vec<(String, usize, String)>> {
    let regex = regex::RegexBuilder::new(pattern).multi_line(true).build().ok()?;
    let mut hits = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let lines = text.split_inclusive('\n').map(|line| line.strip_suffix('\n').unwrap_or(line));
        for (index, line) in lines.enumerate().filter(|(_, line)| regex.is_match(line)) {
            hits.push((format!("/{at:03}"), index + 1, line.trim_end_matches('\r').to_owned()));
        }
    }
    Some(hits)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pattern_finds_what_the_regex_crate_finds(pattern in pattern(), text in text()) {
        let (Ok(own), Ok(reference)) = (Regex::new(&pattern), regex::Regex::new(&pattern)) else {
            prop_assert_eq!(Regex::new(&pattern).is_ok(), regex::Regex::new(&pattern).is_ok(), "{}", pattern);
            return Ok(());
        };
        prop_assert_eq!(own.is_match(&text), reference.is_match(&text), "{} in {:?}", pattern, text);
        let found: Vec<_> = own.find_iter(&text).map(|found| found.start()..found.end()).collect();
        let wanted: Vec<_> = reference.find_iter(&text).map(|found| found.range()).collect();
        prop_assert_eq!(found, wanted, "{} in {:?}", pattern, text);
        let count = reference.captures_len();
        let groups = own.captures(&text).map(|c| (0..count).map(|at| c.get(at).map(|g| g.start()..g.end())).collect::<Vec<_>>());
        let wanted = reference.captures(&text).map(|c| (0..count).map(|at| c.get(at).map(|g| g.range())).collect::<Vec<_>>());
        prop_assert_eq!(groups, wanted, "{} in {:?}", pattern, text);
        let with = "<$1${2}>$0";
        prop_assert_eq!(own.replace_all(&text, with), reference.replace_all(&text, with), "{} in {:?}", pattern, text);
    }

    #[test]
    fn a_search_finds_the_lines_that_match_on_their_own(pattern in pattern(), texts in prop::collection::vec(text(), 1..5)) {
        let (Ok(own), Some(wanted)) = (Pattern::new(&pattern), expected(&pattern, &texts)) else { return Ok(()) };
        let arena = arena(&texts);
        let mut found = Vec::new();
        own.search(&arena, 0..arena.text().len(), &mut |hit| {
            found.push((hit.file.memory.path.clone(), hit.line, hit.text.to_owned()));
        });
        prop_assert_eq!(found, wanted, "{} in {:?}", pattern, texts);
    }
}

#[test]
fn a_search_with_a_hit_on_every_line_loses_none() {
    let texts: Vec<String> = (0..40).map(|file| format!("word {file} ring\n").repeat(50)).collect();
    for pattern in ["word", "(?i)WORD", r"word \d+", r"\w+ing", r"(?i)WORD \d+ r", r"\Aword", "k|w"] {
        let arena = arena(&texts);
        let mut count = 0;
        Pattern::new(pattern).expect("a pattern").search(&arena, 0..arena.text().len(), &mut |_| count += 1);
        assert_eq!(count, 2_000, "{pattern}");
    }
}
