//! Two passes told as one: a consolidation goes over its own output until nothing more changes, so that a later dream over it has
//! nothing left to do. Here the account of one pass is carried on by the account of the next.

use std::collections::BTreeMap;

use crate::text::lines::without_bullet;

use super::finding::Source;
use super::material::Notes;
use super::plan::{Change, ClaimRow, FileChange, Place, Plan, Verdict};

/// What happened to the claims of a line in the second pass.
type Lines<'a> = BTreeMap<(&'a str, u32), Vec<&'a ClaimRow>>;

/// The account of both passes, from the input to the second pass's output.
pub fn joined(notes: &Notes, first: Plan, second: Plan) -> Plan {
    let mut lines: Lines<'_> = BTreeMap::new();
    for row in &second.claims {
        if let Source::Memory { path, line, .. } = &row.source {
            lines.entry((path.as_str(), *line)).or_default().push(row);
        }
    }
    let mut joined = Plan { followed: first.followed, ..Plan::default() };
    for mut row in first.claims {
        if let Some(next) = row.into.as_ref().and_then(|into| next_of(&lines, into, &row.text)) {
            let unmoved = matches!(row.verdict, Verdict::Kept | Verdict::Moved);
            if unmoved && !matches!(next.verdict, Verdict::Kept) {
                row.verdict = next.verdict;
                row.reason.clone_from(&next.reason);
            }
            row.into.clone_from(&next.into);
        }
        joined.claims.push(row);
    }
    for mut row in first.added {
        let Some(next) = next_of(&lines, &row.into, &row.text) else {
            joined.added.push(row);
            continue;
        };
        let Some(into) = next
            .into
            .clone()
            .filter(|_| !matches!(next.verdict, Verdict::Merged | Verdict::Superseded | Verdict::Dropped))
        else {
            continue;
        };
        if matches!(next.verdict, Verdict::Corrected | Verdict::Dated)
            && let Some(text) = text_at(&second, &into)
        {
            row.text = text;
        }
        row.into = into;
        joined.added.push(row);
    }
    joined.changes = changes(notes, &second);
    joined.files = second.files;
    joined
}

/// The row of the claim that stood in a place: of several on a line the one with the words.
fn next_of<'a>(lines: &Lines<'a>, place: &Place, text: &str) -> Option<&'a ClaimRow> {
    let rows = lines.get(&(place.path.as_str(), place.line))?;
    let words = |row: &&&ClaimRow| {
        let held = text.split_whitespace().filter(|word| row.text.contains(word)).count();
        (row.text == text, held)
    };
    let mut best: Option<&&ClaimRow> = None;
    for row in rows {
        if best.is_none_or(|other| words(&row) > words(&other)) {
            best = Some(row);
        }
    }
    best.copied()
}

fn text_at(plan: &Plan, place: &Place) -> Option<String> {
    let file = plan.files.iter().find(|file| file.path == place.path)?;
    Some(without_bullet(file.content.lines().nth(place.line.checked_sub(1)? as usize)?).to_owned())
}

fn changes(notes: &Notes, plan: &Plan) -> Vec<FileChange> {
    let mut changes: Vec<FileChange> = Vec::new();
    for file in &plan.files {
        let change = match notes.files.iter().find(|other| other.path == file.path) {
            None => Change::Added,
            Some(before) if before.content == file.content => Change::Unchanged,
            Some(_) => Change::Changed,
        };
        changes.push(FileChange { path: file.path.clone(), change });
    }
    for file in notes.files.iter().filter(|file| plan.files.iter().all(|other| other.path != file.path)) {
        changes.push(FileChange { path: file.path.clone(), change: Change::Removed });
    }
    crate::domain::sort::sort_by(&mut changes, |a, b| a.path.cmp(&b.path));
    changes
}
