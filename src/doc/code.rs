//! Code as a machine reads it: comments, strings and white space taken out, line by line.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::{Block, Document};
use crate::text::Span;

/// What of code may be translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FreeCode {
    /// Nothing.
    Nothing,
    /// Comments.
    Comments,
    /// Comments and what stands in quotes.
    CommentsAndStrings,
}

/// A line of code without what may be translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLine {
    /// The bytes it was read from.
    pub span: Span,
    /// What is left, white space folded.
    pub text: String,
}

/// Names of one language; the first is what we call it.
const ALIASES: &[&[&str]] = &[
    &["shell", "bash", "bat", "batch", "cmd", "fish", "sh", "zsh"],
    &["console", "output", "shell-session", "shellsession", "terminal"],
    &["text", "ascii", "csv", "log", "none", "plain", "plaintext", "txt"],
    &["text", "adoc", "asciidoc", "markdown", "md", "mdx", "rst"],
    &["javascript", "cjs", "js", "jsx", "mjs"],
    &["typescript", "ts", "tsx"],
    &["python", "py", "py3", "python3"],
    &["yaml", "yml"],
    &["json", "json5", "jsonc", "jsonl"],
    &["html", "htm", "xhtml"],
    &["rust", "rs"],
    &["ruby", "rb"],
    &["go", "golang"],
    &["csharp", "c#", "cs"],
    &["cpp", "c++", "cc", "cxx", "hpp"],
    &["powershell", "ps1", "pwsh", "posh"],
    &["docker", "dockerfile"],
    &["make", "makefile"],
    &["kotlin", "kt"],
    &["objc", "objective-c", "objectivec"],
    &["graphql", "gql"],
    &["terraform", "hcl", "tf"],
    &["tex", "latex"],
];

/// Code of a span on one line. A word whose line ends at its hyphen is whole.
#[must_use]
pub fn unwrapped(code: &str) -> Cow<'_, str> {
    if !code.contains('\n') {
        return Cow::Borrowed(code);
    }
    let mut out = String::with_capacity(code.len());
    for line in code.lines().map(str::trim) {
        out.push_str(if out.is_empty() || out.ends_with('-') { "" } else { " " });
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// Without the white space beside brackets, commas and semicolons, where it is a matter of taste: not in `$ {`. Beside
/// equal signs it is none to a shell.
#[must_use]
pub fn without_loose_space(line: &str) -> String {
    without_space(line, "")
}

/// Without it beside the characters of `operators` either, but for two of them: `a - -b`.
#[must_use]
pub fn without_space(line: &str, operators: &str) -> String {
    let taste = |c: char| "(){}[],;".contains(c);
    let plain = |c: char| c.is_alphanumeric() || "_\"'`".contains(c) || taste(c);
    let operator = |c: char| operators.contains(c);
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let (before, after) = (out.chars().next_back().unwrap_or(' '), chars.peek().copied().unwrap_or(' '));
        let beside_bracket = (taste(before) || taste(after)) && (plain(before) || before == '>') && plain(after);
        let beside_operator = (operator(before) && plain(after)) || (plain(before) && operator(after));
        if c != ' ' || !(beside_bracket || beside_operator) {
            out.push(c);
        }
    }
    out
}

/// The first word of an info string: the language, as it is written.
#[must_use]
pub fn language_word(text: &str, label: Span) -> Span {
    let slice = label.of(text);
    let start = slice.len() - slice.trim_start_matches(['{', '.', ' ']).len();
    let rest = &slice[start..];
    let end = rest.find(|c: char| !(c.is_alphanumeric() || "+#-_.".contains(c))).unwrap_or(rest.len());
    Span::new(label.start as usize + start, label.start as usize + start + end)
}

/// One name for all names of a language, and for the files that it is written in: `settings.yml`.
#[must_use]
pub fn language_name(word: &str) -> String {
    let word = word.to_lowercase();
    let known = |word: &str| ALIASES.iter().find(|names| names.contains(&word)).map(|names| names[0].to_owned());
    let of_file = || word.rsplit_once('.').and_then(|(_, ending)| known(ending));
    known(&word).or_else(of_file).unwrap_or(word)
}

/// How a language marks what machines do not read.
struct Marks {
    /// Begin a comment up to the end of the line.
    line: &'static [&'static str],
    /// Frame a comment.
    block: &'static [(&'static str, &'static str)],
    /// Only tags are code.
    markup: bool,
}

impl Marks {
    /// The first bytes of what is not copied as it stands: of comments, of strings, of lines.
    fn openers(&self) -> [bool; 256] {
        let mut opens = [self.markup; 256];
        let blocks = self.block.iter().map(|(open, _)| *open);
        for mark in self.line.iter().copied().chain(blocks).chain(["\"", "'", "`", "\n"]) {
            opens[mark.as_bytes()[0] as usize] = true;
        }
        opens
    }
}

const SLASHES: Marks = Marks { line: &["//"], block: &[("/*", "*/")], markup: false };
const HASH: Marks = Marks { line: &["#"], block: &[("<#", "#>")], markup: false };
const DASHES: Marks = Marks { line: &["--"], block: &[("/*", "*/"), ("--[[", "]]"), ("{-", "-}")], markup: false };
const SEMICOLON: Marks = Marks { line: &[";", "#"], block: &[], markup: false };
const PERCENT: Marks = Marks { line: &["%"], block: &[], markup: false };
const TAGS: Marks = Marks { line: &[], block: &[("<!--", "-->")], markup: true };
/// No command begins with two slashes and a space: it is a comment in the wrong language.
const SHELL: Marks = Marks { line: &["#", "rem ", "REM ", "::", "// "], block: &[("<#", "#>")], markup: false };
/// Anything that is a comment somewhere.
const GUESS: Marks = Marks {
    line: &["# ", "// ", "-- ", "; ", "% ", "rem ", "REM "],
    block: &[("/*", "*/"), ("<!--", "-->")],
    markup: false,
};

fn marks(language: &str) -> &'static Marks {
    match language {
        "javascript" | "typescript" | "json" | "c" | "cpp" | "csharp" | "java" | "go" | "rust" | "swift" | "kotlin"
        | "scala" | "dart" | "css" | "scss" | "less" | "groovy" | "gradle" | "proto" | "protobuf" | "solidity"
        | "objc" | "zig" => &SLASHES,
        "python" | "ruby" | "perl" | "yaml" | "toml" | "r" | "make" | "docker" | "nginx" | "properties" | "elixir"
        | "julia" | "powershell" | "graphql" | "nix" | "env" | "dotenv" => &HASH,
        "sql" | "lua" | "haskell" | "elm" | "ada" | "postgresql" | "mysql" => &DASHES,
        "ini" | "lisp" | "clojure" | "scheme" | "asm" | "elisp" => &SEMICOLON,
        "tex" | "matlab" | "erlang" | "prolog" => &PERCENT,
        "html" | "xml" | "svg" | "vue" | "svelte" | "astro" => &TAGS,
        "shell" => &SHELL,
        _ => &GUESS,
    }
}

/// The lines of code in `span` of `text` that are left when what is `free` is taken out; `language` is a
/// [`language_name`].
#[must_use]
pub fn code_lines(text: &str, span: Span, language: &str, free: FreeCode) -> Vec<CodeLine> {
    let mut reader = Reader {
        text,
        end: span.end as usize,
        marks: marks(language),
        keeps_keys: language == "json",
        has_tags: matches!(language, "javascript" | "typescript") && free == FreeCode::CommentsAndStrings,
        free,
        out: Vec::new(),
        line: CodeLine { span: Span::at(span.start as usize), text: String::new() },
        folded: String::new(),
    };
    reader.read(span.start as usize);
    reader.out
}

/// Lines of code of a page's blocks, by where they start.
type Lines = FxHashMap<(u32, FreeCode), Arc<[CodeLine]>>;

/// Lines of code, as far as anyone asked: a source page is asked by all its translations.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Lines>);

impl Document<'_> {
    /// The language of a block of code, by one name for all its names; markup that says none is HTML.
    #[must_use]
    pub fn language_of_code(&self, block: &Block) -> String {
        let code = block.content.of(self.text).trim();
        let is_markup = || {
            code.ends_with('>')
                && code.strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
                && code.contains("</")
        };
        match language_name(language_word(self.text, block.label).of(self.text)) {
            name if name.is_empty() && is_markup() => "html".to_owned(),
            name => name,
        }
    }

    /// The lines of a block of code that are left when what is `free` is taken out.
    #[must_use]
    pub fn lines_of_code(&self, block: &Block, free: FreeCode) -> Arc<[CodeLine]> {
        let read = || code_lines(self.text, block.content, &self.language_of_code(block), free).into();
        let mut known = self.code.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry((block.content.start, free)).or_insert_with(read))
    }
}

struct Reader<'t> {
    text: &'t str,
    end: usize,
    marks: &'static Marks,
    keeps_keys: bool,
    /// What stands between tags is text.
    has_tags: bool,
    free: FreeCode,
    out: Vec<CodeLine>,
    line: CodeLine,
    /// The text of the line with white space folded.
    folded: String,
}

impl Reader<'_> {
    fn read(&mut self, start: usize) {
        let mut at = start;
        let opens = self.marks.openers();
        while at < self.end {
            // Most of code is passed over quickly: no mark begins there.
            let plain = self.text.as_bytes()[at..self.end].iter().position(|byte| opens[*byte as usize]);
            let next = plain.map_or(self.end, |plain| at + plain);
            self.line.text.push_str(&self.text[at..next]);
            at = next;
            let rest = &self.text[at..self.end];
            let Some(c) = rest.chars().next() else { break };
            if c == '\n' {
                self.finish(at);
                at += 1;
                self.line.span = Span::at(at);
            } else if let Some(len) = self.free_part(rest, at) {
                at += len.max(c.len_utf8());
            } else {
                self.line.text.push(c);
                at += c.len_utf8();
            }
        }
        self.finish(self.end);
    }

    /// The length of the comment, string or text between tags that starts here.
    fn free_part(&mut self, rest: &str, at: usize) -> Option<usize> {
        self.comment(rest, at).or_else(|| self.string(rest, at)).or_else(|| self.prose(rest))
    }

    fn finish(&mut self, end: usize) {
        self.folded.clear();
        if self.line.text.is_ascii() {
            fold(self.line.text.split_ascii_whitespace(), &mut self.folded);
        } else {
            fold(self.line.text.split_whitespace(), &mut self.folded);
        }
        self.line.text.clear();
        let prompt = ["$ ", "> ", "% ", ">>> ", "... "].iter().find_map(|prompt| self.folded.strip_prefix(prompt));
        let left = self.without_description(prompt.unwrap_or(&self.folded).trim_end_matches(','));
        if !left.is_empty() && left != ">" {
            let start = self.line.span.start as usize;
            let left = if self.has_tags { without_tag_text(left) } else { Cow::Borrowed(left) };
            let line = CodeLine { span: Span::new(start, end.max(start)).trim(self.text), text: left.into_owned() };
            self.out.push(line);
        }
    }

    /// Without what a tree of files says of a file, and without the title of a page in YAML.
    fn without_description<'l>(&self, line: &'l str) -> &'l str {
        fn cut<'l>(line: &'l str, mark: &str) -> &'l str {
            line.split(mark).next().unwrap_or(line).trim_end()
        }
        let title = || {
            ["title:", "description:", "summary:"]
                .iter()
                .find(|key| line.starts_with(**key))
                .map(|key| &line[..key.len()])
        };
        match () {
            () if self.free == FreeCode::Nothing => line,
            () if line.starts_with(['├', '└', '│', '|']) => {
                [" - ", " — ", " – ", " ← ", " <- ", " # ", " // "].iter().fold(line, |line, mark| cut(line, mark))
            }
            () if self.free == FreeCode::CommentsAndStrings => title().unwrap_or(line),
            () => line,
        }
    }

    /// The length of the comment that starts here.
    fn comment(&self, rest: &str, at: usize) -> Option<usize> {
        if self.free == FreeCode::Nothing {
            return None;
        }
        if let Some((open, close)) = self.marks.block.iter().find(|(open, _)| rest.starts_with(open)) {
            return Some(rest[open.len()..].find(close).map_or(rest.len(), |len| open.len() + len + close.len()));
        }
        let before = self.text[..at].chars().next_back().filter(|_| at > 0);
        let mark = self.marks.line.iter().find(|mark| rest.starts_with(**mark))?;
        // A script's first line names its interpreter.
        if rest.starts_with("#!") {
            return None;
        }
        let apart = before.is_none_or(|c| c.is_whitespace() || (*mark == "//" && c != ':'));
        apart.then(|| rest.find('\n').unwrap_or(rest.len()))
    }

    /// The length of the string that starts here; its quotes stay.
    fn string(&mut self, rest: &str, at: usize) -> Option<usize> {
        if self.free != FreeCode::CommentsAndStrings {
            return None;
        }
        let quote = ["\"\"\"", "'''", "\"", "'", "`"].into_iter().find(|quote| rest.starts_with(quote))?;
        let before = self.text[..at].chars().next_back().filter(|_| !self.line.text.is_empty());
        if quote == "'" && before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let len = string_end(rest, quote)?;
        // The description of a function, which is a comment in all but name.
        if quote.len() == 3 && self.line.text.trim().is_empty() {
            return Some(len);
        }
        let key = self.keeps_keys && rest[len..].trim_start().starts_with(':');
        if key {
            self.line.text.push_str(&rest[..len]);
        } else {
            // The style of quotes is free too.
            self.line.text.push_str("\"\"");
        }
        Some(len)
    }

    /// The length of the text up to the next tag.
    fn prose(&self, rest: &str) -> Option<usize> {
        let in_tag = || self.line.text.rfind('<') > self.line.text.rfind('>');
        if !self.marks.markup || in_tag() || rest.starts_with(['<', '>', '\n']) {
            return None;
        }
        Some(rest.find(['<', '\n']).unwrap_or(rest.len()))
    }
}

/// `<b></b>` for `<b>words</b>`.
fn without_tag_text(line: &str) -> Cow<'_, str> {
    let is_text = |text: &str| !text.is_empty() && !text.contains(['<', '{', '}', '(', ';', '=']);
    let Some(close) = line.find("</") else { return Cow::Borrowed(line) };
    match line[..close].rfind('>').map(|open| open + 1) {
        Some(open) if is_text(&line[open..close]) => {
            let rest = without_tag_text(&line[close + 2..]);
            Cow::Owned(format!("{}</{rest}", &line[..open]))
        }
        _ => Cow::Borrowed(line),
    }
}

/// Adds words to a line, with single spaces between them.
fn fold<'t>(words: impl Iterator<Item = &'t str>, line: &mut String) {
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
}

/// The length of the string that `rest` starts with; a string of one quote ends on its line.
fn string_end(rest: &str, quote: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = quote.len();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'\n' if quote.len() == 1 && quote != "`" => return None,
            _ if bytes[at..].starts_with(quote.as_bytes()) => return Some(at + quote.len()),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn lines(language: &str, text: &str) -> Vec<String> {
        let lines = code_lines(text, Span::new(0, text.len()), language, FreeCode::CommentsAndStrings);
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn comments_and_strings_go_and_code_stays() {
        assert_eq!(lines("python", "# hi\nx = 'a' # b\n\"\"\"doc\nmore\"\"\"\ny\n"), ["x = \"\"", "y"]);
        assert_eq!(lines("javascript", "f(\"a\", `b`) // c\n/* d\n e */ g"), ["f(\"\", \"\")", "g"]);
        assert_eq!(lines("json", "{\"a\": \"b\"}"), ["{\"a\": \"\"}"]);
        assert_eq!(lines("shell", "$ cd x # to x\ncurl https://a//b"), ["cd x", "curl https://a//b"]);
        assert_eq!(lines("html", "<p class='a'>Hi\nthere</p>"), ["<p class=\"\">", "</p>"]);
        assert_eq!(lines("typescript", "return <h1>About us</h1>;"), ["return <h1></h1>;"]);
        assert_eq!(lines("typescript", "<b>{words(a)}</b>"), ["<b>{words(a)}</b>"]);
        assert_eq!(lines("", "don't\n-- a\nb -- c"), ["don't", "b"]);
    }

    #[test]
    fn a_broken_string_takes_nothing_with_it() {
        assert_eq!(lines("python", "x = \"a\ny"), ["x = \"a", "y"]);
        assert_eq!(lines("python", "x = \"a\\"), ["x = \"a\\"]);
    }
}
