//! What a text looks like at a glance: letters and words, one pass and no allocation.

use super::content::is_listed;
use super::short::ShortWords;

/// The writing system that translated text is expected in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The one of English.
    Latin,
    /// Any other.
    Other,
}

/// Words in small letters that are looked up.
const ENOUGH: u32 = 16;

/// Counts that settle most texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Glance {
    /// Latin letters.
    latin: u32,
    /// Letters of other scripts.
    foreign: u32,
    /// Words in Latin letters.
    words: u32,
    /// English function words.
    function: u32,
    /// Those of them that no other language writes.
    sharp: u32,
    /// Words with a small letter that English does not use.
    accented: u32,
    /// Of the first words in small letters: how many there are, and how many of them are English.
    small: u32,
    english: u32,
}

impl Glance {
    /// Looks at a text.
    #[must_use]
    pub fn new(text: &str) -> Glance {
        let mut glance = Glance::default();
        glance.add(text);
        glance
    }

    /// Looks at more of it.
    pub fn add(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            if STEPS[*first as usize] == SEPARATOR {
                at += 1;
                continue;
            }
            let from = at;
            at += letters(&bytes[from..]);
            match bytes.get(at) {
                Some(byte) if !byte.is_ascii() => at = self.token(text, from, at),
                // The parts of an address are words of no language.
                Some(b':') if bytes[at..].starts_with(b"://") => {
                    let end = bytes[at..].iter().position(u8::is_ascii_whitespace);
                    at = end.map_or(bytes.len(), |length| at + length);
                }
                _ => self.plain_token(&bytes[from..], at - from),
            }
        }
    }

    /// A token of ASCII letters: so many of the bytes.
    fn plain_token(&mut self, bytes: &[u8], length: usize) {
        self.latin += length as u32;
        self.words += 1;
        let function = FUNCTION_WORDS.at_start(bytes, length);
        self.function += u32::from(function.is_some());
        self.sharp += u32::from(function == Some(true));
        if self.small < ENOUGH && length > 1 && bytes[..length].iter().all(u8::is_ascii_lowercase) {
            self.small += 1;
            self.english += u32::from(function.is_some() || is_listed(&bytes[..length]));
        }
    }

    /// A token with other letters, of which the first, up to `at`, are ASCII; returns where it ends.
    fn token(&mut self, text: &str, from: usize, mut at: usize) -> usize {
        let bytes = text.as_bytes();
        let (mut latin, mut accented) = ((at - from) as u32, false);
        while at < bytes.len() {
            at += match step(bytes, at) {
                (SEPARATOR, _) => break,
                (LATIN, _) => {
                    let length = letters(&bytes[at..]);
                    latin += length as u32;
                    length
                }
                (FOREIGN, length) => {
                    let (count, more) = foreign_letters(&bytes[at + length..]);
                    self.foreign += 1 + count;
                    length + more
                }
                (SIGN, length) => length,
                (_, length) => {
                    latin += 1;
                    let c = text.get(at..at + length).and_then(|slice| slice.chars().next());
                    accented |= c.is_some_and(|c| !c.is_uppercase());
                    length
                }
            };
        }
        self.latin += latin;
        self.words += u32::from(latin > 0);
        self.accented += u32::from(accented);
        self.small += u32::from(accented && self.small < ENOUGH);
        at
    }

    /// Letters of other scripts than Latin.
    pub(super) fn foreign_letters(&self) -> u32 {
        self.foreign
    }

    /// Words of English in small letters among the first words in small letters.
    pub(super) fn english_words(&self) -> u32 {
        self.english
    }

    /// Words in Latin letters.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.words
    }

    /// No more than a look is needed to say that this is no English.
    #[must_use]
    pub fn is_other(&self, expected: Expected) -> bool {
        let letters = self.latin + self.foreign;
        let foreign = match expected {
            Expected::Latin => self.foreign * 10 >= letters * 3,
            // A few words of English with one of the locale's are loans.
            Expected::Other => self.foreign * 100 >= letters * 8 || self.foreign > 0 && self.words < 9,
        };
        let accented =
            self.accented * 100 >= self.words * 20 || self.accented >= 2 && self.accented * 100 >= self.words * 8;
        self.latin == 0 || foreign || (self.accented > 0 && accented) || self.lacks_english_words()
    }

    /// Most words of English, nearly nine of ten, are in the list; of another language one in five.
    fn lacks_english_words(&self) -> bool {
        self.small >= 4 && self.english * 2 < self.small
    }

    /// There are so many small words of English that some sentence in it may be English.
    #[must_use]
    pub fn may_hold_english(&self, expected: Expected) -> bool {
        self.words >= 7 && self.function >= 2 && (self.sharp >= 1 || expected == Expected::Other)
    }
}

/// The letters of ASCII that a text begins with: eight at a time, because words end where no processor foresees it.
pub(super) fn letters(text: &[u8]) -> usize {
    let (eights, _) = text.as_chunks();
    for (at, eight) in eights.iter().enumerate() {
        let others = !are_letters(u64::from_le_bytes(*eight)) & HIGH;
        if others != 0 {
            return at * 8 + others.trailing_zeros() as usize / 8;
        }
    }
    let rest = eights.len() * 8;
    rest + text[rest..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// How many letters of other scripts a text begins with, and their bytes.
pub(super) fn foreign_letters(text: &[u8]) -> (u32, usize) {
    let (mut count, mut at) = (0, 0);
    while at < text.len()
        && let (FOREIGN, length) = step(text, at)
    {
        (count, at) = (count + 1, at + length);
    }
    (count, at)
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Sets the highest bits of those of eight bytes that are letters of ASCII.
fn are_letters(eight: u64) -> u64 {
    const ONES: u64 = HIGH >> 7;
    let small = (eight | (ONES * 0x20)) & !HIGH;
    let from_a = small + ONES * (0x80 - b'a' as u64);
    let beyond_z = small + ONES * (0x7f - b'z' as u64);
    from_a & !beyond_z & !eight
}

/// What the character that begins at `at` is, and its length: by its first bytes alone, which is enough for counting and
/// ten times as fast as the tables of Unicode.
pub(super) fn step(bytes: &[u8], at: usize) -> (u8, usize) {
    let next = || bytes.get(at + 1).copied().unwrap_or_default();
    match STEPS[bytes[at] as usize] {
        one @ (SEPARATOR | LATIN) => (one, 1),
        VIETNAMESE if (0xb8..=0xbb).contains(&next()) => (ACCENTED, 3),
        KANA if next() == 0x80 => (SIGN, 3),
        VIETNAMESE | KANA => (FOREIGN, 3),
        step => (step & KIND, usize::from(step >> 4)),
    }
}

/// By first byte of a character: what it is, and, where that is not ASCII, its length in the upper four bits.
static STEPS: [u8; 256] = {
    let mut steps = [SEPARATOR; 256];
    let mut first = 0;
    while first < 256 {
        steps[first] = match first as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LATIN,
            ..=0x7f => SEPARATOR,
            0xc2 | 0xcc | 0xcd => SIGN | 2 << 4,
            0xc3..=0xc8 => ACCENTED | 2 << 4,
            0x80..=0xc1 | 0xc9..=0xcb | 0xce..=0xdf => FOREIGN | 2 << 4,
            0xe1 => VIETNAMESE,
            0xe3 => KANA,
            0xe2 | 0xef => SIGN | 3 << 4,
            0xe0 | 0xe4..=0xee => FOREIGN | 3 << 4,
            0xf0.. => SIGN | 4 << 4,
        };
        first += 1;
    }
    steps
};

/// ASCII that parts tokens, and letters of ASCII.
pub(super) const SEPARATOR: u8 = 0;
pub(super) const LATIN: u8 = 1;
/// Latin letters with marks, letters of other scripts, and what is no letter.
pub(super) const ACCENTED: u8 = 2;
pub(super) const FOREIGN: u8 = 3;
pub(super) const SIGN: u8 = 4;
/// Accented or foreign, and foreign or signs, as the next byte says.
const VIETNAMESE: u8 = 5;
const KANA: u8 = 6;
/// The bits of these.
const KIND: u8 = 0xf;

/// Function words of English that hardly any other language has.
const SHARP: [&str; 63] = [
    "the", "and", "with", "you", "your", "this", "that", "from", "are", "were", "been", "have", "has", "would",
    "should", "can", "which", "when", "where", "what", "how", "they", "their", "it", "its", "not", "if", "be", "into",
    "than", "then", "there", "these", "those", "them", "only", "other", "using", "used", "our", "without", "before",
    "after", "because", "about", "each", "between", "make", "need", "want", "here", "see", "must", "does", "may",
    "could", "while", "some", "such", "any", "more", "who", "why",
];

/// Function words of English that are words of other languages, too.
const SHARED: [&str; 34] = [
    "a", "i", "of", "to", "is", "was", "for", "had", "will", "by", "we", "or", "an", "in", "on", "at", "as", "so",
    "no", "all", "but", "also", "use", "do", "did", "my", "his", "her", "he", "she", "up", "out", "one", "new",
];

/// Both, and whether they are sharp.
static FUNCTION_WORDS: ShortWords = ShortWords::new(&SHARP, &SHARED);

/// A function word of English in small letters.
pub(super) fn is_function_word(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase()) && FUNCTION_WORDS.get(word.as_bytes()).is_some()
}

/// The text has a word of English that stands in sentences, and in no list of terms.
#[must_use]
pub fn has_function_word(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'');
    words.any(|word| is_function_word(&word.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_texts_are_settled_by_their_letters() {
        for (text, expected) in [
            ("点击 Save as，写上文件名。", Expected::Other),
            ("Скажите Docker, что делать", Expected::Other),
            ("Đọc hướng dẫn trước khi bắt đầu", Expected::Latin),
            ("Der Nutzer kann die Datei im Ordner des Projekts ablegen und dann starten", Expected::Latin),
        ] {
            assert!(Glance::new(text).is_other(expected), "{text}");
        }
        assert!(!Glance::new("Read the guide before you start.").is_other(Expected::Other));
        assert!(!Glance::new("Optional file upload").is_other(Expected::Latin));
        let address = "Manage users. More information: https://manned.org/pve-docs/qm_config.html#cli_create.";
        assert!(!Glance::new(address).is_other(Expected::Latin));
        assert_eq!(Glance::new(address).words(), 4);
    }
}
