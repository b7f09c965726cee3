//! From what was planned and what was measured to sums.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::{
    Before, Coverage, Direction, LocaleCoverage, Measure, PageCoverage, Plan, RuleCount, Slot, Standing, State, Sums,
};

/// What was measured of a source page and its translations.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The path of the source.
    pub source: String,
    /// What a locale lacks that does not have the page.
    pub missing: Measure,
    /// The translations.
    pub pages: Vec<MeasuredPage>,
}

/// What was measured of a translation.
#[derive(Debug, Clone)]
pub struct MeasuredPage {
    /// Its path.
    pub target: String,
    /// What became of the source's words.
    pub measure: Measure,
    /// Findings, by rule.
    pub rules: Vec<RuleCount>,
}

/// Adds up. Pages that could not be measured are left out.
#[must_use]
pub fn assemble(plan: &Plan, measured: &[Measured], source_locale: &str) -> Coverage {
    let known = Known {
        sources: measured.iter().map(|family| (family.source.as_str(), family.missing)).collect(),
        targets: measured.iter().flat_map(|family| &family.pages).map(|page| (page.target.as_str(), page)).collect(),
    };
    let locales = plan.locales.values().map(|(locale, slots)| {
        let mut files: Vec<PageCoverage> = slots.iter().filter_map(|slot| known.page(slot)).collect();
        files.sort_by(|a, b| (&a.path, &a.target).cmp(&(&b.path, &b.target)));
        LocaleCoverage {
            tag: locale.tag().to_owned(),
            folder: locale.folder().to_owned(),
            name: locale.own_name(),
            direction: if locale.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight },
            sums: Sums::over(&files),
            before: Before::Unknown,
            files,
        }
    });
    Coverage { source_locale: source_locale.to_owned(), date: None, gap: None, locales: locales.collect() }
}

/// What was measured, by path.
struct Known<'a> {
    sources: FxHashMap<&'a str, Measure>,
    targets: FxHashMap<&'a str, &'a MeasuredPage>,
}

impl Known<'_> {
    fn page(&self, slot: &Slot) -> Option<PageCoverage> {
        let page = |state, measure: Measure, rules: &[RuleCount]| PageCoverage {
            path: slot.page.clone(),
            source: slot.source.clone(),
            target: slot.target.clone(),
            state,
            blocks: measure.blocks,
            words: measure.words,
            rules: rules.to_vec(),
        };
        Some(match slot.standing {
            Standing::Orphan => page(State::Orphan, Measure::default(), &[]),
            Standing::Excluded => page(State::Excluded, Measure::default(), &[]),
            Standing::Missing => page(State::Missing, *self.sources.get(slot.source.as_str())?, &[]),
            Standing::Present => {
                let found = self.targets.get(slot.target.as_str())?;
                page(State::of(&found.measure.words), found.measure, &found.rules)
            }
        })
    }
}

impl LocaleCoverage {
    /// The order in which people read locales: the most complete first.
    #[must_use]
    pub fn by_progress(&self, other: &LocaleCoverage) -> Ordering {
        let share = |locale: &LocaleCoverage| locale.sums.words.percent();
        share(other).cmp(&share(self)).then_with(|| self.tag.cmp(&other.tag))
    }
}
