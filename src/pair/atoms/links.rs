//! Links that came through: by other words to the same page, or as a bare address.

use std::borrow::Cow;

use super::super::emphasis::{Renderer, renderer};
use super::super::target::{Canonical, Side};
use super::{Fate, Matcher, damage, drop_gone};
use crate::doc::{Document, Generator, Link, LinkStyle};
use crate::text::Span;

/// The most comparisons of everything with everything that one row is worth.
const MANY: usize = 250_000;

impl Matcher<'_, '_> {
    /// A link that is now a bare address is a link no more, whatever some renderers make of it.
    pub(super) fn keep_link(&mut self, row: usize, x: u32, y: u32) {
        if !self.is_bare(x, y) {
            self.out.kept_links.push((x, y));
            return;
        }
        let address = self.target.atoms[y as usize].span;
        match self.ruin_around(x, address) {
            None if self.shows_address(x) => self.out.kept_links.push((x, y)),
            ruin => {
                let (span, repaired) = ruin.unwrap_or_else(|| self.bare(x, address));
                self.harm(Fate::Malformed(span, repaired), Some(x), Some(y), row);
            }
        }
    }

    /// A bare address in the place of a link.
    fn is_bare(&self, x: u32, y: u32) -> bool {
        let style = |document: &Document<'_>, at: u32| document.atoms[at as usize].link().map(|link| link.style);
        style(self.target, y) == Some(LinkStyle::Bare) && style(self.source, x) != Some(LinkStyle::Bare)
    }

    /// What shows nothing but its address reads the same without brackets wherever GitHub's extensions of CommonMark are
    /// read.
    fn shows_address(&self, x: u32) -> bool {
        let link = self.source.atoms[x as usize].link();
        let alone = link.is_some_and(|link| link.label.of(self.source.text).trim() == link.target);
        alone && renderer(self.target) == Renderer::CommonMark
    }

    /// The ruins of the source's link that hold `address`.
    pub(super) fn ruin_around(&self, x: u32, address: Span) -> Option<(Span, String)> {
        let around = self.target.block_of(address).map_or(address, |block| block.span);
        damage::link(self.source, x, self.target, around, &[]).filter(|(ruin, _)| ruin.overlaps(address))
    }

    /// The text that would be the source's link but for what stands around the address.
    fn bare(&self, x: u32, address: Span) -> (Span, String) {
        let (before, after) = (&self.target.text[..address.start as usize], &self.target.text[address.end as usize..]);
        let own = self.source.atoms[x as usize].span.of(self.source.text);
        // `words](address)`: where the words began is lost.
        if before.ends_with("](") && after.starts_with(')') {
            return (Span::new(address.start as usize - 2, address.end as usize + 1), own.to_owned());
        }
        let written = address.of(self.target.text);
        // MDX reads what stands in angle brackets as an element.
        let mdx = self.frame.target_path.ends_with(".mdx");
        (address, if mdx { format!("[{written}]({written})") } else { format!("<{written}>") })
    }

    /// A link to a place of the translation itself, which is there: what the source has on another page stands here.
    fn is_on_page(&self, link: &Canonical) -> bool {
        link.to_self && !link.fragment.is_empty() && self.target.has_id(&link.fragment, Generator::usual())
    }

    /// Takes out pairs that lead to the same page by other words; pairs with the same fragment first.
    pub(super) fn same_page(&mut self, row: usize, a: &mut Vec<u32>, b: &mut Vec<u32>) {
        if a.is_empty() || b.is_empty() || a.len() * b.len() > MANY {
            return;
        }
        let mut forms: Vec<(u32, Canonical)> = b.iter().map(|&y| (y, self.canonical(y, Side::Target))).collect();
        let ours: Vec<Canonical> = a.iter().map(|&x| self.canonical(x, Side::Source)).collect();
        let mut gone = vec![false; a.len()];
        for (fragments_too, on_page) in [(true, false), (false, false), (true, true)] {
            for (i, form) in ours.iter().enumerate() {
                if gone[i] {
                    continue;
                }
                let same = |other: &Canonical| {
                    let leads_there = if on_page { self.is_on_page(other) } else { self.frame.same_page(form, other) };
                    leads_there && (!fragments_too || form.fragment == other.fragment)
                };
                if let Some(found) = forms.iter().position(|(_, other)| same(other)) {
                    gone[i] = true;
                    let (x, y) = (a[i], forms.remove(found).0);
                    let address = self.target.atoms[y as usize].span;
                    match Some(address).filter(|_| self.is_bare(x, y)).and_then(|at| self.ruin_around(x, at)) {
                        Some((ruin, repaired)) => self.harm(Fate::Malformed(ruin, repaired), Some(x), Some(y), row),
                        None => self.out.kept_links.push((x, y)),
                    }
                }
            }
        }
        drop_gone(a, &gone);
        *b = forms.into_iter().map(|(y, _)| y).collect();
    }

    pub(super) fn canonical(&self, at: u32, side: Side) -> Canonical {
        let document = self.document(side);
        let text =
            document.atoms[at as usize].link().map_or(Cow::Borrowed(""), |link| without_tags(document, at, link));
        self.frame.canonical(&text, side)
    }

    pub(super) fn lead_to_same(&self, x: u32, y: u32) -> bool {
        self.frame.same_page(&self.canonical(x, Side::Source), &self.canonical(y, Side::Target))
    }
}

/// A link's target with the template tags in it taken out: they are compared as placeholders.
fn without_tags<'l>(document: &Document<'_>, at: u32, link: &'l Link<'_>) -> Cow<'l, str> {
    if !link.target.contains(['{', '<', '%', '$']) {
        return Cow::Borrowed(&link.target);
    }
    let mut out = link.target.to_string();
    let end = document.atoms[at as usize].span.end;
    let inside = document.atoms[at as usize..].iter().take_while(|atom| atom.span.start < end);
    for atom in inside.filter(|atom| atom.parent == Some(at)) {
        out = out.replacen(atom.span.of(document.text), "", 1);
    }
    Cow::Owned(out)
}
