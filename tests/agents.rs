//! Agents with their versions, environments, and the differences that the diff route shows.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, all_pages, text};
use serde_json::{Value, json};

const INVALID: &str = "invalid_request_error";
const MISSING: &str = "not_found_error";

fn tool_names(agent: &Value) -> Vec<(String, bool)> {
    let configs = agent["tools"][0]["configs"].as_array().unwrap();
    configs.iter().map(|config| (text(&config["name"]), config["enabled"] == true)).collect()
}

#[test]
fn a_new_agent_has_every_declared_field_resolved() {
    let tab = Tab::new();
    let agent = tab.post("/v1/agents", json!({ "name": "a", "model": "claude-x" }));
    assert_eq!(
        agent,
        json!({
            "id": agent["id"], "type": "agent", "version": 1, "name": "a", "description": null,
            "model": { "id": "claude-x", "effort": { "type": "high" }, "speed": "standard" }, "system": null, "tools": [],
            "mcp_servers": [], "skills": [], "multiagent": null, "metadata": {},
            "execution_identity": { "type": "service_account" }, "created_at": "2026-05-06T09:00:00.000Z",
            "updated_at": "2026-05-06T09:00:00.000Z", "archived_at": null,
        })
    );
    let model = json!({ "id": "claude-x", "effort": { "type": "low" }, "speed": "standard" });
    assert_eq!(tab.agent(json!({ "model": model }))["model"], model);
    assert_eq!(
        tab.agent(json!({ "model": { "id": "claude-x", "effort": "max" } }))["model"]["effort"],
        json!({ "type": "max" })
    );
}

#[test]
fn a_bare_toolset_enables_the_tools_that_exist_here() {
    let tab = Tab::new();
    let here = ["bash", "read", "write", "edit", "glob", "grep"];
    let bare = tab.agent(json!({}));
    assert!(tool_names(&bare).iter().all(|(name, enabled)| *enabled == here.contains(&name.as_str())));
    assert_eq!(tool_names(&bare).len(), 8);
    let set = |more: Value| {
        let mut set = json!({ "type": "agent_toolset_20260401" });
        set.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        tool_names(&tab.agent(json!({ "tools": [set] })))
            .into_iter()
            .filter(|(_, enabled)| *enabled)
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        set(json!({ "default_config": { "enabled": false }, "configs": [{ "name": "read", "enabled": true }] })),
        ["read"]
    );
    assert_eq!(
        set(json!({ "configs": [{ "name": "write", "enabled": false }, { "name": "web_search", "enabled": false }] })),
        ["bash", "read", "edit", "glob", "grep"]
    );
    let resolved = bare["tools"].clone();
    let sent_back = tab.call("POST", "/v1/agents", Some(json!({ "name": "b", "model": "m", "tools": resolved })));
    assert_eq!(sent_back.0, 200, "what is given back can be sent: {}", sent_back.1);
    assert_eq!(sent_back.1["tools"], resolved);
}

#[test]
fn each_change_makes_a_version_and_a_change_of_nothing_makes_none() {
    let tab = Tab::new();
    let agent = tab.agent(json!({ "description": "d", "system": "s", "metadata": { "a": "1" } }));
    let url = format!("/v1/agents/{}", text(&agent["id"]));
    tab.world.advance_ms(1_000);
    assert_eq!(tab.post(&url, json!({ "version": 1, "description": "d", "metadata": { "a": "1", "b": null } })), agent);
    let second = tab.post(&url, json!({ "version": 1, "name": "n", "description": "", "system": null, "tools": null, "metadata": { "b": "2" } }));
    assert_eq!((&second["version"], &second["name"]), (&json!(2), &json!("n")));
    assert_eq!((&second["description"], &second["system"], &second["tools"]), (&Value::Null, &Value::Null, &json!([])));
    assert_eq!(second["metadata"], json!({ "a": "1", "b": "2" }));
    assert_eq!(
        (&second["created_at"], &second["updated_at"]),
        (&agent["created_at"], &json!("2026-05-06T09:00:01.000Z"))
    );
    let error = tab.refused("POST", &url, Some(json!({ "version": 1, "name": "x" })), 409, "conflict_error");
    assert!(text(&error["message"]).contains("version 2, not 1"));
    assert_eq!(tab.post(&url, json!({ "name": "o" }))["version"], 3);
    let versions: Vec<Value> = all_pages(&tab, &format!("{url}/versions?limit=2"));
    assert_eq!(versions.iter().map(|v| v["version"].as_u64().unwrap()).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(versions[2], agent);
    assert_eq!(tab.get(&format!("{url}?version=1")), agent);
    assert_eq!(tab.get(&url)["version"], 3);
    tab.refused("GET", &format!("{url}?version=4"), None, 404, MISSING);
    for missing in ["/v1/agents/agent_none", "/v1/agents/agent_none/versions", "/v1/agents/agent_none?version=1"] {
        tab.refused("GET", missing, None, 404, MISSING);
    }
}

#[test]
fn an_archived_agent_takes_no_update_and_no_session_and_old_sessions_go_on() {
    let tab = Tab::scripted([common::words("hi")]);
    let session = tab.session(json!([]));
    let agent = text(&tab.get(&format!("/v1/sessions/{session}"))["agent"]["id"]);
    let url = format!("/v1/agents/{agent}");
    tab.world.advance_ms(1_000);
    let archived = tab.post(&format!("{url}/archive"), json!({}));
    assert_eq!((&archived["archived_at"], &archived["version"]), (&json!("2026-05-06T09:00:01.000Z"), &json!(1)));
    tab.world.advance_ms(1_000);
    assert_eq!(tab.post(&format!("{url}/archive"), json!({})), archived);
    tab.refused("POST", &url, Some(json!({ "name": "x" })), 400, INVALID);
    let environment = tab.environment();
    tab.invalid("POST", "/v1/sessions", Some(json!({ "agent": agent, "environment_id": environment })), "agent");
    assert_eq!(tab.get("/v1/agents")["data"], json!([]));
    assert_eq!(tab.get("/v1/agents?include_archived=true")["data"], json!([archived]));
    tab.say(&session, "still there?");
    assert_eq!(tab.kinds(&session).last().unwrap(), "session.status_idle");
}

#[test]
fn agents_are_listed_newest_first_each_once_at_its_newest_version() {
    let tab = Tab::new();
    let ids: Vec<String> = (0..5)
        .map(|_| {
            tab.world.advance_ms(1_000);
            let id = text(&tab.agent(json!({}))["id"]);
            tab.post(&format!("/v1/agents/{id}"), json!({ "description": "second" }));
            id
        })
        .collect();
    let listed = all_pages(&tab, "/v1/agents?limit=2");
    assert!(listed.iter().all(|agent| agent["version"] == 2));
    let mut given: Vec<String> = listed.iter().map(|agent| text(&agent["id"])).collect();
    given.reverse();
    assert_eq!(given, ids);
    assert_eq!(tab.get("/v1/agents?created_at[gte]=2026-05-06T09:00:04Z")["data"].as_array().unwrap().len(), 2);
}

#[test]
fn a_session_pins_an_agents_version_and_can_override_it() {
    let tab = Tab::scripted([]);
    let id = text(&tab.agent(json!({ "system": "one" }))["id"]);
    tab.post(&format!("/v1/agents/{id}"), json!({ "system": "two" }));
    let agent = |agent: Value| tab.session_with(json!({ "agent": agent }))["agent"].clone();
    assert_eq!(
        (&agent(json!(id))["version"], &agent(json!({ "type": "agent", "id": id, "version": 1 }))["system"]),
        (&json!(2), &json!("one"))
    );
    let overrides =
        json!({ "type": "agent_with_overrides", "id": id, "system": null, "model": "dreamfs-offline", "tools": [] });
    let overridden = agent(overrides);
    assert_eq!(
        (&overridden["system"], &overridden["model"]["id"], &overridden["tools"]),
        (&Value::Null, &json!("dreamfs-offline"), &json!([]))
    );
    assert_eq!(tab.get(&format!("/v1/agents/{id}"))["system"], "two", "the agent itself is unchanged");
    let environment = tab.environment();
    for (asked, status) in [(json!("agent_none"), 404), (json!({ "type": "agent", "id": id, "version": 9 }), 404)] {
        assert_eq!(
            tab.call("POST", "/v1/sessions", Some(json!({ "agent": asked, "environment_id": environment }))).0,
            status
        );
    }
}

#[test]
fn an_environment_is_a_record_with_every_declared_field() {
    let tab = Tab::new();
    let environment = tab.post("/v1/environments", json!({ "name": "e" }));
    let packages = json!({ "type": "packages", "apt": [], "cargo": [], "gem": [], "go": [], "npm": [], "pip": [] });
    assert_eq!(
        environment,
        json!({
            "id": environment["id"], "type": "environment", "name": "e", "description": null,
            "config": { "type": "cloud", "networking": { "type": "unrestricted" }, "packages": packages }, "metadata": {},
            "scope": "organization", "created_at": "2026-05-06T09:00:00.000Z", "updated_at": "2026-05-06T09:00:00.000Z",
            "archived_at": null,
        })
    );
    let id = text(&environment["id"]);
    let url = format!("/v1/environments/{id}");
    tab.world.advance_ms(1_000);
    assert_eq!(tab.post(&url, json!({ "name": "e", "metadata": {} })), environment, "a change of nothing");
    let limited = json!({ "type": "limited", "allow_mcp_servers": false, "allow_package_managers": true, "allowed_hosts": ["a.example"] });
    let body = json!({ "description": "d", "config": { "type": "cloud", "networking": { "type": "limited", "allow_package_managers": true, "allowed_hosts": ["a.example"] } }, "metadata": { "k": "v" } });
    let changed = tab.post(&url, body);
    assert_eq!(
        (&changed["config"]["networking"], &changed["updated_at"]),
        (&limited, &json!("2026-05-06T09:00:01.000Z"))
    );
    assert_eq!(
        tab.post(&url, json!({ "metadata": { "k": "" } }))["metadata"],
        json!({}),
        "an empty value removes the key"
    );
    let archived = tab.post(&format!("{url}/archive"), json!({}));
    assert_eq!(tab.post(&format!("{url}/archive"), json!({})), archived);
    let error = tab.refused("POST", &url, Some(json!({ "name": "x" })), 400, INVALID);
    assert_eq!(error["details"]["error_code"], "environment_archived");
    let agent = tab.agent(json!({}));
    tab.invalid("POST", "/v1/sessions", Some(json!({ "agent": agent["id"], "environment_id": id })), "environment_id");
    assert_eq!(tab.get("/v1/environments")["data"], json!([]));
    assert_eq!(tab.get("/v1/environments?include_archived=true")["data"], json!([archived]));
    assert_eq!(tab.delete(&url), json!({ "id": id, "type": "environment_deleted" }));
    for method in ["GET", "DELETE", "POST"] {
        tab.refused(method, &url, None, 404, MISSING);
    }
}

#[test]
fn the_difference_of_two_stores_names_what_was_added_removed_changed_and_renamed() {
    let tab = Tab::new();
    let (from, to) = (tab.store("from"), tab.store("to"));
    for (store, path, content) in [
        (&from, "/same", "s"),
        (&from, "/changed", "one\ntwo\n"),
        (&from, "/removed", "r"),
        (&from, "/old-name", "moved"),
        (&from, "/twin-1", "t"),
        (&from, "/twin-2", "t"),
        (&to, "/same", "s"),
        (&to, "/changed", "one\n2\n"),
        (&to, "/added", "a"),
        (&to, "/new-name", "moved"),
        (&to, "/twin-3", "t"),
    ] {
        tab.memory(store, path, content);
    }
    let diff = tab.get(&format!("/dreamfs/v1/diff?from={from}&to={to}"));
    assert_eq!(diff["type"], "diff");
    let files: Vec<Value> = diff["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| json!([file["path"], file["change"], file["from_path"]]))
        .collect();
    let expected = [
        json!(["/added", "added", null]),
        json!(["/changed", "changed", null]),
        json!(["/new-name", "renamed", "/old-name"]),
        json!(["/removed", "removed", null]),
        json!(["/twin-2", "removed", null]),
        json!(["/twin-3", "renamed", "/twin-1"]),
    ];
    assert_eq!(files, expected);
    let hunk = &diff["files"][1]["hunks"][0];
    let lines: Vec<String> = hunk["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| format!("{}{}", text(&line["op"]), text(&line["text"])))
        .collect();
    assert_eq!(lines, [" one", "-two", "+2"]);
    assert_eq!(tab.get(&format!("/dreamfs/v1/diff?from={from}&to={from}"))["files"], json!([]));
    for query in ["", "?from=x", "?from=x&to=y&from_version=z", "?from_version=a"] {
        tab.refused("GET", &format!("/dreamfs/v1/diff{query}"), None, 400, INVALID);
    }
    tab.refused("GET", &format!("/dreamfs/v1/diff?from={from}&to=memstore_none"), None, 404, MISSING);
}

#[test]
fn the_difference_of_two_versions_is_that_of_one_file() {
    let tab = Tab::new();
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "one\n");
    let url = format!("/v1/memory_stores/{store}/memories/{}", text(&memory["id"]));
    let first = text(&memory["memory_version_id"]);
    let second = text(&tab.post(&url, json!({ "content": "two\n", "path": "/b" }))["memory_version_id"]);
    tab.delete(&url);
    let third = text(&tab.get(&format!("/v1/memory_stores/{store}/memory_versions"))["data"][0]["id"]);
    let diff = |from: &str, to: &str| {
        tab.get(&format!("/dreamfs/v1/diff?from_version={from}&to_version={to}"))["files"].clone()
    };
    let moved = diff(&first, &second);
    assert_eq!(
        (&moved[0]["change"], &moved[0]["from_path"], &moved[0]["path"]),
        (&json!("renamed"), &json!("/a"), &json!("/b"))
    );
    assert_eq!(diff(&second, &third)[0]["change"], "removed");
    assert_eq!(diff(&third, &first)[0]["change"], "added");
    assert_eq!(diff(&first, &first), json!([]));
    tab.post(&format!("/v1/memory_stores/{store}/memory_versions/{first}/redact"), json!({}));
    tab.invalid("GET", &format!("/dreamfs/v1/diff?from_version={first}&to_version={second}"), None, "from_version");
    tab.refused("GET", &format!("/dreamfs/v1/diff?from_version=memver_none&to_version={second}"), None, 404, MISSING);
}

#[test]
fn the_status_says_what_stores_and_what_runs() {
    let tab = Tab::new();
    let status = tab.get("/dreamfs/v1/status");
    assert_eq!(
        (&status["storage"]["kind"], &status["model"]),
        (&json!("memory"), &json!({ "default": "dreamfs-offline", "ready": true }))
    );
    assert_eq!(status["version"], env!("CARGO_PKG_VERSION"));
}
