//! The file system that a session sees: its memory stores under `/mnt/memory/`, each with its access, and scratch space
//! everywhere else. Paths are absolute, or relative to `/`. Access is enforced here, for every tool alike.

pub mod memory_tool;
pub mod search;
pub mod tools;

use std::collections::BTreeMap;

use crate::{
    domain::{Code, Error, MemoryPath, Result, session::Access, sort},
    store::{Context, Draft, MemoryPatch},
};

/// Where memory stores are mounted.
pub const MEMORY_ROOT: &str = "/mnt/memory";

/// One store at its directory.
#[derive(Debug, Clone, PartialEq)]
pub struct Mount {
    pub memory_store_id: String,
    /// Such as `/mnt/memory/user-preferences`.
    pub path: String,
    pub access: Access,
}

/// The stores that are loaded, by id. A store that a session mounts and that is not here has been deleted.
pub type Drafts = BTreeMap<String, Draft>;

/// What a tool works on.
pub struct Sandbox<'a> {
    pub mounts: &'a [Mount],
    pub drafts: &'a mut Drafts,
    pub scratch: &'a mut BTreeMap<String, String>,
    pub cx: Context<'a>,
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq)]
enum Place<'m> {
    /// A mount's own directory (empty rest), or something in it.
    Mounted {
        mount: &'m Mount,
        rest: String,
    },
    /// `/mnt/memory` or above it.
    AboveMounts,
    Scratch,
}

impl Sandbox<'_> {
    /// The text of a file.
    pub fn read(&self, path: &str) -> Result<&str> {
        let path = absolute(path)?;
        if self.is_directory(&path) {
            return Err(fault(&path, "Is a directory"));
        }
        match self.place(&path) {
            Place::Mounted { mount, rest } => {
                let memory = self.draft(mount)?.snapshot.at(&rest);
                memory.map(|memory| memory.content.as_str()).ok_or_else(|| fault(&path, "No such file or directory"))
            }
            _ => self.scratch.get(&path).map(String::as_str).ok_or_else(|| fault(&path, "No such file or directory")),
        }
    }

    /// Writes a whole file; a mounted one gets a version, if its text changes.
    pub fn write(&mut self, path: &str, content: String) -> Result<()> {
        let path = absolute(path)?;
        if self.is_directory(&path) {
            return Err(fault(&path, "Is a directory"));
        }
        match self.place(&path) {
            Place::Mounted { mount, rest } => {
                let mount = mount.clone();
                self.write_memory(&mount, &path, &rest, content)
            }
            Place::AboveMounts => Err(fault(&path, "Read-only file system: only mounted stores live here")),
            Place::Scratch => self.write_scratch(path, content),
        }
    }

    /// Every file below a directory, or the one file at that path: absolute paths, newest first; scratch files, whose
    /// times are not kept, come last, by path.
    pub fn files(&self, directory: &str) -> Result<Vec<String>> {
        let directory = absolute(directory)?;
        let inside = |path: &str| is_within(path, &directory);
        let mut dated = Vec::new();
        for (mount, draft) in self.live_mounts() {
            if inside(&mount.path) || is_within(&directory, &mount.path) {
                let memories = draft
                    .snapshot
                    .memories()
                    .map(|memory| (memory.updated_at, format!("{}{}", mount.path, memory.path)));
                dated.extend(memories.filter(|(_, path)| inside(path)));
            }
        }
        sort::sort_by(&mut dated, |(left_time, left), (right_time, right)| {
            right_time.cmp(left_time).then_with(|| left.cmp(right))
        });
        let scratch = self.scratch.keys().filter(|path| inside(path)).cloned();
        Ok(dated.into_iter().map(|(_, path)| path).chain(scratch).collect())
    }

    /// Whether something lies at or below this absolute path as a directory.
    pub fn is_directory(&self, path: &str) -> bool {
        let below_is = |other: &str| other != path && is_within(other, path);
        path == "/"
            || is_within(MEMORY_ROOT, path)
            || self.mounts.iter().any(|mount| mount.path == path)
            || self.scratch.keys().any(|file| below_is(file))
            || match self.place(path) {
                Place::Mounted { mount, rest } => self.draft(mount).is_ok_and(|draft| draft.snapshot.has_below(&rest)),
                _ => false,
            }
    }

    /// The mounts whose stores exist.
    pub fn live_mounts(&self) -> impl Iterator<Item = (&Mount, &Draft)> {
        self.mounts.iter().filter_map(|mount| Some((mount, self.draft(mount).ok()?)))
    }

    fn draft(&self, mount: &Mount) -> Result<&Draft> {
        self.drafts.get(&mount.memory_store_id).filter(|draft| !draft.deleted).ok_or_else(|| gone(mount))
    }

    fn place<'m>(&'m self, path: &str) -> Place<'m> {
        for mount in self.mounts {
            if is_within(path, &mount.path) {
                return Place::Mounted { mount, rest: path[mount.path.len()..].to_owned() };
            }
        }
        if is_within(path, MEMORY_ROOT) { Place::AboveMounts } else { Place::Scratch }
    }

    fn write_memory(&mut self, mount: &Mount, path: &str, rest: &str, content: String) -> Result<()> {
        self.writable(mount, path)?;
        let draft = self.drafts.get_mut(&mount.memory_store_id).ok_or_else(|| gone(mount))?;
        match draft.snapshot.at(rest).cloned() {
            Some(memory) => {
                let patch = MemoryPatch { content: Some(content), ..MemoryPatch::default() };
                draft.update_memory(&mut self.cx, &memory.id, patch)?;
            }
            None => {
                let rest = MemoryPath::parse(path, rest)?;
                draft.create_memory(&mut self.cx, &rest, content)?;
            }
        }
        Ok(())
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &str) -> Result<()> {
        let path = absolute(path)?;
        match self.place(&path) {
            Place::Mounted { mount, rest } => {
                let mount = mount.clone();
                let draft = self.writable(&mount, &path)?;
                let id = draft.snapshot.at(&rest).map(|memory| memory.id.clone());
                let id = id.ok_or_else(|| fault(&path, "No such file or directory"))?;
                let draft = self.drafts.get_mut(&mount.memory_store_id).ok_or_else(|| gone(&mount))?;
                draft.delete_memory(&mut self.cx, &id, None)
            }
            _ => self.scratch.remove(&path).map(|_| ()).ok_or_else(|| fault(&path, "No such file or directory")),
        }
    }

    /// Moves a mounted file to a path of the same mount that is free, with a new text: one version, of the same memory.
    pub fn rename(&mut self, from: &str, to: &str, content: String) -> Result<()> {
        let (from, to) = (absolute(from)?, absolute(to)?);
        let (Place::Mounted { mount, rest }, Place::Mounted { mount: target, rest: new }) =
            (self.place(&from), self.place(&to))
        else {
            return Err(fault(&from, "Invalid cross-device link"));
        };
        if mount != target {
            return Err(fault(&from, "Invalid cross-device link"));
        }
        let mount = mount.clone();
        let draft = self.writable(&mount, &to)?;
        let id = draft.snapshot.at(&rest).map(|memory| memory.id.clone());
        let id = id.ok_or_else(|| fault(&from, "No such file or directory"))?;
        let path = MemoryPath::parse(&to, &new)?;
        let patch = MemoryPatch { content: Some(content), path: Some(path), expected_sha256: None };
        let draft = self.drafts.get_mut(&mount.memory_store_id).ok_or_else(|| gone(&mount))?;
        draft.update_memory(&mut self.cx, &id, patch).map(|_| ())
    }

    /// The mount's store, for a change at `path`.
    fn writable(&self, mount: &Mount, path: &str) -> Result<&Draft> {
        if mount.access == Access::ReadOnly {
            return Err(fault(path, "Read-only file system"));
        }
        self.draft(mount)
    }

    fn write_scratch(&mut self, path: String, content: String) -> Result<()> {
        let parent_is_file = path.match_indices('/').skip(1).any(|(end, _)| self.scratch.contains_key(&path[..end]));
        if parent_is_file {
            return Err(fault(&path, "Not a directory"));
        }
        let limits = self.cx.limits;
        let others: usize = self.scratch.iter().filter(|(other, _)| **other != path).map(|(_, text)| text.len()).sum();
        let files = self.scratch.len() + usize::from(!self.scratch.contains_key(&path));
        if files > limits.scratch_files || others + content.len() > limits.scratch_bytes {
            let room = format!("{} files and {} bytes", limits.scratch_files, limits.scratch_bytes);
            return Err(fault(
                &path,
                &format!("No space left: scratch space holds {room}. Keep lasting notes in a mounted store"),
            ));
        }
        self.scratch.insert(path, content);
        Ok(())
    }
}

/// A path made absolute, without `.`, `..` and doubled slashes.
pub fn absolute(path: &str) -> Result<String> {
    if path.is_empty() || path.contains('\0') {
        return Err(Error::invalid("path", "must be a path, such as /mnt/memory/notes/todo.md"));
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    Ok(format!("/{}", segments.join("/")))
}

/// Whether `path` is `directory` or lies below it; both absolute.
pub(crate) fn is_within(path: &str, directory: &str) -> bool {
    directory == "/" || path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn fault(path: &str, words: &str) -> Error {
    Error::new(Code::InvalidRequest, format!("{path}: {words}"))
}

fn gone(mount: &Mount) -> Error {
    fault(&mount.path, "Stale file handle: the memory store mounted here has been deleted")
}
