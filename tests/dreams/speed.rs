//! How long reading and consolidating take as a store and its sessions grow. Printed, not held to: machines differ.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use dreamfs::dream::reader::{Index, read_page};
use dreamfs::dream::{Consolidation, NoteFile, Notes, Reported, Speaker, Utterance, verify};

use crate::cases::{SETTINGS, dream, load, load_unseen, store};

const PEOPLE: [&str; 16] = [
    "Ana", "Ben", "Chloe", "Dmitri", "Eva", "Femi", "Greta", "Hugo", "Iris", "Jonas", "Kemal", "Lena", "Marta", "Nils",
    "Olga", "Priya",
];
const THINGS: [&str; 20] = [
    "standup", "retro", "budget", "release", "keynote", "workshop", "invoice", "laptop", "badge", "parcel", "garden",
    "lesson", "match", "dinner", "flight", "lease", "paper", "sample", "server", "report",
];
const PLACES: [&str; 10] = ["Bonn", "Leeds", "Oslo", "Porto", "Ghent", "Turin", "Krakow", "Malmo", "Split", "Basel"];

/// A sentence by its number; neighbours differ in what they are about, distant ones repeat with other values.
pub fn sentence(n: usize) -> String {
    let (person, thing, place) = (PEOPLE[n % 16], THINGS[n / 3 % 20], PLACES[n / 7 % 10]);
    match n % 8 {
        0 => format!("{person}'s {thing} is in room {}", n % 40 + 1),
        1 => format!("The {thing} of team {} starts at {}:{:02}", n % 90, n % 12 + 7, n % 4 * 15),
        2 => format!("{person} lives in {place} near the {thing} shop number {}", n % 70),
        3 => format!("We moved the {thing} of project {} to {place}", n % 120),
        4 => format!("The notes on {thing} {} are at https://docs.example.org/{thing}/{n}", n % 300),
        5 => format!("{person} prefers {place} for the {thing} in week {}", n % 52),
        6 => format!("My {thing} number {} costs ${}", n % 200, n % 97 * 10),
        _ => format!("Ticket #{} about the {thing} belongs to {person}", n % 1500),
    }
}

fn notes(files: usize, lines: usize) -> Notes {
    let file = |at: usize| NoteFile {
        path: if at.is_multiple_of(5) {
            format!("/logs/2026-{:02}-{:02}.md", at / 5 % 12 + 1, at / 60 + 1)
        } else {
            format!("/topic_{at:03}.md")
        },
        content: (0..lines).map(|line| format!("- {}\n", sentence(at * lines + line))).collect(),
    };
    let mut files: Vec<NoteFile> = (0..files).map(file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    store(files)
}

fn session(at: usize, messages: usize) -> Vec<Utterance> {
    (0..messages)
        .map(|message| {
            let n = at * 977 + message * 13;
            let (speaker, text) = if message % 2 == 0 {
                (
                    Speaker::User,
                    format!("By the way, {}. {}. Thanks, see you tomorrow!", sentence(n), sentence(n * 3 + 1)),
                )
            } else {
                (Speaker::Agent, format!("Got it, I noted that {}. Anything else?", sentence(n - 13)))
            };
            let said = format!("2026-05-{:02}T{:02}:{:02}", at % 28 + 1, 8 + message / 60, message % 60);
            Utterance { event_id: format!("e{message}"), speaker, said, text }
        })
        .collect()
}

fn run(files: usize, lines: usize, sessions: usize, messages: usize) {
    let notes = notes(files, lines);
    let start = Instant::now();
    let index = Index::of(&notes);
    let indexed = start.elapsed();
    let (mut reading, mut longest_page) = (Duration::ZERO, Duration::ZERO);
    let mut reports: Vec<Reported> = Vec::new();
    for at in 0..sessions {
        let said = session(at, messages);
        let id = format!("s_{at:03}");
        let mut findings = Vec::new();
        let mut from = 0;
        while from < said.len() {
            let mut to = from;
            let mut bytes = 0;
            while to < said.len() && (to == from || bytes + said[to].text.len() <= 8_192) {
                bytes += said[to].text.len();
                to += 1;
            }
            let start = Instant::now();
            findings.extend(read_page(&id, &said[..from], &said[from..to], &index));
            longest_page = longest_page.max(start.elapsed());
            reading += start.elapsed();
            from = to;
        }
        let said = said.into_iter().map(|utterance| (utterance.event_id, utterance.said)).collect();
        reports.push(Reported { session_id: id, findings, said });
    }
    let findings: usize = reports.iter().map(|report| report.findings.len()).sum();
    let start = Instant::now();
    let mut consolidation = Consolidation::new(notes, reports, None, SETTINGS);
    let (mut steps, mut longest, mut longest_in) = (0, Duration::ZERO, String::new());
    let mut by_stage: Vec<(String, Duration, Duration)> = Vec::new();
    loop {
        let stage = consolidation.stage_name();
        let step = Instant::now();
        let done = consolidation.step();
        let took = step.elapsed();
        steps += 1;
        if took > longest {
            longest = took;
            longest_in.clone_from(&stage);
        }
        match by_stage.last_mut() {
            Some((name, sum, most)) if *name == stage => {
                *sum += took;
                *most = (*most).max(took);
            }
            _ => by_stage.push((stage, took, took)),
        }
        if done {
            break;
        }
    }
    let consolidating = start.elapsed();
    let plan = consolidation.finish();
    println!(
        "{files} files of {lines} lines, {sessions} sessions of {messages} messages: index {indexed:?}; reading {reading:?} (page at most {longest_page:?}), {findings} findings; consolidating {consolidating:?} in {steps} steps (at most {longest:?}, in {longest_in}); {} rows, {} added, {} files",
        plan.claims.len(),
        plan.added.len(),
        plan.files.len()
    );
    for (stage, sum, most) in by_stage {
        println!("    {stage:12} {sum:?}, a step at most {most:?}");
    }
}

#[test]
#[ignore = "times are printed for a person to look at"]
fn timing() {
    run(500, 1, 10, 50);
    run(500, 1, 100, 50);
    run(500, 10, 100, 50);
    run(1000, 10, 1, 50);
}

/// What every dream of the cases comes to, as a line for each: two builds that print the same lines dream the same.
#[test]
#[ignore = "for a person who makes dreams quicker and means to change nothing else"]
fn fingerprints() {
    for case in load().into_iter().chain(load_unseen()) {
        let reports = case.reports();
        let plan = dream(&case.notes, &reports, case.instructions.as_deref());
        let again = dream(&store(plan.files.clone()), &case.reports_over(&plan.files), case.instructions.as_deref());
        let checks = verify(&case.notes, &plan, &plan.files);
        println!("{:016x} {}", hash_of(&format!("{reports:?}{plan:?}{again:?}{checks:?}")), case.name);
    }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
