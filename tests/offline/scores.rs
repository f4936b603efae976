//! The score of the tell-and-ask cases by kind, alone and among other facts: those that the rules were built with, and those held
//! back. `cargo test --test offline score -- --nocapture` prints it.

use std::collections::BTreeMap;

use super::cases::{Case, UNRELATED, built_with, held_back, read};
use super::harness::{Files, NOTES, ask, tell};
use dreamfs::model::offline::weighing::{Weighed, weighed_for};

/// Whether an answer is right; words within the quoted path are not looked at.
pub fn is_right(case: &Case, answer: &str) -> bool {
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
        let after = &text[at + value.len()..];
        // "Thursday" is also held by "Thursdays".
        let after = after.strip_prefix('s').unwrap_or(after);
        // "27" is also held by "27th" and "12" by "12k".
        let after = if value.ends_with(|c: char| c.is_ascii_digit()) { without_unit(after) } else { after };
        // A value may be the beginning of a word ("diabet").
        let begins = value.len() >= 4 && value.bytes().all(|b| b.is_ascii_lowercase());
        edge(text[..at].chars().next_back()) && (begins || edge(after.chars().next())) || value.contains('.')
    })
}

/// What follows a number, without the ending of an ordinal or a unit written on to it.
fn without_unit(after: &str) -> &str {
    const UNITS: [&str; 14] = ["st", "nd", "rd", "th", "km", "kg", "cm", "mm", "am", "pm", "k", "m", "g", "h"];
    let rest = UNITS.iter().find_map(|unit| after.strip_prefix(unit));
    rest.filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())).unwrap_or(after)
}

/// A note file of forty facts that have nothing to do with any case.
pub fn notes_among_others() -> Files {
    let mut files = Files::default();
    let lines: Vec<String> = UNRELATED.iter().map(|line| format!("- {line}")).collect();
    files.files.insert(NOTES.into(), format!("## 2026-05-01\n\n{}\n", lines.join("\n")));
    files
}

/// How many of how many.
#[derive(Default, Clone, Copy)]
pub struct Score {
    pub right: usize,
    pub all: usize,
}

impl Score {
    pub fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }

    pub fn percent(self) -> usize {
        100 * self.right / self.all.max(1)
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>3}/{:<3} {:>3} %", self.right, self.all, self.percent())
    }
}

/// What a set of cases scored.
#[derive(Default)]
pub struct Outcome {
    pub kinds: BTreeMap<&'static str, Score>,
    pub answerable: Score,
    pub unanswerable: Score,
    wrong: String,
}

pub fn play(cases: &[Case], start: &Files) -> Outcome {
    let half = cases.len() / 2;
    let (first, second) = cases.split_at(half);
    let answers: Vec<(String, String)> = std::thread::scope(|scope| {
        let other = scope.spawn(|| answers(second, start));
        let mut all = answers(first, start);
        all.extend(other.join().unwrap());
        all
    });
    let mut outcome = Outcome::default();
    for (case, (told, answer)) in cases.iter().zip(answers) {
        let right = is_right(case, &answer);
        outcome.kinds.entry(case.kind).or_default().add(right);
        if case.must == ["?"] { &mut outcome.unanswerable } else { &mut outcome.answerable }.add(right);
        if !right {
            outcome.wrong += &format!(
                "WRONG {}: {:?} -> {told:?}\n   asked {:?}, wanted {:?} not {:?}\n   got {answer:?}\n",
                case.kind, case.told, case.asked, case.must, case.must_not
            );
        }
    }
    outcome
}

fn answers(cases: &[Case], start: &Files) -> Vec<(String, String)> {
    let one = |case: &Case| {
        let mut files = start.clone();
        let told = tell(&mut files, None, &case.told);
        (told, ask(&mut files, case.asked))
    };
    cases.iter().map(one).collect()
}

/// Prints the scores of one part, alone beside among others.
fn report(title: &str, alone: &Outcome, among: &Outcome) {
    println!("{title:14} alone          among 40 others");
    let none = Score::default();
    for (kind, score) in &alone.kinds {
        println!("  {kind:12} {score}   {}", among.kinds.get(kind).unwrap_or(&none));
    }
    println!("  answerable   {}   {}", alone.answerable, among.answerable);
    println!("  unanswerable {}   {}", alone.unanswerable, among.unanswerable);
}

/// From this part on, each has many cases.
const NEWEST: usize = 10;

#[test]
fn scores_of_the_cases_that_the_rules_were_built_with() {
    #[rustfmt::skip]
    let mut least = [
        (98, 87), (95, 91), (89, 90), (89, 98), (86, 96), (81, 84), (86, 81), (83, 88), (75, 86), (65, 96), (60, 74), (57, 74), (58, 84), (49, 86), (58, 79), (55, 87), (45, 87), (68, 78), (53, 86), (71, 90), (72, 100), (88, 91), (79, 95), (80, 86), (80, 86),
    ].into_iter();
    for (at, (title, cases)) in built_with().into_iter().enumerate() {
        // Of the many newest a part, for the time that they take.
        let step = if at >= NEWEST { 3 } else { 1 };
        let cases: Vec<Case> = cases.into_iter().step_by(step).collect();
        let (alone, among) = (play(&cases, &Files::default()), play(&cases, &notes_among_others()));
        println!("{}{}", alone.wrong, among.wrong);
        report(title, &alone, &among);
        let (answerable, unanswerable) = least.next().unwrap();
        for outcome in [&alone, &among] {
            assert!(outcome.answerable.percent() >= answerable, "{title}: answerable");
            assert!(outcome.unanswerable.percent() >= unanswerable, "{title}: unanswerable");
        }
    }
}

/// What is wrong is not printed: nobody mends for it.
#[test]
fn scores_of_the_cases_held_back() {
    for ((title, cases), (answerable, unanswerable)) in
        held_back().into_iter().zip([(82, 82), (60, 93), (58, 71), (52, 75), (74, 93)])
    {
        let (alone, among) = (play(&cases, &Files::default()), play(&cases, &notes_among_others()));
        report(title, &alone, &among);
        assert!(alone.answerable.percent() >= answerable, "{title}: answerable");
        assert!(alone.unanswerable.percent() >= unanswerable, "{title}: unanswerable");
    }
}

/// `CASES=path cargo test --test offline a_file_of_cases -- --ignored --nocapture` plays any file of cases.
#[test]
#[ignore = "needs a file of cases"]
fn a_file_of_cases() {
    let path = std::env::var("CASES").expect("CASES names a file");
    let cases = read(std::fs::read_to_string(path).unwrap().leak());
    let (alone, among) = (play(&cases, &Files::default()), play(&cases, &notes_among_others()));
    println!("{}", alone.wrong);
    for wrong in among.wrong.split("WRONG").filter(|wrong| !alone.wrong.contains(wrong.lines().nth(1).unwrap_or("-"))) {
        println!("AMONG {wrong}");
    }
    report("file", &alone, &among);
}

/// What was weighed for each case, a line for each clause: the part, the number of the case, whether it has an answer, whether the clause
/// holds it, whether a rule chose it, and its features. `scripts/trees.mjs` grows the trees from it.
#[test]
#[ignore = "prints much"]
fn features_of_cases() {
    for (part, cases) in built_with() {
        for (number, case) in cases.iter().enumerate() {
            for (run, start) in [Files::default(), notes_among_others()].into_iter().enumerate() {
                let mut files = start;
                tell(&mut files, None, &case.told);
                for weighed in weighed_for(case.asked, files.files.get(NOTES).map_or("", String::as_str)) {
                    let answerable = case.must != ["?"];
                    let right = answerable && is_right_clause(case, &weighed);
                    print_features(part, number, answerable, right, &weighed, run);
                }
            }
        }
    }
}

/// A line of what was weighed, as `scripts/trees.mjs` reads it.
pub fn print_features(part: &str, number: usize, answerable: bool, right: bool, weighed: &Weighed, run: usize) {
    let features: Vec<String> = weighed.features.iter().map(|feature| format!("{feature:.3}")).collect();
    let flags = [answerable, right, weighed.by_rule].map(|flag| if flag { "1" } else { "0" });
    let (flags, features) = (flags.join("\t"), features.join(","));
    println!("FEATURES\t{part}\t{number}\t{flags}\t{features}\t{run}\t{}", weighed.known.text);
}

/// Whether a clause holds the answer, or says the yes or no that is right.
pub fn is_right_clause(case: &Case, weighed: &Weighed) -> bool {
    let told = !UNRELATED.iter().any(|line| line.contains(&weighed.known.text));
    match case.must.as_slice() {
        ["yes"] => told && weighed.affirms(),
        ["no"] => told && !weighed.affirms(),
        _ => holds_answer(case, &weighed.known.text),
    }
}

/// Whether a text holds what an answer must, and not what it must not.
pub fn holds_answer(case: &Case, text: &str) -> bool {
    let lower = text.to_lowercase();
    case.must.iter().any(|good| holds(&lower, good)) && !case.must_not.iter().any(|bad| holds(&lower, bad))
}
