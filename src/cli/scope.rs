//! `check --changed` and `--staged`: which pages a change touches, and which findings are about it.
//!
//! A page that was touched itself answers for all that is found in it. Of a page whose source alone was touched, only
//! what the new source brings is told, and as drift: whoever changes the source cannot translate it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::Failure;
use super::args::Check;
use crate::baseline::Baseline;
use crate::changed::Changed;
use crate::check::{Family, syntax};
use crate::config::Settings;
use crate::diag::Cause;
use crate::doc::Document;
use crate::io::{self, Changes};
use crate::project::Project;
use crate::report::{Finding, Place, Report, RunError};
use crate::text::Span;

/// The pages that a change touches.
pub struct Scope {
    changes: Changes,
    pages: BTreeMap<String, Touched>,
    blocks_only: bool,
}

/// What a change did to a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Touched {
    /// It was changed itself.
    Itself,
    /// Its source was.
    Source,
}

impl Scope {
    /// What was asked for; `None` if it is everything. With `--staged`, `project` becomes that of the index.
    pub fn of(typed: &Check, project: &mut Project) -> Result<Option<Scope>, Failure> {
        let changes = match &typed.changed {
            Some(revision) => Changes::since(&project.root, revision)?,
            None if typed.staged => Changes::staged(&project.root, index_file().as_deref())?,
            None => return Ok(None),
        };
        if let Some(paths) = changes.paths() {
            project.replace_files(paths);
        }
        let pages = pages(&changes, project);
        Ok(Some(Scope { changes, pages, blocks_only: typed.changed_blocks }))
    }

    /// The change is about this localized page, or about its source.
    pub fn wants(&self, path: &str) -> bool {
        self.pages.contains_key(path)
    }

    /// A page as it is after the change.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, RunError> {
        self.changes.read(path)
    }

    /// A page as it was before; one that was not there is read as it is.
    pub fn read_before(&self, path: &str) -> Result<Vec<u8>, RunError> {
        self.changes.before(path).map_or_else(|| self.changes.read(path), Ok)
    }

    /// The pages of which only the source was touched.
    pub fn behind(&self, families: &[Family]) -> Vec<Family> {
        let mut families = families.to_vec();
        let is_behind = |path: &str| self.pages.get(path) == Some(&Touched::Source);
        families.iter_mut().flat_map(|family| &mut family.targets).for_each(|target| {
            target.wanted &= is_behind(&target.path);
        });
        families.retain(|family| family.targets.iter().any(|target| target.wanted));
        families
    }

    /// Leaves what the change brought. `before` is what is found in the pages of [`Scope::behind`] with their old sources.
    pub fn narrow(&self, report: &mut Report, before: &[Finding], settings: &Settings) {
        let findings = std::mem::take(&mut report.findings);
        let is_behind = |finding: &Finding| self.pages.get(&finding.place.path) == Some(&Touched::Source);
        let (behind, mut own): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_behind);
        if self.blocks_only {
            own = self.of_changed_blocks(own, settings);
        }
        let mut brought = Baseline::of(before).part(behind).new;
        brought.iter_mut().for_each(|finding| finding.cause = Cause::Drift);
        report.findings = own;
        report.findings.append(&mut brought);
        report.finish();
    }

    fn of_changed_blocks(&self, findings: Vec<Finding>, settings: &Settings) -> Vec<Finding> {
        let mut by_page: BTreeMap<String, BTreeMap<String, Vec<Finding>>> = BTreeMap::new();
        for finding in findings {
            let source = finding.source.as_ref().map_or_else(String::new, |source| source.path.clone());
            by_page.entry(finding.place.path.clone()).or_default().entry(source).or_default().push(finding);
        }
        let mut kept = Vec::new();
        for (path, by_source) in by_page {
            let spans: Vec<Span> = by_source.values().flatten().map(|finding| span(&finding.place)).collect();
            let mut touched = self.touched(&path, &spans, settings).into_iter();
            for (source, findings) in by_source {
                let spans: Vec<Span> =
                    findings.iter().filter_map(|finding| finding.source.as_ref()).map(span).collect();
                let mut in_source = self.touched(&source, &spans, settings).into_iter();
                kept.extend(findings.into_iter().filter(|finding| {
                    let of_source = finding.source.is_some() && in_source.next().unwrap_or(false);
                    touched.next().unwrap_or(true) || of_source
                }));
            }
        }
        kept
    }

    /// Which of the places in a page are in blocks that changed.
    fn touched(&self, path: &str, spans: &[Span], settings: &Settings) -> Vec<bool> {
        if spans.is_empty() || !self.changes.is_touched(path) {
            return vec![false; spans.len()];
        }
        let (Some(before), Ok(after)) = (self.changes.before(path), self.changes.read(path)) else {
            return vec![true; spans.len()];
        };
        let lines = io::changed_lines(&before, &after);
        let text = String::from_utf8_lossy(&after);
        let page = Document::parse(&text, syntax(path, settings));
        let changed = Changed::new(&page, &lines);
        spans.iter().map(|span| changed.touches(*span)).collect()
    }
}

/// The localized pages that are touched, and those without a source, if that was removed.
fn pages(changes: &Changes, project: &Project) -> BTreeMap<String, Touched> {
    let sources: BTreeSet<&str> = project.pairing.pairs.iter().map(|pair| pair.source.as_str()).collect();
    let touched: BTreeSet<&str> = sources.into_iter().filter(|source| changes.is_touched(source)).collect();
    let mut pages = BTreeMap::new();
    for pair in &project.pairing.pairs {
        if changes.is_touched(&pair.target) {
            pages.insert(pair.target.clone(), Touched::Itself);
        } else if touched.contains(pair.source.as_str()) {
            pages.insert(pair.target.clone(), Touched::Source);
        }
    }
    for orphan in &project.pairing.orphans {
        let source = project.layouts.iter().find_map(|layout| layout.pair(&orphan.target)).map(|(source, _)| source);
        if changes.is_touched(&orphan.target) {
            pages.insert(orphan.target.clone(), Touched::Itself);
        } else if source.is_some_and(|source| changes.was_there(&source)) {
            pages.insert(orphan.target.clone(), Touched::Source);
        }
    }
    pages
}

/// `git commit FILE` has hooks look at an index of its own.
fn index_file() -> Option<PathBuf> {
    std::env::var_os("GIT_INDEX_FILE").map(PathBuf::from)
}

/// The bytes of a place, as far as the excerpt tells.
fn span(place: &Place) -> Span {
    let (start, inside) = (place.excerpt.start, place.excerpt.span);
    Span { start: start + inside.start, end: start + inside.end }
}
