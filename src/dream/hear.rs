//! What the transcripts mean for the store, in the order in which things were said: lines are supported, dated, corrected, completed,
//! and what is new is added. What an earlier dream took in supports lines and changes nothing.

use crate::domain::time::CivilMoment;
use crate::text::near::{Same, same};
use crate::text::reading::Reading;
use crate::text::values::{Kind, Value};

use super::bearing::{Bearing, may_be_same, needs_few, same_text};
use super::chatter::is_private;
use super::clauses::bearing_by_wordings;
use super::days::absolute;
use super::finding::FindingKind;
use super::leave::GivenWay;
use super::likely::likely_told;
use super::lookup::{plain, undated};
use super::pool::{Entry, Fate, Pool, push_new};
use super::reader::moment;
use super::settle::day_of;
use super::told::{Told, is_worth_a_line};
use super::wishes::{at_most, is_meant};

const COMPARED: usize = 8;

/// How many other wordings of a statement are looked up.
const WORDINGS: usize = 4;

/// Claims near a statement: those with the same words, those that a reader named, those that share most with it.
fn candidates(pool: &Pool, told: &Told, named: &[(usize, FindingKind)]) -> Vec<(usize, f32)> {
    let mut found: Vec<(usize, f32)> =
        pool.lookup.same_words(&told.statement.text).iter().map(|at| (*at as usize, 1000.0)).collect();
    let few = needs_few(&told.statement, &told.reading) || told.claim().touches_by_little();
    for (at, score) in pool.lookup.near(&told.reading, COMPARED, few) {
        if !found.iter().any(|(other, _)| *other == at as usize) {
            found.push((at as usize, score));
        }
    }
    for wording in told.kernels.iter().take(WORDINGS) {
        for (at, score) in pool.lookup.near(&wording.1, COMPARED / 2, needs_few(&wording.0, &wording.1)) {
            if !found.iter().any(|(other, _)| *other == at as usize) {
                found.push((at as usize, score));
            }
        }
    }
    // "Instead of Tabula" concerns the line that names it, whatever else it says.
    if let Some(former) = told.statement.former.as_deref().filter(|former| former.starts_with(char::is_uppercase)) {
        let holding = |at: &&u32| pool.entries[**at as usize].text.contains(former);
        for at in pool.lookup.lines_of(former).iter().filter(holding).take(COMPARED) {
            if !found.iter().any(|(other, _)| *other == *at as usize) {
                found.push((*at as usize, 0.0));
            }
        }
    }
    for (at, _) in named {
        if !found.iter().any(|(other, _)| other == at) {
            found.push((*at, 0.0));
        }
    }
    found.retain(|(at, _)| pool.entries[*at].stands());
    found
}

/// Marks the claims that a statement bears on, as its reader saw it, and dates those that say it in the same words. Changes no
/// meaning.
pub fn support(pool: &mut Pool, told: &Told, named: &[(usize, FindingKind)]) {
    let same: Vec<usize> = pool.lookup.same_words(&told.statement.text).iter().map(|at| *at as usize).collect();
    for at in same {
        if !same_text(&pool.entries[at].text, &told.statement.text) && !pool.entries[at].undated {
            continue;
        }
        agree(pool, at, told);
        date_by(pool, at, told);
    }
    for (at, kind) in named {
        let at = *at;
        if !pool.entries[at].stands() {
            continue;
        }
        match kind {
            FindingKind::Support => {
                agree(pool, at, told);
                date_by(pool, at, told);
            }
            FindingKind::Extension => {
                note_evidence(pool, at, told);
                if !told.covered {
                    pool.entries[at].last = pool.entries[at].last.clone().max(told.said.clone());
                }
            }
            _ => note_evidence(pool, at, told),
        }
    }
}

fn note_evidence(pool: &mut Pool, at: usize, told: &Told) {
    pool.entries[at].supported = true;
    for source in &told.sources {
        push_new(&mut pool.entries[at].evidence, source.clone());
    }
    if !told.covered {
        pool.entries[at].fresh.push((told.session_id.clone(), told.said.clone()));
    }
}

fn agree(pool: &mut Pool, at: usize, told: &Told) {
    note_evidence(pool, at, told);
    let entry = &mut pool.entries[at];
    if told.said > entry.last && !told.covered {
        entry.last.clone_from(&told.said);
    }
}

/// Writes the dates of a line out, counted from when a transcript said the same.
fn date_by(pool: &mut Pool, at: usize, told: &Told) {
    let entry = &pool.entries[at];
    if !entry.undated || entry.fenced || told.covered {
        return;
    }
    let Some(said) = moment(&told.said) else { return };
    let why = format!("counted from {}, when session {} said so", said.day, told.session_id);
    write_dates(pool, at, said, why);
}

/// Writes the relative dates of a line out; the wording is kept.
pub fn write_dates(pool: &mut Pool, at: usize, said: CivilMoment, why: String) -> bool {
    let text = absolute(&pool.entries[at].text, said);
    if text == pool.entries[at].text {
        return false;
    }
    pool.reword(at, text);
    pool.entries[at].dated = Some(why);
    pool.entries[at].undated = false;
    true
}

/// A line that a statement changes.
struct Change {
    at: usize,
    text: String,
    sure: f64,
    more: bool,
}

/// Takes a statement in: it may correct lines, complete one, or become a new one. `wanted`: the instructions let it be carried.
pub fn hear(pool: &mut Pool, told: &Told, named: &[(usize, FindingKind)], wanted: bool) {
    if told.covered {
        return;
    }
    if let Some(wish) = &told.wish {
        forget(pool, told, wish);
        return;
    }
    let exact = pool.lookup.same_words(&told.statement.text).iter().map(|at| *at as usize);
    let mut known = exact.filter(|at| same_text(&pool.entries[*at].text, &told.statement.text)).min();
    if let Some(at) = known {
        agree(pool, at, told);
        if !told.statement.corrects {
            return;
        }
    }
    let near = candidates(pool, told, named);
    let told_claim = told.claim();
    let mut changes: Vec<Change> = Vec::new();
    let mut outdated = false;
    let mut completes = None;
    for (at, _) in &near {
        let at = *at;
        let facts = pool.facts(at);
        let noted = facts.reading();
        let says_so = may_be_same(&told.reading, &noted) && {
            let claim = facts.claim();
            same(&told_claim, &claim) != Same::Different
        };
        let entry = &pool.entries[at];
        if same_text(&entry.text, &told.statement.text) || says_so {
            agree(pool, at, told);
            known = Some(at);
            continue;
        }
        match bearing_by_wordings(
            &told.statement,
            &told.reading,
            &told_claim,
            &told.kernels,
            &entry.text,
            &facts,
            &entry.names,
        ) {
            Bearing::Apart => {
                if let Some(text) = by_former(pool, told, at).filter(|_| !pool.entries[at].fenced) {
                    changes.push(Change { at, text, sure: 1.5, more: false });
                }
            }
            Bearing::Same => {
                agree(pool, at, told);
                known = Some(at);
            }
            Bearing::Extends => completes = completes.or(Some(at)),
            Bearing::Change { text, sure, more } => {
                if entry.when() > told.said.as_str() {
                    outdated = true;
                } else if !entry.fenced {
                    changes.push(Change { at, text, sure, more });
                }
            }
        }
    }
    if known.is_none() && changes.is_empty() {
        known = by_likelihood(pool, told, &near, &mut changes);
    }
    changes.retain(|change| settles(pool, told, change));
    let best = surest(pool, told, changes);
    if known.is_some() && (best.is_empty() || !told.statement.corrects) {
        // The store says so already.
    } else if !best.is_empty() {
        let more = best.iter().all(|change| change.more);
        for change in best {
            correct(pool, told, change.at, change.text);
        }
        if more && wanted && known.is_none() {
            add(pool, told, &near);
        }
    } else if outdated {
        // What was said later holds already.
    } else if let Some(at) = completes.filter(|at| may_complete(pool, *at, told)) {
        complete(pool, told, at);
    } else if let Some(at) = gave_way(pool, told) {
        agree(pool, at, told);
    } else if wanted && is_worth_keeping(pool, told) {
        add(pool, told, &near);
    }
}

/// Where no rule tells what a statement is to a line, what it most likely is: the line that says the same, or those that it changes. Lines
/// that share a word or two with it are looked at too.
fn by_likelihood(pool: &mut Pool, told: &Told, near: &[(usize, f32)], changes: &mut Vec<Change>) -> Option<usize> {
    let said = pool.memo.facts(&told.statement.text);
    let claim = told.claim();
    let beyond = pool.lookup.near(&told.reading, COMPARED, true).into_iter().map(|(at, _)| at as usize);
    let mut all: Vec<usize> = near.iter().map(|(at, _)| *at).collect();
    all.extend(beyond.filter(|at| !near.iter().any(|(other, _)| other == at)));
    all.retain(|at| pool.entries[*at].stands());
    for at in all {
        let facts = pool.facts(at);
        if likely_told((&told.reading, &facts.reading()), (&claim, &facts.claim())) {
            agree(pool, at, told);
            return Some(at);
        }
        let entry = &pool.entries[at];
        let newer = entry.when() <= told.said.as_str() && !entry.fenced;
        if let Some(sure) = pool.memo.turned(&said, &facts).filter(|_| newer) {
            changes.push(Change { at, text: told.statement.text.clone(), sure, more: false });
        }
    }
    None
}

/// The line whose correction a statement only tells the other half of.
fn gave_way(pool: &Pool, told: &Told) -> Option<usize> {
    let of_it = |given: &&GivenWay| given.session == told.session_id && given.is_all_of(&told.reading);
    pool.given_way.iter().rev().take(AROUND).find(of_it).map(|given| given.at).filter(|at| pool.entries[*at].stands())
}

/// Whether a statement, without the dates that were written out in it, is a line of its own and more than a private remark.
fn is_worth_keeping(pool: &Pool, told: &Told) -> bool {
    let knows = |stem: &str| {
        let stands = |at: &u32| pool.entries[*at as usize].text.to_lowercase().contains(stem);
        pool.lookup.lines_of(stem).iter().any(stands)
    };
    let judged = |reading: &Reading| is_worth_a_line(reading) && !is_private(reading, knows);
    let text = undated(&told.statement.text);
    if text == told.statement.text { judged(&told.reading) } else { judged(&Reading::of(&text)) }
}

/// Whether a change leaves a line that the same statement would not change again.
fn settles(pool: &mut Pool, told: &Told, change: &Change) -> bool {
    if same_text(&change.text, &told.statement.text) {
        return true;
    }
    let now = pool.memo.facts(&change.text);
    let again =
        bearing_by_wordings(&told.statement, &told.reading, &told.claim(), &told.kernels, &change.text, &now, &[]);
    !matches!(again, Bearing::Change { text, .. } if text != change.text)
}

/// The surest change, and those of other lines that lose the same value by it; none if it may be about several things.
fn surest(pool: &mut Pool, told: &Told, changes: Vec<Change>) -> Vec<Change> {
    let mut best: Option<usize> = None;
    for (at, change) in changes.iter().enumerate() {
        if best.is_none_or(|best| change.sure > changes[best].sure) {
            best = Some(at);
        }
    }
    let Some(best) = best else { return Vec::new() };
    let (first, sure) = (changes[best].at, changes[best].sure);
    let names = pool.entries[first].names.clone();
    let said = |name: &String| told.reading.words.iter().any(|word| word.stem == *name);
    let rival = |change: &Change| {
        let other = &pool.entries[change.at].names;
        change.at != first && sure - change.sure < 0.2 && *other != names && !other.is_empty()
    };
    if !names.is_empty() && !names.iter().any(said) && changes.iter().any(rival) {
        return Vec::new();
    }
    let gone = lost_values(pool, &changes[best]);
    changes
        .into_iter()
        .enumerate()
        .filter(|(at, change)| *at == best || !gone.is_empty() && lost_values(pool, change) == gone)
        .map(|(_, change)| change)
        .collect()
}

/// The values that a line loses by a change.
fn lost_values(pool: &mut Pool, change: &Change) -> Vec<String> {
    let (noted, now) = (pool.reading(change.at), Reading::of(&change.text));
    let kept: Vec<&str> = now.values.iter().map(Value::normal).collect();
    noted.values.iter().map(Value::normal).filter(|value| !kept.contains(value)).map(str::to_owned).collect()
}

/// "Upgraded from Postgres 14 to Postgres 16" changes the one line that names the former thing.
fn by_former(pool: &mut Pool, told: &Told, at: usize) -> Option<String> {
    let (former, latter) = (told.statement.former.as_deref()?, told.statement.latter.as_deref()?);
    // A name that one line alone holds can mean no other.
    let named = former.starts_with(char::is_uppercase) && latter.starts_with(char::is_uppercase);
    let marked =
        named || former.contains(' ') && former.bytes().any(|byte| byte.is_ascii_digit()) || former.contains("://");
    let text = &pool.entries[at].text;
    let place = text.find(former).filter(|_| marked && former.len() > 4)?;
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let whole = edge(text[..place].chars().next_back()) && edge(text[place + former.len()..].chars().next());
    let lines = pool.lookup.near(&Reading::of(former), COMPARED, true);
    let only = lines.iter().filter(|(other, _)| pool.entries[*other as usize].text.contains(former)).count() <= 1;
    (whole && only && told.said.as_str() >= pool.entries[at].when()).then(|| text.replacen(former, latter, 1))
}

fn correct(pool: &mut Pool, told: &Told, at: usize, text: String) {
    let entry = &pool.entries[at];
    let why = format!(
        "noted {} as “{}”; session {} said {}: “{}”",
        day_of(entry.when()).trim_start_matches("on "),
        entry.text,
        told.session_id,
        day_of(&told.said),
        told.statement.text
    );
    pool.entries[at].corrected = Some(why);
    let was = pool.reading(at);
    pool.reword(at, text);
    agree(pool, at, told);
    give_way(pool, told, at, &was);
}

/// How many statements before and behind a correction may tell of the same change.
const AROUND: usize = 6;

/// What the same session told of what has just given way goes into the line that names something else now.
fn give_way(pool: &mut Pool, told: &Told, at: usize, was: &Reading) {
    let given = GivenWay::of(&told.session_id, at, was, &pool.reading(at));
    pool.given_way.retain(|other| other.session == told.session_id);
    for before in (0..pool.entries.len()).rev().take(AROUND) {
        let entry = &pool.entries[before];
        let of_session = entry.fresh.first().is_some_and(|(session, _)| *session == told.session_id);
        if entry.origin.is_none()
            && of_session
            && entry.stands()
            && before != at
            && given.is_all_of(&pool.reading(before))
        {
            let why = format!("it tells of what gave way in “{}”", pool.entries[at].text);
            pool.end(before, Fate::Superseded { into: at, why });
        }
    }
    pool.given_way.push(given);
}

fn may_complete(pool: &Pool, at: usize, told: &Told) -> bool {
    let entry = &pool.entries[at];
    !entry.fenced
        && !entry.has_children
        && told.statement.text.len() <= entry.text.len() * 3 + 80
        && goes_on(&plain(&undated(&told.statement.text)), &plain(&undated(&entry.text)))
        && !tells_of_two(&told.reading, &Reading::of(&entry.text))
}

/// Whether a text begins with the words of another, articles aside, and goes on from there.
fn goes_on(told: &str, noted: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(' ').filter(|word| !matches!(*word, "the" | "a" | "an")).map(str::to_owned).collect()
    };
    let (told, noted) = (words(told), words(noted));
    told.len() > noted.len() && told[..noted.len()] == noted[..]
}

/// Whether a statement has a further value of a kind that the line has one of: then it tells of another thing besides.
fn tells_of_two(told: &Reading, noted: &Reading) -> bool {
    let count = |reading: &Reading, kind: Kind| reading.values.iter().filter(|value| value.kind == kind).count();
    noted.values.iter().any(|value| count(told, value.kind) > count(noted, value.kind))
}

/// The line takes the statement's words, which say all that it said and more.
fn complete(pool: &mut Pool, told: &Told, at: usize) {
    let why = format!("session {} said more {}: “{}”", told.session_id, day_of(&told.said), told.statement.text);
    pool.entries[at].corrected = Some(why);
    pool.entries[at].enriched = true;
    pool.reword(at, told.statement.text.clone());
    agree(pool, at, told);
}

fn add(pool: &mut Pool, told: &Told, near: &[(usize, f32)]) {
    let mut entry = Entry::new(None, told.statement.text.clone(), told.said.clone());
    entry.last.clone_from(&told.said);
    entry.supported = true;
    entry.in_log = true;
    entry.evidence.clone_from(&told.sources);
    entry.fresh.push((told.session_id.clone(), told.said.clone()));
    entry.beside = near.iter().map(|(at, _)| *at).find(|at| belongs(pool, *at, &told.reading));
    pool.add(entry);
}

/// Whether a statement belongs beside a line: it shares a name or most of the line's subject with it.
fn belongs(pool: &mut Pool, at: usize, told: &Reading) -> bool {
    if pool.entries[at].fenced || pool.entries[at].origin.is_none() {
        return false;
    }
    let noted = pool.reading(at);
    let shared = told
        .content()
        .into_iter()
        .filter(|word| noted.words.iter().any(|other| other.stem == told.words[*word].stem))
        .count();
    let strong = told.has_value(&[Kind::Link, Kind::Id, Kind::Email, Kind::Phone]);
    shared >= 2 || strong && shared >= 1
}

/// Takes out the claims that somebody wished to be forgotten, if it is clear which are meant.
fn forget(pool: &mut Pool, told: &Told, wish: &Reading) {
    let mut meant: Vec<usize> = Vec::new();
    for (at, _) in pool.lookup.near(wish, 4 * COMPARED, true) {
        let at = at as usize;
        let older = pool.entries[at].stands() && pool.entries[at].when() <= told.said.as_str();
        if older && !pool.entries[at].pointer && is_meant(wish, &pool.reading(at)) {
            meant.push(at);
        }
    }
    if meant.len() > at_most(wish) {
        return;
    }
    for at in meant {
        let why = format!("{ASKED} {} in session {}: “{}”", day_of(&told.said), told.session_id, told.statement.text);
        drop_entry(pool, at, why);
    }
}

/// What the reason of a claim that was dropped by a wish begins with.
pub const ASKED: &str = "the user asked for it to be forgotten,";

/// Takes out what the user wished to be forgotten or the instructions say to drop.
pub fn drop_entry(pool: &mut Pool, at: usize, why: String) {
    if pool.entries[at].stands() && !pool.entries[at].fenced && !pool.entries[at].has_children {
        pool.end(at, Fate::Dropped { why });
    }
}
