//! From spans and messages to places, sentences and fingerprints.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::Run;
use super::about::{Seen, severity};
use crate::diag::{Claim, Diagnostic, Message};
use crate::doc::Kind;
use crate::messages;
use crate::report::{Excerpt, Finding, Place, Range};
use crate::rule::{Group, Subject};
use crate::rules;
use crate::text::{LineIndex, Span};

/// Where the source's lines begin: the same for all its translations, and read for the first that has findings.
pub(super) type SourceLines<'s> = OnceCell<LineIndex<'s>>;

/// From spans and messages to places and sentences.
pub(super) fn resolve<'s>(seen: &Seen<'s>, run: &Run<'_>, of_source: &SourceLines<'s>) -> Vec<Finding> {
    if seen.found.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(seen.page.text);
    let source = seen.source.map(|(path, page)| (path, page.text, of_source.get_or_init(|| LineIndex::new(page.text))));
    let mut prints = Fingerprints::default();
    let rows = OnceCell::new();
    let mut out = Vec::with_capacity(seen.found.len());
    for one in &seen.found {
        let Some(severity) = severity(one, seen.target, run) else { continue };
        let there = one.source.or_else(|| answered(one, seen.subject, &rows)).zip(source);
        out.push(Finding {
            rule: one.rule,
            severity,
            cause: one.cause,
            locale: seen.target.locale.tag().to_owned(),
            place: place(&seen.target.path, seen.page.text, &lines, one.span),
            source: there.map(|(span, (path, text, lines))| place(path, text, lines, span)),
            message: messages::format(&one.message),
            help: help(one),
            expected: one.expected.clone(),
            found: one.found.clone(),
            fix: one.fix.clone(),
            claim: match one.claim {
                Claim::File => Some(Span::new(0, seen.page.text.len())),
                Claim::Region(span) => Some(span),
                Claim::Own | Claim::Missing(_) => None,
            },
            shared: one.shared.clone(),
            fingerprint: prints.next(one, seen),
        });
    }
    out
}

/// What to do about it, here or in all of the page.
fn help(one: &Diagnostic) -> Option<String> {
    let help = messages::help(&one.message, one.cause)?;
    if !one.throughout {
        return Some(help);
    }
    messages::help(&Message::new("told-throughout").text("help", help), one.cause)
}

/// What the prose answers that a finding is about which has nothing of its own in the source: what is there too much is
/// easier to judge beside it. `rows` are those of the target's blocks, once they are known.
pub(super) fn answered(one: &Diagnostic, subject: Subject<'_>, rows: &OnceCell<Vec<usize>>) -> Option<Span> {
    let asks =
        |group| matches!(group, Group::Placeholder | Group::Link | Group::Markup | Group::Text | Group::Security);
    rules::find(one.rule).filter(|rule| asks(rule.meta().group))?;
    let Subject::Pair(pair) = subject else { return None };
    let blocks = &pair.target.blocks;
    let after = blocks.partition_point(|block| block.span.start <= one.span.start);
    let at = (0..after).rev().take(8).find(|&at| blocks[at].span.contains(one.span))?;
    let row = &pair.alignment.rows[rows.get_or_init(|| pair.rows_of_target())[at]];
    let answers = &pair.source.blocks[row.source.start as usize..row.source.end as usize];
    let (first, last) = (answers.first()?, answers.last()?);
    (blocks[at].kind != Kind::Code).then(|| first.span.join(last.span))
}

/// A span of a file, for readers.
pub(super) fn place(path: &str, text: &str, lines: &LineIndex<'_>, span: Span) -> Place {
    let range = Range { start: lines.position(span.start), end: lines.position(span.end) };
    Place { path: path.to_owned(), range, excerpt: excerpt(text, lines, span) }
}

/// How many bytes before and after the beginning of a finding are kept of its lines.
const SHOWN: usize = 2_000;

/// The lines of a span, three at most, very long ones cut: what is shown is where it begins.
fn excerpt(text: &str, lines: &LineIndex<'_>, span: Span) -> Excerpt {
    let first_line = lines.line(span.start);
    // A span that ends with a line feed ends in the line before.
    let end_line = lines.line(span.end.saturating_sub(1).max(span.start));
    let last_line = end_line.min(first_line + 2);
    let whole = cut(text, lines.line_span(first_line).join(lines.line_span(last_line)), span.start as usize);
    let end = span.end.clamp(span.start, whole.end.max(span.start));
    let inside = |at: u32| (at.saturating_sub(whole.start)) as usize;
    let shown = whole.of(text).replace("\r\n", " \n").replace('\r', "\n");
    Excerpt {
        first_line,
        left_out: end_line - last_line,
        start: whole.start,
        span: Span::new(inside(span.start).min(shown.len()), inside(end).min(shown.len())),
        text: shown,
    }
}

fn cut(text: &str, lines: Span, around: usize) -> Span {
    let (start, end) = (lines.start as usize, lines.end as usize);
    let from = text.floor_char_boundary(around.saturating_sub(SHOWN)).max(start);
    Span::new(from, text.ceil_char_boundary(around.saturating_add(SHOWN)).min(end).max(from))
}

/// Fingerprints of one page's findings: what was said about which words, and no place, so that edits elsewhere do not
/// change them.
#[derive(Default)]
struct Fingerprints {
    seen: FxHashMap<u64, u32>,
}

impl Fingerprints {
    fn next(&mut self, one: &Diagnostic, page: &Seen<'_>) -> String {
        let source = page.source.map(|(_, source)| source);
        let block = one.source.zip(source).and_then(|(span, source)| source.block_of(span));
        let block = block.or_else(|| page.page.block_of(one.span));
        let context = block.map_or(String::new(), |block| format!("{:x}", block.prose.sketch));
        let (expected, found) = (one.expected.as_deref().unwrap_or(""), one.found.as_deref().unwrap_or(""));
        let parts = [one.rule, &page.target.path, expected, found, &context];
        let base = xxhash_rust::xxh3::xxh3_64(parts.join("\u{1f}").as_bytes());
        let times = self.seen.entry(base).or_insert(0);
        *times += 1;
        format!("{:016x}", base.wrapping_add(u64::from(*times - 1)))
    }
}
