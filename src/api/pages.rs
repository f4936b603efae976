//! Lists a page at a time. A cursor is opaque, bound to the list and filters it came from, and names the last item given, so
//! items that come or go in between disturb no page.

use futures_util::future::{FutureExt, LocalBoxFuture};
use serde_json::{Value, json};

use super::{Call, query::Params};
use crate::domain::{Error, Key, Part, Query, Result, Table};

/// Where a page begins, and how long it may be.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub limit: usize,
    /// The item before the page, in the direction of reading.
    pub after: Option<Part>,
    /// The page before was asked for: read the other way round.
    pub back: bool,
    filters: u64,
}

impl Page {
    /// Reads `limit` and `page`.
    pub fn read(call: &Call<'_>, params: &mut Params, full: bool) -> Result<Self> {
        let limits = call.engine.limits();
        let max = if full { limits.page_max_full } else { limits.page_max };
        Self::read_up_to(call, params, limits.page_max, max)
    }

    /// The same for a list of events: the SDK's own tool runner asks for a thousand at once.
    pub fn of_events(call: &Call<'_>, params: &mut Params) -> Result<Self> {
        let most = call.engine.limits().page_max_events;
        Self::read_up_to(call, params, most, most)
    }

    /// `limit` may be up to `most`; a page holds at most `max`.
    fn read_up_to(call: &Call<'_>, params: &mut Params, most: usize, max: usize) -> Result<Self> {
        let filters = fnv1a(&params.filters);
        let limit = match params.number("limit", 1, most as u64)? {
            // The hosted rule: with content, a page holds at most so many whatever the limit says.
            Some(limit) => (limit as usize).min(max),
            None => call.engine.limits().page_default.min(max),
        };
        let mut page = Self { limit, after: None, back: false, filters };
        if let Some(cursor) = params.text("page")?.filter(|cursor| !cursor.is_empty()) {
            page.open(&cursor).ok_or_else(|| {
                Error::invalid("page", "is not a cursor of this list with these filters; use next_page as the list gave it, and keep the filters")
            })?;
        }
        Ok(page)
    }

    /// The cursor of the page after `last`.
    pub fn cursor(&self, last: &Part, back: bool) -> String {
        let last = match last {
            Part::Number(number) => json!(number),
            Part::Text(text) => json!(text),
        };
        let text = json!([self.filters.to_string(), last, back]).to_string();
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("page_{hex}")
    }

    fn open(&mut self, cursor: &str) -> Option<()> {
        let hex = cursor.strip_prefix("page_")?;
        let digits: Option<Vec<u8>> = hex.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
        let bytes: Vec<u8> =
            digits?.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect();
        let parts: Value = serde_json::from_slice(&bytes).ok()?;
        if parts.get(0)?.as_str()? != self.filters.to_string() {
            return None;
        }
        self.after = Some(match parts.get(1)? {
            Value::String(text) => Part::Text(text.clone()),
            other => Part::Number(other.as_u64()?),
        });
        self.back = parts.get(2)?.as_bool()?;
        Some(())
    }
}

/// A list over a table.
pub(super) struct Scan {
    pub table: Table,
    pub index: Option<&'static str>,
    pub prefix: Key,
    /// The field that tells a row from the others below the prefix.
    pub field: &'static str,
    pub reverse: bool,
}

/// A page's rows, and the cursors of the pages around it.
pub(super) struct Rows {
    pub rows: Vec<Value>,
    pub next: Option<String>,
    pub previous: Option<String>,
}

impl Scan {
    /// Reads rows, chunk by chunk, until the page is full of such as `keep` keeps.
    pub fn page<'a>(
        &'a self,
        call: &'a Call<'_>,
        page: &'a Page,
        keep: impl Fn(&Value) -> bool + 'a,
    ) -> LocalBoxFuture<'a, Result<Rows>> {
        self.page_of(call, page, Box::new(keep)).boxed_local()
    }

    async fn page_of(&self, call: &Call<'_>, page: &Page, keep: Box<dyn Fn(&Value) -> bool + '_>) -> Result<Rows> {
        let chunk = call.engine.limits().scan_chunk;
        let reverse = self.reverse != page.back;
        let mut bound = page.after.clone();
        let mut rows: Vec<Value> = Vec::new();
        loop {
            let query = Query::Under {
                table: self.table,
                index: self.index,
                prefix: self.prefix.clone(),
                bound: bound.clone(),
                limit: Some(chunk),
                reverse,
            };
            let read = call.engine.read_one(query).await?;
            let ended = read.len() < chunk;
            bound = read.last().and_then(|row| self.part(row));
            rows.extend(read.into_iter().filter(&keep));
            if ended || rows.len() > page.limit {
                break;
            }
        }
        let more = rows.len() > page.limit;
        rows.truncate(page.limit);
        let beyond = rows.last().and_then(|row| self.part(row)).filter(|_| more);
        let before = rows.first().and_then(|row| self.part(row)).filter(|_| page.after.is_some());
        let (mut next, mut previous) =
            (beyond.map(|part| page.cursor(&part, page.back)), before.map(|part| page.cursor(&part, !page.back)));
        if page.back {
            rows.reverse();
            std::mem::swap(&mut next, &mut previous);
        }
        Ok(Rows { rows, next, previous })
    }

    fn part(&self, row: &Value) -> Option<Part> {
        match row.get(self.field)? {
            Value::String(text) => Some(Part::Text(text.clone())),
            other => other.as_u64().map(Part::Number),
        }
    }
}

/// FNV-1a, 64 bits: enough to tell filters apart.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(filters: &str) -> Page {
        Page { limit: 20, after: None, back: false, filters: fnv1a(filters) }
    }

    #[test]
    fn a_cursor_reads_back_as_the_place_it_was_made_of() {
        for last in [Part::from(0), Part::from(u64::MAX), Part::from(""), Part::from("/notes/\u{1F4A9} \"x\"")] {
            for back in [false, true] {
                let mut opened = page("list?a=1");
                assert_eq!(opened.open(&page("list?a=1").cursor(&last, back)), Some(()));
                assert_eq!((opened.after, opened.back), (Some(last.clone()), back));
            }
        }
    }

    #[test]
    fn a_cursor_of_other_filters_and_text_that_is_no_cursor_do_not_open() {
        let cursor = page("list?a=1").cursor(&Part::from(7), false);
        assert_eq!(page("list?a=2").open(&cursor), None);
        for text in
            ["", "page_", "page_zz", "page_5", "page_5b5d", "page_ff", &cursor[1..], &format!("{cursor}0"), "page_é"]
        {
            assert_eq!(page("list?a=1").open(text), None, "{text}");
        }
    }
}
