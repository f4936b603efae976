//! Dialogues kept as notes: a line for each turn of talk, its speaker first. There a word of like meaning stands in every other line,
//! and who "I" is depends on the line, so no rule may choose among all that a search found: the nearest few are read, in the order
//! of their rank, and only those can answer. It never writes.

use std::collections::BTreeMap;

use crate::domain::sort;
use crate::text::rank::{Line, rank, speaker};
use crate::text::words::stem;

use super::hands::{Hands, Hit, Stop};

/// At most this many lines are read.
const READ: usize = 5;
/// With fewer lines than this that have a speaker, lines are notes ("Dentist: 3pm").
const TURNS: usize = 12;

/// The stems of the names of those who talk, if most of the lines found are turns of talk.
pub fn speakers(hits: &[Hit]) -> Vec<String> {
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    for name in hits.iter().filter_map(|hit| speaker(&hit.text)) {
        *turns.entry(name).or_default() += 1;
    }
    let mut by_turns: Vec<(&str, usize)> = turns.into_iter().collect();
    sort::sort_by(&mut by_turns, |a, b| b.1.cmp(&a.1));
    by_turns.truncate(2);
    let of_two: usize = by_turns.iter().map(|(_, turns)| turns).sum();
    if of_two < TURNS || of_two * 2 < hits.len() {
        return Vec::new();
    }
    by_turns.iter().flat_map(|(name, _)| name.split(' ')).map(|part| stem(&part.to_lowercase())).collect()
}

/// Of the lines found those that rank highest for a question, best first.
pub fn nearest<'h>(asked: &str, hits: &'h [Hit], limit: usize) -> Vec<&'h Hit> {
    let lines: Vec<Line<'_>> =
        hits.iter().map(|hit| Line { file: &hit.path, number: hit.line, text: &hit.text }).collect();
    rank(asked, &lines, limit).into_iter().map(|ranked| &hits[ranked.index]).collect()
}

/// Reads the nearest lines, in one reply; nothing if they cannot be read.
pub fn read_nearest(hands: &mut Hands<'_>, asked: &str, hits: &[Hit]) -> Result<Vec<Hit>, Stop> {
    if !hands.has("read") || hands.left() < READ {
        return Ok(Vec::new());
    }
    let near = nearest(asked, hits, READ);
    let places: Vec<(&str, usize)> = near.iter().map(|hit| (hit.path.as_str(), hit.line)).collect();
    let read = hands.read_lines(&places)?;
    let whole = |(hit, text): (&&Hit, Option<String>)| {
        text.map(|text| Hit { path: hit.path.clone(), line: hit.line, text: text.trim_end().to_owned() })
    };
    Ok(near.iter().zip(read).filter_map(whole).collect())
}
