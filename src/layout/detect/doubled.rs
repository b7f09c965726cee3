//! A locale folder whose pages have the locale in their names, too: `docs/es/FAQ_ES.md` for `docs/FAQ.md`.

use std::collections::{BTreeMap, BTreeSet};

use super::Draft;
use super::folder::{Group, file_name};
use super::tree::{Code, Tree, is_generic, split_name};

/// Pages with names that tell, so many of which make it a habit.
const TELLING: usize = 2;

/// How the pages of one layout end: the locale's folder, and what their names have behind the source's.
type Ending<'p> = (&'p str, &'p str);

/// Where the source's tree begins, and what the names in it have behind those of the pages.
type Origin = (String, String);

/// The layouts of such pages, one for each way in which a locale is written.
pub(super) fn find<'p>(tree: &mut Tree<'p>, groups: &[Group<'p>]) -> Vec<Draft<'p>> {
    groups.iter().filter(|group| group.stem.is_empty()).flat_map(|group| layouts(tree, group)).collect()
}

fn layouts<'p>(tree: &mut Tree<'p>, group: &Group<'p>) -> Vec<Draft<'p>> {
    let sources: Vec<&str> =
        group.members.iter().filter(|(_, member)| member.code == Code::Source).map(|(folder, _)| *folder).collect();
    let mut found: BTreeMap<Ending<'p>, Vec<(usize, Origin)>> = BTreeMap::new();
    let (mut telling, mut sure) = (0, false);
    for (folder, member) in group.members.iter().filter(|(_, member)| member.code != Code::Source) {
        for page in member.pages.iter().filter(|page| !tree.is_taken(**page)).copied().collect::<Vec<_>>() {
            let Some((ending, origin)) = read(tree, group, (folder, page), &sources) else { continue };
            telling += usize::from(!is_generic(file_name(tree.pages[page])));
            sure |= member.code == Code::Sure;
            found.entry((folder, ending)).or_default().push((page, origin));
        }
    }
    if telling < TELLING || !sure {
        return Vec::new();
    }
    found.values().flatten().for_each(|(page, _)| tree.take(*page));
    found.into_iter().flat_map(|((folder, ending), pages)| drafts(group, (folder, ending), &pages)).collect()
}

/// What the name of a page has behind that of its source, and where that is.
fn read<'p>(
    tree: &mut Tree<'p>,
    group: &Group<'p>,
    (folder, page): (&'p str, usize),
    sources: &[&str],
) -> Option<(&'p str, Origin)> {
    let path = tree.pages[page];
    let (stem, extension) = tree.split_extension(group.rest(path, folder))?;
    let (inner, name) = split_name(stem);
    let at = name.match_indices(['_', '-', '.']).map(|(at, _)| at).filter(|at| *at > 0);
    let at = at.into_iter().find(|at| tree.is_same_locale(folder, &name[at + 1..]))?;
    let (file, mark) = (&name[..at], &name[at..=at]);
    // The source may have its language in the name, too.
    let beside = sources.iter().flat_map(|source| {
        let base = format!("{}{source}/", group.prefix);
        [(base.clone(), String::new()), (base, format!("{mark}{source}"))]
    });
    let mut origins = beside.chain([(group.prefix.to_owned(), String::new())]);
    Some((&name[at..], origins.find(|(base, end)| tree.has(&format!("{base}{inner}{file}{end}.{extension}")))?))
}

fn drafts<'p>(group: &Group<'p>, (folder, ending): Ending<'p>, pages: &[(usize, Origin)]) -> Vec<Draft<'p>> {
    let origins: BTreeSet<&Origin> = pages.iter().map(|(_, origin)| origin).collect();
    let target = format!("{}{{dir}}{{name}}{ending}.{{ext}}", group.target());
    let draft = |(base, end): &Origin| Draft {
        source: format!("{base}{{dir}}{{name}}{end}.{{ext}}"),
        target: target.clone(),
        folders: vec![folder],
    };
    origins.into_iter().map(draft).collect()
}
