//! What the pages of each locale tell of its language, read once and only if some block needs it.

use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::ids::{Kept, cached};
use super::{Family, Run, syntax, text};
use crate::doc::{Block, Document, fingerprint};
use crate::language::{Expected, Features, Label, Original, Profile, Tally, Usage, Words, runs_of, words_of};
use crate::locale::Locale;
use crate::verdict::{expected_of, is_prose, labels_of, own_words, words_by_block};

/// Pages of a locale that are read, at most.
const PAGES: usize = 64;
/// Bytes that are read of a page of the source; of its translation as much as answers it.
const BEGINNING: usize = 6 << 10;
/// Words of each tree that are enough for a profile, and bytes of the locale's tree that are enough to know its terms.
const WORDS: u64 = 4000;
const BYTES: usize = 96 << 10;

/// What is known of the language of a locale.
#[derive(Debug, Default)]
pub struct Tongue {
    /// The source tree against the locale's; `None` if they are too small.
    pub profile: Option<Arc<Profile>>,
    /// Which words of the source the locale uses in its own text.
    pub usage: Arc<Usage>,
}

/// By locale.
#[derive(Debug)]
pub struct Tongues<'a> {
    /// In an order that has pages from all over the tree at its beginning, the same ones for every locale.
    families: Vec<&'a Family>,
    made: Mutex<FxHashMap<String, Arc<OnceLock<Arc<Tongue>>>>>,
    /// Pages of the source, each read once for all locales.
    samples: Kept<Option<Sample>>,
    words: Kept<Option<SampleWords>>,
}

/// The beginning of a source page.
#[derive(Debug)]
struct Sample {
    /// Bytes of the whole page.
    length: usize,
    blocks: usize,
    original: Original,
    labels: Vec<Label>,
}

/// The words of the beginning of a source page, of which fewer are needed.
#[derive(Debug, Default)]
struct SampleWords {
    features: Features,
    /// Two words in a row.
    pairs: FxHashSet<u64>,
}

impl<'a> Tongues<'a> {
    /// Nothing is known yet; it will be read from these pages.
    #[must_use]
    pub fn new(families: &'a [Family]) -> Tongues<'a> {
        let mut families: Vec<&Family> = families.iter().collect();
        families.sort_by_cached_key(|family| fingerprint(family.source.as_bytes()));
        Tongues { families, made: Mutex::default(), samples: Kept::default(), words: Kept::default() }
    }

    /// What is known of a locale.
    #[must_use]
    pub fn of(&self, locale: &Locale, run: &Run<'_>) -> Option<Arc<Tongue>> {
        let slot = Arc::clone(self.made.lock().ok()?.entry(locale.tag().to_owned()).or_default());
        Some(Arc::clone(slot.get_or_init(|| Arc::new(self.make(locale, run)))))
    }

    /// Reads pages from all over the tree.
    fn make(&self, locale: &Locale, run: &Run<'_>) -> Tongue {
        let of_locale = |family: &&'a Family| {
            let target = family.targets.iter().find(|target| target.locale.tag() == locale.tag())?;
            Some((family.source.as_str(), target.path.as_str()))
        };
        // In another script words of English are seen at a glance, and there is no model of other languages.
        let no_profile = expected_of(locale) == Expected::Other && run.settings.source_language() == "en";
        let (mut source, mut target) = (Tally::default(), Tally::default());
        let (mut usage, mut read) = (Usage::default(), 0);
        for (from, to) in self.families.iter().filter_map(of_locale).take(PAGES) {
            let is_profiled = no_profile || source.words() >= WORDS && target.words() >= WORDS;
            let sample = cached(&self.samples, from, || Sample::new(from, run));
            let Some(sample) = sample.as_ref() else { continue };
            // Few pages have labels.
            if is_profiled && read >= BYTES && sample.labels.is_empty() {
                continue;
            }
            let Some(text) = text(to, run) else { continue };
            let mut page = beginning(&text, BEGINNING * text.len() / sample.length.max(1), to, run);
            page.blocks.truncate(sample.blocks);
            if !is_profiled {
                let words = cached(&self.words, from, || SampleWords::new(from, run));
                let Some(words) = words.as_ref() else { continue };
                source.add(&words.features);
                target.add(&translated(&page, &words.pairs, run));
            }
            if read < BYTES {
                read += page.text.len();
                let (own, mixture) = own_words(&page, expected_of(locale));
                usage.add(&sample.original, &own);
                usage.add_mixture(mixture);
            }
            if !sample.labels.is_empty() {
                usage.add_labels(&sample.labels, &labels_of(&page));
            }
        }
        Tongue { profile: Profile::new(source, target).map(Arc::new), usage: Arc::new(usage) }
    }
}

impl Sample {
    fn new(path: &str, run: &Run<'_>) -> Option<Sample> {
        let text = text(path, run)?;
        let page = beginning(&text, BEGINNING, path, run);
        let original = Original::new(&words_by_block(&page));
        Some(Sample { length: text.len(), blocks: page.blocks.len(), original, labels: labels_of(&page) })
    }
}

impl SampleWords {
    fn new(path: &str, run: &Run<'_>) -> Option<SampleWords> {
        let mut made = SampleWords::default();
        for words in texts(&beginning(&text(path, run)?, BEGINNING, path, run), run) {
            made.features.add(&words);
            made.pairs.extend(pairs_of(&words));
        }
        Some(made)
    }
}

/// The first lines of a page, of so many bytes or a few less.
fn beginning<'t>(text: &'t str, bytes: usize, path: &str, run: &Run<'_>) -> Document<'t> {
    let end = text.floor_char_boundary(bytes);
    let end = if end < text.len() { text[..end].rfind('\n').map_or(end, |at| at + 1) } else { end };
    Document::parse(&text[..end], syntax(path, run.settings))
}

/// The words of a page, block by block: those of English, or the runs of letters of any language.
fn texts(page: &Document<'_>, run: &Run<'_>) -> impl Iterator<Item = Words> {
    let is_english = run.settings.source_language() == "en";
    let prose = |block: &Block| page.prose_of(block);
    let blocks = page.blocks.iter().filter(|block| is_prose(block));
    blocks.map(prose).map(move |prose| if is_english { words_of(&prose) } else { runs_of(&prose) })
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
