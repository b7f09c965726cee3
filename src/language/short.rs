//! Lists of short words that are looked up for nearly every word of a text.

/// The longest word, in bytes.
const LONGEST: usize = 7;
/// Slots of the table: a power of two, most of them empty.
const SLOTS: usize = 512;

/// Two lists of at most [`LONGEST`] ASCII letters each.
pub(super) struct ShortWords {
    /// The words by their bytes taken as a number, and whether they are of the first list.
    slots: [(u64, bool); SLOTS],
}

impl ShortWords {
    pub const fn new(first: &[&str], second: &[&str]) -> ShortWords {
        let mut slots = [(0, false); SLOTS];
        let mut at = 0;
        while at < first.len() + second.len() {
            let is_first = at < first.len();
            let word = if is_first { first[at] } else { second[at - first.len()] };
            let key = packed(word.as_bytes());
            let mut slot = slot(key);
            while slots[slot].0 != 0 {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = (key, is_first);
            at += 1;
        }
        ShortWords { slots }
    }

    /// Whether a word, in any case, is of the first list; `None` if it is of neither.
    pub fn get(&self, word: &[u8]) -> Option<bool> {
        if word.iter().all(u8::is_ascii_alphabetic) { self.at_start(word, word.len()) } else { None }
    }

    /// The same for the word of so many ASCII letters at the start of a text.
    pub fn at_start(&self, text: &[u8], length: usize) -> Option<bool> {
        if length == 0 || length > LONGEST {
            return None;
        }
        let key = match text.first_chunk() {
            Some(bytes) => (u64::from_be_bytes(*bytes) | SMALL) >> (64 - 8 * length),
            None => packed(&text[..length]),
        };
        let mut at = slot(key);
        while self.slots[at].0 != 0 {
            if self.slots[at].0 == key {
                return Some(self.slots[at].1);
            }
            at = (at + 1) % SLOTS;
        }
        None
    }
}

/// The bit that small letters have, in eight bytes.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// A number for at most [`LONGEST`] ASCII letters in any case.
const fn packed(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = key << 8 | word[at] as u64 | 0x20;
        at += 1;
    }
    key
}

const fn slot(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        let words = ShortWords::new(&["the", "without"], &["a"]);
        for (word, found) in [
            ("the", Some(true)),
            ("Without", Some(true)),
            ("A", Some(false)),
            ("", None),
            ("th", None),
            ("withouts", None),
            ("th\u{5}", None),
        ] {
            assert_eq!(words.get(word.as_bytes()), found, "{word:?}");
            assert_eq!(words.at_start(format!("{word}        ").as_bytes(), word.len()), found, "{word:?}");
        }
    }
}
