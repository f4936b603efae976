//! `grep`: lines by regular expression, ordered by path, then line.

use std::rc::Rc;

use super::{
    super::{absolute, is_within, search::Pattern},
    Input, Sandbox,
};
use crate::domain::{Error, Result, sort};

/// One place to look: where it is mounted, and how to search it.
struct Found {
    path: String,
    line: usize,
    text: String,
}

pub(super) fn run(input: &Input<'_>, sandbox: &Sandbox<'_>) -> Result<String> {
    input.only(&["pattern", "path"])?;
    let pattern = Pattern::new(input.text("pattern")?).map_err(|reason| Error::invalid("pattern", reason))?;
    let root = absolute(input.optional_text("path")?.unwrap_or("/"))?;
    if !sandbox.is_directory(&root) && sandbox.read(&root).is_err() {
        return Err(Error::invalid(&root, "No such file or directory"));
    }
    let limits = sandbox.cx.limits;
    let mut found: Vec<Found> = Vec::new();
    let mut total = 0;
    let mut keep = |path: &dyn Fn() -> String, line: usize, text: &str| {
        total += 1;
        if found.len() < limits.grep_matches {
            found.push(Found { path: path(), line, text: shorten(text, limits.grep_line_bytes) });
        }
    };
    let mut roots: Vec<(&str, Option<Rc<crate::store::Arena>>)> = Vec::new();
    for (mount, draft) in sandbox.live_mounts() {
        if is_within(&mount.path, &root) || is_within(&root, &mount.path) {
            roots.push((&mount.path, Some(draft.snapshot.arena())));
        }
    }
    roots.extend(sandbox.scratch.keys().filter(|path| is_within(path, &root)).map(|path| (path.as_str(), None)));
    // A mount stands where its files do: `/a-2/…` comes before `/a/…`.
    sort::sort_by_key(
        &mut roots,
        |(path, arena)| if arena.is_some() { format!("{path}/") } else { (*path).to_owned() },
    );
    for (path, arena) in roots {
        match arena {
            Some(arena) => {
                let range = arena.within(root.strip_prefix(path).unwrap_or_default());
                pattern.search(&arena, range, &mut |hit| {
                    keep(&|| format!("{path}{}", hit.file.memory.path), hit.line, hit.text);
                });
            }
            None => {
                let lines =
                    sandbox.scratch[path].split_inclusive('\n').map(|line| line.strip_suffix('\n').unwrap_or(line));
                for (index, line) in lines.enumerate().filter(|(_, line)| pattern.is_match(line)) {
                    keep(&|| path.to_owned(), index + 1, line.trim_end_matches('\r'));
                }
            }
        }
    }
    Ok(show(&found, total))
}

fn show(found: &[Found], total: usize) -> String {
    if total == 0 {
        return "no matches".to_owned();
    }
    let lines: Vec<String> = found.iter().map(|hit| format!("{}:{}:{}", hit.path, hit.line, hit.text)).collect();
    let mut text = lines.join("\n");
    if total > found.len() {
        text.push_str(&format!(
            "\n[cut: {} of {total} matching lines shown; narrow the pattern or the path]",
            found.len()
        ));
    }
    text
}

fn shorten(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    format!("{} [cut: {limit} of {} bytes shown]", &text[..text.floor_char_boundary(limit)], text.len())
}
