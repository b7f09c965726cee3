//! What each commit changed, kept under the git directory: a commit never changes, so it is read once.
//!
//! A file that is damaged, or from another version, is as good as none.

use std::path::{Path, PathBuf};

use gix::ObjectId;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::super::write_atomically;
use crate::fresh::BlobId;

/// The first bytes of the file; another number for another form.
const MARK: &[u8; 16] = b"fidus-history-1\n";

/// Commits whose changes are known.
#[derive(Debug, Default)]
pub struct Cache {
    /// The folders that were looked at.
    roots: Vec<String>,
    commits: FxHashMap<ObjectId, Entry>,
    paths: super::graph::Paths,
    grown: bool,
}

#[derive(Debug, Default)]
struct Entry {
    parents: Vec<ObjectId>,
    changes: Vec<(u32, Option<BlobId>, Option<BlobId>)>,
}

impl Cache {
    /// The file for changes below the folders `roots`.
    pub fn file(git: &Path, roots: &[String]) -> PathBuf {
        git.join("fidus").join(format!("history-{:016x}", xxh3_64(roots.join("\0").as_bytes())))
    }

    /// Nothing is known of the changes below `roots`.
    pub fn new(roots: Vec<String>) -> Cache {
        Cache { roots: outermost(roots), ..Cache::default() }
    }

    /// Reads the file. Its folders may be more than `roots`, which it is for.
    pub fn read(file: &Path, roots: &[String]) -> Cache {
        let read = std::fs::read(file).ok().and_then(|bytes| decode(&bytes));
        read.unwrap_or_else(|| Cache::new(roots.to_vec()))
    }

    /// The folders that are looked at.
    pub fn roots(&self) -> &[String] {
        &self.roots
    }

    /// Writes the file, if there is anything new. A repository that may not be written to does without.
    pub fn write(&self, file: &Path) {
        if self.grown
            && let Some(folder) = file.parent()
        {
            let _read_only = std::fs::create_dir_all(folder).and_then(|()| write_atomically(file, &self.encode()));
        }
    }

    /// The parents of a commit.
    pub fn parents(&self, id: &ObjectId) -> Option<Vec<ObjectId>> {
        self.commits.get(id).map(|entry| entry.parents.clone())
    }

    /// What a commit changed: paths with their texts before and after.
    pub fn changes(&self, id: &ObjectId) -> Option<impl Iterator<Item = (&str, Option<BlobId>, Option<BlobId>)>> {
        let entry = self.commits.get(id)?;
        Some(entry.changes.iter().map(|(path, old, new)| (self.paths.all[*path as usize].as_str(), *old, *new)))
    }

    /// Takes in a commit.
    pub fn add(
        &mut self,
        id: ObjectId,
        parents: Vec<ObjectId>,
        changes: Vec<(String, Option<BlobId>, Option<BlobId>)>,
    ) {
        let changes = changes.into_iter().map(|(path, old, new)| (self.paths.number(&path), old, new)).collect();
        self.commits.insert(id, Entry { parents, changes });
        self.grown = true;
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        let number = |out: &mut Vec<u8>, number: usize| {
            out.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        };
        for names in [&self.roots, &self.paths.all] {
            number(&mut out, names.len());
            for name in names {
                number(&mut out, name.len());
                out.extend_from_slice(name.as_bytes());
            }
        }
        number(&mut out, self.commits.len());
        for (id, entry) in &self.commits {
            out.extend_from_slice(id.as_bytes());
            number(&mut out, entry.parents.len());
            entry.parents.iter().for_each(|parent| out.extend_from_slice(parent.as_bytes()));
            number(&mut out, entry.changes.len());
            for (path, old, new) in &entry.changes {
                number(&mut out, *path as usize);
                [old, new].into_iter().for_each(|blob| out.extend_from_slice(&blob.map_or([0; 20], |blob| blob.0)));
            }
        }
        let sum = xxh3_64(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        out
    }
}

/// The folders without those that lie in others: sorted, each once.
pub fn outermost(mut folders: Vec<String>) -> Vec<String> {
    folders.sort_unstable();
    folders.dedup();
    let all = folders.clone();
    folders.retain(|path| !all.iter().any(|folder| folder != path && is_inside(path, folder)));
    folders
}

/// The path lies in the folder.
pub fn is_inside(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// `None` for what is no such file.
fn decode(bytes: &[u8]) -> Option<Cache> {
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
    if xxh3_64(body).to_le_bytes() != sum {
        return None;
    }
    let mut rest = body.strip_prefix(MARK)?;
    let mut cache = Cache::default();
    for _ in 0..number(&mut rest)? {
        cache.roots.push(name(&mut rest)?.to_owned());
    }
    for _ in 0..number(&mut rest)? {
        cache.paths.number(name(&mut rest)?);
    }
    for _ in 0..number(&mut rest)? {
        let id = id(&mut rest)?;
        let mut entry = Entry::default();
        for _ in 0..number(&mut rest)? {
            entry.parents.push(self::id(&mut rest)?);
        }
        for _ in 0..number(&mut rest)? {
            let path = u32::try_from(number(&mut rest)?).ok().filter(|&at| (at as usize) < cache.paths.all.len())?;
            entry.changes.push((path, blob(&mut rest)?, blob(&mut rest)?));
        }
        cache.commits.insert(id, entry);
    }
    rest.is_empty().then_some(cache)
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn name<'b>(rest: &mut &'b [u8]) -> Option<&'b str> {
    let length = number(rest)?;
    std::str::from_utf8(take(rest, length)?).ok()
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    Some(u32::from_le_bytes(take(rest, 4)?.try_into().ok()?) as usize)
}

fn id(rest: &mut &[u8]) -> Option<ObjectId> {
    ObjectId::try_from(take(rest, 20)?).ok()
}

/// A blob, or none, which is written as zeros.
fn blob(rest: &mut &[u8]) -> Option<Option<BlobId>> {
    let bytes: [u8; 20] = take(rest, 20)?.try_into().ok()?;
    Some((bytes != [0; 20]).then_some(BlobId(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_anything_else_is_not() {
        let mut cache = Cache::new(vec!["docs/en".into(), "docs".into(), "x".into()]);
        let id = |byte: u8| ObjectId::from_bytes_or_panic(&[byte; 20]);
        cache.add(id(1), vec![id(2), id(3)], vec![("a.md".into(), None, Some(BlobId([7; 20])))]);
        cache.add(id(2), Vec::new(), Vec::new());
        let bytes = cache.encode();
        let again = decode(&bytes).expect("what was written");
        assert_eq!(again.roots(), ["docs", "x"]);
        assert_eq!(again.parents(&id(1)), Some(vec![id(2), id(3)]));
        assert_eq!(
            again.changes(&id(1)).expect("changes").collect::<Vec<_>>(),
            [("a.md", None, Some(BlobId([7; 20])))]
        );
        for end in 0..bytes.len() {
            assert!(decode(&bytes[..end]).is_none(), "{end} bytes of it");
        }
    }
}
