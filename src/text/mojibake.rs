//! UTF-8 that was read as Windows-1252 or Latin-1: `Ã©` for `é`, `â€™` for `’`.

use super::Span;

/// Two or more characters that were one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garbled {
    /// The wrong characters.
    pub span: Span,
    /// The character they were.
    pub char: char,
    /// No language writes them so.
    pub sure: bool,
}

/// The garbled characters of `text`, in order. One that is not sure is no proof by itself.
#[must_use]
pub fn garbled(text: &str) -> Vec<Garbled> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut from = 0;
    // Lead bytes of UTF-8 are U+00C2 to U+00F4 when misread: all of them are written with 0xC3 and 0x82 to 0xB4.
    for at in memchr::memchr_iter(0xc3, bytes) {
        if at < from || !matches!(bytes.get(at + 1), Some(0x82..=0xb4)) {
            continue;
        }
        if let Some(found) = text.get(at..).and_then(|rest| read(text, rest, at)) {
            from = found.span.end as usize;
            out.push(found);
        }
    }
    out
}

fn read(text: &str, rest: &str, at: usize) -> Option<Garbled> {
    let mut chars = rest.chars();
    let lead = byte(chars.next()?)?;
    let len = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    let (mut raw, mut end, mut control) = ([lead, 0, 0, 0], at + 2, false);
    let mut second = ' ';
    for (place, char) in (1..len).zip(chars) {
        raw[place] = byte(char).filter(|byte| (0x80..0xc0).contains(byte))?;
        control |= ('\u{80}'..'\u{a0}').contains(&char);
        if place == 1 {
            second = char;
        }
        end += char.len_utf8();
    }
    let char = std::str::from_utf8(&raw[..len]).ok()?.chars().next().filter(|char| is_likely(*char))?;
    let before = text[..at].chars().next_back();
    let after = text[end..].chars().next();
    let sure =
        control || lead == 0xe2 && second == '€' || len == 4 || len == 2 && is_sure((before, after), lead, second);
    Some(Garbled { span: Span::new(at, end), char, sure })
}

/// No language writes the two characters, of which `lead` is the first one's byte, one behind the other between these.
fn is_sure((before, after): (Option<char>, Option<char>), lead: u8, second: char) -> bool {
    let lower = |char: Option<char>| char.is_some_and(char::is_lowercase);
    let capital = before.is_some_and(char::is_uppercase);
    let beside_letter = before.into_iter().chain(after).any(char::is_alphabetic);
    // `Ã` and `Â` are the first of most; `Å` may be a unit.
    let common = matches!(lead, 0xc2 | 0xc3);
    match second {
        '\u{a0}' => {
            lower(before) || before.is_some_and(|c| !c.is_alphanumeric() && (!c.is_whitespace() || lead == 0xc3))
        }
        _ if lower(before) && lower(after) => true,
        // Quotation marks, ordinals and letters follow capitals: `CAFÉ”`, `AÇÃ³`.
        '»' | '«' | '·' | 'ª' | 'º' => lower(after) && !capital,
        '²' | '³' | '¹' | 'ƒ' => lower(before) || lower(after) && !capital,
        '¡'..='¿' | 'ˆ' | '‰' | '˜' | '†' | '‡' | '€' => common || beside_letter,
        _ => false,
    }
}

/// Characters that pages hold; others come out of quotes after capital letters, such as in `CAFÉ”`.
fn is_likely(char: char) -> bool {
    matches!(u32::from(char),
        0xa0..=0x17f | 0x1a0..=0x1a1 | 0x1af..=0x1b0 | 0x218..=0x21b | 0x386..=0x3ce | 0x400..=0x45f | 0x490..=0x491 | 0x5d0..=0x5ea | 0x621..=0x6d2 | 0x900..=0xdff
        | 0xe01..=0xe5b | 0x1ea0..=0x1ef9 | 0x2010..=0x2026 | 0x20ac | 0x2122 | 0x2190..=0x21ff | 0x2500..=0x27bf
        | 0x3001..=0x30ff | 0x4e00..=0x9fff | 0xac00..=0xd7a3 | 0xff01..=0xff5e | 0x1f300..=0x1faff)
}

/// The byte that was read as `char`.
fn byte(char: char) -> Option<u8> {
    const WINDOWS: [(char, u8); 27] = [
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8a),
        ('‹', 0x8b),
        ('Œ', 0x8c),
        ('Ž', 0x8e),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9a),
        ('›', 0x9b),
        ('œ', 0x9c),
        ('ž', 0x9e),
        ('Ÿ', 0x9f),
    ];
    match u32::from(char) {
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        0..=0x7f => None,
        _ => WINDOWS.iter().find(|(other, _)| *other == char).map(|(_, byte)| *byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_was_misread() {
        for (text, good) in
            [("Ã©tÃ©", "éé"), ("donâ€™t", "’"), ("ÐŸÑ€Ð¸", "При"), ("æ—¥æœ¬", "日本"), ("kjÃ¸re", "ø"), ("È™i", "ș")]
        {
            let found = garbled(text);
            assert_eq!(found.iter().map(|one| one.char).collect::<String>(), good, "{text}");
        }
        assert!(garbled("kjÃ¸re")[0].sure && garbled("donâ€™t")[0].sure);
        for text in [
            "technologieÃ«n",
            "nÃºmero",
            "DÃ©but",
            "é Ã© +1",
            "[a]Â\u{a0}:",
            "Â© 2020",
            "Ã‰tats",
            "Ãºtil",
            "zatÄƒ la",
            "e Ã\u{a0} la",
        ] {
            assert!(garbled(text)[0].sure, "{text}");
        }
    }

    #[test]
    fn letters_of_languages_are_no_garbage() {
        for text in [
            "NÃO É ASSIM",
            "« voilà\u{a0}» et là\u{a0}!",
            "„Spaß“ und „groß“",
            "România, ÎNCEPUT",
            "ĐẶNG, ÂM",
            "Ísland, Ð og ð",
            "1,5 Å±0,1",
            "CAFÉ” e AÇÃ³",
            "3×½ m",
        ] {
            assert!(garbled(text).iter().all(|one| !one.sure), "{text}");
            assert!(garbled(text).len() < 2, "{text}");
        }
    }
}
