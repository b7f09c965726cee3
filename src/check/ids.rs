//! The ids of pages that links from other pages lead into, each page read once.

use std::sync::{Arc, Mutex};

use rustc_hash::{FxHashMap, FxHashSet};

use super::shelf::Desk;
use super::{Run, text};
use crate::doc::{Document, Generator, Look, Outline, ids};
use crate::pair::{HeadingIds, Renderer, align, heading_ids, is_certain, renderer, single_headings};
use crate::rule::Answer;

/// By path, or what else tells one from another.
pub(super) type Kept<T> = Mutex<FxHashMap<String, Arc<T>>>;

/// What is known so far.
#[derive(Debug, Default)]
pub struct PageIds {
    outlines: Kept<Option<Outline>>,
    known: Kept<FxHashSet<String>>,
    answers: Kept<FxHashMap<String, Answer>>,
}

impl PageIds {
    /// The page has this id: looked for in its lines first, and in the parsed page only where they leave it open. A
    /// page that cannot be read has every id.
    pub(super) fn has(&self, path: &str, id: &str, desk: Desk<'_>) -> bool {
        let outline = cached(&self.outlines, path, || text(path, desk.run).map(|text| Outline::new(&text)));
        let Some(outline) = outline.as_ref() else { return true };
        match outline.look(id) {
            Look::Likely => true,
            Look::No => false,
            Look::Unclear => {
                let usual = desk.run.settings.generator.slugs();
                let names = |page: &Document<'_>| {
                    let slugs = Generator::also_lenient(usual, || is_lenient(page, desk.run));
                    ids(page, slugs).into_iter().map(|id| id.name).collect()
                };
                let known = cached(&self.known, path, || desk.look(path, names).unwrap_or_default());
                known.contains(id) || known.contains(&id.to_lowercase())
            }
        }
    }

    /// What answers the id of a heading of the page `source` in its translation `target`. The two are paired for the
    /// first link that leads to no heading of it, and most often one generator is asked.
    pub(super) fn answer(&self, (source, target): (&str, &str), id: &str, desk: Desk<'_>) -> Option<Answer> {
        desk.run.settings.generator.slugs().iter().find_map(|&generator| {
            let look = |ours: &Document<'_>| desk.look(target, |theirs| answers(ours, theirs, generator, desk.run));
            let read = || desk.look(source, look).flatten().unwrap_or_default();
            cached(&self.answers, &format!("{generator:?} {target}"), read).get(id).cloned()
        })
    }
}

/// Python-Markdown or kramdown make HTML of the page.
fn is_lenient(page: &Document<'_>, run: &Run<'_>) -> bool {
    run.site.is_lenient() || renderer(page) == Renderer::Lenient
}

/// By id of the source's headings: what the headings have that answer them.
fn answers(
    ours: &Document<'_>,
    theirs: &Document<'_>,
    generator: Generator,
    run: &Run<'_>,
) -> FxHashMap<String, Answer> {
    let alignment = align(ours, theirs, None);
    let mut out = FxHashMap::default();
    for lost in heading_ids(ours, theirs, &alignment).into_iter().filter(HeadingIds::is_changed) {
        out.extend(lost.expected.into_iter().map(|id| (id, Answer::Changed)));
    }
    let lenient = is_lenient(ours, run);
    for (source, target) in single_headings(ours, theirs, &alignment) {
        let Some(id) = theirs.slugs(generator).id_of(target).filter(|id| is_certain(id, lenient)) else { continue };
        for wanted in ours.slugs(generator).of_block(source) {
            out.entry(wanted.name.clone()).or_insert_with(|| Answer::Id(id.name.clone()));
        }
    }
    out
}

/// What is kept, made if there is nothing. Two threads may make the same; none waits for another.
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
