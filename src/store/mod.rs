//! Memory-store decisions. A [`Snapshot`] and a request go in; a changed snapshot and the records to write come out, or an
//! error and nothing. Nothing here reads or writes storage.

pub mod arena;
pub mod decide;
pub mod list;
mod snapshot;

pub use arena::Arena;
pub use decide::{Context, Draft, Mark, MemoryPatch, StorePatch};
pub use snapshot::Snapshot;
