//! Keys and ranges of keys as IndexedDB takes them. A key of one field is a plain value, of several an array; arrays sort
//! after every number and text, so `[prefix…, []]` stands behind all that begins with `prefix`.
//!
//! IndexedDB compares texts by UTF-16 code units, the reference backend by code points. They differ only between
//! characters beyond U+FFFF and those from U+E000 to U+FFFF; every text in a key is an id of ASCII letters and digits.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

use crate::domain::{Part, Table, batch::Bound};

pub(super) type Thrown = JsValue;

fn part(part: &Part) -> JsValue {
    match part {
        Part::Number(number) => JsValue::from_f64(*number as f64),
        Part::Text(text) => JsValue::from_str(text),
    }
}

fn array(parts: &[Part]) -> Array {
    parts.iter().map(part).collect()
}

/// A whole key of a table.
pub(super) fn key(table: Table, key: &[Part]) -> JsValue {
    match (table.key_path(), key) {
        ([_], [only]) => part(only),
        _ => array(key).into(),
    }
}

/// The keys of an index or a table (as many parts as `fields`) that begin with `prefix` and lie strictly beyond `bound`.
/// `None` is every key.
pub(super) fn range(
    fields: &[&str],
    prefix: &[Part],
    bound: Option<&Bound>,
    reverse: bool,
) -> Result<Option<IdbKeyRange>, Thrown> {
    if let [_] = fields {
        return single(prefix, bound, reverse);
    }
    if prefix.is_empty() && bound.is_none() {
        return Ok(None);
    }
    let first = array(prefix);
    let end = behind(prefix);
    let Some(bound) = bound else { return bounds(&first, &end, false) };
    let mut beyond = prefix.to_vec();
    beyond.push(bound.clone());
    if reverse { bounds(&first, &array(&beyond), false) } else { bounds(&behind(&beyond), &end, true) }
}

/// The same for keys that are one plain value.
fn single(prefix: &[Part], bound: Option<&Bound>, reverse: bool) -> Result<Option<IdbKeyRange>, Thrown> {
    match (prefix.first(), bound) {
        (Some(only), _) => IdbKeyRange::only(&part(only)).map(Some),
        (None, None) => Ok(None),
        (None, Some(bound)) if reverse => IdbKeyRange::upper_bound_with_open(&part(bound), true).map(Some),
        (None, Some(bound)) => IdbKeyRange::lower_bound_with_open(&part(bound), true).map(Some),
    }
}

/// A key behind everything that begins with `prefix`.
fn behind(prefix: &[Part]) -> Array {
    let end = array(prefix);
    end.push(&Array::new());
    end
}

fn bounds(lower: &Array, upper: &Array, lower_open: bool) -> Result<Option<IdbKeyRange>, Thrown> {
    IdbKeyRange::bound_with_lower_open_and_upper_open(lower, upper, lower_open, true).map(Some)
}

/// The part of `range` from `lower` on: what remains of it once a cursor has shown where a page begins.
pub(super) fn from(lower: &JsValue, range: Option<&IdbKeyRange>) -> Result<IdbKeyRange, Thrown> {
    match range.map(|range| (range.upper(), range.upper_open())) {
        Some((Ok(upper), open)) if !upper.is_undefined() => {
            IdbKeyRange::bound_with_lower_open_and_upper_open(lower, &upper, false, open)
        }
        _ => IdbKeyRange::lower_bound(lower),
    }
}

/// The number that a key ends with.
pub(super) fn last_number(key: &JsValue) -> Option<f64> {
    if Array::is_array(key) { Array::from(key).iter().last()?.as_f64() } else { key.as_f64() }
}
