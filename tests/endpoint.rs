//! Turns on a model's endpoint: what is sent, what comes of a stream however it is cut, which failures are tried again, and
//! where the key stands.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, dump, mount, options, text};
use dreamfs::{
    engine::{Endpoint, Options},
    model::messages::{Assembler, Frames},
    testing::{Answer, Piece, ScriptedHttp, World, events_of, frames},
};
use serde_json::{Value, json};

const RUNNING: &str = "session.status_running";
const RESCHEDULED: &str = "session.status_rescheduled";
const ERROR: &str = "session.error";
const IDLE: &str = "session.status_idle";
const START: &str = "span.model_request_start";
const END: &str = "span.model_request_end";
const KEY: &str = "sk-test-do-not-keep-me";

fn endpoint() -> Endpoint {
    let headers = vec![("X-Team".to_owned(), "team-secret-4711".to_owned())];
    let models = vec![("claude-test".to_owned(), "own-name".to_owned())];
    Endpoint::new("http://127.0.0.1:9/", Some(KEY.to_owned()), headers, models).unwrap()
}

fn tab(answers: impl IntoIterator<Item = Answer>) -> (Tab, ScriptedHttp) {
    let (world, http) = World::new(1).with_endpoint(answers);
    (Tab::over(world, Options { endpoint: Some(endpoint()), ..options() }), http)
}

/// Lets time pass until nothing moves.
fn wait(tab: &Tab) {
    assert!(tab.world.try_run(std::future::pending::<()>()).is_none());
}

/// A session in which something was said, and everything that followed.
fn said(tab: &Tab) -> String {
    let session = tab.session(json!([]));
    tab.say(&session, "hello");
    wait(tab);
    session
}

fn words(text: &str) -> Answer {
    Answer::reply(json!([{ "type": "text", "text": text }]))
}

fn read() -> Answer {
    Answer::reply(json!([
        { "type": "text", "text": "Let me look." },
        { "type": "tool_use", "id": "toolu_1", "name": "glob", "input": { "pattern": "**/*.md", "path": "/" } },
    ]))
}

fn of_kind(tab: &Tab, session: &str, kind: &str) -> Vec<Value> {
    tab.events(session).into_iter().filter(|event| event["type"] == kind).collect()
}

fn stop_reason(tab: &Tab, session: &str) -> String {
    text(&of_kind(tab, session, IDLE).pop().unwrap()["stop_reason"]["type"])
}

#[test]
fn a_turn_asks_the_endpoint_as_its_api_wants_it() {
    let (tab, http) = tab([read(), words("Nothing there.")]);
    let store = tab.store("notes");
    let session = tab.session(json!([mount(&store)]));
    tab.say(&session, "what is there?");
    wait(&tab);
    let order = [
        "user.message",
        RUNNING,
        START,
        "agent.message",
        "agent.tool_use",
        END,
        "agent.tool_result",
        START,
        "agent.message",
        END,
        IDLE,
    ];
    assert_eq!(tab.kinds(&session), order);
    let requests = http.requests.borrow();
    assert_eq!(requests[0].url, "http://127.0.0.1:9/v1/messages");
    let header =
        |name: &str| requests[0].headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(header("x-api-key"), Some(KEY));
    assert_eq!(header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(header("anthropic-dangerous-direct-browser-access"), Some("true"));
    assert_eq!(header("x-team"), Some("team-secret-4711"));
    drop(requests);
    let bodies = http.bodies();
    assert_eq!((&bodies[0]["model"], &bodies[0]["stream"]), (&json!("own-name"), &json!(true)));
    let marks = |body: &Value| body.to_string().matches("cache_control").count();
    assert_eq!((marks(&bodies[0]), marks(&bodies[1])), (3, 3));
    assert_eq!(bodies[1]["messages"][2]["content"][0]["type"], "tool_result");
    let usage = &tab.get(&format!("/v1/sessions/{session}"))["usage"];
    assert_eq!((&usage["input_tokens"], &usage["output_tokens"]), (&json!(20), &json!(10)));
    assert_eq!(usage["cache_read_input_tokens"], 6);
    assert_eq!(usage["cache_creation"]["ephemeral_5m_input_tokens"], 4);
}

#[test]
fn every_answer_says_which_model_ran() {
    let (tab, _) = tab([words("hi")]);
    let session = said(&tab);
    let (_, headers, _) =
        tab.world.call_with(&tab.engine, "GET", &format!("/v1/sessions/{session}"), None, &[common::BETA]);
    assert!(headers.contains(&("dreamfs-model".to_owned(), "own-name".to_owned())), "{headers:?}");
    assert_eq!(of_kind(&tab, &session, START)[0]["dreamfs_model"], "own-name");
    assert_eq!(of_kind(&tab, &session, END)[0]["dreamfs_model"], "endpoint-model", "what the reply says that ran");
    let status = tab.get("/dreamfs/v1/status");
    assert_eq!(status["model"], json!({ "default": "own-name", "ready": true, "endpoint": "http://127.0.0.1:9" }));
}

/// The streams that the official SDK's parser was given too, and the messages that it made of them (tests/js/streams.test.js).
const STREAMS: [(&str, &str, &str); 6] = [
    ("text", include_str!("endpoint/streams/text.sse"), include_str!("endpoint/streams/text.json")),
    ("tool_use", include_str!("endpoint/streams/tool_use.sse"), include_str!("endpoint/streams/tool_use.json")),
    ("thinking", include_str!("endpoint/streams/thinking.sse"), include_str!("endpoint/streams/thinking.json")),
    ("line_ends", include_str!("endpoint/streams/line_ends.sse"), include_str!("endpoint/streams/line_ends.json")),
    (
        "usage",
        include_str!("endpoint/streams/usage_at_the_end.sse"),
        include_str!("endpoint/streams/usage_at_the_end.json"),
    ),
    ("nothing", include_str!("endpoint/streams/nothing_said.sse"), include_str!("endpoint/streams/nothing_said.json")),
];

fn assembled<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Value {
    let (mut decoder, mut assembler) = (Frames::default(), Assembler::default());
    for piece in pieces {
        for frame in decoder.push(piece).unwrap() {
            assembler.take(&frame).unwrap();
        }
    }
    assembler.into_message().unwrap()
}

#[test]
fn a_stream_gives_the_message_that_the_sdk_makes_of_it_cut_at_every_byte() {
    for (name, stream, message) in STREAMS {
        let expected: Value = serde_json::from_str(message).unwrap();
        let bytes = stream.as_bytes();
        assert_eq!(assembled(bytes.chunks(1)), expected, "{name}, byte by byte");
        for cut in 0..=bytes.len() {
            assert_eq!(assembled([&bytes[..cut], &bytes[cut..]]), expected, "{name}, cut at {cut}");
        }
    }
}

#[test]
fn a_turn_comes_out_the_same_however_its_stream_is_cut() {
    for (name, stream, _) in STREAMS {
        let bytes = stream.as_bytes();
        let turn = |pieces: Vec<Piece>| {
            let (tab, _) = tab([Answer { pieces, ..Answer::stream("") }, words("done")]);
            let session = said(&tab);
            let told = ["type", "content", "input", "model_usage", "stop_reason"];
            let mut events = tab.events(&session);
            events
                .iter_mut()
                .for_each(|event| event.as_object_mut().unwrap().retain(|name, _| told.contains(&name.as_str())));
            events
        };
        let whole = turn(vec![Piece::Bytes(bytes.to_vec())]);
        assert_eq!(turn(bytes.iter().map(|byte| Piece::Bytes(vec![*byte])).collect()), whole, "{name}, byte by byte");
        for cut in (0..bytes.len()).step_by(131) {
            let pieces = vec![Piece::Bytes(bytes[..cut].to_vec()), Piece::Bytes(bytes[cut..].to_vec())];
            assert_eq!(turn(pieces), whole, "{name}, cut at {cut}");
        }
    }
}

#[test]
fn what_waiting_can_mend_is_tried_again_and_told() {
    for status in [429, 500, 502, 503, 504, 529] {
        let (tab, http) = tab([Answer::error(status, "x", "not now"), words("hi")]);
        let session = said(&tab);
        let order =
            ["user.message", RUNNING, START, END, ERROR, RESCHEDULED, RUNNING, START, "agent.message", END, IDLE];
        assert_eq!(tab.kinds(&session), order, "{status}");
        let error = &of_kind(&tab, &session, ERROR)[0]["error"];
        assert_eq!(error["retry_status"], json!({ "type": "retrying" }));
        let kind = match status {
            429 => "model_rate_limited_error",
            529 => "model_overloaded_error",
            _ => "model_request_failed_error",
        };
        assert_eq!(error["type"], kind);
        assert!(text(&error["message"]).contains("not now"));
        assert_eq!(of_kind(&tab, &session, END)[0]["is_error"], true);
        assert_eq!(stop_reason(&tab, &session), "end_turn");
        let bodies = http.bodies();
        assert_eq!(bodies[0], bodies[1], "repeated whole");
    }
}

#[test]
fn retry_after_is_waited_for() {
    let (tab, _) =
        tab([Answer::error(429, "rate_limit_error", "slow down").with_header("retry-after", "7"), words("hi")]);
    let session = said(&tab);
    let at = |event: &Value| dreamfs::domain::Time::parse(&text(&event["processed_at"])).unwrap().ms();
    let waited = at(&of_kind(&tab, &session, RUNNING)[1]) - at(&of_kind(&tab, &session, RESCHEDULED)[0]);
    assert_eq!(waited, 7_000);
}

#[test]
fn tries_are_bounded_and_the_session_can_go_on() {
    let (tab, http) = tab((0..5).map(|_| Answer::error(529, "overloaded_error", "full")));
    let session = said(&tab);
    assert_eq!(http.requests.borrow().len(), 5);
    let retries: Vec<String> =
        of_kind(&tab, &session, ERROR).iter().map(|event| text(&event["error"]["retry_status"]["type"])).collect();
    assert_eq!(retries, ["retrying", "retrying", "retrying", "retrying", "exhausted"]);
    assert_eq!(stop_reason(&tab, &session), "retries_exhausted");
    assert_eq!(tab.get(&format!("/v1/sessions/{session}"))["status"], "idle");
}

#[test]
fn what_waiting_cannot_mend_ends_the_turn_in_words() {
    for (status, words) in
        [(400, "refused"), (401, "key"), (402, "pay"), (403, "may not"), (404, "model"), (302, "redirects")]
    {
        let (tab, http) = tab([Answer::error(status, "x", "no")]);
        let session = said(&tab);
        assert_eq!(http.requests.borrow().len(), 1, "{status}");
        let error = &of_kind(&tab, &session, ERROR)[0]["error"];
        assert!(text(&error["message"]).contains(words), "{status}: {error}");
        assert_eq!(
            (stop_reason(&tab, &session).as_str(), &error["retry_status"]["type"]),
            ("retries_exhausted", &json!("exhausted"))
        );
    }
}

/// A stream that goes as far as its first words, and then as told.
fn begun(then: Piece) -> Answer {
    let events = events_of(
        &json!({ "content": [{ "type": "text", "text": "Hello there" }], "usage": { "input_tokens": 40, "output_tokens": 2 } }),
    );
    let mut answer = Answer::stream(frames(&events[..4]));
    answer.pieces.push(then);
    answer
}

#[test]
fn a_connection_that_breaks_is_tried_again_whole_whenever_it_breaks() {
    let overloaded = json!({ "type": "error", "error": { "type": "overloaded_error", "message": "busy" } });
    let broken = [
        Answer::refused(),
        Answer { pieces: vec![Piece::Cut], ..Answer::stream("") },
        Answer::stream(""),
        begun(Piece::Cut),
        begun(Piece::Bytes(Vec::new())),
        begun(Piece::Bytes(frames(&[overloaded]).into_bytes())),
    ];
    for (at, first) in broken.into_iter().enumerate() {
        let began = at >= 3;
        let (tab, _) = tab([first, words("whole")]);
        let session = said(&tab);
        let messages = of_kind(&tab, &session, "agent.message");
        assert_eq!(messages.len(), 1, "{at}: what broke off is no event");
        assert_eq!(messages[0]["content"][0]["text"], "whole");
        let end = &of_kind(&tab, &session, END)[0];
        assert_eq!(end["is_error"], true, "{at}");
        assert_eq!(end["model_usage"]["input_tokens"], if began { 40 } else { 0 }, "{at}: what it used all the same");
    }
}

#[test]
fn silence_ends_a_try_before_the_first_byte_and_after_it() {
    let late = Answer { pieces: vec![Piece::Silence(1_000_000)], ..Answer::stream("") };
    for first in [late, begun(Piece::Silence(1_000_000))] {
        let (tab, http) = tab([first, words("hi")]);
        let session = said(&tab);
        assert!(text(&of_kind(&tab, &session, ERROR)[0]["error"]["message"]).contains("nothing came for"));
        assert_eq!(stop_reason(&tab, &session), "end_turn");
        assert_eq!(http.requests.borrow().len(), 2);
    }
}

#[test]
fn a_message_that_comes_whole_is_taken_and_an_error_among_successes_is_seen() {
    let whole = |body: Value| Answer::stream(body.to_string()).with_type("application/json");
    let content = json!([{ "type": "text", "text": "at once" }]);
    let usage = json!({ "input_tokens": 4, "output_tokens": 2 });
    let message = json!({ "type": "message", "content": content, "stop_reason": "end_turn", "usage": usage });
    let error = json!({ "type": "error", "error": { "type": "overloaded_error", "message": "busy" } });
    let (tab, _) = tab([whole(error), whole(message), whole(json!({ "choices": [] }))]);
    let session = said(&tab);
    assert_eq!(of_kind(&tab, &session, "agent.message")[0]["content"][0]["text"], "at once");
    assert_eq!(of_kind(&tab, &session, END)[1]["model_usage"]["input_tokens"], 4);
    assert_eq!(of_kind(&tab, &session, ERROR)[0]["error"]["type"], "model_overloaded_error");
    tab.say(&session, "and of another API?");
    wait(&tab);
    let told = text(&of_kind(&tab, &session, ERROR)[1]["error"]["message"]);
    assert!(told.contains("does not speak the Messages API"), "{told}");
}

#[test]
fn pings_keep_a_slow_stream_alive() {
    let message = json!({ "content": [{ "type": "text", "text": "slow" }], "stop_reason": "end_turn", "usage": {} });
    let pieces = events_of(&message).into_iter().flat_map(|event| {
        [
            Piece::Bytes(frames(&[event]).into_bytes()),
            Piece::Silence(100_000),
            Piece::Bytes(frames(&[json!({ "type": "ping" })]).into_bytes()),
        ]
    });
    let (tab, http) = tab([Answer { pieces: pieces.collect(), ..Answer::stream("") }]);
    let session = said(&tab);
    assert_eq!(of_kind(&tab, &session, "agent.message")[0]["content"][0]["text"], "slow");
    assert_eq!(http.requests.borrow().len(), 1);
}

#[test]
fn an_interrupt_aborts_the_request_and_a_wait_for_the_next_try() {
    let mut endless = begun(Piece::Silence(50_000));
    endless.pieces.extend((0..1_000).map(|_| Piece::Silence(50_000)));
    let (tab, http) = tab([endless, Answer::error(529, "x", "busy"), words("never")]);
    let session = tab.session(json!([]));
    for _ in 0..2 {
        tab.say(&session, "hello");
        tab.send(&session, json!([{ "type": "user.interrupt" }]));
        tab.world.settle();
        assert_eq!(stop_reason(&tab, &session), "end_turn");
    }
    assert_eq!((http.aborted.get(), http.requests.borrow().len()), (1, 2));
    assert_eq!(
        tab.kinds(&session)[..5],
        ["user.message", RUNNING, START, END, "user.interrupt"].map(str::to_owned)[..]
    );
    assert!(of_kind(&tab, &session, "agent.message").is_empty());
}

#[test]
fn closing_the_engine_aborts_the_request() {
    let (tab, http) = tab([begun(Piece::Silence(1))]);
    let session = tab.session(json!([]));
    tab.say(&session, "hello");
    tab.engine.close();
    tab.world.settle();
    assert_eq!(http.aborted.get(), 1);
}

#[test]
fn a_refusal_and_a_reply_that_was_cut_off_are_told() {
    let reply = |reason: &str, content: Value| {
        Answer::stream(frames(&events_of(&json!({ "content": content, "stop_reason": reason, "usage": {} }))))
    };
    let call =
        json!({ "type": "tool_use", "id": "t", "name": "write", "input": { "file_path": "/tmp/a", "content": "x" } });
    let (tab, _) = tab([
        reply("refusal", json!([{ "type": "text", "text": "No." }, call])),
        reply("max_tokens", json!([{ "type": "text", "text": "Once upon" }])),
    ]);
    let session = said(&tab);
    assert_eq!(stop_reason(&tab, &session), "refusal");
    assert_eq!(tab.results(&session).len(), 1);
    assert!(tab.results(&session)[0].1, "the call was not run");
    tab.say(&session, "a story");
    wait(&tab);
    assert_eq!(stop_reason(&tab, &session), "retries_exhausted");
    assert!(text(&of_kind(&tab, &session, ERROR)[0]["error"]["message"]).contains("cut off"));
    assert_eq!(of_kind(&tab, &session, "agent.message")[1]["content"][0]["text"], "Once upon");
}

#[test]
fn a_call_that_was_cut_off_is_not_run_and_the_model_may_go_on() {
    let mut events = events_of(&json!({
        "content": [{ "type": "tool_use", "id": "t", "name": "write", "input": { "file_path": "/tmp/a", "content": "x" } }],
        "stop_reason": "max_tokens", "usage": {},
    }));
    let half = events.iter().rposition(|event| event["type"] == "content_block_delta").unwrap();
    events.remove(half);
    let (tab, http) = tab([Answer::stream(frames(&events)), words("shorter")]);
    let session = said(&tab);
    let results = tab.results(&session);
    assert!(results[0].1 && results[0].0.contains("cut off"), "{results:?}");
    assert_eq!(stop_reason(&tab, &session), "end_turn");
    assert!(http.bodies()[1].to_string().contains("cut off"), "the model is told");
}

#[test]
fn a_conversation_that_is_too_long_is_compacted_and_goes_on() {
    let too_long = || Answer::error(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum");
    let long = "word ".repeat(2_000);
    let answers = (0..6).map(|_| words(&long)).chain([too_long(), too_long(), words("short"), words("again")]);
    let (tab, http) = tab(answers);
    let session = tab.session(json!([]));
    for _ in 0..7 {
        tab.say(&session, "go on");
        wait(&tab);
    }
    let compacted = of_kind(&tab, &session, "agent.thread_context_compacted");
    assert_eq!(compacted.len(), 2);
    assert!(of_kind(&tab, &session, ERROR).is_empty());
    let sizes: Vec<usize> = http.bodies().iter().map(|body| body["messages"].to_string().len()).collect();
    assert!(sizes[7] < sizes[6] && sizes[8] < sizes[7], "{sizes:?}");
    tab.say(&session, "and now");
    wait(&tab);
    let next = http.bodies().pop().unwrap()["messages"].to_string().len();
    assert!(next < sizes[8] + 1_000, "what was left out stays out: {next} after {}", sizes[8]);
}

#[test]
fn a_message_that_is_too_long_alone_ends_the_turn() {
    let (tab, http) = tab([Answer::error(400, "invalid_request_error", "prompt is too long")]);
    let session = said(&tab);
    assert_eq!(http.requests.borrow().len(), 1);
    assert_eq!(of_kind(&tab, &session, ERROR)[0]["error"]["type"], "compaction_limit_reached_error");
    assert_eq!(stop_reason(&tab, &session), "retries_exhausted");
}

#[test]
fn the_key_is_in_requests_and_nowhere_else() {
    // An endpoint that repeats what it was sent, wherever it can.
    let echo = format!("bad key {KEY} of team-secret-4711");
    let (tab, http) = tab([
        Answer::error(401, "authentication_error", &echo),
        Answer::error(529, "overloaded_error", &echo),
        words(&echo),
        Answer::reply(
            json!([{ "type": "tool_use", "id": "t", "name": "write", "input": { "file_path": "/tmp/a.md", "content": echo } }]),
        ),
        words("done"),
        Answer::error(400, "x", &echo),
    ]);
    let session = tab.session(json!([]));
    for _ in 0..3 {
        tab.say(&session, "hello");
        wait(&tab);
    }
    let test = tab.post("/dreamfs/v1/model/test", json!({}));
    assert_eq!(test["ok"], false);
    let status = tab.get("/dreamfs/v1/status");
    let told = format!("{:?}{test}{status}{:?}", dump(&tab.world), tab.events(&session));
    assert!(told.contains("[key]"));
    assert!(!told.contains(KEY) && !told.contains("team-secret-4711"), "{told}");
    let requests = http.requests.borrow();
    assert!(
        requests.len() >= 6
            && requests
                .iter()
                .all(|request| !request.url.contains(KEY) && request.url.starts_with("http://127.0.0.1:9/"))
    );
}

#[test]
fn an_endpoint_can_be_set_changed_and_taken_away() {
    let (world, http) = World::new(1).with_endpoint([words("from the endpoint")]);
    let tab = Tab::over(world, options());
    assert!(tab.invalid("POST", "/dreamfs/v1/model/test", None, "model").contains("no endpoint"));
    tab.engine.set_model(Some(endpoint()), None);
    let session = said(&tab);
    assert_eq!(of_kind(&tab, &session, "agent.message")[0]["content"][0]["text"], "from the endpoint");
    tab.engine.set_model(None, None);
    tab.say(&session, "and now?");
    wait(&tab);
    assert_eq!(http.requests.borrow().len(), 1);
    assert_eq!(of_kind(&tab, &session, END)[1]["dreamfs_model"], "dreamfs-offline");
    assert_eq!(tab.get("/dreamfs/v1/status")["model"], json!({ "default": "dreamfs-offline", "ready": true }));
}

#[test]
fn a_test_says_what_came_back() {
    let (tab, http) = tab([
        words("x"),
        Answer::error(404, "not_found_error", "model: own-name"),
        Answer::refused(),
        Answer::refused(),
    ]);
    let good = tab.post("/dreamfs/v1/model/test", json!({ "model": "claude-test" }));
    assert_eq!(
        (&good["ok"], &good["model"], &good["usage"]["input_tokens"]),
        (&json!(true), &json!("endpoint-model"), &json!(10))
    );
    assert_eq!(http.bodies()[0]["max_tokens"], 1);
    let unknown = tab.post("/dreamfs/v1/model/test", json!({}));
    assert_eq!((&unknown["ok"], &unknown["error"]["status"]), (&json!(false), &json!(404)));
    let away = tab.post("/dreamfs/v1/model/test", json!({}));
    assert!(
        text(&away["error"]["message"]).contains("Nothing answers at http://127.0.0.1:9. Start the server"),
        "{away}"
    );
    http.reachable.set(true);
    let withheld = tab.post("/dreamfs/v1/model/test", json!({}));
    assert!(text(&withheld["error"]["message"]).contains("CORS"), "{withheld}");
}

fn dollars(cents: &str) -> Value {
    json!({ "type": "limit", "max_list_cost": { "amount": cents, "currency": "USD" } })
}

#[test]
fn a_budget_stops_the_session_before_the_request_that_would_follow_and_can_be_raised() {
    let costly = || {
        let usage = json!({ "input_tokens": 0, "output_tokens": 100_000 });
        let content = json!([{ "type": "text", "text": "long" }]);
        Answer::stream(frames(&events_of(&json!({ "content": content, "stop_reason": "end_turn", "usage": usage }))))
    };
    let (tab, http) = tab([costly(), costly()]);
    let agent = tab.agent(json!({ "model": "claude-sonnet-4-5" }));
    let session = text(&tab.session_with(json!({ "agent": agent["id"], "budget": dollars("100") }))["id"]);
    let url = format!("/v1/sessions/{session}");
    for _ in 0..2 {
        tab.say(&session, "go on");
        wait(&tab);
    }
    assert_eq!(http.requests.borrow().len(), 1, "1.50 dollars of 1.00 are gone");
    assert_eq!(stop_reason(&tab, &session), "budget_reached");
    let shown = tab.get(&url);
    assert_eq!((&shown["budget"], &shown["usage"]["list_cost"]["amount"]), (&dollars("100"), &json!("150")));
    let told = tab.invalid("POST", &url, Some(json!({ "budget": dollars("150") })), "budget");
    assert!(told.contains("budget_not_raised"), "{told}");
    tab.post(&url, json!({ "budget": dollars("200") }));
    tab.say(&session, "go on");
    wait(&tab);
    assert_eq!((http.requests.borrow().len(), stop_reason(&tab, &session).as_str()), (2, "end_turn"));
    tab.post(&url, json!({ "budget": null }));
    assert_eq!(tab.events(&session).pop().unwrap()["budget"], Value::Null);
    let told = tab.invalid("POST", &url, Some(json!({ "budget": dollars("900") })), "budget");
    assert!(told.contains("budget_create_only"), "{told}");
}

#[test]
fn a_budget_is_checked_where_it_is_set() {
    let (tab, _) = tab([]);
    let body = |budget: Value, model: &str| json!({ "agent": tab.agent(json!({ "model": model }))["id"], "environment_id": tab.environment(), "budget": budget });
    let told = tab.invalid("POST", "/v1/sessions", Some(body(dollars("5"), "qwen3:8b")), "budget");
    assert!(told.contains("model_not_budgetable"), "{told}");
    for amount in ["", "1.5", "-3", "05", "x"] {
        let budget = body(dollars(amount), "claude-sonnet-4-5");
        tab.invalid("POST", "/v1/sessions", Some(budget), "budget.max_list_cost.amount");
    }
}
