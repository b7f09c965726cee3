//! Messages that the source has not.

use crate::diag::{Diagnostic, Message, Severity};
use crate::pair::EntryFate;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct MessageAdded;

static META: RuleMeta = RuleMeta {
    id: "message-added",
    group: Group::Catalogue,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/message-added.md"),
};

impl Rule for MessageAdded {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for change in pair.entries.iter().filter(|change| change.fate == EntryFate::Added) {
            let Some(target) = change.target.map(|at| &pair.target.blocks[at as usize]) else { continue };
            let id = target.label.of(pair.target.text);
            out.report(Diagnostic::new(META.id, target.label, Message::new(META.id).text("id", id)).found(id));
        }
    }
}
