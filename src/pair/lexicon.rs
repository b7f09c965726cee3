//! Which words of a language translate which English ones: evidence that two texts, one of them English, say the same though
//! they share no name and no code.
//!
//! The lexicon is data made by `tools/train_lexicon.py`: a line of text; how many stems and how many languages; the hashes
//! of the English stems, sorted; then of each language its subtag, the number of its entries, the entries, sorted: 19 bits of
//! the hash of a word, one that is set where it is weak evidence, and 12 of the number of a stem that it translates; and a bit
//! for each stem that is sure: most translations of it have one of these words.

mod words;

use std::sync::{LazyLock, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

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

/// What the words of a text say, as far as the lexicon knows them.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// Of an English text: its stems, sorted, and how sure each is.
    English(Vec<(u16, Rank)>),
    /// Of a text in the other language.
    Other(Other),
}

/// How sure it is that who translates a stem takes a word that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Most translations have one.
    Sure,
    /// There is one.
    Unsure,
    /// There is none: the stem counts only where the other text has it in English.
    Maybe,
}

/// What a text in another language than English says.
#[derive(Debug, Default, Clone)]
pub(super) struct Other {
    /// What is said, sorted by stem.
    stems: Vec<Said>,
    /// How many words there are that count in any case, and how many of them are weak in all they say.
    words: u16,
    weak_words: u16,
}

/// A stem that a word of a text in another language says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    stem: u16,
    /// The number of the word; from [`MAYBE`] on of English ones, which count only where the English text has them, too.
    word: u16,
    /// The word says it now and then only.
    weak: bool,
}

const MAYBE: u16 = 1 << 12;
/// What a stem counts that is not sure, where the other text does not say it.
const LITTLE: f32 = 0.35;
/// What a stem counts that is said by a weak word only, and what such a word counts.
const WEAK: f32 = 0.6;

/// How much two texts say the same.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Agreement {
    /// The share of what the English text says that the other says too, the rarer the more.
    pub found: f32,
    /// The share of the other's words that say something of the English text.
    pub explained: f32,
    /// Words that could tell, of the text that has fewer; those that are not sure count less.
    pub known: f32,
}

impl Agreement {
    /// The harmonic mean of both shares: half of the texts that answer each other have 0.6 and more; of those that do not,
    /// one of ten has 0.2 and one of a hundred 0.5.
    pub fn score(self) -> f32 {
        if self.found + self.explained == 0.0 {
            return 0.0;
        }
        2.0 * self.found * self.explained / (self.found + self.explained)
    }
}

/// How much of a text another one says that answers what stands beside it.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Told {
    /// The share of what the text says and what stands beside it does not.
    pub share: f32,
    /// How many words of the text in the other language tell it.
    pub words: usize,
}

impl Told {
    /// The text is there. In pages that answer each other block by block, three of four texts that were joined to another
    /// two blocks on are told so, and one of two hundred is by any of the eight blocks around it.
    pub fn is_most(self) -> bool {
        const MOST: f32 = 0.5;
        const WORDS: usize = 2;
        self.words >= WORDS && self.share >= MOST
    }

    /// It is there whatever else of it is not.
    pub fn is_sure(self) -> bool {
        const MOST: f32 = 0.55;
        const WORDS: usize = 4;
        self.words >= WORDS && self.share >= MOST
    }
}

/// What a word of a text says of an English one, which answers what stands beside the text.
#[derive(Debug, Default, Clone, Copy)]
struct Word {
    /// It says something of it.
    told: bool,
    /// It does, or may.
    hinted: bool,
    /// There is something that it does not only say now and then.
    strong: bool,
    /// What stands beside the text says that, too.
    spent: bool,
}

/// In how many texts of a page each stem is said.
#[derive(Debug, Default)]
pub(super) struct Spread(FxHashMap<u16, u16>);

impl Spread {
    pub fn of<'m>(meanings: impl Iterator<Item = &'m Meaning>) -> Spread {
        let mut out = FxHashMap::default();
        let mut count = |stem| *out.entry(stem).or_insert(0) += 1;
        for meaning in meanings {
            match meaning {
                Meaning::English(stems) => stems.iter().for_each(|(stem, _)| count(*stem)),
                Meaning::Other(other) => other.stems.iter().for_each(|said| count(said.stem)),
            }
        }
        Spread(out)
    }

    /// What is said in many places says little about one.
    fn weight(&self, stem: u16) -> f32 {
        1.0 / f32::from(self.0.get(&stem).copied().unwrap_or(1).max(1)).sqrt()
    }
}

impl Meaning {
    /// What several texts in one language say together.
    pub fn joined<'m>(meanings: impl Iterator<Item = &'m Meaning>) -> Meaning {
        let (mut english, mut others) = (Vec::new(), Other::default());
        for one in meanings {
            match one {
                Meaning::English(stems) => english.extend_from_slice(stems),
                Meaning::Other(other) => {
                    let moved = other.stems.iter().map(|said| Said { word: said.word + others.words, ..*said });
                    others.stems.extend(moved);
                    others.words += other.words;
                    others.weak_words += other.weak_words;
                }
            }
        }
        english.sort_unstable();
        others.stems.sort_unstable();
        if english.is_empty() { Meaning::Other(others) } else { Meaning::English(english) }
    }

    /// How much of it `whole` tells, which is in the other language and answers what stands `beside` it. A word that says
    /// something of both tells nothing.
    pub fn told_in(&self, beside: &Meaning, whole: &Meaning) -> Told {
        match (self, beside, whole) {
            (Meaning::English(text), Meaning::English(beside), Meaning::Other(whole)) => whole.tells(text, beside),
            (Meaning::Other(text), Meaning::Other(beside), Meaning::English(whole)) => text.told_in(beside, whole),
            _ => Told::default(),
        }
    }

    /// How much two texts say the same, if one of them is English and the other is not.
    pub fn agreement(&self, other: &Meaning, spread: &Spread) -> Agreement {
        match (self, other) {
            (Meaning::English(stems), Meaning::Other(other)) | (Meaning::Other(other), Meaning::English(stems)) => {
                other.agreement(stems, spread)
            }
            _ => Agreement::default(),
        }
    }
}

impl Other {
    /// The words that say a stem.
    fn of_stem(&self, stem: u16) -> &[Said] {
        let same = &self.stems[self.stems.partition_point(|said| said.stem < stem)..];
        &same[..same.partition_point(|said| said.stem == stem)]
    }

    /// How much it tells of an English text that stands beside another, which it answers. What a weak word says is neither
    /// told nor missing.
    fn tells(&self, text: &[(u16, Rank)], beside: &[(u16, Rank)]) -> Told {
        let is_beside = |stem: u16| beside.binary_search_by_key(&stem, |(stem, _)| *stem).is_ok();
        let spent: FxHashSet<u16> =
            self.stems.iter().filter(|said| is_beside(said.stem)).map(|said| said.word).collect();
        let (mut found, mut all) = (0.0, 0.0);
        let mut words = FxHashSet::default();
        for (stem, rank) in text.iter().filter(|(stem, _)| !is_beside(*stem)) {
            let free = || self.of_stem(*stem).iter().filter(|said| !spent.contains(&said.word));
            match (free().find(|said| !said.weak), rank) {
                (Some(said), _) => {
                    words.insert(said.word);
                    found += 1.0;
                    all += 1.0;
                }
                (None, Rank::Maybe) => {}
                (None, _) if free().next().is_some() => {}
                (None, Rank::Sure) => all += 1.0,
                (None, Rank::Unsure) => all += LITTLE,
            }
        }
        Told { share: if all > 0.0 { found / all } else { 0.0 }, words: words.len() }
    }

    /// How much of it an English text tells that answers another one beside it.
    fn told_in(&self, beside: &Other, whole: &[(u16, Rank)]) -> Told {
        let is_in = |stem: u16| whole.binary_search_by_key(&stem, |(stem, _)| *stem).is_ok();
        let mut words: FxHashMap<u16, Word> = FxHashMap::default();
        for said in self.stems.iter().filter(|said| said.word < MAYBE || is_in(said.stem)) {
            let word = words.entry(said.word).or_default();
            let told = is_in(said.stem);
            word.told |= told && !said.weak;
            word.hinted |= told;
            word.strong |= !said.weak;
            word.spent |= told && !beside.of_stem(said.stem).is_empty();
        }
        words.retain(|_, word| !word.spent && (word.told || word.strong && !word.hinted));
        let told = words.values().filter(|word| word.told).count();
        Told { share: told as f32 / words.len().max(1) as f32, words: told }
    }

    /// How much it says the same as an English text with these stems.
    fn agreement(&self, english: &[(u16, Rank)], spread: &Spread) -> Agreement {
        let (mut all, mut found, mut known) = (0.0, 0.0, 0.0);
        // How many stems are said by the very same word.
        let mut literal = 0;
        // A bit for each word that says something of it, and for each that does weakly.
        let mut explained = [[0_u64; 16]; 2];
        let mut theirs = &self.stems[..];
        for ours in english.chunk_by(|a, b| a.0 == b.0) {
            let (stem, rank) = ours[0];
            theirs = &theirs[theirs.partition_point(|said| said.stem < stem)..];
            let same = &theirs[..theirs.iter().take_while(|said| said.stem == stem).count()];
            let counts = match rank {
                _ if !same.is_empty() => 1.0,
                Rank::Sure => 1.0,
                Rank::Unsure => LITTLE,
                Rank::Maybe => continue,
            };
            let weight = counts * spread.weight(stem);
            known += counts;
            all += weight;
            found += match same.iter().all(|said| said.weak) {
                _ if same.is_empty() => 0.0,
                true => WEAK * weight,
                false => weight,
            };
            literal += u16::from(same.last().is_some_and(|said| said.word >= MAYBE));
            for Said { word, weak, .. } in same.iter().filter(|said| said.word < MAYBE) {
                explained[usize::from(*weak)][usize::from(word / 64) % 16] |= 1 << (word % 64);
            }
        }
        let [strong, weak] = &explained;
        let strong_words = strong.iter().map(|bits| bits.count_ones()).sum::<u32>() as f32;
        let weak_words =
            strong.iter().zip(weak).map(|(strong, weak)| (weak & !strong).count_ones()).sum::<u32>() as f32;
        let explained = strong_words + WEAK * weak_words + f32::from(literal);
        let words = f32::from(self.words - self.weak_words + literal) + WEAK * f32::from(self.weak_words);
        Agreement {
            found: if all > 0.0 { found / all } else { 0.0 },
            explained: if words > 0.0 { explained / words } else { 0.0 },
            known: words.min(known),
        }
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
    fn a_weak_word_agrees_and_tells_nothing() {
        let other = |weak: bool| {
            let said = (0..4).map(|at| Said { stem: at, word: at, weak });
            let weak_words = if weak { 4 } else { 0 };
            Other { stems: said.collect(), words: 4, weak_words }
        };
        let english: Vec<(u16, Rank)> = (0..4).map(|stem| (stem, Rank::Sure)).collect();
        let agreement = |weak| other(weak).agreement(&english, &Spread::default());
        assert!(agreement(true).score() > 0.5 && agreement(true).score() < agreement(false).score());
        assert!(other(false).tells(&english, &[]).is_most() && !other(true).tells(&english, &[]).is_most());
        let told_in = |weak| other(weak).told_in(&Other::default(), &english);
        assert!(told_in(false).is_most() && !told_in(true).is_most());
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
