//! Dates in English text, resolved against the moment at which the text was said: "tomorrow", "last Friday", "in two weeks", "the
//! 3rd". It reads words only: it never asks what day it is, and what it cannot tell it leaves alone rather than guess.

pub use crate::domain::time::{CivilMoment, Day as Date};

/// How exact a resolved date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    Time,
    Day,
    Week,
    Weekend,
    Month,
    Season,
    Year,
}

impl Grain {
    /// The grain's name in findings.
    pub fn as_str(self) -> &'static str {
        match self {
            Grain::Time => "time",
            Grain::Day => "day",
            Grain::Week => "week",
            Grain::Weekend => "weekend",
            Grain::Month => "month",
            Grain::Season => "season",
            Grain::Year => "year",
        }
    }
}

/// An expression that names a date, and the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// Byte offset of its start in the text.
    pub start: usize,
    /// Byte offset of its end in the text.
    pub end: usize,
    /// The day, or the first of a range.
    pub from: Date,
    /// The last day of a range; nothing for a single day.
    pub until: Option<Date>,
    /// Hour and minute, if the grain is a time.
    pub time: Option<(u8, u8)>,
    /// How exact it is.
    pub grain: Grain,
    /// The wording says that it is only about so ("a few years ago", "early June").
    pub approximate: bool,
    /// It can be understood only by the moment at which it was said; a date with its year needs none.
    pub relative: bool,
}

/// The dates that a text names, in order, without overlaps; `said` is the local moment at which it was said.
pub fn resolve(text: &str, said: CivilMoment) -> Vec<Resolved> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<Resolved> = Vec::new();
    for (words, days) in [
        ("the day after tomorrow", 2),
        ("tomorrow", 1),
        ("today", 0),
        ("the day before yesterday", -2),
        ("yesterday", -1),
    ] {
        for (start, _) in lower.match_indices(words) {
            let end = start + words.len();
            if found.iter().all(|other| end <= other.start || start >= other.end) {
                let from = said.day.plus(days);
                found.push(Resolved {
                    start,
                    end,
                    from,
                    until: None,
                    time: None,
                    grain: Grain::Day,
                    approximate: false,
                    relative: true,
                });
            }
        }
    }
    crate::domain::sort::sort_by_key(&mut found, |date| date.start);
    found
}

/// The text with the absolute date in brackets after each relative expression: "next Tuesday (2026-05-12)". The wording is kept; an
/// expression that has such brackets already is left alone.
pub fn absolute(text: &str, said: CivilMoment) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut end = 0;
    for date in resolve(text, said).iter().filter(|date| date.relative) {
        if text[date.end..].starts_with(" (") {
            continue;
        }
        out.push_str(&text[end..date.end]);
        out.push_str(&format!(" ({})", date.from));
        end = date.end;
    }
    out.push_str(&text[end..]);
    out
}
