//! Words of the target that are indented so far that they are shown as code.

use super::Pair;
use super::align::Row;
use crate::doc::{Block, Kind};
use crate::text::{Edit, Span};

/// Words that are shown as code, and answer words of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndentedText {
    /// From the marker, if one stands alone above them, to the last word.
    pub span: Span,
    /// What they answer.
    pub source: Span,
    /// The marker of their item stands alone above them.
    pub marker: bool,
    /// Takes their indentation away, where they stand in no list.
    pub edits: Vec<Edit>,
}

/// The indented words of the target, where the source has a paragraph or an item.
#[must_use]
pub fn indented_texts(pair: &Pair<'_, '_>) -> Vec<IndentedText> {
    let text = pair.target.text;
    let read = |row: &Row| {
        let source = pair.source.blocks.get(row.source.start as usize).filter(|_| row.source.len() == 1)?;
        let block = pair.target.blocks.get(row.target.start as usize).filter(|_| row.target.len() == 1)?;
        if let Some(marker) = lone_marker(text, block).filter(|_| source.kind == Kind::Item) {
            let span = marker.join(block.span);
            return Some(IndentedText { span, source: source.span, marker: true, edits: Vec::new() });
        }
        let words = matches!(source.kind, Kind::Paragraph | Kind::Item) && is_indented(text, block);
        let edits = || if block.place.list == 0 { dedent(text, block.span) } else { Vec::new() };
        words.then(|| IndentedText { span: block.span, source: source.span, marker: false, edits: edits() })
    };
    pair.alignment.rows.iter().filter_map(read).collect()
}

/// Code by its indentation alone, in no quotation.
pub(super) fn is_indented(text: &str, block: &Block) -> bool {
    if block.kind != Kind::Code || !block.label.is_empty() || block.place.quote > 0 {
        return false;
    }
    let line = &text[line_start(text, block.span.start as usize)..];
    let words = line.trim_start_matches([' ', '\t']);
    let indent = &line[..line.len() - words.len()];
    (indent.len() >= 4 || indent.contains('\t')) && !words.starts_with("```") && !words.starts_with("~~~")
}

/// The list marker alone on the line above an indented code block.
pub(super) fn lone_marker(text: &str, block: &Block) -> Option<Span> {
    if block.kind != Kind::Code || block.place.list == 0 || !block.label.is_empty() {
        return None;
    }
    let before = text[..block.span.start as usize].trim_end();
    let marker = Span::new(line_start(text, before.len()), before.len()).trim(text);
    let word = marker.of(text);
    let number = word.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    (matches!(word, "*" | "-" | "+") || (number && word.len() > 1)).then_some(marker)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// Removes the white space that the lines begin with.
fn dedent(text: &str, span: Span) -> Vec<Edit> {
    let mut at = line_start(text, span.start as usize);
    let mut edits = Vec::new();
    for line in text[at..span.end as usize].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        edits.extend((indent > 0).then(|| Edit::replace(Span::new(at, at + indent), "")));
        at += line.len();
    }
    edits
}
