//! New values put into an older line, each in the place of one of its sort: what a statement on the same subject, a fragment or another
//! name changes there. What has no place changes nothing.

use crate::domain::sort;

use super::changes::{is_typed, no_count, one_unit, slot, unit, with_value};
use super::claims::{Statement, Verdict, same_value};
use super::dates::day_within;
use super::reading::Reading;
use super::values::Value;

/// "Language: Zig" of "Language: Rust" once "the language is Zig now".
pub(super) fn under_label(new: &Statement, told: &Reading, noted: &Reading) -> Option<String> {
    let (label, value) = noted.text.split_once(": ")?;
    let (subject, now) = told.text.split_once(" is ").or_else(|| told.text.split_once(" are "))?;
    let bare = |text: &str| {
        let lower = text.to_lowercase();
        let lead = ["the new ", "my new ", "our new ", "the ", "my ", "our ", "new "];
        lead.iter().find_map(|lead| lower.strip_prefix(lead).map(str::to_owned)).unwrap_or(lower)
    };
    let now = now.strip_suffix(" now").unwrap_or(now);
    let now = now.strip_prefix("now ").unwrap_or(now);
    let noun = label.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let known = super::lexicon::is_known(&noun) && label.split(' ').count() <= 3;
    let one = !value.contains([',', ';']) && !now.contains([',', ';']);
    // "Childminder: Mrs Probert, she charges 6 pounds": another one.
    let named = |text: &str| {
        let name = text.split(", ").next().unwrap_or_default().to_owned();
        let plain = !name.is_empty() && name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        (plain && name.split(' ').count() <= 3).then_some(name)
    };
    if let (false, Some(old), Some(name)) = (one, named(value), named(now))
        && known
        && !told.negative
        && bare(subject) == bare(label)
        && old != name
    {
        return Some(format!("{label}: {name}{}", exchanged_values(&value[old.len()..], told, noted)));
    }
    (known && one && !told.negative && new.former.is_none() && bare(subject) == bare(label) && now != value)
        .then(|| format!("{label}: {now}"))
}

/// What stands behind a name that is exchanged, with the new one's number, price or address in the place of the old one's.
pub(super) fn exchanged_values(behind: &str, told: &Reading, noted: &Reading) -> String {
    let mut text = behind.to_owned();
    for value in &told.values {
        let mut old = noted.values.iter().filter(|other| other.kind == value.kind && behind.contains(&other.text));
        if let (Some(old), None) = (old.next(), old.next()) {
            text = text.replacen(&old.text, &value.text, 1);
        }
    }
    text
}

pub(super) fn exchange(new: &Statement, told: &Reading, noted: &Reading, sure: f64) -> Verdict {
    let mut text = noted.text.clone();
    let (mut changed, mut extra, mut counted_alike) = (0, 0, false);
    let mut moves: Vec<(usize, usize, String)> = Vec::new();
    let mut used: Vec<usize> = Vec::new();
    for value in &told.values {
        let meant = unit(told, value);
        let theirs = |at: usize| unit(noted, &noted.values[at]);
        let mut candidates: Vec<usize> = (0..noted.values.len())
            .filter(|at| slot(noted.values[*at].kind) == slot(value.kind) && !used.contains(at))
            .filter(|at| one_unit(&meant, &theirs(*at)) && !no_count(value, &theirs(*at), &noted.values[*at]))
            .collect();
        if let Some(counted) = candidates.iter().position(|at| meant.is_some() && theirs(*at) == meant) {
            candidates.swap(0, counted);
        }
        if let Some(same) = candidates.iter().find(|at| same_value(value, &noted.values[**at])) {
            used.push(*same);
            continue;
        }
        match candidates.as_slice() {
            [] => extra += 1,
            [at, ..] => {
                counted_alike |= meant.is_some() && theirs(*at) == meant;
                used.push(*at);
                let older = &noted.values[*at];
                let with = day_within(&older.text, &value.text).unwrap_or_else(|| value.text.clone());
                moves.push((older.start, older.end, with));
                changed += 1;
            }
        }
    }
    if changed == 0 {
        return Verdict::Apart;
    }
    sort::sort_by_key(&mut moves, |(start, _, _)| std::cmp::Reverse(*start));
    for (start, end, with) in moves {
        text.replace_range(start..end, &with);
    }
    // "36 adults" is of the adults rather than of what they pay.
    let sure = if counted_alike { sure + 0.3 } else { sure };
    let covered = told.values.len() >= noted.values.len() && used.len() == noted.values.len();
    if extra == 0 {
        Verdict::Change(text, sure)
    } else if covered {
        Verdict::Change(new.text.clone(), sure)
    } else {
        Verdict::ChangeAndAdd(text, sure)
    }
}

/// Puts the values of a fragment ("no, Tuesday", "the Winter Garden") into an older line, each in the place of one of its kind.
pub fn refill(fragment: &str, old: &str) -> Option<String> {
    let (told, noted) = (Reading::of(fragment), Reading::of(old));
    if !is_typed(&told) {
        return with_value(&noted, fragment).filter(|text| text != old);
    }
    match exchange(&Statement::plain(fragment, true), &told, &noted, 1.0) {
        Verdict::Change(text, _) if text != fragment => Some(text),
        Verdict::Apart if told.values.len() == 1 => with_value(&noted, fragment).filter(|text| *text != noted.text),
        _ => None,
    }
}

/// As [`refill`], but only a typed value in the place of one of its sort.
pub fn refill_typed(fragment: &str, old: &str) -> Option<String> {
    let (told, noted) = (Reading::of(fragment), Reading::of(old));
    let sort = |value: &Value| slot(value.kind);
    let placed =
        is_typed(&told) && told.values.iter().all(|value| noted.values.iter().any(|other| sort(other) == sort(value)));
    refill(fragment, old).filter(|_| placed)
}
