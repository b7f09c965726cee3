//! Blocks without counterpart whose names, numbers and code stand in the blocks around their place, or whose words do in one
//! of them: merged, flattened, or told in another form.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::align::Row;
use super::beside::Beside;
use super::lexicon::Lexicon;
use super::node::is_kept;
use crate::doc::{AtomKind, Block, Document, Kind};

/// Rows on either side of a gap that are looked at.
const NEAR: usize = 3;
/// Rows of the longest gap that is looked at: a longer one is a part of the page that was left out.
const LONG: usize = 40;
/// Names that are enough to know a block by, and the share of them, in percent, that has to be there.
const ENOUGH: usize = 3;
const SHARE: usize = 75;

/// Blocks of the source and of the target that the other page tells around their place.
#[derive(Debug, Default)]
pub struct ToldAround {
    /// Those of the source.
    pub source: FxHashSet<u32>,
    /// Those of the target.
    pub target: FxHashSet<u32>,
}

/// How often a page names something, by the name in small letters, as a number.
type Counts = FxHashMap<u64, i32>;

/// Finds them.
pub(super) fn told_around(
    pages: (&Document<'_>, &Document<'_>),
    rows: &[Row],
    lexicon: Option<&Lexicon>,
) -> ToldAround {
    let mut out = ToldAround::default();
    let (source, target) = pages;
    if source.catalogue.is_some() {
        return out;
    }
    let mut beside = Beside::new(pages, rows, lexicon);
    let is_gap = |row: &Row| row.source.is_empty() || row.target.is_empty();
    let mut at = 0;
    for rows_of_gap in rows.chunk_by(|a, b| is_gap(a) == is_gap(b)) {
        let range = at..at + rows_of_gap.len();
        at = range.end;
        if !is_gap(&rows_of_gap[0]) || rows_of_gap.len() > LONG {
            continue;
        }
        let window = range.start.saturating_sub(NEAR)..rows.len().min(range.end + NEAR);
        let names = |row: &Row| (names_of(source, &row.source), names_of(target, &row.target));
        let named: Vec<(Counts, Counts)> = rows[window.clone()].iter().map(names).collect();
        let more = Surplus::new(&named);
        let mut gap = Gap { pages, rows, range, first: window.start, named, more };
        gap.find_blocks(&mut beside, &mut out);
        gap.find_lists(&mut out);
    }
    out
}

/// Rows one after another that have blocks of one page each, and those around them.
struct Gap<'p, 's> {
    pages: (&'p Document<'s>, &'p Document<'s>),
    rows: &'p [Row],
    range: Range<usize>,
    /// The first row that is looked at, and what each row from it on names.
    first: usize,
    named: Vec<(Counts, Counts)>,
    more: Surplus,
}

impl<'p, 's> Gap<'p, 's> {
    /// The page that has the blocks of a row, and they.
    fn blocks(&self, row: usize) -> (&'p Document<'s>, &'p Range<u32>) {
        let row = &self.rows[row];
        if row.target.is_empty() { (self.pages.0, &row.source) } else { (self.pages.1, &row.target) }
    }

    /// What they name, and what the other page names more often.
    fn names(&mut self, row: usize) -> (&Counts, &mut Counts) {
        let (ours, theirs) = &self.named[row - self.first];
        if self.rows[row].target.is_empty() { (ours, &mut self.more.target) } else { (theirs, &mut self.more.source) }
    }

    /// Blocks whose names or words are told around their place.
    fn find_blocks(&mut self, beside: &mut Beside<'_, '_>, out: &mut ToldAround) {
        for row in self.range.clone() {
            let (page, blocks) = self.blocks(row);
            let is_text = page.blocks[blocks.start as usize..blocks.end as usize].iter().all(is_text);
            let (names, surplus) = self.names(row);
            if is_text && (take(names, surplus) || beside.tells(row)) {
                out.of(&self.rows[row]).extend(blocks.clone());
            }
        }
    }

    /// Lists whose items name too little each: the other page may tell them in a table, a sentence or a sample.
    fn find_lists(&mut self, out: &mut ToldAround) {
        let rows: Vec<usize> = self.range.clone().collect();
        let lists: Vec<&[usize]> = rows.chunk_by(|a, b| self.are_items(*a, *b)).collect();
        for list in lists.into_iter().filter(|list| list.len() > 1) {
            let found = out.of(&self.rows[list[0]]);
            if list.iter().any(|row| self.blocks(*row).1.clone().any(|block| found.contains(&block))) {
                continue;
            }
            let names: Counts = list.iter().flat_map(|row| self.names(*row).0.clone()).collect();
            if take(&names, self.names(list[0]).1) {
                list.iter().for_each(|row| found.extend(self.blocks(*row).1.clone()));
            }
        }
    }

    /// The two rows have items of the same page.
    fn are_items(&self, one: usize, other: usize) -> bool {
        let is_item = |row: usize| {
            let (page, blocks) = self.blocks(row);
            page.blocks[blocks.start as usize..blocks.end as usize].iter().all(|block| block.kind == Kind::Item)
        };
        self.rows[one].target.is_empty() == self.rows[other].target.is_empty() && is_item(one) && is_item(other)
    }
}

impl ToldAround {
    /// What was found of the page that has this row alone.
    fn of(&mut self, row: &Row) -> &mut FxHashSet<u32> {
        if row.target.is_empty() { &mut self.source } else { &mut self.target }
    }
}

/// What each page names more often than the other, in some rows.
struct Surplus {
    source: Counts,
    target: Counts,
}

impl Surplus {
    /// By row: what the source names, and what the target does. A side that a row has not names nothing.
    fn new(named: &[(Counts, Counts)]) -> Surplus {
        let mut out = Surplus { source: Counts::default(), target: Counts::default() };
        for (ours, theirs) in named {
            add(&mut out.source, ours, theirs);
            add(&mut out.target, theirs, ours);
        }
        out
    }
}

/// Adds what `own` has more than `other`.
fn add(sum: &mut Counts, own: &Counts, other: &Counts) {
    for (name, count) in own {
        let more = count - other.get(name).copied().unwrap_or_default();
        if more > 0 {
            *sum.entry(*name).or_default() += more;
        }
    }
}

/// Takes the names out of `surplus`, if most of them are there.
fn take(names: &Counts, surplus: &mut Counts) -> bool {
    let is_there = |name: &u64| surplus.get(name).is_some_and(|count| *count > 0);
    let found: Vec<u64> = names.keys().copied().filter(is_there).collect();
    if found.len() < ENOUGH || found.len() * 100 < names.len() * SHARE {
        return false;
    }
    for name in found {
        surplus.entry(name).and_modify(|count| *count -= 1);
    }
    true
}

/// What blocks name: words with capitals or digits in them, and all words of code.
fn names_of(page: &Document<'_>, blocks: &Range<u32>) -> Counts {
    let mut out = Counts::default();
    for block in &page.blocks[blocks.start as usize..blocks.end as usize] {
        let mut count = |text: &str, tells: fn(&str) -> bool| {
            for word in words(text).filter(|word| tells(word)) {
                *out.entry(key_in_any_case(word)).or_default() += 1;
            }
        };
        if is_code(block) {
            count(block.content.of(page.text), |word| word.len() >= 3);
            continue;
        }
        page.runs_of(block).iter().for_each(|run| count(run.span.of(page.text), |word| is_kept(word.as_bytes())));
        for atom in page.atoms_of(block) {
            if let AtomKind::Code(code) = atom.kind {
                count(code.of(page.text), |word| word.len() >= 2);
            }
        }
    }
    out
}

/// Neither a heading nor a cell, which say what others belong to, nor a command, which is told with its example.
fn is_text(block: &Block) -> bool {
    let words = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Definition) && block.prose.letters > 0;
    words || matches!(block.kind, Kind::Code | Kind::Html)
}

/// Code, and raw HTML, which may hold a fence that is none.
fn is_code(block: &Block) -> bool {
    matches!(block.kind, Kind::Code | Kind::Html)
}

/// A word in small letters, as a number.
fn key_in_any_case(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
    hasher.finish()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
