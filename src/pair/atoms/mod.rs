//! What became of every atom of the source: kept, changed, damaged or lost; and what came in addition.
//!
//! Matched once for all rules. Within a row of the alignment order never matters and count does; what is left over may
//! be found again in the same section, then in the same page (paragraphs are merged, split and reordered).

mod balance;
mod blanks;
mod code;
mod damage;
mod elsewhere;
mod free;
mod holder;
mod links;
mod near;
mod place;
mod pool;
mod ruins;
mod swapped;
mod toll;
mod undefined;

use rustc_hash::FxHashSet;

use super::align::{Alignment, Row};
use super::catalogue::Aside;
use super::doubt::doubtful;
use super::target::{LinkFrame, Side};
use crate::doc::{Atom, AtomKind, Block, Document, Kind, LinkStyle};
use crate::text::Span;
use elsewhere::Scope;
use pool::Pool;

pub use balance::{lone_tags, partners};
pub use free::with_own_words;
pub use holder::holder;
pub use toll::toll;

/// What became of an atom.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// A near miss of one source atom.
    Changed,
    /// Another atom stands in the place of one source atom.
    Replaced,
    /// One of several others stands for it, or it is one of several that another stands for: which one is a guess.
    OneOfSeveral,
    /// It would be the source's atom but for its delimiters: these bytes, and how they should read.
    Malformed(Span, String),
    /// The counterpart has a reference for it whose label nothing defines: these bytes.
    Undefined(Span),
    /// It is not in the counterpart.
    Missing,
    /// It is a word that the page has in its own language, as it has all of the kind.
    Translated,
    /// It opens or closes a pair of tags that the target leaves without its partner: lost, or stray.
    Unbalanced,
    /// The source has none like it there.
    Added,
}

/// One atom that did not come through unharmed.
#[derive(Debug, Clone)]
pub struct AtomMatch {
    /// What became of it.
    pub fate: Fate,
    /// The source's atom, if there is one: an index into its page's atoms.
    pub source: Option<u32>,
    /// The target's atom, if there is one.
    pub target: Option<u32>,
    /// The row of the alignment.
    pub row: usize,
}

/// What became of the atoms of a pair.
#[derive(Debug, Default)]
pub struct Atoms {
    /// Atoms that were changed, damaged, lost or added, in the order of the alignment.
    pub harmed: Vec<AtomMatch>,
    /// Links and images that came through, source and target, in the order of the target.
    pub kept_links: Vec<(u32, u32)>,
    /// Source blocks without counterpart whose atoms turned up in other blocks: merged, not dropped.
    pub absorbed: FxHashSet<u32>,
    /// By row: nobody knows whether its blocks answer each other. Empty where all do.
    pub(super) doubtful: Vec<bool>,
}

impl Atoms {
    /// The link or image of the source that the target's atom `target` answers unharmed.
    #[must_use]
    pub fn answered_by(&self, target: u32) -> Option<u32> {
        let at = self.kept_links.binary_search_by_key(&target, |kept| kept.1).ok()?;
        Some(self.kept_links[at].0)
    }

    /// The links and images of the target with those of the source that they stand for, changed ones too, in the order
    /// of the target.
    #[must_use]
    pub fn answers(&self) -> Vec<(u32, u32)> {
        let changed = self.harmed.iter().filter_map(|harmed| Some((harmed.source?, harmed.target?)));
        let mut answers: Vec<(u32, u32)> = self.kept_links.iter().copied().chain(changed).collect();
        answers.sort_unstable_by_key(|answer| (answer.1, answer.0));
        answers
    }
}

/// Kinds of atoms that are compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Class {
    Placeholder,
    Link,
    Image,
    Footnote,
    Code,
}

/// What is matched together; code spans have a pass of their own.
const CLASSES: [Class; 4] = [Class::Placeholder, Class::Link, Class::Image, Class::Footnote];

fn class(atom: &Atom<'_>) -> Option<Class> {
    match atom.kind {
        AtomKind::Placeholder(_) => Some(Class::Placeholder),
        AtomKind::Link(_) => Some(Class::Link),
        AtomKind::Image(_) => Some(Class::Image),
        AtomKind::Footnote(_) => Some(Class::Footnote),
        AtomKind::Code(_) => Some(Class::Code),
        _ => None,
    }
}

/// A link or a span of code that is found to be gone only because the row is what answers its block.
fn is_guess(source: &Document<'_>, harmed: &AtomMatch) -> bool {
    let class = harmed.source.and_then(|at| class(&source.atoms[at as usize]));
    matches!(harmed.fate, Fate::Missing | Fate::Replaced | Fate::OneOfSeveral)
        && matches!(class, Some(Class::Link | Class::Code))
}

/// A link by the name of one of the two languages, which the other page may do without.
fn is_of_switcher(matcher: &Matcher<'_, '_>, harmed: &AtomMatch) -> bool {
    let (page, at) = match (&harmed.fate, harmed.source, harmed.target) {
        (Fate::Missing, Some(at), _) => (matcher.source, at),
        (Fate::Added, _, Some(at)) => (matcher.target, at),
        _ => return false,
    };
    match &page.atoms[at as usize].kind {
        AtomKind::Link(link) => matcher.frame.is_language_name(link.label.of(page.text)),
        _ => false,
    }
}

/// The rows with something to compare.
fn with_atoms<'a>(
    source: &'a Document<'_>,
    target: &'a Document<'_>,
    alignment: &'a Alignment,
) -> impl Iterator<Item = (usize, &'a Row)> {
    let has = |document: &Document<'_>, blocks: &std::ops::Range<u32>| {
        document.blocks[blocks.start as usize..blocks.end as usize].iter().any(|block| !block.atoms.is_empty())
    };
    let rows = alignment.rows.iter().enumerate();
    rows.filter(move |(_, row)| has(source, &row.source) || has(target, &row.target))
}

/// Matches the atoms of every row.
#[must_use]
pub fn match_atoms(
    source: &Document<'_>,
    target: &Document<'_>,
    alignment: &Alignment,
    (frame, aside): (&LinkFrame, &Aside),
) -> Atoms {
    let mut matcher =
        Matcher { source, target, frame, aside, out: Atoms::default(), rest_a: Vec::new(), rest_b: Vec::new() };
    // Most rows have nothing to compare, or all of it in the same order.
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    for (at, row) in with_atoms(source, target, alignment) {
        pairs.clear();
        if matcher.same_in_order(row, &mut pairs) {
            pairs.iter().for_each(|&(class, x, y)| matcher.keep(at, x, y, class));
        } else {
            matcher.row(at, row);
            open.push(at);
        }
    }
    let (rest_a, rest_b) = (std::mem::take(&mut matcher.rest_a), std::mem::take(&mut matcher.rest_b));
    matcher.settle(alignment, rest_a, rest_b);
    matcher.code_spans(alignment, &open);
    let doubtful = doubtful(source, target, alignment);
    let mut harmed = std::mem::take(&mut matcher.out.harmed);
    harmed.retain(|one| !((doubtful[one.row] && is_guess(source, one)) || is_of_switcher(&matcher, one)));
    matcher.out.harmed = harmed;
    matcher.out.doubtful = doubtful;
    matcher.out.harmed.sort_by_key(|harmed| (harmed.row, harmed.source, harmed.target));
    matcher.out.kept_links.sort_unstable_by_key(|kept| (kept.1, kept.0));
    matcher.out
}

/// An atom that its row leaves over.
struct Rest {
    atom: u32,
    row: usize,
    class: Class,
}

struct Matcher<'p, 's> {
    source: &'p Document<'s>,
    target: &'p Document<'s>,
    frame: &'p LinkFrame,
    aside: &'p Aside,
    out: Atoms,
    rest_a: Vec<Rest>,
    rest_b: Vec<Rest>,
}

impl Matcher<'_, '_> {
    /// The atoms of a row, paired, if the two sides have the same ones in the same order.
    fn same_in_order(&self, row: &Row, pairs: &mut Vec<(Class, u32, u32)>) -> bool {
        let mut ours = self.in_blocks(Side::Source, row.source.clone());
        let mut theirs = self.in_blocks(Side::Target, row.target.clone());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return true,
                (Some((class, x)), Some((other, y))) if class == other && self.are_equal(x, y) => {
                    pairs.push((class, x, y));
                }
                _ => return false,
            }
        }
    }

    fn row(&mut self, at: usize, row: &Row) {
        let ours: Vec<(Class, u32)> = self.in_blocks(Side::Source, row.source.clone()).collect();
        let theirs: Vec<(Class, u32)> = self.in_blocks(Side::Target, row.target.clone()).collect();
        for class in CLASSES {
            let of_class = |all: &[(Class, u32)]| -> Vec<u32> {
                all.iter().filter(|(other, _)| *other == class).map(|(_, atom)| *atom).collect()
            };
            let (mut a, mut b) = (of_class(&ours), of_class(&theirs));
            if a.is_empty() && b.is_empty() {
                continue;
            }
            self.equal(at, &mut a, &mut b, class);
            if matches!(class, Class::Link | Class::Image) {
                self.same_page(at, &mut a, &mut b);
                a.retain(|&x| !self.is_written_out(x, row));
            }
            if class == Class::Placeholder {
                a.retain(|&x| !self.is_code_or_prose(x, row));
            }
            self.rest_a.extend(a.into_iter().map(|atom| Rest { atom, row: at, class }));
            self.rest_b.extend(b.into_iter().map(|atom| Rest { atom, row: at, class }));
        }
    }

    /// `<a@b.c>` and a plain `a@b.c` are the same to readers and to most renderers; and who marks a bare address as code shows
    /// what the source shows.
    fn is_written_out(&self, x: u32, row: &Row) -> bool {
        let link = self.source.atoms[x as usize].link();
        let Some(link) = link.filter(|link| matches!(link.style, LinkStyle::Autolink | LinkStyle::Bare)) else {
            return false;
        };
        let blocks = &self.target.blocks[row.target.start as usize..row.target.end as usize];
        if let Some(address) = link.target.strip_prefix("mailto:") {
            return blocks.iter().any(|block| block.span.of(self.target.text).contains(address));
        }
        let address = |text: &'_ str| text.trim().trim_end_matches('/').to_owned();
        let own = address(&link.target);
        let is_it =
            |atom: &Atom<'_>| matches!(atom.kind, AtomKind::Code(code) if address(code.of(self.target.text)) == own);
        blocks.iter().any(|block| self.target.atoms_of(block).iter().any(is_it))
    }

    /// `{name}` in a code span is there and read all the same; a group in braces in letters of other languages is a
    /// name only where it answers one.
    fn is_code_or_prose(&self, x: u32, row: &Row) -> bool {
        let atom = &self.source.atoms[x as usize];
        let written = atom.span.of(self.source.text);
        let holds = |other: &Atom<'_>| matches!(other.kind, AtomKind::Code(code) if code.of(self.target.text).contains(written));
        let blocks = &self.target.blocks[row.target.start as usize..row.target.end as usize];
        let in_code = || blocks.iter().any(|block| self.target.atoms_of(block).iter().any(holds));
        atom.placeholder().is_some_and(|placeholder| placeholder.ambiguous) && (!written.is_ascii() || in_code())
    }

    /// The atoms that are compared, with their classes.
    fn in_blocks(&self, side: Side, blocks: std::ops::Range<u32>) -> impl Iterator<Item = (Class, u32)> {
        let atoms = &self.document(side).atoms;
        let switches = move |atom: &Atom<'_>| match &atom.kind {
            AtomKind::Link(link) => self.frame.leads_to_family(&link.target, side),
            _ => false,
        };
        let told = move |at: u32| class(&atoms[at as usize]).filter(|_| !switches(&atoms[at as usize]));
        self.compared(side, blocks).filter_map(move |at| Some((told(at)?, at)))
    }

    /// The spans of code that are compared.
    fn codes_in(&self, side: Side, blocks: std::ops::Range<u32>) -> Vec<u32> {
        let atoms = &self.document(side).atoms;
        self.compared(side, blocks).filter(|at| matches!(atoms[*at as usize].kind, AtomKind::Code(_))).collect()
    }

    /// The atoms of blocks, but for those of catalogues that are not compared.
    fn compared(&self, side: Side, blocks: std::ops::Range<u32>) -> impl Iterator<Item = u32> {
        let aside = if side == Side::Source { &self.aside.source } else { &self.aside.target };
        let blocks = &self.document(side).blocks[blocks.start as usize..blocks.end as usize];
        let all = blocks.iter().flat_map(|block| block.atoms.clone());
        all.filter(|at| aside.is_empty() || !aside.contains(at))
    }

    fn document(&self, side: Side) -> &Document<'_> {
        if side == Side::Source { self.source } else { self.target }
    }

    /// Takes out pairs that are equal byte for byte (links) or in all that matters (placeholders).
    fn equal(&mut self, row: usize, a: &mut Vec<u32>, b: &mut Vec<u32>, class: Class) {
        // Of two that are alike, the one in the same place.
        if a.len() == b.len() {
            let pairs: Vec<(u32, u32)> = std::mem::take(a).into_iter().zip(std::mem::take(b)).collect();
            for (x, y) in pairs {
                if self.are_equal(x, y) {
                    self.keep(row, x, y, class);
                } else {
                    a.push(x);
                    b.push(y);
                }
            }
            if a.is_empty() {
                return;
            }
        }
        let mut pool = Pool::new(b.iter().map(|&y| self.target.atoms[y as usize].key));
        a.retain(|&x| {
            let found = pool.take(self.source.atoms[x as usize].key, |at| self.are_equal(x, b[at]));
            if let Some(at) = found {
                self.keep(row, x, b[at], class);
            }
            found.is_none()
        });
        pool.drop_taken(b);
    }

    fn are_equal(&self, x: u32, y: u32) -> bool {
        let (a, b) = (&self.source.atoms[x as usize], &self.target.atoms[y as usize]);
        match (&a.kind, &b.kind) {
            (AtomKind::Placeholder(p), AtomKind::Placeholder(q)) => {
                a.key == b.key && p.key == q.key && p.pairing == q.pairing && p.family == q.family
            }
            (AtomKind::Code(p), AtomKind::Code(q)) => code::same(p.of(self.source.text), q.of(self.target.text)),
            _ => match (a.link(), b.link()) {
                (Some(p), Some(q)) => a.key == b.key && p.target == q.target,
                (None, None) => a.key == b.key,
                _ => false,
            },
        }
    }

    fn keep(&mut self, row: usize, x: u32, y: u32, class: Class) {
        if matches!(class, Class::Link | Class::Image) {
            self.keep_link(row, x, y);
        }
        if class != Class::Placeholder {
            return;
        }
        let source = self.source.atoms[x as usize].span.of(self.source.text);
        let span = self.target.atoms[y as usize].span;
        if damage::has_foreign_marks(source, span.of(self.target.text)) {
            self.harm(Fate::Malformed(span, source.to_owned()), Some(x), Some(y), row);
        }
    }

    fn harm(&mut self, fate: Fate, source: Option<u32>, target: Option<u32>, row: usize) {
        self.out.harmed.push(AtomMatch { fate, source, target, row });
    }

    /// Settles what the rows left over: damaged, near, replaced; then found elsewhere; then lost and added.
    fn settle(&mut self, alignment: &Alignment, mut a: Vec<Rest>, mut b: Vec<Rest>) {
        let dropped = self.dropped_with_others(alignment);
        self.swapped();
        self.undefined(alignment, &mut a);
        self.elsewhere(alignment, &mut a, &mut b, Scope::Section);
        self.with_samples(&mut a, &mut b);
        self.renamed(&mut a, &mut b);
        self.malformed(alignment, &mut a, &mut b);
        self.near(&mut a, &mut b);
        self.elsewhere(alignment, &mut a, &mut b, Scope::Page);
        self.other_containers(&mut a, &mut b);
        self.mended(alignment, &mut b);
        self.answered_headings(alignment, &mut a, &mut b);
        self.replaced(&mut a, &mut b);
        for rest in a {
            // A dropped block answers for its atoms, unless it is nothing but its atoms.
            let row = &alignment.rows[rest.row];
            let block = &self.source.blocks[row.source.start as usize];
            if !row.target.is_empty() || (is_only_atoms(self.source, block) && !dropped[rest.row]) {
                self.harm(Fate::Missing, Some(rest.atom), None, rest.row);
            }
        }
        for rest in b {
            self.add(alignment, &rest);
        }
        self.nest();
        self.blanks(alignment);
        balance::mark(self.source, self.target, &mut self.out.harmed);
        balance::drop_whole_pairs(self.target, &mut self.out.harmed);
    }

    /// By row: it is one of a run without answer that drops prose too, and the run answers for it.
    fn dropped_with_others(&self, alignment: &Alignment) -> Vec<bool> {
        let prose = |row: &Row| {
            self.source.blocks[row.source.start as usize..row.source.end as usize]
                .iter()
                .any(|block| block.kind != Kind::Front && block.prose.letters > 0 && !is_only_atoms(self.source, block))
        };
        // What stands before a heading is not answered for by what stands below it.
        let opens = |row: &Row| {
            let first = self.source.blocks.get(row.source.start as usize).filter(|_| !row.source.is_empty());
            first.is_some_and(|block| matches!(block.kind, Kind::Heading(_)))
        };
        let runs = alignment.rows.chunk_by(|a, b| a.target.is_empty() == b.target.is_empty() && !opens(b));
        runs.flat_map(|run| vec![run[0].target.is_empty() && run.iter().any(prose); run.len()]).collect()
    }

    /// A note framed by tags on one side and by `> [!NOTE]` on the other is the same note.
    fn other_containers(&self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let notes = |document: &Document<'_>| document.markers.iter().filter(|marker| !marker.closes()).count();
        let (source, target) = (notes(self.source), notes(self.target));
        let frames = |document: &Document<'_>, rest: &Rest| {
            document.atoms[rest.atom as usize].placeholder().is_some_and(|placeholder| placeholder.container)
        };
        if target > source {
            a.retain(|rest| !frames(self.source, rest));
        }
        if source > target {
            b.retain(|rest| !frames(self.target, rest));
        }
    }

    /// An addition counts where the source has a counterpart to compare with; a new placeholder counts anywhere.
    fn add(&mut self, alignment: &Alignment, rest: &Rest) {
        let placeholder = self.target.atoms[rest.atom as usize].placeholder();
        let alone = alignment.rows[rest.row].source.is_empty();
        let note = |container: bool| container && alone;
        let ordinary = placeholder.map_or(alone, |placeholder| placeholder.ambiguous || note(placeholder.container));
        // A new message of a catalogue answers for what is in it.
        let message = alone && self.target.catalogue.is_some();
        if !ordinary && !message {
            self.harm(Fate::Added, None, Some(rest.atom), rest.row);
        }
    }

    /// A link and the placeholder in its target are one fault when both are harmed.
    fn nest(&mut self) {
        let harmed = std::mem::take(&mut self.out.harmed);
        let parent = |one: &AtomMatch| match (one.source, one.target) {
            (Some(at), _) => self.source.atoms[at as usize].parent,
            (None, Some(at)) => self.target.atoms[at as usize].parent,
            _ => None,
        };
        let of = |fate: Fate| harmed.iter().filter(move |one| one.fate == fate);
        let ruined = harmed.iter().filter(|one| matches!(one.fate, Fate::Malformed(..)));
        let missing: FxHashSet<Option<u32>> = of(Fate::Missing).map(|one| one.source).collect();
        let holding_ruins: FxHashSet<Option<u32>> = ruined.map(parent).collect();
        let holding_added: FxHashSet<Option<u32>> = of(Fate::Added).map(parent).collect();
        let added: FxHashSet<Option<u32>> = of(Fate::Added).map(|one| one.target).collect();
        let keep = |one: &AtomMatch| match one.fate {
            // The whole link is gone, its placeholder or picture with it; or its placeholder says it all.
            Fate::Missing => {
                let outer = parent(one).or_else(|| one.source.and_then(|at| holder(self.source, at)));
                let ruined = one.source.is_some() && holding_ruins.contains(&one.source);
                !outer.is_some_and(|link| missing.contains(&Some(link))) && !ruined
            }
            Fate::Added => {
                let outer = one.target.and_then(|at| holder(self.target, at));
                let within = outer.is_some_and(|link| added.contains(&Some(link)));
                !within && (one.target.is_none() || !holding_added.contains(&one.target))
            }
            _ => true,
        };
        self.out.harmed = harmed.iter().filter(|one| keep(one)).cloned().collect();
    }
}

/// A block of tags, or of pictures: no words beside their descriptions.
#[must_use]
pub fn is_only_atoms(document: &Document<'_>, block: &Block) -> bool {
    let atoms = document.atoms_of(block);
    let image = |atom: &&Atom<'_>| matches!(atom.kind, AtomKind::Image(_));
    let described = |run: &crate::doc::Run| atoms.iter().filter(image).any(|atom| atom.span.contains(run.span));
    let runs = &document.runs[block.runs.start as usize..block.runs.end as usize];
    let blank = |run: &crate::doc::Run| run.span.trim(document.text).is_empty();
    block.kind == Kind::Tags
        || (atoms.iter().any(|atom| image(&atom)) && runs.iter().all(|run| described(run) || blank(run)))
}

fn drop_gone<T>(rest: &mut Vec<T>, gone: &[bool]) {
    let mut at = 0;
    rest.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
}
