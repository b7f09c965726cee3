//! Where the text of a lost code span still stands: as code, dressed otherwise, or as plain text.

use super::super::{Atom, AtomKind, Block, Document};
use super::PLACES;
use crate::doc::without_space;
use crate::text::{Span, is_beyond_latin};

/// How much of a block is searched, and how many atoms it may have.
const SEARCHED: (usize, usize) = (20_000, 2_000);

/// How the text of a lost span stands in the translation.
pub(super) enum Standing {
    Nowhere,
    /// In quotes, emphasis, a link, a tag or another code span.
    Dressed,
    /// Without any, at these places.
    Bare(Vec<Span>),
}

pub(super) fn stands(document: &Document<'_>, blocks: &[Block], code: &str) -> Standing {
    let code = code.trim();
    // A string in code quotes may be a string in the quotes of the language.
    let unquoted = code.trim_matches(['"', '\'']);
    if unquoted.len() < code.len() {
        match stands(document, blocks, unquoted) {
            Standing::Nowhere => {}
            found => return found,
        }
    }
    // Of a folder, the slash behind it is a matter of taste.
    if let Some(folder) = code.strip_suffix('/').filter(|folder| folder.contains('/') && !folder.ends_with('/')) {
        match stands(document, blocks, folder) {
            Standing::Nowhere => {}
            found => return found,
        }
    }
    let mut bare = Vec::new();
    for (block, span) in places(document, blocks, code) {
        if is_dressed(document, block, span) {
            return Standing::Dressed;
        }
        bare.push(span);
    }
    // Among letters of another script any word of Latin is a name.
    let among_others = |span: &Span| {
        let (before, after) = (&document.text[..span.start as usize], &document.text[span.end as usize..]);
        let beside = [before.trim_end().chars().next_back(), after.trim_start().chars().next()];
        code.contains(char::is_alphabetic) && beside.into_iter().flatten().all(is_beyond_latin)
    };
    let tells = is_telling(code) || bare.iter().all(among_others);
    if bare.is_empty() || !tells { Standing::Nowhere } else { Standing::Bare(bare) }
}

/// Where the text of `code` is plain text.
pub(super) fn bare_places(document: &Document<'_>, blocks: &[Block], code: &str) -> Vec<Span> {
    places(document, blocks, code)
        .filter(|(block, span)| !is_dressed(document, block, *span))
        .map(|(_, span)| span)
        .collect()
}

/// The text of `code` stands where it is no code, dressed or not.
pub(super) fn is_plain(document: &Document<'_>, blocks: &[Block], code: &str) -> bool {
    places(document, blocks, code.trim()).any(|(block, span)| {
        let is_code = |atom: &Atom<'_>| matches!(atom.kind, AtomKind::Code(inner) if inner.overlaps(span));
        !document.atoms_of(block).iter().any(is_code)
    })
}

/// Where the text of `code` stands as words of its own that readers see.
fn places<'p>(
    document: &'p Document<'_>,
    blocks: &'p [Block],
    code: &'p str,
) -> impl Iterator<Item = (&'p Block, Span)> {
    let escaped = code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let tight = without_space(code, "+-*/=<>");
    blocks.iter().filter(|block| block.atoms.len() <= SEARCHED.1).flat_map(move |block| {
        let text = block.content.of(document.text);
        let text = &text[..text.floor_char_boundary(SEARCHED.0)];
        let form = [code, &tight].into_iter().find(|form| text.contains(form)).unwrap_or(&escaped);
        let spans = wrapped(text, form).take(PLACES).map(|(at, len)| {
            let start = block.content.start as usize + at;
            Span::new(start, start + len)
        });
        let shown = |span: &Span| {
            stands_alone(document.text, *span) && !is_called(document.text, *span) && !is_hidden(document, block, *span)
        };
        spans.filter(shown).map(|span| (block, span)).collect::<Vec<_>>()
    })
}

/// Where the words of `code` stand, in bytes from the start of `text`, and how long: in one line or in several.
fn wrapped<'t>(text: &'t str, code: &'t str) -> impl Iterator<Item = (usize, usize)> {
    let (first, more) = code.split_once(' ').map_or((code, None), |(first, more)| (first, Some(more)));
    let gap = |c: char| c.is_whitespace() || c == '>';
    text.match_indices(first).filter_map(move |(at, _)| {
        let mut rest = &text[at + first.len()..];
        for word in more.into_iter().flat_map(|more| more.split(' ')) {
            let next = rest.strip_prefix(' ').unwrap_or_else(|| rest.trim_start_matches(gap));
            rest = next.strip_prefix(word).filter(|_| next.len() < rest.len())?;
        }
        Some((at, text.len() - at - rest.len()))
    })
}

/// Where `code` is plain text in capitals, or in small letters: `APT` for `apt`.
pub(super) fn in_other_case(document: &Document<'_>, blocks: &[Block], code: &str) -> Option<Span> {
    let wanted = code.to_ascii_lowercase();
    blocks.iter().filter(|block| block.atoms.len() <= SEARCHED.1).find_map(|block| {
        let text = block.content.of(document.text);
        let text = text[..text.floor_char_boundary(SEARCHED.0)].to_ascii_lowercase();
        let spans = text.match_indices(&wanted).take(PLACES).map(|(at, _)| {
            let start = block.content.start as usize + at;
            Span::new(start, start + wanted.len())
        });
        let plain = |span: &Span| {
            let shown = stands_alone(document.text, *span) && !is_hidden(document, block, *span);
            let other = span.of(document.text) != code && !is_called(document.text, *span);
            shown && other && !is_dressed(document, block, *span)
        };
        spans.into_iter().find(plain)
    })
}

/// No mark or word of one or two letters, which may be ordinary in the other language; `fs` is a word in none.
fn is_telling(code: &str) -> bool {
    let long = code.chars().filter(|c| !c.is_whitespace()).count() > 2 || !code.is_ascii();
    let vowel = |c: char| "aeiouy".contains(c.to_ascii_lowercase());
    let name = code.len() == 2 && code.contains(char::is_alphabetic) && !code.contains(vowel);
    long || name || code.contains(|c: char| c.is_ascii_digit())
}

/// No ASCII letter, digit or underscore goes on before or after it; letters of other scripts may be glued to a word.
pub(super) fn stands_alone(text: &str, span: Span) -> bool {
    let word =
        |c: char| c.is_ascii_alphanumeric() || c == '_' || (c.is_alphabetic() && ('\u{c0}'..'\u{250}').contains(&c));
    let inner = span.of(text);
    let (mut before, mut after) = (&text[..span.start as usize], &text[span.end as usize..]);
    // Emphasis.
    if let (Some(outer), Some(rest)) = (before.strip_suffix('_'), after.strip_prefix('_')) {
        (before, after) = (outer, rest);
    }
    let before = before.chars().next_back().filter(|_| inner.starts_with(word));
    let after = after.chars().next().filter(|_| inner.ends_with(word));
    !before.is_some_and(word) && !after.is_some_and(word)
}

/// The name of a call, `listen(event, ...)`: with its arguments it is other code.
fn is_called(text: &str, span: Span) -> bool {
    let argument = |c: char| c.is_ascii_alphanumeric() || "_,. ".contains(c);
    let arguments = text[span.end as usize..].strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let name = span.of(text).ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    name && arguments.is_some_and(|(inner, _)| inner.len() < 80 && inner.chars().all(argument))
}

/// The last part of a name that `page` has: `git` in `my-git`.
pub(super) fn ends_name(text: &str, span: Span, page: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let before = &text[..span.start as usize];
    let start = before.trim_end_matches(part).len();
    let name = &text[start..span.end as usize];
    name.len() > span.len() + 1
        && before.ends_with('-')
        && memchr::memmem::find(page.as_bytes(), name.as_bytes()).is_some()
}

/// In an address, a tag or an attribute list: no text.
fn is_hidden(document: &Document<'_>, block: &Block, span: Span) -> bool {
    document.atoms_of(block).iter().any(|atom| match &atom.kind {
        AtomKind::Link(link) | AtomKind::Image(link) => link.target_span.overlaps(span),
        AtomKind::Html(_) | AtomKind::Placeholder(_) | AtomKind::Attributes => atom.span.overlaps(span),
        AtomKind::Code(inner) => inner.overlaps(span) && !is_apart(document.text, *inner, span),
        _ => false,
    })
}

fn is_dressed(document: &Document<'_>, block: &Block, span: Span) -> bool {
    let marks = |c: char| "*_~\"'“”„«»‹›‘’「」『』《》〈〉【】[]<>|`".contains(c);
    let before = document.text[..span.start as usize].trim_end().chars().next_back();
    let after = document.text[span.end as usize..].trim_start().chars().next();
    let inside = |atom: &Atom<'_>| match &atom.kind {
        AtomKind::Link(link) | AtomKind::Image(link) => link.label.contains(span),
        // `pip` in `pip install x`, but not in `pip.main`.
        AtomKind::Code(inner) => inner.overlaps(span) && is_apart(document.text, *inner, span),
        _ => false,
    };
    (before.is_some_and(marks) && after.is_some_and(marks)) || document.atoms_of(block).iter().any(inside)
}

/// White space, or the ends of `outer`, stand around `inner`; or it is the last part of a path, and no ordinary word:
/// `model_path` in `dense.model_path`.
fn is_apart(text: &str, outer: Span, inner: Span) -> bool {
    let (before, after) = (text[..inner.start as usize].chars().next_back(), text[inner.end as usize..].chars().next());
    let is_name = || inner.of(text).contains(['_', '.']);
    let is_last = || inner.end >= outer.end && matches!(before, Some('.' | '/' | ':')) && is_name();
    let starts = inner.start <= outer.start || before.is_some_and(char::is_whitespace) || is_last();
    starts && (inner.end >= outer.end || after.is_some_and(char::is_whitespace))
}

/// Between a tag of code and a back-tick: each is one of a pair that lost the other.
pub(super) fn half_dressed(document: &Document<'_>, blocks: &[Block], code: &str) -> Option<Span> {
    [format!("<code>{code}`"), format!("`{code}</code>")].into_iter().find_map(|ruin| {
        blocks.iter().find_map(|block| {
            let text = block.content.of(document.text);
            let at = memchr::memmem::find(text.as_bytes(), ruin.as_bytes())? + block.content.start as usize;
            Some(Span::new(at, at + ruin.len()))
        })
    })
}

/// With the one back-tick that is left of two.
pub(super) fn with_half(text: &str, span: Span) -> Span {
    let before = text[..span.start as usize].ends_with('`');
    let after = text[span.end as usize..].starts_with('`');
    let (start, end) = (span.start as usize - usize::from(before && !after), span.end as usize);
    Span::new(start, end + usize::from(after && !before))
}
