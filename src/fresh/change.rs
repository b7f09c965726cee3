//! What became of each block of a source page between two versions of it.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::signature::{Signed, atom_text, class, signatures};
use crate::doc::{Atom, AtomKind, Block, Document, Kind, Syntax};
use crate::pair::align;
use crate::text::Span;

/// How a block of the source differs from what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Wrapping, marks, keys that are declared volatile.
    Cosmetic,
    /// Its words.
    Prose,
    /// Code: a block, a span, a template tag.
    Code,
    /// Where its links and images lead.
    Link,
    /// It is new, gone, or of another kind; or its markup is.
    Structure,
}

impl Change {
    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Change::Cosmetic => "cosmetic",
            Change::Prose => "prose",
            Change::Code => "code",
            Change::Link => "link",
            Change::Structure => "structure",
        }
    }
}

/// The changes of a source page from an older version to a newer one.
#[derive(Debug, Clone, Default)]
pub struct SourceChanges {
    /// By block of the newer version: how it differs.
    pub changes: Vec<Option<Change>>,
    /// By block of the newer version: what it was made of.
    pub older: Vec<Option<u32>>,
    /// By block of the newer version: where that stood in the older one.
    pub spans: Vec<Option<Span>>,
    /// Blocks of the older version that are gone.
    pub gone: Vec<u32>,
}

impl SourceChanges {
    /// Compares two versions.
    #[must_use]
    pub(super) fn new(before: &Signed<'_, '_>, after: &Signed<'_, '_>) -> SourceChanges {
        let (old, new) = (before.page, after.page);
        let older = matches(before, after);
        let changes = (0..).zip(&new.blocks).map(|(at, block): (usize, &Block)| match older[at] {
            None => Some(Change::Structure),
            Some(from) => {
                let same = before.blocks[from as usize] == after.blocks[at];
                change((old, &old.blocks[from as usize]), (new, block), same)
            }
        });
        let changes = changes.collect();
        let mut kept = vec![false; old.blocks.len()];
        older.iter().flatten().for_each(|&at| kept[at as usize] = true);
        let gone = (0u32..).zip(&kept).filter(|(_, kept)| !**kept).map(|(at, _)| at).collect();
        let spans = older.iter().map(|at| at.map(|at| old.blocks[at as usize].span)).collect();
        SourceChanges { changes, older, spans, gone }
    }

    /// Nothing changed that a translation would have to follow.
    #[must_use]
    pub fn is_cosmetic(&self) -> bool {
        self.gone.is_empty() && self.changes.iter().all(|change| change.is_none_or(|change| change == Change::Cosmetic))
    }
}

/// The changes of a source page since older texts of it, each found once for all translations of the page.
#[derive(Debug, Default)]
pub struct Since {
    today: OnceCell<Vec<u64>>,
    known: RefCell<FxHashMap<Arc<str>, Rc<SourceChanges>>>,
}

impl Since {
    /// The changes of `source` since `old`. `syntax` is how both are read.
    pub(super) fn changes(
        &self,
        (source, old): (&Document<'_>, &Arc<str>),
        syntax: Syntax<'_>,
        volatile: &[&str],
    ) -> Rc<SourceChanges> {
        if let Some(found) = self.known.borrow().get(old) {
            return Rc::clone(found);
        }
        let blocks = self.today.get_or_init(|| signatures(source, volatile)).clone();
        let before = Document::parse(old, syntax);
        let after = Signed { page: source, blocks };
        let made = Rc::new(SourceChanges::new(&Signed::new(&before, volatile), &after));
        self.known.borrow_mut().insert(Arc::clone(old), Rc::clone(&made));
        made
    }
}

/// By block of the newer page, the block of the older one that it was: equal ones first, in their order, then those
/// that answer each other alone.
pub(super) fn matches(old: &Signed<'_, '_>, new: &Signed<'_, '_>) -> Vec<Option<u32>> {
    let mut older = same(&old.blocks, &new.blocks);
    if older.iter().all(Option::is_some) {
        return older;
    }
    let mut taken = vec![false; old.blocks.len()];
    older.iter().flatten().for_each(|&at| taken[at as usize] = true);
    for row in align(old.page, new.page, None).rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1)
    {
        let (from, to) = (row.source.start, row.target.start as usize);
        if older[to].is_none() && !taken[from as usize] {
            older[to] = Some(from);
            taken[from as usize] = true;
        }
    }
    older
}

/// By newer block, an older one of the same signature; equal blocks answer in their order.
pub(super) fn same(old: &[u64], new: &[u64]) -> Vec<Option<u32>> {
    let mut known: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (at, signature) in old.iter().enumerate().rev() {
        known.entry(*signature).or_default().push(u32::try_from(at).unwrap_or(u32::MAX));
    }
    new.iter().map(|signature| known.get_mut(signature)?.pop()).collect()
}

/// How a block differs from the one it was; `None` if they are equal byte by byte. `same`: in all but form.
fn change(old: (&Document<'_>, &Block), new: (&Document<'_>, &Block), same: bool) -> Option<Change> {
    let ((before, a), (after, b)) = (old, new);
    if a.span.of(before.text) == b.span.of(after.text) {
        return None;
    }
    if same {
        return Some(Change::Cosmetic);
    }
    if class(a) != class(b) {
        return Some(Change::Structure);
    }
    match a.kind {
        Kind::Code => Some(Change::Code),
        Kind::Html | Kind::Tags if a.prose == b.prose => Some(Change::Structure),
        _ if before.prose_of(a) != after.prose_of(b) || a.kind == Kind::Front => Some(Change::Prose),
        _ => Some(atom_change(old, new)),
    }
}

/// Which kind of atom differs in blocks of the same words.
fn atom_change((before, a): (&Document<'_>, &Block), (after, b): (&Document<'_>, &Block)) -> Change {
    let texts = |page: &Document<'_>, block: &Block, wanted: &dyn Fn(&Atom<'_>) -> bool| {
        let mut out = String::new();
        page.atoms_of(block).iter().filter(|atom| wanted(atom)).for_each(|atom| atom_text(&mut out, page, atom));
        out
    };
    let differs = |wanted: &dyn Fn(&Atom<'_>) -> bool| texts(before, a, wanted) != texts(after, b, wanted);
    if differs(&|atom| atom.link().is_some()) {
        Change::Link
    } else if differs(&|atom| matches!(atom.kind, AtomKind::Code(_) | AtomKind::Placeholder(_))) {
        Change::Code
    } else {
        Change::Structure
    }
}
