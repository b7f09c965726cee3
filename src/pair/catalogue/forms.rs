//! What a message may come out as: one form for each way through its selectors, and which form answers which.
//!
//! A form of the translation must say what some form of the source says, and the other way round. Where one does not,
//! it and the nearest form of the other side are compared atom by atom, and all others are put aside: one fault is one
//! finding, however many variants repeat it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Aside, selects};
use crate::doc::{Atom, AtomKind, Document, Select};
use crate::text::Span;

/// Messages with more forms are compared as wholes.
const MOST: usize = 48;

/// One way through the selectors of a message.
#[derive(Debug, Clone, Default)]
struct Form {
    /// The atoms in it, as indices into the document's.
    atoms: Vec<u32>,
    /// Variables that selectors on the way asked: as good as said.
    asked: Vec<u64>,
    /// It is the form for none, or for one: it may say the number by a word, and a name by nothing.
    is_few: bool,
    /// It is the form for two, which some languages say without a number.
    is_pair: bool,
}

/// A message, and what it may come out as.
struct Side<'p, 's> {
    document: &'p Document<'s>,
    block: u32,
    selects: &'p [Select],
    forms: Vec<Form>,
    /// By form: how often each thing is said in it.
    counts: Vec<FxHashMap<u64, u32>>,
    /// What is said anywhere in the message.
    said: FxHashSet<u64>,
}

/// Puts aside what of two messages, of which one has variants, is not to be compared.
pub(super) fn compare(source: (&Document<'_>, u32), target: (&Document<'_>, u32), out: &mut Aside) {
    let (ours, theirs) = (Side::new(source), Side::new(target));
    let chosen = worst(&ours, &theirs);
    let kept = |side: &Side<'_, '_>, at: Option<usize>| -> FxHashSet<u32> {
        at.map_or_else(FxHashSet::default, |at| side.forms[at].atoms.iter().copied().collect())
    };
    let (mut a, mut b) = (kept(&ours, chosen.map(|(s, _)| s)), kept(&theirs, chosen.map(|(_, t)| t)));
    if let Some((s, t)) = chosen {
        let free = free(&ours, s, &theirs, t);
        a.retain(|at| !free.contains(&ours.document.atoms[*at as usize].key));
        b.retain(|at| !free.contains(&theirs.document.atoms[*at as usize].key));
    }
    let unknown = unknown_selectors(&ours, &theirs);
    a.extend(ours.selectors().into_iter().take(unknown.len()));
    b.extend(unknown);
    out.source.extend(ours.atoms().filter(|at| !a.contains(at)));
    out.target.extend(theirs.atoms().filter(|at| !b.contains(at)));
}

impl<'p, 's> Side<'p, 's> {
    fn new((document, block): (&'p Document<'s>, u32)) -> Side<'p, 's> {
        let selects = document.catalogue.as_ref().map_or(&[] as &[Select], |catalogue| selects(catalogue, block));
        let said = FxHashSet::default();
        let mut side = Side { document, block, selects, forms: Vec::new(), counts: Vec::new(), said };
        side.said = side.atoms().map(|at| document.atoms[at as usize].key).collect();
        let atoms: Vec<u32> = side.atoms().filter(|&at| counts(&document.atoms[at as usize])).collect();
        side.forms = side.expand(side.document.blocks[block as usize].content, selects, &atoms);
        if side.forms.len() > MOST {
            side.forms = vec![Form { atoms, asked: side.all_asked(), ..Form::default() }];
        }
        let mut seen = FxHashSet::default();
        let fresh: Vec<bool> = side.forms.iter().map(|form| seen.insert(side.signature(form))).collect();
        let mut fresh = fresh.into_iter();
        side.forms.retain(|_| fresh.next().unwrap_or_default());
        side.counts = side.forms.iter().map(|form| counted(document, form)).collect();
        side
    }

    /// Forms of which all this is equal are one.
    fn signature(&self, form: &Form) -> (Vec<u64>, Vec<u64>, bool, bool) {
        let sorted = |mut list: Vec<u64>| {
            list.sort_unstable();
            list
        };
        let said = form.atoms.iter().map(|&at| self.document.atoms[at as usize].key).collect();
        (sorted(said), sorted(form.asked.clone()), form.is_few, form.is_pair)
    }

    fn atoms(&self) -> impl Iterator<Item = u32> + use<> {
        self.document.blocks[self.block as usize].atoms.clone()
    }

    fn span(&self, at: u32) -> Span {
        self.document.atoms[at as usize].span
    }

    fn all_asked(&self) -> Vec<u64> {
        self.selects.iter().map(|select| crate::doc::fingerprint(select.asks.as_bytes())).collect()
    }

    /// The forms of what stands in `range`: `selects` are those in it; `atoms`, in the order of the text, hold what is.
    fn expand(&self, range: Span, selects: &[Select], atoms: &[u32]) -> Vec<Form> {
        let from = |at: u32| atoms.partition_point(|&atom| self.span(atom).start < at);
        let mut next = from(range.start);
        let mut plain: Vec<u32> = Vec::new();
        let mut forms = vec![Form::default()];
        let mut rest = selects;
        while let Some((select, after)) = rest.split_first() {
            if forms.len() * select.variants.len() > MOST {
                return vec![Form::default(); MOST + 1];
            }
            let inner = after.partition_point(|other| other.span.start < select.span.end);
            let (start, end) = (from(select.span.start), from(select.span.end));
            plain.extend(&atoms[next..start]);
            let (inside, across): (Vec<u32>, Vec<u32>) =
                atoms[start..end].iter().partition(|&&at| select.span.contains(self.span(at)));
            plain.extend(across);
            next = end;
            let ways = self.ways(select, &after[..inner], &inside);
            if forms.len() * ways.len() > MOST {
                return vec![Form::default(); MOST + 1];
            }
            match ways.as_slice() {
                [way] => forms.iter_mut().for_each(|form| form.add(way)),
                ways => forms = forms.iter().flat_map(|form| ways.iter().map(|way| form.and(way))).collect(),
            }
            rest = &after[inner..];
        }
        plain.extend(&atoms[next..from(range.end).max(next)]);
        plain.retain(|&at| range.contains(self.span(at)));
        forms.iter_mut().for_each(|form| form.atoms.extend(&plain));
        forms
    }

    /// The forms of one selector.
    fn ways(&self, select: &Select, inner: &[Select], atoms: &[u32]) -> Vec<Form> {
        // Where there is but one answer, nothing is asked.
        let asked = (select.variants.len() > 1).then(|| crate::doc::fingerprint(select.asks.as_bytes()));
        let mut out = Vec::new();
        for variant in &select.variants {
            let inside = |other: &&Select| variant.value.contains(other.span);
            let selects: Vec<Select> = inner.iter().filter(inside).cloned().collect();
            let key = variant.key.of(self.document.text);
            let is_few = matches!(key, "zero" | "one" | "0" | "1");
            for mut form in self.expand(variant.value, &selects, atoms) {
                form.asked.extend(asked);
                form.is_few |= is_few;
                form.is_pair |= matches!(key, "two" | "2");
                out.push(form);
            }
        }
        out
    }

    /// What selectors ask: in no variant.
    fn selectors(&self) -> Vec<u32> {
        let is_asked = |at: &u32| {
            let placeholder = self.document.atoms[*at as usize].placeholder();
            placeholder.is_some_and(|placeholder| placeholder.is_asked(self.span(*at)))
        };
        self.atoms().filter(is_asked).collect()
    }

    fn says(&self, key: u64) -> bool {
        self.said.contains(&key)
    }
}

/// How often each thing is said in a form.
fn counted(document: &Document<'_>, form: &Form) -> FxHashMap<u64, u32> {
    let mut out = FxHashMap::default();
    for &at in &form.atoms {
        *out.entry(document.atoms[at as usize].key).or_default() += 1;
    }
    out
}

impl Form {
    fn and(&self, other: &Form) -> Form {
        let mut both = self.clone();
        both.add(other);
        both
    }

    fn add(&mut self, other: &Form) {
        self.atoms.extend(&other.atoms);
        self.asked.extend(&other.asked);
        self.is_few |= other.is_few;
        self.is_pair |= other.is_pair;
    }
}

/// What a form is compared by; terms and messages may stand in any of them.
fn counts(atom: &Atom<'_>) -> bool {
    match &atom.kind {
        AtomKind::Placeholder(placeholder) => !placeholder.is_reference(),
        AtomKind::Html(tag) => !tag.closing,
        AtomKind::Link(_) | AtomKind::Image(_) | AtomKind::Code(_) => true,
        _ => false,
    }
}

/// The form that is furthest from its nearest of the other side, the first of several, and that one: as (source,
/// target).
fn worst(ours: &Side<'_, '_>, theirs: &Side<'_, '_>) -> Option<(usize, usize)> {
    let distance = |s: usize, t: usize| distance(ours, s, theirs, t);
    // A form for many is answered by one for many, where there is one.
    let many = ours.forms.iter().any(|form| !form.is_few);
    let of_target = (0..theirs.forms.len()).filter_map(|t| {
        let fits = |s: &usize| !many || theirs.forms[t].is_few || !ours.forms[*s].is_few;
        let (near, s) = (0..ours.forms.len()).filter(fits).map(|s| (distance(s, t), s)).min()?;
        (near > 0).then_some((near, s, t))
    });
    let of_source = (0..ours.forms.len()).filter(|&s| !ours.forms[s].is_few).filter_map(|s| {
        let (near, t) = (0..theirs.forms.len()).map(|t| (distance(s, t), t)).min()?;
        (near > 0).then_some((near, s, t))
    });
    let (_, s, t) = of_target.chain(of_source).rev().max_by_key(|(near, ..)| *near)?;
    Some((s, t))
}

/// How many things one of two forms says that the other should say and does not.
fn distance(ours: &Side<'_, '_>, s: usize, theirs: &Side<'_, '_>, t: usize) -> u32 {
    let free = free(ours, s, theirs, t);
    let (a, b) = (&ours.counts[s], &theirs.counts[t]);
    let keys: FxHashSet<u64> = a.keys().chain(b.keys()).copied().filter(|key| !free.contains(key)).collect();
    let count = |counts: &FxHashMap<u64, u32>, key: u64| counts.get(&key).copied().unwrap_or_default();
    keys.into_iter().map(|key| count(a, key).abs_diff(count(b, key))).sum()
}

/// What need not be said in both of two forms.
fn free(ours: &Side<'_, '_>, s: usize, theirs: &Side<'_, '_>, t: usize) -> FxHashSet<u64> {
    let (a, b) = (&ours.forms[s], &theirs.forms[t]);
    let mut out = FxHashSet::default();
    let (said, answered) = (&ours.counts[s], &theirs.counts[t]);
    let dropped = |key: &u64| said.contains_key(key) && !answered.contains_key(key);
    // A variable that was asked is known, whether it is said or not; but a form for many that lacks what another of
    // its own side says, and the source, has lost it; so has one that says what the source does not know.
    let atoms = b.atoms.iter().map(|at| &theirs.document.atoms[*at as usize]);
    let strange = atoms.filter(|atom| atom.placeholder().is_some()).any(|atom| !ours.says(atom.key));
    let lost = |key: u64| {
        let elsewhere = || strange || theirs.counts.iter().any(|other| other.contains_key(&key));
        let many = !b.is_few && !b.is_pair;
        many && dropped(&key) && elsewhere()
    };
    out.extend(b.asked.iter().filter(|key| ours.says(**key) && !lost(**key)));
    // What the source asked may be said where it is not.
    out.extend(a.asked.iter().filter(|key| theirs.says(**key) && !dropped(key)));
    // None and one may do without what other variants say.
    if b.is_few {
        out.extend(said.keys().filter(|key| !answered.contains_key(*key) && theirs.says(**key)));
    }
    if a.is_few {
        out.extend(answered.keys().filter(|key| !said.contains_key(*key) && ours.says(**key)));
    }
    out
}

/// Selectors of the translation that ask what the source never mentions.
fn unknown_selectors(ours: &Side<'_, '_>, theirs: &Side<'_, '_>) -> Vec<u32> {
    let unknown = |at: &u32| !ours.says(theirs.document.atoms[*at as usize].key);
    theirs.selectors().into_iter().filter(unknown).collect()
}
