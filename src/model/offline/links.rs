//! Whether a clause speaks of what a note speaks of, by the words that they share and by whom they are about; and whether what stands in a
//! place is given up in another clause.

use crate::text::claims::is_change_word;
use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::words::{Word, is_stopword};

use super::deeds;
use super::remarks::{self, Cue, Piece};
use super::revise::Told;
use super::shape::{Subject, shape};
use super::slots::Place;

pub fn within(inner: &Place, outer: &Place) -> bool {
    inner.words.0 >= outer.words.0 && inner.words.1 <= outer.words.1
}

/// Whether two phrases are of one sort: their last nouns the same, of one kind, or one a sort of the other.
pub fn alike(new: &Place, told: &Reading, old: &Place, noted: &Reading) -> bool {
    let nouns = |place: &Place, read: &Reading| -> Vec<Word> {
        (place.words.0..place.words.1).filter(|at| read.has_content(*at)).map(|at| read.words[at].clone()).collect()
    };
    let (new, old) = (nouns(new, told), nouns(old, noted));
    new.iter().any(|one| {
        old.iter().any(|other| {
            one.stem == other.stem
                || lexicon::is_a(&one.lower, &other.lower)
                || lexicon::is_a(&other.lower, &one.lower)
                || concepts::kinds_of(&one.stem).any(|kind| concepts::kinds_of(&other.stem).any(|also| also == kind))
        })
    })
}

pub fn shares_words(new: &Place, told: &Reading, old: &Place, noted: &Reading) -> bool {
    (new.words.0..new.words.1)
        .filter(|at| told.has_content(*at))
        .any(|at| (old.words.0..old.words.1).any(|other| noted.words[other].stem == told.words[at].stem))
}

/// Whether a clause of the message beside its own says that what stands in a place is over.
pub fn hinted(place: &Place, noted: &Reading, pieces: &[Piece], own: usize) -> bool {
    let held = |read: &Reading| {
        (place.words.0..place.words.1).filter(|at| noted.has_content(*at) || noted.value_at(*at).is_some()).any(|at| {
            read.words.iter().any(|word| word.lower == noted.words[at].lower || word.stem == noted.words[at].stem)
        })
    };
    pieces.iter().enumerate().filter(|(at, piece)| *at != own && !piece.asks).any(|(_, piece)| {
        let read = Reading::of(&piece.text);
        (read.negative || piece.over) && held(&read)
    }) || pieces[own].former.as_ref().is_some_and(|former| held(&Reading::of(former)))
}

/// What a verb of change is said to change: "they moved the match to noon".
fn object_of_change(told: &Told<'_>) -> Option<Subject> {
    let lower = |at: usize| told.read.words.get(at).map_or("", |word| word.lower.as_str());
    let verb = told.shape.verb.filter(|verb| deeds::is_change(&told.read.words[*verb].stem))?;
    let to =
        (verb + 1..told.read.words.len()).find(|at| matches!(lower(*at), "to" | "into" | "for" | "until" | "till"))?;
    let particle =
        |at: usize| matches!(lower(at), "up" | "down" | "back" | "forward" | "out" | "off" | "yesterday" | "today");
    let says = (verb + 1..to).any(|at| told.read.has_content(at) && !is_change_word(lower(at)) && !particle(at));
    let pointing = (verb + 1..to).any(|at| matches!(lower(at), "it" | "that" | "them" | "this"));
    if says { Some(Subject::Noun(verb + 1, to)) } else { pointing.then_some(Subject::Pronoun) }
}

/// Whether what a clause is about and a line have the same noun, with something before it in both that is not the same: "house insurance" is
/// not "Tiggy's insurance", "day manager" not "night manager".
fn is_marked_otherwise(
    read: &Reading,
    (from, to): (usize, usize),
    noted: &Reading,
    serves: impl Fn(&Word) -> bool,
) -> bool {
    let own: Vec<usize> =
        (from..to).filter(|at| read.has_content(*at) && !is_change_word(&read.words[*at].lower)).collect();
    let [before @ .., head] = own.as_slice() else { return false };
    let old = shape(noted);
    let (from, to) = match (old.subject, old.verb) {
        (Subject::Noun(from, to), _) => (from, to),
        // "Callum, night manager at the Corran": no clause, and all of it tells of him.
        (_, None) => (0, noted.words.len()),
        _ => (0, 0),
    };
    let same = (from..to).find(|at| noted.words[*at].stem == read.words[*head].stem);
    !before.is_empty()
        && !before.iter().any(|at| serves(&read.words[*at]))
        && same.is_some_and(|same| (same.saturating_sub(3).max(from)..same).any(|at| noted.has_content(at)))
}

/// How a clause is linked with a note, and whether by a word of the note; nothing if it speaks of something else.
pub fn linked(told: &Told<'_>, cue: Cue, pieces: &[Piece], own: usize, noted: &Reading) -> Option<(f64, bool)> {
    let serves = |word: &Word| {
        noted.words.iter().any(|other| {
            concepts::serves_word(&word.stem, other) > 0.85
                || concepts::serves_word(&other.stem, word) > 0.7
                || lexicon::same(&word.lower, &other.lower) && !is_stopword(&other.lower)
        })
    };
    let lower = |at: usize| told.read.words.get(at).map_or("", |word| word.lower.as_str());
    let speaker = noted.words.iter().any(|word| matches!(word.lower.as_str(), "i" | "we" | "my" | "our" | "me" | "us"));
    let being = |read: &Reading, from: usize, to: usize| {
        // "Lunch with Ada" is nobody.
        let led = |at: &usize| {
            matches!(read.words[*at].lower.as_str(), "with" | "at" | "in" | "for" | "to" | "from" | "of" | "on")
        };
        let to = if from > 0 || to < read.words.len() { (from..to).find(led).unwrap_or(to) } else { to };
        (from..to).any(|at| {
            let stem = &read.words[at].stem;
            read.is_name(at)
                || ["person", "family", "pet", "animal", "job", "breed"]
                    .iter()
                    .any(|kind| concepts::is_member(stem, &crate::text::words::stem(kind)))
        })
    };
    // "The vet" is whom we see, "my brother" is not who we are.
    let somebody = |read: &Reading, from: usize, to: usize| {
        let family = |at: usize| concepts::is_member(&read.words[at].stem, "famili");
        being(read, from, to) && (from..to).any(|at| read.is_name(at) || family(at))
    };
    let old_shape = shape(noted);
    let object = ["her", "him", "it", "us", "me", "them"];
    let for_another = cue == Cue::Explicit
        && lower(0) == "the"
        && told.shape.verb.is_some_and(|verb| object.contains(&lower(verb + 1)))
        || cue > Cue::None
            && matches!(lower(0), "the" | "they")
            && told.read.words.iter().any(|word| word.lower == "only");
    match object_of_change(told).unwrap_or(told.shape.subject) {
        Subject::Noun(..) if for_another => {}
        Subject::Noun(from, to) => {
            let telling = |at: &usize| {
                let word = &told.read.words[*at];
                told.read.has_content(*at) && !is_change_word(&word.lower) && !remarks::is_general(word)
            };
            let words: Vec<usize> = (from..to).filter(telling).collect();
            if cue < Cue::Explicit && is_marked_otherwise(told.read, (from, to), noted, serves) {
                return None;
            }
            if !words.is_empty() && !words.iter().any(|at| serves(&told.read.words[*at]))
                || words.iter().any(|at| told.read.is_name(*at) && !serves(&told.read.words[*at]))
            {
                return None;
            }
        }
        Subject::Speaker => {
            let others = matches!(old_shape.subject, Subject::Noun(from, to)
                if somebody(noted, from, to) && !noted.words[from..to].iter().any(|word| word.possessive) && !matches!(noted.words[from].lower.as_str(), "we" | "i"));
            if others {
                return None;
            }
        }
        Subject::Pronoun => {
            let subject =
                told.shape.verb.and_then(|verb| (0..verb).rev().find(|at| matches!(lower(*at), "he" | "she")));
            let of_speaker = matches!(old_shape.subject, Subject::Speaker | Subject::Left);
            if subject.is_some() && of_speaker && !being(noted, 0, noted.words.len()) {
                return None;
            }
            // "He has got a new job in Turin" tells of nothing that he had no part in.
            let gets = told.shape.verb.is_some_and(|verb| matches!(lower(verb), "got" | "has" | "had" | "gets"));
            let thing = matches!(old_shape.subject, Subject::Noun(from, to) if !being(noted, from, to));
            if subject.is_some() && gets && thing && cue < Cue::Explicit {
                return None;
            }
        }
        Subject::Left => {}
    }
    let new = |at: usize| told.places.iter().any(|place| at >= place.words.0 && at < place.words.1);
    let mut shared: Vec<String> = Vec::new();
    for (place, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.asks && !piece.stays) {
        let read = Reading::of(&piece.text);
        for at in read.content().into_iter().filter(|at| place != own || !new(*at)) {
            let word = &read.words[at];
            let telling = !is_change_word(&word.lower) && !concepts::is_light(&word.stem) && !remarks::is_general(word);
            if telling && serves(word) && !shared.contains(&word.stem) {
                shared.push(word.stem.clone());
            }
        }
    }
    let with_speaker = if told.shape.subject == Subject::Speaker && speaker { 0.3 } else { 0.0 };
    Some((shared.len().min(4) as f64 + with_speaker, !shared.is_empty()))
}
