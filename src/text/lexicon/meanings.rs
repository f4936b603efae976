//! What a word means, looked up once for comparing it with many others. It knows what the lexicon knows and no more.

use super::{LEXICON, lemmas};

/// What a word means as far as the lexicon tells, for comparing it with many others: numbers of words and senses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meanings {
    /// Its lemmas and their senses.
    own: Vec<u32>,
    /// The words made with them, and the senses of those.
    made: Vec<u32>,
}

impl Meanings {
    /// Looks a lower-case word up.
    pub fn of(lower: &str) -> Meanings {
        const SENSE: u32 = 1 << 16;
        let lexicon = &*LEXICON;
        let (mut own, mut made) = (Vec::new(), Vec::new());
        for word in lemmas(lower) {
            own.push(u32::from(word));
            own.extend(lexicon.senses.of(word).map(|sense| SENSE | u32::from(sense)));
            for other in lexicon.derived.of(word) {
                made.push(u32::from(other));
                made.extend(lexicon.senses.of(other).map(|sense| SENSE | u32::from(sense)));
            }
        }
        Meanings { own, made }
    }

    /// Whether both mean the same in a common sense of each.
    pub fn same(&self, other: &Meanings) -> bool {
        meet(&self.own, &other.own)
    }

    /// Whether one is made from what the other means: "author" and "written".
    pub fn kin(&self, other: &Meanings) -> bool {
        meet(&self.own, &other.made) || meet(&self.made, &other.own)
    }

    /// Whether the lexicon holds the word.
    pub fn is_known(&self) -> bool {
        !self.own.is_empty()
    }
}

fn meet(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|one| b.contains(one))
}
