//! Files that are named after their locale alone: `lang/en-US.ftl` and `lang/de-DE.ftl`; `docs/chinese.md` for the `README.md`
//! of the root.

use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use super::suffix::{above, holds_translations};
use super::tree::{Code, Tree, common_folders, is_translation_folder, split_name};

/// Folders with such files, if there are more, make one layout for all folders.
const FOLDERS: usize = 3;

/// The files of one folder.
#[derive(Debug, Default)]
struct Files<'p> {
    sources: Vec<&'p str>,
    locales: Vec<(usize, &'p str, Code)>,
    others: usize,
}

/// The layouts of files that nothing else explains.
pub(super) fn find<'p>(tree: &mut Tree<'p>) -> Vec<Draft<'p>> {
    let mut found: BTreeMap<(&'p str, &'p str), Vec<&'p str>> = BTreeMap::new();
    let mut locales: BTreeMap<(&'p str, &'p str), Vec<&'p str>> = BTreeMap::new();
    let folders = by_folder(tree);
    let usual = usual_names(&folders);
    let mut readmes = Vec::new();
    for ((folder, extension), files) in folders {
        if let Some(readme) = readme(tree, folder, extension, &files) {
            files.locales.iter().for_each(|(page, ..)| tree.take(*page));
            let folders = files.locales.iter().map(|(_, name, _)| *name).collect();
            readmes.push(Draft { source: readme, target: format!("{folder}{{locale}}.{extension}"), folders });
            continue;
        }
        let Some(source) = source(tree, extension, &files, &usual) else { continue };
        found.entry((source, extension)).or_default().push(folder);
        for (page, locale, _) in files.locales {
            tree.take(page);
            locales.entry((source, extension)).or_default().push(locale);
        }
    }
    let found = found.into_iter().flat_map(|(key, folders)| {
        let locales = &locales[&key];
        let places = if folders.len() > FOLDERS {
            vec![format!("{}{{dir}}", common_folders(folders.iter().copied()))]
        } else {
            folders.iter().map(|folder| (*folder).to_owned()).collect()
        };
        places.into_iter().map(move |place| Draft {
            source: format!("{place}{}.{}", key.0, key.1),
            target: format!("{place}{{locale}}.{}", key.1),
            folders: locales.clone(),
        })
    });
    readmes.into_iter().chain(found).collect()
}

/// The readme that files without a source beside them translate: those of a folder of translations, or several with the names
/// of languages.
fn readme(tree: &Tree<'_>, folder: &str, extension: &str, files: &Files<'_>) -> Option<String> {
    let sure = files.locales.iter().filter(|(_, _, code)| *code == Code::Sure);
    let holder = split_name(folder.strip_suffix('/')?).1;
    let is_enough = if is_translation_folder(holder) || holder.eq_ignore_ascii_case("readme") {
        sure.count() > 1
    } else {
        // Of codes alone, each file may speak of its own language: `docs/de.md`.
        let is_full = |name: &str| name.len() > 4 && !name.contains(['-', '_']);
        holds_translations(holder) && sure.filter(|(_, name, _)| is_full(name)).count() > 2
    };
    if !files.sources.is_empty() || !is_enough || files.others > files.locales.len() {
        return None;
    }
    let name = format!("README.{extension}");
    above(tree, folder, &name).map(|place| format!("{place}{name}"))
}

fn by_folder<'p>(tree: &mut Tree<'p>) -> BTreeMap<(&'p str, &'p str), Files<'p>> {
    let mut folders: BTreeMap<(&str, &str), Files<'_>> = BTreeMap::new();
    for page in (0..tree.pages.len()).collect::<Vec<_>>() {
        let path = tree.pages[page];
        let Some((stem, extension)) = tree.split_extension(path).filter(|_| !tree.is_taken(page)) else { continue };
        let (folder, name) = split_name(stem);
        let code = tree.code(name);
        let files = folders.entry((folder, extension)).or_default();
        match code {
            Code::No => files.others += 1,
            Code::Source => files.sources.push(name),
            code => files.locales.push((page, name, code)),
        }
    }
    folders
}

/// The names of sure locales that stand beside a source in more than a few folders, with nothing else there.
fn usual_names<'p>(folders: &BTreeMap<(&'p str, &'p str), Files<'p>>) -> BTreeSet<&'p str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for files in folders.values().filter(|files| !files.sources.is_empty() && files.others == 0) {
        let sure = files.locales.iter().filter(|(_, _, code)| *code == Code::Sure);
        sure.for_each(|(_, name, _)| *counts.entry(name).or_default() += 1);
    }
    counts.into_iter().filter(|(_, count)| *count > FOLDERS).map(|(name, _)| name).collect()
}

/// `en_US`, `zh-CN`: a language and the capitals of a country are the name of nothing else.
fn has_region(name: &str) -> bool {
    let region = name.split_once(['-', '_']).map(|(_, region)| region);
    region.is_some_and(|region| region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// The name of the source, if the files are translations of it. Catalogues have names like these; of pages it takes a
/// folder that holds little else, many folders that hold nothing else, or names with their countries: `badge/en-US.md`,
/// `badge/zh-CN.md`.
fn source<'p>(tree: &Tree<'p>, extension: &str, files: &Files<'p>, usual: &BTreeSet<&str>) -> Option<&'p str> {
    let sure = files.locales.iter().filter(|(_, _, code)| *code == Code::Sure).count();
    let is_usual = files.others == 0 && files.locales.iter().any(|(_, name, _)| usual.contains(name));
    let source = files.sources.iter().min_by_key(|name| (tree.distance_to_source(name), **name))?;
    let is_full = files.others == 0 && has_region(source) && files.locales.iter().all(|(_, name, _)| has_region(name));
    let is_folder_of_locales = is_usual || is_full || sure > 1 && files.others * 4 <= files.locales.len();
    (sure > 0 && (extension == "ftl" || is_folder_of_locales)).then_some(*source)
}
