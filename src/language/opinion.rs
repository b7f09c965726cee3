//! Is this text English? The cheap questions first, the project's profile last.

use super::glance::{Expected, Glance};
use super::model::{Score, Strictness, is_strange, words_of};
use super::profile::Profile;

/// Fewer words than these may be names or loans.
const SHORT: usize = 5;
/// The mean log-odds that the project's profile must give to English.
const PROFILE_BAR: f32 = 0.10;
/// How much they count beside the model.
const PROFILE_WEIGHT: f32 = 2.5;

/// Under this mean log-odds a word is one of the locale's.
const LOCALE_WORD: f32 = -0.5;

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
    /// Reads a text. `strictness` says whether something else than its words speaks for English.
    #[must_use]
    pub fn read(&self, text: &str, strictness: Strictness) -> Opinion {
        if Glance::new(text).is_other(self.expected) {
            Opinion::No
        } else {
            self.weigh(text, Score::new(text), strictness)
        }
    }

    /// What a score means here.
    #[must_use]
    pub fn weigh(&self, text: &str, score: Score, strictness: Strictness) -> Opinion {
        if !score.is_english(Strictness::Confirmed) && !score.is_english_with(PROFILE_WEIGHT) {
            return Opinion::No;
        }
        let short = score.words < SHORT;
        let clear = score.is_english(strictness);
        // Latin text in a tree of another script is names: its profile says nothing.
        let profile = if self.expected == Expected::Latin { (self.profile)() } else { None };
        let words = words_of(text);
        let holds_locale_words = score.words < 16
            && profile.as_ref().is_some_and(|profile| {
                let theirs = |word: &&std::borrow::Cow<'_, str>| {
                    is_strange(word) && profile.score(&[word.as_ref()]) < LOCALE_WORD
                };
                words.iter().filter(theirs).count() > usize::from(score.words >= 9)
            });
        if holds_locale_words {
            return Opinion::No;
        }
        match profile.map(|profile| profile.score(&words)) {
            Some(own) if own <= PROFILE_BAR => Opinion::No,
            Some(own) if clear || score.is_english_with(PROFILE_WEIGHT * own) => Opinion::English,
            None if self.near_english || !clear => Opinion::No,
            None if short && strictness == Strictness::Alone => Opinion::Perhaps,
            None => Opinion::English,
            Some(_) => Opinion::No,
        }
    }
}
