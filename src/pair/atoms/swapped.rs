//! Links that changed places: the words of each answer those of another in the source, and its target does not.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{AtomKind, Document, Fate, Matcher, Side};
use crate::pair::lexicon::{Lexicon, Meaning};
use crate::pair::same_page::BADGE_HOSTS;
use crate::text::is_beyond_latin;

/// Links of the fullest block whose words are compared with each other's.
const MOST: usize = 6;
/// Words of links longer than this, in bytes, are not compared.
const LABEL: usize = 300;

/// A link of the source and the one of the target with the same target.
type Kept = (u32, u32);

impl Matcher<'_, '_> {
    /// Links of one block that kept their targets, whose words are another's.
    pub(super) fn swapped(&mut self) {
        let mut kept: Vec<Kept> = self.out.kept_links.iter().filter(|link| !self.is_badge(link.0)).copied().collect();
        kept.sort_unstable();
        let mut swaps = self.with_exact_words_of_another();
        let block = |link: &Kept| self.source.holder_of(link.0);
        for links in kept.chunk_by(|a, b| block(a) == block(b)).filter(|links| (2..=MOST).contains(&links.len())) {
            self.block(links, &mut swaps);
        }
        swaps.sort_unstable();
        swaps.dedup();
        let answers: FxHashSet<u32> = swaps.iter().map(|(_, y)| *y).collect();
        self.out.kept_links.retain(|(_, answer)| !answers.contains(answer));
        for (x, y) in swaps {
            self.harm(Fate::Changed, Some(x), Some(y), 0);
        }
    }

    /// Two links of a block, however many it has, each with the words of the other to the letter.
    fn with_exact_words_of_another(&self) -> Vec<Kept> {
        // (block, words in the source, words in the target) of a link that kept its target and not its words.
        let mut seen: FxHashMap<(usize, &str, &str), Kept> = FxHashMap::default();
        let mut swaps = Vec::new();
        for &(x, y) in &self.out.kept_links {
            let (block, ours, theirs) = (self.source.holder_of(x), label(self.source, x), label(self.target, y));
            if theirs.is_empty() || ours == theirs || theirs.len() > LABEL {
                continue;
            }
            match seen.remove(&(block, theirs, ours)) {
                Some((other, answer)) => swaps.extend([(x, answer), (other, y)]),
                None => drop(seen.insert((block, ours, theirs), (x, y))),
            }
        }
        swaps
    }

    /// One badge stands for another.
    fn is_badge(&self, at: u32) -> bool {
        let is_picture = matches!(self.source.atoms[at as usize].kind, AtomKind::Image(_));
        is_picture && BADGE_HOSTS.contains(&self.canonical(at, Side::Source).host.as_str())
    }

    fn block(&self, links: &[Kept], swaps: &mut Vec<Kept>) {
        let target_of = |at: u32| self.source.atoms[at as usize].link().map(|link| &link.target);
        if links.iter().all(|link| target_of(link.0) == target_of(links[0].0)) {
            return;
        }
        let words = Words::new(self, links);
        for (at, one) in links.iter().enumerate() {
            for (other_at, other) in links.iter().enumerate().skip(at + 1) {
                if target_of(one.0) != target_of(other.0) && words.are_swapped(at, other_at) {
                    swaps.extend([(one.0, other.1), (other.0, one.1)]);
                }
            }
        }
    }
}

/// The words of the links of a block, in both pages.
struct Words<'p> {
    labels: Vec<(&'p str, &'p str)>,
    /// What they say, where there is a lexicon of the two languages.
    meanings: Vec<(Meaning, Meaning)>,
}

impl<'p> Words<'p> {
    fn new(matcher: &'p Matcher<'_, '_>, links: &[Kept]) -> Words<'p> {
        let labels: Vec<(&str, &str)> =
            links.iter().map(|(x, y)| (label(matcher.source, *x), label(matcher.target, *y))).collect();
        let frame = matcher.frame;
        let lexicon = Lexicon::of(&frame.source_language, &frame.target_language);
        let said = |lexicon: &Lexicon, is_source: bool, text: &str| {
            lexicon.meaning(is_source == lexicon.is_from_english(), std::iter::once(text))
        };
        let meanings = lexicon.map_or_else(Vec::new, |lexicon| {
            labels.iter().map(|(ours, theirs)| (said(lexicon, true, ours), said(lexicon, false, theirs))).collect()
        });
        Words { labels, meanings }
    }

    /// The words of each of the two links are the other's, as far as translations keep words or the lexicon knows them.
    fn are_swapped(&self, one: usize, other: usize) -> bool {
        const CLEARLY: f32 = 0.8;
        let (crossed, straight) = (self.near((one, other), (other, one)), self.near((one, other), (one, other)));
        let kept = || self.has_words_of(one, other) || self.has_words_of(other, one);
        let tell = crossed.0 > 0.0 && crossed.1 > 0.0 || straight == (0.0, 0.0) && kept();
        tell && crossed.0 + crossed.1 >= straight.0 + straight.1 + CLEARLY
    }

    /// How near what only the one link of the source says, and then what only the other says, is to what only the one of the
    /// target says, and only the other: from 0 to 1.
    fn near(&self, ours: (usize, usize), theirs: (usize, usize)) -> (f32, f32) {
        let near = |(one, other): (usize, usize), (answer, beside): (usize, usize)| {
            let (ours, theirs) = (&self.labels, &self.labels);
            let kept = words_in_common((ours[one].0, ours[other].0), (theirs[answer].1, theirs[beside].1));
            let meaning = |at: usize| self.meanings.get(at);
            let said = (meaning(one).zip(meaning(other)).zip(meaning(answer)))
                .map_or(0.0, |((one, other), answer)| one.0.told_in(&other.0, &answer.1).share);
            kept.max(said)
        };
        let turned = |pair: (usize, usize)| (pair.1, pair.0);
        (near(ours, theirs), near(turned(ours), turned(theirs)))
    }

    /// One link of the target has the very words of another one of the source.
    fn has_words_of(&self, theirs: usize, ours: usize) -> bool {
        let (ours, theirs) = (self.labels[ours].0, self.labels[theirs].1);
        ours.chars().any(char::is_alphabetic) && ours.trim().eq_ignore_ascii_case(theirs.trim())
    }
}

/// The share of words, of those that only the first of two texts has, that are in both languages: names most often. Of a
/// text in another script those are all that it might have in common.
fn words_in_common(ours: (&str, &str), theirs: (&str, &str)) -> f32 {
    if [ours.0, ours.1, theirs.0, theirs.1].iter().any(|text| text.len() > LABEL) {
        return 0.0;
    }
    let is_foreign = theirs.0.chars().any(is_beyond_latin);
    let (ours, theirs) = (own_words(ours), own_words(theirs));
    let shared = ours.intersection(&theirs).count();
    let all = if is_foreign { theirs.len() } else { ours.len() + theirs.len() - shared };
    shared as f32 / all.max(1) as f32
}

/// The words of a text that another one has not.
fn own_words((text, other): (&str, &str)) -> BTreeSet<String> {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1);
        words.map(str::to_ascii_lowercase).collect()
    };
    let others = words(other);
    let mut own = words(text);
    own.retain(|word| !others.contains(word));
    own
}

/// The words of a link.
fn label<'s>(document: &Document<'s>, at: u32) -> &'s str {
    document.atoms[at as usize].link().map_or("", |link| link.label.of(document.text))
}
