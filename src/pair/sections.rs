//! Blocks that strayed over a heading which only one page has: where a list and the heading below it were dropped, the
//! items of the list above must not answer those of the next one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::align::Aligner;
use super::node::{Class, Node};

/// Where the section of a heading begins, in the source and in the target; 0 for what stands above all headings.
type Start = (usize, usize);

impl Aligner<'_, '_> {
    /// Pairs anew, within sections that answer each other, what strayed into one whose heading has no answer.
    pub(super) fn bring_back(&mut self) {
        if !self.has_gaps() {
            return;
        }
        for (start, strayed) in self.strayed() {
            self.pair_anew((below(self.a, start.0), below(&self.b, start.1)), &strayed);
        }
    }

    /// By the sections that answer each other in which they should have stayed: nodes that answer each other, of which
    /// one is below a heading without answer.
    fn strayed(&self) -> BTreeMap<Start, Vec<(usize, usize)>> {
        let places = self.places();
        let (ours, theirs) = (starts(self.a), starts(&self.b));
        let answer = |start: usize, of_source: bool| -> Option<usize> {
            let Some(heading) = start.checked_sub(1) else { return Some(0) };
            let side = if of_source { &places.0 } else { &places.1 };
            let (a, b, _) = &self.pairs[side[heading]?];
            Some(if of_source { b.end } else { a.end })
        };
        let mut out: BTreeMap<Start, Vec<(usize, usize)>> = BTreeMap::new();
        for (a, b, _) in self.pairs.iter().filter(|(a, b, _)| a.len() == 1 && b.len() == 1) {
            let (i, j) = (a.start, b.start);
            let start = match (answer(ours[i], true), answer(theirs[j], false)) {
                (Some(other), None) => (ours[i], other),
                (None, Some(other)) => (other, theirs[j]),
                _ => continue,
            };
            if !self.is_sure(i, j) {
                out.entry(start).or_default().push((i, j));
            }
        }
        out
    }

    /// The two answer each other wherever they stand.
    fn is_sure(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.a[i], &self.b[j]);
        matches!(a.class, Class::Heading | Class::Code)
            || a.command.is_some()
            || a.atoms.iter().any(|key| b.atoms.binary_search(key).is_ok())
    }

    /// Pairs two sections by themselves, if nothing in them has an answer elsewhere but what strayed, and as much is
    /// paired then as was before.
    fn pair_anew(&mut self, (ours, theirs): (Range<usize>, Range<usize>), strayed: &[(usize, usize)]) {
        let (gone, kept): (Vec<_>, Vec<_>) = self.pairs.iter().cloned().partition(|(a, b, _)| {
            ours.contains(&a.start) && theirs.contains(&b.start) || strayed.contains(&(a.start, b.start))
        });
        let meets = |one: &Range<usize>, other: &Range<usize>| one.start < other.end && other.start < one.end;
        if kept.iter().any(|(a, b, _)| meets(a, &ours) || meets(b, &theirs)) {
            return;
        }
        // A name at the start of both was no sign of anything, then.
        for (i, j) in strayed {
            (self.a[*i].pin, self.b[*j].pin) = (0, 0);
        }
        let first = kept.len();
        let before = std::mem::replace(&mut self.pairs, kept);
        self.stretch(ours, theirs);
        if self.pairs.len() - first < gone.len() {
            self.pairs = before;
        }
    }
}

/// By node: where its section begins, behind the heading. A heading belongs to the section above it.
fn starts(nodes: &[Node]) -> Vec<usize> {
    let next = |start: &mut usize, (at, node): (usize, &Node)| {
        let behind = if node.class == Class::Heading { at + 1 } else { *start };
        Some(std::mem::replace(start, behind))
    };
    nodes.iter().enumerate().scan(0, next).collect()
}

/// What stands from here up to the next heading.
fn below(nodes: &[Node], start: usize) -> Range<usize> {
    let end = nodes[start..].iter().position(|node| node.class == Class::Heading).map_or(nodes.len(), |at| start + at);
    start..end
}
