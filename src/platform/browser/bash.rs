//! A shell that is a JavaScript function: it is given the request and what it may ask about files, and gives back a promise of the
//! outcome with a way to stop early.

use futures_util::{FutureExt, future::LocalBoxFuture};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::{method, property, words};
use crate::ports::{Bash, ShownFiles};

/// Calls the function with `(request, { text, refusal })`; it gives `{ done, stop }`.
pub struct JsBash(pub Function);

impl Bash for JsBash {
    fn run(&self, request: Value, files: ShownFiles) -> LocalBoxFuture<'static, Result<Value, String>> {
        let function = self.0.clone();
        async move { run(&function, &request, files).await.map_err(|thrown| words(&thrown)) }.boxed_local()
    }
}

type Ask = Closure<dyn Fn(String) -> Option<String>>;

async fn run(function: &Function, request: &Value, files: ShownFiles) -> Result<Value, JsValue> {
    let ShownFiles { text, refusal } = files;
    let text: Ask = Closure::new(move |path: String| text(&path));
    let refusal: Ask = Closure::new(move |path: String| refusal(&path));
    let asks = Object::new();
    Reflect::set(&asks, &"text".into(), text.as_ref())?;
    Reflect::set(&asks, &"refusal".into(), refusal.as_ref())?;
    let running = function.call2(&JsValue::UNDEFINED, &JSON::parse(&request.to_string())?, &asks)?;
    // Declared after what the shell asks: it is stopped before its questions have nobody to answer them.
    let _stop = Stop(running.clone());
    let done = property(&running, "done").ok_or("the shell gave no promise")?;
    let outcome = JsFuture::from(Promise::resolve(&done)).await?;
    let json = JSON::stringify(&outcome).ok().and_then(|json| json.as_string());
    json.and_then(|json| serde_json::from_str(&json).ok())
        .ok_or_else(|| JsValue::from_str("the shell's outcome cannot be read"))
}

/// Stops the command when it is dropped.
struct Stop(JsValue);

impl Drop for Stop {
    fn drop(&mut self) {
        if let Some(stop) = method(&self.0, "stop") {
            let _ = stop.unchecked_ref::<Function>().call0(&self.0);
        }
    }
}
