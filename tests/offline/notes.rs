//! What becomes of a telling: the messages of one session and the lines that stand in the notes after it, word for word, for corrections
//! of many forms, lists that go on, facts in chatter, and questions that must leave nothing behind.

use super::harness::{Files, NOTES, tell};

/// The cases: `messages parted by " // " => lines parted by " | "`; no line at all where nothing is to be noted.
const TOLD: &str = include_str!("notes.txt");

/// Corrections over a store that holds similar lines of other things: `= line` stands in the store before each case; the cases are as
/// those of [`TOLD`], but only the lines that are not in the store are looked at, and `- line` is one that is gone from it.
const CORRECTED: &str = include_str!("corrections.txt");

pub fn lines_after(told: &str) -> Vec<String> {
    lines_over(Files::default(), told)
}

fn lines_over(mut files: Files, told: &str) -> Vec<String> {
    let messages: Vec<&str> = told.split(" // ").collect();
    tell(&mut files, None, &messages);
    let text = files.files.get(NOTES).cloned().unwrap_or_default();
    text.lines().filter_map(|line| line.strip_prefix("- ")).map(str::to_owned).collect()
}

/// The cases of a listing whose notes are others than it says, each with what stands there.
fn wrong(listing: &str) -> Vec<String> {
    let cases = listing.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let faults = cases.filter_map(|line| {
        let (told, expected) = line.split_once(" =>").unwrap();
        let expected: Vec<&str> = expected.split(" | ").map(str::trim).filter(|line| !line.is_empty()).collect();
        let found = lines_after(told);
        (found != expected).then(|| format!("{told}\n  wanted {expected:#?}\n  got    {found:#?}"))
    });
    faults.collect()
}

#[test]
fn what_is_told_becomes_these_lines() {
    let wrong = wrong(TOLD);
    assert!(wrong.is_empty(), "{} of the tellings are noted otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_corrected_changes_no_other_line() {
    let store: Vec<&str> = CORRECTED.lines().filter_map(|line| line.strip_prefix("= ")).collect();
    let text: String = store.iter().map(|line| format!("- {line}\n")).collect();
    let cases: Vec<&str> = CORRECTED.lines().filter(|line| !line.starts_with(['=', '#']) && !line.is_empty()).collect();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|line| {
            let (told, expected) = line.split_once(" =>").unwrap();
            let expected: Vec<&str> = expected.split(" | ").map(str::trim).filter(|line| !line.is_empty()).collect();
            let mut files = Files::default();
            files.files.insert(NOTES.into(), format!("## 2026-05-01\n\n{text}"));
            let lines = lines_over(files, told);
            let mut found: Vec<String> = store
                .iter()
                .filter(|line| !lines.iter().any(|now| now == *line))
                .map(|line| format!("- {line}"))
                .collect();
            found.extend(lines.into_iter().filter(|line| !store.contains(&line.as_str())));
            (found != expected).then(|| format!("{told}\n  wanted {expected:#?}\n  got    {found:#?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} are noted otherwise:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// As [`what_is_told_becomes_these_lines`], for the listing of a file that `CASES` names.
#[test]
#[ignore = "needs a file of cases"]
fn listing_of_a_file() {
    let path = std::env::var("CASES").expect("CASES names a file");
    let wrong = wrong(&std::fs::read_to_string(path).unwrap());
    println!("{} of the tellings are noted otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

/// `CASES=path cargo test --test offline notes_of_a_file -- --ignored --nocapture` prints what the cases of a file leave in the notes.
#[test]
#[ignore = "needs a file of cases"]
fn notes_of_a_file() {
    let path = std::env::var("CASES").expect("CASES names a file");
    for case in super::cases::read(std::fs::read_to_string(path).unwrap().leak()) {
        let told = case.told.join(" // ");
        println!("{}: {told}\n   {}", case.kind, lines_after(&told).join("\n   "));
    }
}

/// As [`notes_of_a_file`], but only how many cases of each kind have the wanted value in their notes, and no value that does not hold
/// any more: what the telling side is good for, whatever is asked.
#[test]
#[ignore = "needs a file of cases"]
fn notes_of_a_file_counted() {
    let path = std::env::var("CASES").expect("CASES names a file");
    let mut counts: std::collections::BTreeMap<&str, [usize; 3]> = std::collections::BTreeMap::new();
    for case in super::cases::read(std::fs::read_to_string(path).unwrap().leak()) {
        let notes = lines_after(&case.told.join(" // ")).join("\n").to_lowercase();
        let held = case.must.iter().any(|value| notes.contains(&value.to_lowercase()));
        let gone = !case.must_not.iter().any(|value| notes.contains(&value.to_lowercase()));
        let count = counts.entry(case.kind).or_default();
        if !(held && gone) && std::env::var("SHOW").is_ok_and(|kind| case.kind.starts_with(&kind)) {
            println!("{}\n   {}", case.told.join(" // "), notes.replace('\n', "\n   "));
        }
        *count = [count[0] + usize::from(held), count[1] + usize::from(held && gone), count[2] + 1];
    }
    for (kind, [held, clean, all]) in counts {
        println!("{kind:12} {held:>3} hold the value, {clean:>3} and no other, of {all}");
    }
}

/// What is told must not bear on what has nothing to do with it: each telling of the cases, told over a store of tellings of other cases
/// and behind the telling of another case, leaves those lines as they are and becomes the lines that it becomes alone.
#[test]
#[ignore = "slow; prints what bears on what"]
fn tellings_that_bear_on_others() {
    let told: Vec<String> = super::cases::built_with()
        .into_iter()
        .flat_map(|(_, cases)| cases)
        .filter(|case| case.kind != "unknown")
        .map(|case| case.told.join(" // "))
        .collect();
    let alone: Vec<Vec<String>> = told.iter().map(|told| lines_after(told)).collect();
    let count = told.len();
    let (mut over, mut behind) = (Vec::new(), Vec::new());
    for at in 0..count {
        let others: Vec<usize> =
            (1..=30).map(|step| (at + step * 37) % count).filter(|other| told[*other] != told[at]).collect();
        let mut store: Vec<String> = others.iter().flat_map(|other| alone[*other].clone()).collect();
        store.dedup();
        let text: String = store.iter().map(|line| format!("- {line}\n")).collect();
        let mut files = Files::default();
        files.files.insert(NOTES.into(), format!("## 2026-05-01\n\n{text}"));
        let lines = lines_over(files, &told[at]);
        let wanted: Vec<&String> = store.iter().chain(&alone[at]).collect();
        let gone: Vec<&&String> = wanted.iter().filter(|line| !lines.contains(line)).collect();
        let new: Vec<&String> = lines.iter().filter(|line| !wanted.contains(line)).collect();
        if !gone.is_empty() || !new.is_empty() {
            over.push(format!("{}\n   gone {gone:?}\n   new {new:?}", told[at]));
        }
        let other = (at + 101) % count;
        let lines = lines_after(&format!("{} // {}", told[other], told[at]));
        let wanted: Vec<&String> = alone[other].iter().chain(&alone[at]).collect();
        let gone: Vec<&&String> = wanted.iter().filter(|line| !lines.contains(line)).collect();
        let new: Vec<&String> = lines.iter().filter(|line| !wanted.contains(line)).collect();
        if !gone.is_empty() || !new.is_empty() {
            behind.push(format!("{} // {}\n   gone {gone:?}\n   new {new:?}", told[other], told[at]));
        }
    }
    println!("over a store: {} of {count}\n{}", over.len(), over.join("\n"));
    println!("behind another: {} of {count}\n{}", behind.len(), behind.join("\n"));
    assert!(over.len() <= 16 && behind.len() <= 13, "more tellings bear on others");
}
