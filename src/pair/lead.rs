//! What a block is about, where it begins with a name that no translation changes: the option of an item, the first
//! cell of a row. Two blocks about one thing answer each other wherever they stand.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::longest_increasing;
use super::node::{Class, Node};
use super::number::leading_date;
use crate::doc::{Atom, AtomKind, Block, Document, Kind, fingerprint};

/// The fingerprint of the name that an item, a row, a definition or a heading begins with, of a word that the rest tells
/// of, or of the link or picture; 0 if it begins with other words.
pub(super) fn lead(document: &Document<'_>, block: &Block) -> u64 {
    if !matches!(block.kind, Kind::Item | Kind::Cell | Kind::Term | Kind::Heading(_)) || block.content.is_empty() {
        return 0;
    }
    let content = block.content.of(document.text);
    // A picture before the title of a section is the same in all languages.
    if let Some(sign) =
        content.chars().next().filter(|sign| matches!(block.kind, Kind::Heading(_)) && is_picture(*sign))
    {
        return key(sign.encode_utf8(&mut [0; 4]), false);
    }
    let inner = content.trim_start_matches(['*', '_', '[', ' ']);
    let inner_start = block.content.end - inner.len() as u32;
    let atoms = || document.atoms_of(block).iter().take_while(|atom| atom.span.start <= inner_start);
    let code = |atom: &Atom<'_>| match atom.kind {
        AtomKind::Code(code) if atom.span.start == inner_start => Some(code),
        _ => None,
    };
    if let Some(code) = atoms().find_map(code) {
        return key(code.of(document.text).trim(), true);
    }
    if let Some((day, year)) = leading_date(inner) {
        return key(&format!("{year}-{day}"), true) | DATED;
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ']' | '*' | ',' | ':' | ';' | '|');
    let token = inner.split(ends).next().unwrap_or_default();
    if let Some(name) = versioned(inner) {
        return key(name, is_name(token));
    }
    if is_name(token) || matches!(block.kind, Kind::Heading(_)) && is_small_name(token) {
        return key(token, true);
    }
    if let Some(link) = atoms().find(|atom| matches!(atom.kind, AtomKind::Link(_))) {
        return link.key & !(CERTAIN | DATED);
    }
    if let Some(name) = whole_name(block, inner) {
        return key(name, false);
    }
    let is_word = token.len() >= LEAST && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_word && is_told_of(&inner[token.len()..]) { key(token, false) } else { 0 }
}

/// All of a cell, if it is a few words in Latin letters: "**Open Garden**".
fn whole_name<'t>(block: &Block, inner: &'t str) -> Option<&'t str> {
    let name = inner.trim_end_matches(['*', '_', ' ']);
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -.+&/".contains(&byte));
    (block.kind == Kind::Cell && plain && letters > LEAST).then_some(name)
}

/// Nothing stands behind a name, or what is said of it: "name - words", "name: words".
fn is_told_of(rest: &str) -> bool {
    let marked = rest.trim_start_matches(['*', '_', ']', ' ']);
    let parts = ["(", "（", ":", "：", "- ", "– ", "— ", "...", "…", "= "];
    marked.is_empty() || parts.iter().any(|part| marked.starts_with(part))
}

/// The bit of a lead that no translation changes; addresses and what may be a word of some language have it not.
const CERTAIN: u64 = 1;
/// The bit of a lead that is a date: dates are written in all languages, and a piece of news has its own.
const DATED: u64 = 2;
/// Letters of a name, at least.
const LEAST: usize = 3;

fn key(name: &str, certain: bool) -> u64 {
    let key = fingerprint(name.as_bytes()) & !(CERTAIN | DATED);
    if certain { key | CERTAIN } else { key }
}

/// Finds out which names of a page as many blocks of the other begin with, or more: none of them was translated.
pub(super) fn share_leads(a: &mut [Node], b: &mut [Node]) {
    let (ours, theirs) = (count_leads(a), count_leads(b));
    for (nodes, own, other) in [(a, &ours, &theirs), (b, &theirs, &ours)] {
        for node in nodes.iter_mut().filter(|node| node.lead != 0) {
            node.is_shared = other.get(&node.lead).is_some_and(|count| *count >= own[&node.lead]);
        }
    }
}

fn count_leads(nodes: &[Node]) -> FxHashMap<u64, u32> {
    let mut counts = FxHashMap::default();
    nodes.iter().filter(|node| node.lead != 0).for_each(|node| *counts.entry(node.lead).or_insert(0) += 1);
    counts
}

/// The two begin with names that differ, and one of them stands in the other page too: others were translated.
pub(super) fn differ(a: &Node, b: &Node) -> bool {
    a.lead != b.lead && a.lead & b.lead & CERTAIN != 0 && (a.is_shared || b.is_shared)
}

/// It begins with a date.
pub(super) fn is_dated(node: &Node) -> bool {
    node.lead & DATED != 0
}

/// Both begin with dates, and not with the same.
pub(super) fn are_dated_apart(a: &Node, b: &Node) -> bool {
    a.lead != b.lead && a.lead & b.lead & DATED != 0
}

/// Both begin with names that no translation changes, and not with the same.
pub(super) fn are_named_apart(a: &Node, b: &Node) -> bool {
    a.lead != b.lead && a.lead & b.lead & CERTAIN != 0
}

/// An emoji: a symbol of the dingbats, or of the planes above the first.
fn is_picture(sign: char) -> bool {
    matches!(sign, '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// A word that only code is written like: `max_age`, `--force`, `fs::read`, `maxAge`, `run()`.
fn is_name(token: &str) -> bool {
    let letters = token.bytes().filter(u8::is_ascii_alphanumeric).count();
    let joined = || token.contains('_') || token.contains("::") || token.ends_with("()") || token.starts_with("--");
    let humped = || {
        let hump = |three: &[u8]| {
            three[0].is_ascii_alphabetic() && three[1].is_ascii_lowercase() && three[2].is_ascii_uppercase()
        };
        token.as_bytes().windows(3).any(hump)
    };
    letters >= LEAST && token.is_ascii() && (joined() || humped())
}

/// A name of some words and its version: "PostgreSQL 10.6" of "PostgreSQL 10.6 (all of it)".
fn versioned(inner: &str) -> Option<&str> {
    const WORDS: usize = 3;
    let mut end = 0;
    for (at, word) in inner.split(' ').take(WORDS + 1).enumerate() {
        let digits = word.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(word.len());
        let version = word[..digits].trim_end_matches('.');
        if version.contains('.') {
            return (at > 0).then_some(&inner[..end + version.len()]);
        }
        let is_plain =
            word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_plain && !is_name(word) {
            return None;
        }
        end += word.len() + 1;
    }
    None
}

/// Titles begin with a capital, in all languages that have them: what begins a heading in small letters is called so.
fn is_small_name(token: &str) -> bool {
    const SHORTEST: usize = 5;
    token.len() >= SHORTEST
        && token.starts_with(|c: char| c.is_ascii_lowercase())
        && token.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte))
}

/// A heading with all that stands below it up to the next one, and the names that its blocks begin with.
struct Section {
    nodes: Range<usize>,
    names: FxHashSet<u64>,
}

/// The sections of a page. What stands above the first heading is in none.
fn sections(nodes: &[Node]) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        if node.class == Class::Heading {
            out.push(Section { nodes: at..at + 1, names: FxHashSet::default() });
        } else if let Some(last) = out.last_mut() {
            last.nodes.end = at + 1;
            last.names.extend((node.lead != 0).then_some(node.lead));
        }
    }
    out
}

/// Names that a section has at least, to be known by them.
const ENOUGH: usize = 3;
/// Pages with more sections than that are not looked at.
const MOST: usize = 300;
/// The share of the names of both that two sections have in common, if they are one.
const ALIKE: f32 = 0.5;
/// How much less any other section has in common with either.
const CLEAR: f32 = 0.15;

/// Puts the sections of the target into the order of the source, where they are known by the names in them and stand in
/// another: sorted by their titles, which is another order in another language. By node: it stands elsewhere than in
/// the source. Empty where nothing was put elsewhere.
pub(super) fn reorder(a: &[Node], b: &mut Vec<Node>) -> Vec<bool> {
    // Most pages have few names at all, and no sections to be known by them.
    let names = |nodes: &[Node]| nodes.iter().filter(|node| node.lead != 0).count();
    if names(a).min(names(b)) < ENOUGH * ENOUGH {
        return Vec::new();
    }
    let ours = sections(a);
    if ours.iter().filter(|section| section.names.len() >= ENOUGH).count() < ENOUGH || ours.len() > MOST {
        return Vec::new();
    }
    let theirs = sections(b);
    if theirs.len() < ENOUGH || theirs.len() > MOST {
        return Vec::new();
    }
    let table = likenesses(&ours, &theirs);
    let mut found = clear_matches(&ours, theirs.len(), &table);
    // Where most sections are not known, the pages differ in more than the order.
    if found.is_sorted_by_key(|(_, j)| *j) || found.len() * 2 < ours.len().min(theirs.len()) {
        return Vec::new();
    }
    add_likely(&mut found, &table);
    let staying = longest_increasing(&found);
    let places: FxHashMap<usize, (usize, bool)> =
        found.iter().map(|&(i, j)| (j, (i, !staying.contains(&(i, j))))).collect();
    // A section that none of the source's is known to be stays behind the one before it.
    let mut order = Vec::with_capacity(theirs.len());
    let mut last = 0;
    for (j, section) in theirs.iter().enumerate() {
        let place = places.get(&j);
        last = place.map_or(last, |(i, _)| i + 1);
        order.push((last, section.nodes.clone(), place.is_some_and(|(_, moved)| *moved)));
    }
    order.sort_by_key(|(place, ..)| *place);
    let first = theirs[0].nodes.start;
    let mut nodes: Vec<Option<Node>> = b.drain(first..).map(Some).collect();
    let mut elsewhere = vec![false; first];
    for (_, range, moved) in order {
        elsewhere.extend(range.clone().map(|_| moved));
        b.extend(range.filter_map(|at| nodes[at - first].take()));
    }
    elsewhere
}

/// Sections of the other page that have names in common with one, in order, and how much.
type Alike = Vec<(usize, f32)>;

/// By section of `ours`. Most have nothing in common with most others, which are not looked at.
fn likenesses(ours: &[Section], theirs: &[Section]) -> Vec<Alike> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (j, section) in theirs.iter().enumerate() {
        section.names.iter().for_each(|name| holders.entry(*name).or_default().push(j));
    }
    let alike = |section: &Section| {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let found = section.names.iter().filter_map(|name| holders.get(name)).flatten();
        found.for_each(|&j| *shared.entry(j).or_default() += 1);
        let share = |(j, shared): (usize, usize)| {
            (j, shared as f32 / (section.names.len() + theirs[j].names.len() - shared) as f32)
        };
        shared.into_iter().map(share).collect()
    };
    ours.iter().map(alike).collect()
}

/// Sections of many names that are most like each other, and like no other.
fn clear_matches(ours: &[Section], theirs: usize, table: &[Alike]) -> Vec<(usize, usize)> {
    let mut columns: Vec<Alike> = vec![Vec::new(); theirs];
    for (i, row) in table.iter().enumerate() {
        row.iter().for_each(|&(j, value)| columns[j].push((i, value)));
    }
    let mutual = |(i, row): (usize, &Alike)| {
        let j = clearest(row).filter(|_| ours[i].names.len() >= ENOUGH)?;
        (clearest(&columns[j]) == Some(i)).then_some((i, j))
    };
    table.iter().enumerate().filter_map(mutual).collect()
}

/// The place of the highest of some likenesses, if it is high and the others are well below it.
fn clearest(values: &[(usize, f32)]) -> Option<usize> {
    let (mut best, mut second, mut place) = (0.0, 0.0, None);
    for &(at, value) in values {
        if value > best {
            (second, best, place) = (best, value, Some(at));
        } else if value > second {
            second = value;
        }
    }
    place.filter(|_| best >= ALIKE && best - second >= CLEAR)
}

/// Gives the other sections of the source those of the target that are left and most like them.
fn add_likely(found: &mut Vec<(usize, usize)>, table: &[Alike]) {
    let mut taken: FxHashSet<usize> = found.iter().map(|(_, j)| *j).collect();
    let known: FxHashSet<usize> = found.iter().map(|(i, _)| *i).collect();
    for (i, row) in table.iter().enumerate().filter(|(i, _)| !known.contains(i)) {
        let free = row.iter().copied().filter(|(j, value)| *value >= ALIKE && !taken.contains(j));
        let best = free.fold(None, |best: Option<(usize, f32)>, (j, value)| match best {
            Some((_, highest)) if highest >= value => best,
            _ => Some((j, value)),
        });
        if let Some((j, _)) = best {
            taken.insert(j);
            found.push((i, j));
        }
    }
    found.sort_unstable();
}
