//! The tools of `agent_toolset_20260401` that exist here, shaped as the hosted ones: what a model is told of each, and what
//! each does. A tool's failure is a value that the model reads.

pub mod bash;
mod edit;
mod glob;
mod grep;
mod read;
mod write;

use serde_json::{Map, Value, json};

use super::Sandbox;
use crate::domain::{Error, agent::LOCAL_TOOLS};

/// What a tool answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolOutput {
    pub text: String,
    pub is_error: bool,
}

/// Runs a tool by name. `input` is what the model wrote; anything wrong with it is an error that the model can mend.
pub fn run(name: &str, input: &Value, sandbox: &mut Sandbox<'_>) -> ToolOutput {
    let limit = sandbox.cx.limits.tool_output_bytes;
    let answer = match Input::new(input) {
        Err(error) => Err(error),
        Ok(input) => match name {
            // Where there is a shell, the engine runs it.
            "bash" => Err(Error::invalid("command", "there is no shell here")),
            "read" => read::run(&input, sandbox),
            "write" => write::run(&input, sandbox),
            "edit" => edit::run(&input, sandbox),
            "glob" => glob::run(&input, sandbox),
            "grep" => grep::run(&input, sandbox),
            _ => Err(Error::invalid(
                "tool",
                format!("there is no tool of this name; there are {}", LOCAL_TOOLS.join(", ")),
            )),
        },
    };
    match answer {
        Ok(text) => ToolOutput { text: cut(text, limit), is_error: false },
        Err(error) => ToolOutput { text: cut(format!("{name}: {error}"), limit), is_error: true },
    }
}

/// The Messages API definitions of the named tools.
pub fn definitions(names: &[String]) -> Vec<Value> {
    names.iter().filter_map(|name| definition(name)).collect()
}

fn definition(name: &str) -> Option<Value> {
    let (description, properties, required) = match name {
        "bash" => (
            "Run a command line with bash. Gives what it prints, then what it prints as errors. Memory stores are files below /mnt/memory; what a command line changes there is kept when it ends, all at once. The working directory and exported variables last from call to call. There is no network.",
            json!({
                "command": { "type": "string", "description": "The command line. Omit it only when restart is true." },
                "restart": { "type": "boolean", "description": "Start the shell anew in place of running a command." },
                "timeout_ms": { "type": "integer", "description": "Milliseconds that it may run." },
            }),
            json!([]),
        ),
        "read" => (
            "Read a file. Gives its text as it is; view_range gives only those lines.",
            json!({
                "file_path": { "type": "string", "description": "Path of the file." },
                "view_range": {
                    "type": "array", "items": { "type": "integer" },
                    "description": "[start_line, end_line], counted from 1, both included. An end_line of 0 or less means to the end.",
                },
            }),
            json!(["file_path"]),
        ),
        "write" => (
            "Write a whole file, in place of what it held.",
            json!({
                "file_path": { "type": "string", "description": "Path of the file." },
                "content": { "type": "string", "description": "The whole new text." },
            }),
            json!(["file_path", "content"]),
        ),
        "edit" => (
            "Replace text in a file. old_string must occur exactly once, unless replace_all is true.",
            json!({
                "file_path": { "type": "string", "description": "Path of the file." },
                "old_string": { "type": "string", "description": "Text to find." },
                "new_string": { "type": "string", "description": "Text to put in its place." },
                "replace_all": { "type": "boolean", "description": "Replace every occurrence." },
            }),
            json!(["file_path", "old_string", "new_string"]),
        ),
        "glob" => (
            "Find files by name. Gives paths, newest first, one a line.",
            json!({
                "pattern": { "type": "string", "description": "Pattern such as **/*.md; ** crosses directories." },
                "path": { "type": "string", "description": "Directory to look under. Defaults to /." },
            }),
            json!(["pattern"]),
        ),
        "grep" => (
            "Search file contents by regular expression. Gives path:line:text, ordered by path, then line.",
            json!({
                "pattern": { "type": "string", "description": "Regular expression; (?i) at its start ignores case." },
                "path": { "type": "string", "description": "Directory or file to search. Defaults to /." },
            }),
            json!(["pattern"]),
        ),
        _ => return None,
    };
    Some(json!({
        "name": name, "description": description,
        "input_schema": { "type": "object", "properties": properties, "required": required },
    }))
}

/// A tool's input, read field by field.
struct Input<'a> {
    fields: &'a Map<String, Value>,
}

impl<'a> Input<'a> {
    fn new(input: &'a Value) -> Result<Self, Error> {
        input.as_object().map(|fields| Self { fields }).ok_or_else(|| Error::invalid("input", "must be an object"))
    }

    fn only(&self, known: &[&str]) -> Result<(), Error> {
        match self.fields.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => {
                Err(Error::invalid(key, format!("is not an input of this tool; it takes {}", known.join(", "))))
            }
            None => Ok(()),
        }
    }

    fn text(&self, field: &str) -> Result<&'a str, Error> {
        self.optional_text(field)?.ok_or_else(|| Error::invalid(field, "is required"))
    }

    fn optional_text(&self, field: &str) -> Result<Option<&'a str>, Error> {
        match self.fields.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::invalid(field, "must be text")),
        }
    }

    fn flag(&self, field: &str) -> Result<bool, Error> {
        match self.fields.get(field) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(Error::invalid(field, "must be true or false")),
        }
    }
}

/// Cuts at a character, and says so.
pub(super) fn cut(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        let total = text.len();
        text.truncate(text.floor_char_boundary(limit));
        text.push_str(&format!("\n[cut: {} of {total} bytes shown]", text.len()));
    }
    text
}
