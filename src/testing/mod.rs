//! A whole world for the engine, without the outside: an executor, a clock that stands still until everything waits, a
//! backend that fails on demand, a scripted model, seeded randomness. Feature `testing`; never shipped.

mod faults;
mod http;
mod world;

pub use faults::{Faults, FaultyBackend};
pub use http::{Answer, Piece, ScriptedHttp, events_of, frames};
pub use world::{Script, World};
