//! What stands inside a block beside its prose: links, tags of HTML, addresses and template tags.

use std::borrow::Cow;

use pulldown_cmark::LinkType;

use super::{Builder, Open, index};
use crate::doc::dialect::Role;
use crate::doc::html::{self, HtmlTag, Piece};
use crate::doc::link::{self, Link, LinkStyle};
use crate::doc::prose::{Run, fingerprint};
use crate::doc::{Atom, AtomKind, Kind, Pairing, placeholder, scan, url};
use crate::text::Span;

/// A link whose end is not read yet.
pub(super) struct OpenLink {
    span: Span,
    kind: LinkType,
    target: String,
    image: bool,
    pub(super) children_end: u32,
}

impl<'s> Builder<'s, '_> {
    pub(super) fn open_link(&mut self, span: Span, kind: LinkType, target: &str, image: bool) {
        self.inline(span);
        self.links.push(OpenLink { span, kind, target: target.to_owned(), image, children_end: span.start });
    }

    pub(super) fn close_link(&mut self, span: Span, definitions: &[(String, String)]) {
        let Some(open) = self.links.pop() else { return };
        if let Some(outer) = self.links.last_mut() {
            outer.children_end = outer.children_end.max(span.end);
        }
        let image = open.image;
        let link = self.link(open, definitions);
        let key = link::rough_key(&link.target);
        let span_of_link = span;
        self.atom(span_of_link, if image { AtomKind::Image(link) } else { AtomKind::Link(link) }, key);
    }

    fn link(&self, open: OpenLink, definitions: &[(String, String)]) -> Link<'s> {
        let OpenLink { span, kind, target, image, children_end } = open;
        let (start, end) = (span.start as usize, span.end as usize);
        let empty = Span::at(end);
        match kind {
            LinkType::Inline => {
                let parts = link::inline_parts(self.masked, span, image, children_end as usize).unwrap_or_default();
                let slice = parts.target.of(self.text);
                let tagged = self.tags_in(parts.target).next().is_some();
                let target = if tagged || slice == target { Cow::Borrowed(slice) } else { Cow::Owned(target) };
                Link {
                    target,
                    target_span: parts.target,
                    label: parts.label,
                    title: parts.title,
                    style: LinkStyle::Inline,
                }
            }
            LinkType::Autolink | LinkType::Email => {
                let inner = Span::new(start + 1, end - 1);
                let scheme = if kind == LinkType::Email { "mailto:" } else { "" };
                Link {
                    target: Cow::Owned(format!("{scheme}{target}")),
                    target_span: inner,
                    label: empty,
                    title: empty,
                    style: LinkStyle::Autolink,
                }
            }
            _ => {
                let restored =
                    definitions.iter().find(|(masked, _)| *masked == target).map(|(_, target)| target.clone());
                let label_end = (children_end as usize).clamp(start + 1 + usize::from(image), end);
                let reference = Span::new((label_end + 1).min(end), end);
                Link {
                    target: Cow::Owned(restored.unwrap_or(target)),
                    target_span: reference,
                    label: Span::new((start + 1 + usize::from(image)).min(label_end), label_end),
                    title: empty,
                    style: LinkStyle::Reference,
                }
            }
        }
    }

    pub(super) fn html_tag(&mut self, tag: HtmlTag) {
        let name = tag.name.of(self.text).to_ascii_lowercase();
        if name == "br" {
            return;
        }
        if !tag.closing {
            match name.as_str() {
                "a" => self.html_link(&tag, "href", false),
                "img" => {
                    self.html_link(&tag, "src", true);
                    if let Some(alt) = tag.attribute(self.text, "alt") {
                        self.unglue();
                        self.ticks(alt);
                        self.inline_text(alt, alt.of(self.text));
                        self.unglue();
                    }
                }
                _ => {}
            }
        }
        let key = fingerprint(name.as_bytes()) ^ u64::from(tag.closing);
        self.atom(tag.span, AtomKind::Html(Box::new(tag)), key);
    }

    fn html_link(&mut self, tag: &HtmlTag, attribute: &str, image: bool) {
        let Some(target) = tag.attribute(self.masked, attribute) else { return };
        let slice = target.of(self.text);
        let end = Span::at(tag.span.end as usize);
        let link = Link {
            target: decode_ampersands(slice),
            target_span: target,
            label: end,
            title: end,
            style: LinkStyle::Html,
        };
        let key = link::rough_key(&link.target);
        self.atom(tag.span, if image { AtomKind::Image(link) } else { AtomKind::Link(link) }, key);
    }

    /// The block of HTML that is open, in parts.
    pub(super) fn close_html(&mut self) {
        let Some(span) = self.open.as_ref().map(|open| open.span) else { return };
        let parts = html::parted(self.masked, html::pieces(self.masked, span));
        let one = parts.len() == 1;
        self.open = None;
        for (part, pieces) in parts {
            self.begin(Kind::Html, if one { span } else { part }, false);
            self.html_part(pieces);
        }
    }

    fn html_part(&mut self, pieces: Vec<Piece>) {
        let mut any = false;
        for piece in pieces {
            match piece {
                Piece::Tag(tag) => {
                    any = true;
                    self.inline(tag.span);
                    self.html_tag(tag);
                    self.unglue();
                }
                Piece::Text(text) if !text.trim(self.masked).is_empty() => {
                    any = true;
                    let text = text.trim(self.masked);
                    self.ticks(text);
                    self.inline_text(text, text.of(self.text));
                }
                Piece::Text(_) => {}
            }
        }
        if any { self.close() } else { self.open = None }
    }

    /// Addresses in the text of a block; what stands in the comments and the scripts of HTML is no text.
    pub(super) fn add_bare_addresses(&mut self, open: &Open, content: Span) {
        let bytes = content.of(self.masked).as_bytes();
        if !memchr::memchr_iter(b':', bytes).any(|at| bytes[at..].starts_with(b"://")) {
            return;
        }
        let taken: Vec<Span> = self.atoms[open.atoms..].iter().map(|atom| atom.span).collect();
        let text: Vec<Span> = self.runs[open.runs..].iter().map(|run| run.span).collect();
        let is_text = |found: &Span| text.iter().any(|run| run.contains(Span::at(found.start as usize)));
        for found in url::bare(self.masked, content, &taken).into_iter().filter(is_text) {
            let target = Cow::Borrowed(found.of(self.text));
            let end = Span::at(found.end as usize);
            let key = link::rough_key(&target);
            let link = Link { target, target_span: found, label: end, title: end, style: LinkStyle::Bare };
            self.atom(found, AtomKind::Link(link), key);
            self.cut_runs(open.runs, found);
        }
    }

    fn cut_runs(&mut self, first: usize, hole: Span) {
        let runs = self.runs.split_off(first);
        for run in runs {
            if !run.span.overlaps(hole) {
                self.runs.push(run);
                continue;
            }
            if run.span.start < hole.start {
                self.runs.push(Run { span: Span { start: run.span.start, end: hole.start }, ..run });
            }
            if hole.end < run.span.end {
                self.runs.push(Run { span: Span { start: hole.end, end: run.span.end }, glued: false });
            }
        }
    }

    pub(super) fn add_tags(&mut self, open: &Open, span: Span) {
        if self.tags_in(span).next().is_none() {
            self.atoms[open.atoms..].sort_by_key(|atom| (atom.span.start, std::cmp::Reverse(atom.span.end)));
            return;
        }
        let verbatim = Cover::new(self.atoms[open.atoms..].iter().filter_map(verbatim));
        // `:word` that begins with the mark of a definition is no tag.
        let whole = |tag: &&scan::Tag| span.contains(tag.span) && (!tag.block || open.kind == Kind::Tags);
        for tag in self.tags_in(span).filter(whole) {
            self.add_tag(&verbatim, tag);
        }
        self.atoms[open.atoms..].sort_by_key(|atom| (atom.span.start, std::cmp::Reverse(atom.span.end)));
        let mut links: Vec<usize> = Vec::new();
        for at in open.atoms..self.atoms.len() {
            let inner = self.atoms[at].span;
            if self.atoms[at].placeholder().is_some() {
                links.retain(|&link| self.atoms[link].span.end > inner.start);
                let holds = |link: &Link<'_>| link.target_span.contains(inner);
                let parent = links.iter().find(|&&link| self.atoms[link].link().is_some_and(holds));
                self.atoms[at].parent = parent.map(|&found| index(found));
            } else if self.atoms[at].link().is_some() {
                links.push(at);
            }
        }
    }

    /// `verbatim` is where a percent or a brace is part of an address or of code.
    fn add_tag(&mut self, verbatim: &Cover, tag: &scan::Tag) {
        let (form, dialect) = (self.syntax.dialects.form(tag.form), self.syntax.dialects.of(tag.form));
        match form.role {
            Role::Comment => self.comments.push(tag.span),
            Role::Literal => {}
            Role::Attribute => {
                self.atom(tag.span, AtomKind::Attributes, fingerprint(tag.span.of(self.text).as_bytes()))
            }
            Role::Output | Role::Statement if dialect.ambiguous && verbatim.holds(tag.span) => {}
            Role::Output if is_space(tag.span.of(self.text)) => {}
            Role::Output | Role::Statement => {
                let placeholder = placeholder::read(self.text, tag.span, form, form.dialect, dialect);
                let key = fingerprint(placeholder.key.as_bytes()) ^ u64::from(placeholder.pairing == Pairing::Closes);
                self.atom(tag.span, AtomKind::Placeholder(Box::new(placeholder)), key);
            }
        }
    }
}

/// `{' '}`: white space, as those who format MDX write it.
fn is_space(tag: &str) -> bool {
    let inner = tag.strip_prefix('{').and_then(|tag| tag.strip_suffix('}')).map_or("", str::trim);
    let quoted = |mark: char| inner.strip_prefix(mark).and_then(|inner| inner.strip_suffix(mark));
    ['"', '\'', '`'].into_iter().filter_map(quoted).any(|inner| inner.trim().is_empty())
}

/// Where the bytes of an atom are code, an address or a tag.
fn verbatim(atom: &Atom<'_>) -> Option<Span> {
    match &atom.kind {
        AtomKind::Code(_) => Some(atom.span),
        AtomKind::Link(link) | AtomKind::Image(link) => Some(link.target_span),
        AtomKind::Html(html) => Some(html.span),
        _ => None,
    }
}

/// Spans that may be asked whether one of them holds another.
struct Cover {
    /// (start of a span, the furthest end of the spans up to it), by start.
    ends: Vec<(u32, u32)>,
}

impl Cover {
    fn new(spans: impl Iterator<Item = Span>) -> Cover {
        let mut ends: Vec<(u32, u32)> = spans.map(|span| (span.start, span.end)).collect();
        ends.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut ends {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Cover { ends }
    }

    fn holds(&self, inner: Span) -> bool {
        let before = self.ends.partition_point(|(start, _)| *start <= inner.start);
        before > 0 && self.ends[before - 1].1 >= inner.end
    }
}

fn decode_ampersands(slice: &str) -> Cow<'_, str> {
    if slice.contains("&amp;") { Cow::Owned(slice.replace("&amp;", "&")) } else { Cow::Borrowed(slice) }
}
