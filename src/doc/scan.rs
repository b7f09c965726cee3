//! The one left-to-right scan before Markdown: which bytes are template tags, comments, containers and code.
//!
//! At each byte the construct that opens first wins: a fence line, a code span with a closer, an HTML comment, a raw
//! region, a template tag. CommonMark is read afterwards, over a text in which the tags are masked ([`super::mask`]),
//! because a tag may hold spaces, quotes, pipes and brackets that would break the links and tables around it.

use memchr::memmem;

use super::conflict::{self, Conflict};
use super::dialect::{Dialects, Form, Role};
use super::marker::{self, Marker};
use super::{Mend, MendKind};
use crate::text::Span;

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

    fn tag_end(&self, form: &Form, ambiguous: bool) -> End {
        let rest = &self.text[self.at..];
        if rest.starts_with('{') && !rest.starts_with("{{") && is_argument_of_tex(&self.bytes[..self.at]) {
            return End::No;
        }
        if form.close.is_empty() {
            let found = form.pattern.as_ref().and_then(|pattern| pattern.find(rest.as_bytes()));
            // `:rocket:` between two signs is an emoji.
            let emoji = |end: usize| form.after_space && rest[end..].starts_with(&form.open);
            let found = found.filter(|found| !found.is_empty() && !emoji(found.end()));
            return found.map_or(End::No, |found| End::At(self.at + found.end()));
        }
        if !rest.starts_with(&form.open) || form.pattern.as_ref().is_some_and(|guard| !guard.is_match(rest.as_bytes()))
        {
            return End::No;
        }
        match find_close(self.bytes, self.at + form.open.len(), form) {
            Some(end) => End::At(end),
            // A single brace is ordinary text wherever it does not close; a comment or literal likewise.
            None if ambiguous || form.open.len() < 2 || !matches!(form.role, Role::Output | Role::Statement) => End::No,
            None => End::Broken,
        }
    }
}

enum End {
    At(usize),
    Broken,
    No,
}

/// The second byte of an opener, if it has one, stands in the text, too.
fn is_same_second(open: &[u8], text: &[u8]) -> bool {
    open.get(1).is_none_or(|second| text.get(1) == Some(second))
}

/// A command of TeX stands before it: `\text`.
fn is_argument_of_tex(before: &[u8]) -> bool {
    let name = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    name > 1 && before[..before.len() - name].ends_with(b"\\")
}

/// The byte after the closer of `form`, looked for from `from`. A tag may not hold a blank line or a second opener.
fn find_close(bytes: &[u8], from: usize, form: &Form) -> Option<usize> {
    let close = form.close.as_bytes();
    if matches!(form.role, Role::Comment | Role::Literal) {
        return memmem::find(&bytes[from..], close).map(|len| from + len + close.len());
    }
    // An apostrophe in a tag may be no quote: when reading quotes finds no closer, read without them.
    close_outside(bytes, from, form, &form.strings).or_else(|| close_outside(bytes, from, form, b""))
}

fn close_outside(bytes: &[u8], from: usize, form: &Form, strings: &[u8]) -> Option<usize> {
    let (open, close) = (form.open.as_bytes(), form.close.as_bytes());
    let (mut at, mut depth) = (from, 0usize);
    let counts = |byte: &u8| {
        matches!(byte, b'\n' | b'{' | b'}') || *byte == close[0] || *byte == open[0] || strings.contains(byte)
    };
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(counts)) {
        at += next;
        let byte = bytes[at];
        if depth == 0 && bytes[at..].starts_with(close) {
            // `{{ {a: 1} }}}`: of several braces in a row the last two close.
            let brace = close[0] == b'}' && !form.nested && close.len() == 2 && bytes.get(at + 2) == Some(&b'}');
            return Some(at + close.len() + usize::from(brace && bytes[from..at].contains(&b'{')));
        }
        match byte {
            b'\n' if is_blank_line(bytes, at + 1) || begins_block(bytes, at + 1) => return None,
            b'{' if form.nested => depth += 1,
            b'}' if form.nested => depth = depth.checked_sub(1)?,
            _ if strings.contains(&byte) => at += 1 + memchr::memchr(byte, &bytes[at + 1..])?,
            _ if !form.nested && bytes[at..].starts_with(&open[..open.len().min(2)]) => return None,
            _ => {}
        }
        at += 1;
    }
    None
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

/// The first byte after white space and `>` marks.
pub(super) fn quote_prefix(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'>')) {
        at += 1;
    }
    at
}

/// The first byte after any list markers at `at`.
fn item_content(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let mark = bytes.get(at + digits);
        let marks =
            matches!(mark, Some(b'.' | b')')) && digits > 0 || matches!(mark, Some(b'-' | b'*' | b'+')) && digits == 0;
        let after = at + digits + 1;
        if !marks || !matches!(bytes.get(after), Some(b' ' | b'\t')) {
            return at;
        }
        at = quote_prefix(bytes, after);
    }
}

/// The first byte of a set: eight at a time, because most are in none.
pub fn first_of(set: &[bool; 256], bytes: &[u8]) -> Option<usize> {
    let is_in = |byte: &u8| set[*byte as usize];
    let skipped =
        bytes.chunks_exact(8).take_while(|eight| !eight.iter().fold(false, |any, byte| any | is_in(byte))).count();
    let from = skipped * 8;
    bytes[from..].iter().position(is_in).map(|at| from + at)
}

fn run_length(bytes: &[u8], at: usize, byte: u8) -> usize {
    bytes[at..].iter().take_while(|&&found| found == byte).count()
}

/// The end of the line of `at`: its line feed, or the end of the text.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)).map_or(bytes.len(), |len| at + len)
}

/// The start of the line after the one of `at`.
pub(super) fn next_line(bytes: &[u8], at: usize) -> usize {
    (line_end(bytes, at) + 1).min(bytes.len())
}

/// The line that starts at `at` holds nothing but white space; true beyond the end.
pub(super) fn is_blank_line(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..).is_none_or(|rest| {
        rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|&byte| byte == b'\n')
    })
}

fn indent(bytes: &[u8], start: usize) -> usize {
    bytes[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The start of the line after a fenced block that opens at `at` in the line from `start`.
fn fence_end(bytes: &[u8], start: usize, at: usize, mark: u8, run: usize) -> usize {
    let quoted = bytes[start..at].contains(&b'>');
    let (mut line, mut shallow) = (next_line(bytes, at), None);
    while line < bytes.len() {
        let content = if quoted { quote_prefix(bytes, line) } else { line + indent(bytes, line) };
        if quoted && !bytes[line..content].contains(&b'>') {
            return line;
        }
        let closer = run_length(bytes, content, mark);
        if closer >= run && is_blank_line(bytes, content + closer) {
            return next_line(bytes, content);
        }
        let outside = at > start && !quoted && !is_blank_line(bytes, line) && content - line < at - start;
        if outside && shallow.is_none() {
            shallow = Some(line);
        }
        line = next_line(bytes, line);
    }
    // Never closed: a fence inside a list item ends with the item.
    shallow.unwrap_or(bytes.len())
}

/// Where the paragraph around `at` ends: a blank line, or a line that begins another block.
fn paragraph_end(bytes: &[u8], at: usize) -> usize {
    let mut eol = line_end(bytes, at);
    while eol < bytes.len() {
        let next = eol + 1;
        if is_blank_line(bytes, next) || begins_block(bytes, next) {
            return eol;
        }
        eol = line_end(bytes, next);
    }
    eol
}

/// The line at `line` begins a heading, a row, an item or a fence.
fn begins_block(bytes: &[u8], line: usize) -> bool {
    let content = quote_prefix(bytes, line);
    matches!(bytes.get(content), Some(b'#' | b'|'))
        || item_content(bytes, content) > content
        || bytes.get(content..content + 3) == Some(b"```")
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
