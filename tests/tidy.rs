//! Holds the tree to ARCHITECTURE.md: who may import whom, what stands only at the edges, how long a file or a function may
//! be. Each rule is a function from a path and a text to faults, a test that runs it over the tree, and a test that shows it a
//! text that breaks it.
#![allow(clippy::expect_used, reason = "a test that cannot read its tree has nothing better to do than to stop")]

#[path = "tidy/reading.rs"]
mod reading;

use reading::{body_end, imports, is_word, line_of, rust_code, script_code, without_tests, word_at, words};
use std::{fs, io::Write as _, path::Path};

/// Every module of the crate and what it may import: what stands left of it in `domain → text → store, model, sandbox → agent,
/// dream → ports → engine → api → bindings`. `testing` may also be used by any module's own tests, and so may `platform`.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &["domain"]),
    ("store", &["domain", "text"]),
    ("model", &["domain", "text"]),
    ("sandbox", &["domain", "text", "store"]),
    ("agent", &["domain", "text", "store", "model", "sandbox"]),
    ("dream", &["domain", "text", "store", "model", "sandbox"]),
    ("ports", &["domain", "text", "store", "model", "sandbox", "agent", "dream"]),
    ("engine", &["domain", "text", "store", "model", "sandbox", "agent", "dream", "ports"]),
    ("api", &["domain", "text", "store", "model", "sandbox", "agent", "dream", "ports", "engine"]),
    ("platform", &["domain", "ports"]),
    (
        "testing",
        &["domain", "text", "store", "model", "sandbox", "agent", "dream", "ports", "engine", "api", "platform"],
    ),
    (
        "bindings",
        &["domain", "text", "store", "model", "sandbox", "agent", "dream", "ports", "engine", "api", "platform"],
    ),
];

const BROWSER: &[&str] = &["src/platform/browser", "src/bindings"];
const OUTSIDE: &[&str] = &["src/platform", "src/bindings"];
const NOWHERE: &[&str] = &[];

/// What no Rust file may say, but those below the given places; and what to do instead.
const RUST_BANS: &[(&[&str], &[&str], &str)] = &[
    (
        &[
            "JsValue",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "serde_wasm_bindgen",
            "indexed_db_futures",
            "gloo_net",
        ],
        BROWSER,
        "keep JavaScript in platform/browser and bindings: take or give serde_json::Value, or add a verb to a port",
    ),
    (
        &["SystemTime", "Instant::now", "Utc::now", "Local::now"],
        OUTSIDE,
        "take the time as an argument; the engine asks its clock port",
    ),
    (
        &["thread_rng", "rand::", "getrandom", "RandomState"],
        OUTSIDE,
        "take random bytes as an argument; the engine asks its entropy port",
    ),
    (
        &["std::fs", "std::env", "std::net", "std::thread", "std::process"],
        OUTSIDE,
        "nothing of the machine is reached from here: add a verb to a port",
    ),
    (
        &["thread_local!", "static mut"],
        OUTSIDE,
        "hold no global: give the value to whoever needs it, or make it a const",
    ),
    (
        &["println!", "print!", "eprintln!", "eprint!", "dbg!"],
        NOWHERE,
        "return the value or an Error; what a person must see is an event",
    ),
    (&["todo!", "unimplemented!"], NOWHERE, "finish it, or refuse with an Error that says what is not supported"),
];

/// What no script or page in `www` may say, and what to do instead.
const WWW_BANS: &[(&[&str], &str)] = &[
    (
        &[
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "setHTMLUnsafe",
            "parseHTMLUnsafe",
            "createContextualFragment",
        ],
        "text is not markup: set textContent, or use a Lit template with the text as a value",
    ),
    (&["unsafeHTML", "unsafeSVG", "unsafeMathML", "unsafeCSS"], "use html, svg or css with the text as a value"),
    (&["document.write", "document.writeln"], "append an element, or use a Lit template"),
    (&["eval(", "new Function"], "a page's Content-Security-Policy forbids it: write the code"),
];

const FILE_LINES: usize = 600;
/// Files that may be longer, each with the reason.
const LONG_FILES: &[(&str, &str)] = &[];

const FUNCTION_LINES: usize = 100;
const FUNCTION_LINES_WANTED: usize = 70;
/// Functions that may be longer, as `path::name`, each with the reason.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

// ---- the rules, over the tree ----

#[test]
fn modules_import_only_what_stands_left_of_them() {
    check(&rust_files(), import_faults);
}

#[test]
fn javascript_time_chance_and_the_machine_stay_at_the_edges() {
    check(&rust_files(), rust_ban_faults);
}

#[test]
fn only_the_edges_ask_which_platform_this_is() {
    check(&rust_files(), platform_faults);
}

#[test]
fn text_never_becomes_markup() {
    check(&www_files(&["js", "html"]), www_ban_faults);
}

#[test]
fn www_imports_go_from_page_to_elements_to_format() {
    check(&www_files(&["js"]), www_import_faults);
}

#[test]
fn files_stay_short() {
    let files: Vec<_> = rust_files().into_iter().chain(www_files(&["js", "css"])).collect();
    check(&files, |path, text| file_length_faults(path, text, LONG_FILES));
    for (path, _) in LONG_FILES {
        let text = &files.iter().find(|(each, _)| each == path).expect("an exception names a file that exists").1;
        assert!(text.lines().count() > FILE_LINES, "{path} is short again: take it out of LONG_FILES");
    }
}

#[test]
fn functions_fit_on_a_screen() {
    let files = rust_files();
    check(&files, |path, text| function_length_faults(path, text, FUNCTION_LINES, LONG_FUNCTIONS));
    for (path, text) in &files {
        for (line, fault) in function_length_faults(path, text, FUNCTION_LINES_WANTED, LONG_FUNCTIONS) {
            // Not through `eprintln!`, which a passing test keeps to itself.
            writeln!(std::io::stderr(), "note: {path}:{line}: {fault}").expect("stderr is open");
        }
    }
}

// ---- the rules, shown what breaks them ----

#[test]
fn an_import_to_the_right_is_caught_however_it_is_written() {
    let caught = |path, text| assert_eq!(import_faults(path, text).len(), 1, "{text}");
    caught("src/store/mod.rs", "use crate::engine::Engine;");
    caught("src/store/mod.rs", "use crate::{domain::Id, engine::{Engine, commit}};");
    caught("src/store/mod.rs", "use crate::{\n    domain::{Id, Path},\n    model,\n};");
    caught("src/store/mod.rs", "fn f() { crate::api::handle() }");
    caught("src/model/offline/mod.rs", "use crate::store::Snapshot;");
    caught("src/ports.rs", "use super::engine::Engine;");
    caught("src/platform/native.rs", "use crate::store::Snapshot;");
    caught("src/engine/turn.rs", "use crate::platform::native::Memory;");
    caught("src/engine/turn.rs", "use super::super::domain::Id;");
    caught("src/agent/mod.rs", "use crate::Error;");
    caught("src/surprise/mod.rs", "fn f() {}");
    let fault = &import_faults("src/store/mod.rs", "\nuse crate::engine::Engine;")[0];
    assert_eq!(fault.0, 2);
    assert!(fault.1.contains("store may import domain, text"), "{}", fault.1);
}

#[test]
fn an_import_to_the_left_or_of_a_test_passes() {
    let passes = |path, text| assert_eq!(import_faults(path, text), [], "{text}");
    passes("src/sandbox/tools/grep.rs", "use crate::{domain::Id, store::{Snapshot, engine}};\nuse super::super::glob;");
    passes("src/engine/mod.rs", "// crate::api is the caller\nconst S: &str = \"crate::api\";");
    passes("src/engine/mod.rs", "#[cfg(test)]\nmod tests {\n    use crate::testing::Clock;\n    use super::*;\n}");
    passes("src/engine/tests.rs", "use crate::{platform::native::Memory, testing::Clock};");
    passes("src/engine/mod.rs", "let key = crate::key![store, seq];");
    passes("src/lib.rs", "pub use crate::api::handle;");
}

#[test]
fn a_banned_name_is_caught_where_it_is_banned_and_nowhere_else() {
    let count = |path, text| rust_ban_faults(path, text).len();
    for text in [
        "fn f(v: JsValue) {}",
        "use web_sys::Window;",
        "let t = std::time::SystemTime::now();",
        "let t = Instant::now();",
    ] {
        assert_eq!(count("src/engine/mod.rs", text), 1, "{text}");
        assert_eq!(count("src/platform/browser/clock.rs", text), 0, "{text}");
    }
    for text in [
        "let n = rand::random();",
        "let t = Utc::now();",
        "std::fs::read(p)",
        "thread_local! {}",
        "todo!()",
        "dbg!(x);",
    ] {
        assert_eq!(count("src/text/words.rs", text), 1, "{text}");
    }
    assert_eq!(count("src/platform/native.rs", "fn f(v: JsValue) {}"), 1, "the native platform knows no JavaScript");
    assert_eq!(count("src/bindings/mod.rs", "println!(\"x\");"), 1, "nobody prints");
    for text in [
        "operand::new()",
        "let s = \"println!\"; // dbg!(x)",
        "/* JsValue */ my_dbg!(x)",
        "InstantReply",
        "r#\"todo!()\"#",
    ] {
        assert_eq!(count("src/text/words.rs", text), 0, "{text}");
    }
    assert!(rust_ban_faults("src/engine/mod.rs", "Utc::now()")[0].1.contains("clock port"));
}

#[test]
fn a_question_about_the_platform_is_caught() {
    let count = |path, text| platform_faults(path, text).len();
    let on_module = "#[cfg(target_arch = \"wasm32\")]\npub mod browser;";
    assert_eq!(count("src/engine/mod.rs", "if cfg!(target_arch = \"wasm32\") {}"), 1);
    assert_eq!(count("src/engine/mod.rs", on_module), 1);
    assert_eq!(count("src/lib.rs", on_module), 0);
    assert_eq!(count("src/platform/mod.rs", on_module), 0);
    assert_eq!(count("src/lib.rs", "#[cfg(target_arch = \"wasm32\")]\nfn f() {}"), 1);
    assert_eq!(count("src/platform/browser/mod.rs", "#[cfg(not(target_arch = \"wasm32\"))]\nfn f() {}"), 0);
}

#[test]
fn text_that_would_become_markup_is_caught() {
    let count = |text| www_ban_faults("www/elements/session.js", text).len();
    for text in
        ["el.innerHTML = text;", "unsafeHTML(text)", "html`<p .innerHTML=${text}>`", "document.write(x)", "eval(x)"]
    {
        assert_eq!(count(text), 1, "{text}");
    }
    for text in
        ["// innerHTML would be wrong here", "/* never\n innerHTML */", "el.textContent = text;", "retrieval(x)"]
    {
        assert_eq!(count(text), 0, "{text}");
    }
    assert_eq!(count("const u = \"http://x\"; el.innerHTML = u;"), 1, "an address is no comment");
}

#[test]
fn a_wrong_import_in_www_is_caught() {
    let count = |path: &str, text: &str| www_import_faults(path, text).len();
    assert_eq!(count("www/format/time.js", "import { Store } from \"../elements/store.js\";"), 1);
    assert_eq!(count("www/format/time.js", "import { html } from \"lit\";"), 1);
    assert_eq!(count("www/format/time.js", "import {\n  a,\n} from './words.js';"), 0);
    assert_eq!(count("www/elements/store.js", "import { createClient } from \"../client.js\";"), 1);
    assert_eq!(count("www/elements/store.js", "const m = await import(\"../client.js\");"), 1);
    assert_eq!(count("www/elements/store.js", "export * from \"../../client.js\";"), 1);
    assert_eq!(count("www/elements/store.js", "import * as glue from \"dreamfs:glue\";"), 1);
    assert_eq!(
        count("www/elements/store.js", "import { html } from \"lit\";\nimport { ago } from \"../format/time.js\";"),
        0
    );
    assert_eq!(count("www/elements/parts/row.js", "import { ago } from \"../../format/time.js\";"), 0);
    assert_eq!(
        count("www/client.js", "import text from \"dreamfs:worker\";\nimport * as glue from \"dreamfs:glue\";"),
        0
    );
    assert_eq!(count("www/client.js", "import \"./elements/index.js\";"), 1);
    let shown = "const code = `\nimport a from \"lit\";\n${all ? `from \"lit\" ${b}` : \"\"}\n`;\n";
    assert_eq!(count("www/format/code.js", shown), 0, "a template that shows an import imports nothing");
    assert_eq!(count("www/format/code.js", &format!("{shown}const m = import('lit');")), 1);
    assert_eq!(count("www/page.js", "import { createClient } from \"./dreamfs.js\";\nimport \"./elements.js\";"), 0);
    assert_eq!(count("www/page.js", "import { createClient } from \"./client.js\";"), 1);
    assert_eq!(count("www/page/mode.js", "import { base } from \"../elements/base.js\";"), 1);
}

#[test]
fn a_file_that_is_too_long_is_caught() {
    let long = "\n".repeat(FILE_LINES + 1);
    assert_eq!(file_length_faults("src/a.rs", &long, &[]).len(), 1);
    assert_eq!(file_length_faults("src/a.rs", &long, &[("src/a.rs", "a table")]), []);
    assert_eq!(file_length_faults("src/a.rs", &long[1..], &[]), []);
}

#[test]
fn a_function_that_is_too_long_is_caught() {
    let text = "fn short() -> [u8; 2] {\n    let c = '{';\n    [0; 2]\n}\n\ntrait T {\n    fn none(&self);\n}\nstruct S { f: fn(u8) }\nfn long<'a>(s: &'a str) {\n    let f: fn(u8) = g;\n    if s == \"}\" {\n    }\n\n}\n";
    let faults = function_length_faults("src/a.rs", text, 5, &[]);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].0, 10);
    assert!(faults[0].1.contains("fn long has 6 lines"), "{}", faults[0].1);
    assert_eq!(function_length_faults("src/a.rs", text, 6, &[]), []);
    assert_eq!(function_length_faults("src/a.rs", text, 5, &[("src/a.rs::long", "a table")]), []);
}

// ---- the rules ----

/// A line, counted from 1, and what is wrong there and what to do instead.
type Fault = (usize, String);

fn import_faults(path: &str, text: &str) -> Vec<Fault> {
    let owner = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
    if owner == "lib" {
        return Vec::new();
    }
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == owner) else {
        return vec![(
            1,
            format!("{owner} is a new module: give it a place in ARCHITECTURE.md and in MAY_IMPORT of tests/tidy.rs"),
        )];
    };
    let code = rust_code(text);
    let shipped = if path.ends_with("/tests.rs") { String::new() } else { without_tests(&code) };
    let mut faults = Vec::new();
    for (at, name) in crate_paths(path, &code) {
        let in_test = shipped.as_bytes().get(at).is_none_or(|byte| *byte == b' ');
        // An exported macro stands at the root, wherever it is written; what it says is seen where it is written.
        let is_macro = code[at + name.len()..].starts_with('!');
        let fine =
            is_macro || name == owner || allowed.contains(&name) || in_test && ["testing", "platform"].contains(&name);
        if !fine {
            let list = if allowed.is_empty() { "nothing of the crate".to_owned() } else { allowed.join(", ") };
            let instead = match name {
                "super" => "write the path from crate::".to_owned(),
                _ if MAY_IMPORT.iter().any(|(module, _)| *module == name) => {
                    format!("{owner} may import {list}: move what you need to the left, or have it handed in")
                }
                _ => "import it from the module that defines it".to_owned(),
            };
            faults.push((line_of(&code, at), format!("{owner} imports {name}: {instead}")));
        }
    }
    faults
}

/// Where `code` names something at the crate's root, and the name: `crate::x`, each of `crate::{x, y::z}`, and a `super` that
/// climbs so far.
fn crate_paths<'a>(path: &str, code: &'a str) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for at in words(code, "crate::") {
        let rest = at + "crate::".len();
        if code[rest..].starts_with('{') {
            let mut depth = 0;
            let mut expects_name = false;
            for (index, letter) in code[rest..].char_indices() {
                match letter {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                match letter {
                    '{' | ',' if depth == 1 => expects_name = true,
                    _ if expects_name && is_word(letter) => {
                        found.push((rest + index, word_at(code, rest + index)));
                        expects_name = false;
                    }
                    _ => {}
                }
            }
        } else {
            found.push((rest, word_at(code, rest)));
        }
    }
    // How often `super` may climb before it stands at the root: `src/a/b.rs` and `src/a/b/mod.rs` are `a::b`.
    let below = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = below.split('/').count();
    let chain = "super::".repeat(depth);
    for at in words(code, &chain) {
        if code[..at].ends_with("super::") {
            continue;
        }
        let name = word_at(code, at + chain.len());
        // A test module within the file is one deeper, so that a `super` of it may still end in this module.
        let module = MAY_IMPORT.iter().any(|(module, _)| *module == name);
        if depth > 1 && module {
            found.push((at, "super"));
        } else if module {
            found.push((at, name));
        }
    }
    found
}

fn rust_ban_faults(path: &str, text: &str) -> Vec<Fault> {
    let code = rust_code(text);
    let mut faults = Vec::new();
    for (names, places, instead) in RUST_BANS {
        if places.iter().any(|place| is_below(path, place)) {
            continue;
        }
        for name in *names {
            faults.extend(words(&code, name).map(|at| (line_of(&code, at), format!("{name}: {instead}"))));
        }
    }
    faults
}

fn platform_faults(path: &str, text: &str) -> Vec<Fault> {
    if BROWSER.iter().any(|place| is_below(path, place)) {
        return Vec::new();
    }
    let code = rust_code(text);
    let lines: Vec<&str> = code.lines().collect();
    let instead = "only platform/browser and bindings know where they run, and the lines of lib.rs and platform/mod.rs that \
                   name their modules: add a verb to a port";
    let on_module = |line: usize| {
        let next = lines[line..].iter().find(|next| !next.trim().starts_with("#[")).copied().unwrap_or_default();
        ["src/lib.rs", "src/platform/mod.rs"].contains(&path) && words(next, "mod").next().is_some()
    };
    words(&code, "target_arch")
        .map(|at| line_of(&code, at))
        .filter(|line| !on_module(*line))
        .map(|line| (line, format!("target_arch: {instead}")))
        .collect()
}

fn www_ban_faults(_path: &str, text: &str) -> Vec<Fault> {
    let code = script_code(text);
    let mut faults = Vec::new();
    for (names, instead) in WWW_BANS {
        for name in *names {
            faults.extend(words(&code, name).map(|at| (line_of(&code, at), format!("{name}: {instead}"))));
        }
    }
    faults
}

fn www_import_faults(path: &str, text: &str) -> Vec<Fault> {
    let code = script_code(text);
    let mut faults = Vec::new();
    for (at, wanted) in imports(&code) {
        let target = resolved(path, wanted);
        let instead = if target.starts_with("dreamfs:") && !["www/client.js", "www/worker.js"].contains(&path) {
            "only client.js and worker.js know the wasm package: use the client that is handed in"
        } else if is_below(path, "www/format")
            && !is_below(&target, "www/format")
            && !target.starts_with("@noble/hashes/")
        {
            "format is pure: move the import to the element that calls it"
        } else if is_below(path, "www/elements") && (target.contains("client.js") || target.contains("worker.js")) {
            "an element is handed its client, so that it tests with a fake"
        } else if ["www/client.js", "www/worker.js"].contains(&path) && is_below(&target, "www/elements") {
            "the library ships without the elements: let the page join them"
        } else if (path == "www/page.js" || is_below(path, "www/page"))
            && !["www/dreamfs.js", "www/elements.js", "www/sharing.js"].contains(&target.as_str())
            && !is_below(&target, "www/page")
            && !is_below(&target, "www/format")
        {
            "the page stands beside dreamfs.js, elements.js and sharing.js: import from these, from page/ and from format/"
        } else {
            continue;
        };
        faults.push((line_of(&code, at), format!("{path} imports {wanted}: {instead}")));
    }
    faults
}

fn file_length_faults(path: &str, text: &str, exceptions: &[(&str, &str)]) -> Vec<Fault> {
    let lines = text.lines().count();
    if lines <= FILE_LINES || exceptions.iter().any(|(each, _)| *each == path) {
        return Vec::new();
    }
    vec![(lines, format!("{lines} lines, of {FILE_LINES} at most: split off a part that stands by itself"))]
}

fn function_length_faults(path: &str, text: &str, limit: usize, exceptions: &[(&str, &str)]) -> Vec<Fault> {
    let code = rust_code(text);
    let mut faults = Vec::new();
    for at in words(&code, "fn").filter(|at| code[*at..].starts_with("fn ")) {
        let name = word_at(&code, at + "fn ".len());
        let Some(end) = body_end(&code, at) else { continue };
        let lines = line_of(&code, end) - line_of(&code, at) + 1;
        if lines > limit && !exceptions.iter().any(|(each, _)| *each == format!("{path}::{name}")) {
            let instead = "split off its pure parts, and keep the branching in one place";
            faults.push((line_of(&code, at), format!("fn {name} has {lines} lines, of {limit} at most: {instead}")));
        }
    }
    faults
}

// ---- reading the tree ----

fn check(files: &[(String, String)], rule: impl Fn(&str, &str) -> Vec<Fault>) {
    assert!(!files.is_empty(), "nothing to look at: has the folder moved?");
    let faults: Vec<String> = files
        .iter()
        .flat_map(|(path, text)| {
            rule(path, text).into_iter().map(move |(line, fault)| format!("{path}:{line}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn rust_files() -> Vec<(String, String)> {
    files_below("src", &["rs"])
}

fn www_files(endings: &[&str]) -> Vec<(String, String)> {
    files_below("www", endings)
}

/// The files below `folder` with one of the endings: their path in the project and their text.
fn files_below(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let path = format!("{folder}/{}", entry.file_name().to_str().expect("names are UTF-8"));
        if entry.path().is_dir() {
            found.extend(files_below(&path, endings));
        } else if endings.iter().any(|ending| path.ends_with(&format!(".{ending}"))) {
            found.push((path, fs::read_to_string(entry.path()).expect("a file is text")));
        }
    }
    found.sort();
    found
}

fn is_below(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('.'))
}

/// The path in the project that `wanted` means in the file `from`; a package's name stays as it is.
fn resolved(from: &str, wanted: &str) -> String {
    if !wanted.starts_with('.') {
        return wanted.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in wanted.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}
