//! Blocks without counterpart whose names, numbers and code, or whose words, stand in the blocks around their place: merged
//! with one or several of them, flattened, or told in another form.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::align::Row;
use super::lexicon::{Lexicon, Meaning};
use super::meant::prose;
use super::node::is_kept;
use crate::doc::{AtomKind, Block, Document, Kind};
use crate::text::Span;

/// Rows on either side of a gap that are looked at, for names in all of them and for words in each.
const NEAR: usize = 3;
const BESIDE: usize = 4;
/// Rows of the longest gap that is looked at: a longer one is a part of the page that was left out.
const LONG: usize = 40;
/// Names that are enough to know a block by, and the share of them, in percent, that has to be there.
const ENOUGH: usize = 3;
const SHARE: usize = 75;

/// Blocks of the source and of the target that the other page tells around their place.
#[derive(Debug, Default)]
pub struct ToldAround {
    /// Those of the source.
    pub source: FxHashSet<u32>,
    /// Those of the target.
    pub target: FxHashSet<u32>,
}

/// How often a page names something, by the name in small letters, as a number.
type Counts = FxHashMap<u64, i32>;

/// Finds them.
pub(super) fn told_around(
    pages: (&Document<'_>, &Document<'_>),
    rows: &[Row],
    lexicon: Option<&Lexicon>,
) -> ToldAround {
    let mut out = ToldAround::default();
    let (source, target) = pages;
    if source.catalogue.is_some() {
        return out;
    }
    let mut sayings = lexicon.map(|lexicon| Sayings { pages, rows, lexicon, said: FxHashMap::default() });
    let is_gap = |row: &Row| row.source.is_empty() || row.target.is_empty();
    let mut at = 0;
    for gap in rows.chunk_by(|a, b| is_gap(a) == is_gap(b)) {
        let range = at..at + gap.len();
        at = range.end;
        if !is_gap(&gap[0]) || gap.len() > LONG {
            continue;
        }
        let window = range.start.saturating_sub(NEAR)..rows.len().min(range.end + NEAR);
        let names = |row: &Row| (names_of(source, &row.source), names_of(target, &row.target));
        let named: Vec<(Counts, Counts)> = rows[window.clone()].iter().map(names).collect();
        let mut more = Surplus::new(&named);
        for (row, (ours, theirs)) in range.zip(&named[at - gap.len() - window.start..]) {
            let Row { source: in_source, target: in_target, .. } = &rows[row];
            let (page, blocks, own, other, found) = if in_target.is_empty() {
                (source, in_source, ours, &mut more.target, &mut out.source)
            } else {
                (target, in_target, theirs, &mut more.source, &mut out.target)
            };
            let is_text = page.blocks[blocks.start as usize..blocks.end as usize].iter().all(is_text);
            let said = |sayings: &mut Sayings<'_, '_>| sayings.are_beside(row);
            let joined = || is_code_joined(pages, rows, row);
            if is_text && (take(own, other) || sayings.as_mut().is_some_and(said) || joined()) {
                found.extend(blocks.clone());
            }
        }
    }
    out
}

/// All lines of a block of code that one page has alone are lines of one that answers another beside it, and no lines of
/// that one.
fn is_code_joined((source, target): (&Document<'_>, &Document<'_>), rows: &[Row], at: usize) -> bool {
    const LETTERS: usize = 8;
    let Row { source: ours, target: theirs, .. } = &rows[at];
    let (page, block, other_page) = if theirs.is_empty() { (source, ours, target) } else { (target, theirs, source) };
    let block = &page.blocks[block.start as usize];
    let lines = |page: &'_ Document<'_>, block: &Block| -> FxHashSet<String> {
        let lines = block.content.of(page.text).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    if block.kind != Kind::Code || block.content.len() < LETTERS {
        return false;
    }
    let own = lines(page, block);
    let beside = at.saturating_sub(BESIDE)..rows.len().min(at + BESIDE + 1);
    rows[beside].iter().any(|row| {
        let (here, there) = if theirs.is_empty() { (&row.source, &row.target) } else { (&row.target, &row.source) };
        let code = |page: &Document<'_>, blocks: &Range<u32>| {
            let blocks = &page.blocks[blocks.start as usize..blocks.end as usize];
            blocks.iter().filter(|block| block.kind == Kind::Code).flat_map(|block| lines(page, block)).collect()
        };
        let (answered, whole): (FxHashSet<String>, FxHashSet<String>) = (code(page, here), code(other_page, there));
        !here.is_empty() && own.is_subset(&whole) && own.is_disjoint(&answered)
    })
}

/// What the rows of two pages say.
struct Sayings<'p, 's> {
    pages: (&'p Document<'s>, &'p Document<'s>),
    rows: &'p [Row],
    lexicon: &'p Lexicon,
    /// By row, of the source and of the target.
    said: FxHashMap<usize, (Meaning, Meaning)>,
}

impl Sayings<'_, '_> {
    /// The words of a row that one page has alone stand in a row beside it, which has more than its own.
    fn are_beside(&mut self, row: usize) -> bool {
        let in_source = self.rows[row].target.is_empty();
        let beside = row.saturating_sub(BESIDE)..self.rows.len().min(row + BESIDE + 1);
        beside.into_iter().any(|other| {
            let Row { source, target, .. } = &self.rows[other];
            // What ran into a heading is told.
            let is_heading = |at: &u32| matches!(self.pages.1.blocks[*at as usize].kind, Kind::Heading(_));
            let is_there = !source.is_empty() && !target.is_empty() && !target.clone().any(|at| is_heading(&at));
            if !is_there {
                return false;
            }
            self.fill(row);
            self.fill(other);
            let ((text, added), (ours, theirs)) = (&self.said[&row], &self.said[&other]);
            let told = if in_source { text.told_in(ours, theirs) } else { added.told_in(theirs, ours) };
            told.is_sure() || told.is_most() && self.has_atoms(row, other)
        })
    }

    fn fill(&mut self, row: usize) {
        let ((source, target), lexicon) = (self.pages, self.lexicon);
        let is_english = lexicon.is_from_english();
        self.said.entry(row).or_insert_with(|| {
            let Row { source: ours, target: theirs, .. } = &self.rows[row];
            (lexicon.meaning(is_english, prose(source, ours)), lexicon.meaning(!is_english, prose(target, theirs)))
        });
    }

    /// All that the row `at`, which one page has alone, has of code, links and placeholders the other page has in the row
    /// `other`.
    fn has_atoms(&self, at: usize, other: usize) -> bool {
        let (row, other) = (&self.rows[at], &self.rows[other]);
        let (page, blocks, other_page, others) = if row.target.is_empty() {
            (self.pages.0, &row.source, self.pages.1, &other.target)
        } else {
            (self.pages.1, &row.target, self.pages.0, &other.source)
        };
        let of = |page: &Document<'_>, blocks: &Range<u32>| -> Range<usize> {
            let blocks = &page.blocks[blocks.start as usize..blocks.end as usize];
            let (first, last) = (&blocks[0], &blocks[blocks.len() - 1]);
            first.atoms.start as usize..last.atoms.end as usize
        };
        let theirs = &other_page.atoms[of(other_page, others)];
        let text = |code: Span| {
            other_page.blocks[others.start as usize..others.end as usize]
                .iter()
                .any(|block| block.content.of(other_page.text).contains(code.of(page.text)))
        };
        page.atoms[of(page, blocks)].iter().all(|atom| {
            theirs.iter().any(|other| other.key == atom.key) || matches!(atom.kind, AtomKind::Code(code) if text(code))
        })
    }
}

/// What each page names more often than the other, in some rows.
struct Surplus {
    source: Counts,
    target: Counts,
}

impl Surplus {
    /// By row: what the source names, and what the target does. A side that a row has not names nothing.
    fn new(named: &[(Counts, Counts)]) -> Surplus {
        let mut out = Surplus { source: Counts::default(), target: Counts::default() };
        for (ours, theirs) in named {
            add(&mut out.source, ours, theirs);
            add(&mut out.target, theirs, ours);
        }
        out
    }
}

/// Adds what `own` has more than `other`.
fn add(sum: &mut Counts, own: &Counts, other: &Counts) {
    for (name, count) in own {
        let more = count - other.get(name).copied().unwrap_or_default();
        if more > 0 {
            *sum.entry(*name).or_default() += more;
        }
    }
}

/// Takes the names out of `surplus`, if most of them are there.
fn take(names: &Counts, surplus: &mut Counts) -> bool {
    let is_there = |name: &u64| surplus.get(name).is_some_and(|count| *count > 0);
    let found: Vec<u64> = names.keys().copied().filter(is_there).collect();
    if found.len() < ENOUGH || found.len() * 100 < names.len() * SHARE {
        return false;
    }
    for name in found {
        surplus.entry(name).and_modify(|count| *count -= 1);
    }
    true
}

/// What blocks name: words with capitals or digits in them, and all words of code.
fn names_of(page: &Document<'_>, blocks: &Range<u32>) -> Counts {
    let mut out = Counts::default();
    for block in &page.blocks[blocks.start as usize..blocks.end as usize] {
        let mut count = |text: &str, tells: fn(&str) -> bool| {
            for word in words(text).filter(|word| tells(word)) {
                *out.entry(key_in_any_case(word)).or_default() += 1;
            }
        };
        if is_code(block) {
            count(block.content.of(page.text), |word| word.len() >= 3);
            continue;
        }
        page.runs_of(block).iter().for_each(|run| count(run.span.of(page.text), |word| is_kept(word.as_bytes())));
        for atom in page.atoms_of(block) {
            if let AtomKind::Code(code) = atom.kind {
                count(code.of(page.text), |word| word.len() >= 2);
            }
        }
    }
    out
}

/// Neither a heading nor a cell, which say what others belong to, nor a command, which is told with its example.
fn is_text(block: &Block) -> bool {
    let words = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Definition) && block.prose.letters > 0;
    words || matches!(block.kind, Kind::Code | Kind::Html)
}

/// Code, and raw HTML, which may hold a fence that is none.
fn is_code(block: &Block) -> bool {
    matches!(block.kind, Kind::Code | Kind::Html)
}

/// A word in small letters, as a number.
fn key_in_any_case(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
    hasher.finish()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
