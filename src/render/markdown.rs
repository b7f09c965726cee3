//! One comment for a pull request, or the summary of a job: findings by kind, what each asks for, and what fails the
//! check. Nothing at all when there is nothing to say.
//!
//! The first line is a mark that nobody sees: whoever posts the comment finds the last one by it and edits that.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::inline::{code, markdown};
use super::summary::count;
use super::{Options, summary};
use crate::diag::Cause;
use crate::report::{ErrorKind, Finding, Gate, Report, RunError};
use crate::text::Safety;

/// The mark.
const MARK: &str = "<!-- fidus:report -->";
/// Findings of one kind that are listed.
const LISTED: usize = 10;
/// Forges refuse comments of 65,536 characters and more; kinds beyond this many bytes are only named.
const ROOM: usize = 50_000;

/// The mark, a heading, what fails the check, a section for each kind, troubles of the run.
pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> fmt::Result {
    let is_shown = |finding: &&Finding| options.shows(finding) || finding.cause == Cause::Drift;
    let shown: Vec<&Finding> = report.findings.iter().filter(is_shown).collect();
    let all: Vec<&Finding> = report.findings.iter().chain(&report.held_back).filter(is_shown).collect();
    if all.is_empty() && report.errors.is_empty() {
        return Ok(());
    }
    let kinds = kinds(&shown, options.gate);
    writeln!(out, "{MARK}\n### Translations: {}\n", heading(&all))?;
    writeln!(out, "{}", verdict(&all, options.gate, report))?;
    if shown.len() < all.len() {
        writeln!(out, "Shown below: {} of {}, as many as `--max-findings` allows.\n", shown.len(), all.len())?;
    }
    let mut used = 0;
    for (at, kind) in kinds.iter().enumerate() {
        if used > ROOM {
            return rest(&kinds[at..], out);
        }
        let text = section(kind, report)?;
        used += text.len();
        out.write_str(&text)?;
    }
    report.errors.iter().try_for_each(|error| trouble(error, out))?;
    footer(report, shown.len(), out)
}

/// Findings of one rule that all fail the check, or all do not.
struct Kind<'r> {
    fails: bool,
    findings: Vec<&'r Finding>,
}

impl Kind<'_> {
    fn rule(&self) -> &'static str {
        self.findings[0].rule
    }
}

/// What fails first, then by severity, then by rule.
fn kinds<'r>(shown: &[&'r Finding], gate: Gate) -> Vec<Kind<'r>> {
    let mut by_rule: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in shown {
        let key = (!gate.fails(finding), std::cmp::Reverse(finding.severity), finding.rule);
        by_rule.entry(key).or_default().push(finding);
    }
    by_rule.into_iter().map(|((passes, ..), findings)| Kind { fails: !passes, findings }).collect()
}

fn heading(shown: &[&Finding]) -> String {
    let mut pages: Vec<&str> = shown.iter().map(|finding| finding.place.path.as_str()).collect();
    pages.sort_unstable();
    pages.dedup();
    format!("{} in {}", count(shown.len(), "finding"), count(pages.len(), "page"))
}

fn verdict(all: &[&Finding], gate: Gate, report: &Report) -> String {
    let fail = all.iter().filter(|finding| gate.fails(finding)).count();
    let pass = all.len() - fail;
    let rest = match pass {
        0 => String::new(),
        1 => " 1 more is worth a look, but does not fail it.".to_owned(),
        _ => format!(" {pass} more are worth a look, but do not fail it."),
    };
    match fail {
        _ if !report.errors.is_empty() => format!("**This check could not be finished**; see the end.{rest}\n"),
        0 => "**Nothing here fails the check.**\n".to_owned(),
        1 => format!("**1 finding fails the check.**{rest}\n"),
        _ => format!("**{fail} findings fail the check.**{rest}\n"),
    }
}

fn section(kind: &Kind<'_>, report: &Report) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let rule = kind.rule();
    let mark = if kind.fails { "❌" } else { "⚠️" };
    writeln!(out, "#### {mark} `{rule}`: {}\n", count(kind.findings.len(), "finding"))?;
    if let Some(info) = report.rules.iter().find(|info| info.id == rule) {
        writeln!(out, "{}\n", info.summary)?;
    }
    kind.findings.iter().take(LISTED).try_for_each(|finding| item(finding, &mut out))?;
    let more = kind.findings.len().saturating_sub(LISTED);
    if more > 0 {
        writeln!(out, "- and {more} more: `fidus check --only {rule}`")?;
    }
    writeln!(out, "\n{}\n", answer(kind))?;
    Ok(out)
}

fn item(finding: &Finding, out: &mut String) -> fmt::Result {
    let at = |path: &str, line: u32| code(&format!("{path}:{line}"));
    write!(out, "- {} {}", at(&finding.place.path, finding.place.range.start.line), markdown(&finding.message))?;
    if finding.cause == Cause::Drift {
        out.write_str(" (the source changed since)")?;
    }
    if let Some(source) = &finding.source {
        write!(out, "; source {}", at(&source.path, source.range.start.line))?;
    }
    match &finding.help {
        Some(help) => writeln!(out, "  \n  {}", markdown(help)),
        None => writeln!(out),
    }
}

/// The command that answers findings of a kind.
fn answer(kind: &Kind<'_>) -> String {
    let rule = kind.rule();
    let with = |safety: Safety| {
        let fixes = kind.findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.safety() == safety).count()
    };
    let explained = format!("`fidus explain {rule}` tells why it matters and shows examples.");
    match (with(Safety::Safe), with(Safety::Suggested)) {
        (0, 0) => explained,
        (safe, 0) => format!("`fidus check --fix --only {rule}` mends {safe} of {}. {explained}", kind.findings.len()),
        (safe, suggested) => {
            let all = safe + suggested;
            let of = kind.findings.len();
            format!("`fidus check --fix-suggested --only {rule}` mends {all} of {of}; look at what it did. {explained}")
        }
    }
}

fn rest(kinds: &[Kind<'_>], out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "#### More than fits here\n")?;
    for kind in kinds {
        let fails = if kind.fails { ", which fail the check" } else { "" };
        writeln!(out, "- `{}`: {}{fails}", kind.rule(), count(kind.findings.len(), "finding"))?;
    }
    Ok(())
}

fn trouble(error: &RunError, out: &mut dyn Write) -> fmt::Result {
    let what = match error.kind {
        ErrorKind::Write => "Not written",
        ErrorKind::Config => "Not usable",
        _ => "Not checked",
    };
    writeln!(out, "**{what}:** {} {}\n", code(&error.path), markdown(&error.message))
}

fn footer(report: &Report, shown: usize, out: &mut dyn Write) -> fmt::Result {
    let infos = report.findings.len().saturating_sub(shown);
    let mut notes = vec![summary::sentence(report)];
    if infos > 0 {
        notes.push(format!("{} not shown: `fidus check --show info`", count(infos, "info")));
    }
    notes.extend(summary::known(report).map(|known| markdown(&known)));
    writeln!(out, "<sub>{}</sub>", notes.join("; "))
}
