//! `/v1/sessions/{id}/threads`. A session has its primary thread; a dream's session has one more for each sub-agent.

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
    engine::{Need, decode},
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
    let rows = scan.page(call, &page, |row| {
        let status = row.pointer("/run/status").and_then(serde_json::Value::as_str).unwrap_or(session.status.text());
        statuses.is_empty() || statuses.iter().any(|asked| asked == status)
    });
    let rows = rows.await?;
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
    let (session, thread) = found(call).await?;
    if thread.run.is_none() {
        return Err(Error::new(Code::InvalidRequest, "The primary thread cannot be archived; archive the session."));
    }
    let key = crate::domain::key![session.id.as_str(), thread.id.as_str()];
    let need = Need::session(&session.id).and_record(Table::Threads, key.clone());
    let archived = call.engine.commit(need, move |working, env| {
        let thread: Option<Thread> = working.record(Table::Threads, &key)?;
        let mut thread = thread.ok_or_else(|| Error::not_found("thread of this session", "it was deleted"))?;
        if thread.run.as_ref().is_some_and(|run| run.status.is_active()) {
            return Err(Error::conflict(format!("The thread {} is running. Wait until it is idle.", thread.id)));
        }
        if thread.archived_at.is_none() {
            thread.archived_at = Some(env.now);
            working.session(&session.id)?.put_thread(&thread);
        }
        Ok(wire::thread(&thread, &working.session(&session.id)?.session, env.now))
    });
    Ok(archived.await?.into())
}

pub(super) async fn list_events(call: &Call<'_>) -> Result<Answer> {
    let (session, thread) = found(call).await?;
    events::page_of(call, &session, &thread.id, false).await
}

pub(super) async fn stream(call: &Call<'_>) -> Result<Answer> {
    let (session, thread) = found(call).await?;
    events::stream_of(call, &session, &thread.id)
}

async fn found(call: &Call<'_>) -> Result<(Session, Thread)> {
    let session = sessions::found(call, &call.path[2]).await?;
    let id = call.path[4].as_str();
    let thread = call.engine.get(Table::Threads, crate::domain::key![session.id.as_str(), id]).await?;
    Ok((session, thread.ok_or_else(|| Error::not_found("thread of this session", id))?))
}
