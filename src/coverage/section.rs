//! Sections of a site: folders of a size that says something.

use std::collections::BTreeMap;

/// Sections that fit side by side.
const MOST: usize = 24;

/// For each path, the folder of the site that it is summed up in: a folder at the top, or, where that holds more than
/// a third of all pages, the folders in it, and so on. `""` holds the pages that lie in none.
#[must_use]
pub fn sections<'p>(paths: &[&'p str]) -> Vec<&'p str> {
    let mut of: Vec<&str> = paths.iter().map(|path| folder(path, "")).collect();
    loop {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        of.iter().for_each(|section| *sizes.entry(section).or_default() += 1);
        let largest = sizes.iter().filter(|(section, size)| !section.is_empty() && **size * 3 > paths.len());
        let split = largest.max_by_key(|(_, size)| **size).map(|(section, _)| *section);
        let Some(wide) = split else { return of };
        let finer: Vec<&str> =
            paths.iter().zip(&of).map(|(path, of)| if *of == wide { folder(path, wide) } else { of }).collect();
        let mut names = finer.clone();
        names.sort_unstable();
        names.dedup();
        if finer == of || names.len() > MOST {
            return of;
        }
        of = finer;
    }
}

/// The folder of `path` one level below `above`; `above` itself for what lies right in it.
fn folder<'p>(path: &'p str, above: &'p str) -> &'p str {
    let start = if above.is_empty() { 0 } else { above.len() + 1 };
    path[start..].find('/').map_or(above, |end| &path[..start + end])
}

#[cfg(test)]
mod tests {
    use super::sections;

    #[test]
    fn a_section_that_holds_most_is_split() {
        let paths = ["index.md", "blog/a.md", "docs/a.md", "docs/api/a.md", "docs/api/b.md", "docs/guide/x/a.md"];
        assert_eq!(sections(&paths), ["", "blog", "docs", "docs/api", "docs/api", "docs/guide"]);
    }

    #[test]
    fn a_flat_site_is_one_section() {
        assert_eq!(sections(&["a.md", "b.md"]), ["", ""]);
        assert_eq!(sections(&["x/a.md", "x/b.md"]), ["x", "x"]);
        assert!(sections(&[]).is_empty());
    }
}
