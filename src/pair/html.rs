//! HTML elements that the translation leaves open, or closes without having opened them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::Pair;
use crate::doc::{AtomKind, Document, HtmlTag};
use crate::text::Span;

/// Elements that have no end, or whose end may be left out.
const ENDLESS: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// The tags of the target without a partner, as indices of its atoms: of elements that the source has, and always whole.
#[must_use]
pub fn unclosed_tags(pair: &Pair<'_, '_>) -> Vec<u32> {
    let (source, target) = (pair.source, pair.target);
    if target.catalogue.is_none() {
        return unclosed(source, 0..source.atoms.len(), target, 0..target.atoms.len());
    }
    // Each message of a catalogue is shown by itself.
    let range = |document: &Document<'_>, at: u32| {
        let atoms = &document.blocks[at as usize].atoms;
        atoms.start as usize..atoms.end as usize
    };
    let rows = pair.alignment.rows.iter().filter(|row| !row.source.is_empty() && !row.target.is_empty());
    let rows = rows.map(|row| (range(source, row.source.start), range(target, row.target.start)));
    // Of an element that is closed before it is opened, both tags are alone, and one is told.
    let mut out: Vec<u32> =
        rows.filter_map(|(ours, theirs)| unclosed(source, ours, target, theirs).first().copied()).collect();
    out.sort_unstable();
    out
}

/// The first end of an element in the source from a row on.
#[must_use]
pub fn end_in_source(pair: &Pair<'_, '_>, row: usize, element: &str) -> Option<Span> {
    let source = pair.source;
    let block = source.blocks.get(pair.alignment.rows.get(row)?.source.start as usize)?;
    const MOST: usize = 2_000;
    let mut ends = tags(source, block.atoms.start as usize..source.atoms.len()).take(MOST);
    let end = ends.find(|(_, tag)| tag.closing && tag.name.of(source.text).eq_ignore_ascii_case(element));
    end.map(|(at, _)| source.atoms[at as usize].span)
}

fn unclosed(source: &Document<'_>, ours: Range<usize>, target: &Document<'_>, theirs: Range<usize>) -> Vec<u32> {
    if tags(target, theirs.clone()).next().is_none() {
        return Vec::new();
    }
    let theirs = alone(target, theirs);
    if theirs.is_empty() {
        return Vec::new();
    }
    let ours = alone(source, ours);
    // Of an element that the source has nowhere, nobody knows whether it is one.
    let known = |wanted: &str| tags(source, 0..source.atoms.len()).any(|(_, tag)| name(source, tag) == *wanted);
    let fits = |name: &str| !ours.contains_key(name) && known(name);
    let mut out: Vec<u32> = theirs.into_iter().filter(|(name, _)| fits(name)).flat_map(|(_, tags)| tags).collect();
    out.sort_unstable();
    // `<b>x<b>`: an end that lost its slash is a beginning, and one fault.
    let block = |at: u32| target.holder_of(at);
    let same = |a: u32, b: u32| {
        let tag = |at: u32| tags_at(target, at).filter(|tag| !tag.closing).map(|tag| name(target, tag));
        tag(a).is_some() && tag(a) == tag(b) && block(a) == block(b)
    };
    out.dedup_by(|later, earlier| same(*later, *earlier));
    out
}

fn tags_at<'d>(document: &'d Document<'_>, at: u32) -> Option<&'d HtmlTag> {
    document
        .atoms
        .get(at as usize)
        .and_then(|atom| if let AtomKind::Html(tag) = &atom.kind { Some(&**tag) } else { None })
}

/// Tags without a partner, by the name of their element.
fn alone<'d>(document: &'d Document<'_>, range: Range<usize>) -> BTreeMap<Cow<'d, str>, Vec<u32>> {
    let mut open: BTreeMap<Cow<'d, str>, Vec<u32>> = BTreeMap::new();
    let mut stray: BTreeMap<Cow<'d, str>, Vec<u32>> = BTreeMap::new();
    for (at, tag) in tags(document, range).filter(|(_, tag)| !tag.self_closing) {
        let name = name(document, tag);
        if ENDLESS.binary_search(&&*name).is_ok() {
            continue;
        }
        if !tag.closing {
            open.entry(name).or_default().push(at);
        } else if open.get_mut(&name).and_then(Vec::pop).is_none() {
            stray.entry(name).or_default().push(at);
        }
    }
    for (name, tags) in stray {
        open.entry(name).or_default().extend(tags);
    }
    open.retain(|_, tags| !tags.is_empty());
    open
}

fn tags<'d>(document: &'d Document<'_>, range: Range<usize>) -> impl Iterator<Item = (u32, &'d HtmlTag)> {
    let first = u32::try_from(range.start).unwrap_or(u32::MAX);
    (first..).zip(&document.atoms[range]).filter_map(|(at, atom)| match &atom.kind {
        AtomKind::Html(tag) => Some((at, &**tag)),
        _ => None,
    })
}

/// HTML does not mind case; the components of JSX do, but no page has two that differ in nothing else.
fn name<'d>(document: &'d Document<'_>, tag: &HtmlTag) -> Cow<'d, str> {
    let name = tag.name.of(document.text);
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    Cow::Borrowed(name)
}
