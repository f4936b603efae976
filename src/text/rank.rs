//! Ranking lines for a query: BM25 over stems, where a line also gets a share of the scores of the lines beside it and of its heading,
//! because an answer often stands beside the words of its question; more right after a line that asks, and if who speaks in
//! it is named by the query. It reads nothing into the words: no list of what answers what.
//!
//! The shares were chosen on three long dialogues of the LoCoMo benchmark and measured on seven others (`tests/offline/retrieval.rs`).

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::domain::sort;

use super::lines::without_bullet;
use super::words::{content_stems, irregular_forms, is_stopword, stem, words};

const K1: f64 = 1.2;
const B: f64 = 0.5;
/// What a line gets of the better of the two beside it, and of the better of the two behind those.
const BESIDE: f64 = 0.5;
const BEHIND: f64 = 0.3;
/// What a line gets, beyond that, of one right before it that asks.
const ASKED: f64 = 0.4;
const HEADING: f64 = 0.5;
/// What a line's score is multiplied by if its speaker is named by the query: before and after it is shared with others.
const SPEAKER: f64 = 1.5;
const SPEAKER_AFTER: f64 = 1.4;
/// What a line that asks is multiplied by: it seldom answers.
const ASKS: f64 = 0.85;
/// What a line is multiplied by whose date is in a month that the query names.
const MONTH: f64 = 1.3;
/// How much a word counts that goes on or breaks off where a term does not ("collector" for "collect").
const FORM: f64 = 0.3;

/// A line and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub file: &'a str,
    /// Its number in the file.
    pub number: usize,
    pub text: &'a str,
}

/// A line that the ranking chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The index of the line in the slice that was ranked, from 0.
    pub index: usize,
    /// Its score; only comparable within one ranking.
    pub score: f64,
}

/// The lines that hold something of the query, best first, at most `limit`; equal scores keep the later line first. Lines of one
/// file follow one another in order; there may be gaps between them. A line may begin with its speaker ("Anna: …",
/// "[8 May 2023] Anna: …"). Headings are not ranked.
pub fn rank(query: &str, lines: &[Line<'_>], limit: usize) -> Vec<Ranked> {
    let mut terms: Vec<String> = content_stems(query);
    sort::sort_by(&mut terms, Ord::cmp);
    terms.dedup();
    let named: Vec<bool> = lines.iter().map(|line| is_spoken_by(line.text, &terms)).collect();
    let own = scores(&terms, lines, &named);
    let months = months(query);
    let mut ranked: Vec<Ranked> = Vec::new();
    let mut from = 0;
    while from < lines.len() {
        let to = (from..lines.len()).find(|at| lines[*at].file != lines[from].file).unwrap_or(lines.len());
        in_file(&lines[from..to], &own[from..to], &named[from..to], months, &mut |at, score| {
            ranked.push(Ranked { index: from + at, score });
        });
        from = to;
    }
    sort::sort_by(&mut ranked, |a, b| b.score.total_cmp(&a.score).then(b.index.cmp(&a.index)));
    ranked.truncate(limit);
    ranked
}

/// Scores the lines of one file.
fn in_file(lines: &[Line<'_>], own: &[f64], named: &[bool], months: u16, keep: &mut dyn FnMut(usize, f64)) {
    let step = spacing(lines);
    let is_heading = |at: usize| lines[at].text.trim_start().starts_with('#');
    // The line that stands so many lines further on, if it is known.
    let beside = |at: usize, by: isize| {
        let number = lines[at].number.checked_add_signed(by * step as isize)?;
        let near = if by < 0 { at.saturating_sub(4)..at } else { at + 1..(at + 5).min(lines.len()) };
        near.into_iter().find(|other| lines[*other].number == number && !is_heading(*other))
    };
    let score_of = |at: Option<usize>| at.map_or(0.0, |at| own[at]);
    let (mut heading, mut dated) = (0.0, 0);
    for at in 0..lines.len() {
        if is_heading(at) {
            (heading, dated) = (own[at], self::months(lines[at].text));
            continue;
        }
        if own[at] <= 0.0 {
            continue;
        }
        let before = beside(at, -1);
        let mut score = own[at] + HEADING * heading;
        score += BESIDE * score_of(before).max(score_of(beside(at, 1)));
        score += BEHIND * score_of(beside(at, -2)).max(score_of(beside(at, 2)));
        if before.is_some_and(|before| asks(lines[before].text)) {
            score += ASKED * score_of(before);
        }
        if named[at] {
            score *= SPEAKER_AFTER;
        }
        if asks(lines[at].text) {
            score *= ASKS;
        }
        if months & (dated | months_of_turn(lines[at].text)) != 0 {
            score *= MONTH;
        }
        keep(at, score);
    }
}

fn asks(line: &str) -> bool {
    line.trim_end_matches([' ', '"', '”', '*', '_']).ends_with('?')
}

/// How far apart the lines of a file stand: further than one where blank lines part them.
fn spacing(lines: &[Line<'_>]) -> usize {
    let numbers = || lines.iter().filter(|line| !line.text.trim().is_empty()).map(|line| line.number);
    let common = numbers().zip(numbers().skip(1)).map(|(one, next)| next.saturating_sub(one)).fold(0, |a, b| {
        let (mut a, mut b) = (a, b);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    });
    if lines.len() > 3 { common.clamp(1, 3) } else { 1 }
}

/// The speaker that a line of a dialogue begins with, if it does: up to three words before a colon, or before "said"; a date, a time
/// or a number before the name, and what stands in brackets on either side of it, aside.
pub fn speaker(line: &str) -> Option<&str> {
    turn(line).map(|(name, _)| name)
}

/// A turn of a dialogue: who speaks, and what follows.
fn turn(line: &str) -> Option<(&str, &str)> {
    let mut line = without_bullet(line);
    loop {
        line = line.trim_start();
        let first = line.split_whitespace().next()?;
        line = match bracketed(line) {
            Some(rest) => rest.trim_start_matches([':', '-', '–']),
            None if first.contains(|c: char| c.is_ascii_digit()) => &line[first.len()..],
            None => break,
        };
    }
    let end = line.find([':', '(', '[']).into_iter().chain(line.find(" said,")).min()?;
    let (name, mut rest) = line.split_at(end);
    rest = bracketed(rest).unwrap_or(rest).trim_start_matches(['*', '_']);
    rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix(" said,"))?;
    let name = name.trim_matches(['*', '_', ' ']);
    let words = name.split_whitespace().count();
    let named = (words == 1 || words <= 3 && name.starts_with(char::is_uppercase)) && !name.contains(['.', ',']);
    (named && (rest.is_empty() || rest.starts_with([' ', '*']))).then_some((name, rest))
}

/// What follows a part in brackets that a text begins with.
fn bracketed(text: &str) -> Option<&str> {
    text.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')'])).map(|(_, rest)| rest)
}

fn is_spoken_by(line: &str, terms: &[String]) -> bool {
    speaker(line).is_some_and(|name| name.split(' ').any(|part| terms.contains(&stem(&part.to_lowercase()))))
}

/// The months that a text names, a bit for each: by name ("May", "Sep"), or in a date ("2023-05-08").
fn months(text: &str) -> u16 {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut found = 0;
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| word.len() >= 3) {
        let dated =
            word.split('-').nth(1).filter(|_| word.len() >= 7 && word.starts_with(|c: char| c.is_ascii_digit()));
        let number = match dated {
            Some(month) => month.parse().ok().filter(|month| (1..=12).contains(month)),
            None => NAMES.iter().position(|name| *name == word || name[..3] == *word).map(|at| at + 1),
        };
        found |= number.map_or(0, |number: usize| 1 << number);
    }
    found
}

/// The months of a date that stands beside a line's speaker.
fn months_of_turn(line: &str) -> u16 {
    let line = line.trim_end();
    turn(line).map_or(0, |(_, said)| months(&line[..line.len() - said.len()]))
}

/// The BM25 score of each line. Only words that begin like a term are stemmed.
fn scores(terms: &[String], lines: &[Line<'_>], named: &[bool]) -> Vec<f64> {
    let starts: Vec<String> = terms.iter().flat_map(|term| beginnings(term)).collect();
    let mut lengths: Vec<f64> = Vec::with_capacity(lines.len());
    let mut times: Vec<Vec<f64>> = Vec::with_capacity(lines.len());
    let mut holding: Vec<f64> = vec![0.0; terms.len()];
    let mut stems: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
    for line in lines {
        let (length, counted) = count(terms, &starts, line.text, &mut stems);
        for (holding, _) in holding.iter_mut().zip(&counted).filter(|(_, count)| **count >= 1.0) {
            *holding += 1.0;
        }
        lengths.push(length);
        times.push(counted);
    }
    let total = lines.iter().filter(|line| !line.text.trim().is_empty()).count().max(1) as f64;
    let average = (lengths.iter().sum::<f64>() / total).max(1.0);
    let idf = |term: usize| (1.0 + (total - holding[term] + 0.5) / (holding[term] + 0.5)).ln();
    let score = |line: usize| -> f64 {
        let parts = times[line].iter().enumerate().filter(|(_, times)| **times > 0.0);
        parts
            .map(|(term, times)| {
                idf(term) * times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * lengths[line] / average))
            })
            .sum()
    };
    (0..lines.len()).map(|line| score(line) * if named[line] { SPEAKER } else { 1.0 }).collect()
}

/// How words that share a stem begin: like the stem, or like one of its irregular forms.
fn beginnings(term: &str) -> Vec<String> {
    let short = |word: &str| word.chars().take(3).collect::<String>();
    irregular_forms(term).into_iter().map(short).chain([short(term)]).collect()
}

/// How many content words a line has, and how often it holds each term: a mere form of it counts where the term itself is not there.
fn count(
    terms: &[String],
    starts: &[String],
    line: &str,
    stems: &mut BTreeMap<String, Vec<(usize, f64)>>,
) -> (f64, Vec<f64>) {
    let mut counted = vec![0.0; terms.len()];
    let mut forms = vec![0.0; terms.len()];
    let mut length = 0.0;
    for part in line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|part| !part.is_empty())
    {
        let lower = part.to_lowercase();
        if is_stopword(&lower) {
            continue;
        }
        length += 1.0;
        if !starts.iter().any(|start| lower.starts_with(start.as_str())) {
            continue;
        }
        let found = stems.entry(lower).or_insert_with_key(|lower| {
            let stem = words(lower).into_iter().next().map(|word| word.stem).unwrap_or_default();
            (0..terms.len()).map(|at| (at, likeness(&terms[at], &stem))).filter(|(_, like)| *like > 0.0).collect()
        });
        for (term, like) in found {
            if *like < 1.0 { &mut forms[*term] } else { &mut counted[*term] }.add_assign(*like);
        }
    }
    for (counted, forms) in counted.iter_mut().zip(forms).filter(|(counted, _)| **counted == 0.0) {
        *counted = forms;
    }
    (length, counted)
}

fn likeness(term: &str, stem: &str) -> f64 {
    if term == stem {
        1.0
    } else if term.len() > 3 && stem.len() > 3 && (term.starts_with(stem) || stem.starts_with(term)) {
        FORM
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The indexes of the lines of one file that come first.
    fn first(query: &str, texts: &[&'static str]) -> Vec<usize> {
        let line = |(at, text): (usize, &&'static str)| Line { file: "a", number: at + 1, text };
        let lines: Vec<Line<'_>> = texts.iter().enumerate().map(line).collect();
        rank(query, &lines, 5).iter().map(|ranked| ranked.index).collect()
    }

    #[test]
    fn the_line_that_holds_the_rare_words_comes_first() {
        let lines =
            ["# Day two", "- The keynote is at nine", "- Lunch is in the atrium", "- The wasm talk is in room 5"];
        assert_eq!(first("where are wasm talks", &lines), [3]);
        assert_eq!(first("keynotes", &lines), [1]);
        assert!(first("zebra", &lines).is_empty());
        assert!(first("", &[]).is_empty());
    }

    #[test]
    fn who_speaks_and_what_stands_beside_count() {
        let lines = [
            "## Session 3, 8 May 2023",
            "Melanie: Hi Caroline, did you try that pottery course?",
            "Caroline: Not yet, I was at the lake.",
            "Melanie: Pottery is on Mondays.",
            "Caroline: Pottery, yes, I went yesterday!",
            "Melanie: Lucky you.",
            "Caroline: The weather was fine.",
        ];
        assert_eq!(first("Did Caroline like pottery?", &lines)[0], 4);
        assert_eq!(speaker("- [8 May 2023] Anna Lee: hello"), Some("Anna Lee"));
        assert_eq!(speaker("**Anna**: hello"), Some("Anna"));
        assert_eq!(speaker("2023-05-08 13:56 Anna: hello"), Some("Anna"));
        assert_eq!(speaker("Anna (8 May, 13:56): hello"), Some("Anna"));
        assert_eq!(speaker("Anna said, \"it is 3:30: go\""), Some("Anna"));
        assert_eq!(speaker("Note to self, see https://a.io"), None);
    }
}
