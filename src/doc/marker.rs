//! Lines that open or close a container: `:::note`, `/// tip`, `!!! warning "T"`, `??? x`, `=== "Tab"`, `> [!NOTE]`.
//!
//! Read before CommonMark, which takes them for paragraphs, definition lists or indented code.

use super::scan::{line_end, quote_prefix};
use crate::text::Span;

/// How a container is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `:::note` … `:::`; the number of colons.
    Colons(u8),
    /// `/// note | Title` … `///`; the number of slashes.
    Slashes(u8),
    /// `!!! note "Title"`, `??? note`, `=== "Tab"`: the body is indented by four columns more than the marker.
    Indented,
    /// `> [!NOTE]`: the rest of the block quote is the body.
    Alert,
}

/// One line that opens or closes a container.
#[derive(Debug, Clone, Copy)]
pub struct Marker {
    /// The line, without indentation, quote marks and line end.
    pub span: Span,
    /// How it is written.
    pub style: Style,
    /// The kind of container (`note`); empty in a closing line.
    pub keyword: Span,
    /// The title that readers see; empty if none is given.
    pub title: Span,
    /// Bytes of white space and quote marks before it.
    pub indent: usize,
}

impl Marker {
    /// It closes a container.
    #[must_use]
    pub fn closes(&self) -> bool {
        matches!(self.style, Style::Colons(_) | Style::Slashes(_)) && self.keyword.is_empty() && self.title.is_empty()
    }
}

/// The marker in the line from `start` whose first visible byte is `at`, if it is one.
pub(super) fn read(text: &str, start: usize, at: usize) -> Option<Marker> {
    let bytes = text.as_bytes();
    let span = Span::new(at, line_end(bytes, at)).trim(text);
    let line = span.of(text);
    let lead = line.len() - line.trim_start_matches([':', '/', '!', '?', '=']).len();
    let (style, keyword, title) = match line.as_bytes().first()? {
        b':' if lead >= 3 => colons(line, lead)?,
        b'/' if lead >= 3 => slashes(line, lead)?,
        b'!' | b'?' if lead == 3 => indented(line)?,
        b'=' if lead == 3 => tab(line)?,
        b'[' if bytes[start..at].contains(&b'>') => alert(line)?,
        _ => return None,
    };
    // `!!!note` is a marker where it has a body; elsewhere it is a shout.
    let glued = style == Style::Indented && lead == keyword.start;
    let inside = |range: std::ops::Range<usize>| Span::new(at + range.start, at + range.end);
    let marker = Marker { span, style, keyword: inside(keyword), title: inside(title), indent: at - start };
    (!glued || !indented_body(text, &marker).is_empty()).then_some(marker)
}

type Parts = (Style, std::ops::Range<usize>, std::ops::Range<usize>);

/// `:::note[Title]`, `::: note Title`, `::: {.callout-note title="T"}`, `:::`.
fn colons(line: &str, lead: usize) -> Option<Parts> {
    let style = Style::Colons(u8::try_from(lead).unwrap_or(u8::MAX));
    let start = skip_spaces(line, lead);
    let rest = &line[start..];
    if rest.is_empty() {
        return Some((style, lead..lead, lead..lead));
    }
    let word = rest.find(|c: char| !(c.is_alphanumeric() || "_-.@".contains(c))).unwrap_or(rest.len());
    if let Some(inner) = rest.strip_prefix('{') {
        return Some(braced(line, start + 1, inner, style));
    }
    if word == 0 {
        return None;
    }
    let keyword = start..start + word;
    let after = skip_spaces(line, keyword.end);
    let title = match line[after..].strip_prefix('[') {
        Some(inner) => after + 1..after + 1 + inner.rfind(']').unwrap_or(inner.len()),
        None if line[after..].starts_with('{') => after..after,
        None => after..line.trim_end_matches(':').len().max(after),
    };
    Some((style, keyword, title))
}

/// `{.callout-note title="T"}`, `{note} Title`: the keyword is the first word in the braces.
fn braced(line: &str, start: usize, inner: &str, style: Style) -> Parts {
    let word = inner.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(inner.len());
    let after = inner.find('}').map_or(line.len(), |end| skip_spaces(line, start + end + 1));
    (style, start..start + word, after..line.trim_end_matches(':').len().max(after))
}

/// `/// note | Title`, `///`.
fn slashes(line: &str, lead: usize) -> Option<Parts> {
    let style = Style::Slashes(u8::try_from(lead).unwrap_or(u8::MAX));
    let start = skip_spaces(line, lead);
    if start == line.len() {
        return Some((style, lead..lead, lead..lead));
    }
    if start == lead {
        return None;
    }
    let (head, title) = match line[start..].find('|') {
        Some(bar) => (&line[start..start + bar], skip_spaces(line, start + bar + 1)..line.len()),
        None => (&line[start..], line.len()..line.len()),
    };
    let keyword = start..start + head.trim_end().len();
    (!head.trim_end().contains(' ')).then_some((style, keyword, title))
}

/// `!!! note "Title"`, `???+ note inline "Title"`, `!!!note`.
fn indented(line: &str) -> Option<Parts> {
    let start = skip_spaces(line, if line[3..].starts_with('+') { 4 } else { 3 });
    let word = line[start..].find(|c: char| c.is_whitespace() || c == '"').unwrap_or(line.len() - start);
    if word == 0 || !line[start..].starts_with(char::is_alphabetic) {
        return None;
    }
    Some((Style::Indented, start..start + word, quoted(line, start + word)))
}

/// `=== "Tab"`.
fn tab(line: &str) -> Option<Parts> {
    let start = skip_spaces(line, line.len() - line.trim_start_matches(['=', '!', '+']).len());
    line[start..].starts_with('"').then(|| (Style::Indented, 0..3, quoted(line, start)))
}

/// `[!NOTE]`, `[!WARNING]- Title`.
fn alert(line: &str) -> Option<Parts> {
    let word = line.strip_prefix("[!")?.find(']')?;
    let keyword = 2..2 + word;
    if word == 0 || !line[keyword.clone()].chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let after = line[word + 3..].trim_start_matches(['+', '-']);
    if after.starts_with(['(', '[', ':']) {
        return None;
    }
    let start = skip_spaces(line, line.len() - after.len());
    Some((Style::Alert, keyword, start..line.len()))
}

fn quoted(line: &str, from: usize) -> std::ops::Range<usize> {
    let Some(open) = line[from..].find('"') else { return line.len()..line.len() };
    let start = from + open + 1;
    start..line[start..].rfind('"').map_or(line.len(), |end| start + end)
}

fn skip_spaces(line: &str, from: usize) -> usize {
    line.len() - line[from..].trim_start().len()
}

/// The lines of the body of an indented marker: from the line after it to the first line that is indented too little.
pub(super) fn indented_body(text: &str, marker: &Marker) -> Span {
    let bytes = text.as_bytes();
    let start = super::scan::next_line(bytes, marker.span.end as usize);
    let (mut end, mut line) = (start, start);
    while line < bytes.len() {
        let next = super::scan::next_line(bytes, line);
        if !super::scan::is_blank_line(bytes, line) {
            let deep = quote_prefix(bytes, line).saturating_sub(line) >= marker.indent + 4 || bytes[line] == b'\t';
            if !deep {
                break;
            }
            end = next;
        }
        line = next;
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(line: &str, keyword: &str, title: &str) {
        let at = quote_prefix(line.as_bytes(), 0);
        let marker = read(line, 0, at).expect("a marker");
        assert_eq!((marker.keyword.of(line), marker.title.of(line)), (keyword, title), "{line}");
    }

    #[test]
    fn reads_every_way_to_open_a_container() {
        reads(":::note[A title]", "note", "A title");
        reads("::: tip Merk deg", "tip", "Merk deg");
        reads("::: tip x :::", "tip", "x ");
        reads("::: {.callout-note title=\"T\"}", ".callout-note", "");
        reads(":::{note} Merk deg", "note", "Merk deg");
        reads("/// note | Nota", "note", "Nota");
        reads("!!! warning \"Waarschuwing\"", "warning", "Waarschuwing");
        reads("???+ tip", "tip", "");
        reads("=== \"Linux\"", "===", "Linux");
        reads("> [!NOTE]", "NOTE", "");
        reads("> [!DANGER] Pass på", "DANGER", "Pass på");
    }

    #[test]
    fn ordinary_lines_are_none() {
        for line in ["====", "=== x", "!!!", "//// x", "///x", "[!NOTE]", ":: x", "::::: !", "> [!x](y)"] {
            let at = quote_prefix(line.as_bytes(), 0);
            let marker = read(line, 0, at);
            assert!(marker.is_none() || line.starts_with("////"), "{line}: {marker:?}");
        }
    }

    #[test]
    fn an_indented_body_ends_where_the_indentation_does() {
        let text = "!!! note\n    a\n\n    b\nc\n";
        let marker = read(text, 0, 0).expect("a marker");
        assert_eq!(indented_body(text, &marker).of(text), "    a\n\n    b\n");
    }

    #[test]
    fn a_marker_without_a_space_needs_a_body() {
        for (text, is_marker) in [("!!!note\n    a\n", true), ("!!!note\na\n", false), ("???+tip\n\n    a\n", true)] {
            assert_eq!(read(text, 0, 0).is_some(), is_marker, "{text}");
        }
    }
}
