//! Runs one case: its fences become a tree in memory, the tree is checked, the findings are compared.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use fidus::check::{Everywhere, Family, Habits, MOST, Orphan, PageIds, Run, Target, Tongues, check};
use fidus::config::Settings;
use fidus::diag::{Cause, Severity};
use fidus::layout::Layout;
use fidus::layout::detect::detect;
use fidus::layout::orphan;
use fidus::layout::site::{Pairing, Site};
use fidus::report::{ErrorKind, Finding, Report, RunError};
use fidus::rule::Evidence;
use fidus::rules::{RULES, ids};
use fidus::site::SiteMap;
use fidus::text::apply;

use crate::page::{Case, FOLDER, Fence, Page, Role};
use crate::past::CasePast;

/// Checks the case against its report and its fixed text.
pub fn run(rule: &str, case: &Case) -> Result<(), String> {
    if case.only(Role::Report).is_some_and(|fence| fence.body.is_empty()) {
        return Err(format!("{}: the report is empty: leave the fence out", case.place));
    }
    let tree = Tree::new(case)?;
    let report = tree.check()?;
    compare(case, "findings", case.only(Role::Report).map_or("", |fence| &fence.body), &tree.lines(&report, rule))?;
    for fixed in case.of(Role::Fixed) {
        let (path, target) = tree.target(fixed)?;
        let mended = tree.mended(&report, &path);
        compare(case, "text after the fixes", &fixed.body, &target.encoding.decode(&mended))?;
        let left = tree.with(&path, mended).check()?;
        let left = left.findings.iter().filter(|finding| finding.rule == rule && finding.place.path == path);
        let left: String = left.map(|finding| tree.line(finding)).collect();
        compare(case, "findings after the fixes", "", &left)?;
    }
    Ok(())
}

/// Writes what is found today into the report and fixed fences of the wanted cases of a page.
pub fn update(page: &Page, wanted: impl Fn(&str) -> bool) {
    let mut edits = Vec::new();
    for case in page.cases.iter().filter(|case| wanted(&format!("{}/{}", page.id, case.name))) {
        let Ok(tree) = Tree::new(case) else { continue };
        let Ok(report) = tree.check() else { continue };
        edits.extend(case.of(Role::Report).map(|fence| (fence.range.clone(), tree.lines(&report, &page.id))));
        for fixed in case.of(Role::Fixed) {
            let Ok((path, target)) = tree.target(fixed) else { continue };
            edits.push((fixed.range.clone(), target.encoding.decode(&tree.mended(&report, &path))));
        }
    }
    let mut text = page.text.clone();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    edits.into_iter().for_each(|(range, new)| text.replace_range(range, &new));
    if text != page.text {
        fs::write(format!("{FOLDER}/{}.md", page.id), text).expect("a page that can be written");
    }
}

fn compare(case: &Case, what: &str, expected: &str, got: &str) -> Result<(), String> {
    if expected == got {
        return Ok(());
    }
    let mut message = format!("{}: {what} differ\n", case.place);
    for (sign, lines, others) in [("-", expected, got), ("+", got, expected)] {
        for line in lines.lines().filter(|line| others.lines().all(|other| other != *line)) {
            let _infallible = writeln!(message, "  {sign} {line}");
        }
    }
    Err(message + "  (- the page, + fidus)")
}

/// The files of a case.
struct Tree<'c> {
    case: &'c Case,
    files: BTreeMap<String, Vec<u8>>,
    settings: Settings,
}

impl<'c> Tree<'c> {
    fn new(case: &'c Case) -> Result<Tree<'c>, String> {
        let error = |what: &str| format!("{}: {what}", case.place);
        if case.of(Role::Unknown).next().is_some() {
            return Err(error("a fence that is no part of a case"));
        }
        if case.only(Role::Source).is_none() || case.only(Role::Target).is_none() {
            return Err(error("a case needs a source and a target"));
        }
        let config = case.only(Role::Config).map_or("", |fence| &fence.body);
        let settings = Settings::parse(config, ids()).map_err(|why| error(&format!("config:{why}")))?;
        let files = case.fences.iter().filter_map(|fence| Some((path(fence)?, fence.encoding.encode(&fence.body))));
        Ok(Tree { case, files: files.collect(), settings })
    }

    /// The same tree with other text in one file.
    fn with(&self, path: &str, text: String) -> Tree<'c> {
        let mut tree = Tree::new(self.case).expect("a tree that was read before");
        tree.files.insert(path.to_owned(), text.into_bytes());
        tree
    }

    fn layouts(&self) -> Vec<Layout> {
        if !self.settings.layouts.is_empty() {
            return self.settings.layouts.clone();
        }
        let usual = Layout::new("en/{path}", "{locale}/{path}").expect("two templates");
        let is_usual = self.case.of(Role::Source).all(|fence| path(fence).is_some_and(|path| usual.is_source(&path)));
        if is_usual {
            return vec![usual];
        }
        let paths: Vec<&str> = self.files.keys().map(String::as_str).collect();
        detect(&paths, &self.settings.source_locale, &self.settings.locales).layouts
    }

    fn check(&self) -> Result<Report, String> {
        let layouts = self.layouts();
        let site = Site {
            layouts: layouts.clone(),
            overrides: self.settings.locales.clone(),
            source: self.settings.source_locale.clone(),
        };
        let paths: Vec<&str> = self.files.keys().map(String::as_str).collect();
        let mut families: BTreeMap<String, Vec<Target>> = BTreeMap::new();
        let pairing = site.pairs(&paths);
        let lost = orphan::lost(&pairing, &layouts).into_iter();
        let orphans: Vec<Orphan> = lost
            .map(|(orphan, moved)| Orphan {
                path: orphan.target.clone(),
                locale: orphan.locale.clone(),
                moved: moved.map(str::to_owned),
                evidence: Evidence::Names,
            })
            .collect();
        let orphans = self.with_moved(orphans, &pairing);
        let alone: Vec<&str> = pairing.orphans.iter().map(|orphan| orphan.target.as_str()).collect();
        for pair in pairing.pairs.iter().cloned() {
            families.entry(pair.source).or_default().push(Target {
                path: pair.target,
                locale: pair.locale,
                wanted: true,
            });
        }
        let paired: Vec<&str> = families.values().flatten().map(|target| target.path.as_str()).chain(alone).collect();
        if let Some(alone) = self.case.of(Role::Target).filter_map(path).find(|path| !paired.contains(&path.as_str())) {
            return Err(format!("{}: `{alone}` answers no source", self.case.place));
        }
        let families: Vec<Family> = families.into_iter().map(|(source, targets)| Family { source, targets }).collect();
        let site = SiteMap::new(self.files.keys().cloned(), layouts);
        let absent =
            |path: &str| RunError { path: path.to_owned(), kind: ErrorKind::Io, message: "no such file".to_owned() };
        let read = |path: &str| self.files.get(path).cloned().ok_or_else(|| absent(path));
        let run = Run {
            ids: PageIds::default(),
            habits: Habits::default(),
            everywhere: Everywhere::default(),
            tongues: &Tongues::new(&families),
            settings: &self.settings,
            site: &site,
            rules: RULES,
            past: &CasePast { case: self.case },
            orphans: &orphans,
            allowances: None,
            most: MOST,
            read: &read,
            progress: &|| (),
        };
        let report = check(&families, &run);
        match report.errors.first() {
            Some(error) => Err(format!("{}: {}: {}", self.case.place, error.path, error.message)),
            None => Ok(report),
        }
    }

    /// Orphans whose source went elsewhere with the text that `md base` says it had.
    fn with_moved(&self, mut orphans: Vec<Orphan>, pairing: &Pairing) -> Vec<Orphan> {
        for orphan in &pairing.orphans {
            let base = self.case.of(Role::Base).find(|fence| fence.path.as_ref() == Some(&orphan.source));
            let Some(base) = base else { continue };
            let source = self.case.of(Role::Source).find(|fence| fence.body == base.body);
            orphans.retain(|known| known.path != orphan.target);
            orphans.push(Orphan {
                path: orphan.target.clone(),
                locale: orphan.locale.clone(),
                moved: source.and_then(path),
                evidence: Evidence::History,
            });
        }
        orphans
    }

    /// What a report fence holds: all errors and warnings, and everything of the page's own rule.
    fn lines(&self, report: &Report, rule: &str) -> String {
        let told = |finding: &&Finding| finding.severity > Severity::Info || finding.rule == rule;
        report.findings.iter().filter(told).map(|finding| self.line(finding)).collect()
    }

    fn line(&self, finding: &Finding) -> String {
        let (start, end) = (finding.place.range.start, finding.place.range.end);
        let several = self.case.of(Role::Target).count() > 1;
        let path = if several { format!(" {}", finding.place.path) } else { String::new() };
        let range = format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column);
        let is_source =
            self.case.of(Role::Source).any(|fence| crate::case::path(fence).as_ref() == Some(&finding.place.path));
        let side = if is_source { "source" } else { "target" };
        let drift = if finding.cause == Cause::Drift { " drift" } else { "" };
        format!("{side}{path} {range} {}{drift} {}: {}\n", finding.severity.name(), finding.rule, finding.message)
    }

    /// The target that a fixed fence is about.
    fn target(&self, fixed: &Fence) -> Result<(String, &'c Fence), String> {
        let fits = |target: &&Fence| fixed.path.is_none() || fixed.path == path(target);
        let target = self.case.of(Role::Target).find(fits).and_then(|target| Some((path(target)?, target)));
        target.ok_or_else(|| format!("{}: a fixed fence about no target", self.case.place))
    }

    /// The text of a target after the fixes of all findings.
    fn mended(&self, report: &Report, path: &str) -> String {
        let about = report.findings.iter().filter(|finding| finding.place.path == path);
        let edits: Vec<_> =
            about.filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| fix.edits().to_vec()).collect();
        apply(&String::from_utf8_lossy(&self.files[path]), &edits)
    }
}

/// The file that a fence stands for.
fn path(fence: &Fence) -> Option<String> {
    let usual = match fence.role {
        Role::Source => "en/page.md",
        Role::Target => "nn/page.md",
        Role::File => "",
        _ => return None,
    };
    Some(fence.path.clone().unwrap_or_else(|| usual.to_owned()))
}
