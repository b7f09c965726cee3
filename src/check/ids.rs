//! The ids of pages that links from other pages lead into, each page read once.

use std::sync::{Arc, Mutex};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Run, syntax, text};
use crate::doc::{Document, Look, Outline, ids};

/// By path.
pub(super) type Kept<T> = Mutex<FxHashMap<String, Arc<T>>>;

/// What is known so far.
#[derive(Debug, Default)]
pub struct PageIds {
    outlines: Kept<Option<Outline>>,
    known: Kept<FxHashSet<String>>,
}

impl PageIds {
    /// The page has this id: looked for in its lines first, and in the parsed page only where they leave it open. A
    /// page that cannot be read has every id.
    pub fn has(&self, path: &str, id: &str, run: &Run<'_>) -> bool {
        let read = || text(path, run);
        let outline = cached(&self.outlines, path, || read().map(|text| Outline::new(&text)));
        let Some(outline) = outline.as_ref() else { return true };
        match outline.look(id) {
            Look::Likely => true,
            Look::No => false,
            Look::Unclear => {
                let known = cached(&self.known, path, || {
                    let text = read().unwrap_or_default();
                    let page = Document::parse(&text, syntax(path, run.settings));
                    ids(&page, run.settings.generator.slugs()).into_iter().map(|id| id.name).collect()
                });
                known.contains(id) || known.contains(&id.to_lowercase())
            }
        }
    }
}

/// What is kept for `path`, made if there is nothing. Two threads may make the same; none waits for another.
pub(super) fn cached<T>(kept: &Kept<T>, path: &str, make: impl FnOnce() -> T) -> Arc<T> {
    if let Some(found) = kept.lock().ok().and_then(|kept| kept.get(path).cloned()) {
        return found;
    }
    let made = Arc::new(make());
    if let Ok(mut kept) = kept.lock() {
        kept.insert(path.to_owned(), Arc::clone(&made));
    }
    made
}
