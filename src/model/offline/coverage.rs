//! The line that covers a question best, where none answers it by its form: weighted by what its words are (a name counts more than
//! a noun, a noun more than a verb), with a value of the asked sort, about the same people. What is too thinly covered is no answer.

use crate::text::concepts;
use crate::text::reading::{Governor, Reading};
use crate::text::words::is_stopword;

use super::aliases::Aliases;
use super::answer::{Answer, Known, best_match};
use super::denial::denies;
use super::question::{Question, Role, Term, Wants};
use super::sorts::{contradicts, gives, identifies};

/// What share of a question's weight a line must cover.
const ENOUGH: f64 = 0.6;

/// What a word of the question is, and so how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sort {
    Name,
    Value,
    Noun,
    Verb,
    /// The noun after "which", of which the answer is one.
    Asked,
}

impl Sort {
    fn weight(self) -> f64 {
        match self {
            Sort::Name => 2.0,
            Sort::Value => 1.2,
            Sort::Noun => 1.0,
            Sort::Verb => 0.5,
            Sort::Asked => 0.4,
        }
    }
}

/// The newest of the lines that cover a question best, if they cover enough of it.
pub fn best_covering(question: &Question, known: &[Known], aliases: &Aliases) -> Answer {
    if question.about_self || matches!(question.wants, Wants::All | Wants::YesNo) || question.reading.negative {
        return Answer::Unknown;
    }
    let mut best: Option<(f64, &Known)> = None;
    for line in known {
        let reading = Reading::of(&line.text);
        if let Some(score) = covers(question, &reading, aliases)
            && best.is_none_or(|(highest, _)| score >= highest)
        {
            best = Some((score, line));
        }
    }
    best.map_or(Answer::Unknown, |(_, line)| Answer::Lines(vec![line.clone()]))
}

/// How much of a question a line covers, if it may answer it at all.
fn covers(question: &Question, line: &Reading, aliases: &Aliases) -> Option<f64> {
    let (mut total, mut held) = (0.0, 0.0);
    let mut matched: Vec<usize> = Vec::new();
    let (mut nouns, mut exact, mut verb_lacks, mut asked_lacks, mut asked_held) = (0, false, false, false, false);
    let own = strangers(question, line);
    for term in &question.terms {
        let sort = sort_of(question, term);
        let taken = |at: usize, _: f64| matched.contains(&at);
        total += sort.weight();
        match best_match(question, term, line, aliases, &taken) {
            Some((at, strength)) if at.iter().any(|at| same_people(question, term, line, *at, aliases)) => {
                held += sort.weight() * strength;
                nouns += usize::from(matches!(sort, Sort::Name | Sort::Noun));
                exact |= strength > if own { 0.95 } else { 0.85 } && sort != Sort::Verb;
                asked_held |= sort == Sort::Asked;
                matched.extend(at);
            }
            _ => match sort {
                Sort::Name | Sort::Noun => return None,
                Sort::Value if !is_relative_day(question, term) => return None,
                Sort::Verb if contradicts(&term.stem, line) => return None,
                Sort::Verb => verb_lacks = true,
                Sort::Asked if concepts::is_kind(&term.stem) => return None,
                Sort::Asked => asked_lacks = true,
                Sort::Value => {}
            },
        }
    }
    if nouns == 0 || !exact || total == 0.0 || held / total < ENOUGH {
        return None;
    }
    let rest: Vec<usize> = line.content().into_iter().filter(|at| !matched.contains(at)).collect();
    let acts = |at: &usize| {
        let word = &line.words[*at];
        concepts::is_verb(&word.stem)
            && !concepts::is_light(&word.stem)
            && !word.capital
            && !follows_determiner(line, *at)
    };
    // Another deed than the asked one says nothing of it.
    if verb_lacks && (rest.iter().any(acts) || question.wants == Wants::Thing && !(asked_held && identifies(line)))
        || asked_lacks && !names_one(question, line, &matched, &rest)
    {
        return None;
    }
    (gives(question, line, &matched, &rest) && !denies(question, line, &matched)).then_some(held / total)
}

/// Whether a line may name one of what is asked for without its noun ("strawberry ice cream" of a flavour): something beside the
/// matched words that is no time or number; after the question's last preposition, if it ends with one.
fn names_one(question: &Question, line: &Reading, matched: &[usize], rest: &[usize]) -> bool {
    let last = question.reading.words.last().map_or("", |word| word.lower.as_str());
    let towards = matches!(last, "to" | "from" | "with" | "in" | "at" | "on" | "for" | "by" | "of" | "about" | "under");
    rest.iter().any(|at| {
        let plain = line.value_at(*at).is_none() && !concepts::is_light(&line.words[*at].stem);
        if towards {
            let from = at.saturating_sub(3);
            return plain && (from..*at).any(|before| line.words[before].lower == last);
        }
        plain && matched.iter().any(|other| other.abs_diff(*at) <= 2)
    })
}

fn sort_of(question: &Question, term: &Term) -> Sort {
    match term.role {
        Role::Name => Sort::Name,
        Role::Value => Sort::Value,
        Role::Asked => Sort::Asked,
        Role::Key if is_verbal(&question.reading, term.at) => Sort::Verb,
        Role::Key => Sort::Noun,
    }
}

/// Whether the word at a position of a question is its verb: a common one that no determiner precedes, or the last word after a
/// form of "do" and a subject.
fn is_verbal(reading: &Reading, at: usize) -> bool {
    if follows_determiner(reading, at) || reading.words[at].possessive {
        return false;
    }
    let word = &reading.words[at];
    let done = reading.words[..at].iter().any(|word| matches!(word.lower.as_str(), "do" | "does" | "did"));
    let last =
        at + 1 == reading.words.len() || at + 2 == reading.words.len() && is_stopword(&reading.words[at + 1].lower);
    concepts::is_verb(&word.stem) || done && last && at > 1 && reading.has_content(at - 1)
}

fn follows_determiner(reading: &Reading, at: usize) -> bool {
    at > 0
        && (reading.words[at - 1].possessive
            || matches!(
                reading.words[at - 1].lower.as_str(),
                "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "its" | "your" | "this" | "that" | "of"
            ))
}

/// "Tonight", "tomorrow": days that a line may leave unsaid.
fn is_relative_day(question: &Question, term: &Term) -> bool {
    question.reading.value_at(term.at).is_some_and(|value| {
        matches!(value.text.to_lowercase().as_str(), "tonight" | "today" | "this week" | "this year")
    })
}

/// Whether the owner or doer of a matched word is not somebody else than in the question.
fn same_people(question: &Question, term: &Term, line: &Reading, at: usize, aliases: &Aliases) -> bool {
    let asked = |at: usize| question.terms.iter().any(|other| other.at != term.at && best_of(other, line, at, aliases));
    match (&term.governor, line.governor(at)) {
        (_, Governor::Nobody) | (Governor::Nobody, _) => true,
        (Governor::Speaker, Governor::Words(holders)) => {
            term.role == Role::Name
                || holders.iter().any(|at| asked(*at))
                || !holders.iter().any(|at| is_somebody(line, *at))
        }
        (Governor::Words(_), Governor::Words(holders)) => {
            term.role == Role::Name
                || holders.iter().any(|at| asked(*at))
                || !holders.iter().any(|at| is_somebody(line, *at))
        }
        (Governor::Speaker, Governor::Pronoun) => false,
        (Governor::Words(asked), Governor::Speaker) => {
            let owner = asked.iter().any(|holder| question.reading.words[*holder].possessive);
            !owner || !line.is_owned_by_speaker(at)
        }
        _ => true,
    }
}

/// Whether the question is about the speaker and the line names nobody: words of like meaning then say little.
pub fn strangers(question: &Question, line: &Reading) -> bool {
    let speaks = |reading: &Reading| {
        reading
            .words
            .iter()
            .any(|word| matches!(word.lower.as_str(), "i" | "we" | "my" | "our" | "me" | "us" | "mine" | "ours"))
    };
    speaks(&question.reading) && (!speaks(line) || line.label > 0)
}

fn best_of(term: &Term, line: &Reading, at: usize, aliases: &Aliases) -> bool {
    let word = &line.words[at];
    concepts::serves_word(&term.stem, word) > 0.85 || aliases.same(&term.stem, &word.stem)
}

/// Whether the word at a position names a person or animal.
fn is_somebody(line: &Reading, at: usize) -> bool {
    let word = &line.words[at];
    line.is_name(at) && line.value_at(at).is_none()
        || ["person", "pet", "famili"].iter().any(|kind| concepts::is_member(&word.stem, kind))
}
