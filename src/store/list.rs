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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Actor, IdSource, Limits, MemoryPath, Time};
    use crate::store::{Context, Draft};

    fn snapshot(paths: &[String]) -> Snapshot {
        let (mut ids, limits) = (IdSource::new(1), Limits::default());
        let mut cx = Context { now: Time::default(), ids: &mut ids, actor: Actor::api(), limits: &limits };
        let mut draft = Draft::create(&mut cx, "x".into(), String::new(), serde_json::Map::new());
        for path in paths {
            // Paths that overlap one that is there are left out.
            let path = MemoryPath::parse("path", path).expect("a good path");
            let _ = draft.create_memory(&mut cx, &path, String::new());
        }
        draft.snapshot
    }

    fn naive(snapshot: &Snapshot, prefix: &str, one_level: bool) -> Vec<String> {
        let below = snapshot.memories().filter_map(|memory| memory.path.strip_prefix(prefix));
        let items: BTreeSet<String> = below
            .map(|rest| match rest.split_once('/') {
                Some((directory, _)) if one_level => format!("{prefix}{directory}/"),
                _ => format!("{prefix}{rest}"),
            })
            .collect();
        // A directory stands where its first memory does: `/a/` after `/a!`, before `/a0`, as bytes do.
        items.into_iter().collect()
    }

    proptest! {
        #[test]
        fn pages_joined_are_the_list_that_a_naive_reading_gives(
            paths in prop::collection::vec("(/[a!0.é-]{1,2}){1,3}", 0..24),
            prefix in prop::sample::select(vec!["/", "/a/", "/a/a/", "/é/", "/nothing/"]),
            one_level: bool,
            limit in 1..5_usize,
        ) {
            let paths: Vec<String> = paths.into_iter().filter(|path| MemoryPath::parse("path", path).is_ok()).collect();
            let snapshot = snapshot(&paths);
            let mut joined: Vec<String> = Vec::new();
            loop {
                let (items, more) = page(&snapshot, prefix, one_level, joined.last().map(String::as_str), limit);
                prop_assert!(items.len() <= limit && (!more || items.len() == limit));
                joined.extend(items.iter().map(|item| item.path().to_owned()));
                if !more {
                    break;
                }
            }
            prop_assert_eq!(joined, naive(&snapshot, prefix, one_level));
        }

        #[test]
        fn a_path_is_blocked_by_what_overlaps_it_and_by_nothing_else(
            paths in prop::collection::vec("(/[a!-]{1,2}){1,3}", 0..12),
            path in "(/[a!-]{1,2}){1,3}",
        ) {
            let snapshot = snapshot(&paths);
            let overlaps = |other: &str| {
                other == path || other.starts_with(&format!("{path}/")) || path.starts_with(&format!("{other}/"))
            };
            let expected = snapshot.memories().any(|memory| overlaps(&memory.path));
            let blocker = snapshot.blocker(&path, None);
            prop_assert_eq!(blocker.is_some(), expected);
            prop_assert!(blocker.is_none_or(|memory| overlaps(&memory.path)));
            let but_one = snapshot.blocker(&path, blocker.map(|memory| memory.id.as_str()));
            prop_assert!(but_one.is_none_or(|memory| overlaps(&memory.path) && Some(&memory.id) != blocker.map(|first| &first.id)));
        }
    }
}
