//! Roots: a quick look whether a line may concern a statement at all, before it is read. A word counts by its first four letters, so
//! the look errs on the side of reading.

use std::collections::BTreeMap;

use super::concepts;
use super::frames::is_change_word;
use super::frames::is_frame_verb;
use super::idioms;
use super::reading::Reading;
use super::words::irregular_forms;

/// The roots of the words by which a line may concern a statement: its own, their irregular forms, and those of the same concepts.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    /// By their first byte: a root of at most four bytes, and which word of the statement it is a root of.
    by_first: BTreeMap<u8, Vec<(Vec<u8>, usize)>>,
    /// How many words a line must share.
    needed: usize,
}

/// The number of the words that suffice alone.
const ALONE: usize = usize::MAX;

impl Roots {
    /// The roots of a statement's words that tell its subject, or of all if none does; and of more words that suffice alone.
    pub fn of(told: &Reading, more: &str) -> Roots {
        let mut roots = Roots::default();
        let telling = |at: &usize| {
            let word = &told.words[*at];
            told.value_at(*at).is_none()
                && !concepts::is_light(&word.stem)
                && !is_frame_verb(&word.stem)
                && !is_change_word(&word.lower)
        };
        let all: Vec<usize> = (0..told.words.len()).filter(|at| told.has_content(*at)).collect();
        let subject: Vec<usize> = all.iter().copied().filter(telling).collect();
        let chosen = if subject.is_empty() { all } else { subject };
        // Of a long statement two words: it would touch too much by one.
        roots.needed = if chosen.len() > 3 { 2 } else { 1 };
        for at in chosen {
            let word = &told.words[at];
            roots.add(&word.text, at);
            roots.add(&word.lower, at);
            let related = irregular_forms(&word.stem)
                .into_iter()
                .chain(concepts::neighbours(&word.stem))
                .chain(idioms::words_for(&word.stem));
            for other in related {
                roots.add(other, at);
            }
            // "I moved to Bonn" concerns where somebody lives, "I joined Acme" where somebody works.
            let frame = match word.stem.as_str() {
                "live" | "reloc" => "moved live living based reside home",
                "work" | "join" | "job" => "work job joined started",
                "drive" => "drive bought car",
                _ => "",
            };
            frame.split_whitespace().for_each(|word| roots.add(word, at));
        }
        for word in more.split_whitespace() {
            roots.add(word, ALONE);
        }
        roots
    }

    fn add(&mut self, word: &str, of: usize) {
        let root: Vec<u8> = word.bytes().take(4).map(|byte| byte.to_ascii_lowercase()).collect();
        let Some(first) = root.first() else { return };
        let same = self.by_first.entry(*first).or_default();
        let entry = (root, of);
        if !same.contains(&entry) {
            same.push(entry);
        }
    }

    /// Whether a line holds enough words with one of the roots.
    pub fn may_concern(&self, line: &str) -> bool {
        let bytes = line.as_bytes();
        let part = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let mut before: Option<usize> = None;
        for at in 0..bytes.len() {
            if !part(bytes[at]) || at > 0 && part(bytes[at - 1]) {
                continue;
            }
            let Some(roots) = self.by_first.get(&bytes[at].to_ascii_lowercase()) else { continue };
            for (_, of) in roots.iter().filter(|(root, _)| starts(&bytes[at..], root)) {
                match before {
                    _ if self.needed < 2 || *of == ALONE => return true,
                    Some(other) if other != *of => return true,
                    _ => before = Some(*of),
                }
            }
        }
        false
    }
}

fn starts(word: &[u8], root: &[u8]) -> bool {
    word.len() >= root.len() && word.iter().zip(root).all(|(byte, root)| byte.to_ascii_lowercase() == *root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_share_no_root_are_not_read() {
        let roots = Roots::of(&Reading::of("My mother moved to Bonn"), "");
        assert!(roots.may_concern("mum lives in Köln"));
        assert!(roots.may_concern("- My Mother likes tea"));
        assert!(!roots.may_concern("The talk is at 3pm in room 2"));
        assert!(!roots.may_concern(""));
    }
}
