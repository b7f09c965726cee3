//! Pairs the files of a whole tree.
//!
//! Every target file belongs to one pair at most: the first layout that explains it with an existing source wins. What
//! remains after the targets are taken out is the source: a locale tree may lie within the source tree.

use rustc_hash::FxHashSet;

use super::{Folders, Layout};
use crate::locale::{Locale, Overrides};

/// The layouts of a tree and how its locales are spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The layouts, in order of precedence.
    pub layouts: Vec<Layout>,
    /// What the user says about folder spellings.
    pub overrides: Overrides,
    /// The source language as a tag; its folders are never targets.
    pub source: String,
}

/// A source file and one target file of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairPath {
    /// The target path; first, so that pairs sort by it.
    pub target: String,
    /// The source path, which exists.
    pub source: String,
    /// The locale of the target.
    pub locale: Locale,
    /// The place of the layout in [`Site::layouts`].
    pub layout: usize,
}

/// A target file whose source does not exist.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Orphan {
    /// The target path.
    pub target: String,
    /// Where its source would be.
    pub source: String,
    /// The locale of the target.
    pub locale: Locale,
    /// The place of the layout in [`Site::layouts`].
    pub layout: usize,
}

/// A source page, whether or not it has targets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourcePage {
    /// The path of the page.
    pub path: String,
    /// The place of the first layout that takes it for a source.
    pub layout: usize,
}

/// What the paths of a tree are to its layouts; each list is sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairing {
    /// Targets with their sources.
    pub pairs: Vec<PairPath>,
    /// Targets without a source.
    pub orphans: Vec<Orphan>,
    /// Pages of the source.
    pub sources: Vec<SourcePage>,
    /// The locales of each layout that have a pair or an orphan, sorted by layout and folder: a source page lacks a
    /// target where [`Layout::target_of`] leads to no file.
    pub locales: Vec<(usize, Locale)>,
}

/// A target before its folder is read in the company of the others.
struct Claim<'p> {
    target: &'p str,
    source: String,
    folder: &'p str,
    layout: usize,
    is_orphan: bool,
}

impl Site {
    /// Pairs root-relative paths; their order does not matter, and a path given twice counts once.
    pub fn pairs(&self, paths: &[&str]) -> Pairing {
        let existing: FxHashSet<&str> = paths.iter().copied().collect();
        let mut sorted: Vec<&str> = existing.iter().copied().collect();
        sorted.sort_unstable();
        let mut claims: Vec<Claim> = sorted.iter().filter_map(|path| self.claim(path, &existing)).collect();
        let targets: FxHashSet<&str> = claims.iter().map(|claim| claim.target).collect();
        // A translation of a translation has no source of ours.
        claims.retain(|claim| !targets.contains(claim.source.as_str()));
        let mut pairing = self.read_locales(&claims);
        let rest = sorted.iter().filter(|path| !targets.contains(**path));
        pairing.sources = rest.filter_map(|path| self.source_page(path)).collect();
        pairing
    }

    fn claim<'p>(&self, path: &'p str, existing: &FxHashSet<&str>) -> Option<Claim<'p>> {
        let mut orphan = None;
        for (index, layout) in self.layouts.iter().enumerate() {
            let Some((source, folder)) = layout.pair(path) else { continue };
            if self.is_source_folder(folder) {
                continue;
            }
            let is_orphan = !existing.contains(source.as_str());
            let is_sure = matches!(layout.folders, Folders::Listed(_)) || !Locale::is_ambiguous_word(folder);
            let claim = Claim { target: path, source, folder, layout: index, is_orphan };
            if !is_orphan {
                return Some(claim);
            }
            // `docs/no/...` without a source is a page of its own rather than Norwegian without an original.
            orphan = orphan.or(is_sure.then_some(claim));
        }
        orphan
    }

    fn read_locales(&self, claims: &[Claim<'_>]) -> Pairing {
        let mut folders: Vec<&str> = claims.iter().map(|claim| claim.folder).collect();
        folders.sort_unstable();
        folders.dedup();
        let read = |folder: &str| {
            self.overrides.get(folder).cloned().or_else(|| Locale::among(folder, folders.iter().copied()))
        };
        let locales: Vec<Option<Locale>> = folders.iter().map(|folder| read(folder)).collect();
        let mut pairing = Pairing::default();
        for claim in claims {
            let at = folders.binary_search(&claim.folder).ok();
            let Some(locale) = at.and_then(|at| locales[at].clone()) else { continue };
            pairing.locales.push((claim.layout, locale.clone()));
            let (target, source, layout) = (claim.target.to_owned(), claim.source.clone(), claim.layout);
            if claim.is_orphan {
                pairing.orphans.push(Orphan { target, source, locale, layout });
            } else {
                pairing.pairs.push(PairPath { target, source, locale, layout });
            }
        }
        pairing.locales.sort_by(|left, right| (left.0, left.1.folder()).cmp(&(right.0, right.1.folder())));
        pairing.locales.dedup();
        pairing
    }

    /// A page with the shape of a source that is no target.
    fn source_page(&self, path: &str) -> Option<SourcePage> {
        let layout = self.layouts.iter().position(|layout| layout.is_source(path))?;
        Some(SourcePage { path: path.to_owned(), layout })
    }

    fn is_source_folder(&self, folder: &str) -> bool {
        self.overrides.read(folder).is_some_and(|locale| locale.tag() == self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(layouts: &[(&str, &str)]) -> Site {
        let layouts = layouts.iter().map(|(source, target)| Layout::new(source, target).expect(target)).collect();
        Site { layouts, overrides: Overrides::default(), source: "en".to_owned() }
    }

    fn lines(pairing: &Pairing) -> Vec<String> {
        let pairs = pairing
            .pairs
            .iter()
            .map(|pair| format!("{} = {} [{}] {}", pair.target, pair.source, pair.locale, pair.layout));
        let orphans = pairing.orphans.iter().map(|orphan| format!("{} ? {}", orphan.target, orphan.source));
        let sources = pairing.sources.iter().map(|page| format!("{} {}", page.path, page.layout));
        pairs.chain(orphans).chain(sources).collect()
    }

    #[test]
    fn english_is_what_remains() {
        let site = site(&[("docs/{path}", "docs/{locale}/{path}")]);
        let paths = ["docs/b.md", "docs/de/b.md", "docs/a.md", "docs/de/gone.md", "docs/no/x.md", "docs/api/x.md"];
        assert_eq!(
            lines(&site.pairs(&paths)),
            [
                "docs/de/b.md = docs/b.md [de] 0",
                "docs/de/gone.md ? docs/gone.md",
                "docs/a.md 0",
                "docs/api/x.md 0",
                "docs/b.md 0",
                "docs/no/x.md 0",
            ]
        );
    }

    #[test]
    fn the_first_layout_with_a_source_wins() {
        let site = site(&[("a/{path}", "l10n/{locale}/{path}"), ("b/{path}", "l10n/{locale}/{path}")]);
        let paths = ["a/1.md", "b/2.md", "l10n/fr/1.md", "l10n/fr/2.md", "l10n/fr/3.md", "l10n/en/1.md"];
        assert_eq!(
            lines(&site.pairs(&paths)),
            [
                "l10n/fr/1.md = a/1.md [fr] 0",
                "l10n/fr/2.md = b/2.md [fr] 1",
                "l10n/fr/3.md ? a/3.md",
                "a/1.md 0",
                "b/2.md 1",
            ]
        );
    }

    #[test]
    fn siblings_and_overrides_name_the_locale() {
        let mut site = site(&[("en/{path}", "{locale}/{path}")]);
        let paths = ["en/1.md", "br/1.md", "pt-BR/1.md", "cn/1.md"];
        let tags = |site: &Site| -> Vec<String> {
            site.pairs(&paths).pairs.iter().map(|pair| pair.locale.tag().to_owned()).collect()
        };
        assert_eq!(tags(&site), ["br", "zh-CN", "pt-BR"]);
        site.overrides = Overrides::new([("cn", "zh-Hans")]).expect("a tag");
        assert_eq!(tags(&site), ["br", "zh-Hans", "pt-BR"]);
    }
}
