//! A lexicon of English: which common words mean the same, which name a sort of what another names, which are made from one another,
//! how rare a word is and how alike two are. It is derived from WordNet (`scripts/lexicon.mjs`; the notice is in `LICENSE-WORDNET`) and
//! from word vectors, and holds no names and no facts about anybody. It knows lemmas and finds them from their forms; it never guesses
//! at a word that it does not hold, and its likeness alone never says that two words mean the same.
//!
//! `lexicon.bin`: `LEX2`; how many words, senses of nouns, of verbs, of adjectives, and further places there are (16 bits each, low
//! byte first); the words, sorted, each as the number of letters that it shares with the one before (each sixteenth none) and its others, the
//! last of them with its high bit set; the depth of each sense, each standing before what is below it; then two lists for each word, its
//! senses and what is derived with it: the lengths of all lists (a byte each), then all items (16 bits each). The further places (a
//! sense and another that it stands below) are between the first list and the second. At the end how rare each word is (4 bits),
//! whether it has a vector (a bit), the deviations of the vectors' 32 dimensions (a byte each, of 1/256), and the vectors (2 bits a
//! dimension).

mod meanings;
mod sorts;

use std::sync::LazyLock;

use crate::domain::sort;

use super::words::one_spelling;

pub use meanings::Meanings;
pub use sorts::Sorts;

static DATA: &[u8] = include_bytes!("lexicon.bin");

/// How words of one language stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// They mean the same in a common sense of each.
    Same,
    /// One is made from the other, or both from a third: "pregnant" and "pregnancy".
    Derived,
    /// The other names a sort of what the first names: "greyhound" of "dog".
    Narrower,
}

/// So far down a way of doing something still tells that it is done.
const WAYS: u16 = 2;
/// Of a thing with more sorts than that two are no rivals.
const SORTS: u16 = 300;
/// How many dimensions a vector has.
const DIMENSIONS: usize = 32;
/// How many words a word is expanded to at most.
const MOST: usize = 2_000;

struct Lexicon {
    /// Where each sixteenth word begins in the data.
    blocks: Vec<u32>,
    words: usize,
    /// How many of the senses, which come first, are of nouns.
    nouns: usize,
    /// Of each sense the one above it (itself, if there is none) and where what is below it ends.
    above: Vec<u16>,
    ends: Vec<u16>,
    senses: Lists,
    /// Senses that stand below a further one, and that one; by the first.
    more: Vec<(u16, u16)>,
    derived: Lists,
    /// Where the rarities of the words begin, the bits of those that have vectors, and the vectors.
    rarities: usize,
    bits: usize,
    vectors: usize,
    /// How many words before each sixty-fourth have vectors.
    ranks: Vec<u16>,
    /// The products of two levels of each dimension.
    products: Vec<[f32; 16]>,
    /// The words of each sense: where they begin, one more than there are senses, and the words.
    starts: Vec<u16>,
    members: Vec<u16>,
}

/// A list of numbers for each word, in the data.
struct Lists {
    /// Where each sixteenth word's items begin.
    blocks: Vec<u32>,
    lengths: usize,
}

impl Lists {
    /// The lists of so many words that begin at a place, and where they end.
    fn read(words: usize, lengths: usize) -> (Lists, usize) {
        let mut at = lengths + words;
        let mut blocks = Vec::with_capacity(words / 16 + 1);
        for word in 0..words {
            if word % 16 == 0 {
                blocks.push(at as u32);
            }
            at += 2 * usize::from(DATA[lengths + word]);
        }
        (Lists { blocks, lengths }, at)
    }

    fn of(&self, word: u16) -> impl Iterator<Item = u16> {
        let word = usize::from(word);
        let block = word / 16;
        let before: usize = (16 * block..word).map(|at| usize::from(DATA[self.lengths + at])).sum();
        let from = self.blocks[block] as usize + 2 * before;
        (0..usize::from(DATA[self.lengths + word])).map(move |at| short(from + 2 * at))
    }
}

fn short(at: usize) -> u16 {
    u16::from_le_bytes([DATA[at], DATA[at + 1]])
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

impl Lexicon {
    fn read() -> Lexicon {
        let count = |at: usize| usize::from(short(4 + 2 * at));
        let (words, nouns, further) = (count(0), count(1), count(4));
        let total = nouns + count(2) + count(3);
        let mut at = 14;
        let mut blocks = Vec::with_capacity(words / 16 + 1);
        for word in 0..words {
            if word % 16 == 0 {
                blocks.push(at as u32);
            }
            at += 1;
            while DATA[at] < 128 {
                at += 1;
            }
            at += 1;
        }
        let depths = &DATA[at..at + total];
        let (above, ends) = places(depths);
        let (senses, at) = Lists::read(words, at + total);
        let more = (0..further).map(|pair| (short(at + 4 * pair), short(at + 4 * pair + 2))).collect();
        let (derived, rarities) = Lists::read(words, at + 4 * further);
        let bits = rarities + words.div_ceil(2);
        let deviations = bits + words.div_ceil(8);
        let mut lexicon = Lexicon {
            blocks,
            words,
            nouns,
            above,
            ends,
            senses,
            more,
            derived,
            rarities,
            bits,
            vectors: deviations + DIMENSIONS,
            ranks: ranks(&DATA[bits..deviations]),
            products: DATA[deviations..deviations + DIMENSIONS].iter().map(|byte| products(*byte)).collect(),
            starts: vec![0; total + 1],
            members: Vec::new(),
        };
        lexicon.fill_members();
        lexicon
    }

    fn fill_members(&mut self) {
        let mut starts = vec![0u16; self.above.len() + 1];
        for word in 0..self.words as u16 {
            self.senses.of(word).for_each(|sense| starts[usize::from(sense) + 1] += 1);
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        self.members = vec![0; usize::from(starts[starts.len() - 1])];
        for word in 0..self.words as u16 {
            for sense in self.senses.of(word) {
                let place = &mut next[usize::from(sense)];
                self.members[usize::from(*place)] = word;
                *place += 1;
            }
        }
        self.starts = starts;
    }

    fn members(&self, sense: u16) -> &[u16] {
        let at = usize::from(sense);
        &self.members[usize::from(self.starts[at])..usize::from(self.starts[at + 1])]
    }

    /// The words of a block of sixteen, each with its number, until one is taken.
    fn scan<T>(&self, block: usize, mut take: impl FnMut(u16, &[u8]) -> Option<T>) -> Option<T> {
        let mut at = *self.blocks.get(block)? as usize;
        let mut word: Vec<u8> = Vec::with_capacity(16);
        for number in 16 * block..self.words.min(16 * block + 16) {
            word.truncate(usize::from(DATA[at]));
            loop {
                at += 1;
                word.push(DATA[at] & 127);
                if DATA[at] >= 128 {
                    break;
                }
            }
            at += 1;
            if let Some(taken) = take(number as u16, &word) {
                return Some(taken);
            }
        }
        None
    }

    fn number(&self, word: &str) -> Option<u16> {
        let word = word.as_bytes();
        let begins_after = |block: &u32| {
            let from = *block as usize + 1;
            let mut at = 0;
            loop {
                let (byte, last) = (DATA[from + at] & 127, DATA[from + at] >= 128);
                match word.get(at) {
                    Some(own) if *own == byte && !last => at += 1,
                    Some(own) if *own == byte => return false,
                    Some(own) => return byte > *own,
                    None => return true,
                }
            }
        };
        let block = self.blocks.partition_point(|block| !begins_after(block)).checked_sub(1)?;
        self.scan(block, |number, own| (own == word).then_some(number))
    }

    fn word(&self, number: u16) -> String {
        let of = |own: u16, word: &[u8]| (own == number).then(|| word.iter().map(|byte| char::from(*byte)).collect());
        self.scan(usize::from(number) / 16, of).unwrap_or_default()
    }

    /// How rare a word is, from 0 to 15.
    fn rarity(&self, word: u16) -> u8 {
        let word = usize::from(word);
        DATA[self.rarities + word / 2] >> (4 * (word % 2)) & 15
    }

    /// The vector of a word, four dimensions to a byte.
    fn vector(&self, word: u16) -> Option<&'static [u8]> {
        let word = usize::from(word);
        let byte = |at: usize| DATA[self.bits + at];
        if byte(word / 8) >> (word % 8) & 1 == 0 {
            return None;
        }
        let block = word / 64;
        let whole: u32 = (8 * block..word / 8).map(|at| byte(at).count_ones()).sum();
        let rest = (byte(word / 8) & ((1u16 << (word % 8)) - 1) as u8).count_ones();
        let from = self.vectors + (usize::from(self.ranks[block]) + (whole + rest) as usize) * DIMENSIONS / 4;
        Some(&DATA[from..from + DIMENSIONS / 4])
    }

    fn product(&self, a: &[u8], b: &[u8]) -> f32 {
        self.products
            .iter()
            .enumerate()
            .map(|(at, products)| {
                let level = |bytes: &[u8]| usize::from(bytes[at / 4] >> (2 * (at % 4)) & 3);
                products[4 * level(a) + level(b)]
            })
            .sum()
    }

    fn length(&self, vector: &[u8]) -> f32 {
        self.product(vector, vector).max(1e-6).sqrt()
    }

    /// Whether a sense stands below another, or is it.
    fn is_below(&self, narrow: u16, broad: u16) -> bool {
        if narrow >= broad && narrow < self.ends[usize::from(broad)] {
            return usize::from(narrow) < self.nouns || self.steps(narrow, broad) <= WAYS;
        }
        // What it stands below, itself first, may stand below something further.
        let up = |at: &u16| Some(self.above[usize::from(*at)]).filter(|above| above != at);
        std::iter::successors(Some(narrow), up).any(|at| {
            let from = self.more.partition_point(|(sense, _)| *sense < at);
            let mut further = self.more[from..].iter().take_while(|(sense, _)| *sense == at);
            further.any(|(_, above)| *above >= broad && *above < self.ends[usize::from(broad)])
        })
    }

    /// The one or two kinds above a sense that have not too many sorts.
    fn narrow_above(&self, sense: u16) -> impl Iterator<Item = u16> + '_ {
        let first = self.above[usize::from(sense)];
        let second = self.above[usize::from(first)];
        let kinds = [(sense != first).then_some(first), (first != second).then_some(second)];
        kinds.into_iter().flatten().filter(|kind| self.ends[usize::from(*kind)] - kind <= SORTS)
    }

    /// How many steps a sense stands below another.
    fn steps(&self, narrow: u16, broad: u16) -> u16 {
        let (mut at, mut steps) = (narrow, 0);
        while at != broad && self.above[usize::from(at)] != at {
            at = self.above[usize::from(at)];
            steps += 1;
        }
        steps
    }

    /// The senses at and below one, the nearest to it in the tree first come first.
    fn below(&self, broad: u16) -> Vec<u16> {
        let inside = |sense: u16| sense >= broad && sense < self.ends[usize::from(broad)];
        let mut found: Vec<u16> = (broad..self.ends[usize::from(broad)]).collect();
        for (sense, above) in &self.more {
            if inside(*above) && !inside(*sense) {
                found.extend(*sense..self.ends[usize::from(*sense)]);
            }
        }
        if usize::from(broad) >= self.nouns {
            found.retain(|sense| self.steps(*sense, broad) <= WAYS);
        }
        found
    }
}

/// How many words before each sixty-fourth have their bit set.
fn ranks(bits: &[u8]) -> Vec<u16> {
    let mut sum = 0u16;
    let mut before = |block: &[u8]| {
        sum += block.iter().map(|byte| byte.count_ones() as u16).sum::<u16>();
        sum
    };
    std::iter::once(0).chain(bits.chunks(8).map(&mut before)).collect()
}

/// The products of the four levels of a dimension, whose deviation is told in 1/256.
fn products(deviation: u8) -> [f32; 16] {
    const LEVELS: [f32; 4] = [-1.51, -0.453, 0.453, 1.51];
    let square = (f32::from(deviation) / 256.0).powi(2);
    std::array::from_fn(|pair| square * LEVELS[pair / 4] * LEVELS[pair % 4])
}

/// Of each sense the one above it, and where what is below it ends.
fn places(depths: &[u8]) -> (Vec<u16>, Vec<u16>) {
    let mut above = vec![0u16; depths.len()];
    let mut ends = vec![depths.len() as u16; depths.len()];
    let mut open: Vec<u16> = Vec::new();
    for (at, depth) in depths.iter().enumerate() {
        while open.len() > usize::from(*depth) {
            let closed = open.pop().unwrap_or_default();
            ends[usize::from(closed)] = at as u16;
        }
        above[at] = open.last().copied().unwrap_or(at as u16);
        open.push(at as u16);
    }
    (above, ends)
}

/// The lemmas that a lower-case word may be a form of, the word itself first: "injured" is "injure", "spices" is "spice".
fn lemmas(lower: &str) -> Vec<u16> {
    let mut found: Vec<u16> = Vec::new();
    let mut add = |form: &str| {
        if let Some(number) = LEXICON.number(form).filter(|number| !found.contains(number)) {
            found.push(number);
        }
    };
    add(lower);
    add(one_spelling(lower));
    if let Some(root) = lower.strip_suffix("ies") {
        add(&format!("{root}y"));
    }
    if let Some(root) = lower.strip_suffix('s').filter(|root| !root.ends_with('s')) {
        add(root);
    }
    if let Some(root) = lower.strip_suffix("es") {
        add(root);
    }
    for ending in ["ed", "ing"] {
        let Some(root) = lower.strip_suffix(ending).filter(|root| root.len() > 2 && root.is_ascii()) else { continue };
        add(root);
        add(&format!("{root}e"));
        if let Some(root) = root.strip_suffix('i') {
            add(&format!("{root}y"));
        }
        let bytes = root.as_bytes();
        if bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
            add(&root[..root.len() - 1]);
        }
    }
    found
}

/// Whether a lower-case word, or the word that it is a form of, is in the lexicon.
pub fn is_known(word: &str) -> bool {
    !lemmas(word).is_empty()
}

/// Whether a lower-case word is a form of a lemma: "spices" of "spice", and not "called" of "calling", which has the same stem.
pub fn is_form(lower: &str, lemma: &str) -> bool {
    lower == lemma || LEXICON.number(lemma).is_some_and(|lemma| lemmas(lower).contains(&lemma))
}

/// Whether two lower-case words, in whatever form, mean the same in a common sense of each.
pub fn same(a: &str, b: &str) -> bool {
    a == b
        || any(a, b, |one, other| {
            one == other || LEXICON.senses.of(one).any(|sense| LEXICON.senses.of(other).any(|their| sense == their))
        })
}

/// Whether one word names a sort of what the other names, or a way of doing what the other tells: "greyhound" is a "dog", never the
/// other way round.
pub fn is_a(narrow: &str, broad: &str) -> bool {
    narrow != broad && any(narrow, broad, is_sort)
}

fn is_sort(narrow: u16, broad: u16) -> bool {
    narrow != broad
        && LEXICON
            .senses
            .of(broad)
            .any(|broad| LEXICON.senses.of(narrow).any(|narrow| narrow != broad && LEXICON.is_below(narrow, broad)))
}

/// Whether one word is made from the other, or both from a third: "dentist" and "dental".
pub fn derived(a: &str, b: &str) -> bool {
    any(a, b, |one, other| LEXICON.derived.of(one).any(|word| word == other))
}

/// How alike two lower-case words are, from -1 to 1: 0 for most pairs, above 0.4 for words that are told of together, "babysitter" and
/// "kids"; and no less for two sorts of one thing, "bedroom" and "bathroom". 0 if one is unknown.
pub fn likeness(a: &str, b: &str) -> f64 {
    let lexicon = &*LEXICON;
    let vector = |word: &str| lemmas(word).into_iter().find_map(|word| lexicon.vector(word));
    let (Some(a), Some(b)) = (vector(a), vector(b)) else { return 0.0 };
    f64::from(lexicon.product(a, b) / (lexicon.length(a) * lexicon.length(b)))
}

/// How rare a lower-case word is, from 0 ("make") to 1, as what is not known at all.
pub fn rarity(word: &str) -> f64 {
    share_of(lemmas(word).into_iter().map(|word| LEXICON.rarity(word)).min())
}

/// A rarity as it is written, from 0 to 1.
fn share_of(rarity: Option<u8>) -> f64 {
    rarity.map_or(1.0, |rarity| f64::from(rarity) / 15.0)
}

/// Whether two nouns name two sorts of one thing, which stands at most two steps above each: "bedroom" and "bathroom".
pub fn are_sorts_of_one(a: &str, b: &str) -> bool {
    let lexicon = &*LEXICON;
    let nouns = |word: u16| lexicon.senses.of(word).filter(|sense| usize::from(*sense) < lexicon.nouns);
    let above = |sense: u16| lexicon.narrow_above(sense);
    let sorts = |one: u16, other: u16| above(one).any(|kind| above(other).any(|their| kind == their));
    !same(a, b)
        && !is_a(a, b)
        && !is_a(b, a)
        && any(a, b, |one, other| nouns(one).any(|sense| nouns(other).any(|their| sorts(sense, their))))
}

fn any(a: &str, b: &str, related: impl Fn(u16, u16) -> bool) -> bool {
    let (a, b) = (lemmas(a), lemmas(b));
    a.iter().any(|one| b.iter().any(|other| related(*one, *other)))
}

/// The words that stand to a lower-case word in some relation, each once, in its closest: first those that mean the same, then those
/// made from it (and what they mean), then what is a sort of it or of what means the same. Plain forms, without the word itself; at most 2,000.
pub fn related(word: &str) -> Vec<(Relation, String)> {
    let lexicon = &*LEXICON;
    let own = lemmas(word);
    let mut found: Vec<(Relation, u16)> = Vec::new();
    let mut seen = vec![false; lexicon.words];
    own.iter().for_each(|word| seen[usize::from(*word)] = true);
    let mut add = |relation: Relation, word: u16| {
        if !std::mem::replace(&mut seen[usize::from(word)], true) && found.len() < MOST {
            found.push((relation, word));
        }
    };
    for word in &own {
        for sense in lexicon.senses.of(*word) {
            lexicon.members(sense).iter().for_each(|other| add(Relation::Same, *other));
        }
    }
    for word in &own {
        lexicon.derived.of(*word).for_each(|other| add(Relation::Derived, other));
    }
    for word in &own {
        for sense in lexicon.senses.of(*word).flat_map(|sense| lexicon.below(sense)) {
            lexicon.members(sense).iter().for_each(|other| add(Relation::Narrower, *other));
        }
    }
    sort::sort_by_key(&mut found, |(relation, _)| *relation);
    found.into_iter().map(|(relation, word)| (relation, lexicon.word(word))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_from_other_words_of_the_same_stem() {
        assert!(is_form("spices", "spice") && is_form("sprained", "sprain") && is_form("studies", "study"));
        assert!(!is_form("called", "calling") && !is_form("universe", "university"));
    }

    #[test]
    fn every_word_is_found_by_itself_and_the_words_are_sorted() {
        let all: Vec<String> = (0..LEXICON.words as u16).map(|number| LEXICON.word(number)).collect();
        assert!(all.len() > 8_000 && all.windows(2).all(|pair| pair[0] < pair[1]));
        for (number, word) in all.iter().enumerate() {
            assert_eq!(LEXICON.number(word), Some(number as u16), "{word}");
        }
        for unknown in ["", "a", "zzzz", "greyhoundish", "über"] {
            assert_eq!(LEXICON.number(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn synonyms_are_the_same_in_any_form() {
        for (a, b) in [
            ("decorations", "ornament"),
            ("physicians", "doctor"),
            ("parcels", "package"),
            ("ill", "sick"),
            ("couch", "sofa"),
        ] {
            assert!(same(a, b) && same(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("dog", "cat"),
            ("godmother", "godfather"),
            ("airline", "flight"),
            ("bank", "river"),
            ("monday", "tuesday"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_narrow_word_is_what_a_broad_one_names_and_never_the_other_way_round() {
        for (narrow, broad) in [
            ("greyhound", "dog"),
            ("greyhounds", "animal"),
            ("gp", "doctor"),
            ("parrot", "bird"),
            ("shoes", "footwear"),
            ("peony", "flower"),
            ("cello", "instrument"),
            ("sprained", "injured"),
            ("lasagna", "dish"),
        ] {
            assert!(is_a(narrow, broad), "{narrow} {broad}");
            assert!(!is_a(broad, narrow), "{broad} {narrow}");
        }
        for (narrow, broad) in
            [("cat", "dog"), ("godmother", "godfather"), ("flight", "airline"), ("gazelle", "car"), ("dog", "dog")]
        {
            assert!(!is_a(narrow, broad), "{narrow} {broad}");
        }
        static SORTS: Sorts = Sorts::of(&["dog", "dish"]);
        assert!(SORTS.hold("greyhounds") && SORTS.hold("lasagna") && !SORTS.hold("dog") && !SORTS.hold("cat"));
    }

    #[test]
    fn meanings_compare_as_their_words_do() {
        let of = Meanings::of;
        assert!(of("physicians").same(&of("doctor")) && !of("dog").same(&of("cat")));
        assert!(of("author").kin(&of("written")) && of("installs").kin(&of("installation")));
        assert!(!of("zzzz").is_known() && !of("zzzz").same(&of("zzzz")));
    }

    #[test]
    fn words_of_one_root_are_derived() {
        for (a, b) in [("dental", "dentist"), ("pregnancy", "pregnant"), ("teach", "teacher"), ("married", "marriage")]
        {
            assert!(derived(a, b) && derived(b, a), "{a} {b}");
        }
        assert!(!derived("universe", "university"));
    }

    #[test]
    fn likeness_tells_what_belongs_together_and_sorts_of_one_thing_are_told_apart() {
        for (a, b) in [("babysitter", "kids"), ("recital", "perform"), ("lounge", "room"), ("wide", "width")] {
            assert!(likeness(a, b) > 0.4, "{a} {b} {}", likeness(a, b));
        }
        for (a, b) in [("trumpet", "sport"), ("phone", "gym"), ("zzzz", "dog")] {
            assert!(likeness(a, b) < 0.2, "{a} {b} {}", likeness(a, b));
        }
        assert!((likeness("dog", "dogs") - 1.0).abs() < 1e-6);
        assert!(are_sorts_of_one("bedroom", "bathroom") && !are_sorts_of_one("sofa", "couch"));
        assert!(rarity("optician") > 0.6 && rarity("make") < 0.1 && rarity("zzzz") == 1.0);
    }

    #[test]
    fn a_word_is_expanded_to_what_it_may_be_told_by() {
        let dog = related("dogs");
        assert!(dog.contains(&(Relation::Narrower, "greyhound".into())));
        assert!(!dog.iter().any(|(_, word)| word == "dog" || word == "cat"));
        assert!(related("doctor").contains(&(Relation::Same, "physician".into())));
        assert!(related("pregnancy").contains(&(Relation::Derived, "pregnant".into())));
        assert!(related("zzzz").is_empty());
    }
}
