//! Text that would be the source's placeholder but for its delimiters or for marks inside.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::Atom;
use crate::pair::Fate;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix};

/// The rule.
pub struct PlaceholderMalformed;

static META: RuleMeta = RuleMeta {
    id: "placeholder-malformed",
    group: Group::Placeholder,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/placeholder-malformed.md"),
};

impl Rule for PlaceholderMalformed {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for harmed in &pair.atoms.harmed {
            let Fate::Malformed(span, repaired) = &harmed.fate else { continue };
            let atom = pair.source_atom(harmed);
            let Some(placeholder) = atom.or_else(|| pair.target_atom(harmed)).and_then(Atom::placeholder) else {
                continue;
            };
            let found = span.of(pair.target.text);
            let edits = vec![Edit::replace(*span, repaired.as_str())];
            let fix = if placeholder.key.contains("\"\"") { Fix::suggest(edits) } else { Fix::safe(edits) };
            let expected = atom.map_or(repaired.as_str(), |atom| atom.span.of(pair.source.text));
            let message = Message::new(META.id).text("expected", expected).text("found", found);
            let mut finding = Diagnostic::new(META.id, *span, message).expected(expected).found(found).fix(fix);
            finding.source = atom.map(|atom| atom.span);
            out.report(finding.claim(Claim::Region(*span)));
        }
    }
}
