//! Fragments that lead to no id of the page they name, though the source's do.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::config::Fallback;
use crate::diag::{Diagnostic, Message, Severity, Shared};
use crate::doc::{Generator, Link, LinkStyle};
use crate::pair::{Fate, HeadingIds, Pair, Renderer, Side, is_certain, likeness, renderer};
use crate::rule::{Answer, Cx, Group, Rule, RuleMeta, Sink};
use crate::site::resolve_relative;
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct AnchorDead;

static META: RuleMeta = RuleMeta {
    id: "anchor-dead",
    group: Group::Anchor,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/anchor-dead.md"),
};

impl Rule for AnchorDead {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let with_fragment =
            |at: u32| pair.target.atoms[at as usize].link().is_some_and(|link| link.target.contains('#'));
        let kept: Vec<(u32, u32)> =
            pair.atoms.kept_links.iter().copied().filter(|(_, target)| with_fragment(*target)).collect();
        if kept.is_empty() {
            return;
        }
        let mut page = Page { cx, pair, rows: OnceCell::new(), lenient: OnceCell::new(), usual: None };
        let mut findings: Vec<Diagnostic> = Vec::new();
        let mut told: FxHashMap<(String, String), usize> = FxHashMap::default();
        for (source, target) in kept {
            let Some((page, finding)) = page.judge(source, target) else { continue };
            // All links of the page to one place that is gone are one fault.
            let key = (page, finding.found.clone().unwrap_or_default());
            match told.get(&key) {
                Some(&first) => join(&mut findings[first], finding),
                None => {
                    told.insert(key, findings.len());
                    findings.push(finding);
                }
            }
        }
        for run in findings.chunk_by(|a, b| is_one_list(pair, a, b)) {
            match run {
                [first, .., last] if run.len() > 2 => out.report(listed(run, first, last)),
                few => few.iter().for_each(|finding| out.report(finding.clone())),
            }
        }
    }
}

/// Links to one page, dead for one reason, from items of one list: a table of contents.
fn is_one_list(pair: &Pair<'_, '_>, a: &Diagnostic, b: &Diagnostic) -> bool {
    let blocks = &pair.target.blocks;
    let of = |finding: &Diagnostic| blocks.partition_point(|block| block.span.start <= finding.span.start);
    let (first, last) = (of(a).saturating_sub(1), of(b));
    let alike = a.message.id == b.message.id && a.message.get("page") == b.message.get("page");
    alike && first < last && blocks[first..last].iter().all(|block| block.place.list > 0)
}

/// One finding for all of them.
fn listed(run: &[Diagnostic], first: &Diagnostic, last: &Diagnostic) -> Diagnostic {
    let message = Message::new("anchor-dead-list")
        .text("kind", first.message.id)
        .text("found", first.message.get("found").unwrap_or_default())
        .text("page", first.message.get("page").unwrap_or_default())
        .count("count", u32::try_from(run.len()).unwrap_or(u32::MAX));
    let mut finding =
        Diagnostic { message, span: first.span.join(last.span), expected: None, shared: None, ..first.clone() };
    finding.source = first.source.zip(last.source).map(|(a, b)| a.join(b));
    let hang = run.iter().map(|one| one.hangs_on).collect::<Option<Vec<Span>>>();
    finding.hangs_on = hang.and_then(|spans| spans.into_iter().reduce(Span::join));
    let edits: Option<Vec<Vec<Edit>>> =
        run.iter().map(|one| one.fix.as_ref().map(|fix| fix.edits().to_vec())).collect();
    finding.fix(edits.map(|edits| Fix::suggest(edits.concat())))
}

/// One fix mends both, if either has one.
fn join(first: &mut Diagnostic, other: Diagnostic) {
    first.fix = first.fix.take().zip(other.fix).map(|(a, b)| Fix::suggest([a.edits(), b.edits()].concat()));
}

/// The part of a target after `#`, decoded; `None` for none, and for those that no heading answers.
fn fragment(link: &Link<'_>) -> Option<String> {
    let (_, fragment) = link.target.split_once('#')?;
    let special = fragment.is_empty() || fragment == "top" || fragment.contains([':', '=', '/', '{', '<', '!']);
    (!special).then(|| percent_encoding::percent_decode_str(fragment).decode_utf8_lossy().into_owned())
}

/// The two pages and what is found out about them on the way.
struct Page<'a> {
    cx: &'a Cx<'a>,
    pair: &'a Pair<'a, 'a>,
    /// By block of the source that one block answers: the row.
    rows: OnceCell<FxHashMap<u32, usize>>,
    lenient: OnceCell<bool>,
    usual: Option<Option<Generator>>,
}

impl Page<'_> {
    fn judge(&mut self, source: u32, target: u32) -> Option<(String, Diagnostic)> {
        let pair = self.pair;
        let (from, to) = (&pair.source.atoms[source as usize], &pair.target.atoms[target as usize]);
        let (original, link) = (from.link()?, to.link()?);
        let wanted = fragment(original);
        let source_page = self.file(original, Side::Source);
        let Some(page) = self.file(link, Side::Target) else {
            let finding = self.elsewhere(original, link, from.span, to.span)?;
            return Some((link.target.clone().into(), finding));
        };
        let found = fragment(link)?;
        if self.has(&page, &found) || self.served(&page).is_some_and(|served| self.has(&served, &found)) {
            return None;
        }
        // The heading lost its id, which is reported where it stands.
        let lost = |ids: &HeadingIds| wanted.as_ref().is_some_and(|id| ids.expected.contains(id)) && ids.is_changed();
        if self.pair.heading_ids.iter().any(lost) && page == self.pair.frame.target_path {
            return None;
        }
        // What does not resolve in the source either is none of the translator's doing.
        if let Some(wanted) = &wanted
            && !source_page.as_ref().is_some_and(|page| self.has(page, wanted))
        {
            return None;
        }
        let kept = wanted.as_ref() == Some(&found);
        let expected =
            match wanted.as_ref().zip(source_page).and_then(|(wanted, from)| self.answer((&from, &page), wanted)) {
                Some(Answer::Changed) => return None,
                Some(Answer::Id(id)) => Some(id),
                None => None,
            };
        let message = match &expected {
            Some(expected) => Message::new("anchor-dead-expected").text("expected", expected.as_str()),
            None if kept && self.writes_ids() => Message::new("anchor-dead-lost"),
            None if kept => Message::new("anchor-dead-slug"),
            None => Message::new(META.id),
        };
        let message = message.text("found", format!("#{found}")).text("page", page.as_str());
        let mut finding = Diagnostic::new(META.id, to.span, message).source(from.span);
        let own = page == pair.frame.target_path;
        finding.hangs_on = wanted.filter(|_| own).and_then(|wanted| self.heading(&wanted));
        // A heading of another page that lost its id is missed by all pages that lead there: one fault.
        finding.shared = (!own).then(|| Shared::fault(format!("{page}#{found}")));
        finding.found = Some(found);
        finding.fix = expected.as_ref().and_then(|expected| fix(link, expected));
        finding.expected = expected;
        Some((page, finding))
    }

    /// One of the two pages gives a heading an id by hand: in others the braces would be shown.
    fn writes_ids(&self) -> bool {
        !self.pair.heading_ids.is_empty() || self.pair.source.text.contains("{#")
    }

    /// A page we cannot see: a near miss of the source's fragment on the very same address is a slip.
    fn elsewhere(&self, original: &Link<'_>, link: &Link<'_>, from: Span, to: Span) -> Option<Diagnostic> {
        let (page, wanted) = original.target.split_once('#')?;
        let (same, found) = link.target.split_once('#')?;
        let (ours, theirs) = (self.route(wanted, Side::Source), self.route(found, Side::Target));
        if page != same || page.is_empty() || wanted == found || ours == theirs || !is_slip(wanted, found) {
            return None;
        }
        let message = Message::new("anchor-dead-elsewhere")
            .text("expected", format!("#{wanted}"))
            .text("found", format!("#{found}"));
        let fix = fix(link, wanted);
        Some(Diagnostic::new(META.id, to, message).source(from).expected(wanted).found(found).fix(fix))
    }

    /// `#/en/start` leads to a page, as some sites write their addresses: its locale makes no difference.
    fn route(&self, fragment: &str, side: Side) -> String {
        if fragment.contains('/') { self.pair.frame.without_locale(fragment, side) } else { fragment.to_owned() }
    }

    /// The file of the tree that a link leads to: the locale's, or the source's where the locale has none.
    fn file(&self, link: &Link<'_>, side: Side) -> Option<String> {
        let frame = &self.pair.frame;
        let own = if side == Side::Source { &frame.source_path } else { &frame.target_path };
        let path = link.target.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() {
            return Some(own.clone());
        }
        if path.contains("://")
            || path.starts_with("//")
            || path.contains(['{', '<'])
            || path.split('/').next().is_some_and(|first| first.contains(':'))
        {
            return None;
        }
        let here = |page: &str| self.resolve(page, path, side);
        here(own).or_else(|| {
            (side == Side::Target && self.cx.settings.fallback == Fallback::Source)
                .then(|| here(&frame.source_path))
                .flatten()
        })
    }

    fn resolve(&self, page: &str, path: &str, side: Side) -> Option<String> {
        let site = self.cx.site;
        let is_page = |file: &String| {
            site.has_file(file)
                && file
                    .rsplit('.')
                    .next()
                    .is_some_and(|end| matches!(end, "md" | "mdx" | "markdown" | "partial" | "erb"))
        };
        if let Some(rooted) = path.strip_prefix('/') {
            let root = self.root(page);
            let plain = self.pair.frame.without_locale(rooted, side);
            return site.resolve(&format!("{root}{plain}")).filter(is_page);
        }
        let pretty = format!("{}/x", page.rsplit_once('.').map_or(page, |(stem, _)| stem));
        [page, &pretty]
            .iter()
            .find_map(|from| resolve_relative(from, path).and_then(|found| site.resolve(&found)).filter(is_page))
    }

    /// Where the locales of a page stand beside it (`name.de.md`), the address of the source's leads readers of a locale to
    /// theirs: the page that they see.
    fn served(&self, page: &str) -> Option<String> {
        let folder = |path: &'_ str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let frame = &self.pair.frame;
        let beside = folder(&frame.source_path) == folder(&frame.target_path);
        if beside { self.cx.site.localized(page, self.cx.locale.folder()) } else { None }
    }

    /// The folder of a page's tree: what is left of its path when the part that both pages share is taken off.
    fn root(&self, page: &str) -> String {
        let frame = &self.pair.frame;
        let shared =
            frame.source_path.bytes().rev().zip(frame.target_path.bytes().rev()).take_while(|(a, b)| a == b).count();
        let tail = &page[page.len() - shared.min(page.len())..];
        let tail = tail.find('/').map_or("", |at| &tail[at..]);
        let root = &page[..page.len() - tail.len()];
        if root.is_empty() { String::new() } else { format!("{}/", root.trim_end_matches('/')) }
    }

    fn has(&self, page: &str, id: &str) -> bool {
        let generators = Generator::also_lenient(self.cx.settings.generator.slugs(), || self.is_lenient());
        match page {
            page if page == self.pair.frame.target_path => self.pair.target.has_id(id, generators),
            page if page == self.pair.frame.source_path => self.pair.source.has_id(id, generators),
            page => (self.cx.has_id)(page, id),
        }
    }

    /// The id in `page` that answers the fragment of the source's page.
    fn answer(&mut self, (source, page): (&str, &str), wanted: &str) -> Option<Answer> {
        if self.has(page, wanted) {
            return Some(Answer::Id(wanted.to_owned()));
        }
        if *page == self.pair.frame.target_path {
            return self.own_answer(wanted).map(Answer::Id);
        }
        if source == page { None } else { (self.cx.answer)((source, page), wanted) }
    }

    /// The block of the source that an id of it leads to, and the generator that made the id.
    fn holder(&mut self, wanted: &str) -> Option<(Generator, u32)> {
        let usual = self.resolver();
        let all = self.cx.settings.generator.slugs().iter();
        let block = |generator: Generator| self.pair.source.slugs(generator).block(wanted);
        usual.iter().chain(all).find_map(|&generator| Some((generator, block(generator)?)))
    }

    /// The same as a place in the source.
    fn heading(&mut self, wanted: &str) -> Option<Span> {
        let (_, block) = self.holder(wanted)?;
        Some(self.pair.source.blocks[block as usize].span)
    }

    /// The id in this page that answers the source's fragment.
    fn own_answer(&mut self, wanted: &str) -> Option<String> {
        let (generator, block) = self.holder(wanted)?;
        // An id that the source writes by hand is the one to have, whatever the translation has in its place.
        if self.pair.source.slugs(generator).of_block(block).any(|id| id.explicit && id.name == wanted) {
            return None;
        }
        let answer = self.rows().get(&block).copied().filter(|row| self.is_whole(*row))?;
        let answer = self.pair.alignment.rows[answer].target.start;
        let id = self.pair.target.slugs(generator).id_of(answer).filter(|id| is_certain(id, self.is_lenient()));
        id.map(|id| id.name.clone())
    }

    /// Python-Markdown or kramdown make HTML of the page.
    fn is_lenient(&self) -> bool {
        *self.lenient.get_or_init(|| self.cx.site.is_lenient() || renderer(self.pair.source) == Renderer::Lenient)
    }

    /// What the source's heading holds is there: it is no other heading in its place.
    fn is_whole(&self, row: usize) -> bool {
        !self.pair.harmed_of(row).iter().any(|one| one.fate == Fate::Missing)
    }

    fn rows(&self) -> &FxHashMap<u32, usize> {
        let rows = self.pair.alignment.rows.iter().enumerate();
        let single = rows.filter(|(_, row)| row.source.len() == 1 && row.target.len() == 1);
        self.rows.get_or_init(|| single.map(|(at, row)| (row.source.start, at)).collect())
    }

    /// The generator by which most of the source's own fragments lead to its headings.
    fn resolver(&mut self) -> Option<Generator> {
        if let Some(usual) = self.usual {
            return usual;
        }
        let links = self.pair.source.atoms.iter().filter_map(|atom| atom.link());
        let wanted: Vec<String> = links.filter(|link| link.target.starts_with('#')).filter_map(fragment).collect();
        let mut usual: Option<(usize, Generator)> = None;
        for &generator in self.cx.settings.generator.slugs() {
            let known = self.pair.source.slugs(generator);
            let resolved = wanted.iter().filter(|name| known.block(name).is_some()).count();
            if usual.is_none_or(|(most, _)| resolved > most) {
                usual = Some((resolved, generator));
            }
            if resolved == wanted.len() {
                break;
            }
        }
        let usual = usual.map(|(_, generator)| generator);
        self.usual = Some(usual);
        usual
    }
}

/// One is the other but for a slip: most of its letters, or all but two. Lines of code are counted anew by every edit.
fn is_slip(wanted: &str, found: &str) -> bool {
    const SHORTEST: usize = 4;
    let is_line =
        |name: &str| name.strip_prefix('L').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let longest = wanted.chars().count().max(found.chars().count());
    let but_two = u32::try_from(1000 * longest.saturating_sub(2) / longest.max(1)).unwrap_or(1000);
    let is_exact = longest < SHORTEST || is_line(wanted) && is_line(found);
    likeness(wanted, found) >= if is_exact { ALIKE } else { ALIKE.min(but_two) }
}

/// Likeness of a name and a slip of it.
const ALIKE: u32 = 700;

/// Replaces what stands after `#` where its bytes are known.
fn fix(link: &Link<'_>, expected: &str) -> Option<Fix> {
    let exact = matches!(link.style, LinkStyle::Inline | LinkStyle::Html | LinkStyle::Bare | LinkStyle::Autolink);
    let hash = link.target.find('#')?;
    if !exact || link.target_span.len() != link.target.len() || expected.contains([' ', '(', ')']) {
        return None;
    }
    let start = link.target_span.start as usize + hash + 1;
    Some(Fix::suggest(vec![Edit::replace(Span::new(start, link.target_span.end as usize), expected)]))
}
