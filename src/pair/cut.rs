//! Pages that end before their source does.

use super::Pair;
use crate::text::Span;

/// What of the source a page lacks that ends where row `first` should begin: from the start of the last block that it
/// has, which may be cut in its middle, to the end. `None` where the page goes on, with definitions maybe.
#[must_use]
pub fn cut_short(pair: &Pair<'_, '_>, first: usize) -> Option<Span> {
    let (before, rest) = pair.alignment.rows.split_at(first);
    let last = before.iter().rev().find(|row| !row.source.is_empty())?;
    let end = pair.target.blocks.last()?.span.end as usize;
    if rest.iter().any(|row| !row.target.is_empty()) || !pair.target.text[end..].trim().is_empty() {
        return None;
    }
    Some(to_the_end(pair, pair.source.blocks[last.source.start as usize].span))
}

/// The bytes of the source from the start of `span` on: missing only where the page ends early.
#[must_use]
pub fn to_the_end(pair: &Pair<'_, '_>, span: Span) -> Span {
    Span::new(span.start as usize, pair.source.text.len())
}
