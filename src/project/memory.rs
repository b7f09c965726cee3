//! What a project remembers of its pages: git and `fidus.lock`.

use std::path::Path;
use std::sync::Arc;

use super::Project;
use crate::check::{Family, Orphan};
use crate::config::Basis;
use crate::fresh::{BlobId, LOCK, Lock, LockEntry, Named, Past, Trail, read_stamp};
use crate::io;
use crate::io::history::{History, Scope, Unversioned};
use crate::layout::template::Template;
use crate::report::{ErrorKind, RunError};
use crate::rule::Evidence;

/// Pages whose stamps are tried, to learn whether stamps are about this repository at all.
const SAMPLE: usize = 60;

/// What is missing from the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// There is no repository.
    Repository,
    /// The clone is shallow.
    Depth,
    /// The repository cannot be read: what the library says.
    Readable(String),
    /// No stamp names a commit of this repository.
    Stamps,
}

/// What is remembered of the pages of a project.
#[derive(Debug, Default)]
pub struct Memory {
    /// Git.
    pub history: Option<History>,
    /// `fidus.lock`.
    pub lock: Lock,
    /// What is missing.
    pub lacks: Vec<Lack>,
    /// `fidus.lock` is there and cannot be used.
    pub error: Option<RunError>,
}

impl Project {
    /// What is remembered of the pages of these families; nothing, if the configuration says that nobody asks.
    #[must_use]
    pub fn memory(&self, families: &[Family]) -> Memory {
        let mut memory = Memory::default();
        let basis = self.settings.freshness.base;
        if basis == Basis::Head || (families.is_empty() && self.pairing.orphans.is_empty()) {
            return memory;
        }
        match self.history() {
            Ok(None) => memory.lacks.push(Lack::Repository),
            Ok(Some(history)) => {
                memory.lacks.extend(history.is_shallow().then_some(Lack::Depth));
                memory.history = Some(history);
            }
            Err(words) => memory.lacks.push(Lack::Readable(words)),
        }
        match read_lock(&self.root) {
            Ok(lock) => memory.lock = lock,
            Err(error) => memory.error = Some(error),
        }
        if basis != Basis::Git && memory.history.is_some() && self.has_foreign_stamps(families, &memory) {
            memory.lacks.push(Lack::Stamps);
        }
        memory
    }

    /// All pages are asked about, whichever are wanted: how many a commit changed must not depend on that.
    fn history(&self) -> Result<Option<History>, String> {
        let folder =
            |template: &Template| template.prefix().rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let folders = self.layouts.iter().flat_map(|layout| [folder(&layout.source), folder(&layout.target)]);
        History::open(&Scope {
            root: &self.root,
            folders: folders.collect(),
            sources: self.pairing.sources.iter().map(|page| page.path.as_str()).collect(),
            targets: self.pairing.pairs.iter().map(|pair| pair.target.as_str()).collect(),
        })
    }

    /// Some pages have stamps, and none of these names anything here.
    fn has_foreign_stamps(&self, families: &[Family], memory: &Memory) -> bool {
        let pairs: Vec<(&str, &str)> = families
            .iter()
            .flat_map(|family| family.targets.iter().map(|target| (family.source.as_str(), target.path.as_str())))
            .collect();
        let key = self.settings.freshness.key.as_deref();
        let sample = pairs.iter().step_by(pairs.len().div_ceil(SAMPLE).max(1));
        let named = sample.filter_map(|(source, target)| {
            let bytes = io::read(&self.root, target).ok()?;
            let stamp = read_stamp(&String::from_utf8_lossy(&bytes), key).filter(crate::fresh::Stamp::is_name)?;
            Some(memory.history.as_ref()?.named(source, &stamp.value) != Named::Nothing)
        });
        let named: Vec<bool> = named.collect();
        named.len() >= 3 && !named.contains(&true)
    }

    /// The wanted pages whose source is gone, and where it went: the history knows better than names do.
    #[must_use]
    pub fn orphans(&self, memory: &Memory, wanted: impl Fn(&str, &crate::locale::Locale) -> bool) -> Vec<Orphan> {
        let moved = self.moved(memory, &wanted);
        let mut orphans = self.lost(wanted);
        orphans.retain(|orphan| moved.iter().all(|moved| moved.path != orphan.path));
        orphans.extend(moved);
        orphans
    }

    /// The wanted pages whose source was moved, as the history tells.
    fn moved(&self, memory: &Memory, wanted: impl Fn(&str, &crate::locale::Locale) -> bool) -> Vec<Orphan> {
        let Some(history) = &memory.history else { return Vec::new() };
        let orphans = self.pairing.orphans.iter().filter(|orphan| wanted(&orphan.target, &orphan.locale));
        let moved = orphans.filter_map(|orphan| {
            let moved = history.moved_to(&orphan.source)?;
            let (path, locale) = (orphan.target.clone(), orphan.locale.clone());
            Some(Orphan { path, locale, moved: Some(moved.to_owned()), evidence: Evidence::History })
        });
        moved.collect()
    }
}

/// `fidus.lock` at the root; empty if there is none.
///
/// # Errors
/// A file that cannot be used.
pub fn read_lock(root: &Path) -> Result<Lock, RunError> {
    if !root.join(LOCK).exists() {
        return Ok(Lock::default());
    }
    let text = io::read_text(&root.join(LOCK));
    let lock = text.and_then(|text| Lock::parse(&text));
    lock.map_err(|message| RunError { path: LOCK.to_owned(), kind: ErrorKind::Config, message })
}

impl Memory {
    fn past(&self) -> &dyn Past {
        self.history.as_ref().map_or(&Unversioned, |history| history)
    }
}

impl Past for Memory {
    fn trail(&self, source: &str, target: &str) -> Option<Trail> {
        self.past().trail(source, target)
    }

    fn text(&self, blob: BlobId) -> Option<Arc<str>> {
        self.past().text(blob)
    }

    fn named(&self, source: &str, revision: &str) -> Named {
        match self.past().named(source, revision) {
            Named::Nothing if self.lacks.contains(&Lack::Stamps) => Named::Foreign,
            named => named,
        }
    }

    fn lock(&self, target: &str) -> Option<&LockEntry> {
        self.lock.pages.get(target)
    }

    fn named_text(&self, today: &str, blob: &str) -> Named {
        self.past().named_text(today, blob)
    }
}
