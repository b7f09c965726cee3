//! What a page lost that the rest of it depends on: the first or the last line of a code fence, the line of dashes of a table,
//! the empty line below HTML. Told from the source, and given back before anything is compared.

mod blanks;
mod fences;
mod openings;
mod tables;

use crate::doc::{Document, Mend, Syntax};
use crate::text::Span;

/// `page` with the fences closed that are closed in `source`, if reading it so explains more.
#[must_use]
pub fn mend<'s>(source: &Document<'_>, page: Document<'s>, syntax: Syntax<'_>) -> Document<'s> {
    mended(source, &page, syntax).unwrap_or(page)
}

/// The same; `None` if there is nothing to mend.
#[must_use]
pub fn mended<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
    let mut mended = with_code(source, page, syntax);
    for give_back in [tables::with_tables, blanks::with_blanks] {
        mended = give_back(source, mended.as_ref().unwrap_or(page), syntax).or(mended);
    }
    mended
}

/// The page with its blocks of code begun and ended as the source's. Where one may have lost its end or the next one its
/// beginning, that is taken which leaves the code of the two pages more alike.
fn with_code<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
    if fences::are_whole(&fences::fences(source), &fences::fences(page)) {
        return None;
    }
    let closed = fences::with_fences(source, page, syntax);
    let Some(begun) = openings::with_openings(source, page, syntax) else { return closed };
    let rank = |page: &Document<'_>| fences::distance_and_strange_lines(source, page);
    if closed.as_ref().is_some_and(|closed| rank(closed) <= rank(&begun)) {
        return closed;
    }
    fences::with_fences(source, &begun, syntax).or(Some(begun))
}

/// The page read with lines that it lost, if there are any.
fn with_lines<'s>(page: &Document<'s>, syntax: Syntax<'_>, lost: Vec<Mend>) -> Option<Document<'s>> {
    (!lost.is_empty()).then(|| read_with(page, syntax, lost))
}

fn read_with<'s>(page: &Document<'s>, syntax: Syntax<'_>, lost: impl IntoIterator<Item = Mend>) -> Document<'s> {
    let mut mends = page.mends.clone();
    mends.extend(lost);
    mends.sort_by_key(|mend| mend.at);
    Document::parse_mended(page.text, syntax, mends)
}

/// Start and text of each line of a part of `text`.
fn lines(text: &str, part: Span) -> impl Iterator<Item = (usize, &str)> {
    let lines = part.of(text).split_inclusive('\n');
    lines.scan(part.start as usize, |at, line| Some((std::mem::replace(at, *at + line.len()), line)))
}

/// A line without indentation and quote marks.
fn bare(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}
