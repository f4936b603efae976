//! For `npm run bench` alone (feature `testing`, never shipped): what the engine does between two requests, without the
//! requests around it.

use std::{collections::BTreeMap, rc::Rc};

use js_sys::{Array, Promise};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::{EngineHandle, error};
use crate::{
    domain::{Actor, IdSource, Limits, Time, session::Access},
    platform::browser::BrowserClock,
    ports::Clock,
    sandbox::{Drafts, Mount, Sandbox, tools},
    store::{Context, Draft, Snapshot, list},
    text::near,
};

#[wasm_bindgen]
impl EngineHandle {
    /// A store as it is now, its revision checked against storage as for every read.
    #[wasm_bindgen(js_name = benchSnapshot, unchecked_return_type = "Promise<BenchSnapshot>")]
    pub fn bench_snapshot(&self, store_id: String) -> Promise {
        let engine = self.engine.clone();
        future_to_promise(async move {
            let snapshot = engine.snapshot(&store_id).await.map_err(|failure| error(failure.message()))?;
            Ok(BenchSnapshot { snapshot }.into())
        })
    }
}

/// One revision of a store.
#[wasm_bindgen]
pub struct BenchSnapshot {
    snapshot: Rc<Snapshot>,
}

#[wasm_bindgen]
impl BenchSnapshot {
    /// Every text, handed over to JavaScript.
    #[wasm_bindgen(unchecked_return_type = "string[]")]
    pub fn texts(&self) -> Array {
        self.snapshot.memories().map(|memory| JsValue::from_str(&memory.content)).collect()
    }

    /// Every path, as the list endpoint finds them.
    #[wasm_bindgen(unchecked_return_type = "string[]")]
    pub fn paths(&self) -> Array {
        let (items, _) = list::page(&self.snapshot, "/", false, None, self.snapshot.len());
        items.iter().map(|item| JsValue::from_str(item.path())).collect()
    }

    /// What a session sees that mounts the store at `/mnt/memory/bench`: a snapshot of its own, where nothing that speeds a
    /// search up has been made yet.
    pub fn sandbox(&self) -> BenchSandbox {
        let memories = self.snapshot.memories().map(|memory| (**memory).clone());
        let fresh = Snapshot::new(self.snapshot.store.clone(), self.snapshot.seq, memories);
        let id = fresh.store.id.clone();
        let mount =
            Mount { memory_store_id: id.clone(), path: "/mnt/memory/bench".to_owned(), access: Access::ReadOnly };
        BenchSandbox { mounts: vec![mount], drafts: Drafts::from([(id, Draft::new(fresh))]), limits: Limits::default() }
    }
}

/// A sandbox over one mounted store.
#[wasm_bindgen]
pub struct BenchSandbox {
    mounts: Vec<Mount>,
    drafts: Drafts,
    limits: Limits,
}

#[wasm_bindgen]
impl BenchSandbox {
    /// Runs a tool on its input, given as JSON; the text that the model would see.
    pub fn tool(&mut self, name: &str, input: &str) -> Result<String, JsValue> {
        let input = serde_json::from_str(input).map_err(|failure| error(&failure.to_string()))?;
        let now = Time::from_ms(0);
        let cx = Context { now, ids: &mut IdSource::new(1), actor: Actor::api(), limits: &self.limits };
        let mut sandbox = Sandbox { mounts: &self.mounts, drafts: &mut self.drafts, scratch: &mut BTreeMap::new(), cx };
        let output = tools::run(name, &input, &mut sandbox);
        if output.is_error { Err(error(&output.text)) } else { Ok(output.text) }
    }
}

/// Lines that are held here, so that handing them over is not timed.
#[wasm_bindgen]
pub struct BenchLines {
    lines: Vec<String>,
}

#[wasm_bindgen]
impl BenchLines {
    #[wasm_bindgen(constructor)]
    pub fn new(lines: Vec<String>) -> Self {
        Self { lines }
    }

    /// The near-duplicates among the lines: the places of each pair, one after the other.
    pub fn near(&self, threshold: f32) -> Vec<u32> {
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        near::pairs(&lines, threshold).into_iter().flat_map(|near| [near.a, near.b]).collect()
    }

    /// The same in its steps: the milliseconds of the longest.
    pub fn near_longest_step_ms(&self, threshold: f32) -> f64 {
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        let (clock, mut search) = (BrowserClock::default(), near::Search::new(&lines, threshold));
        let (mut longest, mut done) = (0.0_f64, false);
        while !done {
            let began = clock.monotonic_ms();
            done = search.step();
            longest = longest.max(clock.monotonic_ms() - began);
        }
        longest
    }
}
