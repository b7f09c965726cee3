//! Suppressions that mean nothing.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::suppress::{Matter, Remark};

/// The rule.
pub struct SuppressionInvalid;

static META: RuleMeta = RuleMeta {
    id: "suppression-invalid",
    group: Group::Meta,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/suppression-invalid.md"),
};

impl Rule for SuppressionInvalid {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        for remark in cx.remarks {
            if let Some(finding) = finding(remark) {
                out.report(finding);
            }
        }
    }
}

fn finding(remark: &Remark) -> Option<Diagnostic> {
    let (id, near) = match remark.matter {
        Matter::Unused => return None,
        Matter::UnknownRule(Some(near)) => ("suppression-invalid-near", Some(near)),
        Matter::UnknownRule(None) => (META.id, None),
        Matter::UnknownWord(near) => ("suppression-invalid-word", Some(near.unwrap_or("fidus-allow"))),
        Matter::Empty => ("suppression-invalid-empty", None),
        Matter::Unclosed => ("suppression-invalid-unclosed", None),
        Matter::NotOpen => ("suppression-invalid-not-open", None),
    };
    let mut message = Message::new(id).text("found", shorten(&remark.written));
    if let Some(near) = near {
        message = message.text("expected", near);
    }
    let mut finding = Diagnostic::new(META.id, remark.span, message).found(remark.written.as_str());
    finding.expected = near.map(str::to_owned);
    Some(finding)
}
