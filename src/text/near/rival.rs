//! Two claims that share all but one place, in which each has another value, name or thing of one sort: of these only the newer can
//! hold. What is shared is found as for claims that say the same; what is left over is light, tells of the change, or fills that place.

use std::ops::Range;

use crate::text::lexicon;
use crate::text::words::WordList;

use super::claim::{Claim, Item, Role, Sort, Tense};
use super::gist::Joint;
use super::gist::{Kind, Pairing};
use super::leftover::{Side, is_turned};
use super::lexicon::one_of;

/// Words by which the newer claim says that something has changed.
static CUES: WordList = WordList::new(
    "now instead anymore moved moves move moving changed changes change switched switches switching replaced replaces nowadays \
    rose dropped increased decreased grew climbed plenty enough sufficient \
    raise raises bump bumps extend extends upgraded migrated updated adjusted reset started joined \
    bumped raised lowered upped extended shortened postponed rescheduled renamed swapped agreed decided settled opted onwards henceforth",
);

/// Words by which somebody chose: they tell of a change where "we" did it.
static CHOSEN: WordList = WordList::new("booked chose chosen pick picked hire hired going went gone deal switch");

/// What is done to change something, where it is told as done or of whoever speaks.
const SETTING: &str = "set put gave turned took";

/// What people do who set a price or a rule.
const DEMANDS: &str = "put give grant award allow want ask charg demand rais set say decid agre announc requir increas";

/// Verbs of what one does alone for one thing.
const ALONE: &str = "lead run host chair give teach cater write keep edit make do lead captain drive play sing manag direct coordin organ look tend \
    supply suppli deliver install perform photograph approv design repres treat clean hold present open translat own";

/// Where something is, goes or comes from, one place at a time.
const PLACED: &str = "live work go goe run meet stay take happen start be sit lie keep store hang stand park stud studi come make buy order get \
    locat host serv print";

/// What might be, is one of several, or was once.
static LOOSE: WordList = WordList::new(
    "if might could would maybe perhaps wish hope also too another other sometimes either unless or some ago yesterday was were \
    almost nearly considering thinking should",
);

/// A place in a claim that is filled otherwise in another: its units in a row.
struct Slot {
    units: Vec<usize>,
}

/// The older claim with the newer one's words in the one place where they differ, if only the newer can hold; and how sure that is.
pub(super) fn rival(new: &Claim, old: &Claim, corrects: bool) -> Option<(String, f64)> {
    if new.too_long
        || old.too_long
        || new.asked
        || old.asked
        || new.symbols != old.symbols
        || new.gist().loose
        || old.gist().loose
        || values_differ_twice(new, old)
    {
        return None;
    }
    let cue = corrects || new.gist().news;
    if old.clauses
        || new.clauses && !cue
        || new.gist().denials != old.gist().denials
        || !cue && (is_past(new) || is_past(old))
    {
        return None;
    }
    let pairing = Pairing::of(new, old);
    let (left, right) = pairing.rest();
    let (now, was) = (Side { claim: new, rest: left }, Side { claim: old, rest: right });
    let shared = pairing.pairs().filter(|(at, _)| now.unit(*at).tells()).count();
    if shared == 0 || is_turned(new, old, &pairing) {
        return None;
    }
    let (mut fresh, mut stale) = (slots(&now, cue)?, slots(&was, false)?);
    verbs_agree(&now, &mut fresh, &was, &mut stale, cue).then_some(())?;
    let dated = stale.iter().all(|slot| !is_date(&was, slot))
        && fresh.len() > 1
        && fresh.iter().any(|slot| is_date(&now, slot));
    if dated {
        fresh.retain(|slot| !is_date(&now, slot));
    }
    if fresh.len() > 1 && demands(&now) {
        fresh.retain(|slot| !leads(&now, slot));
    }
    let told = stale.len();
    let mut doubt = 0.0;
    if cue && stale.len() > 1 && new.plain.iter().any(|word| one_of(word, "the our my")) {
        stale.retain(|slot| !qualifies(&was, slot));
        doubt = if stale.len() < told { 0.3 } else { 0.0 };
    }
    if cue && stale.len() > 1 {
        stale.retain(|slot| !is_aside(&was, slot) && !is_office(&was, slot));
    }
    // "The restaurant opens at 18:30", "we open at 19:00".
    if stale.len() > 1
        && pairing.pairs().count() > 1
        && now.rest.iter().any(|at| now.item(*at).key == "we" && now.item(*at).role == Role::Subject)
    {
        stale.retain(|slot| !leads(&was, slot) || slot.units.iter().any(|at| was.item(*at).name));
    }
    let ([fresh], [stale]) = (fresh.as_slice(), stale.as_slice()) else { return None };
    if splits_a_name(&was, stale) {
        return None;
    }
    let sure = fills(&now, fresh, &was, stale, cue, shared)?;
    // From when it holds must not be lost.
    let text = if dated && told == 1 { new.text.clone() } else { refilled(&now, fresh, &was, stale) };
    (text != old.text).then_some((text, sure - doubt + if cue { 0.5 } else { 0.0 }))
}

/// Whether a claim says nothing but what the other says, apart from light words and those that tell of a change.
pub(super) fn is_covered(new: &Claim, old: &Claim) -> bool {
    let pairing = Pairing::of(new, old);
    let (left, right) = pairing.rest();
    let (now, was) = (Side { claim: new, rest: left }, Side { claim: old, rest: right });
    // "For 90 days from now on" is a date only by its looks.
    let open = was.rest.iter().any(|at| was.unit(*at).kind == Kind::Value);
    let told =
        pairing.pairs().filter(|(at, _)| matches!(now.unit(*at).kind, Kind::Word | Kind::Name | Kind::Value)).count();
    let slots = slots(&now, true);
    let alone = |slot: &Slot| is_date(&now, slot) && !open || demands(&now) && leads(&now, slot) || is_verb(&now, slot);
    new.gist().denials == old.gist().denials
        && !is_turned(new, old, &pairing)
        && told > 1
        && slots.is_some_and(|slots| slots.iter().all(alone))
}

/// Whether a claim says what might be, what is one of several, or what was once.
pub(super) fn is_loose_talk(claim: &Claim) -> bool {
    claim.plain.iter().any(|word| LOOSE.has(word))
}

/// Whether the older claim has two values in two places that the newer lacks: a quick look, since most pairs differ in more than one.
pub(super) fn values_differ_twice(new: &Claim, old: &Claim) -> bool {
    let value = |item: &&Item| item.sort != Sort::Word;
    let held = |item: &Item| new.items.iter().any(|other| other.sort == item.sort && other.key == item.key);
    let lost: Vec<usize> = old.items.iter().filter(value).filter(|item| !held(item)).map(|item| item.at).collect();
    lost.windows(2).any(|pair| pair[1] > pair[0] + 3)
}

pub(super) fn is_cue(lower: &str) -> bool {
    CUES.has(lower)
}

/// Whether a word is no news of its own where something has changed: "after all", "until further notice".
pub(super) fn is_aside_of_news(lower: &str) -> bool {
    CHOSEN.has(lower) || one_of(lower, "further notice new effect immediately immediate onward season term")
}

/// Whether a claim says itself that something has changed.
pub(super) fn is_news(claim: &Claim) -> bool {
    let we = claim.plain.iter().position(|word| one_of(word, "we i they"));
    let chosen = |from: usize| claim.plain.iter().skip(from + 1).take(3).any(|word| CHOSEN.has(word));
    let pairs = |first: &str, second: &str| claim.plain.windows(2).any(|pair| pair[0] == first && pair[1] == second);
    claim.plain.iter().any(|word| is_cue(word))
        || we.is_some_and(chosen)
        || (we == Some(0) || is_past(claim)) && claim.plain.iter().take(5).any(|word| one_of(word, SETTING))
        || pairs("after", "all")
        || pairs("further", "notice")
        || pairs("these", "days")
        || ["season", "term", "year", "week", "month"].iter().any(|time| pairs("this", time) || pairs("next", time))
        || ["went", "gone", "came", "is", "are"].iter().any(|verb| pairs(verb, "up") || pairs(verb, "down"))
        || claim.plain.iter().any(|word| word == "since") && claim.items.iter().any(|item| item.sort == Sort::Date)
        || pairs("from", "today")
        || pairs("from", "tomorrow")
        || pairs("as", "of")
        || pairs("no", "longer")
}

fn is_past(claim: &Claim) -> bool {
    claim.tense == Tense::Past
}

/// What of one claim is left over and says something, by places; nothing where a word is left over that forbids a comparison.
fn slots(side: &Side<'_>, cue: bool) -> Option<Vec<Slot>> {
    let mut found: Vec<Slot> = Vec::new();
    let mut last: Option<usize> = None;
    for at in &side.rest {
        let (unit, item) = (side.unit(*at), side.item(*at));
        let heavy = match unit.kind {
            Kind::Value => true,
            Kind::Name => !unit.loose,
            Kind::Person if one_of(&item.key, "we you they") => false,
            Kind::Person if cue && item.key == "i" && item.role == Role::Subject => false,
            Kind::Person => return None,
            Kind::Small if one_of(&item.key, "all instead through during must can here there own") => false,
            Kind::Small if side.claim.acts && one_of(&item.key, "out off up over down back") => false,
            Kind::Small if cue && one_of(&item.key, "after until since") => false,
            Kind::Small => return None,
            Kind::Word => {
                unit.tells() && !unit.news && !(cue && one_of(&item.lower, "mind plan minds plans place spot"))
            }
        };
        if !heavy || cue && unit.aside {
            continue;
        }
        let verb = side.claim.gist().verb == Some(*at);
        match found.last_mut().filter(|_| !verb && last.is_some_and(|before| runs_on(side, before, *at))) {
            Some(slot) => slot.units.push(*at),
            None => found.push(Slot { units: vec![*at] }),
        }
        last = (!verb).then_some(*at);
    }
    Some(found)
}

/// Whether two units stand in one place: side by side, or with a small part of a name between them.
fn runs_on(side: &Side<'_>, before: usize, at: usize) -> bool {
    let (one, two) = (side.item(before), side.item(at));
    let between = one.until..two.at;
    let names = one.name && two.name;
    let bridged = |at: usize| {
        side.claim.plain[at].chars().count() < 4 && !one_of(&side.claim.plain[at], "and or to by for in on at is are")
    };
    let joined = between.is_empty() || names && between.len() < 3 && between.clone().all(bridged);
    let timed = |item: &Item| matches!(item.sort, Sort::Date | Sort::Time);
    joined && timed(one) == timed(two) && (one.at == two.at || !side.claim.parted(two.at))
}

/// "Instead of Kuhn" is no reason to put another before "Kuhn": a name gives way as a whole.
fn splits_a_name(was: &Side<'_>, stale: &Slot) -> bool {
    let last = stale.units[stale.units.len() - 1];
    let next = last + 1;
    next < was.claim.gist().units.len()
        && was.unit(last).kind == Kind::Name
        && was.unit(next).kind == Kind::Name
        && !was.item(last).possessive
        && was.item(last).until == was.item(next).at
        && !was.claim.parted(was.item(next).at)
}

fn is_verb(side: &Side<'_>, slot: &Slot) -> bool {
    matches!(slot.units.as_slice(), [one] if side.claim.gist().verb == Some(*one))
}

/// Whether what is done can be the same: of two verbs left over both are light, or one is and the other tells of a choice. A verb
/// that says something is taken out of the places then.
fn verbs_agree(now: &Side<'_>, fresh: &mut Vec<Slot>, was: &Side<'_>, stale: &mut Vec<Slot>, cue: bool) -> bool {
    let heavy = |side: &Side<'_>, slots: &[Slot]| slots.iter().any(|slot| is_verb(side, slot));
    let (one, two) = (heavy(now, fresh), heavy(was, stale));
    let light = |side: &Side<'_>| side.verb().map(|verb| side.unit(verb).classes).filter(|classes| *classes > 0);
    if one && two || !cue && (one && !was.is_label() || two && !now.is_label()) {
        return false;
    }
    if let (Some(one), Some(two), false) = (light(now), light(was), cue)
        && one & two == 0
    {
        return false;
    }
    fresh.retain(|slot| !is_verb(now, slot));
    stale.retain(|slot| !is_verb(was, slot));
    true
}

fn is_date(side: &Side<'_>, slot: &Slot) -> bool {
    slot.units.iter().all(|at| {
        side.item(*at).sort == Sort::Date || side.item(*at).sort == Sort::Code && side.item(*at).key.len() == 10
    })
}

/// "The city now wants 26 euros": who asks for it is no part of what it costs.
fn demands(side: &Side<'_>) -> bool {
    let verb = side.claim.gist().verb;
    verb.is_some_and(|verb| one_of(&side.item(verb).key, DEMANDS))
}

fn leads(side: &Side<'_>, slot: &Slot) -> bool {
    slot.units
        .iter()
        .all(|at| side.item(*at).role == Role::Subject && matches!(side.unit(*at).kind, Kind::Word | Kind::Name))
}

/// "The board meets in the library at 6:30 pm": where, told besides.
fn is_aside(side: &Side<'_>, slot: &Slot) -> bool {
    slot.units.iter().all(|at| {
        let item = side.item(*at);
        item.role == Role::Place && item.at > side.claim.pivot && matches!(side.unit(*at).kind, Kind::Word | Kind::Name)
    })
}

/// "The keynote speaker is Dr. Hahn": what somebody is by what is done.
fn is_office(side: &Side<'_>, slot: &Slot) -> bool {
    let [only] = slot.units.as_slice() else { return false };
    side.claim.be.is_some()
        && !side.claim.acts
        && side.unit(*only).kind == Kind::Word
        && lexicon::is_a(&side.item(*only).lower, "person")
}

/// "The coffee beans": what the newer claim just calls "the beans".
fn qualifies(side: &Side<'_>, slot: &Slot) -> bool {
    let [only] = slot.units.as_slice() else { return false };
    let (unit, item) = (side.unit(*only), side.item(*only));
    let next = only + 1;
    let heads = next < side.claim.gist().units.len() && side.unit(next).run == unit.run && !side.rest.contains(&next);
    heads && unit.kind == Kind::Word && !item.possessive && side.unit(next).kind == Kind::Word
}

/// Whether two places hold one thing of one sort at a time; how sure that is.
fn fills(now: &Side<'_>, fresh: &Slot, was: &Side<'_>, stale: &Slot, cue: bool, shared: usize) -> Option<f64> {
    let valued =
        |side: &Side<'_>, slot: &Slot| slot.units.iter().find(|at| side.unit(**at).kind == Kind::Value).copied();
    let named = |side: &Side<'_>, slot: &Slot| slot.units.iter().any(|at| side.item(*at).name);
    match (valued(now, fresh), valued(was, stale)) {
        (Some(one), Some(two)) => same_sort(now, fresh, one, was, stale, two, cue).then_some(1.2 + shared as f64 * 0.1),
        (None, None) if named(now, fresh) && named(was, stale) => {
            let single = cue || is_single(now, fresh, was, stale);
            (single && !owns(now, fresh) && !owns(was, stale)).then_some(1.1 + shared as f64 * 0.1)
        }
        // "The pickup point is the station", "the pickup point is the ferry".
        (None, None) if !cue => {
            let is_the = |side: &Side<'_>, slot: &Slot| {
                let at = side.item(slot.units[0]).at;
                let said = |back: usize, list: &str| at >= back && one_of(&side.claim.plain[at - back], list);
                said(1, "the our")
                    && said(2, "is")
                    && !side.claim.acts
                    && side.claim.plain.first().is_some_and(|word| one_of(word, "the our my"))
            };
            (is_the(now, fresh) && is_the(was, stale)).then_some(0.9)
        }
        (None, None) => {
            let placed = |side: &Side<'_>, slot: &Slot| slot.units.iter().all(|at| side.item(*at).role == Role::Place);
            let same = placed(now, fresh) && placed(was, stale)
                || shared > 1 && after_verb(now, fresh) && after_verb(was, stale);
            (same && now.claim.passive == was.claim.passive).then_some(1.0 + shared as f64 * 0.1)
        }
        // "On the second floor", "in the basement now".
        (one, two) if cue => {
            let placed = |side: &Side<'_>, slot: &Slot| slot.units.iter().all(|at| side.item(*at).role == Role::Place);
            let lasting = |side: &Side<'_>, at: Option<usize>| {
                at.is_none_or(|at| !matches!(side.item(at).sort, Sort::Time | Sort::Date))
            };
            (placed(now, fresh) && placed(was, stale) && lasting(now, one) && lasting(was, two)).then_some(1.0)
        }
        _ => None,
    }
}

fn after_verb(side: &Side<'_>, slot: &Slot) -> bool {
    side.item(slot.units[0]).at > side.claim.pivot && side.claim.pivot > 0
}

fn owns(side: &Side<'_>, slot: &Slot) -> bool {
    let last = slot.units[slot.units.len() - 1];
    side.item(last).possessive
}

/// Two values of one sort, of one unit, neither of which marks what the claim is about.
fn same_sort(now: &Side<'_>, fresh: &Slot, one: usize, was: &Side<'_>, stale: &Slot, two: usize, cue: bool) -> bool {
    let (new, old) = (now.item(one), was.item(two));
    let bound = |key: &str| ["by ", "from ", "about ", "per "].into_iter().find(|bound| key.starts_with(bound));
    let others = |side: &Side<'_>, slot: &Slot, value: usize| -> Vec<String> {
        let rest = slot.units.iter().filter(|at| **at != value);
        rest.map(|at| side.item(*at).key.clone()).collect()
    };
    let (unit, other) = (others(now, fresh, one), others(was, stale, two));
    // Of two numbers the one stands first or second in both.
    let place = |side: &Side<'_>, at: usize| {
        let sort = side.item(at).sort;
        (0..at).filter(|other| side.unit(*other).kind == Kind::Value && side.item(*other).sort == sort).count()
    };
    let several = |side: &Side<'_>, at: usize| {
        let sort = side.item(at).sort;
        (0..side.claim.gist().units.len())
            .filter(|other| side.item(*other).sort == sort && !side.item(*other).key.starts_with("per "))
            .count()
            > 1
    };
    if several(now, one) && several(was, two) && place(now, one) != place(was, two) {
        return false;
    }
    let units = unit == other || unit.is_empty() || other.is_empty() && cue;
    let marks = |side: &Side<'_>, at: usize| {
        let (own, run) = (side.item(at), side.unit(at).run);
        let mates = (0..side.claim.gist().units.len())
            .any(|other| other < at && side.unit(other).run == run && side.unit(other).kind != Kind::Value);
        let before = side.claim.pivot > 0 && own.at < side.claim.pivot || side.claim.label > own.at;
        before || mates && side.claim.pivot == 0 && side.claim.label == 0
    };
    new.sort == old.sort
        && units
        && (bound(&new.key) == bound(&old.key) || cue)
        && !(marks(now, one) && marks(was, two))
        && new.sort != Sort::Ordinal
}

/// Whether one name at a time stands there: an office, what one does alone, the one place of a thing.
fn is_single(now: &Side<'_>, fresh: &Slot, was: &Side<'_>, stale: &Slot) -> bool {
    let role = |side: &Side<'_>, slot: &Slot| side.item(slot.units[0]).role;
    let office = |side: &Side<'_>, slot: &Slot| {
        // "Our treasurer is Hugh", "Hugh is the treasurer", "treasurer: Hugh".
        let is = side.claim.be.is_some() && !side.claim.acts && role(side, slot) == Role::Equal;
        let article = side.claim.plain.first().is_some_and(|word| one_of(word, "the our my its their"));
        is && (article || side.claim.definite)
            || side.claim.label > 0 && side.item(slot.units[0]).at >= side.claim.label
    };
    let does = |side: &Side<'_>, slot: &Slot| role(side, slot) == Role::Subject;
    let alone = |side: &Side<'_>| {
        let verb = side.claim.gist().verb.map(|verb| side.item(verb));
        let last = |verb: &Item| verb.until >= side.claim.spans.len() && (now.claim.passive || was.claim.passive);
        verb.is_some_and(|verb| {
            one_of(&verb.key, ALONE) && (side.claim.passive || definite_after(side.claim, verb.until) || last(verb))
        })
    };
    let placed =
        |side: &Side<'_>, slot: &Slot| matches!(role(side, slot), Role::Place | Role::To | Role::From | Role::By);
    let verbs =
        (now.claim.gist().verb.map(|verb| &now.item(verb).key), was.claim.gist().verb.map(|verb| &was.item(verb).key));
    let holds = |side: &Side<'_>, slot: &Slot| office(side, slot) || does(side, slot) && alone(side);
    let acts = (does(now, fresh) || office(now, fresh)) && (does(was, stale) || office(was, stale));
    if acts {
        return holds(now, fresh) || holds(was, stale);
    }
    let at_one_place = match verbs {
        (Some(one), Some(two)) => one == two && one_of(one, PLACED),
        (Some(one), None) | (None, Some(one)) => one_of(one, PLACED),
        (None, None) => true,
    };
    placed(now, fresh) && placed(was, stale) && at_one_place && now.claim.passive == was.claim.passive
}

fn definite_after(claim: &Claim, at: usize) -> bool {
    claim.plain.get(at).is_some_and(|word| one_of(word, "the our my its their this"))
}

/// The older claim's text with the words of the newer one in the place where they differ.
fn refilled(now: &Side<'_>, fresh: &Slot, was: &Side<'_>, stale: &Slot) -> String {
    let value =
        |side: &Side<'_>, slot: &Slot| slot.units.iter().find(|at| side.item(**at).sort == Sort::Number).copied();
    // A bare number leaves the older one's unit where it is.
    let bare = fresh.units.len() == 1 && stale.units.len() > 1 && value(now, fresh).is_some();
    let old = match value(was, stale).filter(|_| bare) {
        Some(only) => bytes(was, &[only]),
        None => bytes(was, &stale.units),
    };
    let words = &now.claim.text[bytes(now, &fresh.units)];
    let text = &was.claim.text;
    format!("{}{words}{}", &text[..old.start], &text[old.end..])
}

/// Where units stand in their claim's text, with the signs that belong to them.
fn bytes(side: &Side<'_>, units: &[usize]) -> Range<usize> {
    let (first, last) = (side.item(units[0]), side.item(units[units.len() - 1]));
    let spans = &side.claim.spans;
    let (mut start, mut end) = (spans[first.at].0, spans[last.until.max(last.at + 1) - 1].1);
    let text = &side.claim.text;
    while let Some(sign) = text[..start].chars().next_back().filter(|c| matches!(c, '€' | '$' | '£' | '¥' | '#' | '~'))
    {
        start -= sign.len_utf8();
    }
    // "Dr. Lind", "Café Lombok": a title and an article of a name go with it.
    while first.at > 0
        && units.len() < 8
        && side.claim.joints.get(first.at) != Some(&Joint::And)
        && let Some((from, to)) = first.at.checked_sub(1).map(|before| spans[before])
        && start > from
        && one_of(side.claim.plain[first.at - 1].trim_end_matches('.'), "dr mr mrs ms prof miss dj st")
        && text[to..start].trim_matches(['.', ' ']).is_empty()
    {
        start = from;
    }
    while let Some(sign) = text[end..].chars().next().filter(|c| matches!(c, '%' | '€' | '$' | '£' | '°')) {
        end += sign.len_utf8();
    }
    start..end
}
