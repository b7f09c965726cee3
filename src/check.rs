//! The pipeline: one source page and all its translations in, findings out; and the one parallel loop over pages.

mod about;
mod allowances;
mod cause;
mod family;
mod habits;
mod ids;
mod measure;
mod once;
mod refrain;
mod resolve;
mod settle;
mod shelf;
mod tongues;

pub use allowances::Allowances;
pub use cause::with_freshness;
pub use family::syntax;
pub use habits::Habits;
pub use ids::PageIds;
pub use measure::{Show, measure};
pub use tongues::Tongues;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Settings;
use crate::fresh::Past;
use crate::locale::Locale;
use crate::report::{ErrorKind, Finding, Report, RunError};
use crate::rule::{Evidence, Rule};
use crate::site::SiteMap;
use about::check_orphan;
use family::{Text, with_pairs};
use once::tell_once;
use shelf::{Shelf, Texts};

/// Files over this size, in bytes, are not read.
pub const LIMIT: u64 = 16 << 20;

/// Findings of one page that are worth printing.
pub const MOST: usize = 100;

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

/// A localized file without a source.
#[derive(Debug, Clone)]
pub struct Orphan {
    /// Its path.
    pub path: String,
    /// Its locale.
    pub locale: Locale,
    /// Where its source is likely to be now.
    pub moved: Option<String>,
    /// What tells that.
    pub evidence: Evidence,
}

/// A source page and its translations.
#[derive(Debug, Clone)]
pub struct Family {
    /// The source's path.
    pub source: String,
    /// The translations, in path order.
    pub targets: Vec<Target>,
}

fn text(path: &str, run: &Run<'_>) -> Option<String> {
    (run.read)(path).ok().map(|bytes| Text::new(&bytes).text.into_owned())
}

/// The rules that run in every page, if the configuration says nothing of single pages, found when the first is checked.
#[derive(Default)]
pub struct Everywhere {
    /// Those about pages.
    of_page: OnceLock<Vec<&'static dyn Rule>>,
    /// Those about the report.
    of_report: OnceLock<Vec<&'static dyn Rule>>,
}

/// What a run needs to know beside the pages.
pub struct Run<'a> {
    /// Ids of pages, filled as they are asked for.
    pub ids: PageIds,
    /// Which keys of front matter a locale does without, counted as it is asked.
    pub habits: Habits,
    /// The rules that run in every page.
    pub everywhere: Everywhere,
    /// What the pages of each locale tell of its language, read as it is asked for.
    pub tongues: &'a Tongues<'a>,
    /// The configuration.
    pub settings: &'a Settings,
    /// The files of the tree.
    pub site: &'a SiteMap,
    /// The rules to run.
    pub rules: &'a [&'static dyn Rule],
    /// What is remembered of the pages.
    pub past: &'a dyn Past,
    /// Localized files whose source is gone.
    pub orphans: &'a [Orphan],
    /// Counts what the configuration silences; `None` where not all pages are looked at.
    pub allowances: Option<&'a Allowances>,
    /// Findings of one page that are kept where `findings-capped` runs.
    pub most: usize,
    /// Reads a file by its root-relative path.
    pub read: &'a (dyn Fn(&str) -> Result<Vec<u8>, RunError> + Sync),
    /// Told after each page.
    pub progress: &'a (dyn Fn() + Sync),
}

impl Run<'_> {
    /// No finding may be left out: all of them are compared with those that are known.
    fn wants_all(&self) -> bool {
        self.most > MOST
    }
}

/// Checks every family; findings and troubles come back sorted.
#[must_use]
pub fn check(families: &[Family], run: &Run<'_>) -> Report {
    let texts = Texts::default();
    let shelf = Shelf::new(&texts);
    let parts: Vec<(Vec<Finding>, Vec<RunError>)> =
        families.par_iter().map(|family| guarded(family, run, &shelf)).collect();
    let mut report = Report::default();
    for (findings, errors) in parts {
        report.findings.extend(findings);
        report.errors.extend(errors);
    }
    report.findings.extend(run.orphans.iter().flat_map(|orphan| check_orphan(orphan, run, &shelf)));
    report.findings.extend(run.allowances.iter().flat_map(|allowances| allowances.idle(run)));
    report.finish();
    if tell_once(&mut report.findings, &pages_of(families), run.wants_all()) {
        report.finish();
    }
    report
}

/// How many pages of each locale are checked.
fn pages_of(families: &[Family]) -> FxHashMap<&str, u32> {
    let mut pages = FxHashMap::default();
    for target in families.iter().flat_map(|family| &family.targets).filter(|target| target.wanted) {
        *pages.entry(target.locale.tag()).or_default() += 1;
    }
    pages
}

/// A page that makes us panic costs its own findings and nobody else's.
fn guarded(family: &Family, run: &Run<'_>, shelf: &Shelf<'_>) -> (Vec<Finding>, Vec<RunError>) {
    let checked = catch_unwind(AssertUnwindSafe(|| check_with(family, run, shelf)));
    (run.progress)();
    checked.unwrap_or_else(|_| (Vec::new(), vec![panicked(family)]))
}

fn panicked(family: &Family) -> RunError {
    let message = "this page made fidus panic; please report it with the page".to_owned();
    RunError { path: family.source.clone(), kind: ErrorKind::Panic, message }
}

/// Checks one family: findings about its wanted pages, not sorted, and troubles.
#[must_use]
pub fn check_family(family: &Family, run: &Run<'_>) -> (Vec<Finding>, Vec<RunError>) {
    check_with(family, run, &Shelf::new(&Texts::default()))
}

fn check_with(family: &Family, run: &Run<'_>, shelf: &Shelf<'_>) -> (Vec<Finding>, Vec<RunError>) {
    with_pairs(family, run, shelf, |about, pairs| about.findings(family, pairs))
}
