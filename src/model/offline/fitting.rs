//! Where in a note the new values of a clause go: the place that each fits best, and whether it may take that place at all. It words no
//! line and chooses none.

use crate::text::claims::is_change_word;
use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::words::one_of;

use super::deeds;
use super::links::{alike, hinted, shares_words, within};
use super::remarks::{Cue, Piece};
use super::revise::Told;
use super::shape::{Shape, Subject, is_be, lower};
use super::slots::{Place, Sort, fits};

impl Told<'_> {
    /// A line in which another is named, with the other values of the clause: "the landlord is Ms Okafor now, 07700 900655".
    pub(super) fn with_values(
        &self,
        noted: &Reading,
        (mut text, former, latter, fit): (String, String, String, f64),
    ) -> (String, String, String, f64) {
        for value in &self.read.values {
            let mut of_kind =
                noted.values.iter().filter(|other| other.kind == value.kind && text.contains(&other.text));
            if let (Some(old), None) = (of_kind.next(), of_kind.next())
                && !text.contains(&value.text)
                && !former.contains(&old.text)
            {
                text = text.replacen(&old.text, &value.text, 1);
            }
        }
        (text, former, latter, fit)
    }

    /// A value with the phrases right behind it that have no place of their own: "in a flat in Ochota".
    pub(super) fn with_what_follows(&self, new: &Place, moves: &[(&Place, &Place, f64)], noted: &Reading) -> Place {
        let mut whole = new.clone();
        while let Some(next) = self.places.iter().find(|place| {
            place.sort == Sort::Led
                && place.lead == Some(whole.words.1)
                && !moves.iter().any(|(moved, _, _)| within(moved, place) || within(place, moved))
                && self.read.text[whole.end..place.start] == *" "
                // "For the bathroom" stands in the note.
                && !noted.text.contains(&self.read.text[place.start..place.end])
        }) {
            (whole.words.1, whole.end) = (next.words.1, next.end);
        }
        // "Under my maiden name, Sorensen": the name says which.
        let names = (whole.words.1..self.read.words.len()).take_while(|at| self.read.words[*at].capital).count();
        let last = whole.words.1 + names;
        if names > 0
            && !new.named
            && last == self.read.words.len()
            && self.read.text[whole.end..self.read.words[whole.words.1].start] == *", "
        {
            (whole.words.1, whole.end) = (last, self.read.words[last - 1].end);
        }
        whole
    }

    /// Whether a value stands in a note already.
    pub(super) fn stands(&self, new: &Place, noted: &Reading, old: &[Place]) -> bool {
        let Some(value) = self.read.value_at(new.words.1 - 1).filter(|_| matches!(new.sort, Sort::Value(_))) else {
            let text = |read: &Reading, place: &Place| read.text[place.start..place.end].to_lowercase();
            return old.iter().any(|place| place.sort == new.sort && text(noted, place) == text(self.read, new));
        };
        noted.values.iter().any(|other| other.normal() == value.normal())
    }

    /// The place of a note into which a value goes: one that the message says is over, or else the one that it fits best.
    pub(super) fn fitting<'p>(
        &self,
        new: &Place,
        noted: &Reading,
        old: &'p [Place],
        taken: &[(&Place, &Place, f64)],
        (pieces, own, cue): (&[Piece], usize, Cue),
    ) -> Option<(&'p Place, f64)> {
        let free = |place: &&Place| !taken.iter().any(|(_, used, _)| within(used, place) || within(place, used));
        let mut best: Option<(&Place, f64)> = None;
        for place in old.iter().filter(free) {
            if self.speaks_of(place, noted) {
                continue;
            }
            let Some(fit) = fits(new, self.read, place, noted) else { continue };
            let shared = shares_words(new, self.read, place, noted);
            if self.would_lose_items(new, place, noted, cue) {
                continue;
            }
            // "They play in class 2B" behind a comma is of them, and not of the one who moves.
            let of_others = place.sort == Sort::Led
                && matches!(self.shape.subject, Subject::Noun(..))
                && noted.text[..place.start].rsplit_once(", ").is_some_and(|(_, part)| {
                    one_of(part.split(' ').next().unwrap_or_default(), "they he she it we who")
                });
            if of_others {
                continue;
            }
            let given_up = hinted(place, noted, pieces, own);
            if new.sort == Sort::Led && place.sort == Sort::Object && !given_up {
                continue;
            }
            let fit = fit + if given_up { 0.6 } else { 0.0 } + if shared { 0.2 } else { 0.0 };
            if best.is_none_or(|(_, highest)| fit > highest) {
                best = Some((place, fit));
            }
        }
        best
    }

    /// Whether one thing would take the place of a list of several.
    pub(super) fn would_lose_items(&self, new: &Place, place: &Place, noted: &Reading, cue: Cue) -> bool {
        let many = |text: &str| text.contains(", ") || text.contains(" and ");
        let after = noted.text[place.end..].trim_start();
        let listed = many(&noted.text[place.start..place.end])
            || matches!(place.sort, Sort::Object) && (after.starts_with(", ") || after.starts_with("and "));
        matches!(place.sort, Sort::Object | Sort::Led)
            && listed
            && !many(&self.read.text[new.start..new.end])
            && cue < Cue::Explicit
    }

    /// Whether what a clause speaks of stands in a place, so that its value is of that and not in its stead.
    pub(super) fn speaks_of(&self, place: &Place, noted: &Reading) -> bool {
        let Subject::Noun(from, to) = self.shape.subject else { return false };
        let serves = |at: usize| {
            let word = &self.read.words[at];
            self.read.has_content(at)
                && !is_change_word(&word.lower)
                && (place.words.0..place.words.1)
                    .any(|other| concepts::serves_word(&word.stem, &noted.words[other]) > 0.85)
        };
        (from..to).any(serves)
    }

    /// Whether a phrase with its preposition may take the place of another: "it is at Tom's", "the flight was from Luton".
    pub(super) fn may_lead(&self, old: &Shape, noted: &Reading, named: bool, cue: Cue) -> bool {
        let Some(verb) = self.shape.verb else { return cue > Cue::None };
        let word = &self.read.words[verb];
        let same = old.verb.is_some_and(|at| noted.words[at].stem == word.stem);
        is_be(&word.lower)
            || same
            || cue == Cue::Explicit
            || named && cue > Cue::None && deeds::is_placing(&word.stem)
            || deeds::is_change(&word.stem)
            || deeds::is_choice(&word.stem) && (named || cue >= Cue::Strong)
    }

    /// Whether an object may take the place of another.
    pub(super) fn may_exchange(
        &self,
        new: &Place,
        place: &Place,
        noted: &Reading,
        old: &Shape,
        cue: Cue,
        hinted: bool,
    ) -> bool {
        let verb = self.shape.verb.map(|at| &self.read.words[at]);
        let same = verb.is_some_and(|verb| old.verb.is_some_and(|at| noted.words[at].stem == verb.stem));
        let both_be =
            verb.is_some_and(|verb| is_be(&verb.lower)) && old.verb.is_some_and(|at| is_be(&noted.words[at].lower));
        let choice = verb.is_none_or(|verb| deeds::is_choice(&verb.stem) || is_be(&verb.lower))
            || old.verb.is_some_and(|at| deeds::is_choice(&noted.words[at].stem));
        if matches!(place.sort, Sort::Value(_)) {
            return true;
        }
        let alike = alike(new, self.read, place, noted) || new.named && place.named;
        let pointing = matches!(self.shape.subject, Subject::Pronoun | Subject::Left);
        if place.sort == Sort::Led && alike && (cue >= Cue::Strong || hinted) {
            return true;
        }
        if place.sort == Sort::Led {
            return hinted && cue >= Cue::Strong || cue == Cue::Explicit && self.shape.subject == Subject::Left;
        }
        if (cue == Cue::Explicit || hinted && cue > Cue::None) && new.named && place.named {
            return true;
        }
        let renamed = verb.is_some_and(|verb| deeds::renames(&verb.stem));
        if renamed && old.verb.is_some_and(|at| matches!(lower(noted, at), "called" | "named" | "is" | "are")) {
            return true;
        }
        if pointing && verb.is_none_or(|verb| is_be(&verb.lower)) {
            return cue == Cue::Explicit && new.words.1 - new.words.0 <= 5 && (alike || new.named == place.named)
                || alike && cue > Cue::None
                || hinted && alike;
        }
        (same && !both_be || both_be && (alike || hinted)) && (cue >= Cue::Strong || alike || hinted)
            || choice && !both_be && cue >= Cue::Strong && (cue == Cue::Explicit || alike || hinted)
    }
}
