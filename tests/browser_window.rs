//! The backend contract in a window, where the engine lives when no worker can be had.
#![cfg(target_arch = "wasm32")]

mod browser;
mod contract;

use dreamfs::{platform::native::MemoryBackend, ports::Backend};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub fn fresh_seed() -> u64 {
    (js_sys::Math::random() * 9e15) as u64
}

mod indexeddb {
    use super::*;

    macro_rules! on_indexeddb {
        ($($case:ident,)*) => {
            $(
                #[wasm_bindgen_test]
                async fn $case() {
                    let name = browser::fresh_name();
                    let backend = browser::open(&name).await;
                    contract::cases::$case(&backend).await;
                    backend.close();
                    browser::delete(&name).await;
                }
            )*
        };
    }

    contract!(on_indexeddb);
}

mod memory {
    use super::*;

    macro_rules! on_memory {
        ($($case:ident,)*) => {
            $(
                #[wasm_bindgen_test]
                async fn $case() {
                    contract::cases::$case(&MemoryBackend::new()).await;
                }
            )*
        };
    }

    contract!(on_memory);
}

mod in_a_browser {
    use super::*;

    macro_rules! each {
        ($module:ident: $($case:ident,)*) => {
            $(
                #[wasm_bindgen_test]
                async fn $case() {
                    browser::$module::$case().await;
                }
            )*
        };
    }

    browser_cases!(each);
}
