//! Lines, and where the blocks of Markdown that a scan has to know begin and end.

/// The first byte after white space and `>` marks.
pub fn quote_prefix(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'>')) {
        at += 1;
    }
    at
}

/// The first byte after any list markers at `at`.
pub(super) fn item_content(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let mark = bytes.get(at + digits);
        let marks =
            matches!(mark, Some(b'.' | b')')) && digits > 0 || matches!(mark, Some(b'-' | b'*' | b'+')) && digits == 0;
        let after = at + digits + 1;
        if !marks || !matches!(bytes.get(after), Some(b' ' | b'\t')) {
            return at;
        }
        at = quote_prefix(bytes, after);
    }
}

pub(super) fn run_length(bytes: &[u8], at: usize, byte: u8) -> usize {
    bytes[at..].iter().take_while(|&&found| found == byte).count()
}

/// The end of the line of `at`: its line feed, or the end of the text.
pub fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)).map_or(bytes.len(), |len| at + len)
}

/// The start of the line after the one of `at`.
pub fn next_line(bytes: &[u8], at: usize) -> usize {
    (line_end(bytes, at) + 1).min(bytes.len())
}

/// The line that starts at `at` holds nothing but white space; true beyond the end.
pub fn is_blank_line(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..).is_none_or(|rest| {
        rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|&byte| byte == b'\n')
    })
}

pub(super) fn indent(bytes: &[u8], start: usize) -> usize {
    bytes[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The start of the line after a fenced block that opens at `at` in the line from `start`.
pub(super) fn fence_end(bytes: &[u8], start: usize, at: usize, mark: u8, run: usize) -> usize {
    let quoted = bytes[start..at].contains(&b'>');
    let (mut line, mut shallow) = (next_line(bytes, at), None);
    while line < bytes.len() {
        let content = if quoted { quote_prefix(bytes, line) } else { line + indent(bytes, line) };
        if quoted && !bytes[line..content].contains(&b'>') {
            return line;
        }
        let closer = run_length(bytes, content, mark);
        if closer >= run && is_blank_line(bytes, content + closer) {
            return next_line(bytes, content);
        }
        let outside = at > start && !quoted && !is_blank_line(bytes, line) && content - line < at - start;
        if outside && shallow.is_none() {
            shallow = Some(line);
        }
        line = next_line(bytes, line);
    }
    // Never closed: a fence inside a list item ends with the item.
    shallow.unwrap_or(bytes.len())
}

/// Where the paragraph around `at` ends: a blank line, or a line that begins another block.
pub(super) fn paragraph_end(bytes: &[u8], at: usize) -> usize {
    let mut eol = line_end(bytes, at);
    while eol < bytes.len() {
        let next = eol + 1;
        if is_blank_line(bytes, next) || begins_block(bytes, next) {
            return eol;
        }
        eol = line_end(bytes, next);
    }
    eol
}

/// The line at `line` begins a heading, a row, an item or a fence.
pub(super) fn begins_block(bytes: &[u8], line: usize) -> bool {
    let content = quote_prefix(bytes, line);
    matches!(bytes.get(content), Some(b'#' | b'|'))
        || item_content(bytes, content) > content
        || bytes.get(content..content + 3) == Some(b"```")
}
