//! Near-duplicates: which of many lines say almost the same, and whether two claims say the same so that one may stand for both.
//! Candidates are found by their letters, merging is decided by their meaning; nothing is merged that differs in a number, a name, a
//! date or a negation.

mod bands;
mod claim;
mod gist;
mod leftover;
mod lexicon;
mod light;
mod marks;
mod merge;
mod parts;
mod phrases;
mod rival;
mod signs;
mod weighing;

use std::rc::Rc;

use super::reading::Reading;

pub use bands::Search;
pub use claim::Claim;

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
/// that are equal but for case, punctuation and spacing each is paired with the first of them. Of many lines this takes long: [`Search`] is
/// the same in steps.
pub fn pairs(lines: &[&str], threshold: f32) -> Vec<Near> {
    Search::new(lines, threshold).finish()
}

/// Whether two claims say the same, so that one may stand for both.
pub fn same_claim(a: &str, b: &str) -> Same {
    same(&Claim::of(a), &Claim::of(b))
}

/// As [`same_claim`], for claims that have been read.
pub fn same(a: &Claim, b: &Claim) -> Same {
    merge::same(a, b)
}

/// Whether two claims say the same by what is left over when all that they share is set aside: a wider look than [`same`], whatever
/// the order of words, the voice, or what is a verb in the one and a noun in the other.
pub fn same_gist(a: &Claim, b: &Claim) -> bool {
    leftover::same_gist(a, b)
}

/// How likely two claims say the same, from 0 to 1, by all that speaks for it and against it: for pairs that no rule takes for the same.
pub fn sameness(a: &Claim, b: &Claim) -> f64 {
    weighing::sameness(a, b)
}

/// How likely a newer claim takes the place of an older one, from 0 to 1, because both cannot hold.
pub fn turning(newer: &Claim, older: &Claim) -> f64 {
    weighing::turning(newer, older)
}

/// What [`sameness`] and [`turning`] are told by, for the trees to be grown from; nothing where a quick look is enough.
#[cfg(feature = "testing")]
pub fn weighed_by(newer: &Claim, older: &Claim) -> (Option<Vec<f32>>, Option<Vec<f32>>) {
    (weighing::features(newer, older), weighing::turning_features(newer, older))
}

/// The older claim with the newer one's words in the one place where both differ, if only the newer can hold, and how sure that is.
/// `corrects`: the newer one is known to tell of a change.
pub fn rival(newer: &Claim, older: &Claim, corrects: bool) -> Option<(String, f64)> {
    rival::rival(newer, older, corrects)
}

/// Whether a claim says nothing that another does not say, apart from words that tell of a change.
pub fn is_covered(newer: &Claim, older: &Claim) -> bool {
    rival::is_covered(newer, older)
}

/// Whether all that a claim holds stands in another too, in whatever wording: "$20" in "20 dollars".
pub fn holds(line: &Claim, value: &Claim) -> bool {
    gist::Pairing::of(value, line).left.iter().all(Option::is_some)
}

/// Whether two claims speak of as many: what is said of some or most, or of one thing only, is not said of all.
pub fn of_as_many(a: &Claim, b: &Claim) -> bool {
    ["some", "most", "few", "only"].iter().all(|key| {
        let says = |claim: &Claim| claim.items.iter().any(|item| item.key == *key && item.lower != "any");
        says(a) == says(b)
    })
}

/// Whether two claims tell the same attribute of the same thing differently, so that only the newer can hold.
pub fn same_subject(a: &str, b: &str) -> bool {
    contradicts(&Claim::of(a), &Claim::of(b))
}

/// As [`same_subject`], for claims that have been read.
pub fn contradicts(a: &Claim, b: &Claim) -> bool {
    merge::same(a, b) == Same::Different && (merge::subject(a, b) || merge::subject(b, a))
}

/// The claim of a line that was read, kept with its reading. `text` is the line before contractions were written out.
pub fn claim_of(reading: &Reading, text: &str) -> Rc<Claim> {
    let (known, claim) = reading.worked.claim.get_or_init(|| (text.to_owned(), Rc::new(Claim::of(text))));
    if known == text { claim.clone() } else { Rc::new(Claim::of(text)) }
}

/// Whether the words at a place of each of two readings mean the same wherever both make sense, or are forms of one word.
pub fn same_words_at(a: &Reading, at: usize, b: &Reading, other: usize) -> bool {
    a.words[at].lower == b.words[other].lower || keys(a)[at] == keys(b)[other]
}

fn keys(reading: &Reading) -> &[String] {
    reading.worked.keys.get_or_init(|| reading.words.iter().map(|word| lexicon::key(&word.lower)).collect())
}

/// What a claim shares with every claim that it may be merged with: only claims with one core need be compared.
pub fn core(claim: &Claim) -> String {
    merge::core(claim).into_iter().map(|(_, key)| format!("{key}|")).collect()
}
