//! The spellings under which web sites keep the pages of one locale.
//!
//! Generous: the list answers "may this segment stand for that locale", not "is this its name".

use super::codes::Habit;
use super::{Locale, codes};

/// Lower-case spellings, the closest first, without repetition.
pub(super) fn spellings(locale: &Locale) -> Vec<String> {
    let mut list = Vec::with_capacity(12);
    let tag = locale.tag().to_ascii_lowercase();
    let language = locale.language();
    push(&mut list, &tag);
    push(&mut list, &locale.folder().to_ascii_lowercase());
    if language == "zh" {
        chinese(&tag).iter().for_each(|name| push(&mut list, name));
    } else {
        push(&mut list, language);
        if locale.region().is_none() {
            homes(language).for_each(|region| push(&mut list, &format!("{language}-{region}")));
        }
    }
    aliases(language).for_each(|name| push(&mut list, name));
    habits(locale).for_each(|name| push(&mut list, name));
    list
}

fn push(list: &mut Vec<String>, name: &str) {
    for spelling in [name.replace('_', "-"), name.replace('-', "_")] {
        if !list.contains(&spelling) {
            list.push(spelling);
        }
    }
}

fn chinese(tag: &str) -> &'static [&'static str] {
    let has = |part: &str| tag.split('-').any(|subtag| subtag == part);
    if has("hk") || has("mo") {
        &["zh-hk", "zh-hant-hk", "zh-hant", "zh-tw", "zh-cht", "zh"]
    } else if has("tw") || has("hant") {
        &["zh-tw", "zh-hant", "zh-hant-tw", "zh-cht", "zh-hk", "zh"]
    } else {
        &["zh-cn", "zh-hans", "zh", "zh-hans-cn", "zh-chs", "zh-sg"]
    }
}

fn homes(language: &str) -> impl Iterator<Item = &'static str> {
    let found = codes::HOMES.iter().find(|(name, _)| *name == language);
    found.map_or(&[][..], |(_, regions)| regions).iter().copied()
}

fn aliases(language: &str) -> impl Iterator<Item = &'static str> {
    let found = codes::ALIASES.iter().find(|(name, _)| *name == language);
    found.map_or(&[][..], |(_, names)| names).iter().copied()
}

/// Country codes, withdrawn codes and contractions of this locale: `cn` also for `zh` and `zh-Hans`.
fn habits(locale: &Locale) -> impl Iterator<Item = &'static str> {
    let fits = move |tag: &str| match tag.split_once('-') {
        None => tag == locale.language(),
        Some(("zh", _)) => locale.language() == "zh" && is_traditional(tag) == is_traditional(locale.tag()),
        Some(("pt", _)) => matches!(locale.tag(), "pt" | "pt-BR"),
        Some(_) => tag == locale.tag(),
    };
    let is_code = |habit: &Habit| !matches!(habit, Habit::Name);
    codes::HABITS.iter().filter(move |(_, tag, habit)| is_code(habit) && fits(tag)).map(|(name, _, _)| *name)
}

/// Chinese in traditional letters.
pub(super) fn is_traditional(tag: &str) -> bool {
    ["TW", "HK", "MO", "Hant"].iter().any(|part| tag.ends_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn spells(folder: &str, expected: &str) {
        let list = spellings(&Locale::from_folder(folder).expect(folder));
        assert_eq!(list.join(" "), expected);
    }

    #[test]
    fn spellings_of_one_locale() {
        spells("nn", "nn nn-no nn_no");
        spells("pt-BR", "pt-br pt_br pt br ptbr");
        spells("pt", "pt pt-br pt_br pt-pt pt_pt br ptbr");
        spells("pt-PT", "pt-pt pt_pt pt");
        spells("zh", "zh zh-cn zh_cn zh-hans zh_hans zh-hans-cn zh_hans_cn zh-chs zh_chs zh-sg zh_sg chs cn zhcn zho");
        spells("ja", "ja ja-jp ja_jp jp jpn");
        spells("he", "he he-il he_il il iw");
    }

    #[test]
    fn traditional_chinese_is_not_simplified() {
        let list = spellings(&Locale::from_folder("zh-TW").expect("a locale"));
        assert!(["zh-tw", "zh-hant", "zh", "tw"].iter().all(|name| list.iter().any(|other| other == name)));
        assert!(!list.iter().any(|name| name == "cn" || name == "zh-cn"));
    }
}
