//! Layouts: how a repository places the files of its locales.
//!
//! Pure: a list of root-relative paths with `/` comes in, pairs of paths go out; nothing is read from disk.
//! [`template`] reads one path, a [`Layout`] joins a source and a target template, [`site`] pairs the files of a whole
//! tree, [`detect`] guesses the layouts of a tree from its paths, [`l10n`] reads them from `l10n.toml`.

pub mod detect;
pub mod l10n;
pub mod orphan;
pub mod site;
pub mod template;

use std::fmt;

use crate::locale::Locale;
use template::{Captures, Template, TemplateError, Variable};

/// The file endings of pages, unless configured: the part after the dot.
pub const EXTENSIONS: [&str; 6] = ["md", "mdx", "markdown", "md.partial", "md.erb", "ftl"];

/// Which folder names (or suffixes) are locales of a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folders {
    /// Those in the list, sorted; what detection found.
    Listed(Vec<String>),
    /// Every spelling that [`Locale::from_folder`] knows, and the given ones; for layouts from the configuration.
    AnyLocale {
        /// Spellings that the configuration adds.
        also: Vec<String>,
    },
}

impl Folders {
    fn admits(&self, folder: &str) -> bool {
        match self {
            Folders::Listed(list) => list.binary_search_by(|listed| listed.as_str().cmp(folder)).is_ok(),
            Folders::AnyLocale { also } => {
                also.iter().any(|name| name == folder) || Locale::from_folder(folder).is_some()
            }
        }
    }
}

/// One way in which target files answer source files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Where source files are; has no `{locale}`.
    pub source: Template,
    /// Where target files are; has a `{locale}` and the variables of the source.
    pub target: Template,
    /// The endings of pages, without the dot; other files are none of ours.
    pub extensions: Vec<String>,
    /// Globs of paths to leave out; kept for the caller, who filters the paths before pairing.
    pub exclude: Vec<String>,
    /// Which folders are locales.
    pub folders: Folders,
}

/// Why two templates make no layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutError {
    /// The source template cannot be read.
    Source(TemplateError),
    /// The target template cannot be read.
    Target(TemplateError),
    /// The target template has no `{locale}`.
    NoLocale,
    /// The source template has a `{locale}`.
    LocaleInSource,
    /// One side lacks a variable of the other.
    Unmatched(Variable),
}

impl fmt::Display for LayoutError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LayoutError::Source(error) => write!(out, "source: {error}"),
            LayoutError::Target(error) => write!(out, "target: {error}"),
            LayoutError::NoLocale => out.write_str("target: `{locale}` is missing"),
            LayoutError::LocaleInSource => {
                out.write_str("source: `{locale}` has no place here, write the folder of the source language")
            }
            LayoutError::Unmatched(variable) => {
                write!(out, "`{{{}}}` must stand in both source and target", variable.name())
            }
        }
    }
}

impl std::error::Error for LayoutError {}

impl Layout {
    /// A layout from two templates, for pages of any of [`EXTENSIONS`] and any known locale.
    ///
    /// # Errors
    /// [`LayoutError`] if a template cannot be read or the two do not fit together.
    pub fn new(source: &str, target: &str) -> Result<Layout, LayoutError> {
        let source = Template::parse(source).map_err(LayoutError::Source)?;
        let target = Template::parse(target).map_err(LayoutError::Target)?;
        if !target.has(Variable::Locale) {
            return Err(LayoutError::NoLocale);
        }
        if source.has(Variable::Locale) {
            return Err(LayoutError::LocaleInSource);
        }
        let shared =
            [Variable::Path, Variable::Dir, Variable::Name, Variable::Ext, Variable::Version, Variable::Plugin];
        if let Some(variable) = shared.into_iter().find(|variable| source.has(*variable) != target.has(*variable)) {
            return Err(LayoutError::Unmatched(variable));
        }
        Ok(Layout {
            source,
            target,
            extensions: EXTENSIONS.map(str::to_owned).to_vec(),
            exclude: Vec::new(),
            folders: Folders::AnyLocale { also: Vec::new() },
        })
    }

    /// The name for display: the target template.
    pub fn name(&self) -> &str {
        self.target.as_str()
    }

    /// It has one page in each language.
    pub fn is_of_one_page(&self) -> bool {
        ![Variable::Path, Variable::Dir, Variable::Name].iter().any(|variable| self.target.has(*variable))
    }

    /// The source path and the locale folder of a target path.
    pub fn pair<'p>(&self, target_path: &'p str) -> Option<(String, &'p str)> {
        let captures = self.captures(&self.target, target_path)?;
        let source = self.source.fill(&captures)?;
        (source != target_path).then_some((source, captures.get(Variable::Locale)?))
    }

    /// Where the target of a source path belongs in a locale folder.
    pub fn target_of(&self, source_path: &str, locale_folder: &str) -> Option<String> {
        let captures = self.source_captures(source_path)?;
        self.target.fill(&captures.with(Variable::Locale, locale_folder))
    }

    /// The variables of a source path.
    pub fn source_captures<'p>(&self, path: &'p str) -> Option<Captures<'p>> {
        self.captures(&self.source, path)
    }

    /// Does the path have the shape of a source path?
    ///
    /// A target path may have it, too, where the locale tree lies within the source tree: [`site::Site`] tells.
    pub fn is_source(&self, path: &str) -> bool {
        self.source_captures(path).is_some()
    }

    fn captures<'p>(&self, template: &Template, path: &'p str) -> Option<Captures<'p>> {
        // The cheap test first: most paths of a tree belong to another layout.
        if !path.starts_with(template.prefix()) || ending(path, &self.extensions).is_none() {
            return None;
        }
        template.matches_where(path, &|variable, value| match variable {
            Variable::Locale => self.folders.admits(value),
            Variable::Ext => self.extensions.iter().any(|extension| extension == value),
            Variable::Path | Variable::Dir => !leads_into_hidden(value),
            _ => true,
        })
    }
}

/// A folder of the path is hidden, as `.github`: no layout has its pages, unless its template names the folder.
fn leads_into_hidden(path: &str) -> bool {
    path.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').any(|folder| folder.starts_with('.')))
}

/// The longest of the extensions that a path ends with, without its dot.
fn ending<'e>(path: &str, extensions: &'e [String]) -> Option<&'e str> {
    let ends = |extension: &&String| {
        path.strip_suffix(extension.as_str())
            .and_then(|stem| stem.strip_suffix('.'))
            .is_some_and(|stem| !stem.is_empty() && !stem.ends_with('/'))
    };
    extensions.iter().filter(ends).max_by_key(|extension| extension.len()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_and_target_are_inverse() {
        for (source, target, source_path, folder, target_path) in [
            (
                "public/{path}",
                "i18n/public/{locale}/{path}",
                "public/a/b.md.partial",
                "nn-NO",
                "i18n/public/nn-NO/a/b.md.partial",
            ),
            (
                "docs/en/docs/{path}",
                "docs/{locale}/docs/{path}",
                "docs/en/docs/a.md",
                "zh-hant",
                "docs/zh-hant/docs/a.md",
            ),
            ("{dir}{name}.{ext}", "{dir}{name}.{locale}.{ext}", "a/b.md.erb", "de", "a/b.de.md.erb"),
            ("README.md", "docs/README.{locale}.md", "README.md", "ja", "docs/README.ja.md"),
        ] {
            let layout = Layout::new(source, target).expect(target);
            assert_eq!(layout.target_of(source_path, folder).as_deref(), Some(target_path));
            assert_eq!(layout.pair(target_path), Some((source_path.to_owned(), folder)));
        }
    }

    #[test]
    fn words_and_other_files_are_no_targets() {
        let layout = Layout::new("docs/{path}", "docs/{locale}/{path}").expect("a layout");
        assert_eq!(layout.pair("docs/api/a.md"), None);
        assert_eq!(layout.pair("docs/de/a.png"), None);
        assert_eq!(layout.pair("docs/de/.md"), None);
        assert!(layout.is_source("docs/a.md") && !layout.is_source("docs/a.png"));
        assert!(layout.is_source("docs/..md") && !layout.is_source("docs/.github/a.md"));
        let layout = Layout::new(".docs/{path}", ".docs/{locale}/{path}").expect("a layout");
        assert_eq!(layout.pair(".docs/de/a/b.md"), Some((".docs/a/b.md".to_owned(), "de")));
    }

    #[test]
    fn a_layout_needs_fitting_templates() {
        for (source, target, message) in [
            ("docs/{path}", "docs/{path}", "target: `{locale}` is missing"),
            (
                "docs/{locale}/{path}",
                "x/{locale}/{path}",
                "source: `{locale}` has no place here, write the folder of the source language",
            ),
            ("docs/{name}.md", "docs/{locale}/{path}", "`{path}` must stand in both source and target"),
            (
                "docs/{p}",
                "docs/{locale}/{p}",
                "source: unknown variable `{p}`, known are `{locale}`, `{path}`, `{dir}`, `{name}`, `{ext}`, `{version}`, `{plugin}`",
            ),
        ] {
            let error = Layout::new(source, target).expect_err(target);
            assert_eq!(error.to_string(), message);
        }
    }
}
