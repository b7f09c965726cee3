//! Paired code blocks that differ beyond what may be translated in code.

use std::ops::Range;

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Block, FreeCode, Kind};
use crate::pair::{
    CodeChange, CodeDifference, Pair, Row, Side, code_difference, comment_mark, dropped_line, printed_line,
};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks, shorten_both};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct CodeBlockChanged;

static META: RuleMeta = RuleMeta {
    id: "code-block-changed",
    group: Group::Code,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/code-block-changed.md"),
};

impl Rule for CodeBlockChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let (Some(pair), Some(free)) = (cx.pair(), cx.settings.free_code) else { return };
        for (at, row) in pair.alignment.rows.iter().enumerate() {
            let found = difference(cx, pair, row, free).filter(|found| !stands_apart(pair, at, found));
            found.into_iter().for_each(|found| out.report(finding(pair, found)));
        }
    }
}

fn difference(cx: &Cx<'_>, pair: &Pair<'_, '_>, row: &Row, free: FreeCode) -> Option<CodeDifference> {
    let ([source], [target]) = blocks(pair, row) else { return None };
    if source.code == target.code {
        return None;
    }
    let (ours, theirs) = ((pair.source, source), (pair.target, target));
    match is_free(cx, pair, source, target) {
        Free::No => code_difference(ours, theirs, free, &pair.frame).or_else(|| printed_line(ours, theirs)),
        Free::Words => dropped_line(ours, theirs).or_else(|| printed_line(ours, theirs)),
        Free::Wholly => None,
    }
}

/// The line that one of the two lacks has a block of its own in that page, near to it: the sample was parted, or joined.
fn stands_apart(pair: &Pair<'_, '_>, row: usize, found: &CodeDifference) -> bool {
    let (ours, theirs) = (first_line(pair.source.text, found.source), first_line(pair.target.text, found.target));
    let in_target = || has_near(pair, row, ours, Side::Target);
    let in_source = || has_near(pair, row, theirs, Side::Source);
    match found.what {
        CodeChange::Missing => in_target(),
        CodeChange::Added => in_source(),
        CodeChange::Changed => in_target() || in_source(),
        CodeChange::Bared | CodeChange::Printed => false,
    }
}

/// A block of code near by that only this page has holds the line.
fn has_near(pair: &Pair<'_, '_>, row: usize, line: &str, side: Side) -> bool {
    const NEAR: usize = 8;
    let (page, alone): (_, fn(&Row) -> Range<u32>) = match side {
        Side::Target => (pair.target, |row| if row.source.is_empty() { row.target.clone() } else { 0..0 }),
        Side::Source => (pair.source, |row| if row.target.is_empty() { row.source.clone() } else { 0..0 }),
    };
    let near = pair.alignment.rows[row.saturating_sub(NEAR)..].iter().take(2 * NEAR + 1).flat_map(alone);
    let mut samples = near.map(|at| &page.blocks[at as usize]).filter(|block| block.kind == Kind::Code);
    let has_line = |block: &Block| block.content.of(page.text).lines().any(|other| other.trim() == line.trim());
    !line.trim().is_empty() && samples.any(has_line)
}

fn finding(pair: &Pair<'_, '_>, found: CodeDifference) -> Diagnostic {
    let own_line = first_line(pair.source.text, found.source);
    let (ours, theirs) = shorten_both(own_line, first_line(pair.target.text, found.target));
    // A line that is there, and another one here, say for themselves.
    if found.mostly && found.what != CodeChange::Changed {
        let message = Message::new("code-block-changed-sample");
        return Diagnostic::new(META.id, found.target, message).source(found.source);
    }
    let message = match found.what {
        CodeChange::Changed => Message::new(META.id).text("expected", ours.as_str()).text("found", theirs.as_str()),
        CodeChange::Missing => Message::new("code-block-changed-missing").text("expected", ours.as_str()),
        CodeChange::Added => Message::new("code-block-changed-added").text("found", theirs.as_str()),
        CodeChange::Printed => {
            Message::new("code-block-changed-printed").text("expected", ours.as_str()).text("found", theirs.as_str())
        }
        CodeChange::Bared => Message::new("code-block-changed-comment").text("found", theirs.as_str()),
    };
    let mark = comment_mark(own_line).filter(|_| found.what == CodeChange::Bared);
    let edit = match found.what {
        CodeChange::Printed => Some(Edit::replace(found.target, found.source.of(pair.source.text))),
        _ => mark.map(|mark| marked(pair.target.text, found.target, mark)),
    };
    let fix = edit.map(|edit| Fix::suggest(vec![edit]));
    let mut finding = Diagnostic::new(META.id, found.target, message).source(found.source).fix(fix);
    finding.expected = (found.what != CodeChange::Added).then_some(ours);
    finding.found = (found.what != CodeChange::Missing).then_some(theirs);
    finding
}

fn first_line(text: &str, span: Span) -> &str {
    span.of(text).lines().next().unwrap_or_default()
}

/// Puts the mark before the line, in the place of what is left of it.
fn marked(text: &str, line: Span, mark: &str) -> Edit {
    let here = line.of(text);
    let rest = here.trim_start_matches(|c: char| mark.contains(c));
    Edit::replace(Span::new(line.start as usize, line.end as usize - rest.len()), mark)
}

/// How much of a block may differ.
enum Free {
    No,
    /// People read it: any of its words.
    Words,
    /// All of it.
    Wholly,
}

/// `import` and `export` lines of MDX have paths, which may differ.
fn is_free(cx: &Cx<'_>, pair: &Pair<'_, '_>, source: &Block, target: &Block) -> Free {
    let code = source.content.of(pair.source.text);
    let read = |language: &str| cx.settings.free_languages.iter().any(|free| free == language);
    match () {
        () if source.label.is_empty() && (code.starts_with("import ") || code.starts_with("export ")) => Free::Wholly,
        () if is_page(pair.source.text, source) || is_drawing(source, code) => Free::Words,
        () if read(&pair.source.language_of_code(source)) || read(&pair.target.language_of_code(target)) => Free::Words,
        () => Free::No,
    }
}

/// Boxes and arrows drawn with signs, in no language: what stands in them is read.
fn is_drawing(block: &Block, code: &str) -> bool {
    const LINES: usize = 3;
    let is_drawn =
        |line: &&str| line.contains(|c: char| ('\u{2500}'..='\u{257f}').contains(&c)) || line.contains("+--");
    block.label.is_empty() && code.lines().filter(is_drawn).nth(LINES - 1).is_some()
}

/// Indented so far that it is code, and a piece of a page all the same: it has a fence.
fn is_page(text: &str, block: &Block) -> bool {
    let is_fence = |line: &str| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
    let written = block.span.of(text);
    !written.lines().next().is_some_and(is_fence) && block.content.of(text).lines().any(is_fence)
}
