//! Pages that end before their source does.

use super::Pair;
use crate::doc::{Block, Document, Kind};
use crate::text::Span;

/// What of the source a page lacks that ends where row `first` should begin: from the end of the last block that it has,
/// or from its start where it was cut in its middle, to the end. `None` where the page goes on, with definitions maybe.
#[must_use]
pub fn cut_short(pair: &Pair<'_, '_>, first: usize) -> Option<Span> {
    let (before, rest) = pair.alignment.rows.split_at(first);
    let last = before.iter().rev().find(|row| !row.source.is_empty() && !row.target.is_empty())?;
    let end = pair.target.blocks.last()?.span.end as usize;
    if rest.iter().any(|row| !row.target.is_empty()) || !pair.target.text[end..].trim().is_empty() {
        return None;
    }
    let ours = &pair.source.blocks[last.source.end as usize - 1];
    let theirs = &pair.target.blocks[last.target.end as usize - 1];
    let is_whole = !is_cut((pair.source, ours), (pair.target, theirs));
    Some(to_the_end(pair, if is_whole { Span::at(ours.span.end as usize) } else { ours.span }))
}

/// The block stops in the middle of a word or before its last lines, where the source's comes to an end.
#[must_use]
pub fn is_cut((source, ours): (&Document<'_>, &Block), (target, theirs): (&Document<'_>, &Block)) -> bool {
    if ours.kind == Kind::Code {
        return theirs.content.lines(target.text).len() < ours.content.lines(source.text).len();
    }
    let ends = |page: &Document<'_>, block: &Block| {
        block.content.of(page.text).trim_end().ends_with(|c: char| !c.is_alphanumeric())
    };
    ends(source, ours) && !ends(target, theirs)
}

/// The bytes of the source from the start of `span` on: missing only where the page ends early.
#[must_use]
pub fn to_the_end(pair: &Pair<'_, '_>, span: Span) -> Span {
    Span::new(span.start as usize, pair.source.text.len())
}
