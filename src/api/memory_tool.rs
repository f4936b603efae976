//! `POST /dreamfs/v1/memory_tool`: the Messages API's memory tool over a store. What the model may get wrong is an answer with
//! `is_error`, for the model to read; what its caller got wrong is a 400.

use serde_json::{Value, json};

use super::{Answer, Call, fields::Fields};
use crate::{
    domain::Result,
    engine::Need,
    sandbox::memory_tool::{self, Command},
};

const COMMANDS: [&str; 6] = ["view", "create", "str_replace", "insert", "delete", "rename"];

pub(super) async fn run(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let id = fields.text("memory_store_id")?;
    let id = fields.required("memory_store_id", id)?;
    let command = command(&mut fields)?;
    fields.finish()?;
    let actor = call.actor()?;
    let output = call.engine.commit(Need::store(&id), move |working, env| {
        Ok(memory_tool::run(working.store(&id)?, &mut env.context(actor.clone()), &command))
    });
    let output = output.await?;
    Ok(json!({ "content": output.text, "is_error": output.is_error }).into())
}

fn command(fields: &mut Fields) -> Result<Command> {
    fn text(fields: &mut Fields, field: &'static str) -> Result<String> {
        let text = fields.text(field)?;
        fields.required(field, text)
    }
    Ok(match text(fields, "command")?.as_str() {
        "view" => Command::View { path: text(fields, "path")?, range: range(fields)? },
        "create" => Command::Create { path: text(fields, "path")?, text: text(fields, "file_text")? },
        "str_replace" => Command::StrReplace {
            path: text(fields, "path")?,
            old: text(fields, "old_str")?,
            new: fields.text("new_str")?.value().unwrap_or_default(),
        },
        "insert" => Command::Insert {
            path: text(fields, "path")?,
            line: fields
                .take("insert_line")
                .value()
                .as_ref()
                .and_then(Value::as_i64)
                .ok_or_else(|| fields.broken("insert_line", "is required, and must be a whole number"))?,
            text: text(fields, "insert_text")?,
        },
        "delete" => Command::Delete { path: text(fields, "path")? },
        "rename" => Command::Rename { from: text(fields, "old_path")?, to: text(fields, "new_path")? },
        _ => return Err(fields.broken("command", format!("must be one of {}", COMMANDS.join(", ")))),
    })
}

fn range(fields: &mut Fields) -> Result<Option<(i64, i64)>> {
    let Some(range) = fields.list("view_range")?.value() else { return Ok(None) };
    let lines: Vec<i64> = range.iter().filter_map(Value::as_i64).collect();
    match (lines.as_slice(), range.len()) {
        ([first, last], 2) => Ok(Some((*first, *last))),
        _ => Err(fields.broken("view_range", "must be [first_line, last_line]; a last line of -1 means to the end")),
    }
}
