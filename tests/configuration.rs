//! Agents and environments: what an update leaves out, and what cannot be cleared.
#![allow(clippy::unwrap_used)]

use dreamfs::{
    engine::{Engine, Fallback, Options},
    testing::World,
};
use serde_json::{Value, json};

fn world() -> (World, Engine) {
    let world = World::new(7);
    let engine = world.engine(Options { fallback: Fallback::Offline, ..Options::default() });
    (world, engine)
}

fn made(world: &World, engine: &Engine, path: &str, body: Value) -> (String, Value) {
    let (status, answer) = world.call(engine, "POST", path, Some(body));
    assert_eq!(status, 200, "{answer}");
    (format!("{path}/{}", answer["id"].as_str().unwrap()), answer)
}

#[test]
fn a_model_update_without_effort_keeps_the_effort() {
    let (world, engine) = world();
    let model = json!({ "id": "claude-opus-5-5", "effort": "low" });
    let (agent, _) = made(&world, &engine, "/v1/agents", json!({ "name": "a", "model": model }));
    let (_, updated) = world.call(&engine, "POST", &agent, Some(json!({ "model": "claude-haiku-5-5" })));
    assert_eq!(updated["model"], json!({ "id": "claude-haiku-5-5", "effort": { "type": "low" }, "speed": "standard" }));
}

#[test]
fn name_and_model_cannot_be_cleared() {
    let (world, engine) = world();
    let (agent, _) = made(&world, &engine, "/v1/agents", json!({ "name": "a", "model": "dreamfs-offline" }));
    for field in ["name", "model"] {
        let (status, answer) = world.call(&engine, "POST", &agent, Some(json!({ field: null })));
        assert_eq!(status, 400, "{answer}");
        assert!(answer["error"]["message"].as_str().unwrap().starts_with(field), "{answer}");
    }
}

#[test]
fn an_archived_agent_is_archived_at_every_version() {
    let (world, engine) = world();
    let (agent, _) = made(&world, &engine, "/v1/agents", json!({ "name": "a", "model": "dreamfs-offline" }));
    world.call(&engine, "POST", &agent, Some(json!({ "name": "b" })));
    world.call(&engine, "POST", &format!("{agent}/archive"), None);
    let (_, first) = world.call(&engine, "GET", &format!("{agent}?version=1"), None);
    assert!(first["archived_at"].is_string(), "{first}");
    let (_, versions) = world.call(&engine, "GET", &format!("{agent}/versions"), None);
    assert!(
        versions["data"].as_array().unwrap().iter().all(|version| version["archived_at"].is_string()),
        "{versions}"
    );
}

#[test]
fn a_limited_network_keeps_what_an_update_leaves_out() {
    let (world, engine) = world();
    let network = json!({ "type": "limited", "allowed_hosts": ["example.com"], "allow_mcp_servers": true });
    let body = json!({ "name": "e", "config": { "type": "cloud", "networking": network } });
    let (environment, _) = made(&world, &engine, "/v1/environments", body);
    let change =
        json!({ "config": { "type": "cloud", "networking": { "type": "limited", "allow_package_managers": true } } });
    let (_, updated) = world.call(&engine, "POST", &environment, Some(change));
    let expected = json!({
        "type": "limited", "allow_mcp_servers": true, "allow_package_managers": true, "allowed_hosts": ["example.com"],
    });
    assert_eq!(updated["config"]["networking"], expected);
}

#[test]
fn empty_metadata_values_are_kept_at_creation_and_removed_by_an_update() {
    let (world, engine) = world();
    let (environment, made) =
        made(&world, &engine, "/v1/environments", json!({ "name": "e", "metadata": { "a": "", "b": "x" } }));
    assert_eq!(made["metadata"], json!({ "a": "", "b": "x" }));
    let (_, updated) = world.call(&engine, "POST", &environment, Some(json!({ "metadata": { "b": "" } })));
    assert_eq!(updated["metadata"], json!({ "a": "" }));
}

#[test]
fn a_change_of_type_is_told_apart_from_a_type_that_is_not_supported() {
    let (world, engine) = world();
    let body = json!({ "name": "e", "config": { "type": "self_hosted" } });
    let (status, refused) = world.call(&engine, "POST", "/v1/environments", Some(body.clone()));
    assert_eq!((status, &refused["error"]["details"]), (400, &Value::Null));
    let (environment, _) = made(&world, &engine, "/v1/environments", json!({ "name": "e" }));
    let (status, refused) = world.call(&engine, "POST", &environment, Some(json!({ "config": body["config"] })));
    assert_eq!((status, &refused["error"]["details"]["error_code"]), (400, &json!("invalid_config_type_change")));
}

#[test]
fn a_thread_has_stats_once_it_ran_and_usage_once_it_was_idle_again() {
    let (world, engine) = world();
    let (_, agent) = made(&world, &engine, "/v1/agents", json!({ "name": "a", "model": "dreamfs-offline" }));
    let (_, environment) = made(&world, &engine, "/v1/environments", json!({ "name": "e" }));
    let body = json!({ "agent": agent["id"], "environment_id": environment["id"] });
    let (session, _) = made(&world, &engine, "/v1/sessions", body);
    let thread =
        |which: &str| world.call(&engine, "GET", &format!("{session}/threads"), None).1["data"][0][which].clone();
    assert_eq!((thread("stats"), thread("usage")), (Value::Null, Value::Null));
    let message = json!({ "type": "user.message", "content": [{ "type": "text", "text": "Hello" }] });
    world.call(&engine, "POST", &format!("{session}/events"), Some(json!({ "events": [message] })));
    world.settle();
    assert!(thread("stats").is_object() && thread("usage").is_object());
}
