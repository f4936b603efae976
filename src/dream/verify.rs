//! Checks a plan, and what really stands in the output store, against the input: nothing lost, nothing unexplained, nothing without
//! evidence. It reads the input anew and trusts no step before it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::sort;
use crate::text::near::{Claim, holds};
use crate::text::values::{Kind, Value, values};

use super::claims::{BlockKind, Cut};
use super::context::FileView;
use super::finding::Source;
use super::hear::ASKED;
use super::material::{NoteFile, Notes};
use super::plan::{Check, ClaimRow, Place, Plan, Verdict};

/// The hosted API's bound on a memory's content, in bytes.
const MAX_FILE_BYTES: usize = 102_400;

/// How many faults a check names.
const NAMED: usize = 3;

/// The output's lines by path.
struct Lines<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Lines<'a> {
    fn of(output: &'a [NoteFile]) -> Lines<'a> {
        Lines(sort::map(output.iter().map(|file| (file.path.as_str(), file.content.lines().collect()))))
    }

    /// A line with those that go on with it.
    fn at(&self, place: &Place) -> Option<String> {
        let lines = self.0.get(place.path.as_str())?;
        let from = place.line.checked_sub(1)? as usize;
        lines.get(from)?;
        let to = (from + 1..lines.len()).find(|at| lines[*at].trim().is_empty()).unwrap_or(lines.len()).min(from + 40);
        Some(squeezed(&lines[from..to].join(" ")))
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Holds a plan and what really stands in the output store against the input.
pub fn verify(notes: &Notes, plan: &Plan, output: &[NoteFile]) -> Vec<Check> {
    let mut verification = Verification::new(notes, plan, output);
    while !verification.step() {}
    verification.finish()
}

/// How many rows a step takes.
const SLICE: usize = 32;

/// The checks under way, some rows or a file a step.
pub struct Verification<'a> {
    notes: &'a Notes,
    plan: &'a Plan,
    output: &'a [NoteFile],
    lines: Lines<'a>,
    cuts: Vec<(&'a NoteFile, FileView)>,
    /// The words of rows not yet found to belong to a claim, by path and line.
    rows: BTreeMap<(&'a str, u32), Vec<&'a str>>,
    /// Lines that took a newer value: they no longer hold the older one of what was merged into them.
    renewed: BTreeSet<&'a Place>,
    checks: Vec<Check>,
    faults: Vec<String>,
    counted: usize,
    at: usize,
}

impl<'a> Verification<'a> {
    pub fn new(notes: &'a Notes, plan: &'a Plan, output: &'a [NoteFile]) -> Verification<'a> {
        let renewed = |row: &&ClaimRow| matches!(row.verdict, Verdict::Corrected | Verdict::Superseded);
        Verification {
            notes,
            plan,
            output,
            lines: Lines::of(output),
            cuts: Vec::new(),
            rows: BTreeMap::new(),
            renewed: sort::set(plan.claims.iter().filter(renewed).filter_map(|row| row.into.as_ref())),
            checks: Vec::new(),
            faults: Vec::new(),
            counted: 0,
            at: 0,
        }
    }

    /// A little of the work; true when every check is made.
    pub fn step(&mut self) -> bool {
        let (claims, files) = (self.plan.claims.len(), self.notes.files.len());
        let all = match self.checks.len() {
            // The first check also cuts the input; the second counts the rows, then goes through the files.
            0 => files,
            1 => claims + files,
            2 | 3 => claims,
            5 => files,
            6 => self.plan.added.len(),
            _ => 0,
        };
        let slice = if matches!(self.checks.len(), 0 | 5) { 1 } else { SLICE };
        let to = (self.at + slice).min(all);
        for at in self.at..to {
            match self.checks.len() {
                0 => self.cuts.push((&self.notes.files[at], FileView::of(&self.notes.files[at], None))),
                1 if at < claims => self.count_row(at),
                1 => self.account(at - claims),
                2 => self.in_place(at),
                3 => self.values_kept(at),
                5 => self.blocks_whole(at),
                _ => self.evidenced(at),
            }
        }
        self.at = to;
        if to == all {
            self.conclude();
        }
        self.checks.len() == CHECKS
    }

    pub fn finish(self) -> Vec<Check> {
        self.checks
    }

    /// Ends a check and goes on with the next.
    fn conclude(&mut self) {
        let (faults, count) = (std::mem::take(&mut self.faults), std::mem::take(&mut self.counted));
        let claims = self.plan.claims.len();
        self.at = 0;
        self.checks.push(match self.checks.len() {
            0 => as_planned(self.plan, self.output),
            1 => self.accounted(faults, count),
            2 => {
                check("each claim stands where its row says", &faults, format!("{claims} rows followed to their lines"))
            }
            3 => check(
                "numbers, links and ids went along",
                &faults,
                format!("{count} values of merged and dated claims found"),
            ),
            4 => few_dropped(self.plan),
            5 => check("code, tables and quotes are whole", &faults, format!("{count} found unchanged")),
            6 => {
                let name = "every added claim has evidence and stands in its place";
                check(name, &faults, format!("{} added", self.plan.added.len()))
            }
            _ => sized(self.notes, self.output),
        });
    }

    fn count_row(&mut self, at: usize) {
        let row = &self.plan.claims[at];
        if let Source::Memory { path, line, .. } = &row.source {
            self.rows.entry((path, *line)).or_default().push(&row.text);
        }
        if row.reason.trim().is_empty() {
            self.faults.push(format!("no reason for “{}”", row.text));
        }
    }

    /// Every claim of a file has exactly one row, with a reason.
    fn account(&mut self, at: usize) {
        let (file, view) = &self.cuts[at];
        let path = file.path.as_str();
        for claim in &view.cut.claims {
            self.counted += 1;
            let rows = self.rows.get_mut(&(path, claim.line));
            let row = rows.and_then(|rows| Some(rows.swap_remove(rows.iter().position(|row| *row == claim.text)?)));
            if row.is_none() {
                self.faults.push(format!("{path}:{} has no row", claim.line));
            }
        }
    }

    fn accounted(&self, mut faults: Vec<String>, count: usize) -> Check {
        let more = self.rows.iter().filter(|(_, rows)| !rows.is_empty());
        faults.extend(more.map(|((path, line), _)| format!("{path}:{line} has a row too many")));
        check("every claim of the input has a row with a reason", &faults, format!("{count} claims, {count} rows"))
    }

    /// What a row says to be in a place is there.
    fn in_place(&mut self, at: usize) {
        let row = &self.plan.claims[at];
        let line = row.into.as_ref().and_then(|into| self.lines.at(into));
        let right = match row.verdict {
            Verdict::Dropped => row.into.is_none(),
            Verdict::Kept | Verdict::Moved => line.is_some_and(|line| line.contains(&squeezed(&row.text))),
            _ => line.is_some_and(|line| !line.is_empty()),
        };
        if !right {
            self.faults.push(format!("{} is not where its row says", named(row)));
        }
    }

    /// Numbers, links and ids of what was kept, moved, merged or dated stand in the line that it went into; wording that was kept
    /// stands there as a whole.
    fn values_kept(&mut self, at: usize) {
        let row = &self.plan.claims[at];
        if !matches!(row.verdict, Verdict::Merged | Verdict::Dated)
            || row.into.as_ref().is_some_and(|into| self.renewed.contains(into))
            || row.reason.starts_with("it corrects")
            || row.reason.starts_with("the index")
        {
            return;
        }
        let Some(line) = row.into.as_ref().and_then(|into| self.lines.at(into)) else { return };
        self.counted += values(&row.text).len();
        for value in lost_values(&row.text, &line) {
            self.faults.push(format!("{}: {} is not in its line", named(row), value.text));
        }
    }

    /// Code, tables and quotes stand in the output line by line as they stood.
    fn blocks_whole(&mut self, at: usize) {
        let (file, view) = &self.cuts[at];
        if !view.prose {
            self.counted += 1;
            if !self.output.iter().any(|other| other.path == file.path && other.content == file.content) {
                self.faults.push(format!("{} is not as it was", file.path));
            }
            return;
        }
        for text in blocks_of(&view.cut, &file.content) {
            self.counted += 1;
            if !self.output.iter().any(|other| other.content.contains(text)) {
                let first = text.lines().next().unwrap_or_default();
                self.faults.push(format!("a block of {} is not whole: {first:?}", file.path));
            }
        }
    }

    /// What was added stands in its place and has somebody's words behind it.
    fn evidenced(&mut self, at: usize) {
        let row = &self.plan.added[at];
        if !row.evidence.iter().any(|source| matches!(source, Source::Session { .. })) {
            self.faults.push(format!("“{}” has no evidence", row.text));
        }
        if !self.lines.at(&row.into).is_some_and(|line| line.contains(&squeezed(&row.text))) {
            self.faults.push(format!("“{}” is not in {}:{}", row.text, row.into.path, row.into.line));
        }
    }
}

/// The values of a claim that a line does not hold. Days and bare numbers may be written otherwise there.
pub(super) fn lost_values<'a>(claim: &str, line: &'a str) -> impl Iterator<Item = Value> + use<'a> {
    let held: Vec<String> = values(line).iter().map(|value| value.normal().to_owned()).collect();
    let read = OnceCell::new();
    values(claim).into_iter().filter(move |value| {
        !matches!(value.kind, Kind::Day | Kind::Number)
            && !line.contains(&value.text)
            && !held.iter().any(|held| held == value.normal())
            && !holds(read.get_or_init(|| Claim::of(line)), &Claim::of(&value.text))
    })
}

/// How many checks there are.
const CHECKS: usize = 8;

fn check(name: &str, faults: &[String], right: String) -> Check {
    let detail = match faults.len() {
        0 => right,
        count => format!("{count}: {}", faults.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ")),
    };
    Check { name: name.to_owned(), passed: faults.is_empty(), detail }
}

fn as_planned(plan: &Plan, output: &[NoteFile]) -> Check {
    let stands = sort::map(output.iter().map(|file| (file.path.as_str(), file.content.as_str())));
    let planned = sort::set(plan.files.iter().map(|file| file.path.as_str()));
    let other = |file: &&NoteFile| stands.get(file.path.as_str()) != Some(&file.content.as_str());
    let mut faults: Vec<String> =
        plan.files.iter().filter(other).map(|file| format!("{} is not as planned", file.path)).collect();
    let extra = output.iter().filter(|file| !planned.contains(file.path.as_str()));
    faults.extend(extra.map(|file| format!("{} was not planned", file.path)));
    check("the output store holds what was planned", &faults, format!("{} files, to the byte", output.len()))
}

fn named(row: &ClaimRow) -> String {
    match &row.source {
        Source::Memory { path, line, .. } => format!("{path}:{line}"),
        Source::Session { session_id, .. } => session_id.clone(),
    }
}

/// At most a quarter may be dropped; what the instructions or the user asked for does not count.
fn few_dropped(plan: &Plan) -> Check {
    let dropped = plan
        .claims
        .iter()
        .filter(|row| {
            let asked = row.reason.starts_with("the instructions say") || row.reason.starts_with(ASKED);
            row.verdict == Verdict::Dropped && !asked
        })
        .count();
    let faults = if dropped * 4 > plan.claims.len() {
        vec![format!("{dropped} of {} claims", plan.claims.len())]
    } else {
        Vec::new()
    };
    check(
        "at most a quarter of the claims is dropped",
        &faults,
        format!("{dropped} of {} dropped without an instruction", plan.claims.len()),
    )
}

fn blocks_of<'a>(cut: &Cut, content: &'a str) -> Vec<&'a str> {
    let starts: Vec<usize> = std::iter::once(0).chain(content.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let byte = |line: u32| starts.get(line as usize).copied().unwrap_or(content.len());
    cut.blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Code | BlockKind::Table | BlockKind::Quote | BlockKind::Other))
        .map(|block| content[byte(block.first - 1)..byte(block.last)].trim_end_matches(['\n', '\r']))
        .collect()
}

fn sized(notes: &Notes, output: &[NoteFile]) -> Check {
    let before = sort::map(notes.files.iter().map(|file| (file.path.as_str(), file.content.len())));
    let limit = |path: &str| before.get(path).copied().unwrap_or(0).max(MAX_FILE_BYTES);
    let faults: Vec<String> =
        output.iter().filter(|file| file.content.len() > limit(&file.path)).map(|file| file.path.clone()).collect();
    let largest = output.iter().map(|file| file.content.len()).max().unwrap_or(0);
    check("no file is larger than a memory may be", &faults, format!("the largest has {largest} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dream::{Consolidation, Settings};

    fn planned() -> (Notes, Plan) {
        let content = "- The keynote is in Hall A\n- Lunch is at noon\n\n```\nmake\n```\n".to_owned();
        let notes = Notes { memory_store_id: "m".into(), files: vec![NoteFile { path: "/a.md".into(), content }] };
        let settings = Settings { max_file_bytes: 102_400, max_files: 2_000 };
        let plan = Consolidation::new(notes.clone(), Vec::new(), None, settings).finish();
        (notes, plan)
    }

    fn failed(notes: &Notes, plan: &Plan, output: &[NoteFile]) -> Vec<String> {
        verify(notes, plan, output).into_iter().filter(|check| !check.passed).map(|check| check.name).collect()
    }

    #[test]
    fn a_sound_plan_passes_and_each_harm_is_seen() {
        let (notes, plan) = planned();
        assert!(failed(&notes, &plan, &plan.files).is_empty());
        let mut output = plan.files.clone();
        output[0].content = output[0].content.replace("Hall A", "Hall B");
        assert_eq!(failed(&notes, &plan, &output).len(), 2);
        output[0].content = plan.files[0].content.replace("make", "rm");
        assert!(failed(&notes, &plan, &output).iter().any(|name| name.starts_with("code")));
        let mut less = plan.clone();
        less.claims.pop();
        assert!(failed(&notes, &less, &plan.files).iter().any(|name| name.starts_with("every claim")));
        let mut dropped = plan.clone();
        dropped.claims[0].verdict = Verdict::Dropped;
        dropped.claims[0].into = None;
        assert!(failed(&notes, &dropped, &plan.files).iter().any(|name| name.starts_with("at most")));
    }
}
