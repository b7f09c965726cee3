//! Pages whose source changed since they were translated.

use crate::diag::{Cause, Diagnostic, Message, Severity};
use crate::fresh::Change;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::Span;

/// The rule.
pub struct FileOutdated;

static META: RuleMeta = RuleMeta {
    id: "file-outdated",
    group: Group::File,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/file-outdated.md"),
};

/// What is counted, in this order.
const KINDS: [Change; 4] = [Change::Prose, Change::Code, Change::Link, Change::Structure];

impl Rule for FileOutdated {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let changed = cx.fresh.changes.iter().zip(&pair.source.blocks);
        let changed = changed.filter_map(|(change, block)| Some(((*change)?, block)));
        let mut changed: Vec<_> = changed.filter(|(change, _)| *change != Change::Cosmetic).collect();
        let gone = cx.fresh.gone.iter().zip(&pair.target.blocks).filter(|(gone, _)| **gone).map(|(_, block)| block);
        let gone: Vec<_> = gone.collect();
        let text = match (changed.first(), gone.first()) {
            (Some((_, block)), _) => pair.source.shown(block),
            (None, Some(block)) => pair.target.shown(block),
            (None, None) => return,
        };
        let place = changed.first().map(|(_, block)| block.span);
        changed.extend(gone.into_iter().map(|block| (Change::Structure, block)));
        let kinds = KINDS.map(|kind| (changed.iter().filter(|(change, _)| *change == kind).count(), kind.name()));
        let kinds: Vec<String> =
            kinds.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{name} {count}")).collect();
        let message = Message::new(META.id)
            .count("count", u32::try_from(changed.len()).unwrap_or(u32::MAX))
            .text("kinds", kinds.join(", "))
            .text("text", shorten(&text));
        let finding = Diagnostic::new(META.id, Span::at(0), message).cause(Cause::Drift);
        out.report(match place {
            Some(place) => finding.source(place),
            None => finding,
        });
    }
}
