//! Blocks of the target in the place of others that the source has there: one was rewritten, nobody dropped one and
//! wrote another.

use std::ops::Range;

use super::Pair;

/// The blocks of the target that stand where those of the source are missing which begin in row `first`: as many, of the
/// same kinds, in the same order.
#[must_use]
pub fn stand_in(pair: &Pair<'_, '_>, first: usize) -> Option<Range<u32>> {
    let rows = &pair.alignment.rows[first..];
    if rows.first()?.target.is_empty() && (first == 0 || !pair.alignment.rows[first - 1].target.is_empty()) {
        let missing = rows.iter().take_while(|row| row.target.is_empty()).count();
        let added = rows[missing..].iter().take_while(|row| row.source.is_empty()).count();
        let (ours, theirs) = (&rows[..missing], &rows[missing..missing + added]);
        let kinds = |source: u32, target: u32| {
            pair.source.blocks[source as usize].kind == pair.target.blocks[target as usize].kind
                && !pair.atoms.absorbed.contains(&source)
        };
        let alike = ours.iter().zip(theirs).all(|(a, b)| kinds(a.source.start, b.target.start));
        return (missing == added && alike).then(|| theirs[0].target.start..theirs[added - 1].target.end);
    }
    None
}
