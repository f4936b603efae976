//! A request's body as JSON.

use serde_json::{Map, Value};

use super::{Call, fields::Fields};
use crate::domain::{Error, Result};

impl Call<'_> {
    /// The body's fields; an empty body is an empty object.
    pub(super) fn fields(&self) -> Result<Fields> {
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Fields::new("", Value::Object(Map::new()));
        }
        let text = std::str::from_utf8(self.body).map_err(|_| Error::invalid("body", "must be UTF-8"))?;
        let value =
            serde_json::from_str(text).map_err(|error| Error::invalid("body", format!("must be JSON: {error}")))?;
        Fields::new("", value)
    }

    /// Refuses a body with fields, where a route takes none.
    pub(super) fn no_fields(&self) -> Result<()> {
        self.fields()?.finish()
    }
}
