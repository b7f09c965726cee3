//! Looks at the pages of a family, one after the other: runs the rules, settles what they found, and turns it into findings.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::OnceLock;

use super::family::{Paired, Text, syntax};
use super::refrain::fold;
use super::resolve::{SourceLines, answered, resolve};
use super::settle::settle;
use super::shelf::{Desk, Library, Shelf};
use super::{Family, Orphan, Run, Target, text};
use crate::config::{Level, Settings};
use crate::diag::{Diagnostic, Severity};
use crate::doc::Document;
use crate::fresh::{Freshness, Since};
use crate::locale::Locale;
use crate::pair::Pair;
use crate::report::Finding;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Subject};
use crate::rules;
use crate::suppress::{Remark, Suppressions};
use crate::suspect::{Suspect, lower, suspects};
use crate::verdict::{Contents, Judge, Judged, Votes, expected_of};

/// What the pages of a family have in common.
pub(super) struct About<'a> {
    pub votes: &'a [Votes],
    pub nowhere: &'a [u32],
    /// Whether several translations say a code of the source in words of their own.
    pub is_spoken: &'a dyn Fn(&str) -> bool,
    pub contents: &'a Contents,
    pub source: &'a Document<'a>,
    /// What the source says about findings.
    pub own: &'a Suppressions,
    /// How the source changed.
    pub since: &'a Since,
    pub run: &'a Run<'a>,
    /// Where other pages are looked up.
    pub library: &'a dyn Library,
}

/// A page that was looked at: what was found, and what it says about findings.
pub(super) struct Seen<'a> {
    pub target: &'a Target,
    pub subject: Subject<'a>,
    pub page: &'a Document<'a>,
    pub source: Option<(&'a str, &'a Document<'a>)>,
    pub found: Vec<Diagnostic>,
    pub fresh: Freshness,
    pub suppressions: Suppressions,
    pub unused: Vec<Remark>,
}

impl<'a> Seen<'a> {
    pub fn new(
        target: &'a Target,
        subject: Subject<'a>,
        page: &'a Document<'a>,
        suppressions: Suppressions,
    ) -> Seen<'a> {
        let (found, unused) = (Vec::new(), Vec::new());
        Seen { target, subject, page, source: None, found, fresh: Freshness::default(), suppressions, unused }
    }
}

impl<'a> About<'a> {
    pub fn findings(&self, family: &Family, pairs: &'a [Paired<'a>]) -> Vec<Finding> {
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
    pub fn rules(&self, target: &Target, groups: impl Fn(Group) -> bool) -> Vec<&'static dyn Rule> {
        let on =
            |rule: &&dyn Rule| groups(rule.meta().group) && level(rule.meta(), target, self.run.settings).is_some();
        self.run.rules.iter().copied().filter(on).collect()
    }

    fn desk(&self) -> Desk<'a> {
        Desk { run: self.run, library: self.library }
    }

    pub fn apply(&self, seen: &Seen<'a>, remarks: &[Remark], omitted: u32, rules: &[&dyn Rule]) -> Vec<Diagnostic> {
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
    pub fn verdicts_of(&self, locale: &Locale, subject: Subject<'_>) -> Vec<Judged> {
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
pub(super) fn check_orphan(orphan: &Orphan, run: &Run<'_>, shelf: &Shelf<'_>) -> Vec<Finding> {
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
pub(super) fn severity(one: &Diagnostic, target: &Target, run: &Run<'_>) -> Option<Severity> {
    let rule = rules::find(one.rule)?;
    let level = level(rule.meta(), target, run.settings)?;
    Some(one.severity.map_or(level, |own| own.min(level)))
}

/// The level of a rule in a page; `None` where it does not run.
fn level(meta: &RuleMeta, target: &Target, settings: &Settings) -> Option<Severity> {
    if settings.is_allowed(meta.id, &target.path, &target.locale) {
        return None;
    }
    settings.level(meta.id, &target.path).map_or(meta.severity, Level::severity)
}
