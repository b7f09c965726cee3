//! Names among names: what stands in a list, or in a column of a table, of which nearly all are names is one of them.

use std::ops::Range;

use super::{Judge, Judged, Verdict};
use crate::diag::Severity;
use crate::doc::{Atom, AtomKind, Block, Document, Kind};
use crate::pair::Side;

/// Blocks before and behind one that are looked at.
const NEAR: usize = 500;
/// Names that a list or a column has at least, and titles of works elsewhere.
const NAMES: usize = 3;
const WORKS: usize = 3;

/// Values that a column of them has at least.
const VALUES: usize = 4;
/// Values that stand as words, too.
const LITERALS: [&str; 8] = ["auto", "false", "nil", "none", "null", "off", "on", "true"];
/// Sites of papers, whose titles nobody translates.
const PAPERS: [&str; 10] = [
    "aclanthology.org",
    "arxiv.org",
    "biorxiv.org",
    "dl.acm.org",
    "doi.org",
    "ieeexplore.ieee.org",
    "link.springer.com",
    "ncbi.nlm.nih.gov",
    "openreview.net",
    "usenix.org",
];

/// A list, or a column of a table.
#[derive(Default)]
struct Siblings {
    /// Its blocks among all that were judged, in order.
    blocks: Vec<usize>,
    /// Nearly all of them are names.
    names: bool,
    /// All of them lead to works elsewhere.
    works: bool,
    /// All of them are values of some setting.
    values: bool,
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
                let values = self.are_values(all, &blocks);
                known = Siblings { blocks, names, works, values };
            }
            let is_paper = || all[at].source.is_some_and(|source| self.is_paper(source));
            if known.names && severity == Severity::Info || known.works || known.values || is_paper() {
                all[at].verdict = Verdict::Kept(None);
            }
        }
    }

    /// The title of a paper that stands on a site of papers, and little more.
    fn is_paper(&self, source: u32) -> bool {
        let page = self.pair.source;
        let block = &page.blocks[source as usize];
        let stands_there = |atom: &&Atom<'_>| {
            let host = atom.link().map(|link| self.pair.frame.canonical(&link.target, Side::Source).host);
            host.is_some_and(|host| PAPERS.contains(&host.as_str()))
        };
        let Some(link) = page.atoms_of(block).iter().find(stands_there) else { return false };
        let letters = |inside: bool| -> usize {
            let runs = page.runs_of(block).iter().filter(|run| link.span.contains(run.span) == inside);
            runs.map(|run| run.span.of(page.text).chars().filter(|c| c.is_alphabetic()).count()).sum()
        };
        letters(false) * 4 <= letters(true)
    }

    /// Words in small letters, the same few again and again, one of which at least is no word: what a setting may be.
    fn are_values(&self, all: &[Judged], siblings: &[usize]) -> bool {
        let page = self.pair.target;
        let value = |&at: &usize| {
            let block = &page.blocks[all[at].target as usize];
            let is_kept = matches!(all[at].verdict, Verdict::Kept(_)) && block.kind == Kind::Cell;
            let value = page.prose_of(block).trim().to_owned();
            let is_value = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
            (is_kept && !value.is_empty() && value.bytes().all(is_value)).then_some(value)
        };
        let Some(mut values) = siblings.iter().map(value).collect::<Option<Vec<String>>>() else { return false };
        let count = values.len();
        values.sort_unstable();
        values.dedup();
        // "off" beside `3000`.
        let beside_code = || siblings.first().is_some_and(|&at| is_beside_code(page, all[at].target));
        let is_one = || values.iter().all(|value| LITERALS.contains(&value.as_str())) && beside_code();
        let are_few = values.len() * 2 <= count;
        is_one() || count >= VALUES && are_few && values.iter().any(|value| value.contains(['-', '_']))
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

/// The column of a cell has cells of nothing but code, too.
fn is_beside_code(page: &Document<'_>, cell: u32) -> bool {
    let one = &page.blocks[cell as usize];
    let is_code = |block: &Block| {
        let mut atoms = page.atoms_of(block).iter();
        block.prose.letters == 0 && atoms.any(|atom| matches!(atom.kind, AtomKind::Code(_)))
    };
    let (before, behind) = page.blocks.split_at(cell as usize);
    let table = |block: &&Block| block.kind == Kind::Cell && header(page, block) == header(page, one);
    let before = before.iter().rev().take(NEAR).take_while(table);
    let cells = before.chain(behind.iter().take(NEAR).take_while(table));
    cells.filter(|block| block.place.column == one.place.column).any(is_code)
}

/// The number of the header of a cell's table.
fn header(page: &Document<'_>, cell: &Block) -> Option<u32> {
    page.rows.get((cell.place.row as usize).checked_sub(1)?).map(|row| row.header)
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
            let table = around(&|block| block.kind == Kind::Cell && header(page, block) == header(page, one));
            let is_own =
                |block: &Block| block.place.column == one.place.column && Some(block.place.row) != header(page, block);
            table.filter(|&at| is_own(block(at))).collect()
        }
        _ => vec![at],
    }
}
