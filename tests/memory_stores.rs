//! Memory stores, memories and their versions through the door: every field, default, limit and rule.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, all_pages, options, paths, text};
use dreamfs::{
    domain::{Limits, memory::sha256_hex},
    engine::Options,
    testing::World,
};
use serde_json::{Value, json};

const INVALID: &str = "invalid_request_error";
const MISSING: &str = "not_found_error";
const PATH_CONFLICT: &str = "memory_path_conflict_error";
const PRECONDITION: &str = "memory_precondition_failed_error";

fn versions(tab: &Tab, store: &str, filters: &str) -> Vec<Value> {
    all_pages(tab, &format!("/v1/memory_stores/{store}/memory_versions?limit=100&{filters}"))
}

#[test]
fn a_new_store_has_every_declared_field_and_its_default() {
    let tab = Tab::new();
    let store = tab.post("/v1/memory_stores", json!({ "name": "x" }));
    let id = text(&store["id"]);
    assert!(id.starts_with("memstore_") && id.len() == "memstore_".len() + 24, "{id}");
    assert_eq!(
        store,
        json!({
            "id": id, "type": "memory_store", "name": "x", "description": "", "metadata": {},
            "created_at": "2026-05-06T09:00:00.000Z", "updated_at": "2026-05-06T09:00:00.000Z", "archived_at": null,
        })
    );
    assert_eq!(tab.get(&format!("/v1/memory_stores/{id}")), store);
}

#[test]
fn a_store_takes_names_descriptions_and_metadata_up_to_their_limits() {
    let tab = Tab::new();
    let metadata: serde_json::Map<String, Value> =
        (0..16).map(|number| (format!("{number:k>64}"), json!("ü".repeat(512)))).collect();
    let body = json!({ "name": "ü".repeat(255), "description": "ü".repeat(1_024), "metadata": metadata });
    let store = tab.post("/v1/memory_stores", body.clone());
    for field in ["name", "description", "metadata"] {
        assert_eq!(store[field], body[field]);
    }
    for (field, value) in [
        ("name", json!("ü".repeat(256))),
        ("name", json!("")),
        ("name", json!("a\u{7}b")),
        ("name", json!(null)),
        ("description", json!("ü".repeat(1_025))),
        ("description", json!(null)),
        ("metadata", json!((0..17).map(|n| (n.to_string(), json!("v"))).collect::<serde_json::Map<_, _>>())),
        ("metadata", json!({ "": "v" })),
        ("metadata", json!({ "k".repeat(65): "v" })),
        ("metadata", json!({ "k": "v".repeat(513) })),
        ("metadata", json!({ "k": null })),
        ("metadata", json!({ "k": 1 })),
    ] {
        let mut body = json!({ "name": "x" });
        body[field] = value;
        tab.invalid("POST", "/v1/memory_stores", Some(body), field);
    }
}

#[test]
fn an_update_of_a_store_changes_what_it_names_and_a_change_of_nothing_leaves_its_time() {
    let tab = Tab::new();
    let store =
        tab.post("/v1/memory_stores", json!({ "name": "x", "description": "d", "metadata": { "a": "1", "b": "2" } }));
    let url = format!("/v1/memory_stores/{}", text(&store["id"]));
    tab.world.advance_ms(1_000);
    let same = json!({ "name": "x", "description": "d", "metadata": { "a": "1", "c": null } });
    assert_eq!(tab.post(&url, same)["updated_at"], store["updated_at"]);
    assert_eq!(tab.post(&url, json!({ "name": null, "description": null, "metadata": null })), store);
    let changed = tab.post(&url, json!({ "name": "y", "description": "", "metadata": { "a": null, "c": "3" } }));
    assert_eq!((&changed["name"], &changed["description"]), (&json!("y"), &json!("")));
    assert_eq!(changed["metadata"], json!({ "b": "2", "c": "3" }));
    assert_eq!(changed["updated_at"], "2026-05-06T09:00:01.000Z");
    assert_eq!(changed["created_at"], store["created_at"]);
}

#[test]
fn metadata_is_bounded_after_the_patch_not_before() {
    let tab = Tab::new();
    let sixteen: serde_json::Map<String, Value> = (0..16).map(|n| (format!("k{n}"), json!("v"))).collect();
    let id = text(&tab.post("/v1/memory_stores", json!({ "name": "x", "metadata": sixteen }))["id"]);
    let url = format!("/v1/memory_stores/{id}");
    tab.invalid("POST", &url, Some(json!({ "metadata": { "new": "v" } })), "metadata");
    let swapped = tab.post(&url, json!({ "metadata": { "new": "v", "k0": null } }));
    assert_eq!(swapped["metadata"].as_object().unwrap().len(), 16);
}

#[test]
fn changes_to_memories_leave_the_stores_own_time() {
    let tab = Tab::new();
    let store = tab.store("x");
    let before = tab.get(&format!("/v1/memory_stores/{store}"));
    tab.world.advance_ms(5_000);
    tab.memory(&store, "/a", "1");
    assert_eq!(tab.get(&format!("/v1/memory_stores/{store}")), before);
}

#[test]
fn stores_are_listed_newest_first_without_the_archived_unless_asked() {
    let tab = Tab::new();
    let ids: Vec<String> = (0..5)
        .map(|number| {
            tab.world.advance_ms(1_000);
            tab.store(&format!("s{number}"))
        })
        .collect();
    tab.post(&format!("/v1/memory_stores/{}/archive", ids[2]), json!({}));
    let listed = |query: &str| -> Vec<usize> {
        all_pages(&tab, &format!("/v1/memory_stores?limit=2{query}"))
            .iter()
            .map(|store| ids.iter().position(|id| store["id"] == id.as_str()).unwrap())
            .collect()
    };
    assert_eq!(listed(""), [4, 3, 1, 0]);
    assert_eq!(listed("&include_archived=true"), [4, 3, 2, 1, 0]);
    assert_eq!(listed("&created_at[gte]=2026-05-06T09:00:02Z&created_at[lte]=2026-05-06T09:00:04Z"), [3, 1]);
    assert_eq!(listed("&created_at%5Bgte%5D=2026-05-06T11:00:04%2B02:00"), [4, 3]);
}

#[test]
fn an_archived_store_refuses_creation_and_updates_and_still_allows_reads_deletes_and_redaction() {
    let tab = Tab::new();
    let store = tab.store("x");
    let url = format!("/v1/memory_stores/{store}");
    let memory = tab.memory(&store, "/a", "1");
    let id = text(&memory["id"]);
    tab.post(&format!("{url}/memories/{id}"), json!({ "content": "2" }));
    tab.world.advance_ms(1_000);
    let archived = tab.post(&format!("{url}/archive"), json!({}));
    assert_eq!(archived["archived_at"], "2026-05-06T09:00:01.000Z");
    assert_eq!(archived["updated_at"], archived["archived_at"]);
    tab.world.advance_ms(1_000);
    assert_eq!(tab.post(&format!("{url}/archive"), json!({})), archived, "archiving again changes nothing");

    tab.refused("POST", &format!("{url}/memories"), Some(json!({ "path": "/b", "content": "" })), 400, INVALID);
    tab.refused("POST", &format!("{url}/memories/{id}"), Some(json!({ "content": "3" })), 400, INVALID);
    tab.refused("POST", &url, Some(json!({ "name": "y" })), 400, INVALID);
    let first = text(&memory["memory_version_id"]);
    tab.refused(
        "POST",
        &format!("/dreamfs/v1/memory_stores/{store}/memories/{id}/restore"),
        Some(json!({ "memory_version_id": first })),
        400,
        INVALID,
    );
    assert_eq!(tab.get(&format!("{url}/memories/{id}"))["content"], "2");
    assert!(tab.post(&format!("{url}/memory_versions/{first}/redact"), json!({}))["redacted_at"].is_string());
    assert_eq!(tab.delete(&format!("{url}/memories/{id}")), json!({ "id": id, "type": "memory_deleted" }));
    assert_eq!(tab.delete(&url), json!({ "id": store, "type": "memory_store_deleted" }));
}

#[test]
fn a_deleted_store_is_gone_with_its_memories_and_versions() {
    let tab = Tab::new();
    let (store, other) = (tab.store("x"), tab.store("y"));
    let memory = tab.memory(&store, "/a", "1");
    let kept = tab.memory(&other, "/a", "1");
    tab.delete(&format!("/v1/memory_stores/{store}"));
    let (id, version) = (text(&memory["id"]), text(&memory["memory_version_id"]));
    let url = format!("/v1/memory_stores/{store}");
    for (method, path) in [
        ("GET", url.clone()),
        ("POST", url.clone()),
        ("DELETE", url.clone()),
        ("POST", format!("{url}/archive")),
        ("GET", format!("{url}/memories")),
        ("GET", format!("{url}/memories/{id}")),
        ("POST", format!("{url}/memories/{id}")),
        ("DELETE", format!("{url}/memories/{id}")),
        ("GET", format!("{url}/memory_versions")),
        ("GET", format!("{url}/memory_versions/{version}")),
        ("POST", format!("{url}/memory_versions/{version}/redact")),
    ] {
        tab.refused(method, &path, None, 404, MISSING);
    }
    tab.refused("POST", &format!("{url}/memories"), Some(json!({ "path": "/a", "content": "" })), 404, MISSING);
    assert_eq!(tab.get(&format!("/v1/memory_stores/{other}/memories/{}", text(&kept["id"])))["content"], "1");
    assert_eq!(tab.dump()[1].len(), 1, "no memory of the deleted store is left");
    assert_eq!(tab.dump()[2].len(), 1, "no version of the deleted store is left");
}

#[test]
fn two_stores_keep_their_memories_apart() {
    let tab = Tab::new();
    let (one, two) = (tab.store("x"), tab.store("x"));
    let memory = tab.memory(&one, "/a", "one");
    tab.memory(&two, "/a", "two");
    let (id, version) = (text(&memory["id"]), text(&memory["memory_version_id"]));
    tab.refused("GET", &format!("/v1/memory_stores/{two}/memories/{id}"), None, 404, MISSING);
    tab.refused("DELETE", &format!("/v1/memory_stores/{two}/memories/{id}"), None, 404, MISSING);
    tab.refused("GET", &format!("/v1/memory_stores/{two}/memory_versions/{version}"), None, 404, MISSING);
    tab.refused("POST", &format!("/v1/memory_stores/{two}/memory_versions/{version}/redact"), None, 404, MISSING);
    assert_eq!(versions(&tab, &two, &format!("memory_id={id}")), Vec::<Value>::new());
}

#[test]
fn a_new_memory_has_every_declared_field_and_shows_content_only_when_asked() {
    let tab = Tab::new();
    let store = tab.store("x");
    let url = format!("/v1/memory_stores/{store}/memories");
    let memory = tab.post(&url, json!({ "path": "/é/notes.md", "content": "grüß\r\n" }));
    let (id, version) = (text(&memory["id"]), text(&memory["memory_version_id"]));
    assert!(id.starts_with("mem_") && version.starts_with("memver_"));
    assert_eq!(
        memory,
        json!({
            "id": id, "type": "memory", "memory_store_id": store, "path": "/é/notes.md", "content": null,
            "content_sha256": sha256_hex("grüß\r\n"), "content_size_bytes": 8, "memory_version_id": version,
            "created_at": "2026-05-06T09:00:00.000Z", "updated_at": "2026-05-06T09:00:00.000Z",
        })
    );
    assert_eq!(tab.get(&format!("{url}/{id}"))["content"], "grüß\r\n");
    assert_eq!(tab.get(&format!("{url}/{id}?view=basic")), memory);
    let full = tab.post(&format!("{url}?view=full"), json!({ "path": "/b", "content": "" }));
    assert_eq!((&full["content"], &full["content_size_bytes"]), (&json!(""), &json!(0)));
    assert_eq!(tab.post(&url, json!({ "path": "/c", "content": null }))["content_size_bytes"], 0);
    tab.invalid("POST", &url, Some(json!({ "path": "/d" })), "content");
    tab.invalid("POST", &format!("{url}?view=whole"), Some(json!({ "path": "/d", "content": "" })), "view");
}

#[test]
fn content_is_bounded_in_bytes() {
    let tab = Tab::new();
    let store = tab.store("x");
    let url = format!("/v1/memory_stores/{store}/memories");
    let most = "ü".repeat(51_200);
    let memory = tab.memory(&store, "/a", &most);
    assert_eq!(memory["content_size_bytes"], 102_400);
    tab.invalid("POST", &url, Some(json!({ "path": "/b", "content": format!("{most}x") })), "content");
    tab.invalid(
        "POST",
        &format!("{url}/{}", text(&memory["id"])),
        Some(json!({ "content": format!("{most}x") })),
        "content",
    );
}

#[test]
fn paths_that_break_a_rule_are_refused_on_create_and_rename() {
    let tab = Tab::new();
    let store = tab.store("x");
    let url = format!("/v1/memory_stores/{store}/memories");
    let id = text(&tab.memory(&store, "/a", "")["id"]);
    let long = format!("/{}", "a".repeat(1_024));
    let deep = "/s".repeat(21);
    for path in [
        "",
        "a",
        "/",
        "/a/",
        "//a",
        "/a//b",
        "/.",
        "/a/..",
        "/a\u{0}",
        "/a\u{ad}",
        "/a\u{2028}",
        "/a\u{2029}",
        "/e\u{301}",
        &long,
        &deep,
    ] {
        tab.invalid("POST", &url, Some(json!({ "path": path, "content": "" })), "path");
        tab.invalid("POST", &format!("{url}/{id}"), Some(json!({ "path": path })), "path");
    }
    tab.memory(&store, &"/s".repeat(20), "");
    tab.memory(&store, &format!("/{}", "b".repeat(1_023)), "");
    tab.memory(&store, "/A", "paths are case-sensitive");
}

#[test]
fn a_path_that_is_taken_or_overlaps_is_a_conflict_that_names_the_other_memory() {
    let tab = Tab::new();
    let store = tab.store("x");
    let url = format!("/v1/memory_stores/{store}/memories");
    let note = text(&tab.memory(&store, "/notes/todo.md", "")["id"]);
    let other = text(&tab.memory(&store, "/other", "")["id"]);
    for (path, blocking) in
        [("/notes/todo.md", "/notes/todo.md"), ("/notes", "/notes/todo.md"), ("/notes/todo.md/x/y", "/notes/todo.md")]
    {
        for (method_url, body) in
            [(url.clone(), json!({ "path": path, "content": "" })), (format!("{url}/{other}"), json!({ "path": path }))]
        {
            let error = tab.refused("POST", &method_url, Some(body), 409, PATH_CONFLICT);
            assert_eq!(error["conflicting_path"], blocking);
            assert_eq!(error["conflicting_memory_id"], note.as_str());
        }
    }
    for path in ["/notes-archive", "/notes/todo.mdx", "/note"] {
        tab.memory(&store, path, "");
    }
    let moved = tab.post(&format!("{url}/{note}"), json!({ "path": "/notes/todo.md/deeper" }));
    assert_eq!(moved["path"], "/notes/todo.md/deeper", "a memory does not block itself");
}

#[test]
fn a_rename_keeps_the_id_and_adds_one_version() {
    let tab = Tab::new();
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "text");
    let id = text(&memory["id"]);
    tab.world.advance_ms(2_000);
    let moved = tab.post(&format!("/v1/memory_stores/{store}/memories/{id}"), json!({ "path": "/b/c" }));
    assert_eq!(
        (&moved["id"], &moved["path"], &moved["created_at"]),
        (&memory["id"], &json!("/b/c"), &memory["created_at"])
    );
    assert_eq!(moved["updated_at"], "2026-05-06T09:00:02.000Z");
    assert_ne!(moved["memory_version_id"], memory["memory_version_id"]);
    let history = all_pages(&tab, &format!("/v1/memory_stores/{store}/memory_versions?view=full"))
        .iter()
        .map(|v| json!([v["operation"], v["path"], v["content"]]))
        .collect::<Vec<_>>();
    assert_eq!(history, [json!(["modified", "/b/c", "text"]), json!(["created", "/a", "text"])]);
    assert_eq!(tab.memory(&store, "/a", "")["path"], "/a", "the old path is free");
}

#[test]
fn an_update_that_changes_nothing_adds_no_version() {
    let tab = Tab::new();
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "text");
    let url = format!("/v1/memory_stores/{store}/memories/{}", text(&memory["id"]));
    tab.world.advance_ms(2_000);
    for body in [
        json!({}),
        json!({ "content": "text" }),
        json!({ "path": "/a" }),
        json!({ "content": null, "path": null, "precondition": null }),
    ] {
        assert_eq!(tab.post(&url, body), memory);
    }
    assert_eq!(versions(&tab, &store, "").len(), 1);
}

#[test]
fn a_precondition_guards_an_update_unless_all_is_already_as_asked() {
    let tab = Tab::new();
    let store = tab.store("x");
    let memory = tab.memory(&store, "/a", "one");
    let url = format!("/v1/memory_stores/{store}/memories/{}", text(&memory["id"]));
    let with = |hash: &str, mut body: Value| {
        body["precondition"] = json!({ "type": "content_sha256", "content_sha256": hash });
        Some(body)
    };
    let (one, two) = (sha256_hex("one"), sha256_hex("two"));
    tab.refused("POST", &url, with(&two, json!({ "content": "three" })), 409, PRECONDITION);
    tab.refused("POST", &url, with(&two, json!({ "path": "/b" })), 409, PRECONDITION);
    assert_eq!(tab.call("POST", &url, with(&one, json!({ "content": "two" }))).0, 200);
    let again = tab.call("POST", &url, with(&one, json!({ "content": "two" })));
    assert_eq!(again.0, 200, "the content is as asked already: {}", again.1);
    tab.refused("POST", &url, with(&one, json!({ "content": "two", "path": "/b" })), 409, PRECONDITION);
    for hash in ["", "abc", &one.to_uppercase(), &format!("{one}0")] {
        tab.invalid("POST", &url, with(hash, json!({ "content": "x" })), "precondition.content_sha256");
    }
    for precondition in
        [json!({}), json!({ "type": "etag" }), json!("x"), json!({ "type": "content_sha256", "more": 1 })]
    {
        let (status, body) = tab.call("POST", &url, Some(json!({ "content": "x", "precondition": precondition })));
        assert_eq!(status, 400, "{body}");
    }
    assert_eq!(versions(&tab, &store, "").len(), 2);
}

#[test]
fn a_delete_can_demand_the_content_it_deletes() {
    let tab = Tab::new();
    let store = tab.store("x");
    let id = text(&tab.memory(&store, "/a", "one")["id"]);
    let url = format!("/v1/memory_stores/{store}/memories/{id}");
    tab.refused("DELETE", &format!("{url}?expected_content_sha256={}", sha256_hex("two")), None, 409, PRECONDITION);
    tab.invalid("DELETE", &format!("{url}?expected_content_sha256=abc"), None, "expected_content_sha256");
    tab.delete(&format!("{url}?expected_content_sha256={}", sha256_hex("one")));
    tab.refused("GET", &url, None, 404, MISSING);
    tab.refused("DELETE", &url, None, 404, MISSING);
    let last = versions(&tab, &store, &format!("memory_id={id}")).remove(0);
    assert_eq!((&last["operation"], &last["path"]), (&json!("deleted"), &json!("/a")));
    assert_eq!([&last["content"], &last["content_sha256"], &last["content_size_bytes"]], [&Value::Null; 3]);
}

#[test]
fn a_store_holds_as_many_memories_as_its_limit_says() {
    let limits = Limits { memories_per_store: 3, ..Limits::default() };
    let tab = Tab::over(World::new(1), Options { limits, ..options() });
    let store = tab.store("x");
    let ids: Vec<String> = ["/a", "/b", "/c"].iter().map(|path| text(&tab.memory(&store, path, "")["id"])).collect();
    let url = format!("/v1/memory_stores/{store}/memories");
    tab.refused("POST", &url, Some(json!({ "path": "/d", "content": "" })), 400, INVALID);
    tab.post(&format!("{url}/{}", ids[0]), json!({ "path": "/e" }));
    tab.delete(&format!("{url}/{}", ids[1]));
    tab.memory(&store, "/d", "");
}

#[test]
fn memories_are_listed_by_path_bytes_below_a_prefix_of_whole_segments() {
    let tab = Tab::new();
    let store = tab.store("x");
    for path in ["/notes/todo.md", "/notes-archive/todo.md", "/Z", "/notes/a/b", "/é", "/notes/a.md", "/a"] {
        tab.memory(&store, path, "");
    }
    let url = format!("/v1/memory_stores/{store}/memories");
    let all = ["/Z", "/a", "/notes-archive/todo.md", "/notes/a.md", "/notes/a/b", "/notes/todo.md", "/é"];
    assert_eq!(paths(&tab.get(&url)), all);
    assert_eq!(paths(&tab.get(&format!("{url}?path_prefix=/&depth=0"))), all);
    assert_eq!(paths(&tab.get(&format!("{url}?path_prefix=/notes/"))), ["/notes/a.md", "/notes/a/b", "/notes/todo.md"]);
    assert_eq!(paths(&tab.get(&format!("{url}?path_prefix=/nothing/"))), Vec::<String>::new());
    assert_eq!(paths(&tab.get(&format!("{url}?depth=1"))), ["/Z", "/a", "/notes-archive/", "/notes/", "/é"]);
    let notes = tab.get(&format!("{url}?depth=1&path_prefix=/notes/"));
    assert_eq!(paths(&notes), ["/notes/a.md", "/notes/a/", "/notes/todo.md"]);
    assert_eq!(notes["data"][1], json!({ "type": "memory_prefix", "path": "/notes/a/" }));
    for query in [
        "depth=2",
        "depth=-1",
        "depth=x",
        "path_prefix=notes/",
        "path_prefix=/notes",
        "limit=0",
        "limit=101",
        "limit=x",
        "view=some",
    ] {
        tab.invalid("GET", &format!("{url}?{query}"), None, query.split('=').next().unwrap());
    }
}

#[test]
fn pages_hold_20_unless_told_and_at_most_20_with_content_and_prefixes_count() {
    let tab = Tab::new();
    let store = tab.store("x");
    for number in 0..105 {
        tab.memory(&store, &format!("/d{:02}/{number:03}", number / 2), "text");
    }
    let url = format!("/v1/memory_stores/{store}/memories");
    let count = |query: &str| tab.get(&format!("{url}?{query}"))["data"].as_array().unwrap().len();
    assert_eq!((count(""), count("limit=100"), count("limit=1")), (20, 100, 1));
    assert_eq!((count("view=full"), count("view=full&limit=100"), count("view=full&limit=7")), (20, 20, 7));
    assert_eq!(count("depth=1&limit=10"), 10);
    for query in ["limit=7", "limit=100", "view=full", "limit=1"] {
        let whole: Vec<String> =
            all_pages(&tab, &format!("{url}?{query}")).iter().map(|item| text(&item["path"])).collect();
        assert_eq!(whole, (0..105).map(|n| format!("/d{:02}/{n:03}", n / 2)).collect::<Vec<_>>(), "{query}");
    }
    let directories = all_pages(&tab, &format!("{url}?depth=1&limit=10"));
    assert_eq!(directories.len(), 53, "each prefix is given once over all pages");
    assert!(tab.get(&format!("{url}?view=full"))["data"][0]["content"] == "text");
}

#[test]
fn a_cursor_is_bound_to_its_list_and_filters_and_survives_changes() {
    let tab = Tab::new();
    let (store, other) = (tab.store("x"), tab.store("y"));
    for path in ["/a", "/b", "/c", "/d"] {
        tab.memory(&store, path, "");
    }
    let url = format!("/v1/memory_stores/{store}/memories");
    let cursor = text(&tab.get(&format!("{url}?limit=2"))["next_page"]);
    for bad in [
        format!("{url}?limit=2&depth=1&page={cursor}"),
        format!("{url}?view=full&page={cursor}"),
        format!("{url}?path_prefix=/b/&page={cursor}"),
        format!("/v1/memory_stores/{other}/memories?page={cursor}"),
        format!("/v1/memory_stores/{store}/memory_versions?page={cursor}"),
        format!("{url}?page=page_zz"),
        format!("{url}?page=page_"),
        format!("{url}?page={cursor}0"),
        format!("{url}?page=%F0%9F%98%80"),
    ] {
        tab.invalid("GET", &bad, None, "page");
    }
    let first = tab.get(&url)["data"][1]["id"].clone();
    tab.delete(&format!("{url}/{}", text(&first)));
    tab.memory(&store, "/aa", "");
    assert_eq!(
        paths(&tab.get(&format!("{url}?page={cursor}&limit=100"))),
        ["/c", "/d"],
        "the limit may change between pages"
    );
    assert_eq!(paths(&tab.get(&format!("{url}?page="))), ["/a", "/aa", "/c", "/d"], "an empty cursor is none");
}
