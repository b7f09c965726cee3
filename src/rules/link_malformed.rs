//! Text that would be the source's link but for a space, a bracket or a quote.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Atom, AtomKind, Document, LinkStyle};
use crate::pair::{Fate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct LinkMalformed;

static META: RuleMeta = RuleMeta {
    id: "link-malformed",
    group: Group::Link,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/link-malformed.md"),
};

impl Rule for LinkMalformed {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        pair.atoms.kept_links.iter().filter_map(|&kept| wordless(pair, kept)).for_each(|finding| out.report(finding));
        for harmed in &pair.atoms.harmed {
            let Fate::Malformed(span, repaired) = &harmed.fate else { continue };
            let Some(atom) = pair.source_atom(harmed).filter(|atom| atom.link().is_some()) else { continue };
            let found = span.of(pair.target.text);
            let bare = is_bare(found);
            let id = if bare { "link-malformed-bare" } else { META.id };
            let message = Message::new(id).text("expected", repaired.as_str()).text("found", found);
            let fix = fix(atom, *span, found, repaired);
            let finding = Diagnostic::new(META.id, *span, message)
                .source(atom.span)
                .expected(repaired.as_str())
                .found(found)
                .fix(fix)
                .claim(Claim::Region(*span));
            out.report(if bare { finding.severity(Severity::Warning) } else { finding });
        }
    }
}

/// An address and nothing else: some sites make a link of it, and some do not.
fn is_bare(found: &str) -> bool {
    found.contains("://") && found.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// `[](page.md)`: the link leads to its place, and there is nothing to follow it by.
fn wordless(pair: &Pair<'_, '_>, (source, target): (u32, u32)) -> Option<Diagnostic> {
    let (ours, theirs) = (&pair.source.atoms[source as usize], &pair.target.atoms[target as usize]);
    let (from, to) = (link_words(pair.source, ours)?, link_words(pair.target, theirs)?);
    if from.is_empty() || !to.is_empty() {
        return None;
    }
    let found = theirs.span.of(pair.target.text);
    let message = Message::new("link-malformed-wordless").text("expected", from).text("found", found);
    // A picture may stay as it is.
    let place = theirs.link().map(|link| link.label).filter(|_| from.starts_with("!["));
    let fix = place.map(|place| Fix::suggest(vec![Edit::replace(place, from)]));
    Some(Diagnostic::new(META.id, theirs.span, message).source(ours.span).expected(from).found(found).fix(fix))
}

/// The words of a link in brackets; none of an image.
fn link_words<'d>(page: &Document<'d>, atom: &Atom<'d>) -> Option<&'d str> {
    let AtomKind::Link(link) = &atom.kind else { return None };
    (link.style == LinkStyle::Inline).then(|| link.label.trim(page.text).of(page.text))
}

/// Angle brackets are the source's own only where it has them too; a link without the beginning of its words has no fix.
fn fix(source: &Atom<'_>, span: Span, found: &str, repaired: &str) -> Option<Fix> {
    let edits = vec![Edit::replace(span, repaired)];
    let is_own = !repaired.starts_with('<') || source.link()?.style == LinkStyle::Autolink || found.starts_with('<');
    (!found.starts_with(']')).then(|| if is_own { Fix::safe(edits) } else { Fix::suggest(edits) })
}
