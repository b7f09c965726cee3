//! Findings for people: a frame each, file by file, and what the run amounts to.
//!
//! Whatever comes from a file is shown with hidden characters replaced (see `visible`). Frames are drawn by
//! `frame` alone.

mod excerpt;
mod frame;

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::visible::one_line;
use super::{Options, summary};
use crate::diag::{Cause, Severity};
use crate::report::{Finding, Report, RunError};
use crate::text::{Edit, Fix, Safety};

/// More findings of one rule in one file than this, and only the first few get frames.
const MANY: usize = 10;
/// The first few.
const FEW: usize = 3;
/// Columns of a message; what it quotes may be as long as it likes.
const MAX_MESSAGE: usize = 400;

/// Columns of each side of an edit.
const MAX_EDIT: usize = 60;
/// Narrower terminals break lines by themselves.
const MIN_WIDTH: usize = 40;

/// Layouts, findings by file, troubles of the run, numbers: parted by blank lines.
pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let options = &Options { width: options.width.max(MIN_WIDTH), ..*options };
    let shown: Vec<&Finding> = report.findings.iter().filter(|finding| options.shows(finding)).collect();
    let mut parts = vec![String::new()];
    for layout in report.layouts.iter().filter(|_| !options.quiet) {
        writeln!(parts[0], "{}", dim(&format!("layout {}", one_line(layout, MAX_MESSAGE)), options))?;
    }
    for findings in shown.chunk_by(|a, b| a.place.path == b.place.path) {
        parts.push(file(findings, options)?);
    }
    parts.push(report.errors.iter().map(|error| trouble(error, options)).collect());
    if !options.quiet {
        parts.push(closing(report, options)?);
    }
    parts.retain(|part| !part.is_empty());
    out.write_str(&parts.join("\n"))
}

/// A heading, frames, and a list of each rule that found too much for frames.
fn file(findings: &[&Finding], options: &Options) -> Result<String, fmt::Error> {
    let number = format!("({})", summary::count(findings.len(), "finding"));
    let path = one_line(&findings[0].place.path, MAX_MESSAGE);
    let mut parts = vec![format!("{} {}\n", bold(&path, options), dim(&number, options))];
    let mut of_rules: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        of_rules.entry(finding.rule).or_default().push(finding);
    }
    let mut framed: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        let so_far = framed.entry(finding.rule).or_default();
        *so_far += 1;
        if *so_far <= FEW || of_rules[finding.rule].len() <= MANY {
            parts.push(one(finding, options)?);
        }
    }
    for many in of_rules.values().filter(|findings| findings.len() > MANY) {
        parts.push(list(&many[FEW..], options)?);
    }
    let frames = parts.split_off(1);
    Ok(parts.concat() + &frames.join("\n"))
}

fn one(finding: &Finding, options: &Options) -> Result<String, fmt::Error> {
    let mut message = one_line(&finding.message, MAX_MESSAGE);
    if finding.cause == Cause::Drift {
        message.push_str(" (the source changed since)");
    }
    let heading = heading(finding);
    let help = finding.help.as_ref().map(|help| one_line(help, MAX_MESSAGE));
    let mut out = String::new();
    frame::draw(frame::Words { heading, message, help }, finding, options, &mut out)?;
    if let Some(fix) = &finding.fix {
        writeln!(out, "   {} {}", cyan("fix:", options), describe(fix, finding))?;
    }
    Ok(out)
}

/// Findings of one rule that get no frame: a line each.
fn list(findings: &[&Finding], options: &Options) -> Result<String, fmt::Error> {
    let heading = paint(&heading(findings[0]), color(findings[0].severity), options);
    let mut out = format!("  {heading} {} more in this file\n", findings.len());
    let room = options.width.saturating_sub(13);
    for finding in findings {
        let start = finding.place.range.start;
        let place = dim(&format!("{:>11}", format!("{}:{}", start.line, start.column)), options);
        writeln!(out, "{place} {}", one_line(&finding.message, room))?;
    }
    Ok(out)
}

fn heading(finding: &Finding) -> String {
    format!("{}[{}]:", finding.severity.name(), finding.rule)
}

fn describe(fix: &Fix, finding: &Finding) -> String {
    let first = fix.edits().first().map_or_else(String::new, |edit| change(edit, finding));
    let more = match fix.edits().len() {
        0 | 1 => String::new(),
        number => format!(", and {}", summary::count(number - 1, "more edit")),
    };
    let safety = match fix.safety() {
        Safety::Safe => "safe",
        Safety::Suggested => "suggested: look at it",
    };
    format!("{first}{more} ({safety})")
}

/// What an edit does. A report holds no text of the file but the excerpt, so what goes is known by its length.
fn change(edit: &Edit, finding: &Finding) -> String {
    let quoted = |text: &str| match one_line(&format!("`{text}`"), MAX_EDIT) {
        whole if whole.ends_with('`') => whole,
        cut => format!("{cut}`"),
    };
    let marked = finding.place.excerpt.span.of(&finding.place.excerpt.text);
    let mut known = finding.found.as_deref().into_iter().chain([marked]);
    match known.find(|text| text.len() == edit.span.len() && !text.is_empty()) {
        _ if edit.span.is_empty() => format!("insert {}", quoted(&edit.text)),
        Some(old) if edit.text.is_empty() => format!("remove {}", quoted(old)),
        Some(old) => format!("{} → {}", quoted(old), quoted(&edit.text)),
        None if edit.text.is_empty() => format!("remove {}", summary::count(edit.span.len(), "byte")),
        None => format!("write {}", quoted(&edit.text)),
    }
}

fn trouble(error: &RunError, options: &Options) -> String {
    let (path, message) = (one_line(&error.path, MAX_MESSAGE), one_line(&error.message, MAX_MESSAGE));
    format!("{} {path}: {message}\n", paint("error:", RED, options))
}

fn closing(report: &Report, options: &Options) -> Result<String, fmt::Error> {
    let (totals, mut out) = (&report.totals, String::new());
    let nothing_to_show = totals.errors + totals.warnings == 0 && (totals.infos == 0 || !options.show_info);
    if nothing_to_show && report.errors.is_empty() {
        writeln!(out, "{}", friendly(report, options))?;
    }
    let time = options.elapsed.map_or_else(String::new, |elapsed| format!(", {:.2} s", elapsed.as_secs_f64()));
    writeln!(out, "{}{time}", bold(&summary::sentence(report), options))?;
    if totals.fixable > 0 {
        writeln!(out, "{}", fixable(report))?;
    }
    let held_back = report.held_back.iter().filter(|finding| options.shows(finding)).count();
    if held_back > 0 {
        writeln!(out, "{} more than `--max-findings` allows", summary::count(held_back, "finding"))?;
    }
    if let Some(known) = summary::known(report) {
        writeln!(out, "{}", one_line(&known, MAX_MESSAGE))?;
    }
    if totals.infos > 0 && !options.show_info {
        writeln!(out, "{} not shown: run with `--show info`", summary::of(totals, Severity::Info))?;
    }
    Ok(out)
}

fn friendly(report: &Report, options: &Options) -> &'static str {
    let has_known = report.known.as_ref().is_some_and(|known| known.findings > 0);
    match (report.totals.files, report.totals.infos) {
        (0, _) if options.of_change => "No localized page changed, nor the source of one.",
        (0, _) => "No localized files here, so nothing to check.",
        (_, 0) if has_known => "Nothing new.",
        (_, 0) => "Everything is where it should be: nothing lost, nothing damaged.",
        _ => "No errors and no warnings.",
    }
}

fn fixable(report: &Report) -> String {
    let fixes = report.findings.iter().chain(&report.held_back).filter_map(|finding| finding.fix.as_ref());
    let safe = fixes.filter(|fix| fix.safety() == Safety::Safe).count();
    let suggested = report.totals.fixable.saturating_sub(safe);
    match (safe, suggested) {
        (safe, 0) => format!("{safe} fixable: run with `--fix`"),
        (0, suggested) => format!("{suggested} fixable: run with `--fix-suggested`"),
        _ => format!("{} fixable: {safe} with `--fix`, {suggested} more with `--fix-suggested`", safe + suggested),
    }
}

const RED: u8 = 31;

fn color(severity: Severity) -> u8 {
    match severity {
        Severity::Error => RED,
        Severity::Warning => 33,
        Severity::Info => 36,
    }
}

fn bold(text: &str, options: &Options) -> String {
    paint(text, 1, options)
}

fn dim(text: &str, options: &Options) -> String {
    paint(text, 2, options)
}

fn cyan(text: &str, options: &Options) -> String {
    paint(text, 36, options)
}

fn paint(text: &str, code: u8, options: &Options) -> String {
    if options.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
