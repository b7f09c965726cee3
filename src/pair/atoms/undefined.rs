//! Lost links whose reference is still there, but leads to a label that nothing defines.

use rustc_hash::FxHashMap;

use super::{Alignment, Class, Fate, LinkStyle, Matcher, Rest, Row};
use crate::doc::Reference;
use crate::text::Span;

/// How many references of a block are looked at for one lost link.
const LOOK: usize = 200;

impl Matcher<'_, '_> {
    pub(super) fn undefined(&mut self, alignment: &Alignment, a: &mut Vec<Rest>) {
        if self.target.undefined.is_empty() {
            return;
        }
        let mut used: Vec<Span> = Vec::new();
        a.retain(|rest| {
            let found = self.reference(alignment, rest, &used);
            if let Some(span) = found {
                used.push(span);
                self.harm(Fate::Undefined(span), Some(rest.atom), None, rest.row);
            }
            found.is_none()
        });
    }

    /// Added links that the source has too, but as references to a label that it does not define: under the same label,
    /// or one for each reference with words and a label, which was meant for a link.
    pub(super) fn mended(&self, alignment: &Alignment, b: &mut Vec<Rest>) {
        let dead = &self.source.undefined;
        let is_mended = |rest: &Rest| {
            let label = self.target.atoms[rest.atom as usize].link().and_then(|link| self.target.reference_label(link));
            let blocks = &alignment.rows[rest.row].source;
            let blocks = &self.source.blocks[blocks.start as usize..blocks.end as usize];
            let here = |reference: &&Reference| blocks.iter().any(|block| block.span.contains(reference.span));
            let same = |label: &str| {
                dead.iter().filter(here).any(|dead| dead.shortcut && dead.label.eq_ignore_ascii_case(label))
            };
            matches!(rest.class, Class::Link | Class::Image) && label.is_some_and(same)
        };
        if dead.is_empty() {
            return;
        }
        b.retain(|rest| !is_mended(rest));
        let mut open: FxHashMap<usize, usize> = FxHashMap::default();
        b.retain(|rest| {
            let left = open.entry(rest.row).or_insert_with(|| self.dead_in(&alignment.rows[rest.row]));
            let is_mend = matches!(rest.class, Class::Link | Class::Image) && *left > 0;
            *left -= usize::from(is_mend);
            !is_mend
        });
    }

    /// How many references of the source with words and a label lead nowhere.
    fn dead_in(&self, row: &Row) -> usize {
        let blocks = &self.source.blocks[row.source.start as usize..row.source.end as usize];
        let inside = |reference: &&Reference| blocks.iter().any(|block| block.span.contains(reference.span));
        self.source.undefined.iter().filter(|reference| !reference.shortcut).filter(inside).count()
    }

    /// The undefined reference that stands for a lost link: of the same label, else the first one of its block.
    fn reference(&self, alignment: &Alignment, rest: &Rest, used: &[Span]) -> Option<Span> {
        if !matches!(rest.class, Class::Link | Class::Image) || alignment.rows[rest.row].target.is_empty() {
            return None;
        }
        let link = self.source.atoms[rest.atom as usize].link()?;
        let around = self.answer(alignment, rest.row);
        let first = self.target.undefined.partition_point(|reference| reference.span.start < around.start);
        let inside =
            self.target.undefined[first..].iter().take_while(|reference| reference.span.end <= around.end).take(LOOK);
        let free = |reference: &&Reference| {
            (link.style == LinkStyle::Reference || !reference.shortcut) && !used.contains(&reference.span)
        };
        let mut free = inside.filter(free).peekable();
        let own = self.source.reference_label(link);
        let any = free.peek().map(|reference| reference.span);
        free.find(|reference| own.is_some_and(|own| own.eq_ignore_ascii_case(&reference.label)))
            .map(|reference| reference.span)
            .or(any)
    }
}
