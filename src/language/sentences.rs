//! Where sentences begin and end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text by the rules of Unicode, white space at their ends left out.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_sentence_bound_indices().filter_map(|(at, sentence)| {
        let trimmed = sentence.trim();
        let start = at + (sentence.len() - sentence.trim_start().len());
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_at_full_stops_of_any_script() {
        let text = "Les v1.2 av Node.js først. Read it again!  はい。次の文。";
        let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["Les v1.2 av Node.js først.", "Read it again!", "はい。", "次の文。"]);
    }
}
