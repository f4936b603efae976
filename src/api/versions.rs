//! `/v1/memory_stores/{id}/memory_versions`, and restoring a version.

use serde_json::{Value, json};

use super::{
    Answer, Call,
    memories::full_view,
    pages::{Page, Scan},
    query::TimeRange,
    wire,
};
use crate::{
    domain::{Error, MemoryStore, MemoryVersion, Query, Result, Table, Time},
    engine::{Need, decode},
};

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let full = full_view(&mut params, "full")?;
    params.finish()?;
    Ok(wire::version(&found(call, &call.path[4]).await?, full).into())
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let full = full_view(&mut params, "basic")?;
    let page = Page::read(call, &mut params, full)?;
    let created = TimeRange::inclusive(&mut params)?;
    let memory_id = params.text("memory_id")?;
    let operation = params.choice("operation", &["created", "modified", "deleted"])?;
    let api_key_id = params.text("api_key_id")?;
    let session_id = params.text("session_id")?;
    let service_account_id = params.text("service_account_id")?;
    params.finish()?;
    let store_id = call.path[2].as_str();
    must_exist(call, store_id).await?;
    let (index, prefix) = match &memory_id {
        Some(memory_id) => (Some("by_memory"), crate::domain::key![store_id, memory_id.as_str()]),
        None => (None, crate::domain::key![store_id]),
    };
    let by = |row: &Value, field: &str, asked: &Option<String>| match asked {
        Some(asked) => row["created_by"][field].as_str() == Some(asked),
        None => true,
    };
    let scan = Scan { table: Table::Versions, index, prefix, field: "seq", reverse: true };
    let rows = scan.page(call, &page, |row| {
        operation.is_none_or(|operation| row["operation"] == operation)
            && by(row, "api_key_id", &api_key_id)
            && by(row, "session_id", &session_id)
            && by(row, "service_account_id", &service_account_id)
            && row["created_at"].as_str().and_then(Time::parse).is_some_and(|at| created.holds(at))
    });
    let rows = rows.await?;
    let versions =
        rows.rows.into_iter().map(|row| Ok(wire::version(&decode(row)?, full))).collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "data": versions, "next_page": rows.next }).into())
}

pub(super) async fn redact(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    let version = found(call, &call.path[4]).await?;
    let store_id = call.path[2].clone();
    let key = crate::domain::key![store_id.as_str(), version.seq];
    let actor = call.actor()?;
    let need = Need::store(&store_id).and_record(Table::Versions, key.clone());
    let redacted = call.engine.commit(need, move |working, env| {
        let found: Option<MemoryVersion> = working.record(Table::Versions, &key)?;
        let version = found.ok_or_else(|| Error::not_found("memory version", &version.id))?;
        working.store(&store_id)?.redact_version(&mut env.context(actor.clone()), version)
    });
    Ok(wire::version(&redacted.await?, true).into())
}

/// `POST /dreamfs/v1/memory_stores/{id}/memories/{memory_id}/restore`.
pub(super) async fn restore(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let version_id = fields.text("memory_version_id")?;
    let version_id = fields.required("memory_version_id", version_id)?;
    fields.finish()?;
    let (store_id, memory_id, actor) = (call.path[3].clone(), call.path[5].clone(), call.actor()?);
    let version = in_store(call, &store_id, &version_id).await?;
    let version = version.ok_or_else(|| Error::not_found("memory version", &version_id))?;
    let key = crate::domain::key![store_id.as_str(), version.seq];
    let need = Need::store(&store_id).and_record(Table::Versions, key.clone());
    let memory = call.engine.commit(need, move |working, env| {
        let version: Option<MemoryVersion> = working.record(Table::Versions, &key)?;
        let version = version.ok_or_else(|| Error::not_found("memory version", &version_id))?;
        working.store(&store_id)?.restore_memory(&mut env.context(actor.clone()), &memory_id, &version)
    });
    Ok(wire::memory(&*memory.await?, true).into())
}

/// The version that the path names, in the store that it names.
async fn found(call: &Call<'_>, id: &str) -> Result<MemoryVersion> {
    let version = in_store(call, &call.path[2], id).await?;
    version.ok_or_else(|| Error::not_found("memory version", id))
}

async fn in_store(call: &Call<'_>, store_id: &str, id: &str) -> Result<Option<MemoryVersion>> {
    must_exist(call, store_id).await?;
    Ok(find(call, id).await?.filter(|version| version.memory_store_id == store_id))
}

/// A version by its id alone.
pub(super) async fn find(call: &Call<'_>, id: &str) -> Result<Option<MemoryVersion>> {
    let query = Query::Under {
        table: Table::Versions,
        index: Some("by_id"),
        prefix: crate::domain::key![id],
        bound: None,
        limit: Some(1),
        reverse: false,
    };
    call.engine.read_one(query).await?.pop().map(decode).transpose()
}

async fn must_exist(call: &Call<'_>, store_id: &str) -> Result<()> {
    let store: Option<MemoryStore> = call.engine.get(Table::Stores, crate::domain::key![store_id]).await?;
    store.map(|_| ()).ok_or_else(|| Error::not_found("memory store", store_id))
}
