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
}

/// Builds [`Prose`] from text as it comes.
#[derive(Debug, Default)]
pub(super) struct Folder {
    sum: u64,
    squares: u64,
    letters: u32,
}

impl Folder {
    /// Adds text. Sums, because they do not depend on where one event of the parser ends and the next begins.
    pub fn push(&mut self, text: &str) {
        if needs_composing(text) {
            use unicode_normalization::UnicodeNormalization;
            self.fold(&text.nfc().collect::<String>());
        } else {
            self.fold(text);
        }
    }

    fn fold(&mut self, text: &str) {
        if text == "\u{a0}" {
            return;
        }
        for chunk in text.as_bytes().chunks(4096) {
            let (mut sum, mut squares, mut letters) = (0u32, 0u32, 0u32);
            for &byte in chunk {
                let value = if byte > b' ' { u32::from(byte) } else { 0 };
                sum += value;
                squares += value * value;
                letters += u32::from(byte > b' ' && byte & 0xc0 != 0x80);
            }
            self.sum += u64::from(sum);
            self.squares += u64::from(squares);
            self.letters += letters;
        }
    }

    /// What was added.
    pub fn prose(&self) -> Prose {
        let sketch =
            (self.sum.rotate_left(32) ^ self.squares).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(self.letters);
        Prose { sketch, letters: self.letters }
    }
}

/// Text that may not be in NFC: it holds combining marks, Hangul jamo or kana voicing marks.
fn needs_composing(text: &str) -> bool {
    let bytes = text.as_bytes();
    if text.is_ascii() {
        return false;
    }
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
