//! A read: every question asked at once in one readonly transaction, so that all are answered from the same moment.

use futures_util::future::try_join_all;
use js_sys::Array;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbCursor, IdbCursorDirection, IdbIndex, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

use super::{
    keys::{self, Thrown},
    records,
    request::done,
};
use crate::domain::{Query, Table};

/// Answers the queries within a transaction over their tables.
pub(super) async fn answer(transaction: &IdbTransaction, queries: &[Query]) -> Result<Vec<Vec<Value>>, Thrown> {
    let asked = queries.iter().map(|query| Asked::new(transaction, query)).collect::<Result<Vec<_>, _>>()?;
    // Requests are answered in order: when the last of the plain ones has its answer, so have the others.
    if let Some(last) = asked.iter().rev().find_map(Asked::plain) {
        done(last).await?;
    }
    let answers = try_join_all(asked.into_iter().map(Asked::rows)).await?;
    into_records(&answers)
}

/// What a query has asked of the browser so far.
enum Asked {
    /// A record, or undefined.
    Record(IdbRequest),
    /// An array of records.
    Records { request: IdbRequest, reverse: bool },
    /// A cursor on the last key, or null.
    LastKey(IdbRequest),
    /// A cursor on the last key, from where the beginning of a page counted from the end is looked for.
    LastPage { request: IdbRequest, source: Source, range: Option<IdbKeyRange>, limit: u32 },
    /// Nothing: the answer is empty.
    Nothing,
}

impl Asked {
    fn new(transaction: &IdbTransaction, query: &Query) -> Result<Self, Thrown> {
        let table = query.table();
        let store = transaction.object_store(table.name())?;
        match query {
            Query::Get(_, key) => Ok(Asked::Record(store.get(&keys::key(table, key))?)),
            Query::LastNumber(_, prefix) => {
                let range = keys::range(table.key_path(), prefix, None, true)?;
                Ok(Asked::LastKey(Source::Table(store).last_key(range.as_ref())?))
            }
            Query::Under { limit: Some(0), .. } => Ok(Asked::Nothing),
            Query::Under { index, prefix, bound, limit, reverse, .. } => {
                let (source, fields) = Source::new(store, table, *index)?;
                let range = keys::range(fields, prefix, bound.as_ref(), *reverse)?;
                let limit = limit.and_then(|limit| u32::try_from(limit).ok());
                match limit {
                    Some(limit) if *reverse => {
                        Ok(Asked::LastPage { request: source.last_key(range.as_ref())?, source, range, limit })
                    }
                    _ => Ok(Asked::Records { request: source.all(range.as_ref(), limit)?, reverse: *reverse }),
                }
            }
        }
    }

    /// The request of a query that asks only one.
    fn plain(&self) -> Option<&IdbRequest> {
        match self {
            Asked::Record(request) | Asked::Records { request, .. } | Asked::LastKey(request) => Some(request),
            Asked::LastPage { .. } | Asked::Nothing => None,
        }
    }

    /// The rows, once the plain requests are done.
    async fn rows(self) -> Result<Array, Thrown> {
        match self {
            Asked::Nothing => Ok(Array::new()),
            Asked::Record(request) => {
                let record = request.result()?;
                Ok(if record.is_undefined() { Array::new() } else { Array::of1(&record) })
            }
            Asked::Records { request, reverse } => {
                let rows: Array = request.result()?.unchecked_into();
                Ok(if reverse { rows.reverse() } else { rows })
            }
            Asked::LastKey(request) => {
                let number = cursor(request.result()?).map(|cursor| cursor.key()).transpose()?;
                let number = number.as_ref().and_then(keys::last_number);
                Ok(number.map(|number| Array::of1(&number.into())).unwrap_or_default())
            }
            Asked::LastPage { request, source, range, limit } => last_page(&request, &source, range, limit).await,
        }
    }
}

/// A cursor steps over keys to where the page begins, and the page comes in one piece: three requests at most, however
/// long it is.
async fn last_page(
    request: &IdbRequest,
    source: &Source,
    range: Option<IdbKeyRange>,
    limit: u32,
) -> Result<Array, Thrown> {
    let Some(last) = cursor(done(request).await?) else { return Ok(Array::new()) };
    let mut first = Some(last.clone());
    if limit > 1 {
        last.advance(limit - 1)?;
        first = cursor(done(request).await?);
    }
    let range = match first {
        Some(first) => Some(keys::from(&first.key()?, range.as_ref())?),
        None => range,
    };
    let rows: Array = done(&source.all(range.as_ref(), None)?).await?.unchecked_into();
    Ok(rows.reverse())
}

fn cursor(result: JsValue) -> Option<IdbCursor> {
    (!result.is_null()).then(|| result.unchecked_into())
}

/// A table or one of its indexes.
enum Source {
    Table(IdbObjectStore),
    Index(IdbIndex),
}

impl Source {
    /// The source, and the fields that its keys are made of.
    fn new(
        store: IdbObjectStore,
        table: Table,
        index: Option<&str>,
    ) -> Result<(Self, &'static [&'static str]), Thrown> {
        let Some(name) = index else { return Ok((Source::Table(store), table.key_path())) };
        let fields = table.indexes().iter().find(|(known, _)| *known == name).map(|(_, fields)| *fields);
        let fields =
            fields.ok_or_else(|| JsValue::from_str(&format!("the table `{}` has no index `{name}`", table.name())))?;
        Ok((Source::Index(store.index(name)?), fields))
    }

    fn all(&self, range: Option<&IdbKeyRange>, limit: Option<u32>) -> Result<IdbRequest, Thrown> {
        let everything = JsValue::UNDEFINED;
        let range = range.map_or(&everything, AsRef::as_ref);
        match (self, limit) {
            (Source::Table(store), None) => store.get_all_with_key(range),
            (Source::Table(store), Some(limit)) => store.get_all_with_key_and_limit(range, limit),
            (Source::Index(index), None) => index.get_all_with_key(range),
            (Source::Index(index), Some(limit)) => index.get_all_with_key_and_limit(range, limit),
        }
    }

    fn last_key(&self, range: Option<&IdbKeyRange>) -> Result<IdbRequest, Thrown> {
        let everything = JsValue::UNDEFINED;
        let range = range.map_or(&everything, AsRef::as_ref);
        match self {
            Source::Table(store) => store.open_key_cursor_with_range_and_direction(range, IdbCursorDirection::Prev),
            Source::Index(index) => index.open_key_cursor_with_range_and_direction(range, IdbCursorDirection::Prev),
        }
    }
}

/// All rows cross together; each answer then takes its own.
fn into_records(answers: &[Array]) -> Result<Vec<Vec<Value>>, Thrown> {
    let together = match answers {
        [only] => only.clone(),
        many => many.iter().fold(Array::new(), |together, rows| {
            for row in rows.iter() {
                together.push(&row);
            }
            together
        }),
    };
    let mut records = records::from_js(&together)?.into_iter();
    Ok(answers.iter().map(|rows| records.by_ref().take(rows.length() as usize).collect()).collect())
}
