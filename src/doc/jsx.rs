//! Components of MDX whose tags stand on lines of their own: what is between them is read as Markdown, blank lines or not,
//! and may be indented as deep as they are nested. CommonMark takes it for HTML, or for code.
//!
//! After the specification of MDX 2 and 3, "flow" elements: <https://mdxjs.com/docs/what-is-mdx/#markdown>. Elements of HTML
//! are read so, too, but their text is read well enough as it is.

use super::scan::{is_blank_line, line_end, next_line};
use crate::text::Span;

/// A tag with nothing beside it on its lines.
#[derive(Debug, Clone, Copy)]
pub struct FlowTag {
    /// Its lines, to the start of the next one.
    pub lines: Span,
    /// The name.
    pub name: Span,
    /// White space before it.
    pub indent: usize,
    /// What it does.
    pub does: Does,
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// It opens an element.
    Open,
    /// It closes one.
    Close,
    /// It is one.
    Both,
}

/// Bytes of the longest tag that is looked at.
const LONGEST: usize = 4096;

/// The tag at `at` in the line from `start`, if nothing else stands on its lines.
pub(super) fn read(text: &str, start: usize, at: usize) -> Option<FlowTag> {
    let bytes = text.as_bytes();
    let closes = bytes.get(at + 1) == Some(&b'/');
    let from = at + 1 + usize::from(closes);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let length = bytes[from..].iter().take_while(|byte| is_name(byte)).count();
    let behind = *bytes.get(from + length)?;
    if !bytes[from].is_ascii_uppercase() || !(behind.is_ascii_whitespace() || matches!(behind, b'>' | b'/')) {
        return None;
    }
    let end = tag_end(bytes, from + length)?;
    let does = match () {
        () if closes => Does::Close,
        () if bytes[end - 2] == b'/' => Does::Both,
        () => Does::Open,
    };
    let name = Span::new(from, from + length);
    let lines = Span::new(start, next_line(bytes, end));
    is_blank_line(bytes, end).then_some(FlowTag { lines, name, indent: at - start, does })
}

/// Behind the `>` that ends a tag: one in no string and in no braces.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, &byte) in bytes.iter().enumerate().skip(from).take(LONGEST) {
        match (quote, byte) {
            (None, b'>') if depth == 0 => return Some(at + 1),
            (None, b'\n') if is_blank_line(bytes, at + 1) => return None,
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (Some(mark), _) if mark == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// How deep elements may be nested.
const DEEPEST: usize = 64;

/// How the lines of a page are read because of its tags.
#[derive(Debug, Default)]
pub struct Flow {
    /// Lines that begin a block, sorted.
    breaks: Vec<u32>,
    /// From which line on so many columns of indentation are those of the elements around, sorted.
    columns: Vec<(u32, usize)>,
}

impl Flow {
    /// Elements that are opened and closed on lines of their own, as deep as what is around them. Others are none: a tag
    /// deeper than that may stand in a list.
    pub fn of(text: &str, tags: &[FlowTag]) -> Flow {
        let mut out = Flow::default();
        let mut open: Vec<(FlowTag, usize)> = Vec::new();
        for tag in tags {
            let base = |open: &[(FlowTag, usize)]| open.last().map_or(0, |(_, columns)| *columns);
            match tag.does {
                Does::Close => {
                    let is_its = |(other, _): &(FlowTag, usize)| other.name.of(text) == tag.name.of(text);
                    let Some(at) = open.iter().rposition(is_its) else { continue };
                    let (opener, columns) = open[at];
                    open.truncate(at);
                    out.breaks.extend([opener.lines.start, opener.lines.end, tag.lines.start, tag.lines.end]);
                    out.columns.extend([(opener.lines.end, columns), (tag.lines.start, base(&open))]);
                }
                _ if tag.indent != base(&open) || open.len() == DEEPEST => {}
                Does::Both => out.breaks.extend([tag.lines.start, tag.lines.end]),
                Does::Open => open.push((*tag, columns_below(text.as_bytes(), tag))),
            }
        }
        out.breaks.sort_unstable();
        out.columns.sort_by_key(|(line, _)| *line);
        out
    }

    /// Nothing is read otherwise.
    pub fn is_empty(&self) -> bool {
        self.breaks.is_empty()
    }

    /// A block begins at this line.
    pub fn breaks_at(&self, line: usize) -> bool {
        self.breaks.binary_search_by(|at| (*at as usize).cmp(&line)).is_ok()
    }

    /// The columns of indentation that this line has from its elements.
    pub fn columns(&self, line: usize) -> usize {
        let before = self.columns.partition_point(|(from, _)| *from as usize <= line);
        before.checked_sub(1).map_or(0, |at| self.columns[at].1)
    }
}

/// The indentation of the first line below an opening tag, which the rest follows; that of the tag, if it is less.
fn columns_below(bytes: &[u8], tag: &FlowTag) -> usize {
    let mut line = tag.lines.end as usize;
    while line < bytes.len() && is_blank_line(bytes, line) {
        line = line_end(bytes, line) + 1;
    }
    let spaces = bytes.get(line..).map_or(0, |rest| rest.iter().take_while(|&&byte| byte == b' ').count());
    spaces.max(tag.indent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_nothing_beside_it_is_one() {
        for (text, name, does) in [
            ("<Tabs>\n", "Tabs", Does::Open),
            ("  <Tab title=\"a > b\">\n", "Tab", Does::Open),
            ("</Tab.Item>", "Tab.Item", Does::Close),
            ("<Card\n  title={(a) => `x`}\n/>\n", "Card", Does::Both),
        ] {
            let tag = read(text, 0, text.len() - text.trim_start().len()).expect(text);
            assert_eq!((tag.name.of(text), tag.does, tag.lines.len()), (name, does, text.len()));
        }
        for text in ["<div>\n", "<Tab>words\n", "<https://x.org>\n", "<Tab\n\n>\n", "< Tab>\n", "<Tab", "<"] {
            assert!(read(text, 0, 0).is_none(), "{text}");
        }
    }

    #[test]
    fn lines_between_tags_are_as_deep_as_they() {
        let text = "<Tabs>\n  <Tab>\n    a\n  </Tab>\n  <Tab>\n    b\n  </Tab>\n</Tabs>\nc\n  <Tab>\n";
        let mut tags = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            tags.extend(read(text, start, start + line.len() - line.trim_start().len()));
            start += line.len();
        }
        let flow = Flow::of(text, &tags);
        let columns = |line: &str| flow.columns(text.find(line).expect("a line"));
        assert_eq!(["<Tabs>", "  <Tab>", "    a", "    b", "</Tabs>", "c"].map(columns), [0, 2, 4, 4, 0, 0]);
        assert!(flow.breaks_at(0) && flow.breaks_at(7) && !flow.breaks_at(text.len() - 8), "the last one is in a list");
    }
}
