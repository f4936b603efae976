//! The clause that answers by weight of evidence. Of every clause that was read it is counted what speaks for it and against it: how much of
//! the question it holds and by which words, what is missing, whether it gives a value of the asked sort, what else it tells, and how
//! it stands to the other clauses. Trees grown from cases (`trees`) make one probability of it; what is not likely enough is no answer.

use crate::domain::sort;
use crate::text::concepts;
use crate::text::cues;
use crate::text::lexicon;
use crate::text::reading::Reading;

use super::aliases::Aliases;
use super::answer::{Answer, Known};
use super::asked::unmet;
use super::coverage::{follows, is_verbal, strangers};
use super::denial::{ceased, denies};
use super::evidence::{Beside, Evidence, Likes, NEARLY, Open, evidence, says_little};
use super::likeness::{is_deed, lacks_name, names_one, stands_beside};
use super::question::{Question, Role, Wants};
use super::sorts::gives;
use super::trees::probability;
use super::units::units;

/// How likely a clause must be the answer that no rule finds, and one that a rule finds.
const ENOUGH: f64 = 0.55;
const ENOUGH_BY_RULE: f64 = 0.33;
/// Of clauses that are nearly as likely the newest is right.
const NEAR: f64 = 0.02;

/// A clause that may answer.
#[derive(Debug, Clone)]
pub struct Weighed {
    pub known: Known,
    /// A rule chose it.
    pub by_rule: bool,
    pub features: Vec<f32>,
    share: f64,
    /// It gives what is asked for.
    given: bool,
}

impl Weighed {
    pub fn probability(&self) -> f64 {
        probability(&self.features)
    }
}

/// Whether the answer to a question can be weighed: it is one clause, found by the words of the question.
pub fn can_weigh(question: &Question) -> bool {
    !matches!(question.wants, Wants::All | Wants::YesNo) && !question.about_self && !question.terms.is_empty()
}

/// The newest of the likeliest clauses, if it is likely enough; that which a rule chose, if it is likely enough for that.
pub fn weigh(question: &Question, known: &[Known], chosen: Option<&Known>, aliases: &Aliases) -> Answer {
    let all = weighed(question, known, chosen, aliases);
    #[cfg(feature = "testing")]
    trace::add(&all);
    let likely: Vec<f64> = all.iter().map(Weighed::probability).collect();
    let best = |by_rule: bool| {
        let picked = || (0..all.len()).filter(|at| all[*at].by_rule == by_rule);
        let highest = picked().map(|at| likely[at]).fold(0.0, f64::max);
        let enough = highest >= if by_rule { ENOUGH_BY_RULE } else { ENOUGH };
        picked().rev().find(|at| enough && likely[*at] >= highest - NEAR)
    };
    let Some(at) = best(true).or_else(|| best(false)) else { return Answer::Unknown };
    Answer::Lines(vec![all[at].known.clone()])
}

/// Every clause that was read, weighed.
fn weighed(question: &Question, known: &[Known], chosen: Option<&Known>, aliases: &Aliases) -> Vec<Weighed> {
    let read: Vec<Reading> = known.iter().map(|line| Reading::of(&line.text)).collect();
    let likes = Likes::default();
    let mut all: Vec<Weighed> = Vec::new();
    for (at, line) in known.iter().enumerate() {
        let before: Vec<&Reading> =
            (at.saturating_sub(2)..at).filter(|before| follows(&known[*before], line)).map(|at| &read[at]).collect();
        let mut add = |text: String, reading: &Reading, own: Option<&Reading>| {
            let beside = Beside { before: &before, own, likes: &likes };
            let found = evidence(question, reading, &beside, aliases);
            let known = Known { text, source: line.source.clone() };
            all.push(Weighed {
                by_rule: chosen == Some(&known),
                known,
                features: features(question, reading, &found, &beside, aliases),
                share: found.sum / found.total.max(0.01),
                given: gives(question, reading, &found.matched, &rest(question, reading, &found, aliases)),
            });
        };
        add(line.text.clone(), &read[at], None);
        for part in units(&line.text) {
            let reading = Reading::of(&part);
            add(part, &reading, Some(&read[at]));
        }
    }
    let leads = leads(&all);
    for (one, lead) in all.iter_mut().zip(leads) {
        one.features.extend([if one.by_rule { 1.0 } else { 0.0 }, lead[0] as f32, lead[1] as f32]);
    }
    all
}

/// By how much each clause holds more of the question than the best of the others that it is no part of, and than the best of those that
/// give what is asked for.
fn leads(all: &[Weighed]) -> Vec<[f64; 2]> {
    let mut order: Vec<&Weighed> = all.iter().collect();
    sort::sort_by(&mut order, |a, b| b.share.total_cmp(&a.share));
    let lead = |one: &Weighed, given: bool| {
        let text = one.known.text.as_str();
        let other = |other: &&&Weighed| {
            (other.given || !given) && !other.known.text.contains(text) && !text.contains(other.known.text.as_str())
        };
        one.share - order.iter().find(other).map_or(0.0, |other| other.share)
    };
    all.iter().map(|one| [lead(one, false), lead(one, true)]).collect()
}

/// The words of a clause that it does not hold of the question, and those that may answer.
fn rest(question: &Question, line: &Reading, found: &Evidence<'_>, aliases: &Aliases) -> Vec<usize> {
    let named = |at: usize| question.terms.iter().any(|term| aliases.same(&term.stem, &line.words[at].stem));
    let free = |at: &usize| !named(*at) && !found.matched.contains(at) || found.members.contains(at);
    line.content().into_iter().filter(free).collect()
}

/// What speaks for a clause and against it.
fn features(
    question: &Question,
    line: &Reading,
    found: &Evidence<'_>,
    beside: &Beside<'_>,
    aliases: &Aliases,
) -> Vec<f32> {
    let total = found.total.max(0.01);
    let rest = rest(question, line, found, aliases);
    let mut features = Features(Vec::new());
    features.numbers(&[
        found.sum / total,
        found.anchor / total,
        found.exact / total,
        found.anchor.min(3.0),
        found.exact.min(3.0),
        total.min(4.0),
        found.served.min(4) as f64,
    ]);
    features.held(question, line, found);
    features.missing(question, line, found);
    features.told(question, line, found, beside, &rest);
    features.asked(question, line, found, &rest);
    features.alike(question, line);
    features.0
}

/// Numbers, in a fixed order.
struct Features(Vec<f32>);

impl Features {
    fn numbers(&mut self, numbers: &[f64]) {
        self.0.extend(numbers.iter().map(|number| *number as f32));
    }

    fn facts(&mut self, facts: &[bool]) {
        self.0.extend(facts.iter().map(|fact| if *fact { 1.0 } else { 0.0 }));
    }

    /// By which words the question's are held: nouns and verbs, in the very word or in another.
    fn held(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>) {
        for (verb, exact) in [(false, true), (false, false), (true, true), (true, false)] {
            let such = |(asked, told): &&(usize, Vec<usize>)| {
                let stem = &question.reading.words[*asked].stem;
                let key = question.terms.iter().any(|term| term.at == *asked && term.role == Role::Key);
                let same = told.iter().any(|at| line.words[*at].stem == *stem);
                key && is_verbal(&question.reading, *asked) == verb && same == exact
            };
            self.numbers(&[found.held.iter().filter(such).count().min(3) as f64]);
        }
        let (agree, differ) = sides(question, line, found);
        self.numbers(&[agree as f64, differ as f64]);
        self.facts(&[found.open.is_empty(), !found.members.is_empty(), found.clash, found.asked_held]);
    }

    /// What is missing, and whether something stands in its place.
    fn missing(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>) {
        let words = &question.reading.words;
        let verb = |open: &&Open<'_>| is_verbal(&question.reading, open.term.at);
        let little = |open: &&Open<'_>| open.term.may_lack || says_little(question, open.term);
        let key = |open: &&Open<'_>| open.term.role == Role::Key && !little(open);
        let open = || found.open.iter();
        let lack = |role: Role| {
            open().filter(|open| open.term.role == role).map(|open| open.weight * (1.0 - open.strength())).sum::<f64>()
        };
        let of_keys = |verbs: bool| {
            let such = open().filter(|open| key(open) && verb(open) == verbs);
            such.map(|open| open.weight * (1.0 - open.strength())).sum::<f64>()
        };
        self.numbers(&[lack(Role::Name), lack(Role::Value), lack(Role::Asked), of_keys(true), of_keys(false)]);
        let free: Vec<usize> = line.content().into_iter().filter(|at| !found.hard.contains(at)).collect();
        let nearest = |open: &Open<'_>, deeds: bool| {
            let such = free.iter().filter(|at| !deeds || is_deed(line, **at));
            such.map(|at| lexicon::likeness(&words[open.term.at].lower, &line.words[*at].lower)).fold(0.0, f64::max)
        };
        let least = |deeds: bool| {
            let such = open().filter(|open| key(open) && (!deeds || verb(open)));
            such.map(|open| nearest(open, deeds)).fold(1.0, f64::min)
        };
        let rarest = open().filter(|open| !little(open)).map(|open| lexicon::rarity(&words[open.term.at].lower));
        let softest = open().map(|open| open.soft).fold(0.0, f64::max);
        self.numbers(&[least(false), least(true), rarest.fold(0.0, f64::max), softest]);
        let apart = |open: &&Open<'_>| {
            let excluded = |at: &usize| cues::are_apart(&open.term.stem, &line.words[*at].stem);
            free.iter().any(excluded)
        };
        let other_value = |open: &&Open<'_>| {
            question.reading.value_at(open.term.at).filter(|_| open.term.role == Role::Value).is_some_and(|value| {
                line.values.iter().any(|told| told.kind == value.kind && told.normal() != value.normal())
            })
        };
        let beside = |open: &&Open<'_>| key(open) && !verb(open) && stands_beside(question, open.term.at);
        let count = |such: &dyn Fn(&&Open<'_>) -> bool| open().filter(such).count() as f64;
        self.numbers(&[
            count(&apart),
            count(&other_value),
            count(&beside),
            count(&|open| open.rival),
            count(&|open| little(open)),
            count(&|open| open.told),
            count(&|open| open.within),
            count(&|open| open.soft >= NEARLY),
        ]);
    }

    /// What the clause tells beside what it holds of the question, and how it tells it.
    fn told(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>, beside: &Beside<'_>, rest: &[usize]) {
        let noun = |at: &&usize| {
            line.value_at(**at).is_none()
                && !line.is_name(**at)
                && !is_deed(line, **at)
                && !concepts::is_light(&line.words[**at].stem)
        };
        let content = line.content();
        let matched = content.iter().filter(|at| found.matched.contains(at)).count();
        let asked: Vec<&str> = question.reading.values.iter().map(|value| value.normal()).collect();
        self.numbers(&[
            rest.iter().filter(noun).count().min(5) as f64,
            rest.iter().filter(|at| line.is_name(**at)).count().min(3) as f64,
            rest.iter().filter(|at| is_deed(line, **at)).count().min(3) as f64,
            line.values.iter().filter(|value| !asked.contains(&value.normal())).count().min(3) as f64,
            rest.len().min(8) as f64,
            matched as f64 / content.len().max(1) as f64,
            line.words.len().min(25) as f64,
        ]);
        let speaks = |reading: &Reading| {
            let of_me = |lower: &str| matches!(lower, "i" | "me" | "my" | "we" | "our" | "us");
            reading.words.iter().any(|word| of_me(&word.lower))
        };
        let strange = strangers(question, line) && beside.all().all(|other| strangers(question, other));
        self.facts(&[
            line.negative,
            speaks(line),
            speaks(&question.reading),
            strange,
            beside.own.is_some(),
            unmet(question, line, &found.matched),
            denies(question, line, &found.matched),
            ceased(question, line, &found.matched),
        ]);
    }

    /// How alike the question is to the clause, and the clause to the question.
    fn alike(&mut self, question: &Question, line: &Reading) {
        self.numbers(&[likeness(&question.reading, line), likeness(line, &question.reading)]);
    }

    /// Whether the clause gives what is asked for.
    fn asked(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>, rest: &[usize]) {
        let words = &question.reading.words;
        let noun = question.terms.iter().rfind(|term| term.role == Role::Asked);
        let noun = noun.map(|term| words[term.at].lower.as_str());
        let like = rest.iter().map(|at| noun.map_or(0.0, |noun| lexicon::likeness(&line.words[*at].lower, noun)));
        let sort = rest.iter().any(|at| noun.is_some_and(|noun| lexicon::is_a(&line.words[*at].lower, noun)));
        self.numbers(&[like.fold(0.0, f64::max), words.len().min(15) as f64, question.terms.len().min(5) as f64]);
        let wants = question.wants;
        let given = gives(question, line, &found.matched, rest);
        let when = matches!(wants, Wants::When | Wants::Clock | Wants::Day);
        let measure = matches!(wants, Wants::Measure | Wants::Age | Wants::HowOften | Wants::Digits);
        let typed = when || measure || matches!(wants, Wants::Person | Wants::Place | Wants::Count);
        let past = words.iter().any(|word| matches!(word.lower.as_str(), "did" | "was" | "were" | "had"));
        self.facts(&[
            sort,
            given,
            typed && given,
            when,
            measure,
            wants == Wants::Person,
            wants == Wants::Place,
            wants == Wants::Count,
            wants == Wants::Thing,
            past,
            names_one(question, line, &found.matched, rest),
            lacks_name(question, line),
            question.many,
        ]);
    }
}

/// How alike the words of a text are to their nearest in another, weighed by how rare they are.
fn likeness(of: &Reading, to: &Reading) -> f64 {
    let words: Vec<usize> = of.content().into_iter().filter(|at| of.value_at(*at).is_none()).collect();
    let told = to.content();
    let nearest = |at: usize| {
        let word = &of.words[at];
        let like = |other: &usize| {
            let other = &to.words[*other];
            if other.stem == word.stem { 1.0 } else { lexicon::likeness(&word.lower, &other.lower) }
        };
        told.iter().map(like).fold(0.0, f64::max)
    };
    let weight = |at: usize| 0.1 + lexicon::rarity(&of.words[at].lower);
    let all: f64 = words.iter().map(|at| weight(*at)).sum();
    words.iter().map(|at| weight(*at) * nearest(*at)).sum::<f64>() / all.max(0.01)
}

/// How many of the held words stand on the same side of the verb as in the question, and how many on the other: who does it and to whom.
fn sides(question: &Question, line: &Reading, found: &Evidence<'_>) -> (usize, usize) {
    let asked = &question.reading;
    let verb = found.held.iter().find(|(at, _)| is_verbal(asked, *at));
    let Some((asked_verb, told_verb)) = verb.map(|(asked, told)| (*asked, told[0])) else { return (0, 0) };
    let person = |reading: &Reading, at: usize| match reading.words[at].lower.as_str() {
        "i" | "me" => 1,
        "we" | "us" => 2,
        "he" | "him" => 3,
        "she" | "her" => 4,
        "they" | "them" => 5,
        _ => 0,
    };
    let held = found.held.iter().filter(|(at, _)| *at != asked_verb && asked.has_content(*at));
    let mut pairs: Vec<(usize, usize)> = held.map(|(asked, told)| (*asked, told[0])).collect();
    for at in (0..asked.words.len()).filter(|at| person(asked, *at) > 0) {
        let same = (0..line.words.len()).find(|other| person(line, *other) == person(asked, at));
        pairs.extend(same.map(|other| (at, other)));
    }
    let turned = is_passive(asked, asked_verb) != is_passive(line, told_verb);
    let agree = pairs.iter().filter(|(a, b)| ((*a < asked_verb) == (*b < told_verb)) != turned).count();
    (agree, pairs.len() - agree)
}

/// "Was written": a form of "be" before a verb that does not end in "ing".
fn is_passive(reading: &Reading, verb: usize) -> bool {
    let be = |at: usize| {
        matches!(
            reading.words[at].lower.as_str(),
            "is" | "are" | "was" | "were" | "been" | "be" | "being" | "get" | "got" | "gets"
        )
    };
    (verb.saturating_sub(2)..verb).any(be) && !reading.words[verb].lower.ends_with("ing")
}

/// What was weighed on this thread, for the trees to be grown from.
#[cfg(feature = "testing")]
pub mod trace {
    use std::cell::RefCell;

    use super::Weighed;

    thread_local! {
        static LAST: RefCell<Vec<Weighed>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn add(all: &[Weighed]) {
        LAST.with(|last| *last.borrow_mut() = all.to_vec());
    }

    /// What was weighed last, and nothing from then on.
    pub fn take() -> Vec<Weighed> {
        LAST.with(|last| std::mem::take(&mut *last.borrow_mut()))
    }
}
