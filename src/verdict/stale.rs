//! Which blocks are English though they are not the source's, and which hold English sentences.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::near::share;
use super::passage::{BREAK, LinkTexts, Passage};
use super::{Judge, Sentence, Stale, Verdict};
use crate::diag::Severity;
use crate::doc::Block;
use crate::language::{
    Content, Glance, HOPELESS, Opinion, Reader, Score, Strictness, content, is_english_word, sentences, unquoted,
    words_of,
};
use crate::pair::Row;
use crate::text::Span;

/// Words that a sentence must have to be worth a finding.
const LONG: usize = 7;
/// Fewer words are no text.
const FEW: u32 = 3;
/// Words that a block must have to be more than a hint.
const WORTH: usize = 5;

/// Fewer words than these may be terms beside the locale's own, if more than one in so many is neither English nor the
/// source's.
const MANY: usize = 9;
const STRANGE: usize = 5;

/// Words that a term has at most.
const TERM: usize = 4;

/// A text that shares so much of its words with the source's, in percent, is nearly the same; and so much, all but.
const NEAR: usize = 70;
const SAME: usize = 90;
/// A word in so many is a misspelling; more are what was translated.
const MISSPELT: usize = 8;
/// Under this score a text is no English, if nothing else speaks for it.
const DOUBTFUL: f32 = -2.0;

/// Asks what a block that is not the source's is.
pub(super) struct Asker<'a> {
    pub(super) judge: &'a Judge<'a>,
    /// `None` where the source is not English, of which alone there is a model.
    reader: Option<Reader<'a>>,
    pub(super) keep: &'a [String],
}

/// What a sentence is written in.
enum Tongue {
    English(Option<Span>),
    /// All but word for word the source's.
    Source(Span),
    Other,
    Unclear,
}

impl Tongue {
    /// The sentence of the source that it is.
    fn source(&self) -> Option<Span> {
        match self {
            Tongue::English(source) => *source,
            Tongue::Source(span) => Some(*span),
            Tongue::Other | Tongue::Unclear => None,
        }
    }
}

impl<'a> Asker<'a> {
    pub fn new(judge: &'a Judge<'a>, reader: Option<Reader<'a>>, keep: &'a [String]) -> Asker<'a> {
        Asker { judge, reader, keep }
    }

    pub fn verdict(&self, row: &Row, target: u32) -> Verdict {
        let page = self.judge.pair.target;
        let block = &page.blocks[target as usize];
        // The declensions of a brand are no sentence.
        if page.is_term(block) {
            return Verdict::Translated;
        }
        let Some(reader) = &self.reader else { return self.judge.foreign(row, block, self.keep) };
        let mut glance = Glance::default();
        for run in &page.runs[block.runs.start as usize..block.runs.end as usize] {
            glance.add(run.span.of(page.text));
        }
        let settled = glance.words() < FEW || glance.is_other(reader.expected);
        if settled && !glance.may_hold_english(reader.expected) {
            return Verdict::Translated;
        }
        let term = || self.is_about_a_term(row, block);
        let whole = if settled || term() { None } else { self.whole(reader, row, &page.prose_of(block)) };
        if whole.is_none() && !glance.may_hold_english(reader.expected) {
            return Verdict::Translated;
        }
        let (found, others) = self.parts(reader, row, block);
        match whole {
            Some(verdict) if others == 0 => verdict,
            _ if found.is_empty() => Verdict::Translated,
            _ => Verdict::Sentences(found),
        }
    }

    /// All but a word or two is a term: a few emphasized words that the source has and emphasizes too.
    fn is_about_a_term(&self, row: &Row, block: &Block) -> bool {
        let (source, target) = (self.judge.pair.source, self.judge.pair.target);
        let terms: Vec<&str> = source.blocks[row.source.start as usize..row.source.end as usize]
            .iter()
            .flat_map(|block| source.emphases_of(block))
            .collect();
        let own =
            target.emphases_of(block).into_iter().filter(|own| terms.iter().any(|term| term.eq_ignore_ascii_case(own)));
        let kept: usize = own.map(|term| words_of(term).len()).filter(|&count| count <= TERM).sum();
        kept > 0 && words_of(&target.prose_of(block)).len() < kept + FEW as usize
    }

    /// The whole block is English.
    fn whole(&self, reader: &Reader<'_>, row: &Row, prose: &str) -> Option<Verdict> {
        let near = self.english(reader, prose, || self.original(row))? >= NEAR;
        let words = words_of(prose);
        let severity = if words.len() >= WORTH { Severity::Warning } else { Severity::Info };
        let paired = (near && row.source.len() == 1).then_some(row.source.start);
        let nearest = paired.or_else(|| self.judge.contents.index(self.judge.pair.source).nearest(&words));
        let source = self.judge.pair.source;
        let same = |at: u32| words_of(&source.prose_of(&source.blocks[at as usize])) == words;
        let same = words.len() >= 3 && nearest.is_some_and(same);
        Some(Verdict::Stale(Stale { severity, nearest, same }))
    }

    /// The text is ordinary English: how much of it is in what it answers, in percent.
    fn english<W: AsRef<str>>(
        &self,
        reader: &Reader<'_>,
        text: &str,
        original: impl FnOnce() -> Vec<W>,
    ) -> Option<usize> {
        let score = Score::new(text);
        if score.value < HOPELESS {
            return None;
        }
        let (words, original) = (words_of(text), original());
        let share = share(&words, &original);
        if share >= NEAR && is_rest_translated(&words, &original) {
            return None;
        }
        let strictness = if share >= NEAR { Strictness::Confirmed } else { Strictness::Alone };
        let nearly_same = !reader.near_english && share >= SAME && words.len() >= LONG;
        let ordinary = || matches!(content(text, self.keep), Content::Words(3..) | Content::Title(5..));
        // The profile of the project is the dearest question.
        let english = || nearly_same || reader.weigh(text, score, strictness) == Opinion::English;
        (!are_strange(&words, &original) && ordinary() && english()).then_some(share)
    }

    /// A text inside a translated block is English, whatever the source says in its place.
    pub(super) fn is_english(&self, text: &str, original: &str) -> bool {
        self.reader.as_ref().is_some_and(|reader| {
            let settled = Glance::new(text).is_other(reader.expected);
            !settled && self.english(reader, text, || words_of(original)).is_some()
        })
    }

    /// The words of the blocks that this one answers.
    fn original(&self, row: &Row) -> Vec<Cow<'static, str>> {
        let source = self.judge.pair.source;
        let blocks = &source.blocks[row.source.start as usize..row.source.end as usize];
        let words = |block: &Block| {
            let prose = source.prose_of(block);
            words_of(&prose).into_iter().map(|word| Cow::Owned(word.into_owned())).collect::<Vec<_>>()
        };
        blocks.iter().flat_map(words).collect()
    }

    /// The English sentences and clauses of a block, and how many sentences are no English.
    fn parts(&self, reader: &Reader<'_>, row: &Row, block: &Block) -> (Vec<Sentence>, usize) {
        let passage = Passage::new(self.judge.pair.target, block, LinkTexts::Blank);
        let plain = unquoted(&passage.text);
        let mut found: Vec<(Range<usize>, Option<Span>)> = Vec::new();
        let mut others = 0;
        let mut open = false;
        for range in sentences(&plain) {
            let parts: Vec<Range<usize>> = clauses(&plain[range.clone()])
                .map(|part| range.start + part.start..range.start + part.end)
                .filter(|part| Glance::new(&plain[part.clone()]).words() >= 3)
                .collect();
            let mixed = || parts.len() > 1 && parts.iter().any(|part| self.is_other(reader, &plain[part.clone()]));
            let tongue = match self.tongue(reader, row, &plain[range.clone()]) {
                Tongue::Source(span) => Tongue::English(Some(span)),
                _ if mixed() => Tongue::Other,
                tongue => tongue,
            };
            match tongue {
                Tongue::English(_) | Tongue::Source(_) => {
                    let source = tongue.source();
                    let joined = |last: &Range<usize>| open && !plain[last.end..range.start].contains(BREAK);
                    match found.last_mut().filter(|(last, _)| joined(last)) {
                        Some((last, at)) => {
                            last.end = range.end;
                            *at = at.zip(source).map(|(a, b)| a.join(b)).or(*at).or(source);
                        }
                        None => found.push((range, source)),
                    }
                    open = true;
                    continue;
                }
                Tongue::Other => {
                    others += 1;
                    for part in parts {
                        let tongue = self.tongue(reader, row, &plain[part.clone()]);
                        if matches!(tongue, Tongue::English(_) | Tongue::Source(_)) {
                            found.push((part, tongue.source()));
                        }
                    }
                }
                Tongue::Unclear => {}
            }
            open = false;
        }
        (found.into_iter().map(|(range, source)| Sentence { span: passage.span(&range), source }).collect(), others)
    }

    fn tongue(&self, reader: &Reader<'_>, row: &Row, text: &str) -> Tongue {
        let glance = Glance::new(text);
        if glance.is_other(reader.expected) {
            return Tongue::Other;
        }
        let score = Score::new(text);
        if score.words < LONG || !glance.may_hold_english(reader.expected) {
            return if self.is_other(reader, text) { Tongue::Other } else { Tongue::Unclear };
        }
        if score.value < HOPELESS {
            return Tongue::Other;
        }
        let (source, share) = self.sentence_of_source(row, text).map_or((None, 0), |(span, share)| (Some(span), share));
        let original = source.map(|span| span.of(self.judge.pair.source.text));
        if original.is_some_and(|original| is_rest_translated(&words_of(text), &words_of(original))) {
            return Tongue::Other;
        }
        let strictness = if source.is_some() { Strictness::Confirmed } else { Strictness::Alone };
        let same = source.filter(|_| !reader.near_english && share >= SAME);
        if same.is_none() && reader.weigh(text, score, strictness) != Opinion::English {
            return if score.value < DOUBTFUL { Tongue::Other } else { Tongue::Unclear };
        }
        let original = original.map_or_else(Vec::new, words_of);
        if are_strange(&words_of(text), &original) {
            return Tongue::Unclear;
        }
        self.ordinary(text, source, same)
    }

    /// English text, if it is not all names.
    fn ordinary(&self, text: &str, source: Option<Span>, same: Option<Span>) -> Tongue {
        match content(text, self.keep) {
            Content::Words(_) => same.map_or(Tongue::English(source), Tongue::Source),
            // "It is available in Austria, Belgium, …": a sentence, and then names.
            _ if clauses(text).any(|part| matches!(content(&text[part], self.keep), Content::Words(5..))) => {
                same.map_or(Tongue::Unclear, Tongue::Source)
            }
            _ => Tongue::Unclear,
        }
    }

    /// The sentence of the source that this one nearly is, and how much of it is there, in percent.
    fn sentence_of_source(&self, row: &Row, text: &str) -> Option<(Span, usize)> {
        let words = words_of(text);
        let all = row.source.clone().flat_map(|at| self.judge.contents.sentences(self.judge.pair.source, at));
        let shared = all.map(|(span, original)| (*span, share(&words, original)));
        shared.max_by_key(|(span, share)| (*share, std::cmp::Reverse(*span))).filter(|(_, share)| *share >= NEAR)
    }

    /// Three words or more that are clearly no English.
    fn is_other(&self, reader: &Reader<'_>, text: &str) -> bool {
        let score = Score::new(text);
        Glance::new(text).is_other(reader.expected) || (score.words >= 3 && score.value < 2.0 * DOUBTFUL)
    }
}

/// In few words, more than one in [`STRANGE`] is neither English nor the source's: in "Scarica add-on" one is the
/// locale's and the others are loans, "Siehe auch: main process, render process" keeps terms.
fn are_strange<A: AsRef<str>, B: AsRef<str>>(words: &[A], original: &[B]) -> bool {
    let is_known =
        |word: &str| word.len() == 1 || is_english_word(word) || original.iter().any(|own| own.as_ref() == word);
    let strange = words.iter().filter(|word| !is_known(word.as_ref())).count();
    words.len() < MANY && strange * STRANGE > words.len()
}

/// What the text does not have from the source is no English: "Ereignis: 'right-click'" keeps only names.
fn is_rest_translated<A: AsRef<str>, B: AsRef<str>>(words: &[A], original: &[B]) -> bool {
    let kept: FxHashSet<&str> = original.iter().map(AsRef::as_ref).collect();
    let is_own = |word: &&A| !kept.contains(word.as_ref());
    let own = words.iter().filter(is_own).count();
    let english = words.iter().filter(is_own).any(|word| is_english_word(word.as_ref()));
    !english && own * MISSPELT >= words.len() && own > 0
}

/// The parts of a sentence between commas and the like, and between letters of other scripts.
fn clauses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let breaks = |c: char| {
        matches!(c, ',' | ';' | ':' | '—' | '–' | '，' | '；' | '：' | '、' | '。')
            || (c.is_alphabetic() && c > '\u{24f}' && !matches!(c, '\u{1e00}'..='\u{1eff}'))
    };
    let mut start = 0;
    let ends = text.char_indices().filter(move |(_, c)| breaks(*c)).map(|(at, c)| (at, at + c.len_utf8()));
    ends.chain(std::iter::once((text.len(), text.len()))).filter_map(move |(end, next)| {
        let part = text[start..end].trim();
        let from = start + (text[start..end].len() - text[start..end].trim_start().len());
        start = next;
        (!part.is_empty()).then_some(from..from + part.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_words_with_strangers_among_them_are_terms() {
        let strange = |text: &str, original: &str| are_strange(&words_of(text), &words_of(original));
        assert!(strange("Scarica add-on", ""));
        assert!(strange("Siehe auch: main process, render process", "See also: main process, render process"));
        assert!(!strange("Restart the frobnicator now", "Start the frobnicator"));
        assert!(!strange("Restart the main process of your frobnicator", ""));
    }
}
