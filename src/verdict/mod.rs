//! What became of the words of each block: one decision, which the rules about untranslated text only show.

mod badge;
mod foreign;
mod gone;
mod in_words;
mod inset;
mod kept;
mod legal;
mod near;
mod passage;
mod rest;
mod shared;
mod short;
mod siblings;
mod spoken;
mod stale;
mod terms;

pub use gone::{Gone, gone_asides, gone_sentences};
pub use in_words::is_in_words;
pub use kept::Contents;
pub use shared::labels_of;
pub use short::{Shortened, shortened};
pub use spoken::{says_in_own_words, spoken};
pub use terms::{is_prose, own_words, words_by_block};

use std::sync::Arc;

use crate::config::Settings;
use crate::diag::Severity;
use crate::doc::{Block, Document, Kind};
use crate::language::{Expected, LabelCounts, Profile, Reader, Usage, is_near_english};
use crate::locale::{Locale, Script};
use crate::pair::{Pair, Row};
use crate::text::Span;

/// How other locales of the tree treat a block of the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes {
    /// Locales whose page has other words there.
    pub translated: u32,
    /// Locales whose page has the source's words there, the page's own among them.
    pub kept: u32,
}

/// What became of a block's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They are the locale's.
    Translated,
    /// They are the source's: how much it matters, or that they may stay.
    Kept(Option<Severity>),
    /// They are English, but not what the source says.
    Stale(Stale),
    /// Some of them are the source's language.
    Sentences(Vec<Sentence>),
}

/// A block of English that is not the source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale {
    /// How much it matters.
    pub severity: Severity,
    /// The block of the source that says nearly the same.
    pub nearest: Option<u32>,
    /// That block has the same words, but for marks, capitals and articles.
    pub same: bool,
}

/// A sentence or a clause in the source language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// The sentence of the source that it is, or nearly is.
    pub source: Option<Span>,
}

/// A text inside a block that readers see apart from it, and that is still the source's or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inset {
    /// What it is.
    pub kind: InsetKind,
    /// Where it stands.
    pub span: Span,
    /// What it answers in the source.
    pub source: Span,
    /// It has the source's words; otherwise it is English that the source does not say.
    pub state: InsetState,
}

/// Most of the block is these sentences.
#[must_use]
pub fn is_mostly(block: &Block, sentences: &[Sentence]) -> bool {
    sentences.iter().map(|sentence| sentence.span.len()).sum::<usize>() * 2 > block.content.len()
}

/// The block at this place among all, of which a few words are translated, stands among blocks that are the source's: all of
/// them together are one leftover.
#[must_use]
pub fn is_among_kept(page: &Document<'_>, all: &[Judged], at: usize) -> bool {
    let is_mostly = matches!(&all[at].verdict, Verdict::Sentences(sentences)
        if is_mostly(&page.blocks[all[at].target as usize], sentences));
    let is_kept = |judged: &Judged| matches!(judged.verdict, Verdict::Kept(Some(_)));
    let is_telling = |judged: &&Judged| judged.verdict != Verdict::Kept(None);
    is_mostly
        && all[..at].iter().rev().find(is_telling).is_some_and(is_kept)
        && all[at + 1..].iter().find(is_telling).is_some_and(is_kept)
}

/// Kinds of texts inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsetKind {
    /// The description of an image.
    Alt,
    /// The title of a link or an image.
    Title,
}

/// What is wrong with a text inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsetState {
    /// It has the source's words.
    Kept,
    /// It is English, but not what the source says.
    Stale,
}

/// A block of the target and what became of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The block of the source that it answers, if it answers one alone.
    pub source: Option<u32>,
    /// The block.
    pub target: u32,
    /// What became of its words.
    pub verdict: Verdict,
    /// Texts inside it that are not translated though it is.
    pub insets: Vec<Inset>,
}

/// The writing system that text of a locale is expected in.
#[must_use]
pub fn expected_of(locale: &Locale) -> Expected {
    if locale.script() == Script::Latin { Expected::Latin } else { Expected::Other }
}

/// What the decision is made from.
pub struct Judge<'a> {
    /// The two pages.
    pub pair: &'a Pair<'a, 'a>,
    /// The locale of the translation.
    pub locale: &'a Locale,
    /// The writing system that its text is expected in.
    pub expected: Expected,
    /// The configuration.
    pub settings: &'a Settings,
    /// By block of the source: what all locales made of it.
    pub votes: &'a [Votes],
    /// What the blocks of the source are made of.
    pub contents: &'a Contents,
    /// The project's own profile of the locale.
    pub profile: &'a dyn Fn() -> Option<Arc<Profile>>,
    /// Which words of the source the locale uses in its own text.
    pub usage: &'a dyn Fn() -> Option<Arc<Usage>>,
    /// Which words beside names the locale keeps.
    pub labels: &'a dyn Fn() -> Option<Arc<LabelCounts>>,
}

impl std::fmt::Debug for Judge<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judge").field("locale", self.locale).finish_non_exhaustive()
    }
}

impl Judge<'_> {
    /// A verdict for every block of prose of the target, in its order. None for a variant of the source's language.
    #[must_use]
    pub fn verdicts(&self) -> Vec<Judged> {
        let keep = self.settings.keep_terms(self.locale);
        if self.settings.source_language() == self.locale.language() {
            return Vec::new();
        }
        let expected = self.expected;
        let reader = Reader { expected, near_english: is_near_english(self.locale.language()), profile: self.profile };
        let asker = stale::Asker::new(self, self.source_is_english().then_some(reader), &keep);
        let rows = self.pair.alignment.rows.iter();
        let asked = rows.flat_map(|row| row.target.clone().map(move |target| (row, target)));
        let mut all: Vec<Judged> = asked
            .filter(|(_, target)| self.is_prose(&self.pair.target.blocks[*target as usize]))
            .map(|(row, target)| self.judged(row, target, &asker, &keep))
            .collect();
        all.sort_by_key(|judged| judged.target);
        self.spare_quotations(&mut all);
        self.spare_licences(&mut all);
        self.spare_terms(&mut all);
        self.spare_shared(&mut all);
        self.spare_labels(&mut all);
        self.spare_siblings(&mut all);
        self.soften_lists(&mut all);
        all
    }

    /// What is quoted in the source language is translated below.
    fn spare_quotations(&self, all: &mut [Judged]) {
        for judged in all.iter_mut().filter(|judged| self.pair.glossed.contains(&judged.target)) {
            let kept = matches!(judged.verdict, Verdict::Kept(_));
            judged.verdict = if kept { Verdict::Kept(None) } else { Verdict::Translated };
        }
    }

    fn source_is_english(&self) -> bool {
        self.settings.source_language() == "en"
    }

    fn judged(&self, row: &Row, target: u32, asker: &stale::Asker<'_>, keep: &[String]) -> Judged {
        let alone = row.source.len() == 1 && row.target.len() == 1;
        let source = alone.then_some(row.source.start);
        let (source, verdict) = match source {
            Some(at) if self.pair.is_kept(at) => {
                let may_stay = || self.is_own(at, asker.scripts) || self.is_set_in_french((at, target));
                (source, Verdict::Kept(self.weight(at, keep).filter(|_| !may_stay())))
            }
            _ => match asker.verdict(row, target) {
                // The same words as a block that it was not paired with.
                Verdict::Stale(Stale { nearest: Some(at), same: true, .. }) => {
                    (Some(at), Verdict::Kept(self.weight(at, keep)))
                }
                verdict => (source, verdict),
            },
        };
        let insets = asker.insets(target, &verdict);
        Judged { source, target, verdict, insets }
    }

    /// The source has the text in the locale's script, which is not the source's: what is not translated is the source.
    fn is_own(&self, source: u32, (script, other): (Script, Script)) -> bool {
        let prose = || self.pair.source.prose_of(&self.pair.source.blocks[source as usize]);
        !script.shares_letters(other) && script.writes_unlike(other, &prose())
    }

    /// `zoom : all` for `zoom: all`: who sets a few words as French does has read them, and they are the same in French.
    fn is_set_in_french(&self, (source, target): (u32, u32)) -> bool {
        const FEW: usize = 8;
        if self.locale.language() != "fr" {
            return false;
        }
        let prose = |page: &Document<'_>, at: u32| page.prose_of(&page.blocks[at as usize]);
        let (ours, theirs) = (prose(self.pair.source, source), prose(self.pair.target, target));
        let blanks = |text: &str| {
            let before = text.char_indices().filter(|(_, c)| ":;!?".contains(*c));
            before.filter(|(at, _)| text[..*at].ends_with(char::is_whitespace)).count()
        };
        ours.split_whitespace().count() <= FEW && blanks(&theirs) > blanks(&ours)
    }

    fn is_prose(&self, block: &Block) -> bool {
        match block.kind {
            Kind::Code | Kind::Tags => false,
            Kind::Front => {
                let key = block.label.of(self.pair.target.text);
                self.settings.translate.iter().any(|translated| translated == key)
            }
            _ => block.prose.letters > 0 && !badge::is_badges(self.pair.target, block),
        }
    }
}
