//! Dates: the day, month and year that stand together are one value.

use super::read::Number;
use crate::text::Span;

/// The parts of a date, in the order of [`Date::parts`].
pub(super) const PARTS: [&str; 3] = ["day", "month", "year"];

/// A date, as far as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Date {
    /// From its first part to its last.
    pub span: Span,
    /// Day, month and year, `None` where it has none or where a word says it that is not known.
    pub parts: [Option<Part>; 3],
    /// Day and month may be the other way round: `3/5/2024`.
    pub either: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub value: u32,
    pub span: Span,
}

impl Date {
    /// The parts that have another value in `other`.
    pub fn differing(&self, other: &Date) -> Vec<usize> {
        let plain = self.compare(other);
        let turned = Date { parts: [other.parts[1], other.parts[0], other.parts[2]], ..*other };
        let turned = (self.either || other.either).then(|| self.compare(&turned));
        turned.filter(|turned| turned.len() < plain.len()).unwrap_or(plain)
    }

    fn compare(&self, other: &Date) -> Vec<usize> {
        let both = |at: usize| self.parts[at].zip(other.parts[at]);
        // The months of another calendar are other months.
        let converted = both(2).is_some_and(|(a, b)| is_year_of_calendar(a.value, b.value, &OF_OTHER_MONTHS));
        let is_same = |at: usize, a: u32, b: u32| a == b || at == 2 && is_same_year(a, b);
        let differs = |at: &usize| both(*at).is_some_and(|(a, b)| !is_same(*at, a.value, b.value));
        if converted { Vec::new() } else { (0..3).filter(differs).collect() }
    }
}

/// The two may be the same year, counted by the calendars in use.
pub(super) fn is_same_year(ours: u32, theirs: u32) -> bool {
    // Buddhist, Dangi; the eras Minguo, Shōwa, Heisei and Reiwa.
    const OF_SAME_MONTHS: [i64; 6] = [543, 2333, -1911, -1925, -1988, -2018];
    [OF_SAME_MONTHS.as_slice(), &OF_OTHER_MONTHS].iter().any(|shifts| is_year_of_calendar(ours, theirs, shifts))
}

/// Solar Hijri; Ethiopian years are too near for any year to be told from a slip, and are not known.
const OF_OTHER_MONTHS: [i64; 2] = [-621, -622];

fn is_year_of_calendar(ours: u32, theirs: u32, shifts: &[i64]) -> bool {
    (1500..2500).contains(&ours) && shifts.contains(&(i64::from(theirs) - i64::from(ours)))
}

/// How surely a date must be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// By its digits and marks, or by the name of its month in English.
    Sure,
    /// Also a day and a year with any few words between them: what answers a sure date.
    Likely,
}

/// The dates that `numbers` of `text` make, which stand in its order.
pub(super) fn dates(text: &str, numbers: &[Number], reading: Reading) -> Vec<Date> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < numbers.len() {
        let rest = &numbers[at..];
        let found = of_three(text, rest, reading).map(|date| (date, 3));
        let found = found.or_else(|| of_two(text, rest, reading).map(|date| (date, 2)));
        let found = found.or_else(|| of_one(text, &rest[0]).map(|date| (date, 1)));
        at += found.map_or(1, |(_, count)| count);
        out.extend(found.map(|(date, _)| date));
    }
    out
}

/// `2026-11-24`, `24.11.2026`, `2026年11月24日`.
fn of_three(text: &str, numbers: &[Number], reading: Reading) -> Option<Date> {
    let [a, b, c] = [part(numbers.first()?)?, part(numbers.get(1)?)?, part(numbers.get(2)?)?];
    let gaps = [gap(text, a, b)?, gap(text, b, c)?];
    // `2026.11.1` is the version of a program in English.
    let dots = gaps[0].trim() == "." && !(reading == Reading::Sure && is_year(a.value));
    let marks = gaps[0] == gaps[1] && (dots || matches!(gaps[0].trim(), "-" | "/" | "‑"));
    let signs = gaps[0].trim().starts_with(['年', '년']) && gaps[1].trim().starts_with(['月', '월']);
    let words = reading == Reading::Likely && gaps.iter().all(|gap| has_few_words(gap, 1));
    let year_first = signs || is_year(a.value);
    if !(marks || signs || words && (year_first || is_year(c.value))) || !(year_first || is_year(c.value)) {
        return None;
    }
    let (year, [day, month]) = match year_first {
        true => (a, [c, b]),
        // The day of the two is the one that can be no month.
        false if b.value > 12 => (c, [b, a]),
        false => (c, [a, b]),
    };
    let either = !year_first && day.value <= 12;
    let fits = (1..=31).contains(&day.value) && (1..=12).contains(&month.value);
    fits.then(|| Date { span: whole(text, a, c), parts: [Some(day), Some(month), Some(year)], either })
}

/// `24 November 2026`, `November 24, 2026`, `2026. november 24`.
fn of_two(text: &str, numbers: &[Number], reading: Reading) -> Option<Date> {
    let (a, b) = (part(numbers.first()?)?, part(numbers.get(1)?)?);
    let gap = gap(text, a, b)?;
    let (day, year) = match (is_day(a.value), is_year(b.value), is_year(a.value), is_day(b.value)) {
        (true, true, ..) => (a, b),
        (_, _, true, true) => (b, a),
        _ => return None,
    };
    let month = month_in(gap, a.span.end).or_else(|| month_before(text, a.span));
    let likely = reading == Reading::Likely && has_few_words(gap, 3);
    (month.is_some() && has_few_words(gap, 3) || likely).then(|| {
        let span = month
            .map_or(whole(text, a, b), |month| Span { start: month.span.start.min(a.span.start), ..whole(text, a, b) });
        Date { span, parts: [Some(day), month, Some(year)], either: false }
    })
}

/// `Nov 24`, `24 November`, `November 2026`.
fn of_one(text: &str, number: &Number) -> Option<Date> {
    let part = part(number).filter(|part| is_day(part.value) || is_year(part.value))?;
    let month = month_before(text, part.span).or_else(|| month_after(text, part.span))?;
    let span = Span { start: month.span.start.min(part.span.start), end: month.span.end.max(part.span.end) };
    let (day, year) = if is_day(part.value) { (Some(part), None) } else { (None, Some(part)) };
    Some(Date { span, parts: [day, Some(month), year], either: false })
}

fn part(number: &Number) -> Option<Part> {
    Some(Part { value: number.values[0].parse().ok()?, span: number.span })
}

fn is_day(value: u32) -> bool {
    (1..=31).contains(&value)
}

fn is_year(value: u32) -> bool {
    (1000..3000).contains(&value)
}

/// From one part to another, and the sign for the day behind it.
fn whole(text: &str, first: Part, last: Part) -> Span {
    let rest = &text[last.span.end as usize..];
    let bare = rest.strip_prefix(' ').unwrap_or(rest);
    let sign = ["日", "일"].iter().find_map(|sign| bare.strip_prefix(sign));
    let end = sign.map_or(last.span.end as usize, |left| text.len() - left.len());
    Span::new(first.span.start as usize, end)
}

/// What stands between two parts, if it is short and of one sentence.
fn gap(text: &str, a: Part, b: Part) -> Option<&str> {
    const LONG: usize = 60;
    let gap = text.get(a.span.end as usize..b.span.start as usize)?;
    let apart = |c: char| matches!(c, '\n' | ';' | ':' | '(' | ')' | '!' | '?' | '|' | '。' | '<' | '>' | '–' | '—');
    (gap.len() <= LONG && !gap.contains(apart)).then_some(gap)
}

fn has_few_words(gap: &str, most: usize) -> bool {
    gap.split(|c: char| !c.is_alphanumeric() && !is_mark_of_letter(c)).filter(|word| !word.is_empty()).count() <= most
}

/// Vowel signs of the scripts of India and the like are no letters, but within words.
fn is_mark_of_letter(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The month that is named in `gap`, which begins at `start`.
fn month_in(gap: &str, start: u32) -> Option<Part> {
    let word = gap.split(|c: char| !c.is_ascii_alphabetic()).find(|word| month(word).is_some())?;
    let at = start as usize + (word.as_ptr() as usize - gap.as_ptr() as usize);
    Some(Part { value: month(word)?, span: Span::new(at, at + word.len()) })
}

fn month_before(text: &str, span: Span) -> Option<Part> {
    let before = text[..span.start as usize].trim_end_matches([' ', '\u{a0}', '.', '-']);
    let start = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + next_len(before, at));
    Some(Part { value: month(&before[start..])?, span: Span::new(start, before.len()) })
}

fn month_after(text: &str, span: Span) -> Option<Part> {
    let rest = &text[span.end as usize..];
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let rest = rest.trim_start_matches([' ', '\u{a0}', '-']);
    let rest = rest.strip_prefix("of ").unwrap_or(rest);
    let word = &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()];
    let start = text.len() - rest.len();
    Some(Part { value: month(word)?, span: Span::new(start, start + word.len()) })
}

fn next_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The number of the month that English calls so.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let is_named = |name: &str| name.starts_with(word) && (word.len() == 3 || word.len() == name.len());
    let named =
        NAMES.iter().position(|name| word.len() >= 3 && (is_named(name) || word == "Sept" && name.starts_with(word)));
    named.and_then(|at| u32::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pair::number::read;

    fn read(text: &str, reading: Reading) -> Vec<(&str, [Option<u32>; 3])> {
        let mut numbers = Vec::new();
        read::numbers(text, Span::new(0, text.len()), &mut numbers);
        let values = |date: &Date| date.parts.map(|part| part.map(|part| part.value));
        dates(text, &numbers, reading).iter().map(|date| (date.span.of(text), values(date))).collect()
    }

    #[test]
    fn sure_dates_are_read_in_every_form() {
        let all = [Some(24), Some(11), Some(2026)];
        for text in [
            "2026-11-24",
            "24/11/2026",
            "11/24/2026",
            "24.11.2026",
            "November 24, 2026",
            "Nov. 24, 2026",
            "24 November 2026",
            "24th of November 2026",
            "2026-Nov-24",
            "2026年11月24日",
        ] {
            assert_eq!(read(text, Reading::Sure), [(text, all)]);
        }
        assert_eq!(read("Nov 24", Reading::Sure), [("Nov 24", [Some(24), Some(11), None])]);
        assert_eq!(read("in November 2026", Reading::Sure), [("November 2026", [None, Some(11), Some(2026)])]);
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in ["24 people in 2026", "2026.11.1", "from 2020 to 2026", "1/2 of 2026", "may 24 people", "10-20-30"]
        {
            assert_eq!(read(text, Reading::Sure), [], "{text}");
        }
    }

    #[test]
    fn likely_dates_have_a_day_and_a_year_nearby() {
        let dated = [Some(3), None, Some(2024)];
        for text in ["3. April 2024", "3 de abril de 2024", "2024. április 3", "3 เมษายน 2024", "2024 m. balandžio 3"]
        {
            let found = read(text, Reading::Likely);
            assert_eq!(
                found.iter().map(|(_, parts)| [parts[0], None, parts[2]]).collect::<Vec<_>>(),
                [dated],
                "{text}"
            );
        }
        assert_eq!(
            read("3 tháng 4 năm 2024", Reading::Likely),
            [("3 tháng 4 năm 2024", [Some(3), Some(4), Some(2024)])]
        );
    }
}
