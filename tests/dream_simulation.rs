//! Dreams under simulation: storage that delays, refuses and conflicts, and a tab that is killed after any commit. Whatever
//! happens, the input stays as it was, each dream ends or goes on, one that completes gives what an undisturbed one gives, and what was
//! acknowledged meanwhile is there. `SEEDS=2000..3000` takes other thousand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use common::{Tab, all_pages, ask, dump, options, text};
use dreamfs::{
    domain::IdSource,
    engine::Options,
    platform::native::MemoryBackend,
    testing::{Faults, FaultyBackend, World},
};
use serde_json::{Value, json};

/// A store and the sessions to dream over, in storage that keeps everything.
struct Before {
    shared: Rc<MemoryBackend>,
    store: String,
    /// A store that somebody writes to while the dream runs.
    diary: String,
    body: Value,
    input: Vec<Value>,
    /// What was acknowledged since: dreams' ids, and lines of the diary.
    kept: RefCell<Kept>,
}

#[derive(Default)]
struct Kept {
    dreams: Vec<String>,
    lines: Vec<String>,
}

fn before() -> Before {
    before_with(0)
}

/// The same, with so many more files.
fn before_with(more: usize) -> Before {
    let shared = Rc::new(MemoryBackend::new());
    let tab = Tab::over(World::over(shared.clone(), 7), Options { seed: Some(7), ..options() });
    let (store, diary) = (tab.store("notes"), tab.store("diary"));
    tab.memory(
        &store,
        "/sessions.md",
        "## 2026-05-06\n\n- The keynote is in Hall A\n- The keynote is in Hall A\n- Maya likes tea\n",
    );
    tab.memory(&store, "/code.md", "```\nlet x = 1;\n```\n");
    for number in 0..more {
        tab.memory(&store, &shelf(number), &format!("- Shelf {number} holds paint\n"));
    }
    let said = [
        "The keynote moved to Hall B.",
        "The workshop is tomorrow at 14:00. Slides: https://example.com/a.pdf",
        "Maya likes tea.",
    ];
    let sessions: Vec<String> = said
        .iter()
        .enumerate()
        .map(|(at, said)| {
            let time = format!("2026-05-0{}T09:00:00Z", at + 6);
            let event =
                json!({ "type": "user.message", "processed_at": time, "content": [{ "type": "text", "text": said }] });
            let body =
                json!({ "title": format!("s_0{at}"), "created_at": time, "time_zone": "UTC", "events": [event] });
            text(&tab.post("/dreamfs/v1/sessions", body)["id"])
        })
        .collect();
    let body = json!({
        "inputs": [{ "type": "memory_store", "memory_store_id": store }, { "type": "sessions", "session_ids": sessions }],
        "model": "dreamfs-offline",
    });
    let input = input_of(&tab.world, &store);
    tab.world.kill();
    Before { shared, store, diary, body, input, kept: RefCell::default() }
}

fn shelf(number: usize) -> String {
    format!("/shelves/{number:02}.md")
}

/// Everything that storage holds of the input store.
fn input_of(world: &World, store: &str) -> Vec<Value> {
    let rows = dump(world).into_iter().take(3).flatten();
    rows.filter(|row| row["id"] == store || row["memory_store_id"] == store).collect()
}

/// Starts the dream in a tab over faulty storage, writes a diary beside it, and lives until it is killed or nothing moves; gives the
/// commits kept.
fn live(before: &Before, seed: u64, faults: Faults, kill_after: Option<usize>) -> usize {
    let backend = Rc::new(FaultyBackend::new(before.shared.clone(), faults, seed));
    if let Some(commits) = kill_after {
        backend.kill_after(commits);
    }
    let world = World::over(backend.clone(), seed);
    let engine = world.engine(options());
    let asked = world.try_run(async {
        for _ in 0..20 {
            let (status, dream) = ask(&engine, "POST", "/v1/dreams".into(), before.body.clone()).await;
            if status == 200 {
                before.kept.borrow_mut().dreams.push(text(&dream["id"]));
                break;
            }
        }
        for line in 0..8 {
            let memory = json!({ "path": format!("/{line}.md"), "content": format!("line {line}") });
            let path = format!("/v1/memory_stores/{}/memories", before.diary);
            if ask(&engine, "POST", path, memory).await.0 == 200 {
                before.kept.borrow_mut().lines.push(format!("/{line}.md"));
            }
        }
    });
    if asked.is_some() {
        world.settle();
    }
    world.kill();
    backend.commits()
}

async fn ask_dream(engine: &dreamfs::engine::Engine, body: &Value) -> u16 {
    ask(engine, "POST", "/v1/dreams".into(), body.clone()).await.0
}

/// The content of every file of a store.
fn files(tab: &Tab, store: &str) -> BTreeMap<String, String> {
    let list = tab.get(&format!("/v1/memory_stores/{store}/memories?view=full"));
    list["data"].as_array().unwrap().iter().map(|memory| (text(&memory["path"]), text(&memory["content"]))).collect()
}

/// Opens a new tab over what the old one left, and checks every dream in it. Gives the outputs of those that completed.
fn recover_and_check(before: &Before, what: &str) -> Vec<BTreeMap<String, String>> {
    let tab = Tab::over(World::over(before.shared.clone(), 999_983), options());
    tab.world.run(tab.engine.start()).unwrap();
    tab.world.settle();
    assert_eq!(input_of(&tab.world, &before.store), before.input, "{what}: the input changed");
    let diary = files(&tab, &before.diary);
    for line in &before.kept.borrow().lines {
        assert!(diary.contains_key(line), "{what}: {line} was acknowledged and is not there");
    }
    for id in &before.kept.borrow().dreams {
        tab.get(&format!("/v1/dreams/{id}"));
    }
    let mut outputs = Vec::new();
    for dream in tab.get("/v1/dreams")["data"].as_array().unwrap() {
        let status = dream["status"].as_str().unwrap();
        assert!(matches!(status, "completed" | "failed"), "{what}: {status}");
        if let Some(session) = dream["session_id"].as_str() {
            check_session(&tab, session, what);
        }
        if status == "completed" {
            let report = tab.get(&format!("/dreamfs/v1/dreams/{}/report", text(&dream["id"])));
            assert!(
                report["checks"].as_array().unwrap().iter().all(|check| check["passed"] == true),
                "{what}: {report}"
            );
            outputs.push(files(&tab, dream["outputs"][0]["memory_store_id"].as_str().unwrap()));
        }
    }
    let stopped = dump(&tab.world)[8].iter().all(|row| row["stopped"] == true);
    assert!(stopped, "{what}: a dream was left open");
    outputs
}

/// Of every thread: calls have results, requests have ends, ids come once, and nothing runs any more.
fn check_session(tab: &Tab, session: &str, what: &str) {
    let record = tab.get(&format!("/v1/sessions/{session}"));
    assert_eq!(
        (record["status"].as_str(), record["archived_at"].is_string()),
        (Some("idle"), true),
        "{what}: the dream's session"
    );
    let rows: Vec<Value> = dump(&tab.world)[7].iter().filter(|row| row["session_id"] == session).cloned().collect();
    let mut ids: Vec<&str> = rows.iter().map(|row| row["event"]["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{what}: an id comes twice");
    let of_kind = |kind: &'static str| rows.iter().map(|row| &row["event"]).filter(move |event| event["type"] == kind);
    for call in of_kind("agent.tool_use") {
        let results = of_kind("agent.tool_result").filter(|result| result["tool_use_id"] == call["id"]).count();
        assert_eq!(results, 1, "{what}: {call}");
    }
    for start in of_kind("span.model_request_start") {
        let ends = of_kind("span.model_request_end").filter(|end| end["model_request_start_id"] == start["id"]).count();
        assert_eq!(ends, 1, "{what}: {start}");
    }
    for thread in tab.get(&format!("/v1/sessions/{session}/threads"))["data"].as_array().unwrap() {
        assert_eq!(thread["status"], "idle", "{what}");
    }
}

#[test]
fn a_dream_killed_after_any_commit_goes_on_and_gives_the_same_output() {
    let whole = {
        let before = before();
        let commits = live(&before, 3, Faults::default(), None);
        (commits, recover_and_check(&before, "undisturbed"))
    };
    assert!(whole.0 > 12 && whole.1.len() == 1, "{} commits", whole.0);
    for commits in 0..=whole.0 {
        let before = before();
        live(&before, 3, Faults::default(), Some(commits));
        let outputs = recover_and_check(&before, &format!("killed after {commits} commits"));
        assert!(outputs.iter().all(|output| *output == whole.1[0]), "killed after {commits} commits: another output");
        assert!(commits == 0 || outputs.len() <= 1);
    }
}

#[test]
fn a_copy_cut_short_is_finished_as_the_input_was_when_the_dream_began() {
    let mut cut_short = 0;
    for commits in 1..12 {
        let mut before = before_with(60);
        live(&before, 3, Faults::default(), Some(commits));
        // Somebody changes the input before the dream goes on.
        let tab = Tab::over(World::over(before.shared.clone(), 11), options());
        let copying = dump(&tab.world)[8].iter().any(|row| row["input"]["copied_from"].is_u64());
        cut_short += usize::from(copying);
        let memories = all_pages(&tab, &format!("/v1/memory_stores/{}/memories?path_prefix=/shelves/", before.store));
        let last = memories.iter().find(|memory| memory["path"] == shelf(59).as_str()).unwrap();
        let path = format!("/v1/memory_stores/{}/memories/{}", before.store, text(&last["id"]));
        tab.post(&path, json!({ "content": "- Shelf 59 holds glue\n" }));
        before.input = input_of(&tab.world, &before.store);
        tab.world.kill();
        let outputs = recover_and_check(&before, &format!("cut short after {commits} commits"));
        for output in outputs.iter().filter(|_| copying) {
            let all: String = output.values().map(String::as_str).collect();
            let shelves = (0..60).filter(|number| all.contains(&format!("Shelf {number} holds paint"))).count();
            assert_eq!((shelves, all.contains("glue")), (60, false), "cut short after {commits} commits");
        }
    }
    assert!(cut_short >= 2, "{cut_short}");
}

#[test]
fn a_thousand_dreams_over_faulty_storage_keep_their_word() {
    let seeds = std::env::var("SEEDS").ok();
    let range = seeds.as_deref().and_then(|seeds| seeds.split_once(".."));
    let (from, to) = range.map_or((0, 1_000), |(from, to)| (from.parse().unwrap(), to.parse().unwrap()));
    let half = from + (to - from) / 2;
    let completed = std::thread::scope(|scope| {
        let other = scope.spawn(move || dreams_with_faults(half..to));
        dreams_with_faults(from..half) + other.join().unwrap()
    });
    assert!(completed as u64 * 10 > (to - from) * 3, "{completed} of {}", to - from);
}

/// Gives the dreams that completed.
fn dreams_with_faults(seeds: std::ops::Range<u64>) -> usize {
    let mut completed = 0;
    for seed in seeds {
        let before = before();
        let mut random = IdSource::new(seed);
        let faults = Faults {
            conflict_percent: random.random() % 30,
            full_percent: random.random() % 4,
            failed_percent: random.random() % 4,
            delay_polls: random.random() % 4,
        };
        let kill = random.random().is_multiple_of(2).then(|| (random.random() % 60) as usize);
        live(&before, seed, faults, kill);
        completed += recover_and_check(&before, &format!("seed {seed}, {faults:?}, killed after {kill:?}")).len();
    }
    completed
}

#[test]
fn of_two_tabs_one_runs_the_dream_and_the_other_takes_over() {
    for steps in 0..25 {
        let before = before();
        // One browser: the same locks, and a connection to storage for each tab.
        let world = World::over(before.shared.clone(), 5);
        let connection = |seed| Rc::new(FaultyBackend::new(before.shared.clone(), Faults::default(), seed));
        let engine = |backend: Rc<FaultyBackend>, seed| {
            let mut tab = world.clone();
            tab.ports.backend = backend;
            tab.engine(Options { seed: Some(seed), ..options() })
        };
        let (first_backend, second_backend) = (connection(1), connection(2));
        let (first, second) = (engine(first_backend.clone(), 55), engine(second_backend, 56));
        world.run(ask(&first, "POST", "/dreamfs/v1/pace".into(), json!({ "pace": "step" })));
        assert_eq!(world.run(ask_dream(&first, &before.body)), 200);
        world.run(second.start()).unwrap();
        for _ in 0..steps {
            world.settle();
            world.run(ask(&first, "POST", "/dreamfs/v1/step".into(), json!({})));
        }
        // The first tab closes in the middle of it, and gives its locks back.
        first.close();
        (0..3).for_each(|_| world.settle());
        let (_, dreams) = world.run(ask(&second, "GET", "/v1/dreams".into(), Value::Null));
        assert_eq!(dreams["data"][0]["status"], "completed", "after {steps} steps: {dreams}");
        world.kill();
        assert_eq!(recover_and_check(&before, &format!("taken over after {steps} steps")).len(), 1);
    }
}
