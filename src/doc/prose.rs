//! The prose of a block: which bytes are read by people, how much there is, and a fingerprint that ignores markup.

use crate::text::Span;

/// A stretch of prose in the page.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Its bytes.
    pub span: Span,
    /// The word at its start continues the word at the end of the run before: only markup lies between.
    pub glued: bool,
}

/// Size and sketch of a block's prose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prose {
    /// A sketch of its characters: equal for equal words, whatever the wrapping and the markup. Two texts with equal
    /// sketches are most likely equal; where it matters, compare [`super::Document::prose_of`].
    pub sketch: u64,
    /// Characters, white space left out.
    pub letters: u32,
    /// It may hold a number: a decimal digit, or the first byte of those of other scripts.
    pub numeric: bool,
}

/// Builds [`Prose`] from text as it comes.
#[derive(Debug, Default)]
pub(super) struct Folder {
    sum: u64,
    letters: u32,
    numeric: bool,
    /// It may not be in NFC.
    combining: bool,
}

impl Folder {
    /// Adds text. Sums, because they do not depend on where one event of the parser ends and the next begins.
    pub fn push(&mut self, text: &str) {
        if text == "\u{a0}" {
            return;
        }
        let mut part = Folder::of(text.as_bytes());
        if part.combining && needs_composing(text) {
            use unicode_normalization::UnicodeNormalization;
            part = Folder::of(text.nfc().collect::<String>().as_bytes());
        }
        self.sum += part.sum;
        self.letters += part.letters;
        self.numeric |= part.numeric;
    }

    fn of(text: &[u8]) -> Folder {
        let mut out = Folder::default();
        for chunk in text.chunks(CHUNK) {
            let sum = chunk.iter().fold(0u64, |sum, byte| sum + BYTES[*byte as usize]);
            out.sum += sum & (LETTER - 1);
            out.letters += ((sum & (DIGIT - 1)) / LETTER) as u32;
            out.numeric |= sum & (COMBINING - 1) >= DIGIT;
            out.combining |= sum >= COMBINING;
        }
        out
    }

    /// What was added.
    pub fn prose(&self) -> Prose {
        let sketch = self.sum.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(self.letters);
        Prose { sketch, letters: self.letters, numeric: self.numeric }
    }
}

/// Bytes that are added up before the parts of the sum are taken apart: none of them overflows into the next.
const CHUNK: usize = 256;
/// What a byte that begins a character adds, above what tells the bytes apart.
const LETTER: u64 = 1 << 34;
/// What the first byte of a digit adds.
const DIGIT: u64 = 1 << 43;
/// What the first byte of a character adds that may be combined with the one before: combining marks, Hangul jamo, kana.
const COMBINING: u64 = 1 << 52;

/// By byte: a number of 26 bits that tells it from others, and whether it begins a character, may begin a digit, and may
/// begin what is combined. White space is nothing.
static BYTES: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = b' ' as usize + 1;
    while byte < 256 {
        // The mixing step of SplitMix64 (Steele, Lea, Flood 2014).
        let mut mixed = (byte as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let starts = byte & 0xc0 != 0x80;
        let digit = (byte as u8).is_ascii_digit() || starts_digit(byte as u8);
        let combining = matches!(byte as u8, 0xcc | 0xcd | 0xe1 | 0xe3);
        table[byte] = (mixed >> 38) + starts as u64 * LETTER + digit as u64 * DIGIT + combining as u64 * COMBINING;
        byte += 1;
    }
    table
};

/// The first byte of decimal digits of other scripts, in UTF-8, and of many other characters.
#[must_use]
pub const fn starts_digit(byte: u8) -> bool {
    matches!(byte, 0xd9 | 0xdb | 0xe0 | 0xe1 | 0xef)
}

/// Text that may not be in NFC: it holds combining marks, Hangul jamo or kana voicing marks.
fn needs_composing(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2(0xcc, 0xcd, bytes).is_some()
        || memchr::memchr_iter(0xe1, bytes).any(|at| matches!(bytes.get(at + 1), Some(0x84..=0x87)))
        || memchr::memchr2_iter(0x99, 0x9a, bytes).any(|at| at >= 2 && bytes[at - 2..at] == [0xe3, 0x82])
}

/// The text of runs, with single spaces between words.
pub(super) fn join(text: &str, runs: &[Run]) -> String {
    let mut out = String::with_capacity(runs.iter().map(|run| run.span.len() + 1).sum());
    // A space is owed before the next word.
    let mut owed = false;
    for run in runs {
        owed |= !run.glued;
        let slice = run.span.of(text);
        if slice.starts_with('&') && slice.ends_with(';') {
            owed = true;
        } else if slice.is_empty() {
            // Nothing to part from.
        } else if slice.is_ascii() {
            fold(slice, slice.split_ascii_whitespace(), &mut owed, &mut out);
        } else {
            fold(slice, slice.split_whitespace(), &mut owed, &mut out);
        }
    }
    out
}

/// Adds the words of a slice to a text.
fn fold<'t>(slice: &str, words: impl Iterator<Item = &'t str>, owed: &mut bool, out: &mut String) {
    *owed |= slice.starts_with(char::is_whitespace);
    for word in words {
        if *owed && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        *owed = true;
    }
    *owed = slice.ends_with(char::is_whitespace);
}

/// Fingerprint of bytes that must be equal: not for storage, the same in every run.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
