//! Records on their way between Rust and JavaScript: plain objects there, `serde_json::Value` here, JSON text between. One
//! text for many records costs less than a call for each field, and unlike setting properties one by one it keeps a field
//! named `__proto__`. Numbers are JavaScript's: a whole number beyond 2^53 loses its last digits.

use std::vec;

use js_sys::{Array, JSON};
use serde_json::Value;
use wasm_bindgen::JsValue;

use super::keys::Thrown;

/// Records in one text. Longest text: this many records of about 100 KB.
const ROWS_AT_ONCE: u32 = 64;

/// Records as objects, in order, converted some at a time: what was issued before is under way in the browser meanwhile.
pub(super) struct Objects<I> {
    records: I,
    ready: vec::IntoIter<JsValue>,
}

impl<'a, I: Iterator<Item = &'a Value>> Objects<I> {
    pub fn new(records: I) -> Self {
        Self { records, ready: Vec::new().into_iter() }
    }

    /// The next object. There must be one.
    pub fn take(&mut self) -> Result<JsValue, Thrown> {
        if self.ready.len() == 0 {
            self.ready = to_js(self.records.by_ref().take(ROWS_AT_ONCE as usize))?.into_iter();
        }
        Ok(self.ready.next().unwrap_or_default())
    }
}

fn to_js<'a>(records: impl Iterator<Item = &'a Value>) -> Result<Vec<JsValue>, Thrown> {
    let mut text = Vec::new();
    for record in records {
        text.push(if text.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(&mut text, record).map_err(|error| JsValue::from_str(&error.to_string()))?;
    }
    text.push(b']');
    let json = str::from_utf8(&text).map_err(|error| JsValue::from_str(&error.to_string()))?;
    Ok(Array::from(&JSON::parse(json)?).iter().collect())
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
