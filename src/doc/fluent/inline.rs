//! Markup in the text of a pattern: HTML, code spans, Markdown links, bare addresses. Placeables and the syntax of
//! selectors are masked by letters, so that `<a { $url }>` is a tag.

use std::borrow::Cow;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag as Start, TagEnd};

use super::super::html::{self, HtmlTag, Piece};
use super::super::link::{self, Link, LinkStyle};
use super::super::prose::fingerprint;
use super::super::{Atom, AtomKind, url};
use crate::text::Span;

/// Whether it is worth looking.
pub(super) fn may_hold_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'<', b'`', b']', bytes).is_some()
        || memchr::memchr_iter(b':', bytes).any(|at| bytes[at..].starts_with(b"://"))
}

/// The atoms of markup in `content`, not sorted. `masked` is as long as `text`.
pub(super) fn atoms<'s>(text: &'s str, masked: &str, content: Span) -> Vec<Atom<'s>> {
    let slice = content.of(masked);
    let mut out = Vec::new();
    let marked =
        memchr::memchr(b'`', slice.as_bytes()).is_some() || memchr::memmem::find(slice.as_bytes(), b"](").is_some();
    if marked {
        paragraphs(masked, content).for_each(|paragraph| markdown(text, masked, paragraph, &mut out));
    }
    if memchr::memchr(b'<', slice.as_bytes()).is_some() {
        let code: Vec<Span> =
            out.iter().filter(|atom| matches!(atom.kind, AtomKind::Code(_))).map(|a| a.span).collect();
        for piece in html::pieces(masked, content) {
            if let Piece::Tag(tag) = piece
                && !code.iter().any(|code| code.contains(tag.span))
            {
                html_tag(text, masked, tag, &mut out);
            }
        }
    }
    if memchr::memmem::find(slice.as_bytes(), b"://").is_some() {
        let mut taken: Vec<Span> = out.iter().map(|atom| atom.span).collect();
        taken.sort_unstable();
        out.extend(url::bare(masked, content, &taken).into_iter().map(|found| bare(text, found)));
    }
    out
}

/// Stretches between blank lines, each from its first letter on: indentation means nothing to Fluent.
fn paragraphs(masked: &str, content: Span) -> impl Iterator<Item = Span> {
    let slice = content.of(masked);
    let mut at = content.start as usize;
    let mut start = at;
    let mut out = Vec::new();
    for line in slice.split_inclusive('\n') {
        if line.trim().is_empty() {
            out.push(Span::new(start, at));
            start = at + line.len();
        }
        at += line.len();
    }
    out.push(Span::new(start, at));
    out.into_iter().map(|span| span.trim(masked)).filter(|span| !span.is_empty())
}

/// A link of Markdown that is being read.
struct OpenLink {
    span: Span,
    kind: LinkType,
    target: String,
    image: bool,
    children_end: u32,
}

fn markdown<'s>(text: &'s str, masked: &str, paragraph: Span, out: &mut Vec<Atom<'s>>) {
    let mut open: Vec<OpenLink> = Vec::new();
    for (event, range) in Parser::new_ext(paragraph.of(masked), Options::empty()).into_offset_iter() {
        let span = Span::new(paragraph.start as usize + range.start, paragraph.start as usize + range.end);
        match event {
            Event::Start(Start::Link { link_type, dest_url, .. }) => {
                open.push(OpenLink {
                    span,
                    kind: link_type,
                    target: dest_url.into(),
                    image: false,
                    children_end: span.start,
                });
            }
            Event::Start(Start::Image { link_type, dest_url, .. }) => {
                open.push(OpenLink {
                    span,
                    kind: link_type,
                    target: dest_url.into(),
                    image: true,
                    children_end: span.start,
                });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = open.pop() {
                    out.extend(inline_link(text, masked, &link));
                }
            }
            Event::Code(_) => out.push(code(text, masked, span)),
            _ => {}
        }
        if let Some(link) = open.last_mut().filter(|link| link.span != span) {
            link.children_end = link.children_end.max(span.end);
        }
    }
}

fn code<'s>(text: &'s str, masked: &str, span: Span) -> Atom<'s> {
    let ticks = span.of(masked).bytes().take_while(|&byte| byte == b'`').count();
    let start = span.start as usize + ticks;
    let content = Span::new(start, (span.end as usize).saturating_sub(ticks).max(start));
    let key = fingerprint(content.of(text).trim().as_bytes());
    Atom { span, kind: AtomKind::Code(content), key, parent: None }
}

fn inline_link<'s>(text: &'s str, masked: &str, open: &OpenLink) -> Option<Atom<'s>> {
    if open.kind != LinkType::Inline {
        return None;
    }
    let parts = link::inline_parts(masked, open.span, open.image, open.children_end as usize)?;
    let slice = parts.target.of(text);
    let written = parts.target.of(masked) != slice || slice == open.target;
    let target = if written { Cow::Borrowed(slice) } else { Cow::Owned(open.target.clone()) };
    let key = link::rough_key(&target);
    let link =
        Link { target, target_span: parts.target, label: parts.label, title: parts.title, style: LinkStyle::Inline };
    let kind = if open.image { AtomKind::Image(link) } else { AtomKind::Link(link) };
    Some(Atom { span: open.span, kind, key, parent: None })
}

fn html_tag<'s>(text: &'s str, masked: &str, tag: HtmlTag, out: &mut Vec<Atom<'s>>) {
    let name = tag.name.of(text).to_ascii_lowercase();
    if name == "br" {
        return;
    }
    let (attribute, image) = if name == "img" { ("src", true) } else { ("href", false) };
    if matches!(name.as_str(), "a" | "img")
        && !tag.closing
        && let Some(target) = tag.attribute(masked, attribute)
    {
        let link = link_at(text, target, tag.span, LinkStyle::Html);
        let key = link::rough_key(&link.target);
        let kind = if image { AtomKind::Image(link) } else { AtomKind::Link(link) };
        out.push(Atom { span: tag.span, kind, key, parent: None });
    }
    let key = fingerprint(name.as_bytes()) ^ u64::from(tag.closing);
    out.push(Atom { span: tag.span, kind: AtomKind::Html(Box::new(tag)), key, parent: None });
}

/// An address that stands bare. Programs know where it ends, and a particle behind it is none of it (`https://a.example에서`).
fn bare(text: &str, found: Span) -> Atom<'_> {
    let is_particle = |c: char| c >= '\u{1100}' && c.is_alphabetic();
    let length = found.of(text).find(is_particle).unwrap_or(found.len());
    let found = Span::new(found.start as usize, found.start as usize + length);
    let link = link_at(text, found, found, LinkStyle::Bare);
    let key = link::rough_key(&link.target);
    Atom { span: found, kind: AtomKind::Link(link), key, parent: None }
}

fn link_at(text: &str, target: Span, whole: Span, style: LinkStyle) -> Link<'_> {
    let slice = target.of(text);
    let end = Span::at(whole.end as usize);
    let decoded = if slice.contains("&amp;") { Cow::Owned(slice.replace("&amp;", "&")) } else { Cow::Borrowed(slice) };
    Link { target: decoded, target_span: target, label: end, title: end, style }
}
