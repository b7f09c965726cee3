//! `fidus stamp`: record that pages are up to date with their source.

use super::args::Stamp;
use super::filter::Filter;
use super::{CLEAN, FAILED, Failure, print, say};
use crate::check::{Family, Target, with_freshness};
use crate::config::{Basis, StampPlace};
use crate::fresh::{Freshness, LOCK, Lock, LockEntry, Named, Past, Query, read_stamp, with_stamp};
use crate::io;
use crate::io::history::blob_name;
use crate::pair::Pair;
use crate::project::{Memory, Project};
use crate::report::{ErrorKind, RunError};
use crate::text::same_lines;

/// The key of a stamp that a page does not have yet, unless configured.
const KEY: &str = "l10n.sourceCommit";

/// Runs the command and returns the exit code.
pub fn run(typed: &Stamp) -> Result<u8, Failure> {
    let mut project = Project::open(&typed.paths[0], typed.config.as_deref())?;
    // What pages were made from must be known, whatever it is used for.
    if project.settings.freshness.base == Basis::Head {
        project.settings.freshness.base = Basis::Auto;
    }
    let filter = Filter::new(&project, &typed.paths, &typed.locales)?;
    let families = project.families(|path, locale| filter.wants(path, locale));
    let memory = project.memory(&families);
    if let Some(error) = &memory.error {
        return Err(error.to_string());
    }
    let mut job = Job { project: &project, memory: &memory, lock: memory.lock.clone(), written: 0, failed: Vec::new() };
    let wanted = families.iter().flat_map(|family| family.targets.iter().map(move |target| (family, target)));
    let wanted: Vec<(&Family, &Target)> = wanted.filter(|(_, target)| target.wanted).collect();
    if wanted.is_empty() {
        return Err("there are no localized pages there".to_owned());
    }
    for (family, target) in &wanted {
        if let Err(error) = job.stamp(family, target) {
            job.failed.push(error);
        }
    }
    job.finish(wanted.len())
}

struct Job<'a> {
    project: &'a Project,
    memory: &'a Memory,
    lock: Lock,
    written: usize,
    failed: Vec<RunError>,
}

impl Job<'_> {
    fn stamp(&mut self, family: &Family, target: &Target) -> Result<(), RunError> {
        let error = |path: &str, message: &str| RunError {
            path: path.to_owned(),
            kind: ErrorKind::Io,
            message: message.to_owned(),
        };
        let read = |path: &str| {
            let text = io::read(&self.project.root, path).map(String::from_utf8)?;
            text.map_err(|_| error(path, "the file is not UTF-8"))
        };
        let (source, page) = (read(&family.source)?, read(&target.path)?);
        let settings = &self.project.settings;
        let key = settings.freshness.key.as_deref();
        let stamp = read_stamp(&page, key);
        if settings.freshness.stamp == StampPlace::Lock && stamp.is_none() {
            let look = |pair: &Pair<'_, '_>, fresh: &Freshness| self.entry(pair, fresh);
            let entry = with_freshness((family, target), (&source, &page), (settings, self.memory), look);
            if self.lock.pages.insert(target.path.clone(), entry.clone()) != Some(entry) {
                self.written += 1;
            }
            return Ok(());
        }
        if stamp.is_some_and(|stamp| self.is_current(&family.source, &source, &stamp.value)) {
            return Ok(());
        }
        let history = self.memory.history.as_ref().ok_or_else(|| {
            error(
                &target.path,
                "there is no git history whose commits a stamp could name; set stamp = \"lock\" under [freshness]",
            )
        })?;
        let commit = history.last_change(&family.source, &source).ok_or_else(|| {
            let words = if history.is_shallow() {
                "the clone is shallow, so that the commit that made the source is not known (git fetch --unshallow gets it)"
            } else {
                "the source is not committed as it is, so that no commit can be named; commit it first"
            };
            error(&family.source, words)
        })?;
        let stamped = with_stamp(&page, key.unwrap_or(KEY), &commit).ok_or_else(|| {
            error(&target.path, "front matter in JSON cannot be stamped; set stamp = \"lock\" under [freshness]")
        })?;
        with_freshness((family, target), (&source, &page), (settings, self.memory), remark);
        io::replace(&self.project.root, &target.path, page.as_bytes(), stamped.as_bytes())?;
        self.written += 1;
        Ok(())
    }

    /// The stamp names the source of today already.
    fn is_current(&self, path: &str, text: &str, revision: &str) -> bool {
        match self.memory.named(path, revision) {
            Named::Changed(blob) | Named::Untouched(blob) => {
                self.memory.text(blob).is_some_and(|known| same_lines(&known, text))
            }
            _ => false,
        }
    }

    fn entry(&self, pair: &Pair<'_, '_>, fresh: &Freshness) -> LockEntry {
        let known = self.lock.pages.get(&pair.frame.target_path);
        let volatile = Query::volatile_keys(&self.project.settings);
        let entry = LockEntry::new(pair, blob_name(pair.source.text).unwrap_or_default(), known, &volatile);
        if known != Some(&entry) {
            remark(pair, fresh);
        }
        entry
    }

    fn finish(self, pages: usize) -> Result<u8, Failure> {
        let text = self.lock.write();
        if self.lock != self.memory.lock {
            let file = self.project.root.join(LOCK);
            io::write_atomically(&file, text.as_bytes()).map_err(|error| format!("{LOCK}: {error}"))?;
        }
        self.failed.iter().for_each(|error| say(&format!("fidus: {}: {}", error.path, error.message)));
        let current = pages - self.written - self.failed.len();
        let noun = |count: usize| if count == 1 { "page" } else { "pages" };
        let rest = if current == 0 { String::new() } else { format!(", {current} stamped already") };
        print(&format!("stamped {} {}{rest}\n", self.written, noun(self.written)));
        Ok(if self.failed.is_empty() { CLEAN } else { FAILED })
    }
}

/// Says which blocks are vouched for though their source changed and they did not.
fn remark(pair: &Pair<'_, '_>, fresh: &Freshness) {
    let changed = fresh.changed_blocks();
    let rows = pair.alignment.rows.iter().filter(|row| !row.target.is_empty());
    let count = rows.flat_map(|row| row.source.clone()).filter(|at| changed[*at as usize]).count();
    if count > 0 {
        let words = if count == 1 { "a block whose source changed is" } else { "blocks whose source changed are" };
        let number = if count == 1 { String::new() } else { format!("{count} ") };
        say(&format!("fidus: {}: {number}{words} as before; see `fidus diff`", pair.frame.target_path));
    }
}
