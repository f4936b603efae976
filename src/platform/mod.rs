//! The ports, implemented: natively, and in a browser.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod native;
