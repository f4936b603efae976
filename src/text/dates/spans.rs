//! Dates counted from a moment: "two weeks ago", "in three days", "a week from Monday", "the day before Christmas". A length of time
//! alone ("for two weeks", "haven't slept in three days") is no date.

use super::calendar::count;
use super::names::{Unit, unit, weekday};
use super::tense::Direction::Past;
use super::tense::{direction, ends_clause};
use super::tokens::{Cx, one_of};
use super::when::{self, When, week_of, weekday_after, weekday_before};
use super::{Date, Grain, Hit};

/// A length of time.
#[derive(Debug, Clone, Copy)]
struct Span {
    to: usize,
    unit: Unit,
    count: i64,
    /// "And a half".
    half: bool,
    /// The count itself is loose: "a few", "two or three".
    vague: bool,
    approximate: bool,
}

fn span(cx: &Cx, at: usize) -> Option<Span> {
    let (number, next, vague) = amount(cx, at)?;
    let mut next = next + usize::from(cx.is(next, "more full whole good short long"));
    let mut half = false;
    if cx.is(next, "and") && cx.is(next + 1, "a") && cx.is(next + 2, "half") {
        (half, next) = (true, next + 3);
    }
    let work = cx.is(next, "business working") && cx.is(next + 1, "days day");
    next += usize::from(work);
    let (unit, times) = unit(cx.lower(next))?;
    let unit = if work { Unit::WorkDay } else { unit };
    let mut to = next + 1;
    if cx.is(to, "and") && cx.is(to + 1, "a") && cx.is(to + 2, "half") {
        (half, to) = (true, to + 3);
    }
    // "Two-week", "3-day": an adjective.
    if cx.joined(to) && cx.is(to, "- –") && cx.is_word(to + 1) {
        return None;
    }
    let loose = |at: usize| {
        cx.is(at, "about around roughly approximately nearly almost over some like maybe probably approx ~ circa")
    };
    let approximate = vague
        || times > 2
        || at > 0 && loose(at - 1)
        || at > 1 && cx.follows(at, "than least most so") && cx.is(at - 2, "more less at over or");
    if number == 0 {
        // "Half an hour", "half a year".
        return Some(match unit {
            Unit::Hour => Span { to, unit: Unit::Minute, count: 30, half: false, vague, approximate },
            Unit::Year => Span { to, unit: Unit::Month, count: 6, half: false, vague, approximate: true },
            _ => return None,
        });
    }
    Some(Span { to, unit, count: number * times, half, vague, approximate })
}

/// How many: the number (0 for a half), the token after it, and whether it is only about so.
fn amount(cx: &Cx, at: usize) -> Option<(i64, usize, bool)> {
    let of = |at: usize| at + usize::from(cx.is(at, "of"));
    match cx.lower(at) {
        "a" | "an" => {
            return Some(match cx.lower(at + 1) {
                "couple" => (2, of(at + 2), true),
                "few" => (3, at + 2, true),
                "dozen" => (12, at + 2, true),
                "half" => (0, at + 2, false),
                _ => (1, at + 1, false),
            });
        }
        "couple" => return Some((2, of(at + 1), true)),
        "few" => return Some((3, at + 1, true)),
        "several" => return Some((4, at + 1, true)),
        "half" if cx.is(at + 1, "a an") => return Some((0, at + 2, false)),
        "fortnight" => return Some((1, at, false)),
        _ => {}
    }
    if cx.joined(at) && at > 0 && !cx.follows(at, "( [ \" ~ , – —") {
        return None;
    }
    let (first, next) = match count(cx, at) {
        Some(found) => found,
        // "3-4 weeks", "3d": only the former is read.
        None => (cx.number(at)?, at + 1),
    };
    if first == 0 || first > 400 {
        return None;
    }
    if cx.is(next, "or to - –")
        && let Some((second, after)) = count(cx, next + 1).filter(|(second, _)| *second > first)
    {
        return Some(((first + second) / 2, after, true));
    }
    let glued = cx.number(at).is_some() && cx.joined(next);
    (!glued || unit(cx.lower(next)).is_some()).then_some((first, next, false))
}

/// A day some time away from another; the exact weeks and months of a day are days, years stay years.
fn shifted(cx: &Cx, from: Date, sign: i64, span: Span) -> Option<When> {
    let many = sign * span.count;
    let approximate = span.approximate || span.half && !matches!(span.unit, Unit::Minute | Unit::Hour | Unit::Week);
    let day = match span.unit {
        Unit::Minute | Unit::Hour => {
            let minutes = match span.unit {
                Unit::Hour => many * 60 + if span.half { sign * 30 } else { 0 },
                _ => many,
            };
            let moment = cx.said.plus_minutes(minutes);
            let time = Some((moment.hour, moment.minute));
            return Some(When { time, grain: Grain::Time, ..When::day(moment.day) }.about(approximate));
        }
        Unit::Day => from.plus(many),
        Unit::WorkDay => work_days(from, many),
        Unit::Week => from.plus(many * 7 + if span.half { sign * 4 } else { 0 }),
        Unit::Month => from.plus_months(many).plus(if span.half { sign * 15 } else { 0 }),
        Unit::Year => from.plus_months(many * 12 + if span.half { sign * 6 } else { 0 }),
    };
    let (year, month, _) = day.ymd();
    let found = match span.unit {
        Unit::Week if span.vague => week_of(day),
        Unit::Month if approximate => when::months(year, month, 1)?,
        Unit::Year => when::year(year)?,
        _ => When::day(day),
    };
    Some(found.about(approximate))
}

fn work_days(from: Date, many: i64) -> Date {
    let mut day = from;
    for _ in 0..many.abs().min(400) {
        day = day.plus(many.signum());
        while day.of_week() > 4 {
            day = day.plus(many.signum());
        }
    }
    day
}

/// "Two weeks ago", "a year ago today", "a week ago Friday".
pub(super) fn ago(cx: &Cx, at: usize) -> Option<Hit> {
    // "Two Fridays ago"
    if let Some((weeks, next)) = count(cx, at).filter(|(weeks, _)| *weeks < 10)
        && let Some(named) = cx.lower(next).strip_suffix('s').and_then(weekday)
        && cx.is(next + 1, "ago")
    {
        let day = weekday_before(cx.said.day, named).plus(-7 * (weeks - 1));
        return Some(Hit::new(next + 2, When::day(day)));
    }
    let span = span(cx, at)?;
    if !cx.is(span.to, "ago") {
        let back = cx.is(span.to, "back") && matches!(span.unit, Unit::Week | Unit::Month | Unit::Year | Unit::Day);
        let ends = cx.tokens.len() == span.to + 1
            || !cx.is_word(span.to + 1)
            || cx.is(span.to + 1, "i we he she they the and");
        return (back && ends && direction(cx, at, span.to) == Past && !cx.follows(at, "in on to"))
            .then(|| shifted(cx, cx.said.day, -1, span).map(|when| Hit::new(span.to + 1, when)))
            .flatten();
    }
    let to = span.to + 1;
    let exact = |to: usize, day: Date| Some(Hit::new(to, When::day(day)));
    let day = match span.unit {
        Unit::Week => cx.said.day.plus(-7 * span.count),
        Unit::Month => cx.said.day.plus_months(-span.count),
        Unit::Year => cx.said.day.plus_months(-12 * span.count),
        _ => return shifted(cx, cx.said.day, -1, span).map(|when| Hit::new(to, when)),
    };
    if cx.is(to, "today") {
        return exact(to + 1, day);
    }
    if cx.is(to, "yesterday tomorrow") && span.unit != Unit::Month {
        return exact(to + 1, day.plus(if cx.is(to, "tomorrow") { 1 } else { -1 }));
    }
    let on = to + usize::from(cx.is(to, "on last this"));
    if span.unit == Unit::Week
        && let Some(named) = weekday(cx.lower(on))
    {
        return exact(on + 1, weekday_after(day.plus(-4), named));
    }
    Some(Hit::new(to, shifted(cx, cx.said.day, -1, span)?))
}

/// "In two weeks", "in a few days' time".
pub(super) fn ahead(cx: &Cx, at: usize) -> Option<Hit> {
    if !cx.is(at, "in") {
        return None;
    }
    let from =
        at + 1 + usize::from(cx.is(at + 1, "about around roughly approximately exactly just another like maybe"));
    let span = span(cx, from)?;
    let possessive = span.to + usize::from(cx.is(span.to, "'") || cx.is(span.to, "’"));
    if cx.is(possessive, "time") {
        return Some(Hit::new(possessive + 1, shifted(cx, cx.said.day, 1, span)?));
    }
    if cx.lower(span.to - 1).ends_with("'s") {
        return None;
    }
    let to = span.to + if cx.is(span.to, "from") && cx.is(span.to + 1, "now today") { 2 } else { 0 };
    if to == span.to && is_length(cx, at, span) {
        return Some(Hit::none(span.to));
    }
    let so = cx.is(to, "or") && cx.is(to + 1, "so");
    let when = shifted(cx, cx.said.day, 1, Span { approximate: span.approximate || so, ..span })?;
    Some(Hit::new(if so { to + 2 } else { to }, when))
}

/// "Two Sundays from now".
pub(super) fn weekdays_ahead(cx: &Cx, at: usize) -> Option<Hit> {
    let (weeks, next) = count(cx, at).filter(|(weeks, _)| *weeks < 10)?;
    let named = cx.lower(next).strip_suffix('s').and_then(weekday)?;
    let day = weekday_after(cx.said.day, named).plus(7 * (weeks - 1));
    (cx.is(next + 1, "from") && cx.is(next + 2, "now")).then(|| Hit::new(next + 3, When::day(day)))
}

/// Whether "in three days" tells how long something took or has not been, and not when it will be.
fn is_length(cx: &Cx, at: usize, span: Span) -> bool {
    let clause = || (at.saturating_sub(24)..at).rev().take_while(|at| !ends_clause(cx, *at));
    let first = clause().any(|at| {
        cx.is(at, "first best worst biggest longest only once twice times fastest most least haven't hasn't hadn't never without")
            || cx.is(at, "not") && cx.follows(at, "have has had")
    });
    if first || direction(cx, at, span.to) == Past || cx.is(span.to, "of flat straight") {
        return true;
    }
    if cx.is(span.to, "or") && !cx.is(span.to + 1, "so") {
        return true;
    }
    let brief = matches!(span.unit, Unit::Minute | Unit::Hour);
    const STARTS: &str = "will 'll starts start starting begins begin meeting standup call flight train bus leaves leave leaving back due \
        going i'm we're remind check be is are ready there session talk keynote closes opens ends free let's ping again";
    brief && !clause().any(|at| cx.is(at, STARTS) || cx.lower(at).ends_with("'ll"))
        || clause().any(|at| {
            cx.is(at, "can could able takes took lasts finishes completes learn bake bakes cook cooks boils dries")
        })
}

/// "A week from Monday", "three days from now", "two days after Christmas", "the day before my flight on Friday" is none.
pub(super) fn from_anchor(cx: &Cx, at: usize) -> Option<Hit> {
    let (span, sign_at) = if cx.is(at, "the") && cx.is(at + 1, "day week") {
        let unit = if cx.is(at + 1, "day") { Unit::Day } else { Unit::Week };
        (Span { to: at + 2, unit, count: 1, half: false, vague: false, approximate: false }, at + 2)
    } else if cx.is(at, "day") && cx.is(at + 1, "after before") && cx.is(at + 2, "tomorrow yesterday") {
        (Span { to: at + 1, unit: Unit::Day, count: 1, half: false, vague: false, approximate: false }, at + 1)
    } else {
        let span = span(cx, at)?;
        (span, span.to)
    };
    let by_name = cx.is(at, "the");
    let sign = match cx.lower(sign_at) {
        "from" | "after" => 1,
        "before" => -1,
        // "A week on Monday", "a week tomorrow", "two weeks today".
        "on" | "today" | "tomorrow" if span.unit == Unit::Week && !by_name && !cx.follows(at, "for in of") => 1,
        _ => return None,
    };
    if by_name && cx.is(sign_at, "from on") {
        return None;
    }
    let from = sign_at + usize::from(!cx.is(sign_at, "today tomorrow"));
    if cx.is(sign_at, "from") && cx.is(from, "now") {
        return Some(Hit::new(from + 1, shifted(cx, cx.said.day, 1, span)?));
    }
    if cx.is(sign_at, "on") && weekday(cx.lower(from)).is_none() {
        return None;
    }
    let anchor = super::day_at(cx, from)?;
    let day = anchor.when.filter(When::is_day)?;
    if matches!(span.unit, Unit::Minute | Unit::Hour)
        || cx.before(anchor.to).ends_with("'s") && cx.is_word(anchor.to) && !by_name
    {
        return None;
    }
    // "A week from Monday" counts from the coming one, whatever the verb says.
    let base = match weekday(cx.lower(from)) {
        Some(named) if one_of(cx.lower(sign_at), "from on") => weekday_after(cx.said.day, named),
        _ => day.from,
    };
    let found =
        if by_name && span.unit == Unit::Week { week_of(base.plus(sign * 7)) } else { shifted(cx, base, sign, span)? };
    Some(Hit::new(anchor.to, When { relative: day.relative, ..found }))
}
