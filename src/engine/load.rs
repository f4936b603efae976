//! Reading: point reads and ranges, and whole stores by way of the cached snapshot.

use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Engine;
use crate::{
    domain::{Error, Memory, MemoryStore, Query, Result, Table},
    store::Snapshot,
};

impl Engine {
    /// Answers queries from one moment.
    pub fn read(&self, queries: Vec<Query>) -> LocalBoxFuture<'_, Result<Vec<Vec<Value>>>> {
        let count = queries.len();
        let read = self.inner.ports.backend.read(queries);
        let checked = read.map(move |rows| {
            let rows = rows?;
            assert!(rows.len() == count, "a backend answers every query");
            Ok(rows)
        });
        checked.boxed_local()
    }

    /// The rows of one query.
    pub fn read_one(&self, query: Query) -> LocalBoxFuture<'_, Result<Vec<Value>>> {
        self.read(vec![query]).map(|rows| Ok(rows?.pop().unwrap_or_default())).boxed_local()
    }

    /// The record with a key, read as its type.
    pub fn get<T: DeserializeOwned>(
        &self,
        table: Table,
        key: crate::domain::Key,
    ) -> LocalBoxFuture<'_, Result<Option<T>>> {
        let rows = self.read_one(Query::Get(table, key));
        rows.map(|rows| rows?.pop().map(decode).transpose()).boxed_local()
    }

    /// Whether the workspace has room for one more memory store.
    pub async fn has_room_for_store(&self) -> Result<bool> {
        let limit = self.limits().memory_stores;
        let query = Query::Under {
            table: Table::Stores,
            index: None,
            prefix: Vec::new(),
            bound: None,
            limit: Some(limit),
            reverse: false,
        };
        Ok(self.read_one(query).await?.len() < limit)
    }

    /// A store as it is now: from the cache when the stored revision is still the cached one's.
    pub async fn snapshot(&self, store_id: &str) -> Result<Rc<Snapshot>> {
        self.inner.committer.settled().await;
        let cached = self.inner.snapshots.borrow().get(store_id).cloned();
        if let Some(snapshot) = cached
            && self.stored_revision(store_id).await? == Some((snapshot.store.generation, snapshot.seq))
        {
            return Ok(snapshot);
        }
        self.load_snapshot(store_id).await?.ok_or_else(|| Error::not_found("memory store", store_id))
    }

    /// Loads a store whole, and caches it.
    pub(super) async fn load_snapshot(&self, store_id: &str) -> Result<Option<Rc<Snapshot>>> {
        let key = || crate::domain::key![store_id];
        let mut rows = self
            .read(vec![
                Query::Get(Table::Stores, key()),
                Query::LastNumber(Table::Versions, key()),
                Query::all(Table::Memories, key()),
            ])
            .await?;
        let (memories, last, store) =
            (rows.pop().unwrap_or_default(), rows.pop().unwrap_or_default(), rows.pop().unwrap_or_default());
        let Some(store) = store.into_iter().next() else {
            self.inner.snapshots.borrow_mut().remove(store_id);
            return Ok(None);
        };
        let store: MemoryStore = decode(store)?;
        let memories = memories.into_iter().map(decode::<Memory>).collect::<Result<Vec<_>>>()?;
        let seq = last.first().and_then(Value::as_u64).unwrap_or(0);
        let snapshot = Rc::new(Snapshot::new(store, seq, memories));
        self.cache(&snapshot);
        Ok(Some(snapshot))
    }

    /// Keeps a snapshot for later reads, unless a newer one is kept already.
    pub(super) fn cache(&self, snapshot: &Rc<Snapshot>) {
        let mut snapshots = self.inner.snapshots.borrow_mut();
        let newer = snapshots.get(&snapshot.store.id).is_some_and(|cached| cached.revision() > snapshot.revision());
        if !newer {
            snapshots.insert(snapshot.store.id.clone(), snapshot.clone());
        }
    }

    /// Forgets a snapshot that turned out to be stale.
    pub(super) fn forget(&self, store_id: &str) {
        self.inner.snapshots.borrow_mut().remove(store_id);
    }

    /// The two numbers of a store's revision as storage has them; `None` for a store that does not exist.
    pub(super) async fn stored_revision(&self, store_id: &str) -> Result<Option<(u64, u64)>> {
        let key = || crate::domain::key![store_id];
        let mut rows =
            self.read(vec![Query::Get(Table::Stores, key()), Query::LastNumber(Table::Versions, key())]).await?;
        let seq = rows.pop().unwrap_or_default().first().and_then(Value::as_u64).unwrap_or(0);
        let store = rows.pop().unwrap_or_default();
        Ok(store.first().and_then(|store| store.get("generation")?.as_u64()).map(|generation| (generation, seq)))
    }
}

/// Reads a record as its type. One that cannot be read was written by something else.
pub fn decode<T: DeserializeOwned>(record: Value) -> Result<T> {
    serde_json::from_value(record).map_err(|error| Error::internal(format!("a stored record cannot be read: {error}")))
}
