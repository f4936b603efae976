//! The tools of a dream's agents. What a tool changed and its result are one commit; a tool's failure is a result that the
//! model reads.

use std::{collections::BTreeMap, rc::Rc};

use serde_json::{Value, json};

use super::{
    Run, Stop, Taken, Transcript,
    agents::{At, next_stage},
};
use crate::{
    agent::{ToolCall, Turn},
    domain::{
        Actor, Code, Error, Result, Table,
        event::{EventRecord, NewEvent},
        key,
        session::{Session, Usage},
        sort,
    },
    dream::{
        Consolidation, Finding, NoteFile, Plan, Reported, Settings, Source,
        agents::{APPLY, CONSOLIDATE, DELEGATE, READ_TRANSCRIPT, REMOVE, REPORT_FINDINGS, VERIFY},
        quoted, transcript,
    },
    engine::{Env, Need, Working, run::mount},
    sandbox::{Mount, Sandbox, tools},
};

/// What a tool says, and whether that is a failure.
struct Said {
    text: String,
    is_error: bool,
}

impl Said {
    fn fine(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_error: false }
    }

    fn wrong(name: &str, why: impl std::fmt::Display) -> Self {
        Self { text: format!("{name}: {why}"), is_error: true }
    }
}

impl Run<'_> {
    /// Runs a tool and keeps its result; gives back the result event's body.
    pub(super) async fn run_tool(&self, at: &At, turn: &Turn, call: &ToolCall) -> Result<Value, Stop> {
        if let Some(result) = self.ahead.borrow_mut().remove(&call.event_id) {
            return Ok(result);
        }
        let delegates = call.name == DELEGATE;
        // A reader that is set to work paces itself.
        if !delegates {
            self.paced().await?;
        }
        if !turn.offers(&call.name) {
            return self.keep_result(at, call, Said::wrong(&call.name, "there is no such tool here")).await;
        }
        if call.name == VERIFY {
            self.keep_held(at).await?;
            self.stage.set("verify");
        }
        let begun = self.engine.monotonic_ms();
        let said = match call.name.as_str() {
            READ_TRANSCRIPT => self.page(at, &call.input).await?,
            REPORT_FINDINGS => self.report(at, &call.input).await?,
            DELEGATE => {
                let answered = self.delegate(at, turn, call).await;
                self.stage.set(next_stage(self.stage.get(), &call.name));
                return answered;
            }
            CONSOLIDATE => self.propose(&call.input).await?,
            VERIFY => {
                let plan = self.plan().await?;
                let checks = self.checks(&plan).await?;
                Said::fine(json!({ "checks": checks }).to_string())
            }
            APPLY => match self.proposal(APPLY, &call.input).await? {
                Ok(page) => {
                    let steps = page.calls(call);
                    return self.run_on_store(at, vec![Asked { call: call.clone(), steps }]).await;
                }
                Err(said) => said,
            },
            _ => return self.run_on_store(at, self.together(turn, call)).await,
        };
        self.worked_since(begun);
        let kept = self.keep_result(at, call, said).await?;
        let next = if at.reads.is_none() { next_stage(self.stage.get(), &call.name) } else { self.stage.get() };
        if next != self.stage.get() {
            // It counts towards the stage that it was done in.
            self.keep_held(at).await?;
            self.stage.set(next);
        }
        Ok(kept)
    }

    async fn keep_result(&self, at: &At, call: &ToolCall, said: Said) -> Result<Value, Stop> {
        let result = NewEvent::tool_result(&call.event_id, &said.text, said.is_error);
        let body = result.body.clone();
        self.emit(at, vec![result], Usage::default()).await?;
        Ok(body)
    }

    /// A call that changes files, with those behind it in the reply that do so too: unless somebody watches each step, some are
    /// kept together.
    fn together(&self, turn: &Turn, call: &ToolCall) -> Vec<Asked> {
        let changes = |call: &&ToolCall| matches!(call.name.as_str(), "write" | "edit" | REMOVE);
        let mut calls = vec![call.clone()];
        if changes(&call) && !self.engine.inner.pace.is_watched() {
            let mut room = TOGETHER_BYTES.saturating_sub(written_bytes(call));
            let fits = |call: &&ToolCall| {
                let bytes = written_bytes(call);
                let fits = bytes <= room && turn.offers(&call.name);
                room = room.saturating_sub(bytes);
                fits
            };
            calls.extend(turn.waiting_calls().take(TOGETHER - 1).take_while(changes).take_while(fits).cloned());
        }
        calls.into_iter().map(|call| Asked { steps: vec![call.clone()], call }).collect()
    }

    /// Tools that work on the mounted stores: what each changes, in one step or several, is kept with its result. Gives the result
    /// of the first; those of the others wait for their turn.
    async fn run_on_store(&self, at: &At, asked: Vec<Asked>) -> Result<Value, Stop> {
        self.keep_held(at).await?;
        let begun = self.engine.monotonic_ms();
        let mounts: Vec<Mount> = self.session.resources.iter().map(mount).collect();
        let mut need = Need::nothing();
        need.stores = self.touched(&mounts, &asked);
        let (own, thread_id) = (self.session.id.clone(), at.thread_id.clone());
        let (output, base_seq, guarded) =
            (self.output_store_id().to_owned(), self.input.base_seq, self.dream.updates_existing);
        let ran = self.change(need, move |working, dream, env| {
            let seq = working.store(&output)?.snapshot.seq;
            if guarded && seq != base_seq + dream.written {
                return Ok(None);
            }
            let mut results = Vec::with_capacity(asked.len());
            for Asked { call, steps } in &asked {
                let mut said = Said::fine(format!("applied {} changes", steps.len()));
                for step in steps {
                    let done = on_store(working, &mounts, step, &own, env);
                    if done.is_error || step.name == call.name {
                        said = done;
                    }
                }
                let result = NewEvent::tool_result(&call.event_id, &said.text, said.is_error);
                results.push((call.event_id.clone(), result.body.clone()));
                working.session(&own)?.emit_on(&thread_id, result, env.now, env.ids);
            }
            dream.written += working.store(&output)?.snapshot.seq - seq;
            Ok(Some(results))
        });
        let ran = ran.await?;
        self.worked_since(begun);
        let mut results = ran.ok_or_else(changed_by_another)?.into_iter();
        let first = results.next().map(|(_, body)| body).unwrap_or_default();
        self.ahead.borrow_mut().extend(results);
        Ok(first)
    }

    /// The stores that calls work on: the output alone, if every path that they name lies in it.
    fn touched(&self, mounts: &[Mount], asked: &[Asked]) -> Vec<String> {
        let output = mounts.iter().find(|mount| mount.memory_store_id == self.output_store_id());
        let within = |step: &ToolCall| {
            let path = step.input["file_path"].as_str().unwrap_or_default();
            let rest = output.and_then(|mount| path.strip_prefix(mount.path.as_str()));
            rest.is_some_and(|rest| rest.starts_with('/') && !rest.contains("/.."))
        };
        let named = asked.iter().flat_map(|asked| &asked.steps).all(within);
        let used = mounts.iter().filter(|mount| !named || mount.memory_store_id == self.output_store_id());
        used.map(|mount| mount.memory_store_id.clone()).collect()
    }

    /// Sets every reader to work that the reply asked for, and answers with this one's last words.
    async fn delegate(&self, at: &At, turn: &Turn, call: &ToolCall) -> Result<Value, Stop> {
        let id = session_of(call);
        if !self.dream.session_ids.contains(&id) {
            let why = format!("{id:?} is not one of the dream's sessions");
            return self.keep_result(at, call, Said::wrong(DELEGATE, why)).await;
        }
        let mut wanted = vec![id.clone()];
        let waiting = turn.waiting_calls().filter(|call| call.name == DELEGATE).map(session_of);
        for other in waiting.filter(|id| self.dream.session_ids.contains(id)) {
            if !wanted.contains(&other) {
                wanted.push(other);
            }
        }
        self.keep_held(at).await?;
        self.read_sessions(&wanted).await?;
        let (results, ahead) = self.answers(turn, call);
        let body = results.first().map(|first| first.body.clone()).unwrap_or_default();
        self.emit(at, results, Usage::default()).await?;
        self.ahead.borrow_mut().extend(ahead);
        Ok(body)
    }

    /// The result of a call that set a reader to work. The calls right behind it were answered too: unless somebody watches each step,
    /// their results are kept with it, and are given with the events of their calls.
    fn answers(&self, turn: &Turn, call: &ToolCall) -> (Vec<NewEvent>, Vec<(String, Value)>) {
        let words = self.words.borrow();
        let result = |call: &ToolCall| {
            let said = words.get(&session_of(call)).map_or("", String::as_str);
            NewEvent::tool_result(&call.event_id, said, false)
        };
        let mut results = vec![result(call)];
        let mut ahead = Vec::new();
        let answered = |next: &&ToolCall| next.name == DELEGATE && words.contains_key(&session_of(next));
        for next in turn.waiting_calls().take_while(answered).filter(|_| !self.engine.inner.pace.is_watched()) {
            let result = result(next);
            ahead.push((next.event_id.clone(), result.body.clone()));
            results.push(result);
        }
        (results, ahead)
    }

    async fn page(&self, at: &At, input: &Value) -> Result<Said, Stop> {
        let named = || input["session_id"].as_str().unwrap_or_default().to_owned();
        let session_id = at.reads.clone().unwrap_or_else(named);
        if !self.dream.session_ids.contains(&session_id) {
            return Ok(Said::wrong(READ_TRANSCRIPT, format!("{session_id:?} is not one of the dream's sessions")));
        }
        let transcript = self.transcript(&session_id).await?;
        let pages = transcript.pages.len();
        let asked = input["page"].as_u64().and_then(|page| usize::try_from(page).ok()).filter(|page| *page >= 1);
        let Some(range) = asked.and_then(|page| transcript.pages.get(page - 1)) else {
            return Ok(Said::wrong(READ_TRANSCRIPT, format!("page must be a whole number from 1 to {pages}")));
        };
        let utterances = &transcript.utterances[range.clone()];
        let title = transcript.title.as_deref();
        Ok(Said::fine(transcript::write_page(&session_id, title, asked.unwrap_or(1), pages, utterances)))
    }

    /// Takes findings in, if each says truly where it comes from.
    async fn report(&self, at: &At, input: &Value) -> Result<Said, Stop> {
        let session_id = at.reads.clone().unwrap_or_default();
        let transcript = self.transcript(&session_id).await?;
        let findings = match quoted::findings(input, &session_id, &transcript.utterances, &self.notes) {
            Ok(findings) => findings,
            Err(why) => return Ok(Said::wrong(REPORT_FINDINGS, why)),
        };
        self.breathe().await?;
        for (at, finding) in findings.iter().enumerate() {
            if let Err(why) = check_sources(finding, &session_id, &transcript) {
                return Ok(Said::wrong(REPORT_FINDINGS, format!("findings[{at}]: {why}")));
            }
        }
        self.take_past_reports(&session_id).await?;
        let said = Said::fine(format!("noted {} findings", findings.len()));
        let mut reported = self.reported.borrow_mut();
        let taken = reported.entry(session_id).or_default();
        taken.findings.extend(findings);
        taken.pages.extend(input["page"].as_u64());
        Ok(said)
    }

    /// One page of what the rules propose, as a model reads it.
    async fn propose(&self, input: &Value) -> Result<Said, Stop> {
        Ok(match self.proposal(CONSOLIDATE, input).await? {
            Ok(page) => Said::fine(page.told().to_string()),
            Err(said) => said,
        })
    }

    async fn proposal(&self, tool: &str, input: &Value) -> Result<Result<Proposed, Said>, Stop> {
        let plan = self.plan().await?;
        let root = self.session.resources.last().map(|resource| resource.mount_path.clone()).unwrap_or_default();
        let before = by_path(&self.notes.files);
        let limit = self.engine.limits().consolidate_page_bytes;
        let mut pages: Vec<Vec<&NoteFile>> = vec![Vec::new()];
        let mut bytes = 0;
        let changed = |file: &&NoteFile| before.get(file.path.as_str()) != Some(&file.content.as_str());
        for file in plan.files.iter().filter(changed) {
            if bytes > 0 && bytes + file.content.len() > limit {
                pages.push(Vec::new());
                bytes = 0;
            }
            bytes += file.content.len();
            if let Some(page) = pages.last_mut() {
                page.push(file);
            }
        }
        let count = pages.len();
        let asked = input["page"].as_u64().and_then(|page| usize::try_from(page).ok());
        let Some(page) = asked.filter(|page| (1..=count).contains(page)) else {
            return Ok(Err(Said::wrong(tool, format!("page must be a whole number from 1 to {count}"))));
        };
        let mut remove = Vec::new();
        if page == count {
            let after = by_path(&plan.files);
            let gone = self.notes.files.iter().filter(|file| !after.contains_key(file.path.as_str()));
            remove.extend(gone.map(|file| format!("{root}{}", file.path)));
        }
        let write = |file: &&NoteFile| json!({ "file_path": format!("{root}{}", file.path), "content": file.content });
        let files = pages[page - 1].iter().map(write).collect();
        Ok(Ok(Proposed { page, pages: count, summary: summary(&plan), files, remove }))
    }

    /// What consolidation makes of the store and every finding. Others are let in between its steps.
    pub(super) async fn plan(&self) -> Result<Rc<Plan>, Stop> {
        if let Some(plan) = self.plan.borrow().clone() {
            return Ok(plan);
        }
        let reports = self.reports().await?;
        let settings = Settings {
            max_file_bytes: self.engine.limits().dream_file_bytes.min(self.engine.limits().memory_bytes),
            max_files: self.engine.limits().memories_per_store,
        };
        let mut work = Consolidation::new(self.notes.clone(), reports, self.dream.instructions.as_deref(), settings);
        while !work.step() {
            self.breathe().await?;
        }
        let plan = Rc::new(work.finish());
        *self.plan.borrow_mut() = Some(plan.clone());
        Ok(plan)
    }

    /// Every reader's findings, each with when it was said.
    async fn reports(&self) -> Result<Vec<Reported>, Stop> {
        let sessions: Vec<String> = self.threads.borrow().keys().cloned().collect();
        let mut reports = Vec::new();
        for session_id in sessions {
            self.take_past_reports(&session_id).await?;
            let transcript = self.transcript(&session_id).await?;
            let said = transcript.utterances.iter().map(|said| (said.event_id.clone(), said.said.clone()));
            let said = sort::map(said);
            let findings = self.reported.borrow().get(&session_id).map(|taken| taken.findings.clone());
            reports.push(Reported { session_id, findings: findings.unwrap_or_default(), said });
            self.breathe().await?;
        }
        Ok(reports)
    }

    /// Takes in what a reader had reported before this tab took the dream up: it stands in the events of its thread.
    pub(super) async fn take_past_reports(&self, session_id: &str) -> Result<(), Stop> {
        let Some(thread_id) = self.threads.borrow().get(session_id).map(|thread| thread.id.clone()) else {
            return Ok(());
        };
        if self.reported.borrow().contains_key(session_id) {
            return Ok(());
        }
        let events = self.past_of(&thread_id);
        let heard = |record: &&EventRecord| {
            let answer = events.iter().find(|answer| answer.event["tool_use_id"] == record.id());
            answer.is_some_and(|answer| answer.event["is_error"] != true)
        };
        let calls = events.iter().filter(|record| record.kind() == "agent.tool_use").filter(heard);
        let mut taken = Taken::default();
        for record in calls.filter(|record| record.event["name"] == REPORT_FINDINGS) {
            let input = &record.event["input"];
            let transcript = self.transcript(session_id).await?;
            let findings = quoted::findings(input, session_id, &transcript.utterances, &self.notes);
            taken.findings.extend(findings.unwrap_or_default());
            taken.pages.extend(input["page"].as_u64());
            self.breathe().await?;
        }
        self.reported.borrow_mut().entry(session_id.to_owned()).or_insert(taken);
        Ok(())
    }

    /// A past session's transcript, cut into pages.
    pub(super) async fn transcript(&self, session_id: &str) -> Result<Rc<Transcript>, Stop> {
        if let Some(known) = self.transcripts.borrow().get(session_id) {
            return Ok(known.clone());
        }
        let session: Option<Session> = self.engine.get(Table::Sessions, key![session_id]).await?;
        let Some(session) = session else {
            let message = format!("The session {session_id} was deleted while the dream ran.");
            return Err(Stop::failed("input_session_unavailable", message));
        };
        let utterances = self.engine.utterances(&session).await.map_err(|error| match error.code() {
            Code::InvalidRequest => Stop::failed("input_session_unavailable", error.to_string()),
            _ => Stop::Storage(error),
        })?;
        let pages = transcript::pages(&utterances, self.engine.limits().transcript_page_bytes);
        let transcript = Rc::new(Transcript { title: session.title, utterances, pages });
        self.transcripts.borrow_mut().insert(session_id.to_owned(), transcript.clone());
        Ok(transcript)
    }
}

/// A call, and the steps in which it is carried out.
struct Asked {
    call: ToolCall,
    steps: Vec<ToolCall>,
}

/// At most so many calls that change files are kept together, and so many bytes of their texts: others are to wait for no more.
const TOGETHER: usize = 16;
const TOGETHER_BYTES: usize = 16 << 10;

fn written_bytes(call: &ToolCall) -> usize {
    call.input["content"].as_str().map_or(0, str::len)
}

/// One page of what the rules propose.
struct Proposed {
    page: usize,
    pages: usize,
    summary: String,
    /// `{ file_path, content }`.
    files: Vec<Value>,
    remove: Vec<String>,
}

impl Proposed {
    fn told(&self) -> Value {
        json!({ "page": self.page, "pages": self.pages, "summary": self.summary, "files": self.files, "remove": self.remove })
    }

    /// What bringing it into the output store takes.
    fn calls(&self, asked: &ToolCall) -> Vec<ToolCall> {
        let step =
            |name: &str, input: Value| ToolCall { event_id: asked.event_id.clone(), name: name.to_owned(), input };
        let writes = self.files.iter().map(|file| step("write", file.clone()));
        let removes = self.remove.iter().map(|path| step(REMOVE, json!({ "file_path": path })));
        writes.chain(removes).collect()
    }
}

/// Why a dream does not write on into a store that is not its own.
pub(super) fn changed_by_another() -> Stop {
    Stop::failed(
        "input_memory_store_unavailable",
        "Somebody else changed the memory store while the dream wrote into it. Their change is kept; dream again.",
    )
}

fn by_path(files: &[NoteFile]) -> BTreeMap<&str, &str> {
    sort::map(files.iter().map(|file| (file.path.as_str(), file.content.as_str())))
}

/// What the plan does, in a sentence.
fn summary(plan: &Plan) -> String {
    let mut counted = BTreeMap::<String, usize>::new();
    for row in &plan.claims {
        let verdict = crate::store::decide::record(&row.verdict);
        *counted.entry(verdict.as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    let counts: Vec<String> = counted.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
    format!(
        "Of {} lines: {}; {} added from the sessions; {} files.",
        plan.claims.len(),
        if counts.is_empty() { "none".to_owned() } else { counts.join(", ") },
        plan.added.len(),
        plan.files.len()
    )
}

fn on_store(working: &mut Working, mounts: &[Mount], call: &ToolCall, session_id: &str, env: &mut Env<'_>) -> Said {
    if call.name == REMOVE {
        let path = call.input["file_path"].as_str().unwrap_or_default();
        return match remove(working, mounts, path, session_id, env) {
            Ok(()) => Said::fine(format!("removed {path}")),
            Err(error) => Said::wrong(REMOVE, error),
        };
    }
    let mut scratch = Default::default();
    let mut sandbox = Sandbox {
        mounts,
        drafts: &mut working.drafts,
        scratch: &mut scratch,
        cx: env.context(Actor::session(session_id)),
    };
    let output = tools::run(&call.name, &call.input, &mut sandbox);
    Said { text: output.text, is_error: output.is_error }
}

fn remove(working: &mut Working, mounts: &[Mount], path: &str, session_id: &str, env: &mut Env<'_>) -> Result<()> {
    let writable = mounts.iter().filter(|mount| mount.access == crate::domain::session::Access::ReadWrite);
    let place = writable.filter_map(|mount| Some((mount, path.strip_prefix(&mount.path)?))).next();
    let (mount, rest) = place.ok_or_else(|| Error::invalid("file_path", "is not in the output store"))?;
    let draft = working.store(&mount.memory_store_id)?;
    let memory = draft.snapshot.at(rest).cloned().ok_or_else(|| Error::not_found("file", path))?;
    draft.delete_memory(&mut env.context(Actor::session(session_id)), &memory.id, None)
}

/// Every source is a span of an utterance of this session, or a line of the store.
fn check_sources(finding: &Finding, session_id: &str, transcript: &Transcript) -> Result<(), String> {
    if finding.sources.is_empty() {
        return Err("has no source".to_owned());
    }
    for source in &finding.sources {
        let Source::Session { session_id: named, event_id, start, end } = source else { continue };
        if named != session_id {
            return Err(format!("{named} is another session; you read {session_id}"));
        }
        let utterance = transcript.utterances.iter().find(|utterance| utterance.event_id == *event_id);
        let utterance = utterance.ok_or_else(|| format!("{event_id} is not an event of the transcript"))?;
        let length = utterance.text.encode_utf16().count() as u32;
        if start >= end || *end > length {
            return Err(format!(
                "the span {start} to {end} is not within the text of {event_id}, which has {length} units"
            ));
        }
    }
    Ok(())
}

/// The session that a call sets a reader to.
fn session_of(call: &ToolCall) -> String {
    call.input["session_id"].as_str().unwrap_or_default().to_owned()
}
