//! `write`: a whole file.

use super::{Input, Sandbox};
use crate::domain::Result;

pub(super) fn run(input: &Input<'_>, sandbox: &mut Sandbox<'_>) -> Result<String> {
    input.only(&["file_path", "content"])?;
    let (path, content) = (input.text("file_path")?, input.text("content")?);
    sandbox.write(path, content.to_owned())?;
    Ok(format!("wrote {} bytes to {path}", content.len()))
}
