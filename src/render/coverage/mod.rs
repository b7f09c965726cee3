//! A coverage report as text, in one of several formats. One format, one file, one pure function over [`Coverage`].

mod badge;
mod csv;
mod human;
mod json;
mod markdown;
mod table;

pub use badge::badge;
pub use csv::csv;
pub use human::human;
pub use json::{json, percents};
pub use markdown::markdown;

use crate::coverage::{Before, Counts, LocaleCoverage, PageCoverage, Percent, Sums};

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

/// `12,345`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
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

/// How wide each part of a bar of `width` is: translated, stale, untranslated, missing. What is there takes a place,
/// and a bar that is not full does not look so.
fn parts(words: &Counts, width: usize) -> [usize; 4] {
    let all = [words.translated, words.stale, words.untranslated, words.missing];
    let total = words.total().max(1);
    let mut out = all.map(|part| usize::try_from(part * width as u64 / total).unwrap_or(0));
    for at in 0..4 {
        out[at] = out[at].max(usize::from(all[at] > 0));
    }
    // The widest takes what rounding left, or gives what it took.
    let (widest, _) = out.iter().enumerate().max_by_key(|(at, part)| (**part, 4 - at)).unwrap_or((0, &0));
    let others = out.iter().sum::<usize>() - out[widest];
    out[widest] = width.saturating_sub(others);
    out
}
