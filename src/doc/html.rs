//! HTML tags in a span, with the spans of their attributes. Tolerates JSX; knows nothing of elements' meaning.

use crate::text::Span;

/// One attribute.
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    /// The name.
    pub name: Span,
    /// The value without its quotes; empty where there is none.
    pub value: Span,
}

/// One tag: `<a href="x">`, `</a>`, `<br/>`, `<Tabs>`.
#[derive(Debug, Clone)]
pub struct HtmlTag {
    /// From `<` to `>`.
    pub span: Span,
    /// The name, as written.
    pub name: Span,
    /// It begins with `</`.
    pub closing: bool,
    /// It ends with `/>`.
    pub self_closing: bool,
    /// Its attributes in order.
    pub attributes: Vec<Attribute>,
}

impl HtmlTag {
    /// The value of the attribute `name` (any case), which may be empty; `None` if the tag has no such attribute.
    #[must_use]
    pub fn attribute(&self, text: &str, name: &str) -> Option<Span> {
        let found = self.attributes.iter().find(|attribute| attribute.name.of(text).eq_ignore_ascii_case(name));
        found.map(|attribute| attribute.value)
    }
}

/// What a stretch of HTML is made of.
pub enum Piece {
    /// A tag.
    Tag(HtmlTag),
    /// Text between tags.
    Text(Span),
}

impl Piece {
    fn span(&self) -> Span {
        match self {
            Piece::Tag(tag) => tag.span,
            Piece::Text(text) => *text,
        }
    }
}

/// The pieces of a block of HTML by what they are in: each heading and each item of a list is by itself, and so is what
/// stands between them. Tags around them stay with their neighbours.
pub(super) fn parted(text: &str, pieces: Vec<Piece>) -> Vec<(Span, Vec<Piece>)> {
    let is = |tag: &HtmlTag, name: &str| tag.name.of(text).eq_ignore_ascii_case(name);
    let is_heading = |tag: &HtmlTag| matches!(tag.name.of(text).as_bytes(), [b'h' | b'H', b'1'..=b'6']);
    let (mut parts, mut part) = (Vec::new(), Vec::new());
    // The part says something already; and the heading in it has ended.
    let (mut says, mut ended) = (false, false);
    for piece in pieces {
        let (begins, ends) = match &piece {
            Piece::Tag(tag) if tag.closing => (false, is_heading(tag)),
            Piece::Tag(tag) => (ended || is_heading(tag) || is(tag, "li"), false),
            Piece::Text(span) => (ended && !span.trim(text).is_empty(), false),
        };
        if begins && says {
            parts.push(std::mem::take(&mut part));
            (says, ended) = (false, false);
        }
        says |= match &piece {
            Piece::Tag(tag) => is(tag, "a") || is(tag, "img"),
            Piece::Text(span) => !span.trim(text).is_empty(),
        };
        ended |= ends;
        part.push(piece);
    }
    parts.push(part);
    let span = |part: &[Piece]| part.first().zip(part.last()).map(|(first, last)| first.span().join(last.span()));
    parts.into_iter().filter_map(|part| Some((span(&part)?, part))).collect()
}

/// Cuts `span` of `text` into tags and text; comments, declarations and raw content of `script` and `style` are left out.
pub(super) fn pieces(text: &str, span: Span) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let (mut at, end) = (span.start as usize, span.end as usize);
    let mut out = Vec::new();
    let mut text_start = at;
    let mut unclosed = [false; RAW.len()];
    while let Some(hit) = memchr::memchr(b'<', &bytes[at..end]) {
        let open = at + hit;
        let next = if bytes[open..end].starts_with(b"<!--") {
            Some(memchr::memmem::find(&bytes[open..end], b"-->").map_or(end, |len| open + len + 3))
        } else {
            read_tag(text, open, end).map(|tag| {
                let next = raw_end(text, &tag, end, &mut unclosed);
                push_text(&mut out, text_start, open);
                out.push(Piece::Tag(tag));
                next
            })
        };
        match next {
            Some(next) => {
                if bytes[open..end].starts_with(b"<!--") {
                    push_text(&mut out, text_start, open);
                }
                (at, text_start) = (next, next);
            }
            None => at = open + 1,
        }
    }
    push_text(&mut out, text_start, end);
    out
}

fn push_text(out: &mut Vec<Piece>, start: usize, end: usize) {
    if start < end {
        out.push(Piece::Text(Span::new(start, end)));
    }
}

/// Elements of HTML, obsolete ones that pages still use among them (HTML Living Standard, sections 4 and 16.2).
const ELEMENTS: &str = "\
    a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption \
    center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption \
    figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins \
    kbd label legend li link main map mark marquee menu meta meter nav nobr noscript object ol optgroup option \
    output p param picture pre progress q rp rt ruby s samp script search section select slot small source span \
    strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track \
    tt u ul var video wbr";

/// Whether a name in lower case is that of an element of HTML.
#[must_use]
pub fn is_element(name: &str) -> bool {
    ELEMENTS.split(' ').any(|element| element == name)
}

/// Elements whose content is no HTML.
const RAW: [&str; 4] = ["script", "style", "pre", "code"];

/// The end of what belongs to the tag: its own end, or the end of its raw content. `unclosed` remembers, by entry of
/// [`RAW`], that there is no closer from here on.
fn raw_end(text: &str, tag: &HtmlTag, end: usize, unclosed: &mut [bool; RAW.len()]) -> usize {
    let own = tag.span.end as usize;
    let raw = RAW.iter().position(|raw| tag.name.of(text).eq_ignore_ascii_case(raw));
    let Some(raw) = raw.filter(|&raw| !tag.closing && !tag.self_closing && !unclosed[raw]) else { return own };
    let closer = text[own..end].find(&format!("</{}", RAW[raw]));
    unclosed[raw] = closer.is_none();
    own + closer.unwrap_or_default()
}

/// The tag that starts at `open`, if what stands there is one.
pub(super) fn read_tag(text: &str, open: usize, end: usize) -> Option<HtmlTag> {
    let bytes = &text.as_bytes()[..end];
    let closing = bytes.get(open + 1) == Some(&b'/');
    let start = open + 1 + usize::from(closing);
    if !bytes.get(start)?.is_ascii_alphabetic() {
        // `<>` and `</>` are JSX fragments.
        let fragment = bytes.get(start) == Some(&b'>');
        let span = Span::new(open, start + 1);
        return fragment.then(|| HtmlTag {
            span,
            name: Span::at(start),
            closing,
            self_closing: false,
            attributes: vec![],
        });
    }
    let name_end =
        scan_while(bytes, start, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':' | b'_'));
    let mut tag = HtmlTag {
        span: Span::new(open, name_end),
        name: Span::new(start, name_end),
        closing,
        self_closing: false,
        attributes: Vec::new(),
    };
    let mut at = name_end;
    loop {
        at = scan_while(bytes, at, |byte| byte.is_ascii_whitespace());
        match bytes.get(at)? {
            b'>' => {
                tag.span = Span::new(open, at + 1);
                return Some(tag);
            }
            b'/' => {
                tag.self_closing = true;
                at += 1;
            }
            b'<' => return None,
            _ => at = attribute(bytes, at, &mut tag)?,
        }
    }
}

fn attribute(bytes: &[u8], at: usize, tag: &mut HtmlTag) -> Option<usize> {
    let name_end = scan_while(bytes, at, |byte| !byte.is_ascii_whitespace() && !b"=>/\"'<".contains(&byte));
    if name_end == at {
        return None;
    }
    let name = Span::new(at, name_end);
    let equals = scan_while(bytes, name_end, |byte| byte.is_ascii_whitespace());
    if bytes.get(equals) != Some(&b'=') {
        tag.attributes.push(Attribute { name, value: Span::at(name_end) });
        return Some(name_end);
    }
    let start = scan_while(bytes, equals + 1, |byte| byte.is_ascii_whitespace());
    let (value, next) = match *bytes.get(start)? {
        quote @ (b'"' | b'\'') => {
            let end = start + 1 + memchr::memchr(quote, &bytes[start + 1..])?;
            (Span::new(start + 1, end), end + 1)
        }
        _ => {
            let end = scan_while(bytes, start, |byte| !byte.is_ascii_whitespace() && byte != b'>');
            (Span::new(start, end), end)
        }
    };
    tag.attributes.push(Attribute { name, value });
    Some(next)
}

fn scan_while(bytes: &[u8], at: usize, keep: impl Fn(u8) -> bool) -> usize {
    at + bytes[at..].iter().take_while(|byte| keep(**byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_attributes_and_the_text_between() {
        let text = r#"<p align=center><img src="a b.png" alt='x'/> Hi <!-- no <b> --> a < b</p>"#;
        let mut seen = Vec::new();
        for piece in pieces(text, Span::new(0, text.len())) {
            match piece {
                Piece::Tag(tag) => {
                    let attributes: Vec<_> = tag.attributes.iter().map(|a| a.value.of(text)).collect();
                    seen.push(format!("{}{:?}", tag.name.of(text), attributes));
                }
                Piece::Text(span) => seen.push(span.of(text).to_owned()),
            }
        }
        assert_eq!(seen, ["p[\"center\"]", "img[\"a b.png\", \"x\"]", " Hi ", " a < b", "p[]"]);
    }
}
