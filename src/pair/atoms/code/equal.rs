//! When two spans of code say the same.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::super::free::{fits_pattern, pattern};
use super::standing::stands_alone;
use super::{PLACES, folded};
use crate::doc::{unwrapped, without_loose_space};
use crate::pair::likeness;
use crate::text::{Span, is_beyond_latin};

/// Equal but for white space that is no part of it.
pub(in super::super) fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let differing = a.bytes().zip(b.bytes()).position(|(x, y)| x != y);
    let is_word =
        |text: &str, at: usize| text[text.floor_char_boundary(at)..].chars().next().is_some_and(|c| !c.is_whitespace());
    match differing {
        Some(at) if is_word(a, at) && is_word(b, at) => false,
        _ => {
            let (a, b) = (unwrapped(a), unwrapped(b));
            a.split_whitespace().eq(b.split_whitespace()) || without_loose_space(&a) == without_loose_space(&b)
        }
    }
}

/// Equal but for what stands in `{{…}}`, where it is nothing to choose from.
pub(super) fn are_same_but_arguments(ours: &str, theirs: &str) -> bool {
    let is_free = |argument: &str| !argument.is_empty() && !argument.contains(['{', '[', '|']);
    let (mut a, mut b) = (ours, theirs);
    loop {
        match (next_argument(a), next_argument(b)) {
            (Some((before, x, after)), Some((prefix, y, rest))) => {
                if before != prefix || x != y && !(is_free(x) && is_free(y)) {
                    return false;
                }
                (a, b) = (after, rest);
            }
            (None, None) => return a == b,
            _ => return false,
        }
    }
}

/// The code before the next `{{…}}`, what stands in it, and the code behind it.
fn next_argument(code: &str) -> Option<(&str, &str, &str)> {
    static ENDS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["{{", "}}"].map(Finder::new));
    let [open, close] = &*ENDS;
    let start = open.find(code.as_bytes())?;
    let inner = &code[start + 2..];
    let end = close.find(inner.as_bytes())?;
    Some((&code[..start], &inner[..end], &inner[end + 2..]))
}

/// How alike two spans are, in thousandths; another case is nearer than any other letter.
pub(in super::super) fn near(a: &str, b: &str) -> u32 {
    if a.to_lowercase() == b.to_lowercase() {
        return 950;
    }
    likeness(a, b)
}

/// The target says the same in another dress: empty parentheses, a full stop, more code around it, or words where the
/// source has words.
pub(super) fn differs_freely(source: &str, target: &str) -> bool {
    let plain = |code: &str| {
        let code = folded(code).replace('…', "...");
        code.trim_end_matches(['.', ',', ':', ';', '。', '，', '：']).trim_end_matches("()").trim_end().to_owned()
    };
    let (ours, theirs) = (plain(source), plain(target));
    let around = || {
        ours.len() > 1
            && theirs
                .match_indices(&ours)
                .take(PLACES)
                .any(|(at, _)| stands_alone(&theirs, Span::new(at, at + ours.len())))
    };
    let chosen = || (as_said(&ours, &theirs), as_said(&theirs, &ours));
    let fits = |ours: &str, theirs: &str| ours == theirs || fits_pattern(&pattern(ours), theirs);
    // About, and times, which a language may say in its own way: `~4`, `a x b`.
    let signed = |code: &str| about(code).replace(" × ", " x ");
    let in_signs = || fits(&signed(&ours), &signed(&theirs));
    // The arguments that the source leaves out.
    let is_elided = || ours.split_once('(').is_some_and(|(name, rest)| name == theirs && rest.starts_with("..."));
    // The style of quotes and the white space beside brackets are a matter of taste.
    let styled = |code: &str| without_loose_space(&code.replace('\'', "\""));
    let in_style = || fits(&styled(&ours), &styled(&theirs)) || styled(&ours).trim_matches('"') == styled(&theirs);
    // What is left out may be shown, or not: `try {...} catch () {}`.
    let shown = |code: &str| without_loose_space(&code.replace("...", "")).replace(' ', "");
    let in_outline = || ours.contains("...") && theirs.contains("...") && shown(&ours) == shown(&theirs);
    // What a sign compares with, where a language has words for it: `<4` is `4` and less than that.
    let in_words = || compared(&ours).is_some_and(|number| number == theirs);
    // What stands for an argument, in words of another script without the brackets: `/goal 任务` for `/goal <task>`.
    let in_other_script = || {
        let pieces = pattern(&ours);
        let bare: Vec<&str> = pieces.iter().map(|piece| piece.trim_start_matches('>').trim_end_matches('<')).collect();
        bare != pieces && !theirs.contains('<') && theirs.contains(is_beyond_latin) && fits_pattern(&bare, &theirs)
    };
    // A method with the dot that calls it, or without.
    let is_called = source.contains("()") || target.contains("()");
    let same_method = || is_called && ours.trim_start_matches('.') == theirs.trim_start_matches('.');
    fits(&ours, &theirs)
        || same_method()
        || around()
        || fits(&chosen().0, &chosen().1)
        || in_style()
        || in_signs()
        || in_outline()
        || is_elided()
        || in_words()
        || in_other_script()
}

/// The number behind a sign that compares.
fn compared(code: &str) -> Option<&str> {
    const SIGNS: [&str; 6] = ["<=", ">=", "<", ">", "≤", "≥"];
    let number = SIGNS.iter().find_map(|sign| code.strip_prefix(sign))?.trim_start();
    number.starts_with(|c: char| c.is_ascii_digit()).then_some(number)
}

/// A number or a name without the sign for "about" before it; in `~/folder` it is none.
fn about(code: &str) -> &str {
    code.strip_prefix('~').filter(|rest| rest.starts_with(char::is_alphanumeric)).unwrap_or(code)
}

/// `code` with its samples as `other` says them, where it says them plainly: `rm {{[-r|--recursive]}} {{a}}` says what
/// `rm -r a` does.
pub(in super::super) fn as_said(code: &str, other: &str) -> String {
    let says = |word: &str| {
        let mut places = other.match_indices(word).take(PLACES);
        !word.is_empty() && places.any(|(at, _)| stands_alone(other, Span::new(at, at + word.len())))
    };
    let mut pieces = code.split("{{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (sample, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        let same = other.contains(&format!("{{{{{sample}}}}}"));
        let choices = sample.trim_start_matches('[').trim_end_matches(']').split('|');
        match choices.into_iter().find(|choice| !same && says(choice)) {
            Some(said) => out.extend([said, rest]),
            None => out.extend(["{{", piece]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_read_in_code_is_free() {
        for (source, target) in [
            ("git tag <your version>", "git tag <din versjon>"),
            ("run [options] file", "run [val] file"),
            ("export KEY=YOUR_KEY", "export KEY=DIN_NØKKEL"),
            ("print(\"Hello\")", "print(\"Hei\")"),
            ("npm run dev # in the folder", "npm run dev # i mappa"),
            ("read()", "read"),
            (".read()", "read()"),
            ("read()", ".read"),
            ("cp {{path/to/file}} .", "cp {{경로/대상/파일}} ."),
            ("kill <pid> # now", "kill <prosess> # no"),
            ("rm {{[-r|--recursive]}} {{path/to/folder}}", "rm -r {{sti/til/mappe}}"),
            ("brew {{[ls|list]}} --formula", "brew list --formula"),
            ("tool {{[-q|--quiet]}} {{[-o|--output]}} a", "tool {{[-q|--quiet]}} --output a"),
            ("list {{[-a|--all]}}", "list -a"),
            ("clone py39 {{copy}}", "clone {{py39}} {{kopi}}"),
            ("{message: 'hi!'}", "{ message: 'hei !' }"),
            ("\"DR. \"", "'DR. '"),
            ("'/form'", "/form"),
            ("squeeze -{{9}} {{file}}", "squeeze -9 {{fil}}"),
            ("~L113", "L113"),
            ("tool a.pdf --restore /path", "tool a.pdf --restore /ruta"),
            ("tool --in path/to/a --out b", "tool --in sti/til/a --out b"),
            ("max(a x b)", "max(a × b)"),
            ("fit(..., blocks=None)", "fit"),
            ("utc ()", "utc()"),
            (">=30 km/h", "30 km/h"),
            ("/goal <task> now", "/goal 任务描述 now"),
        ] {
            assert!(differs_freely(source, target), "{source} {target}");
        }
        for (source, target) in [
            ("git tag v1", "git tagg v1"),
            (".gitignore", "gitignore"),
            ("<name>", "<navn>"),
            ("in [build]", "in"),
            ("~/garden", "/garden"),
            ("/pathological", "/ruta"),
            ("/users/path", "/users/ruta"),
            ("fit(data, blocks=None)", "fit"),
            ("[build]", "[bygg]"),
            ("run [-a]", "run [-b]"),
            ("f(\"a\")", "g(\"a\")"),
            ("YOUR_KEY=1", "DIN=2"),
            ("${a}", "$ {a}"),
            ("f('a', b)", "f('a', c)"),
            ("rm {{[-r|--recursive]}} a", "rm -f a"),
            ("<4", ">4"),
            ("bed: str", "bed : str"),
            ("<b", "b"),
            ("/goal <task> now", "/goals 任务描述 now"),
        ] {
            assert!(!differs_freely(source, target), "{source} {target}");
        }
    }
}
