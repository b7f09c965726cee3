//! Ids that stand more than once in a catalogue.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Document, Kind};
use crate::pair::twice;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Subject};

/// The rule.
pub struct MessageDuplicate;

static META: RuleMeta = RuleMeta {
    id: "message-duplicate",
    group: Group::Catalogue,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/message-duplicate.md"),
};

impl Rule for MessageDuplicate {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let page = match cx.subject {
            Subject::Pair(pair) => pair.target,
            Subject::Source(page, _) => page,
            _ => return,
        };
        let Some(catalogue) = &page.catalogue else { return };
        twice(page, catalogue).into_iter().for_each(|(at, more)| out.report(finding(page, at, more)));
    }
}

fn finding(page: &Document<'_>, at: u32, more: u32) -> Diagnostic {
    let block = &page.blocks[at as usize];
    let id = block.label.of(page.text);
    let message = match (block.kind, more) {
        (Kind::Attribute, 1) => Message::new("message-duplicate-attribute"),
        (Kind::Attribute, _) => Message::new("message-duplicate-attribute-often").count("count", more + 1),
        (_, 1) => Message::new(META.id),
        _ => Message::new("message-duplicate-often").count("count", more + 1),
    };
    Diagnostic::new(META.id, block.label, message.text("id", id)).found(id)
}
