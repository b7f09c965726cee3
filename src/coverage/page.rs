//! What became of the words of one page.

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use super::Counts;
use crate::doc::{Block, Document, Kind};
use crate::pair::{Pair, Row};
use crate::text::Span;
use crate::verdict::{Judged, Verdict};

/// Words of prose of each block: UAX-29 words that remain when code, addresses and placeholders are taken out.
#[derive(Debug)]
pub struct Weights(Vec<u64>);

impl Weights {
    /// Counts the words of a page. Of its front matter, the keys in `translate` are prose; of a catalogue, nobody needs
    /// what is obsolete.
    #[must_use]
    pub fn of(page: &Document<'_>, translate: &[String]) -> Weights {
        let entry = |at: usize| page.catalogue.as_ref().and_then(|catalogue| catalogue.entries.get(at));
        let is_obsolete = |at: usize| entry(at).is_some_and(|entry| entry.obsolete);
        let words = |(at, block): (usize, &Block)| match block.kind {
            _ if is_obsolete(at) => 0,
            Kind::Code | Kind::Tags => 0,
            Kind::Front if !translate.iter().any(|key| key == block.label.of(page.text)) => 0,
            _ if block.prose.letters == 0 => 0,
            _ => words(&page.prose_of(block)),
        };
        Weights(page.blocks.iter().enumerate().map(words).collect())
    }

    /// The words of a block.
    pub(super) fn words(&self, block: u32) -> u64 {
        self.0[block as usize]
    }

    /// The blocks and the words of a page that a locale does not have.
    #[must_use]
    pub fn missing(&self) -> Measure {
        let missing = |missing| Counts { missing, ..Counts::default() };
        let blocks = self.0.iter().filter(|words| **words > 0).count() as u64;
        Measure { blocks: missing(blocks), words: missing(self.0.iter().sum()) }
    }
}

/// Blocks and words of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measure {
    /// Blocks with prose.
    pub blocks: Counts,
    /// Words of the source's prose.
    pub words: Counts,
}

/// What is known of a translation beside its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    pub source: &'a Weights,
    pub target: &'a Weights,
}

/// What became of the words of a page.
///
/// `verdicts` are those that count: what may stay in the source language is none. `stale` tells, by block of the
/// source, whether it was changed since it was translated; where it is shorter, the rest was not.
#[must_use]
pub fn of_pair(
    pair: &Pair<'_, '_>,
    (source, target): (&Weights, &Weights),
    verdicts: &[Judged],
    stale: &[bool],
) -> Measure {
    let fates = fates(pair, Facts { source, target }, verdicts);
    let mut measure = Measure::default();
    for (at, fate) in fates.iter().enumerate().filter(|(at, _)| source.0[*at] > 0) {
        let is_stale = stale.get(at).copied().unwrap_or(false);
        measure.words += fate.words(source.0[at], is_stale);
        measure.blocks += fate.block(source.0[at], is_stale);
    }
    measure
}

/// What became of a block of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing answers it.
    Missing,
    /// So many of its words are left in its language.
    Answered(u64),
}

impl Outcome {
    fn words(self, words: u64, is_stale: bool) -> Counts {
        let Outcome::Answered(untranslated) = self else { return Counts { missing: words, ..Counts::default() } };
        let rest = words - untranslated;
        let (translated, stale) = if is_stale { (0, rest) } else { (rest, 0) };
        Counts { translated, untranslated, stale, missing: 0 }
    }

    fn block(self, words: u64, is_stale: bool) -> Counts {
        let whole = match self {
            Outcome::Missing => Outcome::Missing,
            Outcome::Answered(_) => Outcome::Answered(u64::from(self.is_untranslated(words))),
        };
        whole.words(1, is_stale)
    }

    /// More than half of the `words` of the block are left in its language.
    pub(super) fn is_untranslated(self, words: u64) -> bool {
        matches!(self, Outcome::Answered(left) if left * 2 > words)
    }
}

/// What became of each block of the source.
pub(super) fn fates(pair: &Pair<'_, '_>, facts: Facts<'_>, verdicts: &[Judged]) -> Vec<Outcome> {
    let judged: FxHashMap<u32, &Judged> = verdicts.iter().map(|judged| (judged.target, judged)).collect();
    let mut fates = vec![Outcome::Missing; pair.source.blocks.len()];
    for row in &pair.alignment.rows {
        if row.target.is_empty() {
            // Merged into a neighbour.
            let merged = row.source.clone().filter(|at| pair.atoms.absorbed.contains(at));
            merged.for_each(|at| fates[at as usize] = Outcome::Answered(0));
            continue;
        }
        let (left, all) = left_in_source(pair, row, facts, &judged);
        for at in row.source.clone() {
            let words = facts.source.0[at as usize];
            let share = if all == 0 { 0 } else { (words * left * 2 + all) / (all * 2) };
            fates[at as usize] = Outcome::Answered(share.min(words));
        }
    }
    // A block that stands elsewhere, word for word, is there and not translated.
    for judged in verdicts.iter().filter(|judged| matches!(judged.verdict, Verdict::Kept(Some(_)))) {
        if let Some(at) = judged.source.map(|at| at as usize)
            && fates[at] == Outcome::Missing
        {
            fates[at] = Outcome::Answered(facts.source.0[at]);
        }
    }
    fates
}

/// Of the words of a row's target, how many are in the source language, and how many there are.
fn left_in_source(pair: &Pair<'_, '_>, row: &Row, facts: Facts<'_>, judged: &FxHashMap<u32, &Judged>) -> (u64, u64) {
    let (mut left, mut all) = (0, 0);
    for at in row.target.clone() {
        let words = facts.target.0[at as usize];
        all += words;
        left += match judged.get(&at).map(|judged| &judged.verdict) {
            Some(Verdict::Kept(Some(_)) | Verdict::Stale(_)) => words,
            Some(Verdict::Sentences(sentences)) => {
                let block = &pair.target.blocks[at as usize];
                sentences.iter().map(|one| words_within(pair.target, block, one.span)).sum::<u64>().min(words)
            }
            _ => 0,
        };
    }
    (left, all)
}

/// Words of the prose of a block within `span`.
fn words_within(page: &Document<'_>, block: &Block, span: Span) -> u64 {
    let runs = &page.runs[block.runs.start as usize..block.runs.end as usize];
    let inside = runs.iter().map(|run| Span { start: run.span.start.max(span.start), end: run.span.end.min(span.end) });
    let text: Vec<&str> = inside.filter(|span| span.start < span.end).map(|span| span.of(page.text)).collect();
    words(&text.join(" "))
}

/// UAX-29 words, without those of addresses that are shown as text.
fn words(text: &str) -> u64 {
    let count = |text: &str| text.unicode_words().count() as u64;
    let token = |token: &str| {
        let Some(at) = token.find("://") else { return count(token) };
        let before = token[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let after = token[at..].trim_start_matches(|c: char| c.is_ascii_graphic());
        count(before) + count(after)
    };
    text.split_whitespace().map(token).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;
    use crate::doc::{Dialects, Syntax};
    use crate::pair::LinkFrame;
    use crate::verdict::{Sentence, Stale};

    const SOURCE: &str = "---\ntitle: The title\nslug: two words\n---\n\n# One heading\n\nSee `code` and {{ tag }} at \
        https://example.org/a/b in [four words](x.md).\n\n```sh\nno words here\n```\n\nFive words are written here.\n";

    fn parse(text: &str) -> Document<'_> {
        Document::parse(text, Syntax { dialects: Dialects::bundled(), extension: "md" })
    }

    /// Words translated, untranslated, stale and missing; blocks in the same order.
    fn measured(target: &str, verdicts: &dyn Fn(&Document<'_>) -> Vec<Judged>, stale: &[bool]) -> ([u64; 4], [u64; 4]) {
        let (source, target) = (parse(SOURCE), parse(target));
        let weights = [&source, &target].map(|page| Weights::of(page, &["title".to_owned()]));
        let pair = Pair::new(&source, &target, LinkFrame::default());
        let Measure { words, blocks } = of_pair(&pair, (&weights[0], &weights[1]), &verdicts(&target), stale);
        let list = |counts: Counts| [counts.translated, counts.untranslated, counts.stale, counts.missing];
        (list(words), list(blocks))
    }

    fn last(verdict: impl Fn(&Block) -> Verdict) -> impl Fn(&Document<'_>) -> Vec<Judged> {
        move |page| {
            let at = page.blocks.len() - 1;
            vec![Judged { source: None, target: at as u32, verdict: verdict(&page.blocks[at]), insets: Vec::new() }]
        }
    }

    #[test]
    fn prose_is_counted_without_code_tags_and_addresses() {
        // The title, the heading, `See and at in four words`, and the last paragraph.
        assert_eq!(measured(SOURCE, &|_| Vec::new(), &[]), ([2 + 2 + 6 + 5, 0, 0, 0], [4, 0, 0, 0]));
    }

    #[test]
    fn nobody_needs_what_is_obsolete() {
        let text = "a = Two words\n\n# Obsolete\nb = Three more words\n";
        let page = Document::parse(text, Syntax { dialects: Dialects::bundled(), extension: "ftl" });
        assert_eq!(Weights::of(&page, &[]).0, [2, 0]);
    }

    #[test]
    fn words_are_those_of_uax_29() {
        for (text, count) in [
            ("", 0),
            ("It can't be — 3.5 words, really!", 6),
            ("日本", 2),
            ("see <https://example.org/a-b?c=d#e>, or ask", 3),
            ("詳細はhttps://example.org/を見て", words("詳細は") + words("を見て")),
        ] {
            assert_eq!(words(text), count, "{text}");
        }
    }

    #[test]
    fn what_nothing_answers_is_missing() {
        let shorter = SOURCE.replace("Five words are written here.\n", "").replace("title: The title\n", "");
        assert_eq!(measured(&shorter, &|_| Vec::new(), &[true; 9]), ([0, 0, 8, 7], [0, 0, 2, 2]));
        assert_eq!(measured("", &|_| Vec::new(), &[]), ([0, 0, 0, 15], [0, 0, 0, 4]));
    }

    #[test]
    fn english_counts_before_stale() {
        let kept = last(|_| Verdict::Kept(Some(Severity::Warning)));
        assert_eq!(measured(SOURCE, &kept, &[true; 9]), ([0, 5, 10, 0], [0, 1, 3, 0]));
        let stale = last(|_| Verdict::Stale(Stale { severity: Severity::Info, nearest: None, same: false }));
        assert_eq!(measured(SOURCE, &stale, &[]), ([10, 5, 0, 0], [3, 1, 0, 0]));
        let may_stay = last(|_| Verdict::Kept(None));
        assert_eq!(measured(SOURCE, &may_stay, &[]), ([15, 0, 0, 0], [4, 0, 0, 0]));
    }

    #[test]
    fn a_sentence_is_a_part_of_its_block() {
        let two = last(|block| {
            let span = Span { start: block.content.start, end: block.content.start + 10 };
            Verdict::Sentences(vec![Sentence { span, source: None }])
        });
        assert_eq!(measured(SOURCE, &two, &[]), ([13, 2, 0, 0], [4, 0, 0, 0]));
    }
}
