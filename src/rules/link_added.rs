//! Links and images of a target block whose target its source block has not.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
use crate::pair::Fate;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

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
        for harmed in pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Added) {
            let Some(atom) = pair.target_atom(harmed) else { continue };
            let (id, link) = match &atom.kind {
                AtomKind::Link(link) => ("link-added", link),
                AtomKind::Image(link) => ("link-added-image", link),
                _ => continue,
            };
            let message = Message::new(id).text("found", link.target.as_ref());
            out.report(Diagnostic::new(META.id, atom.span, message).found(link.target.as_ref()));
        }
    }
}
