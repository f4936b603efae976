//! `edit`: a text in a file replaced by another.

use super::{Input, Sandbox};
use crate::domain::{Error, Result};

pub(super) fn run(input: &Input<'_>, sandbox: &mut Sandbox<'_>) -> Result<String> {
    input.only(&["file_path", "old_string", "new_string", "replace_all"])?;
    let path = input.text("file_path")?;
    let (old, new, all) = (input.text("old_string")?, input.text("new_string")?, input.flag("replace_all")?);
    if old.is_empty() {
        return Err(Error::invalid("old_string", "must not be empty; use write to make a file"));
    }
    let text = sandbox.read(path)?;
    let count = text.matches(old).count();
    if count == 0 {
        return Err(Error::invalid("old_string", format!("not found in {path}")));
    }
    if count > 1 && !all {
        return Err(Error::invalid(
            "old_string",
            format!("appears {count} times in {path}; give more of the text around it, or replace_all"),
        ));
    }
    // The size is checked before the text is made, so that many replacements cannot fill memory.
    let size = (text.len() - count * old.len()).saturating_add(count.saturating_mul(new.len()));
    if size > sandbox.cx.limits.memory_bytes.max(sandbox.cx.limits.scratch_bytes) {
        return Err(Error::invalid(
            "new_string",
            format!("would make the file {size} bytes long, more than a file may have"),
        ));
    }
    let changed = text.replace(old, new);
    sandbox.write(path, changed)?;
    Ok(format!("edited {path} ({count} replacement(s))"))
}
