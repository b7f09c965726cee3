//! What was moved together: where a block stands elsewhere than in the source, so do its neighbours and its heading, whatever
//! their places have paired them with.

use super::align::{Aligner, Places};
use super::lead::are_named_apart;
use super::meant::{say_alike, say_other_things, say_the_same};
use super::node::{Class, Node, fill_words};

/// Words that tell whether two neighbours say something else.
const TELLING: f32 = 1.0;

impl Aligner<'_, '_> {
    /// Pairs the neighbours of moved blocks with each other, where one of them is alone and nothing but its place has paired
    /// the other.
    pub(super) fn take_along(&mut self) {
        if !self.has_gaps() {
            return;
        }
        let moved = self.pairs.iter().filter(|(a, b, moved)| *moved && a.len() == 1 && b.len() == 1);
        let mut asked: Vec<(usize, usize)> = moved.map(|(a, b, _)| (a.start, b.start)).collect();
        if asked.is_empty() {
            return;
        }
        let mut places = self.places();
        while let Some((i, j)) = asked.pop() {
            let behind = (i + 1 < self.a.len() && j + 1 < self.b.len()).then_some((i + 1, j + 1));
            let before = (i > 0 && j > 0).then(|| (i - 1, j - 1));
            for (x, y) in before.into_iter().chain(behind) {
                // A section below was moved by itself, if it was.
                let goes = x < i || self.a[x].class != Class::Heading;
                if goes && self.goes_along(x, y, &places) {
                    self.take(x, y, &mut places);
                    asked.push((x, y));
                }
            }
        }
        self.pairs.retain(|(a, b, _)| !a.is_empty() && !b.is_empty());
    }

    fn goes_along(&mut self, x: usize, y: usize, places: &Places) -> bool {
        let (a, b) = (&self.a[x], &self.b[y]);
        let alike = (a.class, a.depth, a.id, a.pin) == (b.class, b.depth, b.id, b.pin);
        let alone = (places.0[x].is_none(), places.1[y].is_none());
        if !alike || !(alone.0 || alone.1) || are_named_apart(a, b) || a.letters == 0 {
            return false;
        }
        let held = places.0[x].or(places.1[y]);
        if held.is_some_and(|pair| !self.is_placed(pair, places)) {
            return false;
        }
        fill_words(self.source, &mut self.a[x]);
        fill_words(self.target, &mut self.b[y]);
        self.fill_meanings(x..x + 1, y..y + 1);
        let (a, b) = (&self.a[x], &self.b[y]);
        // A name that nobody translates answers itself.
        let is_name = || a.text != b.text && self.b.iter().any(|other| other.text == a.text);
        if is_name() {
            return false;
        }
        let both = |a: &[u64], b: &[u64]| !a.is_empty() && !b.is_empty();
        match a.class {
            Class::Heading => !both(&a.atoms, &b.atoms) && !say_other_things(a, b, TELLING),
            _ if both(&a.atoms, &b.atoms) => shares(&a.atoms, &b.atoms),
            Class::Paragraph | Class::Item | Class::Definition => {
                shares(&a.words, &b.words) || say_alike(a, b, TELLING)
            }
            _ => false,
        }
    }

    /// Nothing but their places has paired the two.
    fn is_placed(&mut self, pair: usize, places: &Places) -> bool {
        let (a, b, moved) = self.pairs[pair].clone();
        if moved || a.len() != 1 || b.len() != 1 {
            return false;
        }
        let (i, j) = (a.start, b.start);
        fill_words(self.source, &mut self.a[i]);
        fill_words(self.target, &mut self.b[j]);
        self.fill_meanings(a, b);
        let (a, b) = (&self.a[i], &self.b[j]);
        let has_answer = |places: &[Option<usize>], at: usize| places.get(at + 1).copied().flatten();
        let holds = || {
            a.class == Class::Heading
                && has_answer(&places.0, i).is_some_and(|pair| has_answer(&places.1, j) == Some(pair))
        };
        let is_known = |a: &Node| a.id != 0 || a.pin != 0 || a.command.is_some();
        !is_known(a)
            && a.text != b.text
            && (a.lead == 0 || a.lead != b.lead)
            && !shares(&a.atoms, &b.atoms)
            && !shares(&a.words, &b.words)
            && !say_the_same(a, b)
            && !holds()
    }

    /// Pairs the two; what answered one of them has no answer any more.
    fn take(&mut self, x: usize, y: usize, places: &mut Places) {
        for pair in [places.0[x], places.1[y]].into_iter().flatten() {
            let (a, b, _) = &mut self.pairs[pair];
            (places.0[a.start], places.1[b.start]) = (None, None);
            (*a, *b) = (a.start..a.start, b.start..b.start);
        }
        (places.0[x], places.1[y]) = (Some(self.pairs.len()), Some(self.pairs.len()));
        self.pairs.push((x..x + 1, y..y + 1, true));
    }
}

fn shares(a: &[u64], b: &[u64]) -> bool {
    a.iter().any(|key| b.binary_search(key).is_ok())
}
