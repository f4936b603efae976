//! Finds the line that answers a question. A line answers only if it holds every word that the question demands, about the same
//! person, and a value of the sort that is asked for; the nearest line that does not is no answer.

use crate::domain::sort;
use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::{Kind, Value};
use crate::text::words::{Word, is_stopword};

use super::aliases::Aliases;
use super::asked::{asks_kind_of, is_defined, unmet};
use super::beings::is_somebody_of_a_kind;
use super::clauses;
use super::coverage::strangers;
use super::denial::{ceased, denies};
use super::likeness::lacks_name;
use super::matching::{ALIAS, MEMBER, best_match, holder_agrees, strength};
use super::question::{Question, Role, Term, Wants};
use super::self_told::about_self;
use super::sorts::gives;
use super::spoken::reading_of;
use super::units::units;
use super::yes_no::yes_or_no;

/// A line that is known, and from where.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub text: String,
    pub source: Source,
}

/// Where a line is known from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A file in a mount.
    Memory { path: String, line: usize },
    /// An earlier message of this conversation.
    Thread,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// These lines answer; best first.
    Lines(Vec<Known>),
    Yes(Known),
    No(Known),
    Unknown,
}

/// A line that could answer, with how well it fits.
struct Candidate<'a> {
    known: &'a Known,
    /// The clause of it that answers, if that is less than the whole.
    unit: Option<String>,
    reading: Reading,
    order: usize,
    score: f64,
}

/// The answer to a question from lines in the order of their age, oldest first.
pub fn find(question: &Question, known: &[Known], aliases: &Aliases) -> Answer {
    let answer = found(question, known, aliases);
    // "Do I have brothers or sisters" asks which, or whether any.
    if answer == Answer::Unknown && question.either_way {
        let terms = question.terms.iter().map(|term| Term { either: false, ..term.clone() });
        for term in terms.clone().filter(|term| question.terms.iter().any(|other| other.at == term.at && other.either))
        {
            let rest =
                terms.clone().filter(|other| !question.terms.iter().any(|each| each.at == other.at && each.either));
            let one = Question {
                wants: Wants::YesNo,
                terms: rest.chain([term]).collect(),
                either_way: false,
                ..question.clone()
            };
            match found(&one, known, aliases) {
                Answer::Unknown => {}
                answer => return answer,
            }
        }
    }
    // "What does Joost do" asks for a job, or for what a line says that he does.
    if answer == Answer::Unknown && question.asks_doing {
        let terms: Vec<Term> = question.terms.iter().filter(|term| term.stem != "job").cloned().collect();
        let does = |line: &Known| {
            Reading::of(&line.text).words.iter().any(|word| matches!(word.lower.as_str(), "does" | "do" | "did"))
        };
        let lines: Vec<Known> = known.iter().filter(|line| does(line)).cloned().collect();
        if !terms.is_empty() {
            return found(&Question { terms, asks_doing: false, ..question.clone() }, &lines, aliases);
        }
    }
    answer
}

fn found(question: &Question, known: &[Known], aliases: &Aliases) -> Answer {
    let read: Vec<(usize, &Known, Reading)> =
        known.iter().enumerate().map(|(order, known)| (order, known, reading_of(&known.text, question))).collect();
    if question.wants == Wants::YesNo {
        let clauses: Vec<(usize, Known)> = read
            .iter()
            .flat_map(|(order, known, _)| {
                let source = known.source.clone();
                units(&known.text).into_iter().map(move |text| (*order, Known { text, source: source.clone() }))
            })
            .collect();
        let mut all: Vec<(usize, &Known, Reading)> =
            clauses.iter().map(|(order, known)| (*order, known, reading_of(&known.text, question))).collect();
        all.extend(read);
        return yes_or_no(question, &all, aliases);
    }
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (order, known, reading) in read {
        let whole = fits(question, &reading, aliases);
        let unit = if question.many || question.wants == Wants::All || !holds_all(question, &reading, aliases) {
            None
        } else {
            best_unit(&known.text, whole.unwrap_or(0.0), |unit| fits(question, &reading_of(unit, question), aliases))
        };
        match (whole, unit) {
            (_, Some((score, text))) => {
                candidates.push(Candidate { known, unit: Some(text), reading, order, score });
            }
            (Some(score), None) => candidates.push(Candidate { known, unit: None, reading, order, score }),
            (None, None) => {}
        }
    }
    sort::sort_by(&mut candidates, |a, b| b.score.total_cmp(&a.score).then(b.order.cmp(&a.order)));
    // Of lines that answer nearly as well the newest is right.
    let highest = candidates.first().map_or(0.0, |candidate| candidate.score);
    if let Some(newest) = (0..candidates.len())
        .filter(|at| candidates[*at].score > highest - NEARLY && question.wants != Wants::All && !question.many)
        .max_by_key(|at| candidates[*at].order)
    {
        let newest = candidates.remove(newest);
        candidates.insert(0, newest);
    }
    choose(question, candidates)
}

/// Whether each word that a question demands is served by some word of a line; a value by any, and what may be missing by none.
fn holds_all(question: &Question, line: &Reading, aliases: &Aliases) -> bool {
    question.terms.iter().all(|term| {
        matches!(term.role, Role::Value | Role::Asked)
            || term.may_lack
            || term.either
            || line.words.iter().any(|word| strength(term, word, aliases) > 0.0)
            || !line.values.is_empty()
    })
}

/// Of the clauses of a line the first that scores highest, if it scores at least as high as the line does.
pub fn best_unit(line: &str, whole: f64, score: impl Fn(&str) -> Option<f64>) -> Option<(f64, String)> {
    let mut best: Option<(f64, String)> = None;
    for text in units(line) {
        if let Some(score) = score(&text).filter(|score| *score >= whole)
            && best.as_ref().is_none_or(|(highest, _)| score > *highest)
        {
            // "It is my favourite" says nothing without what stands before it.
            let first = text.split(' ').next().unwrap_or_default().to_lowercase();
            let pronoun = matches!(first.as_str(), "it" | "this" | "that" | "they" | "he" | "she");
            best = Some((score, if pronoun { line.to_owned() } else { text }));
        }
    }
    best
}

fn choose(question: &Question, candidates: Vec<Candidate<'_>>) -> Answer {
    let Some(best) = candidates.first().map(|candidate| candidate.score) else { return Answer::Unknown };
    let mut lines: Vec<Known> = Vec::new();
    let mut told: Vec<Vec<String>> = Vec::new();
    for candidate in &candidates {
        let stems: Vec<String> =
            candidate.reading.content().into_iter().map(|at| candidate.reading.words[at].stem.clone()).collect();
        // Asked for everything about something, lines that name it crowd out those of like meaning.
        let close = if question.wants == Wants::All {
            candidate.score >= ALIAS || best < ALIAS
        } else {
            candidate.score > best - 0.5
        };
        if close && !told.contains(&stems) {
            told.push(stems);
            lines.push(match &candidate.unit {
                Some(text) => Known { text: text.clone(), source: candidate.known.source.clone() },
                None => candidate.known.clone(),
            });
        }
        if lines.len() >= 40 || !question.many {
            break;
        }
    }
    if question.many {
        // In the order told.
        let at = |line: &Known| {
            candidates
                .iter()
                .find(|candidate| candidate.known.source == line.source && candidate.known.text == line.text)
                .map_or(0, |candidate| candidate.order)
        };
        sort::sort_by_key(&mut lines, |line| at(line));
    }
    // "Do I have brothers or sisters": "I have no siblings" says no.
    if question.either_way
        && let [line] = lines.as_slice()
        && Reading::of(&line.text).negative
    {
        return Answer::No(line.clone());
    }
    Answer::Lines(lines)
}

/// How well a line answers, if it does.
pub fn fits(question: &Question, line: &Reading, aliases: &Aliases) -> Option<f64> {
    if line.words.is_empty() {
        return None;
    }
    if question.about_self {
        return about_self(question, line);
    }
    if question.terms.is_empty() {
        return (question.wants == Wants::All).then_some(1.0);
    }
    let mut found = Matches::default();
    let mut lacking = 0;
    for (number, term) in strongest_first(question, line, aliases) {
        // A word serves two terms only if it is the very word of one and of the other's concept ("what car do I drive").
        let taken = |at: usize, strength: f64| {
            let shares = |theirs: f64, other: &Term| {
                // One word may tell both of a pair: "dentist" a "dental appointment", "married" a "wedding anniversary".
                let pair =
                    is_pair(question, other, term) && theirs.min(strength) >= MEMBER && theirs.max(strength) < 1.0;
                pair || theirs.max(strength) == 1.0 && theirs.min(strength) >= 0.9 && theirs.min(strength) != ALIAS
                    || theirs == MEMBER && strength == MEMBER
            };
            found.by_term.iter().any(|(other, position, theirs)| {
                // "Which book is the book club reading" asks for a book and for a club's.
                // "Which hotel do we stay at" is not answered by "stay" alone.
                let same = question.terms[*other].stem == term.stem || *theirs == 1.0 && term.role == Role::Asked;
                let twice = same && (term.role == Role::Asked || question.terms[*other].role == Role::Asked);
                *other != number && *position == at && (twice || !shares(*theirs, &question.terms[*other]))
            })
        };
        match best_match(question, term, line, aliases, &taken) {
            Some((at, strength)) => found.add(number, at, strength),
            None if term.role == Role::Asked && may_miss(question, term, line) && !lacks_name(question, line) => {
                found.asked_missing = true;
            }
            None if term.either => {}
            None if asks_kind_of(question, term) && is_defined(line, &found.matched) => lacking += 1,
            None if term.may_lack && question.terms.len() > 1 && !ends(line) => lacking += 1,
            None if lacking == 0 && stands_for_light_verb(question, term, line, &found.matched) => lacking += 1,
            None => return None,
        }
    }
    if question.terms.iter().any(|term| term.either)
        && !found.by_term.iter().any(|(number, _, _)| question.terms[*number].either)
    {
        return None;
    }
    if other_favorite(question, line) {
        return None;
    }
    // "My bike" is not any bicycle; "the parrot", which a note begins with, is the bird of who keeps it.
    let goes_on = |word: &Word| is_stopword(&word.lower) || matches!(word.lower.as_str(), "name" | "named" | "called");
    let heads = line.words.get(1).is_some_and(|word| word.possessive) || line.words.get(2).is_some_and(goes_on);
    let own = heads && line.words[0].lower == "the" && found.by_term.iter().any(|(_, at, _)| *at == 1);
    if question.wants != Wants::All && strangers(question, line) && found.exact == 0 && !own {
        return None;
    }
    let Matches { by_term, matched, members, mut score, asked_missing, .. } = found;
    for (number, term) in question.terms.iter().enumerate() {
        let mut own = by_term.iter().filter(|(other, _, _)| *other == number).map(|(_, at, _)| *at).peekable();
        if own.peek().is_some()
            && term.role != Role::Value
            && !own.any(|at| holder_agrees(question, term, line, at, aliases))
        {
            return None;
        }
    }
    // A member of the asked kind is what was asked for: "what breed" is answered by "beagle".
    let rest: Vec<usize> =
        line.content().into_iter().filter(|at| !matched.contains(at) || members.contains(at)).collect();
    let numbered = |value: &Value| {
        matches!(value.kind, Kind::Number | Kind::Id) && matched.iter().any(|at| line.words[*at].end + 1 == value.start)
    };
    if asked_missing
        && question.wants != Wants::Person
        && !rest.iter().any(|at| is_object(question, line, *at, &matched))
        && !names_place(line, &matched)
        && !line.values.iter().any(numbered)
    {
        return None;
    }
    let choice = question.terms.iter().any(|term| term.either);
    let given = choice || gives(question, line, &matched, &rest) && !unmet(question, line, &matched);
    if !given || denies(question, line, &matched) || by_term.is_empty() {
        return None;
    }
    score /= (question.terms.len() - lacking) as f64;
    score -= 0.1 * lacking as f64;
    if question.wants == Wants::All {
        return Some(score);
    }
    if ceased(question, line, &matched) {
        score -= 0.5;
    }
    let brevity = 0.01 * rest.len().min(10) as f64;
    Some(score - brevity - if asked_missing { 0.4 } else { 0.0 })
}

/// Whether two terms are a noun and what stands right before it, both plain words.
fn is_pair(question: &Question, one: &Term, other: &Term) -> bool {
    let plain = |term: &Term| term.role == Role::Key && !concepts::is_verb(&term.stem);
    one.at.abs_diff(other.at) == 1
        && plain(one)
        && plain(other)
        && !question.reading.words[one.at.min(other.at)].possessive
}

/// "My favourite colour is burnt orange" tells of no fruit.
pub fn other_favorite(question: &Question, line: &Reading) -> bool {
    let noun_after = |reading: &Reading| {
        let at = reading.words.iter().position(|word| word.stem == "favorit")?;
        reading.words.get(at + 1).filter(|word| !is_stopword(&word.lower)).map(|word| word.stem.clone())
    };
    match (noun_after(&question.reading), noun_after(line)) {
        (Some(asked), Some(told)) => {
            concepts::is_kind(&asked) && concepts::is_kind(&told) && concepts::serves(&asked, &told) == 0.0
        }
        _ => false,
    }
}

/// Whether a line tells of an end, and so not of a start.
fn ends(line: &Reading) -> bool {
    line.words.iter().any(|word| {
        matches!(word.stem.as_str(), "end" | "finish" | "close" | "shut" | "expir" | "stop" | "until" | "till" | "last")
    })
}

/// "Does the machine accept cards" is answered by "the machine takes no cards": a verb that says little stands for the asked one, if
/// all else is there; so does none at all ("no olives for me").
fn stands_for_light_verb(question: &Question, term: &Term, line: &Reading, matched: &[usize]) -> bool {
    let light = |at: usize| {
        matches!(
            line.words[at].stem.as_str(),
            "take" | "get" | "do" | "make" | "put" | "give" | "bring" | "use" | "want" | "need"
        ) && !matched.contains(&at)
    };
    let verbal = |at: usize| {
        concepts::is_verb(&line.words[at].stem)
            || matches!(line.words[at].lower.as_str(), "is" | "are" | "am" | "was" | "has" | "have")
    };
    question.wants == Wants::YesNo
        && term.role == Role::Key
        && concepts::is_verb(&term.stem)
        && (question.terms.len() > 2 && (0..line.words.len()).any(light)
            || question.terms.len() > 1 && line.negative && !(0..line.words.len()).any(verbal))
}

/// Which words of a line serve which terms.
#[derive(Default)]
struct Matches {
    by_term: Vec<(usize, usize, f64)>,
    matched: Vec<usize>,
    members: Vec<usize>,
    score: f64,
    asked_missing: bool,
    /// How many words are the very ones or other names for them.
    exact: usize,
}

impl Matches {
    fn add(&mut self, term: usize, at: Vec<usize>, strength: f64) {
        self.by_term.extend(at.iter().map(|at| (term, *at, strength)));
        if strength == MEMBER {
            self.members.extend(at.iter().copied());
        }
        self.matched.extend(at);
        self.score += strength;
        self.exact += usize::from(strength > 0.95);
    }
}

/// The terms by how well the line serves them, the best first, so that the very word is not taken by a mere relative.
pub fn strongest_first<'q>(question: &'q Question, line: &Reading, aliases: &Aliases) -> Vec<(usize, &'q Term)> {
    let mut order: Vec<(usize, &Term, f64)> = question
        .terms
        .iter()
        .enumerate()
        .map(|(number, term)| {
            (number, term, line.words.iter().map(|word| strength(term, word, aliases)).fold(0.0, f64::max))
        })
        .collect();
    sort::sort_by(&mut order, |a, b| b.2.total_cmp(&a.2));
    order.into_iter().map(|(number, term, _)| (number, term)).collect()
}

/// Whether a word follows a matched verb as its object ("support Arsenal"), or the preposition that the question ends with.
fn is_object(question: &Question, line: &Reading, at: usize, matched: &[usize]) -> bool {
    let lower = |at: usize| line.words[at].lower.as_str();
    let last = question.reading.words.last().map_or("", |word| word.lower.as_str());
    let mut before = at;
    while let Some(previous) = before.checked_sub(1) {
        if matched.contains(&previous) {
            return !concepts::is_light(&line.words[at].stem);
        }
        if lower(previous) == last && is_stopword(last) {
            return true;
        }
        if !matches!(lower(previous), "a" | "an" | "the" | "my" | "our" | "with" | "of" | "about" | "into") {
            return false;
        }
        before = previous;
    }
    false
}

/// Lines whose scores differ by less answer equally well.
const NEARLY: f64 = 0.028;

/// The noun after "which" need not stand in the line if a telling verb does ("which team do I support": "I support Arsenal").
fn may_miss(question: &Question, asked: &Term, line: &Reading) -> bool {
    // Of a kind with known members, one that the tables do not know may be named: "learning Basque".
    let known = |at: usize| {
        line.has_content(at) && concepts::is_common(&line.words[at].stem) && !concepts::is_verb(&line.words[at].stem)
    };
    let kind = concepts::is_kind(&asked.stem) && line.content().into_iter().any(known);
    let words = &question.reading.words;
    // "Which child has the key": "Samir in 2B has it" names the child.
    if question.wants == Wants::Person && words.get(asked.at).is_some_and(|word| is_somebody_of_a_kind(&word.lower)) {
        return (0..line.words.len()).any(|at| line.is_name(at) && line.value_at(at).is_none());
    }
    let is_aux = |at: usize| {
        matches!(words[at].lower.as_str(), "do" | "does" | "did" | "will" | "have" | "has" | "am" | "are" | "is")
    };
    // "In which shop I bought it" has no auxiliary: its subject stands there.
    let subject = |at: &usize| matches!(words[*at].lower.as_str(), "i" | "we" | "he" | "she" | "they");
    let aux = (asked.at + 1..words.len()).find(|at| is_aux(*at));
    let Some(aux) = aux.or_else(|| (asked.at + 1..words.len()).find(subject)) else { return false };
    // "What features are in the release" has no verb of its own.
    if words
        .get(aux + 1)
        .is_some_and(|word| matches!(word.lower.as_str(), "in" | "on" | "at" | "of" | "for" | "from" | "with"))
    {
        return false;
    }
    // "Which firm is doing our roof" asks who does it, and not what is done.
    let doer = words.get(aux + 1).is_some_and(|word| word.lower.ends_with("ing")) && aux == asked.at + 1;
    let subject = line.words.iter().position(clauses::is_finite).unwrap_or(0);
    let agent = (0..subject).any(|at| line.has_content(at)) || line.words.iter().any(|word| word.lower == "by");
    // A verb that the question has of its own must stand there: "which course am I taking".
    let light = |at: usize| concepts::is_verb(&words[at].stem) && question.reading.has_content(at);
    let deeds: Vec<usize> = (aux + 1..words.len()).filter(|at| light(*at)).collect();
    let done = |at: usize| line.words.iter().any(|word| concepts::serves_word(&words[at].stem, word) > 0.0);
    if doer && !agent
        || !deeds.is_empty() && !deeds.iter().any(|at| done(*at) || question.terms.iter().any(|term| term.at == *at))
    {
        return false;
    }
    let last = (aux + 1..words.len())
        .rev()
        .find(|at| question.reading.has_content(*at) && question.reading.value_at(*at).is_none());
    let said = |at: usize| {
        question.terms.iter().any(|term| term.at == at && term.role == Role::Key)
            || !question.reading.is_name(at) && line.words.iter().any(|word| word.stem == words[at].stem)
    };
    let verb = last.is_some_and(|at| at > aux + 1 && said(at));
    // Handball is no instrument: it is known to be something else.
    let other = concepts::is_kind(&asked.stem)
        && line.content().into_iter().any(|at| {
            concepts::kinds_of(&line.words[at].stem).next().is_some()
                && !concepts::is_member(&line.words[at].stem, &asked.stem)
                && !concepts::is_verb(&line.words[at].stem)
        });
    verb && (names_place(line, &[]) || !kind && !other)
}

/// "I bought it at Hobson's" names the shop.
fn names_place(line: &Reading, matched: &[usize]) -> bool {
    (1..line.words.len()).any(|at| {
        let led = matches!(line.words[at - 1].lower.as_str(), "at" | "from" | "by" | "with");
        led && line.is_name(at) && line.value_at(at).is_none() && !matched.contains(&at)
    })
}
