//! A dream's end: the checks, the report, and the last commit, after which nothing of it is written again.

use serde_json::{Value, json};

use super::{Run, Stop, begin::store_sha256, tools::changed_by_another};
use crate::{
    domain::{
        Actor, Code, Error, MemoryVersion, Query, Result, Table,
        dream::{Dream, DreamError, DreamStatus, ReportRecord},
        event::{EventRecord, NewEvent, StopReason},
        key,
        session::{Status, Thread, Usage},
    },
    dream::{Check, NoteFile, Plan, Verification},
    engine::{Engine, Need, load::decode},
    store::{Snapshot, decide::record},
};

/// Rows of a report that are put together at once.
const ROWS: usize = 64;

impl Engine {
    /// Ends a dream that cannot go on.
    pub(super) async fn end_dream(&self, id: &str, error: DreamError) -> Result<()> {
        let (id, dream_key) = (id.to_owned(), key![id]);
        self.commit(Need::nothing().and_record(Table::Dreams, dream_key.clone()), move |working, env| {
            let dream: Option<Dream> = working.record(Table::Dreams, &dream_key)?;
            let mut dream = dream.ok_or_else(|| Error::not_found("dream", &id))?;
            if !dream.status.is_final() {
                let base = dream.revision;
                dream.end(DreamStatus::Failed, Some(error.clone()), env.now);
                dream.revision += 1;
                working.put_record(Table::Dreams, dream_key.clone(), record(&dream), Some(base));
            }
            Ok(())
        })
        .await
    }

    /// Closes what an ended dream left open: its threads, its session, its hold on a store.
    pub(super) async fn settle_dream(&self, dream: &Dream) -> Result<()> {
        let dream_key = key![dream.id.as_str()];
        let mut need = Need::nothing().and_record(Table::Dreams, dream_key.clone());
        if dream.updates_existing {
            need = need.and_store(&dream.memory_store_id);
        }
        let (mut events, mut threads) = (Vec::new(), Vec::<Thread>::new());
        if let Some(session_id) = &dream.session_id {
            need.session = Some(session_id.clone());
            events = self.events(session_id).await?;
            threads = self.reader_threads(session_id).await?.into_values().collect();
        }
        let (session_id, failed) = (dream.session_id.clone(), dream.status == DreamStatus::Failed);
        let why = dream.error.as_ref().map(|error| error.message.clone()).unwrap_or_default();
        self.commit(need, move |working, env| {
            let dream: Option<Dream> = working.record(Table::Dreams, &dream_key)?;
            let Some(mut dream) = dream.filter(|dream| !dream.stopped) else { return Ok(()) };
            // The session may have been deleted; then there is nothing of it to close.
            if let Some(draft) = session_id.as_ref().and_then(|id| working.session(id).ok()) {
                let primary = draft.session.thread_id.clone();
                for mut thread in threads.iter().cloned() {
                    for event in left_open(&events, &thread.id) {
                        draft.emit_on(&thread.id, event, env.now, env.ids);
                    }
                    let Some(run) = thread.run.as_mut().filter(|run| run.status.is_active()) else { continue };
                    run.status = Status::Idle;
                    run.active_ms +=
                        run.running_since.take().map_or(0, |since| (env.now.ms() - since.ms()).max(0) as u64);
                    run.updated_at = env.now;
                    let idle = NewEvent::thread_idle(&thread.id, &run.agent_name, StopReason::EndTurn);
                    draft.emit_on(&thread.id, idle.clone(), env.now, env.ids);
                    draft.emit(idle, env.now, env.ids);
                    draft.put_thread(&thread);
                }
                for event in left_open(&events, &primary) {
                    draft.emit(event, env.now, env.ids);
                }
                if failed {
                    draft.emit(NewEvent::error("unknown_error", &why, "terminal"), env.now, env.ids);
                }
                close(draft, if failed { StopReason::RetriesExhausted } else { StopReason::EndTurn }, env);
            }
            if dream.updates_existing
                && let Ok(draft) = working.store(&dream.memory_store_id)
            {
                draft.hold(None);
            }
            let base = dream.revision;
            dream.stopped = true;
            dream.revision += 1;
            working.put_record(Table::Dreams, dream_key.clone(), record(&dream), Some(base));
            Ok(())
        })
        .await
    }
}

fn close(draft: &mut crate::agent::SessionDraft, reason: StopReason, env: &mut crate::engine::Env<'_>) {
    draft.emit(NewEvent::idle(reason), env.now, env.ids);
    draft.set_status(Status::Idle, env.now);
    draft.session.archived_at = Some(env.now);
}

/// Results for the calls of a thread that have none, and ends for its open requests.
fn left_open(events: &[EventRecord], thread_id: &str) -> Vec<NewEvent> {
    let own: Vec<&EventRecord> = events.iter().filter(|record| record.thread_id == thread_id).collect();
    let names = |field: &str, id: &str| own.iter().any(|record| record.event[field] == id);
    let mut closing = Vec::new();
    for record in &own {
        match record.kind() {
            "agent.tool_use" if !names("tool_use_id", record.id()) => {
                let name = record.event["name"].as_str().unwrap_or_default();
                let text = format!("{name}: the dream ended before this call had a result; nothing was changed");
                closing.push(NewEvent::tool_result(record.id(), &text, true));
            }
            "span.model_request_start" if !names("model_request_start_id", record.id()) => {
                closing.push(NewEvent::request_end(record.id(), Usage::default(), true));
            }
            _ => {}
        }
    }
    closing
}

impl Run<'_> {
    /// Every check of the output: those of the rules, that each session was read whole, that the input is untouched.
    pub(super) async fn checks(&self, plan: &Plan) -> Result<Vec<Check>, Stop> {
        let output = self.engine.snapshot(self.output_store_id()).await?;
        let known = self.checked.borrow().clone().filter(|(revision, _)| *revision == output.revision());
        let mut checks = match known {
            Some((_, checks)) => checks,
            None => {
                let files = files(&output);
                let mut verification = Verification::new(&self.notes, plan, &files);
                while !verification.step() {
                    self.breathe().await?;
                }
                let mut checks = verification.finish();
                checks.push(self.all_read().await?);
                *self.checked.borrow_mut() = Some((output.revision(), checks.clone()));
                checks
            }
        };
        if !self.dream.updates_existing {
            checks.push(self.input_untouched().await?);
        }
        Ok(checks)
    }

    /// What others do to their own store is no fault of the dream's; a version of the dream's own session would be.
    async fn input_untouched(&self) -> Result<Check, Stop> {
        let id = self.dream.memory_store_id.as_str();
        let input = self.engine.snapshot(id).await;
        let same = input.as_ref().is_ok_and(|input| store_sha256(input) == self.input.sha256);
        let (passed, detail) = match &input {
            Ok(input) if same => (true, format!("revision {}, the same contents as before", input.revision())),
            Ok(_) => {
                let own = Actor::session(&self.session.id);
                let rows = self.engine.read_one(Query::all(Table::Versions, key![id])).await?;
                let versions = rows.into_iter().map(decode).collect::<Result<Vec<MemoryVersion>>>()?;
                let written = versions.iter().filter(|version| version.created_by == own).count();
                (written == 0, format!("it was changed while the dream ran; {written} of its versions are the dream's"))
            }
            Err(error) if error.code() == Code::NotFound => {
                (true, "somebody else deleted it while the dream ran".to_owned())
            }
            Err(error) => return Err(error.clone().into()),
        };
        Ok(Check { name: "input store untouched by the dream".into(), passed, detail })
    }

    /// Whether every version since the beginning is the dream's own.
    async fn alone_in_output(&self) -> Result<bool, Stop> {
        let output = self.engine.snapshot(self.output_store_id()).await?;
        let dream: Option<Dream> = self.engine.get(Table::Dreams, key![self.dream.id.as_str()]).await?;
        Ok(dream.is_some_and(|dream| output.seq == self.input.base_seq + dream.written))
    }

    async fn all_read(&self) -> Result<Check, Stop> {
        let mut unread = Vec::new();
        let mut read = 0;
        for session_id in &self.dream.session_ids {
            let whole = self.unreported(session_id).await?.is_empty();
            read += usize::from(whole);
            if !whole {
                unread.push(session_id.as_str());
            }
            self.breathe().await?;
        }
        let detail = match unread.as_slice() {
            [] => format!("{read} of {read} sessions, every page reported on"),
            unread => format!("not read whole: {}", unread.join(", ")),
        };
        Ok(Check { name: "every session read whole".into(), passed: unread.is_empty(), detail })
    }

    /// The pages of a session's transcript that its reader has not reported on.
    pub(super) async fn unreported(&self, session_id: &str) -> Result<Vec<u64>, Stop> {
        self.take_past_reports(session_id).await?;
        let pages = self.transcript(session_id).await?.pages.len() as u64;
        let reported = self.reported.borrow();
        let known = reported.get(session_id).map(|taken| &taken.pages);
        Ok((1..=pages).filter(|page| known.is_none_or(|known| !known.contains(page))).collect())
    }

    /// The final checks and the report; the dream is completed, or fails if a check does.
    pub(super) async fn finish(&self) -> Result<(), Stop> {
        self.stage.set("verify");
        let begun = self.engine.monotonic_ms();
        let plan = self.plan().await?;
        if self.dream.updates_existing && !self.alone_in_output().await? {
            return Err(changed_by_another());
        }
        let checks = self.checks(&plan).await?;
        let after = self.engine.snapshot(&self.dream.memory_store_id).await.ok();
        self.worked_since(begun);
        let failed: Vec<&str> = checks.iter().filter(|check| !check.passed).map(|check| check.name.as_str()).collect();
        let error = (!failed.is_empty()).then(|| {
            let message = format!(
                "The output did not pass verification: {}. The report says what is wrong; the output store keeps what was written.",
                failed.join(", ")
            );
            DreamError::new("internal_error", message)
        });
        let report = self.report_of(&plan, &checks, after.as_deref()).await?;
        let own = self.session.id.clone();
        let mut need = Need::nothing();
        if self.dream.updates_existing {
            need = need.and_store(&self.dream.memory_store_id);
        }
        self.change(need, move |working, dream, env| {
            match &error {
                None => dream.end(DreamStatus::Completed, None, env.now),
                Some(error) => dream.end(DreamStatus::Failed, Some(error.clone()), env.now),
            }
            dream.stopped = true;
            if dream.updates_existing
                && let Ok(draft) = working.store(&dream.memory_store_id)
            {
                draft.hold(None);
            }
            let draft = working.session(&own)?;
            if let Some(error) = &error {
                draft.emit(NewEvent::error("unknown_error", &error.message, "terminal"), env.now, env.ids);
            }
            let reason = if error.is_none() { StopReason::EndTurn } else { StopReason::RetriesExhausted };
            close(draft, reason, env);
            let mut kept = report.clone();
            kept["report"]["stages"] = record(&dream.stages);
            working.add(Table::Reports, kept);
            Ok(())
        })
        .await
    }

    /// The record of the report; its long lists are put together bit by bit.
    async fn report_of(&self, plan: &Plan, checks: &[Check], after: Option<&Snapshot>) -> Result<Value, Stop> {
        let kept = ReportRecord { id: self.dream.id.clone(), report: Value::Null, revision: 1 };
        let mut kept = record(&kept);
        kept["report"] = json!({
            "type": "dream_report", "dream_id": self.dream.id, "model_ran": self.served.borrow().name(),
            "input": {
                "memory_store_id": self.dream.memory_store_id,
                "revision_before": self.input.revision, "sha256_before": self.input.sha256,
                "revision_after": after.map(Snapshot::revision), "sha256_after": after.map(store_sha256),
            },
            "claims": [], "added": [], "files": plan.changes, "instructions": plan.followed,
            "checks": checks, "stages": [],
        });
        let mut claims = Vec::with_capacity(plan.claims.len());
        for rows in plan.claims.chunks(ROWS) {
            claims.extend(rows.iter().map(record));
            self.breathe().await?;
        }
        let mut added = Vec::with_capacity(plan.added.len());
        for rows in plan.added.chunks(ROWS) {
            added.extend(rows.iter().map(record));
            self.breathe().await?;
        }
        kept["report"]["claims"] = Value::Array(claims);
        kept["report"]["added"] = Value::Array(added);
        Ok(kept)
    }
}

fn files(snapshot: &Snapshot) -> Vec<NoteFile> {
    let memories = snapshot.memories();
    memories.map(|memory| NoteFile { path: memory.path.clone(), content: memory.content.clone() }).collect()
}
