//! The only converter from bytes to lines and columns.
//!
//! Units: a line is what ends in `\n`, `\r\n` or a lone `\r`; lines and columns count from 1; a column
//! counts Unicode scalar values. A byte order mark at the start of the text is no column.

use super::Span;

/// A place in a text as people count: line and column from 1, the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

/// Where the lines of one text begin.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

impl<'t> LineIndex<'t> {
    /// Reads the line ends of `text` once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let first_of_pair = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !first_of_pair {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self { text, starts }
    }

    /// The line (from 1) that holds byte `at`.
    #[must_use]
    pub fn line(&self, at: u32) -> u32 {
        let line = self.starts.partition_point(|&start| start <= at);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// The position of byte `at`; the end of the text for anything beyond it.
    #[must_use]
    pub fn position(&self, at: u32) -> Position {
        let at = (at as usize).min(self.text.len());
        let line = self.line(u32::try_from(at).unwrap_or(u32::MAX));
        let start = self.starts[line as usize - 1] as usize;
        let before = self.text.get(start..at).unwrap_or_default();
        let before = if start == 0 { before.trim_start_matches('\u{feff}') } else { before };
        let column = u32::try_from(before.chars().count()).unwrap_or(u32::MAX).saturating_add(1);
        Position { line, column }
    }

    /// Bytes of line `line` (from 1) without its line end; empty beyond the last line.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let Some(&start) = self.starts.get(line as usize - 1) else {
            return Span::at(self.text.len());
        };
        let end = self.starts.get(line as usize).map_or(self.text.len(), |&end| end as usize);
        let slice = &self.text[start as usize..end];
        Span::new(start as usize, start as usize + slice.trim_end_matches(['\n', '\r']).len())
    }
}

/// The two texts are the same but for their line ends: a checkout may rewrite them.
#[must_use]
pub fn same_lines(a: &str, b: &str) -> bool {
    a == b || ((a.contains('\r') || b.contains('\r')) && a.lines().eq(b.lines()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn at(text: &str, byte: u32, line: u32, column: u32) {
        assert_eq!(LineIndex::new(text).position(byte), Position { line, column });
    }

    #[test]
    fn counts_every_kind_of_line_end() {
        at("a\nb", 2, 2, 1);
        at("a\r\nb", 3, 2, 1);
        at("a\rb", 2, 2, 1);
        at("a\n", 2, 2, 1);
    }

    #[test]
    fn columns_are_scalar_values_and_a_mark_is_none() {
        at("åb", 2, 1, 2);
        at("😀b", 4, 1, 2);
        at("\u{feff}ab", 4, 1, 2);
        at("", 0, 1, 1);
        at("ab", 99, 1, 3);
    }

    #[test]
    fn a_line_is_without_its_end() {
        let lines = LineIndex::new("ab\r\ncd");
        assert_eq!(lines.line_span(1), Span::new(0, 2));
        assert_eq!(lines.line_span(2), Span::new(4, 6));
        assert_eq!(lines.line_span(3), Span::new(6, 6));
    }
}
