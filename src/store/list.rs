//! Listing a store's memories: in order of path bytes, below a prefix, whole or one level deep, a page at a time.

use std::{ops::Bound, rc::Rc};

use super::Snapshot;
use crate::domain::Memory;

/// One item of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Memory(Rc<Memory>),
    /// A directory that stands for the memories below it; its path ends with `/`.
    Prefix(String),
}

impl Item {
    pub fn path(&self) -> &str {
        match self {
            Item::Memory(memory) => &memory.path,
            Item::Prefix(path) => path,
        }
    }
}

/// Up to `limit` items after the path `after`, and whether more follow. `prefix` ends with `/`; with `one_level`, deeper
/// memories are grouped.
pub fn page(
    snapshot: &Snapshot,
    prefix: &str,
    one_level: bool,
    after: Option<&str>,
    limit: usize,
) -> (Vec<Item>, bool) {
    let mut items: Vec<Item> = Vec::new();
    let mut start = match after {
        None => Start::From(prefix.to_owned()),
        Some(path) => beyond(path),
    };
    loop {
        let bound = match &start {
            Start::From(path) => Bound::Included(path.as_str()),
            Start::After(path) => Bound::Excluded(path.as_str()),
        };
        let Some(memory) = snapshot.from(bound, prefix).next() else { return (items, false) };
        if items.len() == limit {
            return (items, true);
        }
        let directory = memory.path[prefix.len()..]
            .find('/')
            .filter(|_| one_level)
            .map(|end| &memory.path[..prefix.len() + end + 1]);
        let item = directory.map_or_else(|| Item::Memory(memory.clone()), |path| Item::Prefix(path.to_owned()));
        start = beyond(item.path());
        items.push(item);
    }
}

enum Start {
    From(String),
    After(String),
}

/// Where to go on after an item: past everything below a directory, or past one path.
fn beyond(path: &str) -> Start {
    match path.strip_suffix('/') {
        // `0` is the character after `/`, so this is the first path that no longer begins with `directory/`.
        Some(directory) => Start::From(format!("{directory}0")),
        None => Start::After(path.to_owned()),
    }
}
