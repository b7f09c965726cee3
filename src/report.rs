//! What a run found: plain data, sorted, with everything a renderer needs and nothing else.

use std::fmt;

use crate::diag::{Cause, Severity, Shared};
use crate::text::{Fix, Position, Span};

/// A stretch of one file as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The first character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// Whole lines of a file around a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first line.
    pub first_line: u32,
    /// Lines of what is meant that are not among them.
    pub left_out: u32,
    /// Where `text` begins in the file, in bytes.
    pub start: u32,
    /// The lines, joined by line feeds.
    pub text: String,
    /// What is meant, in bytes of `text`.
    pub span: Span,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path, relative to the root, with `/`.
    pub path: String,
    /// Where in it.
    pub range: Range,
    /// The lines there.
    pub excerpt: Excerpt,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters, configuration applied.
    pub severity: Severity,
    /// What the translation differs from.
    pub cause: Cause,
    /// The locale's BCP-47 tag.
    pub locale: String,
    /// Where in the translation.
    pub place: Place,
    /// The thing itself in the source.
    pub source: Option<Place>,
    /// What is wrong, one line without final period.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What the source has.
    pub expected: Option<String>,
    /// What the translation has.
    pub found: Option<String>,
    /// Edits in bytes of the translation that mend it.
    pub fix: Option<Fix>,
    /// The bytes of the translation that it answers for: findings of other rules are not shown there.
    pub claim: Option<Span>,
    /// What it has in common with findings of other pages of the locale: the first of them tells of the fault.
    pub shared: Option<Shared>,
    /// The same for the same fault, wherever it stands in the file: 16 hexadecimal digits.
    pub fingerprint: String,
}

/// What kind of trouble a run met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file could not be opened or read.
    Io,
    /// A file could not be written; it was checked.
    Write,
    /// A file made the program panic.
    Panic,
    /// A file is larger than what is read.
    Limit,
    /// The configuration is wrong.
    Config,
}

impl ErrorKind {
    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Io | ErrorKind::Write => "io",
            ErrorKind::Panic => "panic",
            ErrorKind::Limit => "limit",
            ErrorKind::Config => "config",
        }
    }
}

/// Trouble with one file: the rest was checked all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunError {
    /// The file, relative to the root.
    pub path: String,
    /// What kind of trouble.
    pub kind: ErrorKind,
    /// What happened, for people; in a file of ours, after its line and column.
    pub message: String,
}

impl fmt::Display for RunError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_placed = self.kind == ErrorKind::Config && self.message.starts_with(|c: char| c.is_ascii_digit());
        write!(out, "{}:{}{}", self.path, if is_placed { "" } else { " " }, self.message)
    }
}

impl std::error::Error for RunError {}

impl From<RunError> for String {
    fn from(error: RunError) -> String {
        error.to_string()
    }
}

/// Numbers of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Localized files looked at.
    pub files: usize,
    /// Of these, files with a source.
    pub pairs: usize,
    /// Locales among them.
    pub locales: usize,
    /// Findings of each severity.
    pub errors: usize,
    /// Findings of each severity.
    pub warnings: usize,
    /// Findings of each severity.
    pub infos: usize,
    /// Findings with a fix.
    pub fixable: usize,
}

/// What formats that carry their own manual tell of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// Its id.
    pub id: &'static str,
    /// The word for its group.
    pub group: &'static str,
    /// Severity of its findings unless configured; `None` where it runs only if it is asked for.
    pub severity: Option<Severity>,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

/// Which findings make a check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// From this severity on; `None` if no finding does.
    pub from: Option<Severity>,
    /// Whether findings against today's source alone count too.
    pub drift: bool,
}

impl Default for Gate {
    fn default() -> Gate {
        Gate { from: Some(Severity::Error), drift: false }
    }
}

impl Gate {
    /// This finding makes the check fail.
    #[must_use]
    pub fn fails(self, finding: &Finding) -> bool {
        self.from.is_some_and(|from| finding.severity >= from) && (self.drift || finding.cause == Cause::Fault)
    }
}

/// What a baseline took out of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Where the baseline lies, as it is shown.
    pub path: String,
    /// Findings that are in it.
    pub findings: usize,
    /// Entries of it about what was checked that nothing answers any more.
    pub stale: usize,
}

/// What a run found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The layout in words, as in `docs/en/docs ↔ docs/{locale}/docs`; one per layout.
    pub layouts: Vec<String>,
    /// Findings in (path, line, column, rule) order.
    pub findings: Vec<Finding>,
    /// Findings that are counted and not shown, after those that are.
    pub held_back: Vec<Finding>,
    /// Troubles, in path order.
    pub errors: Vec<RunError>,
    /// Numbers.
    pub totals: Totals,
    /// The rules that may have findings, by id.
    pub rules: Vec<RuleInfo>,
    /// What a baseline took out, if there is one.
    pub known: Option<Known>,
}

impl Report {
    /// Sorts findings and errors and counts them.
    pub fn finish(&mut self) {
        self.findings.sort_by(|a, b| {
            let key = |f: &Finding| (f.place.range.start, f.place.range.end);
            (&a.place.path, key(a).0, a.rule, key(a).1, &a.message).cmp(&(
                &b.place.path,
                key(b).0,
                b.rule,
                key(b).1,
                &b.message,
            ))
        });
        self.errors.sort_by(|a, b| (&a.path, &a.message).cmp(&(&b.path, &b.message)));
        let of = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        self.totals.errors = of(Severity::Error);
        self.totals.warnings = of(Severity::Warning);
        self.totals.infos = of(Severity::Info);
        self.totals.fixable = self.findings.iter().filter(|finding| finding.fix.is_some()).count();
    }
}
