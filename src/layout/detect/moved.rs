//! A locale tree that is neither beside the source nor within it: `i18n/{locale}/pages/` for `docs/`, `doc-locale/` for
//! `doc/`, `public/content/translations/{locale}/` for `public/content/`.
//!
//! Each page that nothing has explained yet looks for pages whose paths end alike; what is left of the two paths is a
//! vote for one mapping of folders. Only the winner is weighed.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Draft;
use super::folder::{Group, sections};
use super::tree::{Code, Tree, folders, is_generic, is_translation_folder, split_name};

/// A name that more pages than these have tells nothing.
const MANY: usize = 64;
/// So many pages of one locale vote at most.
const SAMPLE: usize = 48;
/// So many mappings of one group are looked for at most.
const MAPPINGS: usize = 6;
/// So many pages of a single locale make a layout, if all of them say the same.
const WHOLE: usize = 3;

/// The folders after the locale that the source lacks, and the folders that it has instead of the prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Mapping<'p> {
    target: &'p str,
    source: &'p str,
}

#[derive(Debug, Default)]
struct Votes<'p> {
    count: usize,
    folders: FxHashSet<&'p str>,
}

/// The layouts of groups that are still unexplained.
pub(super) fn find<'p>(tree: &mut Tree<'p>, groups: &[Group<'p>]) -> Vec<Draft<'p>> {
    let open: Vec<&Group> = groups.iter().filter(|group| group.stem.is_empty() && is_open(tree, group)).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let sources = index(tree, groups);
    let mut drafts = Vec::new();
    for group in open {
        for _ in 0..MAPPINGS {
            let Some(mapping) = elect(tree, group, &sources) else { break };
            drafts.extend(layouts(tree, group, mapping));
        }
    }
    drafts
}

fn is_open(tree: &Tree<'_>, group: &Group<'_>) -> bool {
    let mut sure = group.members.values().filter(|member| member.code == Code::Sure);
    sure.any(|member| member.pages.iter().any(|page| !tree.is_taken(*page)))
}

/// The end of a path that tells one page from others: its name, with its folder if the name is a generic one.
fn telling_end(path: &str) -> Option<&str> {
    let (folder, name) = split_name(path);
    if !is_generic(name) {
        return Some(name);
    }
    let folder = folder.strip_suffix('/')?;
    Some(&path[split_name(folder).0.len()..])
}

/// Pages that may be a source: not taken, and in no locale folder. A word like `hi` is one beside `de` and `fr`.
fn index<'p>(tree: &mut Tree<'p>, groups: &[Group<'p>]) -> FxHashMap<&'p str, Vec<usize>> {
    let has_locales = |group: &&Group| group.members.values().any(|member| member.code == Code::Sure);
    let of_locales: FxHashSet<&str> = groups.iter().filter(has_locales).map(|group| group.prefix).collect();
    let mut sources: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for page in (0..tree.pages.len()).collect::<Vec<_>>() {
        let path = tree.pages[page];
        let in_locale = folders(path).any(|(start, name)| {
            let reading = tree.reading(name).filter(|reading| reading.stem.is_empty());
            reading.is_some_and(|reading| {
                reading.code == Code::Sure || reading.code == Code::Doubtful && of_locales.contains(&path[..start])
            })
        });
        if let Some(end) = telling_end(path).filter(|_| !in_locale && !tree.is_taken(page)) {
            sources.entry(end).or_default().push(page);
        }
    }
    sources
}

/// What the unexplained pages of a group have said.
#[derive(Debug, Default)]
struct Poll<'p> {
    votes: FxHashMap<Mapping<'p>, Votes<'p>>,
    /// Every page that was asked, without prefix and locale.
    asked: Vec<&'p str>,
}

fn poll<'p>(tree: &Tree<'p>, group: &Group<'p>, sources: &FxHashMap<&'p str, Vec<usize>>) -> Poll<'p> {
    let mut poll = Poll::default();
    for (folder, member) in group.members.iter().filter(|(_, member)| member.code != Code::Source) {
        for page in member.pages.iter().filter(|page| !tree.is_taken(**page)).take(SAMPLE) {
            let rest = group.rest(tree.pages[*page], folder);
            poll.asked.push(rest);
            for mapping in mappings(tree, rest, sources) {
                let votes = poll.votes.entry(mapping).or_default();
                votes.count += 1;
                votes.folders.insert(folder);
            }
        }
    }
    poll
}

fn elect<'p>(tree: &Tree<'p>, group: &Group<'p>, sources: &FxHashMap<&'p str, Vec<usize>>) -> Option<Mapping<'p>> {
    let poll = poll(tree, group, sources);
    let (mapping, votes) = poll.votes.into_iter().max_by_key(|(mapping, votes)| {
        // Of equals the shortest, which is the nearest to the root; the last word is there to be deterministic.
        let length = mapping.source.len() + mapping.target.len();
        (votes.count, std::cmp::Reverse((length, *mapping)))
    })?;
    let asked = poll.asked.iter().filter(|rest| rest.starts_with(mapping.target)).count();
    let is_named = folders(group.prefix).any(|(_, name)| is_translation_folder(name));
    let sure = votes.folders.iter().filter(|folder| group.members[**folder].code == Code::Sure).count();
    // The one locale of `docs/src` and `docs/zh`: all that it has is there.
    let is_there = |rest: &&str| tree.has(&format!("{}{rest}", mapping.source));
    let is_whole = || poll.asked.len() >= WHOLE && mapping.target.is_empty() && poll.asked.iter().all(is_there);
    let is_enough = votes.count > 1 && votes.count * 2 >= asked && sure > 0 && (is_named || sure > 1 || is_whole());
    is_enough.then_some(mapping)
}

/// The mappings that would give this page a source.
fn mappings<'p>(
    tree: &Tree<'p>,
    rest: &'p str,
    sources: &FxHashMap<&'p str, Vec<usize>>,
) -> impl Iterator<Item = Mapping<'p>> {
    let pages = telling_end(rest).and_then(|end| sources.get(end)).filter(|pages| pages.len() <= MANY);
    let paths = pages.map_or(&[][..], Vec::as_slice).iter().map(|page| tree.pages[*page]);
    let mappings: Vec<Mapping> = paths.map(|path| mapping(rest, path)).collect();
    mappings.into_iter()
}

/// What two paths with the same file name have in front of their longest common run of folders.
fn mapping<'p>(target: &'p str, source: &'p str) -> Mapping<'p> {
    let mut ends = (split_name(target).0, split_name(source).0);
    loop {
        let (left, right) = (ends.0.strip_suffix('/'), ends.1.strip_suffix('/'));
        let (Some(left), Some(right)) = (left, right) else { break };
        let ((left, left_name), (right, right_name)) = (split_name(left), split_name(right));
        if left_name != right_name {
            break;
        }
        ends = (left, right);
    }
    Mapping { target: ends.0, source: ends.1 }
}

fn layouts<'p>(tree: &mut Tree<'p>, group: &Group<'p>, mapping: Mapping<'p>) -> Vec<Draft<'p>> {
    let mut locales = Vec::new();
    for (folder, member) in group.members.iter().filter(|(_, member)| member.code != Code::Source) {
        let below = |page: &&usize| group.rest(tree.pages[**page], folder).starts_with(mapping.target);
        let pages: Vec<usize> =
            member.pages.iter().filter(|page| !tree.is_taken(**page)).filter(below).copied().collect();
        let has_source = |page: &usize| {
            let rest = &group.rest(tree.pages[*page], folder)[mapping.target.len()..];
            tree.has(&format!("{}{rest}", mapping.source))
        };
        if member.code == Code::Sure && !pages.is_empty() || pages.iter().any(has_source) {
            locales.push(*folder);
            pages.iter().for_each(|page| tree.take(*page));
        }
    }
    if mapping.source.is_empty() && mapping.target.is_empty() {
        return sections(tree, group, &locales);
    }
    vec![Draft {
        source: format!("{}{{path}}", mapping.source),
        target: format!("{}{}{{path}}", group.target(), mapping.target),
        folders: locales,
    }]
}
