//! Corrections in whole messages: finds the note that a message puts right, and puts the new value in its place, by its sort. The cue may
//! stand anywhere in the message, the subject may be a pronoun or left out, and clauses that only explain spoil nothing. It decides from
//! the message and the notes told before it; what is no correction of theirs it leaves alone.

use crate::text::claims::Statement;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::one_of;

use super::anchors;
use super::deeds;
use super::exchange::{self, reads_on};
use super::links::{alike, hinted, linked, within};
use super::remarks::{self, Cue, Piece};
use super::shape::{Shape, Subject, is_be, lower, shape};
use super::slots::{Place, Sort, places, replaced};

/// A line told before and what it becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// The line as it stood.
    pub old: String,
    /// The line as it stands now.
    pub text: String,
    /// What was taken out, and what was put in its place; the same where the whole line was exchanged.
    pub former: String,
    pub latter: String,
}

impl Revision {
    /// The new line as a statement, for notes that have the old one in other words.
    pub fn statement(&self) -> Statement {
        let exchange = (self.former.clone(), self.latter.clone());
        Statement { former: Some(exchange.0), latter: Some(exchange.1), ..Statement::plain(self.text.clone(), true) }
    }
}

/// A message that corrects, and what else it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    pub revisions: Vec<Revision>,
    /// The sentences that are left to be told or asked.
    pub rest: String,
}

/// So many notes back a correction reaches that names nothing of theirs.
const NEAR: usize = 4;
/// At most so many notes are looked at.
const LOOKED: usize = 40;

/// What a message corrects in the notes of its thread, which come newest first, and in lines of the store.
pub fn settle(message: &str, notes: &[&str], stored: &[String]) -> Option<Settled> {
    let mut heard = remarks::read(message)?;
    let thread = notes.iter().take(LOOKED).copied();
    let near = thread.len().min(NEAR);
    let own = thread.len();
    let all = thread.chain(stored.iter().map(String::as_str));
    let mut lines: Vec<(String, Reading)> = all.map(|note| (note.to_owned(), Reading::of(note))).collect();
    let mut revisions: Vec<Revision> = Vec::new();
    let mut just: Option<(usize, usize)> = None;
    for _ in 0..2 {
        let near = if revisions.is_empty() { near } else { 0 };
        let Some(found) = best(&heard.pieces, heard.cue, &lines, (near, own), just) else { break };
        // What was just given up does not come back.
        if revisions.iter().any(|made| made.former.eq_ignore_ascii_case(&found.latter) || made.old == found.text) {
            break;
        }
        let (old, _) = &lines[found.note];
        match revisions.iter_mut().find(|made| made.text == *old) {
            Some(made) => made.text.clone_from(&found.text),
            None => revisions.push(Revision {
                old: old.clone(),
                text: found.text.clone(),
                former: found.former,
                latter: found.latter.clone(),
            }),
        }
        lines[found.note] = (found.text.clone(), Reading::of(&found.text));
        let used = heard.pieces.remove(found.piece);
        just = Some((found.note, used.sentence));
        remarks::drop_remarks(&mut heard.pieces, &used, &lines[found.note].1, &revisions[revisions.len() - 1].former);
    }
    (!revisions.is_empty()).then(|| Settled { revisions, rest: remarks::joined(&heard.pieces) })
}

/// A way to read a piece of a message as a correction of a note.
struct Found {
    piece: usize,
    note: usize,
    text: String,
    former: String,
    latter: String,
    sure: f64,
}

/// The surest way to read one of the pieces as a correction of a line. Of the lines some are `near`: they were told last; the first `own` ones
/// are of the thread, the others of the store. A value of the sentence by which a line was `just` changed is of that line too.
fn best(
    pieces: &[Piece],
    cue: Cue,
    lines: &[(String, Reading)],
    (near, own): (usize, usize),
    just: Option<(usize, usize)>,
) -> Option<Found> {
    let mut best: Option<Found> = None;
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.asks) {
        let read = Reading::of(&piece.text);
        let Some(told) = Told::of(&read, piece).filter(|_| !piece.stays) else { continue };
        let meant = anchors::meant(&told, pieces, at, lines);
        for (note, (_, noted)) in lines.iter().enumerate() {
            let bare = read.values.first().is_some_and(|value| value.start == 0) && read.words.len() <= 3;
            let goes_on = just == Some((note, piece.sentence)) && told.shape.verb.is_none() && bare;
            if meant.as_ref().is_some_and(|meant| !meant[note]) && !goes_on
                || note >= own && !anchors::of_stored(&told, noted, meant.is_some() || goes_on)
            {
                continue;
            }
            let age = if note < own { note } else { note - own };
            let near = note < near || goes_on;
            // "That was last year" tells of what is over, unless all is told of the past.
            let left = told.shape.subject == Subject::Left && told.shape.verb.is_some();
            let pointing = left || told.shape.subject == Subject::Pronoun && piece.former.is_none() && !piece.corrected;
            if pointing && is_past(&read) && !is_past(noted) {
                continue;
            }
            // Another clause gives up what stands in the note: "can not be bothered with lasagne".
            let given_up = places(noted).iter().any(|place| !place.subject && hinted(place, noted, pieces, at));
            let cue = if given_up { cue.max(Cue::Strong) } else { cue };
            if let Some((text, former, latter, sure)) = told
                .other_doer(noted, &shape(noted), cue, pieces, at)
                .or_else(|| told.stand_in(noted, pieces, at))
                .or_else(|| told.other_agent(noted, cue))
                && best.as_ref().is_none_or(|found| sure > found.sure)
            {
                best = Some(Found { piece: at, note, text, former, latter, sure });
                continue;
            }
            // "New" or "now" in another sentence says nothing of this one.
            let cue = if cue == Cue::Weak && !piece.cued { Cue::None } else { cue };
            let Some((link, named)) = linked(&told, cue, pieces, at, noted) else { continue };
            let pointing =
                matches!(told.shape.subject, Subject::Pronoun | Subject::Left) || told.does_it() || cue >= Cue::Strong;
            let anew = near && told.says_anew(noted, age, cue);
            let meant = named || near && pointing;
            if !anew && (cue == Cue::None || !meant) {
                continue;
            }
            // "HR says it is 3", "the union says it should be 5": each says something of their own.
            if super::apart::others_say(&piece.said, noted) || cue < Cue::Explicit && told.is_of_another(noted) {
                continue;
            }
            // "Also I have been told to cut down on salt" adds to what was told.
            if piece.adds && !named && cue < Cue::Explicit {
                continue;
            }
            // "Today he borrowed a ladder" tells of another deed than "he lent me his badge on Tuesday".
            if !named && !anew && cue < Cue::Strong && told.does_else(noted) {
                continue;
            }
            // "From June we deliver on Sundays" is no other value of "we do not deliver on Sundays".
            let turned = noted.negative && told.shape.verb.is_some() && cue < Cue::Explicit;
            if turned {
                continue;
            }
            // What shares no word with the note must follow a word of correction.
            if !(named || anew || piece.cued || given_up) {
                continue;
            }
            let Some((text, former, latter, fit)) = told.fill(noted, cue, named, pieces, at) else { continue };
            // "At the moment Ilinca" says nothing of who goes on leave.
            let bare = told.shape.verb.is_none() && read.values.is_empty();
            let unlike = bare && !named && piece.former.is_none() && exchange::unlike(&former, &latter);
            // "Hania is allergic to kiwi" is nothing that takes the place of what she does on Saturdays.
            let is = told.shape.verb.is_some_and(|verb| is_be(&read.words[verb].lower));
            let led = super::shape::class(latter.split(' ').next().unwrap_or_default()) > 0;
            let article = latter.split(' ').next().is_some_and(|word| one_of(word, "a an the my our"));
            let described = cue < Cue::Explicit
                && !given_up
                && is
                && !led
                && !article
                && exchange::unlike(&former, &latter)
                && !latter.split(' ').any(|word| lexicon::is_a(word, "person"));
            let guessed = bare && !named && cue == Cue::Weak;
            if !reads_on(&noted.text, &text, &former, &latter) || guessed || unlike || described {
                continue;
            }
            let sure = link + fit + piece.carries - if named { 0.05 } else { 0.4 } * age as f64;
            if best.as_ref().is_none_or(|found| sure > found.sure) {
                best = Some(Found { piece: at, note, text, former, latter, sure });
            }
        }
    }
    best
}

fn is_past(read: &Reading) -> bool {
    shape(read).verb.is_some_and(|verb| matches!(read.words[verb].lower.as_str(), "was" | "were"))
}

/// A clause that may hold a new value.
pub struct Told<'r> {
    pub read: &'r Reading,
    pub shape: Shape,
    /// The places whose values are new.
    pub places: Vec<Place>,
}

impl<'r> Told<'r> {
    pub fn of(read: &'r Reading, piece: &Piece) -> Option<Told<'r>> {
        let mut shape = shape(read);
        // "The head gave us until Friday": who gives it is not what the value is of.
        if shape.verb.is_some_and(|verb| deeds::gives(read, verb)) {
            shape.subject = Subject::Left;
        }
        // "Checked the file" tells how it is known.
        let looked = shape
            .verb
            .is_some_and(|verb| one_of(&read.words[verb].lower, "checked looked asked saw rang called measured"));
        if looked && matches!(shape.subject, Subject::Left | Subject::Speaker) && read.values.is_empty() {
            return None;
        }
        // "If it is cloudy" tells of no change.
        let opens = read.words.first().map_or("", |word| word.lower.as_str());
        if matches!(opens, "if" | "unless" | "whenever")
            || read.negative && !piece.corrected
            || remarks::is_former(read)
            || remarks::is_end(read, &shape)
        {
            return None;
        }
        // "The Three Tuns" is a name.
        let part_of_name = |place: &Place| {
            let (from, to) = place.words;
            let capital = |at: usize| at > 0 && read.words.get(at).is_some_and(|word| word.capital);
            matches!(place.sort, Sort::Value(Kind::Number))
                && capital(from)
                && capital(to)
                && read.text[place.end..].starts_with(' ')
        };
        // "They changed me at the bar" gives no new value.
        let whom = |place: &Place| matches!(lower(read, place.words.0), "me" | "us" | "him" | "her" | "them");
        let mut places: Vec<Place> =
            places(read).into_iter().filter(|place| !place.subject && !part_of_name(place) && !whom(place)).collect();
        // "We have decided on the Azores": no place where something is.
        let chosen = shape.verb.is_some_and(|verb| one_of(&read.words[verb].stem, "decid settl opt"));
        places.retain(|place| !(chosen && place.sort == Sort::Led && place.lead == Some(shape.from)));
        // "At 9:30 starting Monday": from when on.
        let typed = |place: &Place| matches!(place.sort, Sort::Value(_));
        let starts = |place: &Place| {
            typed(place)
                && place.words.0 > 0
                && one_of(lower(read, place.words.0 - 1), "starting beginning effective since")
        };
        if places.iter().any(|place| typed(place) && !starts(place)) {
            places.retain(|place| !starts(place));
        }
        // "They shifted the recital to Saturday": what stands behind "to" is new.
        if let Some(verb) = shape.verb.filter(|verb| deeds::is_change(&read.words[*verb].stem)) {
            // A former value that is named is exchanged for the latter by the words themselves.
            if read.words[verb..].iter().any(|word| word.lower == "from") {
                return None;
            }
            let link = (verb + 1..read.words.len())
                .find(|at| {
                    matches!(
                        read.words[*at].lower.as_str(),
                        "to" | "into" | "onto" | "for" | "as" | "until" | "till" | "with"
                    )
                })
                .or_else(|| (!read.words[verb].lower.ends_with("ed")).then_some(verb));
            // "It has been renamed to trunk", "they have renamed it Jupiter".
            let names = deeds::renames(&read.words[verb].stem);
            let link = link.or(names.then_some(verb));
            let from = match link {
                Some(link) => link,
                None => {
                    places.iter().find(|place| matches!(place.sort, Sort::Value(_))).map(|place| place.words.0 - 1)?
                }
            };
            places.retain(|place| place.words.0 > from && !(place.sort == Sort::Object && from > verb));
            for place in places.iter_mut().filter(|place| names && place.sort == Sort::Led) {
                (place.sort, place.start) = (Sort::Object, read.words[place.words.0].start);
            }
        }
        Some(Told { read, shape, places })
    }

    /// The note with the new values in their places: its text, what was taken out, what was put in, and how well they fit.
    pub(super) fn fill(
        &self,
        noted: &Reading,
        cue: Cue,
        named: bool,
        pieces: &[Piece],
        own: usize,
    ) -> Option<(String, String, String, f64)> {
        let old_shape = shape(noted);
        let old = places(noted);
        if let Some(whole) = self
            .other_job(noted, &old_shape)
            .or_else(|| self.other_holder(noted, &old_shape, cue))
            .or_else(|| self.other_named(noted, &old_shape, cue))
        {
            return Some(self.with_values(noted, whole));
        }
        let whole = self.addressed(noted, &old);
        let typed: Vec<&Place> = self
            .places
            .iter()
            .filter(|_| whole.is_none())
            .filter(|place| matches!(place.sort, Sort::Value(_) | Sort::Part))
            .collect();
        let mut moves: Vec<(&Place, &Place, f64)> = whole.into_iter().collect();
        for new in &typed {
            if self.stands(new, noted, &old) {
                continue;
            }
            if let Some((place, fit)) = self.fitting(new, noted, &old, &moves, (pieces, own, cue)) {
                moves.push((new, place, fit));
            }
        }
        let is = self.shape.verb.is_some_and(|verb| is_be(&self.read.words[verb].lower));
        let objects =
            is && self.places.iter().any(|place| place.sort == Sort::Object && !self.stands(place, noted, &old));
        let led = self
            .places
            .iter()
            .filter(|_| !objects)
            .filter(|place| place.sort == Sort::Led && !typed.iter().any(|value| within(value, place)));
        for new in led.filter(|_| self.may_lead(&old_shape, noted, named, cue)) {
            if let Some((place, fit)) = self.fitting(new, noted, &old, &moves, (pieces, own, cue)) {
                moves.push((new, place, fit));
            }
        }
        if moves.is_empty() && (typed.is_empty() || cue >= Cue::Strong) {
            let object = self
                .places
                .iter()
                .find(|place| place.sort == Sort::Object && !typed.iter().any(|value| within(value, place)));
            let name = self.places.iter().find(|place| place.sort == Sort::Name);
            for new in object.into_iter().chain(name) {
                let Some((place, fit)) = self.fitting(new, noted, &old, &moves, (pieces, own, cue)) else { continue };
                if self.may_exchange(new, place, noted, &old_shape, cue, hinted(place, noted, pieces, own)) {
                    moves.push((new, place, fit));
                    break;
                }
            }
        }
        let text = |read: &Reading, place: &Place| read.text[place.start..place.end].to_lowercase();
        moves.retain(|(new, place, _)| text(self.read, new) != text(noted, place));
        // "Painting the nursery yellow" with "mint green" changes the colour.
        let coloured = moves.first().and_then(|(new, place, _)| self.colour_in(new, place, noted));
        if let (Some(colour), Some(first)) = (&coloured, moves.first_mut()) {
            first.1 = colour;
        }
        let (new, place, fit) = *moves.first()?;
        let whole: Vec<(Place, &Place)> =
            moves.iter().map(|(new, place, _)| (self.with_what_follows(new, &moves, noted), *place)).collect();
        let mut moves: Vec<(&Place, &Place, f64)> = whole.iter().map(|(new, place)| (new, *place, fit)).collect();
        let pairs: Vec<(&Place, &Place)> = moves.iter().map(|(new, place, _)| (*new, *place)).collect();
        if !named && self.tells_else(noted, &old_shape, &pairs, pieces, own) {
            return None;
        }
        moves.sort_by_key(|(_, place, _)| std::cmp::Reverse(place.start));
        let mut line = noted.clone();
        let mut text = noted.text.clone();
        for (new, place, _) in &moves {
            // Places are filled from the end on, so that those before it stand where they stood.
            if !text.is_char_boundary(place.start) || !text.is_char_boundary(place.end) {
                return None;
            }
            text = replaced(new, self.read, place, &line);
            line.text.clone_from(&text);
        }
        let former = noted.text[place.start..place.end].to_owned();
        let latter = self.read.text[new.start..new.end].to_owned();
        (text != noted.text && former.to_lowercase() != latter.to_lowercase()).then_some((text, former, latter, fit))
    }

    /// "It is at ten" right behind "the exam is at nine", "I am 30 now" after "I am 29": the same said with another value.
    fn says_anew(&self, noted: &Reading, age: usize, cue: Cue) -> bool {
        let Some(verb) = self.shape.verb else { return false };
        let old = shape(noted);
        let month =
            |place: &Place| matches!(self.read.text[place.start..place.end].to_lowercase().as_str(), "may" | "march");
        let typed = self.places.iter().any(|place| matches!(place.sort, Sort::Value(_)) || month(place));
        let word = &self.read.words[verb];
        let same = old.verb.is_some_and(|at| noted.words[at].stem == word.stem);
        // "It is a badger" of a fox.
        let another = || {
            let object = |places: &[Place]| places.iter().find(|place| place.sort == Sort::Object).cloned();
            match (object(&self.places), object(&places(noted))) {
                (Some(new), Some(place)) => alike(&new, self.read, &place, noted),
                _ => false,
            }
        };
        // "I am a 43" of a size.
        let sized = age == 0
            && is_be(&word.lower)
            && matches!(lower(self.read, verb + 1), "a" | "an")
            && self.read.value_at(verb + 2).is_some()
            && verb + 3 == self.read.words.len()
            && noted.words.first().is_some_and(|word| matches!(word.lower.as_str(), "my" | "our"));
        let it = self.read.words[..verb].iter().any(|word| matches!(word.lower.as_str(), "it" | "that"));
        let again =
            match self.shape.subject {
                Subject::Speaker if sized => true,
                Subject::Pronoun if !typed => age == 0 && it && is_be(&word.lower) && another(),
                _ if !typed => false,
                Subject::Pronoun => age == 0 && it && is_be(&word.lower),
                Subject::Speaker => cue > Cue::None && same && old.subject == Subject::Speaker,
                _ => false,
            } || self.shape.subject == Subject::Pronoun && same && !is_be(&word.lower) && cue > Cue::None && age == 0;
        again || self.is_of_the_same(noted, &old) && is_be(&word.lower)
    }

    /// Whether a note has the very subject of the clause: "the choir practice", and nothing that says more of it.
    fn is_of_the_same(&self, noted: &Reading, old: &Shape) -> bool {
        let (Subject::Noun(from, to), Subject::Noun(old_from, old_to)) = (self.shape.subject, old.subject) else {
            return false;
        };
        let stems = |read: &Reading, from: usize, to: usize| -> Vec<String> {
            (from..to).filter(|at| read.has_content(*at)).map(|at| read.words[at].stem.clone()).collect()
        };
        let (one, other) = (stems(self.read, from, to), stems(noted, old_from, old_to));
        let definite = |at: usize| {
            let word = &self.read.words[at];
            word.capital || word.possessive || matches!(word.lower.as_str(), "the" | "my" | "our")
        };
        let led = self.places.iter().any(|place| place.sort == Sort::Led && definite(place.words.0));
        let typed = self.places.iter().any(|place| matches!(place.sort, Sort::Value(_)));
        // "The wedding" is the one that was told of.
        let that = self.read.words[from].lower == "the"
            && one.last() == other.last()
            && one.iter().all(|stem| other.contains(stem));
        !one.is_empty() && (one == other && led || that && (led || typed))
    }

    /// "I will do it on Monday": the verb has no more than a pronoun.
    pub(super) fn does_it(&self) -> bool {
        let next = self.read.words.get(self.shape.from).map_or("", |word| word.lower.as_str());
        self.shape.verb.is_some() && matches!(next, "it" | "that" | "them" | "her" | "him" | "this")
    }

    /// Whether somebody is told to do something to something, and a note tells of another deed.
    fn does_else(&self, noted: &Reading) -> bool {
        let (Some(verb), Some(was)) = (self.shape.verb, shape(noted).verb) else { return false };
        let (now, then) = (&self.read.words[verb], &noted.words[was]);
        let light = |word: &crate::text::words::Word| {
            is_be(&word.lower)
                || deeds::is_change(&word.stem)
                || deeds::is_choice(&word.stem)
                || deeds::is_placing(&word.stem)
        };
        now.stem != then.stem && !light(now) && !is_be(&then.lower) && !deeds::gives(self.read, verb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_the_store_is_corrected_by_its_very_subject_alone() {
        let made = |told: &str, line: &str| exchange::of_the_same(told, line).map(|made| made.text).unwrap_or_default();
        assert_eq!(
            made("The spare key is in the shed now", "The spare key is in the hall"),
            "The spare key is in the shed"
        );
        assert_eq!(made("Otto runs payroll now", "Mira runs payroll"), "Otto runs payroll");
        assert_eq!(made("The car key is in the shed now", "The spare key is in the hall"), "");
        assert_eq!(made("Otto runs payroll", "Mira runs procurement"), "");
    }

    #[test]
    fn what_tells_of_something_else_corrects_nothing() {
        let settled =
            |message: &str, note: &str| settle(message, &[note], &[]).map(|made| made.revisions[0].text.clone());
        assert_eq!(settled("I moved to Ghent last year", "My dog is called Rex"), None);
        assert_eq!(settled("No olives for me, please", "I prefer tea over coffee"), None);
        assert_eq!(settled("This is Henrietta speaking", "Our farmhand Zdenek is from Moravia"), None);
        assert_eq!(settled("There are 112 steps up to the lamp", "I share a flat with two people"), None);
        assert_eq!(
            settled("The head gave us until the 18th", "My deadline is the 14th").as_deref(),
            Some("My deadline is the 18th")
        );
        assert_eq!(settled("Dario left", "The contact is Wen"), None);
    }
}
