//! Corrections that exchange more than a value: another who does it, another name for a role, another job, a whole address.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::is_stopword;

use super::remarks::{Cue, Piece};
use super::revise::Told;
use super::shape::{Shape, Subject, is_be};
use super::slots::{Place, Sort, places};

impl Told<'_> {
    /// "Mark is picking them up" after "Lisa is picking up the kids": somebody else does the same.
    pub(super) fn other_doer(
        &self,
        noted: &Reading,
        old: &Shape,
        cue: Cue,
        pieces: &[Piece],
        own: usize,
    ) -> Option<(String, String, String, f64)> {
        let (Subject::Noun(from, to), Subject::Noun(old_from, old_to)) = (self.shape.subject, old.subject) else {
            return None;
        };
        let (verb, was) = (self.shape.verb?, old.verb?);
        let (new, gone) = (&self.read.words[to - 1], &noted.words[old_to - 1]);
        let capital = new.capital && !is_stopword(&new.lower) && to - from == 1;
        let kin = |read: &Reading, at: usize| concepts::is_member(&read.words[at].stem, "famili");
        let names = (self.read.is_name(to - 1) || capital || kin(self.read, to - 1))
            && (noted.is_name(old_to - 1)
                || kin(noted, old_to - 1)
                || gone.capital && old_to == 1 && !concepts::is_common(&gone.stem))
            && new.stem != gone.stem
            && to - from <= 3;
        let is = is_be(&self.read.words[verb].lower) && (cue < Cue::Explicit || verb + 2 >= self.read.words.len());
        let same = self.read.words[verb].stem == noted.words[was].stem && !is;
        let rest: Vec<usize> = (verb + 1..self.read.words.len())
            .filter(|at| self.read.has_content(*at) && !concepts::is_light(&self.read.words[*at].stem))
            .collect();
        let held = rest.iter().all(|at| noted.words.iter().any(|word| word.stem == self.read.words[*at].stem));
        let mentioned = pieces
            .iter()
            .enumerate()
            .any(|(at, piece)| at != own && Reading::of(&piece.text).words.iter().any(|word| word.stem == gone.stem));
        if !names || !same || !held || !mentioned && cue < Cue::Strong {
            return None;
        }
        let (former, latter) = (
            noted.text[noted.words[old_from].start..gone.end].to_owned(),
            self.read.text[self.read.words[from].start..new.end].to_owned(),
        );
        let text = super::clauses::capitalised(&format!("{latter}{}", &noted.text[gone.end..]));
        (old_from == 0).then_some((text, former, latter, 3.0))
    }

    /// "No, it is Dr. Paz" after "Dr. Osei does my ears": another name for who does it, where the line names nobody else.
    pub(super) fn other_named(&self, noted: &Reading, old: &Shape, cue: Cue) -> Option<(String, String, String, f64)> {
        let (Subject::Noun(0, to), true) = (old.subject, cue == Cue::Explicit) else { return None };
        let name = |read: &Reading, at: usize| read.words[at].capital && !is_stopword(&read.words[at].lower);
        let doer = (0..to).all(|at| name(noted, at) && !noted.words[at].possessive)
            && (noted.is_name(to - 1) || !concepts::is_common(&noted.words[to - 1].stem))
            && !(to..noted.words.len()).any(|at| noted.is_name(at));
        let is = self.shape.verb.is_none_or(|verb| is_be(&self.read.words[verb].lower));
        let pointing = matches!(self.shape.subject, Subject::Pronoun | Subject::Left);
        let all = |place: &&Place| (place.words.0..place.words.1).all(|at| name(self.read, at));
        let sorts = |place: &&Place| matches!(place.sort, Sort::Object | Sort::Name);
        let new = self.places.iter().filter(sorts).find(all)?;
        if !doer || !is || !pointing || new.words.1 < self.read.words.len() || old.verb.is_none_or(|verb| verb < to) {
            return None;
        }
        let latter = self.read.text[self.read.words[new.words.0].start..new.end].to_owned();
        let end = noted.words[to - 1].end;
        let text = format!("{latter}{}", &noted.text[end..]);
        Some((text, noted.text[..end].to_owned(), latter, 2.0))
    }

    /// "Marie is ill, Theo is doing it" after "the dog sitter is Marie": who does it now stands where the one stood who can not.
    pub(super) fn stand_in(
        &self,
        noted: &Reading,
        pieces: &[Piece],
        own: usize,
    ) -> Option<(String, String, String, f64)> {
        let Subject::Noun(from, to) = self.shape.subject else { return None };
        let named = (from..to).all(|at| self.read.words[at].capital && !is_stopword(&self.read.words[at].lower));
        let word = |read: &Reading, at: usize| read.words[at].lower.clone();
        let mentioned = |place: &&Place| {
            pieces.iter().enumerate().filter(|(at, _)| *at != own).any(|(_, piece)| {
                let other = Reading::of(&piece.text);
                (place.words.0..place.words.1).all(|at| other.words.iter().any(|said| said.lower == word(noted, at)))
            })
        };
        let old = places(noted);
        let place = old.iter().filter(|place| place.named && !place.subject).find(mentioned)?;
        let latter = &self.read.text[self.read.words[from].start..self.read.words[to - 1].end];
        let former = &noted.text[place.start..place.end];
        (named && self.does_it() && matches!(place.sort, Sort::Object | Sort::Name)).then(|| {
            let text = format!("{}{latter}{}", &noted.text[..place.start], &noted.text[place.end..]);
            (text, former.to_owned(), latter.to_owned(), 1.8)
        })
    }

    /// "Miss Beech is doing the trip" after "the trip is organised by Mr Farrow": another does it, who stands where the one stood.
    pub(super) fn other_agent(&self, noted: &Reading, cue: Cue) -> Option<(String, String, String, f64)> {
        let Subject::Noun(from, to) = self.shape.subject else { return None };
        let verb = self.shape.verb?;
        let named = (from..to).all(|at| self.read.words[at].capital && !is_stopword(&self.read.words[at].lower));
        let by = noted.words.iter().position(|word| word.lower == "by")?;
        let old = places(noted);
        let place = old.iter().find(|place| place.named && place.words.0 == by + 1)?;
        let done = by.checked_sub(1).map(|at| noted.words[at].stem.as_str())?;
        let does = |stem: &str| matches!(stem, "do" | "run" | "lead" | "take" | "handl" | "organ" | "organis");
        let same = does(&self.read.words[verb].stem) || self.read.words[verb].stem == done;
        let rest: Vec<usize> = (verb + 1..self.read.words.len()).filter(|at| self.read.has_content(*at)).collect();
        let held = rest.iter().all(|at| noted.words[..by].iter().any(|word| word.stem == self.read.words[*at].stem));
        if !named || !same || !held || rest.is_empty() || cue < Cue::Strong {
            return None;
        }
        let latter = &self.read.text[self.read.words[from].start..self.read.words[to - 1].end];
        let start = noted.words[by + 1].start;
        let text = format!("{}{latter}{}", &noted.text[..start], &noted.text[place.end..]);
        Some((text, noted.text[start..place.end].to_owned(), latter.to_owned(), 2.0))
    }

    /// "It is Dr. Moreau now" after "Dr. Abel is my dentist": another name for the role.
    pub(super) fn other_holder(&self, noted: &Reading, old: &Shape, cue: Cue) -> Option<(String, String, String, f64)> {
        let (Subject::Noun(0, to), verb) = (old.subject, old.verb?) else { return None };
        let role = matches!(noted.words.get(verb + 1)?.lower.as_str(), "my" | "our" | "the");
        let holder = (0..to).all(|at| noted.words[at].capital) && noted.is_name(to - 1);
        let new = self.places.iter().find(|place| place.sort == Sort::Object && place.named)?;
        let is = self.shape.verb.is_some_and(|verb| is_be(&self.read.words[verb].lower));
        let all = (new.words.0..new.words.1).all(|at| self.read.words[at].capital);
        // "My full name is Ada Moss" says nothing of who the contractor is.
        let of_it = match self.shape.subject {
            Subject::Noun(from, to) => (from..to)
                .filter(|at| self.read.has_content(*at))
                .all(|at| noted.words[verb + 1..].iter().any(|word| word.stem == self.read.words[at].stem)),
            Subject::Speaker => false,
            Subject::Pronoun | Subject::Left => true,
        };
        if !(of_it && role && holder && is && all && is_be(&noted.words[verb].lower)) || cue == Cue::None {
            return None;
        }
        let (former, latter) =
            (noted.text[..noted.words[to - 1].end].to_owned(), self.read.text[new.start..new.end].to_owned());
        let text = format!("{latter}{}", &noted.text[former.len()..]);
        (former != latter).then_some((text, former, latter, 1.4))
    }

    /// "I am a florist now" takes the place of the whole of "I work as a barista at a kiosk".
    pub(super) fn other_job(&self, noted: &Reading, old: &Shape) -> Option<(String, String, String, f64)> {
        let job = |read: &Reading, at: &usize| concepts::is_member(&read.words[*at].stem, "job");
        let (verb, was) = (self.shape.verb?, old.verb?);
        let is_job = |read: &Reading, verb: usize| {
            let word = &read.words[verb];
            let next = read.words.get(verb + 1).map_or("", |word| word.lower.as_str());
            is_be(&word.lower) && matches!(next, "a" | "an" | "now")
                || matches!(word.stem.as_str(), "work" | "start" | "train" | "began" | "begin") && next == "as"
        };
        let both = is_job(self.read, verb) && is_job(noted, was);
        let end = |read: &Reading, from: usize| read.words.len().min(from + 5);
        // "As a paralegal" says that it is a job, whether or not it is a known one.
        let named = |read: &Reading, verb: usize| {
            let known = (verb + 1..end(read, verb)).find(|at| job(read, at));
            let article = matches!(super::shape::lower(read, verb + 2), "a" | "an");
            known.or(Some(verb + 3)
                .filter(|at| article && super::shape::lower(read, verb + 1) == "as" && read.has_content(*at)))
        };
        let (new, gone) = (named(self.read, verb)?, named(noted, was)?);
        let differ = self.read.words[new].stem != noted.words[gone].stem;
        let left = self.shape.subject == Subject::Left;
        let speaker = (left || self.shape.subject == Subject::Speaker) && old.subject == Subject::Speaker;
        // "Not any more, started as a librarian."
        let text = if left {
            format!("I {}{}", self.read.words[0].lower, &self.read.text[self.read.words[0].end..])
        } else {
            super::clauses::capitalised(&self.read.text)
        };
        (both && differ && speaker)
            .then(|| (text, noted.words[gone].text.clone(), self.read.words[new].text.clone(), 2.0))
    }

    /// "9 Park Lane" and "22 Mill Road": a number and its name go together.
    pub(super) fn addressed<'p>(&'p self, noted: &Reading, old: &'p [Place]) -> Option<(&'p Place, &'p Place, f64)> {
        let whole = |place: &Place, read: &Reading| {
            let at = place.words.0;
            let number = read.value_at(at).is_some_and(|value| {
                matches!(value.kind, Kind::Number | Kind::Id) && value.start == read.words[at].start
            });
            matches!(place.sort, Sort::Object | Sort::Led)
                && number
                && (at + 1..place.words.1).any(|at| read.words[at].capital)
        };
        let new = self.places.iter().find(|place| whole(place, self.read))?;
        let place = old.iter().find(|place| place.sort == new.sort && whole(place, noted))?;
        Some((new, place, 1.5))
    }

    /// The colour within an object that says more, where another colour is told.
    pub(super) fn colour_in(&self, new: &Place, place: &Place, noted: &Reading) -> Option<Place> {
        let colour = |read: &Reading, at: usize| concepts::is_member(&read.words[at].stem, "color");
        let told = place.sort == Sort::Object && (new.words.0..new.words.1).any(|at| colour(self.read, at));
        let at = (place.words.0..place.words.1).find(|at| colour(noted, *at)).filter(|_| told)?;
        let last = (at..place.words.1).take_while(|at| colour(noted, *at)).last()?;
        let (start, end) = (noted.words[at].start, noted.words[last].end);
        (at > place.words.0 + 1).then(|| Place { words: (at, last + 1), start, end, ..place.clone() })
    }
}
