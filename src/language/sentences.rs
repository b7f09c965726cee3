//! Where sentences begin and end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text by the rules of Unicode, white space at their ends left out.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    // Of plain text the rules are few: those of all of Unicode take ten times as long.
    let is_plain = text.is_ascii() || text.chars().all(is_plain);
    let plain = is_plain.then_some(PlainSentences { text, at: 0 });
    let other = (!is_plain).then(|| text.split_sentence_bound_indices());
    plain.into_iter().flatten().chain(other.into_iter().flatten()).filter_map(|(at, sentence)| {
        let trimmed = sentence.trim();
        let start = at + (sentence.len() - sentence.trim_start().len());
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    })
}

/// ASCII, the letters of western Europe and their signs.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '\u{a0}' | '«' | '»' | 'À'..='ſ' | '–' | '—' | '‘'..='‟' | '…')
}

/// The sentences of plain text by the rules SB3 to SB11 of Unicode Standard Annex 29.
struct PlainSentences<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for PlainSentences<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<(usize, &'t str)> {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let (mut at, mut ends) = (start, false);
        while !ends && at < bytes.len() {
            (at, ends) = match bytes[at] {
                b'.' | b'!' | b'?' => after_stop(self.text, at),
                b'\n' | b'\r' => (after_line(bytes, at), true),
                _ => (at + 1, false),
            };
        }
        self.at = at;
        (start < at).then(|| (start, &self.text[start..at]))
    }
}

/// Where the marks and blanks that belong to a full stop end, and whether a sentence ends there.
fn after_stop(text: &str, stop: usize) -> (usize, bool) {
    let is_close = |c: char| matches!(c, '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '«' | '»' | '‘'..='‟');
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\x0b' | '\x0c' | '\u{a0}');
    let after = &text[stop + 1..];
    let rest = after.trim_start_matches(is_close).trim_start_matches(is_blank);
    let at = text.len() - rest.len();
    let (is_glued, is_dot) = (rest.len() == after.len(), text.as_bytes()[stop] == b'.');
    let goes_on = match rest.chars().next() {
        None => false,
        Some('\n' | '\r') => return (after_line(text.as_bytes(), at), true),
        Some(',' | '-' | ':' | ';' | '–' | '—' | '.' | '!' | '?') => true,
        // "3.14", "U.S."
        Some('0'..='9') if is_glued => is_dot,
        Some(c) if is_glued && c.is_uppercase() => is_dot && text[..stop].ends_with(char::is_alphabetic),
        Some(_) => false,
    };
    // "etc.) and so on"
    let is_decisive = |c: &char| c.is_alphabetic() || matches!(c, '\n' | '\r' | '.' | '!' | '?');
    let is_small = || rest.chars().find(is_decisive).is_some_and(char::is_lowercase);
    (at, !(goes_on || is_dot && is_small()))
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
        let are_same = |text: &str| {
            let plain = PlainSentences { text, at: 0 };
            assert!(plain.eq(text.split_sentence_bound_indices()), "{text:?}");
        };
        // All texts of five of these, which are one or two of each class.
        let classes = ['a', 'A', 'É', '1', '.', '!', ' ', ')', '\n', '\r', ',', '$'];
        for number in 0..classes.len().pow(5) {
            let letter = |at: u32| classes[number / classes.len().pow(at) % classes.len()];
            are_same(&(0..5).map(letter).collect::<String>());
        }
        for c in ('\0'..='\u{2100}').filter(|c| is_plain(*c)) {
            for before in ["a.", "a.)", "a. ", "A!", "a\r", ""] {
                for after in ["b", "B", ".B", ". b", " b"] {
                    are_same(&format!("{before}{c}{after}"));
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
