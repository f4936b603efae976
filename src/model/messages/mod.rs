//! The Messages API as a client speaks it: the request's headers and body, its event stream decoded and put together, and what a
//! failure means. Everything here is pure; the engine does the asking and the waiting.

pub mod assemble;
pub mod failure;
pub mod frames;
pub mod request;

pub use assemble::{Assembler, Progress, is_cut};
pub use failure::Failure;
pub use frames::{Frame, Frames};
pub use request::with_breakpoints;

/// The API's version that these shapes are of.
pub const VERSION: &str = "2023-06-01";
