//! Pages that hold their text twice: a tool, or a merge, has put the whole translation behind itself.

use rustc_hash::FxHashMap;

use super::node::{Class, Node};

/// Letters of a text that stands twice by accident in few pages.
const LETTERS: u32 = 12;
/// Texts that a copy holds at least, and how many of its texts stand above it too, in percent.
const ENOUGH: usize = 12;
const SHARE: usize = 60;
/// Texts that a copy begins with, all of which stand above it: a heading alone may come again and again.
const BEGINNING: usize = 4;
/// Places that a copy may begin at, of which each takes the rest of the page to look at.
const STARTS: usize = 64;

/// The heading from which on the target is a copy of what stands above it, while the source is none.
pub(super) fn copy_of_itself(source: &[Node], target: &[Node]) -> Option<usize> {
    // Few pages have many more blocks than their source.
    if target.len() * 4 < source.len() * 5 {
        return None;
    }
    let at = copy(target)?;
    copy(source).is_none().then_some(at)
}

fn copy(nodes: &[Node]) -> Option<usize> {
    let mut first: FxHashMap<(Class, u64), usize> = FxHashMap::default();
    // By node with a text: the first node with the same one.
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| tells(node)) {
        seen.push((at, *first.entry((node.class, node.text)).or_insert(at)));
    }
    let twice = seen.iter().filter(|(at, first)| first < at).count();
    if twice < ENOUGH {
        return None;
    }
    let headings = seen.iter().filter(|(at, first)| first < at && nodes[*at].class == Class::Heading);
    let from = |start: usize| &seen[seen.partition_point(|(at, _)| *at < start)..];
    let begins = |&start: &usize| from(start).iter().take(BEGINNING).all(|(_, first)| *first < start);
    headings.map(|(at, _)| *at).filter(begins).take(STARTS).find(|&start| {
        let behind = from(start);
        let copied = behind.iter().filter(|(_, first)| *first < start).count();
        copied >= ENOUGH && copied * 100 >= behind.len() * SHARE && behind.len() * 5 >= seen.len()
    })
}

fn tells(node: &Node) -> bool {
    match node.class {
        Class::Heading => node.letters > 0,
        Class::Paragraph | Class::Item | Class::Code => node.letters >= LETTERS,
        _ => false,
    }
}
