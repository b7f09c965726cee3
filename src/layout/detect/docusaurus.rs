//! Docusaurus: `i18n/{locale}/docusaurus-plugin-content-{docs,blog,pages}[-{plugin}]/…`.
//!
//! The folder names are proof of the layout; what has to be found is where the source of each plugin is.

use std::collections::BTreeMap;

use super::Draft;
use super::tree::{Code, Tree};

const PLUGIN: &str = "/docusaurus-plugin-content-";

/// The pages of one plugin, and of one of its trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'p> {
    /// The path before `i18n/`.
    prefix: &'p str,
    /// The folder of the plugin.
    plugin: &'p str,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// `current/`, the docs of the next version.
    Current,
    /// `version-1.2/`.
    Version,
    /// The folder of the plugin itself.
    All,
}

#[derive(Debug, Clone, Copy)]
struct Page<'p> {
    page: usize,
    locale: &'p str,
    version: &'p str,
    rest: &'p str,
}

/// The layouts of all plugins.
pub(super) fn find<'p>(tree: &mut Tree<'p>) -> Vec<Draft<'p>> {
    let mut groups: BTreeMap<Key<'p>, Vec<Page<'p>>> = BTreeMap::new();
    for page in 0..tree.pages.len() {
        if let Some((key, page)) = read(tree, page) {
            groups.entry(key).or_default().push(page);
        }
    }
    groups.iter().filter_map(|(key, pages)| layout(tree, *key, pages)).collect()
}

fn read<'p>(tree: &mut Tree<'p>, page: usize) -> Option<(Key<'p>, Page<'p>)> {
    let path = tree.pages[page];
    let at = path.find(PLUGIN)?;
    let (before, locale) = path[..at].rsplit_once('/')?;
    let prefix = before.strip_suffix("i18n")?;
    if !(prefix.is_empty() || prefix.ends_with('/')) || matches!(tree.code(locale), Code::No | Code::Source) {
        return None;
    }
    let (plugin, rest) = path[at + 1..].split_once('/')?;
    let (part, version, rest) = match rest.split_once('/') {
        Some(("current", rest)) => (Part::Current, "", rest),
        Some((folder, rest)) if folder.starts_with("version-") => (Part::Version, &folder["version-".len()..], rest),
        _ => (Part::All, "", rest),
    };
    Some((Key { prefix, plugin, part }, Page { page, locale, version, rest }))
}

fn layout<'p>(tree: &mut Tree<'p>, key: Key<'p>, pages: &[Page<'p>]) -> Option<Draft<'p>> {
    let mirrored = |base: &String| {
        let exists = |page: &&Page| tree.has(&format!("{}{}", base.replace("{version}", page.version), page.rest));
        pages.iter().filter(exists).count()
    };
    let bases = bases(key).into_iter().map(|base| (mirrored(&base), base)).filter(|(count, _)| *count > 0);
    let (_, base) = bases.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let part = match key.part {
        Part::Current => "current/",
        Part::Version => "version-{version}/",
        Part::All => "",
    };
    pages.iter().for_each(|page| tree.take(page.page));
    Some(Draft {
        source: format!("{base}{{path}}"),
        target: format!("{}i18n/{{locale}}/{}/{part}{{path}}", key.prefix, key.plugin),
        folders: pages.iter().map(|page| page.locale).collect(),
    })
}

/// Where the source of a plugin may be, the usual place first.
fn bases(key: Key<'_>) -> Vec<String> {
    let kind_and_id = &key.plugin[PLUGIN.len() - 1..];
    let (kind, id) = kind_and_id.split_once('-').unwrap_or((kind_and_id, ""));
    let outside = key.prefix.trim_end_matches('/').rfind('/').map_or("", |at| &key.prefix[..=at]);
    let places: Vec<String> = match (kind, key.part, id) {
        ("docs", Part::Version, "") => vec!["versioned_docs/version-{version}/".to_owned()],
        ("docs", Part::Version, id) => vec![format!("{id}_versioned_docs/version-{{version}}/")],
        ("pages", ..) => vec!["src/pages/".to_owned(), "pages/".to_owned()],
        (kind, _, "") => vec![format!("{kind}/")],
        (kind, _, id) => vec![
            format!("{id}/"),
            format!("{kind}-{id}/"),
            format!("{kind}/{id}/"),
            format!("{id}-{kind}/"),
            format!("{kind}_{id}/"),
        ],
    };
    let within = places.iter().map(|place| format!("{}{place}", key.prefix));
    within.chain(places.iter().map(|place| format!("{outside}{place}"))).collect()
}
