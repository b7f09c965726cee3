//! What nearly every translation lacks is rather a fault of the source: a late edit, a tag that never worked, a key of the
//! front matter that is meant for the source alone.

use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, Severity};
use crate::text::Span;

/// With fewer locales, the same finding in all of them proves nothing.
const LOCALES: usize = 5;

/// Something in the source that nearly every translation differs from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The rule of the locales' findings.
    pub rule: &'static str,
    /// The thing in the source.
    pub span: Span,
    /// What the source has, as the findings say it.
    pub expected: String,
    /// How many locales have the finding, and how many have the page.
    pub locales: (u32, u32),
}

/// The things that nine in ten locales have a finding of one rule about, in source order. `pages` holds the findings of
/// each locale's page; `is_asked` says which rules count.
#[must_use]
pub fn suspects(pages: &[&[Diagnostic]], is_asked: impl Fn(&str) -> bool) -> Vec<Suspect> {
    if pages.len() < LOCALES {
        return Vec::new();
    }
    let mut seen: FxHashMap<(&'static str, Span), (usize, usize, &String)> = FxHashMap::default();
    for (page, found) in pages.iter().enumerate() {
        for one in *found {
            // What has a name to be missed by is an atom; blocks are none.
            let (Some(span), Some(expected)) = (one.source, &one.expected) else { continue };
            if !is_asked(one.rule) {
                continue;
            }
            let entry = seen.entry((one.rule, span)).or_insert((0, usize::MAX, expected));
            if entry.1 != page {
                *entry = (entry.0 + 1, page, expected);
            }
        }
    }
    let most = seen.into_iter().filter(|(_, (locales, ..))| locales * 10 >= pages.len() * 9);
    let count = |pages: usize| u32::try_from(pages).unwrap_or(u32::MAX);
    let all = count(pages.len());
    let suspect = |((rule, span), (locales, _, expected)): (_, (usize, usize, &String))| {
        let (expected, locales) = (expected.clone(), (count(locales), all));
        Suspect { rule, span, expected, locales }
    };
    let mut out: Vec<Suspect> = most.map(suspect).collect();
    out.sort_by_key(|suspect| (suspect.span, suspect.rule));
    out
}

/// The locales' findings about the suspects become `info`, and are not mended: the source may be what is wrong.
pub fn lower(found: &mut [Diagnostic], suspects: &[Suspect]) {
    for one in found {
        if suspects.iter().any(|suspect| suspect.rule == one.rule && Some(suspect.span) == one.source) {
            (one.severity, one.fix) = (Some(Severity::Info), None);
        }
    }
}
