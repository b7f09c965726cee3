//! Workflow commands of GitHub Actions: annotations on the lines of a pull request.
//!
//! Every line is a command of ours or the summary, which holds nothing but numbers: text of a translation stands only
//! where GitHub expects data, escaped, and cannot start a command of its own.

use std::fmt::{self, Write};

use super::visible::is_hidden;
use super::{Options, summary};
use crate::diag::Severity;
use crate::report::{Finding, Range, Report, RunError};

/// Findings, then troubles of the run, then one line of numbers.
pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> fmt::Result {
    for finding in &report.findings {
        annotation(finding, out)?;
    }
    for error in &report.errors {
        trouble(error, out)?;
    }
    if options.quiet { Ok(()) } else { writeln!(out, "{}", summary::sentence(report)) }
}

fn annotation(finding: &Finding, out: &mut dyn Write) -> fmt::Result {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (path, place) = (property(&finding.place.path), lines(finding.place.range));
    write!(out, "::{command} file={path},{place},title={}::{}", property(finding.rule), data(&finding.message))?;
    if let Some(help) = &finding.help {
        write!(out, "%0A{}", data(help))?;
    }
    writeln!(out)
}

fn trouble(error: &RunError, out: &mut dyn Write) -> fmt::Result {
    let (path, kind) = (property(&error.path), error.kind.name());
    writeln!(out, "::error file={path},title={kind}::{}", data(&error.message))
}

/// GitHub refuses columns where the range runs over several lines.
fn lines(Range { start, end }: Range) -> String {
    if start.line == end.line {
        format!("line={},col={},endLine={},endColumn={}", start.line, start.column, end.line, end.column)
    } else {
        format!("line={},endLine={}", start.line, end.line)
    }
}

fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            _ if is_hidden(c) => out.extend(c.escape_default()),
            _ => out.push(c),
        }
    }
    out
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
