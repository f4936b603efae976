//! Denials: a line that says where something is not does not say where it is, and a "no" needs one before what was asked.

use crate::text::changes::is_ended;
use crate::text::concepts;
use crate::text::reading::Reading;

use super::question::{Question, Wants};
use super::sorts::cancelled;

/// A line that says where or when something is NOT does not say where or when it is.
pub fn denies(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let asks_negative = question.reading.negative;
    let disliking = line.words.iter().any(|word| {
        matches!(
            word.stem.as_str(),
            "allerg" | "avoid" | "hate" | "dislik" | "intoler" | "vegan" | "vegetarian" | "without"
        )
    });
    if asks_negative {
        return !line.negative && !disliking;
    }
    if question.wants == Wants::Thing && only_wished(question, line, matched) {
        return true;
    }
    if !line.negative {
        return false;
    }
    // "It does not begin before the fourth" tells when it does.
    let from_then = line.words.iter().any(|word| matches!(word.lower.as_str(), "before" | "until" | "till"));
    if from_then && matches!(question.wants, Wants::When | Wants::Clock | Wants::Day) {
        return false;
    }
    match question.wants {
        Wants::Place | Wants::When | Wants::Clock | Wants::Day | Wants::Name | Wants::Person => {
            denied_before(line, matched) && !cancelled(line)
        }
        Wants::Thing => {
            let exact: Vec<usize> = matched
                .iter()
                .copied()
                .filter(|at| question.terms.iter().any(|term| term.stem == line.words[*at].stem))
                .collect();
            !exact.is_empty() && denied_before(line, &exact)
        }
        _ => false,
    }
}

/// "I want to learn to play the ukulele" does not say that I play it.
fn only_wished(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let wish = |reading: &Reading| {
        reading.words.windows(2).position(|pair| {
            pair[1].lower == "to"
                && matches!(pair[0].stem.as_str(), "want" | "hope" | "wish" | "learn" | "plan" | "intend" | "tri")
        })
    };
    let asks = question.reading.words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "want"
                | "hope"
                | "wish"
                | "learn"
                | "learning"
                | "plan"
                | "planning"
                | "intend"
                | "going"
                | "will"
                | "would"
                | "like"
                | "trying"
                | "should"
        )
    });
    let first = matched.iter().min();
    !asks
        && wish(line).is_some_and(|at| {
            first.is_some_and(|first| *first > at) && question.terms.iter().any(|term| concepts::is_verb(&term.stem))
        })
}

/// Whether a denial stands before the last matched word, in its clause.
pub fn denied_before(line: &Reading, matched: &[usize]) -> bool {
    denied_but_for(line, matched, "")
}

/// As [`denied_before`], but for one word that denies nothing here.
fn denied_but_for(line: &Reading, matched: &[usize], but: &str) -> bool {
    let Some(last) = matched.iter().max() else { return line.negative };
    for at in (0..*last).rev() {
        match line.words[at].lower.as_str() {
            word if word == but => {}
            "not" | "never" | "no" | "without" | "cannot" | "nobody" | "none" | "nothing" | "neither" | "nor"
            | "refuse" | "refuses" | "refused" | "avoid" | "avoids" | "lack" => {
                return true;
            }
            "but" | "and"
                if at + 1 < *last
                    && matches!(
                        line.words[at + 1].lower.as_str(),
                        "i" | "we" | "like" | "love" | "is" | "drink" | "eat" | "my" | "he" | "she"
                    ) =>
            {
                return false;
            }
            _ => {}
        }
        if line.text[line.words[at].end..line.words[at + 1].start].contains([',', ';']) {
            break;
        }
    }
    line.words.get(last + 1).is_some_and(|next| next.lower == "not")
        || line.words.get(last + 2).is_some_and(|next| next.lower == "not" && line.words[last + 1].lower == "is")
}

/// As [`denied_before`], but for a "without" that is asked for as well: "does it work without wifi".
pub fn denied_as_asked(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let asked = question.reading.words.iter().any(|word| word.lower == "without");
    denied_but_for(line, matched, if asked { "without" } else { "" })
}

/// Whether a line tells that what a question asks about came to nothing, and the question itself does not ask that.
pub fn is_undone(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let asked: Vec<usize> = question.terms.iter().map(|term| term.at).collect();
    comes_to_nothing(line, matched) && !comes_to_nothing(&question.reading, &asked)
}

/// Whether words that a question and a clause do not share tell that something is not done, not had or not allowed.
pub fn comes_to_nothing(reading: &Reading, shared: &[usize]) -> bool {
    const WORDS: &str = " cancel refus reject declin fail flunk miss stop quit resign abandon swap sell lose ban forbid forbidden prohibit \
        lack broken allerg expir skip laps veto unabl imposs abolish scrap turn_down decid_against vote_against run_out rid call_off pass_over drop_out pull_out give_up out_order \
        no_longer too_young too_old too_small too_big ";
    (0..reading.words.len()).filter(|at| !shared.contains(at)).any(|at| {
        let next = |by: usize| reading.words.get(at + by).map_or("", |word| word.stem.as_str());
        let stem = reading.words[at].stem.as_str();
        WORDS.contains(&format!(" {stem} "))
            // "They turned our request down."
            || stem == "turn" && reading.words.last().is_some_and(|word| word.lower == "down")
            || [1, 2].iter().any(|by| !next(*by).is_empty() && WORDS.contains(&format!(" {stem}_{} ", next(*by))))
    })
}

/// Whether a line tells that what a question asks about is over; what one no longer has may be sold or lost. A word of ending that
/// the question asks for itself does not count.
pub fn ceased(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let asks_having = question
        .reading
        .words
        .iter()
        .any(|word| matches!(word.lower.as_str(), "have" | "own" | "still" | "drive" | "got"));
    let asks_alive = question.reading.words.iter().any(|word| word.lower == "alive");
    let gone = |at: usize| matches!(line.words[at].stem.as_str(), "sell" | "lose");
    is_ended(line, matched)
        || asks_having && (0..line.words.len()).any(|at| !matched.contains(&at) && gone(at))
        || asks_alive && is_ended(line, &[])
}

/// Whether a line holds the opposite of a verb, so that it tells of another deed: "closes" where "open" is asked.
pub fn contradicts(stem: &str, line: &Reading) -> bool {
    const PAIRS: &[(&str, &str)] = &[
        ("open", "close shut"),
        ("start", "end finish stop conclud expir"),
        ("begin", "end finish stop conclud expir"),
        ("end", "start begin open"),
        ("finish", "start begin open"),
        ("close", "open"),
        ("arriv", "leav depart"),
        ("land", "leav depart take"),
        ("leav", "arriv land return come"),
        ("depart", "arriv land return"),
        ("buy", "sell"),
        ("sell", "buy"),
        ("lend", "borrow"),
        ("borrow", "lend"),
        ("win", "lose"),
        ("lose", "win"),
        ("return", "leav depart start"),
        ("come", "leav depart"),
        ("born", "die live"),
    ];
    let others = PAIRS.iter().find(|(verb, _)| *verb == stem).map_or("", |(_, others)| others);
    line.words.iter().any(|word| others.split(' ').any(|other| other == word.stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_without_that_is_asked_for_denies_nothing() {
        let denied = |line: &str| {
            let (question, line) = (Question::of("Does the reader work without wifi?"), Reading::of(line));
            let matched: Vec<usize> = (0..line.words.len()).filter(|at| line.has_content(*at)).collect();
            denied_as_asked(&question, &line, &matched)
        };
        assert!(!denied("The reader works without wifi"));
        assert!(!denied("The reader works"));
        assert!(denied("The reader does not work without wifi"));
    }
}
