//! Atoms that turn up in another block of the same section or page: moved, not lost.

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;

use super::{Alignment, Class, Document, Matcher, Pool, Rest};
use crate::doc::Generator;
use crate::pair::anchors::single_headings;
use crate::pair::number::leading_date;

/// How far away an atom may turn up.
#[derive(PartialEq, Clone, Copy)]
pub(super) enum Scope {
    Section,
    Page,
}

impl Matcher<'_, '_> {
    /// Atoms that turn up in another block of the same section or page were moved, not lost.
    pub(super) fn elsewhere(&mut self, alignment: &Alignment, a: &mut Vec<Rest>, b: &mut Vec<Rest>, scope: Scope) {
        // Each message of a catalogue is shown by itself.
        if a.is_empty() || b.is_empty() || self.target.catalogue.is_some() {
            return;
        }
        let sections = Sections { alignment, source: self.source, target: self.target };
        let mut pool = Pool::new(b.iter().map(|rest| (rest.class, self.target.atoms[rest.atom as usize].key)));
        a.retain(|rest| {
            let key = (rest.class, self.source.atoms[rest.atom as usize].key);
            let same = |at: usize| match rest.class {
                Class::Link | Class::Image => self.lead_to_same(rest.atom, b[at].atom),
                _ => self.are_equal(rest.atom, b[at].atom),
            };
            let near = |at: usize| scope == Scope::Page || sections.same(rest.row, b[at].row);
            let found = pool.take(key, |at| near(at) && same(at));
            if let Some(found) = found {
                // A term that turns up as code elsewhere says nothing of the block it stood in.
                if rest.class != Class::Code {
                    self.absorb(alignment, rest);
                }
                if matches!(rest.class, Class::Link | Class::Image) {
                    self.out.kept_links.push((rest.atom, b[found].atom));
                }
            }
            found.is_none()
        });
        pool.drop_taken(b);
    }

    /// Links to headings of the page by their names in it: the source leads to what those answer, in this block or another.
    pub(super) fn answered_headings(&mut self, alignment: &Alignment, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let fragment = |document: &Document<'_>, at: u32| {
            let target = document.atoms[at as usize].link()?.target.strip_prefix('#')?;
            Some(percent_decode_str(target).decode_utf8_lossy().into_owned())
        };
        if self.target.catalogue.is_some() || !b.iter().any(|rest| fragment(self.target, rest.atom).is_some()) {
            return;
        }
        let (source, target) = (self.source, self.target);
        let headings: FxHashMap<u32, u32> =
            single_headings(source, target, alignment).map(|(ours, theirs)| (theirs, ours)).collect();
        let heading = |at: u32| {
            let theirs = target.slugs(Generator::Github).block(&fragment(target, at)?)?;
            headings.get(&theirs).copied()
        };
        let leads_to = |at: u32, block: u32| {
            fragment(source, at).is_some_and(|id| source.slugs(Generator::Github).block(&id) == Some(block))
        };
        let all = || 0..u32::try_from(source.atoms.len()).unwrap_or(u32::MAX);
        b.retain(|rest| {
            let Some(block) = heading(rest.atom) else { return true };
            if let Some(at) = a.iter().position(|lost| leads_to(lost.atom, block)) {
                let lost = a.remove(at);
                self.absorb(alignment, &lost);
                self.out.kept_links.push((lost.atom, rest.atom));
                return false;
            }
            !all().any(|at| leads_to(at, block))
        });
    }

    fn absorb(&mut self, alignment: &Alignment, rest: &Rest) {
        let row = &alignment.rows[rest.row];
        // The author of a piece of news wrote others, too.
        let is_news = |at: &u32| {
            let block = &self.source.blocks[*at as usize];
            leading_date(block.content.of(self.source.text)).is_some()
        };
        if row.target.is_empty() {
            self.out.absorbed.extend(row.source.clone().filter(|at| !is_news(at)));
        }
    }
}

/// Which rows are of one section.
struct Sections<'p, 's> {
    alignment: &'p Alignment,
    source: &'p Document<'s>,
    target: &'p Document<'s>,
}

impl Sections<'_, '_> {
    fn same(&self, x: usize, y: usize) -> bool {
        let row = |at: usize| &self.alignment.rows[at];
        let section = |document: &Document<'_>, blocks: &std::ops::Range<u32>| {
            (!blocks.is_empty()).then(|| document.blocks[blocks.start as usize].section)
        };
        let source = |at| section(self.source, &row(at).source);
        let target = |at| section(self.target, &row(at).target);
        (source(x).is_some() && source(x) == source(y)) || (target(x).is_some() && target(x) == target(y))
    }
}
