//! `glob`: files by name, newest first.

use super::{super::absolute, Input, Sandbox};
use crate::domain::{Error, Result};

pub(super) fn run(input: &Input<'_>, sandbox: &Sandbox<'_>) -> Result<String> {
    input.only(&["pattern", "path"])?;
    let pattern = input.text("pattern")?;
    if pattern.is_empty() || pattern.len() > 1_024 {
        return Err(Error::invalid("pattern", "must have 1 to 1024 bytes, such as **/*.md"));
    }
    let directory = absolute(input.optional_text("path")?.unwrap_or("/"))?;
    if !sandbox.is_directory(&directory) {
        return Err(Error::invalid(&directory, "No such directory"));
    }
    let full = if pattern.starts_with('/') {
        pattern.to_owned()
    } else {
        format!("{}/{pattern}", escape(directory.trim_end_matches('/')))
    };
    let paths: Vec<String> =
        sandbox.files(&directory)?.into_iter().filter(|path| fast_glob::glob_match(&full, path)).collect();
    let limit = sandbox.cx.limits.glob_paths;
    let mut text = match paths.len() {
        0 => return Ok("no matches".to_owned()),
        count if count <= limit => paths.join("\n"),
        count => format!("{}\n[cut: {limit} of {count} paths shown]", paths[..limit].join("\n")),
    };
    text.shrink_to_fit();
    Ok(text)
}

/// A directory's name as a pattern that matches just it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\' | '!' | ',') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
