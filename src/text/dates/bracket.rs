//! The absolute date in brackets that is put after a relative one, and reading it back: what was resolved once is not resolved
//! again against a later moment.

use super::names::{season, weekday};
use super::tokens::Cx;
use super::when::{self, When};
use super::{Date, Grain, Resolved};

/// The brackets for an expression, with a space before them.
pub(super) fn written(expression: &str, date: &Resolved) -> String {
    let (year, month, _) = date.from.ymd();
    let last = date.until.unwrap_or(date.from);
    let (last_year, last_month, _) = last.ymd();
    let months = |year: i64, month: i64| format!("{year:04}-{month:02}");
    let text = match date.grain {
        Grain::Time => {
            let (hour, minute) = date.time.unwrap_or_default();
            format!("{} {hour:02}:{minute:02}", date.from)
        }
        Grain::Year => format!("{year:04}"),
        Grain::Season => {
            let name = match month {
                3..=5 => "spring",
                6..=8 => "summer",
                9..=11 if expression.to_ascii_lowercase().contains("fall") => "fall",
                9..=11 => "autumn",
                _ => "winter",
            };
            // A winter is of two years, also where only its later part is meant.
            let year = if month < 3 { year - 1 } else { year };
            if name == "winter" {
                format!("winter {year:04}/{:02}", (year + 1) % 100)
            } else {
                format!("{name} {year:04}")
            }
        }
        Grain::Month if (year, month) != (last_year, last_month) => {
            format!("{} to {}", months(year, month), months(last_year, last_month))
        }
        Grain::Month => months(year, month),
        _ if last > date.from => format!("{} to {last}", date.from),
        _ => date.from.to_string(),
    };
    // Of "early June" the wording says already that it is about so.
    let part = ["early", "mid", "late", "start", "beginning", "middle", "end", "first", "second", "latter"];
    let first = expression
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.eq_ignore_ascii_case("the"))
        .unwrap_or_default();
    let said = part.iter().any(|part| first.to_ascii_lowercase().starts_with(part))
        || date.grain == Grain::Week && first.eq_ignore_ascii_case("past");
    if date.approximate && !said { format!(" (about {text})") } else { format!(" ({text})") }
}

/// The date that such brackets after an expression name, and where they end.
pub(super) fn after(text: &str, end: usize) -> Option<(usize, When)> {
    let rest = text.get(end..)?;
    let open = rest.trim_start_matches(' ');
    let inner = open.strip_prefix('(')?;
    let close = inner.bytes().take(48).position(|byte| byte == b')')?;
    let when = read(inner.get(..close)?)?;
    Some((end + (rest.len() - inner.len()) + close + 1, when))
}

fn read(inner: &str) -> Option<When> {
    let (about, inner) = match inner.strip_prefix("about ") {
        Some(rest) => (true, rest),
        None => (false, inner),
    };
    if let Some((name, year)) = inner.split_once(' ')
        && let Some(found) = season(name)
    {
        let year: i64 = year.get(..4)?.parse().ok()?;
        return Some(when::season(year, found)?.absolute().about(about));
    }
    let (first, last) = match inner.split_once(" to ") {
        Some((first, last)) => (first, Some(last)),
        None => (inner, None),
    };
    let mut when = one(first)?;
    if let Some(last) = last {
        let last = one(last)?;
        if last.last() < when.from || last.grain != when.grain {
            return None;
        }
        let days = last.last().since(when.from) + 1;
        let grain = match (when.grain, days) {
            (Grain::Day, 2) if when.from.of_week() == 5 => Grain::Weekend,
            (Grain::Day, 7) if when.from.of_week() == 0 => Grain::Week,
            (grain, _) => grain,
        };
        when = When::range(when.from, last.last(), grain);
    }
    Some(when.absolute().about(about))
}

/// "2026", "2026-05", "2026-05-06" or "2026-05-06 16:00".
fn one(text: &str) -> Option<When> {
    let number = |range: std::ops::Range<usize>| -> Option<i64> {
        let digits = text.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    };
    let dashed = |at: usize| text.as_bytes().get(at) == Some(&b'-');
    match text.len() {
        4 => when::year(number(0..4)?),
        7 if dashed(4) => when::months(number(0..4)?, number(5..7)?, 1),
        10 => Some(When::day(Date::parse(text)?)),
        16 => {
            let day = Date::parse(text.get(..10)?)?;
            let (hour, minute) = (number(11..13)?, number(14..16)?);
            let valid = hour < 24 && minute < 60 && text.as_bytes()[13] == b':';
            let time = Some((hour as u8, minute as u8));
            valid.then_some(When { time, grain: Grain::Time, ..When::day(day) })
        }
        _ => None,
    }
}

/// A day's other name that stands beside it, in brackets or after a comma: "tomorrow (Thursday)", "next Tuesday, May 12".
pub(super) fn with_apposition(cx: &Cx, to: usize, when: When) -> (usize, When) {
    if when.until.is_some() || !matches!(when.grain, Grain::Day | Grain::Time) {
        return (to, when);
    }
    let open = cx.is(to, "(");
    if !open && !cx.is(to, ",") {
        return (to, when);
    }
    let from = to + 1 + usize::from(cx.is(to + 1, "the"));
    // "June 5 (Tuesday)", "tomorrow, Thursday,"; where it has its date already the weekday may be that of another week.
    let dated = |at: usize| cx.is(at, "(") && cx.number(at + 1).is_some_and(|year| year > 999) && cx.is(at + 2, "-");
    if let Some(named) = weekday(cx.lower(from)) {
        let alone = if open { cx.is(from + 1, ")") } else { !cx.is_word(from + 1) };
        let after = from + 1 + usize::from(open);
        if alone && (open || named == when.from.of_week() || dated(after)) {
            return (after, when);
        }
    }
    match super::calendar::stated(cx, to + 1, when.from) {
        Some((after, day, relative)) if !open || cx.is(after, ")") => {
            (after + usize::from(open), When { from: day, relative, ..when })
        }
        _ => (to, when),
    }
}
