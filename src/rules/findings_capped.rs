//! Pages with more findings than are worth printing.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;

/// The rule.
pub struct FindingsCapped;

static META: RuleMeta = RuleMeta {
    id: "findings-capped",
    group: Group::Meta,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/findings-capped.md"),
};

impl Rule for FindingsCapped {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        if cx.omitted > 0 {
            out.report(Diagnostic::new(META.id, Span::at(0), Message::new(META.id).count("count", cx.omitted)));
        }
    }
}
