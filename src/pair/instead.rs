//! Blocks of the target in the place of others that the source has there: one was rewritten, nobody dropped one and
//! wrote another.

use std::ops::Range;

use super::Pair;
use super::align::Row;
use crate::doc::{Block, Kind};

/// The blocks of the target that stand where those of the source are missing which begin in row `first`: the first of
/// both are of the same kind.
#[must_use]
pub fn stand_in(pair: &Pair<'_, '_>, first: usize) -> Option<Range<u32>> {
    let rows = &pair.alignment.rows[first..];
    if !rows.first()?.target.is_empty() || (first > 0 && pair.alignment.rows[first - 1].target.is_empty()) {
        return None;
    }
    let missing = rows.iter().take_while(|row| row.target.is_empty()).count();
    let added = rows[missing..].iter().take_while(|row| row.source.is_empty()).count();
    let (ours, theirs) = (&rows[..missing], &rows[missing..missing + added]);
    let kind = |row: &Row| pair.source.blocks[row.source.start as usize].kind;
    let same = |(a, b): (&Row, &Row)| kind(a) == pair.target.blocks[b.target.start as usize].kind;
    let whole = missing == added && ours.iter().zip(theirs).all(same);
    let is_text = |block: &Block| block.prose.letters > 0 && !block.place.footnote && block.kind != Kind::Front;
    let (a, b) = (ours.first()?, theirs.first()?);
    let begins = is_text(&pair.source.blocks[a.source.start as usize])
        && is_text(&pair.target.blocks[b.target.start as usize])
        && same((a, b));
    let absorbed = ours.iter().any(|row| pair.atoms.absorbed.contains(&row.source.start));
    ((whole || begins) && !absorbed).then(|| b.target.start..theirs[added - 1].target.end)
}
