//! Placeholders of a source block that are nowhere in its counterpart.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Atom, Kind, Pairing};
use crate::pair::{AtomMatch, Fate, Pair, partners};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use rustc_hash::FxHashMap;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub struct PlaceholderMissing;

static META: RuleMeta = RuleMeta {
    id: "placeholder-missing",
    group: Group::Placeholder,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/placeholder-missing.md"),
};

impl Rule for PlaceholderMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let pairs = lost_pairs(pair);
        let all = LazyCell::new(|| partners(pair.source));
        // What closes nothing in the source is a slip there.
        let is_stray = |harmed: &AtomMatch, atom: &Atom<'_>| {
            let closes = atom.placeholder().is_some_and(|tag| tag.pairing == Pairing::Closes);
            closes && harmed.source.is_some_and(|at| !all.contains_key(&at))
        };
        let mut brands: BTreeMap<&str, Vec<&AtomMatch>> = BTreeMap::new();
        for row in pair.atoms.harmed.chunk_by(|a, b| a.row == b.row) {
            let missing = row.iter().filter(|harmed| harmed.fate == Fate::Missing);
            let lost = missing.filter_map(|harmed| Some((harmed, pair.source_atom(harmed)?)));
            let lost = lost.filter(|(harmed, atom)| !is_stray(harmed, atom));
            let lost = lost.filter_map(|(harmed, atom)| Some((harmed, atom, atom.placeholder()?.is_reference())));
            // A brand may be written out, in the locale's script too, or a noun may stand for it: that reads well.
            let (references, lost): (Vec<Lost<'_>>, Vec<Lost<'_>>) = lost.partition(|(.., reference)| *reference);
            for (harmed, atom, _) in references {
                brands.entry(atom.span.of(pair.source.text)).or_default().push(harmed);
            }
            if let Some(finding) = finding(pair, &pairs, &lost) {
                out.report(finding);
            }
        }
        brands
            .iter()
            .filter_map(|(brand, lost)| written_out(pair, brand, lost))
            .for_each(|finding| out.report(finding));
    }
}

/// An atom that is missing, and whether it is a reference to a text of the catalogue.
type Lost<'a> = (&'a AtomMatch, &'a Atom<'a>, bool);

/// The closer of each opener of the source that is lost with it, and the other way round, as indices into its atoms.
fn lost_pairs(pair: &Pair<'_, '_>) -> FxHashMap<u32, u32> {
    let missing = pair.atoms.harmed.iter().filter(|one| one.fate == Fate::Missing).filter_map(|one| one.source);
    let tags = missing.filter(|&at| pair.source.atoms[at as usize].placeholder().is_some());
    let lost: BTreeSet<u32> = tags.collect();
    if lost.len() < 2 {
        return FxHashMap::default();
    }
    let mut pairs = partners(pair.source);
    pairs.retain(|one, other| lost.contains(one) && lost.contains(other));
    pairs
}

/// What one block lacks is one fault. A closer is told with its opener: one without the other would break the page.
fn finding(pair: &Pair<'_, '_>, pairs: &FxHashMap<u32, u32>, lost: &[Lost<'_>]) -> Option<Diagnostic> {
    let with_opener = |harmed: &AtomMatch, atom: &Atom<'_>| {
        let closes = atom.placeholder().is_some_and(|tag| tag.pairing == Pairing::Closes);
        closes && harmed.source.is_some_and(|at| pairs.contains_key(&at))
    };
    let lost: Vec<&Lost<'_>> = lost.iter().filter(|(harmed, atom, _)| !with_opener(harmed, atom)).collect();
    let (harmed, first, _) = **lost.first()?;
    let own = lost.iter().filter_map(|(harmed, ..)| harmed.source);
    let whole: BTreeSet<u32> = own.flat_map(|at| [Some(at), pairs.get(&at).copied()]).flatten().collect();
    let tags = whole.iter().map(|&at| pair.source.atoms[at as usize].span.of(pair.source.text));
    let mut expected: Vec<&str> = tags.collect();
    expected.dedup();
    let count = u32::try_from(expected.len()).unwrap_or(u32::MAX);
    let expected = expected.join("`, `");
    let in_sentence = pair.source.block_of(first.span).is_none_or(|block| block.kind != Kind::Tags);
    let id = if in_sentence { META.id } else { "placeholder-missing-block" };
    let message = Message::new(id).text("expected", expected.as_str()).count("count", count);
    Some(Diagnostic::new(META.id, pair.place(harmed), message).source(first.span).expected(expected))
}

/// How a page writes a brand is one habit.
fn written_out(pair: &Pair<'_, '_>, brand: &str, lost: &[&AtomMatch]) -> Option<Diagnostic> {
    let first = lost.first()?;
    let id = if lost.len() > 1 { "placeholder-missing-often" } else { META.id };
    let message = Message::new(id).text("expected", brand).count("count", 1);
    let finding = Diagnostic::new(META.id, pair.place(first), message).source(pair.source_atom(first)?.span);
    Some(finding.expected(brand).severity(Severity::Info))
}
