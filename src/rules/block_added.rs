//! Blocks of the target that answer nothing in the source.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Block, Kind};
use crate::pair::{Side, language_lists, stand_in};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// The rule.
pub struct BlockAdded;

static META: RuleMeta = RuleMeta {
    id: "block-added",
    group: Group::Structure,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/block-added.md"),
};

impl Rule for BlockAdded {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let alone: Vec<u32> =
            pair.alignment.rows.iter().filter(|row| row.source.is_empty()).flat_map(|row| row.target.clone()).collect();
        if alone.is_empty() {
            return;
        }
        let languages = language_lists(pair.target, &pair.frame, Side::Target);
        // What stands in the place of missing blocks is told with them.
        let rows = 0..pair.alignment.rows.len();
        let instead: FxHashSet<u32> = rows.filter_map(|row| stand_in(pair, row)).flatten().collect();
        let told =
            |at: &u32| counts(&pair.target.blocks[*at as usize]) && !languages.contains(at) && !instead.contains(at);
        let counted: Vec<u32> = alone.into_iter().filter(told).collect();
        for run in counted.chunk_by(|a, b| a + 1 == *b) {
            let (first, last) =
                (&pair.target.blocks[run[0] as usize], &pair.target.blocks[run[run.len() - 1] as usize]);
            let one_row = first.place.row > 0 && first.place.row == last.place.row;
            let count = if one_row { 1 } else { u32::try_from(run.len()).unwrap_or(u32::MAX) };
            let text = crate::rule::shorten(&pair.target.shown(first));
            let message = Message::new(META.id).text("text", text).count("count", count);
            let span = Span { start: first.span.start, end: last.span.end.max(first.span.end) };
            out.report(Diagnostic::new(META.id, span, message));
        }
    }
}

fn counts(block: &Block) -> bool {
    match block.kind {
        Kind::Front | Kind::Tags | Kind::Message | Kind::Attribute => false,
        Kind::Code => !block.content.is_empty(),
        _ => block.prose.letters > 0,
    }
}
