//! What a claim comes to when its wording is set aside: the words that carry something, each with what it means, and which word of
//! another claim says the same. Word order, voice, articles and labels play no part here; whether what is left over on either
//! side keeps two claims apart is judged elsewhere.

use std::cell::OnceCell;

use crate::text::lexicon::Meanings;

use super::claim::{Claim, Item, Role, Sort};
use super::lexicon::{kept, one_of};
use super::light::{alike, classes, is_frame, is_loose};
use super::marks::Marks;
use super::phrases::Phrases;
use super::rival::{is_aside_of_news, is_cue, is_loose_talk, is_news};

/// What a unit is to a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, a time, a date, a code: it compares by its key.
    Value,
    /// A capital says that it is a name: it compares letter by letter.
    Name,
    /// "I", "we", "they".
    Person,
    /// A small word that changes what is said: "only", "before", "must".
    Small,
    /// Any other word.
    Word,
}

/// A word or value of a claim, ready to be compared.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub kind: Kind,
    /// Its place among the claim's items.
    pub item: usize,
    /// Words that stand together without an article, a preposition or a comma between them have one number.
    pub run: u16,
    /// The classes of light words that it is in.
    pub classes: u32,
    pub frame: bool,
    pub loose: bool,
    /// It is the claim's verb.
    pub verb: bool,
    /// It tells that something has changed; it tells so only where that is what the claim is about.
    pub news: bool,
    pub aside: bool,
    /// The groups of like meaning that it is in.
    alike: u32,
    pub meanings: Meanings,
    /// How rare the word is, from 0 to 1.
    pub rare: f64,
}

impl Unit {
    /// Whether it says something itself.
    pub fn tells(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name) && self.classes == 0 && !self.loose && !self.frame
    }
}

/// A claim's units.
#[derive(Debug, Clone, Default)]
pub(super) struct Gist {
    pub units: Vec<Unit>,
    /// The unit that is the claim's verb.
    pub verb: Option<usize>,
    /// How often it denies: "is forbidden" is "is not allowed".
    pub denials: usize,
    /// It says that something has changed; it says what might be, or was once. Both are asked for with every pair.
    pub news: bool,
    pub loose: bool,
}

impl Gist {
    pub fn of(claim: &Claim) -> Gist {
        let (news, loose) = (is_news(claim), is_loose_talk(claim));
        let mut gist = Gist { denials: claim.denials, news, loose, ..Gist::default() };
        let mut last: Option<usize> = None;
        let mut run = 0;
        for (place, item) in claim.items.iter().enumerate() {
            let meanings = Meanings::of(&item.lower);
            let kind = kind_of(item, meanings.is_known());
            gist.denials += usize::from(one_of(&item.key, FORBIDDING));
            let verb = item.role == Role::Verb && kind == Kind::Word;
            let joined = !verb && last.is_some_and(|at| item.at == at || item.at == at + 1 && !claim.parted(item.at));
            run += u16::from(!joined);
            last = (!verb && item.lower != "per").then_some(item.at);
            if verb && gist.verb.is_none() {
                gist.verb = Some(gist.units.len());
            }
            let word = kind == Kind::Word;
            gist.units.push(Unit {
                kind,
                item: place,
                run,
                classes: if word { classes(&item.key) } else { 0 },
                verb,
                news: word && is_cue(&item.lower),
                aside: is_aside_of_news(&item.lower),
                frame: word && is_frame(&item.lower),
                loose: is_loose(&item.lower) || kind == Kind::Name && is_loose(&item.lower),
                alike: if word { alike(&item.key) } else { 0 },
                rare: meanings.rarity(),
                meanings: if word { meanings } else { Meanings::default() },
            });
        }
        gist
    }
}

/// What parts or joins a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    Plain,
    /// A comma, a colon, a bracket.
    Mark,
    /// It is "and" itself.
    And,
}

/// What is worked out of a claim when it is first asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Worked {
    gist: OnceCell<Gist>,
    pub phrases: OnceCell<Phrases>,
    pub marks: OnceCell<Marks>,
}

impl Claim {
    /// What it comes to when its wording is set aside.
    pub(super) fn gist(&self) -> &Gist {
        self.worked.gist.get_or_init(|| Gist::of(self))
    }

    /// Whether a few words in common may tell that it concerns another claim: it is short, or says that something has changed.
    pub fn touches_by_little(&self) -> bool {
        self.tells() < 5 || self.gist().news
    }

    /// How many words of content, names and codes it has.
    pub fn tells(&self) -> usize {
        self.gist().units.iter().filter(|unit| unit.tells()).count()
    }

    /// Whether a mark stands before a word.
    pub(super) fn parted(&self, at: usize) -> bool {
        self.joints.get(at) == Some(&Joint::Mark)
    }

    /// Whether two words stand in one list: only commas, "and" and words that carry something are between them.
    pub(super) fn coordinated(&self, from: usize, to: usize) -> bool {
        let carries = |at: usize| self.items.iter().any(|item| item.at == at);
        let joined = |at: usize| self.joints.get(at).is_some_and(|joint| *joint != Joint::Plain);
        (from + 1..=to).any(joined)
            && (from + 1..to).all(|at| {
                self.joints.get(at) == Some(&Joint::And) || carries(at) && self.role_at(at) != Some(Role::Verb)
            })
    }

    fn role_at(&self, at: usize) -> Option<Role> {
        self.items.iter().find(|item| item.at == at).map(|item| item.role)
    }
}

fn kind_of(item: &Item, known: bool) -> Kind {
    match item.sort {
        Sort::Word if one_of(&item.key, "i we he she they you") => Kind::Person,
        Sort::Word if item.key == "have" => Kind::Word,
        Sort::Word if small_key(item) == "may" => Kind::Small,
        Sort::Word if kept(&item.lower).is_some() || one_of(&item.key, SMALL) => Kind::Small,
        // A capital at the beginning may be no more than that.
        Sort::Word if item.name && (item.at > 0 || !known || item.possessive) => Kind::Name,
        Sort::Word => Kind::Word,
        _ => Kind::Value,
    }
}

/// What runs of words are read as that are small words: "at least".
const SMALL: &str = "atleast atmost must can above abov below before-place instead here there not";

/// Words that deny what somebody may do, by their keys.
const FORBIDDING: &str = "forbid ban prohibit disallow";

/// What a small word compares by: what is allowed may be done, "over 20" is "more than 20".
pub(super) fn small_key(item: &Item) -> &str {
    match item.key.as_str() {
        key if one_of(key, FORBIDDING) || one_of(key, "allow permit") => "may",
        "over" => "abov",
        "under" => "below",
        key => key,
    }
}

/// How well two units say the same: not at all, by what they mean, or word for word.
pub(super) fn fit(a: (&Claim, &Unit), b: (&Claim, &Unit)) -> u8 {
    let ((a, left), (b, right)) = ((&a.0.items[a.1.item], a.1), (&b.0.items[b.1.item], b.1));
    let names = (left.kind == Kind::Name, right.kind == Kind::Name);
    match (left.kind, right.kind) {
        (Kind::Value, Kind::Value) => 2 * u8::from(a.sort == b.sort && amount(a) == amount(b)),
        (Kind::Name | Kind::Word, Kind::Name | Kind::Word) if names.0 || names.1 => {
            let plural =
                |one: &str, two: &str| one.strip_suffix('s').is_some_and(|single| single == two && single.len() > 3);
            let alike =
                a.lower == b.lower || (plural(&a.lower, &b.lower) || plural(&b.lower, &a.lower)) && names.0 != names.1;
            let begins = |item: &Item, name: bool| name && item.at == 0;
            let root =
                names.0 != names.1 && (begins(a, names.0) || begins(b, names.1)) && of_one_root(&a.lower, &b.lower, 5);
            if alike { 2 } else { u8::from(root) }
        }
        (Kind::Word, Kind::Word) if a.key == b.key => 2,
        (Kind::Word, Kind::Word) => {
            let known = left.meanings.is_known() && right.meanings.is_known();
            let alike = left.alike & right.alike > 0
                || left.meanings.same(&right.meanings)
                || left.meanings.kin(&right.meanings)
                || of_one_root(&a.lower, &b.lower, if known && !left.verb && !right.verb { 7 } else { 5 });
            u8::from(alike)
        }
        (one, two) if one == two => 2 * u8::from(small_key(a) == small_key(b)),
        _ => 0,
    }
}

/// "Set to 27" is 27.
pub(super) fn amount(item: &Item) -> &str {
    if item.sort == Sort::Number { item.key.strip_prefix("to ").unwrap_or(&item.key) } else { &item.key }
}

/// Whether two words begin alike and end as words do that are made from one another: "deregister", "deregistration".
fn of_one_root(a: &str, b: &str, least: usize) -> bool {
    const ENDS: [&str; 28] = [
        "r", "rs", "d", "tion", "", "s", "e", "es", "ed", "er", "ers", "or", "ors", "ing", "ings", "ion", "ions",
        "ation", "ration", "rations", "ment", "ments", "al", "ance", "ence", "y", "ies", "ist",
    ];
    if a.as_bytes().get(..4).is_none_or(|begins| b.as_bytes().get(..4) != Some(begins)) {
        return false;
    }
    let single =
        |word: &'_ str| word.len() - usize::from(word.len() > 4 && word.ends_with('s') && !word.ends_with("ss"));
    let (a, b) = (&a[..single(a)], &b[..single(b)]);
    let shared = a.bytes().zip(b.bytes()).take_while(|(one, two)| one == two).count();
    let ends = |word: &str, at: usize| word.get(at..).is_some_and(|end| ENDS.contains(&end));
    // "Take", "taker": the whole of the one begins the other.
    let whole = least < 7 && shared > 3 && shared == a.len().min(b.len());
    whole && ends(a, shared) && ends(b, shared) || (least..=shared).rev().any(|at| ends(a, at) && ends(b, at))
}

/// Which units of two claims say the same: of each its place in the other.
#[derive(Debug, Clone)]
pub(super) struct Pairing {
    pub left: Vec<Option<usize>>,
    pub right: Vec<Option<usize>>,
}

impl Pairing {
    /// Pairs the units of two claims, word for word first.
    pub fn of(a: &Claim, b: &Claim) -> Pairing {
        let (one, two) = (&a.gist().units, &b.gist().units);
        let mut pairing = Pairing { left: vec![None; one.len()], right: vec![None; two.len()] };
        for least in [2, 1] {
            for (at, unit) in one.iter().enumerate() {
                if pairing.left[at].is_some() {
                    continue;
                }
                let free = |place: &usize| pairing.right[*place].is_none();
                let found = (0..two.len()).filter(free).find(|place| fit((a, unit), (b, &two[*place])) >= least);
                if let Some(place) = found {
                    pairing.left[at] = Some(place);
                    pairing.right[place] = Some(at);
                }
            }
        }
        pairing
    }

    /// What of the one has nothing in the other, and the other way round.
    pub fn rest(&self) -> (Vec<usize>, Vec<usize>) {
        let alone = |side: &[Option<usize>]| (0..side.len()).filter(|at| side[*at].is_none()).collect();
        (alone(&self.left), alone(&self.right))
    }

    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.left.iter().enumerate().filter_map(|(at, other)| other.map(|other| (at, other)))
    }
}
