//! What a session mounts, and `/v1/sessions/{id}/resources`. Memory stores are the only resources here; they are attached when
//! the session is created, and stay.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Answer, Call, fields::Fields, pages::Page, sessions, wire};
use crate::{
    domain::{
        Code, Error, MemoryStore, Part, Result, Table, key,
        session::{Access, Mounted},
        store::slug,
    },
    sandbox::MEMORY_ROOT,
};

/// A memory store that a session asks for.
#[derive(Debug, Clone)]
pub(super) struct Attach {
    pub memory_store_id: String,
    access: Access,
    instructions: Option<String>,
    at: String,
}

/// Reads `resources`.
pub(super) fn read(fields: &mut Fields, limit: usize) -> Result<Vec<Attach>> {
    let items = fields.list("resources")?.value().unwrap_or_default();
    if items.len() > limit {
        return Err(
            fields.broken("resources", format!("must hold at most {limit} memory stores; this has {}", items.len()))
        );
    }
    let mut seen = BTreeSet::new();
    let mut attached = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let attach = attach(format!("resources[{index}]"), item)?;
        if !seen.insert(attach.memory_store_id.clone()) {
            return Err(Error::invalid(attach.at, "mounts a store that another resource mounts already"));
        }
        attached.push(attach);
    }
    Ok(attached)
}

fn attach(at: String, item: Value) -> Result<Attach> {
    let mut fields = Fields::new(&at, item)?;
    let kind = fields.text("type")?;
    match fields.required("type", kind)?.as_str() {
        "memory_store" => {}
        kind @ ("file" | "github_repository") => {
            return Err(fields
                .broken("type", format!("{kind} resources are not supported here; there are memory_store resources")));
        }
        _ => return Err(fields.broken("type", "must be memory_store")),
    }
    let id = fields.text("memory_store_id")?;
    let memory_store_id = fields.required("memory_store_id", id)?;
    let access = match fields.text("access")?.value().as_deref() {
        None | Some("read_write") => Access::ReadWrite,
        Some("read_only") => Access::ReadOnly,
        Some(_) => return Err(fields.broken("access", "must be read_write or read_only")),
    };
    let instructions = fields.short_text("instructions", 0, 4_096)?.value();
    fields.finish()?;
    Ok(Attach { memory_store_id, access, instructions, at })
}

/// Refuses what cannot be mounted now. (It is decided again when the session is made.)
pub(super) async fn check(call: &Call<'_>, attached: &[Attach]) -> Result<()> {
    let mut stores = Vec::with_capacity(attached.len());
    for attach in attached {
        let store = call.engine.get(Table::Stores, key![attach.memory_store_id.as_str()]).await?;
        stores.push(store.ok_or_else(|| Error::not_found("memory store", &attach.memory_store_id))?);
    }
    mount(attached, &stores).map(|_| ())
}

/// Mounts the stores, in order: names and descriptions as they are now, two equal slugs told apart by a number.
pub(super) fn mount(attached: &[Attach], stores: &[MemoryStore]) -> Result<Vec<Mounted>> {
    let mut taken = BTreeSet::new();
    let mut mounted = Vec::new();
    for (attach, store) in attached.iter().zip(stores) {
        if store.archived_at.is_some() {
            return Err(Error::invalid(
                format!("{}.memory_store_id", attach.at),
                format!("{} is archived; it cannot be attached to new sessions", store.id),
            ));
        }
        let slug = slug(&store.name);
        let mut candidates = std::iter::once(slug.clone()).chain((2..).map(|number| format!("{slug}-{number}")));
        let directory = candidates.find(|candidate| taken.insert(candidate.clone())).unwrap_or(slug);
        mounted.push(Mounted {
            memory_store_id: store.id.clone(),
            access: attach.access,
            instructions: attach.instructions.clone(),
            name: store.name.clone(),
            description: store.description.clone(),
            mount_path: format!("{MEMORY_ROOT}/{directory}"),
        });
    }
    Ok(mounted)
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    params.finish()?;
    let session = sessions::found(call, &call.path[2]).await?;
    let start = match &page.after {
        Some(Part::Number(number)) => usize::try_from(*number).unwrap_or(usize::MAX),
        _ => 0,
    };
    let rest = session.resources.iter().skip(start);
    let data: Vec<Value> = rest.clone().take(page.limit).map(wire::mounted).collect();
    let next = (rest.count() > data.len()).then(|| page.cursor(&Part::Number((start + data.len()) as u64), false));
    Ok(json!({ "data": data, "next_page": next }).into())
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(wire::mounted(&found(call).await?).into())
}

/// Files and repositories are the only resources that can be added later, and there are none here.
pub(super) async fn add(call: &Call<'_>) -> Result<Answer> {
    sessions::found(call, &call.path[2]).await?;
    let mut fields = call.fields()?;
    let kind = fields.text("type")?;
    Err(fields.broken(
        "type",
        format!(
            "{} resources are not supported here; memory stores are attached when the session is created",
            kind.value().unwrap_or_default()
        ),
    ))
}

pub(super) async fn update(call: &Call<'_>) -> Result<Answer> {
    found(call).await?;
    Err(Error::new(
        Code::InvalidRequest,
        "A memory store resource cannot be updated; only github_repository resources can, and there are none here.",
    ))
}

pub(super) async fn delete(call: &Call<'_>) -> Result<Answer> {
    found(call).await?;
    Err(Error::new(
        Code::InvalidRequest,
        "A memory store stays attached for as long as its session exists. Create a session without it.",
    ))
}

/// A memory store resource has no id of its own: the store's id names it.
async fn found(call: &Call<'_>) -> Result<Mounted> {
    let session = sessions::found(call, &call.path[2]).await?;
    let id = &call.path[4];
    session
        .resources
        .into_iter()
        .find(|resource| resource.memory_store_id == *id)
        .ok_or_else(|| Error::not_found("resource of this session", id))
}
