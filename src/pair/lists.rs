//! Lists whose markers were lost: their items run on in one paragraph.

use super::Pair;
use super::align::Row;
use crate::doc::Kind;
use crate::text::Span;

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

/// Where words stand that would begin an item if they stood first in a line with a space behind: `2)`, `2.`, `*`, and
/// glued ones where a line begins.
fn marks(text: &str) -> Vec<usize> {
    let (mut found, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let glued = line.matches('*').count() % 2 == 1;
        let mut at = 0;
        for word in line.split_whitespace() {
            at += line[at..].find(word).unwrap_or_default();
            let first = line[..at].trim().is_empty();
            let bullet = first && (matches!(word, "*" | "-" | "+" | "•") || (glued && word.starts_with('*')));
            let number = after_number(word).is_some_and(|rest| first || rest.chars().count() == 1);
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
            ("**Spor** i kø\n*og* slikt", 0),
        ] {
            assert_eq!(marks(text).len(), count, "{text}");
        }
    }
}
