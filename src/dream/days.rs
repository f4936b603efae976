//! Dates written out, with a quick look first: most sentences name no day.

use crate::domain::time::CivilMoment;
use crate::text::dates;

/// Whether a text may name a date at all: cheaper than resolving, and never wrong when it says no.
pub fn may_name_a_date(text: &str) -> bool {
    const PARTS: [&str; 46] = [
        "day",
        "week",
        "month",
        "year",
        "morrow",
        "night",
        "morning",
        "evening",
        "noon",
        "ago",
        "next",
        "last",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "yester",
        "hour",
        "minute",
        "decade",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "christmas",
        "easter",
        "eve",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "quarter",
        "later",
        "soon",
    ];
    let digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let lower = text.to_ascii_lowercase();
    digit
        || PARTS.iter().any(|part| lower.contains(part))
        || [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "teenth",
            "tieth",
        ]
        .iter()
        .any(|part| lower.contains(part))
}

/// The text with the absolute date in brackets after each relative one.
pub fn absolute(text: &str, said: CivilMoment) -> String {
    if may_name_a_date(text) { dates::absolute(text, said) } else { text.to_owned() }
}
