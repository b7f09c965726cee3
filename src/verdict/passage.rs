//! The prose of a block as one text whose bytes can be found again in the page.

use std::ops::Range;

use crate::doc::{Atom, AtomKind, Block, Document};
use crate::text::Span;

/// Stands where a tag parts two texts, or one of them is in a tag: no sentence runs over it.
pub(super) const BREAK: char = '\n';

/// Tags that stand inside of sentences.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "u", "var",
];

/// The prose of a block.
pub(super) struct Passage {
    /// Its prose, lines folded, link texts blanked or not.
    pub text: String,
    /// By piece: where it begins in `text`, and in the page.
    pieces: Vec<(usize, Span)>,
}

/// What becomes of the texts of links: they are often titles of pages in the source language.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkTexts {
    Kept,
    Blank,
}

impl Passage {
    pub fn new(page: &Document<'_>, block: &Block, links: LinkTexts) -> Passage {
        let mut spans = page
            .atoms_of(block)
            .iter()
            .filter(|atom| links == LinkTexts::Blank && matches!(atom.kind, AtomKind::Link(_)))
            .map(|atom| atom.span)
            .peekable();
        let mut breaks =
            page.atoms_of(block).iter().filter(|atom| is_break(page, atom)).map(|atom| atom.span).peekable();
        let mut passage = Passage { text: String::new(), pieces: Vec::new() };
        for run in &page.runs[block.runs.start as usize..block.runs.end as usize] {
            while spans.peek().is_some_and(|link| link.end <= run.span.start) {
                spans.next();
            }
            let before = passage.pieces.last().map(|(_, piece)| Span { start: piece.end, end: run.span.start });
            let parts = before.is_some_and(|gap| {
                while breaks.peek().is_some_and(|tag| tag.end <= gap.start) {
                    breaks.next();
                }
                breaks.peek().is_some_and(|tag| tag.start < gap.end)
            });
            if parts {
                passage.text.push(BREAK);
            } else if !run.glued && !passage.text.is_empty() {
                passage.text.push(' ');
            }
            passage.pieces.push((passage.text.len(), run.span));
            let slice = run.span.of(page.text);
            if spans.peek().is_some_and(|link| link.contains(run.span)) {
                passage.text.extend(std::iter::repeat_n(' ', slice.len()));
            } else {
                passage.text.extend(slice.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
            }
        }
        passage
    }

    /// Where a stretch of the text stands in the page.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let place = |at: usize| {
            let piece = self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            self.pieces
                .get(piece)
                .map_or(0, |(start, span)| (span.start as usize + (at - start)).min(span.end as usize))
        };
        let start = place(range.start);
        Span::new(start, place(range.end.saturating_sub(1)).max(start) + 1)
    }
}

/// A tag that is no part of a sentence.
fn is_break(page: &Document<'_>, atom: &Atom<'_>) -> bool {
    let AtomKind::Html(tag) = &atom.kind else { return false };
    let name = tag.name.of(page.text).to_ascii_lowercase();
    !INLINE.contains(&name.as_str())
}
