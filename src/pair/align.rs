//! Which block answers which.
//!
//! Blocks that hold the same unique evidence on both sides (code, link targets, placeholders, kept text) are anchors;
//! between two anchors, stretches of equal shape pair off one to one, and the rest is settled by dynamic programming
//! over gaps, pairs, and merged or split paragraphs, in the manner of Gale and Church (1993) with evidence added to
//! length. A dropped paragraph is one gap, never a shift of everything below it. What the words mean is evidence too, where
//! there is a [`Lexicon`] of the two languages.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::copied::copy_of_itself;
use super::cost::{Costs, are_heading_and_title};
use super::lead::{differ, reorder, share_leads};
use super::lexicon::Lexicon;
use super::likeness;
use super::node::{Class, Node, SourceNodes, fill_words, loosen, nodes, read_commands, share_heading_ids};
use super::way::dynamic;
use crate::doc::{Document, Kind};

/// Blocks of the source and the blocks of the target that answer them. Either range may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Indices into the source's blocks.
    pub source: Range<u32>,
    /// Indices into the target's blocks.
    pub target: Range<u32>,
    /// The target's blocks stand elsewhere in its page than the source's.
    pub moved: bool,
}

/// Which block answers which: every block of both sides is in one row.
#[derive(Debug, Default)]
pub struct Alignment {
    /// Rows in the order of the source; rows without source follow the row they stand behind in the target.
    pub rows: Vec<Row>,
    /// From this block on the target says again what stands above.
    pub copied: Option<u32>,
    /// Blocks of the target that answer one of the source alone and say something else, as far as the lexicon knows.
    pub strange: FxHashSet<u32>,
}

impl Alignment {
    /// The rows but for those of what the target says twice.
    pub(super) fn first_copy(&self) -> &[Row] {
        let is_copied =
            |row: &&Row| self.copied.is_some_and(|copied| row.source.is_empty() && row.target.start >= copied);
        let copied = self.rows.iter().rev().take_while(is_copied).count();
        &self.rows[..self.rows.len() - copied]
    }
}

/// Aligns the blocks of two pages, or the messages of two catalogues; better with a lexicon of their languages.
#[must_use]
pub fn align(source: &Document<'_>, target: &Document<'_>, lexicon: Option<&Lexicon>) -> Alignment {
    align_again((source, &mut SourceNodes::default()), target, lexicon)
}

/// The same for one of several translations.
pub(super) fn align_again(
    (source, nodes_of_source): (&Document<'_>, &mut SourceNodes),
    target: &Document<'_>,
    lexicon: Option<&Lexicon>,
) -> Alignment {
    if let Some(alignment) = super::catalogue::align(source, target) {
        return alignment;
    }
    let (a, mut b) = (nodes_of_source.of(source), nodes(target));
    let copy = copy_of_itself(a, &b).map(|at| b.split_off(at));
    share_heading_ids((source, a), (target, &mut b));
    loosen((source, a), (target, &mut b));
    share_leads(a, &mut b);
    let elsewhere = reorder(a, &mut b);
    let (pairs, known) = (Vec::new(), Vec::new());
    let mut aligner = Aligner { source, target, lexicon, a, b, elsewhere, pairs, costs: None, known };
    aligner.run();
    let strange = aligner.strange();
    let mut rows = front_rows(source, target);
    rows.extend(aligner.rows());
    let copied = copy.iter().flatten().flat_map(|node| node.blocks.clone());
    rows.extend(copied.map(|at| Row { source: 0..0, target: at..at + 1, moved: false }));
    let copied = copy.and_then(|copy| Some(copy.first()?.blocks.start));
    Alignment { rows, copied, strange }
}

/// Front-matter values answer each other by key.
fn front_rows(source: &Document<'_>, target: &Document<'_>) -> Vec<Row> {
    let keyed = |document: &Document<'_>| -> Vec<(String, u32)> {
        let front = (0u32..).zip(&document.blocks).filter(|(_, block)| block.kind == Kind::Front);
        front.map(|(at, block)| (block.label.of(document.text).to_owned(), at)).collect()
    };
    let (mut rows, mut theirs) = (Vec::new(), keyed(target));
    for (key, at) in keyed(source) {
        let found = theirs.iter().position(|(other, _)| *other == key).map(|found| theirs.remove(found).1);
        rows.push(Row { source: at..at + 1, target: found.map_or(0..0, |t| t..t + 1), moved: false });
    }
    rows.extend(theirs.into_iter().map(|(_, at)| Row { source: 0..0, target: at..at + 1, moved: false }));
    rows
}

/// By node of either page: the pair that it is in.
pub(super) type Places = (Vec<Option<usize>>, Vec<Option<usize>>);

pub(super) struct Aligner<'p, 's> {
    pub(super) source: &'p Document<'s>,
    pub(super) target: &'p Document<'s>,
    /// Of the two languages, if there is one.
    pub(super) lexicon: Option<&'p Lexicon>,
    pub(super) a: &'p mut [Node],
    pub(super) b: Vec<Node>,
    /// By node of the target: its section stands elsewhere than in the source, whose order the nodes have. Empty where
    /// none does.
    elsewhere: Vec<bool>,
    /// Ranges of nodes that answer each other, in order; neither side empty. The flag: it was moved.
    pub(super) pairs: Vec<(Range<usize>, Range<usize>, bool)>,
    pub(super) costs: Option<Costs>,
    /// Nodes that answer each other, whatever else does.
    pub(super) known: Vec<(usize, usize)>,
}

/// Likeness, in thousandths, from which an address is another one changed.
const NEAR: u32 = 700;

/// How much cheaper the other way must be.
const MARGIN: f32 = 0.95;

impl Aligner<'_, '_> {
    fn run(&mut self) {
        let (mut i, mut j) = (0, 0);
        let end = (self.a.len(), self.b.len());
        self.known = self.anchors();
        for at in 0..=self.known.len() {
            let (anchor_i, anchor_j) = self.known.get(at).copied().unwrap_or(end);
            self.stretch(i..anchor_i, j..anchor_j);
            if anchor_i < self.a.len() && anchor_j < self.b.len() {
                self.pairs.push((anchor_i..anchor_i + 1, anchor_j..anchor_j + 1, false));
            }
            (i, j) = (anchor_i + 1, anchor_j + 1);
        }
        self.bring_back();
        self.part_strangers();
        self.part_recognised();
        self.part_dropped();
        self.find_moved();
        self.find_in_section();
        self.find_heading();
        self.find_merged();
        self.find_near();
        if self.find_meant() {
            self.find_merged();
        }
        self.take_along();
        self.prefer_first();
    }

    /// Of two blocks with the same words, one after the other, the second is the one too many.
    fn prefer_first(&mut self) {
        let (_, mut places) = self.places();
        for j in (0..self.b.len().saturating_sub(1)).rev() {
            let (one, other) = (&self.b[j], &self.b[j + 1]);
            let Some(pair) = places[j + 1].filter(|_| places[j].is_none()) else { continue };
            let same = one.letters > 0 && one.class == other.class && one.text == other.text;
            if same && self.pairs[pair].1 == (j + 1..j + 2) {
                self.pairs[pair].1 = j..j + 1;
                places.swap(j, j + 1);
            }
        }
    }

    /// Some node is in no pair.
    pub(super) fn has_gaps(&self) -> bool {
        let paired = self.pairs.iter().fold((0, 0), |(ours, theirs), (a, b, _)| (ours + a.len(), theirs + b.len()));
        paired != (self.a.len(), self.b.len())
    }

    pub(super) fn places(&self) -> Places {
        let mut places = (vec![None; self.a.len()], vec![None; self.b.len()]);
        for (at, (a, b, _)) in self.pairs.iter().enumerate() {
            places.0[a.clone()].fill(Some(at));
            places.1[b.clone()].fill(Some(at));
        }
        places
    }

    /// Pairs two blocks that are alone in one place, each the only one there, and lead to nearly the same.
    fn find_near(&mut self) {
        let in_place = self.pairs.iter().filter(|pair| !pair.2);
        let mut fixed: Vec<(Range<usize>, Range<usize>)> = in_place.map(|(a, b, _)| (a.clone(), b.clone())).collect();
        fixed.sort_by_key(|(a, _)| a.start);
        fixed.push((self.a.len()..self.a.len(), self.b.len()..self.b.len()));
        let (mut i, mut j, mut found) = (0, 0, Vec::new());
        for (a, b) in fixed {
            if a.start == i + 1 && b.start == j + 1 && self.lead_near(i, j) {
                found.push((i..i + 1, j..j + 1, false));
            }
            (i, j) = (a.end, b.end);
        }
        found.retain(|(a, b, _)| !self.pairs.iter().any(|(x, y, _)| x.contains(&a.start) || y.contains(&b.start)));
        self.pairs.extend(found);
    }

    /// The two are alike, and their links are as many and near misses of each other.
    fn lead_near(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.a[i], &self.b[j]);
        let links = |page: &'_ Document<'_>, node: &Node| -> Vec<String> {
            let atoms = page.blocks[node.blocks.start as usize..node.blocks.end as usize]
                .iter()
                .flat_map(|block| page.atoms_of(block));
            atoms.filter_map(|atom| atom.link()).map(|link| link.target.to_string()).collect()
        };
        if a.class != b.class || a.depth != b.depth || a.letters == 0 || b.letters == 0 {
            return false;
        }
        let (ours, theirs) = (links(self.source, a), links(self.target, b));
        !ours.is_empty() && ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(x, y)| likeness(x, y) >= NEAR)
    }

    /// Pairs of nodes with the same evidence that no other node has, as a longest increasing run.
    fn anchors(&mut self) -> Vec<(usize, usize)> {
        if self.same_shape(0..self.a.len(), 0..self.b.len()) {
            return Vec::new();
        }
        read_commands(self.source, self.a);
        read_commands(self.target, &mut self.b);
        let mut candidates = recognised(self.a, &self.b);
        candidates.retain(|&(i, j)| self.fits_around(i, j));
        self.pin(&candidates);
        longest_increasing(&candidates)
    }

    /// A command that is run in one place of each page, and a block about what no other is about, answers itself and no
    /// other, in whatever order.
    fn pin(&mut self, candidates: &[(usize, usize)]) {
        for (&(i, j), pin) in candidates.iter().zip(1..) {
            let (a, b) = (&self.a[i], &self.b[j]);
            let leads = a.lead != 0 && a.lead == b.lead;
            let named = leads || a.command.as_ref().is_some_and(|command| !command.told.names.is_empty());
            if named && self.a[i].pin == 0 && self.b[j].pin == 0 {
                (self.a[i].pin, self.b[j].pin) = (pin, pin);
            }
        }
    }

    /// A lone coincidence is no anchor: a neighbour on one side must be of the same class too.
    fn fits_around(&self, i: usize, j: usize) -> bool {
        let class = |nodes: &[Node], at: Option<usize>| at.and_then(|at| nodes.get(at)).map(|node| node.class);
        let before = class(self.a, i.checked_sub(1)) == class(&self.b, j.checked_sub(1));
        let after = class(self.a, Some(i + 1)) == class(&self.b, Some(j + 1));
        before || after
    }

    /// Pairs the nodes of two stretches.
    pub(super) fn stretch(&mut self, a: Range<usize>, b: Range<usize>) {
        if a.is_empty() || b.is_empty() {
            return;
        }
        if self.same_shape(a.clone(), b.clone()) {
            self.pairs.extend(a.zip(b).map(|(i, j)| (i..i + 1, j..j + 1, false)));
            return;
        }
        for node in a.clone() {
            fill_words(self.source, &mut self.a[node]);
        }
        for node in b.clone() {
            fill_words(self.target, &mut self.b[node]);
        }
        self.fill_meanings(a.clone(), b.clone());
        if self.costs.is_none() {
            self.costs = Some(Costs::new(self.a, &self.b, &self.known));
        }
        let Some(costs) = &mut self.costs else { return };
        self.a[a.clone()].iter_mut().chain(&mut self.b[b.clone()]).for_each(|node| costs.weigh(node));
        let (ours, theirs) = (&self.a[a.clone()], &self.b[b.clone()]);
        let mut way = dynamic(ours, theirs, costs);
        if let Some(other) = costs.other {
            let usual = std::mem::replace(&mut costs.ratio, other);
            let second = dynamic(ours, theirs, costs);
            costs.ratio = usual;
            way = if second.cost < way.cost * MARGIN { second } else { way };
        }
        for (i, j, step) in way.moves {
            let (n, m) = step.size();
            self.pairs.push((a.start + i..a.start + i + n, b.start + j..b.start + j + m, false));
        }
    }

    /// Node for node of the same class and level, and none whose evidence speaks against it.
    fn same_shape(&self, a: Range<usize>, b: Range<usize>) -> bool {
        a.len() == b.len()
            && a.zip(b).all(|(i, j)| {
                let (a, b) = (&self.a[i], &self.b[j]);
                a.class == b.class && a.depth == b.depth && !contradicts(a, b)
            })
    }

    /// The pairs as rows of blocks, with a row for everything that is in none.
    fn rows(mut self) -> Vec<Row> {
        self.pairs.sort_by_key(|pair| pair.0.start);
        let mut paired_b: Vec<Option<usize>> = vec![None; self.b.len()];
        for (at, pair) in self.pairs.iter().enumerate() {
            pair.1.clone().for_each(|j| paired_b[j] = Some(at));
        }
        let mut rows = Vec::with_capacity(self.a.len());
        let (mut i, mut next_b) = (0, 0);
        for (a, b, moved) in &self.pairs {
            self.alone(i..a.start, true, &mut rows);
            if !moved {
                self.alone_target(&mut next_b, b.start, &paired_b, &mut rows);
                next_b = next_b.max(b.end);
            }
            let moved = *moved || self.elsewhere.get(b.start) == Some(&true);
            self.answer(a.clone(), b.clone(), moved, &mut rows);
            i = a.end;
        }
        self.alone(i..self.a.len(), true, &mut rows);
        let end = self.b.len();
        self.alone_target(&mut next_b, end, &paired_b, &mut rows);
        rows
    }

    fn alone_target(&self, next: &mut usize, end: usize, paired: &[Option<usize>], rows: &mut Vec<Row>) {
        while *next < end {
            if paired[*next].is_none() {
                self.alone(*next..*next + 1, false, rows);
            }
            *next += 1;
        }
    }

    fn alone(&self, nodes: Range<usize>, source: bool, rows: &mut Vec<Row>) {
        for at in nodes {
            let blocks = if source { self.a[at].blocks.clone() } else { self.b[at].blocks.clone() };
            for block in blocks {
                let here = block..block + 1;
                rows.push(if source {
                    Row { source: here, target: 0..0, moved: false }
                } else {
                    Row { source: 0..0, target: here, moved: false }
                });
            }
        }
    }

    fn answer(&self, a: Range<usize>, b: Range<usize>, moved: bool, rows: &mut Vec<Row>) {
        let blocks = |nodes: &[Node]| nodes[0].blocks.start..nodes[nodes.len() - 1].blocks.end;
        let (ours, theirs) = (&self.a[a], &self.b[b]);
        if [ours, theirs].into_iter().any(|nodes| nodes.len() == 1 && nodes[0].is_example()) {
            answer_by_parts((ours, theirs), moved, rows);
            return;
        }
        let (source, target) = (blocks(ours), blocks(theirs));
        let rows_of_table = ours[0].class == Class::Row && theirs[0].class == Class::Row;
        if !rows_of_table {
            rows.push(Row { source, target, moved });
            return;
        }
        // Cells answer each other by column.
        let columns = source.len().max(target.len());
        for column in (0u32..).take(columns) {
            let cell = |cells: &Range<u32>| {
                let at = cells.start + column;
                if at < cells.end { at..at + 1 } else { 0..0 }
            };
            rows.push(Row { source: cell(&source), target: cell(&target), moved });
        }
    }
}

/// Words answer words, and a command a command.
fn answer_by_parts((ours, theirs): (&[Node], &[Node]), moved: bool, rows: &mut Vec<Row>) {
    let parts = |nodes: &[Node]| match nodes {
        [words, command] => (words.blocks.clone(), command.blocks.clone()),
        nodes => nodes[0].parts(),
    };
    let ((our_words, our_command), (their_words, their_command)) = (parts(ours), parts(theirs));
    for (source, target) in [(our_words, their_words), (our_command, their_command)] {
        if !source.is_empty() || !target.is_empty() {
            let moved = moved && !source.is_empty() && !target.is_empty();
            rows.push(Row { source, target, moved });
        }
    }
}

/// Both have evidence and none of it is shared.
fn contradicts(a: &Node, b: &Node) -> bool {
    if a.id != b.id && !are_heading_and_title(a, b) && (a.class == Class::Heading || (a.id != 0 && b.id != 0)) {
        return true;
    }
    if a.class == Class::Code {
        return false;
    }
    if differ(a, b) {
        return true;
    }
    if a.command.is_some() || b.command.is_some() {
        let text = |node: &Node| node.command.as_ref().map(|command| command.text);
        return text(a) != text(b);
    }
    if a.atoms.is_empty() || b.atoms.is_empty() || a.atoms == b.atoms {
        return false;
    }
    !a.atoms.iter().any(|key| b.atoms.binary_search(key).is_ok())
}

/// Nodes that can be recognised in the other page, in order: no other node of either could be taken for them.
pub(super) fn recognised(a: &[Node], b: &[Node]) -> Vec<(usize, usize)> {
    let (ours, theirs) = (unique(a), unique(b));
    let answer = |key| theirs.get(key).copied().flatten();
    let mut found: Vec<(usize, usize)> = ours.iter().filter_map(|(key, i)| Some(((*i)?, answer(key)?))).collect();
    found.sort_unstable();
    // What is recognised as two is one of them.
    found.dedup_by_key(|(i, _)| *i);
    found
}

/// The nodes by what they can be recognised by; `None` where it is several.
fn unique(nodes: &[Node]) -> FxHashMap<(Class, u64), Option<usize>> {
    let mut seen = FxHashMap::with_capacity_and_hasher(nodes.len(), rustc_hash::FxBuildHasher);
    for (at, node) in nodes.iter().enumerate() {
        for key in identities(node) {
            seen.entry((node.class, key)).and_modify(|first| *first = None).or_insert(Some(at));
        }
    }
    seen
}

fn identities(node: &Node) -> impl Iterator<Item = u64> {
    // What may be chosen tells one command from another with the same words, if nobody translated it.
    let chosen = node.command.as_ref().filter(|command| !command.told.choices.is_empty());
    let chosen = chosen.map(|command| fold(command.text, &command.told.choices));
    // A name at the start tells a block whatever else is in it.
    let lead = (node.lead != 0).then(|| node.lead.rotate_left(1));
    identity(node).into_iter().chain(chosen).chain(lead)
}

fn identity(node: &Node) -> Option<u64> {
    if node.class == Class::Heading && node.id != 0 {
        return Some(node.id);
    }
    if node.class == Class::Code {
        return (node.letters >= 8).then_some(node.text);
    }
    if let Some(command) = &node.command {
        return Some(command.text);
    }
    if node.atoms.is_empty() {
        let level = if node.class == Class::Heading { u32::from(node.depth) } else { 0 };
        return (node.letters >= 12).then_some(node.text.rotate_left(level));
    }
    Some(fold(node.atoms.len() as u64, &node.atoms))
}

fn fold(start: u64, keys: &[u64]) -> u64 {
    keys.iter().fold(start, |hash, key| (hash.rotate_left(5) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The longest run of pairs that increases on both sides; pairs are sorted by the first.
pub(super) fn longest_increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut previous = vec![usize::MAX; pairs.len()];
    for (at, &(_, j)) in pairs.iter().enumerate() {
        let place = tails.partition_point(|&tail| pairs[tail].1 < j);
        if place > 0 {
            previous[at] = tails[place - 1];
        }
        if place == tails.len() { tails.push(at) } else { tails[place] = at }
    }
    let mut out = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied().unwrap_or(usize::MAX);
    while at != usize::MAX {
        out.push(pairs[at]);
        at = previous[at];
    }
    out.reverse();
    out
}
