//! A backend that takes its time and fails now and then, by a seed.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::Poll,
};

use futures_util::{FutureExt, future::LocalBoxFuture};
use serde_json::Value;

use crate::{
    domain::{Batch, IdSource, Query},
    ports::{Backend, BackendError, StorageStatus},
};

/// How often things go wrong, in percent, and for how many polls an answer waits at most.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    pub conflict_percent: u64,
    pub full_percent: u64,
    pub failed_percent: u64,
    pub delay_polls: u64,
}

/// Another backend behind faults.
pub struct FaultyBackend {
    inner: Rc<dyn Backend>,
    faults: Cell<Faults>,
    random: RefCell<IdSource>,
    commits: Cell<usize>,
    /// After so many commits nothing answers any more: the tab was killed.
    killed_after: Cell<Option<usize>>,
}

impl FaultyBackend {
    pub fn new(inner: Rc<dyn Backend>, faults: Faults, seed: u64) -> Self {
        Self {
            inner,
            faults: Cell::new(faults),
            random: RefCell::new(IdSource::new(seed)),
            commits: Cell::new(0),
            killed_after: Cell::new(None),
        }
    }

    pub fn set(&self, faults: Faults) {
        self.faults.set(faults);
    }

    /// Commits that were kept.
    pub fn commits(&self) -> usize {
        self.commits.get()
    }

    /// Kills the tab once this many commits have been kept.
    pub fn kill_after(&self, commits: usize) {
        self.killed_after.set(Some(commits));
    }

    pub fn is_killed(&self) -> bool {
        self.killed_after.get().is_some_and(|limit| self.commits.get() >= limit)
    }

    fn draw(&self, below: u64) -> u64 {
        self.random.borrow_mut().random() % below.max(1)
    }

    async fn delay(&self) {
        let mut left = self.draw(self.faults.get().delay_polls + 1);
        poll_fn(|context| {
            if self.is_killed() {
                return Poll::Pending;
            }
            if left == 0 {
                return Poll::Ready(());
            }
            left -= 1;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    fn fault(&self) -> Option<BackendError> {
        let faults = self.faults.get();
        let roll = self.draw(100);
        let (conflict, full) = (faults.conflict_percent, faults.conflict_percent + faults.full_percent);
        match roll {
            roll if roll < conflict => Some(BackendError::Conflict),
            roll if roll < full => Some(BackendError::Full("simulated quota".into())),
            roll if roll < full + faults.failed_percent => Some(BackendError::Failed("simulated abort".into())),
            _ => None,
        }
    }
}

impl Backend for FaultyBackend {
    fn read(&self, queries: Vec<Query>) -> LocalBoxFuture<'_, Result<Vec<Vec<Value>>, BackendError>> {
        async move {
            self.delay().await;
            self.inner.read(queries).await
        }
        .boxed_local()
    }

    fn commit(&self, batch: Batch) -> LocalBoxFuture<'_, Result<(), BackendError>> {
        async move {
            self.delay().await;
            if let Some(fault) = self.fault() {
                return Err(fault);
            }
            self.inner.commit(batch).await?;
            self.commits.set(self.commits.get() + 1);
            self.delay().await;
            Ok(())
        }
        .boxed_local()
    }

    fn status(&self) -> LocalBoxFuture<'_, StorageStatus> {
        self.inner.status()
    }

    fn close(&self) {}
}
