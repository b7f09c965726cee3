//! What a reader counts: examples, rows of tables and items, where the page has blocks.

use crate::doc::{Document, Kind};

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
