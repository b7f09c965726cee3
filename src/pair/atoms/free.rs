//! What of code is free to be said in the words of each language, and the source's code with the translation's words.
//!
//! Code is two things: its structure, which is the source's, and its own words (arguments in braces or angle brackets,
//! quoted words, comments), which are the translation's. A mend takes the one from the source and the other from the
//! translation: each own word stands in it once, at its place, and nothing stands in it twice. Where a place is not
//! known there is no mend: not as many words on both sides, words of another kind, words that changed places. An
//! option to choose, `{{[-a|--all]}}`, is structure.

use super::code::as_said;
use crate::pair::likeness;
use std::ops::Range;

/// The source's code with the own words of the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The code.
    pub code: String,
    /// Every word is there as the target has it; else what the source has outside of it was cut off, or a name was
    /// written together with it.
    pub whole: bool,
    /// The code of source and target around the words, options as the other says them.
    pub structure: (String, String),
}

impl Mended {
    /// How alike the code around the words is, in thousandths.
    #[must_use]
    pub fn likeness(&self) -> u32 {
        likeness(&self.structure.0, &self.structure.1)
    }
}

/// The source's code with what the target has translated in its own words; `None` where their places are not known.
#[must_use]
pub fn with_own_words(source: &str, target: &str) -> Option<Mended> {
    let (ours, theirs) = (Parts::of(source)?, Parts::of(target)?);
    let kinds = |parts: &Parts<'_>| parts.own.iter().map(|own| own.kind).collect::<Vec<_>>();
    if kinds(&ours) != kinds(&theirs) || are_crossed(&ours, &theirs) {
        return None;
    }
    let structure = (structure(&ours, target), structure(&theirs, source));
    if operators(&structure.0) != operators(&structure.1) || is_said_twice(&structure, &theirs) {
        return None;
    }
    let (mut code, mut whole) = (ours.before(0).to_owned(), true);
    for at in 0..ours.own.len() {
        let word = theirs.word(at);
        let kept = fitted(&ours, &theirs, at)?;
        whole &= kept.len() == word.len() && !is_glued(&ours, &theirs, at);
        code.extend([kept, ours.before(at + 1)]);
    }
    Some(Mended { code, whole, structure })
}

/// Code, and where in it what kind of own word stands.
struct Parts<'c> {
    code: &'c str,
    own: Vec<Own>,
}

#[derive(Debug)]
struct Own {
    at: Range<usize>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `{{name}}`
    Sample,
    /// `<name>`, `"words"`, `# words`, `your_name`
    Words,
}

impl<'c> Parts<'c> {
    /// `None` where braces are left open.
    fn of(code: &'c str) -> Option<Parts<'c>> {
        let (mut own, mut at) = (Vec::new(), 0);
        while let Some(c) = code[at..].chars().next() {
            if code[at..].starts_with("{{") {
                let sample = sample(&code[at..])?;
                if !is_choice(sample) {
                    own.push(Own { at: at + 2..at + 2 + sample.len(), kind: Kind::Sample });
                }
                at += sample.len() + 4;
                continue;
            }
            // Words with a sample in them are that sample's surroundings.
            match free_part(&code[at..], code[..at].chars().next_back()) {
                Some((open, len, close)) if !code[at..at + len].contains("{{") => {
                    own.push(Own { at: at + open..at + len - close, kind: Kind::Words });
                    at += len;
                }
                _ => at += c.len_utf8(),
            }
        }
        let braces = |mark: &str| code.matches(mark).count();
        (braces("{{") == braces("}}") || own.is_empty()).then_some(Parts { code, own })
    }

    fn word(&self, at: usize) -> &'c str {
        &self.code[self.own[at].at.clone()]
    }

    /// The code before a word, back to the word before it; behind the last one, the rest.
    fn before(&self, at: usize) -> &'c str {
        let start = at.checked_sub(1).map_or(0, |at| self.own[at].at.end);
        &self.code[start..self.own.get(at).map_or(self.code.len(), |own| own.at.start)]
    }

    /// What is written together with the word: `/` in `/{{path}}.md` before it, `.md` behind it.
    fn attached(&self, at: usize) -> (&'c str, &'c str) {
        let apart = |c: char| c.is_whitespace();
        let (before, after) = (self.before(at), self.before(at + 1));
        let (before, after) = (before.strip_suffix("{{").unwrap_or(before), after.strip_prefix("}}").unwrap_or(after));
        (before.rsplit(apart).next().unwrap_or_default(), after.split(apart).next().unwrap_or_default())
    }

    /// The option that a word belongs to: `--output` in `--output {{file}}`.
    fn option(&self, at: usize) -> Option<&'c str> {
        let before = self.before(at).trim_end_matches(|c: char| c.is_whitespace() || "{\"'=".contains(c));
        let word = before.rsplit(char::is_whitespace).next()?.trim_start_matches(['{', '[', '}']);
        (word.len() > 1 && word.starts_with('-')).then_some(word)
    }
}

/// A word that stands at another place of the source, or belongs to an option that does.
fn are_crossed(ours: &Parts<'_>, theirs: &Parts<'_>) -> bool {
    let places = || 0..ours.own.len();
    let moved = |at: usize| {
        let word = theirs.word(at);
        word != ours.word(at) && places().any(|other| ours.word(other) == word)
    };
    let of_other = |at: usize| {
        let said = |place: usize, option: &str| says(ours.before(place), option);
        let option = theirs.option(at);
        option.is_some_and(|option| !said(at, option) && places().any(|other| said(other, option)))
    };
    places().any(|at| moved(at) || of_other(at))
}

/// The target's word for a place of the source without what the source has outside of it: `path` where `/path` comes
/// behind a `/`. `None` where the target has outside what the source has inside, or less to choose from.
fn fitted<'c>(ours: &Parts<'_>, theirs: &Parts<'c>, at: usize) -> Option<&'c str> {
    let word = theirs.word(at);
    let choices = |word: &str| word.matches('|').count();
    let ((before, after), (their_before, their_after)) = (ours.attached(at), theirs.attached(at));
    if choices(word) < choices(ours.word(at)) {
        return None;
    }
    if ours.own[at].kind == Kind::Sample && (is_lost(their_before, before, ours) || is_lost(their_after, after, ours)) {
        return None;
    }
    // A name by itself may well begin as what stands before it.
    let telling = |overlap: &&str| overlap.contains(|c: char| !c.is_alphanumeric());
    let mut ends = before.char_indices().map(|(from, _)| &before[from..]);
    let twice = ends.find(|end| word.starts_with(end)).filter(telling).filter(|end| !their_before.ends_with(end));
    let word = &word[twice.map_or(0, str::len)..];
    let mut starts = after.char_indices().rev().map(|(to, c)| &after[..to + c.len_utf8()]);
    let twice =
        starts.find(|start| word.ends_with(start)).filter(telling).filter(|start| !their_after.starts_with(start));
    let word = &word[..word.len() - twice.map_or(0, str::len)];
    (!word.is_empty()).then_some(word)
}

/// The source has a name written together with the word, which the target has not: is it a part of the word?
fn is_glued(ours: &Parts<'_>, theirs: &Parts<'_>, at: usize) -> bool {
    let ((before, after), (their_before, their_after)) = (ours.attached(at), theirs.attached(at));
    let new =
        |ours: &str, theirs: &str| ours.contains(char::is_alphanumeric) && !theirs.contains(char::is_alphanumeric);
    new(before, their_before) || new(after, their_after)
}

/// What the target has `outside` a word is nowhere in the source's code but in its word.
fn is_lost(outside: &str, counterpart: &str, ours: &Parts<'_>) -> bool {
    let name = outside.trim_matches(|c: char| !c.is_alphanumeric());
    let around = || (0..=ours.own.len()).any(|at| ours.before(at).contains(name));
    !name.is_empty() && !outside.starts_with('-') && !counterpart.contains(char::is_alphanumeric) && !around()
}

/// The code around own words, with its options as `other` says them.
fn structure(parts: &Parts<'_>, other: &str) -> String {
    let blank = (0..=parts.own.len()).map(|at| parts.before(at)).collect::<Vec<_>>().join("\u{1}");
    as_said(&blank, other).replace('\u{1}', "")
}

/// What joins commands to one another and to files, where a word has another task on each side.
fn operators(code: &str) -> Vec<&str> {
    let mut found: Vec<&str> =
        code.split_whitespace().filter(|word| word.chars().all(|c| "|<>;&".contains(c))).collect();
    found.sort_unstable();
    found
}

/// What only the source has outside of words stands in a word of the target.
fn is_said_twice((ours, theirs): &(String, String), words: &Parts<'_>) -> bool {
    let marks = |c: char| c.is_whitespace() || "[]|".contains(c);
    let new = |said: &str| {
        said.len() > 1 && ours.split(marks).any(|own| own == said) && !theirs.split(marks).any(|own| own == said)
    };
    (0..words.own.len()).any(|at| words.word(at).split(marks).any(new))
}

/// `text` has the option, or one of those to choose from.
fn says(text: &str, option: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || "[]{}|=\"'".contains(c);
    let mut asked = option.split(marks).filter(|word| !word.is_empty());
    asked.any(|asked| text.split(marks).any(|said| said == asked))
}

/// The inside of the `{{…}}` at the start of `rest`, with the braces that are balanced in it.
pub(super) fn sample(rest: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return rest[..at].strip_prefix("{{")?.strip_suffix('}');
        }
    }
    None
}

/// `[-a|--all]`: what there is to choose from is code, without the brackets too where all of it is options.
fn is_choice(sample: &str) -> bool {
    (sample.starts_with('[') && sample.ends_with(']')) || sample.split('|').all(|choice| choice.starts_with('-'))
}

/// The pieces of code between what may be translated.
pub(super) fn pattern(code: &str) -> Vec<&str> {
    let mut from = 0;
    let mut pieces: Vec<&str> = Vec::new();
    for part in free_parts(code) {
        pieces.push(&code[from..part.start]);
        from = part.end;
    }
    pieces.push(&code[from..]);
    pieces
}

/// What of code may be translated, in bytes of it.
fn free_parts(code: &str) -> Vec<Range<usize>> {
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some(c) = code[at..].chars().next() {
        match free_part(&code[at..], code[..at].chars().next_back()) {
            Some((open, len, close)) => {
                parts.push(at + open..at + len - close);
                at += len;
            }
            None => at += c.len_utf8(),
        }
    }
    parts
}

/// The length of the free part at the start of `rest`, with how much of its ends stays: quotes and angle brackets.
fn free_part(rest: &str, before: Option<char>) -> Option<(usize, usize, usize)> {
    let starts_word = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    let until = |close: char| rest[1..].find(close).map(|at| at + 2);
    match rest.chars().next()? {
        '<' => {
            let argument = |&len: &usize| is_argument(&rest[1..len - 1], before.is_some() || len < rest.len());
            until('>').filter(argument).map(|len| (1, len, 1))
        }
        // A sample argument, or a template tag, which is compared as such.
        '{' if rest.starts_with("{{") => sample(rest).map(|sample| (2, sample.len() + 4, 2)),
        quote @ ('"' | '\'') if starts_word => {
            until(quote).filter(|&len| rest[1..len - 1].contains(char::is_alphabetic)).map(|len| (1, len, 1))
        }
        // `[text](address)`, shown as a sample of Markdown.
        '[' if rest.contains("](") => until(']').map(|len| (1, len, 1)),
        // `run [options] file`: what may be left out.
        '[' if before.is_some_and(char::is_whitespace) => {
            until(']').filter(|&len| is_optional(&rest[1..len - 1])).map(|len| (1, len, 1))
        }
        '(' if before == Some(']') => until(')').map(|len| (1, len, 1)),
        '#' if starts_word && rest.starts_with("# ") => Some((1, rest.len(), 0)),
        '/' if starts_word && rest.starts_with("// ") => Some((2, rest.len(), 0)),
        '/' | 'p' if starts_word && is_sample_path(rest) => {
            Some((0, rest.find(|c: char| c.is_whitespace() || "'\"`,;)".contains(c)).unwrap_or(rest.len()), 0))
        }
        'y' | 'Y' if starts_word && rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("your")) => {
            let len = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
            Some((0, len, 0))
        }
        _ => None,
    }
}

/// `/path`, `/path/to/it`, `path/to/it`: a path that nobody has.
fn is_sample_path(rest: &str) -> bool {
    let behind = rest.strip_prefix("/path").map(|behind| behind.strip_prefix("/to").unwrap_or(behind));
    let behind = behind.or_else(|| rest.strip_prefix("path/to"));
    behind.is_some_and(|behind| behind.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-'))
}

/// Words by themselves: no `-a`, no condition of a shell, no index.
fn is_optional(inner: &str) -> bool {
    let plain = |c: char| c.is_alphabetic() || c == '-' || c == ' ' || c == '.';
    inner.starts_with(char::is_alphabetic) && inner.chars().all(plain)
}

/// `<your name>`, `<project-id>`, `<VERSION>`: no tag. A single small word is a tag where it stands alone.
fn is_argument(inner: &str, in_company: bool) -> bool {
    const TAGS: &[&str] = &[
        "a", "b", "body", "br", "button", "code", "div", "form", "h1", "h2", "head", "html", "i", "img", "input", "li",
        "link", "meta", "p", "pre", "script", "span", "strong", "style", "table", "td", "title", "tr", "ul",
    ];
    let word = inner.contains([' ', '-', '_']) || !inner.contains(char::is_lowercase) || in_company;
    word && inner.contains(char::is_alphabetic) && !inner.contains(['=', '/', '<', '"']) && !TAGS.contains(&inner)
}

pub(super) fn fits_pattern(pieces: &[&str], text: &str) -> bool {
    let [first, middle @ .., last] = pieces else { return false };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for piece in middle {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mend_has_each_word_once() {
        let name = |source, target| with_own_words(source, target).map(|mended| (mended.code, mended.whole));
        for (source, target, mended) in [
            ("grab \"{{name}}\" -r {{episode}}", "garb \"{{nom}}\" -r {{épisode}}", "grab \"{{nom}}\" -r {{épisode}}"),
            ("grep \"{{word}}\" {{HEAD~2}}", "grep {{mot}} {{HEAD~2}}", "grep \"{{mot}}\" {{HEAD~2}}"),
            ("[ -f {{path}} ]", "[ -f \"{{chemin}}\" ]", "[ -f {{chemin}} ]"),
            (
                "play {{[-d|--duration]}} {{10}} {{file}}",
                "play --duration={{10}} {{fichier}}",
                "play {{[-d|--duration]}} {{10}} {{fichier}}",
            ),
            ("echo ${{{name[@]}}}", "ecko ${{{nom[@]}}}", "echo ${{{nom[@]}}}"),
            ("print(\"Hello\")", "prent(\"Hei\")", "print(\"Hei\")"),
            ("git status", "git statut", "git status"),
        ] {
            assert_eq!(name(source, target), Some((mended.to_owned(), true)), "{source} {target}");
        }
    }

    #[test]
    fn what_stands_outside_now_is_cut_off() {
        for (source, target, mended) in [
            ("link /{{path/to/file}}", "link {{/chemin/fichier}}", "link /{{chemin/fichier}}"),
            ("comp {{name}}.o", "comp {{nom.o}}", "comp {{nom}}.o"),
            ("watch '{{make && test}}'", "watch {{'make && test'}}", "watch '{{make && test}}'"),
        ] {
            let found = with_own_words(source, target);
            let found = found.map(|mended| (mended.code, mended.whole));
            assert_eq!(found, Some((mended.to_owned(), false)), "{source} {target}");
        }
    }

    #[test]
    fn where_a_place_is_not_known_there_is_no_mend() {
        for (source, target) in [
            // Not as many.
            ("play {{[-d|--duration]}} 10 {{file}}", "play --duration={{10}} {{fichier}}"),
            ("install {{package}}", "install paquet"),
            // Of another kind.
            ("grab \"name\"", "grab {{nom}}"),
            // At another place, by what it says and by its option.
            ("read <<< \"{{My name}}\" {{_ variable}}", "read {{_ variable}} <<< \"{{Mon nom}}\""),
            ("join -a {{first}} -b {{second}}", "join -b {{deuxième}} -a {{premier}}"),
            // What it does there is not known.
            ("sum {{file}} > {{out}}", "sum {{fichier1}} {{fichier2}}"),
            ("clean --preset {{name}}", "clean {{--preset|nom}}"),
            ("find -exec {{wc -l}} {} \\;", "find -exec {{wc -l {} }}\\;"),
            // There is more to choose from.
            ("app item {{add|remove}} {{name}}", "app item {{add}} {{nom}}"),
            // Part of it is outside.
            ("show {{HEAD~2}}", "show HEAD~{{2}}"),
            // Broken.
            ("show {{name}}", "show {{nom}"),
            ("copy {{a}} {{b}}", "copy {{a} {{b}}"),
        ] {
            assert_eq!(with_own_words(source, target), None, "{source} {target}");
        }
    }
}
