//! A session without an engine: the five file tools over a map, and turns played to their end through the same requests that the
//! engine sends.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use dreamfs::model::mount_note::{Mount, write, write_today};
use dreamfs::model::{offline, validate};
use serde_json::{Value, json};

/// A file system of five tools over a map, as the sandbox gives it.
#[derive(Default, Clone)]
pub struct Files {
    pub files: BTreeMap<String, String>,
    pub read_only: bool,
}

impl Files {
    pub fn run(&mut self, name: &str, input: &Value) -> Result<String, String> {
        let text =
            |field: &str| input[field].as_str().map(str::to_owned).ok_or(format!("{name}: `{field}` is missing"));
        let refuse = || if self.read_only { Err(format!("{name}: the store is mounted read-only")) } else { Ok(()) };
        match name {
            "read" => {
                let file = self.files.get(&text("file_path")?).ok_or("read: no such file")?;
                let Some(range) = input["view_range"].as_array() else { return Ok(file.clone()) };
                let at = |at: usize| range[at].as_u64().map_or(0, |number| number as usize);
                Ok(file.split_inclusive('\n').take(at(1)).skip(at(0) - 1).collect())
            }
            "write" => {
                refuse()?;
                let content = text("content")?;
                let said = format!("wrote {} bytes to {}", content.len(), text("file_path")?);
                self.files.insert(text("file_path")?, content);
                Ok(said)
            }
            "edit" => {
                refuse()?;
                let (path, old, new) = (text("file_path")?, text("old_string")?, text("new_string")?);
                let file = self.files.get_mut(&path).ok_or("edit: no such file")?;
                match file.matches(&old).count() {
                    1 => {
                        *file = file.replacen(&old, &new, 1);
                        Ok(format!("edited {path} (1 replacement(s))"))
                    }
                    count => Err(format!("edit: old_string was found {count} times")),
                }
            }
            "glob" => {
                let under = text("path")?;
                let found: Vec<&str> =
                    self.files.keys().filter(|path| path.starts_with(&under)).map(String::as_str).collect();
                Ok(if found.is_empty() { "no matches".to_owned() } else { found.join("\n") })
            }
            "grep" => self.grep(&text("pattern")?, &text("path")?),
            other => Err(format!("no tool {other}")),
        }
    }

    fn grep(&self, pattern: &str, under: &str) -> Result<String, String> {
        let regex = regex::Regex::new(pattern).map_err(|error| format!("grep: {error}"))?;
        let mut found = Vec::new();
        for (path, text) in self.files.iter().filter(|(path, _)| path.starts_with(under)) {
            found.extend(
                text.lines()
                    .enumerate()
                    .filter(|(_, line)| regex.is_match(line))
                    .map(|(at, line)| format!("{path}:{}:{line}", at + 1)),
            );
        }
        let total = found.len();
        found.truncate(500);
        if total > 500 {
            found.push(format!("[cut: 500 of {total} matching lines shown; narrow the pattern or the path]"));
        }
        Ok(if found.is_empty() { "no matches".to_owned() } else { found.join("\n") })
    }
}

pub const ROOT: &str = "/mnt/memory/notes";
pub const NOTES: &str = "/mnt/memory/notes/sessions.md";

pub fn mount(instructions: Option<&str>, read_only: bool) -> Mount {
    Mount {
        path: ROOT.into(),
        name: "notes".into(),
        read_only,
        description: String::new(),
        instructions: instructions.map(str::to_owned),
    }
}

/// One session: its thread over mounts and files.
pub struct Session<'a> {
    mounts: Vec<Mount>,
    pub files: &'a mut Files,
    messages: Vec<Value>,
    pub tools: Vec<&'static str>,
    pub calls: Vec<String>,
    /// The weekday and the date of the session.
    pub today: (String, String),
    /// The calls' names, inputs and results.
    pub results: Vec<(String, Value, String)>,
    /// Each request is made twice, to see that the reply is the same.
    pub repeats: bool,
    /// How long the model thought in the last turn, tools not counted.
    pub thought: Duration,
}

impl<'a> Session<'a> {
    pub fn new(files: &'a mut Files, mounts: Vec<Mount>) -> Session<'a> {
        Session {
            mounts,
            files,
            messages: Vec::new(),
            tools: vec!["read", "write", "edit", "glob", "grep"],
            calls: Vec::new(),
            today: ("Wednesday".into(), "2026-05-06".into()),
            results: Vec::new(),
            repeats: false,
            thought: Duration::ZERO,
        }
    }

    pub fn request(&self) -> Value {
        let system = format!("{}{}", write(&self.mounts), write_today(&self.today.0, &self.today.1, "Europe/London"));
        let tools: Vec<Value> =
            self.tools.iter().map(|name| json!({"name": name, "input_schema": {"type": "object"}})).collect();
        json!({"model": offline::MODEL, "max_tokens": 1024, "system": [{"type": "text", "text": system}], "messages": self.messages, "tools": tools})
    }

    /// Says something and plays the turn to its end; gives back the reply's words.
    pub fn say(&mut self, text: &str) -> String {
        self.messages.push(json!({"role": "user", "content": [{"type": "text", "text": text}]}));
        self.thought = Duration::ZERO;
        let mut ids = BTreeSet::new();
        for _ in 0..14 {
            let request = self.request();
            let before = Instant::now();
            let reply = offline::respond(&request);
            self.thought += before.elapsed();
            if self.repeats {
                assert_eq!(reply, offline::respond(&request), "the same request gives the same reply");
            }
            validate::check_reply(&reply).unwrap();
            self.messages.push(json!({"role": "assistant", "content": reply["content"]}));
            let content = reply["content"].as_array().unwrap();
            let calls: Vec<&Value> = content.iter().filter(|block| block["type"] == "tool_use").collect();
            if calls.is_empty() {
                return content[0]["text"].as_str().unwrap().to_owned();
            }
            let mut results = Vec::new();
            for call in calls {
                let name = call["name"].as_str().unwrap();
                assert!(self.tools.contains(&name), "called {name}, which is not offered");
                assert!(ids.insert(call["id"].as_str().unwrap().to_owned()), "an id came twice");
                self.calls.push(name.to_owned());
                let result = self.files.run(name, &call["input"]);
                let failed = result.is_err();
                let text = result.unwrap_or_else(|error| error);
                self.results.push((name.to_owned(), call["input"].clone(), text.clone()));
                results.push(json!({"type": "tool_result", "tool_use_id": call["id"], "content": [{"type": "text", "text": text}], "is_error": failed}));
            }
            self.messages.push(json!({"role": "user", "content": results}));
        }
        panic!("the turn did not end: {text}");
    }
}

pub fn tell(files: &mut Files, instructions: Option<&str>, messages: &[&str]) -> String {
    let mut session = Session::new(files, vec![mount(instructions, false)]);
    messages.iter().map(|message| session.say(&message.replace("\\n", "\n"))).last().unwrap_or_default()
}

pub fn ask(files: &mut Files, question: &str) -> String {
    Session::new(files, vec![mount(None, false)]).say(question)
}
