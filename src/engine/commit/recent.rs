//! What the last commits left, remembered: one change after the other need not read the same records again. It never answers a
//! reader, and nothing rests on it: what is written is checked by the batch, what is only looked at by its revision.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Working;
use crate::{
    domain::{Key, Query, Result, Table, key, session::Session, sort},
    engine::Engine,
};

/// Sessions and guarded records as the last commits of this engine left them.
#[derive(Default)]
pub(super) struct Recent {
    pub sessions: BTreeMap<String, Session>,
    pub records: BTreeMap<(Table, Key), Value>,
}

/// At most so many sessions, and so many records, are remembered.
const RECENT: usize = 16;

/// What a group leaves to be remembered if it is kept.
#[derive(Default)]
pub(super) struct Left {
    pub records: Vec<((Table, Key), Option<Value>)>,
    pub sessions: Vec<(String, Option<Session>)>,
}

impl Recent {
    pub fn take_in(&mut self, left: Left) {
        put_all(&mut self.sessions, left.sessions);
        put_all(&mut self.records, left.records);
    }
}

fn put_all<K: Ord, V>(known: &mut BTreeMap<K, V>, left: Vec<(K, Option<V>)>) {
    for (key, value) in left {
        match value {
            Some(value) => drop(known.insert(key, value)),
            None => drop(known.remove(&key)),
        }
    }
    while known.len() > RECENT {
        known.pop_first();
    }
}

impl Engine {
    /// What of these sessions and records is remembered.
    pub(super) fn remembered(&self, sessions: &BTreeSet<&String>, records: &BTreeSet<&(Table, Key)>) -> Recent {
        let recent = self.inner.committer.recent.borrow();
        let session = |id: &&String| Some(((*id).clone(), recent.sessions.get(id.as_str())?.clone()));
        let record = |at: &&(Table, Key)| Some(((*at).clone(), recent.records.get(*at)?.clone()));
        Recent {
            sessions: sort::map(sessions.iter().filter_map(session)),
            records: sort::map(records.iter().filter_map(record)),
        }
    }

    /// The same for what was not read but remembered. (What is written is checked by the batch.)
    pub(super) async fn unwritten_are_remembered(&self, working: &Working) -> Result<bool> {
        let written = |table: Table, key: &Key| {
            working.guarded.contains(&(table, key.clone()))
                || working.sessions.values().any(|draft| {
                    draft.is_changed() && table == Table::Sessions && *key == key![draft.session.id.as_str()]
                })
        };
        let open: Vec<_> = working.remembered.iter().filter(|(table, key, _)| !written(*table, key)).collect();
        if open.is_empty() {
            return Ok(true);
        }
        let queries = open.iter().map(|(table, key, _)| Query::Get(*table, key.clone())).collect();
        let rows = self.read(queries).await?;
        Ok(open.iter().zip(rows).all(|((.., revision), row)| row.first().map(revision_of) == Some(*revision)))
    }
}

pub(super) fn revision_of(record: &Value) -> u64 {
    record["revision"].as_u64().unwrap_or_default()
}
