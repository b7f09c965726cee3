//! Diagnostics of reviewdog, one JSON object a line: comments and suggestions on the lines of a pull request. Columns
//! count bytes there; where the excerpt does not tell them, the whole line is meant. Messages are posted as Markdown.

use std::fmt::{self, Write};

use serde::Serialize;

use super::inline::markdown;
use super::place::{Stretch, in_bytes, of_fix};
use super::visible::safe_json;
use crate::diag::Severity;
use crate::report::{Finding, Place, Report, RunError};
use crate::text::Position;

/// Findings, then troubles of the run.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> fmt::Result {
    let findings = report.findings.iter().map(of_finding);
    for diagnostic in findings.chain(report.errors.iter().map(of_error)) {
        let json = serde_json::to_string(&diagnostic).map_err(|_| fmt::Error)?;
        writeln!(out, "{}", safe_json(&json))?;
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diagnostic<'r> {
    message: String,
    location: Location<'r>,
    severity: &'static str,
    source: Source,
    code: Code<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'r>>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'r> {
    message: &'static str,
    location: Location<'r>,
}

fn of_finding(finding: &Finding) -> Diagnostic<'_> {
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\n{}", markdown(help)));
    Diagnostic {
        message: format!("{}{help}", markdown(&finding.message)),
        location: location(&finding.place),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        source: Source { name: "fidus" },
        code: Code { value: finding.rule },
        suggestions: suggestions(finding),
        related_locations: finding
            .source
            .iter()
            .map(|source| Related { message: "the source", location: location(source) })
            .collect(),
    }
}

fn of_error(error: &RunError) -> Diagnostic<'_> {
    Diagnostic {
        message: markdown(&error.message),
        location: Location { path: &error.path, range: None },
        severity: "ERROR",
        source: Source { name: "fidus" },
        code: Code { value: error.kind.name() },
        suggestions: Vec::new(),
        related_locations: Vec::new(),
    }
}

fn location(place: &Place) -> Location<'_> {
    let lines = || {
        let point = |at: Position| Point { line: at.line, column: None };
        Range { start: point(place.range.start), end: point(place.range.end) }
    };
    Location { path: &place.path, range: Some(in_bytes(place).map_or_else(lines, range)) }
}

/// One for the whole fix: several would be alternatives.
fn suggestions(finding: &Finding) -> Vec<Suggestion> {
    of_fix(finding).map(|(at, text)| Suggestion { range: range(at), text }).into_iter().collect()
}

fn range(stretch: Stretch) -> Range {
    let point = |at: Position| Point { line: at.line, column: Some(at.column) };
    Range { start: point(stretch.start), end: point(stretch.end) }
}
