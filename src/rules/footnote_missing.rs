//! Footnotes of a source block that its counterpart does not refer to, or whose text is lost.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
use crate::pair::{AtomMatch, Fate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;

/// The rule.
pub struct FootnoteMissing;

static META: RuleMeta = RuleMeta {
    id: "footnote-missing",
    group: Group::Link,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/footnote-missing.md"),
};

impl Rule for FootnoteMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for harmed in pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Missing) {
            let Some(atom) = pair.source_atom(harmed) else { continue };
            let AtomKind::Footnote(_) = atom.kind else { continue };
            let expected = atom.span.of(pair.source.text);
            let shown = as_text(pair, harmed, expected);
            // A footnote without text is one finding, however often it is referred to.
            if shown.is_some() && !told.insert(expected) {
                continue;
            }
            let id = if shown.is_some() { "footnote-missing-definition" } else { META.id };
            let place = shown.unwrap_or_else(|| pair.place(harmed));
            let message = Message::new(id).text("expected", expected);
            out.report(Diagnostic::new(META.id, place, message).source(atom.span).expected(expected));
        }
    }
}

/// The reference as it stands in the counterpart: without a definition it is text.
fn as_text(pair: &Pair<'_, '_>, harmed: &AtomMatch, expected: &str) -> Option<Span> {
    let blocks = pair.alignment.rows.get(harmed.row)?.target.clone();
    let blocks = pair.target.blocks.get(blocks.start as usize..blocks.end as usize)?;
    blocks.iter().find_map(|block| {
        let at = block.content.start as usize + block.content.of(pair.target.text).find(expected)?;
        Some(Span::new(at, at + expected.len()))
    })
}
