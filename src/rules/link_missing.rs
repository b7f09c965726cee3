//! Links and images of a source block whose target is nowhere in its counterpart.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{AtomKind, LinkStyle};
use crate::pair::{AtomMatch, Fate, Pair, Side, holder};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::Span;
use crate::verdict::{Gone, gone_sentences};
use std::cell::LazyCell;

/// The rule.
pub struct LinkMissing;

static META: RuleMeta = RuleMeta {
    id: "link-missing",
    group: Group::Link,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/link-missing.md"),
};

impl Rule for LinkMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            let gone = LazyCell::new(|| gone_sentences(pair, row));
            let lost = row.iter().filter(|harmed| harmed.fate == Fate::Missing);
            let mut lost: Vec<Lost<'_>> = lost.filter_map(|harmed| Lost::of(pair, harmed, &gone)).collect();
            // Links that one place lacks are one fault, and so are sentences, however many links they held.
            lost.sort_by_key(|lost| (lost.place, lost.sentence.is_some(), lost.id));
            let together = |a: &Lost<'_>, b: &Lost<'_>| (a.place, a.id, a.sentence) == (b.place, b.id, b.sentence);
            lost.chunk_by(together).filter_map(|lost| finding(pair, lost)).for_each(|finding| out.report(finding));
        }
    }
}

/// A link or an image that is missing.
struct Lost<'a> {
    id: &'static str,
    target: &'a str,
    /// In the source.
    span: Span,
    /// Where the target lacks it.
    place: Span,
    /// It went with sentences: all of them, the first, and their number.
    sentence: Option<(Span, Span, u32)>,
}

impl<'a> Lost<'a> {
    fn of(pair: &'a Pair<'_, '_>, harmed: &AtomMatch, gone: &[Gone]) -> Option<Lost<'a>> {
        let atom = pair.source_atom(harmed)?;
        let (id, link) = match &atom.kind {
            AtomKind::Link(link) => (META.id, link),
            AtomKind::Image(link) => ("link-missing-image", link),
            _ => return None,
        };
        if pair.frame.is_for_others(&link.target) {
            return None;
        }
        // Where each page leads to the others in its own way, so it shows it.
        let switches = |at: u32| {
            let link = pair.source.atoms[at as usize].link();
            link.is_some_and(|link| pair.frame.switches_language(link, pair.source.text, Side::Source))
        };
        let holder = harmed.source.and_then(|at| holder(pair.source, at));
        if holder.is_some_and(|link| switches(link) || is_wordless(pair, link)) {
            return None;
        }
        let gone = gone.iter().find(|gone| id == META.id && gone.span.contains(atom.span));
        let sentence = gone.map(|gone| (gone.span, gone.first, gone.count));
        Some(Lost { id, target: &link.target, span: atom.span, place: pair.place(harmed), sentence })
    }
}

/// The link has lost its picture, and shows nothing: that is told of the link.
fn is_wordless(pair: &Pair<'_, '_>, link: u32) -> bool {
    let mut answers = pair.atoms.kept_links.iter().filter(|(source, _)| *source == link);
    let label = |at: u32| {
        let link = pair.target.atoms[at as usize].link().filter(|link| link.style == LinkStyle::Inline);
        link.map(|link| link.label.of(pair.target.text))
    };
    answers.any(|(_, answer)| label(*answer).is_some_and(|label| label.trim().is_empty()))
}

fn finding(pair: &Pair<'_, '_>, lost: &[Lost<'_>]) -> Option<Diagnostic> {
    let first = lost.first()?;
    let found = |id, expected: &str, source, count: u32| {
        let message = Message::new(id).text("expected", expected).count("count", count);
        Diagnostic::new(META.id, first.place, message).source(source).expected(expected)
    };
    let Some((all, sentence, count)) = first.sentence else {
        let mut expected: Vec<&str> = lost.iter().map(|lost| lost.target).collect();
        expected.dedup();
        let count = u32::try_from(expected.len()).unwrap_or(u32::MAX);
        return Some(found(first.id, &expected.join("`, `"), first.span, count));
    };
    let mut finding = found("link-missing-sentence", first.target, all, count);
    finding.message = finding.message.text("sentence", shorten(sentence.of(pair.source.text)));
    Some(finding)
}
