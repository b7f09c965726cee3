//! What may be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Basis;

/// Finds what a translation of Markdown documentation lost or damaged.
#[derive(Debug, Parser)]
#[command(name = "fidus", version, about, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint localized pages against their source.
    Check(Box<Check>),
    /// Show what changed in the source since each block of a page was translated, or list pages by words to do.
    Diff(Diff),
    /// Record that localized pages are up to date with their source.
    Stamp(Stamp),
    /// Show which block of a localized page answers which block of its source.
    Align(Align),
    /// Show the page of one rule.
    Explain(Explain),
    /// List every rule.
    Rules(Rules),
    /// Detect the layout, show it, and write `fidus.toml`.
    Init(Init),
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print the manual page.
    Man,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Repositories, folders or localized files; with --stdin-path, `-`.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write the report.
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
    /// Only this locale, by tag or folder (repeatable).
    #[arg(long = "locale", value_name = "LOCALE")]
    pub locales: Vec<String>,
    /// Severity of one rule: ID=off|info|warning|error (repeatable).
    #[arg(long = "rule", value_name = "ID=LEVEL", value_parser = level)]
    pub rules: Vec<(String, String)>,
    /// Only this rule (repeatable).
    #[arg(long = "only", value_name = "ID")]
    pub only: Vec<String>,
    /// Mend what can be mended safely, and report what is left.
    #[arg(long)]
    pub fix: bool,
    /// Mend also what a person should look at afterwards.
    #[arg(long)]
    pub fix_suggested: bool,
    /// Show what --fix or --fix-suggested would change, as a diff, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Severity from which findings make the exit code 1.
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    pub fail_on: Gate,
    /// Let findings count for the exit code that hold only against the source of today.
    #[arg(long)]
    pub fail_on_drift: bool,
    /// Which source to compare with: the one that each block was made from, by stamp or git, or today's (head).
    #[arg(long, value_enum, value_name = "BASE")]
    pub base: Option<Base>,
    /// Show findings of severity info too.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub show: Option<Show>,
    /// Print at most this many findings; all are counted.
    #[arg(long, value_name = "N")]
    pub max_findings: Option<usize>,
    /// List which file answers which, and check nothing.
    #[arg(long)]
    pub list_pairs: bool,
    /// Colours.
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
    /// Threads; as many as there are cores if absent.
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Use this configuration; its folder is the root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print findings only: no layout, no summary.
    #[arg(long, short)]
    pub quiet: bool,
    /// Write the report to a file.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Read the localized page at this path from standard input.
    #[arg(long, value_name = "PATH")]
    pub stdin_path: Option<PathBuf>,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// A localized page, to see its changes; folders or the repository, to list their pages.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Only this locale, by tag or folder (repeatable).
    #[arg(long = "locale", value_name = "LOCALE")]
    pub locales: Vec<String>,
    /// What tells which source each block was made from.
    #[arg(long, value_enum, value_name = "BASE")]
    pub base: Option<Base>,
    /// Colours.
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
    /// Use this configuration; its folder is the root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Arguments of `stamp`.
#[derive(Debug, Args)]
pub struct Stamp {
    /// Localized pages, or folders of them.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Only this locale, by tag or folder (repeatable).
    #[arg(long = "locale", value_name = "LOCALE")]
    pub locales: Vec<String>,
    /// Use this configuration; its folder is the root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Arguments of `align`.
#[derive(Debug, Args)]
pub struct Align {
    /// A localized page.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Use this configuration; its folder is the root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's id.
    #[arg(value_name = "RULE")]
    pub rule: String,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct Rules {
    /// How to write the list.
    #[arg(long, value_enum, default_value = "human")]
    pub format: ListFormat,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The repository.
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Output formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with both excerpts.
    Human,
    /// One line a finding.
    Compact,
    /// JSON Lines.
    Jsonl,
    /// Annotations of GitHub Actions.
    Github,
}

/// Output formats of `rules`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table for people.
    Human,
    /// A table for a Markdown page.
    Markdown,
    /// JSON.
    Json,
}

/// From which severity on findings gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Gate {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Every finding.
    Info,
    /// None.
    Never,
}

/// Which source translations are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Base {
    /// What a stamp says; git, where there is none.
    Auto,
    /// Today's.
    Head,
    /// What a stamp says; today's, where there is none.
    Stamp,
    /// What git says.
    Git,
}

impl From<Base> for Basis {
    fn from(base: Base) -> Basis {
        match base {
            Base::Auto => Basis::Auto,
            Base::Head => Basis::Head,
            Base::Stamp => Basis::Stamp,
            Base::Git => Basis::Git,
        }
    }
}

/// What `--show` shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Show {
    /// Findings of severity info too.
    Info,
    /// Everything there is.
    All,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn level(typed: &str) -> Result<(String, String), String> {
    let (rule, level) = typed.split_once('=').ok_or("write it as ID=off, ID=info, ID=warning or ID=error")?;
    match level {
        "off" | "info" | "warning" | "error" => Ok((rule.to_owned(), level.to_owned())),
        _ => Err(format!("`{level}` is no level; write off, info, warning or error")),
    }
}
