//! Running a session's turns. One tab at a time runs a session: it holds a lock, takes up what waits, feeds the turn's
//! state machine, and carries out its effects, each committed before the next begins.

use std::{
    cell::RefCell,
    collections::{HashMap, VecDeque},
    rc::Rc,
};

use futures_util::{
    future::{Either, select},
    pin_mut,
};
use serde_json::Value;

use super::{Engine, Env, Need, Served, Working, pace::Moment, signal::Signal};
use crate::{
    agent::{Effect, Input, SessionDraft, ToolCall, Turn, held, history::History, prompt, recover, turn::Setting},
    domain::{
        Actor, Query, Result, Table, agent,
        event::{EventRecord, NewEvent, StopReason},
        session::{Session, Status, Usage},
    },
    sandbox::{Mount, Sandbox, tools},
};

/// Times in a row that a runner looks again at a session whose last change storage refused.
const RUN_RETRIES: usize = 6;

/// The sessions that this engine runs, with the signal that asks each to look for an interrupt.
#[derive(Default)]
pub(super) struct Runners {
    active: RefCell<HashMap<String, Runner>>,
}

#[derive(Default)]
struct Runner {
    look: Rc<Signal>,
    /// Something was added since the runner last looked.
    again: bool,
}

impl Runners {
    pub fn signal(&self, session_id: &str) {
        if let Some(runner) = self.active.borrow().get(session_id) {
            runner.look.raise();
        }
    }

    pub fn signal_all(&self) {
        self.active.borrow().values().for_each(|runner| runner.look.raise());
    }

    /// Whether this engine runs the session, or stands in line to.
    pub fn runs(&self, session_id: &str) -> bool {
        self.active.borrow().contains_key(session_id)
    }

    /// Whether a runner must be started: false when one is active, which then looks again.
    pub fn begin(&self, session_id: &str) -> bool {
        let mut active = self.active.borrow_mut();
        if let Some(runner) = active.get_mut(session_id) {
            runner.again = true;
            runner.look.raise();
            return false;
        }
        active.insert(session_id.to_owned(), Runner::default());
        true
    }

    /// Whether the runner may end: false when something was added meanwhile.
    pub fn end(&self, session_id: &str) -> bool {
        let mut active = self.active.borrow_mut();
        if active.get_mut(session_id).is_some_and(|runner| std::mem::take(&mut runner.again)) {
            return false;
        }
        active.remove(session_id);
        true
    }

    pub fn look(&self, session_id: &str) -> Rc<Signal> {
        self.active.borrow().get(session_id).map(|runner| runner.look.clone()).unwrap_or_default()
    }
}

/// What the runner found to do.
enum Begun {
    Nothing,
    /// Something was settled; look again.
    Settled,
    Turn(Box<Turn>, Served),
}

/// How a commit of the turn went.
pub(super) enum Went<T> {
    On(T),
    Interrupted,
}

/// A turn as it is being run.
pub(super) struct Run<'a> {
    pub(super) engine: &'a Engine,
    pub(super) session_id: &'a str,
    look: Rc<Signal>,
    /// What ran last: settings may change between two requests.
    pub served: RefCell<Served>,
}

impl Engine {
    /// Sees to it that a session's waiting events are taken up.
    pub fn wake(&self, session_id: &str) {
        if !self.inner.runners.begin(session_id) {
            return;
        }
        let (engine, id) = (self.clone(), session_id.to_owned());
        self.spawn(async move {
            let _lock = engine.lock(format!("session:{id}")).await;
            let mut failures = 0;
            loop {
                let went = match engine.begin(&id).await {
                    Ok(Begun::Turn(turn, served)) => {
                        let look = engine.inner.runners.look(&id);
                        let served = RefCell::new(served);
                        Run { engine: &engine, session_id: &id, look, served }.turn(*turn).await.map(|()| true)
                    }
                    Ok(Begun::Settled) => Ok(true),
                    Ok(Begun::Nothing) => Ok(false),
                    Err(error) => Err(error),
                };
                match went {
                    Ok(true) => {
                        failures = 0;
                        continue;
                    }
                    Ok(false) => {}
                    // What could not be kept is closed at once, where storage lets it: a session does not look as if it ran.
                    Err(_) if failures < RUN_RETRIES && !engine.is_closed() => {
                        failures += 1;
                        continue;
                    }
                    // A session that cannot be read or written now is taken up by the next wake, or the next engine.
                    Err(_) => {}
                }
                if engine.is_closed() || engine.inner.runners.end(&id) {
                    break;
                }
            }
        });
    }

    /// Closes a turn that was left in the middle, or takes up what waits.
    async fn begin(&self, id: &str) -> Result<Begun> {
        let Some(session) = self.get::<Session>(Table::Sessions, crate::domain::key![id]).await? else {
            return Ok(Begun::Nothing);
        };
        // A dream's session is its dream's to run.
        if session.dream_id.is_some() {
            return Ok(Begun::Nothing);
        }
        let left_running = session.status.is_active();
        if !left_running && session.queue.is_empty() {
            return Ok(Begun::Nothing);
        }
        let events = self.events(id).await?;
        if left_running {
            let closing = recover::closing_events(&events);
            // What was sent to calls that wait is theirs still.
            let flushed = held::waiting(held::processed(&events)).is_empty();
            let (id, revision) = (id.to_owned(), session.revision);
            return self
                .commit(Need::session(&id), move |working, env| {
                    let waiting = working.queues.get(&id).cloned().unwrap_or_default();
                    let draft = working.session(&id)?;
                    if draft.session.revision == revision {
                        for record in waiting.into_iter().filter(|_| flushed) {
                            draft.take(record, env.now);
                        }
                        closing.iter().for_each(|event| {
                            draft.emit(event.clone(), env.now, env.ids);
                        });
                        draft.set_status(Status::Idle, env.now);
                    }
                    Ok(Begun::Settled)
                })
                .await;
        }
        self.take_up(id, events).await
    }

    /// Takes the waiting events up, in order; a message among them begins a turn, an answer lets one go on.
    async fn take_up(&self, id: &str, events: Vec<EventRecord>) -> Result<Begun> {
        if held::is_blocked(&events) {
            return Ok(Begun::Nothing);
        }
        let (owned, held) = (id.to_owned(), held::waiting(held::processed(&events)));
        let taken = self
            .commit(Need::session(id), move |working, env| {
                let waiting = working.queues.get(&owned).cloned().unwrap_or_default();
                let draft = working.session(&owned)?;
                let taken = held::take_up(draft, waiting, &held, env.now, env.ids);
                Ok(taken.map(|taken| (draft.session.clone(), taken)))
            })
            .await?;
        let Some((session, taken)) = taken else { return Ok(Begun::Settled) };
        let open: Vec<&str> = taken.run.iter().chain(&taken.held).map(|call| call.event_id.as_str()).collect();
        let history = History::of(held::processed(&events).chain(&taken.said), &open);
        let model = session.agent.pointer("/model/id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let offset = match self.offset_minutes(&session.time_zone, self.now()) {
            Ok(offset) => offset,
            Err(error) => {
                // What a turn writes down has dates: better none than those of another zone.
                self.refuse_turn(id, error.to_string()).await?;
                return Ok(Begun::Settled);
            }
        };
        let (weekday, date) = self.now().civil(offset);
        let toolsets = session.agent.get("tools").and_then(Value::as_array).cloned().unwrap_or_default();
        let custom = agent::custom_tools(&toolsets);
        let setting = Setting {
            system: prompt::system(&session, weekday, &date),
            asking: agent::asking_tools(&toolsets),
            custom: agent::names(custom.iter()),
            tools: [tools::definitions(&agent::enabled_tools(&toolsets)), custom].concat(),
            model: model.clone(),
        };
        let turn = Turn::resume(setting, history, taken.run, self.limits()).holding(taken.held);
        match self.served(&model) {
            Ok(served) => Ok(Begun::Turn(Box::new(turn), served)),
            Err(error) => {
                self.refuse_turn(id, error.to_string()).await?;
                Ok(Begun::Settled)
            }
        }
    }

    /// Ends a turn that no model can serve, or no date be told for. (Asked for at the door; a client with other settings may have let it in.)
    async fn refuse_turn(&self, id: &str, message: String) -> Result<()> {
        let owned = id.to_owned();
        self.commit(Need::session(id), move |working, env| {
            let draft = working.session(&owned)?;
            draft.emit(NewEvent::error("model_request_failed_error", &message, "exhausted"), env.now, env.ids);
            draft.emit(NewEvent::idle(StopReason::RetriesExhausted), env.now, env.ids);
            draft.set_status(Status::Idle, env.now);
            Ok(())
        })
        .await
    }

    /// A session's events, in order.
    pub async fn events(&self, session_id: &str) -> Result<Vec<EventRecord>> {
        let rows = self.read_one(Query::all(Table::Events, crate::domain::key![session_id])).await?;
        rows.into_iter().map(super::load::decode).collect()
    }
}

impl Run<'_> {
    /// Runs a turn to its end. An error means that it could not be persisted further; what was persisted stands.
    async fn turn(&self, mut turn: Turn) -> Result<()> {
        let mut effects = VecDeque::from(turn.step(Input::Start));
        while let Some(effect) = effects.pop_front() {
            let input = match effect {
                Effect::Emit { events, usage } => {
                    self.emit(events, usage).await?;
                    continue;
                }
                Effect::End(reason) => return self.end(reason).await,
                Effect::Request(request) => self.request(request).await?,
                Effect::Run(call) => self.run_tool(&turn, call).await?,
            };
            effects = turn.step(input).into();
        }
        Ok(())
    }

    /// Commits a change of the session, unless an interrupt waits.
    pub(super) async fn change<T: 'static>(
        &self,
        need: Need,
        mut change: impl FnMut(&mut Working, &str, &mut Env<'_>) -> Result<T> + 'static,
    ) -> Result<Went<T>> {
        let id = self.session_id.to_owned();
        self.engine
            .commit(need, move |working, env| {
                let draft = working.session(&id)?;
                if draft.session.queue.iter().any(|queued| queued.kind == "user.interrupt") {
                    return Ok(Went::Interrupted);
                }
                change(working, &id, env).map(Went::On)
            })
            .await
    }

    pub(super) async fn emit(&self, events: Vec<NewEvent>, usage: Usage) -> Result<()> {
        let (id, served) = (self.session_id.to_owned(), self.served.borrow().clone());
        self.engine
            .commit(Need::session(self.session_id), move |working, env| {
                let draft = working.session(&id)?;
                for event in &events {
                    draft.emit(named(event.clone(), &served), env.now, env.ids);
                }
                draft.session.usage.add(usage);
                Ok(())
            })
            .await
    }

    /// Runs a tool. What it changed and its result are one batch.
    async fn run_tool(&self, turn: &Turn, call: ToolCall) -> Result<Input> {
        if self.paced(Moment::Step).await?.is_none() {
            return self.unanswered(call).await;
        }
        let begun = self.engine.monotonic_ms();
        if call.name == "bash"
            && turn.offers("bash")
            && let Some(shell) = self.engine.inner.ports.bash.clone()
        {
            let done = self.run_bash(shell, call).await;
            self.engine.inner.pace.worked(self.engine.monotonic_ms() - begun);
            return done;
        }
        let session = self.engine.get::<Session>(Table::Sessions, crate::domain::key![self.session_id]).await?;
        let mounts: Vec<Mount> = session.iter().flat_map(|session| &session.resources).map(mount).collect();
        let mut need = Need::session(self.session_id);
        need.stores = mounts.iter().map(|mount| mount.memory_store_id.clone()).collect();
        let (asked, offered) = (call.clone(), turn.offers(&call.name));
        let ran = self.change(need, move |working, id, env| {
            let result = if offered {
                run_in(working, id, &mounts, &asked, env)?
            } else {
                NewEvent::tool_result(
                    &asked.event_id,
                    &format!("{}: this tool is not enabled for the agent", asked.name),
                    true,
                )
            };
            let body = result.body.clone();
            working.session(id)?.emit(result, env.now, env.ids);
            Ok(body)
        });
        let went = ran.await?;
        self.engine.inner.pace.worked(self.engine.monotonic_ms() - begun);
        match went {
            Went::On(result) => Ok(Input::ToolDone { call, result }),
            Went::Interrupted => self.unanswered(call).await,
        }
    }

    /// An error result for a call that an interrupt kept from running.
    pub(super) async fn unanswered(&self, call: ToolCall) -> Result<Input> {
        let result = NewEvent::tool_result(
            &call.event_id,
            &format!("{}: interrupted by the user before the tool ran", call.name),
            true,
        );
        self.emit(vec![result], Usage::default()).await?;
        Ok(Input::Interrupted { open_request: None })
    }

    /// Ends the turn. Interrupts that wait are settled by it; when it has failed for good, so is everything that waits (the
    /// hosted rule: what was queued is flushed, and the session is idle).
    async fn end(&self, reason: StopReason) -> Result<()> {
        let id = self.session_id.to_owned();
        self.engine
            .commit(Need::session(self.session_id), move |working, env| {
                let waiting = working.queues.get(&id).cloned().unwrap_or_default();
                let draft: &mut SessionDraft = working.session(&id)?;
                let flushed = reason == StopReason::RetriesExhausted;
                // A turn that stands still has not ended: what interrupts or answers it is taken up next.
                let ended = !matches!(reason, StopReason::RequiresAction(_));
                for record in waiting.into_iter().filter(|record| flushed || ended && record.kind() == "user.interrupt")
                {
                    draft.take(record, env.now);
                }
                draft.emit(NewEvent::idle(reason.clone()), env.now, env.ids);
                draft.set_status(Status::Idle, env.now);
                Ok(())
            })
            .await
    }

    /// Waits as the pace asks; `None` when interrupted meanwhile.
    pub async fn paced(&self, moment: Moment) -> Result<Option<()>> {
        let engine = self.engine;
        let Some(wait) = engine.inner.pace.wait_for(moment) else { return Ok(Some(())) };
        let begun = engine.monotonic_ms();
        let waited = self.unless_interrupted(engine.wait_out(&wait)).await;
        wait.waited(engine.monotonic_ms() - begun);
        waited
    }

    /// The outcome of `work`; `None` when the user interrupts first, or the engine closes.
    pub async fn unless_interrupted<T>(&self, work: impl Future<Output = T>) -> Result<Option<T>> {
        pin_mut!(work);
        loop {
            let look = self.look.wait();
            pin_mut!(look);
            match select(work.as_mut(), look).await {
                Either::Left((outcome, _)) => return Ok(Some(outcome)),
                Either::Right(((), _)) => {
                    if self.engine.is_closed() {
                        return Err(crate::domain::Error::new(crate::domain::Code::Storage, "The engine was closed."));
                    }
                    let session =
                        self.engine.get::<Session>(Table::Sessions, crate::domain::key![self.session_id]).await?;
                    let interrupts =
                        |session: Session| session.queue.iter().any(|queued| queued.kind == "user.interrupt");
                    if session.is_none_or(interrupts) {
                        return Ok(None);
                    }
                }
            }
        }
    }
}

/// Runs a tool over the working copy.
fn run_in(
    working: &mut Working,
    session_id: &str,
    mounts: &[Mount],
    call: &ToolCall,
    env: &mut Env<'_>,
) -> Result<NewEvent> {
    let mut scratch = std::mem::take(&mut working.session(session_id)?.session.scratch);
    let mut sandbox = Sandbox {
        mounts,
        drafts: &mut working.drafts,
        scratch: &mut scratch,
        cx: env.context(Actor::session(session_id)),
    };
    let output = tools::run(&call.name, &call.input, &mut sandbox);
    working.session(session_id)?.session.scratch = scratch;
    Ok(NewEvent::tool_result(&call.event_id, &output.text, output.is_error))
}

pub(super) fn mount(resource: &crate::domain::session::Mounted) -> Mount {
    Mount {
        memory_store_id: resource.memory_store_id.clone(),
        path: resource.mount_path.clone(),
        access: resource.access,
    }
}

/// The events of a model request say which model really ran.
pub(super) fn named(mut event: NewEvent, served: &Served) -> NewEvent {
    let kind = event.body.get("type").and_then(Value::as_str).unwrap_or_default();
    if kind.starts_with("span.model_request") {
        event.body["dreamfs_model"] = served.name().into();
    }
    event
}
