//! `/v1/memory_stores/{id}/memories`.

use serde_json::{Value, json};

use super::{
    Answer, Call,
    fields::{Fields, Patch},
    pages::Page,
    query::Params,
    wire,
};
use crate::{
    domain::{Error, MemoryPath, Part, Result, path::check_prefix},
    engine::Need,
    store::{MemoryPatch, list},
};

const VIEWS: [&str; 2] = ["basic", "full"];

/// Whether content was asked for.
pub(super) fn full_view(params: &mut Params, default: &'static str) -> Result<bool> {
    Ok(params.choice("view", &VIEWS)?.unwrap_or(default) == "full")
}

pub(super) async fn create(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let full = full_view(&mut params, "basic")?;
    params.finish()?;
    let mut fields = call.fields()?;
    let path = fields.text("path")?;
    let path = MemoryPath::parse("path", &fields.required("path", path)?)?;
    let content = match fields.text("content")? {
        Patch::Set(content) => content,
        // The declarations type it `string | null`, and say to pass "" for an empty memory.
        Patch::Null => String::new(),
        Patch::Absent => return Err(fields.broken("content", "is required; pass \"\" to create an empty memory")),
    };
    fields.finish()?;
    let (id, actor) = (call.path[2].clone(), call.actor()?);
    let memory = call.engine.commit(Need::store(&id), move |working, env| {
        working.store(&id)?.create_memory(&mut env.context(actor.clone()), &path, content.clone())
    });
    Ok(wire::memory(&*memory.await?, full).into())
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let full = full_view(&mut params, "full")?;
    params.finish()?;
    let snapshot = call.engine.snapshot(&call.path[2]).await?;
    let memory = snapshot.get(&call.path[4]).ok_or_else(|| Error::not_found("memory", &call.path[4]))?;
    Ok(wire::memory(memory, full).into())
}

pub(super) async fn update(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let full = full_view(&mut params, "basic")?;
    params.finish()?;
    let mut fields = call.fields()?;
    let patch = MemoryPatch {
        content: fields.text("content")?.value(),
        path: fields.text("path")?.value().map(|path| MemoryPath::parse("path", &path)).transpose()?,
        expected_sha256: match fields.object("precondition")?.value() {
            Some(precondition) => precondition_hash(precondition)?,
            None => None,
        },
    };
    fields.finish()?;
    let (store_id, id, actor) = (call.path[2].clone(), call.path[4].clone(), call.actor()?);
    let memory = call.engine.commit(Need::store(&store_id), move |working, env| {
        working.store(&store_id)?.update_memory(&mut env.context(actor.clone()), &id, patch.clone())
    });
    Ok(wire::memory(&*memory.await?, full).into())
}

pub(super) async fn delete(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let expected = params.text("expected_content_sha256")?;
    if let Some(hash) = &expected {
        check_hash("expected_content_sha256", hash)?;
    }
    params.finish()?;
    call.no_fields()?;
    let (store_id, id, actor) = (call.path[2].clone(), call.path[4].clone(), call.actor()?);
    call.engine
        .commit(Need::store(&store_id), move |working, env| {
            working.store(&store_id)?.delete_memory(&mut env.context(actor.clone()), &id, expected.as_deref())
        })
        .await?;
    Ok(json!({ "id": call.path[4], "type": "memory_deleted" }).into())
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let full = full_view(&mut params, "basic")?;
    let page = Page::read(call, &mut params, full)?;
    let prefix = params.text("path_prefix")?.filter(|prefix| !prefix.is_empty()).unwrap_or_else(|| "/".to_owned());
    check_prefix("path_prefix", &prefix)?;
    let one_level = params.number("depth", 0, 1)? == Some(1);
    params.finish()?;
    let snapshot = call.engine.snapshot(&call.path[2]).await?;
    let after = match &page.after {
        Some(Part::Text(path)) => Some(path.as_str()),
        _ => None,
    };
    let (items, more) = list::page(&snapshot, &prefix, one_level, after, page.limit);
    let next = items.last().filter(|_| more).map(|item| page.cursor(&Part::from(item.path()), false));
    let data: Vec<Value> = items.iter().map(|item| wire::item(item, full)).collect();
    Ok(json!({ "data": data, "next_page": next }).into())
}

fn precondition_hash(mut precondition: Fields) -> Result<Option<String>> {
    let kind = precondition.text("type")?;
    if precondition.required("type", kind)? != "content_sha256" {
        return Err(precondition.broken("type", "must be content_sha256"));
    }
    let hash = precondition.text("content_sha256")?.value();
    precondition.finish()?;
    if let Some(hash) = &hash {
        check_hash("precondition.content_sha256", hash)?;
    }
    Ok(hash)
}

fn check_hash(field: &str, hash: &str) -> Result<()> {
    let good = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if good { Ok(()) } else { Err(Error::invalid(field, "must be 64 lowercase hexadecimal characters")) }
}
