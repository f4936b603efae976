//! Export and import of the whole workspace, through the door: what goes out comes back the same, and what does not fit is refused
//! whole.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::rc::Rc;

use common::{Tab, all_pages, calls, dump, mount, options, text, words};
use dreamfs::{
    domain::Limits,
    engine::Options,
    platform::native::MemoryBackend,
    testing::{Script, World},
};
use serde_json::{Value, json};

const URL: &str = "/dreamfs/v1/workspace";

/// A workspace with something of everything: versions of all kinds, a redacted one, an archived store, agents in versions, sessions
/// with tools, scratch files and calls that wait, an imported session, and a dream with its report.
fn filled() -> Tab {
    let script = Script::new([
        calls(&[("write", json!({ "file_path": "/mnt/memory/notes/told.md", "content": "Ana likes tea.\n" }))]),
        calls(&[
            ("write", json!({ "file_path": "/tmp/x", "content": "scratch" })),
            ("get_weather", json!({ "city": "Bonn" })),
        ]),
    ]);
    let tab = Tab::over(World::new(1).with_model(script), options());
    let store = tab.store("notes");
    let url = format!("/v1/memory_stores/{store}/memories");
    let memory = tab.memory(&store, "/a.md", "the secret is 1234\n");
    let id = text(&memory["id"]);
    tab.post(&format!("{url}/{id}"), json!({ "content": "no secret, \u{1f980}\n", "path": "/b/a.md" }));
    let first = text(&memory["memory_version_id"]);
    tab.post(&format!("/v1/memory_stores/{store}/memory_versions/{first}/redact"), json!({}));
    let gone = text(&tab.memory(&store, "/gone.md", "x")["id"]);
    tab.delete(&format!("{url}/{gone}"));
    let old = tab.store("old");
    tab.memory(&old, "/z.md", "");
    let shelved = tab.store("shelved");
    tab.post(&format!("/v1/memory_stores/{shelved}/archive"), json!({}));
    let weather =
        json!({ "type": "custom", "name": "get_weather", "description": "d", "input_schema": { "type": "object" } });
    let agent =
        tab.agent(json!({ "tools": [{ "type": "agent_toolset_20260401" }, weather], "metadata": { "k": "v" } }));
    let agent_url = format!("/v1/agents/{}", agent["id"].as_str().unwrap());
    tab.post(&agent_url, json!({ "version": 1, "system": "Be brief." }));
    let session =
        tab.session_with(json!({ "agent": agent["id"], "resources": [mount(&store), mount(&old)], "title": "t" }));
    let session = text(&session["id"]);
    tab.say(&session, "Remember what Ana likes.");
    tab.say(&session, "And now the weather?");
    tab.say(&session, "This waits.");
    tab.delete(&format!("/v1/memory_stores/{old}"));
    let past = json!([{
        "id": "my own id", "type": "user.message", "processed_at": "2026-05-01T09:00:00Z",
        "content": [{ "type": "text", "text": "The keynote moved to Hall B." }],
    }]);
    let past = tab.post(
        "/dreamfs/v1/sessions",
        json!({ "created_at": "2026-05-01T09:00:00Z", "time_zone": "Europe/Berlin", "events": past }),
    );
    let inputs = json!([{ "type": "memory_store", "memory_store_id": store }, { "type": "sessions", "session_ids": [past["id"]] }]);
    let dream = tab.post("/v1/dreams", json!({ "inputs": inputs, "model": "dreamfs-offline" }));
    tab.world.try_run(std::future::pending::<()>());
    let dream = tab.get(&format!("/v1/dreams/{}", dream["id"].as_str().unwrap()));
    assert_eq!(dream["status"], "completed", "{dream}");
    tab
}

fn document(tab: &Tab, mode: &str) -> Value {
    let mut document = tab.get(URL);
    document["mode"] = mode.into();
    document
}

#[test]
fn what_is_exported_is_imported_and_exported_the_same() {
    let tab = filled();
    let exported = tab.get(URL);
    assert_eq!(
        (&exported["type"], &exported["format"], exported["engine"].as_str().unwrap().starts_with("dreamfs ")),
        (&json!("dreamfs_workspace"), &json!(1), true)
    );
    let tables: Vec<&String> = exported["tables"].as_object().unwrap().keys().collect();
    assert_eq!(
        tables,
        [
            "stores",
            "memories",
            "versions",
            "agents",
            "environments",
            "sessions",
            "threads",
            "events",
            "dreams",
            "reports"
        ]
    );
    assert!(exported["tables"].as_object().unwrap().values().all(|rows| !rows.as_array().unwrap().is_empty()));
    assert!(!exported.to_string().contains("the secret is 1234"), "what was redacted is not in it");
    for mode in ["replace", "add"] {
        let other = Tab::new();
        let answer = other.post(URL, document(&tab, mode));
        assert_eq!(
            (&answer["mode"], &answer["imported"]["dreams"], &answer["imported"]["reports"]),
            (&json!(mode), &json!(1), &json!(1))
        );
        assert_eq!(other.get(URL).to_string(), exported.to_string(), "{mode}");
        assert_eq!(dump(&other.world), dump(&tab.world), "{mode}");
    }
}

#[test]
fn an_imported_workspace_goes_on_from_where_it_stood() {
    let tab = filled();
    let script = Script::new([words("It rains."), words("You are welcome.")]);
    let other = Tab::over(World::new(2).with_model(script.clone()), options());
    other.post(URL, document(&tab, "add"));
    other.world.settle();
    let session = other.get("/v1/sessions?limit=100")["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|session| session["title"] == "t")
        .map(|session| text(&session["id"]))
        .unwrap();
    let open = other.events(&session).into_iter().rfind(|event| event["type"] == "agent.custom_tool_use").unwrap();
    let result = json!({ "type": "user.custom_tool_result", "custom_tool_use_id": open["id"], "content": [{ "type": "text", "text": "rain" }] });
    other.send(&session, json!([result]));
    other.world.settle();
    assert_eq!(script.requests.borrow().len(), 2, "the turn went on, and the message that waited began the next one");
    let store = text(&other.get("/v1/memory_stores?limit=100")["data"][1]["id"]);
    let versions = all_pages(&other, &format!("/v1/memory_stores/{store}/memory_versions?view=full"));
    let redacted: Vec<&Value> = versions.iter().filter(|version| version["redacted_at"].is_string()).collect();
    assert!(redacted.len() == 1 && redacted[0]["content"].is_null() && redacted[0]["path"].is_null());
    other.memory(&store, "/new.md", "x");
    assert_eq!(tab.get("/v1/agents?limit=100")["data"], other.get("/v1/agents?limit=100")["data"]);
}

#[test]
fn replacing_takes_everything_away_that_was_here_and_nobody_takes_the_new_for_the_old() {
    let backend = Rc::new(MemoryBackend::new());
    let one = Tab::over(World::over(backend.clone(), 1), options());
    let two = Tab::over(World::over(backend, 2), options());
    let store = one.store("notes");
    let memory = text(&one.memory(&store, "/a.md", "one\n")["id"]);
    let url = format!("/v1/memory_stores/{store}/memories");
    let exported = document(&one, "replace");
    // Both tabs know the store as it is after one more change; then it is put back, and changed otherwise, as often.
    one.post(&format!("{url}/{memory}"), json!({ "content": "two\n" }));
    let extra = one.store("extra");
    assert_eq!(two.get(&format!("{url}/{memory}"))["content"], "two\n");
    one.post(URL, exported);
    assert_eq!(one.get(&format!("{url}/{memory}"))["content"], "one\n");
    one.refused("GET", &format!("/v1/memory_stores/{extra}"), None, 404, "not_found_error");
    one.post(&format!("{url}/{memory}"), json!({ "content": "three\n" }));
    assert_eq!(two.get(&format!("{url}/{memory}"))["content"], "three\n");
    two.memory(&store, "/b.md", "from the other tab\n");
    assert_eq!(common::paths(&one.get(&url)), ["/a.md", "/b.md"]);
}

#[test]
fn adding_keeps_what_is_here_and_refuses_what_is_here_already() {
    let (tab, other) = (filled(), Tab::over(World::new(9), options()));
    let kept = other.store("kept");
    other.post(URL, document(&tab, "add"));
    assert_eq!(other.get(&format!("/v1/memory_stores/{kept}"))["name"], "kept");
    let before = other.dump();
    let again = other.refused("POST", URL, Some(document(&tab, "add")), 409, "conflict_error");
    assert!(text(&again["message"]).contains("is here already"), "{again}");
    assert!(other.dump() == before);
    let few = Options { limits: Limits { memory_stores: 1, ..Limits::default() }, ..options() };
    let small = Tab::over(World::new(3), few);
    small.invalid("POST", URL, Some(document(&tab, "add")), "tables.stores");
}

#[test]
fn what_is_under_way_is_not_replaced() {
    let tab = filled();
    let exported = document(&tab, "replace");
    let busy = Tab::over(World::new(4), options());
    busy.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let session = busy.session(json!([]));
    busy.say(&session, "hello");
    let before = busy.dump();
    let told = busy.refused("POST", URL, Some(exported.clone()), 409, "conflict_error");
    assert!(text(&told["message"]).contains(&session), "{told}");
    assert!(busy.dump() == before);
    busy.send(&session, json!([{ "type": "user.interrupt" }]));
    busy.world.settle();
    busy.post(URL, exported);
}

#[test]
fn requests_that_wait_while_a_workspace_comes_in_are_decided_on_the_new_one() {
    let (tab, other) = (filled(), Tab::over(World::new(5), options()));
    let store = other.store("notes");
    let url = format!("/v1/memory_stores/{store}/memories");
    let import = common::ask(&other.engine, "POST", URL.into(), document(&tab, "replace"));
    let write = |index: usize| {
        common::ask(&other.engine, "POST", url.clone(), json!({ "path": format!("/{index}"), "content": "x" }))
    };
    let writes = futures_util::future::join_all((0..20).map(write));
    let ((status, _), written) = other.world.run(futures_util::future::join(import, writes));
    assert_eq!(status, 200);
    assert!(written.iter().all(|(status, _)| matches!(status, 200 | 404)), "{written:?}");
    let stores = other.get(URL)["tables"].clone();
    assert_eq!(stores.to_string(), tab.get(URL)["tables"].to_string(), "nothing of the old one is left over");
}

/// A document that breaks a rule at a place, and what the error begins with.
type Hostile = (&'static str, Value, &'static str);

#[test]
fn hostile_documents_are_refused_by_the_place_that_is_wrong_and_change_nothing() {
    let tab = filled();
    let good = document(&tab, "replace");
    let at = |table: &str, holds: &dyn Fn(&Value) -> bool| -> usize {
        good["tables"][table].as_array().unwrap().iter().position(holds).unwrap_or_else(|| panic!("{table}"))
    };
    let redacted = at("versions", &|version| !version["redacted_at"].is_null());
    let head = at("versions", &|version| version["id"] == good["tables"]["memories"][0]["memory_version_id"]);
    let talk = at("sessions", &|session| session["title"] == "t");
    let said = at("events", &|event| {
        event["event"]["type"] == "user.message" && event["session_id"] == good["tables"]["sessions"][talk]["id"]
    });
    let set = |pointer: String, value: Value, field: &'static str| (pointer, value, field);
    let store = good["tables"]["stores"][0].clone();
    let other_store = good["tables"]["stores"][1]["id"].clone();
    let broken = [
        set("/mode".into(), json!("merge"), "mode"),
        set("/type".into(), json!("zip"), "type"),
        set("/format".into(), json!(2), "format"),
        set("/engine".into(), Value::Null, "engine"),
        set("/tables".into(), json!([]), "tables"),
        set("/tables/stores".into(), json!({}), "tables.stores"),
        set("/tables/stores/0".into(), json!("x"), "tables.stores[0]"),
        set("/tables/stores/0/id".into(), json!("memstore_1"), "tables.stores[0].id"),
        set("/tables/stores/0/name".into(), json!("x".repeat(256)), "tables.stores[0].name"),
        set("/tables/stores/0/evil".into(), json!(1), "tables.stores[0]"),
        set("/tables/stores/0/generation".into(), json!(u64::MAX), "tables.stores[0].generation"),
        set("/tables/stores/0/held_by".into(), good["tables"]["dreams"][0]["id"].clone(), "tables.stores[0]"),
        set("/tables/stores/0/metadata".into(), json!({ "a": 1 }), "tables.stores[0].metadata"),
        set("/tables/stores/1".into(), store, "tables.stores[1]"),
        set("/tables/memories/0/content".into(), json!("changed"), "tables.memories[0].content_size_bytes"),
        set("/tables/memories/0/content_sha256".into(), json!("00"), "tables.memories[0].content_sha256"),
        set("/tables/memories/0/path".into(), json!("/../x"), "tables.memories[0].path"),
        set("/tables/memories/0/path".into(), json!("/c.md"), "tables.memories[0]"),
        set("/tables/memories/0/memory_store_id".into(), other_store, "tables.memories[0]"),
        set("/tables/memories/0".into(), Value::Null, "tables.memories[0]"),
        set(format!("/tables/versions/{redacted}/content"), json!("the secret is 1234\n"), "tables.versions["),
        set(format!("/tables/versions/{redacted}/redacted_at"), Value::Null, "tables.versions["),
        set(format!("/tables/versions/{head}/seq"), json!(99), "tables.versions["),
        set(format!("/tables/versions/{head}/operation"), json!("renamed"), "tables.versions["),
        set(format!("/tables/versions/{head}/created_by"), json!({ "type": "root" }), "tables.versions["),
        set("/tables/agents/0/tools".into(), json!([{ "type": "agent_toolset_20260401" }]), "tables.agents[0].tools"),
        set("/tables/agents/0/tools".into(), json!([{ "type": "rocket" }]), "tables.agents[0].tools[0].type"),
        set("/tables/agents/0/version".into(), json!(7), "tables.agents["),
        set("/tables/environments/0/config/type".into(), json!("self_hosted"), "tables.environments[0].config.type"),
        set(format!("/tables/sessions/{talk}/agent/model"), json!("x"), "tables.sessions["),
        set(format!("/tables/sessions/{talk}/time_zone"), json!("Mars/Base"), "tables.sessions["),
        set(format!("/tables/sessions/{talk}/last_seq"), json!(1), "tables.events["),
        set(format!("/tables/sessions/{talk}/last_seq"), json!(u64::MAX), "tables.sessions["),
        set(format!("/tables/sessions/{talk}/queue"), json!([]), "tables.sessions["),
        set(format!("/tables/sessions/{talk}/resources/0/mount_path"), json!("/etc"), "tables.sessions["),
        set(format!("/tables/sessions/{talk}/scratch"), json!({ "/x": "y".repeat(2 << 20) }), "tables.sessions["),
        set(format!("/tables/sessions/{talk}/status"), json!("asleep"), "tables.sessions["),
        set("/tables/threads".into(), json!([]), "tables.events[0]"),
        set(format!("/tables/events/{said}/event/type"), json!("evil.type"), "tables.events["),
        set(format!("/tables/events/{said}/event/content"), json!("<b>"), "tables.events["),
        set(format!("/tables/events/{said}/event/processed_at"), json!("yesterday"), "tables.events["),
        set(format!("/tables/events/{said}/seq"), json!(0), "tables.events["),
        set(format!("/tables/events/{said}/thread_id"), json!("sthr_x"), "tables.events["),
        set("/tables/dreams/0/session_ids/0".into(), json!("x"), "tables.dreams[0].session_ids"),
        set("/tables/dreams/0/status".into(), json!("sleeping"), "tables.dreams[0]"),
        set("/tables/reports/0/report/claims".into(), json!("x"), "tables.reports[0].report"),
        set("/tables/reports/0/id".into(), json!("drm_1"), "tables.reports[0].id"),
    ];
    let target = Tab::over(World::new(6), options());
    target.memory(&target.store("here"), "/a.md", "x");
    let before = target.dump();
    for (pointer, value, field) in broken {
        let mut hostile = good.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let place = hostile.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
        match place {
            Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
            other => other[name] = value,
        }
        let (status, answer) = target.call("POST", URL, Some(hostile));
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(status == 400 && message.starts_with(field), "{pointer}: {status} {answer}");
        assert!(target.dump() == before, "{pointer} left something behind");
    }
    let hostile: [Hostile; 3] = [
        (
            "a field more",
            json!({ "type": "dreamfs_workspace", "mode": "add", "format": 1, "engine": "x", "tables": {} }),
            "tables.stores",
        ),
        ("nothing", json!({}), "mode"),
        ("a list", json!([]), "body"),
    ];
    for (what, body, field) in hostile {
        let (status, answer) = target.call("POST", URL, Some(body));
        assert!(status == 400 && answer["error"]["message"].as_str().unwrap().starts_with(field), "{what}: {answer}");
    }
    target.post(URL, good);
}

#[test]
fn a_workspace_that_is_too_large_to_come_back_is_not_exported() {
    let limits = Limits { request_bytes: 20_000, ..Limits::default() };
    let tab = Tab::over(World::new(7), Options { limits, ..options() });
    tab.memory(&tab.store("big"), "/a.md", &"x".repeat(12_000));
    let told = tab.refused("GET", URL, None, 413, "request_too_large");
    assert!(text(&told["message"]).contains("20000"), "{told}");
}
