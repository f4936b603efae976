//! The state machine of a turn: model request, its reply, its tool calls, the next request, until the model has nothing more
//! to call. The engine feeds it [`Input`]s and carries out the [`Effect`]s in order.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::history::History;
use crate::{
    domain::{
        Limits,
        event::{NewEvent, StopReason},
        session::Usage,
    },
    model::messages::{Failure, is_cut},
};

const MAX_TOKENS: u64 = 8_192;

/// What does not change during a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub model: String,
    pub system: Value,
    pub tools: Vec<Value>,
    /// Tools whose calls wait for the client's leave.
    pub asking: Vec<String>,
    /// Tools that the client runs.
    pub custom: Vec<String>,
}

/// A turn under way.
#[derive(Debug)]
pub struct Turn {
    setting: Setting,
    history: History,
    calls: VecDeque<ToolCall>,
    /// Calls that wait for the client. What can run runs first; then the turn stands still.
    held: Vec<ToolCall>,
    requests_left: usize,
    calls_left: usize,
    /// Compactions that may still follow without a reply in between, and how many that is at first.
    compactions: (usize, usize),
    stopping: Option<StopReason>,
}

/// A tool that the model called. `event_id` is the id of its `agent.tool_use` event.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolCall {
    pub event_id: String,
    pub name: String,
    pub input: Value,
}

/// What happened since the last step.
#[derive(Debug)]
pub enum Input {
    /// The turn begins.
    Start,
    /// The model replied. `ids` are the event ids of the reply's content blocks, in order; `start_id` is the id of the
    /// request's start event.
    Replied { reply: Value, ids: Vec<String>, start_id: String },
    /// The model could not reply.
    Failed { failure: Failure, start_id: String },
    /// The session's budget lets no further request be made.
    OverBudget,
    /// A tool answered.
    ToolDone { call: ToolCall, result: Value },
    /// The user interrupted; `open_request` is the id of the start event of the request under way, if there is one.
    Interrupted { open_request: Option<String> },
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Persist these events, together.
    Emit { events: Vec<NewEvent>, usage: Usage },
    /// Persist a request's start, then ask the model.
    Request(Value),
    /// Run a tool and persist its result with what it changed.
    Run(ToolCall),
    /// Persist the end of the turn.
    End(StopReason),
}

impl Turn {
    /// `history` holds everything up to and with the user's new message.
    pub fn new(setting: Setting, history: History, limits: &Limits) -> Self {
        Self {
            setting,
            history,
            calls: VecDeque::new(),
            held: Vec::new(),
            requests_left: limits.model_requests_per_turn,
            calls_left: limits.tool_calls_per_turn,
            compactions: (limits.model_compactions, limits.model_compactions),
            stopping: None,
        }
    }

    /// A turn that was left in the middle: its open calls are run before the model is asked again.
    pub fn resume(setting: Setting, history: History, calls: Vec<ToolCall>, limits: &Limits) -> Self {
        Self { calls: calls.into(), ..Self::new(setting, history, limits) }
    }

    /// The same turn with calls that wait for the client.
    #[must_use]
    pub fn holding(mut self, held: Vec<ToolCall>) -> Self {
        self.held = held;
        self
    }

    /// The calls that wait to be run, in order.
    pub fn waiting_calls(&self) -> impl Iterator<Item = &ToolCall> {
        self.calls.iter()
    }

    /// The effects that follow an input, in order. The last one says what to wait for.
    pub fn step(&mut self, input: Input) -> Vec<Effect> {
        match input {
            Input::Start => self.next(),
            Input::Replied { reply, ids, start_id } => self.replied(&reply, ids, &start_id),
            Input::Failed { failure, start_id } => self.failed(&failure, &start_id),
            Input::OverBudget => vec![Effect::End(StopReason::BudgetReached)],
            Input::ToolDone { call, result } => {
                self.history.push(&json!({
                    "type": "agent.tool_result", "tool_use_id": call.event_id,
                    "content": result["content"], "is_error": result["is_error"],
                }));
                self.next()
            }
            Input::Interrupted { open_request } => self.interrupted(open_request),
        }
    }

    fn next(&mut self) -> Vec<Effect> {
        if let Some(call) = self.calls.pop_front() {
            return vec![Effect::Run(call)];
        }
        if !self.held.is_empty() {
            let ids = self.held.drain(..).map(|call| call.event_id).collect();
            return vec![Effect::End(StopReason::RequiresAction(ids))];
        }
        if let Some(reason) = self.stopping.take() {
            return vec![Effect::End(reason)];
        }
        if self.requests_left == 0 {
            return self
                .limit_reached("The turn made as many model requests as a turn may. Send another message to go on.");
        }
        self.requests_left -= 1;
        vec![Effect::Request(self.request())]
    }

    /// A conversation that is too long is compacted and asked about again; any other failure ends the turn.
    fn failed(&mut self, failure: &Failure, start_id: &str) -> Vec<Effect> {
        let (left, all) = self.compactions;
        let mut events = vec![NewEvent::request_end(start_id, failure.usage, true)];
        let usage = failure.usage;
        if failure.too_long && left > 0 && self.history.compact() {
            self.compactions = (left - 1, all);
            events.push(NewEvent::compacted());
            return vec![Effect::Emit { events, usage }, Effect::Request(self.request())];
        }
        let (kind, message) = if failure.too_long {
            let why = format!(
                "The conversation is too long for the model, and no more of it can be left out: {} Begin a new session; what stands in memory is kept.",
                failure.message
            );
            ("compaction_limit_reached_error", why)
        } else {
            (failure.kind, failure.message.clone())
        };
        events.push(NewEvent::error(kind, &message, "exhausted"));
        vec![Effect::Emit { events, usage }, Effect::End(StopReason::RetriesExhausted)]
    }

    fn request(&self) -> Value {
        json!({
            "model": self.setting.model, "max_tokens": MAX_TOKENS, "system": self.setting.system,
            "messages": self.history.messages(), "tools": self.setting.tools, "stream": true,
        })
    }

    fn replied(&mut self, reply: &Value, ids: Vec<String>, start_id: &str) -> Vec<Effect> {
        let usage = Usage::of_reply(reply);
        let blocks = reply.get("content").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut events = Vec::new();
        for (block, id) in blocks.iter().zip(ids) {
            self.history.keep_thinking(block);
            if let Some(event) = self.block_event(block, &id) {
                let mut said = event.body.clone();
                said["id"] = id.clone().into();
                self.history.push(&said);
                events.push(event.with_id(id));
            }
        }
        if !events.is_empty() {
            self.compactions.0 = self.compactions.1;
        }
        events.push(NewEvent::request_end(start_id, usage, false));
        let mut effects = vec![Effect::Emit { events, usage }];
        let stop_reason = &reply["stop_reason"];
        self.stopping = match stop_reason.as_str() {
            Some("refusal") => Some(StopReason::Refusal),
            Some("pause_turn") => None,
            _ if is_cut(stop_reason) => return self.cut_off(blocks, effects),
            _ if self.calls.is_empty() && self.held.is_empty() => Some(StopReason::EndTurn),
            _ => None,
        };
        let calls = self.calls.len() + self.held.len();
        if self.stopping == Some(StopReason::Refusal) && calls > 0 {
            let events = self.unanswered("the model refused to go on, so nothing was run");
            effects.push(Effect::Emit { events, usage: Usage::default() });
        }
        if calls > self.calls_left {
            effects.extend(
                self.limit_reached("The turn made as many tool calls as a turn may. Send another message to go on."),
            );
            return effects;
        }
        self.calls_left -= calls;
        effects.extend(self.next());
        effects
    }

    /// A reply that ran out of tokens. Within a call, the model is told and may go on; within its words, the turn ends and the
    /// user is told.
    fn cut_off(&mut self, blocks: &[Value], mut effects: Vec<Effect>) -> Vec<Effect> {
        let cut_call = blocks.last().is_some_and(|block| block["type"] == "tool_use" && block["cut"] == true);
        let held = blocks.last().and_then(|block| block["name"].as_str()).is_some_and(|name| self.holds(name));
        let last = match (cut_call, held) {
            (false, _) => None,
            (true, true) => self.held.pop(),
            (true, false) => self.calls.pop_back(),
        };
        if let Some(call) = last {
            let why = format!(
                "{}: the reply was cut off after {MAX_TOKENS} tokens, before this call was whole; nothing was run. Send less at once.",
                call.name
            );
            let result = NewEvent::tool_result(&call.event_id, &why, true);
            self.history.push(&result.body);
            effects.push(Effect::Emit { events: vec![result], usage: Usage::default() });
        } else if self.calls.is_empty() && self.held.is_empty() {
            let message = "The reply was cut off: the model ran out of tokens. What it said up to there is kept; send a message to have it go on.";
            let error = NewEvent::error("model_request_failed_error", message, "exhausted");
            effects.push(Effect::Emit { events: vec![error], usage: Usage::default() });
            effects.push(Effect::End(StopReason::RetriesExhausted));
            return effects;
        }
        self.calls_left = self.calls_left.saturating_sub(self.calls.len() + self.held.len());
        effects.extend(self.next());
        effects
    }

    /// Whether a call of this tool waits for the client.
    fn holds(&self, name: &str) -> bool {
        let among = |names: &[String]| names.iter().any(|known| known == name);
        among(&self.setting.asking) || among(&self.setting.custom)
    }

    fn block_event(&mut self, block: &Value, id: &str) -> Option<NewEvent> {
        match block.get("type").and_then(Value::as_str)? {
            "text" => {
                let text = block.get("text").and_then(Value::as_str)?;
                // No endpoint takes a text without words back.
                (!text.trim().is_empty()).then(|| NewEvent::message(text))
            }
            "thinking" | "redacted_thinking" => Some(NewEvent::thinking()),
            "tool_use" => {
                let name = block.get("name").and_then(Value::as_str)?;
                let input = block.get("input").filter(|input| input.is_object()).cloned().unwrap_or_else(|| json!({}));
                let among = |names: &[String]| names.iter().any(|known| known == name);
                let (asking, custom) = (among(&self.setting.asking), among(&self.setting.custom));
                let event = match (custom, asking) {
                    (true, _) => NewEvent::custom_tool_use(name, &input),
                    (_, true) => NewEvent::asking_tool_use(name, &input),
                    _ => NewEvent::tool_use(name, &input, self.offers(name)),
                };
                let call = ToolCall { event_id: id.to_owned(), name: name.to_owned(), input };
                if custom || asking {
                    self.held.push(call)
                } else {
                    self.calls.push_back(call)
                }
                Some(event)
            }
            _ => None,
        }
    }

    /// Whether the agent's toolset offers this tool.
    pub fn offers(&self, name: &str) -> bool {
        self.setting.tools.iter().any(|tool| tool["name"] == name)
    }

    fn limit_reached(&mut self, message: &str) -> Vec<Effect> {
        let mut events = self.unanswered(message);
        events.push(NewEvent::error("tool_use_limit_reached_error", message, "exhausted"));
        vec![Effect::Emit { events, usage: Usage::default() }, Effect::End(StopReason::RetriesExhausted)]
    }

    fn interrupted(&mut self, open_request: Option<String>) -> Vec<Effect> {
        let mut events = self.unanswered("interrupted by the user before the tool ran");
        if let Some(start_id) = open_request {
            events.push(NewEvent::request_end(&start_id, Usage::default(), true));
        }
        let mut effects = Vec::new();
        if !events.is_empty() {
            effects.push(Effect::Emit { events, usage: Usage::default() });
        }
        effects.push(Effect::End(StopReason::EndTurn));
        effects
    }

    /// Error results for the calls that will not run, so that no call stays without one.
    fn unanswered(&mut self, why: &str) -> Vec<NewEvent> {
        self.calls
            .drain(..)
            .chain(self.held.drain(..))
            .map(|call| NewEvent::tool_result(&call.event_id, &format!("{}: {why}", call.name), true))
            .collect()
    }
}
