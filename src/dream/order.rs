//! Whether two clauses say the same in another order: "two approvals are needed for code review", "at the airport Hiroshi meets us",
//! "raw fish is something Ewa doesn't eat". Every word and value of the one must be in the other, in the same part: who does it, what
//! it is done to, and each preposition with what stands behind it.

use crate::domain::sort;
use crate::text::plainly::is_past;
use crate::text::reading::Reading;
use crate::text::words::{Word, is_stopword, one_of};

use super::kernel::verb_in;

/// Prepositions that tell which part something plays.
const PREPOSITIONS: &str = "in at on to from for by with through of about under over before after until till since near into behind between \
    during without against except per via as than";

/// Words in which the two may differ: they carry no matter of their own.
const LIGHT: &str =
    "person people thing something somebody someone one do does did has have had there get gets make makes made";

/// The parts of a clause.
#[derive(Debug, PartialEq, Eq, Default)]
struct Parts {
    verb: String,
    /// It tells of the past; of what may, must, can or should be.
    past: bool,
    moods: Vec<&'static str>,
    doer: Vec<String>,
    object: Vec<String>,
    /// A preposition and a word behind it.
    placed: Vec<(String, String)>,
}

/// Whether both say the same, as far as their parts can be told.
pub fn rearranged(a: &Reading, b: &Reading) -> bool {
    if a.negative != b.negative || a.words.len() > 24 || b.words.len() > 24 || is_joined(a) || is_joined(b) {
        return false;
    }
    let (Some(one), Some(two)) = (parts(a), parts(b)) else { return false };
    one == two && one.doer.len() + one.object.len() + one.placed.len() >= 2
}

/// More than one clause, or a comparison: there order tells.
fn is_joined(reading: &Reading) -> bool {
    reading.text.contains([';', '?', ':'])
        || reading.words.iter().any(|word| one_of(&word.lower, "than if unless because while when but or only"))
}

fn parts(reading: &Reading) -> Option<Parts> {
    let text = without_cleft(reading);
    let plain;
    let reading = match &text {
        Some(text) => {
            plain = Reading::of(text);
            &plain
        }
        None => reading,
    };
    let words = &reading.words;
    let verb = main_verb(reading)?;
    let mut parts = Parts::default();
    let passive = verb.passive;
    let past = is_past(&words[verb.at].lower) && !passive && !one_of(&words[verb.form].lower, "has have is are");
    parts.past = past || words.iter().any(|word| one_of(&word.lower, "was were did had used"));
    parts.moods = moods(reading);
    parts.verb = verb.stem;
    let mut preposition = String::new();
    for (at, word) in words.iter().enumerate() {
        if at == verb.at || at == verb.form || word.lower == "not" {
            preposition.clear();
            continue;
        }
        if one_of(&word.lower, PREPOSITIONS) {
            preposition.clone_from(&word.lower);
            continue;
        }
        // What is fronted ends where the clause begins: at a name, an article or a pronoun after its first noun.
        let speaker = one_of(&word.lower, "i we us me he she they");
        if is_stopword(&word.lower) && !speaker && reading.value_at(at).is_none() || one_of(&word.lower, LIGHT) {
            if one_of(&word.lower, "the a an our my")
                && at < verb.at.min(verb.form)
                && !preposition.is_empty()
                && at > 0
                && !one_of(&words[at - 1].lower, PREPOSITIONS)
            {
                preposition.clear();
            }
            continue;
        }
        let starts_clause = (word.capital || speaker)
            && at > 1
            && at < verb.at.min(verb.form)
            && !one_of(&words[at - 1].lower, PREPOSITIONS)
            && !words[at - 1].capital;
        if starts_clause {
            preposition.clear();
        }
        let stem = if speaker {
            if one_of(&word.lower, "we us") { "we".to_owned() } else { word.lower.clone() }
        } else {
            word.stem.clone()
        };
        let before = at < verb.at.min(verb.form);
        match preposition.as_str() {
            "by" if passive => parts.doer.push(stem),
            "" if before && !passive => parts.doer.push(stem),
            "" => parts.object.push(stem),
            other => parts.placed.push((other.to_owned(), stem)),
        }
    }
    // "Code review needs two approvals" is what "two approvals are needed for code review" says.
    if passive && parts.doer.is_empty() {
        let (doers, placed): (Vec<_>, Vec<_>) = std::mem::take(&mut parts.placed)
            .into_iter()
            .partition(|(preposition, _)| preposition == "for" && one_of(&parts.verb, "need requir"));
        parts.doer = doers.into_iter().map(|(_, stem)| stem).collect();
        parts.placed = placed;
    }
    sort::sort_by(&mut parts.doer, Ord::cmp);
    sort::sort_by(&mut parts.object, Ord::cmp);
    sort::sort_by(&mut parts.placed, Ord::cmp);
    Some(parts)
}

/// What bends a claim without being a thing in it: what must be is not what may be.
fn moods(reading: &Reading) -> Vec<&'static str> {
    let mood = |word: &Word| {
        Some(match word.lower.as_str() {
            "must" | "should" | "shall" => "must",
            "may" | "might" => "may",
            "can" | "could" => "can",
            "would" => "would",
            "will" => "will",
            "only" => "only",
            "always" | "never" => "always",
            "sometimes" | "usually" | "often" => "often",
            _ => return None,
        })
    };
    let mut found: Vec<&'static str> = reading.words.iter().filter_map(mood).collect();
    sort::sort_by(&mut found, Ord::cmp);
    found.dedup();
    found
}

/// The word that says what is done, the form of "be" before it, and whether it is done to the subject.
struct Verb {
    at: usize,
    form: usize,
    stem: String,
    passive: bool,
}

fn main_verb(reading: &Reading) -> Option<Verb> {
    let words = &reading.words;
    let form = verb_in(reading)?;
    let lower = words[form].lower.as_str();
    let next =
        (form + 1..words.len().min(form + 3)).find(|at| !one_of(&words[*at].lower, "not always never also still"))?;
    let participle = one_of(lower, "is are was were")
        && !words[next].capital
        && (words.get(next + 1).is_some_and(|word| word.lower == "by")
            || words[next].lower.ends_with("ed")
            || one_of(&words[next].lower, "kept held made done given sent run built written led taught sung taken"));
    if participle {
        return Some(Verb { at: next, form, stem: one_form(&words[next].stem), passive: true });
    }
    let helps = one_of(lower, "will can cannot must should may don't doesn't didn't won't can't do does did isn't");
    let at = if helps { next } else { form };
    let stem = if one_of(lower, "is are was were") { "be".to_owned() } else { one_form(&words[at].stem) };
    // "A is B" has its own rules elsewhere.
    (stem != "be" || next_is_placed(reading, form)).then_some(Verb { at, form, stem, passive: false })
}

fn next_is_placed(reading: &Reading, form: usize) -> bool {
    reading.words.get(form + 1).is_some_and(|word| one_of(&word.lower, "in at on under near behind with"))
}

fn one_form(stem: &str) -> String {
    match stem {
        "kept" | "keep" => "store",
        "held" => "hold",
        "done" => "do",
        "shar" => "share",
        "servic" => "service",
        "made" => "make",
        other => other,
    }
    .to_owned()
}

/// "Raw fish is something Ewa doesn't eat" is "Ewa doesn't eat raw fish"; "Tessa is the person through whom primers are ordered" is
/// "primers are ordered through Tessa".
fn without_cleft(reading: &Reading) -> Option<String> {
    let text = reading.text.trim_end_matches('.');
    for form in [" is ", " are "] {
        let Some((what, rest)) = text.split_once(form) else { continue };
        for opening in ["something that ", "something ", "the one that ", "the thing that ", "what "] {
            if let Some(clause) = rest.strip_prefix(opening).filter(|clause| clause.split(' ').count() >= 2) {
                return Some(format!("{clause} {}", lowered(what)));
            }
        }
        for opening in ["the person ", "the one ", "the company ", "the place "] {
            let clause = rest.strip_prefix(opening)?;
            if let Some((preposition, clause)) = clause.split_once(' ')
                && one_of(preposition, PREPOSITIONS)
                && let Some(clause) = clause.strip_prefix("whom ").or_else(|| clause.strip_prefix("which "))
            {
                return Some(format!("{clause} {preposition} {what}"));
            }
            if let Some(clause) = clause.strip_prefix("who ") {
                return Some(format!("{what} {clause}"));
            }
        }
    }
    None
}

fn lowered(what: &str) -> String {
    let mut chars = what.chars();
    let second = what.chars().nth(1).is_some_and(char::is_uppercase);
    match chars.next() {
        Some(first) if !second => first.to_lowercase().chain(chars).collect(),
        _ => what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str) -> bool {
        rearranged(&Reading::of(a), &Reading::of(b))
    }

    #[test]
    fn another_order_of_the_same_parts_says_the_same() {
        assert!(of("Code review needs two approvals", "Two approvals are needed for code review"));
        assert!(of("Ewa doesn't eat raw fish", "Raw fish is something Ewa doesn't eat"));
        assert!(of("Hiroshi meets us at the airport", "At the airport Hiroshi meets us"));
        assert!(of("Primers are ordered through Tessa", "Tessa is the person through whom primers are ordered"));
        assert!(of("The goal nets are stored in container B", "The goal nets are kept in container B"));
    }

    #[test]
    fn other_parts_say_something_else() {
        assert!(!of("Ana reports to Ben", "Ben reports to Ana"));
        assert!(!of("The flight goes from Oslo to Bonn", "The flight goes from Bonn to Oslo"));
        assert!(!of("The bus waits for the train", "The train waits for the bus"));
        assert!(!of("Ann teaches Ben", "Ben teaches Ann"));
        assert!(!of("The key is under the pot", "The pot is under the key"));
        assert!(!of("Tea is better than coffee", "Coffee is better than tea"));
        assert!(!of("Ann is paid by Ben", "Ben is paid by Ann"));
    }
}
