//! Characters that nobody sees: marks of direction, characters of no width, tags.

use super::Span;

/// What a hidden character does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hides {
    /// Turns the letters after it round, whatever they are.
    Override,
    /// Opens an embedding or an isolate.
    Opens,
    /// Closes what an override or an embedding opened.
    ClosesEmbedding,
    /// Closes an isolate.
    ClosesIsolate,
    /// Has a direction and nothing else.
    Mark,
    /// A place where a line may break.
    Break,
    /// A place where a line may not break.
    Join,
    /// A hyphen that only shows at the end of a line.
    Hyphen,
    /// Joins or parts the shapes of letters, or of emoji.
    Shape,
    /// The mark at the start of a file.
    ByteOrder,
    /// A letter of a tag, as in the flags of regions.
    Tag,
}

/// One hidden character.
#[derive(Debug, Clone, Copy)]
pub struct HiddenChar {
    /// Its bytes.
    pub span: Span,
    /// The character.
    pub char: char,
    /// What it does.
    pub hides: Hides,
}

/// What a hidden character does; `None` for a character that can be seen, or is a plain space.
#[must_use]
pub fn hides(char: char) -> Option<Hides> {
    Some(match char {
        '\u{202d}' | '\u{202e}' => Hides::Override,
        '\u{202a}' | '\u{202b}' | '\u{2066}'..='\u{2068}' => Hides::Opens,
        '\u{202c}' => Hides::ClosesEmbedding,
        '\u{2069}' => Hides::ClosesIsolate,
        '\u{200e}' | '\u{200f}' => Hides::Mark,
        '\u{200b}' => Hides::Break,
        '\u{2060}'..='\u{2064}' => Hides::Join,
        '\u{ad}' => Hides::Hyphen,
        '\u{200c}' | '\u{200d}' => Hides::Shape,
        '\u{feff}' => Hides::ByteOrder,
        '\u{e0000}'..='\u{e007f}' => Hides::Tag,
        _ => return None,
    })
}

/// The name of a hidden character in Unicode, lower case.
#[must_use]
pub fn hidden_name(char: char) -> &'static str {
    match char {
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{200b}' => "zero width space",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{ad}' => "soft hyphen",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{feff}' => "byte order mark",
        _ => "tag character",
    }
}

/// The hidden characters of `text`, in order; a byte order mark at its very start is none.
#[must_use]
pub fn hidden_chars(text: &str) -> Vec<HiddenChar> {
    let bytes = text.as_bytes();
    // All of them but the soft hyphen begin with one of three bytes; pages without these bytes cost two searches.
    let mut starts: Vec<usize> = memchr::memchr3_iter(0xe2, 0xef, 0xf3, bytes)
        .filter(|&at| match bytes[at] {
            0xe2 => matches!(
                bytes.get(at + 1..at + 3),
                Some([0x80, 0x8b..=0x8f | 0xaa..=0xae] | [0x81, 0xa0..=0xa4 | 0xa6..=0xa9])
            ),
            0xef => bytes[at..].starts_with(b"\xef\xbb\xbf") && at > 0,
            _ => matches!(bytes.get(at + 1..at + 3), Some([0xa0, 0x80 | 0x81])),
        })
        .collect();
    let others = starts.len();
    starts.extend(memchr::memchr_iter(0xc2, bytes).filter(|&at| bytes.get(at + 1) == Some(&0xad)));
    if others > 0 && others < starts.len() {
        starts.sort_unstable();
    }
    let found = |at: usize| {
        let char = text.get(at..)?.chars().next()?;
        Some(HiddenChar { span: Span::new(at, at + char.len_utf8()), char, hides: hides(char)? })
    };
    starts.into_iter().filter_map(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_hidden_character_and_no_other() {
        let text = "\u{feff}a\u{ad}b\u{200b}“\u{202e}”…\u{feff}，\u{e0067}\u{a0}é\u{2060}";
        let found: Vec<char> = hidden_chars(text).iter().map(|one| one.char).collect();
        assert_eq!(found, ['\u{ad}', '\u{200b}', '\u{202e}', '\u{feff}', '\u{e0067}', '\u{2060}']);
        let all = ('\u{80}'..='\u{e0fff}').filter(|char| hides(*char).is_some());
        assert!(all.into_iter().all(|char| hidden_chars(&format!("x{char}")).len() == 1));
    }
}
