//! A flag that a task can wait for.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    task::{Poll, Waker},
};

/// Raised by anybody, lowered by the one who waited.
#[derive(Debug, Default)]
pub(super) struct Signal {
    raised: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Signal {
    pub fn raise(&self) {
        self.raised.set(true);
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Waits until it is raised, and lowers it.
    pub async fn wait(&self) {
        poll_fn(|context| {
            if self.raised.replace(false) {
                return Poll::Ready(());
            }
            let mut waiting = self.waiting.borrow_mut();
            if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}
