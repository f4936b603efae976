//! A document's records, each by itself: the shape of its type and nothing more, ids, hashes and bounds.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    super::{events::EVENT_TYPES, toolset},
    Rows,
};
use crate::{
    domain::{
        Actor, Error, Limits, Memory, MemoryPath, MemoryStore, MemoryVersion, Operation, Prefix, Result, Table, Time,
        agent::Agent,
        dream::{Dream, ReportRecord},
        environment::Environment,
        event::EventRecord,
        memory::sha256_hex,
        session::{Session, Thread},
    },
    engine::Engine,
    store::decide::record,
};

/// Numbers that count on from here stay exact in JavaScript.
const MAX_COUNT: u64 = (1 << 53) - 1;

/// Every record, read as its type.
#[derive(Default)]
pub(super) struct Records {
    pub stores: Vec<MemoryStore>,
    pub memories: Vec<Memory>,
    pub versions: Vec<MemoryVersion>,
    pub agents: Vec<Agent>,
    pub environments: Vec<Environment>,
    pub sessions: Vec<Session>,
    pub threads: Vec<Thread>,
    pub events: Vec<EventRecord>,
    pub dreams: Vec<Dream>,
    pub reports: Vec<ReportRecord>,
}

/// Reads and checks every record; the error names the first that breaks a rule.
pub(super) fn read(rows: &Rows, engine: &Engine) -> Result<Records> {
    let mut records = Records::default();
    let limits = engine.limits();
    for (table, rows) in rows {
        match table {
            Table::Stores => records.stores = typed(*table, rows, store)?,
            Table::Memories => records.memories = typed(*table, rows, |at, row| memory(at, row, limits))?,
            Table::Versions => records.versions = typed(*table, rows, |at, row| version(at, row, limits))?,
            Table::Agents => records.agents = typed(*table, rows, agent)?,
            Table::Environments => records.environments = typed(*table, rows, environment)?,
            Table::Sessions => records.sessions = typed(*table, rows, |at, row| session(at, row, engine))?,
            Table::Threads => records.threads = typed(*table, rows, thread)?,
            Table::Events => records.events = typed(*table, rows, event)?,
            Table::Dreams => records.dreams = typed(*table, rows, dream)?,
            Table::Reports => records.reports = typed(*table, rows, report)?,
        }
    }
    Ok(records)
}

/// The place of a record in the document.
pub(super) fn place(table: Table, index: usize) -> String {
    format!("tables.{}[{index}]", table.name())
}

fn typed<T: DeserializeOwned + Serialize>(
    table: Table,
    rows: &[Value],
    check: impl Fn(&At, &T) -> Result<()>,
) -> Result<Vec<T>> {
    let mut read = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let at = At(place(table, index));
        let data: T = serde_json::from_value(row.clone())
            .map_err(|error| Error::invalid(&at.0, format!("is no record of {}: {error}", table.name())))?;
        if !same(row, &record(&data)) {
            return at.broken("holds something that a record of its table does not hold");
        }
        check(&at, &data)?;
        read.push(data);
    }
    Ok(read)
}

/// Whether two values are the same; a whole number may be written with or without a point.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}

/// Where a record stands, for the words of an error.
struct At(String);

impl At {
    fn broken<T>(&self, rule: impl std::fmt::Display) -> Result<T> {
        Err(Error::invalid(&self.0, rule))
    }

    fn field<T>(&self, field: &str, rule: impl std::fmt::Display) -> Result<T> {
        Err(Error::invalid(format!("{}.{field}", self.0), rule))
    }

    fn id(&self, field: &str, prefix: Prefix, id: &str) -> Result<()> {
        if prefix.fits(id) {
            return Ok(());
        }
        self.field(field, format!("must be {} and 24 base58 characters", prefix.text()))
    }

    fn optional_id(&self, field: &str, prefix: Prefix, id: Option<&String>) -> Result<()> {
        id.map_or(Ok(()), |id| self.id(field, prefix, id))
    }

    fn text(&self, field: &str, text: &str, min: usize, max: usize) -> Result<()> {
        let count = text.chars().count();
        if (min..=max).contains(&count) {
            return Ok(());
        }
        self.field(field, format!("must be {min} to {max} characters long; this has {count}"))
    }

    fn count(&self, field: &str, number: u64, min: u64) -> Result<()> {
        if (min..=MAX_COUNT).contains(&number) {
            return Ok(());
        }
        self.field(field, format!("must be from {min} to {MAX_COUNT}"))
    }

    fn metadata(&self, metadata: &Map<String, Value>) -> Result<()> {
        let fits = |(key, value): (&String, &Value)| {
            (1..=64).contains(&key.chars().count()) && value.as_str().is_some_and(|text| text.chars().count() <= 512)
        };
        if metadata.len() <= 16 && metadata.iter().all(fits) {
            return Ok(());
        }
        self.field("metadata", "must be at most 16 pairs of text, keys of 1 to 64 and values of at most 512 characters")
    }

    fn content(&self, content: &str, sha256: &str, size: u64, limits: &Limits) -> Result<()> {
        if content.len() > limits.memory_bytes {
            return self.field("content", format!("must be at most {} bytes", limits.memory_bytes));
        }
        if size != content.len() as u64 {
            return self.field("content_size_bytes", format!("must be {}, the size of content", content.len()));
        }
        if sha256 != sha256_hex(content) {
            return self.field("content_sha256", "is not the hash of content: the document was damaged or changed");
        }
        Ok(())
    }

    fn path(&self, path: &str) -> Result<()> {
        MemoryPath::parse(&format!("{}.path", self.0), path).map(drop)
    }

    /// An agent's model and tools, as they stand resolved.
    fn agent(&self, field: &str, agent: &Value) -> Result<()> {
        let at = if field.is_empty() { self.0.clone() } else { format!("{}.{field}", self.0) };
        let named = |name: &str| format!("{at}.{name}");
        // A dream's agent has the dream's model, which knows no effort.
        if !agent["model"].is_object() {
            return Err(Error::invalid(named("model"), "must be an object"));
        }
        toolset::model(&named("model"), agent["model"].clone(), toolset::DEFAULT_EFFORT)?;
        let Some(tools) = agent["tools"].as_array() else {
            return Err(Error::invalid(named("tools"), "must be an array"));
        };
        if toolset::tools(&named("tools"), tools.clone())? != *tools {
            return Err(Error::invalid(named("tools"), "are not resolved tools"));
        }
        if !(agent["system"].is_null() || agent["system"].is_string()) || !agent["name"].is_string() {
            return Err(Error::invalid(at, "must have a name, and a system prompt that is text or null"));
        }
        Ok(())
    }
}

fn store(at: &At, store: &MemoryStore) -> Result<()> {
    at.id("id", Prefix::MemoryStore, &store.id)?;
    at.text("name", &store.name, 1, 255)?;
    at.text("description", &store.description, 0, 1_024)?;
    at.metadata(&store.metadata)?;
    at.count("generation", store.generation, 1)?;
    at.optional_id("held_by", Prefix::Dream, store.held_by.as_ref())
}

fn memory(at: &At, memory: &Memory, limits: &Limits) -> Result<()> {
    at.id("id", Prefix::Memory, &memory.id)?;
    at.id("memory_version_id", Prefix::MemoryVersion, &memory.memory_version_id)?;
    at.path(&memory.path)?;
    at.content(&memory.content, &memory.content_sha256, memory.content_size_bytes, limits)
}

fn version(at: &At, version: &MemoryVersion, limits: &Limits) -> Result<()> {
    at.id("id", Prefix::MemoryVersion, &version.id)?;
    at.id("memory_id", Prefix::Memory, &version.memory_id)?;
    at.count("seq", version.seq, 1)?;
    for actor in [Some(&version.created_by), version.redacted_by.as_ref()].into_iter().flatten() {
        match actor {
            Actor::SessionActor { session_id } => at.id("created_by.session_id", Prefix::Session, session_id)?,
            Actor::ApiActor { api_key_id: id } | Actor::UserActor { user_id: id } => {
                at.text("created_by", id, 1, 256)?
            }
        }
    }
    let held = (&version.path, &version.content, &version.content_sha256, version.content_size_bytes);
    let deleted = version.operation == Operation::Deleted;
    match (version.redacted_at.is_some() && version.redacted_by.is_some(), held) {
        (true, (None, None, None, None)) => Ok(()),
        (true, _) => at.broken("is redacted, so it must not hold a path or content"),
        (false, _) if version.redacted_at.is_some() || version.redacted_by.is_some() => {
            at.broken("must have both redacted_at and redacted_by, or neither")
        }
        (false, (Some(path), None, None, None)) if deleted => at.path(path),
        (false, (Some(path), Some(content), Some(sha256), Some(size))) if !deleted => {
            at.path(path)?;
            at.content(content, sha256, size, limits)
        }
        (false, _) => at.broken("must have a path, and content with its hash and size unless it records a deletion"),
    }
}

fn agent(at: &At, agent: &Agent) -> Result<()> {
    at.id("id", Prefix::Agent, &agent.id)?;
    at.count("version", agent.version, 1)?;
    at.count("revision", agent.revision, 1)?;
    at.text("name", &agent.name, 1, 256)?;
    at.metadata(&agent.metadata)?;
    at.agent("", &record(agent))
}

fn environment(at: &At, environment: &Environment) -> Result<()> {
    at.id("id", Prefix::Environment, &environment.id)?;
    at.text("name", &environment.name, 1, 256)?;
    at.metadata(&environment.metadata)?;
    at.count("revision", environment.revision, 1)?;
    if environment.config["type"] != "cloud" {
        return at.field("config.type", "must be cloud");
    }
    Ok(())
}

fn session(at: &At, session: &Session, engine: &Engine) -> Result<()> {
    at.id("id", Prefix::Session, &session.id)?;
    at.id("thread_id", Prefix::Thread, &session.thread_id)?;
    at.id("environment_id", Prefix::Environment, &session.environment_id)?;
    at.optional_id("dream_id", Prefix::Dream, session.dream_id.as_ref())?;
    at.text("title", session.title.as_deref().unwrap_or_default(), 0, 1_024)?;
    at.metadata(&session.metadata)?;
    at.agent("agent", &session.agent)?;
    if !engine.knows_zone(&session.time_zone) {
        return at.field("time_zone", "is not a known IANA zone, such as Europe/London");
    }
    for (field, number) in [("last_seq", session.last_seq), ("active_ms", session.active_ms), ("turns", session.turns)]
    {
        at.count(field, number, 0)?;
    }
    at.count("revision", session.revision, 1)?;
    let limits = engine.limits();
    if session.resources.len() > limits.mounts_per_session {
        return at.field("resources", format!("must be at most {}", limits.mounts_per_session));
    }
    for (index, mounted) in session.resources.iter().enumerate() {
        at.id(&format!("resources[{index}].memory_store_id"), Prefix::MemoryStore, &mounted.memory_store_id)?;
        let name = mounted.mount_path.strip_prefix("/mnt/memory/").unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let twice = session.resources[..index].iter().any(|other| other.mount_path == mounted.mount_path);
        if name.is_empty() || !name.bytes().all(plain) || twice {
            return at
                .field(&format!("resources[{index}].mount_path"), "must be a directory of its own in /mnt/memory");
        }
    }
    let bytes: usize = session.scratch.values().map(String::len).sum();
    if session.scratch.len() > limits.scratch_files || bytes > limits.scratch_bytes {
        return at.field(
            "scratch",
            format!("must be at most {} files and {} bytes", limits.scratch_files, limits.scratch_bytes),
        );
    }
    Ok(())
}

fn thread(at: &At, thread: &Thread) -> Result<()> {
    at.id("id", Prefix::Thread, &thread.id)?;
    at.id("session_id", Prefix::Session, &thread.session_id)?;
    at.optional_id("parent_thread_id", Prefix::Thread, thread.parent_thread_id.as_ref())?;
    match &thread.run {
        Some(run) => {
            at.id("run.reads", Prefix::Session, &run.reads)?;
            at.count("run.active_ms", run.active_ms, 0)
        }
        None => Ok(()),
    }
}

fn event(at: &At, record: &EventRecord) -> Result<()> {
    at.count("seq", record.seq, 1)?;
    let Some(event) = record.event.as_object() else { return at.field("event", "must be an object") };
    // An imported past session keeps the ids that its events came with.
    at.text("event.id", record.id(), 1, 64)?;
    if !EVENT_TYPES.contains(&record.kind()) {
        return at.field("event.type", "is no type of event");
    }
    let processed = event.get("processed_at").unwrap_or(&Value::Null);
    if !processed.is_null() && processed.as_str().and_then(Time::parse).is_none() {
        return at.field("event.processed_at", "must be a time, or null while the event waits");
    }
    for (name, value) in event {
        let block = |block: &Value| block["type"].is_string() && (block["type"] != "text" || block["text"].is_string());
        let fits = match name.as_str() {
            "content" => value.as_array().is_some_and(|blocks| blocks.iter().all(block)),
            "input" | "stop_reason" | "error" | "model_usage" | "agent" | "evaluation" => value.is_object(),
            "name" | "tool_use_id" | "custom_tool_use_id" | "evaluated_permission" => value.is_string(),
            _ => true,
        };
        if !fits {
            return at.field(&format!("event.{name}"), "is not of the kind that this field has");
        }
    }
    Ok(())
}

fn dream(at: &At, dream: &Dream) -> Result<()> {
    at.id("id", Prefix::Dream, &dream.id)?;
    at.id("memory_store_id", Prefix::MemoryStore, &dream.memory_store_id)?;
    at.id("environment_id", Prefix::Environment, &dream.environment_id)?;
    at.optional_id("output_store_id", Prefix::MemoryStore, dream.output_store_id.as_ref())?;
    at.optional_id("session_id", Prefix::Session, dream.session_id.as_ref())?;
    for id in &dream.session_ids {
        at.id("session_ids", Prefix::Session, id)?;
    }
    if let Some(input) = &dream.input {
        at.id("input.base_store_id", Prefix::MemoryStore, &input.base_store_id)?;
        at.count("input.base_seq", input.base_seq, 0)?;
    }
    at.count("written", dream.written, 0)?;
    at.count("revision", dream.revision, 1)?;
    if !dream.model["id"].is_string() {
        return at.field("model.id", "must be text");
    }
    at.agent("agent", &dream.agent)
}

fn report(at: &At, kept: &ReportRecord) -> Result<()> {
    at.id("id", Prefix::Dream, &kept.id)?;
    at.count("revision", kept.revision, 1)?;
    let parts = ["claims", "added", "files", "instructions", "checks", "stages"];
    if kept.report["type"] != "dream_report"
        || kept.report["dream_id"] != kept.id.as_str()
        || !parts.iter().all(|part| kept.report[part].is_array())
    {
        return at.field("report", "must be the report of this dream");
    }
    Ok(())
}
