//! The state machine of a turn: model request, its reply, its tool calls, the next request, until the model has nothing more
//! to call. The engine feeds it [`Input`]s and carries out the [`Effect`]s in order.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::history::History;
use crate::domain::{
    Limits,
    event::{NewEvent, StopReason},
    session::Usage,
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
    Failed { message: String, start_id: String },
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
            Input::Failed { message, start_id } => vec![
                Effect::Emit {
                    events: vec![
                        NewEvent::request_end(&start_id, Usage::default(), true),
                        NewEvent::error("model_request_failed_error", &message, "exhausted"),
                    ],
                    usage: Usage::default(),
                },
                Effect::End(StopReason::RetriesExhausted),
            ],
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
            if let Some(event) = self.block_event(block, &id) {
                let mut said = event.body.clone();
                said["id"] = id.clone().into();
                self.history.push(&said);
                events.push(event.with_id(id));
            }
        }
        events.push(NewEvent::request_end(start_id, usage, false));
        let mut effects = vec![Effect::Emit { events, usage }];
        self.stopping = match reply.get("stop_reason").and_then(Value::as_str) {
            Some("refusal") => Some(StopReason::Refusal),
            _ if self.calls.is_empty() && self.held.is_empty() => Some(StopReason::EndTurn),
            _ => None,
        };
        let calls = self.calls.len() + self.held.len();
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

    fn block_event(&mut self, block: &Value, id: &str) -> Option<NewEvent> {
        match block.get("type").and_then(Value::as_str)? {
            "text" => {
                let text = block.get("text").and_then(Value::as_str)?;
                (!text.is_empty()).then(|| NewEvent::message(text))
            }
            "thinking" | "redacted_thinking" => Some(NewEvent::thinking()),
            "tool_use" => {
                let name = block.get("name").and_then(Value::as_str)?;
                let input = block.get("input").cloned().unwrap_or_else(|| json!({}));
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
