//! What the outside must provide. The engine is the only caller; `platform` and `testing` are the only implementers. All
//! of it is single-threaded: futures need not be `Send`.

use std::{any::Any, rc::Rc};

use futures_util::future::LocalBoxFuture;
use serde_json::Value;

use crate::domain::{Batch, Query, Time};

/// Everything the engine needs from where it runs.
#[derive(Clone)]
pub struct Ports {
    pub backend: Rc<dyn Backend>,
    pub clock: Rc<dyn Clock>,
    pub entropy: Rc<dyn Entropy>,
    pub shell: Rc<dyn Shell>,
    /// A model given as a function; it serves every request when present.
    pub model: Option<Rc<dyn FunctionModel>>,
}

/// Durable tables. An implementation keeps a batch whole or not at all.
pub trait Backend {
    /// Answers every query from the same moment; one list of rows a query.
    fn read(&self, queries: Vec<Query>) -> LocalBoxFuture<'_, Result<Vec<Vec<Value>>, BackendError>>;

    /// Keeps the batch if each expectation holds and no added key is taken. Once this answers `Ok` the batch outlives the
    /// engine; when it answers `Err` nothing of it was kept.
    fn commit(&self, batch: Batch) -> LocalBoxFuture<'_, Result<(), BackendError>>;

    /// What it is and how it does.
    fn status(&self) -> LocalBoxFuture<'_, StorageStatus>;

    /// Lets go of the storage. Later calls answer [`BackendError::Closed`].
    fn close(&self);
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackendError {
    /// Somebody else changed what the batch was decided on.
    #[error("the data changed while the request was decided")]
    Conflict,
    /// There is no room: free some space, or delete a store.
    #[error("storage is full: {0}")]
    Full(String),
    /// The connection is gone: closed, deleted in the browser's settings, or taken by a newer version in another tab.
    #[error("storage is closed: {0}")]
    Closed(String),
    #[error("storage failed: {0}")]
    Failed(String),
}

/// Shape of `status().storage` in `extensions.d.ts`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StorageStatus {
    /// `indexeddb` or `memory`.
    pub kind: &'static str,
    /// Whether the browser promised not to evict it.
    pub persisted: bool,
    pub usage_bytes: Option<u64>,
    pub quota_bytes: Option<u64>,
    /// Why it is not what was asked for.
    pub reason: Option<String>,
}

pub trait Clock {
    fn now(&self) -> Time;

    /// Milliseconds from some fixed moment, finer than [`Clock::now`], for measuring work.
    fn monotonic_ms(&self) -> f64;

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'static, ()>;

    /// Minutes east of UTC in an IANA zone at a moment; `None` for a zone that is not known.
    fn offset_minutes(&self, time_zone: &str, at: Time) -> Option<i32>;

    /// The zone of whoever runs this.
    fn time_zone(&self) -> String;
}

pub trait Entropy {
    fn seed(&self) -> u64;
}

/// The tab (or process) around the engine.
pub trait Shell {
    /// Runs a future to its end in the background.
    fn spawn(&self, task: LocalBoxFuture<'static, ()>);

    /// Waits for a lock that one holder has at a time, across every tab that shares the database. Dropping the guard
    /// gives it back.
    fn lock(&self, name: String) -> LocalBoxFuture<'static, LockGuard>;

    /// Tells other tabs. Screens may follow sooner for it; nothing else depends on one arriving.
    fn notify(&self, notice: &Notice);

    /// Called with each notice of another tab.
    fn on_notice(&self, listener: Rc<dyn Fn(Notice)>);
}

pub type LockGuard = Box<dyn Any>;

/// What one tab tells the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    Store(String),
    Session(String),
    /// A writer loses to the others again and again: all take turns for a while.
    TakeTurns,
}

/// A model given as a function from a Messages API request to a reply (both as JSON).
pub trait FunctionModel {
    fn call(&self, request: Value) -> LocalBoxFuture<'static, Result<Value, String>>;
}
