//! A check that is wanted: of which pages, by which rules, with how many threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::check::{self, Allowances, Everywhere, Family, Habits, Orphan, PageIds, Run, Tongues};
use crate::cli::args::Check;
use crate::cli::scope::Scope;
use crate::cli::{Failure, terminal};
use crate::fix::{self, Mended};
use crate::fresh::Past;
use crate::io;
use crate::project::Project;
use crate::report::{Finding, Report, RunError};
use crate::rule::Rule;
use crate::rules;
use crate::text::Safety;

/// Pages to check, and by which rules.
pub(super) struct Job<'a> {
    pub typed: &'a Check,
    pub project: &'a Project,
    pub families: &'a [Family],
    pub orphans: &'a [Orphan],
    pub allowances: Option<&'a Allowances>,
    pub rules: &'a [&'static dyn Rule],
    pub most: usize,
    pub scope: Option<&'a Scope>,
    pub past: &'a dyn Past,
}

impl Job<'_> {
    /// The pages with their fixes. Fixes are judged by all rules, whichever are reported.
    pub fn mended(&self, least: Safety) -> Result<Vec<Mended>, Failure> {
        let only = &self.typed.only;
        let is_chosen = |finding: &Finding| {
            finding.fix.as_ref().is_some_and(|fix| fix.safety() >= least)
                && (only.is_empty() || only.iter().any(|id| id == finding.rule))
        };
        let read = |path: &str| io::read(&self.project.root, path);
        Job { rules: rules::RULES, allowances: None, ..*self }
            .run(&read, |run| fix::mend(self.families, run, &is_chosen))
    }

    /// What is found, with `input` in place of the page from standard input.
    pub fn checked(&self, input: Option<&[u8]>) -> Result<Report, Failure> {
        let target = self.typed.stdin_path.as_ref().and_then(|path| self.project.relative(path));
        let read = |path: &str| -> Result<Vec<u8>, RunError> {
            match (&target, input) {
                (Some(target), Some(bytes)) if target == path => Ok(bytes.to_vec()),
                _ => self.scope.map_or_else(|| io::read(&self.project.root, path), |scope| scope.read(path)),
            }
        };
        let mut report = self.run(&read, |run| check::check(self.families, run))?;
        if let Some(scope) = self.scope {
            let families = scope.behind(self.families);
            let read = |path: &str| scope.read_before(path);
            let behind = Job { families: &families, orphans: &[], allowances: None, ..*self };
            let before = behind.run(&read, |run| check::check(&families, run))?;
            scope.narrow(&mut report, &before.findings, &self.project.settings);
        }
        Ok(report)
    }

    /// Does the job with as many threads as were asked for.
    fn run<T: Send>(
        &self,
        read: &(dyn Fn(&str) -> Result<Vec<u8>, RunError> + Sync),
        job: impl FnOnce(&Run<'_>) -> T + Send,
    ) -> Result<T, Failure> {
        let bar = terminal::progress("checking", self.families.len());
        let done = AtomicUsize::new(0);
        let progress = || bar.set_position(done.fetch_add(1, Ordering::Relaxed) as u64 + 1);
        let tongues = Tongues::new(self.families);
        let run = Run {
            ids: PageIds::default(),
            habits: Habits::default(),
            everywhere: Everywhere::default(),
            tongues: &tongues,
            settings: &self.project.settings,
            site: &self.project.site,
            rules: self.rules,
            past: self.past,
            orphans: self.orphans,
            allowances: self.allowances,
            most: self.most,
            read,
            progress: &progress,
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.typed.jobs.unwrap_or(0)).build();
        let outcome = pool.map_err(|error| format!("cannot start threads: {error}"))?.install(|| job(&run));
        bar.finish_and_clear();
        Ok(outcome)
    }
}
