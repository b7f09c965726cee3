//! The project's own languages: its source tree against one locale's tree.

use super::model::each_cell;

/// Cells of a table; small, because a tree is.
const CELLS: usize = 1 << 14;
/// Words that a tree must have to be worth asking.
const ENOUGH: u64 = 1500;

/// Counts of the features of one tree.
#[derive(Debug, Clone)]
pub struct Tally {
    cells: Vec<u32>,
    total: u64,
    words: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { cells: vec![0; CELLS], total: 0, words: 0 }
    }
}

impl Tally {
    /// Adds the words of a text.
    pub fn add<W: AsRef<str>>(&mut self, words: &[W]) {
        for word in words {
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
}

/// Which of two trees a text is from.
#[derive(Debug)]
pub struct Profile {
    odds: Vec<f32>,
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
        Some(Profile { odds })
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
}
