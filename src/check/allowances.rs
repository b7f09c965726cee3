//! Which entries of the configuration's `[[allow]]` silence something, and which may go.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rustc_hash::FxHashSet;

use super::about::{About, Seen};
use super::resolve::place;
use super::{Run, Target, text};
use crate::config::Level;
use crate::diag::{Cause, Message, Severity};
use crate::messages;
use crate::report::Finding;
use crate::rule::{Group, Rule};
use crate::rules;
use crate::text::LineIndex;

/// The rule that tells of idle entries.
const RULE: &str = "suppression-unused";

/// Counts, over a run of all pages, which entries silence something.
#[derive(Debug)]
pub struct Allowances {
    /// The configuration's path, relative to the root.
    path: String,
    /// Entries that do, as indices into the settings'.
    used: Mutex<FxHashSet<usize>>,
}

impl Allowances {
    /// Of the configuration at this path.
    #[must_use]
    pub fn new(path: String) -> Allowances {
        Allowances { path, used: Mutex::default() }
    }

    /// The entries that may silence something of a page, and have not yet.
    fn open(&self, target: &Target, run: &Run<'_>) -> Vec<usize> {
        let Ok(used) = self.used.lock() else { return Vec::new() };
        let entries = run.settings.allowed_in(&target.path, &target.locale);
        entries.filter(|entry| !used.contains(entry)).collect()
    }

    /// What is told of those that silence nothing.
    pub(super) fn idle(&self, run: &Run<'_>) -> Vec<Finding> {
        let severity = run.settings.level(RULE, &self.path).map_or(Some(Severity::Info), Level::severity);
        let Some((severity, text)) = severity.filter(|_| ran(run, RULE)).zip(text(&self.path, run)) else {
            return Vec::new();
        };
        let Ok(used) = self.used.lock() else { return Vec::new() };
        let lines = LineIndex::new(&text);
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        let mut found = Vec::new();
        for (at, allowed) in run.settings.allowed().iter().enumerate() {
            if used.contains(&at) || !is_counted(&allowed.rule, run) {
                continue;
            }
            let message = Message::new(RULE).text("found", allowed.rule.as_str());
            let time = times.entry(&allowed.rule).or_insert(0);
            *time += 1;
            let print = xxhash_rust::xxh3::xxh3_64([RULE, &self.path, &allowed.rule].join("\u{1f}").as_bytes());
            found.push(Finding {
                rule: RULE,
                severity,
                cause: Cause::Fault,
                locale: run.settings.source_locale.clone(),
                place: place(&self.path, &text, &lines, allowed.span),
                source: None,
                message: messages::format(&message),
                help: messages::help(&message, Cause::Fault),
                expected: None,
                found: Some(allowed.rule.clone()),
                fix: None,
                claim: None,
                shared: None,
                fingerprint: format!("{:016x}", print.wrapping_add(*time - 1)),
            });
        }
        found
    }
}

/// The rule runs, and is on; what is said of suppressions themselves is not counted.
fn is_counted(id: &str, run: &Run<'_>) -> bool {
    let on = |rule: &dyn Rule| {
        let level = run.settings.level(id, "").map_or(rule.meta().severity, Level::severity);
        level.is_some() && rule.meta().group != Group::Meta
    };
    ran(run, id) && rules::find(id).is_some_and(on)
}

fn ran(run: &Run<'_>, id: &str) -> bool {
    run.rules.iter().any(|rule| rule.meta().id == id)
}

impl<'a> About<'a> {
    /// Runs the rules that the configuration allows the page to break, and notes which of them it does.
    pub(super) fn count_allowed(&self, seen: &Seen<'a>) {
        let Some(allowances) = self.run.allowances else { return };
        let open = allowances.open(seen.target, self.run);
        if open.is_empty() {
            return;
        }
        let id = |entry: &usize| self.run.settings.allowed()[*entry].rule.as_str();
        let is_open = |rule: &&dyn Rule| open.iter().any(|entry| id(entry) == rule.meta().id);
        let rules: Vec<&dyn Rule> = self.run.rules.iter().copied().filter(is_open).collect();
        let found = self.apply(seen, &[], 0, &rules);
        let used = open.iter().filter(|entry| found.iter().any(|one| one.rule == id(entry)));
        if let Ok(mut all) = allowances.used.lock() {
            all.extend(used);
        }
    }
}
