//! What stands elsewhere in the target than in the source: sections in another order, and runs of blocks one place off.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Pair;
use super::align::{Aligner, Row, recognised};
use super::meant::say_other_things;
use super::node::{Class, Node};
use rustc_hash::FxHashMap;

use crate::doc::{Atom, AtomKind, Document, Kind};
use crate::text::Span;

/// Nodes of the longest section that is moved as one.
const LONGEST: usize = 120;

impl Aligner<'_, '_> {
    /// Parts what only its place has paired from a heading that is recognised somewhere else.
    pub(super) fn part_recognised(&mut self) {
        if !self.has_gaps() {
            return;
        }
        let places = self.places();
        let mut gone = vec![false; self.pairs.len()];
        let is_known = |node: &Node| node.class == Class::Heading && !node.atoms.is_empty();
        for (i, j) in recognised(self.a, &self.b).into_iter().filter(|&(i, _)| is_known(&self.a[i])) {
            let ((Some(pair), None) | (None, Some(pair))) = (places.0[i], places.1[j]) else { continue };
            let (a, b, _) = &self.pairs[pair];
            let (x, y) = (&self.a[a.start], &self.b[b.start]);
            gone[pair] |= a.len() == 1 && b.len() == 1 && !x.atoms.iter().any(|key| y.atoms.contains(key));
        }
        let mut gone = gone.into_iter();
        self.pairs.retain(|_| gone.next() != Some(true));
    }

    /// Pairs what was left over on both sides, where a piece of evidence that no other place of the pages has says that
    /// it was moved; its section goes with it.
    pub(super) fn find_moved(&mut self) {
        let mut free = (vec![true; self.a.len()], vec![true; self.b.len()]);
        self.pairs.iter().for_each(|pair| take(&mut free, pair));
        if !free.0.contains(&true) || !free.1.contains(&true) {
            return;
        }
        for (i, j) in recognised(self.a, &self.b) {
            if !free.0[i] || !free.1[j] {
                continue;
            }
            let first = self.pairs.len();
            if self.a[i].class == Class::Heading {
                let (a, b) = (section(self.a, &free.0, i), section(&self.b, &free.1, j));
                self.pair_section(i, a, j, b);
            } else {
                self.grow(i, j, &free);
            }
            for pair in &mut self.pairs[first..] {
                pair.2 = true;
                take(&mut free, pair);
            }
        }
    }

    fn pair_section(&mut self, i: usize, a: Range<usize>, j: usize, b: Range<usize>) {
        self.pairs.push((i..i + 1, j..j + 1, true));
        self.stretch(i + 1..a.end, j + 1..b.end);
    }

    /// A block takes along the free neighbours that are like each other; of a section below, not the heading alone.
    fn grow(&mut self, i: usize, j: usize, free: &(Vec<bool>, Vec<bool>)) {
        let (a, b) = (&*self.a, &self.b);
        let fits = |&(x, y): &(usize, usize)| {
            let free = free.0.get(x) == Some(&true) && free.1.get(y) == Some(&true);
            free && a[x].class == b[y].class && a[x].pin == b[y].pin
        };
        let is_heading = |x: usize| a[x].class == Class::Heading;
        let before = (1..=i.min(j)).map(|step| (i - step, j - step)).take_while(fits);
        let after = (0..).map(|step| (i + step, j + step)).take_while(fits);
        let mut found: Vec<(usize, usize)> = after.collect();
        while found.last().is_some_and(|(x, _)| is_heading(*x)) {
            found.pop();
        }
        found.extend(before);
        self.pairs.extend(found.into_iter().map(|(x, y)| (x..x + 1, y..y + 1, true)));
    }

    /// Pairs what was left over in sections that answer each other: what begins with a name as only one of either does,
    /// and what is the only one of its kind and has something in common.
    pub(super) fn find_in_section(&mut self) {
        let mut free = (vec![true; self.a.len()], vec![true; self.b.len()]);
        self.pairs.iter().for_each(|pair| take(&mut free, pair));
        if !free.0.contains(&true) || !free.1.contains(&true) {
            return;
        }
        let answers: FxHashMap<usize, usize> = self.pairs.iter().map(|(a, b, _)| (a.start, b.start)).collect();
        for by in [By::Name, By::Class, By::Text] {
            let (ours, theirs) = (single(self.a, &free.0, by), single(&self.b, &free.1, by));
            for (slot, i) in ours {
                let heading = match slot.heading.map(|heading| answers.get(&heading).copied()) {
                    Some(None) => continue,
                    heading => heading.flatten(),
                };
                let other = theirs.get(&Slot { heading, ..slot }).copied().flatten();
                let (Some(i), Some(j)) = (i, other) else { continue };
                if by == By::Name || share_something(&self.a[i], &self.b[j]) {
                    self.pairs.push((i..i + 1, j..j + 1, true));
                    (free.0[i], free.1[j]) = (false, false);
                }
            }
        }
        self.find_by_atoms(&answers, &free);
    }

    /// Pairs texts that were left over in sections that answer each other, of which each shares more atoms with the other
    /// than with any text beside it: a list was taken apart, or put in another order.
    fn find_by_atoms(&mut self, answers: &FxHashMap<usize, usize>, free: &(Vec<bool>, Vec<bool>)) {
        let (ours, theirs) = (texts_by_section(self.a, &free.0), texts_by_section(&self.b, &free.1));
        for (heading, ours) in ours {
            let theirs = match heading.map(|heading| answers.get(&heading).copied()) {
                Some(None) => None,
                other => theirs.get(&other.flatten()),
            };
            let few = |theirs: &&Vec<usize>| ours.len().max(theirs.len()) <= MOST_TEXTS;
            let Some(theirs) = theirs.filter(few) else { continue };
            let shared = |i: usize, j: usize| shared_atoms(&self.a[i], &self.b[j]);
            let only = |found: &mut dyn Iterator<Item = (usize, usize)>| -> Option<usize> {
                let found: Vec<(usize, usize)> = found.collect();
                let most = found.iter().map(|(count, _)| *count).max().filter(|most| *most >= ATOMS)?;
                let mut best = found.into_iter().filter(|(count, _)| *count == most);
                best.next().map(|(_, at)| at).filter(|_| best.next().is_none())
            };
            for &i in &ours {
                let Some(j) = only(&mut theirs.iter().map(|&j| (shared(i, j), j))) else { continue };
                if only(&mut ours.iter().map(|&i| (shared(i, j), i))) == Some(i) {
                    self.pairs.push((i..i + 1, j..j + 1, true));
                }
            }
        }
    }
}

/// Texts of a section that are compared with one another, at most.
const MOST_TEXTS: usize = 24;

/// Atoms that two texts share at least, if nothing else says that they answer each other.
const ATOMS: usize = 2;

/// The free texts of each section, by its heading.
fn texts_by_section(nodes: &[Node], free: &[bool]) -> BTreeMap<Option<usize>, Vec<usize>> {
    let mut out: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let mut heading = None;
    for (at, node) in nodes.iter().enumerate() {
        match node.class {
            Class::Heading => heading = Some(at),
            Class::Paragraph | Class::Item if free[at] => out.entry(heading).or_default().push(at),
            _ => {}
        }
    }
    out
}

/// How many atoms the two share, if that is half of what either has.
fn shared_atoms(a: &Node, b: &Node) -> usize {
    let shared = a.atoms.iter().filter(|key| b.atoms.contains(key)).count();
    if shared * 2 >= a.atoms.len().max(b.atoms.len()) && a.pin == b.pin { shared } else { 0 }
}

impl Aligner<'_, '_> {
    /// Pairs the one heading of either page that is alone, while all that stands below it has its answer: it was moved
    /// over its blocks.
    pub(super) fn find_heading(&mut self) {
        if !self.has_gaps() {
            return;
        }
        let places = self.places();
        let (Some(i), Some(j)) = (lone_heading(self.a, &places.0), lone_heading(&self.b, &places.1)) else { return };
        self.fill_meanings(i..i + 1, j..j + 1);
        let (a, b) = (&self.a[i], &self.b[j]);
        if a.depth == b.depth && a.id == b.id && !say_other_things(a, b, 1.0) {
            self.pairs.push((i..i + 1, j..j + 1, true));
        }
    }
}

/// The only heading in no pair, if nothing of its section is in none.
fn lone_heading(nodes: &[Node], places: &[Option<usize>]) -> Option<usize> {
    let mut alone = (0..nodes.len()).filter(|&at| nodes[at].class == Class::Heading && places[at].is_none());
    let only = alone.next().filter(|_| alone.next().is_none())?;
    let below = &places[only + 1..(only + 1 + nodes[only].extent as usize).min(nodes.len())];
    below.iter().all(Option::is_some).then_some(only)
}

/// Where a node stands, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Slot {
    /// The name that it begins with; 0 where that does not count.
    lead: u64,
    class: Class,
    depth: u8,
    /// The heading above it.
    heading: Option<usize>,
}

/// What makes a node the only one of its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// The name that it begins with.
    Name,
    /// What it is, and how deep it stands.
    Class,
    /// It is text: a paragraph or an item.
    Text,
}

/// The free nodes by their slots; `None` where one has several.
fn single(nodes: &[Node], free: &[bool], by: By) -> FxHashMap<Slot, Option<usize>> {
    let mut out = FxHashMap::default();
    let mut heading = None;
    for (at, node) in nodes.iter().enumerate() {
        if node.class == Class::Heading {
            heading = Some(at);
        } else if free[at] && (node.lead != 0 || by != By::Name) {
            let lead = if by == By::Name { node.lead } else { 0 };
            let is_text = by == By::Text && matches!(node.class, Class::Paragraph | Class::Item);
            let (class, depth) = if is_text { (Class::Paragraph, 0) } else { (node.class, node.depth) };
            let slot = Slot { lead, class, depth, heading };
            out.entry(slot).and_modify(|first| *first = None).or_insert(Some(at));
        }
    }
    out
}

/// Most of the names, numbers and atoms of either are in the other, of which there are some; of code, all lines of the one.
fn share_something(a: &Node, b: &Node) -> bool {
    const LINES: usize = 2;
    if a.class == Class::Code {
        let (few, many) = if a.words.len() < b.words.len() { (a, b) } else { (b, a) };
        return few.words.len() >= LINES && few.words.iter().all(|line| many.words.contains(line)) && a.pin == b.pin;
    }
    let keys = |node: &Node| -> Vec<u64> { node.atoms.iter().chain(&node.words).copied().collect() };
    let (ours, theirs) = (keys(a), keys(b));
    let shared = ours.iter().filter(|key| theirs.contains(key)).count();
    shared > 0 && shared * 2 >= ours.len().max(theirs.len()) && a.pin == b.pin
}

fn take(free: &mut (Vec<bool>, Vec<bool>), pair: &(Range<usize>, Range<usize>, bool)) {
    free.0[pair.0.clone()].fill(false);
    free.1[pair.1.clone()].fill(false);
}

/// The free nodes of a heading's section, with it.
fn section(nodes: &[Node], free: &[bool], heading: usize) -> Range<usize> {
    let level = nodes[heading].depth;
    let below = (heading + 1..nodes.len().min(heading + LONGEST)).take_while(|&at| free[at]);
    let last = below.take_while(|&at| nodes[at].class != Class::Heading || nodes[at].depth > level).last();
    heading..last.unwrap_or(heading) + 1
}

/// Sections, one after another on both sides, that stand elsewhere in the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSection {
    /// The first heading in the source, an index into its blocks.
    pub source: u32,
    /// The first heading in the target.
    pub target: u32,
    /// The heading that follows them in the target.
    pub next: Option<u32>,
}

/// The sections of the target that stand elsewhere than in the source, but for those of a list in alphabetical order.
#[must_use]
pub fn moved_sections(pair: &Pair<'_, '_>) -> Vec<MovedSection> {
    let is_heading = |document: &Document<'_>, at: u32| matches!(document.blocks[at as usize].kind, Kind::Heading(_));
    let headings = |row: &&Row| {
        row.moved
            && row.source.len() == 1
            && row.target.len() == 1
            && is_heading(pair.source, row.source.start)
            && is_heading(pair.target, row.target.start)
    };
    let next = |document: &Document<'_>, at: u32| {
        let rest = document.blocks.get(at as usize + 1..).unwrap_or_default();
        rest.iter().position(|block| matches!(block.kind, Kind::Heading(_))).map(|found| at + 1 + found as u32)
    };
    let mut out: Vec<MovedSection> = Vec::new();
    let mut follows = (None, None);
    for row in pair.alignment.rows.iter().filter(headings) {
        let (source, target) = (row.source.start, row.target.start);
        let continues = follows == (Some(source), Some(target));
        follows = (next(pair.source, source), next(pair.target, target));
        match out.last_mut() {
            Some(last) if continues => last.next = follows.1,
            _ => out.push(MovedSection { source, target, next: follows.1 }),
        }
    }
    if out.is_empty() {
        return out;
    }
    let main: Vec<(u32, u32)> = pair
        .alignment
        .rows
        .iter()
        .filter(|row| !row.moved && !row.source.is_empty() && !row.target.is_empty())
        .map(|row| (row.source.start, row.target.start))
        .collect();
    let (ours, theirs) = (orders(pair.source), orders(pair.target));
    out.retain(|section| crosses(&main, section) && !is_sorted_anew(pair, (&ours, &theirs), section));
    out
}

/// Something that stands before it in one page stands behind it in the other.
fn crosses(main: &[(u32, u32)], section: &MovedSection) -> bool {
    let at = main.partition_point(|(source, _)| *source < section.source);
    let before = at.checked_sub(1).is_some_and(|at| main[at].1 > section.target);
    before || main.get(at).is_some_and(|(_, target)| *target < section.target)
}

/// How the headings of one level under one heading are sorted: how many there are, and how many come before the one
/// above them in the alphabet.
type Orders = FxHashMap<(Option<u32>, Kind), (usize, usize)>;

fn orders(document: &Document<'_>) -> Orders {
    let mut last: FxHashMap<(Option<u32>, Kind), String> = FxHashMap::default();
    let mut orders = Orders::default();
    for block in document.blocks.iter().filter(|block| matches!(block.kind, Kind::Heading(_))) {
        let key = (block.section, block.kind);
        let title = document.prose_of(block).to_lowercase();
        let (count, falls) = orders.entry(key).or_default();
        *count += 1;
        *falls += usize::from(last.get(&key).is_some_and(|above| *above > title));
        last.insert(key, title);
    }
    orders
}

/// The section is one of a list in alphabetical order, which is another one in another language.
fn is_sorted_anew(pair: &Pair<'_, '_>, (ours, theirs): (&Orders, &Orders), section: &MovedSection) -> bool {
    let sorted = |document: &Document<'_>, orders: &Orders, heading: u32, least: usize| {
        let block = &document.blocks[heading as usize];
        let (count, falls) = orders.get(&(block.section, block.kind)).copied().unwrap_or_default();
        count >= least && falls * 10 < count
    };
    let both = sorted(pair.source, ours, section.source, 2) && sorted(pair.target, theirs, section.target, 2);
    both || sorted(pair.source, ours, section.source, 4)
}

/// Blocks one after another of which each holds what its neighbour in the source holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftedRun {
    /// The blocks of the target.
    pub target: Span,
    /// The blocks of the source.
    pub source: Span,
    /// How many.
    pub count: u32,
}

/// How many blocks in a row tell that it is no accident.
const RUN: usize = 3;

/// Runs of blocks of one kind (cells of one column) whose links, code and placeholders are all the next one's, or all
/// the one's before.
#[must_use]
pub fn shifted_runs(pair: &Pair<'_, '_>) -> Vec<ShiftedRun> {
    let mut slots: FxHashMap<(Kind, u16), Vec<(u32, u32)>> = FxHashMap::default();
    for row in pair.alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1) {
        let block = &pair.source.blocks[row.source.start as usize];
        if matches!(block.kind, Kind::Item | Kind::Cell | Kind::Paragraph | Kind::Term | Kind::Definition) {
            slots.entry((block.kind, block.place.column)).or_default().push((row.source.start, row.target.start));
        }
    }
    let mut out: Vec<ShiftedRun> = slots.into_values().flat_map(|slot| runs_of(pair, &slot)).collect();
    out.sort_by_key(|run| run.target);
    out
}

/// The fingerprints of a block's links, code and placeholders.
fn keys_of<'a>(document: &'a Document<'_>, at: u32) -> impl Iterator<Item = u64> + 'a {
    let atoms = document.atoms_of(&document.blocks[at as usize]).iter();
    let told = |atom: &&Atom<'_>| !matches!(atom.kind, AtomKind::Html(_) | AtomKind::Attributes);
    atoms.filter(told).map(|atom| atom.key)
}

fn runs_of(pair: &Pair<'_, '_>, slot: &[(u32, u32)]) -> Vec<ShiftedRun> {
    // Blocks that share something with their answers are where they should be, and that is most of them.
    let apart = |(source, target): &(u32, u32)| {
        let mut theirs = keys_of(pair.target, *target).peekable();
        theirs.peek().is_some() && !theirs.any(|key| keys_of(pair.source, *source).any(|own| own == key))
    };
    let mut row = 0;
    let longest = slot.iter().map(|block| {
        row = if apart(block) { row + 1 } else { 0 };
        row
    });
    if longest.max().unwrap_or_default() < RUN {
        return Vec::new();
    }
    let keys = |document: &Document<'_>, at: u32| {
        let mut keys: Vec<u64> = keys_of(document, at).collect();
        keys.sort_unstable();
        keys
    };
    let ours: Vec<Vec<u64>> = slot.iter().map(|(at, _)| keys(pair.source, *at)).collect();
    let theirs: Vec<Vec<u64>> = slot.iter().map(|(_, at)| keys(pair.target, *at)).collect();
    let is = |at: usize, other: Option<usize>| {
        let apart = !theirs[at].iter().any(|key| ours[at].binary_search(key).is_ok());
        !theirs[at].is_empty() && apart && other.and_then(|other| ours.get(other)) == Some(&theirs[at])
    };
    let of = |at: usize| {
        if is(at, Some(at + 1)) {
            1
        } else if is(at, at.checked_sub(1)) {
            -1
        } else {
            0
        }
    };
    let steps: Vec<i8> = (0..slot.len()).map(of).collect();
    let mut out = Vec::new();
    let mut first = 0;
    for run in steps.chunk_by(|a, b| a == b) {
        let (from, to) = (first, first + run.len() - 1);
        first += run.len();
        if run[0] != 0 && run.len() >= RUN {
            let span = |document: &Document<'_>, a: u32, b: u32| {
                document.blocks[a as usize].span.join(document.blocks[b as usize].span)
            };
            out.push(ShiftedRun {
                target: span(pair.target, slot[from].1, slot[to].1),
                source: span(pair.source, slot[from].0, slot[to].0),
                count: u32::try_from(run.len()).unwrap_or(u32::MAX),
            });
        }
    }
    out
}
