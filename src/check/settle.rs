//! Claims settled: one fault, one finding.

use crate::diag::{Claim, Diagnostic};
use crate::rule::Group;
use crate::rules;
use crate::text::Span;

/// How many claims around a finding are looked at from either side.
const LOOK: usize = 64;

/// Drops what lies under a wider claim of another rule.
pub(super) fn settle(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let whole: Vec<&'static str> = found.iter().filter(|one| one.claim == Claim::File).map(|one| one.rule).collect();
    let mut regions: Vec<(Span, &'static str)> = found
        .iter()
        .filter_map(|one| if let Claim::Region(span) = one.claim { Some((span, one.rule)) } else { None })
        .collect();
    regions.sort_unstable();
    // How far the regions up to each one reach: those before the first that reaches far enough hold nothing.
    let mut reach: Vec<u32> = regions.iter().map(|(span, _)| span.end).collect();
    (1..reach.len()).for_each(|at| reach[at] = reach[at].max(reach[at - 1]));
    let mut missing: Vec<(Span, &'static str)> = found
        .iter()
        .filter_map(|one| if let Claim::Missing(span) = one.claim { Some((span, one.rule)) } else { None })
        .collect();
    missing.sort_unstable();
    // The nearest claim before a place, and the one that reaches furthest: that of a page which ends early.
    let mut widest: Vec<usize> = (0..missing.len()).collect();
    for at in 1..widest.len() {
        if missing[widest[at - 1]].0.end >= missing[at].0.end {
            widest[at] = widest[at - 1];
        }
    }
    let is_missing = |source: Span, rule: &str| {
        let Some(nearest) = missing.partition_point(|(span, _)| span.start <= source.start).checked_sub(1) else {
            return false;
        };
        let holds = |at: usize| missing[at].0.contains(source) && missing[at].1 != rule;
        holds(nearest) || holds(widest[nearest])
    };
    let is_gone = |one: &Diagnostic| {
        let lost = one.source.filter(|_| one.span.is_empty() && one.claim == Claim::Own);
        lost.into_iter().chain(one.hangs_on).any(|source| is_missing(source, one.rule))
    };
    let under = |one: &Diagnostic| {
        // What makes a page unsafe is told whatever else is wrong with it.
        let file = !guards(one.rule) && whole.iter().take(8).any(|rule| *rule != one.rule && one.claim != Claim::File);
        // Regions that begin before it and reach beyond it lie among these; of very many, the widest and the nearest.
        let after = regions.partition_point(|(span, _)| span.start <= one.span.start);
        let first = reach[..after].partition_point(|end| *end < one.span.end);
        let (wide, near) = (first..after.min(first + LOOK), after.saturating_sub(LOOK).max(first + LOOK)..after);
        let around = wide.chain(near).map(|at| &regions[at]);
        file || is_gone(one)
            || around.into_iter().any(|(span, rule)| {
                *rule != one.rule && span.contains(one.span) && outranks(Claim::Region(*span), rule, one)
            })
    };
    let kept: Vec<bool> = found.iter().map(|one| !under(one)).collect();
    found.into_iter().zip(kept).filter_map(|(one, kept)| kept.then_some(one)).collect()
}

/// A rule of safety.
fn guards(rule: &str) -> bool {
    rules::find(rule).is_some_and(|rule| rule.meta().group == Group::Security)
}

/// The wider claim wins; of two for the same bytes, the one that says the page is not safe.
fn outranks(claim: Claim, rule: &str, one: &Diagnostic) -> bool {
    let width = |claim: Claim| match claim {
        Claim::Own | Claim::Missing(_) => (0, 0),
        Claim::Region(span) => (1, span.len()),
        Claim::File => (2, 0),
    };
    match width(claim).cmp(&width(one.claim)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => guards(rule) && !guards(one.rule),
        std::cmp::Ordering::Less => false,
    }
}
