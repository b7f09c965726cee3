//! Containers whose opening line is not what the source's is: another keyword, or a line that no renderer reads.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Block, Kind, Marker, MarkerStyle};
use crate::pair::{Pair, is_collapsed};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct DirectiveChanged;

static META: RuleMeta = RuleMeta {
    id: "directive-changed",
    group: Group::Structure,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/directive-changed.md"),
};

impl Rule for DirectiveChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        if pair.source.markers.is_empty() {
            return;
        }
        for (at, row) in pair.alignment.rows.iter().enumerate() {
            let finding = match blocks(pair, row) {
                ([a], [b]) if a.kind == Kind::Directive && b.kind == Kind::Directive => answered(pair, a, b),
                ([a], [b]) if a.kind == Kind::Directive => damaged(pair, a, b.span),
                ([a], []) if a.kind == Kind::Directive => damaged(pair, a, next_line(pair, at)),
                _ => None,
            };
            finding.into_iter().for_each(|finding| out.report(finding));
        }
    }
}

/// Kinds of containers that most site generators know: one in the place of another may be meant, or be another container.
const USUAL: [&str; 16] = [
    "abstract",
    "attention",
    "bug",
    "caution",
    "danger",
    "error",
    "example",
    "hint",
    "important",
    "info",
    "note",
    "question",
    "success",
    "summary",
    "tip",
    "warning",
];

fn marker<'d>(markers: &'d [Marker], block: &Block) -> Option<&'d Marker> {
    markers.iter().find(|marker| marker.span == block.span)
}

fn answered(pair: &Pair<'_, '_>, a: &Block, b: &Block) -> Option<Diagnostic> {
    let (ours, theirs) = (marker(&pair.source.markers, a)?, marker(&pair.target.markers, b)?);
    let new = |id, expected: &str, found: &str| {
        let message = Message::new(id).text("expected", expected).text("found", found);
        Diagnostic::new(META.id, theirs.span, message).source(ours.span).expected(expected).found(found)
    };
    let (expected, found) = (ours.keyword.of(pair.source.text), theirs.keyword.of(pair.target.text));
    let same_syntax = std::mem::discriminant(&ours.style) == std::mem::discriminant(&theirs.style);
    if same_syntax && !is_same(expected, found) {
        let edit = Edit::replace(theirs.keyword, expected);
        // Another keyword of this page's source may be meant; a word that is none is a translation.
        let elsewhere = || pair.source.markers.iter().any(|other| is_same(other.keyword.of(pair.source.text), found));
        let known = USUAL.contains(&found.to_ascii_lowercase().as_str()) || elsewhere();
        let fix = if known { Fix::suggest(vec![edit]) } else { Fix::safe(vec![edit]) };
        return Some(new(META.id, expected, found).fix(fix));
    }
    let line = theirs.span.of(pair.target.text);
    if is_collapsed(pair.target, theirs) && !is_collapsed(pair.source, ours) {
        // The words that belong below the line are its title now.
        let end = pair.target.blocks.iter().map(|other| other.span.start).find(|&start| start > theirs.span.start);
        let end = end.unwrap_or(u32::try_from(pair.target.text.len()).unwrap_or(u32::MAX));
        let head = &pair.target.text[theirs.span.start as usize..theirs.keyword.end as usize];
        let colons = &line[..line.len() - line.trim_start_matches(':').len()];
        let words = theirs.title.trim(pair.target.text).of(pair.target.text);
        let fix = Fix::suggest(vec![Edit::replace(theirs.span, format!("{head}\n{words}\n{colons}"))]);
        let region = Span { start: theirs.span.start, end };
        let found = crate::rule::shorten(line);
        return Some(new("directive-changed-collapsed", head, &found).claim(Claim::Region(region)).fix(fix));
    }
    let opens = |text: &str| text.contains('[') && !text.contains(']');
    if matches!(theirs.style, MarkerStyle::Colons(_)) && opens(line) && !opens(ours.span.of(pair.source.text)) {
        let fix = Fix::safe(vec![Edit::replace(Span::at(theirs.span.end as usize), "]")]);
        return Some(new("directive-changed-title", ours.span.of(pair.source.text), line).fix(fix));
    }
    None
}

fn is_same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// The line in which what answers row `at` would begin.
fn next_line(pair: &Pair<'_, '_>, at: usize) -> Span {
    let start = pair.start_of(at).start as usize;
    pair.target.block_of(Span::at(start)).map_or(Span::at(start), |block| block.span)
}

/// `！！！ note`, `!!!note`, `[! NOTE]`, `：：：note`: what is left of the source's line.
fn damaged(pair: &Pair<'_, '_>, source: &Block, place: Span) -> Option<Diagnostic> {
    let ours = marker(&pair.source.markers, source)?;
    let text = pair.target.text;
    let length = place.of(text).find('\n').unwrap_or(place.len());
    let line = Span::new(place.start as usize, place.start as usize + length).trim(text);
    let fold = |text: &str| -> String {
        let plain = |c: char| match c {
            '！' => '!',
            '：' => ':',
            '／' => '/',
            '？' => '?',
            '［' | '【' => '[',
            '］' | '】' => ']',
            c => c.to_ascii_lowercase(),
        };
        text.chars().filter(|c| !c.is_whitespace() && *c != '\\').map(plain).collect()
    };
    let written = ours.span.of(pair.source.text);
    let head = &written[..(ours.keyword.end - ours.span.start) as usize];
    let close = if ours.style == MarkerStyle::Alert { "]" } else { "" };
    let whole = format!("{head}{close}");
    let left = fold(line.of(text));
    if !left.starts_with(&fold(&whole)) || ours.keyword.is_empty() || line.is_empty() {
        return None;
    }
    let (found, message) = (line.of(text), Message::new("directive-changed-damaged"));
    let message = message.text("expected", &*whole).text("found", crate::rule::shorten(found));
    // Whatever the line was read as goes with it.
    let region = Span { start: line.start, end: place.end };
    Some(
        Diagnostic::new(META.id, line, message)
            .source(ours.span)
            .expected(whole)
            .found(found)
            .claim(Claim::Region(region)),
    )
}
