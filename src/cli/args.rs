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
    /// Show how much of each locale is translated, in words of the source.
    Coverage(Box<Coverage>),
    /// Show which block of a localized page answers which block of its source.
    Align(Align),
    /// Show the page of one rule.
    Explain(Explain),
    /// List every rule.
    Rules(Rules),
    /// Detect the layout, show it, and write `fidus.toml` and its schema.
    Init(Init),
    /// Take today's findings as known, so that only new ones are reported.
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// Print every setting in use and where it comes from, as a `fidus.toml` that means the same.
    Config(Config),
    /// Print the JSON schema of `fidus.toml`.
    Schema,
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print a manual page, or write all of them.
    Man(Man),
}

/// Arguments of `check`.
#[derive(Debug, Default, Args)]
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
    /// Show what --fix (or --fix-suggested, with it) would change, as a diff, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Severity from which findings make the exit code 1.
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    pub fail_on: FailOn,
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
    /// Only pages that changed, or whose source did, since HEAD and this revision parted.
    #[arg(long, value_name = "REV", group = "change", conflicts_with_all = ["stdin_path", "staged"])]
    pub changed: Option<String>,
    /// With --changed or --staged: only findings in blocks that changed.
    #[arg(long, requires = "change")]
    pub changed_blocks: bool,
    /// Only pages that are staged, as they are in the index.
    #[arg(long, group = "change", conflicts_with_all = ["stdin_path", "fix", "fix_suggested", "dry_run"])]
    pub staged: bool,
    /// Report only what is not in this baseline [default: fidus-baseline.json at the root, if there is one].
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub baseline: Option<PathBuf>,
    /// Report what is in the baseline too.
    #[arg(long)]
    pub no_baseline: bool,
    /// Read the localized page at this path from standard input.
    #[arg(long, value_name = "PATH")]
    pub stdin_path: Option<PathBuf>,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// The command whose page to print; the page of `fidus` itself if absent.
    pub command: Option<String>,
    /// Write the pages of all commands into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub output: Option<PathBuf>,
}

/// Arguments of `config`.
#[derive(Debug, Args)]
pub struct Config {
    /// The repository, or a folder or file in it.
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
    /// Use this configuration; its folder is the root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
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

/// Arguments of `coverage`.
#[derive(Debug, Args)]
pub struct Coverage {
    /// A repository, a folder of the source or of a locale, or a page.
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
    /// How to write the report.
    #[arg(long, value_enum, default_value = "human")]
    pub format: CoverageFormat,
    /// Only this locale, by tag or folder (repeatable).
    #[arg(long = "locale", value_name = "LOCALE")]
    pub locales: Vec<String>,
    /// Exit 1 if a locale has less: 80 for all, nn=60 for one (repeatable).
    #[arg(long, value_name = "[LOCALE=]PERCENT", value_parser = min)]
    pub min: Vec<Min>,
    /// Show what changed since an earlier report of --format json.
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// Put the day into the report.
    #[arg(long)]
    pub date: bool,
    /// Colours.
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
    /// Threads; as many as there are cores if absent.
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Use this configuration; its folder is the root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Write to a file, or into a folder; always into a folder, if the format is html or badge.
    #[arg(long, value_name = "PATH")]
    pub output: Option<PathBuf>,
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
    /// Take today's findings as known, but for those about security: write fidus-baseline.json.
    #[arg(long)]
    pub baseline: bool,
    /// Write a workflow of GitHub Actions.
    #[arg(long)]
    pub github: bool,
    /// Write the configuration of pre-commit, or show what to add to the one that is there.
    #[arg(long)]
    pub pre_commit: bool,
    /// Write a job of GitLab CI.
    #[arg(long)]
    pub gitlab: bool,
}

/// What to do with the baseline.
#[derive(Debug, Subcommand)]
pub enum BaselineCommand {
    /// Write what is found today; refuses to add to a baseline that is there.
    Write(BaselineWrite),
    /// Take out what is mended.
    Prune(BaselinePrune),
    /// List what is known.
    Show(BaselineArgs),
}

/// Arguments of every `baseline` command.
#[derive(Debug, Args)]
pub struct BaselineArgs {
    /// The repository.
    #[arg(value_name = "PATH", default_value = ".")]
    pub path: PathBuf,
    /// The baseline, instead of fidus-baseline.json at the root.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Use this configuration; its folder is the root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Arguments of `baseline write`.
#[derive(Debug, Args)]
pub struct BaselineWrite {
    /// Where, and which.
    #[command(flatten)]
    pub common: BaselineArgs,
    /// Take in findings about security too; without it they are never known.
    #[arg(long)]
    pub include_security: bool,
    /// Take new findings into a baseline that is there.
    #[arg(long)]
    pub accept_new: bool,
}

/// Arguments of `baseline prune`.
#[derive(Debug, Args)]
pub struct BaselinePrune {
    /// Where, and which.
    #[command(flatten)]
    pub common: BaselineArgs,
    /// Change nothing; exit 1 if there is something to take out.
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Output formats of `check`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with both excerpts.
    #[default]
    Human,
    /// One line a finding.
    Compact,
    /// JSON Lines.
    Jsonl,
    /// Annotations of GitHub Actions.
    Github,
    /// Code quality of GitLab.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Diagnostics of reviewdog.
    Rdjsonl,
    /// One comment for a pull request, or a job summary; empty when there is nothing.
    Markdown,
}

/// Output formats of `coverage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CoverageFormat {
    /// A table with bars, for people.
    Human,
    /// One JSON object.
    Json,
    /// One line a page, for spreadsheets.
    Csv,
    /// A table for a comment or a summary.
    Markdown,
    /// An SVG a locale.
    Badge,
    /// One page for a browser, without the views of pages if they have more than 20 MB; with --output, a folder of small
    /// files with all of them.
    Html,
}

/// How much must be translated.
#[derive(Debug, Clone, PartialEq)]
pub struct Min {
    /// In this locale, by tag or folder; in all of them, if absent.
    pub locale: Option<String>,
    /// Of a hundred words.
    pub percent: f64,
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
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    #[default]
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
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn level(typed: &str) -> Result<(String, String), String> {
    let (rule, level) = typed
        .split_once('=')
        .ok_or("write it as ID=off, ID=info, ID=warning or ID=error; --only ID runs one rule alone")?;
    match level {
        "off" | "info" | "warning" | "error" => Ok((rule.to_owned(), level.to_owned())),
        _ => Err(format!("`{level}` is no level; write off, info, warning or error")),
    }
}

fn min(typed: &str) -> Result<Min, String> {
    let (locale, percent) = match typed.split_once('=') {
        Some((locale, percent)) => (Some(locale.to_owned()), percent),
        None => (None, typed),
    };
    let percent = percent.trim_end_matches('%').trim().parse::<f64>();
    match percent.ok().filter(|percent| (0.0..=100.0).contains(percent)) {
        Some(percent) => Ok(Min { locale, percent }),
        None => Err("write a number from 0 to 100, alone or as LOCALE=NUMBER".to_owned()),
    }
}
