//! Blocks of the target in the place of others that the source has there: one was rewritten, nobody dropped one and
//! wrote another.

use std::ops::Range;

use super::Pair;

/// The blocks of the target that stand where those of the source are missing which begin in row `first`: as many, of the
/// same kinds, in the same order.
#[must_use]
pub fn stand_in(pair: &Pair<'_, '_>, first: usize) -> Option<Range<u32>> {
    let (before, rows) = pair.alignment.rows.split_at(first);
    let is_inside = before.last().is_some_and(|row| row.target.is_empty());
    let missing = rows.iter().take_while(|row| row.target.is_empty()).count();
    let (ours, rest) = rows.split_at(missing);
    let added = rest.iter().take_while(|row| row.source.is_empty()).count();
    if is_inside || missing == 0 || missing != added {
        return None;
    }
    let kinds = |source: u32, target: u32| {
        pair.source.blocks[source as usize].kind == pair.target.blocks[target as usize].kind
            && !pair.atoms.absorbed.contains(&source)
    };
    let alike = ours.iter().zip(rest).all(|(a, b)| kinds(a.source.start, b.target.start));
    alike.then(|| rest[0].target.start..rest[added - 1].target.end)
}
