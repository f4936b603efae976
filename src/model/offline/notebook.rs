//! Notes as lines in files, held in memory while a turn decides: what each statement adds, changes or removes, and the fewest edits
//! that bring a file there. The same decisions build the thread's own notes, which have no file.

use crate::text::changes::is_ended;
use crate::text::claims::{Statement, Verdict, is_change_word, judge_read};
use crate::text::concepts;
use crate::text::lexicon;
use crate::text::lines::without_bullet;
use crate::text::reading::{Governor, Reading};
use crate::text::refill::refill;
use crate::text::roots::Roots;
use crate::text::words::Word;

use super::apart::numbered_otherwise;
use super::exchange::{in_place, of_the_same, unlike};
use super::revise::Revision;

/// A line of a note file.
#[derive(Debug, Clone)]
pub struct Note {
    /// The line as it stands in the file, bullet included; nothing if it is new.
    pub was: Option<String>,
    /// The line number in the file, counted from 1; 0 for a new one.
    pub number: usize,
    /// The line's content now, without bullet; empty if it is to be removed.
    pub text: String,
    reading: Option<Reading>,
}

/// What a statement did.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A new line.
    Added(String),
    /// It stands there already: index of the note.
    Known(usize),
    /// A note was changed: its index and its former text.
    Changed(usize, String),
    /// A correction for which there is nothing to correct.
    Nothing,
}

/// How a statement bears on notes.
#[derive(Debug, Clone, PartialEq)]
pub enum Bearing {
    /// It has nothing to do with them.
    Apart,
    /// The note at an index says so already.
    Known(usize),
    /// The note at an index becomes a text, and perhaps the statement a note of its own.
    Changes { at: usize, text: String, more: bool },
}

/// The notes that statements are compared with.
#[derive(Debug, Clone, Default)]
pub struct Notebook {
    pub notes: Vec<Note>,
    /// The index of the note that was last told of.
    pub last: Option<usize>,
}

impl Notebook {
    /// Adds a line that a file holds, if it is one that can hold a fact (no heading, rule or front matter).
    pub fn push_line(&mut self, number: usize, line: &str) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with("---") || trimmed.starts_with("```") {
            return;
        }
        self.notes.push(Note {
            was: Some(line.to_owned()),
            number,
            text: without_bullet(line).to_owned(),
            reading: None,
        });
    }

    fn add(&mut self, text: &str) -> Outcome {
        self.notes.push(Note { was: None, number: 0, text: text.to_owned(), reading: None });
        self.last = Some(self.notes.len() - 1);
        Outcome::Added(text.to_owned())
    }

    /// Logs a statement without comparing it.
    pub fn log(&mut self, text: &str) -> Outcome {
        self.add(text)
    }

    /// Takes a statement in: adds it, finds it known, or changes the line that it is about.
    pub fn tell(&mut self, new: &Statement) -> Outcome {
        let bearing = self.weigh(new);
        self.take(new, bearing)
    }

    /// As [`Notebook::tell`], for a statement that was weighed.
    pub fn take(&mut self, new: &Statement, bearing: Bearing) -> Outcome {
        match bearing {
            Bearing::Apart => self.add(new.alone()),
            Bearing::Known(at) => {
                self.last = Some(at);
                Outcome::Known(at)
            }
            Bearing::Changes { at, text, more } => {
                let former = self.change(at, &text);
                if more {
                    self.notes.push(Note { was: None, number: 0, text: new.text.clone(), reading: None });
                }
                self.last = Some(at);
                Outcome::Changed(at, former)
            }
        }
    }

    /// How a statement bears on the notes. Nothing changes but that notes are read, which is kept.
    pub fn weigh(&mut self, new: &Statement) -> Bearing {
        let told = Reading::of(&new.text);
        let mut more = format!("{} {}", new.former.as_deref().unwrap_or_default(), new.about.join(" "));
        // What is over is found by any of its words.
        if is_ended(&told, &[]) {
            more = told.content().into_iter().fold(more, |more, at| format!("{more} {}", told.words[at].lower));
        }
        let roots = Roots::of(&told, &more);
        let mut best: Option<(Bearing, f64)> = None;
        for at in 0..self.notes.len() {
            let note = &mut self.notes[at];
            if note.text.is_empty() || !roots.may_concern(&note.text) {
                continue;
            }
            let fresh = note.was.is_none();
            let read = note.reading.get_or_insert_with(|| Reading::of(&note.text));
            if numbered_otherwise(&told, read) {
                continue;
            }
            let (text, sure, more) = match judge_read(new, &told, &note.text, read) {
                Verdict::Same => return Bearing::Known(at),
                // Two facts of one message stand side by side unless one corrects.
                Verdict::Apart => continue,
                Verdict::Change(..) | Verdict::ChangeAndAdd(..) if fresh && !new.corrects && self.last == Some(at) => {
                    continue;
                }
                Verdict::Change(text, sure) => (text, sure, false),
                Verdict::ChangeAndAdd(text, sure) => (text, sure, true),
            };
            // A line that tells more than what changes keeps the rest, or stays.
            let text = match text == new.text && loses_much(&told, read) {
                true => in_place(&new.text, &note.text),
                false => Some(text),
            };
            let Some(text) = text else { continue };
            // Of two that it may change, the older is meant rather than what the same message told.
            let sure = if fresh && self.last == Some(at) { sure - 1.0 } else { sure };
            if best.as_ref().is_none_or(|(_, highest)| sure >= *highest) {
                best = Some((Bearing::Changes { at, text, more }, sure));
            }
        }
        best.map_or_else(|| self.weigh_subject(new, &roots), |(bearing, _)| bearing)
    }

    /// How a correction bears on a note with the very same subject, whatever its form; the newest, if there are several.
    fn weigh_subject(&self, new: &Statement, roots: &Roots) -> Bearing {
        let told = Reading::of(&new.text);
        let about: Vec<&str> = match new.latter.is_some() && !told.values.is_empty() {
            true => told.words.iter().filter(|word| new.about.contains(&word.stem)).map(|word| &*word.lower).collect(),
            false => Vec::new(),
        };
        let notes = self.notes.iter().enumerate().rev().filter(|(_, note)| new.corrects && !note.text.is_empty());
        let found = notes.into_iter().find_map(|(at, note)| {
            let concerned = roots.may_concern(&note.text);
            let same = concerned.then(|| of_the_same(&new.text, &note.text)).flatten().map(|revision| revision.text);
            Some((at, same.or_else(|| made_from(new, &told, &about, &note.text))?))
        });
        found.map_or(Bearing::Apart, |(at, text)| Bearing::Changes { at, text, more: false })
    }

    /// Puts the value of a correction without a subject into the note last told of, or else the newest that has such a value.
    pub fn refill(&mut self, value: &str) -> Outcome {
        let mut order: Vec<usize> = self.last.into_iter().collect();
        order.extend((0..self.notes.len()).rev().filter(|at| self.notes[*at].was.is_none()).take(3));
        for at in order {
            let old = self.notes[at].text.clone();
            if let Some(text) = refill(value, &old).filter(|text| !unlike(&replaced_in(&old, text), value)) {
                let former = self.change(at, &text);
                self.last = Some(at);
                return Outcome::Changed(at, former);
            }
        }
        Outcome::Nothing
    }

    /// Exchanges a line that a correction found; nothing if no note says it any more.
    pub fn revise(&mut self, revision: &Revision) -> Outcome {
        let Some(at) = self.notes.iter().rposition(|note| note.text == revision.old) else { return Outcome::Nothing };
        let former = self.change(at, &revision.text);
        self.last = Some(at);
        Outcome::Changed(at, former)
    }

    /// The texts that stand, the one last told of first and then the newest first.
    pub fn newest(&self) -> Vec<&str> {
        let others = (0..self.notes.len()).rev().filter(|at| Some(*at) != self.last);
        let order = self.last.into_iter().chain(others);
        order.map(|at| self.notes[at].text.as_str()).filter(|text| !text.is_empty()).collect()
    }

    /// The notes that are chosen among those which share a word with some words; at most eight.
    pub fn wished(&mut self, words: &str, chosen: impl Fn(&Reading) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        let roots = Roots::of(&Reading::of(words), words);
        for (at, note) in self.notes.iter_mut().enumerate() {
            if note.text.is_empty() || found.len() >= 8 || !roots.may_concern(&note.text) {
                continue;
            }
            if chosen(note.reading.get_or_insert_with(|| Reading::of(&note.text))) {
                found.push(at);
            }
        }
        found
    }

    /// Removes the notes that are chosen among those which share a word with some words; gives back what they
    /// said, at most so many.
    pub fn forget(&mut self, words: &str, limit: usize, chosen: impl Fn(&Reading) -> bool) -> Vec<String> {
        let places = self.wished(words, chosen);
        places.into_iter().take(limit).map(|at| std::mem::take(&mut self.notes[at].text)).collect()
    }

    /// Removes the note last told of.
    pub fn forget_last(&mut self) -> Option<String> {
        let at = self.last.take().or_else(|| self.notes.len().checked_sub(1))?;
        let text = std::mem::take(&mut self.notes.get_mut(at)?.text);
        (!text.is_empty()).then_some(text)
    }

    fn change(&mut self, at: usize, text: &str) -> String {
        self.notes[at].reading = None;
        let text = undoubled(text, &self.notes[at].text);
        std::mem::replace(&mut self.notes[at].text, text)
    }

    /// The texts that stand, oldest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().filter(|note| !note.text.is_empty()).map(|note| note.text.as_str())
    }
}

/// "27 pounds pounds" for "25 pounds": a word that the new value brought with it and that stood there already.
fn undoubled(text: &str, old: &str) -> String {
    let twice = |text: &str| -> Option<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let pair = words.windows(2).find(|pair| pair[0] == pair[1] && pair[0].len() > 2)?;
        Some(format!("{} {}", pair[0], pair[1]))
    };
    match twice(text).filter(|pair| !old.contains(pair.as_str())) {
        Some(pair) => text.replacen(&pair, pair.split(' ').next().unwrap_or_default(), 1),
        None => text.to_owned(),
    }
}

/// What of a line is gone in a newer wording of it: what stands between the words that both begin and end with.
fn replaced_in(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let lead = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let most = old.len().min(new.len()) - lead;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    old[lead..old.len() - tail].join(" ")
}

/// Whether much of what a line tells would be lost if a statement took its place: more than the statement has for it.
fn loses_much(told: &Reading, noted: &Reading) -> bool {
    let stems = |read: &Reading| -> Vec<String> {
        let counts = |at: &usize| {
            (read.has_content(*at) || read.value_at(*at).is_some()) && !is_change_word(&read.words[*at].lower)
        };
        (0..read.words.len()).filter(counts).map(|at| read.words[at].stem.clone()).collect()
    };
    let (now, was) = (stems(told), stems(noted));
    let beyond = |these: &[String], those: &[String]| these.iter().filter(|stem| !those.contains(stem)).count();
    beyond(&was, &now) >= beyond(&now, &was) + MUCH
}

/// The line with a correction's value in its place, where what the correction is `about` is told by words that are made from the same: "our
/// flight" of "we are flying to Lisbon on 12 June". The value must be of a sort that the line has.
fn made_from(new: &Statement, told: &Reading, about: &[&str], line: &str) -> Option<String> {
    // What is made from the same word begins alike, which is seen at once.
    let alike = |word: &str, other: &str| {
        other.get(..2).is_some_and(|two| word.get(..2).is_some_and(|begin| begin.eq_ignore_ascii_case(two)))
            && (lexicon::derived(word, other) || lexicon::likeness(word, other) >= ALIKE)
    };
    let held = |word: &&str| line.split(' ').any(|other| alike(word, &other.to_lowercase()));
    if about.is_empty() || !about.iter().all(held) {
        return None;
    }
    let noted = Reading::of(line);
    let sort = told.values.iter().any(|value| noted.values.iter().any(|other| other.kind == value.kind));
    (sort && told.negative == noted.negative).then(|| in_place(&new.text, line)).flatten()
}

/// Words that begin alike and are so like are made from one another.
const ALIKE: f64 = 0.5;

/// So many words of a line are more than one place of it.
const MUCH: usize = 3;

/// Whether a wish to forget means a line: it holds every word that carries content.
pub fn forgets(what: &str, last: Option<&str>) -> impl Fn(&Reading) -> bool + use<> {
    let wished = Reading::of(if what.is_empty() { last.unwrap_or_default() } else { what });
    let asked: Vec<usize> = (0..wished.words.len())
        .filter(|at| {
            wished.has_content(*at)
                && !concepts::is_light(&wished.words[*at].stem)
                && concepts::type_word(&wished.words[*at].stem).is_none()
                || wished.value_at(*at).is_some()
        })
        .collect();
    let possessed = wished.words.iter().any(|word| matches!(word.lower.as_str(), "my" | "our"));
    let owned = |line: &Reading, at: usize| matches!(line.governor(at), Governor::Words(holders) if holders.iter().any(|holder| line.words[*holder].possessive));
    move |line| {
        let serves = |at: usize, word: &Word| {
            let wished_word = &wished.words[at];
            if wished.value_at(at).is_some() { word.lower == wished_word.lower } else { word.stem == wished_word.stem }
        };
        let alone = possessed && asked.len() == 1;
        let holds = |at: &usize| {
            let mut words = line.words.iter().enumerate();
            words.any(|(position, word)| serves(*at, word) && !(alone && owned(line, position)))
        };
        !asked.is_empty() && asked.iter().all(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tell(book: &mut Notebook, text: &str, corrects: bool) -> Outcome {
        book.tell(&Statement::plain(text, corrects))
    }

    #[test]
    fn notes_grow_change_and_repeat_nothing() {
        let mut book = Notebook::default();
        tell(&mut book, "My dog is called Rex", false);
        tell(&mut book, "The standup is at 3pm", false);
        assert_eq!(tell(&mut book, "My dog is called Rex.", false), Outcome::Known(0));
        assert_eq!(tell(&mut book, "My dog is called Max", true), Outcome::Changed(0, "My dog is called Rex".into()));
        assert_eq!(book.refill("Luna"), Outcome::Changed(0, "My dog is called Max".into()));
        assert_eq!(book.texts().collect::<Vec<_>>(), ["My dog is called Luna", "The standup is at 3pm"]);
        assert_eq!(book.forget("dog", 8, |read| read.words.iter().any(|w| w.stem == "dog")), ["My dog is called Luna"]);
        assert_eq!(book.texts().count(), 1);
    }
}
