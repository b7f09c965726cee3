//! How much it matters that a block has the source's words.

use std::cell::OnceCell;

use super::{Judge, Votes};
use crate::config::Settings;
use crate::diag::Severity;
use crate::doc::Document;
use crate::language::{Content, content};

/// What the blocks of a source page are made of: looked at once for all locales that keep the same terms.
#[derive(Debug)]
pub struct Contents {
    keep: Vec<String>,
    known: Vec<OnceCell<Content>>,
}

impl Contents {
    /// Nothing is known yet of the blocks of `source`.
    #[must_use]
    pub fn new(source: &Document<'_>, settings: &Settings) -> Contents {
        Contents { keep: settings.shared_terms(), known: vec![OnceCell::new(); source.blocks.len()] }
    }

    fn of(&self, block: u32, keep: &[String], look: impl FnOnce() -> Content) -> Content {
        match self.known.get(block as usize) {
            Some(known) if self.keep == keep => *known.get_or_init(look),
            _ => look(),
        }
    }
}

impl Judge<'_> {
    /// How much the words of a block of the source matter, where they are kept; `None` if they may stay.
    pub(super) fn weight(&self, source: u32, keep: &[String]) -> Option<Severity> {
        let content = self.contents.of(source, keep, || self.content_of(source, keep));
        severity(content, self.votes.get(source as usize).copied().unwrap_or_default())
    }

    fn content_of(&self, source: u32, keep: &[String]) -> Content {
        let prose = self.pair.source.whole_words_of(&self.pair.source.blocks[source as usize]);
        if self.names_page(&prose) {
            return Content::Wordless;
        }
        match content(&prose, keep) {
            // There is no list of words of other languages: running text is what has small letters, or no capitals at all.
            Content::Names(count) if !self.source_is_english() && is_running(&prose) => Content::Words(count.max(3)),
            content => content,
        }
    }

    /// A title in small letters that is the file's name: a command, a function, a package.
    fn names_page(&self, prose: &str) -> bool {
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let path = &self.pair.frame.source_path;
        let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        !prose.chars().any(char::is_uppercase) && plain(prose) == plain(name)
    }
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
    // Ten locales that keep a few words did not all forget them.
    let may_stay = votes.kept >= 10 && 5 * votes.kept > votes.translated;
    let others_translate = votes.translated >= 2 && votes.translated >= 3 * votes.kept;
    match content {
        Content::Wordless => None,
        Content::Names(count) => (others_translate && count >= 2).then_some(Severity::Info),
        Content::Words(count) | Content::Title(count) if count <= 6 && others_keep => None,
        Content::Words(1..=2) | Content::Title(_) => (!may_stay).then_some(Severity::Info),
        Content::Words(_) => Some(Severity::Warning),
    }
}
