//! The words for days, months, numbers, units and holidays. Data and look-up only.

use super::tokens::{Cx, one_of};

const WEEKDAYS: [&str; 7] = [
    "monday mon",
    "tuesday tue tues tuseday",
    "wednesday wed weds wensday wendesday wedensday",
    "thursday thu thur thurs thurday",
    "friday fri",
    "saturday sat satuday",
    "sunday sun",
];

const MONTHS: [&str; 12] = [
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
];

/// Names of the small numbers, from one on.
const NUMBERS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// Without a possessive ending.
pub(super) fn bare(lower: &str) -> &str {
    lower.strip_suffix("'s").unwrap_or(lower)
}

/// 0 for Monday to 6 for Sunday.
pub(super) fn weekday(lower: &str) -> Option<i64> {
    let lower = bare(lower);
    let may_be = matches!(
        lower.as_bytes().get(..3),
        Some(b"mon" | b"tue" | b"tus" | b"wed" | b"wen" | b"thu" | b"fri" | b"sat" | b"sun")
    );
    if !may_be {
        return None;
    }
    WEEKDAYS.iter().position(|names| one_of(lower, names)).map(|at| at as i64)
}

/// 1 for January to 12 for December.
pub(super) fn month(lower: &str) -> Option<i64> {
    let lower = bare(lower);
    let may_be = matches!(
        lower.as_bytes().get(..3),
        Some(b"jan" | b"feb" | b"mar" | b"apr" | b"may" | b"jun" | b"jul" | b"aug" | b"sep" | b"oct" | b"nov" | b"dec")
    );
    if !may_be {
        return None;
    }
    MONTHS.iter().position(|names| one_of(lower, names)).map(|at| at as i64 + 1)
}

/// The token after a name and the dot that shortens it; a dot that ends the sentence is none of it.
pub(super) fn after_dot(cx: &Cx, at: usize) -> usize {
    const SHORT: &str =
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed weds thu thur thurs fri sat sun";
    let dot = one_of(cx.lower(at), SHORT) && cx.is(at + 1, ".") && cx.joined(at + 1);
    let goes_on = cx.number(at + 2).is_some() || cx.is(at + 2, ",") || cx.is_word(at + 2) && !cx.capital(at + 2);
    at + 1 + usize::from(dot && goes_on)
}

/// 0 for spring to 3 for winter.
pub(super) fn season(lower: &str) -> Option<i64> {
    Some(match bare(lower) {
        "spring" => 0,
        "summer" => 1,
        "autumn" | "fall" => 2,
        "winter" => 3,
        _ => return None,
    })
}

/// A number in words, one to ninety-nine, and the token after it.
pub(super) fn number_word(cx: &Cx, at: usize) -> Option<(i64, usize)> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    // All of them begin so: most words are none by their first letter.
    if !matches!(cx.lower(at).as_bytes().first(), Some(b'o' | b't' | b'f' | b's' | b'e' | b'n')) {
        return None;
    }
    let small = |at: usize| NUMBERS.iter().position(|name| *name == cx.lower(at)).map(|place| place as i64 + 1);
    if let Some(tens) = TENS.iter().position(|name| *name == cx.lower(at)) {
        let tens = (tens as i64 + 2) * 10;
        let ones = at + 1 + usize::from(cx.lower(at + 1) == "-" && cx.joined(at + 1));
        return Some(match small(ones).filter(|ones| *ones < 10) {
            Some(more) => (tens + more, ones + 1),
            None => (tens, at + 1),
        });
    }
    Some((small(at)?, at + 1))
}

/// "5th", "fifth", "twenty-first": the number, and the token after it.
pub(super) fn ordinal(cx: &Cx, at: usize) -> Option<(i64, usize)> {
    if let Some(day) = cx.number(at) {
        let ending = match day % 10 {
            _ if (11..=13).contains(&(day % 100)) => "th",
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        };
        return (cx.joined(at + 1) && bare(cx.lower(at + 1)) == ending).then_some((day, at + 2));
    }
    if let Some(place) = ORDINALS.iter().position(|name| *name == cx.lower(at)) {
        return Some((place as i64 + 1, at + 1));
    }
    let tens = match cx.lower(at) {
        "twenty" => 20,
        "thirty" => 30,
        "thirtieth" => return Some((30, at + 1)),
        _ => return None,
    };
    let ones = at + 1 + usize::from(cx.lower(at + 1) == "-");
    let place = ORDINALS[..9].iter().position(|name| *name == cx.lower(ones))?;
    Some((tens + place as i64 + 1, ones + 1))
}

/// Units of time that people count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    WorkDay,
    Week,
    Month,
    Year,
}

/// A unit and how many of it a word stands for ("fortnight": two weeks).
pub(super) fn unit(lower: &str) -> Option<(Unit, i64)> {
    Some(match bare(lower) {
        "minute" | "minutes" | "min" | "mins" => (Unit::Minute, 1),
        "hour" | "hours" | "hr" | "hrs" => (Unit::Hour, 1),
        "day" | "days" | "night" | "nights" => (Unit::Day, 1),
        "week" | "weeks" | "wk" | "wks" => (Unit::Week, 1),
        "fortnight" | "fortnights" => (Unit::Week, 2),
        "month" | "months" => (Unit::Month, 1),
        "year" | "years" | "yr" | "yrs" => (Unit::Year, 1),
        "decade" | "decades" => (Unit::Year, 10),
        _ => return None,
    })
}

/// A holiday of a fixed date: month, day and the token after it.
pub(super) fn holiday(cx: &Cx, at: usize) -> Option<(i64, i64, usize)> {
    let second = cx.lower(at + 1);
    let eve_or_day = |eve: (i64, i64), day: (i64, i64), from: usize| match cx.lower(from) {
        "eve" => (eve.0, eve.1, from + 1),
        "day" => (day.0, day.1, from + 1),
        _ => (day.0, day.1, from),
    };
    let day = |month: i64, day: i64| (second == "day").then_some((month, day, at + 2));
    match bare(cx.lower(at)) {
        "christmas" | "xmas" => Some(eve_or_day((12, 24), (12, 25), at + 1)),
        "new" if one_of(second, "year's years") => {
            let found = eve_or_day((12, 31), (1, 1), at + 2);
            (found.2 > at + 2 || cx.follows(at, "at for before after since until on over and")).then_some(found)
        }
        "nye" => Some((12, 31, at + 1)),
        "halloween" => Some((10, 31, at + 1)),
        "valentine" | "valentines" => day(2, 14),
        "boxing" => day(12, 26),
        "independence" => day(7, 4),
        "patrick" | "patricks" => day(3, 17),
        _ => None,
    }
}

/// A part of a day, in the singular.
pub(super) fn is_part(lower: &str) -> bool {
    matches!(lower, "morning" | "afternoon" | "evening" | "night" | "lunchtime" | "eve")
}

const FIRST: &str = "the this next last past coming upcoming in a an few couple several half early mid late earlier later start \
    beginning middle end eod eow eom eoy today tonight tonite tomorrow tmrw tmr tomorow tommorow tommorrow yesterday yday yesteday \
    day week weekend fortnight w q christmas xmas new nye halloween valentine's valentines boxing independence patrick's thirty \
    twenty forty fifty sixty seventy eighty ninety thirtieth very";

/// A bit for each word with which a date may begin, by its ends and its length. Most words have none of them, and are seen not to be one
/// without any list.
static BEGINNINGS: std::sync::LazyLock<[u64; 16]> = std::sync::LazyLock::new(|| {
    let mut known = [0; 16];
    let lists = [FIRST, "spring summer autumn fall winter"].into_iter().chain(WEEKDAYS).chain(MONTHS);
    for word in lists.chain(NUMBERS).chain(ORDINALS).flat_map(str::split_whitespace) {
        let (at, bit) = beginning(word);
        known[at] |= bit;
    }
    known
});

fn beginning(word: &str) -> (usize, u64) {
    let end = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(*byte));
    let bytes = word.as_bytes();
    let place = end(bytes.first()) * 7 + end(bytes.last()) * 37 + bytes.len() * 131;
    (place / 64 % 16, 1 << (place % 64))
}

/// Whether a date may begin with a word: a quick look before the rules are tried.
pub(super) fn may_begin(lower: &str) -> bool {
    let plain = bare(lower);
    let known = |word: &str| {
        let (at, bit) = beginning(word);
        BEGINNINGS[at] & bit != 0
    };
    if !known(lower) && !known(plain) {
        return false;
    }
    one_of(lower, FIRST)
        || plain.len() < lower.len() && one_of(plain, FIRST)
        || weekday(lower).is_some()
        || month(lower).is_some()
        || season(lower).is_some()
        || NUMBERS.contains(&lower)
        || ORDINALS.contains(&lower)
}
