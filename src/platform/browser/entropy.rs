//! Randomness from the browser's own source.

use js_sys::Uint8Array;

use super::{method, property};
use crate::ports::Entropy;

/// `crypto.getRandomValues`.
#[derive(Debug, Default)]
pub struct BrowserEntropy;

impl Entropy for BrowserEntropy {
    fn seed(&self) -> u64 {
        let bytes = Uint8Array::new_with_length(8);
        let drawn = property(&js_sys::global(), "crypto")
            .and_then(|crypto| method(&crypto, "getRandomValues")?.call1(&crypto, &bytes).ok());
        // Every browser and Node since 19 has it; ids that could be guessed or repeated must not be made without.
        assert!(drawn.is_some(), "this place has no crypto.getRandomValues");
        let mut seed = [0; 8];
        bytes.copy_to(&mut seed);
        u64::from_le_bytes(seed)
    }
}
