//! Is this text English? The cheap questions first, the project's profile last.

use super::glance::Expected;
use super::model::{HOPELESS, Score, Strictness};
use super::profile::Profile;
use super::words::Words;

/// Fewer words than these may be names or loans.
const SHORT: usize = 5;

/// What is known of the language that a text should be in.
pub struct Reader<'a> {
    /// Its writing system.
    pub expected: Expected,
    /// The model takes its texts for English, see [`super::is_near_english`].
    pub near_english: bool,
    /// The project's trees compared, if they are large enough; asked for only when it matters.
    pub profile: &'a dyn Fn() -> Option<std::sync::Arc<Profile>>,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("expected", &self.expected).finish_non_exhaustive()
    }
}

/// Whether a text is English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opinion {
    /// It is not, or nobody can tell.
    No,
    /// Few words that look so, and nothing else to tell whether they are names or loans.
    Perhaps,
    /// It is.
    English,
}

impl Reader<'_> {
    /// What the score of these words means here. `strictness` says whether something else than they speaks for English.
    #[must_use]
    pub fn weigh(&self, words: &Words, score: Score, strictness: Strictness) -> Opinion {
        if score.value < HOPELESS {
            return Opinion::No;
        }
        // Latin text in a tree of another script is names: its profile says nothing.
        let profile = if self.expected == Expected::Latin { (self.profile)() } else { None };
        match profile {
            Some(profile) if self.near_english && !profile.is_source(words) => Opinion::No,
            Some(profile) if score.is_english_with(profile.evidence(words), strictness) => Opinion::English,
            Some(_) => Opinion::No,
            None if self.near_english || !score.is_english(strictness) => Opinion::No,
            None if score.words < SHORT && strictness == Strictness::Alone => Opinion::Perhaps,
            None => Opinion::English,
        }
    }
}
