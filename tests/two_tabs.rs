//! What one tab did is seen by another without any notice, and requests that are decided together stand in their order.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::rc::Rc;

use common::{Tab, ask, options, text, words};
use dreamfs::{
    platform::native::MemoryBackend,
    testing::{Script, World},
};
use futures_util::future::join_all;
use serde_json::{Value, json};

const INVALID: &str = "invalid_request_error";
const MISSING: &str = "not_found_error";

/// Two tabs over one storage that hear nothing of each other, and a store that both have in their caches.
fn tabs() -> (Tab, Tab, String) {
    let backend = Rc::new(MemoryBackend::new());
    let tab =
        |seed: u64| Tab::over(World::over(backend.clone(), seed).with_model(Script::new([words("hi")])), options());
    let (here, there) = (tab(1), tab(2));
    let store = here.store("x");
    for tab in [&here, &there] {
        tab.get(&format!("/v1/memory_stores/{store}/memories"));
    }
    (here, there, store)
}

fn memories(store: &str) -> String {
    format!("/v1/memory_stores/{store}/memories")
}

#[test]
fn a_memory_that_another_tab_made_is_found_moved_and_deleted() {
    let (here, there, store) = tabs();
    let one = format!("{}/{}", memories(&store), text(&there.memory(&store, "/a", "1")["id"]));
    assert_eq!(here.post(&one, json!({ "content": "2" }))["path"], "/a", "no 404 from a stale cache");
    assert_eq!(there.get(&one)["content"], "2");
    there.post(&one, json!({ "path": "/b" }));
    here.memory(&store, "/a", "the path is free");
    there.delete(&one);
    here.refused("GET", &one, None, 404, MISSING);
    here.memory(&store, "/b", "this one too");
}

#[test]
fn an_update_that_changes_nothing_is_judged_by_what_is_stored_not_by_what_is_cached() {
    let (here, there, store) = tabs();
    let one = format!("{}/{}", memories(&store), text(&here.memory(&store, "/a", "1")["id"]));
    there.post(&one, json!({ "content": "2" }));
    here.post(&one, json!({ "content": "1" }));
    assert_eq!(there.get(&one)["content"], "1");
    let hash = dreamfs::domain::memory::sha256_hex("1");
    there.post(&one, json!({ "content": "3" }));
    here.refused(
        "DELETE",
        &format!("{one}?expected_content_sha256={hash}"),
        None,
        409,
        "memory_precondition_failed_error",
    );
    let fresh = dreamfs::domain::memory::sha256_hex("3");
    here.delete(&format!("{one}?expected_content_sha256={fresh}"));
}

#[test]
fn a_path_conflict_is_judged_by_what_is_stored() {
    let (here, there, store) = tabs();
    let taken = text(&there.memory(&store, "/a/b", "")["id"]);
    let error = here.refused(
        "POST",
        &memories(&store),
        Some(json!({ "path": "/a", "content": "" })),
        409,
        "memory_path_conflict_error",
    );
    assert_eq!(error["conflicting_memory_id"], taken.as_str());
    there.delete(&format!("{}/{taken}", memories(&store)));
    here.memory(&store, "/a", "");
}

#[test]
fn a_store_that_another_tab_archives_or_deletes_takes_no_write() {
    let (here, there, store) = tabs();
    let one = format!("{}/{}", memories(&store), text(&here.memory(&store, "/a", "")["id"]));
    there.post(&format!("/v1/memory_stores/{store}/archive"), json!({}));
    here.refused("POST", &memories(&store), Some(json!({ "path": "/b", "content": "" })), 400, INVALID);
    here.refused("POST", &one, Some(json!({ "content": "x" })), 400, INVALID);
    here.refused("POST", &format!("/v1/memory_stores/{store}"), Some(json!({ "name": "y" })), 400, INVALID);
    there.delete(&format!("/v1/memory_stores/{store}"));
    here.refused("POST", &memories(&store), Some(json!({ "path": "/b", "content": "" })), 404, MISSING);
    here.refused("GET", &one, None, 404, MISSING);
    assert!(here.dump()[..3].iter().all(Vec::is_empty), "nothing of the store is left, and nothing came back");
}

#[test]
fn a_version_that_another_tab_redacts_or_makes_the_head_is_judged_as_it_is() {
    let (here, there, store) = tabs();
    let memory = here.memory(&store, "/a", "1");
    let one = format!("{}/{}", memories(&store), text(&memory["id"]));
    let head = text(&there.post(&one, json!({ "content": "2" }))["memory_version_id"]);
    here.refused(
        "POST",
        &format!("/v1/memory_stores/{store}/memory_versions/{head}/redact"),
        None,
        409,
        "conflict_error",
    );
    let first = text(&memory["memory_version_id"]);
    here.get(&one);
    there.post(&format!("/v1/memory_stores/{store}/memory_versions/{first}/redact"), json!({}));
    let restore = format!("/dreamfs/v1/memory_stores/{store}/memories/{}/restore", text(&memory["id"]));
    here.invalid("POST", &restore, Some(json!({ "memory_version_id": first })), "memory_version_id");
    here.post(&one, json!({ "content": "3" }));
}

#[test]
fn agents_and_environments_changed_by_two_tabs_keep_every_change() {
    let (here, there, _) = tabs();
    let agent = format!("/v1/agents/{}", text(&here.agent(json!({}))["id"]));
    for number in 0..5 {
        let tab = if number % 2 == 0 { &there } else { &here };
        tab.post(&agent, json!({ "metadata": { number.to_string(): "x" } }));
    }
    assert_eq!((&here.get(&agent)["version"], here.get(&agent)["metadata"].as_object().unwrap().len()), (&json!(6), 5));
    let environment = format!("/v1/environments/{}", here.environment());
    here.post(&environment, json!({ "metadata": { "a": "1" } }));
    there.post(&environment, json!({ "metadata": { "b": "2" } }));
    assert_eq!(here.get(&environment)["metadata"], json!({ "a": "1", "b": "2" }));
}

/// Sends requests that wait for one another's commit, so that they are decided together.
fn together(tab: &Tab, requests: Vec<(&'static str, String, Value)>) -> Vec<u16> {
    let asks = requests.into_iter().map(|(method, url, body)| {
        let engine = tab.engine.clone();
        async move { ask(&engine, method, url, body).await.0 }
    });
    tab.world.run(join_all(asks))
}

#[test]
fn requests_decided_together_stand_in_the_order_in_which_they_came() {
    let (here, there, store) = tabs();
    let create = |path: &str| ("POST", memories(&store), json!({ "path": path, "content": "" }));
    assert_eq!(together(&here, vec![create("/a"), create("/a"), create("/a/b"), create("/b")]), [200, 409, 409, 200]);
    let one = format!("{}/{}", memories(&store), text(&here.get(&memories(&store))["data"][0]["id"]));
    let update = |content: &str| ("POST", one.clone(), json!({ "content": content }));
    let statuses = together(
        &here,
        vec![
            update("1"),
            update("1"),
            update("2"),
            ("DELETE", one.clone(), Value::Null),
            update("3"),
            create("/a"),
            create("/c"),
        ],
    );
    assert_eq!(statuses, [200, 200, 200, 200, 404, 200, 200]);
    let versions = there.get(&format!("/v1/memory_stores/{store}/memory_versions"))["data"].as_array().unwrap().len();
    assert_eq!(versions, 7, "two creations, two updates, a deletion and two more creations");
}

#[test]
fn a_store_deleted_in_a_group_takes_what_the_group_wrote_before_and_refuses_what_comes_after() {
    let (here, there, store) = tabs();
    let other = here.store("y");
    let create = |store: &str, path: &str| ("POST", memories(store), json!({ "path": path, "content": "" }));
    let delete = || ("DELETE", format!("/v1/memory_stores/{store}"), Value::Null);
    let statuses =
        together(&here, vec![create(&store, "/a"), delete(), create(&store, "/b"), delete(), create(&other, "/a")]);
    assert_eq!(statuses, [200, 200, 404, 404, 200]);
    there.refused("GET", &memories(&store), None, 404, MISSING);
    assert_eq!(here.dump()[1].len(), 1);
    assert_eq!(here.dump()[2].len(), 1);
}

#[test]
fn a_group_whose_cache_is_stale_is_decided_again_as_a_whole() {
    let (here, there, store) = tabs();
    let taken = text(&there.memory(&store, "/a", "1")["id"]);
    there.memory(&store, "/b", "1");
    let create = |path: &str| ("POST", memories(&store), json!({ "path": path, "content": "" }));
    let update = ("POST", format!("{}/{taken}", memories(&store)), json!({ "path": "/z" }));
    assert_eq!(together(&here, vec![create("/b"), update, create("/a"), create("/c")]), [409, 200, 200, 200]);
    let paths = common::paths(&there.get(&memories(&store)));
    assert_eq!(paths, ["/a", "/b", "/c", "/z"]);
}

#[test]
fn updates_of_one_agent_and_one_environment_sent_together_all_count() {
    let (here, _, _) = tabs();
    let agent = format!("/v1/agents/{}", text(&here.agent(json!({}))["id"]));
    let environment = format!("/v1/environments/{}", here.environment());
    let change = |url: &str| {
        (0..6).map(|n| ("POST", url.to_owned(), json!({ "metadata": { n.to_string(): "x" } }))).collect::<Vec<_>>()
    };
    assert_eq!(together(&here, change(&agent)), [200; 6]);
    assert_eq!(here.get(&agent)["version"], 7);
    assert_eq!(here.get(&format!("{agent}/versions"))["data"].as_array().unwrap().len(), 7);
    assert_eq!(together(&here, change(&environment)), [200; 6]);
    assert_eq!(here.get(&environment)["metadata"].as_object().unwrap().len(), 6);
    let delete = || ("DELETE", environment.clone(), Value::Null);
    assert_eq!(
        together(&here, vec![delete(), delete(), ("POST", environment.clone(), json!({ "name": "x" }))]),
        [200, 404, 404]
    );
}
