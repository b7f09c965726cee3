//! Which words of a language translate which English ones: evidence that two texts, one of them English, say the same though
//! they share no name and no code.
//!
//! The lexicon is data made by `tools/train_lexicon.py`: a line of text; how many stems and how many languages; the hashes
//! of the English stems, sorted; then of each language its subtag, the number of its entries, the entries, sorted: 19 bits of
//! the hash of a word, one that is set where it is weak evidence, and 12 of the number of a stem that it translates; and a bit
//! for each stem that is sure: most translations of it have one of these words.

mod meaning;
mod words;

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;

pub(super) use meaning::{Agreement, Meaning, Rank, Spread};
use meaning::{MAYBE, Other, Said};

static DATA: &[u8] = include_bytes!("lexicon/words.bin");

/// Bits of an entry that number a stem, and those and the one behind them, which tells that the entry is weak.
const STEM_BITS: u32 = 12;
const STEMS: usize = 1 << STEM_BITS;
const WORD_AT: u32 = STEM_BITS + 1;
/// Parts of a language's entries, each of which is searched through.
const BUCKETS: usize = 1 << 10;
/// Words of a text that count.
const WORDS: u16 = 128;

/// Which words of a language translate which English ones.
pub struct Lexicon {
    /// From English into the language, not the other way round.
    from_english: bool,
    entries: &'static [[u8; 4]],
    /// By the first bits of a word's hash, where its entries begin.
    starts: [u16; BUCKETS + 1],
    /// By stem: there is a word for it.
    knows: [bool; STEMS],
    /// A bit for each stem: most translations of it have one of the words that are known.
    sure: &'static [u8],
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Lexicons {
    /// By hash.
    stems: FxHashMap<u32, u16>,
    /// By subtag, each made when it is first asked for: most runs need few of them.
    languages: FxHashMap<&'static str, (Parts, Directions)>,
}

/// From English, and into it.
type Directions = [OnceLock<Lexicon>; 2];

/// What the data has of a language.
struct Parts {
    entries: &'static [[u8; 4]],
    sure: &'static [u8],
}

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(|| read(DATA).unwrap_or_default());

fn read(data: &'static [u8]) -> Option<Lexicons> {
    let header = data.iter().position(|byte| *byte == b'\n')?;
    let (counts, rest) = data[header + 1..].split_first_chunk::<4>()?;
    let count = |at: usize| usize::from(u16::from_le_bytes([counts[at], counts[at + 1]]));
    let (stems, mut rest) = rest.split_at_checked(4 * count(0))?;
    let stems = stems.as_chunks().0.iter().map(|stem| u32::from_le_bytes(*stem)).zip(0..);
    let mut out = Lexicons { stems: stems.collect(), languages: FxHashMap::default() };
    for _ in 0..count(2) {
        let (tag, after) = rest.split_first_chunk::<4>()?;
        let (entries, after) = after.split_first_chunk::<4>()?;
        let (entries, after) = after.split_at_checked(4 * u32::from_le_bytes(*entries) as usize)?;
        let (sure, after) = after.split_at_checked(count(0).div_ceil(8))?;
        let parts = Parts { entries: entries.as_chunks().0, sure };
        out.languages.insert(std::str::from_utf8(tag).ok()?.trim_end_matches('\0'), (parts, Directions::default()));
        rest = after;
    }
    Some(out)
}

fn word_of(entry: [u8; 4]) -> u32 {
    u32::from_le_bytes(entry) >> WORD_AT
}

/// The first bits of a word's hash.
fn bucket_of(word: u32) -> usize {
    (word >> (u32::BITS - WORD_AT - BUCKETS.ilog2())) as usize
}

fn stem_of(entry: [u8; 4]) -> u16 {
    (u32::from_le_bytes(entry) % STEMS as u32) as u16
}

fn is_weak(entry: [u8; 4]) -> bool {
    u32::from_le_bytes(entry) >> STEM_BITS & 1 == 1
}

/// The stems of English texts that any language has words for, sorted.
pub(super) fn stems<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<u16> {
    let known = &LEXICONS.stems;
    let mut out = Vec::new();
    for text in texts {
        words::english(text, |word, hash| out.extend(known.get(&hash).filter(|_| !words::is_stop(word))));
    }
    out.sort_unstable();
    out.dedup();
    out
}

impl Lexicon {
    /// The lexicon from one language into another, by their subtags; `None` if there is none.
    #[must_use]
    pub fn of(source: &str, target: &str) -> Option<&'static Lexicon> {
        let (direction, other) = match (source, target) {
            ("en", other) => (0, other),
            (other, "en") => (1, other),
            _ => return None,
        };
        let other = if matches!(other, "nb" | "nn") { "no" } else { other };
        let (parts, lexicons) = LEXICONS.languages.get(other)?;
        Some(lexicons[direction].get_or_init(|| Lexicon::new(parts, direction == 0)))
    }

    fn new(&Parts { entries, sure }: &Parts, from_english: bool) -> Lexicon {
        let start = |bucket: usize| entries.partition_point(|entry| bucket_of(word_of(*entry)) < bucket) as u16;
        let mut knows = [false; STEMS];
        entries.iter().for_each(|entry| knows[usize::from(stem_of(*entry))] = true);
        Lexicon { from_english, entries, starts: std::array::from_fn(start), knows, sure }
    }

    /// The texts of the source are the English ones; otherwise those of the target are.
    pub(super) fn is_from_english(&self) -> bool {
        self.from_english
    }

    /// What texts in English or in the other language say.
    pub(super) fn meaning<'t>(&self, is_english: bool, texts: impl Iterator<Item = &'t str> + Clone) -> Meaning {
        if is_english { self.of_english(&stems(texts)) } else { self.of_other(texts) }
    }

    /// What an English text with these stems says.
    pub(super) fn of_english(&self, stems: &[u16]) -> Meaning {
        let is_sure = |stem: u16| self.sure[usize::from(stem / 8)] >> (stem % 8) & 1 == 1;
        let rank = |stem: u16| match () {
            () if is_sure(stem) => Rank::Sure,
            () if self.knows[usize::from(stem)] => Rank::Unsure,
            () => Rank::Maybe,
        };
        Meaning::English(stems.iter().map(|&stem| (stem, rank(stem))).collect())
    }

    /// What a text in the language says. English words in it say what they say.
    pub(super) fn of_other<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone) -> Meaning {
        let mut out = Other::default();
        let english = stems(texts.clone()).into_iter().zip(MAYBE..);
        out.stems.extend(english.map(|(stem, word)| Said { stem, word, weak: false }));
        let mut hashes = Vec::new();
        texts.for_each(|text| words::foreign(text, |hash| hashes.push(hash >> WORD_AT)));
        hashes.sort_unstable();
        hashes.dedup();
        for hash in hashes {
            let bucket = bucket_of(hash);
            let entries = &self.entries[usize::from(self.starts[bucket])..usize::from(self.starts[bucket + 1])];
            let entries = entries.iter().filter(|entry| word_of(**entry) == hash);
            let before = out.stems.len();
            let word = out.words;
            out.stems.extend(entries.map(|entry| Said { stem: stem_of(*entry), word, weak: is_weak(*entry) }));
            let said = &out.stems[before..];
            out.words += u16::from(!said.is_empty());
            out.weak_words += u16::from(!said.is_empty() && said.iter().all(|said| said.weak));
            if out.words == WORDS {
                break;
            }
        }
        out.stems.sort_unstable();
        Meaning::Other(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(language: &str, ours: &str, theirs: &str) -> Agreement {
        let lexicon = Lexicon::of("en", language).expect("a lexicon");
        let source = lexicon.of_english(&stems(std::iter::once(ours)));
        source.agreement(&lexicon.of_other(std::iter::once(theirs)), &Spread::default())
    }

    #[test]
    fn the_data_is_what_was_trained() {
        let sum = xxhash_rust::xxh3::xxh3_64(DATA);
        assert_eq!(sum, 11_403_181_677_942_205_226, "made anew? then measure the alignment anew, too");
        assert!(DATA.starts_with(b"# Which words translate") && LEXICONS.languages.len() > 40);
        assert!(
            LEXICONS.stems.len() > 3000
                && LEXICONS
                    .languages
                    .values()
                    .all(|(one, _)| one.entries.is_sorted_by_key(|entry| u32::from_le_bytes(*entry)))
        );
    }

    #[test]
    fn texts_that_say_the_same_agree() {
        let source = "Save the configuration file before you restart the server.";
        for (language, same, other) in [
            (
                "de",
                "Speichern Sie die Konfigurationsdatei, bevor Sie den Server neu starten.",
                "Der Browser zeigt Bilder.",
            ),
            ("zh", "在重新启动服务器之前保存配置文件。", "浏览器显示图像。"),
            ("ru", "Сохраните файл конфигурации перед перезапуском сервера.", "Браузер показывает изображения."),
        ] {
            let (same, other) = (agreement(language, source, same), agreement(language, source, other));
            assert!(same.score() > 0.4 && same.known >= 2.0, "{language} {same:?}");
            assert!(other.score() < 0.2, "{language} {other:?}");
        }
    }

    #[test]
    fn a_text_is_told_beside_another() {
        let lexicon = Lexicon::of("en", "de").expect("a lexicon");
        let english = |text: &str| lexicon.meaning(true, std::iter::once(text));
        let german = |text: &str| lexicon.meaning(false, std::iter::once(text));
        let (beside, text) = ("The browser shows images.", "Save the configuration in your folder.");
        let both = "Der Browser zeigt Bilder. Speichern Sie die Konfiguration in Ihrem Ordner.";
        let told = english(text).told_in(&english(beside), &german(both));
        assert!(told.is_most(), "{told:?}");
        let told = english(text).told_in(&english(beside), &german("Der Browser zeigt Bilder."));
        assert!(!told.is_most(), "{told:?}");
        // The other way round: what the translation parted from another block.
        let (english_both, german_text) =
            ("The browser shows images. Save the file in this folder.", "Speichern Sie die Datei im Ordner.");
        let told = german(german_text).told_in(&german("Der Browser zeigt Bilder."), &english(english_both));
        assert!(told.is_most(), "{told:?}");
        let told = german(german_text).told_in(&german("Speichern Sie jede Datei."), &english(english_both));
        assert!(!told.is_most(), "words that say something of both tell nothing: {told:?}");
    }

    #[test]
    fn a_language_without_data_has_no_lexicon() {
        assert!(Lexicon::of("en", "xx").is_none() && Lexicon::of("de", "fr").is_none());
        assert!(Lexicon::of("en", "nb").is_some());
        assert!(Lexicon::of("zh", "en").is_some_and(|lexicon| !lexicon.is_from_english()));
    }
}
