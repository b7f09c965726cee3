//! Marks of merge conflicts: where a conflict stands, and which of its bytes are no part of the page.

use super::scan::{line_end, next_line};
use crate::text::Span;

/// A conflict that stands in the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conflict {
    /// From the first line with marks to the last.
    pub span: Span,
    /// From the marks under our version to the end: their version.
    pub theirs: Span,
}

/// Lines in which the end of a conflict is looked for.
const LONG: usize = 2000;

/// The conflict whose first line is at `start`.
pub(super) fn read(text: &str, start: usize) -> Option<Conflict> {
    let bytes = text.as_bytes();
    if !marks(bytes, start, b'<') {
        return None;
    }
    let first = Span::new(start, line_end(bytes, start)).trim(text);
    let mut theirs = None;
    let mut at = next_line(bytes, start);
    for _ in 0..LONG {
        if at >= bytes.len() || marks(bytes, at, b'<') {
            break;
        }
        if theirs.is_none() && (marks(bytes, at, b'=') || marks(bytes, at, b'|')) {
            theirs = Some(at);
        }
        if let Some(theirs) = theirs.filter(|_| marks(bytes, at, b'>')) {
            let end = Span::new(at, line_end(bytes, at)).trim(text).end as usize;
            return Some(Conflict { span: Span::new(start, end), theirs: Span::new(theirs, end) });
        }
        at = next_line(bytes, at);
    }
    Some(Conflict { span: first, theirs: Span::at(first.end as usize) })
}

/// Seven marks at the start of a line, then a space or the end of the line.
fn marks(bytes: &[u8], at: usize, mark: u8) -> bool {
    let line = &bytes[at..];
    line.len() >= 7
        && line[..7].iter().all(|byte| *byte == mark)
        && line.get(7).is_none_or(|byte| matches!(byte, b' ' | b'\r' | b'\n'))
}
