//! What a pair's past means for its blocks of today.

use std::rc::Rc;
use std::sync::Arc;

use super::bases::{Base, Bases, Query, bases};
use super::change::{Change, SourceChanges};
use super::signature::Signed;
use crate::doc::{Document, Syntax};
use crate::pair::Pair;
use crate::text::Span;

/// How fresh a translation is, block by block.
#[derive(Debug, Clone, Default)]
pub struct Freshness {
    /// What each block of the target was made from.
    pub bases: Bases,
    /// By block of the source of today: how it changed since the block that answers it was made.
    pub changes: Vec<Option<Change>>,
    /// By block of the source of today: what it was then, in one of [`Bases::olds`].
    pub was: Vec<Option<(u32, Span)>>,
    /// By block of the target: the source block that it answered is gone.
    pub gone: Vec<bool>,
    /// Blocks of the source of today that changed when the stamp moved on, while what answers them was left as it was.
    pub unanswered: Vec<u32>,
}

impl Freshness {
    /// Looks into the past of a pair. `syntax` is how the source is read.
    #[must_use]
    pub fn new(query: &Query<'_>, syntax: Syntax<'_>) -> Freshness {
        let pair = query.pair;
        let bases = bases(query);
        let changes = vec![None; pair.source.blocks.len()];
        let gone = vec![false; pair.target.blocks.len()];
        let was = vec![None; pair.source.blocks.len()];
        let mut fresh = Freshness { bases, changes, was, gone, unanswered: Vec::new() };
        fresh.find_unanswered(query, syntax);
        if fresh.bases.olds.is_empty() && !fresh.bases.of.contains(&Base::Lost) {
            return fresh;
        }
        let volatile = query.volatile();
        let changes = |text: &Arc<str>| query.since.changes((pair.source, text), syntax, &volatile);
        // Not every source that the history led past is what some block was made from.
        let is_used = |at: u32| fresh.bases.of.contains(&Base::Old(at));
        let olds = (0u32..).zip(&fresh.bases.olds);
        let since: Vec<Option<Rc<SourceChanges>>> = olds.map(|(at, text)| is_used(at).then(|| changes(text))).collect();
        for row in 0..pair.alignment.rows.len() {
            fresh.compare(pair, row, &since);
        }
        fresh.forget_cosmetic(&since);
        fresh
    }

    fn compare(&mut self, pair: &Pair<'_, '_>, row: usize, since: &[Option<Rc<SourceChanges>>]) {
        let old = match self.of_row(pair, row) {
            Base::Old(old) => old,
            // The hash of the source tells that it changed, and not how.
            Base::Lost if self.bases.is_locked => {
                pair.alignment.rows[row].source.clone().for_each(|at| self.changes[at as usize] = Some(Change::Prose));
                return;
            }
            _ => return,
        };
        let Some(since) = &since[old as usize] else { return };
        let row = &pair.alignment.rows[row];
        for at in row.source.clone().map(|at| at as usize) {
            self.changes[at] = since.changes[at];
            self.was[at] = since.spans[at].map(|span| (old, span));
        }
        if row.source.is_empty() && !since.gone.is_empty() {
            row.target.clone().for_each(|at| self.gone[at as usize] = true);
        }
    }

    /// Looks for blocks that the stamp vouches for though nobody touched them.
    fn find_unanswered(&mut self, query: &Query<'_>, syntax: Syntax<'_>) {
        let pair = query.pair;
        let rows = pair.alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1);
        let answered: Vec<(u32, u32)> = rows.map(|row| (row.source.start, row.target.start)).collect();
        if let Some(entry) = self.bases.is_locked.then(|| query.past.lock(query.paths.1)).flatten() {
            let hashes = super::lock::hashes(pair.target, &query.volatile());
            let kept = |at: u32| entry.untouched.contains(&format!("{:08x}", hashes[at as usize]));
            self.unanswered = answered.iter().filter(|(_, target)| kept(*target)).map(|(source, _)| *source).collect();
        }
        let Some(moved) = &self.bases.moved else { return };
        let after = match moved.after {
            Base::Today => pair.source.text,
            Base::Old(at) => &self.bases.olds[at as usize],
            Base::Lost | Base::Unknown => return,
        };
        let (before, after) = (Document::parse(&moved.before, syntax), Document::parse(after, syntax));
        let volatile = query.volatile();
        let [before, after, today] = [&before, &after, pair.source].map(|page| Signed::new(page, &volatile));
        let (then, since) = (SourceChanges::new(&before, &after), SourceChanges::new(&after, &today));
        let changed = |source: u32| {
            let at = since.older[source as usize].map(|at| then.changes[at as usize]);
            at.is_some_and(|change| change.is_some_and(|change| change != Change::Cosmetic))
        };
        let kept = answered.iter().filter(|(source, target)| moved.untouched.contains(target) && changed(*source));
        self.unanswered = kept.map(|(source, _)| *source).collect();
    }

    /// Where nothing but form changed, the source of today is as good as the old one.
    fn forget_cosmetic(&mut self, since: &[Option<Rc<SourceChanges>>]) {
        for base in &mut self.bases.of {
            let is_cosmetic = |old: u32| since[old as usize].as_ref().is_some_and(|since| since.is_cosmetic());
            if matches!(*base, Base::Old(old) if is_cosmetic(old)) {
                *base = Base::Today;
            }
        }
    }

    /// What the target's blocks of a row were made from: the oldest of them. A row without a target takes the older of
    /// its neighbours: whoever wrote the newer one need not have looked at what is beside it.
    #[must_use]
    pub fn of_row(&self, pair: &Pair<'_, '_>, row: usize) -> Base {
        let rows = &pair.alignment.rows;
        if !rows[row].target.is_empty() {
            return self.oldest(rows[row].target.clone());
        }
        let stands = |row: &&crate::pair::Row| !row.moved && !row.target.is_empty();
        let before = rows[..row].iter().rev().find(stands).map(|row| row.target.end - 1);
        let after = rows[row..].iter().find(stands).map(|row| row.target.start);
        self.oldest(before.into_iter().chain(after))
    }

    /// What the page was made from that has no place of its own in it: the newest of its blocks.
    #[must_use]
    pub fn newest(&self) -> Base {
        self.bases.of.iter().copied().min_by_key(|base| age(*base)).unwrap_or(Base::Unknown)
    }

    fn oldest(&self, blocks: impl Iterator<Item = u32>) -> Base {
        let bases = blocks.filter_map(|at| self.bases.of.get(at as usize).copied());
        bases.max_by_key(|base| age(*base)).unwrap_or(Base::Unknown)
    }

    /// Blocks of the target of which nothing tells whether their source changed since.
    #[must_use]
    pub fn unknown(&self) -> usize {
        let is_unknown = |base: &&Base| match base {
            Base::Today | Base::Old(_) => false,
            // The lock's hash tells that it changed.
            Base::Lost => !self.bases.is_locked,
            Base::Unknown => true,
        };
        self.bases.of.iter().filter(is_unknown).count()
    }

    /// By block of the source of today: it changed, other than in form, since the block that answers it was made.
    #[must_use]
    pub fn changed_blocks(&self) -> Vec<bool> {
        self.changes.iter().map(|change| change.is_some_and(|change| change != Change::Cosmetic)).collect()
    }
}

/// Bases by age; what is unknown is compared with today's source.
fn age(base: Base) -> u32 {
    match base {
        Base::Today | Base::Unknown => 0,
        Base::Old(at) => at.saturating_add(1),
        Base::Lost => u32::MAX,
    }
}
