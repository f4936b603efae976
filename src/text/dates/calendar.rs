//! Dates by their numbers and names: "2026-05-06", "June 5th", "5 to 7 June 2026", "the 3rd", "in March", "2019", "Q3",
//! "Christmas". What lacks its year or month gets the nearest that fits the tense.

use super::names::{after_dot, holiday, is_part, month, number_word, ordinal, season, weekday};
use super::tense::Direction::{self, Coming, Past, Unknown};
use super::tense::{direction, is_change, is_future, is_habit, is_tensed};
use super::tokens::{Cx, Kind, one_of};
use super::when::{self, When, date};
use super::{Date, Grain, Hit};

/// "2026-05-06", "2026/05/06", "25/12/2026", "06.05.2026", "2026-05". A date that could be read in two orders is none.
pub(super) fn numeric(cx: &Cx, at: usize) -> Option<Hit> {
    let mark = cx.lower(at + 1);
    if !one_of(mark, "- / .") || !(at + 1..at + 3).all(|at| cx.joined(at)) || glued(cx, at) {
        return None;
    }
    let (a, b) = (cx.number(at)?, cx.number(at + 2)?);
    let digits = |at: usize| cx.lower(at).len();
    let third =
        (cx.lower(at + 3) == mark && cx.joined(at + 3) && cx.joined(at + 4)).then(|| cx.number(at + 4)).flatten();
    let Some(c) = third else {
        let known = mark == "-" && digits(at) == 4 && digits(at + 2) == 2 && (1900..2100).contains(&a);
        let when = known.then(|| when::months(a, b, 1)).flatten()?;
        let label = cx.follows(
            at,
            "bug ticket issue order case invoice no nr id version part model room section build rfc pr number",
        );
        return (!label && !cx.joined(at + 3) || cx.is(at + 3, ") , . : ; ! ?"))
            .then(|| Hit::new(at + 3, when.absolute()));
    };
    let day = match mark {
        "-" | "/" if digits(at) == 4 => date(a, b, c)?,
        "." if digits(at + 4) == 4 => date(c, b, a)?,
        "/" | "-" if digits(at + 4) == 4 && (a > 12 || a == b) => date(c, b, a)?,
        "/" | "-" if digits(at + 4) == 4 && b > 12 => date(c, a, b)?,
        _ => return None,
    };
    let to = at + 5;
    // "2026-05-06T10:00:00Z"
    if cx.joined(to) && cx.is(to, "t") {
        let (hour, minute) = (cx.number(to + 1), cx.number(to + 3));
        let (hour, minute) = (hour.filter(|hour| *hour < 24)?, minute.filter(|minute| *minute < 60)?);
        let mut end = to + 4;
        while cx.joined(end)
            && (cx.number(end).is_some() || cx.is(end, ": . + z") && cx.joined(end + 1) || cx.is(end, "z"))
        {
            end += 1;
        }
        let when = When { time: Some((hour as u8, minute as u8)), grain: Grain::Time, ..When::day(day).absolute() };
        return Some(Hit::new(end, when));
    }
    let goes_on = cx.joined(to) && (cx.is(to, "- / _") && cx.joined(to + 1) || cx.is_word(to));
    (!goes_on).then(|| Hit::new(to, When::day(day).absolute()))
}

/// Whether something is run together with the left of a token that a date is not run together with.
fn glued(cx: &Cx, at: usize) -> bool {
    at > 0 && cx.joined(at) && !cx.follows(at, "( [ \" ' , : = – — * | > “ ‘")
}

/// "June 5", "June 5th-7th, 2026", "5 June", "the 5th of June", with a weekday before them or not.
pub(super) fn month_day(cx: &Cx, at: usize) -> Option<Hit> {
    let (named, mut from) = leading_weekday(cx, at);
    let the = cx.is(from, "the");
    from += usize::from(the);
    let days = if the || cx.tokens.get(from)?.kind == Kind::Number || ordinal(cx, from).is_some() {
        day_then_month(cx, from, the || named.is_some())
    } else {
        month_then_day(cx, from)
    }?;
    let Days { month, day, until, mut to } = days;
    let mut year = None;
    let comma = usize::from(cx.is(to, ","));
    let of = usize::from(cx.is(to + comma, "of"));
    if let Some(found) = cx.lone_number(to + comma + of).filter(|year| (1900..2100).contains(year)) {
        (year, to) = (Some(found), to + comma + of + 1);
    } else if let Some((found, after)) = year_phrase(cx, to + of) {
        (year, to) = (Some(found), after);
    }
    let (until_month, until_day) = until.unwrap_or((month, day));
    let make = |year: i64| {
        let from = date(year, month, day)?;
        let until = date(if until_month < month { year + 1 } else { year }, until_month, until_day)?;
        Some(When::range(from, until.max(from), Grain::Day))
    };
    if let Some(year) = year {
        let relative = cx.lone_number(to - 1).is_none();
        return Some(Hit::new(to, When { relative, ..make(year)? }));
    }
    if is_yearly(cx, at, to) {
        return Some(Hit::none(to));
    }
    let this_year = cx.said.day.ymd().0;
    let way = direction(cx, at, to);
    let fits = |when: &When| named.is_none_or(|named| when.from.of_week() == named);
    let years = [this_year, this_year - 1, this_year + 1];
    let around = || years.into_iter().filter_map(make);
    let by_weekday = around().filter(fits).min_by_key(|when| distance(cx, when.from));
    let found = match by_weekday.filter(|_| named.is_some()) {
        Some(found) => found,
        None => nearest(cx, around(), way)?,
    };
    Some(Hit::new(to, found))
}

/// A day by its month and number, or as "2026-05-06", that names another in other words: the token after it, the day nearest to that
/// other, and whether it lacks its year.
pub(super) fn stated(cx: &Cx, at: usize, near: Date) -> Option<(usize, Date, bool)> {
    if let Some(Hit { to, when: Some(when) }) = numeric(cx, at).filter(|hit| hit.when.is_some_and(|when| when.is_day()))
    {
        return Some((to, when.from, false));
    }
    let (_, from) = leading_weekday(cx, at);
    let from = from + usize::from(cx.is(from, "the"));
    let Days { month, day, until: None, to } = month_then_day(cx, from).or_else(|| day_then_month(cx, from, true))?
    else {
        return None;
    };
    let gap = usize::from(cx.is(to, ","));
    if let Some(year) = cx.lone_number(to + gap).filter(|year| (1900..2100).contains(year)) {
        return Some((to + gap + 1, date(year, month, day)?, false));
    }
    let year = near.ymd().0;
    let days = [year - 1, year, year + 1].into_iter().filter_map(|year| date(year, month, day));
    Some((to, days.min_by_key(|day| day.since(near).abs())?, true))
}

fn distance(cx: &Cx, day: Date) -> i64 {
    day.since(cx.said.day).abs()
}

/// Of some days the nearest that fits a direction; today fits both.
fn nearest(cx: &Cx, days: impl Iterator<Item = When>, way: Direction) -> Option<When> {
    let today = cx.said.day;
    days.filter(|when| match way {
        Past => when.from <= today,
        Coming => when.last() >= today,
        Unknown => true,
    })
    .min_by_key(|when| distance(cx, when.from))
}

/// A weekday before a date, and the token after it and its comma.
fn leading_weekday(cx: &Cx, at: usize) -> (Option<i64>, usize) {
    match weekday(cx.lower(at)) {
        Some(found) => {
            let dot = after_dot(cx, at);
            (Some(found), dot + usize::from(cx.is(dot, ", -")))
        }
        None => (None, at),
    }
}

struct Days {
    month: i64,
    day: i64,
    until: Option<(i64, i64)>,
    to: usize,
}

/// A day of a month as a number or an ordinal, and whether it was written as an ordinal.
fn day_of_month(cx: &Cx, at: usize) -> Option<(i64, usize, bool)> {
    let (day, to, ordinal) = match ordinal(cx, at) {
        Some((day, to)) => (day, to, true),
        None => (cx.lone_number(at)?, at + 1, false),
    };
    (1..=31).contains(&day).then_some((day, to, ordinal))
}

/// A later day after a dash or "to", as in "5-7", and the token after it.
fn later_day(cx: &Cx, to: usize, day: i64) -> Option<(i64, usize)> {
    let from = to + usize::from(cx.is(to, "- – — to through until till thru and &"));
    if from == to {
        return None;
    }
    let from = from + usize::from(cx.is(from, "the"));
    day_of_month(cx, from).filter(|(later, _, _)| *later > day).map(|(later, to, _)| (later, to))
}

fn month_then_day(cx: &Cx, at: usize) -> Option<Days> {
    let found = month(cx.lower(at)).filter(|_| !cx.lower(at).ends_with("'s"))?;
    let dotted = after_dot(cx, at);
    let from = dotted + usize::from(cx.is(dotted, "the"));
    if glued(cx, at) {
        return None;
    }
    let (day, mut to, ordinal) = day_of_month(cx, from)?;
    if is_verb_month(cx, at) && !ordinal && !ends_date(cx, to) {
        return None;
    }
    let mut until = None;
    if let Some((later, after)) = later_day(cx, to, day) {
        // "May 5 and 6 people": a number of something.
        let and = cx.is(to, "and &");
        if !and || ends_date(cx, after) {
            (until, to) = (Some((found, later)), after);
        }
    }
    let counted = !ordinal && cx.is(to, "people minutes hours days weeks months years items times percent %");
    (!counted).then_some(Days { month: found, day, until, to })
}

fn day_then_month(cx: &Cx, at: usize, led: bool) -> Option<Days> {
    if glued(cx, at) {
        return None;
    }
    let in_range = cx.tokens.get(at).is_some_and(|token| token.kind == Kind::Number);
    let (day, mut to, mut is_ordinal) = match day_of_month(cx, at) {
        Some(found) => found,
        // "5-7 June" and "5th–7th": the dash joins the numbers.
        None if in_range => (cx.number(at).filter(|day| (1..=31).contains(day))?, at + 1, false),
        None => return None,
    };
    let mut until = None;
    if let Some((later, after)) = later_day(cx, to, day)
        && month(cx.lower(after + usize::from(cx.is(after, "of")))).is_some()
    {
        (until, to) = (Some(later), after);
        is_ordinal = true;
    }
    let of = cx.is(to, "of");
    to += usize::from(of);
    let (found, to) = named_month(cx, to)?;
    let written = cx.capital(to - 1) || is_ordinal || of || led;
    let verb = is_verb_month(cx, to - 1) && (!written || !of && !is_ordinal && !ends_date(cx, to));
    if verb || !is_ordinal && cx.follows(at, "#") {
        return None;
    }
    Some(Days { month: found, day, until: until.map(|later| (found, later)), to })
}

/// A month by its name, and the token after it and its dot.
fn named_month(cx: &Cx, at: usize) -> Option<(i64, usize)> {
    Some((month(cx.lower(at))?, after_dot(cx, at)))
}

/// "May" and "march" are verbs unless something says otherwise; "mar", "jan" and "jun" may be names.
fn is_verb_month(cx: &Cx, at: usize) -> bool {
    cx.is(at, "may march") && !cx.capital(at)
}

/// Whether what follows lets a number be a day of a month.
fn ends_date(cx: &Cx, at: usize) -> bool {
    let Some(token) = cx.tokens.get(at) else { return true };
    match token.kind {
        Kind::Mark => !cx.is(at, "% $ € £ / °"),
        Kind::Number => true,
        Kind::Word => {
            super::super::words::is_stopword(&token.lower) || is_part(&token.lower) || is_tensed(&token.lower)
        }
    }
}

/// "Last year", "of next year": the year, and the token after it.
fn year_phrase(cx: &Cx, at: usize) -> Option<(i64, usize)> {
    let shift = match cx.lower(at) {
        "this" => 0,
        "next" => 1,
        "last" => -1,
        _ => return None,
    };
    (cx.lower(at + 1) == "year").then(|| (cx.said.day.ymd().0 + shift, at + 2))
}

/// "Ann's birthday is June 5", "born on June 5", "every June 5": a day of every year, or of one that is not told.
fn is_yearly(cx: &Cx, at: usize, to: usize) -> bool {
    const EVENT: &str = "party dinner celebration lunch trip card present gift brunch bash drinks";
    let near = at.saturating_sub(8)..at;
    near.clone().any(|at| {
        cx.is(at, "born every each annually yearly birthdate")
            || cx.is(at, "birthday anniversary bday birthdays") && !cx.is(at + 1, EVENT)
    }) || cx.is(to, "birthday birthdays") && !cx.is(to + 1, EVENT)
        || cx.is(to, "every each") && cx.is(to + 1, "year")
}

/// "The 3rd", "the 3rd to the 7th", "Tuesday the 5th", "the 3rd of next month".
pub(super) fn nth(cx: &Cx, at: usize) -> Option<Hit> {
    let (named, from) = leading_weekday(cx, at);
    let the = cx.is(from, "the");
    let from = from + usize::from(the);
    let words = !cx.tokens.get(from).is_some_and(|token| token.kind == Kind::Number);
    let (day, mut to) = ordinal(cx, from).filter(|(day, _)| (1..=31).contains(day))?;
    if words && day < 4 && named.is_none() || !the && named.is_none() || cx.before(to).ends_with("'s") {
        return None;
    }
    let (year, month, _) = cx.said.day.ymd();
    if cx.is(to, "of")
        && let Some((shift, after)) = month_phrase(cx, to + 1)
    {
        let first = date(year, month, 1)?.plus_months(shift);
        let (year, month, _) = first.ymd();
        return Some(Hit::new(after, When::day(date(year, month, day)?)));
    }
    let mut until = None;
    if let Some((later, after)) = later_day(cx, to, day).filter(|_| !cx.is(to, "and &") || cx.is(to + 1, "the")) {
        let ordinal_later = after > 1 && cx.tokens.get(after - 1).is_some_and(|token| token.kind == Kind::Word);
        if ordinal_later && ends_date(cx, after) {
            (until, to) = (Some(later), after);
        }
    }
    let dated = named.is_some()
        || cx.follows(at, "on by until till til since before after from through around for to starting")
            && timely(cx, at)
        || until.is_some()
        || cx.follows(at, "of") && at > 1 && cx.is(at - 2, "week weekend")
        || cx.follows(at, "is due was") && has_dated_noun(cx, at);
    if !dated || !ends_date(cx, to) || cx.is(to, "time one of") {
        return None;
    }
    let months = || {
        (-12..=12).filter_map(|shift| {
            let (year, month, _) = date(year, month, 1)?.plus_months(shift).ymd();
            let from = date(year, month, day)?;
            let until = until.and_then(|until| date(year, month, until));
            Some(When::range(from, until.unwrap_or(from), Grain::Day))
        })
    };
    // A bare day is of this month or the one beside it; without a tense it lies ahead.
    let way = match direction(cx, at, to) {
        Unknown => Coming,
        way => way,
    };
    if let (Some(near), None) = (cx.near.get(), named) {
        return Some(Hit::new(to, months().min_by_key(|when| when.from.since(near).abs())?));
    }
    let fits = months().filter(|when| named.is_some_and(|named| when.from.of_week() == named));
    let by_weekday = nearest(cx, fits, way).filter(|when| distance(cx, when.from) < 200);
    Some(Hit::new(to, by_weekday.or_else(|| nearest(cx, months(), way))?))
}

/// "To the 3rd" and the like are dates only where something is moved or lasts until then.
fn timely(cx: &Cx, at: usize) -> bool {
    if !cx.follows(at, "to for after from") {
        return true;
    }
    (at.saturating_sub(8)..at).any(|at| {
        cx.is(at, "moved move pushed postponed rescheduled changed shifted delayed brought extended scheduled booked set from free away due book planned")
            || weekday(cx.lower(at)).is_some()
    }) || cx.follows(at, "after")
}

fn has_dated_noun(cx: &Cx, at: usize) -> bool {
    cx.follows(at, "due")
        || (at.saturating_sub(8)..at).any(|at| {
            cx.is(at, "deadline date meeting party appointment flight wedding payday rent interview exam trip launch release demo keynote delivery event day")
        })
}

/// "Next month", "the month", "this month": how many months ahead, and the token after it.
pub(super) fn month_phrase(cx: &Cx, at: usize) -> Option<(i64, usize)> {
    let shift = match cx.lower(at) {
        "this" | "the" => 0,
        "next" => 1,
        "last" => -1,
        _ => return None,
    };
    (cx.lower(at + 1) == "month").then_some((shift, at + 2))
}

/// A month, season, quarter or year by its name, with its year or without.
pub(super) struct Named {
    pub to: usize,
    pub when: When,
}

/// "June", "June 2026", "June next year", "summer 2025", "Q3", "2024".
pub(super) fn named_period(cx: &Cx, at: usize, way: impl Fn(usize) -> Direction) -> Option<Named> {
    let (this_year, this_month, _) = cx.said.day.ymd();
    let word = cx.lower(at);
    if let Some(year) = cx.lone_number(at).filter(|year| word.len() == 4 && (1900..2100).contains(year)) {
        return Some(Named { to: at + 1, when: when::year(year)?.absolute() });
    }
    let after = after_dot(cx, at);
    let stated = |after: usize| {
        let gap = usize::from(cx.is(after, "of ,"));
        let year = cx.lone_number(after + gap).filter(|year| (1900..2100).contains(year));
        match year {
            Some(year) => Some((year, after + gap + 1, false)),
            None => year_phrase(cx, after + usize::from(cx.is(after, "of"))).map(|(year, to)| (year, to, true)),
        }
    };
    type Make = fn(i64, i64) -> Option<When>;
    let (make, number, current, after): (Make, i64, i64, usize) = if let Some(found) = month(word) {
        (|year, month| when::months(year, month, 1), found, this_month, after)
    } else if let Some(found) = season(word) {
        (when::season, found, (this_month - 3).div_euclid(3), at + 1)
    } else {
        let (quarter, to) = quarter(cx, at)?;
        (|year, quarter| when::months(year, quarter * 3 - 2, 3), quarter, (this_month + 2) / 3, to)
    };
    if let Some((year, to, relative)) = stated(after) {
        return Some(Named { to, when: When { relative, ..make(year, number)? } });
    }
    let shift = match way(after) {
        Past if number > current => -1,
        Past => 0,
        _ if number < current => 1,
        _ => 0,
    };
    let shift = if season(word).is_some() && this_month < 3 && number == 3 && shift == 0 { -1 } else { shift };
    Some(Named { to: after, when: make(this_year + shift, number)? })
}

/// "Q3" and "the third quarter" is too rare to matter.
fn quarter(cx: &Cx, at: usize) -> Option<(i64, usize)> {
    let found = cx.lone_number(at + 1).filter(|found| (1..=4).contains(found))?;
    (cx.lower(at) == "q" && cx.joined(at + 1)).then_some((found, at + 2))
}

/// A month, season or year that stands by itself: it needs a preposition, since "may", "march", "spring" and numbers mean more
/// things than dates.
pub(super) fn lone_period(cx: &Cx, at: usize) -> Option<Hit> {
    if glued(cx, at) && !cx.follows(at, "- / ~") {
        return None;
    }
    let word = cx.lower(at);
    let before = cx.before(at - usize::from(at > 1 && cx.follows(at, "the")));
    let year_only = cx.number(at).is_some();
    let allowed = if year_only {
        one_of(before, "in since until till by during before after circa around of from")
    } else if season(word).is_some() {
        one_of(before, "in since until till by during before after over of for through") || has_year(cx, at + 1)
    } else if month(word).is_some() {
        lone_month(cx, at, before)
    } else {
        quarter(cx, at).is_some()
    };
    if !allowed || word.ends_with("'s") && year_only {
        return None;
    }
    let found = named_period(cx, at, |to| direction(cx, at, to))?;
    let (to, when) = (found.to, found.when);
    if year_only
        && (cx.is_word(to) && !ends_date(cx, to) && one_of(before, "of from by before after around")
            || cx.joined(to) && cx.is(to, "- / % s"))
    {
        return None;
    }
    if when.relative && season(word).is_some() {
        let way = direction(cx, at, to);
        let marked = way == Past || cx.follows(at, "the") && way != Unknown || is_future(cx, at);
        if !marked || is_habit(cx, at) || cx.is_word(to) && !ends_date(cx, to) {
            return Some(Hit::none(to));
        }
    }
    if when.relative && (is_yearly(cx, at, to) || is_habit(cx, at)) {
        return Some(Hit::none(to));
    }
    // "In May and June 2026": the year of the later counts for both.
    let and = cx.is(to, "and or to - – through until") && when.relative;
    if and
        && month(cx.lower(to + 1)).is_some()
        && let Some(later) = named_period(cx, to + 1, |_| Unknown).filter(|later| !later.when.relative)
    {
        let (year, later_month, _) = later.when.from.ymd();
        let number = when.from.ymd().1;
        let year = if number > later_month { year - 1 } else { year };
        return Some(Hit::new(to, when::months(year, number, 1)?));
    }
    Some(Hit::new(to, when))
}

/// "5/14" beside a weekday, in the order that makes it one: the day nearest to the moment it was said.
pub(super) fn slashed(cx: &Cx, at: usize) -> Option<Hit> {
    let (Some(named), from) = leading_weekday(cx, at) else { return None };
    let joined = cx.is(from + 1, "/ .") && cx.joined(from + 1) && cx.joined(from + 2);
    let (a, b) = (cx.number(from)?, cx.number(from + 2).filter(|_| joined)?);
    let to = from + 3 + usize::from(cx.is(from + 1, ".") && cx.is(from + 3, ".") && cx.joined(from + 3));
    let year = cx.said.day.ymd().0;
    let days = (year - 1..=year + 1).flat_map(|year| [date(year, a, b), date(year, b, a)]).flatten();
    let fits = days.filter(|day| day.of_week() == named);
    Some(fits.min_by_key(|day| distance(cx, *day)).map_or(Hit::none(to), |day| Hit::new(to, When::day(day))))
}

fn has_year(cx: &Cx, at: usize) -> bool {
    let at = at + usize::from(cx.is(at, "of"));
    cx.lone_number(at).is_some_and(|year| cx.lower(at).len() == 4 && (1900..2100).contains(&year))
        || year_phrase(cx, at).is_some()
}

fn lone_month(cx: &Cx, at: usize, before: &str) -> bool {
    let word = cx.lower(at);
    if has_year(cx, at + 1) {
        return !is_verb_month(cx, at) || one_of(before, "in since until by of during");
    }
    let possessive = word.ends_with("'s");
    if one_of(word, "jan mar dec jun") {
        return one_of(before, "in until since through") && cx.capital(at);
    }
    let joins = (cx.follows(at, "and or to through until - –") && at > 1 && month(cx.lower(at - 2)).is_some())
        || cx.is(at + 1, "to until through - – onwards onward")
            && (cx.follows(at, "from between") || month(cx.lower(at + 2)).is_some());
    if joins && (cx.capital(at) || !is_verb_month(cx, at)) {
        return true;
    }
    let moved = before == "to" && (at.saturating_sub(8)..at).any(|at| is_change(cx, at));
    if moved && cx.capital(at) {
        return true;
    }
    if one_of(word, "april may june august march") {
        let named = cx.is_word(at + 1) && cx.capital(at + 1);
        let strict = is_verb_month(cx, at);
        let led = one_of(before, "in since until during") || !strict && one_of(before, "till before after by through");
        return led && !possessive && !named;
    }
    let led = one_of(before, "in since until till by during before after for of from through to around over");
    let written = cx.capital(at) && !possessive;
    led || written && word.len() > 3
}

/// "Christmas", "last Christmas", "New Year's Eve", "Halloween 2025".
pub(super) fn festival(cx: &Cx, at: usize) -> Option<Hit> {
    let modifier = cx.lower(at);
    let led = one_of(modifier, "last next this");
    let (month, day, mut to) = holiday(cx, at + usize::from(led))?;
    let (this_year, _, _) = cx.said.day.ymd();
    let today = cx.said.day;
    let of_year = |year: i64| date(year, month, day);
    if let Some(year) = cx.lone_number(to).filter(|year| (1900..2100).contains(year)) {
        return Some(Hit::new(to + 1, When::day(of_year(year)?).absolute()));
    }
    if let Some((year, after)) = year_phrase(cx, to) {
        return Some(Hit::new(after, When::day(of_year(year)?)));
    }
    let noun = cx.is_word(to) && !ends_date(cx, to) && !cx.capital(to) && !is_part(cx.lower(to));
    if !led && (noun || cx.is(to, "-") || cx.follows(at, "every each a white merry happy") || is_habit(cx, at))
        || cx.before(to).ends_with("'s") && cx.is_word(to) && !cx.follows(to, "year's")
    {
        return None;
    }
    let ahead = of_year(this_year).filter(|found| *found >= today).or_else(|| of_year(this_year + 1))?;
    let behind = of_year(this_year).filter(|found| *found < today).or_else(|| of_year(this_year - 1))?;
    let found = match modifier {
        "last" => behind,
        "next" => ahead,
        "this" if direction(cx, at, to) == Past && today.since(behind) < 120 => behind,
        "this" => ahead,
        _ if direction(cx, at, to) == Past => behind,
        _ => ahead,
    };
    if is_part(cx.lower(to)) {
        to += 1;
    }
    Some(Hit::new(to, When::day(found)))
}

/// "The first Monday of June", "the last Friday of the month", "the last day of May".
pub(super) fn nth_weekday(cx: &Cx, at: usize) -> Option<Hit> {
    let from = at + usize::from(cx.is(at, "the"));
    let (place, next) = match cx.lower(from) {
        "last" => (-1, from + 1),
        _ => ordinal(cx, from).filter(|(place, _)| *place <= 5)?,
    };
    if cx.follows(at, "every each") {
        return Some(Hit::none(next + 1));
    }
    let day = cx.is(next, "day");
    let named = weekday(cx.lower(next));
    if !day && named.is_none() || !cx.is(next + 1, "of in") {
        return None;
    }
    if cx.is(next + 2, "each every a") {
        return Some(Hit::none(next + 3));
    }
    let (period, to) = match month_phrase(cx, next + 2) {
        Some((shift, to)) => {
            let (year, month, _) = cx.said.day.plus_months(shift).ymd();
            (when::months(year, month, 1)?, to)
        }
        None => {
            month(cx.lower(next + 2))?;
            let found = named_period(cx, next + 2, |to| direction(cx, at, to))?;
            (found.when, found.to)
        }
    };
    let (first, last) = (period.from, period.last());
    let found = match named {
        None if place == -1 => last,
        None => first.plus(place - 1),
        Some(named) if place == -1 => when::weekday_before(last.plus(1), named),
        Some(named) => when::weekday_after(first.plus(-1), named).plus((place - 1) * 7),
    };
    (found <= last).then(|| Hit::new(to, When { relative: period.relative, ..When::day(found) }))
}

/// A count in words or digits for callers that need it alone.
pub(super) fn count(cx: &Cx, at: usize) -> Option<(i64, usize)> {
    number_word(cx, at).or_else(|| cx.lone_number(at).map(|count| (count, at + 1)))
}
