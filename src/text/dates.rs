//! Dates in English text, resolved against the moment at which the text was said: "tomorrow", "last Friday", "in two weeks", "the
//! 3rd". It reads words only: it never asks what day it is, and what it cannot tell it leaves alone rather than guess.

mod bracket;
mod calendar;
mod clock;
mod names;
mod phrases;
mod spans;
mod tense;
mod tokens;
mod when;

pub use crate::domain::time::{CivilMoment, Day as Date};

use tokens::{Cx, Kind};
use when::When;

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

/// What a rule read at a token: the token after it, and the date. Nothing for what looks like a date and is none, so that no part of
/// it is read as one.
#[derive(Debug, Clone, Copy)]
struct Hit {
    to: usize,
    when: Option<When>,
}

impl Hit {
    fn new(to: usize, when: When) -> Hit {
        Hit { to, when: Some(when) }
    }

    fn none(to: usize) -> Hit {
        Hit { to, when: None }
    }
}

/// The dates that a text names, in order, without overlaps; `said` is the local moment at which it was said.
///
/// Weeks start on Monday. "Next Friday" is the Friday of the next week, "last Friday" the latest before today, "this Friday" the one of
/// this week. A bare weekday follows the tense of its verb and is never today, which is called "today": the latest before it of the
/// past, else the first after it. A day of the month without its month or year is the nearest that fits the tense, today included.
pub fn resolve(text: &str, said: CivilMoment) -> Vec<Resolved> {
    resolved(text, &Cx::of(text, said))
}

fn resolved(text: &str, cx: &Cx) -> Vec<Resolved> {
    cx.near.set(None);
    let mut found = Vec::new();
    let mut at = 0;
    while at < cx.tokens.len() {
        let Some(hit) = (!cx.tokens[at].shut).then(|| longest(cx, at)).flatten() else {
            at += 1;
            continue;
        };
        let Some(when) = hit.when else {
            at = hit.to.max(at + 1);
            continue;
        };
        if (at..hit.to).any(|at| names::month(cx.lower(at)).is_some()) && when.grain <= Grain::Day {
            cx.near.set(Some(when.from));
        }
        let (to, when) = bracket::with_apposition(cx, hit.to, when);
        let (start, mut end) = (cx.tokens[at].start, cx.tokens[to - 1].end);
        let mut when = when;
        if let Some((after, stated)) = bracket::after(text, end) {
            (end, when) = (after, stated);
        }
        found.push(Resolved {
            start,
            end,
            from: when.from,
            until: when.until,
            time: when.time,
            grain: when.grain,
            approximate: when.approximate,
            relative: when.relative,
        });
        at = to;
        while cx.tokens.get(at).is_some_and(|token| token.start < end) {
            at += 1;
        }
    }
    found
}

/// The text with the absolute date in brackets after each relative expression: "next Tuesday (2026-05-12)". The wording is kept; an
/// expression that has such brackets already is left alone.
pub fn absolute(text: &str, said: CivilMoment) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut end = 0;
    for date in resolve(text, said).iter().filter(|date| date.relative) {
        out.push_str(&text[end..date.end]);
        out.push_str(&bracket::written(&text[date.start..date.end], date));
        end = date.end;
    }
    out.push_str(&text[end..]);
    out
}

/// A time of day that a text names: where it begins and ends, its hour and its minute.
pub type TimeOfDay = (usize, usize, u8, u8);

/// The dates that a text names as said at each of two moments, and the times of day outside of its dates; it is taken apart once.
pub fn at_two_moments(text: &str, moments: [CivilMoment; 2]) -> ([Vec<Resolved>; 2], Vec<TimeOfDay>) {
    let mut cx = Cx::of(text, moments[0]);
    let dates = moments.map(|said| {
        cx.said = said;
        resolved(text, &cx)
    });
    (dates, times_in(text, &mut cx))
}

fn times_in(text: &str, cx: &mut Cx) -> Vec<TimeOfDay> {
    let mut found = clock_times(cx);
    if found.is_empty() {
        return found;
    }
    let Some(day) = Date::of(2000, 1, 3) else { return Vec::new() };
    cx.said = CivilMoment { day, hour: 0, minute: 0 };
    let dates = resolved(text, cx);
    found.retain(|(start, end, ..)| dates.iter().all(|date| *end <= date.start || *start >= date.end));
    found
}

/// The times of day, whether a date holds them or not.
fn clock_times(cx: &Cx) -> Vec<TimeOfDay> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < cx.tokens.len() {
        let start = cx.tokens[at].start;
        let bare = cx.follows(at, "at @ around from by until till before after between");
        let clock = (!cx.tokens[at].shut).then(|| clock::clock(cx, at, bare)).flatten();
        let Some((clock, (hour, minute))) = clock.and_then(|clock| Some((clock, clock.plain()?))) else {
            at += 1;
            continue;
        };
        found.push((start, cx.tokens[clock.to - 1].end, hour, minute));
        at = clock.to;
    }
    found
}

/// The month that a lower-case word names: 1 for January to 12 for December.
pub(super) fn month(lower: &str) -> Option<i64> {
    names::month(lower)
}

/// The weekday that a lower-case word names: 0 for Monday to 6 for Sunday.
pub(super) fn weekday(lower: &str) -> Option<i64> {
    names::weekday(lower).filter(|_| lower.len() > 3)
}

/// The longest date that begins at a token, with the time of day that stands beside it.
fn longest(cx: &Cx, at: usize) -> Option<Hit> {
    let timed = clock_then_day(cx, at);
    let dated = day_at(cx, at).map(|hit| with_clock(cx, at, hit));
    match (timed, dated) {
        (Some(timed), Some(dated)) => Some(if timed.to > dated.to { timed } else { dated }),
        (timed, dated) => timed.or(dated),
    }
}

/// The longest date that begins at a token, without a time of day. Of two that are equally long the earlier rule's.
fn day_at(cx: &Cx, at: usize) -> Option<Hit> {
    type Rule = fn(&Cx, usize) -> Option<Hit>;
    const BY_NUMBER: [Rule; 6] = [
        calendar::numeric,
        calendar::month_day,
        spans::from_anchor,
        spans::ago,
        spans::weekdays_ahead,
        calendar::lone_period,
    ];
    const BY_WORD: [Rule; 16] = [
        phrases::day_word,
        calendar::month_day,
        calendar::nth,
        calendar::slashed,
        calendar::nth_weekday,
        phrases::week_with,
        phrases::part_of,
        phrases::week_day,
        phrases::lone,
        phrases::the_weekend,
        calendar::festival,
        calendar::lone_period,
        spans::from_anchor,
        spans::ago,
        spans::ahead,
        spans::weekdays_ahead,
    ];
    let token = cx.tokens.get(at).filter(|token| !token.shut)?;
    let rules: &[Rule] = match token.kind {
        Kind::Number => &BY_NUMBER,
        Kind::Word if names::may_begin(&token.lower) => &BY_WORD,
        _ => return None,
    };
    let mut best: Option<Hit> = None;
    for hit in rules.iter().filter_map(|rule| rule(cx, at)) {
        if best.is_none_or(|best| hit.to > best.to) {
            best = Some(hit);
        }
    }
    best
}

/// "4pm tomorrow", "noon on Monday", "9:30 on Friday", "at 9 next Tuesday".
fn clock_then_day(cx: &Cx, at: usize) -> Option<Hit> {
    let bare = cx.follows(at, "at @ around from by until till before after between");
    let clock = clock::clock(cx, at, bare)?;
    let mut from = clock.to + usize::from(cx.is(clock.to, ","));
    from += usize::from(cx.is(from, "on"));
    let hit = day_at(cx, from)?;
    let when = hit.when.filter(When::is_day)?;
    let part = cx.before(hit.to);
    Some(Hit::new(hit.to, timed(when, clock.time(part))))
}

/// A day with the time that follows it: "tomorrow at 4pm", "Friday 9:30", "tonight at 8".
fn with_clock(cx: &Cx, at: usize, hit: Hit) -> Hit {
    let Some(when) = hit.when.filter(|when| when.is_day()) else { return hit };
    let part = if (at..hit.to).any(|at| cx.is(at, "tonight")) { "tonight" } else { cx.before(hit.to) };
    let mut from = hit.to + usize::from(cx.is(hit.to, ", @ - – — ( :"));
    let open = cx.is(hit.to, "(");
    from += usize::from(cx.is(from, "starting"));
    let bare = cx.is(from, "at @ around between from") || cx.follows(from, "@");
    from += usize::from(cx.is(from, "at @ around about by from between before after until till"));
    let Some(clock) = clock::clock(cx, from, bare) else { return hit };
    if open && !cx.is(clock.to, ")") {
        return hit;
    }
    let to = clock.to + usize::from(open);
    Hit::new(to, timed(when, clock.time(part)))
}

fn timed(when: When, time: Option<(u8, u8)>) -> When {
    match time {
        Some(_) => When { time, grain: Grain::Time, ..when },
        None => when,
    }
}

/// A date with another day of its month: "8 May" with "the 9th" is "9 May"; nothing if the day names a month itself or the date none.
pub fn day_within(date: &str, day: &str) -> Option<String> {
    let bare = day.strip_prefix("the ").unwrap_or(day);
    let number = bare.trim_end_matches(|c: char| c.is_alphabetic());
    let ordinal = &bare[number.len()..];
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let (from, length) = {
        let from = date.find(|c: char| c.is_ascii_digit())?;
        (from, date[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(date.len() - from))
    };
    let behind = &date[from + length..];
    let suffix = ["st", "nd", "rd", "th"].into_iter().find(|suffix| behind.starts_with(suffix)).unwrap_or_default();
    let month = date.split(|c: char| !c.is_alphabetic()).any(|word| word.len() > 2 && word != "the");
    let whole = digits(number) && matches!(ordinal, "st" | "nd" | "rd" | "th") && digits(&date[from..from + length]);
    (whole && month).then(|| {
        let with = if suffix.is_empty() { number } else { bare };
        format!("{}{with}{}", &date[..from], &behind[suffix.len()..])
    })
}

#[cfg(test)]
mod tests {
    use super::day_within;

    #[test]
    fn another_day_keeps_its_month() {
        assert_eq!(day_within("8 May", "the 9th").as_deref(), Some("9 May"));
        assert_eq!(day_within("the 2nd of June", "the 12th").as_deref(), Some("the 12th of June"));
        assert_eq!(day_within("8 May", "9 June"), None);
        assert_eq!(day_within("the 8th", "the 9th"), None);
    }
}
