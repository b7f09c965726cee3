//! Headings that answer each other on different levels, and headings that came or went with a mark.

use rustc_hash::FxHashSet;

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Block, Document, Generator, Kind, explicit};
use crate::pair::{HeadingIds, Pair, Row, have_in_common, is_titled, likeness};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct HeadingLevel;

static META: RuleMeta = RuleMeta {
    id: "heading-level",
    group: Group::Structure,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/heading-level.md"),
};

impl Rule for HeadingLevel {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair().filter(|pair| !pair.is_apart()) else { return };
        // A subtree that sank or rose as a whole is one fault.
        let levels = if is_shifted_whole(pair) { Vec::new() } else { levels(pair) };
        for run in levels.chunk_by(|a, b| a.shift() == b.shift()).filter(|run| run[0].shift() != 0) {
            out.report(shifted(pair, run));
        }
        answers(pair).filter_map(|(at, a, b)| marked(pair, at, a, b)).for_each(|finding| out.report(finding));
    }
}

/// All headings of the page stand as many levels higher or deeper than the source's: its outline is the same.
fn is_shifted_whole(pair: &Pair<'_, '_>) -> bool {
    const LEAST: usize = 2;
    let pairs = pair.alignment.rows.iter().filter_map(|row| match blocks(pair, row) {
        ([a], [b]) => Levels::new(a, b),
        _ => None,
    });
    let shifts: Vec<i16> = pairs.map(|levels| levels.shift()).collect();
    shifts.len() >= LEAST && shifts[0] != 0 && shifts.iter().all(|shift| *shift == shifts[0])
}

/// Rows of blocks that answer each other, one for one and in place.
fn answers<'a>(pair: &'a Pair<'a, 'a>) -> impl Iterator<Item = (usize, &'a Block, &'a Block)> {
    // Headings whose ids have nothing in common most likely are two sections that were written apart.
    let apart: FxHashSet<u32> = pair.heading_ids.iter().filter(|ids| are_apart(ids)).map(|ids| ids.target).collect();
    let rows = pair.alignment.rows.iter().enumerate();
    let rows = rows.filter(move |(_, row)| !row.moved && !apart.contains(&row.target.start));
    rows.filter_map(|(at, row)| match blocks(pair, row) {
        ([a], [b]) => Some((at, a, b)),
        _ => None,
    })
}

/// Headings that surely answer each other: with one id, or with something else in common or in their order among as
/// many. Where another heading beside them has no counterpart, or both have ids and not the same, nobody knows; below or
/// beside a heading of the translation's own, what is on another level is so on purpose.
fn levels<'a>(pair: &'a Pair<'a, 'a>) -> Vec<Levels<'a>> {
    let sections: Vec<&[Row]> = pair.alignment.rows.chunk_by(|_, next| next.moved || !is_heading(pair, next)).collect();
    let (mut out, mut first) = (Vec::new(), 0);
    for (at, section) in sections.iter().enumerate() {
        let row = first;
        first += section.len();
        let ([a], [b]) = blocks(pair, &section[0]) else { continue };
        let Some(mut levels) = Levels::new(a, b).filter(|_| !section[0].moved) else { continue };
        if levels.shift() == 0 {
            out.push(levels);
            continue;
        }
        let (ours, theirs) = (section[0].source.start, section[0].target.start);
        if is_only_title(pair, theirs)
            || follows_own_outline(pair, theirs)
            || follows_lost_outline(pair, ours)
            || are_numbered_apart(pair, a, b)
        {
            continue;
        }
        // An id that is written in the translation is the one that the source's heading has or gets by its words.
        let theirs = explicit(pair.target, b);
        let slugs = pair.source.slugs(Generator::Github);
        let same_id =
            !theirs.is_empty() && slugs.of_block(section[0].source.start).any(|id| theirs.contains(&id.name.as_str()));
        let other_id = !theirs.is_empty() && !same_id;
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| sections.get(at));
        let alone = |section: &&[Row]| is_heading(pair, &section[0]) && is_alone(&section[0]);
        let whole = || !section.iter().any(is_alone);
        let told = || shares(pair, section) || whole() && is_among_as_many(pair, &sections, at);
        let sure = || same_id || (!beside.clone().any(alone) && told() && !pair.are_of_other_sections(row));
        if !other_id && sure() {
            levels.confirmed = same_id || whole() || have_in_common((pair.source, a), (pair.target, b));
            out.push(levels);
        }
    }
    out
}

/// The page begins with it, as a title does, and the source's page has none on that level: the translation is right.
fn is_only_title(pair: &Pair<'_, '_>, heading: u32) -> bool {
    let is_title = |block: &Block| block.kind == Kind::Heading(1);
    let is_first =
        |at: u32| !pair.target.blocks[..at as usize].iter().any(|block| matches!(block.kind, Kind::Heading(_)));
    is_title(&pair.target.blocks[heading as usize]) && is_first(heading) && !pair.source.blocks.iter().any(is_title)
}

/// The heading above this one, which it is below or beside, is one that only the target has, or it sank below one that did so
/// itself: what is on another level there is so on purpose.
fn follows_own_outline(pair: &Pair<'_, '_>, heading: u32) -> bool {
    let row = |at: u32| pair.alignment.rows.iter().find(|row| row.target.contains(&at));
    let is_own = |at: u32| row(at).is_some_and(|row| row.source.is_empty());
    let level = |page: &Document<'_>, at: u32| match page.blocks[at as usize].kind {
        Kind::Heading(level) => i16::from(level),
        _ => 0,
    };
    let shift = |at: u32| Some(level(pair.target, at) - level(pair.source, row(at)?.source.clone().next()?));
    let beside = heading_above(pair.target, heading, |above, own| above <= own);
    let mut over = heading_above(pair.target, heading, |above, own| above < own);
    if beside.is_some_and(is_own) {
        return true;
    }
    while let Some(at) = over {
        if is_own(at) {
            return true;
        }
        over = heading_above(pair.target, at, |above, own| above < own).filter(|_| shift(at) == shift(heading));
    }
    false
}

/// The heading above the source's, which it is below, is gone: what stood below it rose with the rest.
fn follows_lost_outline(pair: &Pair<'_, '_>, heading: u32) -> bool {
    let above = heading_above(pair.source, heading, |above, own| above < own);
    above.is_some_and(|above| pair.alignment.rows.iter().any(|row| row.target.is_empty() && row.source.start == above))
}

/// The nearest heading above one whose level, beside that one's, is as asked.
fn heading_above(page: &Document<'_>, heading: u32, asked: impl Fn(u8, u8) -> bool) -> Option<u32> {
    let level = |at: u32| match page.blocks[at as usize].kind {
        Kind::Heading(level) => Some(level),
        _ => None,
    };
    let own = level(heading)?;
    (0..heading).rev().find(|at| level(*at).is_some_and(|above| asked(above, own)))
}

/// Both are numbered, and not on the same level: `5.4.1` and `6.3` are sections of two outlines.
fn are_numbered_apart(pair: &Pair<'_, '_>, a: &Block, b: &Block) -> bool {
    let depth = |page: &Document<'_>, block: &Block| {
        let title = block.content.of(page.text).trim_start_matches(['*', ' ']);
        let number = title.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
        number.trim_end_matches('.').split('.').filter(|part| !part.is_empty()).count()
    };
    let (ours, theirs) = (depth(pair.source, a), depth(pair.target, b));
    ours > 0 && theirs > 0 && ours != theirs
}

fn is_alone(row: &Row) -> bool {
    row.source.is_empty() || row.target.is_empty()
}

/// One of the two sides is a heading.
fn is_heading(pair: &Pair<'_, '_>, row: &Row) -> bool {
    let (ours, theirs) = blocks(pair, row);
    ours.iter().chain(theirs).any(|block| matches!(block.kind, Kind::Heading(_)))
}

/// Of the two headings and the blocks below them that answer each other, and that hold what a translation keeps, a third
/// or more have something in common.
fn shares(pair: &Pair<'_, '_>, section: &[Row]) -> bool {
    let (mut common, mut apart) = (0, 0);
    for row in section {
        let ([a], [b]) = blocks(pair, row) else { continue };
        if have_in_common((pair.source, a), (pair.target, b)) {
            common += 1;
        } else if have_in_common((pair.source, a), (pair.source, a)) {
            apart += 1;
        }
    }
    common > 0 && 2 * common >= apart
}

/// Between the headings above and below that close the part of the page which both headings are in, every heading has
/// its counterpart.
fn is_among_as_many(pair: &Pair<'_, '_>, sections: &[&[Row]], at: usize) -> bool {
    let heading = |at: usize| match blocks(pair, &sections[at][0]) {
        ([a], [b]) => Levels::new(a, b),
        _ => None,
    };
    let Some(own) = heading(at) else { return false };
    let level = own.expected.min(own.found);
    let encloses = |at: &usize| heading(*at).is_some_and(|other| other.shift() == 0 && other.expected < level);
    let first = (0..at).rev().find(encloses).unwrap_or_default();
    let end = (at + 1..sections.len()).find(encloses).unwrap_or(sections.len());
    (first..end).all(|at| !is_heading(pair, &sections[at][0]) || heading(at).is_some())
}

fn are_apart(ids: &HeadingIds) -> bool {
    let like = |id: &String| ids.found.iter().any(|found| likeness(id, found) >= 500);
    !ids.expected.is_empty() && !ids.found.is_empty() && !ids.expected.iter().any(like)
}

/// Two headings that answer each other, and their levels.
struct Levels<'a> {
    source: &'a Block,
    target: &'a Block,
    expected: u8,
    found: u8,
    /// What stands in the two sections says so too, not their place alone.
    confirmed: bool,
}

impl<'a> Levels<'a> {
    fn new(source: &'a Block, target: &'a Block) -> Option<Levels<'a>> {
        match (source.kind, target.kind) {
            (Kind::Heading(expected), Kind::Heading(found)) => {
                Some(Levels { source, target, expected, found, confirmed: false })
            }
            _ => None,
        }
    }

    fn shift(&self) -> i16 {
        i16::from(self.found) - i16::from(self.expected)
    }
}

fn shifted(pair: &Pair<'_, '_>, run: &[Levels<'_>]) -> Diagnostic {
    let first = &run[0];
    let count = u32::try_from(run.len() - 1).unwrap_or(u32::MAX);
    let message = Message::new(META.id)
        .text("expected", first.expected.to_string())
        .text("found", first.found.to_string())
        .count("count", count);
    let edits: Option<Vec<Vec<Edit>>> =
        run.iter().map(|one| relevel(pair.target.text, one).filter(|_| one.confirmed)).collect();
    Diagnostic::new(META.id, first.target.span, message)
        .source(first.source.span)
        .expected("#".repeat(first.expected.into()))
        .found("#".repeat(first.found.into()))
        .fix(edits.map(|edits| Fix::safe(edits.concat())))
}

/// The edits that give a heading the source's level; none for an underlined heading of several lines.
fn relevel(text: &str, heading: &Levels<'_>) -> Option<Vec<Edit>> {
    let (whole, words) = (heading.target.span, heading.target.content);
    let marks = "#".repeat(heading.expected.into());
    let written = whole.of(text);
    let opening = written.len() - written.trim_start_matches('#').len();
    if opening > 0 {
        let mut edits = vec![Edit::replace(Span::new(whole.start as usize, whole.start as usize + opening), &*marks)];
        let closing = written.len() - written.trim_end_matches('#').len();
        if closing > 0 && closing == opening && whole.end as usize - closing >= words.end as usize {
            edits.push(Edit::replace(Span::new(whole.end as usize - closing, whole.end as usize), marks));
        }
        return Some(edits);
    }
    let break_at = written.find('\n').filter(|&at| !written[at + 1..].contains('\n'))?;
    let underline = Span::new(whole.start as usize + break_at + 1, whole.end as usize);
    let line = underline.of(text);
    match heading.expected {
        1 => Some(vec![Edit::replace(underline, line.replace('-', "="))]),
        2 => Some(vec![Edit::replace(underline, line.replace('=', "-"))]),
        _ => {
            let from = whole.start as usize + written[..break_at].trim_end().len();
            let gone = Span::new(from, whole.end as usize);
            Some(vec![Edit::replace(Span::at(whole.start as usize), format!("{marks} ")), Edit::replace(gone, "")])
        }
    }
}

/// What stands right before and behind the heading of row `at` has its counterpart: nothing else can be meant.
fn is_between_answers(pair: &Pair<'_, '_>, at: usize) -> bool {
    let answered = |row: &Row| !is_alone(row) && !row.moved;
    let rows = &pair.alignment.rows;
    at.checked_sub(1).is_none_or(|before| answered(&rows[before])) && rows.get(at + 1).is_none_or(answered)
}

/// One short line of words, and no sentence: a heading without any marks.
fn reads_as_title(text: &str) -> bool {
    const LONGEST: usize = 80;
    let words = text.split(" {").next().unwrap_or(text).trim();
    let begins = words.starts_with(|c: char| c.is_alphanumeric() || "`\"'¿¡«「".contains(c));
    let ends = words.ends_with(|c: char| c.is_alphanumeric() || "`\"'?!»」)）".contains(c));
    !text.contains('\n') && words.chars().count() <= LONGEST && begins && ends
}

/// `##Words`: no heading, for want of a space; `**Words**`: none either, for all its looks. `- # Words` for
/// ``- `# Words` ``: a heading that should be none.
fn marked(pair: &Pair<'_, '_>, at: usize, source: &Block, target: &Block) -> Option<Diagnostic> {
    let text = pair.target.text;
    let new = |id| Diagnostic::new(META.id, target.span, Message::new(id)).source(source.span);
    match (source.kind, target.kind) {
        (Kind::Heading(level), Kind::Paragraph) => {
            let line = target.span.of(text).lines().next().unwrap_or_default();
            let length = line.len() - line.trim_start_matches(['#', '＃']).len();
            if length == 0 && !is_between_answers(pair, at) {
                return None;
            }
            if length == 0 && reads_as_title(target.span.of(text)) {
                let edit =
                    Edit::replace(Span::at(target.span.start as usize), format!("{} ", "#".repeat(level.into())));
                return Some(new("heading-level-plain").fix(Fix::suggest(vec![edit])));
            }
            if !is_titled(target.span.of(text)) {
                return None;
            }
            if length == 0 {
                let edit =
                    Edit::replace(target.span, format!("{} {}", "#".repeat(level.into()), &line[2..line.len() - 2]));
                return Some(new("heading-level-bold").fix(Fix::suggest(vec![edit])));
            }
            let marks = Span::new(target.span.start as usize, target.span.start as usize + length);
            let space = if line[length..].starts_with(' ') { "" } else { " " };
            let edit = Edit::replace(marks, format!("{}{space}", "#".repeat(level.into())));
            Some(new("heading-level-lost").fix(Fix::safe(vec![edit])))
        }
        // What lost its marks there is why the item is a heading now.
        (Kind::Item, Kind::Heading(_)) if target.place.list > 0 => {
            Some(new("heading-level-stray").claim(Claim::Region(target.span)))
        }
        _ => None,
    }
}
