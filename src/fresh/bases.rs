//! From the versions of a page to the source that each of its blocks was made from.

use std::sync::Arc;

use super::change::{Since, matches, same};
use super::lock::hashes;
use super::signature::{Signed, signatures};
use super::stamp::{Stamp, StampKey, keys, read_stamp};
use super::{BlobId, End, Named, Past, Scale, Trail, Version};
use crate::config::{Basis, Settings};
use crate::doc::{Document, Syntax};
use crate::pair::{Pair, likeness};
use crate::text::same_lines;

/// How many versions of a page are looked at; what is older counts as the last of them.
const VERSIONS: usize = 64;
/// What a machine changes in many pages at once leaves at least so much of a block, of a thousand.
const ALIKE: u32 = 800;

/// What a block was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// The page has no stamp of its own and is in `fidus.lock`.
    pub is_locked: bool,
    /// The stamp moved on.
    pub moved: Option<Moved>,
}

/// A stamp that took the place of another one.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The source under the stamp before.
    pub before: Arc<str>,
    /// The source under the stamp after.
    pub after: Base,
    /// Blocks of the target that the same change left as they were.
    pub untouched: Vec<u32>,
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
    /// The pages of today.
    pub pair: &'a Pair<'a, 'a>,
    /// How the target is read.
    pub syntax: Syntax<'a>,
    /// What is known of the source's changes.
    pub since: &'a Since,
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
        Query::volatile_keys(self.settings)
    }

    /// The same, for whoever has no pair.
    #[must_use]
    pub fn volatile_keys(settings: &Settings) -> Vec<&str> {
        let stamps = keys(settings.freshness.key.as_deref());
        settings.volatile.iter().map(String::as_str).chain(stamps).collect()
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
        walk.read_lock();
        walk.is_recorded = !walk.olds.is_empty();
    }
    // Whoever asks for stamps only has nothing to learn from the past of a page without one.
    if basis == Basis::Stamp && walk.stamped.is_none() && !walk.is_locked {
        return walk.finish(Base::Today);
    }
    match query.past.trail(query.paths.0, query.paths.1) {
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
    olds: Vec<(Option<BlobId>, Arc<str>)>,
    of: Vec<Option<Base>>,
    /// Blocks that are not settled: where they stand today, and in the state that was reached.
    open: Vec<(u32, u32)>,
    stamp: Option<(Stamp, StampState)>,
    /// What the stamp leads to.
    stamped: Option<Base>,
    /// The page is in `fidus.lock`.
    is_locked: bool,
    /// The first of `olds` is what the stamp or the lock names.
    is_recorded: bool,
    moved: Option<Moved>,
}

impl<'q, 'a> Walk<'q, 'a> {
    fn new(query: &'q Query<'a>) -> Walk<'q, 'a> {
        let count = query.pair.target.blocks.len();
        let open = (0..u32::try_from(count).unwrap_or(u32::MAX)).map(|at| (at, at)).collect();
        let (olds, of) = (Vec::new(), vec![None; count]);
        Walk { query, olds, of, open, stamp: None, stamped: None, is_locked: false, is_recorded: false, moved: None }
    }

    fn finish(mut self, rest: Base) -> Bases {
        // What a stamp or the lock names was found first, and is older than whatever was edited since.
        let last = if self.is_recorded { self.olds.len() - 1 } else { 0 };
        if last > 0 {
            self.olds.rotate_left(1);
        }
        let last = u32::try_from(last).unwrap_or(u32::MAX);
        let renumbered = |base: Base| match base {
            Base::Old(0) => Base::Old(last),
            Base::Old(at) if last > 0 => Base::Old(at - 1),
            base => base,
        };
        Bases {
            of: self.of.into_iter().map(|base| renumbered(base.unwrap_or(rest))).collect(),
            olds: self.olds.into_iter().map(|(_, text)| text).collect(),
            stamp: self.stamp,
            is_locked: self.is_locked,
            moved: self.moved.map(|moved| Moved { after: renumbered(moved.after), ..moved }),
        }
    }

    /// Settles the blocks that are as they were when the page was recorded in `fidus.lock`.
    fn read_lock(&mut self) {
        let past = self.query.past;
        let Some(entry) = past.lock(self.query.paths.1).filter(|_| self.stamp.is_none()) else { return };
        self.is_locked = true;
        let base = match past.named_text(self.query.pair.source.text, &entry.blob) {
            Named::Today => Some(Base::Today),
            Named::Changed(blob) | Named::Untouched(blob) => Some(self.base(Some(blob))),
            _ => None,
        };
        let answers = self.answers();
        let recorded = entry.blocks.by_target();
        let open = std::mem::take(&mut self.open);
        let now = hashes(self.query.pair.target, &self.query.volatile());
        for (today, there) in open {
            match recorded.get(&now[today as usize]) {
                // Without the text itself its hash tells whether it is still the same.
                Some(source) => {
                    let same = answers[today as usize] == *source;
                    let found = if same { Base::Today } else { Base::Lost };
                    self.of[today as usize] = Some(base.unwrap_or(found));
                }
                None => self.open.push((today, there)),
            }
        }
    }

    /// By block of the target: the hash of what it answers today.
    fn answers(&self) -> Vec<u32> {
        super::lock::answers(self.query.pair, &self.query.volatile())
    }

    fn read_stamp(&mut self) {
        let key = self.query.settings.freshness.key.as_deref();
        let Some(stamp) = read_stamp(self.query.pair.target.text, key) else { return };
        let named = if stamp.is_name() {
            match stamp.key {
                StampKey::Commit => self.query.past.named(self.query.paths.0, &stamp.value),
                StampKey::Blob => self.query.past.named_text(self.query.pair.source.text, &stamp.value),
            }
        } else {
            Named::Nothing
        };
        let state = match named {
            _ if !stamp.is_name() => StampState::NoName,
            Named::Nothing => StampState::Nothing,
            Named::Absent => StampState::Absent,
            Named::Untouched(_) => StampState::Untouched,
            _ => StampState::Fine,
        };
        self.stamped = match named {
            Named::Changed(blob) | Named::Untouched(blob) => Some(self.base(Some(blob))),
            Named::Today => Some(Base::Today),
            Named::Beyond => Some(Base::Lost),
            Named::Absent | Named::Nothing | Named::Foreign | Named::Unknown => None,
        };
        self.stamp = Some((stamp, state));
    }

    /// From today's page back to its first version, until all blocks are settled.
    fn along(mut self, trail: &Trail) -> Bases {
        let page = self.query.pair.target;
        let mut state = State { text: Arc::from(page.text), blocks: signatures(page, &self.query.volatile()) };
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
            self.note_move(state, older, base);
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

    /// The stamp took the place of another one here: which blocks did the same change leave as they were?
    fn note_move(&mut self, state: &State, older: &State, after: Base) {
        let key = self.query.settings.freshness.key.as_deref();
        let Some(stamp) = read_stamp(&older.text, key).filter(Stamp::is_name) else { return };
        let named = match stamp.key {
            StampKey::Commit => self.query.past.named(self.query.paths.0, &stamp.value),
            StampKey::Blob => self.query.past.named_text(self.query.pair.source.text, &stamp.value),
        };
        let (Named::Changed(blob) | Named::Untouched(blob)) = named else { return };
        let Some(before) = self.query.past.text(blob) else { return };
        let back = same(&older.blocks, &state.blocks);
        let kept = self.open.iter().filter(|(_, there)| back[*there as usize].is_some());
        self.moved = Some(Moved { before, after, untouched: kept.map(|(today, _)| *today).collect() });
    }

    /// A block that a change of very many pages touched a little is the block it was.
    fn follow_machine(&self, state: &State, older: &State, back: &mut [Option<u32>]) {
        let (new, old) = (self.parse(&state.text), self.parse(&older.text));
        let (before, after) = (Signed::new(&old, &self.query.volatile()), Signed::new(&new, &self.query.volatile()));
        for (at, from) in matches(&before, &after).into_iter().enumerate() {
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
            Some(text) if same_lines(&text, self.query.pair.source.text) => Base::Today,
            Some(text) => {
                self.olds.push((Some(blob), text));
                number(self.olds.len() - 1)
            }
        }
    }

    fn state(&self, text: Arc<str>) -> State {
        let blocks = signatures(&self.parse(&text), &self.query.volatile());
        State { text, blocks }
    }

    fn parse<'t>(&self, text: &'t str) -> Document<'t> {
        Document::parse(text, self.query.syntax)
    }
}
