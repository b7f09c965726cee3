//! Paragraphs of the source that a translator joined: one paragraph of as many lines, or with the atoms of all.

use std::ops::Range;

use super::align::Aligner;
use super::cost::Costs;
use super::node::{Class, Node};
use crate::doc::Document;

/// How many paragraphs are one at most.
const MOST: usize = 5;

impl Aligner<'_, '_> {
    /// Gives paragraphs without answer to the answer of the paragraph beside them, where they fit in.
    pub(super) fn find_merged(&mut self) {
        let mut paired = vec![false; self.a.len()];
        self.pairs.iter().for_each(|(a, ..)| a.clone().for_each(|at| paired[at] = true));
        if !paired.contains(&false) {
            return;
        }
        let ratio = self.costs.get_or_insert_with(|| Costs::new(self.a, &self.b)).ratio();
        for at in 0..self.pairs.len() {
            let (mut a, b, moved) = self.pairs[at].clone();
            if moved || b.len() != 1 {
                continue;
            }
            while a.len() < MOST {
                let before = a.start.checked_sub(1).filter(|&more| !paired[more]);
                let after = (a.end < self.a.len() && !paired[a.end]).then_some(a.end);
                let Some(more) =
                    [before, after].into_iter().flatten().find(|&more| self.takes(&a, b.start, more, ratio))
                else {
                    break;
                };
                paired[more] = true;
                a = a.start.min(more)..a.end.max(more + 1);
            }
            self.pairs[at].0 = a;
        }
    }

    /// The paragraph `b`, which answers `a`, holds the paragraph `more` too.
    fn takes(&self, a: &Range<usize>, b: usize, more: usize, ratio: f32) -> bool {
        let (ours, theirs, more) = (&self.a[a.clone()], &self.b[b], &self.a[more]);
        let flows = |node: &Node| {
            node.class == Class::Paragraph
                && node.command.is_none()
                && (node.quote, node.depth) == (theirs.quote, theirs.depth)
        };
        if !flows(theirs) || !flows(more) || !ours.iter().all(flows) || more.letters == 0 {
            return false;
        }
        let needed: usize = ours.iter().chain([more]).map(|node| lines(self.source, node)).sum();
        let room = || lines(self.target, theirs) >= needed;
        let has = |node: &Node, atom: &u64| node.atoms.binary_search(atom).is_ok();
        let own = |atom: &u64| has(theirs, atom) && !ours.iter().any(|node| has(node, atom));
        let holds = !more.atoms.is_empty() && more.atoms.iter().all(own);
        let lost = more.atoms.iter().any(|atom| !has(theirs, atom));
        let letters: u32 = ours.iter().map(|node| node.letters).sum();
        let off = |source: u32| ((theirs.letters as f32 + 3.0) / (source as f32 * ratio + 3.0)).ln().abs();
        !lost && (holds || room()) && off(letters + more.letters) < off(letters)
    }
}

/// Lines of a paragraph that end as a sentence does, the last one among them.
fn lines(page: &Document<'_>, node: &Node) -> usize {
    let text = page.blocks[node.blocks.start as usize].content.of(page.text).trim_end();
    let ends = |line: &str| {
        let line = line.trim_end_matches(|c: char| c.is_whitespace() || "*_`)\"'»”」）".contains(c));
        line.ends_with(['.', '!', '?', ':', '。', '！', '？', '：', '।', '؟'])
    };
    text.lines().rev().skip(1).filter(|line| ends(line)).count() + 1
}
