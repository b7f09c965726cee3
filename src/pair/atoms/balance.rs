//! Paired tags: openers and closers that the target leaves without their partner, while the source does not.

use std::collections::BTreeMap;

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
