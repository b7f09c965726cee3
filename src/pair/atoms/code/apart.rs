//! Spans of the source that the translation has in one, or says word by word.

use rustc_hash::FxHashSet;

use super::super::{Document, Matcher, Row};
use super::{content, folded, has_word};

/// Words of a span that may be told one by one.
const MOST_APART: usize = 3;

impl Matcher<'_, '_> {
    /// Takes out spans that are words of a longer span which the source lacks: `f` and `x` in `f(x)`.
    pub(super) fn take_merged(&self, a: &mut Vec<u32>, b: &mut Vec<u32>, new: &[u32]) {
        let code = |document: &Document<'_>, at: u32| folded(content(document, &document.atoms[at as usize]));
        let longer: Vec<(u32, String)> = new.iter().map(|&y| (y, code(self.target, y))).collect();
        let mut merged = FxHashSet::default();
        a.retain(|&x| {
            let own = code(self.source, x);
            // A closing tag tells of the ruins of two spans.
            let holds = |longer: &str| longer.len() > own.len() && has_word(longer, &own) && !longer.contains("</");
            let holder = longer.iter().find(|(_, longer)| holds(longer));
            merged.extend(holder.map(|(y, _)| *y));
            holder.is_none()
        });
        b.retain(|y| !merged.contains(y));
    }

    /// Takes out a span whose words are spans of their own in the translation: `f` and `x` for `f: x`.
    pub(super) fn take_split(&self, a: &mut Vec<u32>, b: &mut Vec<u32>, new: &[u32]) {
        let code = |document: &Document<'_>, at: u32| folded(content(document, &document.atoms[at as usize]));
        let shorter: Vec<(u32, String)> = new.iter().map(|&y| (y, code(self.target, y))).collect();
        let mut split: FxHashSet<u32> = FxHashSet::default();
        a.retain(|&x| {
            let own = code(self.source, x);
            let words = own.split([' ', '=']).map(|word| word.trim_end_matches(':')).filter(|word| !word.is_empty());
            let words: Vec<&str> = words.collect();
            let part = |word: &&str| shorter.iter().find(|(_, shorter)| shorter == word).map(|(y, _)| *y);
            let parts: Option<Vec<u32>> = words.iter().map(part).collect();
            let parts = parts.filter(|parts| parts.len() >= 2);
            split.extend(parts.iter().flatten().copied());
            parts.is_none()
        });
        b.retain(|y| !split.contains(y));
    }

    /// Takes out a span whose words the row has one by one, some of them as plain text: `/gates` and POST for `POST /gates`,
    /// `gate` and `open` for `gate_open`. `mentioned` are the spans of the row's target.
    pub(super) fn drop_told_apart(&self, a: &mut Vec<u32>, b: &mut Vec<u32>, (row, mentioned): (&Row, &[u32])) {
        let blocks = &self.target.blocks[row.target.start as usize..row.target.end as usize];
        let codes = || mentioned.iter().map(|&y| content(self.target, &self.target.atoms[y as usize]).trim());
        let is_code = |word: &str| codes().any(|code| code == word);
        let is_said = |word: &str| {
            blocks.iter().any(|block| has_word(block.content.of(self.target.text), word.trim_matches(['-', '/'])))
        };
        let mut parts: FxHashSet<&str> = FxHashSet::default();
        a.retain(|&x| {
            let own = content(self.source, &self.source.atoms[x as usize]).trim();
            let words: Vec<&str> = own.split([' ', '=']).filter(|word| !word.is_empty()).collect();
            let names: Vec<&str> = own.split('_').collect();
            let is_apart = (2..=MOST_APART).contains(&words.len())
                && words.iter().any(|word| is_code(word))
                && words.iter().all(|word| is_code(word) || word.len() > 2 && is_said(word))
                && !is_said(own);
            let is_halved = names.len() == 2 && names.iter().all(|name| is_code(name));
            parts.extend(words.iter().chain(&names).filter(|_| is_apart || is_halved));
            !is_apart && !is_halved
        });
        b.retain(|&y| !parts.contains(content(self.target, &self.target.atoms[y as usize]).trim()));
    }
}
