//! Locale tags: from the spelling in a path (`pt_br`, `zh-cn`, `jp`) to a canonical BCP-47 tag and what follows from it.
//!
//! A spelling is read against a table of codes in real localization use, so that ordinary folder names (`docs`, `api`,
//! `public`) are no locales. Some codes are everyday words as well (`id`, `no`, `is`): they are read as locales here,
//! [`Locale::is_ambiguous_word`] names them, and it is for the layout detection to ask for more evidence.
//! This module knows no paths beyond a single folder name or suffix, and looks nothing up outside of its tables.

mod codes;
mod function_words;
mod name;
mod parse;
mod plural;
pub mod script;
mod spelling;
mod written;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use codes::Habit;
use parse::Subtags;
pub use plural::{CATEGORIES, Plurals};
pub use script::Script;
pub use written::written_in;

/// By language: the script that it is most often written in, if it is not Latin. Asked for every page.
static LIKELY: LazyLock<FxHashMap<&str, Script>> = LazyLock::new(|| {
    let of_script =
        |(script, languages): &'static (Script, &[&str])| languages.iter().map(move |code| (*code, *script));
    codes::LIKELY.iter().flat_map(of_script).collect()
});

/// A locale as one project spells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale {
    tag: String,
    folder: String,
    note: Option<Note>,
}

/// Why a spelling deserves a remark to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A country code stands for the language (`jp` for `ja`, `cn` for `zh-CN`).
    CountryCode,
    /// A withdrawn ISO code (`iw` for `he`).
    LegacyCode,
    /// A contraction or three-letter synonym (`chs`, `jpn`, `ptbr`).
    UnusualCode,
}

/// A tag that is not well-formed BCP-47.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagError {
    /// The tag as it was written.
    pub tag: String,
    /// The subtag that could not be read; empty if the tag is empty.
    pub subtag: String,
}

impl fmt::Display for TagError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not a locale tag: cannot read `{}`", self.tag, self.subtag)
    }
}

impl std::error::Error for TagError {}

impl Locale {
    /// Reads a folder name or suffix, whatever its case and separator; `None` if it is no code in localization use.
    ///
    /// A country code that is a language as well (`br`: Brazil, Breton) is read as the country; see [`Locale::among`].
    pub fn from_folder(folder: &str) -> Option<Locale> {
        if folder.len() < 2 || folder.len() > 24 {
            return None;
        }
        let lower = folder.to_lowercase();
        if let Some((tag, habit)) = codes_habit(&lower) {
            return Some(Locale { tag: tag.to_owned(), folder: folder.to_owned(), note: habit.note() });
        }
        let tag = Subtags::from_folder(&lower)?.to_string();
        Some(Locale { tag, folder: folder.to_owned(), note: None })
    }

    /// Like [`Locale::from_folder`], with the other locale folders of the project as context.
    ///
    /// `br` beside `pt-BR` is Breton, `se` beside `sv-SE` is Northern Sami, `tw` beside `zh-TW` is Twi, and beside `cn` it is
    /// not.
    pub fn among<'a>(folder: &str, siblings: impl IntoIterator<Item = &'a str>) -> Option<Locale> {
        let read = Locale::from_folder(folder)?;
        let lower = folder.to_ascii_lowercase();
        if read.note != Some(Note::CountryCode) || codes::TWO.binary_search(&lower.as_str()).is_err() {
            return Some(read);
        }
        let taken = siblings
            .into_iter()
            .filter(|sibling| *sibling != folder)
            .filter_map(Locale::from_folder)
            .any(|sibling| sibling.stands_for(&read));
        Some(if taken { Locale { tag: lower, note: None, ..read } } else { read })
    }

    /// Whoever has this one needs no other for that country. Chinese by itself is that of the mainland.
    fn stands_for(&self, of_country: &Locale) -> bool {
        let same_script = spelling::is_traditional(&self.tag) == spelling::is_traditional(&of_country.tag);
        self.language() == of_country.language() && (self.language() != "zh" || same_script)
    }

    /// Reads a well-formed BCP-47 tag, also of a language that the tables do not know; the folder is the tag as given.
    ///
    /// # Errors
    /// [`TagError`] if a subtag is neither language, script, region, variant nor private use.
    pub fn from_tag(tag: &str) -> Result<Locale, TagError> {
        Locale::with_override(tag, tag)
    }

    /// A folder whose locale the user has named: `cn` is `zh-Hans`.
    ///
    /// # Errors
    /// [`TagError`] if `tag` is not well-formed.
    pub fn with_override(folder: &str, tag: &str) -> Result<Locale, TagError> {
        let lower = tag.to_ascii_lowercase();
        let tag = Subtags::from_tag(&lower)
            .map_err(|subtag| TagError { tag: tag.to_owned(), subtag: subtag.to_owned() })?
            .to_string();
        Ok(Locale { tag, folder: folder.to_owned(), note: None })
    }

    /// Is this code an everyday folder name, so that it needs evidence before it may be a locale?
    ///
    /// True for words that are no code at all (`api`, `go`), too. Case does not matter; a region makes it certain
    /// (`id-ID` is not ambiguous).
    pub fn is_ambiguous_word(folder: &str) -> bool {
        codes::WORDS.binary_search(&folder.to_ascii_lowercase().as_str()).is_ok()
    }

    /// The canonical BCP-47 tag: `nn`, `pt-BR`, `zh-Hant`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The spelling in the path: `pt_br`.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// A remark on the spelling.
    pub fn note(&self) -> Option<Note> {
        self.note
    }

    /// The primary language subtag: `zh` of `zh-Hant-HK`.
    pub fn language(&self) -> &str {
        self.tag.split('-').next().unwrap_or(&self.tag)
    }

    /// The region subtag: `HK` of `zh-Hant-HK`.
    pub fn region(&self) -> Option<&str> {
        let is_region = |part: &&str| part.len() == 2 || part.len() == 3 && part.as_bytes()[0].is_ascii_digit();
        self.tag.split('-').skip(1).take_while(|part| part.len() > 1).find(is_region)
    }

    /// Is it a kind of English?
    pub fn is_english(&self) -> bool {
        self.language() == "en"
    }

    /// Is it written from right to left?
    pub fn is_rtl(&self) -> bool {
        match self.script() {
            Script::Arabic | Script::Hebrew => true,
            Script::Other => codes::OTHER_RTL.contains(&self.language()),
            _ => false,
        }
    }

    /// The script named by the tag, else the one the language is most often written in.
    pub fn script(&self) -> Script {
        let is_named = |subtag: &str| codes::SCRIPTS.iter().find(|(name, _)| subtag.eq_ignore_ascii_case(name));
        let named = self.script_subtag().and_then(is_named);
        named.map_or_else(|| self.likely_script(), |(_, script)| *script)
    }

    /// Lower-case spellings of the same locale in URLs and host names, the closest first: `pt-br`, `pt_br`, `pt`.
    pub fn spellings(&self) -> impl Iterator<Item = String> + use<> {
        spelling::spellings(self).into_iter()
    }

    fn script_subtag(&self) -> Option<&str> {
        self.tag.split('-').skip(1).take_while(|part| part.len() > 1).find(|part| part.len() == 4)
    }

    fn likely_script(&self) -> Script {
        let language = self.language();
        match (language, self.region()) {
            ("sr", Some("ME")) => Script::Latin,
            ("pa", Some("PK")) | ("uz", Some("AF")) | ("az" | "ku", Some("IR" | "IQ")) => Script::Arabic,
            _ => LIKELY.get(language).copied().unwrap_or(Script::Latin),
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.tag)
    }
}

impl Habit {
    fn note(self) -> Option<Note> {
        match self {
            Habit::Country => Some(Note::CountryCode),
            Habit::Legacy => Some(Note::LegacyCode),
            Habit::Other => Some(Note::UnusualCode),
            Habit::Name => None,
        }
    }
}

/// What the user says about folder spellings: the `[locales]` table of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    locales: BTreeMap<String, Locale>,
}

impl Overrides {
    /// Reads pairs of folder and tag.
    ///
    /// # Errors
    /// The first [`TagError`] met.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Overrides, TagError> {
        let read = |(folder, tag): (&str, &str)| Ok((folder.to_owned(), Locale::with_override(folder, tag)?));
        let locales = pairs.into_iter().map(read).collect::<Result<_, TagError>>()?;
        Ok(Overrides { locales })
    }

    /// The locale that the user gave this very folder spelling.
    pub fn get(&self, folder: &str) -> Option<&Locale> {
        self.locales.get(folder)
    }

    /// The locale of a folder: the user's word first, then [`Locale::from_folder`].
    pub fn read(&self, folder: &str) -> Option<Locale> {
        self.get(folder).cloned().or_else(|| Locale::from_folder(folder))
    }

    /// The folder spellings that the user named, sorted.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.locales.keys().map(String::as_str)
    }
}

fn codes_habit(lower: &str) -> Option<(&'static str, Habit)> {
    let at = codes::HABITS.binary_search_by_key(&lower, |(name, _, _)| name).ok()?;
    let (_, tag, habit) = codes::HABITS[at];
    Some((tag, habit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(folder: &str, tag: &str) {
        let locale = Locale::from_folder(folder);
        assert_eq!(locale.as_ref().map(Locale::tag), Some(tag), "{folder}");
        assert_eq!(locale.as_ref().map(Locale::folder), Some(folder));
    }

    #[test]
    fn folders_have_canonical_tags() {
        for (folder, tag) in [
            ("en_EN", "en"),
            ("ja-JA", "ja"),
            ("en-UK", "en-GB"),
            ("nn", "nn"),
            ("zh-cn", "zh-CN"),
            ("中文", "zh"),
            ("Русский", "ru"),
            ("Chinese", "zh"),
            ("zh_TW", "zh-TW"),
            ("pt_BR", "pt-BR"),
            ("PT-br", "pt-BR"),
            ("zh-hant", "zh-Hant"),
            ("sr-Latn", "sr-Latn"),
            ("sr@latin", "sr-Latn"),
            ("es-419", "es-419"),
            ("es-EM", "es-EM"),
            ("zh-Hant-HK", "zh-Hant-HK"),
            ("sr-Latn-RS", "sr-Latn-RS"),
            ("zh-rCN", "zh-CN"),
            ("ca-valencia", "ca-valencia"),
            ("pcm", "pcm"),
            ("fil", "fil"),
            ("nn-NO", "nn-NO"),
        ] {
            reads(folder, tag);
        }
    }

    #[test]
    fn mozilla_locales_are_known() {
        let list = "ach af am an ar ast az azz be bg bn br bs ca cak crh cs cy da de dsb el en en-CA en-GB eo es-AR \
            es-CL es-ES es-MX et eu fa ff fi fr fy-NL ga-IE gd gl gn gu-IN he hi-IN hr hsb hu hy-AM ia id is it ja ka \
            kab kk km kn ko lij lo lt ltg lv mk ml mr ms my nb-NO ne-NP nl nn-NO oc pa-IN pl pt-BR pt-PT rm ro ru scn \
            sco si sk skr sl son sq sr sv-SE ta te tg th tl tr trs uk ur uz vi wo xh zam zh-CN zh-TW sat brx bo su";
        for folder in list.split_whitespace() {
            assert!(Locale::from_folder(folder).is_some(), "{folder}");
        }
    }

    #[test]
    fn habits_are_mapped_with_a_note() {
        for (folder, tag, note) in [
            ("jp", "ja", Note::CountryCode),
            ("cn", "zh-CN", Note::CountryCode),
            ("ua", "uk", Note::CountryCode),
            ("br", "pt-BR", Note::CountryCode),
            ("iw", "he", Note::LegacyCode),
            ("in", "id", Note::LegacyCode),
            ("ji", "yi", Note::LegacyCode),
            ("sh", "sr-Latn", Note::LegacyCode),
            ("mo", "ro", Note::LegacyCode),
            ("chs", "zh-Hans", Note::UnusualCode),
        ] {
            reads(folder, tag);
            assert_eq!(Locale::from_folder(folder).and_then(|locale| locale.note()), Some(note), "{folder}");
        }
    }

    #[test]
    fn siblings_tell_country_from_language() {
        let tag = |siblings: &[&str]| Locale::among("br", siblings.iter().copied()).map(|locale| locale.tag);
        assert_eq!(tag(&["br", "jp"]), Some("pt-BR".to_owned()));
        assert_eq!(tag(&["br", "pt-PT"]), Some("br".to_owned()));
        let tag = |siblings: &[&str]| Locale::among("tw", siblings.iter().copied()).map(|locale| locale.tag);
        assert_eq!(tag(&["tw", "cn"]), Some("zh-TW".to_owned()));
        assert_eq!(tag(&["tw", "zh-Hant"]), Some("tw".to_owned()));
    }

    #[test]
    fn words_are_refused() {
        let list = "api docs dev css img faq cli sdk components public guide go js ts io ui db src lib bin app en-docs \
            de-v1 no-op my-db is-ok new bar bug latest current v1 a . .. x-y README 日本";
        for folder in list.split_whitespace() {
            assert_eq!(Locale::from_folder(folder), None, "{folder}");
        }
    }

    #[test]
    fn words_that_are_codes_are_named() {
        let list = "api go id no is it as my so to am be or io js ts in sh ID to-do";
        assert!(list.split_whitespace().all(Locale::is_ambiguous_word));
        assert!(!"de fr ja nn zh pt-br id-ID uk ko".split_whitespace().any(Locale::is_ambiguous_word));
    }

    #[test]
    fn scripts_and_directions() {
        for (folder, script, rtl) in [
            ("nn", Script::Latin, false),
            ("sr", Script::Cyrillic, false),
            ("sr-Latn", Script::Latin, false),
            ("zh-TW", Script::Han, false),
            ("ja", Script::Japanese, false),
            ("ko-KR", Script::Korean, false),
            ("fa-IR", Script::Arabic, true),
            ("he", Script::Hebrew, true),
            ("pa-IN", Script::Gurmukhi, false),
            ("pa-PK", Script::Arabic, true),
            ("dv", Script::Other, true),
        ] {
            let locale = Locale::from_folder(folder).expect(folder);
            assert_eq!((locale.script(), locale.is_rtl()), (script, rtl), "{folder}");
        }
    }

    #[test]
    fn overrides_come_first() {
        let overrides = Overrides::new([("cn", "zh-hans"), ("pirate", "en-x-pirate")]).expect("tags are fine");
        assert_eq!(overrides.read("cn").as_ref().map(Locale::tag), Some("zh-Hans"));
        assert_eq!(overrides.read("pirate").map(|locale| locale.tag), Some("en-x-pirate".to_owned()));
        assert_eq!(overrides.read("de").map(|locale| locale.tag), Some("de".to_owned()));
        let error = Locale::with_override("cn", "zh Hans").expect_err("a blank is no separator");
        assert_eq!(error.to_string(), "`zh Hans` is not a locale tag: cannot read `zh hans`");
    }
}
