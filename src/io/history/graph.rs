//! All commits that a branch consists of, and what each of them did to the pages.

use std::collections::VecDeque;

use gix::ObjectId;
use gix::diff::tree::Recorder;
use gix::diff::tree::recorder::Change as Difference;
use gix::objs::TreeRefIter;
use rustc_hash::{FxHashMap, FxHashSet};

use super::cache::{Cache, is_inside};
use super::trails::Way;
use crate::fresh::{BlobId, End};

/// Commits that are looked at; what is older counts as cut off.
const COMMITS: usize = 200_000;
/// Memory, in bytes, for objects that the next commit is likely to need too.
const OBJECTS: usize = 32 << 20;
/// The endings of pages.
const PAGES: &[&str] = &[".md", ".mdx", ".markdown", ".md.partial", ".md.erb", ".ftl"];

/// What a commit did to a file, compared with its first parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its path: an index into [`Graph::paths`].
    pub path: u32,
    /// Its text before; `None` if it is new.
    pub old: Option<BlobId>,
    /// Its text after; `None` if it is gone.
    pub new: Option<BlobId>,
}

/// A commit.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Its id.
    pub id: ObjectId,
    /// Its parents, as indices into [`Graph::commits`].
    pub parents: Vec<u32>,
    /// The repository lacks a parent, so that nobody knows what it changed.
    pub cut: bool,
    /// What it changed, by path.
    pub changes: Vec<Change>,
}

/// Commits and the paths in them.
#[derive(Debug, Default)]
pub struct Graph {
    /// Commits, each before its parents; the first is the newest.
    pub commits: Vec<Commit>,
    /// Relative to the top level of the repository, with `/`.
    pub paths: Paths,
    /// Where each commit stands.
    pub index: FxHashMap<ObjectId, u32>,
}

/// Paths by number.
#[derive(Debug, Default)]
pub struct Paths {
    /// The paths.
    pub all: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Paths {
    /// The number of a path that is known.
    pub fn find(&self, path: &str) -> Option<u32> {
        self.numbers.get(path).copied()
    }

    /// The number of a path, a new one if need be.
    pub fn number(&mut self, path: &str) -> u32 {
        if let Some(number) = self.find(path) {
            return number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(path.to_owned());
        self.numbers.insert(path.to_owned(), number);
        number
    }
}

/// The ancestors of `head`, with their changes below the folders of `cache`; those in it are not read again.
pub fn read(repository: &gix::ThreadSafeRepository, head: ObjectId, cache: &mut Cache) -> Graph {
    let own = repository.to_thread_local();
    let found = collect(&own, head, cache);
    let unknown: Vec<ObjectId> = found.iter().filter(|one| !one.is_cached && !one.cut).map(|one| one.id).collect();
    for (id, parents, changes) in compare_all(repository, &unknown, cache.roots()) {
        cache.add(id, parents, changes);
    }
    link(&found, cache)
}

/// A commit while the graph is made.
struct Found {
    id: ObjectId,
    parents: Vec<ObjectId>,
    cut: bool,
    is_cached: bool,
}

fn collect(repository: &gix::Repository, head: ObjectId, cache: &Cache) -> Vec<Found> {
    let shallow = shallow(repository);
    let mut queue = VecDeque::from([head]);
    let mut seen: FxHashSet<ObjectId> = FxHashSet::from_iter([head]);
    let mut found = Vec::new();
    while let Some(id) = queue.pop_front() {
        let cached = cache.parents(&id);
        let is_cached = cached.is_some();
        let Some(mut parents) = cached.or_else(|| parents_of(repository, id)) else { continue };
        let cut = shallow.contains(&id) || found.len() + queue.len() >= COMMITS;
        if cut {
            parents.clear();
        }
        queue.extend(parents.iter().copied().filter(|parent| seen.insert(*parent)));
        found.push(Found { id, parents, cut, is_cached });
    }
    let known: FxHashSet<ObjectId> = found.iter().map(|one| one.id).collect();
    for one in &mut found {
        let all = one.parents.len();
        one.parents.retain(|parent| known.contains(parent));
        one.cut |= one.parents.len() < all;
    }
    found
}

fn parents_of(repository: &gix::Repository, id: ObjectId) -> Option<Vec<ObjectId>> {
    let commit = repository.find_commit(id).ok()?;
    Some(commit.parent_ids().map(gix::Id::detach).collect())
}

/// Commits whose parents a shallow clone does not have.
fn shallow(repository: &gix::Repository) -> FxHashSet<ObjectId> {
    let text = std::fs::read_to_string(repository.common_dir().join("shallow")).unwrap_or_default();
    text.lines().filter_map(|line| ObjectId::from_hex(line.trim().as_bytes()).ok()).collect()
}

type Compared = (ObjectId, Vec<ObjectId>, Vec<(String, Option<BlobId>, Option<BlobId>)>);

/// Compares commits with their first parents, on as many threads as there are cores.
fn compare_all(repository: &gix::ThreadSafeRepository, commits: &[ObjectId], roots: &[String]) -> Vec<Compared> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // Neighbours share most of their trees.
    let share = commits.len().div_ceil(threads).max(64);
    std::thread::scope(|scope| {
        let parts: Vec<_> = commits
            .chunks(share)
            .map(|part| {
                scope.spawn(move || {
                    let mut repository = repository.to_thread_local();
                    repository.object_cache_size_if_unset(OBJECTS);
                    let mut state = gix::diff::tree::State::default();
                    part.iter().filter_map(|id| compare(&repository, *id, roots, &mut state)).collect::<Vec<_>>()
                })
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

/// What a commit changed; `None` if that cannot be read.
fn compare(
    repository: &gix::Repository,
    id: ObjectId,
    roots: &[String],
    state: &mut gix::diff::tree::State,
) -> Option<Compared> {
    let commit = repository.find_commit(id).ok()?;
    let parents: Vec<ObjectId> = commit.parent_ids().map(gix::Id::detach).collect();
    let tree = commit.tree_id().ok()?.detach();
    let before = match parents.first() {
        Some(parent) => Some(repository.find_commit(*parent).ok()?.tree_id().ok()?.detach()),
        None => None,
    };
    let mut changes = Vec::new();
    for root in roots {
        let (old, new) = (before.and_then(|tree| folder(repository, tree, root)), folder(repository, tree, root));
        if old == new {
            continue;
        }
        let data = |tree: Option<ObjectId>| match tree {
            Some(tree) => repository.find_object(tree).ok().map(gix::Object::detach).map(|object| object.data),
            None => Some(Vec::new()),
        };
        let (old, new) = (data(old)?, data(new)?);
        let iterate = |data| TreeRefIter::from_bytes(data, repository.object_hash());
        let mut recorder = Recorder::default();
        gix::diff::tree(iterate(&old), iterate(&new), &mut *state, &repository.objects, &mut recorder).ok()?;
        changes.extend(recorder.records.into_iter().filter_map(|difference| page_change(difference, root)));
    }
    Some((id, parents, changes))
}

/// Folders outside `roots` that many pages were moved from.
pub fn folders_of_moved<'w>(
    repository: &gix::Repository,
    graph: &Graph,
    ways: impl Iterator<Item = &'w Way>,
    roots: &[String],
) -> Vec<String> {
    const MANY: usize = 5;
    let mut added: FxHashMap<u32, Vec<BlobId>> = FxHashMap::default();
    for step in ways.filter(|way| way.end == End::Beginning).filter_map(|way| way.steps.last()) {
        added.entry(step.commit).or_default().push(step.blob);
    }
    let is_new = |path: &str| !roots.iter().any(|root| is_inside(path, root));
    let mut folders = Vec::new();
    let mut state = gix::diff::tree::State::default();
    for (commit, blobs) in added.iter().filter(|(_, blobs)| blobs.len() >= MANY) {
        let commit = &graph.commits[*commit as usize];
        let everywhere = [String::new()];
        if commit.cut || commit.parents.is_empty() || roots == everywhere {
            continue;
        }
        let Some((.., changes)) = compare(repository, commit.id, &everywhere, &mut state) else { continue };
        let gone = changes
            .iter()
            .filter(|(path, old, new)| new.is_none() && old.is_some_and(|old| blobs.contains(&old)) && is_new(path));
        let gone: Vec<&str> = gone.map(|(path, ..)| path.as_str()).collect();
        if gone.len() >= MANY {
            folders.extend(gone.iter().map(|path| path.split_once('/').map_or("", |(top, _)| top).to_owned()));
        }
    }
    folders.sort_unstable();
    folders.dedup();
    folders
}

/// The tree of a folder; of the top level, if the folder has no name.
fn folder(repository: &gix::Repository, tree: ObjectId, path: &str) -> Option<ObjectId> {
    if path.is_empty() {
        return Some(tree);
    }
    let entry = repository.find_tree(tree).ok()?.lookup_entry_by_path(path).ok()??;
    entry.mode().is_tree().then(|| entry.object_id())
}

fn page_change(change: Difference, root: &str) -> Option<(String, Option<BlobId>, Option<BlobId>)> {
    let blob = |mode: gix::objs::tree::EntryMode, id: ObjectId| mode.is_blob().then(|| blob_id(id));
    let (path, old, new) = match change {
        Difference::Addition { entry_mode, oid, path, .. } => (path, None, blob(entry_mode, oid)),
        Difference::Deletion { entry_mode, oid, path, .. } => (path, blob(entry_mode, oid), None),
        Difference::Modification { previous_entry_mode, previous_oid, entry_mode, oid, path } => {
            (path, blob(previous_entry_mode, previous_oid), blob(entry_mode, oid))
        }
    };
    let path = std::str::from_utf8(&path).ok()?;
    if old == new || !PAGES.iter().any(|ending| path.ends_with(ending)) {
        return None;
    }
    Some((if root.is_empty() { path.to_owned() } else { format!("{root}/{path}") }, old, new))
}

/// A blob id without the library's type around it.
pub fn blob_id(id: ObjectId) -> BlobId {
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&id.as_bytes()[..20]);
    BlobId(bytes)
}

/// Puts the commits in order, each before its parents, and numbers what they name.
fn link(found: &[Found], cache: &Cache) -> Graph {
    let mut graph = Graph::default();
    let place: FxHashMap<ObjectId, usize> = found.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
    let mut children = vec![0u32; found.len()];
    found.iter().flat_map(|one| &one.parents).for_each(|parent| children[place[parent]] += 1);
    let mut ready: Vec<usize> = (0..found.len()).filter(|&at| children[at] == 0).rev().collect();
    let mut order = Vec::with_capacity(found.len());
    while let Some(at) = ready.pop() {
        order.push(at);
        for parent in found[at].parents.iter().rev() {
            let parent = place[parent];
            children[parent] -= 1;
            if children[parent] == 0 {
                ready.push(parent);
            }
        }
    }
    for (number, at) in (0u32..).zip(&order) {
        graph.index.insert(found[*at].id, number);
    }
    for at in order {
        let one = &found[at];
        let changes = if one.cut { None } else { cache.changes(&one.id) };
        let cut = one.cut || changes.is_none();
        let number = |(path, old, new): (&str, Option<BlobId>, Option<BlobId>)| (graph.paths.number(path), old, new);
        let mut changes: Vec<Change> =
            changes.into_iter().flatten().map(number).map(|(path, old, new)| Change { path, old, new }).collect();
        changes.sort_unstable_by_key(|change| change.path);
        let parents = one.parents.iter().map(|parent| graph.index[parent]).collect();
        graph.commits.push(Commit { id: one.id, parents, cut, changes });
    }
    graph
}
