//! What else a question's word may be told by: phrases that answer for it, or for a phrase of which it is a part, as the cues have
//! them, found once when the question is read.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::text::cues::{Cue, LONGEST, told_for};
use crate::text::reading::Reading;
use crate::text::words::{Word, is_stopword};

/// How well what means the same serves, and what only answers for it.
const SAME: f64 = 0.89;
const ANSWERS: f64 = 0.86;

/// The phrases that answer for a word.
#[derive(Debug, Clone, Default)]
pub struct Cued {
    /// By the first stem of each phrase: the rest of its stems, and how well it serves.
    phrases: Rc<BTreeMap<&'static str, Vec<Phrase>>>,
}

#[derive(Debug, Clone)]
struct Phrase {
    rest: Vec<&'static str>,
    strength: f64,
    /// It answers for a phrase of several words.
    whole: bool,
}

impl Cued {
    /// Of each word of a question.
    pub fn of(reading: &Reading) -> Vec<Cued> {
        let words = &reading.words;
        let mut found: Vec<BTreeMap<&'static str, Vec<Phrase>>> = vec![BTreeMap::new(); words.len()];
        for from in 0..words.len() {
            for to in from + 1..=words.len().min(from + LONGEST) {
                let asked = &words[from..to];
                if asked.len() == 1 && is_stopword(&asked[0].lower) {
                    continue;
                }
                let stems: Vec<&str> = asked.iter().map(|word| word.stem.as_str()).collect();
                for (told, cue) in told_for(&stems.join(" ")) {
                    let mut told = told.split(' ');
                    let first = told.next().unwrap_or_default();
                    let strength = if cue == Cue::Same { SAME } else { ANSWERS };
                    let phrase = Phrase { rest: told.collect(), strength, whole: asked.len() > 1 };
                    (from..to).for_each(|at| found[at].entry(first).or_default().push(phrase.clone()));
                }
            }
        }
        found.into_iter().map(|phrases| Cued { phrases: Rc::new(phrases) }).collect()
    }

    /// How well a single word serves; 0 if it does not.
    pub fn serves(&self, word: &Word) -> f64 {
        let Some(phrases) = self.phrases.get(word.stem.as_str()) else { return 0.0 };
        let single = |phrase: &&Phrase| phrase.rest.is_empty() && !phrase.whole;
        phrases.iter().filter(single).map(|phrase| phrase.strength).fold(0.0, f64::max)
    }

    /// Where a phrase stands in a line that answers, and how well it serves.
    pub fn find(&self, line: &Reading, taken: &dyn Fn(usize) -> bool) -> Option<(Vec<usize>, f64)> {
        let mut best: Option<(Vec<usize>, f64)> = None;
        for (at, word) in line.words.iter().enumerate() {
            for phrase in self.phrases.get(word.stem.as_str()).into_iter().flatten() {
                let stands = |(after, stem): (usize, &&str)| {
                    line.words.get(at + 1 + after).is_some_and(|word| word.stem == **stem)
                };
                let free = phrase.whole || !taken(at);
                // The longest of those that serve equally well.
                let better = best
                    .as_ref()
                    .is_none_or(|(at, strength)| (phrase.strength, phrase.rest.len() + 1) > (*strength, at.len()));
                if free && better && phrase.rest.iter().enumerate().all(stands) {
                    best = Some(((at..=at + phrase.rest.len()).collect(), phrase.strength));
                }
            }
        }
        best
    }

    /// How the words to search for begin.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.phrases.iter().flat_map(|(first, phrases)| {
            let light = is_stopword(first);
            phrases.iter().filter_map(move |phrase| {
                if light { phrase.rest.iter().find(|stem| !is_stopword(stem)).copied() } else { Some(*first) }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_where_it_stands_whole() {
        let asked = Reading::of("Who is the line manager of Femi");
        let cued = &Cued::of(&asked)[3];
        let found = |line: &str| cued.find(&Reading::of(line), &|_| false).map(|(at, _)| at[0]);
        assert_eq!(found("Femi reports to Charlotte"), Some(1));
        assert_eq!(found("Femi is tall"), None);
    }

    #[test]
    fn a_word_is_served_by_another_word_for_it_alone() {
        let asked = Reading::of("What was the gripe");
        let cued = &Cued::of(&asked)[3];
        let serves = |line: &str| cued.serves(&Reading::of(line).words[1]);
        assert_eq!(serves("She complained"), SAME);
        assert_eq!(serves("She sang"), 0.0);
    }
}
