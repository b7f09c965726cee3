//! Pairs of blocks beside a gap that nothing but their places made: each has names, code or links, and none of the other's.

use std::collections::VecDeque;

use super::align::Aligner;
use super::lead::{are_dated_apart, are_named_apart};
use super::likeness;
use super::meant::{TELLING, say_other_things, say_the_same};
use super::node::{Class, Node, fill_words};
use crate::doc::{Atom, AtomKind, Document};

/// Likeness, in thousandths, from which an atom is another one changed.
const ALIKE: u32 = 600;
/// Names and numbers that are enough to tell, where there are no atoms.
const ENOUGH: usize = 2;
/// Blocks of a section that are alone before its pairs are doubted.
const ALONE: usize = 2;
/// Atoms of a block that are compared letter by letter.
const COMPARED: usize = 12;

impl Aligner<'_, '_> {
    /// Parts pairs that have nothing in common, from the gaps of their section on: each side is told by itself.
    pub(super) fn part_strangers(&mut self) {
        if !self.has_gaps() {
            return;
        }
        let mut places = self.places();
        let gaps = (sections_with_gaps(self.a, &places.0), sections_with_gaps(&self.b, &places.1));
        let mut asked: VecDeque<(bool, usize)> = alone(&places.0).map(|at| (true, at)).collect();
        asked.extend(alone(&places.1).map(|at| (false, at)));
        let mut gone = vec![false; self.pairs.len()];
        while let Some((of_source, at)) = asked.pop_front() {
            let side = if of_source { &places.0 } else { &places.1 };
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let pairs: Vec<usize> = beside.filter_map(|at| side.get(at).copied().flatten()).collect();
            for pair in pairs {
                let (i, j) = (self.pairs[pair].0.start, self.pairs[pair].1.start);
                let named = || are_named_apart(&self.a[i], &self.b[j]) && self.b[j].atoms.len() > 1;
                let doubted = gaps.0[i] + gaps.1[j] >= ALONE || named();
                if !gone[pair] && doubted && self.are_strangers(pair) {
                    gone[pair] = true;
                    (places.0[i], places.1[j]) = (None, None);
                    asked.extend([(true, i), (false, j)]);
                }
            }
        }
        let mut gone = gone.into_iter();
        self.pairs.retain(|_| gone.next() != Some(true));
    }

    fn are_strangers(&mut self, pair: usize) -> bool {
        let (a, b, moved) = &self.pairs[pair];
        let (i, j) = (a.start, b.start);
        if *moved || a.len() != 1 || b.len() != 1 || !is_text(&self.a[i]) || !is_text(&self.b[j]) {
            return false;
        }
        // What both credit to one author is news of two days all the same.
        if are_dated_apart(&self.a[i], &self.b[j]) && !self.a[i].is_shared && !self.b[j].is_shared {
            return true;
        }
        fill_words(self.source, &mut self.a[i]);
        fill_words(self.target, &mut self.b[j]);
        self.fill_meanings(i..i + 1, j..j + 1);
        let (a, b) = (&self.a[i], &self.b[j]);
        let atoms = !a.atoms.is_empty() && !b.atoms.is_empty();
        let shares = |a: &[u64], b: &[u64]| a.iter().any(|key| b.binary_search(key).is_ok());
        let named = || names(self.source, a).min(names(self.target, b)) >= ENOUGH;
        (atoms || named() || say_other_things(a, b, TELLING))
            && a.text != b.text
            && !say_the_same(a, b)
            && !shares(&a.atoms, &b.atoms)
            && !shares(&a.words, &b.words)
            && !self.have_alike(i, j)
    }

    /// An atom of the one is nearly one of the other.
    fn have_alike(&self, i: usize, j: usize) -> bool {
        let (ours, theirs) = (said(self.source, &self.a[i]), said(self.target, &self.b[j]));
        ours.iter().any(|x| theirs.iter().any(|y| likeness(x, y) >= ALIKE))
    }
}

/// A paragraph or an item. Lines of tables are doubted as such.
fn is_text(node: &Node) -> bool {
    matches!(node.class, Class::Paragraph | Class::Item) && node.command.is_none() && node.pin == 0
}

fn alone(places: &[Option<usize>]) -> impl Iterator<Item = usize> {
    places.iter().enumerate().filter(|(_, pair)| pair.is_none()).map(|(at, _)| at)
}

/// By node: how many nodes of its section are in no pair.
fn sections_with_gaps(nodes: &[Node], places: &[Option<usize>]) -> Vec<usize> {
    let mut out = Vec::with_capacity(nodes.len());
    for section in nodes.chunk_by(|_, next| next.class != Class::Heading) {
        let places = &places[out.len()..out.len() + section.len()];
        let count = alone(places).count();
        out.extend(std::iter::repeat_n(count, section.len()));
    }
    out
}

/// Words of a node with digits or with capitals inside. A capital at the start may be a sentence's.
fn names(page: &Document<'_>, node: &Node) -> usize {
    let tells = |word: &&str| {
        word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) || word.bytes().any(|byte| byte.is_ascii_digit())
    };
    let blocks = &page.blocks[node.blocks.start as usize..node.blocks.end as usize];
    let runs = blocks.iter().flat_map(|block| page.runs_of(block)).map(|run| run.span.of(page.text));
    let words = runs.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    words.filter(tells).count()
}

/// What the links and spans of code of a node say.
fn said<'d>(page: &'d Document<'_>, node: &Node) -> Vec<&'d str> {
    let blocks = &page.blocks[node.blocks.start as usize..node.blocks.end as usize];
    let atoms = blocks.iter().flat_map(|block| page.atoms_of(block));
    let say = |atom: &'d Atom<'_>| match &atom.kind {
        AtomKind::Code(content) => Some(content.of(page.text)),
        AtomKind::Link(link) | AtomKind::Image(link) => Some(&*link.target),
        _ => None,
    };
    atoms.filter_map(say).take(COMPARED).collect()
}
