//! Whole tabs under simulation: storage that delays, refuses and conflicts, a model that fails now and then, a tab that is
//! killed after any commit. Whatever happens, what was acknowledged is there, and nothing is half. A failure prints its seed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use common::{Tab, all_pages, ask, message, mount, options, text};
use dreamfs::{
    domain::{IdSource, Limits},
    engine::{Engine, Options},
    platform::native::MemoryBackend,
    ports::{Backend, FunctionModel},
    testing::{Faults, FaultyBackend, Script, World},
};
use futures_util::future::{FutureExt, LocalBoxFuture, join, join_all, ready};
use serde_json::{Value, json};

/// A model that writes, reads and edits for a few rounds, never the same text twice, and then says so.
struct Busy {
    random: RefCell<IdSource>,
    seed: u64,
    count: Cell<u64>,
    fails_percent: u64,
}

impl Busy {
    fn new(seed: u64, fails_percent: u64) -> Self {
        Self { random: RefCell::new(IdSource::new(seed)), seed, count: Cell::new(0), fails_percent }
    }

    fn draw(&self, below: u64) -> u64 {
        self.random.borrow_mut().random() % below
    }

    fn call(&self) -> Value {
        self.count.set(self.count.get() + 1);
        let unique = format!("{}-{}", self.seed, self.count.get());
        let path = format!("/mnt/memory/notes/{}.md", self.draw(3));
        let (name, input) = match self.draw(5) {
            0 => ("read", json!({ "file_path": path })),
            1 => ("edit", json!({ "file_path": path, "old_string": "text", "new_string": format!("text {unique}") })),
            2 => ("write", json!({ "file_path": format!("/tmp/{}", self.draw(3)), "content": unique })),
            3 => ("grep", json!({ "pattern": "text" })),
            _ => ("write", json!({ "file_path": path, "content": format!("text {unique}") })),
        };
        json!({ "type": "tool_use", "id": format!("toolu_{unique}"), "name": name, "input": input })
    }
}

impl FunctionModel for Busy {
    fn call(&self, request: Value) -> LocalBoxFuture<'static, Result<Value, String>> {
        let messages = request["messages"].as_array().unwrap();
        let rounds = messages.iter().rev().take_while(|message| message["content"][0]["type"] != "text").count();
        let reply = if self.draw(100) < self.fails_percent {
            Err("the simulated model failed".into())
        } else if rounds / 2 < 3 {
            Script::reply((0..=self.draw(3)).map(|_| self.call()).collect())
        } else {
            Script::reply(json!([{ "type": "text", "text": "done" }]))
        };
        ready(reply).boxed_local()
    }
}

/// What the outside was told.
#[derive(Default)]
struct Told {
    store: Option<String>,
    session: Option<String>,
    sent: Vec<String>,
    versions: Vec<(String, Value)>,
}

fn world(backend: Rc<dyn Backend>, seed: u64, fails_percent: u64) -> World {
    let mut world = World::over(backend, seed);
    world.ports.model = Some(Rc::new(Busy::new(seed, fails_percent)));
    world
}

/// What people do in the tab: make things, talk, interrupt, and write memories by hand while the agent writes.
async fn use_tab(engine: Engine, seed: u64, told: Rc<RefCell<Told>>) {
    let make = |url: &'static str, body: Value| {
        let engine = engine.clone();
        async move { retried(&engine, url, body).await }
    };
    let store = text(&make("/v1/memory_stores", json!({ "name": "notes" })).await["id"]);
    told.borrow_mut().store = Some(store.clone());
    let tools = json!([{ "type": "agent_toolset_20260401" }]);
    let agent = make("/v1/agents", json!({ "name": "a", "model": "m", "tools": tools })).await;
    let environment = make("/v1/environments", json!({ "name": "e" })).await;
    let body = json!({ "agent": agent["id"], "environment_id": environment["id"], "resources": [mount(&store)] });
    let session = text(&make("/v1/sessions", body).await["id"]);
    told.borrow_mut().session = Some(session.clone());
    let mut random = IdSource::new(seed);
    let talk = async {
        for number in 0..3 {
            let events = match random.random() % 4 {
                0 => json!([message("go"), { "type": "user.interrupt" }]),
                1 => json!([message("one"), message("two")]),
                _ => json!([message(&number.to_string())]),
            };
            let (status, answer) =
                ask(&engine, "POST", format!("/v1/sessions/{session}/events"), json!({ "events": events })).await;
            if status == 200 {
                let ids = answer["data"].as_array().unwrap().iter().map(|event| text(&event["id"]));
                told.borrow_mut().sent.extend(ids);
            }
        }
    };
    let write = async {
        let url = format!("/v1/memory_stores/{store}/memories");
        for number in 0..6 {
            let body = json!({ "path": format!("/by-hand/{}", number % 4), "content": format!("{number}") });
            let (status, answer) = ask(&engine, "POST", url.clone(), body).await;
            if status == 200 {
                told.borrow_mut().versions.push((text(&answer["memory_version_id"]), answer["content_sha256"].clone()));
            }
        }
    };
    join(talk, write).await;
    loop {
        let (status, answer) = ask(&engine, "GET", format!("/v1/sessions/{session}"), Value::Null).await;
        let waiting =
            ask(&engine, "GET", format!("/v1/sessions/{session}/events?limit=1&order=desc"), Value::Null).await.1;
        if status == 200 && answer["status"] == "idle" && waiting["data"][0]["processed_at"].is_string() {
            return;
        }
        if status != 200 {
            return;
        }
        pause().await;
    }
}

/// Lets everything else run once.
async fn pause() {
    let mut polled = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut polled, true) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

/// A request that is sent again while storage refuses it.
async fn retried(engine: &Engine, url: &str, body: Value) -> Value {
    loop {
        let (status, answer) = ask(engine, "POST", url.to_owned(), body.clone()).await;
        if status == 200 {
            return answer;
        }
        assert!(matches!(status, 500 | 507 | 529), "{answer}");
    }
}

/// Opens a new tab over what the old one left, lets it recover, and checks everything.
fn recover_and_check(backend: Rc<dyn Backend>, told: &Told, what: &str) {
    let tab = Tab::over(world(backend, 999_983, 0), options());
    tab.world.run(tab.engine.start()).unwrap();
    tab.world.settle();
    check(&tab, told, what);
    // It goes on as if nothing had been.
    if let Some(session) = &told.session {
        tab.say(session, "and on");
        check(&tab, told, what);
    }
}

fn check(tab: &Tab, told: &Told, what: &str) {
    for session in tab.dump()[5].clone() {
        assert_eq!((&session["status"], &session["queue"]), (&json!("idle"), &json!([])), "{what}: {}", session["id"]);
        assert_eq!(session["running_since"], Value::Null, "{what}");
        check_events(&tab.events(&text(&session["id"])), what);
    }
    if let Some(session) = &told.session {
        let known: Vec<String> = tab.events(session).iter().map(|event| text(&event["id"])).collect();
        assert!(told.sent.iter().all(|id| known.contains(id)), "{what}: an acknowledged event is missing");
    }
    let Some(store) = &told.store else { return };
    let versions = all_pages(tab, &format!("/v1/memory_stores/{store}/memory_versions?limit=100"));
    let by_id: BTreeMap<String, &Value> = versions.iter().map(|version| (text(&version["id"]), version)).collect();
    for (id, hash) in &told.versions {
        assert_eq!(
            by_id.get(id).map(|version| &version["content_sha256"]),
            Some(hash),
            "{what}: an acknowledged write is missing"
        );
    }
    check_heads(tab, store, what);
    if let Some(session) = &told.session {
        let by_agent =
            versions.iter().filter(|version| version["created_by"]["session_id"] == session.as_str()).count();
        let said = tab.results(session).iter().filter(|(text, is_error)| !is_error && is_change(text)).count();
        assert_eq!(by_agent, said, "{what}: a memory change and its result are there together or not at all");
    }
}

fn is_change(result: &str) -> bool {
    result.contains("/mnt/memory/") && (result.starts_with("wrote ") || result.starts_with("edited "))
}

/// The rules of a session's record.
fn check_events(events: &[Value], what: &str) {
    let kinds: Vec<String> = events.iter().map(|event| text(&event["type"])).collect();
    let show = || format!("{what}: {kinds:?}");
    let times: Vec<&str> = events
        .iter()
        .map(|event| event["processed_at"].as_str().unwrap_or_else(|| panic!("{}: one waits", show())))
        .collect();
    assert!(times.windows(2).all(|pair| pair[0] <= pair[1]), "{}", show());
    let mut ids: Vec<&str> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{}: an id comes twice", show());
    let (mut running, mut open_calls, mut open_request) = (false, Vec::new(), None);
    for event in events {
        let id = event["id"].clone();
        match event["type"].as_str().unwrap() {
            "session.status_running" => assert!(!std::mem::replace(&mut running, true), "{}", show()),
            "session.status_idle" => {
                assert!(std::mem::replace(&mut running, false), "{}", show());
                assert!(open_calls.is_empty() && open_request.is_none(), "{}: idle with something open", show());
            }
            "agent.tool_use" => open_calls.push(id),
            "agent.tool_result" => {
                let at = open_calls.iter().position(|call| *call == event["tool_use_id"]);
                open_calls.remove(at.unwrap_or_else(|| panic!("{}: a result without a call", show())));
            }
            "span.model_request_start" => assert!(open_request.replace(id).is_none(), "{}", show()),
            "span.model_request_end" => {
                assert_eq!(open_request.take(), Some(event["model_request_start_id"].clone()), "{}", show())
            }
            _ => {}
        }
    }
    assert!(!running && open_calls.is_empty() && open_request.is_none(), "{}", show());
}

/// Versions are one line without gaps, and each head is its newest version.
fn check_heads(tab: &Tab, store: &str, what: &str) {
    let dump = tab.dump();
    let versions: Vec<&Value> = dump[2].iter().filter(|row| row["memory_store_id"] == store).collect();
    assert!(
        versions.iter().enumerate().all(|(at, version)| version["seq"] == at as u64 + 1),
        "{what}: a gap in the versions"
    );
    let newest: BTreeMap<&str, &Value> =
        versions.iter().map(|version| (version["memory_id"].as_str().unwrap(), *version)).collect();
    let heads: Vec<&Value> = dump[1].iter().filter(|row| row["memory_store_id"] == store).collect();
    assert_eq!(heads.len(), newest.len(), "{what}");
    for head in heads {
        let version = newest[head["id"].as_str().unwrap()];
        assert_eq!((&head["memory_version_id"], &head["content"]), (&version["id"], &version["content"]), "{what}");
    }
}

/// Uses a tab until it is killed or everything is done; gives the commits that were kept.
fn live(
    shared: &Rc<MemoryBackend>,
    seed: u64,
    faults: Faults,
    kill_after: Option<usize>,
    told: &Rc<RefCell<Told>>,
) -> usize {
    let backend = Rc::new(FaultyBackend::new(shared.clone(), faults, seed));
    if let Some(commits) = kill_after {
        backend.kill_after(commits);
    }
    let world = world(backend.clone(), seed, 5);
    let engine = world.engine(options());
    let finished = world.try_run(use_tab(engine, seed, told.clone()));
    assert!(finished.is_some() || backend.is_killed(), "seed {seed}: it waits for something that never comes");
    world.kill();
    backend.commits()
}

#[test]
fn a_tab_killed_after_any_commit_leaves_nothing_half_and_loses_nothing() {
    for seed in 1..=4 {
        let faults = Faults { delay_polls: 3, ..Faults::default() };
        let whole = live(&Rc::new(MemoryBackend::new()), seed, faults, None, &Rc::default());
        assert!(whole >= 10, "{whole}");
        for commits in 0..=whole {
            let (shared, told) = (Rc::new(MemoryBackend::new()), Rc::default());
            live(&shared, seed, faults, Some(commits), &told);
            recover_and_check(shared, &told.borrow(), &format!("seed {seed}, killed after {commits} commits"));
        }
    }
}

#[test]
fn hundreds_of_tabs_with_faults_of_every_kind_keep_their_word() {
    for seed in 0..200 {
        let mut random = IdSource::new(seed);
        let faults = Faults {
            conflict_percent: random.random() % 30,
            full_percent: random.random() % 6,
            failed_percent: random.random() % 6,
            delay_polls: random.random() % 6,
        };
        let kill = random.random().is_multiple_of(2).then(|| (random.random() % 60) as usize);
        let (shared, told) = (Rc::new(MemoryBackend::new()), Rc::default());
        live(&shared, seed, faults, kill, &told);
        recover_and_check(shared, &told.borrow(), &format!("seed {seed}, {faults:?}, killed after {kill:?}"));
    }
}

#[test]
fn a_turn_that_storage_refuses_to_keep_is_closed_not_left_running() {
    for seed in 0..60 {
        let shared = Rc::new(MemoryBackend::new());
        let backend = Rc::new(FaultyBackend::new(shared, Faults::default(), seed));
        let tab = Tab::over(world(backend.clone(), seed, 0), options());
        let store = tab.store("notes");
        let session = tab.session(json!([mount(&store)]));
        backend.set(Faults { failed_percent: 15, ..Faults::default() });
        let _ = tab.call("POST", &format!("/v1/sessions/{session}/events"), Some(json!({ "events": [message("go")] })));
        tab.world.settle();
        let record = tab.get(&format!("/v1/sessions/{session}"));
        assert_eq!(record["status"], "idle", "seed {seed}");
    }
}

#[test]
fn two_tabs_of_one_browser_run_a_session_one_at_a_time() {
    for seed in 0..60 {
        let shared = Rc::new(MemoryBackend::new());
        let faults = Faults { delay_polls: seed % 5, ..Faults::default() };
        let one = world(Rc::new(FaultyBackend::new(shared.clone(), faults, seed)), seed, 0);
        // The same world, so the same locks; ids of its own.
        let engines = [one.engine(options()), one.engine(Options { seed: Some(seed + 50_000), ..options() })];
        let tab = Tab { world: one.clone(), engine: engines[0].clone() };
        let store = tab.store("notes");
        let session = tab.session(json!([mount(&store)]));
        let sends = (0..6).map(|number| {
            let (engine, session) = (engines[number % 2].clone(), session.clone());
            async move {
                let events = if number == 3 {
                    json!([{ "type": "user.interrupt" }])
                } else {
                    json!([message(&number.to_string())])
                };
                let (status, answer) =
                    ask(&engine, "POST", format!("/v1/sessions/{session}/events"), json!({ "events": events })).await;
                assert_eq!(status, 200, "{answer}");
                text(&answer["data"][0]["id"])
            }
        });
        let sent = one.run(join_all(sends));
        (0..3).for_each(|_| one.settle());
        let told = Told { store: Some(store), session: Some(session), sent, versions: Vec::new() };
        check(&tab, &told, &format!("seed {seed}"));
    }
}

#[test]
fn ids_of_a_seed_that_come_again_after_a_reload_take_nothing_away() {
    let shared: Rc<dyn Backend> = Rc::new(MemoryBackend::new());
    let open = || {
        let tab = Tab::over(World::over(shared.clone(), 5), Options { seed: Some(7), clock_rate: 0.0, ..options() });
        tab.world.run(tab.engine.start()).unwrap();
        tab
    };
    let store = open().store("x");
    let mut ids = std::collections::BTreeSet::new();
    for reload in 0..8 {
        // Each reload draws the same numbers from the same seed at the same moment.
        let tab = if reload % 2 == 0 {
            open()
        } else {
            Tab::over(World::over(shared.clone(), 5), Options { seed: Some(7), ..options() })
        };
        ids.insert(text(&tab.memory(&store, &format!("/{reload}"), "")["id"]));
    }
    let tab = open();
    assert_eq!(ids.len(), 8);
    assert_eq!(tab.get(&format!("/v1/memory_stores/{store}/memories"))["data"].as_array().unwrap().len(), 8);
}

#[test]
fn a_full_queue_says_so_and_takes_more_later() {
    let limits = Limits { commit_queue: 3, ..Limits::default() };
    let tab = Tab::over(World::new(1), Options { limits, ..options() });
    let asks = (0..10).map(|number| {
        let engine = tab.engine.clone();
        async move { ask(&engine, "POST", "/v1/memory_stores".into(), json!({ "name": number.to_string() })).await.0 }
    });
    let answers = tab.world.run(join_all(asks));
    assert!(answers.contains(&200) && answers.contains(&529), "{answers:?}");
    assert_eq!(
        tab.get("/v1/memory_stores")["data"].as_array().unwrap().len(),
        answers.iter().filter(|status| **status == 200).count()
    );
    tab.store("later");
}
