//! One session's turn, as data: the session under change, the conversation a model sees, and a state machine that says what to
//! do next. Nothing here awaits.

pub mod compact;
pub mod draft;
pub mod held;
pub mod history;
pub mod prompt;
pub mod recover;
pub mod turn;

pub use draft::SessionDraft;
pub use turn::{Effect, Input, ToolCall, Turn};
