//! Whether two claims that were read say the same, and whether they speak of the same thing differently. Every difference that is
//! not known to be none keeps them apart.

use crate::domain::sort;

use super::Same;
use super::claim::{Claim, Item, Role, Sort, Tense};
use super::gist::Joint;
use super::gist::Pairing;
use super::lexicon::one_of;

/// Whether two claims say the same.
pub(super) fn same(a: &Claim, b: &Claim) -> Same {
    if a.symbols != b.symbols || a.asked != b.asked {
        return Same::Different;
    }
    if a.plain == b.plain {
        return Same::Exact;
    }
    let alike = !a.too_long
        && !b.too_long
        && !a.items.is_empty()
        && same_core(a, b)
        && same_tense(a, b)
        && same_denials(a, b)
        && same_parts(a, b)
        && same_order(a, b);
    if alike { Same::Paraphrase } else { Same::Different }
}

/// What a claim and all that may be merged with it have in common.
pub(super) fn core(claim: &Claim) -> Vec<(Sort, &str)> {
    let mut keys: Vec<(Sort, &str)> =
        claim.items.iter().filter(|item| !is_soft(item)).map(|item| (item.sort, item.key.as_str())).collect();
    sort::sort_by(&mut keys, Ord::cmp);
    keys
}

/// Words that a claim may have or not: they are checked apart.
fn is_soft(item: &Item) -> bool {
    item.sort == Sort::Word && (one_of(&item.key, "i we you start have cost must") || one_of(&item.lower, "each every"))
}

fn same_core(a: &Claim, b: &Claim) -> bool {
    let has = |claim: &Claim, key: &str| claim.items.iter().any(|item| item.sort == Sort::Word && item.key == key);
    let timed = |claim: &Claim| claim.items.iter().any(|item| matches!(item.sort, Sort::Time | Sort::Date));
    let lacks = |key: &str| has(a, key) != has(b, key);
    let priced = |claim: &Claim| claim.items.iter().any(|item| one_of(&item.key, "euro dollar pound franc yen"));
    core(a) == core(b)
        && ["i", "we", "you"].iter().all(|key| same_person(a, b, key) && same_person(b, a, key))
        && (!lacks("start") || timed(a) && timed(b))
        && (!lacks("have") || ["allergi", "prefer"].iter().any(|key| has(a, key) && has(b, key)))
        && (!lacks("cost") || priced(a) && priced(b))
        && (!lacks("must") || a.asks || b.asks)
        && names_agree(a, b)
}

/// Whether a person whom one claim names may go unnamed in the other: "I prefer tea" and "prefers tea", "our landlord" and "the
/// landlord", "we keep logs" and "logs are kept".
fn same_person(a: &Claim, b: &Claim, key: &str) -> bool {
    let plays = |claim: &Claim, owner: bool| {
        claim.items.iter().any(|item| item.key == key && (item.role == Role::Owner) == owner)
    };
    let subject = b.items.iter().any(|item| item.role == Role::Subject);
    let acting = !plays(a, false) || plays(b, false) || if key == "i" { b.acts && !subject } else { b.passive };
    acting && (key != "i" || plays(a, true) == plays(b, true) || plays(a, false) != plays(b, false))
}

/// Names are compared letter by letter: "Ann" is not "Anne", though their stems are one.
fn names_agree(a: &Claim, b: &Claim) -> bool {
    a.items.iter().filter(|item| item.name).all(|item| {
        let mut others = b.items.iter().filter(|other| other.key == item.key && other.sort == item.sort).peekable();
        others.peek().is_none() || others.any(|other| other.lower == item.lower || !other.name)
    })
}

pub(super) fn same_tense(a: &Claim, b: &Claim) -> bool {
    a.tense == b.tense || a.tense == Tense::Perfect || b.tense == Tense::Perfect || a.passive && b.passive
}

/// As many denials, of the same things.
fn same_denials(a: &Claim, b: &Claim) -> bool {
    if a.denials != b.denials {
        return false;
    }
    let denied = |claim: &'_ Claim| -> Vec<(Sort, String)> {
        let items = claim.items.iter().filter(|item| item.denied);
        items.map(|item| (item.sort, item.key.clone())).collect()
    };
    let (a, b) = (denied(a), denied(b));
    let within = |inner: &[(Sort, String)], outer: &[(Sort, String)]| inner.iter().all(|item| outer.contains(item));
    a.is_empty() == b.is_empty() && (within(&a, &b) || within(&b, &a))
}

/// The same for claims whose words were paired by what they mean.
pub(super) fn same_denials_by(a: &Claim, b: &Claim, pairing: &Pairing) -> bool {
    let denied = |claim: &Claim, at: usize| claim.items[claim.gist().units[at].item].denied;
    let both: Vec<(bool, bool)> = pairing.pairs().map(|(one, two)| (denied(a, one), denied(b, two))).collect();
    if a.gist().denials != b.gist().denials || a.denials != b.denials {
        // "Is forbidden" and "is not allowed" deny the same.
        return a.gist().denials == b.gist().denials;
    }
    let plain = |claim: &Claim| !claim.clauses && !claim.joints.contains(&Joint::Mark);
    if a.denials == 1 && plain(a) && plain(b) {
        return true;
    }
    both.iter().any(|pair| pair.0) == both.iter().any(|pair| pair.1)
        && (both.iter().all(|pair| !pair.0 || pair.1) || both.iter().all(|pair| pair.0 || !pair.1))
}

/// Everything plays the same part, as far as the parts can be told.
fn same_parts(a: &Claim, b: &Claim) -> bool {
    let things = |claim: &'_ Claim| -> Vec<(String, Role)> {
        // "Our" may be left out, so it plays no part.
        let counts = |item: &&Item| {
            let owner = item.role == Role::Owner && one_of(&item.key, "we you");
            matches!(item.sort, Sort::Word | Sort::Code) && item.role != Role::Verb && !owner
        };
        claim.items.iter().filter(counts).map(|item| (item.key.clone(), item.role)).collect()
    };
    let (left, right) = (things(a), things(b));
    let others =
        |key: &str| right.iter().filter(move |(other, _)| other == key).map(|(_, role)| *role).collect::<Vec<_>>();
    let nominal = a.acts != b.acts;
    let people = a.items.iter().filter(|item| item.name).count();
    let pairs: Vec<(Role, Role, &str)> = left
        .iter()
        .enumerate()
        .filter_map(|(at, (key, role))| {
            let place = left[..at].iter().filter(|(other, _)| other == key).count();
            Some((*role, others(key).get(place).copied()?, key.as_str()))
        })
        .collect();
    let person = |key: &str| {
        one_of(key, "i we he she they you") || a.items.iter().chain(&b.items).any(|item| item.name && item.key == key)
    };
    let fits = |(one, two, key): &(Role, Role, &str)| {
        let owned = (*one.min(two), *one.max(two)) == (Role::Object, Role::Owner) && !person(key);
        one == two || owned || may_be(*one, *two) || may_be(*two, *one) || nominal && turned(*one, *two, people > 1)
    };
    // Two things that have changed places have changed who does what.
    let swapped = pairs
        .iter()
        .enumerate()
        .any(|(at, one)| one.0 != one.1 && pairs[at + 1..].iter().any(|two| two.0 == one.1 && two.1 == one.0));
    let swapped = swapped || values_swapped(a, b);
    let verbs = !a.acts || !b.acts || a.verb == b.verb;
    verbs && pairs.iter().all(fits) && !swapped
}

/// Whether two numbers or codes have changed places: "room 7 is above room 9".
fn values_swapped(a: &Claim, b: &Claim) -> bool {
    let values = |claim: &'_ Claim| -> Vec<(String, Role)> {
        let counts = |item: &&Item| matches!(item.sort, Sort::Number | Sort::Ordinal | Sort::Code | Sort::Time);
        claim.items.iter().filter(counts).map(|item| (item.key.clone(), item.role)).collect()
    };
    let (left, right) = (values(a), values(b));
    let role = |key: &str| right.iter().find(|(other, _)| other == key).map(|(_, role)| *role);
    left.iter().enumerate().any(|(at, (one, here))| {
        left[at + 1..].iter().any(|(two, there)| here != there && role(one) == Some(*there) && role(two) == Some(*here))
    })
}

/// Parts that one thing may play in two wordings of the same.
fn may_be(one: Role, other: Role) -> bool {
    use Role::{About, By, Equal, For, From, Object, Owner, Place, Subject, Than, To, With};
    matches!(
        (one, other),
        (Equal, Subject | Object | Place | Owner | From | For | By | With | To | About)
            | (Owner, By | From | For | Place | About)
            | (To, Place | Object | With | Than)
            | (Place, Object | For | By)
            | (With, Object)
    )
}

/// Between a verb and a noun made of it: "Ann leads the team", "Ann is the lead of the team"; "it costs 40", "its price is 40".
fn turned(one: Role, other: Role, people: bool) -> bool {
    let pair = (one.min(other), one.max(other));
    matches!(pair, (Role::Subject, Role::Equal) | (Role::Object, Role::Owner))
        || !people && pair == (Role::Subject, Role::Owner)
}

/// Where more than one thing is said the order of things counts; "A: B" and lists of one part are free.
fn same_order(a: &Claim, b: &Claim) -> bool {
    let order = |claim: &'_ Claim, all: bool| -> Vec<String> {
        let counts = |item: &&Item| all || item.sort == Sort::Word && item.role != Role::Place;
        claim.items.iter().filter(|item| !is_soft(item)).filter(counts).map(|item| item.key.clone()).collect()
    };
    if a.clauses || b.clauses {
        return order(a, true) == order(b, true);
    }
    // Where no verb was found and none is left out, it may have been missed.
    a.plainly_built && b.plainly_built || order(a, false) == order(b, false)
}

/// Whether two claims tell the same attribute of the same thing differently.
pub(super) fn subject(a: &Claim, b: &Claim) -> bool {
    if a.plain == b.plain || a.too_long || b.too_long || a.clauses || b.clauses {
        return false;
    }
    if a.denials != b.denials {
        return same_core_but_light(a, b);
    }
    let (left, right) = (left_over(a, b), left_over(b, a));
    let shared: Vec<&Item> = a.items.iter().filter(|item| tells(item) && holds(b, item)).collect();
    if shared.is_empty() || left.is_empty() && right.is_empty() {
        return false;
    }
    // Who or what the claims are about must be the same.
    let about = |item: &&&Item| {
        matches!(item.role, Role::Subject | Role::Owner) || item.sort == Sort::Ordinal && item.role != Role::Place
    };
    let names =
        |items: &[&Item]| items.iter().filter(|item| item.name || item.sort == Sort::Ordinal).filter(about).count();
    let told = |items: &[&Item]| items.iter().all(|item| item.name) && a.definite && b.definite && !a.acts && !b.acts;
    if names(&left) > 0 && names(&right) > 0 && !(told(&left) && told(&right)) && !role_holder(a, b, &shared) {
        return false;
    }
    let labels =
        |claim: &Claim, items: &[&Item]| items.iter().any(|item| item.sort != Sort::Word && item.at < claim.pivot);
    if labels(a, &left) && labels(b, &right) {
        return false;
    }
    let values = |items: &[&Item]| {
        items
            .iter()
            .filter(|item| item.sort != Sort::Word)
            .map(|item| (item.sort, bound(&item.key).to_owned()))
            .collect::<Vec<_>>()
    };
    let (told, other) = (values(&left), values(&right));
    let moved = [a, b].iter().any(|claim| claim.items.iter().any(|item| is_change(&item.key)));
    let clash = told.iter().any(|value| {
        other.iter().any(|other| other.0 == value.0 && (other.1 == value.1 || moved && one_of_both(&other.1, &value.1)))
    });
    let words = |items: &[&Item]| {
        items.iter().filter(|item| item.sort == Sort::Word && !is_change(&item.key) && !is_soft(item)).count()
    };
    if clash {
        // Both may lack what the other adds, but not each name another thing.
        let many = shared.iter().filter(|item| item.sort == Sort::Word).count();
        return many > 0 && (words(&left) == 0 || words(&right) == 0 && words(&left) <= many);
    }
    told.is_empty() && other.is_empty() && complement(a, b, &left, &right, &shared)
}

/// "At 9" and "to 10", where something moved.
fn one_of_both(a: &str, b: &str) -> bool {
    a.is_empty() && b == "to " || b.is_empty() && a == "to "
}

/// The bound of a value without the value: "before 9" clashes with "before 10" and not with "after 10".
fn bound(key: &str) -> &str {
    ["by ", "to ", "from ", "about ", "per "].into_iter().find(|bound| key.starts_with(bound)).unwrap_or_default()
}

/// The same but for a denial.
fn same_core_but_light(a: &Claim, b: &Claim) -> bool {
    core(a) == core(b) && same_parts(a, b) && !a.items.is_empty()
}

fn tells(item: &Item) -> bool {
    !is_change(&item.key) && !one_of(&item.key, "i we he she they you have all can must should may")
}

fn holds(claim: &Claim, item: &Item) -> bool {
    claim.items.iter().any(|other| other.sort == item.sort && other.key == item.key)
}

fn left_over<'c>(of: &'c Claim, other: &Claim) -> Vec<&'c Item> {
    of.items.iter().filter(|item| !holds(other, item) && !is_change(&item.key)).collect()
}

/// Words that tell of a change itself.
fn is_change(key: &str) -> bool {
    one_of(
        key,
        "move chang switch reschedul postpon shift updat now new correct instead earlier later replac relocate reloc",
    )
}

/// "Ann leads the team", "Ben leads the team": one holds what the other held.
fn role_holder(a: &Claim, b: &Claim, shared: &[&Item]) -> bool {
    let leads =
        |claim: &Claim| claim.items.iter().any(|item| one_of(&item.key, "lead manag chair own host direct head organ"));
    (a.passive && b.passive || leads(a) && leads(b))
        && shared.iter().any(|item| {
            item.role != Role::Verb && item.sort == Sort::Word && !one_of(&item.key, "lead manag chair own host")
        })
}

/// What is left over on both sides fills one place that holds one thing: after "is", "lives in", "is written in".
fn complement(a: &Claim, b: &Claim, left: &[&Item], right: &[&Item], shared: &[&Item]) -> bool {
    const SINGLE: &str =
        "live work written write run call base stay favorit landlord capit held locat park drive stor hous studi";
    if left.is_empty() || right.is_empty() || left.len() > 3 || right.len() > 3 {
        return false;
    }
    if role_holder(a, b, shared) || a.definite && b.definite && !a.acts && !b.acts {
        return left.iter().all(|item| item.name) && right.iter().all(|item| item.name);
    }
    let single = |claim: &Claim| {
        claim.items.iter().any(|item| item.role == Role::Verb && one_of(&item.key, SINGLE)) || !claim.acts
    };
    let placed = |items: &[&Item]| items.len() == 1 && items[0].role == Role::Place;
    let same_act = a.acts && a.verb == b.verb && a.tense == Tense::Present && placed(left) && placed(right);
    if !single(a) && !single(b) && !same_act {
        return false;
    }
    // What the claim is about comes first: the left-over stands behind what is shared.
    let first = |claim: &Claim, left: &[&Item]| {
        let begin = left.iter().map(|item| item.at).min().unwrap_or_default();
        claim.items.iter().any(|item| tells(item) && item.at < begin && item.sort == Sort::Word)
    };
    let possessed = |items: &[&Item]| items.iter().any(|item| item.possessive);
    first(a, left) && first(b, right) && !possessed(left) && !possessed(right)
}
