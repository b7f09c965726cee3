//! A source page and one translation of it: which block answers which, and what became of every atom.

mod align;
mod atoms;
mod balance;
mod cost;
mod damage;
mod node;
mod target;

pub use align::{Alignment, Row, align};
pub use atoms::{AtomMatch, Atoms, Fate};
pub use damage::likeness;
pub use target::{Canonical, LinkFrame, Side, Start};

use crate::doc::{Atom, Document};
use crate::text::Span;

/// A source page and one translation of it.
#[derive(Debug)]
pub struct Pair<'p, 's> {
    /// The source page.
    pub source: &'p Document<'s>,
    /// The translation.
    pub target: &'p Document<'s>,
    /// How their links compare.
    pub frame: LinkFrame,
    /// Which block answers which.
    pub alignment: Alignment,
    /// What became of every atom.
    pub atoms: Atoms,
}

impl<'p, 's> Pair<'p, 's> {
    /// Aligns two pages and matches their atoms.
    #[must_use]
    pub fn new(source: &'p Document<'s>, target: &'p Document<'s>, frame: LinkFrame) -> Pair<'p, 's> {
        let alignment = align(source, target);
        let atoms = atoms::match_atoms(source, target, &alignment, &frame);
        Pair { source, target, frame, alignment, atoms }
    }

    /// The source's atom of a match.
    #[must_use]
    pub fn source_atom(&self, harmed: &AtomMatch) -> Option<&'p Atom<'s>> {
        harmed.source.and_then(|at| self.source.atoms.get(at as usize))
    }

    /// The target's atom of a match.
    #[must_use]
    pub fn target_atom(&self, harmed: &AtomMatch) -> Option<&'p Atom<'s>> {
        harmed.target.and_then(|at| self.target.atoms.get(at as usize))
    }

    /// Where a finding about a match stands: on the target's atom, or at the start of what answers the source's block.
    #[must_use]
    pub fn place(&self, harmed: &AtomMatch) -> Span {
        if let Fate::Malformed(span, _) = &harmed.fate {
            return *span;
        }
        self.target_atom(harmed).map_or_else(|| self.start_of(harmed.row), |atom| atom.span)
    }

    /// The start of what answers row `row`; where it would stand, if nothing does.
    #[must_use]
    pub fn start_of(&self, row: usize) -> Span {
        let rows = &self.alignment.rows;
        let target = |row: &Row| self.target.blocks.get(row.target.start as usize).filter(|_| !row.target.is_empty());
        let here_or_later = rows[row..].iter().filter(|row| !row.moved).find_map(target);
        match here_or_later {
            Some(block) => Span::at(block.span.start as usize),
            None => Span::at(self.target.text.trim_end().len()),
        }
    }

    /// The target's block has the words of the source's.
    #[must_use]
    pub fn is_kept(&self, source: u32, target: u32) -> bool {
        let (a, b) = (&self.source.blocks[source as usize], &self.target.blocks[target as usize]);
        a.prose.letters > 0 && a.prose == b.prose && self.source.prose_of(a) == self.target.prose_of(b)
    }
}
