//! The writing system that a page of a locale is expected in.
//!
//! Coarse on purpose: enough to tell English left standing from translated text, not to describe a script.

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
