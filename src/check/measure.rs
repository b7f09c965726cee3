//! How much of each page is translated: the same pages, pairs and verdicts as for the findings, counted.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::about::About;
use super::family::{Paired, with_pairs};
use super::shelf::{Shelf, Texts};
use super::{Family, Run, Target, panicked};
use crate::coverage::{Measure, Measured, MeasuredPage, PageView, RuleCount, Weights, of_pair, view};
use crate::diag::Severity;
use crate::pair::Pair;
use crate::report::{Finding, RunError};
use crate::rule::Subject;
use crate::rules;
use crate::suppress::Suppressions;
use crate::verdict::{Judged, Verdict};

/// Takes the view of a page; `None` if views and findings are not asked for.
pub type Show<'a> = Option<&'a (dyn Fn(PageView) + Sync)>;

/// Measures every family; a family without translations tells how much its source holds.
#[must_use]
pub fn measure(families: &[Family], run: &Run<'_>, show: Show<'_>) -> (Vec<Measured>, Vec<RunError>) {
    let texts = Texts::default();
    let shelf = Shelf::new(&texts);
    let parts: Vec<(Option<Measured>, Vec<RunError>)> = families
        .par_iter()
        .map(|family| {
            let measured = catch_unwind(AssertUnwindSafe(|| {
                with_pairs(family, run, &shelf, |about, pairs| {
                    let measurer = Measurer { about, source: Weights::of(about.source, &run.settings.translate) };
                    Some(measurer.family(family, pairs, show))
                })
            }));
            (run.progress)();
            measured.unwrap_or_else(|_| (None, vec![panicked(family)]))
        })
        .collect();
    let (measured, errors): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let mut errors: Vec<RunError> = errors.into_iter().flatten().collect();
    errors.sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
    (measured.into_iter().flatten().collect(), errors)
}

struct Measurer<'a, 'b> {
    about: &'b About<'a>,
    source: Weights,
}

impl<'a> Measurer<'a, '_> {
    fn family(&self, family: &Family, pairs: &'a [Paired<'a>], show: Show<'_>) -> Measured {
        let findings = show.map_or_else(Vec::new, |_| self.about.findings(family, pairs));
        let wanted = pairs.iter().filter(|(target, ..)| target.wanted);
        let pages = wanted.map(|(target, _, pair)| {
            let own = findings.iter().filter(|finding| finding.place.path == target.path).cloned().collect();
            self.page(target, pair, own, show)
        });
        Measured { source: family.source.clone(), missing: self.source.missing(), pages: pages.collect() }
    }

    fn page(&self, target: &Target, pair: &'a Pair<'a, 'a>, findings: Vec<Finding>, show: Show<'_>) -> MeasuredPage {
        let weights = Weights::of(pair.target, &self.about.run.settings.translate);
        let verdicts = self.verdicts(target, pair);
        let stale = self.about.freshness(pair).changed_blocks();
        let measure: Measure = of_pair(pair, (&self.source, &weights), &verdicts, &stale);
        let rules = by_rule(&findings);
        if let Some(show) = show {
            show(view(pair, (&self.source, &weights), &verdicts, (&stale, findings)));
        }
        MeasuredPage { target: target.path.clone(), measure, rules }
    }

    /// The verdicts that count: what is allowed to stay in the source language is no gap. A page that is a copy is
    /// untranslated down to its names.
    fn verdicts(&self, target: &Target, pair: &'a Pair<'a, 'a>) -> Vec<Judged> {
        let suppressions = Suppressions::read(pair.target, rules::ids());
        let mut verdicts = self.about.verdicts_of(&target.locale, Subject::Pair(pair));
        let is_copy = rules::is_copy(pair, &verdicts);
        verdicts.retain(|judged| {
            let Some(rule) = rule(&judged.verdict) else { return true };
            let span = pair.target.blocks[judged.target as usize].content;
            let source = judged.source.map(|at| pair.source.blocks[at as usize].content);
            let allowed = self.about.run.settings.is_allowed(rule, &target.path, &target.locale)
                || suppressions.covers(rule, span)
                || source.is_some_and(|span| self.about.own.covers(rule, span));
            !allowed
        });
        let kept = verdicts.iter_mut().filter(|judged| is_copy && judged.verdict == Verdict::Kept(None));
        kept.for_each(|judged| judged.verdict = Verdict::Kept(Some(Severity::Info)));
        verdicts
    }
}

/// The rule that reports a verdict.
fn rule(verdict: &Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::Kept(_) => Some("untranslated"),
        Verdict::Stale(_) => Some("untranslated-stale"),
        Verdict::Sentences(_) => Some("untranslated-sentence"),
        Verdict::Translated => None,
    }
}

fn by_rule(findings: &[Finding]) -> Vec<RuleCount> {
    let mut counts: BTreeMap<&'static str, RuleCount> = BTreeMap::new();
    for finding in findings {
        let count = counts.entry(finding.rule).or_insert(RuleCount {
            rule: finding.rule,
            severity: finding.severity,
            count: 0,
        });
        count.count += 1;
        count.severity = count.severity.max(finding.severity);
    }
    counts.into_values().collect()
}
