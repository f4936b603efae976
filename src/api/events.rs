//! `/v1/sessions/{id}/events`: what is sent to a session, and what it has said and done.

use serde_json::{Value, json};

use super::{
    Answer, Call, dreams,
    fields::Fields,
    pages::{Page, Scan},
    query::TimeRange,
    sessions,
};
use crate::{
    agent::held,
    domain::{
        Code, Error, Result, Table,
        event::{EventRecord, NewEvent},
        session::Session,
    },
    engine::{Need, Subscription, decode},
};

/// Every type that the hosted API declares.
pub(super) const EVENT_TYPES: [&str; 41] = [
    "user.message",
    "user.interrupt",
    "user.tool_confirmation",
    "user.custom_tool_result",
    "agent.custom_tool_use",
    "agent.message",
    "agent.thinking",
    "agent.mcp_tool_use",
    "agent.mcp_tool_result",
    "agent.tool_use",
    "agent.tool_result",
    "agent.thread_message_received",
    "agent.thread_message_sent",
    "agent.thread_context_compacted",
    "session.error",
    "session.status_rescheduled",
    "session.status_running",
    "session.status_idle",
    "session.status_terminated",
    "session.thread_created",
    "span.outcome_evaluation_start",
    "span.outcome_evaluation_end",
    "span.model_request_start",
    "span.model_request_end",
    "span.outcome_evaluation_ongoing",
    "user.define_outcome",
    "session.thread_status_running",
    "session.thread_status_idle",
    "session.thread_status_terminated",
    "user.tool_result",
    "session.thread_status_rescheduled",
    "session.updated",
    "system.message",
    "session.usage",
    "workflow_run.created",
    "workflow_run.status_running",
    "workflow_run.status_idle",
    "workflow_run.status_ended",
    "workflow_run.error",
    "workflow_run.phase_started",
    "workflow_run.phase_ended",
];

/// Those that a client sends.
const SENT: [&str; 5] =
    ["user.message", "user.interrupt", "system.message", "user.tool_confirmation", "user.custom_tool_result"];

/// Times that answers are checked again when the session changed meanwhile.
const ATTEMPTS: usize = 16;

pub(super) async fn send(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let events = fields.list("events")?;
    let events = fields.required("events", events)?;
    fields.finish()?;
    if events.is_empty() {
        return Err(Error::invalid("events", "must hold at least one event"));
    }
    let events = read("events", events, call.engine.limits().events_per_request)?;
    check_system_message(&events)?;
    let answers = |event: &NewEvent| event.body["type"] == "user.tool_confirmation" || is_custom_result(event);
    let answers = events.iter().any(answers);
    for _ in 0..ATTEMPTS {
        let session = sessions::found(call, &call.path[2]).await?;
        let served = sessions::served(call, &session.agent)?;
        if let Some(other) = events.iter().find_map(|event| other_thread(event, &session)) {
            return Err(Error::not_found("thread of this session", &other));
        }
        dreams::refuse_when_dreaming(&session)?;
        sessions::refuse_when_archived(&session, "sent events")?;
        // Read after the session: what was added meanwhile shows in the session's revision.
        if answers {
            held::check(&call.engine.events(&session.id).await?, &events)?;
        }
        let (id, revision, events) = (session.id.clone(), session.revision, events.clone());
        let sent = call.engine.commit(Need::session(&id), move |working, env| {
            let draft = working.session(&id)?;
            dreams::refuse_when_dreaming(&draft.session)?;
            sessions::refuse_when_archived(&draft.session, "sent events")?;
            if answers && (draft.session.revision != revision || draft.is_changed()) {
                return Ok(None);
            }
            Ok(Some(events.iter().map(|event| draft.queue(event.clone(), env.now, env.ids)).collect::<Vec<Value>>()))
        });
        if let Some(sent) = sent.await? {
            call.engine.wake(&session.id);
            return Ok(Answer::ServedJson(json!({ "data": sent }), served));
        }
    }
    Err(Error::new(Code::Overloaded, "The session keeps changing while its calls are answered. Try again."))
}

fn is_custom_result(event: &NewEvent) -> bool {
    event.body["type"] == "user.custom_tool_result"
}

/// At most one `system.message`, the last of the request, after the message that it accompanies.
fn check_system_message(events: &[NewEvent]) -> Result<()> {
    let is = |event: &NewEvent, kind: &str| event.body["type"] == kind;
    let Some(at) = events.iter().position(|event| is(event, "system.message")) else { return Ok(()) };
    if at + 1 == events.len() && at > 0 && is(&events[at - 1], "user.message") {
        return Ok(());
    }
    let rule = "a system.message must be the last event, and follow the user.message that it accompanies";
    Err(Error::invalid(format!("events[{at}].type"), rule))
}

fn other_thread(event: &NewEvent, session: &Session) -> Option<String> {
    let thread = event.body.get("session_thread_id")?.as_str()?;
    (thread != session.thread_id).then(|| thread.to_owned())
}

/// Reads events that a client sends.
pub(super) fn read(at: &str, events: Vec<Value>, limit: usize) -> Result<Vec<NewEvent>> {
    if events.len() > limit {
        return Err(Error::invalid(at, format!("must hold at most {limit} events; this has {}", events.len())));
    }
    events.into_iter().enumerate().map(|(index, event)| sent_event(&format!("{at}[{index}]"), event)).collect()
}

fn sent_event(at: &str, event: Value) -> Result<NewEvent> {
    let mut fields = Fields::new(at, event)?;
    let kind = fields.text("type")?;
    let kind = fields.required("type", kind)?;
    let body = match kind.as_str() {
        "user.message" | "system.message" => json!({ "type": kind, "content": content(&mut fields)? }),
        "user.interrupt" => {
            let thread = fields.text("session_thread_id")?.value();
            json!({ "type": kind, "session_thread_id": thread })
        }
        "user.tool_confirmation" => confirmation(&mut fields)?,
        "user.custom_tool_result" => {
            let id = fields.text("custom_tool_use_id")?;
            let id = fields.required("custom_tool_use_id", id)?;
            let is_error = fields.flag("is_error")?;
            let blocks = fields.list("content")?.value().unwrap_or_default();
            let content = text_blocks(&fields.name("content"), blocks)?;
            json!({ "type": kind, "custom_tool_use_id": id, "content": content, "is_error": is_error })
        }
        "user.tool_result" => {
            return Err(fields.broken("type", "user.tool_result is for self-hosted environments; there are none here"));
        }
        "user.define_outcome" => return Err(fields.broken("type", "user.define_outcome is not supported here")),
        _ if EVENT_TYPES.contains(&kind.as_str()) => {
            return Err(fields.broken("type", format!("{kind} is not an event that a client sends")));
        }
        _ => return Err(fields.broken("type", format!("must be one of {}", SENT.join(", ")))),
    };
    fields.finish()?;
    Ok(NewEvent { id: None, body })
}

fn confirmation(fields: &mut Fields) -> Result<Value> {
    let id = fields.text("tool_use_id")?;
    let id = fields.required("tool_use_id", id)?;
    let result = fields.text("result")?;
    let result = fields.required("result", result)?;
    if !matches!(result.as_str(), "allow" | "deny") {
        return Err(fields.broken("result", "must be allow or deny"));
    }
    let message = fields.text("deny_message")?.value();
    if message.is_some() && result == "allow" {
        return Err(fields.broken("deny_message", "is for a result of deny only; leave it out"));
    }
    Ok(json!({ "type": "user.tool_confirmation", "tool_use_id": id, "result": result, "deny_message": message }))
}

/// Text blocks; other kinds of content cannot be read by what runs here.
fn content(fields: &mut Fields) -> Result<Vec<Value>> {
    let blocks = fields.list("content")?;
    let blocks = fields.required("content", blocks)?;
    if blocks.is_empty() {
        return Err(fields.broken("content", "must hold at least one block"));
    }
    text_blocks(&fields.name("content"), blocks)
}

fn text_blocks(name: &str, blocks: Vec<Value>) -> Result<Vec<Value>> {
    blocks
        .into_iter()
        .enumerate()
        .map(|(index, block)| {
            let mut block = Fields::new(&format!("{name}[{index}]"), block)?;
            let kind = block.text("type")?;
            match block.required("type", kind)?.as_str() {
                "text" => {}
                kind @ ("image" | "document" | "redacted" | "search_result") => {
                    return Err(block.broken("type", format!("{kind} blocks are not supported here; send text")));
                }
                _ => return Err(block.broken("type", "must be text")),
            }
            let text = block.text("text")?;
            let text = block.required("text", text)?;
            if text.is_empty() {
                return Err(block.broken("text", "must not be empty"));
            }
            block.finish()?;
            Ok(json!({ "type": "text", "text": text }))
        })
        .collect()
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let session = sessions::found(call, &call.path[2]).await?;
    page_of(call, &session, &session.thread_id, true).await
}

/// A page of a thread's events; the session's own list is its primary thread's. A thread's list takes no filters.
pub(super) async fn page_of(call: &Call<'_>, session: &Session, thread_id: &str, filters: bool) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::of_events(call, &mut params)?;
    let (mut created, mut descending, mut types) = (TimeRange::default(), false, Vec::new());
    if filters {
        created = TimeRange::any(&mut params)?;
        descending = params.choice("order", &["asc", "desc"])? == Some("desc");
        types = params.list("types");
    }
    params.finish()?;
    if let Some(unknown) = types.iter().find(|kind| !EVENT_TYPES.contains(&kind.as_str())) {
        return Err(Error::invalid("types", format!("{unknown:?} is not a type of event")));
    }
    let scan = Scan {
        table: Table::Events,
        index: None,
        prefix: crate::domain::key![session.id.as_str()],
        field: "seq",
        reverse: descending,
    };
    let rows = scan.page(call, &page, |row| {
        let event = &row["event"];
        let at = event["processed_at"].as_str().and_then(crate::domain::Time::parse);
        row["thread_id"] == thread_id
            && (types.is_empty() || types.iter().any(|kind| event["type"] == kind.as_str()))
            && (created.is_open() || at.is_some_and(|at| created.holds(at)))
    });
    let rows = rows.await?;
    let data =
        rows.rows.into_iter().map(|row| Ok(decode::<EventRecord>(row)?.event)).collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "data": data, "next_page": rows.next }).into())
}

pub(super) async fn stream(call: &Call<'_>) -> Result<Answer> {
    let session = sessions::found(call, &call.path[2]).await?;
    stream_of(call, &session, &session.thread_id)
}

pub(super) fn stream_of(call: &Call<'_>, session: &Session, thread_id: &str) -> Result<Answer> {
    let mut params = call.params();
    let previews = params.list("event_deltas");
    params.finish()?;
    if let Some(unknown) = previews.iter().find(|kind| !matches!(kind.as_str(), "agent.message" | "agent.thinking")) {
        return Err(Error::invalid(
            "event_deltas",
            format!("must be agent.message or agent.thinking, not {unknown:?}"),
        ));
    }
    let served = sessions::served(call, &session.agent)?;
    let subscription = Subscription {
        session_id: session.id.clone(),
        thread_id: thread_id.to_owned(),
        after_seq: session.last_seq,
        previews,
    };
    Ok(Answer::Stream(call.engine.subscribe(subscription), served))
}

/// `POST /dreamfs/v1/sessions`: a past session with its own times.
pub(super) fn imported(
    at: &str,
    event: Value,
    earliest: crate::domain::Time,
) -> Result<(NewEvent, crate::domain::Time)> {
    let mut fields = Fields::new(at, event)?;
    let time = fields.time("processed_at")?;
    let time = time.ok_or_else(|| fields.broken("processed_at", "is required"))?;
    if time < earliest {
        return Err(
            fields.broken("processed_at", "must not be before the session's created_at, nor before the event above it")
        );
    }
    let kind = fields.text("type")?;
    let kind = fields.required("type", kind)?;
    let id = fields.short_text("id", 1, 64)?.value();
    let body = match kind.as_str() {
        "user.message" | "agent.message" => json!({ "type": kind, "content": content(&mut fields)? }),
        "agent.tool_use" => {
            let name = fields.short_text("name", 1, 128)?;
            let name = fields.required("name", name)?;
            let input = fields.take("input").value().filter(Value::is_object);
            let input = input.ok_or_else(|| fields.broken("input", "must be an object"))?;
            fields.take("evaluated_permission");
            fields.take("evaluation");
            fields.take("session_thread_id");
            NewEvent::tool_use(&name, &input, true).body
        }
        "agent.tool_result" => {
            let call_id = fields.text("tool_use_id")?;
            let call_id = fields.required("tool_use_id", call_id)?;
            let is_error = fields.flag("is_error")?.unwrap_or(false);
            let blocks = content(&mut fields)?;
            json!({ "type": kind, "tool_use_id": call_id, "is_error": is_error, "content": blocks })
        }
        _ => {
            return Err(
                fields.broken("type", "must be user.message, agent.message, agent.tool_use or agent.tool_result")
            );
        }
    };
    fields.finish()?;
    let event = NewEvent { id: None, body };
    Ok((
        match id {
            Some(id) => event.with_id(id),
            None => event,
        },
        time,
    ))
}
