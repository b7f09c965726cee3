//! What a repository's pages were before: at the point where a revision and HEAD parted, or in HEAD, before what is staged.
//!
//! Reads the object database itself, so that neither `git` nor its configuration is needed. Paths are relative to the
//! root of the project, which may lie below the top of the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use gix::diff::blob::{Algorithm, Diff, InternedInput};
use rustc_hash::FxHashMap;

use super::FOREIGN;
use crate::check::LIMIT;
use crate::report::{ErrorKind, RunError};

/// A project in a repository, before and now.
pub struct Changes {
    repository: gix::ThreadSafeRepository,
    root: PathBuf,
    before: FxHashMap<String, ObjectId>,
    index: FxHashMap<String, Entry>,
    now: Now,
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Changes").field("root", &self.root).finish_non_exhaustive()
    }
}

/// Where today's pages are read from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Now {
    /// The work tree.
    Disk,
    /// The index.
    Index,
}

/// A file of the index: its content, and what the work tree's file was like then.
struct Entry {
    id: ObjectId,
    /// Seconds of modification and size; `None` where the file may have been written after the index.
    seen: Option<(u64, u64)>,
}

impl Changes {
    /// The work tree, and what it was where HEAD and `revision` parted.
    ///
    /// # Errors
    /// No repository, no such revision, no point where they parted: with what to do about it.
    pub fn since(root: &Path, revision: &str) -> Result<Changes, String> {
        let repository = open(root)?;
        let head = repository.head_id().map_err(|_| "there is no commit yet to compare with".to_owned())?;
        let commit = format!("{revision}^{{commit}}");
        let other = repository.rev_parse_single(BStr::new(&commit)).map_err(|_| unknown(&repository, revision))?;
        let base = repository.merge_base(head, other);
        let base = base.ok().flatten().ok_or_else(|| unrelated(&repository, revision))?.detach();
        let prefix = prefix(&repository, root)?;
        let before = files(&repository, Some(base), &prefix)?;
        let index = repository.open_index().map(|index| staged(&index, &prefix)).unwrap_or_default();
        Ok(Changes { repository: repository.into_sync(), root: root.to_path_buf(), before, index, now: Now::Disk })
    }

    /// What is staged, and what HEAD has. `index` is the file of the index, where it is not the usual one.
    ///
    /// # Errors
    /// No repository, or an index that cannot be read.
    pub fn staged(root: &Path, index: Option<&Path>) -> Result<Changes, String> {
        let repository = open(root)?;
        let prefix = prefix(&repository, root)?;
        let head = repository.head_id().ok().map(gix::Id::detach);
        let before = files(&repository, head, &prefix)?;
        let path = match (index, repository.workdir()) {
            (Some(index), Some(top)) => top.join(index),
            _ => repository.index_path(),
        };
        let index = if path.exists() {
            let (hash, options) = (repository.object_hash(), gix::index::decode::Options::default());
            let index = gix::index::File::at(&path, hash, false, options);
            staged(&index.map_err(|error| format!("{}: {error}", path.display()))?, &prefix)
        } else {
            FxHashMap::default()
        };
        Ok(Changes { repository: repository.into_sync(), root: root.to_path_buf(), before, index, now: Now::Index })
    }

    /// The files that are staged, sorted, without those that are other people's; `None` if the work tree is meant.
    #[must_use]
    pub fn paths(&self) -> Option<Vec<String>> {
        let is_foreign = |path: &String| path.split('/').rev().skip(1).any(|folder| FOREIGN.contains(&folder));
        let mut paths: Vec<String> = self.index.keys().filter(|path| !is_foreign(path)).cloned().collect();
        paths.sort_unstable();
        (self.now == Now::Index).then_some(paths)
    }

    /// The file was added, changed or removed.
    #[must_use]
    pub fn is_touched(&self, path: &str) -> bool {
        let before = self.before.get(path);
        let entry = self.index.get(path);
        if self.now == Now::Index {
            return entry.map(|entry| &entry.id) != before;
        }
        let Ok(metadata) = fs::metadata(self.root.join(path)) else { return before.is_some() };
        let Some(before) = before else { return true };
        let unread = entry.filter(|entry| entry.seen.is_some() && entry.seen == seen(&metadata));
        unread.map_or_else(|| self.differs(path, before), |entry| entry.id != *before)
    }

    /// The file of the work tree is not `before`, whatever its line ends: a checkout may rewrite them.
    fn differs(&self, path: &str, before: &ObjectId) -> bool {
        let Ok(bytes) = fs::read(self.root.join(path)) else { return true };
        let is_it = |bytes: &[u8]| {
            gix::objs::compute_hash(before.kind(), gix::objs::Kind::Blob, bytes).is_ok_and(|id| id == *before)
        };
        let is_same = is_it(&bytes) || (bytes.contains(&b'\r') && is_it(&bytes.replace("\r\n", "\n")));
        !is_same
    }

    /// There was such a file.
    #[must_use]
    pub fn was_there(&self, path: &str) -> bool {
        self.before.contains_key(path)
    }

    /// What the file was; `None` if it was not there, or cannot be read.
    #[must_use]
    pub fn before(&self, path: &str) -> Option<Vec<u8>> {
        self.blob(*self.before.get(path)?).ok()
    }

    /// What the file is.
    ///
    /// # Errors
    /// A file that is not there, cannot be read, or is larger than [`LIMIT`].
    pub fn read(&self, path: &str) -> Result<Vec<u8>, RunError> {
        if self.now == Now::Disk {
            return super::read(&self.root, path);
        }
        let error = |kind, message: &str| RunError { path: path.to_owned(), kind, message: message.to_owned() };
        let entry = self.index.get(path).ok_or_else(|| error(ErrorKind::Io, "the file is not in the index"))?;
        let bytes = self.blob(entry.id).map_err(|message| error(ErrorKind::Io, &message))?;
        if bytes.len() as u64 > LIMIT {
            return Err(error(ErrorKind::Limit, "the file is larger than what is read"));
        }
        Ok(bytes)
    }

    fn blob(&self, id: ObjectId) -> Result<Vec<u8>, String> {
        let repository = self.repository.to_thread_local();
        let object = repository.find_object(id).map_err(|error| error.to_string())?;
        Ok(object.detach().data)
    }
}

/// Lines of `after` (from 0) that `before` has not, in order; an empty range where lines of `before` are gone. Lines end
/// in a line feed.
#[must_use]
pub fn changed_lines(before: &[u8], after: &[u8]) -> Vec<std::ops::Range<u32>> {
    let (before, after) = (before.replace("\r\n", "\n"), after.replace("\r\n", "\n"));
    let input = InternedInput::new(before.as_slice(), after.as_slice());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    diff.hunks().map(|hunk| hunk.after).collect()
}

fn open(root: &Path) -> Result<gix::Repository, String> {
    let mut repository = gix::discover(root)
        .map_err(|_| format!("{} is in no git repository, so nothing tells what changed", root.display()))?;
    repository.object_cache_size_if_unset(16 << 20);
    Ok(repository)
}

fn unknown(repository: &gix::Repository, revision: &str) -> String {
    let name = revision.rsplit('/').next().unwrap_or(revision);
    let shallow = if is_shallow(repository) { ", and the history here is shallow" } else { "" };
    format!("there is no revision `{revision}` here{shallow}: fetch it, as in `git fetch origin {name}`")
}

fn unrelated(repository: &gix::Repository, revision: &str) -> String {
    if is_shallow(repository) {
        format!(
            "the history here is shallow and ends before the commit where `{revision}` and HEAD parted: fetch the rest, \
             as in `git fetch --unshallow`, or with `fetch-depth: 0` of actions/checkout and `GIT_DEPTH: 0` of GitLab"
        )
    } else {
        format!("`{revision}` and HEAD have no commit in common")
    }
}

fn is_shallow(repository: &gix::Repository) -> bool {
    repository.is_shallow().unwrap_or(false)
}

/// Where the root is below the top of the repository: nothing, or a path that ends in `/`.
fn prefix(repository: &gix::Repository, root: &Path) -> Result<String, String> {
    let top = repository.workdir().ok_or("a bare repository has no pages to check")?;
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    match super::relative(&real(top), &real(root)) {
        Some(inside) if inside.is_empty() => Ok(inside),
        Some(inside) => Ok(inside + "/"),
        None => Err(format!("{} is not in the work tree {}", root.display(), top.display())),
    }
}

/// The files of a commit below `prefix`; none for no commit.
fn files(
    repository: &gix::Repository,
    commit: Option<ObjectId>,
    prefix: &str,
) -> Result<FxHashMap<String, ObjectId>, String> {
    let Some(commit) = commit else { return Ok(FxHashMap::default()) };
    let said = |error: &dyn std::fmt::Display| format!("commit {commit}: {error}");
    let commit = repository.find_commit(commit).map_err(|error| said(&error))?;
    let tree = commit.tree().map_err(|error| said(&error))?;
    let entries = tree.traverse().breadthfirst.files().map_err(|error| said(&error))?;
    let blobs = entries.into_iter().filter(|entry| entry.mode.is_blob());
    Ok(blobs.filter_map(|entry| Some((below(entry.filepath.as_ref(), prefix)?, entry.oid))).collect())
}

/// The files of the index below `prefix`. Where a merge left several versions, the last counts: ours or theirs.
fn staged(index: &gix::index::File, prefix: &str) -> FxHashMap<String, Entry> {
    let written = u64::try_from(index.timestamp().unix_seconds()).unwrap_or(0);
    let entry = |entry: &gix::index::Entry| {
        let seconds = u64::from(entry.stat.mtime.secs);
        let is_older = seconds < written;
        let path = below(entry.path(index), prefix)?;
        Some((path, Entry { id: entry.id, seen: is_older.then_some((seconds, u64::from(entry.stat.size))) }))
    };
    let is_file = |entry: &&gix::index::Entry| {
        entry.mode == gix::index::entry::Mode::FILE || entry.mode == gix::index::entry::Mode::FILE_EXECUTABLE
    };
    index.entries().iter().filter(is_file).filter_map(entry).collect()
}

fn below(path: &BStr, prefix: &str) -> Option<String> {
    path.to_str().ok()?.strip_prefix(prefix).map(str::to_owned)
}

/// What of a file is compared with the index: seconds of modification, and size.
fn seen(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((modified.as_secs(), metadata.len()))
}
