//! The project's own languages: its source tree against one locale's tree.

use rustc_hash::FxHashMap;

use super::model::{each_cell, hash_of};
use super::words::Words;

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
/// The mean log-odds that a text of the source's language must have where nothing else can tell.
const BAR: f32 = 0.10;

/// The features of a text: its words and their n-grams as numbers.
#[derive(Debug, Default)]
pub struct Features {
    words: Vec<u32>,
    cells: Vec<u16>,
}

impl Features {
    /// Adds those of more words.
    pub fn add(&mut self, words: &Words) {
        for word in words.iter() {
            self.words.push(hash_of(word));
            each_cell(word, |cell| self.cells.push((cell % CELLS) as u16));
        }
    }
}

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
    /// Adds those of a text.
    pub fn add(&mut self, features: &Features) {
        features.cells.iter().for_each(|cell| self.cells[*cell as usize % CELLS] += 1);
        features.words.iter().for_each(|word| *self.counts.entry(*word).or_default() += 1);
        self.total += features.cells.len() as u64;
        self.words += features.words.len() as u64;
    }

    /// Words added so far.
    #[must_use]
    pub fn words(&self) -> u64 {
        self.words
    }

    /// How much of the tree a cell is, a little more than it was seen.
    fn share_of_cell(&self, cell: usize) -> f32 {
        (self.cells[cell % CELLS] as f32 + 0.5) / (self.total as f32 + CELLS as f32 / 2.0)
    }

    /// The same of a word.
    fn share_of_word(&self, word: u32) -> f32 {
        self.counts.get(&word).copied().unwrap_or_default() as f32 / self.words as f32 + UNSEEN
    }
}

/// Which of two trees a text is from.
#[derive(Debug)]
pub struct Profile {
    source: Tally,
    target: Tally,
}

impl Profile {
    /// The profile of two trees; `None` if one is too small to tell.
    #[must_use]
    pub fn new(source: Tally, target: Tally) -> Option<Profile> {
        (source.words >= ENOUGH && target.words >= ENOUGH).then_some(Profile { source, target })
    }

    /// The mean log-odds of the words: over zero is the source tree's language rather than the locale's.
    #[must_use]
    pub fn score(&self, words: &Words) -> f32 {
        let (mut sum, mut count) = (0.0, 0u32);
        for word in words.iter() {
            each_cell(word, |cell| {
                sum += (self.source.share_of_cell(cell) / self.target.share_of_cell(cell)).ln();
                count += 1;
            });
        }
        if count == 0 { 0.0 } else { sum / count as f32 }
    }

    /// The words are rather the source tree's than the locale's, of two languages that are near.
    #[must_use]
    pub fn is_source(&self, words: &Words) -> bool {
        self.score(words) > BAR
    }

    /// What the project's trees say for the source's language, to be added to a score: over zero is for it.
    #[must_use]
    pub fn evidence(&self, words: &Words) -> f32 {
        let odds = |word: &str| {
            let hash = hash_of(word);
            (self.source.share_of_word(hash) / self.target.share_of_word(hash)).ln().clamp(-MOST, MOST)
        };
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
            let (mut tally, mut features) = (Tally::default(), Features::default());
            features.add(&words_of(text));
            (0..300).for_each(|_| tally.add(&features));
            tally
        };
        let source = tally("the sampler of the gardener drops spans early");
        let target = tally("prøvetakaren til gardener slepper spenn tidleg");
        assert!(Profile::new(source.clone(), Tally::default()).is_none());
        let profile = Profile::new(source, target).unwrap();
        let evidence = |text: &str| profile.evidence(&words_of(text));
        assert!(evidence("The sampler drops spans") > 20.0);
        assert!(evidence("Prøvetakaren slepper spenn") < -20.0);
        // A name that both trees have says nothing.
        assert!(evidence("Gardener") < 0.0);
    }
}
