//! Records on their way between Rust and JavaScript: plain objects there, `serde_json::Value` here, JSON text between. One
//! text for many records costs less than a call for each field, and unlike setting properties one by one it keeps a field
//! named `__proto__`. Numbers are JavaScript's: a whole number beyond 2^53 loses its last digits.

use js_sys::{Array, JSON};
use serde_json::Value;
use wasm_bindgen::JsValue;

use super::keys::Thrown;

/// Records in one text. Longest text: this many records of about 100 KB.
const ROWS_AT_ONCE: u32 = 64;

/// The records as objects, in order.
pub(super) fn to_js<'a>(records: impl ExactSizeIterator<Item = &'a Value>) -> Result<Vec<JsValue>, Thrown> {
    let mut objects = Vec::with_capacity(records.len());
    let mut text = Vec::new();
    let mut waiting = 0;
    for record in records {
        text.push(if waiting == 0 { b'[' } else { b',' });
        serde_json::to_writer(&mut text, record).map_err(|error| JsValue::from_str(&error.to_string()))?;
        waiting += 1;
        if waiting == ROWS_AT_ONCE {
            parse(&mut text, &mut objects)?;
            waiting = 0;
        }
    }
    if waiting > 0 {
        parse(&mut text, &mut objects)?;
    }
    Ok(objects)
}

fn parse(text: &mut Vec<u8>, objects: &mut Vec<JsValue>) -> Result<(), Thrown> {
    text.push(b']');
    let json = str::from_utf8(text).map_err(|error| JsValue::from_str(&error.to_string()))?;
    objects.extend(Array::from(&JSON::parse(json)?).iter());
    text.clear();
    Ok(())
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
