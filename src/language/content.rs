//! Names, terms and code that any language keeps, or ordinary words?

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_segmentation::UnicodeSegmentation;

use super::model::unquoted;
use super::shapes::{
    has_article, is_data, is_error, is_field, is_key, is_license, is_list_of_acronyms, is_menu, is_of_names,
    is_one_name, is_range, is_release, is_signature, without_expansions,
};
use super::short::ShortWords;
use super::words::{CAPITAL, SMALL, Tokens, WIDE, key_of};

/// The keys of common English words in lower case; see `tools/words.py`.
static WORDS: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    let words = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    words.map(|word| key_of(word.as_bytes())).collect()
});

/// Words that show that their neighbours are a sentence, even in a heading whose words all have capitals.
static FUNCTION_WORDS: ShortWords = ShortWords::new(&FUNCTION, &[]);

const FUNCTION: [&str; 46] = [
    "a", "about", "an", "and", "are", "at", "before", "by", "can", "do", "does", "for", "from", "how", "if", "in",
    "into", "is", "it", "its", "more", "not", "of", "on", "or", "our", "should", "that", "the", "their", "this", "to",
    "use", "using", "was", "we", "what", "when", "where", "which", "why", "will", "with", "without", "you", "your",
];

/// The word, in any case, is one of them.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.get(word.as_bytes()).is_some()
}

/// Tokens that are looked at.
const ENOUGH: usize = 40;

/// What a text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// No word is left: code, addresses, numbers, signs.
    Wordless,
    /// Names, terms and words that the English list does not know.
    Names(u32),
    /// Three words or more, at least half of them English: a title, or a long name.
    Title(u32),
    /// Ordinary words; how many words there are, up to some forty.
    Words(u32),
}

/// Looks at the prose of a block. `keep` are terms that stay as they are.
#[must_use]
pub fn content(prose: &str, keep: &[String]) -> Content {
    let stripped = if keep.is_empty() { Cow::Borrowed(prose) } else { Cow::Owned(without_terms(prose, keep)) };
    if is_credit(&stripped) || is_key(&stripped) || is_field(&stripped) || is_data(&stripped) || is_error(&stripped) {
        return Content::Wordless;
    }
    let stripped = without_expansions(&stripped);
    let words = plain_words(&stripped);
    let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Content::Wordless;
    }
    // "Pre-commit →", "PLUGIN-NAME", the key of a file as `Name:`; "inherit ~1.0.4".
    if is_one_name(&stripped) || is_release(&stripped) {
        return Content::Names(1);
    }
    if is_signature(&stripped)
        || is_range(&stripped, &words)
        || is_license(&words)
        || is_menu(&stripped)
        || is_list_of_acronyms(&stripped)
        || is_choice_of_names(&stripped)
    {
        return Content::Names(count);
    }
    // A few words in quotation marks are what something is called.
    if count <= 4 && is_quotation(&stripped) {
        return Content::Names(count);
    }
    // "Event: 'close-window'" is the label of a name: prose, though little.
    if count <= 2 && stripped.split_whitespace().take(ENOUGH).any(is_quoted_name) {
        return Content::Words(count);
    }
    let ordinary =
        |word: &&&str| word.starts_with(char::is_lowercase) && is_english_word(word) && !TYPES.contains(word);
    let function = |word: &&&str| is_function_word(word);
    // "The Coral Project": an article may begin a name.
    let named =
        ["The", "A", "An"].contains(&words[0]) && words[1..].iter().all(|word| word.starts_with(char::is_uppercase));
    // "Docker in Swarm Mode" and "Jane Doe, John Roe - Example (ref)" are names with a word between.
    let rest = if named { &words[1..] } else { &words[..] };
    let mut ordinary = rest.iter().filter(|word| function(word) || ordinary(word));
    let is_third = ordinary.nth(words.len().div_ceil(3) - 1).is_some();
    if count >= 2 && has_article(&stripped) {
        return Content::Words(count + 1);
    }
    let sentence =
        is_third && (count >= 2 || words[0].starts_with(char::is_lowercase)) && !is_of_names(&stripped, &words);
    if is_command(&stripped, &words) {
        return Content::Names(count);
    }
    let linked = || stripped.split_whitespace().take(ENOUGH).any(is_everybodys);
    let english = || words.iter().filter(|word| is_english_word(word)).count();
    // "Using Docker - Flask, Django, others": one small word of English ends a list of names.
    let small = |word: &&str| word.len() >= 5 && word.starts_with(char::is_lowercase) && is_english_word(word);
    match () {
        () if sentence && is_enumeration(&stripped) => Content::Title(count),
        () if sentence => Content::Words(count),
        () if count >= 3 && english() >= 2 && english() * 2 >= words.len() => Content::Title(count),
        () if count >= 4 && words.iter().any(small) && is_english_word(words[0]) => Content::Title(count),
        // "Wolf versus Bear": names are all that is left, and what stands between them is everybody's.
        () if linked() => Content::Wordless,
        () => Content::Names(count),
    }
}

/// The words of a text, identifiers, names in quotation marks and the like left out; the first words of a long text.
#[must_use]
pub fn plain_words(text: &str) -> Vec<&str> {
    let counts = |word: &str| !is_everybodys(word) && word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let mut words: Vec<&str> = Vec::with_capacity(ENOUGH);
    for (token, kinds) in Tokens::new(text).take(ENOUGH) {
        match bare(token, kinds) {
            Some(word) if word.len() < 2 || is_everybodys(word) || is_mixed(word) => {}
            Some(word) => words.push(word),
            None => alternatives(token, |token| {
                if is_word(token) {
                    words_of(token, |word| words.extend(counts(word).then_some(word)));
                }
            }),
        }
    }
    words
}

/// Parts between commas that a list of terms has at least, and words of the longest term.
pub(super) const PARTS: usize = 3;
const TERM: usize = 3;

/// A few words, and no small word of English.
fn is_term(part: &str) -> bool {
    let words = plain_words(part);
    words.len() <= TERM && !words.iter().any(|word| is_function_word(word))
}

/// "Types: bug, feature, question": terms between commas, with no small word of English.
#[must_use]
pub fn is_enumeration(text: &str) -> bool {
    let text = text.split_once(':').map_or(text, |(_, terms)| terms);
    let mut parts = text.split([',', '、', '，']);
    // A full stop ends a sentence.
    parts.clone().nth(PARTS - 1).is_some() && !text.trim_end().ends_with(['.', '!', '?']) && parts.all(is_term)
}

/// "POST / PUT / PATCH", "npm run / CLI", "IE / Edge": short terms with slashes between, one of which at least is an acronym
/// or no word of English.
fn is_choice_of_names(text: &str) -> bool {
    let is_name = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && (word.chars().all(|c| !c.is_lowercase()) || !is_english_word(&word.to_lowercase()))
    };
    text.contains(" / ") && text.split(" / ").all(is_term) && text.split([' ', '/']).any(is_name)
}

/// Types and values of programs, and endings of files, that are words of English, too: where they are all there is, they are no words.
const TYPES: [&str; 22] = [
    "any",
    "array",
    "bool",
    "boolean",
    "double",
    "exe",
    "false",
    "float",
    "integer",
    "jar",
    "never",
    "null",
    "number",
    "object",
    "string",
    "symbol",
    "tar",
    "true",
    "undefined",
    "unknown",
    "void",
    "zip",
];

/// Latin that most languages write as English does.
fn is_everybodys(word: &str) -> bool {
    matches!(word, "etc" | "etc." | "vs" | "vs." | "versus")
}

/// "npm install foo": a few words in small letters, the first of them none of the language.
fn is_command(prose: &str, words: &[&str]) -> bool {
    let is_small = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    words.len() <= 4
        && words.iter().all(is_small)
        && !words.iter().any(|word| is_function_word(word))
        && !is_english_word(words[0])
        && !prose.contains(['.', ',', ':', ';', '!', '?'])
}

/// Most tokens are ASCII letters, with signs round them that are no part of a name: the letters of such a token, which
/// are a word as [`is_word`] and [`words_of`] have it, unless they are mixed.
fn bare(token: &str, kinds: u8) -> Option<&str> {
    if kinds & !(SMALL | CAPITAL) == 0 {
        return Some(token);
    }
    let from = token.bytes().position(|byte| byte.is_ascii_alphabetic()).filter(|_| kinds & WIDE == 0)?;
    let length = token.bytes().skip(from).position(|byte| !byte.is_ascii_alphabetic());
    let to = length.map_or(token.len(), |length| from + length);
    let before = token.bytes().take(from).all(|byte| byte.is_ascii_punctuation() && !b"@#$/-_.".contains(&byte));
    let after = || token.bytes().skip(to).all(|byte| byte.is_ascii_punctuation() && byte != b'-');
    (before && after()).then(|| &token[from..to])
}

/// `fooBar` is a name.
fn is_mixed(word: &str) -> bool {
    let rises = word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    rises && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// The words of a token; of an ASCII token its only one, hyphens and apostrophes inside.
fn words_of<'t>(token: &'t str, take: impl FnMut(&'t str)) {
    if token.is_ascii() {
        let word = token.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        word.split('-').filter(|part| !part.is_empty()).for_each(take);
    } else {
        token.unicode_words().for_each(take);
    }
}

/// "Online/Offline" is two words, `src/lib` is none.
fn alternatives<'t>(token: &'t str, mut take: impl FnMut(&'t str)) {
    let plain = |part: &str| {
        let part = part.trim_matches(|c: char| c.is_ascii_punctuation());
        part.len() >= 3
            && part.chars().all(char::is_alphabetic)
            && (part.starts_with(char::is_uppercase) || is_english_word(part))
    };
    match token.split_once('/') {
        Some((one, other)) if !other.contains('/') && plain(one) && plain(other) => {
            take(one);
            take(other);
        }
        _ => take(token),
    }
}

/// The English list has this word in small letters.
pub(super) fn is_listed(word: &[u8]) -> bool {
    WORDS.contains(&key_of(word))
}

/// The English list has this word in any case.
#[must_use]
pub fn is_english_word(word: &str) -> bool {
    if is_listed(word.as_bytes()) {
        return true;
    }
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let lower = word.to_lowercase();
    let stem = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(&lower);
    is_listed(stem.as_bytes())
}

fn without_terms(prose: &str, keep: &[String]) -> String {
    keep.iter().filter(|term| !term.is_empty()).fold(prose.to_owned(), |text, term| text.replace(term.as_str(), " "))
}

/// "— Jane Doe", "© 2024 Jane Doe".
fn is_credit(prose: &str) -> bool {
    let start = prose.trim_start();
    ["—", "©", "(c) ", "(C) ", "Copyright ©"].iter().any(|mark| start.starts_with(mark))
}

/// All of the text stands in one pair of quotation marks.
fn is_quotation(text: &str) -> bool {
    let inner = text.trim().trim_end_matches(['.', ',', ':', ';', '!', '?']);
    let rest = unquoted(inner);
    inner.starts_with(['"', '“', '„', '«', '‹', '「', '『', '《']) && !rest.contains(char::is_alphanumeric)
}

/// A token of letters, not a path, an identifier, a version, a flag, a mention or an address.
fn is_word(token: &str) -> bool {
    if is_quoted_name(token) {
        return false;
    }
    let token =
        token.trim_matches(|c: char| !c.is_alphanumeric() && !"@#$/-_.".contains(c)).trim_end_matches(['.', '-']);
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    let marked = token.starts_with(['@', '#', '$', '/', '-', '.', '_']) && token.len() > 1;
    let capitals_inside = inner.chars().skip(1).any(char::is_uppercase) && inner.chars().any(char::is_lowercase);
    // `well-known` is a word; `react-native-app` is a name.
    let mut parts = inner.split('-');
    let joined = match inner.bytes().filter(|byte| *byte == b'-').count() {
        0 => false,
        1 => !parts.all(is_english_word),
        _ => !parts.any(|part| !part.bytes().any(|byte| byte.is_ascii_uppercase()) && is_function_word(part)),
    };
    let signs = joined
        || inner.contains(['/', '\\', '_', '@', '#', '$', '=', ':', '<', '>', '{', '}', '|'])
        || inner.contains('.');
    !inner.is_empty() && !capitals_inside && !signs && !marked && !inner.chars().any(|c| c.is_ascii_digit())
}

/// `'close-window'` is what a program calls it.
fn is_quoted_name(token: &str) -> bool {
    token.contains('-') && is_quoted(token)
}

/// The token stands in quotation marks.
#[must_use]
pub fn is_quoted(token: &str) -> bool {
    const QUOTES: [char; 6] = ['\'', '"', '‘', '’', '“', '”'];
    let token = token.trim_end_matches(['.', ',', ':', ';']);
    token.starts_with(QUOTES) && token.ends_with(QUOTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(prose: &str, expected: Content) {
        assert_eq!(content(prose, &["Hour of Code".into()]), expected, "{prose}");
    }

    #[test]
    fn names_and_code_are_no_ordinary_english() {
        is("GitHub Actions", Content::Names(1));
        is("API", Content::Names(1));
        is("npm install foo", Content::Names(3));
        is("Docker in Swarm Mode", Content::Title(4));
        is("Jane Doe, John Roe - Example (ref)", Content::Names(6));
        is("react-native-app", Content::Wordless);
        is("BIRD", Content::Names(1));
        is("© 2024 Jane Doe", Content::Wordless);
        is("src/lib.rs 3.14.x --flag @someone", Content::Wordless);
        is("Hour of Code", Content::Wordless);
        is("Installation", Content::Names(1));
        is("etc.", Content::Wordless);
        is("Optional File Upload", Content::Title(3));
        is("The Open Garden Project", Content::Title(4));
        is("Event: 'check-for-updates'", Content::Words(1));
        is("Wolf versus Bear", Content::Wordless);
        is("Quux, Xyzzy, etc.", Content::Wordless);
        is("number", Content::Names(1));
        is("\"Add configuration...\".", Content::Names(2));
        is("\"Add a name\" and save", Content::Words(5));
        is("Spring Boot starter", Content::Names(3));
        is("0.0 - 1.0 (step 0.01)", Content::Names(1));
        is("-1 and above", Content::Names(2));
        is("3 days and 4 nights", Content::Words(3));
        is("9.49 ms", Content::Names(1));
        is("Window → Manager → + → Add a name", Content::Names(4));
        is(":sync: beta", Content::Wordless);
        is(":warning: Do not open the door", Content::Words(6));
        is("The MIT License", Content::Names(3));
        is("created_at (TIMESTAMP WITH TIME ZONE, DEFAULT NOW())", Content::Names(6));
        is("then(self, other: T) -> T", Content::Names(2));
        is("canvas.getBeds (all, then)", Content::Names(2));
        is("Mr. Bean (all of it)", Content::Words(5));
        is("while! cond!: () => Bool", Content::Names(3));
        is("Option T = T or NoneType", Content::Names(2));
        is("Call us (by phone)", Content::Words(4));
        is("{\"subscription\": \"for all\"}", Content::Wordless);
        is("AND, OR, NOT, XOR", Content::Names(4));
        is("npm run / CLI", Content::Names(3));
        is("Open / close", Content::Words(2));
        is("DO NOT OPEN THE GATE", Content::Words(5));
        is("design, database, caching", Content::Title(3));
        is("Read, write and sort, all at once", Content::Words(7));
        is("Start Garden server.", Content::Words(3));
        is("TTL ( Time To Live )", Content::Names(1));
        is("TTL (time of the last use)", Content::Words(6));
        is("Pre-commit →", Content::Names(1));
        is("version:", Content::Wordless);
        is("default : ", Content::Wordless);
        is("default: { beds: 4, tools: 0 }", Content::Wordless);
        is("notice: [all of the words here] are to be read", Content::Words(10));
        is("End-of-life", Content::Words(3));
        is("Record<String, any>[] | null", Content::Names(2));
    }

    #[test]
    fn terms_between_commas_are_no_text() {
        assert!(is_enumeration("Types: bug, feature request, question"));
        assert!(!is_enumeration("Read, write, and the rest"));
        assert!(!is_enumeration("Types: bug, question"));
        assert!(!is_enumeration("Manage sessions, cookies, cache, settings, etc."));
        assert!(!is_enumeration("One, two, three words more than that"));
    }

    #[test]
    fn sentences_and_titles_with_function_words_are() {
        is("Install the package and restart.", Content::Words(5));
        is("How To Get Started", Content::Words(4));
        is("distribution agreement", Content::Words(2));
        is("a string or a number", Content::Words(4));
        is("Testing a Database", Content::Words(3));
        is("BSD is a License", Content::Words(4));
        is("Add a name or a number.", Content::Words(5));
        is("Including Flask - Django, Rocket, others", Content::Title(5));
        is("A well-known up-to-date text", Content::Words(6));
    }
}
