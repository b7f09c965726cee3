//! Paired code blocks whose fences name different languages.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Block, Document, Kind, language_name, language_word};
use crate::pair::{Pair, Row, is_code_pair, is_other_sample};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks};
use crate::text::{Edit, Fix};

/// The rule.
pub struct CodeLanguageChanged;

static META: RuleMeta = RuleMeta {
    id: "code-language-changed",
    group: Group::Code,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/code-language-changed.md"),
};

impl Rule for CodeLanguageChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair().filter(|pair| !pair.is_apart()) else { return };
        for row in &pair.alignment.rows {
            if let Some(finding) = finding(pair, row) {
                out.report(finding);
            }
        }
    }
}

fn finding(pair: &Pair<'_, '_>, row: &Row) -> Option<Diagnostic> {
    let ([source], [target]) = blocks(pair, row) else { return None };
    if !is_fence(pair.source, source) || !is_fence(pair.target, target) {
        return None;
    }
    let ours = language_word(pair.source.text, source.label);
    let theirs = language_word(pair.target.text, target.label);
    let (expected, found) = (ours.of(pair.source.text), theirs.of(pair.target.text));
    // A language that the source does not name is a gain.
    let (a, b) = ((pair.source, source), (pair.target, target));
    if expected.is_empty()
        || is_same(expected, found)
        || is_locales_own(pair, expected, found)
        || !is_code_pair(a, b)
        || is_other_sample(a, b)
    {
        return None;
    }
    let id = if found.is_empty() { "code-language-changed-lost" } else { META.id };
    let message = Message::new(id).text("expected", expected).text("found", found);
    let edits = vec![Edit::replace(theirs, expected)];
    // Other code may well be in another language.
    let fix = if source.code == target.code { Fix::safe(edits) } else { Fix::suggest(edits) };
    let place = if found.is_empty() { target.label } else { theirs };
    Some(Diagnostic::new(META.id, place, message).source(ours).expected(expected).found(found).fix(fix))
}

fn is_fence(document: &Document<'_>, block: &Block) -> bool {
    block.kind == Kind::Code && block.span.of(document.text).starts_with(['`', '~'])
}

/// A language that people write in their own: `pseudo-en` and `pseudo-fr`.
fn is_locales_own(pair: &Pair<'_, '_>, expected: &str, found: &str) -> bool {
    let stem = |word: &'_ str, language: &str| {
        word.strip_suffix(language).filter(|stem| stem.ends_with(['-', '_']) && stem.len() > 1).map(str::to_owned)
    };
    let ours = stem(expected, &pair.frame.source_language);
    ours.is_some() && ours == stem(found, &pair.frame.target_language)
}

/// Two names of a language; plain text needs none, and a session is a session of its shell.
fn is_same(expected: &str, found: &str) -> bool {
    let name = |word| match language_name(word) {
        name if name == "text" => String::new(),
        name if name == "console" => "shell".to_owned(),
        name => name,
    };
    name(expected) == name(found)
}
