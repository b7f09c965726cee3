//! Names among names: what stands in a list, or in a column of a table, of which nearly all are names is one of them.

use std::ops::Range;

use super::{Judge, Judged, Verdict};
use crate::diag::Severity;
use crate::doc::{Block, Document, Kind};

/// Blocks before and behind one that are looked at.
const NEAR: usize = 500;
/// Names that a list or a column has at least, and titles of works elsewhere.
const NAMES: usize = 3;
const WORKS: usize = 3;

impl Judge<'_> {
    /// A hint among more names than texts is a name, and so is a title in a list of works that stand elsewhere.
    pub(super) fn spare_siblings(&self, all: &mut [Judged]) {
        let mut known: (Vec<usize>, bool, bool) = (Vec::new(), false, false);
        for at in 0..all.len() {
            let Verdict::Kept(Some(severity)) = all[at].verdict else { continue };
            if known.0.binary_search(&at).is_err() {
                let siblings = siblings(self.pair.target, all, at);
                known = (siblings.clone(), are_names(all, &siblings), self.are_works(all, &siblings));
            }
            if known.1 && severity == Severity::Info || known.2 {
                all[at].verdict = Verdict::Kept(None);
            }
        }
    }

    /// All items are links to other sites, and nothing else, and none of them is translated: articles, talks, tools.
    fn are_works(&self, all: &[Judged], siblings: &[usize]) -> bool {
        let is_work = |&at: &usize| {
            let judged = &all[at];
            let link = judged.source.and_then(|source| self.lone_link(source));
            matches!(judged.verdict, Verdict::Kept(_)) && link.is_some_and(|link| link.target.contains("://"))
        };
        siblings.len() >= WORKS && siblings.iter().all(is_work)
    }
}

/// Nearly all of the blocks are names.
fn are_names(all: &[Judged], siblings: &[usize]) -> bool {
    let names = siblings.iter().filter(|&&at| all[at].verdict == Verdict::Kept(None)).count();
    names >= NAMES && names * 2 > siblings.len()
}

/// The judged items of the list around one of them, or the cells of its column: as indices of `all`, in order. Alone where
/// it is neither.
fn siblings(page: &Document<'_>, all: &[Judged], at: usize) -> Vec<usize> {
    let block = |at: usize| &page.blocks[all[at].target as usize];
    let (one, own) = (block(at), all[at].target);
    let within = |near: Range<u32>| {
        let first = all.partition_point(|judged| judged.target < near.start);
        (first..all.len()).take_while(move |&at| all[at].target < near.end)
    };
    match one.kind {
        Kind::Item => {
            let is_item = |block: &&Block| block.kind == Kind::Item && block.place.list >= one.place.list;
            let before = page.blocks[..own as usize].iter().rev().take(NEAR).take_while(is_item).count() as u32;
            let behind = page.blocks[own as usize..].iter().take(NEAR).take_while(is_item).count() as u32;
            within(own - before..own + behind).filter(|&at| block(at).place == one.place).collect()
        }
        Kind::Cell => {
            let header =
                |block: &Block| page.rows.get((block.place.row as usize).checked_sub(1)?).map(|row| row.header);
            let is_cell = |block: &&Block| block.kind == Kind::Cell && header(block) == header(one);
            let before = page.blocks[..own as usize].iter().rev().take(NEAR).take_while(is_cell).count() as u32;
            let behind = page.blocks[own as usize..].iter().take(NEAR).take_while(is_cell).count() as u32;
            let is_own =
                |block: &Block| block.place.column == one.place.column && Some(block.place.row) != header(block);
            within(own - before..own + behind).filter(|&at| is_own(block(at))).collect()
        }
        _ => vec![at],
    }
}
