//! Blocks of the target in the place of others that the source has there: one was rewritten, nobody dropped one and
//! wrote another.

use std::ops::Range;

use super::Pair;
use super::align::Row;
use super::command::lone_code;
use crate::doc::{Block, Document, Kind};

/// The blocks of the target that stand where those of the source are missing which begin in row `first`: the first of
/// both are of the same kind.
#[must_use]
pub fn stand_in(pair: &Pair<'_, '_>, first: usize) -> Option<Range<u32>> {
    let rows = &pair.alignment.rows[first..];
    if !rows.first()?.target.is_empty() || (first > 0 && pair.alignment.rows[first - 1].target.is_empty()) {
        return None;
    }
    let missing = rows.iter().take_while(|row| row.target.is_empty()).count();
    let added = rows[missing..].iter().take_while(|row| row.source.is_empty()).count();
    let (ours, theirs) = (&rows[..missing], &rows[missing..missing + added]);
    let same = |(a, b): (&Row, &Row)| {
        let (a, b) = (&pair.source.blocks[a.source.start as usize], &pair.target.blocks[b.target.start as usize]);
        a.kind == b.kind || is_in_html(a, b) || is_in_html(b, a)
    };
    let whole = missing == added && ours.iter().zip(theirs).all(same);
    let is_text = |block: &Block| block.prose.letters > 0 && !block.place.footnote && block.kind != Kind::Front;
    let (a, b) = (ours.first()?, theirs.first()?);
    let begins = is_text(&pair.source.blocks[a.source.start as usize])
        && is_text(&pair.target.blocks[b.target.start as usize])
        && same((a, b));
    let absorbed = ours.iter().any(|row| pair.atoms.absorbed.contains(&row.source.start));
    ((whole || begins) && !absorbed).then(|| b.target.start..theirs[added - 1].target.end)
}

/// Words that are HTML on one page, and on the other a paragraph.
fn is_in_html(a: &Block, b: &Block) -> bool {
    a.kind == Kind::Html && b.kind == Kind::Paragraph && a.prose.letters > 0 && b.prose.letters > 0
}

/// A block of code that row `row` has alone stands in its place on the other side, too: as a span there, or as a block
/// where it is a span here.
#[must_use]
pub fn is_in_other_form(pair: &Pair<'_, '_>, row: usize) -> bool {
    let rows = &pair.alignment.rows;
    let alone = |row: &&Row| row.source.is_empty() || row.target.is_empty();
    let gap = rows[row..].iter().take_while(alone).chain(rows[..row].iter().rev().take_while(alone));
    let blocks = |row: &Row| -> (&Document<'_>, Range<usize>) {
        let (document, at) =
            if row.target.is_empty() { (pair.source, &row.source) } else { (pair.target, &row.target) };
        (document, at.start as usize..at.end as usize)
    };
    let (document, own) = blocks(&rows[row]);
    let [block] = &document.blocks[own] else { return false };
    let Some(code) = code_of(document, block) else { return false };
    let is_other = |other: &Block| (other.kind == Kind::Code) != (block.kind == Kind::Code);
    gap.take(NEAR).filter(|other| other.target.is_empty() != rows[row].target.is_empty()).any(|other| {
        let (document, blocks) = blocks(other);
        document.blocks[blocks].iter().any(|other| is_other(other) && code_of(document, other) == Some(code))
    })
}

/// Rows in which the other form is looked for.
const NEAR: usize = 16;

/// The text of a block that is code and nothing else.
fn code_of<'s>(document: &Document<'s>, block: &Block) -> Option<&'s str> {
    let code = if block.kind == Kind::Code { Some(block.content) } else { lone_code(document, block) };
    code.map(|code| code.of(document.text).trim())
}
