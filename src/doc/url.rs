//! Bare addresses in prose, which CommonMark leaves as text.

use crate::text::Span;

/// The bare `http://` and `https://` addresses in `span` of `text`, outside `taken` (sorted spans).
pub(super) fn bare(text: &str, span: Span, taken: &[Span]) -> Vec<Span> {
    let slice = span.of(text);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(hit) = memchr::memchr(b':', &slice.as_bytes()[from..]) {
        let colon = from + hit;
        if !slice.as_bytes()[colon..].starts_with(b"://") {
            from = colon + 1;
            continue;
        }
        from = colon + 3;
        let Some(start) = scheme_start(slice, colon) else { continue };
        // In the ruins of a link, `[words]（http://a.b）`, the bracket is meant to end the address.
        let in_ruins = slice[..start].strip_suffix('（').is_some_and(|before| before.ends_with([']', '】', '］']));
        let end = address_end(slice, from, in_ruins);
        if end == from {
            continue;
        }
        let found = Span::new(span.start as usize + start, span.start as usize + end);
        if !taken.iter().any(|other| other.overlaps(found)) {
            out.push(found);
        }
        from = end;
    }
    out
}

fn scheme_start(slice: &str, colon: usize) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        let word_before = start > 0 && slice.as_bytes()[start - 1].is_ascii_alphanumeric();
        (slice.get(start..colon)?.eq_ignore_ascii_case(scheme) && !word_before).then_some(start)
    })
}

fn address_end(slice: &str, from: usize, in_ruins: bool) -> usize {
    let stops = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '`' | '"' | '|' | '\\' | '^' | '{' | '}')
            || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '“' | '”' | '‘' | '’' | '«' | '»' | '…')
    };
    // GitHub reads on up to the next space; a reader sees it where words follow a bracket.
    let swallowed = |at: usize, c: char| {
        !in_ruins
            && matches!(c, '）' | '】' | '」' | '』' | '》')
            && slice[at + c.len_utf8()..].starts_with(char::is_alphabetic)
    };
    let plain = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_');
    let next = from + slice.as_bytes()[from..].iter().take_while(plain).count();
    let mut stop = slice[next..].char_indices().map(|(at, c)| (next + at, c));
    let mut end = stop.find(|&(at, c)| stops(c) && !swallowed(at, c)).map_or(slice.len(), |(at, _)| at);
    loop {
        let address = &slice[from..end];
        let Some(last) = address.chars().next_back() else { return end };
        let unbalanced = |open, close| last == close && address.matches(close).count() > address.matches(open).count();
        if !(".,;:!?*_~'".contains(last) || unbalanced('(', ')') || unbalanced('[', ']')) {
            return end;
        }
        end -= last.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_addresses_and_leaves_the_punctuation() {
        let text = "See https://a.b/c_(d). Or (http://e.f)，或 https://g.h。xhttp://no, ftp://no";
        let found: Vec<_> = bare(text, Span::new(0, text.len()), &[]).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["https://a.b/c_(d)", "http://e.f", "https://g.h"]);
        let text = "（http://a.b），（http://c.d）的说明。";
        let found: Vec<_> = bare(text, Span::new(0, text.len()), &[]).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["http://a.b", "http://c.d）的说明"]);
    }
}
