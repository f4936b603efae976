//! Pairs of notes by people who had not seen the rules (`tests/dreams/pairs/*.tsv`: `same`, `apart` or `rival`, the older line, the newer
//! one): how many come out right, and what they are weighed by.

use std::collections::BTreeMap;
use std::path::Path;

use dreamfs::dream::bearing::{Bearing, bearing_of};
use dreamfs::dream::{NoteFile, Speaker, Utterance};
use dreamfs::model::offline::listen;
use dreamfs::model::offline::weighing::weighed_for;
use dreamfs::text::near::{Claim, Same, rival, same, same_gist, sameness, turning, weighed_by};

use crate::cases::{Case, Expect, dream, load, load_open};
use crate::pairs::comes_out;

/// What the trees are grown from.
const GIVEN: [&str; 6] = ["home", "work", "clubs", "home_2", "work_2", "clubs_2"];

struct Pair {
    kind: String,
    older: String,
    newer: String,
}

/// The pairs of a file of `tests/dreams/pairs`.
fn pairs_of(name: &str) -> Vec<Pair> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/dreams/pairs/{name}.tsv"));
    let text = std::fs::read_to_string(path).unwrap();
    let pair = |line: &str| {
        let mut parts = line.split('\t').map(|part| part.trim().to_owned());
        Pair { kind: parts.next().unwrap(), older: parts.next().unwrap(), newer: parts.next().unwrap() }
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(pair).collect()
}

/// The share of pairs of each sort that come out. Those that nobody who made the rules has read are held to where they stand.
#[test]
fn pairs_by_others_come_out() {
    for name in GIVEN.into_iter().chain(["held_back"]) {
        for (kind, mark) in [("same", "="), ("apart", "!"), ("rival", ">")] {
            let (mut right, mut all) = (0, 0);
            for pair in pairs_of(name).iter().filter(|pair| pair.kind == kind) {
                let row = format!("{mark} {} | {}", pair.older.replace('|', "/"), pair.newer.replace('|', "/"));
                let (fits, _) = comes_out(&row);
                all += 1;
                right += u32::from(fits);
                if !fits && name != "held_back" && std::env::var("SHOW").is_ok_and(|show| show == kind) {
                    println!("MISS {row}");
                }
            }
            println!("{name:<10} {kind:<6} {right} of {all}");
            if name == "held_back" {
                let stands_at = BTreeMap::from([("same", 0.37), ("apart", 0.97), ("rival", 0.26)])[kind];
                assert!(f64::from(right) >= stands_at * f64::from(all), "{kind}: {right} of {all}");
            }
        }
    }
}

/// What each pair is weighed by: for `scripts/pairs.mjs`, which grows the trees.
#[test]
#[ignore = "prints what the trees are grown from"]
fn features_of_pairs() {
    for name in GIVEN {
        for pair in pairs_of(name) {
            print(name, &pair.kind, &pair.older, &pair.newer);
        }
    }
    for (number, case) in load_open().iter().enumerate() {
        let lines = lines_of(case);
        for (at, older) in lines.iter().enumerate() {
            for newer in &lines[at + 1..] {
                print(&format!("dreams {}", number % 3), kind_in(case, older, newer), older, newer);
            }
        }
    }
}

/// The lines of a case's notes and what its users said, the oldest first.
fn lines_of(case: &Case) -> Vec<String> {
    let noted = case.notes.files.iter().flat_map(|file| file.content.lines());
    let noted = noted.filter_map(|line| line.strip_prefix("- ")).map(str::to_owned);
    let mut said: Vec<&Utterance> = case.sessions.iter().flat_map(|(_, said)| said).collect();
    said.sort_by_key(|utterance| utterance.said.clone());
    let said = said.into_iter().filter(|utterance| utterance.speaker == Speaker::User);
    let said = said.flat_map(|utterance| utterance.text.split_inclusive(['.', '!', '?', '\n']));
    noted.chain(said.map(|part| part.trim().to_owned())).filter(|line| line.split(' ').count() > 2).collect()
}

/// What a case tells of two of its lines.
fn kind_in(case: &Case, older: &str, newer: &str) -> &'static str {
    let is = |a: &str, b: &str| a.trim_end_matches('.') == b.trim_end_matches('.');
    let has = |line: &str, value: &str| line.to_lowercase().contains(&value.to_lowercase());
    let such = |kind: &'static str| {
        case.expect.iter().any(|expected| match expected {
            Expect::Paraphrase(a, b) | Expect::Exact(a, b) => {
                kind == "same" && (is(a, older) && is(b, newer) || is(b, older) && is(a, newer))
            }
            Expect::Newest(was, now) => kind == "rival" && has(older, was) && !has(older, now) && has(newer, now),
            _ => false,
        })
    };
    ["same", "rival"].into_iter().find(|kind| such(kind)).unwrap_or("other")
}

fn print(set: &str, kind: &str, older: &str, newer: &str) {
    let (was, now) = (Claim::of(older), Claim::of(newer));
    let (sameness, turning) = weighed_by(&now, &was);
    // What shares next to nothing is never asked about.
    if matches!(kind, "other" | "rival")
        && set.starts_with("dreams")
        && turning.as_ref().is_some_and(|features| features[0] < 0.25 && features[1] < 0.25)
    {
        return;
    }
    let alike = same(&was, &now) != Same::Different || same_gist(&was, &now);
    let borne = bearing_of(&listen::statement(newer, false), older);
    let turned = rival(&now, &was, false).is_some() || borne != Bearing::Apart;
    let shown = |features: Option<Vec<f32>>| {
        let features: Vec<String> = features.iter().flatten().map(|feature| format!("{feature:.2}")).collect();
        features.join(",")
    };
    let (alike, turned) = (u8::from(alike), u8::from(turned));
    println!("PAIR\t{set}\t{kind}\t{alike}\t{turned}\t{}\t{}\t{older}\t{newer}", shown(sameness), shown(turning));
}

/// `PAIR="older | newer"`: how likely they say the same, and the newer takes the place of the older.
#[test]
#[ignore = "for a person who looks for a fault"]
fn likelihood_of_a_pair() {
    for pair in std::env::var("PAIR").unwrap_or_default().lines() {
        let (older, newer) = pair.split_once(" | ").unwrap();
        let (was, now) = (Claim::of(older), Claim::of(newer));
        let (same, turned) = (sameness(&now, &was), turning(&now, &was));
        println!("same {same:.2} turned {turned:.2} by rule {:?}: {pair}", rival(&now, &was, false));
    }
}

/// What is weighed where the open cases ask for something that their notes or what a dream makes of them tell, and where they ask what
/// another case asks, as `features_of_cases` of the offline model's tests prints it: plain questions over many lines.
#[test]
#[ignore = "prints what the trees are grown from"]
fn features_of_asks() {
    let cases = load_open();
    let asks_of = |case: &Case| -> Vec<(String, String)> {
        let asks = case.expect.iter().filter_map(|expected| match expected {
            Expect::Ask(question, answer) => Some((question.clone(), answer.clone())),
            _ => None,
        });
        asks.collect()
    };
    let held =
        |answer: &str, text: &str| answer.split('/').any(|one| text.to_lowercase().contains(&one.to_lowercase()));
    for (number, case) in cases.iter().enumerate() {
        let plan = dream(&case.notes, &case.reports(), case.instructions.as_deref());
        let told = [&case.notes.files, &plan.files].map(|files| in_one(files));
        for (run, (question, answer)) in asks_of(case).iter().enumerate() {
            for (place, note) in told.iter().enumerate().filter(|(_, note)| held(answer, note)) {
                print_weighed(number, 2 * run + place, question, note, true, |text| held(answer, text));
            }
        }
        let another = &cases[(number + 1) % cases.len()];
        for (run, (question, _)) in asks_of(another).iter().enumerate() {
            print_weighed(number, 100 + run, question, &told[0], false, |_| false);
        }
    }
}

fn in_one(files: &[NoteFile]) -> String {
    files.iter().map(|file| format!("{}\n", file.content)).collect()
}

fn print_weighed(
    number: usize,
    run: usize,
    question: &str,
    note: &str,
    answerable: bool,
    right: impl Fn(&str) -> bool,
) {
    for weighed in weighed_for(question, note) {
        let features: Vec<String> = weighed.features.iter().map(|feature| format!("{feature:.3}")).collect();
        let (right, ruled) = (u8::from(right(&weighed.known.text)), u8::from(weighed.by_rule));
        let answerable = u8::from(answerable);
        let (features, text) = (features.join(","), &weighed.known.text);
        println!(
            "FEATURES\tbuilt with asks\t{number}\t{answerable}\t{right}\t{ruled}\t{features}\t{run}\t{text} < {question}"
        );
    }
}

/// `CASE="name" ASK="question"`: what is weighed over the notes of a case and over what a dream makes of them.
#[test]
#[ignore = "for a person who looks for a fault"]
fn what_is_weighed() {
    let (name, asked) = (std::env::var("CASE").unwrap_or_default(), std::env::var("ASK").unwrap_or_default());
    for case in load_open().iter().chain(&load()).filter(|case| case.name.contains(&name)) {
        let plan = dream(&case.notes, &case.reports(), case.instructions.as_deref());
        for files in [&case.notes.files, &plan.files] {
            let mut weighed = weighed_for(&asked, &in_one(files));
            weighed.sort_by(|a, b| b.probability().total_cmp(&a.probability()));
            for one in weighed.iter().take(8) {
                println!("{:.2} {} {}", one.probability(), if one.by_rule { "RULE" } else { "" }, one.known.text);
            }
            println!("--");
        }
    }
}
