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
            let key = packed_all(word.as_bytes());
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
        let is_short = word.len() <= LONGEST && word.iter().all(u8::is_ascii_alphabetic);
        if is_short { self.of(packed_all(word), word.len()) } else { None }
    }

    /// The same for a word of ASCII letters whose packed bytes and length are known.
    pub fn of(&self, key: u64, length: usize) -> Option<bool> {
        if length == 0 || length > LONGEST {
            return None;
        }
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

/// A number for ASCII letters in any case: what they had before the last, and the last.
pub(super) const fn packed(before: u64, letter: u8) -> u64 {
    before << 8 | letter as u64 | 0x20
}

const fn packed_all(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = packed(key, word[at]);
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
        }
    }
}
