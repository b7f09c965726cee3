//! Words of the source that are words of the locale, too: nobody forgot to translate them.

use rustc_hash::FxHashMap;

use super::stale::{MANY, WORTH};
use super::{Judge, Judged, Verdict, terms};
use crate::diag::Severity;
use crate::doc::Block;
use crate::language::{is_near_english, is_quoted, plain_words, words_of};

/// Labels that are a habit, and bytes of the longest one.
const FEW: usize = 3;
const LONGEST: usize = 120;

impl Judge<'_> {
    /// Blocks whose words are the locale's may stay as they are.
    pub(super) fn spare_shared(&self, all: &mut [Judged]) {
        for judged in all {
            let Verdict::Kept(Some(severity)) = judged.verdict else { continue };
            let block = &self.pair.target.blocks[judged.target as usize];
            let prose = self.pair.target.prose_of(block);
            if self.may_be_near_english(&prose) || severity == Severity::Info && self.is_used(block, &prose) {
                judged.verdict = Verdict::Kept(None);
            }
        }
    }

    /// The locale's language is so near to English that the text may be of either.
    fn may_be_near_english(&self, prose: &str) -> bool {
        if !is_near_english(self.locale.language()) {
            return false;
        }
        let words = words_of(prose);
        let is_locales = || (self.profile)().map_or(words.len() < MANY, |profile| !profile.is_source(&words));
        words.len() < WORTH || is_locales()
    }

    /// All words that are no names are the locale's: "Event: 'close'", "(optional)".
    fn is_used(&self, block: &Block, prose: &str) -> bool {
        let own = words_beside_names(prose);
        let usage = (self.usage)();
        usage.is_some_and(|usage| {
            own.iter().all(|word| usage.has(word)) && !usage.translates(&terms::words(self.pair.target, block))
        })
    }

    /// A word beside names that a page keeps each time, though most of it is translated, is a habit: "Event: 'close'",
    /// "Event: 'open'".
    pub(super) fn spare_labels(&self, all: &mut [Judged]) {
        let (source, target) = (self.pair.source, self.pair.target);
        let is_hint = |judged: &Judged| judged.verdict == Verdict::Kept(Some(Severity::Info));
        let is_translated = |judged: &&Judged| judged.verdict == Verdict::Translated;
        let most = all.iter().filter(is_translated).count() * 2 > all.len();
        let hints: Vec<usize> = (0..all.len()).filter(|&at| is_hint(&all[at])).collect();
        if !most || hints.len() < FEW {
            return;
        }
        let label_of = |at: usize| label(&target.prose_of(&target.blocks[all[at].target as usize]));
        let hints: Vec<(usize, String)> = hints.into_iter().map(|at| (at, label_of(at))).collect();
        let mut kept: FxHashMap<&str, usize> = FxHashMap::default();
        for (_, label) in hints.iter().filter(|(_, label)| !label.is_empty()) {
            *kept.entry(label).or_default() += 1;
        }
        kept.retain(|_, count| *count >= FEW);
        if kept.is_empty() {
            return;
        }
        for at in all.iter().filter(is_translated).filter_map(|judged| judged.source) {
            kept.remove(label(&source.prose_of(&source.blocks[at as usize])).as_str());
        }
        for (at, _) in hints.iter().filter(|(_, label)| kept.contains_key(label.as_str())) {
            all[*at].verdict = Verdict::Kept(None);
        }
    }
}

/// The words of a text that stand beside a name in quotation marks; nothing if there is none.
fn label(prose: &str) -> String {
    let has_name = prose.len() <= LONGEST && prose.split_whitespace().any(is_quoted);
    if has_name {
        words_beside_names(prose).first().map_or_else(String::new, |word| word.to_lowercase())
    } else {
        String::new()
    }
}

fn words_beside_names(prose: &str) -> Vec<&str> {
    prose.split_whitespace().filter(|token| !is_quoted(token)).flat_map(plain_words).collect()
}
