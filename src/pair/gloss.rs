//! Quotations that a page shows in the source language and translates right below.

use rustc_hash::FxHashSet;

use super::Pair;
use crate::doc::Block;

/// How many times longer than a quotation its translation may be, in letters, and how many times shorter.
const LONGER: u32 = 2;
const SHORTER: u32 = 5;

/// The blocks of the target that quote the source as it stands, and those that translate them.
pub(super) fn glossed_quotations(pair: &Pair<'_, '_>) -> FxHashSet<u32> {
    let mut out = FxHashSet::default();
    let blocks = &pair.target.blocks;
    if !blocks.iter().any(|block| block.place.quote > 0) {
        return out;
    }
    let rows = pair.rows_of_target();
    let row = |at: u32| rows.get(at as usize).map(|row| &pair.alignment.rows[*row]);
    let quotes = |at: u32| {
        row(at).is_some_and(|row| row.source.len() == 1 && row.target.len() == 1 && pair.is_kept(row.source.start))
    };
    let is_alone = |at: u32| row(at).is_some_and(|row| row.source.is_empty());
    let is_quoted = |at: u32| blocks.get(at as usize).is_some_and(|block: &Block| block.place.quote > 0);
    let letters = |range: std::ops::Range<u32>| range.map(|at| blocks[at as usize].prose.letters).sum::<u32>();
    let count = u32::try_from(blocks.len()).unwrap_or(u32::MAX);
    let mut at = 0;
    while at < count {
        let kept = at..(at..count).find(|at| !is_quoted(*at) || !quotes(*at)).unwrap_or(count);
        let own = kept.end..(kept.end..count).find(|at| !is_quoted(*at) || !is_alone(*at)).unwrap_or(count);
        let (quoted, told) = (letters(kept.clone()), letters(own.clone()));
        if told > 0 && told <= quoted * LONGER && quoted <= told * SHORTER {
            out.extend(kept.start..own.end);
        }
        at = own.end.max(kept.end).max(at + 1);
    }
    out
}
