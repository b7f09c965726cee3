//! The one left-to-right scan before Markdown: which bytes are template tags, comments, containers and code.
//!
//! At each byte the construct that opens first wins: a fence line, a code span with a closer, an HTML comment, a raw
//! region, a template tag. CommonMark is read afterwards, over a text in which the tags are masked ([`super::mask`]),
//! because a tag may hold spaces, quotes, pipes and brackets that would break the links and tables around it.

mod close;
mod lines;

use memchr::memmem;

use super::conflict::{self, Conflict};
use super::dialect::Dialects;
use super::jsx::{self, FlowTag};
use super::marker::{self, Marker};
use super::{Mend, MendKind};
use crate::text::Span;
use close::{End, is_same_second};
use lines::{fence_end, item_content, paragraph_end, run_length};

pub(super) use lines::{is_blank_line, line_end, next_line, quote_prefix};

/// A template tag, or a comment of a template language.
#[derive(Debug, Clone, Copy)]
pub struct Tag {
    /// From delimiter to delimiter.
    pub span: Span,
    /// Index of its form in the [`Dialects`].
    pub form: usize,
    /// Alone on its line, and no part of a sentence: a block of its own.
    pub block: bool,
}

/// What the scan found, each list in text order.
#[derive(Debug, Default)]
pub struct Scan {
    /// Tags outside code.
    pub tags: Vec<Tag>,
    /// HTML comments.
    pub comments: Vec<Span>,
    /// Openers without their closer: from the opener to the end of its line.
    pub broken: Vec<Span>,
    /// Lines that open or close a container.
    pub markers: Vec<Marker>,
    /// `import` and `export` lines of MDX.
    pub esm: Vec<Span>,
    /// Tags of MDX on lines of their own.
    pub flow: Vec<FlowTag>,
    /// Lines that are read as if the page had them.
    pub mends: Vec<Mend>,
    /// Merge conflicts outside code.
    pub conflicts: Vec<Conflict>,
}

/// Scans `text` from byte `body` on (what stands before is front matter, read without block syntax).
pub fn scan(text: &str, body: usize, dialects: &Dialects, extension: &str, mends: Vec<Mend>) -> Scan {
    let bytes = text.as_bytes();
    let out = Scan { mends, ..Scan::default() };
    let mut scanner = Scanner { text, bytes, dialects, extension, at: 0, unclosed: [false; RAW.len()], eol: 0, out };
    scanner.run(body, false);
    scanner.run(text.len(), true);
    scanner.out
}

struct Scanner<'s> {
    text: &'s str,
    bytes: &'s [u8],
    dialects: &'s Dialects,
    extension: &'s str,
    at: usize,
    /// By entry of [`RAW`]: no closer stands from here on.
    unclosed: [bool; RAW.len()],
    /// The end of the line of the last broken tag.
    eol: usize,
    out: Scan,
}

/// Elements whose content is code, with their closers.
const RAW: [(&str, &[u8]); 4] =
    [("script", b"</script"), ("style", b"</style"), ("pre", b"</pre"), ("code", b"</code")];

impl Scanner<'_> {
    fn run(&mut self, end: usize, blocks: bool) {
        let interesting = self.dialects.stops();
        let mut line_start = blocks;
        while self.at < end {
            if line_start && blocks {
                line_start = false;
                if self.line() {
                    line_start = true;
                    continue;
                }
            }
            let Some(stop) = first_of(interesting, &self.bytes[self.at..end]) else { break };
            self.at += stop;
            let byte = self.bytes[self.at];
            match byte {
                b'\n' => {
                    self.at += 1;
                    line_start = true;
                }
                b'\\' => {
                    self.at += if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_punctuation) { 2 } else { 1 }
                }
                b'`' if blocks => self.code_span(),
                b'<' if self.html() => {}
                b'$' if blocks && self.math() => {}
                _ => self.tag(byte),
            }
        }
        self.at = self.at.max(end.min(self.bytes.len()));
    }

    /// What a line may begin: true when it was consumed and the next line starts at `self.at`.
    fn line(&mut self) -> bool {
        let (start, prefix) = (self.at, quote_prefix(self.bytes, self.at));
        if self.lost_opening() {
            return true;
        }
        match self.bytes.get(prefix) {
            Some(b'=' | b'|') if prefix == start && self.their_version() => return true,
            Some(b':' | b'/' | b'!' | b'?' | b'=' | b'[') => {
                if let Some(marker) = marker::read(self.text, start, prefix) {
                    self.at = next_line(self.bytes, marker.span.end as usize);
                    self.out.markers.push(marker);
                    return true;
                }
            }
            Some(b'i' | b'e') if prefix == start && self.esm() => return true,
            Some(b'<') if prefix == start && self.conflict() => return true,
            Some(b'-' | b'<') if self.line_tag(prefix) => return true,
            Some(b'<') if self.extension == "mdx" => self.out.flow.extend(jsx::read(self.text, start, prefix)),
            _ => {}
        }
        let item = item_content(self.bytes, prefix);
        match self.bytes.get(item) {
            Some(&mark @ (b'`' | b'~')) => self.fence(start, item, mark),
            _ => false,
        }
    }

    /// A conflict: our version is read, the lines with marks and their version are not.
    fn conflict(&mut self) -> bool {
        let Some(conflict) = conflict::read(self.text, self.at) else { return false };
        self.out.conflicts.push(conflict);
        self.at = next_line(self.bytes, self.at);
        true
    }

    /// The version of the others begins here.
    fn their_version(&mut self) -> bool {
        let theirs = self.out.conflicts.last().map(|conflict| conflict.theirs);
        let Some(theirs) = theirs.filter(|theirs| theirs.start as usize == self.at) else { return false };
        self.at = next_line(self.bytes, theirs.end as usize);
        true
    }

    fn fence(&mut self, start: usize, at: usize, mark: u8) -> bool {
        let run = run_length(self.bytes, at, mark);
        let eol = line_end(self.bytes, at);
        if run < 3 || (mark == b'`' && memchr::memchr(b'`', &self.bytes[at + run..eol]).is_some()) {
            return false;
        }
        let end = fence_end(self.bytes, start, at, mark, run);
        let mended = self.out.mends.iter().map(|mend| mend.at as usize).find(|&line| start < line && line < end);
        self.at = mended.unwrap_or(end);
        true
    }

    /// A block of code begins here whose first line the page lost.
    fn lost_opening(&mut self) -> bool {
        let opens = |mend: &&Mend| mend.kind == MendKind::Opening && mend.at as usize == self.at;
        let Some(mend) = self.out.mends.iter().find(opens) else { return false };
        let marks = mend.line.trim_start_matches([' ', '\t', '>']).as_bytes();
        let Some(&mark) = marks.first() else { return false };
        self.at = fence_end(self.bytes, self.at, self.at, mark, run_length(marks, 0, mark));
        true
    }

    fn esm(&mut self) -> bool {
        let eol = line_end(self.bytes, self.at);
        let line = &self.text[self.at..eol];
        let keyword = line.starts_with("import ") || line.starts_with("export ");
        let module = line.contains(" from '") || line.contains(" from \"") || line.starts_with("import '");
        if !keyword || !(self.extension == "mdx" || module) {
            return false;
        }
        let mut end = eol;
        while end < self.bytes.len() && !is_blank_line(self.bytes, end + 1) {
            end = line_end(self.bytes, end + 1);
        }
        self.out.esm.push(Span::new(self.at, end));
        self.at = next_line(self.bytes, end);
        true
    }

    /// Tags that take a whole line: `--8<-- "file"`, `<<< @/file`.
    fn line_tag(&mut self, at: usize) -> bool {
        let dialects = self.dialects;
        let forms = dialects.starting_line(self.bytes[at]).iter().copied();
        let found = forms.into_iter().find(|&form| self.text[at..].starts_with(&dialects.form(form).open));
        let Some(form) = found else { return false };
        let end = line_end(self.bytes, at);
        self.out.tags.push(Tag { span: Span::new(at, end).trim(self.text), form, block: true });
        self.at = next_line(self.bytes, end);
        true
    }

    fn code_span(&mut self) {
        let run = run_length(self.bytes, self.at, b'`');
        let from = self.at + run;
        let end = paragraph_end(self.bytes, from);
        let mut at = from;
        while let Some(hit) = memchr::memchr(b'`', &self.bytes[at..end]) {
            let closer = run_length(self.bytes, at + hit, b'`');
            at += hit + closer;
            if closer == run {
                self.at = at;
                return;
            }
        }
        self.at = from;
    }

    /// Comments and elements whose content is code; false for any other `<`.
    fn html(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"<!--") {
            let len = memmem::find(&rest[4..], b"-->").map_or(rest.len(), |len| len + 7);
            self.out.comments.push(Span::new(self.at, self.at + len));
            self.at += len;
            return true;
        }
        let Some(raw) = RAW.iter().position(|(name, _)| is_element(rest, name)) else { return false };
        let closer = if self.unclosed[raw] { None } else { find_ignore_case(rest, RAW[raw].1) };
        self.unclosed[raw] = closer.is_none();
        self.at += closer.unwrap_or_default();
        closer.is_some()
    }

    /// `$…$` and `$$…$$` are left alone when they look like TeX.
    fn math(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let open = if rest.starts_with("$$") { "$$" } else { "$" };
        let Some(body) = rest.strip_prefix(open) else { return false };
        // The closer first, the limit in what lies before it: the other way round every mark reads to the end of its line.
        let Some(len) = body.find(open) else { return false };
        let within = !body[..len].contains(if open == "$" { "\n" } else { "\n\n" });
        let tex = within && body[..len].contains(['\\', '^', '_', '=']) && !body[..len].starts_with(['{', ' ']);
        if tex {
            self.at += open.len() * 2 + len;
        }
        tex
    }

    fn tag(&mut self, byte: u8) {
        let dialects = self.dialects;
        for &index in dialects.starting(byte) {
            let (form, dialect) = (dialects.form(index), dialects.of(index));
            // Most openers that begin alike differ in their second byte.
            if !form.close.is_empty() && !is_same_second(form.open.as_bytes(), &self.bytes[self.at..]) {
                continue;
            }
            if !dialect.extensions.is_empty() && !dialect.extensions.iter().any(|e| e == self.extension) {
                continue;
            }
            if form.after_space && self.at > 0 && !self.bytes[self.at - 1].is_ascii_whitespace() {
                continue;
            }
            match self.tag_end(form, dialect.ambiguous) {
                End::At(end) => return self.push(index, end),
                End::Broken => {
                    if self.eol <= self.at {
                        self.eol = line_end(self.bytes, self.at);
                    }
                    self.out.broken.push(Span::new(self.at, self.eol));
                    self.at += form.open.len();
                    return;
                }
                End::No => {}
            }
        }
        self.at += self.text[self.at..].chars().next().map_or(1, char::len_utf8);
    }

    fn push(&mut self, form: usize, end: usize) {
        let span = Span::new(self.at, end);
        self.out.tags.push(Tag { span, form, block: false });
        self.at = end;
        let dialect = self.dialects.of(form);
        if dialect.verbatim.is_empty() {
            return;
        }
        let name = super::placeholder::tag_name(span.of(self.text), self.dialects.form(form)).to_owned();
        if dialect.verbatim.contains(&name) {
            self.skip_verbatim(form, &name);
        }
    }

    /// Moves to the tag that closes the verbatim region `name`; what lies between is text.
    fn skip_verbatim(&mut self, form: usize, name: &str) {
        let form = self.dialects.form(form);
        let closing = form.closing.as_deref().unwrap_or("end");
        let mut from = self.at;
        while let Some(hit) = memmem::find(&self.bytes[from..], form.open.as_bytes()) {
            let at = from + hit;
            let inner = self.text[at + form.open.len()..].trim_start_matches(['-', ' ']);
            if inner.starts_with(name) {
                // A second opener: the first was never closed, and what follows it is read.
                return;
            }
            if inner.strip_prefix(closing).is_some_and(|rest| rest.starts_with(name)) {
                self.at = at;
                return;
            }
            from = at + form.open.len();
        }
    }
}

fn is_element(rest: &[u8], name: &str) -> bool {
    let after = rest.get(name.len() + 1);
    rest.get(1..=name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
        && after.is_none_or(|&byte| byte == b'>' || byte.is_ascii_whitespace())
}

fn find_ignore_case(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(hit) = memmem::find(&haystack[from..], &needle[..2]) {
        let at = from + hit;
        if haystack.get(at..at + needle.len()).is_some_and(|found| found.eq_ignore_ascii_case(needle)) {
            return Some(at);
        }
        from = at + 2;
    }
    None
}

/// The first byte of a set: eight at a time, because most are in none.
pub fn first_of(set: &[bool; 256], bytes: &[u8]) -> Option<usize> {
    let is_in = |byte: &u8| set[*byte as usize];
    let skipped =
        bytes.chunks_exact(8).take_while(|eight| !eight.iter().fold(false, |any, byte| any | is_in(byte))).count();
    let from = skipped * 8;
    bytes[from..].iter().position(is_in).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn tags(text: &str, expected: &[&str]) {
        let found = scan(text, 0, Dialects::bundled(), "md", Vec::new());
        let found: Vec<&str> = found
            .tags
            .iter()
            .filter(|tag| !Dialects::bundled().of(tag.form).ambiguous)
            .map(|tag| tag.span.of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_construct_that_opens_first_wins() {
        tags(
            "a {{ x }} `{{ code }}` {{< ref \"`a`\" >}} {{% p `raw }}` %}}",
            &["{{ x }}", "{{< ref \"`a`\" >}}", "{{% p `raw }}` %}}"],
        );
        tags("<!-- {{ no }} --> {% yes %}\n```\n{% no %}\n```\n{% yes2 %}", &["{% yes %}", "{% yes2 %}"]);
        tags("{% raw %}{{ text }}{% endraw %}{{ tag }}", &["{% raw %}", "{% endraw %}", "{{ tag }}"]);
    }

    #[test]
    fn a_closer_in_a_string_does_not_close() {
        tags(r#"{{ f(a, b="}}") }} {{ l'été }} x"#, &[r#"{{ f(a, b="}}") }}"#, "{{ l'été }}"]);
    }

    #[test]
    fn an_opener_without_closer_swallows_nothing() {
        let text = "{% if x} and {% endif %}\n\n{{ y }\n\nz }}";
        tags(text, &["{% endif %}"]);
        assert_eq!(scan(text, 0, Dialects::bundled(), "md", Vec::new()).broken.len(), 2);
    }

    #[test]
    fn escaped_and_literal_tags_are_text() {
        tags(r"\{{ x }} \{% y %}", &[]);
        tags("{{</* x */>}} {{% y %}}", &["{{</* x */>}}", "{{% y %}}"]);
    }
}
