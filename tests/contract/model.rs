//! What a backend is, said as plainly as possible: maps from keys to records, searched from end to end. Slow, and obviously
//! right.

use std::collections::BTreeMap;

use dreamfs::{
    domain::{Batch, Key, Part, Query, Table, Write, batch::key_of},
    ports::BackendError,
};
use serde_json::Value;

#[derive(Clone, Default)]
pub struct Model {
    rows: BTreeMap<(Table, Key), Value>,
}

impl Model {
    pub fn commit(&mut self, batch: &Batch) -> Result<(), BackendError> {
        for expect in &batch.expects {
            let row = self.rows.get(&(expect.table, expect.key.clone()));
            if row.map(|row| row[expect.field].as_u64().unwrap_or(0)) != expect.number {
                return Err(BackendError::Conflict);
            }
        }
        let mut after = self.rows.clone();
        for write in &batch.writes {
            match write {
                Write::Put(table, record) => drop(after.insert((*table, key(*table, record)), record.clone())),
                Write::Add(table, record) => {
                    if after.insert((*table, key(*table, record)), record.clone()).is_some() {
                        return Err(BackendError::Conflict);
                    }
                }
                Write::Delete(table, key) => drop(after.remove(&(*table, key.clone()))),
                Write::DeleteUnder(table, prefix) => {
                    after.retain(|(of, key), _| of != table || !key.starts_with(prefix));
                }
            }
        }
        self.rows = after;
        Ok(())
    }

    pub fn answer(&self, query: &Query) -> Vec<Value> {
        match query {
            Query::Get(table, key) => self.rows.get(&(*table, key.clone())).cloned().into_iter().collect(),
            Query::LastNumber(table, prefix) => {
                let last = self
                    .keyed(*table, table.key_path())
                    .into_iter()
                    .map(|(key, _)| key)
                    .rfind(|key| key.starts_with(prefix));
                match last.as_ref().and_then(|key| key.last()) {
                    Some(Part::Number(number)) => vec![Value::from(*number)],
                    _ => Vec::new(),
                }
            }
            Query::Under { table, index, prefix, bound, limit, reverse } => {
                let index = index.and_then(|name| table.indexes().iter().find(|(known, _)| *known == name));
                let fields = index.map_or(table.key_path(), |(_, fields)| fields);
                let mut found = self.keyed(*table, fields);
                if *reverse {
                    found.reverse();
                }
                let beyond = |part: &Part, bound: &Part| if *reverse { part < bound } else { part > bound };
                found
                    .into_iter()
                    .filter(|(key, _)| key.starts_with(prefix))
                    .filter(|(key, _)| match (bound, key.get(prefix.len())) {
                        (Some(bound), Some(part)) => beyond(part, bound),
                        _ => true,
                    })
                    .map(|(_, row)| row)
                    .take(limit.unwrap_or(usize::MAX))
                    .collect()
            }
        }
    }

    /// Every record of a table that has the fields, by what they hold.
    fn keyed(&self, table: Table, fields: &[&str]) -> Vec<(Key, Value)> {
        let rows = self.rows.iter().filter(|((of, _), _)| *of == table);
        let mut keyed: Vec<_> = rows.filter_map(|(_, row)| Some((key_of(row, fields)?, row.clone()))).collect();
        keyed.sort_by(|(left, _), (right, _)| left.cmp(right));
        keyed
    }
}

fn key(table: Table, record: &Value) -> Key {
    key_of(record, table.key_path()).expect("generated records have keys")
}
