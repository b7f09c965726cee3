//! The numbers of a run in words.

use crate::diag::Severity;
use crate::report::{ErrorKind, Report, RunError, Totals};

/// As in `3 errors, 1 warning, 5 infos in 120 files (110 pairs, 3 locales)`, and what could not be checked.
pub(super) fn sentence(report: &Report) -> String {
    let totals = &report.totals;
    let found = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| of(totals, severity)).join(", ");
    let (files, pairs) = (count(totals.files, "file"), count(totals.pairs, "pair"));
    let mut text = format!("{found} in {files} ({pairs}, {})", count(totals.locales, "locale"));
    let was_checked = |error: &&RunError| matches!(error.kind, ErrorKind::Config | ErrorKind::Write);
    let failed = report.errors.iter().filter(|error| !was_checked(error)).count();
    if failed > 0 {
        text.push_str(&format!("; {} not checked", count(failed, "file")));
    }
    text
}

/// As in `2 warnings`.
pub(super) fn of(totals: &Totals, severity: Severity) -> String {
    let number = match severity {
        Severity::Error => totals.errors,
        Severity::Warning => totals.warnings,
        Severity::Info => totals.infos,
    };
    count(number, severity.name())
}

/// As in `1 file` and `2 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// As in `238 known findings not shown (fidus-baseline.json)`, if a baseline took any out.
pub(super) fn known(report: &Report) -> Option<String> {
    let known = report.known.as_ref().filter(|known| known.findings > 0)?;
    Some(format!("{} not shown (`{}`)", count(known.findings, "known finding"), known.path))
}
