//! Stretches of a catalogue that cannot be read, and why.

use std::ops::Range;

use fluent_syntax::parser::{self, ErrorKind, ParserError};

use crate::text::Span;

/// A stretch of a catalogue that cannot be read.
#[derive(Debug, Clone)]
pub struct Junk {
    /// All that is skipped.
    pub span: Span,
    /// Where the parser stopped.
    pub at: Span,
    /// What the matter is.
    pub reason: Reason,
}

/// Why a stretch of a catalogue cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Something else should stand there: what.
    Expected(String),
    /// A selector without a variant that stands for all other answers.
    NoDefault,
    /// A message without value and attributes.
    NoValue,
    /// Something else than a name, where a name should stand.
    NoName,
    /// Something else than the end of the line, where the line should end.
    NoLineEnd,
    /// A tab at the start of a line, where only spaces indent.
    Tab,
    /// Placeables in placeables, too many.
    TooDeep,
    /// What the parser says.
    Other(String),
}

/// What an error says, read from byte `from` on.
pub(super) fn junk(text: &str, error: &ParserError, from: usize) -> Junk {
    let span = |range: &Range<usize>, from: usize| {
        let start = text.floor_char_boundary((from + range.start).min(text.len()));
        Span::new(start, text.ceil_char_boundary((from + range.end).min(text.len())).max(start))
    };
    let slice = error.slice.as_ref().map_or(span(&error.pos, from), |slice| span(slice, from));
    let whole = slice.trim(text);
    if let Some(tab) = tab(text, slice, span(&error.pos, from)) {
        return Junk { span: whole, at: tab, reason: Reason::Tab };
    }
    // Of an attribute the parser only says that it is no message: read as one, it tells more.
    let name = whole.start as usize + 1;
    if let Some(attribute) = whole.of(text).strip_prefix('.')
        && let Err((_, errors)) = parser::parse(attribute)
        && let Some(inner) = errors.first()
    {
        return Junk { span: whole, at: span(&inner.pos, name), reason: reason(&inner.kind) };
    }
    Junk { span: whole, at: span(&error.pos, from), reason: reason(&error.kind) }
}

/// The tab at the start of the line where the parser stopped, or of the next one: what it did not take for indented.
fn tab(text: &str, junk: Span, stop: Span) -> Option<Span> {
    let from = text[..stop.start as usize].rfind('\n').map_or(0, |at| at + 1).max(junk.start as usize);
    let mut at = from;
    for line in text.get(from..junk.end as usize)?.split_inclusive('\n').take(2) {
        if let Some(tab) = line.find(|c| c != ' ').filter(|tab| line[*tab..].starts_with('\t')) {
            return Some(Span::new(at + tab, at + tab + 1));
        }
        at += line.len();
    }
    None
}

fn reason(kind: &ErrorKind) -> Reason {
    match kind {
        ErrorKind::ExpectedToken(token) => Reason::Expected(token.to_string()),
        ErrorKind::MissingDefaultVariant => Reason::NoDefault,
        ErrorKind::ExpectedMessageField { .. } | ErrorKind::ExpectedTermField { .. } | ErrorKind::MissingValue => {
            Reason::NoValue
        }
        ErrorKind::ExpectedCharRange { range } if range == "a-zA-Z" => Reason::NoName,
        ErrorKind::ExpectedCharRange { range } if range.starts_with('\n') => Reason::NoLineEnd,
        other => Reason::Other(other.to_string()),
    }
}
