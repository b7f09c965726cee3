//! The pipeline: one source page and all its translations in, findings out; and the one parallel loop over pages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::{Level, Settings};
use crate::diag::{Cause, Claim, Diagnostic};
use crate::doc::{Document, Syntax};
use crate::locale::Locale;
use crate::messages;
use crate::pair::{LinkFrame, Pair, mend};
use crate::report::{ErrorKind, Excerpt, Finding, Place, Range, Report, RunError};
use crate::rule::{Cx, Rule, RuleMeta, Sink, Subject, Votes};
use crate::site::SiteMap;
use crate::text::{LineIndex, Span};

/// Files over this size, in bytes, are not read.
pub const LIMIT: u64 = 16 << 20;

/// A localized file to check.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its path.
    pub path: String,
    /// Its locale.
    pub locale: Locale,
    /// Findings about it are wanted; else it only tells what other locales do.
    pub wanted: bool,
}

/// A source page and its translations.
#[derive(Debug, Clone)]
pub struct Family {
    /// The source's path.
    pub source: String,
    /// The translations, in path order.
    pub targets: Vec<Target>,
}

/// The ids of pages that links from other pages lead into, each read once.
#[derive(Debug, Default)]
pub struct PageIds {
    likely: Mutex<FxHashMap<String, IdSet>>,
    known: Mutex<FxHashMap<String, IdSet>>,
}

type IdSet = Arc<FxHashSet<String>>;

impl PageIds {
    /// The page has this id: looked for in its lines first, and in the parsed page only if it is not there. A page that
    /// cannot be read has every id.
    fn has(&self, path: &str, id: &str, run: &Run<'_>) -> bool {
        let holds = |ids: &IdSet| ids.contains(id) || ids.contains(&id.to_lowercase());
        let likely = cached(&self.likely, path, || {
            let names = crate::doc::likely_ids(&text(path, run)?).into_iter();
            Some(Arc::new(names.collect()))
        });
        if likely.as_ref().is_none_or(holds) {
            return true;
        }
        let known = cached(&self.known, path, || {
            let text = text(path, run)?;
            let page = Document::parse(&text, syntax(path, run.settings));
            let names = crate::doc::ids(&page, run.settings.generator.slugs()).into_iter().map(|id| id.name);
            Some(Arc::new(names.collect()))
        });
        known.as_ref().is_none_or(holds)
    }
}

fn text(path: &str, run: &Run<'_>) -> Option<String> {
    (run.read)(path).ok().map(|bytes| Text::new(bytes).text)
}

/// The set kept for `path`, made if there is none. Two threads may make the same set; none waits for another.
fn cached(sets: &Mutex<FxHashMap<String, IdSet>>, path: &str, make: impl FnOnce() -> Option<IdSet>) -> Option<IdSet> {
    if let Some(set) = sets.lock().ok()?.get(path) {
        return Some(Arc::clone(set));
    }
    let set = make()?;
    sets.lock().ok()?.insert(path.to_owned(), Arc::clone(&set));
    Some(set)
}

/// What a run needs to know beside the pages.
pub struct Run<'a> {
    /// Ids of pages, filled as they are asked for.
    pub ids: PageIds,
    /// The configuration.
    pub settings: &'a Settings,
    /// The files of the tree.
    pub site: &'a SiteMap,
    /// The rules to run.
    pub rules: &'a [&'static dyn Rule],
    /// Reads a file by its root-relative path.
    pub read: &'a (dyn Fn(&str) -> Result<Vec<u8>, RunError> + Sync),
    /// Told after each page.
    pub progress: &'a (dyn Fn() + Sync),
}

/// Checks every family; findings and troubles come back sorted.
#[must_use]
pub fn check(families: &[Family], run: &Run<'_>) -> Report {
    let parts: Vec<(Vec<Finding>, Vec<RunError>)> = families.par_iter().map(|family| guarded(family, run)).collect();
    let mut report = Report::default();
    for (findings, errors) in parts {
        report.findings.extend(findings);
        report.errors.extend(errors);
    }
    report.finish();
    report
}

/// A page that makes us panic costs its own findings and nobody else's.
fn guarded(family: &Family, run: &Run<'_>) -> (Vec<Finding>, Vec<RunError>) {
    let checked = catch_unwind(AssertUnwindSafe(|| check_family(family, run)));
    (run.progress)();
    checked.unwrap_or_else(|_| {
        let message = "this page made fidus panic; please report it with the page".to_owned();
        (Vec::new(), vec![RunError { path: family.source.clone(), kind: ErrorKind::Panic, message }])
    })
}

/// A file as text; a file that is not UTF-8 is kept with its bad bytes replaced.
struct Text {
    text: String,
    bad: Option<usize>,
}

impl Text {
    fn new(bytes: Vec<u8>) -> Text {
        String::from_utf8(bytes).map_or_else(
            |error| {
                let bad = Some(error.utf8_error().valid_up_to());
                Text { text: String::from_utf8_lossy(error.as_bytes()).into_owned(), bad }
            },
            |text| Text { text, bad: None },
        )
    }
}

/// Checks one family: findings about its wanted pages, not sorted, and troubles.
#[must_use]
pub fn check_family(family: &Family, run: &Run<'_>) -> (Vec<Finding>, Vec<RunError>) {
    let mut errors = Vec::new();
    let source = match (run.read)(&family.source).map(Text::new) {
        Ok(source) => source,
        Err(error) => return (Vec::new(), vec![error]),
    };
    let mut texts = Vec::with_capacity(family.targets.len());
    for target in &family.targets {
        match (run.read)(&target.path).map(Text::new) {
            Ok(text) => texts.push((target, text)),
            Err(error) => errors.push(error),
        }
    }
    if source.bad.is_some() {
        let message = "the source page is not UTF-8, so its translations cannot be compared with it".to_owned();
        errors.push(RunError { path: family.source.clone(), kind: ErrorKind::Io, message });
        return (Vec::new(), errors);
    }
    let original = Document::parse(&source.text, syntax(&family.source, run.settings));
    let pages: Vec<(&Target, &Text, Document<'_>)> = texts
        .iter()
        .map(|(target, text)| {
            let syntax = syntax(&target.path, run.settings);
            (*target, text, mend(&original, Document::parse(&text.text, syntax), syntax))
        })
        .collect();
    let pairs: Vec<(&Target, &Text, Pair<'_, '_>)> = pages
        .iter()
        .map(|(target, text, page)| (*target, *text, Pair::new(&original, page, frame(family, target, run.settings))))
        .collect();
    let votes = votes(&original, pairs.iter().filter(|(_, text, _)| text.bad.is_none()).map(|(_, _, pair)| pair));
    let wanted = pairs.iter().filter(|(target, _, _)| target.wanted);
    let findings = wanted.flat_map(|(target, text, pair)| check_page(target, text, pair, &votes, run)).collect();
    (findings, errors)
}

/// How the page at `path` is to be read.
#[must_use]
pub fn syntax<'d>(path: &str, settings: &'d Settings) -> Syntax<'d> {
    Syntax { dialects: settings.dialects(), extension: if path.ends_with(".mdx") { "mdx" } else { "md" } }
}

fn frame(family: &Family, target: &Target, settings: &Settings) -> LinkFrame {
    LinkFrame {
        source_path: family.source.clone(),
        target_path: target.path.clone(),
        source_language: settings.source_locale.split('-').next().unwrap_or_default().to_owned(),
        target_language: target.locale.language().to_owned(),
        target_folder: target.locale.folder().to_owned(),
        equivalent_hosts: settings.equivalent_hosts.clone(),
    }
}

/// What the locales made of each block of the source. Pages that are mostly the source's words do not vote.
fn votes<'p>(source: &Document<'_>, pairs: impl Iterator<Item = &'p Pair<'p, 'p>>) -> Vec<Votes> {
    let mut votes = vec![Votes::default(); source.blocks.len()];
    for pair in pairs {
        let rows = pair.alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1);
        let kept: Vec<(u32, bool)> = rows
            .map(|row| (row.source.start, pair.is_kept(row.source.start)))
            .filter(|(at, _)| source.blocks[*at as usize].prose.letters > 0)
            .collect();
        if kept.iter().filter(|(_, kept)| *kept).count() * 2 > kept.len() {
            continue;
        }
        for (at, kept) in kept {
            let vote = &mut votes[at as usize];
            if kept { vote.kept += 1 } else { vote.translated += 1 }
        }
    }
    votes
}

fn check_page(target: &Target, text: &Text, pair: &Pair<'_, '_>, votes: &[Votes], run: &Run<'_>) -> Vec<Finding> {
    let subject = text.bad.map_or(Subject::Pair(pair), Subject::Unreadable);
    let has_id = |path: &str, id: &str| run.ids.has(path, id, run);
    let cx = Cx { subject, locale: &target.locale, settings: run.settings, site: run.site, votes, has_id: &has_id };
    let mut sink = Sink::default();
    for rule in run.rules {
        if level(rule.meta(), target, run.settings).is_some() {
            rule.check(&cx, &mut sink);
        }
    }
    let settled = settle(sink.found);
    resolve(settled, target, pair, run)
}

/// The level of a rule in a page; `None` where it does not run.
fn level(meta: &RuleMeta, target: &Target, settings: &Settings) -> Option<crate::diag::Severity> {
    if settings.is_allowed(meta.id, &target.path, &target.locale) {
        return None;
    }
    settings.level(meta.id, &target.path).map_or(Some(meta.severity), Level::severity)
}

/// Drops what lies under a wider claim of another rule.
fn settle(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let claims: Vec<(Claim, &'static str)> =
        found.iter().map(|one| (one.claim, one.rule)).filter(|(claim, _)| *claim != Claim::Own).collect();
    let under = |one: &Diagnostic| {
        claims.iter().any(|(claim, rule)| {
            *rule != one.rule
                && one.claim < *claim
                && match claim {
                    Claim::File => true,
                    Claim::Region(span) => span.contains(one.span),
                    Claim::Own => false,
                }
        })
    };
    let kept: Vec<bool> = found.iter().map(|one| !under(one)).collect();
    found.into_iter().zip(kept).filter_map(|(one, kept)| kept.then_some(one)).collect()
}

/// From spans and messages to places and sentences.
fn resolve(found: Vec<Diagnostic>, target: &Target, pair: &Pair<'_, '_>, run: &Run<'_>) -> Vec<Finding> {
    if found.is_empty() {
        return Vec::new();
    }
    let (lines, source_lines) = (LineIndex::new(pair.target.text), LineIndex::new(pair.source.text));
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let mut out = Vec::with_capacity(found.len());
    let metas: FxHashMap<&str, &RuleMeta> = run.rules.iter().map(|rule| (rule.meta().id, rule.meta())).collect();
    for one in found {
        let Some(level) = metas.get(one.rule).and_then(|meta| level(meta, target, run.settings)) else { continue };
        let message = messages::format(&one.message);
        let fingerprint = fingerprint(&one, target, pair, &mut seen);
        out.push(Finding {
            rule: one.rule,
            severity: one.severity.map_or(level, |own| own.min(level)),
            cause: Cause::Fault,
            locale: target.locale.tag().to_owned(),
            place: place(&target.path, pair.target.text, &lines, one.span),
            source: one.source.map(|span| place(&pair.frame.source_path, pair.source.text, &source_lines, span)),
            message,
            help: messages::help(&one.message),
            expected: one.expected,
            found: one.found,
            fix: one.fix,
            fingerprint,
        });
    }
    out
}

fn place(path: &str, text: &str, lines: &LineIndex<'_>, span: Span) -> Place {
    let range = Range { start: lines.position(span.start), end: lines.position(span.end) };
    Place { path: path.to_owned(), range, excerpt: excerpt(text, lines, span) }
}

/// How many bytes before and after the beginning of a finding are kept of its lines.
const SHOWN: usize = 2_000;

/// The lines of a span, three at most, very long ones cut: what is shown is where it begins.
fn excerpt(text: &str, lines: &LineIndex<'_>, span: Span) -> Excerpt {
    let first_line = lines.line(span.start);
    let last_line = lines.line(span.end.max(span.start)).min(first_line + 2);
    let whole = cut(text, lines.line_span(first_line).join(lines.line_span(last_line)), span.start as usize);
    let end = span.end.clamp(span.start, whole.end.max(span.start));
    let inside = |at: u32| (at.saturating_sub(whole.start)) as usize;
    let shown = whole.of(text).replace("\r\n", " \n").replace('\r', "\n");
    Excerpt {
        first_line,
        span: Span::new(inside(span.start).min(shown.len()), inside(end).min(shown.len())),
        text: shown,
    }
}

fn cut(text: &str, lines: Span, around: usize) -> Span {
    let (start, end) = (lines.start as usize, lines.end as usize);
    let from = text.floor_char_boundary(around.saturating_sub(SHOWN)).max(start);
    Span::new(from, text.ceil_char_boundary(around.saturating_add(SHOWN)).min(end).max(from))
}

/// What was said about which words: no place, so that edits elsewhere do not change it.
fn fingerprint(one: &Diagnostic, target: &Target, pair: &Pair<'_, '_>, seen: &mut FxHashMap<u64, u32>) -> String {
    let source = one.source.and_then(|span| pair.source.block_of(span));
    let block = source.or_else(|| pair.target.block_of(one.span));
    let context = block.map_or(String::new(), |block| format!("{:x}", block.prose.sketch));
    let parts =
        [one.rule, &target.path, one.expected.as_deref().unwrap_or(""), one.found.as_deref().unwrap_or(""), &context];
    let base = xxhash_rust::xxh3::xxh3_64(parts.join("\u{1f}").as_bytes());
    let times = seen.entry(base).or_insert(0);
    *times += 1;
    format!("{:016x}", base.wrapping_add(u64::from(*times - 1)))
}
