//! The prose of a block as one text whose bytes can be found again in the page.

use std::ops::Range;

use crate::doc::{Atom, AtomKind, Block, Document};
use crate::language::{sentences, unquoted};
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
    /// The same with the texts of links, where those are blank: they begin and end sentences.
    whole: Option<String>,
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
        let links = if links == LinkTexts::Blank { links_of(page, block) } else { Vec::new() };
        let mut spans = links.into_iter().peekable();
        let mut breaks =
            page.atoms_of(block).iter().filter(|atom| is_break(page, atom)).map(|atom| atom.span).peekable();
        let mut passage = Passage { text: String::new(), whole: None, pieces: Vec::new() };
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
            let gap = match (parts, run.glued || passage.text.is_empty()) {
                (true, _) => Some(BREAK),
                (false, glued) => (!glued).then_some(' '),
            };
            passage.extend(gap.into_iter());
            passage.pieces.push((passage.text.len(), run.span));
            let slice = run.span.of(page.text);
            let folded = slice.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
            if spans.peek().is_some_and(|link| link.contains(run.span)) {
                let text = &passage.text;
                passage.whole.get_or_insert_with(|| text.clone()).extend(folded);
                passage.text.extend(std::iter::repeat_n(' ', slice.len()));
            } else {
                passage.extend(folded);
            }
        }
        passage
    }

    fn extend(&mut self, text: impl Iterator<Item = char> + Clone) {
        if let Some(whole) = &mut self.whole {
            whole.extend(text.clone());
        }
        self.text.extend(text);
    }

    /// Where its sentences are in its text; what is in quotation marks or brackets ends none.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let trimmed = |range: Range<usize>| {
            let text = &self.text[range.clone()];
            let start = range.start + (text.len() - text.trim_start().len());
            start..start + text.trim().len()
        };
        let all = unquoted(self.whole.as_ref().unwrap_or(&self.text));
        sentences(&all).map(trimmed).filter(|range| !range.is_empty()).collect()
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

/// The links of a block, in Markdown and in tags.
fn links_of(page: &Document<'_>, block: &Block) -> Vec<Span> {
    let mut links = Vec::new();
    let mut open = None;
    for atom in page.atoms_of(block) {
        match &atom.kind {
            AtomKind::Link(_) => links.push(atom.span),
            AtomKind::Html(tag) if tag.name.of(page.text).eq_ignore_ascii_case("a") => {
                if !tag.closing {
                    open = Some(atom.span);
                } else if let Some(start) = open.take() {
                    links.push(start.join(atom.span));
                }
            }
            _ => {}
        }
    }
    links.sort_unstable();
    links
}

/// A tag that is no part of a sentence.
fn is_break(page: &Document<'_>, atom: &Atom<'_>) -> bool {
    let AtomKind::Html(tag) = &atom.kind else { return false };
    let name = tag.name.of(page.text).to_ascii_lowercase();
    !INLINE.contains(&name.as_str())
}
