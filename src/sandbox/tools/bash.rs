//! `bash`: what a shell is told before it runs a command, and what becomes of the sandbox when it ended. The shell itself runs
//! behind a port, over an overlay of these files. Nothing here waits: the changes of a command are decided in one go, all or none,
//! and only over the stores that the command saw.

use std::{collections::BTreeMap, rc::Rc};

use serde_json::{Map, Value, json};

use super::{
    super::{Mount, Sandbox, is_within},
    Input, ToolOutput, cut,
};
use crate::{
    domain::{
        Code, Error, Limits, MemoryPath, Result, Time,
        session::{Access, ShellState},
    },
    store::Snapshot,
};

/// What a call asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A new shell; files stay.
    Restart,
    Command {
        line: String,
        timeout_ms: u64,
    },
}

/// Reads a call's input.
pub fn asked(input: &Value, limits: &Limits) -> Result<Asked> {
    let input = Input::new(input)?;
    input.only(&["command", "restart", "timeout_ms"])?;
    let line = input.optional_text("command")?;
    let timeout_ms = match input.fields.get("timeout_ms") {
        None | Some(Value::Null) => 0,
        Some(given) => given.as_u64().filter(|ms| *ms <= limits.bash_timeout_max_ms).ok_or_else(|| {
            Error::invalid("timeout_ms", format!("must be a whole number up to {}", limits.bash_timeout_max_ms))
        })?,
    };
    if input.flag("restart")? {
        return Ok(Asked::Restart);
    }
    let line = line.ok_or_else(|| Error::invalid("command", "is required, unless restart is true"))?;
    if line.len() > limits.bash_command_bytes {
        let most = limits.bash_command_bytes;
        return Err(Error::invalid("command", format!("must be at most {most} bytes; this has {}", line.len())));
    }
    let timeout_ms = if timeout_ms == 0 { limits.bash_timeout_ms } else { timeout_ms };
    Ok(Asked::Command { line: line.to_owned(), timeout_ms })
}

/// The files of one moment, as a command sees them.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The mounts whose stores exist.
    pub mounts: Vec<(Mount, Rc<Snapshot>)>,
    pub scratch: BTreeMap<String, String>,
    pub shell: ShellState,
}

/// When, for the shell's own clock.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub now: Time,
    pub time_zone: &'a str,
}

impl Shown {
    /// What a shell is handed: `{ command, timeout_ms, cwd, env, directories, mounts: [{ path, read_only, most_files, files:
    /// [[path, bytes, ms]] }], scratch, limits, now_ms, time_zone }`. Texts of mounted files are asked for one by one.
    pub fn request(&self, line: &str, timeout_ms: u64, moment: Moment<'_>, limits: &Limits) -> Value {
        let mounts = self.mounts.iter().map(|(mount, snapshot)| {
            let files = snapshot.memories().map(|memory| {
                json!([format!("{}{}", mount.path, memory.path), memory.content.len(), memory.updated_at.ms()])
            });
            // An archived store takes no writes any more, whatever its mount says.
            let read_only = mount.access == Access::ReadOnly || snapshot.store.archived_at.is_some();
            json!({
                "path": mount.path, "read_only": read_only, "most_files": limits.memories_per_store,
                "files": files.collect::<Vec<_>>(),
            })
        });
        json!({
            "command": line, "timeout_ms": timeout_ms,
            "cwd": if self.shell.cwd.is_empty() { "/" } else { &self.shell.cwd },
            "env": self.shell.env, "directories": self.shell.directories,
            "mounts": mounts.collect::<Vec<_>>(), "scratch": self.scratch,
            "limits": {
                "file_bytes": limits.memory_bytes, "scratch_files": limits.scratch_files,
                "scratch_bytes": limits.scratch_bytes, "output_bytes": limits.bash_output_bytes,
                "steps": limits.bash_steps,
            },
            "now_ms": moment.now.ms(), "time_zone": moment.time_zone,
        })
    }

    /// The text of a mounted file.
    pub fn text(&self, path: &str) -> Option<String> {
        let (mount, snapshot) = self.mount(path)?;
        snapshot.at(&path[mount.path.len()..]).map(|memory| memory.content.clone())
    }

    /// Why no file of a store may have this path.
    pub fn refusal(&self, path: &str) -> Option<String> {
        let (mount, _) = self.mount(path)?;
        MemoryPath::parse("path", &path[mount.path.len()..]).err().map(|error| error.message().to_owned())
    }

    fn mount(&self, path: &str) -> Option<&(Mount, Rc<Snapshot>)> {
        self.mounts.iter().find(|(mount, _)| is_within(path, &mount.path))
    }
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Applied {
    /// A store that it changed is no longer as it saw it: nothing was done, run it again.
    Stale,
    Done {
        output: ToolOutput,
        /// `None` where the shell stays as it was.
        shell: Option<ShellState>,
    },
}

/// One file that a command changed.
struct Change {
    path: String,
    /// Where it was before, when it only moved.
    from: Option<String>,
    /// `None`: it is gone.
    content: Option<String>,
}

/// Takes over what a command did: `outcome` is `{ stdout, stderr, exit_code, cwd, env, directories, changes: [{ path, from,
/// content }] }`. A change that breaks a rule makes the whole command fail, and nothing of it is kept.
pub fn apply(outcome: &Value, shown: &Shown, sandbox: &mut Sandbox<'_>) -> Applied {
    let changes = changes(outcome);
    let touched = |mount: &Mount| changes.iter().any(|change| is_within(&change.path, &mount.path));
    let stale = shown.mounts.iter().filter(|(mount, _)| touched(mount)).any(|(mount, seen)| {
        let now = sandbox.drafts.get(&mount.memory_store_id).filter(|draft| !draft.deleted);
        now.is_none_or(|draft| draft.snapshot.revision() != seen.revision())
    });
    if stale {
        return Applied::Stale;
    }
    let ids = shown.mounts.iter().filter(|(mount, _)| touched(mount)).map(|(mount, _)| mount.memory_store_id.clone());
    let before: Vec<_> = ids.filter_map(|id| Some((id.clone(), sandbox.drafts.get(&id)?.mark()))).collect();
    let scratch = sandbox.scratch.clone();
    if let Err(error) = carry_out(changes, sandbox) {
        for (id, mark) in before {
            if let Some(draft) = sandbox.drafts.get_mut(&id) {
                draft.back_to(mark);
            }
        }
        *sandbox.scratch = scratch;
        let text = format!("bash: {}. Nothing of this command was kept.", error.message().trim_end_matches('.'));
        return Applied::Done { output: ToolOutput { text, is_error: true }, shell: None };
    }
    let mut errors = text_of(outcome, "stderr").to_owned();
    let shell = shell_of(outcome, shown, sandbox.cx.limits, &mut errors);
    let code = outcome.get("exit_code").and_then(Value::as_i64).unwrap_or(0);
    let text = printed(text_of(outcome, "stdout"), &errors, code, sandbox.cx.limits.tool_output_bytes);
    Applied::Done { output: ToolOutput { text, is_error: code != 0 }, shell: Some(shell) }
}

/// Removals first, so that what takes their place finds room; then moves, each when its place is free; then writes.
fn carry_out(changes: Vec<Change>, sandbox: &mut Sandbox<'_>) -> Result<()> {
    let (mut moves, mut writes) = (Vec::new(), Vec::new());
    for change in changes {
        match (change.from, change.content) {
            (_, None) => sandbox.remove(&change.path)?,
            (Some(from), Some(content)) => moves.push((from, change.path, content)),
            (None, Some(content)) => writes.push((change.path, content)),
        }
    }
    loop {
        let before = moves.len();
        let mut waiting = Vec::new();
        for (from, to, content) in moves {
            match sandbox.rename(&from, &to, content.clone()) {
                Err(error) if error.code() == Code::PathConflict => waiting.push((from, to, content)),
                went => went?,
            }
        }
        moves = waiting;
        if moves.is_empty() || moves.len() == before {
            break;
        }
    }
    // Moves that stand in each other's way become removals and new files.
    for (from, _, _) in &moves {
        sandbox.remove(from)?;
    }
    writes.extend(moves.into_iter().map(|(_, to, content)| (to, content)));
    writes.into_iter().try_for_each(|(path, content)| sandbox.write(&path, content))
}

fn changes(outcome: &Value) -> Vec<Change> {
    let given = outcome.get("changes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |change: &Value, field: &str| change.get(field).and_then(Value::as_str).map(str::to_owned);
    given
        .iter()
        .filter_map(|change| {
            Some(Change { path: text(change, "path")?, from: text(change, "from"), content: text(change, "content") })
        })
        .collect()
}

fn text_of<'a>(outcome: &'a Value, field: &str) -> &'a str {
    outcome.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Where the shell stands now; what is more than it may keep stays as it was, and says so.
fn shell_of(outcome: &Value, shown: &Shown, limits: &Limits, errors: &mut String) -> ShellState {
    let empty = Map::new();
    let given = outcome.get("env").and_then(Value::as_object).unwrap_or(&empty);
    let mut env: BTreeMap<String, String> =
        given.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect();
    let bytes: usize = env.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    if bytes > limits.bash_env_bytes {
        errors.push_str(&format!(
            "bash: exported variables take {bytes} bytes of {}: they stay as they were\n",
            limits.bash_env_bytes
        ));
        env = shown.shell.env.clone();
    }
    let mut directories: Vec<String> = outcome
        .get("directories")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .filter_map(|path| path.as_str().filter(|path| path.starts_with('/')).map(str::to_owned))
        .collect();
    if directories.len() > limits.bash_directories {
        let most = limits.bash_directories;
        errors.push_str(&format!("bash: {most} of {} empty directories are kept\n", directories.len()));
        directories.truncate(most);
    }
    let cwd = Some(text_of(outcome, "cwd")).filter(|cwd| cwd.starts_with('/')).unwrap_or("/");
    ShellState { cwd: cwd.to_owned(), env, directories }
}

/// What the model reads: the output, the errors, and the exit code where it is not 0.
fn printed(stdout: &str, stderr: &str, code: i64, limit: usize) -> String {
    let mut text = stdout.to_owned();
    if !stderr.is_empty() {
        end_line(&mut text);
        text.push_str(stderr);
    }
    text = cut(text, limit);
    if code != 0 {
        end_line(&mut text);
        text.push_str(&format!("[exit code {code}]"));
    }
    if text.is_empty() { "[no output]".to_owned() } else { text }
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}
