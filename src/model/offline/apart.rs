//! What keeps a clause that shares no word with a note from correcting it: it says more than a new value, it is of another sort than the
//! note, or the message tells of something else. What is not surely meant as a correction is told as a fact of its own, so that no line
//! loses what it says.

use crate::text::claims::is_change_word;
use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::Kind;

use super::deeds;
use super::links::alike;
use super::remarks::{Piece, is_general};
use super::revise::Told;
use super::shape::{Shape, Subject, is_adverb, is_be, lower, shape};
use super::slots::{Place, Sort, places};

/// A message of more clauses than this tells more than a correction.
const MOST: usize = 4;

/// Whether a clause is what somebody says, and a note what somebody else says.
pub fn others_say(clause: &str, noted: &Reading) -> bool {
    let who = |read: &Reading| -> Option<Vec<String>> {
        let verb = (1..read.words.len().min(5)).find(|at| {
            crate::text::words::one_of(&read.words[*at].lower, "says thinks reckons swears insists claims")
        })?;
        Some(
            read.words[..verb]
                .iter()
                .filter(|word| !crate::text::words::is_stopword(&word.lower))
                .map(|word| word.stem.clone())
                .collect(),
        )
    };
    who(&Reading::of(clause)).zip(who(noted)).is_some_and(|(one, other)| !one.is_empty() && one != other)
}

/// "Episode 30" of a note on "episode 31", "Job 115" of one on "Job 114": another of the same sort.
pub fn numbered_otherwise(told: &Reading, noted: &Reading) -> bool {
    let numbered = |read: &Reading| -> Vec<(String, String)> {
        let shape = shape(read);
        let subject = if let Subject::Noun(_, to) = shape.subject { to } else { 0 };
        let to = subject.max(super::shape::label_end(read)).max(read.label);
        let number = |at: &usize| read.words[*at].lower.bytes().all(|byte| byte.is_ascii_digit());
        (1..to).filter(number).map(|at| (read.words[at - 1].stem.clone(), read.words[at].lower.clone())).collect()
    };
    let others = numbered(noted);
    !others.is_empty()
        && numbered(told)
            .iter()
            .any(|(noun, number)| others.iter().any(|(also, other)| noun == also && number != other))
}

impl Told<'_> {
    /// Whether a clause that shares no word with a note tells of something else than the note, its new values in the note's places.
    pub(super) fn tells_else(
        &self,
        noted: &Reading,
        old: &Shape,
        moves: &[(&Place, &Place)],
        pieces: &[Piece],
        own: usize,
    ) -> bool {
        pieces.len() > MOST
            || self.says_more(noted, old, moves)
            || !self.is_of_its_sort(noted, old, moves)
            || pieces.iter().enumerate().any(|(at, piece)| at != own && self.is_foreign(piece, &pieces[own], noted))
    }

    /// Whether a clause tells of another thing than a note that shares a word with it: "episode 30" of "episode 31", "Lydia is in New
    /// Zealand" of "the godparents are Lydia and Marcus", how old the pony is of its rugs.
    pub(super) fn is_of_another(&self, noted: &Reading) -> bool {
        let read = self.read;
        let old = shape(noted);
        let another = numbered_otherwise(read, noted);
        let Subject::Noun(from, to) = self.shape.subject else { return another };
        let is = self.shape.verb.is_some_and(|verb| is_be(&read.words[verb].lower));
        let named = (from..to).all(|at| read.words[at].capital) && (from > 0 || read.is_name(to - 1));
        let behind = |at: usize| (at..noted.words.len()).any(|at| noted.words[at].stem == read.words[to - 1].stem);
        let list = noted.text.contains(" and ") || noted.text.contains(", ");
        let of_whom = matches!(old.subject, Subject::Noun(..)) && list && old.verb.is_some_and(|verb| behind(verb + 1));
        // "Truffle is 22 this year" after "our pony Truffle wears size 5 rugs".
        let aged = is
            && self
                .shape
                .verb
                .is_some_and(|verb| read.value_at(verb + 1).is_some_and(|value| value.kind == Kind::Number))
            && old.verb.is_some_and(|verb| !is_be(&noted.words[verb].lower));
        another || is && named && (of_whom || aged)
    }

    /// Whether the clause holds words that are neither its new values nor in the note, and that say more than that something changed.
    fn says_more(&self, noted: &Reading, old: &Shape, moves: &[(&Place, &Place)]) -> bool {
        let read = self.read;
        let verb = self.shape.verb;
        let moved = |at: usize| moves.iter().any(|(new, _)| at >= new.words.0 && at < new.words.1);
        let pronoun = |at: usize| matches!(lower(read, at), "it" | "me" | "us" | "him" | "her" | "them" | "that");
        // "HR raised me to 25": who changes it says nothing of it.
        let gives = verb.is_some_and(|verb| {
            deeds::gives(read, verb) || deeds::is_change(&read.words[verb].stem) && pronoun(verb + 1)
        });
        let says = |at: usize| {
            let word = &read.words[at];
            let doer = gives && verb.is_some_and(|verb| at < verb);
            read.has_content(at)
                && !moved(at)
                && !doer
                && verb != Some(at)
                && !is_adverb(&word.lower)
                && !matches!(word.lower.as_str(), "up" | "down" | "back" | "off" | "out" | "over")
                && !is_change_word(&word.lower)
                && !concepts::is_light(&word.stem)
                && !is_general(word)
                && !noted.words.iter().any(|other| other.stem == word.stem)
        };
        let does = verb.is_some_and(|verb| {
            let word = &read.words[verb];
            let same = old.verb.is_some_and(|at| noted.words[at].stem == word.stem);
            let known = is_be(&word.lower)
                || same
                || gives
                || deeds::is_choice(&word.stem)
                || deeds::is_change(&word.stem)
                || deeds::is_placing(&word.stem)
                || deeds::renames(&word.stem)
                || self.shape.subject != Subject::Speaker && concepts::is_light(&word.stem);
            !known && self.shape.subject != Subject::Pronoun
        });
        does || (0..read.words.len()).any(says)
    }

    /// Whether what the clause says of its subject can be said of the note's.
    fn is_of_its_sort(&self, noted: &Reading, old: &Shape, moves: &[(&Place, &Place)]) -> bool {
        let typed = |place: &Place| matches!(place.sort, Sort::Value(_) | Sort::Part);
        let is = self.shape.verb.is_none_or(|verb| is_be(&self.read.words[verb].lower));
        let of_speaker = old.subject == Subject::Speaker;
        moves.iter().all(|(new, place)| match self.shape.subject {
            _ if typed(new) && typed(place) => true,
            // "I moved to Ghent" says nothing of a dog's name, "we have migrated to Linear" does of what our team uses.
            Subject::Speaker if !of_speaker => {
                let done = old.verb.is_some_and(|at| {
                    let word = &noted.words[at];
                    let names = matches!(word.lower.as_str(), "called" | "named");
                    !names
                        && (deeds::is_choice(&word.stem)
                            || deeds::is_placing(&word.stem)
                            || deeds::is_change(&word.stem))
                });
                is && new.sort == Sort::Led && place.sort == Sort::Led
                    || !is && done
                    || !is && alike(new, self.read, place, noted)
            }
            // "Call me Peggy" is of the speaker's name.
            Subject::Left if self.calls_speaker() => noted.words.iter().any(|word| word.lower == "name"),
            // "That is my terrier" says nothing of who I am, and "this is Ada" who speaks.
            Subject::Pronoun => {
                let this = lower(self.read, 0) == "this";
                !(is && new.sort != Sort::Led && (of_speaker || this && new.named))
            }
            _ => true,
        })
    }

    fn calls_speaker(&self) -> bool {
        self.shape
            .verb
            .is_some_and(|verb| lower(self.read, verb) == "call" && matches!(lower(self.read, verb + 1), "me" | "us"))
    }

    /// Whether another clause of the message tells of something else: it has a subject of its own, and says where or when that is.
    fn is_foreign(&self, piece: &Piece, own: &Piece, noted: &Reading) -> bool {
        if piece.asks || piece.over {
            return false;
        }
        let read = Reading::of(&piece.text);
        let told = shape(&read);
        let (from, to) = match told.subject {
            Subject::Noun(from, to) => (from, to),
            Subject::Left if self.shape.verb.is_none() => (0, read.words.len()),
            _ => return false,
        };
        let known = (from..to).any(|at| noted.words.iter().any(|word| word.stem == read.words[at].stem));
        let content = (from..to)
            .any(|at| read.has_content(at) && !is_general(&read.words[at]) && !is_change_word(&read.words[at].lower));
        // "Jean is already making it" is of what was told.
        let pointing = (0..read.words.len()).any(|at| matches!(lower(&read, at), "it" | "that" | "them" | "one"));
        if read.negative || known || !content || pointing {
            return false;
        }
        let is = told.verb.is_some_and(|verb| is_be(&read.words[verb].lower));
        let placed =
            places(&read).iter().any(|place| !place.subject && matches!(place.sort, Sort::Led | Sort::Value(_)));
        // "New boss started. Fennimore Dale.": what stands in another sentence, and a fragment, is of what was just spoken of.
        is && placed || piece.sentence != own.sentence || told.subject == Subject::Left
    }
}
