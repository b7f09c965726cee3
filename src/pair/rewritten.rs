//! Sections, and whole pages, that were written anew: what became of their blocks and atoms is told once, and not one by
//! one.

use std::ops::Range;

use super::align::Row;
use super::{AtomMatch, Atoms, Fate, likeness};
use crate::doc::{Atom, AtomKind, Block, Document, Kind};

/// A section, or a page without headings in it, of which so little is in both pages that nobody can say what became of
/// what: the source's or the translation was written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// Its rows.
    pub rows: Range<usize>,
    /// Its first block in the source.
    pub source: u32,
    /// Its first block in the target.
    pub target: u32,
    /// How much of the page it is.
    pub extent: Extent,
}

/// How much of a page was written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A section.
    Section,
    /// All of it.
    Page,
    /// All of it, of which the source has next to nothing: it is a stub.
    Stub,
}

/// One of the sections, which are in order, holds the row.
pub(super) fn holds(sections: &[Rewritten], row: usize) -> bool {
    let after = sections.partition_point(|section| section.rows.end <= row);
    sections.get(after).is_some_and(|section| section.rows.start <= row)
}

/// An atom that is found to be gone, to be new, or to be another one only because the rows answer each other.
pub(super) fn is_guess(source: &Document<'_>, target: &Document<'_>, harmed: &AtomMatch) -> bool {
    match (&harmed.fate, harmed.source, harmed.target) {
        (Fate::Missing | Fate::Replaced | Fate::Added, ..) => true,
        (Fate::Changed, Some(x), Some(y)) => {
            let (x, y) = (source.atoms[x as usize].span, target.atoms[y as usize].span);
            likeness(x.of(source.text), y.of(target.text)) < ALIKE
        }
        _ => false,
    }
}

/// Likeness from which an atom is the other one changed.
const ALIKE: u32 = 600;

/// A translator neither writes it nor leaves it out. Code may hold words.
fn tells(atom: &Atom<'_>) -> bool {
    matches!(atom.kind, AtomKind::Placeholder(_) | AtomKind::Link(_) | AtomKind::Image(_))
}

/// The sections that were rewritten.
pub(super) fn rewritten(source: &Document<'_>, target: &Document<'_>, rows: &[Row], atoms: &Atoms) -> Vec<Rewritten> {
    if !rows.iter().any(|row| row.source.is_empty()) {
        return Vec::new();
    }
    let front = |row: &&Row| is_front((source, target), row);
    let body = rows.iter().take_while(front).count()..rows.len();
    let first = |page: &Document<'_>| page.blocks.iter().take_while(|block| block.kind == Kind::Front).count() as u32;
    let whole = |extent| vec![Rewritten { rows: body.clone(), source: first(source), target: first(target), extent }];
    if is_stub(source, target, rows) {
        return whole(Extent::Stub);
    }
    if !rows.iter().any(|row| row.target.is_empty()) {
        return Vec::new();
    }
    let mut strange = vec![0_u32; rows.len()];
    for harmed in atoms.harmed.iter().filter(|harmed| harmed.row < rows.len()) {
        let atom = |page: &Document<'_>, at: Option<u32>| at.is_some_and(|at| tells(&page.atoms[at as usize]));
        let told = u32::from(atom(source, harmed.source)) + u32::from(atom(target, harmed.target));
        strange[harmed.row] += if is_guess(source, target, harmed) { told } else { 0 };
    }
    let (mut out, mut all) = (Vec::new(), Shares::default());
    let mut first = 0;
    for section in rows.chunk_by(|_, next| !is_heading(source, target, next)) {
        let range = first..first + section.len();
        first = range.end;
        let mut shares = Shares::default();
        for (row, at) in section.iter().zip(range.clone()) {
            shares.add((source, target), row, strange[at], atoms.doubtful[at]);
        }
        all.join(&shares);
        let start = section.iter().find(|row| answers(source, row));
        if let Some(start) = start.filter(|_| shares.are_apart()) {
            let extent =
                if range.end == rows.len() && range.start <= body.start { Extent::Page } else { Extent::Section };
            out.push(Rewritten { rows: range, source: start.source.start, target: start.target.start, extent });
        }
    }
    if out.len() > 1 && all.are_apart() { whole(Extent::Page) } else { out }
}

/// Of a page with text in it, the source has a quarter at most. Where that is more than a few blocks, and nearly all of them
/// have their answers, it is a page that lost a part.
fn is_stub(source: &Document<'_>, target: &Document<'_>, rows: &[Row]) -> bool {
    const LEAST: usize = 8;
    const PART: usize = 4;
    const FEW: usize = 24;
    if source.catalogue.is_some() || source.blocks.len() > target.blocks.len() {
        return false;
    }
    let count = |page: &Document<'_>| page.blocks.iter().filter(|block| is_content(block)).count();
    let theirs = count(target);
    let ours = count(source);
    let answered = || {
        let answered = rows.iter().filter(|row| !row.target.is_empty()).flat_map(|row| row.source.clone());
        answered.filter(|at| is_content(&source.blocks[*at as usize])).count()
    };
    let lost_a_part = ours > FEW && answered() * 10 >= ours * 9;
    ours > 0 && theirs >= LEAST && ours * PART <= theirs && !lost_a_part
}

/// Keys of the front matter.
fn is_front((source, target): (&Document<'_>, &Document<'_>), row: &Row) -> bool {
    let is_front = |page: &Document<'_>, blocks: &Range<u32>| {
        blocks.clone().all(|at| page.blocks[at as usize].kind == Kind::Front)
    };
    is_front(source, &row.source) && is_front(target, &row.target)
}

/// Both have it, and it is none of the front matter.
fn answers(source: &Document<'_>, row: &Row) -> bool {
    let front = || source.blocks[row.source.start as usize].kind == Kind::Front;
    !row.source.is_empty() && !row.target.is_empty() && !front()
}

fn is_heading(source: &Document<'_>, target: &Document<'_>, row: &Row) -> bool {
    let heading = |page: &Document<'_>, blocks: &Range<u32>| {
        page.blocks[blocks.start as usize..blocks.end as usize]
            .iter()
            .any(|block| matches!(block.kind, Kind::Heading(_)))
    };
    heading(source, &row.source) && heading(target, &row.target)
}

/// How many blocks of a section answer each other, how many are alone, and how many atoms are in one page only.
#[derive(Default)]
struct Shares {
    paired: usize,
    missing: usize,
    added: usize,
    strange: u32,
    atoms: usize,
}

impl Shares {
    fn add(&mut self, (source, target): (&Document<'_>, &Document<'_>), row: &Row, strange: u32, doubtful: bool) {
        let count = |page: &Document<'_>, blocks: &Range<u32>| {
            let blocks = &page.blocks[blocks.start as usize..blocks.end as usize];
            blocks.iter().filter(|block| is_content(block)).count()
        };
        let (ours, theirs) = (count(source, &row.source), count(target, &row.target));
        if row.target.is_empty() || row.source.is_empty() {
            self.missing += ours;
            self.added += theirs;
        } else if !doubtful {
            let atoms = |page: &Document<'_>, blocks: &Range<u32>| -> usize {
                let blocks = &page.blocks[blocks.start as usize..blocks.end as usize];
                blocks.iter().flat_map(|block| page.atoms_of(block)).filter(|atom| tells(atom)).count()
            };
            self.paired += ours.min(theirs).min(1);
            self.strange += strange;
            self.atoms += atoms(source, &row.source) + atoms(target, &row.target);
        }
    }

    fn join(&mut self, other: &Shares) {
        self.paired += other.paired;
        self.missing += other.missing;
        self.added += other.added;
        self.strange += other.strange;
        self.atoms += other.atoms;
    }

    /// Of the blocks less than a third answer each other, or half of the atoms of those that do are in one page only.
    fn are_apart(&self) -> bool {
        const LEAST: usize = 4;
        let alone = self.missing + self.added;
        let both = self.missing > 0 && self.added > 0 && alone >= LEAST;
        let few = 3 * 2 * self.paired < alone + 2 * self.paired
            && self.added >= self.paired
            && 2 * self.missing >= self.paired;
        both && (few || (self.strange as usize >= 2 * LEAST && self.strange as usize * 2 >= self.atoms))
    }
}

fn is_content(block: &Block) -> bool {
    // A broken table is a fault of its own.
    let aside = matches!(block.kind, Kind::Front | Kind::Tags | Kind::Cell | Kind::Message | Kind::Attribute);
    !aside && block.kind != Kind::Heading(1) && (block.prose.letters > 0 || !block.content.is_empty())
}
