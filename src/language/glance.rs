//! What a text looks like at a glance: letters and function words, one pass and no allocation.

/// The writing system that translated text is expected in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The one of English.
    Latin,
    /// Any other.
    Other,
}

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
            let to = bytes[from..].iter().position(|byte| is_separator(*byte)).map_or(bytes.len(), |at| from + at);
            self.token(text, from, to);
            start = to;
        }
    }

    fn token(&mut self, text: &str, from: usize, to: usize) {
        let bytes = &text.as_bytes()[from..to];
        if bytes.is_ascii() {
            self.latin += to as u32 - from as u32;
            self.words += u32::from(from < to);
            let (function, sharp) = function_word(bytes);
            self.function += u32::from(function);
            self.sharp += u32::from(sharp);
            return;
        }
        let (mut latin, mut accented, mut at) = (0, false, from);
        while at < to {
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
        self.latin == 0 || foreign || (self.accented > 0 && accented) || self.lacks_function_words()
    }

    /// English of any length has its small words; a list of nouns may have none.
    fn lacks_function_words(&self) -> bool {
        self.words >= 12 && (self.sharp == 0 || self.function * 16 < self.words)
    }

    /// It has a small word that only English has.
    #[must_use]
    pub fn has_english_word(&self) -> bool {
        self.sharp > 0
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

/// A function word of English; and one that hardly any other language has.
fn function_word(word: &[u8]) -> (bool, bool) {
    let mut lower = [0u8; 7];
    let Some(lower) = lower.get_mut(..word.len()) else { return (false, false) };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    let sharp = matches!(
        &*lower,
        b"the"
            | b"and"
            | b"with"
            | b"you"
            | b"your"
            | b"this"
            | b"that"
            | b"from"
            | b"are"
            | b"were"
            | b"been"
            | b"have"
            | b"has"
            | b"would"
            | b"should"
            | b"can"
            | b"which"
            | b"when"
            | b"where"
            | b"what"
            | b"how"
            | b"they"
            | b"their"
            | b"it"
            | b"its"
            | b"not"
            | b"if"
            | b"be"
            | b"into"
            | b"than"
            | b"then"
            | b"there"
            | b"these"
            | b"those"
            | b"them"
            | b"only"
            | b"other"
            | b"using"
            | b"used"
            | b"our"
            | b"without"
            | b"before"
            | b"after"
            | b"because"
            | b"about"
            | b"each"
            | b"between"
            | b"make"
            | b"need"
            | b"want"
            | b"here"
            | b"see"
            | b"must"
            | b"does"
            | b"may"
            | b"could"
            | b"while"
            | b"some"
            | b"such"
            | b"any"
            | b"more"
            | b"who"
            | b"why"
    );
    let shared = matches!(
        &*lower,
        b"a" | b"i"
            | b"of"
            | b"to"
            | b"is"
            | b"was"
            | b"for"
            | b"had"
            | b"will"
            | b"by"
            | b"we"
            | b"or"
            | b"an"
            | b"in"
            | b"on"
            | b"at"
            | b"as"
            | b"so"
            | b"no"
            | b"all"
            | b"but"
            | b"also"
            | b"use"
            | b"do"
            | b"did"
            | b"my"
            | b"his"
            | b"her"
            | b"he"
            | b"she"
            | b"up"
            | b"out"
            | b"one"
            | b"new"
    );
    (sharp || shared, sharp)
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
    }
}
