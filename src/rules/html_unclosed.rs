//! HTML elements that the translation leaves open, while the source's are closed.

use std::cell::LazyCell;
use std::ops::Range;

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Document, HtmlTag, LinkStyle};
use crate::pair::{Fate, Pair, end_in_source, likeness, to_the_end, unclosed_tags};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct HtmlUnclosed;

static META: RuleMeta = RuleMeta {
    id: "html-unclosed",
    group: Group::Markup,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/html-unclosed.md"),
};

impl Rule for HtmlUnclosed {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let rows = LazyCell::new(|| pair.rows_of_target());
        let mut told: Option<u32> = None;
        for at in unclosed_tags(pair) {
            if told.take() == Some(at) {
                continue;
            }
            let atom = &pair.target.atoms[at as usize];
            let AtomKind::Html(tag) = &atom.kind else { continue };
            let (found, name) = (atom.span.of(pair.target.text), tag.name.of(pair.target.text));
            if is_damaged(pair, name) || is_lost_link(pair, atom.span, name) {
                continue;
            }
            if let Some(opener) = broken_opener(pair, atom.span, tag) {
                out.report(opened_by(pair, opener, tag));
                continue;
            }
            if let Some((opener, name)) = misnamed_opener(pair, atom.span, tag) {
                out.report(misnamed(pair, opener, name, atom.span));
                continue;
            }
            if let Some(opener) = misquoted_opener(pair, atom.span, tag) {
                out.report(misquoted(pair, &opener));
                continue;
            }
            if let Some(opener) = swapped_with(pair, at, tag) {
                out.report(swapped(pair, atom.span, opener, name));
                told = Some(opener);
                continue;
            }
            let id = if tag.closing { "html-unclosed-stray" } else { META.id };
            let message = Message::new(id).text("found", crate::rule::shorten(found)).text("name", name);
            let row = rows.get(pair.target.holder_of(at));
            let row = row.filter(|_| !tag.closing);
            let end = row.and_then(|row| end_in_source(pair, *row, name)).map(|end| to_the_end(pair, end));
            let finding = Diagnostic::new(META.id, atom.span, message).found(found).hangs_on(end);
            out.report(match lost_opener(pair, (&rows, at), tag) {
                Some(opener) => finding.source(opener).claim(Claim::Missing(opener)),
                None => finding,
            });
        }
    }
}

/// The source's tag that the stray end `closer` should close: the one in the same place among those of its element, if
/// the counterpart has fewer of them; `rows` are those of the target's blocks. What stood in it went with it.
fn lost_opener(pair: &Pair<'_, '_>, (rows, closer): (&[usize], u32), tag: &HtmlTag) -> Option<Span> {
    let row = &pair.alignment.rows[*rows.get(pair.target.holder_of(closer))?];
    let tags = |document: &Document<'_>, blocks: &Range<u32>, closing: bool| -> Vec<u32> {
        let blocks = &document.blocks[blocks.start as usize..blocks.end as usize];
        let atoms = blocks.iter().flat_map(|block| block.atoms.clone()).take(FEW);
        let is_tag = |at: &u32| match &document.atoms[*at as usize].kind {
            AtomKind::Html(other) => {
                other.closing == closing
                    && other.name.of(document.text).eq_ignore_ascii_case(tag.name.of(pair.target.text))
            }
            _ => false,
        };
        atoms.filter(is_tag).collect()
    };
    let (ours, theirs) = (tags(pair.source, &row.source, false), tags(pair.target, &row.target, false));
    let place = tags(pair.target, &row.target, true).iter().position(|&at| at == closer).filter(|_| tag.closing)?;
    let opener = ours.get(place).filter(|_| theirs.len() < ours.len())?;
    Some(pair.source.atoms[*opener as usize].span)
}

/// How many bytes before a closing tag its opening one is looked for, and among how many atoms of a block.
const NEAR: usize = 1000;
const FEW: usize = 100;

/// What would open the element if there were white space behind the name: `<b{ $x }>`.
fn broken_opener(pair: &Pair<'_, '_>, closer: Span, tag: &HtmlTag) -> Option<Span> {
    let text = pair.target.text;
    let block = pair.target.block_of(closer).filter(|_| tag.closing)?;
    let near = pair.target.text.floor_char_boundary((closer.start as usize).saturating_sub(NEAR));
    let before = Span::new(near.max(block.span.start as usize), closer.start as usize);
    let opens = format!("<{}", tag.name.of(text));
    let at = before.start as usize + before.of(text).rfind(&opens)?;
    let rest = &text[at..closer.start as usize];
    let glued = rest[opens.len()..].starts_with(['{', '"', '\'']);
    glued.then(|| rest.find('>')).flatten().map(|end| Span::new(at, at + end + 1))
}

fn opened_by(pair: &Pair<'_, '_>, opener: Span, tag: &HtmlTag) -> Diagnostic {
    let (found, name) = (opener.of(pair.target.text), tag.name.of(pair.target.text));
    let gap = Span::at(opener.start as usize + 1 + name.len());
    let message = Message::new("html-unclosed-glued").text("found", crate::rule::shorten(found)).text("name", name);
    let fix = Fix::suggest(vec![Edit::replace(gap, " ")]);
    Diagnostic::new(META.id, opener, message).found(found).fix(fix)
}

/// How many bytes before a closing tag a damaged opening one is looked for.
const FAR: usize = 8000;

/// What opens the element by a name that was translated, or mistyped with a letter that no tag has: `<détails>`. The
/// whole of it, and its name.
fn misnamed_opener(pair: &Pair<'_, '_>, closer: Span, tag: &HtmlTag) -> Option<(Span, Span)> {
    const ALIKE: u32 = 600;
    let (text, name) = (pair.target.text, tag.name.of(pair.target.text));
    let from = text.floor_char_boundary((closer.start as usize).saturating_sub(FAR));
    let before = &text[from..closer.start as usize];
    let read = |at: usize| {
        let inner = &before[at + 1..];
        let length = inner.find(|c: char| !c.is_alphanumeric()).unwrap_or(inner.len());
        let found = &inner[..length];
        let is_like = !found.is_ascii() && likeness(&found.to_lowercase(), &name.to_lowercase()) >= ALIKE;
        let end = inner.find('>').filter(|_| is_like)?;
        let start = from + at;
        Some((Span::new(start, start + end + 2), Span::new(start + 1, start + 1 + length)))
    };
    before.rmatch_indices('<').filter(|_| tag.closing).take(FEW).find_map(|(at, _)| read(at))
}

fn misnamed(pair: &Pair<'_, '_>, opener: Span, name: Span, closer: Span) -> Diagnostic {
    let (found, closer) = (opener.of(pair.target.text), closer.of(pair.target.text));
    let expected = closer.trim_matches(['<', '/', '>', ' ']);
    let message = Message::new("html-unclosed-misnamed").text("found", crate::rule::shorten(found));
    let message = message.text("expected", expected).text("closer", closer);
    let fix = Fix::suggest(vec![Edit::replace(name, expected)]);
    // The paragraph that it is read as is none.
    let block = pair.target.block_of(opener).map(|block| block.span);
    let region = block.filter(|block| block.start == opener.start).unwrap_or(opener);
    Diagnostic::new(META.id, opener, message).found(found).fix(fix).claim(Claim::Region(region))
}

/// A tag that is none because a value in it ends too early: `<Tab label='Kva er d'et'>`.
struct Misquoted {
    tag: Span,
    /// The value with its quotation marks.
    value: Span,
}

/// The last one before a closing tag of its element.
fn misquoted_opener(pair: &Pair<'_, '_>, closer: Span, tag: &HtmlTag) -> Option<Misquoted> {
    let text = pair.target.text;
    let from = text.floor_char_boundary((closer.start as usize).saturating_sub(FAR));
    let before = &text[from..closer.start as usize];
    let opens = format!("<{} ", tag.name.of(text));
    let places = before.rmatch_indices(&opens).filter(|_| tag.closing);
    places.take(FEW).find_map(|(at, _)| misquoted_at(text, from + at))
}

fn misquoted_at(text: &str, start: usize) -> Option<Misquoted> {
    let len = text[start..].find(['>', '\n']).filter(|len| text[start + len..].starts_with('>'))?;
    let inner = &text[start..start + len];
    let quote = inner.find("='").or_else(|| inner.find("=\""))? + 1;
    let mark = &inner[quote..=quote];
    let value = &inner[quote + 1..];
    // A quotation mark right before a letter ends no value.
    let early = value.find(mark).filter(|end| value[end + 1..].starts_with(char::is_alphanumeric))?;
    let last = value.rfind(mark).filter(|last| *last > early && !value[last + 1..].contains(char::is_alphanumeric))?;
    let (tag, value) = (Span::new(start, start + len + 1), Span::new(start + quote, start + quote + last + 2));
    Some(Misquoted { tag, value })
}

fn misquoted(pair: &Pair<'_, '_>, opener: &Misquoted) -> Diagnostic {
    let text = pair.target.text;
    let value = opener.value.of(text);
    let inner = &value[1..value.len() - 1];
    let other = if value.starts_with('\'') { '"' } else { '\'' };
    let fix = (!inner.contains(other))
        .then(|| Fix::suggest(vec![Edit::replace(opener.value, format!("{other}{inner}{other}"))]));
    let message = Message::new("html-unclosed-quoted").text("found", crate::rule::shorten(value));
    Diagnostic::new(META.id, opener.tag, message).found(opener.tag.of(text)).fix(fix)
}

/// The tag that opens the same element behind its end, where the block has no other tags of it.
fn swapped_with(pair: &Pair<'_, '_>, closer: u32, tag: &HtmlTag) -> Option<u32> {
    let atoms = &pair.target.atoms;
    let block = pair.target.block_of(tag.span).filter(|block| tag.closing && block.atoms.len() <= FEW)?;
    let name = |tag: &HtmlTag| tag.name.of(pair.target.text).to_ascii_lowercase();
    let same = |at: &u32| match &atoms[*at as usize].kind {
        AtomKind::Html(other) => name(other) == name(tag),
        _ => false,
    };
    let mut same = block.atoms.clone().filter(same);
    let pair = (same.next()?, same.next()?, same.next());
    let opens = |at: u32| matches!(&atoms[at as usize].kind, AtomKind::Html(tag) if !tag.closing);
    (pair.0 == closer && opens(pair.1) && pair.2.is_none()).then_some(pair.1)
}

fn swapped(pair: &Pair<'_, '_>, closer: Span, opener: u32, name: &str) -> Diagnostic {
    let opener = pair.target.atoms[opener as usize].span;
    let (first, second) = (closer.of(pair.target.text), opener.of(pair.target.text));
    let message =
        Message::new("html-unclosed-swapped").text("found", first).text("expected", second).text("name", name);
    let fix = Fix::suggest(vec![Edit::replace(closer, second), Edit::replace(opener, first)]);
    Diagnostic::new(META.id, closer.join(opener), message).expected(second).found(first).fix(fix)
}

/// The partner is a link that is no tag any more, and as a link it is told. In a catalogue each message is looked at.
fn is_lost_link(pair: &Pair<'_, '_>, span: Span, name: &str) -> bool {
    if pair.target.catalogue.is_none() || !name.eq_ignore_ascii_case("a") {
        return false;
    }
    let block = pair.target.block_of(span).map_or(span, |block| block.span);
    pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Missing).any(|harmed| {
        let link = pair.source_atom(harmed).and_then(|atom| atom.link());
        link.is_some_and(|link| link.style == LinkStyle::Html) && block.contains(pair.start_of(harmed.row))
    })
}

/// The partner is no tag because something in it is damaged, and that is told.
fn is_damaged(pair: &Pair<'_, '_>, name: &str) -> bool {
    pair.atoms.harmed.iter().any(|harmed| match &harmed.fate {
        Fate::Malformed(span, _) => {
            span.of(pair.target.text).strip_prefix('<').is_some_and(|tag| tag.trim_start().starts_with(name))
        }
        _ => false,
    })
}
