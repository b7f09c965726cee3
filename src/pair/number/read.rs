//! Reads the numbers of a stretch of prose, whatever the digits and separators of its language.

use crate::doc::{first_of, starts_digit};
use crate::text::Span;

/// A number in prose.
#[derive(Debug, Clone)]
pub struct Number {
    /// Its bytes.
    pub span: Span,
    /// What it may be worth, most likely first: `7 pm` is 7 or 19, `5万` is 5 or 50000.
    pub values: Vec<String>,
    /// Digits of the most likely value.
    pub digits: usize,
    /// The unit of an amount that translators convert for their readers, or say in words: miles, inches, dollars.
    pub adapted: Option<Adapted>,
}

/// Why the value may be another in another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Adapted {
    /// An amount of money, a figure of speech, or a small ordinal: by its mark.
    Mark(&'static str),
    /// A unit: by its place among them.
    Unit(usize),
}

impl Number {
    /// The two may be worth the same.
    pub(super) fn is(&self, other: &Number) -> bool {
        self.values.iter().any(|value| other.values.contains(value))
    }
}

/// Reads the numbers in `span` of `text`.
pub(super) fn numbers(text: &str, span: Span, out: &mut Vec<Number>) {
    let slice = span.of(text);
    if slice.is_empty() || slice.starts_with('&') && slice.ends_with(';') {
        return;
    }
    let before = text[..span.start as usize].chars().next_back();
    let mut at = 0;
    while let Some(start) = next_digit(slice, at) {
        let previous = slice[..start].chars().next_back().or(before);
        let lone = lone(slice, start);
        let token = if lone.is_some() { None } else { Some(token(slice, start)) };
        let end = lone.or(token.as_ref().map(|token| token.end)).unwrap_or(slice.len());
        at = end;
        let version = previous.is_some_and(|char| matches!(char, 'v' | 'V'))
            && !slice[..start].chars().rev().nth(1).is_some_and(char::is_alphanumeric);
        let tail = suffix(slice, end);
        let name = previous.is_some_and(|char| char.is_ascii_alphabetic() || char == '_') && !version
            || previous == Some('-') && names_standard(&slice[..start]);
        if is_mark_of_note(text, span, (start, end)) {
            continue;
        }
        if name || tail.bytes().any(|byte| byte.is_ascii_digit()) || tail.contains('_') {
            at += tail.len();
            continue;
        }
        // Figures of speech: `24/7`, and what many languages have one word for.
        let figure = ["24/7", "24-hour", "24 hour"].into_iter().find(|figure| slice[start..].starts_with(figure));
        let mark = figure.or((previous == Some('$')).then_some("$"));
        let free = mark.map(Adapted::Mark);
        match &token {
            Some(token) => push(slice, span.start as usize, token, free, out),
            None => push_one(slice, span.start as usize, start..end, plain(&slice[start..end]), free, out),
        }
        // `’90s` are the nineties of the last century.
        if let (Some('\'' | '’' | '‘'), "s", Some(decade)) = (previous, tail, out.last_mut()) {
            let century = format!("19{}", decade.values[0]);
            decade.values.push(century);
        }
    }
}

/// `SHA-256`, `UTF-8`: capitals and a hyphen stand before the number.
fn names_standard(before: &str) -> bool {
    let name = before.trim_end_matches('-');
    name.len() + 1 == before.len() && name.bytes().rev().take_while(u8::is_ascii_uppercase).count() >= 2
}

/// `[9]`, `\[9\]`: the mark of a note, which is counted on each page by itself.
fn is_mark_of_note(text: &str, span: Span, (start, end): (usize, usize)) -> bool {
    let (before, after) = (&text[..span.start as usize + start], &text[span.start as usize + end..]);
    let after = after.strip_prefix('\\').unwrap_or(after);
    before.ends_with('[') && after.starts_with(']') && end - start <= 3
}

/// Adds the digits of any script in `slice`, and one character for what stands between two groups of them: the mark that
/// parts them, or a space for words.
pub(super) fn digits(slice: &str, out: &mut String) {
    let mut at = 0;
    let mut before = None;
    while let Some(start) = next_digit(slice, at) {
        match before {
            Some(end) if end < start => {
                out.push(if end + 1 == start { char::from(slice.as_bytes()[end]) } else { ' ' })
            }
            _ => {}
        }
        // Those of ASCII come in a row.
        let end = start
            + match slice.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_digit()).count() {
                0 => slice[start..].chars().next().map_or(1, char::len_utf8),
                row => row,
            };
        out.push_str(&slice[start..end]);
        (at, before) = (end, Some(end));
    }
}

fn next_digit(slice: &str, from: usize) -> Option<usize> {
    let bytes = slice.as_bytes();
    let mut at = from + first_of(&MAY_START, &bytes[from..])?;
    // Where one letter begins like a digit, most of the next ones do.
    while !begins_digit(&bytes[at..]) {
        at += 1 + bytes[at + 1..].iter().position(|byte| MAY_START[*byte as usize])?;
    }
    Some(at)
}

/// A digit of any script below begins there: told by its bytes, because letters of these scripts begin alike.
fn begins_digit(bytes: &[u8]) -> bool {
    match bytes {
        [b'0'..=b'9', ..] | [0xd9, 0xa0..=0xa9, ..] | [0xdb, 0xb0..=0xb9, ..] => true,
        [0xe0, second, 0xa6..=0xaf, ..] if (0xa5..=0xb5).contains(second) => second % 2 == 1,
        [0xe0, 0xb9 | 0xbb, 0x90..=0x99, ..] | [0xe0, 0xbc, 0xa0..=0xa9, ..] => true,
        [0xe1, 0x81, 0x80..=0x89, ..] | [0xe1, 0x9f, 0xa0..=0xa9, ..] | [0xef, 0xbc, 0x90..=0x99, ..] => true,
        _ => false,
    }
}

/// The first bytes of the digits of all scripts below: most letters are passed over byte by byte.
static MAY_START: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_digit() || starts_digit(byte as u8);
        byte += 1;
    }
    table
};

/// The value of a decimal digit of any script in use.
fn digit(char: char) -> Option<u8> {
    let zero = match char {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{9e6}'..='\u{9ef}' => '\u{9e6}',
        '\u{a66}'..='\u{a6f}' => '\u{a66}',
        '\u{ae6}'..='\u{aef}' => '\u{ae6}',
        '\u{b66}'..='\u{b6f}' => '\u{b66}',
        '\u{be6}'..='\u{bef}' => '\u{be6}',
        '\u{c66}'..='\u{c6f}' => '\u{c66}',
        '\u{ce6}'..='\u{cef}' => '\u{ce6}',
        '\u{d66}'..='\u{d6f}' => '\u{d66}',
        '\u{e50}'..='\u{e59}' => '\u{e50}',
        '\u{ed0}'..='\u{ed9}' => '\u{ed0}',
        '\u{f20}'..='\u{f29}' => '\u{f20}',
        '\u{1040}'..='\u{1049}' => '\u{1040}',
        '\u{17e0}'..='\u{17e9}' => '\u{17e0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    u8::try_from(u32::from(char) - u32::from(zero)).ok()
}

/// The end of the number at `start`, if it is one group of digits of ASCII, as most are.
fn lone(slice: &str, start: usize) -> Option<usize> {
    let end = start + slice.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut after = slice[end..].chars();
    let Some(next) = after.next() else { return Some(end) };
    let goes_on = digit(next).is_some() || is_separator(next) && after.next().is_some_and(|c| digit(c).is_some());
    (end > start && !goes_on).then_some(end)
}

/// Groups of digits and the separators between them.
struct Token {
    end: usize,
    start: usize,
    groups: Vec<(String, std::ops::Range<usize>)>,
    separators: Vec<char>,
}

fn token(slice: &str, start: usize) -> Token {
    let mut out = Token { end: start, start, groups: Vec::new(), separators: Vec::new() };
    let mut at = start;
    loop {
        let (digits, end) = group(slice, at);
        let Some(separator) = slice[out.end..].chars().next().filter(|_| !out.groups.is_empty()) else {
            if digits.is_empty() || !out.groups.is_empty() {
                return out;
            }
            (out.end, at) = (end, next_char(slice, end));
            out.groups.push((digits, start..end));
            continue;
        };
        if digits.is_empty() || !joins(separator, &digits, &out) {
            return out;
        }
        out.separators.push(if is_space(separator) { ' ' } else { separator });
        out.groups.push((digits, at..end));
        (out.end, at) = (end, next_char(slice, end));
    }
}

fn next_char(slice: &str, at: usize) -> usize {
    at + slice[at..].chars().next().map_or(0, char::len_utf8)
}

fn group(slice: &str, at: usize) -> (String, usize) {
    let mut end = at;
    let mut digits = String::new();
    for char in slice[at..].chars() {
        let Some(value) = digit(char) else { break };
        digits.push(char::from(b'0' + value));
        end += char.len_utf8();
    }
    (digits, end)
}

fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn joins(separator: char, digits: &str, token: &Token) -> bool {
    if is_space(separator) {
        // Only thousands are parted by spaces, and the first group is no year.
        let short = token.groups[0].0.len() <= 3 && token.groups[0].0 != "0";
        return digits.len() == 3 && short && token.separators.iter().all(|char| *char == ' ');
    }
    is_separator(separator)
}

/// What may stand between two groups of digits.
fn is_separator(char: char) -> bool {
    is_space(char) || matches!(char, '.' | ',' | '\'' | '’' | '٫' | '٬')
}

/// The letters and digits right after a number.
fn suffix(slice: &str, at: usize) -> &str {
    let rest = &slice[at..];
    let end = rest.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_')).unwrap_or(rest.len());
    &rest[..end]
}

fn push(slice: &str, offset: usize, token: &Token, free: Option<Adapted>, out: &mut Vec<Number>) {
    let (digits, seps) = (|at: usize| token.groups[at].0.as_str(), &token.separators);
    let count = token.groups.len();
    let date = count == 3 && seps.iter().all(|char| *char == '.') && (digits(2).len() == 4 || digits(0).len() == 4);
    let list = count > 2 && seps.iter().all(|char| *char == ',') && !is_grouped(token, count);
    if date || list {
        for (digits, range) in &token.groups {
            let values = vec![plain(digits)];
            let span = Span::new(offset + range.start, offset + range.end);
            out.push(Number { span, digits: values[0].len(), values, adapted: None });
        }
        return;
    }
    push_one(slice, offset, token.start..token.end, value(token), free, out);
}

/// Adds the number at `at` with the values that it may have beside its own.
fn push_one(
    slice: &str,
    offset: usize,
    at: std::ops::Range<usize>,
    value: String,
    free: Option<Adapted>,
    out: &mut Vec<Number>,
) {
    let after = slice[at.end..].trim_start_matches(is_space);
    let scaled = factors(after, slice[at.end..].chars().next()).map(|zeros| scale(&value, zeros));
    let scaled: Vec<String> = scaled.collect();
    // The first edition of a protocol is `2`, `2.0`, and both.
    let edition = value.strip_suffix(".0").filter(|whole| !whole.contains('.')).map(str::to_owned);
    let late = afternoon(slice, at.end, &value);
    let short = (value.len() == 4 && suffix(slice, at.end) == "s").then(|| value[2..].to_owned());
    let span = Span::new(offset + at.start, offset + at.end);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let mut values = vec![value];
    values.extend(scaled);
    values.extend([edition, late, short].into_iter().flatten());
    // Small ordinals are words in most languages: `a 3rd party`.
    let ordinal = || digits == 1 && matches!(suffix(slice, at.end), "st" | "nd" | "rd" | "th");
    let mark = || ordinal().then_some(Adapted::Mark("th"));
    out.push(Number { span, values, digits, adapted: free.or_else(mark).or_else(|| foreign_unit(after)) });
}

fn plain(digits: &str) -> String {
    let short = digits.trim_start_matches('0');
    if short.is_empty() { "0".to_owned() } else { short.to_owned() }
}

/// The first `count` groups are thousands, or lakhs.
fn is_grouped(token: &Token, count: usize) -> bool {
    let lens: Vec<usize> = token.groups[..count].iter().map(|(digits, _)| digits.len()).collect();
    let first = (1..=3).contains(&lens[0]) && token.groups[0].0 != "0";
    let same = token.separators[..count - 1].windows(2).all(|two| two[0] == two[1]);
    let thousands = lens[1..].iter().all(|len| *len == 3);
    let lakhs = count > 2 && lens[count - 1] == 3 && lens[1..count - 1].iter().all(|len| *len == 2) && lens[0] <= 2;
    first && same && (thousands || lakhs)
}

fn value(token: &Token) -> String {
    let count = token.groups.len();
    let join = |count: usize, glue: &str| {
        token.groups[..count].iter().map(|(digits, _)| digits.as_str()).collect::<Vec<_>>().join(glue)
    };
    if count == 1 {
        return plain(&join(1, ""));
    }
    if is_grouped(token, count) && !(count == 2 && token.separators[0] == '٫') {
        return join(count, "");
    }
    let last = token.separators[count - 2];
    let differs = count > 2 && token.separators[count - 3] != last;
    if differs && is_grouped(token, count - 1) {
        return format!("{}.{}", join(count - 1, ""), token.groups[count - 1].0);
    }
    join(count, ".")
}

/// Powers of ten that words and signs after a number stand for: all that it may be, for `mil` is a thousand in Spanish
/// and a million in Czech. The beginnings of the words in the compact forms of CLDR.
fn factors(after: &str, next: Option<char>) -> impl Iterator<Item = usize> + '_ {
    let alone = |len: usize| !after[len..].starts_with(|char: char| char.is_alphanumeric());
    let sign = match next {
        Some('K' | 'k') if alone(1) => Some(3),
        Some('M') if alone(1) => Some(6),
        _ => None,
    };
    // Most of what follows numbers begins as none of the words.
    let may_be = after.as_bytes().first().is_some_and(|first| SCALE_STARTS[*first as usize]);
    // The longest word: `million` is not `mil`.
    let length = move |words: &str| words.split_whitespace().filter(|word| after.starts_with(word)).map(str::len).max();
    let longest = if may_be { SCALES.iter().filter_map(|(_, words)| length(words)).max() } else { None };
    let words = SCALES.iter().filter(move |(_, words)| longest.is_some() && length(words) == longest);
    sign.into_iter().chain(words.map(|(zeros, _)| *zeros))
}

/// What the words for powers of ten begin with.
const SCALES: [(usize, &str); 8] = [
    (
        3,
        "thousand mil tis tys тыс тис хил хиљ илј hilj tūkst tuh ezer mijë mie mii duizend tausend Tausend Tsd tusen \
         tusind þús bin min мың миң мянг χιλ ribu rb ewu elfu nghìn พัน 千 천 հազ ათას ألف آلاف אלף אלפ هزار ہزار हज़ार \
         हज़ार हजार হাজার ਹਜ਼ਾਰ ਹਜ਼ਾਰ હજાર ஆயிரம் వేల వెయ్ ಸಾವಿರ ആയിരം ሺ",
    ),
    (4, "万 萬 만 หมื่น"),
    (5, "lakh लाख ਲੱਖ লাখ লক্ষ લાખ لاکھ แสน"),
    (
        6,
        "million Million mil mln mio Mio млн мил міль εκατ juta jt triệu ล้าน 百万 百萬 مليون ملايين میلیون ملین מיליון միլիոն \
         მლნ მილ मिलियन মিলিয়ন",
    ),
    (7, "crore करोड़ करोड़ ਕਰੋੜ কোটি કરોડ کروڑ 千万 千萬 천만"),
    (8, "億 亿 억"),
    (
        9,
        "billion mld mlrd mrd Mrd mia Mia mil milliard Milliard млрд мілья мильярд δισ bil tỷ พันล้าน 十亿 十億 مليار میلیارد",
    ),
    (12, "trillion Bio bil trilh трлн 兆 조"),
];

/// The first bytes of these words.
static SCALE_STARTS: [bool; 256] = {
    let mut table = [false; 256];
    let mut list = 0;
    while list < SCALES.len() {
        let words = SCALES[list].1.as_bytes();
        let mut at = 0;
        while at < words.len() {
            if words[at] != b' ' && (at == 0 || words[at - 1] == b' ') {
                table[words[at] as usize] = true;
            }
            at += 1;
        }
        list += 1;
    }
    table
};

/// `value` times ten to the `zeros`.
fn scale(value: &str, zeros: usize) -> String {
    let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
    let rest: String = rest.chars().filter(char::is_ascii_digit).collect();
    if rest.len() > zeros {
        return format!("{whole}{}.{}", &rest[..zeros], &rest[zeros..]);
    }
    plain(&format!("{whole}{rest}{}", "0".repeat(zeros - rest.len())))
}

/// The hour on a clock of 24, if the number is an hour of the afternoon.
fn afternoon(slice: &str, end: usize, value: &str) -> Option<String> {
    let hour: u32 =
        Some(value).filter(|value| value.len() <= 2)?.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    let rest = slice[end..]
        .trim_start_matches(|char: char| char.is_ascii_digit() || matches!(char, ':' | ' ' | '\u{a0}' | '\u{202f}'));
    if !rest.starts_with(['a', 'A', 'p', 'P', '.']) {
        return None;
    }
    let half: String = rest.chars().take(4).filter(|char| *char != '.').collect::<String>().to_ascii_lowercase();
    if half.starts_with("pm") {
        return Some((hour % 12 + 12).to_string());
    }
    (half.starts_with("am") && hour == 12).then(|| "0".to_owned())
}

/// The unit behind a number, if readers of another language measure in another.
fn foreign_unit(after: &str) -> Option<Adapted> {
    const UNITS: [&str; 29] = [
        "mile", "miles", "mi", "mph", "feet", "foot", "ft", "inch", "inches", "in", "lb", "lbs", "pound", "pounds",
        "oz", "ounce", "ounces", "gallon", "gallons", "yard", "yards", "usd", "dollars", "cents", "pm", "am", "°c",
        "°f", "°",
    ];
    let rest = after.trim_start_matches('-');
    let sign = if rest.starts_with('°') { '°'.len_utf8() } else { 0 };
    let length = rest.bytes().skip(sign).take_while(u8::is_ascii_alphabetic).count();
    let unit = UNITS.iter().position(|unit| unit.eq_ignore_ascii_case(&rest[..sign + length]));
    // What is measured in degrees may be anything.
    let degrees = || UNITS.iter().position(|unit| *unit == "°").filter(|_| sign > 0);
    unit.or_else(degrees).map(Adapted::Unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_told_by_their_bytes() {
        for char in '\0'..='\u{1ffff}' {
            let written = char.to_string();
            assert_eq!(begins_digit(written.as_bytes()), digit(char).is_some(), "{char:?}");
            assert!(digit(char).is_none() || MAY_START[written.as_bytes()[0] as usize], "{char:?}");
        }
    }

    fn values(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        numbers(text, Span::new(0, text.len()), &mut out);
        out.iter().map(|number| number.values.join("|")).collect()
    }

    #[test]
    fn one_number_has_one_value_in_every_language() {
        for text in [
            "10,000",
            "10.000",
            "10 000",
            "10\u{a0}000",
            "10\u{202f}000",
            "10’000",
            "۱۰٬۰۰۰",
            "१०,०००",
            "１００００",
            "১০,০০০",
        ] {
            assert_eq!(values(text), ["10000"], "{text}");
        }
        assert_eq!(values("൧൧൫, 10 ਕਰੋੜ"), ["115", "10|100000000"]);
        assert_eq!(values("1万, 1.5 million, 10K"), ["1|10000", "1.5|1500000", "10|10000"]);
        assert_eq!(values("1,234.56 1.234,56 12,34,567"), ["1234.56", "1234.56", "1234567"]);
        assert_eq!(values("3,5 3.5 ۳٫۵ 0.125"), ["3.5", "3.5", "3.5", "0.125"]);
    }

    #[test]
    fn ratios_dates_times_and_versions() {
        assert_eq!(values("4.5:1"), ["4.5", "1"]);
        assert_eq!(values("05.03.2024 and 3/5/2024"), ["5", "3", "2024", "3", "5", "2024"]);
        assert_eq!(values("3:30 PM, 15:30"), ["3|15", "30", "15", "30"]);
        assert_eq!(values("v1.2.3 1.10.0"), ["1.2.3", "1.10.0"]);
        assert_eq!(values("1, 2,3,4 and 1990s"), ["1", "2", "3", "4", "1990|90"]);
        assert_eq!(values("the ’90s, in 90s"), ["90|1990", "90"]);
        assert_eq!(values("SHA-256 of 12, A-4"), ["12", "4"]);
    }

    #[test]
    fn scales_editions_and_marks_of_notes() {
        assert_eq!(values("4 mijë, 5 tis."), ["4|4000", "5|5000"]);
        assert_eq!(values("3 mil."), ["3|3000|3000000|3000000000"]);
        assert_eq!(values("OAuth 2.0"), ["2.0|2"]);
        assert_eq!(values("bytes [9], \\[10\\] and [2024]"), ["2024"]);
    }

    #[test]
    fn digits_in_names_are_no_numbers() {
        assert_eq!(values("MQTT5 x86_64 3f2a9 HTTP2 Utf16"), Vec::<String>::new());
        assert_eq!(values("版本3和10MB"), ["3", "10"]);
    }
}
