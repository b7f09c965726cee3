//! When two lines of code are the same, but for what people may translate and for what is a matter of taste.

use crate::doc::{CodeLine, FreeCode, without_loose_space, without_space};
use crate::pair::LinkFrame;
use crate::pair::skeleton::{
    are_rulers, are_text, is_same_in_other_script, is_same_prose, may_be_told, tell_of_one_option,
};
use crate::text::is_beyond_latin;

/// Languages that white space within a line means something to.
const SPACED: &[&str] = &["python", "yaml", "make", "shell"];

/// Languages that white space beside operators means nothing to.
const BRACED: &[&str] = &[
    "javascript",
    "typescript",
    "json",
    "java",
    "go",
    "rust",
    "c",
    "cpp",
    "csharp",
    "kotlin",
    "swift",
    "dart",
    "scala",
    "php",
];

/// Languages that a line may end in without its semicolon.
const ENDED_BY_LINES: &[&str] = &["javascript", "typescript", "kotlin", "swift", "scala", "go"];

/// How lines are compared.
pub(super) struct Comparison<'a> {
    /// The language of the source's code; empty where none is named.
    pub language: &'a str,
    /// What may differ.
    pub free: FreeCode,
    /// Where the two pages stand.
    pub frame: &'a LinkFrame,
}

impl Comparison<'_> {
    /// People may have translated what is not code.
    pub fn guesses(&self) -> bool {
        self.free != FreeCode::Nothing
    }

    /// The two lines are the same.
    pub fn are_same(&self, x: &CodeLine, y: &CodeLine) -> bool {
        x.text == y.text || self.guesses() && self.may_be_same(&x.text, &y.text) || self.are_in_one_style(x, y)
    }

    /// The lines of two blocks in no known language say the same as texts do, each as a whole.
    pub fn are_texts(&self, ours: &[CodeLine], theirs: &[CodeLine]) -> bool {
        let texts = |lines: &[CodeLine]| are_text(lines.iter().map(|line| line.text.as_str()));
        // In words of another order, a line says what the one beside it said.
        let say_the_same = || ours.len() == theirs.len() && say_the_same(ours, theirs);
        self.guesses()
            && self.language.is_empty()
            && (say_the_same() || texts(ours) && texts(theirs) || is_told(ours, theirs))
    }

    /// The same but for words, the locale of the page, and blanks around a dot.
    fn may_be_same(&self, x: &str, y: &str) -> bool {
        reads_alike(x, y, self.language)
            || self.frame.is_own_sample(x, y)
            || [" .", ". "].iter().any(|dot| x.contains(dot)) && without_space(x, ".") == y
            || x.contains("//") && self.frame.is_translated(x.trim(), y.trim())
    }

    /// The same but for white space. Where strings are compared, that in them is, too.
    fn are_in_one_style(&self, x: &CodeLine, y: &CodeLine) -> bool {
        if self.free != FreeCode::CommentsAndStrings {
            return false;
        }
        // White space at the start of a line is a language's own, but not beside its brackets.
        let inside = |line: &CodeLine| without_loose_space(line.text.trim_start());
        let indent = |line: &CodeLine| line.text.len() - line.text.trim_start().len();
        let is_loose = !SPACED.contains(&self.language);
        is_loose && in_one_style(&x.text, self.language) == in_one_style(&y.text, self.language)
            || self.language == "python" && indent(x) == indent(y) && inside(x) == inside(y)
    }
}

/// Equal but for words that people may translate: arguments in angle brackets, `YOUR_NAME`, words of another script; in
/// text of no known language, any words.
fn reads_alike(source: &str, target: &str, language: &str) -> bool {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (source.split(' ').collect(), target.split(' ').collect());
    let unknown = language.is_empty();
    let other_words = || {
        let in_words = || is_same_prose(source, target) || tell_of_one_option(source, target);
        is_same_in_other_script(source, target) || (unknown && in_words())
    };
    if (unknown && (is_prose(&ours) && is_prose(&theirs) || are_rulers(source, target))) || other_words() {
        return true;
    }
    let (ours, theirs) = (without_arguments(source), without_arguments(target));
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (ours.split(' ').collect(), theirs.split(' ').collect());
    let free = |word: &str| {
        word.to_lowercase().contains("your")
            || word.contains("path/to/")
            || word.strip_prefix("~/").is_some_and(|path| path.starts_with(char::is_alphabetic))
            || word.chars().any(|c| is_beyond_latin(c) || (unknown && !c.is_ascii() && c.is_alphabetic()))
    };
    let mut differing = ours.iter().zip(&theirs).filter(|(x, y)| x != y);
    ours.len() == theirs.len() && differing.all(|(x, y)| free(x) || free(y))
        // Where scripts have no spaces, words cannot be counted.
        || (target.chars().any(is_beyond_latin) && code_part(&ours.join(" ")) == code_part(&theirs.join(" ")))
}

/// Lines of text in no known language, which is the same as a whole.
fn say_the_same(ours: &[CodeLine], theirs: &[CodeLine]) -> bool {
    let whole = |lines: &[CodeLine]| lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let (ours, theirs) = (whole(ours), whole(theirs));
    is_same_in_other_script(&ours, &theirs) || is_same_prose(&ours, &theirs)
}

/// Half or more of the lines that differ are the same in other words, so that the rest are told in words too.
fn is_told(ours: &[CodeLine], theirs: &[CodeLine]) -> bool {
    const LEAST: usize = 2;
    let pairs = || ours.iter().zip(theirs).map(|(x, y)| (x.text.as_str(), y.text.as_str())).filter(|(x, y)| x != y);
    let (alike, others): (Vec<_>, Vec<_>) =
        pairs().partition(|(x, y)| is_same_prose(x, y) || is_same_in_other_script(x, y));
    ours.len() == theirs.len()
        && alike.len() >= LEAST.max(others.len())
        && others.iter().all(|(x, y)| may_be_told(x, y))
}

/// What is neither a letter nor white space.
fn code_part(line: &str) -> String {
    line.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect()
}

/// Without what is a matter of taste in a language.
fn in_one_style(line: &str, language: &str) -> String {
    let end = if ENDED_BY_LINES.contains(&language) { line.trim_end_matches([';', ' ']) } else { line };
    if BRACED.contains(&language) { without_space(end, ":=+-*/<>?|&!%") } else { without_loose_space(end) }
}

/// The line with an empty pair of brackets for each argument in angle brackets, or in braces with a hyphen, which is a
/// name in no language: `{import-path}`.
fn without_arguments(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find(['<', '{']) {
        let close = if rest[open..].starts_with('<') { '>' } else { '}' };
        let inner = rest[open..].find(close).map(|len| &rest[open + 1..open + len]);
        let argument = inner.filter(|inner| match close {
            '>' => !inner.is_empty() && !inner.contains(['<', '=', '/', '"']),
            _ => inner.contains('-') && inner.chars().all(|c| c.is_alphabetic() || c == '-'),
        });
        out.push_str(&rest[..=open]);
        rest = &rest[open + 1 + argument.map_or(0, str::len)..];
    }
    out + rest
}

/// Two words or more, and nothing but words.
fn is_prose(words: &[&str]) -> bool {
    let plain =
        |word: &&&str| word.trim_matches(|c: char| ".,:;!?()\"'|-*".contains(c)).chars().all(char::is_alphabetic);
    words.len() > 1 && words.iter().filter(plain).count() == words.len()
}
