//! What the pages of each locale tell of its language, each thing read once and only if some block needs it.

use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::ids::{Kept, cached};
use super::shelf::{Desk, Shelf, Texts};
use super::{Family, Run};
use crate::doc::{Block, Document, fingerprint};
use crate::language::{
    Expected, Features, Label, LabelCounts, Original, Profile, Tally, Usage, Words, runs_of, words_of,
};
use crate::locale::Locale;
use crate::verdict::{expected_of, is_prose, labels_of, own_words, words_by_block};

/// Pages of a locale that are read, at most.
const PAGES: usize = 64;
/// Bytes that are read of a page of the source; of its translation as much as answers it.
const BEGINNING: usize = 6 << 10;
/// Words of each tree that are enough for a profile, and bytes of the locale's tree that are enough to know its terms.
const WORDS: u64 = 4000;
const BYTES: usize = 48 << 10;

/// By locale. Few pages ask for more than one of them, and most for none.
#[derive(Debug)]
pub struct Tongues<'a> {
    /// In an order that has pages from all over the tree at its beginning, the same ones for every locale.
    families: Vec<&'a Family>,
    profiles: Made<Option<Arc<Profile>>>,
    usages: Made<Arc<Usage>>,
    labels: Made<Arc<LabelCounts>>,
    /// Pages of the source, each read once for all locales.
    samples: Kept<Option<Sample>>,
    words: Kept<Option<SampleWords>>,
}

/// By locale, made by the first that asks, for whom the others wait.
type Made<T> = Mutex<FxHashMap<String, Arc<OnceLock<T>>>>;

/// The beginning of a source page.
#[derive(Debug)]
struct Sample {
    extent: Extent,
    original: Original,
    labels: Vec<Label>,
}

/// The words of the beginning of a source page, of which fewer are needed.
#[derive(Debug)]
struct SampleWords {
    extent: Extent,
    features: Features,
    /// Two words in a row.
    pairs: FxHashSet<u64>,
}

/// How much of a translation answers the beginning of its source.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// Bytes of the whole source.
    length: usize,
    /// Blocks of its beginning.
    blocks: usize,
}

impl<'a> Tongues<'a> {
    /// Nothing is known yet; it will be read from these pages.
    #[must_use]
    pub fn new(families: &'a [Family]) -> Tongues<'a> {
        let mut families: Vec<&Family> = families.iter().collect();
        families.sort_by_cached_key(|family| fingerprint(family.source.as_bytes()));
        let (profiles, usages, labels) = (Mutex::default(), Mutex::default(), Mutex::default());
        Tongues { families, profiles, usages, labels, samples: Kept::default(), words: Kept::default() }
    }

    /// The source tree against the locale's; `None` if they are too small.
    #[must_use]
    pub fn profile(&self, locale: &Locale, run: &Run<'_>) -> Option<Arc<Profile>> {
        self.profile_at(locale, Desk { run, library: &Shelf::new(&Texts::default()) })
    }

    pub(super) fn profile_at(&self, locale: &Locale, desk: Desk<'_>) -> Option<Arc<Profile>> {
        made(&self.profiles, locale, || self.read_profile(locale, desk).map(Arc::new)).flatten()
    }

    /// Which words of the source the locale uses in its own text.
    pub(super) fn usage(&self, locale: &Locale, desk: Desk<'_>) -> Option<Arc<Usage>> {
        made(&self.usages, locale, || Arc::new(self.read_usage(locale, desk)))
    }

    /// Which words beside names the locale keeps.
    pub(super) fn labels(&self, locale: &Locale, desk: Desk<'_>) -> Option<Arc<LabelCounts>> {
        made(&self.labels, locale, || Arc::new(self.read_labels(locale, desk)))
    }

    /// Pages from all over the tree, with those of the locale that answer them.
    fn pages(&self, locale: &Locale) -> impl Iterator<Item = (&str, &str)> {
        let of_locale = move |family: &&'a Family| {
            let target = family.targets.iter().find(|target| target.locale.tag() == locale.tag())?;
            Some((family.source.as_str(), target.path.as_str()))
        };
        self.families.iter().filter_map(of_locale).take(PAGES)
    }

    fn read_profile(&self, locale: &Locale, desk: Desk<'_>) -> Option<Profile> {
        // In another script words of English are seen at a glance, and there is no model of other languages.
        if expected_of(locale) == Expected::Other && desk.run.settings.source_language() == "en" {
            return None;
        }
        let (mut source, mut target) = (Tally::default(), Tally::default());
        for (from, to) in self.pages(locale) {
            if source.words() >= WORDS && target.words() >= WORDS {
                break;
            }
            let words = cached(&self.words, from, || SampleWords::new(from, desk));
            let Some(words) = words.as_ref() else { continue };
            let look = |page: &Document<'_>, blocks: &[Block]| translated((page, blocks), &words.pairs, desk.run);
            let Some(features) = words.extent.answer(to, desk, look) else { continue };
            source.add(&words.features);
            target.add(&features);
        }
        Profile::new(source, target)
    }

    fn read_usage(&self, locale: &Locale, desk: Desk<'_>) -> Usage {
        let (mut usage, mut read, expected) = (Usage::default(), 0, expected_of(locale));
        for (from, to) in self.pages(locale) {
            if read >= BYTES {
                break;
            }
            let sample = cached(&self.samples, from, || Sample::new(from, desk));
            let Some(sample) = sample.as_ref() else { continue };
            let look = |page: &Document<'_>, blocks: &[Block]| (page.text.len(), own_words((page, blocks), expected));
            let Some((length, (own, mixture))) = sample.extent.answer(to, desk, look) else { continue };
            read += length;
            usage.add(&sample.original, &own);
            usage.add_mixture(mixture);
        }
        usage
    }

    fn read_labels(&self, locale: &Locale, desk: Desk<'_>) -> LabelCounts {
        let mut counts = LabelCounts::default();
        for (from, to) in self.pages(locale) {
            let sample = cached(&self.samples, from, || Sample::new(from, desk));
            // Few pages have labels.
            let Some(sample) = sample.as_ref().as_ref().filter(|sample| !sample.labels.is_empty()) else { continue };
            let look = |page: &Document<'_>, blocks: &[Block]| labels_of((page, blocks));
            let Some(labels) = sample.extent.answer(to, desk, look) else { continue };
            counts.add_page(&sample.labels, &labels);
        }
        counts
    }
}

fn made<T: Clone>(all: &Made<T>, locale: &Locale, make: impl FnOnce() -> T) -> Option<T> {
    let slot = Arc::clone(all.lock().ok()?.entry(locale.tag().to_owned()).or_default());
    Some(slot.get_or_init(make).clone())
}

impl Sample {
    fn new(path: &str, desk: Desk<'_>) -> Option<Sample> {
        desk.look_into(
            path,
            |_| BEGINNING,
            |page, length| Sample {
                extent: Extent { length, blocks: page.blocks.len() },
                original: Original::new(&words_by_block(page)),
                labels: labels_of((page, &page.blocks)),
            },
        )
    }
}

impl SampleWords {
    fn new(path: &str, desk: Desk<'_>) -> Option<SampleWords> {
        let look = |page: &Document<'_>, length| {
            let extent = Extent { length, blocks: page.blocks.len() };
            let mut made = SampleWords { extent, features: Features::default(), pairs: FxHashSet::default() };
            for words in texts((page, &page.blocks), desk.run) {
                made.features.add(&words);
                made.pairs.extend(pairs_of(&words));
            }
            made
        };
        desk.look_into(path, |_| BEGINNING, look)
    }
}

impl Extent {
    /// What somebody sees in the blocks that a translation has in place of the beginning of its source.
    fn answer<T>(self, path: &str, desk: Desk<'_>, look: impl FnOnce(&Document<'_>, &[Block]) -> T) -> Option<T> {
        let most = |length: usize| BEGINNING * length / self.length.max(1);
        desk.look_into(path, most, |page, _| look(page, &page.blocks[..page.blocks.len().min(self.blocks)]))
    }
}

/// The words of a page, block by block: those of English, or the runs of letters of any language.
fn texts((page, blocks): (&Document<'_>, &[Block]), run: &Run<'_>) -> impl Iterator<Item = Words> {
    let is_english = run.settings.source_language() == "en";
    let prose = |block: &Block| page.prose_of(block);
    let blocks = blocks.iter().filter(|block| is_prose(block));
    blocks.map(prose).map(move |prose| if is_english { words_of(&prose) } else { runs_of(&prose) })
}

/// Two words in a row, as a number.
fn pairs_of(words: &Words) -> impl Iterator<Item = u64> {
    words.keys().zip(words.keys().skip(1)).map(|(one, next)| one.rotate_left(1) ^ next)
}

/// What a translated page has, but for what is still the source's.
fn translated(page: (&Document<'_>, &[Block]), known: &FxHashSet<u64>, run: &Run<'_>) -> Features {
    let mut features = Features::default();
    for words in texts(page, run) {
        let kept = pairs_of(&words).filter(|pair| known.contains(pair)).count();
        if words.len() >= 2 && kept * 2 < words.len() - 1 {
            features.add(&words);
        }
    }
    features
}
