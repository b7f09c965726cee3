//! Where a template tag ends.

use memchr::memmem;

use super::Scanner;
use super::lines::{begins_block, is_blank_line};
use crate::doc::dialect::{Form, Role};

/// Where a tag ends.
pub(super) enum End {
    At(usize),
    Broken,
    No,
}

/// The second byte of an opener, if it has one, stands in the text, too.
pub(super) fn is_same_second(open: &[u8], text: &[u8]) -> bool {
    open.get(1).is_none_or(|second| text.get(1) == Some(second))
}

/// A command of TeX stands before it: `\text`.
fn is_argument_of_tex(before: &[u8]) -> bool {
    let name = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    name > 1 && before[..before.len() - name].ends_with(b"\\")
}

/// The byte after the closer of `form`, looked for from `from`. A tag may not hold a blank line or a second opener.
fn find_close(bytes: &[u8], from: usize, form: &Form) -> Option<usize> {
    let close = form.close.as_bytes();
    if matches!(form.role, Role::Comment | Role::Literal) {
        return memmem::find(&bytes[from..], close).map(|len| from + len + close.len());
    }
    // An apostrophe in a tag may be no quote: when reading quotes finds no closer, read without them.
    close_outside(bytes, from, form, &form.strings).or_else(|| close_outside(bytes, from, form, b""))
}

fn close_outside(bytes: &[u8], from: usize, form: &Form, strings: &[u8]) -> Option<usize> {
    let (open, close) = (form.open.as_bytes(), form.close.as_bytes());
    let (mut at, mut depth) = (from, 0usize);
    let counts = |byte: &u8| {
        matches!(byte, b'\n' | b'{' | b'}') || *byte == close[0] || *byte == open[0] || strings.contains(byte)
    };
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(counts)) {
        at += next;
        let byte = bytes[at];
        if depth == 0 && bytes[at..].starts_with(close) {
            // `{{ {a: 1} }}}`: of several braces in a row the last two close.
            let brace = close[0] == b'}' && !form.nested && close.len() == 2 && bytes.get(at + 2) == Some(&b'}');
            return Some(at + close.len() + usize::from(brace && bytes[from..at].contains(&b'{')));
        }
        match byte {
            b'\n' if is_blank_line(bytes, at + 1) || begins_block(bytes, at + 1) => return None,
            b'{' if form.nested => depth += 1,
            b'}' if form.nested => depth = depth.checked_sub(1)?,
            _ if strings.contains(&byte) => at += 1 + memchr::memchr(byte, &bytes[at + 1..])?,
            _ if !form.nested && bytes[at..].starts_with(&open[..open.len().min(2)]) => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

impl Scanner<'_> {
    pub(super) fn tag_end(&self, form: &Form, ambiguous: bool) -> End {
        let rest = &self.text[self.at..];
        if rest.starts_with('{') && !rest.starts_with("{{") && is_argument_of_tex(&self.bytes[..self.at]) {
            return End::No;
        }
        if form.close.is_empty() {
            let found = form.pattern.as_ref().and_then(|pattern| pattern.find(rest.as_bytes()));
            // `:rocket:` between two signs is an emoji.
            let emoji = |end: usize| form.after_space && rest[end..].starts_with(&form.open);
            let found = found.filter(|found| !found.is_empty() && !emoji(found.end()));
            return found.map_or(End::No, |found| End::At(self.at + found.end()));
        }
        if !rest.starts_with(&form.open) || form.pattern.as_ref().is_some_and(|guard| !guard.is_match(rest.as_bytes()))
        {
            return End::No;
        }
        let from = self.at + form.open.len();
        match find_close(self.bytes, from, form) {
            Some(end) if form.role == Role::Output && is_slot(&self.text[from..end - form.close.len()]) => End::No,
            Some(end) => End::At(end),
            // A single brace is ordinary text wherever it does not close; a comment or literal likewise.
            None if ambiguous || form.open.len() < 2 || !matches!(form.role, Role::Output | Role::Statement) => End::No,
            None => End::Broken,
        }
    }
}

/// A place that somebody fills in, described in a few words: `{{the main topics, separated by commas}}`. What a program reads
/// is no run of words with commas between them.
fn is_slot(inner: &str) -> bool {
    const MARKS: &str = ",;:.…?!\"“”、。，；：（）()";
    let is_word = |word: &str| {
        let word = word.trim_matches(|c| MARKS.contains(c));
        !word.is_empty()
            && word.chars().all(|c| c.is_alphabetic() || MARKS.contains(c) || matches!(c, '-' | '\'' | '’'))
    };
    // `"none"` is a word, and of `"Hello,` a program reads more.
    let opens = |word: &str| word.starts_with(['"', '\'', '(']) && !word[1..].contains(['"', '\'', ')']);
    let words = inner.split_whitespace();
    let last = inner.trim_end_matches(|c| MARKS.contains(c)).len();
    let pauses = inner[..last].contains([',', ';', '、', '。', '，', '；']);
    let is_foreign = inner.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let count = words.clone().count();
    let is_long = count > 2 && (pauses || is_foreign) || is_foreign && pauses;
    is_long && words.clone().all(is_word) && !words.clone().any(opens) && !inner.contains("\", ")
}

#[cfg(test)]
mod tests {
    use super::is_slot;

    #[test]
    fn words_with_commas_are_a_slot_to_fill_in() {
        for slot in [
            "main topics, comma-separated",
            "list resolved items if any; otherwise \"none\"",
            "主なトピック、カンマ区切り",
            " les sujets déjà traités ",
        ] {
            assert!(is_slot(slot), "{slot}");
        }
        for tag in [
            " page.title ",
            "kampanje_dato/full",
            "t 'Hello, world'",
            "include \"a.md\" .",
            "日付",
            "#each items as |item|",
            " a, b | join ",
            "name",
            "дата события",
            "domxref(\"a\", \"b c\")",
        ] {
            assert!(!is_slot(tag), "{tag}");
        }
    }
}
