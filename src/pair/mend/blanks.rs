//! Lists that lost the empty line between HTML and them, and are HTML themselves.

use super::{bare, with_lines};
use crate::doc::{Block, Document, Kind, Mend, MendKind, Syntax};
use crate::text::Span;

/// The page with the lists that HTML swallowed, where the source has more items.
pub(super) fn with_blanks<'s>(source: &Document<'_>, page: &Document<'s>, syntax: Syntax<'_>) -> Option<Document<'s>> {
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
