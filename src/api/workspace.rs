//! `/dreamfs/v1/workspace`: everything that storage holds as one document, and back. What comes in is checked whole before
//! anything is written, and is written in one batch: all of it is kept, or nothing.

mod links;
mod records;

use serde_json::{Value, json};

use super::{Answer, Call, fields::Fields};
use crate::{
    domain::{Batch, Code, Error, Expect, Query, Result, Table, Write, batch::key_of},
    engine::Engine,
};

/// What the document says it is.
const KIND: &str = "dreamfs_workspace";
/// Number of the document's format; it rises when a reader of the one before could not read it.
const FORMAT: u64 = 1;
/// Times that an import looks again when others wrote meanwhile.
const ATTEMPTS: usize = 16;

/// The records of a document, by table, in the tables' order.
type Rows = Vec<(Table, Vec<Value>)>;

pub(super) async fn export(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut tables = json!({});
    for (table, rows) in all(call.engine, &Table::ALL).await? {
        tables[table.name()] = rows.into();
    }
    let engine = concat!("dreamfs ", env!("CARGO_PKG_VERSION"));
    let document = json!({ "type": KIND, "format": FORMAT, "engine": engine, "tables": tables });
    let (size, limit) = (document.to_string().len(), call.engine.limits().request_bytes);
    if size > limit {
        let message = format!(
            "The workspace is {size} bytes long as a document, and at most {limit} can be taken in again. Delete what you no longer need, then export it."
        );
        return Err(Error::new(Code::TooLarge, message));
    }
    Ok(document.into())
}

/// Every record of some tables, from one moment.
async fn all(engine: &Engine, tables: &[Table]) -> Result<Rows> {
    let queries = tables.iter().map(|table| Query::all(*table, Vec::new())).collect();
    Ok(tables.iter().copied().zip(engine.read(queries).await?).collect())
}

pub(super) async fn import(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let mode = fields.text("mode")?;
    let replaces = match fields.required("mode", mode)?.as_str() {
        "replace" => true,
        "add" => false,
        _ => return Err(fields.broken("mode", "must be replace (what is here goes) or add")),
    };
    let rows = document(fields)?;
    let records = records::read(&rows, call.engine)?;
    links::check(&records, call.engine.limits())?;
    let mut counts = json!({});
    for (table, rows) in &rows {
        counts[table.name()] = rows.len().into();
    }
    let stated = [Table::Stores, Table::Agents, Table::Environments, Table::Sessions, Table::Dreams];
    for _ in 0..ATTEMPTS {
        let here = all(call.engine, &stated).await?;
        let batch = if replaces { replacing(&here, &rows)? } else { adding(&here, &rows, call.engine)? };
        if call.engine.take_in(batch).await? {
            return Ok(json!({ "type": "workspace_import", "mode": if replaces { "replace" } else { "add" }, "imported": counts }).into());
        }
    }
    Err(Error::new(Code::Overloaded, "Other writers keep changing the workspace. Try again."))
}

/// The document's records as they stand in it.
fn document(mut fields: Fields) -> Result<Rows> {
    let kind = fields.text("type")?;
    if fields.required("type", kind)? != KIND {
        return Err(fields.broken("type", format!("must be {KIND}: this is no exported workspace")));
    }
    if fields.number("format", 1)? != Some(FORMAT) {
        return Err(fields.broken("format", format!("must be {FORMAT}, the only one that this engine reads")));
    }
    let engine = fields.short_text("engine", 1, 256)?;
    fields.required("engine", engine)?;
    let tables = fields.object("tables")?;
    let mut tables = fields.required("tables", tables)?;
    let mut rows = Vec::with_capacity(Table::ALL.len());
    for table in Table::ALL {
        let list = tables.list(table.name())?;
        rows.push((table, tables.required(table.name(), list)?));
    }
    tables.finish()?;
    fields.finish()?;
    Ok(rows)
}

/// The batch that puts the document in the place of what is here.
fn replacing(here: &Rows, rows: &Rows) -> Result<Batch> {
    let mut batch = Batch::default();
    for (table, record) in here.iter().flat_map(|(table, rows)| rows.iter().map(|row| (*table, row))) {
        let busy = match table {
            Table::Sessions => record["status"] == "running" && record["dream_id"].is_null(),
            Table::Dreams => record["stopped"] != true,
            _ => false,
        };
        if busy {
            let (id, what) = (&record["id"], if table == Table::Dreams { "dream" } else { "session" });
            return Err(Error::conflict(format!(
                "The {what} {} is under way. Stop it, or wait until it has ended, then import.",
                id.as_str().unwrap_or_default()
            )));
        }
        if matches!(table, Table::Sessions | Table::Dreams)
            && let (Some(key), Some(number)) = (key_of(record, table.key_path()), record["revision"].as_u64())
        {
            batch.expects.push(Expect { table, key, field: "revision", number: Some(number) });
        }
    }
    batch.writes.extend(Table::ALL.map(|table| Write::DeleteUnder(table, Vec::new())));
    for (table, record) in rows.iter().flat_map(|(table, rows)| rows.iter().map(|row| (*table, row))) {
        let mut record = record.clone();
        // Whoever has read the store that stands here must see that it is another one: its revision is one that never was.
        if table == Table::Stores
            && let Some(before) = same_id(here, Table::Stores, &record)
        {
            let generation = |store: &Value| store["generation"].as_u64().unwrap_or_default();
            record["generation"] = (generation(&record).max(generation(before)) + 1).into();
        }
        batch.writes.push(Write::Add(table, record));
    }
    Ok(batch)
}

/// The batch that adds the document's records to what is here.
fn adding(here: &Rows, rows: &Rows, engine: &Engine) -> Result<Batch> {
    let mut batch = Batch::default();
    for (table, record) in rows.iter().flat_map(|(table, rows)| rows.iter().map(|row| (*table, row))) {
        if let Some(taken) = same_id(here, table, record) {
            return Err(Error::conflict(format!(
                "{} is here already (in {}). Import with mode replace, or into another database.",
                taken["id"].as_str().unwrap_or_default(),
                table.name()
            )));
        }
        batch.writes.push(Write::Add(table, record.clone()));
    }
    let stores = |rows: &Rows| rows.iter().find(|(table, _)| *table == Table::Stores).map_or(0, |(_, rows)| rows.len());
    let (count, limit) = (stores(here) + stores(rows), engine.limits().memory_stores);
    if count > limit {
        return Err(Error::invalid(
            "tables.stores",
            format!("would make {count} memory stores; at most {limit} may be"),
        ));
    }
    Ok(batch)
}

/// The record of a table here whose id is that of `record`.
fn same_id<'a>(here: &'a Rows, table: Table, record: &Value) -> Option<&'a Value> {
    let (_, rows) = here.iter().find(|(known, _)| *known == table)?;
    // Lists come in the order of their ids.
    let at = rows.partition_point(|row| row["id"].as_str() < record["id"].as_str());
    rows.get(at).filter(|row| row["id"] == record["id"])
}
