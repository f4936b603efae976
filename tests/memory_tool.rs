//! The memory tool through the door: texts of results and errors as its documentation gives them, and what becomes of the store.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Tab, text};
use serde_json::{Value, json};

const URL: &str = "/dreamfs/v1/memory_tool";

struct Tool {
    tab: Tab,
    store: String,
}

impl Tool {
    fn new() -> Self {
        let tab = Tab::new();
        let store = tab.store("notes");
        Self { tab, store }
    }

    fn call(&self, command: Value) -> (String, bool) {
        let mut body = command;
        body["memory_store_id"] = self.store.as_str().into();
        let answer = self.tab.post(URL, body);
        (text(&answer["content"]), answer["is_error"] == true)
    }

    #[track_caller]
    fn good(&self, command: Value) -> String {
        let (content, is_error) = self.call(command);
        assert!(!is_error, "{content}");
        content
    }

    /// An error, and the store as it was.
    #[track_caller]
    fn bad(&self, command: Value) -> String {
        let before = self.tab.dump();
        let (content, is_error) = self.call(command);
        assert!(is_error, "{content}");
        assert!(self.tab.dump() == before, "an error left something behind: {content}");
        content
    }

    fn create(&self, path: &str, text: &str) {
        self.good(json!({ "command": "create", "path": path, "file_text": text }));
    }

    fn files(&self) -> Vec<(String, String)> {
        let list = self.tab.get(&format!("/v1/memory_stores/{}/memories?view=full", self.store));
        list["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|memory| (text(&memory["path"]), text(&memory["content"])))
            .collect()
    }
}

#[test]
fn a_directory_is_shown_two_levels_deep_with_sizes_and_without_hidden_items() {
    let tool = Tool::new();
    let view = |path: &str| tool.good(json!({ "command": "view", "path": path }));
    let head = |path: &str| {
        format!(
            "Here're the files and directories up to 2 levels deep in {path}, excluding hidden items and node_modules:\n"
        )
    };
    assert_eq!(view("/memories"), head("/memories") + "0B\t/memories");
    tool.create("/memories/todo.md", &"x".repeat(1_536));
    tool.create("/memories/projects/a/deep/down.md", "four");
    tool.create("/memories/projects/b.md", "12");
    tool.create("/memories/.secret/x.md", "hidden");
    tool.create("/memories/projects/node_modules/y.md", "hidden");
    let rows = [
        "1.5K\t/memories",
        "6B\t/memories/projects/",
        "4B\t/memories/projects/a/",
        "2B\t/memories/projects/b.md",
        "1.5K\t/memories/todo.md",
    ];
    assert_eq!(view("/memories"), head("/memories") + &rows.join("\n"));
    assert_eq!(view("/memories/"), head("/memories") + &rows.join("\n"));
    let rows = ["4B\t/memories/projects/a", "4B\t/memories/projects/a/deep/", "4B\t/memories/projects/a/deep/down.md"];
    assert_eq!(view("/memories/projects/a"), head("/memories/projects/a") + &rows.join("\n"));
    let gone = tool.bad(json!({ "command": "view", "path": "/memories/none" }));
    assert_eq!(gone, "Error: The path /memories/none does not exist. Please provide a valid path.");
    tool.bad(json!({ "command": "view", "path": "/memories/projects", "view_range": [1, 2] }));
}

#[test]
fn a_file_is_shown_with_line_numbers_whole_or_in_part() {
    let tool = Tool::new();
    tool.create("/memories/a.md", "one\ntwo\nthree\n");
    let view = |range: Value| tool.good(json!({ "command": "view", "path": "/memories/a.md", "view_range": range }));
    let head = "Here's the content of /memories/a.md with line numbers:\n";
    assert_eq!(view(Value::Null), format!("{head}     1\tone\n     2\ttwo\n     3\tthree\n     4\t"));
    assert_eq!(view(json!([2, 3])), format!("{head}     2\ttwo\n     3\tthree"));
    assert_eq!(view(json!([3, -1])), format!("{head}     3\tthree\n     4\t"));
    assert_eq!(view(json!([4, 99])), format!("{head}     4\t"));
    for range in [json!([5, 6]), json!([3, 2])] {
        let told = tool.bad(json!({ "command": "view", "path": "/memories/a.md", "view_range": range }));
        assert!(told.starts_with("Error: Invalid `view_range` parameter: [") && told.ends_with("[1, 4]"), "{told}");
    }
    tool.create("/memories/long.md", &"\n".repeat(102_400));
    assert!(view_of(&tool, "/memories/long.md").contains("[cut: "));
}

fn view_of(tool: &Tool, path: &str) -> String {
    tool.good(json!({ "command": "view", "path": path }))
}

#[test]
fn a_file_is_created_once() {
    let tool = Tool::new();
    let create = |path: &str| json!({ "command": "create", "path": path, "file_text": "x" });
    assert_eq!(tool.good(create("/memories/a.md")), "File created successfully at: /memories/a.md");
    assert_eq!(tool.bad(create("/memories/a.md")), "Error: File /memories/a.md already exists");
    assert!(tool.bad(create("/memories/a.md/b.md")).contains("/memories/a.md is a file"));
    tool.create("/memories/d/e.md", "x");
    assert_eq!(tool.bad(create("/memories/d")), "Error: /memories/d is a directory");
    assert_eq!(tool.bad(create("/memories")), "Error: /memories is a directory");
    for path in ["/etc/passwd", "/memoriesx", "memories/a", "", "/memories/../a", "/memories/a//b", "/memories/a\u{7}"]
    {
        let told = tool.bad(create(path));
        assert!(told.starts_with("Error: "), "{told}");
    }
    assert!(
        tool.bad(json!({ "command": "create", "path": "/memories/b", "file_text": "x".repeat(102_401) }))
            .contains("102400")
    );
    let version = &tool.tab.get(&format!("/v1/memory_stores/{}/memory_versions", tool.store))["data"][1];
    assert_eq!((&version["operation"], &version["created_by"]["type"]), (&json!("created"), &json!("api_actor")));
}

#[test]
fn text_is_replaced_where_it_stands_once() {
    let tool = Tool::new();
    let replace = |old: &str, new: &str| json!({ "command": "str_replace", "path": "/memories/a", "old_str": old, "new_str": new });
    assert_eq!(tool.bad(replace("x", "y")), "Error: The path /memories/a does not exist. Please provide a valid path.");
    tool.create("/memories/a", "1\n2\n3\nfour\n5\n6\nfive five\n8\nfour\n");
    assert_eq!(
        tool.bad(replace("nine", "y")),
        "No replacement was performed, old_str `nine` did not appear verbatim in /memories/a."
    );
    assert_eq!(
        tool.bad(replace("four", "y")),
        "No replacement was performed. Multiple occurrences of old_str `four` in lines: 4, 9. Please ensure it is unique"
    );
    assert!(tool.bad(replace("five", "y")).contains("in lines: 7."), "twice in one line is twice");
    tool.bad(replace("", "y"));
    assert_eq!(
        tool.good(replace("5\n6", "5a\n5b\n$&")),
        "The memory file has been edited. Here is the snippet showing the change (with line numbers):\n     3\t3\n     4\tfour\n     5\t5a\n     6\t5b\n     7\t$&\n     8\tfive five\n     9\t8"
    );
    assert_eq!(tool.files()[0].1, "1\n2\n3\nfour\n5a\n5b\n$&\nfive five\n8\nfour\n");
    tool.good(json!({ "command": "str_replace", "path": "/memories/a", "old_str": "five five\n" }));
    assert!(!tool.files()[0].1.contains("five"), "a new_str that is left out is nothing");
}

#[test]
fn text_is_inserted_behind_a_line() {
    let tool = Tool::new();
    let insert = |line: Value, text: &str| json!({ "command": "insert", "path": "/memories/a", "insert_line": line, "insert_text": text });
    assert_eq!(tool.bad(insert(json!(0), "x")), "Error: The path /memories/a does not exist");
    tool.create("/memories/a", "one\nthree\n");
    assert_eq!(tool.good(insert(json!(1), "two\n")), "The file /memories/a has been edited.");
    tool.good(insert(json!(0), "zero"));
    assert_eq!(tool.files()[0].1, "zero\none\ntwo\nthree\n");
    for line in [-1, 6] {
        assert_eq!(
            tool.bad(insert(json!(line), "x")),
            format!(
                "Error: Invalid `insert_line` parameter: {line}. It should be within the range of lines of the file: [0, 5]"
            )
        );
    }
}

#[test]
fn files_and_directories_are_deleted_and_renamed() {
    let tool = Tool::new();
    let delete = |path: &str| json!({ "command": "delete", "path": path });
    let rename = |from: &str, to: &str| json!({ "command": "rename", "old_path": from, "new_path": to });
    for path in ["/memories/a.md", "/memories/d/b.md", "/memories/d/e/c.md", "/memories/dd.md"] {
        tool.create(path, path);
    }
    assert_eq!(
        tool.good(rename("/memories/a.md", "/memories/x/y.md")),
        "Successfully renamed /memories/a.md to /memories/x/y.md"
    );
    assert_eq!(tool.bad(rename("/memories/a.md", "/memories/z")), "Error: The path /memories/a.md does not exist");
    for taken in ["/memories/x/y.md", "/memories/x", "/memories"] {
        assert_eq!(
            tool.bad(rename("/memories/dd.md", taken)),
            format!("Error: The destination {taken} already exists")
        );
    }
    assert!(tool.bad(rename("/memories/d", "/memories/d/e/f")).contains("into itself"));
    assert!(tool.bad(rename("/memories", "/memories/f")).contains("Cannot rename"));
    assert!(tool.bad(rename("/memories/d", "/memories/x/y.md/d")).contains("is a file"));
    let deep = format!("/memories{}", "/s".repeat(19));
    assert!(tool.bad(rename("/memories/d", &deep)).contains("20 segments"), "d/e/c.md would lie too deep");
    tool.good(rename("/memories/d", "/memories/k/"));
    let paths: Vec<String> = tool.files().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/dd.md", "/k/b.md", "/k/e/c.md", "/x/y.md"]);
    tool.good(rename("/memories/k/b.md", "/memories/k/b.md2"));
    assert_eq!(tool.good(delete("/memories/k")), "Successfully deleted /memories/k");
    assert_eq!(tool.bad(delete("/memories/k")), "Error: The path /memories/k does not exist");
    assert!(tool.bad(delete("/memories")).contains("Cannot delete"));
    let paths: Vec<String> = tool.files().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/dd.md", "/x/y.md"]);
}

#[test]
fn what_the_caller_got_wrong_is_a_400_and_a_store_that_is_not_there_a_404() {
    let tool = Tool::new();
    let store = tool.store.as_str();
    for (body, field) in [
        (json!({ "command": "view", "path": "/memories" }), "memory_store_id"),
        (json!({ "memory_store_id": store }), "command"),
        (json!({ "memory_store_id": store, "command": "fly", "path": "/memories" }), "command"),
        (json!({ "memory_store_id": store, "command": "view" }), "path"),
        (json!({ "memory_store_id": store, "command": "view", "path": "/memories", "view_range": [1] }), "view_range"),
        (
            json!({ "memory_store_id": store, "command": "view", "path": "/memories", "view_range": [1, "x"] }),
            "view_range",
        ),
        (json!({ "memory_store_id": store, "command": "create", "path": "/memories/a" }), "file_text"),
        (
            json!({ "memory_store_id": store, "command": "insert", "path": "/memories/a", "insert_line": 1.5 }),
            "insert_line",
        ),
        (
            json!({ "memory_store_id": store, "command": "delete", "path": "/memories/a", "file_text": "x" }),
            "file_text",
        ),
        (json!({ "memory_store_id": store, "command": "rename", "old_path": "/memories/a" }), "new_path"),
    ] {
        tool.tab.invalid("POST", URL, Some(body), field);
    }
    let body = json!({ "memory_store_id": "memstore_none", "command": "view", "path": "/memories" });
    tool.tab.refused("POST", URL, Some(body), 404, "not_found_error");
    tool.tab.post(&format!("/v1/memory_stores/{store}/archive"), json!({}));
    assert!(tool.bad(json!({ "command": "create", "path": "/memories/a", "file_text": "x" })).contains("archived"));
}
