//! A model that is a JavaScript function from a Messages API request to a reply.

use futures_util::{FutureExt, future::LocalBoxFuture};
use js_sys::{Function, JSON, Promise};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::words;
use crate::ports::FunctionModel;

/// Calls the function with the request as a plain object; it gives the reply, or a promise of it.
pub struct JsModel(pub Function);

impl FunctionModel for JsModel {
    fn call(&self, request: Value) -> LocalBoxFuture<'static, Result<Value, String>> {
        let function = self.0.clone();
        async move { call(&function, &request).await.map_err(|thrown| words(&thrown)) }.boxed_local()
    }
}

async fn call(function: &Function, request: &Value) -> Result<Value, JsValue> {
    let request = JSON::parse(&request.to_string())?;
    let answer = function.call1(&JsValue::UNDEFINED, &request)?;
    let reply = JsFuture::from(Promise::resolve(&answer)).await?;
    let text = JSON::stringify(&reply).ok().and_then(|text| text.as_string());
    text.and_then(|text| serde_json::from_str(&text).ok())
        .ok_or_else(|| JsValue::from_str("the model function gave nothing that is a Messages API reply"))
}
