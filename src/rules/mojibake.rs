//! Text that was decoded with the wrong encoding.

use rustc_hash::FxHashSet;

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::Document;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::{Edit, Fix, Garbled, Span, garbled};

/// The rule.
pub struct Mojibake;

static META: RuleMeta = RuleMeta {
    id: "mojibake",
    group: Group::Text,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/mojibake.md"),
};

/// From so many blocks on, it is the page and not its blocks.
const MANY: usize = 6;

impl Rule for Mojibake {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let (text, source) = (pair.target.text, pair.source.text);
        let found = garbled(text);
        // A page about encodings has them in its source.
        let known: FxHashSet<char> =
            if found.is_empty() { FxHashSet::default() } else { garbled(source).iter().map(|one| one.char).collect() };
        let mut bad: Vec<&[Garbled]> = Vec::new();
        for group in found.chunk_by(|a, b| together(pair.target, a.span, b.span)) {
            let new = |one: &Garbled| !known.contains(&one.char);
            let proof = group.iter().any(|one| one.sure && new(one)) || group.iter().filter(|one| new(one)).count() > 1;
            if proof && group.iter().any(new) {
                bad.push(group);
            }
        }
        if bad.len() >= MANY {
            let all: Vec<Garbled> = bad.concat();
            out.report(finding(text, &all, all[0].span, Message::new("mojibake-page")));
        } else {
            for group in bad {
                let line = group[0].span.join(group[group.len() - 1].span);
                out.report(finding(text, group, line, Message::new(META.id)));
            }
        }
        replaced(pair.target, source, out);
    }
}

/// In one block, or in one line.
fn together(document: &Document<'_>, a: Span, b: Span) -> bool {
    let between = Span { start: a.end.min(b.start), end: b.start };
    !between.of(document.text).contains('\n') || document.block_of(a).is_some_and(|block| block.span.contains(b))
}

fn finding(text: &str, group: &[Garbled], place: Span, message: Message) -> Diagnostic {
    let (found, expected) = word(text, group);
    let edits = group.iter().map(|one| Edit::replace(one.span, one.char.to_string())).collect();
    let message = message.text("found", found.as_str()).text("expected", expected.as_str());
    Diagnostic::new(META.id, place, message).found(found).expected(expected).fix(Fix::suggest(edits))
}

/// The first word with wrong characters, and how it should read.
fn word(text: &str, group: &[Garbled]) -> (String, String) {
    let first = group[0].span;
    let space = |char: char| char.is_whitespace();
    let start = text[..first.start as usize].char_indices().rev().take(24).take_while(|(_, char)| !space(*char)).last();
    let start = start.map_or(first.start as usize, |(at, _)| at);
    let mut end = first.end as usize;
    let mut good = text[start..first.start as usize].to_owned();
    good.push(group[0].char);
    for one in &group[1..] {
        let gap = Span { start: u32::try_from(end).unwrap_or(u32::MAX).min(one.span.start), end: one.span.start };
        if gap.of(text).contains(space) || gap.len() > 24 || end - start > 60 {
            break;
        }
        good.push_str(gap.of(text));
        good.push(one.char);
        end = one.span.end as usize;
    }
    let tail: String = text[end..].chars().take(24).take_while(|char| char.is_alphanumeric()).collect();
    let found = format!("{}{tail}", &text[start..end]);
    (shorten(&found), shorten(&format!("{good}{tail}")))
}

/// The mark that stands for bytes that could not be read.
fn replaced(document: &Document<'_>, source: &str, out: &mut Sink) {
    let text = document.text;
    let marks: Vec<Span> = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}")
        .map(|at| Span::new(at, at + '\u{fffd}'.len_utf8()))
        .collect();
    if marks.is_empty() || source.contains('\u{fffd}') {
        return;
    }
    for group in marks.chunk_by(|a, b| together(document, *a, *b)) {
        let message = Message::new("mojibake-replaced").text("found", "U+FFFD");
        out.report(Diagnostic::new(META.id, group[0], message).found("U+FFFD"));
    }
}
