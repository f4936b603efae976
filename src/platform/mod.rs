//! The ports, implemented: natively, and in a browser.

pub mod native;
