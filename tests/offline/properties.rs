//! Any talk, any JSON: no panic, no loop, no call of a tool that is not offered, the same reply to the same request.

use dreamfs::model::{offline, validate};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::harness::{Files, NOTES, Session, mount};

/// Bits of speech from which hostile conversations are made.
fn speech() -> impl Strategy<Value = String> {
    let bits = prop::sample::select(vec![
        "My dog",
        " is called ",
        "Rex",
        "not ",
        "no, ",
        "actually ",
        "what is ",
        "who ",
        "?",
        ". ",
        "forget ",
        "4pm",
        "room 5",
        " moved to ",
        "I ",
        "live in ",
        "Bonn",
        "’s",
        "'s ",
        "and ",
        "\n- ",
        "- ",
        "é",
        "ß",
        "İ",
        "日本",
        "🦀",
        "\u{0}",
        "(",
        "[",
        "\\",
        "*",
        "12:30",
        "from 3 to 4",
        "instead of ",
        "remember ",
        "list ",
        "what do you know about ",
        "sk-abcdefgh1234567890",
        "PIN: 1",
        "tomorrow ",
        "§",
        " or ",
        "my ",
        "our ",
        "’",
    ]);
    prop::collection::vec(prop_oneof![4 => bits.prop_map(str::to_owned), 1 => ".{0,6}"], 0..14)
        .prop_map(|parts| parts.concat())
}

/// Any JSON.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "(user|tool_use|tool_result|text|.{0,5})".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec(
                ("(role|content|type|text|id|name|input|tools|messages|system|tool_use_id|is_error|.{0,3})", inner),
                0..6
            )
            .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_talk_makes_it_panic_loop_or_call_what_is_not_offered(
        talk in prop::collection::vec(speech(), 1..6),
        notes in prop::option::of(speech()),
        instructions in prop::option::of(speech()),
        read_only in any::<bool>(),
        offered in prop::sample::subsequence(vec!["read", "write", "edit", "glob", "grep"], 0..=5),
        mounted in any::<bool>(),
    ) {
        let mut files = Files { read_only, ..Files::default() };
        if let Some(notes) = notes {
            files.files.insert(NOTES.into(), notes);
        }
        let before = files.files.get(NOTES).cloned();
        let mounts = if mounted { vec![mount(instructions.as_deref(), read_only)] } else { Vec::new() };
        let mut session = Session::new(&mut files, mounts);
        session.tools = offered;
        session.repeats = true;
        for text in talk {
            let before = session.calls.len();
            // The harness asserts that replies are valid, repeatable, and call offered tools only.
            if !text.trim().is_empty() {
                session.say(&text);
            }
            prop_assert!(session.calls.len() - before <= 12);
        }
        if read_only || !mounted {
            prop_assert_eq!(files.files.get(NOTES).cloned(), before);
        }
    }

    #[test]
    fn any_json_is_answered_with_a_valid_reply(request in json_value(), messages in json_value()) {
        let reply = offline::respond(&request);
        prop_assert!(validate::check_reply(&reply).is_ok());
        let request = json!({"messages": messages, "system": request, "tools": [{"name": "grep"}]});
        prop_assert!(validate::check_reply(&offline::respond(&request)).is_ok());
    }
}
