//! Terms of the source that the locale has made its own: it uses them in its own sentences, too.

use std::cell::OnceCell;

use super::{Judge, Judged, Verdict, expected_of};
use crate::doc::{Atom, AtomKind, Block, Document, Kind};
use crate::language::{LONGEST_TERM, MARK, Phrases, own_words, term_words};
use crate::pair::Pair;

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
        let words = term_words(&marked(page, &page.blocks[judged.target as usize]));
        let count = words.iter().filter(|word| !word.starts_with(MARK)).count();
        if count == 0 || count > LONGEST_TERM {
            return false;
        }
        let usage = (self.judge.usage)();
        let translated = usage.as_ref().is_some_and(|usage| usage.translates(&words));
        let is_used = || self.phrases().has(&words) || usage.as_ref().is_some_and(|usage| usage.has_term(&words));
        self.is_explained(judged) || !translated && is_used()
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
        let own = |prose: &str| own_words(prose, expected_of(self.judge.locale));
        self.phrases
            .get_or_init(|| Phrases::new(self.judge.contents.original(pair.source), &words_by_block(pair.target, own)))
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

/// The words of a page, block by block, as `read` makes them of prose with marks.
#[must_use]
pub fn words_by_block(page: &Document<'_>, read: impl Fn(&str) -> Option<Vec<String>>) -> Vec<Vec<String>> {
    let prose = page.blocks.iter().filter(|block| !matches!(block.kind, Kind::Code | Kind::Tags | Kind::Front));
    prose.filter_map(|block| read(&marked(page, block))).filter(|words| !words.is_empty()).collect()
}

/// The prose of a block, with marks where code and placeholders stand.
fn marked(page: &Document<'_>, block: &Block) -> String {
    let is_mark = |atom: &&Atom<'_>| matches!(atom.kind, AtomKind::Code(_) | AtomKind::Placeholder(_));
    let mut marks = page.atoms_of(block).iter().filter(is_mark).map(|atom| atom.span.start).peekable();
    let mut text = String::new();
    for run in &page.runs[block.runs.start as usize..block.runs.end as usize] {
        let end = run.span.start;
        if marks.peek().is_some_and(|mark| *mark < end) {
            while marks.next_if(|mark| *mark < end).is_some() {}
            text.push(MARK);
        } else if !run.glued {
            text.push(' ');
        }
        text.push_str(run.span.of(page.text));
    }
    text.extend(marks.next().map(|_| MARK));
    text
}
