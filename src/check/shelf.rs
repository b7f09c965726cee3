//! Pages that others than their own family ask for: read once, and kept for all who come later, their family among them.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashMap;

use super::Run;
use super::family::{Text, syntax};
use crate::doc::{Document, Syntax, fingerprint};
use crate::report::RunError;

/// Texts that stay where they are as long as the pages that were read from them.
#[derive(Default)]
pub(super) struct Texts(OnceLock<Vec<Chain>>);

/// One text behind another: what is kept once is never moved.
#[derive(Default)]
struct Chain(OnceLock<Box<(String, Chain)>>);

/// Chains, each of which is to stay short.
const CHAINS: u64 = 1024;

impl Texts {
    fn keep(&self, key: u64, text: String) -> Option<&str> {
        let chains = self.0.get_or_init(|| (0..CHAINS).map(|_| Chain::default()).collect());
        let mut chain = &chains[(key % CHAINS) as usize];
        let mut link = Box::new((text, Chain::default()));
        while let Err(back) = chain.0.set(link) {
            link = back;
            chain = &chain.0.get()?.1;
        }
        chain.0.get().map(|link| link.0.as_str())
    }
}

/// Pages by path.
pub(super) struct Shelf<'t> {
    texts: &'t Texts,
    pages: Mutex<FxHashMap<String, Arc<Document<'t>>>>,
}

impl<'t> Shelf<'t> {
    pub fn new(texts: &'t Texts) -> Shelf<'t> {
        Shelf { texts, pages: Mutex::default() }
    }

    /// The page of a family, which is read but not kept where nobody asked for it.
    pub fn find(&self, path: &str, run: &Run<'_>) -> Result<Found<'t>, RunError> {
        match self.get(path) {
            Some(page) => Ok(Found::Page(page)),
            None => (run.read)(path).map(Found::Bytes),
        }
    }

    fn get(&self, path: &str) -> Option<Arc<Document<'t>>> {
        self.pages.lock().ok()?.get(path).cloned()
    }

    fn put(&self, path: &str, text: &str, run: &Run<'_>) -> Option<Arc<Document<'t>>> {
        let text = self.texts.keep(fingerprint(path.as_bytes()), text.to_owned())?;
        let page = Arc::new(Document::parse(text, syntax(path, run.settings)));
        // Another thread may have been first.
        Some(Arc::clone(self.pages.lock().ok()?.entry(path.to_owned()).or_insert(page)))
    }
}

/// What there is of a page.
pub(super) enum Found<'t> {
    Page(Arc<Document<'t>>),
    Bytes(Vec<u8>),
}

impl Found<'_> {
    pub fn text(&self) -> Text<'_> {
        match self {
            Found::Page(page) => Text { text: Cow::Borrowed(page.text), bad: None },
            Found::Bytes(bytes) => Text::new(bytes),
        }
    }

    /// The page, whose text is `text`.
    pub fn page<'a>(&'a self, text: &'a Text<'_>, syntax: Syntax<'_>) -> Sheet<'a> {
        match self {
            Found::Page(page) => Sheet::Kept(page),
            Found::Bytes(_) => Sheet::Own(Box::new(Document::parse(&text.text, syntax))),
        }
    }
}

/// A page, one's own or the shelf's.
pub(super) enum Sheet<'a> {
    Kept(&'a Document<'a>),
    Own(Box<Document<'a>>),
}

impl<'a> Deref for Sheet<'a> {
    type Target = Document<'a>;

    fn deref(&self) -> &Document<'a> {
        match self {
            Sheet::Kept(page) => page,
            Sheet::Own(page) => page,
        }
    }
}

/// Shows pages to those who do not know how long they are kept.
pub(super) trait Library: Sync {
    /// Shows so many bytes of a page as `most` makes of its length, or a few less, and tells the length; nothing where it
    /// cannot be read.
    fn show(
        &self,
        path: &str,
        run: &Run<'_>,
        most: &dyn Fn(usize) -> usize,
        look: &mut dyn FnMut(&Document<'_>, usize),
    );
}

impl Library for Shelf<'_> {
    fn show(
        &self,
        path: &str,
        run: &Run<'_>,
        most: &dyn Fn(usize) -> usize,
        look: &mut dyn FnMut(&Document<'_>, usize),
    ) {
        let Ok(found) = self.find(path, run) else { return };
        let text = found.text();
        let (length, bytes) = (text.text.len(), most(text.text.len()));
        match &found {
            _ if bytes < length => {
                let end = text.text.floor_char_boundary(bytes);
                let end = text.text[..end].rfind('\n').map_or(end, |at| at + 1);
                look(&Document::parse(&text.text[..end], syntax(path, run.settings)), length);
            }
            Found::Page(page) => look(page, length),
            // Whoever needs the bytes as they are reads them again.
            Found::Bytes(_) if text.bad.is_some() => {
                look(&Document::parse(&text.text, syntax(path, run.settings)), length);
            }
            Found::Bytes(_) => self.put(path, &text.text, run).iter().for_each(|page| look(page, length)),
        }
    }
}

/// Where pages are looked up.
#[derive(Clone, Copy)]
pub(super) struct Desk<'r> {
    pub run: &'r Run<'r>,
    pub library: &'r dyn Library,
}

impl Desk<'_> {
    /// What somebody sees in a page; `None` where it cannot be read.
    pub fn look<T>(self, path: &str, look: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
        self.look_into(path, |length| length, |page, _| look(page))
    }

    /// The same for its first lines, of so many bytes as `most` makes of its length, which is told.
    pub fn look_into<T>(
        self,
        path: &str,
        most: impl Fn(usize) -> usize,
        look: impl FnOnce(&Document<'_>, usize) -> T,
    ) -> Option<T> {
        let (mut look, mut out) = (Some(look), None);
        let mut show = |page: &Document<'_>, length| out = look.take().map(|look| look(page, length));
        self.library.show(path, self.run, &most, &mut show);
        out
    }
}
