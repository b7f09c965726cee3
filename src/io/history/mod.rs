//! What a git repository remembers of the pages. The only room that knows `gix`.
//!
//! One walk over all commits tells, for every page at once, which of them made its versions; what a commit changed is
//! kept under the git directory. Texts are read as they are asked for.

mod cache;
mod graph;
mod trails;

use std::path::Path;
use std::sync::{Arc, Mutex};

use gix::ObjectId;
use rustc_hash::FxHashMap;

use crate::check::LIMIT;
use crate::fresh::{BlobId, End, Named, Past, Scale, Trail, Version};
use crate::text::same_lines;
use cache::{Cache, outermost};
use graph::{Graph, blob_id};
use trails::{Chains, Way};

/// How often the pages of a tree may have been moved from one place to quite another.
const MOVES: usize = 4;
/// Bytes of old texts that are kept.
const KEPT: usize = 32 << 20;

/// What is asked about.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// The folder that paths are relative to.
    pub root: &'a Path,
    /// Folders below it that hold the pages; the whole tree, if one has no name.
    pub folders: Vec<String>,
    /// The pages of the source.
    pub sources: Vec<&'a str>,
    /// The localized pages.
    pub targets: Vec<&'a str>,
}

/// The past of the pages of a tree.
pub struct History {
    repository: gix::ThreadSafeRepository,
    /// Handles that are not in use.
    handles: Mutex<Vec<gix::Repository>>,
    /// The path of the root from the top level: empty, or with a `/` at its end.
    prefix: String,
    graph: Graph,
    chains: Chains,
    /// By path from the top level.
    ways: FxHashMap<u32, Way>,
    /// By commit: it changed so many localized pages that a machine must have done it.
    is_mass: Vec<bool>,
    /// The history ends where a shallow clone does.
    is_shallow: bool,
    texts: Mutex<Texts>,
}

#[derive(Default)]
struct Texts {
    known: FxHashMap<BlobId, Option<Arc<str>>>,
    bytes: usize,
}

impl std::fmt::Debug for History {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("History").field("commits", &self.graph.commits.len()).finish_non_exhaustive()
    }
}

impl History {
    /// Reads the history of the repository around a root; `None` where there is none, or no commit in it.
    ///
    /// # Errors
    /// A repository that cannot be read: what `gix` says.
    pub fn open(scope: &Scope<'_>) -> Result<Option<History>, String> {
        let Some(repository) = discover(scope.root)? else { return Ok(None) };
        let own = repository.to_thread_local();
        let Ok(head) = own.head_id().map(gix::Id::detach) else { return Ok(None) };
        let Some(prefix) = prefix(&own, scope.root) else { return Ok(None) };
        let roots = roots(&prefix, &scope.folders);
        let file = Cache::file(own.common_dir(), &roots);
        let mut cache = Cache::read(&file, &roots);
        let mut history = History::read(&repository, head, &mut cache, (scope, &prefix));
        for _ in 0..MOVES {
            let elsewhere = graph::folders_of_moved(&own, &history.graph, history.ways.values(), cache.roots());
            if elsewhere.is_empty() {
                break;
            }
            cache = Cache::new([cache.roots(), &elsewhere].concat());
            history = History::read(&repository, head, &mut cache, (scope, &prefix));
        }
        cache.write(&file);
        Ok(Some(history))
    }

    fn read(
        repository: &gix::ThreadSafeRepository,
        head: ObjectId,
        cache: &mut Cache,
        (scope, prefix): (&Scope<'_>, &str),
    ) -> History {
        let graph = graph::read(repository, head, cache);
        let chains = Chains::new(&graph);
        let number = |path: &&str| graph.paths.find(&format!("{prefix}{path}"));
        let targets: Vec<u32> = scope.targets.iter().filter_map(number).collect();
        let mut is_localized = vec![false; graph.paths.all.len()];
        targets.iter().for_each(|&path| is_localized[path as usize] = true);
        let mut pages: Vec<u32> = scope.sources.iter().filter_map(number).chain(targets).collect();
        pages.sort_unstable();
        pages.dedup();
        let ways = pages.iter().copied().zip(trails::ways(&graph, &chains, &pages)).collect();
        let (repository, prefix) = (repository.clone(), prefix.to_owned());
        let (handles, texts) = (Mutex::default(), Mutex::default());
        let is_mass = graph.commits.iter().map(|commit| trails::is_mass(commit, &is_localized)).collect();
        let is_shallow = graph.commits.iter().any(|commit| commit.cut);
        History { repository, handles, prefix, graph, chains, ways, is_mass, is_shallow, texts }
    }

    /// The history ends where a shallow clone does.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.is_shallow
    }

    /// The last commit that changed the source, if the source is still what it made of it.
    #[must_use]
    pub fn last_change(&self, source: &str, text: &str) -> Option<String> {
        let way = self.ways.get(&self.number(source)?)?;
        let step = way.steps.first()?;
        let same = self.text(step.blob).is_some_and(|known| same_lines(&known, text));
        same.then(|| self.graph.commits[step.commit as usize].id.to_string())
    }

    /// Where the file went that was at `path` once: the path that a page had before it was moved to where it is today.
    #[must_use]
    pub fn moved_to(&self, path: &str) -> Option<&str> {
        let page = self.number(path)?;
        let is_it = |(today, way): &(&u32, &Way)| **today != page && way.names.contains(&page);
        let (today, _) = self.ways.iter().filter(is_it).min_by_key(|(today, _)| **today)?;
        self.graph.paths.all[*today as usize].strip_prefix(self.prefix.as_str())
    }

    fn with<T>(&self, ask: impl FnOnce(&gix::Repository) -> T) -> T {
        let free = self.handles.lock().ok().and_then(|mut free| free.pop());
        let handle = free.unwrap_or_else(|| self.repository.to_thread_local());
        let answer = ask(&handle);
        if let Ok(mut free) = self.handles.lock() {
            free.push(handle);
        }
        answer
    }

    fn number(&self, path: &str) -> Option<u32> {
        self.graph.paths.find(&format!("{}{path}", self.prefix))
    }

    /// The source as it stood in a commit, under whichever name it had.
    fn at(&self, source: &str, commit: u32) -> Option<BlobId> {
        let page = self.number(source)?;
        let names = self.ways.get(&page).map_or(&[] as &[u32], |way| &way.names);
        std::iter::once(&page).chain(names).find_map(|path| self.chains.blob(commit, *path))
    }

    fn read_text(&self, blob: BlobId) -> Option<Arc<str>> {
        let bytes = self.with(|repository| {
            let id = ObjectId::try_from(&blob.0[..]).ok()?;
            let header = repository.find_header(id).ok()?;
            (header.size() <= LIMIT).then(|| Some(repository.find_blob(id).ok()?.detach().data))?
        })?;
        Some(Arc::from(String::from_utf8_lossy(&bytes)))
    }

    /// The commit that a stamp names, by its number.
    fn commit(&self, name: &str) -> Option<u32> {
        let id = self.id(name)?;
        self.graph.index.get(&id).copied()
    }

    /// What a commit means that is in the repository, but in no way to today's.
    fn beside(&self, source: &str, revision: &str) -> Option<Named> {
        let id = self.id(revision)?;
        let path = format!("{}{source}", self.prefix);
        self.with(|repository| {
            let tree = repository.find_commit(id).ok()?.tree().ok()?;
            let entry = tree.lookup_entry_by_path(&path).ok()?;
            Some(entry.map_or(Named::Absent, |entry| Named::Changed(blob_id(entry.object_id()))))
        })
    }

    /// The object that a name, which may be cut short, stands for.
    fn id(&self, name: &str) -> Option<ObjectId> {
        self.with(|repository| repository.rev_parse_single(name).ok().map(gix::Id::detach))
    }
}

impl Past for History {
    fn trail(&self, source: &str, target: &str) -> Option<Trail> {
        let way = self.number(target).and_then(|page| self.ways.get(&page));
        let Some(way) = way else {
            // A page that no commit has.
            let end = if self.is_shallow() { End::Cut } else { End::Beginning };
            return Some(Trail { versions: Vec::new(), end });
        };
        let version = |step: &trails::Step| {
            let commit = &self.graph.commits[step.commit as usize];
            // What a merge made of a page was made on the branch that was merged into.
            let merged = (commit.parents.len() > 1).then(|| commit.parents[0]);
            let scale = if self.is_mass[step.commit as usize] { Scale::Mass } else { Scale::Pages };
            Version { target: step.blob, source: self.at(source, merged.unwrap_or(step.commit)), scale }
        };
        Some(Trail { versions: way.steps.iter().map(version).collect(), end: way.end })
    }

    fn text(&self, blob: BlobId) -> Option<Arc<str>> {
        if let Some(text) = self.texts.lock().ok()?.known.get(&blob) {
            return text.clone();
        }
        let text = self.read_text(blob);
        let mut texts = self.texts.lock().ok()?;
        texts.bytes += text.as_ref().map_or(0, |text| text.len());
        if texts.bytes > KEPT {
            *texts = Texts::default();
        }
        texts.known.insert(blob, text.clone());
        text
    }

    fn named(&self, source: &str, revision: &str) -> Named {
        let Some(commit) = self.commit(revision) else {
            if let Some(named) = self.beside(source, revision) {
                return named;
            }
            return if self.is_shallow() { Named::Beyond } else { Named::Nothing };
        };
        let Some(blob) = self.at(source, commit) else {
            return if self.is_shallow() { Named::Beyond } else { Named::Absent };
        };
        let page = self.number(source);
        let names = page.and_then(|page| self.ways.get(&page)).map_or(&[] as &[u32], |way| &way.names);
        let is_source = |path: u32| Some(path) == page || names.contains(&path);
        let touched = self.graph.commits[commit as usize].changes.iter().any(|change| is_source(change.path));
        if touched { Named::Changed(blob) } else { Named::Untouched(blob) }
    }

    fn named_text(&self, today: &str, blob: &str) -> Named {
        if is_named(today, blob) {
            return Named::Today;
        }
        let known = self.id(blob).filter(|id| self.with(|repository| repository.find_blob(*id).is_ok()));
        match known {
            Some(id) => Named::Changed(blob_id(id)),
            None if self.is_shallow() => Named::Beyond,
            None => Named::Nothing,
        }
    }
}

/// The past of pages that no repository remembers. A text is known by its id all the same.
#[derive(Debug, Clone, Copy)]
pub struct Unversioned;

impl Past for Unversioned {
    fn named_text(&self, today: &str, blob: &str) -> Named {
        if is_named(today, blob) { Named::Today } else { Named::Beyond }
    }
}

/// The id that git gives a text, in hexadecimal digits; its lines end as repositories keep them.
#[must_use]
pub fn blob_name(text: &str) -> Option<String> {
    hash(&text.replace("\r\n", "\n"))
}

/// The text has this id, which may be cut short, with its own line ends or with those that repositories keep.
fn is_named(text: &str, id: &str) -> bool {
    [hash(text), blob_name(text)].into_iter().flatten().any(|name| name.starts_with(id))
}

fn hash(text: &str) -> Option<String> {
    let id = gix::objs::compute_hash(gix::hash::Kind::Sha1, gix::objs::Kind::Blob, text.as_bytes()).ok()?;
    Some(id.to_string())
}

/// The repository around a folder. Neither the user's configuration nor the environment changes what is read.
fn discover(root: &Path) -> Result<Option<gix::ThreadSafeRepository>, String> {
    if super::find_above(root, ".git").is_none() {
        return Ok(None);
    }
    let options =
        gix::sec::trust::Mapping { full: gix::open::Options::isolated(), reduced: gix::open::Options::isolated() };
    match gix::ThreadSafeRepository::discover_opts(root, gix::discover::upwards::Options::default(), options) {
        Ok(repository) => Ok(Some(repository)),
        // A folder with that name and nothing in it is no repository.
        Err(_) if !has_head(root) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn has_head(root: &Path) -> bool {
    super::find_above(root, ".git").is_some_and(|top| top.join(".git/HEAD").exists() || top.join(".git").is_file())
}

/// The path of `root` from the top level of the work tree.
fn prefix(repository: &gix::Repository, root: &Path) -> Option<String> {
    let top = repository.workdir()?.canonicalize().ok()?;
    let inside = super::relative(&top, &root.canonicalize().ok()?)?;
    Some(if inside.is_empty() { inside } else { format!("{inside}/") })
}

/// The folders from the top level, none inside another.
fn roots(prefix: &str, folders: &[String]) -> Vec<String> {
    outermost(folders.iter().map(|folder| format!("{prefix}{folder}").trim_end_matches('/').to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_inside_others_are_left_out() {
        let folders = ["docs/en", "docs", "i18n", "docs-old"].map(str::to_owned);
        assert_eq!(roots("", &folders), ["docs", "docs-old", "i18n"]);
        assert_eq!(roots("sub/", &["a".into(), String::new()]), ["sub"]);
        assert_eq!(roots("", &["a".into(), String::new()]), [""]);
    }

    #[test]
    fn a_text_has_the_name_that_git_gives_it() {
        assert_eq!(blob_name("hello\n").as_deref(), Some("ce013625030ba8dba906f756967f9e9ca394464a"));
        assert_eq!(blob_name("hello\r\n"), blob_name("hello\n"));
        assert!(is_named("hello\r\n", "ce01362") && is_named("hello\n", "ce01362") && !is_named("hello", "ce01362"));
    }
}
