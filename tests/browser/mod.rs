//! What the window's and the worker's tests share: databases that no two tests meet in, and cases that need a browser.

use std::rc::Rc;

use dreamfs::platform::browser::IndexedDbBackend;

/// A name that nothing else has.
pub fn fresh_name() -> String {
    format!("test-{}-{}", js_sys::Date::now(), js_sys::Math::random())
}

pub async fn open(name: &str) -> IndexedDbBackend {
    IndexedDbBackend::open(name, Rc::new(|| panic!("nothing holds this database")))
        .await
        .expect("a database that opens")
}

/// Deletes a database, once nothing holds it.
pub async fn delete(name: &str) {
    indexed_db_futures::database::Database::delete_by_name(name).expect("a request").await.expect("a deletion");
}
