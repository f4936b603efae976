//! Calls that wait for the client, through the door: those that ask for its leave, and those of tools that it runs itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, ask, calls, mount, options, text, words};
use dreamfs::{
    domain::Limits,
    engine::Options,
    testing::{Script, World},
};
use futures_util::future::join;
use serde_json::{Value, json};

const RUNNING: &str = "session.status_running";
const IDLE: &str = "session.status_idle";
const START: &str = "span.model_request_start";
const END: &str = "span.model_request_end";

/// A tab whose model plays a script, and what it was asked.
fn scripted(replies: impl IntoIterator<Item = Result<Value, String>>) -> (Tab, Script) {
    let script = Script::new(replies);
    (Tab::over(World::new(1).with_model(script.clone()), options()), script)
}

fn asking() -> Value {
    json!([{ "type": "agent_toolset_20260401", "default_config": { "permission_policy": { "type": "always_ask" } } }])
}

fn weather() -> Value {
    json!({
        "type": "custom", "name": "get_weather", "description": "The weather of a city.",
        "input_schema": { "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] },
    })
}

fn with_tools(tab: &Tab, tools: Value, resources: Value) -> String {
    let agent = tab.agent(json!({ "tools": tools }));
    text(&tab.session_with(json!({ "agent": agent["id"], "resources": resources }))["id"])
}

/// The ids of the events of a kind, in order.
fn ids(tab: &Tab, session: &str, kind: &str) -> Vec<String> {
    tab.events(session).iter().filter(|event| event["type"] == kind).map(|event| text(&event["id"])).collect()
}

fn stop(tab: &Tab, session: &str) -> Value {
    let last = tab.events(session).pop().unwrap();
    assert_eq!(last["type"], IDLE, "{last}");
    assert_eq!(tab.get(&format!("/v1/sessions/{session}"))["status"], "idle");
    last["stop_reason"].clone()
}

fn waits_for(ids: &[&String]) -> Value {
    json!({ "type": "requires_action", "event_ids": ids })
}

fn allow(id: &str) -> Value {
    json!({ "type": "user.tool_confirmation", "tool_use_id": id, "result": "allow" })
}

fn deny(id: &str, why: &str) -> Value {
    json!({ "type": "user.tool_confirmation", "tool_use_id": id, "result": "deny", "deny_message": why })
}

fn result(id: &str, words: &str) -> Value {
    json!({
        "type": "user.custom_tool_result", "custom_tool_use_id": id, "content": [{ "type": "text", "text": words }],
    })
}

fn send(tab: &Tab, session: &str, events: Value) -> Value {
    let sent = tab.send(session, events);
    tab.world.settle();
    sent
}

/// A 400 of `POST …/events`; nothing of it is kept.
#[track_caller]
fn refused(tab: &Tab, session: &str, events: Value, field: &str) -> String {
    let before = tab.dump();
    let url = format!("/v1/sessions/{session}/events");
    let told = tab.invalid("POST", &url, Some(json!({ "events": events })), field);
    assert!(tab.dump() == before, "a refused request left something behind");
    told
}

/// As a Messages API demands: each call has one result, in the message right behind it, before any words.
#[track_caller]
fn assert_wellformed(request: &Value) {
    let messages = request["messages"].as_array().unwrap();
    for (at, message) in messages.iter().enumerate() {
        let blocks = |message: &Value, kind: &str, id: &str| -> Vec<String> {
            let blocks = message["content"].as_array().unwrap().iter();
            blocks.filter(|block| block["type"] == kind).map(|block| text(&block[id])).collect()
        };
        let mut calls = blocks(message, "tool_use", "id");
        if calls.is_empty() {
            continue;
        }
        let behind = &messages[at + 1];
        let mut results = blocks(behind, "tool_result", "tool_use_id");
        calls.sort();
        results.sort();
        assert_eq!(calls, results, "{request}");
        assert!(
            behind["content"].as_array().unwrap()[..calls.len()].iter().all(|block| block["type"] == "tool_result"),
            "{behind}"
        );
    }
}

#[test]
fn an_agent_shows_its_policies_resolved_and_takes_them_back() {
    let tab = Tab::new();
    let tools = json!([{
        "type": "agent_toolset_20260401", "default_config": { "permission_policy": { "type": "always_ask" } },
        "configs": [{ "name": "read", "permission_policy": { "type": "always_allow" } }, { "name": "grep", "enabled": false }],
    }, weather()]);
    let agent = tab.agent(json!({ "tools": tools }));
    let policy = |at: usize| agent["tools"][0]["configs"][at]["permission_policy"]["type"].clone();
    let names: Vec<&Value> =
        agent["tools"][0]["configs"].as_array().unwrap().iter().map(|config| &config["name"]).collect();
    assert_eq!(names[1..6], ["read", "write", "edit", "glob", "grep"]);
    assert_eq!([policy(1), policy(2), policy(5)], ["always_allow", "always_ask", "always_ask"]);
    assert_eq!(agent["tools"][0]["default_config"]["permission_policy"]["type"], "always_ask");
    assert_eq!(agent["tools"][1], weather());
    let again = tab.agent(json!({ "tools": agent["tools"] }));
    assert_eq!(again["tools"], agent["tools"]);
}

#[test]
fn a_call_that_asks_waits_and_runs_once_it_is_allowed() {
    let write = json!({ "file_path": "/mnt/memory/notes/a.md", "content": "x" });
    let (tab, script) = scripted([calls(&[("write", write.clone())]), words("done")]);
    let store = tab.store("notes");
    let session = with_tools(&tab, asking(), json!([mount(&store)]));
    tab.say(&session, "go");
    assert_eq!(tab.kinds(&session), ["user.message", RUNNING, START, "agent.tool_use", END, IDLE]);
    let asked = tab.events(&session)[3].clone();
    assert_eq!(
        (&asked["evaluated_permission"], &asked["evaluation"], &asked["input"]),
        (&json!("ask"), &json!({ "type": "always_ask" }), &write)
    );
    let id = text(&asked["id"]);
    assert_eq!(stop(&tab, &session), waits_for(&[&id]));
    let url = format!("/v1/memory_stores/{store}/memories");
    assert_eq!(tab.get(&url)["data"], json!([]), "nothing ran yet");
    assert_eq!(script.requests.borrow().len(), 1);

    let sent = send(&tab, &session, json!([allow(&id)]));
    assert_eq!(
        (&sent["data"][0]["type"], &sent["data"][0]["processed_at"]),
        (&json!("user.tool_confirmation"), &Value::Null)
    );
    let rest = ["user.tool_confirmation", RUNNING, "agent.tool_result", START, "agent.message", END, IDLE];
    assert_eq!(tab.kinds(&session)[6..], rest);
    assert!(tab.events(&session)[6]["processed_at"].is_string());
    assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
    assert_eq!(tab.get(&url)["data"][0]["path"], "/a.md");
    let versions = tab.get(&format!("/v1/memory_stores/{store}/memory_versions"));
    assert_eq!(versions["data"][0]["created_by"], json!({ "type": "session_actor", "session_id": session }));
    assert_wellformed(&script.requests.borrow()[1]);
}

#[test]
fn a_call_that_is_denied_gives_the_model_an_error_with_the_words() {
    let (tab, script) = scripted([
        calls(&[("write", json!({ "file_path": "/a", "content": "x" })), ("read", json!({ "file_path": "/a" }))]),
        words("as you wish"),
    ]);
    let session = with_tools(&tab, asking(), json!([]));
    tab.say(&session, "go");
    let waiting = ids(&tab, &session, "agent.tool_use");
    let without_words = json!({ "type": "user.tool_confirmation", "tool_use_id": waiting[1], "result": "deny" });
    send(&tab, &session, json!([deny(&waiting[0], "not in this house"), without_words]));
    assert_eq!(
        tab.results(&session),
        [("write: denied by the user: not in this house".into(), true), ("read: denied by the user".into(), true)]
    );
    assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
    let requests = script.requests.borrow();
    assert_wellformed(&requests[1]);
    let told = &requests[1]["messages"][2]["content"][0];
    assert_eq!(
        (&told["is_error"], &told["content"][0]["text"]),
        (&json!(true), &json!("write: denied by the user: not in this house"))
    );
}

#[test]
fn several_calls_are_answered_one_by_one_and_what_need_not_ask_runs_at_once() {
    let tools = json!([{ "type": "agent_toolset_20260401", "configs": [
        { "name": "write", "permission_policy": { "type": "always_ask" } },
        { "name": "edit", "permission_policy": { "type": "always_ask" } },
    ] }, weather()]);
    let (tab, script) = scripted([
        calls(&[
            ("write", json!({ "file_path": "/a", "content": "one" })),
            ("glob", json!({ "pattern": "*" })),
            ("get_weather", json!({ "city": "Bonn" })),
            ("write", json!({ "file_path": "/b", "content": "two" })),
        ]),
        calls(&[("read", json!({ "file_path": "/b" }))]),
        words("done"),
    ]);
    let session = with_tools(&tab, tools, json!([]));
    tab.say(&session, "go");
    let uses = ids(&tab, &session, "agent.tool_use");
    let [first, second] = [&uses[0], &uses[2]];
    let custom = &ids(&tab, &session, "agent.custom_tool_use")[0];
    assert_eq!(tab.results(&session), [("no matches".to_owned(), false)]);
    assert_eq!(stop(&tab, &session), waits_for(&[first, custom, second]));

    send(&tab, &session, json!([allow(second)]));
    assert_eq!(stop(&tab, &session), waits_for(&[first, custom]));
    send(&tab, &session, json!([result(custom, "rain")]));
    assert_eq!(stop(&tab, &session), waits_for(&[first]));
    assert_eq!(script.requests.borrow().len(), 1, "the model is asked once all are answered");
    let tail = tab.kinds(&session)[6..].join(" ");
    let partly = ["agent.tool_result", IDLE, "user.tool_confirmation", RUNNING, "agent.tool_result", IDLE];
    assert!(tail.contains(&partly.join(" ")), "{tail}");

    send(&tab, &session, json!([deny(first, "no")]));
    assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
    assert_eq!(tab.results(&session).last().unwrap(), &("two".to_owned(), false));
    script.requests.borrow().iter().for_each(assert_wellformed);
}

#[test]
fn an_answer_to_nothing_that_waits_is_refused_and_says_what_does() {
    let tools = json!([{ "type": "agent_toolset_20260401", "configs": [
        { "name": "write", "permission_policy": { "type": "always_ask" } },
    ] }, weather()]);
    let write = || ("write", json!({ "file_path": "/a", "content": "x" }));
    let (tab, _) = scripted([
        calls(&[write(), ("read", json!({ "file_path": "/a" })), ("get_weather", json!({})), write()]),
        words("done"),
    ]);
    let session = with_tools(&tab, tools, json!([]));
    let early = refused(&tab, &session, json!([allow("sevt_x")]), "events[0].tool_use_id");
    assert!(early.contains("not the id of an event") && early.contains("no call waits"), "{early}");
    tab.say(&session, "go");
    let uses = ids(&tab, &session, "agent.tool_use");
    let custom = &ids(&tab, &session, "agent.custom_tool_use")[0];
    let message_id = &ids(&tab, &session, "user.message")[0];
    for (events, field, says) in [
        (json!([allow("sevt_x")]), "events[0].tool_use_id", &*uses[0]),
        (json!([allow(&uses[1])]), "events[0].tool_use_id", "did not ask"),
        (json!([allow(message_id)]), "events[0].tool_use_id", "user.message"),
        (json!([allow(custom)]), "events[0].tool_use_id", "user.custom_tool_result"),
        (json!([result(&uses[0], "x")]), "events[0].custom_tool_use_id", "user.tool_confirmation"),
        (json!([allow(&uses[0]), deny(&uses[0], "no")]), "events[1].tool_use_id", "answer already"),
        (json!([result(custom, "a"), result(custom, "b")]), "events[1].custom_tool_use_id", "answer already"),
        (json!([{ "type": "user.tool_confirmation", "result": "allow" }]), "events[0].tool_use_id", "required"),
        (json!([{ "type": "user.tool_confirmation", "tool_use_id": uses[0] }]), "events[0].result", "required"),
        (
            json!([{ "type": "user.tool_confirmation", "tool_use_id": uses[0], "result": "maybe" }]),
            "events[0].result",
            "allow or deny",
        ),
        (
            json!([{ "type": "user.tool_confirmation", "tool_use_id": uses[0], "result": "allow", "deny_message": "x" }]),
            "events[0].deny_message",
            "deny only",
        ),
        (json!([{ "type": "user.custom_tool_result" }]), "events[0].custom_tool_use_id", "required"),
        (
            json!([{ "type": "user.custom_tool_result", "custom_tool_use_id": custom, "content": [{ "type": "image" }] }]),
            "events[0].content[0].type",
            "not supported",
        ),
    ] {
        let told = refused(&tab, &session, events, field);
        assert!(told.contains(says), "{told}");
    }
    send(&tab, &session, json!([allow(&uses[0])]));
    let told = refused(&tab, &session, json!([deny(&uses[0], "too late")]), "events[0].tool_use_id");
    assert!(told.contains("answer already") && told.contains(&uses[2]), "{told}");
}

#[test]
fn of_two_answers_to_one_call_at_once_one_is_taken() {
    let (tab, _) = scripted([calls(&[("read", json!({ "file_path": "/a" }))]), words("done")]);
    let session = with_tools(&tab, asking(), json!([]));
    tab.say(&session, "go");
    let id = &ids(&tab, &session, "agent.tool_use")[0];
    let url = format!("/v1/sessions/{session}/events");
    let post = |event: Value| ask(&tab.engine, "POST", url.clone(), json!({ "events": [event] }));
    let (first, second) = tab.world.run(join(post(allow(id)), post(deny(id, "no"))));
    let mut statuses = [first.0, second.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400], "{first:?} {second:?}");
    tab.world.settle();
    assert_eq!(tab.results(&session).len(), 1);
}

#[test]
fn a_call_waits_through_a_reload() {
    let script = Script::new([calls(&[("write", json!({ "file_path": "/a", "content": "x" }))]), words("done")]);
    let world = World::new(1).with_model(script.clone());
    let tab = Tab::over(world.clone(), options());
    let session = with_tools(&tab, asking(), json!([]));
    tab.say(&session, "go");
    world.kill();
    let again = Tab::over(world.clone(), options());
    world.run(again.engine.start()).unwrap();
    world.settle();
    let id = &ids(&again, &session, "agent.tool_use")[0];
    assert_eq!(stop(&again, &session), waits_for(&[id]));
    send(&again, &session, json!([allow(id)]));
    assert_eq!(again.results(&session), [("wrote 1 bytes to /a".to_owned(), false)]);
    assert_eq!(stop(&again, &session), json!({ "type": "end_turn" }));
    assert_wellformed(&script.requests.borrow()[1]);
}

#[test]
fn a_turn_that_was_cut_off_keeps_the_calls_that_wait() {
    let reply = || calls(&[("read", json!({ "file_path": "/a" })), ("get_weather", json!({ "city": "Bonn" }))]);
    let script = Script::new([reply(), words("done")]);
    let world = World::new(1).with_model(script.clone());
    let tab = Tab::over(world.clone(), options());
    tab.post("/dreamfs/v1/pace", json!({ "pace": "step" }));
    let session = with_tools(&tab, json!([{ "type": "agent_toolset_20260401" }, weather()]), json!([]));
    tab.say(&session, "go");
    tab.post("/dreamfs/v1/step", json!({}));
    tab.world.settle();
    assert_eq!(tab.kinds(&session).last().unwrap(), END, "the read waits for a step");
    // Answered as soon as it was asked, before the session is idle.
    let custom = ids(&tab, &session, "agent.custom_tool_use").remove(0);
    tab.send(&session, json!([result(&custom, "rain")]));
    world.kill();

    let again = Tab::over(world.clone(), options());
    world.run(again.engine.start()).unwrap();
    world.settle();
    let results = again.results(&session);
    assert!(results.len() == 1 && results[0].1 && results[0].0.contains("cut off"), "{results:?}");
    assert!(again.kinds(&session).contains(&"session.error".to_owned()));
    assert_eq!(stop(&again, &session), json!({ "type": "end_turn" }), "the answer that waited was taken up");
    assert_wellformed(&script.requests.borrow()[1]);
}

#[test]
fn an_interrupt_ends_a_turn_that_waits_and_what_comes_late_is_refused() {
    let (tab, script) = scripted([
        calls(&[("write", json!({ "file_path": "/a", "content": "x" })), ("get_weather", json!({ "city": "Bonn" }))]),
        words("hello again"),
    ]);
    let mut tools = asking();
    tools.as_array_mut().unwrap().push(weather());
    let session = with_tools(&tab, tools, json!([]));
    tab.say(&session, "go");
    let (id, custom) = (&ids(&tab, &session, "agent.tool_use")[0], &ids(&tab, &session, "agent.custom_tool_use")[0]);
    send(&tab, &session, json!([{ "type": "user.interrupt" }]));
    assert_eq!(tab.kinds(&session)[7..], ["user.interrupt", "agent.tool_result", "agent.tool_result", IDLE]);
    assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
    assert!(tab.results(&session).iter().all(|(text, is_error)| *is_error && text.contains("interrupted")));
    refused(&tab, &session, json!([allow(id)]), "events[0].tool_use_id");
    refused(&tab, &session, json!([result(custom, "late")]), "events[0].custom_tool_use_id");
    tab.say(&session, "still there?");
    assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
    assert_wellformed(&script.requests.borrow()[1]);
}

#[test]
fn answers_and_an_interrupt_sent_together_leave_each_call_with_one_result() {
    for order in 0..2 {
        let (tab, script) =
            scripted([calls(&[("get_weather", json!({})), ("read", json!({ "file_path": "/a" }))]), words("hello")]);
        let mut tools = asking();
        tools.as_array_mut().unwrap().push(weather());
        let session = with_tools(&tab, tools, json!([]));
        tab.say(&session, "go");
        let (id, custom) =
            (ids(&tab, &session, "agent.tool_use").remove(0), ids(&tab, &session, "agent.custom_tool_use").remove(0));
        let mut events = vec![result(&custom, "rain"), allow(&id)];
        events.insert(order * 2, json!({ "type": "user.interrupt" }));
        send(&tab, &session, json!(events));
        assert_eq!(tab.results(&session).len(), 1, "the read was allowed, and interrupted before it ran");
        assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
        tab.say(&session, "and now?");
        assert_wellformed(&script.requests.borrow()[1]);
    }
}

#[test]
fn a_message_sent_while_a_call_waits_begins_the_next_turn() {
    let (tab, script) =
        scripted([calls(&[("read", json!({ "file_path": "/a" }))]), words("read it"), words("and hello")]);
    let session = with_tools(&tab, asking(), json!([]));
    tab.say(&session, "go");
    tab.say(&session, "hello?");
    let id = &ids(&tab, &session, "agent.tool_use")[0];
    let waiting = tab.events(&session).pop().unwrap();
    assert_eq!((&waiting["type"], &waiting["processed_at"]), (&json!("user.message"), &Value::Null));
    assert_eq!(script.requests.borrow().len(), 1);
    send(&tab, &session, json!([allow(id)]));
    assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
    let requests = script.requests.borrow();
    assert_eq!(requests.len(), 3);
    requests.iter().for_each(assert_wellformed);
    let last = requests[2]["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(last["content"][0]["text"], "hello?");
}

#[test]
fn a_custom_tool_is_offered_called_and_answered() {
    let (tab, script) = scripted([
        calls(&[("get_weather", json!({ "city": "Bonn" }))]),
        calls(&[("get_weather", json!({ "city": "Rome" }))]),
        calls(&[("get_weather", json!({ "city": "Oslo" }))]),
        words("wet"),
    ]);
    let session = with_tools(&tab, json!([weather()]), json!([]));
    tab.say(&session, "go");
    assert_eq!(tab.kinds(&session), ["user.message", RUNNING, START, "agent.custom_tool_use", END, IDLE]);
    let event = tab.events(&session)[3].clone();
    let fields: Vec<&String> = event.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["id", "type", "name", "input", "processed_at"]);
    assert_eq!((&event["name"], &event["input"]), (&json!("get_weather"), &json!({ "city": "Bonn" })));
    let id = text(&event["id"]);
    assert_eq!(stop(&tab, &session), waits_for(&[&id]));
    send(&tab, &session, json!([result(&id, "rain")]));
    let second = ids(&tab, &session, "agent.custom_tool_use").pop().unwrap();
    let failed = json!({
        "type": "user.custom_tool_result", "custom_tool_use_id": second, "is_error": true,
        "content": [{ "type": "text", "text": "no such city" }],
    });
    send(&tab, &session, json!([failed]));
    let third = ids(&tab, &session, "agent.custom_tool_use").pop().unwrap();
    send(&tab, &session, json!([{ "type": "user.custom_tool_result", "custom_tool_use_id": third }]));
    assert_eq!(stop(&tab, &session), json!({ "type": "end_turn" }));
    let requests = script.requests.borrow();
    let mut offered = weather();
    offered.as_object_mut().unwrap().shift_remove("type");
    assert_eq!(requests[0]["tools"], json!([offered]));
    requests.iter().for_each(assert_wellformed);
    let results: Vec<Value> = requests[3]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["content"][0].clone())
        .filter(|block| block["type"] == "tool_result")
        .map(|block| json!([block["content"], block["is_error"]]))
        .collect();
    let block = |text: &str| json!([{ "type": "text", "text": text }]);
    assert_eq!(results, [json!([block("rain"), false]), json!([block("no such city"), true]), json!([[], false])]);
}

#[test]
fn calls_that_wait_count_for_the_limit_of_a_turn() {
    let limits = Limits { tool_calls_per_turn: 2, ..Limits::default() };
    let script = Script::new([calls(&[
        ("get_weather", json!({})),
        ("get_weather", json!({ "a": 1 })),
        ("get_weather", json!({ "b": 1 })),
    ])]);
    let tab = Tab::over(World::new(1).with_model(script), Options { limits, ..options() });
    let session = with_tools(&tab, json!([weather()]), json!([]));
    tab.say(&session, "go");
    assert_eq!(stop(&tab, &session), json!({ "type": "retries_exhausted" }));
    assert_eq!(tab.results(&session).len(), 3);
    let id = &ids(&tab, &session, "agent.custom_tool_use")[0];
    refused(&tab, &session, json!([result(id, "x")]), "events[0].custom_tool_use_id");
}

#[test]
fn a_tool_that_was_taken_away_meanwhile_does_not_run() {
    let (tab, _) = scripted([calls(&[("read", json!({ "file_path": "/a" }))]), words("a pity")]);
    let session = with_tools(&tab, asking(), json!([]));
    tab.say(&session, "go");
    tab.post(&format!("/v1/sessions/{session}"), json!({ "agent": { "tools": [] } }));
    let id = &ids(&tab, &session, "agent.tool_use")[0];
    send(&tab, &session, json!([allow(id)]));
    assert_eq!(tab.results(&session), [("read: this tool is not enabled for the agent".to_owned(), true)]);
}

#[test]
fn an_archived_session_takes_no_answer() {
    let (tab, _) = scripted([calls(&[("read", json!({ "file_path": "/a" }))])]);
    let session = with_tools(&tab, asking(), json!([]));
    tab.say(&session, "go");
    tab.post(&format!("/v1/sessions/{session}/archive"), json!({}));
    let id = &ids(&tab, &session, "agent.tool_use")[0];
    let url = format!("/v1/sessions/{session}/events");
    tab.refused("POST", &url, Some(json!({ "events": [allow(id)] })), 400, "invalid_request_error");
}

#[test]
fn the_offline_model_calls_a_custom_tool_that_is_named_and_says_what_it_gave() {
    let tab = Tab::new();
    let session = with_tools(&tab, json!([{ "type": "agent_toolset_20260401" }, weather()]), json!([]));
    tab.say(&session, "Use the get_weather tool with {\"city\": \"Bonn\"}");
    let call = tab.events(&session).into_iter().find(|event| event["type"] == "agent.custom_tool_use").unwrap();
    assert_eq!(call["input"], json!({ "city": "Bonn" }));
    send(&tab, &session, json!([result(&text(&call["id"]), "rain, 9 degrees")]));
    let said = tab.events(&session).into_iter().rfind(|event| event["type"] == "agent.message").unwrap();
    assert_eq!(said["content"][0]["text"], "`get_weather` gave: rain, 9 degrees");
}

#[test]
fn the_offline_model_says_that_a_write_was_denied() {
    let tab = Tab::new();
    let store = tab.store("notes");
    let session = with_tools(&tab, asking(), json!([mount(&store)]));
    tab.say(&session, "Remember that the office dog is called Biscuit.");
    let mut looked = 0;
    while tab.events(&session).last().unwrap()["stop_reason"]["type"] == "requires_action" {
        let open = tab.events(&session).pop().unwrap()["stop_reason"]["event_ids"].clone();
        let events = tab.events(&session);
        let answers: Vec<Value> = open
            .as_array()
            .unwrap()
            .iter()
            .map(|id| {
                let call = events.iter().find(|event| event["id"] == *id).unwrap();
                let changes = call["name"] == "write" || call["name"] == "edit";
                if changes { deny(&text(id), "keep it to yourself") } else { allow(&text(id)) }
            })
            .collect();
        send(&tab, &session, json!(answers));
        looked += 1;
        assert!(looked < 12, "the turn ends");
    }
    assert!(looked > 0);
    assert_eq!(tab.get(&format!("/v1/memory_stores/{store}/memories"))["data"], json!([]));
    let said = tab.events(&session).into_iter().rfind(|event| event["type"] == "agent.message").unwrap();
    assert!(text(&said["content"][0]["text"]).contains("keep it to yourself"), "{said}");
}
