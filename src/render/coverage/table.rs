//! Columns of text, as wide as they need to be.

use unicode_width::UnicodeWidthStr;

/// On which side of its column a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Lines of cells, two spaces between columns; a column whose cells are all empty is left out.
pub(super) fn columns(sides: &[Side], rows: &[Vec<String>]) -> Vec<String> {
    let plain = |cell: &str| strip(cell).width();
    let wide = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| plain(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..sides.len()).map(wide).collect();
    let line = |row: &Vec<String>| {
        let mut out = String::new();
        for ((cell, side), width) in row.iter().zip(sides).zip(&widths).filter(|(_, width)| **width > 0) {
            let gap = " ".repeat(width - plain(cell));
            out.push_str("  ");
            match side {
                Side::Left => out.extend([cell, gap.as_str()]),
                Side::Right => out.extend([gap.as_str(), cell]),
            }
        }
        out.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// A cell without its colours.
fn strip(cell: &str) -> String {
    let mut out = String::new();
    let mut pieces = cell.split('\u{1b}');
    out.push_str(pieces.next().unwrap_or_default());
    pieces.for_each(|piece| out.push_str(piece.split_once('m').map_or("", |(_, rest)| rest)));
    out
}
