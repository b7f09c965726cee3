//! Front matter: where it ends, and its keys and values with their places. YAML, TOML or JSON.
//!
//! Read line by line, because a page with bad YAML must still yield the keys that can be read.

use super::scan::{is_blank_line, line_end, next_line};
use crate::text::Span;

/// One key and its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The key, without the keys it is nested in.
    pub key: Span,
    /// The value without quotes; of a list, its first line to its last.
    pub value: Span,
    /// Nested in another key.
    pub nested: bool,
}

/// The front matter of a page.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// From delimiter to delimiter.
    pub span: Span,
    /// Keys in text order.
    pub entries: Vec<Entry>,
    /// The value of `fidus-allow`, which is a word to us and no part of the page.
    pub allow: Option<Span>,
}

/// The front matter at the start of `text`, and the byte at which the page's body starts.
pub(super) fn read(text: &str) -> (Option<FrontMatter>, usize) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = &text[start..];
    let first = body.lines().next().unwrap_or_default().trim_end();
    let delimiter = match first {
        "---" | "+++" => first,
        _ => return (None, start),
    };
    let bytes = text.as_bytes();
    let mut line = next_line(bytes, start);
    let inner = line;
    while line < bytes.len() {
        let end = line_end(bytes, line);
        let content = text[line..end].trim_end();
        if content == delimiter || (delimiter == "---" && content == "...") {
            let mut entries = entries(text, Span::new(inner, line), if delimiter == "+++" { '=' } else { ':' });
            let ours = |entry: &Entry| !entry.nested && entry.key.of(text) == "fidus-allow";
            let allow = entries.iter().find(|entry| ours(entry)).map(|entry| entry.value);
            entries.retain(|entry| !ours(entry));
            let front = FrontMatter { span: Span::new(start, end), entries, allow };
            return (Some(front), next_line(bytes, line));
        }
        line = next_line(bytes, line);
    }
    (None, start)
}

fn entries(text: &str, span: Span, separator: char) -> Vec<Entry> {
    let bytes = text.as_bytes();
    let mut out: Vec<Entry> = Vec::new();
    let mut line = span.start as usize;
    while line < span.end as usize {
        let end = line_end(bytes, line).min(span.end as usize);
        match key_value(text, line, end, separator) {
            Some(entry) => out.push(entry),
            // A line that is no key continues the value above it.
            None if !is_blank_line(bytes, line) && bytes[line] != b'#' => {
                if let Some(last) = out.last_mut() {
                    last.value = continued(text, last.value, Span::new(line, end));
                }
            }
            None => {}
        }
        line = end + 1;
    }
    out
}

fn key_value(text: &str, line: usize, end: usize, separator: char) -> Option<Entry> {
    let content = &text[line..end];
    let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
    let rest = content[indent..].strip_prefix("- ").unwrap_or(&content[indent..]);
    let from = end - rest.len();
    let at = rest.find(separator)?;
    let key = rest[..at].trim_end().trim_matches(['"', '\'']);
    let after = &rest[at + 1..];
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.@$".contains(c));
    if !is_key || !(after.is_empty() || after.starts_with([' ', '\t', '\r']) || separator == '=') {
        return None;
    }
    let key_start = from + rest.find(key)?;
    let value = unquoted(text, Span::new(from + at + 1, end).trim(text));
    Some(Entry {
        key: Span::new(key_start, key_start + key.len()),
        value,
        nested: indent > 0 || rest.len() + indent < content.len(),
    })
}

/// A value without its quotes; a block scalar's indicator is no part of it.
fn unquoted(text: &str, value: Span) -> Span {
    let slice = value.of(text);
    for quote in ['"', '\''] {
        if slice.len() >= 2 && slice.starts_with(quote) && slice.ends_with(quote) {
            return Span::new(value.start as usize + 1, value.end as usize - 1);
        }
    }
    let indicator = slice.starts_with(['|', '>']) && slice.len() <= 3;
    if indicator { Span::at(value.end as usize) } else { value }
}

fn continued(text: &str, value: Span, line: Span) -> Span {
    let line = line.trim(text);
    if value.is_empty() { line } else { value.join(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn values(text: &str) -> Vec<(&str, &str)> {
        let front = read(text).0.expect("front matter");
        front.entries.iter().map(|entry| (entry.key.of(text), entry.value.of(text))).collect()
    }

    #[test]
    fn reads_scalars_quotes_and_blocks() {
        let text = "---\ntitle: \"A: b\"\ndescription: >-\n  one\n  two\ntags:\n  - x\nmenu:\n  main: 3\n---\nBody";
        assert_eq!(
            values(text),
            [("title", "A: b"), ("description", "one\n  two"), ("tags", "- x"), ("menu", ""), ("main", "3"),]
        );
        assert_eq!(&text[read(text).1..], "Body");
    }

    #[test]
    fn reads_toml_and_bad_yaml() {
        assert_eq!(values("+++\ntitle = 'x'\n+++\n"), [("title", "x")]);
        assert_eq!(values("\u{feff}---\r\ntitle: a: b\r\nslug: c\r\n---\r\n"), [("title", "a: b"), ("slug", "c")]);
    }

    #[test]
    fn an_unclosed_opener_is_no_front_matter() {
        assert!(read("---\ntitle: x\n").0.is_none());
    }
}
