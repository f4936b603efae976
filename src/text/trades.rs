//! What takes the place of what: the names and values for which two clauses trade places, where the earlier tells of an end.

use super::changes::{is_ended, names, slot};
use super::reading::Reading;
use super::values::Kind;

/// The last name in a clause, as written.
pub fn last_name(clause: &Reading) -> Option<String> {
    let last = (1..clause.words.len()).rev().find(|at| names(clause, *at))?;
    let mut first = last;
    let title = |at: usize| matches!(clause.words[at].lower.as_str(), "mr" | "mrs" | "ms" | "dr" | "prof");
    while first > 0 && names(clause, first - 1) && (first > 1 || title(0)) {
        first -= 1;
    }
    Some(clause.text[clause.words[first].start..clause.words[last].end].to_owned())
}

/// The name that a clause begins with, as written.
pub fn first_name(clause: &Reading) -> Option<String> {
    let end = (0..clause.words.len()).take_while(|at| names(clause, *at)).count();
    (end > 0).then(|| clause.text[clause.words[0].start..clause.words[end - 1].end].to_owned())
}

/// The names for which two clauses trade places, where the earlier tells of an end: those that both begin with, or else the last of
/// each.
pub fn traded(earlier: &Reading, later: &Reading) -> Option<(String, String)> {
    // "The 8:15 is cancelled so we are on the 8:50."
    if let Some(values) = traded_values(earlier, later) {
        return Some(values);
    }
    // "Emma can not, so Joe picks them up."
    let unable = earlier.words.last().is_some_and(|word| word.lower == "not");
    if earlier.negative && !is_ended(earlier, &[]) && !unable {
        return None;
    }
    // "Mr Reed left, Maya's new teacher is Ms Adu": not Maya.
    let owner = later.words.first().is_some_and(|word| word.possessive);
    let opening = if owner { last_name(later) } else { first_name(later) };
    let (former, latter) = match (first_name(earlier), opening) {
        (Some(former), Some(latter)) => (former, latter),
        _ => (last_name(earlier)?, last_name(later)?),
    };
    (former != latter).then_some((former, latter))
}

/// The values of one sort for which an ended clause and the next trade places.
pub fn traded_values(earlier: &Reading, later: &Reading) -> Option<(String, String)> {
    match (earlier.values.as_slice(), later.values.as_slice()) {
        ([former], [latter])
            if slot(former.kind) == slot(latter.kind)
                && former.normal() != latter.normal()
                && !matches!(former.kind, Kind::Number | Kind::Duration)
                && (earlier.negative || is_ended(earlier, &[])) =>
        {
            Some((former.text.clone(), latter.text.clone()))
        }
        _ => None,
    }
}

/// "We are not in B12 any more, go to C04": a denied value, and another of its sort behind the comma.
pub fn left_for(note: &Reading) -> Option<(String, String)> {
    let [former, latter] = note.values.as_slice() else { return None };
    let denied = note.words.iter().any(|word| word.end <= former.start && matches!(word.lower.as_str(), "not" | "no"));
    let over = note.text[former.end..latter.start].contains(',') && is_ended(note, &[]);
    let alike = slot(former.kind) == slot(latter.kind);
    (denied && over && alike && former.normal() != latter.normal()).then(|| (former.text.clone(), latter.text.clone()))
}
