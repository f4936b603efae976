//! Dreaming: one store and past sessions in, a better store out, and an account of what became of every line. Everything here
//! is pure: text and times come in as data, and long work is cut into steps. It never reads storage, never asks a port, and
//! never decides by the clock: the same inputs give the same output.

pub mod again;
pub mod alike;
pub mod agents;
pub mod analysis;
pub mod bearing;
pub mod chatter;
pub mod claims;
pub mod clauses;
pub mod consolidate;
pub mod context;
pub mod contrast;
pub mod days;
pub mod facts;
pub mod finding;
pub mod guards;
pub mod hear;
pub mod kernel;
mod leave;
mod likely;
pub mod lookup;
pub mod material;
pub mod matter;
pub mod news;
pub mod order;
pub mod orders;
pub mod organise;
pub mod output;
pub mod plan;
pub mod policy;
pub mod pool;
pub mod quoted;
pub mod reader;
pub mod render;
pub mod rows;
pub mod settle;
pub mod slots;
pub mod told;
pub mod topics;
pub mod transcript;
pub mod verify;
pub mod voice;
pub mod wishes;
pub mod words_of;

pub use analysis::{Analysis, Fault, Marked};
pub use consolidate::{Consolidation, Reported, Settings};
pub use finding::{Finding, Source};
pub use material::{NoteFile, Notes, Speaker, Utterance};
pub use plan::{AddedRow, Check, ClaimRow, FileChange, Followed, Place, Plan};
pub use verify::{Verification, verify};
