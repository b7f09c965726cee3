//! The plural categories of a locale, from CLDR.

use icu_locale::Locale as Tag;
use icu_plurals::provider::{Baked, PluralsCardinalV1};
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules};
use icu_provider::{DataIdentifierBorrowed, DataLocale, DataProvider, DataRequest};

use super::Locale;

/// The names of all categories, in the order of CLDR.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Languages that have one form for all numbers, by CLDR's `plurals.xml`: their data is that of no language.
const UNCHANGED: &str = "bm bo dz hnj id ig ii ja jbo jv kde kea km ko lkt lo ms my nqo osa sah ses sg su th to tpi vi \
                         wo yo yue zh";

/// What a locale counts by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plurals {
    /// The categories that it has.
    pub has: Vec<&'static str>,
    /// Those that some whole number up to some hundreds has, and that a number in digits needs: nobody can do without them.
    pub needs: Vec<&'static str>,
}

/// How far whole numbers are tried: what only millions have is seldom worth a variant.
const TRIED: u32 = 200;

impl Locale {
    /// The categories of cardinal numbers; `None` where CLDR does not know the language.
    #[must_use]
    pub fn plurals(&self) -> Option<Plurals> {
        let mut tag: Tag = self.tag().parse().ok()?;
        // A script does not change how a language counts, but the data know some languages in one script only.
        tag.id.script = None;
        // Scripts and countries that count as the language does are not listed.
        let locale = DataLocale::from(&self.language().parse::<Tag>().ok()?);
        let request = DataRequest { id: DataIdentifierBorrowed::for_locale(&locale), ..Default::default() };
        let found = DataProvider::<PluralsCardinalV1>::load(&Baked, request).ok()?;
        let counts_alike = UNCHANGED.split(' ').any(|language| language == self.language());
        if found.metadata.locale.is_some_and(|used| used.is_unknown()) && !counts_alike {
            return None;
        }
        let rules = PluralRules::try_new(tag.into(), PluralRuleType::Cardinal.into()).ok()?;
        let has: Vec<PluralCategory> = rules.categories().collect();
        let mut needs: Vec<PluralCategory> = (0..TRIED).map(|number| rules.category_for(number)).collect();
        // What serves all numbers from three on serves a two in digits too: Hebrew has a word for two days, not for 2 files.
        if needs.iter().skip(3).all(|category| *category == PluralCategory::Other) {
            needs.retain(|category| *category != PluralCategory::Two);
        }
        let pick = |from: &[PluralCategory]| {
            CATEGORIES.into_iter().filter(|name| from.iter().any(|category| self::name(*category) == *name)).collect()
        };
        Some(Plurals { has: pick(&has), needs: pick(&needs) })
    }
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tag: &str, expected: Option<(&str, &str)>) {
        let found = Locale::from_tag(tag).expect("a tag").plurals();
        let found = found.map(|found| (found.has.join(" "), found.needs.join(" ")));
        assert_eq!(found, expected.map(|(has, needs)| (has.to_owned(), needs.to_owned())), "{tag}");
    }

    #[test]
    fn categories_are_those_of_the_language() {
        check("nn", Some(("one other", "one other")));
        check("pl", Some(("one few many other", "one few many")));
        check("cs", Some(("one few many other", "one few other")));
        check("fr-CA", Some(("one many other", "one other")));
        check("ar", Some(("zero one two few many other", "zero one two few many other")));
        check("zh-Hant", Some(("other", "other")));
        check("ja", Some(("other", "other")));
        check("he", Some(("one two other", "one other")));
        check("sl", Some(("one two few other", "one two few other")));
        check("sr-Latn", Some(("one few other", "one few other")));
        check("trs", None);
    }
}
