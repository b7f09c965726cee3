//! Tables that lost their line of dashes, and are paragraphs.

use super::{bare, with_lines};
use crate::doc::{Block, Document, Kind, Mend, MendKind, Syntax};
use crate::pair::tables::cells;
use crate::text::Span;

/// The page with the tables that lost their line of dashes, where the source has more tables.
pub(super) fn with_tables<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
    const MOST: usize = 20;
    let headers = |page: &Document<'_>| page.rows.iter().filter(|row| row.number == row.header).count();
    let missing = headers(source).saturating_sub(headers(page)).min(MOST);
    if missing == 0 {
        return None;
    }
    let paragraphs = page.blocks.iter().filter(|block| block.kind == Kind::Paragraph);
    let lost = paragraphs.filter_map(|block| dashes(source, page.text, block)).take(missing);
    with_lines(page, syntax, lost.collect())
}

/// The line of dashes of a paragraph of nothing but rows, as wide as a table of the source.
fn dashes(source: &Document<'_>, text: &str, block: &Block) -> Option<Mend> {
    let rows = block.span.lines(text);
    let (header, second) = (rows.first()?, rows.get(1)?);
    let is_row = |row: &Span| bare(row.of(text)).starts_with('|') && bare(row.of(text)).ends_with('|');
    let width = cells(bare(header.of(text)));
    let is_even = rows.iter().all(|row| is_row(row) && cells(bare(row.of(text))) == width);
    let table = source.rows.iter().find(|row| row.number == row.header && row.cells == width);
    let at = text[..second.start as usize].rfind('\n')? + 1;
    let line = &text[at..second.end as usize];
    let prefix = &line[..line.find('|')?];
    let line = format!("{prefix}|{}\n", " --- |".repeat(width.into()));
    let (opener, source) = (header.trim(text), table.filter(|_| is_even && width > 1)?.span);
    Some(Mend { kind: MendKind::Dashes, at: u32::try_from(at).ok()?, line, opener, source })
}
