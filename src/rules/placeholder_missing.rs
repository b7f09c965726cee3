//! Placeholders of a source block that are nowhere in its counterpart.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::Placeholder;
use crate::pair::Fate;
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
        for harmed in pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Missing) {
            let Some(atom) = pair.source_atom(harmed).filter(|atom| atom.placeholder().is_some()) else { continue };
            let expected = atom.span.of(pair.source.text);
            let message = Message::new(META.id).text("expected", expected);
            let finding = Diagnostic::new(META.id, pair.place(harmed), message).source(atom.span).expected(expected);
            // A brand may be written out, in the locale's script too, or a noun may stand for it: that reads well.
            let reference = atom.placeholder().is_some_and(Placeholder::is_reference);
            out.report(if reference { finding.severity(Severity::Info) } else { finding });
        }
    }
}
