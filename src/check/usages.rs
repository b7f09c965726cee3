//! Which words of the source each locale uses in its own text, counted once and only if some block needs it.

use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashMap;

use super::{Family, Run, syntax, text};
use crate::doc::Document;
use crate::language::{Original, Usage};
use crate::locale::Locale;
use crate::verdict::{expected_of, own_words, words_by_block};

/// Pages of a locale that are read, bytes that are enough, and bytes of the longest page.
const PAGES: usize = 200;
const BYTES: usize = 96 << 10;
const LONGEST: usize = 64 << 10;

/// What is known so far.
#[derive(Debug, Default)]
pub struct Usages {
    /// By locale.
    made: Mutex<FxHashMap<String, Arc<OnceLock<Arc<Usage>>>>>,
    /// By path: pages of the source, read once for all locales.
    originals: Mutex<FxHashMap<String, Arc<Original>>>,
}

impl Usages {
    /// What the pages of the locale show, the first of `families` that it has.
    pub fn of(&self, locale: &Locale, families: &[&Family], run: &Run<'_>) -> Option<Arc<Usage>> {
        let slot = Arc::clone(self.made.lock().ok()?.entry(locale.tag().to_owned()).or_default());
        Some(Arc::clone(slot.get_or_init(|| Arc::new(self.make(locale, families, run)))))
    }

    fn make<'f>(&self, locale: &Locale, families: &[&'f Family], run: &Run<'_>) -> Usage {
        let of_locale = |family: &&'f Family| {
            let target = family.targets.iter().find(|target| target.locale.tag() == locale.tag())?;
            Some((family.source.as_str(), target.path.as_str()))
        };
        let mut usage = Usage::default();
        let mut read = 0;
        for (from, to) in families.iter().filter_map(of_locale).take(PAGES) {
            if read >= BYTES {
                break;
            }
            let Some(text) = text(to, run).filter(|text| text.len() <= LONGEST) else { continue };
            read += text.len();
            let Some(original) = self.original(from, run) else { continue };
            let page = Document::parse(&text, syntax(to, run.settings));
            usage.add(&original, &own_words(&page, expected_of(locale)));
        }
        usage
    }

    fn original(&self, path: &str, run: &Run<'_>) -> Option<Arc<Original>> {
        if let Some(found) = self.originals.lock().ok()?.get(path) {
            return Some(Arc::clone(found));
        }
        let text = text(path, run).filter(|text| text.len() <= LONGEST)?;
        let page = Document::parse(&text, syntax(path, run.settings));
        let made = Arc::new(Original::new(&words_by_block(&page)));
        self.originals.lock().ok()?.insert(path.to_owned(), Arc::clone(&made));
        Some(made)
    }
}
