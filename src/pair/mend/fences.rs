//! Code fences that lost their end.
//!
//! A fence without its end swallows what follows, and every later fence may open where it should close. The page is
//! therefore read once more with the lost line put in its place; what is then wrong with it is wrong by itself.

use rustc_hash::FxHashMap;

use super::{bare, lines, read_with};
use crate::doc::{Block, Document, Kind, Mend, MendKind, Syntax};
use crate::text::Span;

/// How many lost ends of one page are looked for.
pub(super) const ROUNDS: usize = 4;
/// How often one page is read again in search of them.
const READINGS: usize = 12;

/// The page with the fences closed that are closed in the source, if reading it so explains more.
pub(super) fn with_fences<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
    let ours = fences(source);
    if ours.is_empty() || !ours.iter().all(|fence| fence.closed) {
        return None;
    }
    let mut search = Search { ours, syntax, readings: READINGS };
    let mut mended = None;
    for _ in 0..ROUNDS {
        match search.closed_once_more(mended.as_ref().unwrap_or(page)) {
            Some(better) => mended = Some(better),
            None => break,
        }
    }
    mended
}

/// One fenced code block.
#[derive(Debug)]
pub(super) struct Fence<'s> {
    /// The page that it stands in.
    pub page: &'s str,
    /// All of it.
    pub span: Span,
    /// The opening line, from its first mark.
    pub opener: Span,
    /// The lines between the fences.
    body: Span,
    /// It has an end of its own.
    pub closed: bool,
}

impl<'s> Fence<'s> {
    /// Start and text of each line between the fences, without indentation and quote marks.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &'s str)> + use<'s> {
        lines(self.page, self.body).map(|(start, line)| (start, bare(line)))
    }

    /// Where the line after the last one that says something starts.
    fn end(&self) -> usize {
        let last = self.lines().filter(|(_, line)| !line.is_empty()).last();
        let last = last.map_or(self.opener.start as usize, |(start, _)| start);
        self.page[last..].find('\n').map_or(self.page.len(), |len| last + len + 1)
    }

    /// One of its lines might open a fence by itself.
    fn holds_marks(&self) -> bool {
        self.lines().any(|(_, line)| marks(line).is_some())
    }
}

pub(super) fn fences<'s>(document: &Document<'s>) -> Vec<Fence<'s>> {
    let code = document.blocks.iter().filter(|block| block.kind == Kind::Code);
    code.filter_map(|block| fence(document, block)).collect()
}

fn fence<'s>(document: &Document<'s>, block: &Block) -> Option<Fence<'s>> {
    let text = block.span.of(document.text);
    // The line that opens it may be one that the page lost.
    let is_it = |mend: &&Mend| mend.kind == MendKind::Opening && mend.opener.start == block.span.start;
    let begun = document.mends.iter().find(is_it);
    let marks = marks(begun.map_or(text, |mend| bare(&mend.line)))?;
    let (first, body) = if begun.is_some() { ("", text) } else { text.split_once('\n').unwrap_or((text, "")) };
    let start = block.span.start as usize;
    let opener = begun.map_or(Span::new(start, start + first.trim_end().len()), |mend| mend.opener);
    let lines = body.strip_suffix('\n').unwrap_or(body);
    let (before, last) = lines.split_at(lines.rfind('\n').map_or(0, |at| at + 1));
    let last = bare(last);
    let closed = last.len() >= marks.len() && last.bytes().all(|byte| byte == marks.as_bytes()[0]);
    let from = block.span.end as usize - body.len();
    let body = Span::new(from, from + if closed { before.len() } else { body.len() });
    let is_mended = |mend: &Mend| mend.kind == MendKind::Fence && mend.opener == opener;
    let closed = closed || document.mends.iter().any(is_mended);
    Some(Fence { page: document.text, span: block.span, opener, body, closed })
}

/// The back-ticks or tildes that a fenced block begins with.
pub(super) fn marks(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.len() - text.trim_start_matches(mark).len();
    (length >= 3).then(|| &text[..length])
}

struct Search<'s, 'd> {
    ours: Vec<Fence<'s>>,
    syntax: Syntax<'d>,
    readings: usize,
}

impl Search<'_, '_> {
    /// The page with one more fence closed, if that brings it nearer to the source.
    fn closed_once_more<'t>(&mut self, page: &Document<'t>) -> Option<Document<'t>> {
        let theirs = fences(page);
        let before = distance(&self.ours, &theirs);
        if are_whole(&self.ours, &theirs) {
            return None;
        }
        if let Some(stray) = self.stray(page.text, &theirs) {
            self.readings = self.readings.checked_sub(1)?;
            return Some(self.read(page, stray, &self.ours[self.ours.len() - 1], stray.body.start as usize));
        }
        // Each closing line has its opening one: with one more, some fence would stay open.
        if theirs.iter().all(|fence| fence.closed && !fence.holds_marks()) {
            return None;
        }
        let mut from = 0;
        for (at, fence) in theirs.iter().enumerate() {
            let answers = self.answer(fence, at, from)?;
            from = answers + 1;
            for line in cuts(fence, &self.ours[answers]) {
                self.readings = self.readings.checked_sub(1)?;
                let better = self.read(page, fence, &self.ours[answers], line);
                if distance(&self.ours, &fences(&better)) < before {
                    return Some(better);
                }
            }
        }
        None
    }

    /// The last fence, where it is one too many, has no end and opens right behind the end of the one before.
    fn stray<'f, 't>(&self, text: &str, theirs: &'f [Fence<'t>]) -> Option<&'f Fence<'t>> {
        let [before @ .., last] = theirs else { return None };
        let previous = before.last()?;
        // Between the two stands the line that closes the first.
        let between = text.get(previous.body.end as usize..last.opener.start as usize)?;
        let closes = between.trim().bytes().all(|byte| byte == b'`' || byte == b'~');
        let is_bare = last.opener.of(text).bytes().all(|byte| byte == b'`' || byte == b'~');
        let one_more = theirs.len() == self.ours.len() + 1 && before.iter().all(|fence| fence.closed);
        (one_more && !last.closed && closes && is_bare).then_some(last)
    }

    /// The fence of the source from `from` on that the one at `at` answers, by its first lines of code, which many samples
    /// of a page have in common, else by its place.
    fn answer(&self, fence: &Fence<'_>, at: usize, from: usize) -> Option<usize> {
        let alike = (from..self.ours.len()).map(|other| (common_lines(fence, &self.ours[other]), other));
        let best =
            alike.filter(|(lines, _)| *lines > 0).max_by_key(|(lines, other)| (*lines, std::cmp::Reverse(*other)));
        best.map(|(_, other)| other).or((at < self.ours.len()).then_some(at))
    }

    fn read<'t>(&self, page: &Document<'t>, fence: &Fence<'_>, answers: &Fence<'_>, at: usize) -> Document<'t> {
        let line = closing_line(page.text, fence.opener);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let lost = Mend { kind: MendKind::Fence, at, line, opener: fence.opener, source: answers.opener };
        read_with(page, self.syntax, [lost])
    }
}

/// The page has as many blocks as the source, or more, and each has an end.
pub(super) fn are_whole(ours: &[Fence<'_>], theirs: &[Fence<'_>]) -> bool {
    theirs.len() >= ours.len() && theirs.iter().all(|fence| fence.closed)
}

/// How far the fences of a page are from the source's.
pub(super) fn distance(ours: &[Fence<'_>], theirs: &[Fence<'_>]) -> usize {
    let open = theirs.iter().filter(|fence| !fence.closed).count();
    ours.len().abs_diff(theirs.len()) + 2 * open
}

/// How far the code of a page is from the source's: the [`distance`], and how many lines only one of them has as code.
pub(super) fn distance_and_strange_lines(source: &Document<'_>, page: &Document<'_>) -> (usize, usize) {
    let (ours, theirs) = (fences(source), fences(page));
    let mut surplus: FxHashMap<&str, isize> = FxHashMap::default();
    code_of(&ours).for_each(|line| *surplus.entry(line).or_default() += 1);
    code_of(&theirs).for_each(|line| *surplus.entry(line).or_default() -= 1);
    (distance(&ours, &theirs), surplus.values().map(|count| count.unsigned_abs()).sum())
}

/// The lines of all blocks that say something.
fn code_of<'f, 's>(fences: &'f [Fence<'s>]) -> impl Iterator<Item = &'s str> + use<'f, 's> {
    fences.iter().flat_map(Fence::lines).map(|(_, line)| line).filter(|line| !line.is_empty())
}

/// How many of the first lines that say something are the same.
fn common_lines(a: &Fence<'_>, b: &Fence<'_>) -> usize {
    let telling = |(_, line): &(usize, &str)| !line.is_empty();
    a.lines()
        .filter(telling)
        .zip(b.lines().filter(telling))
        .take_while(|((_, ours), (_, theirs))| ours == theirs)
        .count()
}

/// How many lines a block may have more or less than its answer.
const SLACK: usize = 2;

/// Where a fence may have ended: after as many lines as its answer has, before a line that opens another fence, at a
/// blank line.
fn cuts(fence: &Fence<'_>, answers: &Fence<'_>) -> Vec<usize> {
    let (lines, theirs): (Vec<_>, Vec<_>) = (fence.lines().collect(), answers.lines().collect());
    let line = |at: usize| lines.get(at).map(|(start, _)| *start);
    let opens = lines.iter().position(|(_, text)| marks(text).is_some());
    // The blank line before the next fence stays outside.
    let opens = opens.map(|at| lines[..at].iter().rposition(|(_, text)| !text.is_empty()).map_or(at, |last| last + 1));
    let blank = lines.iter().position(|(_, text)| text.is_empty());
    let mut out = Vec::new();
    let count = theirs.len();
    match lines.len().cmp(&count) {
        std::cmp::Ordering::Greater => {
            // Where code is parted by as many blank lines as its answer is, the next blank line is its end.
            let inside = theirs.iter().filter(|(_, text)| text.is_empty()).count();
            let blanks = (0..lines.len()).filter(|&at| lines[at].1.is_empty());
            out.extend(blanks.into_iter().nth(inside).filter(|at| at.abs_diff(count) <= SLACK).and_then(line));
            out.extend(line(count));
        }
        _ if !fence.closed => out.push(fence.end()),
        _ => {}
    }
    out.extend(opens.and_then(line));
    out.extend(blank.and_then(line));
    out.dedup();
    out
}

/// The line that closes the fence that opens at `opener`: the same marks, as deep in lists and quotes.
fn closing_line(text: &str, opener: Span) -> String {
    format!("{}{}\n", prefix_of(text, opener), marks(opener.of(text)).unwrap_or("```"))
}

/// What stands in a line before the marks at `opener`: blanks, and the marks of quotes.
pub(super) fn prefix_of(text: &str, opener: Span) -> String {
    let start = text[..opener.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let prefix = text[start..opener.start as usize].chars();
    prefix.map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
}
