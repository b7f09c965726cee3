//! Two catalogues: which message answers which, and which atoms of an answer are to be compared at all.
//!
//! Messages answer each other by id, whatever their order. Within an answer the variants of selectors decide: each
//! variant must be answered by one of the other side with the same references ([`forms`]).

mod forms;

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::{Alignment, Row};
use super::likeness;
use crate::doc::{Catalogue, CatalogueEntry, Document, Kind, Placeholder, fingerprint};
use crate::text::Span;

/// What became of an entry of a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryFate {
    /// The target lacks this message of the source, and so many more that follow it.
    Missing(u32),
    /// The message is there, but its value is not: only attributes are.
    Valueless,
    /// The target lacks this attribute; it may have another in its place.
    AttributeMissing,
    /// The source has no such message, nor so many more that follow it.
    Added(u32),
    /// The source's message has no such attribute.
    AttributeAdded,
}

/// An entry that has no counterpart.
#[derive(Debug, Clone, Copy)]
pub struct EntryChange {
    /// What became of it.
    pub fate: EntryFate,
    /// The row of the alignment; of an attribute, that of its message.
    pub row: usize,
    /// The source's entry, as an index into its blocks.
    pub source: Option<u32>,
    /// The target's entry.
    pub target: Option<u32>,
}

/// Id and name of the attribute, which is empty for the message itself.
type Key<'s> = (&'s str, &'s str);

fn key<'s>(document: &Document<'s>, entry: &CatalogueEntry) -> Key<'s> {
    (entry.id.of(document.text), entry.attribute.map_or("", |name| name.of(document.text)))
}

/// A key as a number, by which it is found without reading it once more.
fn number((id, name): Key<'_>) -> u64 {
    fingerprint(id.as_bytes()) ^ fingerprint(name.as_bytes()).rotate_left(1)
}

/// Aligns two catalogues by ids. Of an id that stands twice, the first counts, as in the program that reads it.
pub(super) fn align(source: &Document<'_>, target: &Document<'_>) -> Option<Alignment> {
    let (ours, theirs) = (source.catalogue.as_ref()?, target.catalogue.as_ref()?);
    let mut free: FxHashMap<u64, u32> = FxHashMap::default();
    for (at, entry) in (0u32..).zip(&theirs.entries) {
        free.entry(number(key(target, entry))).or_insert(at);
    }
    let answers: Vec<Option<u32>> = ours.entries.iter().map(|entry| free.remove(&number(key(source, entry)))).collect();
    let mut taken = vec![false; theirs.entries.len()];
    answers.iter().flatten().for_each(|&at| taken[at as usize] = true);
    let mut rows = Vec::with_capacity(answers.len());
    // What the source has not follows what it stands behind.
    let alone = |rows: &mut Vec<Row>, from: u32| {
        let run = (from..).zip(&taken[from as usize..]).take_while(|(_, taken)| !**taken);
        rows.extend(run.map(|(at, _)| Row { source: 0..0, target: at..at + 1, moved: false }));
    };
    alone(&mut rows, 0);
    let mut furthest = 0;
    for (at, answer) in (0u32..).zip(answers) {
        let target = answer.map_or(0..0, |answer| answer..answer + 1);
        rows.push(Row { source: at..at + 1, moved: target.end != 0 && target.end < furthest, target });
        if let Some(answer) = answer {
            furthest = furthest.max(answer + 1);
            alone(&mut rows, answer + 1);
        }
    }
    Some(Alignment { rows, ..Alignment::default() })
}

/// Atoms that are not compared, by index: what a variant borrows, says again, or need not say.
#[derive(Debug, Default)]
pub struct Aside {
    pub(super) source: FxHashSet<u32>,
    pub(super) target: FxHashSet<u32>,
    /// Rows in which one side has variants: numbers and words in them have no single counterpart.
    pub(super) varied: FxHashSet<usize>,
}

/// What of two catalogues is not compared; nothing of pages is.
pub(super) fn aside(source: &Document<'_>, target: &Document<'_>, alignment: &Alignment) -> Aside {
    let mut out = Aside::default();
    let (Some(ours), Some(theirs)) = (&source.catalogue, &target.catalogue) else { return out };
    for (at, row) in alignment.rows.iter().enumerate() {
        if row.source.is_empty() || row.target.is_empty() {
            continue;
        }
        let (a, b) = (row.source.start, row.target.start);
        let varied = [(ours, a), (theirs, b)].iter().any(|(catalogue, at)| !selects(catalogue, *at).is_empty());
        if varied {
            out.varied.insert(at);
            forms::compare((source, a), (target, b), &mut out);
        }
        if ours.entries[a as usize].is_term(source.text) {
            // What a term is built from is the locale's business.
            out.source.extend(source.blocks[a as usize].atoms.clone().filter(|&at| is_placeholder(source, at)));
            out.target.extend(target.blocks[b as usize].atoms.clone().filter(|&at| is_placeholder(target, at)));
        } else {
            references((source, a), (target, b), &mut out);
        }
    }
    out
}

fn is_placeholder(document: &Document<'_>, at: u32) -> bool {
    document.atoms[at as usize].placeholder().is_some()
}

fn selects(catalogue: &Catalogue, block: u32) -> &[crate::doc::Select] {
    let range = &catalogue.entries[block as usize].selects;
    &catalogue.selects[range.start as usize..range.end as usize]
}

/// Terms and messages are said as often as the language needs them, but said: one atom stands for each that is lost.
fn references(source: (&Document<'_>, u32), target: (&Document<'_>, u32), out: &mut Aside) {
    let all = |(document, block): (&Document<'_>, u32)| -> Vec<(u64, u32)> {
        let range = document.blocks[block as usize].atoms.clone();
        let reference = |at: &u32| document.atoms[*at as usize].placeholder().is_some_and(Placeholder::is_reference);
        let mut all: Vec<(u64, u32)> =
            range.filter(reference).map(|at| (document.atoms[at as usize].key, at)).collect();
        all.sort_unstable();
        all
    };
    let (a, b) = (all(source), all(target));
    // Most messages refer to none.
    if a.is_empty() && b.is_empty() {
        return;
    }
    let settle = |list: &[(u64, u32)], other: &[(u64, u32)], aside: &mut FxHashSet<u32>| {
        for same in list.chunk_by(|one, next| one.0 == next.0) {
            let is_said = other.binary_search_by_key(&same[0].0, |(key, _)| *key).is_ok();
            let lost = usize::from(!is_said);
            same[..lost].iter().for_each(|(_, at)| _ = aside.remove(at));
            aside.extend(same[lost..].iter().map(|(_, at)| *at));
        }
    };
    settle(&a, &b, &mut out.source);
    settle(&b, &a, &mut out.target);
}

/// The entries of two catalogues without counterpart. None of pages.
pub(super) fn changes(source: &Document<'_>, target: &Document<'_>, alignment: &Alignment) -> Vec<EntryChange> {
    let (Some(ours), Some(theirs)) = (&source.catalogue, &target.catalogue) else { return Vec::new() };
    if alignment.rows.iter().all(|row| is_whole(source, target, row)) {
        return Vec::new();
    }
    let known = [keys(source, ours), keys(target, theirs)];
    let ruined = [Ruined::new(source, ours), Ruined::new(target, theirs)];
    let mut changes =
        Changes { source, target, alignment, known, ruined, message: 0, again: [Span::default(); 2], out: Vec::new() };
    let (mut run, mut more) = (false, false);
    for (at, row) in alignment.rows.iter().enumerate() {
        let asked = ours.entries.get(row.source.start as usize).filter(|_| !row.source.is_empty());
        if asked.is_some_and(|entry| entry.attribute.is_none()) {
            changes.message = at;
        }
        match (row.source.is_empty(), row.target.is_empty()) {
            (false, true) => {
                run = changes.lost(at, &ours.entries[row.source.start as usize], run);
                more = false;
            }
            (true, false) => more = changes.added(at, &theirs.entries[row.target.start as usize], more),
            _ => {
                changes.both(at);
                (run, more) = (false, false);
            }
        }
    }
    changes.renamed();
    changes.messages_renamed();
    changes.out
}

/// The entry of a catalogue.
fn entry_of<'d>(document: &'d Document<'_>, at: u32) -> Option<&'d CatalogueEntry> {
    document.catalogue.as_ref()?.entries.get(at as usize)
}

fn id_of<'s>(document: &Document<'s>, at: u32) -> &'s str {
    entry_of(document, at).map_or("", |entry| entry.id.of(document.text))
}

fn keys<'s>(document: &Document<'s>, catalogue: &Catalogue) -> FxHashSet<Key<'s>> {
    catalogue.entries.iter().map(|entry| key(document, entry)).collect()
}

/// The row has both sides, and a value on both.
fn is_whole(source: &Document<'_>, target: &Document<'_>, row: &Row) -> bool {
    if row.source.is_empty() || row.target.is_empty() {
        return false;
    }
    let (a, b) = (&source.blocks[row.source.start as usize], &target.blocks[row.target.start as usize]);
    a.kind != Kind::Message || a.content.is_empty() || !b.content.is_empty()
}

struct Changes<'a> {
    source: &'a Document<'a>,
    target: &'a Document<'a>,
    alignment: &'a Alignment,
    /// What the source has, and what the target has.
    known: [FxHashSet<Key<'a>>; 2],
    /// What each has in a stretch that cannot be read.
    ruined: [Ruined<'a>; 2],
    /// The row of the message of the source that was seen last.
    message: usize,
    /// The message of the source, and of the target, that was seen last of those that stand there again.
    again: [Span; 2],
    out: Vec<EntryChange>,
}

/// Likeness, in thousandths, from which on an id is another one's new name.
const RENAMED: u32 = 600;
/// Attributes that two messages have, together, if they are looked at.
const ATTRIBUTES: usize = 32;

impl Changes<'_> {
    /// An entry without answer; whether it belongs to a run of messages without answer.
    fn lost(&mut self, row: usize, entry: &CatalogueEntry, run: bool) -> bool {
        let (id, name) = key(self.source, entry);
        let source = Some(self.alignment.rows[row].source.start);
        let attribute = entry.attribute.is_some();
        let whole = self.known[1].contains(&(id, ""));
        // Nobody needs what is obsolete.
        if entry.obsolete {
            return run;
        }
        // What cannot be read is told, and is there.
        if !attribute && self.ruined[1].holds(id, name) {
            return false;
        }
        // So is an attribute of it; a message answers for its attributes; a term's are its language's business.
        if self.ruined[1].holds(id, name) || (attribute && (id.starts_with('-') || !whole)) {
            return run;
        }
        // The second of an id in the source: the first has its answer, and answers for its attributes.
        if !attribute && whole {
            self.again[0] = entry.id;
        }
        if self.known[1].contains(&(id, name)) || self.again[0] == entry.id {
            return run;
        }
        match self.out.last_mut().filter(|_| run && !attribute) {
            Some(EntryChange { fate: EntryFate::Missing(count), .. }) => *count += 1,
            _ => {
                let fate = if attribute { EntryFate::AttributeMissing } else { EntryFate::Missing(0) };
                let row = if attribute { self.message } else { row };
                self.out.push(EntryChange { fate, row, source, target: None });
            }
        }
        !attribute
    }

    /// An entry that the source has not; whether it belongs to a run of such messages.
    fn added(&mut self, row: usize, entry: &CatalogueEntry, run: bool) -> bool {
        let (id, name) = key(self.target, entry);
        let target = Some(self.alignment.rows[row].target.start);
        let whole = self.known[0].contains(&(id, ""));
        if entry.attribute.is_none() && whole {
            self.again[1] = entry.id;
        }
        // A term is the locale's business; what stands twice, and a new message, answer for all that is in them.
        let told = self.again[1] == entry.id || self.known[0].contains(&(id, name)) || self.ruined[0].holds(id, name);
        if id.starts_with('-') || told || entry.attribute.is_some() != whole {
            return run;
        }
        let is_obsolete = |at: Option<u32>| at.and_then(|at| entry_of(self.target, at)).map(|entry| entry.obsolete);
        match self.out.last_mut().filter(|_| run && !whole) {
            Some(EntryChange { fate: EntryFate::Added(count), target: first, .. })
                if is_obsolete(*first) == Some(entry.obsolete) =>
            {
                *count += 1;
            }
            _ => {
                let fate = if whole { EntryFate::AttributeAdded } else { EntryFate::Added(0) };
                self.out.push(EntryChange { fate, row, source: None, target });
            }
        }
        !whole
    }

    /// An attribute that a message lacks and one that it has too much are one with another name.
    fn renamed(&mut self) {
        let id = |change: &EntryChange| match (change.source, change.target) {
            (Some(at), _) => id_of(self.source, at),
            (None, Some(at)) => id_of(self.target, at),
            _ => "",
        };
        let mut lost: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, change) in self.out.iter().enumerate().rev() {
            if change.fate == EntryFate::AttributeMissing {
                lost.entry(id(change)).or_default().push(at);
            }
        }
        let added = self.out.iter().enumerate().filter(|(_, change)| change.fate == EntryFate::AttributeAdded);
        let pairs: Vec<(usize, usize)> =
            added.filter_map(|(at, change)| Some((lost.get_mut(id(change))?.pop()?, at))).collect();
        let gone: FxHashSet<usize> = pairs.iter().map(|(_, added)| *added).collect();
        pairs.into_iter().for_each(|(missing, added)| self.out[missing].target = self.out[added].target);
        self.remove(&gone);
    }

    fn remove(&mut self, gone: &FxHashSet<usize>) {
        let mut at = 0;
        self.out.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }

    /// A message that is missing where one stands under an id much like its own is that one, renamed.
    fn messages_renamed(&mut self) {
        let id = |change: &EntryChange| match change.source {
            Some(at) => id_of(self.source, at),
            None => change.target.map_or("", |at| id_of(self.target, at)),
        };
        let stands_there = |a: usize, b: usize| {
            let between = self.alignment.rows.get(a.min(b) + 1..a.max(b)).unwrap_or_default();
            between.len() <= ATTRIBUTES && between.iter().all(|row| row.source.is_empty() || row.target.is_empty())
        };
        let is_pair = |missing: &EntryChange, added: &EntryChange| {
            (missing.fate, added.fate) == (EntryFate::Missing(0), EntryFate::Added(0))
                && stands_there(missing.row, added.row)
                && likeness(id(missing), id(added)) >= RENAMED
        };
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for at in 1..self.out.len() {
            let (one, other) = (&self.out[at - 1], &self.out[at]);
            if pairs.last().is_some_and(|last| last.0.max(last.1) == at - 1) {
                continue;
            }
            pairs.extend(is_pair(one, other).then_some((at - 1, at)));
            pairs.extend(is_pair(other, one).then_some((at, at - 1)));
        }
        let gone: FxHashSet<usize> = pairs.iter().map(|(_, added)| *added).collect();
        pairs.into_iter().for_each(|(missing, added)| self.out[missing].target = self.out[added].target);
        self.remove(&gone);
    }

    fn both(&mut self, at: usize) {
        let row = &self.alignment.rows[at];
        if !is_whole(self.source, self.target, row) {
            let (source, target) = (Some(row.source.start), Some(row.target.start));
            self.out.push(EntryChange { fate: EntryFate::Valueless, row: at, source, target });
        }
    }
}

/// Ids in stretches that cannot be read: what is wrong with them is said already.
struct Ruined<'s> {
    ids: FxHashSet<Key<'s>>,
}

impl<'s> Ruined<'s> {
    fn new(document: &Document<'s>, catalogue: &Catalogue) -> Ruined<'s> {
        let mut ids = FxHashSet::default();
        for junk in &catalogue.junk {
            let before = catalogue.entries.partition_point(|entry| entry.id.start < junk.span.start);
            let mut owner = catalogue.entries[..before].last().map_or("", |entry| entry.id.of(document.text));
            for line in junk.span.of(document.text).lines() {
                let bare = line.trim_start();
                let word = |text: &'s str| {
                    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next().unwrap_or("")
                };
                match bare.strip_prefix('.') {
                    Some(name) => drop(ids.insert((owner, word(name)))),
                    None if bare.len() == line.len() => {
                        owner = word(line);
                        ids.insert((owner, ""));
                    }
                    None => {}
                }
            }
        }
        Ruined { ids }
    }

    fn holds(&self, id: &str, name: &str) -> bool {
        self.ids.contains(&(id, name)) || self.ids.contains(&(id, ""))
    }
}

/// The second entry of each message id that stands more than once, and how many more there are.
#[must_use]
pub fn twice(document: &Document<'_>, catalogue: &Catalogue) -> Vec<(u32, u32)> {
    // An attribute twice in one message is one; in a message that stands twice, it is the message's.
    let mut out: Vec<(u32, u32)> = Vec::new();
    let (mut messages, mut attributes) = (Seen::default(), Seen::default());
    let mut message = Span::default();
    for (at, entry) in (0u32..).zip(&catalogue.entries) {
        if entry.id != message {
            (message, attributes) = (entry.id, Seen::default());
        }
        let (id, name) = key(document, entry);
        match entry.attribute {
            Some(_) => attributes.count(name, at, &mut out),
            None => messages.count(id, at, &mut out),
        }
    }
    out
}

/// Names that were seen, and which of those that stand again each is.
#[derive(Default)]
struct Seen<'s>(FxHashMap<&'s str, Option<usize>>);

impl<'s> Seen<'s> {
    fn count(&mut self, name: &'s str, at: u32, again: &mut Vec<(u32, u32)>) {
        match self.0.get_mut(name) {
            None => drop(self.0.insert(name, None)),
            Some(Some(second)) => again[*second].1 += 1,
            Some(second) => {
                *second = Some(again.len());
                again.push((at, 1));
            }
        }
    }
}

#[cfg(test)]
mod tests;
