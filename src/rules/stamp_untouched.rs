//! Stamps that moved on while the blocks that they vouch for were left as they were.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::Span;

/// The rule.
pub struct StampUntouched;

static META: RuleMeta = RuleMeta {
    id: "stamp-untouched",
    group: Group::File,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/stamp-untouched.md"),
};

impl Rule for StampUntouched {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let Some(first) = cx.fresh.unanswered.first() else { return };
        let block = &pair.source.blocks[*first as usize];
        let message = Message::new(META.id)
            .count("count", u32::try_from(cx.fresh.unanswered.len()).unwrap_or(u32::MAX))
            .text("text", shorten(&pair.source.shown(block)));
        let span = cx.fresh.bases.stamp.as_ref().map_or(Span::at(0), |(stamp, _)| stamp.span);
        out.report(Diagnostic::new(META.id, span, message).source(block.span));
    }
}
