//! Turns through the door: the order of events, what the model sees, interrupts, pace, limits and failures.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{BETA, Tab, calls, message, mount, options, text, words};
use dreamfs::{
    domain::{Limits, Time},
    engine::{Fallback, Options},
    testing::{Script, World},
};
use serde_json::{Value, json};

const RUNNING: &str = "session.status_running";
const IDLE: &str = "session.status_idle";
const START: &str = "span.model_request_start";
const END: &str = "span.model_request_end";

fn last(tab: &Tab, session: &str) -> Value {
    tab.events(session).pop().unwrap()
}

fn status(tab: &Tab, session: &str) -> String {
    text(&tab.get(&format!("/v1/sessions/{session}"))["status"])
}

#[test]
fn a_turn_gives_its_events_in_the_hosted_order() {
    let tab = Tab::scripted([
        calls(&[("write", json!({ "file_path": "/x", "content": "1" })), ("read", json!({ "file_path": "/x" }))]),
        words("done"),
    ]);
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    let kinds = tab.kinds(&session);
    let order = [
        "user.message",
        RUNNING,
        START,
        "agent.tool_use",
        "agent.tool_use",
        END,
        "agent.tool_result",
        "agent.tool_result",
        START,
        "agent.message",
        END,
        IDLE,
    ];
    assert_eq!(kinds, order);
    let events = tab.events(&session);
    assert_eq!(events[11]["stop_reason"], json!({ "type": "end_turn" }));
    assert_eq!(events[11]["stop_details"], Value::Null);
    assert_eq!(events[5]["model_request_start_id"], events[2]["id"]);
    assert_eq!(events[5]["is_error"], false);
    assert_eq!(events[5]["model_usage"]["input_tokens"], 10);
    assert_eq!(
        (&events[3]["evaluated_permission"], &events[3]["evaluation"]),
        (&json!("allow"), &json!({ "type": "always_allow" }))
    );
    for (call, result) in [(3, 6), (4, 7)] {
        assert_eq!(events[result]["tool_use_id"], events[call]["id"]);
    }
    assert!(events.iter().all(|event| text(&event["id"]).starts_with("sevt_") && event["processed_at"].is_string()));
    let session = tab.get(&format!("/v1/sessions/{session}"));
    assert_eq!(
        (&session["status"], &session["usage"]["input_tokens"], &session["usage"]["output_tokens"]),
        (&json!("idle"), &json!(20), &json!(10))
    );
}

#[test]
fn what_is_sent_waits_with_a_null_time_until_it_is_taken_up() {
    let tab = Tab::scripted([words("hi")]);
    let session = tab.session(json!([]));
    let sent = tab.send(&session, json!([message("one")]));
    assert_eq!(sent["data"][0]["processed_at"], Value::Null);
    tab.world.settle();
    let taken = tab.events(&session).remove(0);
    assert_eq!((&taken["id"], &taken["type"]), (&sent["data"][0]["id"], &json!("user.message")));
    assert!(taken["processed_at"].is_string());
}

#[test]
fn times_never_go_back_even_when_the_clock_does() {
    let tab = Tab::scripted([words("a"), words("b")]);
    let session = tab.session(json!([]));
    tab.say(&session, "one");
    tab.post("/dreamfs/v1/clock", json!({ "now": "2020-01-01T00:00:00Z" }));
    tab.say(&session, "two");
    let times: Vec<String> = tab.events(&session).iter().map(|event| text(&event["processed_at"])).collect();
    assert!(times.windows(2).all(|pair| pair[0] <= pair[1]), "{times:?}");
}

#[test]
fn the_model_sees_the_conversation_with_roles_alternating() {
    let script = Script::new([calls(&[("read", json!({ "file_path": "/none" }))]), words("done"), words("again")]);
    let tab = Tab::over(World::new(1).with_model(script.clone()), options());
    let store = tab.store("notes");
    let session = tab.session(json!([mount(&store)]));
    let system = json!({ "type": "system.message", "content": [{ "type": "text", "text": "be brief" }] });
    tab.send(&session, json!([message("one"), message("two"), system]));
    tab.world.settle();
    tab.say(&session, "three");
    let requests = script.requests.borrow();
    assert_eq!(requests.len(), 3);
    let roles = |request: &Value| -> Vec<String> {
        request["messages"].as_array().unwrap().iter().map(|m| text(&m["role"])).collect()
    };
    assert_eq!(roles(&requests[1]), ["user", "system", "assistant", "user"]);
    assert_eq!(roles(&requests[2]), ["user", "system", "assistant", "user", "assistant", "user"]);
    assert_eq!(requests[1]["messages"][0]["content"].as_array().unwrap().len(), 2, "two messages of one role are one");
    let (call, result) = (&requests[1]["messages"][2]["content"][0], &requests[1]["messages"][3]["content"][0]);
    assert_eq!((&call["type"], &result["type"]), (&json!("tool_use"), &json!("tool_result")));
    assert_eq!((&result["tool_use_id"], &result["is_error"]), (&call["id"], &json!(true)));
    assert_eq!(requests[0]["model"], "claude-test");
    let names: Vec<&Value> = requests[0]["tools"].as_array().unwrap().iter().map(|tool| &tool["name"]).collect();
    assert_eq!(names, ["bash", "read", "write", "edit", "glob", "grep"]);
}

#[test]
fn tool_failures_are_results_that_the_model_reads() {
    let tab = Tab::scripted([
        calls(&[
            ("read", json!({ "file_path": "/none" })),
            ("read", json!({})),
            ("grep", json!({ "pattern": "(" })),
            ("web_fetch", json!({ "url": "https://x.example" })),
            ("write", json!({ "file_path": "/a", "content": "x", "mode": 1 })),
        ]),
        words("I see"),
    ]);
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    let results = tab.results(&session);
    for ((text, is_error), start) in
        results.iter().zip(["read: ", "read: file_path: ", "grep: pattern: ", "web_fetch: ", "write: mode: "])
    {
        assert!(*is_error && text.starts_with(start), "{start}{text}");
    }
    assert_eq!(results.len(), 5);
    let denied = tab.events(&session).into_iter().find(|event| event["name"] == "web_fetch").unwrap();
    assert_eq!((&denied["evaluated_permission"], &denied["evaluation"]), (&json!("deny"), &Value::Null));
    assert_eq!(last(&tab, &session)["stop_reason"]["type"], "end_turn");
}

#[test]
fn a_write_through_a_mount_is_a_version_by_the_session() {
    let tab = Tab::scripted([
        calls(&[("write", json!({ "file_path": "/mnt/memory/notes/a.md", "content": "one" }))]),
        calls(&[("edit", json!({ "file_path": "/mnt/memory/notes/a.md", "old_string": "one", "new_string": "two" }))]),
        words("kept"),
    ]);
    let store = tab.store("notes");
    let session = tab.session(json!([mount(&store)]));
    tab.say(&session, "go");
    let versions = tab.get(&format!("/v1/memory_stores/{store}/memory_versions?session_id={session}"))["data"].clone();
    assert_eq!(versions.as_array().unwrap().len(), 2);
    assert_eq!(versions[0]["created_by"], json!({ "type": "session_actor", "session_id": session }));
    assert_eq!((&versions[0]["operation"], &versions[1]["operation"]), (&json!("modified"), &json!("created")));
}

#[test]
fn a_model_that_fails_ends_the_turn_with_an_error_and_retries_exhausted() {
    let tab = Tab::scripted([Err("no power".into()), words("back")]);
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    assert_eq!(tab.kinds(&session), ["user.message", RUNNING, START, END, "session.error", IDLE]);
    let events = tab.events(&session);
    assert_eq!(events[3]["is_error"], true);
    assert_eq!(
        events[4]["error"],
        json!({ "type": "model_request_failed_error", "message": "no power", "retry_status": { "type": "exhausted" } })
    );
    assert_eq!(events[5]["stop_reason"]["type"], "retries_exhausted");
    tab.say(&session, "again");
    assert_eq!(last(&tab, &session)["stop_reason"]["type"], "end_turn");
}

#[test]
fn what_waits_behind_a_turn_that_failed_for_good_is_flushed_and_stays_in_the_history() {
    let script = Script::new([Err("no power".into()), words("back")]);
    let tab = Tab::over(World::new(1).with_model(script.clone()), options());
    let session = tab.session(json!([]));
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    tab.say(&session, "first");
    tab.say(&session, "second");
    tab.post("/dreamfs/v1/pace", json!({ "pace": "full" }));
    tab.world.settle();
    let kinds = ["user.message", RUNNING, START, END, "session.error", "user.message", IDLE];
    assert_eq!(tab.kinds(&session), kinds);
    tab.say(&session, "third");
    let request = script.requests.borrow().last().cloned().unwrap();
    let said = request["messages"][0]["content"].as_array().unwrap().iter().map(|block| block["text"].clone());
    assert_eq!(said.collect::<Vec<_>>(), ["first", "second", "third"]);
}

#[test]
fn a_refusal_is_its_own_stop_reason() {
    let mut reply = words("no").unwrap();
    reply["stop_reason"] = json!("refusal");
    let tab = Tab::scripted([Ok(reply)]);
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    let idle = last(&tab, &session);
    assert_eq!(idle["stop_reason"], json!({ "type": "refusal" }));
    assert_eq!(idle["stop_details"], json!({ "type": "refusal", "category": null, "explanation": null }));
}

#[test]
fn turns_are_bounded_in_requests_and_in_tool_calls_and_no_call_stays_without_a_result() {
    let read = ("read", json!({ "file_path": "/x" }));
    for (limits, replies) in [
        (Limits { model_requests_per_turn: 3, ..Limits::default() }, vec![calls(std::slice::from_ref(&read)); 9]),
        (Limits { tool_calls_per_turn: 3, ..Limits::default() }, vec![calls(&[read.clone(), read.clone()]); 9]),
    ] {
        let tab = Tab::over(World::new(1).with_model(Script::new(replies)), Options { limits, ..options() });
        let session = tab.session(json!([]));
        tab.say(&session, "go");
        let events = tab.events(&session);
        let error = &events[events.len() - 2];
        assert_eq!(error["error"]["type"], "tool_use_limit_reached_error");
        assert_eq!(last(&tab, &session)["stop_reason"]["type"], "retries_exhausted");
        let count = |kind: &str| events.iter().filter(|event| event["type"] == kind).count();
        assert_eq!(count("agent.tool_use"), count("agent.tool_result"));
        assert_eq!(count(START), count(END));
    }
}

#[test]
fn a_hosted_model_without_an_endpoint_is_refused_or_stands_in_as_set() {
    let tab = Tab::over(World::new(1), Options { fallback: Fallback::Error, ..Options::default() });
    let (agent, environment) = (tab.agent(json!({})), tab.environment());
    let error = tab.refused(
        "POST",
        "/v1/sessions",
        Some(json!({ "agent": agent["id"], "environment_id": environment })),
        400,
        "invalid_request_error",
    );
    assert!(text(&error["message"]).starts_with("model: claude-test"), "{error}");
    let offline = tab.agent(json!({ "model": "dreamfs-offline" }));
    tab.post("/v1/sessions", json!({ "agent": offline["id"], "environment_id": environment }));

    let tab = Tab::new();
    let session = tab.session(json!([]));
    let (_, headers, _) = tab.world.call_with(&tab.engine, "GET", &format!("/v1/sessions/{session}"), None, &[BETA]);
    assert!(headers.contains(&("dreamfs-model".into(), "dreamfs-offline".into())));
    tab.say(&session, "hello");
    let spans: Vec<Value> = tab
        .events(&session)
        .iter()
        .filter(|e| text(&e["type"]).starts_with("span"))
        .map(|e| e["dreamfs_model"].clone())
        .collect();
    assert_eq!(spans, ["dreamfs-offline", "dreamfs-offline"]);
}

#[test]
fn messages_that_come_during_a_turn_wait_and_run_next() {
    let tab = Tab::scripted([words("a"), words("b")]);
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let session = tab.session(json!([]));
    tab.say(&session, "one");
    tab.say(&session, "two");
    let two = tab.events(&session).into_iter().find(|event| event["content"][0]["text"] == "two").unwrap();
    assert_eq!(two["processed_at"], Value::Null);
    tab.post("/dreamfs/v1/pace", json!({ "pace": "full" }));
    tab.world.settle();
    let turn = ["user.message", RUNNING, START, "agent.message", END, IDLE];
    assert_eq!(tab.kinds(&session), [turn, turn].concat());
}

#[test]
fn an_interrupt_stops_a_turn_that_waits_to_be_stepped() {
    let tab = Tab::scripted([
        calls(&[("read", json!({ "file_path": "/x" })), ("read", json!({ "file_path": "/y" }))]),
        words("never"),
    ]);
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    assert_eq!(tab.kinds(&session), ["user.message", RUNNING]);
    assert_eq!(tab.post("/dreamfs/v1/step", json!({}))["stepped"], true);
    assert_eq!(
        tab.post("/dreamfs/v1/step", json!({}))["stepped"],
        false,
        "a second step in a row finds nothing that waits"
    );
    tab.world.settle();
    assert_eq!(tab.kinds(&session)[2..], [START, "agent.tool_use", "agent.tool_use", END]);
    tab.send(&session, json!([{ "type": "user.interrupt" }]));
    tab.world.settle();
    assert_eq!(tab.kinds(&session)[6..], ["agent.tool_result", "agent.tool_result", "user.interrupt", IDLE]);
    assert!(tab.results(&session).iter().all(|(_, is_error)| *is_error));
    assert_eq!(last(&tab, &session)["stop_reason"]["type"], "end_turn");
    assert_eq!(tab.get("/dreamfs/v1/pace")["waiting"], false);
}

#[test]
fn an_interrupt_ends_a_model_request_that_never_answers() {
    struct Never;
    impl dreamfs::ports::FunctionModel for Never {
        fn call(&self, _: Value) -> futures_util::future::LocalBoxFuture<'static, Result<Value, String>> {
            Box::pin(std::future::pending())
        }
    }
    let mut world = World::new(1);
    world.ports.model = Some(std::rc::Rc::new(Never));
    let tab = Tab::over(world, options());
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    assert_eq!(status(&tab, &session), "running");
    tab.refused("DELETE", &format!("/v1/sessions/{session}"), None, 409, "conflict_error");
    tab.refused("POST", &format!("/v1/sessions/{session}/archive"), None, 409, "conflict_error");
    tab.send(&session, json!([{ "type": "user.interrupt" }]));
    tab.world.settle();
    assert_eq!(tab.kinds(&session), ["user.message", RUNNING, START, END, "user.interrupt", IDLE]);
    assert_eq!(tab.events(&session)[3]["is_error"], true);
    assert_eq!(status(&tab, &session), "idle");
}

#[test]
fn a_turn_in_a_time_zone_that_is_not_known_here_says_so_and_writes_nothing() {
    struct NoZones(std::rc::Rc<dyn dreamfs::ports::Clock>);
    impl dreamfs::ports::Clock for NoZones {
        fn now(&self) -> Time {
            self.0.now()
        }
        fn monotonic_ms(&self) -> f64 {
            self.0.monotonic_ms()
        }
        fn sleep(&self, ms: u32) -> futures_util::future::LocalBoxFuture<'static, ()> {
            self.0.sleep(ms)
        }
        fn offset_minutes(&self, time_zone: &str, at: Time) -> Option<i32> {
            self.0.offset_minutes(time_zone, at).filter(|_| time_zone == "UTC")
        }
        fn time_zone(&self) -> String {
            self.0.time_zone()
        }
    }
    let mut world = World::new(1);
    let first = Tab::over(world.clone(), Options { time_zone: Some("Europe/Berlin".into()), ..options() });
    let session = first.session(json!([]));
    world.ports.clock = std::rc::Rc::new(NoZones(world.ports.clock.clone()));
    let tab = Tab::over(world, options());
    tab.say(&session, "Remember that lunch is at noon tomorrow.");
    let events = tab.events(&session);
    let error = events.iter().find(|event| event["type"] == "session.error").unwrap();
    assert!(
        text(&error["error"]["message"]).contains("Europe/Berlin is not a time zone that is known here"),
        "{error}"
    );
    assert_eq!(status(&tab, &session), "idle");
    assert!(tab.results(&session).is_empty());
}

#[test]
fn an_interrupt_of_an_idle_session_starts_nothing() {
    let tab = Tab::scripted([words("hi")]);
    let session = tab.session(json!([]));
    tab.send(&session, json!([{ "type": "user.interrupt" }]));
    tab.world.settle();
    assert_eq!(tab.kinds(&session), ["user.interrupt"]);
    assert!(tab.events(&session)[0]["processed_at"].is_string());
    tab.say(&session, "hello");
    assert_eq!(last(&tab, &session)["type"], IDLE);
}

#[test]
fn an_interrupt_sent_right_behind_a_message_stops_its_turn() {
    let tab = Tab::scripted([words("never said")]);
    let session = tab.session(json!([]));
    tab.send(&session, json!([message("go"), { "type": "user.interrupt" }]));
    tab.world.settle();
    assert_eq!(tab.kinds(&session), ["user.message", RUNNING, "user.interrupt", IDLE]);
}

#[test]
fn a_slow_pace_waits_and_counts_waiting_apart_from_work() {
    let tab = Tab::scripted([words("one two three"), words("again")]);
    tab.post("/dreamfs/v1/pace", json!({ "pace": "slow" }));
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    assert_eq!(tab.get("/dreamfs/v1/pace")["waiting"], true);
    assert_eq!(status(&tab, &session), "running");
    tab.world.try_run(std::future::pending::<()>());
    let pace = tab.get("/dreamfs/v1/pace");
    assert_eq!((&pace["pace"], &pace["waiting"]), (&json!("slow"), &json!(false)));
    assert!(pace["waited_ms"].as_f64().unwrap() >= 900.0, "{pace}");
    assert_eq!(pace["worked_ms"], 0.0);
    let session = tab.get(&format!("/v1/sessions/{session}"));
    assert!(session["stats"]["active_seconds"].as_f64().unwrap() >= 0.9);
    tab.invalid("POST", "/dreamfs/v1/pace", Some(json!({ "pace": "fast" })), "pace");
}

#[test]
fn sums_of_tokens_that_a_model_makes_up_do_not_break_a_turn() {
    let huge = || {
        words("x").map(|mut reply| {
            reply["usage"]["input_tokens"] = json!(u64::MAX);
            reply
        })
    };
    let tab = Tab::scripted([huge(), huge()]);
    let session = tab.session(json!([]));
    tab.say(&session, "one");
    tab.say(&session, "two");
    assert_eq!(tab.get(&format!("/v1/sessions/{session}"))["usage"]["input_tokens"], u64::MAX);
    assert_eq!(Time::parse("2026-05-06T09:00:00Z").unwrap().plus_ms(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
}
