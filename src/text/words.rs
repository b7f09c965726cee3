//! Words in a text.

/// A letter, a digit or an underscore: what words of code are made of.
fn part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The words of a text, as code has them.
#[must_use]
pub fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !part(c)).filter(|word| !word.is_empty()).collect()
}

/// `word` stands in `text` by itself: no letter, digit or underscore goes on before or after it.
#[must_use]
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// A letter of a script beyond Latin, which no programming language is written in.
#[must_use]
pub fn is_beyond_latin(c: char) -> bool {
    c >= '\u{370}' && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_word_is_none() {
        assert!(has_word("water_beans, beans", "beans"));
        assert!(!has_word("water_beans and beanstalks", "beans"));
    }
}
