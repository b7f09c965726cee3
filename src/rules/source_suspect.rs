//! What nearly every translation lacks.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Subject};

/// The rule.
pub struct SourceSuspect;

static META: RuleMeta = RuleMeta {
    id: "source-suspect",
    group: Group::File,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/source-suspect.md"),
};

impl Rule for SourceSuspect {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Subject::Source(_, suspects) = cx.subject else { return };
        for suspect in suspects {
            let message = Message::new(META.id).text("found", suspect.expected.as_str());
            let finding = Diagnostic::new(META.id, suspect.span, message).found(suspect.expected.as_str());
            out.report(finding);
        }
    }
}
