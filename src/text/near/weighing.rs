//! How likely two claims say the same, where no rule says so: of every word of the one it is told how well a word or phrase of the
//! other stands for it, what is left over is counted by its sort, and so is what speaks against it: values and names that clash, what
//! excludes one another, who does it to whom. Trees grown from pairs of notes (`scripts/pairs.mjs`) make one probability of it.

use crate::text::concepts;
use crate::text::cues;
use crate::text::trees::Trees;

use super::claim::{Claim, Item, Role, Sort, Tense};
use super::gist::{Kind, Pairing, Unit, amount, fit};
use super::leftover::{Turns, turns};
use super::lexicon::one_of;
use super::marks::{AGAIN, ALSO, FOR_NOW, INSTEAD, KEYED};
use super::phrases::{Standing, pair_phrases};
use super::rival::values_differ_twice;

/// Grown from the features below: whether two say the same, and whether the newer of two takes the place of the older.
static SAME: Trees = Trees(include_bytes!("same.bin"));
static TURNED: Trees = Trees(include_bytes!("turned.bin"));

/// How well a word of the one stands for a word of the other: by what it means, by a phrase of the table, by a phrase that only
/// answers for it, by being a sort of it.
const MEANT: f64 = 0.95;
const PHRASED: f64 = 0.9;
const MADE_OF: f64 = 0.8;
const SERVED: f64 = 0.75;
const BROADER: f64 = 0.5;
/// Likeness says something from so much on, and never more than that.
const LIKE: f64 = 0.25;
const LIKEST: f64 = 0.7;
/// A word that something stands for so well is not missing.
const HELD: f64 = 0.4;

/// Two of which neither is paired for so much are apart.
const SHARED: f64 = 0.22;

/// How likely two claims say the same.
pub(super) fn sameness(a: &Claim, b: &Claim) -> f64 {
    features(a, b).map_or(0.0, |features| SAME.probability(&features))
}

/// How likely a newer claim takes the place of an older one: both cannot hold.
pub(super) fn turning(newer: &Claim, older: &Claim) -> f64 {
    turning_features(newer, older).map_or(0.0, |features| TURNED.probability(&features))
}

/// What speaks for two claims' saying the same and against it, the same whichever comes first; nothing where a quick look is enough.
pub(super) fn features(a: &Claim, b: &Claim) -> Option<Vec<f32>> {
    may_say_the_same(a, b).map(|paired| Pair::of(a, b, paired).features().0)
}

/// What two claims share: the units that say the same by themselves, and those that do as parts of a phrase too.
struct Paired {
    by_units: Pairing,
    all: Pairing,
    standing: Standing,
}

impl Paired {
    /// Holds two claims against each other, unless they share too little for one to say anything of the other.
    fn of(a: &Claim, b: &Claim, by_units: Pairing) -> Option<Paired> {
        let mut all = by_units.clone();
        let standing = pair_phrases(a, b, &mut all);
        let shared = share(a, &all.left).max(share(b, &all.right));
        (shared >= SHARED).then_some(Paired { by_units, all, standing })
    }
}

/// A quick look, since most pairs are apart: each has a value that the other has otherwise, or one asks.
fn may_say_the_same(a: &Claim, b: &Claim) -> Option<Paired> {
    let lacks = |one: &Claim, two: &Claim| {
        let mut values = one.items.iter().filter(|item| item.sort != Sort::Word);
        let is = |item: &Item, other: &Item| other.sort == item.sort && amount(other) == amount(item);
        values.any(|item| !two.items.iter().any(|other| is(item, other) || is_same_clock(item, other)))
    };
    if !may_be_held(a, b) || lacks(a, b) && lacks(b, a) {
        return None;
    }
    Paired::of(a, b, Pairing::of(a, b))
}

/// How much of a claim is paired.
fn share(claim: &Claim, pairs: &[Option<usize>]) -> f64 {
    let units = || claim.gist().units.iter().zip(pairs);
    let total: f64 = units().map(|(unit, _)| weight(unit)).sum();
    units().filter(|(_, pair)| pair.is_some()).map(|(unit, _)| weight(unit)).sum::<f64>() / total.max(0.01)
}

/// A quick look: something is in both, and they do not differ in two values, nor in a name and a value.
fn may_turn(newer: &Claim, older: &Claim) -> Option<Paired> {
    let open = newer.marks().tells_what_is_open() || older.marks().tells_what_is_open();
    if !may_be_held(newer, older) || values_differ_twice(newer, older) || open {
        return None;
    }
    let pairing = Pairing::of(newer, older);
    let (left, right) = pairing.rest();
    let of = |claim: &Claim, rest: &[usize], kind: Kind| rest.iter().any(|at| claim.gist().units[*at].kind == kind);
    let clash = |kind: Kind| of(newer, &left, kind) && of(older, &right, kind);
    // "Team A" and "team B" are two.
    let marked = |claim: &Claim, rest: &[usize]| {
        let units = rest.iter().map(|at| &claim.gist().units[*at]);
        units.into_iter().any(|unit| unit.kind == Kind::Value && claim.items[unit.item].at < claim.pivot)
    };
    if clash(Kind::Name) && clash(Kind::Value) || marked(newer, &left) && marked(older, &right) {
        return None;
    }
    Paired::of(newer, older, pairing)
}

fn may_be_held(a: &Claim, b: &Claim) -> bool {
    !a.too_long && !b.too_long && !a.asked && !b.asked && a.symbols == b.symbols
}

/// What speaks for a newer claim's taking the place of an older one and against it; nothing where a quick look is enough.
pub(super) fn turning_features(newer: &Claim, older: &Claim) -> Option<Vec<f32>> {
    let both = Pair::of(newer, older, may_turn(newer, older)?);
    let mut found = both.features();
    found.numbers(&both.left.shares());
    found.places(&both.left, &both.right);
    let denials = |claim: &Claim| claim.gist().denials.min(3) as f64;
    found.numbers(&[denials(newer), denials(older)]);
    found.facts(&[
        newer.gist().news,
        older.gist().news,
        newer.gist().loose,
        older.gist().loose,
        newer.tense == Tense::Past,
        older.tense == Tense::Past,
        newer.asks,
        older.asks,
        newer.clauses,
        newer.marks().says(AGAIN),
        newer.marks().says(INSTEAD),
        newer.marks().says(ALSO),
        older.marks().says(FOR_NOW),
    ]);
    Some(found.0)
}

/// Two claims held against each other.
struct Pair<'c> {
    left: Half<'c>,
    right: Half<'c>,
    turned: Turns,
    standing: Standing,
}

impl<'c> Pair<'c> {
    fn of(a: &'c Claim, b: &'c Claim, paired: Paired) -> Pair<'c> {
        let Paired { by_units, all, standing } = paired;
        let turned = turns(a, b, &by_units);
        Pair { left: Half::of(a, b, &all.left), right: Half::of(b, a, &all.right), turned, standing }
    }

    fn features(&self) -> Features {
        let (left, right) = (&self.left, &self.right);
        let mut found = Features(Vec::with_capacity(128));
        for (one, two) in left.shares().into_iter().zip(right.shares()) {
            found.numbers(&[one.max(two), one.min(two)]);
        }
        found.clash(left, right);
        let denials = (left.claim.gist().denials as i64, right.claim.gist().denials as i64);
        let standing = &self.standing;
        let told = (denials.0 - standing.denials.0 as i64, denials.1 - standing.denials.1 as i64);
        found.numbers(&[
            (denials.0 - denials.1).abs() as f64,
            (told.0 - told.1).abs() as f64,
            denials.0.min(denials.1) as f64,
            standing.count as f64,
        ]);
        found.built(left.claim, right.claim, &self.turned);
        found
    }
}

/// One of two claims, and how well each of its units is held by the other.
struct Half<'c> {
    claim: &'c Claim,
    units: Vec<Held>,
}

/// A unit, how much it counts, and how well something of the other claim stands for it.
struct Held {
    unit: usize,
    weight: f64,
    strength: f64,
    exact: bool,
}

fn weight(unit: &Unit) -> f64 {
    match unit.kind {
        Kind::Name => 1.3,
        Kind::Value => 1.2,
        Kind::Small => 0.4,
        Kind::Person => 0.25,
        Kind::Word if unit.loose => 0.1,
        Kind::Word if unit.frame => 0.2,
        Kind::Word if unit.classes > 0 || unit.news => 0.25,
        Kind::Word if unit.verb => 0.1 + 0.8 * unit.rare,
        Kind::Word => 0.2 + 0.8 * unit.rare,
    }
}

impl<'c> Half<'c> {
    fn of(claim: &'c Claim, other: &Claim, pairs: &[Option<usize>]) -> Half<'c> {
        let open: Vec<usize> = (0..pairs.len()).filter(|at| pairs[*at].is_none()).collect();
        let served = claim.served(&open, other);
        let units = claim.gist().units.iter().enumerate();
        let held = units.map(|(at, unit)| {
            let paired = pairs[at].map(|place| fit((claim, unit), (other, &other.gist().units[place])));
            let strength = match paired {
                Some(2) => 1.0,
                Some(1) => MEANT,
                Some(_) => PHRASED,
                None if served.contains(&at) && unit.kind == Kind::Word => SERVED,
                None => softly(claim, at, other),
            };
            Held { unit: at, weight: weight(unit), strength, exact: paired == Some(2) }
        });
        Half { claim, units: held.collect() }
    }

    fn unit(&self, held: &Held) -> &Unit {
        &self.claim.gist().units[held.unit]
    }

    /// What nothing of the other stands for.
    fn missing(&self) -> impl Iterator<Item = &Held> {
        self.units.iter().filter(|held| held.strength < HELD)
    }

    fn count(&self, such: impl Fn(&Unit) -> bool) -> f64 {
        self.missing().filter(|held| such(self.unit(held))).count().min(4) as f64
    }

    /// How much of it the other holds, and what it lacks, by sorts.
    fn shares(&self) -> Vec<f64> {
        let sum = |of: &dyn Fn(&Held) -> f64| self.units.iter().map(|held| held.weight * of(held)).sum::<f64>();
        let total = sum(&|_| 1.0).max(0.01);
        let such = |such: &dyn Fn(&Held) -> bool| sum(&|held| if such(held) { 1.0 } else { 0.0 });
        let rarest = |all: &mut dyn Iterator<Item = &Held>| {
            all.map(|held| if self.unit(held).tells() { self.unit(held).rare } else { 0.0 }).fold(0.0, f64::max)
        };
        let verb = self.units.iter().find(|held| self.unit(held).verb);
        vec![
            sum(&|held| held.strength) / total,
            such(&|held| held.exact) / total,
            such(&|held| held.strength >= PHRASED) / total,
            such(&|held| held.strength >= BROADER) / total,
            sum(&|held| 1.0 - held.strength).min(4.0),
            total.min(8.0),
            self.count(|unit| unit.kind == Kind::Name),
            self.count(|unit| unit.kind == Kind::Value),
            self.count(|unit| unit.kind == Kind::Word && unit.tells() && !unit.verb),
            self.count(|unit| unit.kind == Kind::Word && unit.verb && unit.classes == 0),
            self.count(|unit| unit.kind == Kind::Word && unit.classes > 0),
            self.count(|unit| unit.kind == Kind::Small),
            self.count(|unit| unit.kind == Kind::Person),
            self.count(|unit| unit.frame || unit.loose),
            rarest(&mut self.missing()),
            verb.map_or(-1.0, |held| held.strength),
            self.subject().map_or(-1.0, |held| held.strength),
            self.units.iter().filter(|held| self.unit(held).tells()).count().min(12) as f64,
        ]
    }

    /// The places that the other leaves empty or fills otherwise: units that say something, side by side.
    fn places(&self) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut last: Option<(usize, u16)> = None;
        for held in self.missing() {
            let unit = self.unit(held);
            if !unit.tells() && unit.kind != Kind::Value || unit.news {
                continue;
            }
            match found.last_mut().filter(|_| last == Some((held.unit.wrapping_sub(1), unit.run))) {
                Some(place) => place.push(held.unit),
                None => found.push(vec![held.unit]),
            }
            last = Some((held.unit, unit.run));
        }
        found
    }

    /// What it is about: the last unit that says something before its verb.
    fn subject(&self) -> Option<&Held> {
        let before = |held: &&Held| self.claim.items[self.unit(held).item].at < self.claim.pivot;
        self.units.iter().filter(before).rfind(|held| self.unit(held).tells())
    }
}

/// How well some unit of another claim stands for one that has no like there.
fn softly(claim: &Claim, at: usize, other: &Claim) -> f64 {
    let unit = &claim.gist().units[at];
    let item = &claim.items[unit.item];
    if unit.kind == Kind::Value {
        let told = other.gist().units.iter().any(|theirs| is_same_clock(item, &other.items[theirs.item]));
        return if told { MADE_OF } else { 0.0 };
    }
    if unit.kind != Kind::Word {
        return 0.0;
    }
    let like = |(place, theirs): (usize, &Unit)| {
        if theirs.kind != Kind::Word || are_apart((claim, at), (other, place)) {
            return 0.0;
        }
        let kin = unit.meanings.kin(&theirs.meanings);
        if kin || concepts::derived(&item.key, &other.items[theirs.item].key) {
            return MADE_OF;
        }
        let graded = ((unit.meanings.likeness(&theirs.meanings) - LIKE) / (1.0 - LIKE)).clamp(0.0, LIKEST);
        let broader = || unit.meanings.is_a(&theirs.meanings) || theirs.meanings.is_a(&unit.meanings);
        if graded < BROADER && broader() { BROADER } else { graded }
    };
    other.gist().units.iter().enumerate().map(like).fold(0.0, f64::max)
}

/// Whether two values may be one time of day: "at 10 sharp", "at ten o'clock"; "eight" in the evening is 20:00.
fn is_same_clock(one: &Item, other: &Item) -> bool {
    let hour = |item: &Item| match item.sort {
        Sort::Time => item.key.strip_suffix(":00").and_then(|hour| hour.parse::<u32>().ok()).map(|hour| (hour, true)),
        Sort::Number => item.key.parse::<u32>().ok().filter(|hour| *hour <= 24).map(|hour| (hour, false)),
        _ => None,
    };
    match (hour(one), hour(other)) {
        (Some((one, timed)), Some((other, also))) => (timed || also) && one % 12 == other % 12,
        _ => false,
    }
}

/// Whether two words exclude one another: "morning" and "evening", "locked" and "unlocked".
fn are_apart(one: (&Claim, usize), other: (&Claim, usize)) -> bool {
    fn item((claim, unit): (&Claim, usize)) -> &Item {
        &claim.items[claim.gist().units[unit].item]
    }
    let (a, b) = (item(one), item(other));
    let turned =
        |long: &str, short: &str| ["un", "in", "dis", "non"].iter().any(|no| long.strip_prefix(no) == Some(short));
    let excluded = || match (one.0.cue_of(one.1), other.0.cue_of(other.1)) {
        (Some(one), Some(other)) => cues::exclude(one, other),
        _ => false,
    };
    concepts::opposites(&a.key).contains(&b.key.as_str())
        || turned(&a.lower, &b.lower)
        || turned(&b.lower, &a.lower)
        || excluded()
}

/// Numbers, in a fixed order.
struct Features(Vec<f32>);

impl Features {
    fn numbers(&mut self, numbers: &[f64]) {
        self.0.extend(numbers.iter().map(|number| *number as f32));
    }

    fn facts(&mut self, facts: &[bool]) {
        self.0.extend(facts.iter().map(|fact| if *fact { 1.0 } else { 0.0 }));
    }

    /// What both have and the other has otherwise.
    fn clash(&mut self, left: &Half<'_>, right: &Half<'_>) {
        let kinds = |kind: Kind| {
            let count = |half: &Half<'_>| half.missing().filter(|held| half.unit(held).kind == kind).count();
            count(left).min(count(right)).min(3) as f64
        };
        let sort = |half: &Half<'_>, held: &Held| half.claim.items[half.unit(held).item].sort;
        let pairs = || left.missing().flat_map(|one| right.missing().map(move |two| (one, two)));
        let count =
            |such: &dyn Fn(&Held, &Held) -> bool| pairs().filter(|(one, two)| such(one, two)).count().min(3) as f64;
        let words = |one: &Held, two: &Held| left.unit(one).kind == Kind::Word && right.unit(two).kind == Kind::Word;
        let apart =
            |one: &Held, two: &Held| words(one, two) && are_apart((left.claim, one.unit), (right.claim, two.unit));
        let beyond = |half: &Half<'_>, other: &Half<'_>| {
            half.units.iter().any(|one| {
                other.missing().any(|two| {
                    half.unit(one).kind == Kind::Word
                        && other.unit(two).kind == Kind::Word
                        && are_apart((half.claim, one.unit), (other.claim, two.unit))
                })
            })
        };
        let likest = pairs()
            .filter(|(one, two)| words(one, two))
            .map(|(one, two)| left.unit(one).meanings.likeness(&right.unit(two).meanings))
            .fold(0.0, f64::max);
        let shared = |kind: Kind| {
            left.units.iter().filter(|held| left.unit(held).kind == kind && held.exact).count().min(4) as f64
        };
        let rarest = left
            .units
            .iter()
            .filter(|held| held.strength >= PHRASED && left.unit(held).tells())
            .map(|held| left.unit(held).rare)
            .fold(0.0, f64::max);
        self.numbers(&[
            kinds(Kind::Name),
            kinds(Kind::Value),
            kinds(Kind::Word),
            kinds(Kind::Small),
            kinds(Kind::Person),
            count(&|one, two| sort(left, one) != Sort::Word && sort(left, one) == sort(right, two)),
            count(&apart),
            count(&|one, two| words(one, two) && left.unit(one).meanings.are_sorts_of_one(&right.unit(two).meanings)),
            likest,
            shared(Kind::Name),
            shared(Kind::Value),
            shared(Kind::Small),
            rarest,
        ]);
        self.facts(&[beyond(left, right) || beyond(right, left)]);
    }

    /// What the newer has in place of what of the older.
    fn places(&mut self, now: &Half<'_>, was: &Half<'_>) {
        let (fresh, stale) = (now.places(), was.places());
        let first = |half: &Half<'_>, places: &[Vec<usize>]| {
            places.first().map(|units| half.claim.gist().units[units[0]].clone())
        };
        let (one, two) = (first(now, &fresh), first(was, &stale));
        let role = |half: &Half<'_>, unit: &Option<Unit>| unit.as_ref().map(|unit| half.claim.items[unit.item].role);
        let behind = |half: &Half<'_>, unit: &Option<Unit>| {
            unit.as_ref().is_some_and(|unit| half.claim.items[unit.item].at >= half.claim.pivot)
        };
        let kind = |unit: &Option<Unit>, kind: Kind| unit.as_ref().is_some_and(|unit| unit.kind == kind);
        let known =
            |half: &Half<'_>| half.claim.plain.first().is_some_and(|word| one_of(word, "the our my this these"));
        self.numbers(&[fresh.len().min(4) as f64, stale.len().min(4) as f64]);
        self.facts(&[
            kind(&one, Kind::Name),
            kind(&one, Kind::Value),
            kind(&one, Kind::Word),
            kind(&two, Kind::Name),
            kind(&two, Kind::Value),
            kind(&two, Kind::Word),
            one.is_some() && role(now, &one) == role(was, &two),
            behind(now, &one),
            behind(was, &two),
            known(now),
            known(was),
        ]);
    }

    /// How both are built.
    fn built(&mut self, a: &Claim, b: &Claim, turned: &Turns) {
        let either = |such: &dyn Fn(&Claim) -> bool| such(a) || such(b);
        let differ = |such: &dyn Fn(&Claim) -> bool| such(a) != such(b);
        let (one, two) = (a.marks(), b.marks());
        let lists = KEYED.map(|list| one.keyed(list) != two.keyed(list));
        self.facts(&[
            turned.persons,
            turned.roles,
            turned.mates,
            turned.values,
            a.passive != b.passive,
            a.tense != b.tense,
            either(&|claim| claim.tense == Tense::Past),
            differ(&|claim| claim.asks),
            differ(&|claim| claim.acts),
            either(&|claim| claim.label > 0),
            either(&|claim| claim.gist().news),
            either(&|claim| claim.gist().loose),
            differ(&|claim| claim.asked),
            either(&|claim| claim.clauses),
            either(&|claim| claim.definite),
        ]);
        self.facts(&lists);
        self.facts(&[
            one.oppose(two),
            differ(&|claim| claim.items.iter().any(|item| item.role == Role::From)),
            differ(&|claim| claim.items.iter().any(|item| item.role == Role::To)),
            differ(&|claim| claim.items.iter().any(|item| item.role == Role::For)),
            differ(&|claim| claim.items.iter().any(|item| item.role == Role::Owner)),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likely_same(a: &str, b: &str) -> bool {
        sameness(&Claim::of(a), &Claim::of(b)) >= 0.85
    }

    #[test]
    fn what_is_put_otherwise_is_likely_the_same() {
        assert!(likely_same("The engine must warm up for five minutes.", "Let the engine run warm, five minutes."));
        assert!(likely_same(
            "Ana drives the kids to school on Mondays",
            "On Mondays it is Ana who takes the children to school by car"
        ));
        assert!(!likely_same("The bread comes out of the oven at 5", "The bread goes into the oven at 5"));
        assert!(!likely_same("Team A meets on Monday", "Team B meets on Wednesday now"));
    }

    #[test]
    fn it_is_the_same_whichever_comes_first() {
        for (a, b) in [
            ("Emil only falls asleep with his blue elephant.", "Without the blue elephant Emil will not go to sleep."),
            ("The baker delivers at six", "At six o'clock the bread arrives"),
        ] {
            let (a, b) = (Claim::of(a), Claim::of(b));
            assert!((sameness(&a, &b) - sameness(&b, &a)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_wish_and_another_mark_change_nothing() {
        let likely = |newer: &str, older: &str| turning(&Claim::of(newer), &Claim::of(older));
        assert_eq!(likely("I wish the deposit was 250 euros", "The deposit is 200 euros"), 0.0);
        assert_eq!(likely("Team B meets on Wednesday now", "Team A meets on Monday"), 0.0);
        assert!(likely("The app works on tablets since the last update", "The app doesn't run on tablets") > 0.5);
    }
}
