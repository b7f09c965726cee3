//! What a text looks like at a glance: letters and words, one pass and no allocation.

use super::content::is_listed;

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
        let mut start = 0;
        while start < bytes.len() {
            let from = bytes[start..].iter().position(|byte| !is_separator(*byte)).map_or(bytes.len(), |at| start + at);
            let ascii = bytes[from..].iter().position(|byte| !byte.is_ascii_alphabetic());
            let to = ascii.map_or(bytes.len(), |at| from + at);
            // The parts of an address are words of no language.
            if bytes[to..].starts_with(b"://") {
                let end = bytes[to..].iter().position(u8::is_ascii_whitespace);
                start = end.map_or(bytes.len(), |at| to + at);
                continue;
            }
            if bytes.get(to).is_none_or(u8::is_ascii) {
                self.plain_token(&bytes[from..to]);
                start = to;
                continue;
            }
            let to = bytes[to..].iter().position(|byte| is_separator(*byte)).map_or(bytes.len(), |at| to + at);
            self.token(text, from, to);
            start = to;
        }
    }

    /// A token of ASCII letters.
    fn plain_token(&mut self, word: &[u8]) {
        self.latin += word.len() as u32;
        self.words += u32::from(!word.is_empty());
        let (function, sharp) = function_word(word);
        self.function += u32::from(function);
        self.sharp += u32::from(sharp);
        if self.small < ENOUGH && word.len() > 1 && word.iter().all(u8::is_ascii_lowercase) {
            self.small += 1;
            self.english += u32::from(function || std::str::from_utf8(word).is_ok_and(is_listed));
        }
    }

    /// A token with other letters.
    fn token(&mut self, text: &str, from: usize, to: usize) {
        let (mut latin, mut accented, mut at) = (0, false, from);
        while at < to {
            // Letters of scripts that have a first byte to themselves are passed over in one step.
            let first = text.as_bytes()[at];
            if let length @ 2.. = FOREIGN[first as usize] {
                self.foreign += 1;
                at += length as usize;
                continue;
            }
            let (kind, length) = kind(&text.as_bytes()[at..to]);
            match kind {
                Kind::Latin => latin += 1,
                Kind::Accented => {
                    latin += 1;
                    let c = text.get(at..at + length).and_then(|slice| slice.chars().next());
                    accented |= c.is_some_and(|c| !c.is_uppercase());
                }
                Kind::Foreign => self.foreign += 1,
                Kind::Sign => {}
            }
            at += length;
        }
        self.latin += latin;
        self.words += u32::from(latin > 0);
        self.accented += u32::from(accented);
        self.small += u32::from(accented && self.small < ENOUGH);
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

/// What a character is.
enum Kind {
    Latin,
    Accented,
    Foreign,
    Sign,
}

/// By first byte: the length of the characters that begin so, if all of them are letters of other scripts.
static FOREIGN: [u8; 256] = {
    let mut lengths = [0; 256];
    let mut first = 0xc9;
    while first < 0xf0 {
        lengths[first] = match first {
            0xc9..=0xcb | 0xce..=0xdf => 2,
            0xe0 | 0xe4..=0xee => 3,
            _ => 0,
        };
        first += 1;
    }
    lengths
};

/// The kind and the length of the character at the start of valid UTF-8; by its first bytes alone, which is enough for
/// counting and ten times as fast as a look into the tables of Unicode.
fn kind(bytes: &[u8]) -> (Kind, usize) {
    let next = bytes.get(1).copied().unwrap_or_default();
    match bytes.first().copied().unwrap_or_default() {
        first if first < 0x80 => (if first.is_ascii_alphabetic() { Kind::Latin } else { Kind::Sign }, 1),
        0xc2 | 0xcc | 0xcd => (Kind::Sign, 2),
        0xc3..=0xc8 => (Kind::Accented, 2),
        first if first < 0xe0 => (Kind::Foreign, 2),
        0xe1 if (0xb8..=0xbb).contains(&next) => (Kind::Accented, 3),
        0xe2 => (Kind::Sign, 3),
        0xe3 if next == 0x80 => (Kind::Sign, 3),
        0xef => (Kind::Sign, 3),
        first if first < 0xf0 => (Kind::Foreign, 3),
        _ => (Kind::Sign, 4),
    }
}

fn is_separator(byte: u8) -> bool {
    byte < 0x80 && !byte.is_ascii_alphabetic()
}

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

/// The longest of them, in bytes.
const LONGEST: usize = 7;
/// Slots of the table: a power of two, most of them empty.
const SLOTS: usize = 512;

/// Function words by their bytes taken as a number, and whether they are sharp.
static FUNCTION_WORDS: [(u64, bool); SLOTS] = {
    let mut table = [(0, false); SLOTS];
    let mut at = 0;
    while at < SHARP.len() + SHARED.len() {
        let sharp = at < SHARP.len();
        let word = if sharp { SHARP[at] } else { SHARED[at - SHARP.len()] };
        let key = packed(word.as_bytes());
        let mut slot = slot(key);
        while table[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = (key, sharp);
        at += 1;
    }
    table
};

/// At most [`LONGEST`] ASCII letters in small ones, as a number.
const fn packed(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = key << 8 | word[at] as u64 | 0x20;
        at += 1;
    }
    key
}

const fn slot(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize
}

/// A function word of English; and one that hardly any other language has.
fn function_word(word: &[u8]) -> (bool, bool) {
    if word.is_empty() || word.len() > LONGEST {
        return (false, false);
    }
    let key = packed(word);
    let mut at = slot(key);
    while FUNCTION_WORDS[at].0 != 0 {
        if FUNCTION_WORDS[at].0 == key {
            return (true, FUNCTION_WORDS[at].1);
        }
        at = (at + 1) % SLOTS;
    }
    (false, false)
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
