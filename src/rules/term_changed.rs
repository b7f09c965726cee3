//! Terms that the configuration keeps, missing in the counterpart of a block that has them.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Block, Document, Kind};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks};

/// The rule.
pub struct TermChanged;

static META: RuleMeta = RuleMeta {
    id: "term-changed",
    group: Group::Text,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/term-changed.md"),
};

impl Rule for TermChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        // The longest first: what it covers is not looked for again.
        let terms: Vec<(String, String)> =
            cx.settings.keep_terms(cx.locale).into_iter().map(|term| (folded(&term), term)).collect();
        if terms.is_empty() {
            return;
        }
        for (at, row) in pair.alignment.rows.iter().enumerate() {
            let (ours, theirs) = blocks(pair, row);
            let prose = |block: &Block| !matches!(block.kind, Kind::Code | Kind::Html | Kind::Tags);
            if theirs.is_empty() || ours.is_empty() || !ours.iter().all(prose) {
                continue;
            }
            let mut text = ours.iter().map(|block| folded(&pair.source.prose_of(block))).collect::<Vec<_>>().join("\n");
            let mut answer = None;
            for (term, written) in terms.iter().filter(|(term, _)| !term.is_empty()) {
                let Some(found) = find(&text, term) else { continue };
                let answer = answer.get_or_insert_with(|| raw(pair.target, theirs));
                if !answer.contains(singular(term)) {
                    let message = Message::new(META.id).text("expected", written.as_str());
                    let finding = Diagnostic::new(META.id, pair.start_of(at), message);
                    out.report(finding.source(ours[0].span).expected(written.as_str()));
                }
                text = blanked(&text, found, term);
            }
        }
    }
}

/// Lower case, all white space one space.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What the blocks hold, markup and all, with its marks of emphasis taken out.
fn raw(document: &Document<'_>, blocks: &[Block]) -> String {
    let text = blocks.iter().map(|block| block.span.of(document.text).replace(['*', '_', '\u{200b}'], ""));
    let prose = blocks.iter().map(|block| document.prose_of(block));
    folded(&text.chain(prose).collect::<Vec<_>>().join("\n"))
}

/// A plural has its `s` in English only.
fn singular(term: &str) -> &str {
    term.strip_suffix('s').filter(|rest| rest.len() > 3 && !rest.ends_with('s')).unwrap_or(term)
}

/// The term as a whole word, or with the `s` of a plural.
fn find(text: &str, term: &str) -> Option<usize> {
    let word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    text.match_indices(term).map(|(at, _)| at).find(|&at| {
        let rest = &text[at + term.len()..];
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        !word(text[..at].chars().next_back()) && !word(rest.chars().next())
    })
}

/// The text without the term, wherever it stands.
fn blanked(text: &str, first: usize, term: &str) -> String {
    let mut out = text[..first].to_owned();
    out.push_str(&text[first..].replace(term, "\u{1}"));
    out
}
