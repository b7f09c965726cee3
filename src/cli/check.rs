//! `fidus check`: read, check, render, gate.

mod job;
mod output;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::args::Check;
use super::filter::Filter;
use super::scope::Scope;
use super::{CLEAN, FAILED, Failure, known, mend, put, say, tell_lacks};
use crate::check::{self, Allowances, Family};
use crate::config::Level;
use crate::layout::Layout;
use crate::layout::detect::Remark;
use crate::locale::Locale;
use crate::project::Project;
use crate::render::{self, Answer};
use crate::report::{ErrorKind, Report, RunError};
use crate::rule::Rule;
use crate::rules;
use job::Job;
use output::{exit_code, gate, manual, output_format, tell, write};

/// Runs the command and returns the exit code.
pub fn run(typed: &Check) -> Result<u8, Failure> {
    let started = Instant::now();
    let (paths, standard_input) = inputs(typed)?;
    let open = if standard_input.is_some() { Project::open_unsaved } else { Project::open };
    let mut project = match open(&paths[0], typed.config.as_deref()) {
        Ok(project) => project,
        Err(error) => return nothing(typed, error, started.elapsed()),
    };
    if let Some(base) = typed.base {
        project.settings.freshness.base = base.into();
    }
    let chosen = chosen_rules(typed, &mut project)?;
    let scope = Scope::of(typed, &mut project)?;
    let filter = Filter::new(&project, &paths, &typed.locales)?;
    let filter = if typed.stdin_path.is_none() { filter.or_translations(&project) } else { filter };
    let wants = |path: &str, locale: &Locale| {
        filter.wants(path, locale) && scope.as_ref().is_none_or(|scope| scope.wants(path))
    };
    let families = project.families(wants);
    if typed.list_pairs {
        let pairs = render::pairs(answers(&families), output_format(typed));
        return put(typed.output.as_deref(), &pairs).map(|()| CLEAN);
    }
    if families.is_empty() && standard_input.is_some() {
        return Err(format!("{} answers no source page", paths[0].display()));
    }
    let memory = project.memory(&families);
    if !typed.quiet {
        tell_lacks(&memory, typed.base.is_some());
    }
    let orphans = project.orphans(&memory, wants);
    let (baseline, unusable) = baseline(typed, &project.root);
    let most = if baseline.is_some() { UNCAPPED } else { check::MOST };
    let everything = scope.is_none() && filter.is_everything();
    let allowances = allowances(&project).filter(|_| everything);
    let job = Job {
        typed,
        project: &project,
        families: &families,
        orphans: &orphans,
        allowances: allowances.as_ref(),
        rules: &chosen,
        most,
        scope: scope.as_ref(),
        past: &memory,
    };
    let told = if typed.quiet { known::Told::Not } else { known::Told::Aloud };
    let checked = |path: &str, rule: &str| ran(typed, rule) && (everything || is_wanted(&families, path));
    let unwritten = match mend::wanted(typed)? {
        Some(least) if typed.dry_run => {
            mend::show(typed, &job.mended(least)?)?;
            let mut report = job.checked(None)?;
            report.errors.extend(memory.error.clone().into_iter().chain(unusable));
            tell(&report);
            mend::tell_rest(typed, &report);
            baseline.iter().for_each(|baseline| known::subtract(&mut report, baseline, told, checked));
            return Ok(exit_code(&report, gate(typed)));
        }
        Some(least) => mend::write(typed, &project.root, &job.mended(least)?),
        None => Vec::new(),
    };
    let mut report = job.checked(standard_input.as_deref())?;
    report.errors.extend(unwritten);
    report.errors.extend(memory.error.into_iter().chain(unusable));
    if standard_input.is_none() {
        report.errors.extend(missing(&paths));
    }
    baseline.iter().for_each(|baseline| known::subtract(&mut report, baseline, told, checked));
    count(&mut report, &families, &project, wants);
    report.layouts = layouts(&project, &families);
    report.rules = manual(&chosen);
    let code = exit_code(&report, gate(typed));
    tell(&report);
    write(typed, report, started.elapsed())?;
    Ok(code)
}

/// The run ends before it begins; whoever reads its output by a program finds the reason there.
fn nothing(typed: &Check, error: RunError, elapsed: Duration) -> Result<u8, Failure> {
    if !output_format(typed).is_machine_readable() {
        return Err(error.to_string());
    }
    say(&format!("fidus: {error}"));
    write(typed, Report { errors: vec![error], ..Report::default() }, elapsed)?;
    Ok(FAILED)
}

/// What is known already, or why that cannot be told: findings are reported all the same.
fn baseline(typed: &Check, root: &Path) -> (Option<known::Loaded>, Option<RunError>) {
    match known::load(typed.baseline.as_deref(), root) {
        _ if typed.no_baseline => (None, None),
        Ok(loaded) => (loaded, None),
        Err(error) => (None, Some(error)),
    }
}

/// Findings of one page where none may be left out: which of them are known is not told by the gravest hundred.
const UNCAPPED: usize = 20_000;

/// Everything that a project has, by all rules: for commands that do something else with it.
pub fn whole(path: &Path, config: Option<&Path>) -> Result<(Project, Report), Failure> {
    let typed = Check::default();
    let project = Project::open(path, config)?;
    let families = project.families(|_, _| true);
    let memory = project.memory(&families);
    let orphans = project.orphans(&memory, |_, _| true);
    let allowances = allowances(&project);
    let job = Job {
        typed: &typed,
        project: &project,
        families: &families,
        orphans: &orphans,
        allowances: allowances.as_ref(),
        rules: rules::RULES,
        most: UNCAPPED,
        scope: None,
        past: &memory,
    };
    let mut report = job.checked(None)?;
    report.errors.extend(memory.error);
    Ok((project, report))
}

/// Counts what the configuration silences, if it silences anything.
fn allowances(project: &Project) -> Option<Allowances> {
    let file = project.config.as_ref().filter(|_| !project.settings.allowed().is_empty())?;
    project.relative(file).map(Allowances::new)
}

/// The paths to check, and the page from standard input with its path, if there is one.
fn inputs(typed: &Check) -> Result<(Vec<PathBuf>, Option<Vec<u8>>), Failure> {
    let Some(path) = &typed.stdin_path else {
        if typed.paths.iter().any(|path| path == Path::new("-")) {
            return Err(
                "to check standard input, say which page it is: fidus check --stdin-path docs/nn/a.md -".to_owned()
            );
        }
        let here = if typed.paths.is_empty() { vec![PathBuf::from(".")] } else { typed.paths.clone() };
        return Ok((here, None));
    };
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
    Ok((vec![path.clone()], Some(bytes)))
}

/// A path that was typed and is not there was mistyped: silence about it would pass for a clean page.
fn missing(paths: &[PathBuf]) -> impl Iterator<Item = RunError> {
    paths.iter().filter(|path| !path.exists()).map(|path| RunError {
        path: path.display().to_string(),
        kind: ErrorKind::Io,
        message: "no such file or folder".to_owned(),
    })
}

fn chosen_rules(typed: &Check, project: &mut Project) -> Result<Vec<&'static dyn Rule>, Failure> {
    let known = |id: &str| {
        rules::find(id).ok_or_else(|| match crate::config::nearest(id, rules::ids().iter().copied()) {
            Some(near) => format!("unknown rule `{id}`; did you mean `{near}`?"),
            None => format!("unknown rule `{id}`; `fidus rules` lists them"),
        })
    };
    for (id, level) in &typed.rules {
        known(id)?;
        let level = match level.as_str() {
            "off" => Level::Off,
            "info" => Level::Info,
            "warning" => Level::Warning,
            _ => Level::Error,
        };
        project.settings.set_level(id, level);
    }
    if typed.only.is_empty() {
        return Ok(rules::RULES.to_vec());
    }
    let chosen = typed.only.iter().map(|id| known(id)).collect::<Result<Vec<_>, _>>()?;
    // Whoever names a rule that is off wants to see it.
    for rule in chosen.iter().filter(|rule| rule.meta().severity.is_none()) {
        if project.settings.level(rule.meta().id, "").is_none() {
            project.settings.set_level(rule.meta().id, Level::Warning);
        }
    }
    Ok(chosen)
}

/// Silence about this rule means that there is nothing.
fn ran(typed: &Check, rule: &str) -> bool {
    (typed.only.is_empty() || typed.only.iter().any(|id| id == rule)) && !typed.rules.iter().any(|(id, _)| id == rule)
}

/// Findings about this page are wanted.
fn is_wanted(families: &[Family], path: &str) -> bool {
    families.iter().flat_map(|family| &family.targets).any(|target| target.wanted && target.path == path)
}

fn count(report: &mut Report, families: &[Family], project: &Project, wants: impl Fn(&str, &Locale) -> bool) {
    let wanted = || families.iter().flat_map(|family| &family.targets).filter(|target| target.wanted);
    let mut locales: Vec<&str> = wanted().map(|target| target.locale.tag()).collect();
    locales.sort_unstable();
    locales.dedup();
    let orphans = project.pairing.orphans.iter().filter(|orphan| wants(&orphan.target, &orphan.locale)).count();
    report.totals.pairs = wanted().count();
    report.totals.files = report.totals.pairs + orphans;
    report.totals.locales = locales.len();
}

/// The layouts of the pages that were checked, in words.
fn layouts(project: &Project, families: &[Family]) -> Vec<String> {
    let used = |layout: &&Layout| {
        families.iter().any(|family| {
            family.targets.iter().any(|target| {
                target.wanted && layout.pair(&target.path).is_some_and(|(source, _)| source == family.source)
            })
        })
    };
    let written = project.remarks.iter().find_map(|remark| match remark {
        Remark::Written { tag, .. } => Some(format!(", translated from {tag}")),
        _ => None,
    });
    let origin = written.unwrap_or_default();
    project
        .layouts
        .iter()
        .filter(used)
        .map(|layout| format!("{} ↔ {}{origin}", layout.source.as_str(), layout.target.as_str()))
        .collect()
}

fn answers(families: &[Family]) -> Vec<Answer<'_>> {
    let mut answers = Vec::new();
    for family in families {
        let wanted = family.targets.iter().filter(|target| target.wanted);
        answers.extend(wanted.map(|target| Answer {
            source: &family.source,
            target: &target.path,
            locale: target.locale.tag(),
        }));
    }
    answers
}
