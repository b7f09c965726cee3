//! The words of a text, read once for all who ask about them.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// A word as a number: equal for equal words, and for different ones as good as never.
#[must_use]
pub fn key_of(word: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    hasher.finish()
}

/// The words of a text in small letters, in its order.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// One after another.
    text: String,
    all: Vec<Word>,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    key: u64,
    end: u32,
    /// Not marked as a name by a capital.
    is_plain: bool,
}

impl Words {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.all.iter().map(move |word| &self.text[std::mem::replace(&mut start, word.end as usize)..word.end as usize])
    }

    /// The words as numbers.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = u64> + Clone {
        self.all.iter().map(|word| word.key)
    }

    /// Which of them are not marked as names by a capital.
    pub(super) fn plain(&self) -> impl Iterator<Item = bool> {
        self.all.iter().map(|word| word.is_plain)
    }

    /// Adds the words of a token: none of an identifier, a path, a version, and none with letters that are not Latin.
    fn add(&mut self, token: &str, kinds: u8) {
        if kinds == SMALL {
            self.text.push_str(token);
            self.end_word(true);
        } else if kinds & MARK == 0 {
            let token = token.trim_matches(|c: char| !is_letter(c));
            if is_joined(token) {
                token.split('-').filter(|part| is_word(part)).for_each(|part| self.push(part));
            }
        }
    }

    fn push(&mut self, word: &str) {
        let start = self.text.len();
        if word.is_ascii() {
            self.text.push_str(word);
            self.text[start..].make_ascii_lowercase();
        } else {
            self.text.push_str(&word.to_lowercase().replace('’', "'"));
        }
        self.end_word(self.text[start..].chars().next() == word.chars().next());
    }

    /// What was added to the text is a word.
    fn end_word(&mut self, is_plain: bool) {
        let start = self.all.last().map_or(0, |word| word.end as usize);
        let key = key_of(&self.text.as_bytes()[start..]);
        // The first word has its capital from its place.
        self.all.push(Word { key, end: self.text.len() as u32, is_plain: is_plain || self.all.is_empty() });
    }
}

/// The words of a text: tokens that are identifiers, paths, versions or hold foreign letters are none.
#[must_use]
pub fn words_of(text: &str) -> Words {
    // Words take six bytes or more, blanks and marks included.
    let mut words = Words { text: String::with_capacity(text.len()), all: Vec::with_capacity(text.len() / 6 + 1) };
    Tokens::new(text).for_each(|(token, kinds)| words.add(token, kinds));
    words
}

/// The runs of letters of a text in small ones, of any script: words where those are written apart, else clauses.
#[must_use]
pub fn runs_of(text: &str) -> Words {
    let mut words = Words::default();
    text.split(|c: char| !c.is_alphabetic()).filter(|run| !run.is_empty()).for_each(|run| words.push(run));
    words
}

/// A Latin letter, or a mark on one.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

/// Letters, with single apostrophes and hyphens inside.
fn is_joined(token: &str) -> bool {
    let mut before = '-';
    for c in token.chars() {
        let joint = matches!(c, '\'' | '’' | '-');
        if !(is_letter(c) || joint && is_letter(before)) {
            return false;
        }
        before = c;
    }
    is_letter(before)
}

/// No capitals inside, unless all are.
fn is_word(part: &str) -> bool {
    if part.is_ascii() {
        let capitals = part.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        return !(capitals && part.bytes().any(|byte| byte.is_ascii_lowercase()));
    }
    let letters = || part.chars().filter(|c| is_letter(*c));
    let changes = |c: char| !c.to_lowercase().eq([c]);
    let rises = |c: char| !c.to_uppercase().eq([c]);
    !(letters().skip(1).any(changes) && letters().any(rises))
}

/// Kinds of bytes: ASCII letters, what makes an identifier of a token, other signs, and what is not ASCII.
pub(super) const SMALL: u8 = 1;
pub(super) const CAPITAL: u8 = 2;
const MARK: u8 = 4;
const SIGN: u8 = 8;
pub(super) const WIDE: u8 = 16;
/// No part of a token.
const BLANK: u8 = 0;

static KINDS: [u8; 256] = {
    let mut kinds = [SIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'\t'..=b'\r' | b' ' => BLANK,
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' | b'_' | b'@' | b'#' | b'$' | b'/' | b'\\' => MARK,
            0x80.. => WIDE,
            _ => SIGN,
        };
        byte += 1;
    }
    kinds
};

/// What stands between white space, as [`str::split_whitespace`] has it, and the kinds of bytes that it is made of.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub fn new(text: &'t str) -> Tokens<'t> {
        Tokens { text, at: 0 }
    }

    /// The length of the white space beyond ASCII that begins at a byte.
    fn blank(&self, at: usize) -> Option<usize> {
        let may = matches!(self.text.as_bytes()[at], 0xc2 | 0xe1..=0xe3);
        let c = if may { self.text[at..].chars().next() } else { None };
        c.filter(|c| c.is_whitespace()).map(char::len_utf8)
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = (&'t str, u8);

    fn next(&mut self) -> Option<(&'t str, u8)> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        loop {
            start += match KINDS[*bytes.get(start)? as usize] {
                BLANK => 1,
                WIDE => match self.blank(start) {
                    Some(length) => length,
                    None => break,
                },
                _ => break,
            };
        }
        let (mut end, mut kinds) = (start, 0);
        for byte in &bytes[start..] {
            let kind = KINDS[*byte as usize];
            if kind == BLANK || kind == WIDE && self.blank(end).is_some() {
                break;
            }
            kinds |= kind;
            end += 1;
        }
        self.at = end;
        Some((&self.text[start..end], kinds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_in_training() {
        let words = words_of("Don’t use `x` McDonald's or Well-known src/lib.rs v2 API, l’été (Größe) naïve-iOS");
        let expected = ["don't", "use", "x", "or", "well", "known", "api", "l'été", "größe", "naïve"];
        assert_eq!(words.iter().collect::<Vec<_>>(), expected);
        assert!(words.keys().eq(expected.map(|word| key_of(word.as_bytes()))));
        let plain = [true, true, true, true, false, true, false, true, false, true];
        assert_eq!(words.plain().collect::<Vec<_>>(), plain);
    }

    #[test]
    fn tokens_are_what_stands_between_white_space() {
        for text in
            ["", " ", "a", " a\u{b}b\tc ", "é\u{a0}à\u{3000}x\u{2028}\u{1680}ß", "“a” \u{85}…\u{200b}ᚠ\u{e000}、"]
        {
            let tokens: Vec<&str> = Tokens::new(text).map(|(token, _)| token).collect();
            assert_eq!(tokens, text.split_whitespace().collect::<Vec<_>>(), "{text:?}");
            assert!(Tokens::new(text).all(|(token, kinds)| token.is_ascii() == (kinds & WIDE == 0)));
        }
    }
}
