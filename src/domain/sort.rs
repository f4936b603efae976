//! Sorting through one compiled sort: the standard one is compiled anew for every type and order, 4 KB each time. For lists
//! whose order is not what takes the time.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// Sorts by an order; what is equal in it stays as it stood.
pub fn sort_by<T>(items: &mut Vec<T>, mut order: impl FnMut(&T, &T) -> Ordering) {
    let places = sorted_places(items.len(), &mut |left, right| order(&items[left], &items[right]));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken[place].take()));
}

/// Sorts by a key; what has the same stays as it stood.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |left, right| key(left).cmp(&key(right)));
}

/// A set, filled one by one: collecting sorts first.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    items.into_iter().for_each(|item| {
        set.insert(item);
    });
    set
}

/// A map, filled one by one: collecting sorts first. Of equal keys the last stays.
pub fn map<K: Ord, V>(items: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    items.into_iter().for_each(|(key, value)| {
        map.insert(key, value);
    });
    map
}

#[inline(never)]
fn sorted_places(count: usize, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|left, right| order(*left, *right));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_stays_as_it_stood() {
        let mut items: Vec<(u32, u32)> = (0..100).map(|n| (n * 7 % 10, n)).collect();
        let mut expected = items.clone();
        expected.sort();
        sort_by_key(&mut items, |item| item.0);
        assert_eq!(items, expected);
    }
}
