//! A page and its source side by side, as plain text: what a reader of the report looks at.

use std::ops::Range;

use super::Weights;
use super::page::{Facts, Outcome, fates};
use crate::doc::{Block, Document, Kind};
use crate::pair::{Pair, Row};
use crate::report::Finding;
use crate::text::{LineIndex, Position, Span};
use crate::verdict::Judged;

/// What became of the blocks of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It has no words, such as code.
    Wordless,
    /// It is translated, or may stay.
    Translated,
    /// The source has nothing there.
    Added,
    /// It is translated from an older source.
    Stale,
    /// Some or all of it is in the source language.
    Untranslated,
    /// Nothing answers it.
    Missing,
}

impl Fate {
    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fate::Wordless => "wordless",
            Fate::Translated => "translated",
            Fate::Added => "added",
            Fate::Stale => "stale",
            Fate::Untranslated => "untranslated",
            Fate::Missing => "missing",
        }
    }
}

/// Text of a page as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it starts.
    pub start: Position,
    /// The text.
    pub text: String,
}

/// What answers what.
#[derive(Debug, Clone)]
pub struct ViewRow {
    /// What the blocks are: `heading`, `code` and so on.
    pub kind: &'static str,
    /// What became of them.
    pub fate: Fate,
    /// The source's side.
    pub source: Option<Passage>,
    /// The translation's side.
    pub target: Option<Passage>,
    /// What was found there, as indices into [`PageView::findings`].
    pub findings: Vec<usize>,
}

/// A page and its source.
#[derive(Debug, Clone)]
pub struct PageView {
    /// The path of the translation.
    pub target: String,
    /// The path of the source.
    pub source: String,
    /// What answers what, in the order of the source.
    pub rows: Vec<ViewRow>,
    /// What was found; a finding in no row is about the page.
    pub findings: Vec<Finding>,
}

/// The view of a pair. Arguments as for [`super::of_pair`]; `findings` are those about the translation.
#[must_use]
pub fn view(
    pair: &Pair<'_, '_>,
    (source, target): (&Weights, &Weights),
    verdicts: &[Judged],
    (stale, findings): (&[bool], Vec<Finding>),
) -> PageView {
    let outcomes = fates(pair, Facts { source, target }, verdicts);
    let weights = source;
    let maker = Maker {
        pair,
        outcomes,
        weights,
        stale,
        lines: [LineIndex::new(pair.source.text), LineIndex::new(pair.target.text)],
    };
    let mut rows = maker.rows();
    place(&mut rows, &findings);
    let (target, source) = (pair.frame.target_path.clone(), pair.frame.source_path.clone());
    PageView { target, source, rows, findings }
}

struct Maker<'a> {
    pair: &'a Pair<'a, 'a>,
    outcomes: Vec<Outcome>,
    weights: &'a Weights,
    stale: &'a [bool],
    lines: [LineIndex<'a>; 2],
}

impl Maker<'_> {
    /// One row of the view for each row of the alignment, but the cells of a table row are one.
    fn rows(&self) -> Vec<ViewRow> {
        let mut out: Vec<ViewRow> = Vec::new();
        let rows = &self.pair.alignment.rows;
        let mut first = 0;
        while first < rows.len() {
            let table = self.table_row(&rows[first]);
            let same = |row: &&Row| table.is_some() && self.table_row(row) == table;
            let count = rows[first..].iter().take_while(same).count().max(1);
            out.push(self.row(&rows[first..first + count]));
            first += count;
        }
        out
    }

    fn table_row(&self, row: &Row) -> Option<(bool, u32)> {
        let of = |document: &Document<'_>, range: &Range<u32>| {
            let block = document.blocks.get(range.start as usize).filter(|_| !range.is_empty())?;
            (block.place.row > 0).then_some(block.place.row)
        };
        let source = of(self.pair.source, &row.source).map(|number| (true, number));
        source.or_else(|| of(self.pair.target, &row.target).map(|number| (false, number)))
    }

    fn row(&self, rows: &[Row]) -> ViewRow {
        let join = |ranges: &mut dyn Iterator<Item = &Range<u32>>| {
            let blocks: Vec<u32> = ranges.flat_map(Clone::clone).collect();
            Some(*blocks.iter().min()? as usize..*blocks.iter().max()? as usize + 1)
        };
        let source = join(&mut rows.iter().map(|row| &row.source));
        let target = join(&mut rows.iter().map(|row| &row.target));
        let first = source.as_ref().map(|range| &self.pair.source.blocks[range.start]);
        let first = first.or_else(|| target.as_ref().map(|range| &self.pair.target.blocks[range.start]));
        ViewRow {
            kind: first.map_or("", |block| kind(block.kind)),
            fate: self.fate(rows),
            source: source.map(|range| passage(self.pair.source, &self.lines[0], range)),
            target: target.map(|range| passage(self.pair.target, &self.lines[1], range)),
            findings: Vec::new(),
        }
    }

    /// The worst fate of the blocks of some rows.
    fn fate(&self, rows: &[Row]) -> Fate {
        let of = |at: u32| {
            let words = self.weights.words(at);
            let stale = self.stale.get(at as usize).copied().unwrap_or(false);
            match self.outcomes[at as usize] {
                Outcome::Missing => Fate::Missing,
                _ if words == 0 => Fate::Wordless,
                outcome if outcome.is_untranslated(words) => Fate::Untranslated,
                Outcome::Answered(_) if stale => Fate::Stale,
                Outcome::Answered(_) => Fate::Translated,
            }
        };
        let source = rows.iter().flat_map(|row| row.source.clone()).map(of).max();
        source.unwrap_or(Fate::Added)
    }
}

/// The blocks of a range as they are written.
fn passage(document: &Document<'_>, lines: &LineIndex<'_>, range: Range<usize>) -> Passage {
    let blocks = &document.blocks[range];
    // A value of the front matter with its key.
    let whole = |block: &Block| if block.kind == Kind::Front { block.label.join(block.span) } else { block.span };
    let span = blocks.iter().map(whole).fold(whole(&blocks[0]), Span::join);
    Passage {
        start: lines.position(span.start),
        text: span.of(document.text).trim_end().replace("\r\n", "\n").replace('\r', "\n"),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Front => "front matter",
        Kind::Heading(_) => "heading",
        Kind::Paragraph => "paragraph",
        Kind::Item => "item",
        Kind::Cell => "table row",
        Kind::Code => "code",
        Kind::Html => "HTML",
        Kind::Tags => "tags",
        Kind::Directive => "directive",
        Kind::Term => "term",
        Kind::Definition => "definition",
        Kind::Message => "message",
        Kind::Attribute => "attribute",
    }
}

/// Puts each finding at the last row that starts at or above it, what is missing at its row in the source. What stands
/// at the very start is about the page.
fn place(rows: &mut [ViewRow], findings: &[Finding]) {
    let starts = |side: fn(&ViewRow) -> Option<&Passage>| {
        let starts = rows.iter().enumerate().filter_map(|(at, row)| Some((side(row)?.start.line, at)));
        let mut starts: Vec<(u32, usize)> = starts.collect();
        starts.sort_unstable();
        starts
    };
    let (sources, targets) = (starts(|row| row.source.as_ref()), starts(|row| row.target.as_ref()));
    for (at, finding) in findings.iter().enumerate() {
        let range = finding.place.range;
        let missing = finding.source.as_ref().filter(|_| range.start == range.end);
        let (starts, line) = match missing {
            Some(source) => (&sources, source.range.start.line),
            None => (&targets, range.start.line),
        };
        let whole = range.start == range.end && (line, range.start.column) == (1, 1);
        let above = starts.partition_point(|(start, _)| *start <= line);
        if !whole && above > 0 {
            rows[starts[above - 1].1].findings.push(at);
        }
    }
}
