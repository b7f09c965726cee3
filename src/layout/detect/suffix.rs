//! The locale in the file name: `guide.de.md`, `README_zh-CN.md`, `docs/README.ja.md` for the `README.md` of the root.
//!
//! A dot separates a locale from any name, `_` if several locales have their pages so, `_` and `-` if several pages of one
//! locale have their sources so, or one beside the same page of the source language: `git-rm.md` is no Romansh. Names in
//! capitals (`README`, `CONTRIBUTING`) and readmes need no more than a locale, and so do names in a folder of translations.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Code, Tree, common_folders, is_translation_folder, split_name};
use super::{Draft, Remark};

/// More folders with a readme than these make one layout for all folders.
const FOLDERS: usize = 3;

/// A page with a locale in its name.
#[derive(Debug, Clone, Copy)]
struct Entry<'p> {
    page: usize,
    folder: &'p str,
    name: &'p str,
    separator: &'p str,
    locale: &'p str,
    extension: &'p str,
    code: Code,
}

/// Where the source of such a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin<'p> {
    /// Beside it, with the suffix of the source language.
    Suffixed(&'p str),
    /// Beside it, without a suffix.
    Plain,
    /// The same, in other letters: `README.md` for `Readme_fr.md`.
    Spelled(&'static str),
    /// In this folder further up.
    Above(&'p str),
    /// The same, where the folders between are not known to hold translations.
    Far(&'p str),
}

/// Pages that one layout may explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'p> {
    origin: Origin<'p>,
    separator: &'p str,
    /// The name in capitals that all have; empty for other names.
    name: &'p str,
    /// Their folder, or the topmost one of it for other names.
    place: &'p str,
}

/// The layouts of pages with a suffix.
pub(super) fn find<'p>(tree: &mut Tree<'p>) -> Vec<Draft<'p>> {
    let entries: Vec<Entry> = (0..tree.pages.len()).filter_map(|page| read(tree, page)).collect();
    let mut spellings: Vec<&str> =
        entries.iter().filter(|entry| entry.code == Code::Source).map(|entry| entry.locale).collect();
    spellings.sort_by_key(|folder| (tree.distance_to_source(folder), *folder));
    spellings.dedup();
    let mut groups: BTreeMap<Key, Vec<Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.code != Code::Source) {
        if let Some(origin) = origin(tree, entry, &spellings) {
            groups.entry(key(entry, origin)).or_default().push(*entry);
        }
    }
    // What is a locale in the names of some pages is one in those of others, too.
    let layouts = groups.iter().filter(|(key, entries)| key.name.is_empty() && is_layout(**key, entries));
    let known: BTreeSet<(&str, &str)> =
        layouts.flat_map(|(_, entries)| entries).map(|entry| (entry.separator, entry.locale)).collect();
    let is_known = |entry: &Entry| known.contains(&(entry.separator, entry.locale));
    groups.retain(|key, entries| is_layout(*key, entries) || key.name.is_empty() && entries.iter().all(is_known));
    remark_sidecars(tree, &entries, &groups);
    groups.values().flatten().for_each(|entry| tree.take(entry.page));
    let scattered = gather(&mut groups);
    let single = groups.iter().map(|(key, entries)| draft(*key, entries));
    single.chain(scattered.iter().map(|(key, entries)| draft(*key, entries))).collect()
}

fn read<'p>(tree: &mut Tree<'p>, page: usize) -> Option<Entry<'p>> {
    let path = tree.pages[page];
    if tree.is_taken(page) {
        return None;
    }
    let (stem, extension) = tree.split_extension(path)?;
    let (folder, stem) = split_name(stem);
    // A dot separates at its last place, `-` and `_` at their first one: `README_zh-CN`.
    let dot = stem.rfind('.').into_iter();
    let others = stem.match_indices(['-', '_']).map(|(at, _)| at).filter(|at| is_capital(&stem[..*at]));
    let lines = stem.match_indices('_').chain(stem.match_indices('-')).map(|(at, _)| at);
    for at in dot.chain(others).chain(lines).filter(|at| *at > 0) {
        let (name, separator, locale) = (&stem[..at], &stem[at..=at], &stem[at + 1..]);
        let code = tree.code(locale);
        if code != Code::No {
            return Some(Entry { page, folder, name, separator, locale, extension, code });
        }
    }
    None
}

/// `README`, `CODE_OF_CONDUCT`, `Readme`.
pub(super) fn is_capital(name: &str) -> bool {
    let is_word = name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'));
    is_word || name.eq_ignore_ascii_case("readme")
}

fn origin<'p>(tree: &Tree<'p>, entry: &Entry<'p>, spellings: &[&'p str]) -> Option<Origin<'p>> {
    let Entry { folder, name, separator, extension, .. } = entry;
    let suffixed = spellings.iter().find(|source| tree.has(&format!("{folder}{name}{separator}{source}.{extension}")));
    if let Some(source) = suffixed {
        return Some(Origin::Suffixed(source));
    }
    if tree.has(&format!("{folder}{name}.{extension}")) {
        return Some(Origin::Plain);
    }
    let file = format!("{name}.{extension}");
    if !is_capital(name) {
        // `docs/translations/install_de.md` for `docs/install.md`.
        let (outer, inner) = split_name(folder.strip_suffix('/')?);
        return (is_translation_folder(inner) && tree.has(&format!("{outer}{file}"))).then_some(Origin::Above(outer));
    }
    let spelled = |other: &&&str| other.eq_ignore_ascii_case(name) && tree.has(&format!("{folder}{other}.{extension}"));
    if let Some(other) = ["README", "Readme", "readme"].iter().find(spelled) {
        return Some(Origin::Spelled(other));
    }
    above(tree, folder, &file).map(Origin::Above).or_else(|| far_above(tree, folder, &file).map(Origin::Far))
}

/// The nearest folder above a folder of documentation or translations that has this file.
pub(super) fn above<'p>(tree: &Tree<'_>, mut folder: &'p str, file: &str) -> Option<&'p str> {
    while let Some(inner) = folder.strip_suffix('/') {
        let (outer, name) = split_name(inner);
        if !holds_translations(name) {
            return None;
        }
        if tree.has(&format!("{outer}{file}")) {
            return Some(outer);
        }
        folder = outer;
    }
    None
}

/// The nearest folder above that has this file, whatever the folders between are.
fn far_above<'p>(tree: &Tree<'_>, mut folder: &'p str, file: &str) -> Option<&'p str> {
    while let Some(inner) = folder.strip_suffix('/') {
        folder = split_name(inner).0;
        if tree.has(&format!("{folder}{file}")) {
            return Some(folder);
        }
    }
    None
}

/// Folders that hold the translations of a readme.
pub(super) fn holds_translations(name: &str) -> bool {
    const NAMES: [&str; 7] = ["docs", "doc", "readme", "readmes", ".github", "documentation", "assets"];
    is_translation_folder(name) || NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn key<'p>(entry: &Entry<'p>, origin: Origin<'p>) -> Key<'p> {
    let top = &entry.folder[..entry.folder.find('/').map_or(0, |slash| slash + 1)];
    let (name, place) = match origin {
        _ if is_capital(entry.name) => (entry.name, entry.folder),
        Origin::Above(_) => ("", entry.folder),
        _ => ("", top),
    };
    Key { origin, separator: entry.separator, name, place }
}

fn is_layout(key: Key<'_>, entries: &[Entry<'_>]) -> bool {
    let sure: Vec<&str> = locales(entries.iter().filter(|entry| entry.code == Code::Sure));
    let all: Vec<&str> = locales(entries.iter());
    let pages = |locale: &str| entries.iter().filter(|entry| entry.locale == locale).count();
    if matches!(key.origin, Origin::Far(_)) {
        return sure.len() > 1;
    }
    if !key.name.is_empty() {
        return !sure.is_empty() || all.len() > 1 || all.iter().any(|locale| is_plain_in_readme(locale));
    }
    if matches!(key.origin, Origin::Above(_)) {
        return !sure.is_empty();
    }
    let is_suffixed = matches!(key.origin, Origin::Suffixed(_));
    let several = |locale: &&str| pages(locale) > 2;
    match key.separator {
        "-" => is_suffixed && !sure.is_empty() || sure.iter().any(several),
        // `to_do.md` beside `to.md` is a word, and one locale may be one; several beside `to_en.md` are none.
        "_" => {
            is_suffixed && sure.len() > 2
                || sure.iter().filter(|locale| pages(locale) > 1).count() > 1
                || sure.iter().any(several)
        }
        _ => !sure.is_empty() || all.iter().any(several),
    }
}

/// Words that no one puts after `README.` but for their language, the last ones in small letters.
fn is_plain_in_readme(locale: &str) -> bool {
    let in_any_case = ["he", "hi", "hr", "id", "it", "pl", "tw", "vi"];
    in_any_case.iter().any(|known| locale.eq_ignore_ascii_case(known))
        || ["ar", "ca", "is", "ms", "ne", "no", "te"].contains(&locale)
}

fn locales<'a, 'p: 'a>(entries: impl Iterator<Item = &'a Entry<'p>>) -> Vec<&'p str> {
    let mut list: Vec<&str> = entries.map(|entry| entry.locale).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// Takes out the groups of a readme that stands in many folders, joined to one each.
fn gather<'p>(groups: &mut BTreeMap<Key<'p>, Vec<Entry<'p>>>) -> BTreeMap<Key<'p>, Vec<Entry<'p>>> {
    let anywhere = |key: &Key<'p>| Key { place: "", ..*key };
    let may_join = |key: &Key| !key.name.is_empty() && !matches!(key.origin, Origin::Above(_) | Origin::Far(_));
    let mut joined: BTreeMap<Key, Vec<Entry>> = BTreeMap::new();
    for (key, entries) in groups.iter().filter(|(key, _)| may_join(key)) {
        joined.entry(anywhere(key)).or_default().extend(entries);
    }
    joined.retain(|_, entries| {
        let mut folders: Vec<&str> = entries.iter().map(|entry| entry.folder).collect();
        folders.dedup();
        folders.len() > FOLDERS
    });
    groups.retain(|key, _| !(may_join(key) && joined.contains_key(&anywhere(key))));
    joined
}

fn draft<'p>(key: Key<'p>, entries: &[Entry<'p>]) -> Draft<'p> {
    let first = entries[0];
    let is_one = |part: fn(&Entry<'p>) -> &'p str| entries.iter().all(|entry| part(entry) == part(&first));
    let extension = if is_one(|entry| entry.extension) && !key.name.is_empty() { first.extension } else { "{ext}" };
    let name = if key.name.is_empty() { "{name}" } else { key.name };
    let common = common_folders(entries.iter().map(|entry| entry.folder));
    let folder = if is_one(|entry| entry.folder) { first.folder.to_owned() } else { format!("{common}{{dir}}") };
    let source = match key.origin {
        Origin::Suffixed(source) => format!("{folder}{name}{}{source}.{extension}", key.separator),
        Origin::Plain => format!("{folder}{name}.{extension}"),
        Origin::Spelled(name) => format!("{folder}{name}.{extension}"),
        Origin::Above(above) | Origin::Far(above) => format!("{above}{name}.{extension}"),
    };
    let target = format!("{folder}{name}{}{{locale}}.{extension}", key.separator);
    Draft { source, target, folders: locales(entries.iter()) }
}

/// `name.en.md` beside `name.md`, where no suffix of another language is in use.
fn remark_sidecars(tree: &mut Tree<'_>, entries: &[Entry<'_>], groups: &BTreeMap<Key<'_>, Vec<Entry<'_>>>) {
    let beside = |entry: &Entry| {
        let Entry { folder, name, extension, .. } = entry;
        Some(format!("{folder}{name}.{extension}")).filter(|plain| entry.code == Code::Source && tree.has(plain))
    };
    let sidecars: Vec<(&str, String)> =
        entries.iter().filter_map(|entry| Some((tree.pages[entry.page], beside(entry)?))).collect();
    let is_other = |key: &Key| matches!(key.origin, Origin::Suffixed(_));
    if let Some((first, _)) = sidecars.first().filter(|_| !groups.keys().any(is_other)) {
        let example = (*first).to_owned();
        let beside = sidecars.into_iter().map(|(_, plain)| plain).collect();
        tree.remarks.push(Remark::Sidecar { example, beside });
    }
}
