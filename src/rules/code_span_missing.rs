//! Code spans that are not in their counterpart, or are code there no more.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
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
        for harmed in &pair.atoms.harmed {
            if let Some(finding) = finding(pair, harmed) {
                out.report(finding);
            }
        }
    }
}

fn finding(pair: &Pair<'_, '_>, harmed: &AtomMatch) -> Option<Diagnostic> {
    let source = pair.source_atom(harmed)?;
    let AtomKind::Code(content) = source.kind else { return None };
    let expected = content.trim(pair.source.text).of(pair.source.text);
    let (id, fix) = match &harmed.fate {
        Fate::Missing => (META.id, None),
        Fate::Malformed(span, repaired) => {
            ("code-span-missing-marks", Some(Fix::suggest(vec![Edit::replace(*span, repaired.as_str())])))
        }
        _ => return None,
    };
    let message = Message::new(id).text("expected", expected);
    let finding = Diagnostic::new(META.id, pair.place(harmed), message).source(source.span).expected(expected).fix(fix);
    let spoken = harmed.fate == Fate::Missing && is_spoken(expected);
    Some(if spoken { finding.severity(Severity::Info) } else { finding })
}

/// A word that the sentence may say in its own language: a `list`, to `raise` an error, `stdout`.
fn is_spoken(code: &str) -> bool {
    const SPOKEN: &[&str] = &[
        "args", "async", "bool", "char", "dict", "enum", "float", "int", "regex", "stderr", "stdin", "stdout", "str",
        "struct", "tuple",
    ];
    code.chars().all(|c| c.is_ascii_lowercase()) && (SPOKEN.contains(&code) || is_english_word(code))
}
