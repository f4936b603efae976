//! What keeps a statement from settling a line, however alike they look: it only may be so, it is about the other side, it says another
//! sort of thing, it differs in more than one place, or it says all that the line says. Each holds for any two claims; none words anything.

use crate::text::changes::is_ended;
use crate::text::claims::{Statement, is_change_word};
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::{is_stopword, one_of};

use super::kernel::verb_in;

/// Whether a change of a line by a statement is not to be believed.
pub fn settles_nothing(new: &Statement, told: &Reading, noted: &Reading) -> bool {
    if new.former.is_some() {
        return false;
    }
    is_hedged(told) && !is_hedged(noted)
        || changed_sides(told, noted)
        || new.latter.is_none()
            && (speaks_past(told, noted)
                || says_as_much(told, noted)
                || other_sort(told, noted)
                || differs_twice(told, noted))
}

fn is_hedged(reading: &Reading) -> bool {
    reading.words.iter().any(|word| one_of(&word.lower, "might maybe perhaps possibly probably hopefully wish"))
}

/// "Lene covers for Ada", where Ada covers for Lene: who stands before the verb in the one stands behind it in the other.
fn changed_sides(told: &Reading, noted: &Reading) -> bool {
    let (Some(verb), Some(other)) = (verb_in(told), verb_in(noted)) else { return false };
    let names = |reading: &Reading, from: usize, to: usize| -> Vec<String> {
        (from..to).filter(|at| reading.words[*at].capital).map(|at| reading.words[at].lower.clone()).collect()
    };
    let behind = names(noted, other, noted.words.len());
    let before = names(noted, 0, other);
    let turned = names(told, verb, told.words.len());
    names(told, 0, verb).iter().any(|name| behind.contains(name) && !before.contains(name))
        && before.iter().any(|name| turned.contains(name))
}

/// What a clause says of what it is about, by stems; nothing where no verb is known.
fn said_of(reading: &Reading) -> Option<Vec<&str>> {
    let verb = verb_in(reading)?;
    let tells = |at: &usize| {
        let word = &reading.words[*at];
        !is_stopword(&word.lower) && !is_change_word(&word.lower)
    };
    Some((verb..reading.words.len()).filter(tells).map(|at| reading.words[at].stem.as_str()).collect())
}

/// One denies, and not what the other says: "Growth is still in", "Growth has not passed"; "Dad may not drive any more", "Dad is not
/// allergic to latex". Nor is who is allergic to something contradicted by not having it, or Sundays by weekdays.
fn speaks_past(told: &Reading, noted: &Reading) -> bool {
    let ended = is_ended(told, &[]);
    if told.negative == noted.negative && !(ended && told.negative) {
        return false;
    }
    let cancels = told.words.iter().any(|word| {
        one_of(&word.stem, "cancel stop quit end close finish discontinu retir die") || one_of(&word.lower, "off over")
    });
    let (Some(now), Some(was)) = (said_of(told), said_of(noted)) else { return false };
    let allergic = |said: &[&str]| said.iter().any(|stem| one_of(stem, "allerg allergi intoler"));
    let shared = now.iter().any(|stem| was.contains(stem));
    let days = |reading: &Reading| -> Vec<String> {
        let words = reading.words.iter().enumerate().filter(|(at, word)| {
            one_of(&word.stem, "weekday weekend") || reading.value_at(*at).is_some_and(|value| value.kind == Kind::Day)
        });
        words.map(|(_, word)| word.stem.clone()).collect()
    };
    let (on, at) = (days(told), days(noted));
    let other_days = !on.is_empty() && !at.is_empty() && !on.iter().any(|day| at.contains(day));
    allergic(&now) != allergic(&was) || other_days || !(cancels || shared || now.is_empty() && was.is_empty())
}

/// Every word and value of the line stands in the statement: it says that too.
fn says_as_much(told: &Reading, noted: &Reading) -> bool {
    let states = |lower: &str| one_of(lower, "out off down away back up on in only");
    let words = noted
        .words
        .iter()
        .filter(|word| !is_stopword(&word.lower) || states(&word.lower) || word.text.len() == 1 && word.capital);
    let held = words.into_iter().all(|word| {
        told.words.iter().any(
            |other| {
                if word.text.len() == 1 { other.text == word.text } else { other.stem == word.stem }
            },
        )
    });
    let values = noted.values.iter().all(|value| told.values.iter().any(|other| other.normal() == value.normal()));
    told.negative == noted.negative && !is_ended(told, &[]) && held && values && !noted.values.is_empty()
}

/// "Ingrid is on leave", "Ingrid is trained on the tank": where somebody is says nothing of what somebody is.
fn other_sort(told: &Reading, noted: &Reading) -> bool {
    let placed = |reading: &Reading| -> Option<bool> {
        let verb = verb_in(reading)?;
        let be = one_of(&reading.words[verb].lower, "is are am was were");
        let next = reading.words.get(verb + 1)?;
        be.then(|| one_of(&next.lower, "in on at under behind with near inside outside beside by from"))
    };
    let valued = |reading: &Reading| !reading.values.is_empty();
    let name = |reading: &Reading| reading.words.first().is_some_and(|word| word.capital) && reading.is_name(0);
    matches!((placed(told), placed(noted)), (Some(now), Some(was)) if now != was)
        && name(told)
        && !(valued(told) && valued(noted))
}

/// Two lines that differ in more than one place are about two things: other people, and another group.
fn differs_twice(told: &Reading, noted: &Reading) -> bool {
    let only = |one: &Reading, other: &Reading, take: &dyn Fn(&Reading, usize) -> bool| {
        (0..one.words.len())
            .filter(|at| take(one, *at))
            .any(|at| !other.words.iter().any(|word| word.lower == one.words[at].lower))
    };
    let both = |take: &dyn Fn(&Reading, usize) -> bool| only(told, noted, take) && only(noted, told, take);
    let named = |reading: &Reading, at: usize| reading.is_name(at) && reading.words[at].text.len() > 1;
    let letter = |reading: &Reading, at: usize| {
        let word = &reading.words[at];
        at > 0 && word.text.len() == 1 && word.capital && word.text != "I"
    };
    both(&named) && both(&letter)
}
