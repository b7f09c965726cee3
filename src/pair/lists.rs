//! Lists whose markers were lost: their items run on in one paragraph.

use super::Pair;
use super::align::Row;
use crate::doc::{Block, Kind};
use crate::text::{Edit, Span};

/// Where the items of the source in `missing`, whose rows begin at `first`, run on in one block of the target: the block
/// beside them, if it has more marks of items than they are. Its first such mark, and the item of the source that it is
/// the mark of.
#[must_use]
pub fn run_on(pair: &Pair<'_, '_>, first: usize, missing: &[u32]) -> Option<(Span, u32)> {
    let is_item = |&at: &u32| pair.source.blocks[at as usize].kind == Kind::Item;
    if missing.is_empty() || !missing.iter().all(is_item) {
        return None;
    }
    let rows = &pair.alignment.rows;
    let answered = |row: &&Row| !row.target.is_empty();
    let before = rows[..first].iter().rev().find(answered);
    let after = rows[first..].iter().find(answered);
    let holds = |row: &Row| {
        let block = &pair.target.blocks[row.target.start as usize];
        let found = marks(block.content.of(pair.target.text));
        // The first mark of an item is before its text.
        let own = usize::from(block.kind == Kind::Item);
        let text = matches!(block.kind, Kind::Paragraph | Kind::Item);
        let answered = row.source.clone().filter(|at| is_item(at)).nth(own);
        let item = answered.filter(|item| *item < missing[0]).unwrap_or(missing[0]);
        let place = || (Span::at(block.content.start as usize + found[0]), item);
        (text && found.len() + own > missing.len()).then(place)
    };
    before.and_then(holds).or_else(|| after.and_then(holds))
}

/// An item that runs on in the item before it.
#[derive(Debug)]
pub struct LostMark {
    /// Where its mark should stand.
    pub span: Span,
    /// The source's item.
    pub item: u32,
    /// Writes the mark.
    pub edit: Edit,
}

/// Two items of the source that one item of the target answers: the second of them. Or one that a paragraph answers whose
/// mark has no space behind it.
#[must_use]
pub fn merged_item(pair: &Pair<'_, '_>, row: &Row) -> Option<LostMark> {
    let blocks = pair.source.blocks.get(row.source.start as usize..row.source.end as usize)?;
    let (target, second) = (row.target.start, row.source.start + 1);
    match blocks {
        _ if row.target.len() != 1 => None,
        [item] if item.kind == Kind::Item => glued_mark(pair, row),
        [a, b] if (a.kind, b.kind) == (Kind::Paragraph, Kind::Item) => in_the_words(pair, target, second),
        [a, b] if (a.kind, b.kind) == (Kind::Item, Kind::Item) => lost_mark(pair, target, second),
        _ => None,
    }
}

/// The mark of the item that a row of one item has, if it is glued to the words and makes a paragraph of them.
fn glued_mark(pair: &Pair<'_, '_>, row: &Row) -> Option<LostMark> {
    let block = &pair.target.blocks[row.target.start as usize];
    if block.kind != Kind::Paragraph {
        return None;
    }
    let line = block.content.of(pair.target.text).lines().next()?;
    let bullet = line.chars().next().filter(|c| "-*+".contains(*c) && is_glued(line, *c))?;
    let start = block.content.start as usize;
    let edit = Edit::replace(Span::at(start + bullet.len_utf8()), " ");
    Some(LostMark { span: Span::at(start), item: row.source.start, edit })
}

/// The one item of the source that the list of row `first` lacks, where an item of the target holds another.
#[must_use]
pub fn swallowed_item(pair: &Pair<'_, '_>, first: usize, missing: &[u32]) -> Option<LostMark> {
    /// Rows before and behind that are looked at.
    const NEAR: usize = 50;
    let [_] = missing else { return None };
    let rows = &pair.alignment.rows;
    let is_item = |row: &&Row| {
        let block = pair.source.blocks.get(row.source.start as usize);
        !row.source.is_empty() && block.is_some_and(|block| block.kind == Kind::Item)
    };
    let before = rows[..first].iter().rev().take(NEAR).take_while(is_item);
    let list = before.chain(rows[first..].iter().take(NEAR).take_while(is_item));
    let answered = list.filter(|row| row.target.len() == 1);
    let mut lost = answered.filter_map(|row| lost_mark(pair, row.target.start, row.source.end));
    let lost = lost.next().filter(|_| lost.next().is_none());
    let before = || rows[..first].iter().rev().find(|row| !row.target.is_empty());
    lost.or_else(|| in_the_words(pair, before()?.target.end - 1, missing[0]))
}

/// The mark of the first item of a list, glued to its words, which run on in the paragraph before the list.
fn in_the_words(pair: &Pair<'_, '_>, target: u32, item: u32) -> Option<LostMark> {
    let block = &pair.target.blocks[target as usize];
    if block.kind != Kind::Paragraph || pair.source.blocks[item as usize].kind != Kind::Item {
        return None;
    }
    let is_item = |words: &str| ['-', '*', '+'].iter().any(|bullet| is_glued(words, *bullet));
    let mut glued =
        later_lines(pair.target.text, block).filter(|(.., words)| is_item(words)).map(|(_, place, _)| place);
    let place = glued.next().filter(|_| glued.next().is_none())?;
    Some(LostMark { span: Span::at(place), item, edit: Edit::replace(Span::at(place + 1), " ") })
}

/// The mark that an item of the target lost, if a line of the item before it begins with one that has no space behind it,
/// or further left than the line of an item may.
fn lost_mark(pair: &Pair<'_, '_>, target: u32, item: u32) -> Option<LostMark> {
    let block = &pair.target.blocks[target as usize];
    pair.source.blocks.get(item as usize).filter(|item| item.kind == Kind::Item)?;
    if block.kind != Kind::Item || block.place.quote > 0 {
        return None;
    }
    let text = pair.target.text;
    let start = block.content.start as usize;
    let before = &text[text[..start].rfind('\n').map_or(0, |at| at + 1)..start];
    let (mark, width) = (before.trim(), before.chars().count());
    let bullet = mark.chars().next().filter(|c| mark.len() == 1 && "-*+".contains(*c))?;
    let (mut glued, mut left) = (Vec::new(), Vec::new());
    for (at, place, words) in later_lines(text, block) {
        if is_glued(words, bullet) {
            glued.push((place, Edit::replace(Span::at(place + 1), " ")));
        } else if place - at < width && !words.is_empty() {
            left.push((place, Edit::replace(Span::at(place), format!("{mark} "))));
        }
    }
    // A page that wraps its lines so says nothing by it.
    let lines = if glued.is_empty() { left } else { glued };
    let [(span, edit)] = <[(usize, Edit); 1]>::try_from(lines).ok()?;
    Some(LostMark { span: Span::at(span), item, edit })
}

/// Lines of an item that are looked at.
const MOST_LINES: usize = 100;

/// The lines of a block but for the first: where each begins, where its words do, and the words.
fn later_lines<'t>(text: &'t str, block: &Block) -> impl Iterator<Item = (usize, usize, &'t str)> {
    let lines = block.content.of(text).split_inclusive('\n').take(MOST_LINES);
    let placed = lines.scan(block.content.start as usize, |next, line| {
        let at = *next;
        *next += line.len();
        let words = line.trim_start();
        Some((at, at + line.len() - words.len(), words))
    });
    placed.skip(1)
}

/// `-Words`.
fn is_glued(line: &str, bullet: char) -> bool {
    let rest = line.strip_prefix(bullet);
    let words = rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '`'));
    words && (bullet != '*' || line.matches('*').count() % 2 == 1)
}

/// Where words stand that would begin an item if they stood first in a line with a space behind: `2)`, `2.`, `*`, and
/// glued ones where a line begins.
pub(super) fn marks(text: &str) -> Vec<usize> {
    let (mut found, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let glued = line.matches('*').count() % 2 == 1;
        let mut at = 0;
        for word in line.split_whitespace() {
            at += line[at..].find(word).unwrap_or_default();
            let first = line[..at].trim().is_empty();
            let bullet = first && (matches!(word, "*" | "-" | "+" | "•") || (glued && word.starts_with('*')));
            // "(code 6)" counts nothing.
            let opens = |c: char| line[..at].matches(c).count();
            let closes = word.ends_with(')') && (opens('(') > opens(')') || opens('（') > opens('）'));
            let number = !closes && after_number(word).is_some_and(|rest| first || rest.chars().count() == 1);
            if bullet || number {
                found.push(start + at);
            }
            at += word.len();
        }
        start += line.len();
    }
    found
}

/// What follows a small number that counts items, its mark with it.
fn after_number(word: &str) -> Option<&str> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).filter(|rest| rest.starts_with(['.', ')', '、', '．']));
    rest.filter(|_| (1..=2).contains(&digits))
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn marks_of_items_are_counted() {
        for (text, count) in [
            ("1.første\n2.andre\n3.tredje", 3),
            ("fyrste 2) andre 3) tredje", 2),
            ("*slik:\n    * a\n    * b", 3),
            ("Versjon 2.0 av 3.1.", 0),
            ("ei feilmelding (nummer 6)", 0),
            ("**Spor** i kø\n*og* slikt", 0),
        ] {
            assert_eq!(marks(text).len(), count, "{text}");
        }
    }
}
