//! Plain data and its rules. Nothing here reads a clock, draws a random number or touches storage: times and ids come in as
//! data, and every rule answers with a value or with an [`Error`] that says what to do.

pub mod agent;
pub mod batch;
pub mod dream;
pub mod environment;
pub mod error;
pub mod event;
pub mod id;
pub mod limits;
pub mod memory;
pub mod path;
pub mod session;
pub mod sort;
pub mod store;
pub mod time;

pub(crate) use batch::key;
pub use batch::{Batch, Expect, Key, Part, Query, Table, Write};
pub use error::{Code, Error, Result};
pub use id::{IdSource, Prefix};
pub use limits::Limits;
pub use memory::{Actor, Memory, MemoryVersion, Operation};
pub use path::MemoryPath;
pub use store::MemoryStore;
pub use time::{Day, Time};
