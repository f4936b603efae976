//! The life of a database: schemas, other tabs, and a browser that takes it away.

use std::{cell::Cell, rc::Rc};

use dreamfs::{
    domain::{Query, Table},
    platform::browser::{
        IndexedDbBackend, OpenError,
        idb::schema::{Change, STEPS, Step},
    },
    ports::{Backend, BackendError},
};
use futures_util::{FutureExt, future::join};
use indexed_db_futures::database::Database;
use serde_json::json;

use super::{delete, fresh_name, javascript, never_blocked, open};
use crate::{
    contract::{Range, add, all, commit, expect, field, get, memory, put, rows, store, version, write},
    key,
};

/// A history as it might have been: tables one by one, then an index of a table that holds records.
static HISTORY: [Step; 4] = [
    Step { version: 1, changes: &[Change::Table("stores", &["id"])] },
    Step {
        version: 2,
        changes: &[Change::Table("versions", &["memory_store_id", "seq"]), Change::Table("sessions", &["id"])],
    },
    Step { version: 3, changes: &[Change::Index("versions", "by_memory", &["memory_store_id", "memory_id", "seq"])] },
    Step { version: 4, changes: &[Change::Table("memories", &["memory_store_id", "id"])] },
];

async fn open_at(name: &str, version: usize) -> IndexedDbBackend {
    IndexedDbBackend::open_at(name, &HISTORY[..version], never_blocked()).await.expect("a database that opens")
}

pub async fn the_schema_is_what_the_tables_are() {
    let name = fresh_name();
    let backend = open(&name).await;
    let found = javascript(&format!(
        "const database = await new Promise((done) => {{ indexedDB.open('{name}').onsuccess = (event) => done(event.target.result); }});
        const path = (of) => [of.keyPath].flat().join();
        const tables = [...database.objectStoreNames].map((name) => {{
            const table = database.transaction(name).objectStore(name);
            return [name, path(table), ...[...table.indexNames].map((index) => index + '=' + path(table.index(index)))].join(' ');
        }});
        database.close();
        return database.version + '\\n' + tables.sort().join('\\n');"
    ))
    .await;
    let described = |table: Table| {
        let mut words = vec![table.name().to_owned(), table.key_path().join(",")];
        words.extend(table.indexes().iter().map(|(name, fields)| format!("{name}={}", fields.join(","))));
        words.join(" ")
    };
    let mut expected: Vec<String> = Table::ALL.map(described).into();
    expected.sort();
    assert_eq!(found.as_string(), Some(format!("{}\n{}", STEPS.len(), expected.join("\n"))));
    backend.close();
    delete(&name).await;
}

pub async fn every_older_schema_is_brought_up_to_date() {
    for older in 1..=HISTORY.len() {
        let name = fresh_name();
        let backend = open_at(&name, older).await;
        write(&backend, vec![put(Table::Stores, store("kept", older as u64))]).await;
        if older >= 2 {
            write(
                &backend,
                vec![add(Table::Versions, version("s", 1, "m2")), add(Table::Versions, version("s", 2, "m1"))],
            )
            .await;
        }
        backend.close();

        let backend = open_at(&name, HISTORY.len()).await;
        assert_eq!(all(&backend, Table::Stores).await, [store("kept", older as u64)], "from {older}");
        write(&backend, vec![add(Table::Versions, version("s", 3, "m1")), put(Table::Memories, memory("s", "m", ""))])
            .await;
        let by_memory = Range { index: Some("by_memory"), ..Range::default() }.of(Table::Versions);
        let expected: &[&str] = if older >= 2 { &["2", "3", "1"] } else { &["3"] };
        assert_eq!(field(&rows(&backend, by_memory).await, "seq"), expected, "from {older}");
        backend.close();
        delete(&name).await;
    }
}

pub async fn a_newer_database_is_refused() {
    let name = fresh_name();
    open_at(&name, 3).await.close();
    let refused = IndexedDbBackend::open_at(&name, &HISTORY[..2], never_blocked()).await.err();
    assert!(matches!(&refused, Some(OpenError::Newer(_))), "{refused:?}");
    assert!(refused.is_some_and(|error| error.to_string().contains("reload the page")));
    delete(&name).await;
}

pub async fn an_older_tab_lets_go_and_says_why() {
    let name = fresh_name();
    let older = open_at(&name, 2).await;
    write(&older, vec![put(Table::Stores, store("s", 1))]).await;
    let newer = open_at(&name, 3).await;
    let outcome = commit(&older, Vec::new(), vec![put(Table::Stores, store("s", 2))]).await;
    let Err(BackendError::Closed(reason)) = outcome else { panic!("{outcome:?}") };
    assert!(reason.contains("newer dreamfs") && reason.contains("reload"), "{reason}");
    assert_eq!(older.status().await.reason, Some(reason));
    assert_eq!(all(&newer, Table::Stores).await, [store("s", 1)]);
    newer.close();
    delete(&name).await;
}

pub async fn a_tab_that_does_not_let_go_is_waited_for() {
    let name = fresh_name();
    open_at(&name, 1).await.close();
    let stubborn = Database::open(name.as_str()).await.expect("a connection");
    let stubborn = Rc::new(Cell::new(Some(stubborn)));
    let blocked = Rc::new(Cell::new(0));
    let on_blocked = {
        let (stubborn, blocked) = (stubborn.clone(), blocked.clone());
        Rc::new(move || {
            blocked.set(blocked.get() + 1);
            // The other tab closes while we wait.
            stubborn.take().expect("a connection").close();
        })
    };
    let backend = IndexedDbBackend::open_at(&name, &HISTORY[..2], on_blocked).await.expect("a database that opens");
    assert_eq!(blocked.get(), 1);
    write(&backend, vec![add(Table::Versions, version("s", 1, "m"))]).await;
    backend.close();
    delete(&name).await;
}

pub async fn a_deleted_database_is_not_written_to() {
    let name = fresh_name();
    let backend = open(&name).await;
    write(&backend, vec![put(Table::Stores, store("s", 1))]).await;
    delete(&name).await;
    let outcome = commit(&backend, Vec::new(), vec![put(Table::Stores, store("s", 2))]).await;
    assert!(matches!(&outcome, Err(BackendError::Closed(reason)) if reason.contains("deleted")), "{outcome:?}");
}

/// Keeps the connection that the next transaction is made on, as `globalThis[key]`.
async fn catch_connection(key: &str, backend: &IndexedDbBackend) {
    javascript(&format!(
        "const whole = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...args) {{
            globalThis['{key}'] = this;
            IDBDatabase.prototype.transaction = whole;
            return whole.apply(this, args);
        }};"
    ))
    .await;
    assert!(get(backend, Table::Stores, key!["none"]).await.is_none());
}

pub async fn a_connection_that_the_browser_closed_is_opened_again() {
    let name = fresh_name();
    let backend = open(&name).await;
    write(&backend, vec![put(Table::Stores, store("s", 1))]).await;
    // With its event, as the browser does it; without, as a call that comes before the event finds it.
    for event in ["dispatchEvent(new Event('close'))", "toString()"] {
        catch_connection(&name, &backend).await;
        javascript(&format!("const database = globalThis['{name}']; database.close(); database.{event};")).await;
        let both = join(get(&backend, Table::Stores, key!["s"]), get(&backend, Table::Stores, key!["s"])).await;
        assert_eq!(both, (Some(store("s", 1)), Some(store("s", 1))), "after {event}");
        write(&backend, vec![put(Table::Stores, store("t", 1))]).await;
    }
    backend.close();
    delete(&name).await;
}

pub async fn a_client_that_was_closed_is_not_opened_again() {
    let name = fresh_name();
    let backend = open(&name).await;
    catch_connection(&name, &backend).await;
    backend.close();
    javascript(&format!("globalThis['{name}'].dispatchEvent(new Event('close'));")).await;
    let answer = backend.read(vec![Query::Get(Table::Stores, key!["s"])]).await;
    assert_eq!(answer, Err(BackendError::Closed("the client was closed".into())));
    delete(&name).await;
}

pub async fn what_one_connection_commits_the_other_reads() {
    let name = fresh_name();
    let (one, other) = (open(&name).await, open(&name).await);
    for n in 0..10 {
        write(&one, vec![put(Table::Stores, store("s", n))]).await;
        assert_eq!(get(&other, Table::Stores, key!["s"]).await, Some(store("s", n)));
    }
    one.close();
    other.close();
    delete(&name).await;
}

pub async fn two_connections_conflict() {
    let name = fresh_name();
    let (one, other) = (open(&name).await, open(&name).await);
    // Both decided on the same revision: of each pair, one is kept whole and the other not at all.
    for seq in 1..=20 {
        let attempt = |backend, by: &'static str| {
            let head = put(Table::Memories, json!({ "memory_store_id": "s", "id": "m", "by": by, "seq": seq }));
            commit(backend, Vec::new(), vec![head, add(Table::Versions, version("s", seq, by))])
        };
        let outcomes = join(attempt(&one, "one"), attempt(&other, "other")).await;
        let winner = match outcomes {
            (Ok(()), Err(BackendError::Conflict)) => "one",
            (Err(BackendError::Conflict), Ok(())) => "other",
            outcomes => panic!("{outcomes:?}"),
        };
        let head = get(&one, Table::Memories, key!["s", "m"]).await;
        assert_eq!(head, Some(json!({ "memory_store_id": "s", "id": "m", "by": winner, "seq": seq })));
        assert_eq!(get(&other, Table::Versions, key!["s", seq]).await, Some(version("s", seq, winner)));
    }
    // The same with an expectation that the other makes stale.
    write(&one, vec![put(Table::Stores, store("s", 1))]).await;
    let expects = || vec![expect(Table::Stores, key!["s"], "generation", Some(1))];
    let outcomes = join(
        commit(&one, expects(), vec![put(Table::Stores, store("s", 2))]),
        commit(&other, expects(), vec![put(Table::Stores, store("s", 3))]),
    );
    assert_eq!(outcomes.await, (Ok(()), Err(BackendError::Conflict)));
    assert_eq!(all(&other, Table::Stores).await, [store("s", 2)]);
    one.close();
    other.close();
    delete(&name).await;
}

pub async fn an_aborted_batch_is_never_seen() {
    let name = fresh_name();
    let (one, other) = (open(&name).await, open(&name).await);
    write(&one, vec![add(Table::Versions, version("s", 1_000, "m"))]).await;
    let over = Cell::new(false);
    let failing = async {
        for _ in 0..5 {
            let writes = (900..=1_000).map(|seq| add(Table::Versions, version("s", seq, "m"))).collect();
            assert_eq!(commit(&one, Vec::new(), writes).await, Err(BackendError::Conflict));
        }
        over.set(true);
    };
    let watching = async {
        while !over.get() {
            assert_eq!(all(&other, Table::Versions).await.len(), 1);
        }
    };
    join(failing, watching).await;
    one.close();
    other.close();
    delete(&name).await;
}

pub async fn a_commit_that_is_given_up_leaves_nothing() {
    let name = fresh_name();
    let backend = open(&name).await;
    // Polled once, so that its requests are out, and dropped.
    let given_up = commit(&backend, Vec::new(), vec![put(Table::Stores, store("s", 1))]).now_or_never();
    assert_eq!(given_up, None);
    assert_eq!(all(&backend, Table::Stores).await, Vec::<serde_json::Value>::new());
    write(&backend, vec![put(Table::Stores, store("s", 2))]).await;
    backend.close();
    delete(&name).await;
}

pub async fn a_clash_is_no_unhandled_error() {
    let name = fresh_name();
    let backend = open(&name).await;
    javascript(
        "globalThis.unhandled = [];
        globalThis.keepUnhandled = (event) => { globalThis.unhandled.push(String(event.message ?? event.reason)); };
        for (const type of ['error', 'unhandledrejection']) addEventListener(type, globalThis.keepUnhandled);",
    )
    .await;
    write(&backend, vec![add(Table::Versions, version("s", 1, "m")), put(Table::Stores, store("s", 1))]).await;
    let writes = || (1..5).map(|seq| add(Table::Versions, version("s", seq, "m"))).collect();
    assert_eq!(commit(&backend, Vec::new(), writes()).await, Err(BackendError::Conflict));
    let stale = vec![expect(Table::Stores, key!["s"], "generation", Some(9))];
    assert_eq!(commit(&backend, stale, writes()).await, Err(BackendError::Conflict));
    let unhandled = javascript(
        "await new Promise((done) => setTimeout(done));
        for (const type of ['error', 'unhandledrejection']) removeEventListener(type, globalThis.keepUnhandled);
        return globalThis.unhandled.join('; ');",
    );
    assert_eq!(unhandled.await.as_string().as_deref(), Some(""));
    backend.close();
    delete(&name).await;
}

pub async fn records_are_plain_objects() {
    let name = fresh_name();
    let backend = open(&name).await;
    let record = json!({ "id": "s", "generation": 3, "nested": { "list": [1, "two", null] } });
    write(&backend, vec![put(Table::Stores, record.clone())]).await;
    let found = javascript(&format!(
        "const database = await new Promise((done) => {{ indexedDB.open('{name}').onsuccess = (event) => done(event.target.result); }});
        const request = database.transaction('stores').objectStore('stores').get('s');
        await new Promise((done) => {{ request.onsuccess = done; }});
        database.close();
        const found = request.result;
        return found.constructor === Object && Array.isArray(found.nested.list) && JSON.stringify(found);"
    ))
    .await;
    assert_eq!(found.as_string(), Some(record.to_string()));
    backend.close();
    delete(&name).await;
}

pub async fn a_place_without_indexeddb_is_told_in_words() {
    let open = || IndexedDbBackend::open("none", never_blocked());
    let hidden = "globalThis.kept = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
        Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get() { GETTER } });";
    let shown = "delete globalThis.indexedDB;
        if (globalThis.kept) Object.defineProperty(globalThis, 'indexedDB', globalThis.kept);";
    for (getter, words) in [
        ("return undefined;", "there is none"),
        (
            "throw new DOMException('The operation is insecure.', 'SecurityError');",
            "SecurityError: The operation is insecure.",
        ),
        (
            "return { open() { throw new DOMException('no', 'SecurityError'); } };",
            "the browser refuses to open a database",
        ),
    ] {
        javascript(&hidden.replace("GETTER", getter)).await;
        let refused = open().await.err();
        javascript(shown).await;
        let Some(OpenError::Unavailable(reason)) = &refused else { panic!("{getter} {refused:?}") };
        assert_eq!(reason, words, "{getter}");
    }
}
