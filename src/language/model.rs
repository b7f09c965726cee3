//! A logistic model of character n-grams and words, and a list of English words with their log-odds.
//!
//! Both are data made by `tools/train_english.py`, which reads words and hashes as this file does: a change here is a
//! change there.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A line of text, then a signed byte for each cell.
static WEIGHTS: &[u8] = include_bytes!("weights.bin");
static ODDS: &str = include_str!("odds.txt");

const CELLS: usize = 1 << 16;
/// What a word outside the list counts, in tenths.
const UNKNOWN: i32 = -20;
/// What it counts if it is long and its letters are those of English: a rare word, or a term.
const RARE: i32 = -5;
/// Letters that it has then, and what its n-grams score.
const RARE_LENGTH: usize = 6;
const RARE_SCORE: f32 = 2.0;
/// What a word counts that is rather another language's, in tenths.
const STRANGE: i32 = -10;
/// What a text loses all of whose words in small letters are such.
const STRANGER: f32 = 9.0;
/// Words that are looked at.
const ENOUGH: usize = 60;

/// Under this score a text is no English, whatever else speaks for it.
pub const HOPELESS: f32 = -6.0;

struct Model {
    scale: f32,
    bias: f32,
    cells: &'static [u8],
    odds: FxHashMap<&'static str, i8>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let split = WEIGHTS.len().saturating_sub(CELLS);
    let header = std::str::from_utf8(&WEIGHTS[..split]).unwrap_or_default();
    let number = |name: &str| {
        let mut words = header.split([' ', ';']);
        words.find(|word| *word == name);
        words.next().and_then(|value| value.parse().ok()).unwrap_or(0.0)
    };
    let lines = ODDS.lines().filter(|line| !line.starts_with('#'));
    let odds = lines.filter_map(|line| line.split_once(' ')).flat_map(|(value, words)| {
        let value: i8 = value.parse().unwrap_or_default();
        words.split(' ').map(move |word| (word, value))
    });
    Model { scale: number("scale"), bias: number("bias"), cells: &WEIGHTS[split..], odds: odds.collect() }
});

/// How sure one must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Nothing else speaks for English.
    Alone,
    /// The paired source says nearly the same.
    Confirmed,
}

/// How English a text is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Words that were looked at.
    pub words: usize,
    /// Log-odds of a kind: over zero is English.
    pub value: f32,
}

impl Score {
    /// Scores a text, and what is left of it without quotations and brackets; the lower one counts.
    #[must_use]
    pub fn new(text: &str) -> Score {
        let whole = score(&tokens(text, ENOUGH));
        match unquoted(text) {
            Cow::Borrowed(_) => whole,
            Cow::Owned(rest) => {
                let rest = score(&tokens(&rest, ENOUGH));
                if rest.words == 0 || rest.value >= whole.value { whole } else { rest }
            }
        }
    }

    /// The score is over what its number of words asks for where nothing but the model speaks.
    #[must_use]
    pub fn is_english(self, strictness: Strictness) -> bool {
        self.value >= self.bar(strictness, [7.0, 6.0, 5.0, 4.0, 5.0])
    }

    /// The score and the evidence of the project's profile together are.
    #[must_use]
    pub fn is_english_with(self, evidence: f32, strictness: Strictness) -> bool {
        self.value + evidence >= self.bar(strictness, [10.0, 3.0, 5.0, 8.0, 8.0])
    }

    /// Few words may be loans, and many may hold some that are the locale's. `alone` is by number of words.
    fn bar(self, strictness: Strictness, alone: [f32; 5]) -> f32 {
        let own = match self.words {
            0 => return f32::INFINITY,
            1..=2 => alone[0],
            3..=4 => alone[1],
            5..=8 => alone[2],
            9..=15 => alone[3],
            _ => alone[4],
        };
        let confirmed = if self.words >= 16 { 3.0 } else { 2.0 };
        if strictness == Strictness::Confirmed { own.min(confirmed) } else { own }
    }
}

fn score(words: &[Token<'_>]) -> Score {
    let (mut sum, mut count, mut odds, mut strange, mut plain) = (0i32, 0u32, 0i32, 0u32, 0u32);
    for Token { word, is_plain } in words {
        let word = word.as_ref();
        let (own_sum, own_count) = cells_of(word);
        sum += own_sum;
        count += own_count;
        let rare = || word.chars().count() >= RARE_LENGTH && grams(own_sum, own_count) >= RARE_SCORE;
        let own = match MODEL.odds.get(word) {
            Some(value) => i32::from(*value),
            None if rare() => RARE,
            None => UNKNOWN,
        };
        odds += own;
        plain += u32::from(*is_plain);
        strange += u32::from(*is_plain && own <= STRANGE);
    }
    if count == 0 {
        return Score { words: 0, value: f32::NEG_INFINITY };
    }
    let mean = odds as f32 / 10.0 / words.len() as f32;
    let strange = strange as f32 / plain.max(2) as f32;
    let value = grams(sum, count).clamp(-9.0, 9.0) + 1.5 * mean.clamp(-3.0, 3.0) - STRANGER * strange;
    Score { words: words.len(), value }
}

/// The sum of the weights of a word, and how many they are.
fn cells_of(word: &str) -> (i32, u32) {
    let (mut sum, mut count) = (0i32, 0u32);
    each_cell(word, |cell| {
        sum += i32::from(MODEL.cells.get(cell).copied().unwrap_or_default() as i8);
        count += 1;
    });
    (sum, count)
}

/// What the logistic model says of so many weights.
fn grams(sum: i32, count: u32) -> f32 {
    sum as f32 * MODEL.scale / (count.max(1) as f32).sqrt() + MODEL.bias
}

/// The cells of a word: its n-grams of one to four characters, spaces round it, and the word itself, twice.
pub(super) fn each_cell(word: &str, mut take: impl FnMut(usize)) {
    const START: u32 = 2_166_136_261;
    let cell = |hash: u32| ((hash ^ (hash >> 16)) as usize) & (CELLS - 1);
    let mut open = [0u32; 4];
    let mut length = 0;
    for c in std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')) {
        // `open[n]` is the hash of the last n characters; from the longest down, so that each is extended once.
        length += 1;
        for n in (0..4usize).rev() {
            let before = if n == 0 { START } else { open[n - 1] };
            open[n] = step(before, c);
            if length > n && !(n == 0 && c == ' ') {
                take(cell(open[n]));
            }
        }
    }
    let whole = cell(hash_of(word));
    take(whole);
    take(whole);
}

/// A word as a number.
pub(super) fn hash_of(word: &str) -> u32 {
    const WORD: u32 = 84_696_351;
    word.chars().fold(WORD, step)
}

fn step(hash: u32, c: char) -> u32 {
    (hash ^ u32::from(c)).wrapping_mul(16_777_619)
}

/// A Latin letter, or a mark on one.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

/// A word of a text.
struct Token<'t> {
    /// In small letters.
    word: Cow<'t, str>,
    /// Not marked as a name by a capital.
    is_plain: bool,
}

/// The words of a text in small letters: tokens that are identifiers, paths, versions or hold foreign letters are none.
#[must_use]
pub fn words_of(text: &str) -> Vec<Cow<'_, str>> {
    tokens(text, usize::MAX).into_iter().map(|token| token.word).collect()
}

/// The first `most` words.
fn tokens(text: &str, most: usize) -> Vec<Token<'_>> {
    let mut words: Vec<Token<'_>> = Vec::new();
    for token in text.split_whitespace() {
        if words.len() >= most {
            break;
        }
        let token = token.trim_matches(|c: char| !(is_letter(c) || c.is_ascii_digit() || "_@#$/\\".contains(c)));
        if is_plain(token) {
            for part in token.split('-').filter(|part| is_word(part)) {
                let word = small(part);
                // The first word has its capital from its place.
                let is_plain = words.is_empty() || word.chars().next() == part.chars().next();
                words.push(Token { word, is_plain });
            }
        }
    }
    words.truncate(most);
    words
}

/// The runs of letters of a text in small ones, of any script: words where those are written apart, else clauses.
#[must_use]
pub fn runs_of(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_alphabetic()).filter(|run| !run.is_empty());
    runs.map(str::to_lowercase).collect()
}

/// Letters, with single apostrophes and hyphens inside.
fn is_plain(token: &str) -> bool {
    let mut before = '-';
    for c in token.chars() {
        let joint = matches!(c, '\'' | '’' | '-');
        if !(is_letter(c) || joint && is_letter(before)) {
            return false;
        }
        before = c;
    }
    is_letter(before)
}

/// No capitals inside, unless all are.
fn is_word(part: &str) -> bool {
    if part.is_ascii() {
        let capitals = part.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        let small = part.bytes().any(|byte| byte.is_ascii_lowercase());
        return part.bytes().any(|byte| byte.is_ascii_alphabetic()) && !(capitals && small);
    }
    let letters = || part.chars().filter(|c| is_letter(*c));
    let changes = |c: char| !c.to_lowercase().eq([c]);
    let rises = |c: char| !c.to_uppercase().eq([c]);
    letters().next().is_some() && !(letters().skip(1).any(changes) && letters().any(rises))
}

fn small(part: &str) -> Cow<'_, str> {
    if part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'') {
        return Cow::Borrowed(part);
    }
    Cow::Owned(part.to_lowercase().replace('’', "'"))
}

/// Pairs of marks round what is quoted or put aside.
const MARKS: &[(char, char)] = &[
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('«', '»'),
    ('‹', '›'),
    ('»', '«'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('(', ')'),
    ('（', '）'),
    ('[', ']'),
    ('"', '"'),
];

/// A text without its quotations and brackets: blanks stand in their place, a blank for a byte.
#[must_use]
pub fn unquoted(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c == '"' || MARKS.iter().any(|(open, _)| *open == c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| MARKS.iter().any(|(open, _)| *open == c)) {
        let open = rest[at..].chars().next().unwrap_or_default();
        let after = &rest[at + open.len_utf8()..];
        let closes = |c: char| MARKS.iter().any(|(o, close)| *o == open && *close == c);
        out.push_str(&rest[..at]);
        // A mark without a partner near by is none.
        let glued = matches!(open, '(' | '[') && out.ends_with(char::is_alphanumeric);
        let near = after.char_indices().nth(400).map_or(after, |(end, _)| &after[..end]);
        match near.find(closes) {
            Some(end) if !glued && !is_glued(open, &after[end..]) => {
                let close = after[end..].chars().next().map_or(0, char::len_utf8);
                out.extend(std::iter::repeat_n(' ', open.len_utf8() + end + close));
                rest = &after[end + close..];
            }
            _ => {
                out.push(open);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// A bracket that ends inside a word: `[e]qual`.
fn is_glued(open: char, from_close: &str) -> bool {
    matches!(open, '(' | '[') && from_close.chars().nth(1).is_some_and(char::is_alphanumeric)
}

/// Languages whose texts the model takes for English: only a profile of the project can tell.
#[must_use]
pub fn is_near_english(language: &str) -> bool {
    const NEAR: &[&str] = &["bzj", "enm", "gul", "hwc", "icr", "jam", "kri", "pcm", "pih", "sco", "tcs", "trf"];
    NEAR.contains(&language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_whole() {
        assert_eq!(MODEL.cells.len(), CELLS);
        assert!(MODEL.scale > 0.0 && MODEL.odds.len() > 5000);
        assert!(WEIGHTS.len() + ODDS.len() + include_str!("words.txt").len() <= 200_000);
        let sum = xxhash_rust::xxh3::xxh3_64(WEIGHTS) ^ xxhash_rust::xxh3::xxh3_64(ODDS.as_bytes()).rotate_left(1);
        assert_eq!(
            format!("{sum:016x}"),
            "422c9dc24562b049",
            "train anew with tools/train_english.py, then change this"
        );
    }

    #[test]
    fn words_are_read_as_in_training() {
        let words = words_of("Don’t use `x` McDonald's or Well-known src/lib.rs v2 API, l’été (Größe) naïve-iOS");
        assert_eq!(words, ["don't", "use", "x", "or", "well", "known", "api", "l'été", "größe", "naïve"]);
        let mut cells = Vec::new();
        each_cell("to", |cell| cells.push(cell));
        assert_eq!(cells.len(), 2 + 3 + 2 + 1 + 2);
    }

    #[test]
    fn quotations_and_brackets_go() {
        let text = "Chọn “Request a term” (English) now";
        let rest = unquoted(text);
        assert_eq!((rest.len(), rest.split_whitespace().collect::<Vec<_>>()), (text.len(), vec!["Chọn", "now"]));
        assert_eq!(unquoted("5\" wide"), "5\" wide");
    }

    #[test]
    fn english_is_told_from_others() {
        let english = |text: &str| Score::new(text).is_english(Strictness::Alone);
        for text in [
            "Install the package and restart your computer.",
            "Read the guide before you start",
            "You can also use a smaller table if memory is short.",
        ] {
            assert!(english(text), "{text}: {:?}", Score::new(text));
        }
        for text in [
            "Elke open source-community is anders.",
            "Licence open source",
            "Hooks e Release Lifecycle",
            "Installer pakken og start maskina på nytt.",
            "Vel eit namn på gruppa di.",
            "Chọn \"Request to add a new term (English)\"",
        ] {
            assert!(!english(text), "{text}: {:?}", Score::new(text));
        }
    }
}
