//! Which pages each locale should have.
//!
//! Layouts that keep their locales in one place (`i18n/{locale}/…`) share them: a locale of the documentation lacks the
//! pages of the blog. Layouts in different places do not: a package that is only in French lacks no German pages.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::layout::Layout;
use crate::layout::site::Pairing;
use crate::locale::Locale;

/// The pages of a tree, and what the configuration leaves out.
pub struct Tree<'a> {
    /// The layouts.
    pub layouts: &'a [Layout],
    /// Which file answers which.
    pub pairing: &'a Pairing,
    /// Files that the configuration leaves out.
    pub left_out: &'a [String],
    /// The configuration leaves out files of this path, whether or not there is one.
    pub is_left_out: &'a dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").field("pairing", self.pairing).finish_non_exhaustive()
    }
}

/// How a page of a locale stands, its content aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is there.
    Present,
    /// The locale does not have it.
    Missing,
    /// Its source is gone.
    Orphan,
    /// The configuration leaves it out.
    Excluded,
}

/// A page that a locale has or should have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The path of the source below the folder that all sources share.
    pub page: String,
    /// The path of the translation, or where it would be.
    pub target: String,
    /// The path of the source.
    pub source: String,
    /// How it stands.
    pub standing: Standing,
}

/// The pages of each locale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// By tag: the locale, and its pages in the order of their paths.
    pub locales: BTreeMap<String, (Locale, Vec<Slot>)>,
}

impl Plan {
    /// The pages that the locales of a tree have or should have, as far as `wanted` says so (of source, target and
    /// locale).
    #[must_use]
    pub fn new(tree: &Tree<'_>, wanted: impl Fn(&str, &str, &Locale) -> bool) -> Plan {
        let base = base(tree.layouts);
        let mut plan = Plan::default();
        let places = Places::new(tree);
        let mut add = |locale: &Locale, source: &str, target: String, standing: Standing| {
            if wanted(source, &target, locale) {
                let page = source.strip_prefix(base.as_str()).unwrap_or(source).to_owned();
                let (_, slots) =
                    plan.locales.entry(locale.tag().to_owned()).or_insert_with(|| (locale.clone(), vec![]));
                slots.push(Slot { page, target, source: source.to_owned(), standing });
            }
        };
        for pair in &tree.pairing.pairs {
            add(&pair.locale, &pair.source, pair.target.clone(), Standing::Present);
        }
        for orphan in &tree.pairing.orphans {
            // Its source is there, but left out.
            let excluded = (tree.is_left_out)(&orphan.source);
            let standing = if excluded { Standing::Excluded } else { Standing::Orphan };
            add(&orphan.locale, &orphan.source, orphan.target.clone(), standing);
        }
        places.lacking(tree, &mut add);
        for (_, slots) in plan.locales.values_mut() {
            slots.sort_unstable();
            slots.dedup();
        }
        plan
    }

    /// The sources of pages that are there or missing, in path order.
    #[must_use]
    pub fn sources(&self) -> BTreeSet<&str> {
        let slots = self.locales.values().flat_map(|(_, slots)| slots);
        let counted = slots.filter(|slot| matches!(slot.standing, Standing::Present | Standing::Missing));
        counted.map(|slot| slot.source.as_str()).collect()
    }
}

/// The folder that the sources of all layouts share, with `/` at its end.
fn base(layouts: &[Layout]) -> String {
    let folder = |layout: &Layout| layout.source.prefix().rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut folders = layouts.iter().map(folder);
    let first = folders.next().unwrap_or_default();
    let shared = folders.fold(first, |shared, folder| {
        let parts = shared.split('/').zip(folder.split('/')).take_while(|(a, b)| a == b);
        parts.map(|(part, _)| part).collect::<Vec<_>>().join("/")
    });
    if shared.is_empty() { shared } else { shared + "/" }
}

/// Which locales the pages of each layout are kept in, and which pages there are.
struct Places<'a> {
    /// By layout.
    locales: Vec<Vec<&'a Locale>>,
    /// Sources of pairs, with the tag.
    paired: FxHashSet<(&'a str, &'a str)>,
    /// Targets of pairs and orphans.
    taken: FxHashSet<&'a str>,
}

impl<'a> Places<'a> {
    fn new(tree: &Tree<'a>) -> Places<'a> {
        let pairing = tree.pairing;
        let mut by_place: FxHashMap<&str, BTreeMap<&str, &Locale>> = FxHashMap::default();
        for (layout, locale) in &pairing.locales {
            let place = tree.layouts[*layout].target.prefix();
            by_place.entry(place).or_default().entry(locale.tag()).or_insert(locale);
        }
        let of =
            |layout: &Layout| by_place.get(layout.target.prefix()).map(|locales| locales.values().copied().collect());
        Places {
            locales: tree.layouts.iter().map(|layout| of(layout).unwrap_or_default()).collect(),
            paired: pairing.pairs.iter().map(|pair| (pair.source.as_str(), pair.locale.tag())).collect(),
            taken: pairing.orphans.iter().map(|orphan| orphan.target.as_str()).collect(),
        }
    }

    /// Pages that are not there: missing, or left out.
    fn lacking(&self, tree: &Tree<'_>, add: &mut impl FnMut(&Locale, &str, String, Standing)) {
        let left_out = tree.left_out.iter().map(|path| (path.as_str(), Standing::Excluded));
        // A translation that is left out is no source.
        let left_out = left_out.filter(|(path, _)| tree.layouts.iter().all(|layout| layout.pair(path).is_none()));
        let sources = tree.pairing.sources.iter().map(|page| (page.path.as_str(), Standing::Missing));
        for (source, standing) in sources.chain(left_out) {
            let mut seen: Vec<&str> = Vec::new();
            for (layout, locales) in tree.layouts.iter().zip(&self.locales) {
                if !layout.is_source(source) {
                    continue;
                }
                for locale in locales {
                    let Some(target) = layout.target_of(source, locale.folder()) else { continue };
                    if seen.contains(&locale.tag())
                        || self.paired.contains(&(source, locale.tag()))
                        || self.taken.contains(target.as_str())
                    {
                        continue;
                    }
                    seen.push(locale.tag());
                    let excluded = (tree.is_left_out)(&target);
                    add(locale, source, target, if excluded { Standing::Excluded } else { standing });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::site::Site;
    use crate::locale::Overrides;

    /// One line a page: tag, page, target, standing.
    fn lines(layouts: &[(&str, &str)], paths: &[&str], left_out: &[&str]) -> Vec<String> {
        let layouts: Vec<Layout> =
            layouts.iter().map(|(source, target)| Layout::new(source, target).expect(target)).collect();
        let site = Site { layouts: layouts.clone(), overrides: Overrides::default(), source: "en".to_owned() };
        let (out, pages): (Vec<&str>, Vec<&str>) = paths.iter().partition(|path| left_out.contains(path));
        let pairing = site.pairs(&pages);
        let out: Vec<String> = out.into_iter().map(str::to_owned).collect();
        let is_left_out = |path: &str| left_out.contains(&path);
        let tree = Tree { layouts: &layouts, pairing: &pairing, left_out: &out, is_left_out: &is_left_out };
        let plan = Plan::new(&tree, |_, _, _| true);
        let line = |tag: &str, slot: &Slot| format!("{tag} {} {} {:?}", slot.page, slot.target, slot.standing);
        plan.locales.iter().flat_map(|(tag, (_, slots))| slots.iter().map(move |slot| line(tag, slot))).collect()
    }

    #[test]
    fn every_page_of_the_source_is_asked_for() {
        assert_eq!(
            lines(
                &[("docs/en/{path}", "docs/{locale}/{path}")],
                &["docs/en/a.md", "docs/en/b/c.md", "docs/nn/a.md", "docs/de/b/c.md", "docs/de/gone.md"],
                &[]
            ),
            [
                "de a.md docs/de/a.md Missing",
                "de b/c.md docs/de/b/c.md Present",
                "de gone.md docs/de/gone.md Orphan",
                "nn a.md docs/nn/a.md Present",
                "nn b/c.md docs/nn/b/c.md Missing",
            ]
        );
    }

    #[test]
    fn layouts_in_one_place_share_their_locales() {
        assert_eq!(
            lines(
                &[
                    ("docs/{path}", "i18n/{locale}/docs/{path}"),
                    ("blog/{path}", "i18n/{locale}/blog/{path}"),
                    ("README.md", "README.{locale}.md"),
                ],
                &["docs/a.md", "blog/b.md", "README.md", "i18n/fr/docs/a.md", "i18n/ja/blog/b.md", "README.es.md"],
                &[]
            ),
            [
                "es README.md README.es.md Present",
                "fr blog/b.md i18n/fr/blog/b.md Missing",
                "fr docs/a.md i18n/fr/docs/a.md Present",
                "ja blog/b.md i18n/ja/blog/b.md Present",
                "ja docs/a.md i18n/ja/docs/a.md Missing",
            ]
        );
    }

    #[test]
    fn what_is_left_out_is_not_missing() {
        let layout = [("en/{path}", "{locale}/{path}")];
        let paths = ["en/a.md", "en/b.md", "en/c.md", "de/a.md", "de/b.md", "nn/a.md", "nn/c.md"];
        // A source, a translation of it that is thereby alone, a translation, and one that is not there.
        assert_eq!(
            lines(&layout, &paths, &["en/b.md", "nn/c.md", "de/c.md"]),
            [
                "de a.md de/a.md Present",
                "de b.md de/b.md Excluded",
                "de c.md de/c.md Excluded",
                "nn a.md nn/a.md Present",
                "nn b.md nn/b.md Excluded",
                "nn c.md nn/c.md Excluded",
            ]
        );
    }
}
