//! What is still to be had, by key: each item is taken once, the first that fits.

use std::collections::VecDeque;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// How many items of one key are looked at: among more of the same, which one is taken makes no difference.
const LOOK: usize = 64;

/// Items by their place in a list.
pub(super) struct Pool<K> {
    by_key: FxHashMap<K, VecDeque<usize>>,
    taken: Vec<bool>,
}

impl<K: Hash + Eq> Pool<K> {
    /// All items of a list, by their keys.
    pub fn new(keys: impl Iterator<Item = K>) -> Pool<K> {
        let mut by_key: FxHashMap<K, VecDeque<usize>> = FxHashMap::default();
        let mut count = 0;
        for key in keys {
            by_key.entry(key).or_default().push_back(count);
            count += 1;
        }
        Pool { by_key, taken: vec![false; count] }
    }

    /// Takes the first item of `key` that fits.
    pub fn take(&mut self, key: K, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let items = self.by_key.get_mut(&key)?;
        let at = items.iter().take(LOOK).position(|&item| fits(item))?;
        let found = items.remove(at)?;
        self.taken[found] = true;
        Some(found)
    }

    /// Takes what was taken out of the list.
    pub fn drop_taken<T>(&self, list: &mut Vec<T>) {
        super::drop_gone(list, &self.taken);
    }
}
