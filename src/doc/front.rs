//! Front matter: where it ends, and its keys and values with their places. YAML, TOML or JSON.
//!
//! Read line by line, because a page with bad YAML must still yield the keys that can be read.

use super::data::{Value, read_data};
use super::scan::{is_blank_line, line_end, next_line};
use crate::text::Span;

/// How front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// From `{` to `}`.
    Json,
}

/// One key and its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The key, without the keys it is nested in.
    pub key: Span,
    /// The value without quotes; of a list, its first line to its last.
    pub value: Span,
    /// The entry it is nested in: an index into [`FrontMatter::entries`].
    pub parent: Option<u32>,
}

/// The front matter of a page.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// From delimiter to delimiter.
    pub span: Span,
    /// What stands between the delimiters; of JSON, all of it.
    pub inner: Span,
    /// How it is written.
    pub format: Format,
    /// Keys in text order.
    pub entries: Vec<Entry>,
    /// The value of `fidus-allow`, which is a word to us and no part of the page.
    pub allow: Option<Span>,
    /// Its last line is there; otherwise it ends with its last key.
    pub closed: bool,
}

impl FrontMatter {
    /// The key of an entry with the keys it is nested in: `menu.main.weight`.
    #[must_use]
    pub fn path(&self, text: &str, at: u32) -> String {
        let mut keys = Vec::new();
        let mut next = Some(at);
        while let Some(entry) = next.and_then(|at| self.entries.get(at as usize)) {
            keys.push(entry.key.of(text));
            next = entry.parent;
        }
        keys.reverse();
        keys.join(".")
    }

    /// A comment names the key, which then is not there on purpose.
    #[must_use]
    pub fn speaks_of(&self, text: &str, key: &str) -> bool {
        let comments = self.inner.of(text).lines().filter_map(|line| line.trim_start().strip_prefix('#'));
        let is_part = |c: char| !c.is_alphanumeric() && !"_-.".contains(c);
        let words = comments.flat_map(|comment| comment.split(is_part));
        words.map(|word| word.trim_end_matches('.')).any(|word| word == key)
    }
}

/// The front matter at the start of `text`, and the byte at which the page's body starts.
#[must_use]
pub fn read(text: &str) -> (Option<FrontMatter>, usize) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = &text[start..];
    let first = body.lines().next().unwrap_or_default().trim_end();
    let bytes = text.as_bytes();
    let inner = next_line(bytes, start);
    let format = match first {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        "{" if text[inner..].trim_start().starts_with('"') => Format::Json,
        _ => return (None, start),
    };
    if format == Format::Yaml && is_across_page(&text[inner..]) {
        return (None, start);
    }
    let mut line = inner;
    while line < bytes.len() {
        let end = line_end(bytes, line);
        let content = text[line..end].trim_end();
        let closes = match format {
            Format::Yaml => content == "---" || content == "...",
            Format::Toml => content == "+++",
            Format::Json => content == "}",
        };
        if closes {
            if let Some(unclosed) = unclosed(text, start, Span::new(inner, line), format) {
                return unclosed;
            }
            let mut entries = entries(text, Span::new(inner, line), format);
            let allow = take_allow(text, &mut entries);
            let inner = if format == Format::Json { Span::new(start, end) } else { Span::new(inner, line) };
            let front = FrontMatter { span: Span::new(start, end), inner, format, entries, allow, closed: true };
            return (Some(front), next_line(bytes, line));
        }
        line = next_line(bytes, line);
    }
    unclosed(text, start, Span::new(inner, text.len().max(inner)), format).unwrap_or((None, start))
}

/// Front matter without its last line, which runs on over the page up to a thematic break, or to its end: what of `inner`
/// reads like keys, where the whole is no YAML.
fn unclosed(text: &str, start: usize, inner: Span, format: Format) -> Option<(Option<FrontMatter>, usize)> {
    if format != Format::Yaml {
        return None;
    }
    let end = end_of_keys(text, inner)?;
    let is_map = |to: usize| matches!(read_data(&text[inner.start as usize..to], format), Ok(Value::Map(_)));
    if !is_map(end) || is_map(inner.end as usize) {
        return None;
    }
    let keys = Span::new(inner.start as usize, end);
    let mut entries = entries(text, keys, format);
    let allow = take_allow(text, &mut entries);
    let span = Span::new(start, end);
    let front = FrontMatter { span, inner: keys, format, entries, allow, closed: false };
    Some((Some(front), next_line(text.as_bytes(), end)))
}

/// A key with its value, or a line that goes on with one.
pub(super) fn reads_like_keys(line: &str) -> bool {
    line.starts_with([' ', '\t'])
        || line.starts_with("- ")
        || line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && !key.contains(' '))
}

/// Where the lines that read like keys end, in front of one that does not: a heading, or text.
fn end_of_keys(text: &str, inner: Span) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut line, mut last, mut after_blank) = (inner.start as usize, None, false);
    while line < inner.end as usize {
        let end = line_end(bytes, line).min(inner.end as usize);
        let content = text[line..end].trim_end();
        let closes = content.starts_with(['}', ']']);
        // Without an end below it, what looks like a comment is a heading.
        let is_comment = content.starts_with('#') && !after_blank && (inner.end as usize) < text.len();
        match () {
            () if content.is_empty() => {}
            () if reads_like_keys(content) || closes || is_comment => last = Some(line + content.len()),
            () => return last,
        }
        after_blank = content.is_empty();
        line = next_line(bytes, line);
    }
    None
}

/// What stands below the opener is set off by an empty line and begins with no key: the opener is a thematic break.
fn is_across_page(below: &str) -> bool {
    let mut lines = below.lines().map(str::trim_end);
    let is_set_off = lines.next().is_some_and(str::is_empty);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let is_key = first.split_once(':').is_some_and(|(key, _)| !key.is_empty() && !key.contains(' '));
    is_set_off && !is_key && !matches!(first, "---" | "...")
}

/// Takes the key `fidus-allow` out: its value, if the page has one.
fn take_allow(text: &str, entries: &mut Vec<Entry>) -> Option<Span> {
    let ours = |entry: &Entry| entry.parent.is_none() && entry.key.of(text) == "fidus-allow";
    let at = entries.iter().position(ours)?;
    let taken = entries.remove(at);
    // What stands below it moves up; nothing is nested in it.
    for parent in entries[at..].iter_mut().filter_map(|entry| entry.parent.as_mut()) {
        *parent -= u32::from(*parent as usize > at);
    }
    Some(taken.value)
}

fn entries(text: &str, span: Span, format: Format) -> Vec<Entry> {
    let bytes = text.as_bytes();
    let mut reader = Reader { text, format, out: Vec::new(), open: Vec::new() };
    let mut line = span.start as usize;
    while line < span.end as usize {
        let end = line_end(bytes, line).min(span.end as usize);
        if !is_blank_line(bytes, line) {
            reader.line(Span::new(line, end));
        }
        line = end + 1;
    }
    reader.out
}

struct Reader<'t> {
    text: &'t str,
    format: Format,
    out: Vec<Entry>,
    /// Indentation and index of the entries that the next line may be nested in.
    open: Vec<(usize, u32)>,
}

impl Reader<'_> {
    fn line(&mut self, line: Span) {
        let content = line.of(self.text);
        let visible = content.trim_start();
        if content.starts_with('#') || (self.format != Format::Yaml && matches!(visible.trim_end(), "{" | "}" | "},")) {
            return;
        }
        if self.format == Format::Toml && visible.starts_with('[') && visible.trim_end().ends_with(']') {
            return self.table(line);
        }
        let indent = content.len() - visible.len();
        match self.key_value(line) {
            Some((key, value)) => {
                // The keys of a list's item stand behind its dash.
                let item = visible.starts_with("- ");
                let depth = match self.format {
                    Format::Toml => usize::from(!self.open.is_empty()),
                    _ => indent + 2 * usize::from(item),
                };
                self.open(depth, key, value);
            }
            // A line that is no key continues the value above it.
            None => {
                if let Some(last) = self.out.last_mut() {
                    last.value = continued(self.text, last.value, line);
                }
            }
        }
    }

    fn open(&mut self, depth: usize, key: Span, value: Span) {
        self.open.retain(|&(outer, _)| outer < depth);
        let parent = self.open.last().map(|&(_, at)| at);
        let at = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        if self.format != Format::Toml {
            self.open.push((depth, at));
        }
        self.out.push(Entry { key, value, parent });
    }

    /// `[params]`, `[[menu.main]]`: the keys below it are nested in it.
    fn table(&mut self, line: Span) {
        let line = line.trim(self.text);
        let name = line.of(self.text).trim_matches(['[', ']']);
        let lead = line.len() - line.of(self.text).trim_start_matches('[').len();
        let key = Span::new(line.start as usize + lead, line.start as usize + lead + name.len());
        self.open = vec![(0, u32::try_from(self.out.len()).unwrap_or(u32::MAX))];
        self.out.push(Entry { key, value: Span::at(line.end as usize), parent: None });
    }

    fn key_value(&self, line: Span) -> Option<(Span, Span)> {
        let (text, end) = (self.text, line.end as usize);
        let visible = line.of(text).trim_start();
        let rest = visible.strip_prefix("- ").unwrap_or(visible);
        let from = end - rest.len();
        let at = match self.format {
            Format::Toml => rest.find('=')?,
            // `cSpell:ignore: words` has a colon in its key.
            _ => rest
                .match_indices(':')
                .map(|(at, _)| at)
                .find(|at| rest[at + 1..].is_empty() || rest[at + 1..].starts_with([' ', '\t', '\r']))?,
        };
        let key = rest[..at].trim_end().trim_matches(['"', '\'']);
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.@$:/".contains(c));
        if !is_key {
            return None;
        }
        let key_start = from + rest.find(key)?;
        let mut value = Span::new(from + at + 1, end).trim(text);
        if self.format == Format::Json {
            let bare = value.of(text).trim_end_matches([',', '{']).trim_end().len();
            value = Span::new(value.start as usize, value.start as usize + bare);
        }
        Some((Span::new(key_start, key_start + key.len()), unquoted(text, value)))
    }
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
    fn keys_know_what_they_are_nested_in() {
        let text = "---\nmenu:\n  main:\n    weight: 3\ntags:\n- name: a\n  url: b\ncSpell:ignore: x\n---\n";
        let paths = |text: &str| -> Vec<String> {
            let front = read(text).0.expect("front matter");
            (0..front.entries.len()).map(|at| front.path(text, u32::try_from(at).expect("few"))).collect()
        };
        assert_eq!(
            paths(text),
            ["menu", "menu.main", "menu.main.weight", "tags", "tags.name", "tags.url", "cSpell:ignore"]
        );
        assert_eq!(paths("+++\na = 1\n[params]\nb = 2\n+++\n"), ["a", "params", "params.b"]);
        let json = "{\n  \"title\": \"A, b\",\n  \"menu\": {\n    \"main\": 3\n  }\n}\nBody";
        assert_eq!(paths(json), ["title", "menu", "menu.main"]);
        assert_eq!(values(json), [("title", "A, b"), ("menu", ""), ("main", "3")]);
    }

    #[test]
    fn comments_speak_of_keys() {
        let text = "---\ntitle: x\n# No `cascade`: it is for the source only. Nor layout.\n---\n";
        let front = read(text).0.expect("front matter");
        assert!(front.speaks_of(text, "cascade") && front.speaks_of(text, "layout"));
        assert!(!front.speaks_of(text, "title") && !front.speaks_of(text, "cascad"));
    }

    #[test]
    fn a_line_across_the_page_is_no_front_matter() {
        assert!(read("---\n\n# Done\n\nThis is it.\n\n---\n").0.is_none());
        assert!(read("---\n\nThis is: it.\n\n---\n").0.is_none());
        assert_eq!(values("---\n\n# A comment\ntitle: x\n---\n"), [("title", "x")]);
        assert!(read("---\n\n---\n").0.is_some());
    }

    #[test]
    fn an_unclosed_opener_is_no_front_matter() {
        assert!(read("---\ntitle: x\n").0.is_none());
    }
}
