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

/// The ISO dates in a text, as written.
pub fn iso_dates(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while at + 10 <= bytes.len() {
        let shaped = (0..10).all(|of| if matches!(of, 4 | 7) { bytes[at + of] == b'-' } else { digit(at + of) });
        if shaped && (at == 0 || !digit(at - 1)) && !digit(at + 10) {
            found.push(&text[at..at + 10]);
            at += 10;
        } else {
            at += 1;
        }
    }
    found
}
