//! `l10n.toml`, in which Mozilla's projects say where their catalogues are: `reference` and `l10n` are the templates.

use serde::Deserialize;

use super::{Folders, Layout};

/// What of the file says where catalogues are; all else is for other programs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct File {
    basepath: String,
    locales: Vec<String>,
    paths: Vec<Paths>,
    includes: Vec<Include>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Paths {
    reference: String,
    l10n: String,
    locales: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Include {
    path: String,
}

/// What such a file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct L10n {
    /// Its layouts of catalogues, in its order.
    pub layouts: Vec<Layout>,
    /// Files of the same kind that belong to it, relative to the root.
    pub includes: Vec<String>,
}

/// Reads the file at `path`, relative to the root. What it says in ways that no template expresses is left out.
#[must_use]
pub fn read(path: &str, text: &str) -> L10n {
    let Ok(file) = toml::from_str::<File>(text) else { return L10n::default() };
    let folder = &path[..path.rfind('/').map_or(0, |slash| slash + 1)];
    let base = within(folder, &file.basepath).unwrap_or_default();
    let base = if base.is_empty() || base.ends_with('/') { base } else { base + "/" };
    let includes = file.includes.iter().filter_map(|include| within(&base, &include.path)).collect();
    L10n { layouts: file.paths.iter().filter_map(|paths| layout(&base, paths, &file.locales)).collect(), includes }
}

fn layout(base: &str, paths: &Paths, locales: &[String]) -> Option<Layout> {
    if paths.reference.is_empty() || !paths.reference.ends_with(".ftl") {
        return None;
    }
    let source = template(&within(base, &paths.reference)?);
    let target = template(&within(base, &paths.l10n)?);
    let mut layout = Layout::new(&source, &target).ok()?;
    layout.extensions = vec!["ftl".to_owned()];
    let mut listed = if paths.locales.is_empty() { locales.to_vec() } else { paths.locales.clone() };
    listed.sort();
    if !listed.is_empty() {
        layout.folders = Folders::Listed(listed);
    }
    Some(layout)
}

/// `**` with what follows is any path, `*` any name.
fn template(pattern: &str) -> String {
    match pattern.split_once("**") {
        Some((start, _)) => format!("{start}{{path}}"),
        None => pattern.replacen('*', "{name}", 1),
    }
}

/// `path` seen from `folder`; `None` if it leads out of the root.
fn within(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn pairs(path: &str, text: &str, target: &str) -> Option<String> {
        let found = read(path, text).layouts;
        found.iter().find_map(|layout| layout.pair(target)).map(|(source, locale)| format!("{source} {locale}"))
    }

    #[test]
    fn templates_become_layouts() {
        let text = "[[paths]]\nreference = 'en/**/*.ftl'\nl10n = '{locale}/**/*.ftl'\n";
        assert_eq!(pairs("l10n.toml", text, "nn-NO/a/b.ftl").as_deref(), Some("en/a/b.ftl nn-NO"));
        assert_eq!(pairs("l10n.toml", text, "nn-NO/a/b.md"), None);
        let text =
            "basepath = '..'\nlocales = ['de']\n[[paths]]\nreference = 'x/en/*.ftl'\nl10n = 'x/{locale}/*.ftl'\n";
        assert_eq!(pairs("configs/l10n.toml", text, "x/de/a.ftl").as_deref(), Some("x/en/a.ftl de"));
        assert_eq!(pairs("configs/l10n.toml", text, "x/fr/a.ftl"), None);
        let text = "[[paths]]\nreference = 'browser/app.ftl'\nl10n = '{locale}/browser/app.ftl'\n";
        assert_eq!(pairs("l10n.toml", text, "uk/browser/app.ftl").as_deref(), Some("browser/app.ftl uk"));
    }

    #[test]
    fn what_no_template_says_is_left_out() {
        let text = "[[paths]]\nl10n = '{locale}/**'\n[[paths]]\nreference = 'a/*.ini'\nl10n = '{locale}/*.ini'\n";
        assert_eq!(read("l10n.toml", text), L10n::default());
        assert_eq!(read("l10n.toml", "not toml at all ["), L10n::default());
        let text = "[[includes]]\npath = 'configs/a.toml'\n[[includes]]\npath = '../../b.toml'\n";
        assert_eq!(read("l10n.toml", text).includes, ["configs/a.toml"]);
    }
}
