//! How long the model thinks over a large store: printed, never asserted. `cargo test --release --test offline thinking -- --ignored
//! --nocapture`.

use super::cases::{built_with, held_back};
use super::harness::{Files, NOTES, Session, mount};

/// A store of 2,000 memories: one file of 90 KB, and 1,999 of five lines each, made of what the cases tell, renamed.
fn store() -> Files {
    let [(_, cases), ..] = built_with();
    let mut told: Vec<String> =
        cases.iter().chain(&held_back()).flat_map(|case| case.told.clone()).map(str::to_owned).collect();
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

#[test]
#[ignore = "prints timings"]
fn thinking_over_two_thousand_memories() {
    let start = store();
    for words in [
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
        "Forget my dog's name.",
    ] {
        let mut files = start.clone();
        let mut session = Session::new(&mut files, vec![mount(None, false)]);
        session.say("Hello");
        if words.starts_with("What is my dog") {
            println!("{:>8.2} ms  the first word of all, with what is made once", session.thought.as_secs_f64() * 1e3);
            let mut other = Files::default();
            let mut first = Session::new(&mut other, vec![mount(None, false)]);
            first.say("My boat is called Ottilie.");
            println!("{:>8.2} ms  the first fact, with what is made once", first.thought.as_secs_f64() * 1e3);
            first.say("Where is my boat?");
            println!("{:>8.2} ms  the first question, with what is made once", first.thought.as_secs_f64() * 1e3);
        }
        let said = session.say(words);
        let said: String = said.chars().take(90).collect();
        println!(
            "{:>8.2} ms  {:<24} {words} -> {said:?}",
            session.thought.as_secs_f64() * 1e3,
            session.calls.join(" ")
        );
    }
}
