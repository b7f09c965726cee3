//! GitLab's code quality report: one JSON array, shown in the widget and in the changes of a merge request.

use std::fmt::{self, Write};

use serde::Serialize;

use super::visible::{escaped, safe_json};
use crate::diag::Severity;
use crate::report::{Finding, Report, RunError};

/// Findings, then troubles of the run.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> fmt::Result {
    let mut issues: Vec<Issue<'_>> = report.findings.iter().map(of_finding).collect();
    issues.extend(report.errors.iter().map(of_error));
    let json = serde_json::to_string_pretty(&issues).map_err(|_| fmt::Error)?;
    writeln!(out, "{}", safe_json(&json))
}

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn of_finding(finding: &Finding) -> Issue<'_> {
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!(": {help}"));
    let (start, end) = (finding.place.range.start, finding.place.range.end);
    Issue {
        description: escaped(&format!("{}{help}", finding.message)),
        check_name: finding.rule,
        fingerprint: finding.fingerprint.clone(),
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        location: Location { path: &finding.place.path, lines: Lines { begin: start.line, end: end.line } },
    }
}

fn of_error(error: &RunError) -> Issue<'_> {
    Issue {
        description: escaped(&error.message),
        check_name: error.kind.name(),
        // The path is what tells two troubles of a kind apart.
        fingerprint: escaped(&format!("{}:{}", error.kind.name(), error.path)),
        severity: "blocker",
        location: Location { path: &error.path, lines: Lines { begin: 1, end: 1 } },
    }
}
