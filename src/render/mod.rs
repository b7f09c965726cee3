//! A report as text, in one of several formats. Knows plain data only: never documents, rules, files or terminals.
//!
//! One format, one file, one function over a [`Report`]; no format knows another. What they share is how hidden
//! characters are shown (`visible.rs`), how numbers are said (`summary.rs`), how edits are placed (`place.rs`) and what may stand in Markdown (`inline.rs`).

mod compact;
pub mod coverage;
mod diff;
mod github;
mod gitlab;
mod human;
mod inline;
mod jsonl;
mod junit;
mod markdown;
mod pairs;
mod place;
mod rdjsonl;
mod sarif;
mod summary;
#[cfg(test)]
mod tests;
mod visible;
mod worklist;

use std::time::Duration;

use crate::diag::Severity;
use crate::report::{Finding, Gate, Report};

pub use diff::diff;
pub use pairs::{Answer, pairs};
pub use visible::escaped;
pub use worklist::{Load, Task, loads, worklist};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Frames with excerpts of both files, for people.
    Human,
    /// One line a finding.
    Compact,
    /// One JSON object a line.
    Jsonl,
    /// Workflow commands, which GitHub Actions shows as annotations.
    Github,
    /// Code quality of GitLab: one JSON array.
    Gitlab,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// XML for test reports.
    Junit,
    /// Diagnostics of reviewdog, with suggestions: one JSON object a line.
    Rdjsonl,
    /// One comment for a pull request, or the summary of a job; nothing if there is nothing to say.
    Markdown,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Format; 9] = [
        Format::Human,
        Format::Compact,
        Format::Jsonl,
        Format::Github,
        Format::Gitlab,
        Format::Sarif,
        Format::Junit,
        Format::Rdjsonl,
        Format::Markdown,
    ];

    /// The word used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Compact => "compact",
            Format::Jsonl => "jsonl",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Rdjsonl => "rdjsonl",
            Format::Markdown => "markdown",
        }
    }

    /// Read by programs: nothing else may be written where it goes, and every finding is in it.
    #[must_use]
    pub fn is_machine_readable(self) -> bool {
        !matches!(self, Format::Human | Format::Compact | Format::Markdown)
    }
}

/// What the place of output is like and what its reader asked for; formats for programs do not look at it.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Colour by ANSI sequences.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Show findings of severity `info` too, not only their number.
    pub show_info: bool,
    /// Findings only: no layout, no numbers.
    pub quiet: bool,
    /// Only what a change touches was asked for.
    pub of_change: bool,
    /// How long the run took; said if known.
    pub elapsed: Option<Duration>,
    /// What makes the check fail.
    pub gate: Gate,
}

impl Options {
    /// Formats for people show the finding.
    #[must_use]
    pub fn shows(&self, finding: &Finding) -> bool {
        self.show_info || finding.severity > Severity::Info
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            color: false,
            width: 100,
            show_info: false,
            quiet: false,
            of_change: false,
            elapsed: None,
            gate: Gate::default(),
        }
    }
}

/// `report` in `format`, with a line feed at its end unless it is empty.
#[must_use]
pub fn render(report: &Report, format: Format, options: &Options) -> String {
    let mut out = String::new();
    let outcome = match format {
        Format::Human => human::write(report, options, &mut out),
        Format::Compact => compact::write(report, options, &mut out),
        Format::Jsonl => jsonl::write(report, &mut out),
        Format::Github => github::write(report, options, &mut out),
        Format::Gitlab => gitlab::write(report, &mut out),
        Format::Sarif => sarif::write(report, &mut out),
        Format::Junit => junit::write(report, options.gate, &mut out),
        Format::Rdjsonl => rdjsonl::write(report, &mut out),
        Format::Markdown => markdown::write(report, options, &mut out),
    };
    debug_assert!(outcome.is_ok(), "a string takes whatever is written to it");
    out
}
