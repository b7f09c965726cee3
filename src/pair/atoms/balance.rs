//! Paired tags: openers and closers that the target leaves without their partner, while the source does not.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{AtomMatch, Fate};
use crate::doc::{Document, Kind, Pairing, Placeholder};
use crate::pair::Pair;

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

/// Openers and closers of the target without a partner that no loss explains: of a tag whose partners stand beside
/// others of its name, or that opens what the source opens in another syntax. Tags that nobody can know to be paired,
/// and those of which anything else is told, are left out.
#[must_use]
pub fn lone_tags(pair: &Pair<'_, '_>) -> Vec<u32> {
    let target = pair.target;
    let may_be = |tag: &&Placeholder| matches!(tag.pairing, Pairing::Opens | Pairing::Closes);
    if target.catalogue.is_some() || !target.atoms.iter().filter_map(|atom| atom.placeholder()).any(|tag| may_be(&tag))
    {
        return Vec::new();
    }
    let (ours, theirs) = (census(pair.source), census(target));
    let harmed = LazyCell::new(|| {
        let atoms = pair.atoms.harmed.iter().flat_map(|one| [pair.source_atom(one), pair.target_atom(one)]);
        atoms.flatten().filter_map(|atom| atom.placeholder()).map(|tag| tag.name.as_str()).collect::<FxHashSet<&str>>()
    });
    let damaged = LazyCell::new(|| target.broken.iter().map(|span| span.of(target.text)).collect::<Vec<_>>().join(" "));
    let is_told = |name: &str| harmed.contains(name) || damaged.contains(name);
    let even = |name: &str| ours.get(name).is_none_or(|(opens, closes)| opens == closes);
    let (partners, rows) = (LazyCell::new(|| partners(target)), LazyCell::new(|| pair.rows_of_target()));
    let opens_container = |at: u32| {
        let row = rows.get(target.holder_of(at)).map(|row| &pair.alignment.rows[*row].source);
        let answers = row.and_then(|row| pair.source.blocks.get(row.start as usize..row.end as usize));
        answers.is_some_and(|blocks| blocks.iter().any(|block| block.kind == Kind::Directive))
    };
    let is_lone = |at: &u32| {
        let atom = &target.atoms[*at as usize];
        let Some(tag) = atom.placeholder().filter(may_be) else { return false };
        let (opens, closes) = theirs.get(tag.name.as_str()).copied().unwrap_or_default();
        let uneven = match tag.pairing {
            Pairing::Opens if closes == 0 => tag.container && opens_container(*at),
            Pairing::Opens | Pairing::Closes => opens != closes && opens.min(closes) > 0 && !partners.contains_key(at),
            Pairing::Alone | Pairing::Between => false,
        };
        uneven && even(&tag.name) && !is_told(&tag.name)
    };
    (0..u32::try_from(target.atoms.len()).unwrap_or(u32::MAX)).filter(is_lone).collect()
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
