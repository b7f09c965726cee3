//! JUnit XML: a suite for each file, a case for each finding. What makes the check fail is a failure; what does not is
//! skipped, with its words.

use std::fmt::{self, Write};

use quick_junit::{NonSuccessKind, Report as Xml, TestCase, TestCaseStatus, TestSuite};

use super::summary;
use super::visible::escaped;
use crate::report::{Finding, Gate, Report, RunError};

/// Suites in path order, then one for troubles of the run. Without any, one case that passed: an empty report is taken
/// for a job that did not run.
pub(super) fn write(report: &Report, gate: Gate, out: &mut dyn Write) -> fmt::Result {
    let mut xml = Xml::new("fidus");
    for findings in report.findings.chunk_by(|a, b| a.place.path == b.place.path) {
        let mut suite = TestSuite::new(escaped(&findings[0].place.path));
        suite.add_test_cases(findings.iter().map(|finding| case(finding, gate)));
        xml.add_test_suite(suite);
    }
    if !report.errors.is_empty() {
        let mut suite = TestSuite::new("fidus");
        suite.add_test_cases(report.errors.iter().map(trouble));
        xml.add_test_suite(suite);
    }
    if xml.test_suites.is_empty() {
        let mut suite = TestSuite::new("fidus");
        suite.add_test_case(TestCase::new(summary::sentence(report), TestCaseStatus::success()));
        xml.add_test_suite(suite);
    }
    let text = xml.to_string().map_err(|_| fmt::Error)?;
    writeln!(out, "{}", text.trim_end())
}

fn case(finding: &Finding, gate: Gate) -> TestCase {
    let (path, start) = (&finding.place.path, finding.place.range.start);
    let at = escaped(&format!("{path}:{}:{}", start.line, start.column));
    let mut words = format!("{at}: {}", escaped(&finding.message));
    for source in finding.source.iter() {
        let start = source.range.start;
        words.push_str(&escaped(&format!(" (source {}:{}:{})", source.path, start.line, start.column)));
    }
    if let Some(help) = &finding.help {
        words.push('\n');
        words.push_str(&escaped(help));
    }
    let mut status = if gate.fails(finding) {
        TestCaseStatus::non_success(NonSuccessKind::Failure)
    } else {
        TestCaseStatus::skipped()
    };
    status.set_message(escaped(&finding.message)).set_type(finding.severity.name()).set_description(words);
    let mut case = TestCase::new(format!("{} {}:{}", finding.rule, start.line, start.column), status);
    case.set_classname(escaped(path));
    case.extra.insert("file".into(), escaped(path).into());
    case
}

fn trouble(error: &RunError) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(escaped(&error.message)).set_type(error.kind.name());
    let mut case = TestCase::new(error.kind.name(), status);
    case.set_classname(escaped(&error.path));
    case
}
