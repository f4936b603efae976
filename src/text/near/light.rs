//! Words that carry little of what a claim says: verbs that a label leaves out ("Parking: behind the barn"), nouns for a part that
//! somebody or something plays ("the job of", "the recipient is"), and words that may stand or not. Data and look-up only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::text::words::WordList;

use super::lexicon::key;

/// Classes of light words, a bit each: words of one class may stand for one another where all else agrees.
const CLASSES: [&str; 20] = [
    // Where something is.
    "live lie sit stand hang keep store stay rest find stow put leave base",
    // When something is.
    "start happen hold take run meet fall place schedule set plan",
    // What something has.
    "have own come include contain feature offer possess carry count serve give come",
    // Who does it.
    "do done make handle lead run manage tend see take perform host organise provide look give job task duty responsibility treatment service \
     procedure work charge hold responsible",
    // Who gets it.
    "get receive send hand give recipient addressee deliver email post go",
    // What it costs.
    "cost pay charge price fee rate rent amount come go set get",
    // How many fit in.
    "hold seat fit sleep take accommodate have capacity carry space room bed bunk berth",
    // How long it takes.
    "last take run long duration length",
    // By what means.
    "use go run work rely employ do make handle come buy",
    // What must be.
    "need require must take demand call necessary mandatory compulsory requirement",
    // What is wanted.
    "want ask request demand like expect",
    // What it is called or counts as.
    "call name be mean title read say state key belong stay",
    // From whom it comes.
    "order buy get come obtain supply supplier source deliver purchase",
    // How high, long, wide, deep, heavy, warm, old, fast it is.
    "high tall height",
    "long length",
    "wide broad width breadth",
    "deep depth",
    "heavy weigh weight",
    "warm hot cold heat cool set keep temperature",
    "old age fast speed",
];

/// The classes of which a thing may simply be said to be: "the keys hang in the hall", "the keys are in the hall".
pub(super) const BEING: u32 = 0b1111_1110_1000_1010_0011;

/// The classes of what something costs and of what is wanted: what somebody wants in money is what it costs.
pub(super) const PAYING: u32 = 1 << 5 | 1 << 10;

/// The class of what must be.
pub(super) const MUST: u32 = 1 << 9;

/// Nouns for a part, an office or a heading: "the composer's name", "the programme of the concert".
static FRAMES: WordList = WordList::new(
    "job task duty responsibility role programme program name number total list contact person holder place location venue time \
    date day address detail info information status type kind set setup key value default rule arrangement schedule plan choice treatment \
    procedure process system use year month size colour brand model version level",
);

/// Words that may stand or not.
static LOOSE: WordList = WordList::new(
    "along together altogether simply currently always usually regularly generally normally person people personally dr mr mrs ms \
    prof professor herr frau miss sir anyone everybody everyone somebody someone itself themselves also still already kindly please per own \
    whole entire respective available present one per-item item thing",
);

/// Words that the lexicon holds apart and that mean the same where all else agrees, parted by bars.
const ALIKE: &str = "wear dress attire outfit | compose write | want ask request | include count cover | past last | evening night | pay cost price due fee | \
    phone call ring  | fund finance pay | shut lock close | wash clean | buy purchase order | fetch collect pickup";

/// Adjectives that only name the dimension of a measure.
static DIMENSIONS: WordList = WordList::new("long wide high deep tall heavy old big large thick broad");

static BY_KEY: LazyLock<BTreeMap<String, u32>> = LazyLock::new(|| {
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for (at, words) in CLASSES.iter().enumerate() {
        for word in words.split_whitespace() {
            let key = key(word);
            *found.entry(key.split('+').next().unwrap_or(&key).to_owned()).or_default() |= 1 << at;
        }
    }
    found
});

static ALIKE_KEYS: LazyLock<BTreeMap<String, u32>> = LazyLock::new(|| {
    let groups = ALIKE.split(" | ").enumerate();
    let keys = groups.flat_map(|(at, words)| words.split_whitespace().map(move |word| (key(word), 1 << at)));
    keys.fold(BTreeMap::new(), |mut found, (key, bit)| {
        *found.entry(key).or_default() |= bit;
        found
    })
});

/// The groups of words of like meaning that a key is in, a bit each.
pub(super) fn alike(key: &str) -> u32 {
    ALIKE_KEYS.get(key).copied().unwrap_or(0)
}

/// The classes of a word by its key; none for a word that says something itself.
pub(super) fn classes(key: &str) -> u32 {
    let key = key.split('+').next().unwrap_or(key);
    BY_KEY.get(key).copied().unwrap_or(0)
}

pub(super) fn is_frame(lower: &str) -> bool {
    FRAMES.has(lower) || lower.strip_suffix('s').is_some_and(|single| FRAMES.has(single))
}

pub(super) fn is_loose(lower: &str) -> bool {
    LOOSE.has(lower)
}

pub(super) fn is_dimension(lower: &str) -> bool {
    DIMENSIONS.has(lower)
}
