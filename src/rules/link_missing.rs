//! Links and images of a source block whose target is nowhere in its counterpart.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
use crate::pair::Fate;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

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
        for harmed in pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Missing) {
            let Some(atom) = pair.source_atom(harmed) else { continue };
            let (id, link) = match &atom.kind {
                AtomKind::Link(link) => ("link-missing", link),
                AtomKind::Image(link) => ("link-missing-image", link),
                _ => continue,
            };
            let message = Message::new(id).text("expected", link.target.as_ref());
            out.report(
                Diagnostic::new(META.id, pair.place(harmed), message).source(atom.span).expected(link.target.as_ref()),
            );
        }
    }
}
