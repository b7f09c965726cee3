//! The only position type of the core: a half-open range of bytes in one text.

use std::ops::Range;

/// Bytes `start..end` of one text, both on character boundaries: in `abc`, the span `1..2` is `b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Texts over 4 GiB are refused long before, by the reader.
    #[must_use]
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start: offset(start), end: offset(end.max(start)) }
    }

    /// An empty span at `at`.
    #[must_use]
    #[inline]
    pub fn at(at: usize) -> Self {
        Self::new(at, at)
    }

    /// The bytes as a range for slicing.
    #[must_use]
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The slice of `text`; empty when the span does not lie in it.
    #[must_use]
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Length in bytes.
    #[must_use]
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Holds no byte.
    #[must_use]
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Every byte of `other` is in this span.
    #[must_use]
    #[inline]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The two share a byte.
    #[must_use]
    #[inline]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    #[inline]
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The lines of the span that hold something.
    #[must_use]
    pub fn lines(self, text: &str) -> Vec<Span> {
        let mut at = self.start as usize;
        let place = |line: &str| {
            let start = at;
            at += line.len();
            Span::new(start, start + line.trim_end().len())
        };
        let lines: Vec<Span> = self.of(text).split_inclusive('\n').map(place).collect();
        lines.into_iter().filter(|line| !line.trim(text).is_empty()).collect()
    }

    /// The same span without white space at its ends.
    #[must_use]
    pub fn trim(self, text: &str) -> Span {
        let slice = self.of(text);
        // Most spans have none there, which two bytes tell.
        if slice.as_bytes().first().is_some_and(|byte| begins_no_space(*byte))
            && slice.as_bytes().last().is_some_and(|byte| ends_no_space(*byte))
        {
            return self;
        }
        let rest = slice.trim_ascii_start();
        let start = self.start as usize + (slice.len() - rest.len());
        let kept = rest.trim_ascii_end();
        // And of most others it is ASCII.
        let ends = kept.as_bytes().first().zip(kept.as_bytes().last());
        if ends.is_none_or(|(first, last)| begins_no_space(*first) && ends_no_space(*last)) {
            return Span::new(start, start + kept.len());
        }
        let start = start + (kept.len() - kept.trim_start().len());
        Span::new(start, start + kept.trim().len())
    }
}

/// No white space begins with this byte.
fn begins_no_space(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, 0x7f | 0xc2 | 0xe1..=0xe3)
}

/// No white space ends with this byte.
fn ends_no_space(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, 0x7f..=0x8a | 0x9f | 0xa0 | 0xa8 | 0xa9 | 0xaf)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_any_script_is_trimmed() {
        for space in ('\0'..='\u{ffff}').filter(|c| c.is_whitespace()) {
            let text = format!("{space}é{space}");
            assert_eq!(Span::new(0, text.len()).trim(&text).of(&text), "é", "{space:?}");
        }
    }
}
