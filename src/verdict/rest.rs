//! What a block of English has beside the words of the source: the locale's own, code and marks, or other English.

use std::cell::LazyCell;
use std::sync::LazyLock;

use super::near::Bag;
use super::passage::{LinkTexts, Passage};
use super::stale::{Asker, MANY, SAME, WORTH};
use super::{Sentence, Stale, Verdict};
use crate::doc::{Block, Document};
use crate::language::{
    Expected, LONGEST_TERM, Reader, Score, Words, has_function_word, is_english_word, quotations, runs_of, sentences,
    words_of,
};
use crate::pair::Row;
use crate::text::is_beyond_latin;

/// Blocks longer than this, in bytes, are not taken apart.
const LONG: usize = 20_000;

impl Asker<'_> {
    /// What a block of English is, in which these sentences were found: only the others may be the locale's.
    pub(super) fn without_rest(&self, row: &Row, block: &Block, stale: Stale, found: Vec<Sentence>) -> Verdict {
        let found = if found.is_empty() { self.kept_sentences(row, block) } else { found };
        if self.is_rest_other(row, block, &found) { self.in_sentences(found) } else { Verdict::Stale(stale) }
    }

    /// A translated block with these sentences of the source, the shortest of which are not worth a finding.
    pub(super) fn in_sentences(&self, mut found: Vec<Sentence>) -> Verdict {
        found.retain(|sentence| words_of(sentence.span.of(self.judge.pair.target.text)).len() >= WORTH);
        if found.is_empty() { Verdict::Translated } else { Verdict::Sentences(found) }
    }

    /// The sentences of a block that are the source's, however short; those in a row are one.
    pub(super) fn kept_sentences(&self, row: &Row, block: &Block) -> Vec<Sentence> {
        let passage = Passage::new(self.judge.pair.target, block, LinkTexts::Kept);
        let mut found: Vec<Sentence> = Vec::new();
        let mut open = false;
        let text = if passage.text.len() > LONG { "" } else { passage.text.as_str() };
        for range in sentences(text) {
            let words = words_of(&text[range.clone()]);
            let source = self.sentence_of_source(row, &Bag::new(words.keys())).filter(|(.., share)| *share >= SAME);
            let (span, source) = (passage.span(&range), source.map(|(span, ..)| span));
            match found.last_mut().filter(|_| open && source.is_some()) {
                Some(last) => {
                    last.span = last.span.join(span);
                    last.source = last.source.zip(source).map(|(a, b)| a.join(b));
                }
                None if source.is_some() && !words.is_empty() => found.push(Sentence { span, source }),
                None => {}
            }
            open = source.is_some() && found.last().is_some_and(|last| last.span.contains(span));
        }
        found
    }

    /// All the English there is equals the source's, and half of the words that are not the source's are the locale's:
    /// only the tail of the block was translated.
    fn is_rest_other(&self, row: &Row, block: &Block, found: &[Sentence]) -> bool {
        if found.is_empty() || found.iter().any(|sentence| sentence.source.is_none()) {
            return false;
        }
        let (source, target) = (self.judge.pair.source, self.judge.pair.target);
        let bag = |text: &str| Bag::new(words_of(text).keys());
        let is_same = |sentence: &Sentence| {
            let known = sentence.source.map_or("", |span| span.of(source.text));
            bag(sentence.span.of(target.text)).share(&bag(known)) >= SAME
        };
        let words = words_of(&target.prose_of(block));
        let own = own(&words, &self.words_of_source(row));
        let is_used = self.is_used();
        let english = || own.iter().filter(|word| is_english_word(word) && !is_used(word)).count();
        let text = own.join(" ");
        let is_other = || Score::new(&text, &words_of(&text)).value < 0.0 || english() * 2 <= own.len();
        !own.is_empty() && found.iter().all(is_same) && is_other()
    }

    /// Whoever wrote these words, which the model takes for English, has translated them: what is not the source's is
    /// the locale's, or loans stand in the locale's order.
    pub(super) fn is_made_the_locales(&self, reader: &Reader<'_>, row: &Row, words: &Words) -> bool {
        let original = self.words_of_source(row);
        let own = own(words, &original);
        if reader.near_english && own.iter().any(|word| !is_english_word(word)) {
            return true;
        }
        if own.is_empty() {
            return words.len() <= LONGEST_TERM && self.is_other_order(row, words, &original);
        }
        let is_used = self.is_used();
        words.len() < MANY && own.iter().all(|word| !is_english_word(word) || is_used(word))
    }

    /// All Latin words of a text in another script are the source's: what of it is in sentences of the source, but for
    /// terms that stand among the locale's own words. `None` where it has others, or no letters but Latin ones.
    pub(super) fn among_own_words(
        &self,
        reader: &Reader<'_>,
        row: &Row,
        block: &Block,
        words: &Words,
    ) -> Option<Verdict> {
        let page = self.judge.pair.target;
        let is_mixed = |text: &str| text.chars().any(is_beyond_latin);
        let original = self.words_of_source(row);
        if reader.expected != Expected::Other || !is_mixed(&page.prose_of(block)) || !own(words, &original).is_empty() {
            return None;
        }
        let ours: Vec<u64> =
            row.source.clone().flat_map(|at| self.judge.contents.words(self.judge.pair.source, at)).copied().collect();
        let in_order = |text: &str| {
            let mut rest = ours.iter();
            words_of(text).keys().all(|word| rest.any(|other| *other == word))
        };
        let is_left = |sentence: &Sentence| {
            let text = sentence.span.of(page.text);
            !is_mixed(text) || has_function_word(text) && in_order(text)
        };
        let kept = self.kept_sentences(row, block);
        Some(self.in_sentences(kept.into_iter().filter(is_left).collect()))
    }

    /// The words are all of the source's in another order.
    fn is_other_order(&self, row: &Row, words: &Words, original: &Bag) -> bool {
        let source = row.source.clone().flat_map(|at| self.judge.contents.words(self.judge.pair.source, at));
        !words.keys().eq(source.copied()) && Bag::new(words.keys()) == *original
    }

    fn words_of_source(&self, row: &Row) -> Bag {
        let (source, contents) = (self.judge.pair.source, self.judge.contents);
        Bag::new(row.source.clone().flat_map(|at| contents.words(source, at)).copied())
    }

    /// The locale uses the word in its own text.
    fn is_used(&self) -> impl Fn(&str) -> bool {
        let usage = LazyCell::new(|| (self.judge.usage)());
        move |word| usage.as_ref().is_some_and(|usage| usage.has(word))
    }

    /// A sentence of the source nearly is this text.
    pub(super) fn is_the_sources(&self, row: &Row, text: &str) -> bool {
        let words = words_of(text);
        !words.is_empty() && self.sentence_of_source(row, &Bag::new(words.keys())).is_some()
    }

    /// The source has these words in quotation marks: what a program prints, or what something is called.
    pub(super) fn is_quoted(&self, row: &Row, words: &Words) -> bool {
        let page = self.judge.pair.source;
        let bag = Bag::new(words.keys());
        let is_same = |quotation: &str| {
            let quoted = Bag::new(words_of(quotation).keys());
            !quotation.starts_with(['(', '[']) && bag.share(&quoted) >= SAME && quoted.share(&bag) >= SAME
        };
        row.source.clone().any(|at| {
            let prose = page.prose_of(&page.blocks[at as usize]);
            quotations(&prose).into_iter().any(|range| is_same(&prose[range]))
        })
    }

    /// These words of a block are those of a block of the source, but for articles, for what either of the two has in
    /// code, tags or addresses, and for the labels of links that lead nowhere.
    pub(super) fn says_the_same(&self, block: &Block, words: &Words, source: u32) -> bool {
        static ARTICLES: LazyLock<Vec<u64>> = LazyLock::new(|| words_of("a an the").keys().collect());
        let pair = self.judge.pair;
        if words.keys().eq(self.judge.contents.words(pair.source, source).iter().copied()) {
            return true;
        }
        let answer = &pair.source.blocks[source as usize];
        let marks = marks(pair.source, answer) + " " + &marks(pair.target, block);
        let marks = Bag::new(runs_of(&marks).keys());
        let counts = |key: &u64| !ARTICLES.contains(key) && !marks.has(*key);
        let original = words_of(&without_labels(&pair.source.prose_of(answer)));
        words.keys().filter(counts).eq(original.keys().filter(counts))
    }
}

/// The text without `[label]` behind a text in brackets.
fn without_labels(text: &str) -> String {
    let mut parts = text.split("][");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(']');
        out.push_str(part.split_once(']').map_or(part, |(_, rest)| rest));
    }
    out
}

/// The words that the source does not have.
fn own<'w>(words: &'w Words, original: &Bag) -> Vec<&'w str> {
    words.iter().zip(words.keys()).filter(|(_, key)| !original.has(*key)).map(|(word, _)| word).collect()
}

/// What a block has beside its prose: code, addresses, tags, marks.
fn marks(page: &Document<'_>, block: &Block) -> String {
    let mut out = String::new();
    let mut at = block.content.start as usize;
    for run in page.runs_of(block) {
        let (start, end) = (run.span.start as usize, run.span.end as usize);
        out.push_str(page.text.get(at..start).unwrap_or_default());
        out.push(' ');
        at = at.max(end);
    }
    out + page.text.get(at..block.content.end as usize).unwrap_or_default()
}
