//! How alike two texts are.

use rustc_hash::FxHashMap;

/// How many characters of a text are compared.
const COMPARED: usize = 300;

/// How alike two texts are, in thousandths, by the distance of Levenshtein: 1000 for equal ones.
#[must_use]
pub fn likeness(a: &str, b: &str) -> u32 {
    if a == b {
        return 1000;
    }
    let cut = |text: &str| text.chars().take(COMPARED).collect::<Vec<char>>();
    let (a, b) = (cut(a), cut(b));
    let longest = a.len().max(b.len()).max(1);
    ((1.0 - distance(&a, &b) as f64 / longest as f64) * 1000.0) as u32
}

/// The distance of Levenshtein, 64 rows of its table at a time, after Myers (1999) and Hyyrö (2003): what a row adds to
/// the one above is one bit in `up` or `down`.
fn distance(a: &[char], b: &[char]) -> usize {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    // By column: what it adds to the one before, in the last row so far.
    let mut steps = vec![1_i8; b.len()];
    for rows in a.chunks(64) {
        let mut places: FxHashMap<char, u64> = FxHashMap::default();
        rows.iter().enumerate().for_each(|(at, c)| *places.entry(*c).or_default() |= 1 << at);
        let (mut up, mut down) = (u64::MAX, 0);
        let last = rows.len() - 1;
        for (step, c) in steps.iter_mut().zip(b) {
            let equal = places.get(c).copied().unwrap_or_default();
            let vertical = equal | down;
            let equal = equal | u64::from(*step < 0);
            let horizontal = ((equal & up).wrapping_add(up) ^ up) | equal;
            let (plus, minus) = (down | !(horizontal | up), up & horizontal);
            let (above_plus, above_minus) = (plus << 1 | u64::from(*step > 0), minus << 1 | u64::from(*step < 0));
            *step = i8::from(plus >> last & 1 == 1) - i8::from(minus >> last & 1 == 1);
            (up, down) = (above_minus | !(vertical | above_plus), above_plus & vertical);
        }
    }
    let sum: isize = steps.into_iter().map(isize::from).sum();
    a.len().saturating_add_signed(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_what_the_plain_table_says(a in "[abç]{0,150}", b in "[abç]{0,150}") {
            let plain = strsim::levenshtein(&a, &b);
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(distance(&a, &b), plain);
        }
    }

    #[test]
    fn it_is_in_thousandths() {
        assert_eq!(likeness("", ""), 1000);
        assert_eq!(likeness("", "ab"), 0);
        assert_eq!(likeness("abc", "abd"), 666);
    }
}
