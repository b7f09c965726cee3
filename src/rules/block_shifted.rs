//! Sections in another order than the source's, and words that are indented until they are code.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::pair::{IndentedText, MovedSection, Pair, ShiftedRun, indented_texts, moved_sections, shifted_runs};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::Fix;

/// The rule.
pub struct BlockShifted;

static META: RuleMeta = RuleMeta {
    id: "block-shifted",
    group: Group::Structure,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/block-shifted.md"),
};

impl Rule for BlockShifted {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair().filter(|pair| !pair.is_apart()) else { return };
        moved_sections(pair).iter().for_each(|section| out.report(moved(pair, section)));
        shifted_runs(pair).iter().for_each(|run| out.report(shifted(run)));
        indented_texts(pair).into_iter().for_each(|text| out.report(indented(text)));
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

fn indented(text: IndentedText) -> Diagnostic {
    let message = Message::new(if text.marker { "block-shifted-marker" } else { "block-shifted-indented" });
    let finding = Diagnostic::new(META.id, text.span, message).source(text.source).claim(Claim::Region(text.span));
    if text.edits.is_empty() { finding } else { finding.fix(Fix::suggest(text.edits)) }
}

fn shifted(run: &ShiftedRun) -> Diagnostic {
    let message = Message::new("block-shifted-run").count("count", run.count);
    Diagnostic::new(META.id, run.target, message).source(run.source).claim(Claim::Region(run.target))
}
