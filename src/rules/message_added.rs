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
        for change in &pair.entries {
            let (EntryFate::Added(more), Some(at)) = (change.fate, change.target) else { continue };
            let target = &pair.target.blocks[at as usize];
            let id = target.label.of(pair.target.text);
            let entry = pair.target.catalogue.as_ref().and_then(|catalogue| catalogue.entries.get(at as usize));
            let message = match (entry.is_some_and(|entry| entry.obsolete), more) {
                (false, 0) => Message::new(META.id),
                (false, _) => Message::new("message-added-run").count("count", more),
                (true, 0) => Message::new("message-added-expiring"),
                (true, _) => Message::new("message-added-expiring-run").count("count", more),
            };
            out.report(Diagnostic::new(META.id, target.label, message.text("id", id)).found(id));
        }
    }
}
