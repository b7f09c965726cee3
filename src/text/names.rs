//! What spans of code name, by their form alone.

/// The same to the eye, with letters of another script in it: no program reads it so.
#[must_use]
pub fn is_look_alike(expected: &str, found: &str) -> bool {
    const OTHERS: &str = "аАВеЕіІЈјКМНоОрРсСТуХхѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
    const LATIN: &str = "aABeEiIJjKMHoOpPcCTyXxsdhABEZHIKMNOPTYXo";
    let latin =
        |c: char| OTHERS.chars().zip(LATIN.chars()).find(|(other, _)| *other == c).map_or(c, |(_, latin)| latin);
    expected.is_ascii() && !found.is_ascii() && found.chars().map(latin).eq(expected.chars())
}

/// The same number, with words of the language behind it: `PLAN-02.1 План работ` for `PLAN-02.1 Work plan`.
#[must_use]
pub fn is_numbered_title(expected: &str, found: &str) -> bool {
    let is_number = |number: &str| {
        let mut parts = number.split(['.', '-', '_']);
        let written =
            parts.clone().all(|part| part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
        written
            && parts.clone().count() > 1
            && parts.all(|part| !part.is_empty())
            && number.ends_with(|c: char| c.is_ascii_digit())
    };
    let is_title = |words: &str| words.chars().all(|c| c.is_alphabetic() || " -()&،".contains(c));
    let has_own_words = || found.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    expected.split_once(' ').zip(found.split_once(' ')).is_some_and(|((number, words), (own_number, own_words))| {
        number == own_number && is_number(number) && is_title(words) && is_title(own_words) && has_own_words()
    })
}

/// The same path in the home of somebody else, who is nobody: `/home/brukar/x` for `/home/user/x`.
#[must_use]
pub fn is_home_of_another(expected: &str, found: &str) -> bool {
    let rest = |path: &'_ str| {
        let inside = ["/home/", "/Users/", "C:\\Users\\"].into_iter().find_map(|home| path.strip_prefix(home))?;
        Some(inside.trim_start_matches(|c| c != '/' && c != '\\').to_owned())
    };
    rest(expected).is_some_and(|own| rest(found) == Some(own))
}

/// A name without arguments.
#[must_use]
pub fn is_plain_name(code: &str) -> bool {
    code.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-')) && code.contains(char::is_alphabetic)
}

/// A checksum in hexadecimal digits, as of MD5 or SHA-256.
#[must_use]
pub fn is_checksum(code: &str) -> bool {
    matches!(code.len(), 32 | 40 | 64 | 128) && code.bytes().all(|byte| byte.is_ascii_hexdigit())
}
