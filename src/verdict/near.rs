//! Which words of the source a text of the target is, or nearly is.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::doc::{Document, Kind};
use crate::language::words_of;

/// How much of `text` is in `original`, in percent: words of a short text, three words in a row of a longer one.
pub(super) fn share<A: AsRef<str>, B: AsRef<str>>(text: &[A], original: &[B]) -> usize {
    if text.is_empty() {
        return 0;
    }
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for word in original {
        *counts.entry(word.as_ref()).or_default() += 1;
    }
    let mut known = 0;
    for word in text {
        if let Some(count) = counts.get_mut(word.as_ref()).filter(|count| **count > 0) {
            *count -= 1;
            known += 1;
        }
    }
    known * 100 / text.len()
}

/// The blocks of the source by three words in a row.
#[derive(Debug)]
pub(super) struct Index {
    places: FxHashMap<u64, [u32; 4]>,
}

const NOBODY: u32 = u32::MAX;

impl Index {
    pub fn new(source: &Document<'_>) -> Index {
        let mut places: FxHashMap<u64, [u32; 4]> = FxHashMap::default();
        for (at, block) in
            (0u32..).zip(&source.blocks).filter(|(_, block)| !matches!(block.kind, Kind::Code | Kind::Tags))
        {
            for key in keys(&words_of(&source.prose_of(block))) {
                let slots = places.entry(key).or_insert([NOBODY; 4]);
                if let Some(free) = slots.iter_mut().find(|slot| **slot == NOBODY || **slot == at) {
                    *free = at;
                }
            }
        }
        Index { places }
    }

    /// The block that shares the most with these words.
    pub fn nearest<W: AsRef<str>>(&self, words: &[W]) -> Option<u32> {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let keys = keys(words);
        for at in keys.iter().filter_map(|key| self.places.get(key)).flatten().filter(|at| **at != NOBODY) {
            *counts.entry(*at).or_default() += 1;
        }
        let (at, count) = counts.into_iter().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))?;
        (count * 3 >= keys.len()).then_some(at)
    }
}

fn keys<W: AsRef<str>>(words: &[W]) -> FxHashSet<u64> {
    let size = words.len().clamp(1, 3);
    let key = |words: &[W]| {
        let mut bytes = Vec::new();
        for word in words {
            bytes.extend_from_slice(word.as_ref().as_bytes());
            bytes.push(0);
        }
        crate::doc::fingerprint(&bytes)
    };
    words.windows(size).map(key).collect()
}
