//! How long the model thinks over a large store: printed, never asserted. `cargo test --release --test offline thinking -- --ignored
//! --nocapture`.

use super::cases::{built_with, held_back};
use super::harness::{Files, NOTES, Session, mount};

/// A store of 2,000 memories: one file of 90 KB, and 1,999 of five lines each, made of what the cases tell, renamed.
fn store() -> Files {
    let ([(_, cases), ..], [(_, others), ..]) = (built_with(), held_back());
    let mut told: Vec<String> =
        cases.iter().chain(&others).flat_map(|case| case.told.clone()).map(str::to_owned).collect();
    told.dedup();
    let line = |number: usize| format!("- {} ({number})\n", told[number % told.len()].replace("\\n", " "));
    let mut files = Files::default();
    let mut notes = "## 2026-05-01\n\n".to_owned();
    for number in 0.. {
        if notes.len() > 89_000 {
            break;
        }
        notes += &line(number);
    }
    files.files.insert(NOTES.into(), notes);
    for file in 1..2_000 {
        let lines: String = (0..5).map(|at| line(file * 5 + at)).collect();
        files.files.insert(format!("/mnt/memory/notes/topics/{file}.md"), format!("## Topic {file}\n\n{lines}"));
    }
    files
}

/// Each turn is thought this often, and the least counts: what other work on the machine adds is left out.
const TIMES: usize = 7;

const TURNS: [&str; 13] = [
    "What is my dog called?",
    "Where do I live?",
    "When does the standup start?",
    "What do you know about Anna?",
    "Do I like horror films?",
    "How much is my rent?",
    "What is the colour of the submarine?",
    "My parrot is called Zebedee.",
    "The standup moved to 4pm.",
    "My dog is called Rex and I live in Bonn. My sister works at Bosch.",
    "My boat is called Ottilie. I moved to Lisbon. My brother plays the cello. The rent is 990 euros now.",
    "I don't drink coffee any more. The keynote is in room 7. Anna's birthday is on May 4th.",
    "Forget my dog's name.",
];

/// How long the model thought in all replies of a turn, and what came of it.
pub struct Thought {
    pub words: &'static str,
    pub least_ms: f64,
    calls: String,
    said: String,
}

/// What the first greeting, fact and question of a process take: tables and patterns are made then.
pub fn first_turns() -> Vec<(&'static str, f64)> {
    let mut files = Files::default();
    let mut session = Session::new(&mut files, vec![mount(None, false)]);
    let mut first = |words: &'static str| {
        session.say(words);
        (words, session.thought.as_secs_f64() * 1e3)
    };
    ["Hello", "My boat is called Ottilie.", "Where is my boat?"].map(&mut first).into()
}

/// The turns over the large store; of those only which hold what the environment's `TURN` says, if it says something.
pub fn turns() -> Vec<Thought> {
    let start = store();
    let wanted = std::env::var("TURN").unwrap_or_default();
    TURNS.iter().filter(|words| words.contains(&wanted)).map(|words| turn(&start, words)).collect()
}

fn turn(start: &Files, words: &'static str) -> Thought {
    let mut thought = Thought { words, least_ms: f64::INFINITY, calls: String::new(), said: String::new() };
    for _ in 0..TIMES {
        let mut files = start.clone();
        let mut session = Session::new(&mut files, vec![mount(None, false)]);
        session.say("Hello");
        thought.said = session.say(words).chars().take(90).collect();
        thought.least_ms = thought.least_ms.min(session.thought.as_secs_f64() * 1e3);
        thought.calls = session.calls.join(" ");
    }
    thought
}

#[test]
#[ignore = "prints timings"]
fn thinking_over_two_thousand_memories() {
    for (words, ms) in first_turns() {
        println!("{ms:>8.2} ms  for the first time, with what is made once: {words}");
    }
    for Thought { words, least_ms, calls, said } in turns() {
        println!("{least_ms:>8.2} ms  {calls:<24} {words} -> {said:?}");
    }
}
