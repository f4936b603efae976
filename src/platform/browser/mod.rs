//! The ports as a browser provides them, in a window, in a worker and (all but storage) in Node. Nothing here knows what
//! the engine does with them.

mod bash;
mod clock;
mod entropy;
mod http;
pub mod idb;
mod lock;
mod model;
mod shell;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

pub use bash::JsBash;
pub use clock::BrowserClock;
pub use entropy::BrowserEntropy;
pub use http::BrowserHttp;
pub use idb::{IndexedDbBackend, OpenError};
pub use model::JsModel;
pub use shell::BrowserShell;

/// What was thrown, in words: `name: message` where it has them.
pub(crate) fn words(thrown: &JsValue) -> String {
    let text =
        |field: &str| property(thrown, field).and_then(|value| value.as_string()).filter(|text| !text.is_empty());
    match (text("name"), text("message")) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        (None, Some(message)) => message,
        (Some(name), None) => name,
        (None, None) => thrown.as_string().unwrap_or_else(|| String::from(Object::from(thrown.clone()).to_string())),
    }
}

/// A property that is there: of nothing, or with nothing in it, is `None`.
pub(crate) fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    if !of.is_object() && !of.is_function() {
        return None;
    }
    // A getter may refuse (storage in a sandboxed frame does): that is as if nothing were there.
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// A global function, and the global object to call it on.
fn global_function(name: &str) -> Option<(JsValue, Function)> {
    let global = JsValue::from(js_sys::global());
    let function = property(&global, name)?.dyn_into().ok()?;
    Some((global, function))
}

/// A method of an object.
fn method(of: &JsValue, name: &str) -> Option<Function> {
    property(of, name)?.dyn_into().ok()
}
