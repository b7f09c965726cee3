//! What speakers call a language.

use isolang::Language;

use super::Locale;

impl Locale {
    /// The language's name in the language itself, without region and script: `norsk nynorsk`, `日本語`.
    ///
    /// From a table of ISO 639 names: display names with regions (`português (Brasil)`) would take some megabytes of
    /// CLDR data, and the tag stands beside the name wherever it is shown.
    #[must_use]
    pub fn own_name(&self) -> Option<&'static str> {
        let code = self.language();
        let language = Language::from_639_1(code).or_else(|| Language::from_639_3(code))?;
        language.to_autonym()
    }
}
