//! What every backend must do, written once. Native tests run it on the reference backend, browsers on both: the entry
//! files name the cases, and give each one an empty backend.

#![allow(clippy::expect_used, reason = "a test that cannot go on ends")]

pub mod cases;
pub mod model;
pub mod random;

use dreamfs::{
    domain::{Batch, Expect, Key, Query, Table, Write},
    ports::{Backend, BackendError},
};
use serde_json::{Value, json};

/// Makes a key of its parts.
#[macro_export]
macro_rules! key {
    ($($part:expr),* $(,)?) => { vec![$(dreamfs::domain::Part::from($part)),*] };
}

/// Gives the names of all cases to the macro `run`, which makes a test of each.
#[macro_export]
macro_rules! contract {
    ($run:ident) => {
        $run! {
            nothing_is_there_at_first,
            a_record_reads_back_as_it_was_put,
            a_put_replaces_the_whole_record,
            an_add_keeps_a_new_record,
            an_add_that_clashes_aborts_the_whole_batch,
            two_adds_of_one_key_in_a_batch_clash,
            an_add_after_a_delete_of_its_key_is_kept,
            an_expectation_that_holds_lets_the_batch_through,
            an_expectation_that_fails_leaves_nothing,
            every_expectation_counts,
            an_expected_absence_fails_where_there_is_a_record,
            a_field_that_is_missing_counts_as_zero,
            an_expectation_sees_what_stood_before_the_batch,
            a_batch_of_expectations_only_is_checked,
            an_empty_batch_and_an_empty_read_are_fine,
            a_delete_takes_one_record,
            deleting_what_is_not_there_is_no_failure,
            deleting_under_a_prefix_takes_all_of_it_and_no_more,
            deleting_under_nothing_empties_the_table,
            writes_take_effect_in_their_order,
            a_record_without_its_key_aborts_the_batch,
            a_range_comes_in_key_order,
            numbers_sort_by_size_and_texts_by_letters,
            a_prefix_ends_at_a_whole_part,
            a_bound_is_left_out,
            a_bound_leaves_out_all_that_is_under_it,
            a_bound_need_not_exist,
            a_limit_cuts_a_range,
            a_limit_of_nothing_gives_nothing,
            a_reversed_range_starts_at_its_end,
            a_reversed_page_with_bound_and_limit,
            a_whole_table_can_be_read_in_pages,
            an_index_finds_and_orders_records,
            a_record_without_an_indexed_field_is_not_in_the_index,
            an_index_follows_changes,
            the_last_number_under_a_prefix,
            a_read_answers_every_query_in_order,
            a_read_sees_one_moment,
            a_batch_of_five_thousand_records_is_kept_whole,
            a_large_batch_that_clashes_at_its_end_leaves_nothing,
            texts_of_every_kind_survive,
            values_of_every_kind_survive,
            fields_with_awkward_names_survive,
            commits_at_once_are_kept_one_by_one,
            of_two_writers_that_add_one_key_one_wins,
            the_status_names_the_kind,
            a_closed_backend_says_so,
            random_operations_match_a_model,
        }
    };
}

/// A record of the versions table.
pub fn version(store: &str, seq: u64, memory: &str) -> Value {
    json!({ "memory_store_id": store, "seq": seq, "id": format!("memver_{store}_{seq}"), "memory_id": memory, "content": "" })
}

/// A record of the memories table.
pub fn memory(store: &str, id: &str, content: &str) -> Value {
    json!({ "memory_store_id": store, "id": id, "content": content })
}

/// A record of a table whose key is `id`.
pub fn store(id: &str, generation: u64) -> Value {
    json!({ "id": id, "generation": generation })
}

pub fn put(table: Table, record: Value) -> Write {
    Write::Put(table, record)
}

pub fn add(table: Table, record: Value) -> Write {
    Write::Add(table, record)
}

pub fn expect(table: Table, key: Key, field: &'static str, number: Option<u64>) -> Expect {
    Expect { table, key, field, number }
}

pub async fn commit(backend: &dyn Backend, expects: Vec<Expect>, writes: Vec<Write>) -> Result<(), BackendError> {
    backend.commit(Batch { expects, writes }).await
}

/// Commits what must succeed.
pub async fn write(backend: &dyn Backend, writes: Vec<Write>) {
    assert_eq!(commit(backend, Vec::new(), writes).await, Ok(()));
}

/// The rows of one query.
pub async fn rows(backend: &dyn Backend, query: Query) -> Vec<Value> {
    let mut answers = backend.read(vec![query]).await.expect("a read that succeeds");
    assert_eq!(answers.len(), 1, "one answer a query");
    answers.remove(0)
}

pub async fn get(backend: &dyn Backend, table: Table, key: Key) -> Option<Value> {
    let mut found = rows(backend, Query::Get(table, key)).await;
    assert!(found.len() <= 1, "one record a key");
    found.pop()
}

pub async fn all(backend: &dyn Backend, table: Table) -> Vec<Value> {
    rows(backend, Query::all(table, Key::new())).await
}

/// A range to ask for, in parts.
#[derive(Clone, Default)]
pub struct Range {
    pub index: Option<&'static str>,
    pub prefix: Key,
    pub bound: Option<dreamfs::domain::Part>,
    pub limit: Option<usize>,
    pub reverse: bool,
}

impl Range {
    pub fn of(self, table: Table) -> Query {
        let Range { index, prefix, bound, limit, reverse } = self;
        Query::Under { table, index, prefix, bound, limit, reverse }
    }
}

/// One field of each row, as text.
pub fn field(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter()
        .map(|row| match &row[name] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect()
}
