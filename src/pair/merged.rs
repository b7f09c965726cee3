//! Paragraphs that a translator joined or parted: one of the page has as many lines as two of the other, or the atoms of
//! both, or is as long as both by what a translation into this language takes.

use std::ops::Range;

use super::align::Aligner;
use super::cost::Costs;
use super::lexicon::Meaning;
use super::lists::marks;
use super::node::{Class, Node, fill_words};
use crate::doc::Document;

/// How many paragraphs are one at most.
const MOST: usize = 5;
/// How far from the usual length, as a logarithm, one of a hundred paragraphs is with nothing joined to it.
const CLEAR: f32 = 0.35;
/// Farther off than this from the usual length is no text that holds all of it.
const FAR: f32 = 0.7;

/// Whether a paragraph is said in another.
#[derive(Clone, Copy, PartialEq)]
enum Meant {
    No,
    Likely,
    Surely,
}

/// What a translation of this page takes: the target's letters for one of the source, as a logarithm.
#[derive(Clone, Copy)]
struct Usual {
    length: f32,
    /// How far half of the paragraphs are from it.
    spread: f32,
    /// Enough paragraphs tell.
    known: bool,
}

impl Usual {
    /// The same from the target to the source.
    fn back(self) -> Usual {
        Usual { length: -self.length, ..self }
    }

    /// How much longer than usual `whole` is as a translation of so many letters, as a logarithm.
    fn off(self, letters: u32, whole: &Node) -> f32 {
        ((whole.letters as f32 + 3.0) / (letters as f32 * self.length.exp() + 3.0)).ln()
    }
}

/// Which page has the several paragraphs.
#[derive(Clone, Copy, PartialEq)]
enum Many {
    Source,
    Target,
}

impl Aligner<'_, '_> {
    /// Leaves alone the one of two joined paragraphs whose links and pictures are all missing: it was dropped.
    pub(super) fn part_dropped(&mut self) {
        for at in 0..self.pairs.len() {
            let (a, b, _) = &self.pairs[at];
            if a.len() != 2 || b.len() != 1 || self.a[a.start].is_example() {
                continue;
            }
            let (first, second) = (a.start, a.start + 1);
            let kept = match (self.is_lost(first, b.start), self.is_lost(second, b.start)) {
                (true, false) => second,
                (false, true) => first,
                _ => continue,
            };
            self.pairs[at].0 = kept..kept + 1;
        }
    }

    /// The source's paragraph has links or pictures, and that of the target none of them.
    fn is_lost(&self, ours: usize, theirs: usize) -> bool {
        let atoms = self.source.atoms_of(&self.source.blocks[self.a[ours].blocks.start as usize]);
        let mut leading = atoms.iter().filter(|atom| atom.link().is_some()).peekable();
        leading.peek().is_some() && !leading.any(|atom| self.b[theirs].atoms.binary_search(&atom.key).is_ok())
    }

    /// Gives paragraphs without answer to the answer of the paragraph beside them, where they fit in.
    pub(super) fn find_merged(&mut self) {
        let mut paired = (vec![false; self.a.len()], vec![false; self.b.len()]);
        for (a, b, _) in &self.pairs {
            paired.0[a.clone()].fill(true);
            paired.1[b.clone()].fill(true);
        }
        let free = |paired: &[bool], nodes: &[Node]| {
            paired
                .iter()
                .zip(nodes)
                .any(|(paired, node)| !paired && matches!(node.class, Class::Paragraph | Class::Item))
        };
        if !free(&paired.0, self.a) && !free(&paired.1, &self.b) {
            return;
        }
        let usual = self.usual();
        for at in 0..self.pairs.len() {
            let (a, b, moved) = self.pairs[at].clone();
            if moved {
                continue;
            }
            let a = if b.len() == 1 { self.grown(Many::Source, a, b.start, &mut paired.0, usual) } else { a };
            let b = if a.len() == 1 { self.grown(Many::Target, b, a.start, &mut paired.1, usual) } else { b };
            (self.pairs[at].0, self.pairs[at].1) = (a, b);
        }
    }

    /// The paragraphs `parts` and those beside them that the other page's `whole` holds too.
    fn grown(
        &mut self,
        many: Many,
        mut parts: Range<usize>,
        whole: usize,
        paired: &mut [bool],
        usual: Usual,
    ) -> Range<usize> {
        while parts.len() < MOST {
            let before = parts.start.checked_sub(1).filter(|&more| !paired[more]);
            let after = (parts.end < paired.len() && !paired[parts.end]).then_some(parts.end);
            let mut beside = before.into_iter().chain(after);
            let Some(more) = beside.find(|&more| self.takes(many, &parts, whole, more, usual)) else { break };
            paired[more] = true;
            parts = parts.start.min(more)..parts.end.max(more + 1);
        }
        parts
    }

    /// The paragraph `whole`, which answers `parts`, holds the paragraph `more` too.
    fn takes(&mut self, many: Many, parts: &Range<usize>, whole: usize, more: usize, usual: Usual) -> bool {
        let (nodes, others) = match many {
            Many::Source => (&mut *self.a, &mut self.b[..]),
            Many::Target => (&mut self.b[..], &mut *self.a),
        };
        let (page, other_page) = match many {
            Many::Source => (self.source, self.target),
            Many::Target => (self.target, self.source),
        };
        let steps =
            nodes[parts.clone()].iter().chain([&nodes[more]]).all(|node| is_step(page, node, others[whole].depth))
                && is_step(other_page, &others[whole], others[whole].depth);
        let is_head = more < parts.start && is_head(&nodes[parts.clone()], &others[whole], &nodes[more]);
        let flows = steps || is_head || flow(&nodes[parts.clone()], &others[whole], &nodes[more]);
        let items = || {
            let text = other_page.blocks[others[whole].blocks.start as usize].content.of(other_page.text);
            are_items(&nodes[parts.clone()], &others[whole], &nodes[more]) && marks(text).is_empty()
        };
        if !flows && !items() {
            return false;
        }
        parts.clone().chain([more]).for_each(|at| fill_words(page, &mut nodes[at]));
        fill_words(other_page, &mut others[whole]);
        let (ours, theirs) = if many == Many::Source {
            (parts.start.min(more)..parts.end.max(more + 1), whole..whole + 1)
        } else {
            (whole..whole + 1, parts.start.min(more)..parts.end.max(more + 1))
        };
        self.fill_meanings(ours, theirs);
        let (nodes, others) = match many {
            Many::Source => (&*self.a, &self.b[..]),
            Many::Target => (&self.b[..], &*self.a),
        };
        let joint = Joint { parts: &nodes[parts.clone()], more: &nodes[more], whole: &others[whole] };
        let usual = if many == Many::Source { usual } else { usual.back() };
        if !flows {
            return joint.has_atoms(usual);
        }
        let room = || joint.all().map(|node| lines(page, node)).sum::<usize>() <= lines(other_page, joint.whole);
        let emphases =
            |page: &Document<'_>, node: &Node| page.emphases_of(&page.blocks[node.blocks.start as usize]).len();
        let parts: usize = joint.parts.iter().map(|part| emphases(page, part)).sum();
        let more = emphases(page, joint.more);
        let marks = || more > 0 && parts + more == emphases(other_page, joint.whole);
        let told = || marks() || joint.has_numbers_of(&numbers(page, joint.more));
        let leads = is_head || joint.leads(page) || joint.ends_so(page, other_page);
        joint.fits(usual, leads, room, told, || joint.meant())
    }

    /// By the median of the texts that answer each other alone, and are long enough to tell.
    fn usual(&mut self) -> Usual {
        const LEAST: u32 = 12;
        const ENOUGH: usize = 4;
        let told =
            |(a, b): &(&Node, &Node)| a.class != Class::Code && a.letters >= LEAST && b.letters > 0 && a.text != b.text;
        let single = self.pairs.iter().filter(|(a, b, _)| a.len() == 1 && b.len() == 1);
        let texts = single.map(|(a, b, _)| (&self.a[a.start], &self.b[b.start])).filter(told);
        let lengths: Vec<f32> = texts.map(|(a, b)| (b.letters as f32 / a.letters as f32).ln()).collect();
        if lengths.len() < ENOUGH {
            let costs = self.costs.get_or_insert_with(|| Costs::new(self.a, &self.b, &self.known));
            return Usual { length: costs.ratio.ln(), spread: 0.0, known: false };
        }
        let length = median(lengths.clone());
        Usual { length, spread: median(lengths.iter().map(|one| (one - length).abs()).collect()), known: true }
    }
}

/// Paragraphs of one page, one more beside them, and a paragraph of the other page that may hold all of them.
struct Joint<'n> {
    parts: &'n [Node],
    more: &'n Node,
    whole: &'n Node,
}

impl<'n> Joint<'n> {
    fn all(&self) -> impl Iterator<Item = &'n Node> {
        self.parts.iter().chain([self.more])
    }

    /// Nothing of what is added is missing in the whole, and its lines, its atoms, its length, its names, its emphasis or
    /// its sentences are there. Of a list that became a sentence, all that tells is names, numbers and atoms.
    fn fits(
        &self,
        usual: Usual,
        leads: bool,
        room: impl Fn() -> bool,
        told: impl Fn() -> bool,
        meant: impl Fn() -> Meant,
    ) -> bool {
        // As often as in all of them.
        let times = |node: &Node, key: u64| atoms(node).iter().filter(|atom| **atom == key).count();
        let needed = |key: u64| self.all().map(|node| times(node, key)).sum::<usize>();
        let letters: u32 = self.parts.iter().map(|node| node.letters).sum();
        let (without, with) = (usual.off(letters, self.whole), usual.off(letters + self.more.letters, self.whole));
        let nearer = with.abs() < without.abs();
        if self.more.atoms.iter().any(|&atom| times(self.whole, atom) < needed(atom)) {
            return (nearer || with.abs() < FAR) && meant() == Meant::Surely;
        }
        let own_atoms = || !self.more.atoms.is_empty() && self.more.atoms.iter().all(|atom| self.is_own(*atom, atoms));
        let own_words =
            || !lacks(self.whole, self.more, words) && self.more.words.iter().any(|word| self.is_own(*word, words));
        let kept = || !self.parts.iter().any(|part| lacks(self.whole, part, atoms));
        let long = usual.known && without > CLEAR.max(3.0 * usual.spread) && with.abs() < without / 2.0;
        let is_near = with.abs() < FAR;
        if (nearer || is_near) && own_atoms() || is_near && (leads || own_words() || told() || meant() != Meant::No) {
            return true;
        }
        let own_sentences = || {
            is_near
                && (self.has_as_many_sentences() && (without > 0.0 || room()) || nearer && self.has_more_sentences())
        };
        let names = || nearer && is_near && self.has_names();
        let are = |class: Class| self.all().all(|node| node.class == class);
        // Two steps of a procedure may be one: "Right-click the picture and select Copy".
        (are(Class::Item) && self.whole.class == Class::Item && self.more.letters > 0 && long && kept())
            || are(Class::Paragraph) && (nearer && room() || long && kept() || own_sentences() || names())
    }

    /// Does the whole tell what is added beside the parts?
    fn meant(&self) -> Meant {
        let (Some(more), Some(whole)) = (&self.more.meaning, &self.whole.meaning) else { return Meant::No };
        let parts = Meaning::joined(self.parts.iter().filter_map(|part| part.meaning.as_ref()));
        let told = more.told_in(&parts, whole);
        let kept = || self.more.words.iter().filter(|word| words(self.whole).binary_search(word).is_ok()).count();
        match told.is_most() {
            true if told.is_sure() => Meant::Surely,
            true if kept() * 2 >= self.more.words.len() => Meant::Likely,
            _ => Meant::No,
        }
    }

    /// All atoms of what is added, which no other part has, are in the whole, and it is as long as that.
    fn has_atoms(&self, usual: Usual) -> bool {
        let letters: u32 = self.parts.iter().map(|node| node.letters).sum();
        !self.more.atoms.is_empty()
            && self.more.atoms.iter().all(|atom| self.is_own(*atom, atoms))
            && !lacks(self.whole, self.more, atoms)
            && usual.off(letters + self.more.letters, self.whole).abs() < FAR
    }

    /// What is added leads to a list, and the list is in the whole.
    fn leads(&self, page: &Document<'_>) -> bool {
        let text = page.blocks[self.more.blocks.start as usize].content.of(page.text).trim_end();
        let is_before = self.more.blocks.end == self.parts[0].blocks.start;
        self.more.class == Class::Paragraph
            && self.parts[0].class == Class::Item
            && is_before
            && text.ends_with([':', '：'])
    }

    /// What is added leads to what follows, and so does the whole, but for it.
    fn ends_so(&self, page: &Document<'_>, other_page: &Document<'_>) -> bool {
        let ends = |page: &Document<'_>, node: &Node| {
            page.blocks[node.blocks.start as usize].content.of(page.text).trim_end().ends_with([':', '：'])
        };
        let last = &self.parts[self.parts.len() - 1];
        let is_behind = self.more.blocks.start == last.blocks.end && self.more.class == Class::Paragraph;
        is_behind && ends(page, self.more) && ends(other_page, self.whole) && !ends(page, last)
    }

    /// It has most of the names that are in no other part, and several of them.
    fn has_names(&self) -> bool {
        let own: Vec<u64> = self.more.words.iter().copied().filter(|word| self.is_own(*word, words)).collect();
        let shared = own.iter().filter(|word| words(self.whole).binary_search(word).is_ok()).count();
        shared > 1 && shared * 2 >= own.len()
    }

    /// The whole has more sentences than the parts have without what is added.
    fn has_more_sentences(&self) -> bool {
        let parts: u32 = self.parts.iter().map(|node| node.sentences).sum();
        self.more.sentences > 0 && self.whole.sentences > parts
    }

    /// It has all of these numbers, and one of them from no other part.
    fn has_numbers_of(&self, numbers: &[u64]) -> bool {
        numbers.iter().all(|number| words(self.whole).binary_search(number).is_ok())
            && numbers.iter().any(|number| self.is_own(*number, words))
    }

    /// The whole has the sentences of all of them, and none of the parts has as many.
    fn has_as_many_sentences(&self) -> bool {
        let all: u32 = self.all().map(|node| node.sentences).sum();
        self.more.sentences > 0 && all > self.more.sentences && all == self.whole.sentences
    }

    /// None of the parts has it.
    fn is_own(&self, key: u64, of: fn(&Node) -> &[u64]) -> bool {
        !self.parts.iter().any(|part| of(part).binary_search(&key).is_ok())
    }
}

fn atoms(node: &Node) -> &[u64] {
    &node.atoms
}

fn words(node: &Node) -> &[u64] {
    &node.words
}

/// The whole has not all that the part has.
fn lacks(whole: &Node, part: &Node, of: fn(&Node) -> &[u64]) -> bool {
    of(part).iter().any(|key| of(whole).binary_search(key).is_err())
}

/// All of them are paragraphs of one place, or those of one page paragraphs and items below them.
fn flow(parts: &[Node], whole: &Node, more: &Node) -> bool {
    let flows = |node: &Node| {
        let depth = match node.class {
            Class::Paragraph => whole.depth,
            Class::Item => whole.depth + 1,
            _ => return false,
        };
        node.command.is_none() && (node.quote, node.depth) == (whole.quote, depth)
    };
    let is_text = whole.class == Class::Paragraph && whole.command.is_none();
    is_text && parts.iter().chain([more]).all(flows) && more.letters > 0
}

/// An item over the paragraphs in it, which are an item of the other page together.
fn is_head(parts: &[Node], whole: &Node, more: &Node) -> bool {
    let is_item = |node: &Node| node.class == Class::Item && node.command.is_none();
    let place = |node: &Node| (node.quote, node.depth);
    let is_in_it = |part: &Node| part.class == Class::Paragraph && place(part) == place(more);
    is_item(whole) && is_item(more) && place(more) == place(whole) && parts.iter().all(is_in_it) && more.letters > 0
}

/// All of them are items of one list.
fn are_items(parts: &[Node], whole: &Node, more: &Node) -> bool {
    let is_beside = |node: &Node| {
        node.class == Class::Item && node.command.is_none() && (node.quote, node.depth) == (whole.quote, whole.depth)
    };
    is_beside(whole) && parts.iter().chain([more]).all(is_beside)
}

/// An item whose marker is a number, with none in it that lost its place at the start of a line.
fn is_step(page: &Document<'_>, node: &Node, depth: u8) -> bool {
    let content = page.blocks[node.blocks.start as usize].content;
    let start = content.start as usize;
    let line = &page.text[page.text[..start].rfind('\n').map_or(0, |at| at + 1)..start];
    let marker = line.trim().trim_end_matches(['.', ')']);
    let is_number = !marker.is_empty() && marker.bytes().all(|byte| byte.is_ascii_digit());
    node.class == Class::Item && node.depth == depth && is_number && marks(content.of(page.text)).is_empty()
}

/// The numbers in the words of a paragraph, as they are among its words.
fn numbers(page: &Document<'_>, node: &Node) -> Vec<u64> {
    let texts = page.runs_of(&page.blocks[node.blocks.start as usize]).iter().map(|run| run.span.of(page.text));
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    let numbers = words.filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()));
    numbers.map(|number| crate::doc::fingerprint(number.as_bytes())).collect()
}

pub(super) fn median(mut values: Vec<f32>) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    values[values.len() / 2]
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
