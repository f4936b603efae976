//! A document's records together: what names what, each key once, and the bounds of the whole. What a workspace may have lost
//! (a store that was deleted under a session that mounted it) may be missing here too.

use std::collections::{BTreeMap, BTreeSet};

use super::records::{Records, place};
use crate::domain::{
    Error, Limits, Memory, MemoryVersion, Operation, Result, Table, event::EventRecord, session::Session,
};

/// Checks what the records say of each other.
pub(super) fn check(records: &Records, limits: &Limits) -> Result<()> {
    let stores = unique(Table::Stores, records.stores.iter().map(|store| store.id.as_str()))?;
    let sessions = unique(Table::Sessions, records.sessions.iter().map(|session| session.id.as_str()))?;
    let dreams = unique(Table::Dreams, records.dreams.iter().map(|dream| dream.id.as_str()))?;
    unique(Table::Environments, records.environments.iter().map(|environment| environment.id.as_str()))?;
    unique(Table::Reports, records.reports.iter().map(|report| report.id.as_str()))?;
    unique(Table::Agents, records.agents.iter().map(|agent| (agent.id.as_str(), agent.version)))?;
    unique(Table::Memories, records.memories.iter().map(|memory| memory.id.as_str()))?;
    unique(Table::Versions, records.versions.iter().map(|version| version.id.as_str()))?;
    if records.stores.len() > limits.memory_stores {
        return Err(Error::invalid("tables.stores", format!("must be at most {}", limits.memory_stores)));
    }
    names(Table::Memories, records.memories.iter().map(|memory| memory.memory_store_id.as_str()), &stores)?;
    names(Table::Versions, records.versions.iter().map(|version| version.memory_store_id.as_str()), &stores)?;
    names(Table::Threads, records.threads.iter().map(|thread| thread.session_id.as_str()), &sessions)?;
    names(Table::Events, records.events.iter().map(|event| event.session_id.as_str()), &sessions)?;
    names(Table::Reports, records.reports.iter().map(|report| report.id.as_str()), &dreams)?;
    for (index, store) in records.stores.iter().enumerate() {
        let holder = |id: &String| records.dreams.iter().any(|dream| dream.id == *id && !dream.stopped);
        if store.held_by.as_ref().is_some_and(|id| !holder(id)) {
            return broken(Table::Stores, index, "held_by must name a dream of the document that is under way");
        }
    }
    agent_versions(records)?;
    memories(records, limits)?;
    session_events(records)
}

fn broken<T>(table: Table, index: usize, rule: impl std::fmt::Display) -> Result<T> {
    Err(Error::invalid(place(table, index), rule))
}

/// The keys of a table, each of which stands once.
fn unique<K: Ord + Copy>(table: Table, keys: impl Iterator<Item = K>) -> Result<BTreeSet<K>> {
    let mut seen = BTreeSet::new();
    for (index, key) in keys.enumerate() {
        if !seen.insert(key) {
            return broken(table, index, "has the id of a record above it");
        }
    }
    Ok(seen)
}

fn names<'a>(table: Table, mut ids: impl Iterator<Item = &'a str>, known: &BTreeSet<&str>) -> Result<()> {
    match ids.position(|id| !known.contains(id)) {
        Some(index) => broken(table, index, "belongs to something that is not in the document"),
        None => Ok(()),
    }
}

/// An agent's versions count from 1 without a gap.
fn agent_versions(records: &Records) -> Result<()> {
    let mut newest: BTreeMap<&str, (u64, u64, usize)> = BTreeMap::new();
    for (index, agent) in records.agents.iter().enumerate() {
        let known = newest.entry(&agent.id).or_insert((0, 0, index));
        *known = (known.0 + 1, known.1.max(agent.version), index);
    }
    match newest.values().find(|(count, newest, _)| count != newest) {
        Some((.., index)) => broken(Table::Agents, *index, "is of an agent whose versions do not count from 1"),
        None => Ok(()),
    }
}

/// A store's versions count from 1 without a gap, and its memories are what the last version of each says.
fn memories(records: &Records, limits: &Limits) -> Result<()> {
    let mut counts: BTreeMap<&str, (u64, u64, usize)> = BTreeMap::new();
    let mut seqs = BTreeSet::new();
    let mut last: BTreeMap<&str, (usize, &MemoryVersion)> = BTreeMap::new();
    for (index, version) in records.versions.iter().enumerate() {
        let store = version.memory_store_id.as_str();
        let known = counts.entry(store).or_insert((0, 0, index));
        *known = (known.0 + 1, known.1.max(version.seq), index);
        if !seqs.insert((store, version.seq)) {
            return broken(Table::Versions, index, "has the seq of a version above it");
        }
        let (_, newest) = last.entry(&version.memory_id).or_insert((index, version));
        if newest.memory_store_id != version.memory_store_id {
            return broken(Table::Versions, index, "is of a memory of another store");
        }
        if newest.seq <= version.seq {
            last.insert(&version.memory_id, (index, version));
        }
    }
    if let Some((.., index)) = counts.values().find(|(count, newest, _)| count != newest) {
        return broken(Table::Versions, *index, "is of a store whose versions do not count from 1");
    }
    let mut by_store: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
    for (index, memory) in records.memories.iter().enumerate() {
        match last.remove(memory.id.as_str()) {
            Some((_, version)) if is_head(memory, version) => {}
            _ => return broken(Table::Memories, index, "is not what its newest version in the document says"),
        }
        by_store.entry(&memory.memory_store_id).or_default().push((index, &memory.path));
    }
    if let Some((index, _)) = last.values().find(|(_, version)| version.operation != Operation::Deleted) {
        return broken(Table::Versions, *index, "is the newest of a memory that is not in the document");
    }
    by_store.values().try_for_each(|memories| paths(memories, limits))
}

fn is_head(memory: &Memory, version: &MemoryVersion) -> bool {
    version.memory_store_id == memory.memory_store_id
        && version.id == memory.memory_version_id
        && version.operation != Operation::Deleted
        && version.path.as_ref() == Some(&memory.path)
        && version.content.as_ref() == Some(&memory.content)
}

/// Of one store's paths none is another, nor a directory of it.
fn paths(memories: &[(usize, &str)], limits: &Limits) -> Result<()> {
    let (first, _) = memories[0];
    if memories.len() > limits.memories_per_store {
        let rule =
            format!("is of a store of {} memories; at most {} may be", memories.len(), limits.memories_per_store);
        return broken(Table::Memories, first, rule);
    }
    let files: BTreeSet<&str> = memories.iter().map(|(_, path)| *path).collect();
    let mut seen = BTreeSet::new();
    for (index, path) in memories {
        let above = path.match_indices('/').skip(1).any(|(end, _)| files.contains(&path[..end]));
        if above || !seen.insert(path) {
            return broken(Table::Memories, *index, format!("has a path that another memory's overlaps: {path}"));
        }
    }
    Ok(())
}

/// A session's threads and events are its own, its numbers stand, and its queue is what waits.
fn session_events(records: &Records) -> Result<()> {
    let threads: BTreeSet<(&str, &str)> =
        records.threads.iter().map(|thread| (&*thread.session_id, &*thread.id)).collect();
    if threads.len() != records.threads.len() {
        return Err(Error::invalid("tables.threads", "must hold each thread once"));
    }
    let mut events: BTreeMap<&str, Vec<(usize, &EventRecord)>> = BTreeMap::new();
    for (index, event) in records.events.iter().enumerate() {
        if !threads.contains(&(&*event.session_id, &*event.thread_id)) {
            return broken(Table::Events, index, "is on a thread that is not in the document");
        }
        events.entry(&event.session_id).or_default().push((index, event));
    }
    for (index, session) in records.sessions.iter().enumerate() {
        if !threads.contains(&(&*session.id, &*session.thread_id)) {
            return broken(Table::Sessions, index, "has a primary thread that is not in the document");
        }
        session_numbers(index, session, events.get(&*session.id).map_or(&[], Vec::as_slice))?;
    }
    Ok(())
}

fn session_numbers(index: usize, session: &Session, events: &[(usize, &EventRecord)]) -> Result<()> {
    let mut seen = BTreeSet::new();
    for (at, event) in events {
        if event.seq > session.last_seq || !seen.insert(event.seq) {
            return broken(Table::Events, *at, "has a seq that is taken, or lies beyond its session's last_seq");
        }
    }
    let waiting: BTreeMap<u64, &str> = events
        .iter()
        .filter(|(_, event)| event.processed_at().is_none())
        .map(|(_, event)| (event.seq, event.kind()))
        .collect();
    let queued: BTreeMap<u64, &str> = session.queue.iter().map(|queued| (queued.seq, queued.kind.as_str())).collect();
    if waiting != queued || queued.len() != session.queue.len() {
        return broken(Table::Sessions, index, "has a queue that is not the events which wait");
    }
    Ok(())
}
