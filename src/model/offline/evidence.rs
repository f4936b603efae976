//! What a clause holds of a question: which of its words stand there, in the very word, in another word for it or in a like one, which
//! stand in what was told right before it, and which are missing; each weighed by how rare it is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::text::concepts;
use crate::text::cues;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::words::Word;

use super::aliases::Aliases;
use super::answer::strongest_first;
use super::clauses::is_finite;
use super::coverage::{goes_on, is_soft, is_verbal, same_people};
use super::likeness::likely;
use super::matching::{MEMBER, best_match};
use super::question::{Question, Role, Term, Wants};

/// From so much likeness on a word stands for another in part, and from so much more as well as one of its kin.
const LIKE: f64 = 0.22;
const ALIKE: f64 = 0.62;
/// No likeness serves better; a broader word serves so well.
const MOST: f64 = 0.85;
const BROAD: f64 = 0.6;
/// A deed that is less like another is another.
const DEEDS: f64 = 0.7;
/// A word that is held so well by a like one is not missing.
pub const NEARLY: f64 = 0.4;
/// What was told right before a clause counts for so much.
const TOLD: f64 = 0.7;

/// A word of the question that no word of the clause serves by the tables.
pub struct Open<'q> {
    pub term: &'q Term,
    pub weight: f64,
    /// How well a like word stands for it.
    pub soft: f64,
    /// It stands in what was told before, which the clause goes on about; or in the line of which the clause is a part.
    pub told: bool,
    pub within: bool,
    /// It stands in what somebody else was said to do right before: "Ewa says the raffle is at noon", "Martin says at three".
    pub parallel: bool,
    /// The clause tells of another sort of it.
    pub rival: bool,
}

impl Open<'_> {
    pub fn strength(&self) -> f64 {
        if self.told || self.parallel { self.soft.max(TOLD) } else { self.soft }
    }
}

/// What a clause holds of a question.
#[derive(Default)]
pub struct Evidence<'q> {
    /// The positions of the question's held words, and those in the clause.
    pub held: Vec<(usize, Vec<usize>)>,
    pub open: Vec<Open<'q>>,
    pub matched: Vec<usize>,
    /// Of those the ones that like words did not take.
    pub hard: Vec<usize>,
    /// Of those the ones that are a sort of what is asked for, and so may answer.
    pub members: Vec<usize>,
    pub total: f64,
    pub sum: f64,
    pub anchor: f64,
    /// What stands there itself, and how many words the tables serve.
    pub exact: f64,
    pub served: usize,
    pub clash: bool,
    pub asked_held: bool,
}

/// What was told right before a clause, and the line of which it is a part.
pub struct Beside<'a> {
    pub before: &'a [&'a Reading],
    pub own: Option<&'a Reading>,
    pub likes: &'a Likes,
}

/// How a line's word stands to a question's: how well it serves by likeness, and whether it names another sort.
#[derive(Debug, Clone, Copy)]
struct Like {
    soft: f64,
    rival: bool,
}

/// What was found of the words of one question, by their position and the line's word.
#[derive(Default)]
pub struct Likes(RefCell<BTreeMap<(usize, String), Like>>);

impl Likes {
    fn of(&self, question: &Question, term: &Term, word: &Word) -> Like {
        let key = (term.at, word.lower.clone());
        if let Some(known) = self.0.borrow().get(&key) {
            return *known;
        }
        let asked = &question.reading.words[term.at].lower;
        let noun = !is_verbal(&question.reading, term.at) && !concepts::is_verb(&word.stem);
        let rival = are_rivals(asked, &term.stem, &word.lower, &word.stem);
        let broad = !rival && noun && lexicon::is_a(asked, &word.lower);
        let graded = ((lexicon::likeness(asked, &word.lower) - LIKE) / (ALIKE - LIKE)).clamp(0.0, MOST);
        // Two deeds are alike only if they are nearly one, and never if they are opposites.
        let deeds = is_verbal(&question.reading, term.at) && concepts::is_verb(&word.stem);
        let apart = rival || deeds && (graded < DEEDS || concepts::opposites(&term.stem).contains(&word.stem.as_str()));
        let soft = if apart {
            0.0
        } else if broad {
            BROAD
        } else {
            graded
        };
        let found = Like { soft, rival };
        self.0.borrow_mut().insert(key, found);
        found
    }
}

impl<'a> Beside<'a> {
    pub fn all(&self) -> impl Iterator<Item = &'a Reading> {
        self.before.iter().copied().chain(self.own)
    }
}

/// How much a word of a question counts.
fn weight(question: &Question, term: &Term) -> f64 {
    let rare = lexicon::rarity(&question.reading.words[term.at].lower);
    match term.role {
        Role::Name => 1.3,
        Role::Value => 0.8,
        Role::Asked => 0.2 + 0.4 * rare,
        Role::Key if term.may_lack || says_little(question, term) => 0.1,
        Role::Key if is_verbal(&question.reading, term.at) => 0.05 + 0.8 * rare,
        Role::Key => 0.2 + 0.8 * rare,
    }
}

/// Whether a word asks no more than that something is the case ("spend", "intend"), or names those to whom it is ("guests").
pub fn says_little(question: &Question, term: &Term) -> bool {
    let word = &question.reading.words[term.at];
    let counted = term.at > 0 && question.reading.words[term.at - 1].lower == "many";
    let many = word.lower.ends_with('s') && lexicon::is_a(&word.lower, "person");
    let kin = concepts::is_member(&term.stem, "famili");
    is_soft(&term.stem)
        || term.stem == "work" && question.wants == Wants::Person
        || many && !kin && !counted && !word.possessive
        || matches!(
            term.stem.as_str(),
            "spend"
                | "intend"
                | "contribut"
                | "happen"
                | "handl"
                | "involv"
                | "fill"
                | "show"
                | "manag"
                | "addit"
                | "extra"
        )
}

/// Whether two lower-case words name two sorts of one thing, so that what is told of one is not told of the other.
fn are_rivals(asked: &str, asked_stem: &str, told: &str, told_stem: &str) -> bool {
    let listed = ["pet", "famili", "color", "sport", "instrument", "languag", "drink", "food"]
        .iter()
        .any(|kind| concepts::is_member(asked_stem, kind) && concepts::is_member(told_stem, kind));
    listed || cues::are_apart(asked_stem, told_stem) || lexicon::are_sorts_of_one(asked, told)
}

pub fn evidence<'q>(question: &'q Question, line: &Reading, beside: &Beside<'_>, aliases: &Aliases) -> Evidence<'q> {
    let mut found = Evidence::default();
    let mut missing: Vec<&'q Term> = Vec::new();
    for (_, term) in strongest_first(question, line, aliases) {
        let own = weight(question, term);
        found.total += own;
        let taken = |at: usize, _: f64| found.matched.contains(&at) && line.value_at(at).is_none();
        let hit = best_match(question, term, line, aliases, &taken)
            .or_else(|| likely(question, term, line).filter(|(at, _)| !at.iter().any(|at| found.matched.contains(at))));
        let Some((at, strength)) = hit else {
            missing.push(term);
            continue;
        };
        found.clash |= !at.iter().any(|at| same_people(question, term, line, *at, aliases));
        let strength = if strength <= 0.5 { 2.0 * strength } else { strength };
        found.sum += own * strength;
        if strength > 0.75 && term.role != Role::Value {
            found.anchor += own;
            found.served += 1;
            let kin = strength > 0.85 && concepts::is_member(&term.stem, "famili");
            found.exact += if strength > 0.95 || kin { own } else { 0.0 };
        }
        // "Carlos's sister works" does not say that Carlos does.
        let owns = |at: &usize| line.words[*at].possessive;
        found.clash |= term.role == Role::Name && !question.reading.words[term.at].possessive && at.iter().all(owns);
        found.asked_held |= term.role == Role::Asked;
        if term.role == Role::Asked && strength == MEMBER {
            found.members.extend(at.iter().copied());
        }
        found.matched.extend(at.iter().copied());
        found.held.push((term.at, at));
    }
    found.hard = found.matched.clone();
    let of_another = if missing.is_empty() { None } else { told_of_another(question, line, beside) };
    for term in missing {
        let mut open = opened(question, term, line, beside, &mut found.matched, aliases);
        if let Some(other) = of_another.filter(|_| !open.told && term.role != Role::Name) {
            let held = best_match(question, term, other, aliases, &|_, _| false);
            open.parallel = held.is_some_and(|(_, strength)| strength > 0.75);
        }
        found.sum += open.weight * open.strength();
        found.served += usize::from(open.soft > 0.8);
        found.open.push(open);
    }
    found
}

/// What stands for a word that is not there: a like word, which it takes, or what was told before.
fn opened<'q>(
    question: &'q Question,
    term: &'q Term,
    line: &Reading,
    beside: &Beside<'_>,
    matched: &mut Vec<usize>,
    aliases: &Aliases,
) -> Open<'q> {
    let asked = &question.reading.words[term.at].lower;
    let verb = is_verbal(&question.reading, term.at);
    let mut open = Open {
        term,
        weight: weight(question, term),
        soft: 0.0,
        told: false,
        within: false,
        parallel: false,
        rival: false,
    };
    let mut with = None;
    let plain = !matches!(term.role, Role::Name | Role::Value);
    for at in line.content().into_iter().filter(|at| plain && !matched.contains(at) && !line.is_name(*at)) {
        let word = &line.words[at];
        let like = beside.likes.of(question, term, word);
        open.rival |= like.rival && !verb;
        if like.soft > open.soft {
            (open.soft, with) = (like.soft, Some(at));
        }
    }
    // "Which meat do I avoid": "I do not eat pork".
    if matches!(term.stem.as_str(), "avoid" | "lack") && line.negative {
        open.soft = MOST;
    }
    // "The Portuguese team": "the Portugal team".
    if question.reading.words[term.at].capital
        && line.words.iter().any(|word| word.capital && begins_alike(asked, &word.lower))
    {
        open.soft = MOST;
    }
    if open.soft >= NEARLY {
        matched.extend(with);
    }
    if goes_on(question, line, aliases) {
        let holds = |other: &Reading| {
            best_match(question, term, other, aliases, &|_, _| false).is_some_and(|(at, strength)| {
                strength > 0.75 && at.iter().any(|at| same_people(question, term, other, *at, aliases))
            })
        };
        // What has a subject of its own goes on about that.
        open.within = beside.own.is_some_and(holds);
        open.told = open.within || is_subjectless(line) && beside.before.iter().any(|other| holds(other));
    }
    // "The old one goes to Jamal" after "the new fridge comes on Tuesday": the noun stands in what was told before.
    let noun = matches!(term.role, Role::Key | Role::Asked) && !verb;
    if noun && !open.told && stands_for_noun(line) {
        let holds = |other: &&&Reading| {
            best_match(question, term, other, aliases, &|_, _| false).is_some_and(|(_, strength)| strength > 0.75)
        };
        open.told = beside.before.iter().rev().take(1).any(|other| holds(&other));
    }
    open
}

/// What was told of somebody else right before a clause about whom the question names.
fn told_of_another<'a>(question: &Question, line: &Reading, beside: &Beside<'a>) -> Option<&'a Reading> {
    let other = beside.before.last()?;
    (names_its_subject(question, line) && !names_its_subject(question, other)).then_some(*other)
}

/// Whether the question names who or what a clause is about: all that stands before its verb.
fn names_its_subject(question: &Question, line: &Reading) -> bool {
    let Some(verb) = (1..line.words.len().min(5)).find(|at| is_finite(&line.words[*at])) else { return false };
    let asked = |at: usize| question.reading.words.iter().any(|word| word.stem == line.words[at].stem);
    let mut subject = (0..verb).filter(|at| line.has_content(*at)).peekable();
    let speaks = |reading: &Reading| reading.words.iter().any(|word| matches!(word.lower.as_str(), "i" | "we"));
    match subject.peek() {
        Some(_) => subject.all(asked),
        None => speaks(&question.reading) && matches!(line.words[0].lower.as_str(), "i" | "we"),
    }
}

/// Whether two names begin alike for most of their letters: "Portuguese" and "Portugal".
pub fn begins_alike(a: &str, b: &str) -> bool {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    same >= 5 && 10 * same >= 6 * a.len().max(b.len())
}

/// "The owl one", "I have got mine on Thursday": what it is, was told before.
fn stands_for_noun(line: &Reading) -> bool {
    line.words.iter().enumerate().any(|(at, word)| match word.lower.as_str() {
        "one" | "ones" => at > 0,
        "mine" | "ours" => at == 0 || !matches!(line.words[at - 1].lower.as_str(), "is" | "are" | "was" | "were"),
        _ => false,
    })
}

/// Whether no noun or name stands before the verb of a clause.
fn is_subjectless(line: &Reading) -> bool {
    let verb = (0..line.words.len()).find(|at| is_finite(&line.words[*at])).unwrap_or(line.words.len());
    line.label == 0 && (0..verb).all(|at| !line.has_content(at) || concepts::is_light(&line.words[at].stem))
}
