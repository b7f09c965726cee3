//! Suppressions as they are written in a page: in comments, in link definitions that serve as comments, in the front
//! matter. What they reach is decided elsewhere; here they are only read.

use memchr::memmem;

use super::Document;
use super::scan::line_end;
use crate::text::Span;

/// What a suppression is written to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// `fidus-allow`: the block it stands before, or in.
    Block,
    /// `fidus-allow-file`: the page.
    File,
    /// `fidus-off`: from here on.
    Off,
    /// `fidus-on`: up to here.
    On,
    /// Another word that begins with `fidus-`.
    Unknown,
}

/// A suppression as it is written.
#[derive(Debug, Clone)]
pub struct Directive {
    /// The comment, or the value in the front matter.
    pub span: Span,
    /// The word that begins with `fidus-`.
    pub word: Span,
    /// What it is written to reach.
    pub reach: Reach,
    /// The ids it names.
    pub ids: Vec<Span>,
    /// It begins its line: what follows is meant as a whole, be it a list or a table.
    pub leads: bool,
}

/// The suppressions of a page, in text order.
#[must_use]
pub fn directives(page: &Document<'_>) -> Vec<Directive> {
    let text = page.text;
    if memmem::find(text.as_bytes(), b"fidus-").is_none() {
        return Vec::new();
    }
    let mut out: Vec<Directive> =
        page.front.iter().filter_map(|front| front.allow).map(|v| in_front(text, v)).collect();
    out.extend(page.comments.iter().filter_map(|comment| in_comment(text, *comment)));
    out.extend(definitions(page).filter_map(|(line, inner)| read(text, line, inner)));
    out.sort_by_key(|directive| directive.span);
    out
}

/// `fidus-allow: [one, two]`, or the same as a list over several lines.
fn in_front(text: &str, value: Span) -> Directive {
    let ids = words(text, value, |c: char| c.is_whitespace() || ",[]\"'".contains(c));
    let ids = ids.into_iter().filter(|id| id.of(text) != "-").collect();
    Directive { span: value, word: value, reach: Reach::File, ids, leads: true }
}

/// `<!-- … -->`, `{/* … */}` and the comments of template languages.
fn in_comment(text: &str, comment: Span) -> Option<Directive> {
    let slice = comment.of(text);
    // What is never closed is the rest of the page.
    if slice.starts_with("<!--") && !slice.ends_with("-->") {
        return None;
    }
    let open = slice.find(|c: char| c.is_alphanumeric())?;
    let close = slice.trim_end_matches(['>', '-', '}', '/', '*', '#', '%']).len();
    let start = comment.start as usize;
    if open < close { read(text, comment, Span::new(start + open, start + close)) } else { None }
}

/// Lines like `[//]: # (…)`, which nothing shows: the line, and what stands between the delimiters.
fn definitions<'p>(page: &'p Document<'_>) -> impl Iterator<Item = (Span, Span)> + 'p {
    let bytes = page.text.as_bytes();
    memmem::find_iter(bytes, b"fidus-").filter_map(move |at| {
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |before| before + 1);
        let line = Span::new(start, line_end(bytes, at)).trim(page.text);
        let before = page.text[line.start as usize..at].strip_prefix('[')?;
        let (_, before) = before.split_once("]:")?;
        let is_comment = matches!(before.trim(), "# (" | "# \"" | "# '" | "#(" | "<> (" | "<> \"" | "<> '");
        let shown = page.block_of(line).is_some();
        (is_comment && !shown).then(|| (line, Span::new(at, (line.end as usize - 1).max(at))))
    })
}

/// A directive whose words are `inner`.
fn read(text: &str, span: Span, inner: Span) -> Option<Directive> {
    let inner = inner.trim(text);
    let slice = inner.of(text);
    let rest = slice.strip_prefix("fidus-")?;
    let word = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
    let reach = match &rest[..word] {
        "allow" => Reach::Block,
        "allow-file" => Reach::File,
        "off" => Reach::Off,
        "on" => Reach::On,
        _ => Reach::Unknown,
    };
    let start = inner.start as usize;
    let after = start + "fidus-".len() + word;
    let list = &text[after..inner.end as usize];
    // What follows the colon is the reason.
    let list = Span::new(after, after + list.find(':').unwrap_or(list.len()));
    let ids = words(text, list, |c: char| c == ',');
    let line = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let before = text[line..span.start as usize].trim_start_matches('\u{feff}');
    let leads = before.is_empty() || (before.starts_with('>') && before.trim_matches(['>', ' ']).is_empty());
    Some(Directive { span, word: Span::new(start, after), reach, ids, leads })
}

fn words(text: &str, span: Span, is_gap: impl Fn(char) -> bool) -> Vec<Span> {
    let slice = span.of(text);
    let start = span.start as usize;
    let pieces = slice.split(is_gap).map(|piece| {
        let at = start + (piece.as_ptr() as usize - slice.as_ptr() as usize);
        Span::new(at, at + piece.len()).trim(text)
    });
    pieces.filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Dialects, Syntax};

    #[track_caller]
    fn reads(text: &str, expected: &[(Reach, &[&str])]) {
        let page = Document::parse(text, Syntax { dialects: Dialects::bundled(), extension: "mdx" });
        let found = directives(&page);
        let found: Vec<(Reach, Vec<&str>)> =
            found.iter().map(|one| (one.reach, one.ids.iter().map(|id| id.of(text)).collect())).collect();
        let expected: Vec<(Reach, Vec<&str>)> = expected.iter().map(|(reach, ids)| (*reach, ids.to_vec())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_form_is_read() {
        reads("<!-- fidus-allow link-changed: the law, not ours -->\n\nx", &[(Reach::Block, &["link-changed"])]);
        reads("<!--fidus-allow-file a,b-->", &[(Reach::File, &["a", "b"])]);
        reads("{/* fidus-off a */}\n\nx\n\n{/* fidus-on a */}", &[(Reach::Off, &["a"]), (Reach::On, &["a"])]);
        reads("[//]: # (fidus-allow a, b: why)\n\nx", &[(Reach::Block, &["a", "b"])]);
        reads("[//]: # \"fidus-allow a\"\r\n\r\nx", &[(Reach::Block, &["a"])]);
        reads("---\nfidus-allow: [a, \"b\"]\n---\n", &[(Reach::File, &["a", "b"])]);
        reads("---\nfidus-allow:\n  - a\n  - b\ntitle: x\n---\n", &[(Reach::File, &["a", "b"])]);
        reads("<!-- fidus-allow : no ids -->", &[(Reach::Block, &[])]);
        reads("<!-- fidus-ignore a -->", &[(Reach::Unknown, &["a"])]);
    }

    #[test]
    fn what_is_shown_is_no_suppression() {
        reads("`<!-- fidus-allow a -->`\n\n```\n<!-- fidus-allow a -->\n[//]: # (fidus-allow b)\n```\n", &[]);
        reads("text\n[//]: # (fidus-allow b)\n", &[]);
        reads("<!-- see fidus-allow -->", &[]);
        reads("<!-- fidus-allow a\n\nrest\n", &[]);
    }
}
