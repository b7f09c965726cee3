//! Which blocks of a page changed: findings about them are about a change, others were there before it.

use std::ops::Range;

use crate::doc::Document;
use crate::text::Span;

/// What changed in one page.
#[derive(Debug)]
pub struct Changed<'d> {
    page: &'d Document<'d>,
    /// Stretches of the page that are new or different; empty where something is gone.
    stretches: Vec<Span>,
}

impl<'d> Changed<'d> {
    /// The changed lines of `page`, from 0, as ranges in order; an empty range where lines are gone.
    #[must_use]
    pub fn new(page: &'d Document<'d>, lines: &[Range<u32>]) -> Changed<'d> {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', page.text.as_bytes()).map(|at| at + 1));
        let start = |line: u32| starts.get(line as usize).copied().unwrap_or(page.text.len());
        let stretches = lines.iter().map(|lines| Span::new(start(lines.start), start(lines.end))).collect();
        Changed { page, stretches }
    }

    /// Something changed in the blocks that `span` is about. A place between two blocks stands for both and the gap.
    #[must_use]
    pub fn touches(&self, span: Span) -> bool {
        let area = self.area(span);
        let after = self.stretches.partition_point(|stretch| stretch.end < area.start);
        self.stretches[after..].iter().take_while(|stretch| stretch.start <= area.end).any(|stretch| {
            let is_inside = stretch.start < area.end && area.start < stretch.end;
            is_inside
                || (stretch.is_empty() && (span.is_empty() || (area.start < stretch.start && stretch.start < area.end)))
        })
    }

    fn area(&self, span: Span) -> Span {
        let mut area = span;
        if span.is_empty() {
            let (before, after) = self.page.text.split_at(span.start as usize);
            area.start = u32::try_from(before.trim_end().len()).unwrap_or(span.start);
            area.end += u32::try_from(after.len() - after.trim_start().len()).unwrap_or(0);
        }
        let first = self.page.blocks.partition_point(|block| block.span.start <= span.start);
        // Blocks may stand in one another; those around the place are near it.
        for block in self.page.blocks[..first].iter().rev().take(8) {
            if block.span.end >= span.start {
                area = area.join(block.span);
            }
        }
        for block in self.page.blocks[first..].iter().take_while(|block| block.span.start < span.end) {
            area = area.join(block.span);
        }
        area
    }
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one stretch of lines is meant")]
mod tests {
    use super::*;
    use crate::doc::{Dialects, Syntax};

    const PAGE: &str = "# Title\n\nOne line\nand another.\n\n- item\n- other\n\nThe end.\n";

    #[track_caller]
    fn touched(lines: &[Range<u32>], words: &str, expected: bool) {
        let page = Document::parse(PAGE, Syntax { dialects: Dialects::bundled(), extension: "md" });
        let at = PAGE.find(words).expect("words of the page");
        let changed = Changed::new(&page, lines);
        assert_eq!(changed.touches(Span::new(at, at + words.len())), expected, "{words:?} by {lines:?}");
    }

    #[test]
    fn a_block_is_touched_by_any_of_its_lines() {
        let lines = [3..4];
        touched(&lines, "One", true);
        touched(&lines, "another", true);
        touched(&lines, "Title", false);
        touched(&lines, "item", false);
        touched(&[5..6], "item", true);
        touched(&[5..6], "other", false);
        touched(&[], "One", false);
        touched(&[0..9], "The end", true);
    }

    #[test]
    fn what_is_gone_is_told_where_it_is_missed() {
        let page = Document::parse(PAGE, Syntax { dialects: Dialects::bundled(), extension: "md" });
        let end = PAGE.find("The end").expect("the end");
        let gone = Changed::new(&page, &[8..8]);
        assert!(gone.touches(Span::at(end)), "a paragraph before the end is gone");
        assert!(!gone.touches(Span::new(end, end + 3)), "but nothing in it changed");
        assert!(!gone.touches(Span::at(0)));
        touched(&[3..3], "One", true);
    }
}
