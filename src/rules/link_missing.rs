//! Links and images of a source block whose target is nowhere in its counterpart.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
use crate::pair::{AtomMatch, Fate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::Span;
use crate::verdict::{Gone, gone_sentences};
use std::cell::LazyCell;

/// The rule.
pub struct LinkMissing;

static META: RuleMeta = RuleMeta {
    id: "link-missing",
    group: Group::Link,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/link-missing.md"),
};

impl Rule for LinkMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            let gone = LazyCell::new(|| gone_sentences(pair, row));
            let mut told = Vec::new();
            for harmed in row.iter().filter(|harmed| harmed.fate == Fate::Missing) {
                let Some(finding) = finding(pair, harmed, &gone) else { continue };
                // Sentences that are gone are one fault, however many links they held.
                if finding.message.id != "link-missing-sentence" || !told.contains(&finding.source) {
                    told.push(finding.source);
                    out.report(finding);
                }
            }
        }
    }
}

fn finding(pair: &Pair<'_, '_>, harmed: &AtomMatch, gone: &[Gone]) -> Option<Diagnostic> {
    let atom = pair.source_atom(harmed)?;
    let (id, link) = match &atom.kind {
        AtomKind::Link(link) => ("link-missing", link),
        AtomKind::Image(link) => ("link-missing-image", link),
        _ => return None,
    };
    let place = pair.place(harmed);
    let expected = |id, source: Span| {
        let message = Message::new(id).text("expected", link.target.as_ref());
        Diagnostic::new(META.id, place, message).source(source).expected(link.target.as_ref())
    };
    let Some(gone) = gone.iter().find(|gone| id == META.id && gone.span.contains(atom.span)) else {
        return Some(expected(id, atom.span));
    };
    let mut finding = expected("link-missing-sentence", gone.span);
    let sentence = shorten(gone.first.of(pair.source.text));
    finding.message = finding.message.text("sentence", sentence).count("count", gone.count);
    Some(finding)
}
