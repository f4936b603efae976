//! `/v1/memory_stores`.

use serde_json::{Value, json};

use super::{
    Answer, Call,
    fields::Fields,
    pages::{Page, Scan},
    query::TimeRange,
    wire,
};
use crate::{
    domain::{Actor, Code, Error, MemoryStore, Result, Table, Time},
    engine::Need,
    store::{Draft, StorePatch},
};

pub(super) async fn create(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let name = name(&mut fields)?;
    let Some(name) = name else { return Err(fields.broken("name", "is required")) };
    let description = fields.short_text("description", 0, 1_024)?;
    let description = fields.not_null("description", description)?.unwrap_or_default();
    let metadata = fields.metadata("metadata", false)?;
    let metadata = fields.not_null("metadata", metadata)?.unwrap_or_default();
    fields.finish()?;
    if !call.engine.has_room_for_store().await? {
        return Err(Error::new(
            Code::InvalidRequest,
            format!(
                "The workspace holds {} memory stores, which is its limit. Delete one that is not needed.",
                call.engine.limits().memory_stores
            ),
        ));
    }
    let store = call.engine.commit(Need::nothing(), move |working, env| {
        let draft = Draft::create(&mut env.context(Actor::api()), name.clone(), description.clone(), metadata.clone());
        let store = draft.snapshot.store.clone();
        working.drafts.insert(store.id.clone(), draft);
        Ok(store)
    });
    Ok(wire::store(&store.await?).into())
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(wire::store(&found(call).await?).into())
}

/// `GET /dreamfs/v1/memory_stores/{id}/analysis`: what stands in a store twice, against itself, or without its date.
pub(super) async fn analysis(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(call.engine.analyse_store(&call.path[3]).await?.into())
}

pub(super) async fn update(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let patch = StorePatch {
        name: name(&mut fields)?,
        description: fields.short_text("description", 0, 1_024)?.value(),
        metadata: fields.metadata("metadata", true)?.value().unwrap_or_default(),
    };
    fields.finish()?;
    change(call, move |draft, cx| draft.update_store(cx, patch.clone())).await
}

pub(super) async fn archive(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    change(call, |draft, cx| {
        draft.archive_store(cx);
        Ok(())
    })
    .await
}

pub(super) async fn delete(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    let id = call.path[2].clone();
    call.engine
        .commit(Need::store(&id), move |working, _| {
            working.store(&id)?.delete_store();
            Ok(())
        })
        .await?;
    Ok(json!({ "id": call.path[2], "type": "memory_store_deleted" }).into())
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    let created = TimeRange::inclusive(&mut params)?;
    let archived = params.flag("include_archived")?;
    params.finish()?;
    let scan = Scan { table: Table::Stores, index: None, prefix: Vec::new(), field: "id", reverse: true };
    let rows = scan.page(call, &page, |row| {
        (archived || row["archived_at"].is_null())
            && row["created_at"].as_str().and_then(Time::parse).is_some_and(|at| created.holds(at))
    });
    let rows = rows.await?;
    let stores = rows
        .rows
        .into_iter()
        .map(|row| Ok(wire::store(&crate::engine::decode(row)?)))
        .collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "data": stores, "next_page": rows.next }).into())
}

async fn found(call: &Call<'_>) -> Result<MemoryStore> {
    let id = &call.path[2];
    let store = call.engine.get(Table::Stores, crate::domain::key![id.as_str()]).await?;
    store.ok_or_else(|| Error::not_found("memory store", id))
}

async fn change(
    call: &Call<'_>,
    mut change: impl FnMut(&mut Draft, &mut crate::store::Context<'_>) -> Result<()> + 'static,
) -> Result<Answer> {
    let id = call.path[2].clone();
    let store = call.engine.commit(Need::store(&id), move |working, env| {
        let draft = working.store(&id)?;
        change(draft, &mut env.context(Actor::api()))?;
        Ok(draft.snapshot.store.clone())
    });
    Ok(wire::store(&store.await?).into())
}

/// 1 to 255 characters, none of them a control character.
fn name(fields: &mut Fields) -> Result<Option<String>> {
    let name = fields.short_text("name", 1, 255)?.value();
    match name.as_ref().and_then(|name| name.chars().find(|c| c.is_control())) {
        Some(c) => {
            Err(fields.broken("name", format!("must not contain control characters; this has U+{:04X}", c as u32)))
        }
        None => Ok(name),
    }
}
