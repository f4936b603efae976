//! Dreams as jobs: what is asked, the statuses, the session with its threads, cancel and archive, the report.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, all_pages, options, text};
use dreamfs::{domain::Limits, engine::Options};
use serde_json::{Value, json};

/// A tab with a messy store and two past sessions; gives their ids.
fn messy() -> (Tab, String, Vec<String>) {
    let tab = Tab::new();
    let store = tab.store("cwc_memory");
    tab.memory(
        &store,
        "/sessions.md",
        "## 2026-05-06\n\n- The keynote is in Hall A at 9\n- The keynote is in Hall A at 9\n- Maya likes oat milk\n",
    );
    let sessions = [
        ("s_01", "2026-05-06T09:00:00Z", "The keynote moved to Hall B. Priya's workshop is tomorrow at 14:00."),
        ("s_02", "2026-05-07T09:00:00Z", "The slides are at https://example.com/slides.pdf"),
    ];
    let sessions = sessions.map(|(title, at, said)| {
        let event =
            json!({ "type": "user.message", "processed_at": at, "content": [{ "type": "text", "text": said }] });
        let body = json!({ "title": title, "created_at": at, "time_zone": "UTC", "events": [event] });
        text(&tab.post("/dreamfs/v1/sessions", body)["id"])
    });
    (tab, store, sessions.to_vec())
}

fn asked(store: &str, sessions: &[String]) -> Value {
    json!({
        "inputs": [
            { "type": "memory_store", "memory_store_id": store },
            { "type": "sessions", "session_ids": sessions },
        ],
        "model": "dreamfs-offline",
    })
}

#[track_caller]
fn dream(tab: &Tab, body: Value) -> Value {
    let made = tab.post("/v1/dreams", body);
    tab.world.settle();
    tab.get(&format!("/v1/dreams/{}", text(&made["id"])))
}

#[test]
fn a_dream_reads_every_session_and_writes_a_new_store() {
    let (tab, store, sessions) = messy();
    let before = tab.get(&format!("/v1/memory_stores/{store}/memories?view=full"));
    let done = dream(&tab, asked(&store, &sessions));
    assert_eq!(done["status"], "completed", "{done}");
    let output = text(&done["outputs"][0]["memory_store_id"]);
    assert_ne!(output, store);
    assert_eq!(tab.get(&format!("/v1/memory_stores/{store}/memories?view=full")), before);
    let report = tab.get(&format!("/dreamfs/v1/dreams/{}/report", text(&done["id"])));
    assert_eq!(report["input"]["sha256_before"], report["input"]["sha256_after"]);
    assert_eq!(report["claims"].as_array().unwrap().len(), 3, "{report}");
    assert!(report["checks"].as_array().unwrap().iter().all(|check| check["passed"] == true), "{report}");
    let stages: Vec<&str> =
        report["stages"].as_array().unwrap().iter().map(|stage| stage["name"].as_str().unwrap()).collect();
    assert_eq!(stages, ["plan", "read", "consolidate", "organise", "verify"]);
}

#[test]
fn its_session_holds_a_thread_for_each_transcript_and_is_archived_at_the_end() {
    let (tab, store, sessions) = messy();
    let done = dream(&tab, asked(&store, &sessions));
    let session = tab.get(&format!("/v1/sessions/{}", text(&done["session_id"])));
    assert_eq!((session["status"].as_str(), session["archived_at"].is_string()), (Some("idle"), true));
    let id = text(&session["id"]);
    let threads = all_pages(&tab, &format!("/v1/sessions/{id}/threads"));
    assert_eq!(threads.len(), 3);
    let primary: Vec<String> = tab.kinds(&id);
    for kind in [
        "session.thread_created",
        "agent.thread_message_sent",
        "agent.thread_message_received",
        "session.thread_status_idle",
    ] {
        assert_eq!(primary.iter().filter(|known| *known == kind).count(), 2, "{kind}: {primary:?}");
    }
    let reader = threads.iter().find(|thread| thread["parent_thread_id"].is_string()).unwrap();
    let events = all_pages(&tab, &format!("/v1/sessions/{id}/threads/{}/events", text(&reader["id"])));
    let calls: Vec<&str> = events.iter().filter_map(|event| event["name"].as_str()).collect();
    assert_eq!(calls, ["read_transcript", "report_findings"]);
    assert!(reader["usage"]["output_tokens"].as_u64().unwrap() > 0);
}

#[test]
fn a_session_of_one_page_more_costs_one_commit_more() {
    let commits = |count: usize| {
        let (tab, store, sessions) = messy();
        dream(&tab, asked(&store, &sessions[..count]));
        let rows: Vec<_> = tab.dump().into_iter().flatten().collect();
        rows.iter().find(|row| row["memory_store_id"] == store.as_str() && row["session_ids"].is_array()).unwrap()
            ["revision"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(commits(2), commits(1) + 1);
}

#[test]
fn a_request_that_breaks_a_rule_is_refused_in_words() {
    let (tab, store, sessions) = messy();
    let body = |change: &dyn Fn(&mut Value)| {
        let mut body = asked(&store, &sessions);
        change(&mut body);
        Some(body)
    };
    let bad: [(&str, Option<Value>); 12] = [
        ("inputs", body(&|body| body["inputs"] = json!([]))),
        (
            "inputs",
            body(&|body| {
                body["inputs"].as_array_mut().unwrap().pop();
            }),
        ),
        (
            "inputs",
            body(&|body| {
                let first = body["inputs"][0].clone();
                body["inputs"].as_array_mut().unwrap().push(first);
            }),
        ),
        ("inputs[1].session_ids", body(&|body| body["inputs"][1]["session_ids"] = json!([]))),
        ("inputs[1].session_ids", body(&|body| body["inputs"][1]["session_ids"] = json!([sessions[0], sessions[0]]))),
        (
            "inputs[1].session_ids",
            body(&|body| {
                body["inputs"][1]["session_ids"] = json!((0..101).map(|n| format!("sesn_{n}")).collect::<Vec<_>>())
            }),
        ),
        ("instructions", body(&|body| body["instructions"] = json!(""))),
        ("instructions", body(&|body| body["instructions"] = json!("x".repeat(4_097)))),
        ("model", body(&|body| body["model"] = json!(3))),
        ("model.speed", body(&|body| body["model"] = json!({ "id": "dreamfs-offline", "speed": "fast" }))),
        (
            "output_behavior.memory_store_id",
            body(&|body| {
                body["output_behavior"] = json!({ "type": "update_existing", "memory_store_id": "memstore_other" })
            }),
        ),
        ("token_budget", body(&|body| body["token_budget"] = json!(0))),
    ];
    for (field, body) in bad {
        tab.invalid("POST", "/v1/dreams", body, field);
    }
    tab.refused(
        "POST",
        "/v1/dreams",
        body(&|body| body["inputs"][0]["memory_store_id"] = json!("memstore_x")),
        404,
        "not_found_error",
    );
    tab.refused(
        "POST",
        "/v1/dreams",
        body(&|body| body["inputs"][1]["session_ids"] = json!(["sesn_x"])),
        404,
        "not_found_error",
    );
    assert_eq!(tab.get("/v1/dreams")["data"], json!([]));
}

#[test]
fn session_ids_come_back_sorted_and_the_model_as_an_object() {
    let (tab, store, mut sessions) = messy();
    sessions.reverse();
    let made = tab.post("/v1/dreams", asked(&store, &sessions));
    sessions.sort();
    assert_eq!(made["inputs"][1]["session_ids"], json!(sessions));
    assert_eq!(made["model"], json!({ "id": "dreamfs-offline", "speed": "standard" }));
    assert_eq!((made["status"].as_str(), made["outputs"].clone()), (Some("pending"), json!([])));
    assert_eq!(made["output_behavior"], json!({ "type": "create_new" }));
    assert_eq!(made["usage"]["input_tokens"], 0);
}

#[test]
fn a_dream_is_canceled_between_two_steps_and_stays_so() {
    let (tab, store, sessions) = messy();
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let id = text(&tab.post("/v1/dreams", asked(&store, &sessions))["id"]);
    tab.world.settle();
    for _ in 0..3 {
        tab.post("/dreamfs/v1/step", json!({}));
        tab.world.settle();
    }
    let running = tab.get(&format!("/v1/dreams/{id}"));
    assert_eq!(running["status"], "running");
    tab.refused("POST", &format!("/v1/dreams/{id}/archive"), None, 400, "invalid_request_error");
    let canceled = tab.post(&format!("/v1/dreams/{id}/cancel"), json!({}));
    assert_eq!((canceled["status"].as_str(), canceled["ended_at"].is_string()), (Some("canceled"), true));
    tab.world.settle();
    assert_eq!(tab.post(&format!("/v1/dreams/{id}/cancel"), json!({}))["status"], "canceled");
    let session = tab.get(&format!("/v1/sessions/{}", text(&running["session_id"])));
    assert_eq!((session["status"].as_str(), session["archived_at"].is_string()), (Some("idle"), true));
    for thread in all_pages(&tab, &format!("/v1/sessions/{}/threads", text(&session["id"]))) {
        assert_eq!(thread["status"], "idle");
    }
    let output = text(&canceled["outputs"][0]["memory_store_id"]);
    assert_eq!(tab.get(&format!("/v1/memory_stores/{output}/memories"))["data"].as_array().unwrap().len(), 1);
    tab.refused("GET", &format!("/dreamfs/v1/dreams/{id}/report"), None, 404, "not_found_error");
    let archived = tab.post(&format!("/v1/dreams/{id}/archive"), json!({}));
    assert!(archived["archived_at"].is_string());
    assert_eq!(tab.get("/v1/dreams")["data"], json!([]));
    assert_eq!(tab.get("/v1/dreams?include_archived=true&statuses[]=canceled")["data"].as_array().unwrap().len(), 1);
    assert_eq!(tab.get("/v1/dreams?include_archived=true&statuses[]=failed")["data"], json!([]));
}

#[test]
fn one_dream_at_a_time_writes_into_an_existing_store() {
    let (tab, store, sessions) = messy();
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let mut body = asked(&store, &sessions);
    body["output_behavior"] = json!({ "type": "update_existing", "memory_store_id": store });
    let first = tab.post("/v1/dreams", body.clone());
    tab.world.settle();
    let error = tab.refused("POST", "/v1/dreams", Some(body.clone()), 409, "conflict_error");
    assert!(error["message"].as_str().unwrap().contains(first["id"].as_str().unwrap()));
    tab.post("/dreamfs/v1/pace", json!({ "pace": "full" }));
    tab.world.settle();
    let done = tab.get(&format!("/v1/dreams/{}", text(&first["id"])));
    assert_eq!((done["status"].as_str(), &done["outputs"][0]["memory_store_id"]), (Some("completed"), &json!(store)));
    assert_eq!(dream(&tab, body)["status"], "completed");
}

#[test]
fn an_update_gives_way_to_somebody_elses_change() {
    let (tab, store, sessions) = messy();
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let mut body = asked(&store, &sessions);
    body["output_behavior"] = json!({ "type": "update_existing", "memory_store_id": store });
    let id = text(&tab.post("/v1/dreams", body)["id"]);
    tab.world.settle();
    tab.memory(&store, "/mine.md", "- Written by hand while the dream ran\n");
    tab.post("/dreamfs/v1/pace", json!({ "pace": "full" }));
    tab.world.settle();
    let failed = tab.get(&format!("/v1/dreams/{id}"));
    assert_eq!(
        (failed["status"].as_str(), failed["error"]["type"].as_str()),
        (Some("failed"), Some("input_memory_store_unavailable"))
    );
    let kept = tab.get(&format!("/v1/memory_stores/{store}/memories?view=full"));
    assert_eq!(kept["data"].as_array().unwrap().len(), 2);
}

#[test]
fn a_token_budget_is_a_hard_cap_that_keeps_what_was_written() {
    let (tab, store, sessions) = messy();
    let whole = dream(&tab, asked(&store, &sessions));
    let total =
        |dream: &Value| dream["usage"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum::<u64>();
    let mut body = asked(&store, &sessions);
    body["token_budget"] = json!(total(&whole) / 2);
    let capped = dream(&tab, body);
    assert_eq!(
        (capped["status"].as_str(), capped["error"]["type"].as_str()),
        (Some("failed"), Some("token_budget_reached")),
        "{capped}"
    );
    assert!(total(&capped) <= total(&whole) / 2 && total(&capped) > 0);
    assert_eq!(capped["outputs"].as_array().unwrap().len(), 1);
}

#[test]
fn nobody_else_adds_to_a_dreams_session() {
    let (tab, store, sessions) = messy();
    let done = dream(&tab, asked(&store, &sessions));
    let path = format!("/v1/sessions/{}/events", text(&done["session_id"]));
    let error =
        tab.refused("POST", &path, Some(json!({ "events": [common::message("hi")] })), 400, "invalid_request_error");
    assert!(error["message"].as_str().unwrap().contains("dream"));
}

#[test]
fn inputs_that_went_away_fail_the_dream_by_name() {
    let (tab, store, sessions) = messy();
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let made = tab.post("/v1/dreams", asked(&store, &sessions));
    tab.world.settle();
    tab.delete(&format!("/v1/sessions/{}", sessions[0]));
    tab.post("/dreamfs/v1/pace", json!({ "pace": "full" }));
    tab.world.settle();
    let failed = tab.get(&format!("/v1/dreams/{}", text(&made["id"])));
    assert_eq!(
        (failed["status"].as_str(), failed["error"]["type"].as_str()),
        (Some("failed"), Some("input_session_unavailable")),
        "{failed}"
    );
}

#[test]
fn a_full_workspace_fails_the_dream_by_name() {
    let tab = Tab::over(
        dreamfs::testing::World::new(1),
        Options { limits: Limits { memory_stores: 1, ..Limits::default() }, ..common::options() },
    );
    let store = tab.store("only");
    tab.refused("POST", "/v1/memory_stores", Some(json!({ "name": "more" })), 400, "invalid_request_error");
    let event = json!({ "type": "user.message", "processed_at": "2026-05-06T09:00:00Z", "content": [{ "type": "text", "text": "hi" }] });
    let session = tab.post("/dreamfs/v1/sessions", json!({ "created_at": "2026-05-06T09:00:00Z", "events": [event] }));
    let failed = dream(&tab, asked(&store, &[text(&session["id"])]));
    assert_eq!(failed["error"]["type"], "memory_store_org_limit_exceeded", "{failed}");
    assert_eq!(failed["outputs"], json!([]));
}

#[test]
fn an_input_that_is_too_large_fails_the_dream_by_name() {
    let limits = Limits { dream_input_bytes: 10, ..Limits::default() };
    let tab = Tab::over(dreamfs::testing::World::new(1), Options { limits, ..common::options() });
    let store = tab.store("big");
    tab.memory(&store, "/a.md", "more than ten bytes");
    let session = tab.post("/dreamfs/v1/sessions", json!({ "created_at": "2026-05-06T09:00:00Z", "events": [] }));
    let failed = dream(&tab, asked(&store, &[text(&session["id"])]));
    assert_eq!(failed["error"]["type"], "input_memory_store_too_large", "{failed}");
}

#[test]
fn a_dream_that_takes_too_long_times_out() {
    let limits = Limits { dream_timeout_ms: 1_000, ..Limits::default() };
    let tab = Tab::over(dreamfs::testing::World::new(1), Options { limits, ..common::options() });
    let store = tab.store("s");
    let session = tab.post("/dreamfs/v1/sessions", json!({ "created_at": "2026-05-06T09:00:00Z", "events": [] }));
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let id = text(&tab.post("/v1/dreams", asked(&store, &[text(&session["id"])]))["id"]);
    tab.world.settle();
    tab.world.advance_ms(2_000);
    tab.post("/dreamfs/v1/pace", json!({ "pace": "full" }));
    tab.world.settle();
    let failed = tab.get(&format!("/v1/dreams/{id}"));
    assert_eq!((failed["status"].as_str(), failed["error"]["type"].as_str()), (Some("failed"), Some("timeout")));
}

#[test]
fn a_quote_is_counted_on_the_readers_conversations() {
    let (tab, store, sessions) = messy();
    let quote = tab.post("/dreamfs/v1/dreams/quote", asked(&store, &sessions));
    let done = dream(&tab, asked(&store, &sessions));
    let sum = |value: &Value| {
        ["input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"]
            .iter()
            .map(|field| value[field].as_u64().unwrap())
            .sum::<u64>()
    };
    let (quoted, used) = (sum(&quote), sum(&done["usage"]));
    assert!(quoted * 2 > used && quoted < used * 2, "quoted {quoted}, used {used}");
    assert!(quote["price"]["amount"].as_f64().unwrap() > 0.0);
    assert_eq!(tab.get("/v1/dreams")["data"].as_array().unwrap().len(), 1, "a quote makes no dream");
}

#[test]
fn rejected_hunks_are_taken_out_of_the_output_store() {
    let (tab, store, sessions) = messy();
    let done = dream(&tab, asked(&store, &sessions));
    let output = text(&done["outputs"][0]["memory_store_id"]);
    let path = format!("/dreamfs/v1/dreams/{}/hunks", text(&done["id"]));
    let diff = tab.get(&format!("/dreamfs/v1/diff?from={store}&to={output}"));
    let ids: Vec<Value> = diff["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|file| file["hunks"].as_array().unwrap().iter().map(|hunk| hunk["id"].clone()))
        .collect();
    assert!(!ids.is_empty());
    tab.invalid("POST", &path, Some(json!({ "reject": ["hunk_none"] })), "accept, reject");
    let left = tab.post(&path, json!({ "reject": ids }));
    assert_eq!(left["files"], json!([]), "with every hunk rejected the stores are alike");
    assert_eq!(hunks_of(&left["rejected"]), ids);
}

fn hunks_of(files: &Value) -> Vec<Value> {
    let files = files.as_array().unwrap().iter();
    files.flat_map(|file| file["hunks"].as_array().unwrap().iter().map(|hunk| hunk["id"].clone())).collect()
}

#[test]
fn what_was_accepted_and_rejected_is_known_in_another_tab() {
    let (tab, store, sessions) = messy();
    for (path, line) in [("/food.md", "Tom likes rye bread"), ("/house.md", "The boiler is from 2019")] {
        tab.memory(&store, path, &format!("- {line}\n- {line}\n"));
    }
    let done = dream(&tab, asked(&store, &sessions));
    let output = text(&done["outputs"][0]["memory_store_id"]);
    let path = format!("/dreamfs/v1/dreams/{}/hunks", text(&done["id"]));
    let ids = hunks_of(&tab.get(&path)["files"]);
    assert!(ids.len() >= 3, "{ids:?}");
    tab.post(&path, json!({ "accept": [ids[0], ids[1]], "reject": [ids[2]] }));
    let decided = tab.post(&path, json!({ "reject": [ids[1]] }));
    // Somebody goes on with the output: that is no decision on a hunk.
    tab.memory(&output, "/mine.md", "- Mine\n");
    let other = tab.world.engine(options());
    let (status, seen) = tab.world.run(common::ask(&other, "GET", path.clone(), Value::Null));
    assert_eq!(status, 200);
    assert_eq!(seen["rejected"], decided["rejected"]);
    assert_eq!(hunks_of(&seen["rejected"]).len(), 2);
    assert!([&ids[1], &ids[2]].iter().all(|id| hunks_of(&seen["rejected"]).contains(id)), "{seen}");
    let files = seen["files"].as_array().unwrap().iter();
    let hunks: Vec<&Value> = files.flat_map(|file| file["hunks"].as_array().unwrap()).collect();
    let accepted: Vec<&Value> = hunks.iter().filter(|hunk| hunk["accepted"] == true).map(|hunk| &hunk["id"]).collect();
    assert_eq!(accepted, [&ids[0]]);
    assert_eq!(hunks.len(), ids.len() - 2 + 1);
    // A line of one's own in place of what was rejected is neither.
    let file = seen["rejected"][0]["path"].as_str().unwrap();
    let list = tab.get(&format!("/v1/memory_stores/{output}/memories?view=full"));
    let memory = list["data"].as_array().unwrap().iter().find(|memory| memory["path"] == file);
    let (at, content) = match memory {
        Some(memory) => (format!("/{}", text(&memory["id"])), "- Another line\n"),
        None => (String::new(), "- Another line\n"),
    };
    tab.post(&format!("/v1/memory_stores/{output}/memories{at}"), json!({ "path": file, "content": content }));
    let rejected = tab.get(&path)["rejected"].clone();
    assert!(rejected.as_array().unwrap().iter().all(|other| other["path"] != file), "{rejected}");
}

#[test]
fn a_line_that_took_a_newer_value_and_then_said_what_another_says_is_superseded() {
    let tab = Tab::new();
    let store = tab.store("cwc_memory");
    let lines = ["starts at 10:30", "begins at 10:30", "begins at 11:45", "starts at 11:45"];
    let log: Vec<String> =
        lines.iter().zip(2..).map(|(line, day)| format!("## 2026-03-0{day}\n\n- The data panel {line}\n\n")).collect();
    tab.memory(&store, "/sessions.md", &log.concat());
    let event = json!({
        "type": "user.message", "processed_at": "2026-03-05T09:00:00Z",
        "content": [{ "type": "text", "text": "The data panel starts at 11:45." }],
    });
    let body = json!({ "title": "s", "created_at": "2026-03-05T09:00:00Z", "time_zone": "UTC", "events": [event] });
    let session = text(&tab.post("/dreamfs/v1/sessions", body)["id"]);
    let done = dream(&tab, asked(&store, &[session]));
    assert_eq!(done["status"], "completed", "{done}");
    let report = tab.get(&format!("/dreamfs/v1/dreams/{}/report", text(&done["id"])));
    for row in report["claims"].as_array().unwrap() {
        let old = row["text"].as_str().unwrap().ends_with("10:30");
        assert!(!old || row["verdict"] != "kept", "{row}");
    }
}
