//! Which notes a clause may correct that names nothing of its own: "Juniper slipped. The new date is 26 May" is of what is noted on Juniper,
//! and "the glucose test stays put" keeps the notes on that test as they are.

use std::sync::LazyLock;

use crate::text::claims::is_change_word;
use crate::text::concepts;
use crate::text::lexicon;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::ascii_pattern;
use crate::text::words::{Word, is_stopword, one_of};

use super::deeds;
use super::remarks::{self, Cue, Piece};
use super::revise::Told;
use super::shape::{Subject, shape};
use super::slots::{Place, Sort};

static STAYS: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)(?:\b(?:stays?|remains?|staying|is|are|was) (?:put|as (?:it|they) (?:is|are|was|were)|as before|the same|same|unchanged|(?:not|un)affected)|\bunchanged|\bno change|\b(?:not|un)affected\b.*|^(?:the )?same [a-z]+(?:,? (?:and |the )*same [a-z]+)*(?: as (?:before|ever|always))?|^[a-z' -]{2,40} same(?: as (?:before|ever|always))?)[.! ]*$",
    )
});

/// Whether a clause says that something is as it was: "same clinic", "the glucose test stays put".
pub fn stays(text: &str) -> bool {
    let read = Reading::of(text);
    STAYS.is_match(text.trim()) && read.words.len() <= 8 && read.values.is_empty()
}

/// Which lines a clause may correct, one by one; nothing if the message does not tell.
pub fn meant(told: &Told<'_>, pieces: &[Piece], own: usize, lines: &[(String, Reading)]) -> Option<Vec<bool>> {
    // "Dr Leclerc does the parrots and she works Wednesdays": nobody else is meant.
    if told.shape.verb.is_some_and(|verb| told.read.words[..verb].iter().any(|word| one_of(&word.lower, "he she")))
        && let who = named_before(pieces, own)
        && !who.is_empty()
    {
        return Some(lines.iter().map(|(_, line)| who.iter().any(|name| serves(name, line))).collect());
    }
    let mut order: Vec<usize> = (0..own).rev().collect();
    order.sort_by_key(|at| pieces[*at].sentence != pieces[own].sentence);
    let anchor = order.into_iter().filter(|_| names_nothing(told)).find_map(|at| anchored(&pieces[at], lines));
    if anchor.is_some() {
        return anchor;
    }
    // What is told to be as it was is not corrected.
    let named = pieces.iter().filter(|piece| piece.stays).map(|piece| telling(&Reading::of(&piece.text)));
    let named: Vec<Vec<Word>> = named.filter(|words| !words.is_empty()).collect();
    let keeps = |line: &Reading| named.iter().any(|words| words.iter().all(|word| serves(word, line)));
    let free: Vec<bool> = lines.iter().map(|(_, line)| !keeps(line)).collect();
    free.contains(&false).then_some(free)
}

/// Whether a clause may correct a line of the store, which was not told in its thread: the line holds all that the clause speaks of, or is what
/// the message was found to be about.
pub fn of_stored(told: &Told<'_>, line: &Reading, anchored: bool) -> bool {
    let says = |at: usize| {
        let word = &told.read.words[at];
        told.read.has_content(at) && !is_change_word(&word.lower) && !remarks::is_general(word)
    };
    let same = |at: usize| line.words.iter().any(|word| word.stem == told.read.words[at].stem);
    match told.shape.subject {
        Subject::Noun(from, to) => {
            let own = one_of(&told.read.words[from].lower, "my our");
            // "My cat" is not the neighbour's.
            let anothers = own && line.words.iter().any(|word| word.possessive);
            let named: Vec<usize> = (from..to).filter(|at| says(*at)).collect();
            !anothers && named.iter().all(|at| same(*at)) && (anchored || !named.is_empty())
        }
        Subject::Pronoun | Subject::Left => anchored,
        // "I moved to Lisbon" says nothing of an orchestra: what is new there and that it changed do not count.
        Subject::Speaker => {
            let new = |at: usize| {
                let such = |place: &&Place| matches!(place.sort, Sort::Led | Sort::Name) || place.named;
                told.places.iter().filter(such).any(|place| at >= place.words.0 && at < place.words.1)
            };
            let changes = |at: usize| deeds::is_change(&told.read.words[at].stem) || told.read.value_at(at).is_some();
            anchored || (0..told.read.words.len()).any(|at| says(at) && !new(at) && !changes(at) && same(at))
        }
    }
}

/// The names of whom the clause before tells, in its own sentence or the one before; none if it names nobody.
fn named_before(pieces: &[Piece], own: usize) -> Vec<Word> {
    let Some(piece) = pieces[..own].iter().rev().find(|piece| !piece.asks) else { return Vec::new() };
    let read = Reading::of(&piece.text);
    let Subject::Noun(from, to) = shape(&read).subject else { return Vec::new() };
    let named = |at: &usize| {
        let word = &read.words[*at];
        word.capital
            && !word.possessive
            && !is_stopword(&word.lower)
            && !one_of(&word.lower, "mr mrs ms miss dr prof st aunt uncle auntie")
    };
    (from..to).filter(named).map(|at| read.words[at].clone()).collect()
}

/// Whether what a clause speaks of is a pronoun, left out, or no more than the sort of its value.
fn names_nothing(told: &Told<'_>) -> bool {
    let general = |at: usize| {
        let word = &told.read.words[at];
        !told.read.has_content(at) || remarks::is_general(word) || is_change_word(&word.lower)
    };
    match told.shape.subject {
        Subject::Pronoun | Subject::Left => true,
        Subject::Noun(from, to) => (from..to).all(general),
        Subject::Speaker => false,
    }
}

/// The lines that hold most of what a clause names which tells of a change or an end.
fn anchored(piece: &Piece, lines: &[(String, Reading)]) -> Option<Vec<bool>> {
    let read = Reading::of(&piece.text);
    let changes = shape(&read).verb.is_some_and(|verb| deeds::is_change(&read.words[verb].stem));
    let given_up = piece.corrected && shape(&read).verb.is_none() && read.values.is_empty();
    let tells = piece.over || read.negative || changes || given_up || remarks::heard_in(&piece.said) >= Cue::Strong;
    if piece.asks || !tells || piece.stays {
        return None;
    }
    let named = telling(&read);
    let counts: Vec<usize> =
        lines.iter().map(|(_, line)| named.iter().filter(|word| serves(word, line)).count()).collect();
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    Some(counts.into_iter().map(|count| count == most).collect())
}

/// The words of a clause that say of what it is.
fn telling(read: &Reading) -> Vec<Word> {
    let says = |at: &usize| {
        let word = &read.words[*at];
        !is_change_word(&word.lower)
            && !deeds::is_change(&word.stem)
            && !concepts::is_light(&word.stem)
            && !remarks::is_general(word)
    };
    read.content().into_iter().filter(says).map(|at| read.words[at].clone()).collect()
}

fn serves(word: &Word, line: &Reading) -> bool {
    line.words.iter().any(|other| {
        word.stem == other.stem
            || concepts::serves_word(&word.stem, other) > 0.85
            || lexicon::same(&word.lower, &other.lower) && !is_stopword(&other.lower)
    })
}

#[cfg(test)]
mod tests {
    use super::super::revise::settle;
    use super::stays;

    #[test]
    fn what_is_as_it_was_is_known() {
        for text in
            ["Same clinic", "The glucose test stays put", "Due date unchanged", "tyres same", "same day, same time"]
        {
            assert!(stays(text), "{text}");
        }
        for text in ["We stay at the same hotel as Ada", "Same day delivery costs 9 pounds", "The lamp is the same red"]
        {
            assert!(!stays(text), "{text}");
        }
    }

    #[test]
    fn a_clause_that_names_nothing_is_of_what_was_said_to_change() {
        let made =
            |message: &str, notes: &[&str]| settle(message, notes, &[]).map(|made| made.revisions[0].text.clone());
        let notes = ["We ship Larch on 30 June", "We ship Juniper on 12 May"];
        assert_eq!(made("Juniper slipped. New date is 26 May.", &notes).as_deref(), Some("We ship Juniper on 26 May"));
        let notes = ["The glucose test is on the 11th at 8:45", "The growth scan is on the 8th at 10:20"];
        let moved = made("Scan has been shifted, it's now the 9th at 14:00. Glucose test stays put.", &notes);
        assert_eq!(moved.as_deref(), Some("The growth scan is on the 9th at 14:00"));
    }
}
