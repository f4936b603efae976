//! The words that tell what a file holds, for its description: the commonest content words of its claims, without values.

use std::collections::BTreeMap;

use crate::domain::sort;
use crate::text::concepts;
use crate::text::words::{is_stopword, words};

const KEYWORDS: usize = 8;

/// The commonest words of some claims, most frequent first, as they are written.
pub fn keywords<'a>(claims: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counted: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for claim in claims.take(400) {
        for word in words(claim) {
            let plain =
                word.lower.len() > 2 && word.lower.chars().all(char::is_alphabetic) && !is_stopword(&word.lower);
            if plain && !concepts::is_light(&word.stem) && !is_of_time(&word.lower) {
                let entry = counted.entry(word.stem).or_insert((0, word.lower.clone()));
                entry.0 += 1;
                if word.lower < entry.1 {
                    entry.1 = word.lower;
                }
            }
        }
    }
    let mut all: Vec<(usize, String)> = counted.into_values().collect();
    sort::sort_by(&mut all, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    all.into_iter().take(KEYWORDS).map(|(_, word)| word).collect()
}

fn is_of_time(lower: &str) -> bool {
    matches!(
        lower,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "tomorrow"
            | "today"
            | "yesterday"
            | "week"
            | "day"
            | "one"
            | "two"
            | "three"
            | "will"
            | "moved"
            | "changed"
            | "said"
    )
}
