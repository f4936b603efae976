//! Models: the shapes of the Messages API, what a model is told of its mounts, token estimates, and the offline model. Nothing
//! here does IO; a model is a function from a request to a reply.

pub mod cache;
pub mod message;
pub mod messages;
pub mod mount_note;
pub mod offline;
pub mod prices;
pub mod stream;
pub mod tokens;
pub mod validate;
