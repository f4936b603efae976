//! dreamfs: agent memory stores, sessions and dreams, running whole in a browser tab.
//!
//! One crate implements the Managed Agents API over a small set of ports (storage, clock, randomness, sleep, model), so
//! that the same code runs natively in tests and as WebAssembly in a page. Read the modules in this order; each may use
//! those before it and none after it (`tests/tidy.rs` enforces it).

pub mod domain;
pub mod text;
pub mod store;
pub mod model;
pub mod sandbox;
pub mod agent;
pub mod dream;
pub mod ports;
pub mod engine;
pub mod api;
pub mod platform;
#[cfg(target_arch = "wasm32")]
mod bindings;
#[cfg(feature = "testing")]
pub mod testing;
