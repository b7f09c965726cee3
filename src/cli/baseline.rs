//! `fidus baseline`: what is found today becomes known; what is mended goes; what is known is shown.

use std::path::{Path, PathBuf};

use super::args::{BaselineArgs, BaselineCommand, BaselineWrite};
use super::{CLEAN, FINDINGS, Failure, known, print, say};
use crate::baseline::{Baseline, Entry, Parted};
use crate::io;
use crate::project::Project;
use crate::report::{Finding, Report};
use crate::rule::Group;
use crate::rules;

/// What a whole project has.
type Found = fn(&Path, Option<&Path>) -> Result<(Project, Report), Failure>;

/// Runs the command and returns the exit code.
pub fn run(typed: &BaselineCommand, found: Found) -> Result<u8, Failure> {
    match typed {
        BaselineCommand::Write(typed) => write(typed, found),
        BaselineCommand::Prune(typed) => prune(&typed.common, typed.dry_run, found),
        BaselineCommand::Show(typed) => show(typed),
    }
}

fn write(typed: &BaselineWrite, found: Found) -> Result<u8, Failure> {
    let common = &typed.common;
    let (project, report) = whole(common, found)?;
    let is_there = file(common, &project).exists();
    let old = if is_there { Some(known::read(common.baseline.as_deref(), &project.root)?) } else { None };
    let parted = old.as_ref().map_or_else(Baseline::default, |old| old.baseline.clone()).part(report.findings);
    let (guarded, new): (Vec<Finding>, Vec<Finding>) =
        parted.new.into_iter().partition(|finding| is_of_security(finding) && !typed.include_security);
    if old.is_some() && !new.is_empty() && !typed.accept_new {
        return Err(format!(
            "{} is there already, and {} not in it: mend them, or take them in with --accept-new; \
             `fidus baseline prune` only takes out what is mended",
            file(common, &project).display(),
            are(new.len(), "finding"),
        ));
    }
    let baseline = Baseline::of(parted.known.iter().chain(&new));
    save(common, &project, &baseline)?;
    say(&format!("fidus: wrote {} to {}", count(baseline.count(), "known finding"), file(common, &project).display()));
    if !guarded.is_empty() {
        let places: String = guarded.iter().map(|finding| format!("\n  {}", place(finding))).collect();
        say(&format!(
            "fidus: {} of rules about security not taken in; look at them, then mend them or use --include-security:{places}",
            are(guarded.len(), "finding")
        ));
    }
    Ok(CLEAN)
}

fn prune(common: &BaselineArgs, dry_run: bool, found: Found) -> Result<u8, Failure> {
    let (project, report) = whole(common, found)?;
    let old = known::read(common.baseline.as_deref(), &project.root)?;
    let Parted { known, stale, .. } = old.baseline.part(report.findings);
    stale.entries().for_each(|entry| print(&line(entry)));
    let (number, rest) = (stale.count(), known.len());
    if dry_run {
        say(&format!("fidus: would take out {}, leaving {rest}", count(number, "finding")));
        return Ok(if number > 0 { FINDINGS } else { CLEAN });
    }
    if number > 0 {
        save(common, &project, &Baseline::of(&known))?;
    }
    say(&format!("fidus: took out {}, leaving {rest}", count(number, "finding")));
    Ok(CLEAN)
}

fn show(typed: &BaselineArgs) -> Result<u8, Failure> {
    let project = Project::open(&typed.path, typed.config.as_deref())?;
    let loaded = known::read(typed.baseline.as_deref(), &project.root)?;
    loaded.baseline.entries().for_each(|entry| print(&line(entry)));
    say(&format!("fidus: {} in {}", count(loaded.baseline.count(), "known finding"), loaded.path));
    Ok(CLEAN)
}

/// A run with trouble says too little about what is mended, or new.
fn whole(common: &BaselineArgs, found: Found) -> Result<(Project, Report), Failure> {
    let (project, report) = found(&common.path, common.config.as_deref())?;
    if project.relative(&common.path).is_none_or(|below| !below.is_empty()) {
        say(&format!("fidus: the baseline is of the whole project, {}", project.root.display()));
    }
    match report.errors.first() {
        Some(error) => Err(format!("{}: {}; the baseline is left as it is", error.path, error.message)),
        None => Ok((project, report)),
    }
}

fn file(common: &BaselineArgs, project: &Project) -> PathBuf {
    known::file(common.baseline.as_deref(), &project.root)
}

fn save(common: &BaselineArgs, project: &Project, baseline: &Baseline) -> Result<(), Failure> {
    let path = file(common, project);
    io::write_atomically(&path, baseline.to_json().as_bytes()).map_err(|error| format!("{}: {error}", path.display()))
}

fn is_of_security(finding: &Finding) -> bool {
    rules::find(finding.rule).is_some_and(|rule| rule.meta().group == Group::Security)
}

fn place(finding: &Finding) -> String {
    let at = finding.place.range.start;
    format!("{}:{}:{} {}", finding.place.path.escape_debug(), at.line, at.column, finding.rule)
}

fn line(entry: Entry<'_>) -> String {
    let times = if entry.count == 1 { String::new() } else { format!(" ({} times)", entry.count) };
    format!("{}: {} {}{times}\n", entry.path.escape_debug(), entry.rule.escape_debug(), entry.words.escape_debug())
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn are(number: usize, noun: &str) -> String {
    format!("{} {}", count(number, noun), if number == 1 { "is" } else { "are" })
}
