//! Texts inside a block that readers see apart from it: descriptions of images, titles of links.

use super::badge::is_badge;
use super::stale::Asker;
use super::{Inset, InsetKind, InsetState, Verdict};
use crate::doc::AtomKind;
use crate::language::{Content, content, words_of};
use crate::text::Span;

/// Bytes of what may be such a text; images in the words of images hold whole pages.
const ENOUGH: usize = 1_000;

impl Asker<'_> {
    /// The texts inside a block that are not translated. None if the whole block is not: that is one finding.
    pub fn insets(&self, target: u32, verdict: &Verdict) -> Vec<Inset> {
        let said: &[super::Sentence] = match verdict {
            Verdict::Translated => &[],
            Verdict::Sentences(sentences) => sentences,
            Verdict::Kept(_) | Verdict::Stale(_) => return Vec::new(),
        };
        let pair = self.judge.pair;
        let block = &pair.target.blocks[target as usize];
        let mut found = Vec::new();
        for at in block.atoms.clone() {
            let (AtomKind::Link(link) | AtomKind::Image(link)) = &pair.target.atoms[at as usize].kind else { continue };
            let Some(from) = pair.atoms.answered_by(at) else { continue };
            let Some(original) = pair.source.atoms[from as usize].link() else { continue };
            let is_image = matches!(pair.target.atoms[at as usize].kind, AtomKind::Image(_));
            let alt = (is_image && !is_badge(link)).then_some((InsetKind::Alt, link.label, original.label));
            for (kind, span, source) in alt.into_iter().chain([(InsetKind::Title, link.title, original.title)]) {
                if said.iter().any(|sentence| sentence.span.start < span.end && span.start < sentence.span.end) {
                    continue;
                }
                let state = self.inset(span, source);
                found.extend(state.map(|state| Inset { kind, span, source, state }));
            }
        }
        found
    }

    fn inset(&self, span: Span, source: Span) -> Option<InsetState> {
        let (text, original) = (span.of(self.judge.pair.target.text), source.of(self.judge.pair.source.text));
        if text.is_empty() || original.is_empty() || text.len() > ENOUGH {
            return None;
        }
        let ordinary = || matches!(content(text, self.keep), Content::Words(3..));
        let same = || {
            let words = words_of(text);
            words.len() >= 3 && words.keys().eq(words_of(original).keys())
        };
        if text == original || same() {
            return ordinary().then_some(InsetState::Kept);
        }
        self.is_english(text, original).then_some(InsetState::Stale)
    }
}
