//! Checks a plan, and what really stands in the output store, against the input: nothing lost, nothing unexplained, nothing without
//! evidence. It reads the input anew and trusts no step before it.

use std::collections::BTreeMap;

use crate::text::values::{Kind, values};

use super::claims::{BlockKind, Cut};
use super::context::FileView;
use super::finding::Source;
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
        Lines(crate::domain::sort::map(output.iter().map(|file| (file.path.as_str(), file.content.lines().collect()))))
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
    let lines = Lines::of(output);
    let cuts: Vec<(&NoteFile, FileView)> = notes.files.iter().map(|file| (file, FileView::of(file, None))).collect();
    vec![
        as_planned(plan, output),
        accounted(&cuts, plan),
        in_place(plan, &lines),
        values_kept(plan, &lines),
        few_dropped(plan),
        blocks_whole(&cuts, output),
        evidenced(plan, &lines),
        sized(&cuts, output),
    ]
}

fn check(name: &str, faults: &[String], right: String) -> Check {
    let detail = match faults.len() {
        0 => right,
        count => format!("{count}: {}", faults.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ")),
    };
    Check { name: name.to_owned(), passed: faults.is_empty(), detail }
}

fn as_planned(plan: &Plan, output: &[NoteFile]) -> Check {
    let mut faults: Vec<String> = plan
        .files
        .iter()
        .filter(|file| !output.iter().any(|other| other == *file))
        .map(|file| format!("{} is not as planned", file.path))
        .collect();
    let extra = output.iter().filter(|file| plan.files.iter().all(|other| other.path != file.path));
    faults.extend(extra.map(|file| format!("{} was not planned", file.path)));
    check("the output store holds what was planned", &faults, format!("{} files, to the byte", output.len()))
}

/// Every claim of the input has exactly one row, with a reason.
fn accounted(cuts: &[(&NoteFile, FileView)], plan: &Plan) -> Check {
    let mut rows: BTreeMap<(&str, u32, &str), usize> = BTreeMap::new();
    for row in &plan.claims {
        if let Source::Memory { path, line, .. } = &row.source {
            *rows.entry((path, *line, &row.text)).or_default() += 1;
        }
    }
    let mut faults = Vec::new();
    let mut all = 0;
    for (file, view) in cuts {
        for claim in &view.cut.claims {
            all += 1;
            match rows.get_mut(&(file.path.as_str(), claim.line, claim.text.as_str())) {
                Some(count) if *count > 0 => *count -= 1,
                _ => faults.push(format!("{}:{} has no row", file.path, claim.line)),
            }
        }
    }
    faults.extend(
        rows.iter()
            .filter(|(_, count)| **count > 0)
            .map(|((path, line, _), _)| format!("{path}:{line} has a row too many")),
    );
    faults.extend(
        plan.claims
            .iter()
            .filter(|row| row.reason.trim().is_empty())
            .map(|row| format!("no reason for “{}”", row.text)),
    );
    check("every claim of the input has a row with a reason", &faults, format!("{all} claims, {all} rows"))
}

fn named(row: &ClaimRow) -> String {
    match &row.source {
        Source::Memory { path, line, .. } => format!("{path}:{line}"),
        Source::Session { session_id, .. } => session_id.clone(),
    }
}

/// What a row says to be in a place is there.
fn in_place(plan: &Plan, lines: &Lines<'_>) -> Check {
    let mut faults = Vec::new();
    for row in &plan.claims {
        let line = row.into.as_ref().and_then(|into| lines.at(into));
        let right = match row.verdict {
            Verdict::Dropped => row.into.is_none(),
            Verdict::Kept | Verdict::Moved => line.is_some_and(|line| line.contains(&squeezed(&row.text))),
            _ => line.is_some_and(|line| !line.is_empty()),
        };
        if !right {
            faults.push(format!("{} is not where its row says", named(row)));
        }
    }
    check(
        "each claim stands where its row says",
        &faults,
        format!("{} rows followed to their lines", plan.claims.len()),
    )
}

/// Numbers, links and ids of what was kept, moved, merged or dated stand in the line that it went into; wording that was kept
/// stands there as a whole.
fn values_kept(plan: &Plan, lines: &Lines<'_>) -> Check {
    let mut faults = Vec::new();
    let mut count = 0;
    // A line that took a newer value no longer holds the older one of what was merged into it.
    let renewed = |row: &ClaimRow| matches!(row.verdict, Verdict::Corrected | Verdict::Superseded);
    let renewed: Vec<&Place> =
        plan.claims.iter().filter(|row| renewed(row)).filter_map(|row| row.into.as_ref()).collect();
    for row in &plan.claims {
        if row.into.as_ref().is_some_and(|into| renewed.contains(&into)) {
            continue;
        }
        if !matches!(row.verdict, Verdict::Merged | Verdict::Dated)
            || row.reason.starts_with("it corrects")
            || row.reason.starts_with("the index")
        {
            continue;
        }
        let Some(line) = row.into.as_ref().and_then(|into| lines.at(into)) else { continue };
        let held: Vec<String> = values(&line).iter().map(crate::text::values::Value::normal).collect();
        for value in values(&row.text) {
            count += 1;
            let there = line.contains(&value.text)
                || held.contains(&value.normal())
                || matches!(value.kind, Kind::Day | Kind::Number);
            if !there {
                faults.push(format!("{}: {} is not in its line", named(row), value.text));
            }
        }
    }
    check("numbers, links and ids went along", &faults, format!("{count} values of merged and dated claims found"))
}

/// At most a quarter may be dropped; what the instructions asked for does not count.
fn few_dropped(plan: &Plan) -> Check {
    let dropped = plan
        .claims
        .iter()
        .filter(|row| row.verdict == Verdict::Dropped && !row.reason.starts_with("the instructions say"))
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

/// Code, tables and quotes stand in the output line by line as they stood.
fn blocks_whole(cuts: &[(&NoteFile, FileView)], output: &[NoteFile]) -> Check {
    let mut faults = Vec::new();
    let mut count = 0;
    for (file, view) in cuts {
        if !view.prose {
            count += 1;
            if !output.iter().any(|other| other.path == file.path && other.content == file.content) {
                faults.push(format!("{} is not as it was", file.path));
            }
            continue;
        }
        for text in blocks_of(&view.cut, &file.content) {
            count += 1;
            if !output.iter().any(|other| other.content.contains(text)) {
                faults.push(format!(
                    "a block of {} is not whole: {:?}",
                    file.path,
                    text.lines().next().unwrap_or_default()
                ));
            }
        }
    }
    check("code, tables and quotes are whole", &faults, format!("{count} found unchanged"))
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

/// What was added stands in its place and has somebody's words behind it.
fn evidenced(plan: &Plan, lines: &Lines<'_>) -> Check {
    let mut faults = Vec::new();
    for row in &plan.added {
        if !row.evidence.iter().any(|source| matches!(source, Source::Session { .. })) {
            faults.push(format!("“{}” has no evidence", row.text));
        }
        if !lines.at(&row.into).is_some_and(|line| line.contains(&squeezed(&row.text))) {
            faults.push(format!("“{}” is not in {}:{}", row.text, row.into.path, row.into.line));
        }
    }
    check("every added claim has evidence and stands in its place", &faults, format!("{} added", plan.added.len()))
}

fn sized(cuts: &[(&NoteFile, FileView)], output: &[NoteFile]) -> Check {
    let limit = |path: &str| {
        let before = cuts.iter().find(|(file, _)| file.path == path).map_or(0, |(file, _)| file.content.len());
        before.max(MAX_FILE_BYTES)
    };
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
