//! The pace: how long the engine waits between real steps, so that a person can watch. `full` waits not at all, `slow` waits
//! a stated time, `step` waits to be told. What was waited and what was worked is counted apart.

use std::cell::{Cell, RefCell};

use futures_util::{future::select, pin_mut};
use serde_json::{Value, json};

use super::{Engine, signal::Signal};

/// Milliseconds of work after which others are let in: less than what they may have to wait, since the step under way ends first.
const SLICE_MS: f64 = 4.0;
/// The same while somebody waits for an answer, which takes several turns, and for how long that is thought of: what takes
/// longer is work of its own.
const ASKED_SLICE_MS: f64 = 1.0;
const ASKED_MS: f64 = 50.0;
/// Milliseconds without a question mean that nothing worked.
const IDLE_MS: f64 = 1_000.0;
/// Milliseconds before each step, and before each piece of text, when slow.
const SLOW_STEP_MS: u32 = 900;
const SLOW_PIECE_MS: u32 = 45;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    #[default]
    Full,
    Slow,
    Step,
}

impl Pace {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "full" => Some(Pace::Full),
            "slow" => Some(Pace::Slow),
            "step" => Some(Pace::Step),
            _ => None,
        }
    }

    pub fn text(self) -> &'static str {
        match self {
            Pace::Full => "full",
            Pace::Slow => "slow",
            Pace::Step => "step",
        }
    }
}

/// What is about to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Step,
    Piece,
}

#[derive(Debug, Default)]
pub(super) struct Pacer {
    pace: Cell<Pace>,
    waiting: Cell<usize>,
    waited_ms: Cell<f64>,
    worked_ms: Cell<f64>,
    /// When others were last let in, and when that was last asked: one moment for all long work, since what works at once adds up.
    slice_ms: Cell<f64>,
    asked_ms: Cell<f64>,
    /// How many requests are under way, and when the last one came.
    requests: Cell<(usize, f64)>,
    /// Raised when a waiting step may go on; each wait has its own.
    gates: RefCell<Vec<std::rc::Rc<Signal>>>,
}

impl Pacer {
    pub fn set(&self, pace: Pace) {
        self.pace.set(pace);
        self.release();
    }

    /// Lets everything that waits go on.
    pub fn release(&self) {
        let gates = std::mem::take(&mut *self.gates.borrow_mut());
        gates.iter().for_each(|gate| gate.raise());
    }

    /// Lets the oldest waiting step go on; says whether one waited.
    pub fn step(&self) -> bool {
        let mut gates = self.gates.borrow_mut();
        if gates.is_empty() {
            return false;
        }
        // Taken out, so that a second step in a row lets another one go on, or says that none waits.
        let gate = gates.remove(0);
        drop(gates);
        gate.raise();
        true
    }

    /// Whether somebody wants to see each step.
    pub fn is_watched(&self) -> bool {
        self.pace.get() != Pace::Full
    }

    pub fn status(&self) -> Value {
        json!({
            "pace": self.pace.get().text(), "waiting": self.waiting.get() > 0,
            "waited_ms": self.waited_ms.get().round(), "worked_ms": self.worked_ms.get().round(),
        })
    }

    pub fn worked(&self, ms: f64) {
        self.worked_ms.set(self.worked_ms.get() + ms.max(0.0));
    }

    /// How to wait before a moment: for so many milliseconds, until told, or not at all.
    pub fn wait_for(&self, moment: Moment) -> Option<Wait<'_>> {
        let limit_ms = match (self.pace.get(), moment) {
            (Pace::Full, _) | (Pace::Step, Moment::Piece) => return None,
            (Pace::Slow, Moment::Step) => Some(SLOW_STEP_MS),
            (Pace::Slow, Moment::Piece) => Some(SLOW_PIECE_MS),
            (Pace::Step, Moment::Step) => None,
        };
        let gate = std::rc::Rc::new(Signal::default());
        self.gates.borrow_mut().push(gate.clone());
        self.waiting.set(self.waiting.get() + 1);
        Some(Wait { pacer: self, gate, limit_ms })
    }
}

impl Engine {
    /// Lets others in, if it has been worked for a slice since they last were; says whether it did. Long work asks between its steps.
    pub(super) async fn breathe(&self) -> bool {
        let (slice, now) = (&self.inner.pace.slice_ms, self.monotonic_ms());
        if now - self.inner.pace.asked_ms.replace(now) > IDLE_MS {
            slice.set(now);
        }
        let (requests, came) = self.inner.pace.requests.get();
        let asked = requests > 0 && now - came < ASKED_MS;
        if now - slice.get() < if asked { ASKED_SLICE_MS } else { SLICE_MS } {
            return false;
        }
        self.inner.ports.clock.sleep(0).await;
        slice.set(self.monotonic_ms());
        true
    }

    /// Says that a request has come: until the guard is dropped, long work lets others in sooner.
    pub fn asked(&self) -> Asked {
        let requests = &self.inner.pace.requests;
        requests.set((requests.get().0 + 1, self.monotonic_ms()));
        Asked(self.clone())
    }

    /// Waits until it is told to go on, or the time is up.
    pub(super) fn wait_out(&self, wait: &Wait<'_>) -> impl Future<Output = ()> + 'static {
        let gate = wait.gate.clone();
        let limit = wait.limit_ms.map(|ms| self.inner.ports.clock.sleep(ms));
        async move {
            let told = gate.wait();
            pin_mut!(told);
            match limit {
                Some(limit) => {
                    select(told, limit).await;
                }
                None => told.await,
            }
        }
    }
}

/// A request under way.
pub struct Asked(Engine);

impl Drop for Asked {
    fn drop(&mut self) {
        let requests = &self.0.inner.pace.requests;
        let (count, came) = requests.get();
        requests.set((count - 1, came));
    }
}

/// A wait under way; it counts as waiting until it is dropped.
pub(super) struct Wait<'a> {
    pacer: &'a Pacer,
    gate: std::rc::Rc<Signal>,
    limit_ms: Option<u32>,
}

impl Wait<'_> {
    pub fn waited(&self, ms: f64) {
        self.pacer.waited_ms.set(self.pacer.waited_ms.get() + ms.max(0.0));
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.pacer.waiting.set(self.pacer.waiting.get() - 1);
        self.pacer.gates.borrow_mut().retain(|gate| !std::rc::Rc::ptr_eq(gate, &self.gate));
    }
}
