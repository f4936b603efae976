//! What holds of a dream over any text: it ends, it loses nothing, it changes nothing the second time, and neither the order of the
//! sessions nor that of the files matters.

use dreamfs::dream::claims::claims_of_note;
use dreamfs::dream::plan::Verdict;
use dreamfs::dream::reader::Index;
use dreamfs::dream::{Consolidation, NoteFile, Notes, Plan, Reported, Settings, Speaker, Utterance, verify};
use proptest::{prelude::*, test_runner::RngSeed};

use crate::cases::{differing, dream, report, store};

/// Lines that people write, with values that repeat, contradict and date each other.
fn line() -> impl Strategy<Value = String> {
    let subject = prop::sample::select(vec![
        "The standup",
        "My sister Anna",
        "The keynote",
        "Our budget",
        "Ticket #44",
        "The wifi",
        "Ben",
        "I",
        "We",
        "It",
        "The office",
    ]);
    let tells = prop::sample::select(vec![
        "is in room 4",
        "is in room 7",
        "moved to room 9",
        "is at 9:30",
        "is at 10:00 now",
        "lives in Bonn",
        "moved to Leeds",
        "is $40",
        "is called Tern",
        "prefers tea",
        "does not drink coffee",
        "starts tomorrow",
        "ends next Friday",
        "has the slides at https://a.example/x",
        "was in Oslo yesterday",
        "likes C++; and C",
        "leads the storage team",
        "is 31 years old",
        "has an allergy to nuts",
    ]);
    let end = prop::sample::select(vec!["", ".", "!", " — really", " (see room 4)"]);
    (subject, tells, end).prop_map(|(subject, tells, end)| format!("{subject} {tells}{end}"))
}

fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => line().prop_map(|line| format!("- {line}\n")),
        2 => line().prop_map(|line| format!("  - {line}\n")),
        3 => (line(), line()).prop_map(|(a, b)| format!("{a}. {b}.\n")),
        1 => line().prop_map(|line| format!("- [ ] {line}\n")),
        2 => (1u32..29).prop_map(|day| format!("\n## 2026-05-{day:02}\n\n")),
        1 => Just("\n### Talks\n".to_owned()),
        1 => Just("# Notes\n\n".to_owned()),
        1 => Just("```\n- code is no claim\n```\n".to_owned()),
        1 => Just("| a | b |\n|---|---|\n| 1 | 2 |\n".to_owned()),
        1 => Just("> quoted. Really.\n\n".to_owned()),
        1 => Just("\n".to_owned()),
        1 => "[ -~é🎉]{0,24}\n",
        1 => Just("- Correction: room 12\r\n".to_owned()),
    ]
}

fn content() -> impl Strategy<Value = String> {
    let front = prop_oneof![
        4 => Just(String::new()),
        1 => Just("---\nslug: things\nupdated: 2026-05-03\n---\n".to_owned()),
        1 => Just("---\ntitle: x\n".to_owned()),
    ];
    (front, prop::collection::vec(block(), 0..14), any::<bool>()).prop_map(|(front, blocks, cut)| {
        let text = format!("{front}{}", blocks.concat());
        if cut { text.trim_end().to_owned() } else { text }
    })
}

fn notes() -> impl Strategy<Value = Notes> {
    let path = prop::sample::select(vec![
        "/sessions.md",
        "/notes.md",
        "/people.md",
        "/projects/apollo.md",
        "/2026-05-04.md",
        "/plain.txt",
        "/data.json",
        "/index.md",
        "/travel-plans.md",
    ]);
    prop::collection::btree_map(path, content(), 0..5).prop_map(|files| {
        store(files.into_iter().map(|(path, content)| NoteFile { path: path.to_owned(), content }).collect())
    })
}

type Sessions = Vec<(String, Vec<Utterance>)>;

fn sessions() -> impl Strategy<Value = Sessions> {
    let said = prop::collection::vec((prop_oneof![3 => line(), 1 => "[ -~é]{0,40}"], 0u8..4), 0..8);
    prop::collection::vec((said, 1u32..28), 0..4).prop_map(|sessions| {
        let utterance = |(at, (text, who)): (usize, (String, u8)), day: u32| Utterance {
            event_id: format!("e{at}"),
            speaker: match who {
                0 | 1 => Speaker::User,
                2 => Speaker::Agent,
                _ => Speaker::ToolResult,
            },
            said: format!("2026-05-{day:02}T{:02}:15", 8 + at),
            text,
        };
        sessions
            .into_iter()
            .enumerate()
            .map(|(at, (said, day))| {
                (format!("s_{at}"), said.into_iter().enumerate().map(|said| utterance(said, day)).collect())
            })
            .collect()
    })
}

fn reports(notes: &Notes, sessions: &Sessions) -> Vec<Reported> {
    let index = Index::of(notes);
    sessions.iter().map(|(id, said)| report(id, said, &index)).collect()
}

fn sound(notes: &Notes, plan: &Plan) -> Result<(), TestCaseError> {
    for check in verify(notes, plan, &plan.files) {
        prop_assert!(check.passed, "{check:?}\n{notes:#?}\n{:#?}", plan.files);
    }
    prop_assert!(plan.claims.iter().all(|row| row.verdict != Verdict::Dropped));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), rng_seed: seed(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_note_is_cut_whole(content in prop_oneof![content(), "[ -~é\n`#>|*-]{0,80}"]) {
        let cut = claims_of_note(&content);
        let mut next = 1;
        for block in &cut.blocks {
            prop_assert_eq!(block.first, next);
            next = block.last + 1;
        }
        prop_assert_eq!(next as usize, content.split_inclusive('\n').count() + 1);
        for claim in &cut.claims {
            prop_assert_eq!(content[claim.from..claim.to].split_whitespace().collect::<Vec<_>>().join(" "), claim.text.clone());
            prop_assert_eq!(content[..claim.from].encode_utf16().count() as u32, claim.start);
            prop_assert_eq!(content[..claim.to].encode_utf16().count() as u32, claim.end);
        }
    }

    #[test]
    fn nothing_is_lost_and_a_second_dream_changes_nothing(notes in notes(), sessions in sessions()) {
        let plan = dream(&notes, &reports(&notes, &sessions), None);
        sound(&notes, &plan)?;
        let output = store(plan.files.clone());
        let again = dream(&output, &[], None);
        prop_assert!(again.files == plan.files, "{}\n{:#?}\n{:#?}", differing(&plan.files, &again.files), notes, plan.files);
        sound(&output, &again)?;
        let over = dream(&output, &reports(&output, &sessions), None);
        prop_assert!(over.files == plan.files, "{}\n{:#?}\n{:#?}", differing(&plan.files, &over.files), notes, plan.files);
    }

    #[test]
    fn the_order_of_sessions_and_files_is_nothing_to_it(notes in notes(), sessions in sessions()) {
        let reported = reports(&notes, &sessions);
        let plan = dream(&notes, &reported, None);
        let mut turned = notes.clone();
        turned.files.reverse();
        let backwards: Vec<Reported> = reported.iter().rev().cloned().collect();
        prop_assert_eq!(&dream(&turned, &backwards, None), &plan);
    }

    #[test]
    fn files_stay_within_their_bound(notes in notes(), sessions in sessions(), limit in 600usize..2_000) {
        let settings = Settings { max_file_bytes: limit, max_files: 6 };
        let plan = Consolidation::new(notes.clone(), reports(&notes, &sessions), None, settings).finish();
        for file in &plan.files {
            let before = notes.files.iter().find(|other| other.path == file.path).map_or(0, |other| other.content.len());
            prop_assert!(file.content.len() <= limit.max(before), "{} has {} bytes", file.path, file.content.len());
        }
    }

    #[test]
    fn instructions_of_any_words_do_no_harm(notes in notes(), sessions in sessions(), words in "[ -~]{0,60}") {
        let plan = dream(&notes, &reports(&notes, &sessions), Some(&words));
        let checks = verify(&notes, &plan, &plan.files);
        prop_assert!(checks.iter().all(|check| check.passed), "{:?}", checks);
    }
}

fn cases() -> u32 {
    std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
}

/// The same cases every time, unless more are asked for.
fn seed() -> RngSeed {
    if std::env::var_os("CASES").is_some() { RngSeed::Random } else { RngSeed::Fixed(7) }
}

#[test]
fn what_is_left_of_a_paragraph_does_not_go_on_with_the_item_above() {
    let content = "---\ntitle: x\n- The keynote is in room 4\nThe keynote is in room 4. The standup leads the storage team.\n\
                   - The standup is in room 4\n";
    let file = |path: &str, content: &str| NoteFile { path: path.to_owned(), content: content.to_owned() };
    let notes = store(vec![file("/people.md", ""), file("/sessions.md", content)]);
    let plan = dream(&notes, &[], None);
    sound(&notes, &plan).unwrap();
    let output = store(plan.files.clone());
    assert_eq!(dream(&output, &[], None).files, plan.files);
}

#[test]
fn what_was_merged_into_a_line_that_is_then_superseded_is_superseded_too() {
    let file = |path: &str, content: &str| NoteFile { path: path.to_owned(), content: content.to_owned() };
    let log =
        "- Ben starts tomorrow (see room 4)\n  - The standup moved to room 9\n\n## 2026-05-01\n\n- Ben is in room 7\n";
    let notes = store(vec![file("/sessions.md", log), file("/travel-plans.md", "- Ben is in room 7\n")]);
    let said = Utterance {
        event_id: "e0".into(),
        speaker: Speaker::User,
        said: "2026-05-01T08:15".into(),
        text: "Ben is at 9:30 (see room 4)".into(),
    };
    let plan = dream(&notes, &reports(&notes, &vec![("s_0".into(), vec![said])]), None);
    sound(&notes, &plan).unwrap();
}

#[test]
fn a_line_that_two_newer_claims_would_change_to_and_fro_is_left_as_it_is() {
    let file = |path: &str, content: &str| NoteFile { path: path.to_owned(), content: content.to_owned() };
    let dated = "\n## 2026-05-01\n\nThe office moved to room 9. The standup is in room 4.\n\
                 The standup is in room 4. I moved to Leeds (see room 4).\n";
    let notes =
        store(vec![file("/notes.md", dated), file("/sessions.md", "- The standup moved to Leeds (see room 4)\n")]);
    let plan = dream(&notes, &[], None);
    sound(&notes, &plan).unwrap();
    let again = dream(&store(plan.files.clone()), &[], None);
    assert_eq!(again.files, plan.files, "{}", differing(&plan.files, &again.files));
}

#[test]
fn what_only_looks_like_a_quarter_gets_no_date() {
    let content = "\n## 2026-05-01\n\nq1a\n".to_owned();
    let notes = store(vec![NoteFile { path: "/sessions.md".to_owned(), content }]);
    let plan = dream(&notes, &[], None);
    sound(&notes, &plan).unwrap();
    assert!(plan.claims.iter().all(|row| row.verdict == Verdict::Kept), "{:?}", plan.claims);
}

#[test]
fn what_is_dated_and_then_replaced_in_a_later_pass_says_so() {
    let file = |path: &str, content: &str| NoteFile { path: path.to_owned(), content: content.to_owned() };
    let log = "\n## 2026-05-01\n\nThe keynote ends next Friday — really. Our budget is in room 4.\n";
    let people = "- The keynote ends next Friday (see room 4)\n";
    let notes = store(vec![file("/people.md", people), file("/sessions.md", log)]);
    let said = Utterance {
        event_id: "e0".into(),
        speaker: Speaker::User,
        said: "2026-05-04T08:15".into(),
        text: "The keynote ends next Friday".into(),
    };
    let plan = dream(&notes, &reports(&notes, &vec![("s_0".into(), vec![said])]), None);
    sound(&notes, &plan).unwrap();
}
