//! One committer: requests are decided in order over one working copy and committed as one batch. See ARCHITECTURE.md,
//! Storage.

mod recent;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

use futures_channel::oneshot;
use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, ready},
};
use serde_json::Value;

use super::{Engine, load::decode, signal::Signal};
use crate::{
    agent::SessionDraft,
    domain::{
        Actor, Batch, Code, Error, Expect, IdSource, Key, Limits, Query, Result, Table, Time, Write,
        event::EventRecord, session::Session, sort,
    },
    ports::{BackendError, Notice},
    sandbox::Drafts,
    store::{Context, Draft, Snapshot},
};
use recent::{Left, Recent, revision_of};

/// The lock that tabs take turns by while they write over one another.
const TURN_TO_WRITE: &str = "turn to write";
/// Steps of long work that are kept in one transaction at most.
const LONG_STEPS: usize = 1;
/// How long they go on taking turns after the last clash.
const TURNS_MS: f64 = 1_000.0;

/// What a decision reads.
#[derive(Debug, Clone, Default)]
pub struct Need {
    /// Stores, whole. One that does not exist is missing from [`Working::drafts`].
    pub stores: Vec<String>,
    pub session: Option<String>,
    /// Single records, by table and key. They are read anew for each attempt.
    pub records: Vec<(Table, Key)>,
    /// It is one of many steps of long work: others are not to wait for several such steps in one transaction.
    pub of_long_work: bool,
}

impl Need {
    pub fn nothing() -> Self {
        Self::default()
    }

    pub fn store(id: &str) -> Self {
        Self { stores: vec![id.to_owned()], ..Self::default() }
    }

    pub fn session(id: &str) -> Self {
        Self { session: Some(id.to_owned()), ..Self::default() }
    }

    #[must_use]
    pub fn and_store(mut self, id: &str) -> Self {
        self.stores.push(id.to_owned());
        self
    }

    #[must_use]
    pub fn and_record(mut self, table: Table, key: Key) -> Self {
        self.records.push((table, key));
        self
    }
}

/// What a decision may know beside the data.
pub struct Env<'a> {
    pub now: Time,
    pub ids: &'a mut IdSource,
    pub limits: &'a Limits,
}

impl Env<'_> {
    /// The same for a store's decisions, on behalf of `actor`.
    pub fn context(&mut self, actor: Actor) -> Context<'_> {
        Context { now: self.now, ids: self.ids, actor, limits: self.limits }
    }
}

/// The working copy that a group of requests is decided over.
#[derive(Default)]
pub struct Working {
    pub drafts: Drafts,
    pub sessions: BTreeMap<String, SessionDraft>,
    /// Waiting events of the loaded sessions.
    pub queues: BTreeMap<String, Vec<EventRecord>>,
    pub records: BTreeMap<(Table, Key), Option<Value>>,
    writes: Vec<Write>,
    expects: Vec<Expect>,
    base: BTreeMap<String, Base>,
    guarded: BTreeSet<(Table, Key)>,
    /// What was not read but remembered, with its revision.
    remembered: Vec<(Table, Key, u64)>,
}

/// What a store was when it was loaded.
struct Base {
    generation: u64,
    seq: u64,
}

impl Working {
    /// A store that exists, or a 404.
    pub fn store(&mut self, id: &str) -> Result<&mut Draft> {
        self.drafts.get_mut(id).filter(|draft| !draft.deleted).ok_or_else(|| Error::not_found("memory store", id))
    }

    /// A session that exists, or a 404.
    pub fn session(&mut self, id: &str) -> Result<&mut SessionDraft> {
        self.sessions.get_mut(id).filter(|draft| !draft.deleted).ok_or_else(|| Error::not_found("session", id))
    }

    /// A record that was asked for, read as its type; an earlier request of the group may have changed it.
    pub fn record<T: serde::de::DeserializeOwned>(&self, table: Table, key: &Key) -> Result<Option<T>> {
        let found = self.records.get(&(table, key.clone())).cloned().flatten();
        found.map(decode).transpose()
    }

    /// Writes a record that carries a `revision`, and guards it against other writers. `base` is its revision as loaded;
    /// `None` adds it.
    pub fn put_record(&mut self, table: Table, key: Key, record: Value, base: Option<u64>) {
        self.writes.push(if base.is_some() {
            Write::Put(table, record.clone())
        } else {
            Write::Add(table, record.clone())
        });
        self.guard(table, &key, base);
        self.records.insert((table, key), Some(record));
    }

    /// Adds a record that no request of the same group asks for.
    pub fn add(&mut self, table: Table, record: Value) {
        self.writes.push(Write::Add(table, record));
    }

    /// Removes a record that carries a `revision`, and guards it against other writers.
    pub fn delete_record(&mut self, table: Table, key: Key, base: u64) {
        self.guard(table, &key, Some(base));
        self.writes.push(Write::Delete(table, key.clone()));
        self.records.insert((table, key), None);
    }

    /// Expects a record's revision; the first expectation of a group is the one that storage can hold.
    fn guard(&mut self, table: Table, key: &Key, base: Option<u64>) {
        let guarded = self.guarded.insert((table, key.clone()));
        if let (Some(number), true) = (base, guarded) {
            self.expects.push(Expect { table, key: key.clone(), field: "revision", number: Some(number) });
        }
    }
}

type Decide = Box<dyn FnMut(&mut Working, &mut Env<'_>) -> Result<()>>;

struct Job {
    need: Need,
    decide: Decide,
    done: oneshot::Sender<Result<()>>,
}

/// The queue, and whether a group is under way.
#[derive(Default)]
pub(super) struct Committer {
    recent: RefCell<Recent>,
    queue: RefCell<VecDeque<Job>>,
    driving: Cell<bool>,
    idle: RefCell<Vec<Rc<Signal>>>,
    /// Until when writes wait for their turn, by the monotonic clock.
    turns_until_ms: Cell<f64>,
}

impl Committer {
    /// Waits until no commit is under way.
    pub async fn settled(&self) {
        if self.driving.get() {
            let signal = Rc::new(Signal::default());
            self.idle.borrow_mut().push(signal.clone());
            signal.wait().await;
        }
    }

    fn settle(&self) {
        for signal in std::mem::take(&mut *self.idle.borrow_mut()) {
            signal.raise();
        }
    }
}

enum Attempt {
    Done,
    Conflict,
}

impl Engine {
    /// Decides over what `need` names and commits the outcome. `decide` may run several times, each time over a fresh
    /// working copy; it must check everything before it changes anything. The answer is given once the batch is kept.
    pub fn commit<T: 'static>(
        &self,
        need: Need,
        mut decide: impl FnMut(&mut Working, &mut Env<'_>) -> Result<T> + 'static,
    ) -> LocalBoxFuture<'static, Result<T>> {
        let slot: Rc<RefCell<Option<T>>> = Rc::default();
        let filled = slot.clone();
        let kept = self.enqueue(
            need,
            Box::new(move |working, env| {
                let answer = decide(working, env)?;
                *filled.borrow_mut() = Some(answer);
                Ok(())
            }),
        );
        // What depends on the types is kept small: it is compiled once for each kind of request.
        kept.map(move |kept| {
            kept?;
            slot.take().ok_or_else(|| Error::internal("a decision was kept but gave no answer"))
        })
        .boxed_local()
    }

    /// Queues a decision, and sees to it that somebody drives the queue.
    fn enqueue(&self, need: Need, decide: Decide) -> LocalBoxFuture<'static, Result<()>> {
        let (done, answer) = oneshot::channel();
        let waiting = self.inner.committer.queue.borrow().len();
        if waiting >= self.limits().commit_queue {
            let error = Error::new(
                Code::Overloaded,
                "Too many requests wait for storage. Wait for some to end, then try again.",
            );
            return ready(Err(error)).boxed_local();
        }
        self.inner.committer.queue.borrow_mut().push_back(Job { need, decide, done });
        if !self.inner.committer.driving.replace(true) {
            let engine = self.clone();
            self.spawn(async move { engine.drive().await });
        }
        answer
            .map(|answered| {
                answered.unwrap_or_else(|_| Err(Error::internal("the committer stopped before it answered")))
            })
            .boxed_local()
    }

    /// Keeps a batch that was decided elsewhere and that may concern anything: no request is decided meanwhile, and what was cached
    /// is forgotten. False when an expectation did not hold or an added key was taken; nothing was kept then.
    pub fn take_in(&self, batch: Batch) -> LocalBoxFuture<'static, Result<bool>> {
        let (done, answer) = oneshot::channel();
        let engine = self.clone();
        // A task of its own: were it dropped halfway, nobody would drive the queue.
        self.spawn(async move {
            while engine.inner.committer.driving.replace(true) {
                engine.inner.committer.settled().await;
            }
            let kept = engine.inner.ports.backend.commit(batch).await;
            engine.inner.snapshots.borrow_mut().clear();
            engine.inner.committer.recent.take();
            let answer = match kept {
                Ok(()) => Ok(true),
                Err(BackendError::Conflict) => Ok(false),
                Err(error) => Err(Error::from(error)),
            };
            let _ = done.send(answer);
            engine.drive().await;
        });
        let engine = self.clone();
        async move {
            let kept =
                answer.await.unwrap_or_else(|_| Err(Error::internal("the import stopped before it answered")))?;
            if kept {
                engine.wake_all().await?;
            }
            Ok(kept)
        }
        .boxed_local()
    }

    /// For a while, writes wait for their turn among the tabs. A tab that writes without a pause would otherwise win every
    /// time over one that has to read what was written in between.
    pub(super) fn take_turns(&self) {
        self.inner.committer.turns_until_ms.set(self.inner.ports.clock.monotonic_ms() + TURNS_MS);
    }

    fn takes_turns(&self) -> bool {
        self.inner.ports.clock.monotonic_ms() < self.inner.committer.turns_until_ms.get()
    }

    async fn drive(&self) {
        loop {
            let mut group: Vec<Job> = {
                let mut queue = self.inner.committer.queue.borrow_mut();
                let count = together(queue.iter().map(|job| &job.need), self.limits().commit_group);
                queue.drain(..count).collect()
            };
            if group.is_empty() {
                self.inner.committer.driving.set(false);
                self.inner.committer.settle();
                return;
            }
            self.run_group(&mut group).await;
            self.inner.committer.settle();
        }
    }

    async fn run_group(&self, group: &mut Vec<Job>) {
        let mut verdicts = Vec::new();
        let mut outcome = Err(Error::from(BackendError::Conflict));
        let mut turn = None;
        for attempt in 0..self.limits().commit_attempts {
            if turn.is_none() && self.takes_turns() {
                turn = Some(self.inner.ports.shell.lock(TURN_TO_WRITE.to_owned()).await);
            }
            match self.attempt(group, &mut verdicts, attempt > 0).await {
                Ok(Attempt::Done) => {
                    outcome = Ok(());
                    break;
                }
                Ok(Attempt::Conflict) if attempt > 0 => {
                    self.take_turns();
                    self.inner.ports.shell.notify(&Notice::TakeTurns);
                }
                Ok(Attempt::Conflict) => {}
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        for (job, verdict) in group.drain(..).zip(verdicts.into_iter().map(Some).chain(std::iter::repeat_with(|| None)))
        {
            let answer = match (&outcome, verdict) {
                (Err(error), _) => Err(error.clone()),
                (Ok(()), Some(verdict)) => verdict,
                (Ok(()), None) => Err(Error::internal("a request of the group was not decided")),
            };
            // The asker may have gone away; the batch is kept all the same.
            let _ = job.done.send(answer);
        }
    }

    /// Loads, decides all, commits.
    async fn attempt(&self, group: &mut [Job], verdicts: &mut Vec<Result<()>>, reload: bool) -> Result<Attempt> {
        let mut working = self.load_working(group, reload).await?;
        verdicts.clear();
        let mut ids = self.inner.ids.borrow().clone();
        for job in group.iter_mut() {
            let mut env = Env { now: self.now(), ids: &mut ids, limits: self.limits() };
            verdicts.push((job.decide)(&mut working, &mut env));
        }
        *self.inner.ids.borrow_mut() = ids;
        if !reload && !self.unwritten_are_current(&working).await? {
            self.inner.committer.recent.take();
            return Ok(Attempt::Conflict);
        }
        let (batch, published, left) = seal(working);
        if !batch.writes.is_empty() {
            // Forgotten until it is known what is kept.
            let recent = self.inner.committer.recent.take();
            match self.inner.ports.backend.commit(batch).await {
                Ok(()) => {}
                Err(BackendError::Conflict) => return Ok(Attempt::Conflict),
                Err(error) => return Err(error.into()),
            }
            self.inner.committer.recent.replace(recent);
        }
        self.inner.committer.recent.borrow_mut().take_in(left);
        self.publish(published);
        Ok(Attempt::Done)
    }

    async fn load_working(&self, group: &[Job], reload: bool) -> Result<Working> {
        let mut working = Working::default();
        let stores = sort::set(group.iter().flat_map(|job| &job.need.stores));
        for id in stores {
            // Taken out of the cache, so that the working copy is the snapshot itself where nobody else holds it. Readers
            // wait until the commit is over, and what it leaves is cached again.
            let cached = self.inner.snapshots.borrow_mut().remove(id).filter(|_| !reload);
            let snapshot = match cached {
                Some(snapshot) => Some(snapshot),
                None => self.load_snapshot(id).await?,
            };
            self.forget(id);
            if let Some(snapshot) = snapshot {
                working.base.insert(id.clone(), Base { generation: snapshot.store.generation, seq: snapshot.seq });
                let own = Rc::try_unwrap(snapshot).unwrap_or_else(|shared| Snapshot::clone(&shared));
                working.drafts.insert(id.clone(), Draft::new(own));
            }
        }
        let sessions = sort::set(group.iter().filter_map(|job| job.need.session.as_ref()));
        let records = sort::set(group.iter().flat_map(|job| &job.need.records));
        let recent = if reload { Recent::default() } else { self.remembered(&sessions, &records) };
        let unknown = sessions.iter().filter(|id| !recent.sessions.contains_key(id.as_str()));
        let mut queries: Vec<Query> = unknown.map(|id| session_query(id)).collect();
        let unknown = records.iter().filter(|known| !recent.records.contains_key(*known));
        queries.extend(unknown.map(|(table, key)| Query::Get(*table, key.clone())));
        let rows = if queries.is_empty() { Vec::new() } else { self.read(queries).await? };
        let mut rows = rows.into_iter();
        let Recent { sessions: mut known_sessions, records: mut known_records } = recent;
        for id in sessions {
            let session: Session = match known_sessions.remove(id) {
                Some(session) => {
                    let key = crate::domain::key![id.as_str()];
                    working.remembered.push((Table::Sessions, key, session.revision));
                    session
                }
                None => match rows.next().unwrap_or_default().pop() {
                    Some(record) => decode(record)?,
                    None => continue,
                },
            };
            self.load_queue(&mut working, &session).await?;
            working.sessions.insert(id.clone(), SessionDraft::loaded(session));
        }
        for (table, key) in records {
            let known = known_records.remove(&(*table, key.clone()));
            if let Some(record) = &known {
                working.remembered.push((*table, key.clone(), revision_of(record)));
            }
            let record = known.or_else(|| rows.next().unwrap_or_default().pop());
            working.records.insert((*table, key.clone()), record);
        }
        Ok(working)
    }

    async fn load_queue(&self, working: &mut Working, session: &Session) -> Result<()> {
        if session.queue.is_empty() {
            return Ok(());
        }
        let queries = session
            .queue
            .iter()
            .map(|queued| Query::Get(Table::Events, crate::domain::key![session.id.as_str(), queued.seq]))
            .collect();
        let waiting =
            self.read(queries).await?.into_iter().flatten().map(decode).collect::<Result<Vec<EventRecord>>>()?;
        working.queues.insert(session.id.clone(), waiting);
        Ok(())
    }

    /// Whether the stores that the group looked at without adding a version are still at the revision that they were
    /// decided on. (A version that was added proves it by its key.)
    async fn unwritten_are_current(&self, working: &Working) -> Result<bool> {
        for (id, base) in &working.base {
            let draft = &working.drafts[id];
            if draft.snapshot.seq == base.seq && self.stored_revision(id).await? != Some((base.generation, base.seq)) {
                return Ok(false);
            }
        }
        self.unwritten_are_remembered(working).await
    }

    fn publish(&self, published: Published) {
        for snapshot in published.snapshots {
            self.cache(&snapshot);
        }
        for id in &published.deleted_stores {
            self.forget(id);
        }
        for id in published.changed_stores {
            self.inner.ports.shell.notify(&Notice::Store(id));
        }
        for session in published.sessions {
            self.inner.ports.shell.notify(&Notice::Session(session.id.clone()));
            self.publish_events(&session.id, session.base_seq, session.last_seq, &session.events);
        }
    }
}

/// What others learn once a batch is kept.
struct Published {
    snapshots: Vec<Rc<Snapshot>>,
    changed_stores: Vec<String>,
    deleted_stores: Vec<String>,
    sessions: Vec<PublishedSession>,
}

struct PublishedSession {
    id: String,
    base_seq: u64,
    last_seq: u64,
    events: Vec<EventRecord>,
}

fn session_query(id: &str) -> Query {
    Query::Get(Table::Sessions, crate::domain::key![id])
}

/// How many of the decisions that wait are kept together.
fn together<'n>(waiting: impl Iterator<Item = &'n Need>, most: usize) -> usize {
    let mut long = 0;
    let few = |need: &&Need| {
        long += usize::from(need.of_long_work);
        long <= LONG_STEPS
    };
    waiting.take(most).take_while(few).count()
}

/// The batch of a working copy, what to tell and what to remember once it is kept.
fn seal(mut working: Working) -> (Batch, Published, Left) {
    let mut left = Left::default();
    for at in working.guarded {
        let record = working.records.remove(&at).flatten();
        left.records.push((at, record));
    }
    let mut batch = Batch { expects: working.expects, writes: working.writes };
    let mut published = Published {
        snapshots: Vec::new(),
        changed_stores: Vec::new(),
        deleted_stores: Vec::new(),
        sessions: Vec::new(),
    };
    for (id, draft) in working.drafts {
        if !draft.writes.is_empty() {
            // A store that this group makes has no base: its own record is added, which guards it.
            if let Some(base) = working.base.get(&id) {
                let number = Some(base.generation);
                batch.expects.push(Expect {
                    table: Table::Stores,
                    key: crate::domain::key![id.as_str()],
                    field: "generation",
                    number,
                });
            }
            batch.writes.extend(draft.writes);
            published.changed_stores.push(id.clone());
        }
        if draft.deleted {
            published.deleted_stores.push(id);
        } else {
            published.snapshots.push(Rc::new(draft.snapshot));
        }
    }
    for (id, mut draft) in working.sessions {
        if !draft.is_changed() {
            continue;
        }
        if let Some(revision) = draft.base_revision {
            let number = Some(revision);
            batch.expects.push(Expect {
                table: Table::Sessions,
                key: crate::domain::key![id.as_str()],
                field: "revision",
                number,
            });
        }
        let (base_seq, last_seq) = (draft.base_seq, draft.session.last_seq);
        let (events, deleted) = (std::mem::take(&mut draft.emitted), draft.deleted);
        let (session, writes) = draft.into_writes();
        left.sessions.push((id.clone(), (!deleted).then_some(session)));
        published.sessions.push(PublishedSession { id, base_seq, last_seq, events });
        batch.writes.extend(writes);
    }
    (batch, published, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_long_work_one_step_is_kept_at_a_time_and_what_others_want_with_it() {
        let (step, other) = (Need { of_long_work: true, ..Need::nothing() }, Need::nothing());
        assert_eq!(together([&step, &step].into_iter(), 10), 1);
        assert_eq!(together([&other, &step, &other, &step, &other].into_iter(), 10), 3);
        assert_eq!(together([&other, &other, &other].into_iter(), 2), 2);
    }
}
