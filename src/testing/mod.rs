//! A whole world for the engine, without the outside: an executor, a clock that stands still until everything waits, a
//! backend that fails on demand, a scripted model, seeded randomness. Feature `testing`; never shipped.

mod faults;
mod world;

pub use faults::{Faults, FaultyBackend};
pub use world::{Script, World};
