//! Whether two claims say the same by what is left over when all that they share is set aside. What identifies must agree on both
//! sides; light words may stand or not; where each has a word of content that the other lacks, they are in contrast.

use super::claim::{Claim, Item, Role, Sort, Tense};
use super::gist::{Kind, Pairing, Unit, amount};
use super::lexicon::one_of;
use super::light::{BEING, MUST, PAYING, is_dimension};
use super::merge::{same_denials_by, same_tense};
use super::phrases::{Standing, exclude_one_another, pair_phrases};

/// One of two claims, with what it has that the other lacks.
pub(super) struct Side<'c> {
    pub claim: &'c Claim,
    pub rest: Vec<usize>,
}

impl Side<'_> {
    pub fn unit(&self, at: usize) -> &Unit {
        &self.claim.gist().units[at]
    }

    pub fn item(&self, at: usize) -> &Item {
        &self.claim.items[self.unit(at).item]
    }

    /// It has no verb, not even "is": "Parking: behind the barn".
    pub fn is_label(&self) -> bool {
        self.claim.be.is_none() && (!self.claim.acts || self.claim.label > 0)
    }

    /// Its verb, where the other lacks it.
    pub fn verb(&self) -> Option<usize> {
        self.claim.gist().verb.filter(|verb| self.rest.contains(verb))
    }

    fn lacks(&self, keys: &str) -> bool {
        !self.claim.items.iter().any(|item| one_of(&item.key, keys))
    }
}

/// Whether two claims say the same, whatever the wording.
pub(super) fn same_gist(a: &Claim, b: &Claim) -> bool {
    if a.too_long || b.too_long || a.symbols != b.symbols || a.asked != b.asked {
        return false;
    }
    // Most pairs differ in a value: that is seen without pairing their words.
    let valued = |one: &Claim, two: &Claim| {
        let mut values = one.items.iter().filter(|item| item.sort != Sort::Word);
        values.all(|item| two.items.iter().any(|other| other.sort == item.sort && amount(other) == amount(item)))
    };
    if !valued(a, b) || !valued(b, a) {
        return false;
    }
    let mut pairing = Pairing::of(a, b);
    let standing = pair_phrases(a, b, &mut pairing);
    let (left, right) = pairing.rest();
    let (left, right) = (Side { claim: a, rest: left }, Side { claim: b, rest: right });
    let weighty = |(at, _): &(usize, usize)| {
        matches!(left.unit(*at).kind, Kind::Word | Kind::Name | Kind::Value) && !left.unit(*at).loose
    };
    let shared = pairing.pairs().filter(weighty).count();
    let told = pairing.pairs().filter(|(at, _)| matches!(left.unit(*at).kind, Kind::Word | Kind::Name)).count();
    shared >= 2
        && (same_tense(a, b) || left.is_label() || right.is_label())
        && told >= 1
        && (same_denials_by(a, b, &pairing) || denied_by(a, b, standing))
        && excused(&left, &right, shared)
        && !is_rearranged(a, b, &pairing)
        && !exclude_one_another(a, b, &pairing)
}

/// Whether what is denied on either side is denied by phrases that stand for one another: "hard of hearing", "cannot hear".
fn denied_by(a: &Claim, b: &Claim, standing: Standing) -> bool {
    standing.denials != (0, 0) && standing.denials == (a.denials, b.denials)
}

/// Whether all that is left over on both sides may be; a word of content at most on one.
fn excused(left: &Side<'_>, right: &Side<'_>, shared: usize) -> bool {
    let cost = |side: &Side<'_>, other: &Side<'_>| -> Option<usize> {
        side.rest.iter().try_fold(0, |sum, at| Some(sum + excuse(side, *at, other, shared)?))
    };
    matches!((cost(left, right), cost(right, left)), (Some(one), Some(two)) if (one == 0 || two == 0) && one.max(two) <= 1)
}

/// What it costs that a unit has nothing in the other claim; nothing if it keeps the two apart.
fn excuse(side: &Side<'_>, at: usize, other: &Side<'_>, shared: usize) -> Option<usize> {
    let (unit, item) = (side.unit(at), side.item(at));
    if (unit.loose || item.key == "possibl") && unit.kind != Kind::Small {
        return Some(0);
    }
    match unit.kind {
        Kind::Value | Kind::Name => None,
        Kind::Person => {
            let alone = other.rest.iter().all(|at| other.unit(*at).kind != Kind::Person);
            let named = other.claim.items.iter().any(|one| one.possessive);
            let owner = item.role == Role::Owner && (named || side.is_label() || other.is_label());
            (alone && (one_of(&item.key, "we you they") || owner)).then_some(0)
        }
        Kind::Small => small_excuse(side, item, other),
        Kind::Word => word_excuse(side, at, other, shared),
    }
}

fn small_excuse(side: &Side<'_>, item: &Item, other: &Side<'_>) -> Option<usize> {
    let needs = |side: &Side<'_>| side.claim.items.iter().any(|item| one_of(&item.key, "need must")) || side.claim.asks;
    let free = match item.key.as_str() {
        "all" => other.lacks("some most few more only both other") && side.claim.denials == 0,
        "must" => {
            // "Norma approves discounts", "discounts have to be approved by Norma": what is done by rule must be.
            let by_rule = side.claim.passive
                && other.claim.acts
                && !other.claim.passive
                && other.claim.tense == Tense::Present
                && side.claim.items.iter().any(|item| item.role == Role::Subject && item.at > side.claim.pivot);
            other.is_label() || needs(other) || !other.lacks("all") || by_rule
        }
        "can" => other.lacks("must may should") && (other.is_label() || !other.lacks("possibl")),
        "if" | "when" => other.rest.iter().any(|at| one_of(&other.item(*at).key, "if when")),
        "during" | "through" | "own" | "here" | "there" => {
            other.rest.iter().all(|at| other.unit(*at).kind != Kind::Small)
        }
        "out" | "off" | "up" | "over" | "down" | "back" => {
            let verb = side.verb().map(|verb| side.unit(verb));
            verb.is_some_and(|verb| verb.classes > 0) && other.rest.iter().all(|at| other.unit(*at).kind != Kind::Small)
        }
        _ => false,
    };
    free.then_some(0)
}

fn word_excuse(side: &Side<'_>, at: usize, other: &Side<'_>, shared: usize) -> Option<usize> {
    let unit = side.unit(at);
    let is_verb = side.claim.gist().verb == Some(at);
    if has_excuse(side, at, other) || must_excuse(side, at, other) {
        return Some(0);
    }
    if unit.classes > 0 && light_excuse(side, unit, is_verb, other) {
        return Some(0);
    }
    let plain = |at: &usize| matches!(other.unit(*at).kind, Kind::Word) && !other.unit(*at).loose;
    let alone = !other.rest.iter().any(|at| plain(at) && other.unit(*at).classes == 0 && !other.unit(*at).frame);
    if unit.frame && !is_verb && !other.rest.iter().any(|at| other.unit(*at).frame && other.unit(*at).classes == 0) {
        return Some(0);
    }
    // "Patients park behind the barn", "Parking: behind the barn": a label leaves its verb out.
    if is_verb && other.is_label() && alone && shared >= 3 {
        return Some(1);
    }
    if is_dimension(&side.item(at).lower) && after_number(side, at) {
        return other.rest.iter().all(|at| !is_dimension(&other.item(*at).lower)).then_some(0);
    }
    // "Dosage of the syrup: 5 ml": what a label calls the value that the other gives without calling it anything.
    let heads = side.is_label() && side.claim.label > side.item(at).at;
    (heads && alone && shared >= 4 && other.verb().is_none_or(|verb| other.unit(verb).classes > 0)).then_some(1)
}

/// "Hans has the key", "the key is with Hans"; "the fights have no end", "there is no end in the fights".
fn has_excuse(side: &Side<'_>, at: usize, other: &Side<'_>) -> bool {
    let is = other.claim.be.is_some() && !other.claim.acts;
    let with = other.claim.items.iter().any(|item| item.role == Role::With);
    side.item(at).key == "have" && (is && with || other.claim.there)
}

/// "You must wear a helmet", "helmets are compulsory": what must be is used as such things are.
fn must_excuse(side: &Side<'_>, at: usize, other: &Side<'_>) -> bool {
    let must = |side: &Side<'_>| {
        let units = side.claim.gist().units.iter();
        side.claim.asks
            || units.into_iter().any(|unit| unit.classes & MUST > 0 || side.claim.items[unit.item].key == "must")
    };
    one_of(&side.item(at).key, "wear bring carri show use")
        && side.claim.acts
        && other.claim.be.is_some()
        && !other.claim.acts
        && must(side)
        && must(other)
}

/// Whether a light word may stand or not, by what stands in its place in the other claim.
fn light_excuse(side: &Side<'_>, unit: &Unit, is_verb: bool, other: &Side<'_>) -> bool {
    let stand_in =
        other.rest.iter().map(|at| other.unit(*at)).find(|other| other.classes > 0 && other.kind == Kind::Word);
    if let Some(stand_in) = stand_in {
        let priced = stand_in.classes & PAYING > 0 && unit.classes & PAYING > 0 && names_money(side.claim);
        return (priced || stand_in.classes & unit.classes > 0) && !opposed(side, unit, other, stand_in);
    }
    if other.verb().is_some() && is_verb {
        return false;
    }
    if !is_verb && !unit.frame {
        return side.is_label() || unit.classes & BEING > 0 && !side.claim.acts;
    }
    let existential = other.claim.there;
    other.claim.acts || other.is_label() || existential || unit.classes & BEING > 0
}

/// "Ana sends letters", "Ana gets letters": of two light words that share a class one may say the opposite of the other.
fn opposed(side: &Side<'_>, unit: &Unit, other: &Side<'_>, stand_in: &Unit) -> bool {
    const OPPOSITES: [(&str, &str); 4] = [
        ("come", "go leave"),
        ("give put bring", "take"),
        ("give send hand deliver supply suppli sell", "get receive have buy order obtain purchas"),
        ("start happen", "end"),
    ];
    let (one, two) = (&side.claim.items[unit.item].key, &other.claim.items[stand_in.item].key);
    let turned = OPPOSITES.iter().any(|(giving, getting)| {
        one_of(one, giving) && one_of(two, getting) || one_of(two, giving) && one_of(one, getting)
    });
    turned && !side.claim.passive && !other.claim.passive && !side.is_label() && !other.is_label()
}

fn names_money(claim: &Claim) -> bool {
    claim.items.iter().any(|item| one_of(&item.key, "euro dollar pound franc yen"))
}

fn after_number(side: &Side<'_>, at: usize) -> bool {
    (1..=2).any(|back| at >= back && side.item(at - back).sort == Sort::Number)
}

/// Whether who does it to whom has changed in what is shared.
pub(super) fn is_turned(a: &Claim, b: &Claim, pairing: &Pairing) -> bool {
    let pairs: Vec<(usize, usize)> = pairing.pairs().collect();
    persons_turned(a, b, &pairs) || roles_turned(a, b, &pairs)
}

/// Whether what is shared stands to one another otherwise: who does it to whom, from where to where, which of two has which.
fn is_rearranged(a: &Claim, b: &Claim, pairing: &Pairing) -> bool {
    let pairs: Vec<(usize, usize)> = pairing.pairs().collect();
    persons_turned(a, b, &pairs)
        || roles_turned(a, b, &pairs)
        || mates_changed(a, b, &pairs)
        || values_moved(a, b, &pairs)
}

/// In what ways that which is shared stands to one another otherwise.
pub(super) struct Turns {
    pub persons: bool,
    pub roles: bool,
    pub mates: bool,
    pub values: bool,
}

pub(super) fn turns(a: &Claim, b: &Claim, pairing: &Pairing) -> Turns {
    let pairs: Vec<(usize, usize)> = pairing.pairs().collect();
    Turns {
        persons: persons_turned(a, b, &pairs),
        roles: roles_turned(a, b, &pairs),
        mates: mates_changed(a, b, &pairs),
        values: values_moved(a, b, &pairs),
    }
}

fn person(claim: &Claim, at: usize) -> bool {
    let unit = &claim.gist().units[at];
    unit.kind == Kind::Name || unit.kind == Kind::Person && !one_of(&claim.items[unit.item].key, "you")
}

fn role(claim: &Claim, at: usize) -> Role {
    claim.items[claim.gist().units[at].item].role
}

/// Two persons of whom each does what the other does in the other claim.
fn persons_turned(a: &Claim, b: &Claim, pairs: &[(usize, usize)]) -> bool {
    let begins = |claim: &Claim, at: usize| claim.items[claim.gist().units[at].item].at == 0;
    let people: Vec<&(usize, usize)> = pairs
        .iter()
        .filter(|(one, two)| match (person(a, *one), person(b, *two)) {
            (true, true) => true,
            (true, false) => begins(b, *two),
            (false, true) => begins(a, *one),
            _ => false,
        })
        .collect();
    let apart = |claim: &Claim, one: usize, two: usize| claim.gist().units[one].run != claim.gist().units[two].run;
    let listed = |claim: &Claim, one: usize, two: usize| {
        let at = |unit: usize| claim.items[claim.gist().units[unit].item].at;
        claim.coordinated(at(one.min(two)), at(one.max(two)))
    };
    let turned = |one: &(usize, usize), two: &(usize, usize)| {
        let order = (one.0 < two.0) == (one.1 < two.1);
        apart(a, one.0, two.0)
            && apart(b, one.1, two.1)
            && order == (a.passive != b.passive && a.acts && b.acts)
            && !(listed(a, one.0, two.0) && listed(b, one.1, two.1))
            && !(order && (a.label > 0 || b.label > 0))
            && !(role(a, one.0) == role(b, one.1) && role(a, two.0) == role(b, two.1))
    };
    let labelled = (a.label > 0) != (b.label > 0);
    let turned = |one: &(usize, usize), two: &(usize, usize)| {
        let kept = role(a, one.0) == role(b, one.1) && role(a, two.0) == role(b, two.1);
        if labelled && kept {
            false
        } else if labelled {
            turned_in_label(a, b, one, two)
        } else {
            turned(one, two)
        }
    };
    let swapped = people.iter().enumerate().any(|(at, one)| people[at + 1..].iter().any(|two| turned(one, two)));
    let one_verb = a.acts && b.acts && a.verb == b.verb && a.passive == b.passive;
    let does = |role: Role| role == Role::Subject;
    let bears = |role: Role| matches!(role, Role::Object | Role::To | Role::From | Role::For | Role::By | Role::Than);
    swapped
        || one_verb
            && people.iter().any(|(one, two)| {
                let (one, two) = (role(a, *one), role(b, *two));
                does(one) && bears(two) || bears(one) && does(two)
            })
}

/// "Ana's reviewer: Ben" is told of Ben, who does it; who stands in the label bears it.
fn turned_in_label(a: &Claim, b: &Claim, one: &(usize, usize), two: &(usize, usize)) -> bool {
    let at = |claim: &Claim, unit: usize| claim.items[claim.gist().units[unit].item].at;
    let (label, of, (ones, twos), plain) = if a.label > 0 {
        (a, a.label, (one.0, two.0), (b, one.1, two.1))
    } else {
        (b, b.label, (one.1, two.1), (a, one.0, two.0))
    };
    let (first, second) = (at(label, ones) < of, at(label, twos) < of);
    if first == second {
        let run = |claim: &Claim, unit: usize| claim.gist().units[unit].run;
        return run(label, ones) != run(label, twos) && (ones < twos) != (plain.1 < plain.2);
    }
    let (bears, does) = if first { (plain.1, plain.2) } else { (plain.2, plain.1) };
    role(plain.0, bears) == Role::Subject || matches!(role(plain.0, does), Role::Object | Role::To | Role::For)
}

/// Two things that have changed their parts, or one that has turned from whence to whither.
fn roles_turned(a: &Claim, b: &Claim, pairs: &[(usize, usize)]) -> bool {
    let told = |at: usize| {
        matches!(a.gist().units[at].kind, Kind::Word | Kind::Name | Kind::Value) && !a.gist().units[at].loose
    };
    let roles: Vec<(Role, Role)> =
        pairs.iter().filter(|(one, _)| told(*one)).map(|(one, two)| (role(a, *one), role(b, *two))).collect();
    let opposed = |one: Role, two: Role| {
        matches!(
            (one, two),
            (Role::From, Role::To)
                | (Role::By, Role::For | Role::To | Role::About)
                | (Role::Than, Role::Subject | Role::Owner)
        )
    };
    let told = a.label == 0 && b.label == 0;
    let swapped = |one: &(Role, Role), two: &(Role, Role)| {
        one.0 != one.1 && one.0 == two.1 && one.1 == two.0 && one.0 != Role::With && one.1 != Role::With
    };
    roles.iter().any(|(one, two)| opposed(*one, *two) || opposed(*two, *one))
        || told && roles.iter().enumerate().any(|(at, one)| roles[at + 1..].iter().any(|two| swapped(one, two)))
}

/// "The red tin holds the blue beads": a word that stands with another thing than in the other claim.
fn mates_changed(a: &Claim, b: &Claim, pairs: &[(usize, usize)]) -> bool {
    let run = |claim: &Claim, at: usize| claim.gist().units[at].run;
    let verbs = (a.gist().verb, b.gist().verb);
    let telling = |(one, two): &&(usize, usize)| {
        let told = matches!(a.gist().units[*one].kind, Kind::Word | Kind::Name | Kind::Value);
        let rate = a.items[a.gist().units[*one].item].key.starts_with("per ");
        told && !rate && verbs.0 != Some(*one) && verbs.1 != Some(*two)
    };
    pairs.iter().filter(telling).any(|(one, two)| {
        let others = pairs.iter().filter(|pair| pair.0 != *one && telling(pair));
        let (mut lost, mut gained) = (false, false);
        for (other, place) in others {
            let (here, there) = (run(a, *other) == run(a, *one), run(b, *place) == run(b, *two));
            lost |= here && !there;
            gained |= there && !here;
        }
        lost && gained
    })
}

/// Numbers in another order, of which one has lost the word that it stands with.
fn values_moved(a: &Claim, b: &Claim, pairs: &[(usize, usize)]) -> bool {
    let rate = |at: usize| a.items[a.gist().units[at].item].key.starts_with("per ");
    let value = |at: usize| a.gist().units[at].kind == Kind::Value && !rate(at);
    let values: Vec<&(usize, usize)> = pairs.iter().filter(|(one, _)| value(*one)).collect();
    if values.windows(2).all(|pair| pair[0].1 < pair[1].1) {
        return false;
    }
    let run = |claim: &Claim, at: usize| claim.gist().units[at].run;
    let held = |one: &&(usize, usize)| {
        pairs
            .iter()
            .any(|other| other.0 != one.0 && run(a, other.0) == run(a, one.0) && run(b, other.1) == run(b, one.1))
    };
    !values.iter().all(held)
}
