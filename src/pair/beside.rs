//! Blocks without counterpart that a row beside them tells along with its own: paragraphs and samples that were joined to one
//! a little further on, or parted from it.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::Row;
use super::lexicon::{Lexicon, Meaning};
use super::meant::prose;
use crate::doc::{AtomKind, Block, Document, Kind};
use crate::text::Span;

/// Rows on either side that are looked at.
const NEAR: usize = 4;
/// Bytes of the shortest sample that is looked for.
const SAMPLE: usize = 8;

/// What the rows of two pages say.
pub(super) struct Beside<'p, 's> {
    pages: (&'p Document<'s>, &'p Document<'s>),
    rows: &'p [Row],
    lexicon: Option<&'p Lexicon>,
    /// By row, of the source and of the target.
    said: FxHashMap<usize, (Meaning, Meaning)>,
}

impl<'p, 's> Beside<'p, 's> {
    pub fn new(
        pages: (&'p Document<'s>, &'p Document<'s>),
        rows: &'p [Row],
        lexicon: Option<&'p Lexicon>,
    ) -> Beside<'p, 's> {
        Beside { pages, rows, lexicon, said: FxHashMap::default() }
    }

    /// What one page has alone in this row is told in one beside it, which has more than its own.
    pub fn tells(&mut self, row: usize) -> bool {
        let (page, blocks) = self.alone(row);
        let sample = (page.blocks[blocks.start as usize].kind == Kind::Code).then(|| lines(page, blocks));
        let near = row.saturating_sub(NEAR)..self.rows.len().min(row + NEAR + 1);
        near.into_iter().any(|other| {
            let Row { source, target, .. } = &self.rows[other];
            let answers = !source.is_empty() && !target.is_empty();
            answers
                && match &sample {
                    Some(sample) => self.has_lines(sample, row, other),
                    None => self.has_words(row, other),
                }
        })
    }

    /// The page that has a row alone, and its blocks.
    fn alone(&self, row: usize) -> (&'p Document<'s>, &'p Range<u32>) {
        let Row { source, target, .. } = &self.rows[row];
        if target.is_empty() { (self.pages.0, source) } else { (self.pages.1, target) }
    }

    /// The blocks of a row in the page that has `alone` alone, and those of the other page.
    fn sides(&self, alone: usize, row: usize) -> (&'p Range<u32>, (&'p Document<'s>, &'p Range<u32>)) {
        let Row { source, target, .. } = &self.rows[row];
        if self.rows[alone].target.is_empty() {
            (source, (self.pages.1, target))
        } else {
            (target, (self.pages.0, source))
        }
    }

    /// All lines of the sample that is `alone` are lines of one in the other page, and of none that this one answers.
    fn has_lines(&self, sample: &FxHashSet<&str>, alone: usize, row: usize) -> bool {
        let (page, _) = self.alone(alone);
        let (here, (other_page, there)) = self.sides(alone, row);
        let long = sample.iter().map(|line| line.len()).sum::<usize>() >= SAMPLE;
        long && sample.is_subset(&lines(other_page, there)) && sample.is_disjoint(&lines(page, here))
    }

    fn has_words(&mut self, alone: usize, row: usize) -> bool {
        // What ran into a heading is told.
        let is_heading = |at: u32| matches!(self.pages.1.blocks[at as usize].kind, Kind::Heading(_));
        let Some(lexicon) = self.lexicon.filter(|_| !self.rows[row].target.clone().any(is_heading)) else {
            return false;
        };
        self.fill(alone, lexicon);
        self.fill(row, lexicon);
        let ((text, added), (ours, theirs)) = (&self.said[&alone], &self.said[&row]);
        let in_source = self.rows[alone].target.is_empty();
        let told = if in_source { text.told_in(ours, theirs) } else { added.told_in(theirs, ours) };
        told.is_sure() || told.is_most() && self.has_atoms(alone, row)
    }

    fn fill(&mut self, row: usize, lexicon: &Lexicon) {
        let ((source, target), is_english) = (self.pages, lexicon.is_from_english());
        let Row { source: ours, target: theirs, .. } = &self.rows[row];
        self.said.entry(row).or_insert_with(|| {
            (lexicon.meaning(is_english, prose(source, ours)), lexicon.meaning(!is_english, prose(target, theirs)))
        });
    }

    /// All that `alone` has of code, links and placeholders the other page has in the row.
    fn has_atoms(&self, alone: usize, row: usize) -> bool {
        let (page, blocks) = self.alone(alone);
        let (_, (other_page, others)) = self.sides(alone, row);
        let theirs = blocks_of(other_page, others).iter().flat_map(|block| other_page.atoms_of(block));
        let text = |code: Span| {
            let mut blocks = blocks_of(other_page, others).iter();
            blocks.any(|block| block.content.of(other_page.text).contains(code.of(page.text)))
        };
        blocks_of(page, blocks).iter().flat_map(|block| page.atoms_of(block)).all(|atom| {
            theirs.clone().any(|other| other.key == atom.key) || matches!(atom.kind, AtomKind::Code(code) if text(code))
        })
    }
}

fn blocks_of<'d>(page: &'d Document<'_>, blocks: &Range<u32>) -> &'d [Block] {
    &page.blocks[blocks.start as usize..blocks.end as usize]
}

/// The lines of samples, white space around them left out.
fn lines<'d>(page: &'d Document<'_>, blocks: &Range<u32>) -> FxHashSet<&'d str> {
    let code = blocks_of(page, blocks).iter().filter(|block| block.kind == Kind::Code);
    let lines = code.flat_map(|block| block.content.of(page.text).lines()).map(str::trim);
    lines.filter(|line| !line.is_empty()).collect()
}
