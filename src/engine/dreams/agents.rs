//! The agents of a dream at work: the orchestrator on the primary thread of the dream's session, and a reader on a thread of its
//! own for each past session. Each is a turn like any other; one that was left in the middle goes on from its events.

use std::{
    cell::RefCell,
    collections::{BTreeSet, VecDeque},
};

use super::{Run, Stop};
use crate::{
    agent::{Effect, Input, SessionDraft, ToolCall, Turn, history::History, turn::Setting},
    domain::{
        Limits, Prefix, Result,
        dream::Dream,
        event::{EventRecord, NewEvent, StopReason},
        session::{Status, Thread, ThreadRun, Usage},
    },
    dream::agents,
    engine::{Env, Need, Served, Working},
};
use futures_util::{
    StreamExt, TryStreamExt,
    future::{FutureExt, LocalBoxFuture},
    stream,
};

/// An agent at work on its thread.
pub(super) struct At {
    pub thread_id: String,
    /// The session that it reads; `None` for the orchestrator.
    pub reads: Option<String>,
    /// What it did that is kept together with its next request.
    pub held: RefCell<Held>,
}

impl At {
    fn new(thread_id: &str, reads: Option<String>) -> Self {
        Self { thread_id: thread_id.to_owned(), reads, held: RefCell::default() }
    }
}

/// So many events of a thread are held at most until they are kept: about what a reader of one page does in all.
const HELD_EVENTS: usize = 24;

/// Events of a thread that are not persisted yet, and the tokens that they took.
#[derive(Default)]
pub(super) struct Held {
    /// The thread itself, where it is not persisted either.
    begun: Option<Begun>,
    events: Vec<NewEvent>,
    pub(super) usage: Usage,
}

/// A reader's thread that is to be made, and its task.
#[derive(Clone)]
struct Begun {
    thread: Thread,
    agent_name: String,
    /// The primary thread, which sends the task.
    from: String,
    task: String,
    task_id: String,
}

impl Begun {
    fn received(&self) -> NewEvent {
        NewEvent { id: Some(self.task_id.clone()), ..NewEvent::thread_message_received(&self.from, None, &self.task) }
    }

    fn keep(&self, draft: &mut SessionDraft, env: &mut Env<'_>) {
        let (id, name) = (self.thread.id.as_str(), self.agent_name.as_str());
        draft.add_thread(&self.thread);
        draft.emit(NewEvent::thread_created(id, name), env.now, env.ids);
        draft.emit(NewEvent::thread_message_sent(id, Some(name), &self.task), env.now, env.ids);
        draft.emit(NewEvent::thread_running(id, name), env.now, env.ids);
        draft.emit_on(id, NewEvent::thread_running(id, name), env.now, env.ids);
        draft.emit_on(id, self.received(), env.now, env.ids);
    }
}

impl Held {
    /// Puts the events on their thread; false where the tokens would go over the budget.
    pub(super) fn keep(&self, on: &Place, working: &mut Working, dream: &mut Dream, env: &mut Env<'_>) -> Result<bool> {
        if on.budget.is_some_and(|budget| dream.tokens().saturating_add(total(&self.usage)) > budget) {
            return Ok(false);
        }
        let draft = working.session(&on.session_id)?;
        if let Some(begun) = &self.begun {
            begun.keep(draft, env);
        }
        for event in &self.events {
            draft.emit_on(&on.thread_id, event.clone(), env.now, env.ids);
        }
        draft.session.usage.add(self.usage);
        dream.count(on.stage, 0.0, 0.0, self.usage);
        Ok(true)
    }
}

/// Where an agent's events go, and what they count towards.
pub(super) struct Place {
    session_id: String,
    thread_id: String,
    budget: Option<u64>,
    stage: &'static str,
}

impl Run<'_> {
    /// Runs the orchestrator to its end. Where a model's output does not pass, it is told so and goes on, a bounded number of
    /// times; what does not pass then fails the dream at its end.
    pub(super) async fn orchestrate(&self) -> Result<String, Stop> {
        let at = At::new(&self.session.thread_id, None);
        let mut told = own_words(self.past_of(&at.thread_id));
        let setting = Setting {
            model: self.dream.model["id"].as_str().unwrap_or_default().to_owned(),
            system: agents::orchestrator_system(),
            tools: agents::orchestrator_tools(),
            asking: Vec::new(),
            custom: Vec::new(),
        };
        loop {
            let said = match closing_words(&told) {
                Some(said) => said,
                None => {
                    self.stage.set(stage_of(&told));
                    self.work(&at, setting.clone(), &told).await?
                }
            };
            if !self.may_mend() {
                return Ok(said);
            }
            let events = own_words(&self.events_of(&at.thread_id).await?);
            let reminders = events.iter().filter(|record| record.kind() == "user.message").count().saturating_sub(1);
            let plan = self.plan().await?;
            let checks = self.checks(&plan).await?;
            let faults: Vec<String> = checks
                .iter()
                .filter(|check| !check.passed)
                .map(|check| format!("{}: {}", check.name, check.detail))
                .collect();
            if faults.is_empty() || reminders >= self.engine.limits().dream_reminders {
                return Ok(said);
            }
            let reminder = NewEvent::user_message(&agents::orchestrator_reminder(&faults));
            self.emit(&at, vec![reminder], Usage::default()).await?;
            told = own_words(&self.events_of(&at.thread_id).await?);
        }
    }

    /// Whether reminders can help: rules do the same again.
    fn may_mend(&self) -> bool {
        *self.served.borrow() != Served::Offline
    }

    async fn events_of(&self, thread_id: &str) -> Result<Vec<EventRecord>, Stop> {
        let mut events = self.engine.events(&self.session.id).await?;
        events.retain(|record| record.thread_id == thread_id);
        Ok(events)
    }

    /// Runs the readers of these sessions that have not ended, a bounded number at a time. The first runs ahead: what it is
    /// told is then in the prompt cache for the others.
    pub(super) async fn read_sessions(&self, session_ids: &[String]) -> Result<(), Stop> {
        let before = self.stage.replace("read");
        let mut waiting = session_ids.iter();
        if let Some(first) = waiting.next() {
            self.read_session(first).await?;
        }
        let readers = stream::iter(waiting).map(|id| self.read_session(id));
        readers.buffer_unordered(self.engine.limits().dream_readers).try_collect::<Vec<()>>().await?;
        self.stage.set(before);
        Ok(())
    }

    async fn read_session(&self, session_id: &str) -> Result<(), Stop> {
        if self.words.borrow().contains_key(session_id) {
            return Ok(());
        }
        let known = self.threads.borrow().get(session_id).cloned();
        let (thread, events, begun) = match known {
            Some(thread) => {
                let events = self.past_of(&thread.id).to_vec();
                (thread, events, None)
            }
            None => {
                let begun = self.begin_reader(session_id).await?;
                let thread = begun.thread.clone();
                self.threads.borrow_mut().insert(session_id.to_owned(), thread.clone());
                let event = begun.received().finish(begun.task_id.clone(), Some(thread.created_at));
                let own = thread.session_id.clone();
                let task = EventRecord { session_id: own, seq: 0, thread_id: thread.id.clone(), event };
                (thread, vec![task], Some(begun))
            }
        };
        // What consolidation made of the others is to be made anew.
        *self.plan.borrow_mut() = None;
        *self.checked.borrow_mut() = None;
        let at = At::new(&thread.id, Some(session_id.to_owned()));
        if begun.is_some() {
            at.held.borrow_mut().begun = begun;
            if !self.waits_for_more() {
                self.keep_held(&at).await?;
            }
        }
        let said = self.read_whole(&at, session_id, events).await?;
        let thread = self.threads.borrow().get(session_id).cloned().unwrap_or(thread);
        if thread.run.as_ref().is_some_and(|run| run.status.is_active()) {
            self.end_reader(&at, thread, said.clone()).await?;
        }
        self.words.borrow_mut().insert(session_id.to_owned(), said);
        Ok(())
    }

    /// Has a reader read; one that ends too early is reminded, a bounded number of times.
    async fn read_whole(&self, at: &At, session_id: &str, mut events: Vec<EventRecord>) -> Result<String, Stop> {
        let system = || agents::reader_system(&self.notes, self.engine.limits().dream_notes_bytes);
        loop {
            let said = match closing_words(&events) {
                Some(said) => said,
                None => {
                    let setting = Setting {
                        model: self.dream.model["id"].as_str().unwrap_or_default().to_owned(),
                        system: self.reader_system.get_or_init(system).clone(),
                        tools: agents::reader_tools(),
                        asking: Vec::new(),
                        custom: Vec::new(),
                    };
                    self.work(at, setting, &events).await?
                }
            };
            if !self.may_mend() {
                return Ok(said);
            }
            self.keep_held(at).await?;
            events = self.events_of(&at.thread_id).await?;
            let asked = events.iter().filter(|record| record.kind() == "agent.thread_message_received").count();
            let missing = self.unreported(session_id).await?;
            if missing.is_empty() || asked > self.engine.limits().dream_reminders {
                return Ok(said);
            }
            let reminder = agents::reader_reminder(&missing);
            let received = NewEvent::thread_message_received(&self.session.thread_id, None, &reminder);
            self.emit(at, vec![received], Usage::default()).await?;
            events = self.events_of(&at.thread_id).await?;
        }
    }

    /// A reader's thread and its task, to be kept with what it does first.
    async fn begin_reader(&self, session_id: &str) -> Result<Begun, Stop> {
        let transcript = self.transcript(session_id).await?;
        let agent_name = format!("reader of {}", transcript.title.as_deref().unwrap_or(session_id));
        let task = agents::reader_task(session_id, self.dream.instructions.as_deref());
        let now = self.engine.now();
        let thread = Thread {
            session_id: self.session.id.clone(),
            id: self.engine.next_id(Prefix::Thread),
            parent_thread_id: Some(self.session.thread_id.clone()),
            created_at: now,
            archived_at: None,
            run: Some(ThreadRun {
                agent_name: agent_name.clone(),
                reads: session_id.to_owned(),
                status: Status::Running,
                usage: Usage::default(),
                updated_at: now,
                active_ms: 0,
                running_since: Some(now),
            }),
        };
        let from = self.session.thread_id.clone();
        Ok(Begun { thread, agent_name, from, task, task_id: self.engine.next_id(Prefix::Event) })
    }

    /// Hands a reader's last words to the orchestrator, with what it did before; its thread is idle then.
    async fn end_reader(&self, at: &At, thread: Thread, said: String) -> Result<(), Stop> {
        let own = self.session.id.clone();
        let (held, on) = (at.held.take(), self.place(at));
        let last = held.usage;
        let mut usage = self.thread_usage(&thread.id);
        usage.add(last);
        let ended = self.change(Need::nothing(), move |working, dream, env| {
            if !held.keep(&on, working, dream, env)? {
                return Ok(None);
            }
            let draft = working.session(&own)?;
            let primary = draft.session.thread_id.clone();
            // Decided anew on a conflict: from the thread as it was.
            let mut thread = thread.clone();
            let run = thread.run.get_or_insert_with(|| unreachable!("a reader's thread has a run"));
            run.usage.add(usage);
            run.status = Status::Idle;
            run.updated_at = env.now;
            run.active_ms += run.running_since.take().map_or(0, |since| (env.now.ms() - since.ms()).max(0) as u64);
            let name = run.agent_name.clone();
            draft.emit_on(&thread.id, NewEvent::thread_message_sent(&primary, None, &said), env.now, env.ids);
            let idle = NewEvent::thread_idle(&thread.id, &name, StopReason::EndTurn);
            draft.emit_on(&thread.id, idle.clone(), env.now, env.ids);
            draft.emit(NewEvent::thread_message_received(&thread.id, Some(&name), &said), env.now, env.ids);
            draft.emit(idle, env.now, env.ids);
            draft.put_thread(&thread);
            Ok(Some(thread))
        });
        let thread = ended.await?;
        self.counted(at, thread.is_some(), last)?;
        if let Some((thread, run)) = thread.as_ref().and_then(|thread| Some((thread, thread.run.as_ref()?))) {
            self.threads.borrow_mut().insert(run.reads.clone(), thread.clone());
        }
        Ok(())
    }

    fn thread_usage(&self, thread_id: &str) -> Usage {
        self.used.borrow().get(thread_id).copied().unwrap_or_default()
    }

    /// Runs an agent's turn from where its events end; its last words are given back.
    ///
    /// Boxed, since an orchestrator's tool sets readers to work.
    fn work<'s>(
        &'s self,
        at: &'s At,
        setting: Setting,
        events: &'s [EventRecord],
    ) -> LocalBoxFuture<'s, Result<String, Stop>> {
        self.turn(at, setting, events).boxed_local()
    }

    async fn turn(&self, at: &At, setting: Setting, events: &[EventRecord]) -> Result<String, Stop> {
        self.close_requests(at, events).await?;
        let mut history = History::default();
        events.iter().for_each(|record| history.push(&record.event));
        let requests = match &*self.served.borrow() {
            Served::Offline => self.engine.limits().dream_requests_per_thread,
            _ => self.engine.limits().dream_live_requests_per_thread,
        };
        let limits = Limits {
            model_requests_per_turn: requests,
            tool_calls_per_turn: self.engine.limits().dream_calls_per_thread,
            ..self.engine.limits().clone()
        };
        let mut turn = Turn::resume(setting, history, open_calls(events), &limits);
        let (mut said, mut failed) = (String::new(), String::new());
        let mut effects = VecDeque::from(turn.step(Input::Start));
        while let Some(effect) = effects.pop_front() {
            let input = match effect {
                Effect::Emit { events, usage } => {
                    for event in &events {
                        match event.body["type"].as_str() {
                            Some("agent.message") => said = crate::model::message::text_of(&event.body["content"]),
                            Some("session.error") => {
                                failed = event.body["error"]["message"].as_str().unwrap_or_default().to_owned();
                            }
                            _ => {}
                        }
                    }
                    self.emit(at, events, usage).await?;
                    continue;
                }
                Effect::End(reason) => {
                    // A reader's end is kept with its last words.
                    if reason != StopReason::EndTurn || at.reads.is_none() || !self.waits_for_more() {
                        self.keep_held(at).await?;
                    }
                    return match reason {
                        StopReason::EndTurn => Ok(said),
                        StopReason::Refusal => Err(Stop::failed("internal_error", "The model refused to go on.")),
                        _ => Err(Stop::failed("internal_error", failed)),
                    };
                }
                Effect::Request(request) => self.request(at, request).await,
                Effect::Run(call) => {
                    let ran = self.run_tool(at, &turn, &call).await;
                    ran.map(|result| Input::ToolDone { call, result })
                }
            };
            // What led to it is seen even where a request or a call fails the dream.
            if matches!(input, Err(Stop::Failed(_))) {
                self.keep_held(at).await?;
            }
            let input = input?;
            effects = turn.step(input).into();
        }
        Ok(said)
    }

    /// Ends the requests that a tab before left open.
    async fn close_requests(&self, at: &At, events: &[EventRecord]) -> Result<(), Stop> {
        let ended: BTreeSet<&str> =
            events.iter().filter_map(|record| record.event["model_request_start_id"].as_str()).collect();
        let open = events.iter().filter(|record| record.kind() == "span.model_request_start");
        let closing: Vec<NewEvent> = open
            .filter(|record| !ended.contains(record.id()))
            .map(|record| NewEvent::request_end(record.id(), Usage::default(), true))
            .collect();
        if closing.is_empty() { Ok(()) } else { self.emit(at, closing, Usage::default()).await }
    }

    /// Keeps what an agent did, now or together with its next request.
    pub(super) async fn emit(&self, at: &At, events: Vec<NewEvent>, usage: Usage) -> Result<(), Stop> {
        {
            let served = self.served.borrow();
            let mut held = at.held.borrow_mut();
            held.events.extend(events.into_iter().map(|event| crate::engine::run::named(event, &served)));
            held.usage.add(usage);
        }
        if self.waits_for_more() { Ok(()) } else { self.keep_held(at).await }
    }

    /// Whether what an agent did may wait for its next request: the rules ask again at once, and ask the same where it is lost. What a
    /// person watches is kept step by step.
    fn waits_for_more(&self) -> bool {
        *self.served.borrow() == Served::Offline && !self.engine.inner.pace.is_watched()
    }

    /// The start of a request held with what came before it, where that may wait; gives the start's id.
    pub(super) fn hold_start(&self, at: &At) -> Option<String> {
        let mut held = at.held.borrow_mut();
        // Under a budget each reply is weighed by itself.
        if !self.waits_for_more() || held.events.len() >= HELD_EVENTS || self.dream.token_budget.is_some() {
            return None;
        }
        let id = self.engine.next_id(Prefix::Event);
        let start = NewEvent { id: Some(id.clone()), ..NewEvent::request_start() };
        held.events.push(crate::engine::run::named(start, &self.served.borrow()));
        Some(id)
    }

    /// Keeps what an agent did and was held.
    pub(super) async fn keep_held(&self, at: &At) -> Result<(), Stop> {
        let (held, on) = (at.held.take(), self.place(at));
        if held.events.is_empty() && held.begun.is_none() {
            return Ok(());
        }
        let usage = held.usage;
        let kept = self.change(Need::nothing(), move |working, dream, env| held.keep(&on, working, dream, env));
        self.counted(at, kept.await?, usage)
    }

    pub(super) fn place(&self, at: &At) -> Place {
        Place {
            session_id: self.session.id.clone(),
            thread_id: at.thread_id.clone(),
            budget: self.dream.token_budget,
            stage: self.stage.get(),
        }
    }

    /// Counts the tokens of what was kept; what was not goes over the budget.
    pub(super) fn counted(&self, at: &At, kept: bool, usage: Usage) -> Result<(), Stop> {
        if !kept {
            return Err(self.budget_reached());
        }
        self.used.borrow_mut().entry(at.thread_id.clone()).or_default().add(usage);
        Ok(())
    }

    fn budget_reached(&self) -> Stop {
        let budget = self.dream.token_budget.unwrap_or_default();
        Stop::failed(
            "token_budget_reached",
            format!(
                "The next reply would go over the token budget of {budget}. The output store keeps what was written before."
            ),
        )
    }
}

fn total(usage: &Usage) -> u64 {
    usage.input_tokens + usage.output_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens
}

/// The calls without a result, in order.
fn open_calls(events: &[EventRecord]) -> Vec<ToolCall> {
    let answered: BTreeSet<&str> = events.iter().filter_map(|record| record.event["tool_use_id"].as_str()).collect();
    let open = events.iter().filter(|record| record.kind() == "agent.tool_use" && !answered.contains(record.id()));
    open.map(|record| ToolCall {
        event_id: record.id().to_owned(),
        name: record.event["name"].as_str().unwrap_or_default().to_owned(),
        input: record.event["input"].clone(),
    })
    .collect()
}

/// To the orchestrator, what a reader says is the answer of the call that set it to work.
fn own_words(events: &[EventRecord]) -> Vec<EventRecord> {
    events.iter().filter(|record| !record.kind().starts_with("agent.thread_message")).cloned().collect()
}

/// What an agent said at its end, if it has come to it: a message, with no call after it.
fn closing_words(events: &[EventRecord]) -> Option<String> {
    let last = events.iter().rev().find(|record| {
        matches!(
            record.kind(),
            "agent.message" | "agent.tool_use" | "agent.tool_result" | "user.message" | "agent.thread_message_received"
        )
    })?;
    (last.kind() == "agent.message").then(|| crate::model::message::text_of(&last.event["content"]))
}

/// The stage that the orchestrator is in, by what it has called.
fn stage_of(events: &[EventRecord]) -> &'static str {
    let calls = events.iter().filter(|record| record.kind() == "agent.tool_use");
    calls.fold("plan", |stage, record| next_stage(stage, record.event["name"].as_str().unwrap_or_default()))
}

/// The stage after a call of the orchestrator's.
pub(super) fn next_stage(stage: &'static str, called: &str) -> &'static str {
    match called {
        agents::DELEGATE => "consolidate",
        agents::CONSOLIDATE => "organise",
        agents::VERIFY => "verify",
        _ => stage,
    }
}
