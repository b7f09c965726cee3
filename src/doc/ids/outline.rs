//! What the lines of a page tell of its ids, without reading the Markdown.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::{github, list_id};
use crate::doc::scan::line_end;

/// What the lines of a page tell of its ids, without reading the Markdown.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The lines that may be headings, attribute lists taken off.
    headings: Vec<HeadingLine>,
    /// The ids of those attribute lists.
    listed: FxHashSet<String>,
    /// What looks like an id that is written in the page, be it in code.
    written: FxHashSet<String>,
    /// One of the lines holds an entity, which may be any letter.
    open: bool,
}

/// A line that may be a heading.
#[derive(Debug, Clone)]
struct HeadingLine {
    words: String,
    /// Its [`letters`], once an id is asked for that is not in a list.
    letters: OnceLock<String>,
    /// Markup, entities and tags are in it, of which only the parser knows what they leave.
    unclear: bool,
}

/// What an [`Outline`] says of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The page has it.
    Likely,
    /// The page must be read.
    Unclear,
    /// No generator can make it of any line.
    No,
}

impl HeadingLine {
    fn letters(&self) -> &str {
        self.letters.get_or_init(|| letters(&self.words))
    }
}

impl Outline {
    /// Looks at the lines of a page.
    #[must_use]
    pub fn new(text: &str) -> Outline {
        let mut out = Outline::default();
        out.written.extend(memchr::memchr2_iter(b'{', b'=', text.as_bytes()).flat_map(|at| written(text, at)));
        let mut tags = memchr::memchr_iter(b'<', text.as_bytes()).filter(|&at| is_heading_tag(&text[at..])).peekable();
        let (mut above, mut start) = (None, 0);
        while start < text.len() {
            let end = line_end(text.as_bytes(), start);
            let line = text[start..end].trim_end_matches('\r');
            let inner = without_start(line, |byte| matches!(byte, b' ' | b'\t' | b'>' | b'*' | b'-' | b'+'));
            if is_underline(without_start(line, |byte| matches!(byte, b' ' | b'>')))
                && let Some(above) = above.take()
            {
                out.heading(above);
            }
            let tag = tags.next_if(|&at| at < end).is_some();
            while tags.next_if(|&at| at < end).is_some() {}
            if tag || inner.starts_with('#') {
                out.heading(inner);
                above = None;
            } else {
                above = Some(inner);
            }
            start = end + 1;
        }
        out
    }

    fn heading(&mut self, line: &str) {
        // The id of an attribute list is written, and no part of the text.
        let list = line.rsplit_once('{').filter(|(_, list)| list.trim_start().starts_with(['#', '.', ':']));
        let (words, list) = list.unwrap_or((line, ""));
        self.listed.extend(list_id(list).map(str::to_owned));
        let unclear = words.contains(['<', '&', '\\', '{']) || words.contains("](");
        self.open |= unclear
            && words.split('&').skip(1).any(|rest| {
                let name = rest.split(';').next().unwrap_or_default();
                !name.contains(' ') && !matches!(name, "amp" | "lt" | "gt" | "quot" | "apos" | "nbsp")
            });
        self.headings.push(HeadingLine { words: words.to_owned(), letters: OnceLock::new(), unclear });
    }

    /// Whether the page has an id.
    #[must_use]
    pub fn look(&self, id: &str) -> Look {
        let lower = id.to_lowercase();
        let wanted = letters(id);
        let has = |known: &FxHashSet<String>| known.contains(id) || known.contains(&lower);
        let is_likely = |line: &HeadingLine| line.words.starts_with('#') && is_slug(&line.words, &lower);
        if has(&self.listed) || self.headings.iter().filter(|line| line.letters() == wanted).any(is_likely) {
            return Look::Likely;
        }
        let may_make = |line: &HeadingLine| match line.unclear {
            true => is_left_of(line.letters(), &wanted),
            false => line.letters() == wanted || is_ascii_of(line.letters(), &wanted),
        };
        let found = self.open || has(&self.written) || self.headings.iter().any(may_make);
        if found { Look::Unclear } else { Look::No }
    }
}

/// A line without these marks at its start.
fn without_start(line: &str, is_mark: impl Fn(u8) -> bool) -> &str {
    &line[line.bytes().take_while(|byte| is_mark(*byte)).count()..]
}

/// The slug that most generators make of a heading's line is `id`.
fn is_slug(line: &str, id: &str) -> bool {
    let words = line.trim_matches(['#', ' ']).split(" {").next().unwrap_or_default();
    let mut rest = without_marks(words).skip_while(|c| c.is_whitespace());
    let is_next = |wanted: char| rest.by_ref().find_map(github).is_some_and(|c| c.to_lowercase().eq([wanted]));
    id.chars().all(is_next) && rest.all(|c| c.is_whitespace() || github(c).is_none())
}

/// A line of a heading without the marks of code, links and emphasis.
fn without_marks(line: &str) -> impl Iterator<Item = char> {
    let mut before = ' ';
    let mut rest = line.chars();
    std::iter::from_fn(move || {
        loop {
            let c = rest.next()?;
            let inside = before.is_alphanumeric() && rest.clone().next().is_some_and(char::is_alphanumeric);
            before = c;
            if !(matches!(c, '`' | '*' | '[' | ']') || (c == '_' && !inside)) {
                return Some(c);
            }
        }
    })
}

/// What makes a heading or a term of the line above.
fn is_underline(line: &str) -> bool {
    match line.as_bytes().first() {
        Some(&mark @ (b'=' | b'-')) => line.trim_end().bytes().all(|byte| byte == mark),
        Some(b':') => line.starts_with(": "),
        _ => false,
    }
}

fn is_heading_tag(rest: &str) -> bool {
    ["<h", "<H", "<dt"].iter().any(|tag| rest.starts_with(tag))
}

/// What is left of letters of which only those of ASCII are kept.
fn is_ascii_of(line: &str, letters: &str) -> bool {
    !line.is_ascii() && line.chars().filter(char::is_ascii).eq(letters.chars())
}

/// What may be left of a line when some of it is taken out.
fn is_left_of(line: &str, letters: &str) -> bool {
    let mut rest = line.chars();
    letters.chars().all(|wanted| rest.any(|c| c == wanted))
}

/// No attribute list or comment with an id is longer, in bytes.
const LIST: usize = 200;

/// The ids that the `{` or `=` at `at` may begin: `{#id}`, `{: .wide #id}`, `{/* id */}`, `id="id"`, `name=id`.
fn written(text: &str, at: usize) -> impl Iterator<Item = String> {
    let (before, rest) = (&text.as_bytes()[..at], &text[at + 1..]);
    let inner = if text.as_bytes()[at] == b'=' {
        let value = || rest.trim_start().trim_start_matches(['"', '\'', '{']);
        is_id_name(before.trim_ascii_end()).then(|| value().split(['"', '\'', '}', '>', ' ', '\n']).next()).flatten()
    } else {
        let list = rest.starts_with(['#', ':', '.', '/', ' ']);
        let end = list.then(|| memchr::memchr(b'}', &rest.as_bytes()[..rest.len().min(LIST)])).flatten();
        end.and_then(|end| rest.get(..end))
    };
    let words = inner.into_iter().flat_map(|inner| inner.split([' ', '\n', '*', '/', ':']));
    words.map(|word| word.trim_start_matches('#').to_owned()).filter(|word| !word.is_empty())
}

/// The name of an attribute that gives an id ends here.
fn is_id_name(before: &[u8]) -> bool {
    [&b"id"[..], b"name"].iter().any(|name| {
        let from = before.len().checked_sub(name.len());
        from.is_some_and(|from| before[from..].eq_ignore_ascii_case(name))
    })
}

/// What all slugs of a text have in common: its letters and digits, but for those at the ends, which tell headings of
/// the same text apart or are left out.
fn letters(text: &str) -> String {
    let inner = text.trim_matches(|c: char| !c.is_alphabetic());
    let mut out = String::with_capacity(inner.len());
    if inner.is_ascii() {
        let kept = inner.bytes().filter(u8::is_ascii_alphanumeric);
        kept.for_each(|byte| out.push(char::from(byte.to_ascii_lowercase())));
    } else {
        let mut keep = |c: char| out.extend(c.to_lowercase().filter(|_| c.is_alphanumeric()));
        inner.chars().for_each(|c| unicode_normalization::char::decompose_compatible(c, &mut keep));
    }
    out
}
