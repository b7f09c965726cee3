//! How much of each locale is translated: blocks and source words of every page, and their sums.
//!
//! Pure. A [`Plan`] says which pages each locale should have, [`Weights`] how many words a page of the source has,
//! [`of_pair`] what became of them in one translation, and [`assemble`] adds it all up. Words are counted on the side
//! of the source, so that they add up: total = translated + untranslated + stale + missing.

mod assemble;
mod page;
mod plan;
mod section;
mod view;

use std::ops::AddAssign;

pub use assemble::{Measured, MeasuredPage, assemble};
pub use page::{Measure, Weights, of_pair};
pub use plan::{Plan, Slot, Standing, Tree};
pub use section::sections;
pub use view::{Fate, PageView, Passage, ViewRow, view};

use crate::diag::Severity;

/// Blocks or words, by what became of them. The total is their sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the language of the locale, or rightly kept.
    pub translated: u64,
    /// Left in the source language.
    pub untranslated: u64,
    /// Translated from a source that has changed since.
    pub stale: u64,
    /// Answered by nothing.
    pub missing: u64,
}

impl Counts {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.translated + self.untranslated + self.stale + self.missing
    }

    /// What there is to do.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.untranslated + self.stale + self.missing
    }

    /// How much of them is translated; all of nothing.
    #[must_use]
    pub fn percent(&self) -> Percent {
        Percent::of(self.translated, self.total()).unwrap_or(Percent::ALL)
    }

    /// Of the words that the page has, how many are still the source's language; `None` for a page without any.
    #[must_use]
    pub fn source_language(&self) -> Option<Percent> {
        Percent::of(self.untranslated, self.total() - self.missing)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.translated += other.translated;
        self.untranslated += other.untranslated;
        self.stale += other.stale;
        self.missing += other.missing;
    }
}

/// A share with one decimal, in tenths of a percent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

impl Percent {
    /// Everything.
    pub const ALL: Percent = Percent(1000);

    /// `part` of `total`, half up; `None` of nothing.
    #[must_use]
    pub fn of(part: u64, total: u64) -> Option<Percent> {
        let tenths = (part * 2000 + total).checked_div(total * 2)?;
        u32::try_from(tenths).ok().map(Percent)
    }

    /// The nearest one to a number such as `62.2`.
    #[must_use]
    pub fn from_number(number: f64) -> Percent {
        Percent((number.clamp(0.0, 100.0) * 10.0).round() as u32)
    }

    /// As a number such as `62.2`.
    #[must_use]
    pub fn number(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The locale does not have it.
    Missing,
    /// Its source is gone.
    Orphan,
    /// The configuration leaves it out.
    Excluded,
    /// Some of its words are stale.
    Stale,
    /// More than two of a hundred words are untranslated or missing.
    Partial,
    /// It is translated.
    Translated,
}

impl State {
    /// Every state, in the order in which tables show them.
    pub const ALL: [State; 6] =
        [State::Translated, State::Partial, State::Stale, State::Missing, State::Orphan, State::Excluded];

    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            State::Missing => "missing",
            State::Orphan => "orphan",
            State::Excluded => "excluded",
            State::Stale => "stale",
            State::Partial => "partial",
            State::Translated => "translated",
        }
    }

    /// The state of a page that is there.
    #[must_use]
    pub fn of(words: &Counts) -> State {
        match words {
            words if words.stale > 0 => State::Stale,
            words if (words.untranslated + words.missing) * 50 > words.total() => State::Partial,
            _ => State::Translated,
        }
    }
}

/// Pages, by what they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pages([u64; State::ALL.len()]);

impl Pages {
    /// Takes in a page.
    pub fn count(&mut self, state: State) {
        self.0[state as usize] += 1;
    }

    /// Pages of one state.
    #[must_use]
    pub fn of(&self, state: State) -> u64 {
        self.0[state as usize]
    }

    /// Pages that the locale has or should have.
    #[must_use]
    pub fn total(&self) -> u64 {
        State::ALL.iter().map(|state| self.of(*state)).sum::<u64>() - self.of(State::Orphan) - self.of(State::Excluded)
    }
}

/// Findings of one rule in one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule's id.
    pub rule: &'static str,
    /// The gravest of its findings there.
    pub severity: Severity,
    /// How many there are.
    pub count: u32,
}

/// One page of one locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCoverage {
    /// The path of the source below the folder that all sources share.
    pub path: String,
    /// The path of the source.
    pub source: String,
    /// The path of the translation, or where it would be.
    pub target: String,
    /// What it is.
    pub state: State,
    /// Blocks with prose.
    pub blocks: Counts,
    /// Words of the source's prose.
    pub words: Counts,
    /// Findings, by rule; empty unless they were asked for.
    pub rules: Vec<RuleCount>,
}

/// Sums over pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Pages.
    pub pages: Pages,
    /// Their blocks.
    pub blocks: Counts,
    /// Their words.
    pub words: Counts,
}

impl Sums {
    /// The sums over some pages.
    #[must_use]
    pub fn over<'p>(pages: impl IntoIterator<Item = &'p PageCoverage>) -> Sums {
        let mut sums = Sums::default();
        for page in pages {
            sums.pages.count(page.state);
            sums.blocks += page.blocks;
            sums.words += page.words;
        }
        sums
    }
}

/// One locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleCoverage {
    /// Its tag.
    pub tag: String,
    /// Its spelling in paths.
    pub folder: String,
    /// Its name in its own language, if it is known.
    pub name: Option<&'static str>,
    /// Which way it is written.
    pub direction: Direction,
    /// All its pages together.
    pub sums: Sums,
    /// What was translated in an earlier report.
    pub before: Before,
    /// Its pages, by path.
    pub files: Vec<PageCoverage>,
}

/// Which way a locale is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// What an earlier report says of a locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// No report was given.
    Unknown,
    /// The report does not have the locale.
    New,
    /// This much was translated.
    Was(Percent),
}

/// Why nothing, or not everything, tells which source a page was translated from: no stale word does not mean that none is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// There is no repository.
    Absent,
    /// The clone is shallow.
    Shallow,
    /// The repository cannot be read.
    Unreadable,
}

impl Gap {
    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Gap::Absent => "none",
            Gap::Shallow => "shallow",
            Gap::Unreadable => "unreadable",
        }
    }

    /// What readers are told; a tree that has no history surprises nobody.
    #[must_use]
    pub fn note(self) -> Option<&'static str> {
        match self {
            Gap::Absent => None,
            Gap::Shallow => Some("The clone was shallow, so that stale words are not known: fetch the whole history."),
            Gap::Unreadable => Some("The git history could not be read, so that stale words are not known."),
        }
    }
}

/// How much of each locale is translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The tag of the source's locale.
    pub source_locale: String,
    /// The day of the report, if it is to be in it.
    pub date: Option<String>,
    /// Why stale words are not all known, if they are not.
    pub gap: Option<Gap>,
    /// The locales, by tag.
    pub locales: Vec<LocaleCoverage>,
}

impl Coverage {
    /// All locales together.
    #[must_use]
    pub fn sums(&self) -> Sums {
        Sums::over(self.locales.iter().flat_map(|locale| &locale.files))
    }

    /// Notes what was translated earlier, by the tag of the locale.
    pub fn compare(&mut self, earlier: impl Fn(&str) -> Option<Percent>) {
        for locale in &mut self.locales {
            locale.before = earlier(&locale.tag).map_or(Before::New, Before::Was);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_one_decimal_half_up() {
        for (part, total, tenths) in
            [(1, 3, 333), (2, 3, 667), (1, 2000, 1), (1, 2001, 0), (1999, 2000, 1000), (0, 9, 0)]
        {
            assert_eq!(Percent::of(part, total), Some(Percent(tenths)), "{part}/{total}");
        }
        assert_eq!(Percent::of(0, 0), None);
        assert_eq!(Percent(622).to_string(), "62.2");
        assert_eq!(Percent::from_number(Percent(622).number()), Percent(622));
    }

    #[test]
    fn two_of_a_hundred_words_may_be_open() {
        let state =
            |translated, untranslated, stale, missing| State::of(&Counts { translated, untranslated, stale, missing });
        assert_eq!(state(98, 1, 0, 1), State::Translated);
        assert_eq!(state(97, 2, 0, 1), State::Partial);
        assert_eq!(state(99, 0, 1, 0), State::Stale);
        assert_eq!(state(0, 0, 0, 0), State::Translated);
    }
}
