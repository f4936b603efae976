//! Roots: a quick look whether a line may concern a statement at all, before it is read. A word counts by its first four letters, so
//! the look errs on the side of reading.

use super::concepts;
use super::idioms;
use super::reading::Reading;
use super::words::irregular_forms;

/// The roots of the words by which a line may concern a statement: its own, their irregular forms, and those of the same concepts.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    /// By their first byte; each holds at most four bytes.
    by_first: std::collections::BTreeMap<u8, Vec<Vec<u8>>>,
}

impl Roots {
    /// The roots of a statement's words that carry content, values included, and of some more words.
    pub fn of(told: &Reading, more: &str) -> Roots {
        let mut roots = Roots::default();
        for at in (0..told.words.len()).filter(|at| told.has_content(*at)) {
            let word = &told.words[at];
            roots.add(&word.text);
            roots.add(&word.lower);
            let related = irregular_forms(&word.stem)
                .into_iter()
                .chain(concepts::neighbours(&word.stem))
                .chain(idioms::words_for(&word.stem));
            for other in related {
                roots.add(other);
            }
            // "I moved to Bonn" concerns where somebody lives, and the other way round.
            if matches!(word.stem.as_str(), "live" | "reloc") {
                roots.add("moved");
            }
        }
        for word in more.split_whitespace() {
            roots.add(word);
        }
        roots
    }

    fn add(&mut self, word: &str) {
        let root: Vec<u8> = word.bytes().take(4).map(|byte| byte.to_ascii_lowercase()).collect();
        let Some(first) = root.first() else { return };
        let same = self.by_first.entry(*first).or_default();
        if !same.contains(&root) {
            same.push(root);
        }
    }

    /// Whether a line holds a word with one of the roots.
    pub fn may_concern(&self, line: &str) -> bool {
        let bytes = line.as_bytes();
        let part = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        (0..bytes.len()).any(|at| {
            part(bytes[at])
                && (at == 0 || !part(bytes[at - 1]))
                && self
                    .by_first
                    .get(&bytes[at].to_ascii_lowercase())
                    .is_some_and(|roots| roots.iter().any(|root| starts(&bytes[at..], root)))
        })
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
