//! Which blocks are English though they are not the source's, and which hold English sentences.

use std::ops::Range;

use super::near::Bag;
use super::passage::{BREAK, LinkTexts, Passage};
use super::{Judge, Sentence, Stale, Verdict};
use crate::diag::Severity;
use crate::doc::Block;
use crate::language::{
    Content, Glance, HOPELESS, LONGEST_TERM, Opinion, Reader, Score, Strictness, Words, content, is_english_word,
    is_enumeration, is_signature, quotations, unquoted, words_of,
};
use crate::locale::Script;
use crate::pair::Row;
use crate::text::Span;

/// Words that a sentence must have to be worth a finding.
const LONG: usize = 7;
/// Fewer words are no text.
const FEW: u32 = 3;
/// Words that a block must have to be more than a hint.
pub(super) const WORTH: usize = 5;

/// Fewer words than these may be terms beside the locale's own, if more than one in so many is neither English nor the
/// source's.
pub(super) const MANY: usize = 9;
const STRANGE: usize = 5;

/// Words that a term has at most.
const TERM: usize = 4;

/// A text that shares so much of its words with the source's, in percent, is nearly the same; and so much, all but.
const NEAR: usize = 70;
pub(super) const SAME: usize = 90;
/// A word in so many is a misspelling; more are what was translated.
const MISSPELT: usize = 8;
/// Under this score a text is no English, if nothing else speaks for it.
const DOUBTFUL: f32 = -2.0;

/// The same words, some of which have lost the `s` of the plural.
fn is_singular_of(text: &str, original: &str) -> bool {
    let words = |text: &'_ str| text.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let (ours, theirs) = (words(original), words(text));
    let is_same = |(x, y): (&String, &String)| x == y || x.strip_suffix('s') == Some(y);
    text != original && ours.len() == theirs.len() && ours.iter().zip(&theirs).all(is_same)
}

/// A note for those who read English: that the page is a translation, or where the original is.
fn is_about_translation(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| word == "English" || word.to_lowercase().starts_with("translat"))
}

/// Asks what a block that is not the source's is.
pub(super) struct Asker<'a> {
    pub(super) judge: &'a Judge<'a>,
    /// `None` where the source is not English, of which alone there is a model.
    reader: Option<Reader<'a>>,
    pub(super) keep: &'a [String],
    /// The writing systems of the locale and of the source.
    pub(super) scripts: (Script, Script),
}

/// What a sentence is written in.
enum WrittenIn {
    English(Option<Span>),
    /// All but word for word the source's.
    Source(Span),
    Other,
    Unclear,
}

impl WrittenIn {
    /// The sentence of the source that it is.
    fn source(&self) -> Option<Span> {
        match self {
            WrittenIn::English(source) => *source,
            WrittenIn::Source(span) => Some(*span),
            WrittenIn::Other | WrittenIn::Unclear => None,
        }
    }
}

impl<'a> Asker<'a> {
    pub fn new(judge: &'a Judge<'a>, reader: Option<Reader<'a>>, keep: &'a [String]) -> Asker<'a> {
        let scripts = (judge.locale.script(), judge.settings.source_script());
        Asker { judge, reader, keep, scripts }
    }

    pub fn verdict(&self, row: &Row, target: u32) -> Verdict {
        let page = self.judge.pair.target;
        let block = &page.blocks[target as usize];
        // The declensions of a brand are no sentence.
        if page.is_term(block) {
            return Verdict::Translated;
        }
        let Some(reader) = &self.reader else { return self.judge.foreign(row, block, self.keep) };
        if self.is_reordered(row, block) {
            return Verdict::Translated;
        }
        let mut glance = Glance::default();
        for run in &page.runs[block.runs.start as usize..block.runs.end as usize] {
            glance.add(run.span.of(page.text));
        }
        let settled = glance.words() < FEW || glance.is_other(reader.expected);
        if settled && !glance.may_hold_english(reader.expected) {
            return Verdict::Translated;
        }
        let term = || self.is_about_a_term(row, block);
        let whole = if settled || term() { None } else { self.whole(reader, row, block) };
        if whole.is_none() && !glance.may_hold_english(reader.expected) {
            return Verdict::Translated;
        }
        let (found, others) = self.parts(reader, row, block);
        match whole {
            Some(Verdict::Stale(stale)) if others == 0 => self.without_rest(row, block, stale, found),
            Some(verdict) if others == 0 => verdict,
            _ if found.is_empty() => Verdict::Translated,
            _ => Verdict::Sentences(found),
        }
    }

    /// A few words of the source in the order of the locale: "API Load Balancer" for "Load Balancer API".
    fn is_reordered(&self, row: &Row, block: &Block) -> bool {
        const MOST: usize = 8;
        let (source, contents) = (self.judge.pair.source, self.judge.contents);
        if row.source.len() != 1 || source.blocks[row.source.start as usize].prose.letters != block.prose.letters {
            return false;
        }
        let mut ours = contents.words(source, row.source.start).to_vec();
        let mut theirs: Vec<u64> = words_of(&self.judge.pair.target.prose_of(block)).keys().collect();
        let reordered = ours.len() == theirs.len() && ours.len() <= MOST && ours != theirs;
        ours.sort_unstable();
        theirs.sort_unstable();
        reordered && ours == theirs
    }

    /// All but a word or two is a term: a few emphasized words that the source has and emphasizes too.
    fn is_about_a_term(&self, row: &Row, block: &Block) -> bool {
        let (source, target) = (self.judge.pair.source, self.judge.pair.target);
        let own = target.emphases_of(block);
        if own.is_empty() {
            return false;
        }
        let blocks = &source.blocks[row.source.start as usize..row.source.end as usize];
        let terms: Vec<&str> = blocks.iter().flat_map(|block| source.emphases_of(block)).collect();
        let own = own.into_iter().filter(|own| terms.iter().any(|term| term.eq_ignore_ascii_case(own)));
        let kept: usize = own.map(|term| words_of(term).len()).filter(|&count| count <= TERM).sum();
        kept > 0 && words_of(&target.prose_of(block)).len() < kept + FEW as usize
    }

    /// The whole block is English.
    fn whole(&self, reader: &Reader<'_>, row: &Row, block: &Block) -> Option<Verdict> {
        let (source, contents) = (self.judge.pair.source, self.judge.contents);
        let prose = self.judge.pair.target.prose_of(block);
        if is_signature(&prose) {
            return None;
        }
        let words = words_of(&prose);
        let original = || Bag::new(row.source.clone().flat_map(|at| contents.words(source, at)).copied());
        let near = self.english(reader, &prose, &words, original)? >= NEAR;
        if let Some(verdict) = self.among_own_words(reader, row, block, &words) {
            return Some(verdict);
        }
        if self.is_made_the_locales(reader, row, &words) {
            return Some(self.in_sentences(self.kept_sentences(row, block)));
        }
        let is_text = words.len() >= WORTH && matches!(content(&prose, self.keep), Content::Words(_));
        let severity = if is_text { Severity::Warning } else { Severity::Info };
        let keys: Vec<u64> = words.keys().collect();
        let paired = (near && row.source.len() == 1).then_some(row.source.start);
        let nearest = paired.or_else(|| contents.index(source).nearest(&keys));
        let says_the_same = nearest.is_some_and(|at| self.says_the_same(block, &words, at));
        // Whoever left out the article of a term has looked at it.
        if says_the_same && nearest.is_some_and(|at| keys != contents.words(source, at)) && keys.len() <= LONGEST_TERM {
            return Some(Verdict::Translated);
        }
        // And so has who wrote it in the singular: many languages take over no plural.
        let few = row.source.len() == 1 && keys.len() <= LONGEST_TERM;
        if few && is_singular_of(&prose, &source.prose_of(&source.blocks[row.source.start as usize])) {
            return Some(Verdict::Translated);
        }
        let joined = || contents.index(source).start_of(&keys).filter(|_| keys.len() >= MANY);
        let same = if says_the_same && keys.len() >= 3 { nearest } else { joined() };
        if same.is_none() && (is_enumeration(&prose) || is_citation(&prose)) {
            return None;
        }
        if nearest.is_none() && self.is_on_top(block) && is_about_translation(&prose) {
            return Some(Verdict::Translated);
        }
        Some(Verdict::Stale(Stale { severity, nearest: same.or(nearest), same: same.is_some() }))
    }

    /// The block is one of the first of its page.
    fn is_on_top(&self, block: &Block) -> bool {
        const FIRST: usize = 12;
        self.judge.pair.target.blocks.iter().take(FIRST).any(|other| other.span == block.span)
    }

    /// The text, which has these words, is ordinary English: how much of it is in what it answers, in percent.
    fn english(&self, reader: &Reader<'_>, text: &str, words: &Words, original: impl FnOnce() -> Bag) -> Option<usize> {
        let score = Score::new(text, words);
        if score.value < HOPELESS {
            return None;
        }
        let original = original();
        let share = Bag::new(words.keys()).share(&original);
        if share >= NEAR && is_rest_translated(words, &original) {
            return None;
        }
        let strictness = if share >= NEAR { Strictness::Confirmed } else { Strictness::Alone };
        let nearly_same = !reader.near_english && share >= SAME && words.len() >= LONG;
        let ordinary = || matches!(content(text, self.keep), Content::Words(3..) | Content::Title(5..));
        // The profile of the project is the dearest question.
        let english = || nearly_same || reader.weigh(words, score, strictness) == Opinion::English;
        (!are_strange(words, Some(&original)) && ordinary() && english()).then_some(share)
    }

    /// A text inside a translated block is English, whatever the source says in its place.
    pub(super) fn is_english(&self, text: &str, original: &str) -> bool {
        self.reader.as_ref().is_some_and(|reader| {
            let settled = Glance::new(text).is_other(reader.expected);
            let original = || Bag::new(words_of(original).keys());
            !settled && self.english(reader, text, &words_of(text), original).is_some()
        })
    }

    /// The English sentences and clauses of a block, and how many sentences are no English.
    fn parts(&self, reader: &Reader<'_>, row: &Row, block: &Block) -> (Vec<Sentence>, usize) {
        let passage = Passage::new(self.judge.pair.target, block, LinkTexts::Blank);
        let plain = unquoted(&passage.text);
        let mut found: Vec<(Range<usize>, Option<Span>)> = Vec::new();
        let mut others = 0;
        let mut open = false;
        // What follows an English sentence is one finding with it.
        let mut add = |range: Range<usize>, source: Option<Span>, open: bool| {
            let joined = |last: &Range<usize>| open && !plain[last.end..range.start].contains(BREAK);
            match found.last_mut().filter(|(last, _)| joined(last)) {
                Some((last, at)) => {
                    last.end = range.end;
                    *at = at.zip(source).map(|(a, b)| a.join(b)).or(*at).or(source);
                }
                None => found.push((range, source)),
            }
        };
        for range in passage.sentences() {
            let sentence = &plain[range.clone()];
            let parts = || -> Vec<(&str, Range<usize>, Glance)> {
                let place = |part: &Range<usize>| range.start + part.start..range.start + part.end;
                let parts = clauses(sentence).map(|part| (&sentence[part.clone()], place(&part)));
                let looked = parts.map(|(part, place)| (part, place, Glance::new(part)));
                looked.filter(|(.., glance)| glance.words() >= 3).collect()
            };
            let mixed = || {
                let parts = parts();
                parts.len() > 1 && parts.iter().any(|(part, _, glance)| is_other(reader, part, *glance))
            };
            let written = match self.written_in(reader, row, sentence, Glance::new(sentence)) {
                WrittenIn::Source(span) => WrittenIn::English(Some(span)),
                WrittenIn::English(_) if mixed() => WrittenIn::Other,
                WrittenIn::Unclear if mixed() => WrittenIn::Other,
                written => written,
            };
            match written {
                WrittenIn::English(_) | WrittenIn::Source(_) => {
                    add(range, written.source(), open);
                    open = true;
                    continue;
                }
                WrittenIn::Other => {
                    others += 1;
                    for (part, place, glance) in parts() {
                        let written = self.written_in(reader, row, part, glance);
                        if matches!(written, WrittenIn::English(_) | WrittenIn::Source(_)) {
                            let is_next = open && place.start == range.start;
                            add(place, written.source(), is_next);
                        }
                    }
                }
                // Of an English paragraph one sentence may be too full of terms to tell.
                WrittenIn::Unclear if open && self.is_the_sources(row, sentence) => continue,
                WrittenIn::Unclear => {}
            }
            open = false;
        }
        let found = found.into_iter().map(|(range, source)| Sentence { span: passage.span(&range), source });
        let is_kept_on_purpose = |sentence: &Sentence| {
            self.is_glossed(block, sentence) || sentence.source.is_none() && self.is_title_of_work(block, sentence)
        };
        (found.filter(|sentence| !is_kept_on_purpose(sentence)).collect(), others)
    }

    /// The translation stands behind it in brackets: "Device is busy (设备正忙)".
    fn is_glossed(&self, block: &Block, sentence: &Sentence) -> bool {
        let text = self.judge.pair.target.text;
        let behind = text[sentence.span.end as usize..block.content.end.max(sentence.span.end) as usize].trim_start();
        let inner = behind.strip_prefix(['(', '（']).and_then(|rest| rest.split([')', '）']).next());
        let (script, other) = self.scripts;
        inner.is_some_and(|inner| script.writes_unlike(other, inner))
    }

    /// All of it is emphasized, in capitals: a book.
    fn is_title_of_work(&self, block: &Block, sentence: &Sentence) -> bool {
        let page = self.judge.pair.target;
        let title = sentence.span.of(page.text).trim_matches(|c: char| !c.is_alphanumeric());
        let capitals = title.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
        let is_emphasized = page.emphases_of(block).iter().any(|emphasized| emphasized.contains(title));
        is_emphasized && capitals * 2 >= title.split_whitespace().count()
    }

    fn written_in(&self, reader: &Reader<'_>, row: &Row, text: &str, glance: Glance) -> WrittenIn {
        if glance.is_other(reader.expected) {
            return WrittenIn::Other;
        }
        let words = words_of(text);
        let score = Score::new(text, &words);
        if score.words < LONG || !glance.may_hold_english(reader.expected) {
            return if is_hopeless(score) { WrittenIn::Other } else { WrittenIn::Unclear };
        }
        if score.value < HOPELESS {
            return WrittenIn::Other;
        }
        let found = self.sentence_of_source(row, &Bag::new(words.keys()));
        let (source, original) = (found.map(|found| found.0), found.map(|found| found.1));
        if original.is_some_and(|original| is_rest_translated(&words, original)) {
            return WrittenIn::Other;
        }
        let strictness = if source.is_some() { Strictness::Confirmed } else { Strictness::Alone };
        if source.is_some() && self.is_quoted(row, &words) {
            return WrittenIn::Unclear;
        }
        let same = found.filter(|found| !reader.near_english && found.2 >= SAME).map(|found| found.0);
        // The dearest question comes last where it makes no difference.
        let weighed = || same.is_some() || reader.weigh(&words, score, strictness) == Opinion::English;
        if score.value < DOUBTFUL && !weighed() {
            return WrittenIn::Other;
        }
        if are_strange(&words, original) {
            return WrittenIn::Unclear;
        }
        let written = self.ordinary(text, source, same);
        let is_sure = matches!(written, WrittenIn::Unclear) || score.value < DOUBTFUL || weighed();
        if is_sure { written } else { WrittenIn::Unclear }
    }

    /// English text, if it is not all names.
    fn ordinary(&self, text: &str, source: Option<Span>, same: Option<Span>) -> WrittenIn {
        match content(text, self.keep) {
            Content::Words(_) => same.map_or(WrittenIn::English(source), WrittenIn::Source),
            // "It is available in Austria, Belgium, …": a sentence, and then names.
            _ if clauses(text).any(|part| matches!(content(&text[part], self.keep), Content::Words(5..))) => {
                same.map_or(WrittenIn::Unclear, WrittenIn::Source)
            }
            _ => WrittenIn::Unclear,
        }
    }

    /// The sentence of the source that one with these words nearly is, its words, and how much of the one is there, in
    /// percent.
    pub(super) fn sentence_of_source(&self, row: &Row, words: &Bag) -> Option<(Span, &Bag, usize)> {
        let all = row.source.clone().flat_map(|at| self.judge.contents.sentences(self.judge.pair.source, at));
        let shared = all.map(|(span, original)| (*span, original, words.share(original)));
        shared.max_by_key(|(span, _, share)| (*share, std::cmp::Reverse(*span))).filter(|(.., share)| *share >= NEAR)
    }
}

/// What is quoted is a title, and beside it there are names: "Jane Doe, “How we tend a garden” (2024)".
fn is_citation(text: &str) -> bool {
    let mut rest = text.to_owned();
    for range in quotations(text).into_iter().rev().filter(|range| !text[range.start..].starts_with(['(', '['])) {
        rest.replace_range(range, " ");
    }
    rest.len() < text.len() && matches!(content(&rest, &[]), Content::Names(_) | Content::Title(_))
}

/// Three words or more that are clearly no English.
fn is_other(reader: &Reader<'_>, text: &str, glance: Glance) -> bool {
    glance.is_other(reader.expected) || is_hopeless(Score::new(text, &words_of(text)))
}

fn is_hopeless(score: Score) -> bool {
    score.words >= 3 && score.value < 2.0 * DOUBTFUL
}

/// In few words, more than one in [`STRANGE`] is neither English nor the source's: in "Scarica add-on" one is the
/// locale's and the others are loans, "Siehe auch: main process, render process" keeps terms.
fn are_strange(words: &Words, original: Option<&Bag>) -> bool {
    let is_known = |(word, key): &(&str, u64)| {
        word.len() == 1 || is_english_word(word) || original.is_some_and(|original| original.has(*key))
    };
    let strange = || words.iter().zip(words.keys()).filter(|word| !is_known(word)).count();
    words.len() < MANY && strange() * STRANGE > words.len()
}

/// What the text does not have from the source is no English: "Ereignis: 'right-click'" keeps only names.
fn is_rest_translated(words: &Words, original: &Bag) -> bool {
    let own = || words.iter().zip(words.keys()).filter(|(_, key)| !original.has(*key)).map(|(word, _)| word);
    let count = own().count();
    count > 0 && count * MISSPELT >= words.len() && !own().any(is_english_word)
}

/// The parts of a sentence between commas and the like, and between letters of other scripts.
fn clauses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let breaks = |c: char| {
        matches!(c, ',' | ';' | ':' | '—' | '–' | '，' | '；' | '：' | '、' | '。')
            || (c > '\u{24f}' && !matches!(c, '\u{1e00}'..='\u{1eff}') && c.is_alphabetic())
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
        let strange =
            |text: &str, original: &str| are_strange(&words_of(text), Some(&Bag::new(words_of(original).keys())));
        assert!(strange("Scarica add-on", ""));
        assert!(strange("Siehe auch: main process, render process", "See also: main process, render process"));
        assert!(!strange("Restart the frobnicator now", "Start the frobnicator"));
        assert!(!strange("Restart the main process of your frobnicator", ""));
    }
}
