//! What a runner does with a turn that the tab before it left in the middle.

use serde_json::Value;

use super::held;
use crate::domain::{
    event::{EventRecord, NewEvent, StopReason},
    session::Usage,
    sort,
};

/// The events that close a broken turn: an error result for each tool call without one, the end of a request without one, an
/// error, and idle. Calls that wait for the client go on waiting. `events` are the session's, in order.
pub fn closing_events(events: &[EventRecord]) -> Vec<NewEvent> {
    let field = |event: &Value, name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let of_kind = |kind: &'static str| events.iter().filter(move |record| record.kind() == kind);
    let answered = sort::set(of_kind("agent.tool_result").map(|record| field(&record.event, "tool_use_id")));
    let ended =
        sort::set(of_kind("span.model_request_end").map(|record| field(&record.event, "model_request_start_id")));
    let held: Vec<String> = held::waiting(held::processed(events)).into_iter().map(|call| call.event_id).collect();
    let mut closing: Vec<NewEvent> = of_kind("agent.tool_use")
        .filter(|record| !answered.contains(record.id()) && !held.iter().any(|id| id == record.id()))
        .map(|record| {
            let name = field(&record.event, "name");
            NewEvent::tool_result(
                record.id(),
                &format!("{name}: the turn was cut off before this call had a result; nothing was changed"),
                true,
            )
        })
        .collect();
    closing.extend(
        of_kind("span.model_request_start")
            .filter(|record| !ended.contains(record.id()))
            .map(|record| NewEvent::request_end(record.id(), Usage::default(), true)),
    );
    if closing.is_empty() && !held.is_empty() {
        return vec![NewEvent::idle(StopReason::RequiresAction(held))];
    }
    let message = "This turn was cut off before it ended: its tab was closed, or storage refused a write. Everything up to here is kept; send a message to go on.";
    closing.push(NewEvent::error("unknown_error", message, "exhausted"));
    let reason = if held.is_empty() { StopReason::RetriesExhausted } else { StopReason::RequiresAction(held) };
    closing.push(NewEvent::idle(reason));
    closing
}
