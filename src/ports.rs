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
    /// A model given as a function; it serves every request that no endpoint does.
    pub model: Option<Rc<dyn FunctionModel>>,
    /// What runs shell commands; where there is none the tool `bash` says so.
    pub bash: Option<Rc<dyn Bash>>,
    /// The way to a model's endpoint; `None` where there is no network.
    pub http: Option<Rc<dyn Http>>,
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

/// A shell that runs one command over files that it is shown, and tells what became of them. It changes nothing itself:
/// whoever asked commits the changes, or drops them. Dropping the future stops the command.
pub trait Bash {
    /// `request` and the answer are as `sandbox::tools::bash` writes and reads them. An error says why there is no shell.
    fn run(&self, request: Value, files: ShownFiles) -> LocalBoxFuture<'static, Result<Value, String>>;
}

/// A question about a path, and the answer where there is one.
pub type AskOfPath = dyn Fn(&str) -> Option<String>;

/// What a running command may ask about files, without waiting.
#[derive(Clone)]
pub struct ShownFiles {
    /// The text of a file that the request lists.
    pub text: Rc<AskOfPath>,
    /// Why no file may have this path; `None` where one may.
    pub refusal: Rc<AskOfPath>,
}
/// The network, as far as a model's endpoint needs it.
pub trait Http {
    /// Sends a request; answers once its status and headers are there. Dropping the future, or the body, aborts it. A
    /// redirection is not followed, so that no header reaches another origin: it is answered with its status, or 0.
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'static, Result<HttpResponse, HttpError>>;

    /// Whether anything at all answers there, be it to this page or not. Nothing but the URL is sent.
    fn reaches(&self, url: String) -> LocalBoxFuture<'static, bool>;
}

/// A request, whole. Header names are lowercase.
#[derive(Clone)]
pub struct HttpRequest {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

pub struct HttpResponse {
    pub status: u16,
    /// The headers that a model's client looks at, lowercase.
    pub headers: Vec<(String, String)>,
    pub body: Box<dyn HttpBody>,
}

impl HttpResponse {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A response's bytes as they come.
pub trait HttpBody {
    /// The next bytes; `None` at the end.
    fn next(&mut self) -> LocalBoxFuture<'_, Result<Option<Vec<u8>>, HttpError>>;
}

/// No answer came, or it broke off; the words are the platform's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct HttpError(pub String);
