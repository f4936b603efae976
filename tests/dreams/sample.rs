//! The sample of the walkthrough: four sessions of a conference, told to the offline model with an append-only prompt, and dreamt over.
//! Nothing in it is scripted: the messy store is what the model wrote.

use std::path::Path;

use dreamfs::domain::Time;
use dreamfs::dream::plan::Verdict;
use dreamfs::dream::reader::Index;
use dreamfs::dream::{NoteFile, Notes, Plan, Reported, Speaker, Utterance, verify};
use serde_json::Value;

use crate::cases::{dream, report, store};
use crate::harness::{Files, ROOT, Session, mount};

/// Brussels in May.
const OFFSET_MINUTES: i32 = 120;

fn sample() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/samples/conference.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn transcript(session: &Value) -> Vec<Utterance> {
    let events = session["events"].as_array().unwrap();
    let utterance = |(at, event): (usize, &Value)| {
        let moment = Time::parse(event["processed_at"].as_str().unwrap()).unwrap();
        let local = moment.plus_ms(i64::from(OFFSET_MINUTES) * 60_000).to_string();
        Utterance {
            event_id: format!("e{at}"),
            speaker: if event["type"] == "user.message" { Speaker::User } else { Speaker::Agent },
            said: local[..16].to_owned(),
            text: event["content"][0]["text"].as_str().unwrap().to_owned(),
        }
    };
    events.iter().enumerate().map(utterance).collect()
}

/// The store that an append-only prompt leaves, and the sessions.
fn messy() -> (Notes, Vec<(String, Vec<Utterance>)>) {
    let sample = sample();
    let mut files = Files::default();
    let mut sessions = Vec::new();
    for session in sample["sessions"].as_array().unwrap() {
        let said = transcript(session);
        let (weekday, date) = Time::parse(session["created_at"].as_str().unwrap()).unwrap().civil(OFFSET_MINUTES);
        let mut talk = Session::new(&mut files, vec![mount(sample["instructions"].as_str(), false)]);
        talk.today = (weekday.to_owned(), date);
        for utterance in said.iter().filter(|utterance| utterance.speaker == Speaker::User) {
            talk.say(&utterance.text);
        }
        sessions.push((session["id"].as_str().unwrap().to_owned(), said));
    }
    let files = files.files.into_iter().map(|(path, content)| NoteFile { path: path.replace(ROOT, ""), content });
    (store(files.collect()), sessions)
}

fn reports(notes: &Notes, sessions: &[(String, Vec<Utterance>)]) -> Vec<Reported> {
    let index = Index::of(notes);
    sessions.iter().map(|(id, said)| report(id, said, &index)).collect()
}

fn dreamt() -> (Notes, Plan) {
    let (notes, sessions) = messy();
    let plan = dream(&notes, &reports(&notes, &sessions), None);
    if std::env::var("SHOW").is_ok() {
        println!("{}", notes.files[0].content);
        crate::show(&plan);
    }
    (notes, plan)
}

#[test]
fn the_sample_is_left_messy_by_an_append_only_prompt() {
    let (notes, _) = messy();
    assert_eq!(notes.files.len(), 1);
    let content = &notes.files[0].content;
    assert!(content.matches("Badge pickup").count() + content.matches("badge pickup").count() >= 2, "{content}");
    assert!(content.contains("room 4") && content.contains("room 7"), "{content}");
}

#[test]
fn its_dream_yields_the_files_that_the_walkthrough_names() {
    let (notes, plan) = dreamt();
    let paths: Vec<&str> = plan.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["/day_two_schedule.md", "/event_logistics.md", "/index.md", "/sessions.md"]);
    for check in verify(&notes, &plan, &plan.files) {
        assert!(check.passed, "{check:?}");
    }
    let file = |path: &str| {
        plan.files.iter().find(|file| file.path == path).map(|file| file.content.as_str()).unwrap_or_default()
    };
    assert!(file("/day_two_schedule.md").contains("room 7") && file("/day_two_schedule.md").contains("17:00"));
    assert!(file("/event_logistics.md").contains("Otter-5G"));
    let all: String = plan.files.iter().map(|file| file.content.as_str()).collect();
    for gone in ["room 4", "16:30", "called Otter\n"] {
        assert!(!all.contains(gone), "{gone}\n{all}");
    }
    for kept in [
        "https://estuary.example/2026/falk-keynote",
        "LYS-4471",
        "https://estuary.example/2026/brandt",
        "(2026-05-07",
        "118",
        "Noor",
        "measure waiting",
    ] {
        assert!(all.contains(kept), "{kept}\n{all}");
    }
    assert!(plan.claims.iter().any(|row| row.verdict == Verdict::Merged));
    assert!(file("/index.md").contains("[day_two_schedule](day_two_schedule.md)"));
    assert!(file("/sessions.md").contains("slug: sessions"));
}

#[test]
fn dreaming_again_over_the_sample_changes_nothing() {
    let (notes, sessions) = messy();
    let plan = dream(&notes, &reports(&notes, &sessions), None);
    let output = store(plan.files.clone());
    for reports in [Vec::new(), reports(&output, &sessions)] {
        let again = dream(&output, &reports, None);
        assert_eq!(again.files, plan.files);
        assert!(again.changes.iter().all(|change| change.change == dreamfs::dream::plan::Change::Unchanged));
    }
}
