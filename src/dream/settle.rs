//! Two claims of a store held against each other: the same said twice becomes one, and of two that cannot both hold the newer one
//! stays, by when it was said. Nothing is merged that differs in a number, a name, a date or a negation.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::text::near::{Claim, Same, is_covered, of_as_many, same, same_claim, same_gist};
use crate::text::reading::Reading;

use super::alike::{in_words_of, reworded, same_meaning};
use super::bearing::{Bearing, bearing_of, may_be_same, needs_few, same_days, same_text};
use super::clauses::bearing_by_wordings;
use super::context::FileView;
use super::facts::{Facts, Form};
use super::likely::likely_same;
use super::order::rearranged;
use super::pool::{Fate, Pool};
use super::verify::lost_values;

/// How many claims one is held against.
const COMPARED: usize = 10;

/// How many other wordings of a claim are looked up.
const WORDINGS: usize = 3;

/// Merges a claim with others that say the same; true if any was merged. `all_new`: every claim is held against those before it,
/// so each pair is looked at once.
pub fn merge_around(pool: &mut Pool, at: usize, all_new: bool) -> bool {
    let dirty = std::mem::take(&mut pool.entries[at].to_merge);
    if !dirty || !pool.entries[at].stands() || pool.entries[at].pointer {
        return false;
    }
    let mut merged = false;
    let reading = pool.reading(at);
    let [near, beyond] = pool.lookup.near_and_beyond(&reading, COMPARED);
    let near = with_same_words(pool, at, near);
    for other in near.iter().copied() {
        if (other < at || !all_new)
            && pool.entries[other].stands()
            && pool.entries[at].stands()
            && is_same(pool, at, other)
        {
            merged |= merge(pool, at, other);
        }
    }
    // What shares few words with it says the same only where that is very likely.
    let beyond = beyond.into_iter().map(|(other, _)| other as usize);
    for other in beyond.filter(|other| *other != at && !near.contains(other)) {
        if (other < at || !all_new)
            && pool.entries[other].stands()
            && pool.entries[at].stands()
            && is_likely_same(pool, at, other)
        {
            merged |= merge(pool, at, other);
        }
    }
    merged
}

fn is_likely_same(pool: &mut Pool, a: usize, b: usize) -> bool {
    if pool.entries[a].done != pool.entries[b].done || !pool.on_one_ground(a, b) {
        return false;
    }
    let (facts_a, facts_b) = (pool.facts(a), pool.facts(b));
    pool.memo.same(&facts_a, &facts_b, || {
        likely_same((&facts_a.reading(), &facts_b.reading()), (&facts_a.claim(), &facts_b.claim()))
    })
}

/// The claims that may concern another: the same words, then those that share most.
pub(super) fn candidates(pool: &mut Pool, at: usize, few: bool) -> Vec<usize> {
    let reading = pool.reading(at);
    let near = pool.lookup.near(&reading, COMPARED, few);
    with_same_words(pool, at, near)
}

fn with_same_words(pool: &Pool, at: usize, near: Vec<(u32, f32)>) -> Vec<usize> {
    let mut found: Vec<usize> =
        pool.lookup.same_words(&pool.entries[at].text).iter().map(|other| *other as usize).collect();
    for (other, _) in near {
        if !found.contains(&(other as usize)) {
            found.push(other as usize);
        }
    }
    found.retain(|other| *other != at);
    found
}

/// Whether two claims say the same, so that one may stand for both.
pub(super) fn is_same(pool: &mut Pool, a: usize, b: usize) -> bool {
    if pool.entries[a].done != pool.entries[b].done || !pool.on_one_ground(a, b) {
        return false;
    }
    let (facts_a, facts_b) = (pool.facts(a), pool.facts(b));
    let (text_a, text_b) = (&pool.entries[a].text, &pool.entries[b].text);
    pool.memo.same(&facts_a, &facts_b, || say_the_same(&facts_a, &facts_b, text_a, text_b))
}

fn say_the_same(facts_a: &Facts, facts_b: &Facts, text_a: &str, text_b: &str) -> bool {
    if same_text(text_a, text_b) {
        return true;
    }
    let (read_a, read_b) = (facts_a.reading(), facts_b.reading());
    if !same_days(&read_a, &read_b) || !of_as_many(&facts_a.claim(), &facts_b.claim()) {
        return false;
    }
    if same(&facts_a.claim(), &facts_b.claim()) != Same::Different
        || may_be_same(&read_a, &read_b) && alike(&read_a, &facts_a.claim(), &read_b, &facts_b.claim())
    {
        return true;
    }
    if same_gist(&facts_a.claim(), &facts_b.claim()) {
        return true;
    }
    if in_each_others_words(&read_a, &facts_a.claim(), &read_b) {
        return true;
    }
    // Each in its own words and in plainer ones; the plain wordings of both are held against each other.
    let (forms_a, forms_b) = (facts_a.forms(), facts_b.forms());
    let by_form =
        |a: &Form, b: &Form| may_be_same(&a.reading, &b.reading) && alike(&a.reading, &a.claim, &b.reading, &b.claim);
    forms_a.iter().any(|a| {
        may_be_same(&a.reading, &read_b) && alike(&a.reading, &a.claim, &read_b, &facts_b.claim())
            || forms_b.iter().any(|b| by_form(a, b))
    }) || forms_b
        .iter()
        .any(|b| may_be_same(&read_a, &b.reading) && alike(&read_a, &facts_a.claim(), &b.reading, &b.claim))
        || likely_same((&read_a, &read_b), (&facts_a.claim(), &facts_b.claim()))
}

/// Whether the second says the same once words of it that mean what words of the first mean are put as the first has them.
fn in_each_others_words(read_a: &Reading, claim_a: &Claim, read_b: &Reading) -> bool {
    in_words_of(read_a, read_b).is_some_and(|text| alike(read_a, claim_a, &Reading::of(&text), &Claim::of(&text)))
}

/// Whether two wordings say the same, by any of the rules.
fn alike(read_a: &Reading, claim_a: &Claim, read_b: &Reading, claim_b: &Claim) -> bool {
    same(claim_a, claim_b) != Same::Different
        || same_meaning(read_a, read_b)
        || same_reworded(&read_a.text, &read_b.text)
        || rearranged(read_a, read_b)
}

fn same_reworded(a: &str, b: &str) -> bool {
    let (one, two) = (reworded(a), reworded(b));
    (one.is_some() || two.is_some())
        && same_claim(one.as_deref().unwrap_or(a), two.as_deref().unwrap_or(b)) != Same::Different
}

/// Merges two claims into the one in the better place.
fn merge(pool: &mut Pool, a: usize, b: usize) -> bool {
    let rank = |at: usize| {
        let entry = &pool.entries[at];
        (entry.fenced, entry.has_children, entry.origin.is_some(), !entry.in_log, entry.when().to_owned())
    };
    let (mut winner, mut loser) = if rank(a) > rank(b) { (a, b) } else { (b, a) };
    let loses = |loser: usize, winner: usize| {
        lost_values(&pool.entries[loser].text, &pool.entries[winner].text).next().is_some()
    };
    // No number, link or id is lost: the line that has it stays.
    if loses(loser, winner) {
        (winner, loser) = (loser, winner);
        if loses(loser, winner) {
            return false;
        }
    }
    let lost = &pool.entries[loser];
    if lost.fenced || lost.has_children {
        return false;
    }
    let exact = same_text(&lost.text, &pool.entries[winner].text);
    let why = if exact {
        "it stands in the store more than once".to_owned()
    } else {
        format!("“{}” says the same", pool.entries[winner].text)
    };
    pool.end(loser, Fate::Merged { into: winner, why });
    true
}

/// Settles what a claim and those before it contradict each other in; true if anything changed.
pub fn settle_around(pool: &mut Pool, views: &[FileView], at: usize, all_new: bool) -> bool {
    let dirty = std::mem::take(&mut pool.entries[at].to_settle);
    if !dirty || !pool.entries[at].stands() || pool.entries[at].pointer {
        return false;
    }
    let mut settled = false;
    for other in rivals(pool, at) {
        if other >= at && all_new || !pool.entries[other].stands() || !pool.entries[at].stands() {
            continue;
        }
        if let Some((newer, older)) = in_order(pool, views, at, other)
            && pool.on_one_ground(at, other)
        {
            settled |= replace(pool, newer, older);
        }
    }
    settled
}

/// The claims that one may contradict.
pub(super) fn rivals(pool: &mut Pool, at: usize) -> Vec<usize> {
    let facts = pool.facts(at);
    let few = needs_few(facts.statement(), &facts.reading()) || facts.claim().touches_by_little();
    let mut found = candidates(pool, at, few);
    for wording in facts.wordings().iter().take(WORDINGS) {
        for (other, _) in pool.lookup.near(&wording.1, COMPARED / 2, needs_few(&wording.0, &wording.1)) {
            if other as usize != at && !found.contains(&(other as usize)) {
                found.push(other as usize);
            }
        }
    }
    found
}

/// Which of two claims is the newer one, if that can be told: by when they were said, else by their order in one log, else by a
/// wording that says that something changed.
pub(super) fn in_order(pool: &mut Pool, views: &[FileView], a: usize, b: usize) -> Option<(usize, usize)> {
    let (facts_a, facts_b) = (pool.facts(a), pool.facts(b));
    let (one, two) = (&pool.entries[a], &pool.entries[b]);
    // In a file that a dream has written, lines stand together that were said at different times.
    let by_place = || match (one.origin, two.origin) {
        (Some((file, first)), Some((other, second))) if file == other => {
            let view = &views[file];
            (view.log && !view.matter.has("slug")).then(|| first.cmp(&second))
        }
        _ => None,
    };
    let by_time = match (one.since(), two.since()) {
        ("", "") => None,
        (when, other) if when.get(..10) == other.get(..10) && when.len() != other.len() => None,
        (when, other) => Some(when.cmp(other)).filter(|order| *order != Ordering::Equal),
    };
    let by_words = || match (facts_a.statement().corrects, facts_b.statement().corrects) {
        (true, false) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
        _ => None,
    };
    match by_time.or_else(by_place).or_else(by_words)? {
        Ordering::Greater => Some((a, b)),
        Ordering::Less => Some((b, a)),
        Ordering::Equal => None,
    }
}

/// What a claim becomes by a newer one, if both cannot hold; whether the newer one tells more besides.
pub(super) fn changed_by(pool: &mut Pool, newer: usize, older: usize) -> Option<(String, bool)> {
    if pool.entries[older].done != pool.entries[newer].done {
        return None;
    }
    let (told, noted) = (pool.facts(newer), pool.facts(older));
    let line = &pool.entries[older].text;
    pool.memo
        .changed(&told, &noted, |memo| {
            let statement = told.statement();
            let found =
                bearing_by_wordings(statement, &told.reading(), &told.claim(), told.wordings(), line, &noted, &[]);
            let Bearing::Change { text, more, .. } = found else {
                let turned = found == Bearing::Apart && memo.turned(&told, &noted).is_some();
                return turned.then(|| Rc::new((statement.text.clone(), false)));
            };
            let settled = !matches!(bearing_of(statement, &text), Bearing::Change { .. });
            settled.then(|| Rc::new((text, more)))
        })
        .map(|change| (*change).clone())
}

/// Puts the newer claim in the older one's place, if both cannot hold.
fn replace(pool: &mut Pool, newer: usize, older: usize) -> bool {
    if pool.entries[older].fenced {
        return false;
    }
    let line = pool.entries[older].text.clone();
    let Some((text, more)) = changed_by(pool, newer, older) else { return false };
    let newest = pool.facts(newer);
    let (when, now) = (day_of(pool.entries[older].when()), day_of(pool.entries[newer].when()));
    let said = pool.entries[newer].text.clone();
    let whole = !more
        && (text == said
            || bearing_of(newest.statement(), &text) == Bearing::Same
            || is_covered(&newest.claim(), &Claim::of(&text)));
    if !whole {
        if is_contested(pool, newer, older, &text) {
            return false;
        }
        // The newer claim tells more than the line that it corrects: both stay.
        pool.entries[older].corrected = Some(format!("noted {when} as “{line}”; {now} it was said: “{said}”"));
        pool.entries[older].last = pool.entries[newer].when().to_owned();
        pool.reword(older, text);
        return true;
    }
    let stays = !pool.entries[older].in_log && pool.entries[newer].in_log || pool.entries[older].has_children;
    if stays && !pool.entries[newer].has_children && !pool.entries[newer].fenced {
        pool.entries[older].corrected = Some(format!("noted {when} as “{line}”; {now} it was said: “{said}”"));
        pool.reword(older, text);
        pool.end(newer, Fate::Merged { into: older, why: format!("it corrects “{line}”, which now says so") });
        return true;
    }
    if pool.entries[older].has_children {
        return false;
    }
    if text != said && !pool.entries[newer].fenced {
        pool.entries[newer].corrected =
            Some(format!("put together with “{line}”, noted {when}, whose other words still hold"));
        pool.reword(newer, text);
    }
    pool.end(older, Fate::Superseded { into: newer, why: format!("said {when}; {now} it was said: “{said}”") });
    true
}

/// Whether a third claim would turn a corrected line back: then each dream would write the one, and the next the other.
fn is_contested(pool: &mut Pool, newer: usize, older: usize, text: &str) -> bool {
    let line = pool.entries[older].text.clone();
    rivals(pool, older).into_iter().any(|other| {
        let turns_back = |found: Bearing| matches!(found, Bearing::Change { text, .. } if text == line);
        other != newer && pool.entries[other].stands() && turns_back(bearing_of(pool.facts(other).statement(), text))
    })
}

/// "on 2026-05-06", or that it is not known.
pub fn day_of(when: &str) -> String {
    match when.get(..10).unwrap_or(when) {
        "" => "at a time that nothing tells".to_owned(),
        day => format!("on {day}"),
    }
}
