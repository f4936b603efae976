//! Questions that want yes or no: a line that holds all of it says yes, or no if it denies it or tells that it is over; so does one
//! that tells the opposite, or fills the same place with another value.

use crate::text::changes::is_ended;
use crate::text::claims::{Statement, Verdict, judge_read};
use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::words::{Word, one_of};

use super::aliases::Aliases;
use super::answer::{Answer, Known, fits};
use super::beings::is_person;
use super::coverage::strangers;
use super::denial::{ceased, denied_as_asked, is_undone};
use super::matching::{best_match, holder_agrees};
use super::question::{Question, Role};

/// Yes or no, with the line that says so; the newest of the lines that fit best.
pub fn yes_or_no(question: &Question, read: &[(usize, &Known, Reading)], aliases: &Aliases) -> Answer {
    let mut best: Option<(f64, usize, Answer)> = None;
    let mut offer = |score: f64, order: usize, answer: Answer| {
        // Of lines that fit nearly as well the newest wins.
        let score = (score * 4.0).round();
        if best.as_ref().is_none_or(|(highest, newest, _)| (score, order) > (*highest, *newest)) {
            best = Some((score, order, answer));
        }
    };
    let opposite = opposite_of(question);
    let assertion = Statement::plain(asserted(question), false);
    let asserted_reading = Reading::of(&assertion.text);
    let mut over: Option<(usize, Known)> = None;
    for (order, known, line) in read {
        if ceased(question, line, &[]) && speaks_of(question, line, aliases) {
            over = Some((*order, (*known).clone()));
        }
        let having = question.reading.words.iter().any(|word| matches!(word.lower.as_str(), "have" | "own" | "got"));
        if having && strangers(question, line) {
            // "The bicycle pump is behind the boiler" does not say that I own one.
            continue;
        }
        if of_anothers(question, line) {
            continue;
        }
        if let Some(score) = fits(question, line, aliases) {
            let matched: Vec<usize> = question
                .terms
                .iter()
                .filter_map(|term| best_match(question, term, line, aliases, &|_, _| false))
                // "We do not smoke, so a non-smoking room": a word that comes again denies nothing anew.
                .filter_map(|(at, _)| at.into_iter().min())
                .collect();
            // "I eat no meat" makes a vegetarian.
            let meat =
                |reading: &Reading| reading.words.iter().any(|word| matches!(word.stem.as_str(), "meat" | "anim"));
            let none = question.terms.iter().any(|term| matches!(term.stem.as_str(), "vegetarian" | "vegan"));
            let turned = none
                && meat(line)
                && !question.terms.iter().any(|term| {
                    matches!(term.stem.as_str(), "vegetarian" | "vegan")
                        && line.words.iter().any(|word| word.stem == term.stem)
                });
            // "I am vegetarian" says that no meat is eaten.
            let meatless =
                line.words.iter().any(|word| matches!(word.stem.as_str(), "vegetarian" | "vegan")) && !meat(line);
            let eaten = |stem: &str| stem == "meat" || lexicon::is_a(stem, "meat");
            let turned = turned || meatless && question.terms.iter().any(|term| eaten(&term.stem));
            let denied = denied_as_asked(question, line, &matched) && line.negative;
            let over = is_undone(question, line, &matched) || ceased(question, line, &matched);
            let no = turned != (denied || over);
            offer(score + 1.0, *order, if no { Answer::No((*known).clone()) } else { Answer::Yes((*known).clone()) });
        } else if let Some(opposite) = &opposite
            && let Some(score) = fits(opposite, line, aliases)
            && !line.negative
        {
            offer(score + 0.9, *order, Answer::No((*known).clone()));
        } else if ceased(question, line, &[]) && speaks_of(question, line, aliases) {
            offer(0.9, *order, Answer::No((*known).clone()));
        } else if !line.negative
            && let Verdict::Change(..) = judge_read(&assertion, &asserted_reading, &known.text, line)
        {
            offer(1.0, *order, Answer::No((*known).clone()));
        }
    }
    // What ended after it was told is no more.
    match (best, over) {
        (Some((_, order, Answer::Yes(_))), Some((ended, line))) if ended > order => Answer::No(line),
        (best, _) => best.map_or(Answer::Unknown, |(_, _, answer)| answer),
    }
}

/// "Is the kettle still broken?" is answered no where it was told later that it was replaced.
pub fn still_so(question: &Question, known: &[Known], answer: Answer) -> Answer {
    const ENDS: &str = "left quit leaving moved replaced repaired fixed mended sold gone cancelled stopped finished retired resigned stepping \
        stepped dropped ended expired closed over returned lost broke out";
    let Answer::Yes(yes) = &answer else { return answer };
    let asked = &question.reading;
    if !asked.words.iter().any(|word| word.lower == "still") {
        return answer;
    }
    let told = Reading::of(&yes.text);
    let names = |line: &Reading, at: usize| line.words.iter().any(|word| word.stem == asked.words[at].stem);
    let shared: Vec<usize> =
        asked.content().into_iter().filter(|at| asked.words[*at].lower != "still" && names(&told, *at)).collect();
    let from = known.iter().position(|line| line.source == yes.source).map_or(0, |at| at + 1);
    let ended = known[from..].iter().rev().find(|line| {
        let read = Reading::of(&line.text);
        let ends = read.words.iter().any(|word| one_of(&word.lower, ENDS)) || is_ended(&read, &[]);
        let named = shared.iter().filter(|at| names(&read, **at)).count();
        ends && named > 0
            && (named * 2 >= shared.len() || shared.iter().any(|at| asked.is_name(*at) && names(&read, *at)))
    });
    ended.map_or(answer.clone(), |line| Answer::No(line.clone()))
}

/// "Grace's boyfriend is not vegetarian" says nothing of Grace.
fn of_anothers(question: &Question, line: &Reading) -> bool {
    let asked = &question.reading;
    let named = (0..asked.words.len()).filter(|at| asked.is_name(*at) && !asked.words[*at].possessive);
    named.into_iter().any(|at| {
        let mut same = line.words.iter().filter(|word| word.stem == asked.words[at].stem).peekable();
        let person = |word: &&Word| {
            word.possessive && line.words.iter().any(|other| other.start > word.end && is_person(&other.text))
        };
        same.peek().is_some() && same.all(|word| person(&word))
    })
}

/// The question with its verb turned round: "do I hate tea" for "do I like tea".
fn opposite_of(question: &Question) -> Option<Question> {
    let at = question.terms.iter().position(|term| !concepts::opposites(&term.stem).is_empty())?;
    let mut turned = question.clone();
    turned.terms[at].stem = concepts::opposites(&question.terms[at].stem).first().map(|stem| (*stem).to_owned())?;
    Some(turned)
}

/// Whether a line holds every name and noun of a question; verbs and values aside.
fn speaks_of(question: &Question, line: &Reading, aliases: &Aliases) -> bool {
    let mut nouns = question
        .terms
        .iter()
        .filter(|term| term.role != Role::Value && !(term.role == Role::Key && concepts::is_verb(&term.stem)))
        .peekable();
    nouns.peek().is_some()
        && nouns.all(|term| {
            best_match(question, term, line, aliases, &|_, _| false)
                .is_some_and(|(at, _)| at.iter().any(|at| holder_agrees(question, term, line, *at, aliases)))
        })
}

/// The statement that a yes-or-no question asks about: "Is my dog called Max" asks "my dog is called Max".
fn asserted(question: &Question) -> String {
    let reading = &question.reading;
    let words = &reading.words;
    let aux = words.first().map_or("", |word| word.lower.as_str());
    let text = |range: std::ops::Range<usize>| {
        words
            .get(range)
            .map_or(String::new(), |words| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
    };
    if matches!(aux, "do" | "does" | "did" | "will" | "can" | "have" | "has") {
        return text(1..words.len());
    }
    let pronoun =
        words.get(1).is_some_and(|word| matches!(word.lower.as_str(), "i" | "we" | "he" | "she" | "it" | "they"));
    let cut = if pronoun {
        2
    } else {
        let opens = |at: &usize| {
            let lower = words[*at].lower.as_str();
            matches!(
                lower,
                "called"
                    | "named"
                    | "a"
                    | "an"
                    | "in"
                    | "at"
                    | "on"
                    | "from"
                    | "still"
                    | "living"
                    | "based"
                    | "working"
                    | "not"
            ) || reading.value_at(*at).is_some()
                || *at > 2 && reading.is_name(*at) && !words[*at].possessive && !words[at - 1].possessive
        };
        (2..words.len()).find(opens).unwrap_or(words.len().saturating_sub(1)).max(1)
    };
    format!("{} {aux} {}", text(1..cut), text(cut..words.len()))
}
