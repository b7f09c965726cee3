//! One line a finding, `path:line:column: severity rule message`, for `grep`, editors and quick looks.

use std::fmt::{self, Write};

use super::visible::escaped;
use super::{Options, summary};
use crate::report::Report;

/// Findings, then troubles of the run, then one line of numbers.
pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> fmt::Result {
    for finding in &report.findings {
        let (path, start) = (path(&finding.place.path), finding.place.range.start);
        let (severity, rule, message) = (finding.severity.name(), finding.rule, escaped(&finding.message));
        writeln!(out, "{path}:{}:{}: {severity} {rule} {message}", start.line, start.column)?;
    }
    for error in &report.errors {
        writeln!(out, "{}: error: {}", path(&error.path), escaped(&error.message))?;
    }
    if options.quiet { Ok(()) } else { writeln!(out, "{}", summary::sentence(report)) }
}

/// No path starts a workflow command.
fn path(path: &str) -> String {
    let bare = path.trim_start();
    let relative = if bare.is_empty() || bare.starts_with(':') { "./" } else { "" };
    format!("{relative}{}", escaped(path))
}
