//! Blocks that CommonMark does not see.

use super::Builder;
use crate::doc::{Kind, scan};
use crate::text::Span;

impl Builder<'_, '_> {
    fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.blocks.iter().map(|block| block.span).collect();
        spans.sort_unstable();
        spans
    }

    /// Lines of tags, container markers, ESM.
    pub(super) fn lines(&mut self) {
        let tags: Vec<&scan::Tag> = self.scan.tags.iter().filter(|tag| tag.block).collect();
        for line in tags.chunk_by(|a, b| {
            !Span { start: a.span.end, end: b.span.start.max(a.span.end) }.of(self.text).contains('\n')
        }) {
            let span = line[0].span.join(line[line.len() - 1].span);
            let first = self.atoms.len();
            self.begin(Kind::Tags, span, false);
            self.inline(span);
            self.close();
            if self.atoms.len() == first {
                self.blocks.pop();
            }
        }
        let known = if self.scan.markers.is_empty() { Vec::new() } else { self.spans() };
        for marker in &self.scan.markers {
            // In code by indentation and in running text a marker is an example, which only CommonMark can tell.
            let before = known.partition_point(|block| block.start <= marker.span.start);
            let is_text = known[..before].last().is_some_and(|block| block.contains(marker.span));
            if marker.closes() || is_text {
                continue;
            }
            self.begin(Kind::Directive, marker.span, false);
            self.label(marker.keyword);
            if !marker.title.is_empty() {
                self.inline_text(marker.title, marker.title.of(self.text));
            }
            self.close();
        }
        for &span in &self.scan.esm {
            self.begin(Kind::Code, span, false);
            self.text(span, span.of(self.text));
            self.close();
        }
    }
}
