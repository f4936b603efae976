//! A store as it is at one revision, whole, in memory.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
    ops::Bound,
    rc::Rc,
};

use super::Arena;
use crate::domain::{Memory, MemoryStore};

/// Every live memory of a store, by path and by id. Cloning shares the texts.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub store: MemoryStore,
    /// Number of the newest version.
    pub seq: u64,
    by_path: BTreeMap<Rc<str>, Rc<Memory>>,
    by_id: HashMap<Rc<str>, Rc<Memory>>,
    arena: OnceCell<Rc<Arena>>,
}

impl Snapshot {
    pub fn new(store: MemoryStore, seq: u64, memories: impl IntoIterator<Item = Memory>) -> Self {
        let mut snapshot = Self { store, seq, by_path: BTreeMap::new(), by_id: HashMap::new(), arena: OnceCell::new() };
        for memory in memories {
            snapshot.insert(Rc::new(memory));
        }
        snapshot
    }

    /// Raised by each change to the store: see ARCHITECTURE.md, Storage.
    pub fn revision(&self) -> u64 {
        self.store.generation + self.seq
    }

    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub fn get(&self, id: &str) -> Option<&Rc<Memory>> {
        self.by_id.get(id)
    }

    pub fn at(&self, path: &str) -> Option<&Rc<Memory>> {
        self.by_path.get(path)
    }

    /// Memories in order of path bytes.
    pub fn memories(&self) -> impl DoubleEndedIterator<Item = &Rc<Memory>> {
        self.by_path.values()
    }

    /// Memories from `start` on whose path begins with `prefix`, in order of path bytes.
    pub(super) fn from<'a>(&'a self, start: Bound<&'a str>, prefix: &'a str) -> impl Iterator<Item = &'a Rc<Memory>> {
        self.by_path
            .range::<str, _>((start, Bound::Unbounded))
            .map(|(_, memory)| memory)
            .take_while(move |memory| memory.path.starts_with(prefix))
    }

    /// Whether some memory lies below `directory` (given without a trailing `/`).
    pub fn has_below(&self, directory: &str) -> bool {
        self.first_below(directory).is_some()
    }

    /// The memory that keeps `path` from being used: the one at it, above it, or below it; `except` does not count.
    pub fn blocker(&self, path: &str, except: Option<&str>) -> Option<&Rc<Memory>> {
        let counts = |memory: &&Rc<Memory>| Some(memory.id.as_str()) != except;
        let ancestors = path.match_indices('/').skip(1).map(|(end, _)| &path[..end]);
        self.at(path)
            .filter(counts)
            .or_else(|| ancestors.filter_map(|ancestor| self.at(ancestor)).find(counts))
            .or_else(|| {
                let below = format!("{path}/");
                self.from(Bound::Included(&below), &below).find(counts).map(|memory| &self.by_id[memory.id.as_str()])
            })
    }

    /// All texts in one buffer, for searching; made when first asked for at this revision.
    pub fn arena(&self) -> Rc<Arena> {
        self.arena.get_or_init(|| Rc::new(Arena::new(self.memories().cloned()))).clone()
    }

    pub(super) fn insert(&mut self, memory: Rc<Memory>) {
        self.arena.take();
        if let Some(before) = self.by_id.insert(memory.id.as_str().into(), memory.clone()) {
            self.by_path.remove(before.path.as_str());
        }
        self.by_path.insert(memory.path.as_str().into(), memory);
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.arena.take();
        if let Some(memory) = self.by_id.remove(id) {
            self.by_path.remove(memory.path.as_str());
        }
    }

    fn first_below(&self, directory: &str) -> Option<&Rc<Memory>> {
        let below = format!("{directory}/");
        let (_, memory) = self.by_path.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded)).next()?;
        memory.path.starts_with(&below).then_some(memory)
    }
}
