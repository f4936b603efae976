#![cfg(not(target_arch = "wasm32"))]
//! The backend contract on the reference backend, natively.

mod contract;

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
};

use dreamfs::platform::native::MemoryBackend;
use futures_executor::block_on;

pub fn fresh_seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

macro_rules! on_memory {
    ($($case:ident,)*) => {
        $(
            #[test]
            fn $case() {
                block_on(contract::cases::$case(&MemoryBackend::new()));
            }
        )*
    };
}

contract!(on_memory);

#[test]
fn a_hundred_random_histories_match_the_model() {
    for _ in 0..100 {
        block_on(contract::random::replay(&MemoryBackend::new(), contract::random::seed()));
    }
}

#[test]
fn a_stand_in_says_what_it_stands_in_for() {
    use dreamfs::ports::Backend;
    let status = block_on(MemoryBackend::instead_because("IndexedDB is missing".into()).status());
    assert_eq!((status.kind, status.reason.as_deref()), ("memory", Some("IndexedDB is missing")));
}
