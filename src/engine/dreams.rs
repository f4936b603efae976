//! Running dreams. One tab at a time runs a dream: it holds a lock, and goes on from what is persisted, which is the dream's
//! record and the events of its session. Every step is one commit; a dream that somebody ended stops at its next step.

mod agents;
mod begin;
mod end;
mod quote;
mod request;
mod tools;

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use futures_util::{
    future::{Either, select},
    pin_mut,
};

use serde_json::Value;

use super::{Engine, Env, Need, Served, Working, load::decode, pace::Moment, signal::Signal};
use crate::{
    domain::{
        Error, Memory, MemoryVersion, Operation, Query, Result, Table,
        dream::{Dream, DreamError, DreamInput, DreamStatus},
        event::EventRecord,
        key,
        session::{Session, Thread, Usage},
    },
    dream::{Check, Finding, NoteFile, Notes, Plan, Utterance, policy::Memo, transcript},
    model::{cache::PromptCache, prices},
};

/// Times in a row that a runner takes up a dream whose last step storage refused.
const DREAM_RETRIES: usize = 3;
/// So many times others are let in before a runner looks whether its dream was ended.
const BREATHS: u32 = 32;

/// Why a dream does not go on here.
#[derive(Debug)]
enum Stop {
    /// It has ended: canceled, most often.
    Ended,
    /// The engine closes; the next one goes on.
    Closed,
    Failed(DreamError),
    /// A step could not be persisted.
    Storage(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Storage(error)
    }
}

impl Stop {
    fn failed(kind: &str, message: impl Into<String>) -> Self {
        Stop::Failed(DreamError::new(kind, message))
    }
}

/// A past session as its reader gets it.
struct Transcript {
    title: Option<String>,
    utterances: Vec<Utterance>,
    pages: Vec<std::ops::Range<usize>>,
}

/// What was taken in of a reader's reports.
#[derive(Default)]
struct Taken {
    findings: Vec<Finding>,
    /// The pages that it reported on.
    pages: BTreeSet<u64>,
}

/// The offset of a time zone, asked for once for each quarter of an hour: that often, and no oftener, it can change.
#[derive(Default)]
struct Offsets {
    known: Option<(i64, i32)>,
}

impl Offsets {
    /// `None` where the platform does not know the zone.
    fn of(&mut self, at: crate::domain::Time, ask: impl FnOnce() -> Option<i32>) -> Option<i32> {
        let quarter = at.ms().div_euclid(900_000);
        match self.known {
            Some((known, offset)) if known == quarter => Some(offset),
            _ => {
                let offset = ask()?;
                self.known = Some((quarter, offset));
                Some(offset)
            }
        }
    }
}

/// A dream as it is being run.
struct Run<'a> {
    engine: &'a Engine,
    dream: Dream,
    input: DreamInput,
    session: Session,
    /// What ran last: settings may change between two requests.
    served: RefCell<Served>,
    look: Rc<Signal>,
    notes: Notes,
    /// The events of each thread as this tab found them.
    past: HashMap<String, Vec<EventRecord>>,
    /// Readers' last words, by the session that each read.
    words: RefCell<BTreeMap<String, String>>,
    /// Sub-agents' threads, by the session that each reads.
    threads: RefCell<BTreeMap<String, Thread>>,
    transcripts: RefCell<HashMap<String, Rc<Transcript>>>,
    memo: RefCell<Memo>,
    cache: RefCell<PromptCache>,
    /// What readers have reported and was taken in, by the session that each reads.
    reported: RefCell<BTreeMap<String, Taken>>,
    plan: RefCell<Option<Rc<Plan>>>,
    /// What every reader is told first, with the notes in it.
    reader_system: OnceCell<Value>,
    /// Results of calls that were kept together with one before them, by the call's event.
    ahead: RefCell<HashMap<String, Value>>,
    /// The checks of the output as it stood at a revision.
    checked: RefCell<Option<(u64, Vec<Check>)>>,
    breaths: Cell<u32>,
    /// Tokens used since this tab took the dream up, by thread.
    used: RefCell<HashMap<String, Usage>>,
    stage: Cell<&'static str>,
    /// Milliseconds worked and waited since the last commit.
    spent: Cell<(f64, f64)>,
}

impl Engine {
    /// Sees to it that a dream goes on.
    pub fn wake_dream(&self, id: &str) {
        if !self.inner.dreamers.begin(id) {
            return;
        }
        let (engine, id) = (self.clone(), id.to_owned());
        self.spawn(async move {
            let _lock = engine.lock(format!("dream:{id}")).await;
            let mut failures = 0;
            loop {
                match engine.dream_on(&id).await {
                    Ok(true) => {
                        failures = 0;
                        continue;
                    }
                    Ok(false) => {}
                    Err(_) if failures < DREAM_RETRIES && !engine.is_closed() => {
                        failures += 1;
                        continue;
                    }
                    // Storage that takes nothing takes perhaps this. If not, the next engine goes on.
                    Err(error) if !engine.is_closed() => {
                        let error = DreamError::new("internal_error", format!("A step could not be kept: {error}"));
                        if engine.end_dream(&id, error).await.is_ok() {
                            let _ = engine.dream_on(&id).await;
                        }
                    }
                    Err(_) => {}
                }
                if engine.is_closed() || engine.inner.dreamers.end(&id) {
                    break;
                }
            }
        });
    }

    /// Lets a dream's runner look whether it was ended.
    pub fn signal_dream(&self, id: &str) {
        self.inner.dreamers.signal(id);
    }

    /// Takes a dream a stretch further; whether there is more to do.
    async fn dream_on(&self, id: &str) -> Result<bool> {
        // When one reader fails, the others are dropped, and what they had queued is still kept: wait until it is, or is not.
        self.commit(Need::nothing(), |_, _| Ok(())).await?;
        let Some(dream) = self.get::<Dream>(Table::Dreams, key![id]).await? else { return Ok(false) };
        if dream.stopped {
            return Ok(false);
        }
        if dream.status.is_final() {
            self.settle_dream(&dream).await?;
            return Ok(false);
        }
        if dream.status == DreamStatus::Pending {
            self.begin_dream(&dream).await?;
            return Ok(true);
        }
        if dream.input.as_ref().is_some_and(|input| input.copied_from.is_some()) {
            self.copy_input(&dream).await?;
            return Ok(true);
        }
        let went = match Run::load(self, dream).await {
            Ok(run) => {
                let went = run.run().await;
                run.let_go().await;
                went
            }
            Err(stop) => Err(stop),
        };
        match went {
            Ok(()) | Err(Stop::Ended) => Ok(true),
            Err(Stop::Closed) => Ok(false),
            Err(Stop::Failed(error)) => self.end_dream(id, error).await.map(|()| true),
            Err(Stop::Storage(error)) => Err(error),
        }
    }

    /// A session's threads of sub-agents, by the session that each reads.
    async fn reader_threads(&self, session_id: &str) -> Result<BTreeMap<String, Thread>> {
        let rows = self.read_one(Query::all(Table::Threads, key![session_id])).await?;
        let threads = rows.into_iter().map(decode::<Thread>).collect::<Result<Vec<_>>>()?;
        Ok(threads.into_iter().filter_map(|thread| Some((thread.run.as_ref()?.reads.clone(), thread))).collect())
    }

    /// What was said in a session, each with the local time at which it was.
    async fn utterances(&self, session: &Session) -> Result<Vec<Utterance>> {
        let events = self.events(&session.id).await?;
        let clock = &self.inner.ports.clock;
        if clock.offset_minutes(&session.time_zone, session.created_at).is_none() {
            let message =
                format!("{} of the session {} is not a time zone that is known here", session.time_zone, session.id);
            return Err(Error::invalid("time_zone", message));
        }
        let mut offsets = Offsets::default();
        let own = events.iter().filter(|record| record.thread_id == session.thread_id);
        let said = own.filter_map(|record| {
            let at = record.processed_at()?;
            let offset = offsets.of(at, || clock.offset_minutes(&session.time_zone, at))?;
            let local = at.plus_ms(i64::from(offset) * 60_000).to_string();
            transcript::utterance(record, local.get(..16)?.to_owned())
        });
        Ok(said.collect())
    }

    /// A store's files as its versions up to `seq` left them.
    pub(crate) async fn notes_at(&self, store_id: &str, seq: u64) -> Result<Vec<NoteFile>> {
        // A dream that has only begun finds them as they stand.
        if let Ok(now) = self.snapshot(store_id).await
            && now.seq == seq
        {
            let file = |memory: &Rc<Memory>| NoteFile { path: memory.path.clone(), content: memory.content.clone() };
            return Ok(now.memories().map(file).collect());
        }
        let rows = self.read_one(Query::all(Table::Versions, key![store_id])).await?;
        let mut heads: BTreeMap<String, NoteFile> = BTreeMap::new();
        for row in rows {
            let version: MemoryVersion = decode(row)?;
            if version.seq > seq {
                break;
            }
            match (version.operation, version.path, version.content) {
                (Operation::Deleted, ..) => drop(heads.remove(&version.memory_id)),
                (_, Some(path), Some(content)) => drop(heads.insert(version.memory_id, NoteFile { path, content })),
                // A redacted version: its content is gone for good, and a newer one follows it.
                _ => {}
            }
        }
        let mut files: Vec<NoteFile> = heads.into_values().collect();
        crate::domain::sort::sort_by(&mut files, |left, right| left.path.cmp(&right.path));
        Ok(files)
    }
}

impl<'a> Run<'a> {
    async fn load(engine: &'a Engine, dream: Dream) -> Result<Self, Stop> {
        let gone = || Stop::failed("internal_error", "The dream's own session was deleted while it ran.");
        let (Some(session_id), Some(input)) = (&dream.session_id, dream.input.clone()) else { return Err(gone()) };
        let session: Option<Session> = engine.get(Table::Sessions, key![session_id.as_str()]).await?;
        let session = session.ok_or_else(gone)?;
        let model = dream.model["id"].as_str().unwrap_or_default();
        let served = engine.served(model).map_err(|error| Stop::failed("internal_error", error.to_string()))?;
        let files = engine.notes_at(&input.base_store_id, input.base_seq).await?;
        let threads = engine.reader_threads(&session.id).await?;
        let mut past: HashMap<String, Vec<EventRecord>> = HashMap::new();
        for record in engine.events(&session.id).await? {
            past.entry(record.thread_id.clone()).or_default().push(record);
        }
        Ok(Self {
            engine,
            look: engine.inner.dreamers.look(&dream.id),
            notes: Notes { memory_store_id: dream.memory_store_id.clone(), files },
            input,
            session,
            served: RefCell::new(served),
            past,
            words: RefCell::default(),
            threads: RefCell::new(threads),
            transcripts: RefCell::default(),
            memo: RefCell::default(),
            cache: RefCell::default(),
            reported: RefCell::default(),
            plan: RefCell::default(),
            reader_system: OnceCell::new(),
            ahead: RefCell::default(),
            checked: RefCell::default(),
            breaths: Cell::default(),
            used: RefCell::default(),
            stage: Cell::new("plan"),
            spent: Cell::default(),
            dream,
        })
    }

    async fn run(&self) -> Result<(), Stop> {
        self.orchestrate().await?;
        self.finish().await
    }

    /// Frees what was held bit by bit: all at once takes longer than others should wait.
    async fn let_go(self) {
        let Run { engine, transcripts, reported, plan, checked, memo, past, .. } = self;
        drop((checked, memo));
        for transcript in transcripts.into_inner().into_values() {
            drop(transcript);
            engine.breathe().await;
        }
        for taken in reported.into_inner().into_values() {
            drop(taken);
            engine.breathe().await;
        }
        for events in past.into_values() {
            drop(events);
            engine.breathe().await;
        }
        let Some(mut plan) = plan.into_inner().and_then(Rc::into_inner) else { return };
        while !plan.claims.is_empty() {
            plan.claims.truncate(plan.claims.len().saturating_sub(500));
            engine.breathe().await;
        }
    }

    /// Fewest tokens of a cached prefix, for the model that the work is priced as.
    fn min_cached_tokens(&self) -> u32 {
        prices::priced_as(self.dream.model["id"].as_str().unwrap_or_default()).min_cached_tokens
    }

    fn output_store_id(&self) -> &str {
        self.dream.output_store_id.as_deref().unwrap_or(&self.dream.memory_store_id)
    }

    /// Commits a step, unless the dream has ended meanwhile. What was worked and waited since the last one is counted.
    async fn change<T: 'static>(
        &self,
        mut need: Need,
        mut change: impl FnMut(&mut Working, &mut Dream, &mut Env<'_>) -> Result<T> + 'static,
    ) -> Result<T, Stop> {
        if self.engine.is_closed() {
            return Err(Stop::Closed);
        }
        let (dream_key, stage) = (key![self.dream.id.as_str()], self.stage.get());
        let (worked_ms, waited_ms) = self.spent.take();
        need.session = Some(self.session.id.clone());
        need.of_long_work = true;
        need.records.push((Table::Dreams, dream_key.clone()));
        let id = self.dream.id.clone();
        let changed = self.engine.commit(need, move |working, env| {
            let dream: Option<Dream> = working.record(Table::Dreams, &dream_key)?;
            let mut dream = dream.ok_or_else(|| Error::not_found("dream", &id))?;
            if dream.status != DreamStatus::Running {
                return Ok(None);
            }
            let changed = change(working, &mut dream, env)?;
            dream.count(stage, worked_ms, waited_ms, Usage::default());
            let base = dream.revision;
            dream.revision += 1;
            working.put_record(Table::Dreams, dream_key.clone(), crate::store::decide::record(&dream), Some(base));
            Ok(Some(changed))
        });
        changed.await?.ok_or(Stop::Ended)
    }

    fn worked_since(&self, begun: f64) {
        let ms = (self.engine.monotonic_ms() - begun).max(0.0);
        self.engine.inner.pace.worked(ms);
        let (worked, waited) = self.spent.get();
        self.spent.set((worked + ms, waited));
    }

    /// Waits as the pace asks.
    async fn paced(&self) -> Result<(), Stop> {
        let engine = self.engine;
        let Some(wait) = engine.inner.pace.wait_for(Moment::Step) else { return Ok(()) };
        let begun = engine.monotonic_ms();
        let waited = self.unless_ended(engine.wait_out(&wait)).await;
        let ms = engine.monotonic_ms() - begun;
        wait.waited(ms);
        let (worked, before) = self.spent.get();
        self.spent.set((worked, before + ms.max(0.0)));
        waited
    }

    /// The outcome of `work`, unless the dream is ended, or the engine closed, first.
    async fn unless_ended<T>(&self, work: impl Future<Output = T>) -> Result<T, Stop> {
        pin_mut!(work);
        loop {
            let look = self.look.wait();
            pin_mut!(look);
            match select(work.as_mut(), look).await {
                Either::Left((outcome, _)) => return Ok(outcome),
                Either::Right(((), _)) => {
                    // One signal may be for several that wait: the next in line looks too.
                    self.check_running().await.inspect_err(|_| self.look.raise())?;
                }
            }
        }
    }

    /// Lets others in, if it is time; now and then looks whether the dream goes on.
    async fn breathe(&self) -> Result<(), Stop> {
        if !self.engine.breathe().await {
            return Ok(());
        }
        self.breaths.set(self.breaths.get() + 1);
        if self.breaths.get().is_multiple_of(BREATHS) { self.check_running().await } else { Ok(()) }
    }

    async fn check_running(&self) -> Result<(), Stop> {
        if self.engine.is_closed() {
            return Err(Stop::Closed);
        }
        let dream: Option<Dream> = self.engine.get(Table::Dreams, key![self.dream.id.as_str()]).await?;
        match dream {
            Some(dream) if dream.status == DreamStatus::Running => Ok(()),
            _ => Err(Stop::Ended),
        }
    }

    /// The events that a thread had when this tab took the dream up, in order.
    fn past_of(&self, thread_id: &str) -> &[EventRecord] {
        self.past.get(thread_id).map(Vec::as_slice).unwrap_or_default()
    }
}
