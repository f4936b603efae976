//! The noun phrases of a question and what a clause holds of each: the attribute that is asked for, whose it is, and what tells a thing
//! from its like. "The front door code" tells no code of the back door, and of a submarine's colour nothing is told where none is named.

use crate::text::reading::Reading;
use crate::text::values::Kind;

use super::coverage::is_verbal;
use super::evidence::{Evidence, NEARLY, Open};
use super::question::{Question, Role, Term, Wants};

/// A noun phrase of a question.
#[derive(Debug, Clone, PartialEq)]
struct Phrase {
    head: usize,
    /// What stands before the head.
    modifiers: Vec<usize>,
    /// The word before the phrase, its article left out.
    link: Option<usize>,
    /// It owns what follows: "Wout's".
    owner: bool,
}

/// What a clause holds of the question's noun phrases.
#[derive(Debug, Default, PartialEq)]
pub struct Heads {
    /// How much weighs what is missing: what owns or bounds the asked one ("of", "for", "Ada's"); what is spoken of; other things.
    pub owner_missing: f64,
    pub topic_missing: f64,
    pub other_missing: f64,
    /// The share of the heads that are held.
    pub held: f64,
    /// A head is held without what tells it from its like; and the clause has another word in its place.
    pub modifier_missing: bool,
    pub other_modifier: bool,
    /// Only what tells a thing from its like is held, not the thing.
    pub only_modifier: bool,
    /// The attribute that is asked for: held by the very word, by another, not at all.
    pub attribute_exact: bool,
    pub attribute_served: bool,
    pub attribute_missing: bool,
    /// The asked noun stands there without a name, a number or a word that tells which one it is.
    pub unnamed: bool,
}

pub fn heads(question: &Question, line: &Reading, found: &Evidence<'_>) -> Heads {
    let asked = &question.reading;
    let phrases = phrases(question);
    let attribute = attribute(question, &phrases);
    let told = |at: usize| found.held.iter().find(|(asked, _)| *asked == at).map(|(_, told)| told[0]);
    let open = |at: usize| found.open.iter().find(|open| open.term.at == at);
    let is_missing = |open: &Open<'_>| !open.told && open.soft < NEARLY;
    let missing = |at: usize| open(at).filter(|open| is_missing(open)).map_or(0.0, |open| open.weight);
    let mut all = Heads::default();
    let (mut known, mut held) = (0_usize, 0_usize);
    for phrase in &phrases {
        let head = phrase.head;
        let is_attribute = attribute == Some(head);
        let (lacking, here) = (missing(head), told(head));
        if !is_attribute && question.terms.iter().any(|term| term.at == head) {
            known += 1;
            held += usize::from(here.is_some() || lacking == 0.0);
            let link = phrase.link.map_or("", |at| asked.words[at].lower.as_str());
            let share = match link {
                _ if phrase.owner => &mut all.owner_missing,
                "of" | "for" => &mut all.owner_missing,
                "is" | "are" | "was" | "were" | "do" | "does" | "did" | "has" | "have" | "will" | "can" | "should" => {
                    &mut all.topic_missing
                }
                _ => &mut all.other_missing,
            };
            *share += lacking;
        }
        for modifier in &phrase.modifiers {
            let lacks = missing(*modifier) > 0.0;
            if let (Some(here), true) = (here, lacks) {
                all.modifier_missing = true;
                let other = here > 0
                    && line.has_content(here - 1)
                    && !found.hard.contains(&(here - 1))
                    && !is_verbal(line, here - 1);
                all.other_modifier |= other;
            }
            all.only_modifier |= lacking > 0.0 && told(*modifier).is_some();
        }
    }
    all.held = if known == 0 { 1.0 } else { held as f64 / known as f64 };
    if let Some(at) = attribute {
        let here = told(at);
        all.attribute_exact = here.is_some_and(|here| line.words[here].stem == asked.words[at].stem);
        all.attribute_served = here.is_some() && !all.attribute_exact || open(at).is_some_and(|open| !is_missing(open));
        all.attribute_missing = open(at).is_some_and(is_missing);
        all.unnamed = all.attribute_exact && here.is_some_and(|here| is_unnamed(question, line, here));
    }
    all
}

/// The noun phrases, in their order.
fn phrases(question: &Question) -> Vec<Phrase> {
    let reading = &question.reading;
    let noun = |at: usize| reading.has_content(at) && !is_verbal(reading, at);
    let mut found: Vec<Phrase> = Vec::new();
    let mut at = 0;
    while at < reading.words.len() {
        if !noun(at) {
            at += 1;
            continue;
        }
        let from = at;
        while at + 1 < reading.words.len() && noun(at + 1) && !reading.words[at].possessive {
            at += 1;
        }
        let article = |at: &usize| {
            matches!(
                reading.words[*at].lower.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "my"
                    | "our"
                    | "his"
                    | "her"
                    | "their"
                    | "its"
                    | "your"
                    | "this"
                    | "that"
                    | "these"
                    | "those"
            )
        };
        let link = (0..from).rev().find(|at| !article(at));
        found.push(Phrase { head: at, modifiers: (from..at).collect(), link, owner: reading.words[at].possessive });
        at += 1;
    }
    found
}

/// The attribute that a question asks for: the noun behind "which", or the one that "what is the …" names.
fn attribute(question: &Question, phrases: &[Phrase]) -> Option<usize> {
    if let Some(term) = question.terms.iter().rfind(|term| term.role == Role::Asked) {
        return Some(term.at);
    }
    let words = &question.reading.words;
    let of_be = |phrase: &&Phrase| {
        let link = phrase.link.map_or("", |at| words[at].lower.as_str());
        matches!(link, "is" | "are" | "was" | "were")
    };
    // Whom or where something is, is no attribute that has a word of its own.
    let named = matches!(question.wants, Wants::Person | Wants::Place | Wants::When | Wants::YesNo);
    let first = phrases.iter().find(of_be).filter(|_| !named)?;
    let owned = |phrase: &&Phrase| first.owner && phrase.link == Some(first.head);
    Some(phrases.iter().find(owned).unwrap_or(first).head)
}

/// Whether a noun of the clause stands there alone: no name, number or word beside it tells which one it is.
fn is_unnamed(question: &Question, line: &Reading, at: usize) -> bool {
    let known = |at: usize| question.reading.words.iter().any(|word| word.stem == line.words[at].stem);
    let tells = |at: usize| {
        line.words.get(at).is_some()
            && (line.is_name(at)
                || line.has_content(at) && !known(at) && !is_verbal(line, at)
                || line.value_at(at).is_some_and(|value| value.kind != Kind::Day))
    };
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    let before = at > 0 && tells(at - 1);
    let linked = matches!(lower(at + 1), "is" | "are" | "was" | "called" | "named" | "will");
    let labelled = line.text[line.words[at].end..].trim_start().starts_with([':', ',', '(', '-', '–']);
    !before && !linked && !labelled && !tells(at + 1)
}

/// "For the cake: eggs, sugar, almonds" lists what goes into the cake: all nouns and names of the question stand in the heading.
pub fn lists(question: &Question, line: &Reading, found: &Evidence<'_>) -> bool {
    let Some((heading, body)) = line.text.split_once(": ") else { return false };
    let terms = question.terms.iter().filter(|term| {
        !is_verbal(&question.reading, term.at) && !matches!(term.stem.as_str(), "list" | "thing" | "stuff" | "item")
    });
    let headed = |term: &Term| {
        found.held.iter().any(|(at, told)| *at == term.at && told.iter().all(|at| line.words[*at].end <= heading.len()))
    };
    let terms: Vec<&Term> = terms.collect();
    question.wants == Wants::Thing && body.contains(", ") && !terms.is_empty() && terms.iter().all(|term| headed(term))
}

#[cfg(test)]
mod tests {
    use super::super::aliases::Aliases;
    use super::super::evidence::{Beside, Likes, evidence};
    use super::*;

    fn of(question: &str, line: &str) -> Heads {
        let (question, line, likes) = (Question::of(question), Reading::of(line), Likes::default());
        let beside = Beside { before: &[], own: None, likes: &likes };
        let found = evidence(&question, &line, &beside, &Aliases::default());
        heads(&question, &line, &found)
    }

    #[test]
    fn whose_attribute_is_asked_for_is_missing_or_held() {
        assert!(of("What is the colour of the submarine?", "My favourite colour is green").owner_missing > 0.0);
        let held = of("What is the colour of the shed?", "The shed is green");
        assert!(held.owner_missing == 0.0 && held.held > 0.99, "{held:?}");
    }

    #[test]
    fn a_noun_without_a_name_does_not_tell_which_one_it_is() {
        assert!(of("Which castle are they visiting?", "The school trip is to a castle").unnamed);
        assert!(!of("Which castle are they visiting?", "They visit Blarney castle").unnamed);
    }
}
