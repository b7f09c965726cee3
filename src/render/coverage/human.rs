//! A table with bars, for people.

use std::fmt::Write;

use super::table::{Side, columns};
use super::{TOP, change, grouped, parts, sections, stale};
use crate::coverage::{Coverage, Gap, LocaleCoverage, PageCoverage, State, Sums};
use crate::render::Options;
use crate::render::summary::count;
use crate::render::visible::one_line;

/// Pages of a worklist.
const PAGES: usize = 12;
/// Columns of a bar, by the room that there is, and the signs of its parts.
const BARS: [u64; 2] = [12, 24];
const SIGNS: [char; 4] = ['█', '▓', '▒', '░'];
const COLORS: [u8; 4] = [32, 33, 35, 90];

/// `coverage` for people: a line a locale; of a single locale its sections and the pages with most to do.
#[must_use]
pub fn human(coverage: &Coverage, options: &Options) -> String {
    let mut out = String::new();
    let date = coverage.date.as_ref().map_or_else(String::new, |date| format!(", {date}"));
    let _ = writeln!(out, "translated from {}{date}, in words of the source\n", coverage.source_locale);
    table(coverage, options, &mut out);
    if let [locale] = coverage.locales.as_slice() {
        by_section(locale, (coverage.gap, options), &mut out);
        worklist(locale, options, &mut out);
    } else if !coverage.locales.is_empty() {
        out.push_str("\n  --locale shows the sections of one locale and the pages with most to do\n");
    }
    out
}

fn table(coverage: &Coverage, options: &Options, out: &mut String) {
    let head = ["locale", "", "translated", "", "change", "words", "untranslated", "stale", "missing", "pages", "also"];
    let mut locales: Vec<&LocaleCoverage> = coverage.locales.iter().collect();
    locales.sort_by(|a, b| a.by_progress(b));
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for locale in &locales {
        let name = one_line(locale.name.unwrap_or_default(), 24);
        let mut row = vec![name, one_line(&locale.tag, 24)];
        row.extend(numbers(&locale.sums, &change(locale.before, locale.sums.words.percent()), (coverage.gap, options)));
        rows.push(row);
    }
    if locales.len() > 1 {
        let sums = coverage.sums();
        let mut row = vec!["all".to_owned(), String::new()];
        row.extend(numbers(&sums, "", (coverage.gap, options)));
        rows.push(row);
    }
    lines(&rows, options, out);
    let legend = ["translated", "stale", "untranslated", "missing"];
    let legend = (0..4).map(|at| format!("{} {}", paint(&SIGNS[at].to_string(), COLORS[at], options), legend[at]));
    let _ = writeln!(out, "\n  {}", legend.collect::<Vec<_>>().join("  "));
    if let Some(note) = coverage.gap.and_then(Gap::note) {
        let _ = writeln!(out, "  ? {note}");
    }
}

/// Bar, share, change, words, and pages that are done.
fn numbers(sums: &Sums, change: &str, (gap, options): (Option<Gap>, &Options)) -> Vec<String> {
    let (words, pages) = (&sums.words, &sums.pages);
    let also = [State::Orphan, State::Excluded].map(|state| (pages.of(state), state.name()));
    let also =
        also.into_iter().filter(|(pages, _)| *pages > 0).map(|(pages, name)| format!("{} {name}", grouped(pages)));
    vec![
        bar(sums, options),
        format!("{} %", words.percent()),
        change.to_owned(),
        grouped(words.total()),
        grouped(words.untranslated),
        stale(words.stale, gap, grouped),
        grouped(words.missing),
        format!("{}/{}", grouped(pages.of(State::Translated)), grouped(pages.total())),
        also.collect::<Vec<_>>().join(", "),
    ]
}

fn lines(rows: &[Vec<String>], options: &Options, out: &mut String) {
    use Side::{Left, Right};
    let sides = [Left, Left, Left, Right, Left, Right, Right, Right, Right, Right, Left];
    let is_empty = |column: usize| rows.iter().skip(1).all(|row| row[column].is_empty());
    let mut rows = rows.to_vec();
    if let Some(head) = rows.first_mut() {
        (0..sides.len()).filter(|column| is_empty(*column)).for_each(|column| head[column].clear());
    }
    for (at, line) in columns(&sides, &rows).into_iter().enumerate() {
        let _ = writeln!(out, "{}", if at == 0 { paint(&line, 2, options) } else { line });
    }
}

fn bar(sums: &Sums, options: &Options) -> String {
    if sums.words.total() == 0 {
        return String::new();
    }
    let parts = parts(&sums.words, BARS[usize::from(options.width >= 100)]);
    let part = |at: usize| paint(&SIGNS[at].to_string().repeat(parts[at]), COLORS[at], options);
    (0..4).filter(|at| parts[*at] > 0).map(part).collect()
}

fn by_section(locale: &LocaleCoverage, (gap, options): (Option<Gap>, &Options), out: &mut String) {
    let paths: Vec<&str> = locale.files.iter().map(|page| page.path.as_str()).collect();
    let of: std::collections::HashMap<&str, &str> =
        paths.iter().copied().zip(crate::coverage::sections(&paths)).collect();
    let sections = sections(locale, &|path| of.get(path).copied().unwrap_or_default());
    if sections.len() < 2 {
        return;
    }
    let head =
        ["section", "", "translated", "", "change", "words", "untranslated", "stale", "missing", "pages", "also"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for section in &sections {
        let name = if section.folder.is_empty() { TOP } else { section.folder };
        let mut row = vec![one_line(name, 40), String::new()];
        row.extend(numbers(&section.sums, "", (gap, options)));
        rows.push(row);
    }
    out.push('\n');
    lines(&rows, options, out);
}

/// The pages with most to do; those that are not there after those that are.
fn worklist(locale: &LocaleCoverage, options: &Options, out: &mut String) {
    let mut open: Vec<&PageCoverage> = locale
        .files
        .iter()
        .filter(|page| matches!(page.state, State::Partial | State::Stale | State::Missing))
        .collect();
    if open.is_empty() {
        return;
    }
    open.sort_by_key(|page| (page.state == State::Missing, std::cmp::Reverse(page.words.open()), page.path.as_str()));
    let mut rows = vec![["page", "state", "words to do", "of"].map(str::to_owned).to_vec()];
    for page in open.iter().take(PAGES) {
        let (open, total) = (grouped(page.words.open()), grouped(page.words.total()));
        rows.push(vec![one_line(&page.path, 72), page.state.name().to_owned(), open, total]);
    }
    out.push('\n');
    let lines = columns(&[Side::Left, Side::Left, Side::Right, Side::Right], &rows);
    for (at, line) in lines.into_iter().enumerate() {
        let _ = writeln!(out, "{}", if at == 0 { paint(&line, 2, options) } else { line });
    }
    if open.len() > PAGES {
        let _ = writeln!(out, "  and {} more", count(open.len() - PAGES, "page"));
    }
}

fn paint(text: &str, code: u8, options: &Options) -> String {
    if options.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
