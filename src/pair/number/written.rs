//! Numbers that stand where none is read.

use super::read::Number;
use crate::doc::{Atom, AtomKind, Document};
use crate::text::Span;

/// The number stands in the answer where none is read: glued to a word (`Python2.7`), as what Markdown takes for the
/// marker of an item (`2020. szeptember`), in a longer date (`2025.07.03` for `2025.07`), or in code that the source has not.
pub(super) fn is_written(number: &Number, source: Side<'_, '_>, target: Side<'_, '_>) -> bool {
    let ours = &number.values;
    let in_code = |side: Side<'_, '_>| places(ours, side).filter(|place| *place == Written::Code).count();
    places(ours, target).any(|place| place == Written::Glued) || in_code(target) > in_code(source)
}

/// Blocks of a page.
pub(super) type Side<'d, 't> = (&'d Document<'t>, &'d std::ops::Range<u32>);

/// Where the digits of a number stand that is not read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Glued,
    Code,
}

/// The places where one of `values` is written so in the blocks.
fn places(values: &[String], (page, at): Side<'_, '_>) -> impl Iterator<Item = Written> {
    const LONG: usize = 4000;
    let blocks = &page.blocks[at.start as usize..at.end as usize];
    let ends = blocks.first().zip(blocks.last());
    let start = ends.map_or(0, |(first, _)| page.text[..first.span.start as usize].rfind('\n').map_or(0, |at| at + 1));
    let text = ends.map_or("", |(_, last)| &page.text[start..last.span.end as usize]);
    let text = if text.len() <= LONG { text } else { "" };
    let is_glued = move |at: usize, len: usize| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let glued = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
        let marker = text[..at].trim().is_empty() && text[at + len..].starts_with(['.', ')']);
        let rest = &text[at + len..];
        let written = &text[at..at + len];
        let is_month =
            len == 7 && written.as_bytes()[4] == b'.' && (written.starts_with("19") || written.starts_with("20"));
        let dated = is_month && rest.starts_with('.') && digit(rest.chars().nth(1));
        (glued || marker || dated) && !digit(rest.chars().next())
    };
    let atoms = move || blocks.iter().flat_map(|block| page.atoms_of(block));
    // An address is not read: what it says is no answer.
    let is_address = move |span: Span| {
        let at = Span::at(span.start as usize);
        atoms().filter_map(Atom::link).any(|link| link.target_span.contains(at) && link.target_span != link.label)
    };
    let is_code = move |span| atoms().any(|atom| matches!(atom.kind, AtomKind::Code(code) if code.contains(span)));
    let found = values.iter().filter(|value| !value.is_empty()).flat_map(|value| text.match_indices(value.as_str()));
    found.filter_map(move |(at, value)| {
        let span = Span::new(start + at, start + at + value.len());
        let place = match () {
            () if is_glued(at, value.len()) => Written::Glued,
            () if is_code(span) => Written::Code,
            () => return None,
        };
        (!is_address(span)).then_some(place)
    })
}
