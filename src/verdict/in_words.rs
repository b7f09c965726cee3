//! Words in code marks: code for their looks, or for what they stand for, which a translation may say in its own words.

use crate::language::{is_english_word, is_label};
use crate::text::words;

/// The code of the source is words, and that of the target is what they are in its language.
#[must_use]
pub fn is_in_words(code: &str, found: &str) -> bool {
    let own: [fn(&str, &str) -> bool; 11] = [
        is_phrase,
        is_formula,
        is_in_own_words,
        is_sentence,
        is_same_around_braces,
        is_same_around_stand_ins,
        is_remark,
        is_pattern,
        is_in_own_letters,
        is_same_behind_words,
        is_same_before_remark,
    ];
    is_label(code) || is_plain_language(code) || own.iter().any(|says| says(code, found))
}

/// Words in code for their looks: a label, a key, a sentence. They may be translated.
fn is_plain_language(code: &str) -> bool {
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || "'’-,.!?:>&".contains(c);
    let words: Vec<&str> =
        code.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()).collect();
    let english = words.iter().filter(|word| word.len() < 2 || is_english_word(word)).count();
    let first = words.first().copied().unwrap_or_default();
    let label = first.starts_with(char::is_uppercase) && first.chars().skip(1).all(char::is_lowercase);
    let sentence = words.len() > 2 || (code.contains(char::is_whitespace) && code.contains(['?', '!', ',']));
    code.chars().all(plain) && (label || sentence) && english * 3 >= words.len() * 2
}

/// Words in code for their looks, all of which the translation says in its own: `block reaction`.
fn is_phrase(code: &str, found: &str) -> bool {
    let plain = |code: &str| code.contains(' ') && code.chars().all(|c| c.is_alphabetic() || c == ' ');
    let (ours, theirs) = (words(code), words(found));
    let english = |words: &[&str]| words.iter().filter(|word| is_english_word(word)).count();
    let is_own = !ours.iter().any(|word| theirs.contains(word)) && english(&theirs) < theirs.len();
    plain(code) && plain(found) && is_own && english(&ours) * 2 >= ours.len()
}

/// Words with names among them, as a path through menus or a line of a log: all names are there, and no word of the
/// source's is.
fn is_in_own_words(code: &str, found: &str) -> bool {
    let is_name = |inner: &&str| {
        inner.contains(|c: char| c.is_ascii_digit() || "_./:-=<>{}()[]$%#@\\".contains(c))
            || inner.chars().skip(1).any(char::is_uppercase)
    };
    let inner = |text: &'_ str| -> Vec<String> {
        let tokens = text.split_whitespace().map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()));
        tokens.filter(|token| !token.is_empty()).map(str::to_owned).collect()
    };
    let parts = |text: &str| -> (Vec<String>, Vec<String>) {
        inner(text).into_iter().partition(|token| is_name(&token.as_str()))
    };
    let ((mut names, ours), (mut others, theirs)) = (parts(code), parts(found));
    names.sort_unstable();
    others.sort_unstable();
    let english = |words: &[String]| words.iter().filter(|word| is_english_word(&word.to_lowercase())).count();
    // What has a capital and is no word of English is the name of something, in both.
    let is_other_name = |word: &String| word.starts_with(char::is_uppercase) && !is_english_word(&word.to_lowercase());
    let left = |word: &String| !is_other_name(word) && ours.iter().any(|own| own.eq_ignore_ascii_case(word));
    let own = !theirs.is_empty() && !theirs.iter().any(left) && english(&theirs) < theirs.len();
    names == others && ours.len() > 1 && english(&ours) * 2 >= ours.len() && own
}

/// A whole sentence in the letters of another script.
fn is_sentence(code: &str, found: &str) -> bool {
    const WORDS: usize = 5;
    let ours = words(code);
    let english = ours.iter().filter(|word| is_english_word(&word.to_lowercase())).count();
    let letters = found.chars().filter(|c| c.is_alphabetic());
    let (latin, other): (Vec<char>, Vec<char>) = letters.partition(|c| *c < '\u{370}');
    ours.len() >= WORDS && english * 2 >= ours.len() && !code.contains(['=', '$', '|']) && other.len() > latin.len()
}

/// Words in parentheses, which nothing is before that they could be the arguments of: `(value, length)`, `(empty)`.
fn is_remark(code: &str, found: &str) -> bool {
    let inner = |code: &'_ str| -> Option<Vec<String>> {
        let inner = code.strip_prefix(['(', '（'])?.strip_suffix([')', '）'])?;
        Some(inner.split([',', '，', '、']).map(|part| part.trim().to_owned()).collect())
    };
    let (Some(ours), Some(theirs)) = (inner(code), inner(found)) else { return false };
    let plain = |part: &String| part.chars().all(|c| c.is_alphanumeric() || " _-".contains(c));
    let own = |(a, b): (&String, &String)| a == b || !b.is_ascii();
    ours.len() == theirs.len()
        && ours.iter().chain(&theirs).all(plain)
        && ours.iter().any(|part| part.chars().all(char::is_alphabetic))
        && ours.iter().zip(&theirs).all(own)
}

/// The same behind a word that leads to it: `例如：{"a": 1}` for `e.g. {"a": 1}`.
fn is_same_behind_words(code: &str, found: &str) -> bool {
    const LEAST: usize = 4;
    let squeezed = |code: &str| code.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let Some((lead, rest)) = code.split_once(' ') else { return false };
    let rest = squeezed(rest);
    let own = squeezed(found);
    let own_lead = own.strip_suffix(rest.as_str()).unwrap_or_default();
    lead.ends_with(['.', ':'])
        && lead.chars().all(|c| c.is_ascii_alphabetic() || ".:".contains(c))
        && rest.len() >= LEAST
        && own_lead.contains(char::is_alphabetic)
        && own_lead.chars().all(|c| c.is_alphabetic() || ".:：".contains(c))
}

/// The same before a word in parentheses: `bed: dict (valgfri)` for `bed: dict (optional)`.
fn is_same_before_remark(code: &str, found: &str) -> bool {
    let (Some((ours, remark)), Some((theirs, own))) = (code.rsplit_once(" ("), found.rsplit_once(" (")) else {
        return false;
    };
    let plain = |text: &str| {
        text.strip_suffix(')').is_some_and(|text| text.chars().all(|c| c.is_alphabetic() || " ,-".contains(c)))
    };
    ours == theirs && plain(remark) && plain(own) && is_english(remark.trim_end_matches(')'))
}

/// How a name is built, with letters for the parts of a date: `YYYY-MM_title`.
fn is_pattern(code: &str, found: &str) -> bool {
    let parts = |code: &'_ str| -> Vec<String> { code.split(['_', '-', '.', '/', ' ']).map(str::to_owned).collect() };
    let (ours, theirs) = (parts(code), parts(found));
    let is_date = |part: &String| part.contains("YYYY") && part.chars().all(|c| "YMDHS".contains(c));
    ours.iter().any(is_date)
        && ours.len() == theirs.len()
        && ours.iter().zip(&theirs).all(|(a, b)| a == b || !is_date(a) && is_english(a))
}

/// Names of people, and rows of words, with no letter of the source's script left: nobody types a command so.
fn is_in_own_letters(code: &str, found: &str) -> bool {
    const ROW: usize = 4;
    let is_own = |c: char| c.is_alphabetic() && c > '\u{36f}';
    let plain = |text: &str, is_letter: fn(char) -> bool| text.chars().all(|c| is_letter(c) || " -'’".contains(c));
    let (ours, theirs) = (words(code), words(found));
    let is_row = || ours.len() >= ROW && theirs.len() > 1;
    // A name is written by its sounds, letter by letter nearly.
    let sounds = |(a, b): (&&str, &&str)| {
        let (a, b) = (a.chars().count(), b.chars().count());
        a.abs_diff(b) * 4 <= a.max(b) && a >= ROW
    };
    let are_names = || {
        let known = ours.iter().any(|word| is_english_word(&word.to_lowercase()));
        !known && ours.len() == theirs.len() && ours.iter().zip(&theirs).all(sounds)
    };
    plain(code, |c| c.is_ascii_alphabetic())
        && found.chars().all(|c| !c.is_ascii_alphabetic())
        && found.contains(is_own)
        && (is_row() || are_names())
}

/// The same but for words in braces, which stand for something: `docs/{språk}/` for `docs/{language}/`.
fn is_same_around_braces(code: &str, found: &str) -> bool {
    let outside = |code: &str| {
        let pieces = code.split('{').enumerate();
        let rest = |(at, piece): (usize, &str)| match piece.split_once('}') {
            Some((inner, rest)) if at > 0 && inner.chars().all(|c| c.is_alphabetic() || " _-".contains(c)) => {
                format!("{{}}{rest}")
            }
            _ if at > 0 => format!("{{{piece}"),
            _ => piece.to_owned(),
        };
        pieces.map(rest).collect::<String>()
    };
    let own = |code: &str| !code.is_ascii();
    code.contains('{') && !code.contains("{{") && own(found) && outside(code) == outside(found)
}

/// Words between marks, in the letters of another script: `{имя: путь}` for `{name: dotted path}`, sums of what is told.
fn is_formula(code: &str, found: &str) -> bool {
    let marks = |code: &str| code.chars().filter(|c| !c.is_alphanumeric() && *c != ' ').collect::<String>();
    let (ours, theirs) = (words(code), words(found));
    let english = ours.iter().filter(|word| is_english_word(word)).count();
    let in_words = code.contains(' ') && !code.contains(['_', '$', '`', '"', '\'']) && english * 2 >= ours.len();
    let own = theirs.iter().any(|word| !word.is_ascii());
    in_words && own && ours.len() > 1 && !marks(code).is_empty() && marks(code) == marks(found)
}

/// The same but for words that stand for something: `任务名.md` for `task-name.md`, `load(变量)` for `load(variable)`, the name
/// of a setting before its key, a description behind a colon.
fn is_same_around_stand_ins(code: &str, found: &str) -> bool {
    let (ours, theirs) = (pieces(code), pieces(found));
    if ours.len() != theirs.len() || ours.iter().zip(&theirs).any(|(a, b)| a.mark != b.mark) {
        return false;
    }
    let is_kept = |at: usize| ours[at].text == theirs[at].text;
    let keeps_key =
        || (0..ours.len()).any(|at| is_kept(at) && ours[at].mark == Some('(') && ours[at].text.contains(['_', '<']));
    let differs: Vec<usize> = (0..ours.len()).filter(|&at| !is_kept(at)).collect();
    let stands = |&at: &usize| {
        let (text, own) = (ours[at].text, theirs[at].text);
        let is_own = !own.is_empty() && !words(own).iter().any(|word| is_english_word(&word.to_lowercase()));
        let is_within =
            |open, close| ours[at].mark == Some(open) && ours.get(at + 1).and_then(|next| next.mark) == Some(close);
        let is_argument = || is_within('(', ')') || is_within('<', '>');
        let is_description = || ours[at].mark == Some(':') && text.contains(' ');
        let is_title = || at == 0 && text.starts_with(char::is_uppercase) && keeps_key();
        is_own
            && (is_stand_in(text)
                || !own.is_ascii() && is_english(text) && (is_argument() || is_description() || is_title()))
    };
    differs.len() < ours.iter().filter(|piece| !piece.text.is_empty()).count() && differs.iter().all(stands)
}

/// What stands behind a mark, up to the next one.
struct Piece<'c> {
    mark: Option<char>,
    text: &'c str,
}

fn pieces(code: &str) -> Vec<Piece<'_>> {
    let mut out = vec![Piece { mark: None, text: "" }];
    let mut start = 0;
    for (at, mark) in code.match_indices(|c: char| "()/.:<>[]".contains(c)) {
        if let Some(last) = out.last_mut() {
            last.text = &code[start..at];
        }
        out.push(Piece { mark: mark.chars().next(), text: "" });
        start = at + mark.len();
    }
    if let Some(last) = out.last_mut() {
        last.text = &code[start..];
    }
    out
}

/// A name for a name: `task-name`, `filename`, `your_shop`.
fn is_stand_in(text: &str) -> bool {
    let text = text.trim_matches('_').to_lowercase();
    let words: Vec<&str> = text.split(['-', '_', ' ']).collect();
    let first = words.first().copied().unwrap_or_default();
    let is_word = |word: &&str| is_english_word(word) || word.strip_suffix("name").is_some_and(is_english_word);
    words.iter().all(is_word) && (text.ends_with("name") || matches!(first, "my" | "your" | "some"))
}

/// All of it is words of English.
fn is_english(text: &str) -> bool {
    let words = words(text);
    let is_word = |word: &&&str| is_english_word(&word.to_lowercase());
    !words.is_empty() && !text.contains('_') && words.iter().filter(is_word).count() * 3 >= words.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_patterns_and_names_may_be_translated() {
        for (code, found) in [
            ("(value, length, node_id)", "(値, 長さ, ノードID)"),
            ("(empty)", "（空）"),
            ("(bed, flower, watered_at)", "(花壇, 花, 水やり時刻)"),
            ("YYYYMMDD_title", "YYYYMMDD_題名"),
            ("YYYY-MM-title.md", "YYYY-MM-titel.md"),
            ("Ivanov-Petrov", "Иванов-Петров"),
            ("min hour dom mon dow", "минута час день месяц неделя"),
            ("<code>.json", "<言語コード>.json"),
            ("bed: dict (optional)", "bed: dict (opcional)"),
            (r#"e.g. {"id": [ "1" ]}"#, r#"例如：{"id": ["1"]}"#),
        ] {
            assert!(is_in_words(code, found), "{code} {found}");
        }
        for (code, found) in [
            ("load(value)", "読む(値)"),
            ("value", "値"),
            ("user_id", "用户ID"),
            ("title_date", "題名_date"),
            ("List<String>", "List<Cadena>"),
        ] {
            assert!(!is_in_words(code, found), "{code} {found}");
        }
    }

    #[test]
    fn what_stands_for_something_may_be_translated() {
        for (code, found) in [
            (".a/plan/task-name.md", ".a/plan/任务名.md"),
            ("_filename.py", "_ficheiro.py"),
            ("load(variable)", "load(变量)"),
            ("Unified Mode (unified_mode)", "统一模式 (unified_mode)"),
            ("$image.image!:Input image address", "$image.image!:输入图片地址"),
        ] {
            assert!(is_same_around_stand_ins(code, found), "{code} {found}");
        }
        for (code, found) in [
            ("image/jpeg", "图片/jpeg"),
            ("settings.yaml", "einstellungen.yaml"),
            ("load(variable)", "lade(变量)"),
            ("message:", "消息:"),
            ("load(my_value)", "load(value)"),
        ] {
            assert!(!is_same_around_stand_ins(code, found), "{code} {found}");
        }
    }
}
