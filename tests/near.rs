//! Which lines are found to be near-duplicates, and which claims may be merged, held against pairs that were labelled by hand.

#[path = "near/plant.rs"]
mod plant;

use dreamfs::text::near::{Near, Same, pairs, same_claim, same_subject};
use plant::{Planted, plant, score};
use proptest::prelude::*;

/// The share of labelled pairs that come out, by label, and the others in words.
fn judged(table: &str) -> (String, Vec<String>) {
    let (mut tally, mut wrong) = ([(0, 0); 4], Vec::new());
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (label, rest) = line.split_at(1);
        let (a, b) = rest.split_once('|').map_or(("", ""), |(a, b)| (a.trim(), b.trim()));
        let (same, subject) = (same_claim(a, b), same_subject(a, b));
        let right = match label {
            "=" => same != Same::Different,
            "!" => same == Same::Different,
            "~" => same == Same::Different && subject,
            _ => same == Same::Different && !subject,
        };
        let row = "=!~x".find(label).unwrap_or(3);
        tally[row].1 += 1;
        tally[row].0 += usize::from(right);
        if !right {
            wrong.push(format!("{line}\n      {same:?}, same subject: {subject}"));
        }
    }
    let names = ["merge", "apart", "contradiction", "other things"];
    let shown: Vec<String> =
        names.iter().zip(tally).map(|(name, (right, all))| format!("{name} {right}/{all}")).collect();
    (shown.join(", "), wrong)
}

#[test]
fn labelled_pairs_come_out() {
    let (tally, wrong) = judged(include_str!("near/pairs.txt"));
    assert!(wrong.is_empty(), "{tally}\n{}", wrong.join("\n"));
}

#[test]
fn labelled_pairs_of_the_check_come_out() {
    let (tally, wrong) = judged(include_str!("near/check.txt"));
    assert!(wrong.is_empty(), "{tally}\n{}", wrong.join("\n"));
}

#[test]
fn labelled_pairs_of_the_second_lot_come_out() {
    let (tally, wrong) = judged(include_str!("near/second.txt"));
    assert!(wrong.is_empty(), "{tally}\n{}", wrong.join("\n"));
}

#[test]
fn labelled_pairs_of_the_third_lot_come_out() {
    let (tally, wrong) = judged(include_str!("near/third.txt"));
    assert!(wrong.is_empty(), "{tally}\n{}", wrong.join("\n"));
}

#[test]
fn labelled_pairs_of_the_fourth_lot_come_out() {
    let (tally, wrong) = judged(include_str!("near/fourth.txt"));
    assert!(wrong.is_empty(), "{tally}\n{}", wrong.join("\n"));
}

fn found(planted: &Planted) -> Vec<(u32, u32)> {
    let lines: Vec<&str> = planted.lines.iter().map(String::as_str).collect();
    pairs(&lines, 0.5).iter().map(|near| (near.a, near.b)).collect()
}

#[test]
fn planted_near_duplicates_are_found_and_hardly_anything_else() {
    let planted = plant(2_000, 3);
    let all = found(&planted);
    let (right, truth, pairs) = score(&planted, &all);
    assert!(right as f64 >= 0.97 * truth as f64, "recall: {right} of {truth}");
    assert!(right as f64 >= 0.998 * pairs as f64, "precision: {right} of {pairs}");
    assert!(all.is_sorted());
}

#[test]
fn equal_lines_are_paired_with_the_first_whatever_their_case_and_marks() {
    let lines =
        ["The talk is in room 5.", "something else", "the talk is in Room 5", "- The talk: is in room 5!", "", "?"];
    let one = |a, b| Near { a, b, similarity: 1.0 };
    assert_eq!(pairs(&lines, 0.9), [one(0, 2), one(0, 3)]);
    assert_eq!(pairs(&[], 0.5), []);
}

#[test]
fn many_lines_of_one_form_are_no_near_duplicates() {
    let lines: Vec<String> =
        (0..3_000).map(|n| format!("The job with the number {} ended well on the host", n * 7_919)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert!(pairs(&lines, 0.8).len() < 30, "{}", pairs(&lines, 0.8).len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_two_texts_are_judged_without_harm_and_both_ways_alike(a in ".{0,60}", b in ".{0,60}", words in prop::collection::vec(prop::sample::select(PIECES), 0..20), cut in 0_usize..20) {
        let (first, second) = words.split_at(cut.min(words.len()));
        for (a, b) in [(a.clone(), b.clone()), (first.join(" "), second.join(" ")), (words.join(" "), format!("{}.", words.join(" ").to_uppercase()))] {
            prop_assert_eq!(same_claim(&a, &b), same_claim(&b, &a), "{} | {}", a, b);
            prop_assert_eq!(same_subject(&a, &b), same_subject(&b, &a), "{} | {}", a, b);
            pairs(&[&a, &b], 0.5);
        }
        let again = words.join(" ");
        if again.chars().any(char::is_alphanumeric) {
            prop_assert_eq!(same_claim(&again, &format!(" {again}. ")), Same::Exact, "{}", again);
        }
    }
}

const PIECES: &[&str] = &[
    "the",
    "keynote",
    "is",
    "in",
    "Hall",
    "A",
    "at",
    "9",
    "9am",
    "nine",
    "not",
    "Ann",
    "pays",
    "Ben",
    "by",
    "paid",
    "was",
    "from",
    "to",
    "Monday",
    "tomorrow",
    "2026-05-06",
    "room",
    "5",
    "my",
    "dog",
    "called",
    "Rex",
    "no",
    "never",
    "and",
    "but",
    "12",
    "€40",
    "don't",
    ":",
    "before",
    "after",
    "moved",
    "likes",
    "hates",
    "C++",
    "x@y.org",
    "https://a.io/b",
    "50%",
    "-3",
    "two",
    "half",
    "é",
    "(",
    "—",
];

#[test]
#[ignore = "prints times; run in release"]
fn times_of_finding_near_duplicates() {
    for count in [1_000, 10_000, 100_000] {
        let planted = plant(count, 7);
        let begin = std::time::Instant::now();
        let all = found(&planted);
        let took = begin.elapsed();
        let (right, truth, pairs) = score(&planted, &all);
        println!(
            "{count} lines: {took:?}, recall {:.3}, precision {:.4}",
            right as f64 / truth as f64,
            right as f64 / pairs as f64
        );
    }
}
