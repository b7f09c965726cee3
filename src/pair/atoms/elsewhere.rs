//! Atoms that turn up in another block of the same section or page: moved, not lost; and links that changed places.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Alignment, Class, Document, Fate, Matcher, Pool, Rest};
use crate::doc::Generator;
use crate::pair::anchors::single_headings;
use crate::pair::number::leading_date;
use crate::text::is_beyond_latin;

/// How far away an atom may turn up.
#[derive(PartialEq, Clone, Copy)]
pub(super) enum Scope {
    Section,
    Page,
}

impl Matcher<'_, '_> {
    /// Links of one block whose words are the source's and whose targets changed places.
    pub(super) fn swapped(&mut self) {
        let (source, target) = (self.source, self.target);
        let block = |at: u32| source.holder_of(at);
        // (block, words in the source, words in the target) of a link that kept its target and not its words.
        let mut seen: FxHashMap<(usize, &str, &str), (u32, u32)> = FxHashMap::default();
        let mut swaps = Vec::new();
        let mut kept = self.out.kept_links.clone();
        kept.sort_unstable();
        for links in kept.chunk_by(|a, b| block(a.0) == block(b.0)).filter(|links| (2..=SWAPPED).contains(&links.len()))
        {
            for (at, one) in links.iter().enumerate() {
                let others = links[at + 1..].iter().filter(|other| are_swapped((source, target), *one, **other));
                swaps.extend(others.flat_map(|other| [(one.0, other.1), (other.0, one.1)]));
            }
        }
        for &(x, y) in &self.out.kept_links {
            let (ours, theirs) = (label(source, x), label(target, y));
            if theirs.is_empty() || ours == theirs || theirs.len() > LABEL {
                continue;
            }
            match seen.remove(&(block(x), theirs, ours)) {
                Some((other, answer)) => swaps.extend([(x, answer), (other, y)]),
                None => drop(seen.insert((block(x), ours, theirs), (x, y))),
            }
        }
        swaps.sort_unstable();
        swaps.dedup();
        let answers: FxHashSet<u32> = swaps.iter().map(|(_, y)| *y).collect();
        self.out.kept_links.retain(|(_, answer)| !answers.contains(answer));
        for (x, y) in swaps {
            self.harm(Fate::Changed, Some(x), Some(y), 0);
        }
    }

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

/// Links of the fullest block whose words are compared with each other's.
const SWAPPED: usize = 6;

/// The words of each of two links to different places are the other's, as far as translations keep words.
fn are_swapped(pages: (&Document<'_>, &Document<'_>), one: (u32, u32), other: (u32, u32)) -> bool {
    const CLEARLY: f32 = 0.8;
    let (source, target) = pages;
    let leads_to = |at: u32| source.atoms[at as usize].link().map(|link| &link.target);
    let near = |x: u32, y: u32| words_in_common(label(source, x), label(target, y));
    if leads_to(one.0) == leads_to(other.0) {
        return false;
    }
    let crossed = (near(one.0, other.1), near(other.0, one.1));
    crossed.0 > 0.0 && crossed.1 > 0.0 && crossed.0 + crossed.1 >= near(one.0, one.1) + near(other.0, other.1) + CLEARLY
}

/// The share of words, of those of either text, that are in both: names most often. Of a text in another script those are
/// all that it might have in common.
fn words_in_common(ours: &str, theirs: &str) -> f32 {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1);
        words.map(str::to_ascii_lowercase).collect()
    };
    if ours.len() > LABEL || theirs.len() > LABEL {
        return 0.0;
    }
    let is_foreign = theirs.chars().any(is_beyond_latin);
    let (ours, theirs) = (words(ours), words(theirs));
    let shared = ours.intersection(&theirs).count();
    let all = if is_foreign { theirs.len() } else { ours.len() + theirs.len() - shared };
    shared as f32 / all.max(1) as f32
}

/// Words of links longer than this, in bytes, are not compared.
const LABEL: usize = 300;

/// The words of a link.
fn label<'s>(document: &Document<'s>, at: u32) -> &'s str {
    document.atoms[at as usize].link().map_or("", |link| link.label.of(document.text))
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
