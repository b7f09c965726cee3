//! Marks of merge conflicts outside code.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct ConflictMarker;

static META: RuleMeta = RuleMeta {
    id: "conflict-marker",
    group: Group::Structure,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/conflict-marker.md"),
};

impl Rule for ConflictMarker {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for &span in &pair.target.conflicts {
            let found = span.of(pair.target.text).lines().next().unwrap_or_default().trim_end();
            // A page about conflicts may show one.
            if pair.source.conflicts.iter().any(|other| other.of(pair.source.text).starts_with(found)) {
                continue;
            }
            let message = Message::new(META.id).text("found", found);
            out.report(Diagnostic::new(META.id, span, message).found(found).claim(Claim::Region(span)));
        }
    }
}
