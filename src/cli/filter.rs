//! Which pages a command is about: those under the typed paths, in the typed locales.

use std::path::PathBuf;

use super::Failure;
use crate::locale::Locale;
use crate::project::Project;

/// Which pages are wanted.
pub(super) struct Filter {
    prefixes: Vec<String>,
    locales: Vec<String>,
}

impl Filter {
    pub(super) fn new(project: &Project, paths: &[PathBuf], locales: &[String]) -> Result<Filter, Failure> {
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

    pub(super) fn wants(&self, path: &str, locale: &Locale) -> bool {
        let under = |prefix: &String| {
            prefix.is_empty()
                || path == prefix
                || path.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        self.prefixes.iter().any(under)
            && (self.locales.is_empty() || self.locales.iter().any(|name| is_named(locale, name)))
    }
}

fn is_named(locale: &Locale, name: &str) -> bool {
    locale.folder() == name || locale.tag().eq_ignore_ascii_case(name)
}
