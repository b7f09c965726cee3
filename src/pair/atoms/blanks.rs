//! Blanks of a form, `{reason}`: a page that has them all in its own words translated them on purpose.

use rustc_hash::FxHashSet;

use super::{AtomKind, AtomMatch, Document, Fate, Kind, Matcher, Row, Side, drop_gone};
use crate::pair::align::Alignment;
use crate::pair::likeness;

/// Bytes of the longest blank.
const LONGEST: usize = 120;

/// With one alone, nobody knows whether a name was translated.
const FEW: usize = 2;

/// Likeness from which a name is another one mistyped.
const SLIP: u32 = 800;

impl Matcher<'_, '_> {
    /// Leaves one hint of all the blanks of a page, where none of the source's is left in it and each was filled in.
    pub(super) fn blanks(&mut self, alignment: &Alignment) {
        let is_lost = |one: &AtomMatch| matches!(one.fate, Fate::Changed | Fate::Replaced | Fate::Missing);
        let lost = (0..self.out.harmed.len())
            .filter(|&at| is_lost(&self.out.harmed[at]) && self.is_blank(&self.out.harmed[at]));
        let lost: Vec<usize> = lost.collect();
        if lost.is_empty() || self.target.catalogue.is_some() {
            return;
        }
        let (ours, theirs) = (self.words_in_braces(Side::Source), self.words_in_braces(Side::Target));
        let is_filled = |&at: &usize| {
            let one = &self.out.harmed[at];
            self.as_many(&alignment.rows[one.row]) && !self.is_mistyped(one)
        };
        if ours.len() < FEW || !ours.is_disjoint(&theirs) || !lost.iter().all(is_filled) {
            return;
        }
        self.out.harmed[lost[0]].fate = Fate::Translated;
        let mut gone = vec![false; self.out.harmed.len()];
        lost[1..].iter().for_each(|&at| gone[at] = true);
        drop_gone(&mut self.out.harmed, &gone);
    }

    fn is_blank(&self, one: &AtomMatch) -> bool {
        let atom = one.source.map(|at| &self.source.atoms[at as usize]);
        let placeholder = atom.and_then(|atom| Some((atom.span, atom.placeholder()?)));
        placeholder.is_some_and(|(span, tag)| tag.ambiguous && span.of(self.source.text).starts_with('{'))
    }

    fn is_mistyped(&self, one: &AtomMatch) -> bool {
        let name = |document: &Document<'_>, at: Option<u32>| match &document.atoms[at? as usize].kind {
            AtomKind::Placeholder(tag) => Some(tag.key.clone()),
            _ => None,
        };
        let names = name(self.source, one.source).zip(name(self.target, one.target));
        names.is_some_and(|(ours, theirs)| likeness(&ours, &theirs) >= SLIP)
    }

    /// The two sides of a row have as many words in braces.
    fn as_many(&self, row: &Row) -> bool {
        let count = |document: &Document<'_>, blocks: &std::ops::Range<u32>| -> usize {
            let blocks = &document.blocks[blocks.start as usize..blocks.end as usize];
            blocks.iter().map(|block| in_braces(block.content.of(document.text)).count()).sum()
        };
        count(self.source, &row.source) == count(self.target, &row.target)
    }

    /// What stands in braces anywhere in the sentences of a page: words, not code and not what there is to choose from.
    fn words_in_braces(&self, side: Side) -> FxHashSet<&str> {
        let document = self.document(side);
        let blocks = document.blocks.iter().filter(|block| block.kind != Kind::Code);
        let words = blocks.flat_map(|block| {
            let codes = document.atoms_of(block).iter().filter(|atom| matches!(atom.kind, AtomKind::Code(_)));
            let mut codes = codes.map(|atom| atom.span).peekable();
            let start = block.content.start as usize;
            in_braces(block.content.of(document.text)).filter(move |(at, _)| {
                let at = u32::try_from(start + at).unwrap_or(u32::MAX);
                while codes.next_if(|code| code.end <= at).is_some() {}
                codes.peek().is_none_or(|code| code.start > at)
            })
        });
        let words = words.map(|(_, words)| words);
        words.filter(|words| words.contains(|c: char| c.is_lowercase() || !c.is_ascii())).collect()
    }
}

/// What stands in braces by itself, with a letter in it, and where: no `{{tag}}`, `{% tag %}` or `${value}`.
fn in_braces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('{').filter_map(|(at, _)| {
        let (inner, after) = text[at + 1..].split_at_checked(text[at + 1..].find(['{', '}', '\n'])?)?;
        let closed = after.starts_with('}') && !after[1..].starts_with('}');
        let marked = text[..at].ends_with(['{', '$', '%', '#']) || inner.starts_with(['%', '#', '<', '$']);
        let words = closed && !marked && inner.len() <= LONGEST && inner.contains(char::is_alphabetic);
        words.then(|| (at, inner.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::in_braces;

    #[test]
    fn tags_are_no_words_in_braces() {
        let found: Vec<&str> = in_braces("{a b} {{c}} {% d %} ${e} {1} {f}{g} {h").map(|(_, words)| words).collect();
        assert_eq!(found, ["a b", "f", "g"]);
    }
}
