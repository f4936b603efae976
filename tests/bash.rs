//! The tool `bash` as the engine sees it: what a shell is shown, and what becomes of what it did. The shell is a function here;
//! the real one is tested in `tests/node/bash.test.js`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::{cell::RefCell, rc::Rc};

use common::{Tab, calls, mount, options, text, words};
use dreamfs::{
    domain::Limits,
    engine::Options,
    ports::ShownFiles,
    testing::{Script, World},
};
use serde_json::{Value, json};

const ROOT: &str = "/mnt/memory/notes";

/// What a command came to that did nothing but what `more` says.
fn outcome(more: Value) -> Value {
    let mut done =
        json!({ "stdout": "", "stderr": "", "exit_code": 0, "cwd": "/", "env": {}, "directories": [], "changes": [] });
    done.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    done
}

/// A tab whose model calls `bash` with each input, one a turn, and whose shell is `run`.
fn tab(inputs: &[Value], run: impl Fn(&Value, &ShownFiles) -> Value + 'static) -> Tab {
    tab_with(inputs, Limits::default(), run)
}

fn tab_with(inputs: &[Value], limits: Limits, run: impl Fn(&Value, &ShownFiles) -> Value + 'static) -> Tab {
    let replies = inputs.iter().flat_map(|input| [calls(&[("bash", input.clone())]), words("done")]);
    let world = World::new(1).with_model(Script::new(replies)).with_bash(run);
    Tab::over(world, Options { limits, ..options() })
}

fn command(line: &str) -> Value {
    json!({ "command": line })
}

fn versions(tab: &Tab, store: &str) -> Vec<(String, String, String)> {
    let found = tab.get(&format!("/v1/memory_stores/{store}/memory_versions?view=full"))["data"].clone();
    let row = |version: &Value| {
        (text(&version["operation"]), text(&version["path"]), version["content"].as_str().unwrap_or("").to_owned())
    };
    found.as_array().unwrap().iter().rev().map(row).collect()
}

#[test]
fn a_shell_is_shown_the_mounts_with_their_access_and_where_it_stood() {
    let seen: Rc<RefCell<Vec<Value>>> = Rc::default();
    let kept = seen.clone();
    let tab =
        tab(&[command("one"), command("two"), json!({ "restart": true }), command("three")], move |request, files| {
            kept.borrow_mut().push(request.clone());
            assert_eq!((files.text)("/mnt/memory/notes/a.md").as_deref(), Some("hello"));
            assert_eq!((files.text)("/mnt/memory/notes/none"), None);
            assert!((files.refusal)("/mnt/memory/notes/a\u{200e}").unwrap().contains("U+200E"));
            assert_eq!((files.refusal)("/mnt/memory/notes/b"), None);
            outcome(json!({
                "cwd": "/mnt/memory/notes", "env": { "A": "1" }, "directories": ["/mnt/memory/notes/d", "/tmp/e"],
                "changes": [{ "path": "/tmp/x", "content": "scratch" }],
            }))
        });
    let (notes, fixed) = (tab.store("notes"), tab.store("fixed"));
    tab.memory(&notes, "/a.md", "hello");
    let read_only = json!({ "type": "memory_store", "memory_store_id": fixed, "access": "read_only" });
    let session = tab.session(json!([mount(&notes), read_only]));
    for _ in 0..4 {
        tab.say(&session, "go");
    }
    let seen = seen.borrow();
    assert_eq!(seen.len(), 3);
    assert_eq!((&seen[0]["command"], &seen[0]["cwd"], &seen[0]["env"]), (&json!("one"), &json!("/"), &json!({})));
    assert_eq!(seen[0]["mounts"][0]["files"], json!([["/mnt/memory/notes/a.md", 5, 1_778_058_000_000_i64]]));
    let access = |at: usize| (text(&seen[0]["mounts"][at]["path"]), seen[0]["mounts"][at]["read_only"].clone());
    assert_eq!(access(0), ("/mnt/memory/notes".into(), json!(false)));
    assert_eq!(access(1), ("/mnt/memory/fixed".into(), json!(true)));
    assert_eq!((&seen[1]["cwd"], &seen[1]["env"]), (&json!("/mnt/memory/notes"), &json!({ "A": "1" })));
    assert_eq!(seen[1]["directories"], json!(["/mnt/memory/notes/d", "/tmp/e"]));
    assert_eq!(seen[1]["scratch"], json!({ "/tmp/x": "scratch" }));
    assert_eq!((&seen[2]["cwd"], &seen[2]["env"]), (&json!("/"), &json!({})), "a restart forgets");
    assert_eq!(seen[2]["scratch"], json!({ "/tmp/x": "scratch" }), "but files stay");
}

#[test]
fn what_a_command_did_is_one_version_a_file_and_one_batch_with_its_result() {
    let tab = tab(&[command("x")], |_, _| {
        outcome(json!({ "stdout": "out", "stderr": "err\n", "exit_code": 3, "changes": [
            { "path": format!("{ROOT}/new.md"), "content": "n" },
            { "path": format!("{ROOT}/a.md"), "content": "changed" },
            { "path": format!("{ROOT}/moved/b.md"), "from": format!("{ROOT}/b.md"), "content": "b" },
            { "path": format!("{ROOT}/c.md"), "content": null },
            { "path": format!("{ROOT}/c.md/below"), "content": "c" },
        ] }))
    });
    let store = tab.store("notes");
    for name in ["a", "b", "c"] {
        tab.memory(&store, &format!("/{name}.md"), name);
    }
    let moved = tab.get(&format!("/v1/memory_stores/{store}/memories?path_prefix=/"))["data"][1]["id"].clone();
    let session = tab.session(json!([mount(&store)]));
    tab.say(&session, "go");
    assert_eq!(tab.results(&session), [("out\nerr\n[exit code 3]".to_owned(), true)]);
    let row = |operation: &str, path: &str, content: &str| (operation.to_owned(), path.to_owned(), content.to_owned());
    assert_eq!(
        versions(&tab, &store)[3..],
        [
            row("deleted", "/c.md", ""),
            row("modified", "/moved/b.md", "b"),
            row("created", "/new.md", "n"),
            row("modified", "/a.md", "changed"),
            row("created", "/c.md/below", "c"),
        ]
    );
    let after = tab.get(&format!("/v1/memory_stores/{store}/memories?path_prefix=/moved/"))["data"][0]["id"].clone();
    assert_eq!(after, moved, "what moves stays the same memory");
}

#[test]
fn moves_that_stand_in_each_others_way_arrive() {
    let tab = tab(&[command("x")], |_, _| {
        outcome(json!({ "changes": [
            { "path": format!("{ROOT}/b/x"), "from": format!("{ROOT}/a"), "content": "1" },
            { "path": format!("{ROOT}/c"), "from": format!("{ROOT}/b"), "content": "2" },
            { "path": format!("{ROOT}/p/q"), "from": format!("{ROOT}/r"), "content": "3" },
            { "path": format!("{ROOT}/r/s"), "from": format!("{ROOT}/p"), "content": "4" },
        ] }))
    });
    let store = tab.store("notes");
    for (path, content) in [("/a", "1"), ("/b", "2"), ("/r", "3"), ("/p", "4")] {
        tab.memory(&store, path, content);
    }
    let session = tab.session(json!([mount(&store)]));
    tab.say(&session, "go");
    assert_eq!(tab.results(&session), [("[no output]".to_owned(), false)]);
    let memories = tab.get(&format!("/v1/memory_stores/{store}/memories?path_prefix=/&view=full"))["data"].clone();
    let found: Vec<_> =
        memories.as_array().unwrap().iter().map(|memory| (text(&memory["path"]), text(&memory["content"]))).collect();
    let row = |path: &str, content: &str| (path.to_owned(), content.to_owned());
    assert_eq!(found, [row("/b/x", "1"), row("/c", "2"), row("/p/q", "3"), row("/r/s", "4")]);
}

#[test]
fn a_change_that_breaks_a_rule_fails_the_whole_command() {
    for (change, words) in [
        (json!({ "path": format!("{ROOT}/big"), "content": "x".repeat(102_401) }), "102401"),
        (json!({ "path": "/mnt/memory/fixed/a", "content": "x" }), "Read-only file system"),
        (json!({ "path": "/mnt/memory/fixed/f", "content": null }), "Read-only file system"),
        (json!({ "path": "/mnt/memory/f", "content": "x" }), "Read-only file system"),
        (json!({ "path": format!("{ROOT}/none"), "content": null }), "No such file or directory"),
        (json!({ "path": format!("{ROOT}/a\u{200e}"), "content": "x" }), "U+200E"),
        (json!({ "path": "/tmp/big", "content": "x".repeat(1 << 21) }), "No space left"),
    ] {
        let first = change.clone();
        let tab = tab(&[command("x")], move |_, _| {
            let fine = [
                json!({ "path": format!("{ROOT}/new"), "content": "n" }),
                json!({ "path": format!("{ROOT}/old"), "content": null }),
                json!({ "path": "/tmp/fine", "content": "n" }),
            ];
            let changes: Vec<Value> = fine.into_iter().chain([first.clone()]).collect();
            outcome(json!({ "cwd": "/tmp", "changes": changes }))
        });
        let (store, fixed) = (tab.store("notes"), tab.store("fixed"));
        tab.memory(&store, "/old", "o");
        tab.memory(&fixed, "/f", "f");
        let read_only = json!({ "type": "memory_store", "memory_store_id": fixed, "access": "read_only" });
        let session = tab.session(json!([mount(&store), read_only]));
        tab.say(&session, "go");
        let [(said, true)] = &tab.results(&session)[..] else { panic!("{change} should fail") };
        assert!(said.starts_with("bash: ") && said.contains(words), "{said}");
        assert!(said.ends_with("Nothing of this command was kept."), "{said}");
        assert_eq!(versions(&tab, &store).len(), 1, "{change}");
        let record = tab.dump().concat().into_iter().find(|record| record["id"] == session).unwrap();
        assert_eq!((&record["scratch"], &record["shell"]), (&json!({}), &Value::Null));
    }
}

/// What somebody else does during a run, by its number.
type Meanwhile = Box<dyn Fn(usize)>;

/// A shell during whose first `times` runs somebody else writes to the store.
fn raced(times: usize) -> (Tab, String, String, Rc<RefCell<usize>>) {
    let runs: Rc<RefCell<usize>> = Rc::default();
    let (count, slot): (_, Rc<RefCell<Option<Meanwhile>>>) = (runs.clone(), Rc::default());
    let other = slot.clone();
    let tab = tab(&[command("x")], move |_, files| {
        *count.borrow_mut() += 1;
        let before = (files.text)("/mnt/memory/notes/log").unwrap();
        let run = *count.borrow();
        if run <= times {
            other.borrow().as_ref().unwrap()(run);
        }
        outcome(json!({ "changes": [{ "path": format!("{ROOT}/log"), "content": format!("{before}mine\n") }] }))
    });
    let store = tab.store("notes");
    tab.memory(&store, "/log", "first\n");
    let id = text(&tab.get(&format!("/v1/memory_stores/{store}/memories?path_prefix=/"))["data"][0]["id"]);
    let session = tab.session(json!([mount(&store)]));
    let (world, engine) = (tab.world.clone(), tab.world.engine(options()));
    let path = format!("/v1/memory_stores/{store}/memories/{id}");
    *slot.borrow_mut() = Some(Box::new(move |run| {
        let content = (0..run).fold("first\n".to_owned(), |text, _| text + "theirs\n");
        let (status, answer) = world.call(&engine, "POST", &path, Some(json!({ "content": content })));
        assert_eq!(status, 200, "{answer}");
    }));
    (tab, store, session, runs)
}

#[test]
fn a_command_whose_store_changed_meanwhile_is_run_again_so_no_write_is_lost() {
    let (tab, store, session, runs) = raced(2);
    tab.say(&session, "go");
    assert_eq!(*runs.borrow(), 3);
    assert_eq!(tab.results(&session), [("[no output]".to_owned(), false)]);
    assert_eq!(versions(&tab, &store).last().unwrap().2, "first\ntheirs\ntheirs\nmine\n");
}

#[test]
fn a_command_that_is_outrun_again_and_again_fails_and_says_so() {
    let (tab, store, session, runs) = raced(99);
    tab.say(&session, "go");
    assert_eq!(*runs.borrow(), Limits::default().bash_attempts);
    let [(said, true)] = &tab.results(&session)[..] else { panic!("it should fail") };
    assert!(said.contains("Nothing of it was kept"), "{said}");
    assert!(versions(&tab, &store).iter().all(|(_, _, content)| !content.contains("mine")));
}

#[test]
fn bad_input_is_an_error_that_names_the_field_and_runs_nothing() {
    let inputs = [
        (json!({}), "bash: command: is required"),
        (json!({ "command": 1 }), "bash: command: must be text"),
        (json!({ "command": "x".repeat(200_000) }), "bash: command: must be at most 131072 bytes"),
        (json!({ "command": "x", "timeout_ms": -1 }), "bash: timeout_ms: must be a whole number up to 60000"),
        (json!({ "command": "x", "timeout_ms": 60_001 }), "bash: timeout_ms: "),
        (json!({ "command": "x", "restart": "yes" }), "bash: restart: must be true or false"),
        (json!({ "command": "x", "cwd": "/" }), "bash: cwd: is not an input of this tool"),
    ];
    let given: Vec<Value> = inputs.iter().map(|(input, _)| input.clone()).collect();
    let tab = tab(&given, |request, _| panic!("nothing should run: {request}"));
    let session = tab.session(json!([]));
    for _ in &inputs {
        tab.say(&session, "go");
    }
    for ((text, is_error), (input, start)) in tab.results(&session).iter().zip(&inputs) {
        assert!(*is_error && text.starts_with(start), "{input}: {text}");
    }
    assert_eq!(tab.results(&session).len(), inputs.len());
}

#[test]
fn long_output_is_cut_and_what_a_shell_keeps_is_bounded() {
    let limits = Limits { tool_output_bytes: 10, bash_env_bytes: 20, bash_directories: 1, ..Limits::default() };
    let tab = tab_with(&[command("x"), command("y")], limits, |request, _| {
        if request["command"] == "x" {
            return outcome(json!({ "stdout": "123456789012345", "exit_code": 1 }));
        }
        outcome(json!({ "env": { "A": "x".repeat(30) }, "directories": ["/a", "/b"] }))
    });
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    tab.say(&session, "go");
    assert_eq!(tab.results(&session)[0].0, "1234567890\n[cut: 10 of 15 bytes shown]\n[exit code 1]");
    let record = tab.dump().concat().into_iter().find(|record| record["id"] == session).unwrap();
    assert_eq!(record["shell"], json!({ "cwd": "/", "env": {}, "directories": ["/a"] }));
}

#[test]
fn where_there_is_no_shell_the_tool_says_so() {
    let tab = Tab::scripted([calls(&[("bash", command("ls"))]), words("done")]);
    let session = tab.session(json!([]));
    tab.say(&session, "go");
    assert_eq!(tab.results(&session), [("bash: command: there is no shell here".to_owned(), true)]);
}
