//! Sorts of things, for asking of many words whether one of them is a sort of one.

use std::sync::OnceLock;

use super::{is_sort, lemmas};

/// Some sorts of things, looked up once for many words: whether a word names one of them is told as by [`is_a`].
pub struct Sorts {
    names: &'static [&'static str],
    lemmas: OnceLock<Vec<Vec<u16>>>,
}

impl Sorts {
    pub const fn of(names: &'static [&'static str]) -> Sorts {
        Sorts { names, lemmas: OnceLock::new() }
    }

    pub fn hold(&self, lower: &str) -> bool {
        let own = lemmas(lower);
        // Most names are in no lexicon.
        if own.is_empty() {
            return false;
        }
        let broad = self.lemmas.get_or_init(|| self.names.iter().map(|name| lemmas(name)).collect());
        let below = |broad: &Vec<u16>| own.iter().any(|one| broad.iter().any(|other| is_sort(*one, *other)));
        self.names.iter().zip(broad).any(|(name, broad)| *name != lower && below(broad))
    }
}
