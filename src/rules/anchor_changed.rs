//! Explicit ids of headings: the source's must be on the heading that answers it.

use std::cell::LazyCell;

use crate::config::AnchorPolicy;
use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Atom, Block, Document, Id, Kind, Link, ids, list_id_span};
use crate::pair::{HeadingIds, Pair, have_in_common, id_holder, likeness};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct AnchorChanged;

static META: RuleMeta = RuleMeta {
    id: "anchor-changed",
    group: Group::Anchor,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/anchor-changed.md"),
};

impl Rule for AnchorChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair().filter(|pair| !pair.is_apart()) else { return };
        let policy = cx.settings.anchor_policy;
        let nothing = pair.heading_ids.is_empty() && policy != AnchorPolicy::SourceIds;
        if policy == AnchorPolicy::LocalizedSlugs || nothing {
            return;
        }
        let slugs = LazyCell::new(|| pair.source.ids_by(cx.settings.generator.slugs()));
        if policy == AnchorPolicy::SourceIds {
            unwritten(cx, pair, &slugs, out);
        }
        let renamed: Vec<&HeadingIds> = pair.heading_ids.iter().filter(|heading| is_renamed(heading)).collect();
        let kept =
            pair.heading_ids.iter().filter(|heading| !heading.expected.is_empty() && !heading.is_changed()).count();
        let throughout = renamed.len() >= MANY && renamed.len() > MANY * kept;
        if throughout {
            out.report(renamed_throughout(pair, &renamed));
        }
        let rows = LazyCell::new(|| pair.rows_of_target());
        for heading in pair.heading_ids.iter().filter(|heading| !(throughout && is_renamed(heading))) {
            let found = match heading.expected.is_empty() {
                true => own(pair, heading, &slugs),
                false if is_bare(heading) && pair.are_of_other_sections(rows[heading.target as usize]) => None,
                false => heading.is_changed().then(|| changed(pair, heading)),
            };
            if let Some(finding) = found {
                out.report(finding);
            }
        }
    }
}

/// The heading has no id, so that it may be one of another section, which never had one.
fn is_bare(heading: &HeadingIds) -> bool {
    heading.found.is_empty() && heading.unmarked.is_none()
}

/// Headings with other ids than the source's, and so many times those that kept theirs, that one decision is behind them.
const MANY: usize = 4;

/// Both pages write an id, and not the same.
fn is_renamed(heading: &HeadingIds) -> bool {
    !heading.expected.is_empty() && !heading.found.is_empty() && heading.is_changed()
}

/// Hardly any heading of the page has the source's id: one finding.
fn renamed_throughout(pair: &Pair<'_, '_>, renamed: &[&HeadingIds]) -> Diagnostic {
    let first = renamed[0];
    let (source, target) = blocks(pair, first);
    let (found, expected) = (first.found[0].as_str(), first.expected[0].as_str());
    let count = u32::try_from(renamed.len()).unwrap_or(u32::MAX);
    let message = Message::new("anchor-changed-throughout").text("found", found).text("expected", expected);
    let here = id_holder(pair.target, target).unwrap_or(target.content);
    let there = id_holder(pair.source, source).unwrap_or(source.content);
    Diagnostic::new(META.id, here, message.count("count", count)).severity(Severity::Warning).source(there)
}

/// The source's heading has an id, and the target's another one or none.
fn changed(pair: &Pair<'_, '_>, heading: &HeadingIds) -> Diagnostic {
    let (source, target) = blocks(pair, heading);
    let expected = heading.expected.iter().find(|id| !heading.found.contains(id)).map_or("", String::as_str);
    let written = id_holder(pair.source, source);
    let here = id_holder(pair.target, target).filter(|_| !heading.found.is_empty());
    let finding = match (here, heading.found.first()) {
        (Some(here), Some(found)) => {
            let sure = is_sure(pair, heading);
            let message = Message::new(if sure { META.id } else { "anchor-changed-unlike" });
            let message = message.text("found", found.as_str()).text("expected", expected);
            let id = list_id_span(pair.target.text, here).filter(|_| sure);
            let fix = id.and_then(|id| rename(pair, id, found, expected)).map(Fix::safe);
            Diagnostic::new(META.id, here, message).found(found.as_str()).fix(fix)
        }
        _ if heading.unmarked.is_some() => {
            let span = heading.unmarked.unwrap_or_default();
            let found = span.of(pair.target.text);
            let message = Message::new("anchor-changed-unmarked").text("expected", expected).text("found", found);
            let fix = Fix::safe(vec![Edit::replace(span, format!("{{#{expected}}}"))]);
            Diagnostic::new(META.id, span, message).found(found).fix(Some(fix))
        }
        _ => {
            let message = Message::new("anchor-changed-lost").text("expected", expected);
            let end = Span::at(target.content.end as usize);
            let list = written.map(|list| format!(" {}", list.of(pair.source.text)));
            let fix = list.map(|list| vec![Edit::replace(end, list)]);
            let fix = fix.map(|edits| if is_in_place(pair, heading) { Fix::safe(edits) } else { Fix::suggest(edits) });
            Diagnostic::new(META.id, target.content, message).fix(fix)
        }
    };
    finding.source(written.unwrap_or(source.content)).expected(expected)
}

/// The two ids are alike, or the target's was made from the heading's own words: it is a translation of the source's. Else
/// it may be that of another section.
fn is_sure(pair: &Pair<'_, '_>, heading: &HeadingIds) -> bool {
    let (source, target) = blocks(pair, heading);
    let answers = |found: &String| heading.expected.iter().any(|id| is_translated(pair, target, found, id));
    heading.found.iter().any(answers) || have_in_common((pair.source, source), (pair.target, target))
}

/// Both pages have the same headings, by level, so that each is where the source's is; or the two have something in
/// common. Else the one may stand in the place of another that is gone.
fn is_in_place(pair: &Pair<'_, '_>, heading: &HeadingIds) -> bool {
    let levels = |page: &Document<'_>| -> Vec<Kind> {
        page.blocks.iter().map(|block| block.kind).filter(|kind| matches!(kind, Kind::Heading(_))).collect()
    };
    let (source, target) = blocks(pair, heading);
    levels(pair.source) == levels(pair.target) || have_in_common((pair.source, source), (pair.target, target))
}

fn is_translated(pair: &Pair<'_, '_>, heading: &Block, found: &str, expected: &str) -> bool {
    const ALIKE: u32 = 500;
    const EQUAL: u32 = 750;
    let words = pair.target.shown(heading).to_lowercase().replace(char::is_whitespace, "-");
    let mut parts = expected.split(['-', '_']).filter(|part| part.len() > 4);
    let shares = parts.any(|part| found.split(['-', '_']).any(|other| other == part));
    shares || likeness(expected, found) >= ALIKE || likeness(&words, &found.to_lowercase()) >= EQUAL
}

/// The edits that rename an id, and the fragments of the page's own links that lead to it; none, if one of those has no
/// known place.
fn rename(pair: &Pair<'_, '_>, id: Span, found: &str, expected: &str) -> Option<Vec<Edit>> {
    let leads = |link: &&Link<'_>| link.target.strip_prefix('#') == Some(found);
    let links = pair.target.atoms.iter().filter_map(Atom::link).filter(leads);
    let edits = links.map(|link| {
        let fragment = Span { start: link.target_span.start + 1, end: link.target_span.end };
        (fragment.of(pair.target.text) == found).then(|| Edit::replace(fragment, expected))
    });
    edits.chain([Some(Edit::replace(id, expected))]).collect()
}

/// Only the target's heading has an id: it should be the one that the source's heading gets by its words.
fn own(pair: &Pair<'_, '_>, heading: &HeadingIds, slugs: &[Id]) -> Option<Diagnostic> {
    let first = slugs.partition_point(|id| id.block < heading.source);
    let theirs: Vec<&Id> = slugs[first..].iter().take_while(|id| id.block == heading.source).collect();
    let found = heading.found.first()?;
    let expected = &theirs.first()?.name;
    // An id of another heading says that the page is ordered otherwise, as sorted lists of terms are.
    let plain = |id: &str| id.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '_']).to_owned();
    let numbered = theirs.iter().any(|id| plain(&id.name) == plain(found));
    let (source, target) = blocks(pair, heading);
    let here = id_holder(pair.target, target)?;
    if numbered || slugs.iter().any(|id| heading.found.contains(&id.name)) {
        let copied = !numbered && is_copied(pair, heading, slugs);
        return copied.then(|| copy(pair, (source, here), (found, expected)));
    }
    let sure = is_translated(pair, target, found, expected);
    let message = Message::new(if sure { "anchor-changed-own" } else { "anchor-changed-own-unlike" });
    let message = message.text("found", found.as_str()).text("expected", expected.as_str());
    let id = list_id_span(pair.target.text, here).filter(|_| sure);
    let fix = id.and_then(|id| rename(pair, id, found, expected)).map(Fix::suggest);
    // The page's own links may lead to it: worth a look, not a stop.
    let finding = Diagnostic::new(META.id, here, message).severity(Severity::Warning).source(source.content);
    Some(finding.expected(expected.as_str()).found(found.as_str()).fix(fix))
}

/// Another heading of the page has the id too, and rightly.
fn is_copied(pair: &Pair<'_, '_>, heading: &HeadingIds, slugs: &[Id]) -> bool {
    let [found] = &heading.found[..] else { return false };
    let owner = slugs.iter().find(|id| id.name == *found).map(|id| id.block);
    let is_right = |other: &HeadingIds| Some(other.source) == owner && other.found.contains(found);
    owner != Some(heading.source) && pair.heading_ids.iter().any(is_right)
}

fn copy(pair: &Pair<'_, '_>, (source, here): (&Block, Span), (found, expected): (&str, &str)) -> Diagnostic {
    let message = Message::new("anchor-changed-copied").text("found", found).text("expected", expected);
    let id = list_id_span(pair.target.text, here).map(|id| Fix::suggest(vec![Edit::replace(id, expected)]));
    Diagnostic::new(META.id, here, message).source(source.content).expected(expected).found(found).fix(id)
}

/// Headings without ids on either side whose words make different ones.
fn unwritten(cx: &Cx<'_>, pair: &Pair<'_, '_>, slugs: &[Id], out: &mut Sink) {
    let theirs = ids(pair.target, cx.settings.generator.slugs());
    let rows = pair.alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1);
    for row in rows {
        let of = |ids: &[Id], block: u32| -> Vec<String> {
            let first = ids.partition_point(|id| id.block < block);
            ids[first..].iter().take_while(|id| id.block == block).map(|id| id.name.clone()).collect()
        };
        let (expected, found) = (of(slugs, row.source.start), of(&theirs, row.target.start));
        let (source, target) =
            (&pair.source.blocks[row.source.start as usize], &pair.target.blocks[row.target.start as usize]);
        let headings = matches!((source.kind, target.kind), (Kind::Heading(_), Kind::Heading(_)));
        let written = pair.heading_ids.iter().any(|ids| ids.source == row.source.start);
        let Some(id) = expected.first().filter(|_| headings && !written) else { continue };
        if expected.iter().any(|id| found.contains(id)) {
            continue;
        }
        let message = Message::new("anchor-changed-lost").text("expected", id.as_str());
        let edit = Edit::replace(Span::at(target.content.end as usize), format!(" {{#{id}}}"));
        let finding = Diagnostic::new(META.id, target.content, message).source(source.content).expected(id.as_str());
        out.report(finding.fix(Fix::suggest(vec![edit])));
    }
}

fn blocks<'p>(pair: &'p Pair<'_, '_>, heading: &HeadingIds) -> (&'p Block, &'p Block) {
    (&pair.source.blocks[heading.source as usize], &pair.target.blocks[heading.target as usize])
}
