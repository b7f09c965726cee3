//! Terms of the source that the locale has made its own: it uses them in its own sentences, too.

use std::cell::OnceCell;

use super::{Judge, Judged, Verdict, expected_of};
use crate::doc::{Atom, AtomKind, Block, Document, Kind};
use crate::language::{Expected, Glance, LONGEST_TERM, Phrases, TermReader, TermWord};
use crate::pair::Pair;

/// Letters of the longest block that may be one.
const LONGEST: u32 = 120;

/// Knows the terms of the page and of its locale; looks for them when a short block is asked about.
pub(super) struct Terms<'a> {
    judge: &'a Judge<'a>,
    /// Those in the sentences of the page.
    phrases: OnceCell<Phrases>,
}

impl<'a> Terms<'a> {
    pub fn new(judge: &'a Judge<'a>) -> Terms<'a> {
        Terms { judge, phrases: OnceCell::new() }
    }

    /// The block, which may stay as it is if it is a term.
    pub fn spared(&self, mut judged: Judged) -> Judged {
        let spared = match judged.verdict {
            Verdict::Kept(Some(_)) => Verdict::Kept(None),
            Verdict::Stale(_) => Verdict::Translated,
            _ => return judged,
        };
        if self.is_term(&judged) {
            judged.verdict = spared;
        }
        judged
    }

    fn is_term(&self, judged: &Judged) -> bool {
        let page = self.judge.pair.target;
        let block = &page.blocks[judged.target as usize];
        if block.prose.letters > LONGEST {
            return false;
        }
        let words = words(page, block);
        let count = words.iter().filter(|word| !word.is_mark()).count();
        if count == 0 || count > LONGEST_TERM {
            return false;
        }
        // Cheap questions first: the locale's usage is counted for the first that asks, a page's phrases for each.
        self.is_explained(judged)
            || match (self.judge.usage)() {
                Some(usage) => usage.has_term(&words) || !usage.translates(&words) && self.phrases().has(&words),
                None => self.phrases().has(&words),
            }
    }

    /// Somebody translated what a tag says of the term, and kept the term: `<dfn title="…">`.
    fn is_explained(&self, judged: &Judged) -> bool {
        let Some(source) = judged.source else { return false };
        let Pair { source: from, target: to, .. } = self.judge.pair;
        let known = titles(from, &from.blocks[source as usize]);
        titles(to, &to.blocks[judged.target as usize]).iter().any(|title| !known.contains(title))
    }

    fn phrases(&self) -> &Phrases {
        let pair = self.judge.pair;
        let own = || own_words(pair.target, expected_of(self.judge.locale));
        self.phrases.get_or_init(|| Phrases::new(self.judge.contents.original(pair.source), &own()))
    }
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
    prose(page).map(|block| words(page, block)).filter(|words| !words.is_empty()).collect()
}

/// The words of a page of a locale, block by block, but for those that may be English still.
#[must_use]
pub fn own_words(page: &Document<'_>, expected: Expected) -> Vec<Vec<TermWord>> {
    let is_own = |block: &&Block| {
        let mut glance = Glance::default();
        page.runs_of(block).iter().for_each(|run| glance.add(run.span.of(page.text)));
        glance.is_other(expected) || !glance.may_hold_english(expected)
    };
    prose(page).filter(is_own).map(|block| words(page, block)).filter(|words| !words.is_empty()).collect()
}

fn prose<'p>(page: &'p Document<'_>) -> impl Iterator<Item = &'p Block> {
    page.blocks.iter().filter(|block| !matches!(block.kind, Kind::Code | Kind::Tags | Kind::Front))
}

/// The words of a block, with marks where code and placeholders stand.
fn words(page: &Document<'_>, block: &Block) -> Vec<TermWord> {
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
