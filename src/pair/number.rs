//! Numbers in prose, and what became of them: `10,000`, `10.000`, `10 000`, `1万` and `۱۰٬۰۰۰` are one number.

mod date;
mod read;
mod written;

use rustc_hash::FxHashMap;

use super::{Fate, Pair};
use crate::doc::{Block, Document, Kind};
use crate::text::Span;
use date::{Date, Reading, dates};
use read::Number;
use written::is_written;

/// A number of the source that its counterpart lost, or has with another value.
#[derive(Debug, Clone, Copy)]
pub struct NumberChange {
    /// The row of the alignment.
    pub row: usize,
    /// The number in the source.
    pub source: Span,
    /// What stands in its place in the target, if anything does.
    pub target: Option<Span>,
    /// What it says of a date, if it is of one.
    pub date: DateChange,
}

/// What became of a date that holds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateChange {
    /// The number is of no date.
    None,
    /// Another date: both spans are whole dates.
    Whole,
    /// One part of the date at the span in the source, by its name: day, month or year.
    Part(&'static str, Span),
}

/// The numbers of a row that the other side has not.
struct Left {
    row: usize,
    source: Vec<Number>,
    target: Vec<Number>,
}

/// Day and year of the date that a text begins with, behind brackets and marks of emphasis maybe; the name of its month may be a word of any language.
pub(super) fn leading_date(text: &str) -> Option<(u32, u32)> {
    const LONGEST: usize = 48;
    let text = text.trim_start_matches(['*', '_', '[', ' ']);
    let start = text
        .get(..text.floor_char_boundary(LONGEST))
        .filter(|start| start.bytes().any(|byte| byte.is_ascii_digit()))?;
    let start = start.lines().next()?;
    let mut numbers = Vec::new();
    read::numbers(start, Span::new(0, start.len()), &mut numbers);
    let date = dates(start, &numbers, Reading::Likely)
        .into_iter()
        .next()
        .filter(|date| date.span.start == 0 && !date.either)?;
    let [day, _, year] = date.parts.map(|part| part.map(|part| part.value));
    // Other calendars have other days.
    day.zip(year.filter(|year| (1950..2100).contains(year)))
}

/// Numbers with another value in their counterpart. Quiet: where words may say the same, or more than one number
/// changed, nothing is said.
#[must_use]
pub fn changed_numbers(pair: &Pair<'_, '_>) -> Vec<NumberChange> {
    let (source, target, alignment) = (pair.source, pair.target, &pair.alignment);
    let (mut rows, mut digits) = (Vec::new(), [String::new(), String::new()]);
    for (row, at) in alignment.rows.iter().enumerate() {
        let ours = &source.blocks[at.source.start as usize..at.source.end as usize];
        let theirs = &target.blocks[at.target.start as usize..at.target.end as usize];
        let kept = at.source.len() == 1 && pair.is_kept(at.source.start);
        let any = ours.iter().chain(theirs).any(|block| block.prose.numeric);
        if kept || !any || pair.aside.varied.contains(&row) || pair.is_rewritten(row) || pair.atoms.doubtful[row] {
            continue;
        }
        if has_same_digits([(source, ours), (target, theirs)], &mut digits) {
            continue;
        }
        let (mut a, mut b) = (numbers(source, ours), numbers(target, theirs));
        a.retain(|number| !counts_section(source, ours, number));
        b.retain(|number| !counts_section(target, theirs, number));
        cancel_clocks(source.text, &mut a, &mut b);
        cancel_clocks(target.text, &mut b, &mut a);
        subtract(&mut a, &mut b);
        if a.is_empty() && b.is_empty() {
            continue;
        }
        // By the first of its words: whether the source says the value.
        let mut known: FxHashMap<&str, bool> = FxHashMap::default();
        let mut is_said = |value: &String| {
            let words = words_of(value)?;
            Some(*known.entry(words[0]).or_insert_with(|| has_word(source, ours, words)))
        };
        // Nobody writes a word as `01`.
        let is_padded = |number: &Number| number.span.len() > 1 && number.span.of(target.text).starts_with('0');
        b.retain(|number| is_padded(number) || !number.values.iter().any(|value| is_said(value) == Some(true)));
        rows.push(Left { row, source: a, target: b });
    }
    cancel_moved(&mut rows);
    for left in rows.iter_mut().filter(|left| !left.source.is_empty()) {
        let answer = &alignment.rows[left.row].target;
        let ours = (source, &alignment.rows[left.row].source);
        left.source.retain(|number| !is_written(number, ours, (target, answer)));
    }
    let mut out = Vec::new();
    for left in &mut rows {
        if alignment.rows[left.row].source.is_empty() || alignment.rows[left.row].target.is_empty() {
            continue;
        }
        out.extend(judge_dates(left, pair));
        out.extend(judge(left, pair).map(|change| of_date(change, source)));
    }
    out.retain(|change| !is_of_harmed_link(pair, change));
    out
}

/// Dates of one row that are compared.
const MANY_DATES: usize = 50;

/// The one date of a row that is another in the target. The numbers of both are judged with it.
fn judge_dates(left: &mut Left, pair: &Pair<'_, '_>) -> Option<NumberChange> {
    if left.source.is_empty() && left.target.is_empty() {
        return None;
    }
    let row = &pair.alignment.rows[left.row];
    let read = |page: &Document<'_>, at: &std::ops::Range<u32>, reading| {
        let numbers = numbers(page, &page.blocks[at.start as usize..at.end as usize]);
        dates(page.text, &numbers, reading)
    };
    let mut ours = read(pair.source, &row.source, Reading::Sure);
    if ours.is_empty() {
        return None;
    }
    let mut theirs = read(pair.target, &row.target, Reading::Likely);
    // Of very many, no reader compares each with each.
    if ours.len().max(theirs.len()) > MANY_DATES {
        return None;
    }
    ours.retain(|one| match theirs.iter().position(|other| one.differing(other).is_empty()) {
        Some(same) => {
            theirs.remove(same);
            false
        }
        None => true,
    });
    let ([one], [other]) = (ours.as_slice(), theirs.as_slice()) else { return None };
    let parts = one.differing(other);
    let is_left = |numbers: &[Number], date: &Date| numbers.iter().any(|number| date.span.contains(number.span));
    if !is_left(&left.source, one) && !is_left(&left.target, other) {
        return None;
    }
    left.source.retain(|number| !one.span.contains(number.span));
    left.target.retain(|number| !other.span.contains(number.span));
    let change = NumberChange { row: left.row, source: one.span, target: Some(other.span), date: DateChange::Whole };
    if parts.len() > 1 {
        return Some(change);
    }
    let (ours, theirs) = one.parts[parts[0]].zip(other.parts[parts[0]])?;
    let date = DateChange::Part(date::PARTS[parts[0]], one.span);
    Some(NumberChange { source: ours.span, target: Some(theirs.span), date, ..change })
}

/// Says which part of which date the number is, if it is one.
fn of_date(change: NumberChange, source: &Document<'_>) -> NumberChange {
    const NEAR: usize = 80;
    let text = source.text;
    let start = text.ceil_char_boundary((change.source.start as usize).saturating_sub(NEAR));
    let end = text.floor_char_boundary((change.source.end as usize + NEAR).min(text.len()));
    let mut numbers = Vec::new();
    read::numbers(text, Span::new(start, end), &mut numbers);
    let part = |date: Date| {
        let at = date.parts.iter().position(|part| part.is_some_and(|part| part.span == change.source))?;
        Some(DateChange::Part(date::PARTS[at], date.span))
    };
    let date = dates(text, &numbers, Reading::Sure).into_iter().find_map(part);
    NumberChange { date: date.unwrap_or(DateChange::None), ..change }
}

/// The number stands in a link that leads elsewhere than the source's, and that is told.
fn is_of_harmed_link(pair: &Pair<'_, '_>, change: &NumberChange) -> bool {
    let Some(span) = change.target else { return false };
    let harmed = pair.harmed_of(change.row).iter();
    harmed
        .filter(|one| matches!(one.fate, Fate::Changed | Fate::Replaced))
        .filter_map(|one| pair.target_atom(one))
        .any(|atom| atom.link().is_some() && atom.span.contains(span))
}

/// Takes out times of day: `10:30` on the one side and `10.30` on the other.
fn cancel_clocks(text: &str, with_colon: &mut Vec<Number>, with_point: &mut Vec<Number>) {
    // Of very many, no reader compares each with each.
    const MANY: usize = 200;
    if with_point.is_empty() || with_colon.len().max(with_point.len()) > MANY {
        return;
    }
    let mut at = 0;
    while at + 1 < with_colon.len() {
        let (hour, minute) = (&with_colon[at], &with_colon[at + 1]);
        let gap = Span { start: hour.span.end, end: minute.span.start.max(hour.span.end) };
        let is_clock = gap.of(text) == ":" && minute.span.len() == 2;
        let same = |number: &Number| {
            let said = |hour: &String| number.values.contains(&format!("{hour}.{:0>2}", minute.values[0]));
            hour.values.iter().any(said)
        };
        match is_clock.then(|| with_point.iter().position(same)).flatten() {
            Some(found) => {
                with_point.remove(found);
                with_colon.drain(at..at + 2);
            }
            None => at += 1,
        }
    }
}

/// Both sides write the same digits in the same order, as most do: whatever they are worth, nothing changed.
fn has_same_digits(sides: [(&Document<'_>, &[Block]); 2], digits: &mut [String; 2]) -> bool {
    for ((document, blocks), written) in sides.into_iter().zip(digits.iter_mut()) {
        written.clear();
        for span in numeric_runs(document, blocks) {
            let before = written.len();
            read::digits(span.of(document.text), written);
            if written.len() > before {
                written.push(' ');
            }
        }
    }
    digits[0] == digits[1]
}

fn numbers(document: &Document<'_>, blocks: &[Block]) -> Vec<Number> {
    let mut out = Vec::new();
    numeric_runs(document, blocks).for_each(|span| read::numbers(document.text, span, &mut out));
    out
}

/// The number of a section before its title, by which each page counts its own: `## 6.3 Markets`, `## 7. Doors`.
fn counts_section(document: &Document<'_>, blocks: &[Block], number: &Number) -> bool {
    let [Block { kind: Kind::Heading(_), content, .. }] = blocks else { return false };
    let title = content.of(document.text);
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let counter = &title[..title.len() - rest.len()];
    let words = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '、' | ')' | '）' | ':' | '：'));
    let marked = counter.contains('.') || rest.starts_with(['、', ')', '）']);
    number.span.start == content.start && marked && words.starts_with(char::is_alphabetic)
}

/// The prose of blocks that have digits in it.
fn numeric_runs<'d>(document: &'d Document<'_>, blocks: &'d [Block]) -> impl Iterator<Item = Span> + 'd {
    let is_prose = |block: &&Block| match block.kind {
        Kind::Code | Kind::Tags => false,
        // Dates, weights and slugs are for programs.
        Kind::Front => matches!(block.label.of(document.text), "title" | "linkTitle" | "description" | "summary"),
        _ => true,
    };
    let blocks = blocks.iter().filter(|block| block.prose.numeric).filter(is_prose);
    blocks.flat_map(|block| document.runs_of(block)).map(|run| run.span)
}

/// Takes out what both sides have.
fn subtract(a: &mut Vec<Number>, b: &mut Vec<Number>) {
    // Most often both say the same in the same order.
    if a.len() == b.len() && a.iter().zip(&*b).all(|(ours, theirs)| ours.values[0] == theirs.values[0]) {
        a.clear();
        b.clear();
        return;
    }
    if a.is_empty() || b.is_empty() {
        return;
    }
    let mut by_value: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, number) in b.iter().enumerate().rev() {
        number.values.iter().for_each(|value| by_value.entry(value).or_default().push(at));
    }
    let mut gone = vec![false; b.len()];
    a.retain(|number| {
        // What words behind it make of it says more than its digits: `2M` is `200 万` before it is another `2`.
        let scaled = number.values.iter().filter(|value| value.len() > number.values[0].len() + 2);
        let found = scaled.chain(&number.values).find_map(|value| {
            let list = by_value.get_mut(value.as_str())?;
            while let Some(at) = list.pop() {
                if !gone[at] {
                    return Some(at);
                }
            }
            None
        });
        if let Some(at) = found {
            gone[at] = true;
        }
        found.is_none()
    });
    drop(by_value);
    let mut at = 0;
    b.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
}

/// What turns up in a row nearby was moved with its sentence; so was a long number in any row of the page that has
/// nothing else left over.
fn cancel_moved(rows: &mut [Left]) {
    const NEAR: usize = 8;
    const LONG: usize = 2;
    // The rows with a value, in order, and whether one of them has nothing else left over.
    type Places = FxHashMap<String, (Vec<usize>, bool)>;
    let mut seen: [Places; 2] = Default::default();
    for left in rows.iter() {
        let sides = [(&left.source, &left.target), (&left.target, &left.source)];
        for (map, (numbers, others)) in seen.iter_mut().zip(sides) {
            for value in numbers.iter().flat_map(|number| &number.values) {
                let (rows, alone) = map.entry(value.clone()).or_default();
                rows.push(left.row);
                *alone |= others.is_empty();
            }
        }
    }
    let is_moved = |map: &Places, number: &Number, row: usize| {
        number.values.iter().filter_map(|value| map.get(value)).any(|(rows, alone)| {
            let at = rows.partition_point(|other| other + NEAR < row);
            rows.get(at).is_some_and(|other| *other <= row + NEAR) || *alone && number.digits >= LONG
        })
    };
    for left in rows {
        left.source.retain(|number| !is_moved(&seen[1], number, left.row));
        left.target.retain(|number| !is_moved(&seen[0], number, left.row));
    }
}

fn judge(left: &Left, pair: &Pair<'_, '_>) -> Option<NumberChange> {
    let (target, answer) = (pair.target, &pair.alignment.rows[left.row].target);
    let change = |ours: &Number, theirs: &Number| {
        let change =
            NumberChange { row: left.row, source: ours.span, target: Some(theirs.span), date: DateChange::None };
        (!is_adapted(ours, theirs) && !is_same_time(ours, theirs)).then_some(change)
    };
    let long =
        |numbers: &'_ [Number]| -> Vec<Number> { numbers.iter().filter(|one| one.digits >= 2).cloned().collect() };
    let (a, mut b) = (&left.source, left.target.clone());
    // A version is no form of an amount.
    let dots = |number: &Number| number.values[0].matches('.').count();
    // Nor is the number of an issue: `#127`.
    let is_issue = |page: &Document<'_>, number: &Number| page.text[..number.span.start as usize].ends_with('#');
    let are_alike = |ours: &Number, theirs: &Number| {
        dots(ours).abs_diff(dots(theirs)) < 2 && is_issue(pair.source, ours) == is_issue(target, theirs)
    };
    b.retain(|theirs| a.iter().any(|ours| are_alike(ours, theirs)));
    if let ([ours], [theirs]) = (a.as_slice(), b.as_slice()) {
        return change(ours, theirs);
    }
    let (long_a, long_b) = (long(a), long(&b));
    if let ([ours], [theirs]) = (long_a.as_slice(), long_b.as_slice()) {
        return change(ours, theirs);
    }
    // Of many, only a slip of the finger is told: the same digits but for one.
    let slips = long_b.iter().filter_map(|theirs| Some((long_a.iter().find(|ours| is_slip(ours, theirs))?, theirs)));
    if let Some((ours, theirs)) = slips.into_iter().next() {
        return change(ours, theirs);
    }
    if let ([ours], []) = (long_a.as_slice(), b.as_slice()) {
        let blocks = &target.blocks[answer.start as usize..answer.end as usize];
        let again = || numbers(target, blocks).iter().any(|theirs| theirs.is(ours));
        let said = ours.adapted.is_some()
            || is_round(ours)
            || again()
            || blocks.iter().any(|block| says(ours, &target.prose_of(block)));
        let change = NumberChange { row: left.row, source: ours.span, target: None, date: DateChange::None };
        return (!said).then_some(change);
    }
    None
}

fn is_slip(a: &Number, b: &Number) -> bool {
    let (a, b) = (a.values[0].as_bytes(), b.values[0].as_bytes());
    a.len() == b.len() && a.len() >= 3 && a.iter().zip(b).filter(|(x, y)| x != y).count() == 1
}

/// The amount is in another unit, or another money: one in the source's own is another amount.
fn is_adapted(ours: &Number, theirs: &Number) -> bool {
    ours.adapted.is_some() && ours.adapted != theirs.adapted
}

/// The same year by another calendar, or its century: `the early 2000s` begin the 21st.
fn is_same_time(ours: &Number, theirs: &Number) -> bool {
    let year = |number: &Number| number.values[0].parse::<u32>().ok();
    let is_century = |year: u32, century: u32| (1000..2200).contains(&year) && century == year / 100 + 1;
    year(ours).zip(year(theirs)).is_some_and(|(ours, theirs)| {
        date::is_same_year(ours, theirs) || is_century(ours, theirs) || is_century(theirs, ours)
    })
}

/// Numbers that languages have short words for, and years that begin a decade (`the fifties of the last century`).
fn is_round(number: &Number) -> bool {
    let digits = number.values[0].trim_end_matches('0');
    let decade = number.values[0].len() == 4 && number.values[0].starts_with(['1', '2']) && digits.len() <= 3;
    digits.len() <= 1 || decade || number.values[0].parse::<u32>().is_ok_and(|value| value <= 20)
}

/// The number as Roman or Chinese numerals.
fn says(number: &Number, prose: &str) -> bool {
    let roman = number.values[0].parse::<u32>().ok().filter(|value| *value < 4000).map(roman);
    let words = || prose.split(|char: char| !char.is_ascii_alphabetic());
    roman.is_some_and(|roman| words().any(|word| word == roman || word.trim_end_matches(['e', 'a', 'o']) == roman))
        || prose.contains(|char| "一二三四五六七八九十百千万萬億亿半两兩".contains(char))
}

fn roman(mut value: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (worth, sign) in SIGNS {
        while value >= worth {
            out.push_str(sign);
            value -= worth;
        }
    }
    out
}

/// One of `words` stands in the blocks.
fn has_word(document: &Document<'_>, blocks: &[Block], words: &[&str]) -> bool {
    let is_said = |word: &str| words.iter().any(|said| said.eq_ignore_ascii_case(word));
    blocks.iter().any(|block| document.prose_of(block).split(|char: char| !char.is_alphanumeric()).any(is_said))
}

/// English words that say a value.
fn words_of(value: &str) -> Option<&'static [&'static str]> {
    Some(match value {
        "1" => &["one", "first", "once", "single", "january", "jan", "a", "an"],
        "2" => &["two", "second", "twice", "both", "double", "february", "feb", "pair", "half"],
        "3" => &["three", "third", "triple", "march", "mar"],
        "4" => &["four", "fourth", "april", "apr", "quarter"],
        "5" => &["five", "fifth", "may"],
        "6" => &["six", "sixth", "june", "jun"],
        "7" => &["seven", "seventh", "july", "jul"],
        "8" => &["eight", "eighth", "august", "aug"],
        "9" => &["nine", "ninth", "september", "sep", "sept"],
        "10" => &["ten", "tenth", "october", "oct"],
        "11" => &["eleven", "eleventh", "november", "nov"],
        "12" => &["twelve", "twelfth", "december", "dec", "dozen"],
        "20" => &["twenty"],
        "24" => &["day"],
        "30" => &["thirty"],
        "40" => &["forty"],
        "50" => &["fifty"],
        "60" => &["sixty", "hour"],
        "100" => &["hundred", "hundreds"],
        "1000" => &["thousand", "thousands"],
        "1000000" => &["million"],
        _ => return None,
    })
}
