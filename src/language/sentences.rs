//! Where sentences begin and end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text by the rules of Unicode, white space at their ends left out.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    // Most texts of one sentence are known by having no end of one inside: the rules take ten times as long to say so.
    let ends = |byte: u8| !byte.is_ascii() || matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r');
    let whole = (!text.trim_end_matches(['.', '!', '?']).bytes().any(ends)).then_some((0, text));
    let parts = whole.is_none().then(|| text.split_sentence_bound_indices());
    whole.into_iter().chain(parts.into_iter().flatten()).filter_map(|(at, sentence)| {
        let trimmed = sentence.trim();
        let start = at + (sentence.len() - sentence.trim_start().len());
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    })
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
    fn sentences_are_cut_at_full_stops_of_any_script() {
        let text = "Les v1.2 av Node.js først. Read it again!  はい。次の文。";
        let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["Les v1.2 av Node.js først.", "Read it again!", "はい。", "次の文。"]);
    }
}
