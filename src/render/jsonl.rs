//! JSON Lines as `contract.md` has them: findings, then errors of the run, then one summary. Fields come in the order
//! of the structs below; what does not apply is absent.

use std::fmt::{self, Write};

use serde::Serialize;

use super::visible::safe_json;
use crate::report::{Finding, Place, Report, RunError, Totals};
use crate::text::{Edit, Fix, Safety};

/// One object a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> fmt::Result {
    for finding in &report.findings {
        line(&FindingLine::new(finding), out)?;
    }
    for error in &report.errors {
        line(&Line::Error(ErrorLine::new(error)), out)?;
    }
    line(&Line::Summary(SummaryLine::new(report)), out)
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Line<'r> {
    Error(ErrorLine<'r>),
    Summary(SummaryLine),
}

#[derive(Serialize)]
struct FindingLine<'r> {
    rule: &'r str,
    severity: &'r str,
    cause: &'r str,
    locale: &'r str,
    #[serde(flatten)]
    place: PlaceFields<'r>,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<PlaceFields<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixField<'r>>,
    fingerprint: &'r str,
}

impl<'r> FindingLine<'r> {
    fn new(finding: &'r Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.name(),
            cause: finding.cause.name(),
            locale: &finding.locale,
            place: PlaceFields::new(&finding.place),
            message: &finding.message,
            help: finding.help.as_deref(),
            source: finding.source.as_ref().map(PlaceFields::new),
            expected: finding.expected.as_deref(),
            found: finding.found.as_deref(),
            fix: finding.fix.as_ref().map(FixField::new),
            fingerprint: &finding.fingerprint,
        }
    }
}

#[derive(Serialize)]
struct PlaceFields<'r> {
    path: &'r str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'r> PlaceFields<'r> {
    fn new(place: &'r Place) -> Self {
        let (start, end) = (place.range.start, place.range.end);
        Self { path: &place.path, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

#[derive(Serialize)]
struct FixField<'r> {
    safety: &'static str,
    edits: Vec<EditField<'r>>,
}

impl<'r> FixField<'r> {
    fn new(fix: &'r Fix) -> Self {
        let safety = match fix.safety() {
            Safety::Safe => "safe",
            Safety::Suggested => "suggested",
        };
        Self { safety, edits: fix.edits().iter().map(EditField::new).collect() }
    }
}

#[derive(Serialize)]
struct EditField<'r> {
    start: u32,
    end: u32,
    text: &'r str,
}

impl<'r> EditField<'r> {
    fn new(edit: &'r Edit) -> Self {
        Self { start: edit.span.start, end: edit.span.end, text: &edit.text }
    }
}

#[derive(Serialize)]
struct ErrorLine<'r> {
    path: &'r str,
    kind: &'r str,
    message: &'r str,
}

impl<'r> ErrorLine<'r> {
    fn new(error: &'r RunError) -> Self {
        Self { path: &error.path, kind: error.kind.name(), message: &error.message }
    }
}

#[derive(Serialize)]
struct SummaryLine {
    files: usize,
    pairs: usize,
    locales: usize,
    findings: Counts,
    fixable: usize,
    /// Findings that the baseline took out, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

impl SummaryLine {
    fn new(report: &Report) -> Self {
        let totals = &report.totals;
        let findings = Counts { error: totals.errors, warning: totals.warnings, info: totals.infos };
        let Totals { files, pairs, locales, fixable, .. } = *totals;
        let known = report.known.as_ref().map(|known| known.findings);
        Self { files, pairs, locales, findings, fixable, known }
    }
}

fn line(value: &impl Serialize, out: &mut dyn Write) -> fmt::Result {
    let json = serde_json::to_string(value).map_err(|_| fmt::Error)?;
    writeln!(out, "{}", safe_json(&json))
}
