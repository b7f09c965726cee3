//! Code spans that are a near miss of one of the source block, or stand in its place.

use crate::diag::{Diagnostic, Message, Severity, Shared};
use crate::doc::{Atom, AtomKind, Block, Document};
use crate::language::{is_english_word, names_key};
use crate::locale::Script;
use crate::pair::{AtomMatch, Fate, Pair, StrayTick, likeness, toll, with_own_words};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{
    Edit, Fix, Span, has_word, is_checksum, is_home_of_another, is_look_alike, is_numbered_title, is_plain_name, words,
};
use crate::verdict::{is_in_words, says_in_own_words};

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
        let foreign = cx.locale.script() != Script::Latin;
        pair.ticks.iter().for_each(|tick| out.report(stray(pair, tick)));
        let harmed = pair.atoms.harmed.iter();
        let mut found: Vec<Diagnostic> = harmed.filter_map(|harmed| finding(pair, harmed, foreign)).collect();
        found.retain(|finding| !finding.expected.as_deref().is_some_and(cx.is_spoken));
        name_habit(pair, &mut found);
        found.into_iter().for_each(|finding| out.report(finding));
    }
}

/// A back-tick without its partner: what is code in the block and what is not tells nothing.
fn stray(pair: &Pair<'_, '_>, tick: &StrayTick) -> Diagnostic {
    let found = tick.span.of(pair.target.text);
    let id = if tick.edit.is_some() { "code-span-changed-half" } else { "code-span-changed-stray" };
    let message = Message::new(id).text("found", found.trim_matches('`'));
    let fix = tick.edit.clone().map(|edit| Fix::suggest(vec![edit]));
    Diagnostic::new(META.id, tick.span, message).source(tick.source).found(found).fix(fix)
}

/// A page that has most names of its lists and tables in words of the language has a habit: what it is, is told once. Where
/// many pages of a locale have other names there, or other checksums, that is one of the locale.
fn name_habit(pair: &Pair<'_, '_>, found: &mut [Diagnostic]) {
    let codes = |block: &Block| {
        pair.source.atoms_of(block).iter().filter(|atom| matches!(atom.kind, AtomKind::Code(_))).count()
    };
    let is_name = |block: &Block| block.prose.letters == 0 && codes(block) == 1;
    let is_in_list = |one: &Diagnostic| {
        let block = one.source.and_then(|span| pair.source.block_of(span));
        block.is_some_and(is_name)
    };
    let is_own = |one: &Diagnostic| {
        let (expected, own) = texts(one);
        is_in_list(one) && is_own_name(expected, own)
    };
    let own = found.iter().filter(|one| is_own(one)).count();
    let names = || pair.source.blocks.iter().filter(|block| is_name(block)).count();
    let are_most = own > 1 && own * 2 >= names();
    for one in found {
        let (expected, own) = texts(one);
        if are_most && is_own(one) {
            (one.refrain, one.shared) = (Some(OWN_NAMES.to_owned()), Some(Shared::fault(OWN_NAMES)));
        } else if is_checksum(expected) && is_checksum(own) {
            one.shared = Some(Shared::habit("other checksums"));
        } else if is_in_list(one) && is_plain_name(expected) {
            one.shared = Some(Shared::habit(OWN_NAMES));
        }
    }
}

/// The code of the source, and that of the target.
fn texts(one: &Diagnostic) -> (&str, &str) {
    (one.expected.as_deref().unwrap_or_default(), one.found.as_deref().unwrap_or_default())
}

/// `foreign`: the locale is not written in Latin letters.
fn finding(pair: &Pair<'_, '_>, harmed: &AtomMatch, foreign: bool) -> Option<Diagnostic> {
    let sure = match harmed.fate {
        Fate::Changed => true,
        Fate::Replaced | Fate::OneOfSeveral => false,
        _ => return None,
    };
    let (source, target) = (pair.source_atom(harmed)?, pair.target_atom(harmed)?);
    let (AtomKind::Code(ours), AtomKind::Code(theirs)) = (&source.kind, &target.kind) else { return None };
    let (ours, theirs) = (ours.trim(pair.source.text), theirs.trim(pair.target.text));
    let (expected, found) = (ours.of(pair.source.text), theirs.of(pair.target.text));
    let may_be_said = || names_key(expected) || (likeness(expected, found) < SLIP && is_in_words(expected, found));
    let imposed = is_look_alike(expected, found);
    if !(imposed || foreign && is_mistyped(expected, found)) && may_be_said() {
        return None;
    }
    if is_name_of_link(pair, (source, target), (expected, found))
        || pair.frame.is_own_path(expected, found)
        || pair.frame.is_own_name_of_file(expected, found)
        || pair.frame.is_own_label(expected, found)
        || is_numbered_title(expected, found)
        || is_home_of_another(expected, found)
        || is_said_beside(pair, (expected, found), target.span)
    {
        return None;
    }
    // Another name of the page, once more than in the source, most likely names just that.
    let is_other_name = !sure && is_other(expected, found) && has_code(pair.source, found);
    let guess = harmed.fate == Fate::OneOfSeveral || (!sure && is_other(expected, found));
    let mend = if guess { None } else { mend(pair, (source.span, target.span), (expected, theirs), sure) };
    let id = match expected {
        _ if imposed => "code-span-changed-look-alike",
        _ if mend.is_none() && expected.contains("{{") => "code-span-changed-command",
        _ if guess => "code-span-changed-guess",
        _ if expected.contains(char::is_whitespace) => "code-span-changed-code",
        _ => META.id,
    };
    let written = mend.as_ref().map_or(expected, |(code, _)| code.as_str());
    let message = Message::new(id).text("expected", expected).text("found", found).text("written", written);
    let finding = Diagnostic::new(META.id, target.span, message).source(source.span).fix(mend.map(|(_, fix)| fix));
    let finding = finding.expected(expected).found(found).refrain(format!("{expected} → {found}"));
    Some(if is_other_name { finding.severity(Severity::Info) } else { finding })
}

/// One of the first spans of code of the page is this.
fn has_code(page: &Document<'_>, code: &str) -> bool {
    let is_it =
        |kind: &AtomKind<'_>| matches!(kind, AtomKind::Code(span) if span.trim(page.text).of(page.text) == code);
    const MOST: usize = 5_000;
    page.atoms.iter().take(MOST).any(|atom| is_it(&atom.kind))
}

/// Each names the file that the link leads to in which it stands.
fn is_name_of_link(
    pair: &Pair<'_, '_>,
    (source, target): (&Atom<'_>, &Atom<'_>),
    (expected, found): (&str, &str),
) -> bool {
    let leads = |page: &Document<'_>, code: &Atom<'_>, name: &str| {
        let beside = page.block_of(code.span).map_or(&[][..], |block| page.atoms_of(block));
        let mut around = beside.iter().filter(|atom| atom.span.contains(code.span)).filter_map(Atom::link);
        around.any(|link| link.target.ends_with(name))
    };
    leads(pair.source, source, expected) && leads(pair.target, target, found)
}

/// A word in Latin letters, nearly letter by letter. A plural is none: languages without one leave it out.
fn is_mistyped(expected: &str, found: &str) -> bool {
    let is_word = |code: &str| code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    is_word(expected)
        && is_word(found)
        && !expected.eq_ignore_ascii_case(found)
        && likeness(expected, found) >= MISTYPED
        && !is_plural(expected, found)
        && !is_plural(found, expected)
}

/// Likeness from which a word of English that stands in another script is the same word.
const MISTYPED: u32 = 800;

/// The change of a list whose names are all translated.
const OWN_NAMES: &str = "names in words of the language";

fn is_own_name(expected: &str, found: &str) -> bool {
    let is_name = |code: &str| code.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ' ');
    is_name(expected) && is_name(found) && (!found.is_ascii() || says_in_own_words(expected, found))
}

/// The source's code with the translation's own words, or the source's alone where neither of the two has arguments; and
/// the fix that writes it. No fix drops a word that the source's code has nothing for, nor one that the text names.
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
    let (code, safe) = written((expected, found), sure)?;
    let is_command = expected.contains(char::is_whitespace);
    let toll = toll(found, &code);
    if is_command && (toll.loses || toll.swapped.iter().any(|word| is_named(pair, word, target))) {
        return None;
    }
    let edits = if code == expected { whole() } else { vec![Edit::replace(theirs, code.as_str())] };
    let safe = safe && (!is_command || toll.swapped.is_empty());
    Some((code, if safe { Fix::safe(edits) } else { Fix::suggest(edits) }))
}

/// Two names with nothing in common, the one no translation of the other: the sentence may well be of another age, and
/// tell of another thing.
fn is_other(expected: &str, found: &str) -> bool {
    let names = found.is_ascii() && ![expected, found].iter().any(|code| code.contains(char::is_whitespace));
    names && likeness(expected, found) < OTHER && !says_in_own_words(expected, found)
}

/// Likeness under which a name is no form of another one.
const OTHER: u32 = 250;

/// What to write for `found`, and whether it is that beyond doubt.
fn written((expected, found): (&str, &str), sure: bool) -> Option<(String, bool)> {
    if are_apart(expected, found) {
        return None;
    }
    let Some(mended) = with_own_words(expected, found) else {
        let arguments = expected.contains("{{") || found.contains("{{");
        return (!arguments).then(|| (expected.to_owned(), false));
    };
    if expected.contains(char::is_whitespace) && mended.likeness().max(likeness(expected, found)) < ALIKE {
        return None;
    }
    let safe = sure && mended.whole && !is_part(expected, found) && is_slip(&mended.structure.0, &mended.structure.1);
    Some((mended.code, safe))
}

/// The text around the code, or right before it, has the word too: it is meant.
fn is_named(pair: &Pair<'_, '_>, word: &str, code: Span) -> bool {
    let text = pair.target.text;
    let Some(block) = pair.target.block_of(code) else { return false };
    let before = text[..block.content.start as usize].trim_end();
    let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let around = [
        &text[block.content.start as usize..code.start as usize],
        &text[code.end as usize..block.content.end as usize],
    ];
    around.into_iter().chain([before]).any(|text| has_word(text, word))
}

/// `key` and `value`, in two spans or without marks, for `key=value`.
fn is_said_beside(pair: &Pair<'_, '_>, (expected, found): (&str, &str), target: Span) -> bool {
    let Some(rest) = expected.strip_prefix(found).filter(|_| is_part(expected, found)) else { return false };
    let mut values = words(rest).into_iter().peekable();
    values.peek().is_some() && values.all(|value| is_named(pair, value, target))
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
        lost.eq_ignore_ascii_case(word) || (!translated && is_name_of(word, lost))
    };
    // A word more is no slip of any.
    let own = theirs.iter().filter(|word| !ours.contains(word)).count();
    let slips = |word: &&str| ours.contains(word) || lost.iter().any(|lost| is_slip_of(word, lost));
    own >= lost.len() && theirs.iter().all(slips)
}

/// `word` is the name mistyped: nearly letter by letter, or each of its parts is like one of the name's. In
/// `canUndo` for `canRedo` one part is another word, and so it may be in the translation's sentence.
fn is_name_of(word: &str, name: &str) -> bool {
    let alike = likeness(word, name);
    let (theirs, ours) = (parts(word), parts(name));
    let is_said = |part: &String| {
        let number = part.contains(|c: char| c.is_ascii_digit());
        let near = |own: &&String| {
            part.starts_with(own.as_str()) || own.starts_with(part.as_str()) || likeness(part, own) >= CLOSE
        };
        if number { ours.contains(part) } else { ours.iter().any(|own| near(&own)) }
    };
    // Fewer parts are another name: `String` is no slip for `toString`.
    alike >= SLIP || (alike >= CLOSE && theirs.len() >= ours.len() && theirs.iter().all(is_said))
}

/// The words and numbers of a name: `user`, `name` and `2` of `userName_2`.
fn parts(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<char> = None;
    for c in name.chars() {
        let starts = |last: char| {
            !last.is_alphanumeric()
                || (c.is_uppercase() && !last.is_uppercase())
                || c.is_ascii_digit() != last.is_ascii_digit()
        };
        if last.is_none_or(starts) {
            out.push(String::new());
        }
        if let Some(part) = out.last_mut().filter(|_| c.is_alphanumeric()) {
            part.extend(c.to_lowercase());
        }
        last = Some(c);
    }
    out.retain(|part| !part.is_empty());
    out
}

/// Likeness from which one name is another one mistyped.
const CLOSE: u32 = 600;

/// Likeness from which a word is a slip of the pen, and no translation.
const SLIP: u32 = 850;

/// One is a part of the other, as `use_cache` of `use_cache=False`: the rest may be said beside it.
fn is_part(code: &str, found: &str) -> bool {
    let (long, short) = if code.len() > found.len() { (code, found) } else { (found, code) };
    let ends_word = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c.is_whitespace());
    long.strip_prefix(short).is_some_and(|rest| !rest.is_empty() && ends_word(rest))
}
