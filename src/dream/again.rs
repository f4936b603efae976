//! Two passes told as one: a consolidation goes over its own output until nothing more changes, so that a later dream over it has
//! nothing left to do. Here the account of one pass is carried on by the account of the next.

use std::collections::BTreeMap;

use crate::domain::sort;
use crate::text::lines::without_bullet;

use super::finding::Source;
use super::material::Notes;
use super::plan::{AddedRow, Change, ClaimRow, FileChange, Place, Plan, Verdict};
use super::verify::lost_values;

/// Which rows of the second pass are of the claims of a line.
type Lines = BTreeMap<String, BTreeMap<u32, Vec<usize>>>;

/// How many rows a step takes.
const SLICE: usize = 64;

/// Both accounts as they are put together, from the input to the second pass's output.
pub struct Joining {
    /// What is left of the account of the first pass.
    claims: std::vec::IntoIter<ClaimRow>,
    added: std::vec::IntoIter<AddedRow>,
    second: Plan,
    lines: Lines,
    /// Rows of the second pass that were sorted in.
    sorted: usize,
    joined: Plan,
}

impl Joining {
    pub fn new(first: Plan, second: Plan) -> Joining {
        Joining {
            claims: first.claims.into_iter(),
            added: first.added.into_iter(),
            second,
            lines: Lines::new(),
            sorted: 0,
            joined: Plan { followed: first.followed, ..Plan::default() },
        }
    }

    /// Some rows; true when all are carried on.
    pub fn step(&mut self) -> bool {
        for _ in 0..SLICE {
            if let Some(row) = self.second.claims.get(self.sorted) {
                if let Source::Memory { path, line, .. } = &row.source {
                    let lines = self.lines.entry(path.clone()).or_default();
                    lines.entry(*line).or_default().push(self.sorted);
                }
                self.sorted += 1;
            } else if let Some(row) = self.claims.next() {
                self.carry(row);
            } else if let Some(row) = self.added.next() {
                self.carry_added(row);
            } else {
                return true;
            }
        }
        false
    }

    pub fn finish(mut self, input: &Notes) -> Plan {
        self.joined.changes = changes(input, &self.second);
        self.joined.files = self.second.files;
        self.joined
    }

    fn carry(&mut self, mut row: ClaimRow) {
        if let Some(next) = row.into.as_ref().and_then(|into| self.next_of(into, &row.text)) {
            let more = match row.verdict {
                Verdict::Kept | Verdict::Moved => !matches!(next.verdict, Verdict::Kept),
                Verdict::Dated => !matches!(next.verdict, Verdict::Kept | Verdict::Moved | Verdict::Dated),
                _ => false,
            };
            if more {
                row.verdict = next.verdict;
                row.reason.clone_from(&next.reason);
            }
            let renewed = matches!(next.verdict, Verdict::Corrected | Verdict::Superseded);
            if row.verdict == Verdict::Merged && renewed && self.lost(&row.text, next) {
                row.verdict = Verdict::Superseded;
                row.reason.clone_from(&next.reason);
            }
            if next.verdict == Verdict::Dropped {
                row.verdict = Verdict::Dropped;
                row.reason.clone_from(&next.reason);
            }
            row.into.clone_from(&next.into);
        }
        self.joined.claims.push(row);
    }

    /// Whether the line that a claim went into at last lacks a value of it.
    fn lost(&self, claim: &str, next: &ClaimRow) -> bool {
        let line = next.into.as_ref().and_then(|into| text_at(&self.second, into)).unwrap_or_default();
        lost_values(claim, &line).next().is_some()
    }

    fn carry_added(&mut self, mut row: AddedRow) {
        let Some(next) = self.next_of(&row.into, &row.text) else {
            self.joined.added.push(row);
            return;
        };
        let gone = matches!(next.verdict, Verdict::Merged | Verdict::Superseded | Verdict::Dropped);
        let Some(into) = next.into.clone().filter(|_| !gone) else { return };
        if matches!(next.verdict, Verdict::Corrected | Verdict::Dated)
            && let Some(text) = text_at(&self.second, &into)
        {
            row.text = text;
        }
        row.into = into;
        self.joined.added.push(row);
    }

    /// The row of the claim that stood in a place: of several on a line the one with the words.
    fn next_of(&self, place: &Place, text: &str) -> Option<&ClaimRow> {
        let rows = self.lines.get(&place.path)?.get(&place.line)?;
        let words = |row: &ClaimRow| {
            let held = text.split_whitespace().filter(|word| row.text.contains(word)).count();
            (row.text == text, held)
        };
        let mut best: Option<&ClaimRow> = None;
        for row in rows.iter().map(|at| &self.second.claims[*at]) {
            if best.is_none_or(|other| words(row) > words(other)) {
                best = Some(row);
            }
        }
        best
    }
}

fn text_at(plan: &Plan, place: &Place) -> Option<String> {
    let file = plan.files.iter().find(|file| file.path == place.path)?;
    Some(without_bullet(file.content.lines().nth(place.line.checked_sub(1)? as usize)?).to_owned())
}

fn changes(notes: &Notes, plan: &Plan) -> Vec<FileChange> {
    let before = sort::map(notes.files.iter().map(|file| (file.path.as_str(), file.content.as_str())));
    let after = sort::set(plan.files.iter().map(|file| file.path.as_str()));
    let mut changes: Vec<FileChange> = Vec::new();
    for file in &plan.files {
        let change = match before.get(file.path.as_str()) {
            None => Change::Added,
            Some(content) if *content == file.content => Change::Unchanged,
            Some(_) => Change::Changed,
        };
        changes.push(FileChange { path: file.path.clone(), change });
    }
    for file in notes.files.iter().filter(|file| !after.contains(file.path.as_str())) {
        changes.push(FileChange { path: file.path.clone(), change: Change::Removed });
    }
    sort::sort_by(&mut changes, |a, b| a.path.cmp(&b.path));
    changes
}
