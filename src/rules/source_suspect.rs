//! What nearly every translation lacks.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Subject, shorten};

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
        let Subject::Source(page, suspects) = cx.subject else { return };
        for suspect in suspects {
            let words = || shorten(suspect.span.of(page.text));
            let message = match &suspect.expected {
                Some(expected) => Message::new(META.id).text("found", expected.as_str()),
                None => Message::new("source-suspect-block").text("text", words()),
            };
            let mut finding = Diagnostic::new(META.id, suspect.span, message);
            finding.found.clone_from(&suspect.expected);
            out.report(finding);
        }
    }
}
