//! What became of the explicit ids of headings.

use super::align::Alignment;
use crate::doc::{AtomKind, Block, Document, Kind, explicit};
use crate::text::Span;

/// A heading of the source with an id, or a heading of the target with one, and the heading that answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingIds {
    /// The source's heading, an index into its blocks.
    pub source: u32,
    /// The target's heading.
    pub target: u32,
    /// Explicit ids of the source's heading.
    pub expected: Vec<String>,
    /// Explicit ids of the target's.
    pub found: Vec<String>,
}

impl HeadingIds {
    /// The source's heading has an id that the target's has not.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.expected.iter().any(|id| !self.found.contains(id))
    }
}

/// Pairs of headings of which at least one has an explicit id.
pub(super) fn heading_ids(source: &Document<'_>, target: &Document<'_>, alignment: &Alignment) -> Vec<HeadingIds> {
    let mut out = Vec::new();
    for row in alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1) {
        let (a, b) = (&source.blocks[row.source.start as usize], &target.blocks[row.target.start as usize]);
        if !matches!((a.kind, b.kind), (Kind::Heading(_), Kind::Heading(_))) {
            continue;
        }
        let (expected, found) = (explicit(source, a), explicit(target, b));
        if !(expected.is_empty() && found.is_empty()) {
            out.push(HeadingIds { source: row.source.start, target: row.target.start, expected, found });
        }
    }
    out
}

/// The attribute list with the id of a heading, or the comment in its place.
#[must_use]
pub fn id_holder(document: &Document<'_>, block: &Block) -> Option<Span> {
    let lists = document.atoms_of(block).iter().filter(|atom| matches!(atom.kind, AtomKind::Attributes));
    let list = lists.map(|atom| atom.span).find(|span| span.of(document.text).contains('#'));
    let inside = |comment: &&Span| block.span.contains(**comment) && comment.of(document.text).starts_with("{/*");
    list.or_else(|| document.comments.iter().find(inside).copied())
}
