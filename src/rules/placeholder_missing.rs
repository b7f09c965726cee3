//! Placeholders of a source block that are nowhere in its counterpart.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Atom, Kind};
use crate::pair::{AtomMatch, Fate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use std::collections::BTreeMap;

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
        let mut brands: BTreeMap<&str, Vec<&AtomMatch>> = BTreeMap::new();
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            let missing = row.iter().filter(|harmed| harmed.fate == Fate::Missing);
            let lost = missing.filter_map(|harmed| Some((harmed, pair.source_atom(harmed)?)));
            let lost = lost.filter_map(|(harmed, atom)| Some((harmed, atom, atom.placeholder()?.is_reference())));
            // A brand may be written out, in the locale's script too, or a noun may stand for it: that reads well.
            let (references, lost): (Vec<Lost<'_>>, Vec<Lost<'_>>) = lost.partition(|(.., reference)| *reference);
            for (harmed, atom, _) in references {
                brands.entry(atom.span.of(pair.source.text)).or_default().push(harmed);
            }
            if let Some(finding) = finding(pair, &lost) {
                out.report(finding);
            }
        }
        brands
            .iter()
            .filter_map(|(brand, lost)| written_out(pair, brand, lost))
            .for_each(|finding| out.report(finding));
    }
}

/// An atom that is missing, and whether it is a reference to a text of the catalogue.
type Lost<'a> = (&'a AtomMatch, &'a Atom<'a>, bool);

/// What one block lacks is one fault.
fn finding(pair: &Pair<'_, '_>, lost: &[Lost<'_>]) -> Option<Diagnostic> {
    let (harmed, first, _) = *lost.first()?;
    let mut expected: Vec<&str> = lost.iter().map(|(_, atom, _)| atom.span.of(pair.source.text)).collect();
    expected.dedup();
    let expected = expected.join("`, `");
    let in_sentence = pair.source.block_of(first.span).is_none_or(|block| block.kind != Kind::Tags);
    let id = if in_sentence { META.id } else { "placeholder-missing-block" };
    let message = Message::new(id).text("expected", expected.as_str());
    Some(Diagnostic::new(META.id, pair.place(harmed), message).source(first.span).expected(expected))
}

/// How a page writes a brand is one habit.
fn written_out(pair: &Pair<'_, '_>, brand: &str, lost: &[&AtomMatch]) -> Option<Diagnostic> {
    let first = lost.first()?;
    let id = if lost.len() > 1 { "placeholder-missing-often" } else { META.id };
    let message = Message::new(id).text("expected", brand);
    let finding = Diagnostic::new(META.id, pair.place(first), message).source(pair.source_atom(first)?.span);
    Some(finding.expected(brand).severity(Severity::Info))
}
