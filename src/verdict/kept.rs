//! How much it matters that a block has the source's words; and what the source's blocks are made of.

use std::cell::OnceCell;

use super::badge::without_badges;
use super::near::{Bag, Index};
use super::passage::{LinkTexts, Passage};
use super::terms::words_by_block;
use super::{Judge, Votes};
use crate::config::Settings;
use crate::diag::Severity;
use crate::doc::{Atom, AtomKind, Document, Kind, Link};
use crate::language::{Content, Original, content, sentences, words_of};
use crate::text::Span;

/// What the blocks of a source page are made of: looked at once for all locales, when one of them asks.
#[derive(Debug)]
pub struct Contents {
    /// Terms that all locales keep.
    keep: Vec<String>,
    known: Vec<OnceCell<Content>>,
    words: Vec<OnceCell<Vec<u64>>>,
    sentences: Vec<OnceCell<Vec<Sentence>>>,
    index: OnceCell<Index>,
    original: OnceCell<Original>,
}

/// A sentence and its words.
type Sentence = (Span, Bag);

impl Contents {
    /// Nothing is known yet of the blocks of `source`.
    #[must_use]
    pub fn new(source: &Document<'_>, settings: &Settings) -> Contents {
        Contents {
            keep: settings.shared_terms(),
            known: vec![OnceCell::new(); source.blocks.len()],
            words: vec![OnceCell::new(); source.blocks.len()],
            sentences: source.blocks.iter().map(|_| OnceCell::new()).collect(),
            index: OnceCell::new(),
            original: OnceCell::new(),
        }
    }

    /// The sentences of a block of the page, which is `source`.
    pub(super) fn sentences(&self, source: &Document<'_>, block: u32) -> &[Sentence] {
        let read = || {
            let passage = Passage::new(source, &source.blocks[block as usize], LinkTexts::Kept);
            let words = |sentence: &str| Bag::new(words_of(sentence).keys());
            sentences(&passage.text).map(|range| (passage.span(&range), words(&passage.text[range]))).collect()
        };
        self.sentences.get(block as usize).map_or(&[], |known| known.get_or_init(read))
    }

    /// The words of a block of the page, which is `source`, as numbers.
    pub(super) fn words(&self, source: &Document<'_>, block: u32) -> &[u64] {
        let read = || words_of(&source.prose_of(&source.blocks[block as usize])).keys().collect();
        self.words.get(block as usize).map_or(&[], |known| known.get_or_init(read))
    }

    /// Where the words of the page, which is `source`, are found.
    pub(super) fn index(&self, source: &Document<'_>) -> &Index {
        self.index.get_or_init(|| Index::new(source, |block| self.words(source, block)))
    }

    /// The words of the page, which is `source`, where terms are looked for.
    pub(super) fn original(&self, source: &Document<'_>) -> &Original {
        self.original.get_or_init(|| Original::new(&words_by_block(source)))
    }

    fn of(&self, block: u32, keep: &[String], look: impl FnOnce() -> Content) -> Content {
        match self.known.get(block as usize) {
            Some(known) if self.keep == keep => *known.get_or_init(look),
            _ => look(),
        }
    }
}

/// Words of the shortest sentence that is no explanation of a name.
const SENTENCE: u32 = 6;

impl Judge<'_> {
    /// How much the words of a block of the source matter, where they are kept; `None` if they may stay.
    pub(super) fn weight(&self, source: u32, keep: &[String]) -> Option<Severity> {
        let content = self.contents.of(source, keep, || self.content_of(source, keep));
        let votes = self.votes.get(source as usize).copied().unwrap_or_default();
        let is_key = || content == Content::Words(1) && self.is_key(source) || self.names_property(source);
        if votes.translated < 2 && is_key() {
            return None;
        }
        let severity = severity(content, votes)?;
        // What a link leads to may be called so in any language.
        let may_be_title = votes.kept >= 2 && votes.kept >= votes.translated;
        Some(if may_be_title && self.lone_link(source).is_some() { Severity::Info } else { severity })
    }

    /// One small word over a section, or at the start of a table's row: what is told of there is called so.
    fn is_key(&self, source: u32) -> bool {
        let block = &self.pair.source.blocks[source as usize];
        let is_place = matches!(block.kind, Kind::Heading(_)) || (block.kind == Kind::Cell && block.place.column == 0);
        is_place && self.pair.source.prose_of(block).trim().starts_with(char::is_lowercase)
    }

    /// `on-close` at the start of a table's row: words in small letters with hyphens between are no text.
    fn names_property(&self, source: u32) -> bool {
        let block = &self.pair.source.blocks[source as usize];
        if block.kind != Kind::Cell || block.place.column > 0 {
            return false;
        }
        let prose = self.pair.source.prose_of(block);
        let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
        prose.trim().contains('-') && prose.trim().split('-').all(is_word)
    }

    /// The link whose text is all of the block's.
    pub(super) fn lone_link(&self, source: u32) -> Option<&Link<'_>> {
        let page = self.pair.source;
        let block = &page.blocks[source as usize];
        let mut runs = page.runs_of(block).iter().filter(|run| run.span.of(page.text).contains(char::is_alphanumeric));
        let is_link = |atom: &&Atom<'_>| matches!(atom.kind, AtomKind::Link(_)) && atom.parent.is_none();
        let link = page.atoms_of(block).iter().find(is_link)?;
        runs.all(|run| link.span.contains(run.span)).then(|| link.link()).flatten()
    }

    fn content_of(&self, source: u32, keep: &[String]) -> Content {
        let (page, block) = (self.pair.source, &self.pair.source.blocks[source as usize]);
        let prose = without_badges(page, block).unwrap_or_else(|| page.whole_words_of(block));
        if self.names_page(&prose) || self.names_code(&prose, block.kind == Kind::Cell) {
            return Content::Wordless;
        }
        let is_mnemonic = || page.has_rests_of_words(block);
        match content(&prose, keep) {
            // "`l`ess than or `e`qual" says where a name comes from.
            Content::Words(count) if count < SENTENCE && is_mnemonic() => Content::Names(count),
            // There is no list of words of other languages: running text is what has small letters, or no capitals at all.
            Content::Names(count) if !self.source_is_english() && is_running(&prose) => Content::Words(count.max(3)),
            content => content,
        }
    }

    /// A title that is the file's name: a command, a function, a package. One with capitals is, if code has it, too.
    fn names_page(&self, prose: &str) -> bool {
        let path = &self.pair.frame.source_path;
        let name = path.rsplit('/').next().unwrap_or_default();
        let mut stems = name.match_indices('.').map(|(end, _)| &name[..end]);
        let page = self.pair.source;
        let is_code =
            |atom: &Atom<'_>| matches!(atom.kind, AtomKind::Code(_)) && atom.span.of(page.text).contains(prose);
        let is_name = || !prose.chars().any(char::is_uppercase) || page.atoms.iter().any(is_code);
        plain(prose).next().is_some() && stems.any(|stem| plain(stem).eq(plain(prose))) && is_name()
    }

    /// What the page has in code elsewhere: a method or a command, or several of them; in a cell any of its values.
    fn names_code(&self, prose: &str, is_cell: bool) -> bool {
        const LONGEST: usize = 60;
        const MOST: usize = 5_000;
        let page = self.pair.source;
        let is_code = |name: &str| {
            page.atoms.iter().take(MOST).any(|atom| match atom.kind {
                AtomKind::Code(code) => {
                    let code = code.of(page.text);
                    let called = code.strip_prefix(name);
                    let is_value = || is_cell && code.split('|').any(|value| value.trim() == name);
                    called.is_some_and(|rest| rest.starts_with('(') || rest.is_empty() && name.contains(' '))
                        || is_value()
                }
                _ => false,
            })
        };
        let parts = || prose.split(['&', ',', '/', '|']).map(str::trim);
        prose.len() <= LONGEST
            && prose.starts_with(char::is_lowercase)
            && parts().all(|part| !part.is_empty() && part.is_ascii() && is_code(part))
    }
}

/// The letters and digits of a text, in small letters.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Most words begin with a letter that is no capital.
pub(super) fn is_running(prose: &str) -> bool {
    let starts = || prose.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let small = starts().filter(|c| c.is_alphabetic() && !c.is_uppercase()).count();
    prose.chars().filter(|c| c.is_alphabetic()).count() >= 12 && small * 2 > starts().count()
}

fn severity(content: Content, votes: Votes) -> Option<Severity> {
    // What most other locales keep too is a name or a credit; what most translate is none.
    let others_keep = votes.kept >= 3 && votes.kept > 2 * votes.translated;
    // A title that a third of the locales keep may be a term.
    let is_term = votes.kept >= 4 && votes.kept * 2 >= votes.translated;
    // Ten locales that keep a few words did not all forget them.
    let may_stay = votes.kept >= 10 && 5 * votes.kept > votes.translated;
    let others_translate = votes.translated >= 2 && votes.translated >= 3 * votes.kept;
    match content {
        Content::Wordless => None,
        Content::Names(_) if may_stay => None,
        // Three locales did not all forget a name.
        Content::Names(count) => (others_translate && votes.kept < 3 && count >= 2).then_some(Severity::Info),
        Content::Words(count) | Content::Title(count) if count <= 6 && others_keep => None,
        Content::Title(count) if count <= 6 && is_term => None,
        Content::Words(1..=2) | Content::Title(_) => (!may_stay).then_some(Severity::Info),
        Content::Words(_) => Some(Severity::Warning),
    }
}
