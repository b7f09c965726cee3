//! A source page and one translation of it: which block answers which, and what became of every atom.

mod align;
mod along;
mod anchors;
mod around;
mod atoms;
mod beside;
mod catalogue;
mod code;
mod command;
mod containers;
mod copied;
mod cost;
mod cut;
mod doubt;
mod emphasis;
mod foreign;
mod front;
mod gloss;
mod html;
mod indented;
mod instead;
mod joined;
mod lead;
mod lexicon;
mod likeness;
mod lists;
mod meant;
mod mend;
mod merged;
mod moved;
mod node;
mod number;
mod rewritten;
mod same_page;
mod sections;
mod skeleton;
mod strangers;
mod switcher;
mod tables;
mod tags;
mod target;
mod ticks;
mod units;
mod way;

pub use align::{Alignment, Row, align};
pub use anchors::{HeadingIds, heading_ids, id_holder, is_certain, single_headings};
pub use around::ToldAround;
pub use atoms::{AtomMatch, Atoms, Fate, holder, is_only_atoms, lone_tags, partners, toll, with_own_words};
pub use catalogue::{Aside, EntryChange, EntryFate, twice};
pub use code::{
    CodeChange, CodeDifference, code_difference, comment_mark, dropped_line, is_code_pair, is_other_sample,
    printed_line,
};
pub use containers::{Unpaired, containers, is_collapsed, unpaired};
pub use cut::{cut_short, is_cut, to_the_end};
pub use doubt::have_in_common;
pub use emphasis::{LiteralEmphasis, Mended, Renderer, literal_emphasis, renderer};
pub use front::{FrontKeys, KeyFate};
pub use html::{end_in_source, unclosed_tags};
pub use indented::{IndentedText, indented_texts};
pub use instead::{is_in_other_form, stand_in};
pub use joined::joined;
pub use lexicon::Lexicon;
pub use likeness::likeness;
pub use lists::{LostMark, merged_item, run_on, swallowed_item};
pub use mend::{mend, mended};
pub use moved::{MovedSection, ShiftedRun, moved_sections, shifted_runs};
pub use node::{SourceNodes, is_titled};
pub use number::{DateChange, NumberChange, changed_numbers};
pub use rewritten::{Extent, Rewritten};
pub use same_page::BADGE_HOSTS;
pub use switcher::language_lists;
pub use tables::{BrokenTable, broken_tables};
pub use tags::{LostElement, TagChange, UNKNOWN, code_of_tag};
pub use target::{Canonical, FamilyPaths, LinkFrame, Side, Start};
pub use ticks::StrayTick;
pub use units::{Units, naming, units};

use crate::doc::{Atom, AtomKind, Block, Document, Kind, Pairing};
use crate::text::Span;
use align::align_again;
use rustc_hash::FxHashSet;

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
    /// Atoms of catalogues that are not compared.
    pub aside: Aside,
    /// Messages and attributes of catalogues without counterpart.
    pub entries: Vec<EntryChange>,
    /// Explicit ids of headings that answer each other.
    pub heading_ids: Vec<HeadingIds>,
    /// Which key of the front matter answers which.
    pub keys: FrontKeys,
    /// Elements of HTML that are gone with all that is in them.
    pub elements: Vec<LostElement>,
    /// Opening tags of HTML that did not come through.
    pub tags: Vec<TagChange>,
    /// Sections that were written anew: what became of their atoms is not told one by one.
    pub rewritten: Vec<Rewritten>,
    /// Blocks without counterpart that the other page tells in the blocks around their place.
    pub told_around: ToldAround,
    /// Blocks of the target that quote the source as it stands, and those that translate them right below.
    pub glossed: FxHashSet<u32>,
    /// Back-ticks of the target without a partner: what is code beside them and what is not is told with them.
    pub ticks: Vec<StrayTick>,
    /// By block of the source: the block that answers it alone has the same words.
    kept: Vec<bool>,
    /// Which words translate which.
    lexicon: Option<&'static Lexicon>,
}

impl<'p, 's> Pair<'p, 's> {
    /// Aligns two pages and matches their atoms.
    #[must_use]
    pub fn new(source: &'p Document<'s>, target: &'p Document<'s>, frame: LinkFrame) -> Pair<'p, 's> {
        Pair::again((source, &mut SourceNodes::default()), target, frame)
    }

    /// The same for one of several translations of the source.
    #[must_use]
    pub fn again(
        (source, nodes): (&'p Document<'s>, &mut SourceNodes),
        target: &'p Document<'s>,
        frame: LinkFrame,
    ) -> Pair<'p, 's> {
        let lexicon = Lexicon::of(&frame.source_language, &frame.target_language);
        let alignment = align_again((source, nodes), target, lexicon);
        let aside = catalogue::aside(source, target, &alignment);
        let mut atoms = atoms::match_atoms(source, target, &alignment, (&frame, &aside));
        let told_around = around::told_around((source, target), &alignment.rows, lexicon);
        let rewritten = rewritten::rewritten(source, target, alignment.first_copy(), &atoms);
        atoms.harmed.retain(|one| !rewritten::holds(&rewritten, one.row) || !rewritten::is_guess(source, target, one));
        let mut kept = vec![false; source.blocks.len()];
        for row in alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1) {
            let at = row.source.start as usize;
            kept[at] = same_words((source, &source.blocks[at]), (target, &target.blocks[row.target.start as usize]));
        }
        let heading_ids = anchors::heading_ids(source, target, &alignment);
        let keys = front::match_keys(source, target);
        let entries = catalogue::changes(source, target, &alignment);
        let (elements, tags, ticks) = (Vec::new(), Vec::new(), Vec::new());
        let mut pair = Pair {
            source,
            target,
            frame,
            alignment,
            atoms,
            aside,
            entries,
            heading_ids,
            keys,
            elements,
            tags,
            rewritten,
            told_around,
            glossed: FxHashSet::default(),
            ticks,
            kept,
            lexicon,
        };
        (pair.elements, pair.tags) = tags::compare(&pair);
        pair.drop_atoms_of_lost_elements();
        pair.glossed = gloss::glossed_quotations(&pair);
        pair.ticks = ticks::stray_ticks(&pair);
        pair.drop_code_beside_ticks();
        pair
    }

    /// An element that is gone answers for what was in it.
    fn drop_atoms_of_lost_elements(&mut self) {
        let (source, elements) = (self.source, &self.elements);
        self.atoms.harmed.retain(|one| {
            let lost = one.source.filter(|_| one.fate == Fate::Missing).map(|at| source.atoms[at as usize].span);
            let answers = |atom| elements.iter().any(|element| element.row == one.row && element.span.contains(atom));
            !lost.is_some_and(answers)
        });
    }

    /// A back-tick without its partner answers for the code of its row.
    fn drop_code_beside_ticks(&mut self) {
        let (source, target, ticks) = (self.source, self.target, &self.ticks);
        self.atoms.harmed.retain(|one| {
            let atom =
                one.source.map(|at| &source.atoms[at as usize]).or(one.target.map(|at| &target.atoms[at as usize]));
            let is_code = atom.is_some_and(|atom| matches!(atom.kind, AtomKind::Code(_)));
            !(is_code && ticks.binary_search_by_key(&one.row, |tick| tick.row).is_ok())
        });
    }

    /// Nobody knows whether the blocks of a row answer each other.
    #[must_use]
    pub fn is_doubtful(&self, row: usize) -> bool {
        self.atoms.doubtful.get(row) == Some(&true)
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
        if let Fate::Malformed(span, _) | Fate::Undefined(span) = &harmed.fate {
            return *span;
        }
        self.target_atom(harmed).map_or_else(|| self.start_of(harmed.row), |atom| atom.span)
    }

    /// A word of code that stands in the target in other case, and as plain text: `APT` for `apt`.
    #[must_use]
    pub fn in_other_case(&self, harmed: &AtomMatch) -> Option<Span> {
        let AtomKind::Code(content) = self.source_atom(harmed)?.kind else { return None };
        let Fate::Malformed(span, _) = harmed.fate else { return None };
        let (code, here) = (content.of(self.source.text).trim(), span.of(self.target.text));
        // Where its case tells, it is a name that was damaged.
        let word = code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let plain = word && (code == code.to_ascii_lowercase() || code == code.to_ascii_uppercase());
        (plain && here != code && here.eq_ignore_ascii_case(code)).then_some(span)
    }

    /// The start of what answers row `row`; where it would stand, if nothing does: before the next block of the same
    /// container, or at the end of the container.
    #[must_use]
    pub fn start_of(&self, row: usize) -> Span {
        let rows = &self.alignment.rows;
        if !rows[row].target.is_empty() {
            return self.start_of_block(rows[row].target.start);
        }
        // What was missing is not what a container of the target's own holds.
        let own_end =
            |row: &&Row| row.source.is_empty() && self.is_closer(&self.target.blocks[row.target.start as usize]);
        let mut answers = rows[row..].iter().filter(|row| !row.moved && !row.target.is_empty());
        let next = answers.find(|row| !own_end(row)).map(|row| row.target.start);
        let previous =
            rows[..row].iter().rev().find(|row| !row.moved && !row.target.is_empty()).map(|row| row.target.end - 1);
        // The front matter is no place for what the body lacks.
        let previous = previous.filter(|&at| self.target.blocks[at as usize].kind != Kind::Front);
        let missing = self.source.blocks.get(rows[row].source.start as usize);
        let (Some(missing), Some(previous)) = (missing, previous) else {
            return next.map_or(Span::at(self.target.text.trim_end().len()), |next| self.start_of_block(next));
        };
        match next.filter(|&next| self.continues(missing, previous, next)) {
            Some(next) => self.start_of_block(next),
            None => self.end_of_line(previous),
        }
    }

    /// The same for an entry of a catalogue: behind the one before it where a group of others begins, obsolete ones maybe.
    #[must_use]
    pub fn start_of_entry(&self, row: usize) -> Span {
        let is_answer = |row: &&Row| !row.moved && !row.target.is_empty() && !row.source.is_empty();
        let before = self.alignment.rows[..row].iter().rev().find(is_answer);
        let (next, before) = (self.start_of(row), before.map(|before| self.end_of_line(before.target.end - 1)));
        let is_other_group = |before: &Span| {
            let between = self.target.text.get(before.end as usize..next.start as usize).unwrap_or_default();
            between.contains("\n##") || between.to_ascii_lowercase().contains("obsolete")
        };
        before.filter(is_other_group).unwrap_or(next)
    }

    fn start_of_block(&self, at: u32) -> Span {
        Span::at(self.target.blocks[at as usize].span.start as usize)
    }

    /// The end of the last line of a block.
    fn end_of_line(&self, at: u32) -> Span {
        let end = self.target.blocks[at as usize].span.end as usize;
        let rest = &self.target.text[end..];
        Span::at(end + rest.find('\n').map_or(rest.len(), |len| rest[..len].trim_end().len()))
    }

    /// The container of `missing` goes on in the target from block `previous` to block `next`.
    fn continues(&self, missing: &Block, previous: u32, next: u32) -> bool {
        let (before, after) = (&self.target.blocks[previous as usize], &self.target.blocks[next as usize]);
        let place = |block: &Block| (block.place.list, block.place.quote, block.place.row > 0);
        let gap = Span { start: before.span.end.min(after.span.start), end: after.span.start };
        let markers = || self.target.markers.iter().any(|marker| marker.closes() && gap.contains(marker.span));
        let closed = self.is_closer(after) || markers();
        let leaves =
            place(before) == place(missing) && place(after) != place(missing) && missing.kind != Kind::Heading(1);
        !closed && !leaves
    }

    /// A line of the target that ends a container: `{{% /alert %}}`.
    fn is_closer(&self, block: &Block) -> bool {
        let first = self.target.atoms_of(block).first().and_then(|atom| atom.placeholder());
        block.kind == Kind::Tags && first.is_some_and(|tag| tag.pairing == Pairing::Closes)
    }

    /// The row of each block of the target.
    #[must_use]
    pub fn rows_of_target(&self) -> Vec<usize> {
        let mut rows = vec![0; self.target.blocks.len()];
        for (at, row) in self.alignment.rows.iter().enumerate() {
            row.target.clone().for_each(|block| rows[block as usize] = at);
        }
        rows
    }

    /// The atoms of a row that did not come through.
    #[must_use]
    pub fn harmed_of(&self, row: usize) -> &[AtomMatch] {
        let harmed = &self.atoms.harmed;
        let first = harmed.partition_point(|one| one.row < row);
        let length = harmed[first..].partition_point(|one| one.row == row);
        &harmed[first..first + length]
    }

    /// The row is in a section that was written anew.
    #[must_use]
    pub fn is_rewritten(&self, row: usize) -> bool {
        rewritten::holds(&self.rewritten, row)
    }

    /// The two pages have hardly anything in common: what answers what in them is a guess.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.rewritten.iter().any(|one| one.extent != Extent::Section)
    }

    /// The row of two headings may be one of different sections, neither of which is in the other page.
    #[must_use]
    pub fn are_of_other_sections(&self, row: usize) -> bool {
        doubt::are_of_other_sections((self.source, self.target), &self.alignment.rows, row)
    }

    /// The block that answers this block of the source, and it alone, has the same words.
    #[must_use]
    pub fn is_kept(&self, source: u32) -> bool {
        self.kept[source as usize]
    }
}

/// What is around the label of a reference.
const BRACKETS: [char; 3] = ['\\', '[', ']'];

fn same_words((source, a): (&Document<'_>, &Block), (target, b): (&Document<'_>, &Block)) -> bool {
    if a.prose.letters == 0 || b.prose.letters == 0 || a.prose.letters.abs_diff(b.prose.letters) > 12 {
        return false;
    }
    if a.prose == b.prose {
        return a.content.of(source.text) == b.content.of(target.text) || same_prose((source, a), (target, b));
    }
    // A reference that the target does not define, or breaks, shows its brackets: the words are the source's all the same.
    let close = a.content.len().abs_diff(b.content.len()) <= 12;
    close && without_brackets(a.content.of(source.text)).eq(without_brackets(b.content.of(target.text)))
}

/// A text without brackets and white space. Most texts differ in its first letters.
fn without_brackets(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !BRACKETS.contains(c) && !c.is_whitespace())
}

fn same_prose((source, a): (&Document<'_>, &Block), (target, b): (&Document<'_>, &Block)) -> bool {
    let (ours, theirs) = (source.runs_of(a).iter(), target.runs_of(b).iter());
    same_letters(ours.map(|run| run.span.of(source.text)), theirs.map(|run| run.span.of(target.text)))
}

/// The two are equal, white space left out.
fn same_letters<'t>(mut ours: impl Iterator<Item = &'t str>, mut theirs: impl Iterator<Item = &'t str>) -> bool {
    let (mut a, mut b) = ("", "");
    loop {
        (a, b) = (next_letters(a, &mut ours), next_letters(b, &mut theirs));
        let shared = a.floor_char_boundary(shared_bytes(a.as_bytes(), b.as_bytes()));
        if shared == 0 {
            return a.is_empty() && b.is_empty();
        }
        (a, b) = (&a[shared..], &b[shared..]);
    }
}

/// The rest from its first letter on, of the next piece where there is none.
fn next_letters<'t>(rest: &'t str, more: &mut impl Iterator<Item = &'t str>) -> &'t str {
    let mut rest = rest.trim_start();
    while rest.is_empty() {
        let Some(next) = more.next() else { break };
        rest = next.trim_start();
    }
    rest
}

/// How many bytes the two begin with are the same.
fn shared_bytes(a: &[u8], b: &[u8]) -> usize {
    const CHUNK: usize = 16;
    let chunks = a.chunks_exact(CHUNK).zip(b.chunks_exact(CHUNK)).take_while(|(x, y)| x == y).count() * CHUNK;
    chunks + a[chunks..].iter().zip(&b[chunks..]).take_while(|(x, y)| x == y).count()
}
