//! Which front-matter keys the pages of a locale do without: read from a sample of them, when it is first asked for.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::{Run, text};
use crate::doc::{FrontMatter, read_front};

/// How many pages of a locale are read.
const SAMPLE: usize = 100;
/// Fewer pages than this show no habit.
const FEW: u32 = 3;

/// By key, with the keys it is nested in: pages whose source has it, and those of them that lack it.
type Counts = FxHashMap<String, (u32, u32)>;

/// What is known of the locales so far, by folder.
#[derive(Debug, Default)]
pub struct Habits {
    seen: Mutex<FxHashMap<String, Arc<Counts>>>,
}

impl Habits {
    /// Most pages of the locale lack the key that their sources have.
    pub fn lack(&self, folder: &str, key: &str, run: &Run<'_>) -> bool {
        let known = self.seen.lock().ok().and_then(|seen| seen.get(folder).map(Arc::clone));
        let counts = known.unwrap_or_else(|| {
            let counts = Arc::new(count(folder, run));
            if let Ok(mut seen) = self.seen.lock() {
                seen.insert(folder.to_owned(), Arc::clone(&counts));
            }
            counts
        });
        counts.get(key).is_some_and(|&(total, lacking)| total >= FEW && lacking * 2 > total)
    }
}

fn count(folder: &str, run: &Run<'_>) -> Counts {
    let pages = run.site.pages_of(folder);
    let step = pages.len().div_ceil(SAMPLE).max(1);
    let mut counts = Counts::default();
    for (source, target) in pages.iter().step_by(step) {
        let (Some(ours), Some(theirs)) = (text(source, run), text(target, run)) else { continue };
        let Some(front) = read_front(&ours).0 else { continue };
        let has = read_front(&theirs).0.map_or_else(Vec::new, |answer| keys(&answer, &theirs));
        for key in keys(&front, &ours) {
            let entry = counts.entry(key.clone()).or_default();
            entry.0 += 1;
            entry.1 += u32::from(!has.contains(&key));
        }
    }
    counts
}

fn keys(front: &FrontMatter, text: &str) -> Vec<String> {
    let count = u32::try_from(front.entries.len()).unwrap_or(u32::MAX);
    let mut keys: Vec<String> = (0..count).map(|at| front.path(text, at)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
