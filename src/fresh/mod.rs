//! What a translation was made from: for each of its blocks, the source as it stood when that block was last written.
//!
//! Pure: what a repository remembers comes in through [`Past`]; texts of the source, and what changed in them, go out.

mod bases;
mod change;
mod freshness;
mod lock;
mod signature;
mod stamp;

use std::sync::Arc;

pub use bases::{Base, Bases, Query, StampState, bases};
pub use change::{Change, Since, SourceChanges};
pub use freshness::Freshness;
pub use lock::{Blocks, LOCK, Lock, LockEntry};
pub use stamp::{Stamp, StampKey, read_stamp, with_stamp};

/// The name of a text that a repository remembers: a git blob id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobId(pub [u8; 20]);

/// One state of a translated page that a repository remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The page.
    pub target: BlobId,
    /// The source at that time; `None` if there was none.
    pub source: Option<BlobId>,
    /// Whether it was written page by page.
    pub scale: Scale,
}

/// How much of a tree the commit changed that made a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Some pages: what changed was worked on.
    Pages,
    /// So many localized pages that small changes are a machine's and say nothing about the translation.
    Mass,
}

/// What lies behind the oldest version that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Nothing: the page was new.
    Beginning,
    /// More, but the repository does not have it: a shallow clone.
    Cut,
}

/// The versions of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The versions, newest first. The first is the page as it was committed last; none for a new page.
    pub versions: Vec<Version>,
    /// What lies behind the last of them.
    pub end: End,
}

/// What the name of a revision in a stamp leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A commit that changed the source to this.
    Changed(BlobId),
    /// A commit that left the source as it is here.
    Untouched(BlobId),
    /// The source as it is today.
    Today,
    /// A commit without the source.
    Absent,
    /// No commit of the repository, all of whose history is there.
    Nothing,
    /// Nothing in the part of the history that a shallow clone has: what is older is not known.
    Beyond,
    /// Nothing, like all stamps of the tree: they are about another repository.
    Foreign,
    /// Nothing that can be known: there is no history.
    Unknown,
}

/// What a repository remembers of the pages; nothing, unless a method is written.
pub trait Past: Sync {
    /// The versions of the page at `target`, whose source is at `source`; `None` without history.
    fn trail(&self, _source: &str, _target: &str) -> Option<Trail> {
        None
    }
    /// A text, if the repository has it.
    fn text(&self, _blob: BlobId) -> Option<Arc<str>> {
        None
    }
    /// What `revision` means for the page at `source`.
    fn named(&self, _source: &str, _revision: &str) -> Named {
        Named::Unknown
    }
    /// What `fidus.lock` records of the page at `target`.
    fn lock(&self, _target: &str) -> Option<&LockEntry> {
        None
    }
    /// Which text of a source has the id `blob`, or an id that starts so; `today` is its text of today.
    fn named_text(&self, _today: &str, _blob: &str) -> Named {
        Named::Unknown
    }
}

/// A past of which nothing is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPast;

impl Past for NoPast {}
