//! The path of each page through the commits, back to where it came from.
//!
//! All pages walk at once, each commit before its parents. A page goes to the first parent; at a merge, to whichever
//! parent has the text that the merge has. A page that was moved goes on under its old name.

use rustc_hash::FxHashMap;

use super::graph::{Change, Commit, Graph};
use crate::fresh::{BlobId, End};

/// So many localized pages in one commit are the work of a machine.
const MASS: usize = 50;

/// A commit that made a version of a page.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The commit.
    pub commit: u32,
    /// What it made of the page.
    pub blob: BlobId,
}

/// The way of a page.
#[derive(Debug, Clone)]
pub struct Way {
    /// Versions, newest first.
    pub steps: Vec<Step>,
    /// What lies behind them.
    pub end: End,
    /// The names that it had, newest first.
    pub names: Vec<u32>,
}

/// Commits in a row, each the first parent of the one before: what they made of a path is found without walking.
#[derive(Debug)]
pub struct Chains {
    /// The chain of each commit, and its place there.
    of: Vec<(u32, u32)>,
    /// By chain: the commit that its last one has as first parent.
    next: Vec<Option<u32>>,
    /// By chain and path: places and what became of the path there, in order.
    changes: FxHashMap<(u32, u32), Vec<Placed>>,
}

/// A place in a chain, and the text that a path has from there on.
type Placed = (u32, Option<BlobId>);

impl Chains {
    /// The chains of a graph.
    pub fn new(graph: &Graph) -> Chains {
        const NONE: u32 = u32::MAX;
        let mut chains =
            Chains { of: vec![(NONE, 0); graph.commits.len()], next: Vec::new(), changes: FxHashMap::default() };
        for start in 0..graph.commits.len() {
            if chains.of[start].0 != NONE {
                continue;
            }
            let chain = u32::try_from(chains.next.len()).unwrap_or(NONE);
            let (mut at, mut place) = (start, 0);
            loop {
                chains.of[at] = (chain, place);
                for change in &graph.commits[at].changes {
                    chains.changes.entry((chain, change.path)).or_default().push((place, change.new));
                }
                let parent = graph.commits[at].parents.first().copied().filter(|_| !graph.commits[at].cut);
                match parent {
                    Some(parent) if chains.of[parent as usize].0 == NONE => (at, place) = (parent as usize, place + 1),
                    parent => {
                        chains.next.push(parent);
                        break;
                    }
                }
            }
        }
        chains
    }

    /// What stands at `path` in a commit: nothing, too, where the history that tells is cut off.
    pub fn blob(&self, commit: u32, path: u32) -> Option<BlobId> {
        let mut commit = commit;
        loop {
            let (chain, place) = self.of[commit as usize];
            if let Some(changes) = self.changes.get(&(chain, path)) {
                let from = changes.partition_point(|(at, _)| *at < place);
                if let Some((_, blob)) = changes.get(from) {
                    return *blob;
                }
            }
            commit = self.next[chain as usize]?;
        }
    }
}

/// The ways of `pages`, numbers of paths, in their order.
pub fn ways(graph: &Graph, chains: &Chains, pages: &[u32]) -> Vec<Way> {
    let way = |page: &u32| Way { steps: Vec::new(), end: End::Beginning, names: vec![*page] };
    let ways = pages.iter().map(way).collect();
    let mut walk = Walk { graph, chains, ways, live: vec![FxHashMap::default(); graph.commits.len()] };
    if let Some(first) = walk.live.first_mut() {
        first.extend((0u32..).zip(pages).map(|(at, page)| (*page, at)));
    }
    for commit in 0..graph.commits.len() {
        walk.pass(commit);
    }
    walk.ways
}

struct Walk<'g> {
    graph: &'g Graph,
    chains: &'g Chains,
    ways: Vec<Way>,
    /// By commit: the pages that go through it, by the path that they have there.
    live: Vec<FxHashMap<u32, u32>>,
}

impl Walk<'_> {
    fn pass(&mut self, at: usize) {
        let mut live = std::mem::take(&mut self.live[at]);
        if live.is_empty() {
            return;
        }
        let commit = &self.graph.commits[at];
        let mut moved = Vec::new();
        let touched: Vec<&Change> = commit.changes.iter().filter(|change| live.contains_key(&change.path)).collect();
        for change in touched {
            let Some(page) = live.remove(&change.path) else { continue };
            match self.turn(at, commit, change, page) {
                Turn::Back => moved.push((change.path, page)),
                Turn::Name(path) => moved.push((path, page)),
                Turn::Parent(parent) => _ = self.live[parent as usize].entry(change.path).or_insert(page),
                Turn::End => {}
            }
        }
        live.extend(moved);
        match commit.parents.first().filter(|_| !commit.cut) {
            Some(parent) => join(&mut self.live[*parent as usize], live),
            None if commit.cut => live.values().for_each(|page| self.ways[*page as usize].end = End::Cut),
            None => {}
        }
    }

    /// Where a page goes that a commit changed.
    fn turn(&mut self, at: usize, commit: &Commit, change: &Change, page: u32) -> Turn {
        let Some(blob) = change.new else { return Turn::End };
        let others = commit.parents.iter().skip(1);
        if let Some(parent) = others.copied().find(|parent| self.chains.blob(*parent, change.path) == Some(blob)) {
            return Turn::Parent(parent);
        }
        let way = &mut self.ways[page as usize];
        let step = Step { commit: u32::try_from(at).unwrap_or(u32::MAX), blob };
        if change.old.is_some() {
            way.steps.push(step);
            return Turn::Back;
        }
        match moved_from(self.graph, commit, change) {
            Some(from) => {
                way.names.push(from.path);
                // Nothing but the name changed.
                if from.old != change.new {
                    way.steps.push(step);
                }
                Turn::Name(from.path)
            }
            None => {
                way.steps.push(step);
                Turn::End
            }
        }
    }
}

enum Turn {
    /// To the first parent.
    Back,
    /// The same, under another name.
    Name(u32),
    /// To another parent of a merge.
    Parent(u32),
    /// Nowhere: the page was new.
    End,
}

/// The file that a new one was before: one that went away with the same text, or else the only one with the same name.
fn moved_from<'c>(graph: &Graph, commit: &'c Commit, new: &Change) -> Option<&'c Change> {
    let gone = || commit.changes.iter().filter(|change| change.new.is_none() && change.old.is_some());
    let name = |path: u32| graph.paths.all[path as usize].rsplit('/').next().unwrap_or_default();
    let shared = |path: u32| {
        let (a, b) = (graph.paths.all[path as usize].rsplit('/'), graph.paths.all[new.path as usize].rsplit('/'));
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let same = gone().filter(|change| change.old == new.new).max_by_key(|change| shared(change.path));
    same.or_else(|| {
        let mut named: Vec<&Change> = gone().filter(|change| name(change.path) == name(new.path)).collect();
        named.sort_by_key(|change| std::cmp::Reverse(shared(change.path)));
        match named.as_slice() {
            [only] => Some(only),
            [first, second, ..] if shared(first.path) > shared(second.path) => Some(first),
            _ => None,
        }
    })
}

/// Adds the pages of one commit to those of another; of two pages with one name the first stays.
fn join(into: &mut FxHashMap<u32, u32>, from: FxHashMap<u32, u32>) {
    if into.is_empty() {
        *into = from;
    } else {
        from.into_iter().for_each(|(path, page)| _ = into.entry(path).or_insert(page));
    }
}

/// A commit changed so many localized pages that a machine must have done it.
pub fn is_mass(commit: &Commit, is_localized: &[bool]) -> bool {
    let localized = |change: &&Change| is_localized.get(change.path as usize).copied().unwrap_or_default();
    commit.changes.len() > MASS && commit.changes.iter().filter(localized).count() > MASS
}
