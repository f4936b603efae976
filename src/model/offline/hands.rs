//! How the rules use tools. A turn is written as straight-line code over [`Hands`]; a call that this turn already made gives its
//! recorded result, the first new one stops the code, and the reply asks for it. So each request replays the turn from its start,
//! and no state is kept between requests.

use serde_json::{Value, json};

use super::conversation::Call;

/// At most this many tool calls in a turn.
pub const MAX_CALLS: usize = 12;

/// Why the rules cannot go on in this reply.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// These calls must be made first.
    Calls(Vec<(&'static str, Value)>),
    /// The user named this tool of the client's, with this input.
    Named(String, Value),
    /// The tool is needed and not offered.
    Missing(&'static str),
    /// The turn's calls are used up.
    Spent,
    /// A tool failed; its own words.
    Failed(String),
}

/// The tools of a turn, with what they gave so far.
#[derive(Debug)]
pub struct Hands<'a> {
    calls: &'a [Call],
    used: Vec<bool>,
    offered: &'a [String],
}

/// One line that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub path: String,
    pub line: usize,
    pub text: String,
}

impl<'a> Hands<'a> {
    pub fn new(calls: &'a [Call], offered: &'a [String]) -> Hands<'a> {
        Hands { calls, used: vec![false; calls.len()], offered }
    }

    /// Whether a tool is offered.
    pub fn has(&self, tool: &str) -> bool {
        self.offered.iter().any(|name| name == tool)
    }

    /// How many more calls this turn may make, replayed ones not counted.
    pub fn left(&self) -> usize {
        MAX_CALLS.saturating_sub(self.used.iter().filter(|used| **used).count())
    }

    /// The paths under a directory, newest first, and whether the list was cut.
    pub fn glob(&mut self, path: &str) -> Result<(Vec<String>, bool), Stop> {
        let output = self.call("glob", json!({"pattern": "**/*", "path": path}))?.map_err(Stop::Failed)?;
        let paths = output.lines().filter(|line| line.starts_with('/')).map(str::to_owned).collect();
        Ok((paths, was_cut(&output)))
    }

    /// The lines under a path that a pattern matches, and whether there are more.
    pub fn grep(&mut self, pattern: &str, path: &str) -> Result<(Vec<Hit>, bool), Stop> {
        let output = self.call("grep", json!({"pattern": pattern, "path": path}))?.map_err(Stop::Failed)?;
        Ok((output.lines().filter_map(hit).collect(), was_cut(&output)))
    }

    /// A file's text, or in words why there is none, and whether it was cut.
    pub fn read(&mut self, path: &str) -> Result<Result<(String, bool), String>, Stop> {
        Ok(self.call("read", json!({"file_path": path}))?.map(|text| {
            let cut = was_cut(&text);
            (text, cut)
        }))
    }

    /// If this turn already went on: the files that the calls recorded next read whole.
    pub fn reads_made(&self) -> Option<Vec<String>> {
        let next = self.used.iter().position(|used| !used)?;
        let whole = |call: &&Call| call.name == "read" && call.input["view_range"].is_null();
        let paths = self.calls[next..].iter().take_while(whole);
        Some(paths.filter_map(|call| call.input["file_path"].as_str()).map(str::to_owned).collect())
    }

    /// Whether this turn went on from here to read single lines.
    pub fn read_lines_next(&self) -> bool {
        let next = self.used.iter().position(|used| !used).map(|at| &self.calls[at]);
        next.is_some_and(|call| call.name == "read" && !call.input["view_range"].is_null())
    }

    /// The texts of files and whether each was cut, all asked for in one reply; nothing for one that cannot be read.
    pub fn read_all(&mut self, paths: &[String]) -> Result<Vec<Option<(String, bool)>>, Stop> {
        let inputs = paths.iter().map(|path| json!({"file_path": path})).collect();
        let with_cut = |text: String| {
            let cut = was_cut(&text);
            (text, cut)
        };
        Ok(self.call_all("read", inputs)?.into_iter().map(|read| read.ok().map(with_cut)).collect())
    }

    /// Single lines of files, all asked for in one reply; nothing for one that cannot be read.
    pub fn read_lines(&mut self, places: &[(&str, usize)]) -> Result<Vec<Option<String>>, Stop> {
        let input = |(path, line): &(&str, usize)| json!({"file_path": path, "view_range": [line, line]});
        Ok(self.call_all("read", places.iter().map(input).collect())?.into_iter().map(Result::ok).collect())
    }

    /// Writes a whole file; the inner error is the tool's refusal.
    pub fn write(&mut self, path: &str, content: &str) -> Result<Result<(), String>, Stop> {
        Ok(self.call("write", json!({"file_path": path, "content": content}))?.map(|_| ()))
    }

    /// Replaces places in a file, each one after those before it, all asked for in one reply; the inner error is the tool's first
    /// refusal.
    pub fn edit_all(&mut self, path: &str, edits: &[(String, String)]) -> Result<Result<(), String>, Stop> {
        let input = |(old, new): &(String, String)| json!({"file_path": path, "old_string": old, "new_string": new});
        let edited = self.call_all("edit", edits.iter().map(input).collect())?;
        Ok(edited.into_iter().find_map(Result::err).map_or(Ok(()), Err))
    }

    /// What a command line prints, its failure included.
    pub fn bash(&mut self, line: &str) -> Result<String, Stop> {
        Ok(self.call("bash", json!({"command": line}))?.unwrap_or_else(|failed| failed))
    }

    /// Several calls of one tool; those not yet made are asked for in one reply.
    fn call_all(&mut self, name: &'static str, inputs: Vec<Value>) -> Result<Vec<Result<String, String>>, Stop> {
        let mut made = Vec::new();
        let mut missing = Vec::new();
        for input in inputs {
            match self.call(name, input) {
                Ok(output) => made.push(output),
                Err(Stop::Calls(calls)) => missing.extend(calls),
                Err(stop) => return Err(stop),
            }
        }
        missing.truncate(MAX_CALLS - self.calls.len());
        if missing.is_empty() { Ok(made) } else { Err(Stop::Calls(missing)) }
    }

    fn call(&mut self, name: &'static str, input: Value) -> Result<Result<String, String>, Stop> {
        let recorded = (0..self.calls.len())
            .find(|at| !self.used[*at] && self.calls[*at].name == name && self.calls[*at].input == input);
        if let Some(at) = recorded {
            self.used[at] = true;
            let call = &self.calls[at];
            return Ok(if call.failed { Err(call.output.clone()) } else { Ok(call.output.clone()) });
        }
        if self.calls.len() >= MAX_CALLS {
            return Err(Stop::Spent);
        }
        if !self.has(name) {
            return Err(Stop::Missing(name));
        }
        Err(Stop::Calls(vec![(name, input)]))
    }
}

/// Output that was cut ends with a line in brackets that says so.
fn was_cut(output: &str) -> bool {
    let last = output.lines().next_back().unwrap_or_default();
    last.starts_with('[')
        && last.ends_with(']')
        && ["cut", "more", "omitted", "shown", "truncated", "left out"].iter().any(|word| last.contains(word))
}

fn hit(line: &str) -> Option<Hit> {
    if !line.starts_with('/') {
        return None;
    }
    for (at, _) in line.match_indices(':') {
        let rest = &line[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && rest[digits..].starts_with(':') {
            return Some(Hit {
                path: line[..at].to_owned(),
                line: rest[..digits].parse().ok()?,
                text: rest[digits + 1..].to_owned(),
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_output_is_read_line_by_line() {
        assert_eq!(
            hit("/mnt/a:b.md:12:at 3:30: go"),
            Some(Hit { path: "/mnt/a:b.md".into(), line: 12, text: "at 3:30: go".into() })
        );
        assert_eq!(hit("no matches"), None);
        assert!(was_cut("/a\n[12 more paths were cut]"));
    }
}
