//! Bad input in every field of every body and every parameter of every query: a 400 that names it, and nothing changed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, text};
use dreamfs::api::ROUTES;
use serde_json::{Value, json};

const INVALID: &str = "invalid_request_error";

/// A world with one of everything.
struct All {
    tab: Tab,
    /// Stands in for each id of a route.
    ids: Vec<(&'static str, String)>,
}

/// A route, a good body for it, and bad values for each of its fields.
type Bodies = Vec<(&'static str, Value, Vec<(&'static str, Vec<Value>)>)>;

impl All {
    fn url(&self, route: &str) -> String {
        self.ids.iter().fold(route.to_owned(), |url, (name, id)| url.replace(name, id))
    }
}

fn one_of_everything() -> All {
    let tab = Tab::scripted([]);
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "1");
    let session = tab.session_with(json!({ "resources": [common::mount(&store)] }));
    let id = text(&session["id"]);
    let thread = text(&tab.get(&format!("/v1/sessions/{id}/threads"))["data"][0]["id"]);
    // Canceled while it ran: it has an output, and may be canceled and archived again.
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let dream = tab.post(
        "/v1/dreams",
        json!({
            "inputs": [
                { "type": "memory_store", "memory_store_id": store },
                { "type": "sessions", "session_ids": [id] },
            ],
            "model": "dreamfs-offline",
        }),
    );
    tab.world.settle();
    let dream = text(&dream["id"]);
    tab.post(&format!("/v1/dreams/{dream}/cancel"), json!({}));
    tab.post("/dreamfs/v1/pace", json!({ "pace": "full" }));
    tab.world.settle();
    let ids = vec![
        ("{memory_store_id}", store.clone()),
        ("{memory_id}", text(&memory["id"])),
        ("{memory_version_id}", text(&memory["memory_version_id"])),
        ("{agent_id}", text(&session["agent"]["id"])),
        ("{environment_id}", text(&session["environment_id"])),
        ("{session_id}", id),
        ("{resource_id}", store),
        ("{thread_id}", thread),
        ("{dream_id}", dream),
    ];
    All { tab, ids }
}

/// A good body for a route, and bad values for each of its fields. `.`-paths reach into objects.
fn bodies(all: &All) -> Bodies {
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
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "web_fetch", "enabled": true }] }]),
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "fly" }] }]),
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "read", "enabled": 1 }] }]),
            json!([{ "type": "agent_toolset_20260401", "default_config": { "permission_policy": { "type": "auto" } } }]),
            json!([{ "type": "agent_toolset_20260401", "configs": [{ "name": "read", "permission_policy": { "type": "x" } }] }]),
            json!([{ "type": "custom", "name": "a b", "description": "d", "input_schema": { "type": "object" } }]),
            json!([{ "type": "custom", "name": "a", "description": "", "input_schema": { "type": "object" } }]),
            json!([{ "type": "custom", "name": "a", "description": "d", "input_schema": {} }]),
            json!([{ "type": "custom", "name": "a", "description": "d", "input_schema": { "type": "object", "properties": [] } }]),
            json!([{ "type": "custom", "name": "a", "description": "d", "input_schema": { "type": "object", "required": [1] } }]),
            json!([{ "type": "custom", "name": "a", "description": "d", "input_schema": { "type": "object" }, "more": 1 }]),
            json!([
                { "type": "custom", "name": "a", "description": "d", "input_schema": { "type": "object" } },
                { "type": "custom", "name": "a", "description": "d", "input_schema": { "type": "object" } },
            ]),
            json!([
                { "type": "custom", "name": "read", "description": "d", "input_schema": { "type": "object" } },
                { "type": "agent_toolset_20260401" },
            ]),
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
    let dream = || {
        json!({
            "inputs": [
                { "type": "memory_store", "memory_store_id": id("memory_store_id") },
                { "type": "sessions", "session_ids": [id("session_id")] },
            ],
            "model": "dreamfs-offline",
        })
    };
    let dream_fields = || {
        let store = json!({ "type": "memory_store", "memory_store_id": id("memory_store_id") });
        let sessions = |ids: Value| json!([store, { "type": "sessions", "session_ids": ids }]);
        vec![
            (
                "inputs",
                vec![
                    Value::Null,
                    json!("x"),
                    json!([]),
                    json!([1]),
                    json!([store]),
                    json!([store, store]),
                    json!([store, { "type": "files" }]),
                    json!([store, { "type": "sessions" }]),
                    sessions(json!([])),
                    sessions(json!([1])),
                    sessions(json!(["a", "a"])),
                    sessions(json!((0..101).map(|n| n.to_string()).collect::<Vec<_>>())),
                ],
            ),
            (
                "model",
                vec![
                    Value::Null,
                    json!(1),
                    json!(""),
                    json!("x".repeat(257)),
                    json!({}),
                    json!({ "id": "m", "speed": "fast" }),
                    json!({ "id": "m", "more": 1 }),
                ],
            ),
            ("instructions", {
                let mut values = texts(4_096);
                values.push(json!(""));
                values
            }),
            (
                "output_behavior",
                vec![
                    Value::Null,
                    json!("x"),
                    json!({}),
                    json!({ "type": "x" }),
                    json!({ "type": "update_existing" }),
                    json!({ "type": "update_existing", "memory_store_id": "memstore_other" }),
                    json!({ "type": "create_new", "memory_store_id": id("memory_store_id") }),
                ],
            ),
            ("token_budget", vec![json!(0), json!("1"), json!(1.5)]),
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
        ("/v1/dreams", dream(), dream_fields()),
        ("/v1/dreams/{dream_id}/cancel", json!({}), vec![]),
        ("/v1/dreams/{dream_id}/archive", json!({}), vec![]),
        ("/dreamfs/v1/dreams/quote", dream(), dream_fields()),
        (
            "/dreamfs/v1/dreams/{dream_id}/hunks",
            json!({}),
            vec![("accept", vec![json!("x"), json!([1])]), ("reject", vec![json!({}), json!([null])])],
        ),
        (
            "/dreamfs/v1/pace",
            json!({ "pace": "full" }),
            vec![("pace", with_null(not_text())), ("pace", vec![json!("fast")])],
        ),
        (
            "/dreamfs/v1/model/test",
            json!({}),
            vec![("model", not_text()), ("model", vec![json!(""), json!("m".repeat(257))])],
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
            "/dreamfs/v1/memory_tool",
            json!({ "memory_store_id": id("memory_store_id"), "command": "view", "path": "/memories" }),
            vec![
                ("memory_store_id", with_null(not_text())),
                ("command", with_null(not_text())),
                ("command", vec![json!("fly"), json!("Create")]),
                ("path", with_null(not_text())),
                ("view_range", vec![json!("x"), json!([1]), json!([1, 2, 3]), json!([1, "x"]), json!([1, 2.5])]),
            ],
        ),
        (
            "/dreamfs/v1/workspace",
            json!({
                "type": "dreamfs_workspace", "format": 1, "engine": "dreamfs", "mode": "add",
                "tables": {
                    "stores": [], "memories": [], "versions": [], "agents": [], "environments": [], "sessions": [],
                    "threads": [], "events": [], "dreams": [], "reports": [],
                },
            }),
            vec![
                ("type", with_null(not_text())),
                ("format", vec![Value::Null, json!("1"), json!(0), json!(2)]),
                ("engine", with_null(not_text())),
                ("mode", with_null(not_text())),
                ("mode", vec![json!("merge")]),
                ("tables", vec![Value::Null, json!([]), json!({}), json!({ "stores": 1 })]),
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
            // There are no files to add here, and no endpoint to test.
            route if route.ends_with("/resources") || route.ends_with("/test") => 400,
            _ => 200,
        };
        assert_eq!(status, expected, "{route}: {answer}");
    }
}

#[test]
fn bad_query_parameters_of_every_route_are_400s_that_name_them() {
    let all = one_of_everything();
    let before = all.tab.dump();
    let event_page = ["limit=0", "limit=1001", "limit=x", "page=x"];
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
            [&event_page[..], &created, &exclusive, &["order=", "types=x", "types[]="]].concat(),
        ),
        ("/v1/sessions/{session_id}/events/stream", vec!["event_deltas=x", "event_deltas[]="]),
        ("/v1/sessions/{session_id}/resources", page.to_vec()),
        ("/v1/sessions/{session_id}/threads", page.to_vec()),
        ("/v1/sessions/{session_id}/threads/{thread_id}/events", event_page.to_vec()),
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
