//! Terms of the source that the locale has made its own: it uses them in its own sentences, too.

use std::cell::LazyCell;
use std::sync::Arc;

use memchr::memmem;

use super::{Judge, Judged, Verdict};
use crate::doc::{Atom, AtomKind, Block, Document, Kind};
use crate::language::{Expected, Glance, LONGEST_TERM, Mixture, TermReader, TermWord, Usage};
use crate::pair::Pair;

/// Letters of the longest block that may be one.
const LONGEST: u32 = 120;
/// Blocks of the page with its longest word, and translated ones of them, that are looked at for one.
const ANY: usize = 200;
const ENOUGH: usize = 16;

impl Judge<'_> {
    /// Blocks that are terms may stay as they are.
    pub(super) fn spare_terms(&self, all: &mut [Judged]) {
        let terms: Vec<usize> = (0..all.len()).filter(|&at| self.is_term(&all[at], all)).collect();
        for at in terms {
            let kept = matches!(all[at].verdict, Verdict::Kept(_));
            all[at].verdict = if kept { Verdict::Kept(None) } else { Verdict::Translated };
        }
    }

    fn is_term(&self, judged: &Judged, all: &[Judged]) -> bool {
        if !matches!(judged.verdict, Verdict::Kept(Some(_)) | Verdict::Stale(_)) {
            return false;
        }
        let page = self.pair.target;
        let block = &page.blocks[judged.target as usize];
        if block.prose.letters > LONGEST {
            return false;
        }
        let words = words(page, block);
        let count = words.iter().filter(|word| !word.is_mark()).count();
        if count == 0 {
            return false;
        }
        let is_short = count <= LONGEST_TERM;
        // Cheap questions first: the locale's usage is counted for the first that asks.
        if is_short && (self.is_explained(judged) || self.is_named(judged, all)) {
            return true;
        }
        let may_be_mixed = self.may_be_mixed();
        let usage = if is_short || may_be_mixed { (self.usage)() } else { None };
        if usage.as_ref().is_some_and(|usage| usage.translates(&words)) {
            return false;
        }
        let is_used = |usage: Arc<Usage>| is_short && usage.has_term(&words) || may_be_mixed && usage.may_keep(&words);
        usage.is_some_and(is_used) || is_short && self.is_in_sentence(block, &words, all)
    }

    /// Words of the source stand out from the locale's, and are known.
    fn may_be_mixed(&self) -> bool {
        self.source_is_english() && self.expected == Expected::Other
    }

    /// Somebody translated what a tag says of the term, and kept the term: `<dfn title="…">`.
    fn is_explained(&self, judged: &Judged) -> bool {
        let Some(source) = judged.source else { return false };
        let Pair { source: from, target: to, .. } = self.pair;
        let known = titles(from, &from.blocks[source as usize]);
        titles(to, &to.blocks[judged.target as usize]).iter().any(|title| !known.contains(title))
    }

    /// A name of several words, all with capitals, stands as it is in a translated block that says more than that; or
    /// each of several names does.
    fn is_named(&self, judged: &Judged, all: &[Judged]) -> bool {
        let page = self.pair.target;
        let prose = page.prose_of(&page.blocks[judged.target as usize]);
        let is_name =
            |name: &str| name.contains(' ') && name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        let is_translated = |at: u32| {
            let judged = all.binary_search_by_key(&at, |judged| judged.target);
            judged.is_ok_and(|judged| all[judged].verdict == Verdict::Translated)
        };
        // Letters of other scripts say more each.
        let per_letter = if self.expected == Expected::Latin { 1 } else { 3 };
        let says_more = |at: u32, name: &str| {
            let letters = page.blocks[at as usize].prose.letters as usize;
            letters.saturating_sub(name.len()) * per_letter > name.len()
        };
        let stands = |name: &str| blocks_with(page, name).take(ANY).any(|at| is_translated(at) && says_more(at, name));
        let mut names = prose.split(" / ").map(str::trim);
        names.clone().all(is_name) && names.all(stands)
    }

    /// A translated block of the page has the words of `block`, too.
    fn is_in_sentence(&self, block: &Block, words: &[TermWord], all: &[Judged]) -> bool {
        let page = self.pair.target;
        let telling = telling(page, block);
        let Some((first, others)) = telling.split_first().filter(|(first, _)| !first.is_empty()) else { return false };
        let others = LazyCell::new(|| others.iter().map(memmem::Finder::new).collect::<Vec<_>>());
        let has_others = |other: &Block| {
            let text = other.content.of(page.text).as_bytes();
            others.iter().all(|word| word.find(text).is_some())
        };
        let is_translated = |at: u32| {
            let judged = all.binary_search_by_key(&at, |judged| judged.target);
            judged.is_ok_and(|judged| all[judged].verdict == Verdict::Translated)
        };
        let original = || self.contents.original(self.pair.source);
        blocks_with(page, first)
            .take(ANY)
            .filter(|&at| is_translated(at) && has_others(&page.blocks[at as usize]))
            .take(ENOUGH)
            .any(|at| original().has_in_term(&self::words(page, &page.blocks[at as usize]), words))
    }
}

/// The words of a block without their first letters, which may be capitals in one place and none in another; the longest
/// is the first.
fn telling<'t>(page: &Document<'t>, block: &Block) -> Vec<&'t str> {
    let texts = page.runs_of(block).iter().map(|run| run.span.of(page.text));
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic())).filter(|word| !word.is_empty());
    let mut rests: Vec<&str> = words.map(|word| &word[word.chars().next().map_or(0, char::len_utf8)..]).collect();
    rests.sort_by_key(|rest| std::cmp::Reverse(rest.len()));
    rests
}

/// The blocks with a text, as indices, each once.
fn blocks_with<'p>(page: &'p Document<'_>, text: &'p str) -> impl Iterator<Item = u32> {
    let finder = memmem::Finder::new(text);
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + finder.find(page.text.as_bytes().get(from..)?)?;
            from = at + text.len().max(1);
            let holder = page.blocks.partition_point(|block| block.span.start as usize <= at).checked_sub(1);
            if let Some(holder) = holder.filter(|&holder| page.blocks[holder].span.end as usize > at) {
                from = from.max(page.blocks[holder].span.end as usize);
                return u32::try_from(holder).ok();
            }
        }
    })
}

/// What the tags of a block say of their words.
fn titles<'t>(page: &Document<'t>, block: &Block) -> Vec<&'t str> {
    let title = |atom: &Atom<'_>| match &atom.kind {
        AtomKind::Html(tag) => tag.attribute(page.text, "title"),
        _ => None,
    };
    page.atoms_of(block).iter().filter_map(title).map(|span| span.of(page.text)).collect()
}

/// The words of a page, block by block.
#[must_use]
pub fn words_by_block(page: &Document<'_>) -> Vec<Vec<TermWord>> {
    let prose = page.blocks.iter().filter(|block| is_prose(block));
    prose.map(|block| words(page, block)).filter(|words| !words.is_empty()).collect()
}

/// The words of blocks of a page of a locale, one by one, but for those that may be English still, and how much of English there
/// is in those that are not.
#[must_use]
pub fn own_words((page, blocks): (&Document<'_>, &[Block]), expected: Expected) -> (Vec<Vec<TermWord>>, Mixture) {
    let (mut own, mut mixture) = (Vec::new(), Mixture::default());
    for block in blocks.iter().filter(|block| is_prose(block)) {
        let mut glance = Glance::default();
        page.runs_of(block).iter().for_each(|run| glance.add(run.span.of(page.text)));
        let is_other = glance.is_other(expected);
        if is_other {
            mixture.add(&glance);
        }
        if is_other || !glance.may_hold_english(expected) {
            own.push(words(page, block));
        }
    }
    own.retain(|words| !words.is_empty());
    (own, mixture)
}

/// The block has text that is neither code nor data.
#[must_use]
pub fn is_prose(block: &Block) -> bool {
    !matches!(block.kind, Kind::Code | Kind::Tags | Kind::Front)
}

/// The words of a block, with marks where code and placeholders stand.
pub(super) fn words(page: &Document<'_>, block: &Block) -> Vec<TermWord> {
    let is_mark = |atom: &&Atom<'_>| matches!(atom.kind, AtomKind::Code(_) | AtomKind::Placeholder(_));
    let mut marks = page.atoms_of(block).iter().filter(is_mark).map(|atom| atom.span.start).peekable();
    let mut words = TermReader::default();
    for run in page.runs_of(block) {
        let end = run.span.start;
        if marks.peek().is_some_and(|mark| *mark < end) {
            while marks.next_if(|mark| *mark < end).is_some() {}
            words.mark();
        } else if !run.glued {
            words.part();
        }
        words.text(run.span.of(page.text));
    }
    if marks.next().is_some() {
        words.mark();
    }
    words.finish()
}
