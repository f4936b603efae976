//! A session under change: the working copy, and the records that bring storage to it.

use serde_json::Value;

use crate::{
    domain::{
        IdSource, Prefix, Table, Time, Write,
        event::{EventRecord, NewEvent},
        session::{Queued, Session, Status, Thread},
    },
    store::decide::record,
};

/// The session, and what has been said and done in this change.
#[derive(Debug)]
pub struct SessionDraft {
    pub session: Session,
    /// Revision that storage holds; `None` for a session that is new.
    pub base_revision: Option<u64>,
    pub writes: Vec<Write>,
    /// Processed events of this change, for streams. A deletion's event is not kept and has number 0.
    pub emitted: Vec<EventRecord>,
    /// Number of the newest event before this change.
    pub base_seq: u64,
    pub deleted: bool,
    changed: bool,
}

impl SessionDraft {
    pub fn loaded(session: Session) -> Self {
        let base_revision = Some(session.revision);
        let base_seq = session.last_seq;
        Self {
            session,
            base_revision,
            writes: Vec::new(),
            emitted: Vec::new(),
            base_seq,
            deleted: false,
            changed: false,
        }
    }

    pub fn create(session: Session) -> Self {
        let thread = Thread {
            session_id: session.id.clone(),
            id: session.thread_id.clone(),
            parent_thread_id: None,
            created_at: session.created_at,
            archived_at: None,
            run: None,
        };
        let writes = vec![Write::Add(Table::Threads, record(&thread))];
        Self { session, base_revision: None, writes, emitted: Vec::new(), base_seq: 0, deleted: false, changed: true }
    }

    /// Appends an event that happens now; its id is given back.
    pub fn emit(&mut self, event: NewEvent, now: Time, ids: &mut IdSource) -> String {
        let thread_id = self.session.thread_id.clone();
        self.emit_on(&thread_id, event, now, ids)
    }

    /// The same on a thread of the session.
    pub fn emit_on(&mut self, thread_id: &str, event: NewEvent, now: Time, ids: &mut IdSource) -> String {
        let at = self.next_moment(now);
        self.push_processed(thread_id, event.finish(ids.next(Prefix::Event, now), Some(at)), at)
    }

    /// Adds a sub-agent's thread.
    pub fn add_thread(&mut self, thread: &Thread) {
        self.writes.push(Write::Add(Table::Threads, record(thread)));
        self.changed = true;
    }

    /// Keeps a sub-agent's thread as it is now.
    pub fn put_thread(&mut self, thread: &Thread) {
        self.writes.push(Write::Put(Table::Threads, record(thread)));
        self.changed = true;
    }

    /// Appends an event that has happened at a time of its own, as an import brings them.
    pub fn emit_at(&mut self, event: NewEvent, at: Time, ids: &mut IdSource) -> String {
        let thread_id = self.session.thread_id.clone();
        self.push_processed(&thread_id, event.finish(ids.next(Prefix::Event, at), Some(at)), at)
    }

    /// Appends an event that waits for the session's runner.
    pub fn queue(&mut self, event: NewEvent, now: Time, ids: &mut IdSource) -> Value {
        let event = event.finish(ids.next(Prefix::Event, now), None);
        let thread_id = self.session.thread_id.clone();
        let seq = self.append(&thread_id, event.clone()).seq;
        let kind = event.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.session.queue.push(Queued { seq, kind });
        event
    }

    /// Takes a waiting event up: it gets its time, and its place after everything processed so far.
    pub fn take(&mut self, waiting: EventRecord, now: Time) -> Value {
        let at = self.next_moment(now);
        self.session.queue.retain(|queued| queued.seq != waiting.seq);
        self.writes.push(Write::Delete(Table::Events, crate::domain::key![self.session.id.as_str(), waiting.seq]));
        let mut event = waiting.event;
        event["processed_at"] = at.to_string().into();
        self.push_processed(&waiting.thread_id, event.clone(), at);
        event
    }

    pub fn set_status(&mut self, status: Status, now: Time) {
        if let (Status::Running, Some(since)) = (self.session.status, self.session.running_since) {
            self.session.active_ms += (now.ms() - since.ms()).max(0).unsigned_abs();
        }
        self.session.running_since = (status == Status::Running).then_some(now);
        // A turn that tries again is the same turn.
        self.session.turns += u64::from(status == Status::Running && !self.session.status.is_active());
        self.session.status = status;
        self.touch(now);
    }

    /// Marks the session as changed.
    pub fn touch(&mut self, now: Time) {
        self.session.updated_at = now.max(self.session.updated_at);
        self.changed = true;
    }

    /// Removes the session with its events and threads.
    pub fn delete(&mut self, now: Time, ids: &mut IdSource) {
        let at = self.next_moment(now);
        self.emitted.push(EventRecord {
            session_id: self.session.id.clone(),
            seq: 0,
            thread_id: self.session.thread_id.clone(),
            event: NewEvent::deleted().finish(ids.next(Prefix::Event, now), Some(at)),
        });
        let id = self.session.id.as_str();
        self.writes = vec![
            Write::Delete(Table::Sessions, crate::domain::key![id]),
            Write::DeleteUnder(Table::Events, crate::domain::key![id]),
            Write::DeleteUnder(Table::Threads, crate::domain::key![id]),
        ];
        self.deleted = true;
        self.changed = true;
    }

    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// The records to write, the session's own included; its revision rises.
    pub fn into_writes(mut self) -> (Session, Vec<Write>) {
        if !self.deleted && self.changed {
            self.session.revision += 1;
            let record = record(&self.session);
            let write = if self.base_revision.is_none() {
                Write::Add(Table::Sessions, record)
            } else {
                Write::Put(Table::Sessions, record)
            };
            self.writes.push(write);
        }
        (self.session, self.writes)
    }

    fn next_moment(&self, now: Time) -> Time {
        self.session.last_processed_at.map_or(now, |last| now.max(last))
    }

    fn push_processed(&mut self, thread_id: &str, event: Value, at: Time) -> String {
        self.session.last_processed_at = Some(at);
        let id = event.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let entry = self.append(thread_id, event);
        self.emitted.push(entry);
        self.touch(at);
        id
    }

    fn append(&mut self, thread_id: &str, event: Value) -> EventRecord {
        self.session.last_seq += 1;
        self.changed = true;
        let entry = EventRecord {
            session_id: self.session.id.clone(),
            seq: self.session.last_seq,
            thread_id: thread_id.to_owned(),
            event,
        };
        self.writes.push(Write::Add(Table::Events, record(&entry)));
        entry
    }
}
