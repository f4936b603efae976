//! How long a dream takes, natively: `cargo test --release --features testing --test dream_speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod common;

use std::time::Instant;

use common::{Tab, text};
use serde_json::json;

const TOPICS: [&str; 10] =
    ["keynote", "workshop", "lunch", "badge desk", "closing talk", "panel", "demo", "bus", "hotel", "dinner"];
const PEOPLE: [&str; 10] = ["Maya", "Priya", "Tom", "Ana", "Wu", "Jonas", "Lena", "Omar", "Ines", "Karl"];

fn sentence(number: usize) -> String {
    let (topic, person) = (TOPICS[number % 10], PEOPLE[number / 10 % 10]);
    match number % 4 {
        0 => format!("The {topic} of group {} is in room {}.", number % 37, number % 90),
        1 => format!("{person} leads the {topic} of team {} at {}:15.", number % 41, 8 + number % 10),
        2 => format!("{person} booked {} seats for the {topic} tomorrow.", 2 + number % 60),
        _ => format!("Notes of the {topic} number {number} are at https://example.com/n/{number}."),
    }
}

#[test]
#[ignore = "prints timings"]
fn a_dream_of_a_hundred_sessions() {
    for count in counts() {
        let tab = Tab::new();
        let store = tab.store("big");
        for memory in 0..500 {
            let lines: Vec<String> = (0..4).map(|line| format!("- {}\n", sentence(memory * 4 + line))).collect();
            tab.memory(&store, &format!("/notes/{memory:03}.md"), &lines.concat());
        }
        let sessions: Vec<String> = (0..count)
            .map(|session| {
                let events: Vec<_> = (0..50)
                    .map(|at| {
                        let kind = if at % 2 == 0 { "user.message" } else { "agent.message" };
                        let said = if at % 2 == 0 { sentence(session * 31 + at) } else { "Noted.".to_owned() };
                        json!({ "type": kind, "processed_at": format!("2026-05-06T09:{at:02}:00Z"), "content": [{ "type": "text", "text": said }] })
                    })
                    .collect();
                let body = json!({ "title": format!("s_{session}"), "created_at": "2026-05-06T09:00:00Z", "events": events });
                text(&tab.post("/dreamfs/v1/sessions", body)["id"])
            })
            .collect();
        let body = json!({
            "inputs": [{ "type": "memory_store", "memory_store_id": store }, { "type": "sessions", "session_ids": sessions }],
            "model": "dreamfs-offline",
        });
        let begun = Instant::now();
        let id = text(&tab.post("/v1/dreams", body)["id"]);
        tab.world.settle();
        let took = begun.elapsed();
        let dream = tab.get(&format!("/v1/dreams/{id}"));
        println!("{count} sessions: {took:?}, {} {}", dream["status"], dream["usage"]);
        println!("  error: {}", dream["error"]);
    }
}

/// The numbers of sessions to time; `SESSIONS=25` gives one.
fn counts() -> Vec<usize> {
    std::env::var("SESSIONS").ok().and_then(|count| count.parse().ok()).map_or(vec![25, 50, 100], |count| vec![count])
}
