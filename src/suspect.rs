//! What nearly every translation lacks is rather a fault of the source: a late edit, a tag that never worked, a key of the
//! front matter that is meant for the source alone.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Diagnostic, Severity};
use crate::text::Span;

/// With fewer locales, the same finding in all of them proves nothing.
const LOCALES: usize = 5;

/// Rules about what may be translated on purpose: names in code that each language has its own for.
const MAY_BE_WORDS: [&str; 2] = ["code-block-changed", "code-span-changed"];

/// Something in the source that nearly every translation differs from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The rule of the locales' findings.
    pub rule: &'static str,
    /// The thing in the source.
    pub span: Span,
    /// What the source has, as the findings say it; or what the locales have that it has not.
    pub expected: String,
    /// The locales have something more.
    pub added: bool,
    /// Most locales have something of their own in its place: it is translated, and nothing is wrong with the source.
    pub localized: bool,
    /// How many locales have the finding, and how many have the page.
    pub locales: (u32, u32),
}

/// What one finding of a locale says of the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Trace<'a> {
    rule: &'static str,
    span: Span,
    /// What the locale has more; the locales' words for what the source has may differ.
    added: Option<&'a str>,
}

impl<'a> Trace<'a> {
    /// What `one` says of the source, and in which words. What has a name to be missed by is an atom, blocks are none;
    /// of what the source has not, `answered` tells the block that has more in the locale.
    fn of(one: &'a Diagnostic, answered: impl FnOnce() -> Option<Span>) -> Option<(Trace<'a>, &'a String)> {
        let (rule, found) = (one.rule, one.found.as_ref());
        match (one.source, &one.expected) {
            (Some(span), expected) => Some((Trace { rule, span, added: None }, expected.as_ref().or(found)?)),
            (None, None) => Some((Trace { rule, span: answered()?, added: found.map(String::as_str) }, found?)),
            _ => None,
        }
    }
}

/// What the locales say of one thing.
struct Told<'a> {
    pages: Vec<usize>,
    /// What they have in its place.
    found: Vec<&'a str>,
    expected: &'a String,
}

impl Told<'_> {
    /// Most of them have something, and hardly two the same.
    fn is_localized(&self) -> bool {
        let own: FxHashSet<String> = self.found.iter().map(|found| without_variables(found)).collect();
        self.found.len() * 2 > self.pages.len() && own.len() * 2 > self.found.len()
    }
}

/// Code without what stands in braces, which has a name in each language: `rg {{pattern}}`.
fn without_variables(code: &str) -> String {
    let mut depth = 0_u32;
    let mut is_outside = |c: char| {
        depth = if c == '{' { depth + 1 } else { depth };
        let outside = depth == 0;
        depth = if c == '}' { depth.saturating_sub(1) } else { depth };
        outside
    };
    code.chars().filter(|c| is_outside(*c)).collect()
}

/// The things that nine in ten locales have a finding of one rule about, in source order. `pages` holds the findings of
/// each locale's page; `is_asked` says which rules count, `answered` which bytes of the source the place of a finding in
/// a page answers.
#[must_use]
pub fn suspects(
    pages: &[&[Diagnostic]],
    is_asked: impl Fn(&str) -> bool,
    answered: impl Fn(usize, &Diagnostic) -> Option<Span>,
) -> Vec<Suspect> {
    if pages.len() < LOCALES {
        return Vec::new();
    }
    let mut seen: FxHashMap<Trace<'_>, Told<'_>> = FxHashMap::default();
    for (page, found) in pages.iter().enumerate() {
        for one in found.iter().filter(|one| is_asked(one.rule)) {
            let Some((trace, expected)) = Trace::of(one, || answered(page, one)) else { continue };
            let told = seen.entry(trace).or_insert_with(|| Told { pages: Vec::new(), found: Vec::new(), expected });
            if told.pages.last() != Some(&page) {
                told.pages.push(page);
                told.found.extend(one.found.as_deref());
                told.expected = expected;
            }
        }
    }
    let most = seen.into_iter().filter(|(_, told)| told.pages.len() * 10 >= pages.len() * 9);
    let count = |pages: usize| u32::try_from(pages).unwrap_or(u32::MAX);
    let all = count(pages.len());
    let suspect = |(trace, told): (Trace<'_>, Told<'_>)| {
        let (added, locales) = (trace.added.is_some(), (count(told.pages.len()), all));
        let localized = MAY_BE_WORDS.contains(&trace.rule) && told.is_localized();
        Suspect { rule: trace.rule, span: trace.span, expected: told.expected.clone(), added, localized, locales }
    };
    let mut out: Vec<Suspect> = most.map(suspect).collect();
    out.sort_by(|a, b| (a.span, a.rule, &a.expected).cmp(&(b.span, b.rule, &b.expected)));
    out
}

/// The locales' findings about the suspects become `info`, and are not mended: the source may be what is wrong.
pub fn lower(found: &mut [Diagnostic], suspects: &[Suspect]) {
    let is_about = |suspect: &Suspect, one: &Diagnostic| match suspect.added {
        true => one.source.is_none() && one.found.as_ref() == Some(&suspect.expected),
        false => Some(suspect.span) == one.source,
    };
    for one in found {
        if suspects.iter().any(|suspect| suspect.rule == one.rule && is_about(suspect, one)) {
            (one.severity, one.fix) = (Some(Severity::Info), None);
        }
    }
}
