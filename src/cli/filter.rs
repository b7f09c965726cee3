//! From typed paths and locales to the pages that are meant.

use std::path::PathBuf;

use super::Failure;
use crate::locale::Locale;
use crate::project::Project;

/// Which pages a command is about.
pub struct Filter {
    prefixes: Vec<String>,
    locales: Vec<String>,
}

impl Filter {
    /// The pages under `paths`, of `locales`; of all if none is named.
    pub fn new(project: &Project, paths: &[PathBuf], locales: &[String]) -> Result<Filter, Failure> {
        let mut prefixes = Vec::new();
        for path in paths {
            let inside = project
                .relative(path)
                .ok_or_else(|| format!("{} is not under the root {}", path.display(), project.root.display()))?;
            prefixes.push(inside);
        }
        let known = |name: &String| project.pairing.locales.iter().any(|(_, locale)| is_named(locale, name));
        if let Some(unknown) = locales.iter().find(|name| !known(name)) {
            let mut tags: Vec<&str> = project.pairing.locales.iter().map(|(_, locale)| locale.folder()).collect();
            tags.dedup();
            return Err(format!("there is no locale `{unknown}`; there are: {}", tags.join(", ")));
        }
        Ok(Filter { prefixes, locales: locales.to_vec() })
    }

    /// The translations too of what was typed, where it is pages of the source.
    pub fn or_translations(mut self, project: &Project) -> Filter {
        let pairs = || project.pairing.pairs.iter();
        let sources = self.prefixes.iter().filter(|prefix| !pairs().any(|pair| is_under(prefix, &pair.target)));
        let translations: Vec<String> = sources
            .flat_map(|prefix| pairs().filter(move |pair| is_under(prefix, &pair.source)))
            .map(|pair| pair.target.clone())
            .collect();
        self.prefixes.extend(translations);
        self
    }

    /// The page is wanted.
    pub fn wants(&self, path: &str, locale: &Locale) -> bool {
        self.prefixes.iter().any(|prefix| is_under(prefix, path))
            && (self.locales.is_empty() || self.locales.iter().any(|name| is_named(locale, name)))
    }

    /// Every page is wanted.
    pub fn is_everything(&self) -> bool {
        self.locales.is_empty() && self.prefixes.iter().any(String::is_empty)
    }
}

/// `path` is `prefix`, or lies in the folder `prefix`.
fn is_under(prefix: &str, path: &str) -> bool {
    prefix.is_empty() || path == prefix || path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'))
}

/// The locale's tag or folder is this.
pub fn is_named(locale: &Locale, name: &str) -> bool {
    locale.folder() == name || locale.tag().eq_ignore_ascii_case(name)
}
