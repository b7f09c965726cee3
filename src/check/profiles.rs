//! The profiles of the locales' trees, each made once and only if some block needs it.

use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::usages::Usages;
use super::{Family, Run, syntax, text};
use crate::doc::{Document, Kind, fingerprint};
use crate::language::{Features, Profile, Tally, Usage, Words, runs_of, words_of};
use crate::locale::Locale;

/// Pages that are read for a profile, and words of each tree that are enough.
const PAGES: usize = 48;
const WORDS: u64 = 4000;
/// Bytes that are read of a page.
const ENOUGH: usize = 6 << 10;

type Slot = Arc<OnceLock<Option<Arc<Profile>>>>;

/// What a source page has: its features, and which pairs of words.
type Sample = Arc<(Features, FxHashSet<u64>)>;

/// By locale: the source tree against the locale's.
#[derive(Debug)]
pub struct Profiles<'a> {
    /// In an order that has pages from all over the tree at its beginning, the same ones for every locale.
    families: Vec<&'a Family>,
    made: Mutex<FxHashMap<String, Slot>>,
    samples: Mutex<FxHashMap<String, Sample>>,
    usages: Usages,
}

impl<'a> Profiles<'a> {
    /// No profile yet; they will be made from these pages.
    #[must_use]
    pub fn new(families: &'a [Family]) -> Profiles<'a> {
        let mut families: Vec<&Family> = families.iter().collect();
        families.sort_by_cached_key(|family| fingerprint(family.source.as_bytes()));
        Profiles { families, made: Mutex::default(), samples: Mutex::default(), usages: Usages::default() }
    }

    /// The profile of a locale; `None` if its tree is too small.
    #[must_use]
    pub fn of(&self, locale: &Locale, run: &Run<'_>) -> Option<Arc<Profile>> {
        let slot = Arc::clone(self.made.lock().ok()?.entry(locale.tag().to_owned()).or_default());
        slot.get_or_init(|| self.make(locale, run).map(Arc::new)).clone()
    }

    /// Which words of the source the locale uses in its own text.
    #[must_use]
    pub fn usage_of(&self, locale: &Locale, run: &Run<'_>) -> Option<Arc<Usage>> {
        self.usages.of(locale, &self.families, run)
    }

    /// Reads pages from all over the tree.
    fn make(&self, locale: &Locale, run: &Run<'_>) -> Option<Profile> {
        let of_locale = |family: &&'a Family| {
            let target = family.targets.iter().find(|target| target.locale.tag() == locale.tag())?;
            Some((family.source.as_str(), target.path.as_str()))
        };
        let (mut source, mut target) = (Tally::default(), Tally::default());
        for (from, to) in self.families.iter().filter_map(of_locale).take(PAGES) {
            if source.words() >= WORDS && target.words() >= WORDS {
                break;
            }
            let Some(text) = text(to, run) else { continue };
            let Some(sample) = self.sample(from, run) else { continue };
            source.add(&sample.0);
            target.add(&translated(&page(&text, to, run), &sample.1, run));
        }
        Profile::new(source, target)
    }

    /// The source page at `path`, read once for all locales.
    fn sample(&self, path: &str, run: &Run<'_>) -> Option<Sample> {
        if let Some(found) = self.samples.lock().ok()?.get(path) {
            return Some(Arc::clone(found));
        }
        let (mut features, mut pairs) = (Features::default(), FxHashSet::default());
        for words in texts(&page(&text(path, run)?, path, run), run) {
            features.add(&words);
            pairs.extend(pairs_of(&words));
        }
        let made = Arc::new((features, pairs));
        self.samples.lock().ok()?.insert(path.to_owned(), Arc::clone(&made));
        Some(made)
    }
}

/// The beginning of a page.
fn page<'t>(text: &'t str, path: &str, run: &Run<'_>) -> Document<'t> {
    let end = text.floor_char_boundary(ENOUGH);
    Document::parse(&text[..end], syntax(path, run.settings))
}

/// The words of a page, block by block: those of English, or the runs of letters of any language.
fn texts(page: &Document<'_>, run: &Run<'_>) -> impl Iterator<Item = Words> {
    let is_english = run.settings.source_language() == "en";
    let blocks = page.blocks.iter().filter(|block| !matches!(block.kind, Kind::Code | Kind::Tags | Kind::Front));
    blocks
        .map(move |block| page.prose_of(block))
        .map(move |prose| if is_english { words_of(&prose) } else { runs_of(&prose) })
}

/// Two words in a row, as a number.
fn pairs_of(words: &Words) -> impl Iterator<Item = u64> {
    words.keys().zip(words.keys().skip(1)).map(|(one, next)| one.rotate_left(1) ^ next)
}

/// What a translated page has, but for what is still the source's.
fn translated(page: &Document<'_>, known: &FxHashSet<u64>, run: &Run<'_>) -> Features {
    let mut features = Features::default();
    for words in texts(page, run) {
        let kept = pairs_of(&words).filter(|pair| known.contains(pair)).count();
        if words.len() >= 2 && kept * 2 < words.len() - 1 {
            features.add(&words);
        }
    }
    features
}
