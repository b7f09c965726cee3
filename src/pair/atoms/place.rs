//! Where atoms stand among their like: what is left over on both sides answers each other in the same place only.

use super::{Class, Document, Matcher, Rest, class};

/// So far, as shares of their texts, may two atoms stand from each other whose blocks have not as many.
const NEAR: f32 = 0.25;

/// The place of an atom in its block.
struct Place {
    /// Among so many of its class the atom is this one.
    index: usize,
    count: usize,
    /// How much of the text stands before it.
    share: f32,
}

fn place(document: &Document<'_>, at: u32, of: Class) -> Option<Place> {
    let atom = &document.atoms[at as usize];
    let block = document.block_of(atom.span)?;
    let like = block.atoms.clone().filter(|&other| class(&document.atoms[other as usize]) == Some(of));
    let before = atom.span.start.saturating_sub(block.span.start) as f32;
    let index = like.clone().position(|other| other == at)?;
    Some(Place { index, count: like.count(), share: before / block.span.len().max(1) as f32 })
}

impl Matcher<'_, '_> {
    /// Both are the same one of as many, or about as far on in the text.
    pub(super) fn are_in_place(&self, x: &Rest, y: &Rest) -> bool {
        let places = place(self.source, x.atom, x.class).zip(place(self.target, y.atom, y.class));
        places.is_none_or(|(a, b)| match a.count == b.count {
            true => a.index == b.index,
            false => (a.share - b.share).abs() <= NEAR,
        })
    }
}
