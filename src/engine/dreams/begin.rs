//! A dream's first steps: the inputs are checked, and the dream gets an output store and a session of its own, in one commit. Then the
//! input store, as it was at that moment, is copied into the output store, some files a commit: others are to wait for no more.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt::Display,
};

use serde_json::Value;

use crate::{
    agent::SessionDraft,
    domain::{
        Actor, Limits, MemoryPath, Prefix, Query, Result, Table,
        dream::{Dream, DreamError, DreamInput, DreamStatus},
        event::NewEvent,
        key,
        memory::sha256_hex,
        session::{Access, Mounted, Session, Status, Usage},
        store::slug,
    },
    dream::{
        NoteFile,
        agents::{self, ToRead},
    },
    engine::{Engine, Env, Need, Working, load::decode},
    store::{Draft, Snapshot},
};

/// The longest name of a store.
const NAME_MAX: usize = 255;
/// Files that are copied in one commit.
const COPIED_AT_ONCE: usize = 24;

impl Engine {
    /// Begins a pending dream, or ends it where its inputs are not there.
    pub(super) async fn begin_dream(&self, dream: &Dream) -> Result<()> {
        let queries = dream.session_ids.iter().map(|id| Query::Get(Table::Sessions, key![id.as_str()])).collect();
        let mut sessions = Vec::new();
        for (id, rows) in dream.session_ids.iter().zip(self.read(queries).await?) {
            match rows.into_iter().next() {
                Some(row) => sessions.push(decode::<Session>(row)?),
                None => {
                    let message = format!("The session {id} was deleted before the dream began.");
                    return self.end_dream(&dream.id, DreamError::new("input_session_unavailable", message)).await;
                }
            }
        }
        if !dream.updates_existing && !self.has_room_for_store().await? {
            let message = format!(
                "The workspace holds {} memory stores, which is its limit. Delete one, then dream again.",
                self.limits().memory_stores
            );
            let error = DreamError::new("memory_store_org_limit_exceeded", message);
            return self.end_dream(&dream.id, error).await;
        }
        let (dream_key, time_zone) = (key![dream.id.as_str()], self.time_zone());
        let need = Need::store(&dream.memory_store_id).and_record(Table::Dreams, dream_key.clone());
        self.commit(need, move |working, env| {
            let dream: Option<Dream> = working.record(Table::Dreams, &dream_key)?;
            let Some(mut dream) = dream.filter(|dream| dream.status == DreamStatus::Pending) else { return Ok(()) };
            let base = dream.revision;
            match check_input(working, &dream, env.limits) {
                Ok(()) => begin(working, &mut dream, &sessions, &time_zone, env)?,
                Err(error) => dream.end(DreamStatus::Failed, Some(error), env.now),
            }
            dream.revision += 1;
            working.put_record(Table::Dreams, dream_key.clone(), crate::store::decide::record(&dream), Some(base));
            Ok(())
        })
        .await
    }
}

impl Engine {
    /// Copies what of the input is not in the output store yet, in order of path.
    pub(super) async fn copy_input(&self, dream: &Dream) -> Result<()> {
        let Some(input) = &dream.input else { return Ok(()) };
        let Some(seq) = input.copied_from else { return Ok(()) };
        let output = input.base_store_id.clone();
        let mut files = VecDeque::from(self.notes_at(&dream.memory_store_id, seq).await?);
        let hashes = files.iter().map(|file| (sha256_hex(&file.content), file.path.as_str()));
        if sha256_of(hashes) != input.sha256 {
            let message =
                "The memory store was deleted, or what it held was redacted, before it was copied whole. Dream again.";
            return self.end_dream(&dream.id, DreamError::new("input_memory_store_unavailable", message)).await;
        }
        let copied = self.snapshot(&output).await?;
        files.retain(|file| copied.at(&file.path).is_none());
        drop(copied);
        loop {
            let some: Vec<NoteFile> = files.drain(..files.len().min(COPIED_AT_ONCE)).collect();
            let last = files.is_empty();
            if self.copy_some(dream, &output, some, last).await? || last {
                return Ok(());
            }
            self.breathe().await;
        }
    }

    /// Copies some files; true where the dream does not go on.
    async fn copy_some(&self, dream: &Dream, output: &str, files: Vec<NoteFile>, last: bool) -> Result<bool> {
        let (dream_key, output) = (key![dream.id.as_str()], output.to_owned());
        let mut need = Need::store(&output).and_record(Table::Dreams, dream_key.clone());
        need.of_long_work = true;
        self.commit(need, move |working, env| {
            let dream: Option<Dream> = working.record(Table::Dreams, &dream_key)?;
            let Some(mut dream) = dream.filter(|dream| dream.status == DreamStatus::Running) else { return Ok(true) };
            let Some(session_id) = dream.session_id.clone() else { return Ok(true) };
            let draft = working.store(&output)?;
            for file in &files {
                let path = MemoryPath::parse("path", &file.path)?;
                draft.create_memory(&mut env.context(Actor::session(&session_id)), &path, file.content.clone())?;
            }
            let seq = draft.snapshot.seq;
            if let Some(input) = &mut dream.input {
                input.base_seq = seq;
                input.copied_from = input.copied_from.filter(|_| !last);
            }
            let base = dream.revision;
            dream.revision += 1;
            working.put_record(Table::Dreams, dream_key.clone(), crate::store::decide::record(&dream), Some(base));
            Ok(false)
        })
        .await
    }
}

fn check_input(working: &mut Working, dream: &Dream, limits: &Limits) -> Result<(), DreamError> {
    let unavailable = |why: &str| {
        let message = format!("The memory store {} {why}.", dream.memory_store_id);
        DreamError::new("input_memory_store_unavailable", message)
    };
    let draft = working.store(&dream.memory_store_id).map_err(|_| unavailable("was deleted before the dream began"))?;
    if draft.snapshot.store.archived_at.is_some() {
        return Err(unavailable("was archived before the dream began"));
    }
    let bytes: u64 = draft.snapshot.memories().map(|memory| memory.content_size_bytes).sum();
    if bytes > limits.dream_input_bytes as u64 {
        let message = format!(
            "The memory store holds {bytes} bytes; a dream takes on {}. Split the store, or delete what is not needed.",
            limits.dream_input_bytes
        );
        return Err(DreamError::new("input_memory_store_too_large", message));
    }
    Ok(())
}

fn begin(
    working: &mut Working,
    dream: &mut Dream,
    sessions: &[Session],
    time_zone: &str,
    env: &mut Env<'_>,
) -> Result<()> {
    let input = working.store(&dream.memory_store_id)?.snapshot.clone();
    let session_id = env.ids.next(Prefix::Session, env.now);
    let output = (!dream.updates_existing).then(|| empty_copy(&input, &session_id, env));
    let mut resources = vec![mounted(&input, if output.is_some() { Access::ReadOnly } else { Access::ReadWrite })];
    let (base_store_id, base_seq, copied_from) = match &output {
        Some(output) => {
            resources.push(mounted(&output.snapshot, Access::ReadWrite));
            (output.snapshot.store.id.clone(), 0, Some(input.seq))
        }
        None => (input.store.id.clone(), input.seq, None),
    };
    dream.input = Some(DreamInput {
        revision: input.revision(),
        sha256: store_sha256(&input),
        base_store_id: base_store_id.clone(),
        base_seq,
        copied_from,
    });
    let mounts: Vec<String> = resources.iter().map(|resource| resource.mount_path.clone()).collect();
    let to_read: Vec<ToRead<'_>> = sessions
        .iter()
        .map(|session| ToRead { session_id: &session.id, title: session.title.as_deref(), events: session.last_seq })
        .collect();
    let task = agents::orchestrator_task(
        &mounts[0],
        mounts.last().map_or("", String::as_str),
        &to_read,
        dream.instructions.as_deref(),
    );
    let mut agent = dream.agent.clone();
    agent["name"] = agents::ORCHESTRATOR.into();
    agent["model"] = dream.model.clone();
    agent["tools"] = Value::Array(Vec::new());
    let mut draft = SessionDraft::create(Session {
        id: session_id.clone(),
        title: Some(format!("Dream of {}", input.store.name)),
        agent,
        environment_id: dream.environment_id.clone(),
        resources,
        metadata: Default::default(),
        status: Status::Idle,
        usage: Usage::default(),
        time_zone: time_zone.to_owned(),
        created_at: env.now,
        updated_at: env.now,
        archived_at: None,
        thread_id: env.ids.next(Prefix::Thread, env.now),
        last_seq: 0,
        last_processed_at: None,
        queue: Vec::new(),
        active_ms: 0,
        running_since: None,
        turns: 0,
        dream_id: Some(dream.id.clone()),
        budget_cents: None,
        scratch: BTreeMap::new(),
        shell: None,
        revision: 1,
    });
    draft.set_status(Status::Running, env.now);
    draft.emit(NewEvent::user_message(&task), env.now, env.ids);
    draft.emit(NewEvent::running(), env.now, env.ids);
    working.sessions.insert(session_id.clone(), draft);
    if let Some(output) = output {
        working.drafts.insert(base_store_id.clone(), output);
    }
    dream.status = DreamStatus::Running;
    dream.session_id = Some(session_id);
    dream.output_store_id = Some(base_store_id);
    Ok(())
}

/// A new store, named after the input.
fn empty_copy(input: &Snapshot, session_id: &str, env: &mut Env<'_>) -> Draft {
    let store = &input.store;
    let mut cx = env.context(Actor::session(session_id));
    Draft::create(&mut cx, next_name(&store.name), store.description.clone(), store.metadata.clone())
}

/// `notes` becomes `notes (dream 1)`, and that `notes (dream 2)`.
fn next_name(name: &str) -> String {
    let numbered = name.strip_suffix(')').and_then(|rest| {
        let (base, number) = rest.rsplit_once(" (dream ")?;
        Some((base, number.parse::<u32>().ok()?))
    });
    let (base, number) = numbered.unwrap_or((name, 0));
    let suffix = format!(" (dream {})", number.saturating_add(1));
    let base: String = base.chars().take(NAME_MAX - suffix.len()).collect();
    base + &suffix
}

fn mounted(snapshot: &Snapshot, access: Access) -> Mounted {
    let store = &snapshot.store;
    Mounted {
        memory_store_id: store.id.clone(),
        access,
        instructions: None,
        name: store.name.clone(),
        description: store.description.clone(),
        mount_path: format!("/mnt/memory/{}", slug(&store.name)),
    }
}

/// One hash of everything that a store holds: of its paths and their contents' hashes, in order of path.
pub(super) fn store_sha256(snapshot: &Snapshot) -> String {
    sha256_of(snapshot.memories().map(|memory| (memory.content_sha256.as_str(), memory.path.as_str())))
}

fn sha256_of<'p>(files: impl Iterator<Item = (impl Display, &'p str)>) -> String {
    sha256_hex(&files.map(|(content, path)| format!("{content} {path}\n")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dream_of_a_dream_counts_on() {
        assert_eq!(next_name("cwc_memory"), "cwc_memory (dream 1)");
        assert_eq!(next_name("cwc_memory (dream 1)"), "cwc_memory (dream 2)");
        assert_eq!(next_name("a (dream x)"), "a (dream x) (dream 1)");
        assert_eq!(next_name(&"é".repeat(255)).chars().count(), 255);
    }
}
