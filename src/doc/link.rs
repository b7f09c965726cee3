//! Links: where their label, target and title stand, and what the target says.

use std::borrow::Cow;

use crate::text::Span;

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    /// `[t](u)`.
    Inline,
    /// `[t][r]`, `[r][]`, `[r]`.
    Reference,
    /// `<u>`.
    Autolink,
    /// A bare address in prose.
    Bare,
    /// `<a href>`, `<img src>`.
    Html,
}

/// A link or an image.
#[derive(Debug, Clone)]
pub struct Link<'s> {
    /// The target, escapes resolved, template tags as written.
    pub target: Cow<'s, str>,
    /// Where the target stands: exact for inline and HTML links, the label of the reference otherwise.
    pub target_span: Span,
    /// The text between the brackets; empty for addresses.
    pub label: Span,
    /// The title without its quotes; empty if there is none.
    pub title: Span,
    /// How it is written.
    pub style: LinkStyle,
}

/// Label, target and title spans inside an inline link.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    pub label: Span,
    pub target: Span,
    pub title: Span,
}

/// Finds the parts of the link at `span` (masked text), whose last child ends at `children_end`.
pub(super) fn inline_parts(text: &str, span: Span, image: bool, children_end: usize) -> Option<Parts> {
    let bytes = text.as_bytes();
    let end = span.end as usize;
    let label_start = span.start as usize + 1 + usize::from(image);
    let from = children_end.max(label_start);
    let close = from + memchr::memmem::find(bytes.get(from..end)?, b"](")?;
    let mut at = skip_space(bytes, close + 2, end);
    let target = if bytes.get(at) == Some(&b'<') {
        let stop = at + 1 + memchr::memchr(b'>', &bytes[at + 1..end])?;
        let inner = Span::new(at + 1, stop);
        at = stop + 1;
        inner
    } else {
        let stop = plain_target_end(bytes, at, end);
        let inner = Span::new(at, stop);
        at = stop;
        inner
    };
    let title_at = skip_space(bytes, at, end);
    let title = match bytes.get(title_at) {
        Some(b'"' | b'\'' | b'(') if title_at + 1 < end => {
            let stop =
                bytes[..end - 1].iter().rposition(|byte| matches!(byte, b'"' | b'\'' | b')')).unwrap_or(title_at);
            Span::new(title_at + 1, stop.max(title_at + 1))
        }
        _ => Span::at(title_at.min(end)),
    };
    Some(Parts { label: Span::new(label_start, close), target, title })
}

fn skip_space(bytes: &[u8], at: usize, end: usize) -> usize {
    at + bytes[at..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn plain_target_end(bytes: &[u8], from: usize, end: usize) -> usize {
    let (mut at, mut depth) = (from, 0u32);
    while at < end {
        match bytes[at] {
            b'\\' if at + 1 < end => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            byte if byte.is_ascii_whitespace() => break,
            _ => {}
        }
        at += 1;
    }
    at.min(end)
}

/// `guide` of `guide.zh-CN`: the name of a file without what may be its locale.
fn without_locale(stem: &str) -> &str {
    let is_tag = |tag: &str| {
        let (language, region) = tag.split_once(['-', '_']).unwrap_or((tag, ""));
        let letters = |part: &str, length: std::ops::RangeInclusive<usize>| {
            length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        letters(language, 2..=3) && (region.is_empty() || letters(region, 2..=4))
    };
    stem.rsplit_once('.').filter(|(name, tag)| !name.is_empty() && is_tag(tag)).map_or(stem, |(name, _)| name)
}

/// A rough fingerprint of a target for alignment: its last path segment, which locales and site roots do not touch.
#[must_use]
pub fn rough_key(target: &str) -> u64 {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let mut segments = path.trim_end_matches('/').rsplit('/');
    let mut last = segments.next().unwrap_or_default();
    if matches!(last, "index.md" | "index.html" | "index" | "_index.md" | "README.md" | "index.mdx") {
        last = segments.next().unwrap_or_default();
    }
    let stem = ["md", "mdx", "html", "htm"].iter().find_map(|ext| last.strip_suffix(ext)?.strip_suffix('.'));
    let stem = stem.map_or(last, without_locale);
    let name = if stem.is_empty() { target } else { stem };
    super::prose::fingerprint(name.to_ascii_lowercase().as_bytes())
}
