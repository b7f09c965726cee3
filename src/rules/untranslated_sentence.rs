//! Sentences and clauses in the source language inside translated blocks.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::verdict::{Verdict, is_among_kept};

/// The rule.
pub struct UntranslatedSentence;

static META: RuleMeta = RuleMeta {
    id: "untranslated-sentence",
    group: Group::Untranslated,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/untranslated-sentence.md"),
};

impl Rule for UntranslatedSentence {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for (at, judged) in cx.verdicts.iter().enumerate() {
            let Verdict::Sentences(sentences) = &judged.verdict else { continue };
            if is_among_kept(pair.target, cx.verdicts, at) {
                continue;
            }
            for sentence in sentences {
                let text = shorten(sentence.span.of(pair.target.text));
                let finding = Diagnostic::new(META.id, sentence.span, Message::new(META.id).text("text", text));
                out.report(match sentence.source {
                    Some(source) => finding.source(source),
                    None => finding,
                });
            }
        }
    }
}
