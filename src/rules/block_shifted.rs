//! Sections in another order than the source's, and list markers apart from their words.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::pair::{MovedSection, Pair, ShiftedRun, StrandedMarker, moved_sections, shifted_runs, stranded_markers};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};

/// The rule.
pub struct BlockShifted;

static META: RuleMeta = RuleMeta {
    id: "block-shifted",
    group: Group::Structure,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/block-shifted.md"),
};

impl Rule for BlockShifted {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        moved_sections(pair).iter().for_each(|section| out.report(moved(pair, section)));
        shifted_runs(pair).iter().for_each(|run| out.report(shifted(run)));
        stranded_markers(pair).into_iter().for_each(|marker| out.report(stranded(marker)));
    }
}

fn moved(pair: &Pair<'_, '_>, section: &MovedSection) -> Diagnostic {
    let (source, target) = (&pair.source.blocks[section.source as usize], &pair.target.blocks[section.target as usize]);
    let text = shorten(&pair.target.shown(target));
    let message = Message::new(META.id).text("text", text);
    let message = match section.next.map(|next| &pair.target.blocks[next as usize]) {
        Some(next) => message.text("kind", "before").text("next", shorten(&pair.target.shown(next))),
        None => message.text("kind", "end").text("next", ""),
    };
    Diagnostic::new(META.id, target.span, message).source(source.span)
}

fn stranded(marker: StrandedMarker) -> Diagnostic {
    let message = Message::new("block-shifted-marker");
    Diagnostic::new(META.id, marker.span, message).source(marker.source).claim(Claim::Region(marker.span))
}

fn shifted(run: &ShiftedRun) -> Diagnostic {
    let message = Message::new("block-shifted-run").count("count", run.count);
    Diagnostic::new(META.id, run.target, message).source(run.source).claim(Claim::Region(run.target))
}
