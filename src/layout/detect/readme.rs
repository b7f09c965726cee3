//! A readme in a folder per locale: `docs/{locale}/README.md` for the `README.md` of the root or of `docs`.

use std::collections::BTreeMap;

use super::Draft;
use super::folder::{Group, Member, file_name};
use super::suffix::{above, holds_translations, is_capital};
use super::tree::{Code, Tree};

/// The layouts of readmes that nothing else explains.
pub(super) fn find<'p>(tree: &mut Tree<'p>, groups: &[Group<'p>]) -> Vec<Draft<'p>> {
    groups.iter().filter(|group| group.stem.is_empty()).flat_map(|group| layouts(tree, group)).collect()
}

fn layouts<'p>(tree: &mut Tree<'p>, group: &Group<'p>) -> Vec<Draft<'p>> {
    // File name -> its pages, with their locale folders.
    let mut readmes: BTreeMap<&'p str, Vec<(usize, &'p str, Code)>> = BTreeMap::new();
    let is_source = |(folder, member): (&&'p str, &Member)| (member.code == Code::Source).then_some(*folder);
    let mut sources: Vec<&'p str> = group.members.iter().filter_map(is_source).collect();
    sources.sort_by_key(|folder| (tree.distance_to_source(folder), *folder));
    let has_source = !sources.is_empty();
    for (folder, member) in group.members.iter().filter(|(_, member)| member.code != Code::Source) {
        for page in &member.pages {
            let rest = group.rest(tree.pages[*page], folder);
            // Of `docs` with `docs/de` in it, the readme that only `docs/de` has is the root's.
            let is_free = || !tree.is_taken(*page) || !has_source && !tree.has(&format!("{}{rest}", group.prefix));
            if is_readme(rest) && is_free() {
                readmes.entry(file_name(rest)).or_default().push((*page, folder, member.code));
            }
        }
    }
    let prefix = group.prefix;
    let beside = |tree: &Tree<'p>, name: &str| {
        let folders = sources.iter().map(|folder| format!("{prefix}{folder}/"));
        folders.into_iter().find(|folder| tree.has(&format!("{folder}{name}")))
    };
    readmes
        .into_iter()
        .filter_map(|(name, pages)| {
            let beside = beside(tree, name);
            layout(tree, (prefix, beside), name, &pages)
        })
        .collect()
}

/// `beside`: the folder of the source language, where it has such a page.
fn layout<'p>(
    tree: &mut Tree<'p>,
    (prefix, beside): (&'p str, Option<String>),
    name: &str,
    pages: &[(usize, &'p str, Code)],
) -> Option<Draft<'p>> {
    // A page that so many locales have nothing but is the project's own: what lies beside them is their index.
    const MANY: usize = 3;
    let here = || Some(prefix).filter(|prefix| tree.has(&format!("{prefix}{name}")));
    let outside = || above(tree, prefix, name);
    let in_root = || if pages.len() >= MANY { outside().or_else(here) } else { here().or_else(outside) };
    let source = beside.or_else(|| in_root().map(str::to_owned))?;
    let sure = pages.iter().filter(|(_, _, code)| *code == Code::Sure).count();
    let is_named = prefix.strip_suffix('/').is_some_and(|prefix| holds_translations(file_name(prefix)));
    // Elsewhere each readme may speak of its own folder: `hyphenation/de/README.md`.
    if sure == 0 || !is_named && (sure == 1 || !prefix.is_empty()) {
        return None;
    }
    pages.iter().for_each(|(page, _, _)| tree.take(*page));
    Some(Draft {
        source: format!("{source}{name}"),
        target: format!("{prefix}{{locale}}/{name}"),
        folders: pages.iter().map(|(_, folder, _)| *folder).collect(),
    })
}

/// `README.md` in any case, or another page about the project as `SECURITY.md`, directly in the locale folder.
fn is_readme(rest: &str) -> bool {
    rest.split_once('.').is_some_and(|(stem, _)| !stem.contains('/') && is_capital(stem))
}
