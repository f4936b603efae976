//! A model request of a dream's agent: its span, and another try where one can help. What a failed try leaves stands on the
//! thread that made it; that the thread is rescheduled stands on the primary one too.

use serde_json::Value;

use super::{Run, Stop, agents::At};
use crate::{
    agent::{Input, SessionDraft},
    domain::{
        Prefix,
        event::NewEvent,
        session::{Status, Thread, Usage},
    },
    dream::policy,
    engine::{Env, Need, Served, run::named},
    model::{
        messages::{Failure, with_breakpoints},
        validate,
    },
};

impl Run<'_> {
    pub(super) async fn request(&self, at: &At, request: Value) -> Result<Input, Stop> {
        self.paced().await?;
        let request = with_breakpoints(request);
        let mut tries = 0;
        loop {
            self.check_time()?;
            let start_id = self.begin_request(at, &request).await?;
            let failure = match self.attempt(&request).await? {
                Ok(reply) => {
                    let blocks = reply["content"].as_array().map_or(0, Vec::len);
                    let ids = (0..blocks).map(|_| self.engine.next_id(Prefix::Event)).collect();
                    return Ok(Input::Replied { reply, ids, start_id });
                }
                Err(failure) => failure,
            };
            tries += 1;
            let Some(wait_ms) = self.engine.retry_wait_ms(&failure, tries) else {
                return Ok(Input::Failed { failure, start_id });
            };
            self.reschedule(at, &failure, &start_id).await?;
            let begun = self.engine.monotonic_ms();
            self.unless_ended(self.engine.inner.ports.clock.sleep(wait_ms)).await?;
            let (worked, waited) = self.spent.get();
            self.spent.set((worked, waited + (self.engine.monotonic_ms() - begun).max(0.0)));
        }
    }

    fn check_time(&self) -> Result<(), Stop> {
        if self.engine.now().ms() - self.dream.created_at.ms() > self.engine.limits().dream_timeout_ms {
            return Err(Stop::failed("timeout", "The dream took longer than a dream may. Give it fewer sessions."));
        }
        Ok(())
    }

    /// Persists a request's start, or holds it; a thread that was rescheduled runs again.
    async fn begin_request(&self, at: &At, request: &Value) -> Result<String, Stop> {
        if let Ok(served) = self.engine.served(request["model"].as_str().unwrap_or_default()) {
            *self.served.borrow_mut() = served;
        }
        if let Some(start_id) = self.hold_start(at) {
            return Ok(start_id);
        }
        let (own, thread_id, served) = (self.session.id.clone(), at.thread_id.clone(), self.served.borrow().clone());
        let thread = self.thread_at(at);
        let (held, on) = (at.held.take(), self.place(at));
        let usage = held.usage;
        let started = self.change(Need::nothing(), move |working, dream, env| {
            if !held.keep(&on, working, dream, env)? {
                return Ok(None);
            }
            let draft = working.session(&own)?;
            let status = thread.as_ref().map_or(draft.session.status, status_of);
            let thread =
                (status == Status::Rescheduling).then(|| set_status(draft, thread.clone(), Status::Running, env));
            let start_id = draft.emit_on(&thread_id, named(NewEvent::request_start(), &served), env.now, env.ids);
            Ok(Some((start_id, thread.flatten())))
        });
        let started = started.await?;
        self.counted(at, started.is_some(), usage)?;
        let (start_id, thread) = started.unwrap_or_default();
        self.keep_thread(at, thread);
        Ok(start_id)
    }

    /// Closes a try that failed and says that another follows.
    async fn reschedule(&self, at: &At, failure: &Failure, start_id: &str) -> Result<(), Stop> {
        let tried = NewEvent::failed_try(start_id, failure.usage, failure.kind, &failure.message);
        self.emit(at, tried.into(), failure.usage).await?;
        let (own, thread) = (self.session.id.clone(), self.thread_at(at));
        let changed = self.change(Need::nothing(), move |working, _, env| {
            Ok(set_status(working.session(&own)?, thread.clone(), Status::Rescheduling, env))
        });
        let thread = changed.await?;
        self.keep_thread(at, thread);
        Ok(())
    }

    fn thread_at(&self, at: &At) -> Option<Thread> {
        self.threads.borrow().get(at.reads.as_ref()?).cloned()
    }

    fn keep_thread(&self, at: &At, thread: Option<Thread>) {
        if let (Some(reads), Some(thread)) = (&at.reads, thread) {
            self.threads.borrow_mut().insert(reads.clone(), thread);
        }
    }

    /// Asks once.
    async fn attempt(&self, request: &Value) -> Result<Result<Value, Failure>, Stop> {
        let served = match self.engine.served(request["model"].as_str().unwrap_or_default()) {
            Ok(served) => served,
            Err(error) => return Ok(Err(Failure::of_settings(error.to_string()))),
        };
        let begun = self.engine.monotonic_ms();
        let asked = match &served {
            Served::Offline => Ok(self.answer_offline(request).await?),
            served => self.unless_ended(self.engine.ask(served, request.clone(), &mut |_| {})).await?,
        };
        self.worked_since(begun);
        if let (Ok(reply), Served::Endpoint(endpoint, _)) = (&asked, &served)
            && let Some(ran) = reply["model"].as_str().filter(|model| !model.is_empty())
        {
            // The endpoint knows best what ran.
            *self.served.borrow_mut() = Served::Endpoint(endpoint.clone(), ran.into());
        }
        Ok(asked)
    }

    /// The rules' answer, its usage counted as the prompt cache would have served the request.
    async fn answer_offline(&self, request: &Value) -> Result<Value, Stop> {
        let mut answer = policy::Answer::to(request);
        loop {
            let done = answer.step(&mut self.memo.borrow_mut());
            if done {
                break;
            }
            self.breathe().await?;
        }
        let mut reply = answer.finish();
        if let Err(reason) = validate::check_reply(&reply) {
            panic!("the offline model's reply is not a Messages API message: {reason}");
        }
        let output = Usage::of_reply(&reply).output_tokens;
        let usage = self.cache.borrow_mut().account(request, output, self.min_cached_tokens(), self.engine.now());
        reply["usage"] = crate::store::decide::record(&usage);
        self.breathe().await?;
        Ok(reply)
    }
}

fn status_of(thread: &Thread) -> Status {
    thread.run.as_ref().map_or(Status::Idle, |run| run.status)
}

/// Has a reader's thread, or the session, stand in another status, and says so.
fn set_status(draft: &mut SessionDraft, thread: Option<Thread>, status: Status, env: &mut Env<'_>) -> Option<Thread> {
    let again = status == Status::Running;
    let Some(mut thread) = thread else {
        draft.set_status(status, env.now);
        draft.emit(if again { NewEvent::running() } else { NewEvent::rescheduled() }, env.now, env.ids);
        return None;
    };
    let run = thread.run.as_mut()?;
    run.active_ms += run.running_since.take().map_or(0, |since| (env.now.ms() - since.ms()).max(0) as u64);
    run.running_since = again.then_some(env.now);
    run.status = status;
    run.updated_at = env.now;
    let told = if again { NewEvent::thread_running } else { NewEvent::thread_rescheduled };
    let event = told(&thread.id, &run.agent_name);
    draft.emit_on(&thread.id, event.clone(), env.now, env.ids);
    draft.emit(event, env.now, env.ids);
    draft.put_thread(&thread);
    Some(thread)
}
