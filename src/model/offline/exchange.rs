//! One value in the place of another: whether it can stand there, and what a statement makes of a line of which no more is known than its
//! words.

use crate::text::claims::is_change_word;
use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::words::{one_of, stem};

use super::deeds;
use super::remarks::{self, Cue};
use super::revise::{Revision, Told};
use super::shape::{Subject, is_be, shape};

/// "Bad information" is nothing of the sort of "to Hania's": two phrases without a name whose last words are nothing alike.
pub fn unlike(former: &str, latter: &str) -> bool {
    let last = |text: &str| text.rsplit(' ').next().unwrap_or_default().to_lowercase();
    is_plain(latter) && lexicon::likeness(&last(former), &last(latter)) < LIKE
}

/// Whether a text holds neither a name nor a value.
fn is_plain(text: &str) -> bool {
    let marked = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    !text.split(' ').any(marked) && Reading::of(text).values.is_empty()
}

/// What is exchanged for another is at least so like it.
pub const LIKE: f64 = 0.2;

/// Whether a new value can stand where the old one stood: for a whole word, and as no phrase led by a preposition where none was.
pub fn reads_on(line: &str, text: &str, former: &str, latter: &str) -> bool {
    const LEADS: &str = "at in on from by for with to of about into under near";
    let led = |text: &str| text.split(' ').next().is_some_and(|word| one_of(&word.to_lowercase(), LEADS));
    let whole = !line.contains(&format!("{former}-")) && !line.contains(&format!("-{former}"));
    // "Drives only Piero" is a deed and "a new one" anything.
    let first = latter.split(' ').next().unwrap_or_default();
    let deed = first.len() > 3
        && first.ends_with('s')
        && latter.contains(' ')
        && !first.starts_with(char::is_uppercase)
        && concepts::is_verb(&stem(first))
        && !lexicon::is_a(first, "thing");
    let any = latter == "one" && Reading::of(former).values.is_empty()
        || latter.ends_with(" one")
        || latter.contains(" still ");
    // "Annelie quit" is a clause.
    let told = Reading::of(latter);
    let clause = shape(&told);
    let tells = matches!(clause.subject, Subject::Noun(..))
        && clause.verb.is_some_and(|verb| is_end_or_be(&told.words[verb].lower));
    // "On leave" is nowhere.
    let away = ["on leave", "on holiday", "on vacation", "on maternity", "on paternity", "off sick"]
        .iter()
        .any(|away| latter.starts_with(away))
        && !former.starts_with("on ");
    if deed || any || away || tells {
        return false;
    }
    // What a note is about is not replaced by what is said of something.
    let subject = line.starts_with(former) && former.contains(' ') && !latter.contains(char::is_uppercase);
    whole && !subject && (led(former) || !led(latter) || !text.contains(latter))
}

fn is_end_or_be(lower: &str) -> bool {
    is_be(lower) || one_of(lower, "quit left sold stopped moved died retired resigned finished has had")
}

/// What a statement that corrects makes of a line of which no more is known than its words: the very subject must stand in both, or the
/// very deed with another doer.
pub fn of_the_same(told: &str, line: &str) -> Option<Revision> {
    let heard = remarks::read(told)?;
    let [piece] = heard.pieces.as_slice() else { return None };
    let (read, noted) = (Reading::of(&piece.text), Reading::of(line));
    let told = Told::of(&read, piece).filter(|_| !noted.negative && !piece.asks)?;
    let old = shape(&noted);
    let stems = |read: &Reading, from: usize, to: usize| -> Vec<String> {
        let content = (from..to).filter(|at| read.has_content(*at) && !is_change_word(&read.words[*at].lower));
        content.map(|at| read.words[at].stem.clone()).collect()
    };
    let (verb, was) = (told.shape.verb?, old.verb?);
    let (now, then) = (&read.words[verb], &noted.words[was]);
    let revision = |(text, former, latter, _): (String, String, String, f64)| Revision {
        old: line.to_owned(),
        text,
        former,
        latter,
    };
    let done = stems(&read, verb + 1, read.words.len());
    if !done.is_empty() && done == stems(&noted, was + 1, noted.words.len()) {
        return told.other_doer(&noted, &old, heard.cue.max(Cue::Strong), &heard.pieces, 0).map(revision);
    }
    let (Subject::Noun(from, to), Subject::Noun(old_from, old_to)) = (told.shape.subject, old.subject) else {
        return None;
    };
    let (one, other) = (stems(&read, from, to), stems(&noted, old_from, old_to));
    let alike = now.stem == then.stem || is_be(&now.lower) && is_be(&then.lower) || deeds::is_change(&now.stem);
    (heard.cue > Cue::None && alike && !one.is_empty() && one == other)
        .then(|| told.fill(&noted, heard.cue, true, &heard.pieces, 0))?
        .map(revision)
}

/// The line with the new value of a statement about it in the place of the old one, where it has such a place: "I live in Leeds with my
/// husband Tom" once "we moved to Leeds".
pub fn in_place(told: &str, line: &str) -> Option<String> {
    let heard = remarks::read(told)?;
    let [piece] = heard.pieces.as_slice() else { return None };
    let (read, noted) = (Reading::of(&piece.text), Reading::of(line));
    let told = Told::of(&read, piece)?;
    let found = told.fill(&noted, heard.cue.max(Cue::Strong), true, &heard.pieces, 0);
    let fits = |(text, former, latter, _): &(String, String, String, f64)| {
        reads_on(line, text, former, latter) && !unlike(former, latter)
    };
    found.filter(fits).map(|(text, ..)| text)
}
