//! Durable tables in IndexedDB, one object store a table. A commit is one transaction; so is a read. Nothing is cached: what
//! another tab committed is there at the next read.

mod commit;
mod connection;
mod keys;
mod read;
mod records;
mod request;
pub mod schema;

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use futures_util::{FutureExt, future::LocalBoxFuture};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbTransaction};

use self::{
    commit::Failure,
    connection::{Connection, Incident},
    schema::Step,
};
use super::{lock::LocalLock, method, property, words};
use crate::{
    domain::{Batch, Query, Table, Write},
    ports::{Backend, BackendError, StorageStatus},
};

pub use connection::OpenError;

/// A database of this origin, open until it is closed here, taken by a newer dreamfs, or deleted.
pub struct IndexedDbBackend {
    shared: Rc<Shared>,
}

struct Shared {
    name: String,
    steps: &'static [Step],
    state: RefCell<State>,
    /// One reopening at a time.
    opening: Rc<LocalLock>,
}

enum State {
    Open(Connection),
    /// The browser took the connection away: the next call opens another.
    Lost,
    /// For good, and why.
    Closed(String),
}

impl IndexedDbBackend {
    /// Opens (makes, upgrades) the database. `on_blocked` is called when another tab has to close first.
    pub async fn open(name: &str, on_blocked: Rc<dyn Fn()>) -> Result<Self, OpenError> {
        Self::open_at(name, schema::STEPS, on_blocked).await
    }

    /// The same with a schema of its own.
    pub async fn open_at(name: &str, steps: &'static [Step], on_blocked: Rc<dyn Fn()>) -> Result<Self, OpenError> {
        let shared =
            Rc::new(Shared { name: name.to_owned(), steps, state: RefCell::new(State::Lost), opening: Rc::default() });
        let connection = shared.connect(on_blocked).await?;
        *shared.state.borrow_mut() = State::Open(connection);
        Ok(Self { shared })
    }

    async fn read_all(&self, queries: &[Query]) -> Result<Vec<Vec<serde_json::Value>>, BackendError> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        let transaction = self.shared.begin(&tables(queries.iter().map(Query::table)), false).await?;
        read::answer(&transaction, queries).await.map_err(|thrown| self.shared.failed(&thrown))
    }

    async fn commit_all(&self, batch: &Batch) -> Result<(), BackendError> {
        let touched = batch.expects.iter().map(|expect| expect.table).chain(batch.writes.iter().map(Write::table));
        let touched = tables(touched);
        if touched.is_empty() {
            return Ok(());
        }
        // Before the transaction: while that is open, all that reads the same tables waits.
        let records: Vec<&serde_json::Value> = batch.writes.iter().filter_map(commit::record).collect();
        let objects = records::objects(&records).await.map_err(|thrown| self.shared.failed(&thrown))?;
        let transaction = self.shared.begin(&touched, true).await?;
        commit::commit(transaction, batch, objects).await.map_err(|failure| match failure {
            Failure::Conflict => BackendError::Conflict,
            Failure::Thrown(thrown) => self.shared.failed(&thrown),
            Failure::Aborted(reason) => self.shared.aborted(reason.as_ref()),
        })
    }
}

impl Backend for IndexedDbBackend {
    fn read(&self, queries: Vec<Query>) -> LocalBoxFuture<'_, Result<Vec<Vec<serde_json::Value>>, BackendError>> {
        async move { self.read_all(&queries).await }.boxed_local()
    }

    fn commit(&self, batch: Batch) -> LocalBoxFuture<'_, Result<(), BackendError>> {
        async move { self.commit_all(&batch).await }.boxed_local()
    }

    fn status(&self) -> LocalBoxFuture<'_, StorageStatus> {
        let reason = match &*self.shared.state.borrow() {
            State::Closed(reason) => Some(reason.clone()),
            State::Open(_) | State::Lost => None,
        };
        status(reason).boxed_local()
    }

    fn close(&self) {
        self.shared.close("the client was closed");
    }
}

impl Shared {
    async fn connect(self: &Rc<Self>, on_blocked: Rc<dyn Fn()>) -> Result<Connection, OpenError> {
        let shared: Weak<Self> = Rc::downgrade(self);
        let on_incident = Rc::new(move |incident| {
            if let Some(shared) = shared.upgrade() {
                shared.suffer(incident);
            }
        });
        Connection::open(&self.name, self.steps, on_blocked, on_incident).await
    }

    fn suffer(&self, incident: Incident) {
        match incident {
            Incident::Newer => self.close("another tab runs a newer dreamfs on this database: reload this page"),
            Incident::Deleted => self.close("the database was deleted: reload this page"),
            Incident::Terminated => {
                let open = matches!(&*self.state.borrow(), State::Open(_));
                if open {
                    self.set(State::Lost);
                }
            }
        }
    }

    /// The first reason stays.
    fn close(&self, reason: &str) {
        let closed = matches!(&*self.state.borrow(), State::Closed(_));
        if !closed {
            self.set(State::Closed(reason.to_owned()));
        }
    }

    fn set(&self, state: State) {
        // The connection goes when nothing is borrowed any more.
        let before = self.state.replace(state);
        drop(before);
    }

    async fn begin(self: &Rc<Self>, tables: &[Table], write: bool) -> Result<IdbTransaction, BackendError> {
        if let Some(transaction) = self.try_begin(tables, write)? {
            return Ok(transaction);
        }
        self.reopen().await?;
        self.try_begin(tables, write)?
            .ok_or_else(|| BackendError::Closed("the browser keeps closing the database: reload this page".into()))
    }

    /// `None` where the connection turns out to be lost.
    fn try_begin(&self, tables: &[Table], write: bool) -> Result<Option<IdbTransaction>, BackendError> {
        let begun = match &*self.state.borrow() {
            State::Open(connection) => connection.begin(tables, write),
            State::Lost => return Ok(None),
            State::Closed(reason) => return Err(BackendError::Closed(reason.clone())),
        };
        match begun {
            Ok(transaction) => Ok(Some(transaction)),
            // What a connection that the browser has closed answers, before or without its `close` event.
            Err(thrown) if named(&thrown, "InvalidStateError") => {
                self.suffer(Incident::Terminated);
                Ok(None)
            }
            Err(thrown) => Err(self.failed(&thrown)),
        }
    }

    /// Once for each loss: a database that does not open again stays closed.
    async fn reopen(self: &Rc<Self>) -> Result<(), BackendError> {
        let _turn = self.opening.clone().lock().await;
        if !matches!(&*self.state.borrow(), State::Lost) {
            return Ok(());
        }
        let opened = self.connect(Rc::new(|| {})).await;
        if matches!(&*self.state.borrow(), State::Lost) {
            match opened {
                Ok(connection) => self.set(State::Open(connection)),
                Err(error) => {
                    self.close(&format!("the browser closed the database, and it does not open again: {error}"))
                }
            }
        }
        Ok(())
    }

    fn failed(&self, thrown: &JsValue) -> BackendError {
        match thrown.dyn_ref::<DomException>() {
            Some(exception) => self.aborted(Some(exception)),
            None => BackendError::Failed(words(thrown)),
        }
    }

    /// Why the browser gave a transaction up.
    fn aborted(&self, reason: Option<&DomException>) -> BackendError {
        if let State::Closed(reason) = &*self.state.borrow() {
            return BackendError::Closed(reason.clone());
        }
        match reason {
            Some(exception) if exception.name() == "QuotaExceededError" => BackendError::Full(
                "the browser gives this site no more room. Delete a memory store, or free space on the device".into(),
            ),
            Some(exception) if exception.name() == "DataError" => {
                BackendError::Failed(format!("a record lacks a part of its key ({})", exception.message()))
            }
            Some(exception) => BackendError::Failed(words(exception)),
            None => BackendError::Failed("the browser gave the transaction up without a reason".into()),
        }
    }
}

fn named(thrown: &JsValue, name: &str) -> bool {
    thrown.dyn_ref::<DomException>().is_some_and(|exception| exception.name() == name)
}

/// Each table once.
fn tables(touched: impl Iterator<Item = Table>) -> Vec<Table> {
    let mut tables = Vec::new();
    for table in touched {
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    tables
}

/// What `navigator.storage` says, as far as there is one.
async fn status(reason: Option<String>) -> StorageStatus {
    let storage = property(&js_sys::global(), "navigator").and_then(|navigator| property(&navigator, "storage"));
    let storage = storage.unwrap_or_default();
    let (persisted, estimate) = (answer(&storage, "persisted").await, answer(&storage, "estimate").await);
    let bytes = |name| property(&estimate, name).and_then(|bytes| bytes.as_f64()).map(|bytes| bytes as u64);
    StorageStatus {
        kind: "indexeddb",
        persisted: persisted.is_truthy(),
        usage_bytes: bytes("usage"),
        quota_bytes: bytes("quota"),
        reason,
    }
}

async fn answer(storage: &JsValue, question: &str) -> JsValue {
    let promise = method(storage, question).and_then(|method| method.call0(storage).ok());
    let Some(Ok(promise)) = promise.map(JsCast::dyn_into::<Promise>) else { return JsValue::UNDEFINED };
    JsFuture::from(promise).await.unwrap_or_default()
}
