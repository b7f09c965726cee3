//! Stamps that name no commit, or one that has nothing to do with the source.

use crate::diag::{Diagnostic, Message, Severity};
use crate::fresh::StampState;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct StampInvalid;

static META: RuleMeta = RuleMeta {
    id: "stamp-invalid",
    group: Group::File,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/stamp-invalid.md"),
};

impl Rule for StampInvalid {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some((stamp, state)) = &cx.fresh.bases.stamp else { return };
        let message = match state {
            StampState::Fine => return,
            StampState::NoName => Message::new(META.id).text("found", &stamp.value),
            StampState::Nothing => Message::new("stamp-invalid-nothing").text("found", &stamp.value),
            StampState::Absent => Message::new("stamp-invalid-absent").text("found", &stamp.value),
            StampState::Untouched => Message::new("stamp-invalid-untouched").text("found", &stamp.value),
        };
        let finding = Diagnostic::new(META.id, stamp.span, message).found(&stamp.value);
        // The source as it stood in such a commit is known all the same.
        out.report(if *state == StampState::Untouched { finding.severity(Severity::Info) } else { finding });
    }
}
