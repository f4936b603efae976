//! A lock for tasks of one thread, first come, first served. It stands in for Web Locks where there are none.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use futures_channel::oneshot;

#[derive(Default)]
pub(super) struct LocalLock {
    held: Cell<bool>,
    waiting: RefCell<VecDeque<oneshot::Sender<LocalGuard>>>,
}

/// Gives the lock to the next in line when dropped.
pub(super) struct LocalGuard(Option<Rc<LocalLock>>);

impl LocalLock {
    pub(super) async fn lock(self: Rc<Self>) -> LocalGuard {
        if !self.held.replace(true) {
            return LocalGuard(Some(self));
        }
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().push_back(sender);
        match receiver.await {
            Ok(guard) => guard,
            // The queue lives as long as `self`, which this future holds.
            Err(oneshot::Canceled) => unreachable!("a lock forgot who waits for it"),
        }
    }

    pub(super) fn is_free(&self) -> bool {
        !self.held.get()
    }
}

impl Drop for LocalGuard {
    fn drop(&mut self) {
        let Some(lock) = self.0.take() else { return };
        let mut heir = LocalGuard(Some(lock.clone()));
        loop {
            let next = lock.waiting.borrow_mut().pop_front();
            let Some(waiter) = next else { break };
            match waiter.send(heir) {
                Ok(()) => return,
                // That one stopped waiting: the guard comes back.
                Err(guard) => heir = guard,
            }
        }
        heir.0 = None;
        lock.held.set(false);
    }
}
