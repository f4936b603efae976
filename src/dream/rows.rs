//! The account of a consolidation: a row for every claim of the input, one for each that was added, and what became of the
//! instructions. It reports; it decides nothing.

use std::collections::BTreeMap;

use super::consolidate::Work;
use super::finding::Source;
use super::orders::Order;
use super::organise::Target;
use super::plan::{AddedRow, Change, ClaimRow, Flag, Followed, Place, Plan, Verdict};
use super::pool::Fate;
use super::verify::lost_values;

/// Adds the row of a claim to the plan.
pub fn row(
    work: &Work,
    at: usize,
    places: &BTreeMap<usize, Place>,
    targets: &BTreeMap<usize, Target>,
    plan: &mut Plan,
) {
    let entry = &work.pool.entries[at];
    let home = work.pool.home(at);
    let into = home.and_then(|home| places.get(&home)).cloned();
    let Some((file, place)) = entry.origin else {
        if let (true, Some(into)) = (entry.stands(), into) {
            plan.added.push(AddedRow { text: entry.text.clone(), into, evidence: entry.evidence.clone() });
        }
        return;
    };
    let path = &work.views[file].path;
    let moved = into.as_ref().is_some_and(|into| into.path != *path);
    let (verdict, reason) = match &entry.fate {
        Fate::Dropped { why } => (Verdict::Dropped, why.clone()),
        Fate::Merged { why, .. } | Fate::Superseded { why, .. } => match (work.pool.dropped(at), &entry.fate) {
            (Some(why), _) => (Verdict::Dropped, why.to_owned()),
            (_, Fate::Superseded { .. }) => (Verdict::Superseded, why.clone()),
            _ => match outdated(work, at) {
                Some(newer) => (Verdict::Superseded, newer),
                None => (Verdict::Merged, why.clone()),
            },
        },
        Fate::Stands if entry.pointer => pointer(entry.text.as_str(), into.as_ref(), plan),
        Fate::Stands => match (&entry.corrected, &entry.dated) {
            (Some(why), _) if entry.text != entry.was => (Verdict::Corrected, why.clone()),
            (_, Some(why)) if entry.text != entry.was => (Verdict::Dated, why.clone()),
            _ if moved => (Verdict::Moved, moved_why(targets.get(&at), path)),
            _ => (Verdict::Kept, kept_why(entry.supported, entry.undated, entry.fenced)),
        },
    };
    let flagged = (!entry.supported && entry.stands() && !entry.pointer).then_some(Flag::Unsupported);
    plan.claims.push(ClaimRow {
        text: entry.was.clone(),
        source: Source::Memory {
            memory_store_id: work.notes.memory_store_id.clone(),
            path: path.clone(),
            line: work.views[file].cut.claims[place].line,
        },
        verdict,
        flagged,
        reason,
        into,
        evidence: entry.evidence.clone(),
    });
}

/// Why what a merged claim said holds no more, if so and no other row tells: it took a newer claim's value itself, and by that said the
/// same as another; or what it went into was a newer claim's for a while, and turned back or was put in its place by a newer one.
fn outdated(work: &Work, at: usize) -> Option<String> {
    let entries = &work.pool.entries;
    let entry = &entries[at];
    if entry.text != entry.was && entry.corrected.is_some() {
        return entry.corrected.clone();
    }
    let (mut way, mut newer) = (at, None);
    while let Fate::Merged { into, .. } | Fate::Superseded { into, .. } = &entries[way].fate {
        way = *into;
        let on_way = &entries[way];
        match (&on_way.fate, &on_way.corrected) {
            (Fate::Superseded { .. }, _) if on_way.origin.is_some() => return None,
            (Fate::Stands, Some(_)) if on_way.origin.is_some() && on_way.text != on_way.was => return None,
            (Fate::Superseded { why, .. }, _) | (_, Some(why)) => newer = Some(why.clone()),
            _ => {}
        }
    }
    newer.filter(|_| lost_values(&entry.was, &entries[way].text).next().is_some())
}

fn moved_why(target: Option<&Target>, from: &str) -> String {
    let to = target.map_or("another file", |target| target.path.as_str());
    format!("{from} is written as things come; lines on this topic stand together in {to}")
}

fn kept_why(supported: bool, undated: bool, fenced: bool) -> String {
    let mut why = match (fenced, supported) {
        (true, _) => "the instructions say not to touch this file".to_owned(),
        (false, true) => "a transcript says so too".to_owned(),
        (false, false) => "no transcript bears on it, which does not make it wrong".to_owned(),
    };
    if undated {
        why.push_str("; it names a day by when it was said, and nothing tells when that was");
    }
    why
}

fn pointer(text: &str, into: Option<&Place>, plan: &Plan) -> (Verdict, String) {
    let line = into.and_then(|into| {
        let file = plan.files.iter().find(|file| file.path == into.path)?;
        file.content.lines().nth(into.line as usize - 1)
    });
    if line.is_some_and(|line| line.contains(text)) {
        (Verdict::Kept, "an entry of the index that still holds".to_owned())
    } else {
        (Verdict::Merged, "the index is written anew from the files that there are".to_owned())
    }
}

/// What became of the instructions, clause by clause.
pub fn followed(work: &Work, plan: &mut Plan) {
    for (text, order) in &work.orders.clauses {
        let (followed, how) = how(work, order, plan);
        plan.followed.push(Followed { text: text.clone(), followed, how });
    }
}

fn how(work: &Work, order: &Order, plan: &Plan) -> (bool, String) {
    let count = |verdict: Verdict| plan.claims.iter().filter(|row| row.verdict == verdict).count();
    let names =
        |topics: &[(String, Vec<String>)]| topics.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    match order {
        Order::Ignore(topics) => (
            true,
            format!("nothing on {} was carried over from the transcripts; what the store holds stays", names(topics)),
        ),
        Order::Focus(topics) => (
            true,
            format!(
                "only what is on {} was carried over from the transcripts; what the store holds stays",
                names(topics)
            ),
        ),
        Order::Drop(topics) => {
            (true, format!("{} claims on {} were taken out, each with its row", count(Verdict::Dropped), names(topics)))
        }
        Order::Fence(files) => {
            let held = work.views.iter().filter(|view| view.fenced).count();
            let how = if held == 0 {
                format!("there is no file {}", files.join(", "))
            } else {
                format!("{} kept to the byte", files.join(", "))
            };
            (held > 0, how)
        }
        Order::Route((words, _), path) => {
            let there = plan.files.iter().any(|file| file.path == *path);
            (
                there,
                if there {
                    format!("what was logged on {words} stands in {path}")
                } else {
                    format!("nothing in the logs was on {words}")
                },
            )
        }
        Order::Dates(true) => (true, format!("{} claims got their date in brackets", count(Verdict::Dated))),
        Order::Dates(false) => (true, "relative dates in notes were left as they are".to_owned()),
        Order::Merge(true) => {
            (true, format!("{} claims were merged into others that say the same", count(Verdict::Merged)))
        }
        Order::Merge(false) => (true, "nothing was merged".to_owned()),
        Order::Organise(true) => {
            let new = plan.changes.iter().filter(|change| change.change == Change::Added).count();
            (true, format!("{new} files were added, {} claims moved", count(Verdict::Moved)))
        }
        Order::Organise(false) => (true, "no line was moved to another file".to_owned()),
        Order::Index(true) => (true, "index.md lists every file with its description".to_owned()),
        Order::Index(false) => (true, "no index was written".to_owned()),
        Order::Always(how) => (true, (*how).to_owned()),
        Order::Never(why) => (false, (*why).to_owned()),
        Order::Unknown => (false, "no rule understands this".to_owned()),
    }
}
