//! Pictures that are links: a badge is one thing, with two addresses.

use super::{Matcher, Rest};
use crate::doc::{AtomKind, Document, LinkStyle};

/// The link whose words are the picture `image`.
#[must_use]
pub fn holder(document: &Document<'_>, image: u32) -> Option<u32> {
    /// Atoms before the picture that are looked at: other pictures of the link, tags.
    const NEAR: usize = 4;
    let picture = document.atoms.get(image as usize).filter(|atom| matches!(atom.kind, AtomKind::Image(_)))?.span;
    let holds = |at: &u32| {
        let atom = &document.atoms[*at as usize];
        let AtomKind::Link(link) = &atom.kind else { return false };
        // Of HTML, the atom is the opening tag alone.
        let between = document.text.get(atom.span.end as usize..picture.start as usize).unwrap_or("-");
        atom.span.contains(picture) || link.style == LinkStyle::Html && between.trim().is_empty()
    };
    (0..image).rev().take(NEAR).find(holds)
}

impl Matcher<'_, '_> {
    /// The two pictures are in links that answer each other.
    pub(super) fn are_held_alike(&self, x: &Rest, y: &Rest) -> bool {
        let holders = holder(self.source, x.atom).zip(holder(self.target, y.atom));
        holders.is_some_and(|held| self.out.kept_links.contains(&held))
    }
}
