//! Which words of the source's language a locale uses in its own text: they are its terms.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::glance::{
    ACCENTED, FOREIGN, Glance, LATIN, SEPARATOR, SIGN, foreign_letters, is_function_word, letters, step,
};
use super::words::key_of;

/// Words of the longest term; more words of the source in a row are text in its language.
pub const LONGEST_TERM: usize = 5;
/// Blocks that must have a word before it is the locale's own.
const ENOUGH: u32 = 3;
/// Of a locale in another script that mixes English into its text there is a word in small letters to so many of its own
/// letters, or fewer: of the locales that were measured four of Hindi have one to 11 to 14, all others none to 30.
const RICH: u32 = 20;
/// Letters that a locale must have shown for this.
const SEEN: u32 = 1000;

/// The words of a page of the source.
#[derive(Debug, Default)]
pub struct Original {
    /// Two words in a row.
    pairs: FxHashSet<u64>,
    /// Short blocks.
    labels: Vec<u64>,
}

impl Original {
    /// Reads the blocks of a page.
    #[must_use]
    pub fn new(blocks: &[Vec<TermWord>]) -> Original {
        let pairs = blocks.iter().flat_map(|words| words.windows(2)).map(hash_of).collect();
        Original { pairs, labels: labels(blocks).collect() }
    }

    /// The stretches of a block of the translation: words in a row that the source has in a row, too. None for a block
    /// that is mostly the source's.
    fn stretches<'w>(&self, words: &'w [TermWord]) -> Vec<&'w [TermWord]> {
        let stretches: Vec<&[TermWord]> = words.chunk_by(|a, b| self.pairs.contains(&hash_of(&[*a, *b]))).collect();
        let is_own = words.len() >= 2 && (words.len() - stretches.len()) * 2 < words.len();
        if is_own { stretches } else { Vec::new() }
    }

    /// These words stand in a row in a term of a block of the translation.
    #[must_use]
    pub fn has_in_term(&self, block: &[TermWord], words: &[TermWord]) -> bool {
        let is_row = |term: &&[TermWord]| term.windows(words.len().max(1)).any(|row| row == words);
        self.stretches(block).iter().filter(|term| term.len() <= LONGEST_TERM).any(is_row)
    }
}

/// How a locale uses words of the source's language, counted in its translated blocks.
#[derive(Debug, Default)]
pub struct Usage {
    /// By word: blocks that have it in a term or alone.
    words: FxHashMap<u64, u32>,
    /// By function word of English: blocks that have it among the locale's own words.
    function: FxHashMap<u64, u32>,
    /// By short block of the source: pages that keep it, and pages that do not.
    labels: FxHashMap<u64, (u32, u32)>,
    mixture: Mixture,
}

/// How much of English there is in what a locale of another script has translated.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mixture {
    /// Words in small letters, which are no names.
    english: u32,
    letters: u32,
}

impl Mixture {
    /// Takes in a translated block.
    pub fn add(&mut self, block: &Glance) {
        self.english += block.english_words();
        self.letters += block.foreign_letters();
    }
}

impl Usage {
    /// Takes in the blocks of a translated page.
    pub fn add(&mut self, source: &Original, blocks: &[Vec<TermWord>]) {
        let mut seen = Vec::new();
        for words in blocks {
            let stretches = source.stretches(words);
            let terms = stretches.iter().filter(|words| words.len() <= LONGEST_TERM);
            seen.extend(terms.flat_map(|words| words.chunks(1)).map(hash_of));
            count(&mut self.words, &mut seen);
            let alone = stretches.iter().filter(|words| words.len() == 1 && words[0].is_function());
            seen.extend(alone.map(|words| hash_of(words)));
            count(&mut self.function, &mut seen);
        }
        let kept: FxHashSet<u64> = labels(blocks).collect();
        for label in &source.labels {
            let (keep, translate) = self.labels.entry(*label).or_default();
            *(if kept.contains(label) { keep } else { translate }) += 1;
        }
    }

    /// Takes in how much of English there is in a translated page.
    pub fn add_mixture(&mut self, page: Mixture) {
        self.mixture.english += page.english;
        self.mixture.letters += page.letters;
    }

    /// The locale writes the nouns of its matter in English: "Dependencies" is a heading of its own, too. What has no
    /// function word is no sentence.
    #[must_use]
    pub fn may_keep(&self, words: &[TermWord]) -> bool {
        let Mixture { english, letters } = self.mixture;
        letters >= SEEN && english * RICH >= letters && !words.iter().any(|word| word.is_function())
    }

    /// The locale uses all these words in its own text, and does not translate them where they stand alone.
    #[must_use]
    pub fn has_term(&self, words: &[TermWord]) -> bool {
        words.iter().all(|word| self.knows(*word)) && !self.translates(words)
    }

    /// Most pages translate a block that has these words.
    #[must_use]
    pub fn translates(&self, words: &[TermWord]) -> bool {
        self.labels.get(&hash_of(words)).is_some_and(|(keep, translate)| translate > keep)
    }

    /// The locale uses this word in its own text.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        term_words(word).iter().all(|word| self.knows(*word))
    }

    fn knows(&self, word: TermWord) -> bool {
        let counts = if word.is_function() { &self.function } else { &self.words };
        word.is_mark() || counts.get(&hash_of(&[word])).is_some_and(|count| *count >= ENOUGH)
    }
}

/// Counts each of these words once, and forgets them.
fn count(counts: &mut FxHashMap<u64, u32>, seen: &mut Vec<u64>) {
    seen.sort_unstable();
    seen.dedup();
    seen.drain(..).for_each(|word| *counts.entry(word).or_default() += 1);
}

fn labels(blocks: &[Vec<TermWord>]) -> impl Iterator<Item = u64> + '_ {
    blocks.iter().filter(|words| words.len() <= LONGEST_TERM).map(|words| hash_of(words))
}

fn hash_of(words: &[TermWord]) -> u64 {
    words.iter().fold(0, |hash: u64, word| (hash.rotate_left(5) ^ word.0).wrapping_mul(MIX))
}

/// The multiplier of FxHash.
const MIX: u64 = 0x517c_c1b7_2722_0a95;

/// A word in small letters as a number, which tells whether it is a function word of English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermWord(u64);

impl TermWord {
    /// Stands for code and for placeholders, which are neighbours of words as words are.
    const MARK: TermWord = TermWord(2);

    /// It is no word.
    #[must_use]
    pub fn is_mark(self) -> bool {
        self == TermWord::MARK
    }

    fn is_function(self) -> bool {
        self.0 & 1 == 1
    }
}

/// The words of a text.
#[must_use]
pub fn term_words(text: &str) -> Vec<TermWord> {
    let mut reader = TermReader::default();
    reader.text(text);
    reader.finish()
}

/// Reads the words of a text that comes in pieces: runs of letters of Latin, or of any other script.
#[derive(Debug, Default)]
pub struct TermReader {
    words: Vec<TermWord>,
    /// The word being read, in small letters.
    open: String,
    is_latin: bool,
}

impl TermReader {
    /// The next piece: a word at its start continues the one that the piece before ends with.
    pub fn text(&mut self, piece: &str) {
        let bytes = piece.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (start, (kind, length)) = (at, step(bytes, at));
            at += length;
            at += match kind {
                LATIN => letters(&bytes[at..]),
                FOREIGN => foreign_letters(&bytes[at..]).1,
                _ => 0,
            };
            while let Some((next, length)) = (at < bytes.len()).then(|| step(bytes, at))
                && next == kind
            {
                at += length;
            }
            let run = piece.get(start..at).unwrap_or_default();
            match kind {
                // Most words are whole, and in small letters as they are.
                LATIN if self.open.is_empty() && is_whole(bytes, start..at) => self.word(run, true),
                LATIN => {
                    let word = self.open(true);
                    let start = word.len();
                    word.push_str(run);
                    word[start..].make_ascii_lowercase();
                }
                ACCENTED => self.open(true).extend(run.chars().flat_map(char::to_lowercase)),
                FOREIGN => self.foreign(run),
                // A mark on the letter before.
                SIGN if matches!(bytes[start], 0xcc | 0xcd) => {}
                _ => self.part(),
            }
        }
    }

    /// Letters of a script of which a capital stands at the beginning of a word only, if it has any.
    fn foreign(&mut self, run: &str) {
        let word = self.open(false);
        let first = run.chars().next().filter(|_| word.is_empty());
        word.extend(first.into_iter().flat_map(char::to_lowercase));
        word.push_str(&run[first.map_or(0, char::len_utf8)..]);
    }

    /// The word that goes on, or a new one where the script changes.
    fn open(&mut self, is_latin: bool) -> &mut String {
        if self.is_latin != is_latin {
            self.part();
        }
        self.is_latin = is_latin;
        &mut self.open
    }

    /// Words part here.
    pub fn part(&mut self) {
        if !self.open.is_empty() {
            let mut open = std::mem::take(&mut self.open);
            self.word(&open, self.is_latin);
            open.clear();
            self.open = open;
        }
    }

    /// A word in small letters.
    fn word(&mut self, word: &str, is_latin: bool) {
        let is_function = is_function_word(word);
        let word = if is_latin { singular(word) } else { word };
        self.words.push(TermWord((key_of(word.as_bytes()) << 2) | u64::from(is_function)));
    }

    /// Code or a placeholder stands here.
    pub fn mark(&mut self) {
        self.part();
        self.words.push(TermWord::MARK);
    }

    /// All words.
    #[must_use]
    pub fn finish(mut self) -> Vec<TermWord> {
        self.part();
        self.words
    }
}

/// The letters of ASCII are small, and what stands behind them ends the word.
fn is_whole(bytes: &[u8], letters: Range<usize>) -> bool {
    letters.end < bytes.len()
        && step(bytes, letters.end).0 == SEPARATOR
        && bytes[letters].iter().all(u8::is_ascii_lowercase)
}

/// A term in the plural is the same term: "skill" in a sentence of the locale, "Skills" in a heading.
fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|word| word.len() >= 3 && !word.ends_with('s')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Expected;

    fn blocks(texts: &[&str]) -> Vec<Vec<TermWord>> {
        texts.iter().map(|text| term_words(text)).collect()
    }

    #[test]
    fn words_of_two_scripts_are_two_words() {
        let apart = |words: &[&str]| words.iter().flat_map(|word| term_words(word)).collect::<Vec<_>>();
        assert_eq!(term_words("Context Managerとは、何?"), apart(&["context", "manager", "とは", "何"]));
        let mut reader = TermReader::default();
        reader.text("The gar");
        reader.text("den");
        reader.mark();
        reader.text("b");
        let words = reader.finish();
        assert_eq!([words[0], words[1], words[3]][..], apart(&["the", "garden", "b"]));
        assert!(words[2].is_mark() && words[0].is_function() && !words[1].is_function());
    }

    #[test]
    fn words_among_the_words_of_a_locale_are_its_own() {
        let source = Original::new(&blocks(&["Context managers are good for the garden", "Read the garden book"]));
        let mut usage = Usage::default();
        for own in
            ["Die Context Managers sind gut", "Ein Context hilft", "Kein Context, viele Managers", "Managers für alle"]
        {
            usage.add(&source, &blocks(&[own, "Read the garden book", "Ja: Garden book for the garden"]));
        }
        assert!(usage.has_term(&term_words("Context managers")));
        // Only blocks of the source have them.
        assert!(!usage.has_term(&term_words("Read the book")));
        // What stands in a term only shows nothing of small words.
        assert!(!usage.has_term(&term_words("Managers for context")));
    }

    #[test]
    fn a_locale_that_writes_its_nouns_in_english_may_keep_them() {
        let may_keep = |text: &str, kept: &str| {
            let mut usage = Usage::default();
            let glance = Glance::new(text);
            assert!(glance.is_other(Expected::Other));
            for _ in 0..100 {
                let mut page = Mixture::default();
                page.add(&glance);
                usage.add_mixture(page);
            }
            usage.may_keep(&term_words(kept))
        };
        let mixed = "हर function के parameter को एक dependency की तरह declare करें।";
        assert!(may_keep(mixed, "Optional dependencies"));
        assert!(!may_keep(mixed, "Dependencies of the function"));
        let plain = "हर फ़ंक्शन के मान को एक निर्भरता की तरह घोषित करें और फिर उसे चलाएँ, Fidus यह function खुद बुलाता है।";
        assert!(!may_keep(plain, "Optional dependencies"));
    }

    #[test]
    fn what_most_pages_translate_is_no_term() {
        let source = Original::new(&blocks(&["Garden status", "Other words"]));
        let mut usage = Usage::default();
        (0..3).for_each(|_| usage.add(&source, &blocks(&["Gartenstatus", "Der Status im Garden ist hier"])));
        assert!(!usage.has_term(&term_words("Garden status")));
        (0..3).for_each(|_| usage.add(&source, &blocks(&["Garden status", "Der Status im Garden ist hier"])));
        assert!(usage.has_term(&term_words("Garden status")));
    }

    #[test]
    fn a_phrase_in_a_sentence_of_the_page_is_a_term_there() {
        let source = Original::new(&blocks(&["Visual editing", "Visual editing helps you to plan a garden"]));
        let own = term_words("Mit Visual Editing plant man einen Garten");
        assert!(source.has_in_term(&own, &term_words("Visual editing")));
        assert!(!source.has_in_term(&own, &term_words("Editing a garden")));
        assert!(!source.has_in_term(&term_words("Visual editing"), &term_words("Visual editing")));
    }
}
