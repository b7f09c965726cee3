//! Code whose marks were made those of print.

use super::{CodeChange, CodeDifference, comment_mark};
use crate::doc::{Block, Document};
use crate::text::Span;

/// Where a line says what the source's says, but with marks of print in the place of those that a machine reads: curly
/// quotation marks, a dash for two hyphens, the wide punctuation of Chinese and Japanese.
#[must_use]
pub fn printed_line(
    (source, a): (&Document<'_>, &Block),
    (target, b): (&Document<'_>, &Block),
) -> Option<CodeDifference> {
    if target.text[b.content.range()].is_ascii() {
        return None;
    }
    let (ours, theirs) = (a.content.lines(source.text), b.content.lines(target.text));
    let wide = !["", "text", "console"].contains(&source.language_of_code(a).as_str());
    let is_printed = |(x, y): &(&Span, &Span)| {
        let (own, other) = (x.of(source.text), y.of(target.text));
        own != other
            && !other.is_ascii()
            && comment_mark(own.trim_start()).is_none()
            && typed(own, wide) == typed(other, wide)
    };
    let (x, y) = ours.iter().zip(&theirs).find(is_printed).filter(|_| ours.len() == theirs.len())?;
    let (source, target) = (x.trim(source.text), y.trim(target.text));
    Some(CodeDifference { what: CodeChange::Printed, source, target, mostly: false })
}

/// The line as it is typed. In plain text only dashes and quotation marks are a machine's; `wide` punctuation is a writer's.
fn typed(line: &str, wide: bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
            '‘' | '’' | '‚' | '′' => out.push('\''),
            '-' | '—' | '–' if out.ends_with('-') => {}
            '—' | '–' => out.push('-'),
            // `…args`; alone it stands for code that is left out.
            '…' if chars.peek().is_some_and(char::is_ascii_alphanumeric) => out.push_str("..."),
            // The wide forms of ASCII, but for the ends of sentences.
            '\u{ff02}'..='\u{ff1e}' | '\u{ff20}'..='\u{ff5e}' if wide && c != '．' => {
                out.extend(char::from_u32(u32::from(c) - 0xfee0));
            }
            _ => out.push(c),
        }
    }
    out
}
