//! Calls that wait for the client: those that need its leave, and those of tools that it runs itself. Which ones wait follows from
//! the session's events alone, so that it is the same after a reload. Nothing here runs a call.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{SessionDraft, ToolCall, history::answers};
use crate::domain::{
    Error, IdSource, Result, Time,
    event::{EventRecord, NewEvent, StopReason},
    session::Status,
};

const CONFIRMATION: &str = "user.tool_confirmation";
const CUSTOM_RESULT: &str = "user.custom_tool_result";

/// The calls that wait, in order. Give processed events to learn what a turn stands at, waiting ones too to learn what a client may
/// still answer.
pub fn waiting<'a>(events: impl Iterator<Item = &'a Value> + Clone) -> Vec<ToolCall> {
    let closed: BTreeSet<&str> =
        events.clone().filter_map(|event| answers(event).or_else(|| confirmed(event))).collect();
    let waits = |event: &&Value| is_held(event) && !closed.contains(text(event, "id"));
    events.filter(waits).map(call).collect()
}

/// The processed ones of a session's events.
pub fn processed(events: &[EventRecord]) -> impl Iterator<Item = &Value> + Clone {
    events.iter().filter(|record| record.processed_at().is_some()).map(|record| &record.event)
}

/// Whether what waits in the queue waits for an answer too: a message is taken up once the turn before it has ended.
pub fn is_blocked(events: &[EventRecord]) -> bool {
    let moves = |record: &EventRecord| matches!(record.kind(), "user.interrupt" | CONFIRMATION | CUSTOM_RESULT);
    let queued = events.iter().filter(|record| record.processed_at().is_none());
    !waiting(processed(events)).is_empty() && !queued.into_iter().any(moves)
}

/// Whether a client may send these answers, each to a call that waits for it; `events` are the session's, waiting ones
/// included. The error names the event by its place in the request.
pub fn check(events: &[EventRecord], sent: &[NewEvent]) -> Result<()> {
    let all = || events.iter().map(|record| &record.event);
    let mut open: Vec<String> = waiting(all()).into_iter().map(|call| call.event_id).collect();
    for (at, event) in sent.iter().enumerate() {
        let (field, custom) = match text(&event.body, "type") {
            CONFIRMATION => ("tool_use_id", false),
            CUSTOM_RESULT => ("custom_tool_use_id", true),
            _ => continue,
        };
        let id = text(&event.body, field);
        let broken = |rule: String| Err(Error::invalid(format!("events[{at}].{field}"), rule));
        let Some(call) = all().find(|event| text(event, "id") == id) else {
            return broken(format!("is not the id of an event of this session; {}", listed(&open)));
        };
        match (text(call, "type"), custom) {
            ("agent.custom_tool_use", false) => {
                return broken(format!("{id} is a call of a custom tool: answer it with {CUSTOM_RESULT}"));
            }
            ("agent.tool_use", true) => {
                return broken(format!(
                    "{id} is no call of a custom tool: those that ask are answered with {CONFIRMATION}"
                ));
            }
            ("agent.tool_use", _) if !is_held(call) => {
                return broken(format!("{id} did not ask: it was run or refused without; {}", listed(&open)));
            }
            ("agent.tool_use" | "agent.custom_tool_use", _) => {}
            (kind, _) => return broken(format!("{id} is a {kind} event, not a tool call; {}", listed(&open))),
        }
        let Some(place) = open.iter().position(|waits| waits == id) else {
            return broken(format!("{id} has its answer already; {}", listed(&open)));
        };
        open.remove(place);
    }
    Ok(())
}

fn listed(open: &[String]) -> String {
    if open.is_empty() { "no call waits for an answer".to_owned() } else { format!("waiting: {}", open.join(", ")) }
}

/// What a runner took up: what was said, and the calls of the turn that it goes on with.
#[derive(Debug)]
pub struct Taken {
    pub said: Vec<Value>,
    /// Calls that the client allowed, to be run now.
    pub run: Vec<ToolCall>,
    /// Calls that wait still.
    pub held: Vec<ToolCall>,
}

/// Takes the waiting events up, in order, where `held` are the calls that wait for the client; nothing is given back when no turn
/// follows. Answers let the turn go on, an interrupt ends it; without such calls, a message begins one.
pub fn take_up(
    draft: &mut SessionDraft,
    waiting: Vec<EventRecord>,
    held: &[ToolCall],
    now: Time,
    ids: &mut IdSource,
) -> Option<Taken> {
    if held.is_empty() {
        return take_messages(draft, waiting, now, ids);
    }
    let mut said = Vec::new();
    for record in waiting {
        if matches!(record.kind(), "user.interrupt" | CONFIRMATION | CUSTOM_RESULT) {
            said.push(draft.take(record, now));
        }
    }
    let done: BTreeSet<&str> = said.iter().filter_map(answers).collect();
    let open = held.iter().filter(|call| !done.contains(call.event_id.as_str()));
    if said.iter().any(|event| event["type"] == "user.interrupt") {
        for call in open {
            let why = format!("{}: interrupted by the user before the tool ran", call.name);
            draft.emit(NewEvent::tool_result(&call.event_id, &why, true), now, ids);
        }
        draft.emit(NewEvent::idle(StopReason::EndTurn), now, ids);
        return None;
    }
    if said.is_empty() {
        return None;
    }
    draft.set_status(Status::Running, now);
    draft.emit(NewEvent::running(), now, ids);
    let (mut run, mut still, mut denials) = (Vec::new(), Vec::new(), Vec::new());
    for call in open {
        match said.iter().find(|event| confirmed(event) == Some(&call.event_id)) {
            None => still.push(call.clone()),
            Some(event) if event["result"] == "allow" => run.push(call.clone()),
            Some(event) => {
                let why = event["deny_message"].as_str().map(|why| format!(": {why}")).unwrap_or_default();
                let result =
                    NewEvent::tool_result(&call.event_id, &format!("{}: denied by the user{why}", call.name), true);
                denials.push(result.body.clone());
                draft.emit(result, now, ids);
            }
        }
    }
    said.extend(denials);
    Some(Taken { said, run, held: still })
}

fn take_messages(draft: &mut SessionDraft, waiting: Vec<EventRecord>, now: Time, ids: &mut IdSource) -> Option<Taken> {
    let mut said: Vec<Value> = Vec::new();
    let speaks = |said: &[Value]| said.iter().any(|event| event["type"] == "user.message");
    for record in waiting {
        // An interrupt sent after a message is meant for the turn that the message begins: it waits for it.
        if record.kind() == "user.interrupt" && speaks(&said) {
            break;
        }
        said.push(draft.take(record, now));
    }
    if !speaks(&said) {
        return None;
    }
    draft.set_status(Status::Running, now);
    draft.emit(NewEvent::running(), now, ids);
    Some(Taken { said, run: Vec::new(), held: Vec::new() })
}

fn is_held(event: &Value) -> bool {
    match text(event, "type") {
        "agent.custom_tool_use" => true,
        "agent.tool_use" => event["evaluated_permission"] == "ask",
        _ => false,
    }
}

/// The call that an event allows or denies.
fn confirmed(event: &Value) -> Option<&str> {
    (event["type"] == CONFIRMATION).then(|| text(event, "tool_use_id"))
}

fn call(event: &Value) -> ToolCall {
    ToolCall {
        event_id: text(event, "id").to_owned(),
        name: text(event, "name").to_owned(),
        input: event["input"].clone(),
    }
}

fn text<'a>(event: &'a Value, field: &str) -> &'a str {
    event.get(field).and_then(Value::as_str).unwrap_or_default()
}
