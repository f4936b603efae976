//! The memory tool of the Messages API (`memory_20250818`) over one store: its six commands on files below `/memories`, each a
//! decision on a draft. Texts of results and errors are those of the tool's documentation. It never changes anything when it
//! answers with an error.

use std::collections::BTreeMap;

use super::tools::{ToolOutput, cut};
use crate::{
    domain::MemoryPath,
    store::{Context, Draft, MemoryPatch, Snapshot},
};

/// Where the tool's files stand.
pub const ROOT: &str = "/memories";
/// Levels of a directory that are shown.
const LEVELS: usize = 2;
/// Lines of a changed file shown around the change.
const AROUND: usize = 2;

/// What the model asks for. Lines count from 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// `range` is the first and the last line; −1 stands for the end.
    View {
        path: String,
        range: Option<(i64, i64)>,
    },
    Create {
        path: String,
        text: String,
    },
    StrReplace {
        path: String,
        old: String,
        new: String,
    },
    /// `line` is the line behind which the text goes; 0 is the beginning.
    Insert {
        path: String,
        line: i64,
        text: String,
    },
    Delete {
        path: String,
    },
    Rename {
        from: String,
        to: String,
    },
}

/// Carries a command out.
pub fn run(draft: &mut Draft, cx: &mut Context<'_>, command: &Command) -> ToolOutput {
    let limit = cx.limits.tool_output_bytes;
    let answer = match command {
        Command::View { path, range } => view(&draft.snapshot, path, *range),
        Command::Create { path, text } => create(draft, cx, path, text),
        Command::StrReplace { path, old, new } => replace(draft, cx, path, old, new),
        Command::Insert { path, line, text } => insert(draft, cx, path, *line, text),
        Command::Delete { path } => delete(draft, cx, path),
        Command::Rename { from, to } => rename(draft, cx, from, to),
    };
    let is_error = answer.is_err();
    ToolOutput { text: cut(answer.unwrap_or_else(|words| words), limit), is_error }
}

/// An answer, or an error in the words that the model reads.
type Answer = Result<String, String>;

fn view(snapshot: &Snapshot, path: &str, range: Option<(i64, i64)>) -> Answer {
    let inside = inside(path)?;
    if let Some(memory) = snapshot.at(inside) {
        return view_file(path, &memory.content, range);
    }
    if !is_directory(snapshot, inside) {
        return Err(missing(path, true));
    }
    if range.is_some() {
        return Err(format!("Error: `view_range` is for files, and {path} is a directory"));
    }
    let mut shown: BTreeMap<String, u64> = BTreeMap::new();
    let mut total = 0;
    for memory in snapshot.memories() {
        let Some(rest) = memory.path.strip_prefix(inside).and_then(|rest| rest.strip_prefix('/')) else { continue };
        if rest.split('/').any(|name| name.starts_with('.') || name == "node_modules") {
            continue;
        }
        let ends = rest.match_indices('/').map(|(at, _)| at + 1).chain([rest.len()]);
        for end in ends.take(LEVELS) {
            *shown.entry(rest[..end].to_owned()).or_default() += memory.content_size_bytes;
        }
        total += memory.content_size_bytes;
    }
    let at = path.strip_suffix('/').unwrap_or(path);
    let mut text = format!(
        "Here're the files and directories up to {LEVELS} levels deep in {at}, excluding hidden items and node_modules:\n{}\t{at}",
        size(total)
    );
    for (name, bytes) in shown {
        text.push_str(&format!("\n{}\t{at}/{name}", size(bytes)));
    }
    Ok(text)
}

fn view_file(path: &str, content: &str, range: Option<(i64, i64)>) -> Answer {
    let lines: Vec<&str> = content.split('\n').collect();
    let count = lines.len() as i64;
    let (first, last) = range.unwrap_or((1, -1));
    let (from, to) = (first.max(1), if last == -1 { count } else { last.min(count) });
    if from > count || to < from {
        return Err(format!(
            "Error: Invalid `view_range` parameter: [{first}, {last}]. It should be within the range of lines of the file: [1, {count}]"
        ));
    }
    Ok(format!("Here's the content of {path} with line numbers:\n{}", numbered(&lines, from as usize, to as usize)))
}

fn create(draft: &mut Draft, cx: &mut Context<'_>, path: &str, text: &str) -> Answer {
    let inside = inside(path)?;
    if draft.snapshot.at(inside).is_some() {
        return Err(format!("Error: File {path} already exists"));
    }
    let place = place(&draft.snapshot, path, None)?;
    draft.create_memory(cx, &place, text.to_owned()).map_err(|error| format!("Error: {error}"))?;
    Ok(format!("File created successfully at: {path}"))
}

fn replace(draft: &mut Draft, cx: &mut Context<'_>, path: &str, old: &str, new: &str) -> Answer {
    let inside = inside(path)?;
    let memory = draft.snapshot.at(inside).cloned().ok_or_else(|| missing(path, true))?;
    if old.is_empty() {
        return Err("No replacement was performed, old_str must not be empty. Use insert to add text.".to_owned());
    }
    let line_of = |at: usize| memory.content[..at].matches('\n').count() + 1;
    let mut found = memory.content.match_indices(old).map(|(at, _)| at);
    let Some(at) = found.next() else {
        return Err(format!("No replacement was performed, old_str `{old}` did not appear verbatim in {path}."));
    };
    let mut lines: Vec<usize> = [at].into_iter().chain(found).map(line_of).collect();
    if lines.len() > 1 {
        lines.dedup();
        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
        return Err(format!(
            "No replacement was performed. Multiple occurrences of old_str `{old}` in lines: {}. Please ensure it is unique",
            lines.join(", ")
        ));
    }
    let content = [&memory.content[..at], new, &memory.content[at + old.len()..]].concat();
    let (first, last) = (lines[0], lines[0] + new.matches('\n').count());
    keep(draft, cx, &memory.id, &content)?;
    let all: Vec<&str> = content.split('\n').collect();
    let shown = numbered(&all, first.saturating_sub(AROUND).max(1), (last + AROUND).min(all.len()));
    Ok(format!("The memory file has been edited. Here is the snippet showing the change (with line numbers):\n{shown}"))
}

fn insert(draft: &mut Draft, cx: &mut Context<'_>, path: &str, line: i64, text: &str) -> Answer {
    let inside = inside(path)?;
    let memory = draft.snapshot.at(inside).cloned().ok_or_else(|| missing(path, false))?;
    let mut lines: Vec<&str> = memory.content.split('\n').collect();
    let Some(at) = usize::try_from(line).ok().filter(|at| *at <= lines.len()) else {
        return Err(format!(
            "Error: Invalid `insert_line` parameter: {line}. It should be within the range of lines of the file: [0, {}]",
            lines.len()
        ));
    };
    lines.insert(at, text.strip_suffix('\n').unwrap_or(text));
    keep(draft, cx, &memory.id, &lines.join("\n"))?;
    Ok(format!("The file {path} has been edited."))
}

fn delete(draft: &mut Draft, cx: &mut Context<'_>, path: &str) -> Answer {
    let inside = inside(path)?;
    if inside.is_empty() {
        return Err(format!("Error: Cannot delete the {ROOT} directory itself"));
    }
    let gone = below(&draft.snapshot, inside);
    if gone.is_empty() {
        return Err(missing(path, false));
    }
    for (id, _) in gone {
        draft.delete_memory(cx, &id, None).map_err(|error| format!("Error: {error}"))?;
    }
    Ok(format!("Successfully deleted {path}"))
}

fn rename(draft: &mut Draft, cx: &mut Context<'_>, from: &str, to: &str) -> Answer {
    let (old, new) = (inside(from)?, inside(to)?);
    if old.is_empty() {
        return Err(format!("Error: Cannot rename the {ROOT} directory itself"));
    }
    let moved = below(&draft.snapshot, old);
    if moved.is_empty() {
        return Err(missing(from, false));
    }
    if draft.snapshot.at(new).is_some() || is_directory(&draft.snapshot, new) {
        return Err(format!("Error: The destination {to} already exists"));
    }
    let is_file = draft.snapshot.at(old).is_some();
    if !is_file && new.strip_prefix(old).is_some_and(|rest| rest.starts_with('/')) {
        return Err(format!("Error: The directory {from} cannot be moved into itself"));
    }
    // Every new place is checked before the first memory moves.
    let places = moved.iter().map(|(id, path)| {
        let target = format!("{}{}", to.trim_end_matches('/'), &path[old.len()..]);
        Ok((id.clone(), place(&draft.snapshot, &target, Some(id))?))
    });
    for (id, path) in places.collect::<Result<Vec<(String, MemoryPath)>, String>>()? {
        let patch = MemoryPatch { path: Some(path), ..MemoryPatch::default() };
        draft.update_memory(cx, &id, patch).map_err(|error| format!("Error: {error}"))?;
    }
    Ok(format!("Successfully renamed {from} to {to}"))
}

fn keep(draft: &mut Draft, cx: &mut Context<'_>, id: &str, content: &str) -> Result<(), String> {
    let patch = MemoryPatch { content: Some(content.to_owned()), ..MemoryPatch::default() };
    draft.update_memory(cx, id, patch).map(drop).map_err(|error| format!("Error: {error}"))
}

/// The path inside the store: nothing for the root, otherwise as a memory's.
fn inside(path: &str) -> Result<&str, String> {
    let rest = path.strip_prefix(ROOT).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let rest = rest.ok_or_else(|| format!("Error: The path {path} must be {ROOT} or start with {ROOT}/"))?;
    Ok(rest.strip_suffix('/').unwrap_or(rest))
}

/// A path where a file can be put.
fn place(snapshot: &Snapshot, path: &str, except: Option<&str>) -> Result<MemoryPath, String> {
    let inside = inside(path)?;
    if is_directory(snapshot, inside) {
        return Err(format!("Error: {path} is a directory"));
    }
    let place = MemoryPath::parse("path", inside).map_err(|error| format!("Error: {error}"))?;
    match snapshot.blocker(inside, except) {
        Some(file) => Err(format!("Error: {ROOT}{} is a file, so {path} cannot be put below it", file.path)),
        None => Ok(place),
    }
}

fn is_directory(snapshot: &Snapshot, inside: &str) -> bool {
    inside.is_empty() || snapshot.has_below(inside)
}

/// Ids and paths of the file at a path, or of those below it.
fn below(snapshot: &Snapshot, inside: &str) -> Vec<(String, String)> {
    let within = |path: &str| path.strip_prefix(inside).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let memories = snapshot.memories().filter(|memory| within(&memory.path));
    memories.map(|memory| (memory.id.clone(), memory.path.clone())).collect()
}

fn missing(path: &str, advises: bool) -> String {
    let advice = if advises { ". Please provide a valid path." } else { "" };
    format!("Error: The path {path} does not exist{advice}")
}

/// Lines `from` to `to`, each behind its number.
fn numbered(lines: &[&str], from: usize, to: usize) -> String {
    let rows: Vec<String> = (from..=to).map(|number| format!("{number:>6}\t{}", lines[number - 1])).collect();
    rows.join("\n")
}

/// Bytes as `ls -h` writes them.
fn size(bytes: u64) -> String {
    let (mut size, mut unit) = (bytes as f64, "B");
    for larger in ["K", "M", "G"] {
        if size < 1_024.0 {
            break;
        }
        (size, unit) = (size / 1_024.0, larger);
    }
    if unit == "B" { format!("{bytes}B") } else { format!("{size:.1}{unit}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_are_short() {
        let sizes: Vec<String> = [0, 7, 1_023, 1_024, 1_536, 102_400, 3 << 20].map(super::size).to_vec();
        assert_eq!(sizes, ["0B", "7B", "1023B", "1.0K", "1.5K", "100.0K", "3.0M"]);
    }
}
