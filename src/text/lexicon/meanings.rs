//! What a word means, looked up once for comparing it with many others. It knows what the lexicon knows and no more.

use super::{LEXICON, WAYS, lemmas};

/// What is added to the number of a sense, to tell it from the numbers of words.
const SENSE: u32 = 1 << 16;

/// What a word means as far as the lexicon tells, for comparing it with many others: numbers of words and senses.
#[derive(Debug, Clone, Default)]
pub struct Meanings {
    /// Its lemmas and their senses.
    own: Vec<u32>,
    /// The words made with them, and the senses of those.
    made: Vec<u32>,
    /// Its vector and how long that is.
    vector: Option<(&'static [u8], f32)>,
    rarity: f64,
}

impl Meanings {
    /// Looks a lower-case word up.
    pub fn of(lower: &str) -> Meanings {
        let lexicon = &*LEXICON;
        let (mut own, mut made) = (Vec::new(), Vec::new());
        let lemmas = lemmas(lower);
        let vector = lemmas.iter().find_map(|word| lexicon.vector(*word));
        let rarity = lemmas.iter().map(|word| lexicon.rarity(*word)).min();
        for word in lemmas {
            own.push(u32::from(word));
            own.extend(lexicon.senses.of(word).map(|sense| SENSE | u32::from(sense)));
            for other in lexicon.derived.of(word) {
                made.push(u32::from(other));
                made.extend(lexicon.senses.of(other).map(|sense| SENSE | u32::from(sense)));
            }
        }
        let vector = vector.map(|vector| (vector, lexicon.length(vector)));
        Meanings { own, made, vector, rarity: super::share_of(rarity) }
    }

    /// As [`rarity`](super::rarity).
    pub fn rarity(&self) -> f64 {
        self.rarity
    }

    /// As [`likeness`](super::likeness).
    pub fn likeness(&self, other: &Meanings) -> f64 {
        let (Some((a, length)), Some((b, other))) = (self.vector, other.vector) else { return 0.0 };
        f64::from(LEXICON.product(a, b) / (length * other))
    }

    /// As [`is_a`](super::is_a), by the first place of each sense alone.
    pub fn is_a(&self, broad: &Meanings) -> bool {
        let below = |narrow: u16, broad: u16| {
            narrow > broad
                && narrow < LEXICON.ends[usize::from(broad)]
                && (usize::from(narrow) < LEXICON.nouns || LEXICON.steps(narrow, broad) <= WAYS)
        };
        broad.senses().any(|broad| self.senses().any(|narrow| below(narrow, broad))) && !self.shares_word(broad)
    }

    /// As [`are_sorts_of_one`](super::are_sorts_of_one).
    pub fn are_sorts_of_one(&self, other: &Meanings) -> bool {
        let noun = |sense: &u16| usize::from(*sense) < LEXICON.nouns;
        let above = |one: u16| LEXICON.narrow_above(one);
        let sorts = |one: u16, two: u16| above(one).any(|kind| above(two).any(|their| kind == their));
        self.senses().filter(noun).any(|one| other.senses().filter(noun).any(|two| sorts(one, two)))
            && !self.same(other)
            && !self.is_a(other)
            && !other.is_a(self)
    }

    fn shares_word(&self, other: &Meanings) -> bool {
        let words =
            |meanings: &'_ Meanings| meanings.own.iter().copied().filter(|number| *number < SENSE).collect::<Vec<_>>();
        meet(&words(self), &words(other))
    }

    fn senses(&self) -> impl Iterator<Item = u16> + '_ {
        self.own.iter().filter(|number| **number >= SENSE).map(|number| (number - SENSE) as u16)
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
