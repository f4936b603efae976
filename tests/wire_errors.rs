//! Errors on the wire: the envelope and headers of each kind, and bad input in every field of every route.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::rc::Rc;

use common::{BETA, Tab, options, text};
use dreamfs::{
    api::{self, Body, ROUTES, Request},
    domain::Limits,
    engine::Options,
    platform::native::MemoryBackend,
    testing::{Faults, FaultyBackend, World},
};
use serde_json::{Value, json};

const INVALID: &str = "invalid_request_error";

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Value,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn raw(tab: &Tab, method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let request = Request {
        method: method.into(),
        url: url.into(),
        headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        body: body.to_vec(),
    };
    let response = tab.world.run(api::handle(&tab.engine, request));
    let body = match response.body {
        Body::Text(text) => serde_json::from_str(&text).unwrap(),
        Body::Stream(_) => json!("stream"),
    };
    Answer { status: response.status, headers: response.headers, body }
}

/// An error must look like this, whatever its kind.
#[track_caller]
fn check(answer: &Answer, status: u16, kind: &str, retry: Option<&str>) {
    assert_eq!((answer.status, &answer.body["error"]["type"]), (status, &json!(kind)), "{}", answer.body);
    assert_eq!(answer.body["type"], "error");
    assert_eq!(answer.body["request_id"].as_str(), answer.header("request-id"));
    assert!(answer.header("request-id").unwrap().starts_with("req_"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("dreamfs-model"), Some("dreamfs-offline"));
    assert_eq!(answer.header("x-should-retry"), retry);
    assert!(!text(&answer.body["error"]["message"]).is_empty());
}

#[test]
fn every_kind_of_error_has_its_status_type_and_headers() {
    let tab =
        Tab::over(World::new(1), Options { limits: Limits { request_bytes: 1_000, ..Limits::default() }, ..options() });
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "1");
    let memories = format!("/v1/memory_stores/{store}/memories");
    let one = format!("{memories}/{}", text(&memory["id"]));
    let head = format!("/v1/memory_stores/{store}/memory_versions/{}/redact", text(&memory["memory_version_id"]));
    let call = |method: &str, url: &str, body: &Value| raw(&tab, method, url, &[BETA], body.to_string().as_bytes());
    check(&call("POST", &memories, &json!({ "path": "a", "content": "" })), 400, INVALID, None);
    check(&call("GET", "/v1/memory_stores/memstore_none", &json!({})), 404, "not_found_error", None);
    check(&call("PUT", &one, &json!({})), 405, INVALID, None);
    let conflict = call("POST", &memories, &json!({ "path": "/a/b", "content": "" }));
    check(&conflict, 409, "memory_path_conflict_error", Some("false"));
    assert_eq!(conflict.body["error"]["conflicting_path"], "/a");
    let hash = "0".repeat(64);
    let body = json!({ "content": "2", "precondition": { "type": "content_sha256", "content_sha256": hash } });
    check(&call("POST", &one, &body), 409, "memory_precondition_failed_error", Some("false"));
    check(&call("POST", &head, &json!({})), 409, "conflict_error", Some("false"));
    check(&call("POST", &memories, &json!({ "content": "x".repeat(1_000) })), 413, "request_too_large", None);
    let agent = text(&tab.agent(json!({}))["id"]);
    check(
        &call("POST", &format!("/v1/agents/{agent}"), &json!({ "version": 9 })),
        409,
        "conflict_error",
        Some("false"),
    );
    let missing = call("GET", "/v1/environments/env_none", &json!({}));
    check(&missing, 404, "not_found_error", None);
    assert_eq!(missing.body["error"]["details"]["error_code"], "environment_not_found");
}

#[test]
fn storage_that_refuses_is_told_apart_from_storage_that_is_contended() {
    for (faults, status, kind, retry) in [
        (Faults { full_percent: 100, ..Faults::default() }, 507, "api_error", Some("false")),
        (Faults { failed_percent: 100, ..Faults::default() }, 500, "api_error", None),
        (Faults { conflict_percent: 100, ..Faults::default() }, 529, "overloaded_error", None),
    ] {
        let backend = Rc::new(FaultyBackend::new(Rc::new(MemoryBackend::new()), faults, 1));
        let tab = Tab::over(World::over(backend.clone(), 1), options());
        check(&raw(&tab, "POST", "/v1/memory_stores", &[BETA], br#"{"name":"x"}"#), status, kind, retry);
        assert_eq!(tab.get("/v1/memory_stores")["data"], json!([]), "nothing of it was kept");
        backend.set(Faults::default());
        tab.store("x");
    }
}

#[test]
fn beta_headers_are_demanded_as_the_declarations_say() {
    let tab = Tab::new();
    let (memory, managed) =
        (("anthropic-beta", "agent-memory-2026-07-22"), ("anthropic-beta", "managed-agents-2026-04-01"));
    let both = ("anthropic-beta", "x, agent-memory-2026-07-22,managed-agents-2026-04-01");
    for (path, headers, status) in [
        ("/v1/memory_stores", vec![], 400),
        ("/v1/memory_stores", vec![("anthropic-beta", "managed-agents-2026-04-02")], 400),
        ("/v1/memory_stores", vec![memory], 200),
        ("/v1/memory_stores", vec![managed], 200),
        ("/v1/memory_stores", vec![both], 200),
        ("/v1/agents", vec![memory], 400),
        ("/v1/agents", vec![both], 200),
        ("/v1/agents", vec![memory, managed], 200),
        ("/v1/environments", vec![memory], 400),
        ("/v1/sessions", vec![memory], 400),
        ("/v1/sessions", vec![managed], 200),
        ("/dreamfs/v1/status", vec![], 200),
    ] {
        let answer = raw(&tab, "GET", path, &headers, b"");
        assert_eq!(answer.status, status, "{path} {headers:?}: {}", answer.body);
        if status == 400 {
            assert!(text(&answer.body["error"]["message"]).starts_with("anthropic-beta: "));
        }
    }
}

#[test]
fn unknown_routes_are_404s_that_name_what_exists_and_known_ones_name_their_methods() {
    let tab = Tab::new();
    let ask = |method: &str, url: &str| raw(&tab, method, url, &[BETA], b"");
    for url in [
        "/",
        "",
        "/v1",
        "/v2/memory_stores",
        "/v1/files",
        "/dreamfs/v1/dreams",
        "https://x",
        "https://x/",
        "https://x?q=1",
    ] {
        let answer = ask("GET", url);
        check(&answer, 404, "not_found_error", None);
        assert!(
            text(&answer.body["error"]["message"]).contains("POST /v1/memory_stores") || url.contains("dreamfs"),
            "{url}"
        );
    }
    let near = ask("GET", "/v1/memory_stores/x/nothing");
    check(&near, 404, "not_found_error", None);
    assert!(text(&near.body["error"]["message"]).contains("/v1/memory_stores/{memory_store_id}/memories"));
    let answer = ask("PATCH", "/v1/memory_stores/x");
    check(&answer, 405, INVALID, None);
    assert!(text(&answer.body["error"]["message"]).contains("GET or POST or DELETE"));
    let work = ask("GET", "/v1/environments/env_x/work/poll");
    check(&work, 400, INVALID, None);
}

#[test]
fn a_url_is_read_by_its_path_whatever_its_origin() {
    let tab = Tab::new();
    let store = tab.store("x");
    for url in [
        format!("/v1/memory_stores/{store}"),
        format!("https://api.anthropic.com/v1/memory_stores/{store}?beta=true"),
        format!("file:///v1/memory_stores/{store}#part"),
        format!("/v1/memory_stores/{store}/"),
        format!("/v1/memory_stores/{}", store.replacen("memstore_", "memstore%5F", 1)),
    ] {
        assert_eq!(raw(&tab, "get", &url, &[BETA], b"").status, 200, "{url}");
    }
    let prefix = format!("/v1/memory_stores/{store}/memories?path_prefix=/x://y/");
    let answer = raw(&tab, "GET", &prefix, &[BETA], b"");
    assert!(text(&answer.body["error"]["message"]).starts_with("path_prefix: "), "{}", answer.body);
}

#[test]
fn hostile_bytes_are_refused_and_break_nothing() {
    let tab = Tab::new();
    let store = tab.store("x");
    let memories = format!("/v1/memory_stores/{store}/memories");
    let before = tab.dump();
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_object = format!(r#"{{"name":{}1{}}}"#, r#"{"a":"#.repeat(50_000), "}".repeat(50_000));
    for body in [
        &b"{"[..],
        b"nonsense",
        b"[]",
        b"null",
        b"\"text\"",
        b"\xff\xfe",
        b"{\"name\":\"\xc3\x28\"}",
        br#"{"name":"\ud800"}"#,
        br#"{"name":"\udc00\ud800"}"#,
        br#"{"name":1e999}"#,
        br#"{"name":"a\u0000b"}"#,
        br#"{"name":123456789012345678901234567890}"#,
        br#"{"name":"x"}{"name":"y"}"#,
        deep.as_bytes(),
        deep_object.as_bytes(),
    ] {
        for url in ["/v1/memory_stores", memories.as_str(), "/v1/agents", "/v1/sessions", "/dreamfs/v1/sessions"] {
            let answer = raw(&tab, "POST", url, &[BETA], body);
            check(&answer, 400, INVALID, None);
        }
    }
    for url in [
        "/v1/memory_stores/%FF",
        "/v1/memory_stores/%",
        "/v1/memory_stores/%zz",
        "/v1/memory_stores/%00",
        "/v1/memory_stores/..%2F..",
        "/v1/memory_stores//memories",
        "/v1/memory_stores/%F0%9F%98%80",
    ] {
        let answer = raw(&tab, "GET", url, &[BETA], b"");
        assert!(matches!(answer.status, 400 | 404), "{url}: {}", answer.body);
    }
    for query in [
        "limit=%FF",
        "limit=99999999999999999999",
        "limit=1&limit=2",
        "page=%00",
        "page=page_5b5d",
        "created_at[gte]=2026-99-99T00:00:00Z",
        "%00=1",
        "=",
        "unknown",
        "include_archived=yes",
    ] {
        check(&raw(&tab, "GET", &format!("/v1/memory_stores?{query}"), &[BETA], b""), 400, INVALID, None);
    }
    check(
        &raw(&tab, "POST", &memories, &[BETA, ("dreamfs-actor", "root")], br#"{"path":"/a","content":""}"#),
        400,
        INVALID,
        None,
    );
    assert_eq!(tab.dump(), before);
}

/// A world with one of everything.
struct All {
    tab: Tab,
    /// Stands in for each id of a route.
    ids: Vec<(&'static str, String)>,
}

fn one_of_everything() -> All {
    let tab = Tab::scripted([]);
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "1");
    let session = tab.session_with(json!({ "resources": [common::mount(&store)] }));
    let id = text(&session["id"]);
    let thread = text(&tab.get(&format!("/v1/sessions/{id}/threads"))["data"][0]["id"]);
    let ids = vec![
        ("{memory_store_id}", store.clone()),
        ("{memory_id}", text(&memory["id"])),
        ("{memory_version_id}", text(&memory["memory_version_id"])),
        ("{agent_id}", text(&session["agent"]["id"])),
        ("{environment_id}", text(&session["environment_id"])),
        ("{session_id}", id),
        ("{resource_id}", store),
        ("{thread_id}", thread),
    ];
    All { tab, ids }
}

impl All {
    fn url(&self, route: &str) -> String {
        self.ids.iter().fold(route.to_owned(), |url, (name, id)| url.replace(name, id))
    }
}

/// A good body for a route, and bad values for each of its fields. `.`-paths reach into objects.
fn bodies(all: &All) -> Vec<(&'static str, Value, Vec<(&'static str, Vec<Value>)>)> {
    let id = |name: &str| all.url(&format!("{{{name}}}"));
    let long = |count: usize| json!("x".repeat(count));
    let metadata = || {
        vec![
            json!("x"),
            json!([]),
            json!({ "": "v" }),
            json!({ "k": 1 }),
            json!({ "k": { "a": 1 } }),
            json!({ "k".repeat(65): "v" }),
            json!({ "k": "v".repeat(513) }),
        ]
    };
    let with_null = |mut values: Vec<Value>| {
        values.push(Value::Null);
        values
    };
    let not_text = || vec![json!(1), json!(true), json!([]), json!({})];
    let texts = |max: usize| {
        let mut values = not_text();
        values.push(long(max + 1));
        values
    };
    let block = |text: &str| json!([{ "type": "text", "text": text }]);
    let tools = || {
        vec![
            json!("x"),
            json!([1]),
            json!([{}]),
            json!([{ "type": "custom", "name": "x" }]),
            json!([{ "type": "mcp_toolset" }]),
            json!([{ "type": "agent_toolset_20260401", "more": 1 }]),
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "web_search" }] }]),
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "bash", "enabled": true }] }]),
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "fly" }] }]),
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "read", "enabled": 1 }] }]),
            json!([{ "type": "agent_toolset_20260401", "default_config": { "permission_policy": { "type": "always_ask" } } }]),
            json!([{ "type": "agent_toolset_20260401" }, { "type": "agent_toolset_20260401" }]),
        ]
    };
    let models = || {
        vec![
            json!(1),
            json!([]),
            json!(""),
            long(257),
            json!({}),
            json!({ "id": "m", "speed": "fast" }),
            json!({ "id": "m", "effort": "huge" }),
            json!({ "id": "m", "effort": { "type": "low", "more": 1 } }),
            json!({ "id": "m", "effort": 3 }),
            json!({ "id": "m", "more": 1 }),
        ]
    };
    let configs = || {
        vec![
            json!("x"),
            json!({}),
            json!({ "type": "self_hosted" }),
            json!({ "type": "cloud", "networking": {} }),
            json!({ "type": "cloud", "networking": { "type": "limited", "allowed_hosts": [1] } }),
            json!({ "type": "cloud", "networking": { "type": "unrestricted", "more": 1 } }),
            json!({ "type": "cloud", "packages": { "pip": ["x"] } }),
            json!({ "type": "cloud", "packages": { "type": "x" } }),
            json!({ "type": "cloud", "more": 1 }),
        ]
    };
    let agent = |name: Vec<Value>, model: Vec<Value>, metadata: Vec<Value>| {
        vec![
            ("name", name),
            ("model", model),
            ("description", texts(2_048)),
            ("system", texts(100_000)),
            ("tools", tools()),
            ("metadata", metadata),
            ("mcp_servers", vec![json!([{}]), json!("x")]),
            ("skills", vec![json!([{}])]),
            ("multiagent", vec![json!({ "type": "coordinator" })]),
            (
                "execution_identity",
                vec![json!("x"), json!({}), json!({ "type": "user" }), json!({ "type": "service_account", "more": 1 })],
            ),
        ]
    };
    let names = |max: usize| {
        let mut values = texts(max);
        values.push(json!(""));
        values
    };
    vec![
        (
            "/v1/memory_stores",
            json!({ "name": "x" }),
            vec![
                (
                    "name",
                    with_null({
                        let mut names = names(255);
                        names.push(json!("a\nb"));
                        names
                    }),
                ),
                ("description", with_null(texts(1_024))),
                ("metadata", with_null(metadata())),
            ],
        ),
        (
            "/v1/memory_stores/{memory_store_id}",
            json!({}),
            vec![("name", names(255)), ("description", texts(1_024)), ("metadata", metadata())],
        ),
        ("/v1/memory_stores/{memory_store_id}/archive", json!({}), vec![]),
        (
            "/v1/memory_stores/{memory_store_id}/memories",
            json!({ "path": "/new", "content": "" }),
            vec![
                (
                    "path",
                    with_null({
                        let mut texts = texts(1_024);
                        texts.extend([json!("x"), json!("/x/"), json!("/\u{200b}")]);
                        texts
                    }),
                ),
                ("content", texts(102_400)),
            ],
        ),
        (
            "/v1/memory_stores/{memory_store_id}/memories/{memory_id}",
            json!({ "content": "2" }),
            vec![
                ("path", {
                    let mut texts = texts(1_024);
                    texts.push(json!("x"));
                    texts
                }),
                ("content", texts(102_400)),
                (
                    "precondition",
                    vec![
                        json!("x"),
                        json!({}),
                        json!({ "type": "x" }),
                        json!({ "type": "content_sha256", "content_sha256": 1 }),
                        json!({ "type": "content_sha256", "content_sha256": "x" }),
                        json!({ "type": "content_sha256", "more": 1 }),
                    ],
                ),
            ],
        ),
        ("/v1/memory_stores/{memory_store_id}/memory_versions/{memory_version_id}/redact", json!({}), vec![]),
        (
            "/dreamfs/v1/memory_stores/{memory_store_id}/memories/{memory_id}/restore",
            json!({ "memory_version_id": "memver_x" }),
            vec![("memory_version_id", with_null(not_text()))],
        ),
        (
            "/v1/agents",
            json!({ "name": "x", "model": "m" }),
            agent(with_null(names(256)), with_null(models()), metadata()),
        ),
        ("/v1/agents/{agent_id}", json!({}), {
            let mut fields = agent(names(256), models(), metadata());
            fields.push(("version", vec![json!("1"), json!(0), json!(-1), json!(1.5)]));
            fields
        }),
        ("/v1/agents/{agent_id}/archive", json!({}), vec![]),
        (
            "/v1/environments",
            json!({ "name": "x" }),
            vec![
                ("name", with_null(names(256))),
                ("description", texts(2_048)),
                ("config", configs()),
                ("metadata", metadata()),
                ("scope", vec![json!("account"), json!(1)]),
            ],
        ),
        (
            "/v1/environments/{environment_id}",
            json!({}),
            vec![("name", names(256)), ("description", texts(2_048)), ("config", configs()), ("metadata", metadata())],
        ),
        ("/v1/environments/{environment_id}/archive", json!({}), vec![]),
        (
            "/v1/sessions",
            json!({ "agent": id("agent_id"), "environment_id": id("environment_id") }),
            vec![
                (
                    "agent",
                    vec![
                        Value::Null,
                        json!(1),
                        json!([]),
                        json!({}),
                        json!({ "type": "x" }),
                        json!({ "type": "agent" }),
                        json!({ "type": "agent", "id": id("agent_id"), "version": 0 }),
                        json!({ "type": "agent", "id": id("agent_id"), "system": "x" }),
                        json!({ "type": "agent_with_overrides", "id": id("agent_id"), "model": 1 }),
                        json!({ "type": "agent_with_overrides", "id": id("agent_id"), "system": "x".repeat(100_001) }),
                        json!({ "type": "agent_with_overrides", "id": id("agent_id"), "tools": [1] }),
                        json!({ "type": "agent_with_overrides", "id": id("agent_id"), "skills": [1] }),
                    ],
                ),
                ("environment_id", with_null(not_text())),
                ("title", texts(1_024)),
                ("metadata", metadata()),
                (
                    "resources",
                    vec![
                        json!("x"),
                        json!([1]),
                        json!([{}]),
                        json!([{ "type": "memory_store" }]),
                        json!([{ "type": "memory_store", "memory_store_id": 1 }]),
                        json!([{ "type": "memory_store", "memory_store_id": id("memory_store_id"), "access": "all" }]),
                        json!([{ "type": "memory_store", "memory_store_id": id("memory_store_id"), "instructions": "x".repeat(4_097) }]),
                        json!([{ "type": "memory_store", "memory_store_id": id("memory_store_id"), "mount_path": "/x" }]),
                    ],
                ),
                (
                    "initial_events",
                    vec![
                        json!("x"),
                        json!([1]),
                        json!([{ "type": "user.interrupt" }]),
                        json!([{ "type": "user.define_outcome" }]),
                        json!(vec![common::message("x"); 51]),
                    ],
                ),
                ("vault_ids", vec![json!(["v"]), json!("x")]),
                ("budget", vec![json!({ "type": "limit" })]),
            ],
        ),
        (
            "/v1/sessions/{session_id}",
            json!({}),
            vec![
                ("title", texts(1_024)),
                ("metadata", metadata()),
                (
                    "agent",
                    vec![json!("x"), json!({ "tools": [1] }), json!({ "model": "x" }), json!({ "mcp_servers": [1] })],
                ),
                ("vault_ids", vec![json!(["v"])]),
                ("budget", vec![json!({})]),
            ],
        ),
        ("/v1/sessions/{session_id}/archive", json!({}), vec![]),
        (
            "/v1/sessions/{session_id}/events",
            json!({ "events": [common::message("x")] }),
            vec![(
                "events",
                vec![
                    Value::Null,
                    json!("x"),
                    json!([]),
                    json!([[]]),
                    json!([{ "type": "user.message", "content": block("") }]),
                ],
            )],
        ),
        (
            "/v1/sessions/{session_id}/resources",
            json!({ "type": "file", "file_id": "x" }),
            vec![("type", vec![Value::Null, json!(1), json!("memory_store")])],
        ),
        (
            "/dreamfs/v1/pace",
            json!({ "pace": "full" }),
            vec![("pace", with_null(not_text())), ("pace", vec![json!("fast")])],
        ),
        ("/dreamfs/v1/step", json!({}), vec![]),
        (
            "/dreamfs/v1/clock",
            json!({}),
            vec![
                ("now", vec![json!(1), json!("x"), json!("1969-01-01T00:00:00Z")]),
                ("advance_ms", vec![json!(-1), json!("1"), json!(0.5)]),
                ("rate", vec![json!(-1), json!("1"), json!(1e300)]),
            ],
        ),
        (
            "/dreamfs/v1/sessions",
            json!({ "created_at": "2025-01-01T00:00:00Z", "events": [] }),
            vec![
                ("created_at", vec![Value::Null, json!(1), json!("x")]),
                ("title", texts(1_024)),
                ("time_zone", vec![json!(1), json!(""), json!("Mars/Base")]),
                ("agent", not_text()),
                ("environment_id", not_text()),
                ("resources", vec![json!("x"), json!([{}])]),
                (
                    "events",
                    vec![
                        Value::Null,
                        json!("x"),
                        json!([1]),
                        json!([{}]),
                        json!([{ "processed_at": "2025-01-01T00:00:00Z" }]),
                        json!([{ "type": "user.message", "processed_at": "2024-01-01T00:00:00Z", "content": block("x") }]),
                        json!([{ "type": "user.message", "processed_at": "2025-01-01T00:00:00Z", "content": block("x"), "more": 1 }]),
                        json!([{ "type": "agent.tool_use", "processed_at": "2025-01-01T00:00:00Z", "name": "", "input": {} }]),
                        json!([{ "type": "agent.tool_use", "processed_at": "2025-01-01T00:00:00Z", "name": "x", "input": [] }]),
                    ],
                ),
            ],
        ),
    ]
}

#[test]
fn bad_input_in_every_field_of_every_body_is_a_400_that_names_the_field_and_changes_nothing() {
    let all = one_of_everything();
    let before = all.tab.dump();
    let bodies = bodies(&all);
    let mut tried = 0;
    for (route, good, fields) in &bodies {
        let url = all.url(route);
        let unknown = {
            let mut body = good.clone();
            body["surprise"] = json!(1);
            body
        };
        if !route.ends_with("/resources") {
            all.tab.invalid("POST", &url, Some(unknown), "surprise");
        }
        all.tab.invalid("POST", &url, Some(json!([])), "body");
        for (field, values) in fields {
            for value in values {
                let mut body = good.clone();
                body[*field] = value.clone();
                let error = all.tab.refused("POST", &url, Some(body), 400, INVALID);
                let message = text(&error["message"]);
                let named =
                    message.split_once(": ").is_some_and(|(name, rule)| name.starts_with(field) && !rule.is_empty());
                assert!(named, "POST {route} with {field} = {:.200}: {message}", value.to_string());
                tried += 1;
            }
        }
    }
    assert!(tried > 250, "{tried}");
    assert_eq!(all.tab.dump(), before, "nothing changed");
    let routed: Vec<&str> = bodies.iter().map(|(route, ..)| *route).collect();
    let bodiless =
        ["/v1/sessions/{session_id}/resources/{resource_id}", "/v1/sessions/{session_id}/threads/{thread_id}/archive"];
    for (method, route) in ROUTES {
        assert!(
            *method != "POST" || routed.contains(route) || bodiless.contains(route),
            "no bad input is tried on POST {route}"
        );
    }
}

#[test]
fn the_good_bodies_that_bad_input_is_tried_on_are_good() {
    for index in 0..bodies(&one_of_everything()).len() {
        let all = one_of_everything();
        let (route, good, _) = bodies(&all).swap_remove(index);
        let (status, answer) = all.tab.call("POST", &all.url(route), Some(good));
        let expected = match route {
            route if route.ends_with("/redact") => 409,
            route if route.ends_with("/restore") => 404,
            route if route.ends_with("/resources") => 400,
            _ => 200,
        };
        assert_eq!(status, expected, "{route}: {answer}");
    }
}

#[test]
fn bad_query_parameters_of_every_route_are_400s_that_name_them() {
    let all = one_of_everything();
    let before = all.tab.dump();
    let page = ["limit=0", "limit=101", "limit=-1", "limit=", "limit=1.5", "limit=x", "page=x"];
    let created = ["created_at[gte]=x", "created_at[lte]=2026", "created_at[gte]="];
    let exclusive = ["created_at[gt]=x", "created_at[lt]=x"];
    let view = ["view=", "view=all", "view=FULL"];
    let archived = ["include_archived=1", "include_archived="];
    let table: Vec<(&str, Vec<&str>)> = vec![
        ("/v1/memory_stores", [&page[..], &created, &archived].concat()),
        (
            "/v1/memory_stores/{memory_store_id}/memories",
            [&page[..], &view, &["depth=2", "depth=", "path_prefix=x", "path_prefix=/x", "path_prefix=//"]].concat(),
        ),
        ("/v1/memory_stores/{memory_store_id}/memories/{memory_id}", view.to_vec()),
        (
            "/v1/memory_stores/{memory_store_id}/memory_versions",
            [&page[..], &view, &created, &["operation=x", "operation="]].concat(),
        ),
        ("/v1/memory_stores/{memory_store_id}/memory_versions/{memory_version_id}", view.to_vec()),
        ("/v1/agents", [&page[..], &created, &archived].concat()),
        ("/v1/agents/{agent_id}", vec!["version=0", "version=x"]),
        ("/v1/agents/{agent_id}/versions", page.to_vec()),
        ("/v1/environments", [&page[..], &archived].concat()),
        (
            "/v1/sessions",
            [&page[..], &created, &exclusive, &archived, &["order=up", "agent_version=0", "statuses=x", "statuses[]="]]
                .concat(),
        ),
        (
            "/v1/sessions/{session_id}/events",
            [&page[..], &created, &exclusive, &["order=", "types=x", "types[]="]].concat(),
        ),
        ("/v1/sessions/{session_id}/events/stream", vec!["event_deltas=x", "event_deltas[]="]),
        ("/v1/sessions/{session_id}/resources", page.to_vec()),
        ("/v1/sessions/{session_id}/threads", page.to_vec()),
        ("/v1/sessions/{session_id}/threads/{thread_id}/events", page.to_vec()),
        ("/v1/sessions/{session_id}/threads/{thread_id}/stream", vec!["event_deltas=x"]),
    ];
    for (route, queries) in &table {
        for query in queries {
            let name = query.split('=').next().unwrap().trim_end_matches("[]");
            all.tab.invalid("GET", &format!("{}?{query}", all.url(route)), None, name);
        }
    }
    for (method, route) in ROUTES {
        let refusing =
            ["/resources", "/resources/{resource_id}"].iter().any(|end| route.ends_with(end)) && *method != "GET";
        if !refusing {
            let body = bodies(&all)
                .into_iter()
                .find(|(known, ..)| known == route && *method == "POST")
                .map(|(_, good, _)| good);
            all.tab.invalid(method, &format!("{}?surprise=1", all.url(route)), body, "surprise");
        }
    }
    assert_eq!(all.tab.dump(), before, "nothing changed");
}

#[test]
fn a_refused_import_makes_no_agent_and_no_environment() {
    let tab = Tab::new();
    let before = tab.dump();
    let body = |more: Value| {
        let mut body = json!({ "created_at": "2025-01-01T00:00:00Z", "events": [] });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Some(body)
    };
    for more in [
        json!({ "events": [1] }),
        json!({ "resources": [common::mount("memstore_none")] }),
        json!({ "agent": "agent_none" }),
        json!({ "environment_id": "env_none" }),
    ] {
        let (status, answer) = tab.call("POST", "/dreamfs/v1/sessions", body(more));
        assert!(matches!(status, 400 | 404), "{answer}");
    }
    assert_eq!(tab.dump(), before);
}
