//! The project's own languages: its source tree against one locale's tree.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{each_cell, hash_of};

/// Cells of a table; small, because a tree is.
const CELLS: usize = 1 << 14;
/// Words that a tree must have to be worth asking.
const ENOUGH: u64 = 1500;
/// What is added to the share of a word, so that one that neither tree has says nothing.
const UNSEEN: f32 = 4e-5;
/// The most that a word may say for a language.
const MOST: f32 = 4.0;
/// What the words and their n-grams count beside the score of the model, and what they must make up for: fitted by
/// logistic regression on five trees, each tried with what the other four gave.
const WORDS_WEIGHT: f32 = 8.0;
const CELLS_WEIGHT: f32 = 17.5;
const DUE: f32 = 9.0;

/// Counts of the features of one tree.
#[derive(Debug, Clone)]
pub struct Tally {
    cells: Vec<u32>,
    total: u64,
    words: u64,
    /// How often each word was there, by its hash.
    counts: FxHashMap<u32, u32>,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { cells: vec![0; CELLS], total: 0, words: 0, counts: FxHashMap::default() }
    }
}

impl Tally {
    /// Adds the words of a text.
    pub fn add<W: AsRef<str>>(&mut self, words: &[W]) {
        for word in words {
            *self.counts.entry(hash_of(word.as_ref())).or_default() += 1;
            each_cell(word.as_ref(), |cell| {
                self.cells[cell & (CELLS - 1)] += 1;
                self.total += 1;
            });
        }
        self.words += words.len() as u64;
    }

    /// Words added so far.
    #[must_use]
    pub fn words(&self) -> u64 {
        self.words
    }

    /// How much of the tree a word is, a little more than it was seen.
    fn share(&self, word: u32) -> f32 {
        self.counts.get(&word).copied().unwrap_or_default() as f32 / self.words as f32 + UNSEEN
    }
}

/// Which of two trees a text is from.
#[derive(Debug)]
pub struct Profile {
    odds: Vec<f32>,
    /// Log-odds of the words, by their hash.
    words: FxHashMap<u32, f32>,
}

impl Profile {
    /// The profile of two trees; `None` if one is too small to tell.
    #[must_use]
    pub fn new(source: &Tally, target: &Tally) -> Option<Profile> {
        if source.words < ENOUGH || target.words < ENOUGH {
            return None;
        }
        let share =
            |tally: &Tally, cell: usize| (tally.cells[cell] as f32 + 0.5) / (tally.total as f32 + CELLS as f32 / 2.0);
        let odds = (0..CELLS).map(|cell| (share(source, cell) / share(target, cell)).ln()).collect();
        let seen: FxHashSet<u32> = source.counts.keys().chain(target.counts.keys()).copied().collect();
        let word = |hash| (source.share(hash) / target.share(hash)).ln().clamp(-MOST, MOST);
        let words = seen.into_iter().map(|hash| (hash, word(hash))).collect();
        Some(Profile { odds, words })
    }

    /// The mean log-odds of the words: over zero is the source tree's language rather than the locale's.
    #[must_use]
    pub fn score<W: AsRef<str>>(&self, words: &[W]) -> f32 {
        let (mut sum, mut count) = (0.0, 0u32);
        for word in words {
            each_cell(word.as_ref(), |cell| {
                sum += self.odds[cell & (CELLS - 1)];
                count += 1;
            });
        }
        if count == 0 { 0.0 } else { sum / count as f32 }
    }

    /// What the project's trees say for the source's language, to be added to a score: over zero is for it.
    #[must_use]
    pub fn evidence<W: AsRef<str>>(&self, words: &[W]) -> f32 {
        let odds = |word: &W| self.words.get(&hash_of(word.as_ref())).copied().unwrap_or_default();
        let mean = words.iter().map(odds).sum::<f32>() / words.len().max(1) as f32;
        CELLS_WEIGHT * self.score(words).clamp(-1.0, 1.0) + WORDS_WEIGHT * mean - DUE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::words_of;

    #[test]
    fn the_words_of_one_tree_speak_for_its_language() {
        let tally = |text: &str| {
            let mut tally = Tally::default();
            (0..300).for_each(|_| tally.add(&words_of(text)));
            tally
        };
        let source = tally("the sampler of the gardener drops spans early");
        let target = tally("prøvetakaren til gardener slepper spenn tidleg");
        let profile = Profile::new(&source, &target).unwrap();
        let evidence = |text: &str| profile.evidence(&words_of(text));
        assert!(evidence("The sampler drops spans") > 20.0);
        assert!(evidence("Prøvetakaren slepper spenn") < -20.0);
        // A name that both trees have says nothing.
        assert!(evidence("Gardener") < 0.0);
        assert!(Profile::new(&source, &Tally::default()).is_none());
    }
}
