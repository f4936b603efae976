//! What `npm run bench` reports of the offline model (`benches/driver/offline.js` starts it): a line of JSON for each
//! measurement. Nothing is asserted here.

use serde_json::{Value, json};

use super::cases::{Case, built_with, held_back};
use super::harness::Files;
use super::scores::{Outcome, Score, notes_among_others, play};
use super::{retrieval, speed};

fn say(row: &Value) {
    println!("{row}");
}

fn percent(right: usize, all: usize) -> f64 {
    100.0 * right as f64 / all.max(1) as f64
}

/// The scores of one part by kind, alone and among others. The goals are for cases that were not built with.
fn scores(part: &str, cases: &[Case], goals: bool) {
    let outcomes = [("alone", play(cases, &Files::default())), ("among 40 others", play(cases, &notes_among_others()))];
    let [(_, alone), _] = &outcomes;
    let row = |name: &str, least: Option<f64>, score: fn(&Outcome, &str) -> Score| {
        for (among, outcome) in &outcomes {
            let Score { right, all } = score(outcome, name);
            let mut row = json!({
                "group": format!("told and asked, cases {part}"), "name": format!("{name}, {among}"),
                "value": percent(right, all), "unit": "%", "note": format!("{right} of {all}"),
            });
            if let Some(least) = least.filter(|_| goals) {
                row["goal"] = json!({"least": least});
            }
            say(&row);
        }
    };
    for kind in alone.kinds.keys() {
        row(kind, None, |outcome, kind| outcome.kinds.get(kind).copied().unwrap_or_default());
    }
    row("all answerable", Some(90.0), |outcome, _| outcome.answerable);
    row("all unanswerable", Some(95.0), |outcome, _| outcome.unanswerable);
}

#[test]
#[ignore = "prints measurements for the bench"]
fn rows_for_the_bench() {
    let group = "thinking for one turn, native";
    for (words, ms) in speed::first_turns() {
        say(&json!({"group": group, "name": format!("first ever: {words}"), "value": ms, "unit": "ms"}));
    }
    for thought in speed::turns() {
        let name: String = thought.words.chars().take(50).collect();
        say(&json!({
            "group": "thinking for one turn over 2,000 memories, native", "name": name, "value": thought.least_ms,
            "unit": "ms", "goal": {"most": 20}, "note": "least of some, tools not counted",
        }));
    }
    for (title, cases) in built_with() {
        scores(title, &cases, false);
    }
    for (title, cases) in held_back() {
        scores(title, &cases, true);
    }
    if std::env::var("RETRIEVAL").is_ok() {
        let (tuned, others) = retrieval::scores();
        for (name, score, goal) in [("tuned on", tuned, None), ("others", others, Some(72.0))] {
            let mut row = json!({
                "group": "evidence among the first five lines read, long dialogues", "name": format!("dialogues {name}"),
                "value": percent(score.first_five, score.questions), "unit": "%",
                "note": format!("{} of {} questions", score.first_five, score.questions),
            });
            if let Some(least) = goal {
                row["goal"] = json!({"least": least});
            }
            say(&row);
        }
    }
}
