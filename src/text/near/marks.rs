//! Which of some short lists of words a claim says a word of, a bit for each list. That is asked with every pair, and worked out once for each
//! claim.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::claim::Claim;

/// A list by its place among [`LISTS`].
#[derive(Debug, Clone, Copy)]
pub(super) struct List(u32);

const WISH: List = List(0);
const ONCE: List = List(1);
const TODAY: List = List(2);
pub(super) const AGAIN: List = List(3);
pub(super) const INSTEAD: List = List(4);
pub(super) const ALSO: List = List(5);
pub(super) const FOR_NOW: List = List(6);
/// The lists whose words are looked for in whichever form they stand.
pub(super) const KEYED: [List; 9] =
    [List(7), List(8), List(9), List(10), List(11), List(12), List(13), List(14), List(15)];

const LISTS: [&str; 16] = [
    "wish hope might maybe perhaps considering thinking wonder ask asks asked whether",
    "only just once",
    "today tonight tomorrow this",
    "again back since after until",
    "instead rather not",
    "too also as well another other",
    "until next this",
    "before after until",
    "only just",
    "some most few many several",
    "all every each always any",
    "must need should have",
    "can may could might",
    "if when unless while",
    "without except",
    "i my me mine",
];

/// Small words that are one another's opposites: "into the oven", "out of the oven".
const OPPOSITES: [(&str, &str); 14] = [
    ("in into inside indoors", "out outside outdoors"),
    ("up upstairs upper", "down downstairs lower"),
    ("on", "off"),
    ("before", "after"),
    ("above over", "below under"),
    ("to", "from"),
    ("come comes came arrive arrives arrival", "go goes went leave leaves departure"),
    ("send sends give gives lend lends sell sells", "get gets take takes borrow borrows buy buys"),
    ("left", "right"),
    ("more longer higher bigger older earlier", "less fewer shorter smaller younger later"),
    ("least", "most"),
    ("with", "without"),
    ("first", "last"),
    ("front", "back rear"),
];

/// The lists that each word is in, and of which of two opposites it is.
static MARKS: LazyLock<BTreeMap<&str, Marks>> = LazyLock::new(|| {
    let mut marks: BTreeMap<&str, Marks> = BTreeMap::new();
    for (list, words) in LISTS.iter().enumerate() {
        words.split(' ').for_each(|word| marks.entry(word).or_default().lists |= 1 << list);
    }
    for (pair, (one, other)) in OPPOSITES.iter().enumerate() {
        one.split(' ').for_each(|word| marks.entry(word).or_default().ones |= 1 << pair);
        other.split(' ').for_each(|word| marks.entry(word).or_default().others |= 1 << pair);
    }
    marks
});

/// The lists that a claim says a word of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    /// By the words as they are written, and by their keys too.
    lists: u32,
    keyed: u32,
    /// The opposites of which it says a word of the one or of the other.
    ones: u32,
    others: u32,
}

impl Claim {
    pub(super) fn marks(&self) -> Marks {
        *self.worked.marks.get_or_init(|| Marks::of(self))
    }
}

impl Marks {
    fn of(claim: &Claim) -> Marks {
        let mut found = Marks::default();
        for marks in claim.plain.iter().filter_map(|word| MARKS.get(word.as_str())) {
            found.lists |= marks.lists;
            found.ones |= marks.ones;
            found.others |= marks.others;
        }
        found.keyed = found.lists;
        for marks in claim.items.iter().filter_map(|item| MARKS.get(item.key.as_str())) {
            found.keyed |= marks.lists;
        }
        found
    }

    pub fn says(self, list: List) -> bool {
        self.lists >> list.0 & 1 == 1
    }

    /// Whether it says a word of a list in any form.
    pub fn keyed(self, list: List) -> bool {
        self.keyed >> list.0 & 1 == 1
    }

    /// Whether a claim tells what might be or what somebody wishes, or what holds once only: that changes nothing.
    pub fn tells_what_is_open(self) -> bool {
        self.says(WISH) || self.says(ONCE) && self.says(TODAY)
    }

    /// Whether of some opposites the one claim says only the one, and the other claim only the other.
    pub fn oppose(self, other: Marks) -> bool {
        let only = |marks: Marks| (marks.ones & !marks.others, marks.others & !marks.ones);
        let (a, b) = (only(self), only(other));
        a.0 & b.1 | a.1 & b.0 != 0
    }
}
