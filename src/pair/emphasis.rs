//! Emphasis of the source that the translation shows as it is written, asterisks and all.

use std::cell::LazyCell;

use rustc_hash::FxHashMap;

use super::{Alignment, Row};
use crate::doc::{Atom, AtomKind, Block, Document, Kind, MarkerStyle, emphasis_in};
use crate::text::Span;

/// Emphasis that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiteralEmphasis {
    /// From the first mark to the last; one run of marks where it has no partner.
    pub span: Span,
    /// Emphasis of the source block.
    pub source: Span,
    /// How it reads with the least change that makes it emphasis.
    pub mended: Option<Mended>,
}

/// A text that reads as emphasis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// What to write.
    pub text: String,
    /// Nothing that readers see differs but the emphasis.
    pub sure: bool,
}

/// How many places of a page are mended, and how long a block may be for it.
const MENDED: (usize, usize) = (50, 20_000);

/// Who makes HTML of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// CommonMark: what stands on both sides of asterisks says whether they are marks.
    CommonMark,
    /// Python-Markdown (MkDocs) and kramdown (Jekyll): asterisks are marks if no white space stands inside them.
    Lenient,
}

/// The renderer of a page that nothing is known of but itself: attribute lists and containers tell.
#[must_use]
pub fn renderer(page: &Document<'_>) -> Renderer {
    let lists = page.atoms.iter().filter(|atom| matches!(atom.kind, AtomKind::Attributes));
    let list = lists.map(|atom| atom.span.of(page.text)).any(|list| list.starts_with("{:") || list.starts_with("{ #"));
    let marks =
        page.markers.iter().any(|marker| matches!(marker.style, MarkerStyle::Slashes(_) | MarkerStyle::Indented));
    if list || marks || page.text.contains("{: ") { Renderer::Lenient } else { Renderer::CommonMark }
}

/// The emphasis of the target that is shown literally, where the source has emphasis.
#[must_use]
pub fn literal_emphasis(
    (source, target): (&Document<'_>, &Document<'_>),
    alignment: &Alignment,
    renderer: impl FnOnce() -> Renderer,
) -> Vec<LiteralEmphasis> {
    if source.emphases.is_empty() {
        return Vec::new();
    }
    let wide = full_width(source, target, alignment);
    if target.literal_marks.is_empty() {
        return wide;
    }
    let mut out = Vec::new();
    let (from, to) = (Page::new(source), Page::new(target));
    for row in alignment.rows.iter().filter(|row| !row.source.is_empty() && !row.target.is_empty()) {
        row_of(from, to, row, &mut out);
    }
    if !out.is_empty() && renderer() == Renderer::Lenient {
        out.retain(|literal| !is_accepted(literal.span.of(target.text)));
    }
    out.extend(wide);
    out
}

/// Marks of bold words as an input method for Chinese or Japanese writes them.
const WIDE: [&str; 2] = ["＊＊", "＿＿"];

/// Words between two such marks, where the source has bold ones.
fn full_width(source: &Document<'_>, target: &Document<'_>, alignment: &Alignment) -> Vec<LiteralEmphasis> {
    let mut out = Vec::new();
    // Few pages have any.
    let rows = LazyCell::new(|| {
        let rows = alignment.rows.iter().filter(|row| !row.source.is_empty());
        rows.flat_map(|row| row.target.clone().map(move |block| (block, row))).collect::<FxHashMap<u32, &Row>>()
    });
    let is_code = |block: &Block, at: Span| {
        let within = |atom: &Atom<'_>| matches!(atom.kind, AtomKind::Code(_)) && atom.span.contains(at);
        block.kind == Kind::Code || target.atoms_of(block).iter().any(within)
    };
    for marks in WIDE {
        let mut places = memchr::memmem::find_iter(target.text.as_bytes(), marks).peekable();
        while let Some(open) = places.next() {
            let after = target.blocks.partition_point(|block| block.span.start as usize <= open);
            let Some(at) = after.checked_sub(1) else { continue };
            let block = &target.blocks[at];
            let Some(close) = places.next_if(|close| *close < block.content.end as usize) else { continue };
            let span = Span::new(open, close + marks.len());
            let inner = Span::new(open + marks.len(), close).trim(target.text).of(target.text);
            let bold = u32::try_from(at).ok().and_then(|at| rows.get(&at)).and_then(|row| {
                let ours = inside(&source.emphases, extent(source, &row.source)).iter();
                ours.copied().find(|span| is_strong(span.of(source.text)))
            });
            let Some(bold) = bold.filter(|_| !inner.is_empty() && !is_code(block, span)) else { continue };
            let mended = Mended { text: format!("**{inner}**"), sure: false };
            out.push(LiteralEmphasis { span, source: bold, mended: Some(mended) });
        }
    }
    out
}

/// From the first to the last of some blocks.
fn extent(document: &Document<'_>, blocks: &std::ops::Range<u32>) -> Span {
    document.blocks[blocks.start as usize].span.join(document.blocks[blocks.end as usize - 1].span)
}

/// Words between asterisks, as the lenient renderers read them.
fn is_accepted(text: &str) -> bool {
    let inner = text.trim_matches('*');
    let marks = (text.len() - text.trim_start_matches('*').len(), text.len() - text.trim_end_matches('*').len());
    marks.0 > 0 && marks.0 == marks.1 && !inner.is_empty() && inner.trim() == inner
}

/// Emphasis that somebody meant: `__init__` is a name of Python, which is bold by accident, and so is what stands between
/// the marks of `a/*.js, b/*.js`.
fn meant(page: Page<'_, '_>, spans: &[Span]) -> Vec<Span> {
    let document = page.document;
    let is_special = |inner: &str| !page.underscores || inner.contains('_') || SPECIAL.contains(&inner);
    let is_name =
        |span: &Span| underscored(document, *span).is_some_and(|inner| may_be_name(inner) && is_special(inner));
    let is_between = |span: &Span| {
        let inner = span.of(document.text).trim_start_matches(['*', '_']);
        let before = document.text[..span.start as usize].chars().next_back();
        inner.starts_with(['.', ',', ';', ')']) && before.is_some_and(|c| c == '.' || c == '/')
    };
    spans.iter().copied().filter(|span| !is_name(span) && !is_between(span)).collect()
}

/// What stands between two underscores on either side.
fn underscored<'t>(document: &Document<'t>, span: Span) -> Option<&'t str> {
    span.of(document.text).strip_prefix("__").and_then(|rest| rest.strip_suffix("__"))
}

/// `init`, `my_name`.
fn may_be_name(inner: &str) -> bool {
    inner.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// What Python calls itself between two underscores; see "Special method names" and "Modules" in its reference.
const SPECIAL: [&str; 32] = [
    "all",
    "annotations",
    "bool",
    "call",
    "class",
    "contains",
    "del",
    "dict",
    "doc",
    "enter",
    "eq",
    "exit",
    "file",
    "future",
    "getattr",
    "getitem",
    "hash",
    "init",
    "iter",
    "len",
    "lt",
    "main",
    "module",
    "name",
    "new",
    "next",
    "package",
    "path",
    "repr",
    "slots",
    "str",
    "version",
];

/// A page, and how it writes bold words.
#[derive(Clone, Copy)]
struct Page<'p, 't> {
    document: &'p Document<'t>,
    /// With underscores, so that what looks like a name of Python is none.
    underscores: bool,
}

impl<'p, 't> Page<'p, 't> {
    fn new(document: &'p Document<'t>) -> Self {
        let mut inner = document.emphases.iter().filter_map(|span| underscored(document, *span));
        let underscores = inner.any(|inner| !may_be_name(inner));
        Page { document, underscores }
    }
}

fn row_of(from: Page<'_, '_>, to: Page<'_, '_>, row: &Row, out: &mut Vec<LiteralEmphasis>) {
    let (source, target) = (from.document, to.document);
    let (ours, theirs) = (extent(source, &row.source), extent(target, &row.target));
    let marks = inside(&target.literal_marks, theirs);
    if marks.is_empty() {
        return;
    }
    let mut runs = runs(target.text, marks);
    runs.retain(|run| !is_within_word(target.text, *run));
    drop_escaped_alone(target.text, &mut runs);
    let emphases = &meant(from, inside(&source.emphases, ours))[..];
    if runs.is_empty() || emphases.is_empty() {
        return;
    }
    let kept = &meant(to, inside(&target.emphases, theirs))[..];
    let usual = self::runs(source.text, inside(&source.literal_marks, ours)).len();
    // Emphasis of a kind that the source has more of: foreign words in italics do not make up for a lost bold one.
    let count = |document: &Document<'_>, spans: &[Span], strong: bool| {
        spans.iter().filter(|span| is_strong(span.of(document.text)) == strong).count()
    };
    let lacking = |strong: bool| count(source, emphases, strong).saturating_sub(count(target, kept, strong));
    let mut left = emphases.len().saturating_sub(kept.len());
    // Two marks that were escaped are no accident: nobody writes them as text. A single one may be just that.
    let tells = |run: &Span| {
        let marks = run.of(target.text).replace('\\', "");
        lacking(is_strong(&marks)) > 0 || (is_strong(&marks) && marks.len() < run.len())
    };
    // `**words*` is an asterisk and italics: a bold one that lost a mark.
    let surplus = count(target, kept, false) > count(source, emphases, false);
    let halved = |run: Span| {
        let mark = run.of(target.text);
        let touches = |span: &&Span| {
            let italics = span.of(target.text);
            italics.starts_with(mark) && !is_strong(italics) && (span.start == run.end || span.end == run.start)
        };
        kept.iter().find(touches).filter(|_| run.len() == 1 && surplus && lacking(true) > 0).copied()
    };
    let tells = |run: &Span| tells(run) || halved(*run).is_some();
    let told: Vec<Span> = if left == 0 { runs.into_iter().filter(tells).collect() } else { runs };
    if told.len() <= usual {
        return;
    }
    left = left.max(lacking(true)).max(lacking(false)).max(1);
    let mut at = 0;
    while at < told.len() && left > 0 {
        let (open, close) = (told[at], told.get(at + 1).copied());
        if let Some(italics) = halved(open) {
            let (span, mark) = (open.join(italics), open.of(target.text));
            // With other bold words beside it, its marks may be another's.
            let sure = count(target, kept, true) == 0;
            let mended = Mended { text: format!("{mark}{0}{mark}", italics.of(target.text)), sure };
            out.push(LiteralEmphasis {
                span,
                source: emphases[emphases.len().saturating_sub(left)],
                mended: Some(mended),
            });
            (at, left) = (at + 1, left - 1);
            continue;
        }
        let few = out.len() < MENDED.0;
        if let Some(mended) = few.then(|| parted(target, theirs, open, kept)).flatten() {
            let source = emphases[emphases.len().saturating_sub(left)];
            out.push(LiteralEmphasis { span: open, source, mended: Some(mended) });
            (at, left) = (at + 1, left - 1);
            continue;
        }
        let pair = close.filter(|close| close.of(target.text) == open.of(target.text));
        let span = pair.map_or(open, |close| open.join(close));
        let mended = pair.filter(|_| out.len() < MENDED.0).and_then(|close| mended(target, theirs, open, close));
        out.push(LiteralEmphasis { span, source: emphases[emphases.len().saturating_sub(left)], mended });
        at += if pair.is_some() { 2 } else { 1 };
        left -= 1;
    }
}

/// `_one__two_` was meant for two, and is read as one: the marks between them, parted by a space.
fn parted(target: &Document<'_>, extent: Span, run: Span, kept: &[Span]) -> Option<Mended> {
    let mark = &run.of(target.text)[..run.len() / 2];
    let holds = |span: &&Span| {
        let text = span.of(target.text);
        span.contains(run) && text.starts_with(mark) && text.ends_with(mark) && !is_strong(text)
    };
    if run.len() != 2
        || !is_strong(run.of(target.text))
        || extent.len() > MENDED.1
        || !kept.iter().any(|span| holds(&span))
    {
        return None;
    }
    let (before, after) = (Span { start: extent.start, end: run.start }, Span { start: run.end, end: extent.end });
    let text = format!("{mark} {mark}");
    let whole = format!("{}{text}{}", before.of(target.text), after.of(target.text));
    let works = emphasis_in(&whole) > emphasis_in(extent.of(target.text));
    works.then_some(Mended { text, sure: true })
}

/// `SESSION\_ID`: an escaped underscore within a name is no mark.
fn is_within_word(text: &str, run: Span) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, after) = (&text[..run.start as usize], &text[run.end as usize..]);
    run.of(text) == "\\_" && word(before.chars().next_back()) && word(after.chars().next())
}

/// One mark that was escaped by itself is text, and so is the one that it would open emphasis with: `\_(:3)_`.
fn drop_escaped_alone(text: &str, runs: &mut Vec<Span>) {
    for mark in ["\\_", "\\*"] {
        let mut escaped = (0..runs.len()).filter(|&at| runs[at].of(text) == mark);
        let (Some(open), None) = (escaped.next(), escaped.next()) else { continue };
        let closes = runs.get(open + 1).is_some_and(|close| close.of(text) == &mark[1..]);
        runs.drain(open..open + 1 + usize::from(closes));
    }
}

/// It begins with two marks of one kind.
fn is_strong(text: &str) -> bool {
    text.starts_with("**") || text.starts_with("__")
}

fn inside(spans: &[Span], extent: Span) -> &[Span] {
    let first = spans.partition_point(|span| span.start < extent.start);
    let len = spans[first..].partition_point(|span| span.start < extent.end);
    &spans[first..first + len]
}

/// Marks that follow each other, as one run; back-slashes between them too.
fn runs(text: &str, marks: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for mark in marks {
        match out.last_mut() {
            Some(last) if last.end == mark.start && text[last.range()].ends_with(&mark.of(text)[mark.len() - 1..]) => {
                *last = last.join(*mark);
            }
            _ => out.push(*mark),
        }
    }
    out
}

/// The first way of writing it that is read as emphasis.
fn mended(target: &Document<'_>, extent: Span, open: Span, close: Span) -> Option<Mended> {
    if extent.len() > MENDED.1 || open.end > close.start {
        return None;
    }
    let inner = Span { start: open.end, end: close.start }.of(target.text);
    let marks = open.of(target.text).replace('\\', "");
    let whole = open.join(close);
    let (before, after) =
        (Span { start: extent.start, end: whole.start }.of(target.text), Span { start: whole.end, end: extent.end });
    let after = after.of(target.text);
    let was = emphasis_in(extent.of(target.text));
    let works = |text: &str| emphasis_in(&format!("{before}{text}{after}")) > was;
    candidates(inner, &marks).into_iter().find(|candidate| works(&candidate.text))
}

fn candidates(inner: &str, marks: &str) -> Vec<Mended> {
    let stars = marks.replace('_', "*");
    let trimmed = inner.trim();
    let punctuation = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !"*_`[]()<>".contains(c);
    let body = trimmed.trim_end_matches(punctuation);
    let tail = &trimmed[body.len()..];
    let candidate = |text: String, sure: bool| Mended { text, sure };
    let mut out = vec![candidate(format!("{marks}{trimmed}{marks}"), true)];
    if stars != marks {
        out.push(candidate(format!("{stars}{trimmed}{stars}"), true));
    }
    if !body.is_empty() {
        // As little of it as will do: a bracket that closes belongs to its words.
        let cuts = tail.char_indices().rev().map(|(at, _)| tail.split_at(at));
        out.extend(cuts.map(|(kept, out)| candidate(format!("{stars}{body}{kept}{stars}{out}"), false)));
    }
    out.push(candidate(format!("{stars}{trimmed}{stars} "), false));
    out.push(candidate(format!(" {stars}{trimmed}{stars}"), false));
    out.push(candidate(format!(" {stars}{trimmed}{stars} "), false));
    out
}
