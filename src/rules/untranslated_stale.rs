//! Blocks in English that are not, or no longer, what the source says.

use crate::diag::{Diagnostic, Message, Severity};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::verdict::{InsetKind, InsetState, Judged, Stale, Verdict};

/// The rule.
pub struct UntranslatedStale;

static META: RuleMeta = RuleMeta {
    id: "untranslated-stale",
    group: Group::Untranslated,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/untranslated-stale.md"),
};

impl Rule for UntranslatedStale {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let report = |run: &[(u32, &Stale)], out: &mut Sink| report(pair, cx.settings.source_language(), run, out);
        insets(cx.verdicts, pair, out);
        let mut run: Vec<(u32, &Stale)> = Vec::new();
        for judged in cx.verdicts {
            match &judged.verdict {
                Verdict::Stale(stale) if run.first().is_none_or(|(_, first)| first.severity == stale.severity) => {
                    run.push((judged.target, stale));
                }
                Verdict::Stale(stale) => {
                    report(&std::mem::replace(&mut run, vec![(judged.target, stale)]), out);
                }
                // Source text between two stale blocks is no translation that would part them.
                Verdict::Kept(_) => {}
                Verdict::Translated | Verdict::Sentences(_) => report(&std::mem::take(&mut run), out),
            }
        }
        report(&run, out);
    }
}

/// One finding for blocks that follow one another.
fn report(pair: &Pair<'_, '_>, language: &str, run: &[(u32, &Stale)], out: &mut Sink) {
    let (Some((first, stale)), Some((last, _))) = (run.first(), run.last()) else { return };
    let block = |at: u32| &pair.target.blocks[at as usize];
    let text = shorten(&pair.target.shown(block(*first)));
    let nearest = stale.nearest.map(|at| &pair.source.blocks[at as usize]);
    let message = match (run.len(), nearest) {
        (1, Some(source)) => {
            Message::new("untranslated-stale-near").text("nearest", shorten(&pair.source.shown(source)))
        }
        (1, None) => Message::new(META.id),
        (count, _) => Message::new("untranslated-stale-run").count("count", u32::try_from(count).unwrap_or(u32::MAX)),
    };
    let span = block(*first).content.join(block(*last).content);
    let finding =
        Diagnostic::new(META.id, span, message.text("text", text).text("language", language)).severity(stale.severity);
    out.report(match nearest {
        Some(source) => finding.source(source.content),
        None => finding,
    });
}

/// Texts inside translated blocks.
fn insets(verdicts: &[Judged], pair: &Pair<'_, '_>, out: &mut Sink) {
    for inset in verdicts.iter().flat_map(|judged| &judged.insets).filter(|inset| inset.state == InsetState::Stale) {
        let id = match inset.kind {
            InsetKind::Alt => "untranslated-stale-alt",
            InsetKind::Title => "untranslated-stale-title",
        };
        let message = Message::new(id)
            .text("text", shorten(inset.span.of(pair.target.text)))
            .text("nearest", shorten(inset.source.of(pair.source.text)));
        out.report(Diagnostic::new(META.id, inset.span, message).source(inset.source));
    }
}
