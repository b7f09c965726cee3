//! Blocks whose words are still the source's, and not all names, terms or code.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;
use crate::verdict::{InsetKind, InsetState, Judged, Verdict};

/// The rule.
pub struct Untranslated;

static META: RuleMeta = RuleMeta {
    id: "untranslated",
    group: Group::Untranslated,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/untranslated.md"),
};

impl Rule for Untranslated {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let verdicts = cx.verdicts;
        if is_copy(pair, verdicts) {
            let message = Message::new("untranslated-page");
            let finding = Diagnostic::new(META.id, Span::at(0), message).source(Span::at(0)).claim(Claim::File);
            let kept = is_kept_by_many(&pair.frame.source_path);
            return out.report(if kept { finding.severity(Severity::Info) } else { finding });
        }
        let allowed =
            |judged: &Judged| cx.suppressions.covers(META.id, pair.target.blocks[judged.target as usize].content);
        let told = |judged: &&Judged| !is_brand(pair, judged);
        for run in runs(verdicts.iter().filter(told)) {
            // Blocks that may stay are findings apart from their neighbours.
            for part in run.chunk_by(|a, b| allowed(a.0) == allowed(b.0)) {
                out.report(finding(pair, part));
            }
        }
        insets(verdicts, pair, out);
    }
}

/// Every block with words is the source's, or the page is, byte for byte.
#[must_use]
pub fn is_copy(pair: &Pair<'_, '_>, verdicts: &[Judged]) -> bool {
    let count = |wanted: fn(&Verdict) -> bool| verdicts.iter().filter(|judged| wanted(&judged.verdict)).count();
    let matters = count(|verdict| matches!(verdict, Verdict::Kept(Some(Severity::Warning))));
    let bytes = pair.source.text.trim_end() == pair.target.text.trim_end() && matters > 0;
    let all =
        count(|verdict| *verdict != Verdict::Kept(None)) == count(|verdict| matches!(verdict, Verdict::Kept(Some(_))));
    bytes || (matters >= 3 && all)
}

/// A page that many projects copy on purpose, known by its name: a list of changes, a licence, the people.
fn is_kept_by_many(path: &str) -> bool {
    const NAMES: &[&str] = &[
        "authors",
        "changelog",
        "changes",
        "codeofconduct",
        "contributors",
        "credits",
        "history",
        "licence",
        "license",
        "maintainers",
        "notice",
        "people",
        "releasenotes",
        "releases",
        "sponsors",
    ];
    let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    NAMES.contains(&plain.to_ascii_lowercase().as_str())
}

/// Kept blocks that follow one another, with nothing translated between, are one finding; a hint among blocks that matter
/// is no finding of its own.
fn runs<'v>(verdicts: impl Iterator<Item = &'v Judged>) -> Vec<Vec<(&'v Judged, Severity)>> {
    let mut runs: Vec<Vec<(&Judged, Severity)>> = Vec::new();
    let mut open = false;
    for judged in verdicts {
        match judged.verdict {
            Verdict::Translated | Verdict::Sentences(_) => open = false,
            Verdict::Kept(None) | Verdict::Stale(_) => {}
            Verdict::Kept(Some(severity)) => {
                match runs.last_mut().filter(|run| open && (run[0].1 == severity || severity == Severity::Info)) {
                    Some(run) => run.push((judged, severity)),
                    None => runs.push(vec![(judged, severity)]),
                }
                open = true;
            }
        }
    }
    runs
}

/// A term of a catalogue that may be a name, and nearly always is one.
fn is_brand(pair: &Pair<'_, '_>, judged: &Judged) -> bool {
    let term = pair.target.is_term(&pair.target.blocks[judged.target as usize]);
    term && judged.verdict == Verdict::Kept(Some(Severity::Info))
}

fn finding(pair: &Pair<'_, '_>, run: &[(&Judged, Severity)]) -> Diagnostic {
    let block = |judged: &Judged| &pair.target.blocks[judged.target as usize];
    let original = |judged: &Judged| judged.source.map(|at| pair.source.blocks[at as usize].content);
    let (first, severity) = run[0];
    let last = run[run.len() - 1].0;
    let text = crate::rule::shorten(&pair.target.shown(block(first)));
    let message = match run.len() {
        1 => Message::new(META.id).text("text", text),
        count => {
            Message::new("untranslated-run").text("text", text).count("count", u32::try_from(count).unwrap_or(u32::MAX))
        }
    };
    let span = block(first).content.join(block(last).content);
    let finding = Diagnostic::new(META.id, span, message).severity(severity);
    match original(first).zip(original(last)) {
        Some((from, to)) => finding.source(from.join(to)),
        None => finding,
    }
}

/// Texts inside translated blocks.
fn insets(verdicts: &[Judged], pair: &Pair<'_, '_>, out: &mut Sink) {
    for inset in verdicts.iter().flat_map(|judged| &judged.insets).filter(|inset| inset.state == InsetState::Kept) {
        let id = match inset.kind {
            InsetKind::Alt => "untranslated-alt",
            InsetKind::Title => "untranslated-title",
        };
        let message = Message::new(id).text("text", crate::rule::shorten(inset.span.of(pair.target.text)));
        out.report(Diagnostic::new(META.id, inset.span, message).source(inset.source));
    }
}
