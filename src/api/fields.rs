//! Reading a JSON object field by field. Every rule that is broken is named with its field; a field that nobody asked for is
//! refused, never ignored.

use serde_json::{Map, Value};

use crate::domain::{Error, Result, Time};

/// An object under reading. Fields are taken out one by one; [`Fields::finish`] refuses what is left.
pub(super) struct Fields {
    /// Where the object stands in the request, such as `resources[0].`; empty at the top.
    at: String,
    fields: Map<String, Value>,
    known: Vec<&'static str>,
}

/// A field that may be absent, null, or set: an update tells them apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Patch<T> {
    Absent,
    Null,
    Set(T),
}

impl<T> Patch<T> {
    /// The value set; null and absence alike mean none.
    pub fn value(self) -> Option<T> {
        match self {
            Patch::Set(value) => Some(value),
            _ => None,
        }
    }
}

impl Fields {
    pub fn new(at: &str, value: Value) -> Result<Self> {
        match value {
            Value::Object(fields) => {
                Ok(Self { at: if at.is_empty() { String::new() } else { format!("{at}.") }, fields, known: Vec::new() })
            }
            _ => Err(Error::invalid(if at.is_empty() { "body" } else { at }, "must be a JSON object")),
        }
    }

    /// The field's name as it stands in the request.
    pub fn name(&self, field: &str) -> String {
        format!("{}{field}", self.at)
    }

    pub fn take(&mut self, field: &'static str) -> Patch<Value> {
        self.known.push(field);
        match self.fields.shift_remove(field) {
            None => Patch::Absent,
            Some(Value::Null) => Patch::Null,
            Some(value) => Patch::Set(value),
        }
    }

    pub fn text(&mut self, field: &'static str) -> Result<Patch<String>> {
        match self.take(field) {
            Patch::Set(Value::String(text)) => Ok(Patch::Set(text)),
            Patch::Set(_) => Err(self.broken(field, "must be a string")),
            Patch::Null => Ok(Patch::Null),
            Patch::Absent => Ok(Patch::Absent),
        }
    }

    /// Text with a bound on its characters.
    pub fn short_text(&mut self, field: &'static str, min: usize, max: usize) -> Result<Patch<String>> {
        let text = self.text(field)?;
        if let Patch::Set(text) = &text {
            let count = text.chars().count();
            if count < min || count > max {
                let rule = if min == 0 {
                    format!("must be at most {max} characters long")
                } else {
                    format!("must be {min} to {max} characters long")
                };
                return Err(self.broken(field, format!("{rule}; this has {count}")));
            }
        }
        Ok(text)
    }

    pub fn required<T>(&self, field: &'static str, value: Patch<T>) -> Result<T> {
        value.value().ok_or_else(|| self.broken(field, "is required"))
    }

    /// A field that may be left out but not null.
    pub fn not_null<T>(&self, field: &'static str, value: Patch<T>) -> Result<Option<T>> {
        match value {
            Patch::Null => Err(self.broken(field, "must not be null; leave it out instead")),
            other => Ok(other.value()),
        }
    }

    pub fn number(&mut self, field: &'static str, min: u64) -> Result<Option<u64>> {
        match self.take(field) {
            Patch::Set(value) => match value.as_u64().filter(|number| *number >= min) {
                Some(number) => Ok(Some(number)),
                None => Err(self.broken(field, format!("must be a whole number of at least {min}"))),
            },
            _ => Ok(None),
        }
    }

    pub fn flag(&mut self, field: &'static str) -> Result<Option<bool>> {
        match self.take(field) {
            Patch::Set(Value::Bool(flag)) => Ok(Some(flag)),
            Patch::Set(_) => Err(self.broken(field, "must be true or false")),
            _ => Ok(None),
        }
    }

    pub fn time(&mut self, field: &'static str) -> Result<Option<Time>> {
        match self.text(field)? {
            Patch::Set(text) => match Time::parse(&text) {
                Some(time) => Ok(Some(time)),
                None => Err(self.broken(field, "must be an RFC 3339 time, such as 2026-05-06T09:00:00Z")),
            },
            _ => Ok(None),
        }
    }

    pub fn list(&mut self, field: &'static str) -> Result<Patch<Vec<Value>>> {
        match self.take(field) {
            Patch::Set(Value::Array(items)) => Ok(Patch::Set(items)),
            Patch::Set(_) => Err(self.broken(field, "must be an array")),
            Patch::Null => Ok(Patch::Null),
            Patch::Absent => Ok(Patch::Absent),
        }
    }

    pub fn object(&mut self, field: &'static str) -> Result<Patch<Fields>> {
        let name = self.name(field);
        match self.take(field) {
            Patch::Set(value) => Fields::new(&name, value).map(Patch::Set),
            Patch::Null => Ok(Patch::Null),
            Patch::Absent => Ok(Patch::Absent),
        }
    }

    /// A field that may be absent or null only: what it asks for cannot be had here.
    pub fn unsupported(&mut self, field: &'static str, why: &str) -> Result<()> {
        match self.take(field) {
            Patch::Absent | Patch::Null => Ok(()),
            Patch::Set(_) => Err(self.broken(field, format!("is not supported here: {why}"))),
        }
    }

    /// The same for a list, which may also be empty.
    pub fn unsupported_list(&mut self, field: &'static str, why: &str) -> Result<()> {
        match self.list(field)? {
            Patch::Set(items) if !items.is_empty() => Err(self.broken(field, format!("is not supported here: {why}"))),
            _ => Ok(()),
        }
    }

    /// Metadata: at most 16 pairs, keys of 1 to 64 characters, values of at most 512. With `nulls`, a null removes a key.
    pub fn metadata(&mut self, field: &'static str, nulls: bool) -> Result<Patch<Map<String, Value>>> {
        let map = match self.take(field) {
            Patch::Set(Value::Object(map)) => map,
            Patch::Set(_) => return Err(self.broken(field, "must be an object of strings")),
            Patch::Null => return Ok(Patch::Null),
            Patch::Absent => return Ok(Patch::Absent),
        };
        if map.len() > 16 && !nulls {
            return Err(self.broken(field, format!("must hold at most 16 pairs; this has {}", map.len())));
        }
        for (key, value) in &map {
            let count = key.chars().count();
            if !(1..=64).contains(&count) {
                return Err(self.broken(field, format!("keys must be 1 to 64 characters long; one has {count}")));
            }
            match value {
                Value::String(text) if text.chars().count() <= 512 => {}
                Value::String(_) => {
                    return Err(self.broken(field, format!("the value of {key:?} must be at most 512 characters long")));
                }
                Value::Null if nulls => {}
                _ => return Err(self.broken(field, format!("the value of {key:?} must be a string"))),
            }
        }
        Ok(Patch::Set(map))
    }

    /// Refuses fields that nobody asked for.
    pub fn finish(self) -> Result<()> {
        match self.fields.keys().next() {
            None => Ok(()),
            Some(field) => Err(self.broken(field, format!("is not a field here; there are {}", self.known.join(", ")))),
        }
    }

    pub fn broken(&self, field: &str, rule: impl std::fmt::Display) -> Error {
        Error::invalid(self.name(field), rule)
    }
}
