//! Blocks that say less than the source's: they are much shorter than the page's other blocks are beside theirs.
//!
//! How long a translation is beside its source differs between languages, and hardly at all between the paragraphs of
//! one page (Gale and Church 1993): of 15,000 paragraphs of published translations with 25 words or more, five were shorter
//! than half of what is usual in their locale, and four of those had lost words.

use super::{Judged, Verdict};
use crate::doc::{Atom, Block, Document, Kind, LinkStyle};
use crate::language::sentences;
use crate::pair::{Fate, Pair, Row, is_cut};

/// A block that lost words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortened {
    /// The block of the source.
    pub source: u32,
    /// The block of the target.
    pub target: u32,
    /// How much it says, in percent of what its length would be.
    pub percent: u32,
    /// Half of it or more is gone.
    pub half: bool,
}

/// Letters of a block of the source that its length is asked of: of a short one, any word tells.
const LONG: u32 = 100;
/// The same where it has fewer sentences, too.
const TELLING: u32 = 60;
/// Letters of a block that the usual length is learnt from, and how many of them are enough.
const LEARNT: u32 = 40;
const ENOUGH: usize = 6;
/// Letters for one of an English text, in scripts with spaces between words and in those without, a little less than most
/// translations have.
const USUAL: f32 = 0.9;
const USUAL_UNSPACED: f32 = 0.3;
/// Percent of the likely length under which half of it is gone, or a sentence. Writers of scripts without spaces make one
/// sentence of two more often, and have terms of two letters.
const HALF: f32 = 0.5;
const HALF_UNSPACED: f32 = 0.4;
const SENTENCE: f32 = 0.68;
const SENTENCE_UNSPACED: f32 = 0.5;

/// The blocks of a page that lost words, where nothing else tells of it. `unspaced`: the locale's script has no spaces
/// between words, or joins sentences as those do.
#[must_use]
pub fn shortened(pair: &Pair<'_, '_>, verdicts: &[Judged], unspaced: bool) -> Vec<Shortened> {
    if pair.is_apart() || pair.target.catalogue.is_some() {
        return Vec::new();
    }
    let rows = &pair.alignment.rows;
    let is_translated = |at: &usize| {
        let judged = verdicts.binary_search_by_key(&rows[*at].target.start, |judged| judged.target);
        judged.is_ok_and(|judged| verdicts[judged].verdict == Verdict::Translated)
    };
    let texts = (0..rows.len()).filter_map(|at| text(pair, at)).filter(|(at, ..)| is_translated(at));
    let texts: Vec<(usize, &Block, &Block)> = texts.collect();
    let learnt = texts.iter().filter(|(_, ours, _)| ours.prose.letters >= LEARNT);
    let mut ratios: Vec<f32> = learnt.map(|(_, ours, theirs)| ratio(ours, theirs)).collect();
    let is_known = ratios.len() >= ENOUGH;
    let usual = if is_known {
        let middle = ratios.len() / 2;
        *ratios.select_nth_unstable_by(middle, f32::total_cmp).1
    } else if unspaced {
        USUAL_UNSPACED
    } else {
        USUAL
    };
    let (less, sentence) = if unspaced { (HALF_UNSPACED, SENTENCE_UNSPACED) } else { (HALF, SENTENCE) };
    let lost = |&(at, ours, theirs): &(usize, &Block, &Block)| {
        let share = ratio(ours, theirs) / usual;
        let share =
            if share < less.max(sentence) { share.max(ratio_of_words(pair, ours, theirs) / usual) } else { share };
        // Where the page does not tell how long its texts are, only one that breaks off is told.
        let half = share < less && ours.prose.letters >= LONG && (is_known || breaks_off(pair, ours, theirs));
        let may_be = half || is_known && share < sentence && ours.prose.letters >= TELLING;
        let found = may_be && is_told_alone(pair, at) && (half || has_fewer_sentences(pair, ours, theirs));
        let (source, target) = (rows[at].source.start, rows[at].target.start);
        found.then_some(Shortened { source, target, percent: (share * 100.0) as u32, half })
    };
    texts.iter().filter_map(lost).collect()
}

/// Two blocks of running text that answer each other in their place, and one is translated.
fn text<'p>(pair: &Pair<'p, '_>, at: usize) -> Option<(usize, &'p Block, &'p Block)> {
    let row = &pair.alignment.rows[at];
    if row.source.len() != 1 || row.target.len() != 1 || row.moved || pair.is_kept(row.source.start) {
        return None;
    }
    let (ours, theirs) =
        (&pair.source.blocks[row.source.start as usize], &pair.target.blocks[row.target.start as usize]);
    let is_text = |block: &Block| matches!(block.kind, Kind::Paragraph | Kind::Item) && block.prose.letters > 0;
    let same = ours.kind == theirs.kind && ours.place.quote == theirs.place.quote;
    (same && is_text(ours) && is_text(theirs)).then_some((at, ours, theirs))
}

fn ratio(ours: &Block, theirs: &Block) -> f32 {
    theirs.prose.letters as f32 / ours.prose.letters.max(1) as f32
}

/// The same of their words without bare addresses: what broken marks have left of links is no text.
fn ratio_of_words(pair: &Pair<'_, '_>, ours: &Block, theirs: &Block) -> f32 {
    let letters = |page: &Document<'_>, block: &Block| {
        let is_bare = |atom: &&Atom<'_>| atom.link().is_some_and(|link| link.style == LinkStyle::Bare);
        let addresses = page.atoms_of(block).iter().filter(is_bare).map(|atom| atom.span.of(page.text));
        let count = addresses.flat_map(str::chars).filter(|c| c.is_alphabetic()).count();
        (block.prose.letters as usize).saturating_sub(count)
    };
    letters(pair.target, theirs) as f32 / letters(pair.source, ours).max(1) as f32
}

/// The blocks beside it have their counterparts, so that nothing of it stands in them; its atoms are all there, so that
/// they do not tell of it.
fn is_told_alone(pair: &Pair<'_, '_>, at: usize) -> bool {
    let rows = &pair.alignment.rows;
    let is_answered = |row: &Row| row.source.len() == 1 && row.target.len() == 1 && !row.moved;
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| rows.get(at));
    let harmed = pair.harmed_of(at).iter().any(|one| one.fate != Fate::Added);
    // Where a back-tick is lost, words are code.
    let ticks = pair.ticks.binary_search_by_key(&at, |tick| tick.row).is_ok();
    beside.clone().all(is_answered) && !harmed && !ticks && !pair.is_doubtful(at) && !pair.is_rewritten(at)
}

/// It ends in a letter, where the source comes to the end of a sentence.
fn breaks_off(pair: &Pair<'_, '_>, ours: &Block, theirs: &Block) -> bool {
    is_cut((pair.source, ours), (pair.target, theirs))
}

fn has_fewer_sentences(pair: &Pair<'_, '_>, ours: &Block, theirs: &Block) -> bool {
    let count = |text: &str| sentences(&text.replace(['\n', '\r'], " ")).count();
    count(&pair.target.prose_of(theirs)) < count(&pair.source.prose_of(ours))
}
