//! How long a dream takes, natively: `cargo test --release --features testing --test dream_speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod common;

use std::{
    cell::RefCell,
    hash::{DefaultHasher, Hash, Hasher},
    rc::Rc,
    time::Instant,
};

use common::{Tab, options, text};
use dreamfs::{
    domain::{Batch, Query, Table, Time, Write},
    platform::native::MemoryBackend,
    ports::{Backend, BackendError, Clock, StorageStatus},
    testing::World,
};
use futures_util::future::{FutureExt, LocalBoxFuture};
use serde_json::{Value, json};

const TOPICS: [&str; 10] =
    ["keynote", "workshop", "lunch", "badge desk", "closing talk", "panel", "demo", "bus", "hotel", "dinner"];
const PEOPLE: [&str; 10] = ["Maya", "Priya", "Tom", "Ana", "Wu", "Jonas", "Lena", "Omar", "Ines", "Karl"];

fn sentence(number: usize) -> String {
    let (topic, person) = (TOPICS[number % 10], PEOPLE[number / 10 % 10]);
    match number % 4 {
        0 => format!("The {topic} of group {} is in room {}.", number % 37, number % 90),
        1 => format!("{person} leads the {topic} of team {} at {}:15.", number % 41, 8 + number % 10),
        2 => format!("{person} booked {} seats for the {topic} tomorrow.", 2 + number % 60),
        _ => format!("Notes of the {topic} number {number} are at https://example.com/n/{number}."),
    }
}

/// As `npm run bench -- dream` has it: `BENCH=file` names the notes and sessions of `benches/shared/notes.js` as JSON.
#[test]
#[ignore = "prints timings"]
fn the_benchmarks_dream() {
    let Ok(file) = std::env::var("BENCH") else { return };
    let given: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    for count in counts() {
        let watch = Rc::new(Watch::default());
        let tab = watched(&watch);
        let store = tab.store("bench");
        for note in given["notes"].as_array().unwrap() {
            tab.memory(&store, note["path"].as_str().unwrap(), note["content"].as_str().unwrap());
        }
        let sessions = given["sessions"].as_array().unwrap().iter().take(count);
        let sessions: Vec<String> =
            sessions.map(|session| text(&tab.post("/dreamfs/v1/sessions", session.clone())["id"])).collect();
        dreamt(&tab, &watch, &store, &sessions);
    }
}

fn dreamt(tab: &Tab, watch: &Watch, store: &str, sessions: &[String]) {
    let body = json!({
        "inputs": [{ "type": "memory_store", "memory_store_id": store }, { "type": "sessions", "session_ids": sessions }],
        "model": "dreamfs-offline",
    });
    watch.clear();
    let begun = Instant::now();
    let id = text(&tab.post("/v1/dreams", body)["id"]);
    tab.world.settle();
    let took = begun.elapsed();
    let dream = tab.get(&format!("/v1/dreams/{id}"));
    println!("{} sessions: {took:?}, {} {}", sessions.len(), dream["status"], dream["usage"]);
    println!("  error: {}", dream["error"]);
    let report = tab.get(&format!("/dreamfs/v1/dreams/{id}/report"));
    for stage in report["stages"].as_array().unwrap() {
        println!("  {} {}", stage["name"], stage["worked_ms"]);
    }
    println!("  kept {:016x}", kept(tab));
    watch.print();
}

/// All that storage holds but for times: two builds that print the same keep the same. `STILL=1` stops the clock, by which it is decided
/// who is let in when.
fn kept(tab: &Tab) -> u64 {
    fn without_times(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| !name.ends_with("_ms"));
                fields.values_mut().for_each(without_times);
            }
            Value::Array(all) => all.iter_mut().for_each(without_times),
            _ => {}
        }
    }
    let mut hasher = DefaultHasher::new();
    for mut row in tab.dump().into_iter().flatten() {
        without_times(&mut row);
        row.to_string().hash(&mut hasher);
    }
    hasher.finish()
}

#[test]
#[ignore = "prints timings"]
fn a_dream_of_a_hundred_sessions() {
    for count in counts() {
        let watch = Rc::new(Watch::default());
        let tab = watched(&watch);
        let store = tab.store("big");
        for memory in 0..500 {
            let lines: Vec<String> = (0..4).map(|line| format!("- {}\n", sentence(memory * 4 + line))).collect();
            tab.memory(&store, &format!("/notes/{memory:03}.md"), &lines.concat());
        }
        let sessions: Vec<String> = (0..count)
            .map(|session| {
                let events: Vec<_> = (0..50)
                    .map(|at| {
                        let kind = if at % 2 == 0 { "user.message" } else { "agent.message" };
                        let said = if at % 2 == 0 { sentence(session * 31 + at) } else { "Noted.".to_owned() };
                        json!({ "type": kind, "processed_at": format!("2026-05-06T09:{at:02}:00Z"), "content": [{ "type": "text", "text": said }] })
                    })
                    .collect();
                let body = json!({ "title": format!("s_{session}"), "created_at": "2026-05-06T09:00:00Z", "events": events });
                text(&tab.post("/dreamfs/v1/sessions", body)["id"])
            })
            .collect();
        dreamt(&tab, &watch, &store, &sessions);
    }
}

/// The numbers of sessions to time; `SESSIONS=25` gives one.
fn counts() -> Vec<usize> {
    std::env::var("SESSIONS").ok().and_then(|count| count.parse().ok()).map_or(vec![25, 50, 100], |count| vec![count])
}

/// How long the engine works between two moments at which a browser would let others in: when storage is asked, and when it
/// sleeps.
#[derive(Default)]
struct Watch {
    last: RefCell<Option<(Instant, String)>>,
    stretches: RefCell<Vec<(f64, String)>>,
}

impl Watch {
    /// The work since the last mark ends here.
    fn mark(&self, what: &str) {
        if let Some((from, before)) = self.last.borrow_mut().take() {
            let ms = from.elapsed().as_secs_f64() * 1_000.0;
            self.stretches.borrow_mut().push((ms, format!("{before} -> {what}")));
        }
    }

    /// Work begins here.
    fn go(&self, what: &str) {
        *self.last.borrow_mut() = Some((Instant::now(), what.to_owned()));
    }

    fn clear(&self) {
        self.stretches.borrow_mut().clear();
    }

    fn print(&self) {
        let mut all = self.stretches.borrow_mut();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        println!("  {} stretches; the longest:", all.len());
        for (ms, what) in all.iter().take(12) {
            println!("    {ms:7.2} ms  {what}");
        }
    }
}

struct Storage(Rc<MemoryBackend>, Rc<Watch>);

impl Backend for Storage {
    fn read(&self, queries: Vec<Query>) -> LocalBoxFuture<'_, Result<Vec<Vec<Value>>, BackendError>> {
        let what = format!("read {:?}", queries.first().map(|query| query.table()));
        self.1.mark(&what);
        async move {
            let rows = self.0.read(queries).await;
            self.1.go(&what);
            rows
        }
        .boxed_local()
    }

    fn commit(&self, batch: Batch) -> LocalBoxFuture<'_, Result<(), BackendError>> {
        let report = batch.writes.iter().any(|write| matches!(write, Write::Add(Table::Reports, _)));
        let what = format!("commit of {}{}", batch.writes.len(), if report { " and the report" } else { "" });
        self.1.mark(&what);
        async move {
            let kept = self.0.commit(batch).await;
            self.1.go(&what);
            kept
        }
        .boxed_local()
    }

    fn status(&self) -> LocalBoxFuture<'_, StorageStatus> {
        self.0.status()
    }

    fn close(&self) {
        self.0.close();
    }
}

struct RealClock(Rc<dyn Clock>, Rc<Watch>, Instant);

impl Clock for RealClock {
    fn now(&self) -> Time {
        self.0.now()
    }

    fn monotonic_ms(&self) -> f64 {
        if std::env::var("STILL").is_ok() { 0.0 } else { self.2.elapsed().as_secs_f64() * 1_000.0 }
    }

    fn sleep(&self, _: u32) -> LocalBoxFuture<'static, ()> {
        self.1.mark("sleep");
        let watch = self.1.clone();
        let mut waited = false;
        futures_util::future::poll_fn(move |context| {
            if std::mem::replace(&mut waited, true) {
                watch.go("sleep");
                return std::task::Poll::Ready(());
            }
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        })
        .boxed_local()
    }

    fn offset_minutes(&self, time_zone: &str, at: Time) -> Option<i32> {
        self.0.offset_minutes(time_zone, at)
    }

    fn time_zone(&self) -> String {
        self.0.time_zone()
    }
}

fn watched(watch: &Rc<Watch>) -> Tab {
    let mut world = World::over(Rc::new(Storage(Rc::new(MemoryBackend::new()), watch.clone())), 1);
    world.ports.clock = Rc::new(RealClock(world.ports.clock.clone(), watch.clone(), Instant::now()));
    Tab::over(world, options())
}
