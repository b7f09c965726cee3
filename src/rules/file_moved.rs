//! Localized files whose source was moved.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::rule::{Cx, Evidence, Group, Rule, RuleMeta, Sink, Subject};
use crate::text::Span;

/// The rule.
pub struct FileMoved;

static META: RuleMeta = RuleMeta {
    id: "file-moved",
    group: Group::File,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/file-moved.md"),
};

impl Rule for FileMoved {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Subject::Orphan(Some(path), Evidence::History) = cx.subject else { return };
        let message = Message::new(META.id).text("expected", path);
        out.report(Diagnostic::new(META.id, Span::at(0), message).expected(path).claim(Claim::File));
    }
}
