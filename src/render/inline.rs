//! Sentences that quote a translation, inside Markdown that is posted in our name: nothing in them may call people, refer
//! to issues, make links, or become HTML.

use super::visible::escaped;

/// One line: what stands in back-ticks becomes a code span, every mark elsewhere is a character.
pub(super) fn markdown(text: &str) -> String {
    let text = escaped(text);
    let pieces: Vec<&str> = text.split('`').collect();
    // With an odd number of back-ticks, the last one opens nothing.
    let alone = pieces.len().is_multiple_of(2).then(|| pieces.len() - 1);
    let piece = |(at, piece): (usize, &&str)| match at {
        at if Some(at) == alone => format!("\\`{}", plain(piece)),
        at if at % 2 == 1 => code(piece),
        _ => plain(piece),
    };
    pieces.iter().enumerate().map(piece).collect()
}

/// A code span of one line.
pub(super) fn code(text: &str) -> String {
    let text = escaped(text);
    if text.trim().is_empty() {
        return text;
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// No mark has a meaning: Markdown's are escaped, and those that a forge looks for afterwards are parted from what
/// follows by a space without width.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // These mean something at the start of a line only, or before a word.
        let is_plain = match c {
            ',' | ';' | '\'' | '"' | '%' | '/' | '?' | '=' => true,
            '(' | ')' | '-' | '+' => !out.is_empty(),
            ':' => chars.peek().is_none_or(|next| *next == ' '),
            _ => !c.is_ascii_punctuation(),
        };
        if !is_plain {
            out.push('\\');
        }
        out.push(c);
        if matches!(c, '@' | '#' | '$' | '!' | '~' | '%') {
            out.push('\u{200b}');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(text: &str, expected: &str) {
        assert_eq!(markdown(text).replace('\u{200b}', "|"), expected);
    }

    #[test]
    fn quoted_words_are_code_and_marks_are_characters() {
        says("link to `promote/videos` is missing", "link to `promote/videos` is missing");
        says("“@all *see* <b> #1 [x](y)”", r"“\@|all \*see\* \<b\> \#|1 \[x\](y)”");
        says("https://a.example www.a.example", r"https\://a\.example www\.a\.example");
        says("- a: b (c) :d", r"\- a: b (c) \:d");
        says("one ` alone @me", r"one \` alone \@|me");
        says("an empty `` span", "an empty  span");
        says("a\nb `c\nd`", "a\\\\nb `c\\nd`");
    }

    #[test]
    fn a_code_span_holds_back_ticks() {
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
    }
}
