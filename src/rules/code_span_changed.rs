//! Code spans that are a near miss of one of the source block, or stand in its place.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
use crate::language::is_english_word;
use crate::pair::{AtomMatch, Fate, Pair, likeness, with_own_words};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix};

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
        Fate::Replaced => false,
        _ => return None,
    };
    let (source, target) = (pair.source_atom(harmed)?, pair.target_atom(harmed)?);
    let (AtomKind::Code(ours), AtomKind::Code(theirs)) = (&source.kind, &target.kind) else { return None };
    let (ours, theirs) = (ours.trim(pair.source.text), theirs.trim(pair.target.text));
    let (expected, found) = (ours.of(pair.source.text), theirs.of(pair.target.text));
    if names_keys(expected) || (is_plain_language(expected) && likeness(expected, found) < SLIP) {
        return None;
    }
    let whole = source.span.of(pair.source.text);
    let mended = with_own_words(expected, found).filter(|mended| mended != found);
    let sure = sure
        && (mended.is_some() || !whole.contains("{{"))
        && !may_be_translated(expected, found)
        && !is_part(expected, found);
    let edits = vec![match mended {
        Some(mended) => Edit::replace(theirs, mended),
        None => Edit::replace(target.span, whole),
    }];
    let fix = if sure { Fix::safe(edits) } else { Fix::suggest(edits) };
    let message = Message::new(META.id).text("expected", expected).text("found", found);
    Some(Diagnostic::new(META.id, target.span, message).source(source.span).expected(expected).found(found).fix(fix))
}

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

/// Words that people read, as in `Introduced by #1`; or one in small letters: `local` may be `locale` in the other language.
fn may_be_translated(code: &str, found: &str) -> bool {
    let phrase = || {
        let words = code.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic));
        words.filter(|word| is_english_word(&word.to_lowercase())).count() > 1
            && !code.contains(['=', '(', '{', '/', '_'])
    };
    phrase()
        || code.chars().all(|c| c.is_ascii_lowercase()) && is_english_word(code) && !code.eq_ignore_ascii_case(found)
}

/// `Ctrl+Space`: a keyboard has its keys named in its language.
fn names_keys(code: &str) -> bool {
    const KEYS: &[&str] = &["alt", "cmd", "command", "control", "ctrl", "option", "shift", "super", "win"];
    code.split_once(['+', '-']).is_some_and(|(key, _)| KEYS.contains(&key.trim().to_lowercase().as_str()))
}
