//! `read`: the text of a file, or some of its lines.

use serde_json::Value;

use super::{Input, Sandbox};
use crate::domain::{Error, Result};

pub(super) fn run(input: &Input<'_>, sandbox: &Sandbox<'_>) -> Result<String> {
    input.only(&["file_path", "view_range"])?;
    let text = sandbox.read(input.text("file_path")?)?;
    let Some((start, end)) = view_range(input)? else { return Ok(text.to_owned()) };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    if start > lines.len() {
        return Err(Error::invalid(
            "view_range",
            format!("starts at line {start}, but the file has {} lines", lines.len()),
        ));
    }
    Ok(lines[start - 1..end.min(lines.len())].concat())
}

fn view_range(input: &Input<'_>) -> Result<Option<(usize, usize)>> {
    let rule = || {
        Error::invalid(
            "view_range",
            "must be [start_line, end_line], counted from 1, with start_line not after end_line",
        )
    };
    let range = match input.fields.get("view_range") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(range)) => range,
        Some(_) => return Err(rule()),
    };
    let [Some(start), Some(end)] = range.iter().map(Value::as_i64).collect::<Vec<_>>()[..] else { return Err(rule()) };
    let end = if end <= 0 { usize::MAX } else { usize::try_from(end).unwrap_or(usize::MAX) };
    match usize::try_from(start) {
        Ok(start) if start >= 1 && start <= end => Ok(Some((start, end))),
        _ => Err(rule()),
    }
}
