//! Opening tags that differ: in their name, or in an attribute that is no text.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Fate, Pair, Row};
use crate::doc::{Atom, AtomKind, Document, HtmlTag, Kind, is_element};
use crate::text::Span;

/// A tag that did not come through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagChange {
    /// The source's tag, if there is one: an index into its page's atoms.
    pub source: Option<u32>,
    /// The target's tag, if there is one.
    pub target: Option<u32>,
    /// The row of the alignment.
    pub row: usize,
}

/// Elements that Markdown or the text itself may say as well, and those whose business is another's.
const ORDINARY: &[&str] = &[
    "a", "abbr", "b", "br", "center", "code", "del", "dfn", "em", "embed", "font", "form", "hr", "i", "iframe", "img",
    "ins", "kbd", "mark", "object", "p", "q", "s", "samp", "script", "small", "strong", "style", "sub", "sup", "u",
    "var", "wbr",
];

/// Elements that are marks of Markdown on a page that writes in it.
const MARKS: &[&str] = &["blockquote", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "pre", "ul"];

/// Attributes that are text, or address, or direction, or looks.
const FREE: &[&str] = &[
    "align",
    "alt",
    "aria-label",
    "aria-description",
    "content",
    "data-label",
    "dir",
    "href",
    "label",
    "lang",
    "placeholder",
    "src",
    "srcset",
    "style",
    "summary",
    "title",
    "valign",
    "value",
    "width",
    "height",
];

/// An element of the source that the target lacks with all that is in it.
#[derive(Debug)]
pub struct LostElement {
    /// Its opening tag: an index into the source's atoms.
    pub tag: u32,
    /// From its opening tag to its closing one.
    pub span: Span,
    /// The row of the alignment.
    pub row: usize,
}

/// What a language model writes for letters that it has no sign for: no tag, whatever it looks like.
pub const UNKNOWN: &str = "<unk>";

/// How many tags of one row are looked at for elements.
const ELEMENTS: usize = 1_000;

/// The elements that are gone, and the opening tags that differ between source and target: of an element that is gone,
/// its own alone.
#[must_use]
pub(super) fn compare(pair: &Pair<'_, '_>) -> (Vec<LostElement>, Vec<TagChange>) {
    let has_tags = |document: &Document<'_>| document.atoms.iter().any(|atom| matches!(atom.kind, AtomKind::Html(_)));
    if !has_tags(pair.source) && !has_tags(pair.target) {
        return (Vec::new(), Vec::new());
    }
    let (mut lost, new) = left_over(pair);
    if lost.is_empty() && new.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let rows = lost.chunk_by(|a, b| a.2 == b.2).filter(|row| row.len() > 1);
    let gone: Vec<(LostElement, Vec<String>)> = rows.flat_map(|row| lost_in_row(pair, row)).collect();
    for (element, keys) in &gone {
        for key in keys {
            if let Some(at) = lost.iter().position(|(other, _, row)| other == key && *row == element.row) {
                lost.remove(at);
            }
        }
    }
    lost.extend(gone.iter().map(|(element, keys)| (keys[0].clone(), element.tag, element.row)));
    lost.sort_by_key(|rest| rest.1);
    (gone.into_iter().map(|(element, _)| element).collect(), paired(pair, lost, &new))
}

/// Elements whose tags are all among those that the target lacks, with what those are called when they are compared. Of
/// like ones, those whose atoms are missing too.
fn lost_in_row(pair: &Pair<'_, '_>, lost: &[Rest]) -> Vec<(LostElement, Vec<String>)> {
    let row = lost[0].2;
    let tags = keys(pair.source, &pair.alignment.rows[row].source);
    if pair.alignment.rows[row].target.is_empty() || tags.len() > ELEMENTS {
        return Vec::new();
    }
    let harmed = pair.harmed_of(row).iter().filter(|one| one.fate == Fate::Missing);
    let missing: Vec<Span> = harmed.filter_map(|one| pair.source_atom(one)).map(|atom| atom.span).collect();
    let within = |span: Span| missing.iter().filter(|atom| span.contains(**atom)).count();
    let elements = tags.iter().filter_map(|(_, tag)| Some((*tag, extent(pair.source, *tag)?)));
    let elements = elements.filter(|(_, span)| !is_answered_below(pair, row, *span));
    let mut elements: Vec<(u32, Span)> = elements.collect();
    elements.sort_by_key(|&(tag, span)| (std::cmp::Reverse(within(span)), tag));
    let mut left: FxHashMap<&str, usize> = FxHashMap::default();
    lost.iter().for_each(|(key, ..)| *left.entry(key).or_default() += 1);
    let mut out: Vec<(LostElement, Vec<String>)> = Vec::new();
    for (tag, span) in elements {
        let inner = tags.iter().filter(|(_, at)| span.contains(pair.source.atoms[*at as usize].span));
        let keys: Vec<String> = inner.map(|(key, _)| key.clone()).collect();
        let needed = |key: &String| keys.iter().filter(|other| *other == key).count();
        let gone = keys.iter().all(|key| left.get(key.as_str()).is_some_and(|&count| count >= needed(key)));
        if keys.len() > 1 && gone && !out.iter().any(|(other, _)| other.span.overlaps(span)) {
            for key in &keys {
                if let Some(count) = left.get_mut(key.as_str()) {
                    *count -= 1;
                }
            }
            out.push((LostElement { tag, span, row }, keys));
        }
    }
    out
}

/// An element that reaches over the blocks below its row, one of which has its counterpart: only its tags are gone.
fn is_answered_below(pair: &Pair<'_, '_>, row: usize, element: Span) -> bool {
    let is_within =
        |row: &&Row| row.source.is_empty() || element.contains(pair.source.blocks[row.source.start as usize].span);
    let below = pair.alignment.rows[row + 1..].iter().take_while(is_within);
    below.into_iter().any(|row| !row.source.is_empty() && !row.target.is_empty())
}

/// From an opening tag to the end of its element.
fn extent(document: &Document<'_>, opener: u32) -> Option<Span> {
    let name = lower(document, tag(document, opener)?);
    let mut depth = 0;
    for at in opener..u32::try_from(document.atoms.len()).unwrap_or(u32::MAX) {
        let Some(tag) = tag(document, at).filter(|tag| !tag.self_closing && lower(document, tag) == name) else {
            continue;
        };
        depth += if tag.closing { -1 } else { 1 };
        if depth == 0 {
            return Some(document.atoms[opener as usize].span.join(document.atoms[at as usize].span));
        }
    }
    None
}

/// The tags of both sides that no tag of the other side answers.
fn left_over(pair: &Pair<'_, '_>) -> (Vec<Rest>, Vec<Rest>) {
    let (source, target) = (pair.source, pair.target);
    let (mut lost, mut new) = (Vec::new(), Vec::new());
    let nothing_aside = pair.aside.source.is_empty() && pair.aside.target.is_empty();
    for (at, row) in pair.alignment.rows.iter().enumerate() {
        // Most often both sides have the same tags in the same order.
        let ours = openers(source, &row.source).map(|at| source.atoms[at as usize].span.of(source.text));
        let mut theirs =
            openers(target, &row.target).map(|at| target.atoms[at as usize].span.of(target.text)).peekable();
        let mut ours = ours.peekable();
        let none = ours.peek().is_none() && theirs.peek().is_none();
        if none || nothing_aside && ours.eq(theirs) {
            continue;
        }
        let (mut a, mut b) = (keys(source, &row.source), keys(target, &row.target));
        a.retain(|(_, at)| !pair.aside.source.contains(at));
        b.retain(|(_, at)| !pair.aside.target.contains(at));
        b.retain(|(_, at)| target.atoms[*at as usize].span.of(target.text) != UNKNOWN);
        if is_html(source, &row.source) != is_html(target, &row.target) {
            [&mut a, &mut b].into_iter().for_each(|keys| keys.retain(|(key, _)| !MARKS.contains(&key.as_str())));
        }
        if a.iter().map(|(key, _)| key).eq(b.iter().map(|(key, _)| key)) || pair.is_rewritten(at) {
            continue;
        }
        cancel(a, b, at, &mut lost, &mut new);
    }
    // Each message of a catalogue is shown by itself.
    if target.catalogue.is_some() { (lost, new) } else { across_rows(lost, new) }
}

/// There is a block of HTML among these.
fn is_html(document: &Document<'_>, blocks: &Range<u32>) -> bool {
    document.blocks[blocks.start as usize..blocks.end as usize].iter().any(|block| block.kind == Kind::Html)
}

/// A tag that its row leaves over: its key, its atom, its row.
type Rest = (String, u32, usize);

fn cancel(a: Vec<(String, u32)>, b: Vec<(String, u32)>, row: usize, lost: &mut Vec<Rest>, new: &mut Vec<Rest>) {
    let mut pool: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for (key, at) in b.into_iter().rev() {
        pool.entry(key).or_default().push(at);
    }
    for (key, at) in a {
        if pool.get_mut(&key).and_then(Vec::pop).is_none() {
            lost.push((key, at, row));
        }
    }
    new.extend(pool.into_iter().flat_map(|(key, tags)| tags.into_iter().map(move |at| (key.clone(), at, row))));
}

/// What turns up in another row was moved.
fn across_rows(lost: Vec<Rest>, mut new: Vec<Rest>) -> (Vec<Rest>, Vec<Rest>) {
    new.sort_by_key(|rest| rest.1);
    let mut pool: FxHashMap<&str, u32> = FxHashMap::default();
    new.iter().for_each(|(key, ..)| *pool.entry(key).or_default() += 1);
    let mut taken: FxHashMap<String, u32> = FxHashMap::default();
    let mut left = Vec::new();
    for rest in lost {
        match pool.get_mut(rest.0.as_str()).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                *taken.entry(rest.0).or_default() += 1;
            }
            None => left.push(rest),
        }
    }
    new.retain(|(key, ..)| taken.get_mut(key).filter(|count| **count > 0).map(|count| *count -= 1).is_none());
    (left, new)
}

/// A lost and a new tag of one row are one change.
fn paired(pair: &Pair<'_, '_>, lost: Vec<Rest>, new: &[Rest]) -> Vec<TagChange> {
    let (source, target, alignment) = (pair.source, pair.target, &pair.alignment);
    let mut rows: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    new.iter().rev().for_each(|(_, at, row)| rows.entry(*row).or_default().push(*at));
    let mut out = Vec::new();
    for (_, at, row) in lost {
        let answer = rows.get_mut(&row).and_then(Vec::pop);
        // A dropped block answers for its tags.
        if !alignment.rows[row].target.is_empty() {
            out.push(TagChange { source: Some(at), target: answer, row });
        }
    }
    let rest = rows.into_iter().filter(|(row, _)| !alignment.rows[*row].source.is_empty());
    let rest = rest.flat_map(|(row, tags)| tags.into_iter().rev().map(move |at| (row, at)));
    out.extend(rest.map(|(row, at)| TagChange { source: None, target: Some(at), row }));
    let partnerless = super::unclosed_tags(pair);
    let told: Vec<String> =
        partnerless.iter().filter_map(|&at| tag(target, at)).map(|tag| lower(target, tag)).collect();
    let is_told = |document: &Document<'_>, at: Option<u32>| {
        at.and_then(|at| tag(document, at)).is_some_and(|tag| told.contains(&lower(document, tag)))
    };
    // A message of a catalogue with such a tag is told already.
    let block = |at: u32| target.holder_of(at);
    let blocks: Vec<usize> = partnerless.iter().filter(|_| target.catalogue.is_some()).map(|&at| block(at)).collect();
    let holds = |row: usize| blocks.binary_search(&(alignment.rows[row].target.start as usize)).is_ok();
    out.retain(|change| !is_told(source, change.source) && !is_told(target, change.target) && !holds(change.row));
    out.retain(|change| {
        // A type in angle brackets that the source shows as text is no such thing: `<Boolean>`.
        let alone = change.source.is_none() || change.target.is_none();
        let stands_for_words =
            |page: &Document<'_>, at: Option<u32>| at.is_none_or(|at| is_metavariable(page, at, !alone));
        let free = stands_for_words(source, change.source) && stands_for_words(target, change.target);
        !free || code_of_tag(pair, *change).is_some()
    });
    out
}

fn keys(document: &Document<'_>, blocks: &Range<u32>) -> Vec<(String, u32)> {
    let openers = openers(document, blocks);
    openers.filter_map(|at| Some((key(document, tag(document, at)?)?, at))).collect()
}

/// `<file>`, with or without `capitals`: what stands for an argument has a name in the words of readers, no attributes,
/// and nothing closes it.
fn is_metavariable(document: &Document<'_>, at: u32, capitals: bool) -> bool {
    let Some(opener) = tag(document, at).filter(|tag| !tag.self_closing) else { return false };
    // Words behind the name are read as attributes without values: `<Address of the server>`.
    let is_phrase = opener.attributes.len() > 1 && opener.attributes.iter().all(|one| one.value.is_empty());
    if !opener.attributes.is_empty() && !is_phrase {
        return false;
    }
    let name = opener.name.of(document.text);
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || (capitals || is_phrase) && byte.is_ascii_uppercase();
    let is_word = name.bytes().all(|byte| is_letter(byte) || byte == b'-' || byte == b'_');
    let closes = |atom: &Atom<'_>| matches!(&atom.kind, AtomKind::Html(tag) if tag.closing && tag.name.of(document.text) == name);
    is_word && !is_element(name) && !document.atoms.iter().any(closes)
}

/// The opening tags of blocks.
fn openers(document: &Document<'_>, blocks: &Range<u32>) -> impl Iterator<Item = u32> {
    let blocks = &document.blocks[blocks.start as usize..blocks.end as usize];
    let opens = |tag: &HtmlTag| !tag.closing && !tag.name.is_empty();
    blocks.iter().flat_map(|block| block.atoms.clone()).filter(move |at| tag(document, *at).is_some_and(opens))
}

/// Words for people, as in `note="Older boards do without"`: several, and no list of classes, rules or addresses.
fn is_read(name: &str, value: &str) -> bool {
    const LISTS: [&str; 8] = ["class", "classname", "id", "rel", "style", "headers", "sizes", "srcset"];
    let words = value.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let letters = value.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    !LISTS.contains(&name) && (words >= 2 || letters) && !value.contains(['/', '=', ';', '{', '<', '|', '\\'])
}

/// The name and what counts of the attributes; `None` for an ordinary element.
fn key(document: &Document<'_>, tag: &HtmlTag) -> Option<String> {
    let name = lower(document, tag);
    let counts = |attribute: &&crate::doc::Attribute| {
        let name = attribute.name.of(document.text).to_ascii_lowercase();
        let value = attribute.value.of(document.text);
        !FREE.contains(&name.as_str())
            && !name.starts_with('{')
            && !name.starts_with("on")
            && !value.contains('{')
            && !is_read(&name, value)
    };
    let mut attributes: Vec<String> = tag
        .attributes
        .iter()
        .filter(counts)
        .map(|attribute| {
            let value: Vec<&str> = attribute.value.of(document.text).split_whitespace().collect();
            format!(" {}={}", attribute.name.of(document.text).to_ascii_lowercase(), value.join(" "))
        })
        .collect();
    attributes.sort();
    let wrapper = matches!(name.as_str(), "div" | "span" | "section" | "bdi" | "bdo") && attributes.is_empty();
    // By this attribute a program finds its own element again.
    let named = attributes.iter().any(|attribute| attribute.starts_with(" data-l10n-name="));
    (named || !wrapper && !ORDINARY.contains(&name.as_str())).then(|| name + &attributes.concat())
}

fn lower(document: &Document<'_>, tag: &HtmlTag) -> String {
    tag.name.of(document.text).to_ascii_lowercase()
}

fn tag<'d>(document: &'d Document<'_>, at: u32) -> Option<&'d HtmlTag> {
    let atom = document.atoms.get(at as usize)?;
    if let AtomKind::Html(tag) = &atom.kind { Some(&**tag) } else { None }
}

/// The code of the source that a tag of the target was: it lost its back-ticks.
#[must_use]
pub fn code_of_tag(pair: &Pair<'_, '_>, change: TagChange) -> Option<u32> {
    let tag = pair.target.atoms[change.target.filter(|_| change.source.is_none())? as usize].span.of(pair.target.text);
    let harmed = pair.harmed_of(change.row).iter().filter_map(|one| one.source);
    harmed.into_iter().find(|&at| match &pair.source.atoms[at as usize].kind {
        AtomKind::Code(code) => code.trim(pair.source.text).of(pair.source.text) == tag,
        _ => false,
    })
}
