//! What each request does to a store. Every function checks all it must before it changes anything, so a refusal leaves the
//! draft as it was.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::Snapshot;
use crate::domain::{
    Actor, Code, Error, IdSource, Limits, Memory, MemoryPath, MemoryStore, MemoryVersion, Operation, Prefix, Result,
    Table, Time, Write, error::Details, memory::sha256_hex,
};

/// What a decision may know beside the store: the time, a source of ids, who asks, and the bounds.
pub struct Context<'a> {
    pub now: Time,
    pub ids: &'a mut IdSource,
    pub actor: Actor,
    pub limits: &'a Limits,
}

/// A store under change: the working copy, and the records that bring storage to it.
#[derive(Debug)]
pub struct Draft {
    pub snapshot: Snapshot,
    pub writes: Vec<Write>,
    pub deleted: bool,
}

/// A moment of a [`Draft`].
#[derive(Debug)]
pub struct Mark {
    snapshot: Snapshot,
    writes: usize,
    deleted: bool,
}

/// What an update of a memory asks for; `None` leaves a thing as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MemoryPatch {
    pub content: Option<String>,
    pub path: Option<MemoryPath>,
    /// The hash that the current content must have.
    pub expected_sha256: Option<String>,
}

/// What an update of a store asks for; `None` leaves a thing as it is. A null in `metadata` removes the key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StorePatch {
    pub name: Option<String>,
    pub description: Option<String>,
    pub metadata: Map<String, Value>,
}

impl Draft {
    pub fn new(snapshot: Snapshot) -> Self {
        Self { snapshot, writes: Vec::new(), deleted: false }
    }

    /// A store that does not exist yet.
    pub fn create(cx: &mut Context<'_>, name: String, description: String, metadata: Map<String, Value>) -> Self {
        let store = MemoryStore {
            id: cx.ids.next(Prefix::MemoryStore, cx.now),
            name,
            description,
            metadata,
            created_at: cx.now,
            updated_at: cx.now,
            archived_at: None,
            generation: 1,
            held_by: None,
        };
        let mut draft = Self::new(Snapshot::new(store, 0, []));
        draft.writes.push(Write::Add(Table::Stores, record(&draft.snapshot.store)));
        draft
    }

    /// Adds a memory at a free path.
    pub fn create_memory(&mut self, cx: &mut Context<'_>, path: &MemoryPath, content: String) -> Result<Rc<Memory>> {
        self.refuse_when_archived("create a memory in it")?;
        check_content(&content, cx.limits)?;
        self.refuse_when_taken(path.as_str(), None)?;
        self.refuse_when_full(cx.limits)?;
        let mut id = cx.ids.next(Prefix::Memory, cx.now);
        while self.snapshot.get(&id).is_some() {
            id = cx.ids.next(Prefix::Memory, cx.now);
        }
        Ok(self.keep(cx, Operation::Created, id, path.as_str(), content, cx.now))
    }

    /// Changes a memory's content, path, or both. An update that changes nothing adds no version, and succeeds even when
    /// its precondition fails.
    pub fn update_memory(&mut self, cx: &mut Context<'_>, id: &str, patch: MemoryPatch) -> Result<Rc<Memory>> {
        self.refuse_when_archived("update its memories")?;
        let memory = self.memory(id)?;
        let content = patch.content.unwrap_or_else(|| memory.content.clone());
        let path = patch.path.map_or_else(|| memory.path.clone(), MemoryPath::into_string);
        check_content(&content, cx.limits)?;
        if content == memory.content && path == memory.path {
            return Ok(memory);
        }
        check_hash("precondition.content_sha256", &memory, patch.expected_sha256.as_deref())?;
        self.refuse_when_taken(&path, Some(id))?;
        Ok(self.keep(cx, Operation::Modified, memory.id.clone(), &path, content, memory.created_at))
    }

    /// Removes a memory; its versions stay.
    pub fn delete_memory(&mut self, cx: &mut Context<'_>, id: &str, expected_sha256: Option<&str>) -> Result<()> {
        let memory = self.memory(id)?;
        check_hash("expected_content_sha256", &memory, expected_sha256)?;
        self.snapshot.remove(id);
        self.snapshot.seq += 1;
        let version = MemoryVersion {
            memory_store_id: memory.memory_store_id.clone(),
            seq: self.snapshot.seq,
            id: cx.ids.next(Prefix::MemoryVersion, cx.now),
            memory_id: memory.id.clone(),
            operation: Operation::Deleted,
            path: Some(memory.path.clone()),
            content: None,
            content_sha256: None,
            content_size_bytes: None,
            created_at: cx.now,
            created_by: cx.actor.clone(),
            redacted_at: None,
            redacted_by: None,
        };
        self.writes.push(Write::Delete(
            Table::Memories,
            crate::domain::key![memory.memory_store_id.as_str(), memory.id.as_str()],
        ));
        self.writes.push(Write::Add(Table::Versions, record(&version)));
        Ok(())
    }

    /// Brings a memory back to what a version holds, content and path, as one more version. A deleted memory comes back
    /// under its own id.
    pub fn restore_memory(&mut self, cx: &mut Context<'_>, id: &str, version: &MemoryVersion) -> Result<Rc<Memory>> {
        if version.memory_id != id {
            return Err(Error::invalid(
                "memory_version_id",
                format!("is a version of {}, not of {id}", version.memory_id),
            ));
        }
        let (Some(content), Some(path)) = (&version.content, &version.path) else {
            let why = if version.redacted_at.is_some() { "was redacted" } else { "records a deletion" };
            return Err(Error::invalid(
                "memory_version_id",
                format!("{why}, so it holds no content to restore; pick another version"),
            ));
        };
        let path = MemoryPath::parse("path", path)?;
        if self.snapshot.get(id).is_some() {
            let patch = MemoryPatch { content: Some(content.clone()), path: Some(path), expected_sha256: None };
            return self.update_memory(cx, id, patch);
        }
        self.refuse_when_archived("restore a memory in it")?;
        self.refuse_when_taken(path.as_str(), None)?;
        self.refuse_when_full(cx.limits)?;
        Ok(self.keep(cx, Operation::Modified, id.to_owned(), path.as_str(), content.clone(), cx.now))
    }

    /// Takes content, path, size and hash out of a version. Redacting again changes nothing.
    pub fn redact_version(&mut self, cx: &mut Context<'_>, mut version: MemoryVersion) -> Result<MemoryVersion> {
        if version.redacted_at.is_some() {
            return Ok(version);
        }
        let head = self.snapshot.get(&version.memory_id).is_some_and(|memory| memory.memory_version_id == version.id);
        if head {
            return Err(Error::conflict(
                "This version holds the current content of a live memory, so it cannot be redacted. Update or delete the memory first.",
            ));
        }
        version.content = None;
        version.path = None;
        version.content_sha256 = None;
        version.content_size_bytes = None;
        version.redacted_at = Some(cx.now);
        version.redacted_by = Some(cx.actor.clone());
        self.writes.push(Write::Put(Table::Versions, record(&version)));
        self.touch_store();
        Ok(version)
    }

    /// Changes the store's own fields; a change of nothing leaves it as it is.
    pub fn update_store(&mut self, cx: &mut Context<'_>, patch: StorePatch) -> Result<()> {
        self.refuse_when_archived("update it")?;
        let mut store = self.snapshot.store.clone();
        store.name = patch.name.unwrap_or(store.name);
        store.description = patch.description.unwrap_or(store.description);
        store.metadata = merge_metadata(store.metadata, patch.metadata)?;
        if store != self.snapshot.store {
            store.updated_at = cx.now;
            self.snapshot.store = store;
            self.touch_store();
        }
        Ok(())
    }

    /// Archives the store for good. Archiving again changes nothing.
    pub fn archive_store(&mut self, cx: &mut Context<'_>) {
        if self.snapshot.store.archived_at.is_none() {
            self.snapshot.store.archived_at = Some(cx.now);
            self.snapshot.store.updated_at = cx.now;
            self.touch_store();
        }
    }

    /// Says which dream writes into the store; `None` when it has fully stopped.
    pub fn hold(&mut self, dream_id: Option<String>) {
        if self.snapshot.store.held_by != dream_id {
            self.snapshot.store.held_by = dream_id;
            self.touch_store();
        }
    }

    /// Removes the store with its memories and versions.
    pub fn delete_store(&mut self) {
        let id = self.snapshot.store.id.as_str();
        self.writes.push(Write::Delete(Table::Stores, crate::domain::key![id]));
        self.writes.push(Write::DeleteUnder(Table::Memories, crate::domain::key![id]));
        self.writes.push(Write::DeleteUnder(Table::Versions, crate::domain::key![id]));
        self.deleted = true;
    }

    /// The store as it stands, to come back to.
    pub fn mark(&self) -> Mark {
        Mark { snapshot: self.snapshot.clone(), writes: self.writes.len(), deleted: self.deleted }
    }

    /// Undoes every change since the mark.
    pub fn back_to(&mut self, mark: Mark) {
        self.snapshot = mark.snapshot;
        self.writes.truncate(mark.writes);
        self.deleted = mark.deleted;
    }

    /// The memory with this id, or a 404.
    pub fn memory(&self, id: &str) -> Result<Rc<Memory>> {
        self.snapshot.get(id).cloned().ok_or_else(|| Error::not_found("memory", id))
    }

    fn keep(
        &mut self,
        cx: &mut Context<'_>,
        operation: Operation,
        id: String,
        path: &str,
        content: String,
        created_at: Time,
    ) -> Rc<Memory> {
        self.snapshot.seq += 1;
        let memory = Memory {
            memory_store_id: self.snapshot.store.id.clone(),
            id,
            path: path.to_owned(),
            content_sha256: sha256_hex(&content),
            content_size_bytes: content.len() as u64,
            content,
            memory_version_id: cx.ids.next(Prefix::MemoryVersion, cx.now),
            created_at,
            updated_at: cx.now,
        };
        let version = MemoryVersion {
            memory_store_id: memory.memory_store_id.clone(),
            seq: self.snapshot.seq,
            id: memory.memory_version_id.clone(),
            memory_id: memory.id.clone(),
            operation,
            path: Some(memory.path.clone()),
            content: Some(memory.content.clone()),
            content_sha256: Some(memory.content_sha256.clone()),
            content_size_bytes: Some(memory.content_size_bytes),
            created_at: cx.now,
            created_by: cx.actor.clone(),
            redacted_at: None,
            redacted_by: None,
        };
        // A new memory is added, so that an id that is taken is a conflict and never another memory's end.
        let head = record(&memory);
        let added = operation == Operation::Created;
        self.writes.push(if added { Write::Add(Table::Memories, head) } else { Write::Put(Table::Memories, head) });
        self.writes.push(Write::Add(Table::Versions, record(&version)));
        let memory = Rc::new(memory);
        self.snapshot.insert(memory.clone());
        memory
    }

    fn touch_store(&mut self) {
        self.snapshot.store.generation += 1;
        self.writes.push(Write::Put(Table::Stores, record(&self.snapshot.store)));
    }

    fn refuse_when_archived(&self, doing: &str) -> Result<()> {
        if self.snapshot.store.archived_at.is_some() {
            return Err(Error::new(
                Code::InvalidRequest,
                format!(
                    "The memory store {} is archived: you cannot {doing}. Its memories can still be read and deleted.",
                    self.snapshot.store.id
                ),
            ));
        }
        Ok(())
    }

    fn refuse_when_full(&self, limits: &Limits) -> Result<()> {
        let most = limits.memories_per_store;
        if self.snapshot.len() >= most {
            let message =
                format!("The store holds {most} memories, which is its limit. Delete some, or use another store.");
            return Err(Error::new(Code::InvalidRequest, message));
        }
        Ok(())
    }

    fn refuse_when_taken(&self, path: &str, except: Option<&str>) -> Result<()> {
        let Some(blocker) = self.snapshot.blocker(path, except) else { return Ok(()) };
        let how = if blocker.path == path { "is already used by" } else { "overlaps the path of" };
        Err(Error::new(
            Code::PathConflict,
            format!(
                "The path {path} {how} the memory {} at {}. Rename, delete or update that memory.",
                blocker.id, blocker.path
            ),
        )
        .with(Details::PathConflict { path: blocker.path.clone(), memory_id: blocker.id.clone() }))
    }
}

/// A patch over metadata: a string sets a key, null removes it. Bounds are the hosted ones.
pub fn merge_metadata(mut metadata: Map<String, Value>, patch: Map<String, Value>) -> Result<Map<String, Value>> {
    for (key, value) in patch {
        if value.is_null() {
            metadata.shift_remove(&key);
        } else {
            metadata.insert(key, value);
        }
    }
    if metadata.len() > 16 {
        return Err(Error::invalid(
            "metadata",
            format!("must hold at most 16 pairs; after this change it would hold {}", metadata.len()),
        ));
    }
    Ok(metadata)
}

fn check_content(content: &str, limits: &Limits) -> Result<()> {
    if content.len() > limits.memory_bytes {
        return Err(Error::invalid(
            "content",
            format!(
                "must be at most {} bytes; this has {}. Split it over several memories.",
                limits.memory_bytes,
                content.len()
            ),
        ));
    }
    Ok(())
}

fn check_hash(field: &str, memory: &Memory, expected: Option<&str>) -> Result<()> {
    match expected {
        Some(expected) if expected != memory.content_sha256 => Err(Error::new(
            Code::PreconditionFailed,
            format!(
                "{field}: the memory's content has changed since that hash was read. Retrieve the memory and try again."
            ),
        )),
        _ => Ok(()),
    }
}

/// A record of plain data. The types that come here have text keys and no map that could fail, so this cannot.
pub fn record(data: &impl serde::Serialize) -> Value {
    match serde_json::to_value(data) {
        Ok(value) => value,
        Err(error) => panic!("a record that is plain data did not serialise: {error}"),
    }
}
