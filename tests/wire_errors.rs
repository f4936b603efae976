//! Errors on the wire: the envelope and headers of each kind, and bad input in every field of every route.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::rc::Rc;

use common::{BETA, Tab, options, text};
use dreamfs::{
    api::{self, Body, Request},
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
