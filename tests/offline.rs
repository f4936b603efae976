//! What a user tells the offline model in one session and asks in the next, through the same requests that the engine sends: a
//! small harness plays the five file tools over a map.

mod offline_cases;

use std::collections::{BTreeMap, BTreeSet};

use dreamfs::model::mount_note::{Mount, write, write_today};
use dreamfs::model::{offline, validate};
use offline_cases::{Case, UNRELATED, cases, held};
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
        let text = |field: &str| input[field].as_str().map(str::to_owned).ok_or(format!("{name}: `{field}` is missing"));
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
                let found: Vec<&str> = self.files.keys().filter(|path| path.starts_with(&under)).map(String::as_str).collect();
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
            found.extend(text.lines().enumerate().filter(|(_, line)| regex.is_match(line)).map(|(at, line)| format!("{path}:{}:{line}", at + 1)));
        }
        Ok(if found.is_empty() { "no matches".to_owned() } else { found.join("\n") })
    }
}

const ROOT: &str = "/mnt/memory/notes";
const NOTES: &str = "/mnt/memory/notes/sessions.md";

fn mount(instructions: Option<&str>, read_only: bool) -> Mount {
    Mount { path: ROOT.into(), name: "notes".into(), read_only, description: String::new(), instructions: instructions.map(str::to_owned) }
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
        Session { mounts, files, messages: Vec::new(), tools: vec!["read", "write", "edit", "glob", "grep"], calls: Vec::new() }
    }

    fn request(&self) -> Value {
        let system = format!("{}{}", write(&self.mounts), write_today("Wednesday", "2026-05-06", "Europe/London"));
        let tools: Vec<Value> = self.tools.iter().map(|name| json!({"name": name, "input_schema": {"type": "object"}})).collect();
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
            some => !unknown && some.iter().any(|good| holds(&lower, good)) || some.iter().any(|good| good.contains("http")) && !unknown,
        }
}

/// Whether a text holds a value as whole words.
fn holds(text: &str, value: &str) -> bool {
    let value = value.to_lowercase();
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(&value).any(|(at, _)| edge(text[..at].chars().next_back()) && edge(text[at + value.len()..].chars().next()) || value.contains('.'))
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
            report += &format!("WRONG {}: {:?} -> {told:?}\n   asked {:?}, wanted {:?} not {:?}\n   got {answer:?}\n", case.kind, case.told, case.asked, case.must, case.must_not);
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
    assert!(answerable.right * 100 >= answerable.all * 90, "answerable {answerable}");
    assert!(unknown.right * 100 >= unknown.all * 95, "unanswerable {unknown}");
}

#[test]
fn what_was_told_is_found_among_unrelated_facts() {
    let (answerable, unknown) = play("among 30 others", cases(), &notes_among_others());
    assert!(answerable.right * 100 >= answerable.all * 90, "answerable {answerable}");
    assert!(unknown.right * 100 >= unknown.all * 95, "unanswerable {unknown}");
}

#[test]
fn cases_written_apart_from_the_rules_are_answered_too() {
    let (answerable, unknown) = play("written apart, alone", held(), &Files::default());
    assert!(answerable.right * 100 >= answerable.all * 80, "answerable {answerable}");
    assert!(unknown.right * 100 >= unknown.all * 90, "unanswerable {unknown}");
    play("written apart, among 30 others", held(), &notes_among_others());
}
