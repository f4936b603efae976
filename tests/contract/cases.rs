//! The cases. Each is given an empty backend.

use dreamfs::{
    domain::{Key, Query, Table, Write},
    ports::{Backend, BackendError},
};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::key;

use super::{Range, add, all, commit, expect, field, get, memory, put, rows, store, version, write};

pub async fn nothing_is_there_at_first(backend: &dyn Backend) {
    for table in Table::ALL {
        assert_eq!(all(backend, table).await, Vec::<Value>::new(), "{table:?}");
    }
}

pub async fn a_record_reads_back_as_it_was_put(backend: &dyn Backend) {
    let record = json!({ "memory_store_id": "s1", "id": "m1", "content": "one\ntwo", "size": 7, "tags": ["a", { "b": null }], "live": true });
    write(backend, vec![put(Table::Memories, record.clone())]).await;
    assert_eq!(get(backend, Table::Memories, key!["s1", "m1"]).await, Some(record));
    assert_eq!(get(backend, Table::Memories, key!["s1", "m2"]).await, None);
    assert_eq!(get(backend, Table::Memories, key!["s2", "m1"]).await, None);
}

pub async fn a_put_replaces_the_whole_record(backend: &dyn Backend) {
    write(backend, vec![put(Table::Stores, json!({ "id": "s1", "generation": 1, "name": "old", "note": "gone" }))])
        .await;
    let newer = json!({ "id": "s1", "generation": 2, "name": "new" });
    write(backend, vec![put(Table::Stores, newer.clone())]).await;
    assert_eq!(all(backend, Table::Stores).await, [newer]);
}

pub async fn an_add_keeps_a_new_record(backend: &dyn Backend) {
    write(backend, vec![add(Table::Versions, version("s1", 1, "m1")), add(Table::Versions, version("s1", 2, "m1"))])
        .await;
    assert_eq!(field(&all(backend, Table::Versions).await, "seq"), ["1", "2"]);
}

pub async fn an_add_that_clashes_aborts_the_whole_batch(backend: &dyn Backend) {
    write(backend, vec![put(Table::Memories, memory("s1", "m1", "old")), add(Table::Versions, version("s1", 1, "m1"))])
        .await;
    let writes = vec![
        put(Table::Memories, memory("s1", "m1", "new")),
        put(Table::Memories, memory("s1", "m2", "new")),
        Write::Delete(Table::Memories, key!["s1", "m1"]),
        add(Table::Versions, version("s1", 2, "m1")),
        add(Table::Versions, version("s1", 1, "m9")),
        put(Table::Stores, store("s1", 1)),
    ];
    assert_eq!(commit(backend, Vec::new(), writes).await, Err(BackendError::Conflict));
    assert_eq!(all(backend, Table::Memories).await, [memory("s1", "m1", "old")]);
    assert_eq!(all(backend, Table::Versions).await, [version("s1", 1, "m1")]);
    assert_eq!(all(backend, Table::Stores).await, Vec::<Value>::new());
}

pub async fn two_adds_of_one_key_in_a_batch_clash(backend: &dyn Backend) {
    let writes = vec![add(Table::Stores, store("s1", 1)), add(Table::Stores, store("s1", 2))];
    assert_eq!(commit(backend, Vec::new(), writes).await, Err(BackendError::Conflict));
    assert_eq!(all(backend, Table::Stores).await, Vec::<Value>::new());
}

pub async fn an_add_after_a_delete_of_its_key_is_kept(backend: &dyn Backend) {
    write(backend, vec![add(Table::Stores, store("s1", 1))]).await;
    write(backend, vec![Write::Delete(Table::Stores, key!["s1"]), add(Table::Stores, store("s1", 2))]).await;
    assert_eq!(all(backend, Table::Stores).await, [store("s1", 2)]);
}

pub async fn an_expectation_that_holds_lets_the_batch_through(backend: &dyn Backend) {
    write(backend, vec![put(Table::Stores, store("s1", 4))]).await;
    let expects = vec![
        expect(Table::Stores, key!["s1"], "generation", Some(4)),
        expect(Table::Stores, key!["s2"], "generation", None),
    ];
    let writes = vec![add(Table::Versions, version("s1", 1, "m1"))];
    assert_eq!(commit(backend, expects, writes).await, Ok(()));
    assert_eq!(all(backend, Table::Versions).await.len(), 1);
}

pub async fn an_expectation_that_fails_leaves_nothing(backend: &dyn Backend) {
    write(backend, vec![put(Table::Stores, store("s1", 5)), put(Table::Memories, memory("s1", "m1", "old"))]).await;
    let expects = vec![expect(Table::Stores, key!["s1"], "generation", Some(4))];
    let writes = vec![
        put(Table::Memories, memory("s1", "m1", "new")),
        add(Table::Versions, version("s1", 1, "m1")),
        Write::DeleteUnder(Table::Memories, key!["s1"]),
        put(Table::Sessions, json!({ "id": "sesn_1" })),
    ];
    assert_eq!(commit(backend, expects, writes).await, Err(BackendError::Conflict));
    assert_eq!(all(backend, Table::Memories).await, [memory("s1", "m1", "old")]);
    assert_eq!(all(backend, Table::Versions).await, Vec::<Value>::new());
    assert_eq!(all(backend, Table::Sessions).await, Vec::<Value>::new());
}

pub async fn every_expectation_counts(backend: &dyn Backend) {
    write(backend, (0..4).map(|n| put(Table::Stores, store(&format!("s{n}"), n))).collect()).await;
    for stale in 0..4 {
        let number = |n| Some(if n == stale { 99 } else { n });
        let expects =
            (0..4).map(|n| expect(Table::Stores, key![format!("s{n}").as_str()], "generation", number(n))).collect();
        let writes = vec![put(Table::Stores, store("s9", 9))];
        assert_eq!(commit(backend, expects, writes).await, Err(BackendError::Conflict), "expectation {stale}");
    }
    assert_eq!(get(backend, Table::Stores, key!["s9"]).await, None);
}

pub async fn an_expected_absence_fails_where_there_is_a_record(backend: &dyn Backend) {
    write(backend, vec![put(Table::Stores, store("s1", 0))]).await;
    let expects = vec![expect(Table::Stores, key!["s1"], "generation", None)];
    assert_eq!(commit(backend, expects, vec![put(Table::Stores, store("s2", 0))]).await, Err(BackendError::Conflict));
    let expects = vec![expect(Table::Stores, key!["s3"], "generation", Some(0))];
    assert_eq!(commit(backend, expects, vec![put(Table::Stores, store("s2", 0))]).await, Err(BackendError::Conflict));
    assert_eq!(all(backend, Table::Stores).await.len(), 1);
}

pub async fn a_field_that_is_missing_counts_as_zero(backend: &dyn Backend) {
    write(backend, vec![put(Table::Sessions, json!({ "id": "a" }))]).await;
    let writes = vec![put(Table::Sessions, json!({ "id": "b" }))];
    let expects = vec![expect(Table::Sessions, key!["a"], "revision", Some(0))];
    assert_eq!(commit(backend, expects, writes).await, Ok(()));
}

pub async fn an_expectation_sees_what_stood_before_the_batch(backend: &dyn Backend) {
    write(backend, vec![put(Table::Stores, store("s1", 1))]).await;
    let expects = vec![expect(Table::Stores, key!["s1"], "generation", Some(1))];
    assert_eq!(commit(backend, expects, vec![put(Table::Stores, store("s1", 2))]).await, Ok(()));
    let expects = vec![expect(Table::Stores, key!["s1"], "generation", Some(3))];
    assert_eq!(commit(backend, expects, vec![put(Table::Stores, store("s1", 3))]).await, Err(BackendError::Conflict));
    assert_eq!(all(backend, Table::Stores).await, [store("s1", 2)]);
}

pub async fn a_batch_of_expectations_only_is_checked(backend: &dyn Backend) {
    write(backend, vec![put(Table::Stores, store("s1", 1))]).await;
    let expects = |number| vec![expect(Table::Stores, key!["s1"], "generation", Some(number))];
    assert_eq!(commit(backend, expects(1), Vec::new()).await, Ok(()));
    assert_eq!(commit(backend, expects(2), Vec::new()).await, Err(BackendError::Conflict));
}

pub async fn an_empty_batch_and_an_empty_read_are_fine(backend: &dyn Backend) {
    assert_eq!(commit(backend, Vec::new(), Vec::new()).await, Ok(()));
    assert_eq!(backend.read(Vec::new()).await, Ok(Vec::new()));
}

pub async fn a_delete_takes_one_record(backend: &dyn Backend) {
    write(backend, vec![put(Table::Memories, memory("s1", "m1", "")), put(Table::Memories, memory("s1", "m2", ""))])
        .await;
    write(backend, vec![Write::Delete(Table::Memories, key!["s1", "m1"])]).await;
    assert_eq!(field(&all(backend, Table::Memories).await, "id"), ["m2"]);
}

pub async fn deleting_what_is_not_there_is_no_failure(backend: &dyn Backend) {
    let writes = vec![
        Write::Delete(Table::Memories, key!["s1", "m1"]),
        Write::DeleteUnder(Table::Versions, key!["s1"]),
        put(Table::Stores, store("s1", 1)),
    ];
    write(backend, writes).await;
    assert_eq!(all(backend, Table::Stores).await.len(), 1);
}

pub async fn deleting_under_a_prefix_takes_all_of_it_and_no_more(backend: &dyn Backend) {
    let ids = ["s", "s1", "s10", "s2", "S1"];
    let kept = ids.iter().flat_map(|id| (1..4).map(|seq| add(Table::Versions, version(id, seq, "m")))).collect();
    write(backend, kept).await;
    write(backend, vec![Write::DeleteUnder(Table::Versions, key!["s1"])]).await;
    let left = field(&all(backend, Table::Versions).await, "memory_store_id");
    assert_eq!(left, ["S1", "S1", "S1", "s", "s", "s", "s10", "s10", "s10", "s2", "s2", "s2"]);
    write(backend, vec![Write::DeleteUnder(Table::Versions, key!["s2", 2])]).await;
    assert_eq!(field(&rows(backend, Query::all(Table::Versions, key!["s2"])).await, "seq"), ["1", "3"]);
}

pub async fn deleting_under_nothing_empties_the_table(backend: &dyn Backend) {
    let writes = vec![
        put(Table::Stores, store("a", 1)),
        put(Table::Memories, memory("a", "m", "")),
        put(Table::Memories, memory("b", "m", "")),
    ];
    write(backend, writes).await;
    write(
        backend,
        vec![Write::DeleteUnder(Table::Memories, Key::new()), Write::DeleteUnder(Table::Stores, Key::new())],
    )
    .await;
    assert_eq!(all(backend, Table::Memories).await, Vec::<Value>::new());
    assert_eq!(all(backend, Table::Stores).await, Vec::<Value>::new());
}

pub async fn writes_take_effect_in_their_order(backend: &dyn Backend) {
    let writes = vec![
        put(Table::Memories, memory("s1", "m1", "first")),
        put(Table::Memories, memory("s1", "m1", "second")),
        put(Table::Memories, memory("s1", "m2", "")),
        Write::DeleteUnder(Table::Memories, key!["s1"]),
        put(Table::Memories, memory("s1", "m3", "third")),
        put(Table::Memories, memory("s1", "m1", "fourth")),
        Write::Delete(Table::Memories, key!["s1", "m3"]),
    ];
    write(backend, writes).await;
    assert_eq!(all(backend, Table::Memories).await, [memory("s1", "m1", "fourth")]);
}

pub async fn a_record_without_its_key_aborts_the_batch(backend: &dyn Backend) {
    for broken in [
        json!({ "memory_store_id": "s1" }),
        json!({ "memory_store_id": "s1", "id": null }),
        json!({ "memory_store_id": true, "id": "m" }),
    ] {
        let writes = vec![
            put(Table::Memories, memory("s1", "m1", "")),
            put(Table::Memories, broken),
            put(Table::Stores, store("s", 1)),
        ];
        let outcome = commit(backend, Vec::new(), writes).await;
        assert!(matches!(&outcome, Err(BackendError::Failed(words)) if words.contains("key")), "{outcome:?}");
    }
    assert_eq!(all(backend, Table::Memories).await, Vec::<Value>::new());
    assert_eq!(all(backend, Table::Stores).await, Vec::<Value>::new());
}

pub async fn a_range_comes_in_key_order(backend: &dyn Backend) {
    let scattered = [("b", "2"), ("a", "9"), ("c", "1"), ("b", "1"), ("a", "10"), ("b", "3")];
    write(backend, scattered.iter().map(|(store, id)| put(Table::Memories, memory(store, id, ""))).collect()).await;
    let found = all(backend, Table::Memories).await;
    assert_eq!(field(&found, "memory_store_id"), ["a", "a", "b", "b", "b", "c"]);
    assert_eq!(field(&found, "id"), ["10", "9", "1", "2", "3", "1"]);
    assert_eq!(field(&rows(backend, Query::all(Table::Memories, key!["b"])).await, "id"), ["1", "2", "3"]);
    assert_eq!(rows(backend, Query::all(Table::Memories, key!["d"])).await, Vec::<Value>::new());
}

pub async fn numbers_sort_by_size_and_texts_by_letters(backend: &dyn Backend) {
    let seqs = [10, 9, 100, 1, 0, 9_007_199_254_740_991, 2, 4_294_967_296];
    write(backend, seqs.iter().map(|seq| add(Table::Versions, version("s", *seq, "m"))).collect()).await;
    let found = field(&all(backend, Table::Versions).await, "seq");
    assert_eq!(found, ["0", "1", "2", "9", "10", "100", "4294967296", "9007199254740991"]);

    // Backends differ only between U+E000..U+FFFF and what lies beyond: no id has either.
    let names = ["z", "a", "", "A", "é", "aa", "日本", "~", "a\u{0}", "🌙"];
    write(backend, names.iter().map(|name| put(Table::Stores, store(name, 0))).collect()).await;
    assert_eq!(
        field(&all(backend, Table::Stores).await, "id"),
        ["", "A", "a", "a\u{0}", "aa", "z", "~", "é", "日本", "🌙"]
    );
}

pub async fn a_prefix_ends_at_a_whole_part(backend: &dyn Backend) {
    let ids = ["s", "s1", "s1\u{0}", "s10", "t"];
    write(backend, ids.iter().map(|id| put(Table::Memories, memory(id, "m", ""))).collect()).await;
    assert_eq!(field(&rows(backend, Query::all(Table::Memories, key!["s1"])).await, "memory_store_id"), ["s1"]);
    assert_eq!(rows(backend, Query::all(Table::Memories, key!["s1", "m"])).await.len(), 1);
    assert_eq!(rows(backend, Query::all(Table::Memories, key!["s1", "n"])).await.len(), 0);
    write(backend, vec![put(Table::Stores, store("s", 1)), put(Table::Stores, store("s1", 1))]).await;
    assert_eq!(field(&rows(backend, Query::all(Table::Stores, key!["s"])).await, "id"), ["s"]);
}

async fn ten_events(backend: &dyn Backend) {
    let event = |session: &str, seq: u64| json!({ "session_id": session, "seq": seq });
    let writes =
        ["r", "s", "t"].iter().flat_map(|session| (1..=10).map(move |seq| add(Table::Events, event(session, seq))));
    write(backend, writes.collect()).await;
}

async fn seqs(backend: &dyn Backend, range: Range) -> Vec<String> {
    field(&rows(backend, Range { prefix: key!["s"], ..range }.of(Table::Events)).await, "seq")
}

pub async fn a_bound_is_left_out(backend: &dyn Backend) {
    ten_events(backend).await;
    assert_eq!(seqs(backend, Range { bound: Some(7.into()), ..Range::default() }).await, ["8", "9", "10"]);
    assert_eq!(seqs(backend, Range { bound: Some(3.into()), reverse: true, ..Range::default() }).await, ["2", "1"]);
    assert_eq!(seqs(backend, Range { bound: Some(10.into()), ..Range::default() }).await, Vec::<String>::new());
    assert_eq!(
        seqs(backend, Range { bound: Some(1.into()), reverse: true, ..Range::default() }).await,
        Vec::<String>::new()
    );
}

pub async fn a_bound_leaves_out_all_that_is_under_it(backend: &dyn Backend) {
    ten_events(backend).await;
    let sessions = async |range: Range| {
        let mut found = field(&rows(backend, range.of(Table::Events)).await, "session_id");
        found.dedup();
        found
    };
    assert_eq!(sessions(Range { bound: Some("r".into()), ..Range::default() }).await, ["s", "t"]);
    assert_eq!(sessions(Range { bound: Some("t".into()), reverse: true, ..Range::default() }).await, ["s", "r"]);
    assert_eq!(
        sessions(Range { bound: Some("s".into()), limit: Some(3), reverse: true, ..Range::default() }).await,
        ["r"]
    );
}

pub async fn a_bound_need_not_exist(backend: &dyn Backend) {
    ten_events(backend).await;
    assert_eq!(seqs(backend, Range { bound: Some(99.into()), ..Range::default() }).await, Vec::<String>::new());
    assert_eq!(
        seqs(backend, Range { bound: Some(99.into()), limit: Some(2), reverse: true, ..Range::default() }).await,
        ["10", "9"]
    );
    assert_eq!(seqs(backend, Range { bound: Some(0.into()), limit: Some(2), ..Range::default() }).await, ["1", "2"]);
    // Texts sort behind numbers.
    assert_eq!(seqs(backend, Range { bound: Some("".into()), ..Range::default() }).await, Vec::<String>::new());
    assert_eq!(
        seqs(backend, Range { bound: Some("".into()), limit: Some(1), reverse: true, ..Range::default() }).await,
        ["10"]
    );
}

pub async fn a_limit_cuts_a_range(backend: &dyn Backend) {
    ten_events(backend).await;
    assert_eq!(seqs(backend, Range { limit: Some(3), ..Range::default() }).await, ["1", "2", "3"]);
    assert_eq!(seqs(backend, Range { limit: Some(3), bound: Some(8.into()), ..Range::default() }).await, ["9", "10"]);
    for limit in [10, 11, usize::MAX] {
        assert_eq!(seqs(backend, Range { limit: Some(limit), ..Range::default() }).await.len(), 10);
    }
}

pub async fn a_limit_of_nothing_gives_nothing(backend: &dyn Backend) {
    ten_events(backend).await;
    for reverse in [false, true] {
        assert_eq!(seqs(backend, Range { limit: Some(0), reverse, ..Range::default() }).await, Vec::<String>::new());
    }
}

pub async fn a_reversed_range_starts_at_its_end(backend: &dyn Backend) {
    ten_events(backend).await;
    let descending: Vec<String> = (1..=10).rev().map(|seq| seq.to_string()).collect();
    assert_eq!(seqs(backend, Range { reverse: true, ..Range::default() }).await, descending);
    for limit in 1..=12 {
        let found = seqs(backend, Range { reverse: true, limit: Some(limit), ..Range::default() }).await;
        assert_eq!(found, descending[..limit.min(10)], "limit {limit}");
    }
    let nothing = Range { prefix: key!["none"], reverse: true, limit: Some(2), ..Range::default() };
    assert_eq!(rows(backend, nothing.of(Table::Events)).await, Vec::<Value>::new());
}

pub async fn a_reversed_page_with_bound_and_limit(backend: &dyn Backend) {
    ten_events(backend).await;
    for (bound, limit, page) in [(5, 2, &["4", "3"][..]), (5, 9, &["4", "3", "2", "1"]), (2, 1, &["1"]), (1, 1, &[])] {
        let range = Range { bound: Some(bound.into()), limit: Some(limit), reverse: true, ..Range::default() };
        assert_eq!(seqs(backend, range).await, page, "below {bound}, {limit} of them");
    }
}

pub async fn a_whole_table_can_be_read_in_pages(backend: &dyn Backend) {
    write(backend, (0..25).map(|n| put(Table::Stores, store(&format!("s{n:02}"), n))).collect()).await;
    for reverse in [false, true] {
        let (mut bound, mut found) = (None, Vec::new());
        loop {
            let page =
                rows(backend, Range { bound, limit: Some(4), reverse, ..Range::default() }.of(Table::Stores)).await;
            let Some(last) = page.last() else { break };
            bound = Some(last["id"].as_str().unwrap_or_default().into());
            found.extend(field(&page, "generation"));
        }
        let expected: Vec<String> = (0..25).map(|n| (if reverse { 24 - n } else { n }).to_string()).collect();
        assert_eq!(found, expected);
    }
}

pub async fn an_index_finds_and_orders_records(backend: &dyn Backend) {
    let kept = [(1, "m2"), (2, "m1"), (3, "m2"), (4, "m10"), (5, "m2"), (6, "m1")];
    write(backend, kept.iter().map(|(seq, memory)| add(Table::Versions, version("s", *seq, memory))).collect()).await;
    write(backend, vec![add(Table::Versions, version("t", 9, "m2"))]).await;
    let of = |prefix, limit, reverse, bound| {
        Range { index: Some("by_memory"), prefix, limit, reverse, bound }.of(Table::Versions)
    };
    let m2 = || key!["s", "m2"];
    assert_eq!(field(&rows(backend, of(m2(), None, false, None)).await, "seq"), ["1", "3", "5"]);
    assert_eq!(field(&rows(backend, of(m2(), None, true, None)).await, "seq"), ["5", "3", "1"]);
    assert_eq!(field(&rows(backend, of(m2(), Some(2), true, None)).await, "seq"), ["5", "3"]);
    assert_eq!(field(&rows(backend, of(m2(), Some(1), true, Some(5.into()))).await, "seq"), ["3"]);
    assert_eq!(field(&rows(backend, of(m2(), Some(1), false, Some(3.into()))).await, "seq"), ["5"]);
    assert_eq!(field(&rows(backend, of(key!["s"], None, false, None)).await, "seq"), ["2", "6", "4", "1", "3", "5"]);
    assert_eq!(field(&rows(backend, of(key!["s"], None, false, Some("m1".into()))).await, "seq"), ["4", "1", "3", "5"]);
    assert_eq!(field(&rows(backend, of(key!["s"], Some(2), true, Some("m10".into()))).await, "seq"), ["6", "2"]);

    let by_id = Range { index: Some("by_id"), prefix: key!["memver_s_4"], ..Range::default() };
    assert_eq!(rows(backend, by_id.of(Table::Versions)).await, [version("s", 4, "m10")]);
}

pub async fn a_record_without_an_indexed_field_is_not_in_the_index(backend: &dyn Backend) {
    let writes = vec![
        add(Table::Versions, json!({ "memory_store_id": "s", "seq": 1 })),
        add(Table::Versions, version("s", 2, "m")),
    ];
    write(backend, writes).await;
    let by_id = Range { index: Some("by_id"), ..Range::default() };
    assert_eq!(field(&rows(backend, by_id.of(Table::Versions)).await, "seq"), ["2"]);
    assert_eq!(all(backend, Table::Versions).await.len(), 2);
}

pub async fn an_index_follows_changes(backend: &dyn Backend) {
    let of = |memory: &str| {
        Range { index: Some("by_memory"), prefix: key!["s", memory], ..Range::default() }.of(Table::Versions)
    };
    write(backend, vec![add(Table::Versions, version("s", 1, "m1")), add(Table::Versions, version("s", 2, "m1"))])
        .await;
    write(backend, vec![put(Table::Versions, version("s", 1, "m2")), Write::Delete(Table::Versions, key!["s", 2])])
        .await;
    assert_eq!(rows(backend, of("m1")).await, Vec::<Value>::new());
    assert_eq!(rows(backend, of("m2")).await, [version("s", 1, "m2")]);
    write(backend, vec![Write::DeleteUnder(Table::Versions, key!["s"])]).await;
    assert_eq!(rows(backend, of("m2")).await, Vec::<Value>::new());
}

pub async fn the_last_number_under_a_prefix(backend: &dyn Backend) {
    let last = async |store: &str| rows(backend, Query::LastNumber(Table::Versions, key![store])).await;
    assert_eq!(last("s").await, Vec::<Value>::new());
    let kept = [("s", 3), ("s", 12), ("s", 7), ("r", 99), ("s1", 40), ("t", 0)];
    write(backend, kept.iter().map(|(store, seq)| add(Table::Versions, version(store, *seq, "m"))).collect()).await;
    assert_eq!(last("s").await, [json!(12)]);
    assert_eq!(last("s1").await, [json!(40)]);
    assert_eq!(last("t").await, [json!(0)]);
    assert_eq!(last("z").await, Vec::<Value>::new());
    write(backend, vec![Write::Delete(Table::Versions, key!["s", 12])]).await;
    assert_eq!(last("s").await, [json!(7)]);
}

pub async fn a_read_answers_every_query_in_order(backend: &dyn Backend) {
    ten_events(backend).await;
    write(backend, vec![put(Table::Stores, store("s", 3)), put(Table::Memories, memory("s", "m", "text"))]).await;
    let page = Range { prefix: key!["s"], limit: Some(2), reverse: true, ..Range::default() };
    let queries = vec![
        Query::Get(Table::Stores, key!["s"]),
        page.clone().of(Table::Events),
        Query::Get(Table::Stores, key!["none"]),
        Query::LastNumber(Table::Events, key!["t"]),
        Query::all(Table::Memories, key!["s"]),
        Range { limit: Some(3), ..page.clone() }.of(Table::Events),
        Query::LastNumber(Table::Versions, key!["s"]),
        Query::all(Table::Events, key!["r"]),
    ];
    let answers = backend.read(queries).await.expect("a read that succeeds");
    assert_eq!(answers.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 0, 1, 1, 3, 0, 10]);
    assert_eq!(answers[0], [store("s", 3)]);
    assert_eq!(field(&answers[1], "seq"), ["10", "9"]);
    assert_eq!(answers[3], [json!(10)]);
    assert_eq!(field(&answers[5], "seq"), ["10", "9", "8"]);
}

/// Writers keep two records equal; no read sees them differ.
pub async fn a_read_sees_one_moment(backend: &dyn Backend) {
    let pair = |n: u64| {
        vec![
            put(Table::Stores, store("s", n)),
            put(Table::Memories, json!({ "memory_store_id": "s", "id": "m", "n": n })),
        ]
    };
    write(backend, pair(0)).await;
    let writing = async {
        for n in 1..=30 {
            write(backend, pair(n)).await;
        }
    };
    let reading = async {
        for _ in 0..30 {
            let page =
                Range { prefix: key!["s"], limit: Some(1), reverse: true, ..Range::default() }.of(Table::Memories);
            let queries = vec![Query::Get(Table::Stores, key!["s"]), page, Query::all(Table::Memories, key!["s"])];
            let answers = backend.read(queries).await.expect("a read that succeeds");
            let numbers = [&answers[0][0]["generation"], &answers[1][0]["n"], &answers[2][0]["n"]];
            assert!(numbers.iter().all(|number| *number == numbers[0]), "{numbers:?}");
        }
    };
    futures_util::future::join(writing, reading).await;
}

pub async fn a_batch_of_five_thousand_records_is_kept_whole(backend: &dyn Backend) {
    let text = "x".repeat(200);
    let record = |n: u64| json!({ "memory_store_id": "s", "id": format!("m{n:05}"), "content": format!("{n} {text}") });
    write(backend, (0..5_000).map(|n| put(Table::Memories, record(n))).collect()).await;
    let found = all(backend, Table::Memories).await;
    assert_eq!(found.len(), 5_000);
    assert!(found.iter().zip(0..).all(|(row, n)| *row == record(n)));
    let points =
        (0..5_000).rev().map(|n| Query::Get(Table::Memories, key!["s", format!("m{n:05}").as_str()])).collect();
    let answers = backend.read(points).await.expect("a read that succeeds");
    assert!(answers.iter().zip((0..5_000).rev()).all(|(rows, n)| *rows == [record(n)]));
}

pub async fn a_large_batch_that_clashes_at_its_end_leaves_nothing(backend: &dyn Backend) {
    write(backend, vec![add(Table::Versions, version("s", 1_000, "m"))]).await;
    let writes = (1..=1_000).map(|seq| add(Table::Versions, version("s", seq, "m"))).collect();
    assert_eq!(commit(backend, Vec::new(), writes).await, Err(BackendError::Conflict));
    assert_eq!(all(backend, Table::Versions).await.len(), 1);
    // And the next one finds nothing in its way.
    let writes = (1..1_000).map(|seq| add(Table::Versions, version("s", seq, "m"))).collect();
    assert_eq!(commit(backend, Vec::new(), writes).await, Ok(()));
    assert_eq!(all(backend, Table::Versions).await.len(), 1_000);
}

pub async fn texts_of_every_kind_survive(backend: &dyn Backend) {
    let texts = [
        "",
        "plain",
        "naïve café — “quoted” …",
        "日本語のテキスト",
        "🌙👩‍👩‍👧‍👦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "e\u{301} is not é",
        "a\u{0}b\u{1}\u{7f}\u{2028}\u{2029}\u{feff}\u{fffd}\u{ffff}\u{10ffff}",
        "\"quotes\" and \\backslashes\\ and </script><!-- -->",
        "tabs\tand\r\nline ends\n",
        "\u{202e}right to left",
    ];
    let long = "0123456789".repeat(10_240);
    let all_texts: Vec<&str> = texts.iter().copied().chain([long.as_str()]).collect();
    let records = || all_texts.iter().zip(0..).map(|(text, n)| memory("s", &format!("m{n:02}"), text));
    write(backend, records().map(|record| put(Table::Memories, record)).collect()).await;
    assert_eq!(all(backend, Table::Memories).await, records().collect::<Vec<_>>());
}

pub async fn values_of_every_kind_survive(backend: &dyn Backend) {
    let record = json!({
        "id": "x", "null": null, "yes": true, "no": false, "zero": 0, "negative": -7, "large": 9_007_199_254_740_991_u64,
        "least": -9_007_199_254_740_991_i64, "half": 0.5, "tiny": 1e-300, "huge": 1e300, "list": [], "nested": [[1, [2]], { "deep": { "er": [] } }],
        "object": {}, "text": "null",
    });
    write(backend, vec![put(Table::Agents, json!({ "id": "x", "version": 1, "record": record }))]).await;
    let found = get(backend, Table::Agents, key!["x", 1]).await.expect("the record");
    assert_eq!(found["record"], record);
    let names = |value: &Value| value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>());
    assert_eq!(names(&found["record"]), names(&record), "fields keep their order");
}

pub async fn fields_with_awkward_names_survive(backend: &dyn Backend) {
    let text = r#"{ "id": "s", "__proto__": { "polluted": true }, "constructor": 1, "toJSON": "x", "toString": null, "": "empty",
        "length": 3, "a.b": 4, "hasOwnProperty": [], "🌙": "moon", "metadata": { "__proto__": "text", "valueOf": {} } }"#;
    let record: Value = serde_json::from_str(text).expect("JSON");
    write(backend, vec![put(Table::Sessions, record.clone())]).await;
    assert_eq!(all(backend, Table::Sessions).await, [record]);
}

pub async fn commits_at_once_are_kept_one_by_one(backend: &dyn Backend) {
    let outcomes = join_all((0..50).map(|n| {
        commit(backend, Vec::new(), vec![add(Table::Versions, version("s", n, "m")), put(Table::Stores, store("s", n))])
    }));
    assert!(outcomes.await.iter().all(Result::is_ok));
    assert_eq!(all(backend, Table::Versions).await.len(), 50);
    assert_eq!(all(backend, Table::Stores).await, [store("s", 49)]);
}

pub async fn of_two_writers_that_add_one_key_one_wins(backend: &dyn Backend) {
    let writer = |name: &'static str| {
        commit(
            backend,
            Vec::new(),
            vec![add(Table::Versions, version("s", 1, name)), put(Table::Memories, memory("s", name, ""))],
        )
    };
    let outcomes = join_all(["a", "b", "c"].map(writer)).await;
    assert_eq!(outcomes, [Ok(()), Err(BackendError::Conflict), Err(BackendError::Conflict)]);
    assert_eq!(field(&all(backend, Table::Memories).await, "id"), ["a"]);
}

pub async fn the_status_names_the_kind(backend: &dyn Backend) {
    let status = backend.status().await;
    assert!(["memory", "indexeddb"].contains(&status.kind), "{status:?}");
    assert_eq!(status.reason, None);
}

pub async fn a_closed_backend_says_so(backend: &dyn Backend) {
    write(backend, vec![put(Table::Stores, store("s", 1))]).await;
    backend.close();
    backend.close();
    let writes = vec![put(Table::Stores, store("s", 2))];
    assert!(matches!(commit(backend, Vec::new(), writes).await, Err(BackendError::Closed(_))));
    assert!(matches!(backend.read(vec![Query::all(Table::Stores, Key::new())]).await, Err(BackendError::Closed(_))));
}

pub async fn random_operations_match_a_model(backend: &dyn Backend) {
    super::random::replay(backend, super::random::seed()).await;
}
