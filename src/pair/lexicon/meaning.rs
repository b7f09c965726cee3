//! What two texts say the same, one of them English, as far as the lexicon knows their words.

use rustc_hash::{FxHashMap, FxHashSet};

/// What the words of a text say, as far as the lexicon knows them.
#[derive(Debug, Clone)]
pub(in crate::pair) enum Meaning {
    /// Of an English text: its stems, sorted, and how sure each is.
    English(Vec<(u16, Rank)>),
    /// Of a text in the other language.
    Other(Other),
}

/// How sure it is that who translates a stem takes a word that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pair) enum Rank {
    /// Most translations have one.
    Sure,
    /// There is one.
    Unsure,
    /// There is none: the stem counts only where the other text has it in English.
    Maybe,
}

/// What a text in another language than English says.
#[derive(Debug, Default, Clone)]
pub(in crate::pair) struct Other {
    /// What is said, sorted by stem.
    pub(super) stems: Vec<Said>,
    /// How many words there are that count in any case, and how many of them are weak in all they say.
    pub(super) words: u16,
    pub(super) weak_words: u16,
}

/// A stem that a word of a text in another language says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    pub stem: u16,
    /// The number of the word; from [`MAYBE`] on of English ones, which count only where the English text has them, too.
    pub word: u16,
    /// The word says it now and then only.
    pub weak: bool,
}

pub(super) const MAYBE: u16 = 1 << 12;
/// What a stem counts that is not sure, where the other text does not say it.
const LITTLE: f32 = 0.35;
/// What a stem counts that is said by a weak word only, and what such a word counts.
const WEAK: f32 = 0.6;

/// How much two texts say the same.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(in crate::pair) struct Agreement {
    /// The share of what the English text says that the other says too, the rarer the more.
    pub found: f32,
    /// The share of the other's words that say something of the English text.
    pub explained: f32,
    /// Words that could tell, of the text that has fewer; those that are not sure count less.
    pub known: f32,
}

impl Agreement {
    /// The harmonic mean of both shares: half of the texts that answer each other have 0.6 and more; of those that do not,
    /// one of ten has 0.2 and one of a hundred 0.5.
    pub fn score(self) -> f32 {
        if self.found + self.explained == 0.0 {
            return 0.0;
        }
        2.0 * self.found * self.explained / (self.found + self.explained)
    }
}

/// How much of a text another one says that answers what stands beside it.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(in crate::pair) struct Told {
    /// The share of what the text says and what stands beside it does not.
    pub share: f32,
    /// How many words of the text in the other language tell it.
    pub words: usize,
}

impl Told {
    /// The text is there. In pages that answer each other block by block, three of four texts that were joined to another
    /// two blocks on are told so, and one of two hundred is by any of the eight blocks around it.
    pub fn is_most(self) -> bool {
        const MOST: f32 = 0.5;
        const WORDS: usize = 2;
        self.words >= WORDS && self.share >= MOST
    }

    /// It is there whatever else of it is not.
    pub fn is_sure(self) -> bool {
        const MOST: f32 = 0.55;
        const WORDS: usize = 4;
        self.words >= WORDS && self.share >= MOST
    }
}

/// What a word of a text says of an English one, which answers what stands beside the text.
#[derive(Debug, Default, Clone, Copy)]
struct Word {
    /// It says something of it.
    told: bool,
    /// It does, or may.
    hinted: bool,
    /// There is something that it does not only say now and then.
    strong: bool,
    /// What stands beside the text says that, too.
    spent: bool,
}

/// In how many texts of a page each stem is said.
#[derive(Debug, Default)]
pub(in crate::pair) struct Spread(FxHashMap<u16, u16>);

impl Spread {
    pub fn of<'m>(meanings: impl Iterator<Item = &'m Meaning>) -> Spread {
        let mut out = FxHashMap::default();
        let mut count = |stem| *out.entry(stem).or_insert(0) += 1;
        for meaning in meanings {
            match meaning {
                Meaning::English(stems) => stems.iter().for_each(|(stem, _)| count(*stem)),
                Meaning::Other(other) => other.stems.iter().for_each(|said| count(said.stem)),
            }
        }
        Spread(out)
    }

    /// What is said in many places says little about one.
    fn weight(&self, stem: u16) -> f32 {
        1.0 / f32::from(self.0.get(&stem).copied().unwrap_or(1).max(1)).sqrt()
    }
}

impl Meaning {
    /// What several texts in one language say together.
    pub fn joined<'m>(meanings: impl Iterator<Item = &'m Meaning>) -> Meaning {
        let (mut english, mut others) = (Vec::new(), Other::default());
        for one in meanings {
            match one {
                Meaning::English(stems) => english.extend_from_slice(stems),
                Meaning::Other(other) => {
                    let moved = other.stems.iter().map(|said| Said { word: said.word + others.words, ..*said });
                    others.stems.extend(moved);
                    others.words += other.words;
                    others.weak_words += other.weak_words;
                }
            }
        }
        english.sort_unstable();
        others.stems.sort_unstable();
        if english.is_empty() { Meaning::Other(others) } else { Meaning::English(english) }
    }

    /// How much of it `whole` tells, which is in the other language and answers what stands `beside` it. A word that says
    /// something of both tells nothing.
    pub fn told_in(&self, beside: &Meaning, whole: &Meaning) -> Told {
        match (self, beside, whole) {
            (Meaning::English(text), Meaning::English(beside), Meaning::Other(whole)) => whole.tells(text, beside),
            (Meaning::Other(text), Meaning::Other(beside), Meaning::English(whole)) => text.told_in(beside, whole),
            _ => Told::default(),
        }
    }

    /// How much two texts say the same, if one of them is English and the other is not.
    pub fn agreement(&self, other: &Meaning, spread: &Spread) -> Agreement {
        match (self, other) {
            (Meaning::English(stems), Meaning::Other(other)) | (Meaning::Other(other), Meaning::English(stems)) => {
                other.agreement(stems, spread)
            }
            _ => Agreement::default(),
        }
    }
}

impl Other {
    /// The words that say a stem.
    fn of_stem(&self, stem: u16) -> &[Said] {
        let same = &self.stems[self.stems.partition_point(|said| said.stem < stem)..];
        &same[..same.partition_point(|said| said.stem == stem)]
    }

    /// How much it tells of an English text that stands beside another, which it answers. What a weak word says is neither
    /// told nor missing.
    fn tells(&self, text: &[(u16, Rank)], beside: &[(u16, Rank)]) -> Told {
        let is_beside = |stem: u16| beside.binary_search_by_key(&stem, |(stem, _)| *stem).is_ok();
        let spent: FxHashSet<u16> =
            self.stems.iter().filter(|said| is_beside(said.stem)).map(|said| said.word).collect();
        let (mut found, mut all) = (0.0, 0.0);
        let mut words = FxHashSet::default();
        for (stem, rank) in text.iter().filter(|(stem, _)| !is_beside(*stem)) {
            let free = || self.of_stem(*stem).iter().filter(|said| !spent.contains(&said.word));
            match (free().find(|said| !said.weak), rank) {
                (Some(said), _) => {
                    words.insert(said.word);
                    found += 1.0;
                    all += 1.0;
                }
                (None, Rank::Maybe) => {}
                (None, _) if free().next().is_some() => {}
                (None, Rank::Sure) => all += 1.0,
                (None, Rank::Unsure) => all += LITTLE,
            }
        }
        Told { share: if all > 0.0 { found / all } else { 0.0 }, words: words.len() }
    }

    /// How much of it an English text tells that answers another one beside it.
    fn told_in(&self, beside: &Other, whole: &[(u16, Rank)]) -> Told {
        let is_in = |stem: u16| whole.binary_search_by_key(&stem, |(stem, _)| *stem).is_ok();
        let mut words: FxHashMap<u16, Word> = FxHashMap::default();
        for said in self.stems.iter().filter(|said| said.word < MAYBE || is_in(said.stem)) {
            let word = words.entry(said.word).or_default();
            let told = is_in(said.stem);
            word.told |= told && !said.weak;
            word.hinted |= told;
            word.strong |= !said.weak;
            word.spent |= told && !beside.of_stem(said.stem).is_empty();
        }
        words.retain(|_, word| !word.spent && (word.told || word.strong && !word.hinted));
        let told = words.values().filter(|word| word.told).count();
        Told { share: told as f32 / words.len().max(1) as f32, words: told }
    }

    /// How much it says the same as an English text with these stems.
    fn agreement(&self, english: &[(u16, Rank)], spread: &Spread) -> Agreement {
        let (mut all, mut found, mut known) = (0.0, 0.0, 0.0);
        // How many stems are said by the very same word.
        let mut literal = 0;
        // A bit for each word that says something of it, and for each that does weakly.
        let mut explained = [[0_u64; 16]; 2];
        let mut theirs = &self.stems[..];
        for ours in english.chunk_by(|a, b| a.0 == b.0) {
            let (stem, rank) = ours[0];
            theirs = &theirs[theirs.partition_point(|said| said.stem < stem)..];
            let same = &theirs[..theirs.iter().take_while(|said| said.stem == stem).count()];
            let counts = match rank {
                _ if !same.is_empty() => 1.0,
                Rank::Sure => 1.0,
                Rank::Unsure => LITTLE,
                Rank::Maybe => continue,
            };
            let weight = counts * spread.weight(stem);
            known += counts;
            all += weight;
            found += match same.iter().all(|said| said.weak) {
                _ if same.is_empty() => 0.0,
                true => WEAK * weight,
                false => weight,
            };
            literal += u16::from(same.last().is_some_and(|said| said.word >= MAYBE));
            for Said { word, weak, .. } in same.iter().filter(|said| said.word < MAYBE) {
                explained[usize::from(*weak)][usize::from(word / 64) % 16] |= 1 << (word % 64);
            }
        }
        let [strong, weak] = &explained;
        let strong_words = strong.iter().map(|bits| bits.count_ones()).sum::<u32>() as f32;
        let weak_words =
            strong.iter().zip(weak).map(|(strong, weak)| (weak & !strong).count_ones()).sum::<u32>() as f32;
        let explained = strong_words + WEAK * weak_words + f32::from(literal);
        let words = f32::from(self.words - self.weak_words + literal) + WEAK * f32::from(self.weak_words);
        Agreement {
            found: if all > 0.0 { found / all } else { 0.0 },
            explained: if words > 0.0 { explained / words } else { 0.0 },
            known: words.min(known),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_word_agrees_and_tells_nothing() {
        let other = |weak: bool| {
            let said = (0..4).map(|at| Said { stem: at, word: at, weak });
            let weak_words = if weak { 4 } else { 0 };
            Other { stems: said.collect(), words: 4, weak_words }
        };
        let english: Vec<(u16, Rank)> = (0..4).map(|stem| (stem, Rank::Sure)).collect();
        let agreement = |weak| other(weak).agreement(&english, &Spread::default());
        assert!(agreement(true).score() > 0.5 && agreement(true).score() < agreement(false).score());
        assert!(other(false).tells(&english, &[]).is_most() && !other(true).tells(&english, &[]).is_most());
        let told_in = |weak| other(weak).told_in(&Other::default(), &english);
        assert!(told_in(false).is_most() && !told_in(true).is_most());
    }
}
