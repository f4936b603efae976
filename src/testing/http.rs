//! A network with one endpoint on it, which plays what it was given: statuses, streams cut into pieces, silence, cuts.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use futures_util::{FutureExt, future::LocalBoxFuture};
use serde_json::{Value, json};

use crate::{
    model::message::blocks_of,
    ports::{Clock, Http, HttpBody, HttpError, HttpRequest, HttpResponse},
};

/// A piece of a body as it comes.
#[derive(Debug, Clone)]
pub enum Piece {
    Bytes(Vec<u8>),
    /// Milliseconds of silence.
    Silence(u32),
    /// The connection breaks.
    Cut,
}

/// What the endpoint does with a request.
#[derive(Debug, Clone)]
pub struct Answer {
    /// `None` where no answer comes.
    pub status: Option<u16>,
    pub headers: Vec<(String, String)>,
    pub pieces: Vec<Piece>,
}

impl Answer {
    /// A status that is no success, with the API's error object.
    pub fn error(status: u16, kind: &str, message: &str) -> Self {
        let body = json!({ "type": "error", "error": { "type": kind, "message": message } });
        Self { status: Some(status), headers: Vec::new(), pieces: vec![Piece::Bytes(body.to_string().into_bytes())] }
    }

    /// No answer at all.
    pub fn refused() -> Self {
        Self { status: None, headers: Vec::new(), pieces: Vec::new() }
    }

    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn with_type(mut self, kind: &str) -> Self {
        self.headers.retain(|(name, _)| name != "content-type");
        self.with_header("content-type", kind)
    }

    /// A stream of these bytes.
    pub fn stream(bytes: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), "text/event-stream".to_owned())];
        Self { status: Some(200), headers, pieces: vec![Piece::Bytes(bytes.into())] }
    }

    /// The stream of a reply with these content blocks.
    pub fn reply(content: Value) -> Self {
        let calls = !blocks_of(&content, "tool_use").is_empty();
        let usage = json!({ "input_tokens": 10, "output_tokens": 5, "cache_read_input_tokens": 3, "cache_creation_input_tokens": 2 });
        Self::stream(frames(&events_of(&json!({
            "id": "msg_endpoint", "type": "message", "role": "assistant", "model": "endpoint-model", "content": content,
            "stop_reason": if calls { "tool_use" } else { "end_turn" }, "stop_sequence": null, "usage": usage,
        }))))
    }
}

/// Events as a stream of bytes.
pub fn frames(events: &[Value]) -> String {
    let frame = |event: &Value| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap_or_default());
    events.iter().map(frame).collect()
}

/// The events that a message is streamed as: text in two deltas, a call's input in three.
pub fn events_of(message: &Value) -> Vec<Value> {
    let mut start = message.clone();
    start["content"] = json!([]);
    start["stop_reason"] = Value::Null;
    start["usage"]["output_tokens"] = 1.into();
    let mut events = vec![json!({ "type": "message_start", "message": start }), json!({ "type": "ping" })];
    for (index, block) in message["content"].as_array().into_iter().flatten().enumerate() {
        let mut begun = block.clone();
        let mut deltas = Vec::new();
        let halves = |text: &str| {
            let half = text.floor_char_boundary(text.len() / 2);
            [text[..half].to_owned(), text[half..].to_owned()]
        };
        match block["type"].as_str() {
            Some("text") => {
                begun["text"] = "".into();
                let text = block["text"].as_str().unwrap_or_default();
                deltas.extend(halves(text).map(|text| json!({ "type": "text_delta", "text": text })));
            }
            Some("tool_use") => {
                begun["input"] = json!({});
                deltas.push(json!({ "type": "input_json_delta", "partial_json": "" }));
                deltas.extend(
                    halves(&block["input"].to_string())
                        .map(|json| json!({ "type": "input_json_delta", "partial_json": json })),
                );
            }
            _ => {}
        }
        events.push(json!({ "type": "content_block_start", "index": index, "content_block": begun }));
        events.extend(
            deltas.into_iter().map(|delta| json!({ "type": "content_block_delta", "index": index, "delta": delta })),
        );
        events.push(json!({ "type": "content_block_stop", "index": index }));
    }
    let delta = json!({ "stop_reason": message["stop_reason"], "stop_sequence": null });
    events.push(json!({ "type": "message_delta", "delta": delta, "usage": { "output_tokens": message["usage"]["output_tokens"] } }));
    events.push(json!({ "type": "message_stop" }));
    events
}

/// What answers requests that no answer was given for.
type Respond = Rc<dyn Fn(&Value) -> Answer>;

/// The network. Clones share it.
#[derive(Clone)]
pub struct ScriptedHttp {
    clock: Rc<dyn Clock>,
    answers: Rc<RefCell<VecDeque<Answer>>>,
    respond: Option<Respond>,
    pub requests: Rc<RefCell<Vec<HttpRequest>>>,
    /// Requests that were dropped before their end.
    pub aborted: Rc<Cell<usize>>,
    /// Whether `reaches` says that something answers.
    pub reachable: Rc<Cell<bool>>,
}

impl ScriptedHttp {
    pub fn new(clock: Rc<dyn Clock>, answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            clock,
            answers: Rc::new(RefCell::new(answers.into_iter().collect())),
            respond: None,
            requests: Rc::default(),
            aborted: Rc::default(),
            reachable: Rc::default(),
        }
    }

    /// The same, with a function of the request's body once the script is over.
    #[must_use]
    pub fn or_else(mut self, respond: impl Fn(&Value) -> Answer + 'static) -> Self {
        self.respond = Some(Rc::new(respond));
        self
    }

    /// The bodies of the requests so far.
    pub fn bodies(&self) -> Vec<Value> {
        self.requests.borrow().iter().map(|request| serde_json::from_str(&request.body).unwrap_or_default()).collect()
    }
}

impl Http for ScriptedHttp {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'static, Result<HttpResponse, HttpError>> {
        let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
        self.requests.borrow_mut().push(request);
        let scripted = self.answers.borrow_mut().pop_front();
        let answer =
            scripted.unwrap_or_else(|| self.respond.as_ref().map_or_else(Answer::refused, |respond| respond(&body)));
        let mut body = PlayedBody {
            clock: self.clock.clone(),
            pieces: answer.pieces.into(),
            aborted: self.aborted.clone(),
            ended: answer.status.is_none(),
            silent: false,
        };
        async move {
            let Some(status) = answer.status else { return Err(HttpError("connection refused".into())) };
            // Silence before the first piece is silence before the status.
            while let Some(Piece::Silence(ms)) = body.pieces.front() {
                let ms = *ms;
                body.pieces.pop_front();
                body.clock.sleep(ms).await;
            }
            Ok(HttpResponse { status, headers: answer.headers, body: Box::new(body) })
        }
        .boxed_local()
    }

    fn reaches(&self, _: String) -> LocalBoxFuture<'static, bool> {
        std::future::ready(self.reachable.get()).boxed_local()
    }
}

struct PlayedBody {
    clock: Rc<dyn Clock>,
    pieces: VecDeque<Piece>,
    aborted: Rc<Cell<usize>>,
    ended: bool,
    /// In the middle of a silence.
    silent: bool,
}

impl HttpBody for PlayedBody {
    fn next(&mut self) -> LocalBoxFuture<'_, Result<Option<Vec<u8>>, HttpError>> {
        async move {
            loop {
                match self.pieces.pop_front() {
                    Some(Piece::Bytes(bytes)) => return Ok(Some(bytes)),
                    Some(Piece::Silence(ms)) => {
                        self.silent = true;
                        self.clock.sleep(ms).await;
                        self.silent = false;
                    }
                    Some(Piece::Cut) => {
                        self.ended = true;
                        return Err(HttpError("connection reset".into()));
                    }
                    None => {
                        self.ended = true;
                        return Ok(None);
                    }
                }
            }
        }
        .boxed_local()
    }
}

impl Drop for PlayedBody {
    fn drop(&mut self) {
        if !self.ended && (self.silent || !self.pieces.is_empty()) {
            self.aborted.set(self.aborted.get() + 1);
        }
    }
}
