//! Tables of the target that are none: the row of dashes below the header has another number of cells than it.

use super::Pair;
use crate::doc::{Block, Kind};
use crate::text::Span;

/// A table that is shown as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenTable {
    /// The paragraph that the table is now.
    pub span: Span,
    /// Its first line.
    pub header: Span,
    /// Cells of the header.
    pub cells: u16,
    /// Cells of the row of dashes.
    pub columns: u16,
    /// The first cell of the source's table, an index into its blocks.
    pub source: u32,
}

/// The broken tables of the target, where nothing answers a table of the source.
#[must_use]
pub fn broken_tables(pair: &Pair<'_, '_>) -> Vec<BrokenTable> {
    let rows = &pair.alignment.rows;
    let cell = |at: u32| pair.source.blocks.get(at as usize).is_some_and(|block| block.kind == Kind::Cell);
    let mut out = Vec::new();
    // The first cell of the last table that nothing answers.
    let mut lost = None;
    for row in rows {
        if row.target.is_empty() && cell(row.source.start) {
            lost = lost.or(Some(row.source.start));
        } else if let (Some(source), true, [block]) =
            (lost, row.source.is_empty(), &pair.target.blocks[row.target.start as usize..row.target.end as usize])
        {
            out.extend(broken(pair, block, source));
        } else if !row.source.is_empty() && !row.target.is_empty() {
            lost = None;
        }
    }
    out
}

fn broken(pair: &Pair<'_, '_>, block: &Block, source: u32) -> Option<BrokenTable> {
    if block.kind != Kind::Paragraph {
        return None;
    }
    let mut lines = block.span.of(pair.target.text).lines();
    let (header, dashes) = (lines.next()?, lines.next()?);
    let is_dashes = dashes.contains("--") && dashes.bytes().all(|byte| b"|-: \t>".contains(&byte));
    let (cells, columns) = (cells(header), cells(dashes));
    let start = block.span.start as usize;
    (is_dashes && header.contains('|') && cells != columns).then(|| BrokenTable {
        span: block.span,
        header: Span::new(start, start + header.len()),
        cells,
        columns,
        source,
    })
}

/// Cells between the bars of a line.
pub(super) fn cells(line: &str) -> u16 {
    let inner = line.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner).replace("\\|", "");
    u16::try_from(inner.matches('|').count() + 1).unwrap_or(u16::MAX)
}
