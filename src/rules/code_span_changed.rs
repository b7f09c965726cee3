//! Code spans that are a near miss of one of the source block, or stand in its place.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
use crate::language::{is_english_word, names_key};
use crate::pair::{AtomMatch, Fate, Pair, likeness, with_own_words};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct CodeSpanChanged;

static META: RuleMeta = RuleMeta {
    id: "code-span-changed",
    group: Group::Code,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/code-span-changed.md"),
};

impl Rule for CodeSpanChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for harmed in &pair.atoms.harmed {
            if let Some(finding) = finding(pair, harmed) {
                out.report(finding);
            }
        }
    }
}

fn finding(pair: &Pair<'_, '_>, harmed: &AtomMatch) -> Option<Diagnostic> {
    let sure = match harmed.fate {
        Fate::Changed => true,
        Fate::Replaced | Fate::OneOfSeveral => false,
        _ => return None,
    };
    let (source, target) = (pair.source_atom(harmed)?, pair.target_atom(harmed)?);
    let (AtomKind::Code(ours), AtomKind::Code(theirs)) = (&source.kind, &target.kind) else { return None };
    let (ours, theirs) = (ours.trim(pair.source.text), theirs.trim(pair.target.text));
    let (expected, found) = (ours.of(pair.source.text), theirs.of(pair.target.text));
    if names_key(expected) || (is_plain_language(expected) && likeness(expected, found) < SLIP) {
        return None;
    }
    let guess = harmed.fate == Fate::OneOfSeveral;
    let mend = if guess { None } else { mend(pair, (source.span, target.span), (expected, theirs), sure) };
    let id = match expected {
        _ if mend.is_none() && expected.contains("{{") => "code-span-changed-command",
        _ if guess => "code-span-changed-guess",
        _ if expected.contains(char::is_whitespace) => "code-span-changed-code",
        _ => META.id,
    };
    let written = mend.as_ref().map_or(expected, |(code, _)| code.as_str());
    let message = Message::new(id).text("expected", expected).text("found", found).text("written", written);
    let fix = mend.map(|(_, fix)| fix);
    Some(Diagnostic::new(META.id, target.span, message).source(source.span).expected(expected).found(found).fix(fix))
}

/// The source's code with the translation's own words, or the source's alone where neither of the two has arguments; and
/// the fix that writes it.
fn mend(
    pair: &Pair<'_, '_>,
    (source, target): (Span, Span),
    (expected, theirs): (&str, Span),
    sure: bool,
) -> Option<(String, Fix)> {
    let found = theirs.of(pair.target.text);
    let whole = || vec![Edit::replace(target, source.of(pair.source.text))];
    let plain = |code: &str| code.split_whitespace().collect::<String>().to_lowercase();
    if sure && plain(expected) == plain(found) {
        return Some((expected.to_owned(), Fix::safe(whole())));
    }
    if are_apart(expected, found) {
        return None;
    }
    let Some(mended) = with_own_words(expected, found) else {
        let arguments = expected.contains("{{") || found.contains("{{");
        return (!arguments).then(|| (expected.to_owned(), Fix::suggest(whole())));
    };
    if expected.contains(char::is_whitespace) && mended.likeness().max(likeness(expected, found)) < ALIKE {
        return None;
    }
    let safe = sure && mended.whole && !is_part(expected, found) && is_slip(&mended.structure.0, &mended.structure.1);
    let same = mended.code == expected;
    let edits = if same { whole() } else { vec![Edit::replace(theirs, mended.code.as_str())] };
    let fix = if safe { Fix::safe(edits) } else { Fix::suggest(edits) };
    Some((mended.code, fix))
}

/// Commands with arguments that have nothing in common but the program: the two are paired by their place alone.
fn are_apart(expected: &str, found: &str) -> bool {
    let arguments = expected.contains("{{") || found.contains("{{");
    let (ours, theirs) = (literals(expected), literals(found));
    let (Some((program, ours)), Some((other, theirs))) = (ours.split_first(), theirs.split_first()) else {
        return false;
    };
    let is_option = |word: &str| word.starts_with('-');
    let named = ours.iter().chain(theirs).any(|word| !is_option(word));
    let initial = |word: &str| word.trim_start_matches('-').chars().next().map(|c| c.to_ascii_lowercase());
    let same = |a: &str, b: &str| {
        let (x, y) = (a.trim_start_matches('-'), b.trim_start_matches('-'));
        let options = is_option(a) && is_option(b);
        x.starts_with(y) || y.starts_with(x) || likeness(x, y) >= CLOSE || (options && initial(a) == initial(b))
    };
    arguments && program == other && named && !ours.iter().any(|a| theirs.iter().any(|b| same(a, b)))
}

/// The program, subcommands and options of a command, without its arguments; of a choice like `{{[-a|--all]}}`, all of it.
fn literals(code: &str) -> Vec<String> {
    let literal = |(at, piece): (usize, &str)| match piece.split_once("}}") {
        Some((choice, rest)) if at > 0 && choice.contains('|') => {
            format!("{} {rest}", choice.replace(['[', '|', ']'], " "))
        }
        Some((_, rest)) if at > 0 => rest.to_owned(),
        _ => piece.to_owned(),
    };
    let words: Vec<String> = code.split("{{").enumerate().map(literal).collect();
    let words = words.iter().flat_map(|piece| piece.split_whitespace());
    words.filter(|word| word.starts_with(|c: char| c == '-' || c.is_alphabetic())).map(str::to_owned).collect()
}

/// Likeness under which a command is another one, and its words are of no use in the source's.
const ALIKE: u32 = 500;

/// Each word of the target's code is one of the source's, or a slip of the pen in one that nobody translates.
fn is_slip(source: &str, target: &str) -> bool {
    let (ours, theirs) = (words(source), words(target));
    let lost: Vec<&&str> = ours.iter().filter(|word| !theirs.contains(word)).collect();
    let alone = ours.len() == 1;
    let is_slip_of = |word: &str, lost: &str| {
        let plural = lost.strip_suffix('s') == Some(word) || word.strip_suffix('s') == Some(lost);
        let translated = is_english_word(lost) || (alone && plural);
        lost.eq_ignore_ascii_case(word) || (!translated && likeness(lost, word) >= CLOSE)
    };
    theirs.iter().all(|word| ours.contains(word) || lost.iter().any(|lost| is_slip_of(word, lost)))
}

fn words(code: &str) -> Vec<&str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// Likeness from which one name is another one mistyped.
const CLOSE: u32 = 600;

/// Likeness from which a word is a slip of the pen, and no translation.
const SLIP: u32 = 850;

/// Words in code for their looks: a label, a key, a sentence. They may be translated.
fn is_plain_language(code: &str) -> bool {
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || "'’-,.!?:>&".contains(c);
    let words: Vec<&str> =
        code.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()).collect();
    let english = words.iter().filter(|word| word.len() < 2 || is_english_word(word)).count();
    let first = words.first().copied().unwrap_or_default();
    let label = first.starts_with(char::is_uppercase) && first.chars().skip(1).all(char::is_lowercase);
    let sentence = words.len() > 2 || (code.contains(char::is_whitespace) && code.contains(['?', '!', ',']));
    code.chars().all(plain) && (label || sentence) && english * 3 >= words.len() * 2
}

/// One is a part of the other, as `use_cache` of `use_cache=False`: the rest may be said beside it.
fn is_part(code: &str, found: &str) -> bool {
    let (long, short) = if code.len() > found.len() { (code, found) } else { (found, code) };
    let ends_word = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c.is_whitespace());
    long.strip_prefix(short).is_some_and(|rest| !rest.is_empty() && ends_word(rest))
}
