//! Near-duplicates: which of many lines say almost the same, and whether two claims say the same so that one may stand for both.
//! Candidates are found by their letters, merging is decided by their meaning; nothing is merged that differs in a number, a name, a
//! date or a negation.

mod bands;

use crate::domain::sort;

use super::words::words;

/// Two lines that are nearly the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The place of the earlier line.
    pub a: u32,
    /// The place of the later line.
    pub b: u32,
    /// From 0 to 1.
    pub similarity: f32,
}

/// Whether two claims may be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// The same words; case, punctuation and spacing aside.
    Exact,
    /// The same meaning in other words.
    Paraphrase,
    /// Not the same, as far as can be told.
    Different,
}

/// The pairs of lines that are alike by at least a threshold (0 to 1), ordered by their places; the same for the same lines. Of lines
/// that are equal but for case, punctuation and spacing each is paired with the first of them.
pub fn pairs(lines: &[&str], threshold: f32) -> Vec<Near> {
    bands::pairs(lines, threshold)
}

/// Whether two claims say the same.
pub fn same_claim(a: &str, b: &str) -> Same {
    let plain = |text: &str| -> Vec<String> { words(text).into_iter().map(|word| word.text.to_lowercase()).collect() };
    let (mut a, mut b) = (plain(a), plain(b));
    if a == b {
        return Same::Exact;
    }
    sort::sort_by(&mut a, Ord::cmp);
    sort::sort_by(&mut b, Ord::cmp);
    if a == b && a.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
        return Same::Paraphrase;
    }
    Same::Different
}

/// Whether two claims speak of the same attribute of the same thing with different values, so that the newer replaces the older.
pub fn same_subject(a: &str, b: &str) -> bool {
    use super::claims::{Statement, Verdict, judge};
    let changes = |new: &str, old: &str| {
        matches!(judge(&Statement::plain(new, false), old), Verdict::Change(..) | Verdict::ChangeAndAdd(..))
    };
    changes(a, b) || changes(b, a)
}
