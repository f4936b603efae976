//! What the window's and the worker's tests share: databases that no two tests meet in, and cases that need a browser.

#![allow(clippy::expect_used, reason = "a test that cannot go on ends")]

pub mod lifecycle;
pub mod ports;

use std::rc::Rc;

use dreamfs::platform::browser::IndexedDbBackend;

/// Runs the cases that need a browser, each as a test.
#[macro_export]
macro_rules! browser_cases {
    ($run:ident) => {
        $run! { lifecycle:
            the_schema_is_what_the_tables_are,
            every_older_schema_is_brought_up_to_date,
            a_newer_database_is_refused,
            an_older_tab_lets_go_and_says_why,
            a_tab_that_does_not_let_go_is_waited_for,
            a_deleted_database_is_not_written_to,
            a_connection_that_the_browser_closed_is_opened_again,
            a_client_that_was_closed_is_not_opened_again,
            what_one_connection_commits_the_other_reads,
            two_connections_conflict,
            an_aborted_batch_is_never_seen,
            a_commit_that_is_given_up_leaves_nothing,
            a_clash_is_no_unhandled_error,
            records_are_plain_objects,
            a_place_without_indexeddb_is_told_in_words,
        }
        $run! { ports:
            a_sleep_ends_and_can_be_given_up,
            zones_have_their_offsets,
            the_clock_goes_forward,
            seeds_differ,
            a_lock_has_one_holder_across_tabs,
            a_lock_within_one_engine_has_one_holder,
            a_lock_that_nobody_waits_for_any_more_goes_on,
            notices_reach_other_tabs_only,
            a_model_is_a_function,
        }
    };
}

/// A name that nothing else has.
pub fn fresh_name() -> String {
    format!("test-{}-{}", js_sys::Date::now(), js_sys::Math::random())
}

pub async fn open(name: &str) -> IndexedDbBackend {
    IndexedDbBackend::open(name, never_blocked()).await.expect("a database that opens")
}

pub fn never_blocked() -> Rc<dyn Fn()> {
    Rc::new(|| panic!("nothing holds this database"))
}

/// Deletes a database, once nothing holds it.
pub async fn delete(name: &str) {
    indexed_db_futures::database::Database::delete_by_name(name).expect("a request").await.expect("a deletion");
}

/// Evaluates JavaScript: the body of an async function.
pub async fn javascript(body: &str) -> wasm_bindgen::JsValue {
    let function = js_sys::Function::new_no_args(&format!("return (async () => {{ {body} }})()"));
    let promise = function.call0(&wasm_bindgen::JsValue::UNDEFINED).expect("JavaScript that runs");
    wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(promise)).await.expect("JavaScript that ends well")
}
