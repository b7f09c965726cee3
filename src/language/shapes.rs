//! What a name, an expression or a label looks like, whatever its words are.

use std::borrow::Cow;

use memchr::memmem;

use super::content::{PARTS, is_function_word};

/// One token with letters: a compound without words like "in" (`PLUGIN-NAME`, `prefer-alias`), or a word before a colon.
pub(super) fn is_one_name(text: &str) -> bool {
    let mut tokens = text.split_whitespace().filter(|token| token.contains(char::is_alphabetic));
    let Some(token) = tokens.next().filter(|_| tokens.next().is_none()) else { return false };
    let is_compound = || token.contains('-') && !token.split('-').any(is_function_word);
    let is_plain = || token.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    (token.starts_with(char::is_uppercase) || is_plain()) && is_compound() || token.ends_with(':')
}

/// A name and its version, and nothing else.
pub(super) fn is_release(text: &str) -> bool {
    let is_version = |token: &str| {
        let number = token.trim_start_matches(['~', '^', 'v', '=', '<', '>', '@', ' ']);
        let digit = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
        number.split('.').count() >= 2 && number.split('.').all(digit)
    };
    let is_name = |token: &str| token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./@".contains(&byte));
    let mut tokens = text.split_whitespace();
    let (Some(name), Some(version), None) = (tokens.next(), tokens.next(), tokens.next()) else { return false };
    is_name(name) && is_version(version)
}

/// "then(self, other: T) -> T", "Option T = T or None": what a function takes and gives, or what a type is.
#[must_use]
pub fn is_signature(text: &str) -> bool {
    let text = text.trim();
    // "created_at (TIMESTAMP, NOT NULL)".
    let column = text.contains('(')
        && text.split_once(" (").is_some_and(|(name, rest)| {
            let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_name && rest.ends_with(')') && rest.contains(char::is_uppercase) && !rest.contains(char::is_lowercase)
        });
    let named = text.find('(').is_some_and(|open| {
        // "canvas.getBeds (all, then)": a blank stands behind what is no word.
        let name = text[..open].strip_suffix(' ').filter(|name| name.contains(['.', '_'])).unwrap_or(&text[..open]);
        let is_name = |c: char| c.is_alphanumeric() || "_.!:<>".contains(c);
        !name.is_empty() && name.chars().all(is_name) && text.ends_with([')', ']', '>']) && !text[open..].contains(". ")
    });
    let arrow = || {
        text.contains('>')
            && [" -> ", " => "].iter().any(|arrow| text.contains(arrow))
            && text.contains(['(', ':', '='])
    };
    let equals = || {
        let Some((name, rest)) = text.split_once(" = ") else { return false };
        name.starts_with(char::is_uppercase) && rest.starts_with(char::is_uppercase) && name.split(' ').count() <= 3
    };
    column || named || arrow() || text.contains('=') && equals()
}

/// `RuntimeError: "The gate is shut."`: what a program says when it fails, which people look for in its words.
pub(super) fn is_error(text: &str) -> bool {
    const KINDS: [&str; 3] = ["Error", "Exception", "Warning"];
    let Some((name, _)) = text.trim_start().split_once(": ") else { return false };
    let stem = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or_default();
    stem.starts_with(char::is_uppercase) && stem.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// "default: { beds: 4 }", "default: ''", "default :": a key and its value, which may be code.
pub(super) fn is_key(text: &str) -> bool {
    let Some((key, value)) = text.split_once(':') else { return false };
    let (key, value) = (key.trim(), value.trim());
    let is_in = |(open, close)| value.starts_with(open) && value.ends_with(close);
    let is_text = |mark: char| {
        let inner = value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inner.is_some_and(|inner| !inner.contains([' ', mark]))
    };
    let is_literal = value.is_empty()
        || [('{', '}'), ('[', ']')].into_iter().any(is_in)
        || ['\'', '"'].into_iter().any(is_text)
        || ["true", "false", "null", "undefined"].contains(&value);
    is_literal && key.len() > 1 && key.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// ":sync: beta": an option of a container.
pub(super) fn is_field(text: &str) -> bool {
    let name = text.trim_start().strip_prefix(':').and_then(|rest| rest.split_once(": "));
    name.is_some_and(|(name, value)| {
        let is_name = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        !name.is_empty() && is_name(name) && is_name(value.trim())
    })
}

/// `{"beds": 4}`: what a program reads.
pub(super) fn is_data(text: &str) -> bool {
    let text = text.trim();
    let is_framed = text.starts_with('{') && text.ends_with('}') || text.starts_with("[{") && text.ends_with("}]");
    is_framed && text.contains("\":")
}

/// "AND, OR, XOR": words in capitals, one by one.
pub(super) fn is_list_of_acronyms(text: &str) -> bool {
    let mut parts = text.split(", ").map(str::trim);
    parts.clone().nth(PARTS - 1).is_some() && parts.all(is_acronym)
}

/// "File → Export → As picture": a way through menus, which have their own language.
pub(super) fn is_menu(text: &str) -> bool {
    let mut steps = text.split(" → ");
    text.contains('→')
        && steps.clone().nth(2).is_some()
        && steps.all(|step| !step.trim().starts_with(char::is_lowercase))
}

/// "The MIT License".
pub(super) fn is_license(words: &[&str]) -> bool {
    const NAMES: [&str; 11] = ["AGPL", "Apache", "BSD", "Boost", "GNU", "GPL", "ISC", "LGPL", "MIT", "Mozilla", "MPL"];
    let named = words.strip_prefix(&["The"]).unwrap_or(words);
    // "CC BY-SA 4.0"
    let is_common = words.first() == Some(&"CC")
        && words[1..].iter().all(|word| ["BY", "BY-SA", "BY-NC", "BY-ND", "SA", "NC", "ND"].contains(word));
    is_common && words.len() > 1
        || named.len() <= 5
            && named.first().is_some_and(|name| NAMES.contains(name))
            && named.iter().any(|word| matches!(*word, "License" | "Licence"))
            && named.iter().all(|word| word.starts_with(char::is_uppercase))
}

/// "0 to 255", "-1 and above", "0.0 - 1.0 (step 0.1)", "9.5 ms": numbers with a small word between, or a unit behind.
pub(super) fn is_range(text: &str, words: &[&str]) -> bool {
    const BETWEEN: [&str; 14] =
        ["above", "and", "below", "fps", "kb", "mb", "min", "more", "ms", "or", "px", "sec", "step", "to"];
    let number = text.trim_start_matches(['-', '−', '+', '(', '~']).starts_with(|c: char| c.is_ascii_digit());
    number && words.iter().all(|word| BETWEEN.contains(&word.to_ascii_lowercase().as_str()) || *word == "up")
}

/// "Spring Boot starter": one word behind two names is theirs, unless a sentence ends there.
pub(super) fn is_of_names(text: &str, words: &[&str]) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    matches!(words, [one, two, last] if is_name(one) && is_name(two) && !is_name(last) && !is_function_word(two))
        && text.trim_end().ends_with(char::is_alphanumeric)
}

/// A text without what its acronyms stand for: "TTL (Time To Live)".
pub(super) fn without_expansions(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    for (open, _) in text.match_indices('(') {
        let acronym = text[..open].split_whitespace().next_back().unwrap_or_default();
        let Some(length) = text[open..].find(')').filter(|_| is_acronym(acronym)) else { continue };
        let words = text[open + 1..open + length].split_whitespace();
        let initials = words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase);
        if initials.eq(acronym.chars()) {
            out = Cow::Owned(out.replace(&text[open..=open + length], ""));
        }
    }
    out
}

fn is_acronym(token: &str) -> bool {
    token.len() >= 2 && token.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// "Testing a Database": an article stands between words, which no name has.
pub(super) fn has_article(text: &str) -> bool {
    let mut places = memmem::find_iter(text.as_bytes(), " a ");
    places.any(|at| {
        let ends_word = text[..at].ends_with(|c: char| c.is_ascii_lowercase());
        ends_word && text[at + 3..].starts_with(|c: char| c.is_ascii_alphabetic())
    })
}
