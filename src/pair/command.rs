//! Commands that pages show as examples: what tells one from another, whatever its arguments are called.

use std::ops::Range;

use crate::doc::{Atom, AtomKind, Block, Document, Kind};
use crate::text::Span;

/// What tells one command from another.
#[derive(Debug, Clone)]
pub(super) struct Command {
    /// The code.
    pub code: Span,
    /// Of all but what stands for an argument, and quotes.
    pub text: u64,
    /// The rest, which matters where the aligner has to choose: empty until it is read.
    pub told: Told,
}

/// What a command is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// What it names, in order: its program, subcommands, files.
    pub names: Vec<u64>,
    /// Fingerprints of all its words, the initials of its options and its operators, sorted.
    pub words: Vec<u64>,
    /// What may be chosen where an argument stands, and keys to press: told in English in most languages. Sorted.
    pub choices: Vec<u64>,
    /// The words of all that may be chosen, sorted.
    pub offers: Vec<u64>,
    /// `words` with what each weighs.
    pub evidence: Vec<(u64, f32)>,
}

/// The code of a paragraph that is one span of code and nothing else: a command to type.
pub(super) fn lone_code(document: &Document<'_>, block: &Block) -> Option<Span> {
    match document.atoms_of(block) {
        [Atom { kind: AtomKind::Code(content), .. }] if block.kind == Kind::Paragraph && block.prose.letters == 0 => {
            Some(*content)
        }
        _ => None,
    }
}

/// The command that a block is.
pub(super) fn command(document: &Document<'_>, block: &Block) -> Option<Box<Command>> {
    let code = lone_code(document, block).filter(|code| !is_sentence(code.of(document.text)))?;
    let mut plain = plain(code.of(document.text));
    // Quotes around an argument are a matter of taste.
    plain.retain(|c| !matches!(c, '"' | '\''));
    Some(Box::new(Command { code, text: fingerprint(&plain), told: Told::default() }))
}

/// Code without what each language tells in its own words.
fn plain(code: &str) -> String {
    let mut code = without_keys(without_arguments(code));
    if code.starts_with("sudo ") {
        code.drain(.."sudo ".len());
    }
    code
}

impl Told {
    pub fn of(code: &str) -> Told {
        let choices = choices(code);
        let mut offers: Vec<u64> = chosen(code).flat_map(words).collect();
        offers.sort_unstable();
        let code = plain(code);
        let mut all: Vec<u64> = words(&code).chain(initials(&code)).chain(operators(&code)).collect();
        all.sort_unstable();
        all.dedup();
        Told { names: names(&code).collect(), words: all, choices, offers, evidence: Vec::new() }
    }
}

/// Words that are neither options nor numbers nor quoted, which may be translated.
fn names(code: &str) -> impl Iterator<Item = u64> {
    let (mut within, quotes) = (false, ['"', '\'']);
    let names = code.split_whitespace().filter(move |word| {
        let quoted = within || word.contains(quotes);
        within ^= word.matches(quotes).count() % 2 == 1;
        !quoted && !word.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    });
    names.flat_map(words)
}

/// Fingerprints of what joins commands to one another and to files: `|`, `>`, `>>`.
fn operators(code: &str) -> impl Iterator<Item = u64> {
    let joins = |word: &&str| word.chars().all(|c| "|<>;&".contains(c));
    code.split_whitespace().filter(joins).map(|word| crate::doc::fingerprint(word.as_bytes()))
}

/// Fingerprints of the letters of short options and the first letters of long ones: `-Si` is `--sync --info`.
fn initials(code: &str) -> impl Iterator<Item = u64> {
    const SHORT: usize = 4;
    let options = code.split([' ', '=']).filter_map(|word| word.strip_prefix('-'));
    let letters = options.flat_map(|option| {
        let name = option.trim_start_matches('-');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len())];
        let together = !option.starts_with('-') && name.len() <= SHORT;
        name.chars().take(if together { SHORT } else { 1 })
    });
    letters.map(|letter| crate::doc::fingerprint(&[b'-', letter.to_ascii_lowercase() as u8]))
}

/// A message that is shown as code is prose.
fn is_sentence(code: &str) -> bool {
    let code = code.trim();
    code.starts_with(char::is_uppercase) && code.ends_with(['.', '!', '?']) && code.contains(' ')
}

/// Code without the samples of arguments in it, which are told in the words of each language; of a choice like
/// `{{[-a|--all]}}`, all that may be chosen.
fn without_arguments(code: &str) -> String {
    let mut pieces = pieces(code);
    let mut out = String::with_capacity(code.len());
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (argument, rest) = double(piece, b'}').map_or((piece, ""), |at| (&piece[..at], &piece[at + 2..]));
        out.push_str("{{");
        // `{{--your-option}}` is a sample like any other.
        if argument.starts_with('[') || (argument.starts_with('-') && argument.contains('|')) {
            out.push(' ');
            out.push_str(&argument.replace(['[', '|', ']'], " "));
        }
        out.push_str(rest);
    }
    out
}

/// Code parted at each `{{`.
fn pieces(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(code);
    std::iter::from_fn(move || {
        let code = rest?;
        let at = double(code, b'{');
        rest = at.map(|at| &code[at + 2..]);
        Some(&code[..at.unwrap_or(code.len())])
    })
}

/// Where a mark stands twice in a row. Code is short: to prepare a search would take longer than to look.
fn double(code: &str, mark: u8) -> Option<usize> {
    memchr::memchr_iter(mark, code.as_bytes()).find(|&at| code.as_bytes().get(at + 1) == Some(&mark))
}

/// Of `{{enable|disable}}` and `<Enter>`, the fingerprints of `enable`, `disable` and `Enter`, sorted.
fn choices(code: &str) -> Vec<u64> {
    let keys = keys(code).map(|key| &code[key]);
    let mut all: Vec<u64> = chosen(code).chain(keys).map(str::trim).map(fingerprint).collect();
    all.truncate(CHOICES);
    all.sort_unstable();
    all.dedup();
    all
}

/// `enable` and `disable` of `{{enable|disable}}`.
fn chosen(code: &str) -> impl Iterator<Item = &str> {
    let arguments = pieces(code).skip(1).map(|piece| &piece[..double(piece, b'}').unwrap_or(piece.len())]);
    let chosen = arguments.filter(|argument| argument.contains('|') && !argument.starts_with(['[', '-']));
    chosen.flat_map(|argument| argument.split('|'))
}

/// How many choices are compared.
const CHOICES: usize = 16;

/// Where the name of a key stands, which is another one in another language: `Enter` of `<Enter>`.
fn keys(code: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    code.split('<').filter_map(move |piece| {
        let start = next;
        next += piece.len() + 1;
        let key = piece.split_once('>').map(|(key, _)| key).filter(|_| start > 0)?;
        let capital = key.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
        let is_name = key.len() > 1 && capital && key.chars().all(char::is_alphabetic);
        is_name.then(|| start..start + key.len())
    })
}

/// Code without the names of keys.
fn without_keys(mut code: String) -> String {
    if code.contains('<') {
        let keys: Vec<Range<usize>> = keys(&code).collect();
        keys.into_iter().rev().for_each(|key| code.replace_range(key, ""));
    }
    code
}

fn fingerprint(text: &str) -> u64 {
    crate::doc::fingerprint(text.as_bytes())
}

/// Fingerprints of the words of code.
fn words(code: &str) -> impl Iterator<Item = u64> {
    let words = code.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(crate::doc::fingerprint)
}
