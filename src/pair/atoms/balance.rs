//! Paired tags: openers and closers that the target leaves without their partner, while the source does not.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{AtomMatch, Fate};
use crate::doc::{Document, Pairing};

/// Marks lost and stray openers and closers whose partner is still there.
pub(super) fn mark(source: &Document<'_>, target: &Document<'_>, harmed: &mut [AtomMatch]) {
    let candidates = harmed.iter().any(|one| matches!(one.fate, Fate::Missing | Fate::Added));
    if !candidates {
        return;
    }
    let (ours, theirs) = (census(source), census(target));
    for one in harmed.iter_mut().filter(|one| matches!(one.fate, Fate::Missing | Fate::Added)) {
        let atom = match (one.source, one.target) {
            (Some(at), _) => &source.atoms[at as usize],
            (None, Some(at)) => &target.atoms[at as usize],
            _ => continue,
        };
        let Some(placeholder) = atom.placeholder() else { continue };
        let even = |counts: &BTreeMap<&str, (u32, u32)>| {
            counts.get(placeholder.name.as_str()).map(|&(opens, closes)| opens == closes)
        };
        let paired = ours.get(placeholder.name.as_str()).is_some_and(|&(_, closes)| closes > 0);
        let stray = one.fate == Fate::Added && placeholder.pairing == Pairing::Closes;
        let partner_left = theirs.get(placeholder.name.as_str()).is_some_and(|&(opens, closes)| opens + closes > 0);
        let broken = even(&theirs) == Some(false) && even(&ours) != Some(false);
        if broken && partner_left && (paired || stray) && placeholder.pairing != Pairing::Alone {
            one.fate = Fate::Unbalanced;
        }
    }
}

/// A closer that came with its opener, in a block that the source has not, is told with that block.
pub(super) fn drop_whole_pairs(target: &Document<'_>, harmed: &mut Vec<AtomMatch>) {
    let is_closer = |one: &AtomMatch| {
        let atom = one.target.filter(|_| one.fate == Fate::Added).map(|at| &target.atoms[at as usize]);
        atom.and_then(|atom| atom.placeholder()).is_some_and(|tag| tag.pairing == Pairing::Closes)
    };
    if !harmed.iter().any(is_closer) {
        return;
    }
    let partners = partners(target);
    let told: FxHashSet<u32> = harmed.iter().filter_map(|one| one.target).collect();
    let is_alone = |one: &AtomMatch| one.target.and_then(|at| partners.get(&at)).is_none_or(|at| told.contains(at));
    harmed.retain(|one| !is_closer(one) || is_alone(one));
}

/// How many tags of each name open and close.
fn census<'d>(document: &'d Document<'_>) -> BTreeMap<&'d str, (u32, u32)> {
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for placeholder in document.atoms.iter().filter_map(|atom| atom.placeholder()) {
        let entry = counts.entry(placeholder.name.as_str()).or_default();
        match placeholder.pairing {
            Pairing::Opens => entry.0 += 1,
            Pairing::Closes => entry.1 += 1,
            Pairing::Between | Pairing::Alone => {}
        }
    }
    counts
}

/// The opener of each closer of a page and the other way round, as indices into its atoms.
#[must_use]
pub fn partners(document: &Document<'_>) -> FxHashMap<u32, u32> {
    let mut open: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    let mut partners = FxHashMap::default();
    for (at, atom) in (0..).zip(&document.atoms) {
        let Some(placeholder) = atom.placeholder() else { continue };
        match placeholder.pairing {
            Pairing::Opens => open.entry(&placeholder.name).or_default().push(at),
            Pairing::Closes => {
                if let Some(opener) = open.get_mut(placeholder.name.as_str()).and_then(Vec::pop) {
                    partners.extend([(opener, at), (at, opener)]);
                }
            }
            Pairing::Between | Pairing::Alone => {}
        }
    }
    partners
}
