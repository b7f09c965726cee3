//! Links that changed places: the words of each answer those of another in the source, and its target does not.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{AtomKind, Document, Fate, Matcher, Side};
use crate::doc::fingerprint;
use crate::pair::lexicon::{Lexicon, Meaning, Spread};
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

impl Matcher<'_, '_> {
    /// The lexicon knows the words of both links, and they say nothing of the same.
    pub(super) fn say_other_things(&self, x: u32, y: u32) -> bool {
        let lexicon = self.lexicon();
        let (ours, theirs) =
            (Said::new(label(self.source, x), true, lexicon), Said::new(label(self.target, y), false, lexicon));
        let agreement = ours
            .meaning
            .as_ref()
            .zip(theirs.meaning.as_ref())
            .map(|(ours, theirs)| ours.agreement(theirs, &Spread::default()));
        let differ = agreement.is_some_and(|one| one.known >= 1.0 && one.score() == 0.0);
        differ && in_common(&ours.words, &theirs.words, theirs.foreign) == 0.0
    }

    fn lexicon(&self) -> Option<&'static Lexicon> {
        Lexicon::of(&self.frame.source_language, &self.frame.target_language)
    }
}

/// What the links of a block say, in both pages.
struct Words<'p> {
    links: Vec<(Said<'p>, Said<'p>)>,
}

/// The words of a link.
struct Said<'p> {
    text: &'p str,
    /// Its words and numbers of ASCII, in any case, sorted.
    words: Vec<u64>,
    /// It has letters beyond Latin ones.
    foreign: bool,
    /// What it means, where there is a lexicon of the two languages.
    meaning: Option<Meaning>,
}

impl<'p> Said<'p> {
    fn new(text: &'p str, is_source: bool, lexicon: Option<&Lexicon>) -> Said<'p> {
        let told = if text.len() > LABEL { "" } else { text };
        let words = told.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1);
        let mut words: Vec<u64> = words.map(|word| fingerprint(word.to_ascii_lowercase().as_bytes())).collect();
        words.sort_unstable();
        words.dedup();
        let meaning =
            |lexicon: &Lexicon| lexicon.meaning(is_source == lexicon.is_from_english(), std::iter::once(told));
        Said { text, words, foreign: told.chars().any(is_beyond_latin), meaning: lexicon.map(meaning) }
    }

    /// The words that another link has not.
    fn own_words(&self, beside: &Said<'_>) -> Vec<u64> {
        self.words.iter().copied().filter(|word| beside.words.binary_search(word).is_err()).collect()
    }
}

impl<'p> Words<'p> {
    fn new(matcher: &'p Matcher<'_, '_>, links: &[Kept]) -> Words<'p> {
        let lexicon = matcher.lexicon();
        let ours = |at: u32| Said::new(label(matcher.source, at), true, lexicon);
        let theirs = |at: u32| Said::new(label(matcher.target, at), false, lexicon);
        Words { links: links.iter().map(|(x, y)| (ours(*x), theirs(*y))).collect() }
    }

    /// The words of each of the two links are the other's, as far as translations keep words or the lexicon knows them.
    fn are_swapped(&self, one: usize, other: usize) -> bool {
        const CLEARLY: f32 = 0.8;
        let near = |answer: usize, beside: usize| {
            (self.near((one, other), (answer, beside)), self.near((other, one), (beside, answer)))
        };
        let (straight, crossed) = (near(one, other), near(other, one));
        let kept = || self.has_words_of(one, other) || self.has_words_of(other, one);
        let tell = crossed.0 > 0.0 && crossed.1 > 0.0 || straight == (0.0, 0.0) && kept();
        tell && crossed.0 + crossed.1 >= straight.0 + straight.1 + CLEARLY
    }

    /// How near what a link of the source says, and the one `beside` it does not, is to what one of the target says and the
    /// one beside that does not: from 0 to 1.
    fn near(&self, (one, beside): (usize, usize), (answer, beside_it): (usize, usize)) -> f32 {
        let (ours, other) = (&self.links[one].0, &self.links[beside].0);
        let (theirs, other_of_theirs) = (&self.links[answer].1, &self.links[beside_it].1);
        let meanings = ours.meaning.as_ref().zip(other.meaning.as_ref()).zip(theirs.meaning.as_ref());
        let told = meanings.map_or(0.0, |((ours, other), theirs)| ours.told_in(other, theirs).share);
        let kept = in_common(&ours.own_words(other), &theirs.own_words(other_of_theirs), theirs.foreign);
        kept.max(told)
    }

    /// One link of the target has the very words of another one of the source.
    fn has_words_of(&self, theirs: usize, ours: usize) -> bool {
        let (ours, theirs) = (self.links[ours].0.text, self.links[theirs].1.text);
        ours.chars().any(char::is_alphabetic) && ours.trim().eq_ignore_ascii_case(theirs.trim())
    }
}

/// The share of words, of those of either text, that are in both: names most often. Of a text in another script those are
/// all that it might have in common.
fn in_common(ours: &[u64], theirs: &[u64], is_foreign: bool) -> f32 {
    let shared = ours.iter().filter(|word| theirs.binary_search(word).is_ok()).count();
    let all = if is_foreign { theirs.len() } else { ours.len() + theirs.len() - shared };
    shared as f32 / all.max(1) as f32
}

/// The words of a link, as they are written.
fn label<'s>(document: &Document<'s>, at: u32) -> &'s str {
    document.atoms[at as usize].link().map_or("", |link| link.label.of(document.text))
}
