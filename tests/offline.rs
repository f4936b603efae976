//! What a user tells the offline model in one session and asks in the next, through the same requests that the engine sends: a
//! small harness plays the five file tools over a map.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod offline_cases;

use std::collections::{BTreeMap, BTreeSet};

use dreamfs::model::mount_note::{Mount, write, write_today};
use dreamfs::model::{offline, validate};
use offline_cases::{Case, UNRELATED, cases, held, used_up};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A file system of five tools over a map, as the sandbox gives it.
#[derive(Default, Clone)]
struct Files {
    files: BTreeMap<String, String>,
    read_only: bool,
}

impl Files {
    fn run(&mut self, name: &str, input: &Value) -> Result<String, String> {
        let text =
            |field: &str| input[field].as_str().map(str::to_owned).ok_or(format!("{name}: `{field}` is missing"));
        let refuse = || if self.read_only { Err(format!("{name}: the store is mounted read-only")) } else { Ok(()) };
        match name {
            "read" => self.files.get(&text("file_path")?).cloned().ok_or_else(|| "read: no such file".to_owned()),
            "write" => {
                refuse()?;
                let content = text("content")?;
                let said = format!("wrote {} bytes to {}", content.len(), text("file_path")?);
                self.files.insert(text("file_path")?, content);
                Ok(said)
            }
            "edit" => {
                refuse()?;
                let (path, old, new) = (text("file_path")?, text("old_string")?, text("new_string")?);
                let file = self.files.get_mut(&path).ok_or("edit: no such file")?;
                match file.matches(&old).count() {
                    1 => {
                        *file = file.replacen(&old, &new, 1);
                        Ok(format!("edited {path} (1 replacement(s))"))
                    }
                    count => Err(format!("edit: old_string was found {count} times")),
                }
            }
            "glob" => {
                let under = text("path")?;
                let found: Vec<&str> =
                    self.files.keys().filter(|path| path.starts_with(&under)).map(String::as_str).collect();
                Ok(if found.is_empty() { "no matches".to_owned() } else { found.join("\n") })
            }
            "grep" => self.grep(&text("pattern")?, &text("path")?),
            other => Err(format!("no tool {other}")),
        }
    }

    fn grep(&self, pattern: &str, under: &str) -> Result<String, String> {
        let regex = regex::Regex::new(pattern).map_err(|error| format!("grep: {error}"))?;
        let mut found = Vec::new();
        for (path, text) in self.files.iter().filter(|(path, _)| path.starts_with(under)) {
            found.extend(
                text.lines()
                    .enumerate()
                    .filter(|(_, line)| regex.is_match(line))
                    .map(|(at, line)| format!("{path}:{}:{line}", at + 1)),
            );
        }
        Ok(if found.is_empty() { "no matches".to_owned() } else { found.join("\n") })
    }
}

const ROOT: &str = "/mnt/memory/notes";
const NOTES: &str = "/mnt/memory/notes/sessions.md";

fn mount(instructions: Option<&str>, read_only: bool) -> Mount {
    Mount {
        path: ROOT.into(),
        name: "notes".into(),
        read_only,
        description: String::new(),
        instructions: instructions.map(str::to_owned),
    }
}

/// One session: its thread over mounts and files.
struct Session<'a> {
    mounts: Vec<Mount>,
    files: &'a mut Files,
    messages: Vec<Value>,
    tools: Vec<&'static str>,
    calls: Vec<String>,
}

impl<'a> Session<'a> {
    fn new(files: &'a mut Files, mounts: Vec<Mount>) -> Session<'a> {
        Session {
            mounts,
            files,
            messages: Vec::new(),
            tools: vec!["read", "write", "edit", "glob", "grep"],
            calls: Vec::new(),
        }
    }

    fn request(&self) -> Value {
        let system = format!("{}{}", write(&self.mounts), write_today("Wednesday", "2026-05-06", "Europe/London"));
        let tools: Vec<Value> =
            self.tools.iter().map(|name| json!({"name": name, "input_schema": {"type": "object"}})).collect();
        json!({"model": offline::MODEL, "max_tokens": 1024, "system": [{"type": "text", "text": system}], "messages": self.messages, "tools": tools})
    }

    /// Says something and plays the turn to its end; gives back the reply's words.
    fn say(&mut self, text: &str) -> String {
        self.messages.push(json!({"role": "user", "content": [{"type": "text", "text": text}]}));
        let mut ids = BTreeSet::new();
        for _ in 0..14 {
            let request = self.request();
            let reply = offline::respond(&request);
            assert_eq!(reply, offline::respond(&request), "the same request gives the same reply");
            validate::check_reply(&reply).unwrap();
            self.messages.push(json!({"role": "assistant", "content": reply["content"]}));
            let content = reply["content"].as_array().unwrap();
            let calls: Vec<&Value> = content.iter().filter(|block| block["type"] == "tool_use").collect();
            if calls.is_empty() {
                return content[0]["text"].as_str().unwrap().to_owned();
            }
            let mut results = Vec::new();
            for call in calls {
                let name = call["name"].as_str().unwrap();
                assert!(self.tools.contains(&name), "called {name}, which is not offered");
                assert!(ids.insert(call["id"].as_str().unwrap().to_owned()), "an id came twice");
                self.calls.push(name.to_owned());
                let result = self.files.run(name, &call["input"]);
                let failed = result.is_err();
                let text = result.unwrap_or_else(|error| error);
                results.push(json!({"type": "tool_result", "tool_use_id": call["id"], "content": [{"type": "text", "text": text}], "is_error": failed}));
            }
            self.messages.push(json!({"role": "user", "content": results}));
        }
        panic!("the turn did not end: {text}");
    }
}

fn tell(files: &mut Files, instructions: Option<&str>, messages: &[&str]) -> String {
    let mut session = Session::new(files, vec![mount(instructions, false)]);
    messages.iter().map(|message| session.say(&message.replace("\\n", "\n"))).last().unwrap_or_default()
}

fn ask(files: &mut Files, question: &str) -> String {
    Session::new(files, vec![mount(None, false)]).say(question)
}

/// Whether an answer is right; words within the quoted path are not looked at.
fn is_right(case: &Case, answer: &str) -> bool {
    let lower = answer.to_lowercase();
    let unknown = lower.starts_with("i don't know");
    let clean = !case.must_not.iter().any(|bad| holds(&lower, bad)) || unknown && case.must == ["?"];
    clean
        && match case.must.as_slice() {
            ["?"] => unknown,
            ["yes"] => lower.starts_with("yes"),
            ["no"] => lower.starts_with("no:"),
            some => !unknown && some.iter().any(|good| holds(&lower, good)),
        }
}

/// Whether a text holds a value as whole words.
fn holds(text: &str, value: &str) -> bool {
    let value = value.to_lowercase();
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(&value).any(|(at, _)| {
        edge(text[..at].chars().next_back()) && edge(text[at + value.len()..].chars().next()) || value.contains('.')
    })
}

#[derive(Default, Clone, Copy)]
struct Score {
    right: usize,
    all: usize,
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{} ({:.0} %)", self.right, self.all, 100.0 * self.right as f64 / self.all.max(1) as f64)
    }
}

fn notes_among_others() -> Files {
    let mut files = Files::default();
    let lines: Vec<String> = UNRELATED.iter().map(|line| format!("- {line}")).collect();
    files.files.insert(NOTES.into(), format!("## 2026-05-01\n\n{}\n", lines.join("\n")));
    files
}

fn play(title: &str, cases: Vec<Case>, start: &Files) -> (Score, Score) {
    let mut kinds: BTreeMap<&str, Score> = BTreeMap::new();
    let (mut answerable, mut unknown) = (Score::default(), Score::default());
    let mut report = String::new();
    for case in cases {
        let mut files = start.clone();
        let told = tell(&mut files, None, &case.told);
        let answer = ask(&mut files, case.asked);
        let right = is_right(&case, &answer);
        let total = if case.must == ["?"] { &mut unknown } else { &mut answerable };
        for score in [kinds.entry(case.kind).or_default(), total] {
            score.all += 1;
            score.right += usize::from(right);
        }
        if !right {
            report += &format!(
                "WRONG {}: {:?} -> {told:?}\n   asked {:?}, wanted {:?} not {:?}\n   got {answer:?}\n",
                case.kind, case.told, case.asked, case.must, case.must_not
            );
        }
    }
    println!("{report}{title}:");
    for (kind, score) in kinds {
        println!("  {kind:10} {score}");
    }
    println!("  answerable {answerable}, unanswerable {unknown}");
    (answerable, unknown)
}

#[test]
fn what_was_told_in_one_session_is_answered_in_the_next() {
    let (answerable, unknown) = play("alone", cases(), &Files::default());
    assert!(answerable.right * 100 >= answerable.all * 95, "answerable {answerable}");
    assert!(unknown.right * 100 >= unknown.all * 95, "unanswerable {unknown}");
}

#[test]
fn what_was_told_is_found_among_unrelated_facts() {
    let (answerable, unknown) = play("among 30 others", cases(), &notes_among_others());
    assert!(answerable.right * 100 >= answerable.all * 95, "answerable {answerable}");
    assert!(unknown.right * 100 >= unknown.all * 95, "unanswerable {unknown}");
}

#[test]
fn cases_that_the_rules_were_mended_with_stay_answered() {
    let (answerable, unknown) = play("mended with", used_up(), &Files::default());
    assert!(answerable.right * 100 >= answerable.all * 95, "answerable {answerable}");
    assert!(unknown.right * 100 >= unknown.all * 95, "unanswerable {unknown}");
}

#[test]
fn cases_never_mended_for_show_what_to_expect() {
    let (answerable, unknown) = play("held back, alone", held(), &Files::default());
    play("held back, among 30 others", held(), &notes_among_others());
    assert!(answerable.right * 100 >= answerable.all * 60, "answerable {answerable}");
    assert!(unknown.right * 100 >= unknown.all * 85, "unanswerable {unknown}");
}

#[test]
fn memory_is_looked_into_before_anything_is_said_or_written() {
    let mut files = Files::default();
    let mut session = Session::new(&mut files, vec![mount(None, false)]);
    let said = session.say("My dog is called Rex.");
    assert_eq!(session.calls, ["glob", "write"]);
    assert!(said.contains("/mnt/memory/notes/sessions.md:3"), "{said}");
    session.say("My cat is called Tom.");
    assert_eq!(session.calls[2..], ["glob", "read", "edit"]);
    session.calls.clear();
    assert_eq!(session.say("What is my dog called?"), "Your dog is called Rex. (/mnt/memory/notes/sessions.md:3)");
    assert_eq!(session.calls, ["grep"]);
    assert_eq!(files.files[NOTES], "## 2026-05-06\n\n- My dog is called Rex\n- My cat is called Tom\n");
}

#[test]
fn greetings_thanks_and_questions_are_not_stored() {
    let mut files = Files::default();
    tell(
        &mut files,
        None,
        &[
            "Hello!",
            "Hi there, how are you?",
            "Thanks a lot!",
            "What's my dog called?",
            "It's nice to meet you",
            "ok great",
            "Write me a poem about rain",
        ],
    );
    assert!(files.files.is_empty(), "{:?}", files.files);
}

#[test]
fn a_fact_told_twice_is_stored_once_and_a_changed_one_in_place() {
    let mut files = Files::default();
    tell(&mut files, None, &["My dog is called Rex.", "The standup is at 3pm in room 2"]);
    let said = tell(&mut files, None, &["By the way, my dog is called Rex!"]);
    assert!(said.starts_with("I had that already"), "{said}");
    tell(&mut files, None, &["Actually the standup moved to 4pm."]);
    assert_eq!(files.files[NOTES], "## 2026-05-06\n\n- My dog is called Rex\n- The standup is at 4pm in room 2\n");
}

#[test]
fn what_was_never_written_is_known_in_its_own_thread_only() {
    let mut files = Files::default();
    let mut session = Session::new(&mut files, Vec::new());
    assert!(session.say("My dog is called Rex.").contains("this conversation only"));
    assert_eq!(
        session.say("What's my dog called?"),
        "Your dog is called Rex. (you told me earlier in this conversation)"
    );
    session.say("no wait, Max");
    assert!(session.say("What's my dog called?").contains("Max"));
    assert!(session.calls.is_empty());
    let said = Session::new(&mut files, Vec::new()).say("What's my dog called?");
    assert!(said.starts_with("I don't know") && said.contains("no memory store is mounted"), "{said}");
}

#[test]
fn a_read_only_memory_is_tried_once_and_said_to_refuse() {
    let mut files = notes_among_others();
    files.read_only = true;
    let before = files.files.clone();
    let mut session = Session::new(&mut files, vec![mount(None, true)]);
    let said = session.say("My dog is called Rex.");
    assert!(said.contains("read-only") && said.contains("this conversation only"), "{said}");
    assert_eq!(session.calls, ["glob", "read", "edit"]);
    assert!(session.say("What is my dog called?").contains("Rex"));
    assert!(session.say("Who keeps bees on the roof of the library?").contains("Yusuf"));
    assert_eq!(files.files, before);
}

#[test]
fn of_two_mounts_the_writable_one_is_written_and_both_are_read() {
    let mut files = Files::default();
    files.files.insert("/mnt/memory/team/facts.md".into(), "# Facts\n\n- The wifi network is called Heron\n".into());
    let team = Mount {
        path: "/mnt/memory/team".into(),
        name: "team".into(),
        read_only: true,
        description: "shared facts".into(),
        instructions: None,
    };
    let mut session = Session::new(&mut files, vec![team, mount(None, false)]);
    session.say("My dog is called Rex.");
    assert!(session.say("What is the wifi network called?").contains("/mnt/memory/team/facts.md:3"));
    assert!(files.files[NOTES].contains("Rex"));
}

#[test]
fn instructions_say_where_what_not_and_how() {
    let mut files = Files::default();
    tell(
        &mut files,
        Some("Keep people in people.md. Ignore food."),
        &["My sister is called Anna.", "I had pizza for lunch.", "The talk is in room 5."],
    );
    assert!(files.files["/mnt/memory/notes/people.md"].contains("Anna"));
    assert!(files.files[NOTES].contains("room 5"));
    assert!(!files.files[NOTES].contains("pizza"));
    let mut files = Files::default();
    tell(
        &mut files,
        Some("Append only: log everything to log.md."),
        &["The talk is in room 5.", "The talk is in room 5.", "Actually the talk moved to room 7."],
    );
    assert_eq!(files.files["/mnt/memory/notes/log.md"].lines().filter(|line| line.starts_with("- ")).count(), 3);
    let answer = ask(&mut files, "Which room is the talk in?");
    assert!(answer.contains("room 7"), "the newest line wins: {answer}");
}

#[test]
fn secrets_are_not_stored_nor_repeated() {
    let mut files = Files::default();
    for secret in [
        "My password is hunter2!",
        "Remember my API key: sk-ant-api03-abcdefgh12345678",
        "my card number is 4111 1111 1111 1111",
        "The wifi password is swordfish",
    ] {
        let said = tell(&mut files, None, &[secret]);
        assert!(said.contains("did not store"), "{said}");
        assert!(
            !said.contains("hunter2")
                && !said.contains("sk-ant")
                && !said.contains("4111")
                && !said.contains("swordfish")
        );
    }
    assert!(files.files.is_empty());
}

#[test]
fn what_is_to_be_forgotten_is_removed_and_named() {
    let mut files = Files::default();
    tell(&mut files, None, &["My dog is called Rex. I live in Bonn."]);
    let said = tell(&mut files, None, &["Please forget my dog's name"]);
    assert!(said.contains("Removed “My dog is called Rex”"), "{said}");
    assert_eq!(files.files[NOTES], "## 2026-05-06\n\n- I live in Bonn\n");
    assert!(tell(&mut files, None, &["forget my parrot"]).contains("nothing about"));
}

#[test]
fn everything_known_is_listed_on_demand() {
    let mut files = Files::default();
    tell(&mut files, None, &["My sister Anna lives in Bonn. Anna likes chess. My dog is called Rex."]);
    let about = ask(&mut files, "What do you know about Anna?");
    assert!(about.contains("Bonn") && about.contains("chess") && !about.contains("Rex"), "{about}");
    let all = ask(&mut files, "What do you know about me?");
    assert!(all.contains("Bonn") && all.contains("Rex"), "{all}");
}

#[test]
fn lines_that_other_hands_wrote_are_kept() {
    for before in [
        "a line without an end",
        "# Title\n\n- one\n- one\n- one\n",
        "## 2026-05-06\n\n- old",
        "x\n\n\n",
        "",
        "- tea\n- tea with milk\n",
    ] {
        let mut files = Files::default();
        files.files.insert(NOTES.into(), before.into());
        tell(&mut files, None, &["My dog is called Rex."]);
        let after = &files.files[NOTES];
        assert!(after.contains("- My dog is called Rex"), "{after:?}");
        assert!(after.starts_with(before.trim_end()), "{after:?}");
    }
}

#[test]
fn a_full_file_is_continued_in_the_next() {
    let mut files = Files::default();
    let long: String =
        (0..1500).map(|at| format!("- Filler sentence number {at} is about nothing that anybody asks\n")).collect();
    files.files.insert(NOTES.into(), long.clone());
    tell(&mut files, None, &["My dog is called Rex."]);
    tell(&mut files, None, &["My cat is called Tom."]);
    assert_eq!(files.files[NOTES], long);
    let next = &files.files["/mnt/memory/notes/sessions-2.md"];
    assert!(next.contains("Rex") && next.contains("Tom"), "{next}");
}

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
