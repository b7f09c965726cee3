//! A logistic model of character n-grams and words, and a list of English words with their log-odds.
//!
//! Both are data made by `tools/train_english.py`, which reads words as `words.rs` does and hashes as this file does: a
//! change here is a change there.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::words::{Words, key_of, words_of};

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
    cells: &'static [u8; CELLS],
    /// By the key of the word.
    odds: FxHashMap<u64, i8>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let (header, cells) = WEIGHTS.split_last_chunk().unwrap_or((&[], &[0; CELLS]));
    let header = std::str::from_utf8(header).unwrap_or_default();
    let number = |name: &str| {
        let mut words = header.split([' ', ';']);
        words.find(|word| *word == name);
        words.next().and_then(|value| value.parse().ok()).unwrap_or(0.0)
    };
    let lines = ODDS.lines().filter(|line| !line.starts_with('#'));
    let odds = lines.filter_map(|line| line.split_once(' ')).flat_map(|(value, words)| {
        let value: i8 = value.parse().unwrap_or_default();
        words.split(' ').map(move |word| (key_of(word.as_bytes()), value))
    });
    Model { scale: number("scale"), bias: number("bias"), cells, odds: odds.collect() }
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
    /// Scores a text that has these words, and what is left of it without quotations and brackets; the lower one counts.
    #[must_use]
    pub fn new(text: &str, words: &Words) -> Score {
        let whole = score(words);
        match unquoted(text) {
            Cow::Borrowed(_) => whole,
            Cow::Owned(rest) => {
                let rest = score(&words_of(&rest));
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

fn score(words: &Words) -> Score {
    let model = &*MODEL;
    let (mut sum, mut count, mut odds, mut strange, mut plain) = (0i32, 0u32, 0i32, 0u32, 0u32);
    for ((word, key), is_plain) in words.iter().zip(words.keys()).zip(words.plain()).take(ENOUGH) {
        let (mut own_sum, mut own_count) = (0i32, 0u32);
        each_cell(word, |cell| {
            own_sum += i32::from(model.cells[cell] as i8);
            own_count += 1;
        });
        sum += own_sum;
        count += own_count;
        let rare = || word.chars().count() >= RARE_LENGTH && grams(own_sum, own_count) >= RARE_SCORE;
        let own = match model.odds.get(&key) {
            Some(value) => i32::from(*value),
            None if rare() => RARE,
            None => UNKNOWN,
        };
        odds += own;
        plain += u32::from(is_plain);
        strange += u32::from(is_plain && own <= STRANGE);
    }
    if count == 0 {
        return Score { words: 0, value: f32::NEG_INFINITY };
    }
    let words = words.len().min(ENOUGH);
    let mean = odds as f32 / 10.0 / words as f32;
    let strange = strange as f32 / plain.max(2) as f32;
    let value = grams(sum, count).clamp(-9.0, 9.0) + 1.5 * mean.clamp(-3.0, 3.0) - STRANGER * strange;
    Score { words, value }
}

/// What the logistic model says of so many weights.
fn grams(sum: i32, count: u32) -> f32 {
    sum as f32 * MODEL.scale / (count.max(1) as f32).sqrt() + MODEL.bias
}

/// The cells of a word: its n-grams of one to four characters, spaces round it, and the word itself, twice.
pub(super) fn each_cell(word: &str, mut take: impl FnMut(usize)) {
    const START: u32 = 2_166_136_261;
    let cell = |hash: u32| ((hash ^ (hash >> 16)) as usize) & (CELLS - 1);
    // The hashes of the last character, of the last two and of the last three.
    let (mut one, mut two, mut three) = (step(START, ' '), 0, 0);
    for (before, c) in word.chars().chain(std::iter::once(' ')).enumerate() {
        let four = step(three, c);
        (three, two, one) = (step(two, c), step(one, c), step(START, c));
        if before >= 2 {
            take(cell(four));
        }
        if before >= 1 {
            take(cell(three));
        }
        take(cell(two));
        if c != ' ' {
            take(cell(one));
        }
    }
    let whole = cell(hash_of(word));
    take(whole);
    take(whole);
}

/// A word as a number that the model was trained with.
pub(super) fn hash_of(word: &str) -> u32 {
    const WORD: u32 = 84_696_351;
    word.chars().fold(WORD, step)
}

fn step(hash: u32, c: char) -> u32 {
    (hash ^ u32::from(c)).wrapping_mul(16_777_619)
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
    let found = quotations(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for range in found {
        out.push_str(&text[at..range.start]);
        out.extend(std::iter::repeat_n(' ', range.len()));
        at = range.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Where the quotations and brackets of a text are, with their marks.
#[must_use]
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = text[from..].find(opens).map(|at| from + at) {
        let open = text[at..].chars().next().unwrap_or_default();
        let start = at + open.len_utf8();
        let after = &text[start..];
        let closes = |c: char| MARKS.iter().any(|(o, close)| *o == open && *close == c);
        // A mark without a partner near by is none.
        let glued = matches!(open, '(' | '[') && text[from..at].ends_with(char::is_alphanumeric);
        let near = after.char_indices().nth(400).map_or(after, |(end, _)| &after[..end]);
        from = start;
        if let Some(end) = near.find(closes).filter(|end| !glued && !is_glued(open, &after[*end..])) {
            from = start + end + after[end..].chars().next().map_or(0, char::len_utf8);
            found.push(at..from);
        }
    }
    found
}

/// A bracket that ends inside a word: `[e]qual`.
fn is_glued(open: char, from_close: &str) -> bool {
    matches!(open, '(' | '[') && from_close.chars().nth(1).is_some_and(char::is_alphanumeric)
}

/// The mark opens a pair.
fn opens(c: char) -> bool {
    matches!(c, '"' | '(' | '[') || !c.is_ascii() && MARKS.iter().any(|(open, _)| *open == c)
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
    fn cells_are_those_of_training() {
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
        let score = |text: &str| Score::new(text, &words_of(text));
        let english = |text: &str| score(text).is_english(Strictness::Alone);
        for text in [
            "Install the package and restart your computer.",
            "Read the guide before you start",
            "You can also use a smaller table if memory is short.",
        ] {
            assert!(english(text), "{text}: {:?}", score(text));
        }
        for text in [
            "Elke open source-community is anders.",
            "Licence open source",
            "Hooks e Release Lifecycle",
            "Installer pakken og start maskina på nytt.",
            "Vel eit namn på gruppa di.",
            "Chọn \"Request to add a new term (English)\"",
        ] {
            assert!(!english(text), "{text}: {:?}", score(text));
        }
    }
}
