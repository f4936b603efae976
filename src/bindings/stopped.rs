//! What happens when the engine breaks: a panic ends the WebAssembly instance, so whoever waits must be told, and whoever
//! asks later must be refused in words.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use wasm_bindgen::JsValue;

thread_local! {
    static REASON: RefCell<Option<String>> = const { RefCell::new(None) };
    static LISTENERS: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
    static HOOKED: Cell<bool> = const { Cell::new(false) };
}

/// Has `listener` told, should the engine break.
pub(super) fn listen(listener: Option<Function>) {
    if !HOOKED.replace(true) {
        std::panic::set_hook(Box::new(|panic| stop(&panic.to_string())));
    }
    LISTENERS.with_borrow_mut(|listeners| listeners.extend(listener));
}

/// Refuses once the engine broke.
pub(super) fn check() -> Result<(), JsValue> {
    REASON.with_borrow(|reason| match reason {
        Some(reason) => Err(js_sys::Error::new(reason).into()),
        None => Ok(()),
    })
}

fn stop(panic: &str) {
    web_sys::console::error_1(&format!("dreamfs: {panic}").into());
    let reason = format!("the engine stopped: {panic}; reload the page");
    let first = REASON.with_borrow_mut(|kept| {
        let first = kept.is_none();
        kept.get_or_insert_with(|| reason.clone());
        first
    });
    if first {
        for listener in LISTENERS.take() {
            let _ = listener.call1(&JsValue::UNDEFINED, &reason.as_str().into());
        }
    }
}
