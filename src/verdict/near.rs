//! Which words of the source a text of the target is, or nearly is.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::doc::{Document, Kind};

/// The words of a text as numbers, sorted: what two texts share is counted in one pass.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Bag(Vec<u64>);

impl Bag {
    pub fn new(keys: impl Iterator<Item = u64>) -> Bag {
        let mut keys: Vec<u64> = keys.collect();
        keys.sort_unstable();
        Bag(keys)
    }

    pub fn has(&self, key: u64) -> bool {
        self.0.binary_search(&key).is_ok()
    }

    /// How much of it is in `original`, in percent.
    pub fn share(&self, original: &Bag) -> usize {
        let (mut known, mut theirs) = (0, original.0.iter().peekable());
        for key in &self.0 {
            while theirs.next_if(|their| *their < key).is_some() {}
            known += usize::from(theirs.next_if_eq(&key).is_some());
        }
        known * 100 / self.0.len().max(1)
    }
}

/// The blocks of the source by three words in a row.
#[derive(Debug)]
pub(super) struct Index {
    places: FxHashMap<u64, [u32; 4]>,
}

const NOBODY: u32 = u32::MAX;

impl Index {
    /// `keys` are the words of a block of the page.
    pub fn new<'k>(source: &Document<'_>, keys: impl Fn(u32) -> &'k [u64]) -> Index {
        let mut places: FxHashMap<u64, [u32; 4]> = FxHashMap::default();
        let blocks = (0u32..).zip(&source.blocks).filter(|(_, block)| !matches!(block.kind, Kind::Code | Kind::Tags));
        for (at, _) in blocks {
            for key in triples(keys(at)) {
                let slots = places.entry(key).or_insert([NOBODY; 4]);
                if let Some(free) = slots.iter_mut().find(|slot| **slot == NOBODY || **slot == at) {
                    *free = at;
                }
            }
        }
        Index { places }
    }

    /// The block that shares the most with these words.
    pub fn nearest(&self, words: &[u64]) -> Option<u32> {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let keys: FxHashSet<u64> = triples(words).collect();
        for at in keys.iter().filter_map(|key| self.places.get(key)).flatten().filter(|at| **at != NOBODY) {
            *counts.entry(*at).or_default() += 1;
        }
        let (at, count) = counts.into_iter().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))?;
        (count * 3 >= keys.len()).then_some(at)
    }

    /// The block in which words begin that the page has in a row, but run over more than one block: items of a list that
    /// became a paragraph.
    pub fn start_of(&self, words: &[u64]) -> Option<u32> {
        let places: Vec<&[u32; 4]> = triples(words).filter_map(|key| self.places.get(&key)).collect();
        let all = words.len().saturating_sub(2);
        let start = places.first()?[0];
        let runs_on = places.iter().any(|slots| !slots.contains(&start));
        (runs_on && places.len() * 4 >= all * 3).then_some(start)
    }
}

/// Three words in a row as a number, or all of a shorter text.
fn triples(words: &[u64]) -> impl Iterator<Item = u64> {
    let join = |words: &[u64]| words.iter().fold(0, |joined: u64, word| joined.rotate_left(21) ^ word);
    words.windows(words.len().clamp(1, 3)).map(join)
}
