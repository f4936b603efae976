//! Two main clauses with the same subject and the same verb of which both cannot hold: another value of the same kind, another place,
//! another name where one stands, the opposite state; or the same done by somebody else. It looks at the shape of the clauses only.

use std::ops::Deref;

use crate::text::claims::is_change_word;
use crate::text::reading::{ClauseParts, Reading};
use crate::text::values::Kind;
use crate::text::words::{Word, is_stopword, one_of};

use super::kernel::verb_in;

/// States that exclude each other, by words: the one, and its opposite.
const OPPOSITES: [(&str, &str); 8] = [
    ("open opened reopened", "closed shut"),
    ("working works fixed mended repaired running up fine back", "broken down faulty failed leaking out"),
    ("approved granted accepted signed confirmed", "pending rejected denied refused draft waiting outstanding"),
    ("available free", "taken occupied sold booked unavailable reserved"),
    ("complete full found", "missing incomplete empty lost"),
    ("paid settled", "unpaid overdue due"),
    ("on", "off"),
    ("in", "away"),
];

/// Prepositions after which something is that can be in one place, or done by one means.
const PLACING: &str = "in at on with by through from under behind near inside outside to via";

const BROKEN: &str = " out of order";

/// What one person does at a time for the same thing.
const HELD: &str = "captain lead run host chair sing drive manag coordin organis organiz repres teach handl keep head direct edit cover look own";

/// A clause in its parts.
struct Clause<'a> {
    reading: &'a Reading,
    parts: &'a ClauseParts,
}

impl<'a> Clause<'a> {
    fn of(reading: &'a Reading) -> Option<Clause<'a>> {
        let parts = reading.worked.clause.get_or_init(|| parts_of(reading)).as_ref()?;
        Some(Clause { reading, parts })
    }

    fn lower(&self, at: usize) -> &str {
        self.reading.words.get(at).map_or("", |word| word.lower.as_str())
    }

    /// "be" for its forms, else the verb's stem.
    fn verb_stem(&self) -> &str {
        let word = &self.reading.words[self.verb];
        if one_of(&word.lower, "is are am was were isn't aren't") { "be" } else { &word.stem }
    }

    fn is_definite(&self) -> bool {
        let first = self.lower(0);
        one_of(first, "the our my their his her this")
            || self.reading.words[..self.verb].iter().any(|word| word.possessive)
    }

    /// Of a pair of opposite states: a bit for each that it names.
    fn pole(&self, pair: usize) -> u16 {
        self.parts.poles >> (2 * pair) & 3
    }
}

impl Deref for Clause<'_> {
    type Target = ClauseParts;

    fn deref(&self) -> &ClauseParts {
        self.parts
    }
}

fn parts_of(reading: &Reading) -> Option<ClauseParts> {
    let verb = verb_in(reading)?;
    let names = |at: &usize| {
        let word = &reading.words[*at];
        if *at + 1 == verb && one_of(&word.lower, "i we") {
            return true;
        }
        let news = one_of(&word.lower, "new now current currently latest");
        reading.value_at(*at).is_some() || !is_stopword(&word.lower) && !news
    };
    let carries = |at: &usize| {
        let word = &reading.words[*at];
        let letter = word.capital && word.text.len() == 1 && word.text != "I";
        reading.value_at(*at).is_some() || letter || !is_stopword(&word.lower) && !is_change_word(&word.lower)
    };
    let mut subject: Vec<String> = (0..verb).filter(names).map(|at| key(reading, at)).collect();
    crate::domain::sort::sort_by(&mut subject, Ord::cmp);
    subject.dedup();
    let rest: Vec<usize> = (verb + 1..reading.words.len()).filter(carries).collect();
    let keys = rest.iter().map(|at| key(reading, *at)).collect();
    let has = |list: &str| reading.words[verb..].iter().any(|word| one_of(&word.lower, list));
    let poles = OPPOSITES
        .iter()
        .rev()
        .fold(0, |poles, (one, other)| poles << 2 | u16::from(has(other)) << 1 | u16::from(has(one)));
    Some(ClauseParts { verb, subject, rest, keys, poles })
}

fn key(reading: &Reading, at: usize) -> String {
    match reading.value_at(at).filter(|value| value.kind != Kind::Number || value.text.len() > 1) {
        Some(value) => value.normal().to_owned(),
        None => reading.words[at].stem.clone(),
    }
}

/// Whether the newer clause cannot hold together with the older. `corrects`: it says that something has changed.
pub fn excludes(told: &Reading, noted: &Reading, corrects: bool) -> bool {
    // "Is out of" is read as lacking.
    let broken = |one: &Reading| memchr::memmem::find(one.text.as_bytes(), BROKEN.as_bytes()).is_some();
    if let Some(plain) = [told, noted].iter().find_map(|one| broken(one).then(|| one.text.replace(BROKEN, " broken"))) {
        let plain = Reading::of(&plain);
        return if broken(told) { excludes(&plain, noted, corrects) } else { excludes(told, &plain, corrects) };
    }
    if corrects && told.negative == noted.negative && !is_loose(told) && one_figure(told, noted) {
        return true;
    }
    let (Some(new), Some(old)) = (Clause::of(told), Clause::of(noted)) else { return false };
    if told.negative != noted.negative || is_loose(told) || is_loose(noted) {
        return false;
    }
    if new.subject != old.subject {
        // The newer may name less of what it is about, and not more: the permit for the kitchen is another.
        let within =
            if corrects { one_within(&new.subject, &old.subject) } else { is_within(&new.subject, &old.subject) };
        return holder_changed(&new, &old, corrects) || opposite(&new, &old) && within;
    }
    if corrects && !new.subject.is_empty() && placed_anew(&new, &old) {
        return true;
    }
    if new.subject.is_empty() || new.verb_stem() != old.verb_stem() {
        return !new.subject.is_empty() && opposite(&new, &old);
    }
    opposite(&new, &old)
        || other_figure(&new, &old)
        || other_value(&new, &old, corrects)
        || other_place(&new, &old, corrects)
        || corrects && no_more_only(&new, &old)
        || other_name(&new, &old)
}

/// What might be, what is one of several, and what was done once.
fn is_loose(reading: &Reading) -> bool {
    *reading.worked.loose.get_or_init(|| has_loose_word(reading))
}

fn has_loose_word(reading: &Reading) -> bool {
    reading.words.iter().enumerate().any(|(at, word)| {
        // "It was approved" tells of a state that lasts.
        let state = |word: &Word| one_of(&word.lower, "approved granted accepted signed confirmed rejected denied refused");
        if one_of(&word.lower, "was were") && reading.words.get(at + 1).is_some_and(state) {
            return false;
        }
        one_of(&word.lower, "if might could would maybe perhaps also another some sometimes or either unless last yesterday ago once was were")
    })
}

fn is_within(a: &[String], b: &[String]) -> bool {
    !a.is_empty() && a.iter().all(|one| b.contains(one))
}

fn one_within(a: &[String], b: &[String]) -> bool {
    is_within(a, b) || is_within(b, a)
}

fn opposite(new: &Clause<'_>, old: &Clause<'_>) -> bool {
    new.rest.len() <= 5
        && old.rest.len() <= 5
        && (0..OPPOSITES.len()).any(|pair| matches!((new.pole(pair), old.pole(pair)), (1, 2) | (2, 1)))
        && !values_in(new, |_| true)
            .iter()
            .any(|(_, kind)| values_in(old, |_| true).iter().any(|(_, other)| kind == other))
}

/// The values after the verb with their kinds, those of which a predicate holds.
fn values_in<'a>(clause: &Clause<'a>, take: impl Fn(&str) -> bool) -> Vec<(&'a str, Kind)> {
    let after = clause.reading.words[clause.verb].end;
    let values = clause.reading.values.iter().filter(|value| value.start >= after);
    values.map(|value| (value.normal(), value.kind)).filter(|(normal, _)| take(normal)).collect()
}

/// Another value of the same kind in its place, all else being shared.
fn other_value(new: &Clause<'_>, old: &Clause<'_>, corrects: bool) -> bool {
    let (now, was) = (&new.keys, &old.keys);
    let left = values_in(new, |value| {
        !was.contains(&value.to_owned()) && !values_in(old, |other| other == value).iter().any(|_| true)
    });
    let right = values_in(old, |value| values_in(new, |other| other == value).is_empty());
    let bare = |one: Kind, two: Kind| corrects && one == Kind::Number && matches!(two, Kind::Money | Kind::Duration);
    let clash = left
        .iter()
        .any(|(_, kind)| right.iter().any(|(_, other)| kind == other || bare(*kind, *other) || bare(*other, *kind)));
    // When it begins to hold is no part of it.
    let words = |clause: &Clause<'_>, others: &[String]| {
        let plain = clause.rest.iter().filter(|at| clause.reading.value_at(**at).is_none());
        plain.filter(|at| !others.contains(&key(clause.reading, **at))).count()
    };
    let (more, less) = (words(new, was), words(old, now));
    let acted = new.lower(new.verb).ends_with("ed") && new.verb_stem() != "be";
    clash && right.len() <= 2 && less == 0 && more <= 2 && (!acted || corrects)
}

/// All the same but for one figure of one shape: "1:500", "v14", "3.2.0".
fn other_figure(new: &Clause<'_>, old: &Clause<'_>) -> bool {
    let after = |clause: &Clause<'_>| -> Vec<String> {
        let text = &clause.reading.text[clause.reading.words[clause.verb].end..];
        let words = text.split_whitespace().map(|word| word.trim_matches([',', '.', '!', ';']).to_lowercase());
        words.filter(|word| !word.is_empty() && !one_of(word, "the a an now")).collect()
    };
    let (now, was) = (after(new), after(old));
    let differing: Vec<(&String, &String)> = now.iter().zip(&was).filter(|(a, b)| a != b).collect();
    let marked = |word: &str| word.contains('0') && word.len() > 1;
    now.len() == was.len() && matches!(differing.as_slice(), [(a, b)] if shape(a) == shape(b) && marked(&shape(a)))
}

/// The same preposition, another place or means behind it.
fn other_place(new: &Clause<'_>, old: &Clause<'_>, corrects: bool) -> bool {
    let preposition = |clause: &Clause<'_>| {
        let from = clause.verb + 1;
        (from..(from + 3).min(clause.reading.words.len())).find(|at| one_of(clause.lower(*at), PLACING))
    };
    let (Some(at), Some(other)) = (preposition(new), preposition(old)) else { return false };
    let done = |clause: &Clause<'_>, to: usize| -> Vec<String> {
        clause.rest.iter().filter(|at| **at < to).map(|at| key(clause.reading, *at)).collect()
    };
    let place = |clause: &Clause<'_>, from: usize| -> Vec<String> {
        clause.rest.iter().filter(|at| **at > from).map(|at| key(clause.reading, *at)).collect()
    };
    let (now, was) = (place(new, at), place(old, other));
    let lasting = new.verb_stem() == "be" || corrects;
    lasting
        && new.lower(at) == old.lower(other)
        && done(new, at) == done(old, other)
        && !now.is_empty()
        && !was.is_empty()
        && now.len() <= 3
        && was.len() <= 3
        && !now.iter().all(|key| was.contains(key))
        && !was.iter().all(|key| now.contains(key))
        && values_in(new, |_| true).iter().all(|(_, kind)| !matches!(kind, Kind::Day | Kind::Date | Kind::Time))
}

/// "The keys hang behind the door", "the keys are in the tin now": where it is told anew, whatever the words for being there.
fn placed_anew(new: &Clause<'_>, old: &Clause<'_>) -> bool {
    const THERE: &str = "be hang stand lie sit live kept keep store stay go park locat";
    let placed = |clause: &Clause<'_>| {
        let from = clause.verb + 1;
        let at = (from..(from + 2).min(clause.reading.words.len())).find(|at| one_of(clause.lower(*at), PLACING))?;
        let there = (clause.verb..at).all(|at| {
            let stem = clause.reading.words[at].stem.as_str();
            at == clause.verb && clause.verb_stem() == "be" || one_of(stem, THERE)
        });
        let rest: Vec<String> =
            clause.rest.iter().filter(|place| **place > at).map(|at| key(clause.reading, *at)).collect();
        let plain = !rest.is_empty() && values_in(clause, |_| true).is_empty();
        (there && plain).then_some(rest)
    };
    matches!((placed(new), placed(old)), (Some(now), Some(was)) if !now.iter().any(|key| was.contains(key)))
}

/// "We take cash only", "we take cards now".
fn no_more_only(new: &Clause<'_>, old: &Clause<'_>) -> bool {
    let only = |clause: &Clause<'_>| clause.reading.words.iter().any(|word| word.lower == "only");
    only(old) && !only(new) && new.verb_stem() != "be" && !new.rest.is_empty() && new.keys != old.keys
}

/// All the same but for one figure of one shape, in a claim without a verb too: "use dilution 1:500".
fn one_figure(told: &Reading, noted: &Reading) -> bool {
    let of = |reading: &Reading| -> Vec<String> {
        let words = reading.text.split_whitespace().map(|word| word.trim_matches([',', '.', '!', ';']).to_lowercase());
        words.filter(|word| !word.is_empty() && !one_of(word, "the a an now instead please")).collect()
    };
    let (now, was) = (of(told), of(noted));
    now.len() == was.len() && now.len() > 2 && {
        let differing: Vec<(&String, &String)> = now.iter().zip(&was).filter(|(a, b)| a != b).collect();
        matches!(differing.as_slice(), [(a, b)] if shape(a) == shape(b) && shape(a).contains('0') && a.len() > 1)
    }
}

/// The same but for one version, wherever it stands: "firmware 3.2.4 runs on the board now". Of rooms and scenes there are several.
pub fn one_version(told: &Reading, noted: &Reading) -> bool {
    let versions = |reading: &Reading| -> Vec<String> {
        let words = reading.text.split_whitespace().map(|word| word.trim_end_matches([',', '.', '!']).to_lowercase());
        let dotted = |word: &String| shape(word) == "0.0.0" || shape(word) == "v0" || shape(word) == "v0.0";
        words.filter(dotted).collect()
    };
    let (now, was) = (versions(told), versions(noted));
    now.len() == 1 && was.len() == 1 && now != was && one_figure(told, noted)
}

/// The shape of a figure: "v14" is "v0", "1:500" is "0:0".
fn shape(word: &str) -> String {
    let mut shape: Vec<char> = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape.dedup();
    shape.into_iter().collect()
}

/// "The wall colour is Pale Fennel", "the wall colour is Harbour Mist": one name where one stands.
fn other_name(new: &Clause<'_>, old: &Clause<'_>) -> bool {
    let named = |clause: &Clause<'_>| {
        let first = clause.verb + 1;
        let count = clause.reading.words.len() - first.min(clause.reading.words.len());
        (1..=3).contains(&count) && (first..clause.reading.words.len()).all(|at| clause.reading.words[at].capital)
    };
    new.verb_stem() == "be"
        && one_of(new.lower(new.verb), "is")
        && new.is_definite()
        && old.is_definite()
        && named(new)
        && named(old)
        && new.keys != old.keys
}

/// "Obi captains the first team", where Callum did.
fn holder_changed(new: &Clause<'_>, old: &Clause<'_>, corrects: bool) -> bool {
    let named = |clause: &Clause<'_>| {
        (1..=2).contains(&clause.verb) && clause.reading.words[..clause.verb].iter().all(|word| word.capital)
    };
    let verb = new.verb_stem();
    named(new)
        && named(old)
        && verb == old.verb_stem()
        && (corrects || one_of(verb, HELD))
        && (corrects || one_of(new.lower(new.verb + 1), "the our"))
        && !new.rest.is_empty()
        && new.keys == old.keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(new: &str, old: &str) -> bool {
        excludes(&Reading::of(new), &Reading::of(old), false)
    }

    #[test]
    fn another_value_place_name_or_state_of_the_same_excludes_the_older() {
        assert!(of("The antibody dilution is 1:800", "The antibody dilution is 1:500"));
        assert!(of("Contractor accounts expire after 60 days", "Contractor accounts expire after 90 days"));
        assert!(of("The flares are in the chart table", "The flares are in the starboard locker"));
        assert!(of("The docs are built with VitePress", "The docs are built with Eleventy"));
        assert!(of("The wall colour is Harbour Mist", "The wall colour is Pale Fennel"));
        assert!(of("Bay 2 has reopened", "Bay 2 is closed for deep cleaning"));
        assert!(of("The lift is working", "The lift is out of order"));
        assert!(of("Obi captains the first team", "Callum captains the first team"));
    }

    #[test]
    fn other_things_stand_side_by_side() {
        assert!(!of("Deeds are stored in safe A", "Wills are stored in safe B"));
        assert!(!of("Ingrid is on leave", "Ingrid is trained on the nitrogen tank"));
        assert!(!of("Aunt Ruby is allergic to shellfish", "Aunt Ruth is allergic to shellfish"));
        assert!(!of("Ana is in the choir", "Ana is at the office"));
        assert!(!of("Tom likes tea", "Tom likes coffee"));
        assert!(!of("Staging runs in eu-west-1", "Production runs in eu-west-2"));
    }
}
