//! Where sentences begin and end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text by the rules of Unicode, white space at their ends left out.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    // Of ASCII the rules are few: those of all of Unicode take ten times as long.
    let is_ascii = text.is_ascii();
    let plain = is_ascii.then(|| PlainSentences { text, at: 0 });
    let other = (!is_ascii).then(|| text.split_sentence_bound_indices());
    plain.into_iter().flatten().chain(other.into_iter().flatten()).filter_map(|(at, sentence)| {
        let trimmed = sentence.trim();
        let start = at + (sentence.len() - sentence.trim_start().len());
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    })
}

/// The sentences of ASCII by the rules SB3 to SB11 of Unicode Standard Annex 29.
struct PlainSentences<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for PlainSentences<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<(usize, &'t str)> {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let mut at = start;
        while at < bytes.len() {
            let (next, ends) = match bytes[at] {
                b'.' | b'!' | b'?' => after_stop(bytes, at),
                b'\n' | b'\r' => (after_line(bytes, at), true),
                _ => (at + 1, false),
            };
            at = next;
            if ends {
                break;
            }
        }
        self.at = at;
        (start < at).then(|| (start, &self.text[start..at]))
    }
}

/// Where the marks and blanks that belong to a full stop end, and whether a sentence ends there.
fn after_stop(bytes: &[u8], stop: usize) -> (usize, bool) {
    let is_close = |byte: &u8| matches!(byte, b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}');
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\x0b' | b'\x0c');
    let closes = bytes[stop + 1..].iter().take_while(|byte| is_close(byte)).count();
    let blanks = bytes[stop + 1 + closes..].iter().take_while(|byte| is_blank(byte)).count();
    let at = stop + 1 + closes + blanks;
    let Some(next) = bytes.get(at) else { return (at, true) };
    let goes_on = match next {
        b'\n' | b'\r' => return (after_line(bytes, at), true),
        b',' | b'-' | b':' | b';' | b'.' | b'!' | b'?' => true,
        // "3.14", "U.S."
        b'0'..=b'9' if at == stop + 1 => bytes[stop] == b'.',
        b'A'..=b'Z' if at == stop + 1 => bytes[stop] == b'.' && stop > 0 && bytes[stop - 1].is_ascii_alphabetic(),
        _ => false,
    };
    // "etc.) and so on"
    let is_decisive = |byte: &&u8| byte.is_ascii_alphabetic() || matches!(byte, b'\n' | b'\r' | b'.' | b'!' | b'?');
    let is_small = || bytes[at..].iter().find(is_decisive).is_some_and(u8::is_ascii_lowercase);
    (at, !goes_on && !(bytes[stop] == b'.' && is_small()))
}

fn after_line(bytes: &[u8], at: usize) -> usize {
    if bytes[at..].starts_with(b"\r\n") { at + 2 } else { at + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_an_end_inside_is_one_sentence() {
        for text in ["Les dette", "Les dette fyrst!", "e.g. this", "Really?!", "Vent ..."] {
            assert!(sentences(text).eq(std::iter::once(0..text.len())), "{text:?}");
        }
        assert!(sentences(" Les! ").eq(std::iter::once(1..5)));
        assert_eq!(sentences("").count(), 0);
    }

    #[test]
    fn plain_sentences_are_cut_by_the_rules_of_unicode() {
        // All texts of six of these, which are one of each class.
        let classes = b"aA1.! )\n\r,$";
        for number in 0..classes.len().pow(6) {
            let letter = |at: u32| char::from(classes[number / classes.len().pow(at) % classes.len()]);
            let text: String = (0..6).map(letter).collect();
            let plain = PlainSentences { text: &text, at: 0 };
            assert!(plain.eq(text.split_sentence_bound_indices()), "{text:?}");
        }
        for byte in 0..0x80u8 {
            for around in ["a.", "a.)", "a. ", "A!", "a\r"] {
                for after in ["b", "B", "."] {
                    let text = format!("{around}{}{after}", char::from(byte));
                    let plain = PlainSentences { text: &text, at: 0 };
                    assert!(plain.eq(text.split_sentence_bound_indices()), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn sentences_are_cut_at_full_stops_of_any_script() {
        let text = "Les v1.2 av Node.js først. Read it again!  はい。次の文。";
        let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["Les v1.2 av Node.js først.", "Read it again!", "はい。", "次の文。"]);
    }
}
