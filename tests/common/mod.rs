//! What the tests of the door share: a tab with a client in it, and a look at everything that storage holds.
#![allow(dead_code)]

use dreamfs::{
    api::{self, Body, Request},
    domain::{Query, Table},
    engine::{Engine, Fallback, FrameStream, Options},
    testing::{Script, World},
};
use futures_util::FutureExt;
use serde_json::{Value, json};

pub const BETA: (&str, &str) = ("anthropic-beta", "managed-agents-2026-04-01,dreaming-2026-04-21");

/// A tab and its engine. Methods named after HTTP verbs expect a 200.
pub struct Tab {
    pub world: World,
    pub engine: Engine,
}

impl Tab {
    pub fn new() -> Self {
        Self::over(World::new(1), options())
    }

    pub fn over(world: World, options: Options) -> Self {
        let engine = world.engine(options);
        Self { world, engine }
    }

    /// A tab whose model plays a script.
    pub fn scripted(replies: impl IntoIterator<Item = Result<Value, String>>) -> Self {
        Self::over(World::new(1).with_model(Script::new(replies)), options())
    }

    pub fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        self.world.call(&self.engine, method, path, body)
    }

    #[track_caller]
    fn good(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, answer) = self.call(method, path, body);
        assert_eq!(status, 200, "{method} {path}: {answer}");
        answer
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.good("GET", path, None)
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: Value) -> Value {
        self.good("POST", path, Some(body))
    }

    #[track_caller]
    pub fn delete(&self, path: &str) -> Value {
        self.good("DELETE", path, None)
    }

    /// A request that must be refused; gives the error object.
    #[track_caller]
    pub fn refused(&self, method: &str, path: &str, body: Option<Value>, status: u16, kind: &str) -> Value {
        let (got, answer) = self.call(method, path, body);
        assert_eq!((got, answer["error"]["type"].as_str()), (status, Some(kind)), "{method} {path}: {answer}");
        answer["error"].clone()
    }

    /// A 400 whose message begins with the field's name; gives the message.
    #[track_caller]
    pub fn invalid(&self, method: &str, path: &str, body: Option<Value>, field: &str) -> String {
        let error = self.refused(method, path, body, 400, "invalid_request_error");
        let message = error["message"].as_str().unwrap().to_owned();
        assert!(message.starts_with(&format!("{field}: ")), "{path}: {field} should be named first: {message}");
        message
    }

    #[track_caller]
    pub fn store(&self, name: &str) -> String {
        text(&self.post("/v1/memory_stores", json!({ "name": name }))["id"])
    }

    #[track_caller]
    pub fn memory(&self, store: &str, path: &str, content: &str) -> Value {
        self.post(&format!("/v1/memory_stores/{store}/memories"), json!({ "path": path, "content": content }))
    }

    /// Every record of every table.
    pub fn dump(&self) -> Vec<Vec<Value>> {
        dump(&self.world)
    }

    #[track_caller]
    pub fn agent(&self, body: Value) -> Value {
        let mut agent =
            json!({ "name": "helper", "model": "claude-test", "tools": [{ "type": "agent_toolset_20260401" }] });
        for (key, value) in body.as_object().unwrap() {
            agent[key] = value.clone();
        }
        self.post("/v1/agents", agent)
    }

    #[track_caller]
    pub fn environment(&self) -> String {
        text(&self.post("/v1/environments", json!({ "name": "here" }))["id"])
    }

    /// A session over `resources`; gives its id.
    #[track_caller]
    pub fn session(&self, resources: Value) -> String {
        text(&self.session_with(json!({ "resources": resources }))["id"])
    }

    #[track_caller]
    pub fn session_with(&self, body: Value) -> Value {
        let mut session = json!({ "agent": self.agent(json!({}))["id"], "environment_id": self.environment() });
        for (key, value) in body.as_object().unwrap() {
            session[key] = value.clone();
        }
        self.post("/v1/sessions", session)
    }

    /// Sends events without waiting for what they start.
    #[track_caller]
    pub fn send(&self, session: &str, events: Value) -> Value {
        self.post(&format!("/v1/sessions/{session}/events"), json!({ "events": events }))
    }

    /// Says something, and lets everything run that can without time passing.
    #[track_caller]
    pub fn say(&self, session: &str, text: &str) {
        self.send(session, json!([message(text)]));
        self.world.settle();
    }

    #[track_caller]
    pub fn events(&self, session: &str) -> Vec<Value> {
        all_pages(self, &format!("/v1/sessions/{session}/events?limit=100"))
    }

    #[track_caller]
    pub fn kinds(&self, session: &str) -> Vec<String> {
        self.events(session).iter().map(|event| text(&event["type"])).collect()
    }

    /// The text of every tool result, and whether it is an error.
    #[track_caller]
    pub fn results(&self, session: &str) -> Vec<(String, bool)> {
        let events = self.events(session);
        let results = events.iter().filter(|event| event["type"] == "agent.tool_result");
        results.map(|event| (text(&event["content"][0]["text"]), event["is_error"] == true)).collect()
    }

    pub fn stream(&self, path: &str) -> FrameStream {
        let request = Request {
            method: "GET".into(),
            url: path.into(),
            headers: vec![(BETA.0.into(), BETA.1.into())],
            body: Vec::new(),
        };
        match self.world.run(api::handle(&self.engine, request)).body {
            Body::Stream(frames) => frames,
            Body::Text(text) => panic!("{path} gave no stream: {text}"),
        }
    }
}

pub fn options() -> Options {
    Options { fallback: Fallback::Offline, ..Options::default() }
}

/// Every page of a list, one after the other.
#[track_caller]
pub fn all_pages(tab: &Tab, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut page = tab.get(path);
    loop {
        items.extend(page["data"].as_array().unwrap().iter().cloned());
        let Some(cursor) = page["next_page"].as_str() else { return items };
        let separator = if path.contains('?') { '&' } else { '?' };
        page = tab.get(&format!("{path}{separator}page={cursor}"));
    }
}

/// The frames that are ready: event name and data. `None` at the end says that the stream has ended.
pub fn frames(stream: &mut FrameStream) -> Vec<Option<(String, Value)>> {
    let mut found = Vec::new();
    while let Some(next) = stream.next().now_or_never() {
        let Some(frame) = next else {
            found.push(None);
            return found;
        };
        let (name, data) = frame.strip_prefix("event: ").unwrap().split_once("\ndata: ").unwrap();
        found.push(Some((name.to_owned(), serde_json::from_str(data.strip_suffix("\n\n").unwrap()).unwrap())));
    }
    found
}

pub fn dump(world: &World) -> Vec<Vec<Value>> {
    let queries = Table::ALL.iter().map(|table| Query::all(*table, Vec::new())).collect();
    world.run(world.ports.backend.read(queries)).unwrap()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

pub fn paths(list: &Value) -> Vec<String> {
    list["data"].as_array().unwrap().iter().map(|item| text(&item["path"])).collect()
}

pub fn message(text: &str) -> Value {
    json!({ "type": "user.message", "content": [{ "type": "text", "text": text }] })
}

pub fn mount(store: &str) -> Value {
    json!({ "type": "memory_store", "memory_store_id": store })
}

/// A model's reply in words.
pub fn words(text: &str) -> Result<Value, String> {
    Script::reply(json!([{ "type": "text", "text": text }]))
}

/// A model's reply that calls tools.
pub fn calls(calls: &[(&str, Value)]) -> Result<Value, String> {
    let blocks = calls.iter().enumerate().map(|(index, (name, input))| {
        json!({ "type": "tool_use", "id": format!("toolu_{index}"), "name": name, "input": input })
    });
    Script::reply(blocks.collect())
}

/// Asks through the door without a world's executor, so that many can ask at once.
pub async fn ask(engine: &Engine, method: &str, url: String, body: Value) -> (u16, Value) {
    let request = Request {
        method: method.into(),
        url,
        headers: vec![(BETA.0.into(), BETA.1.into())],
        body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() },
    };
    let response = api::handle(engine, request).await;
    match response.body {
        Body::Text(text) => (response.status, serde_json::from_str(&text).unwrap()),
        Body::Stream(_) => panic!("not a stream"),
    }
}
