//! The pipeline: one source page and all its translations in, findings out; and the one parallel loop over pages.

mod allowances;
mod cause;
mod habits;
mod ids;
mod measure;
mod refrain;
mod resolve;
mod settle;
mod shelf;
mod tongues;

pub use allowances::Allowances;
pub use cause::with_freshness;
pub use habits::Habits;
pub use ids::PageIds;
pub use measure::{Show, measure};
pub use tongues::Tongues;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::{Level, Settings};
use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Document, Syntax};
use crate::fresh::{Freshness, Past, Since};
use crate::locale::Locale;
use crate::messages;
use crate::pair::{KeyFate, LinkFrame, Pair, SourceNodes, mended};
use crate::report::{ErrorKind, Finding, Report, RunError};
use crate::rule::{Cx, Evidence, Group, Rule, RuleMeta, Sink, Subject};
use crate::rules;
use crate::site::SiteMap;
use crate::suppress::{Remark, Suppressions};
use crate::suspect::{Suspect, lower, suspects};
use crate::verdict::{Contents, Judge, Judged, Votes, expected_of, spoken};
use refrain::fold;
use resolve::{SourceLines, answered, resolve};
use settle::settle;
use shelf::{Desk, Found, Library, Sheet, Shelf, Texts};

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
    if tell_once(&mut report.findings) {
        report.finish();
    }
    report
}

/// So many pages of a locale with the same hint have a habit.
const HABIT: usize = 5;

/// What pages of a locale have in common is told by the first; the others say it for those who read them, unless it is a
/// hint that most of them would repeat.
fn tell_once(findings: &mut Vec<Finding>) -> bool {
    let key = |one: &Finding| Some((one.rule, one.cause, one.locale.clone(), one.shared.clone()?));
    let mut told: FxHashMap<_, (usize, String)> = FxHashMap::default();
    for one in findings.iter() {
        let Some(key) = key(one) else { continue };
        told.entry(key).or_insert_with(|| (0, one.place.path.clone())).0 += 1;
    }
    told.retain(|_, (count, _)| *count > 1);
    let mut begun = FxHashSet::default();
    findings.retain_mut(|one| {
        let Some((key, (count, path))) = key(one).and_then(|key| told.get(&key).map(|told| (key, told))) else {
            return true;
        };
        if begun.insert(key) {
            return true;
        }
        let is_hint = one.severity == Severity::Info;
        one.severity = Severity::Info;
        if one.place.path != *path {
            let help = one.help.take().unwrap_or_default();
            let message = Message::new("told-first").text("help", help).text("path", path.as_str());
            one.help = messages::help(&message, one.cause);
        }
        !is_hint || *count < HABIT
    });
    !told.is_empty()
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

/// A file as text; a file that is not UTF-8 is kept with its bad bytes replaced.
struct Text<'b> {
    text: Cow<'b, str>,
    bad: Option<usize>,
}

impl Text<'_> {
    fn new(bytes: &[u8]) -> Text<'_> {
        // Half of the bytes are not ASCII, with which the standard library takes its time.
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            return Text { text: Cow::Borrowed(text), bad: None };
        }
        let bad = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
        Text { text: String::from_utf8_lossy(bytes), bad }
    }
}

/// Checks one family: findings about its wanted pages, not sorted, and troubles.
#[must_use]
pub fn check_family(family: &Family, run: &Run<'_>) -> (Vec<Finding>, Vec<RunError>) {
    check_with(family, run, &Shelf::new(&Texts::default()))
}

fn check_with(family: &Family, run: &Run<'_>, shelf: &Shelf<'_>) -> (Vec<Finding>, Vec<RunError>) {
    with_pairs(family, run, shelf, |about, pairs| about.findings(family, pairs))
}

/// A page of a family with its text and the pair that it makes.
type Paired<'a> = (&'a Target, &'a Text<'a>, Pair<'a, 'a>);

/// Reads and pairs the pages of a family and does something with them, and tells the troubles.
fn with_pairs<T: Default>(
    family: &Family,
    run: &Run<'_>,
    shelf: &Shelf<'_>,
    job: impl for<'a> FnOnce(&About<'a>, &'a [Paired<'a>]) -> T,
) -> (T, Vec<RunError>) {
    let mut errors = Vec::new();
    let source = match shelf.find(&family.source, run) {
        Ok(source) => source,
        Err(error) => return (T::default(), vec![error]),
    };
    let mut files = Vec::with_capacity(family.targets.len());
    for target in &family.targets {
        match shelf.find(&target.path, run) {
            Ok(file) => files.push((target, file)),
            Err(error) => errors.push(error),
        }
    }
    let text = source.text();
    let texts: Vec<(&(&Target, Found<'_>), Text<'_>)> = files.iter().map(|file| (file, file.1.text())).collect();
    if text.bad.is_some() {
        let message = "the source page is not UTF-8, so its translations cannot be compared with it".to_owned();
        errors.push(RunError { path: family.source.clone(), kind: ErrorKind::Io, message });
        return (T::default(), errors);
    }
    let original = source.page(&text, syntax(&family.source, run.settings));
    let pages: Vec<(&Target, &Text<'_>, Sheet<'_>)> = texts
        .iter()
        .map(|((target, file), text)| {
            let syntax = syntax(&target.path, run.settings);
            let page = file.page(text, syntax);
            let mended = mended(&original, &page, syntax).map(|page| Sheet::Own(Box::new(page)));
            (*target, text, mended.unwrap_or(page))
        })
        .collect();
    let paths = std::iter::once(&family.source).chain(family.targets.iter().map(|target| &target.path));
    let paths = Arc::new(paths.collect());
    let frame = |target: &Target| LinkFrame { family: Arc::clone(&paths), ..frame(family, target, run.settings) };
    let mut nodes = SourceNodes::default();
    let mut pair = |target, page| Pair::again((&original, &mut nodes), page, frame(target));
    let pairs: Vec<Paired<'_>> =
        pages.iter().map(|(target, text, page)| (*target, *text, pair(target, page))).collect();
    let votes = votes(&original, pairs.iter().filter(|(_, text, _)| text.bad.is_none()).map(|(_, _, pair)| pair));
    let own = Suppressions::read(&original, rules::ids());
    let contents = Contents::new(&original, run.settings);
    let since = Since::default();
    let nowhere = keys_nowhere(&original, &pairs);
    let (votes, nowhere) = (&votes[..], &nowhere[..]);
    let words = OnceCell::new();
    let spoken = || spoken(&pairs.iter().map(|(.., pair)| pair).collect::<Vec<_>>());
    let is_spoken = &|code: &str| words.get_or_init(spoken).contains(code);
    let about = About {
        votes,
        nowhere,
        is_spoken,
        contents: &contents,
        source: &original,
        own: &own,
        since: &since,
        run,
        library: shelf,
    };
    (job(&about, &pairs), errors)
}

/// How the page at `path` is to be read.
#[must_use]
pub fn syntax<'d>(path: &str, settings: &'d Settings) -> Syntax<'d> {
    Syntax { dialects: settings.dialects(), extension: extension(path) }
}

fn extension(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("mdx") => "mdx",
        Some("ftl") => "ftl",
        _ => "md",
    }
}

fn frame(family: &Family, target: &Target, settings: &Settings) -> LinkFrame {
    LinkFrame {
        source_path: family.source.clone(),
        target_path: target.path.clone(),
        source_language: settings.source_language().to_owned(),
        target_language: target.locale.language().to_owned(),
        target_folder: target.locale.folder().to_owned(),
        language_names: own_names(target, settings),
        equivalent_hosts: settings.equivalent_hosts.clone(),
        family: Arc::default(),
    }
}

fn own_names(target: &Target, settings: &Settings) -> Vec<&'static str> {
    let source = Locale::from_tag(&settings.source_locale).ok();
    source.iter().chain([&target.locale]).filter_map(Locale::own_name).collect()
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

/// The keys of the source's front matter (entries) that none of several translations has.
fn keys_nowhere(source: &Document<'_>, pairs: &[Paired<'_>]) -> Vec<u32> {
    let Some((front, 2..)) = source.front.as_ref().map(|front| (front, pairs.len())) else { return Vec::new() };
    let count = u32::try_from(front.entries.len()).unwrap_or(u32::MAX);
    let is_missing = |at: u32| pairs.iter().all(|(.., pair)| pair.keys.lost.contains(&(at, KeyFate::Missing)));
    (0..count).filter(|&at| is_missing(at)).collect()
}

/// What the pages of a family have in common.
struct About<'a> {
    votes: &'a [Votes],
    nowhere: &'a [u32],
    /// Whether several translations say a code of the source in words of their own.
    is_spoken: &'a dyn Fn(&str) -> bool,
    contents: &'a Contents,
    source: &'a Document<'a>,
    /// What the source says about findings.
    own: &'a Suppressions,
    /// How the source changed.
    since: &'a Since,
    run: &'a Run<'a>,
    /// Where other pages are looked up.
    library: &'a dyn Library,
}

/// A page that was looked at: what was found, and what it says about findings.
struct Seen<'a> {
    target: &'a Target,
    subject: Subject<'a>,
    page: &'a Document<'a>,
    source: Option<(&'a str, &'a Document<'a>)>,
    found: Vec<Diagnostic>,
    fresh: Freshness,
    suppressions: Suppressions,
    unused: Vec<Remark>,
}

impl<'a> Seen<'a> {
    fn new(target: &'a Target, subject: Subject<'a>, page: &'a Document<'a>, suppressions: Suppressions) -> Seen<'a> {
        let (found, unused) = (Vec::new(), Vec::new());
        Seen { target, subject, page, source: None, found, fresh: Freshness::default(), suppressions, unused }
    }
}

impl<'a> About<'a> {
    fn findings(&self, family: &Family, pairs: &'a [Paired<'a>]) -> Vec<Finding> {
        let wanted = pairs.iter().filter(|(target, ..)| target.wanted);
        let mut seen: Vec<Seen<'_>> = wanted.map(|(target, text, pair)| self.look(target, text, pair)).collect();
        let source = Locale::from_tag(&self.run.settings.source_locale).ok();
        let source = source.map(|locale| Target { path: family.source.clone(), locale, wanted: true });
        let suspects = source.as_ref().map_or_else(Vec::new, |source| self.suspects(source, &seen, pairs));
        seen.iter_mut().for_each(|seen| lower(&mut seen.found, &suspects));
        let lines = OnceCell::new();
        let mut out: Vec<Finding> = seen.into_iter().flat_map(|seen| self.finish(seen, &lines)).collect();
        let whole = family.targets.iter().all(|target| target.wanted);
        out.extend(source.filter(|_| whole).map_or_else(Vec::new, |source| self.of_source(&source, &suspects)));
        out
    }

    /// What nearly all locales lack. Pages that are not wanted are looked at too, but only if it may depend on them.
    fn suspects(&self, source: &Target, wanted: &[Seen<'_>], pairs: &'a [Paired<'a>]) -> Vec<Suspect> {
        let is_asked = |id: &str| {
            let silent =
                [Group::Security, Group::Untranslated, Group::Structure, Group::File, Group::Catalogue, Group::Meta];
            rules::find(id).is_some_and(|rule| !silent.contains(&rule.meta().group))
        };
        let asked = |one: &Diagnostic| is_asked(one.rule);
        let runs = rules::find("source-suspect").is_some_and(|rule| self.runs(rule.meta(), source));
        if !runs || !wanted.iter().any(|seen| seen.found.iter().any(asked)) {
            return Vec::new();
        }
        let others = pairs.iter().filter(|(target, ..)| !target.wanted);
        let others: Vec<Seen<'_>> = others.map(|(target, text, pair)| self.look(target, text, pair)).collect();
        let all: Vec<(&Seen<'_>, OnceCell<Vec<usize>>)> =
            wanted.iter().chain(&others).map(|seen| (seen, OnceCell::new())).collect();
        let pages: Vec<&[Diagnostic]> = all.iter().map(|(seen, _)| seen.found.as_slice()).collect();
        suspects(&pages, is_asked, |page, one| answered(one, all[page].0.subject, &all[page].1))
    }

    /// Runs the rules over a page; keeps what no wider finding answers for and no suppression silences.
    fn look(&self, target: &'a Target, text: &Text<'_>, pair: &'a Pair<'a, 'a>) -> Seen<'a> {
        let suppressions = Suppressions::read(pair.target, rules::ids());
        let subject = text.bad.map_or(Subject::Pair(pair), Subject::Unreadable);
        let mut seen = Seen::new(target, subject, pair.target, suppressions);
        seen.source = Some((&pair.frame.source_path, pair.source));
        if text.bad.is_none() && target.wanted {
            seen.fresh = self.freshness(pair);
        }
        self.count_allowed(&seen);
        let found = self.apply(&seen, &[], 0, &self.page_rules(target));
        let ran = |id: &str| rules::find(id).is_some_and(|rule| self.runs(rule.meta(), target));
        seen.unused = seen.suppressions.unused(&found, seen.page, ran);
        seen.found = settle(found);
        self.own.silence_answers(&mut seen.found, pair);
        self.find_causes(&mut seen, pair);
        seen.suppressions.silence(&mut seen.found);
        seen
    }

    /// Adds what there is to say about the report itself, and turns all of it into findings.
    fn finish(&self, mut seen: Seen<'a>, of_source: &SourceLines<'a>) -> Vec<Finding> {
        fold(&mut seen.found);
        let omitted = self.cap(&mut seen);
        let remarks = seen.suppressions.remarks.iter().chain(&seen.unused);
        let remarks: Vec<Remark> = remarks.take(self.run.most).cloned().collect();
        let mut last = self.apply(&seen, &remarks, omitted, &self.report_rules(seen.target));
        seen.suppressions.silence(&mut last);
        seen.found.append(&mut last);
        resolve(&seen, self.run, of_source)
    }

    /// The source by itself: what is wrong with its suppressions, and what nearly all locales lack of it.
    fn of_source(&self, target: &Target, suspects: &[Suspect]) -> Vec<Finding> {
        if self.own.remarks.is_empty() && suspects.is_empty() && self.source.catalogue.is_none() {
            return Vec::new();
        }
        let suppressions = Suppressions::read(self.source, rules::ids());
        let mut seen = Seen::new(target, Subject::Source(self.source, suspects), self.source, suppressions);
        let remarks = &self.own.remarks[..self.own.remarks.len().min(self.run.most)];
        self.count_allowed(&seen);
        seen.found = self.apply(&seen, remarks, 0, &self.rules(target, |_| true));
        seen.suppressions.silence(&mut seen.found);
        resolve(&seen, self.run, &OnceCell::new())
    }

    fn runs(&self, meta: &RuleMeta, target: &Target) -> bool {
        level(meta, target, self.run.settings).is_some() && self.run.rules.iter().any(|rule| rule.meta().id == meta.id)
    }

    fn page_rules(&self, target: &Target) -> Cow<'a, [&'static dyn Rule]> {
        self.found_once(&self.run.everywhere.of_page, || self.rules(target, |group| group != Group::Meta))
    }

    fn report_rules(&self, target: &Target) -> Cow<'a, [&'static dyn Rule]> {
        self.found_once(&self.run.everywhere.of_report, || self.rules(target, |group| group == Group::Meta))
    }

    /// The same rules for every page, if the configuration makes no difference between pages.
    fn found_once(
        &self,
        found: &'a OnceLock<Vec<&'static dyn Rule>>,
        find: impl FnOnce() -> Vec<&'static dyn Rule>,
    ) -> Cow<'a, [&'static dyn Rule]> {
        if self.run.settings.is_uniform() { Cow::Borrowed(found.get_or_init(find)) } else { Cow::Owned(find()) }
    }

    /// The rules of some groups that are on in a page.
    fn rules(&self, target: &Target, groups: impl Fn(Group) -> bool) -> Vec<&'static dyn Rule> {
        let on =
            |rule: &&dyn Rule| groups(rule.meta().group) && level(rule.meta(), target, self.run.settings).is_some();
        self.run.rules.iter().copied().filter(on).collect()
    }

    fn desk(&self) -> Desk<'a> {
        Desk { run: self.run, library: self.library }
    }

    fn apply(&self, seen: &Seen<'a>, remarks: &[Remark], omitted: u32, rules: &[&dyn Rule]) -> Vec<Diagnostic> {
        let desk = self.desk();
        let has_id = |path: &str, id: &str| desk.run.ids.has(path, id, desk);
        let answer = |pages: (&str, &str), id: &str| desk.run.ids.answer(pages, id, desk);
        let lacks_key = |key: &str| self.run.habits.lack(seen.target.locale.folder(), key, self.run);
        let asks = |group| matches!(group, Group::Untranslated | Group::Structure);
        let asked = rules.iter().any(|rule| asks(rule.meta().group));
        let verdicts = if asked { self.verdicts_of(&seen.target.locale, seen.subject) } else { Vec::new() };
        let cx = Cx {
            subject: seen.subject,
            locale: &seen.target.locale,
            settings: self.run.settings,
            site: self.run.site,
            verdicts: &verdicts,
            has_id: &has_id,
            answer: &answer,
            lacks_key: &lacks_key,
            nowhere: self.nowhere,
            is_spoken: self.is_spoken,
            fresh: &seen.fresh,
            suppressions: &seen.suppressions,
            remarks,
            omitted,
        };
        let mut sink = Sink::default();
        rules.iter().for_each(|rule| rule.check(&cx, &mut sink));
        sink.found
    }

    /// What became of the words of each block of prose.
    fn verdicts_of(&self, locale: &Locale, subject: Subject<'_>) -> Vec<Judged> {
        let Subject::Pair(pair) = subject else { return Vec::new() };
        let (votes, contents, settings, tongues) = (self.votes, self.contents, self.run.settings, self.run.tongues);
        let desk = self.desk();
        let (profile, usage) = (&|| tongues.profile_at(locale, desk), &|| tongues.usage(locale, desk));
        let labels = &|| tongues.labels(locale, desk);
        let expected = expected_of(locale);
        Judge { pair, locale, expected, settings, votes, contents, profile, usage, labels }.verdicts()
    }

    /// Leaves the gravest findings, then the first; returns how many go.
    fn cap(&self, seen: &mut Seen<'_>) -> u32 {
        let capped = rules::find("findings-capped").is_some_and(|rule| self.runs(rule.meta(), seen.target));
        if !capped || seen.found.len() <= self.run.most {
            return 0;
        }
        let level = |one: &Diagnostic| severity(one, seen.target, self.run);
        seen.found.sort_by_cached_key(|one| (std::cmp::Reverse(level(one)), one.span));
        let omitted = seen.found.len() - self.run.most;
        seen.found.truncate(self.run.most);
        u32::try_from(omitted).unwrap_or(u32::MAX)
    }
}

/// What there is to say about a page without a source.
fn check_orphan(orphan: &Orphan, run: &Run<'_>, shelf: &Shelf<'_>) -> Vec<Finding> {
    let text = text(&orphan.path, run).unwrap_or_default();
    let page = Document::parse(&text, syntax(&orphan.path, run.settings));
    let target = Target { path: orphan.path.clone(), locale: orphan.locale.clone(), wanted: true };
    let suppressions = Suppressions::read(&page, rules::ids());
    let none = Suppressions::default();
    let contents = Contents::new(&page, run.settings);
    let since = Since::default();
    let (votes, nowhere, is_spoken) = (&[], &[], &|_: &str| false);
    let about = About {
        votes,
        nowhere,
        is_spoken,
        contents: &contents,
        source: &page,
        own: &none,
        since: &since,
        run,
        library: shelf,
    };
    let mut seen = Seen::new(&target, Subject::Orphan(orphan.moved.as_deref(), orphan.evidence), &page, suppressions);
    about.count_allowed(&seen);
    seen.found = about.apply(&seen, &[], 0, &about.rules(&target, |group| group == Group::File));
    seen.suppressions.silence(&mut seen.found);
    resolve(&seen, run, &OnceCell::new())
}

/// The severity of a finding; `None` where its rule does not run.
fn severity(one: &Diagnostic, target: &Target, run: &Run<'_>) -> Option<Severity> {
    let rule = rules::find(one.rule)?;
    let level = level(rule.meta(), target, run.settings)?;
    Some(one.severity.map_or(level, |own| own.min(level)))
}

/// The level of a rule in a page; `None` where it does not run.
fn level(meta: &RuleMeta, target: &Target, settings: &Settings) -> Option<crate::diag::Severity> {
    if settings.is_allowed(meta.id, &target.path, &target.locale) {
        return None;
    }
    settings.level(meta.id, &target.path).map_or(meta.severity, Level::severity)
}
