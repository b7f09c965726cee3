//! The language of a text, as far as its letters tell, or its commonest words where these are in Latin letters.

use super::function_words::language_of;
use unicode_script::{Script as Unicode, UnicodeScript};

/// Letters that are too few to tell.
const FEW: usize = 20;

/// Letters of one writing system in a text.
#[derive(Debug, Default, Clone, Copy)]
struct Letters {
    han: usize,
    kana: usize,
    hangul: usize,
}

/// The tag of the language that a text is written in, where its script, letters of its own or common words in Latin letters
/// tell; `None` of English, too, and of a text with words in Latin letters wherever the others stand.
///
/// Where several languages share a script, the one that most documentation in it is written in stands for those without
/// letters of their own.
#[must_use]
pub fn written_in(text: &str) -> Option<&'static str> {
    let (mut east, mut others, mut latin) = (Letters::default(), Vec::<(Unicode, usize)>::new(), 0);
    let mut is_word = false;
    for c in text.chars() {
        let was_word = std::mem::replace(&mut is_word, c.is_ascii_alphabetic());
        latin += usize::from(is_word && !was_word);
        if c.is_ascii() {
            continue;
        }
        match c.script() {
            Unicode::Latin | Unicode::Common | Unicode::Inherited | Unicode::Unknown => {}
            Unicode::Han => east.han += 1,
            Unicode::Hiragana | Unicode::Katakana => east.kana += 1,
            Unicode::Hangul => east.hangul += 1,
            script => match others.iter_mut().find(|(other, _)| *other == script) {
                Some((_, count)) => *count += 1,
                None => others.push((script, 1)),
            },
        }
    }
    let eastern = east.han + east.kana + east.hangul;
    let (script, count) = others.into_iter().max_by_key(|(_, count)| *count).unwrap_or((Unicode::Unknown, 0));
    if eastern.max(count) < FEW.max(latin) {
        return language_of(text).filter(|tag| *tag != "en");
    }
    if eastern > count { Some(east.language()) } else { of_script(script, text, count) }
}

impl Letters {
    fn language(self) -> &'static str {
        match self {
            _ if self.hangul > self.han.max(self.kana) => "ko",
            // Chinese names a Japanese product now and then; Japanese has particles in each sentence.
            _ if self.kana * 5 > self.han => "ja",
            _ => "zh",
        }
    }
}

/// Letters that tell a language from the others of its script: the first of which there is one in so many.
const TELLING: usize = 200;

fn of_script(script: Unicode, text: &str, count: usize) -> Option<&'static str> {
    let has = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count() * TELLING > count;
    Some(match script {
        Unicode::Cyrillic => match () {
            () if has("ў") => "be",
            () if has("іїєґ") => "uk",
            () if has("ѓќѕ") => "mk",
            () if has("ђћљњџј") => "sr",
            () if has("ыэё") => "ru",
            () => "bg",
        },
        Unicode::Arabic => match () {
            () if has("ٹڈڑے") => "ur",
            () if has("پچژگ") => "fa",
            () => "ar",
        },
        Unicode::Armenian => "hy",
        Unicode::Bengali => "bn",
        Unicode::Devanagari => "hi",
        Unicode::Georgian => "ka",
        Unicode::Greek => "el",
        Unicode::Gujarati => "gu",
        Unicode::Hebrew => "he",
        Unicode::Kannada => "kn",
        Unicode::Khmer => "km",
        Unicode::Lao => "lo",
        Unicode::Malayalam => "ml",
        Unicode::Myanmar => "my",
        Unicode::Sinhala => "si",
        Unicode::Tamil => "ta",
        Unicode::Telugu => "te",
        Unicode::Thai => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_the_language() {
        for (tag, text) in [
            ("zh", "这个工具检查文档的翻译，并且说明丢失了哪些链接、代码和段落。请先安装 Rust，然后运行命令。"),
            (
                "ja",
                "このツールは翻訳された文書を調べ、失われたリンクやコードを知らせます。まず Rust を入れてください。",
            ),
            ("ko", "이 도구는 번역된 문서를 검사하고 잃어버린 링크와 코드를 알려 줍니다. 먼저 설치해 주세요."),
            ("ru", "Этот инструмент проверяет переводы и сообщает, какие ссылки и какой код были потеряны."),
            ("uk", "Цей інструмент перевіряє переклади і повідомляє, які посилання і який код було втрачено."),
            ("bg", "Този инструмент проверява преводите и съобщава кои връзки и кой код са загубени."),
            ("fa", "این ابزار ترجمه‌ها را بررسی می‌کند و می‌گوید کدام پیوندها و کدها گم شده‌اند، چه پیش آمده."),
            ("el", "Αυτό το εργαλείο ελέγχει τις μεταφράσεις και λέει ποιοι σύνδεσμοι χάθηκαν."),
        ] {
            assert_eq!(written_in(text), Some(tag), "{text}");
        }
    }

    #[test]
    fn a_few_latin_words_tell_nothing() {
        assert_eq!(written_in("Dette verktøyet ser etter kva ei omsetjing har mista av lenkjer og kode."), None);
        assert_eq!(written_in("[中文](README.zh.md) [日本語](README.ja.md) A tool that checks translations."), None);
        let names =
            "This page of ours lists the names 中国 and 日本 and others, with all that has to be known of them. ";
        assert_eq!(written_in(&names.repeat(20)), None);
    }
}
