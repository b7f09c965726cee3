//! What many pages have in common is told once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Message, Severity};
use crate::messages;
use crate::report::Finding;

/// So many pages of a locale with the same hint have a habit.
const SOME: u32 = 5;
/// So many findings of the same, in some pages, are one.
const MANY: u32 = 20;

/// What pages of a locale have in common.
#[derive(Default)]
struct Told {
    findings: u32,
    pages: u32,
    /// The first page that tells it, and the last one.
    first: String,
    last: String,
}

impl Told {
    fn add(&mut self, path: &str) {
        self.findings += 1;
        if self.last != path {
            self.pages += 1;
            path.clone_into(&mut self.last);
        }
        if self.first.is_empty() {
            path.clone_into(&mut self.first);
        }
    }
}

/// One of so many pages of a locale has what is its habit.
const SHARE: u32 = 10;

/// What pages of a locale have in common is told by the first; the others say it for those who read them, unless that is a
/// hint that most of them would repeat, or many pages would repeat it, and not `all` are wanted: what is known of a page is
/// compared with all of it. The findings come sorted by page; `pages` are those that were checked, by locale.
pub(super) fn tell_once(findings: &mut Vec<Finding>, pages: &FxHashMap<&str, u32>, all: bool) -> bool {
    let key = |one: &Finding| Some((one.rule, one.cause, one.locale.clone(), one.shared.clone()?.what));
    let mut told: FxHashMap<_, Told> = FxHashMap::default();
    for one in findings.iter() {
        let Some(key) = key(one) else { continue };
        told.entry(key).or_default().add(&one.place.path);
    }
    told.retain(|_, told| told.findings > 1);
    let mut begun = FxHashSet::default();
    findings.retain_mut(|one| {
        let Some((key, told)) = key(one).and_then(|key| told.get(&key).map(|told| (key, told))) else { return true };
        let checked = pages.get(one.locale.as_str()).copied().unwrap_or_default();
        let is_habit = told.pages >= SOME && told.findings >= MANY;
        let are_faults = !is_habit || told.pages * SHARE < checked;
        if are_faults && one.shared.as_ref().is_some_and(|shared| shared.is_habit) {
            return true;
        }
        if begun.insert(key) {
            if is_habit {
                let message = Message::new("told-in-many").count("count", told.pages - 1);
                add_help(one, message);
            }
            return true;
        }
        let is_hint = one.severity == Severity::Info;
        one.severity = Severity::Info;
        if one.place.path != told.first {
            add_help(one, Message::new("told-first").text("path", told.first.as_str()));
        }
        all || !is_habit && (!is_hint || told.findings < SOME)
    });
    !told.is_empty()
}

/// Says in the help of a finding what it has in common with others.
fn add_help(one: &mut Finding, message: Message) {
    let help = one.help.take().unwrap_or_default();
    one.help = messages::help(&message.text("help", help), one.cause);
}
