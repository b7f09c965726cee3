//! Text that would be the source's link but for a space, a bracket or a quote.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::pair::Fate;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix};

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
        for harmed in &pair.atoms.harmed {
            let Fate::Malformed(span, repaired) = &harmed.fate else { continue };
            let Some(atom) = pair.source_atom(harmed).filter(|atom| atom.link().is_some()) else { continue };
            let found = span.of(pair.target.text);
            let message = Message::new(META.id).text("expected", repaired.as_str()).text("found", found);
            let fix = Fix::safe(vec![Edit::replace(*span, repaired.as_str())]);
            out.report(
                Diagnostic::new(META.id, *span, message)
                    .source(atom.span)
                    .expected(repaired.as_str())
                    .found(found)
                    .fix(fix)
                    .claim(Claim::Region(*span)),
            );
        }
    }
}
