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

/// A list, or a column of a table.
#[derive(Default)]
struct Siblings {
    /// Its blocks among all that were judged, in order.
    blocks: Vec<usize>,
    /// Nearly all of them are names.
    names: bool,
    /// All of them lead to works elsewhere.
    works: bool,
}

impl Judge<'_> {
    /// A hint among more names than texts is a name, and so is a title in a list of works that stand elsewhere.
    pub(super) fn spare_siblings(&self, all: &mut [Judged]) {
        let mut known = Siblings::default();
        for at in 0..all.len() {
            let Verdict::Kept(Some(severity)) = all[at].verdict else { continue };
            if known.blocks.binary_search(&at).is_err() {
                let blocks = siblings(self.pair.target, all, at);
                let (names, works) = (are_names(all, &blocks), self.are_works(all, &blocks));
                known = Siblings { blocks, names, works };
            }
            if known.names && severity == Severity::Info || known.works {
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
    // The judged blocks in the stretch of such blocks around it.
    let around = |is_near: &dyn Fn(&&Block) -> bool| {
        let (before, behind) = page.blocks.split_at(own as usize);
        let first = own - before.iter().rev().take(NEAR).take_while(is_near).count() as u32;
        let end = own + behind.iter().take(NEAR).take_while(is_near).count() as u32;
        let places: Range<usize> =
            all.partition_point(|one| one.target < first)..all.partition_point(|one| one.target < end);
        places
    };
    match one.kind {
        Kind::Item => {
            let list = around(&|block| block.kind == Kind::Item && block.place.list >= one.place.list);
            list.filter(|&at| block(at).place == one.place).collect()
        }
        Kind::Cell => {
            let header =
                |block: &Block| page.rows.get((block.place.row as usize).checked_sub(1)?).map(|row| row.header);
            let table = around(&|block| block.kind == Kind::Cell && header(block) == header(one));
            let is_own =
                |block: &Block| block.place.column == one.place.column && Some(block.place.row) != header(block);
            table.filter(|&at| is_own(block(at))).collect()
        }
        _ => vec![at],
    }
}
