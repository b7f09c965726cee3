//! The page as CommonMark may read it: tags masked by letters, marker lines by spaces, indented bodies cut out.
//!
//! A mask keeps the length of what it hides, so every offset holds. Letters, because what a tag renders to is most
//! often a word, and emphasis around it must flank as it will. Tags alone on their line become spaces: as letters they
//! would glue to the paragraph below, or make a heading before `---`.

use std::borrow::Cow;

use super::Mend;
use super::dialect::{Dialects, Role};
use super::jsx::Flow;
use super::marker::{self, Style};
use super::scan::{Scan, is_blank_line, line_end, next_line, quote_prefix};
use crate::text::Span;

/// A text for the parser, and where its bytes stand in the page.
#[derive(Debug)]
pub struct Region<'m> {
    /// What to parse.
    pub text: Cow<'m, str>,
    /// The pieces it is made of, in order.
    pieces: Vec<Piece>,
}

/// A stretch of a region's text.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it starts in the region's text.
    start: usize,
    /// Where it stands in the page.
    page: usize,
    /// The page lacks it: all of it stands at one place.
    virtually: bool,
}

impl Region<'_> {
    /// The page offset of offset `at` of the region's text.
    #[must_use]
    pub fn page(&self, at: usize) -> usize {
        self.piece(at).map_or(at, |piece| if piece.virtually { piece.page } else { piece.page + (at - piece.start) })
    }

    fn piece(&self, at: usize) -> Option<Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= at);
        self.pieces.get(after.saturating_sub(1)).copied()
    }

    /// The page span of an event's range.
    #[must_use]
    pub fn span(&self, range: &std::ops::Range<usize>) -> Span {
        if let [Piece { start: 0, page, virtually: false }] = self.pieces[..] {
            return Span::new(page + range.start, page + range.end);
        }
        let start = self.page(range.start);
        // The end belongs to the piece of the last byte, not to the piece that may start right there.
        let last = range.end.max(range.start + 1) - 1;
        let real = self.piece(last).is_none_or(|piece| !piece.virtually);
        let end = if range.end > range.start { self.page(last) + usize::from(real) } else { start };
        Span::new(start, end.max(start))
    }
}

/// A tag is a block when its line holds nothing but tags and at least one of them does something.
fn mark_blocks(text: &str, body: usize, scan: &mut Scan, dialects: &Dialects) {
    let bytes = text.as_bytes();
    let mut first = 0;
    while first < scan.tags.len() {
        let start = scan.tags[first].span.start as usize;
        let line = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |at| at + 1);
        let mut last = first;
        while last + 1 < scan.tags.len() && {
            let gap = Span { start: scan.tags[last].span.end, end: scan.tags[last + 1].span.start };
            gap.start <= gap.end && gap.of(text).bytes().all(|byte| matches!(byte, b' ' | b'\t'))
        } {
            last += 1;
        }
        let end = scan.tags[last].span.end as usize;
        let alone = start >= body && quote_prefix(bytes, line) >= start && is_blank_line(bytes, end);
        if alone && stands_apart(bytes, line, end, &scan.tags[first..=last], dialects) {
            scan.tags[first..=last].iter_mut().for_each(|tag| tag.block = true);
        }
        first = last + 1;
    }
}

fn stands_apart(bytes: &[u8], line: usize, end: usize, tags: &[super::scan::Tag], dialects: &Dialects) -> bool {
    let next = next_line(bytes, end);
    let in_table = line > 0 && bytes.get(next) == Some(&b'|') && {
        let previous = memchr::memrchr(b'\n', &bytes[..line - 1]).map_or(0, |at| at + 1);
        bytes[previous] == b'|'
    };
    let does = |role| matches!(role, Role::Statement | Role::Comment | Role::Literal);
    let statement = tags.iter().any(|tag| does(dialects.form(tag.form).role));
    let underlined = matches!(bytes.get(next), Some(b'-' | b'=')) && !is_blank_line(bytes, next);
    let apart = (line == 0 || is_blank_line(bytes, previous_line(bytes, line))) && is_blank_line(bytes, next);
    let attribute = tags.iter().all(|tag| dialects.form(tag.form).role == Role::Attribute);
    !in_table && !attribute && (statement || underlined || apart)
}

fn previous_line(bytes: &[u8], line: usize) -> usize {
    memchr::memrchr(b'\n', &bytes[..line - 1]).map_or(0, |at| at + 1)
}

/// The page with tags, marker lines and ESM hidden; marks the tags that are blocks of their own.
pub fn mask<'s>(text: &'s str, body: usize, scan: &mut Scan, dialects: &Dialects) -> Cow<'s, str> {
    mark_blocks(text, body, scan, dialects);
    let mut holes: Vec<(Span, u8)> = Vec::new();
    for tag in &scan.tags {
        // A plain `{name}` or `%s` breaks nothing; hiding it would only make two different texts look alike.
        let breaks = |byte: u8| byte.is_ascii_whitespace() || b"|*`[]()<>\"'_".contains(&byte);
        if tag.block || !dialects.of(tag.form).ambiguous || tag.span.of(text).bytes().any(breaks) {
            holes.push((tag.span, if tag.block { b' ' } else { b'x' }));
        }
    }
    // A no-break space at the end of a marker's line would be code by indentation.
    let whole = |span: Span| Span::new(span.start as usize, line_end(text.as_bytes(), span.end as usize));
    let lines = scan.markers.iter().map(|marker| whole(marker.span)).chain(scan.esm.iter().copied());
    holes.extend(lines.map(|span| (span, b' ')));
    for conflict in &scan.conflicts {
        let start = conflict.span.start as usize;
        holes.push((Span::new(start, line_end(text.as_bytes(), start)), b' '));
        holes.push((conflict.theirs, b' '));
    }
    holes.extend(memchr::memchr_iter(0, text.as_bytes()).map(|nul| (Span::new(nul, nul + 1), b' ')));
    holes.extend(glued_colons(&text.as_bytes()[body..]).map(|at| (Span::new(body + at, body + at + 1), b'x')));
    if holes.is_empty() {
        return Cow::Borrowed(text);
    }
    holes.sort_unstable();
    Cow::Owned(fill(text, &holes))
}

/// Colons that begin a line with no space behind: `:wink:` is no definition, which every renderer wants a space for.
fn glued_colons(bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b':', bytes).filter(|&at| {
        let before = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'>'));
        let behind =
            bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'));
        behind && before == Some(&b'\n')
    })
}

const SPACES: &str = "                                                                ";
pub(super) const LETTERS: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

/// So many bytes of what hides a text.
pub(super) fn hide(mut length: usize, filler: &str, out: &mut String) {
    while length > 0 {
        let some = length.min(filler.len());
        out.push_str(&filler[..some]);
        length -= some;
    }
}

/// The same, but for line feeds.
pub(super) fn hide_lines(text: &str, filler: &str, out: &mut String) {
    let mut at = 0;
    for feed in memchr::memchr_iter(b'\n', text.as_bytes()) {
        hide(feed - at, filler, out);
        out.push('\n');
        at = feed + 1;
    }
    hide(text.len() - at, filler, out);
}

fn fill(text: &str, holes: &[(Span, u8)]) -> String {
    let mut out = String::with_capacity(text.len());
    for (hole, filler) in holes {
        if (hole.start as usize) < out.len() {
            continue;
        }
        out.push_str(&text[out.len()..hole.start as usize]);
        // Letters hide line feeds too, so that a tag over two lines stays one word; blank lines stay lines.
        match filler {
            b' ' => hide_lines(hole.of(text), SPACES, &mut out),
            _ => hide(hole.len(), LETTERS, &mut out),
        }
    }
    out.push_str(&text[out.len()..]);
    out
}

/// The page cut into what is parsed as one: all of it, or its body and the body of each indented container.
pub fn regions<'m>(text: &str, masked: &'m str, body: usize, scan: &Scan) -> Vec<Region<'m>> {
    let mut bodies: Vec<(Span, usize)> = scan
        .markers
        .iter()
        .filter(|marker| marker.style == Style::Indented)
        .map(|marker| (marker::indented_body(text, marker), marker.indent + 4))
        .filter(|(span, _)| !span.is_empty())
        .collect();
    let flow = Flow::of(text, &scan.flow);
    if bodies.is_empty() && scan.mends.is_empty() && flow.is_empty() {
        let piece = Piece { start: 0, page: body, virtually: false };
        return vec![Region { text: Cow::Borrowed(&masked[body..]), pieces: vec![piece] }];
    }
    bodies.insert(0, (Span::new(body, text.len()), 0));
    (0..bodies.len()).map(|at| region(masked, bodies[at], &bodies[at + 1..], &scan.mends, &flow)).collect()
}

/// The lines of `whole`, without their first `dedent` columns, those of the elements of `flow` and the bodies nested in it,
/// with the lines that `mends` puts in, and blank ones where `flow` says that a block begins.
fn region(
    masked: &str,
    (whole, dedent): (Span, usize),
    later: &[(Span, usize)],
    mends: &[Mend],
    flow: &Flow,
) -> Region<'static> {
    let bytes = masked.as_bytes();
    let mut out = Region { text: Cow::Owned(String::with_capacity(whole.len())), pieces: Vec::new() };
    let mut line = whole.start as usize;
    while line < whole.end as usize {
        if let Some(&(inner, _)) =
            later.iter().find(|(inner, _)| inner.start as usize == line && whole.contains(*inner))
        {
            line = inner.end as usize;
            out.push("\n", line.saturating_sub(1));
            continue;
        }
        if let Some(mend) = mends.iter().find(|mend| mend.at as usize == line) {
            out.push_virtually(&mend.line[dedented(mend.line.as_bytes(), dedent)..], line);
        }
        let end = next_line(bytes, line);
        let blank = is_blank_line(bytes, line);
        if flow.breaks_at(line) && !blank && !out.text.is_empty() && !out.text.ends_with("\n\n") {
            out.push_virtually("\n", line);
        }
        let columns = dedent.max(flow.columns(line));
        let content = if blank { line_end(bytes, line) } else { line + dedented(&bytes[line..], columns) };
        out.push(&masked[content..end], content);
        line = end;
    }
    out
}

fn dedented(line: &[u8], columns: usize) -> usize {
    let (mut at, mut column) = (0, 0);
    while column < columns && matches!(line.get(at), Some(b' ' | b'\t' | b'>')) {
        column += if line[at] == b'\t' { 4 } else { 1 };
        at += 1;
    }
    at
}

impl Region<'_> {
    fn push(&mut self, piece: &str, page: usize) {
        let start = self.text.len();
        let joins = |last: &Piece| !last.virtually && last.page + (start - last.start) == page;
        if !self.pieces.last().is_some_and(joins) {
            self.pieces.push(Piece { start, page, virtually: false });
        }
        self.text.to_mut().push_str(piece);
    }

    fn push_virtually(&mut self, text: &str, page: usize) {
        self.pieces.push(Piece { start: self.text.len(), page, virtually: true });
        self.text.to_mut().push_str(text);
    }
}
