//! The tools that a session has, over mounts and scratch space: what they answer, in which order, and where they stop.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{cell::RefCell, collections::BTreeMap};

use dreamfs::{
    domain::{Actor, IdSource, Limits, Memory, MemoryStore, Time, memory::sha256_hex, session::Access},
    sandbox::{Drafts, Mount, Sandbox, tools},
    store::{Context, Draft, Snapshot},
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A mount's name, its access, and its files: path and text.
type Mounted<'a> = (&'a str, Access, &'a [(&'a str, &'a str)]);

/// A sandbox with stores in it. Mount `name` is at `/mnt/memory/name`.
struct Box {
    mounts: Vec<Mount>,
    drafts: RefCell<Drafts>,
    scratch: RefCell<BTreeMap<String, String>>,
    ids: RefCell<IdSource>,
    limits: Limits,
    now: Time,
}

impl Box {
    fn new(mounts: &[Mounted<'_>]) -> Self {
        let mut drafts = Drafts::new();
        let mut mounted = Vec::new();
        for (name, access, files) in mounts {
            let memories = files.iter().enumerate().map(|(index, (path, content))| memory(name, index, path, content));
            drafts.insert((*name).to_owned(), Draft::new(Snapshot::new(store(name), files.len() as u64, memories)));
            mounted.push(Mount {
                memory_store_id: (*name).into(),
                path: format!("/mnt/memory/{name}"),
                access: *access,
            });
        }
        Self {
            mounts: mounted,
            drafts: RefCell::new(drafts),
            scratch: RefCell::default(),
            ids: RefCell::new(IdSource::new(1)),
            limits: Limits::default(),
            now: Time::from_ms(1_778_058_000_000),
        }
    }

    fn run(&self, name: &str, input: Value) -> (String, bool) {
        let (mut drafts, mut scratch, mut ids) =
            (self.drafts.borrow_mut(), self.scratch.borrow_mut(), self.ids.borrow_mut());
        let cx = Context { now: self.now, ids: &mut ids, actor: Actor::session("sesn_x"), limits: &self.limits };
        let mut sandbox = Sandbox { mounts: &self.mounts, drafts: &mut drafts, scratch: &mut scratch, cx };
        let output = tools::run(name, &input, &mut sandbox);
        (output.text, output.is_error)
    }

    #[track_caller]
    fn good(&self, name: &str, input: Value) -> String {
        let (text, is_error) = self.run(name, input);
        assert!(!is_error, "{text}");
        text
    }

    #[track_caller]
    fn bad(&self, name: &str, input: Value) -> String {
        let (text, is_error) = self.run(name, input);
        assert!(is_error, "{text}");
        assert!(text.starts_with(&format!("{name}: ")), "{text}");
        text
    }

    #[track_caller]
    fn grep(&self, pattern: &str) -> String {
        self.good("grep", json!({ "pattern": pattern }))
    }

    fn versions(&self, store: &str) -> u64 {
        self.drafts.borrow()[store].snapshot.seq
    }
}

fn store(name: &str) -> MemoryStore {
    MemoryStore {
        id: name.into(),
        name: name.into(),
        description: String::new(),
        metadata: serde_json::Map::new(),
        created_at: Time::default(),
        updated_at: Time::default(),
        archived_at: None,
        generation: 1,
        held_by: None,
    }
}

fn memory(store: &str, index: usize, path: &str, content: &str) -> Memory {
    Memory {
        memory_store_id: store.into(),
        id: format!("mem_{index}"),
        path: path.into(),
        content: content.into(),
        content_sha256: sha256_hex(content),
        content_size_bytes: content.len() as u64,
        memory_version_id: format!("memver_{index}"),
        created_at: Time::default(),
        updated_at: Time::from_ms(index as i64 * 1_000),
    }
}

fn notes(files: &[(&str, &str)]) -> Box {
    Box::new(&[("notes", Access::ReadWrite, files)])
}

#[test]
fn read_gives_a_text_as_it_is_or_some_of_its_lines() {
    let sandbox = notes(&[("/a", "one\r\ntwo\n\nfour"), ("/empty", "")]);
    let read = |range: Value| sandbox.good("read", json!({ "file_path": "/mnt/memory/notes/a", "view_range": range }));
    assert_eq!(read(Value::Null), "one\r\ntwo\n\nfour");
    assert_eq!(
        [read(json!([1, 1])), read(json!([2, 3])), read(json!([3, -1])), read(json!([4, 99]))],
        ["one\r\n", "two\n\n", "\nfour", "four"]
    );
    assert_eq!(sandbox.good("read", json!({ "file_path": "/mnt/memory/notes/empty" })), "");
    for range in [
        json!([0, 1]),
        json!([-1, 2]),
        json!([3, 2]),
        json!([1]),
        json!([1, 2, 3]),
        json!("1-2"),
        json!([1.5, 2]),
        json!([u64::MAX, 1]),
        json!([5, 9]),
        json!([9_223_372_036_854_775_807_i64, 0]),
    ] {
        let text = sandbox.bad("read", json!({ "file_path": "/mnt/memory/notes/a", "view_range": range }));
        assert!(text.contains("view_range"), "{text}");
    }
}

#[test]
fn paths_are_normalised_and_cannot_escape() {
    let sandbox = notes(&[("/a/b", "text")]);
    for path in [
        "/mnt/memory/notes/a/b",
        "mnt/memory/notes/a/b",
        "/mnt//memory/./notes/x/../a/b/",
        "/../../mnt/memory/notes/a/b",
        "/mnt/memory/other/../notes/a/b",
    ] {
        assert_eq!(sandbox.good("read", json!({ "file_path": path })), "text", "{path}");
    }
    sandbox.good("write", json!({ "file_path": "/mnt/memory/notes/../../../etc/x", "content": "scratch" }));
    assert_eq!(sandbox.scratch.borrow().keys().collect::<Vec<_>>(), ["/etc/x"]);
    for path in ["", "a\0b"] {
        sandbox.bad("read", json!({ "file_path": path }));
    }
    for path in ["/", "/mnt", "/mnt/memory", "/mnt/memory/notes", "/mnt/memory/notes/a"] {
        assert!(sandbox.bad("read", json!({ "file_path": path })).contains("Is a directory"), "{path}");
        assert!(sandbox.bad("write", json!({ "file_path": path, "content": "" })).contains("Is a directory"), "{path}");
    }
    assert!(sandbox.bad("write", json!({ "file_path": "/mnt/memory/nothing/x", "content": "" })).contains("Read-only"));
    assert!(sandbox.bad("read", json!({ "file_path": "/mnt/memory/notes-2/x" })).contains("No such file"));
}

#[test]
fn a_read_only_mount_is_read_only_for_every_tool() {
    let sandbox = Box::new(&[("ro", Access::ReadOnly, &[("/a", "text")])]);
    assert_eq!(sandbox.good("read", json!({ "file_path": "/mnt/memory/ro/a" })), "text");
    for (tool, input) in [
        ("write", json!({ "file_path": "/mnt/memory/ro/a", "content": "x" })),
        ("write", json!({ "file_path": "/mnt/memory/ro/new", "content": "x" })),
        ("write", json!({ "file_path": "/tmp/../mnt/memory/ro/a", "content": "text" })),
        ("edit", json!({ "file_path": "/mnt/memory/ro/a", "old_string": "text", "new_string": "x" })),
    ] {
        assert!(sandbox.bad(tool, input).contains("Read-only file system"));
    }
    assert_eq!(sandbox.versions("ro"), 1);
}

#[test]
fn a_store_that_was_deleted_under_its_mount_is_a_stale_handle() {
    let sandbox = notes(&[("/a", "text")]);
    sandbox.drafts.borrow_mut().clear();
    for (tool, input) in [
        ("read", json!({ "file_path": "/mnt/memory/notes/a" })),
        ("write", json!({ "file_path": "/mnt/memory/notes/a", "content": "" })),
        ("edit", json!({ "file_path": "/mnt/memory/notes/a", "old_string": "t", "new_string": "" })),
    ] {
        assert!(sandbox.bad(tool, input).contains("has been deleted"));
    }
    assert_eq!(sandbox.grep("text"), "no matches");
    assert_eq!(sandbox.good("glob", json!({ "pattern": "**" })), "no matches");
}

#[test]
fn write_and_edit_change_a_file_and_say_what_they_did() {
    let sandbox = notes(&[("/a", "one one two")]);
    let a = "/mnt/memory/notes/a";
    assert_eq!(
        sandbox.good("write", json!({ "file_path": "/mnt/memory/notes/b/c", "content": "grüß" })),
        "wrote 6 bytes to /mnt/memory/notes/b/c"
    );
    let edit = |old: &str, new: &str, all: bool| {
        sandbox.run("edit", json!({ "file_path": a, "old_string": old, "new_string": new, "replace_all": all }))
    };
    assert!(edit("one", "1", false).0.contains("appears 2 times"));
    assert!(edit("three", "3", true).0.contains("not found"));
    assert!(edit("", "3", true).1);
    assert_eq!(edit("one", "1", true), ("edited /mnt/memory/notes/a (2 replacement(s))".into(), false));
    assert_eq!(edit("two", "2", false).0, "edited /mnt/memory/notes/a (1 replacement(s))");
    assert_eq!(sandbox.good("read", json!({ "file_path": a })), "1 1 2");
    let before = sandbox.versions("notes");
    assert_eq!(edit("2", "2", false).0, "edited /mnt/memory/notes/a (1 replacement(s))");
    sandbox.good("write", json!({ "file_path": a, "content": "1 1 2" }));
    assert_eq!(sandbox.versions("notes"), before, "what changes nothing adds no version");
    assert!(
        sandbox.bad("write", json!({ "file_path": "/mnt/memory/notes/a/deeper", "content": "" })).contains("overlaps")
    );
    assert!(
        sandbox
            .bad("write", json!({ "file_path": "/mnt/memory/notes/e\u{301}", "content": "" }))
            .contains("Normalization Form C")
    );
    assert!(
        sandbox
            .bad("write", json!({ "file_path": a, "content": "x".repeat(102_401) }))
            .contains("at most 102400 bytes")
    );
}

#[test]
fn an_edit_that_would_make_a_file_huge_is_refused_by_its_size() {
    let sandbox = notes(&[("/a", &"a".repeat(100_000))]);
    let input = json!({ "file_path": "/mnt/memory/notes/a", "old_string": "a", "new_string": "b".repeat(1_000_000), "replace_all": true });
    assert!(sandbox.bad("edit", input).contains("100000000000 bytes"));
}

#[test]
fn scratch_space_is_bounded_and_keeps_files_and_directories_apart() {
    let mut sandbox = notes(&[]);
    sandbox.limits = Limits { scratch_files: 2, scratch_bytes: 10, ..Limits::default() };
    let write = |path: &str, content: &str| sandbox.run("write", json!({ "file_path": path, "content": content }));
    assert!(!write("/a/b", "12345").1);
    assert!(write("/a", "x").0.contains("Is a directory"));
    assert!(write("/a/b/c", "x").0.contains("Not a directory"));
    assert!(write("/c", "123456").0.contains("No space left"));
    assert!(!write("/c", "12345").1);
    assert!(!write("/c", "1").1, "a file makes room for itself");
    assert!(write("/d", "").0.contains("No space left"));
}

#[test]
fn glob_gives_paths_newest_first_then_scratch() {
    let sandbox = Box::new(&[
        ("a", Access::ReadWrite, &[("/old.md", ""), ("/x/new.md", ""), ("/x/y/deep.txt", "")]),
        ("b", Access::ReadOnly, &[("/first.md", "")]),
    ]);
    sandbox.good("write", json!({ "file_path": "/tmp/z.md", "content": "" }));
    let glob = |pattern: &str, path: Value| sandbox.good("glob", json!({ "pattern": pattern, "path": path }));
    assert_eq!(
        glob("**/*.md", Value::Null),
        "/mnt/memory/a/x/new.md\n/mnt/memory/a/old.md\n/mnt/memory/b/first.md\n/tmp/z.md"
    );
    assert_eq!(glob("*.md", json!("/mnt/memory/a")), "/mnt/memory/a/old.md");
    assert_eq!(glob("**/*.{md,txt}", json!("/mnt/memory/a/x/")), "/mnt/memory/a/x/y/deep.txt\n/mnt/memory/a/x/new.md");
    assert_eq!(glob("/mnt/memory/*/*.md", Value::Null), "/mnt/memory/a/old.md\n/mnt/memory/b/first.md");
    assert_eq!(glob("*.rs", Value::Null), "no matches");
    assert!(sandbox.bad("glob", json!({ "pattern": "*", "path": "/none" })).contains("No such directory"));
    for pattern in ["", &"*".repeat(1_025)] {
        assert!(sandbox.bad("glob", json!({ "pattern": pattern })).contains("1 to 1024 bytes"));
    }
}

#[test]
fn a_directory_whose_name_looks_like_a_pattern_is_taken_as_it_is() {
    let sandbox = notes(&[("/[a]*{b,c}!/x.md", ""), ("/a/x.md", "")]);
    assert_eq!(
        sandbox.good("glob", json!({ "pattern": "*.md", "path": "/mnt/memory/notes/[a]*{b,c}!" })),
        "/mnt/memory/notes/[a]*{b,c}!/x.md"
    );
}

#[test]
fn hostile_patterns_end_in_reasonable_time() {
    let long = "a".repeat(1_000);
    let path = format!("/{long}");
    let sandbox = notes(&[(&path, &"a".repeat(100_000))]);
    for pattern in [
        "{".repeat(1_024),
        "{a,".repeat(300),
        "*a".repeat(500),
        "**/".repeat(300),
        "{*a,*b}".repeat(140),
        "[".repeat(1_024),
        "\\".repeat(1_023),
        "{*,*}{*,*}{*,*}{*,*}{*,*}{*,*}{*,*}{*,*}{*,*}{*,*}b".into(),
    ] {
        sandbox.run("glob", json!({ "pattern": pattern, "path": "/mnt/memory/notes" }));
    }
    for pattern in [
        "(a+)+$b".to_owned(),
        "(".repeat(4_000),
        "a{1000}{1000}".into(),
        "(?i)".repeat(1_000),
        "x".repeat(4_097),
        r"\p{L}{500}{500}".into(),
        "[".into(),
        "(?P<n>a)\\1".into(),
        "(?=a)".into(),
    ] {
        sandbox.run("grep", json!({ "pattern": pattern }));
    }
}

#[test]
fn grep_gives_path_line_text_ordered_by_path_then_line() {
    let sandbox = Box::new(&[
        ("a", Access::ReadWrite, &[("/z.md", "hit\nmiss\nhit 2"), ("/b", "no"), ("/b-c", "hit")]),
        ("a-2", Access::ReadOnly, &[("/y", "hit")]),
    ]);
    sandbox.good("write", json!({ "file_path": "/mnt/m", "content": "a hit\n" }));
    sandbox.good("write", json!({ "file_path": "/zz", "content": "hit" }));
    let all = "/mnt/m:1:a hit\n/mnt/memory/a-2/y:1:hit\n/mnt/memory/a/b-c:1:hit\n/mnt/memory/a/z.md:1:hit\n/mnt/memory/a/z.md:3:hit 2\n/zz:1:hit";
    assert_eq!(sandbox.grep("hit"), all);
    let mut lines: Vec<&str> = all.lines().map(|line| line.split(':').next().unwrap()).collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        all.lines().map(|line| line.split(':').next().unwrap()).collect::<Vec<_>>(),
        "paths are in byte order"
    );
    let below = |path: &str| sandbox.good("grep", json!({ "pattern": "hit", "path": path }));
    assert_eq!(below("/mnt/memory/a"), "/mnt/memory/a/b-c:1:hit\n/mnt/memory/a/z.md:1:hit\n/mnt/memory/a/z.md:3:hit 2");
    assert_eq!(below("/mnt/memory/a/z.md"), "/mnt/memory/a/z.md:1:hit\n/mnt/memory/a/z.md:3:hit 2");
    assert_eq!(below("/zz"), "/zz:1:hit");
    assert_eq!(below("/mnt/memory/a/b"), "no matches");
    assert!(sandbox.bad("grep", json!({ "pattern": "hit", "path": "/none" })).contains("No such file or directory"));
    assert!(sandbox.bad("grep", json!({ "pattern": "a(b" })).contains("pattern"));
}

#[test]
fn grep_says_what_it_cut() {
    let mut sandbox = notes(&[("/a", "x1\nx2\nx3\n"), ("/long", &"ü".repeat(60))]);
    sandbox.limits =
        Limits { grep_matches: 2, grep_line_bytes: 11, glob_paths: 1, tool_output_bytes: 120, ..Limits::default() };
    assert!(sandbox.grep("x").ends_with("\n[cut: 2 of 3 matching lines shown; narrow the pattern or the path]"));
    assert!(sandbox.grep("ü").ends_with(&format!("{} [cut: 11 of 120 bytes shown]", "ü".repeat(5))));
    assert!(sandbox.good("glob", json!({ "pattern": "**" })).ends_with("\n[cut: 1 of 2 paths shown]"));
    sandbox.limits.tool_output_bytes = 11;
    assert_eq!(
        sandbox.good("read", json!({ "file_path": "/mnt/memory/notes/long" })),
        format!("{}\n[cut: 10 of 120 bytes shown]", "ü".repeat(5))
    );
}

#[test]
fn grep_reads_line_by_line_whatever_the_pattern() {
    let text = "alpha beta\nBETA gamma\r\n\n  spaced\nnaïve café\nÉcole K\u{212a}elvin\nlast";
    let sandbox = notes(&[("/0", ""), ("/1", text), ("/2", "\n\n"), ("/3", "x\n")]);
    sandbox.good("write", json!({ "file_path": "/s", "content": text }));
    for (pattern, lines) in [
        ("^", vec![1, 2, 3, 4, 5, 6, 7]),
        ("$", vec![1, 2, 3, 4, 5, 6, 7]),
        ("", vec![1, 2, 3, 4, 5, 6, 7]),
        ("^$", vec![3]),
        (r"\Aalpha", vec![1]),
        (r"\A(BETA|last)", vec![2, 7]),
        (r"last\z", vec![7]),
        (r"beta\z", vec![1]),
        (r"beta\s+BETA", vec![]),
        (r"beta\s*", vec![1]),
        (r"\s", vec![1, 2, 4, 5, 6]),
        ("beta\nBETA", vec![]),
        ("(?s)alpha.*last", vec![]),
        ("(?i)beta", vec![1, 2]),
        ("b(?i)ETA", vec![1]),
        ("(?i)k", vec![6]),
        ("(?i)É", vec![5, 6]),
        (r"\bcaf", vec![5]),
        (r"caf\b", vec![]),
        (r"\bcafé\b", vec![5]),
        ("gamma.?$", vec![2]),
        ("gamma\r", vec![2]),
        ("[^a-z]$", vec![2, 5]),
        ("(?-m)^BETA", vec![2]),
        ("(?x) alpha \\s beta", vec![1]),
    ] {
        for path in ["/mnt/memory/notes/1", "/s"] {
            let found = sandbox.good("grep", json!({ "pattern": pattern, "path": path }));
            let numbers: Vec<usize> = match found.as_str() {
                "no matches" => Vec::new(),
                // The pattern may match a line that holds a carriage return, which is not shown.
                found => found
                    .lines()
                    .map(|line| line.strip_prefix(path).unwrap()[1..].split(':').next().unwrap().parse().unwrap())
                    .collect(),
            };
            assert_eq!(numbers, lines, "{pattern:?} in {path}");
        }
    }
    assert_eq!(sandbox.good("grep", json!({ "pattern": "^$", "path": "/mnt/memory/notes/2" })).lines().count(), 2);
    assert_eq!(
        sandbox.good("grep", json!({ "pattern": "^$", "path": "/mnt/memory/notes/3" })),
        "no matches",
        "a last line end begins no line"
    );
    assert_eq!(
        sandbox.good("grep", json!({ "pattern": "gamma", "path": "/s" })),
        "/s:2:BETA gamma",
        "a carriage return is not shown"
    );
}

const PATTERNS: [&str; 40] = [
    "a",
    "(?i)a",
    "(?i)k",
    "(?i)s k",
    "é",
    "(?i)É",
    "^",
    "$",
    "^$",
    "^a",
    "a$",
    r"\ba",
    r"a\b",
    r"\Ba",
    r"a\B",
    r"\w+",
    r"\W",
    r"\s",
    r"\s+a",
    r"a\s",
    r"\S$",
    r"^\s*$",
    r"\Aa",
    r"a\z",
    "[^a]",
    "[^a]$",
    "^[^a]*$",
    ".",
    "a.b",
    "(?s)a.b",
    "a|b",
    "(a|ab)(c|bcd)?",
    "a{2,}",
    r"\d",
    r"[a\n]b",
    "a\nb",
    r"\p{L}",
    "(?-u:a)",
    r"\b",
    r"(?i)\bK\b",
];

fn oracle(pattern: &str, path: &str, text: &str) -> Vec<String> {
    let regex = regex::bytes::RegexBuilder::new(pattern).multi_line(true).build().unwrap();
    let lines = text.split_inclusive('\n').map(|line| line.strip_suffix('\n').unwrap_or(line)).enumerate();
    lines
        .filter(|(_, line)| regex.is_match(line.as_bytes()))
        .map(|(index, line)| format!("{path}:{}:{}", index + 1, line.trim_end_matches('\r')))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Several texts stand in one buffer, which is searched at once: it must find what a search of each line finds.
    #[test]
    fn grep_finds_what_a_naive_search_of_each_line_finds(
        texts in prop::collection::vec("[abcKks éÉß\u{212a}\u{17f}1 .\n\n\r]{0,40}", 1..6),
        known in prop::collection::vec(prop::sample::select(&PATTERNS[..]), 2),
        more in "[ab.|*+?^$\\[\\]()é \\\\wsb]{0,6}",
    ) {
        let files: Vec<(String, String)> = texts.iter().enumerate().map(|(index, text)| (format!("/{index}"), text.clone())).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let sandbox = notes(&files);
        sandbox.scratch.borrow_mut().insert("/z".into(), texts[0].clone());
        for pattern in known.into_iter().chain([more.as_str()]) {
            let (found, is_error) = sandbox.run("grep", json!({ "pattern": pattern }));
            if is_error {
                prop_assert!(regex::bytes::Regex::new(pattern).is_err(), "{pattern:?}: {found}");
                continue;
            }
            let mut lines: Vec<String> = files.iter().flat_map(|(path, text)| oracle(pattern, &format!("/mnt/memory/notes{path}"), text)).collect();
            lines.extend(oracle(pattern, "/z", &texts[0]));
            let expected = if lines.is_empty() { "no matches".to_owned() } else { lines.join("\n") };
            prop_assert_eq!(found, expected, "pattern {:?}", pattern);
        }
    }
}
