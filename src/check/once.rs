//! What many pages have in common is told once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Message, Severity};
use crate::messages;
use crate::report::Finding;

/// So many pages of a locale with the same hint have a habit.
const HABIT: usize = 5;

/// What pages of a locale have in common is told by the first; the others say it for those who read them, unless it is a
/// hint that most of them would repeat.
pub(super) fn tell_once(findings: &mut Vec<Finding>) -> bool {
    let key = |one: &Finding| Some((one.rule, one.cause, one.locale.clone(), one.shared.clone()?));
    let mut told: FxHashMap<_, (usize, String)> = FxHashMap::default();
    for one in findings.iter() {
        let Some(key) = key(one) else { continue };
        told.entry(key).or_insert_with(|| (0, one.place.path.clone())).0 += 1;
    }
    told.retain(|_, (count, _)| *count > 1);
    let mut begun = FxHashSet::default();
    findings.retain_mut(|one| {
        let Some((key, (count, path))) = key(one).and_then(|key| told.get(&key).map(|told| (key, told))) else {
            return true;
        };
        if begun.insert(key) {
            return true;
        }
        let is_hint = one.severity == Severity::Info;
        one.severity = Severity::Info;
        if one.place.path != *path {
            let help = one.help.take().unwrap_or_default();
            let message = Message::new("told-first").text("help", help).text("path", path.as_str());
            one.help = messages::help(&message, one.cause);
        }
        !is_hint || *count < HABIT
    });
    !told.is_empty()
}
