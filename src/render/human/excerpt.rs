//! The part of an excerpt that is worth showing: few lines, cut to the width of the terminal around what is meant,
//! hidden characters replaced. Knows nothing of frames.

use std::ops::Range;

use crate::render::visible::{END_ISOLATE, ISOLATE, cells, has_rtl, same_columns};
use crate::report::Excerpt;

/// Lines shown of one excerpt.
const MAX_LINES: usize = 3;
/// Cells for line number, frame and the arrow of a range over several lines, and for two ellipses.
const MARGIN: usize = 16;

/// Lines ready to be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snippet {
    /// The number of the first line.
    pub(super) first_line: usize,
    /// The lines, each with its line feed.
    pub(super) text: String,
    /// What is meant, in bytes of `text`.
    pub(super) mark: Range<usize>,
    /// Lines of the text.
    pub(super) lines: usize,
    /// Lines of what is meant that are not shown.
    pub(super) left_out: usize,
}

impl Snippet {
    /// The lines of `excerpt` that its span touches, for a terminal of `width` columns.
    pub(super) fn new(excerpt: &Excerpt, width: usize) -> Self {
        let text = excerpt.text.as_str();
        let span = excerpt.span.range();
        let span = if text.get(span.clone()).is_some() { span } else { 0..0 };
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let skipped = text[..start].matches('\n').count();
        let touched = 1 + text[span.clone()].trim_end_matches('\n').matches('\n').count();
        let mut snippet = Self {
            first_line: excerpt.first_line as usize + skipped,
            text: String::new(),
            mark: 0..0,
            lines: touched.min(MAX_LINES),
            left_out: touched.saturating_sub(MAX_LINES) + excerpt.left_out as usize,
        };
        let mut at = start;
        for line in text[start..].split('\n').take(snippet.lines) {
            let mark = span.start.saturating_sub(at).min(line.len())..span.end.saturating_sub(at).min(line.len());
            snippet.push(line, mark, width.saturating_sub(MARGIN).max(20), at == start);
            at += line.len() + 1;
        }
        snippet
    }

    fn push(&mut self, line: &str, mark: Range<usize>, width: usize, is_first: bool) {
        let window = window(line, &mark, width);
        let isolate = has_rtl(&line[window.clone()]);
        self.text.extend(isolate.then_some(ISOLATE));
        self.text.extend((window.start > 0).then_some('…'));
        let shown = same_columns(&line[window.clone()]);
        // Bytes differ, columns do not.
        let place = |at: usize| {
            let columns = line[window.start..at.min(window.end)].chars().count();
            self.text.len() + shown.char_indices().nth(columns).map_or(shown.len(), |(at, _)| at)
        };
        let (start, end) = (place(mark.start), place(mark.end));
        self.mark = if is_first { start..end } else { self.mark.start..end };
        self.text.push_str(&shown);
        self.text.extend((window.end < line.len()).then_some('…'));
        self.text.extend(isolate.then_some(END_ISOLATE));
        self.text.push('\n');
    }
}

/// The bytes of `line` that fit in `width` cells, with the start of `mark` among them and as much as can be around it.
/// Looks at no more of a long line than it returns.
fn window(line: &str, mark: &Range<usize>, width: usize) -> Range<usize> {
    let (end, _) = forward(line, 0, width);
    if end == line.len() {
        return 0..end;
    }
    let (_, marked) = forward(&line[..mark.end], mark.start, width * 3 / 4);
    let (_, before) = backward(line, mark.start, (width - marked) / 2);
    let (end, after) = forward(line, mark.start, width - before);
    let (start, _) = backward(line, mark.start, width - after);
    start..end
}

fn forward(line: &str, from: usize, budget: usize) -> (usize, usize) {
    walk(line[from..].chars(), budget, |bytes| from + bytes)
}

fn backward(line: &str, from: usize, budget: usize) -> (usize, usize) {
    walk(line[..from].chars().rev(), budget, |bytes| from - bytes)
}

/// Where a walk over `chars` stops when `budget` cells are used up, and how many are.
fn walk(chars: impl Iterator<Item = char>, budget: usize, place: impl Fn(usize) -> usize) -> (usize, usize) {
    let (mut bytes, mut used) = (0, 0);
    for c in chars {
        if used + cells(c) > budget {
            break;
        }
        used += cells(c);
        bytes += c.len_utf8();
    }
    (place(bytes), used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn snippet(text: &str, span: Range<usize>, width: usize) -> Snippet {
        let span = Span::new(span.start, span.end);
        Snippet::new(&Excerpt { first_line: 7, left_out: 0, start: 0, text: text.to_owned(), span }, width)
    }

    #[track_caller]
    fn shows(text: &str, marked: &str, expected: &str) {
        let at = text.find(marked).expect("the marked text is in the text");
        let snippet = snippet(text, at..at + marked.len(), MARGIN + 20);
        let mark = snippet.mark.clone();
        let (head, tail) = (&snippet.text[..mark.start], &snippet.text[mark.end..]);
        assert_eq!(format!("{head}<{}>{tail}", &snippet.text[mark]), format!("{expected}\n"));
    }

    #[test]
    fn long_lines_are_cut_around_what_is_meant() {
        shows("short line", "line", "short <line>");
        shows("0123456789 the MARK and what follows it", "MARK", "…789 the <MARK> and wha…");
        shows("MARK at the start of a long line", "MARK", "<MARK> at the start of…");
        shows("a long line with, at its end, the MARK", "MARK", "…at its end, the <MARK>");
        shows(
            "a line and LONGLONGLONGLONGLONGLONGLONG end",
            "LONGLONGLONGLONGLONGLONGLONG",
            "…d <LONGLONGLONGLONGLO>…",
        );
    }

    #[test]
    fn wide_characters_count_twice() {
        shows("漢字漢字漢字漢字漢字MARK漢字漢字漢字", "MARK", "…漢字漢字<MARK>漢字漢字…");
    }

    #[test]
    fn only_touched_lines_are_shown_and_at_most_three() {
        let text = "zero\none\ntwo\nthree\nfour\nfive";
        let of_one = snippet(text, 5..8, 80);
        assert_eq!((of_one.first_line, of_one.text.as_str(), of_one.left_out), (8, "one\n", 0));
        let of_many = snippet(text, 5..text.len(), 80);
        assert_eq!((of_many.first_line, of_many.text.as_str(), of_many.left_out), (8, "one\ntwo\nthree\n", 2));
        assert_eq!(of_many.mark, 0..13);
    }

    #[test]
    fn spans_at_the_end_and_outside_are_harmless() {
        assert_eq!(snippet("", 0..0, 80).text, "\n");
        assert_eq!(snippet("ab", 2..2, 80).mark, 2..2);
        assert_eq!(snippet("ab\ncd", 0..3, 80).text, "ab\n");
        assert_eq!(snippet("å", 1..9, 80).mark, 0..0);
    }
}
