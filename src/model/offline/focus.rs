//! The part of a line that answers: of "set-up from 7, customers from 9" the customers' part alone, so that an answer does not hold
//! the value of something else. A line is cut only where its parts compete for the question.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::values;

use super::question::{Question, Role, Wants};

/// At most this many parts of a line are told apart.
const MAX_PARTS: usize = 12;

/// The part of a line that answers a question, with the line's heading; the whole line if its parts do not compete.
pub fn focused(question: &Question, text: &str) -> String {
    if question.many || matches!(question.wants, Wants::All | Wants::YesNo | Wants::Reason) || question.terms.is_empty()
    {
        return text.to_owned();
    }
    let (lead, body) = match text.split_once(": ") {
        Some((lead, body)) if lead.split_whitespace().count() <= 5 && !lead.contains(',') => (Some(lead), body),
        _ => (None, text),
    };
    let parts: Vec<&str> = cut(body);
    if parts.len() < 2 || parts.len() > MAX_PARTS {
        return text.to_owned();
    }
    // "On the jury are Ada, Ben and old Mr Cole": a list is not cut.
    let told = |part: &&str| !Reading::of(part).words.iter().any(super::clauses::is_finite) && values(part).is_empty();
    if parts[1..].iter().all(told) && body.contains(" and ") {
        return text.to_owned();
    }
    let opening: String = match lead {
        Some(_) => String::new(),
        None => parts[0].split_whitespace().take(2).collect::<Vec<_>>().join(" "),
    };
    let common = score(question, &opening);
    let scores: Vec<f64> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            // "Sven pays for the pizza, Tilda for the drinks": the verb is the first part's.
            let gapped = at > 0 && !Reading::of(part).words.iter().any(|word| concepts::is_verb(&word.stem));
            score(question, part)
                + if at > 0 { 0.5 * common } else { 0.0 }
                + if gapped { 0.5 * verbs_held(question, parts[0]) } else { 0.0 }
        })
        .collect();
    let highest = scores.iter().copied().fold(0.0, f64::max);
    let best: Vec<usize> = (0..parts.len()).filter(|at| scores[*at] == highest).collect();
    let [chosen] = best.as_slice() else { return text.to_owned() };
    let competes = |at: usize| {
        let kinds: Vec<_> = values(parts[*chosen]).into_iter().map(|value| value.kind).collect();
        let same = values(parts[at]).iter().any(|value| kinds.contains(&value.kind));
        let named = matches!(question.wants, Wants::Person | Wants::Name)
            && has_name(parts[at], question)
            && has_name(parts[*chosen], question);
        same || named
    };
    if highest < 1.0 || !(0..parts.len()).any(|at| at != *chosen && competes(at)) {
        return text.to_owned();
    }
    match lead {
        Some(lead) => format!("{lead}: {}", parts[*chosen]),
        None => parts[*chosen].to_owned(),
    }
}

/// The parts of a line: between commas, semicolons and "but".
fn cut(text: &str) -> Vec<&str> {
    text.split(", ")
        .flat_map(|part| part.split("; "))
        .flat_map(|part| part.split(" but "))
        .map(|part| part.strip_prefix("and ").unwrap_or(part).trim())
        .filter(|part| !part.is_empty())
        .collect()
}

/// How many of the question's words a part holds. (What the first part begins with belongs to all, so it counts half for them.)
fn score(question: &Question, part: &str) -> f64 {
    let read = Reading::of(part);
    question
        .terms
        .iter()
        .map(|term| {
            let value = question.reading.value_at(term.at).filter(|_| term.role == Role::Value);
            let held = match value {
                Some(value) => read.values.iter().any(|other| other.normal() == value.normal()),
                None => read.words.iter().any(|word| term.serves(word) > 0.0),
            };
            f64::from(u8::from(held))
        })
        .sum()
}

/// How many of the question's verbs a part holds.
fn verbs_held(question: &Question, part: &str) -> f64 {
    let read = Reading::of(part);
    let held = question
        .terms
        .iter()
        .filter(|term| concepts::is_verb(&term.stem) && read.words.iter().any(|word| term.serves(word) > 0.0));
    held.count() as f64
}

/// Whether a part names somebody whom the question does not.
fn has_name(part: &str, question: &Question) -> bool {
    let read = Reading::of(part);
    read.words.iter().enumerate().any(|(at, word)| {
        word.capital && read.has_content(at) && !question.reading.words.iter().any(|other| other.stem == word.stem)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_competes_with_others_is_quoted_alone() {
        let part = |question: &str, line: &str| focused(&Question::of(question), line);
        assert_eq!(
            part("When do customers come in?", "Market stall set-up from 7, customers from 9"),
            "customers from 9"
        );
        assert_eq!(part("What was the pulse?", "Patient in 9: temp 38.6, pulse 102"), "Patient in 9: pulse 102");
        assert_eq!(
            part("Who sits on the jury?", "On the jury are Ada, Ben and old Mr Cole"),
            "On the jury are Ada, Ben and old Mr Cole"
        );
        assert_eq!(part("Who runs legal?", "Anneke heads procurement, Joris heads legal"), "Joris heads legal");
        assert_eq!(
            part("Where is the talk?", "The talk is in room 5, near the stairs"),
            "The talk is in room 5, near the stairs"
        );
    }
}
