//! Which localized files without a source had one once, and where it is likely to be now.
//!
//! A page of one locale alone, with no source anywhere, is nobody's fault: a local style guide, a local community. What
//! speaks for a source that is gone is a page of the source that the locale lacks and that has the orphan's name in
//! another folder, or nearly its name in the same folder; or that another locale has an orphan at the very same place.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Layout;
use super::site::{Orphan, Pairing, SourcePage};

/// Names that are nearly the same.
const NEAR: f64 = 0.85;

/// In folders with more pages than this, near names prove little and take long to find.
const CROWDED: usize = 500;

/// Names that say nothing about the page.
const COMMON: [&str; 4] = ["index", "_index", "readme", "overview"];

/// What the names of pages hold that are about a language, or for those who write it: no source has them.
const LOCAL: [&str; 6] = ["glossary", "l10n", "localization", "style-guide", "styleguide", "translation"];

/// The orphans that had a source once, each with the page of the source that it is likely to be now.
#[must_use]
pub fn lost<'p>(pairing: &'p Pairing, layouts: &'p [Layout]) -> Vec<(&'p Orphan, Option<&'p str>)> {
    if pairing.orphans.is_empty() {
        return Vec::new();
    }
    let search = Search::new(pairing, layouts);
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    pairing.orphans.iter().for_each(|orphan| *places.entry(&orphan.source).or_insert(0) += 1);
    let judged = pairing.orphans.iter().map(|orphan| (orphan, search.moved(orphan)));
    let was_deleted = |orphan: &Orphan| {
        let (_, name) = parts(&orphan.source);
        // The first page of a tree has its source in another one.
        places[orphan.source.as_str()] > 1 && !is_common(name) && !is_local(name)
    };
    judged.filter(|(orphan, moved)| moved.is_some() || was_deleted(orphan)).collect()
}

struct Search<'p> {
    layouts: &'p [Layout],
    by_name: FxHashMap<&'p str, Vec<&'p SourcePage>>,
    by_folder: FxHashMap<&'p str, Vec<&'p SourcePage>>,
    targets: FxHashSet<&'p str>,
}

impl<'p> Search<'p> {
    fn new(pairing: &'p Pairing, layouts: &'p [Layout]) -> Search<'p> {
        let (mut by_name, mut by_folder) = (FxHashMap::default(), FxHashMap::default());
        for page in &pairing.sources {
            let (folder, name) = parts(&page.path);
            by_name.entry(name).or_insert_with(Vec::new).push(page);
            by_folder.entry(folder).or_insert_with(Vec::new).push(page);
        }
        let targets = pairing.pairs.iter().map(|pair| pair.target.as_str()).collect();
        Search { layouts, by_name, by_folder, targets }
    }

    fn moved(&self, orphan: &Orphan) -> Option<&'p str> {
        let (folder, name) = parts(&orphan.source);
        let lacking = |page: &&&SourcePage| self.is_lacking(page, orphan);
        let same = self.by_name.get(name).filter(|_| !is_common(name)).into_iter().flatten();
        let mut same = same.filter(lacking).map(|page| page.path.as_str());
        if let (Some(only), None) = (same.next(), same.next()) {
            return Some(only);
        }
        let beside = self.by_folder.get(folder).filter(|pages| pages.len() <= CROWDED).into_iter().flatten();
        // Another number is another page: a version, a year, a chapter.
        let beside = beside.filter(|page| digits(parts(&page.path).1) == digits(name)).filter(lacking);
        let scored = beside.map(|page| (strsim::normalized_levenshtein(name, parts(&page.path).1), page.path.as_str()));
        scored.filter(|(score, _)| *score >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, path)| path)
    }

    /// The page has no translation in the orphan's locale.
    fn is_lacking(&self, page: &SourcePage, orphan: &Orphan) -> bool {
        let target =
            self.layouts.get(page.layout).and_then(|layout| layout.target_of(&page.path, orphan.locale.folder()));
        page.layout == orphan.layout && target.is_some_and(|target| !self.targets.contains(target.as_str()))
    }
}

fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

fn is_common(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    COMMON.iter().any(|common| stem.eq_ignore_ascii_case(common))
}

fn is_local(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    LOCAL.iter().any(|local| name.contains(local))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::site::Site;
    use crate::locale::Overrides;

    #[track_caller]
    fn finds(paths: &[&str], expected: &[(&str, Option<&str>)]) {
        let layouts = vec![Layout::new("en/{path}", "{locale}/{path}").expect("two templates")];
        let site = Site { layouts: layouts.clone(), overrides: Overrides::default(), source: "en".to_owned() };
        let pairing = site.pairs(paths);
        let found: Vec<(&str, Option<&str>)> =
            lost(&pairing, &layouts).into_iter().map(|(orphan, moved)| (orphan.target.as_str(), moved)).collect();
        assert_eq!(found, expected, "{paths:?}");
    }

    #[test]
    fn a_page_that_moved_is_found_by_its_name() {
        finds(
            &["en/a.md", "en/new/events.md", "nn/a.md", "nn/old/events.md"],
            &[("nn/old/events.md", Some("en/new/events.md"))],
        );
        finds(
            &["en/install-guide.md", "en/b.md", "nn/b.md", "nn/instal-guide.md"],
            &[("nn/instal-guide.md", Some("en/install-guide.md"))],
        );
    }

    #[test]
    fn a_page_that_other_locales_have_at_the_same_place_was_deleted() {
        finds(&["en/a.md", "nn/a.md", "nn/gone.md", "de/gone.md"], &[("de/gone.md", None), ("nn/gone.md", None)]);
    }

    #[test]
    fn a_page_of_one_locale_is_left_alone() {
        finds(&["en/a.md", "nn/a.md", "nn/stilguide.md"], &[]);
        finds(&["en/a.md", "en/x/index.md", "nn/a.md", "nn/lokalt/index.md"], &[]);
        finds(&["en/a.md", "nn/a.md", "de/a.md", "nn/glossary.md", "de/glossary.md"], &[]);
        finds(&["en/a.md", "nn/a.md", "de/a.md", "nn/index.md", "de/index.md"], &[]);
        finds(&["en/v1.11.md", "en/a.md", "nn/a.md", "nn/v1.10.md"], &[]);
        // The page is translated at its new place already.
        finds(&["en/x/events.md", "nn/x/events.md", "nn/events.md"], &[]);
    }
}
