//! The clause that answers by weight of evidence, where no rule finds one: how much of the question it holds, each word weighed by how
//! rare it is and each match by how alike the words are, and a value of the asked sort that nothing else claims. A word that is missing
//! may be one that says little; it may be no name, no person, no value, nothing of which the clause tells another sort, and no noun by
//! which the question tells one thing from others.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::values::{Kind, Value};
use crate::text::words::Word;

use super::aliases::Aliases;
use super::amounts::priced;
use super::answer::{Answer, Known, other_favorite, strongest_first};
use super::asked::unmet;
use super::clauses::is_finite;
use super::coverage::{follows, goes_on, is_relative_day, is_soft, is_verbal, same_people, strangers};
use super::denial::{ceased, contradicts, denies};
use super::likeness::{is_deed, lacks_name, likely, names_one, shares_deed};
use super::matching::{MEMBER, best_match, strength};
use super::question::{Question, Role, Term, Wants};
use super::sorts::gives;
use super::units::units;

/// What share of a question's weight a clause must hold.
const ENOUGH: f64 = 0.5;
/// How much the words must weigh that stand there themselves, or in another word for them.
const ANCHOR: f64 = 0.34;
/// From so much likeness on a word stands for another in part, and from so much more as well as one of its kin.
const LIKE: f64 = 0.22;
const ALIKE: f64 = 0.62;
/// No likeness serves better; a broader word serves so well.
const MOST: f64 = 0.85;
const BROAD: f64 = 0.6;
/// A deed that is less like another is another.
const DEEDS: f64 = 0.7;
/// A word that is held so well by a like one is not missing.
const NEARLY: f64 = 0.4;
/// What was told right before a clause counts for so much.
const TOLD: f64 = 0.7;

/// A word of the question that no word of the clause serves by the tables.
struct Open<'q> {
    term: &'q Term,
    weight: f64,
    /// How well a like word stands for it.
    soft: f64,
    /// It stands in what was told before, which the clause goes on about; or in the line of which the clause is a part.
    told: bool,
    within: bool,
    /// The clause tells of another sort of it.
    rival: bool,
    /// A word stands there of which it is a sort.
    broad: bool,
}

impl Open<'_> {
    fn strength(&self) -> f64 {
        if self.told { self.soft.max(TOLD) } else { self.soft }
    }
}

/// What a clause holds of a question.
#[derive(Default)]
struct Evidence<'q> {
    /// The positions of the question's held words, and those in the clause.
    held: Vec<(usize, Vec<usize>)>,
    open: Vec<Open<'q>>,
    matched: Vec<usize>,
    /// Of those the ones that like words did not take.
    hard: Vec<usize>,
    /// Of those the ones that are a sort of what is asked for, and so may answer.
    members: Vec<usize>,
    total: f64,
    sum: f64,
    anchor: f64,
    /// What stands there itself, and how many words the tables serve.
    exact: f64,
    served: usize,
    clash: bool,
    asked_held: bool,
}

/// What was told right before a clause, and the line of which it is a part.
struct Beside<'a> {
    before: &'a [&'a Reading],
    own: Option<&'a Reading>,
    likes: &'a Likes,
}

/// How a line's word stands to a question's: how well a like one serves, whether it names another sort, and whether it is broader.
#[derive(Debug, Clone, Copy)]
struct Like {
    soft: f64,
    rival: bool,
    broad: bool,
}

/// What was found of the words of one question, by their position and the line's word.
#[derive(Default)]
struct Likes(RefCell<BTreeMap<(usize, String), Like>>);

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
        let found = Like { soft, rival, broad };
        self.0.borrow_mut().insert(key, found);
        found
    }
}

impl<'a> Beside<'a> {
    fn all(&self) -> impl Iterator<Item = &'a Reading> {
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
fn says_little(question: &Question, term: &Term) -> bool {
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
    listed || lexicon::are_sorts_of_one(asked, told)
}

fn evidence<'q>(question: &'q Question, line: &Reading, beside: &Beside<'_>, aliases: &Aliases) -> Evidence<'q> {
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
    for term in missing {
        let open = opened(question, term, line, beside, &mut found.matched, aliases);
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
        rival: false,
        broad: false,
    };
    let mut with = None;
    let plain = !matches!(term.role, Role::Name | Role::Value);
    for at in line.content().into_iter().filter(|at| plain && !matched.contains(at) && !line.is_name(*at)) {
        let word = &line.words[at];
        let like = beside.likes.of(question, term, word);
        open.rival |= like.rival && !verb;
        open.broad |= like.broad;
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
    open
}

/// Whether two names begin alike for most of their letters: "Portuguese" and "Portugal".
fn begins_alike(a: &str, b: &str) -> bool {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    same >= 5 && 10 * same >= 6 * a.len().max(b.len())
}

/// Whether no noun or name stands before the verb of a clause.
fn is_subjectless(line: &Reading) -> bool {
    let verb = (0..line.words.len()).find(|at| is_finite(&line.words[*at])).unwrap_or(line.words.len());
    line.label == 0 && (0..verb).all(|at| !line.has_content(at) || concepts::is_light(&line.words[at].stem))
}

/// How well a clause answers, if it may.
fn judged(question: &Question, line: &Reading, beside: &Beside<'_>, aliases: &Aliases) -> Option<f64> {
    let found = evidence(question, line, beside, aliases);
    let share = found.sum / found.total.max(0.01);
    let told = found.open.iter().filter(|open| open.told && open.term.role != Role::Value);
    let told: f64 = told.map(|open| open.weight).sum();
    let served = found.exact >= 0.2 || found.served > 1 || told > 0.0;
    if found.open.is_empty() && found.members.is_empty() || !served || is_unpriced(question, line) {
        return None;
    }
    if found.clash || share < ENOUGH || found.anchor + TOLD * told < ANCHOR || other_favorite(question, line) {
        return None;
    }
    // "Our parrot Captain" names nobody else.
    let named = |at: usize| question.terms.iter().any(|term| aliases.same(&term.stem, &line.words[at].stem));
    let free = |at: &usize| !named(*at) && !found.matched.contains(at) || found.members.contains(at);
    let rest: Vec<usize> = line.content().into_iter().filter(free).collect();
    if !gives(question, line, &found.matched, &rest)
        || unmet(question, line, &found.matched)
        || denies(question, line, &found.matched)
        || ceased(question, line, &found.matched)
    {
        return None;
    }
    if found.open.iter().any(|open| is_needed(question, open, line, &found, &rest)) {
        return None;
    }
    let strange = strangers(question, line) && beside.all().all(|other| strangers(question, other));
    if strange && (found.served < 2 || found.exact < 0.2 || found.anchor < 1.4 * ANCHOR) {
        return None;
    }
    Some(share)
}

/// Whether a clause cannot answer without a word that it lacks.
fn is_needed(question: &Question, open: &Open<'_>, line: &Reading, found: &Evidence<'_>, rest: &[usize]) -> bool {
    let term = open.term;
    let held = open.told || open.soft >= NEARLY;
    let being = ["person", "pet", "famili"].iter().any(|kind| concepts::is_member(&term.stem, kind));
    match term.role {
        Role::Name => !held,
        Role::Value => !open.told && !is_relative_day(question, term) && !is_season(question, term, line),
        Role::Asked => {
            let deed = shares_deed(question, line)
                || found.held.iter().any(|(at, _)| is_verbal(&question.reading, *at))
                || found.open.iter().any(|open| open.soft >= NEARLY && is_verbal(&question.reading, open.term.at));
            let named = names_one(question, line, &found.matched, rest);
            let needed = concepts::is_kind(&term.stem) || lacks_name(question, line) || found.open.len() > 1;
            !open.told && (needed || !deed || !named)
        }
        Role::Key if says_little(question, term) => false,
        Role::Key if is_verbal(&question.reading, term.at) => {
            let words = &question.reading.words;
            // "How much is ski hire": a noun behind another.
            let after = |at: usize| found.held.iter().any(|(held, _)| *held == at);
            let be = words[..term.at].iter().any(|word| matches!(word.lower.as_str(), "is" | "are" | "was"));
            let noun = be && term.at > 0 && after(term.at - 1) && words[term.at].lower == term.stem;
            contradicts(&term.stem, line)
                || noun
                || !held
                    && match question.wants {
                        Wants::Person => true,
                        Wants::Thing => open.weight > 0.25 && !found.asked_held,
                        // "Carlos lives in Leeds" does not say where he works.
                        Wants::Place => rest.iter().any(|at| is_deed(line, *at)),
                        _ => false,
                    }
        }
        Role::Key => {
            let weighty = question.wants == Wants::Thing && open.weight > 0.3;
            !is_part(question, term, line, found)
                && (open.rival && open.soft < 0.8
                    || contradicts(&term.stem, line)
                    || (!open.told || open.within) && !open.broad && tells_apart(question, term, line, found)
                    || !held && (being || weighty))
        }
    }
}

/// "What colour is Rex's coat": "Rex is brown".
fn is_part(question: &Question, term: &Term, line: &Reading, found: &Evidence<'_>) -> bool {
    let be = |at: usize| matches!(line.words[at].lower.as_str(), "is" | "are" | "was");
    let owned = term.at > 0 && question.reading.words[term.at - 1].possessive;
    owned && found.members.iter().any(|at| *at > 0 && be(at - 1))
}

/// Whether a noun is what tells one thing from others, so that no like word stands for it: it owns something, is owned, stands beside
/// a word that is there, is what is counted or what is asked about, or has another in its place.
fn tells_apart(question: &Question, term: &Term, line: &Reading, found: &Evidence<'_>) -> bool {
    let words = &question.reading.words;
    let lower = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.lower.as_str());
    let at = |at: Option<usize>| at.and_then(|at| found.held.iter().find(|(held, _)| *held == at));
    let other =
        |at: usize| line.has_content(at) && !found.hard.contains(&at) && !concepts::is_light(&line.words[at].stem);
    // "The legal department" is not the finance department; the "marathon training" is not the marathon.
    let modified = at(Some(term.at + 1)).is_some_and(|(_, places)| places.iter().any(|at| *at > 0 && other(at - 1)));
    let headed = at(term.at.checked_sub(1)).is_some();
    let determiner = |word: &str| matches!(word, "the" | "my" | "our" | "a" | "his" | "her");
    let before = lower(term.at.checked_sub(1));
    let of_be = determiner(before) && matches!(lower(term.at.checked_sub(2)), "is" | "are" | "was")
        || matches!(before, "is" | "are" | "many")
        || lower(term.at.checked_sub(2)) == "many";
    // "The number for the car": that for the house is another.
    let from = if determiner(before) { term.at.checked_sub(2) } else { term.at.checked_sub(1) };
    let link = lower(from);
    let placed = matches!(link, "for" | "of" | "to" | "with" | "about")
        && (0..line.words.len()).any(|at| {
            let next = at + 1 + usize::from(line.words.get(at + 1).is_some_and(|word| determiner(&word.lower)));
            line.words[at].lower == link && other(next)
        });
    // "How big is it" asks for no other measure.
    let measure = lower(term.at.checked_sub(1)) == "how";
    measure || words[term.at].possessive || modified || headed || of_be || placed || singles_out(&term.stem)
}

/// "90 bouquets": a number of something.
fn is_counted(line: &Reading, value: &Value) -> bool {
    let next = line.words.iter().position(|word| word.start > value.end && word.start <= value.end + 1);
    next.is_some_and(|at| line.has_content(at))
}

/// Whether a price is asked for, and none told.
fn is_unpriced(question: &Question, line: &Reading) -> bool {
    let price = |word: &Word| matches!(word.stem.as_str(), "cost" | "price" | "pay" | "charg" | "fee");
    question.wants == Wants::Measure
        && question.reading.words.iter().any(price)
        && !line.has_value(&[Kind::Money])
        && (!priced(line) || line.values.iter().all(|value| value.kind != Kind::Number || is_counted(line, value)))
}

/// Words that tell one of two things from the other.
fn singles_out(stem: &str) -> bool {
    matches!(
        stem,
        "return"
            | "second"
            | "third"
            | "other"
            | "next"
            | "previou"
            | "former"
            | "spare"
            | "old"
            | "new"
            | "left"
            | "right"
            | "outbound"
            | "inbound"
    )
}

/// "Over the winter", "at Christmas": a time that a line may leave unsaid, if it tells no other.
fn is_season(question: &Question, term: &Term, line: &Reading) -> bool {
    question.reading.value_at(term.at).is_some_and(|value| {
        let text = value.text.to_lowercase();
        ["winter", "summer", "spring", "autumn", "fall", "christmas", "easter"].iter().any(|name| text.contains(name))
    }) && !line.has_value(&[Kind::Date, Kind::Day])
}

/// The newest of the clauses that answer best by weight of evidence.
pub fn best_graded(question: &Question, known: &[Known], aliases: &Aliases) -> Answer {
    if matches!(question.wants, Wants::YesNo | Wants::All) || question.about_self || question.terms.is_empty() {
        return Answer::Unknown;
    }
    let read: Vec<Reading> = known.iter().map(|line| Reading::of(&line.text)).collect();
    let serves = |term: &Term, line: &Reading| line.words.iter().any(|word| strength(term, word, aliases) > 0.75);
    let speaks: Vec<bool> = read.iter().map(|line| question.terms.iter().any(|term| serves(term, line))).collect();
    let likes = Likes::default();
    let mut best: Option<(f64, Known)> = None;
    for (at, line) in known.iter().enumerate() {
        if !speaks[at.saturating_sub(2)..=at].contains(&true) {
            continue;
        }
        let before: Vec<&Reading> =
            (at.saturating_sub(2)..at).filter(|before| follows(&known[*before], line)).map(|at| &read[at]).collect();
        let mut offer = |score: Option<f64>, text: &str| {
            if let Some(score) = score.filter(|score| best.as_ref().is_none_or(|(highest, _)| score >= highest)) {
                best = Some((score, Known { text: text.to_owned(), source: line.source.clone() }));
            }
        };
        offer(judged(question, &read[at], &Beside { before: &before, own: None, likes: &likes }, aliases), &line.text);
        for part in units(&line.text) {
            let beside = Beside { before: &before, own: Some(&read[at]), likes: &likes };
            offer(judged(question, &Reading::of(&part), &beside, aliases), &part);
        }
    }
    best.map_or(Answer::Unknown, |(_, line)| Answer::Lines(vec![line]))
}
