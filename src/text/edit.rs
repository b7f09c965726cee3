//! Edits of one text, and how far to trust them.

use super::Span;

/// Replace the bytes of `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty to insert.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl Edit {
    /// An edit that replaces `span` by `text`.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// How far a fix can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Right in nearly every case, but a person should look: applied only on request.
    Suggested,
    /// Restores what the source says, byte for byte, in a place that leaves no choice.
    Safe,
}

/// Edits that mend one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    safety: Safety,
    edits: Vec<Edit>,
}

impl Fix {
    /// A fix that may be applied without being read.
    #[must_use]
    pub fn safe(edits: Vec<Edit>) -> Self {
        Self::new(Safety::Safe, edits)
    }

    /// A fix to be read before it is kept.
    #[must_use]
    pub fn suggest(edits: Vec<Edit>) -> Self {
        Self::new(Safety::Suggested, edits)
    }

    fn new(safety: Safety, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| edit.span);
        Self { safety, edits }
    }

    /// How far to trust it.
    #[must_use]
    pub fn safety(&self) -> Safety {
        self.safety
    }

    /// The edits, in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

/// `text` after `edits`. Edits that overlap an earlier one, or do not lie on characters of `text`, are left out.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for edit in sorted {
        let range = edit.span.range();
        if range.start < done || text.get(range.clone()).is_none() {
            continue;
        }
        out.push_str(&text[done..range.start]);
        out.push_str(&edit.text);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_order_and_overlaps_are_left_out() {
        let edits = [
            Edit::replace(Span::new(4, 5), "E"),
            Edit::replace(Span::new(0, 2), "x"),
            Edit::replace(Span::new(1, 3), "lost"),
        ];
        assert_eq!(apply("abcdef", &edits), "xcdEf");
    }
}
