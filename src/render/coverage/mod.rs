//! A coverage report as text, in one of several formats. One format, one file, one pure function over
//! [`crate::coverage::Coverage`].

mod badge;
mod csv;
mod html;
mod human;
mod json;
mod markdown;
mod table;

pub use badge::badge;
pub use csv::csv;
pub use html::{Views, html, view, view_file, view_id};
pub use human::human;
pub use json::{json, percents};
pub use markdown::markdown;

use crate::coverage::{Before, Counts, Gap, LocaleCoverage, PageCoverage, Percent, Sums};

/// What people read for the folder at the top.
const TOP: &str = "(top)";

/// A section of a locale's pages and their sums.
struct Section<'c> {
    /// The folder; empty for pages in none.
    folder: &'c str,
    sums: Sums,
}

/// The sections of a locale, by folder. They are the same in every locale, as far as it has pages there.
fn sections<'c>(locale: &'c LocaleCoverage, names: &dyn Fn(&str) -> &'c str) -> Vec<Section<'c>> {
    let mut by_folder: std::collections::BTreeMap<&str, Vec<&PageCoverage>> = std::collections::BTreeMap::new();
    for page in &locale.files {
        by_folder.entry(names(&page.path)).or_default().push(page);
    }
    by_folder.into_iter().map(|(folder, pages)| Section { folder, sums: Sums::over(pages) }).collect()
}

/// A number of stale words or blocks, for people.
fn stale(number: u64, gap: Option<Gap>, write: impl Fn(u64) -> String) -> String {
    if is_unknown(number, gap) { "?".to_owned() } else { write(number) }
}

/// That none is stale means nothing where the history does not reach.
fn is_unknown(stale: u64, gap: Option<Gap>) -> bool {
    stale == 0 && gap.and_then(Gap::note).is_some()
}

/// `12,345`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What changed since an earlier report: `▲ 2.3`, `▼ 0.4`, `new`, or nothing.
fn change(before: Before, now: Percent) -> String {
    let Before::Was(before) = before else {
        return if before == Before::New { "new".to_owned() } else { String::new() };
    };
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("▲ {}", Percent(now.0 - before.0)),
        std::cmp::Ordering::Less => format!("▼ {}", Percent(before.0 - now.0)),
        std::cmp::Ordering::Equal => "=".to_owned(),
    }
}

/// How wide each part of a bar of `width` is: translated, stale, untranslated, missing. Some is never shown as none, and
/// nearly all never as all.
fn parts(words: &Counts, width: u64) -> [usize; 4] {
    let all = [words.translated, words.stale, words.untranslated, words.missing];
    let total = words.total().max(1);
    let mut out = all.map(|part| part * width / total);
    let mut by_rest = [0, 1, 2, 3];
    by_rest.sort_by_key(|at| std::cmp::Reverse((all[*at] * width % total, 4 - at)));
    let left = width.saturating_sub(out.iter().sum());
    by_rest.iter().take(usize::try_from(left).unwrap_or(0)).for_each(|at| out[*at] += u64::from(all[*at] > 0));
    let most_open = (1..4).max_by_key(|at| all[*at]).unwrap_or(3);
    if words.translated > 0 && out[0] == 0 {
        (out[0], out[most_open]) = (1, out[most_open] - 1);
    }
    if words.open() > 0 && out[0] == width {
        (out[0], out[most_open]) = (width - 1, 1);
    }
    out.map(|part| usize::try_from(part).unwrap_or(0))
}

/// Text in HTML or SVG.
fn markup(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Counts, change, grouped, parts};
    use crate::coverage::{Before, Percent};

    #[test]
    fn a_bar_has_its_width_and_does_not_lie() {
        let bar =
            |translated, stale, untranslated, missing| parts(&Counts { translated, untranslated, stale, missing }, 10);
        assert_eq!(bar(50, 20, 20, 10), [5, 2, 2, 1]);
        assert_eq!(bar(1, 0, 0, 9999), [1, 0, 0, 9]);
        assert_eq!(bar(9999, 0, 1, 0), [9, 0, 1, 0]);
        assert_eq!(bar(1, 1, 1, 0), [4, 3, 3, 0]);
        assert_eq!(bar(7, 0, 0, 0), [10, 0, 0, 0]);
    }

    #[test]
    fn numbers_are_grouped_and_compared() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(change(Before::Was(Percent(600)), Percent(623)), "▲ 2.3");
        assert_eq!(change(Before::Was(Percent(623)), Percent(600)), "▼ 2.3");
        assert_eq!(change(Before::Was(Percent(623)), Percent(623)), "=");
        assert_eq!(change(Before::New, Percent(623)), "new");
    }
}
