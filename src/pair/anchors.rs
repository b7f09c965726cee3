//! What became of the explicit ids of headings.

use super::align::Alignment;
use crate::doc::{AtomKind, Block, Document, Generator, Id, Kind, explicit};
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
    /// `{word}` or `｛#word｝` behind the target's words: the source's id without its mark, or in other braces.
    pub unmarked: Option<Span>,
}

impl HeadingIds {
    /// The source's heading has an id that the target's has not.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.expected.iter().any(|id| !self.found.contains(id))
    }
}

/// Pairs of headings of which at least one has an explicit id.
#[must_use]
pub fn heading_ids(source: &Document<'_>, target: &Document<'_>, alignment: &Alignment) -> Vec<HeadingIds> {
    let mut out = Vec::new();
    for (ours, theirs) in single_headings(source, target, alignment) {
        let (a, b) = (&source.blocks[ours as usize], &target.blocks[theirs as usize]);
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let (mut expected, found) = (owned(explicit(source, a)), owned(explicit(target, b)));
        let unmarked = trailing_word(target, b).filter(|word| {
            let word = word.of(target.text).trim_matches(BRACES);
            let slug = || source.slugs(Generator::Github).of_block(ours).any(|id| id.name == word);
            found.is_empty() && (expected.iter().any(|id| id == word) || (expected.is_empty() && slug()))
        });
        if let Some(word) = unmarked {
            expected = vec![word.of(target.text).trim_matches(BRACES).to_owned()];
        }
        if !(expected.is_empty() && found.is_empty()) {
            out.push(HeadingIds { source: ours, target: theirs, expected, found, unmarked });
        }
    }
    out
}

/// Headings that answer each other.
pub fn single_headings<'a>(
    source: &'a Document<'_>,
    target: &'a Document<'_>,
    alignment: &'a Alignment,
) -> impl Iterator<Item = (u32, u32)> + 'a {
    let is_heading = |page: &Document<'_>, at: u32| matches!(page.blocks[at as usize].kind, Kind::Heading(_));
    let single = alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1);
    single
        .map(|row| (row.source.start, row.target.start))
        .filter(move |&(ours, theirs)| is_heading(source, ours) && is_heading(target, theirs))
}

/// The site gives the heading this id, as far as can be known: what Python-Markdown and kramdown, the `lenient`
/// renderers, make of letters beyond ASCII is a matter of their settings.
#[must_use]
pub fn is_certain(id: &Id, lenient: bool) -> bool {
    id.explicit || !lenient || id.name.is_ascii()
}

/// What stands around an id.
const BRACES: [char; 6] = ['{', '}', '｛', '｝', '#', ' '];

/// The word in braces that a heading ends with, and its braces.
fn trailing_word(document: &Document<'_>, heading: &Block) -> Option<Span> {
    let text = heading.content.of(document.text);
    let start = text.strip_suffix(['}', '｝'])?.rfind(['{', '｛'])?;
    let word = text[start..].trim_matches(BRACES);
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let from = heading.content.start as usize;
    (is_word && !text[..start].ends_with(['{', '｛'])).then(|| Span::new(from + start, from + text.len()))
}

/// The attribute list with the id of a heading, or the comment in its place.
#[must_use]
pub fn id_holder(document: &Document<'_>, block: &Block) -> Option<Span> {
    let lists = document.atoms_of(block).iter().filter(|atom| matches!(atom.kind, AtomKind::Attributes));
    let list = lists.map(|atom| atom.span).find(|span| span.of(document.text).contains('#'));
    let inside = |comment: &&Span| block.span.contains(**comment) && comment.of(document.text).starts_with("{/*");
    list.or_else(|| document.comments.iter().find(inside).copied())
}
