//! `/v1/sessions/{id}/threads`. A session here has its primary thread.

use serde_json::json;

use super::{
    Answer, Call, events,
    pages::{Page, Scan},
    sessions, wire,
};
use crate::{
    domain::{
        Code, Error, Result, Table,
        session::{Session, Thread},
    },
    engine::decode,
};

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    let statuses = sessions::statuses(params.list("statuses"))?;
    params.finish()?;
    let session = sessions::found(call, &call.path[2]).await?;
    let scan = Scan {
        table: Table::Threads,
        index: None,
        prefix: crate::domain::key![session.id.as_str()],
        field: "id",
        reverse: true,
    };
    let kept = statuses.is_empty() || statuses.iter().any(|status| status == session.status.text());
    let rows = scan.page(call, &page, |_| kept).await?;
    let threads = rows
        .rows
        .into_iter()
        .map(|row| Ok(wire::thread(&decode(row)?, &session, call.engine.now())))
        .collect::<Result<Vec<_>>>()?;
    Ok(json!({ "data": threads, "next_page": rows.next }).into())
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let (session, thread) = found(call).await?;
    Ok(wire::thread(&thread, &session, call.engine.now()).into())
}

pub(super) async fn archive(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    found(call).await?;
    Err(Error::new(Code::InvalidRequest, "The primary thread cannot be archived; archive the session."))
}

pub(super) async fn list_events(call: &Call<'_>) -> Result<Answer> {
    let (session, _) = found(call).await?;
    events::page_of(call, &session, false).await
}

pub(super) async fn stream(call: &Call<'_>) -> Result<Answer> {
    let (session, _) = found(call).await?;
    events::stream_of(call, &session)
}

async fn found(call: &Call<'_>) -> Result<(Session, Thread)> {
    let session = sessions::found(call, &call.path[2]).await?;
    let id = call.path[4].as_str();
    let thread = call.engine.get(Table::Threads, crate::domain::key![session.id.as_str(), id]).await?;
    Ok((session, thread.ok_or_else(|| Error::not_found("thread of this session", id))?))
}
