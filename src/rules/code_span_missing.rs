//! Code spans that are not in their counterpart, or are code there no more.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Atom, AtomKind, Document, Kind};
use crate::language::{is_english_word, is_label, is_sign, names_key};
use crate::pair::{AtomMatch, Fate, Pair, code_of_tag};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::{Edit, Fix, Span};
use crate::verdict::{Gone, gone_asides, gone_sentences};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The rule.
pub struct CodeSpanMissing;

static META: RuleMeta = RuleMeta {
    id: "code-span-missing",
    group: Group::Code,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/code-span-missing.md"),
};

impl Rule for CodeSpanMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let (mut spoken, mut said) = (None, Vec::new());
        // Where it is a tag now, that is what to tell.
        let tags: FxHashSet<u32> = pair.tags.iter().filter_map(|change| code_of_tag(pair, *change)).collect();
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            bare(pair, row).into_iter().for_each(|finding| out.report(finding));
            let is_lost = |one: &&AtomMatch| one.fate == Fate::Missing || pair.in_other_case(one).is_some();
            let tells = |code: &str| tells(code) && !(cx.is_spoken)(code);
            let is_gone = |one: &&AtomMatch| {
                let tag = one.source.is_some_and(|at| tags.contains(&at));
                let is_told = |code: &str| tells(code) && !is_in_quotation_marks(pair, one.row, code);
                is_lost(one) && !tag && code(pair, one).is_some_and(|(_, code)| is_told(code))
            };
            let mut missing: Vec<&AtomMatch> = row.iter().filter(is_gone).collect();
            if missing.is_empty() {
                continue;
            }
            words_of(pair, row, &mut missing).into_iter().for_each(|finding| out.report(finding));
            said.extend(missing.extract_if(.., |one| pair.in_other_case(one).is_some()));
            match gone(pair, &missing) {
                Some(finding) if finding.severity.is_none() => out.report(finding),
                // How a language says an ordinary word is a habit of the page.
                finding => spoken = spoken.or(finding),
            }
        }
        spoken.into_iter().chain(in_other_case(pair, &said)).for_each(|finding| out.report(finding));
    }
}

/// A few words in code for their looks, where the translation has more in quotation marks than the source has: «le protocole
/// itérateur».
fn is_in_quotation_marks(pair: &Pair<'_, '_>, row: usize, code: &str) -> bool {
    let is_phrase = code.contains(' ') && code.chars().all(|c| c.is_alphanumeric() || c == ' ') && is_in_english(code);
    let row = &pair.alignment.rows[row];
    let marks = |page: &Document<'_>, blocks: &Range<u32>| -> usize {
        let blocks = &page.blocks[blocks.start as usize..blocks.end as usize];
        let count = |text: &str| text.chars().filter(|c| QUOTES.contains(c)).count();
        blocks.iter().map(|block| count(block.content.of(page.text))).sum()
    };
    is_phrase && marks(pair.target, &row.target) > marks(pair.source, &row.source)
}

/// Marks that a quotation begins with.
const QUOTES: [char; 6] = ['«', '„', '“', '「', '『', '‹'];

/// Most of its words are English.
fn is_in_english(code: &str) -> bool {
    let words: Vec<&str> = code.split(' ').filter(|word| word.contains(char::is_alphabetic)).collect();
    words.iter().filter(|word| is_english_word(word)).count() * 2 >= words.len()
}

/// The source's atom and its code, if it is a code span.
fn code<'p>(pair: &Pair<'p, '_>, harmed: &AtomMatch) -> Option<(&'p Atom<'p>, &'p str)> {
    let source = pair.source_atom(harmed)?;
    let AtomKind::Code(content) = source.kind else { return None };
    Some((source, content.trim(pair.source.text).of(pair.source.text)))
}

/// Sentences that are gone; and what stands in parentheses, if nothing else is.
fn words_of(pair: &Pair<'_, '_>, row: &[AtomMatch], missing: &mut Vec<&AtomMatch>) -> Vec<Diagnostic> {
    let sentences = gone_sentences(pair, row).into_iter();
    let mut told: Vec<Diagnostic> =
        sentences.filter_map(|gone| lost_words(pair, missing, gone, "code-span-missing-sentence")).collect();
    let asides = if missing.is_empty() { Vec::new() } else { gone_asides(pair, row) };
    let inside = |atom: &Atom<'_>| asides.iter().any(|aside| aside.span.contains(atom.span));
    if missing.iter().all(|one| code(pair, one).is_some_and(|(atom, _)| inside(atom))) {
        told.extend(asides.iter().filter_map(|gone| lost_words(pair, missing, *gone, "code-span-missing-aside")));
    }
    told
}

/// Words with a name in them that are gone: what they held is taken out of `missing`.
fn lost_words(pair: &Pair<'_, '_>, missing: &mut Vec<&AtomMatch>, gone: Gone, id: &'static str) -> Option<Diagnostic> {
    let inside = |one: &AtomMatch| code(pair, one).filter(|(atom, _)| gone.span.contains(atom.span));
    let first = missing.iter().find(|one| inside(one).is_some_and(|(_, code)| !is_spoken(code)))?;
    let place = pair.place(first);
    missing.retain(|one| inside(one).is_none());
    let message = Message::new(id).count("count", gone.count);
    let message = message.text("sentence", shorten(gone.first.of(pair.source.text)));
    let finding = Diagnostic::new(META.id, place, message).source(gone.span);
    Some(finding.expected(gone.span.of(pair.source.text)).claim(Claim::Missing(gone.span)))
}

/// Spans that one block lacks are one fault: most often it lacks the sentence that they stood in.
fn gone(pair: &Pair<'_, '_>, missing: &[&AtomMatch]) -> Option<Diagnostic> {
    let place = pair.place(missing.first()?);
    let mut lost: Vec<(&Atom<'_>, &str)> = missing.iter().filter_map(|harmed| code(pair, harmed)).collect();
    // Names come before what may be said in other words.
    lost.sort_by_key(|(_, code)| is_spoken(code));
    let (source, first) = *lost.first()?;
    let codes = once_each(lost.iter().map(|(_, code)| *code));
    let count = u32::try_from(codes.len()).unwrap_or(u32::MAX);
    let expected = codes.join("`, `");
    let message = Message::new(META.id).text("expected", expected.as_str()).count("count", count);
    let finding = Diagnostic::new(META.id, place, message).source(source.span).expected(expected);
    Some(if is_spoken(first) { finding.severity(Severity::Info) } else { finding })
}

/// Code that stands in the target as plain text: there, in the source, what it is, and how to mend it.
type Plain<'p> = (Span, Span, &'p str, Edit);

fn plain<'p>(pair: &Pair<'p, '_>, harmed: &AtomMatch) -> Option<Plain<'p>> {
    let Fate::Malformed(span, repaired) = &harmed.fate else { return None };
    let (source, expected) = code(pair, harmed)?;
    Some((*span, source.span, expected, Edit::replace(*span, repaired.as_str())))
}

/// Code that stands in the counterpart without its marks; in one block it is one habit.
fn bare(pair: &Pair<'_, '_>, row: &[AtomMatch]) -> Option<Diagnostic> {
    let same_case = row.iter().filter(|one| pair.in_other_case(one).is_none());
    let mut found: Vec<Plain<'_>> = same_case.filter_map(|one| plain(pair, one)).collect();
    found.sort_by_key(|(span, ..)| *span);
    let (span, source, ..) = *found.first()?;
    let codes = once_each(found.iter().map(|(_, _, code, _)| *code));
    let in_html = pair.target.block_of(span).is_some_and(|block| block.kind == Kind::Html);
    let id = match codes.len() {
        1 if in_html => "code-span-missing-html",
        1 => "code-span-missing-marks",
        _ => "code-span-missing-several",
    };
    let expected = codes.join("`, `");
    let message = Message::new(id).text("expected", expected.as_str());
    // A tag in the place of one back-tick is no fault of its own.
    let claim = if span.of(pair.target.text).contains("code>") { Claim::Region(span) } else { Claim::Own };
    let fits = found.iter().all(|(span, ..)| takes_marks(pair, *span));
    let fix = fits.then(|| Fix::suggest(found.into_iter().map(|(.., edit)| edit).collect()));
    Some(Diagnostic::new(META.id, span, message).source(source).expected(expected).fix(fix).claim(claim))
}

/// Back-ticks make code of it: not in raw HTML, where they are shown, and not where one of them would close what is code
/// before it.
fn takes_marks(pair: &Pair<'_, '_>, span: Span) -> bool {
    let Some(block) = pair.target.block_of(span) else { return true };
    let open = |atom: &Atom<'_>| {
        matches!(atom.kind, AtomKind::Code(_)) && atom.span.start < span.start && atom.span.end > span.start
    };
    block.kind != Kind::Html && !pair.target.atoms_of(block).iter().any(open)
}

/// `APT` for `apt`: whether it means the code is a habit of the page.
fn in_other_case(pair: &Pair<'_, '_>, said: &[&AtomMatch]) -> Option<Diagnostic> {
    let said: Vec<Plain<'_>> = said.iter().filter_map(|one| plain(pair, one)).collect();
    let (span, source, expected, _) = said.first()?;
    let found = span.of(pair.target.text);
    let message = Message::new("code-span-missing-case").text("expected", *expected).text("found", found);
    let fix = Fix::suggest(said.iter().map(|(.., edit)| edit.clone()).collect());
    let finding = Diagnostic::new(META.id, *span, message).source(*source).expected(*expected).found(found);
    Some(finding.fix(Some(fix)).severity(Severity::Info))
}

fn once_each<'c>(codes: impl Iterator<Item = &'c str>) -> Vec<&'c str> {
    let mut seen = FxHashSet::default();
    codes.filter(|code| seen.insert(*code)).collect()
}

/// What every language has words for: the streams of a program, a pattern.
const COMMON: &[&str] = &["regex", "stderr", "stdin", "stdout"];

/// Types, and what else a sentence says as a word though no list of English has it.
const SPOKEN: &[&str] =
    &["args", "async", "bool", "cd", "char", "dict", "enum", "float", "int", "str", "struct", "tuple"];

/// Where it is gone, the reader misses something.
fn tells(code: &str) -> bool {
    !(COMMON.contains(&code) || is_sign(code) || names_key(code) || is_torn(code))
}

/// A piece of a sentence, which is code because marks are wrong: "and the address becomes", "is what you get for".
fn is_torn(code: &str) -> bool {
    const WORDS: usize = 3;
    const BEGIN: &[&str] = &["a", "an", "and", "of", "the", "to"];
    const END: &[&str] = &["a", "an", "and", "for", "of", "the", "to", "with"];
    let words: Vec<&str> = code.split_whitespace().collect();
    let is = |word: Option<&&str>, list: &[&str]| word.is_some_and(|word| list.contains(&word.to_lowercase().as_str()));
    words.len() >= WORDS
        && words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && (is(words.first(), BEGIN) || is(words.last(), END))
}

/// What the sentence may say in its own language: a `list`, to `raise` an error, a label `ready to be merged`.
fn is_spoken(code: &str) -> bool {
    const PHRASE: usize = 3;
    let word = |code: &str| code.chars().all(|c| c.is_ascii_lowercase()) && is_english_word(code);
    let phrase = || code.split([' ', '-']).count() >= PHRASE && code.split([' ', '-']).all(word);
    word(code) || SPOKEN.contains(&code) || is_letter(code) || is_label(code) || phrase()
}

/// What stands for a number or a name that a sentence may say in words.
fn is_letter(code: &str) -> bool {
    code.len() == 1 && code.chars().all(char::is_alphabetic)
}
