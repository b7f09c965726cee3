//! Words of the source that are words of the locale, too: nobody forgot to translate them.

use std::cell::LazyCell;
use std::ops::Range;

use super::stale::{MANY, WORTH};
use super::{Judge, Judged, Verdict, terms};
use crate::diag::Severity;
use crate::doc::{Block, Document, Kind};
use crate::language::{Label, LabelCounts, is_near_english, label, words_beside_names, words_of};

/// Words of the longest item that may be a term, and items of the shortest list of terms.
const TERM: usize = 3;
const ITEMS: usize = 3;

impl Judge<'_> {
    /// Blocks whose words are the locale's may stay as they are.
    pub(super) fn spare_shared(&self, all: &mut [Judged]) {
        let near = is_near_english(self.locale.language());
        for judged in all {
            let Verdict::Kept(Some(severity)) = judged.verdict else { continue };
            if !near && severity != Severity::Info {
                continue;
            }
            let block = &self.pair.target.blocks[judged.target as usize];
            let prose = self.pair.target.prose_of(block);
            if near && self.may_be_near_english(&prose) || severity == Severity::Info && self.is_used(block, &prose) {
                judged.verdict = Verdict::Kept(None);
            }
        }
    }

    /// The text may be of English or of the locale's language, which is near to it.
    fn may_be_near_english(&self, prose: &str) -> bool {
        let words = words_of(prose);
        let is_locales = || (self.profile)().map_or(words.len() < MANY, |profile| !profile.is_source(&words));
        words.len() < WORTH || is_locales()
    }

    /// All words that are no names are the locale's: "Event: 'close'", "(optional)", "in Visual Studio Code:".
    fn is_used(&self, block: &Block, prose: &str) -> bool {
        let mut own = words_beside_names(prose);
        let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
        if own.first().is_some_and(|word| !is_capital(word)) {
            own.retain(|word| !is_capital(word));
        }
        let usage = (self.usage)();
        usage.is_some_and(|usage| {
            own.iter().all(|word| usage.has(word)) && !usage.translates(&terms::words(self.pair.target, block))
        })
    }

    /// A word beside names that a page keeps nearly each time, though most of it is translated, or the whole locale does,
    /// is a habit: "Event: 'close'", "Event: 'open'".
    pub(super) fn spare_labels(&self, all: &mut [Judged]) {
        let (source, target) = (self.pair.source, self.pair.target);
        let is_translated = |judged: &&Judged| judged.verdict == Verdict::Translated;
        let mut hints: Vec<(usize, Label)> = Vec::new();
        for (at, judged) in all.iter().enumerate() {
            if judged.verdict == Verdict::Kept(Some(Severity::Info)) {
                let label = label_of(target, &target.blocks[judged.target as usize]);
                hints.extend(label.map(|label| (at, label)));
            }
        }
        if hints.is_empty() {
            return;
        }
        let mut counts = LabelCounts::default();
        hints.iter().for_each(|(_, label)| counts.keep(*label));
        for at in all.iter().filter(is_translated).filter_map(|judged| judged.source) {
            let label = label_of(source, &source.blocks[at as usize]);
            label.into_iter().for_each(|label| counts.translate(label));
        }
        let most = all.iter().filter(is_translated).count() * 2 > all.len();
        let known = LazyCell::new(|| (self.labels)());
        let is_habit =
            |label| most && counts.are_kept(label) || known.as_ref().is_some_and(|known| known.are_kept(label));
        for (at, _) in hints.into_iter().filter(|(_, label)| is_habit(*label)) {
            all[at].verdict = Verdict::Kept(None);
        }
    }
}

impl Judge<'_> {
    /// Items of a list that has nothing longer than a term are no text, whatever small words they have: "on the fly".
    pub(super) fn soften_lists(&self, all: &mut [Judged]) {
        let mut known: (Range<usize>, bool) = (0..0, false);
        for judged in all.iter_mut().filter(|judged| judged.verdict == Verdict::Kept(Some(Severity::Warning))) {
            let at = judged.target as usize;
            if !self.may_be_term(at) {
                continue;
            }
            if !known.0.contains(&at) {
                let list = self.list_of(at);
                known = (list.clone(), list.len() >= ITEMS && list.into_iter().all(|at| self.may_be_term(at)));
            }
            if known.1 {
                judged.verdict = Verdict::Kept(Some(Severity::Info));
            }
        }
    }

    /// The block is an item of a few words.
    fn may_be_term(&self, at: usize) -> bool {
        let (page, block) = (self.pair.target, &self.pair.target.blocks[at]);
        block.kind == Kind::Item && words_of(&page.prose_of(block)).len() <= TERM
    }

    /// The items in a row around one of them.
    fn list_of(&self, at: usize) -> Range<usize> {
        let blocks = &self.pair.target.blocks;
        let is_item = |block: &&Block| block.kind == Kind::Item && block.place == blocks[at].place;
        let before = blocks[..at].iter().rev().take_while(is_item).count();
        at - before..at + blocks[at..].iter().take_while(is_item).count()
    }
}

/// The label that a block is, with what it names in quotation marks, which few blocks have.
fn label_of(page: &Document<'_>, block: &Block) -> Option<Label> {
    let mut texts = page.runs_of(block).iter().map(|run| run.span.of(page.text).as_bytes());
    let is_quoting = texts.any(|text| memchr::memchr3(b'\'', b'"', QUOTE, text).is_some());
    is_quoting.then(|| label(&page.prose_of(block))).flatten()
}

/// The first byte of quotation marks beyond ASCII.
const QUOTE: u8 = 0xe2;

/// The labels among blocks of a page.
#[must_use]
pub fn labels_of((page, blocks): (&Document<'_>, &[Block])) -> Vec<Label> {
    let prose = blocks.iter().filter(|block| terms::is_prose(block));
    prose.filter_map(|block| label(block.content.of(page.text))).collect()
}
