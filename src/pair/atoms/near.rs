//! What became of atoms that are neither equal nor found elsewhere: near misses, and others in their place.

use std::collections::{BTreeMap, VecDeque};

use super::code::{differ_in_samples, sample_words};
use super::{AtomKind, Class, Fate, Matcher, Rest, Side, damage, drop_gone};
use crate::doc::{Pairing, Placeholder};
use crate::pair::likeness;
use std::cell::LazyCell;

/// The most pairs of atoms of a page whose likeness is worth computing.
const COMPARED: usize = 40_000;

/// How many atoms are tried for the place of one.
const LOOK: usize = 64;

impl Matcher<'_, '_> {
    /// Keeps links that name what stands for an argument on the page: `localhost:port` beside `{{port}}`.
    pub(super) fn with_samples(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let (source, target) = (self.source, self.target);
        let samples = LazyCell::new(|| (sample_words(source), sample_words(target)));
        let (mut gone_a, mut gone_b) = (vec![false; a.len()], vec![false; b.len()]);
        let links =
            groups(a, b).into_iter().filter(|((_, class), (ours, _))| *class == Class::Link && ours.len() < LOOK);
        for (_, (ours, theirs)) in links {
            for i in ours {
                let fits = |j: &&usize| {
                    let (x, y) = (&source.atoms[a[i].atom as usize], &target.atoms[b[**j].atom as usize]);
                    let same = |p: &str, q: &str| differ_in_samples((p, &samples.0), (q, &samples.1));
                    !gone_b[**j] && x.link().zip(y.link()).is_some_and(|(p, q)| same(&p.target, &q.target))
                };
                if let Some(&j) = theirs.iter().take(LOOK).find(fits) {
                    (gone_a[i], gone_b[j]) = (true, true);
                    self.keep_link(b[j].row, a[i].atom, b[j].atom);
                }
            }
        }
        drop_gone(a, &gone_a);
        drop_gone(b, &gone_b);
    }

    /// Pairs placeholders that were renamed and are whole otherwise.
    pub(super) fn renamed(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        self.near_where(a, b, Self::is_renamed);
    }

    fn is_renamed(&self, x: &Rest, y: &Rest) -> bool {
        let (a, b) = (&self.source.atoms[x.atom as usize], &self.target.atoms[y.atom as usize]);
        let (Some(p), Some(q)) = (a.placeholder(), b.placeholder()) else { return false };
        let (ours, theirs) = (a.span.of(self.source.text), b.span.of(self.target.text));
        let whole = damage::grown(self.target.text, b.span) == b.span && !damage::has_foreign_marks(ours, theirs);
        whole
            && (p.dialect, p.pairing, p.family) == (q.dialect, q.pairing, q.family)
            && damage::core(ours) != damage::core(theirs)
    }

    /// Pairs the most alike first, among those of one row that are alike at all.
    pub(super) fn near(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        self.near_where(a, b, |_, _, _| true);
    }

    fn near_where(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>, fits: fn(&Self, &Rest, &Rest) -> bool) {
        let mut candidates: Vec<(usize, usize, u32)> = Vec::new();
        let mut compared = 0;
        for (ours, theirs) in groups(a, b).into_values() {
            compared += ours.len() * theirs.len();
            if compared > COMPARED {
                break;
            }
            let pairs = ours.iter().flat_map(|&i| theirs.iter().map(move |&j| (i, j)));
            let pairs = pairs.filter(|&(i, j)| fits(self, &a[i], &b[j]));
            let alike = pairs.map(|(i, j)| (i, j, self.likeness(&a[i], &b[j])));
            candidates.extend(alike.filter(|(_, _, likeness)| *likeness >= NEAR));
        }
        candidates.sort_by_key(|&(i, j, likeness)| (std::cmp::Reverse(likeness), i, j));
        let (mut gone_a, mut gone_b) = (vec![false; a.len()], vec![false; b.len()]);
        for (i, j, _) in candidates {
            if !gone_a[i] && !gone_b[j] {
                (gone_a[i], gone_b[j]) = (true, true);
                self.harm(Fate::Changed, Some(a[i].atom), Some(b[j].atom), b[j].row);
            }
        }
        drop_gone(a, &gone_a);
        drop_gone(b, &gone_b);
    }

    /// How alike two atoms are, in thousandths.
    fn likeness(&self, x: &Rest, y: &Rest) -> u32 {
        let (a, b) = (&self.source.atoms[x.atom as usize], &self.target.atoms[y.atom as usize]);
        match (&a.kind, &b.kind) {
            (AtomKind::Placeholder(p), AtomKind::Placeholder(q)) => {
                let arguments = p.dialect == q.dialect && p.pairing == q.pairing && same_arguments(&p.key, &q.key);
                let near = likeness(&p.key, &q.key);
                if arguments { near.max(NEAR + 100) } else { near }
            }
            (AtomKind::Code(p), AtomKind::Code(q)) => super::code::near(p.of(self.source.text), q.of(self.target.text)),
            _ => match (a.link(), b.link()) {
                (Some(p), Some(q)) if self.other_hosts(x, y) => likeness(&p.target, &q.target).min(NEAR - 1),
                (Some(p), Some(q)) => likeness(&p.target, &q.target),
                _ => 0,
            },
        }
    }

    /// The two links lead to sites that are not even a slip apart.
    fn other_hosts(&self, x: &Rest, y: &Rest) -> bool {
        let (ours, theirs) = (self.canonical(x.atom, Side::Source).host, self.canonical(y.atom, Side::Target).host);
        !ours.is_empty() && !theirs.is_empty() && likeness(&ours, &theirs) < 800
    }

    /// What is left of one class on both sides of one row, as many here as there, stands for each other, in order, links and
    /// code in the same place only; of other numbers only links that are kin, and pictures of one link.
    pub(super) fn replaced(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let (mut gone_a, mut gone_b) = (vec![false; a.len()], vec![false; b.len()]);
        for ((_, class), (ours, theirs)) in groups(a, b) {
            let even = ours.len() == theirs.len();
            let may_be_kin = matches!(class, Class::Link | Class::Image);
            if !even && (!may_be_kin || ours.len() * theirs.len() > COMPARED) {
                continue;
            }
            let mut free = VecDeque::from(theirs);
            for i in ours {
                let fits = |&j: &usize| {
                    let (x, y) = (&a[i], &b[j]);
                    let answers = || if class == Class::Image { self.are_held_alike(x, y) } else { self.are_kin(x, y) };
                    self.may_replace(x, y) && (even || answers())
                };
                if let Some(j) = free.iter().take(LOOK).position(fits).and_then(|at| free.remove(at)) {
                    (gone_a[i], gone_b[j]) = (true, true);
                    self.harm(Fate::Replaced, Some(a[i].atom), Some(b[j].atom), b[j].row);
                }
            }
        }
        drop_gone(a, &gone_a);
        drop_gone(b, &gone_b);
    }

    /// One of the two links leads to a page of a site, and the other one to a page under it.
    fn are_kin(&self, x: &Rest, y: &Rest) -> bool {
        let links = (self.source.atoms[x.atom as usize].link(), self.target.atoms[y.atom as usize].link());
        let (Some(p), Some(q)) = links else { return false };
        let (short, long) = if p.target.len() < q.target.len() { (p, q) } else { (q, p) };
        let rest = long.target.strip_prefix(short.target.trim_end_matches('/'));
        short.target.contains("://") && rest.is_some_and(|rest| rest.starts_with(['/', '?', '#']))
    }

    /// Neither the words of the two links nor the names that they lead to have anything in common.
    fn are_of_other_things(&self, x: &Rest, y: &Rest) -> bool {
        const ALIKE: u32 = 500;
        let (ours, theirs) = (self.canonical(x.atom, Side::Source), self.canonical(y.atom, Side::Target));
        let name = |path: &[String]| path.last().map_or("", String::as_str).to_ascii_lowercase();
        likeness(&name(&ours.path), &name(&theirs.path)) < ALIKE && self.say_other_things(x.atom, y.atom)
    }

    /// One of the two spans of code is part of the other: `standalone` and `mode="standalone"`.
    fn holds_one(&self, x: &Rest, y: &Rest) -> bool {
        const LEAST: usize = 3;
        let (a, b) = (&self.source.atoms[x.atom as usize].kind, &self.target.atoms[y.atom as usize].kind);
        let (AtomKind::Code(p), AtomKind::Code(q)) = (a, b) else { return false };
        let (p, q) = (p.of(self.source.text), q.of(self.target.text));
        p.len().min(q.len()) >= LEAST && (p.contains(q) || q.contains(p))
    }

    /// Ordinary text that looks like a format argument replaces nothing, and what closes a pair stands for nothing else; nor
    /// does what stands in another place.
    fn may_replace(&self, x: &Rest, y: &Rest) -> bool {
        let (a, b) = (&self.source.atoms[x.atom as usize], &self.target.atoms[y.atom as usize]);
        match (a.placeholder(), b.placeholder()) {
            (Some(p), Some(q)) => p.dialect == q.dialect && closes(p) == closes(q),
            _ if x.class == Class::Link => {
                self.are_kin(x, y) || self.are_in_place(x, y) && !self.are_of_other_things(x, y)
            }
            _ if x.class == Class::Code => self.holds_one(x, y) || self.are_in_place(x, y),
            _ => true,
        }
    }
}

fn closes(placeholder: &Placeholder) -> bool {
    placeholder.pairing == Pairing::Closes
}

/// Likeness from which one atom counts as a near miss of another.
const NEAR: u32 = 600;

/// Equal from the first argument on, and there is one.
fn same_arguments(a: &str, b: &str) -> bool {
    let rest = |key: &str| key.find([' ', '(', '|', '/', '.']).map(|at| key[at..].to_owned());
    rest(a).is_some_and(|rest_a| rest_a.len() > 2 && Some(rest_a) == rest(b))
}

/// The indices of both sides by row and class, where both sides have some.
pub(super) fn groups(a: &[Rest], b: &[Rest]) -> BTreeMap<(usize, Class), (Vec<usize>, Vec<usize>)> {
    let mut groups: BTreeMap<(usize, Class), (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, rest) in a.iter().enumerate() {
        groups.entry((rest.row, rest.class)).or_default().0.push(at);
    }
    for (at, rest) in b.iter().enumerate() {
        groups.entry((rest.row, rest.class)).or_default().1.push(at);
    }
    groups.retain(|_, (ours, theirs)| !ours.is_empty() && !theirs.is_empty());
    groups
}
