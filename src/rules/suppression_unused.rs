//! Suppressions that silence nothing.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::suppress::Matter;

/// The rule.
pub struct SuppressionUnused;

static META: RuleMeta = RuleMeta {
    id: "suppression-unused",
    group: Group::Meta,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/suppression-unused.md"),
};

impl Rule for SuppressionUnused {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        for remark in cx.remarks.iter().filter(|remark| remark.matter == Matter::Unused) {
            let message = Message::new(META.id).text("found", remark.written.as_str());
            out.report(Diagnostic::new(META.id, remark.span, message).found(remark.written.as_str()));
        }
    }
}
