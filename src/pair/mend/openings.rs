//! Code fences that lost their beginning: their last line opens a block where it should close one.

use super::fences::{Fence, ROUNDS, are_whole, distance, fences, marks, prefix_of};
use super::{bare, lines, read_with};
use crate::doc::{Document, Mend, MendKind, Syntax};
use crate::text::Span;

/// Lines that the code may have more than its answer.
const SLACK: usize = 8;

/// The most pairs of marks and blocks of the source that one page is worth.
const WORK: usize = 100_000;

/// The page with the blocks of code begun that are begun in the source, if reading it so explains more.
pub(super) fn with_openings<'s>(
    source: &Document<'_>,
    page: &Document<'s>,
    syntax: Syntax<'_>,
) -> Option<Document<'s>> {
    let ours = fences(source);
    let mut mended: Option<Document<'s>> = None;
    for _ in 0..ROUNDS {
        let page = mended.as_ref().unwrap_or(page);
        let theirs = fences(page);
        if are_whole(&ours, &theirs) {
            break;
        }
        let Some(lost) = opening(page.text, &ours, &theirs) else { break };
        let better = read_with(page, syntax, [lost]);
        if distance(&ours, &fences(&better)) >= distance(&ours, &theirs) {
            break;
        }
        mended = Some(better);
    }
    mended
}

/// The line that opens the first block without one: bare marks below lines that are code in the source, which are read as
/// the beginning of a block, or as text of what they stand below.
fn opening(text: &str, ours: &[Fence<'_>], theirs: &[Fence<'_>]) -> Option<Mend> {
    let (mut from, mut left) = (0, WORK);
    let ends = theirs.iter().map(|fence| (fence.opener.end, fence.span.end)).chain([(text.len() as u32, 0)]);
    ends.into_iter().find_map(|(end, next)| {
        let part = Span { start: std::mem::replace(&mut from, next), end };
        let lines: Vec<(usize, &str)> = lines(text, part).collect();
        let is_bare = |line: &str| marks(line).is_some_and(|marks| marks.len() == line.len());
        let mut ends = (0..lines.len()).filter(|&at| is_bare(bare(lines[at].1)));
        ends.find_map(|at| {
            left = left.checked_sub(ours.len())?;
            begun(text, ours, &lines[..=at])
        })
    })
}

/// The line that opens the block which the last of `lines` should close, if those above it are code of the source.
fn begun(text: &str, ours: &[Fence<'_>], lines: &[(usize, &str)]) -> Option<Mend> {
    let ((end, last), above) = lines.split_last()?;
    let found = ours.iter().filter_map(|other| Some((code_above(above, other)?, other)));
    // Of equals, the first.
    let ((_, first), answer) = found.rev().max_by_key(|((surplus, _), _)| *surplus)?;
    let (at, line) = above[first];
    let opener = Span::new(at, at + line.len()).trim(text);
    let info = answer.opener.of(answer.page).trim_start_matches(['`', '~']);
    let prefix = prefix_of(text, Span::at(end + last.find(bare(last))?));
    let line = format!("{prefix}{}{info}\n", bare(last));
    Some(Mend { kind: MendKind::Opening, at: u32::try_from(at).ok()?, line, opener, source: answer.opener })
}

/// The last lines as code that the source has: how many more of them it has than it has not, and which is the first, about as
/// many lines up as it has lines and beginning as it does.
fn code_above(above: &[(usize, &str)], code: &Fence<'_>) -> Option<(usize, usize)> {
    let code: Vec<&str> = code.lines().map(|(_, line)| line).collect();
    let code = &code[code.iter().position(|line| !line.is_empty())?..];
    let tail = above.len().saturating_sub(code.len() + SLACK);
    let same = (tail..above.len()).filter(|&at| bare(above[at].1) == code[0]);
    let same = same.min_by_key(|at| (above.len() - at).abs_diff(code.len()));
    let level = above.len().checked_sub(code.len());
    [same, level].into_iter().flatten().find_map(|first| {
        let lines = || above[first..].iter().map(|(_, line)| bare(line)).filter(|line| !line.is_empty());
        let known = lines().filter(|line| code.contains(line)).count();
        let strange = lines().filter(|line| !code.contains(line) && !is_comment(line)).count();
        (known > strange).then(|| (known - strange, first))
    })
}

/// It begins with marks that few sentences begin with: its words may be translated.
fn is_comment(line: &str) -> bool {
    ["//", "#", "--", "/*", "*", "<!--", "%", ";"].iter().any(|mark| line.starts_with(mark))
}
