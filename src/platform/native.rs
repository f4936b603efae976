//! The reference backend: tables in memory. Native tests and simulations run on it, `storage: "memory"` runs on it, and a
//! browser without IndexedDB falls back to it. Where another backend differs from this one, the other is wrong.

use std::{cell::RefCell, collections::BTreeMap};

use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, ready},
};
use serde_json::Value;

use crate::{
    domain::{
        Batch, Key, Part, Query, Table, Write,
        batch::{Bound, key_of},
    },
    ports::{Backend, BackendError, StorageStatus},
};

type Rows = BTreeMap<Key, Value>;

/// Tables in memory, kept as long as the process.
#[derive(Debug, Default)]
pub struct MemoryBackend {
    tables: RefCell<BTreeMap<Table, Rows>>,
    reason: Option<String>,
    closed: RefCell<bool>,
}

impl MemoryBackend {
    pub fn new() -> Self {
        Self::default()
    }

    /// One that stands in for another storage, and says why.
    pub fn instead_because(reason: String) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }

    fn answer(&self, query: &Query) -> Vec<Value> {
        let tables = self.tables.borrow();
        let Some(rows) = tables.get(&query.table()) else { return Vec::new() };
        match query {
            Query::Get(_, key) => rows.get(key).cloned().into_iter().collect(),
            Query::LastNumber(_, prefix) => rows
                .range(prefix.clone()..)
                .take_while(|(key, _)| key.starts_with(prefix))
                .last()
                .and_then(|(key, _)| match key.last() {
                    Some(Part::Number(number)) => Some(Value::from(*number)),
                    _ => None,
                })
                .into_iter()
                .collect(),
            Query::Under { table, index, prefix, bound, limit, reverse } => {
                let matches = match index {
                    None => under(rows.range(prefix.clone()..).map(|(key, row)| (key.clone(), row)), prefix),
                    Some(name) => {
                        let fields = table.indexes().iter().find(|(known, _)| known == name).map(|(_, fields)| *fields);
                        let indexed: BTreeMap<Key, &Value> =
                            rows.values().filter_map(|row| Some((key_of(row, fields?)?, row))).collect();
                        under(indexed.range(prefix.clone()..).map(|(key, row)| (key.clone(), *row)), prefix)
                    }
                };
                page(matches, prefix.len(), bound.as_ref(), *limit, *reverse)
            }
        }
    }

    fn apply(&self, batch: &Batch) -> Result<(), BackendError> {
        let mut tables = self.tables.borrow_mut();
        for expect in &batch.expects {
            let found = tables
                .get(&expect.table)
                .and_then(|rows| rows.get(&expect.key))
                .map(|row| row.get(expect.field).and_then(Value::as_u64).unwrap_or_default());
            if found != expect.number {
                return Err(BackendError::Conflict);
            }
        }
        let mut undo = Vec::new();
        for write in &batch.writes {
            if let Err(error) = write_row(tables.entry(write.table()).or_default(), write, &mut undo) {
                for (table, key, before) in undo.into_iter().rev() {
                    let rows = tables.entry(table).or_default();
                    match before {
                        Some(row) => rows.insert(key, row),
                        None => rows.remove(&key),
                    };
                }
                return Err(error);
            }
        }
        Ok(())
    }
}

fn under<'a>(rows: impl Iterator<Item = (Key, &'a Value)>, prefix: &Key) -> Vec<(Key, &'a Value)> {
    rows.take_while(|(key, _)| key.starts_with(prefix)).collect()
}

fn page(
    rows: Vec<(Key, &Value)>,
    depth: usize,
    bound: Option<&Bound>,
    limit: Option<usize>,
    reverse: bool,
) -> Vec<Value> {
    let beyond = |key: &Key| match (bound, key.get(depth)) {
        (Some(bound), Some(part)) => (part < bound) == reverse && part != bound,
        _ => true,
    };
    let rows = rows.into_iter().filter(|(key, _)| beyond(key)).map(|(_, row)| row.clone());
    let limit = limit.unwrap_or(usize::MAX);
    if reverse { rows.rev().take(limit).collect() } else { rows.take(limit).collect() }
}

/// A row as it was before a write: what a batch that fails puts back.
type Undo = (Table, Key, Option<Value>);

fn write_row(rows: &mut Rows, write: &Write, undo: &mut Vec<Undo>) -> Result<(), BackendError> {
    match write {
        Write::Put(table, record) | Write::Add(table, record) => {
            let Some(key) = key_of(record, table.key_path()) else {
                return Err(BackendError::Failed(format!("a record of `{}` lacks a part of its key", table.name())));
            };
            if matches!(write, Write::Add(..)) && rows.contains_key(&key) {
                return Err(BackendError::Conflict);
            }
            undo.push((*table, key.clone(), rows.insert(key, record.clone())));
        }
        Write::Delete(table, key) => undo.push((*table, key.clone(), rows.remove(key))),
        Write::DeleteUnder(table, prefix) => {
            let keys: Vec<Key> = rows
                .range(prefix.clone()..)
                .map(|(key, _)| key.clone())
                .take_while(|key| key.starts_with(prefix))
                .collect();
            for key in keys {
                let before = rows.remove(&key);
                undo.push((*table, key, before));
            }
        }
    }
    Ok(())
}

impl Backend for MemoryBackend {
    fn read(&self, queries: Vec<Query>) -> LocalBoxFuture<'_, Result<Vec<Vec<Value>>, BackendError>> {
        let answer = if *self.closed.borrow() {
            Err(BackendError::Closed("the client was closed".into()))
        } else {
            Ok(queries.iter().map(|query| self.answer(query)).collect())
        };
        ready(answer).boxed_local()
    }

    fn commit(&self, batch: Batch) -> LocalBoxFuture<'_, Result<(), BackendError>> {
        let answer = if *self.closed.borrow() {
            Err(BackendError::Closed("the client was closed".into()))
        } else {
            self.apply(&batch)
        };
        ready(answer).boxed_local()
    }

    fn status(&self) -> LocalBoxFuture<'_, StorageStatus> {
        let status = StorageStatus { kind: "memory", reason: self.reason.clone(), ..StorageStatus::default() };
        ready(status).boxed_local()
    }

    fn close(&self) {
        *self.closed.borrow_mut() = true;
    }
}
