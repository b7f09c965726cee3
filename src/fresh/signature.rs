//! What makes two versions of a block the same: its words and atoms, not its wrapping or its marks.

use xxhash_rust::xxh3::xxh3_64;

use crate::doc::{Atom, AtomKind, Block, Document, Kind};

/// A number that is equal for blocks that differ in nothing but white space, wrapping and marks; it is stored, so the
/// hash is one that stays as it is.
pub(super) fn signature(page: &Document<'_>, block: &Block, volatile: &[&str]) -> u64 {
    let mut text = class(block).to_string();
    match block.kind {
        Kind::Front => {
            let key = block.label.of(page.text);
            text.push_str(key);
            if !volatile.contains(&key) {
                fold(&mut text, block.content.of(page.text));
            }
        }
        Kind::Code => {
            fold(&mut text, block.label.of(page.text));
            text.push_str(&block.code.to_string());
        }
        Kind::Html | Kind::Tags => fold(&mut text, block.content.of(page.text)),
        _ => {
            fold(&mut text, block.label.of(page.text));
            // Its words have one space between them as they come.
            text.push('\u{1e}');
            text.push_str(&page.prose_of(block));
            page.atoms_of(block).iter().for_each(|atom| atom_text(&mut text, page, atom));
        }
    }
    xxh3_64(text.as_bytes())
}

/// A page with the signatures of its blocks.
pub(super) struct Signed<'p, 't> {
    pub page: &'p Document<'t>,
    pub blocks: Vec<u64>,
}

impl<'p, 't> Signed<'p, 't> {
    pub fn new(page: &'p Document<'t>, volatile: &[&str]) -> Signed<'p, 't> {
        Signed { page, blocks: signatures(page, volatile) }
    }
}

/// The signatures of all blocks of a page.
pub(super) fn signatures(page: &Document<'_>, volatile: &[&str]) -> Vec<u64> {
    page.blocks.iter().map(|block| signature(page, block, volatile)).collect()
}

/// The number of a block's kind, with the level of a heading.
pub(super) fn class(block: &Block) -> u8 {
    match block.kind {
        Kind::Front => 0,
        Kind::Heading(level) => level,
        Kind::Paragraph => 10,
        Kind::Item => 11,
        Kind::Cell => 12,
        Kind::Code => 13,
        Kind::Html => 14,
        Kind::Tags => 15,
        Kind::Directive => 16,
        Kind::Term => 17,
        Kind::Definition => 18,
        Kind::Message => 19,
        Kind::Attribute => 20,
    }
}

/// An atom without what is prose of its block or a matter of style.
pub(super) fn atom_text(out: &mut String, page: &Document<'_>, atom: &Atom<'_>) {
    out.push('\u{1f}');
    match &atom.kind {
        AtomKind::Link(link) => {
            out.push_str(&link.target);
            out.push_str(link.title.of(page.text));
        }
        AtomKind::Image(link) => {
            out.push('!');
            out.push_str(&link.target);
            fold(out, link.label.of(page.text));
        }
        AtomKind::Code(span) => fold(out, span.of(page.text)),
        _ => fold(out, atom.span.of(page.text)),
    }
}

/// Adds words with one space between them.
fn fold(out: &mut String, text: &str) {
    out.push('\u{1e}');
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}
