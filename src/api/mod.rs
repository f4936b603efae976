//! The HTTP surface: the Managed Agents API as the SDK's declarations state it, and what dreamfs adds under `/dreamfs/v1/`.
//! [`handle`] is the only door into the engine.

mod agents;
mod body;
mod budget;
mod dreams;
mod environments;
mod events;
mod extensions;
mod fields;
mod hunks;
mod memories;
mod memory_tool;
mod pages;
mod query;
mod resources;
mod routes;
mod sessions;
mod stores;
mod threads;
mod toolset;
mod versions;
mod wire;
mod workspace;

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

pub use routes::ROUTES;

use crate::{
    domain::{Actor, Code, Error, Prefix, Result, error::Details},
    engine::{Engine, FrameStream, Served},
};

/// A request. `url` may be whole or begin at its path; the origin does not matter. Header names are lowercase.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Body,
}

pub enum Body {
    Text(String),
    /// Server-sent events.
    Stream(FrameStream),
}

/// What a handler works on.
struct Call<'a> {
    engine: &'a Engine,
    /// Path segments, decoded.
    path: Vec<String>,
    query: Vec<(String, String)>,
    headers: &'a [(String, String)],
    body: &'a [u8],
}

/// What a handler answers.
enum Answer {
    Json(Value),
    /// The same, about a session that this model serves.
    ServedJson(Value, Served),
    Stream(FrameStream, Served),
}

impl From<Value> for Answer {
    fn from(value: Value) -> Self {
        Answer::Json(value)
    }
}

/// Answers a request. Every failure is an answer too.
pub async fn handle(engine: &Engine, request: Request) -> Response {
    let _asked = engine.asked();
    let request_id = engine.next_id(Prefix::Request);
    let answer = answer(engine, &request).await;
    let mut headers = vec![("request-id".to_owned(), request_id.clone())];
    let mut header = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    let served = match &answer {
        Ok(Answer::ServedJson(_, served) | Answer::Stream(_, served)) => served.name().to_owned(),
        _ => engine.default_served(),
    };
    header("dreamfs-model", &served);
    let (status, body) = match answer {
        Ok(Answer::Json(value) | Answer::ServedJson(value, _)) => {
            header("content-type", "application/json");
            (200, Body::Text(value.to_string()))
        }
        Ok(Answer::Stream(frames, _)) => {
            header("content-type", "text/event-stream; charset=utf-8");
            header("cache-control", "no-cache");
            (200, Body::Stream(frames))
        }
        Err(error) => {
            let (status, _, retry) = error.code().wire();
            header("content-type", "application/json");
            if !retry && (status == 409 || status >= 500) {
                header("x-should-retry", "false");
            }
            (status, Body::Text(envelope(&error, &request_id).to_string()))
        }
    };
    Response { status, headers, body }
}

async fn answer(engine: &Engine, request: &Request) -> Result<Answer> {
    let limit = engine.limits().request_bytes;
    if request.body.len() > limit {
        let size = request.body.len();
        return Err(Error::new(
            Code::TooLarge,
            format!("The body has {size} bytes; at most {limit} are taken. Send less at once."),
        ));
    }
    let (path, query) = split(&request.url);
    let call = Call {
        engine,
        path: path.split('/').skip(1).map(decode_segment).collect::<Result<_>>()?,
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: &request.headers,
        body: &request.body,
    };
    routes::dispatch(&call, &request.method.to_ascii_uppercase(), path).await
}

/// Path and query of a URL, whole or not, without its fragment.
fn split(url: &str) -> (&str, &str) {
    let url = url.split('#').next().unwrap_or_default();
    let from_path = match url.split_once("://").filter(|_| !url.starts_with('/')) {
        Some((_, rest)) => rest.find(['/', '?']).map_or("/", |at| &rest[at..]),
        None => url,
    };
    let (path, query) = from_path.split_once('?').unwrap_or((from_path, ""));
    (path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path), query)
}

fn decode_segment(segment: &str) -> Result<String> {
    let decoded = percent_decode_str(segment).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| Error::invalid("path", "must be UTF-8 when decoded"))
}

/// The hosted error envelope.
fn envelope(error: &Error, request_id: &str) -> Value {
    let mut object = json!({ "type": error.code().wire().1, "message": error.message() });
    match error.details() {
        Details::None => {}
        Details::PathConflict { path, memory_id } => {
            object["conflicting_path"] = path.as_str().into();
            object["conflicting_memory_id"] = memory_id.as_str().into();
        }
        Details::ErrorCode(code) => object["details"] = json!({ "error_code": code }),
    }
    json!({ "type": "error", "error": object, "request_id": request_id })
}

impl Call<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Demands one of these beta values in `anthropic-beta`.
    fn demand_beta(&self, accepted: &[&str]) -> Result<()> {
        let sent =
            self.headers.iter().filter(|(name, _)| name == "anthropic-beta").flat_map(|(_, value)| value.split(','));
        if sent.map(str::trim).any(|beta| accepted.contains(&beta)) {
            return Ok(());
        }
        Err(Error::invalid(
            "anthropic-beta",
            format!("this endpoint is in beta: send this header with {}", accepted.join(" or ")),
        ))
    }

    /// Who asks: a person by hand where the page says so, a caller of the API otherwise.
    fn actor(&self) -> Result<Actor> {
        match self.header("dreamfs-actor") {
            None | Some("api") => Ok(Actor::api()),
            Some("user") => Ok(Actor::user()),
            Some(_) => Err(Error::invalid("dreamfs-actor", "must be `api` (the default) or `user` (an edit by hand)")),
        }
    }
}
