//! Random operations through the door against a model that a reader can check: a map from path to memory. With one tab, and
//! with two tabs over one storage that takes its time. A failure prints its seed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::{collections::BTreeMap, rc::Rc};

use common::{Tab, all_pages, ask, options, text};
use dreamfs::{
    domain::{IdSource, memory::sha256_hex},
    engine::Engine,
    platform::native::MemoryBackend,
    ports::Backend,
    testing::{Faults, FaultyBackend, World},
};
use futures_util::future::join_all;
use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(Debug, Clone)]
enum Op {
    Create { path: usize, content: usize },
    Update { at: usize, content: Option<usize>, path: Option<usize>, guarded: Option<usize> },
    Delete { at: usize, guarded: Option<usize> },
    Redact { version: usize },
    Restore { version: usize },
    Reopen,
    List { prefix: usize, depth: usize, limit: usize },
}

const PATHS: [&str; 12] =
    ["/a", "/a/b", "/a/b/c", "/a-b", "/b", "/b/a", "/b/é", "/c/d/e/f", "/c/d", "/c/d0", "/c", "/é"];
const CONTENTS: [&str; 4] = ["", "one", "two\n", "grüß"];
const PREFIXES: [&str; 5] = ["/", "/a/", "/b/", "/c/", "/c/d/"];

fn op() -> impl Strategy<Value = Op> {
    let (path, content) = (0..PATHS.len(), 0..CONTENTS.len());
    let maybe = |range: std::ops::Range<usize>| prop::option::of(range);
    prop_oneof![
        5 => (path.clone(), content.clone()).prop_map(|(path, content)| Op::Create { path, content }),
        4 => (0..8_usize, maybe(content.clone()), maybe(path.clone()), maybe(content.clone()))
            .prop_map(|(at, content, path, guarded)| Op::Update { at, content, path, guarded }),
        2 => (0..8_usize, maybe(content)).prop_map(|(at, guarded)| Op::Delete { at, guarded }),
        1 => (0..64_usize).prop_map(|version| Op::Redact { version }),
        1 => (0..64_usize).prop_map(|version| Op::Restore { version }),
        1 => Just(Op::Reopen),
        2 => (0..PREFIXES.len(), 0..2_usize, 1..6_usize).prop_map(|(prefix, depth, limit)| Op::List { prefix, depth, limit }),
    ]
}

#[derive(Debug, Clone, PartialEq)]
struct Version {
    memory: String,
    operation: &'static str,
    path: Option<String>,
    content: Option<String>,
    redacted: bool,
}

/// What the store should be.
#[derive(Debug, Default)]
struct Model {
    heads: BTreeMap<String, (String, String)>,
    /// Oldest first, with the ids that the engine gave.
    versions: Vec<(String, Version)>,
}

impl Model {
    fn blocker(&self, path: &str, except: &str) -> bool {
        self.heads.iter().any(|(other, (id, _))| {
            id != except
                && (other == path || other.starts_with(&format!("{path}/")) || path.starts_with(&format!("{other}/")))
        })
    }

    fn nth(&self, at: usize) -> Option<(String, String, String)> {
        let at = at.checked_rem(self.heads.len())?;
        self.heads.iter().nth(at).map(|(path, (id, content))| (path.clone(), id.clone(), content.clone()))
    }

    fn keep(&mut self, answer: &Value, operation: &'static str, path: &str, content: &str) {
        let id = text(&answer["id"]);
        self.heads.retain(|_, (known, _)| *known != id);
        self.heads.insert(path.into(), (id.clone(), content.into()));
        let version =
            Version { memory: id, operation, path: Some(path.into()), content: Some(content.into()), redacted: false };
        self.versions.push((text(&answer["memory_version_id"]), version));
    }

    fn items(&self, prefix: &str, depth: usize) -> Vec<String> {
        let mut items: Vec<String> = Vec::new();
        for path in self.heads.keys().filter(|path| path.starts_with(prefix)) {
            let item = match path[prefix.len()..].find('/') {
                Some(end) if depth == 1 => path[..prefix.len() + end + 1].to_owned(),
                _ => path.clone(),
            };
            if items.last() != Some(&item) {
                items.push(item);
            }
        }
        items
    }
}

fn precondition(guarded: Option<usize>) -> Value {
    guarded.map_or(
        Value::Null,
        |content| json!({ "type": "content_sha256", "content_sha256": sha256_hex(CONTENTS[content]) }),
    )
}

/// Does an operation on both and compares what they answer.
fn apply(tab: &mut Tab, store: &str, model: &mut Model, op: &Op, step: usize) -> Result<(), TestCaseError> {
    let memories = format!("/v1/memory_stores/{store}/memories");
    match op {
        Op::Create { path, content } => {
            let (path, content) = (PATHS[*path], CONTENTS[*content]);
            let (status, answer) = tab.call("POST", &memories, Some(json!({ "path": path, "content": content })));
            prop_assert_eq!(status, if model.blocker(path, "") { 409 } else { 200 }, "{}", answer);
            if status == 200 {
                model.keep(&answer, "created", path, content);
            }
        }
        Op::Update { at, content, path, guarded } => {
            let Some((old_path, id, old)) = model.nth(*at) else { return Ok(()) };
            let new = content.map_or(old.clone(), |content| CONTENTS[content].to_owned());
            let new_path = path.map_or(old_path.clone(), |path| PATHS[path].to_owned());
            let body = json!({ "content": content.map(|at| CONTENTS[at]), "path": path.map(|at| PATHS[at]), "precondition": precondition(*guarded) });
            let (status, answer) = tab.call("POST", &format!("{memories}/{id}"), Some(body));
            let same = new == old && new_path == old_path;
            let failed = guarded.is_some_and(|guard| CONTENTS[guard] != old);
            let expected = if same || (!failed && !model.blocker(&new_path, &id)) { 200 } else { 409 };
            prop_assert_eq!(status, expected, "{}", answer);
            if status == 200 && !same {
                model.keep(&answer, "modified", &new_path, &new);
            }
        }
        Op::Delete { at, guarded } => {
            let Some((path, id, content)) = model.nth(*at) else { return Ok(()) };
            let query = guarded
                .map_or(String::new(), |guard| format!("?expected_content_sha256={}", sha256_hex(CONTENTS[guard])));
            let (status, answer) = tab.call("DELETE", &format!("{memories}/{id}{query}"), None);
            let fits = guarded.is_none_or(|guard| CONTENTS[guard] == content);
            prop_assert_eq!(status, if fits { 200 } else { 409 }, "{}", answer);
            if status == 200 {
                model.heads.remove(&path);
                let newest = tab.get(&format!("/v1/memory_stores/{store}/memory_versions?limit=1"))["data"][0].clone();
                let version =
                    Version { memory: id, operation: "deleted", path: Some(path), content: None, redacted: false };
                model.versions.push((text(&newest["id"]), version));
            }
        }
        Op::Redact { version } => {
            let Some(at) = version.checked_rem(model.versions.len()) else { return Ok(()) };
            let (id, known) = &model.versions[at];
            let newest = model.versions.iter().rposition(|(_, other)| other.memory == known.memory) == Some(at);
            let head = newest && known.operation != "deleted";
            let (status, answer) =
                tab.call("POST", &format!("/v1/memory_stores/{store}/memory_versions/{id}/redact"), None);
            prop_assert_eq!(status, if head { 409 } else { 200 }, "{}", answer);
            if status == 200 {
                let version = &mut model.versions[at].1;
                (version.path, version.content, version.redacted) = (None, None, true);
            }
        }
        Op::Restore { version } => {
            let Some(at) = version.checked_rem(model.versions.len()) else { return Ok(()) };
            let (id, known) = model.versions[at].clone();
            let url = format!("/dreamfs/v1/memory_stores/{store}/memories/{}/restore", known.memory);
            let (status, answer) = tab.call("POST", &url, Some(json!({ "memory_version_id": id })));
            let (Some(path), Some(content)) = (known.path, known.content) else {
                prop_assert_eq!(status, 400, "{}", answer);
                return Ok(());
            };
            let same = model.heads.get(&path) == Some(&(known.memory.clone(), content.clone()));
            prop_assert_eq!(status, if model.blocker(&path, &known.memory) { 409 } else { 200 }, "{}", answer);
            if status == 200 && !same {
                model.keep(&answer, "modified", &path, &content);
            }
        }
        Op::Reopen => {
            let world = World::over(tab.world.ports.backend.clone(), step as u64 + 1_000);
            *tab = Tab::over(world, options());
        }
        Op::List { prefix, depth, limit } => {
            let url = format!("{memories}?path_prefix={}&depth={depth}&limit={limit}", PREFIXES[*prefix]);
            let listed: Vec<String> = all_pages(tab, &url).iter().map(|item| text(&item["path"])).collect();
            prop_assert_eq!(listed, model.items(PREFIXES[*prefix], *depth));
        }
    }
    Ok(())
}

/// The whole store as the engine shows it must be the model.
fn compare(tab: &Tab, store: &str, model: &Model) -> Result<(), TestCaseError> {
    let heads: BTreeMap<String, (String, String)> =
        all_pages(tab, &format!("/v1/memory_stores/{store}/memories?view=full"))
            .iter()
            .map(|memory| (text(&memory["path"]), (text(&memory["id"]), text(&memory["content"]))))
            .collect();
    prop_assert_eq!(&heads, &model.heads);
    let mut versions: Vec<(String, Value)> =
        all_pages(tab, &format!("/v1/memory_stores/{store}/memory_versions?view=full"))
            .iter()
            .map(|v| {
                (
                    text(&v["id"]),
                    json!([v["memory_id"], v["operation"], v["path"], v["content"], v["redacted_at"].is_string()]),
                )
            })
            .collect();
    versions.reverse();
    let known: Vec<(String, Value)> = model
        .versions
        .iter()
        .map(|(id, v)| (id.clone(), json!([v.memory, v.operation, v.path, v.content, v.redacted])))
        .collect();
    prop_assert_eq!(versions, known);
    for memory in heads.values() {
        let memory = tab.get(&format!("/v1/memory_stores/{store}/memories/{}", memory.0));
        prop_assert_eq!(text(&memory["content_sha256"]), sha256_hex(&text(&memory["content"])));
    }
    check_records(tab, store)
}

/// What must hold of the records whatever happened: versions are one line without gaps, and each head is its newest version.
fn check_records(tab: &Tab, store: &str) -> Result<(), TestCaseError> {
    let dump = tab.dump();
    let of_store = |row: &&Value| row["memory_store_id"] == store;
    let versions: Vec<&Value> = dump[2].iter().filter(of_store).collect();
    let numbers: Vec<u64> = versions.iter().map(|version| version["seq"].as_u64().unwrap()).collect();
    prop_assert_eq!(numbers, (1..=versions.len() as u64).collect::<Vec<_>>());
    let mut newest: BTreeMap<&str, &Value> = BTreeMap::new();
    for version in &versions {
        newest.insert(version["memory_id"].as_str().unwrap(), version);
    }
    newest.retain(|_, version| version["operation"] != "deleted");
    let heads: Vec<&Value> = dump[1].iter().filter(of_store).collect();
    prop_assert_eq!(heads.len(), newest.len());
    for head in heads {
        let version = newest[head["id"].as_str().unwrap()];
        for (field, same) in [
            ("memory_version_id", "id"),
            ("path", "path"),
            ("content", "content"),
            ("content_sha256", "content_sha256"),
        ] {
            prop_assert_eq!(&head[field], &version[same], "{}", field);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_store_is_what_a_map_would_be(ops in prop::collection::vec(op(), 1..60)) {
        let mut tab = Tab::new();
        let store = tab.store("x");
        let mut model = Model::default();
        for (step, op) in ops.iter().enumerate() {
            apply(&mut tab, &store, &mut model, op, step)?;
        }
        compare(&tab, &store, &model)?;
    }
}

/// What a writer was told had been kept.
#[derive(Default)]
struct Acknowledged {
    versions: Vec<(String, Value)>,
    deletions: usize,
}

/// One writer: a row of operations of its own on the store that all share, each awaited before the next.
async fn writer(engine: Engine, store: String, seed: u64, shared: Vec<String>) -> Acknowledged {
    let mut random = IdSource::new(seed);
    let mut mine: Vec<String> = shared;
    let mut done = Acknowledged::default();
    let memories = format!("/v1/memory_stores/{store}/memories");
    for step in 0..12 {
        let at = (random.random() as usize).checked_rem(mine.len());
        let content = format!("{seed} wrote {step}");
        let (status, answer) = match (random.random() % 6, at) {
            (0 | 1, _) | (_, None) => {
                let path = format!("/{}/{}", random.random() % 4, random.random() % 40);
                ask(&engine, "POST", memories.clone(), json!({ "path": path, "content": content })).await
            }
            (2, Some(at)) => {
                let id = mine[at].clone();
                let (status, answer) = ask(&engine, "DELETE", format!("{memories}/{id}"), Value::Null).await;
                assert!(matches!(status, 200 | 404 | 500 | 507 | 529), "{answer}");
                done.deletions += usize::from(status == 200);
                continue;
            }
            (3, Some(at)) => {
                let path = format!("/{}/{}", random.random() % 4, random.random() % 40);
                ask(&engine, "POST", format!("{memories}/{}", mine[at]), json!({ "path": path, "content": content }))
                    .await
            }
            (_, Some(at)) => {
                let read = ask(&engine, "GET", format!("{memories}/{}", mine[at]), Value::Null).await.1;
                let body = json!({ "content": content, "precondition": { "type": "content_sha256", "content_sha256": read["content_sha256"] } });
                ask(
                    &engine,
                    "POST",
                    format!("{memories}/{}", mine[at]),
                    if read["type"] == "memory" { body } else { json!({ "content": content }) },
                )
                .await
            }
        };
        assert!(matches!(status, 200 | 404 | 409 | 500 | 507 | 529), "{answer}");
        if status == 200 {
            mine.push(text(&answer["id"]));
            done.versions.push((
                text(&answer["memory_version_id"]),
                json!([answer["id"], answer["path"], sha256_hex(&content)]),
            ));
        }
    }
    done
}

/// Two tabs, each with some writers at once, over one storage behind faults.
fn two_tabs(seed: u64, faults: Faults) -> usize {
    let shared: Rc<dyn Backend> = Rc::new(MemoryBackend::new());
    let world = |seed: u64| World::over(Rc::new(FaultyBackend::new(shared.clone(), faults, seed)), seed);
    let (one, two) = (world(seed * 2 + 1), world(seed * 2 + 2));
    let calm = Tab::over(World::over(shared.clone(), seed + 7_777), options());
    let store = calm.store("x");
    let first: Vec<String> =
        (0..3).map(|number| text(&calm.memory(&store, &format!("/first/{number}"), "")["id"])).collect();
    let engines = [one.engine(options()), two.engine(options())];
    let writers = (0..6)
        .map(|number| writer(engines[number % 2].clone(), store.clone(), seed * 100 + number as u64, first.clone()));
    // Both tabs run in turns: the second one's tasks are polled while the first one waits.
    let done = one.run(beside(&two, join_all(writers)));
    check_records(&calm, &store).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let versions: BTreeMap<String, Value> =
        all_pages(&calm, &format!("/v1/memory_stores/{store}/memory_versions?limit=100"))
            .iter()
            .map(|version| {
                (text(&version["id"]), json!([version["memory_id"], version["path"], version["content_sha256"]]))
            })
            .collect();
    let mut acknowledged = 0;
    for (id, written) in done.iter().flat_map(|writer| &writer.versions) {
        assert_eq!(versions.get(id), Some(written), "seed {seed}: an acknowledged write is in the record");
        acknowledged += 1;
    }
    let deletions: usize = done.iter().map(|writer| writer.deletions).sum();
    assert_eq!(versions.len(), first.len() + acknowledged + deletions, "seed {seed}: a refused write leaves nothing");
    let shown = |engine: &Engine, world: &World| {
        let tab = Tab { world: world.clone(), engine: engine.clone() };
        all_pages(&tab, &format!("/v1/memory_stores/{store}/memories?view=full"))
    };
    assert_eq!(shown(&engines[0], &one), shown(&engines[1], &two), "seed {seed}: both tabs show the same");
    acknowledged
}

/// Polls another tab's tasks with every poll of a future.
async fn beside<T>(other: &World, future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        let mut polled = false;
        other.run(std::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            if std::mem::replace(&mut polled, true) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        }));
        context.waker().wake_by_ref();
        future.as_mut().poll(context)
    })
    .await
}

#[test]
fn two_tabs_that_write_one_store_at_once_lose_no_acknowledged_write() {
    let mut acknowledged = 0;
    for seed in 0..40 {
        acknowledged += two_tabs(seed, Faults { delay_polls: 5, ..Faults::default() });
    }
    assert!(acknowledged > 1_000, "{acknowledged}");
}

#[test]
fn faults_of_storage_lose_no_acknowledged_write_and_leave_nothing_half() {
    for seed in 0..40 {
        let faults = Faults { conflict_percent: 20, full_percent: 5, failed_percent: 5, delay_polls: 4 };
        two_tabs(seed, faults);
    }
}
