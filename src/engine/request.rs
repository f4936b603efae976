//! A turn's model request: its span, its reply shown as it comes, and another try where one can help. A try that failed leaves
//! the end of its span, an error that says it is being retried, and the session's rescheduling; the next one begins a new span
//! and repeats the request whole.

use serde_json::{Value, json};

use super::{
    Engine, Need, Served,
    pace::Moment,
    run::{Run, Went, named},
};
use crate::{
    agent::Input,
    domain::{Prefix, Result, event::NewEvent, session::Status},
    model::{
        messages::{Failure, Progress},
        stream,
    },
};

impl Engine {
    /// Milliseconds to wait before another try, `tries` having failed; `None` when none is made.
    pub(super) fn retry_wait_ms(&self, failure: &Failure, tries: u32) -> Option<u32> {
        let jitter = self.inner.ids.borrow_mut().random() as f64 / u64::MAX as f64;
        failure.wait_ms(tries, jitter, self.limits())
    }
}

impl Run<'_> {
    pub async fn request(&self, request: Value) -> Result<Input> {
        if self.paced(Moment::Step).await?.is_none() {
            return Ok(Input::Interrupted { open_request: None });
        }
        let mut tries = 0;
        loop {
            let start_id = match self.begin_request(&request, tries > 0).await? {
                Ok(start_id) => start_id,
                Err(instead) => return Ok(instead),
            };
            let failure = match self.attempt(&request, &start_id).await? {
                Ok(input) => return Ok(input),
                Err(failure) => failure,
            };
            tries += 1;
            let Some(wait_ms) = self.engine.retry_wait_ms(&failure, tries) else {
                return Ok(Input::Failed { failure, start_id });
            };
            self.reschedule(&failure, &start_id).await?;
            if self.unless_interrupted(self.engine.inner.ports.clock.sleep(wait_ms)).await?.is_none() {
                return Ok(Input::Interrupted { open_request: None });
            }
        }
    }

    /// Persists a request's start; or says what happens in its place.
    async fn begin_request(&self, request: &Value, again: bool) -> Result<Result<String, Input>> {
        if let Ok(served) = self.engine.served(request["model"].as_str().unwrap_or_default()) {
            *self.served.borrow_mut() = served;
        }
        let served = self.served.borrow().clone();
        let started = self.change(Need::session(self.session_id), move |working, id, env| {
            let draft = working.session(id)?;
            if draft.session.budget_is_reached() {
                return Ok(None);
            }
            if again {
                draft.set_status(Status::Running, env.now);
                draft.emit(NewEvent::running(), env.now, env.ids);
            }
            Ok(Some(draft.emit(named(NewEvent::request_start(), &served), env.now, env.ids)))
        });
        Ok(match started.await? {
            Went::On(start_id) => start_id.ok_or(Input::OverBudget),
            Went::Interrupted => Err(Input::Interrupted { open_request: None }),
        })
    }

    /// Asks once.
    async fn attempt(&self, request: &Value, start_id: &str) -> Result<Result<Input, Failure>> {
        let interrupted = || Ok(Ok(Input::Interrupted { open_request: Some(start_id.to_owned()) }));
        let served = match self.engine.served(request["model"].as_str().unwrap_or_default()) {
            Ok(served) => served,
            Err(error) => return Ok(Err(Failure::of_settings(error.to_string()))),
        };
        let begun = self.engine.monotonic_ms();
        let mut preview = Preview { run: self, ids: Vec::new(), held: None };
        let asked = {
            let mut shown = |progress: &Progress| preview.take(progress);
            self.unless_interrupted(self.engine.ask(&served, request.clone(), &mut shown)).await?
        };
        let mut ids = preview.ids;
        self.engine.inner.pace.worked(self.engine.monotonic_ms() - begun);
        let reply = match asked {
            None => return interrupted(),
            Some(Err(failure)) => return Ok(Err(failure)),
            Some(Ok(reply)) => reply,
        };
        let blocks = reply.get("content").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let streamed = ids.len();
        ids.extend(blocks.iter().skip(streamed).map(|_| self.engine.next_id(Prefix::Event)));
        match &served {
            Served::Endpoint(endpoint, _) => {
                // The endpoint knows best what ran.
                if let Some(ran) = reply["model"].as_str().filter(|model| !model.is_empty()) {
                    *self.served.borrow_mut() = Served::Endpoint(endpoint.clone(), ran.into());
                }
            }
            _ => {
                for (block, id) in blocks.iter().zip(&ids) {
                    if !self.preview(block, id).await? {
                        return interrupted();
                    }
                }
            }
        }
        Ok(Ok(Input::Replied { reply, ids, start_id: start_id.to_owned() }))
    }

    /// Closes a try that failed and says that another follows.
    async fn reschedule(&self, failure: &Failure, start_id: &str) -> Result<()> {
        let (id, served) = (self.session_id.to_owned(), self.served.borrow().clone());
        let (failure, start_id) = (failure.clone(), start_id.to_owned());
        self.engine
            .commit(Need::session(self.session_id), move |working, env| {
                let draft = working.session(&id)?;
                for event in NewEvent::failed_try(&start_id, failure.usage, failure.kind, &failure.message) {
                    draft.emit(named(event, &served), env.now, env.ids);
                }
                draft.emit(NewEvent::rescheduled(), env.now, env.ids);
                draft.session.usage.add(failure.usage);
                draft.set_status(Status::Rescheduling, env.now);
                Ok(())
            })
            .await
    }

    /// Shows a block that came at once piece by piece, to the streams that asked; false when interrupted.
    async fn preview(&self, block: &Value, id: &str) -> Result<bool> {
        match block.get("type").and_then(Value::as_str) {
            Some("thinking" | "redacted_thinking") => self.preview_start("agent.thinking", id),
            Some("text") => {
                let text = block.get("text").and_then(Value::as_str).unwrap_or_default();
                // A text without words makes no message, so there is nothing to preview.
                if text.trim().is_empty() {
                    return Ok(true);
                }
                self.preview_start("agent.message", id);
                for piece in stream::pieces(text) {
                    if self.paced(Moment::Piece).await?.is_none() {
                        return Ok(false);
                    }
                    self.preview_text(id, piece);
                }
            }
            _ => {}
        }
        Ok(true)
    }

    fn preview_start(&self, kind: &str, id: &str) {
        let start = json!({ "type": "event_start", "event": { "type": kind, "id": id } });
        self.engine.inner.streams.preview(self.session_id, kind, &start);
    }

    fn preview_text(&self, id: &str, piece: &str) {
        let delta = json!({ "type": "content_delta", "index": 0, "content": { "type": "text", "text": piece } });
        let event = json!({ "type": "event_delta", "event_id": id, "delta": delta });
        self.engine.inner.streams.preview(self.session_id, "agent.message", &event);
    }
}

/// What streams are shown of a reply while an endpoint sends it.
struct Preview<'a, 'b> {
    run: &'a Run<'b>,
    /// The events' ids, a block each.
    ids: Vec<String>,
    /// White space at the beginning of a text: it may come to nothing.
    held: Option<String>,
}

impl Preview<'_, '_> {
    fn take(&mut self, progress: &Progress) {
        match progress {
            Progress::BlockStart(_, kind) => {
                let id = self.run.engine.next_id(Prefix::Event);
                if matches!(kind.as_str(), "thinking" | "redacted_thinking") {
                    self.run.preview_start("agent.thinking", &id);
                }
                self.ids.push(id);
                self.held = Some(String::new());
            }
            Progress::Text(_, piece) => {
                let Some(id) = self.ids.last() else { return };
                let Some(held) = &mut self.held else { return self.run.preview_text(id, piece) };
                held.push_str(piece);
                if !held.trim().is_empty() {
                    self.run.preview_start("agent.message", id);
                    self.run.preview_text(id, held);
                    self.held = None;
                }
            }
            _ => {}
        }
    }
}
