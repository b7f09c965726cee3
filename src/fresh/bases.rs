//! From the versions of a page to the source that each of its blocks was made from.

use std::sync::Arc;

use super::change::{matches, same};
use super::signature::signatures;
use super::stamp::{Stamp, StampKey, keys, read_stamp};
use super::{BlobId, End, Named, Past, Scale, Trail, Version};
use crate::config::{Basis, Settings};
use crate::doc::{Document, Syntax};
use crate::pair::likeness;

/// How many versions of a page are looked at; what is older counts as the last of them.
const VERSIONS: usize = 64;
/// What a machine changes in many pages at once leaves at least so much of a block, of a thousand.
const ALIKE: u32 = 800;

/// What a block was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The source as it is today.
    Today,
    /// An older text of the source: an index into [`Bases::olds`].
    Old(u32),
    /// Another text than today's, which cannot be had.
    Lost,
    /// Nothing is known.
    Unknown,
}

/// What is to say about the stamp of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StampState {
    /// There is none, or it is as it should be.
    #[default]
    Fine,
    /// Its value is no name of a revision.
    NoName,
    /// It names nothing in the repository.
    Nothing,
    /// It names a commit in which the source is not there.
    Absent,
    /// It names a commit that did not change the source.
    Untouched,
}

/// What the blocks of a page were made from.
#[derive(Debug, Clone, Default)]
pub struct Bases {
    /// By block of the target.
    pub of: Vec<Base>,
    /// Texts of the source that are not today's, from newer to older bases as they were met.
    pub olds: Vec<Arc<str>>,
    /// The stamp that was read, and what is to say about it.
    pub stamp: Option<(Stamp, StampState)>,
}

/// A pair of pages whose past is asked for.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    /// What is remembered.
    pub past: &'a dyn Past,
    /// The configuration.
    pub settings: &'a Settings,
    /// The paths of the source and of the target.
    pub paths: (&'a str, &'a str),
    /// The source of today.
    pub source: &'a Document<'a>,
    /// The translation of today.
    pub target: &'a Document<'a>,
    /// How the target is read.
    pub syntax: Syntax<'a>,
}

impl std::fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Query").field("paths", &self.paths).finish_non_exhaustive()
    }
}

impl Query<'_> {
    /// Keys of front matter whose values do not count.
    #[must_use]
    pub fn volatile(&self) -> Vec<&str> {
        let stamps = keys(self.settings.freshness.key.as_deref());
        self.settings.volatile.iter().map(String::as_str).chain(stamps).collect()
    }
}

/// What each block of the target was made from.
#[must_use]
pub fn bases(query: &Query<'_>) -> Bases {
    let basis = query.settings.freshness.base;
    let mut walk = Walk::new(query);
    if basis == Basis::Head {
        return walk.finish(Base::Today);
    }
    if basis != Basis::Git {
        walk.read_stamp();
    }
    match query.past.trail(query.paths.0, query.paths.1) {
        // Whoever asks for stamps only has nothing to learn from the past of a page without one.
        Some(_) if basis == Basis::Stamp && walk.stamped.is_none() => walk.finish(Base::Today),
        Some(trail) => walk.along(&trail),
        None => {
            let base = walk.stamped.unwrap_or(Base::Unknown);
            walk.finish(base)
        }
    }
}

/// A state of the page, as far as it is compared.
struct State {
    text: Arc<str>,
    blocks: Vec<u64>,
}

struct Walk<'q, 'a> {
    query: &'q Query<'a>,
    volatile: Vec<&'q str>,
    olds: Vec<(Option<BlobId>, Arc<str>)>,
    of: Vec<Option<Base>>,
    /// Blocks that are not settled: where they stand today, and in the state that was reached.
    open: Vec<(u32, u32)>,
    stamp: Option<(Stamp, StampState)>,
    /// What the stamp leads to.
    stamped: Option<Base>,
}

impl<'q, 'a> Walk<'q, 'a> {
    fn new(query: &'q Query<'a>) -> Walk<'q, 'a> {
        let count = query.target.blocks.len();
        let open = (0..u32::try_from(count).unwrap_or(u32::MAX)).map(|at| (at, at)).collect();
        let (olds, of) = (Vec::new(), vec![None; count]);
        Walk { query, volatile: query.volatile(), olds, of, open, stamp: None, stamped: None }
    }

    fn finish(self, rest: Base) -> Bases {
        Bases {
            of: self.of.into_iter().map(|base| base.unwrap_or(rest)).collect(),
            olds: self.olds.into_iter().map(|(_, text)| text).collect(),
            stamp: self.stamp,
        }
    }

    fn read_stamp(&mut self) {
        let key = self.query.settings.freshness.key.as_deref();
        let Some(stamp) = read_stamp(self.query.target.text, key) else { return };
        let named = if stamp.is_name() {
            match stamp.key {
                StampKey::Commit => self.query.past.named(self.query.paths.0, &stamp.value),
                StampKey::Blob => self.query.past.named_text(self.query.source.text, &stamp.value),
            }
        } else {
            Named::Nothing
        };
        let state = match named {
            _ if !stamp.is_name() => StampState::NoName,
            Named::Nothing => StampState::Nothing,
            Named::Absent => StampState::Absent,
            Named::Untouched(_) => StampState::Untouched,
            Named::Changed(_) | Named::Today | Named::Unknown => StampState::Fine,
        };
        self.stamped = match named {
            Named::Changed(blob) | Named::Untouched(blob) => Some(self.base(Some(blob))),
            Named::Today => Some(Base::Today),
            Named::Unknown => Some(Base::Lost),
            Named::Absent | Named::Nothing => None,
        };
        self.stamp = Some((stamp, state));
    }

    /// From today's page back to its first version, until all blocks are settled.
    fn along(mut self, trail: &Trail) -> Bases {
        let page = self.query.target;
        let mut state = State { text: Arc::from(page.text), blocks: signatures(page, &self.volatile) };
        let versions = &trail.versions[..trail.versions.len().min(VERSIONS)];
        let mut made: Option<&Version> = None;
        for (at, version) in versions.iter().enumerate() {
            if self.is_settled(made, &versions[at..]) {
                break;
            }
            let Some(older) = self.query.past.text(version.target).map(|text| self.state(text)) else {
                let rest = self.stamped.unwrap_or(Base::Unknown);
                return self.finish(rest);
            };
            self.step(&state, &older, made);
            (state, made) = (older, Some(version));
        }
        let last = match (self.stamped, trail.end, made) {
            // No version is older than the stamp, and no block that is left was changed after it.
            (Some(base), ..) => base,
            (None, End::Cut, _) => Base::Unknown,
            (None, End::Beginning, made) => self.base_at(made),
        };
        self.finish(last)
    }

    /// No older version can tell more.
    fn is_settled(&mut self, made: Option<&Version>, older: &[Version]) -> bool {
        if self.open.is_empty() {
            return true;
        }
        let same = self.stamped.is_none() && older.iter().all(|one| one.source == older[0].source);
        same && self.base(older[0].source) == self.base_at(made)
    }

    /// Settles the blocks that `state` has and `older`, the version before it, has not.
    fn step(&mut self, state: &State, older: &State, made: Option<&Version>) {
        let key = self.query.settings.freshness.key.as_deref();
        if let (Some(base), Some((stamp, _))) = (self.stamped, &self.stamp)
            && !read_stamp(&older.text, key).is_some_and(|old| old.is_same(stamp))
        {
            self.open.drain(..).for_each(|(today, _)| self.of[today as usize] = Some(base));
            return;
        }
        if state.text == older.text {
            return;
        }
        let mut back = same(&older.blocks, &state.blocks);
        if made.is_some_and(|made| made.scale == Scale::Mass) {
            self.follow_machine(state, older, &mut back);
        }
        let base = self.base_at(made);
        let open = std::mem::take(&mut self.open);
        for (today, there) in open {
            match back[there as usize] {
                Some(older) => self.open.push((today, older)),
                None => self.of[today as usize] = Some(base),
            }
        }
    }

    /// A block that a change of very many pages touched a little is the block it was.
    fn follow_machine(&self, state: &State, older: &State, back: &mut [Option<u32>]) {
        let (new, old) = (self.parse(&state.text), self.parse(&older.text));
        for (at, from) in matches(&old, &new, &self.volatile).into_iter().enumerate() {
            let (Some(from), None) = (from, back[at]) else { continue };
            let words = |page: &Document<'_>, at: usize| page.prose_of(&page.blocks[at]);
            let (before, after) = (words(&old, from as usize), words(&new, at));
            if before == after || likeness(&before, &after) >= ALIKE {
                back[at] = Some(from);
            }
        }
    }

    /// The source as it stood when a version was made; today's for what is not committed.
    fn base_at(&mut self, version: Option<&Version>) -> Base {
        version.map_or(Base::Today, |version| self.base(version.source))
    }

    fn base(&mut self, source: Option<BlobId>) -> Base {
        // A translation older than its source was made from something else.
        let Some(blob) = source else { return Base::Unknown };
        let number = |at: usize| Base::Old(u32::try_from(at).unwrap_or(u32::MAX));
        if let Some(at) = self.olds.iter().position(|(known, _)| *known == Some(blob)) {
            return number(at);
        }
        match self.query.past.text(blob) {
            None => Base::Lost,
            Some(text) if *text == *self.query.source.text => Base::Today,
            Some(text) => {
                self.olds.push((Some(blob), text));
                number(self.olds.len() - 1)
            }
        }
    }

    fn state(&self, text: Arc<str>) -> State {
        let blocks = signatures(&self.parse(&text), &self.volatile);
        State { text, blocks }
    }

    fn parse<'t>(&self, text: &'t str) -> Document<'t> {
        Document::parse(text, self.query.syntax)
    }
}
