//! Running a command of the tool `bash`: the files are shown to the shell behind the port, and what it did to them is committed
//! with the tool's result, in one batch. A command whose stores were changed meanwhile is run again on what they hold now; since
//! it changes nothing by itself, that is as if it had begun later.

use std::rc::Rc;

use super::{
    Need,
    run::{Run, Went, mount},
};
use crate::{
    agent::{Input, ToolCall},
    domain::{Actor, Code, Result, Table, event::NewEvent, session::Session},
    ports::{Bash, ShownFiles},
    sandbox::{
        Mount, Sandbox,
        tools::bash::{self, Applied, Asked, Moment, Shown},
    },
};

impl Run<'_> {
    /// Runs the command of a call, and commits what it did with its result.
    pub(super) async fn run_bash(&self, shell: Rc<dyn Bash>, call: ToolCall) -> Result<Input> {
        let limits = self.engine.limits();
        let (line, timeout_ms) = match bash::asked(&call.input, limits) {
            Err(error) => return self.bash_result(call, format!("bash: {error}"), true).await,
            Ok(Asked::Restart) => return self.restart_bash(call).await,
            Ok(Asked::Command { line, timeout_ms }) => (line, timeout_ms),
        };
        for _ in 0..limits.bash_attempts {
            let Some((shown, time_zone)) = self.shown().await? else { break };
            let moment = Moment { now: self.engine.now(), time_zone: &time_zone };
            let request = shown.request(&line, timeout_ms, moment, limits);
            let outcome = match self.unless_interrupted(shell.run(request, files(&shown))).await? {
                None => {
                    let text = "bash: interrupted by the user. Nothing of this command was kept.";
                    self.bash_result(call, text.into(), true).await?;
                    return Ok(Input::Interrupted { open_request: None });
                }
                Some(Err(why)) => return self.bash_result(call, format!("bash: {why}"), true).await,
                Some(Ok(outcome)) => outcome,
            };
            let mounts: Vec<Mount> = shown.mounts.iter().map(|(mount, _)| mount.clone()).collect();
            let mut need = Need::session(self.session_id);
            need.stores = mounts.iter().map(|mount| mount.memory_store_id.clone()).collect();
            let event_id = call.event_id.clone();
            let applied = self.change(need, move |working, id, env| {
                let mut scratch = working.session(id)?.session.scratch.clone();
                let mut sandbox = Sandbox {
                    mounts: &mounts,
                    drafts: &mut working.drafts,
                    scratch: &mut scratch,
                    cx: env.context(Actor::session(id)),
                };
                let (output, shell) = match bash::apply(&outcome, &shown, &mut sandbox) {
                    Applied::Stale => return Ok(None),
                    Applied::Done { output, shell } => (output, shell),
                };
                let draft = working.session(id)?;
                draft.session.scratch = scratch;
                draft.session.shell = shell.or(draft.session.shell.take());
                let result = NewEvent::tool_result(&event_id, &output.text, output.is_error);
                let body = result.body.clone();
                draft.emit(result, env.now, env.ids);
                Ok(Some(body))
            });
            match applied.await? {
                Went::On(Some(result)) => return Ok(Input::ToolDone { call, result }),
                Went::On(None) => {}
                Went::Interrupted => return self.unanswered(call).await,
            }
        }
        let text = "bash: other writers changed the same store again and again while this command ran. Nothing of it was kept. Run it again.";
        self.bash_result(call, text.into(), true).await
    }

    /// The session's files and shell as they are now, and its time zone.
    async fn shown(&self) -> Result<Option<(Shown, String)>> {
        let session = self.engine.get::<Session>(Table::Sessions, crate::domain::key![self.session_id]).await?;
        let Some(session) = session else { return Ok(None) };
        let mut mounts = Vec::new();
        for mount in session.resources.iter().map(mount) {
            match self.engine.snapshot(&mount.memory_store_id).await {
                Ok(snapshot) => mounts.push((mount, snapshot)),
                // Deleted since: there is nothing at its path.
                Err(error) if error.code() == Code::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let shell = session.shell.unwrap_or_default();
        Ok(Some((Shown { mounts, scratch: session.scratch, shell }, session.time_zone)))
    }

    async fn restart_bash(&self, call: ToolCall) -> Result<Input> {
        let event_id = call.event_id.clone();
        let restarted = self.change(Need::session(self.session_id), move |working, id, env| {
            let draft = working.session(id)?;
            draft.session.shell = None;
            let result = NewEvent::tool_result(&event_id, "the shell was restarted; files are as they were", false);
            let body = result.body.clone();
            draft.emit(result, env.now, env.ids);
            Ok(body)
        });
        match restarted.await? {
            Went::On(result) => Ok(Input::ToolDone { call, result }),
            Went::Interrupted => self.unanswered(call).await,
        }
    }

    /// A result that changes no file.
    async fn bash_result(&self, call: ToolCall, text: String, is_error: bool) -> Result<Input> {
        let result = NewEvent::tool_result(&call.event_id, &text, is_error);
        let body = result.body.clone();
        self.emit(vec![result], Default::default()).await?;
        Ok(Input::ToolDone { call, result: body })
    }
}

fn files(shown: &Shown) -> ShownFiles {
    let (texts, paths) = (shown.clone(), shown.clone());
    ShownFiles { text: Rc::new(move |path| texts.text(path)), refusal: Rc::new(move |path| paths.refusal(path)) }
}
