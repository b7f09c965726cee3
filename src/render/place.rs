//! Where a finding and its edits stand, as programs count, as far as the excerpt tells: a report holds no more of a file.

use crate::report::{Excerpt, Finding, Place};
use crate::text::{Edit, Position, Span, apply};

/// A stretch of a file: lines and columns from 1; columns in characters or in bytes, as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode scalar values.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

/// The place of a finding, with columns in bytes; `None` where its line is too long to be kept whole, or it ends beyond
/// the lines that are kept.
pub(super) fn in_bytes(place: &Place) -> Option<Stretch> {
    let (excerpt, range) = (&place.excerpt, place.range);
    let start = position(excerpt, excerpt.span.start as usize, Unit::Bytes)?;
    let end = position(excerpt, excerpt.span.end as usize, Unit::Bytes)?;
    (is_whole(place) && (start.line, end.line) == (range.start.line, range.end.line)).then_some(Stretch { start, end })
}

/// Where the edits of a finding go; `None` if it has none, or one of them goes beyond the lines that are kept.
pub(super) fn of_edits(finding: &Finding, unit: Unit) -> Option<Vec<Stretch>> {
    let edits = finding.fix.as_ref()?.edits();
    is_whole(&finding.place).then_some(())?;
    edits.iter().map(|edit| of_edit(&finding.place.excerpt, edit, unit)).collect()
}

fn of_edit(excerpt: &Excerpt, edit: &Edit, unit: Unit) -> Option<Stretch> {
    let inside = |at: u32| Some(at.checked_sub(excerpt.start)? as usize);
    let start = position(excerpt, inside(edit.span.start)?, unit)?;
    let end = position(excerpt, inside(edit.span.end)?, unit)?;
    Some(Stretch { start, end })
}

/// The excerpt begins where its first line does.
fn is_whole(place: &Place) -> bool {
    let before = place.excerpt.text.get(..place.excerpt.span.start as usize).unwrap_or_default();
    let before = before.trim_start_matches('\u{feff}');
    before.chars().count() + 1 == place.range.start.column as usize
}

/// The position of byte `at` of the excerpt; `None` beyond it.
fn position(excerpt: &Excerpt, at: usize, unit: Unit) -> Option<Position> {
    let before = excerpt.text.get(..at)?;
    let line = u32::try_from(before.matches('\n').count()).ok()?;
    let before = before.rsplit('\n').next().unwrap_or_default();
    let column = match unit {
        Unit::Characters => before.trim_start_matches('\u{feff}').chars().count(),
        Unit::Bytes => before.len(),
    };
    Some(Position { line: excerpt.first_line + line, column: u32::try_from(column).ok()? + 1 })
}

/// A fix as one edit: where it goes, columns in bytes, and what stands there afterwards. `None` where [`of_edits`] is, or
/// where lines between two edits would have to be written again.
pub(super) fn of_fix(finding: &Finding) -> Option<(Stretch, String)> {
    let (places, edits) = (of_edits(finding, Unit::Bytes)?, finding.fix.as_ref()?.edits());
    let (first, last) = (edits.first()?, edits.last()?);
    let whole = Stretch { start: places.first()?.start, end: places.last()?.end };
    if edits.len() == 1 {
        return Some((whole, first.text.clone()));
    }
    let excerpt = &finding.place.excerpt;
    let inside = |at: u32| (at - excerpt.start) as usize;
    let from = inside(first.span.start);
    let before = excerpt.text.get(from..inside(last.span.end)).filter(|text| !text.contains('\n'))?;
    let moved = |edit: &Edit| {
        Edit::replace(Span::new(inside(edit.span.start) - from, inside(edit.span.end) - from), edit.text.clone())
    };
    let edits: Vec<Edit> = edits.iter().map(moved).collect();
    Some((whole, apply(before, &edits)))
}
