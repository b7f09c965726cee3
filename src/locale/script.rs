//! The writing system that a page of a locale is expected in.
//!
//! Coarse on purpose: enough to tell English left standing from translated text, not to describe a script.

use unicode_script::{Script as Unicode, UnicodeScript};

/// A writing system, named by what a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Script {
    /// Arabic letters, with their Persian, Urdu and Kurdish forms.
    Arabic,
    /// Armenian.
    Armenian,
    /// Bengali and Assamese.
    Bengali,
    /// Cyrillic.
    Cyrillic,
    /// Hindi, Marathi, Nepali and others.
    Devanagari,
    /// Amharic and Tigrinya.
    Ethiopic,
    /// Georgian.
    Georgian,
    /// Greek.
    Greek,
    /// Gujarati.
    Gujarati,
    /// Punjabi as written in India.
    Gurmukhi,
    /// Chinese, simplified or traditional.
    Han,
    /// Hebrew and Yiddish.
    Hebrew,
    /// Kanji with kana.
    Japanese,
    /// Kannada.
    Kannada,
    /// Khmer.
    Khmer,
    /// Hangul, with or without Hanja.
    Korean,
    /// Lao.
    Lao,
    /// Latin letters: also what is assumed for a language that the tables do not name.
    Latin,
    /// Malayalam.
    Malayalam,
    /// Burmese and Shan.
    Myanmar,
    /// Odia.
    Odia,
    /// Sinhala.
    Sinhala,
    /// Tamil.
    Tamil,
    /// Telugu.
    Telugu,
    /// Thai.
    Thai,
    /// Tibetan and Dzongkha.
    Tibetan,
    /// A script that is none of the above (Thaana, N'Ko, Tifinagh, ...).
    Other,
}

impl Script {
    /// The character is a letter of this script; never for [`Script::Other`].
    #[must_use]
    pub fn holds(self, c: char) -> bool {
        let own = c.script();
        match self {
            Script::Japanese => matches!(own, Unicode::Han | Unicode::Hiragana | Unicode::Katakana),
            Script::Korean => matches!(own, Unicode::Hangul | Unicode::Han),
            _ => UNICODE.iter().any(|(script, unicode)| *script == self && *unicode == own),
        }
    }

    /// Most letters of a text are of this script, and it has some.
    #[must_use]
    pub fn writes(self, text: &str) -> bool {
        if text.is_ascii() && self != Script::Latin {
            return false;
        }
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        letters().filter(|c| self.holds(*c)).count() * 2 > letters().count()
    }

    /// A text is written in this script, and not in `other`, whose letters differ.
    #[must_use]
    pub fn writes_unlike(self, other: Script, text: &str) -> bool {
        !self.shares_letters(other) && self.writes(text)
    }

    /// A text in the letters of `other` may be one of this script.
    #[must_use]
    pub fn shares_letters(self, other: Script) -> bool {
        let has_han = |script| matches!(script, Script::Han | Script::Japanese | Script::Korean);
        self == other || self == Script::Other || (has_han(self) && has_han(other))
    }
}

const UNICODE: &[(Script, Unicode)] = &[
    (Script::Arabic, Unicode::Arabic),
    (Script::Armenian, Unicode::Armenian),
    (Script::Bengali, Unicode::Bengali),
    (Script::Cyrillic, Unicode::Cyrillic),
    (Script::Devanagari, Unicode::Devanagari),
    (Script::Ethiopic, Unicode::Ethiopic),
    (Script::Georgian, Unicode::Georgian),
    (Script::Greek, Unicode::Greek),
    (Script::Gujarati, Unicode::Gujarati),
    (Script::Gurmukhi, Unicode::Gurmukhi),
    (Script::Han, Unicode::Han),
    (Script::Hebrew, Unicode::Hebrew),
    (Script::Kannada, Unicode::Kannada),
    (Script::Khmer, Unicode::Khmer),
    (Script::Lao, Unicode::Lao),
    (Script::Latin, Unicode::Latin),
    (Script::Malayalam, Unicode::Malayalam),
    (Script::Myanmar, Unicode::Myanmar),
    (Script::Odia, Unicode::Oriya),
    (Script::Sinhala, Unicode::Sinhala),
    (Script::Tamil, Unicode::Tamil),
    (Script::Telugu, Unicode::Telugu),
    (Script::Thai, Unicode::Thai),
    (Script::Tibetan, Unicode::Tibetan),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_scripts() {
        assert!(Script::Han.holds('中') && Script::Japanese.holds('中') && Script::Japanese.holds('の'));
        assert!(!Script::Han.holds('の') && !Script::Latin.holds('ж') && Script::Latin.holds('é'));
        assert!(Script::Japanese.shares_letters(Script::Han) && !Script::Latin.shares_letters(Script::Cyrillic));
    }
}
