//! The blocks of a catalogue: the markup and the project's own placeholders in the texts of a pattern, and its prose.

use std::ops::Range;

use super::super::dialect::Dialects;
use super::super::mask::{LETTERS, hide, hide_lines};
use super::super::placeholder;
use super::super::prose::{Folder, Run, fingerprint};
use super::super::{Atom, AtomKind, Block, Document, Kind, LinkStyle, Place, Prose};
use super::expression::DIALECT;
use super::{index, inline};
use crate::text::Span;

/// A block whose markup is not read yet.
pub(super) struct Draft {
    pub kind: Kind,
    pub label: Span,
    pub content: Span,
    /// Its texts, as indices into the reader's.
    pub texts: Range<usize>,
    /// How many placeholders it has.
    pub atoms: usize,
}

/// The project's own placeholders in the texts, in order.
pub(super) fn own<'s>(text: &'s str, texts: &[Span], dialects: &Dialects) -> Vec<Atom<'s>> {
    let found = |span: &Span| {
        let start = span.start as usize;
        let read = move |(form, range): (usize, Range<usize>)| {
            let span = Span::new(start + range.start, start + range.end);
            let (form, dialect) = (dialects.form(form), dialects.of(form));
            let placeholder = placeholder::read(text, span, form, form.dialect, dialect);
            let key = fingerprint(placeholder.key.as_bytes());
            Atom { span, kind: AtomKind::Placeholder(Box::new(placeholder)), key, parent: None }
        };
        dialects.own(span.of(text)).into_iter().map(read)
    };
    texts.iter().flat_map(found).collect()
}

/// The text with everything but the texts of patterns, which are in order, masked by letters; empty where no text holds
/// markup.
pub(super) fn masked(text: &str, texts: &[Span], own: &[Atom<'_>]) -> String {
    if !texts.iter().any(|span| inline::may_hold_markup(span.of(text))) {
        return String::new();
    }
    let mut masked = String::with_capacity(text.len());
    let mut holes = own.iter().map(|atom| atom.span).peekable();
    for span in texts {
        hide_lines(&text[masked.len()..span.start as usize], LETTERS, &mut masked);
        while let Some(hole) = holes.next_if(|hole| hole.end <= span.end) {
            let start = masked.len().max(hole.start as usize);
            masked.push_str(&text[masked.len()..start]);
            hide((hole.end as usize).saturating_sub(start), LETTERS, &mut masked);
        }
        masked.push_str(&text[masked.len()..span.end as usize]);
    }
    hide_lines(&text[masked.len()..], LETTERS, &mut masked);
    masked
}

/// Adds a block, whose placeables stand from atom `atoms` on, with the markup and the project's own placeholders in its
/// texts.
pub(super) fn add<'s>(
    out: &mut Document<'s>,
    masked: &str,
    draft: &Draft,
    mut own: Vec<Atom<'s>>,
    (texts, atoms): (&[Span], usize),
) {
    let runs = out.runs.len();
    let marked = texts.iter().any(|span| inline::may_hold_markup(span.of(out.text)));
    if marked {
        out.atoms.extend(inline::atoms(out.text, masked, draft.content));
        let is_code =
            |span: Span| move |atom: &Atom<'_>| matches!(atom.kind, AtomKind::Code(_)) && atom.span.contains(span);
        own.retain(|atom| !out.atoms[atoms..].iter().any(is_code(atom.span)));
    }
    if marked || !own.is_empty() {
        out.atoms.extend(own);
        out.atoms[atoms..].sort_by_key(|atom| (atom.span.start, std::cmp::Reverse(atom.span.end)));
        nest(&mut out.atoms, atoms);
    }
    let prose = prose(out, texts, atoms);
    out.blocks.push(Block {
        kind: draft.kind,
        span: draft.label.join(draft.content),
        content: draft.content,
        label: draft.label,
        place: Place::default(),
        section: None,
        atoms: index(atoms)..index(out.atoms.len()),
        runs: index(runs)..index(out.runs.len()),
        prose,
        code: 0,
    });
}

/// Placeholders in the targets of links belong to them.
fn nest(atoms: &mut [Atom<'_>], first: usize) {
    const NEAR: usize = 8;
    for at in first..atoms.len() {
        let inner = atoms[at].span;
        let holds = |atom: &Atom<'_>| atom.link().is_some_and(|link| link.target_span.contains(inner));
        if atoms[at].placeholder().is_some() {
            let back = atoms[first..at].iter().rev().take(NEAR).position(holds);
            atoms[at].parent = back.map(|back| index(at - 1 - back));
        }
    }
}

/// The texts of a block without the markup in them become its prose.
fn prose(out: &mut Document<'_>, texts: &[Span], first: usize) -> Prose {
    let is_hole = |atom: &&Atom<'_>| match &atom.kind {
        AtomKind::Html(_) | AtomKind::Code(_) => true,
        AtomKind::Link(link) => link.style == LinkStyle::Bare,
        AtomKind::Placeholder(placeholder) => placeholder.dialect != DIALECT,
        _ => false,
    };
    let holes: Vec<Span> = out.atoms[first..].iter().filter(is_hole).map(|atom| atom.span).collect();
    let mut folder = Folder::default();
    let mut left = holes.as_slice();
    let (text, runs) = (out.text, &mut out.runs);
    let mut push = |span: Span| {
        if !span.trim(text).is_empty() {
            runs.push(Run { span, glued: false });
            folder.push(span.of(text));
        }
    };
    for span in texts {
        let mut from = span.start;
        while let Some(hole) = left.first().filter(|hole| hole.start < span.end) {
            push(Span { start: from, end: hole.start.max(from) });
            from = hole.end.clamp(from, span.end);
            if hole.end > span.end {
                break;
            }
            left = &left[1..];
        }
        push(Span { start: from, end: span.end });
    }
    folder.prose()
}
