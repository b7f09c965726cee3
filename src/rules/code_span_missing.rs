//! Code spans that are not in their counterpart, or are code there no more.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Atom, AtomKind};
use crate::language::is_english_word;
use crate::pair::{AtomMatch, Fate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix};

/// The rule.
pub struct CodeSpanMissing;

static META: RuleMeta = RuleMeta {
    id: "code-span-missing",
    group: Group::Code,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/code-span-missing.md"),
};

impl Rule for CodeSpanMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            let (missing, other): (Vec<&AtomMatch>, Vec<&AtomMatch>) =
                row.iter().partition(|harmed| harmed.fate == Fate::Missing && code(pair, harmed).is_some());
            other.into_iter().filter_map(|harmed| bare(pair, harmed)).for_each(|finding| out.report(finding));
            if let Some(finding) = gone(pair, &missing) {
                out.report(finding);
            }
        }
    }
}

/// The source's atom and its code, if it is a code span.
fn code<'p>(pair: &Pair<'p, '_>, harmed: &AtomMatch) -> Option<(&'p Atom<'p>, &'p str)> {
    let source = pair.source_atom(harmed)?;
    let AtomKind::Code(content) = source.kind else { return None };
    Some((source, content.trim(pair.source.text).of(pair.source.text)))
}

/// Spans that one block lacks are one fault: most often it lacks the sentence that they stood in.
fn gone(pair: &Pair<'_, '_>, missing: &[&AtomMatch]) -> Option<Diagnostic> {
    let place = pair.place(missing.first()?);
    let mut lost: Vec<(&Atom<'_>, &str)> = missing.iter().filter_map(|harmed| code(pair, harmed)).collect();
    // Names come before what may be said in other words.
    lost.sort_by_key(|(_, code)| is_spoken(code));
    let (source, first) = *lost.first()?;
    let mut codes: Vec<&str> = lost.iter().map(|(_, code)| *code).collect();
    codes.dedup();
    let expected = codes.join("`, `");
    let message = Message::new(META.id).text("expected", expected.as_str());
    let finding = Diagnostic::new(META.id, place, message).source(source.span).expected(expected);
    Some(if is_spoken(first) { finding.severity(Severity::Info) } else { finding })
}

/// Code that stands in the counterpart without its marks.
fn bare(pair: &Pair<'_, '_>, harmed: &AtomMatch) -> Option<Diagnostic> {
    let Fate::Malformed(span, repaired) = &harmed.fate else { return None };
    let (source, expected) = code(pair, harmed)?;
    let message = Message::new("code-span-missing-marks").text("expected", expected);
    let fix = Fix::suggest(vec![Edit::replace(*span, repaired.as_str())]);
    Some(Diagnostic::new(META.id, *span, message).source(source.span).expected(expected).fix(Some(fix)))
}

/// A word that the sentence may say in its own language: a `list`, to `raise` an error, `stdout`.
fn is_spoken(code: &str) -> bool {
    const SPOKEN: &[&str] = &[
        "args", "async", "bool", "char", "dict", "enum", "float", "int", "regex", "stderr", "stdin", "stdout", "str",
        "struct", "tuple",
    ];
    code.chars().all(|c| c.is_ascii_lowercase()) && (SPOKEN.contains(&code) || is_english_word(code))
}
