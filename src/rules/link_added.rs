//! Links and images of a target block whose target its source block has not.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Block, Document, explicit};
use crate::pair::{AtomMatch, Fate, Pair, Side};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::site::resolve_relative;
use crate::text::Span;

/// The rule.
pub struct LinkAdded;

static META: RuleMeta = RuleMeta {
    id: "link-added",
    group: Group::Link,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/link-added.md"),
};

impl Rule for LinkAdded {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            let mut added: Vec<Added<'_>> = row.iter().filter_map(|harmed| Added::of(pair, harmed)).collect();
            // What one place has more is one fault, however many links.
            added.sort_by_key(|added| (added.id, added.span));
            let found = added.chunk_by(|a, b| a.id == b.id).filter_map(|added| finding(cx, pair, added));
            found.for_each(|finding| out.report(finding));
        }
    }
}

/// A link or an image that the source has not.
struct Added<'a> {
    id: &'static str,
    target: &'a str,
    span: Span,
}

impl<'a> Added<'a> {
    fn of(pair: &'a Pair<'_, '_>, harmed: &AtomMatch) -> Option<Added<'a>> {
        let atom = pair.target_atom(harmed).filter(|_| harmed.fate == Fate::Added)?;
        let (id, link) = match &atom.kind {
            AtomKind::Link(link) => (META.id, link),
            AtomKind::Image(link) => ("link-added-image", link),
            _ => return None,
        };
        if is_meant(pair, harmed.row, &link.target)
            || stands_elsewhere(pair, &link.target)
            || leads_to_own(pair, &link.target)
        {
            return None;
        }
        Some(Added { id, target: &link.target, span: atom.span })
    }
}

/// The source has the address in a link that is damaged, and so is none: `[tools](. /tools)`, `[Start](#How to start)`.
fn is_meant(pair: &Pair<'_, '_>, row: usize, target: &str) -> bool {
    let source = &pair.alignment.rows[row].source;
    let is_lost = |of: &str| {
        let mut blocks = source.clone().map(|block| &pair.source.blocks[block as usize]);
        blocks.any(|block| has_lost_fragment(pair.source, block, of))
    };
    if target.split_once('#').is_some_and(|(page, _)| is_lost(page)) {
        return true;
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let last = target.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let has = |block: &Block| {
        let text = squeezed(block.content.of(pair.source.text));
        let mut links = pair.source.atoms_of(block).iter().filter_map(|atom| atom.link());
        let is_link = links.any(|link| link.target.trim_end_matches('/').ends_with(last));
        !is_link && text.contains("](") && last.len() > 2 && text.contains(&format!("/{last})"))
    };
    pair.source.blocks[source.start as usize..source.end as usize].iter().any(has)
}

/// What looks like a link to a heading of `of`, an address, and is none.
fn has_lost_fragment(page: &Document<'_>, block: &Block, of: &str) -> bool {
    let start = format!("{of}#");
    let links = page.atoms_of(block).iter().filter_map(|atom| atom.link());
    let read = links.filter(|link| link.target.starts_with(&start)).count();
    block.content.of(page.text).matches(&format!("]({start}")).count() > read
}

/// The source has a link to the same page in another place: it is linked once more, or its sentence was moved.
fn stands_elsewhere(pair: &Pair<'_, '_>, target: &str) -> bool {
    let found = pair.frame.canonical(target, Side::Target);
    let mut links = pair.source.atoms.iter().filter_map(|atom| atom.link());
    !target.starts_with('#')
        && links.any(|link| pair.frame.same_page(&pair.frame.canonical(&link.target, Side::Source), &found))
}

/// A link to a block that only the translation has: what is there to tell is told there.
fn leads_to_own(pair: &Pair<'_, '_>, target: &str) -> bool {
    let Some(id) = target.strip_prefix('#').filter(|id| !id.is_empty()) else { return false };
    let own = pair.alignment.rows.iter().filter(|row| row.source.is_empty()).flat_map(|row| row.target.clone());
    own.map(|at| &pair.target.blocks[at as usize]).any(|block| explicit(pair.target, block).contains(&id))
}

fn finding(cx: &Cx<'_>, pair: &Pair<'_, '_>, added: &[Added<'_>]) -> Option<Diagnostic> {
    let (first, last) = (added.first()?, added.last()?);
    let mut found: Vec<&str> = added.iter().map(|added| added.target).collect();
    found.dedup();
    let (count, found) = (u32::try_from(found.len()).unwrap_or(u32::MAX), found.join("`, `"));
    let message = Message::new(first.id).text("found", found.as_str()).count("count", count);
    let finding = Diagnostic::new(META.id, first.span.join(last.span), message).found(found);
    // One more way to a place of the page itself or to a page of the project does no harm.
    let is_within = |added: &Added<'_>| {
        let path = added.target.split(['#', '?']).next().unwrap_or_default();
        path.is_empty()
            || resolve_relative(&pair.frame.target_path, path).is_some_and(|file| cx.site.resolve(&file).is_some())
    };
    let within = first.id == META.id && added.iter().all(is_within);
    Some(if within { finding.severity(Severity::Info) } else { finding })
}
