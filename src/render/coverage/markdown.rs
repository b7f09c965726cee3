//! A Markdown table, for the comment of a pull request or the summary of a job.

use std::fmt::Write;

use super::{change, grouped, stale};
use crate::coverage::{Before, Coverage, Gap, LocaleCoverage, State, Sums};
use crate::render::summary::count;
use crate::render::visible::escaped;

/// `coverage` as Markdown.
#[must_use]
pub fn markdown(coverage: &Coverage) -> String {
    let mut out = "### Translation coverage\n\n".to_owned();
    let compared = coverage.locales.iter().any(|locale| locale.before != Before::Unknown);
    let (head, rule) = if compared { (" change |", " ---: |") } else { ("", "") };
    let _ = writeln!(out, "| locale | translated |{head} words | untranslated | stale | missing | pages |");
    let _ = writeln!(out, "| --- | ---: |{rule} ---: | ---: | ---: | ---: | ---: |");
    let mut locales: Vec<&LocaleCoverage> = coverage.locales.iter().collect();
    locales.sort_by(|a, b| a.by_progress(b));
    for locale in &locales {
        let name = locale.name.map_or_else(String::new, |name| format!("{} ", text(name)));
        let share = locale.sums.words.percent();
        let change = if compared { format!(" {} |", change(locale.before, share)) } else { String::new() };
        let _ = writeln!(
            out,
            "| {name}`{}` | {share} % |{change} {}",
            code(&locale.tag),
            numbers(&locale.sums, coverage.gap)
        );
    }
    if locales.len() > 1 {
        let (sums, change) = (coverage.sums(), if compared { " |" } else { "" });
        let _ = writeln!(out, "| **all** | {} % |{change} {}", sums.words.percent(), numbers(&sums, coverage.gap));
    }
    let date = coverage.date.as_ref().map_or_else(String::new, |date| format!(" {date}."));
    let _ = writeln!(out, "\nIn words of the source, `{}`.{date}", code(&coverage.source_locale));
    if let Some(note) = coverage.gap.and_then(Gap::note) {
        let _ = writeln!(out, "\n> {note}");
    }
    also(coverage, &mut out);
    out
}

fn numbers(sums: &Sums, gap: Option<Gap>) -> String {
    let (words, pages) = (&sums.words, &sums.pages);
    let stale = stale(words.stale, gap, grouped);
    let words = [grouped(words.total()), grouped(words.untranslated), stale, grouped(words.missing)].join(" | ");
    format!("{words} | {}/{} |", grouped(pages.of(State::Translated)), grouped(pages.total()))
}

/// Pages that are in no sum.
fn also(coverage: &Coverage, out: &mut String) {
    for (state, what) in [(State::Orphan, "without a source"), (State::Excluded, "left out by the configuration")] {
        let pages = coverage.locales.iter().flat_map(|locale| &locale.files).filter(|page| page.state == state);
        let paths: Vec<String> = pages.map(|page| format!("- `{}`", code(&page.target))).collect();
        if !paths.is_empty() {
            let _ = writeln!(out, "\n<details><summary>{} {what}</summary>\n", count(paths.len(), "page"));
            let _ = writeln!(out, "{}\n\n</details>", paths.join("\n"));
        }
    }
}

/// Plain text in a table.
fn text(text: &str) -> String {
    let mut out = String::new();
    for c in escaped(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '(' | ')') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The inside of a code span in a table: back-ticks and bars end it.
fn code(text: &str) -> String {
    escaped(text).replace('`', "'").replace('|', "\u{2502}")
}
