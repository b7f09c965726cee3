//! Blocks in English that are not, or no longer, what the source says.

use crate::diag::{Diagnostic, Message, Severity};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::Span;
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
                Verdict::Stale(stale) => run.push((judged.target, stale)),
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
    let original = |at: u32| &pair.source.blocks[at as usize];
    let shown = pair.target.shown(block(*first));
    let (text, nearest) = match stale.nearest.map(|at| pair.source.shown(original(at))) {
        Some(near) => {
            let (text, near) = differing(&shown, &near);
            (text, Some(near))
        }
        None => (shorten(&shown), None),
    };
    let message = Message::new(match (run.len(), &nearest) {
        (1, Some(_)) => "untranslated-stale-near",
        (1, None) => META.id,
        (_, Some(_)) => "untranslated-stale-run-near",
        (_, None) => "untranslated-stale-run",
    });
    let message = match run.len() {
        1 => message,
        count => message.count("count", u32::try_from(count).unwrap_or(u32::MAX)),
    };
    let message = match nearest {
        Some(near) => message.text("nearest", near),
        None => message,
    };
    let span = block(*first).content.join(block(*last).content);
    let severity = run.iter().map(|(_, stale)| stale.severity).fold(stale.severity, Ord::max);
    let message = message.text("text", text).text("language", language);
    let finding = Diagnostic::new(META.id, span, message).severity(severity);
    let known = run.iter().filter_map(|(_, stale)| stale.nearest).map(|at| original(at).content);
    out.report(match known.reduce(Span::join) {
        Some(source) => finding.source(source),
        None => finding,
    });
}

/// The beginnings of two texts; where these are alike, what begins with the first word that differs.
fn differing(text: &str, near: &str) -> (String, String) {
    let begins = (shorten(text), shorten(near));
    let same = text.split_whitespace().zip(near.split_whitespace()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| text.split_whitespace().skip(same).collect::<Vec<_>>().join(" ");
    let (text, near) = (rest(text), rest(near));
    if begins.0 != begins.1 || text.is_empty() || near.is_empty() {
        return begins;
    }
    (format!("…{}", shorten(&text)), format!("…{}", shorten(&near)))
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
