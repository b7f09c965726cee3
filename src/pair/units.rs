//! What a reader counts: examples, rows of tables and items, where the page has blocks.

use crate::doc::{Block, Document, Kind};

/// Blocks one after another as a reader counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// `rows`, `items`, or `blocks` of more than one kind.
    pub kind: &'static str,
    /// How many.
    pub count: u32,
}

/// Counts blocks: the cells of a row are one, and so are the words about a command and the command.
#[must_use]
pub fn units(page: &Document<'_>, blocks: &[u32]) -> Units {
    let (mut count, mut row, mut words) = (0_u32, 0, None);
    let (mut rows, mut items) = (true, true);
    for &at in blocks {
        let block = &page.blocks[at as usize];
        let is_command = block.kind == Kind::Paragraph && block.prose.letters == 0 && !block.atoms.is_empty();
        let goes_on = (block.kind == Kind::Cell && block.place.row == row) || (is_command && words == Some(at));
        row = block.place.row;
        words = (block.kind == Kind::Item || block.prose.letters > 0).then_some(at + 1);
        if !goes_on {
            count += 1;
            rows &= block.kind == Kind::Cell;
            items &= block.kind == Kind::Item;
        }
    }
    let kind = if rows {
        "rows"
    } else if items {
        "items"
    } else {
        "blocks"
    };
    Units { kind, count }
}

/// The block that a reader knows the unit by which begins with this one: in a row of a table the first cell of the row that
/// no row near it has too, and else the block itself.
#[must_use]
pub fn naming<'d>(page: &'d Document<'_>, first: u32) -> &'d Block {
    /// Cells before and behind the row that are looked at.
    const NEAR: usize = 60;
    let (at, block) = (first as usize, &page.blocks[first as usize]);
    if block.kind != Kind::Cell {
        return block;
    }
    let is_cell = |block: &&Block| block.kind == Kind::Cell;
    let before = page.blocks[..at].iter().rev().take(NEAR).take_while(is_cell);
    let others: Vec<&Block> = before.chain(page.blocks[at..].iter().take(NEAR).take_while(is_cell)).collect();
    let row = others.iter().copied().filter(|cell| cell.place.row == block.place.row);
    let names: Vec<(&Block, String)> =
        row.map(|cell| (cell, page.shown(cell))).filter(|(_, n)| !n.is_empty()).collect();
    // A picture names nothing to those who look for it.
    let says = |name: &str| name.contains(char::is_alphanumeric);
    let is_own = |(cell, name): &&(&Block, String)| {
        let column = others.iter().filter(|o| o.place.column == cell.place.column && o.place.row != cell.place.row);
        says(name) && column.into_iter().all(|other| page.shown(other) != *name)
    };
    names.iter().find(is_own).or(names.first()).map_or(block, |(cell, _)| cell)
}
