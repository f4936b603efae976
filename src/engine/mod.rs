//! The async shell: it loads what a decision reads, lets a pure function decide, commits the outcome in one batch, and runs
//! turns. It is the only caller of the ports. One engine serves one database in one tab.

mod analyse;
mod clock;
mod commit;
mod dreams;
mod endpoint;
mod load;
mod models;
mod pace;
mod request;
mod run;
mod shell;
mod signal;
mod streams;

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::{Rc, Weak},
};

use serde_json::Value;

pub use commit::{Env, Need, Working};
pub use endpoint::Endpoint;
pub use load::decode;
pub use models::{Fallback, ModelSettings, Served};
pub use pace::Pace;
pub use streams::{FrameStream, Subscription};

use crate::{
    domain::{Error, IdSource, Limits, Prefix, Query, Result, Time},
    ports::{BackendError, LockGuard, Notice, Ports, StorageStatus},
    store::Snapshot,
};

/// How an engine is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Makes ids repeatable in a fresh database; drawn from the entropy port when left out. A database that holds something
    /// was perhaps filled by the same seed, whose ids must not come again: there, entropy is mixed in.
    pub seed: Option<u64>,
    /// Zone of sessions that name none; the tab's when left out.
    pub time_zone: Option<String>,
    /// Where the engine's clock starts; the real time when left out.
    pub clock_now: Option<Time>,
    /// Seconds of the engine's clock for each real second; 0 stands still.
    pub clock_rate: f64,
    /// What serves a hosted model when no endpoint is configured.
    pub fallback: Fallback,
    /// Where hosted models are asked.
    pub endpoint: Option<Endpoint>,
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: None,
            time_zone: None,
            clock_now: None,
            clock_rate: 1.0,
            fallback: Fallback::Error,
            endpoint: None,
            limits: Limits::default(),
        }
    }
}

/// A handle; clones share one engine.
#[derive(Clone)]
pub struct Engine {
    inner: Rc<Inner>,
}

struct Inner {
    ports: Ports,
    options: Options,
    ids: RefCell<IdSource>,
    clock: clock::EngineClock,
    committer: commit::Committer,
    snapshots: RefCell<HashMap<String, Rc<Snapshot>>>,
    streams: streams::Streams,
    runners: run::Runners,
    dreamers: run::Runners,
    pace: pace::Pacer,
    models: RefCell<ModelSettings>,
    closed: Cell<bool>,
}

impl Engine {
    pub fn new(ports: Ports, mut options: Options) -> Self {
        let seed = options.seed.unwrap_or_else(|| ports.entropy.seed());
        let clock = clock::EngineClock::new(ports.clock.clone(), options.clock_now, options.clock_rate);
        let models = ModelSettings { endpoint: options.endpoint.take().map(Rc::new), fallback: options.fallback };
        let engine = Self {
            inner: Rc::new(Inner {
                ids: RefCell::new(IdSource::new(seed)),
                clock,
                committer: commit::Committer::default(),
                snapshots: RefCell::default(),
                streams: streams::Streams::default(),
                runners: run::Runners::default(),
                dreamers: run::Runners::default(),
                pace: pace::Pacer::default(),
                models: RefCell::new(models),
                closed: Cell::new(false),
                ports,
                options,
            }),
        };
        engine.listen();
        engine
    }

    /// Takes up the sessions that a closed tab left running or with events waiting.
    pub async fn start(&self) -> Result<()> {
        use crate::domain::Table;
        if let Some(seed) = self.inner.options.seed {
            let first = |table| Query::Under {
                table,
                index: None,
                prefix: Vec::new(),
                bound: None,
                limit: Some(1),
                reverse: false,
            };
            let tables = [Table::Stores, Table::Agents, Table::Environments, Table::Sessions];
            if self.read(tables.map(first).to_vec()).await?.iter().any(|rows| !rows.is_empty()) {
                let mixed = seed.rotate_left(32) ^ self.inner.ports.entropy.seed();
                *self.inner.ids.borrow_mut() = IdSource::new(mixed);
            }
        }
        self.wake_all().await
    }

    /// Takes up what is left running or has events waiting.
    async fn wake_all(&self) -> Result<()> {
        use crate::domain::Table;
        for session in self.read_one(Query::all(Table::Sessions, Vec::new())).await? {
            if session["dream_id"].is_string() {
                continue;
            }
            let waits = session.get("queue").and_then(Value::as_array).is_some_and(|queue| !queue.is_empty());
            let running = matches!(session.get("status").and_then(Value::as_str), Some("running" | "rescheduling"));
            if let Some(id) = session.get("id").and_then(Value::as_str).filter(|_| waits || running) {
                self.wake(id);
            }
        }
        for dream in self.read_one(Query::all(Table::Dreams, Vec::new())).await? {
            if let Some(id) = dream.get("id").and_then(Value::as_str).filter(|_| dream["stopped"] != true) {
                self.wake_dream(id);
            }
        }
        Ok(())
    }

    /// Ends streams and lets go of storage. Turns under way stop at their next step; the next engine closes them.
    pub fn close(&self) {
        self.inner.closed.set(true);
        self.inner.streams.close_all();
        self.inner.runners.signal_all();
        self.inner.dreamers.signal_all();
        self.inner.pace.release();
        self.inner.ports.backend.close();
    }

    pub fn is_closed(&self) -> bool {
        self.inner.closed.get()
    }

    pub fn now(&self) -> Time {
        self.inner.clock.now()
    }

    /// Sets the engine's clock: a new moment, a step on from there, a new rate.
    pub fn set_clock(&self, now: Option<Time>, advance_ms: Option<i64>, rate: Option<f64>) -> (Time, f64) {
        self.inner.clock.set(now, advance_ms, rate)
    }

    pub fn limits(&self) -> &Limits {
        &self.inner.options.limits
    }

    pub fn next_id(&self, prefix: Prefix) -> String {
        self.inner.ids.borrow_mut().next(prefix, self.now())
    }

    /// Zone for a session that names none.
    pub fn time_zone(&self) -> String {
        self.inner.options.time_zone.clone().unwrap_or_else(|| self.inner.ports.clock.time_zone())
    }

    /// Whether the zone is known, by its offset at this moment.
    pub fn knows_zone(&self, time_zone: &str) -> bool {
        self.inner.ports.clock.offset_minutes(time_zone, self.now()).is_some()
    }

    /// Minutes from UTC in a zone at a moment; an error in words where this platform does not know the zone.
    pub(crate) fn offset_minutes(&self, time_zone: &str, at: Time) -> Result<i32> {
        let offset = self.inner.ports.clock.offset_minutes(time_zone, at);
        offset.ok_or_else(|| Error::invalid("time_zone", format!("{time_zone} is not a time zone that is known here")))
    }

    pub fn monotonic_ms(&self) -> f64 {
        self.inner.ports.clock.monotonic_ms()
    }

    pub async fn storage_status(&self) -> StorageStatus {
        self.inner.ports.backend.status().await
    }

    pub fn set_pace(&self, pace: Pace) {
        self.inner.pace.set(pace);
    }

    pub fn step(&self) -> bool {
        self.inner.pace.step()
    }

    /// `{ pace, waiting, waited_ms, worked_ms }`.
    pub fn pace_status(&self) -> Value {
        self.inner.pace.status()
    }

    /// Follows a session's events from here on.
    pub fn subscribe(&self, subscription: Subscription) -> FrameStream {
        let session_id = subscription.session_id.clone();
        let stream = self.inner.streams.subscribe(subscription, self.limits().stream_backlog);
        self.follow_while_watched(session_id);
        stream
    }

    async fn lock(&self, name: String) -> LockGuard {
        self.inner.ports.shell.lock(name).await
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.inner.ports.shell.spawn(Box::pin(task));
    }

    /// Notices of other tabs: a session's streams look for new events, its runner looks for an interrupt.
    fn listen(&self) {
        let weak: Weak<Inner> = Rc::downgrade(&self.inner);
        self.inner.ports.shell.on_notice(Rc::new(move |notice| {
            let Some(inner) = weak.upgrade() else { return };
            let engine = Engine { inner };
            match notice {
                Notice::Session(id) => {
                    engine.inner.runners.signal(&id);
                    // A dream is canceled by a change of its record, told of as one of its session.
                    engine.inner.dreamers.signal_all();
                    engine.spawn({
                        let engine = engine.clone();
                        async move { engine.follow(&id).await }
                    });
                }
                Notice::TakeTurns => engine.take_turns(),
                Notice::Store(_) => {}
            }
        }));
    }
}

impl From<BackendError> for Error {
    fn from(error: BackendError) -> Self {
        use crate::domain::Code;
        match error {
            BackendError::Conflict => {
                Error::new(Code::Overloaded, "Other writers changed the same data at once. Try again.")
            }
            BackendError::Full(_) => {
                Error::new(Code::StorageFull, format!("{error}. Nothing of this request was kept."))
            }
            BackendError::Closed(_) | BackendError::Failed(_) => {
                Error::new(Code::Storage, format!("{error}. Nothing of this request was kept."))
            }
        }
    }
}
