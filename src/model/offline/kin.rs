//! The kin of a question's word: every stem by which a line may tell the same, or a sort of it, as the lexicon has them, found once when
//! the question is read. It never goes from a sort to its kind: "dog" is told by "greyhound", not the other way round.

use std::rc::Rc;

use crate::domain::sort;
use crate::text::concepts;
use crate::text::lexicon::{Relation, is_form, related};
use crate::text::words::{Word, is_stopword, stem};

use super::matching::MEMBER;

/// How well a word that means the same serves, or one made from it.
const SAME: f64 = 0.9;
/// More sorts than that are not searched for where the question has other words to go by.
const MANY: usize = 120;

/// The kin of a word.
#[derive(Debug, Clone, Default)]
pub struct Kin {
    /// Stems, sorted, how well each serves, and whose stem it is.
    stems: Rc<Vec<(String, f64, String)>>,
    /// The words themselves, the closest first, and how many of them are more than sorts.
    words: Rc<Vec<String>>,
    close: usize,
    /// A bit for each way in which a stem among these begins.
    begins: u64,
}

impl Kin {
    /// The kin of a lower-case word.
    pub fn of(lower: &str) -> Kin {
        let own = stem(lower);
        let mut kin = Kin::default();
        let (mut stems, mut words): (Vec<(String, f64, String)>, Vec<String>) = (Vec::new(), Vec::new());
        for (relation, word) in related(lower) {
            let strength = match relation {
                Relation::Same | Relation::Derived => SAME,
                Relation::Narrower => MEMBER,
            };
            let stem = stem(&word);
            if stem == own || is_stopword(&word) || concepts::is_light(&stem) {
                continue;
            }
            kin.begins |= bit(&stem);
            kin.close += usize::from(strength == SAME);
            stems.push((stem, strength, word.clone()));
            words.push(word);
        }
        sort::sort_by(&mut stems, |a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        Kin { stems: Rc::new(stems), words: Rc::new(words), ..kin }
    }

    /// How well a line's word serves; 0 if it is no kin.
    pub fn serves(&self, word: &Word) -> f64 {
        if self.begins & bit(&word.stem) == 0 {
            return 0.0;
        }
        let first = self.stems.partition_point(|(stem, ..)| *stem < word.stem);
        let mut alike = self.stems[first..].iter().take_while(|(stem, ..)| *stem == word.stem);
        alike.find(|(.., lemma)| is_form(&word.lower, lemma)).map_or(0.0, |(_, strength, _)| *strength)
    }

    /// The words to search for, beside the word itself; without its sorts where they are many and the question has other words.
    pub fn words(&self, alone: bool) -> &[String] {
        if alone || self.words.len() <= MANY { &self.words } else { &self.words[..self.close] }
    }
}

fn bit(stem: &str) -> u64 {
    let bytes = stem.as_bytes();
    let at = |at: usize| u32::from(bytes.get(at).copied().unwrap_or_default());
    1 << ((at(0) * 7 + at(1) * 3 + at(2)) % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words;

    #[test]
    fn a_word_is_served_by_what_means_the_same_or_is_a_sort_of_it() {
        let serves = |asked: &str, told: &str| Kin::of(asked).serves(&words(told)[0]);
        assert_eq!(serves("decorations", "ornaments"), SAME);
        assert_eq!(serves("pregnancy", "pregnant"), SAME);
        assert_eq!(serves("dog", "greyhounds"), MEMBER);
        assert_eq!(serves("greyhound", "dog"), 0.0);
        assert_eq!(serves("dog", "cat"), 0.0);
        assert!(Kin::of("zzzz").words(true).is_empty());
        assert!(Kin::of("animal").words(true).len() > Kin::of("animal").words(false).len());
    }
}
