//! Guesses the layouts of a tree from its paths alone.
//!
//! The idea: a folder or suffix that reads as a locale is taken out of a path, or replaced by the one of the source
//! language; if the path so made exists, the page is *mirrored*. Pages are grouped by what stands before the locale,
//! and a group becomes a layout when enough of its pages are mirrored (`evidence`). The passes run from the most
//! telling shape to the least, and a page that one of them has explained is out of the game for the next:
//!
//! 1. `docusaurus`: `i18n/{locale}/docusaurus-plugin-content-…`, where the shape itself is proof.
//! 2. `doubled`: a locale folder whose pages have the locale in their names, too.
//! 3. `folder`: a locale folder beside the source folder or inside of the source tree.
//! 4. `moved`: a locale tree at another place, found by letting equal path ends vote.
//! 5. `suffix` and `readme`: the locale in the file name.
//! 6. `named`: the locale is the file name.
//!
//! False layouts are worse than none: in doubt a pass says nothing, or leaves a [`Remark`].

mod docusaurus;
mod doubled;
mod evidence;
mod folder;
mod moved;
mod named;
mod readme;
mod suffix;
mod tree;

use super::{EXTENSIONS, Folders, Layout};
use crate::locale::{Locale, Note, Overrides};
use tree::Tree;

/// What the paths of a tree tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detection {
    /// The layouts found, in order of precedence, each with the list of its locale folders.
    pub layouts: Vec<Layout>,
    /// What the user may want to know or to settle in the configuration; sorted, each once.
    pub remarks: Vec<Remark>,
}

/// A remark on what was found or passed over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// A folder is spelled in an unusual way and was taken for this tag; `[locales]` can say otherwise.
    Spelling {
        /// The folder.
        folder: String,
        /// The tag it was taken for.
        tag: String,
        /// What is unusual.
        note: Note,
    },
    /// A folder beside locale folders reads as a locale, but mirrors no page of the source.
    Unmirrored {
        /// The path of the folder, without a closing slash.
        folder: String,
    },
    /// Pages with the suffix of the source language stand beside pages without a suffix, whose language no path tells.
    Sidecar {
        /// One of the pages with the suffix.
        example: String,
        /// The pages without.
        beside: Vec<String>,
    },
    /// Pages without a suffix are no English, and those beside them are their translations.
    Written {
        /// One of them.
        page: String,
        /// The tag of the language that they are written in.
        tag: String,
    },
}

/// Detects the layouts of pages with one of [`EXTENSIONS`].
///
/// `paths` are relative to the root and separated by `/`; `source` is the tag of the source language.
pub fn detect(paths: &[&str], source: &str, overrides: &Overrides) -> Detection {
    detect_pages(paths, source, overrides, &EXTENSIONS)
}

/// Like [`detect`], for pages with one of the given extensions (without the dot).
pub fn detect_pages(paths: &[&str], source: &str, overrides: &Overrides, extensions: &[&str]) -> Detection {
    let mut tree = Tree::new(paths, source, overrides, extensions);
    let groups = folder::groups(&mut tree);
    let mut found = docusaurus::find(&mut tree);
    found.extend(doubled::find(&mut tree, &groups));
    found.extend(folder::find(&mut tree, &groups));
    found.extend(moved::find(&mut tree, &groups));
    found.extend(suffix::find(&mut tree));
    found.extend(readme::find(&mut tree, &groups));
    found.extend(named::find(&mut tree));
    let layouts: Vec<Layout> = found.into_iter().filter_map(|draft| draft.layout(extensions)).collect();
    let mut remarks = spelling_remarks(&layouts, overrides);
    remarks.append(&mut tree.remarks);
    remarks.sort();
    remarks.dedup();
    Detection { layouts, remarks }
}

/// A layout as a pass writes it down.
#[derive(Debug)]
struct Draft<'p> {
    source: String,
    target: String,
    folders: Vec<&'p str>,
}

impl Draft<'_> {
    /// `None` if a folder name has braces, which no template can express.
    fn layout(self, extensions: &[&str]) -> Option<Layout> {
        let mut layout = Layout::new(&self.source, &self.target).ok()?;
        let mut folders: Vec<String> = self.folders.iter().map(|folder| (*folder).to_owned()).collect();
        folders.sort();
        folders.dedup();
        layout.folders = Folders::Listed(folders);
        layout.extensions = extensions.iter().map(|extension| (*extension).to_owned()).collect();
        Some(layout)
    }
}

fn spelling_remarks(layouts: &[Layout], overrides: &Overrides) -> Vec<Remark> {
    let lists = layouts.iter().filter_map(|layout| match &layout.folders {
        Folders::Listed(list) => Some(list),
        Folders::AnyLocale { .. } => None,
    });
    let folders: Vec<&str> = lists.flatten().map(String::as_str).collect();
    let remark = |folder: &&str| {
        let locale = Locale::among(folder, folders.iter().copied())?;
        let note = locale.note()?;
        let (folder, tag) = ((*folder).to_owned(), locale.tag().to_owned());
        overrides.get(&folder).is_none().then_some(Remark::Spelling { folder, tag, note })
    };
    folders.iter().filter_map(remark).collect()
}

#[cfg(test)]
mod tests;
