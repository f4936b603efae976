//! What an analysis says of a store: duplicates, contradictions and relative dates, each in its place.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::Tab;
use serde_json::{Value, json};

const LOG: &str = "## 2026-05-06

- The keynote is in Hall A
- Lunch is in the courtyard
- The workshop is next Friday

## 2026-05-07

- Lunch is in the courtyard
- The keynote is in Hall B
";

fn analysis(tab: &Tab, store: &str) -> Value {
    tab.get(&format!("/dreamfs/v1/memory_stores/{store}/analysis"))
}

#[test]
fn faults_are_counted_and_each_points_to_its_line() {
    let tab = Tab::new();
    let store = tab.store("cwc_memory");
    tab.memory(&store, "/sessions.md", LOG);
    let found = analysis(&tab, &store);
    assert_eq!(found["type"], "memory_store_analysis");
    assert_eq!(
        found["counts"],
        json!({ "files": 1, "bytes": LOG.len(), "lines": 7, "claims": 5, "duplicates": 1, "contradictions": 1, "relative_dates": 1 })
    );
    let at = |line: u32| json!({ "path": "/sessions.md", "line": line });
    let lines = found["lines"].as_array().unwrap();
    let shown: Vec<(u64, &str, &Value)> =
        lines.iter().map(|one| (one["line"].as_u64().unwrap(), one["kind"].as_str().unwrap(), &one["of"])).collect();
    assert_eq!(
        shown,
        [(5, "relative_date", &Value::Null), (9, "duplicate", &at(4)), (10, "contradiction", &at(3))],
        "{found}"
    );
    assert_eq!((&lines[0]["words"], &lines[1]["text"]), (&json!("next Friday"), &json!("Lunch is in the courtyard")));
}

#[test]
fn a_line_of_another_file_counts_too_and_code_does_not() {
    let tab = Tab::new();
    let store = tab.store("s");
    tab.memory(&store, "/a.md", "The badge number is 4127.\n");
    tab.memory(&store, "/b.md", "- the badge number is 4127\n\n```\nThe badge number is 4127.\n```\n");
    let found = analysis(&tab, &store);
    assert_eq!(found["counts"]["duplicates"], 1, "{found}");
    assert_eq!(found["lines"][0]["of"], json!({ "path": "/a.md", "line": 1 }));
}

#[test]
fn an_empty_store_has_no_faults_and_looking_changes_nothing() {
    let tab = Tab::new();
    let store = tab.store("s");
    assert_eq!(analysis(&tab, &store)["lines"], json!([]));
    tab.memory(&store, "/a.md", LOG);
    let before = tab.dump();
    analysis(&tab, &store);
    assert_eq!(tab.dump(), before);
    tab.refused("GET", "/dreamfs/v1/memory_stores/memstore_none/analysis", None, 404, "not_found_error");
    tab.refused(
        "GET",
        &format!("/dreamfs/v1/memory_stores/{store}/analysis?view=full"),
        None,
        400,
        "invalid_request_error",
    );
}
