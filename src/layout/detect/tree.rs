//! The pages of a tree, and what their folder names read as.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Remark;
use crate::locale::{Locale, Overrides};

/// What a folder name or suffix reads as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    /// No locale.
    No,
    /// The source language, with or without a region.
    Source,
    /// A locale, or an everyday word.
    Doubtful,
    /// A locale.
    Sure,
}

/// What a whole folder name reads as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading<'p> {
    /// Text before the locale, with its separator (`pages.`); empty if the folder is the locale.
    pub stem: &'p str,
    /// The locale.
    pub folder: &'p str,
    /// What the locale reads as; never [`Code::No`].
    pub code: Code,
}

/// The pages of a tree, sorted, with a mark on those that a pass has explained.
pub(super) struct Tree<'p> {
    pub pages: Vec<&'p str>,
    pub remarks: Vec<Remark>,
    existing: FxHashSet<&'p str>,
    taken: Vec<bool>,
    codes: FxHashMap<&'p str, Code>,
    readings: FxHashMap<&'p str, Option<Reading<'p>>>,
    extensions: Vec<&'p str>,
    overrides: &'p Overrides,
    source: Option<Locale>,
}

impl<'p> Tree<'p> {
    pub(super) fn new(paths: &[&'p str], source: &str, overrides: &'p Overrides, extensions: &[&'p str]) -> Tree<'p> {
        let mut extensions = extensions.to_vec();
        extensions.sort_by_key(|extension| std::cmp::Reverse(extension.len()));
        let mut pages: Vec<&str> =
            paths.iter().copied().filter(|path| split_extension(path, &extensions).is_some()).collect();
        pages.sort_unstable();
        pages.dedup();
        Tree {
            existing: pages.iter().copied().collect(),
            taken: vec![false; pages.len()],
            pages,
            remarks: Vec::new(),
            codes: FxHashMap::default(),
            readings: FxHashMap::default(),
            extensions,
            overrides,
            source: Locale::from_tag(source).ok(),
        }
    }

    /// Is there a page at this path?
    pub(super) fn has(&self, path: &str) -> bool {
        self.existing.contains(path)
    }

    pub(super) fn is_taken(&self, page: usize) -> bool {
        self.taken[page]
    }

    /// Puts a page out of the reach of later passes.
    pub(super) fn take(&mut self, page: usize) {
        self.taken[page] = true;
    }

    /// What a folder name or suffix reads as.
    pub(super) fn code(&mut self, name: &'p str) -> Code {
        if let Some(code) = self.codes.get(name) {
            return *code;
        }
        let code = self.read_code(name);
        self.codes.insert(name, code);
        code
    }

    /// Both spell a locale of one language, or the same in letters of another case.
    pub(super) fn is_same_locale(&self, one: &str, other: &str) -> bool {
        let language = |name: &str| self.overrides.read(name).map(|locale| locale.language().to_owned());
        one.eq_ignore_ascii_case(other) || language(other).is_some_and(|other| language(one) == Some(other))
    }

    /// What a whole folder name reads as: `de`, `pages.de`, `docs-de`.
    pub(super) fn reading(&mut self, name: &'p str) -> Option<Reading<'p>> {
        if let Some(reading) = self.readings.get(name) {
            return *reading;
        }
        let reading = self.read_folder(name);
        self.readings.insert(name, reading);
        reading
    }

    /// A path without its extension, and the extension.
    pub(super) fn split_extension(&self, path: &'p str) -> Option<(&'p str, &'p str)> {
        split_extension(path, &self.extensions)
    }

    /// How well a folder name stands for the source language itself: the smaller, the better.
    pub(super) fn distance_to_source(&self, folder: &str) -> usize {
        let tag = self.overrides.read(folder).map(|locale| locale.tag().to_owned());
        match (&self.source, tag) {
            (Some(source), Some(tag)) if source.tag() == tag => 0,
            (Some(source), Some(tag)) => {
                let tag = tag.to_ascii_lowercase();
                source.spellings().position(|name| name == tag).map_or(usize::MAX, |at| at + 1)
            }
            _ => usize::MAX,
        }
    }

    fn read_code(&self, name: &str) -> Code {
        let Some(locale) = self.overrides.read(name) else { return Code::No };
        if self.source.as_ref().is_some_and(|source| source.language() == locale.language()) {
            return Code::Source;
        }
        let is_word = self.overrides.get(name).is_none() && Locale::is_ambiguous_word(name);
        if is_word { Code::Doubtful } else { Code::Sure }
    }

    fn read_folder(&mut self, name: &'p str) -> Option<Reading<'p>> {
        let code = self.code(name);
        if code != Code::No {
            return Some(Reading { stem: "", folder: name, code });
        }
        let cuts = name.match_indices(['.', '-', '_']).map(|(at, _)| at).filter(|at| *at > 1);
        for at in cuts {
            let (stem, folder) = name.split_at(at + 1);
            let code = self.code(folder);
            if code != Code::No {
                return Some(Reading { stem, folder, code });
            }
        }
        None
    }
}

/// A path without its extension and dot, and the extension; a bare extension is no page.
fn split_extension<'p>(path: &'p str, extensions: &[&'p str]) -> Option<(&'p str, &'p str)> {
    let split = |extension: &&'p str| {
        let stem = path.strip_suffix(extension)?.strip_suffix('.')?;
        (!stem.is_empty() && !stem.ends_with('/')).then_some((stem, *extension))
    };
    extensions.iter().find_map(split)
}

/// The folders of a path: where each begins, and its name.
pub(super) fn folders(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    path.match_indices('/').map(move |(end, _)| {
        let folder = (start, &path[start..end]);
        start = end + 1;
        folder
    })
}

/// The folder of a path with its closing slash (empty at the root), and the file name.
pub(super) fn split_name(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

/// The longest common run of whole folders in front of the paths, with its closing slash.
pub(super) fn common_folders<'p>(mut paths: impl Iterator<Item = &'p str>) -> &'p str {
    let Some(first) = paths.next() else { return "" };
    paths.fold(split_name(first).0, |common, path| {
        let bytes = common.bytes().zip(path.bytes()).take_while(|(left, right)| left == right).count();
        &common[..common.as_bytes()[..bytes].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1)]
    })
}

/// Names that so many folders have that two of them tell nothing: `README.md`, `index.md`.
pub(super) fn is_generic(name: &str) -> bool {
    const GENERIC: [&str; 10] = [
        "readme",
        "index",
        "_index",
        "changelog",
        "license",
        "contributing",
        "_sidebar",
        "_category_",
        "summary",
        "_navbar",
    ];
    let stem = name.split('.').next().unwrap_or(name);
    GENERIC.iter().any(|generic| stem.eq_ignore_ascii_case(generic))
}

/// Folder names under which projects keep translations.
pub(super) fn is_translation_folder(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["i18n", "l10n", "locale", "locali", "transl", "language"].iter().any(|part| name.contains(part)) || name == "lang"
}
