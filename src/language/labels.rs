//! Words beside names in quotation marks, which a locale translates or not: "Event: 'close'".

use rustc_hash::FxHashMap;

use super::content::{is_quoted, plain_words};
use super::words::key_of;

/// Bytes of the longest text that is one.
const LONGEST: usize = 120;
/// Labels that are a habit; and of so many kept ones a translated one is the exception.
const FEW: u32 = 3;
const RARE: u32 = 5;

/// Beside the name there is none, or one of a script that is written without blanks.
const NO_WORD: u64 = 0;

/// A word and the name that it stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    word: u64,
    name: u64,
}

/// The label that a text is, if it is one.
#[must_use]
pub fn label(text: &str) -> Option<Label> {
    if text.len() > LONGEST {
        return None;
    }
    let name = text.split_whitespace().find(|token| is_quoted(token))?;
    let word = words_beside_names(text).first().map_or(NO_WORD, |word| key_of(word.to_lowercase().as_bytes()));
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    Some(Label { word, name: key_of(name.as_bytes()) })
}

/// The words of a text that do not stand in quotation marks.
#[must_use]
pub fn words_beside_names(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|token| !is_quoted(token)).flat_map(plain_words).collect()
}

/// How often the word of a label was kept, and how often translated.
#[derive(Debug, Default)]
pub struct LabelCounts(FxHashMap<u64, (u32, u32)>);

impl LabelCounts {
    /// Another place with the source's word.
    pub fn keep(&mut self, label: Label) {
        self.0.entry(label.word).or_default().0 += 1;
    }

    /// Another place that has another word than the source.
    pub fn translate(&mut self, label: Label) {
        self.0.entry(label.word).or_default().1 += 1;
    }

    /// Takes in two pages, each word as one place: what most labels of a page have is the habit of who translated it.
    /// Labels of the same name answer each other.
    pub fn add_page(&mut self, source: &[Label], target: &[Label]) {
        let mut words: FxHashMap<u64, (Label, i32)> = FxHashMap::default();
        for label in source {
            if let Some(own) = target.iter().find(|own| own.name == label.name) {
                words.entry(label.word).or_insert((*label, 0)).1 += if own.word == label.word { 1 } else { -1 };
            }
        }
        for (label, balance) in words.into_values() {
            if balance > 0 { self.keep(label) } else { self.translate(label) }
        }
    }

    /// Nearly every place keeps this word.
    #[must_use]
    pub fn are_kept(&self, label: Label) -> bool {
        label.word != NO_WORD
            && self.0.get(&label.word).is_some_and(|(kept, translated)| *kept >= FEW && translated * RARE <= *kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_nearly_every_page_keeps_is_a_habit() {
        let labels = |texts: &[&str]| texts.iter().filter_map(|text| label(text)).collect::<Vec<_>>();
        let source = labels(&["Event: 'open'", "Event: 'close' (deprecated)", "Events"]);
        assert_eq!(source.len(), 2);
        let (kept, mixed) =
            (labels(&["Event: 'open'", "Event: 'close'"]), labels(&["Event: 'open'", "Hending: 'close'"]));
        let are_kept = |pages: [u32; 2]| {
            let mut counts = LabelCounts::default();
            (0..pages[0]).for_each(|_| counts.add_page(&source, &kept));
            (0..pages[1]).for_each(|_| counts.add_page(&source, &mixed));
            counts.are_kept(source[0])
        };
        assert!(label("イベント 'open'").is_some());
        assert!(are_kept([3, 0]) && are_kept([5, 1]));
        assert!(!are_kept([2, 0]) && !are_kept([4, 1]));
    }
}
