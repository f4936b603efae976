//! The engine's clock: real time, or a time of its own that starts where it is told and runs at a rate.

use std::{cell::Cell, rc::Rc};

use crate::{domain::Time, ports::Clock};

pub(super) struct EngineClock {
    port: Rc<dyn Clock>,
    /// The engine's time at a moment of the port's clock, and how fast it goes on from there.
    anchor: Cell<(Time, Time, f64)>,
}

impl EngineClock {
    pub fn new(port: Rc<dyn Clock>, start: Option<Time>, rate: f64) -> Self {
        let now = port.now();
        Self { port, anchor: Cell::new((start.unwrap_or(now), now, rate)) }
    }

    pub fn now(&self) -> Time {
        let (own, port, rate) = self.anchor.get();
        let passed = (self.port.now().ms() - port.ms()) as f64;
        own.plus_ms((passed * rate) as i64)
    }

    pub fn set(&self, now: Option<Time>, advance_ms: Option<i64>, rate: Option<f64>) -> (Time, f64) {
        let own = now.unwrap_or_else(|| self.now()).plus_ms(advance_ms.unwrap_or(0));
        let rate = rate.unwrap_or(self.anchor.get().2);
        self.anchor.set((own, self.port.now(), rate));
        (own, rate)
    }
}
