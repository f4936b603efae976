//! Dreams on a model's endpoint: the agents' work over the wire, findings named by quotes, reminders for what is left undone, and what
//! becomes of a dream whose endpoint fails.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::cell::{Cell, RefCell};

use common::{Tab, all_pages, options, text};
use dreamfs::{
    dream::policy::{self, Memo},
    engine::{Endpoint, Options},
    testing::{Answer, ScriptedHttp, World},
};
use serde_json::{Value, json};

/// A tab whose endpoint answers as the rules would, after what it was given.
fn tab(answers: Vec<Answer>) -> (Tab, ScriptedHttp) {
    tab_with(answers, |_| None)
}

/// The same, where `first` may answer in place of the rules.
fn tab_with(answers: Vec<Answer>, first: impl Fn(&Value) -> Option<Answer> + 'static) -> (Tab, ScriptedHttp) {
    let (mut world, http) = World::new(1).with_endpoint(answers);
    let memo = RefCell::new(Memo::default());
    let by_rules = move |request: &Value| {
        let mut answer = policy::Answer::to(request);
        while !answer.step(&mut memo.borrow_mut()) {}
        Answer::reply(answer.finish()["content"].clone())
    };
    let http = http.or_else(move |request| first(request).unwrap_or_else(|| by_rules(request)));
    world.ports.http = Some(std::rc::Rc::new(http.clone()));
    let endpoint = Endpoint::new("http://127.0.0.1:9", None, Vec::new(), Vec::new()).unwrap();
    (Tab::over(world, Options { endpoint: Some(endpoint), ..options() }), http)
}

/// Whether a request is a reader's.
fn reads(request: &Value) -> bool {
    request["tools"].to_string().contains("report_findings")
}

fn begin(tab: &Tab) -> String {
    let store = tab.store("notes");
    tab.memory(
        &store,
        "/notes.md",
        "- The keynote is in Hall A at 9\n- The keynote is in Hall A at 9\n- Maya likes oat milk\n",
    );
    let sessions = ["My talk is in room Aspen.", "Maya is allergic to peanuts."].map(|said| {
        let at = "2026-05-05T10:00:00Z";
        let event =
            json!({ "type": "user.message", "processed_at": at, "content": [{ "type": "text", "text": said }] });
        text(
            &tab.post("/dreamfs/v1/sessions", json!({ "created_at": at, "time_zone": "UTC", "events": [event] }))["id"],
        )
    });
    let body = json!({
        "inputs": [{ "type": "memory_store", "memory_store_id": store }, { "type": "sessions", "session_ids": sessions }],
        "model": "claude-sonnet-5-5",
    });
    text(&tab.post("/v1/dreams", body)["id"])
}

/// Lets time pass until nothing moves; gives the dream.
fn end(tab: &Tab, id: &str) -> Value {
    assert!(tab.world.try_run(std::future::pending::<()>()).is_none());
    tab.get(&format!("/v1/dreams/{id}"))
}

fn dream(tab: &Tab) -> Value {
    let id = begin(tab);
    end(tab, &id)
}

fn events(tab: &Tab, dream: &Value) -> Vec<Value> {
    let id = text(&dream["session_id"]);
    let threads = all_pages(tab, &format!("/v1/sessions/{id}/threads"));
    let of =
        |thread: &Value| all_pages(tab, &format!("/v1/sessions/{id}/threads/{}/events?limit=100", text(&thread["id"])));
    threads.iter().flat_map(of).collect()
}

fn said(text: &str) -> Answer {
    Answer::reply(json!([{ "type": "text", "text": text }]))
}

fn calls(name: &str, input: Value) -> Answer {
    Answer::reply(json!([{ "type": "tool_use", "id": "toolu_1", "name": name, "input": input }]))
}

#[test]
fn a_dream_runs_on_an_endpoint_and_its_usage_is_what_the_endpoint_reports() {
    let (tab, http) = tab(Vec::new());
    let done = dream(&tab);
    assert_eq!(done["status"], "completed", "{done}");
    let requests = http.bodies();
    assert_eq!(done["usage"]["input_tokens"], 10 * requests.len());
    assert_eq!(done["usage"]["cache_read_input_tokens"], 3 * requests.len());
    let report = tab.get(&format!("/dreamfs/v1/dreams/{}/report", text(&done["id"])));
    assert_eq!(report["model_ran"], "endpoint-model");
    // Readers share their prefix: tools and system, marked for the cache.
    let readers: Vec<&Value> =
        requests.iter().filter(|body| body["tools"].to_string().contains("report_findings")).collect();
    assert!(
        readers.len() >= 4
            && readers
                .iter()
                .all(|body| body["system"] == readers[0]["system"] && body["tools"] == readers[0]["tools"])
    );
    let marks = |body: &Value| body.to_string().matches("cache_control").count();
    assert!(requests.iter().all(|body| (1..=4).contains(&marks(body))), "at most four marks");
}

#[test]
fn a_model_that_ends_too_early_is_told_what_is_missing_and_mends_it() {
    let (tab, http) = tab(vec![said("All done.")]);
    let done = dream(&tab);
    assert_eq!(done["status"], "completed", "{done}");
    assert!(http.bodies()[1].to_string().contains("does not pass verification"));
}

#[test]
fn a_model_that_never_mends_fails_its_dream_with_the_reason_and_keeps_the_output() {
    let (tab, http) = tab((0..10).map(|_| said("All done.")).collect());
    let done = dream(&tab);
    assert_eq!(done["status"], "failed");
    assert!(text(&done["error"]["message"]).contains("verification"), "{done}");
    assert_eq!(http.requests.borrow().len(), 4, "asked, and reminded three times");
    let output = text(&done["outputs"][0]["memory_store_id"]);
    assert_eq!(tab.get(&format!("/v1/memory_stores/{output}/memories"))["data"].as_array().unwrap().len(), 1);
}

#[test]
fn a_reader_that_skips_a_page_is_reminded() {
    let lazy = Cell::new(true);
    let (tab, http) =
        tab_with(Vec::new(), move |request| (reads(request) && lazy.replace(false)).then(|| said("Nothing of note.")));
    let done = dream(&tab);
    assert_eq!(done["status"], "completed", "{done}");
    let told = "You have not reported on these pages: 1.";
    assert!(http.bodies().iter().any(|body| body["messages"].to_string().contains(told)));
}

#[test]
fn what_fails_for_a_while_is_tried_again_on_its_own_thread() {
    let (tab, _) = tab(vec![Answer::error(529, "overloaded_error", "busy")]);
    let done = dream(&tab);
    assert_eq!(done["status"], "completed", "{done}");
    let kinds: Vec<String> = events(&tab, &done).iter().map(|event| text(&event["type"])).collect();
    for kind in ["session.error", "session.status_rescheduled"] {
        assert_eq!(kinds.iter().filter(|known| *known == kind).count(), 1, "{kind}");
    }
    let session = tab.get(&format!("/v1/sessions/{}", text(&done["session_id"])));
    assert_eq!(session["status"], "idle");
}

#[test]
fn a_reader_that_must_wait_says_so_on_its_thread_and_on_the_primary_one() {
    let busy = Cell::new(true);
    let (tab, _) = tab_with(Vec::new(), move |request| {
        (reads(request) && busy.replace(false)).then(|| Answer::error(429, "rate_limit_error", "slow down"))
    });
    let done = dream(&tab);
    assert_eq!(done["status"], "completed", "{done}");
    let all = events(&tab, &done);
    let of = |kind: &str| all.iter().filter(|event| event["type"] == kind).count();
    assert_eq!(of("session.thread_status_rescheduled"), 2);
    assert_eq!(of("session.thread_status_running"), 6, "two begin, one goes on: each told twice");
    let threads = all_pages(&tab, &format!("/v1/sessions/{}/threads", text(&done["session_id"])));
    assert!(threads.iter().all(|thread| thread["status"] == "idle"), "{threads:?}");
}

#[test]
fn what_cannot_be_mended_fails_the_dream_in_words() {
    let (tab, http) = tab(vec![Answer::error(401, "authentication_error", "invalid x-api-key")]);
    let done = dream(&tab);
    assert_eq!(done["status"], "failed");
    assert!(text(&done["error"]["message"]).contains("key"), "{done}");
    assert_eq!(http.requests.borrow().len(), 1);
}

#[test]
fn a_cancel_aborts_the_request() {
    let mut hanging = said("never");
    hanging.pieces = vec![dreamfs::testing::Piece::Bytes(Vec::new()), dreamfs::testing::Piece::Silence(60_000)];
    let (tab, http) = tab(vec![hanging]);
    let id = begin(&tab);
    tab.world.settle();
    assert_eq!(http.requests.borrow().len(), 1);
    tab.post(&format!("/v1/dreams/{id}/cancel"), json!({}));
    tab.world.settle();
    assert_eq!((http.aborted.get(), tab.get(&format!("/v1/dreams/{id}"))["status"].as_str()), (1, Some("canceled")));
}

#[test]
fn a_quote_that_nobody_said_is_refused_and_a_true_one_is_evidence() {
    let (tab, _) = tab_with(Vec::new(), |request| {
        let messages = request["messages"].to_string();
        let results = messages.matches("\"tool_result\"").count();
        if reads(request) {
            let event = messages
                .split("\\\"event_id\\\":\\\"")
                .nth(1)
                .and_then(|rest| rest.split('\\').next())
                .unwrap_or_default();
            let said = if messages.contains("Aspen") { "room Aspen" } else { "allergic to peanuts" };
            let finding = |quote: &str| json!({ "page": 1, "findings": [{ "kind": "claim", "text": format!("It is {said}."), "sources": [{ "event_id": event, "quote": quote }] }] });
            return Some(match results {
                0 => calls("read_transcript", json!({ "page": 1 })),
                1 => calls("report_findings", finding("room Birch")),
                2 => calls("report_findings", finding(said)),
                _ => self::said("Read."),
            });
        }
        let sessions: Vec<String> = messages
            .split("\\\"session_id\\\":\\\"")
            .skip(1)
            .map(|rest| rest.split('\\').next().unwrap().to_owned())
            .collect();
        let delegates = sessions.iter().take(2).enumerate().map(|(at, id)| json!({ "type": "tool_use", "id": format!("t{at}"), "name": "delegate", "input": { "session_id": id } }));
        Some(match results {
            0 => Answer::reply(delegates.collect()),
            2 => calls("consolidate", json!({ "page": 1 })),
            3 => calls("apply", json!({ "page": 1 })),
            4 => calls("verify", json!({})),
            _ => self::said("Tidy."),
        })
    });
    let done = dream(&tab);
    assert_eq!(done["status"], "completed", "{done}");
    let refused: Vec<Value> = events(&tab, &done)
        .into_iter()
        .filter(|event| event["is_error"] == true && event["type"] == "agent.tool_result")
        .collect();
    assert!(
        refused.iter().all(|event| text(&event["content"][0]["text"]).contains("copy it letter by letter"))
            && refused.len() == 2,
        "{refused:?}"
    );
    let report = tab.get(&format!("/dreamfs/v1/dreams/{}/report", text(&done["id"])));
    assert_eq!(report["added"].as_array().unwrap().len(), 2, "{report}");
    assert!(report["added"][0]["evidence"][0]["start"].is_u64());
}
