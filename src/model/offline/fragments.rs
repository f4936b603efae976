//! The pieces of a clause in which a value stands apart from what it is of.

use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::one_of;

use super::deeds;
use super::remarks::{Cue, EXPLICIT, heard_in};
use super::shape::Subject;

/// The pieces of a clause that the value stands apart in: "they moved my desk, fourth floor now", "the theme got changed: superheroes", "Pam
/// is coming too, so eight".
pub fn with_fragments(clause: &str) -> Vec<&str> {
    for (joint, at) in
        [", so ", " so ", ", but ", ": ", ", "].iter().filter_map(|joint| Some((joint, clause.find(joint)?)))
    {
        let (left, right) = (&clause[..at], &clause[at + joint.len()..]);
        let (told, value) = (Reading::of(left), Reading::of(right));
        let (shape, behind) = (super::shape::shape(&told), super::shape::shape(&value));
        let short = value.words.len() <= 6 && !right.contains(", ");
        let says = !value.values.is_empty()
            || (1..value.words.len()).any(|at| value.is_name(at))
            || value.words.first().is_some_and(|word| word.capital)
            // "Meet at the town hall."
            || behind.verb == Some(0) && value.words.get(1).is_some_and(|word| super::shape::class(&word.lower) == 1);
        // "Under my maiden name, Sorensen": the name says which.
        let apposed = *joint == ", "
            && value.words.iter().all(|word| word.capital)
            && told.words.iter().rev().take(4).any(|word| matches!(word.lower.as_str(), "my" | "our"));
        let led =
            told.values.first().is_some_and(|value| value.start < 8) && told.words.len() <= 3 && shape.verb.is_none();
        let fits = !apposed
            && (led && behind.verb.is_some()
                || match *joint {
                    // "Rain forecast, so it is at Tom's."
                    ", so " if shape.verb.is_none() => behind.verb.is_some() && behind.subject == Subject::Pronoun,
                    ", so " | " so " | ", but " => shape.verb.is_some() && (says || behind.verb.is_some()),
                    ": " => {
                        shape.verb.is_some_and(|verb| deeds::is_change(&told.words[verb].stem))
                            || shape.verb.is_none() && !told.values.is_empty()
                            || EXPLICIT.is_match(left)
                    }
                    // "It is 26 kids, two moved away": why.
                    _ if shape.subject == Subject::Pronoun && !told.values.is_empty() => {
                        shape.verb.is_some_and(|verb| super::shape::is_be(&told.words[verb].lower))
                            && left.split(' ').count() <= 5
                            && behind.verb.is_some()
                    }
                    _ => {
                        // "I work at the hospital, Mondays to Thursdays": the clause says enough to have a tail.
                        let stressed =
                            value.words.first().is_some_and(|word| one_of(&word.lower, "just only now make"));
                        let whole =
                            shape.verb.is_some_and(|verb| (verb + 1..told.words.len()).any(|at| told.has_content(at)));
                        shape.verb.is_some()
                            && told.values.is_empty()
                            && short
                            && says
                            && !(whole && behind.verb.is_none() && heard_in(clause) == Cue::None && !stressed)
                            && behind.verb.is_none_or(|verb| verb == 0 || !value.values.is_empty())
                    }
                });
        if fits {
            let mut found = vec![left];
            found.extend(with_fragments(right));
            return found;
        }
    }
    // "Platform 5 they just changed it."
    let read = Reading::of(clause);
    // "From June we deliver" tells since when.
    let since = read.words.first().is_some_and(|word| crate::text::words::is_stopword(&word.lower));
    let opened =
        read.values.first().filter(|value| value.start < 10 && !since && read.text == clause).and_then(|value| {
            let next = read.words.iter().find(|word| word.start > value.end)?;
            // "Yesterday I went", "Tuesday she has a hot dinner" tell when.
            let changes = read.words.iter().any(|word| deeds::is_change(&word.stem));
            let told =
                matches!(value.kind, Kind::Day | Kind::Date) && (matches!(next.lower.as_str(), "we" | "i") || !changes);
            (!told && matches!(next.lower.as_str(), "they" | "it" | "he" | "she" | "we" | "i")).then_some(next.start)
        });
    match opened {
        Some(at) => vec![clause[..at].trim_end(), &clause[at..]],
        None => vec![clause],
    }
}
