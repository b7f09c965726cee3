//! What a check shows, in the format that was asked for, and its exit code.

use std::time::Duration;

use crate::cli::args::{Check, FailOn, Format, Show};
use crate::cli::{CLEAN, FAILED, FINDINGS, Failure, is_interactive, put, say, terminal};
use crate::diag::Severity;
use crate::render::{self, Options};
use crate::report::{Finding, Gate, Report, RuleInfo};
use crate::rule::{Rule, RuleMeta};

/// What the findings and troubles of a report make of the run.
pub(super) fn exit_code(report: &Report, gate: Gate) -> u8 {
    match gate {
        _ if !report.errors.is_empty() => FAILED,
        gate if report.findings.iter().any(|finding| gate.fails(finding)) => FINDINGS,
        _ => CLEAN,
    }
}

/// Which findings make the check fail, as was typed.
pub(super) fn gate(typed: &Check) -> Gate {
    let from = match typed.fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Info => Some(Severity::Info),
        FailOn::Never => None,
    };
    Gate { from, drift: typed.fail_on_drift }
}

/// What formats with a manual of their own tell of the rules.
pub(super) fn manual(chosen: &[&'static dyn Rule]) -> Vec<RuleInfo> {
    let info = |meta: &'static RuleMeta| RuleInfo {
        id: meta.id,
        group: meta.group.name(),
        severity: meta.severity,
        summary: meta.summary(),
        page: meta.page,
    };
    chosen.iter().map(|rule| info(rule.meta())).collect()
}

/// Says what could not be done.
pub(super) fn tell(report: &Report) {
    report.errors.iter().for_each(|error| say(&format!("fidus: {}", render::escaped(&error.to_string()))));
}

pub(super) fn output_format(typed: &Check) -> render::Format {
    match typed.format {
        Format::Human => render::Format::Human,
        Format::Compact => render::Format::Compact,
        Format::Jsonl => render::Format::Jsonl,
        Format::Github => render::Format::Github,
        Format::Gitlab => render::Format::Gitlab,
        Format::Sarif => render::Format::Sarif,
        Format::Junit => render::Format::Junit,
        Format::Rdjsonl => render::Format::Rdjsonl,
        Format::Markdown => render::Format::Markdown,
    }
}

pub(super) fn write(typed: &Check, mut report: Report, elapsed: Duration) -> Result<(), Failure> {
    let to_terminal = typed.output.is_none() && is_interactive();
    let color = terminal::is_coloured(typed.color, to_terminal);
    let options = Options {
        color,
        width: terminal::width(to_terminal),
        show_info: typed.show.is_some_and(|show| matches!(show, Show::Info | Show::All)),
        quiet: typed.quiet,
        of_change: typed.changed.is_some() || typed.staged,
        elapsed: to_terminal.then_some(elapsed),
        gate: gate(typed),
    };
    if let Some(most) = typed.max_findings {
        // Hints that are counted and not shown take no other finding's place.
        let takes_place = |finding: &Finding| !matches!(typed.format, Format::Human) || options.shows(finding);
        let shown = report.findings.iter().enumerate().filter(|(_, finding)| takes_place(finding));
        let end = shown.map(|(at, _)| at).nth(most).unwrap_or(report.findings.len());
        report.held_back = report.findings.split_off(end);
    }
    let text = render::render(&report, output_format(typed), &options);
    put(typed.output.as_deref(), &text)
}
