//! Localized files whose source is gone.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::rule::{Cx, Evidence, Group, Rule, RuleMeta, Sink, Subject};
use crate::text::Span;

/// The rule.
pub struct FileOrphaned;

static META: RuleMeta = RuleMeta {
    id: "file-orphaned",
    group: Group::File,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/file-orphaned.md"),
};

impl Rule for FileOrphaned {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Subject::Orphan(moved, Evidence::Names) = cx.subject else { return };
        let message = match moved {
            Some(path) => Message::new("file-orphaned-moved").text("expected", path),
            None => Message::new(META.id),
        };
        let mut finding = Diagnostic::new(META.id, Span::at(0), message).claim(Claim::File);
        finding.expected = moved.map(str::to_owned);
        out.report(finding);
    }
}
