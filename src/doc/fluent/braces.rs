//! Where the braces of a catalogue open and close, and how deep they go: asked before the parser is, because the parser
//! calls itself for every brace and parenthesis and has no limit of its own.

use crate::text::Span;

/// Deeper than this nobody writes, and the parser is not called.
pub const DEEPEST: usize = 100;

/// The braces of a catalogue.
#[derive(Debug, Default)]
pub struct Braces {
    /// Opening and closing byte of each placeable, by its opening byte; the end of the text where nothing closes it.
    pairs: Vec<(u32, u32)>,
}

impl Braces {
    /// Finds the braces of `text` from byte `from` on.
    ///
    /// # Errors
    /// The first brace or parenthesis that is too deep.
    pub fn scan(text: &str, from: usize) -> Result<Braces, Span> {
        let mut scan = Scan { text: text.as_bytes(), at: from, open: Vec::new(), round: 0, pairs: Vec::new() };
        scan.run()?;
        scan.pairs.sort_unstable();
        Ok(Braces { pairs: scan.pairs })
    }

    /// The placeable whose first word is at byte `inner`: from its brace to the one that closes it.
    pub fn around(&self, inner: usize) -> Option<Span> {
        let before = self.pairs.partition_point(|(open, _)| (*open as usize) < inner);
        let (start, end) = *self.pairs[..before].last()?;
        ((end as usize) > inner).then_some(Span { start, end })
    }
}

struct Scan<'s> {
    text: &'s [u8],
    at: usize,
    /// Placeables that are open, as indices into `pairs`; and whether the text of a variant is what comes next in each,
    /// where a quotation mark is one.
    open: Vec<(usize, bool)>,
    /// Parentheses that are open.
    round: usize,
    pairs: Vec<(u32, u32)>,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), Span> {
        self.line();
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.line();
                    continue;
                }
                b'{' => self.open_brace(),
                b'}' => self.close_brace(),
                b'(' if !self.open.is_empty() => self.round += 1,
                b')' => self.round = self.round.saturating_sub(1),
                b'"' if self.open.last().is_some_and(|(_, in_text)| !in_text) => self.string(),
                b']' => self.open.last_mut().into_iter().for_each(|(_, in_text)| *in_text = true),
                _ if self.open.is_empty() => {
                    self.brace();
                    continue;
                }
                _ => {}
            }
            if self.open.len() + self.round > DEEPEST {
                return Err(Span::new(self.at, self.at + 1));
            }
            self.at += 1;
        }
        Ok(())
    }

    /// In text: on to the next brace that is in no comment.
    fn brace(&mut self) {
        while let Some(next) = memchr::memchr2(b'{', b'}', &self.text[self.at..]) {
            let line = memchr::memrchr(b'\n', &self.text[self.at..self.at + next]);
            self.at += next;
            if line.is_none_or(|line| self.text[self.at - next + line + 1] != b'#') {
                return;
            }
            self.at += memchr::memchr(b'\n', &self.text[self.at..]).unwrap_or(self.text.len() - self.at);
        }
        self.at = self.text.len();
    }

    /// At the start of a line: comments hold no braces, and an entry closes what the one before left open.
    fn line(&mut self) {
        let line = &self.text[self.at..];
        if self.open.is_empty() {
            if line.starts_with(b"#") {
                self.at += memchr::memchr(b'\n', line).unwrap_or(line.len());
            }
        } else if begins_entry(line) {
            self.open.clear();
            self.round = 0;
        }
    }

    fn open_brace(&mut self) {
        self.open.push((self.pairs.len(), false));
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.pairs.push((u32::try_from(self.at).unwrap_or(u32::MAX), end));
    }

    fn close_brace(&mut self) {
        if let Some((opener, _)) = self.open.pop() {
            self.pairs[opener].1 = u32::try_from(self.at + 1).unwrap_or(u32::MAX);
        }
    }

    /// To the last byte of a string: its closing quote, or the end of the line.
    fn string(&mut self) {
        while let Some(next) = memchr::memchr3(b'"', b'\\', b'\n', self.text.get(self.at + 1..).unwrap_or_default()) {
            self.at += next + 1;
            match self.text[self.at] {
                b'\\' if self.text.get(self.at + 1).is_some_and(|byte| *byte != b'\n') => self.at += 1,
                b'\n' => {
                    self.at -= 1;
                    return;
                }
                b'"' => return,
                _ => {}
            }
        }
    }
}

/// `id =` or `-id =`: no line within a placeable begins so.
fn begins_entry(line: &[u8]) -> bool {
    let id = line.strip_prefix(b"-").unwrap_or(line);
    let end = id.iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')));
    let end = end.unwrap_or(id.len());
    let rest = id[end..].iter().find(|byte| **byte != b' ');
    end > 0 && id[0].is_ascii_alphabetic() && rest == Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn around(text: &str, inner: &str, expected: Option<&str>) {
        let braces = Braces::scan(text, 0).expect("not deep");
        let found = braces.around(text.find(inner).expect("in the text"));
        assert_eq!(found.map(|span| span.of(text)), expected, "{text}");
    }

    #[test]
    fn each_word_has_its_braces() {
        around("a = { $x } { $y }", "y", Some("{ $y }"));
        around("a = { \"}\" } { $y }", "y", Some("{ $y }"));
        around("a = { { $x } }", "x", Some("{ $x }"));
        around("# {{{\na = { $n ->\n *[a] { $x }\n }", "n ->", Some("{ $n ->\n *[a] { $x }\n }"));
        let quoted = "{ $n ->\n [one] \"{ $x }\" one\n *[other] \"{ $y }\" }";
        around(&format!("a = {quoted}"), "x", Some("{ $x }"));
        around(&format!("a = {quoted}"), "n ->", Some(quoted));
        around("a = x", "x", None);
        around("a = { $x\nb = { $y }", "y", Some("{ $y }"));
    }

    #[test]
    fn what_is_too_deep_is_told_and_what_is_only_broken_is_not() {
        let deep = format!("a = {}", "{".repeat(DEEPEST + 1));
        assert_eq!(Braces::scan(&deep, 0).err(), Some(Span::new(4 + DEEPEST, 5 + DEEPEST)));
        assert!(Braces::scan(&format!("a = {{ {}", "F(".repeat(DEEPEST)), 0).is_err());
        assert!(Braces::scan(&"a = { $x\n".repeat(DEEPEST * 2), 0).is_ok());
        assert!(Braces::scan(&format!("# {}", "{".repeat(1000)), 0).is_ok());
    }
}
