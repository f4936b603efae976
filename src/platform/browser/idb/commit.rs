//! A commit: one readwrite transaction in which the requests are issued some at a time, before the last are answered. It ends on
//! the transaction's own events: kept when it is `complete`, and otherwise nothing of it was.
//!
//! This speaks to the transaction itself and not through `indexed_db_futures`, which asks for the commit before the last
//! answer is in and cannot then hold an `add` that clashes: the failed request must be answered for by name, so that no
//! browser reports it as an unhandled error, and the transaction aborted by hand.

use std::{cell::RefCell, rc::Rc, vec};

use futures_channel::oneshot;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DomException, Event, IdbObjectStore, IdbRequest, IdbTransaction};

use super::{
    keys::{self, Thrown},
    request,
};
use crate::domain::{Batch, Expect, Table, Write};

/// Writes that are issued at once: to issue a thousand takes longer than others should wait.
const ISSUED_AT_ONCE: usize = 64;

/// Why a transaction did not complete.
pub(super) enum Failure {
    /// An expectation did not hold, or an added key was taken.
    Conflict,
    /// The browser aborted it, with its reason where it gave one.
    Aborted(Option<DomException>),
    /// A request could not even be made.
    Thrown(Thrown),
}

/// Commits the batch in `transaction`; `objects` are the records that it writes, in order.
pub(super) async fn commit(
    transaction: IdbTransaction,
    batch: &Batch,
    objects: vec::IntoIter<JsValue>,
) -> Result<(), Failure> {
    let mut commit = Commit::new(transaction);
    if let Err(thrown) = commit.issue(batch, objects).await {
        // Nothing of what was issued before may be kept. The guard aborts.
        return Err(Failure::Thrown(thrown));
    }
    commit.ended().await
}

/// A transaction under way. Dropped before its end it aborts, since nobody would check its expectations.
struct Commit {
    transaction: IdbTransaction,
    verdict: Rc<RefCell<Option<Failure>>>,
    ended: oneshot::Receiver<bool>,
    _on_event: Closure<dyn FnMut(Event)>,
    on_expected: Option<(IdbRequest, Closure<dyn FnMut()>)>,
    over: bool,
}

impl Commit {
    fn new(transaction: IdbTransaction) -> Self {
        let verdict = Rc::new(RefCell::new(None));
        let (sender, ended) = oneshot::channel();
        let on_event = on_event(transaction.clone(), verdict.clone(), sender);
        let function = Some(on_event.as_ref().unchecked_ref());
        transaction.set_oncomplete(function);
        transaction.set_onabort(function);
        transaction.set_onerror(function);
        Self { transaction, verdict, ended, _on_event: on_event, on_expected: None, over: false }
    }

    async fn issue(&mut self, batch: &Batch, mut objects: vec::IntoIter<JsValue>) -> Result<(), Thrown> {
        let mut stores = Stores { transaction: self.transaction.clone(), open: Vec::new() };
        self.expect(&mut stores, &batch.expects)?;
        let mut before: Option<IdbRequest> = None;
        for some in batch.writes.chunks(ISSUED_AT_ONCE) {
            let mut last = None;
            for write in some {
                last = Some(write_in(&mut stores, write, &mut objects)?);
            }
            // Storage has these to do while what came before them is waited for; one that failed ends the transaction.
            let waited = std::mem::replace(&mut before, last);
            if some.len() == ISSUED_AT_ONCE
                && let Some(request) = waited
                && request::done(&request).await.is_err()
            {
                // It throws only where that is done already.
                let _ = self.transaction.abort();
                break;
            }
        }
        Ok(())
    }

    /// Asks for what the batch was decided on, and checks it all within the event that brings the last answer.
    fn expect(&mut self, stores: &mut Stores, expects: &[Expect]) -> Result<(), Thrown> {
        let mut asked = Vec::with_capacity(expects.len());
        for expect in expects {
            let request = stores.get(expect.table)?.get(&keys::key(expect.table, &expect.key))?;
            asked.push((request, JsValue::from_str(expect.field), expect.number.map(|number| number as f64)));
        }
        let Some((last, ..)) = asked.last() else { return Ok(()) };
        let last = last.clone();
        let (transaction, verdict) = (self.transaction.clone(), self.verdict.clone());
        let on_expected = Closure::<dyn FnMut()>::new(move || {
            if !asked.iter().all(|(request, field, number)| found(request, field).is_ok_and(|found| found == *number)) {
                verdict.borrow_mut().get_or_insert(Failure::Conflict);
                // It throws only where the browser has aborted already.
                let _ = transaction.abort();
            }
        });
        last.set_onsuccess(Some(on_expected.as_ref().unchecked_ref()));
        self.on_expected = Some((last, on_expected));
        Ok(())
    }

    async fn ended(&mut self) -> Result<(), Failure> {
        let complete = (&mut self.ended).await.unwrap_or(false);
        self.over = true;
        if complete {
            return Ok(());
        }
        let verdict = self.verdict.borrow_mut().take();
        Err(verdict.unwrap_or_else(|| Failure::Aborted(self.transaction.error())))
    }
}

impl Drop for Commit {
    fn drop(&mut self) {
        self.transaction.set_oncomplete(None);
        self.transaction.set_onabort(None);
        self.transaction.set_onerror(None);
        if let Some((last, _)) = &self.on_expected {
            last.set_onsuccess(None);
        }
        if !self.over {
            let _ = self.transaction.abort();
        }
    }
}

/// Issues a write; its record is the next of the objects.
fn write_in(stores: &mut Stores, write: &Write, objects: &mut vec::IntoIter<JsValue>) -> Result<IdbRequest, Thrown> {
    let table = write.table();
    let store = stores.get(table)?;
    match write {
        Write::Put(..) => store.put(&objects.next().unwrap_or_default()),
        Write::Add(..) => store.add(&objects.next().unwrap_or_default()),
        Write::Delete(_, key) => store.delete(&keys::key(table, key)),
        Write::DeleteUnder(_, prefix) => match keys::range(table.key_path(), prefix, None, false)? {
            Some(range) => store.delete(&range),
            None => store.clear(),
        },
    }
}

/// The number in an expected record's field (0 where it has none), or that there is no such record.
fn found(request: &IdbRequest, field: &JsValue) -> Result<Option<f64>, Thrown> {
    let record = request.result()?;
    if record.is_undefined() {
        return Ok(None);
    }
    Ok(Some(Reflect::get(&record, field)?.as_f64().unwrap_or_default()))
}

/// The record that a write carries.
pub(super) fn record(write: &Write) -> Option<&serde_json::Value> {
    match write {
        Write::Put(_, record) | Write::Add(_, record) => Some(record),
        Write::Delete(..) | Write::DeleteUnder(..) => None,
    }
}

/// Hears how the transaction ends, and of each request that fails before.
fn on_event(
    transaction: IdbTransaction,
    verdict: Rc<RefCell<Option<Failure>>>,
    sender: oneshot::Sender<bool>,
) -> Closure<dyn FnMut(Event)> {
    let mut sender = Some(sender);
    Closure::new(move |event: Event| {
        let kind = event.type_();
        if kind != "error" {
            if let Some(sender) = sender.take() {
                let _ = sender.send(kind == "complete");
            }
            return;
        }
        let error = event.target().and_then(|target| target.dyn_into::<IdbRequest>().ok()?.error().ok()?);
        let failure = match error {
            Some(error) if error.name() == "ConstraintError" => Failure::Conflict,
            error => Failure::Aborted(error),
        };
        // The first failure is the reason; those behind it are its consequences.
        let aborting = verdict.borrow().is_some();
        verdict.borrow_mut().get_or_insert(failure);
        // Either we abort, or, where that is not possible, the browser does because nothing prevents it.
        if aborting || transaction.abort().is_ok() {
            event.prevent_default();
        }
    })
}

/// The tables of a transaction, each fetched once.
struct Stores {
    transaction: IdbTransaction,
    open: Vec<(Table, IdbObjectStore)>,
}

impl Stores {
    fn get(&mut self, table: Table) -> Result<IdbObjectStore, Thrown> {
        if let Some((_, store)) = self.open.iter().find(|(open, _)| *open == table) {
            return Ok(store.clone());
        }
        let store = self.transaction.object_store(table.name())?;
        self.open.push((table, store.clone()));
        Ok(store)
    }
}
