//! Pages that are not UTF-8.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Subject};
use crate::text::Span;

/// The rule.
pub struct EncodingInvalid;

static META: RuleMeta = RuleMeta {
    id: "encoding-invalid",
    group: Group::File,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/encoding-invalid.md"),
};

impl Rule for EncodingInvalid {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        if let Subject::Unreadable(first) = cx.subject {
            out.report(Diagnostic::new(META.id, Span::at(first), Message::new(META.id)).claim(Claim::File));
        }
    }
}
