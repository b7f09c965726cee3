//! What a page lost that the rest of it depends on: the first or the last line of a code fence, the line of dashes of a table,
//! the empty line below HTML. Told from the source, and given back before anything is compared.

mod blanks;
mod fences;
mod openings;
mod tables;

use crate::doc::{Document, Mend, Syntax};

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

/// The page with its blocks of code begun and ended as the source's. Where a block may have lost its end or the next one its
/// beginning, more of what is code then is code in the source.
fn with_code<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
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
    if lost.is_empty() {
        return None;
    }
    let mut mends = page.mends.clone();
    mends.extend(lost);
    mends.sort_by_key(|mend| mend.at);
    Some(Document::parse_mended(page.text, syntax, mends))
}

/// A line without indentation and quote marks.
fn bare(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}
