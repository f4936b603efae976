//! Sessions through the door: what is mounted, how they are listed, changed, archived, deleted and imported.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{BETA, Tab, all_pages, message, mount, options, text, words};
use dreamfs::testing::{Script, World};
use serde_json::{Value, json};

const IDLE: &str = "session.status_idle";

fn last(tab: &Tab, session: &str) -> Value {
    tab.events(session).pop().unwrap()
}

#[test]
fn a_new_session_has_every_declared_field() {
    let tab = Tab::scripted([]);
    let store = tab.store("My Notes");
    let session = tab.session_with(json!({
        "title": "t", "metadata": { "k": "v" },
        "resources": [{ "type": "memory_store", "memory_store_id": store, "access": "read_only", "instructions": "look" }],
    }));
    let agent = tab.get("/v1/agents")["data"][0].clone();
    let mut kept = agent.clone();
    for field in ["metadata", "created_at", "updated_at", "archived_at"] {
        kept.as_object_mut().unwrap().shift_remove(field);
    }
    assert_eq!(
        session,
        json!({
            "id": session["id"], "type": "session", "title": "t", "status": "idle", "agent": kept,
            "environment_id": tab.get("/v1/environments")["data"][0]["id"],
            "resources": [{
                "type": "memory_store", "memory_store_id": store, "access": "read_only", "instructions": "look",
                "name": "My Notes", "description": "", "mount_path": "/mnt/memory/my-notes",
            }],
            "metadata": { "k": "v" }, "vault_ids": [], "budget": null, "outcome_evaluations": [], "deployment_id": null,
            "stats": { "active_seconds": 0.0, "duration_seconds": 0.0 },
            "usage": {
                "input_tokens": 0, "output_tokens": 0, "cache_read_input_tokens": 0,
                "cache_creation": { "ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0 }, "active_seconds": 0.0,
            },
            "created_at": "2026-05-06T09:00:00.000Z", "updated_at": "2026-05-06T09:00:00.000Z", "archived_at": null,
        })
    );
    assert!(text(&session["id"]).starts_with("sesn_"));
    assert_eq!(tab.get(&format!("/v1/sessions/{}", text(&session["id"]))), session);
}

#[test]
fn equal_slugs_are_told_apart_and_names_stay_as_they_were() {
    let tab = Tab::scripted([]);
    let stores: Vec<String> = ["a b", "A_B", "a-b 2", "a b"].iter().map(|name| tab.store(name)).collect();
    let id = tab.session(stores.iter().map(|id| mount(id)).collect());
    let session = tab.get(&format!("/v1/sessions/{id}"));
    let mounts: Vec<&Value> =
        session["resources"].as_array().unwrap().iter().map(|mount| &mount["mount_path"]).collect();
    assert_eq!(mounts, ["/mnt/memory/a-b", "/mnt/memory/a-b-2", "/mnt/memory/a-b-2-2", "/mnt/memory/a-b-3"]);
    tab.post(&format!("/v1/memory_stores/{}", stores[0]), json!({ "name": "renamed", "description": "new" }));
    assert_eq!(tab.get(&format!("/v1/sessions/{id}"))["resources"], session["resources"]);
}

#[test]
fn at_most_eight_stores_are_mounted_each_once_and_none_archived() {
    let tab = Tab::scripted([]);
    let stores: Vec<String> = (0..9).map(|number| tab.store(&format!("s{number}"))).collect();
    let (agent, environment) = (tab.agent(json!({})), tab.environment());
    let body =
        |resources: Value| Some(json!({ "agent": agent["id"], "environment_id": environment, "resources": resources }));
    let mounts = |count: usize| stores[..count].iter().map(|id| mount(id)).collect::<Value>();
    assert_eq!(tab.call("POST", "/v1/sessions", body(mounts(8))).0, 200);
    tab.invalid("POST", "/v1/sessions", body(mounts(9)), "resources");
    tab.invalid("POST", "/v1/sessions", body(json!([mount(&stores[0]), mount(&stores[0])])), "resources[1]");
    tab.post(&format!("/v1/memory_stores/{}/archive", stores[8]), json!({}));
    tab.invalid("POST", "/v1/sessions", body(json!([mount(&stores[8])])), "resources[0].memory_store_id");
    tab.refused("POST", "/v1/sessions", body(json!([mount("memstore_none")])), 404, "not_found_error");
    for kind in ["file", "github_repository", "vault"] {
        tab.invalid("POST", "/v1/sessions", body(json!([{ "type": kind }])), "resources[0].type");
    }
}

#[test]
fn resources_are_listed_and_stay_for_as_long_as_the_session() {
    let tab = Tab::scripted([]);
    let stores: Vec<String> = (0..3).map(|number| tab.store(&format!("s{number}"))).collect();
    let url = format!("/v1/sessions/{}/resources", tab.session(stores.iter().map(|id| mount(id)).collect()));
    let listed = all_pages(&tab, &format!("{url}?limit=2"));
    assert_eq!(listed.iter().map(|mount| text(&mount["memory_store_id"])).collect::<Vec<_>>(), stores);
    assert_eq!(tab.get(&format!("{url}/{}", stores[1])), listed[1]);
    for (method, path) in
        [("POST", url.clone()), ("POST", format!("{url}/{}", stores[0])), ("DELETE", format!("{url}/{}", stores[0]))]
    {
        let body = (method == "POST").then(|| mount(&stores[0]));
        tab.refused(method, &path, body, 400, "invalid_request_error");
    }
    tab.refused("GET", &format!("{url}/memstore_none"), None, 404, "not_found_error");
}

#[test]
fn events_are_filtered_ordered_and_paged() {
    let tab = Tab::scripted([words("a"), words("b")]);
    let session = tab.session(json!([]));
    tab.say(&session, "one");
    tab.world.advance_ms(10_000);
    tab.say(&session, "two");
    let url = format!("/v1/sessions/{session}/events");
    let ids = |path: &str| -> Vec<String> { all_pages(&tab, path).iter().map(|event| text(&event["id"])).collect() };
    let all = ids(&format!("{url}?limit=100"));
    assert_eq!(all.len(), 12);
    assert_eq!(ids(&format!("{url}?limit=1")), all);
    assert_eq!(ids(&format!("{url}?limit=5&order=asc")), all);
    let mut backwards = ids(&format!("{url}?limit=5&order=desc"));
    backwards.reverse();
    assert_eq!(backwards, all);
    assert_eq!(ids(&format!("{url}?types[]=agent.message&types[]=user.message")).len(), 4);
    assert_eq!(ids(&format!("{url}?types=agent.message")).len(), 2);
    let at = "2026-05-06T09:00:10.000Z";
    for (filter, count) in [("gt", 0), ("gte", 6), ("lt", 6), ("lte", 12)] {
        assert_eq!(ids(&format!("{url}?created_at[{filter}]={at}")).len(), count, "{filter}");
    }
    assert_eq!(
        ids(&format!("{url}?created_at[gte]=0001-01-01T00:00:00Z")).len(),
        12,
        "a time before 1970 is a bound like any other"
    );
    for query in ["types=nonsense", "order=up", "limit=0", "created_at[gt]=noon", "view=full"] {
        tab.invalid("GET", &format!("{url}?{query}"), None, query.split('=').next().unwrap());
    }
}

#[test]
fn sent_events_that_break_a_rule_are_refused_by_name() {
    let tab = Tab::scripted([]);
    let session = tab.session(json!([]));
    let url = format!("/v1/sessions/{session}/events");
    let system = json!({ "type": "system.message", "content": [{ "type": "text", "text": "s" }] });
    for (events, field) in [
        (json!([]), "events"),
        (json!("x"), "events"),
        (Value::Null, "events"),
        (json!(vec![message("x"); 51]), "events"),
        (json!([1]), "events[0]"),
        (json!([{}]), "events[0].type"),
        (json!([message("x"), { "type": "agent.message", "content": [] }]), "events[1].type"),
        (json!([{ "type": "made.up" }]), "events[0].type"),
        (json!([{ "type": "user.tool_confirmation" }]), "events[0].tool_use_id"),
        (json!([{ "type": "user.custom_tool_result" }]), "events[0].custom_tool_use_id"),
        (json!([{ "type": "user.tool_result" }]), "events[0].type"),
        (json!([{ "type": "user.define_outcome" }]), "events[0].type"),
        (json!([{ "type": "user.message" }]), "events[0].content"),
        (json!([{ "type": "user.message", "content": [] }]), "events[0].content"),
        (json!([{ "type": "user.message", "content": "x" }]), "events[0].content"),
        (json!([{ "type": "user.message", "content": [{ "type": "image" }] }]), "events[0].content[0].type"),
        (json!([{ "type": "user.message", "content": [{ "type": "text", "text": "" }] }]), "events[0].content[0].text"),
        (
            json!([{ "type": "user.message", "content": [{ "type": "text", "text": "x", "more": 1 }] }]),
            "events[0].content[0].more",
        ),
        (json!([{ "type": "user.interrupt", "why": "x" }]), "events[0].why"),
        (json!([system]), "events[0].type"),
        (json!([system, message("x")]), "events[0].type"),
        (json!([message("x"), system, system]), "events[1].type"),
    ] {
        tab.invalid("POST", &url, Some(json!({ "events": events })), field);
    }
    tab.refused(
        "POST",
        &url,
        Some(json!({ "events": [{ "type": "user.interrupt", "session_thread_id": "sthr_x" }] })),
        404,
        "not_found_error",
    );
    assert_eq!(tab.events(&session), Vec::<Value>::new());
}

#[test]
fn the_clock_is_set_advanced_and_stopped() {
    let tab = Tab::new();
    assert_eq!(
        tab.post("/dreamfs/v1/clock", json!({ "now": "2030-01-01T00:00:00Z", "rate": 0 }))["now"],
        "2030-01-01T00:00:00.000Z"
    );
    tab.world.advance_ms(60_000);
    assert_eq!(tab.post("/dreamfs/v1/clock", json!({ "advance_ms": 1_000 }))["now"], "2030-01-01T00:00:01.000Z");
    tab.post("/dreamfs/v1/clock", json!({ "rate": 2 }));
    tab.world.advance_ms(1_000);
    assert_eq!(tab.post("/dreamfs/v1/clock", json!({}))["now"], "2030-01-01T00:00:03.000Z");
    assert_eq!(tab.post("/dreamfs/v1/clock", json!({ "advance_ms": i64::MAX }))["now"], "9999-12-31T23:59:59.999Z");
    tab.store("made at the end of time");
    for (field, value) in [
        ("advance_ms", json!(-1)),
        ("advance_ms", json!(1.5)),
        ("rate", json!(-1)),
        ("rate", json!(1e9)),
        ("now", json!("noon")),
    ] {
        let mut body = json!({});
        body[field] = value;
        tab.invalid("POST", "/dreamfs/v1/clock", Some(body), field);
    }
}

#[test]
fn an_archived_session_takes_no_events_and_a_deleted_one_is_gone() {
    let tab = Tab::scripted([words("hi")]);
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    let url = format!("/v1/sessions/{session}");
    let archived = tab.post(&format!("{url}/archive"), json!({}));
    assert!(archived["archived_at"].is_string());
    tab.refused(
        "POST",
        &format!("{url}/events"),
        Some(json!({ "events": [message("x")] })),
        400,
        "invalid_request_error",
    );
    tab.refused("POST", &url, Some(json!({ "title": "x" })), 400, "invalid_request_error");
    assert_eq!(tab.get("/v1/sessions")["data"], json!([]));
    assert_eq!(tab.get("/v1/sessions?include_archived=true")["data"][0]["id"], session.as_str());
    assert_eq!(tab.delete(&url), json!({ "id": session, "type": "session_deleted" }));
    for path in ["", "/events", "/events/stream", "/resources", "/threads"] {
        tab.refused("GET", &format!("{url}{path}"), None, 404, "not_found_error");
    }
    let dump = tab.dump();
    assert!(dump[6].is_empty() && dump[7].is_empty(), "no thread and no event is left");
}

#[test]
fn a_session_with_a_message_waiting_is_not_archived_under_it() {
    let tab = Tab::scripted([words("hi")]);
    let session = tab.session(json!([]));
    let (send, archive) = (format!("/v1/sessions/{session}/events"), format!("/v1/sessions/{session}/archive"));
    let request = |url: &str, body: Value| dreamfs::api::Request {
        method: "POST".into(),
        url: url.into(),
        headers: vec![(BETA.0.into(), BETA.1.into())],
        body: body.to_string().into_bytes(),
    };
    let sent = dreamfs::api::handle(&tab.engine, request(&send, json!({ "events": [message("go")] })));
    let archived = dreamfs::api::handle(&tab.engine, request(&archive, json!({})));
    let (sent, archived) = tab.world.run(futures_util::future::join(sent, archived));
    assert_eq!((sent.status, archived.status), (200, 409));
    tab.world.settle();
    assert_eq!(last(&tab, &session)["type"], IDLE);
}

#[test]
fn an_update_emits_the_fields_that_changed_and_nothing_when_none_did() {
    let tab = Tab::scripted([]);
    let session = tab.session(json!([]));
    let url = format!("/v1/sessions/{session}");
    tab.post(&url, json!({ "title": "t", "metadata": { "k": "v" } }));
    tab.post(&url, json!({ "title": "t", "metadata": { "k": "v" } }));
    tab.post(&url, json!({ "metadata": { "k": null } }));
    tab.post(&url, json!({ "agent": { "tools": [] } }));
    let events = tab.events(&session);
    assert_eq!(events.len(), 3);
    assert_eq!((&events[0]["title"], &events[0]["metadata"]), (&json!("t"), &json!({ "k": "v" })));
    assert!(
        events[1].get("metadata").is_none() && events[1].get("title").is_none(),
        "metadata that was cleared is left out"
    );
    assert_eq!(events[2]["agent"]["tools"], json!([]));
    assert_eq!(tab.get(&url)["metadata"], json!({}));
    tab.invalid("POST", &url, Some(json!({ "vault_ids": ["v"] })), "vault_ids");
    tab.invalid("POST", &url, Some(json!({ "budget": { "type": "limit" } })), "budget.max_list_cost");
    tab.invalid("POST", &url, Some(json!({ "agent": { "system": "x" } })), "agent.system");
}

#[test]
fn sessions_are_listed_by_every_filter_and_paged_both_ways() {
    let tab = Tab::scripted([]);
    let store = tab.store("s");
    let mut ids = Vec::new();
    for number in 0..7 {
        tab.world.advance_ms(1_000);
        ids.push(tab.session(if number == 3 { json!([mount(&store)]) } else { json!([]) }));
    }
    let listed = |path: &str| -> Vec<usize> {
        tab.get(path)["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| ids.iter().position(|id| s["id"] == id.as_str()).unwrap())
            .collect()
    };
    let page = |path: &str, field: &str| format!("/v1/sessions?limit=3&page={}", text(&tab.get(path)[field]));
    let first = "/v1/sessions?limit=3".to_owned();
    let second = page(&first, "next_page");
    let third = page(&second, "next_page");
    assert_eq!([listed(&first), listed(&second), listed(&third)], [vec![6, 5, 4], vec![3, 2, 1], vec![0]]);
    assert_eq!((&tab.get(&first)["prev_page"], &tab.get(&third)["next_page"]), (&Value::Null, &Value::Null));
    let back = page(&third, "prev_page");
    assert_eq!(listed(&back), [3, 2, 1]);
    assert_eq!(listed(&page(&back, "prev_page")), [6, 5, 4]);
    assert_eq!(listed(&page(&back, "next_page")), [0]);
    assert_eq!(listed("/v1/sessions?order=asc&limit=2"), [0, 1]);
    assert_eq!(listed(&format!("/v1/sessions?memory_store_id={store}")), [3]);
    assert_eq!(listed("/v1/sessions?created_at[gt]=2026-05-06T09:00:05Z"), [6, 5]);
    assert_eq!(listed("/v1/sessions?created_at[lt]=2026-05-06T09:00:02Z"), [0]);
    assert_eq!(listed("/v1/sessions?statuses[]=idle&statuses[]=running").len(), 7);
    assert_eq!(listed("/v1/sessions?statuses=terminated"), Vec::<usize>::new());
    assert_eq!(listed("/v1/sessions?deployment_id=x"), Vec::<usize>::new());
    let agent = text(&tab.get(&format!("/v1/sessions/{}", ids[2]))["agent"]["id"]);
    assert_eq!(listed(&format!("/v1/sessions?agent_id={agent}&agent_version=1")), [2]);
    assert_eq!(listed(&format!("/v1/sessions?agent_id={agent}&agent_version=2")), Vec::<usize>::new());
    tab.invalid("GET", "/v1/sessions?statuses=asleep", None, "statuses");
}

#[test]
fn a_sessions_thread_is_the_primary_one() {
    let tab = Tab::scripted([words("hi")]);
    let session = tab.session(json!([]));
    let url = format!("/v1/sessions/{session}/threads");
    let thread = tab.get(&url)["data"][0].clone();
    let id = text(&thread["id"]);
    assert_eq!(
        (&thread["type"], &thread["session_id"], &thread["parent_thread_id"]),
        (&json!("session_thread"), &json!(session), &Value::Null)
    );
    assert_eq!(
        (&thread["stats"], &thread["usage"], &thread["archived_at"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    tab.say(&session, "go");
    assert_eq!(tab.get(&format!("{url}/{id}"))["usage"]["input_tokens"], 10);
    assert_eq!(all_pages(&tab, &format!("{url}/{id}/events?limit=2")), tab.events(&session));
    tab.refused("POST", &format!("{url}/{id}/archive"), None, 400, "invalid_request_error");
    tab.refused("GET", &format!("{url}/sthr_none"), None, 404, "not_found_error");
}

#[test]
fn an_import_keeps_a_past_session_as_it_was_and_it_can_go_on() {
    let script = Script::new([words("as you said")]);
    let tab = Tab::over(World::new(1).with_model(script.clone()), options());
    let at = |second: u32| format!("2025-01-02T03:04:{second:02}.000Z");
    let text_block = |text: &str| json!([{ "type": "text", "text": text }]);
    let events = json!([
        { "type": "user.message", "content": text_block("hello"), "processed_at": at(1) },
        { "type": "agent.tool_use", "id": "call_1", "name": "read", "input": { "file_path": "/x" }, "processed_at": at(2) },
        { "type": "agent.tool_result", "tool_use_id": "call_1", "content": text_block("text"), "processed_at": at(3) },
        { "type": "agent.message", "content": text_block("hi"), "processed_at": at(3) },
    ]);
    let agent = tab.agent(json!({}));
    let past = json!({ "title": "past", "agent": agent["id"], "created_at": at(0), "time_zone": "Europe/Berlin", "events": events });
    let session = tab.post("/dreamfs/v1/sessions", past);
    assert_eq!(
        (&session["status"], &session["created_at"], &session["updated_at"]),
        (&json!("idle"), &json!(at(0)), &json!(at(3)))
    );
    let id = text(&session["id"]);
    assert_eq!(tab.kinds(&id), ["user.message", "agent.tool_use", "agent.tool_result", "agent.message"]);
    assert_eq!(tab.events(&id)[1]["id"], "call_1");
    tab.say(&id, "what did I say?");
    assert_eq!(script.requests.borrow()[0]["messages"].as_array().unwrap().len(), 5);
    assert_eq!(last(&tab, &id)["type"], IDLE);
    let made = || tab.post("/dreamfs/v1/sessions", json!({ "created_at": at(0), "events": [] }));
    let (one, two) = (made(), made());
    assert_eq!(
        (&one["agent"]["id"], &one["environment_id"]),
        (&two["agent"]["id"], &two["environment_id"]),
        "made once"
    );

    let body = |events: Value| Some(json!({ "created_at": at(5), "events": events }));
    let said = |second: u32| json!({ "type": "user.message", "content": text_block("x"), "processed_at": at(second) });
    for (events, field) in [
        (json!([said(4)]), "events[0].processed_at"),
        (json!([said(8), said(7)]), "events[1].processed_at"),
        (json!([{ "type": "user.message", "content": text_block("x") }]), "events[0].processed_at"),
        (json!([{ "type": "session.status_idle", "processed_at": at(6) }]), "events[0].type"),
        (
            json!([{ "type": "agent.tool_result", "tool_use_id": "call_9", "content": text_block("x"), "processed_at": at(6) }]),
            "events[0].tool_use_id",
        ),
        (json!([{ "type": "agent.tool_use", "name": "read", "processed_at": at(6) }]), "events[0].input"),
    ] {
        tab.invalid("POST", "/dreamfs/v1/sessions", body(events), field);
    }
    tab.invalid(
        "POST",
        "/dreamfs/v1/sessions",
        Some(json!({ "created_at": at(0), "events": [], "time_zone": "Mars/Base" })),
        "time_zone",
    );
    tab.invalid("POST", "/dreamfs/v1/sessions", Some(json!({ "events": [] })), "created_at");
}

#[test]
fn an_import_that_names_no_agent_does_not_use_an_archived_one() {
    let tab = Tab::new();
    let import = || {
        tab.post("/dreamfs/v1/sessions", json!({ "created_at": "2025-01-01T00:00:00Z", "events": [] }))["agent"].clone()
    };
    let first = import();
    let url = format!("/v1/agents/{}", text(&first["id"]));
    tab.post(&url, json!({ "description": "second version" }));
    assert_eq!(import()["version"], 2);
    tab.post(&format!("{url}/archive"), json!({}));
    assert_ne!(import()["id"], first["id"]);
}

#[test]
fn an_imported_call_without_a_result_is_not_shown_to_the_model() {
    let script = Script::new([words("on we go")]);
    let tab = Tab::over(World::new(1).with_model(script.clone()), options());
    let at = "2025-01-02T03:04:05.000Z";
    let said = |kind: &str| json!({ "type": kind, "content": [{ "type": "text", "text": "x" }], "processed_at": at });
    let call = json!({ "type": "agent.tool_use", "name": "read", "input": {}, "processed_at": at });
    let body = json!({ "agent": tab.agent(json!({}))["id"], "created_at": at, "events": [said("user.message"), call] });
    let id = text(&tab.post("/dreamfs/v1/sessions", body)["id"]);
    tab.say(&id, "and now?");
    let messages = script.requests.borrow()[0]["messages"].clone();
    assert!(!messages.to_string().contains("tool_use"), "{messages}");
    assert_eq!(last(&tab, &id)["type"], IDLE);
}
