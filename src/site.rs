//! Which files a tree has, and how its pages answer each other: what link checks ask.

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;

use crate::layout::Layout;

/// The files of a tree and its layouts.
#[derive(Debug, Default)]
pub struct SiteMap {
    files: FxHashSet<String>,
    folders: FxHashSet<String>,
    endings: FxHashSet<String>,
    layouts: Vec<Layout>,
    lenient: bool,
}

impl SiteMap {
    /// A map of root-relative paths with `/`.
    #[must_use]
    pub fn new(paths: impl IntoIterator<Item = String>, layouts: Vec<Layout>) -> SiteMap {
        let files: FxHashSet<String> = paths.into_iter().collect();
        let mut folders = FxHashSet::default();
        for path in &files {
            let mut rest = path.as_str();
            while let Some((folder, _)) = rest.rsplit_once('/') {
                if !folders.insert(folder.to_owned()) {
                    break;
                }
                rest = folder;
            }
        }
        let names = ["mkdocs.yml", "mkdocs.yaml", "_config.yml"];
        let lenient = files.iter().any(|path| path.rsplit('/').next().is_some_and(|name| names.contains(&name)));
        let ending = |path: &String| path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let endings = files.iter().filter_map(ending).collect();
        SiteMap { files, folders, endings, layouts, lenient }
    }

    /// The pages are made into HTML by MkDocs or Jekyll.
    #[must_use]
    pub fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// The files, in no order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// There are files with this ending.
    #[must_use]
    pub fn has_ending(&self, ending: &str) -> bool {
        self.endings.contains(&ending.to_ascii_lowercase())
    }

    /// There is such a file.
    #[must_use]
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// The page or file that a resolved path (no ending, ending of a rendered page, or exact) stands for.
    #[must_use]
    pub fn resolve(&self, path: &str) -> Option<String> {
        if self.files.contains(path) {
            return Some(path.to_owned());
        }
        let path = path.trim_end_matches('/');
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
        let endings = [
            ".md",
            ".mdx",
            ".markdown",
            ".md.erb",
            ".md.partial",
            "/index.md",
            "/index.mdx",
            "/_index.md",
            "/README.md",
            "/index.html",
        ];
        let mut candidate = String::with_capacity(stem.len() + 16);
        for ending in endings {
            candidate.clear();
            candidate.extend([stem, ending]);
            if self.files.contains(&candidate) {
                return Some(candidate);
            }
        }
        self.folders.contains(path).then(|| path.to_owned())
    }

    /// The pages in a locale's folder, each with its source, in path order.
    #[must_use]
    pub fn pages_of(&self, folder: &str) -> Vec<(String, String)> {
        let paired = |path: &String| {
            let (source, found) = self.layouts.iter().find_map(|layout| layout.pair(path))?;
            (found == folder && self.files.contains(&source)).then(|| (source, path.clone()))
        };
        let mut pages: Vec<(String, String)> = self.files.iter().filter_map(paired).collect();
        pages.sort_unstable();
        pages
    }

    /// The locale folder of a page of a locale's tree.
    #[must_use]
    pub fn locale_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.layouts.iter().find_map(|layout| layout.pair(path)).map(|(_, folder)| folder)
    }

    /// The page that answers a page of the source in a locale folder, if there is one.
    #[must_use]
    pub fn localized(&self, source: &str, folder: &str) -> Option<String> {
        let answers = self.layouts.iter().filter_map(|layout| layout.target_of(source, folder));
        answers.into_iter().find(|path| path != source && self.files.contains(path))
    }

    /// The path by which the page at `to` leads to the file that `path` leads to from the page at `from`, if it is there.
    #[must_use]
    pub fn rebased(&self, path: &str, from: &str, to: &str) -> Option<String> {
        let file = resolve_relative(from, path).filter(|file| self.has_file(file))?;
        Some(relative_from(to, &file))
    }

    /// The localized page stands by itself, as a readme does: the pages that it leads to are where the source's are.
    #[must_use]
    pub fn is_alone(&self, path: &str) -> bool {
        self.layouts.iter().find(|layout| layout.pair(path).is_some()).is_some_and(Layout::is_of_one_page)
    }

    /// The source path of a path in a locale's tree, whatever its ending.
    #[must_use]
    pub fn source_of(&self, path: &str) -> Option<String> {
        self.layouts.iter().find_map(|layout| layout.pair(path)).map(|(source, _)| source)
    }
}

/// The path by which the page at `page` leads to `file`; both root-relative.
fn relative_from(page: &str, file: &str) -> String {
    let (here, there): (Vec<&str>, Vec<&str>) = (page.split('/').collect(), file.split('/').collect());
    let shared = here.iter().zip(&there).take(here.len() - 1).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(here.len() - 1 - shared), there[shared..].join("/"))
}

/// `target` as written in the page at `page`, decoded and resolved: no `.` and `..` left; `None` when it leaves the root.
#[must_use]
pub fn resolve_relative(page: &str, target: &str) -> Option<String> {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let target = percent_decode_str(target).decode_utf8_lossy();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_pages_by_every_usual_name() {
        let map = SiteMap::new(["docs/a/index.md".into(), "docs/b.mdx".into(), "img/x.png".into()], Vec::new());
        assert_eq!(map.resolve("docs/a").as_deref(), Some("docs/a/index.md"));
        assert_eq!(map.resolve("docs/b.html").as_deref(), Some("docs/b.mdx"));
        assert_eq!(map.resolve("img/x.png").as_deref(), Some("img/x.png"));
        assert_eq!(map.resolve("docs/c"), None);
        assert_eq!(resolve_relative("docs/a/b.md", "../c.md").as_deref(), Some("docs/c.md"));
        assert_eq!(resolve_relative("docs/a.md", "../b%20c.md").as_deref(), Some("b c.md"));
        assert_eq!(resolve_relative("a.md", "../c.md"), None);
        assert_eq!(map.rebased("img/x.png", "README.md", "docs/ja/README.md").as_deref(), Some("../../img/x.png"));
        assert_eq!(map.rebased("img/y.png", "README.md", "docs/ja/README.md"), None);
    }
}
