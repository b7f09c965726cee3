//! Which words of the source's language a locale uses in its own text: they are its terms.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::glance::{Expected, Glance, is_function_word};
use super::words::is_letter;

/// Words of the longest term; more words of the source in a row are text in its language.
pub const LONGEST_TERM: usize = 5;
/// Stands for code and for placeholders, which are neighbours of words as words are.
pub const MARK: char = '\u{fffc}';
/// Blocks that must have a word before it is the locale's own.
const ENOUGH: u32 = 3;

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
    pub fn new(blocks: &[Vec<String>]) -> Original {
        let pairs = blocks.iter().flat_map(|words| words.windows(2)).map(hash_of).collect();
        Original { pairs, labels: labels(blocks).collect() }
    }

    /// The stretches of a block of the translation: words in a row that the source has in a row, too. None for a block
    /// that is mostly the source's.
    fn stretches<'w>(&self, words: &'w [String]) -> Vec<&'w [String]> {
        let stretches: Vec<&[String]> = words.chunk_by(|a, b| self.pairs.contains(&pair(a, b))).collect();
        let is_own = words.len() >= 2 && (words.len() - stretches.len()) * 2 < words.len();
        if is_own { stretches } else { Vec::new() }
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
}

impl Usage {
    /// Takes in the blocks of a translated page.
    pub fn add(&mut self, source: &Original, blocks: &[Vec<String>]) {
        for words in blocks {
            let stretches = source.stretches(words);
            let terms = stretches.iter().filter(|words| words.len() <= LONGEST_TERM);
            let mut seen: Vec<u64> = terms.flat_map(|words| words.chunks(1)).map(hash_of).collect();
            count(&mut self.words, &mut seen);
            let alone = stretches.iter().filter(|words| words.len() == 1 && is_function_word(&words[0]));
            let mut seen: Vec<u64> = alone.map(|words| hash_of(words)).collect();
            count(&mut self.function, &mut seen);
        }
        let kept: FxHashSet<u64> = labels(blocks).collect();
        for label in &source.labels {
            let (keep, translate) = self.labels.entry(*label).or_default();
            *(if kept.contains(label) { keep } else { translate }) += 1;
        }
    }

    /// The locale uses all these words in its own text, and does not translate them where they stand alone.
    #[must_use]
    pub fn has_term(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.has(word)) && !self.translates(words)
    }

    /// Most pages translate a block that has these words.
    #[must_use]
    pub fn translates(&self, words: &[String]) -> bool {
        self.labels.get(&hash_of(words)).is_some_and(|(keep, translate)| translate > keep)
    }

    /// The locale uses this word in its own text.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        if word.starts_with(MARK) {
            return true;
        }
        let counts = if is_function_word(word) { &self.function } else { &self.words };
        counts.get(&hash_of(&[word])).is_some_and(|count| *count >= ENOUGH)
    }
}

fn count(counts: &mut FxHashMap<u64, u32>, seen: &mut Vec<u64>) {
    seen.sort_unstable();
    seen.dedup();
    seen.iter().for_each(|word| *counts.entry(*word).or_default() += 1);
}

/// Terms of the source in the translated blocks of one page.
#[derive(Debug, Default)]
pub struct Phrases(FxHashSet<u64>);

impl Phrases {
    /// Reads the blocks of a translated page.
    #[must_use]
    pub fn new(source: &Original, blocks: &[Vec<String>]) -> Phrases {
        let stretches = blocks.iter().flat_map(|words| source.stretches(words));
        let terms = stretches.filter(|words| words.len() <= LONGEST_TERM);
        Phrases(terms.flat_map(|words| (1..=words.len()).flat_map(|size| words.windows(size)).map(hash_of)).collect())
    }

    /// These words stand in a row in a translated block.
    #[must_use]
    pub fn has(&self, words: &[String]) -> bool {
        self.0.contains(&hash_of(words))
    }
}

fn labels(blocks: &[Vec<String>]) -> impl Iterator<Item = u64> + '_ {
    blocks.iter().filter(|words| words.len() <= LONGEST_TERM).map(|words| hash_of(words))
}

fn pair(one: &str, other: &str) -> u64 {
    hash_of(&[one, other])
}

fn hash_of<W: AsRef<str>>(words: &[W]) -> u64 {
    let mut hasher = FxHasher::default();
    words.iter().for_each(|word| word.as_ref().hash(&mut hasher));
    hasher.finish()
}

/// The words of a text of the locale; `None` where it may be English still.
#[must_use]
pub fn own_words(text: &str, expected: Expected) -> Option<Vec<String>> {
    let glance = Glance::new(text);
    (glance.is_other(expected) || !glance.may_hold_english(expected)).then(|| term_words(text))
}

/// The words of a text in small letters: runs of letters of Latin, or of any other script.
#[must_use]
pub fn term_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        if c == MARK {
            words.push(MARK.to_string());
            last = None;
            continue;
        }
        let script = c.is_alphabetic().then(|| is_letter(c));
        match words.last_mut().filter(|_| script.is_some() && script == last) {
            Some(word) => word.extend(c.to_lowercase()),
            None if script.is_some() => words.push(c.to_lowercase().collect()),
            None => {}
        }
        last = script;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(texts: &[&str]) -> Vec<Vec<String>> {
        texts.iter().map(|text| term_words(text)).collect()
    }

    #[test]
    fn words_of_two_scripts_are_two_words() {
        assert_eq!(term_words("Context Managerとは、何?"), ["context", "manager", "とは", "何"]);
        assert_eq!(term_words("a\u{fffc}b"), ["a", "\u{fffc}", "b"]);
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
        let phrases = Phrases::new(&source, &blocks(&["Visual editing", "Mit Visual Editing plant man einen Garten"]));
        assert!(phrases.has(&term_words("Visual Editing")));
        assert!(!phrases.has(&term_words("Editing a garden")));
    }
}
