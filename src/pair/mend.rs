//! Code fences that lost their end, tables that lost their line of dashes, and lists that lost the empty line between HTML and
//! them: told from the source, and given back what they lost before anything is compared.
//!
//! A fence without its end swallows what follows, and every later fence may open where it should close. The page is
//! therefore read once more with the lost line put in its place; what is then wrong with it is wrong by itself.

use super::tables::cells;
use crate::doc::{Block, Document, Kind, Mend, MendKind, Syntax};
use crate::text::Span;

/// How many lost ends of one page are looked for.
const ROUNDS: usize = 4;
/// How often one page is read again in search of them.
const READINGS: usize = 12;

/// `page` with the fences closed that are closed in `source`, if reading it so explains more.
#[must_use]
pub fn mend<'s>(source: &Document<'_>, page: Document<'s>, syntax: Syntax<'_>) -> Document<'s> {
    mended(source, &page, syntax).unwrap_or(page)
}

/// The same; `None` if there is nothing to mend.
#[must_use]
pub fn mended<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
    let mut mended = with_fences(source, page, syntax);
    for give_back in [with_tables, with_lists] {
        mended = give_back(source, mended.as_ref().unwrap_or(page), syntax).or(mended);
    }
    mended
}

/// The page with the lists that HTML swallowed, where the source has more items.
fn with_lists<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
    let items = |page: &Document<'_>| page.blocks.iter().filter(|block| block.kind == Kind::Item).count();
    if items(source) < items(page) + LIST {
        return None;
    }
    let html = page.blocks.iter().filter(|block| block.kind == Kind::Html);
    with_lines(page, syntax, html.filter_map(|block| blank(source, page.text, block)).collect())
}

/// Items of the shortest list that is looked for.
const LIST: usize = 2;

/// The empty line above the list that ends a block of HTML, if a list of the source with as many items stands below one.
fn blank(source: &Document<'_>, text: &str, block: &Block) -> Option<Mend> {
    let lines = block.span.lines(text);
    let is_item = |line: &Span| {
        let line = bare(line.of(text));
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        ["* ", "- ", "+ "].iter().any(|mark| line.starts_with(mark))
            || rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
    };
    let first = lines.iter().position(is_item).filter(|at| *at > 0)?;
    let (opener, list) = (lines[first - 1], &lines[first..]);
    let count = list.iter().filter(|line| is_item(line)).count();
    let run = |at: usize| source.blocks[at..].iter().take_while(|block| block.kind == Kind::Item).count();
    let answer = (1..source.blocks.len()).find(|&at| source.blocks[at - 1].kind == Kind::Html && run(at) == count);
    let is_html = bare(opener.of(text)).ends_with('>') && !list.iter().any(|line| bare(line.of(text)).starts_with('<'));
    let source = source.blocks[answer.filter(|_| is_html && count >= LIST)?].span;
    let at = text[..list[0].start as usize].rfind('\n')? + 1;
    let (at, opener) = (u32::try_from(at).ok()?, opener.trim(text));
    Some(Mend { kind: MendKind::Blank, at, line: "\n".to_owned(), opener, source })
}

/// The page read with lines that it lost, if there are any.
fn with_lines<'s>(page: &Document<'s>, syntax: Syntax<'_>, lost: Vec<Mend>) -> Option<Document<'s>> {
    if lost.is_empty() {
        return None;
    }
    let mut mends = page.mends.clone();
    mends.extend(lost);
    mends.sort_by_key(|mend| mend.at);
    Some(Document::parse_mended(page.text, syntax, mends))
}

/// The page with the tables that lost their line of dashes, where the source has more tables.
fn with_tables<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
    const MOST: usize = 20;
    let headers = |page: &Document<'_>| page.rows.iter().filter(|row| row.number == row.header).count();
    let missing = headers(source).saturating_sub(headers(page)).min(MOST);
    if missing == 0 {
        return None;
    }
    let paragraphs = page.blocks.iter().filter(|block| block.kind == Kind::Paragraph);
    let lost = paragraphs.filter_map(|block| dashes(source, page.text, block)).take(missing);
    with_lines(page, syntax, lost.collect())
}

/// The line of dashes of a paragraph of nothing but rows, as wide as a table of the source.
fn dashes(source: &Document<'_>, text: &str, block: &Block) -> Option<Mend> {
    let rows = block.span.lines(text);
    let (header, second) = (rows.first()?, rows.get(1)?);
    let is_row = |row: &Span| bare(row.of(text)).starts_with('|') && bare(row.of(text)).ends_with('|');
    let width = cells(bare(header.of(text)));
    let is_even = rows.iter().all(|row| is_row(row) && cells(bare(row.of(text))) == width);
    let table = source.rows.iter().find(|row| row.number == row.header && row.cells == width);
    let at = text[..second.start as usize].rfind('\n')? + 1;
    let line = &text[at..second.end as usize];
    let prefix = &line[..line.find('|')?];
    let line = format!("{prefix}|{}\n", " --- |".repeat(width.into()));
    let (opener, source) = (header.trim(text), table.filter(|_| is_even && width > 1)?.span);
    Some(Mend { kind: MendKind::Dashes, at: u32::try_from(at).ok()?, line, opener, source })
}

fn with_fences<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
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
struct Fence<'s> {
    /// The page that it stands in.
    page: &'s str,
    /// The opening line, from its first mark.
    opener: Span,
    /// The lines between the fences.
    body: Span,
    /// It has an end of its own.
    closed: bool,
}

impl<'s> Fence<'s> {
    /// Start and text of each line between the fences, without indentation and quote marks.
    fn lines(&self) -> impl Iterator<Item = (usize, &'s str)> + use<'s> {
        self.body.of(self.page).split_inclusive('\n').scan(self.body.start as usize, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, bare(line)))
        })
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

/// A line without indentation and quote marks.
fn bare(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

fn fences<'s>(document: &Document<'s>) -> Vec<Fence<'s>> {
    let code = document.blocks.iter().filter(|block| block.kind == Kind::Code);
    code.filter_map(|block| fence(document, block)).collect()
}

fn fence<'s>(document: &Document<'s>, block: &Block) -> Option<Fence<'s>> {
    let text = block.span.of(document.text);
    let marks = marks(text)?;
    let (first, body) = text.split_once('\n').unwrap_or((text, ""));
    let start = block.span.start as usize;
    let opener = Span::new(start, start + first.trim_end().len());
    let lines = body.strip_suffix('\n').unwrap_or(body);
    let (before, last) = lines.split_at(lines.rfind('\n').map_or(0, |at| at + 1));
    let last = bare(last);
    let closed = last.len() >= marks.len() && last.bytes().all(|byte| byte == marks.as_bytes()[0]);
    let from = block.span.end as usize - body.len();
    let body = Span::new(from, from + if closed { before.len() } else { body.len() });
    let mended = document.mends.iter().any(|mend| mend.opener == opener);
    Some(Fence { page: document.text, opener, body, closed: closed || mended })
}

/// The back-ticks or tildes that a fenced block begins with.
fn marks(text: &str) -> Option<&str> {
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
        let before = self.distance(&theirs);
        if theirs.len() >= self.ours.len() && theirs.iter().all(|fence| fence.closed) {
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
                if self.distance(&fences(&better)) < before {
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
        let mut mends = page.mends.clone();
        let line = closing_line(page.text, fence.opener);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        mends.push(Mend { kind: MendKind::Fence, at, line, opener: fence.opener, source: answers.opener });
        mends.sort_by_key(|mend| mend.at);
        Document::parse_mended(page.text, self.syntax, mends)
    }

    /// How far the fences of a page are from the source's.
    fn distance(&self, theirs: &[Fence<'_>]) -> usize {
        let open = theirs.iter().filter(|fence| !fence.closed).count();
        self.ours.len().abs_diff(theirs.len()) + 2 * open
    }
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
    let start = text[..opener.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let prefix = text[start..opener.start as usize].chars();
    let prefix: String = prefix.map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect();
    format!("{prefix}{}\n", marks(opener.of(text)).unwrap_or("```"))
}
