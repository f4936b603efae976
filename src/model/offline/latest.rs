//! Which of the clauses that are nearly as likely answers: the one that says what holds now, and the one that says who somebody is. It
//! chooses among what was weighed and weighs nothing itself.

use crate::text::near::{Claim, rival, turning};
use crate::text::reading::Reading;
use crate::text::words::one_of;

use super::answer::Known;
use super::question::Question;
use super::shape::{is_be, shape};
use super::weighing::Weighed;

/// What was told later goes before what is so much likelier.
const NEWER: f64 = 0.15;
const LEAST_NEWER: f64 = 0.35;
/// It must be so likely that it changes what was told before.
const CHANGES: f64 = 0.4;
/// What says who somebody is may be so much less likely than what tells of them.
const NAMING: f64 = 0.15;
/// As likely what a word of change opens must be, and so much less than what was told before.
const LEAST_NOW: f64 = 0.4;
const NOW: f64 = 0.45;

/// What was told later than the best and changes it, if it is nearly as likely; else the best.
pub(super) fn newer(question: &Question, all: &[Weighed], known: &[Known], best: &Weighed) -> Weighed {
    let place = |one: &Weighed| known.iter().position(|line| line.source == one.known.source);
    let least = (best.probability() - NEWER).max(LEAST_NEWER);
    let older = Claim::of(&best.known.text);
    let changes = |one: &Weighed| {
        let newer = Claim::of(&one.known.text);
        turning(&newer, &older) >= CHANGES || rival(&newer, &older, false).is_some()
    };
    let past = question.reading.words.iter().any(|word| one_of(&word.lower, "was were did had first before former"));
    // "Saturdays are now 10 to 2" is what holds, though the older line is worded more as it is asked.
    let now = |one: &Weighed| {
        let mut words = one.known.text.split(|c: char| !c.is_alphanumeric());
        !past
            && one.gives()
            && one.probability() >= LEAST_NOW.max(best.probability() - NOW)
            && words.any(|word| word.eq_ignore_ascii_case("now"))
            && holds_as_much(one, best)
    };
    let later = |one: &&Weighed| place(one) > place(best) && (one.probability() >= least && changes(one) || now(one));
    all.iter().filter(later).max_by_key(|one| place(one)).unwrap_or(best).clone()
}

/// Whether a clause holds nearly as much of the question as another: the first feature is the share.
fn holds_as_much(one: &Weighed, other: &Weighed) -> bool {
    let share = |of: &Weighed| of.features.first().copied().unwrap_or_default();
    share(one) >= 0.8 * share(other)
}

/// "My midwife is called Kerry" for "who is my midwife?", before what is told of a midwife by the way.
pub(super) fn naming(question: &Question, all: &[Weighed], best: Weighed) -> Weighed {
    let asked = &question.reading.words;
    let who = asked.first().is_some_and(|word| word.lower == "who")
        && asked.get(1).is_some_and(|word| is_be(&word.lower))
        && asked.len() <= 6;
    let names = |text: &str| {
        let read = Reading::of(text);
        let shape = shape(&read);
        let from = shape.from
            + usize::from(read.words.get(shape.from).is_some_and(|word| one_of(&word.lower, "called named")));
        shape.verb.is_some_and(|verb| is_be(&read.words[verb].lower) || one_of(&read.words[verb].lower, "called named"))
            && read.words.get(from).is_some_and(|word| word.capital && read.value_at(from).is_none())
    };
    if !who || names(&best.known.text) {
        return best;
    }
    let enough = |one: &&Weighed| {
        one.probability() >= best.probability() - NAMING && names(&one.known.text) && holds_as_much(one, &best)
    };
    let named = all.iter().filter(enough).max_by(|a, b| a.probability().total_cmp(&b.probability()));
    named.cloned().unwrap_or(best)
}
