//! Records on their way between Rust and JavaScript: plain objects there, `serde_json::Value` here, JSON text between. One
//! text for many records costs less than a call for each field, and unlike setting properties one by one it keeps a field
//! named `__proto__`. Numbers are JavaScript's: a whole number beyond 2^53 loses its last digits.

use std::vec;

use js_sys::{Array, JSON};
use serde_json::Value;
use wasm_bindgen::JsValue;

use super::{super::clock::let_others_in, keys::Thrown};

/// Records in one text. Longest text: this many records of about 100 KB.
const ROWS_AT_ONCE: u32 = 64;

/// Bytes of a text after which others are let in at once.
const LONG_TEXT: usize = 64 << 10;

/// Records as objects, in order. Others are let in between two texts and after a long one: to convert much takes longer than they
/// should wait.
pub(super) async fn objects(records: &[&Value]) -> Result<vec::IntoIter<JsValue>, Thrown> {
    let mut objects = Vec::with_capacity(records.len());
    for (at, some) in records.chunks(ROWS_AT_ONCE as usize).enumerate() {
        if at > 0 {
            let_others_in().await;
        }
        let text = json_of(some)?;
        if text.len() > LONG_TEXT {
            let_others_in().await;
        }
        objects.extend(Array::from(&JSON::parse(&text)?).iter());
        if text.len() > LONG_TEXT {
            let_others_in().await;
        }
    }
    Ok(objects.into_iter())
}

fn json_of(records: &[&Value]) -> Result<String, Thrown> {
    let mut text = Vec::new();
    for record in records {
        text.push(if text.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(&mut text, record).map_err(|error| JsValue::from_str(&error.to_string()))?;
    }
    text.push(b']');
    String::from_utf8(text).map_err(|error| JsValue::from_str(&error.to_string()))
}

/// The objects as records, in order.
pub(super) fn from_js(objects: &Array) -> Result<Vec<Value>, Thrown> {
    let mut records = Vec::with_capacity(objects.length() as usize);
    for start in (0..objects.length()).step_by(ROWS_AT_ONCE as usize) {
        let text = String::from(JSON::stringify(&objects.slice(start, start + ROWS_AT_ONCE))?);
        let rows: Vec<Value> = serde_json::from_str(&text).map_err(|error| JsValue::from_str(&error.to_string()))?;
        records.extend(rows);
    }
    Ok(records)
}
