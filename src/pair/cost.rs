//! What it costs to say that blocks answer each other: the model behind the alignment.
//!
//! A pair of like paragraphs costs about 0; leaving one block alone costs about 1.6, so two blocks are paired unless
//! the evidence against it weighs more than two gaps. The numbers are judgements, tried on six documentation trees.

use std::cmp::Ordering;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::command::{Command, Told};
use super::lead::{are_dated_apart, differ, is_dated};
use super::lexicon::{Meaning, Spread};
use super::merged::median;
use super::node::{Class, Evidence, Node};

/// A step of the alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    None,
    Pair,
    SourceOnly,
    TargetOnly,
    Merge,
    Split,
}

impl Move {
    /// The moves that pair something.
    pub const PAIRING: [Move; 3] = [Move::Pair, Move::Merge, Move::Split];

    /// How many nodes of source and target it takes.
    pub fn size(self) -> (usize, usize) {
        match self {
            Move::None => (0, 0),
            Move::Pair => (1, 1),
            Move::SourceOnly => (1, 0),
            Move::TargetOnly => (0, 1),
            Move::Merge => (2, 1),
            Move::Split => (1, 2),
        }
    }
}

/// Facts about the two pages as wholes.
#[derive(Debug)]
pub(super) struct Costs {
    /// Characters of target prose per character of source prose.
    pub ratio: f32,
    /// The same as it may be too: where one page lacks half of the other, the pages as wholes do not tell.
    pub other: Option<f32>,
    /// In how many nodes of the source something is said, of those that were read when this was made.
    pub spread: Spread,
    /// How many nodes of both pages hold a piece of evidence.
    frequency: FxHashMap<u64, u32>,
}

impl Costs {
    /// `known` are nodes that answer each other.
    pub fn new(a: &[Node], b: &[Node], known: &[(usize, usize)]) -> Costs {
        let letters = |nodes: &[Node]| {
            nodes.iter().filter(|node| node.class != Class::Code).map(|node| node.letters).sum::<u32>()
        };
        let whole = (letters(b) as f32 + 50.0) / (letters(a) as f32 + 50.0);
        let whole = whole.clamp(LEAST_RATIO, MOST_RATIO);
        let of_known = ratio_of_known(a, b, known).map(|ratio| ratio.clamp(LEAST_RATIO, MOST_RATIO));
        let other = of_known.filter(|ratio| (ratio / whole).ln().abs() > NEAR_RATIO);
        let mut frequency = FxHashMap::with_capacity_and_hasher(2 * (a.len() + b.len()), FxBuildHasher);
        for node in a.iter().chain(b) {
            let command = node.command.iter().flat_map(|command| &command.told.words);
            let words = node.words.iter().filter(|_| node.read);
            for key in node.atoms.iter().chain(words).chain(command) {
                *frequency.entry(*key).or_insert(0) += 1;
            }
        }
        let spread = Spread::of(a.iter().filter_map(|node| node.meaning.as_ref()));
        Costs { ratio: whole, other, spread, frequency }
    }

    /// Fills in what the evidence of a node weighs, the least fingerprints of many: of two long lists with the same
    /// members, the same ones.
    pub fn weigh(&self, node: &mut Node) {
        let weighed = |keys: &[u64]| keys.iter().take(WEIGHED).map(|key| (*key, self.weight(*key))).collect();
        node.evidence = Evidence { atoms: weighed(&node.atoms), words: weighed(&node.words) };
        if let Some(command) = &mut node.command {
            // It is weighed by its words.
            node.evidence.atoms.retain(|(key, _)| *key != command.text);
            command.told.evidence = weighed(&command.told.words);
        }
    }

    /// Evidence found in many places says little about one.
    fn weight(&self, key: u64) -> f32 {
        let times = self.frequency.get(&key).copied().unwrap_or(2).max(2);
        (2.0 / times as f32).sqrt()
    }
}

const LEAST_RATIO: f32 = 0.2;
const MOST_RATIO: f32 = 2.5;
/// Ratios that are nearer to each other, as a logarithm, are the same for the purpose.
const NEAR_RATIO: f32 = 0.25;

/// The usual ratio of texts that answer each other.
fn ratio_of_known(a: &[Node], b: &[Node], known: &[(usize, usize)]) -> Option<f32> {
    const ENOUGH: usize = 5;
    const LEAST: u32 = 12;
    let texts = known
        .iter()
        .map(|&(i, j)| (&a[i], &b[j]))
        .filter(|(a, b)| a.class != Class::Code && a.letters >= LEAST && b.letters > 0 && a.text != b.text);
    let ratios: Vec<f32> = texts.map(|(a, b)| b.letters as f32 / a.letters as f32).collect();
    (ratios.len() >= ENOUGH).then(|| median(ratios))
}

const GAP: f32 = 1.6;
/// The next block of a run costs less than the first: what is dropped or added most often hangs together.
const NEXT: f32 = 1.25;
const MERGE: f32 = 1.75;
/// The words of another section: as much as two gaps, unless there is evidence that they answer each other all the same.
const STRANGE: f32 = 3.2;
/// Another command: more than to leave both examples alone.
const STRANGE_COMMAND: f32 = 5.5;
/// Another name at the start: of several places, the block is likelier to answer one where it is no other.
const OTHER_NAME: f32 = 0.8;
/// Another date at the start: another piece of news, or a slip in the date of the same.
const OTHER_DATE: f32 = 1.4;
/// An example in two blocks of which the second is no command to the eye: it lost a mark.
const HALVES: f32 = 0.9;
const NEVER: f32 = 50.0;

/// The least that evidence costs blocks that are merged or split.
const ALL_SHARED: f32 = -1.5;

/// What the same meaning is worth at most.
const SAME_MEANING: f32 = 1.2;

/// The cost of a move; of one that costs more than it is `worth`, maybe more than its own.
pub(super) fn pair_cost(a: &[Node], b: &[Node], step: Move, costs: &Costs, worth: f32) -> f32 {
    if a.iter().any(|node| node.pin != b[0].pin) || b.iter().any(|node| node.pin != a[0].pin) {
        return NEVER;
    }
    match step {
        Move::None | Move::SourceOnly | Move::TargetOnly => NEVER,
        Move::Pair => {
            let kind = kind_cost(&a[0], &b[0]);
            if kind >= NEVER {
                NEVER
            } else {
                let other = match () {
                    () if are_dated_apart(&a[0], &b[0]) => OTHER_DATE,
                    () if differ(&a[0], &b[0]) => OTHER_NAME,
                    () => 0.0,
                };
                kind + other
                    + half_cost(&a[0], &b[0])
                    + length_cost(a, b, costs)
                    + sentence_cost(a, b)
                    + evidence_cost(a, b)
                    + meaning_cost(a, b, &costs.spread)
            }
        }
        Move::Merge | Move::Split if are_halves(a, b) => {
            let (ours, theirs) = (&a[..1], &b[..1]);
            kind_cost(&a[0], &b[0]) + HALVES + length_cost(ours, theirs, costs) + evidence_cost(ours, theirs)
        }
        Move::Merge | Move::Split => {
            // Two pieces of news are never one.
            let dated = |nodes: &[Node]| nodes.iter().filter(|node| is_dated(node)).count() > 1;
            if !a.iter().chain(b).all(|node| flows(node, &a[0])) || dated(a) || dated(b) {
                return NEVER;
            }
            let cost = MERGE + length_cost(a, b, costs) + sentence_cost(a, b);
            // Evidence is dear to weigh: not where none would do.
            if cost + ALL_SHARED - SAME_MEANING > worth + 0.01 {
                return NEVER;
            }
            cost + evidence_cost(a, b) + meaning_cost(a, b, &costs.spread)
        }
    }
}

/// The cost of leaving a node alone, as the first of a run or a later one. Sections, items and rows begin runs.
pub(super) fn gap(node: &Node, first: bool) -> f32 {
    let command = if node.is_example() { NEXT } else { 0.0 };
    command
        + match (node.class, first) {
            (Class::Heading, true) => GAP - 0.1,
            (Class::Heading, false) => NEXT + 0.15,
            (Class::Item | Class::Row, true) => GAP - 0.3,
            (Class::Item | Class::Row, false) => NEXT - 0.15,
            (_, true) => GAP,
            (_, false) => NEXT,
        }
}

/// Paragraphs of one place may be merged and split, and nothing else: no commands.
fn flows(node: &Node, first: &Node) -> bool {
    let text = matches!(node.class, Class::Paragraph | Class::Item) && node.command.is_none();
    text && node.quote == first.quote && (node.class == first.class || first.class == Class::Item)
}

/// An example whose words answer, or whose command does, and the other half is alone.
fn half_cost(a: &Node, b: &Node) -> f32 {
    if a.is_example() == b.is_example() { 0.0 } else { NEXT }
}

/// An example on one side, on the other its words and a paragraph for its command.
fn are_halves(a: &[Node], b: &[Node]) -> bool {
    match (a, b) {
        ([example], [words, rest]) | ([words, rest], [example]) => {
            let plain = |node: &Node| node.command.is_none() && node.class != Class::Heading;
            example.is_example() && plain(words) && plain(rest) && rest.class == Class::Paragraph
        }
        _ => false,
    }
}

fn kind_cost(a: &Node, b: &Node) -> f32 {
    /// What it costs that one is nothing but pictures and the other is not.
    const PICTURES: f32 = 1.5;
    if are_heading_and_title(a, b) {
        return 0.6;
    }
    // Each of the two sections answers the one that has its id.
    let strange = a.id != b.id;
    if strange && (a.class == Class::Heading || b.class == Class::Heading) {
        return NEVER;
    }
    let strange = if strange && a.id != 0 && b.id != 0 { STRANGE } else { 0.0 };
    let levels = f32::from(a.depth.abs_diff(b.depth));
    let quotes = 0.5 * f32::from(a.quote.abs_diff(b.quote).min(2));
    if a.class == b.class {
        let (per_level, extent) =
            if a.class == Class::Heading { (0.7, extent_cost(a.extent, b.extent)) } else { (0.3, 0.0) };
        // Words answer no pictures: a motto stands above the badges.
        let pictures = if a.pictured == b.pictured { 0.0 } else { PICTURES };
        return strange + quotes + (per_level * levels).min(1.5) + extent + pictures;
    }
    let either = |x, y| (a.class == x && b.class == y) || (a.class == y && b.class == x);
    let cost = if are_frames(a, b) || a.pictured && b.pictured {
        0.2
    } else if either(Class::Paragraph, Class::Item) {
        1.0
    } else if either(Class::Paragraph, Class::Definition)
        || either(Class::Paragraph, Class::Term)
        || either(Class::Item, Class::Definition)
    {
        0.8
    } else if ((either(Class::Paragraph, Class::Html)
        || either(Class::Item, Class::Html)
        || either(Class::Heading, Class::Html))
        && says(a)
        && says(b))
        || either(Class::Tags, Class::Paragraph)
        || either(Class::Tags, Class::Html)
    {
        1.1
    } else if is_indented_text(a, b) || either(Class::Heading, Class::Item) && a.listed && b.listed {
        1.2
    } else if either(Class::Heading, Class::Paragraph) || either(Class::Directive, Class::Paragraph) {
        1.7
    } else {
        return NEVER;
    };
    cost + quotes + strange
}

/// Words of the source, and what may be the same words indented so far that they are code.
fn is_indented_text(a: &Node, b: &Node) -> bool {
    b.indented && matches!(a.class, Class::Paragraph | Class::Item) && a.command.is_none()
}

/// A heading whose id the other page has not, and a paragraph that looks like one: it lost its mark, and its id with it.
pub(super) fn are_heading_and_title(a: &Node, b: &Node) -> bool {
    let lost = |a: &Node, b: &Node| a.class == Class::Heading && b.titled && (a.id == 0 || a.id == b.id);
    lost(a, b) || lost(b, a)
}

/// It has words or atoms: a closing tag alone has none.
fn says(node: &Node) -> bool {
    node.letters > 0 || !node.atoms.is_empty()
}

/// One opens a note by a line of its own and the other by a tag: `> [!NOTE]` and `{{% alert %}}` are the same note.
fn are_frames(a: &Node, b: &Node) -> bool {
    let answers = |line: &Node, tag: &Node| match tag.class {
        // The title of the one is the title of the other, or what the note says stands behind both.
        Class::Tags => line.letters == 0 || tag.letters > 0,
        Class::Paragraph => line.letters > 0,
        _ => false,
    };
    let other = |x: &Node, y: &Node| x.class == Class::Directive && answers(x, y);
    a.frames && b.frames && (other(a, b) || other(b, a))
}

/// Headings over as many blocks answer each other more likely than a heading over one and a heading over nine.
fn extent_cost(a: u32, b: u32) -> f32 {
    (0.3 * ((a + 1) as f32 / (b + 1) as f32).ln().abs()).min(0.6)
}

fn length_cost(a: &[Node], b: &[Node], costs: &Costs) -> f32 {
    let sum = |nodes: &[Node]| nodes.iter().map(|node| node.letters).sum::<u32>() as f32;
    let code = a[0].class == Class::Code;
    let (source, target) = (sum(a) * if code { 1.0 } else { costs.ratio }, sum(b));
    let spread = 0.3 + 1.2 / (source.min(target) + 2.0).sqrt();
    let z = ((target + 3.0) / (source + 3.0)).ln() / spread;
    (0.25 * z * z).min(1.6)
}

/// Translators keep the number of sentences more often than not: it tells a merged paragraph from a dropped one.
fn sentence_cost(a: &[Node], b: &[Node]) -> f32 {
    let sum = |nodes: &[Node]| nodes.iter().map(|node| node.sentences).sum::<u32>();
    (0.25 * sum(a).abs_diff(sum(b)) as f32).min(0.75)
}

fn evidence_cost(a: &[Node], b: &[Node]) -> f32 {
    let command = match (a, b) {
        ([Node { command: Some(a), .. }], [Node { command: Some(b), .. }]) => command_cost(a, b),
        _ => 0.0,
    };
    // A heading with the same words on another level may be a copy that was left behind.
    let same_place = a[0].class != Class::Heading || a[0].depth == b[0].depth;
    let same_text = a.len() == 1 && b.len() == 1 && a[0].text == b[0].text;
    if same_text && same_place && (a[0].letters > 0 || a[0].class == Class::Code) {
        return command - 1.4;
    }
    let strong = match (a, b) {
        ([a], [b]) if are_frames(a, b) => Overlap::default(),
        _ => overlap(a, b, |evidence| &evidence.atoms),
    };
    let weak = overlap(a, b, |evidence| &evidence.words);
    let differs = match a[0].class {
        Class::Code if a[0].language != b[0].language => 1.3,
        Class::Code => 0.5,
        // A line of tags is nothing but its tags.
        Class::Tags if b[0].class == Class::Tags && strong.shared == 0.0 && strong.target > 0.0 => 0.9,
        _ => 0.0,
    };
    strong.cost(1.0) + weak.cost(0.5) + differs + command
}

/// From a reward where both say the same to a charge where they do not, by how many words tell.
fn meaning_cost(a: &[Node], b: &[Node], spread: &Spread) -> f32 {
    /// What texts that answer each other have more of, and others less.
    const BETWEEN: f32 = 0.3;
    const SCALE: f32 = 3.0;
    /// Words that tell all.
    const ENOUGH: f32 = 3.0;
    /// Of words that are not found, so many tell nothing: one may be said otherwise.
    const OTHERWISE: f32 = 0.6;
    let agreement = match (a, b) {
        ([Node { meaning: Some(a), .. }], [Node { meaning: Some(b), .. }]) => a.agreement(b, spread),
        ([_], [_]) => return 0.0,
        _ => {
            let joined = |nodes: &[Node]| Meaning::joined(nodes.iter().filter_map(|node| node.meaning.as_ref()));
            joined(a).agreement(&joined(b), spread)
        }
    };
    let off = BETWEEN - agreement.score();
    let known = if off > 0.0 { agreement.known - OTHERWISE } else { agreement.known };
    ((known / ENOUGH).clamp(0.0, 1.0) * SCALE * off).max(-SAME_MEANING)
}

/// Two commands answer each other if they are alike. If they run other programs, or do other things with the same, they
/// are no two states of one example: they cost more than to leave both alone, and what is said of each.
fn command_cost(a: &Command, b: &Command) -> f32 {
    const ALIKE: f32 = 0.6;
    const APART: f32 = 0.25;
    let same = a.text == b.text;
    let (a, b) = (&a.told, &b.told);
    if same {
        let apart =
            !a.choices.is_empty() && !b.choices.is_empty() && !a.choices.iter().any(|one| b.choices.contains(one));
        return if apart { 0.0 } else { -1.0 };
    }
    let overlap = merge_count(&a.evidence, &b.evidence);
    let likeness = overlap.likeness();
    let other = likeness < APART || (likeness < ALIKE && are_strange(&a.names, &b.names));
    if other || is_no_choice(a, b) || is_no_choice(b, a) {
        return STRANGE_COMMAND;
    }
    2.5 * (1.0 - likeness) - likeness * (0.5 * overlap.shared).min(1.0)
}

/// Other programs, or half of what they name is not in the other.
fn are_strange(a: &[u64], b: &[u64]) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = few.iter().filter(|word| many.contains(word)).count();
    // One that does all the same under another name was renamed.
    let renamed = few.len() > 1 && few.len() == many.len() && few[1..] == many[1..];
    // Words of another script are no names.
    !few.is_empty() && !renamed && (a.first() != b.first() || (few.len() > 1 && shared * 2 <= few.len()))
}

/// `b` names what `a` says nowhere, and what may be chosen there neither: `role search` is no `role {{add|remove}}`.
fn is_no_choice(a: &Told, b: &Told) -> bool {
    if a.offers.is_empty() || !b.offers.is_empty() {
        return false;
    }
    let mut own = b.names.iter().filter(|name| a.words.binary_search(name).is_err()).peekable();
    own.peek().is_some() && !own.any(|name| a.offers.binary_search(name).is_ok())
}

#[derive(Default)]
struct Overlap {
    shared: f32,
    source: f32,
    target: f32,
}

impl Overlap {
    /// The share of what both have: 1 where there is nothing that one has alone.
    fn likeness(&self) -> f32 {
        let alone = self.source + self.target;
        if alone == 0.0 { 1.0 } else { self.shared / (self.shared + alone / 2.0) }
    }

    /// From a reward where all is shared to a charge where nothing is.
    fn cost(&self, scale: f32) -> f32 {
        let alone = self.source + self.target;
        if self.shared + alone == 0.0 {
            return 0.0;
        }
        let likeness = self.likeness();
        let one_sided = self.shared == 0.0 && (self.source == 0.0 || self.target == 0.0);
        let charge = if one_sided { 0.8 } else { 1.5 } * (alone.min(2.0) / 2.0).sqrt();
        scale * ((1.0 - likeness) * charge - likeness * (0.5 * self.shared).min(1.0))
    }
}

fn overlap(a: &[Node], b: &[Node], keys: impl Fn(&Evidence) -> &Vec<(u64, f32)>) -> Overlap {
    if let ([a], [b]) = (a, b) {
        return merge_count(keys(&a.evidence), keys(&b.evidence));
    }
    let gather = |nodes: &[Node]| {
        let mut all: Vec<(u64, f32)> = nodes.iter().flat_map(|node| keys(&node.evidence).iter().copied()).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all
    };
    merge_count(&gather(a), &gather(b))
}

/// How much evidence of one node is weighed.
const WEIGHED: usize = 400;

/// Counts two sorted lists against each other.
fn merge_count(a: &[(u64, f32)], b: &[(u64, f32)]) -> Overlap {
    let (mut i, mut j, mut out) = (0, 0, Overlap::default());
    while let (Some((x, weight)), Some((y, other))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            Ordering::Equal => {
                out.shared += weight;
                (i, j) = (i + 1, j + 1);
            }
            Ordering::Less => {
                out.source += weight;
                i += 1;
            }
            Ordering::Greater => {
                out.target += other;
                j += 1;
            }
        }
    }
    out.source += a[i..].iter().map(|(_, weight)| weight).sum::<f32>();
    out.target += b[j..].iter().map(|(_, weight)| weight).sum::<f32>();
    out
}

#[cfg(test)]
mod tests {
    use super::super::node::nodes;
    use super::*;
    use crate::doc::{Dialects, Document, Syntax};

    #[test]
    fn the_texts_of_a_page_that_lacks_most_of_the_source_are_as_long_as_ever() {
        let page = |text: String| -> Vec<Node> {
            nodes(&Document::parse(&text, Syntax { dialects: Dialects::bundled(), extension: "md" }))
        };
        let texts = |words: &str| (0..6).map(|at| format!("{words} [x]({at}.md).\n\n")).collect::<String>();
        let source =
            page(texts("Now read all of this page") + &"This one is not there, nor is the next one.\n\n".repeat(40));
        let target = page(texts("Les no heile denne sida"));
        let known: Vec<(usize, usize)> = (0..6).map(|at| (at, at)).collect();
        let costs = Costs::new(&source, &target, &known);
        assert!(costs.ratio < 0.3 && costs.other.is_some_and(|ratio| ratio > 0.8), "{} {:?}", costs.ratio, costs.other);
        assert!(Costs::new(&source, &target, &known[..2]).other.is_none(), "two texts tell nothing");
    }
}
