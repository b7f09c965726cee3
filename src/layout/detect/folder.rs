//! A locale folder beside the folder of the source language (`content/en`, `content/de`), inside of the source tree
//! (`docs/`, `docs/de`), or named after it (`pages`, `pages.de`).

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::evidence::{self, Candidate, Company};
use super::tree::{Code, Tree, common_folders, folders, is_generic, is_translation_folder, split_name};
use super::{Draft, Remark};

/// The pages that have a locale at the same place of their paths.
#[derive(Debug)]
pub(super) struct Group<'p> {
    /// The path up to the folder with the locale: empty or with a closing slash.
    pub prefix: &'p str,
    /// The start of the folder name, with its separator (`pages.`), or empty.
    pub stem: &'p str,
    /// The pages of each locale folder.
    pub members: BTreeMap<&'p str, Member>,
}

/// One locale folder of a group.
#[derive(Debug)]
pub(super) struct Member {
    pub code: Code,
    pub pages: Vec<usize>,
}

/// Where the source of a group may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base<'p> {
    /// In a folder of the source language at the same place.
    Beside(&'p str),
    /// Where the path leads without the locale.
    Without,
}

/// A base with what speaks for it.
struct Hypothesis<'p> {
    base: Base<'p>,
    candidates: Vec<Candidate<'p>>,
    mirrored: usize,
}

impl Hypothesis<'_> {
    /// A few stray files in `en/` are no source of a tree that mirrors something else.
    fn is_worth_a_look(&self) -> bool {
        let pages: usize = self.candidates.iter().map(|candidate| candidate.pages).sum();
        self.mirrored > 0 && (self.base == Base::Without || self.mirrored * 5 >= pages)
    }
}

impl<'p> Group<'p> {
    /// What of a page's path comes after the locale folder.
    pub(super) fn rest(&self, path: &'p str, folder: &str) -> &'p str {
        &path[self.prefix.len() + self.stem.len() + folder.len() + 1..]
    }

    /// The target template up to and with the slash after the locale.
    pub(super) fn target(&self) -> String {
        format!("{}{}{{locale}}/", self.prefix, self.stem)
    }

    /// Where the source tree begins.
    fn start(&self, base: Base<'_>) -> String {
        match base {
            Base::Beside(folder) => format!("{}{}{folder}/", self.prefix, self.stem),
            Base::Without if self.stem.is_empty() => self.prefix.to_owned(),
            Base::Without => format!("{}{}/", self.prefix, &self.stem[..self.stem.len() - 1]),
        }
    }
}

/// All groups of a tree, those nearer to the root first.
pub(super) fn groups<'p>(tree: &mut Tree<'p>) -> Vec<Group<'p>> {
    let mut groups: FxHashMap<(&str, &str), Group<'p>> = FxHashMap::default();
    for page in 0..tree.pages.len() {
        let path = tree.pages[page];
        for (start, name) in folders(path) {
            let Some(reading) = tree.reading(name) else { continue };
            let (prefix, stem) = (&path[..start], reading.stem);
            let group =
                groups.entry((prefix, stem)).or_insert_with(|| Group { prefix, stem, members: BTreeMap::new() });
            let new = || Member { code: reading.code, pages: Vec::new() };
            group.members.entry(reading.folder).or_insert_with(new).pages.push(page);
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| (group.prefix.matches('/').count(), group.prefix, group.stem));
    groups
}

/// The layouts that the groups make.
pub(super) fn find<'p>(tree: &mut Tree<'p>, groups: &[Group<'p>]) -> Vec<Draft<'p>> {
    groups.iter().flat_map(|group| layouts(tree, group)).collect()
}

fn layouts<'p>(tree: &mut Tree<'p>, group: &Group<'p>) -> Vec<Draft<'p>> {
    let Some(best) = best_hypothesis(tree, group) else { return Vec::new() };
    let company = match best.base {
        Base::Beside(_) => Company::Source,
        Base::Without if has_copies(tree, group) => Company::Copies,
        Base::Without => Company::Nobody,
    };
    let locales = evidence::locales(&best.candidates, company);
    if locales.is_empty() || !group.stem.is_empty() && !is_named_after(&best) {
        return Vec::new();
    }
    remark_unmirrored(tree, group, &best.candidates);
    let drafts = match best.base {
        Base::Without if group.prefix.is_empty() && group.stem.is_empty() => sections(tree, group, &locales),
        base => vec![whole(tree, group, base, &locales)],
    };
    take(tree, group, best.base, &locales);
    drafts
}

/// `docs-de` beside `docs` takes more than one page: `log-in` and `log` are no locales.
fn is_named_after(best: &Hypothesis<'_>) -> bool {
    best.candidates.iter().any(|candidate| candidate.code == Code::Sure && candidate.telling > 1)
}

fn best_hypothesis<'p>(tree: &mut Tree<'p>, group: &Group<'p>) -> Option<Hypothesis<'p>> {
    let is_source = |(folder, member): (&&'p str, &Member)| (member.code == Code::Source).then_some(*folder);
    let mut sources: Vec<&str> = group.members.iter().filter_map(is_source).collect();
    sources.sort_by_key(|folder| (tree.distance_to_source(folder), *folder));
    let bases = sources.into_iter().map(Base::Beside).chain([Base::Without]);
    let hypotheses = bases.map(|base| weigh(tree, group, base)).filter(Hypothesis::is_worth_a_look);
    // Of several source folders, the one that is nearest to the source tag: `en-GB` beside `en` is a translation, though
    // as many pages may be like its own.
    let beats = |next: &Hypothesis<'_>, best: &Hypothesis<'_>| match (next.base, best.base) {
        (Base::Beside(_), Base::Beside(_)) => next.mirrored > 2 * best.mirrored,
        _ => next.mirrored > best.mirrored,
    };
    hypotheses.reduce(|best, next| if beats(&next, &best) { next } else { best })
}

fn weigh<'p>(tree: &Tree<'p>, group: &Group<'p>, base: Base<'p>) -> Hypothesis<'p> {
    let start = group.start(base);
    let is_target = |folder: &str, code: Code| match base {
        Base::Beside(source) => folder != source,
        Base::Without => code != Code::Source,
    };
    let members = group.members.iter().filter(|(folder, member)| is_target(folder, member.code));
    let candidates: Vec<Candidate> =
        members.map(|(folder, member)| count(tree, group, folder, member, &start)).collect();
    let mirrored = candidates.iter().map(|candidate| candidate.mirrored).sum();
    Hypothesis { base, candidates, mirrored }
}

fn count<'p>(tree: &Tree<'p>, group: &Group<'p>, folder: &'p str, member: &Member, start: &str) -> Candidate<'p> {
    let mut candidate = Candidate { folder, code: member.code, pages: 0, mirrored: 0, telling: 0, index: false };
    let mut source = start.to_owned();
    for page in member.pages.iter().filter(|page| !tree.is_taken(**page)) {
        let rest = group.rest(tree.pages[*page], folder);
        source.truncate(start.len());
        source.push_str(rest);
        candidate.pages += 1;
        if tree.has(&source) {
            candidate.mirrored += 1;
            candidate.telling += usize::from(!is_generic(rest) || rest.contains('/'));
            candidate.index |= rest.starts_with("index.");
        }
    }
    candidate
}

/// Do folders that are no locales mirror the source tree as well?
fn has_copies<'p>(tree: &mut Tree<'p>, group: &Group<'p>) -> bool {
    let start = group.start(Base::Without);
    let first = tree.pages.partition_point(|path| *path < start.as_str());
    let mut copies = 0;
    for page in first..tree.pages.len() {
        let path: &'p str = tree.pages[page];
        if copies == 2 || !path.starts_with(&start) {
            break;
        }
        let Some((folder, rest)) = path[start.len()..].split_once('/') else { continue };
        let is_telling = !is_generic(rest) || rest.contains('/');
        // What holds translations holds those of the locales as well.
        let may_be = is_telling && !is_translation_folder(folder) && tree.reading(folder).is_none();
        let is_copy = may_be && tree.has(&format!("{start}{rest}"));
        copies += usize::from(is_copy);
    }
    copies == 2
}

fn remark_unmirrored<'p>(tree: &mut Tree<'p>, group: &Group<'p>, candidates: &[Candidate<'p>]) {
    let empty = candidates.iter().filter(|candidate| candidate.pages > 0 && candidate.mirrored == 0);
    for candidate in empty.filter(|candidate| candidate.code == Code::Doubtful) {
        let folder = format!("{}{}{}", group.prefix, group.stem, candidate.folder);
        tree.remarks.push(Remark::Unmirrored { folder });
    }
}

fn whole<'p>(tree: &Tree<'p>, group: &Group<'p>, base: Base<'p>, locales: &[&'p str]) -> Draft<'p> {
    let tail = match base {
        Base::Beside(folder) => shared_tail(tree, group, folder),
        Base::Without => "",
    };
    Draft {
        source: format!("{}{tail}{{path}}", group.start(base)),
        target: format!("{}{tail}{{path}}", group.target()),
        folders: locales.to_vec(),
    }
}

/// The folders that all pages of the source share: `docs/` in `docs/en/docs/{path}`.
fn shared_tail<'p>(tree: &Tree<'p>, group: &Group<'p>, source: &'p str) -> &'p str {
    match group.members.get(source) {
        Some(member) if member.pages.len() > 1 => {
            common_folders(member.pages.iter().map(|page| group.rest(tree.pages[*page], source)))
        }
        _ => "",
    }
}

/// A source tree at the root is everything and nothing: only the sections that some locale mirrors are source.
///
/// If they are nearly all of the tree, the tree is one layout.
pub(super) fn sections<'p>(tree: &Tree<'p>, group: &Group<'p>, locales: &[&'p str]) -> Vec<Draft<'p>> {
    let mut sections = mirrored_sections(tree, group, locales);
    let is_own = |path: &&str| {
        let folder = section(path.strip_prefix(group.prefix).unwrap_or_default());
        folder.is_empty() || !group.members.contains_key(folder.trim_end_matches('/'))
    };
    let own: Vec<&str> = tree.pages.iter().copied().filter(is_own).map(section).collect();
    let covered = own.iter().filter(|name| sections.contains(**name)).count();
    if covered * 5 >= own.len() * 4 {
        sections = BTreeSet::from(["*"]);
    }
    let draft = |name: &&str| {
        let template = match *name {
            "" => "{name}.{ext}".to_owned(),
            "*" => "{path}".to_owned(),
            section => format!("{section}{{path}}"),
        };
        Draft { target: format!("{}{template}", group.target()), source: template, folders: locales.to_vec() }
    };
    sections.iter().map(draft).collect()
}

fn mirrored_sections<'p>(tree: &Tree<'p>, group: &Group<'p>, locales: &[&'p str]) -> BTreeSet<&'p str> {
    let rests = |folder: &'p str| {
        let pages = group.members[folder].pages.iter();
        pages.map(move |page| group.rest(tree.pages[*page], folder))
    };
    locales.iter().flat_map(|folder| rests(folder)).filter(|rest| tree.has(rest)).map(section).collect()
}

/// The first folder of a path with its slash; empty for a file.
fn section(path: &str) -> &str {
    &path[..path.find('/').map_or(0, |slash| slash + 1)]
}

/// Takes the targets out of the game, and the source folder where it is one of its own.
fn take<'p>(tree: &mut Tree<'p>, group: &Group<'p>, base: Base<'p>, locales: &[&'p str]) {
    let source = match base {
        Base::Beside(folder) => Some(folder),
        Base::Without => None,
    };
    for folder in locales.iter().chain(&source) {
        group.members[folder].pages.iter().for_each(|page| tree.take(*page));
    }
}

/// The name of the file that a path leads to, for passes that look at it alone.
pub(super) fn file_name(path: &str) -> &str {
    split_name(path).1
}
