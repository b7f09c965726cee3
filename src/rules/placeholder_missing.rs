//! Placeholders of a source block that are nowhere in its counterpart.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Atom, Kind, Placeholder};
use crate::pair::{AtomMatch, Fate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct PlaceholderMissing;

static META: RuleMeta = RuleMeta {
    id: "placeholder-missing",
    group: Group::Placeholder,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/placeholder-missing.md"),
};

impl Rule for PlaceholderMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            let missing = row.iter().filter(|harmed| harmed.fate == Fate::Missing);
            if let Some(finding) = finding(pair, missing) {
                out.report(finding);
            }
        }
    }
}

/// What one block lacks is one fault.
fn finding<'a>(pair: &Pair<'_, '_>, missing: impl Iterator<Item = &'a AtomMatch>) -> Option<Diagnostic> {
    let lost = missing.filter_map(|harmed| {
        let atom = pair.source_atom(harmed)?;
        Some((harmed, atom, atom.placeholder()?))
    });
    let mut lost: Vec<(&AtomMatch, &Atom<'_>, &Placeholder)> = lost.collect();
    // A brand may be written out, in the locale's script too, or a noun may stand for it: that reads well.
    let told = lost.iter().any(|(_, _, placeholder)| !placeholder.is_reference());
    lost.retain(|(_, _, placeholder)| placeholder.is_reference() != told);
    let (harmed, first, _) = *lost.first()?;
    let mut expected: Vec<&str> = lost.iter().map(|(_, atom, _)| atom.span.of(pair.source.text)).collect();
    expected.dedup();
    let expected = expected.join("`, `");
    let in_sentence = pair.source.block_of(first.span).is_none_or(|block| block.kind != Kind::Tags);
    let id = if in_sentence { META.id } else { "placeholder-missing-block" };
    let message = Message::new(id).text("expected", expected.as_str());
    let finding = Diagnostic::new(META.id, pair.place(harmed), message).source(first.span).expected(expected);
    Some(if told { finding } else { finding.severity(Severity::Info) })
}
