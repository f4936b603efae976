//! Dates named from the moment they were said: "tomorrow", "last Friday", "this weekend", "early next month", "the week of May 4".

use super::calendar::{self, named_period};
use super::names::{after_dot, bare, is_part, month, season, weekday};
use super::tense::Direction::{self, Coming, Past, Unknown};
use super::tense::{direction, ends_clause, is_habit};
use super::tokens::{Cx, one_of};
use super::when::{self, Part, When, third, week_of, weekday_after, weekday_before, weekend_of};
use super::{Grain, Hit};

/// "Today", "tonight", "tomorrow", "last night", "this morning" and their kin.
pub(super) fn day_word(cx: &Cx, at: usize) -> Option<Hit> {
    let day = |to: usize, days: i64| Some(Hit::new(to, When::day(cx.said.day.plus(days))));
    let part = |to: usize| to + usize::from(is_part(bare(cx.lower(to))));
    match bare(cx.lower(at)) {
        "today" => day(part(at + 1), 0),
        "tonight" | "tonite" => day(at + 1, 0),
        "tomorrow" | "tmrw" | "tmr" | "tomorow" | "tommorow" | "tommorrow" => day(part(at + 1), 1),
        "yesterday" | "yday" | "yesteday" => day(part(at + 1), -1),
        "last" if cx.is(at + 1, "night evening") && !cx.follows(at, "the") => {
            if cx.is(at + 2, "of") {
                return None;
            }
            day(at + 2, -1)
        }
        "this" if cx.is(at + 1, "morning afternoon evening lunchtime") => day(at + 2, 0),
        "this" if cx.is(at + 1, "very") && cx.is(at + 2, "day morning") => day(at + 3, 0),
        "this" if cx.is(at + 1, "time") => {
            let tomorrow = cx.is(at + 2, "tomorrow yesterday");
            if tomorrow {
                return day(at + 3, if cx.is(at + 2, "tomorrow") { 1 } else { -1 });
            }
            let sign = if cx.is(at + 2, "next") { 1 } else { -1 };
            (cx.is(at + 2, "next last") && cx.is(at + 3, "week")).then(|| day(at + 4, sign * 7)).flatten()
        }
        "the" if cx.is(at + 1, "night") && cx.is(at + 2, "before") && cx.is(at + 3, "last") => day(at + 4, -2),
        "eod" => {
            let alone = cx.follows(at, "by before until at") || cx.is(at + 1, "today");
            let other = super::day_at(cx, at + 1).is_some() && !cx.is(at + 1, "today");
            (alone && !other).then(|| day(at + 1 + usize::from(cx.is(at + 1, "today")), 0)).flatten()
        }
        "end" if cx.is(at + 1, "of") && cx.is(at + 2, "day today") => {
            let other = super::day_at(cx, at + 3).is_some();
            (cx.follows(at, "by before until") && !other).then(|| day(at + 3, 0)).flatten()
        }
        _ => None,
    }
}

/// What stands before a weekday or a period and says which one is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    This,
    Next,
    Last,
    /// "Coming": the first one ahead.
    Coming,
    /// "Past": the latest one behind.
    Behind,
}

/// Reads "this", "next", "last", "the coming", "this past": which one, and the token after it.
fn which(cx: &Cx, at: usize) -> Option<(Which, usize)> {
    let after = |words: &str| cx.is(at + 1, words);
    Some(match cx.lower(at) {
        "this" if after("coming upcoming") => (Which::Coming, at + 2),
        "this" if after("next") => (Which::Next, at + 2),
        "this" if after("past last") => (Which::Behind, at + 2),
        "this" => (Which::This, at + 1),
        "next" => (Which::Next, at + 1),
        "last" => (Which::Last, at + 1),
        "coming" | "upcoming" => (Which::Coming, at + 1),
        "past" if cx.follows(at, "the this") => (Which::Behind, at + 1),
        "the" if after("coming upcoming") => (Which::Coming, at + 2),
        "the" if after("past") => (Which::Behind, at + 2),
        _ => return None,
    })
}

/// A weekday with what says which one: "next Tuesday", "Friday", "Monday week", "Tuesday next week", "the Friday after next".
pub(super) fn week_day(cx: &Cx, at: usize) -> Option<Hit> {
    let the = cx.is(at, "the");
    let (which, from) = match which(cx, at) {
        Some((which, from)) => (Some(which), from),
        None => (None, at + usize::from(the)),
    };
    let named = weekday(cx.lower(from))?;
    let mut to = after_dot(cx, from);
    if !is_weekday(cx, from, which.is_some()) {
        return None;
    }
    // "The last Friday of every month", "the next Tuesday": of a time that is told elsewhere.
    let of_many = cx.is(to, "of in") && cx.is(to + 1, "each every the");
    if which.is_some()
        && (of_many || cx.follows(at, "the every each") && matches!(which, Some(Which::Next | Which::Last)))
    {
        return Some(Hit::none(to));
    }
    let today = cx.said.day;
    let week = week_of(today).from;
    if let Some((found, after)) = in_a_week(cx, to, named) {
        return Some(Hit::new(part_after(cx, after), When::day(found)));
    }
    let day = match which {
        Some(Which::Next) => week.plus(7 + named),
        Some(Which::Last | Which::Behind) => weekday_before(today, named),
        Some(Which::Coming) => weekday_after(today, named),
        Some(Which::This) => {
            let found = week.plus(named);
            if found < today && direction(cx, at, to) == Coming { found.plus(7) } else { found }
        }
        None => {
            if let Some(found) = beside_another(cx, at, to, named) {
                return Some(Hit::new(part_after(cx, to), When::day(found)));
            }
            if is_recurring(cx, at, from, the) {
                return Some(Hit::none(from + 1));
            }
            match direction(cx, at, to) {
                Past => weekday_before(today, named),
                Coming | Unknown => weekday_after(today, named),
            }
        }
    };
    to = part_after(cx, to);
    Some(Hit::new(to, When::day(day)))
}

/// A bare weekday in the week of another expression: "next Thursday and Friday", "Monday and Tuesday next week", "next week it's
/// Thursday"; and "it's Friday", said on a Friday.
fn beside_another(cx: &Cx, at: usize, to: usize, named: i64) -> Option<super::Date> {
    const JOINS: &str = "and or to through until - – & , /";
    let today = cx.said.day;
    if named == today.of_week() && cx.follows(at, "it's today's") && !cx.is(to, "at") {
        return Some(today);
    }
    if cx.is(to, JOINS)
        && let Some(other) = weekday(cx.lower(to + 1))
        && let Some((found, _)) = in_a_week(cx, to + 2, other)
    {
        return Some(week_of(found).from.plus(named));
    }
    if at > 1
        && cx.follows(at, JOINS)
        && let Some(other) = weekday(cx.lower(at - 2)).filter(|_| at > 2)
    {
        let from = if at > 3 && cx.follows(at - 3, "this the") { at - 4 } else { at - 3 };
        let first = week_day(cx, from).filter(|hit| hit.to >= at - 1)?.when?.from;
        return (other != named).then(|| weekday_after(first, named));
    }
    let week_ahead = |at: usize| cx.is(at, "next last") && cx.is(at + 1, "week") && !cx.follows(at, "the");
    let clause = (at.saturating_sub(12)..at).rev().take_while(|at| !ends_clause(cx, *at));
    let anchor = clause.into_iter().find(|at| week_ahead(*at))?;
    let shift = if cx.is(anchor, "next") { 7 } else { -7 };
    Some(week_of(today).from.plus(shift + named))
}

/// A weekday's week that stands after it: "week" (one more), "after next", "before last", "next week", "in two weeks".
fn in_a_week(cx: &Cx, to: usize, named: i64) -> Option<(super::Date, usize)> {
    let today = cx.said.day;
    let monday = week_of(today).from;
    if cx.is(to, "week fortnight") && !cx.joined(to) && !cx.is_word(to + 1)
        || cx.is(to, "week fortnight") && cx.is(to + 1, "at and in we i")
    {
        let days = if cx.is(to, "week") { 7 } else { 14 };
        return Some((weekday_after(today, named).plus(days), to + 1));
    }
    if cx.is(to, "after") && cx.is(to + 1, "next") && !cx.is(to + 2, "week month") {
        return Some((monday.plus(14 + named), to + 2));
    }
    if cx.is(to, "before") && cx.is(to + 1, "last") {
        return Some((weekday_before(today, named).plus(-7), to + 2));
    }
    let from = to + usize::from(cx.is(to, "of in ,"));
    if let Some(found) =
        period(cx, from, |_| Unknown).filter(|found| found.when.grain == Grain::Week && !found.when.approximate)
    {
        return (cx.is(from, "next last this the")).then(|| (found.when.from.plus(named), found.to));
    }
    let ahead = super::spans::ahead(cx, to).and_then(|hit| Some((hit.when?, hit.to)));
    let (when, after) =
        ahead.filter(|(when, _)| when.is_day() && cx.is(to + 2, "week weeks fortnight") || cx.is(to + 3, "weeks"))?;
    Some((week_of(when.from).from.plus(named), after))
}

fn part_after(cx: &Cx, to: usize) -> usize {
    to + usize::from(is_part(bare(cx.lower(to))))
}

/// Whether a weekday's short form is meant as one: "sat", "sun", "wed" and "mon" are words too.
fn is_weekday(cx: &Cx, at: usize, led: bool) -> bool {
    let word = bare(cx.lower(at));
    let joined = cx.joined(at + 1)
        && cx.is(at + 1, "- _ @")
        && cx.is_word(at + 2)
        && !is_part(cx.lower(at + 2))
        && weekday(cx.lower(at + 2)).is_none();
    if joined
        || cx.joined(at)
            && at > 0
            && cx.follows(at, "- _ @ # .")
            && weekday(if at > 1 { cx.lower(at - 2) } else { "" }).is_none()
    {
        return false;
    }
    if !one_of(word, "sat sun wed mon") {
        return true;
    }
    let ends =
        !cx.is_word(at + 1) || cx.is(at + 1, "at and or morning afternoon evening night to till until from with for");
    let timed = cx.tokens.get(at + 1).is_some_and(|_| cx.number(at + 1).is_some());
    let led = ends && (led || cx.follows(at, "on by until till since"));
    let mid = at > 0 && !ends_clause(cx, at - 1);
    let apart = if mid { ends && !cx.follows(at, "the my") } else { word != "sun" && !cx.is_word(at + 1) };
    led || cx.capital(at) && (apart || timed) || month(cx.lower(at + 1)).is_some()
}

/// A bare weekday that returns each week, or that counts from something else.
fn is_recurring(cx: &Cx, at: usize, from: usize, the: bool) -> bool {
    const OTHER: &str = "every each a an any some one most another following previous other alternate all both mondays tuesdays \
        wednesdays thursdays fridays saturdays sundays first second third fourth st nd rd th black good easter ash palm cyber super \
        giving casual holy alternating weekly same";
    const RECURRING: &str = "standup standups class classes lesson lessons sync syncs club practice training market newsletter retro school \
        roast times prayers choir rehearsals night-shift shift shifts yoga routine call calls nights mornings evenings afternoons";
    const SERIES: &str = "classes lessons walks drinks meetings rides swims rehearsals sessions shifts games matches standups syncs calls \
        suppers dinners lunches breakfasts workshops practices services markets quizzes visits";
    let to = from + 1;
    let owned = the || cx.follows(at, "our my your their his her");
    let range = |at: usize, marks: &str| cx.is(at, marks);
    let first = weekday(cx.lower(from)) == Some(0)
        && range(to, "to through thru till until - –")
        && weekday(cx.lower(to + 1)) == Some(4);
    let last = weekday(cx.lower(from)) == Some(4)
        && at > 1
        && range(at - 1, "to through thru till until - –")
        && weekday(cx.lower(at - 2)) == Some(0);
    cx.follows(at, OTHER)
        || cx.follows(at, "happy")
        || cx.follows(at, "it's it") && !cx.is(to, "at") && cx.is(to, "yet ! so")
        || owned && cx.is(to, RECURRING)
        || cx.is(to, "nights mornings evenings afternoons school roast times prayers")
        || cx.is(to, SERIES) && !cx.follows(at, "on by until till from since")
        || the && (cx.is(to, "after before following that we i he she they when") || at > 0 && cx.follows(at, "on"))
        || first
        || last
        || is_habit(cx, at)
        || is_part(cx.lower(to)) && cx.capital(to) && cx.capital(to + 1)
}

/// A period and where it ends.
pub(super) struct Period {
    pub to: usize,
    pub when: When,
}

/// "Next week", "the coming weekend", "last month", "this summer", "next June", "the week after next", "the past year".
pub(super) fn period(cx: &Cx, at: usize, way: impl Fn(usize) -> Direction) -> Option<Period> {
    let found = |to: usize, when: When| Some(Period { to, when });
    if cx.is(at, "the") && cx.is(at + 1, "week weekend month year") {
        let steps = if cx.is(at + 2, "after") && cx.is(at + 3, "next") {
            2
        } else if cx.is(at + 2, "before") && cx.is(at + 3, "last") {
            -2
        } else {
            return None;
        };
        return found(at + 4, unit_period(cx, cx.lower(at + 1), steps)?);
    }
    let (which, from) = which(cx, at)?;
    let word = bare(cx.lower(from));
    let to = from + 1;
    if which == Which::Behind && one_of(word, "week month year") {
        let back = match word {
            "week" => cx.said.day.plus(-7),
            "month" => cx.said.day.plus_months(-1),
            _ => cx.said.day.plus_months(-12),
        };
        let grain = unit_period(cx, word, 0)?.grain;
        return found(to, When::range(back, cx.said.day, grain).about(true));
    }
    if one_of(word, "week weekend month quarter year") {
        // "The last week of May", "the next week": of a time that is told elsewhere.
        if cx.follows(at, "the") && matches!(which, Which::Next | Which::Last)
            || cx.is(to, "of") && which == Which::Last
        {
            return None;
        }
        let steps = match which {
            Which::This => 0,
            Which::Next => 1,
            Which::Coming => i64::from(word != "weekend" || cx.said.day.of_week() > 4),
            Which::Last => -1,
            Which::Behind => -1,
        };
        // On a Monday "this weekend was fun" speaks of the one that has gone.
        let gone = which == Which::This && word == "weekend" && cx.said.day.of_week() < 4 && way(to) == Past;
        return found(to, unit_period(cx, word, if gone { -1 } else { steps })?);
    }
    named_with(cx, from, which, way)
}

/// Weeks, weekends, months, quarters or years some steps away from the present one.
fn unit_period(cx: &Cx, word: &str, steps: i64) -> Option<When> {
    let today = cx.said.day;
    let (year, month, _) = today
        .plus_months(match word {
            "month" => steps,
            "quarter" => steps * 3,
            "year" => steps * 12,
            _ => 0,
        })
        .ymd();
    Some(match word {
        "week" => week_of(today.plus(7 * steps)),
        "weekend" => weekend_of(today.plus(7 * steps)),
        "month" => when::months(year, month, 1)?,
        "quarter" => when::months(year, (month - 1) / 3 * 3 + 1, 3)?,
        "year" => when::year(year)?,
        _ => return None,
    })
}

/// "Next June", "last summer". The next one is not the very next month or season, which is called "this".
fn named_with(cx: &Cx, at: usize, which: Which, way: impl Fn(usize) -> Direction) -> Option<Period> {
    let word = cx.lower(at);
    let this_year = cx.said.day.ymd().0;
    let to = at + 1;
    type OfYear = fn(i64, i64) -> Option<When>;
    let (number, of_year): (i64, OfYear) = match (month(word), season(word)) {
        (Some(month), _) => (month, |year, month| when::months(year, month, 1)),
        (_, Some(season)) => (season, when::season),
        _ => return None,
    };
    let noun = season(word).is_some() && cx.is(to, "cleaning collection breaks");
    if noun
        || cx.is(to, "of") && cx.number(to + 1).is_some()
        || calendar::count(cx, to).is_some_and(|(count, _)| count < 32) && month(word).is_some()
    {
        return None;
    }
    let today = cx.said.day;
    let years = || {
        [this_year - 1, this_year, this_year + 1, this_year + 2].into_iter().filter_map(|year| of_year(year, number))
    };
    let behind = years().rev().find(|when| when.last() < today);
    let current = years().find(|when| when.from <= today && when.last() >= today);
    let ahead = years().find(|when| when.from > today);
    let found = match which {
        Which::Last | Which::Behind => behind?,
        Which::Coming => ahead?,
        Which::Next => {
            let soon = ahead?;
            // The first of the month (or season) after the present one.
            let step = if month(word).is_some() { 1 } else { 3 };
            let present = today.plus_months(step);
            let very_next = soon.from <= present && soon.last() >= present;
            if very_next { years().filter(|when| when.from > today).nth(1)? } else { soon }
        }
        Which::This => match current {
            Some(current) => current,
            None if way(to) == Past => behind?,
            None => years().find(|when| when.from.ymd().0 == this_year)?,
        },
    };
    let found = match (which, current) {
        (Which::This, None) if found.last() < today && way(to) != Past => ahead?,
        _ => found,
    };
    Some(Period { to, when: found })
}

/// A period by itself.
pub(super) fn lone(cx: &Cx, at: usize) -> Option<Hit> {
    let found = period(cx, at, |to| direction(cx, at, to))?;
    // "This fall broke my arm", "this may help", "this march".
    let word = cx.lower(found.to - 1);
    let verb = one_of(word, "may march spring fall") && cx.is(at, "this") && !cx.capital(found.to - 1);
    let goes_on =
        cx.is_word(found.to) && !super::super::words::is_stopword(cx.lower(found.to)) && !cx.is(found.to, "sometime");
    if verb && goes_on || one_of(word, "may") && !cx.capital(found.to - 1) && cx.is(at, "this") {
        return None;
    }
    if cx.joined(found.to) && cx.is(found.to, "-") && cx.is_word(found.to + 1) {
        return None;
    }
    // "Next week on Thursday"
    let on = found.to + usize::from(cx.is(found.to, "on"));
    if found.when.grain == Grain::Week
        && !found.when.approximate
        && let Some(named) = weekday(cx.lower(on)).filter(|_| is_weekday(cx, on, true))
    {
        return Some(Hit::new(part_after(cx, on + 1), When::day(found.when.from.plus(named))));
    }
    Some(Hit::new(found.to, found.when))
}

/// "The weekend", "over the weekend": the one that fits the tense.
pub(super) fn the_weekend(cx: &Cx, at: usize) -> Option<Hit> {
    if !cx.is(at, "the") || !cx.is(at + 1, "weekend weekend's") {
        return None;
    }
    let to = at + 2;
    if cx.is(to, "of before after that") || is_habit(cx, at) {
        return Some(Hit::none(to));
    }
    let today = cx.said.day;
    let way = direction(cx, at, to);
    let steps = match way {
        Past if today.of_week() < 5 => -1,
        _ => 0,
    };
    Some(Hit::new(to, weekend_of(today.plus(7 * steps))))
}

/// "The week of May 4", "w/c 4 May", "the weekend of the 9th".
pub(super) fn week_with(cx: &Cx, at: usize) -> Option<Hit> {
    let from = at + usize::from(cx.is(at, "the"));
    let (weekend, from) = match cx.lower(from) {
        "week" if cx.is(from + 1, "of beginning starting commencing") => (false, from + 2),
        "weekend" if cx.is(from + 1, "of") => (true, from + 2),
        "w" if cx.is(from + 1, "/") && cx.is(from + 2, "c") => (false, from + 3),
        _ => return None,
    };
    let anchor = super::day_at(cx, from)?;
    let day = anchor.when.filter(|when| when.grain == Grain::Day)?;
    let when = if weekend { weekend_of(day.from) } else { week_of(day.from) };
    Some(Hit::new(anchor.to, When { relative: day.relative, ..when }))
}

/// "Early next month", "mid-July", "late 2024", "later this week", "the end of June", "by the end of the year".
pub(super) fn part_of(cx: &Cx, at: usize) -> Option<Hit> {
    let from = at + usize::from(cx.is(at, "the very"));
    let word = cx.lower(from);
    let hyphen = usize::from(cx.is(from + 1, "- –") && cx.joined(from + 1));
    let (part, next) = match word {
        "early" => (Part::Early, from + 1 + hyphen),
        "mid" => (Part::Middle, from + 1 + hyphen),
        "late" => (Part::Late, from + 1 + hyphen),
        "earlier" | "later" => return side_of(cx, at, from + 1 + usize::from(cx.is(from + 1, "in on"))),
        "start" | "beginning" if cx.is(from + 1, "of") => (Part::Early, from + 2),
        "middle" if cx.is(from + 1, "of") => (Part::Middle, from + 2),
        "first" | "second" | "latter" if cx.is(from + 1, "half") && cx.is(from + 2, "of") => {
            let (to, when) = any_period(cx, at, from + 3, true)?;
            let middle = when.from.plus((when.last().since(when.from) + 1) / 2);
            let half = if word == "first" {
                When { until: Some(middle.plus(-1)), ..when }
            } else {
                When { from: middle, ..when }
            };
            return Some(Hit::new(to, half.about(true)));
        }
        "end" if cx.is(from + 1, "of") => return end_of(cx, at, from + 2),
        "eow" | "eom" | "eoy" if cx.follows(at, "by before until at") => {
            let unit = match word {
                "eow" => "week",
                "eom" => "month",
                _ => "year",
            };
            return Some(Hit::new(from + 1, end(unit_period(cx, unit, 0)?)));
        }
        _ => return None,
    };
    let next = next + usize::from(cx.is(next, "in"));
    let (to, when) = any_period(cx, at, next, false)?;
    if when.grain == Grain::Weekend || word == "late" && cx.is(at.wrapping_sub(1), "too very so") {
        return None;
    }
    Some(Hit::new(to, third(when, part)))
}

/// A period with "this" and the like, or a month, season or year by its name, or "the month".
fn any_period(cx: &Cx, at: usize, from: usize, the: bool) -> Option<(usize, When)> {
    if let Some(found) = period(cx, from, |to| direction(cx, at, to)) {
        return Some((found.to, found.when));
    }
    let article = cx.is(from, "the");
    let unit_at = from + usize::from(article);
    if (the || article)
        && cx.is(unit_at, "week month quarter year weekend")
        && (article || !cx.is(unit_at, "weekend"))
        && !cx.is(unit_at + 1, "of")
    {
        return Some((unit_at + 1, unit_period(cx, cx.lower(unit_at), 0)?));
    }
    let name_at = if season(cx.lower(unit_at)).is_some() { unit_at } else { from };
    if month(cx.lower(name_at)).is_some() && cx.lone_number(name_at + 1).is_some_and(|day| day < 32) {
        return None;
    }
    let found = named_period(cx, name_at, |to| direction(cx, at, to))?;
    Some((found.to, found.when))
}

/// "Earlier this week", "later today", "later this month": from its start to now, or from now to its end.
fn side_of(cx: &Cx, at: usize, from: usize) -> Option<Hit> {
    let today = cx.said.day;
    let later = cx.is(at, "later");
    if cx.is(from, "today tonight") || cx.is(from, "this") && cx.is(from + 1, "morning afternoon evening") {
        let hit = day_word(cx, from)?;
        return Some(hit);
    }
    let (to, when) = any_period(cx, at, from, false)?;
    let inside = when.from <= today && when.last() >= today;
    let when = if !inside {
        third(when, if later { Part::Late } else { Part::Early })
    } else if later {
        When { from: today, approximate: true, ..when }
    } else {
        When { until: Some(today), approximate: true, ..when }
    };
    Some(Hit::new(to, when))
}

/// "The end of the month": its last day. Of a week the end is what people take it for, Friday to Sunday.
fn end_of(cx: &Cx, at: usize, from: usize) -> Option<Hit> {
    let (to, when) = any_period(cx, at, from, true)?;
    Some(Hit::new(to, end(when)))
}

fn end(when: When) -> When {
    let last = when.last();
    match when.grain {
        Grain::Week => When { from: last.plus(-2), approximate: true, ..when },
        Grain::Season | Grain::Weekend => third(when, Part::Late),
        _ => When { relative: when.relative, ..When::day(last) },
    }
}
