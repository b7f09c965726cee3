//! The words of a block, with the template tags among them cut out, and the marks that are nothing but letters.

use xxhash_rust::xxh3::xxh3_64;

use super::{Builder, index};
use crate::doc::Kind;
use crate::doc::prose::Run;
use crate::doc::scan::Tag;
use crate::text::Span;

impl<'s, 'm> Builder<'s, 'm> {
    pub(super) fn text(&mut self, span: Span, decoded: &str) {
        self.inline(span);
        let Some(open) = &mut self.open else { return };
        match open.kind {
            Kind::Code => {
                // Line ends may come as lines of their own.
                for line in decoded.lines().filter(|line| !line.trim_end().is_empty()) {
                    open.code = open.code.rotate_left(5) ^ xxh3_64(line.trim_end().as_bytes());
                }
            }
            Kind::Html => {}
            _ => {
                self.marks(span);
                self.inline_text(span, decoded);
            }
        }
    }

    /// Marks of emphasis and of code that are none.
    fn marks(&mut self, span: Span) {
        let bytes = self.masked.as_bytes();
        let word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        for at in memchr::memchr3_iter(b'*', b'_', b'`', span.of(self.masked).as_bytes()) {
            let at = span.start as usize + at;
            if bytes[at] == b'`' {
                self.literal_ticks.push(index(at));
                continue;
            }
            let escaped = at > 0 && bytes[at - 1] == b'\\';
            if escaped || !word(at.checked_sub(1)) || !word(Some(at + 1)) {
                self.literal_marks.push(Span::new(at - usize::from(escaped), at + 1));
            }
        }
    }

    /// Back-ticks in what CommonMark leaves alone.
    pub(super) fn ticks(&mut self, span: Span) {
        let places = memchr::memchr_iter(b'`', span.of(self.masked).as_bytes());
        self.literal_ticks.extend(places.map(|at| index(span.start as usize + at)));
    }

    /// Prose, with the tags in it cut out.
    pub(super) fn inline_text(&mut self, span: Span, decoded: &str) {
        self.inline(span);
        let mut from = span.start as usize;
        if self.tags_in(span).next().is_none() {
            return self.run(span, decoded);
        }
        for tag in self.tags_in(span).map(|tag| tag.span) {
            if (tag.start as usize) > from {
                let piece = Span::new(from, tag.start as usize);
                self.run(piece, piece.of(self.text));
            }
            self.unglue();
            from = from.max(tag.end as usize);
        }
        if from < span.end as usize {
            let piece = Span::new(from, span.end as usize);
            self.run(piece, piece.of(self.text));
        }
    }

    fn run(&mut self, span: Span, decoded: &str) {
        let Some(open) = &mut self.open else { return };
        self.runs.push(Run { span, glued: open.glued });
        open.prose.push(decoded);
        open.glued = true;
    }

    pub(super) fn tags_in(&self, span: Span) -> impl Iterator<Item = &'m Tag> + use<'s, 'm> {
        let tags = &self.scan.tags;
        let first = tags.partition_point(|tag| tag.span.end <= span.start);
        tags[first..].iter().take_while(move |tag| tag.span.start < span.end)
    }
}
