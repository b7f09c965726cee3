//! Blocks that say the same in two places: what the lexicon finds where neither names nor places tell.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Pair;
use super::align::{Aligner, Places};
use super::cost::Costs;
use super::lexicon::{Agreement, Lexicon, Spread, stems};
use super::node::{Class, Node};
use crate::doc::{Block, Document};
use crate::text::Span;

/// Words that tell whether two blocks say something else.
pub(super) const TELLING: f32 = 3.0;
/// Words that have to be known of both, and how much the two agree then.
const KNOWN: f32 = 3.0;
const AGREE: f32 = 0.45;
/// The same of two words.
const FEW: f32 = 2.0;
const AGREE_FEW: f32 = 0.7;
/// How much the next best place agrees at most, of the best.
const NEXT: f32 = 0.8;
/// How much less two blocks agree that only their places paired.
const LESS: f32 = 0.3;
/// How much longer or shorter than usual the two may be, as a logarithm.
const LENGTH: f32 = 1.0;
/// Blocks without answer that are looked for: where there are more, the pages are hardly the same.
const MOST: usize = 150;
/// How often two blocks are compared at most, about.
const WORK: usize = 500_000;

impl Aligner<'_, '_> {
    /// Fills in what these nodes say.
    pub(super) fn fill_meanings(&mut self, a: Range<usize>, b: Range<usize>) {
        let Some(lexicon) = self.lexicon else { return };
        let from_english = lexicon.is_from_english();
        self.a[a].iter_mut().for_each(|node| fill_meaning((self.source, from_english), node, lexicon));
        self.b[b].iter_mut().for_each(|node| fill_meaning((self.target, !from_english), node, lexicon));
    }

    /// Blocks of the target that say something else than what they answer.
    pub(super) fn strange(&self) -> FxHashSet<u32> {
        let strange = self.pairs.iter().filter(|(a, b, _)| {
            let (ours, theirs) = (&self.a[a.start], &self.b[b.start]);
            a.len() == 1 && b.len() == 1 && ours.class != Class::Row && say_other_things(ours, theirs, TELLING)
        });
        strange.flat_map(|(_, b, _)| self.b[b.start].blocks.clone()).collect()
    }

    /// Pairs blocks without answer with those that say the same and are without answer too, or answer one that says
    /// something else. Were there any?
    pub(super) fn find_meant(&mut self) -> bool {
        if self.lexicon.is_none() || !self.has_gaps() {
            return false;
        }
        let mut places = self.places();
        let free = |places: &[Option<usize>], nodes: &[Node]| -> Vec<usize> {
            (0..nodes.len()).filter(|&at| places[at].is_none() && is_text(&nodes[at])).collect()
        };
        let (mut asked, others) = (free(&places.0, self.a), free(&places.1, &self.b));
        let work = asked.len() * (self.a.len() + self.b.len());
        if asked.is_empty() || asked.len() > MOST || others.len() > MOST || work > WORK {
            return false;
        }
        self.fill_meanings(0..self.a.len(), 0..self.b.len());
        let costs = self.costs.take().unwrap_or_else(|| Costs::new(self.a, &self.b, &self.known));
        let mut found = false;
        asked.reverse();
        while let Some(i) = asked.pop() {
            let Some(j) = self.meant_by(i, &places, &costs) else { continue };
            found = true;
            if let Some(freed) = self.give(i, j, &mut places) {
                asked.push(freed);
            }
        }
        self.costs = Some(costs);
        found
    }

    /// The headings above the two do not answer others: a section of one part is none of another, however alike they are
    /// called.
    fn stand_below_the_same(&self, i: usize, j: usize, places: &Places) -> bool {
        let above = |nodes: &[Node], at: usize| {
            let is_title = nodes[at].class == Class::Heading;
            (0..at)
                .rev()
                .find(|&up| nodes[up].class == Class::Heading && (!is_title || nodes[up].depth < nodes[at].depth))
        };
        let (Some(x), Some(y)) = (above(self.a, i), above(&self.b, j)) else { return true };
        let (ours, theirs) = (places.0[x], places.1[y]);
        ours.is_none() || theirs.is_none() || ours == theirs
    }

    /// Pairs the two; the node of the source that is left without its answer, if there was one.
    fn give(&mut self, i: usize, j: usize, places: &mut Places) -> Option<usize> {
        let moved = self.crosses(i, j);
        let pair = places.1[j].unwrap_or(self.pairs.len());
        let freed = self.pairs.get(pair).map(|(a, _, _)| a.start);
        match self.pairs.get_mut(pair) {
            Some(other) => (other.0, other.2) = (i..i + 1, moved),
            None => self.pairs.push((i..i + 1, j..j + 1, moved)),
        }
        (places.0[i], places.1[j]) = (Some(pair), Some(pair));
        if let Some(freed) = freed {
            places.0[freed] = None;
        }
        freed
    }

    /// Something that stands before the one in its page stands behind the other, or the other way round.
    fn crosses(&self, i: usize, j: usize) -> bool {
        let mut in_place = self.pairs.iter().filter(|(_, b, moved)| !moved && b.start != j);
        in_place.any(|(a, b, _)| (a.start < i) != (b.start < j))
    }

    /// The one node of the target that says what the node `i` of the source says and may answer it.
    fn meant_by(&self, i: usize, places: &Places, costs: &Costs) -> Option<usize> {
        let offers = (0..self.b.len()).filter_map(|j| {
            let agreement = self.agreement(i, j, costs).filter(|one| agrees(*one))?;
            // What answers another block in its own section is not fetched into another one.
            let stays = self.a[i].class == Class::Heading || places.1[j].is_some();
            if stays && !self.stand_below_the_same(i, j, places) {
                return None;
            }
            let score = agreement.score();
            (score > self.taken(j, places, costs)? + LESS).then_some((j, score))
        });
        let mut offers: Vec<(usize, f32)> = offers.collect();
        offers.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (j, score) = *offers.first()?;
        let is_clear = offers.get(1).is_none_or(|(_, next)| *next <= score * NEXT);
        let rivals = (0..self.a.len()).filter(|&other| other != i && places.0[other].is_none());
        let mut rivals = rivals.filter_map(|other| self.agreement(other, j, costs)).map(Agreement::score);
        (is_clear && !rivals.any(|rival| rival > score * NEXT)).then_some(j)
    }

    /// How much the node `j` of the target agrees with what it answers; `None` if it is not to be had.
    fn taken(&self, j: usize, places: &Places, costs: &Costs) -> Option<f32> {
        let Some(pair) = places.1[j] else { return Some(-LESS) };
        let (a, b, _) = &self.pairs[pair];
        let (ours, theirs) = (&self.a[a.start], &self.b[j]);
        let is_known = ours.id != 0 && ours.class == Class::Heading
            || ours.lead != 0 && ours.lead == theirs.lead
            || ours.text == theirs.text
            || ours.atoms.iter().any(|key| theirs.atoms.binary_search(key).is_ok());
        if a.len() != 1 || b.len() != 1 || is_known {
            return None;
        }
        Some(self.agreement(a.start, j, costs).map_or(0.0, Agreement::score))
    }

    /// How much two nodes that may answer each other say the same.
    fn agreement(&self, i: usize, j: usize, costs: &Costs) -> Option<Agreement> {
        let (a, b) = (&self.a[i], &self.b[j]);
        let is_text_of = |node: &Node| matches!(node.class, Class::Paragraph | Class::Item);
        let same_kind = a.class == b.class || is_text_of(a) && is_text_of(b);
        let length = ((b.letters as f32 + 3.0) / (a.letters as f32 * costs.ratio + 3.0)).ln();
        if !is_text(a) || !is_text(b) || !same_kind || a.id != b.id || length.abs() > LENGTH {
            return None;
        }
        between(a, b, &costs.spread)
    }
}

/// Fills in what a node of a page says, which is English or not.
fn fill_meaning((page, is_english): (&Document<'_>, bool), node: &mut Node, lexicon: &Lexicon) {
    if node.meaning.is_some() || node.class == Class::Code {
        return;
    }
    let texts = prose(page, &node.blocks);
    node.meaning = Some(if is_english {
        lexicon.of_english(node.stems.get_or_insert_with(|| stems(texts)))
    } else {
        lexicon.of_other(texts)
    });
}

/// The runs of prose of blocks.
pub(super) fn prose<'d>(document: &'d Document<'_>, blocks: &Range<u32>) -> impl Iterator<Item = &'d str> + Clone {
    let blocks = &document.blocks[blocks.start as usize..blocks.end as usize];
    blocks.iter().flat_map(|block| document.runs_of(block)).map(|run| run.span.of(document.text))
}

impl Pair<'_, '_> {
    /// These blocks of the target say what a sentence of a block of the source says, and the rest of that block does not.
    #[must_use]
    pub fn is_said(&self, (block, sentence): (&Block, Span), theirs: &[Block]) -> bool {
        let Some(lexicon) = self.lexicon else { return false };
        let (source, is_english) = (self.source, lexicon.is_from_english());
        let part = |start: u32, end: u32| {
            let runs = source.runs_of(block).iter().map(|run| run.span);
            let cut = move |run: Span| Span { start: run.start.max(start), end: run.end.min(end) };
            runs.map(cut).filter(|run| run.start < run.end).map(|run| run.of(source.text))
        };
        let inside = part(sentence.start, sentence.end);
        let outside = part(0, sentence.start).chain(part(sentence.end, u32::MAX));
        let runs = theirs.iter().flat_map(|block| self.target.runs_of(block));
        let whole = lexicon.meaning(!is_english, runs.map(|run| run.span.of(self.target.text)));
        let (text, rest) = (lexicon.meaning(is_english, inside), lexicon.meaning(is_english, outside));
        text.told_in(&rest, &whole).is_most()
    }
}

/// How much two nodes say the same; `None` where that was not filled in.
fn between(a: &Node, b: &Node, spread: &Spread) -> Option<Agreement> {
    Some(a.meaning.as_ref()?.agreement(b.meaning.as_ref()?, spread))
}

/// The lexicon knows `least` words of both texts, and hardly one of them says what one of the other does.
pub(super) fn say_other_things(a: &Node, b: &Node, least: f32) -> bool {
    const HARDLY: f32 = 0.1;
    between(a, b, &Spread::default()).is_some_and(|one| one.known >= least && one.score() < HARDLY)
}

/// The lexicon knows `least` words of both texts, and they say more of the same than texts do by accident.
pub(super) fn say_alike(a: &Node, b: &Node, least: f32) -> bool {
    const MORE: f32 = 0.25;
    between(a, b, &Spread::default()).is_some_and(|one| one.known >= least && one.score() >= MORE)
}

/// Most of what the one says the other does, too.
pub(super) fn say_the_same(a: &Node, b: &Node) -> bool {
    between(a, b, &Spread::default()).is_some_and(agrees)
}

fn agrees(agreement: Agreement) -> bool {
    agreement.known >= KNOWN && agreement.score() >= AGREE || agreement.known >= FEW && agreement.score() >= AGREE_FEW
}

/// It has words, and nothing else tells what it answers.
fn is_text(node: &Node) -> bool {
    node.letters > 0
        && node.command.is_none()
        && node.pin == 0
        && matches!(node.class, Class::Heading | Class::Paragraph | Class::Item | Class::Row | Class::Definition)
}
