//! What stands elsewhere in the target than in the source: sections in another order, and markers apart from their words.

use std::ops::Range;

use super::Pair;
use super::align::{Aligner, Row, unique};
use super::node::{Class, Node};
use crate::doc::{Block, Document, Kind};
use crate::text::Span;

/// Nodes of the longest section that is moved as one.
const LONGEST: usize = 120;

impl Aligner<'_, '_> {
    /// Pairs what was left over on both sides, where a piece of evidence that no other place of the pages has says that
    /// it was moved; its section goes with it.
    pub(super) fn find_moved(&mut self) {
        let mut free = (vec![true; self.a.len()], vec![true; self.b.len()]);
        self.pairs.iter().for_each(|pair| take(&mut free, pair));
        if !free.0.contains(&true) || !free.1.contains(&true) {
            return;
        }
        let theirs = unique(&self.b);
        let ours = unique(&self.a).into_iter();
        let mut found: Vec<(usize, usize)> = ours.filter_map(|(key, i)| Some((i, *theirs.get(&key)?))).collect();
        found.retain(|&(i, j)| free.0[i] && free.1[j]);
        found.sort_unstable();
        for at in 0..found.len() {
            let (i, j) = found[at];
            if !free.0[i] || !free.1[j] {
                continue;
            }
            let first = self.pairs.len();
            if self.a[i].class == Class::Heading {
                let (a, b) = (section(&self.a, &free.0, i), section(&self.b, &free.1, j));
                self.pair_section(i, a, j, b);
            } else {
                self.grow(i, j, &free);
            }
            for pair in &mut self.pairs[first..] {
                pair.2 = true;
                take(&mut free, pair);
            }
        }
    }

    fn pair_section(&mut self, i: usize, a: Range<usize>, j: usize, b: Range<usize>) {
        self.pairs.push((i..i + 1, j..j + 1, true));
        self.stretch(i + 1..a.end, j + 1..b.end);
    }

    /// A block takes along the free neighbours that are like each other.
    fn grow(&mut self, i: usize, j: usize, free: &(Vec<bool>, Vec<bool>)) {
        let (a, b) = (&self.a, &self.b);
        let fits = |&(x, y): &(usize, usize)| {
            let free = free.0.get(x) == Some(&true) && free.1.get(y) == Some(&true);
            free && a[x].class == b[y].class
        };
        let before = (1..=i.min(j)).map(|step| (i - step, j - step)).take_while(fits);
        let after = (0..).map(|step| (i + step, j + step)).take_while(fits);
        let found: Vec<(usize, usize)> = before.chain(after).collect();
        self.pairs.extend(found.into_iter().map(|(x, y)| (x..x + 1, y..y + 1, true)));
    }
}

fn take(free: &mut (Vec<bool>, Vec<bool>), pair: &(Range<usize>, Range<usize>, bool)) {
    free.0[pair.0.clone()].fill(false);
    free.1[pair.1.clone()].fill(false);
}

/// The free nodes of a heading's section, with it.
fn section(nodes: &[Node], free: &[bool], heading: usize) -> Range<usize> {
    let level = nodes[heading].depth;
    let below = (heading + 1..nodes.len().min(heading + LONGEST)).take_while(|&at| free[at]);
    let last = below.take_while(|&at| nodes[at].class != Class::Heading || nodes[at].depth > level).last();
    heading..last.unwrap_or(heading) + 1
}

/// Sections, one after another on both sides, that stand elsewhere in the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSection {
    /// The first heading in the source, an index into its blocks.
    pub source: u32,
    /// The first heading in the target.
    pub target: u32,
    /// The heading that follows them in the target.
    pub next: Option<u32>,
}

/// The sections of the target that stand elsewhere than in the source, but for those of a list in alphabetical order.
#[must_use]
pub fn moved_sections(pair: &Pair<'_, '_>) -> Vec<MovedSection> {
    let is_heading = |document: &Document<'_>, at: u32| matches!(document.blocks[at as usize].kind, Kind::Heading(_));
    let headings = |row: &&Row| {
        row.moved
            && row.source.len() == 1
            && row.target.len() == 1
            && is_heading(pair.source, row.source.start)
            && is_heading(pair.target, row.target.start)
    };
    let next = |document: &Document<'_>, at: u32| {
        let rest = document.blocks.get(at as usize + 1..).unwrap_or_default();
        rest.iter().position(|block| matches!(block.kind, Kind::Heading(_))).map(|found| at + 1 + found as u32)
    };
    let mut out: Vec<MovedSection> = Vec::new();
    let mut follows = (None, None);
    for row in pair.alignment.rows.iter().filter(headings) {
        let (source, target) = (row.source.start, row.target.start);
        let continues = follows == (Some(source), Some(target));
        follows = (next(pair.source, source), next(pair.target, target));
        match out.last_mut() {
            Some(last) if continues => last.next = follows.1,
            _ => out.push(MovedSection { source, target, next: follows.1 }),
        }
    }
    if out.is_empty() {
        return out;
    }
    let main: Vec<(u32, u32)> = pair
        .alignment
        .rows
        .iter()
        .filter(|row| !row.moved && !row.source.is_empty() && !row.target.is_empty())
        .map(|row| (row.source.start, row.target.start))
        .collect();
    out.retain(|section| crosses(&main, section) && !is_sorted(pair.source, section.source));
    out
}

/// Something that stands before it in one page stands behind it in the other.
fn crosses(main: &[(u32, u32)], section: &MovedSection) -> bool {
    let at = main.partition_point(|(source, _)| *source < section.source);
    let before = at.checked_sub(1).is_some_and(|at| main[at].1 > section.target);
    before || main.get(at).is_some_and(|(_, target)| *target < section.target)
}

/// The heading is one of at least three of its level that stand in alphabetical order.
fn is_sorted(document: &Document<'_>, heading: u32) -> bool {
    let kind = document.blocks[heading as usize].kind;
    let above = |block: &&Block| match (block.kind, kind) {
        (Kind::Heading(level), Kind::Heading(own)) => level >= own,
        _ => true,
    };
    let (before, after) = document.blocks.split_at(heading as usize);
    let before = before.iter().rev().take_while(above).filter(|block| block.kind == kind);
    let after = after.iter().take_while(above).filter(|block| block.kind == kind);
    let mut titles: Vec<String> = before.map(|block| document.prose_of(block).to_lowercase()).collect();
    titles.reverse();
    titles.extend(after.map(|block| document.prose_of(block).to_lowercase()));
    titles.len() >= 3 && titles.windows(2).filter(|pair| pair[0] > pair[1]).count() * 10 < titles.len()
}

/// An item's marker on a line of its own, and its words indented below it so far that they are code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrandedMarker {
    /// From the marker to the last word.
    pub span: Span,
    /// The words.
    pub words: Span,
    /// The item of the source.
    pub source: Span,
}

/// The markers of the target that stand alone, where the source has an item that nothing answers.
#[must_use]
pub fn stranded_markers(pair: &Pair<'_, '_>) -> Vec<StrandedMarker> {
    let rows = &pair.alignment.rows;
    let mut out = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.source.is_empty() && row.target.len() == 1) {
        let block = &pair.target.blocks[row.target.start as usize];
        let Some(marker) = lone_marker(pair.target.text, block) else { continue };
        let item = |row: &Row| {
            let block = pair.source.blocks.get(row.source.start as usize).filter(|_| row.target.is_empty())?;
            (block.kind == Kind::Item && !row.source.is_empty()).then_some(block.span)
        };
        let near = rows[at.saturating_sub(3)..rows.len().min(at + 4)].iter();
        if let Some(source) = near.filter_map(item).next() {
            let words = block.content.trim(pair.target.text);
            out.push(StrandedMarker { span: marker.join(block.span), words, source });
        }
    }
    out
}

/// The list marker alone on the line above an indented code block.
fn lone_marker(text: &str, block: &Block) -> Option<Span> {
    if block.kind != Kind::Code || block.place.list == 0 || !block.label.is_empty() {
        return None;
    }
    let before = text[..block.span.start as usize].trim_end();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let marker = Span::new(line, before.len()).trim(text);
    let word = marker.of(text);
    let number = word.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    (matches!(word, "*" | "-" | "+") || (number && word.len() > 1)).then_some(marker)
}
