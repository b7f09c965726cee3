//! Hidden characters made visible, right-to-left text kept in its place.
//!
//! Whatever is shown comes from translations, and those may be hostile: a control character moves the cursor, a
//! bidirectional override turns a line around. And any output may end in the log of a GitHub workflow, whose runner
//! obeys `::command::` at the start of a line and `##[command]` anywhere in one.

use std::borrow::Cow;

/// First strong isolate: what follows is laid out by itself, in the direction of its first letter.
pub(super) const ISOLATE: char = '\u{2068}';
/// The end of an isolate.
pub(super) const END_ISOLATE: char = '\u{2069}';

/// A character that a terminal obeys or hides instead of showing it. Joiners and zero-width spaces are none: several
/// scripts cannot be written without them.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The old start of a workflow command.
pub(super) const OLD_COMMAND: &str = "##[";

/// `text` with hidden characters spelled out, as in `\u{202e}` and `\n`: for formats of one line a finding.
#[must_use]
pub fn escaped(text: &str) -> String {
    let text = text.replace(OLD_COMMAND, "#\\u{23}[");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// `text` with one visible character for each hidden one, so that columns stay what they are. Tabs stay.
pub(super) fn same_columns(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        out.push(if c == '\t' { c } else { stand_in(c, before) });
        before = c;
    }
    out.replace(OLD_COMMAND, "#♯[")
}

/// A message or a path on one line: hidden characters replaced, right-to-left text isolated, no wider than `width`.
pub(super) fn one_line(text: &str, width: usize) -> String {
    let text = same_columns(&cut(text, width)).replace('\t', "␉");
    // Lines are broken at spaces only, as far as colons are concerned.
    let starts_command = |at: usize| text[..at].chars().next_back().is_none_or(|c| !c.is_ascii_graphic());
    match text.match_indices("::").any(|(at, _)| starts_command(at)) {
        true => isolated(&text.replace("::", "∶:")),
        false => isolated(&text),
    }
}

/// Holds a letter of Hebrew, Arabic or another script written from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    text.chars().any(is_rtl)
}

/// The columns that `c` takes in a terminal.
pub(super) fn cells(c: char) -> usize {
    if c == '\t' { 4 } else { unicode_width::UnicodeWidthChar::width(c).unwrap_or(1) }
}

fn stand_in(c: char, before: char) -> char {
    match c {
        // Control pictures, in the order of the characters they picture.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        // Between letters that need none, a joiner or a zero-width space hides something.
        '\u{200b}'..='\u{200d}' if before.is_ascii() => '\u{fffd}',
        _ if is_hidden(c) => '\u{fffd}',
        _ => c,
    }
}

fn cut(text: &str, width: usize) -> String {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += cells(c);
        if used > width {
            return format!("{}…", &text[..at]);
        }
    }
    text.to_owned()
}

/// Isolates what stands in backticks as a whole, elsewhere what lies between the first and the last letter of the kind.
fn isolated(text: &str) -> String {
    if !has_rtl(text) {
        return text.to_owned();
    }
    let piece = |(index, piece): (usize, &str)| match (piece.find(is_rtl), piece.rfind(is_rtl)) {
        (Some(_), _) if index % 2 == 1 => format!("{ISOLATE}{piece}{END_ISOLATE}"),
        (Some(first), Some(last)) => {
            let end = last + piece[last..].chars().next().map_or(0, char::len_utf8);
            format!("{}{ISOLATE}{}{END_ISOLATE}{}", &piece[..first], &piece[first..end], &piece[end..])
        }
        _ => piece.to_owned(),
    };
    text.split('`').enumerate().map(piece).collect::<Vec<_>>().join("`")
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        || matches!(c, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// JSON in which no string holds a character that a log viewer would obey: JSON lets those beyond ASCII stand as they
/// are. Line feeds that lay out the objects stay.
pub(super) fn safe_json(json: &str) -> Cow<'_, str> {
    if next_unsafe(json).is_none() && memchr::memmem::find(json.as_bytes(), OLD_COMMAND.as_bytes()).is_none() {
        return Cow::Borrowed(json);
    }
    let json = json.replace(OLD_COMMAND, "#\\u0023[");
    let (mut out, mut rest) = (String::with_capacity(json.len()), json.as_str());
    while let Some(at) = next_unsafe(rest) {
        let (before, from) = rest.split_at(at);
        let c = from.chars().next().unwrap_or_default();
        out.push_str(before);
        out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        rest = &from[c.len_utf8()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Where the next character stands that no string of JSON should hold as it is. Only after the first bytes of such
/// characters is one read.
fn next_unsafe(json: &str) -> Option<usize> {
    let may_hide =
        |byte: u8| byte < b' ' && byte != b'\n' || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3);
    let is_hidden = |at: usize| json[at..].chars().next().is_some_and(is_hidden);
    json.bytes().enumerate().find_map(|(at, byte)| (may_hide(byte) && is_hidden(at)).then_some(at))
}
