//! Files that are named after their locale alone: `lang/en-US.ftl` and `lang/de-DE.ftl`.

use std::collections::BTreeMap;

use super::Draft;
use super::tree::{Code, Tree, common_folders, split_name};

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
    for ((folder, extension), files) in by_folder(tree) {
        let Some(source) = source(tree, extension, &files) else { continue };
        found.entry((source, extension)).or_default().push(folder);
        for (page, locale, _) in files.locales {
            tree.take(page);
            locales.entry((source, extension)).or_default().push(locale);
        }
    }
    found
        .into_iter()
        .flat_map(|(key, folders)| {
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
        })
        .collect()
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

/// The name of the source, if the files are translations of it. Catalogues have names like these; of pages it takes a
/// folder that holds little else.
fn source<'p>(tree: &Tree<'p>, extension: &str, files: &Files<'p>) -> Option<&'p str> {
    let sure = files.locales.iter().filter(|(_, _, code)| *code == Code::Sure).count();
    let is_folder_of_locales = sure > 1 && files.others * 4 <= files.locales.len();
    let source = files.sources.iter().min_by_key(|name| (tree.distance_to_source(name), **name))?;
    (sure > 0 && (extension == "ftl" || is_folder_of_locales)).then_some(*source)
}
