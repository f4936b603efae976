//! Versions of memories through the door: every filter, redaction, and restoring.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, all_pages, options, text};
use dreamfs::{
    domain::{Limits, memory::sha256_hex},
    engine::Options,
    testing::World,
};
use serde_json::{Value, json};

const INVALID: &str = "invalid_request_error";
const PATH_CONFLICT: &str = "memory_path_conflict_error";

fn versions(tab: &Tab, store: &str, filters: &str) -> Vec<Value> {
    all_pages(tab, &format!("/v1/memory_stores/{store}/memory_versions?limit=100&{filters}"))
}

#[test]
fn a_restore_does_not_go_over_the_limit_of_memories() {
    let limits = Limits { memories_per_store: 1, ..Limits::default() };
    let tab = Tab::over(World::new(1), Options { limits, ..options() });
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "");
    tab.delete(&format!("/v1/memory_stores/{store}/memories/{}", text(&memory["id"])));
    tab.memory(&store, "/b", "");
    let restore = format!("/dreamfs/v1/memory_stores/{store}/memories/{}/restore", text(&memory["id"]));
    tab.refused("POST", &restore, Some(json!({ "memory_version_id": memory["memory_version_id"] })), 400, INVALID);
}

#[test]
fn versions_are_listed_newest_first_by_every_filter() {
    let tab = Tab::new();
    let store = tab.store("x");
    let url = format!("/v1/memory_stores/{store}/memories");
    let a = text(&tab.memory(&store, "/a", "1")["id"]);
    tab.world.advance_ms(1_000);
    let b = text(&tab.memory(&store, "/b", "2")["id"]);
    tab.world.advance_ms(1_000);
    let user = [common::BETA, ("dreamfs-actor", "user")];
    tab.world.call_with(&tab.engine, "POST", &format!("{url}/{a}"), Some(json!({ "content": "3" })), &user);
    tab.world.advance_ms(1_000);
    tab.delete(&format!("{url}/{b}"));
    let listed = |filters: &str| -> Vec<Value> {
        versions(&tab, &store, filters).iter().map(|v| json!([v["operation"], v["path"]])).collect()
    };
    let all = [json!(["deleted", "/b"]), json!(["modified", "/a"]), json!(["created", "/b"]), json!(["created", "/a"])];
    assert_eq!(listed(""), all);
    assert_eq!(listed(&format!("memory_id={a}")), [all[1].clone(), all[3].clone()]);
    assert_eq!(listed(&format!("memory_id={b}")), [all[0].clone(), all[2].clone()]);
    assert_eq!(listed("operation=created"), all[2..]);
    assert_eq!(listed("operation=modified"), all[1..2]);
    assert_eq!(listed("operation=deleted"), all[..1]);
    assert_eq!(listed("api_key_id=apikey_local"), [all[0].clone(), all[2].clone(), all[3].clone()]);
    assert_eq!(listed("api_key_id=other"), Vec::<Value>::new());
    assert_eq!(listed("session_id=sesn_x"), Vec::<Value>::new());
    assert_eq!(listed("service_account_id=svac_x"), Vec::<Value>::new());
    assert_eq!(listed("created_at[gte]=2026-05-06T09:00:01Z&created_at[lte]=2026-05-06T09:00:02Z"), all[1..3]);
    assert_eq!(versions(&tab, &store, "")[1]["created_by"], json!({ "type": "user_actor", "user_id": "user_local" }));
    let modified = &versions(&tab, &store, "operation=modified")[0];
    assert_eq!((&modified["content"], &modified["content_size_bytes"]), (&Value::Null, &json!(1)));
    let id = text(&modified["id"]);
    let version = format!("/v1/memory_stores/{store}/memory_versions/{id}");
    assert_eq!(tab.get(&version)["content"], "3");
    assert_eq!(&tab.get(&format!("{version}?view=basic")), modified);
    tab.invalid("GET", &format!("/v1/memory_stores/{store}/memory_versions?operation=moved"), None, "operation");
}

#[test]
fn versions_page_one_by_one_through_filters() {
    let tab = Tab::new();
    let store = tab.store("x");
    let url = format!("/v1/memory_stores/{store}/memories");
    let id = text(&tab.memory(&store, "/a", "0")["id"]);
    for number in 1..=300 {
        if number % 50 == 0 {
            tab.post(&format!("{url}/{id}"), json!({ "content": number.to_string() }));
        } else {
            tab.memory(&store, &format!("/other/{number}"), "");
        }
    }
    let one_by_one = all_pages(&tab, &format!("/v1/memory_stores/{store}/memory_versions?limit=1&memory_id={id}"));
    assert_eq!(one_by_one.len(), 7);
    let modified =
        all_pages(&tab, &format!("/v1/memory_stores/{store}/memory_versions?limit=4&operation=modified&view=full"));
    assert_eq!(
        modified.iter().map(|v| text(&v["content"])).collect::<Vec<_>>(),
        ["300", "250", "200", "150", "100", "50"]
    );
}

#[test]
fn redaction_takes_content_path_size_and_hash_and_spares_the_head() {
    let tab = Tab::new();
    let store = tab.store("x");
    let memory = tab.memory(&store, "/secret", "1");
    let (id, first) = (text(&memory["id"]), text(&memory["memory_version_id"]));
    let version = format!("/v1/memory_stores/{store}/memory_versions/{first}");
    tab.refused("POST", &format!("{version}/redact"), None, 409, "conflict_error");
    tab.post(&format!("/v1/memory_stores/{store}/memories/{id}"), json!({ "content": "2" }));
    tab.world.advance_ms(1_000);
    let redacted = tab.post(&format!("{version}/redact"), json!({}));
    for field in ["content", "path", "content_sha256", "content_size_bytes"] {
        assert_eq!(redacted[field], Value::Null, "{field}");
    }
    assert_eq!(redacted["redacted_at"], "2026-05-06T09:00:01.000Z");
    assert_eq!(redacted["redacted_by"], json!({ "type": "api_actor", "api_key_id": "apikey_local" }));
    assert_eq!((&redacted["operation"], &redacted["created_by"]), (&json!("created"), &redacted["redacted_by"]));
    tab.world.advance_ms(1_000);
    assert_eq!(tab.post(&format!("{version}/redact"), json!({})), redacted, "redacting again changes nothing");
    assert_eq!(tab.get(&version), redacted);
    assert!(
        !serde_json::to_string(&tab.dump()).unwrap().contains(&sha256_hex("1")),
        "nothing of it is left in storage"
    );
    tab.delete(&format!("/v1/memory_stores/{store}/memories/{id}"));
    for version in versions(&tab, &store, "") {
        tab.post(&format!("/v1/memory_stores/{store}/memory_versions/{}/redact", text(&version["id"])), json!({}));
    }
    assert!(
        !serde_json::to_string(&tab.dump()).unwrap().contains("/secret"),
        "of a deleted memory every version can be redacted"
    );
}

#[test]
fn a_restore_brings_content_and_path_back_as_one_more_version() {
    let tab = Tab::new();
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "one");
    let (id, first) = (text(&memory["id"]), text(&memory["memory_version_id"]));
    let url = format!("/v1/memory_stores/{store}/memories/{id}");
    let restore = format!("/dreamfs/v1/memory_stores/{store}/memories/{id}/restore");
    tab.post(&url, json!({ "content": "two", "path": "/b" }));
    let back = tab.post(&restore, json!({ "memory_version_id": first }));
    assert_eq!((&back["content"], &back["path"], &back["id"]), (&json!("one"), &json!("/a"), &memory["id"]));
    assert_eq!(tab.post(&restore, json!({ "memory_version_id": first })), back, "it is there already");
    assert_eq!(versions(&tab, &store, "").len(), 3);
    tab.delete(&url);
    let deletion = text(&versions(&tab, &store, "operation=deleted")[0]["id"]);
    tab.invalid("POST", &restore, Some(json!({ "memory_version_id": deletion })), "memory_version_id");
    let taken = text(&tab.memory(&store, "/a/b", "")["id"]);
    let error = tab.refused("POST", &restore, Some(json!({ "memory_version_id": first })), 409, PATH_CONFLICT);
    assert_eq!(error["conflicting_memory_id"], taken.as_str());
    tab.invalid(
        "POST",
        &format!("/dreamfs/v1/memory_stores/{store}/memories/{taken}/restore"),
        Some(json!({ "memory_version_id": first })),
        "memory_version_id",
    );
    tab.delete(&format!("/v1/memory_stores/{store}/memories/{taken}"));
    assert_eq!(
        tab.post(&restore, json!({ "memory_version_id": first }))["id"],
        memory["id"],
        "a deleted memory comes back under its id"
    );
    assert_eq!(tab.get(&url)["content"], "one");
    tab.post(&url, json!({ "content": "three" }));
    tab.post(&format!("/v1/memory_stores/{store}/memory_versions/{first}/redact"), json!({}));
    tab.invalid("POST", &restore, Some(json!({ "memory_version_id": first })), "memory_version_id");
}
