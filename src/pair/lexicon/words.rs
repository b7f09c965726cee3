//! Words as the lexicon has them. `tools/train_lexicon.py` reads and hashes them in the same way: a change here is a change
//! there.

use std::ops::RangeInclusive;

/// English words that say nothing of what a text is about, sorted.
const STOP: [&str; 72] = [
    "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "do", "does",
    "each", "for", "from", "had", "has", "have", "here", "how", "if", "in", "into", "is", "it", "its", "may", "more",
    "most", "no", "not", "of", "on", "one", "only", "or", "other", "our", "so", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "us", "use", "used", "using", "was", "we", "were",
    "what", "when", "where", "which", "who", "will", "with", "you", "your",
];

/// Scripts that write no blanks between words, and Hangul, whose words hold particles.
const WIDE: [RangeInclusive<char>; 6] = [
    '\u{e00}'..='\u{eff}',
    '\u{1000}'..='\u{109f}',
    '\u{1780}'..='\u{17ff}',
    '\u{3040}'..='\u{30ff}',
    '\u{3400}'..='\u{9fff}',
    '\u{ac00}'..='\u{d7af}',
];

/// Marks that belong to the letter before them.
const MARKS: [RangeInclusive<char>; 5] =
    ['\u{300}'..='\u{36f}', '\u{591}'..='\u{5bd}', '\u{610}'..='\u{61a}', '\u{64b}'..='\u{65f}', '\u{900}'..='\u{dff}'];

/// Letters of a word that count, where words have endings.
const PREFIX: usize = 5;
const STEM: usize = 6;

/// FNV-1a over characters, with the upper half mixed in.
fn fold(hash: u32, c: char) -> u32 {
    (hash ^ c as u32).wrapping_mul(16_777_619)
}

const START: u32 = 0x811c_9dc5;

fn finish(hash: u32) -> u32 {
    hash ^ (hash >> 16)
}

/// Letters of the longest of them.
const LONGEST_STOP: usize = 5;

/// Letters of a word from which on no ending reaches into its stem.
const LONG: usize = 10;

/// An English word in small letters that says nothing.
pub fn is_stop(word: &[u8]) -> bool {
    word.len() <= LONGEST_STOP && STOP.binary_search_by(|stop| stop.as_bytes().cmp(word)).is_ok()
}

/// Gives the English words of a text, in small letters and cut short, with their hashes without endings. Words that say
/// nothing are among them: most of a text in another language can be told by its hash to be none.
pub fn english(text: &str, mut each: impl FnMut(&[u8], u32)) {
    for word in text.as_bytes().split(|byte| !byte.is_ascii_alphabetic()) {
        if word.len() < 2 || !word.iter().any(u8::is_ascii_lowercase) {
            continue;
        }
        let mut letters = [0; LONG];
        let length = word.len().min(LONG);
        for (letter, byte) in letters.iter_mut().zip(word) {
            *letter = byte.to_ascii_lowercase();
        }
        let (stem, end) = stem(letters, length);
        each(&letters[..length], finish(stem[..end].iter().fold(START, |hash, byte| fold(hash, char::from(*byte)))));
    }
}

/// A word in small letters without its ending, cut short, and how long it is then.
fn stem(mut word: [u8; LONG], mut length: usize) -> ([u8; LONG], usize) {
    if length == LONG {
        return (word, STEM);
    }
    if length > 4 && word[..length].ends_with(b"ies") {
        length -= 2;
        word[length - 1] = b'y';
    } else if length > 3 && word[..length].ends_with(b"s") && !word[..length].ends_with(b"ss") {
        length -= 1;
    }
    let ending = [&b"ing"[..], b"ed"].into_iter().find(|ending| word[..length].ends_with(ending));
    if let Some(root) = ending.map(|ending| length - ending.len()).filter(|root| *root >= 3) {
        let last = word[root - 1];
        let is_doubled = root > 3 && last == word[root - 2] && !matches!(last, b'l' | b's');
        length = root - usize::from(is_doubled);
    }
    if length > 3 && word[length - 1] == b'e' {
        length -= 1;
    }
    (word, length.min(STEM))
}

/// Gives the hashes of what a text in another language has for words: their beginnings, or pairs of characters where words
/// are not told apart.
pub fn foreign(text: &str, mut each: impl FnMut(u32)) {
    let (mut narrow, mut length) = (START, 0);
    // The character before in a script without blanks, and how many stand there together.
    let (mut before, mut together) = ('\0', 0);
    let mut read = |c: char| {
        let is_wide = c >= '\u{e00}' && WIDE.iter().any(|range| range.contains(&c));
        if is_wide {
            if together > 0 {
                each(finish(fold(fold(START, before), c)));
            }
            (before, together) = (c, together + 1);
        } else {
            if together == 1 {
                each(finish(fold(START, before)));
            }
            together = 0;
        }
        if !is_wide && (c.is_alphabetic() || MARKS.iter().any(|range| range.contains(&c))) {
            narrow = if length < PREFIX { fold(narrow, c) } else { narrow };
            length += 1;
        } else {
            if length > 1 {
                each(finish(narrow));
            }
            (narrow, length) = (START, 0);
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            read(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut read);
        }
    }
    read(' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP.is_sorted() && STOP.iter().all(|word| word.len() <= LONGEST_STOP));
    }

    #[test]
    fn english_words_lose_their_endings() {
        let stem = |word: &str| {
            let mut letters = [0; LONG];
            letters.iter_mut().zip(word.bytes()).for_each(|(letter, byte)| *letter = byte);
            let (stem, length) = stem(letters, word.len().min(LONG));
            String::from_utf8_lossy(&stem[..length]).into_owned()
        };
        assert_eq!(["files", "running", "classes", "queries"].map(stem), ["fil", "run", "class", "query"]);
        assert_eq!(["configuration", "configured", "class", "use"].map(stem), ["config", "config", "class", "use"]);
    }

    #[test]
    fn words_are_hashed_as_in_training() {
        let hash = |text: &str| finish(text.chars().fold(START, fold));
        let words = |text: &str| {
            let mut out = Vec::new();
            foreign(text, |word| out.push(word));
            out
        };
        assert_eq!(words("Konfigurer no!"), ["konfi", "no"].map(hash));
        assert_eq!(words("设置文件"), ["设置", "置文", "文件"].map(hash));
        assert_eq!(words("x の y2"), [hash("の")], "letters alone are no words");
        let mut out = Vec::new();
        english("Configuring the API of files", |word, stem| out.extend((!is_stop(word)).then_some(stem)));
        assert_eq!(out, ["config", "fil"].map(hash));
    }
}
